//! `kaibo facts sign-off`: a person stands for a fact.
//!
//! In: a facts file, a fact that it states, who stands for it and by what means it was checked. Out: the same file with that
//! under the fact's provenance; everything else in it stays as it is.

use std::path::{Path, PathBuf};

use chrono::{SecondsFormat, SubsecRound as _, Utc};
use clap::Args;
use toml_edit::{DocumentMut, InlineTable, Item, Table, Value};

use crate::cli::context::{Context, Exit};
use crate::cli::input::{application, fixed_moment, read_bytes};
use crate::cli::output::{cannot_write, print_error};
use crate::i18n::escape::toml_string;
use crate::io::application::{read_text, timestamp};
use crate::io::file::{Permissions, folder, write};
use crate::rulebook::sha256;
use crate::value::value_type::Timestamp;

#[derive(Debug, Args)]
pub(super) struct SignOff {
    facts: PathBuf,
    fact: String,
    #[arg(long, value_name = "NAME")]
    by: String,
    #[arg(long, value_name = "TEXT")]
    note: String,
    #[arg(long, value_name = "FILE")]
    evidence: Option<PathBuf>,
}

impl SignOff {
    pub(super) fn run(&self, context: &Context) -> Result<Exit, Exit> {
        for (key, text) in [("--by", &self.by), ("--note", &self.note)] {
            if text.trim().is_empty() {
                return Err(print_error(context, "empty-text", vec![("key", key.to_owned())]));
            }
        }
        let json = self.facts.extension().is_some_and(|ending| ending == "json");
        if json || self.facts == Path::new("-") {
            return Err(print_error(context, "sign-off-needs-toml", vec![("name", self.facts.display().to_string())]));
        }
        let case = application(context, &self.facts)?;
        let program = &case.rulebook.program;
        if program.fact(&self.fact).is_none() {
            let known = program.facts.iter().map(|fact| fact.id.as_str()).collect::<Vec<_>>().join(", ");
            return Err(print_error(context, "sign-off-unknown-fact", vec![("name", self.fact.clone()), ("known", known)]));
        }
        let text = read_text(&self.facts).map_err(|_| Exit::Unusable)?;
        let unreadable = |error: toml_edit::TomlError| {
            print_error(context, "cannot-read", vec![("name", self.facts.display().to_string()), ("reason", error.to_string())])
        };
        let mut document: DocumentMut = text.parse().map_err(unreadable)?;
        let stated = document.get("facts").and_then(|facts| facts.get(&self.fact)).is_some();
        if !stated {
            let args = vec![("name", self.fact.clone()), ("file", self.facts.display().to_string())];
            return Err(print_error(context, "sign-off-not-stated", args));
        }
        let evidence = match &self.evidence {
            None => None,
            Some(path) => Some((self.shown(path), sha256(&read_bytes(context, path)?))),
        };
        let now = timestamp(fixed_moment().unwrap_or_else(Utc::now).trunc_subsecs(0), program.zone);
        let at = now.instant.with_timezone(&program.zone).to_rfc3339_opts(SecondsFormat::Secs, false);
        let Some(table) = provenance(&mut document, &self.fact) else {
            return Err(print_error(context, "sign-off-odd-provenance", vec![("name", self.fact.clone())]));
        };
        self.sign(table, now, &at, evidence);
        let text = document.to_string();
        match write(&self.facts, text.as_bytes(), Permissions::Default) {
            Ok(()) => Ok(Exit::Ok),
            Err(error) => Err(cannot_write(context, Some(&self.facts), &error)),
        }
    }

    /// Where the evidence is, from the facts file: a report must not tell how a machine's folders are called.
    fn shown(&self, path: &Path) -> String {
        let below = path.canonicalize().ok().zip(folder(&self.facts).canonicalize().ok());
        let below = below.and_then(|(path, folder)| path.strip_prefix(folder).ok().map(Path::to_owned));
        let name = below.or_else(|| path.file_name().map(PathBuf::from)).unwrap_or_default();
        name.display().to_string()
    }

    /// What is there already, and is not the sign-off itself, stays: who stated a fact is not who checked it.
    fn sign(&self, table: &mut dyn toml_edit::TableLike, now: Timestamp, at: &str, evidence: Option<(String, String)>) {
        let mut set = |key: &str, value: Value| {
            if table.get(key).is_none() {
                table.insert(key, Item::Value(value));
            }
        };
        set("source", Value::from("manual"));
        set("by", quoted(&self.by));
        set("observed_at", moment(at, now));
        set("note", quoted(&self.note));
        let mut signed = InlineTable::new();
        signed.insert("by", quoted(&self.by));
        signed.insert("at", moment(at, now));
        signed.insert("note", quoted(&self.note));
        if let Some((name, digest)) = evidence {
            set("digest", Value::from(digest.as_str()));
            signed.insert("evidence", quoted(&name));
            signed.insert("digest", Value::from(digest));
        }
        table.insert("sign_off", Item::Value(Value::InlineTable(signed)));
    }
}

/// The table of a fact's provenance, made where there is none.
fn provenance<'d>(document: &'d mut DocumentMut, fact: &str) -> Option<&'d mut dyn toml_edit::TableLike> {
    let all = document.entry("provenance").or_insert_with(|| {
        let mut table = Table::new();
        table.set_implicit(true);
        Item::Table(table)
    });
    let inline = all.is_inline_table();
    let made = || if inline { Item::Value(Value::InlineTable(InlineTable::new())) } else { Item::Table(Table::new()) };
    all.as_table_like_mut()?.entry(fact).or_insert_with(made).as_table_like_mut()
}

/// A text on one line, harmless whatever it holds.
fn quoted(text: &str) -> Value {
    toml_string(text).parse().unwrap_or_else(|_| Value::from(text))
}

/// A moment as TOML's own; as text where its offset has seconds.
fn moment(text: &str, now: Timestamp) -> Value {
    text.parse().unwrap_or_else(|_| Value::from(now.instant.to_rfc3339()))
}

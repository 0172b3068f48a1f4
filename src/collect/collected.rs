//! `shop.collected.toml`: what was gathered, as a layer of the facts file.
//!
//! In: gathered facts, the program, a language for the notes, what was collected before. Out: the file's text, the texts that its digests name, and a line
//! for each fact. The same facts give the same bytes.

use std::collections::HashSet;

use toml_edit::{Array, Datetime, DocumentMut, InlineTable, Item, Table, Value};

use crate::collect::accounts::Scope;
use crate::collect::earlier::{Earlier, holds_all};
use crate::collect::evidence::digest;
use crate::collect::fact::CallRecord;
use crate::collect::fact::{Cell, Collected, Content, Row, note};
use crate::document::diagnostics::Diagnostic;
use crate::document::parse_toml;
use crate::document::source::FileId;
use crate::facts::read::read_fact;
use crate::facts::{Completeness, FactValue};
use crate::i18n::Messages;
use crate::i18n::escape::{escape_control, misleads, toml_string};
use crate::io::render::message;
use crate::rulebook::Program;

/// More notes on one fact would hide the first.
const NOTES: usize = 12;

/// The layer.
#[derive(Debug, Clone)]
pub struct CollectedFile {
    /// The file's text.
    pub text: String,
    /// Lists of digests, for facts that rest on several replies, each under its own digest.
    pub lists: Vec<(String, String)>,
    /// What came out, fact by fact.
    pub lines: Vec<FactSummary>,
    /// The facts that keep an earlier value, since they could not be renewed.
    pub kept: Vec<Earlier>,
}

/// What came out for a fact.
#[derive(Debug, Clone)]
pub struct FactSummary {
    /// The fact's name.
    pub fact: &'static str,
    /// How much is known of it.
    pub state: State,
    /// How many rows; None of a single value.
    pub rows: Option<usize>,
    /// What there is to say about it.
    pub note: String,
    /// True where a source failed.
    pub failed: bool,
}

/// How much is known of a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum State {
    Known,
    Partly,
    Unknown,
}

impl State {
    /// The message that names it.
    pub fn name(self) -> &'static str {
        match self {
            State::Known => "collect-known",
            State::Partly => "collect-partly",
            State::Unknown => "collect-unknown",
        }
    }
}

/// Writes the layer. A fact that the program doesn't have is left out; one whose value doesn't fit the program stays unknown. A
/// fact that could not be renewed keeps its value out of `earlier`, with its age.
pub fn write(scope: &Scope, gathered: Vec<Collected>, program: &Program, messages: &Messages, earlier: &[Earlier]) -> CollectedFile {
    let mut document = DocumentMut::new();
    document.decor_mut().set_prefix(format!("# {}\n\n", messages.format("collect-file-header", &[])));
    document["program"] = text(&scope.program);
    document["applicant"] = text(&scope.applicant);
    if let Some(entity) = &scope.entity {
        document["entity"] = text(entity);
    }
    let (mut facts, mut provenance) = (Table::new(), Table::new());
    provenance.set_implicit(true);
    let (mut lists, mut lines, mut kept) = (Vec::new(), Vec::new(), Vec::new());
    for mut fact in gathered {
        let Some(at) = program.fact(fact.fact) else { continue };
        let mut written = fact.content.as_ref().map(item).and_then(|value| match typed(&value, at, program) {
            Ok(known) => Some((value, known)),
            Err(fault) => {
                fact.notes.push(note!("collect-does-not-fit", reason = message(messages, fault.id, &fault.args)));
                fact.failed = true;
                None
            }
        });
        let before = not_renewed(&fact, written.as_ref().map(|(_, known)| known), earlier, at, program);
        let mut said = notes(&fact, messages);
        let mut sourced = sourced(scope, &fact, &mut lists);
        if let Some((before, value, known)) = before {
            let (day, since) = (scope.started.date_naive().to_string(), before.observed_at.get(..10).unwrap_or_default());
            said = format!("{} {said}", messages.format("collect-not-renewed", &[("date", &day), ("since", since)]));
            sourced = as_before(before);
            written = Some((value, known));
            kept.push(before.clone());
        }
        let said = said.trim_end().to_owned();
        if !said.is_empty() {
            sourced["note"] = text(&said);
        }
        let (state, rows) = match written.as_ref().map(|(_, known)| known) {
            None => (State::Unknown, None),
            Some(FactValue::Value(_)) => (State::Known, None),
            Some(FactValue::Rows(rows)) => {
                (if rows.completeness == Completeness::Complete { State::Known } else { State::Partly }, Some(rows.rows.len()))
            }
        };
        if let Some((value, _)) = written {
            facts[fact.fact] = Item::Value(value);
        }
        provenance[fact.fact] = Item::Table(sourced);
        lines.push(FactSummary { fact: fact.fact, state, rows, note: said, failed: fact.failed });
    }
    document["facts"] = Item::Table(facts);
    document["provenance"] = Item::Table(provenance);
    CollectedFile { text: document.to_string(), lists, lines, kept }
}

/// A value as the program reads it.
fn typed(value: &Value, at: usize, program: &Program) -> Result<FactValue, Diagnostic> {
    let text = format!("value = {value}");
    let node = parse_toml(FileId(0), &text)?;
    let mut faults = Vec::new();
    let known = node.table().and_then(|table| table.get("value"));
    let known = known.and_then(|node| read_fact(&program.facts[at].kind, node, program, &mut faults));
    match (known, faults.into_iter().next()) {
        (Some(known), None) => Ok(known),
        (_, fault) => Err(fault.unwrap_or_else(|| Diagnostic::without_span("collect-malformed", vec![("detail", "-".to_owned())]))),
    }
}

/// The earlier value of a fact whose source failed, unless what was still read says something new.
fn not_renewed<'e>(
    fact: &Collected,
    now: Option<&FactValue>,
    earlier: &'e [Earlier],
    at: usize,
    program: &Program,
) -> Option<(&'e Earlier, Value, FactValue)> {
    let before = earlier.iter().find(|earlier| fact.failed && earlier.fact == fact.fact)?;
    let value = before.item()?;
    let known = typed(&value, at, program).ok()?;
    holds_all(&known, now).then_some((before, value, known))
}

fn as_before(before: &Earlier) -> Table {
    let mut table = Table::new();
    table["source"] = text(&before.source);
    table["observed_at"] = Item::Value(moment(&before.observed_at));
    if let Some(digest) = &before.digest {
        table["digest"] = text(digest);
    }
    table
}

/// Every note once, the first of them, as a text for people.
fn notes(fact: &Collected, messages: &Messages) -> String {
    let mut seen = HashSet::new();
    let mut said: Vec<String> = Vec::new();
    for note in &fact.notes {
        let text = escape_control(&note.say(messages)).into_owned();
        if seen.insert(text.clone()) && said.len() < NOTES {
            said.push(text);
        }
    }
    if seen.len() > NOTES {
        said.push(messages.format("collect-more-notes", &[("count", &(seen.len() - NOTES).to_string())]));
    }
    said.join(" ")
}

fn sourced(scope: &Scope, fact: &Collected, lists: &mut Vec<(String, String)>) -> Table {
    let mut table = Table::new();
    table["source"] = text(&fact.call.map_or_else(|| "wechat".to_owned(), |call| format!("wechat:{call}")));
    // A fact is as old as the oldest reply that it rests on.
    let oldest = fact.used.iter().map(|used| used.at).min().unwrap_or(scope.started);
    table["observed_at"] = Item::Value(moment(&oldest.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)));
    if let Some(digest) = evidence(&fact.used, lists) {
        table["digest"] = text(&digest);
    }
    table
}

/// The digest of the reply, or of the list of digests where there are several replies.
fn evidence(used: &[CallRecord], lists: &mut Vec<(String, String)>) -> Option<String> {
    let mut digests: Vec<(&str, &str)> = Vec::new();
    for used in used {
        if let Some(digest) = &used.digest
            && !digests.iter().any(|(_, known)| known == digest)
        {
            digests.push((used.call, digest));
        }
    }
    match digests.as_slice() {
        [] => None,
        [(_, only)] => Some((*only).to_owned()),
        several => {
            let list: Vec<serde_json::Value> =
                several.iter().map(|(call, digest)| serde_json::json!({"call": call, "reply": digest})).collect();
            let list = format!("{:#}\n", serde_json::Value::from(list));
            let named = digest(list.as_bytes());
            if !lists.iter().any(|(known, _)| *known == named) {
                lists.push((named.clone(), list));
            }
            Some(named)
        }
    }
}

fn item(content: &Content) -> Value {
    match content {
        Content::Value(only) => cell(only),
        Content::Rows { rows, partial: false } => Value::Array(array(rows)),
        Content::Rows { rows, partial: true } => {
            let mut table = InlineTable::new();
            table.insert("partial", Value::from(true));
            table.insert("rows", Value::Array(array(rows)));
            Value::InlineTable(table)
        }
    }
}

fn array(rows: &[Row]) -> Array {
    let mut array = Array::new();
    for row in rows {
        let mut table = InlineTable::new();
        for (column, value) in row {
            table.insert(*column, cell(value));
        }
        let mut value = Value::InlineTable(table);
        value.decor_mut().set_prefix("\n    ");
        array.push_formatted(value);
    }
    if !rows.is_empty() {
        array.set_trailing("\n");
        array.set_trailing_comma(true);
    }
    array
}

fn cell(cell: &Cell) -> Value {
    match cell {
        Cell::Flag(flag) => Value::from(*flag),
        // What TOML can't hold is refused when the fact is read back.
        Cell::Number(number) => i64::try_from(*number).map_or_else(|_| Value::from(number.to_string()), Value::from),
        Cell::Text(text) => quoted(text),
        Cell::Date(date) => moment(&date.to_string()),
        Cell::Moment(at) => moment(&at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)),
    }
}

fn moment(text: &str) -> Value {
    text.parse::<Datetime>().map_or_else(|_| Value::from(text), Value::from)
}

fn text(text: &str) -> Item {
    Item::Value(quoted(text))
}

/// A text in which whatever could mislead somebody who looks at the file is escaped.
fn quoted(text: &str) -> Value {
    if !text.contains(misleads) {
        return Value::from(text);
    }
    toml_string(text).parse().unwrap_or_else(|_| Value::from(text))
}

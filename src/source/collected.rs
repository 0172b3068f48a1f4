//! `shop.collected.toml`: what was gathered, as a layer of the facts file.
//!
//! In: gathered facts, the program, a language for the notes. Out: the file's text, the texts that its digests name, and a line
//! for each fact. The same facts give the same bytes.

use toml_edit::{Array, Datetime, DocumentMut, InlineTable, Item, Table, Value};

use crate::doc::{FileId, parse_toml};
use crate::facts::read::read_fact;
use crate::problem::wording;
use crate::rulebook::Program;
use crate::source::call::Used;
use crate::source::evidence::digest;
use crate::source::scope::Scope;
use crate::source::{Cell, Content, Gathered, Row, note};
use crate::untrusted::visible;
use crate::words::Words;

/// More notes on one fact would hide the first.
const NOTES: usize = 12;

/// The layer.
#[derive(Debug, Clone)]
pub struct Collected {
    /// The file's text.
    pub text: String,
    /// Lists of digests, for facts that rest on several replies, each under its own digest.
    pub lists: Vec<(String, String)>,
    /// What came out, fact by fact.
    pub lines: Vec<Line>,
}

/// What came out for a fact.
#[derive(Debug, Clone)]
pub struct Line {
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
    pub fn word(self) -> &'static str {
        match self {
            State::Known => "source-known",
            State::Partly => "source-partly",
            State::Unknown => "source-unknown",
        }
    }
}

/// Writes the layer. A fact that the program doesn't have is left out; one whose value doesn't fit the program stays unknown.
pub fn write(scope: &Scope, gathered: Vec<Gathered>, program: &Program, words: &Words) -> Collected {
    let mut document = DocumentMut::new();
    document.decor_mut().set_prefix(format!("# {}\n\n", words.say("source-file-header", &[])));
    document["program"] = text(&scope.program);
    document["applicant"] = text(&scope.applicant);
    if let Some(entity) = &scope.entity {
        document["entity"] = text(entity);
    }
    let (mut facts, mut provenance) = (Table::new(), Table::new());
    provenance.set_implicit(true);
    let (mut lists, mut lines) = (Vec::new(), Vec::new());
    for mut fact in gathered {
        let Some(at) = program.fact(fact.fact) else { continue };
        let mut written = fact.content.as_ref().map(item);
        if let Some(value) = &written {
            let mut faults = Vec::new();
            let text = format!("value = {value}");
            match parse_toml(FileId(0), &text) {
                Ok(node) => {
                    let node = node.table().and_then(|table| table.get("value"));
                    node.and_then(|node| read_fact(&program.facts[at].kind, node, program, &mut faults));
                }
                Err(fault) => faults.push(fault),
            }
            if let Some(fault) = faults.first() {
                fact.notes.push(note!("source-does-not-fit", reason = wording(words, fault.id, &fault.args)));
                fact.failed = true;
                fact.content = None;
                written = None;
            }
        }
        let note = notes(&fact, words);
        if let Some(value) = written {
            facts[fact.fact] = Item::Value(value);
        }
        provenance[fact.fact] = Item::Table(sourced(scope, &fact, &note, &mut lists));
        let (state, rows) = match &fact.content {
            None => (State::Unknown, None),
            Some(Content::Value(_)) => (State::Known, None),
            Some(Content::Rows { rows, partial }) => (if *partial { State::Partly } else { State::Known }, Some(rows.len())),
        };
        lines.push(Line { fact: fact.fact, state, rows, note, failed: fact.failed });
    }
    document["facts"] = Item::Table(facts);
    document["provenance"] = Item::Table(provenance);
    Collected { text: document.to_string(), lists, lines }
}

fn notes(fact: &Gathered, words: &Words) -> String {
    let mut said: Vec<String> = Vec::new();
    for note in &fact.notes {
        let text = visible(&note.say(words)).into_owned();
        if !said.contains(&text) {
            said.push(text);
        }
    }
    if said.len() > NOTES {
        let more = said.len() - NOTES;
        said.truncate(NOTES);
        said.push(words.say("source-more-notes", &[("count", &more.to_string())]));
    }
    said.join(" ")
}

fn sourced(scope: &Scope, fact: &Gathered, note: &str, lists: &mut Vec<(String, String)>) -> Table {
    let mut table = Table::new();
    table["source"] = text(&fact.call.map_or_else(|| "wechat".to_owned(), |call| format!("wechat:{call}")));
    // A fact is as old as the oldest reply that it rests on.
    let oldest = fact.used.iter().map(|used| used.at).min().unwrap_or(scope.started);
    table["observed_at"] = Item::Value(moment(&oldest.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)));
    if let Some(digest) = evidence(&fact.used, lists) {
        table["digest"] = text(&digest);
    }
    if !note.is_empty() {
        table["note"] = text(note);
    }
    table
}

/// The digest of the reply, or of the list of digests where there are several replies.
fn evidence(used: &[Used], lists: &mut Vec<(String, String)>) -> Option<String> {
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
        Cell::Text(text) => Value::from(text.as_str()),
        Cell::Date(date) => moment(&date.to_string()),
        Cell::Moment(at) => moment(&at.to_rfc3339_opts(chrono::SecondsFormat::Secs, false)),
    }
}

fn moment(text: &str) -> Value {
    text.parse::<Datetime>().map_or_else(|_| Value::from(text), Value::from)
}

fn text(text: &str) -> Item {
    toml_edit::value(text)
}

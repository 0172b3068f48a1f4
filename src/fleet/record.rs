//! One record: from its text to an applicant's facts, or to what is wrong with it and where.
//!
//! In: a line of JSON, or cells. Out: [`ParsedRecord`], typed just as `kaibo check` types a file, or a [`RecordError`].

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, line_and_column};
use crate::document::{Node, parse_json};
use crate::engine::check::strict;
use crate::facts::read::{Origin, read};
use crate::facts::{Facts, future};
use crate::fleet::setup::{Engine, Fleet};
use crate::fleet::table::{self, Header};
use crate::i18n::Messages;
use crate::io::render::message;

/// An applicant, and the program that it is for.
#[derive(Debug)]
pub struct ParsedRecord<'f> {
    /// The place of the program among the fleet's.
    pub at: usize,
    /// The program.
    pub engine: &'f Engine,
    /// What is known.
    pub facts: Facts,
    /// What was stated, where a strict check leaves some of it out.
    pub stated: Option<Facts>,
    /// What was noticed while reading.
    pub warnings: Vec<Diagnostic>,
    /// How many dates were in its cells as the serial days of a spreadsheet.
    pub serial_days: u64,
}

/// Why a record can't be read.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize, thiserror::Error)]
#[error("line {line}, column {column}: {error}")]
pub struct RecordError {
    /// The line in its file, from 1.
    pub line: u64,
    /// The character of the line, from 1; of cells, which cell.
    pub column: usize,
    /// What is wrong, in the words of the run's language.
    pub error: String,
}

/// Reads a line of JSON without its line end.
///
/// # Errors
/// What is wrong, and in which column.
pub fn line<'f>(text: &[u8], fleet: &'f Fleet, messages: &Messages) -> Result<ParsedRecord<'f>, (usize, String)> {
    let text = utf8(text, messages)?;
    let spelled = |diagnostics: Vec<Diagnostic>| {
        let first = first(diagnostics);
        (line_and_column(text, first.at.map_or(0, |at| at.start as usize)).1, sentence(&first, messages))
    };
    let node = parse_json(FileId(0), text).map_err(|diagnostic| spelled(vec![diagnostic]))?;
    subject(&node, fleet).map_err(spelled)
}

/// Reads a record of cells without its line end.
///
/// # Errors
/// What is wrong, and in which cell.
pub fn cells<'f>(text: &[u8], header: &Header, fleet: &'f Fleet, messages: &Messages) -> Result<ParsedRecord<'f>, (usize, String)> {
    let text = utf8(text, messages)?;
    let spelled = |diagnostics: Vec<Diagnostic>| {
        let first = first(diagnostics);
        let cell = first.at.map_or(0, |at| usize::from(at.file.0));
        let error = sentence(&first, messages);
        match header.names.get(cell) {
            Some(name) if first.id != "unknown-fact" => (cell + 1, messages.format("fleet-in-cell", &[("name", name), ("error", &error)])),
            _ => (cell + 1, error),
        }
    };
    let cells = table::cells(text);
    // Which facts there are depends on the program, which is in a cell itself.
    let engine = match fleet.engines.as_slice() {
        [only] => only,
        several => {
            let place = header.names.iter().position(|name| name == "program");
            let id = place.and_then(|place| cells.get(place)).map_or("", String::as_str);
            several.iter().find(|engine| engine.rulebook.program.id == id).unwrap_or(&several[0])
        }
    };
    let (node, serial_days) = table::document(&cells, header, &engine.rulebook.program).map_err(|diagnostic| spelled(vec![diagnostic]))?;
    let subject = subject(&node, fleet).map_err(spelled)?;
    Ok(ParsedRecord { serial_days, ..subject })
}

fn utf8<'t>(text: &'t [u8], messages: &Messages) -> Result<&'t str, (usize, String)> {
    std::str::from_utf8(text).map_err(|error| {
        let sound = std::str::from_utf8(&text[..error.valid_up_to()]).unwrap_or_default();
        (sound.chars().count() + 1, messages.format("fleet-not-utf8", &[]))
    })
}

/// The fault that is first in the text; of several at one place the one that was found first.
fn first(diagnostics: Vec<Diagnostic>) -> Diagnostic {
    let fatal = diagnostics.into_iter().filter(|diagnostic| diagnostic.is_error);
    fatal.min_by_key(|diagnostic| diagnostic.at).unwrap_or_else(|| Diagnostic::without_span("own-fault", vec![("reason", String::new())]))
}

fn sentence(diagnostic: &Diagnostic, messages: &Messages) -> String {
    let what = message(messages, diagnostic.id, &diagnostic.args);
    match diagnostic.help.as_deref() {
        None => what,
        Some((id, args)) => messages.format("fleet-with-help", &[("error", &what), ("help", &message(messages, id, args))]),
    }
}

fn subject<'f>(node: &Node<'_>, fleet: &'f Fleet) -> Result<ParsedRecord<'f>, Vec<Diagnostic>> {
    let at = program(node, fleet).map_err(|diagnostic| vec![diagnostic])?;
    let engine = &fleet.engines[at];
    let mut diagnostics = Vec::new();
    let layer = read(node, Origin::Manual, &engine.rulebook, &mut diagnostics);
    future::refuse(node, &layer, &engine.rulebook.program, engine.as_of.day, &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.is_error) {
        return Err(diagnostics);
    }
    // How a loose spelling was read is said by `facts check`, one file at a time.
    diagnostics.retain(|diagnostic| diagnostic.id != crate::document::values::READ_AS);
    let facts = Facts::merge(layer, None, &engine.rulebook.program, &mut diagnostics);
    if diagnostics.iter().any(|diagnostic| diagnostic.is_error) {
        return Err(diagnostics);
    }
    let (facts, stated) = match fleet.strict {
        true => (strict(&engine.rulebook.program, &facts, engine.as_of.day), Some(facts)),
        false => (facts, None),
    };
    Ok(ParsedRecord { at, engine, facts, stated, warnings: diagnostics, serial_days: 0 })
}

/// The program that a record is for.
fn program(node: &Node<'_>, fleet: &Fleet) -> Result<usize, Diagnostic> {
    if fleet.named {
        return Ok(0);
    }
    let names = || fleet.engines.iter().map(|engine| engine.rulebook.program.id.as_str());
    match (node.table(), node.table().and_then(|table| table.get("program"))) {
        // Whatever it is, it is no record; its reader says so.
        (None, _) => Ok(0),
        (Some(_), None) => {
            let known = names().collect::<Vec<_>>().join(", ");
            Err(diagnostic!(node.span, "missing-program").with_help("known-names", vec![("names", known)]))
        }
        (Some(_), Some(node)) => {
            let id = node.text().ok_or_else(|| crate::document::table_reader::wrong_type(node, "type-text"))?;
            let place = fleet.engines.iter().position(|engine| engine.rulebook.program.id == id);
            place.ok_or_else(|| diagnostic!(node.span, "unknown-program", name = id).suggest(id, names()))
        }
    }
}

//! One record: from its text to an applicant's facts, or to what is wrong with it and where.
//!
//! In: a line of JSON, or cells. Out: [`ParsedRecord`], typed just as `kaibo check` types a file, or a [`RecordError`].

use std::path::Path;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, line_and_column};
use crate::document::{Node, NodeValue, parse_json};
use crate::engine::check::strict;
use crate::facts::read::{Origin, read};
use crate::facts::{Facts, future};
use crate::fleet::setup::{Engine, Fleet};
use crate::fleet::tables::header::Header;
use crate::fleet::tables::layout::{Layout, at};
use crate::fleet::tables::{json, separated};
use crate::i18n::Messages;
use crate::io::application;
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
    /// The cells that answers carry along.
    pub kept: Vec<String>,
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
    object(json::trimmed_line(text), 1, fleet, messages).map_err(|error| (error.column, error.error))
}

/// Reads a JSON object that begins on a line and may have several.
///
/// # Errors
/// What is wrong, on which line and in which column.
pub fn object<'f>(text: &[u8], line: u64, fleet: &'f Fleet, messages: &Messages) -> Result<ParsedRecord<'f>, RecordError> {
    let text = utf8(text, messages).map_err(|(column, error)| RecordError { line, column, error })?;
    let spelled = |diagnostics: Vec<Diagnostic>| {
        let first = first(diagnostics);
        let (inside, column) = line_and_column(text, first.at.map_or(0, |at| at.start as usize));
        RecordError { line: line + inside as u64 - 1, column, error: sentence(&first, messages) }
    };
    let node = parse_json(FileId(0), text).map_err(|diagnostic| spelled(vec![diagnostic]))?;
    let subject = subject(&node, fleet).map_err(spelled)?;
    Ok(ParsedRecord { kept: kept(&node, fleet), ..subject })
}

/// Reads the facts file of one applicant, with what was collected beside it.
///
/// # Errors
/// What is wrong, on which line and in which column.
pub fn facts_file<'f>(path: &Path, fleet: &'f Fleet, messages: &Messages) -> Result<ParsedRecord<'f>, RecordError> {
    let kept_of = |node: &Node<'_>| program(node, fleet).map(|at| (at, kept(node, fleet)));
    let engine = |(at, _): &(usize, Vec<String>)| {
        let engine = &fleet.engines[*at];
        (&engine.rulebook, engine.as_of.day)
    };
    let read = application::read_layers(path, kept_of, engine).map_err(|refused| {
        let first = first(refused.diagnostics);
        let (line, column) = first.at.map_or((1, 1), |at| refused.files.position(at));
        // The file itself is named beside the error; the other layer is not.
        let other = first.at.filter(|at| at.file != FileId(0)).map(|at| format!("{}: ", refused.files.name(at.file)));
        let error = format!("{}{}", other.unwrap_or_default(), sentence(&first, messages));
        RecordError { line: line as u64, column, error }
    });
    let ((at, kept), facts, warnings) = read?;
    Ok(ParsedRecord { kept, ..checked(at, fleet, facts, warnings) })
}

/// What a record says under the headings that answers carry along: keys of its own, or of its `meta`.
fn kept(node: &Node<'_>, fleet: &Fleet) -> Vec<String> {
    let Some(list) = &fleet.extras.list else { return Vec::new() };
    let meta = node.table().and_then(|record| record.get("meta"));
    let one = |heading: &String| {
        let found = [meta, Some(node)].into_iter().flatten().find_map(|node| node.table()?.get(heading));
        match found.map(|node| &node.value) {
            Some(NodeValue::Text(text) | NodeValue::Number(text)) => text.as_ref().to_owned(),
            Some(NodeValue::Bool(flag)) => flag.to_string(),
            _ => String::new(),
        }
    };
    list.kept.iter().map(one).collect()
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
    let read = separated::cells(text, header.separator);
    let (found, expected) = (read.len(), header.names.len());
    // What has no heading, and what a sheet does not store, says nothing.
    let surplus = read.iter().skip(expected).any(|cell| !cell.trim().is_empty());
    if surplus || (found < expected && !header.ragged) {
        let cell = at(found.min(expected));
        return Err(spelled(vec![diagnostic!(cell, "fleet-cells", expected = expected, found = found)]));
    }
    // What columns say depends on the program, which is in a cell itself.
    let stated = |layout: &Layout| layout.cell_of("program").and_then(|cell| read.get(cell)).map(|id| id.trim());
    let id = header.layouts.first().filter(|_| fleet.engines.len() > 1).and_then(stated);
    let which = id.and_then(|id| fleet.engines.iter().position(|engine| engine.rulebook.program.id == id)).unwrap_or(0);
    let engine = &fleet.engines[which];
    let (node, serial_days) =
        header.layouts[which].document(&read, &engine.rulebook.program).map_err(|diagnostic| spelled(vec![diagnostic]))?;
    let subject = subject(&node, fleet).map_err(spelled)?;
    let kept = header.kept.iter().map(|cell| read.get(*cell).map_or("", |cell| cell.trim()).to_owned()).collect();
    Ok(ParsedRecord { serial_days, kept, ..subject })
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
    Ok(checked(at, fleet, facts, diagnostics))
}

/// An applicant whose facts are typed, as the fleet counts them.
fn checked<'f>(at: usize, fleet: &'f Fleet, facts: Facts, warnings: Vec<Diagnostic>) -> ParsedRecord<'f> {
    let engine = &fleet.engines[at];
    let (facts, stated) = match fleet.strict {
        true => (strict(&engine.rulebook.program, &facts, engine.as_of.day), Some(facts)),
        false => (facts, None),
    };
    ParsedRecord { at, engine, facts, stated, warnings, serial_days: 0, kept: Vec::new() }
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

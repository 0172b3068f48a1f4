//! Records of cells: CSV with a header.
//!
//! In: the bytes of a record and the names of its columns. Out: the same [`Node`] that the record would be as JSON. In a
//! cell stands a value as it is, or JSON where the value has parts. The file of a span is the number of its cell.

use std::borrow::Cow;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::document::values::date::serial_day;
use crate::document::{Entry, Node, NodeValue, Table, parse_json};
use crate::rulebook::{FactKind, Program};
use crate::value::value_type::ValueType;

/// The names of the columns, in order.
#[derive(Debug, Default)]
pub struct Header {
    /// One for each cell.
    pub names: Vec<String>,
}

/// Whether a line end ends a record, or stands inside quotes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Quotes {
    /// At the beginning of a cell.
    #[default]
    Begin,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Inside,
    /// After a quote between quotes: the end of the cell, or the first half of a quote that is meant.
    Perhaps,
}

impl Quotes {
    /// Takes the next byte. True if it ends the record.
    pub fn ends_at(&mut self, byte: u8) -> bool {
        *self = match (*self, byte) {
            (Quotes::Begin, b'"') | (Quotes::Perhaps, b'"') => Quotes::Inside,
            (Quotes::Inside, b'"') => Quotes::Perhaps,
            (Quotes::Inside, _) => Quotes::Inside,
            (_, b',') => Quotes::Begin,
            (_, b'\n') => {
                *self = Quotes::Begin;
                return true;
            }
            _ => Quotes::Plain,
        };
        false
    }
}

/// The records of a block, each with the number of lines it takes.
pub fn records(bytes: &[u8]) -> impl Iterator<Item = (&[u8], u64)> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let mut quotes = Quotes::default();
        let end = rest.iter().position(|byte| quotes.ends_at(*byte)).map_or(rest.len(), |at| at + 1);
        let (record, after) = rest.split_at(end);
        rest = after;
        Some((record, memchr::memchr_iter(b'\n', record).count() as u64))
    })
}

/// A record without its line end.
pub fn trimmed(record: &[u8]) -> &[u8] {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    record.strip_suffix(b"\r").unwrap_or(record)
}

/// The cells of a record without its line end. The text has been found to be UTF-8.
fn cells(record: &str) -> Result<csv::StringRecord, String> {
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .buffer_capacity(record.len().clamp(64, 1 << 16))
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(record.as_bytes());
    let mut cells = csv::StringRecord::new();
    match reader.read_record(&mut cells) {
        Ok(_) => Ok(cells),
        Err(error) => Err(error.to_string()),
    }
}

/// One cell of a record.
pub(super) fn cell(text: &str, place: usize) -> Option<String> {
    cells(text).ok()?.get(place).map(str::to_owned)
}

impl Header {
    /// Reads a header. None if the line is blank.
    pub fn read(record: &[u8]) -> Result<Option<Header>, String> {
        let text = std::str::from_utf8(trimmed(record)).map_err(|error| format!("the header is not UTF-8: {error}"))?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let names = cells(text)?.iter().map(|name| name.trim().to_owned()).collect();
        Ok(Some(Header { names }))
    }
}

fn at(cell: usize) -> Span {
    Span { file: FileId(u16::try_from(cell).unwrap_or(u16::MAX)), start: 0, end: 0 }
}

/// A record as a document, and how many of its dates are there as the serial days of a spreadsheet. `text` has no line end
/// and is not blank.
///
/// # Errors
/// There are more cells than names, or fewer; a name is there twice; or JSON in a cell can't be read.
pub fn document(text: &str, header: &Header, program: &Program) -> Result<(Node<'static>, u64), Diagnostic> {
    let mut serial_days = 0;
    let cells = cells(text).map_err(|reason| diagnostic!(at(0), "fleet-csv", reason = reason))?;
    if cells.len() != header.names.len() {
        let last = cells.len().min(header.names.len());
        return Err(diagnostic!(at(last), "fleet-cells", expected = header.names.len(), found = cells.len()));
    }
    let mut whole: Vec<Entry<'static>> = Vec::new();
    let mut facts: Vec<Entry<'static>> = Vec::new();
    for (place, (name, cell)) in header.names.iter().zip(&cells).enumerate() {
        let span = at(place);
        if cell.is_empty() {
            continue;
        }
        let of_facts = !OF_RECORDS.contains(&name.as_str());
        let tree = match name.as_str() {
            "applicant" | "program" | "name" | "entity" => NodeValue::Text(Cow::Owned(cell.to_owned())),
            "meta" => NodeValue::Null,
            // What only JSON can say; a name that nobody knows is refused like that of any fact.
            _ if !of_facts => owned(parse_json(span.file, cell)?).value,
            _ => value(cell, program.fact(name).map(|fact| &program.facts[fact].kind), span, &mut serial_days)?,
        };
        let into = if of_facts { &mut facts } else { &mut whole };
        if let Some(first) = into.iter().find(|entry| entry.key == name.as_str()) {
            return Err(diagnostic!(span, "duplicate-key", key = name).with_label(first.span, "label-first-here"));
        }
        into.push(Entry { key: Cow::Owned(name.clone()), span, node: Node { span, value: tree } });
    }
    let inner = Node { span: at(0), value: NodeValue::Table(Table { entries: facts }) };
    whole.push(Entry { key: Cow::Borrowed("facts"), span: at(0), node: inner });
    Ok((Node { span: at(0), value: NodeValue::Table(Table { entries: whole }) }, serial_days))
}

/// What is beside the facts in a record.
pub(super) const OF_RECORDS: [&str; 9] =
    ["applicant", "program", "name", "entity", "meta", "provenance", "annotate", "estimates", "waivers"];

/// What a cell says. Rows are JSON; one value is written as it is.
fn value(cell: &str, kind: Option<&FactKind>, span: Span, serial_days: &mut u64) -> Result<NodeValue<'static>, Diagnostic> {
    let text = || NodeValue::Text(Cow::Owned(cell.to_owned()));
    Ok(match kind {
        Some(FactKind::Value(ValueType::Bool)) => match cell.trim().to_ascii_lowercase().as_str() {
            "true" => NodeValue::Bool(true),
            "false" => NodeValue::Bool(false),
            _ => text(),
        },
        // One row without JSON: what the column that a bare value fills says.
        Some(FactKind::Rows(table)) if !cell.trim_start().starts_with(['[', '{']) && table.plain.is_some() && !is_none(cell) => {
            let kind = table.plain.map(|plain| &table.columns[plain].kind);
            NodeValue::List(vec![Node { span, value: scalar(cell, kind, serial_days) }])
        }
        Some(FactKind::Rows(_) | FactKind::Daily(_)) => owned(parse_json(span.file, cell)?).value,
        Some(FactKind::Value(kind)) => scalar(cell, Some(kind), serial_days),
        None => text(),
    })
}

/// What stands where there are no rows, and is not one.
fn is_none(cell: &str) -> bool {
    matches!(cell.trim(), "" | "无" | "-" | "null" | "none")
}

/// One value as it is in a cell. Only in a table a bare number is the day that a spreadsheet means by it.
fn scalar(cell: &str, kind: Option<&ValueType>, serial_days: &mut u64) -> NodeValue<'static> {
    match kind {
        Some(ValueType::Date) => match serial_day(cell) {
            Some(day) => {
                *serial_days += 1;
                NodeValue::Text(Cow::Owned(day.to_string()))
            }
            None => NodeValue::Text(Cow::Owned(cell.to_owned())),
        },
        Some(ValueType::Number { .. } | ValueType::Money { .. }) => NodeValue::Number(Cow::Owned(cell.trim().to_owned())),
        _ => NodeValue::Text(Cow::Owned(cell.to_owned())),
    }
}

/// A document that owns its texts; a cell does not outlive its record.
fn owned(node: Node<'_>) -> Node<'static> {
    let tree = match node.value {
        NodeValue::Null => NodeValue::Null,
        NodeValue::Bool(flag) => NodeValue::Bool(flag),
        NodeValue::Number(text) => NodeValue::Number(Cow::Owned(text.into_owned())),
        NodeValue::Text(text) => NodeValue::Text(Cow::Owned(text.into_owned())),
        NodeValue::Time(text) => NodeValue::Time(text),
        NodeValue::List(items) => NodeValue::List(items.into_iter().map(owned).collect()),
        NodeValue::Table(table) => {
            let entries = table.entries.into_iter();
            let entries = entries.map(|entry| Entry { key: Cow::Owned(entry.key.into_owned()), span: entry.span, node: owned(entry.node) });
            NodeValue::Table(Table { entries: entries.collect() })
        }
    };
    Node { span: node.span, value: tree }
}

//! Records of cells: CSV with a header.
//!
//! In: the bytes of a record and the names of its columns. Out: the same [`Node`] that the record would be as JSON. In a
//! cell stands a value as it is, or JSON where the value has parts. The file of a span is the number of its cell.

use std::borrow::Cow;
use std::cell::RefCell;

use csv_core::ReadFieldResult;

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

thread_local! {
    /// Reads one record after the other: making a reader costs more than reading a record does, and a copy of one lacks half of it.
    static READER: RefCell<csv_core::Reader> =
        RefCell::new(csv_core::ReaderBuilder::new().terminator(csv_core::Terminator::Any(b'\n')).build());
}

/// The cells of a record without its line end.
pub fn cells(record: &str) -> Vec<String> {
    let (mut rest, mut cells) = (record.as_bytes(), Vec::new());
    let (mut cell, mut length) = (vec![0; record.len() + 1], 0);
    READER.with_borrow_mut(|reader| {
        reader.reset();
        loop {
            let (result, read, written) = reader.read_field(rest, &mut cell[length..]);
            (rest, length) = (&rest[read..], length + written);
            match result {
                // Once more, with nothing, which says that there is no more.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    cells.push(String::from_utf8_lossy(&cell[..length]).into_owned());
                    length = 0;
                    if record_end {
                        return;
                    }
                }
                ReadFieldResult::OutputFull | ReadFieldResult::End => return,
            }
        }
    });
    cells
}

impl Header {
    /// Reads a header. None if the line is blank.
    pub fn read(record: &[u8]) -> Result<Option<Header>, String> {
        let text = std::str::from_utf8(trimmed(record)).map_err(|error| format!("the header is not UTF-8: {error}"))?;
        if text.trim().is_empty() {
            return Ok(None);
        }
        let names = cells(text).iter().map(|name| name.trim().to_owned()).collect();
        Ok(Some(Header { names }))
    }
}

fn at(cell: usize) -> Span {
    Span { file: FileId(u16::try_from(cell).unwrap_or(u16::MAX)), start: 0, end: 0 }
}

/// A record as a document, and how many of its dates are there as the serial days of a spreadsheet.
///
/// # Errors
/// There are more cells than names, or fewer; a name is there twice; or JSON in a cell can't be read.
pub fn document<'c>(cells: &'c [String], header: &'c Header, program: &Program) -> Result<(Node<'c>, u64), Diagnostic> {
    let mut serial_days = 0;
    if cells.len() != header.names.len() {
        let last = cells.len().min(header.names.len());
        return Err(diagnostic!(at(last), "fleet-cells", expected = header.names.len(), found = cells.len()));
    }
    let (mut whole, mut facts): (Vec<Entry<'c>>, Vec<Entry<'c>>) = (Vec::new(), Vec::new());
    for (place, (name, cell)) in header.names.iter().zip(cells).enumerate() {
        let span = at(place);
        if cell.is_empty() {
            continue;
        }
        let of_facts = !OF_RECORDS.contains(&name.as_str());
        let tree = match name.as_str() {
            "applicant" | "program" | "name" | "entity" => NodeValue::Text(Cow::Borrowed(cell)),
            "meta" => NodeValue::Null,
            // What only JSON can say; a name that nobody knows is refused like that of any fact.
            _ if !of_facts => parse_json(span.file, cell)?.value,
            _ => value(cell, program.fact(name).map(|fact| &program.facts[fact].kind), span, &mut serial_days)?,
        };
        let into = if of_facts { &mut facts } else { &mut whole };
        if let Some(first) = into.iter().find(|entry| entry.key == name.as_str()) {
            return Err(diagnostic!(span, "duplicate-key", key = name).with_label(first.span, "label-first-here"));
        }
        into.push(Entry { key: Cow::Borrowed(name), span, node: Node { span, value: tree } });
    }
    let inner = Node { span: at(0), value: NodeValue::Table(Table { entries: facts }) };
    whole.push(Entry { key: Cow::Borrowed("facts"), span: at(0), node: inner });
    Ok((Node { span: at(0), value: NodeValue::Table(Table { entries: whole }) }, serial_days))
}

/// What is beside the facts in a record.
pub(super) const OF_RECORDS: [&str; 9] =
    ["applicant", "program", "name", "entity", "meta", "provenance", "annotate", "estimates", "waivers"];

/// What a cell says. Rows are JSON; one value is written as it is.
fn value<'c>(cell: &'c str, kind: Option<&FactKind>, span: Span, serial_days: &mut u64) -> Result<NodeValue<'c>, Diagnostic> {
    let text = || NodeValue::Text(Cow::Borrowed(cell));
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
        Some(FactKind::Rows(_) | FactKind::Daily(_)) => parse_json(span.file, cell)?.value,
        Some(FactKind::Value(kind)) => scalar(cell, Some(kind), serial_days),
        None => text(),
    })
}

/// What stands where there are no rows, and is not one.
fn is_none(cell: &str) -> bool {
    matches!(cell.trim(), "" | "无" | "-" | "null" | "none")
}

/// One value as it is in a cell. Only in a table a bare number is the day that a spreadsheet means by it.
fn scalar<'c>(cell: &'c str, kind: Option<&ValueType>, serial_days: &mut u64) -> NodeValue<'c> {
    match kind {
        Some(ValueType::Date) => match serial_day(cell) {
            Some(day) => {
                *serial_days += 1;
                NodeValue::Text(Cow::Owned(day.to_string()))
            }
            None => NodeValue::Text(Cow::Borrowed(cell)),
        },
        Some(ValueType::Number { .. } | ValueType::Money { .. }) => NodeValue::Number(Cow::Borrowed(cell.trim())),
        _ => NodeValue::Text(Cow::Borrowed(cell)),
    }
}

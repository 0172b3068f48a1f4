//! What if: a fact changed for one run, without its file being touched.
//!
//! In: facts and a text such as `payments += 2026-12-01`, `official_accounts[0].fans = 140` or `entity_type = "enterprise"`.
//! Out: the facts so changed, with `assumed` among their sources; or what is wrong, pointing into the given text.

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::document::{Node, NodeValue, Table as Entries, parse_toml};
use crate::facts::read::{read_fact, row_name};
use crate::facts::{Completeness, Fact, FactValue, Facts, Provenance, Row, Rows, ValidityPeriod};
use crate::rulebook::{FactKind, Program, Table};

/// The source of what was assumed.
pub const SOURCE: &str = "assumed";

/// What was assumed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Assumed {
    /// Of which fact, by index.
    pub fact: usize,
    /// As it was given.
    pub text: String,
}

/// A place among the facts: one of them, a row of it, a column of that.
struct Target {
    fact: usize,
    row: Option<usize>,
    column: Option<usize>,
    /// Where it is in the text.
    at: Span,
}

/// Changes one fact, one of its rows, or one column of a row, or adds a row. The value is as in a facts file; text may stand
/// without quotes, and the bare word `unknown` takes the fact out.
///
/// # Errors
/// A place or value that can't be, at its place in `text`, which is known as `file`.
pub fn apply(facts: &mut Facts, text: &str, file: FileId, program: &Program) -> Result<Assumed, Vec<Diagnostic>> {
    let (place, adds, value) = read(text, file, program).map_err(|diagnostic| vec![diagnostic])?;
    let definition = &program.facts[place.fact];
    let mut diagnostics = Vec::new();
    match (&definition.kind, place.row, adds) {
        (kind, None, false) => {
            if let NodeValue::Text(word) = &value.value
                && word == "unknown"
                && !text.trim_end().ends_with(['"', '\''])
            {
                facts.facts[place.fact] = Fact { periods: Vec::new(), sources: vec![source(text)] };
            } else if let Some(known) = read_fact(kind, &value, program, &mut diagnostics) {
                facts.facts[place.fact] = Fact { sources: vec![source(text)], ..Fact::current(known) };
            }
        }
        (FactKind::Value(_), ..) => diagnostics.push(diagnostic!(place.at, "assume-not-rows", name = definition.id)),
        (FactKind::Rows(table) | FactKind::Daily(table), row, _) => {
            let known = rows_mut(facts, place.fact);
            let done = match row {
                None => add_row(known, table, &definition.kind, &value, program, &mut diagnostics),
                Some(row) => change_row(known, table, &definition.kind, &place, row, &value, program, &mut diagnostics),
            };
            if done.is_some() {
                facts.facts[place.fact].sources.push(source(text));
            }
        }
    }
    diagnostics.retain(|diagnostic| diagnostic.is_error);
    if diagnostics.is_empty() { Ok(Assumed { fact: place.fact, text: text.to_owned() }) } else { Err(diagnostics) }
}

fn source(text: &str) -> Provenance {
    let note = Some(text.to_owned());
    Provenance { note, ..Provenance::from_source(SOURCE) }
}

/// The rows in every stretch. Where nothing is known there is one without end: no rows, and perhaps more.
fn rows_mut(facts: &mut Facts, fact: usize) -> Vec<&mut Rows> {
    let stretches = &mut facts.facts[fact].periods;
    if stretches.is_empty() {
        stretches.push(ValidityPeriod {
            until: None,
            value: FactValue::Rows(Rows { rows: Vec::new(), completeness: Completeness::AtLeast }),
            observed: None,
        });
    }
    stretches.iter_mut().filter_map(|stretch| if let FactValue::Rows(rows) = &mut stretch.value { Some(rows) } else { None }).collect()
}

/// Reads one row, as it would be in the list of a facts file.
fn one_row(kind: &FactKind, value: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Row> {
    let list = Node { span: value.span, value: NodeValue::List(vec![value.clone()]) };
    match read_fact(kind, &list, program, diagnostics)? {
        FactValue::Rows(rows) => rows.rows.into_iter().next(),
        FactValue::Value(_) => None,
    }
}

fn add_row(
    known: Vec<&mut Rows>,
    table: &Table,
    kind: &FactKind,
    value: &Node<'_>,
    program: &Program,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    let row = one_row(kind, value, program, diagnostics)?;
    let name = row_name(&row, table, program);
    for rows in known {
        if name.is_some() && rows.rows.iter().any(|other| row_name(other, table, program) == name) {
            diagnostics.push(diagnostic!(value.span, "assume-row-exists", key = name.clone().unwrap_or_default()));
            return None;
        }
        rows.rows.push(row.clone());
    }
    Some(())
}

#[expect(clippy::too_many_arguments, reason = "a row's place, its value, and where faults go")]
fn change_row(
    known: Vec<&mut Rows>,
    table: &Table,
    kind: &FactKind,
    place: &Target,
    at: usize,
    value: &Node<'_>,
    program: &Program,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<()> {
    let mut changed = None;
    let count = known.iter().map(|rows| rows.rows.len()).max().unwrap_or(0);
    for rows in known {
        let Some(row) = rows.rows.get_mut(at) else { continue };
        match place.column {
            Some(column) => row.cells[column] = Some(table.columns[column].kind.read(value, program.zone, diagnostics)?),
            None => *row = one_row(kind, value, program, diagnostics)?,
        }
        changed = Some(());
    }
    if changed.is_none() {
        diagnostics.push(diagnostic!(place.at, "assume-no-such-row", row = at, count = count));
    }
    changed
}

/// Takes a text apart: the place, whether a row is added, the value.
fn read<'t>(text: &'t str, file: FileId, program: &Program) -> Result<(Target, bool, Node<'t>), Diagnostic> {
    let span = |start: usize, end: usize| Span { file, start: start as u32, end: end as u32 };
    let whole = span(0, text.len());
    let malformed = |at: Span| diagnostic!(at, "assume-malformed").with_help("assume-spelling", vec![]);
    let sign = text.find('=').ok_or_else(|| malformed(whole))?;
    let adds = text[..sign].ends_with('+');
    let path = &text[..sign - usize::from(adds)];
    let begin = path.len() - path.trim_start().len();
    let path = path.trim();
    let at = span(begin, begin + path.len());
    let (name, rest) = path.split_once(['[', '.']).map_or((path, None), |(name, _)| (name, Some(&path[name.len()..])));
    let fact = program.fact(name.trim()).ok_or_else(|| {
        let diagnostic = diagnostic!(span(begin, begin + name.len()), "unknown-fact", name = name.trim());
        diagnostic.suggest(name.trim(), program.facts.iter().map(|fact| fact.id.as_str()))
    })?;
    let mut place = Target { fact, row: None, column: None, at };
    if let Some(rest) = rest {
        let (row, column) = rest.strip_prefix('[').and_then(|rest| rest.split_once(']')).ok_or_else(|| malformed(at))?;
        place.row = Some(row.trim().parse().map_err(|_| malformed(at))?);
        if !column.is_empty() {
            let id = column.strip_prefix('.').ok_or_else(|| malformed(at))?.trim();
            let table = program.facts[fact].kind.table().ok_or_else(|| diagnostic!(at, "assume-not-rows", name = name))?;
            place.column = Some(table.column(id).ok_or_else(|| {
                diagnostic!(at, "unknown-column", name = id).suggest(id, table.columns.iter().map(|column| column.id.as_str()))
            })?);
        }
        if adds {
            return Err(malformed(at));
        }
    }
    let value = &text[sign + 1..];
    let start = sign + 1 + (value.len() - value.trim_start().len());
    if value.trim().is_empty() {
        return Err(malformed(span(sign, text.len())));
    }
    Ok((place, adds, parse_value(text, sign, span(start, start + value.trim().len()), file)?))
}

/// A value of TOML, every part of it with its place in `text`; what isn't one is text without quotes.
fn parse_value<'t>(text: &'t str, sign: usize, at: Span, file: FileId) -> Result<Node<'t>, Diagnostic> {
    let value = &text[at.start as usize..at.end as usize];
    let bare = || Node { span: at, value: NodeValue::Text(value.into()) };
    // A document of one key that puts the value where it is in the text.
    let document = format!("v{}={}", " ".repeat(sign.saturating_sub(1)), &text[sign + 1..]);
    match parse_toml(file, &document) {
        Ok(Node { value: NodeValue::Table(Entries { entries }), .. }) if entries.len() == 1 => Ok(owned(&entries[0].node)),
        Ok(_) => Ok(bare()),
        Err(diagnostic) if value.starts_with(['[', '{', '"', '\'']) => Err(diagnostic),
        Err(_) => Ok(bare()),
    }
}

/// The same node, holding its own text.
fn owned<'t>(node: &Node<'_>) -> Node<'t> {
    let tree = match &node.value {
        NodeValue::Null => NodeValue::Null,
        NodeValue::Bool(flag) => NodeValue::Bool(*flag),
        NodeValue::Number(text) => NodeValue::Number(text.to_string().into()),
        NodeValue::Text(text) => NodeValue::Text(text.to_string().into()),
        NodeValue::Time(text) => NodeValue::Time(text.clone()),
        NodeValue::List(items) => NodeValue::List(items.iter().map(owned).collect()),
        NodeValue::Table(table) => {
            let entry = |entry: &crate::document::Entry<'_>| crate::document::Entry {
                key: entry.key.to_string().into(),
                span: entry.span,
                node: owned(&entry.node),
            };
            NodeValue::Table(Entries { entries: table.entries.iter().map(entry).collect() })
        }
    };
    Node { span: node.span, value: tree }
}

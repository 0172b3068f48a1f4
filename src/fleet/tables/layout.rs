//! What each column of one table says, worked out once from its headings.
//!
//! In: headings, a program, a mapping. Out: a [`Layout`], by which each record of cells becomes the document that it would be
//! as JSON, without looking anything up by name.

use std::borrow::Cow;

use hashbrown::HashMap;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::document::values::compare_key;
use crate::document::{Entry, Node, NodeValue, Table, parse_json};
use crate::fleet::tables::cell::{is_unknown, parts, value};
use crate::fleet::tables::headings::{Headings, Target};
use crate::fleet::tables::input::InputError;
use crate::fleet::tables::mapping::{MappedColumn, Mapping};
use crate::rulebook::{FactKind, Program};

/// What the columns of a table say about the applicants of one program.
#[derive(Debug, Clone, Default)]
pub struct Layout {
    /// Keys of the record: their cell, and what is said where the cell says nothing.
    record: Vec<(&'static str, Option<usize>, Option<String>)>,
    facts: Vec<FactLayout>,
    /// True of cells that say something.
    used: Vec<bool>,
}

/// The cells of one fact.
#[derive(Debug, Clone)]
struct FactLayout {
    fact: usize,
    id: String,
    groups: Vec<Group>,
    partial: bool,
    constant: Option<String>,
}

/// Cells that state rows side by side; of a single value, its one cell.
#[derive(Debug, Clone, Default)]
struct Group {
    row: Option<u32>,
    cells: Vec<CellLayout>,
    /// Values of columns that no cell states.
    with: Vec<(usize, String)>,
}

#[derive(Debug, Clone)]
struct CellLayout {
    cell: usize,
    column: Option<usize>,
    none: Vec<String>,
    values: HashMap<String, String>,
}

/// What a cell says.
enum Said<'t> {
    Unknown,
    None,
    Text(&'t str),
}

impl CellLayout {
    fn say<'t>(&'t self, cells: &'t [String]) -> Said<'t> {
        let text = cells.get(self.cell).map_or("", |cell| cell.trim());
        let text = if self.values.is_empty() { text } else { self.values.get(text).map_or(text, String::as_str) };
        if !self.none.is_empty() && self.none.iter().any(|none| none == text) {
            Said::None
        } else if is_unknown(text) {
            Said::Unknown
        } else {
            Said::Text(text)
        }
    }
}

/// The span of a cell: the file is its number, so that errors can name its column.
pub fn at(cell: usize) -> Span {
    Span { file: FileId(u16::try_from(cell).unwrap_or(u16::MAX)), start: 0, end: 0 }
}

impl Layout {
    /// Works out what columns of these headings say.
    ///
    /// # Errors
    /// Two columns say the same, none says who the applicant is, or the mapping names one that is not there.
    pub fn new(names: &[String], headings: &Headings, mapping: Option<&Mapping>, program: &Program) -> Result<Layout, InputError> {
        let mut layout = Layout { used: vec![false; names.len()], ..Layout::default() };
        let mapped = mapping.map_or(&[][..], |mapping| &mapping.columns);
        let mut taken = vec![false; names.len()];
        for column in mapped {
            let found = names.iter().enumerate().position(|(at, name)| !taken[at] && is_called(name, &column.heading));
            let Some(cell) = found else {
                return Err(InputError::NoColumn { name: column.heading.clone(), columns: listed(names) });
            };
            taken[cell] = true;
            layout.add(cell, column, names, program)?;
        }
        let kept = |name: &str| mapping.is_some_and(|mapping| mapping.keep.iter().any(|kept| is_called(name, kept)));
        for (cell, name) in names.iter().enumerate().filter(|(cell, _)| !taken[*cell]) {
            let Some(target) = headings.find(name).filter(|_| !kept(name)) else { continue };
            let stated = target.fact().is_some_and(|fact| mapped.iter().any(|column| column.target.fact() == Some(fact)));
            // What the mapping says of a fact goes before what a heading says by itself.
            if !stated {
                layout.add(cell, &MappedColumn::plain(name, target), names, program)?;
            }
        }
        for (target, text) in mapping.map_or(&[][..], |mapping| &mapping.constants) {
            layout.constant(*target, text, program);
        }
        if !layout.record.iter().any(|(key, ..)| *key == "applicant") {
            return Err(InputError::NoApplicant { columns: listed(names) });
        }
        Ok(layout)
    }

    /// True of a cell that says something about an applicant.
    pub fn uses(&self, cell: usize) -> bool {
        self.used.get(cell).copied().unwrap_or_default()
    }

    /// The cell of a key of records.
    pub fn cell_of(&self, key: &str) -> Option<usize> {
        self.record.iter().find(|(known, ..)| *known == key).and_then(|(_, cell, _)| *cell)
    }

    fn add(&mut self, cell: usize, column: &MappedColumn, names: &[String], program: &Program) -> Result<(), InputError> {
        let twice = |other: usize| InputError::TwoColumns {
            target: column.target.name(program),
            first: names[other].clone(),
            second: names[cell].clone(),
        };
        self.used[cell] = true;
        let (fact, place) = match column.target {
            Target::Record(key) => {
                if let Some((_, other, _)) = self.record.iter().find(|(known, ..)| *known == key) {
                    return Err(twice(other.unwrap_or(cell)));
                }
                self.record.push((key, Some(cell), None));
                return Ok(());
            }
            Target::Fact(fact) => (fact, None),
            Target::Column { fact, column } => (fact, Some(column)),
        };
        let at = match self.facts.iter().position(|known| known.fact == fact) {
            Some(at) => at,
            None => {
                let id = program.facts[fact].id.clone();
                self.facts.push(FactLayout { fact, id, groups: Vec::new(), partial: false, constant: None });
                self.facts.len() - 1
            }
        };
        let known = &mut self.facts[at];
        known.partial |= column.partial;
        let group = match known.groups.iter().position(|group| group.row == column.row) {
            Some(at) => &mut known.groups[at],
            None => {
                known.groups.push(Group { row: column.row, ..Group::default() });
                let last = known.groups.len() - 1;
                &mut known.groups[last]
            }
        };
        if let Some(other) = group.cells.iter().find(|other| other.column == place) {
            return Err(twice(other.cell));
        }
        group.cells.push(CellLayout { cell, column: place, none: column.none.clone(), values: column.values.clone() });
        group.with.extend(column.with.iter().cloned());
        Ok(())
    }

    fn constant(&mut self, target: Target, text: &str, program: &Program) {
        match target {
            Target::Record(key) => self.record.push((key, None, Some(text.to_owned()))),
            Target::Fact(fact) => {
                let id = program.facts[fact].id.clone();
                self.facts.push(FactLayout { fact, id, groups: Vec::new(), partial: false, constant: Some(text.to_owned()) });
            }
            Target::Column { fact, column } => {
                let groups = self.facts.iter_mut().filter(|known| known.fact == fact).flat_map(|known| &mut known.groups);
                groups.for_each(|group| group.with.push((column, text.to_owned())));
            }
        }
    }

    /// A record as a document, and how many of its dates are the serial days of a spreadsheet.
    ///
    /// # Errors
    /// A cell has a value that cannot stand there.
    pub fn document<'r>(&'r self, cells: &'r [String], program: &'r Program) -> Result<(Node<'r>, u64), Diagnostic> {
        let mut serial_days = 0;
        let mut whole: Vec<Entry<'r>> = Vec::with_capacity(self.record.len() + 1);
        let mut facts: Vec<Entry<'r>> = Vec::with_capacity(self.facts.len());
        for (key, cell, constant) in &self.record {
            let stated = cell.map(|cell| (cell, cells.get(cell).map_or("", |cell| cell.trim()))).filter(|(_, text)| !is_unknown(text));
            let Some((cell, text)) = stated.or(constant.as_deref().map(|text| (0, text))) else { continue };
            let value = match *key {
                "applicant" | "program" | "name" | "entity" => NodeValue::Text(Cow::Borrowed(text)),
                "meta" => continue,
                // What only JSON can say.
                _ => parse_json(at(cell).file, text)?.value,
            };
            whole.push(entry(key, cell, value));
        }
        for layout in &self.facts {
            let kind = &program.facts[layout.fact].kind;
            let cell = layout.groups.first().and_then(|group| group.cells.first()).map_or(0, |cell| cell.cell);
            let value = match (&layout.constant, kind) {
                (Some(text), _) => Some(constant_value(text, kind, &mut serial_days)?),
                (None, FactKind::Value(kind)) => match layout.groups[0].cells[0].say(cells) {
                    Said::Text(text) => Some(value(text, kind, &mut serial_days)),
                    Said::Unknown | Said::None => None,
                },
                (None, FactKind::Rows(table) | FactKind::Daily(table)) => layout.rows(table, cells, &mut serial_days)?,
            };
            facts.extend(value.map(|value| entry(&layout.id, cell, value)));
        }
        whole.push(entry("facts", 0, NodeValue::Table(Table { entries: facts })));
        Ok((Node { span: at(0), value: NodeValue::Table(Table { entries: whole }) }, serial_days))
    }
}

impl MappedColumn {
    /// A column that says one thing, as it is.
    pub(super) fn plain(heading: &str, target: Target) -> MappedColumn {
        let heading = heading.to_owned();
        MappedColumn { heading, target, row: None, partial: false, with: Vec::new(), none: Vec::new(), values: HashMap::new() }
    }
}

/// True of the name of a column that a mapping calls so.
pub fn is_called(name: &str, heading: &str) -> bool {
    name == heading || compare_key(name) == compare_key(heading)
}

/// Headings as a list.
pub fn listed(names: &[String]) -> String {
    names.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(", ")
}

fn entry<'r>(key: &'r str, cell: usize, value: NodeValue<'r>) -> Entry<'r> {
    Entry { key: Cow::Borrowed(key), span: at(cell), node: Node { span: at(cell), value } }
}

fn constant_value<'t>(text: &'t str, kind: &FactKind, serial_days: &mut u64) -> Result<NodeValue<'t>, Diagnostic> {
    match kind {
        FactKind::Value(kind) => Ok(value(text, kind, serial_days)),
        // Rows are stated as in a facts file.
        FactKind::Rows(_) | FactKind::Daily(_) => Ok(parse_json(at(0).file, text)?.value),
    }
}

impl FactLayout {
    /// The rows that cells state; None where they say nothing.
    fn rows<'r>(
        &'r self,
        table: &'r crate::rulebook::Table,
        cells: &'r [String],
        serial_days: &mut u64,
    ) -> Result<Option<NodeValue<'r>>, Diagnostic> {
        let mut rows: Vec<Node<'r>> = Vec::new();
        let (mut known, mut open) = (false, self.partial);
        for group in &self.groups {
            let mut lists: Vec<(usize, usize, Vec<&'r str>)> = Vec::with_capacity(group.cells.len());
            let mut none = false;
            for cell in &group.cells {
                match (cell.say(cells), cell.column.or(table.plain)) {
                    (Said::Unknown, _) => {}
                    (Said::None, _) => none = true,
                    (Said::Text(text), _) if cell.column.is_none() && text.starts_with(['[', '{']) => {
                        return Ok(Some(parse_json(at(cell.cell).file, text)?.value));
                    }
                    (Said::Text(text), None) => {
                        return Err(diagnostic!(at(cell.cell), "fleet-cell-of-rows", text = text, fact = self.id));
                    }
                    (Said::Text(text), Some(column)) => lists.push((cell.cell, column, parts(text).collect())),
                }
            }
            known |= none || !lists.is_empty();
            open |= !none && lists.is_empty();
            let count = lists.iter().map(|(.., list)| list.len()).max().unwrap_or(0);
            if let Some((cell, _, list)) = lists.iter().find(|(.., list)| list.len() != 1 && list.len() != count) {
                return Err(diagnostic!(at(*cell), "fleet-uneven-rows", found = list.len(), expected = count));
            }
            for row in 0..count {
                let stated = lists.iter().map(|(cell, column, list)| (*cell, *column, list[row.min(list.len() - 1)]));
                let span = at(lists[0].0);
                let given = group.with.iter().map(|(column, text)| (lists[0].0, *column, text.as_str()));
                let given = given.filter(|(_, column, _)| !lists.iter().any(|(_, stated, _)| stated == column));
                let entries = stated.chain(given).map(|(cell, column, text)| {
                    let column = &table.columns[column];
                    entry(&column.id, cell, value(text, &column.kind, serial_days))
                });
                let entries = entries.collect();
                rows.push(Node { span, value: NodeValue::Table(Table { entries }) });
            }
        }
        if !known {
            return Ok(None);
        }
        Ok(Some(match open {
            false => NodeValue::List(rows),
            true => {
                let cell = self.groups.first().and_then(|group| group.cells.first()).map_or(0, |cell| cell.cell);
                let entries = vec![entry("partial", cell, NodeValue::Bool(true)), entry("rows", cell, NodeValue::List(rows))];
                NodeValue::Table(Table { entries })
            }
        }))
    }
}

//! What is dated later than the day of the check in facts about the past.
//!
//! In: a document, the layer that was read from it, the day of the check. Out: a problem at each such date. What was observed on
//! its date or later has happened, even where an earlier day is checked.

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::document::{Node, NodeValue};
use crate::facts::model::{FactValue, Row};
use crate::facts::read::Layer;
use crate::rulebook::{FactKind, Program};
use crate::value::date::Date;

/// Refuses what lies in the future.
pub fn refuse(node: &Node<'_>, layer: &Layer, program: &Program, as_of: Date, diagnostics: &mut Vec<Diagnostic>) {
    let stated = node.table().and_then(|table| table.get("facts"));
    for (at, definition) in program.facts.iter().enumerate().filter(|(_, definition)| definition.past) {
        let Some((known, span)) = &layer.facts[at] else { continue };
        let observed = layer.provenance[at].as_ref().and_then(|sourced| sourced.provenance.observed_at).map(|moment| moment.day);
        let lies_ahead = |day: Date| day > as_of && observed.is_none_or(|observed| observed < day);
        let written = stated.and_then(|node| node.table()).and_then(|table| table.get(&definition.id));
        match (&definition.kind, known) {
            (FactKind::Value(_), FactValue::Value(value)) => {
                diagnostics.extend(value.day().filter(|day| lies_ahead(*day)).map(|day| in_future(*span, day)));
            }
            (FactKind::Rows(table) | FactKind::Daily(table), FactValue::Rows(rows)) => {
                let items = written.map_or(&[][..], items);
                for (index, row) in rows.rows.iter().enumerate() {
                    for (column, day) in dates(row).filter(|(_, day)| lies_ahead(*day)) {
                        // Where a row was left out for a fault of its own, the places don't agree; the list's own is good enough.
                        let item = items.get(index).filter(|_| items.len() == rows.rows.len());
                        let at = item.map_or(*span, |item| cell_span(item, &table.columns[column].id));
                        diagnostics.push(in_future(at, day));
                    }
                }
            }
            _ => {}
        }
    }
    for annotation in layer.annotations.iter().filter(|annotation| program.facts[annotation.fact].past) {
        let days = annotation.cells.iter().filter_map(|(_, value)| value.day());
        diagnostics.extend(days.filter(|day| *day > as_of).map(|day| in_future(annotation.at, day)));
    }
}

/// The message that a date lies in the future.
pub(crate) fn in_future(at: Span, day: Date) -> Diagnostic {
    diagnostic!(at, "future-date", day = day).with_help("future-date-help", vec![])
}

fn dates(row: &Row) -> impl Iterator<Item = (usize, Date)> + '_ {
    row.cells.iter().enumerate().filter_map(|(column, cell)| Some((column, cell.as_ref()?.day()?)))
}

/// The rows as they are written.
fn items<'n, 'i>(node: &'n Node<'i>) -> &'n [Node<'i>] {
    let list = node.table().and_then(|table| table.get("rows")).unwrap_or(node);
    if let NodeValue::List(items) = &list.value { items } else { &[] }
}

fn cell_span(item: &Node<'_>, column: &str) -> Span {
    item.table().and_then(|table| table.get(column)).map_or(item.span, |cell| cell.span)
}

//! `[[consistent]]` in `program.toml`: what the facts must satisfy together.
//!
//! In: the list and the program's facts. Out: each rule with the columns that it compares, or what is wrong with it.

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Node, NodeValue};
use crate::rulebook::program::{Consistency, ConsistencyRule, FactColumns, FactDef, Table};
use crate::rulebook::read::common::localized;

pub(super) fn read(node: &Node<'_>, facts: &[FactDef], diagnostics: &mut Vec<Diagnostic>) -> Vec<Consistency> {
    let NodeValue::List(items) = &node.value else {
        diagnostics.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    items.iter().filter_map(|item| read_rule(item, facts, diagnostics)).collect()
}

fn read_rule(node: &Node<'_>, facts: &[FactDef], diagnostics: &mut Vec<Diagnostic>) -> Option<Consistency> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let of = fields.required("of", diagnostics).and_then(|node| rows_of(node, facts, diagnostics));
    let not_before = fields.optional("not_before");
    let unique = fields.optional("unique");
    let columns = fields.texts("unique", diagnostics);
    let say = fields.required("say", diagnostics).and_then(|node| localized(node, diagnostics));
    fields.finish(diagnostics);
    let (of, table) = of?;
    let (columns, rule) = match (not_before, unique) {
        (Some(other), None) => {
            let (other_fact, other_table) = rows_of(other, facts, diagnostics)?;
            if other_fact == of {
                diagnostics.push(diagnostic!(other.span, "consistent-with-itself", name = facts[of].id));
                return None;
            }
            let column = only_date(table, &facts[of].id, node.span, diagnostics)?;
            let other_column = only_date(other_table, &facts[other_fact].id, other.span, diagnostics)?;
            (vec![column], ConsistencyRule::NotBefore(FactColumns { fact: other_fact, columns: vec![other_column] }))
        }
        (None, Some(named)) => (unique_columns(named, &columns, table, diagnostics)?, ConsistencyRule::Unique),
        _ => {
            diagnostics.push(diagnostic!(node.span, "not-before-or-unique"));
            return None;
        }
    };
    Some(Consistency { of: FactColumns { fact: of, columns }, rule, say: say? })
}

/// A fact that has rows, by name.
fn rows_of<'f>(node: &Node<'_>, facts: &'f [FactDef], diagnostics: &mut Vec<Diagnostic>) -> Option<(usize, &'f Table)> {
    let id = as_text(node, diagnostics)?;
    let tabular = facts.iter().enumerate().filter_map(|(at, fact)| Some((at, fact, fact.kind.table()?)));
    let found = tabular.clone().find(|(_, fact, _)| fact.id == id);
    if found.is_none() {
        let message = if facts.iter().any(|fact| fact.id == id) { "not-rows" } else { "unknown-fact" };
        let diagnostic = Diagnostic::new(node.span, message, vec![("name", id.to_owned())]);
        diagnostics.push(diagnostic.suggest(id, tabular.map(|(_, fact, _)| fact.id.as_str())));
    }
    found.map(|(at, _, table)| (at, table))
}

/// The one column that holds a date or a moment.
fn only_date(table: &Table, fact: &str, at: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
    let mut dated = table.columns.iter().enumerate().filter(|(_, column)| column.kind.is_dated()).map(|(at, _)| at);
    match (dated.next(), dated.next()) {
        (Some(column), None) => Some(column),
        _ => {
            diagnostics.push(diagnostic!(at, "consistent-without-date", name = fact));
            None
        }
    }
}

fn unique_columns(at: &Node<'_>, names: &[(&str, Span)], table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<usize>> {
    if names.is_empty() {
        if matches!(&at.value, NodeValue::List(_)) {
            diagnostics.push(diagnostic!(at.span, "empty-list"));
        }
        return None;
    }
    let mut columns = Vec::new();
    for (name, span) in names {
        match table.column(name) {
            Some(column) => columns.push(column),
            None => {
                let diagnostic = diagnostic!(*span, "unknown-column", name = name);
                diagnostics.push(diagnostic.suggest(name, table.columns.iter().map(|column| column.id.as_str())));
                return None;
            }
        }
    }
    columns.sort_unstable();
    columns.dedup();
    let mut key = table.key.clone();
    key.sort_unstable();
    if columns == key {
        diagnostics.push(diagnostic!(at.span, "unique-is-the-key"));
        return None;
    }
    Some(columns)
}

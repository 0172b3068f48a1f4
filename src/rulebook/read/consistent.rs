//! `[[consistent]]` in `program.toml`: what the facts must satisfy together.
//!
//! In: the list and the program's facts. Out: each rule with the columns that it compares, or what is wrong with it.

use super::localized;
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{Node, Span, Tree};
use crate::problem::{Problem, problem};
use crate::rulebook::program::{Consistency, ConsistencyRule, FactColumns, FactDef, Table};

pub(super) fn read(node: &Node<'_>, facts: &[FactDef], faults: &mut Vec<Problem>) -> Vec<Consistency> {
    let Tree::List(items) = &node.tree else {
        faults.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    items.iter().filter_map(|item| read_rule(item, facts, faults)).collect()
}

fn read_rule(node: &Node<'_>, facts: &[FactDef], faults: &mut Vec<Problem>) -> Option<Consistency> {
    let mut fields = Fields::of(node, faults)?;
    let of = fields.need("of", faults).and_then(|node| rows_of(node, facts, faults));
    let not_before = fields.take("not_before");
    let unique = fields.take("unique");
    let columns = fields.texts("unique", faults);
    let say = fields.need("say", faults).and_then(|node| localized(node, faults));
    fields.finish(faults);
    let (of, table) = of?;
    let (columns, rule) = match (not_before, unique) {
        (Some(other), None) => {
            let (other_fact, other_table) = rows_of(other, facts, faults)?;
            if other_fact == of {
                faults.push(problem!(other.span, "consistent-with-itself", name = facts[of].id));
                return None;
            }
            let column = only_date(table, &facts[of].id, node.span, faults)?;
            let other_column = only_date(other_table, &facts[other_fact].id, other.span, faults)?;
            (vec![column], ConsistencyRule::NotBefore(FactColumns { fact: other_fact, columns: vec![other_column] }))
        }
        (None, Some(named)) => (unique_columns(named, &columns, table, faults)?, ConsistencyRule::Unique),
        _ => {
            faults.push(problem!(node.span, "not-before-or-unique"));
            return None;
        }
    };
    Some(Consistency { of: FactColumns { fact: of, columns }, rule, say: say? })
}

/// A fact that has rows, by name.
fn rows_of<'f>(node: &Node<'_>, facts: &'f [FactDef], faults: &mut Vec<Problem>) -> Option<(usize, &'f Table)> {
    let id = as_text(node, faults)?;
    let tabular = facts.iter().enumerate().filter_map(|(at, fact)| Some((at, fact, fact.kind.table()?)));
    let found = tabular.clone().find(|(_, fact, _)| fact.id == id);
    if found.is_none() {
        let message = if facts.iter().any(|fact| fact.id == id) { "not-rows" } else { "unknown-fact" };
        let fault = Problem::at(node.span, message, vec![("name", id.to_owned())]);
        faults.push(fault.meant(id, tabular.map(|(_, fact, _)| fact.id.as_str())));
    }
    found.map(|(at, _, table)| (at, table))
}

/// The one column that holds a date or a moment.
fn only_date(table: &Table, fact: &str, at: Span, faults: &mut Vec<Problem>) -> Option<usize> {
    let mut dated = table.columns.iter().enumerate().filter(|(_, column)| column.kind.is_dated()).map(|(at, _)| at);
    match (dated.next(), dated.next()) {
        (Some(column), None) => Some(column),
        _ => {
            faults.push(problem!(at, "consistent-without-date", name = fact));
            None
        }
    }
}

fn unique_columns(at: &Node<'_>, names: &[(&str, Span)], table: &Table, faults: &mut Vec<Problem>) -> Option<Vec<usize>> {
    if names.is_empty() {
        if matches!(&at.tree, Tree::List(_)) {
            faults.push(problem!(at.span, "empty-list"));
        }
        return None;
    }
    let mut columns = Vec::new();
    for (name, span) in names {
        match table.column(name) {
            Some(column) => columns.push(column),
            None => {
                let fault = problem!(*span, "unknown-column", name = name);
                faults.push(fault.meant(name, table.columns.iter().map(|column| column.id.as_str())));
                return None;
            }
        }
    }
    columns.sort_unstable();
    columns.dedup();
    let mut key = table.key.clone();
    key.sort_unstable();
    if columns == key {
        faults.push(problem!(at.span, "unique-is-the-key"));
        return None;
    }
    Some(columns)
}

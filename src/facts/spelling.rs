//! How the paths of a facts file are understood by the lists that the requirements compare them with.
//!
//! In: the document of a facts file, and the rulebook. Out: a note for each path that is read as another spelling of a listed
//! one, and a warning for each that is not understood, at its line.

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::values::READ_AS;
use crate::document::values::path::{Membership, Unclear};
use crate::document::{Node, NodeValue};
use crate::rulebook::condition::InList;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, FactKind, Rule, Rulebook, Test};
use crate::value::value_type::{CategoryPath, ValueType, fold};

/// Notes and warnings about the paths of a facts file that has been read without an error.
pub fn paths(document: &Node<'_>, rulebook: &Rulebook) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    let facts = document.table().and_then(|table| table.get("facts")).and_then(Node::table);
    for (fact, definition) in rulebook.program.facts.iter().enumerate() {
        let Some(node) = facts.and_then(|facts| facts.get(&definition.id)) else { continue };
        match &definition.kind {
            FactKind::Value(ValueType::Path) => note(node, &lists(rulebook, fact, None), &mut notes),
            FactKind::Value(_) => {}
            FactKind::Rows(table) | FactKind::Daily(table) => {
                for (at, column) in table.columns.iter().enumerate().filter(|(_, column)| column.kind == ValueType::Path) {
                    let lists = lists(rulebook, fact, Some(at));
                    for row in rows(node) {
                        match row.table() {
                            Some(cells) => cells.get(&column.id).into_iter().for_each(|cell| note(cell, &lists, &mut notes)),
                            None if table.plain == Some(at) => note(row, &lists, &mut notes),
                            None => {}
                        }
                    }
                }
            }
        }
    }
    notes
}

/// The rows of a fact, whether or not they are all.
fn rows<'n, 'i>(node: &'n Node<'i>) -> &'n [Node<'i>] {
    let list = node.table().and_then(|table| table.get("rows")).unwrap_or(node);
    if let NodeValue::List(rows) = &list.value { rows } else { &[] }
}

/// The lists that tests of the latest editions compare a fact or one of its columns with.
fn lists(rulebook: &Rulebook, fact: usize, column: Option<usize>) -> Vec<&InList> {
    let superseded = |id: &str| rulebook.editions.iter().any(|other| other.supersedes.as_deref() == Some(id));
    let tests = rulebook.editions.iter().filter(|edition| !superseded(&edition.id)).flat_map(|edition| &edition.requirements);
    let tests = tests.filter_map(|requirement| if let Rule::Test(test) = &requirement.rule { Some(test) } else { None });
    let conditions = tests.flat_map(|test| match (test, column) {
        (Test::Value { of: Some(of), is, .. }, None) if *of == fact => vec![is],
        (Test::Rows(rows), Some(column)) if rows.of == fact => {
            let filters = rows.filter.iter().filter(|(on, _)| *on == column).map(|(_, condition)| condition);
            let measured = match &rows.is {
                Needed::Value(_, condition) if rows.measure.column() == Some(column) => Some(condition),
                _ => None,
            };
            filters.chain(measured).collect()
        }
        _ => Vec::new(),
    });
    conditions.filter_map(|condition| if let Condition::InList(among) = condition { Some(among) } else { None }).collect()
}

fn note(node: &Node<'_>, lists: &[&InList], notes: &mut Vec<Diagnostic>) {
    let Some(text) = node.text() else { return };
    let path = CategoryPath { text: text.into(), folded: fold(text).as_ref().into() };
    let Some(note) = lists.iter().find_map(|among| about(&path, among, node)) else { return };
    notes.push(note);
}

fn about(path: &CategoryPath, among: &InList, node: &Node<'_>) -> Option<Diagnostic> {
    match among.membership(path) {
        Membership::NotListed => None,
        Membership::Listed(at) => {
            let listed = among.listed.get(at)?;
            // A listed path as it is in the list is exact. Another name of one is explained by the checklist.
            let levels: Vec<&str> = path.text.split('>').map(str::trim).collect();
            let exact = **listed == *path.text || (among.members.contains_key(&path.folded) && levels.join(">") == *path.folded);
            (!exact).then(|| diagnostic!(node.span, READ_AS, text = path.text, value = listed).into_warning())
        }
        Membership::Unclear(Unclear::Renamed(at)) => {
            let renamed = among.renamed.get(at)?;
            Some(diagnostic!(node.span, "path-renamed", text = path.text, from = renamed.from).into_warning())
        }
        Membership::Unclear(_) => {
            let several = among.several(&path.text);
            if !several.is_empty() {
                return Some(diagnostic!(node.span, "path-several", text = path.text, names = several.join(", ")).into_warning());
            }
            let diagnostic = diagnostic!(node.span, "path-unclear", text = path.text).into_warning();
            Some(match among.meant(path, 3).as_slice() {
                [] => diagnostic,
                [name, ..] => diagnostic.with_help("did-you-mean", vec![("name", (*name).to_owned())]),
            })
        }
    }
}

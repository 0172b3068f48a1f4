//! Reading a table key by key, so that what nobody asked for is found.
//!
//! In: a table of a document. Out: typed values and, for everything that is wrong, a problem; reading goes on.

use crate::day::Period;
use crate::doc::{Entry, Node, Span, Table, Tree};
use crate::problem::{Problem, problem, push_meant};

/// A table that is being read.
#[derive(Debug)]
pub struct Fields<'n, 'i> {
    table: &'n Table<'i>,
    /// Where the table stands: its header or its first brace.
    pub at: Span,
    asked: Vec<&'static str>,
}

impl<'n, 'i> Fields<'n, 'i> {
    /// Starts reading `table`.
    pub fn new(table: &'n Table<'i>, at: Span) -> Fields<'n, 'i> {
        Fields { table, at, asked: Vec::new() }
    }

    /// Starts reading `node`, which must be a table.
    pub fn of(node: &'n Node<'i>, faults: &mut Vec<Problem>) -> Option<Fields<'n, 'i>> {
        match &node.tree {
            Tree::Table(table) => Some(Fields::new(table, node.span)),
            _ => {
                faults.push(wrong_type(node, "type-table"));
                None
            }
        }
    }

    /// The value of a key, if it is there.
    pub fn take(&mut self, key: &'static str) -> Option<&'n Node<'i>> {
        self.asked.push(key);
        self.table.get(key)
    }

    /// The value of a key that has to be there.
    pub fn need(&mut self, key: &'static str, faults: &mut Vec<Problem>) -> Option<&'n Node<'i>> {
        let node = self.take(key);
        if node.is_none() {
            faults.push(problem!(self.at, "missing-key", key = key));
        }
        node
    }

    /// A text, if it is there.
    pub fn text(&mut self, key: &'static str, faults: &mut Vec<Problem>) -> Option<&'n str> {
        self.take(key).and_then(|node| as_text(node, faults))
    }

    /// A text that has to be there.
    pub fn need_text(&mut self, key: &'static str, faults: &mut Vec<Problem>) -> Option<&'n str> {
        self.need(key, faults).and_then(|node| as_text(node, faults))
    }

    /// A flag; false where it isn't there.
    pub fn flag(&mut self, key: &'static str, faults: &mut Vec<Problem>) -> bool {
        match self.take(key) {
            None => false,
            Some(Node { tree: Tree::Flag(flag), .. }) => *flag,
            Some(node) => {
                faults.push(wrong_type(node, "type-flag"));
                false
            }
        }
    }

    /// A period, if it is there.
    pub fn period(&mut self, key: &'static str, faults: &mut Vec<Problem>) -> Option<Period> {
        let node = self.take(key)?;
        let text = as_text(node, faults)?;
        let period = Period::parse(text);
        if period.is_none() {
            faults.push(problem!(node.span, "bad-period", text = text).help("period-spelling", vec![]));
        }
        period
    }

    /// Several texts, if they are there, each with its place.
    pub fn texts(&mut self, key: &'static str, faults: &mut Vec<Problem>) -> Vec<(&'n str, Span)> {
        let Some(node) = self.take(key) else { return Vec::new() };
        let Tree::List(items) = &node.tree else {
            faults.push(wrong_type(node, "type-list"));
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((as_text(item, faults)?, item.span))).collect()
    }

    /// Every entry, for tables whose keys are names that the author chose.
    pub fn entries(&self) -> &'n [Entry<'i>] {
        &self.table.entries
    }

    /// Faults every key that nobody asked for.
    pub fn finish(self, faults: &mut Vec<Problem>) {
        for entry in &self.table.entries {
            if !self.asked.contains(&entry.key.as_ref()) {
                let fault = problem!(entry.at, "unknown-key", key = entry.key);
                push_meant(faults, fault, &entry.key, || self.asked.iter().copied());
            }
        }
    }
}

/// A text, or a fault.
pub fn as_text<'n>(node: &'n Node<'_>, faults: &mut Vec<Problem>) -> Option<&'n str> {
    let text = node.text();
    if text.is_none() {
        faults.push(wrong_type(node, "type-text"));
    }
    text
}

/// Says that something else was expected; `expected` is a message's name.
pub fn wrong_type(node: &Node<'_>, expected: &'static str) -> Problem {
    let found = match &node.tree {
        Tree::Null => "type-null",
        Tree::Flag(_) => "type-flag",
        Tree::Number(_) => "type-number",
        Tree::Text(_) => "type-text",
        Tree::Time(_) => "type-date",
        Tree::List(_) => "type-list",
        Tree::Table(_) => "type-table",
    };
    // The gaps hold names of messages: what a type is called is a matter of language too.
    Problem::at(node.span, "wrong-type", vec![("expected", expected.to_owned()), ("found", found.to_owned())])
}

//! Reading a table key by key, so that what nobody asked for is found.
//!
//! In: a table of a document. Out: typed values and, for everything that is wrong, a problem; reading goes on.

use crate::document::diagnostics::{Diagnostic, diagnostic, push_meant};
use crate::document::source::Span;
use crate::document::{Entry, Node, NodeValue, Table};
use crate::value::date::Period;

/// A table that is being read.
#[derive(Debug)]
pub struct TableReader<'n, 'i> {
    table: &'n Table<'i>,
    /// The table's position: its header or its first brace.
    pub at: Span,
    known_keys: Vec<&'static str>,
}

impl<'n, 'i> TableReader<'n, 'i> {
    /// Starts reading `table`.
    pub fn new(table: &'n Table<'i>, at: Span) -> TableReader<'n, 'i> {
        TableReader { table, at, known_keys: Vec::new() }
    }

    /// Starts reading `node`, which must be a table.
    pub fn from_entry(node: &'n Node<'i>, diagnostics: &mut Vec<Diagnostic>) -> Option<TableReader<'n, 'i>> {
        match &node.value {
            NodeValue::Table(table) => Some(TableReader::new(table, node.span)),
            _ => {
                diagnostics.push(wrong_type(node, "type-table"));
                None
            }
        }
    }

    /// The value of a key, if it is there.
    pub fn optional(&mut self, key: &'static str) -> Option<&'n Node<'i>> {
        self.known_keys.push(key);
        self.table.get(key)
    }

    /// The value of a key that has to be there.
    pub fn required(&mut self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n Node<'i>> {
        let node = self.optional(key);
        if node.is_none() {
            diagnostics.push(diagnostic!(self.at, "missing-key", key = key));
        }
        node
    }

    /// A text, if it is there.
    pub fn text(&mut self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n str> {
        self.optional(key).and_then(|node| as_text(node, diagnostics))
    }

    /// A text that has to be there.
    pub fn required_text(&mut self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n str> {
        self.required(key, diagnostics).and_then(|node| as_text(node, diagnostics))
    }

    /// A flag; false where it isn't there.
    pub fn flag(&mut self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> bool {
        match self.optional(key) {
            None => false,
            Some(Node { value: NodeValue::Bool(flag), .. }) => *flag,
            Some(node) => {
                diagnostics.push(wrong_type(node, "type-flag"));
                false
            }
        }
    }

    /// A period, if it is there.
    pub fn period(&mut self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<Period> {
        let node = self.optional(key)?;
        let text = as_text(node, diagnostics)?;
        let period = Period::parse(text);
        if period.is_none() {
            diagnostics.push(diagnostic!(node.span, "bad-period", text = text).with_help("period-spelling", vec![]));
        }
        period
    }

    /// Several texts, if they are there, each with its place.
    pub fn texts(&mut self, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(&'n str, Span)> {
        let Some(node) = self.optional(key) else { return Vec::new() };
        let NodeValue::List(items) = &node.value else {
            diagnostics.push(wrong_type(node, "type-list"));
            return Vec::new();
        };
        items.iter().filter_map(|item| Some((as_text(item, diagnostics)?, item.span))).collect()
    }

    /// Every entry, for tables whose keys are names that the author chose.
    pub fn entries(&self) -> &'n [Entry<'i>] {
        &self.table.entries
    }

    /// Faults every key that no caller asked for.
    pub fn finish(self, diagnostics: &mut Vec<Diagnostic>) {
        for entry in &self.table.entries {
            if !self.known_keys.contains(&entry.key.as_ref()) {
                let diagnostic = diagnostic!(entry.span, "unknown-key", key = entry.key);
                push_meant(diagnostics, diagnostic, &entry.key, || self.known_keys.iter().copied());
            }
        }
    }
}

/// A text, or a fault.
pub fn as_text<'n>(node: &'n Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n str> {
    let text = node.text();
    if text.is_none() {
        diagnostics.push(wrong_type(node, "type-text"));
    }
    text
}

/// Says that something else was expected; `expected` is a message's name.
pub fn wrong_type(node: &Node<'_>, expected: &'static str) -> Diagnostic {
    let found = match &node.value {
        NodeValue::Null => "type-null",
        NodeValue::Bool(_) => "type-flag",
        NodeValue::Number(_) => "type-number",
        NodeValue::Text(_) => "type-text",
        NodeValue::Time(_) => "type-date",
        NodeValue::List(_) => "type-list",
        NodeValue::Table(_) => "type-table",
    };
    // The gaps hold names of messages: what a type is called is a matter of language too.
    Diagnostic::new(node.span, "wrong-type", vec![("expected", expected.to_owned()), ("found", found.to_owned())])
}

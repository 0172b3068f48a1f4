//! Documents as trees that remember where everything stood.
//!
//! In: the text of a TOML or JSON file. Out: a [`Node`], the same for both, each with its [`Span`]; numbers are kept as
//! they were written. What can't be read is a [`Diagnostic`] at its line.

pub mod diagnostics;
pub mod source;
pub mod table_reader;
pub mod values;

pub use crate::document::source::{FileId, Files, Span, line_and_column};
use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

use crate::document::diagnostics::{Diagnostic, diagnostic};

/// A value and its position.
#[derive(Debug, Clone)]
pub struct Node<'i> {
    /// Where.
    pub span: Span,
    /// What.
    pub value: NodeValue<'i>,
}

/// What TOML and JSON can both say.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say all")]
pub enum NodeValue<'i> {
    Null,
    Bool(bool),
    /// As written.
    Number(Cow<'i, str>),
    Text(Cow<'i, str>),
    /// A date or time of TOML's own, in its ISO spelling.
    Time(String),
    List(Vec<Node<'i>>),
    Table(Table<'i>),
}

/// Named values, in the order of the file.
#[derive(Debug, Clone, Default)]
pub struct Table<'i> {
    /// The entries.
    pub entries: Vec<Entry<'i>>,
}

/// A named value.
#[derive(Debug, Clone)]
pub struct Entry<'i> {
    /// The name.
    pub key: Cow<'i, str>,
    /// The name's position.
    pub span: Span,
    /// The value.
    pub node: Node<'i>,
}

impl<'i> Table<'i> {
    /// The value of that name.
    pub fn get(&self, key: &str) -> Option<&Node<'i>> {
        self.entries.iter().find(|entry| entry.key == key).map(|entry| &entry.node)
    }
}

impl<'i> Node<'i> {
    /// The entries, if this is a table.
    pub fn table(&self) -> Option<&Table<'i>> {
        match &self.value {
            NodeValue::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            NodeValue::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How deep lists and tables may lie in each other; what serde_json allows.
const DEEPEST: usize = 127;

/// From this many keys on, an object's keys are compared through a map.
const MANY: usize = 16;

/// Reads TOML. `file` is what the spans will say.
pub fn parse_toml(file: FileId, text: &str) -> Result<Node<'_>, Diagnostic> {
    let parsed = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let at = Span { file, start: range.start as u32, end: range.end as u32 };
        diagnostic!(at, "syntax-toml", reason = error.message())
    })?;
    Ok(Node { span: Span { file, start: 0, end: 0 }, value: NodeValue::Table(toml_table(file, parsed.into_inner())) })
}

fn toml_table<'i>(file: FileId, table: DeTable<'i>) -> Table<'i> {
    let entries = table.into_iter().map(|(key, value)| {
        let range = key.span();
        let at = Span { file, start: range.start as u32, end: range.end as u32 };
        Entry { key: key.into_inner(), span: at, node: toml_node(file, value) }
    });
    Table { entries: entries.collect() }
}

fn toml_node<'i>(file: FileId, value: toml::Spanned<DeValue<'i>>) -> Node<'i> {
    let range = value.span();
    let tree = match value.into_inner() {
        DeValue::String(text) => NodeValue::Text(text),
        DeValue::Integer(number) => NodeValue::Number(Cow::Owned(number.to_string())),
        DeValue::Float(number) => NodeValue::Number(Cow::Owned(number.to_string())),
        DeValue::Boolean(flag) => NodeValue::Bool(flag),
        DeValue::Datetime(time) => NodeValue::Time(time.to_string()),
        DeValue::Array(items) => NodeValue::List(items.into_iter().map(|item| toml_node(file, item)).collect()),
        DeValue::Table(table) => NodeValue::Table(toml_table(file, table)),
    };
    Node { span: Span { file, start: range.start as u32, end: range.end as u32 }, value: tree }
}

/// Reads JSON as serde_json does, refusing duplicate keys everywhere. `file` is what the spans will say.
pub fn parse_json(file: FileId, text: &str) -> Result<Node<'_>, Diagnostic> {
    let whole = Json { file, text };
    let raw: &RawValue = serde_json::from_str(text).map_err(|error| whole.fault(0, text, &error))?;
    whole.node(raw.get(), 0)
}

struct Json<'i> {
    file: FileId,
    text: &'i str,
}

impl<'i> Json<'i> {
    fn span(&self, part: &str) -> Span {
        let start = part.as_ptr() as usize - self.text.as_ptr() as usize;
        Span { file: self.file, start: start as u32, end: (start + part.len()) as u32 }
    }

    /// Puts serde_json's error, which counts lines within `part`, at its place in the whole.
    fn fault(&self, offset: u32, part: &str, error: &serde_json::Error) -> Diagnostic {
        let line_start = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let start = offset + (line_start + error.column().saturating_sub(1)).min(part.len()) as u32;
        let at = Span { file: self.file, start, end: (start + 1).min(self.text.len() as u32).max(start) };
        let words = error.to_string();
        let reason = words.rsplit_once(" at line").map_or(words.as_str(), |(reason, _)| reason);
        diagnostic!(at, "syntax-json", reason = reason)
    }

    fn parse<T: Deserialize<'i>>(&self, part: &'i str) -> Result<T, Diagnostic> {
        serde_json::from_str(part).map_err(|error| self.fault(self.span(part).start, part, &error))
    }

    /// `part` is the text of one value that has been found well-formed, so recursion depth is all there is to fear.
    fn node(&self, part: &'i str, depth: usize) -> Result<Node<'i>, Diagnostic> {
        let span = self.span(part);
        let tree = match part.as_bytes().first() {
            Some(b'[' | b'{') if depth >= DEEPEST => return Err(diagnostic!(span, "syntax-too-deep")),
            Some(b'n') => NodeValue::Null,
            Some(b't') => NodeValue::Bool(true),
            Some(b'f') => NodeValue::Bool(false),
            Some(b'"') => NodeValue::Text(self.parse::<Borrowed<'i>>(part)?.0),
            Some(b'[') => {
                let items = self.parse::<Items<'i>>(part)?.0;
                NodeValue::List(items.iter().map(|item| self.node(item.get(), depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let pairs = self.parse::<Pairs<'i>>(part)?.0;
                let mut entries: Vec<Entry<'i>> = Vec::with_capacity(pairs.len());
                let mut seen = hashbrown::HashMap::new();
                for (key, value) in pairs {
                    let at = match &key {
                        // With its quotes, as it is in the text.
                        Cow::Borrowed(key) => {
                            let inside = self.span(key);
                            Span { start: inside.start - 1, end: inside.end + 1, ..inside }
                        }
                        Cow::Owned(_) => self.key_before(value.get()),
                    };
                    let first = match entries.len() {
                        // Few keys are compared sooner than they are hashed.
                        0..MANY => entries.iter().find(|entry| entry.key == key).map(|entry| entry.span),
                        count => {
                            if count == MANY {
                                seen.extend(entries.iter().map(|entry| (entry.key.clone(), entry.span)));
                            }
                            seen.insert(key.clone(), at)
                        }
                    };
                    if let Some(first) = first {
                        return Err(diagnostic!(at, "duplicate-key", key = &key).with_label(first, "label-first-here"));
                    }
                    entries.push(Entry { key, span: at, node: self.node(value.get(), depth + 1)? });
                }
                NodeValue::Table(Table { entries })
            }
            _ => NodeValue::Number(Cow::Borrowed(part)),
        };
        Ok(Node { span, value: tree })
    }

    /// The position of a value's key: the string that ends before the colon before it.
    fn key_before(&self, value: &str) -> Span {
        let bytes = self.text.as_bytes();
        let value = self.span(value);
        let mut end = value.start as usize;
        while end > 0 && bytes[end - 1] != b'"' {
            end -= 1;
        }
        let mut start = end.saturating_sub(1);
        while start > 0 {
            start -= 1;
            // Looked at only before quotes, so that a key of many backslashes is gone over once.
            if bytes[start] == b'"' && bytes[..start].iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 0 {
                break;
            }
        }
        Span { file: self.file, start: start as u32, end: end as u32 }
    }
}

struct Borrowed<'i>(Cow<'i, str>);

impl<'de: 'i, 'i> Deserialize<'de> for Borrowed<'i> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl<'de> Visitor<'de> for Text {
            type Value = Borrowed<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Borrowed<'de>, E> {
                Ok(Borrowed(Cow::Borrowed(text)))
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Borrowed<'de>, E> {
                Ok(Borrowed(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

struct Items<'i>(Vec<&'i RawValue>);

impl<'de: 'i, 'i> Deserialize<'de> for Items<'i> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = Items<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an array")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Items<'de>, A::Error> {
                let mut list = Vec::new();
                while let Some(item) = items.next_element()? {
                    list.push(item);
                }
                Ok(Items(list))
            }
        }
        deserializer.deserialize_seq(List)
    }
}

struct Pairs<'i>(Vec<(Cow<'i, str>, &'i RawValue)>);

impl<'de: 'i, 'i> Deserialize<'de> for Pairs<'i> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(Borrowed(key)) = map.next_key()? {
                    pairs.push((key, map.next_value()?));
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    #[test]
    fn numbers_keep_their_text_and_keys_their_place() {
        let text = "{\n  \"a\\\"b\": 1.50,\n  \"c\" : [true, null, \"x\\n\"]\n}";
        let node = parse_json(FileId(0), text).unwrap();
        let table = node.table().unwrap();
        assert_eq!(table.entries[0].key, "a\"b");
        assert!(matches!(&table.entries[0].node.value, NodeValue::Number(number) if number == "1.50"));
        let at = table.entries[1].span;
        assert_eq!(&text[at.start as usize..at.end as usize], "\"c\"");
        assert_eq!(line_and_column(text, at.start as usize), (3, 3));
    }

    #[test]
    fn duplicate_keys_are_refused_everywhere() {
        let fault = parse_json(FileId(0), r#"{"meta": {"x": [{"a": 1, "a": 2}]}}"#).unwrap_err();
        assert_eq!(fault.id, "duplicate-key");
        let fault = parse_json(FileId(0), r#"{"a": 1, "\u0061": 2}"#).unwrap_err();
        assert_eq!(fault.id, "duplicate-key");
        // Among few keys and among many, next to each other and far apart.
        for (count, twice) in [(3, 0), (3, 2), (15, 0), (16, 0), (17, 16), (40, 3), (40, 39)] {
            let keys = (0..count).chain([twice]).map(|at| format!("\"k{at}\": 1")).collect::<Vec<_>>().join(", ");
            assert_eq!(parse_json(FileId(0), &format!("{{{keys}}}")).unwrap_err().id, "duplicate-key", "{twice} of {count}");
        }
    }

    #[test]
    fn depth_has_a_limit_and_no_stack_is_lost() {
        let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for (depth, allowed) in [(127, true), (128, false)] {
            assert_eq!(parse_json(FileId(0), &deep(depth)).is_ok(), allowed);
            assert_eq!(serde_json::from_str::<serde_json::Value>(&deep(depth)).is_ok(), allowed);
        }
        let deep = deep(200_000);
        assert_eq!(parse_json(FileId(0), &deep).unwrap_err().id, "syntax-too-deep");
    }

    #[test]
    fn toml_and_json_say_the_same() {
        let toml = parse_toml(FileId(0), "a = 1.50\nd = 2026-11-22\n[t]\nx = ['y']\n").unwrap();
        let table = toml.table().unwrap();
        assert!(matches!(&table.get("a").unwrap().value, NodeValue::Number(number) if number == "1.50"));
        assert!(matches!(&table.get("d").unwrap().value, NodeValue::Time(time) if time == "2026-11-22"));
        assert!(parse_toml(FileId(0), "a = \n").is_err());
    }
}

//! Documents as trees that remember where everything stood.
//!
//! In: the text of a TOML or JSON file. Out: a [`Node`], the same for both, each with its [`Span`]; numbers are kept as
//! they were written. What can't be read is a [`Problem`] at its line.

pub mod fields;

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;
use toml::de::{DeTable, DeValue};

use crate::problem::{Problem, problem};

/// Which of a run's files, in the order in which they were read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u16);

/// A stretch of bytes of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// The first byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

/// The files of a run: what a span points into.
#[derive(Debug, Default)]
pub struct Files {
    files: Vec<File>,
}

#[derive(Debug)]
struct File {
    name: String,
    text: String,
}

impl Files {
    /// Adds a file under the name that people know it by.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> FileId {
        self.files.push(File { name: name.into(), text: text.into() });
        FileId((self.files.len() - 1) as u16)
    }

    /// What a file is called.
    pub fn name(&self, file: FileId) -> &str {
        &self.files[usize::from(file.0)].name
    }

    /// What stands in a file.
    pub fn text(&self, file: FileId) -> &str {
        &self.files[usize::from(file.0)].text
    }

    /// Line and column of a span's beginning, counted from 1, columns in characters.
    pub fn position(&self, span: Span) -> (usize, usize) {
        line_and_column(self.text(span.file), span.start as usize)
    }
}

/// Line and column of a byte of `text`, counted from 1, columns in characters.
pub fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}

/// A value and where it stands.
#[derive(Debug, Clone)]
pub struct Node<'i> {
    /// Where.
    pub span: Span,
    /// What.
    pub tree: Tree<'i>,
}

/// What TOML and JSON can both say.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Tree<'i> {
    Null,
    Flag(bool),
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
    /// Where the name stands.
    pub at: Span,
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
        match &self.tree {
            Tree::Table(table) => Some(table),
            _ => None,
        }
    }

    /// The text, if this is one.
    pub fn text(&self) -> Option<&str> {
        match &self.tree {
            Tree::Text(text) => Some(text),
            _ => None,
        }
    }
}

/// How deep lists and tables may lie in each other; what serde_json allows.
const DEEPEST: usize = 127;

/// From this many keys on, an object's keys are compared through a map.
const MANY: usize = 16;

/// Reads TOML. `file` is what the spans will say.
pub fn parse_toml(file: FileId, text: &str) -> Result<Node<'_>, Problem> {
    let parsed = DeTable::parse(text).map_err(|error| {
        let range = error.span().unwrap_or(0..0);
        let at = Span { file, start: range.start as u32, end: range.end as u32 };
        problem!(at, "syntax-toml", reason = error.message())
    })?;
    Ok(Node { span: Span { file, start: 0, end: 0 }, tree: Tree::Table(toml_table(file, parsed.into_inner())) })
}

fn toml_table<'i>(file: FileId, table: DeTable<'i>) -> Table<'i> {
    let entries = table.into_iter().map(|(key, value)| {
        let range = key.span();
        let at = Span { file, start: range.start as u32, end: range.end as u32 };
        Entry { key: key.into_inner(), at, node: toml_node(file, value) }
    });
    Table { entries: entries.collect() }
}

fn toml_node<'i>(file: FileId, value: toml::Spanned<DeValue<'i>>) -> Node<'i> {
    let range = value.span();
    let tree = match value.into_inner() {
        DeValue::String(text) => Tree::Text(text),
        DeValue::Integer(number) => Tree::Number(Cow::Owned(number.to_string())),
        DeValue::Float(number) => Tree::Number(Cow::Owned(number.to_string())),
        DeValue::Boolean(flag) => Tree::Flag(flag),
        DeValue::Datetime(time) => Tree::Time(time.to_string()),
        DeValue::Array(items) => Tree::List(items.into_iter().map(|item| toml_node(file, item)).collect()),
        DeValue::Table(table) => Tree::Table(toml_table(file, table)),
    };
    Node { span: Span { file, start: range.start as u32, end: range.end as u32 }, tree }
}

/// Reads JSON as serde_json does, refusing duplicate keys everywhere. `file` is what the spans will say.
pub fn parse_json(file: FileId, text: &str) -> Result<Node<'_>, Problem> {
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
    fn fault(&self, offset: u32, part: &str, error: &serde_json::Error) -> Problem {
        let line_start = part.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
        let start = offset + (line_start + error.column().saturating_sub(1)).min(part.len()) as u32;
        let at = Span { file: self.file, start, end: (start + 1).min(self.text.len() as u32).max(start) };
        let words = error.to_string();
        let reason = words.rsplit_once(" at line").map_or(words.as_str(), |(reason, _)| reason);
        problem!(at, "syntax-json", reason = reason)
    }

    fn parse<T: Deserialize<'i>>(&self, part: &'i str) -> Result<T, Problem> {
        serde_json::from_str(part).map_err(|error| self.fault(self.span(part).start, part, &error))
    }

    /// `part` is the text of one value that has been found well-formed, so recursion depth is all there is to fear.
    fn node(&self, part: &'i str, depth: usize) -> Result<Node<'i>, Problem> {
        let span = self.span(part);
        let tree = match part.as_bytes().first() {
            Some(b'[' | b'{') if depth >= DEEPEST => return Err(problem!(span, "syntax-too-deep")),
            Some(b'n') => Tree::Null,
            Some(b't') => Tree::Flag(true),
            Some(b'f') => Tree::Flag(false),
            Some(b'"') => Tree::Text(self.parse::<Borrowed<'i>>(part)?.0),
            Some(b'[') => {
                let items = self.parse::<Items<'i>>(part)?.0;
                Tree::List(items.iter().map(|item| self.node(item.get(), depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let pairs = self.parse::<Pairs<'i>>(part)?.0;
                let mut entries: Vec<Entry<'i>> = Vec::with_capacity(pairs.len());
                let mut seen = hashbrown::HashMap::new();
                for (key, value) in pairs {
                    let at = match &key {
                        // With its quotes, as it stands in the text.
                        Cow::Borrowed(key) => {
                            let inside = self.span(key);
                            Span { start: inside.start - 1, end: inside.end + 1, ..inside }
                        }
                        Cow::Owned(_) => self.key_before(value.get()),
                    };
                    let first = match entries.len() {
                        // Few keys are compared sooner than they are hashed.
                        0..MANY => entries.iter().find(|entry| entry.key == key).map(|entry| entry.at),
                        count => {
                            if count == MANY {
                                seen.extend(entries.iter().map(|entry| (entry.key.clone(), entry.at)));
                            }
                            seen.insert(key.clone(), at)
                        }
                    };
                    if let Some(first) = first {
                        return Err(problem!(at, "duplicate-key", key = &key).also(first, "label-first-here"));
                    }
                    entries.push(Entry { key, at, node: self.node(value.get(), depth + 1)? });
                }
                Tree::Table(Table { entries })
            }
            _ => Tree::Number(Cow::Borrowed(part)),
        };
        Ok(Node { span, tree })
    }

    /// Where the key of a value stands: the string that ends before the colon before it.
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
        assert!(matches!(&table.entries[0].node.tree, Tree::Number(number) if number == "1.50"));
        let at = table.entries[1].at;
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
        assert!(matches!(&table.get("a").unwrap().tree, Tree::Number(number) if number == "1.50"));
        assert!(matches!(&table.get("d").unwrap().tree, Tree::Time(time) if time == "2026-11-22"));
        assert!(parse_toml(FileId(0), "a = \n").is_err());
    }
}

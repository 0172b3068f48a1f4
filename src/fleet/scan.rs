//! Reads a line of JSON in one pass.
//!
//! In: the text of a record. Out: the very [`Node`] that [`parse_json`](crate::doc::parse_json) makes of it, spans and all,
//! in a fraction of the time; None of whatever is wrong, unusual or deep, which is left to it. So there is one place that
//! says what is refused and why, and being wrong here could only mean accepting too much: the tests hold the two together.

use std::borrow::Cow;

use crate::doc::{Entry, FileId, Node, Span, Table, Tree};

/// How deep values are followed here.
const DEEPEST: usize = 32;

/// From this many entries on, keys are compared through a set.
const MANY: usize = 24;

/// Reads a line that is nothing but one value.
pub fn scan(file: FileId, text: &str) -> Option<Node<'_>> {
    let mut scanner = Scanner { file, text, bytes: text.as_bytes(), at: 0 };
    scanner.blanks();
    let node = scanner.value(0)?;
    scanner.blanks();
    (scanner.at == text.len()).then_some(node)
}

struct Scanner<'i> {
    file: FileId,
    text: &'i str,
    bytes: &'i [u8],
    at: usize,
}

impl<'i> Scanner<'i> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes past `byte`, or fails.
    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek() == Some(byte)).then(|| self.at += 1)
    }

    /// Goes past `byte` and the blanks after it, if it is next.
    fn past(&mut self, byte: u8) -> bool {
        let next = self.peek() == Some(byte);
        if next {
            self.at += 1;
            self.blanks();
        }
        next
    }

    fn span(&self, start: usize) -> Span {
        Span { file: self.file, start: start as u32, end: self.at as u32 }
    }

    fn value(&mut self, depth: usize) -> Option<Node<'i>> {
        let start = self.at;
        let tree = match self.peek()? {
            b'"' => Tree::Text(self.string()?),
            b'{' if depth < DEEPEST => self.table(depth)?,
            b'[' if depth < DEEPEST => self.list(depth)?,
            b't' => self.word("true", Tree::Flag(true))?,
            b'f' => self.word("false", Tree::Flag(false))?,
            b'n' => self.word("null", Tree::Null)?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => return None,
        };
        Some(Node { span: self.span(start), tree })
    }

    fn word(&mut self, word: &str, tree: Tree<'i>) -> Option<Tree<'i>> {
        self.bytes[self.at..].starts_with(word.as_bytes()).then(|| {
            self.at += word.len();
            tree
        })
    }

    /// At least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<Tree<'i>> {
        let start = self.at;
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek() == Some(b'0') {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(Tree::Number(Cow::Borrowed(&self.text[start..self.at])))
    }

    fn string(&mut self) -> Option<Cow<'i, str>> {
        let start = self.at;
        self.expect(b'"')?;
        loop {
            match self.peek()? {
                b'"' => {
                    self.at += 1;
                    return Some(Cow::Borrowed(&self.text[start + 1..self.at - 1]));
                }
                b'\\' => return self.escaped(start),
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
    }

    /// A string with an escape in it; what the escapes mean is serde_json's business.
    fn escaped(&mut self, start: usize) -> Option<Cow<'i, str>> {
        loop {
            match self.peek()? {
                b'\\' => self.at += 2,
                b'"' => break,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        serde_json::from_str::<String>(self.text.get(start..self.at)?).ok().map(Cow::Owned)
    }

    fn list(&mut self, depth: usize) -> Option<Tree<'i>> {
        let mut items = Vec::new();
        self.past(b'[');
        if self.peek() != Some(b']') {
            loop {
                items.push(self.value(depth + 1)?);
                self.blanks();
                if !self.past(b',') {
                    break;
                }
            }
        }
        self.expect(b']')?;
        Some(Tree::List(items))
    }

    fn table(&mut self, depth: usize) -> Option<Tree<'i>> {
        let mut entries: Vec<Entry<'i>> = Vec::new();
        let mut seen: hashbrown::HashSet<Cow<'i, str>> = hashbrown::HashSet::new();
        self.past(b'{');
        if self.peek() != Some(b'}') {
            loop {
                let start = self.at;
                let key = self.string()?;
                let at = self.span(start);
                let twice = match entries.len() {
                    0..MANY => entries.iter().any(|entry| entry.key == key),
                    MANY => {
                        seen.extend(entries.iter().map(|entry| entry.key.clone()));
                        !seen.insert(key.clone())
                    }
                    _ => !seen.insert(key.clone()),
                };
                if twice {
                    return None;
                }
                self.blanks();
                self.expect(b':')?;
                self.blanks();
                entries.push(Entry { key, at, node: self.value(depth + 1)? });
                self.blanks();
                if !self.past(b',') {
                    break;
                }
            }
        }
        self.expect(b'}')?;
        Some(Tree::Table(Table { entries }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::doc::parse_json;

    /// What is accepted here is what the other accepts, and comes out the same.
    fn agrees(text: &str) -> bool {
        let file = FileId(0);
        match (scan(file, text), parse_json(file, text)) {
            (None, _) => false,
            (Some(fast), Ok(plain)) => {
                assert_eq!(format!("{fast:?}"), format!("{plain:?}"), "{text}");
                true
            }
            (Some(_), Err(error)) => panic!("accepted, and refused by the other: {text:?}: {error:?}"),
        }
    }

    #[test]
    fn every_kind_of_value_is_read_alike() {
        for text in [
            r#"{"a":1,"b":[true,false,null],"c":{"d":"\u00e9\n\ud83d\ude00"},"e":"开播"}"#,
            " [ ] ",
            "{ }",
            "[1 , 2.50 ,-0, 1e5, 1E+5, -1.5e-10,0.0]",
            r#"{ "a" : { "b\"c" : [ { } ] } , "x\\" : "\\" }"#,
            "\t\"\"\r",
            "12345678901234567890",
        ] {
            assert!(agrees(text), "{text}");
        }
        let many: Vec<String> = (0..60).map(|at| format!("\"k{at}\":{at}")).collect();
        assert!(agrees(&format!("{{{}}}", many.join(","))));
        assert!(!agrees(&format!("{{{},\"k50\":1}}", many.join(","))));
    }

    #[test]
    fn what_is_wrong_is_left_to_the_other() {
        for text in [
            "",
            " ",
            "{",
            "[1,]",
            "{\"a\":1,}",
            "{\"a\" 1}",
            "{a:1}",
            "01",
            "1.",
            ".5",
            "+1",
            "-",
            "1e",
            "1e+",
            "nul",
            "truee",
            "\"",
            "\"\\x\"",
            "\"\\ud800\"",
            "\"\\u12\"",
            "\"a\u{1}\"",
            "\"\t\"",
            "[1 2]",
            "1 2",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            "{\"m\":{\"a\":1,\"a\":2}}",
            "NaN",
            "Infinity",
            "'a'",
            "[,1]",
            "{,}",
            "\u{feff}1",
            "1\u{a0}",
            "\"\\",
            "\"\\\"",
            "[\"\\",
            "{\"a\":\"\\u",
            "[1]]",
            "//",
            "\"a\"b",
        ] {
            assert!(!agrees(text), "{text:?}");
        }
        assert!(!agrees(&format!("{}1{}", "[".repeat(40), "]".repeat(40))));
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]
        #[test]
        fn whatever_is_read_is_read_alike(text in r#"([\[\]{},: \\"0-9a-cunltrefs.+\-eE开\n]|"a"|"b":|true|null|\\u00e9|\\ud83d){0,14}"#) {
            agrees(&text);
        }

        #[test]
        fn one_changed_byte_is_noticed_alike(at in 0usize..200, byte in 0u8..127) {
            let text = r#"{"applicant":"wx\u00e91","facts":{"a":[{"path":"商家 > 百货","n":12.50},null,[],{"x":true}],"b":-1e3},"meta":{"k":"\\","l":""}}"#;
            let mut bytes = text.as_bytes().to_vec();
            let at = at % bytes.len();
            bytes[at] = byte;
            if let Ok(text) = String::from_utf8(bytes) {
                agrees(&text);
            }
        }
    }
}

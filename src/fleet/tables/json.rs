//! JSON that is not one object a line: arrays of records, pretty-printed records, records one after the other.
//!
//! In: bytes. Out: where a record ends. The objects are found by their braces; whether they are sound is for the reader of
//! records to say.

/// Where the objects of a text end, byte by byte.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ObjectScan {
    /// How many braces and brackets of a record are open.
    depth: u32,
    quoted: bool,
    escaped: bool,
    /// How many brackets around records are open.
    pub around: i32,
}

impl ObjectScan {
    /// Takes the next byte. True if it ends a record.
    pub fn ends_at(&mut self, byte: u8) -> bool {
        if self.quoted {
            match byte {
                _ if self.escaped => self.escaped = false,
                b'\\' => self.escaped = true,
                b'"' => self.quoted = false,
                _ => {}
            }
            return false;
        }
        match (byte, self.depth) {
            (b'"', 1..) => self.quoted = true,
            (b'{', _) | (b'[', 1..) => self.depth += 1,
            (b'}' | b']', 1..) => {
                self.depth -= 1;
                return self.depth == 0;
            }
            (b'[', 0) => self.around += 1,
            (b']', 0) => self.around -= 1,
            _ => {}
        }
        false
    }
}

/// A record without what stands around records: blanks, commas, brackets of an array, byte order marks.
pub fn trimmed(record: &[u8]) -> &[u8] {
    let mut rest = record;
    loop {
        rest = match rest {
            [b' ' | b'\t' | b'\r' | b'\n' | b',' | b'[' | b']', after @ ..] | [0xef, 0xbb, 0xbf, after @ ..] => after,
            _ => break,
        };
    }
    // Blanks at the end come from the last record of a file.
    while let [before @ .., b' ' | b'\t' | b'\r' | b'\n' | b',' | b']'] = rest {
        rest = before;
    }
    rest
}

/// A line without a byte order mark before its record or a comma behind it: files that were put together from others have them.
pub fn trimmed_line(line: &[u8]) -> &[u8] {
    let mut rest = line;
    while let [0xef, 0xbb, 0xbf, after @ ..] = rest {
        rest = after;
    }
    let end = rest.trim_ascii_end();
    match end {
        [before @ .., b','] if before.trim_ascii_end().ends_with(b"}") => before,
        _ => rest,
    }
}

/// True of a text whose records are to be found by their braces, because lines are not its records. `head` is its beginning,
/// without a byte order mark.
pub fn is_objects(head: &[u8]) -> bool {
    let begin = head.trim_ascii_start();
    if begin.starts_with(b"[") {
        return true;
    }
    if !begin.starts_with(b"{") {
        return false;
    }
    let mut scan = ObjectScan::default();
    let line_end = memchr::memchr(b'\n', begin).unwrap_or(begin.len());
    match begin.iter().position(|byte| scan.ends_at(*byte)) {
        Some(last) => {
            let (object, rest) = begin.split_at(last + 1);
            let sound = serde_json::from_slice::<serde::de::IgnoredAny>(object).is_ok();
            let follows = rest[..line_end.max(last + 1) - last - 1].trim_ascii();
            // A comma at the end of a line leaves one record a line.
            sound && (last > line_end || follows.starts_with(b"{") || (follows.starts_with(b",") && follows.len() > 1))
        }
        // The first record does not end here: it is long, or broken.
        None => matches!(begin[..line_end].trim_ascii_end(), [.., b'{' | b'[' | b','] if line_end < begin.len()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn records(text: &str) -> (Vec<&str>, i32) {
        let (mut scan, mut from, mut found) = (ObjectScan::default(), 0, Vec::new());
        for (at, byte) in text.bytes().enumerate() {
            if scan.ends_at(byte) {
                found.push(std::str::from_utf8(trimmed(&text.as_bytes()[from..=at])).expect("text"));
                from = at + 1;
            }
        }
        (found, scan.around)
    }

    #[test]
    fn records_are_found_by_their_braces() {
        assert_eq!(records("[{\"a\":\"}]{\\\"\"},\n {\"b\":[{}]}]").0, ["{\"a\":\"}]{\\\"\"}", "{\"b\":[{}]}"]);
        assert_eq!(records("{\n \"a\": 1\n}\n\u{feff}{\"b\":2}{}").0, ["{\n \"a\": 1\n}", "{\"b\":2}", "{}"]);
        assert_eq!(records("[{},").1, 1, "an array that does not end");
    }

    #[test]
    fn lines_are_records_where_they_can_be() {
        for (text, objects) in [
            ("{\"a\":1}\n{\"b\":2}\n", false),
            ("{\"a\":1},\n{\"b\":2},\n", false),
            ("{\"a\":1}", false),
            ("{\"a\":1}{\"b\":2}", true),
            ("{\"a\":1},{\"b\":2}", true),
            ("{\n\"a\":1}\n", true),
            ("[\n{\"a\":1}]", true),
            // Broken records are refused line by line.
            ("{\"a\":1\n{\"b\":2}\n", false),
            ("{\"a\":x}\n{\"b\":2}\n", false),
            ("a,b\n1,2\n", false),
        ] {
            assert_eq!(is_objects(text.as_bytes()), objects, "{text}");
        }
    }
}

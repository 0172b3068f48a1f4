//! Goes over the bytes of a block, value by value.
//!
//! In: a block, and a place in it. Out: where texts and numbers begin and end, strictly by the grammar of JSON; None of
//! whatever is wrong or unusual, which is left to the slow path. A line end is no blank here: a record ends with its line.
//! What is called, rather than inlined, takes bytes and a place, and gives the place after: a cursor that is handed on has to
//! are in memory, even where the call is a rare one.

use crate::fleet::fast::json::simd::special_byte_mask;

/// How many bytes a [`Separator`](crate::fleet::fast::json::separator::Separator) is looked for in, and how many it has at most.
pub(crate) const WINDOW: usize = 64;

/// How many bytes a value may take that is compared in one window with the separator after it; and how many both take.
pub(crate) const VALUE: usize = 32;
pub(crate) const VALUE_AND_SEPARATOR: usize = VALUE + WINDOW;

/// How deep values are followed here; what is deeper is left to the slow path.
const DEEPEST: usize = 32;

/// Up to this many keys of an object are compared one with the other; more are sorted.
pub(crate) const FEW: usize = 16;

/// A place in a block.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cursor<'b> {
    pub(crate) bytes: &'b [u8],
    pub(crate) at: usize,
}

/// The position of a text, without its quotes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// Whether there are escapes in it. They have been found to be sound.
    pub(crate) escaped: bool,
    /// Whether all of its bytes are ASCII. Else it may not be UTF-8.
    pub(crate) ascii: bool,
}

impl<'b> Cursor<'b> {
    /// A copy that the compiler keeps in registers; one passed by value lives in memory.
    #[inline(always)]
    pub(crate) fn reborrow(self) -> Cursor<'b> {
        Cursor { bytes: self.bytes, at: self.at }
    }

    /// The next byte; 0, which never occurs in JSON, at the end.
    #[inline(always)]
    pub(crate) fn peek(&self) -> u8 {
        self.bytes.get(self.at).copied().unwrap_or(0)
    }

    /// The eight bytes from `at` on.
    #[inline(always)]
    pub(crate) fn word(&self, at: usize) -> u64 {
        match self.bytes.get(at..at + 8).and_then(<[u8]>::first_chunk) {
            Some(bytes) => u64::from_le_bytes(*bytes),
            None => last_word(self.bytes, at),
        }
    }

    /// The sixteen bytes from `at` on.
    #[inline(always)]
    pub(crate) fn wide(&self, at: usize) -> u128 {
        match self.bytes.get(at..at + 16).and_then(<[u8]>::first_chunk) {
            Some(bytes) => u128::from_le_bytes(*bytes),
            None => u128::from(self.word(at)) | u128::from(self.word(at + 8)) << 64,
        }
    }

    /// The bytes from here on that separators are looked for in; None near the end of a block.
    #[inline(always)]
    pub(crate) fn window(&self) -> Option<&'b [u8; WINDOW]> {
        self.bytes.get(self.at..self.at + WINDOW)?.first_chunk()
    }

    /// The same for a value and the separator after it.
    #[inline(always)]
    pub(crate) fn value_and_separator(&self) -> Option<&'b [u8; VALUE_AND_SEPARATOR]> {
        self.bytes.get(self.at..self.at + VALUE_AND_SEPARATOR)?.first_chunk()
    }

    #[inline(always)]
    pub(crate) fn blanks(&mut self) {
        if self.peek() <= b' ' {
            while matches!(self.peek(), b' ' | b'\t' | b'\r') {
                self.at += 1;
            }
        }
    }

    /// Goes past `byte`, or fails.
    #[inline(always)]
    pub(crate) fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek() == byte).then(|| self.at += 1)
    }

    /// Goes past the bytes between two values, or after the last: true if another follows.
    #[inline(always)]
    pub(crate) fn more(&mut self, close: u8) -> Option<bool> {
        if self.peek() == close {
            self.at += 1;
            return Some(false);
        }
        self.blanks();
        let next = self.peek();
        if next == b',' {
            self.at += 1;
            self.blanks();
            return Some(true);
        }
        (next == close).then(|| {
            self.at += 1;
            false
        })
    }

    /// Goes past the beginning of an object or a list: true if it is not empty.
    #[inline(always)]
    pub(crate) fn opens(&mut self, open: u8, close: u8) -> Option<bool> {
        self.expect(open)?;
        self.blanks();
        if self.peek() == close {
            self.at += 1;
            return Some(false);
        }
        Some(true)
    }

    /// Goes past a word, if it is next.
    #[inline(always)]
    pub(crate) fn is(&mut self, word: &[u8]) -> bool {
        let here = self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word));
        if here {
            self.at += word.len();
        }
        here
    }

    /// Goes past `null`, if it is next.
    #[inline(always)]
    pub(crate) fn null(&mut self) -> bool {
        self.peek() == b'n' && self.is(b"null")
    }

    /// Goes past a text.
    #[inline(always)]
    pub(crate) fn text(&mut self) -> Option<Span> {
        self.expect(b'"')?;
        let span = self.rest_of_text()?;
        self.at += 1;
        Some(span)
    }

    /// Goes on with a text, as far as the quote at its end.
    #[inline(always)]
    pub(crate) fn rest_of_text(&mut self) -> Option<Span> {
        let start = self.at;
        let mut at = start;
        let mut high = 0;
        loop {
            let (found, wide) = special_byte_mask(self.wide(at));
            if found == 0 {
                high |= wide;
                at += 16;
                continue;
            }
            let before = found.trailing_zeros();
            high |= wide & ((1 << before) - 1);
            at += before as usize;
            let span = if self.bytes.get(at) == Some(&b'"') {
                Span { start, end: at, escaped: false, ascii: high == 0 }
            } else {
                text_with_escapes(self.bytes, (start, at), high)?
            };
            self.at = span.end;
            return Some(span);
        }
    }

    /// How long the escape at `at` is, or the two that make one character.
    fn escape(self, at: usize) -> Option<usize> {
        match self.bytes.get(at + 1)? {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(2),
            b'u' => match self.hex(at + 2)? {
                0xd800..0xdc00 => {
                    let second = self.bytes.get(at + 6..at + 8)? == b"\\u" && matches!(self.hex(at + 8)?, 0xdc00..0xe000);
                    second.then_some(12)
                }
                0xdc00..0xe000 => None,
                _ => Some(6),
            },
            _ => None,
        }
    }

    fn hex(self, at: usize) -> Option<u32> {
        let digit = |byte: &u8| char::from(*byte).to_digit(16);
        self.bytes.get(at..at + 4)?.iter().try_fold(0, |sum, byte| Some(sum * 16 + digit(byte)?))
    }

    /// The bytes of a text as they are here.
    #[inline(always)]
    pub(crate) fn raw(self, span: Span) -> &'b [u8] {
        self.bytes.get(span.start..span.end).unwrap_or_default()
    }

    /// The [`hash`] of a text as it is written.
    #[inline(always)]
    pub(crate) fn hash(self, span: Span) -> u64 {
        const ODD: u64 = 0x9e37_79b9_7f4a_7c15;
        let mix = |sum: u64, word: u64| (sum ^ word).wrapping_mul(ODD).rotate_left(29);
        let mut left = span.end - span.start;
        let mut sum = (left as u64).wrapping_mul(ODD);
        let mut at = span.start;
        while left >= 8 {
            sum = mix(sum, self.word(at));
            at += 8;
            left -= 8;
        }
        sum = mix(sum, self.word(at) & ((1 << (8 * left)) - 1));
        sum ^ (sum >> 32)
    }

    /// What a text says, its escapes resolved into `scratch`; None if it is not UTF-8.
    pub(crate) fn decoded<'t>(self, span: Span, scratch: &'t mut String) -> Option<&'t str>
    where
        'b: 't,
    {
        let raw = std::str::from_utf8(self.raw(span)).ok()?;
        if !span.escaped {
            return Some(raw);
        }
        scratch.clear();
        let mut rest = raw;
        while let Some(at) = rest.find('\\') {
            scratch.push_str(&rest[..at]);
            let place = span.start + (raw.len() - rest.len()) + at;
            let length = self.escape(place)?;
            scratch.push(match self.bytes.get(place + 1)? {
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'n' => '\n',
                b'r' => '\r',
                b't' => '\t',
                b'u' if length == 12 => {
                    let (high, low) = (self.hex(place + 2)?, self.hex(place + 8)?);
                    char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))?
                }
                b'u' => char::from_u32(self.hex(place + 2)?)?,
                other => char::from(*other),
            });
            rest = rest.get(at + length..)?;
        }
        scratch.push_str(rest);
        Some(scratch)
    }

    /// True if a text is UTF-8.
    #[inline(always)]
    pub(crate) fn is_utf8(self, span: Span) -> bool {
        span.ascii || std::str::from_utf8(self.raw(span)).is_ok()
    }

    /// Goes past at least one digit.
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    /// Goes past a number, and gives its text.
    pub(crate) fn number(&mut self) -> Option<&'b [u8]> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        if self.peek() == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        self.bytes.get(start..self.at)
    }

    /// Goes past a value that is not needed. `keys` is room for the keys of objects that are open.
    #[inline(always)]
    pub(crate) fn skip(&mut self, depth: usize, keys: &mut Vec<u64>) -> Option<()> {
        self.at = skipped(self.bytes, self.at, depth, keys)?;
        Some(())
    }

    fn pass(&mut self, depth: usize, keys: &mut Vec<u64>) -> Option<()> {
        match self.peek() {
            b'"' => {
                let span = self.text()?;
                self.is_utf8(span).then_some(())
            }
            b'{' if depth < DEEPEST => {
                let first = keys.len();
                let mut more = self.opens(b'{', b'}')?;
                while more {
                    let key = self.text()?;
                    // What an escape in a key means is left to the slow path.
                    if key.escaped || !self.is_utf8(key) || !is_new_key(self.hash(key), keys, first) {
                        return None;
                    }
                    self.blanks();
                    self.expect(b':')?;
                    self.blanks();
                    self.pass(depth + 1, keys)?;
                    more = self.more(b'}')?;
                }
                no_duplicates(keys, first)
            }
            b'[' if depth < DEEPEST => {
                let mut more = self.opens(b'[', b']')?;
                while more {
                    self.pass(depth + 1, keys)?;
                    more = self.more(b']')?;
                }
                Some(())
            }
            b't' => self.is(b"true").then_some(()),
            b'f' => self.is(b"false").then_some(()),
            b'n' => self.is(b"null").then_some(()),
            _ => self.number().map(|_| ()),
        }
    }
}

/// Goes on with a text from its first escape on; or fails, for anything else that breaks it.
#[inline(never)]
fn text_with_escapes(bytes: &[u8], (start, mut at): (usize, usize), mut high: u32) -> Option<Span> {
    let cursor = Cursor { bytes, at };
    loop {
        match bytes.get(at)? {
            b'"' => {
                return Some(Span { start, end: at, escaped: true, ascii: high == 0 });
            }
            b'\\' => at += cursor.escape(at)?,
            0..0x20 => return None,
            _ => {
                let (found, wide) = special_byte_mask(cursor.wide(at));
                let before = found.trailing_zeros().min(16);
                high |= wide & ((1 << before) - 1);
                at += before as usize;
            }
        }
    }
}

/// Where the value at `at` ends.
#[inline(never)]
fn skipped(bytes: &[u8], at: usize, depth: usize, keys: &mut Vec<u64>) -> Option<usize> {
    let mut cursor = Cursor { bytes, at };
    cursor.pass(depth, keys)?;
    Some(cursor.at)
}

#[cold]
#[inline(never)]
fn last_word(bytes: &[u8], at: usize) -> u64 {
    let mut word = [0; 8];
    let rest = bytes.get(at..).unwrap_or_default();
    word[..rest.len()].copy_from_slice(rest);
    u64::from_le_bytes(word)
}

/// Takes one more key after the first few have been compared with it; false if it may be there already.
#[inline]
pub(crate) fn is_new_key(key: u64, keys: &mut Vec<u64>, first: usize) -> bool {
    let seen = keys.get(first..).unwrap_or_default();
    let twice = seen.len() < FEW && seen.contains(&key);
    keys.push(key);
    !twice
}

/// Forgets the keys from `first` on; None if two of them may be the same.
#[inline]
pub(crate) fn no_duplicates(keys: &mut Vec<u64>, first: usize) -> Option<()> {
    let mut sound = true;
    if let Some(seen) = keys.get_mut(first..).filter(|seen| seen.len() > FEW) {
        seen.sort_unstable();
        sound = seen.windows(2).all(|pair| pair[0] != pair[1]);
    }
    keys.truncate(first);
    sound.then_some(())
}

/// A number by which texts are found again. Texts that differ may share one; those who ask have to shape.
pub(crate) fn hash(text: &[u8]) -> u64 {
    let cursor = Cursor { bytes: text, at: 0 };
    cursor.hash(Span { start: 0, end: text.len(), ..Span::default() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_has_one_hash_wherever_it_stands() {
        let text = b"abcdefghijklmnopqrstuvwxyz";
        for (start, end) in (0..26).flat_map(|start| (start..=26).map(move |end| (start, end))) {
            let here = Cursor { bytes: text, at: 0 }.hash(Span { start, end, ..Span::default() });
            assert_eq!(here, hash(&text[start..end]));
        }
    }
}

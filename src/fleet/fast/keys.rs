//! The keys of an object, in the order in which they are likely to come.
//!
//! In: the keys that an object may have, and a place where one begins. Out: which it is; None of any other, and of one that
//! has been there. The key that came next the last time is tried first, in a compare or two; a miss is looked up and learned.

use hashbrown::HashMap;

use crate::fleet::fast::cursor::Cursor;

/// How many words of a key are compared at once; the rest, if there is one, by itself.
const WORDS: usize = 3;

/// The keys that an object may have.
#[derive(Debug)]
pub(super) struct Keys {
    keys: Vec<Key>,
    places: HashMap<Box<[u8]>, u32>,
    /// For the beginning of an object, and for each key: the one that came next the last time.
    next: Vec<u32>,
    /// For each key, the object that it was in last.
    seen: Vec<u32>,
    object: u32,
}

/// A key with its quotes, as words of which only the masked bytes count.
#[derive(Debug)]
struct Key {
    words: [u64; WORDS],
    masks: [u64; WORDS],
    rest: Box<[u8]>,
    length: usize,
}

impl Key {
    fn new(name: &str) -> Key {
        let quoted = format!("\"{name}\"");
        let mut key = Key { words: [0; WORDS], masks: [0; WORDS], rest: Box::default(), length: quoted.len() };
        for (at, byte) in quoted.bytes().enumerate().take(8 * WORDS) {
            key.words[at / 8] |= u64::from(byte) << (8 * (at % 8));
            key.masks[at / 8] |= 0xff << (8 * (at % 8));
        }
        key.rest = quoted.as_bytes().get(8 * WORDS..).unwrap_or_default().into();
        key
    }

    #[inline(always)]
    fn stands(&self, cursor: Cursor<'_>) -> bool {
        let same = |word: usize| (cursor.word(cursor.at + 8 * word) ^ self.words[word]) & self.masks[word] == 0;
        same(0) && (self.length <= 8 || (same(1) && (self.length <= 16 || (same(2) && self.rest_stands(cursor)))))
    }

    #[inline]
    fn rest_stands(&self, cursor: Cursor<'_>) -> bool {
        self.rest.is_empty() || cursor.bytes.get(cursor.at + 8 * WORDS..).is_some_and(|rest| rest.starts_with(&self.rest))
    }
}

impl Keys {
    /// These keys, expected in this order. There is at least one.
    pub(super) fn new<'k>(names: impl IntoIterator<Item = &'k str>) -> Keys {
        let names: Vec<&str> = names.into_iter().collect();
        let count = names.len() as u32;
        Keys {
            keys: names.iter().map(|name| Key::new(name)).collect(),
            places: names.iter().zip(0..).map(|(name, at)| (name.as_bytes().into(), at)).collect(),
            next: (0..=count).map(|at| if at < count { at } else { 0 }).collect(),
            seen: vec![0; names.len()],
            object: 0,
        }
    }

    /// Begins another object: the state of going through it.
    #[inline(always)]
    pub(super) fn begin(&mut self) -> usize {
        self.object = self.object.wrapping_add(1);
        if self.object == 0 {
            self.seen.fill(0);
            self.object = 1;
        }
        0
    }

    /// Goes past the next key and its colon: which it is.
    #[inline(always)]
    pub(super) fn next(&mut self, cursor: &mut Cursor<'_>, last: &mut usize) -> Option<usize> {
        let guess = self.next[*last] as usize;
        let at = match self.keys.get(guess) {
            Some(key) if key.stands(*cursor) => {
                cursor.at += key.length;
                guess
            }
            _ => {
                let (found, after) = self.look_up(*cursor, *last, guess)?;
                cursor.at = after;
                found
            }
        };
        if cursor.peek() != b':' {
            cursor.blanks();
        }
        cursor.expect(b':')?;
        cursor.blanks();
        *last = at + 1;
        let twice = self.seen[at] == self.object;
        self.seen[at] = self.object;
        (!twice).then_some(at)
    }

    #[inline(never)]
    fn look_up(&mut self, mut cursor: Cursor<'_>, last: usize, missed: usize) -> Option<(usize, usize)> {
        // One that is left out now and then is expected again the next time.
        let after = *self.next.get(missed + 1)? as usize;
        if let Some(key) = self.keys.get(after).filter(|key| key.stands(cursor)) {
            return Some((after, cursor.at + key.length));
        }
        let span = cursor.text()?;
        let at = *self.places.get(cursor.raw(span)).filter(|_| !span.escaped)?;
        self.next[last] = at;
        Some((at as usize, cursor.at))
    }

    /// Whether a key was in the object that was begun last.
    #[inline]
    pub(super) fn had(&self, at: usize) -> bool {
        self.seen[at] == self.object
    }
}

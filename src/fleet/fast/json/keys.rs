//! The keys of an object, in the order in which they are likely to come.
//!
//! In: the keys that an object may have, and a place before one. Out: which it is, or that the object ends; None of any other,
//! and of one that has been there. Some of its bytes say which key it can only be; that is compared, all of it from the comma
//! to the colon at once. A miss is looked up and learned.

use hashbrown::HashMap;

use crate::fleet::fast::json::cursor::{Cursor, WINDOW};
use crate::fleet::fast::json::separator::Separator;

/// How many places there are for keys, and how far into a key the bytes may be that say its own.
const PLACES: usize = 256;
const SKIPS: usize = 16;
/// How many of the others are looked for one by one.
const FEW: usize = 16;

/// The keys that an object may have.
#[derive(Debug)]
pub(crate) struct ObjectKeys {
    count: usize,
    /// The bytes before the first value of an object, one for each key, and at last of an object with none; then what
    /// is between two values, and at last after them.
    separators: Vec<Separator>,
    places: HashMap<Box<[u8]>, u32>,
    /// The key that has a place, of those that are long enough to have one.
    hashed: Box<[HashedKey; PLACES]>,
    /// Where in a key the bytes are that say its place: where they tell most keys apart.
    skip: usize,
    /// ObjectKeys that are too short, or whose place another has.
    unhashed: Vec<u32>,
    /// For the beginning of an object, and for each key: what came next the last time.
    next: Vec<u32>,
    /// For each key that a [`KeyWalk`] has no bit for, the object that it was in last.
    seen: Vec<u32>,
    object: u32,
}

/// A key that bytes tell, and how long the separators are that have it: at the beginning of an object, and further on. That these
/// lengths are here lets the next value be read before it is certain that the key is this one.
#[derive(Debug, Clone, Copy, Default)]
struct HashedKey {
    key: u32,
    lengths: [u8; 2],
}

/// How far an object is gone through.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyWalk {
    last: usize,
    seen: u64,
    /// Where among the separators those begin that may come next.
    from: usize,
}

impl KeyWalk {
    /// Whether a key, one of the first 64, was there.
    #[inline(always)]
    pub(crate) fn had(self, at: usize) -> bool {
        self.seen >> at & 1 == 1
    }
}

impl ObjectKeys {
    /// These keys, expected in this order.
    pub(crate) fn new<'k>(names: impl IntoIterator<Item = &'k str>) -> ObjectKeys {
        let names: Vec<&str> = names.into_iter().collect();
        let separator = |text: String| Separator::of(text.as_bytes()).unwrap_or_else(Separator::never);
        let firsts = names.iter().map(|name| separator(format!("{{\"{name}\":")));
        let others = names.iter().map(|name| separator(format!(",\"{name}\":")));
        let (none, last) = (separator("{}".to_owned()), separator("}".to_owned()));
        let skip = (0..SKIPS).min_by_key(|skip| hashed(&names, *skip).1.len()).unwrap_or(0);
        let (hashed, mut unhashed) = hashed(&names, skip);
        // Of more it takes no longer to spell one out.
        unhashed.truncate(FEW);
        // The end is looked for like a key that nothing tells.
        unhashed.push(names.len() as u32);
        let mut keys = ObjectKeys {
            hashed,
            skip,
            unhashed,
            separators: firsts.chain([none]).chain(others).chain([last]).collect(),
            places: names.iter().zip(0..).map(|(name, at)| (name.as_bytes().into(), at)).collect(),
            next: (0..=names.len() as u32).collect(),
            seen: vec![0; names.len() + 1],
            object: 0,
            count: names.len(),
        };
        keys.measure();
        keys
    }

    /// Says with each key that bytes tell how long its separators are.
    fn measure(&mut self) {
        for hashed in self.hashed.iter_mut() {
            // None is longer than a window.
            let length = |from: usize| self.separators[from + hashed.key as usize].length as u8;
            hashed.lengths = [length(0), length(self.count + 1)];
        }
    }

    /// The index that means the end.
    #[inline(always)]
    pub(crate) fn end(&self) -> usize {
        self.count
    }

    /// Begins with an object, if one begins here.
    #[inline(always)]
    pub(crate) fn begin(&mut self, cursor: Cursor<'_>) -> Option<KeyWalk> {
        if cursor.peek() != b'{' {
            return None;
        }
        if self.count >= 64 {
            self.object = self.object.wrapping_add(1);
            if self.object == 0 {
                self.seen.fill(0);
                self.object = 1;
            }
        }
        Some(KeyWalk { last: 0, seen: 0, from: 0 })
    }

    /// Goes past everything before the next value: which key it has. At the [`ObjectKeys::end`] the object has been passed.
    #[inline(always)]
    pub(crate) fn next(&mut self, cursor: &mut Cursor<'_>, walk: &mut KeyWalk) -> Option<usize> {
        let window = cursor.window();
        if window.is_some_and(|window| window[0] == b'}') {
            cursor.at += 1;
            return Some(self.count);
        }
        let at = if let Some(window) = window
            && let Some((at, length)) = self.expected(window, walk)
        {
            cursor.at += length;
            at
        } else {
            let (found, after) = self.look_up(cursor.bytes, cursor.at, (walk.last, walk.from))?;
            cursor.at = after;
            found
        };
        walk.last = at + 1;
        walk.from = self.count + 1;
        let twice = if at < 64 {
            let twice = walk.had(at);
            walk.seen |= 1 << at;
            twice
        } else {
            std::mem::replace(&mut self.seen[at], self.object) == self.object
        };
        cursor.blanks();
        (!twice).then_some(at)
    }

    /// The key that is at the beginning of a window, if it is the one that its bytes say, or that came the last time; and
    /// how long it is with everything before the next value.
    #[inline(always)]
    fn expected(&self, window: &[u8; WINDOW], walk: &KeyWalk) -> Option<(usize, usize)> {
        // The bytes before a key is a brace or a comma, and a quote.
        let hashed = window[2 + self.skip % SKIPS..].first_chunk().map_or(HashedKey::default(), |bytes| self.hashed[place(*bytes)]);
        let key = hashed.key as usize;
        if self.separators.get(walk.from + key)?.matches(window) {
            return Some((key, usize::from(hashed.lengths[usize::from(walk.from > 0)])));
        }
        let likely = *self.next.get(walk.last)? as usize;
        self.is_at(walk.from + likely, window).map(|length| (likely, length))
    }

    /// How long a separator is, if it is next.
    #[inline(always)]
    fn is_at(&self, separator: usize, window: &[u8; WINDOW]) -> Option<usize> {
        self.separators.get(separator).filter(|separator| separator.matches(window)).map(|separator| separator.length)
    }

    /// Reads a key that nothing tells, or one that is written with blanks: as the last time, if it may be.
    #[inline(never)]
    fn look_up(&mut self, bytes: &[u8], at: usize, (last, from): (usize, usize)) -> Option<(usize, usize)> {
        let cursor = Cursor { bytes, at };
        let expected = self.separators.get(from..from + self.count + 1)?;
        let guess = self.next[last];
        // What is left out now and then is expected again the next time.
        let after = self.next.get(guess as usize + 1).copied();
        let mut likely = [guess].into_iter().chain(after).chain(self.unhashed.iter().copied()).map(|at| at as usize);
        let (at, after) = match likely.find(|at| expected[*at].is_at(cursor)) {
            Some(at) => (at, cursor.at + expected[at].length),
            None => self.parse_slow(cursor, from)?,
        };
        self.next[last] = at as u32;
        Some((at, after))
    }

    /// Reads a key, however it is written.
    fn parse_slow(&mut self, cursor: Cursor<'_>, from: usize) -> Option<(usize, usize)> {
        let begin = cursor;
        let mut cursor = cursor.reborrow();
        let more = if from == 0 { cursor.opens(b'{', b'}')? } else { cursor.more(b'}')? };
        let mut at = self.end();
        if more {
            let span = cursor.text()?;
            at = *self.places.get(cursor.raw(span)).filter(|_| !span.escaped)? as usize;
            cursor.blanks();
            cursor.expect(b':')?;
            cursor.blanks();
        }
        // It is expected to be written like that again.
        if !self.separators[from + at].is_at(begin)
            && let Some(separator) = begin.bytes.get(begin.at..cursor.at).and_then(Separator::of)
        {
            self.separators[from + at] = separator;
            self.measure();
        }
        Some((at, cursor.at))
    }
}

/// The key that has each place, by the bytes so far into it; and those that have none.
fn hashed(names: &[&str], skip: usize) -> (Box<[HashedKey; PLACES]>, Vec<u32>) {
    let (mut hashed, mut taken, mut unhashed) = (Box::new([HashedKey::default(); PLACES]), [false; PLACES], Vec::new());
    for (name, at) in names.iter().zip(0..) {
        match format!("{name}\": ").as_bytes().get(skip..).and_then(<[u8]>::first_chunk).map(|bytes| place(*bytes)) {
            Some(place) if !taken[place] => (hashed[place].key, taken[place]) = (at, true),
            _ => unhashed.push(at),
        }
    }
    (hashed, unhashed)
}

/// The place that these bytes of a key say, the last of which may be of the value.
#[inline(always)]
fn place(bytes: [u8; 8]) -> usize {
    ((u64::from_le_bytes(bytes) << 8).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
}

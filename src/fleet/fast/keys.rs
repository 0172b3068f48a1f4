//! The keys of an object, in the order in which they are likely to come.
//!
//! In: the keys that an object may have, and a place before one. Out: which it is, or that the object ends; None of any other,
//! and of one that has been there. What came next the last time is tried first, all of it from the comma to the colon in a
//! compare or two; a miss is looked up and learned.

use hashbrown::HashMap;

use crate::fleet::fast::cursor::Cursor;

/// How many bytes of a joint are compared at once.
const WIDTH: usize = 16;

/// The keys that an object may have.
#[derive(Debug)]
pub(super) struct Keys {
    /// One for each key, and at last the end of the object.
    joints: Vec<Joint>,
    places: HashMap<Box<[u8]>, u32>,
    /// For the beginning of an object, and for each key: what came next the last time.
    next: Vec<u32>,
    /// For each key that a [`Walk`] has no bit for, the object that it was in last.
    seen: Vec<u32>,
    object: u32,
}

/// What stands between two values: `,"name":`. Its beginning is a word of which only the masked bytes count.
#[derive(Debug, Clone)]
pub(super) struct Joint {
    word: u128,
    mask: u128,
    rest: Box<[u8]>,
    pub(super) length: usize,
}

/// How far an object is gone through.
#[derive(Debug, Clone, Copy)]
pub(super) struct Walk {
    last: usize,
    seen: u64,
    /// What makes the comma of a joint the brace that comes before the first key.
    first: u128,
}

/// See [`Joint::stands`].
pub(super) const FIRST: u128 = (b',' ^ b'{') as u128;

impl Walk {
    /// Whether a key, one of the first 64, was there.
    #[inline(always)]
    pub(super) fn had(self, at: usize) -> bool {
        self.seen >> at & 1 == 1
    }
}

impl Joint {
    fn new(text: &str) -> Joint {
        let rest = text.as_bytes().get(WIDTH..).unwrap_or_default().into();
        let mut joint = Joint { word: 0, mask: 0, rest, length: text.len() };
        for (at, byte) in text.bytes().enumerate().take(WIDTH) {
            joint.word |= u128::from(byte) << (8 * at);
            joint.mask |= 0xff << (8 * at);
        }
        joint
    }

    /// Whether it stands here; with [`FIRST`], before the first value of an object.
    #[inline(always)]
    pub(super) fn stands(&self, cursor: Cursor<'_>, first: u128) -> bool {
        (cursor.wide(cursor.at) ^ self.word ^ first) & self.mask == 0 && (self.length <= WIDTH || self.rest_stands(cursor))
    }

    #[inline(always)]
    fn rest_stands(&self, cursor: Cursor<'_>) -> bool {
        cursor.bytes.get(cursor.at + WIDTH..).is_some_and(|rest| rest.starts_with(&self.rest))
    }
}

impl Keys {
    /// These keys, expected in this order.
    pub(super) fn new<'k>(names: impl IntoIterator<Item = &'k str>) -> Keys {
        let names: Vec<&str> = names.into_iter().collect();
        let joints = names.iter().map(|name| Joint::new(&format!(",\"{name}\":")));
        Keys {
            joints: joints.chain([Joint::new("}")]).collect(),
            places: names.iter().zip(0..).map(|(name, at)| (name.as_bytes().into(), at)).collect(),
            next: (0..=names.len() as u32).collect(),
            seen: vec![0; names.len() + 1],
            object: 0,
        }
    }

    /// What stands before a key's value.
    pub(super) fn joint(&self, at: usize) -> &Joint {
        &self.joints[at]
    }

    /// The number that stands for the end.
    #[inline(always)]
    pub(super) fn end(&self) -> usize {
        self.joints.len() - 1
    }

    /// Begins with an object, if one begins here.
    #[inline(always)]
    pub(super) fn begin(&mut self, cursor: Cursor<'_>) -> Option<Walk> {
        if cursor.peek() != b'{' {
            return None;
        }
        if self.joints.len() > 64 {
            self.object = self.object.wrapping_add(1);
            if self.object == 0 {
                self.seen.fill(0);
                self.object = 1;
            }
        }
        Some(Walk { last: 0, seen: 0, first: FIRST })
    }

    /// Goes past all that stands before the next value: which key it has. At the [`Keys::end`] the object has been passed.
    #[inline(always)]
    pub(super) fn next(&mut self, cursor: &mut Cursor<'_>, walk: &mut Walk) -> Option<usize> {
        let guess = self.next[walk.last] as usize;
        let joint = &self.joints[guess];
        let at = if joint.stands(*cursor, walk.first) {
            cursor.at += joint.length;
            guess
        } else {
            let (found, after) = self.look_up(*cursor, *walk, guess)?;
            cursor.at = after;
            found
        };
        walk.last = at + 1;
        walk.first = 0;
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

    #[inline(never)]
    fn look_up(&mut self, cursor: Cursor<'_>, walk: Walk, missed: usize) -> Option<(usize, usize)> {
        let mut cursor = cursor.anew();
        // What is left out now and then is expected again the next time.
        if let Some(after) = self.next.get(missed + 1).map(|after| *after as usize)
            && self.joints[after].stands(cursor, walk.first)
        {
            return Some((after, cursor.at + self.joints[after].length));
        }
        let more = if walk.first == 0 { cursor.more(b'}')? } else { cursor.opens(b'{', b'}')? };
        let at = if more {
            let span = cursor.text()?;
            let at = *self.places.get(cursor.raw(span)).filter(|_| !span.escaped)?;
            cursor.blanks();
            cursor.expect(b':')?;
            at
        } else {
            self.end() as u32
        };
        self.next[walk.last] = at;
        Some((at as usize, cursor.at))
    }
}

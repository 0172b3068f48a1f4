//! The keys of an object, in the order in which they are likely to come.
//!
//! In: the keys that an object may have, and a place before one. Out: which it is, or that the object ends; None of any other,
//! and of one that has been there. What came next the last time is tried first, all of it from the comma to the colon in a
//! compare or two; a miss is looked up and learned.

use hashbrown::HashMap;

use crate::fleet::fast::cursor::Cursor;

/// How many bytes of a joint are compared at once.
const WIDTH: usize = 16;

/// Up to so many keys are compared one after the other; more are looked up by their hash.
const FEW: usize = 8;

/// How many keys written in the other style are taken for a change of style.
const ODD: u32 = 4;

/// The keys that an object may have.
#[derive(Debug)]
pub(super) struct Keys {
    names: Vec<Box<str>>,
    /// What stands before the first value of an object, one for each key, and at last of an object with none; then what
    /// stands between two values, and at last after them.
    joints: Vec<Joint>,
    /// Whether there is a blank after each comma and colon, as some write it; and how many keys were written otherwise since.
    spaced: bool,
    odd: u32,
    places: HashMap<Box<[u8]>, u32>,
    /// For the beginning of an object, and for each key: what came next the last time.
    next: Vec<u32>,
    /// For each key that a [`Walk`] has no bit for, the object that it was in last.
    seen: Vec<u32>,
    object: u32,
}

/// What stands before a value: `,"name":`. Its beginning is a word of which only the masked bytes count.
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
    /// Where among the joints those begin that may come next.
    from: usize,
}

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

    /// Whether it stands here.
    #[inline(always)]
    pub(super) fn stands(&self, cursor: Cursor<'_>) -> bool {
        (cursor.wide(cursor.at) ^ self.word) & self.mask == 0 && (self.length <= WIDTH || self.rest_stands(cursor))
    }

    #[inline(always)]
    fn rest_stands(&self, cursor: Cursor<'_>) -> bool {
        cursor.bytes.get(cursor.at + WIDTH..).is_some_and(|rest| rest.starts_with(&self.rest))
    }
}

impl Keys {
    /// These keys, expected in this order.
    pub(super) fn new<'k>(names: impl IntoIterator<Item = &'k str>) -> Keys {
        let names: Vec<Box<str>> = names.into_iter().map(Box::from).collect();
        let mut keys = Keys {
            joints: Vec::new(),
            spaced: false,
            odd: 0,
            places: names.iter().zip(0..).map(|(name, at)| (name.as_bytes().into(), at)).collect(),
            next: (0..=names.len() as u32).collect(),
            seen: vec![0; names.len() + 1],
            object: 0,
            names,
        };
        keys.write(false);
        keys
    }

    /// Expects keys to be written with blanks, or without.
    fn write(&mut self, spaced: bool) {
        let blank = if spaced { " " } else { "" };
        let firsts = self.names.iter().map(|name| Joint::new(&format!("{{\"{name}\":{blank}")));
        let others = self.names.iter().map(|name| Joint::new(&format!(",{blank}\"{name}\":{blank}")));
        self.joints = firsts.chain([Joint::new("{}")]).chain(others).chain([Joint::new("}")]).collect();
        self.spaced = spaced;
        self.odd = 0;
    }

    /// What stands before the value of a key, the first of its object or another.
    pub(super) fn joint(&self, at: usize, first: bool) -> &Joint {
        &self.joints[if first { at } else { self.end() + 1 + at }]
    }

    /// Whether keys are expected to be written with blanks.
    pub(super) fn is_spaced(&self) -> bool {
        self.spaced
    }

    /// The number that stands for the end.
    #[inline(always)]
    pub(super) fn end(&self) -> usize {
        self.names.len()
    }

    /// Begins with an object, if one begins here.
    #[inline(always)]
    pub(super) fn begin(&mut self, cursor: Cursor<'_>) -> Option<Walk> {
        if cursor.peek() != b'{' {
            return None;
        }
        if self.names.len() >= 64 {
            self.object = self.object.wrapping_add(1);
            if self.object == 0 {
                self.seen.fill(0);
                self.object = 1;
            }
        }
        Some(Walk { last: 0, seen: 0, from: 0 })
    }

    /// Goes past all that stands before the next value: which key it has. At the [`Keys::end`] the object has been passed.
    #[inline(always)]
    pub(super) fn next(&mut self, cursor: &mut Cursor<'_>, walk: &mut Walk) -> Option<usize> {
        let guess = self.next[walk.last] as usize;
        let joint = &self.joints[walk.from + guess];
        let at = if joint.stands(*cursor) {
            cursor.at += joint.length;
            guess
        } else {
            let (found, after) = self.look_up(*cursor, *walk, guess)?;
            cursor.at = after;
            found
        };
        walk.last = at + 1;
        walk.from = self.names.len() + 1;
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
        let expected = self.joints.get(walk.from..walk.from + self.names.len() + 1)?;
        // What is left out now and then is expected again the next time.
        if let Some(after) = self.next.get(missed + 1).map(|after| *after as usize)
            && expected[after].stands(cursor)
        {
            return Some((after, cursor.at + expected[after].length));
        }
        let found = if self.names.len() <= FEW { expected.iter().position(|joint| joint.stands(cursor)) } else { None };
        let (at, after) = match found {
            Some(at) => (at, cursor.at + expected[at].length),
            None => self.spell_out(cursor, walk)?,
        };
        self.next[walk.last] = at as u32;
        Some((at, after))
    }

    /// Reads a key, however it is written.
    fn spell_out(&mut self, cursor: Cursor<'_>, walk: Walk) -> Option<(usize, usize)> {
        let begin = cursor.at;
        let mut cursor = cursor.anew();
        let more = if walk.from == 0 { cursor.opens(b'{', b'}')? } else { cursor.more(b'}')? };
        if !more {
            return Some((self.end(), cursor.at));
        }
        let blanks = cursor.at - begin - 1;
        let span = cursor.text()?;
        let at = *self.places.get(cursor.raw(span)).filter(|_| !span.escaped)?;
        cursor.blanks();
        cursor.expect(b':')?;
        let colon = cursor.at;
        cursor.blanks();
        let spaced = match (walk.from == 0 || blanks == 1, blanks == 0, cursor.at - colon) {
            (true, _, 1) => true,
            (_, true, 0) => false,
            _ => self.spaced,
        };
        self.odd = if spaced == self.spaced { 0 } else { self.odd + 1 };
        if self.odd >= ODD {
            self.write(spaced);
        }
        Some((at as usize, cursor.at))
    }
}

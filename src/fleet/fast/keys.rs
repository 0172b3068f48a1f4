//! The keys of an object, in the order in which they are likely to come.
//!
//! In: the keys that an object may have, and a place before one. Out: which it is, or that the object ends; None of any other,
//! and of one that has been there. Some of its bytes say which key it can only be; that is compared, all of it from the comma
//! to the colon at once. A miss is looked up and learned.

use hashbrown::HashMap;

use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::joint::{Joint, WINDOW};

/// How many places there are for keys, and how far into a key the bytes may be that say its own.
const PLACES: usize = 256;
const SKIPS: usize = 16;
/// How many of the others are looked for one by one.
const FEW: usize = 16;

/// The keys that an object may have.
#[derive(Debug)]
pub(super) struct Keys {
    count: usize,
    /// What stands before the first value of an object, one for each key, and at last of an object with none; then what
    /// stands between two values, and at last after them.
    joints: Vec<Joint>,
    places: HashMap<Box<[u8]>, u32>,
    /// The key that has a place, of those that are long enough to have one.
    told: Box<[Told; PLACES]>,
    /// Where in a key the bytes are that say its place: where they tell most keys apart.
    skip: usize,
    /// Keys that are too short, or whose place another has.
    untold: Vec<u32>,
    /// For the beginning of an object, and for each key: what came next the last time.
    next: Vec<u32>,
    /// For each key that a [`Walk`] has no bit for, the object that it was in last.
    seen: Vec<u32>,
    object: u32,
}

/// A key that bytes tell, and how long the joints are that have it: at the beginning of an object, and further on. That these
/// lengths stand here lets the next value be read before it is certain that the key is this one.
#[derive(Debug, Clone, Copy, Default)]
struct Told {
    key: u32,
    lengths: [u8; 2],
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

impl Keys {
    /// These keys, expected in this order.
    pub(super) fn new<'k>(names: impl IntoIterator<Item = &'k str>) -> Keys {
        let names: Vec<&str> = names.into_iter().collect();
        let joint = |text: String| Joint::of(text.as_bytes()).unwrap_or_else(Joint::nowhere);
        let firsts = names.iter().map(|name| joint(format!("{{\"{name}\":")));
        let others = names.iter().map(|name| joint(format!(",\"{name}\":")));
        let (none, last) = (joint("{}".to_owned()), joint("}".to_owned()));
        let skip = (0..SKIPS).min_by_key(|skip| told(&names, *skip).1.len()).unwrap_or(0);
        let (told, mut untold) = told(&names, skip);
        // Of more it takes no longer to spell one out.
        untold.truncate(FEW);
        // The end is looked for like a key that nothing tells.
        untold.push(names.len() as u32);
        let mut keys = Keys {
            told,
            skip,
            untold,
            joints: firsts.chain([none]).chain(others).chain([last]).collect(),
            places: names.iter().zip(0..).map(|(name, at)| (name.as_bytes().into(), at)).collect(),
            next: (0..=names.len() as u32).collect(),
            seen: vec![0; names.len() + 1],
            object: 0,
            count: names.len(),
        };
        keys.measure();
        keys
    }

    /// Says with each key that bytes tell how long its joints are.
    fn measure(&mut self) {
        for told in self.told.iter_mut() {
            // None is longer than a window.
            let length = |from: usize| self.joints[from + told.key as usize].length as u8;
            told.lengths = [length(0), length(self.count + 1)];
        }
    }

    /// The number that stands for the end.
    #[inline(always)]
    pub(super) fn end(&self) -> usize {
        self.count
    }

    /// Begins with an object, if one begins here.
    #[inline(always)]
    pub(super) fn begin(&mut self, cursor: Cursor<'_>) -> Option<Walk> {
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
        Some(Walk { last: 0, seen: 0, from: 0 })
    }

    /// Goes past all that stands before the next value: which key it has. At the [`Keys::end`] the object has been passed.
    #[inline(always)]
    pub(super) fn next(&mut self, cursor: &mut Cursor<'_>, walk: &mut Walk) -> Option<usize> {
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

    /// The key that stands at the beginning of a window, if it is the one that its bytes say, or that came the last time; and
    /// how long it is with all that stands before the next value.
    #[inline(always)]
    fn expected(&self, window: &[u8; WINDOW], walk: &Walk) -> Option<(usize, usize)> {
        // What stands before a key is a brace or a comma, and a quote.
        let told = window[2 + self.skip % SKIPS..].first_chunk().map_or(Told::default(), |bytes| self.told[place(*bytes)]);
        let key = told.key as usize;
        if self.joints.get(walk.from + key)?.stands_in(window) {
            return Some((key, usize::from(told.lengths[usize::from(walk.from > 0)])));
        }
        let likely = *self.next.get(walk.last)? as usize;
        self.stands(walk.from + likely, window).map(|length| (likely, length))
    }

    /// How long a joint is, if it stands here.
    #[inline(always)]
    fn stands(&self, joint: usize, window: &[u8; WINDOW]) -> Option<usize> {
        self.joints.get(joint).filter(|joint| joint.stands_in(window)).map(|joint| joint.length)
    }

    /// Reads a key that nothing tells, or one that is written with blanks: as the last time, if it may be.
    #[inline(never)]
    fn look_up(&mut self, bytes: &[u8], at: usize, (last, from): (usize, usize)) -> Option<(usize, usize)> {
        let cursor = Cursor { bytes, at };
        let expected = self.joints.get(from..from + self.count + 1)?;
        let guess = self.next[last];
        // What is left out now and then is expected again the next time.
        let after = self.next.get(guess as usize + 1).copied();
        let mut likely = [guess].into_iter().chain(after).chain(self.untold.iter().copied()).map(|at| at as usize);
        let (at, after) = match likely.find(|at| expected[*at].stands(cursor)) {
            Some(at) => (at, cursor.at + expected[at].length),
            None => self.spell_out(cursor, from)?,
        };
        self.next[last] = at as u32;
        Some((at, after))
    }

    /// Reads a key, however it is written.
    fn spell_out(&mut self, cursor: Cursor<'_>, from: usize) -> Option<(usize, usize)> {
        let begin = cursor;
        let mut cursor = cursor.anew();
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
        if !self.joints[from + at].stands(begin)
            && let Some(joint) = begin.bytes.get(begin.at..cursor.at).and_then(Joint::of)
        {
            self.joints[from + at] = joint;
            self.measure();
        }
        Some((at, cursor.at))
    }
}

/// The key that has each place, by the bytes so far into it; and those that have none.
fn told(names: &[&str], skip: usize) -> (Box<[Told; PLACES]>, Vec<u32>) {
    let (mut told, mut taken, mut untold) = (Box::new([Told::default(); PLACES]), [false; PLACES], Vec::new());
    for (name, at) in names.iter().zip(0..) {
        match format!("{name}\": ").as_bytes().get(skip..).and_then(<[u8]>::first_chunk).map(|bytes| place(*bytes)) {
            Some(place) if !taken[place] => (told[place].key, taken[place]) = (at, true),
            _ => untold.push(at),
        }
    }
    (told, untold)
}

/// The place that these bytes of a key say, the last of which may be of the value.
#[inline(always)]
fn place(bytes: [u8; 8]) -> usize {
    ((u64::from_le_bytes(bytes) << 8).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 56) as usize
}

//! What stands between two values, as it stood there the last time.
//!
//! In: bytes that were found to be sound between two values: quotes, blanks, a comma, a key, a colon. Out: whether the same
//! bytes stand in another place; then they need not be looked at one by one.

use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::marks::same;

/// How many bytes are compared at once, and how many there are at most.
pub(super) const WIDTH: usize = 16;
pub(super) const LONGEST: usize = 4 * WIDTH;

/// How many bytes have to be there to be compared.
pub(super) const WINDOW: usize = LONGEST;

/// How many bytes a value may take that stands before a joint in one window with it; and how many both take.
const VALUE: usize = 32;
pub(super) const VALUE_AND_JOINT: usize = VALUE + LONGEST;

/// Bytes, in words of which only the masked part counts. What most joints need stands together at the beginning, so that it
/// takes one line of the processor's cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Joint {
    first: Word,
    pub(super) length: usize,
    rest: [Word; LONGEST / WIDTH - 1],
}

/// Sixteen bytes, and which of them count. Those that don't are nought.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Word {
    pub(super) bytes: u128,
    pub(super) mask: u128,
}

impl Word {
    /// What is never there: a byte that does not count and is not nought.
    pub(super) const NOWHERE: Word = Word { bytes: 1, mask: 0 };

    /// At most sixteen bytes.
    pub(super) fn of(text: &[u8]) -> Word {
        let mut word = Word::default();
        text.iter().zip(0..).for_each(|(byte, at)| word.put(at, *byte));
        word
    }

    /// Puts a byte into its place.
    fn put(&mut self, at: usize, byte: u8) {
        let shift = 8 * (at % WIDTH);
        self.bytes |= u128::from(byte) << shift;
        self.mask |= 0xff << shift;
    }

    #[inline(always)]
    pub(super) fn is(&self, bytes: &[u8; WIDTH]) -> bool {
        same(u128::from_le_bytes(*bytes), self.bytes, self.mask)
    }

    /// Whether all of several are there.
    #[inline(always)]
    pub(super) fn are<const N: usize>(words: [&Word; N], bytes: [&[u8; WIDTH]; N]) -> bool {
        let others = |at: usize| u128::from_le_bytes(*bytes[at]) & words[at].mask ^ words[at].bytes;
        (0..N).fold(0, |sum, at| sum | others(at)) == 0
    }
}

/// A joint of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Short {
    word: Word,
    pub(super) length: usize,
}

impl Short {
    #[inline(always)]
    pub(super) fn is(&self, bytes: &[u8; WIDTH]) -> bool {
        self.word.is(bytes)
    }
}

impl Joint {
    /// The whole of it in one word, if it is short.
    pub(super) fn short(&self) -> Option<Short> {
        (self.length <= WIDTH).then_some(Short { word: self.first, length: self.length })
    }

    /// These bytes; None if they are too many.
    pub(super) fn of(text: &[u8]) -> Option<Joint> {
        let mut joint = Joint::default();
        (joint.add(text) == text.len()).then_some(joint)
    }

    /// What stands nowhere.
    pub(super) fn nowhere() -> Joint {
        Joint { first: Word::NOWHERE, length: 1, ..Joint::default() }
    }

    /// Adds bytes, as many as there is room for. Tells how many.
    pub(super) fn add(&mut self, text: &[u8]) -> usize {
        let room = text.len().min(LONGEST - self.length);
        for byte in &text[..room] {
            let word = match (self.length / WIDTH).checked_sub(1) {
                None => &mut self.first,
                Some(at) => &mut self.rest[at],
            };
            word.put(self.length, *byte);
            self.length += 1;
        }
        room
    }

    /// Whether it stands here.
    #[inline(always)]
    pub(super) fn stands(&self, cursor: Cursor<'_>) -> bool {
        match cursor.window() {
            Some(window) => self.stands_in(window),
            None => self.stands_near_the_end(cursor.bytes, cursor.at),
        }
    }

    /// Whether it stands at the beginning of a window.
    #[inline(always)]
    pub(super) fn stands_in(&self, window: &[u8; WINDOW]) -> bool {
        let (words, _) = window.as_chunks::<WIDTH>();
        let is = |word: &Word, at: usize| word.is(&words[at]);
        let [second, third, fourth] = &self.rest;
        is(&self.first, 0) && (self.length <= WIDTH || is(second, 1) && (self.length <= 2 * WIDTH || is(third, 2) && is(fourth, 3)))
    }

    /// Whether it stands in a window after a value that takes so many bytes, less than [`VALUE`].
    #[inline(always)]
    pub(super) fn stands_after(&self, window: &[u8; VALUE_AND_JOINT], value: usize) -> bool {
        window[value % VALUE..].first_chunk().is_some_and(|window| self.stands_in(window))
    }

    #[cold]
    #[inline(never)]
    fn stands_near_the_end(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut window = [0; WINDOW];
        // What is beyond the end is nought, of which no joint has any.
        let (there, _) = window.split_at_mut(rest.len().min(WINDOW));
        there.copy_from_slice(&rest[..there.len()]);
        self.length <= rest.len() && self.stands_in(&window)
    }
}

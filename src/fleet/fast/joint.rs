//! What stands between two values, as it stood there the last time.
//!
//! In: bytes that were found to be sound between two values: quotes, blanks, a comma, a key, a colon. Out: whether the same
//! bytes stand in another place; then they need not be looked at one by one.

use crate::fleet::fast::cursor::Cursor;

/// How many bytes are compared at once, and how many there are at most.
const WIDTH: usize = 16;
pub(super) const LONGEST: usize = 4 * WIDTH;

/// How many bytes have to be there to be compared.
pub(super) const WINDOW: usize = LONGEST + WIDTH;

/// Bytes, in words of which only the masked part counts. What most joints need stands together at the beginning, so that it
/// takes one line of the processor's cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(super) struct Joint {
    first: Word,
    pub(super) length: usize,
    rest: [Word; LONGEST / WIDTH - 1],
}

/// Sixteen bytes, and which of them count.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
struct Word {
    bytes: u128,
    mask: u128,
}

impl Joint {
    /// These bytes; None if they are too many.
    pub(super) fn of(text: &[u8]) -> Option<Joint> {
        let mut joint = Joint::default();
        (joint.add(text) == text.len()).then_some(joint)
    }

    /// What stands nowhere, for no byte of JSON is nought.
    pub(super) fn nowhere() -> Joint {
        let mut joint = Joint::default();
        joint.add(&[0]);
        joint
    }

    /// Adds bytes, as many as there is room for. Tells how many.
    pub(super) fn add(&mut self, text: &[u8]) -> usize {
        let room = text.len().min(LONGEST - self.length);
        for byte in &text[..room] {
            let shift = 8 * (self.length % WIDTH);
            let word = match (self.length / WIDTH).checked_sub(1) {
                None => &mut self.first,
                Some(at) => &mut self.rest[at],
            };
            word.bytes |= u128::from(*byte) << shift;
            word.mask |= 0xff << shift;
            self.length += 1;
        }
        room
    }

    /// Adds so many bytes that may be any, if there is room. Tells where.
    pub(super) fn add_any(&mut self, bytes: usize) -> Option<usize> {
        let at = self.length;
        self.length = (at + bytes <= LONGEST).then_some(at + bytes)?;
        Some(at)
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
        let is = |word: &Word, at: usize| (u128::from_le_bytes(words[at]) ^ word.bytes) & word.mask == 0;
        let [second, third, fourth] = &self.rest;
        is(&self.first, 0) && (self.length <= WIDTH || is(second, 1) && (self.length <= 2 * WIDTH || is(third, 2) && is(fourth, 3)))
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

//! The bytes between two values, as they were the last time.
//!
//! In: bytes that were found to be sound between two values: quotes, blanks, a comma, a key, a colon. Out: whether the same
//! bytes are in another place; then they need not be looked at one by one.

use crate::fleet::fast::json::cursor::{Cursor, VALUE, VALUE_AND_SEPARATOR, WINDOW};
use crate::fleet::fast::json::simd::masked_eq;

/// How many bytes are compared at once, and how many there are at most.
pub(crate) const WIDTH: usize = 16;
pub(crate) const LONGEST: usize = WINDOW;

/// Bytes, in words of which only the masked part counts. What most separators need is together at the beginning, so that it
/// takes one line of the processor's cache.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct Separator {
    first: MaskedBlock,
    pub(crate) length: usize,
    rest: [MaskedBlock; LONGEST / WIDTH - 1],
}

/// Sixteen bytes, and which of them count. Those that don't are zero.
#[derive(Debug, Clone, Copy, Default)]
#[repr(C)]
pub(crate) struct MaskedBlock {
    pub(crate) bytes: u128,
    pub(crate) mask: u128,
}

impl MaskedBlock {
    /// What is never there: a byte that does not count and is not zero.
    pub(crate) const NEVER: MaskedBlock = MaskedBlock { bytes: 1, mask: 0 };

    /// At most sixteen bytes.
    pub(crate) fn of(text: &[u8]) -> MaskedBlock {
        let mut word = MaskedBlock::default();
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
    pub(crate) fn is(&self, bytes: &[u8; WIDTH]) -> bool {
        masked_eq(u128::from_le_bytes(*bytes), self.bytes, self.mask)
    }

    /// Whether all of several are there.
    #[inline(always)]
    pub(crate) fn are<const N: usize>(words: [&MaskedBlock; N], bytes: [&[u8; WIDTH]; N]) -> bool {
        let others = |at: usize| u128::from_le_bytes(*bytes[at]) & words[at].mask ^ words[at].bytes;
        (0..N).fold(0, |sum, at| sum | others(at)) == 0
    }
}

/// A separator of one word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ShortSeparator {
    word: MaskedBlock,
    pub(crate) length: usize,
}

impl ShortSeparator {
    #[inline(always)]
    pub(crate) fn is(&self, bytes: &[u8; WIDTH]) -> bool {
        self.word.is(bytes)
    }
}

impl Separator {
    /// The whole of it in one word, if it is short.
    pub(crate) fn short(&self) -> Option<ShortSeparator> {
        (self.length <= WIDTH).then_some(ShortSeparator { word: self.first, length: self.length })
    }

    /// These bytes; None if they are too many.
    pub(crate) fn of(text: &[u8]) -> Option<Separator> {
        let mut separator = Separator::default();
        (separator.add(text) == text.len()).then_some(separator)
    }

    /// What never occurs.
    pub(crate) fn never() -> Separator {
        Separator { first: MaskedBlock::NEVER, length: 1, ..Separator::default() }
    }

    /// Adds bytes, as many as there is room for. Tells how many.
    pub(crate) fn add(&mut self, text: &[u8]) -> usize {
        let scratch = text.len().min(LONGEST - self.length);
        for byte in &text[..scratch] {
            let word = match (self.length / WIDTH).checked_sub(1) {
                None => &mut self.first,
                Some(at) => &mut self.rest[at],
            };
            word.put(self.length, *byte);
            self.length += 1;
        }
        scratch
    }

    /// Whether it is next.
    #[inline(always)]
    pub(crate) fn is_at(&self, cursor: Cursor<'_>) -> bool {
        match cursor.window() {
            Some(window) => self.matches(window),
            None => self.matches_near_the_end(cursor.bytes, cursor.at),
        }
    }

    /// Whether a window begins with it.
    #[inline(always)]
    pub(crate) fn matches(&self, window: &[u8; WINDOW]) -> bool {
        let (words, _) = window.as_chunks::<WIDTH>();
        let is = |word: &MaskedBlock, at: usize| word.is(&words[at]);
        let [second, third, fourth] = &self.rest;
        is(&self.first, 0) && (self.length <= WIDTH || is(second, 1) && (self.length <= 2 * WIDTH || is(third, 2) && is(fourth, 3)))
    }

    /// Whether it follows in a window after a value that takes so many bytes, less than [`VALUE`].
    #[inline(always)]
    pub(crate) fn matches_after(&self, window: &[u8; VALUE_AND_SEPARATOR], value: usize) -> bool {
        window[value % VALUE..].first_chunk().is_some_and(|window| self.matches(window))
    }

    #[cold]
    #[inline(never)]
    fn matches_near_the_end(&self, bytes: &[u8], at: usize) -> bool {
        let rest = bytes.get(at..).unwrap_or_default();
        let mut window = [0; WINDOW];
        // What is beyond the end is zero, of which no separator has any.
        let (there, _) = window.split_at_mut(rest.len().min(WINDOW));
        there.copy_from_slice(&rest[..there.len()]);
        self.length <= rest.len() && self.matches(&window)
    }
}

//! ShortSeparator values, as they were written the last times.
//!
//! In: a place where a value begins. Out: what was read when the same bytes stood somewhere before, and how many they are.
//! Only what ends with a quote is kept, for a number may go on.

use crate::fleet::fast::json::cursor::{Cursor, WINDOW};
use crate::fleet::fast::json::separator::Separator;

/// How many places there are for values.
const PLACES: usize = 16;

/// Recent values.
#[derive(Debug)]
pub(crate) struct ValueCache(Box<[(Separator, i64); PLACES]>);

impl ValueCache {
    pub(crate) fn new() -> ValueCache {
        ValueCache(Box::new([(Separator::never(), 0); PLACES]))
    }

    /// What is next, and how long it is.
    #[inline(always)]
    pub(crate) fn get(&self, cursor: Cursor<'_>) -> Option<(i64, usize)> {
        let window = cursor.window()?;
        let (separator, value) = &self.0[place(window)];
        separator.matches(window).then_some((*value, separator.length))
    }

    /// Keeps what was read here up to `end`.
    pub(crate) fn insert(&mut self, cursor: Cursor<'_>, end: usize, value: i64) {
        let written = cursor.bytes.get(cursor.at..end).filter(|bytes| bytes.ends_with(b"\""));
        if let (Some(window), Some(separator)) = (cursor.window(), written.and_then(Separator::of)) {
            self.0[place(window)] = (separator, value);
        }
    }
}

/// The place for a value, by its first bytes, without the quote. What comes after a short one should bear on it little.
#[inline(always)]
fn place(window: &[u8; WINDOW]) -> usize {
    let [_, first, second, third, fourth, ..] = *window;
    (u32::from_le_bytes([first, second, third, fourth]).wrapping_mul(0x9e37_79b9) >> 28) as usize
}

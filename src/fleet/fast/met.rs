//! Short values, as they were written the last times.
//!
//! In: a place where a value begins. Out: what was read when the same bytes stood somewhere before, and how many they are.
//! Only what ends with a quote is kept, for a number may go on.

use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::joint::{Joint, WINDOW};

/// How many places there are for values.
const PLACES: usize = 16;

/// Values that were met.
#[derive(Debug)]
pub(super) struct Met(Box<[(Joint, i64); PLACES]>);

impl Met {
    pub(super) fn new() -> Met {
        Met(Box::new([(Joint::nowhere(), 0); PLACES]))
    }

    /// What stands here, and how long it is.
    #[inline(always)]
    pub(super) fn find(&self, cursor: Cursor<'_>) -> Option<(i64, usize)> {
        let window = cursor.window()?;
        let (joint, value) = &self.0[place(window)];
        joint.stands_in(window).then_some((*value, joint.length))
    }

    /// Keeps what was read here up to `end`.
    pub(super) fn keep(&mut self, cursor: Cursor<'_>, end: usize, value: i64) {
        let written = cursor.bytes.get(cursor.at..end).filter(|bytes| bytes.ends_with(b"\""));
        if let (Some(window), Some(joint)) = (cursor.window(), written.and_then(Joint::of)) {
            self.0[place(window)] = (joint, value);
        }
    }
}

/// The place for a value, by its first bytes, the quote left aside. What comes after a short one should bear on it little.
#[inline(always)]
fn place(window: &[u8; WINDOW]) -> usize {
    let [_, first, second, third, fourth, ..] = *window;
    (u32::from_le_bytes([first, second, third, fourth]).wrapping_mul(0x9e37_79b9) >> 28) as usize
}

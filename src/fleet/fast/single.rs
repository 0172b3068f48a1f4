//! A fact with one value.
//!
//! In: a place where its value begins. Out: what each test of it comes to, and where it ends. None of whatever is refused.

use crate::check::length_of;
use crate::exact::{Exact, Interval, Ranges};
use crate::fleet::fast::ask::Ask;
use crate::fleet::fast::course::Line;
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::met::Met;
use crate::fleet::fast::value::{Cell, Reader, Room};
use crate::kind::Value;

/// A fact with one value.
#[derive(Debug)]
pub(super) struct ValueFact {
    pub(super) reader: Reader,
    /// Conditions on it, each with the place of its timeline.
    pub(super) asks: Vec<(usize, Ask)>,
    /// Conditions on its length, and whether a wide character counts two.
    pub(super) lengths: Vec<(usize, bool, Ranges)>,
    /// True if a time is measured from it or to it.
    pub(super) instant: bool,
    /// Values that were met, where nothing else is asked of them.
    pub(super) met: Option<Met>,
}

impl ValueFact {
    /// Goes past a value that was met before, if one stands here.
    #[inline(always)]
    pub(super) fn is_met(&self, cursor: &mut Cursor<'_>, lines: &mut [Line]) -> bool {
        let found = self.met.as_ref().and_then(|met| met.find(*cursor));
        if let Some((value, length)) = found {
            cursor.at += length;
            self.put(value, lines);
        }
        found.is_some()
    }

    /// Puts what each condition comes to into its place among `lines`.
    #[inline(always)]
    fn put(&self, value: i64, lines: &mut [Line]) {
        for (place, ask) in &self.asks {
            lines[*place] = Line::constant(ask.admits(value).into());
        }
    }

    /// Reads the value, puts what each test comes to into its place among `lines`, and keeps the value itself where a time may
    /// be measured from it. Gives where it ends.
    #[inline(never)]
    pub(super) fn read(
        &mut self,
        bytes: &[u8],
        at: usize,
        room: &mut Room,
        lines: &mut [Line],
        instant: &mut Option<Value>,
    ) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let cell = Cell::of(self.reader.read(&mut cursor, room)?);
        self.put(cell.value, lines);
        for (place, wide, ranges) in &self.lengths {
            let length = length_of(cursor.said(room.span, &mut room.text)?, *wide);
            lines[*place] = Line::constant(ranges.admit(&Interval::exactly(Exact::whole(length))));
        }
        if self.instant {
            *instant = match &self.reader {
                Reader::Moment(_) => room.moment.map(Value::Moment),
                reader => reader.value(&cell),
            };
        }
        if let Some(met) = &mut self.met {
            met.keep(Cursor { bytes, at }, cursor.at, cell.value);
        }
        Some(cursor.at)
    }
}

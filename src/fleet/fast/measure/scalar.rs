//! A fact with one value.
//!
//! In: a place where its value begins. Out: what each test of it comes to, and where it ends. None of whatever is refused.

use crate::engine::check::length_of;
use crate::fleet::fast::json::cursor::Cursor;
use crate::fleet::fast::measure::decode::{Cell, Decoder, Scratch};
use crate::fleet::fast::measure::predicate::Predicate;
use crate::fleet::fast::measure::timeline::TimelineRef;
use crate::value::date::Date;
use crate::value::number::{Interval, Ranges, Rational};
use crate::value::value_type::Value;

/// A fact with one value.
#[derive(Debug)]
pub(crate) struct ScalarFact {
    pub(crate) reader: Decoder,
    /// Conditions on it, each with the place of its timeline.
    pub(crate) predicates: Vec<(usize, Predicate)>,
    /// Conditions on its length, and whether a wide character counts two.
    pub(crate) lengths: Vec<(usize, bool, Ranges)>,
    /// The last day that it can be dated; None of what may lie ahead.
    pub(crate) last: Option<Date>,
    /// True if a time is measured from it or to it.
    pub(crate) instant: bool,
}

impl ScalarFact {
    /// Reads the value, puts what each test comes to into its place among `timelines`, and keeps the value itself where a time may
    /// be measured from it. Gives where it ends.
    #[inline(never)]
    pub(crate) fn read(
        &mut self,
        bytes: &[u8],
        at: usize,
        scratch: &mut Scratch,
        timelines: &mut [TimelineRef],
        instant: &mut Option<Value>,
    ) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let cell = Cell::of(self.reader.read(&mut cursor, scratch)?);
        self.last.is_none_or(|last| cell.day <= last).then_some(())?;
        for (place, predicate) in &self.predicates {
            timelines[*place] = TimelineRef::constant(predicate.admits(cell.value));
        }
        for (place, wide, ranges) in &self.lengths {
            let length = length_of(cursor.decoded(scratch.span, &mut scratch.text)?, *wide);
            timelines[*place] = TimelineRef::constant(ranges.admit(&Interval::exactly(Rational::from_units(length))));
        }
        if self.instant {
            *instant = match &self.reader {
                Decoder::Moment(_) => scratch.moment.map(Value::Timestamp),
                reader => reader.value(&cell),
            };
        }
        Some(cursor.at)
    }
}

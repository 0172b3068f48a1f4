//! A fact with one value.
//!
//! In: a place where its value begins. Out: what each test of it comes to, and where it ends. None of whatever is refused.

use crate::engine::check::length_of;
use crate::fleet::fast::json::cursor::Cursor;
use crate::fleet::fast::measure::decode::{Cell, Decoder, Scratch};
use crate::fleet::fast::measure::predicate::Predicate;
use crate::fleet::fast::measure::timeline::TimelineRef;
use crate::fleet::fast::measure::value_cache::ValueCache;
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
    /// Values that were cache, where nothing else is asked of them.
    pub(crate) cache: Option<ValueCache>,
}

impl ScalarFact {
    /// Goes past a cached value, if one is next.
    #[inline(always)]
    pub(crate) fn read_cached(&self, cursor: &mut Cursor<'_>, timelines: &mut [TimelineRef]) -> bool {
        let found = self.cache.as_ref().and_then(|cache| cache.get(*cursor));
        if let Some((value, length)) = found {
            cursor.at += length;
            self.put(value, timelines);
        }
        found.is_some()
    }

    /// Puts what each condition comes to into its place among `timelines`.
    #[inline(always)]
    fn put(&self, value: i64, timelines: &mut [TimelineRef]) {
        for (place, predicate) in &self.predicates {
            timelines[*place] = TimelineRef::constant(predicate.admits(value));
        }
    }

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
        self.put(cell.value, timelines);
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
        if let Some(cache) = &mut self.cache {
            cache.insert(Cursor { bytes, at }, cursor.at, cell.value);
        }
        Some(cursor.at)
    }
}

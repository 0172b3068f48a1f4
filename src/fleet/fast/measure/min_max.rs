//! The least or the greatest value of rows of any age.
//!
//! In: batches of rows; then whether these are all. Out: what the test comes to on every day. A row that is yet to
//! come makes it rare.

use crate::facts::Completeness;
use crate::fleet::fast::measure::batch::{Batch, places};
use crate::fleet::fast::measure::predicate::{Filter, Threshold};
use crate::fleet::fast::measure::timeline::TimelineRef;
use crate::fleet::fast::measure::window::Dates;
use crate::rulebook::RowsTest;
use crate::value::timeline::Truth;

/// An extreme, as far as rows have passed.
#[derive(Debug)]
pub(crate) struct MinMax {
    pub(crate) place: usize,
    pub(crate) test: RowsTest,
    filter: Filter,
    dates: Option<Dates>,
    least: bool,
    column: usize,
    /// The least and the most of a value that is not known.
    hull: (i64, Option<i64>),
    threshold: Threshold,
    /// Of rows that count for certain, and of those that may.
    bounds: [Bounds; 2],
    /// True where this record's rows need the whole calendar.
    pub(crate) rare: bool,
}

/// The least and greatest of the least that values can be, and of the most. No bound is [`UNBOUNDED`].
#[derive(Debug, Clone, Copy)]
struct Bounds {
    any: bool,
    low: (i64, i64),
    high: (i64, i64),
}

const UNBOUNDED: i64 = i64::MAX;

impl Bounds {
    const NONE: Bounds = Bounds { any: false, low: (UNBOUNDED, -1), high: (UNBOUNDED, -1) };

    #[inline(always)]
    fn add(&mut self, (low, high): (i64, Option<i64>)) {
        let high = high.unwrap_or(UNBOUNDED);
        self.any = true;
        self.low = (self.low.0.min(low), self.low.1.max(low));
        self.high = (self.high.0.min(high), self.high.1.max(high));
    }

    fn with(&self, other: &Bounds) -> Bounds {
        Bounds {
            any: self.any || other.any,
            low: (self.low.0.min(other.low.0), self.low.1.max(other.low.1)),
            high: (self.high.0.min(other.high.0), self.high.1.max(other.high.1)),
        }
    }
}

impl MinMax {
    pub(crate) fn new(
        (place, test): (usize, &RowsTest),
        filter: Filter,
        dates: Option<Dates>,
        (least, column, hull): (bool, usize, (i64, Option<i64>)),
        threshold: Threshold,
    ) -> MinMax {
        MinMax { place, test: test.clone(), filter, dates, least, column, hull, threshold, bounds: [Bounds::NONE; 2], rare: false }
    }

    /// True if there may be rows that are yet to come.
    pub(crate) fn may_be_rare(&self) -> bool {
        self.dates.is_some()
    }

    pub(crate) fn begin(&mut self) {
        self.bounds = [Bounds::NONE; 2];
        self.rare = false;
    }

    /// Takes rows.
    #[inline(always)]
    pub(crate) fn take(&mut self, batch: &Batch) {
        let mut dated = batch.all;
        if let Some(dates) = &self.dates {
            let column = &batch.columns[dates.column];
            dated &= column.known;
            self.rare |= places(dated).any(|row| dates.last < column.days[row]);
        }
        let (certain, perhaps) = self.filter.pass(batch);
        let column = &batch.columns[self.column];
        let sure = certain & dated;
        for (bounds, rows) in self.bounds.iter_mut().zip([sure, perhaps & !sure]) {
            for row in places(rows) {
                let value = column.values[row];
                bounds.add(if column.known >> row & 1 == 1 { (value, Some(value)) } else { self.hull });
            }
        }
    }

    /// Takes the last rows, puts what the test comes to into its place, and resets, but for whether it is rare. None where a
    /// value is so great that it looks like no bound.
    #[inline(never)]
    pub(crate) fn finish(&mut self, batch: &Batch, extent: Completeness, timelines: &mut [TimelineRef]) -> Option<()> {
        self.take(batch);
        timelines[self.place] = TimelineRef::constant(self.judge(extent)?);
        self.bounds = [Bounds::NONE; 2];
        Some(())
    }

    fn judge(&self, extent: Completeness) -> Option<Truth> {
        let [mut certain, mut possible] = self.bounds;
        if certain.low.1.max(possible.low.1) == UNBOUNDED {
            return None;
        }
        if extent == Completeness::AtMost {
            possible = possible.with(&certain);
            certain = Bounds::NONE;
        }
        if extent == Completeness::AtLeast {
            // The rows besides these are as good as one that may or may not exist.
            possible.add(self.hull);
        }
        if !certain.any && !possible.any {
            return Some(Truth::False);
        }
        let both = certain.with(&possible);
        let (bottom, top) = match (self.least, certain.any) {
            (true, true) => (both.low.0, certain.high.0),
            (false, true) => (certain.low.1, both.high.1),
            (_, false) => (possible.low.0, possible.high.1),
        };
        let truth = self.threshold.admit(bottom, (top < UNBOUNDED).then_some(top));
        Some(if !certain.any && truth == Truth::True { Truth::Unknown } else { truth })
    }
}

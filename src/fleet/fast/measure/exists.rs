//! Whether there is a row, on every day: of a number of rows most tests ask no more.
//!
//! In: batches of rows; then whether these are all. Out: the test's timeline. Rows that are sure to count on the day of the
//! check are taken for one, the one that leaves last. What others there are is left to a [`IntervalSum`].

use crate::facts::Completeness;
use crate::fleet::fast::measure::batch::Batch;
use crate::fleet::fast::measure::interval_sum::IntervalSum;
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// Whether there is a row, as far as rows have passed.
#[derive(Debug)]
pub(crate) struct Exists {
    /// What the test comes to without a row, and with some.
    without: Truth,
    with: Truth,
    /// Up to when there is a row that counts now; the first of days if there is none.
    until: Date,
    /// Whether the total has other rows.
    others: bool,
    total: IntervalSum,
}

impl Exists {
    pub(crate) fn new(total: IntervalSum) -> Exists {
        let come_to = |rows: i64| total.threshold.admit(rows, Some(rows));
        Exists { without: come_to(0), with: come_to(1), until: Date::FIRST, others: false, total }
    }

    pub(crate) fn begin(&mut self) {
        self.until = Date::FIRST;
        self.others = false;
        self.total.begin();
    }

    /// Takes rows.
    #[inline(always)]
    pub(crate) fn take(&mut self, batch: &Batch, as_of: Date) {
        let (certain, perhaps) = self.total.filter.pass(batch);
        let (until, others) = match &self.total.dates {
            None => (if certain == 0 { Date::FIRST } else { Date::NEVER }, perhaps & !certain),
            Some(dates) => {
                let column = &batch.columns[dates.column];
                let dated = certain & column.known;
                let (latest, later) = column.latest(dated, dates.last);
                (if dates.left < latest { dates.leaves(latest) } else { Date::FIRST }, perhaps & !dated | later)
            }
        };
        self.until = self.until.max(until);
        if others != 0 {
            self.others = true;
            self.total.take(batch, (certain, others), as_of);
        }
    }

    /// Takes the last rows, puts the timeline into its place, and resets.
    #[inline(always)]
    pub(crate) fn finish(
        &mut self,
        batch: &Batch,
        extent: Completeness,
        as_of: Date,
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) -> Option<()> {
        self.take(batch, as_of);
        if self.others || extent != Completeness::Complete {
            return self.finish_total(extent, as_of, arena, timelines);
        }
        timelines[self.total.place] = match std::mem::replace(&mut self.until, Date::FIRST) {
            Date::NEVER => TimelineRef::constant(self.with),
            until if until <= as_of => TimelineRef::constant(self.without),
            until => {
                let mut line = arena.open(self.with);
                arena.change_at(&mut line, until, self.without);
                line
            }
        };
        Some(())
    }

    #[inline(never)]
    fn finish_total(&mut self, extent: Completeness, as_of: Date, arena: &mut TimelineArena, timelines: &mut [TimelineRef]) -> Option<()> {
        if as_of < self.until {
            self.total.add(1, &[(self.until, 1)]);
        }
        self.until = Date::FIRST;
        self.others = false;
        self.total.finish(extent, as_of, arena, timelines)
    }
}

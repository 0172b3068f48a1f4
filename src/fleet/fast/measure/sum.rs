//! A number of rows, or a sum, of which everything is known: as it mostly is.
//!
//! In: batches of rows; then whether these are all. Out: the test's timeline. Rows that are sure to count on the day of the
//! check are added up, with the days on which they leave. What others there are is left to a [`IntervalSum`].

use crate::facts::Completeness;
use crate::fleet::fast::measure::batch::{Batch, ROWS, places};
use crate::fleet::fast::measure::interval_sum::IntervalSum;
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::value::date::Date;

/// A sum, as far as rows have passed.
#[derive(Debug)]
pub(crate) struct Sum {
    /// What counts now, the greatest number if it is that or more; and how much of it leaves on which day.
    now: u64,
    leaving: Vec<(Date, i64)>,
    /// Whether the total has other rows.
    others: bool,
    total: IntervalSum,
}

impl Sum {
    pub(crate) fn new(total: IntervalSum) -> Sum {
        Sum { now: 0, leaving: Vec::new(), others: false, total }
    }

    pub(crate) fn begin(&mut self) {
        self.now = 0;
        self.leaving.clear();
        self.others = false;
        self.total.begin();
    }

    /// Takes rows.
    #[inline(always)]
    pub(crate) fn take(&mut self, batch: &Batch, as_of: Date) {
        let (certain, perhaps) = self.total.filter.pass(batch);
        let summed = self.total.column.map(|column| &batch.columns[column]);
        let units = |row: usize| summed.map_or(1, |column| column.values[row % ROWS]);
        let mut usual = certain & summed.map_or(u64::MAX, |column| column.known);
        let mut now = self.now;
        let mut later = 0;
        if let Some(dates) = &self.total.dates {
            let column = &batch.columns[dates.column];
            usual &= column.known;
            for row in places(usual) {
                let date = column.days[row];
                if dates.last < date {
                    later |= 1 << row;
                } else if dates.left < date {
                    let leaves = dates.leaves(date);
                    now = now.saturating_add(units(row) as u64);
                    if leaves < Date::NEVER {
                        self.leaving.push((leaves, units(row)));
                    }
                }
            }
        } else {
            // Without dates a row counts on every day.
            places(usual).for_each(|row| now = now.saturating_add(units(row) as u64));
        }
        self.now = now;
        let others = perhaps & !usual | later;
        if others != 0 {
            self.others = true;
            self.total.take(batch, (certain, others), as_of);
        }
    }

    /// Takes the last rows, puts the timeline into its place, and resets; None where the total is too great to be kept here.
    #[inline(never)]
    pub(crate) fn finish(
        &mut self,
        batch: &Batch,
        extent: Completeness,
        as_of: Date,
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) -> Option<()> {
        self.take(batch, as_of);
        let mut sum = i64::try_from(self.now).ok()?;
        self.now = 0;
        if self.others || extent != Completeness::Complete {
            self.others = false;
            self.total.add(sum, &self.leaving);
            self.leaving.clear();
            return self.total.finish(extent, as_of, arena, timelines);
        }
        let mut value = self.total.threshold.admit(sum, Some(sum));
        let mut line = arena.open(value);
        if self.leaving.len() > 1 {
            self.leaving.sort_unstable_by_key(|(day, _)| *day);
        }
        let mut leaving = self.leaving.iter().peekable();
        while let Some((day, units)) = leaving.next() {
            sum -= units;
            if leaving.peek().is_some_and(|(next, _)| next == day) {
                continue;
            }
            let then = self.total.threshold.admit(sum, Some(sum));
            if then != value {
                arena.change_at(&mut line, *day, then);
                value = then;
            }
        }
        self.leaving.clear();
        timelines[self.total.place] = line;
        Some(())
    }
}

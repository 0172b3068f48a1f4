//! Measures over the days of a window, each with a figure that may not be known.
//!
//! In: a daily fact's rows. Out: what each test of these days comes to, which stays as it is on the day of the check.

use crate::exact::{Exact, Interval};
use crate::facts::Extent;
use crate::fleet::fast::ask::Needs;
use crate::fleet::fast::batch::{Batch, places};
use crate::fleet::fast::course::Line;
use crate::fleet::fast::window::Dates;
use crate::rulebook::Measure;
use crate::truth::Truth;

/// Some days, and the tests of their figures.
#[derive(Debug)]
pub(super) struct Days {
    dates: Dates,
    column: usize,
    /// How many days they are.
    count: i64,
    judges: Vec<(usize, Measure, Needs)>,
    figures: Figures,
}

/// How many days have a row, and how many of those a figure; and those figures.
#[derive(Debug, Clone, Copy)]
struct Figures {
    rows: i64,
    known: i64,
    least: i64,
    greatest: i64,
    total: i128,
}

impl Days {
    pub(super) fn new(dates: Dates, column: usize) -> Days {
        Days { count: dates.last.since(dates.left), dates, column, judges: Vec::new(), figures: Figures::NONE }
    }

    /// True if they are these days, and their figures stand in this column.
    pub(super) fn are(&self, dates: &Dates, column: usize) -> bool {
        self.column == column && (self.dates.left, self.dates.last) == (dates.left, dates.last)
    }

    /// Adds a test, with the place of its timeline.
    pub(super) fn judge(&mut self, place: usize, measure: Measure, needs: Needs) {
        self.judges.push((place, measure, needs));
    }

    #[inline(always)]
    pub(super) fn begin(&mut self) {
        self.figures = Figures::NONE;
    }

    /// Takes rows.
    #[inline(always)]
    pub(super) fn take(&mut self, batch: &Batch) {
        let (dates, column) = (&batch.columns[0], &batch.columns[self.column]);
        let (left, last) = (self.dates.left, self.dates.last);
        let mut figures = self.figures;
        for row in places(batch.all() & dates.known) {
            if left < dates.days[row] && dates.days[row] <= last {
                figures.rows += 1;
                if column.known >> row & 1 == 1 {
                    figures.add(column.values[row]);
                }
            }
        }
        self.figures = figures;
    }

    /// Puts what each test comes to into its place.
    #[inline]
    pub(super) fn finish(&self, extent: Extent, lines: &mut [Line]) {
        // Of these rows or fewer, none is certain, and a day without a row is unknown.
        let figures = if extent == Extent::AtMost { &Figures::NONE } else { &self.figures };
        for (place, measure, needs) in &self.judges {
            lines[*place] = Line::constant(figures.judge(*measure, self.count, needs));
        }
    }
}

impl Figures {
    /// Of no day. Without any, the least and the greatest mean nothing.
    const NONE: Figures = Figures { rows: 0, known: 0, least: i64::MAX, greatest: 0, total: 0 };

    #[inline(always)]
    fn add(&mut self, value: i64) {
        (self.least, self.greatest) = (self.least.min(value), self.greatest.max(value));
        self.known += 1;
        self.total += i128::from(value);
    }

    fn judge(&self, measure: Measure, days: i64, needs: &Needs) -> Truth {
        let all = self.known == days;
        match measure {
            Measure::CountRows => needs.admit(self.rows, Some(days)),
            Measure::Min(_) => needs.admit(if all { self.least } else { 0 }, (self.known > 0).then_some(self.least)),
            Measure::Max(_) => needs.admit(self.greatest, all.then_some(self.greatest)),
            // A mean is a sum over the number of days, and a sum is one over 1.
            _ => {
                let per = if matches!(measure, Measure::Mean(_)) { days } else { 1 };
                let low = Exact { units: self.total, per };
                needs.ranges.admit(&Interval { low, low_open: false, high: all.then_some(low), high_open: false })
            }
        }
    }
}

//! Aggregates over the days of a window, each with a figure that may not be known.
//!
//! In: a daily fact's rows. Out: what each test of these days comes to, which stays as it is on the day of the check.

use crate::facts::Completeness;
use crate::fleet::fast::measure::batch::{Batch, ROWS, places};
use crate::fleet::fast::measure::predicate::Threshold;
use crate::fleet::fast::measure::timeline::TimelineRef;
use crate::fleet::fast::measure::window::Dates;
use crate::rulebook::Measure;
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// Some days, and the tests of their figures.
#[derive(Debug)]
pub(crate) struct DailyFigures {
    dates: Dates,
    column: usize,
    /// How many days they are.
    count: i64,
    judges: Vec<(usize, Measure, Threshold)>,
    figures: Figures,
}

/// How many days have a row, and how many of those a figure; and those figures.
#[derive(Debug, Clone, Copy)]
struct Figures {
    rows: i64,
    known: i64,
    least: i64,
    greatest: i64,
    /// The greatest number if it is that or more.
    total: u64,
}

impl DailyFigures {
    pub(crate) fn new(dates: Dates, column: usize) -> DailyFigures {
        DailyFigures { count: dates.last.since(dates.left), dates, column, judges: Vec::new(), figures: Figures::NONE }
    }

    /// True if they are these days, and their figures are in this column.
    pub(crate) fn are(&self, dates: &Dates, column: usize) -> bool {
        self.column == column && (self.dates.left, self.dates.last) == (dates.left, dates.last)
    }

    /// Adds a test, with the place of its timeline.
    pub(crate) fn judge(&mut self, place: usize, measure: Measure, threshold: Threshold) {
        self.judges.push((place, measure, threshold));
    }

    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        self.figures = Figures::NONE;
    }

    /// Takes rows.
    #[inline(always)]
    pub(crate) fn take(&mut self, batch: &Batch) {
        let (dates, column) = (&batch.columns[0], &batch.columns[self.column]);
        let (left, last) = (self.dates.left, self.dates.last);
        let mut figures = self.figures;
        let rows = batch.rows.min(ROWS);
        let (days, within) = (&dates.days[..rows], |day: Option<&Date>| day.is_some_and(|day| left < *day && *day <= last));
        // Days name the rows. Where they are in order the first and the last say it of all, as they mostly do.
        if batch.in_order && within(days.first()) && within(days.last()) && column.known | !batch.all == u64::MAX {
            figures.rows += rows as i64;
            column.values[..rows].iter().for_each(|value| figures.add(*value));
            self.figures = figures;
            return;
        }
        for row in places(batch.all & dates.known) {
            if left < dates.days[row] && dates.days[row] <= last {
                figures.rows += 1;
                if column.known >> row & 1 == 1 {
                    figures.add(column.values[row]);
                }
            }
        }
        self.figures = figures;
    }

    /// Takes the last rows, puts what each test comes to into its place, and resets; None where the total is too great to
    /// be kept here.
    #[inline(never)]
    pub(crate) fn finish(&mut self, batch: &Batch, extent: Completeness, timelines: &mut [TimelineRef]) -> Option<()> {
        self.take(batch);
        // Of these rows or fewer, none is certain, and a day without a row is unknown.
        let figures = if extent == Completeness::AtMost { &Figures::NONE } else { &self.figures };
        for (place, measure, threshold) in &self.judges {
            timelines[*place] = TimelineRef::constant(figures.judge(*measure, self.count, threshold)?);
        }
        self.begin();
        Some(())
    }
}

impl Figures {
    /// Of no day. Without any, the least and the greatest mean nothing.
    const NONE: Figures = Figures { rows: 0, known: 0, least: i64::MAX, greatest: 0, total: 0 };

    #[inline(always)]
    fn add(&mut self, value: i64) {
        (self.least, self.greatest) = (self.least.min(value), self.greatest.max(value));
        self.known += 1;
        self.total = self.total.saturating_add(value as u64);
    }

    #[inline(always)]
    fn judge(&self, measure: Measure, days: i64, threshold: &Threshold) -> Option<Truth> {
        let all = self.known == days;
        Some(match measure {
            Measure::CountRows => threshold.admit(self.rows, Some(days)),
            Measure::Min(_) => threshold.admit(if all { self.least } else { 0 }, (self.known > 0).then_some(self.least)),
            Measure::Max(_) => threshold.admit(self.greatest, all.then_some(self.greatest)),
            // A mean is asked of the sum.
            _ => {
                let total = i64::try_from(self.total).ok()?;
                threshold.admit(total, all.then_some(total))
            }
        })
    }
}

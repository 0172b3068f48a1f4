//! What the tests of a fact measure of its rows, kept up to date as they pass.
//!
//! In: batches of rows; then whether these are all. Out: each test's timeline. Totals, figures of days, and the
//! least and greatest of rows of any age are kept here; what is rarer is left to `check`, with the rows put together for it.

use crate::check::rows::{measured_hull, undated_spans};
use crate::day::Day;
use crate::facts::{Extent, Rows};
use crate::fleet::fast::any::Any;
use crate::fleet::fast::ask::{Ask, Needs};
use crate::fleet::fast::batch::Batch;
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::days::Days;
use crate::fleet::fast::extreme::Extreme;
use crate::fleet::fast::sum::Sum;
use crate::fleet::fast::total::Total;
use crate::fleet::fast::value::Reader;
use crate::fleet::fast::window::{Dates, TABLE};
use crate::rulebook::test::Needed;
use crate::rulebook::{Measure, RowsTest};

/// Everything that is measured of a fact's rows.
#[derive(Debug, Default)]
pub(super) struct Measures {
    anys: Vec<Any>,
    sums: Vec<Sum>,
    days: Vec<Days>,
    extremes: Vec<Extreme>,
    /// Tests, with the places of their timelines, that are left to `check`.
    rare: Vec<(usize, RowsTest)>,
}

/// Conditions on a row.
#[derive(Debug)]
pub(super) struct Filter(Box<[(usize, Ask)]>);

impl Filter {
    fn new(test: &RowsTest, columns: &[Reader]) -> Filter {
        Filter(test.filter.iter().map(|(column, condition)| (*column, Ask::new(condition, &columns[*column]))).collect())
    }

    /// A bit for each row that meets every condition for certain, and for each that perhaps does.
    #[inline(always)]
    pub(super) fn pass(&self, batch: &Batch) -> (u64, u64) {
        let (mut certain, mut perhaps) = (batch.all, batch.all);
        for (column, ask) in &self.0 {
            let column = &batch.columns[*column];
            let admitted = ask.admitted(&column.values, batch.rows);
            certain &= column.known & admitted;
            perhaps &= !column.known | admitted;
        }
        (certain, perhaps)
    }
}

impl Measures {
    /// Adds a test, with the place of its timeline.
    pub(super) fn add(&mut self, place: usize, test: &RowsTest, columns: &[Reader], as_of: Day, zone: chrono_tz::Tz) {
        let undated = match &test.window {
            None => smallvec::smallvec![(Day::FIRST, Day::NEVER)],
            Some(window) => undated_spans(test, window, zone),
        };
        let hull = measured_hull(test);
        let filter = Filter::new(test, columns);
        let dates = test.window.map(|window| Dates::new(window, as_of));
        let Needed::Number { ranges, .. } = &test.is else { return self.rare.push((place, test.clone())) };
        let needs = || Needs::new(ranges, 1);
        let within = test.window.and_then(|window| window.within);
        match (test.daily, test.measure, dates) {
            (true, Measure::CountRows | Measure::Sum(_) | Measure::Mean(_) | Measure::Min(_) | Measure::Max(_), Some(dates))
                if test.filter.is_empty() && within.is_some() && (1..TABLE).contains(&dates.last.since(dates.left)) =>
            {
                let column = test.measure.column().unwrap_or(0);
                let per = if let Measure::Mean(_) = test.measure { dates.last.since(dates.left) } else { 1 };
                let needs = Needs::new(ranges, per);
                // Several readings of the same days share what is kept of them.
                match self.days.iter_mut().find(|days| days.are(&dates, column)) {
                    Some(days) => days.judge(place, test.measure, needs),
                    None => {
                        let mut days = Days::new(dates, column);
                        days.judge(place, test.measure, needs);
                        self.days.push(days);
                    }
                }
            }
            (false, Measure::CountRows, dates) => {
                let any = needs().only_any();
                let total = Total::new(place, (filter, dates, undated), None, hull, needs());
                if any { self.anys.push(Any::new(total)) } else { self.sums.push(Sum::new(total)) }
            }
            (false, Measure::Sum(column), dates) => {
                self.sums.push(Sum::new(Total::new(place, (filter, dates, undated), Some(column), hull, needs())));
            }
            (false, Measure::Min(column) | Measure::Max(column), dates)
                if within.is_none() && undated.as_slice() == [(Day::FIRST, Day::NEVER)] =>
            {
                let least = matches!(test.measure, Measure::Min(_));
                self.extremes.push(Extreme::new((place, test), filter, dates, (least, column, hull), needs()));
            }
            _ => self.rare.push((place, test.clone())),
        }
    }

    /// True if rows may have to be put together for `check`.
    pub(super) fn may_be_rare(&self) -> bool {
        !self.rare.is_empty() || self.extremes.iter().any(Extreme::may_be_rare)
    }

    /// True if this record's rows have to be.
    #[inline(always)]
    pub(super) fn is_rare(&self) -> bool {
        !self.rare.is_empty() || self.extremes.iter().any(|extreme| extreme.rare)
    }

    /// Begins anew, after rows whose end was never seen.
    #[inline(never)]
    pub(super) fn begin(&mut self) {
        self.anys.iter_mut().for_each(Any::begin);
        self.sums.iter_mut().for_each(Sum::begin);
        self.days.iter_mut().for_each(Days::begin);
        self.extremes.iter_mut().for_each(Extreme::begin);
    }

    /// Takes rows; there are more.
    #[inline(always)]
    pub(super) fn take(&mut self, batch: &Batch, as_of: Day) {
        self.anys.iter_mut().for_each(|any| any.take(batch, as_of));
        self.sums.iter_mut().for_each(|sum| sum.take(batch, as_of));
        self.days.iter_mut().for_each(|days| days.take(batch));
        self.extremes.iter_mut().for_each(|extreme| extreme.take(batch));
    }

    /// Takes the last rows, and puts what all of them come to into the tests' places among `lines`, rare tests left aside. Then
    /// everything begins anew. None where it is more than can be summed up here.
    #[inline(always)]
    pub(super) fn finish(&mut self, batch: &Batch, extent: Extent, as_of: Day, courses: &mut Courses, lines: &mut [Line]) -> Option<()> {
        for any in &mut self.anys {
            any.finish(batch, extent, as_of, courses, lines)?;
        }
        for sum in &mut self.sums {
            sum.finish(batch, extent, as_of, courses, lines)?;
        }
        for days in &mut self.days {
            days.finish(batch, extent, lines)?;
        }
        for extreme in &mut self.extremes {
            extreme.finish(batch, extent, lines)?;
        }
        Some(())
    }

    /// The same for rare tests, with the rows put together.
    pub(super) fn finish_rare(&mut self, rows: &Rows, as_of: Day, zone: chrono_tz::Tz, courses: &mut Courses, lines: &mut [Line]) {
        let extremes = self.extremes.iter_mut();
        let extremes = extremes.filter_map(|extreme| std::mem::take(&mut extreme.rare).then_some((extreme.place, &extreme.test)));
        for (place, test) in self.rare.iter().map(|(place, test)| (*place, test)).chain(extremes) {
            lines[place] = courses.take(&crate::check::rows::timeline(test, Some(rows), as_of, zone).0);
        }
    }
}

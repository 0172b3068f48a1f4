//! What the tests of a fact measure of its rows, kept up to date as they pass.
//!
//! In: batches of rows; then whether these are all. Out: each test's timeline. Totals, figures of days, and the
//! least and greatest of rows of any age are kept here; what is rarer is left to `check`, with the rows put together for it.

use crate::engine::check::RowsKnown;
use crate::engine::check::judge::measured_hull;
use crate::engine::check::rows::undated_spans;
use crate::facts::{Completeness, Rows};
use crate::fleet::fast::measure::batch::Batch;
use crate::fleet::fast::measure::daily::DailyFigures;
use crate::fleet::fast::measure::decode::Decoder;
use crate::fleet::fast::measure::exists::Exists;
use crate::fleet::fast::measure::interval_sum::IntervalSum;
use crate::fleet::fast::measure::min_max::MinMax;
use crate::fleet::fast::measure::predicate::{Filter, Threshold};
use crate::fleet::fast::measure::sum::Sum;
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::fleet::fast::measure::window::{Dates, TABLE};
use crate::rulebook::test::Needed;
use crate::rulebook::{Measure, RowsTest};
use crate::value::date::Date;

/// Everything that is measured of a fact's rows.
#[derive(Debug, Default)]
pub(crate) struct Aggregates {
    exists: Vec<Exists>,
    sums: Vec<Sum>,
    days: Vec<DailyFigures>,
    min_maxes: Vec<MinMax>,
    /// DistinctTests, with the places of their timelines, that are left to `check`.
    rare: Vec<(usize, RowsTest)>,
}

impl Aggregates {
    /// Adds a test, with the place of its timeline.
    pub(crate) fn add(&mut self, place: usize, test: &RowsTest, columns: &[Decoder], as_of: Date, zone: chrono_tz::Tz) {
        let undated = match &test.window {
            None => smallvec::smallvec![(Date::FIRST, Date::NEVER)],
            Some(_) => undated_spans(test, Date::FIRST, zone),
        };
        let hull = measured_hull(test);
        let filter = Filter::new(test, columns);
        let dates = test.window.map(|window| Dates::new(window, as_of));
        let Needed::Number { ranges, .. } = &test.is else { return self.rare.push((place, test.clone())) };
        let threshold = || Threshold::new(ranges, 1);
        let within = test.window.and_then(|window| window.within);
        match (test.daily, test.measure, dates) {
            (true, Measure::CountRows | Measure::Sum(_) | Measure::Mean(_) | Measure::Min(_) | Measure::Max(_), Some(dates))
                if test.filter.is_empty() && within.is_some() && (1..TABLE).contains(&dates.last.since(dates.left)) =>
            {
                let column = test.measure.column().unwrap_or(0);
                let per = if let Measure::Mean(_) = test.measure { dates.last.since(dates.left) } else { 1 };
                let threshold = Threshold::new(ranges, per);
                // Several readings of the same days share what is kept of them.
                match self.days.iter_mut().find(|days| days.are(&dates, column)) {
                    Some(days) => days.judge(place, test.measure, threshold),
                    None => {
                        let mut days = DailyFigures::new(dates, column);
                        days.judge(place, test.measure, threshold);
                        self.days.push(days);
                    }
                }
            }
            (false, Measure::CountRows, dates) => {
                let any = threshold().only_any();
                let total = IntervalSum::new(place, (filter, dates, undated), None, hull, threshold());
                if any { self.exists.push(Exists::new(total)) } else { self.sums.push(Sum::new(total)) }
            }
            (false, Measure::Sum(column), dates) => {
                self.sums.push(Sum::new(IntervalSum::new(place, (filter, dates, undated), Some(column), hull, threshold())));
            }
            (false, Measure::Min(column) | Measure::Max(column), dates)
                if within.is_none() && undated.as_slice() == [(Date::FIRST, Date::NEVER)] =>
            {
                let least = matches!(test.measure, Measure::Min(_));
                self.min_maxes.push(MinMax::new((place, test), filter, dates, (least, column, hull), threshold()));
            }
            _ => self.rare.push((place, test.clone())),
        }
    }

    /// True if rows may have to be put together for `check`.
    pub(crate) fn may_be_rare(&self) -> bool {
        !self.rare.is_empty() || self.min_maxes.iter().any(MinMax::may_be_rare)
    }

    /// True if this record's rows have to be.
    #[inline(always)]
    pub(crate) fn is_rare(&self) -> bool {
        !self.rare.is_empty() || self.min_maxes.iter().any(|extreme| extreme.rare)
    }

    /// Resets, after rows whose end was never seen.
    #[inline(never)]
    pub(crate) fn begin(&mut self) {
        self.exists.iter_mut().for_each(Exists::begin);
        self.sums.iter_mut().for_each(Sum::begin);
        self.days.iter_mut().for_each(DailyFigures::begin);
        self.min_maxes.iter_mut().for_each(MinMax::begin);
    }

    /// Takes rows; there are more.
    #[inline(always)]
    pub(crate) fn take(&mut self, batch: &Batch, as_of: Date) {
        self.exists.iter_mut().for_each(|any| any.take(batch, as_of));
        self.sums.iter_mut().for_each(|sum| sum.take(batch, as_of));
        self.days.iter_mut().for_each(|days| days.take(batch));
        self.min_maxes.iter_mut().for_each(|extreme| extreme.take(batch));
    }

    /// Takes the last rows, and puts what all of them come to into the tests' places among `timelines`, except those of rare tests. Then
    /// everything is reset. None where it is more than can be summed up here.
    #[inline(always)]
    pub(crate) fn finish(
        &mut self,
        batch: &Batch,
        extent: Completeness,
        as_of: Date,
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) -> Option<()> {
        for any in &mut self.exists {
            any.finish(batch, extent, as_of, arena, timelines)?;
        }
        for sum in &mut self.sums {
            sum.finish(batch, extent, as_of, arena, timelines)?;
        }
        for days in &mut self.days {
            days.finish(batch, extent, timelines)?;
        }
        for extreme in &mut self.min_maxes {
            extreme.finish(batch, extent, timelines)?;
        }
        Some(())
    }

    /// The same for rare tests, with the rows put together.
    pub(crate) fn finish_rare(
        &mut self,
        rows: &Rows,
        as_of: Date,
        zone: chrono_tz::Tz,
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) {
        let min_maxes = self.min_maxes.iter_mut();
        let min_maxes = min_maxes.filter_map(|extreme| std::mem::take(&mut extreme.rare).then_some((extreme.place, &extreme.test)));
        for (place, test) in self.rare.iter().map(|(place, test)| (*place, test)).chain(min_maxes) {
            timelines[place] = arena.insert(&crate::engine::check::rows::timeline(test, Some(&RowsKnown::new(rows)), as_of, zone).0);
        }
    }
}

//! A number of rows, or a sum, on every day, where not all is known or rows are yet to come.
//!
//! In: some of the rows of batches; then whether these are all. Out: the test's timeline. Bounds are kept as they are on the
//! day of the check, with what changes them on later days.

use smallvec::SmallVec;

use crate::facts::Completeness;
use crate::fleet::fast::measure::batch::{Batch, Column, ROWS, places};
use crate::fleet::fast::measure::predicate::{Filter, Threshold};
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::fleet::fast::measure::window::Dates;
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// Days on which something counts: from the first, to the day before the second.
type Spells = SmallVec<[(Date, Date); 1]>;

/// A total, as far as rows have passed.
#[derive(Debug)]
pub(crate) struct IntervalSum {
    pub(crate) place: usize,
    pub(crate) filter: Filter,
    pub(crate) dates: Option<Dates>,
    /// When a row without a date may count.
    undated: Spells,
    /// The column that is summed; None where rows are counted.
    pub(crate) column: Option<usize>,
    /// The least and the most of a value that is not known.
    hull: (i64, Option<i64>),
    pub(crate) threshold: Threshold,
    sum: Bounds,
    events: Vec<Event>,
}

/// The bounds of a total.
#[derive(Debug, Clone, Copy, Default)]
struct Bounds {
    low: i64,
    high: i64,
    /// How many parts have no upper bound.
    unbounded: i64,
    overflow: bool,
}

/// What comes to a total on some day, or goes.
#[derive(Debug, Clone, Copy)]
struct Event {
    day: Date,
    low: i64,
    high: i64,
    unbounded: i64,
}

impl Bounds {
    #[inline(always)]
    fn add(&mut self, part: Event) {
        let (low, lost) = self.low.overflowing_add(part.low);
        let (high, gone) = self.high.overflowing_add(part.high);
        self.low = low;
        self.high = high;
        self.unbounded += part.unbounded;
        self.overflow |= lost | gone;
    }
}

impl IntervalSum {
    pub(crate) fn new(
        place: usize,
        (filter, dates, undated): (Filter, Option<Dates>, Spells),
        column: Option<usize>,
        hull: (i64, Option<i64>),
        threshold: Threshold,
    ) -> IntervalSum {
        IntervalSum { place, filter, dates, undated, column, hull, threshold, sum: Bounds::default(), events: Vec::new() }
    }

    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        self.sum = Bounds::default();
        self.events.clear();
    }

    /// Takes those of the rows for which there is a bit: for each that counts for certain, and for each that does perhaps.
    #[inline(never)]
    pub(crate) fn take(&mut self, batch: &Batch, (certain, perhaps): (u64, u64), as_of: Date) {
        let summed = self.column.map(|column| &batch.columns[column]);
        let mut sum = self.sum;
        let Some(dates) = &self.dates else {
            // Such a row counts on every day.
            match summed {
                None => {
                    sum.low += i64::from((certain & perhaps).count_ones());
                    sum.high += i64::from(perhaps.count_ones());
                }
                Some(_) => places(perhaps).for_each(|row| sum.add(self.part(summed, row, certain >> row & 1 == 1))),
            }
            self.sum = sum;
            return;
        };
        let column = &batch.columns[dates.column];
        for row in places(perhaps & column.known) {
            let date = column.days[row];
            // What has left the window stays away.
            if dates.left < date {
                let part = self.part(summed, row, certain >> row & 1 == 1);
                spell(&mut sum, &mut self.events, part, dates.spell(date), as_of);
            }
        }
        for row in places(perhaps & !column.known) {
            let part = self.part(summed, row, false);
            for days in &self.undated {
                spell(&mut sum, &mut self.events, part, *days, as_of);
            }
        }
        self.sum = sum;
    }

    /// What a row adds, if it counts for certain or else perhaps.
    #[inline(always)]
    fn part(&self, summed: Option<&Column>, row: usize, certain: bool) -> Event {
        let (low, high) = match summed {
            None => (1, Some(1)),
            Some(column) if column.known >> row & 1 == 1 => (column.values[row % ROWS], Some(column.values[row % ROWS])),
            Some(_) => self.hull,
        };
        Event { day: Date::NEVER, low: if certain { low } else { 0 }, high: high.unwrap_or(0), unbounded: i64::from(high.is_none()) }
    }

    /// Adds what is sure to count now, and how much of it leaves on which day.
    pub(crate) fn add(&mut self, sum: i64, leaving: &[(Date, i64)]) {
        let event = |day: Date, units: i64| Event { day, low: units, high: units, unbounded: 0 };
        self.sum.add(event(Date::NEVER, sum));
        let leaving = leaving.iter().filter(|(day, _)| *day < Date::NEVER);
        self.events.extend(leaving.map(|(day, units)| event(*day, -units)));
    }

    /// Puts the timeline into its place, and resets; None where the total is too great to be kept here.
    #[inline(never)]
    pub(crate) fn finish(
        &mut self,
        extent: Completeness,
        as_of: Date,
        arena: &mut TimelineArena,
        timelines: &mut [TimelineRef],
    ) -> Option<()> {
        // Rows besides these take away the upper bound, unless they could add nothing.
        let more = extent == Completeness::AtLeast && (self.column.is_none() || self.hull.1 != Some(0));
        if more {
            self.turns(as_of);
        }
        let mut sum = self.sum;
        let mut value = self.judge(&sum, extent, more, as_of);
        let mut line = arena.open(value);
        if self.events.len() > 1 {
            self.events.sort_unstable_by_key(|event| event.day);
        }
        let mut rest = self.events.as_slice();
        while let Some((first, others)) = rest.split_first() {
            sum.add(*first);
            rest = others;
            if rest.first().is_some_and(|next| next.day == first.day) {
                continue;
            }
            let then = self.judge(&sum, extent, more, first.day);
            if then != value {
                arena.change_at(&mut line, first.day, then);
                value = then;
            }
        }
        timelines[self.place] = line;
        self.begin();
        (!sum.overflow).then_some(())
    }

    /// On these days nothing comes or goes but rows besides those stated.
    fn turns(&mut self, as_of: Date) {
        let turns = self.undated.iter().flat_map(|(enters, leaves)| [*enters, *leaves]);
        let later = turns.filter(|day| as_of < *day && *day < Date::NEVER);
        self.events.extend(later.map(|day| Event { day, low: 0, high: 0, unbounded: 0 }));
    }

    #[inline(always)]
    fn judge(&self, sum: &Bounds, extent: Completeness, more: bool, day: Date) -> Truth {
        let open = more && self.undated.iter().any(|(enters, leaves)| *enters <= day && day < *leaves);
        let high = if sum.unbounded == 0 && !open { Some(sum.high) } else { None };
        // Of these rows or fewer, none is certain.
        self.threshold.admit(if extent == Completeness::AtMost { 0 } else { sum.low }, high)
    }
}

/// A part of a total counts from one day to the day before another.
#[inline(always)]
fn spell(sum: &mut Bounds, events: &mut Vec<Event>, part: Event, (enters, leaves): (Date, Date), as_of: Date) {
    if leaves <= as_of || leaves <= enters {
        return;
    }
    if enters <= as_of {
        sum.add(part);
    } else {
        events.push(Event { day: enters, ..part });
    }
    if leaves < Date::NEVER {
        events.push(Event { day: leaves, low: -part.low, high: -part.high, unbounded: -part.unbounded });
    }
}

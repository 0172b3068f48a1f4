//! A number of rows, or a sum, on every day.
//!
//! In: batches of rows; then whether these are all. Out: the test's timeline. Bounds are kept as they are on the
//! day of the check, with what changes them on later days.

use smallvec::SmallVec;

use crate::day::Day;
use crate::facts::Extent;
use crate::fleet::fast::ask::Needs;
use crate::fleet::fast::batch::{Batch, places};
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::measure::Filter;
use crate::fleet::fast::window::Dates;
use crate::truth::Truth;

/// Days on which something counts: from the first, to the eve of the second.
type Spells = SmallVec<[(Day, Day); 1]>;

/// A total, as far as rows have passed.
#[derive(Debug)]
pub(super) struct Total {
    place: usize,
    filter: Filter,
    dates: Option<Dates>,
    /// When a row without a date may count.
    undated: Spells,
    /// The column that is summed; None where rows are counted.
    column: Option<usize>,
    /// The least and the most of a value that is not known.
    hull: (i64, Option<i64>),
    needs: Needs,
    sum: Sum,
    events: Vec<Event>,
    /// Where all that matters is whether there is a row: what the test comes to without one, and with some.
    any: Option<[Truth; 2]>,
    /// There, rows that are sure to count now are taken for one, the one that leaves last: the day on which it does, if any.
    until: Day,
}

/// The bounds of a total.
#[derive(Debug, Clone, Copy, Default)]
struct Sum {
    low: i64,
    high: i64,
    /// How many parts have no upper bound.
    unbounded: i64,
    overflow: bool,
}

/// What comes to a total on some day, or goes.
#[derive(Debug, Clone, Copy)]
struct Event {
    day: Day,
    low: i64,
    high: i64,
    unbounded: i64,
}

impl Sum {
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

impl Total {
    pub(super) fn new(
        place: usize,
        (filter, dates, undated): (Filter, Option<Dates>, Spells),
        column: Option<usize>,
        hull: (i64, Option<i64>),
        needs: Needs,
    ) -> Total {
        let any = (column.is_none() && needs.only_any()).then(|| [0, 1].map(|rows| needs.admit(rows, Some(rows))));
        let (sum, events) = (Sum::default(), Vec::new());
        Total { place, filter, dates, undated, column, hull, needs, sum, events, any, until: Day::FIRST }
    }

    #[inline(always)]
    pub(super) fn begin(&mut self) {
        self.sum = Sum::default();
        self.events.clear();
        self.until = Day::FIRST;
    }

    /// Takes rows.
    #[inline(always)]
    pub(super) fn take(&mut self, batch: &Batch, as_of: Day) {
        let (certain, mut perhaps) = self.filter.pass(batch);
        let Some(dates) = &self.dates else { return self.take_dateless(batch, (certain, perhaps)) };
        let column = &batch.columns[dates.column];
        if self.any.is_some() {
            let sure = certain & column.known;
            let (latest, later) = column.latest(sure, dates.last);
            perhaps = perhaps & !sure | later;
            if dates.left < latest {
                self.until = self.until.max(dates.leaves(latest));
            }
        }
        for row in places(perhaps & column.known) {
            let date = column.days[row];
            // What has left the window stays away.
            if dates.left < date {
                let part = self.part(batch, row, certain >> row & 1 == 1);
                spell(&mut self.sum, &mut self.events, part, dates.spell(date), as_of);
            }
        }
        for row in places(perhaps & !column.known) {
            let part = self.part(batch, row, false);
            for days in &self.undated {
                spell(&mut self.sum, &mut self.events, part, *days, as_of);
            }
        }
    }

    /// The same where dates don't matter: a row counts on every day.
    #[inline(always)]
    fn take_dateless(&mut self, batch: &Batch, (certain, perhaps): (u64, u64)) {
        if self.any.is_some() {
            self.until = if certain != 0 { Day::NEVER } else { self.until };
            self.sum.high += i64::from((perhaps & !certain).count_ones());
        } else if self.column.is_none() {
            self.sum.low += i64::from(certain.count_ones());
            self.sum.high += i64::from(perhaps.count_ones());
        } else {
            for row in places(perhaps) {
                self.sum.add(self.part(batch, row, certain >> row & 1 == 1));
            }
        }
    }

    /// What a row adds, if it counts for certain or else perhaps.
    #[inline(always)]
    fn part(&self, batch: &Batch, row: usize, certain: bool) -> Event {
        let (low, high) = match self.column {
            None => (1, Some(1)),
            Some(column) => {
                let column = &batch.columns[column];
                if column.known >> row & 1 == 1 { (column.values[row], Some(column.values[row])) } else { self.hull }
            }
        };
        Event { day: Day::NEVER, low: if certain { low } else { 0 }, high: high.unwrap_or(0), unbounded: i64::from(high.is_none()) }
    }

    /// Puts the timeline into its place, and begins anew; None where the total is too great to be kept here.
    #[inline]
    pub(super) fn finish(&mut self, extent: Extent, as_of: Day, courses: &mut Courses, lines: &mut [Line]) -> Option<()> {
        if let Some([without, with]) = self.any {
            if extent == Extent::Exactly && self.sum.high == 0 && self.events.is_empty() {
                lines[self.place] = match self.until {
                    Day::NEVER => Line::constant(with),
                    until if until <= as_of => Line::constant(without),
                    until => {
                        let mut line = courses.open(with);
                        courses.turn(&mut line, until, without);
                        line
                    }
                };
                self.until = Day::FIRST;
                return Some(());
            }
            let one = Event { day: Day::NEVER, low: 1, high: 1, unbounded: 0 };
            spell(&mut self.sum, &mut self.events, one, (Day::FIRST, self.until), as_of);
        }
        // Rows besides these take away the upper bound, unless they could add nothing.
        let more = extent == Extent::AtLeast && (self.column.is_none() || self.hull.1 != Some(0));
        if more {
            self.turns(as_of);
        }
        let mut sum = self.sum;
        let mut value = self.judge(&sum, extent, more, as_of);
        let mut line = courses.open(value);
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
                courses.turn(&mut line, first.day, then);
                value = then;
            }
        }
        lines[self.place] = line;
        self.begin();
        (!sum.overflow).then_some(())
    }

    /// On these days nothing comes or goes but rows besides those stated.
    fn turns(&mut self, as_of: Day) {
        let turns = self.undated.iter().flat_map(|(enters, leaves)| [*enters, *leaves]);
        let later = turns.filter(|day| as_of < *day && *day < Day::NEVER);
        self.events.extend(later.map(|day| Event { day, low: 0, high: 0, unbounded: 0 }));
    }

    #[inline(always)]
    fn judge(&self, sum: &Sum, extent: Extent, more: bool, day: Day) -> Truth {
        let open = more && self.undated.iter().any(|(enters, leaves)| *enters <= day && day < *leaves);
        let high = if sum.unbounded == 0 && !open { Some(sum.high) } else { None };
        // Of these rows or fewer, none is certain.
        self.needs.admit(if extent == Extent::AtMost { 0 } else { sum.low }, high)
    }
}

/// A part of a total counts from one day to the eve of another.
#[inline(always)]
fn spell(sum: &mut Sum, events: &mut Vec<Event>, part: Event, (enters, leaves): (Day, Day), as_of: Day) {
    if leaves <= as_of || leaves <= enters {
        return;
    }
    if enters <= as_of {
        sum.add(part);
    } else {
        events.push(Event { day: enters, ..part });
    }
    if leaves < Day::NEVER {
        events.push(Event { day: leaves, low: -part.low, high: -part.high, unbounded: -part.unbounded });
    }
}

//! What one test measures of a fact's rows, kept up to date as they pass.
//!
//! In: a row's cells, row after row; then whether these are all. Out: the test's timeline. Counts and sums are kept as
//! bounds, with what changes them on later days; what is rarer is left to `check`, with the rows put together for it.

use smallvec::SmallVec;

use crate::check::rows::{measured_hull, undated_spans};
use crate::day::Day;
use crate::exact::{Exact, Interval, Ranges};
use crate::facts::Extent;
use crate::fleet::fast::ask::{Ask, Needs};
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::value::{Cell, Reader};
use crate::rulebook::test::Needed;
use crate::rulebook::{Measure, RowsTest, Window};
use crate::truth::Truth;

/// Windows of more days get no table.
const TABLE: i64 = 4096;
/// For how many days after the day of the check rows may be dated and still be in the table.
const AFTER: i32 = 31;

/// A test of rows, and what was measured so far.
#[derive(Debug)]
pub(super) struct Measured {
    /// The place of its timeline.
    place: usize,
    /// The test itself, where rows may have to be put together for `check`.
    test: Option<Box<RowsTest>>,
    filter: Box<[(usize, Ask)]>,
    dates: Option<Dates>,
    undated: SmallVec<[(Day, Day); 1]>,
    way: Way,
    sum: Sum,
    events: Vec<Event>,
    bounds: [Bounds; 2],
    figures: Figures,
    /// True where this record's rows need the whole calendar.
    rare: bool,
}

/// How a measure is kept.
#[derive(Debug)]
enum Way {
    /// A number of rows, or a sum: of which column; the least and the most of a value that is not known.
    Total { column: Option<usize>, hull: (i64, Option<i64>), needs: Needs },
    /// The least or the greatest of rows of any age.
    Extreme { least: bool, column: usize, hull: (i64, Option<i64>), ranges: Ranges },
    /// Measures over the days of a window, each with a figure of a column that may not be known; and how many days that is.
    Daily { column: usize, days: i64, judges: Vec<(usize, Measure, Ranges)> },
    /// Left to `check`.
    Plain,
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

/// The figures of days: how many days have a row, and how many of those a figure; and those figures.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    rows: i64,
    known: i64,
    least: i64,
    greatest: i64,
    total: i128,
}

/// What comes to a total on some day, or goes.
#[derive(Debug, Clone, Copy)]
struct Event {
    day: Day,
    low: i64,
    high: i64,
    unbounded: i64,
}

/// The least and greatest of the least that values can be, and of the most. No bound is [`UNBOUNDED`].
#[derive(Debug, Clone, Copy)]
struct Bounds {
    any: bool,
    low: (i128, i128),
    high: (i128, i128),
}

const UNBOUNDED: i128 = i64::MAX as i128 + 1;

impl Bounds {
    const NONE: Bounds = Bounds { any: false, low: (UNBOUNDED, -1), high: (UNBOUNDED, -1) };

    fn add(&mut self, low: i128, high: i128) {
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

/// Which dates count on the day of the check, and when each goes.
#[derive(Debug)]
struct Dates {
    window: Window,
    column: usize,
    last: Day,
    left: Day,
    /// When rows of these dates leave, from the first that counts on.
    leaves: Box<[Day]>,
}

impl Dates {
    fn new(window: Window, as_of: Day) -> Dates {
        let (last, left) = (window.last(as_of), window.left(as_of).unwrap_or(Day::FIRST));
        let end = as_of.plus(AFTER);
        let leaves = match window.within {
            Some(_) if (0..TABLE).contains(&end.since(left)) => {
                (1..=end.since(left)).map(|offset| window.leaves(left.plus(offset as i32))).collect()
            }
            _ => Box::default(),
        };
        Dates { window, column: window.column, last, left, leaves }
    }

    /// When a row of this date, which has not left, does.
    #[inline(always)]
    fn leaves(&self, date: Day) -> Day {
        match self.leaves.get((date.since(self.left) - 1) as usize) {
            Some(day) => *day,
            None => self.window.leaves(date),
        }
    }
}

/// Whether every date is open to an undated row.
fn any_day(undated: &[(Day, Day)]) -> bool {
    undated == [(Day::FIRST, Day::NEVER)]
}

impl Measured {
    pub(super) fn new(place: usize, test: &RowsTest, columns: &[Reader], as_of: Day, zone: chrono_tz::Tz) -> Measured {
        let undated = match &test.window {
            None => SmallVec::from_iter([(Day::FIRST, Day::NEVER)]),
            Some(window) => undated_spans(test, window, zone),
        };
        let hull = measured_hull(test);
        let way = match (&test.is, test.measure) {
            (Needed::Number { ranges, .. }, measure) if test.daily => {
                match test.window.and_then(|window| Some((window, window.left(as_of)?))) {
                    Some((window, left))
                        if test.filter.is_empty()
                            && (1..TABLE).contains(&window.last(as_of).since(left))
                            && !matches!(measure, Measure::CountDays | Measure::Streak | Measure::Latest(_)) =>
                    {
                        let days = window.last(as_of).since(left);
                    Way::Daily { column: measure.column().unwrap_or(0), days, judges: vec![(place, measure, ranges.clone())] }
                    }
                    _ => Way::Plain,
                }
            }
            (Needed::Number { comparison, ranges, .. }, Measure::CountRows) => {
                Way::Total { column: None, hull: (1, Some(1)), needs: Needs::new(comparison, ranges) }
            }
            (Needed::Number { comparison, ranges, .. }, Measure::Sum(column)) => {
                Way::Total { column: Some(column), hull, needs: Needs::new(comparison, ranges) }
            }
            (Needed::Number { ranges, .. }, Measure::Min(column) | Measure::Max(column))
                if test.window.is_none_or(|window| window.within.is_none()) && any_day(&undated) =>
            {
                Way::Extreme { least: matches!(test.measure, Measure::Min(_)), column, hull, ranges: ranges.clone() }
            }
            _ => Way::Plain,
        };
        let may_be_rare = matches!(way, Way::Plain | Way::Extreme { .. });
        Measured {
            place,
            test: may_be_rare.then(|| Box::new(test.clone())),
            filter: test.filter.iter().map(|(column, condition)| (*column, Ask::new(condition, &columns[*column]))).collect(),
            dates: test.window.map(|window| Dates::new(window, as_of)),
            undated,
            way,
            sum: Sum::default(),
            events: Vec::new(),
            bounds: [Bounds::NONE; 2],
            figures: Figures::default(),
            rare: false,
        }
    }

    /// True if another test asks for the figures of the same days.
    pub(super) fn keeps_the_same(&self, other: &Measured) -> bool {
        match (&self.way, &other.way, &self.dates, &other.dates) {
            (Way::Daily { column, .. }, Way::Daily { column: same, .. }, Some(one), Some(two)) => {
                column == same && (one.left, one.last) == (two.left, two.last)
            }
            _ => false,
        }
    }

    /// Takes over what another test makes of the same figures.
    pub(super) fn join(&mut self, other: Measured) {
        if let (Way::Daily { judges, .. }, Way::Daily { judges: more, .. }) = (&mut self.way, other.way) {
            judges.extend(more);
        }
    }

    /// True if rows may have to be put together for `check`.
    pub(super) fn may_be_rare(&self) -> bool {
        self.test.is_some()
    }

    /// The test for which this record's rows have to be put together, and the place of its timeline.
    pub(super) fn rare_test(&self) -> Option<(usize, &RowsTest)> {
        self.test.as_deref().filter(|_| self.is_rare()).map(|test| (self.place, test))
    }

    /// True if this record's rows have to be.
    pub(super) fn is_rare(&self) -> bool {
        self.rare || matches!(self.way, Way::Plain)
    }

    /// Begins another list of rows.
    #[inline]
    pub(super) fn begin(&mut self) {
        self.rare = false;
        match self.way {
            Way::Total { .. } => {
                self.sum = Sum::default();
                self.events.clear();
            }
            Way::Daily { .. } => self.figures = Figures::default(),
            Way::Extreme { .. } => self.bounds = [Bounds::NONE; 2],
            Way::Plain => {}
        }
    }

    /// Takes a row.
    #[inline]
    pub(super) fn row(&mut self, row: &[Cell], as_of: Day) {
        match &self.way {
            Way::Total { column, hull, .. } => {
                let (column, hull) = (*column, *hull);
                self.total(row, column, hull, as_of);
            }
            Way::Daily { column, .. } => {
                let Some(dates) = &self.dates else { return };
                let (date, figure) = (&row[0], &row[*column]);
                if date.known && dates.left < date.day && date.day <= dates.last {
                    self.figures.rows += 1;
                    if figure.known {
                        self.figures.add(figure.value);
                    }
                }
            }
            Way::Extreme { column, hull, .. } => {
                let (column, hull) = (*column, *hull);
                self.extreme(row, column, hull);
            }
            Way::Plain => {}
        }
    }

    /// Whether a row meets every condition: for certain, perhaps; None if it does not.
    #[inline(always)]
    fn passes(&self, row: &[Cell]) -> Option<bool> {
        let mut certain = true;
        for (column, ask) in &self.filter {
            let cell = &row[*column];
            if !cell.known {
                certain = false;
            } else if !ask.admits(cell.value) {
                return None;
            }
        }
        Some(certain)
    }

    #[inline(always)]
    fn total(&mut self, row: &[Cell], column: Option<usize>, hull: (i64, Option<i64>), as_of: Day) {
        let date = self.dates.as_ref().map(|dates| &row[dates.column]).filter(|date| date.known).map(|date| date.day);
        // What has left the window stays away.
        if let (Some(date), Some(dates)) = (date, &self.dates)
            && date <= dates.left
        {
            return;
        }
        let Some(passes) = self.passes(row) else { return };
        let certain = passes && (self.dates.is_none() || date.is_some());
        let (low, high) = match column {
            None => (1, Some(1)),
            Some(column) if row[column].known => (row[column].value, Some(row[column].value)),
            Some(_) => hull,
        };
        let part =
            Event { day: Day::NEVER, low: if certain { low } else { 0 }, high: high.unwrap_or(0), unbounded: i64::from(high.is_none()) };
        match (date, &self.dates) {
            (Some(date), Some(dates)) => {
                let counts = date <= dates.last;
                let leaves = if dates.window.within.is_some() { dates.leaves(date) } else { Day::NEVER };
                let enters = if counts { Day::FIRST } else { dates.window.enters(date) };
                self.spell(part, enters, leaves, as_of);
            }
            _ => {
                for at in 0..self.undated.len() {
                    let (enters, leaves) = self.undated[at];
                    self.spell(part, enters, leaves, as_of);
                }
            }
        }
    }

    /// A part of the total counts from one day to the eve of another.
    #[inline(always)]
    fn spell(&mut self, part: Event, enters: Day, leaves: Day, as_of: Day) {
        if leaves <= as_of || leaves <= enters {
            return;
        }
        if enters <= as_of {
            self.sum.add(part);
        } else {
            self.events.push(Event { day: enters, ..part });
        }
        if leaves < Day::NEVER {
            self.events.push(Event { day: leaves, low: -part.low, high: -part.high, unbounded: -part.unbounded });
        }
    }

    #[inline(always)]
    fn extreme(&mut self, row: &[Cell], column: usize, hull: (i64, Option<i64>)) {
        let date = self.dates.as_ref().map(|dates| (&row[dates.column], dates.last));
        let dated = date.is_none_or(|(date, _)| date.known);
        self.rare |= date.is_some_and(|(date, last)| date.known && last < date.day);
        let Some(passes) = self.passes(row) else { return };
        let cell = &row[column];
        let (low, high) = if cell.known { (cell.value, Some(cell.value)) } else { hull };
        self.bounds[usize::from(!(passes && dated))].add(i128::from(low), high.map_or(UNBOUNDED, i128::from));
    }

    /// Puts what the rows come to into its place; None where they are more than can be summed up here. What is rare is not
    /// asked.
    #[inline]
    pub(super) fn finish(&mut self, extent: Extent, as_of: Day, courses: &mut Courses, lines: &mut [Line]) -> Option<()> {
        if let Way::Daily { days, judges, .. } = &self.way {
            for (place, measure, ranges) in judges {
                lines[*place] = Line::constant(self.figures.judge(*measure, *days, ranges, extent));
            }
            return Some(());
        }
        lines[self.place] = self.line(extent, as_of, courses)?;
        Some(())
    }

    fn line(&mut self, extent: Extent, as_of: Day, courses: &mut Courses) -> Option<Line> {
        match &self.way {
            Way::Plain | Way::Daily { .. } => None,
            Way::Extreme { least, hull, ranges, .. } => Some(Line::constant(extreme(*least, *hull, ranges, &self.bounds, extent))),
            Way::Total { column, hull, needs } => {
                let open = extent == Extent::AtLeast;
                // Rows besides these take away the upper bound, unless they could add nothing.
                let unbounds = open && (column.is_none() || hull.1 != Some(0));
                if unbounds {
                    for day in self.undated.iter().flat_map(|(enters, leaves)| [*enters, *leaves]) {
                        if as_of < day && day < Day::NEVER {
                            self.events.push(Event { day, low: 0, high: 0, unbounded: 0 });
                        }
                    }
                }
                let undated = &self.undated;
                let judge = |sum: &Sum, day: Day| {
                    let more = unbounds && undated.iter().any(|(enters, leaves)| *enters <= day && day < *leaves);
                    let high = if sum.unbounded == 0 && !more { Some(sum.high) } else { None };
                    needs.admit(if extent == Extent::AtMost { 0 } else { sum.low }, high)
                };
                let mut sum = self.sum;
                let now = judge(&sum, as_of);
                if self.events.is_empty() {
                    return (!sum.overflow).then_some(Line::constant(now));
                }
                if self.events.len() > 1 {
                    self.events.sort_unstable_by_key(|event| event.day);
                }
                let mut line = courses.open(now);
                let mut rest = self.events.as_slice();
                while let Some((first, others)) = rest.split_first() {
                    sum.add(*first);
                    rest = others;
                    if rest.first().is_none_or(|next| next.day != first.day) {
                        courses.push(&mut line, first.day, judge(&sum, first.day));
                    }
                }
                (!sum.overflow).then_some(line)
            }
        }
    }
}

impl Sum {
    #[inline(always)]
    fn add(&mut self, part: Event) {
        let (low, lost) = self.low.overflowing_add(part.low);
        let (high, gone) = self.high.overflowing_add(part.high);
        self.low = low;
        self.high = high;
        self.unbounded += part.unbounded;
        self.overflow |= lost || gone;
    }
}

impl Figures {
    #[inline(always)]
    fn add(&mut self, value: i64) {
        (self.least, self.greatest) =
            if self.known == 0 { (value, value) } else { (self.least.min(value), self.greatest.max(value)) };
        self.known += 1;
        self.total += i128::from(value);
    }

    /// A measure over all of the days.
    fn judge(&self, measure: Measure, days: i64, ranges: &Ranges, extent: Extent) -> Truth {
        // Of these rows or fewer, none is certain, and a day without a row is unknown.
        let known = if extent == Extent::AtMost { Figures::default() } else { *self };
        let all = known.known == days;
        let (least, greatest) = (i128::from(known.least), i128::from(known.greatest));
        let interval = match measure {
            Measure::CountRows => Interval::whole(i128::from(known.rows), Some(i128::from(days))),
            Measure::Sum(_) => Interval::whole(known.total, all.then_some(known.total)),
            Measure::Mean(_) => {
                let low = Exact { units: known.total, per: days };
                Interval { low, low_open: false, high: all.then_some(low), high_open: false }
            }
            Measure::Min(_) => Interval::whole(if all { least } else { 0 }, (known.known > 0).then_some(least)),
            Measure::Max(_) => Interval::whole(greatest, all.then_some(greatest)),
            Measure::CountDays | Measure::Streak | Measure::Latest(_) => Interval::ANY,
        };
        ranges.admit(&interval)
    }
}

/// The least or the greatest of rows, those that are certain first.
fn extreme(least: bool, hull: (i64, Option<i64>), ranges: &Ranges, bounds: &[Bounds; 2], extent: Extent) -> Truth {
    let [mut certain, mut possible] = *bounds;
    if extent == Extent::AtMost {
        possible = possible.with(&certain);
        certain = Bounds::NONE;
    }
    if extent == Extent::AtLeast {
        // The rows besides these are as good as one that may or may not exist.
        possible.add(i128::from(hull.0), hull.1.map_or(UNBOUNDED, i128::from));
    }
    if !certain.any && !possible.any {
        return Truth::False;
    }
    let both = certain.with(&possible);
    let (bottom, top) = match (least, certain.any) {
        (true, true) => (both.low.0, certain.high.0),
        (true, false) => (possible.low.0, possible.high.1),
        (false, true) => (certain.low.1, both.high.1),
        (false, false) => (possible.low.0, possible.high.1),
    };
    let truth = ranges.admit(&Interval::whole(bottom, (top < UNBOUNDED).then_some(top)));
    if !certain.any && truth == Truth::True { Truth::Unknown } else { truth }
}

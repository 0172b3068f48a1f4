//! A test of rows, as a function of the day.
//!
//! In: a test, what is known of its fact, the day of the check. Out: the timeline; what was measured on that day; and for
//! each row whether it counted, and why. Rows enter and leave one after the other, so that many rows cost little more
//! than a few.

use chrono::TimeDelta;
use chrono_tz::Tz;
use smallvec::{SmallVec, smallvec};

use crate::engine::check::daily;
use crate::engine::check::evaluate::{Measurement, TestResult};
use crate::engine::check::knowledge::RowsKnown;
use crate::engine::check::measure::{Aggregate, Bounds, Item, PossibleRows};
use crate::facts::{Completeness, Row};
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, RowsTest, Window};
use crate::value::date::Date;
use crate::value::number::Comparison;
use crate::value::timeline::{Timeline, Truth};

/// The outcome of a row on the day of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RowOutcome {
    /// Which of the fact's rows.
    pub row: u32,
    /// Its status.
    pub status: RowStatus,
}

/// Whether a row counted, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowStatus {
    /// It counted.
    Counted,
    /// It may or may not count: the column is not known.
    MissingValue {
        /// The column.
        column: u16,
    },
    /// It may or may not count: what the column says is not understood.
    Unclear {
        /// The column.
        column: u16,
    },
    /// It may or may not exist: these rows or fewer.
    Uncertain,
    /// It may or may not count: another fact, or another row, contradicts it.
    Contradicted,
    /// The column is not what is asked for.
    Excluded {
        /// The column.
        column: u16,
    },
    /// The platform does not see it yet, or the window ends before it.
    NotYetDetected {
        /// The first day on which it counts.
        from: Date,
    },
    /// It is dated later than the day of the check.
    Future {
        /// The first day on which it counts.
        from: Date,
    },
    /// It is too old.
    Expired {
        /// The first day on which it was.
        since: Date,
    },
}

/// The days on which something counts: from the first, to the day before the second.
type Spans = SmallVec<[(Date, Date); 1]>;

pub(crate) fn timeline<'a>(test: &RowsTest, known: Option<&RowsKnown<'a>>, as_of: Date, zone: Tz) -> (Timeline, TestResult<'a>) {
    if test.daily {
        return daily::timeline(test, known, as_of);
    }
    let undated = undated_spans(test, Date::FIRST, zone);
    let hull = measured_hull(test);
    let rows: &'a [Row] = known.map_or(&[], |known| &known.rows.rows);
    let at_most = known.is_some_and(|known| known.rows.completeness == Completeness::AtMost);
    let mut uses = Vec::with_capacity(rows.len());
    let mut tally = Aggregate::new(test.measure);
    // Rows that come and go later, and when: the day, the row, and whether it comes.
    let mut items: SmallVec<[Item<'a>; 4]> = SmallVec::new();
    let mut events: SmallVec<[(Date, u32, bool); 8]> = SmallVec::new();
    for (at, row) in rows.iter().enumerate() {
        let (dropped, doubtful) = known.map_or((false, false), |known| known.stands(at as u32));
        if dropped {
            continue;
        }
        let (passes, column) = filter(test, row);
        let date = test.window.and_then(|window| row.cells[window.column].as_ref()?.day());
        let certain = passes == Truth::True && !at_most && !doubtful && (test.window.is_none() || date.is_some());
        let item = item(test, row, certain, date, hull);
        let dated: Spans;
        let spans: &Spans = match (test.window, date) {
            (Some(window), Some(date)) => {
                dated = smallvec![(window.enters(date), window.leaves(date))];
                &dated
            }
            _ => &undated,
        };
        let use_ = match (passes, date, test.window) {
            (Truth::False, ..) => RowStatus::Excluded { column },
            (_, Some(date), Some(_)) if as_of < spans[0].0 && date > as_of => RowStatus::Future { from: spans[0].0 },
            (_, Some(_), Some(_)) if as_of < spans[0].0 => RowStatus::NotYetDetected { from: spans[0].0 },
            (_, Some(_), Some(_)) if spans[0].1 <= as_of => RowStatus::Expired { since: spans[0].1 },
            (_, None, Some(window)) => RowStatus::MissingValue { column: window.column as u16 },
            (Truth::Unknown, ..) if row.cells[usize::from(column)].is_some() => RowStatus::Unclear { column },
            (Truth::Unknown, ..) => RowStatus::MissingValue { column },
            _ if at_most => RowStatus::Uncertain,
            _ if doubtful => RowStatus::Contradicted,
            _ => match test.measure.column() {
                Some(column) if row.cells[column].is_none() => RowStatus::MissingValue { column: column as u16 },
                _ => RowStatus::Counted,
            },
        };
        uses.push(RowOutcome { row: at as u32, status: use_ });
        if passes == Truth::False {
            continue;
        }
        for (enters, leaves) in spans {
            if *leaves <= as_of || leaves <= enters {
                continue;
            }
            let place = items.len() as u32;
            if *enters <= as_of {
                tally.add(&item);
            } else {
                events.push((*enters, place, true));
            }
            if *leaves < Date::NEVER {
                events.push((*leaves, place, false));
            }
            items.push(item);
        }
    }
    // Rows besides those stated may bear any date, or any after that of an observation, that the test lets count.
    let besides = known.map_or(Some(Date::FIRST), |known| known.besides);
    let besides = besides.map_or_else(Spans::new, |first| undated_spans(test, first, zone));
    let more = PossibleRows { low: hull.0, high: hull.1 };
    let more_on = |day: Date| besides.iter().any(|(enters, leaves)| *enters <= day && day < *leaves).then_some(more);
    let longest = test.window.and_then(|window| window.longest);
    // On these days nothing comes or goes but the rows besides.
    let turns = besides.iter().flat_map(|(enters, leaves)| [*enters, *leaves]);
    events.extend(turns.filter(|day| as_of < *day && *day < Date::NEVER).map(|day| (day, u32::MAX, true)));
    events.sort_unstable_by_key(|(day, ..)| *day);
    let now = tally.bounds(more_on(as_of), longest);
    let mut line = Timeline::constant(as_of, judge(test, &now));
    let mut rest = events.as_slice();
    while let Some((day, ..)) = rest.first().copied() {
        let same = rest.iter().take_while(|(other, ..)| *other == day).count();
        for (_, place, comes) in &rest[..same] {
            match items.get(*place as usize) {
                Some(item) if *comes => tally.add(item),
                Some(item) => tally.remove(item),
                None => {}
            }
        }
        line.push(day, judge(test, &tally.bounds(more_on(day), longest)));
        rest = &rest[same..];
    }
    (line, TestResult { measured: measured(test, now), rows: uses })
}

/// What a measure that can be all of this makes of the test.
pub(super) fn judge(test: &RowsTest, bounds: &Bounds<'_>) -> Truth {
    let truth = match &test.is {
        Needed::Number { ranges, .. } => bounds.interval.as_ref().map_or(Truth::False, |interval| ranges.admit(interval)),
        Needed::Value(_, condition) => {
            // A value that isn't known is one that a condition on its column lets through.
            let filter = test.measure.column().and_then(|column| test.filter.iter().find(|(filtered, _)| *filtered == column));
            let any = filter.map_or(Truth::Unknown, |(_, filter)| condition.given(filter));
            // A path that is not understood is one that isn't known.
            let admits = |value| Some(condition.admits(value)).filter(|truth| *truth != Truth::Unknown);
            let each = bounds.values.iter().map(|value| value.and_then(admits).unwrap_or(any));
            let (least, most) =
                each.fold((Truth::True, Truth::False), |(least, most): (Truth, Truth), value| (least.min(value), most.max(value)));
            match (least, most) {
                (Truth::True, Truth::False) => Truth::False, // there is none
                (least, most) if least == most => least,
                _ => Truth::Unknown,
            }
        }
    };
    if bounds.maybe_nothing && truth == Truth::True { Truth::Unknown } else { truth }
}

pub(super) fn measured<'a>(test: &RowsTest, bounds: Bounds<'a>) -> Measurement<'a> {
    match (&test.is, bounds.values.as_slice()) {
        (Needed::Value(..), [one]) if !bounds.maybe_nothing => Measurement::Value(*one),
        (Needed::Value(..), _) => Measurement::Value(None),
        _ => Measurement::Number(bounds.interval),
    }
}

/// Whether a row meets every condition, and the column that decides it.
pub(super) fn filter(test: &RowsTest, row: &Row) -> (Truth, u16) {
    let mut passes = (Truth::True, 0);
    for (column, condition) in &test.filter {
        match row.cells[*column].as_ref().map_or(Truth::Unknown, |value| condition.admits(value)) {
            Truth::True => {}
            Truth::False => return (Truth::False, *column as u16),
            Truth::Unknown if passes.0 == Truth::True => passes = (Truth::Unknown, *column as u16),
            Truth::Unknown => {}
        }
    }
    passes
}

/// What a measured value can be where it isn't stated: anything that a condition on the same column lets through.
pub(crate) fn measured_hull(test: &RowsTest) -> (i64, Option<i64>) {
    let Some(column) = test.measure.column() else { return (0, None) };
    let condition = test.filter.iter().find(|(filtered, _)| *filtered == column);
    condition.and_then(|(_, condition)| condition.hull()).unwrap_or((0, None))
}

pub(super) fn item<'a>(test: &RowsTest, row: &'a Row, certain: bool, date: Option<Date>, hull: (i64, Option<i64>)) -> Item<'a> {
    let value = test.measure.column().and_then(|column| row.cells[column].as_ref());
    let units = value.and_then(|value| value.units());
    Item { low: units.unwrap_or(hull.0), high: units.or(hull.1), value, certain, date, days: 1 }
}

/// The days on which a row may count of which only this is known: it is dated `first` or later. A condition on the date itself
/// can limit them. A test that goes by no date sees the row on every day.
pub(crate) fn undated_spans(test: &RowsTest, first: Date, zone: Tz) -> Spans {
    let Some(window) = &test.window else { return smallvec![(Date::FIRST, Date::NEVER)] };
    let dates = possible_dates(test, window, zone);
    let dates = dates.into_iter().map(|(low, high)| (low.max(first), high)).filter(|(low, high)| low <= high);
    let counts = |(first, last): (Date, Date)| {
        let enters = if first == Date::FIRST { Date::FIRST } else { window.enters(first) };
        let leaves = if last == Date::NEVER { Date::NEVER } else { window.leaves(last) };
        (enters, leaves)
    };
    let mut spans: Vec<(Date, Date)> = dates.map(counts).filter(|(enters, leaves)| enters < leaves).collect();
    spans.sort_unstable();
    let mut merged: Spans = SmallVec::new();
    for (enters, leaves) in spans {
        match merged.last_mut() {
            Some((_, last)) if enters <= *last => *last = (*last).max(leaves),
            _ => merged.push((enters, leaves)),
        }
    }
    merged
}

/// The dates that a row can have, first and last of each range, by the test's condition on them.
fn possible_dates(test: &RowsTest, window: &Window, zone: Tz) -> Vec<(Date, Date)> {
    let condition = test.filter.iter().find(|(column, _)| *column == window.column).map(|(_, condition)| condition);
    let comparison = match condition {
        Some(Condition::Date(comparison)) => comparison.clone(),
        // Of a moment the day may be any on which some moment passes: only what lies before a midnight ends the day before.
        Some(Condition::Timestamp(Comparison::Below(at))) => {
            Comparison::AtMost(Date::from_timestamp(&(*at - TimeDelta::nanoseconds(1)), zone))
        }
        Some(Condition::Timestamp(Comparison::Above(at))) => Comparison::AtLeast(Date::from_timestamp(at, zone)),
        Some(Condition::Timestamp(Comparison::Unequal(_))) | None => return vec![(Date::FIRST, Date::NEVER)],
        Some(Condition::Timestamp(comparison)) => comparison.map(|at| Date::from_timestamp(at, zone)),
        Some(_) => return vec![(Date::FIRST, Date::NEVER)],
    };
    match &comparison {
        Comparison::Above(bound) => vec![(bound.next(), Date::NEVER)],
        Comparison::AtLeast(bound) => vec![(*bound, Date::NEVER)],
        Comparison::Below(bound) => vec![(Date::FIRST, bound.add_days(-1))],
        Comparison::AtMost(bound) => vec![(Date::FIRST, *bound)],
        Comparison::Equal(bound) => vec![(*bound, *bound)],
        Comparison::Unequal(bound) => vec![(Date::FIRST, bound.add_days(-1)), (bound.next(), Date::NEVER)],
        Comparison::Between(low, high) => vec![(*low, *high)],
        Comparison::OneOf(days) => days.iter().map(|day| (*day, *day)).collect(),
    }
}

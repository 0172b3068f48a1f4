//! A test of rows, as a function of the day.
//!
//! In: a test, what is known of its fact, the day of the check. Out: the timeline; what was measured on that day; and for
//! each row whether it counted, and why. Rows enter and leave one after the other, so that many rows cost little more
//! than a few.

use crate::engine::check::judge::measured_hull;
use crate::engine::check::judge::{filter, item, judge, measured};
use crate::engine::check::result::{RowOutcome, RowStatus};
use chrono::TimeDelta;
use chrono_tz::Tz;
use smallvec::{SmallVec, smallvec};

use crate::engine::check::daily;
use crate::engine::check::knowledge::RowsKnown;
use crate::engine::check::measure::{Aggregate, Item, PossibleRows};
use crate::engine::check::result::TestResult;
use crate::facts::{Completeness, Row};
use crate::rulebook::{Condition, RowsTest, Window};
use crate::value::date::Date;
use crate::value::number::Comparison;
use crate::value::timeline::{Timeline, Truth};

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

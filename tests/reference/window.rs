//! Windows: which dates count on a day, and on which days that may change.

use std::cell::RefCell;
use std::collections::HashMap;

use kaibo::facts::Rows;
use kaibo::rulebook::{Condition, RowsTest, Window};
use kaibo::value::date::{Period, Unit};
use kaibo::value::value_type::Value;

use super::cells::bounds;
use super::dates::{NaiveDay, about, date, give, minus, shift};

/// The days that count on some day: later than `left`, up to `last`.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    pub column: usize,
    pub left: Option<NaiveDay>,
    pub last: NaiveDay,
    /// The most days that there ever are, if there is a most.
    pub most: Option<i64>,
    /// True where that changes with the calendar. What rows of unknown dates can make of a window is then taken from the
    /// longest that it ever is: else it would be a different answer every month, for ever, and no timeline could end.
    pub uneven: bool,
    /// Of a window that holds no day just now though it does at other times: the days from its last to its first.
    pub shut: Option<(NaiveDay, NaiveDay)>,
}

impl Span {
    pub fn of(window: &Window, day: NaiveDay) -> Span {
        let last = minus(day, window.seen_after).min(minus(day, window.ending));
        let left = window.within.map(|within| minus(minus(day, within), window.ending));
        let periods = [window.within.unwrap_or(Period::NONE), window.ending, window.seen_after];
        let uneven = periods.iter().any(|period| changes_with_the_calendar(*period));
        let most = left.map(|left| if uneven { longest_ever(periods) } else { last.signed_duration_since(left).num_days() });
        Span { column: window.column, left, last, most, uneven: uneven && left.is_some(), shut: None }
    }

    /// The same for a row of unknown date.
    pub fn for_any_date(self) -> Span {
        match self.left {
            Some(left) if self.uneven && left >= self.last && self.most.is_some_and(|most| most > 0) => {
                Span { left: Some(shift(self.last, -1)), shut: Some((self.last, shift(left, 1))), ..self }
            }
            _ => self,
        }
    }

    pub fn holds(self, date: NaiveDay) -> bool {
        date <= self.last && self.left.is_none_or(|left| date > left)
    }
}

fn changes_with_the_calendar(period: Period) -> bool {
    matches!(period.unit, Unit::Months | Unit::Years) && period.count > 0
}

/// How many days a window holds at the most, over two leap years and all between.
pub fn longest_ever([within, ending, seen_after]: [Period; 3]) -> i64 {
    thread_local! {
        static KNOWN: RefCell<HashMap<[Period; 3], i64>> = RefCell::new(HashMap::new());
    }
    let start = NaiveDay::from_ymd_opt(2023, 1, 1).expect("a date");
    let length = |day: NaiveDay| {
        let last = minus(day, seen_after).min(minus(day, ending));
        last.signed_duration_since(minus(minus(day, within), ending)).num_days()
    };
    if ![within, ending, seen_after].iter().any(|period| changes_with_the_calendar(*period)) {
        return length(start);
    }
    let compute = || (0..6 * 366).map(|offset| length(shift(start, offset))).max().unwrap_or(0);
    KNOWN.with(|known| *known.borrow_mut().entry([within, ending, seen_after]).or_insert_with(compute))
}

/// Dates on which rows enter or leave the test's window, or something close to it: the days on which it may change.
pub fn turns(test: &RowsTest, known: Option<&Rows>) -> Vec<NaiveDay> {
    let Some(window) = test.window.filter(|_| !test.daily) else { return Vec::new() };
    let mut days = Vec::new();
    let dated = known.into_iter().flat_map(|known| &known.rows).filter_map(|row| row.cells[window.column].as_ref());
    let named = test.filter.iter().filter(|(column, _)| *column == window.column).flat_map(|(_, condition)| match condition {
        Condition::Date(comparison) => bounds(comparison).into_iter().filter_map(|day| day.to_naive()).collect(),
        Condition::Timestamp(comparison) => bounds(comparison).into_iter().map(|at| at.date_naive()).collect::<Vec<_>>(),
        _ => Vec::new(),
    });
    for start in dated.filter_map(Value::day).map(date).chain(named.flat_map(|day| [-1, 0, 1].map(|step| shift(day, step)))) {
        let moves = [vec![window.seen_after], vec![window.ending], window.within.into_iter().chain([window.ending]).collect()];
        for periods in moves {
            let length: i64 = periods.iter().map(|period| about(*period)).sum();
            let give: i64 = periods.iter().map(|period| give(*period)).sum();
            days.extend((-give - 1..=give + 1).map(|step| shift(start, length + step)));
        }
    }
    days
}

//! Dates and the backward rule.

use chrono::{Datelike, Days, NaiveDate};
use kaibo::value::date::{Date, Period, Unit};

pub type NaiveDay = NaiveDate;

/// The date of a day that somebody has written down.
pub fn date(day: Date) -> NaiveDay {
    day.to_naive().expect("a day of the calendar")
}

/// So many days later, or earlier.
pub fn shift(date: NaiveDay, days: i64) -> NaiveDay {
    let moved =
        if days < 0 { date.checked_sub_days(Days::new(days.unsigned_abs())) } else { date.checked_add_days(Days::new(days as u64)) };
    moved.expect("a day of the calendar")
}

/// `date` minus a period of the calendar; the day clamps to the end of a shorter month.
pub fn minus(date: NaiveDay, period: Period) -> NaiveDay {
    let count = i64::from(period.count);
    match period.unit {
        Unit::Days => shift(date, -count),
        Unit::Weeks => shift(date, -7 * count),
        Unit::Months => months_earlier(date, count),
        Unit::Years => months_earlier(date, 12 * count),
        Unit::Hours | Unit::Minutes => panic!("a time of the clock doesn't move a date"),
    }
}

fn months_earlier(date: NaiveDay, months: i64) -> NaiveDay {
    let month = i64::from(date.year()) * 12 + i64::from(date.month0()) - months;
    let (year, month0) = (month.div_euclid(12) as i32, month.rem_euclid(12) as u32);
    (1..=date.day()).rev().find_map(|day| NaiveDate::from_ymd_opt(year, month0 + 1, day)).expect("a month has a first day")
}

/// About how many days a period has; the calendar may make it up to three days more or less a month.
pub fn about(period: Period) -> i64 {
    let count = i64::from(period.count);
    match period.unit {
        Unit::Minutes => count / 1440,
        Unit::Hours => count / 24,
        Unit::Days => count,
        Unit::Weeks => 7 * count,
        Unit::Months => count * 3044 / 100,
        Unit::Years => count * 36525 / 100,
    }
}

/// How far [`about`] may be off, forwards or backwards.
pub fn give(period: Period) -> i64 {
    match period.unit {
        Unit::Days | Unit::Weeks => 0,
        Unit::Hours | Unit::Minutes => 1,
        Unit::Months | Unit::Years => 3,
    }
}

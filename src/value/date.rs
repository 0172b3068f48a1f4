//! Calendar days and the periods of rules.
//!
//! In: ISO dates, and periods as rulebooks spell them (`90 days`). Out: [`Date`] arithmetic by the one rule of the
//! language, counting backwards ([`Period::before`]), and its exact inverse ([`Period::reaches`]).

use std::borrow::Cow;
use std::fmt;

use chrono::{DateTime, Datelike, Months, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A calendar day, counted from 1970-01-01. What day it is depends on a program's time zone, and is settled before one of these is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(i32);

impl Date {
    /// A bound before every day that can be written down: the start of what has no start.
    pub const FIRST: Date = Date(i32::MIN / 2);
    /// The last day that can be written down: 9999-12-31. What would change later is taken to last.
    pub const LAST: Date = Date(2_932_896);
    /// A bound after every day that can be written down: the end of what has no end.
    pub const NEVER: Date = Date(i32::MAX / 2);

    /// The day `year-month-day` of the calendar, if there is one. Years run from 0 to 9999, as in ISO 8601.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Date> {
        if !(0..=9999).contains(&year) {
            return None;
        }
        Some(Date(NaiveDate::from_ymd_opt(year, month, day)?.to_epoch_days()))
    }

    /// Reads `YYYY-MM-DD`, and nothing else.
    pub fn parse(text: &str) -> Option<Date> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() == 10
            && bytes.iter().enumerate().all(|(at, byte)| if at == 4 || at == 7 { *byte == b'-' } else { byte.is_ascii_digit() });
        if !shaped {
            return None;
        }
        let number = |from: usize, to: usize| bytes[from..to].iter().fold(0u32, |sum, digit| sum * 10 + u32::from(digit - b'0'));
        Date::from_ymd(number(0, 4) as i32, number(5, 7), number(8, 10))
    }

    /// The date of a moment in `zone`.
    pub fn from_timestamp(moment: &DateTime<Utc>, zone: Tz) -> Date {
        Date(moment.with_timezone(&zone).date_naive().to_epoch_days())
    }

    /// The day `days` later, or earlier if negative. The bounds stay where they are.
    #[inline]
    pub fn add_days(self, days: i32) -> Date {
        if self == Date::FIRST || self == Date::NEVER {
            return self;
        }
        Date(self.0.saturating_add(days).clamp(Date::FIRST.0, Date::NEVER.0))
    }

    /// The day after.
    #[inline]
    pub fn next(self) -> Date {
        self.add_days(1)
    }

    /// How many days lie from `earlier` to this one.
    #[inline]
    pub fn since(self, earlier: Date) -> i64 {
        i64::from(self.0) - i64::from(earlier.0)
    }

    /// The day that is so many days from 1970-01-01.
    #[inline]
    pub(crate) fn from_epoch_days(days: i32) -> Date {
        Date(days)
    }

    /// How many days lie from 1970-01-01 to this one.
    #[inline]
    pub fn epoch_days(self) -> i32 {
        self.0
    }

    /// The same day for the calendar library; None for the two bounds.
    pub fn to_naive(self) -> Option<NaiveDate> {
        NaiveDate::from_epoch_days(self.0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.to_naive() {
            Some(date) => write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day()),
            None => f.write_str("never"),
        }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Date {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
        let text = Cow::<str>::deserialize(deserializer)?;
        Date::parse(&text).ok_or_else(|| D::Error::custom("not a day"))
    }
}

/// The units in which rulebooks measure time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Unit {
    Minutes,
    Hours,
    Days,
    Weeks,
    Months,
    Years,
}

impl Unit {
    const ALL: [(Unit, &'static str, &'static str); 6] = [
        (Unit::Minutes, "minute", "minutes"),
        (Unit::Hours, "hour", "hours"),
        (Unit::Days, "day", "days"),
        (Unit::Weeks, "week", "weeks"),
        (Unit::Months, "month", "months"),
        (Unit::Years, "year", "years"),
    ];
}

/// A whole number of one unit of time, in its one spelling: `90 days`, `1 year`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Period {
    /// How many.
    pub count: u32,
    /// Of what.
    pub unit: Unit,
}

/// No period of a rulebook may be longer: ten thousand years leaves the calendar of any applicant.
const LONGEST_DAYS: i64 = 3_652_425;

impl Period {
    /// No time at all.
    pub const NONE: Period = Period { count: 0, unit: Unit::Days };

    /// Reads `90 days`. The unit is singular after 1 and plural otherwise; no other spelling is taken.
    pub fn parse(text: &str) -> Option<Period> {
        let (count, unit) = text.split_once(' ')?;
        if count.is_empty() || !count.bytes().all(|byte| byte.is_ascii_digit()) || (count.len() > 1 && count.starts_with('0')) {
            return None;
        }
        let count: u32 = count.parse().ok()?;
        let (unit, ..) = *Unit::ALL.iter().find(|(_, one, many)| unit == if count == 1 { *one } else { *many })?;
        let period = Period { count, unit };
        (period.about_days() <= LONGEST_DAYS).then_some(period)
    }

    fn about_days(self) -> i64 {
        let count = i64::from(self.count);
        match self.unit {
            Unit::Minutes => count / 1440,
            Unit::Hours => count / 24,
            Unit::Days => count,
            Unit::Weeks => count * 7,
            Unit::Months => count * 31,
            Unit::Years => count * 366,
        }
    }

    /// True if this is longer than another period, however long the months and years of either are.
    pub fn surely_longer(self, other: Period) -> bool {
        let minutes = |period: Period, month: i64| {
            let count = i64::from(period.count);
            match period.unit {
                Unit::Minutes => count,
                Unit::Hours => count * 60,
                Unit::Days => count * 1440,
                Unit::Weeks => count * 7 * 1440,
                Unit::Months => count * month * 1440,
                Unit::Years => count * (if month < 30 { 365 } else { 366 }) * 1440,
            }
        };
        minutes(self, 28) > minutes(other, 31) || (self.unit == other.unit && self.count > other.count)
    }

    /// True of days, weeks, months and years, which move a date; hours and minutes move a clock.
    pub fn is_calendar(self) -> bool {
        !matches!(self.unit, Unit::Minutes | Unit::Hours)
    }

    /// The length on a clock, in seconds; None for what the calendar measures, since a day of some zones has 23 or 25 hours.
    pub fn seconds(self) -> Option<i64> {
        match self.unit {
            Unit::Minutes => Some(i64::from(self.count) * 60),
            Unit::Hours => Some(i64::from(self.count) * 3600),
            _ => None,
        }
    }

    /// How many whole days this is, where that is the same everywhere in the calendar.
    pub fn days(self) -> Option<i32> {
        match self.unit {
            Unit::Days => i32::try_from(self.count).ok(),
            Unit::Weeks => i32::try_from(self.count * 7).ok(),
            _ if self.count == 0 => Some(0),
            _ => None,
        }
    }

    /// The calendar months of this period, and None where it isn't measured in months.
    pub fn months(self) -> Option<u32> {
        match self.unit {
            Unit::Months => Some(self.count),
            Unit::Years => Some(self.count * 12),
            _ => None,
        }
    }

    /// `day` minus this period. In months and years the day of the month clamps to the end of a shorter month.
    /// Hours and minutes round up to whole days: they end on the day on which the last of them passes.
    pub fn before(self, day: Date) -> Date {
        if let Some(days) = self.whole_days() {
            return day.add_days(-days);
        }
        let months = Months::new(self.months().unwrap_or(0));
        match day.to_naive().and_then(|date| date.checked_sub_months(months)) {
            Some(date) => Date(date.to_epoch_days()),
            None => day,
        }
    }

    /// The first day whose [`before`](Period::before) is `day` or later: when something of `day` is this old.
    /// It is found by the backward rule; adding months would be a day or more off at the ends of months.
    pub fn reaches(self, day: Date) -> Date {
        if let Some(days) = self.whole_days() {
            return day.add_days(days);
        }
        let months = Months::new(self.months().unwrap_or(0));
        match day.to_naive() {
            None => day,
            Some(date) => match date.checked_add_months(months) {
                None => Date::NEVER,
                // Clamped: that day minus the period is still too early, and the next, a first of a month, is not.
                Some(later) if later.day() != date.day() => Date(later.to_epoch_days()).next(),
                Some(later) => Date(later.to_epoch_days()),
            },
        }
    }

    fn whole_days(self) -> Option<i32> {
        self.days().or_else(|| self.seconds().map(|seconds| ((seconds + 86_399) / 86_400) as i32))
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (unit, one, many) in Unit::ALL {
            if unit == self.unit {
                return write!(f, "{} {}", self.count, if self.count == 1 { one } else { many });
            }
        }
        Ok(())
    }
}

/// How long something takes, at best and at worst: `3..30 days`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct DurationRange {
    /// If all goes well.
    pub best: Period,
    /// What can be promised.
    pub worst: Period,
}

impl DurationRange {
    /// Reads `7 days` or `3..30 days`.
    pub fn parse(text: &str) -> Option<DurationRange> {
        let Some((best, rest)) = text.split_once("..") else {
            let both = Period::parse(text)?;
            return Some(DurationRange { best: both, worst: both });
        };
        let (count, unit) = rest.split_once(' ')?;
        // After a range the unit is plural, whatever its end: `0..1 days`.
        let worst = match (count, unit) {
            ("1", plural) => Unit::ALL.iter().find(|(.., many)| *many == plural).map(|(unit, ..)| Period { count: 1, unit: *unit })?,
            _ => Period::parse(rest)?,
        };
        if best.is_empty() || !best.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let best = Period { count: best.parse().ok()?, unit: worst.unit };
        (best.count <= worst.count).then_some(DurationRange { best, worst })
    }
}

impl fmt::Display for DurationRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.best == self.worst {
            return self.worst.fmt(f);
        }
        let unit = Unit::ALL.iter().find(|(unit, ..)| *unit == self.worst.unit).map_or("", |(.., many)| many);
        write!(f, "{}..{} {unit}", self.best.count, self.worst.count)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    #[test]
    fn months_clamp_backwards() {
        let half = Period::parse("6 months").unwrap();
        assert_eq!(half.before(day("2026-08-31")), day("2026-02-28"));
        assert_eq!(half.reaches(day("2026-08-31")), day("2027-03-01"));
        assert_eq!(Period::parse("18 years").unwrap().reaches(day("2008-02-29")), day("2026-03-01"));
    }

    #[test]
    fn reaches_is_the_first_day_of_the_backward_rule() {
        for text in ["0 days", "1 day", "90 days", "2 weeks", "1 month", "6 months", "13 months", "1 year", "4 years", "25 hours"] {
            let period = Period::parse(text).unwrap();
            for offset in 0..800 {
                let from = day("2023-11-20").add_days(offset);
                let reached = period.reaches(from);
                assert!(period.before(reached) >= from, "{text} {from}");
                assert!(period.before(reached.add_days(-1)) < from, "{text} {from}");
            }
        }
    }

    #[test]
    fn one_spelling_only() {
        for bad in ["90days", "1 days", "2 day", "m", "06 months", " 1 day", "1.5 years", "-1 days", "99999999 years", "1 DAY"] {
            assert_eq!(Period::parse(bad), None, "{bad}");
        }
        for good in ["1 day", "90 days", "0 days", "24 hours", "1 year"] {
            assert_eq!(Period::parse(good).unwrap().to_string(), good);
        }
        assert_eq!(DurationRange::parse("0..1 days").unwrap().to_string(), "0..1 days");
        assert_eq!(DurationRange::parse("3..1 days"), None);
    }

    #[test]
    fn only_dates_that_exist() {
        for bad in ["2026-02-29", "2026-13-01", "2026-1-1", "20260101", "2026-01-01 ", "x026-01-01", "2026-00-10"] {
            assert_eq!(Date::parse(bad), None, "{bad}");
        }
        assert_eq!(day("0000-01-01").to_string(), "0000-01-01");
        assert_eq!(day("9999-12-31"), Date::LAST);
    }
}

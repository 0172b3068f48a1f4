//! A calendar day, as other programs see it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::value::date;

/// A calendar day in the program's time zone. Reads and writes `YYYY-MM-DD`, in serde's formats too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Date(pub(crate) date::Date);

/// The text is no day of the calendar in the form `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParseDateError {}

impl Date {
    /// Returns the day `year-month-day`, or None if the calendar has no such day. Years run from 0 to 9999.
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Date> {
        date::Date::from_ymd(year, month, day).map(Date)
    }

    /// Returns the day `days` later, or earlier if `days` is negative.
    pub fn add_days(self, days: i32) -> Date {
        Date(self.0.add_days(days))
    }

    /// Returns the number of days from `earlier` to this day.
    pub fn days_since(self, earlier: Date) -> i64 {
        self.0.since(earlier.0)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Date, ParseDateError> {
        date::Date::parse(text).map(Date).ok_or(ParseDateError {})
    }
}

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a day of the calendar; write YYYY-MM-DD")
    }
}

impl std::error::Error for ParseDateError {}

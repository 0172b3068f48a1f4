//! Which dates count on the day of the check, and when each of them begins or ceases to.
//!
//! In: a test's window, the day of the check. Out: compares with two days, and a table of the days on which rows leave.

use crate::rulebook::Window;
use crate::value::date::Date;

/// Windows of more days get no table.
pub(crate) const TABLE: i64 = 4096;
/// For how many days after the day of the check rows may be dated and still be in the table.
const AFTER: i32 = 31;

/// A window, seen from the day of the check.
#[derive(Debug)]
pub(crate) struct Dates {
    window: Window,
    pub(crate) column: usize,
    /// The last date that counts.
    pub(crate) last: Date,
    /// The date before the first that counts; what is of that day, or older, never counts again.
    pub(crate) left: Date,
    /// When rows of these dates leave, from the first that counts on.
    leaves: Box<[Date]>,
}

impl Dates {
    pub(crate) fn new(window: Window, as_of: Date) -> Dates {
        let (last, left) = (window.last(as_of), window.left(as_of).unwrap_or(Date::FIRST));
        let end = as_of.add_days(AFTER);
        let leaves = match window.within {
            Some(_) if (0..TABLE).contains(&end.since(left)) => {
                (1..=end.since(left)).map(|offset| window.leaves(left.add_days(offset as i32))).collect()
            }
            _ => Box::default(),
        };
        Dates { window, column: window.column, last, left, leaves }
    }

    /// From when on, and up to when, a row of this date counts; it has not left.
    #[inline(always)]
    pub(crate) fn spell(&self, date: Date) -> (Date, Date) {
        let enters = if date <= self.last { Date::FIRST } else { self.window.enters(date) };
        (enters, self.leaves(date))
    }

    /// Up to when a row of this date counts, if it does now.
    #[inline(always)]
    pub(crate) fn leaves(&self, date: Date) -> Date {
        match self.leaves.get((date.since(self.left) - 1) as usize) {
            Some(day) => *day,
            None => self.window.leaves(date),
        }
    }
}

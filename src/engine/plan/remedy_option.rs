//! A remedy with what it takes in one case.

use crate::rulebook::edition::Cost;
use crate::rulebook::{Remedy, RowsTest, Test};
use crate::value::date::{Date, DurationRange};
use smallvec::SmallVec;
use std::cell::RefCell;

/// A remedy with what it takes in this case.
pub(crate) struct RemedyOption<'a> {
    pub(crate) remedy: &'a Remedy,
    /// How long; None where it is unknown.
    pub(crate) takes: Option<DurationRange>,
    /// The cost, for somebody who has nothing yet.
    pub(crate) full_cost: Option<&'a Cost>,
    /// True where the rulebook's figure is used in place of one that only the applicant can know.
    pub(crate) assumed: bool,
    /// Of a remedy whose cost falls with what is there already: all that would have to be added without that.
    pub(super) whole: Option<i64>,
    pub(super) test: Option<&'a Test>,
    pub(super) effect: Effect<'a>,
    /// What was found to be short, by the day: a plan asks for few days many times.
    pub(super) shorts: RefCell<SmallVec<[(Date, Short); 2]>>,
}

/// For how long a remedy helps.
pub(super) enum Effect<'a> {
    /// From the day on which it is done.
    Stays,
    /// As long as rows dated on that day count: a lower bound of a count, sum or maximum.
    Counts(&'a RowsTest),
    /// As long as a fresh look at the rows says so: any other test, where rows can do harm as well.
    Tried(&'a RowsTest),
}

/// What is short on one day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Short {
    pub(super) units: i64,
    /// The first day on which that would no longer be enough, because rows that exist have lapsed.
    pub(super) lapses: Date,
}

//! Conditions on a value, as they are asked of its [`Cell`](crate::fleet::fast::value::Cell).
//!
//! In: a condition of a rule, and how values of that kind are read. Out: an [`Ask`] that answers by a compare or a look-up;
//! ranges of whole numbers that answer of an interval.

use smallvec::SmallVec;

use crate::exact::{Comparison, Exact, Interval, Ranges};
use crate::fleet::fast::batch::ROWS;
use crate::fleet::fast::value::{Reader, rank};
use crate::kind::Moment;
use crate::rulebook::Condition;
use crate::truth::Truth;

/// What a value has to be.
#[derive(Debug)]
pub(super) enum Ask {
    /// A number within one of these ranges, both ends included.
    Within(SmallVec<[(i64, i64); 1]>),
    /// One of the values for which this is true.
    OneOf(Box<[bool]>),
}

impl Ask {
    pub(super) fn new(condition: &Condition, reader: &Reader) -> Ask {
        match condition {
            Condition::Flag(wanted) => Ask::OneOf([!wanted, *wanted].into()),
            Condition::Choice(allowed) => Ask::OneOf(allowed.as_slice().into()),
            Condition::Number { comparison, .. } => Ask::Within(within(comparison)),
            Condition::Date(comparison) => Ask::Within(within(&comparison.map(|day| i64::from(day.number())))),
            Condition::Moment(comparison) => {
                let Reader::Moment(turns) = reader else { return Ask::OneOf(Box::default()) };
                Ask::Within(within(&comparison.map(|at| rank(turns, &Moment { at: *at, day: crate::day::Day::FIRST }))))
            }
            Condition::Among(among) => {
                let mut passes = vec![among.negated; reader.count()];
                for key in among.members.keys() {
                    if let Some(place) = reader.number_of(key).and_then(|at| passes.get_mut(at as usize)) {
                        *place = !among.negated;
                    }
                }
                Ask::OneOf(passes.into())
            }
        }
    }

    #[inline(always)]
    pub(super) fn admits(&self, value: i64) -> bool {
        match self {
            Ask::OneOf(passes) => passes.get(value as usize).copied().unwrap_or(false),
            Ask::Within(ranges) => ranges.iter().any(|(low, high)| *low <= value && value <= *high),
        }
    }

    /// A bit for each of the first `rows` values that is admitted.
    #[inline(never)]
    pub(super) fn admitted(&self, values: &[i64; ROWS], rows: usize) -> u64 {
        let values = &values[..rows.min(ROWS)];
        match self {
            Ask::OneOf(passes) => bits(values, |value| passes.get(value as usize).copied().unwrap_or(false)),
            Ask::Within(ranges) => match ranges.as_slice() {
                [(low, high)] => bits(values, |value| *low <= value && value <= *high),
                _ => bits(values, |value| self.admits(value)),
            },
        }
    }
}

/// A bit for each value that is admitted, that of the first last.
#[inline(always)]
fn bits(values: &[i64], admits: impl Fn(i64) -> bool) -> u64 {
    values.iter().rev().fold(0, |bits, value| bits << 1 | u64::from(admits(*value)))
}

/// The whole numbers that pass a comparison.
fn within(comparison: &Comparison<i64>) -> SmallVec<[(i64, i64); 1]> {
    let above = |bound: i64| bound.checked_add(1).map(|low| (low, i64::MAX));
    let below = |bound: i64| bound.checked_sub(1).map(|high| (i64::MIN, high));
    match comparison {
        Comparison::Above(bound) => above(*bound).into_iter().collect(),
        Comparison::AtLeast(bound) => [(*bound, i64::MAX)].into_iter().collect(),
        Comparison::Below(bound) => below(*bound).into_iter().collect(),
        Comparison::AtMost(bound) => [(i64::MIN, *bound)].into_iter().collect(),
        Comparison::Equal(bound) => [(*bound, *bound)].into_iter().collect(),
        Comparison::Unequal(bound) => below(*bound).into_iter().chain(above(*bound)).collect(),
        Comparison::Between(low, high) => [(*low, *high)].into_iter().collect(),
        Comparison::OneOf(values) => values.iter().map(|value| (*value, *value)).collect(),
    }
}

/// What a number has to be: in one range of whole numbers, which is most; or in any.
#[derive(Debug)]
pub(super) struct Needs {
    /// The first and the last that pass. The greatest number there is stands for no end.
    simple: Option<(i64, i64)>,
    ranges: Ranges,
    /// Of a mean, over how many it is; else 1.
    per: i64,
}

impl Needs {
    pub(super) fn new(ranges: &Ranges, per: i64) -> Needs {
        Needs { simple: ranges.whole(per), ranges: ranges.clone(), per }
    }

    /// True if all that matters of a number of rows is whether there are any.
    pub(super) fn only_any(&self) -> bool {
        matches!(self.simple, Some((1, i64::MAX) | (0, 0)))
    }

    /// True if every number from `low` to `high` passes (None: without end), false if none does, else unknown.
    #[inline(always)]
    pub(super) fn admit(&self, low: i64, high: Option<i64>) -> Truth {
        let Some((first, last)) = self.simple else { return self.admit_any(low, high) };
        let high = high.unwrap_or(i64::MAX);
        if first <= low && high <= last {
            return Truth::True;
        }
        if last < low || high < first { Truth::False } else { Truth::Unknown }
    }

    #[inline(never)]
    fn admit_any(&self, low: i64, high: Option<i64>) -> Truth {
        let exact = |units: i64| Exact { units: i128::from(units), per: self.per };
        self.ranges.admit(&Interval { low: exact(low), low_open: false, high: high.map(exact), high_open: false })
    }
}

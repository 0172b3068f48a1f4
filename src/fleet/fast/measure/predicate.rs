//! Conditions on a value, as they are asked of its [`Cell`](crate::fleet::fast::measure::decode::Cell).
//!
//! In: a condition of a rule, and how values of that kind are read. Out: a [`Predicate`] that answers by a compare or a look-up;
//! ranges of whole numbers that answer of an interval.

use smallvec::SmallVec;

use crate::fleet::fast::measure::batch::{Batch, ROWS};
use crate::fleet::fast::measure::decode::{Decoder, rank};
use crate::rulebook::{Condition, RowsTest};
use crate::value::number::{Comparison, Interval, Ranges, Rational};
use crate::value::timeline::Truth;
use crate::value::value_type::Timestamp;

/// What a value has to be.
#[derive(Debug)]
pub(crate) enum Predicate {
    /// A number within one of these ranges, both ends included.
    Within(SmallVec<[(i64, i64); 1]>),
    /// One of the values for which this is true.
    OneOf(Box<[bool]>),
    /// A path that is on a list, or, negated, one that is not: what the list says of it, in two bits from this one on.
    Listed { bits: u32, negated: bool },
}

impl Predicate {
    pub(crate) fn new(condition: &Condition, reader: &Decoder) -> Predicate {
        match condition {
            Condition::Bool(wanted) => Predicate::OneOf([!wanted, *wanted].into()),
            Condition::Choice(allowed) => Predicate::OneOf(allowed.as_slice().into()),
            Condition::Number { comparison, .. } => Predicate::Within(within(comparison)),
            Condition::Date(comparison) => Predicate::Within(within(&comparison.map(|day| i64::from(day.epoch_days())))),
            Condition::Timestamp(comparison) => {
                let Decoder::Moment(turns) = reader else { return Predicate::OneOf(Box::default()) };
                Predicate::Within(within(
                    &comparison.map(|at| rank(turns, &Timestamp { instant: *at, day: crate::value::date::Date::FIRST })),
                ))
            }
            Condition::InList(among) => {
                if let Decoder::Path(names) = reader {
                    let listed = |bits| Predicate::Listed { bits, negated: among.negated };
                    return names.bits_of(among).map_or_else(|| Predicate::OneOf(Box::default()), listed);
                }
                let mut passes = vec![among.negated; reader.count()];
                for key in among.members.keys() {
                    if let Some(place) = reader.number_of(key).and_then(|at| passes.get_mut(at as usize)) {
                        *place = !among.negated;
                    }
                }
                Predicate::OneOf(passes.into())
            }
        }
    }

    /// Whether a value is certainly admitted, and whether it may be.
    #[inline(always)]
    fn admits_bounds(&self, value: i64) -> (bool, bool) {
        let exactly = |admitted: bool| (admitted, admitted);
        match self {
            Predicate::OneOf(passes) => exactly(passes.get(value as usize).copied().unwrap_or(false)),
            Predicate::Within(ranges) => exactly(ranges.iter().any(|(low, high)| *low <= value && value <= *high)),
            Predicate::Listed { bits, negated } => match (value >> bits & 1 == 1, value >> bits & 2 == 2, negated) {
                (certain, possible, false) => (certain, possible),
                (certain, possible, true) => (!possible, !certain),
            },
        }
    }

    #[inline(always)]
    pub(crate) fn admits(&self, value: i64) -> Truth {
        match self.admits_bounds(value) {
            (true, _) => Truth::True,
            (false, true) => Truth::Unknown,
            (false, false) => Truth::False,
        }
    }

    /// A bit for each of the first `rows` values that is certainly admitted, and for each that may be.
    #[inline(never)]
    fn admitted(&self, values: &[i64; ROWS], rows: usize) -> (u64, u64) {
        let values = &values[..rows.min(ROWS)];
        let exactly = |bits: u64| (bits, bits);
        match self {
            Predicate::OneOf(passes) => exactly(bits(values, |value| passes.get(value as usize).copied().unwrap_or(false))),
            Predicate::Within(ranges) => match ranges.as_slice() {
                [(low, high)] => exactly(bits(values, |value| *low <= value && value <= *high)),
                _ => exactly(bits(values, |value| self.admits_bounds(value).0)),
            },
            Predicate::Listed { .. } => {
                (bits(values, |value| self.admits_bounds(value).0), bits(values, |value| self.admits_bounds(value).1))
            }
        }
    }
}

/// Conditions on a row.
#[derive(Debug)]
pub(crate) struct Filter(Box<[(usize, Predicate)]>);

impl Filter {
    pub(crate) fn new(test: &RowsTest, columns: &[Decoder]) -> Filter {
        Filter(test.filter.iter().map(|(column, condition)| (*column, Predicate::new(condition, &columns[*column]))).collect())
    }

    /// A bit for each row that meets every condition for certain, and for each that perhaps does.
    #[inline(always)]
    pub(crate) fn pass(&self, batch: &Batch) -> (u64, u64) {
        let (mut certain, mut perhaps) = (batch.all, batch.all);
        for (column, predicate) in &self.0 {
            let column = &batch.columns[*column];
            let (admitted, possible) = predicate.admitted(&column.values, batch.rows);
            certain &= column.known & admitted;
            perhaps &= !column.known | possible;
        }
        (certain, perhaps)
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
pub(crate) struct Threshold {
    /// The first and the last that pass. `i64::MAX` means no end.
    simple: Option<(i64, i64)>,
    ranges: Ranges,
    /// Of a mean, over how many it is; else 1.
    per: i64,
}

impl Threshold {
    pub(crate) fn new(ranges: &Ranges, per: i64) -> Threshold {
        Threshold { simple: ranges.whole(per), ranges: ranges.clone(), per }
    }

    /// True if all that matters of a number of rows is whether there are any.
    pub(crate) fn only_any(&self) -> bool {
        matches!(self.simple, Some((1, i64::MAX) | (0, 0)))
    }

    /// True if every number from `low` to `high` passes (None: without end), false if none does, else unknown.
    #[inline(always)]
    pub(crate) fn admit(&self, low: i64, high: Option<i64>) -> Truth {
        let Some((first, last)) = self.simple else { return self.admit_any(low, high) };
        let high = high.unwrap_or(i64::MAX);
        if first <= low && high <= last {
            return Truth::True;
        }
        if last < low || high < first { Truth::False } else { Truth::Unknown }
    }

    #[inline(never)]
    fn admit_any(&self, low: i64, high: Option<i64>) -> Truth {
        let exact = |units: i64| Rational { units: i128::from(units), per: self.per };
        self.ranges.admit(&Interval { low: exact(low), low_open: false, high: high.map(exact), high_open: false })
    }
}

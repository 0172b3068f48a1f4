//! Exact numbers: decimals read from their text, quotients kept as fractions, intervals of what a measure may be.
//!
//! In: digits as written. Out: [`Rational`] values, [`Interval`]s, and [`Ranges`] that tell whether an interval passes a
//! comparison, fails it, or may do either. No float is ever involved.

use std::cmp::Ordering;
use std::fmt;

use smallvec::SmallVec;

use crate::value::timeline::Truth;

/// Why a text is not a number that can be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ParseDecimalError {
    /// Not `[0-9]+(\.[0-9]+)?`.
    Malformed,
    /// Starts with a minus.
    Negative,
    /// More decimals than the unit has.
    TooManyDecimals,
    /// Above 2^63 - 1 in the smallest unit.
    TooBig,
}

impl std::fmt::Display for ParseDecimalError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            ParseDecimalError::Malformed => "not a decimal number",
            ParseDecimalError::Negative => "a negative number",
            ParseDecimalError::TooManyDecimals => "too many decimals",
            ParseDecimalError::TooBig => "too large",
        })
    }
}

impl std::error::Error for ParseDecimalError {}

/// Reads a decimal into its smallest unit: `"12.5"` with two places is 1250. Trailing zeros beyond the places are taken.
pub fn parse_decimal(text: &str, places: u8) -> Result<i64, ParseDecimalError> {
    let (whole, fraction) = match text.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (text, None),
    };
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if let Some(positive) = whole.strip_prefix('-') {
        let malformed = !digits(positive) || fraction.is_some_and(|part| !digits(part));
        return Err(if malformed { ParseDecimalError::Malformed } else { ParseDecimalError::Negative });
    }
    if !digits(whole) || fraction.is_some_and(|part| !digits(part)) {
        return Err(ParseDecimalError::Malformed);
    }
    let fraction = fraction.unwrap_or("").trim_end_matches('0');
    if fraction.len() > usize::from(places) {
        return Err(ParseDecimalError::TooManyDecimals);
    }
    let padding = usize::from(places) - fraction.len();
    whole
        .bytes()
        .chain(fraction.bytes())
        .chain(std::iter::repeat_n(b'0', padding))
        .try_fold(0i64, |sum, digit| sum.checked_mul(10)?.checked_add(i64::from(digit - b'0')))
        .ok_or(ParseDecimalError::TooBig)
}

/// Writes a number of smallest units with all its places: 1250 with two places is `12.50`.
pub fn decimal(units: i64, places: u8) -> String {
    let digits = format!("{units:0width$}", width = usize::from(places) + 1);
    let (whole, fraction) = digits.split_at(digits.len() - usize::from(places));
    if fraction.is_empty() { whole.to_owned() } else { format!("{whole}.{fraction}") }
}

/// An exact quotient of smallest units: a sum, or a sum over a number of rows.
#[derive(Debug, Clone, Copy)]
pub struct Rational {
    /// The numerator, in the measure's smallest unit.
    pub units: i128,
    /// The denominator: 1 but for means.
    pub per: i64,
}

impl Rational {
    /// Zero.
    pub const ZERO: Rational = Rational { units: 0, per: 1 };

    /// A whole number of smallest units.
    pub fn from_units(units: i128) -> Rational {
        Rational { units, per: 1 }
    }

    /// Decimal text for people, rounded up or down where it does not end; None where it ends, as [`Rational::text`] writes it.
    pub fn rounded(self, places: u8, up: bool) -> Option<String> {
        if !self.text(places).contains('/') {
            return None;
        }
        let decimals = u32::from(places.max(2));
        let scaled = self.units.checked_mul(10i128.pow(decimals - u32::from(places)))?;
        let per = i128::from(self.per);
        let down = scaled.div_euclid(per);
        Some(Rational::from_units(if up { down + 1 } else { down }).text(decimals as u8))
    }

    /// Decimal text without trailing zeros or, where that can't be, a reduced fraction: `"100.5"`, `"701/7"`.
    pub fn text(self, places: u8) -> String {
        let mut per = i128::from(self.per) * 10i128.pow(u32::from(places));
        let mut units = self.units;
        let divisor = gcd(units.unsigned_abs(), per.unsigned_abs()) as i128;
        if divisor > 1 {
            units /= divisor;
            per /= divisor;
        }
        // A fraction ends as a decimal if and only if its denominator has no factor but 2 and 5.
        let mut rest = per;
        let mut twos = 0;
        let mut fives = 0;
        while rest % 2 == 0 {
            rest /= 2;
            twos += 1;
        }
        while rest % 5 == 0 {
            rest /= 5;
            fives += 1;
        }
        let decimals: u32 = twos.max(fives);
        let scale = 10i128.checked_pow(decimals).and_then(|scale| units.checked_mul(scale / per));
        match scale {
            Some(scaled) if rest == 1 => {
                let digits = format!("{:0width$}", scaled.unsigned_abs(), width = decimals as usize + 1);
                let (whole, fraction) = digits.split_at(digits.len() - decimals as usize);
                let sign = if scaled < 0 { "-" } else { "" };
                if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
            }
            _ => format!("{units}/{per}"),
        }
    }
}

fn gcd(mut a: u128, mut b: u128) -> u128 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a.max(1)
}

impl PartialEq for Rational {
    fn eq(&self, other: &Rational) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Rational {}
impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Rational) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Rational {
    fn cmp(&self, other: &Rational) -> Ordering {
        if self.per == other.per {
            return self.units.cmp(&other.units);
        }
        (self.units * i128::from(other.per)).cmp(&(other.units * i128::from(self.per)))
    }
}

/// What a measure may be: everything from `low` to `high`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Interval {
    /// The least it can be.
    pub low: Rational,
    /// True where `low` itself can't be, only what lies above it: a mean that rows unknown may pull down without end.
    pub low_open: bool,
    /// The most it can be; None where there is no bound.
    pub high: Option<Rational>,
    /// True where `high` itself can't be, only what lies below it.
    pub high_open: bool,
}

impl Interval {
    /// Exactly this.
    pub fn exactly(value: Rational) -> Interval {
        Interval { low: value, low_open: false, high: Some(value), high_open: false }
    }

    /// Any number at all.
    pub const ANY: Interval = Interval { low: Rational::ZERO, low_open: false, high: None, high_open: false };

    /// From one whole number of units to another.
    pub fn from_units(low: i128, high: Option<i128>) -> Interval {
        Interval { low: Rational::from_units(low), low_open: false, high: high.map(Rational::from_units), high_open: false }
    }

    /// True if there is one value that it can have.
    pub fn is_exact(&self) -> bool {
        self.high == Some(self.low)
    }
}

/// A comparison as it is written: with one value, with two, or with several.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Comparison<T> {
    Above(T),
    AtLeast(T),
    Below(T),
    AtMost(T),
    Equal(T),
    Unequal(T),
    Between(T, T),
    OneOf(Vec<T>),
}

impl<T> Comparison<T> {
    /// Whether a value passes, given how it compares with each of the comparison's own.
    pub fn admits(&self, against: impl Fn(&T) -> Ordering) -> bool {
        match self {
            Comparison::Above(bound) => against(bound).is_gt(),
            Comparison::AtLeast(bound) => against(bound).is_ge(),
            Comparison::Below(bound) => against(bound).is_lt(),
            Comparison::AtMost(bound) => against(bound).is_le(),
            Comparison::Equal(bound) => against(bound).is_eq(),
            Comparison::Unequal(bound) => against(bound).is_ne(),
            Comparison::Between(low, high) => against(low).is_ge() && against(high).is_le(),
            Comparison::OneOf(values) => values.iter().any(|value| against(value).is_eq()),
        }
    }

    /// The same comparison of other values.
    pub fn map<U>(&self, mut f: impl FnMut(&T) -> U) -> Comparison<U> {
        match self {
            Comparison::Above(bound) => Comparison::Above(f(bound)),
            Comparison::AtLeast(bound) => Comparison::AtLeast(f(bound)),
            Comparison::Below(bound) => Comparison::Below(f(bound)),
            Comparison::AtMost(bound) => Comparison::AtMost(f(bound)),
            Comparison::Equal(bound) => Comparison::Equal(f(bound)),
            Comparison::Unequal(bound) => Comparison::Unequal(f(bound)),
            Comparison::Between(low, high) => Comparison::Between(f(low), f(high)),
            Comparison::OneOf(values) => Comparison::OneOf(values.iter().map(f).collect()),
        }
    }
}

impl<T: fmt::Display> fmt::Display for Comparison<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Comparison::Above(bound) => write!(f, "> {bound}"),
            Comparison::AtLeast(bound) => write!(f, ">= {bound}"),
            Comparison::Below(bound) => write!(f, "< {bound}"),
            Comparison::AtMost(bound) => write!(f, "<= {bound}"),
            Comparison::Equal(bound) => write!(f, "= {bound}"),
            Comparison::Unequal(bound) => write!(f, "!= {bound}"),
            Comparison::Between(low, high) => write!(f, "{low}..={high}"),
            Comparison::OneOf(values) => {
                f.write_str("one of ")?;
                for (at, value) in values.iter().enumerate() {
                    write!(f, "{}{value}", if at == 0 { "" } else { ", " })?;
                }
                Ok(())
            }
        }
    }
}

/// The end of a range.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct End {
    at: i128,
    open: bool,
}

/// The numbers that pass a comparison, as ranges that neither touch nor overlap, in order.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Ranges {
    /// Each from its first (None: zero) to its last (None: no end).
    ranges: SmallVec<[(End, Option<End>); 2]>,
    /// By how much a unit of the measure is to be multiplied to meet these ends: thresholds of a mean may be finer than its column.
    finer: i128,
    /// True if the measure takes whole units only, so that no number lies between 1 and 2.
    stepped: bool,
}

impl Ranges {
    /// The numbers that pass `comparison`, whose values are in units `finer` times smaller than the measure's.
    /// `stepped` measures take whole units only.
    pub fn new(comparison: &Comparison<i64>, finer: u64, stepped: bool) -> Ranges {
        let shut = |at: i64| End { at: i128::from(at), open: false };
        let open = |at: i64| End { at: i128::from(at), open: true };
        let zero = End { at: 0, open: false };
        let mut ranges: SmallVec<[(End, Option<End>); 2]> = SmallVec::new();
        match comparison {
            Comparison::Above(bound) => ranges.push((open(*bound), None)),
            Comparison::AtLeast(bound) => ranges.push((shut(*bound), None)),
            Comparison::Below(bound) => ranges.push((zero, Some(open(*bound)))),
            Comparison::AtMost(bound) => ranges.push((zero, Some(shut(*bound)))),
            Comparison::Equal(bound) => ranges.push((shut(*bound), Some(shut(*bound)))),
            Comparison::Unequal(bound) => {
                ranges.push((zero, Some(open(*bound))));
                ranges.push((open(*bound), None));
            }
            Comparison::Between(low, high) => ranges.push((shut(*low), Some(shut(*high)))),
            Comparison::OneOf(values) => {
                let mut values = values.clone();
                values.sort_unstable();
                values.dedup();
                ranges.extend(values.iter().map(|value| (shut(*value), Some(shut(*value)))));
            }
        }
        let mut ranges = Ranges { ranges, finer: i128::from(finer), stepped };
        ranges.tidy();
        ranges
    }

    /// Closes the ends of stepped ranges, drops empty ones and joins neighbours.
    fn tidy(&mut self) {
        let mut tidy: SmallVec<[(End, Option<End>); 2]> = SmallVec::new();
        for (mut from, mut to) in self.ranges.drain(..) {
            if self.stepped {
                from = End { at: from.at + i128::from(from.open), open: false };
                to = to.map(|to| End { at: to.at - i128::from(to.open), open: false });
            }
            if to.is_some_and(|to| to.at < from.at || (to.at == from.at && (to.open || from.open))) {
                continue;
            }
            match tidy.last_mut() {
                Some((_, Some(last))) if self.stepped && last.at + 1 >= from.at => {
                    if to.is_none_or(|to| to.at > last.at) {
                        *tidy.last_mut().map(|(_, last)| last).unwrap_or(&mut None) = to;
                    }
                }
                _ => tidy.push((from, to)),
            }
        }
        self.ranges = tidy;
    }

    /// True if every value of `interval` passes, false if none does, unknown otherwise.
    pub fn admit(&self, interval: &Interval) -> Truth {
        let mut touched = false;
        for (from, to) in &self.ranges {
            // Where the interval's own end is open, its value there doesn't count.
            let begins_inside = match self.compare(interval.low, from.at) {
                Ordering::Greater => true,
                Ordering::Equal => !from.open || interval.low_open,
                Ordering::Less => false,
            };
            let ends_inside = match (interval.high, to) {
                (_, None) => true,
                (None, Some(_)) => false,
                (Some(high), Some(to)) => match self.compare(high, to.at) {
                    Ordering::Less => true,
                    Ordering::Equal => !to.open || interval.high_open,
                    Ordering::Greater => false,
                },
            };
            if begins_inside && ends_inside {
                return Truth::True;
            }
            let starts_after = to.is_some_and(|to| match self.compare(interval.low, to.at) {
                Ordering::Greater => true,
                Ordering::Equal => to.open || interval.low_open,
                Ordering::Less => false,
            });
            let ends_before = interval.high.is_some_and(|high| match self.compare(high, from.at) {
                Ordering::Less => true,
                Ordering::Equal => from.open || interval.high_open,
                Ordering::Greater => false,
            });
            touched |= !starts_after && !ends_before;
        }
        if touched { Truth::Unknown } else { Truth::False }
    }

    fn compare(&self, value: Rational, end: i128) -> Ordering {
        (value.units * self.finer).cmp(&(end * i128::from(value.per)))
    }

    /// The least value at or above `from` that passes, for a measure that moves in steps of one unit over `from.per`.
    pub fn next_above(&self, from: Rational) -> Option<Rational> {
        let per = i128::from(from.per);
        self.ranges.iter().find_map(|(start, to)| {
            // units / per >= start / finer
            let scaled = start.at * per;
            let mut units = scaled.div_euclid(self.finer) + i128::from(scaled.rem_euclid(self.finer) != 0);
            if start.open && units * self.finer == scaled {
                units += 1;
            }
            let value = Rational { units: units.max(from.units), per: from.per };
            let fits = to.is_none_or(|to| match self.compare(value, to.at) {
                Ordering::Less => true,
                Ordering::Equal => !to.open,
                Ordering::Greater => false,
            });
            fits.then_some(value)
        })
    }

    /// The greatest value at or below `from` that fails, in steps of one unit over `from.per`; None if there is none from 0 on.
    pub fn next_failing_below(&self, from: Rational) -> Option<Rational> {
        let per = i128::from(from.per);
        let mut units = from.units;
        while units >= 0 {
            let value = Rational { units, per: from.per };
            let Some((start, _)) = self.ranges.iter().find(|range| self.holds(range, value)) else { return Some(value) };
            // The least value of the range that passes, and one step further down.
            let scaled = start.at * per;
            let first = scaled.div_euclid(self.finer) + i128::from(scaled.rem_euclid(self.finer) != 0 || start.open);
            units = first - 1;
        }
        None
    }

    /// The least value at or above `from` that fails, in the same steps; None if there is none.
    pub fn next_failing_above(&self, from: Rational) -> Option<Rational> {
        let per = i128::from(from.per);
        let mut units = from.units;
        loop {
            let value = Rational { units, per: from.per };
            let Some((_, end)) = self.ranges.iter().find(|range| self.holds(range, value)) else { return Some(value) };
            let end = (*end)?;
            let scaled = end.at * per;
            let last = scaled.div_euclid(self.finer) - i128::from(scaled.rem_euclid(self.finer) == 0 && end.open);
            units = last + 1;
        }
    }

    /// True if a value lies in one of the ranges.
    fn holds(&self, (start, end): &(End, Option<End>), value: Rational) -> bool {
        let after = match self.compare(value, start.at) {
            Ordering::Greater => true,
            Ordering::Equal => !start.open,
            Ordering::Less => false,
        };
        after
            && end.is_none_or(|end| match self.compare(value, end.at) {
                Ordering::Less => true,
                Ordering::Equal => !end.open,
                Ordering::Greater => false,
            })
    }

    /// The least and the greatest whole number that pass when they are divided by `per`, if all between them do as well and no
    /// others. The greatest number there is means no end.
    pub fn whole(&self, per: i64) -> Option<(i64, i64)> {
        let [(_, to)] = self.ranges.as_slice() else { return None };
        let first = i64::try_from(self.next_above(Rational { units: 0, per })?.units).ok()?;
        let Some(to) = to else { return Some((first, i64::MAX)) };
        let scaled = to.at * i128::from(per);
        let last = scaled.div_euclid(self.finer) - i128::from(to.open && scaled.rem_euclid(self.finer) == 0);
        i64::try_from(last).ok().filter(|last| *last < i64::MAX).map(|last| (first, last))
    }

    /// The least and the greatest number that pass, in units of a measure that moves in whole steps. None if none does.
    pub fn hull(&self) -> Option<(i64, Option<i64>)> {
        let (first, _) = self.ranges.first()?;
        let (_, last) = self.ranges.last()?;
        Some((first.at as i64, last.map(|last| last.at as i64)))
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    #[test]
    fn whole_numbers_pass_as_their_quotients_do() {
        use Comparison::{Above, AtLeast, AtMost, Below, Between, Equal, Unequal};
        for comparison in [Above(12), AtLeast(12), Below(12), AtMost(12), Equal(12), Between(5, 12), Below(0), Unequal(12), Above(i64::MAX)]
        {
            for (finer, stepped, per) in [(1, true, 1), (1, false, 7), (10, false, 1), (10, false, 7)] {
                let ranges = Ranges::new(&comparison, finer, stepped);
                let Some((first, last)) = ranges.whole(per) else { continue };
                for units in 0..200 {
                    let passes = ranges.admit(&Interval::exactly(Rational { units: i128::from(units), per })) == Truth::True;
                    assert_eq!(first <= units && units <= last, passes, "{units}/{per} {comparison} {finer}");
                }
            }
        }
        assert_eq!(Ranges::new(&Above(100), 1, false).whole(7), Some((701, i64::MAX)));
        assert_eq!(Ranges::new(&Unequal(100), 1, false).whole(7), None);
    }

    #[test]
    fn decimals_are_read_from_their_text() {
        assert_eq!(parse_decimal("3200.00", 2), Ok(320_000));
        assert_eq!(parse_decimal("0.1", 2), Ok(10));
        assert_eq!(parse_decimal("1.2300", 2), Ok(123));
        assert_eq!(parse_decimal("92233720368547758.07", 2), Ok(i64::MAX));
        assert_eq!(parse_decimal("92233720368547758.08", 2), Err(ParseDecimalError::TooBig));
        assert_eq!(parse_decimal("1.234", 2), Err(ParseDecimalError::TooManyDecimals));
        assert_eq!(parse_decimal("-1", 2), Err(ParseDecimalError::Negative));
        for bad in ["", ".5", "5.", "1e3", "+1", "1_000", "1,000", " 1", "0x10", "١", "-"] {
            assert_eq!(parse_decimal(bad, 2), Err(ParseDecimalError::Malformed), "{bad}");
        }
    }

    #[test]
    fn fractions_are_reduced_and_decimals_have_no_trailing_zeros() {
        assert_eq!(Rational { units: 701, per: 7 }.text(0), "701/7");
        assert_eq!(Rational { units: 700, per: 7 }.text(0), "100");
        assert_eq!(Rational { units: 30, per: 4 }.text(0), "7.5");
        assert_eq!(Rational::from_units(680_001).text(2), "6800.01");
        assert_eq!(Rational::from_units(680_000).text(2), "6800");
        assert_eq!(Rational::ZERO.text(2), "0");
        assert_eq!(decimal(320_000, 2), "3200.00");
        assert_eq!(decimal(5, 2), "0.05");
    }

    fn passes(comparison: Comparison<i64>, low: i128, high: Option<i128>) -> Truth {
        Ranges::new(&comparison, 1, true).admit(&Interval::from_units(low, high))
    }

    #[test]
    fn an_interval_passes_fails_or_may_do_either() {
        use Comparison::*;
        assert_eq!(passes(Above(100), 100, Some(100)), Truth::False);
        assert_eq!(passes(Above(100), 101, None), Truth::True);
        assert_eq!(passes(Above(100), 50, None), Truth::Unknown);
        assert_eq!(passes(Equal(0), 0, Some(1)), Truth::Unknown);
        assert_eq!(passes(Equal(0), 1, None), Truth::False);
        assert_eq!(passes(Unequal(3), 4, None), Truth::True);
        assert_eq!(passes(Unequal(3), 0, Some(2)), Truth::True);
        assert_eq!(passes(Unequal(3), 3, Some(3)), Truth::False);
        assert_eq!(passes(Between(3, 17), 3, Some(17)), Truth::True);
        assert_eq!(passes(OneOf(vec![2, 1]), 1, Some(2)), Truth::True, "nothing lies between 1 and 2");
        assert_eq!(passes(OneOf(vec![1, 5]), 2, Some(4)), Truth::False);
        assert_eq!(passes(Below(0), 0, None), Truth::False);
    }

    #[test]
    fn the_next_value_that_passes() {
        let above = Ranges::new(&Comparison::Above(100), 1, true);
        assert_eq!(above.next_above(Rational { units: 600, per: 7 }).unwrap().text(0), "101");
        let mean = Ranges::new(&Comparison::Above(100), 1, false);
        assert_eq!(mean.next_above(Rational { units: 600, per: 7 }).unwrap(), Rational { units: 701, per: 7 });
        let below = Ranges::new(&Comparison::Below(5), 1, true);
        assert_eq!(below.next_above(Rational::from_units(7)), None);
    }
}

//! What a measure may come to, and whether that passes.

use std::cmp::Ordering;

use kaibo::value::number::Comparison;

/// A measure: the numbers from `low` to `high`, each a fraction.
#[derive(Debug, Clone, Copy)]
pub struct Reach {
    pub low: (i128, i128),
    pub low_open: bool,
    pub high: (i128, i128),
    pub high_open: bool,
}

/// What the rows make of a measure together.
#[derive(Debug, Clone)]
pub struct Measured {
    /// True if in some completion there is nothing to be measured, which fails.
    pub nothing: bool,
    /// The rest.
    pub reach: Option<Reach>,
    /// For columns that aren't numbers: whether the measure may pass, and may fail.
    pub may_pass: bool,
    pub may_fail: bool,
}

impl Measured {
    pub fn of(nothing: bool, reach: Option<Reach>) -> Measured {
        Measured { nothing, reach, may_pass: false, may_fail: false }
    }

    pub fn widen(&mut self, low: (i128, i128), high: (i128, i128)) {
        let before = self.reach.unwrap_or(Reach::closed(low, high));
        let low = if against(low, before.low).is_lt() { low } else { before.low };
        let high = if against(high, before.high).is_gt() { high } else { before.high };
        self.reach = Some(Reach::closed(low, high));
    }

    /// Whether the two say the same.
    pub fn same(&self, other: &Measured) -> bool {
        let reach = match (self.reach, other.reach) {
            (None, None) => true,
            (Some(one), Some(two)) => against(one.low, two.low).is_eq() && against(one.high, two.high).is_eq(),
            _ => false,
        };
        reach && self.nothing == other.nothing
    }
}

/// How two fractions compare, without ever multiplying large numbers: as one would divide by hand.
pub fn against((a, b): (i128, i128), (c, d): (i128, i128)) -> Ordering {
    let whole = (a.div_euclid(b)).cmp(&c.div_euclid(d));
    if whole.is_ne() {
        return whole;
    }
    match (a.rem_euclid(b), c.rem_euclid(d)) {
        (0, 0) => Ordering::Equal,
        (0, _) => Ordering::Less,
        (_, 0) => Ordering::Greater,
        (e, f) => against((d, f), (b, e)),
    }
}

impl Reach {
    pub fn closed(low: (i128, i128), high: (i128, i128)) -> Reach {
        Reach { low, low_open: false, high, high_open: false }
    }

    /// Whether all that lies above, or at, a bound.
    fn from(&self, bound: (i128, i128), itself: bool) -> bool {
        match against(self.low, bound) {
            Ordering::Greater => true,
            Ordering::Equal => itself || self.low_open,
            Ordering::Less => false,
        }
    }

    /// Whether all of it lies below, or at, a bound.
    fn to(&self, bound: (i128, i128), itself: bool) -> bool {
        match against(self.high, bound) {
            Ordering::Less => true,
            Ordering::Equal => itself || self.high_open,
            Ordering::Greater => false,
        }
    }

    /// Whether every number of it passes; if `stepped`, it holds whole numbers only.
    pub fn all(&self, comparison: &Comparison<i64>, finer: i128, stepped: bool) -> bool {
        let at = |bound: &i64| (i128::from(*bound), finer);
        match comparison {
            Comparison::Above(bound) => self.from(at(bound), false),
            Comparison::AtLeast(bound) => self.from(at(bound), true),
            Comparison::Below(bound) => self.to(at(bound), false),
            Comparison::AtMost(bound) => self.to(at(bound), true),
            Comparison::Equal(bound) => self.from(at(bound), true) && self.to(at(bound), true),
            Comparison::Unequal(bound) => self.from(at(bound), false) || self.to(at(bound), false),
            Comparison::Between(low, high) => self.from(at(low), true) && self.to(at(high), true),
            Comparison::OneOf(values) if stepped => {
                let (low, high) = (self.low.0, self.high.0);
                high - low < values.len() as i128 && (low..=high).all(|units| values.iter().any(|value| i128::from(*value) == units))
            }
            Comparison::OneOf(values) => values.iter().any(|value| self.all(&Comparison::Equal(*value), finer, stepped)),
        }
    }

    /// Whether no number of it passes.
    pub fn none(&self, comparison: &Comparison<i64>, finer: i128) -> bool {
        let at = |bound: &i64| (i128::from(*bound), finer);
        match comparison {
            Comparison::Above(bound) => self.to(at(bound), true),
            Comparison::AtLeast(bound) => self.to(at(bound), false),
            Comparison::Below(bound) => self.from(at(bound), true),
            Comparison::AtMost(bound) => self.from(at(bound), false),
            Comparison::Equal(bound) => self.from(at(bound), false) || self.to(at(bound), false),
            Comparison::Unequal(bound) => self.from(at(bound), true) && self.to(at(bound), true),
            Comparison::Between(low, high) => self.from(at(high), false) || self.to(at(low), false),
            Comparison::OneOf(values) => values.iter().all(|value| self.none(&Comparison::Equal(*value), finer)),
        }
    }
}

//! One measure of the rows that count, kept up to date as rows come and go.
//!
//! In: rows, each certain to count or not, with the bounds of its value and its date. Out: the tight interval of what the
//! measure can be ([`Aggregate::bounds`]).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crate::rulebook::Measure;
use crate::value::date::Date;
use crate::value::number::{Interval, Rational};
use crate::value::value_type::Value;

/// A row as a measure sees it, or days in a row without one, of each of which the same is known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Item<'a> {
    /// The least that its value can be.
    pub(super) low: i64,
    /// The most; None without a bound.
    pub(super) high: Option<i64>,
    /// Its value where that isn't a number; None where it isn't known.
    pub(super) value: Option<&'a Value>,
    /// True if it counts for certain.
    pub(super) certain: bool,
    /// Its date, if it has one that is known; of several days, the first.
    pub(super) date: Option<Date>,
    /// How many days they are; of a row, one.
    pub(super) days: i32,
}

/// Rows that may exist besides those that were stated: how small and how large their values can be.
#[derive(Debug, Clone, Copy)]
pub(super) struct PossibleRows {
    pub(super) low: i64,
    pub(super) high: Option<i64>,
}

/// What a measure can be.
#[derive(Debug, Clone)]
pub(crate) struct Bounds<'a> {
    /// The numbers that it can be; None if there is certainly no row to measure.
    pub(super) interval: Option<Interval>,
    /// True if there may be no row to measure, which makes a test of a mean, minimum, maximum or latest value false.
    pub(super) maybe_nothing: bool,
    /// Of a latest value that isn't a number: each that it can be; None means any.
    pub(super) values: Vec<Option<&'a Value>>,
}

/// A measure of the rows that count at present.
#[derive(Debug)]
pub(super) enum Aggregate<'a> {
    Count {
        certain: i64,
        possible: i64,
    },
    Sum {
        low: i128,
        high: i128,
        unbounded: usize,
    },
    Mean {
        certain: Certain,
        possible: Possible,
    },
    /// Minimum and maximum: the bounds of values, certain ones and possible ones, as multisets. No bound is `i64::MAX` + 1.
    Extreme {
        least: bool,
        low: [BTreeMap<i128, usize>; 2],
        high: [BTreeMap<i128, usize>; 2],
    },
    Latest {
        by_date: BTreeMap<Date, Vec<Item<'a>>>,
        undated: Vec<Item<'a>>,
    },
    /// Distinct dates and runs of them: how many rows of each are certain and how many possible; how many days have a certain
    /// row, and how many any; and possible rows without a date.
    Dates {
        streak: bool,
        by_date: BTreeMap<Days, [usize; 2]>,
        held: [i64; 2],
        undated: usize,
    },
}

/// Days in a row: the first, and how many.
type Days = (Date, i32);

/// Of values that count for certain how many they are, and how many days they stand for; the sums of the least and of the most
/// that they can be, and how many have no bound.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Certain {
    rows: i64,
    days: i64,
    low: i128,
    high: i128,
    unbounded: i64,
}

/// How many values that may count have the same least and most, and stand for as many days.
type Possible = BTreeMap<(i64, Option<i64>, i32), usize>;

const UNBOUNDED: i128 = i64::MAX as i128 + 1;

fn bounded(value: i128) -> Option<Rational> {
    (value < UNBOUNDED).then(|| Rational::from_units(value))
}

fn same(a: &Item<'_>, b: &Item<'_>) -> bool {
    a.low == b.low && a.high == b.high && a.certain == b.certain && a.value == b.value
}

fn forget<'a>(undated: &mut Vec<Item<'a>>, item: &Item<'a>) {
    if let Some(at) = undated.iter().position(|other| same(other, item)) {
        undated.swap_remove(at);
    }
}

fn shift<T: Ord>(set: &mut BTreeMap<T, usize>, value: T, add: bool) {
    let mut entry = match set.entry(value) {
        Entry::Occupied(entry) => entry,
        Entry::Vacant(entry) => entry.insert_entry(0),
    };
    if add {
        *entry.get_mut() += 1;
    } else {
        *entry.get_mut() -= 1;
        if *entry.get() == 0 {
            entry.remove();
        }
    }
}

impl<'a> Aggregate<'a> {
    pub(super) fn new(measure: Measure) -> Aggregate<'a> {
        match measure {
            Measure::CountRows => Aggregate::Count { certain: 0, possible: 0 },
            Measure::CountDays => Aggregate::dates(false),
            Measure::Streak => Aggregate::dates(true),
            Measure::Sum(_) => Aggregate::Sum { low: 0, high: 0, unbounded: 0 },
            Measure::Mean(_) => Aggregate::Mean { certain: Certain::default(), possible: Possible::new() },
            Measure::Min(_) => Aggregate::Extreme { least: true, low: Default::default(), high: Default::default() },
            Measure::Max(_) => Aggregate::Extreme { least: false, low: Default::default(), high: Default::default() },
            Measure::Latest(_) => Aggregate::Latest { by_date: BTreeMap::new(), undated: Vec::new() },
        }
    }

    fn dates(streak: bool) -> Aggregate<'a> {
        Aggregate::Dates { streak, by_date: BTreeMap::new(), held: [0; 2], undated: 0 }
    }

    /// A row begins to count.
    pub(super) fn add(&mut self, item: &Item<'a>) {
        self.shift(item, true);
    }

    /// A row that was added counts no more.
    pub(super) fn remove(&mut self, item: &Item<'a>) {
        self.shift(item, false);
    }

    fn shift(&mut self, item: &Item<'a>, add: bool) {
        let days = i64::from(if add { item.days } else { -item.days });
        match self {
            Aggregate::Count { certain, possible } => {
                *if item.certain { certain } else { possible } += days;
            }
            Aggregate::Sum { low, high, unbounded } => {
                let days = i128::from(days);
                if item.certain {
                    *low += days * i128::from(item.low);
                }
                match item.high {
                    Some(most) => *high += days * i128::from(most),
                    None if add => *unbounded += 1,
                    None => *unbounded -= 1,
                }
            }
            Aggregate::Mean { certain, .. } if item.certain => {
                let (sign, units) = (if add { 1 } else { -1 }, |value: i64| i128::from(days) * i128::from(value));
                certain.rows += sign;
                certain.days += days;
                certain.low += units(item.low);
                match item.high {
                    Some(most) => certain.high += units(most),
                    None => certain.unbounded += sign,
                }
            }
            Aggregate::Mean { possible, .. } => shift(possible, (item.low, item.high, item.days), add),
            Aggregate::Extreme { low, high, .. } => {
                let which = usize::from(!item.certain);
                shift(&mut low[which], i128::from(item.low), add);
                shift(&mut high[which], item.high.map_or(UNBOUNDED, i128::from), add);
            }
            Aggregate::Latest { by_date, undated } => match item.date {
                None if add => undated.push(*item),
                None => forget(undated, item),
                Some(date) if add => by_date.entry(date).or_default().push(*item),
                // Rows of one date go on the same day: which of them goes first bears on nothing.
                Some(date) => {
                    if let Some(items) = by_date.get_mut(&date) {
                        items.pop();
                        if items.is_empty() {
                            by_date.remove(&date);
                        }
                    }
                }
            },
            Aggregate::Dates { by_date, held, undated, .. } => match item.date {
                None if add => *undated += 1,
                None => *undated -= 1,
                Some(date) => {
                    let days = (date, item.days);
                    let counts = by_date.entry(days).or_insert([0, 0]);
                    let has = |counts: &[usize; 2]| [counts[0] > 0, *counts != [0, 0]].map(i64::from);
                    let before = has(counts);
                    let count = &mut counts[usize::from(!item.certain)];
                    if add {
                        *count += 1
                    } else {
                        *count -= 1
                    }
                    let after = has(counts);
                    (0..2).for_each(|at| held[at] += i64::from(item.days) * (after[at] - before[at]));
                    if *counts == [0, 0] {
                        by_date.remove(&days);
                    }
                }
            },
        }
    }

    /// What the measure can be just now. `more` are rows that may exist besides; `longest` is the window's length in days.
    pub(super) fn bounds(&self, more: Option<PossibleRows>, longest: Option<i64>) -> Bounds<'a> {
        let plain = |interval| Bounds { interval: Some(interval), maybe_nothing: false, values: Vec::new() };
        match self {
            Aggregate::Count { certain, possible } => {
                let high = more.is_none().then(|| i128::from(certain + possible));
                plain(Interval::from_units(i128::from(*certain), high))
            }
            Aggregate::Sum { low, high, unbounded } => {
                let bounded = *unbounded == 0 && more.is_none_or(|more| more.high == Some(0));
                plain(Interval::from_units(*low, bounded.then_some(*high)))
            }
            Aggregate::Mean { certain, possible } => mean(certain, possible, more),
            Aggregate::Extreme { least: true, low, high } => least(low, high, more),
            Aggregate::Extreme { least: false, low, high } => greatest(low, high, more),
            Aggregate::Latest { by_date, undated } => latest(by_date, undated, more),
            Aggregate::Dates { streak, by_date, held, undated } => {
                let limit = |days: i64| longest.map_or(days, |longest| days.min(longest));
                let undated = *undated as i64;
                let (low, most) = if *streak {
                    let certain: Vec<Days> = by_date.iter().filter(|(_, counts)| counts[0] > 0).map(|(days, _)| *days).collect();
                    let possible: Vec<Days> = by_date.keys().copied().collect();
                    (longest_run(&certain, 0), longest_run(&possible, undated))
                } else {
                    (held[0], held[1] + undated)
                };
                let high = if more.is_some() { longest } else { Some(limit(most)) };
                plain(Interval::from_units(i128::from(low), high.map(i128::from)))
            }
        }
    }
}

/// The longest run of consecutive days that `fills` further days can make of these.
fn longest_run(stretches: &[Days], fills: i64) -> i64 {
    let mut longest = fills;
    let (mut begin, mut held) = (0, 0);
    for (first, days) in stretches {
        let days = i64::from(*days);
        held += days;
        // Gaps between the first and the last of them are what has to be filled.
        while first.since(stretches[begin].0) + days - held > fills {
            held -= i64::from(stretches[begin].1);
            begin += 1;
        }
        longest = longest.max(held + fills);
    }
    longest
}

fn mean<'a>(certain: &Certain, possible: &Possible, more: Option<PossibleRows>) -> Bounds<'a> {
    let nothing = certain.rows == 0;
    if nothing && possible.is_empty() && more.is_none() {
        return Bounds { interval: None, maybe_nothing: true, values: Vec::new() };
    }
    let lows = possible.iter().map(|((low, _, days), rows)| (*low, *days, *rows));
    let (units, count) = moved((certain.low, certain.days), lows, i128::lt);
    let mut low = Rational { units, per: count.max(1) };
    let mut low_open = false;
    if let Some(more) = more {
        let least = Rational::from_units(i128::from(more.low));
        if count == 0 {
            low = least;
        } else if least < low {
            // Ever more rows of the least value pull it down as far as one likes, and never all the way.
            // Where no row is certain they may be alone, and reach it.
            low_open = !nothing;
            low = least;
        }
    }
    let most = |((_, high, days), rows): (&(i64, Option<i64>, i32), &usize)| Some(((*high)?, *days, *rows));
    let highs: Option<Vec<(i64, i32, usize)>> = possible.iter().map(most).collect();
    let bounded = certain.unbounded == 0 && more.is_none_or(|more| more.high.is_some());
    let mut high_open = false;
    let high = highs.filter(|_| bounded).map(|mut highs| {
        highs.sort_unstable_by(|a, b| b.cmp(a));
        let (units, count) = moved((certain.high, certain.days), highs.into_iter(), i128::gt);
        let high = Rational { units, per: count.max(1) };
        match more.and_then(|more| more.high).map(|most| Rational::from_units(i128::from(most))) {
            Some(most) if count == 0 || most > high => {
                high_open = count > 0 && !nothing;
                most
            }
            _ => high,
        }
    });
    Bounds { interval: Some(Interval { low, low_open, high, high_open }), maybe_nothing: nothing, values: Vec::new() }
}

/// The sum and the number of values: of those that are certain, and of possible ones, each with its days and how often it is
/// there. These are added the most extreme first, for as long as they move the mean.
fn moved(
    (mut units, mut count): (i128, i64),
    possible: impl Iterator<Item = (i64, i32, usize)>,
    moves: fn(&i128, &i128) -> bool,
) -> (i128, i64) {
    for (value, days, rows) in possible {
        let value = i128::from(value);
        if count == 0 || moves(&(value * i128::from(count)), &units) {
            // Where the first of several days moves it, all of them do, unless the first is alone.
            let days = if count == 0 { 1 } else { i64::from(days) * rows as i64 };
            units += value * i128::from(days);
            count += days;
        }
    }
    (units, count)
}

fn first(set: &BTreeMap<i128, usize>) -> Option<i128> {
    set.first_key_value().map(|(value, _)| *value)
}

fn last(set: &BTreeMap<i128, usize>) -> Option<i128> {
    set.last_key_value().map(|(value, _)| *value)
}

fn least<'a>(low: &[BTreeMap<i128, usize>; 2], high: &[BTreeMap<i128, usize>; 2], more: Option<PossibleRows>) -> Bounds<'a> {
    let more_low = more.map(|more| i128::from(more.low));
    let more_high = more.map(|more| more.high.map_or(UNBOUNDED, i128::from));
    let bottom = [first(&low[0]), first(&low[1]), more_low].into_iter().flatten().min();
    // The least of the certain rows can't be exceeded; without any, one possible row may be alone.
    let top = first(&high[0]).or_else(|| [last(&high[1]), more_high].into_iter().flatten().max());
    extreme(bottom, top, low[0].is_empty())
}

fn greatest<'a>(low: &[BTreeMap<i128, usize>; 2], high: &[BTreeMap<i128, usize>; 2], more: Option<PossibleRows>) -> Bounds<'a> {
    let more_low = more.map(|more| i128::from(more.low));
    let more_high = more.map(|more| more.high.map_or(UNBOUNDED, i128::from));
    let bottom = last(&low[0]).or_else(|| [first(&low[1]), more_low].into_iter().flatten().min());
    let top = [last(&high[0]), last(&high[1]), more_high].into_iter().flatten().max();
    extreme(bottom, top, low[0].is_empty())
}

fn extreme<'a>(bottom: Option<i128>, top: Option<i128>, maybe_nothing: bool) -> Bounds<'a> {
    let interval = bottom.zip(top).map(|(bottom, top)| Interval {
        low: Rational::from_units(bottom),
        low_open: false,
        high: bounded(top),
        high_open: false,
    });
    Bounds { interval, maybe_nothing, values: Vec::new() }
}

fn latest<'a>(by_date: &BTreeMap<Date, Vec<Item<'a>>>, undated: &[Item<'a>], more: Option<PossibleRows>) -> Bounds<'a> {
    let mut candidates: Vec<Item<'a>> = undated.to_vec();
    let mut certain = false;
    for items in by_date.values().rev() {
        candidates.extend(items);
        certain |= items.iter().any(|item| item.certain);
        if certain {
            break;
        }
    }
    let more_low = more.map(|more| i128::from(more.low));
    let more_high = more.map(|more| more.high.map_or(UNBOUNDED, i128::from));
    let bottom = candidates.iter().map(|item| i128::from(item.low)).chain(more_low).min();
    let top = candidates.iter().map(|item| item.high.map_or(UNBOUNDED, i128::from)).chain(more_high).max();
    let mut bounds = extreme(bottom, top, !certain);
    bounds.values = candidates.iter().map(|item| item.value).chain(more.map(|_| None)).collect();
    bounds
}

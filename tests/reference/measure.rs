//! What rows can make of a measure together: the least and the greatest.

use std::collections::BTreeSet;

use kaibo::rulebook::{Condition, Measure};

use super::cells::{HUGE, bounds};
use super::dates::{NaiveDay, date, shift};
use super::reach::{Measured, Reach, against};
use super::rows::{Asked, Seen};

impl Asked<'_> {
    /// The least and the greatest that the rows can make of the measure.
    pub fn measure(&self, rows: &[Seen], extra: Option<&Seen>) -> Measured {
        let rows: Vec<&Seen> = rows.iter().filter(|row| row.may_count).collect();
        let whole = |low: i128, high: i128| Measured::of(false, Some(Reach::closed((low, 1), (high, 1))));
        let more = |count: i128| if extra.is_some() { HUGE } else { count };
        match self.test.measure {
            Measure::CountRows => {
                let certain = rows.iter().filter(|row| row.certain()).count();
                whole(certain as i128, more(rows.len() as i128))
            }
            Measure::Sum(_) => {
                let least = rows.iter().filter(|row| row.certain()).map(|row| row.least).sum();
                let greatest: i128 = rows.iter().map(|row| row.greatest).sum();
                let without_end = extra.is_some_and(|extra| extra.greatest > 0);
                whole(least, if without_end { HUGE } else { greatest })
            }
            Measure::CountDays | Measure::Streak => {
                let (low, high) = self.days(&rows, extra);
                whole(low, high)
            }
            Measure::Mean(_) => mean(&rows, extra),
            Measure::Min(_) | Measure::Max(_) => {
                let all: Vec<&Seen> = rows.iter().copied().chain(extra).collect();
                extreme(&all, matches!(self.test.measure, Measure::Max(_)))
            }
            Measure::Latest(_) => {
                let all: Vec<&Seen> = rows.iter().copied().chain(extra).collect();
                latest(&all)
            }
        }
    }

    /// Distinct dates, or the longest run of consecutive ones.
    fn days(&self, rows: &[&Seen], extra: Option<&Seen>) -> (i128, i128) {
        let span = self.span.expect("days are counted by a date");
        let dated = |row: &&&Seen| !row.undated;
        let certain: BTreeSet<NaiveDay> = rows.iter().filter(|row| row.certain()).filter(dated).filter_map(|row| row.latest).collect();
        let possible: BTreeSet<NaiveDay> = rows.iter().filter(dated).filter_map(|row| row.latest).collect();
        let wild = rows.iter().filter(|row| row.undated).count();
        let streak = self.test.measure == Measure::Streak;
        let low = if streak { longest(&certain, &certain, 0) } else { certain.len() as i128 };
        if self.test.daily && extra.is_some() {
            return (low, HUGE);
        }
        if wild == 0 && extra.is_none() {
            return (low, if streak { longest(&possible, &possible, 0) } else { possible.len() as i128 });
        }
        if self.filters(span.column).next().is_none() {
            // Every day of the window is as good as another.
            let most = span.most.map_or(HUGE, i128::from);
            let around = || possible.iter().flat_map(|day| (-(wild as i64)..=wild as i64).map(|step| shift(*day, step))).collect();
            return match (extra.is_some(), streak) {
                (true, _) => (low, most),
                (false, false) => (low, ((possible.len() + wild) as i128).min(most)),
                (false, true) if possible.is_empty() => (low, (wild as i128).min(most)),
                (false, true) => (low, longest(&around(), &possible, wild).min(most)),
            };
        }
        let named = self.filters(span.column).flat_map(|condition| match condition {
            Condition::Date(comparison) => bounds(comparison).into_iter().map(|day| date(*day)).collect(),
            Condition::Timestamp(comparison) => {
                bounds(comparison).into_iter().map(|at| at.with_timezone(&self.zone).date_naive()).collect()
            }
            _ => Vec::new(),
        });
        let first = possible.iter().copied().chain(named).chain([span.last]).min().unwrap_or(span.last);
        let before = shift(first, -(wild as i64) - 3);
        let begin = span.left.filter(|_| !span.uneven).map_or(before, |left| shift(left, 1));
        let mut open = BTreeSet::new();
        let mut day = begin;
        while day <= span.last {
            if self.may_be_dated(day) {
                open.insert(day);
            }
            day = shift(day, 1);
        }
        if let Some(most) = span.most.filter(|_| span.uneven) {
            let together = if streak { longest(&open, &possible, wild) } else { (possible.len() + wild) as i128 };
            return (low, if extra.is_some() { i128::from(most) } else { together.min(i128::from(most)) });
        }
        let endless = span.left.is_none() && open.contains(&begin);
        let high = match (extra.is_some(), streak) {
            (true, _) if endless => HUGE,
            (true, false) => open.len() as i128,
            (true, true) => longest(&open, &open, 0),
            (false, false) if endless => (possible.len() + wild) as i128,
            (false, false) => (possible.len() + wild).min(open.len()) as i128,
            (false, true) => longest(&open, &possible, wild),
        };
        (low, high)
    }
}

/// The longest run of consecutive days among `open` that `have` covers but for so many.
pub fn longest(open: &BTreeSet<NaiveDay>, have: &BTreeSet<NaiveDay>, wild: usize) -> i128 {
    let mut best = 0;
    for start in open {
        let (mut day, mut length, mut left) = (*start, 0, wild);
        while open.contains(&day) {
            if !have.contains(&day) {
                let Some(fewer) = left.checked_sub(1) else { break };
                left = fewer;
            }
            length += 1;
            day = shift(day, 1);
        }
        best = best.max(length);
    }
    best
}

/// For each number of rows that may or may not count, those with the least and those with the greatest values.
fn mean(rows: &[&Seen], extra: Option<&Seen>) -> Measured {
    let (certain, open): (Vec<&Seen>, Vec<&Seen>) = rows.iter().partition(|row| row.certain());
    let mut open = open;
    let mut result = Measured::of(certain.is_empty(), None);
    // One extra row is as good as several; what very many do comes below.
    open.extend(extra);
    let mut least: Vec<i128> = open.iter().map(|row| row.least).collect();
    let mut greatest: Vec<i128> = open.iter().map(|row| row.greatest).collect();
    least.sort_unstable();
    greatest.sort_unstable_by(|one, two| two.cmp(one));
    for count in 0..=open.len() {
        let all = (certain.len() + count) as i128;
        if all > 0 {
            let low: i128 = certain.iter().map(|row| row.least).chain(least.iter().copied().take(count)).sum();
            let high: i128 = certain.iter().map(|row| row.greatest).chain(greatest.iter().copied().take(count)).sum();
            result.widen((low, all), (high, all));
        }
    }
    // Very many extra rows pull the mean as near to their own value as one likes, and never quite there.
    if let (Some(extra), Some(reach)) = (extra, &mut result.reach) {
        if against((extra.least, 1), reach.low).is_lt() {
            (reach.low, reach.low_open) = ((extra.least, 1), true);
        }
        if against((extra.greatest, 1), reach.high).is_gt() {
            (reach.high, reach.high_open) = ((extra.greatest, 1), true);
        }
    }
    result
}

/// The least or the greatest value.
fn extreme(rows: &[&Seen], greatest: bool) -> Measured {
    let certain = || rows.iter().filter(|row| row.certain());
    let none_certain = certain().next().is_none();
    let (low, high) = if greatest {
        let high = rows.iter().map(|row| row.greatest).max();
        let low = if none_certain { rows.iter().map(|row| row.least).min() } else { certain().map(|row| row.least).max() };
        (low, high)
    } else {
        let low = rows.iter().map(|row| row.least).min();
        let high = if none_certain { rows.iter().map(|row| row.greatest).max() } else { certain().map(|row| row.greatest).min() };
        (low, high)
    };
    Measured::of(none_certain, low.zip(high).map(|(low, high)| Reach::closed((low, 1), (high, 1))))
}

/// The value of the row with the last date: of every row that may be that one.
fn latest(rows: &[&Seen]) -> Measured {
    let mut result = Measured::of(rows.iter().all(|row| row.may_not), None);
    // No row that is dated before one that counts in any case; a row without a date never counts in any case.
    let sure = rows.iter().filter(|row| row.certain()).filter_map(|row| row.earliest).max();
    for row in rows.iter().filter(|row| row.latest >= sure) {
        result.widen((row.least, 1), (row.greatest, 1));
        result.may_pass |= row.may_pass;
        result.may_fail |= row.may_fail;
    }
    result
}

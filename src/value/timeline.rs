//! The three answers, and how they change with the day.
//!
//! In: a truth for each stretch of days. Out: [`Timeline`]s that are combined day by day by Kleene's strong logic.

use smallvec::{SmallVec, smallvec};

use crate::value::date::Date;

/// What is known of a statement on one day. The order is false, unknown, true: the minimum is *and*, the maximum *or*.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Truth {
    False,
    Unknown,
    True,
}

impl std::ops::Not for Truth {
    type Output = Truth;

    fn not(self) -> Truth {
        match self {
            Truth::False => Truth::True,
            Truth::Unknown => Truth::Unknown,
            Truth::True => Truth::False,
        }
    }
}

impl From<bool> for Truth {
    fn from(value: bool) -> Truth {
        if value { Truth::True } else { Truth::False }
    }
}

/// One stretch of days on which a truth stays the same: from a day to the day before the next segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    /// The first day.
    pub from: Date,
    /// What holds on it and on every day up to the next segment.
    pub value: Truth,
}

/// A truth as a function of the day, from the day of the check on. Neighbours differ; the last segment has no end.
#[derive(Debug, PartialEq, Eq)]
pub struct Timeline {
    segments: SmallVec<[Segment; 4]>,
}

impl Clone for Timeline {
    /// Copies all segments at once; a `SmallVec` clones them one by one.
    fn clone(&self) -> Timeline {
        Timeline { segments: SmallVec::from_slice(&self.segments) }
    }
}

impl Timeline {
    /// The same on every day.
    pub fn constant(from: Date, value: Truth) -> Timeline {
        Timeline { segments: smallvec![Segment { from, value }] }
    }

    /// Goes on with `value` from a day later than, or the same as, that of every segment so far.
    pub fn push(&mut self, from: Date, value: Truth) {
        if self.segments.last().is_some_and(|last| last.from == from) {
            self.segments.pop();
        }
        // Days that nobody can write are left out: what would change on them lasts.
        if from <= Date::LAST && self.segments.last().is_none_or(|last| last.value != value) {
            self.segments.push(Segment { from, value });
        }
    }

    /// The segments, first to last.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// The day of the check.
    pub fn start(&self) -> Date {
        self.segments[0].from
    }

    /// What holds on the day of the check.
    pub fn now(&self) -> Truth {
        self.segments[0].value
    }

    /// What holds on `day`; before the day of the check, what holds on that.
    pub fn on(&self, day: Date) -> Truth {
        let later = self.segments.partition_point(|segment| segment.from <= day);
        self.segments[later.saturating_sub(1)].value
    }

    /// The first day on or after `day` on which it is true, and the last day of that stretch (None: no end).
    pub fn true_from(&self, day: Date) -> Option<(Date, Option<Date>)> {
        let begin = self.segments.partition_point(|segment| segment.from <= day).saturating_sub(1);
        let at = (begin..self.segments.len()).find(|at| self.segments[*at].value == Truth::True)?;
        let until = self.segments.get(at + 1).map(|next| next.from.add_days(-1));
        Some((self.segments[at].from.max(day), until))
    }

    /// The same, with `value` on every day on which it is unknown.
    pub fn with_unknown_as(&self, value: Truth) -> Timeline {
        let settled = |segment: &Segment| if segment.value == Truth::Unknown { value } else { segment.value };
        let mut line = Timeline::constant(self.start(), settled(&self.segments[0]));
        self.segments[1..].iter().for_each(|segment| line.push(segment.from, settled(segment)));
        line
    }

    /// Combines timelines day by day; all of them start on `start`. `combine` sees one truth for each.
    pub fn merge(start: Date, lines: &[&Timeline], mut combine: impl FnMut(&[Truth]) -> Truth) -> Timeline {
        let mut at: SmallVec<[usize; 8]> = smallvec![0; lines.len()];
        let mut now: SmallVec<[Truth; 8]> = lines.iter().map(|line| line.now()).collect();
        let mut merged = Timeline::constant(start, combine(&now));
        loop {
            let upcoming = |which: usize, at: &[usize]| lines[which].segments.get(at[which] + 1);
            let Some(day) = (0..lines.len()).filter_map(|which| upcoming(which, &at)).map(|segment| segment.from).min() else {
                return merged;
            };
            for which in 0..lines.len() {
                if let Some(segment) = upcoming(which, &at).filter(|segment| segment.from == day) {
                    now[which] = segment.value;
                    at[which] += 1;
                }
            }
            merged.push(day, combine(&now));
        }
    }

    /// Combines timelines by how many of them are false, unknown and true on each day; all of them start on `start`. It
    /// takes as long as they have segments, however many they are.
    pub fn count(start: Date, lines: &[&Timeline], judge: impl Fn([usize; 3]) -> Truth) -> Timeline {
        let mut counts = [0; 3];
        let mut changes: SmallVec<[(Date, Truth, Truth); 8]> = SmallVec::new();
        for line in lines {
            counts[line.now() as usize] += 1;
            changes.extend(line.segments.windows(2).map(|pair| (pair[1].from, pair[0].value, pair[1].value)));
        }
        changes.sort_unstable_by_key(|(day, ..)| *day);
        let mut counted = Timeline::constant(start, judge(counts));
        let mut rest = changes.as_slice();
        while let Some((day, ..)) = rest.first().copied() {
            let same = rest.iter().take_while(|(other, ..)| *other == day).count();
            for (_, before, after) in &rest[..same] {
                counts[*before as usize] -= 1;
                counts[*after as usize] += 1;
            }
            counted.push(day, judge(counts));
            rest = &rest[same..];
        }
        counted
    }

    /// This timeline up to the day before `day`, and `then` from that day on.
    pub fn splice_at(mut self, day: Date, then: &Timeline) -> Timeline {
        if day <= self.start() {
            return then.clone();
        }
        self.segments.truncate(self.segments.partition_point(|segment| segment.from < day));
        self.push(day, then.on(day));
        for segment in then.segments.iter().filter(|segment| segment.from > day) {
            self.push(segment.from, segment.value);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(parts: &[(i32, Truth)]) -> Timeline {
        let zero = Date::from_timestamp(&chrono::DateTime::UNIX_EPOCH, chrono_tz::UTC);
        let mut line = Timeline::constant(zero.add_days(parts[0].0), parts[0].1);
        for (day, value) in &parts[1..] {
            line.push(zero.add_days(*day), *value);
        }
        line
    }

    #[test]
    fn merging_is_day_by_day() {
        use Truth::*;
        let a = line(&[(0, False), (3, True), (9, False)]);
        let b = line(&[(0, True), (5, Unknown), (9, True)]);
        let zero = a.start();
        let both = Timeline::merge(zero, &[&a, &b], |values| values.iter().copied().min().unwrap_or(True));
        for day in 0..12 {
            let day = zero.add_days(day);
            assert_eq!(both.on(day), a.on(day).min(b.on(day)));
        }
        let counted = Timeline::count(zero, &[&a, &b], |[no, unknown, _]| match (no, unknown) {
            (0, 0) => True,
            (0, _) => Unknown,
            _ => False,
        });
        assert_eq!(counted, both);
        assert_eq!(both.true_from(zero), Some((zero.add_days(3), Some(zero.add_days(4)))));
    }

    #[test]
    fn one_after_the_other() {
        use Truth::*;
        let a = line(&[(0, False), (3, True), (9, False)]);
        let b = line(&[(0, True), (5, Unknown)]);
        let zero = a.start();
        assert_eq!(a.clone().splice_at(zero.add_days(4), &b), line(&[(0, False), (3, True), (5, Unknown)]));
        assert_eq!(a.splice_at(zero, &b), b);
    }
}

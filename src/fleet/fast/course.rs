//! Timelines of one record, side by side in one list.
//!
//! In: what holds on the day of the check, and on which days that changes. Out: [`Line`]s, which are copied freely, and what
//! they come to. Most never change, and take no room.

use crate::check::{Outcome, Status};
use crate::day::Day;
use crate::truth::{Timeline, Truth};

/// A timeline: what holds now, and where in [`Courses`] its changes stand.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line {
    pub(super) now: Truth,
    first: u32,
    end: u32,
}

impl Line {
    pub(super) const fn constant(now: Truth) -> Line {
        Line { now, first: 0, end: 0 }
    }

    #[inline(always)]
    pub(super) fn is_constant(self) -> bool {
        self.first == self.end
    }
}

/// The changes of every line of a record.
#[derive(Debug, Default)]
pub(super) struct Courses {
    changes: Vec<(Day, Truth)>,
    /// How many of them are the same for every record.
    kept: usize,
    /// Room for what is being put together: a day, and what a part was before and after.
    turns: Vec<(Day, Truth, Truth)>,
}

impl Courses {
    /// Forgets the lines of the last record.
    #[inline]
    pub(super) fn begin(&mut self) {
        self.changes.truncate(self.kept);
    }

    /// Keeps a line for every record to come.
    pub(super) fn keep(&mut self, line: &Timeline) -> Line {
        let mut kept = self.open(line.now());
        for segment in &line.segments()[1..] {
            self.push(&mut kept, segment.from, segment.value);
        }
        self.kept = self.changes.len();
        kept
    }

    /// The line that is like this timeline.
    pub(super) fn take(&mut self, line: &Timeline) -> Line {
        let mut taken = self.open(line.now());
        for segment in &line.segments()[1..] {
            self.push(&mut taken, segment.from, segment.value);
        }
        taken
    }

    /// The timeline that is like this line.
    pub(super) fn timeline(&self, start: Day, line: Line) -> Timeline {
        let mut timeline = Timeline::constant(start, line.now);
        self.of(line).iter().for_each(|(day, value)| timeline.push(*day, *value));
        timeline
    }

    /// Begins a line. It has to be finished before another is begun.
    #[inline(always)]
    pub(super) fn open(&mut self, now: Truth) -> Line {
        let end = self.changes.len() as u32;
        Line { now, first: end, end }
    }

    /// Goes on with `value` from a day later than, or the same as, that of every change so far.
    #[inline(always)]
    pub(super) fn push(&mut self, line: &mut Line, day: Day, value: Truth) {
        if self.of(*line).last().is_some_and(|(last, _)| *last == day) {
            self.changes.pop();
            line.end -= 1;
        }
        if self.of(*line).last().map_or(line.now, |(_, last)| *last) != value {
            self.turn(line, day, value);
        }
    }

    /// Goes on with another value than the last, from a later day.
    #[inline(always)]
    pub(super) fn turn(&mut self, line: &mut Line, day: Day, value: Truth) {
        self.changes.push((day, value));
        line.end += 1;
    }

    #[inline(always)]
    pub(super) fn of(&self, line: Line) -> &[(Day, Truth)] {
        self.changes.get(line.first as usize..line.end as usize).unwrap_or_default()
    }

    #[inline(always)]
    pub(super) fn same(&self, one: Line, other: Line) -> bool {
        one.now == other.now && ((one.is_constant() && other.is_constant()) || self.of(one) == self.of(other))
    }

    /// Lines counted day by day, by how many are false, unknown and true. `settles` says what the lines that never change come
    /// to by themselves, if that is the same whatever the others do.
    #[inline(always)]
    pub(super) fn count(
        &mut self,
        parts: impl Iterator<Item = Line> + Clone,
        settles: impl Fn([usize; 3]) -> Option<Truth>,
        judge: impl Fn([usize; 3]) -> Truth,
    ) -> Line {
        let (mut constant, mut varying) = ([0; 3], false);
        for part in parts.clone() {
            constant[part.now as usize] += usize::from(part.is_constant());
            varying |= !part.is_constant();
        }
        if !varying {
            return Line::constant(judge(constant));
        }
        if let Some(settled) = settles(constant) {
            return Line::constant(settled);
        }
        self.count_days(constant, parts.filter(|part| !part.is_constant()), judge)
    }

    fn count_days(&mut self, mut counts: [usize; 3], parts: impl Iterator<Item = Line>, judge: impl Fn([usize; 3]) -> Truth) -> Line {
        self.turns.clear();
        for part in parts {
            counts[part.now as usize] += 1;
            let mut before = part.now;
            for (day, after) in self.changes.get(part.first as usize..part.end as usize).unwrap_or_default() {
                self.turns.push((*day, before, *after));
                before = *after;
            }
        }
        self.turns.sort_unstable_by_key(|(day, ..)| *day);
        let mut counted = self.open(judge(counts));
        let mut at = 0;
        while let Some((day, ..)) = self.turns.get(at).copied() {
            while let Some((_, before, after)) = self.turns.get(at).filter(|(other, ..)| *other == day) {
                counts[*before as usize] -= 1;
                counts[*after as usize] += 1;
                at += 1;
            }
            self.push(&mut counted, day, judge(counts));
        }
        counted
    }

    /// Two lines combined day by day.
    pub(super) fn merge(&mut self, one: Line, other: Line, combine: impl Fn(Truth, Truth) -> Truth) -> Line {
        let mut merged = Line::constant(combine(one.now, other.now));
        if one.is_constant() && other.is_constant() {
            return merged;
        }
        merged = self.open(merged.now);
        let (mut first, mut second) = (one.first, other.first);
        let (mut left, mut right) = (one.now, other.now);
        loop {
            let next = |at: u32, line: Line, all: &[(Day, Truth)]| if at < line.end { all.get(at as usize).copied() } else { None };
            let (a, b) = (next(first, one, &self.changes), next(second, other, &self.changes));
            let Some(day) = [a, b].into_iter().flatten().map(|(day, _)| day).min() else { return merged };
            if let Some((_, value)) = a.filter(|(on, _)| *on == day) {
                left = value;
                first += 1;
            }
            if let Some((_, value)) = b.filter(|(on, _)| *on == day) {
                right = value;
                second += 1;
            }
            self.push(&mut merged, day, combine(left, right));
        }
    }

    /// One line after the other: each decides from its day on. The first day is that of the check.
    pub(super) fn compose(&mut self, start: Day, pieces: impl Iterator<Item = (Day, Line)>) -> Line {
        let mut whole = Line::constant(Truth::Unknown);
        for (from, piece) in pieces {
            whole = self.until_then(start, whole, from, piece);
        }
        whole
    }

    fn until_then(&mut self, start: Day, line: Line, day: Day, then: Line) -> Line {
        if day <= start {
            return then;
        }
        let mut whole = self.open(line.now);
        for at in line.first..line.end {
            let (on, value) = self.changes[at as usize];
            if on < day {
                self.push(&mut whole, on, value);
            }
        }
        let on_day = self.of(then).iter().take_while(|(on, _)| *on <= day).last().map_or(then.now, |(_, value)| *value);
        self.push(&mut whole, day, on_day);
        for at in then.first..then.end {
            let (on, value) = self.changes[at as usize];
            if on > day {
                self.push(&mut whole, on, value);
            }
        }
        whole
    }

    /// The status that a line comes to.
    #[inline]
    pub(super) fn status(&self, line: Line) -> Status {
        let later = |value| self.of(line).iter().any(|(_, other)| *other == value);
        match line.now {
            Truth::True => Status::Met,
            Truth::Unknown => Status::Unknown,
            Truth::False if line.is_constant() => Status::Unmet,
            Truth::False if later(Truth::True) => Status::Pending,
            Truth::False if later(Truth::Unknown) => Status::Unknown,
            Truth::False => Status::Unmet,
        }
    }

    /// What a line comes to.
    pub(super) fn outcome(&self, start: Day, line: Line) -> Outcome {
        let changes = self.of(line);
        let eve = |at: usize| changes.get(at).map(|(day, _)| day.plus(-1));
        let (from, until) = if line.now == Truth::True {
            (Some(start), eve(0))
        } else {
            match changes.iter().position(|(_, value)| *value == Truth::True) {
                Some(at) => (Some(changes[at].0), eve(at + 1)),
                None => (None, None),
            }
        };
        Outcome { status: self.status(line), from, until }
    }
}

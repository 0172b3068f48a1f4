//! Timelines of one record, side by side in one list.
//!
//! In: what holds on the day of the check, and on which days that changes. Out: [`Line`]s, which are copied freely. Most never
//! change, and take no room.

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
}

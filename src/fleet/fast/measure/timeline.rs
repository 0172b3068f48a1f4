//! Timelines of one record, side by side in one list.
//!
//! In: what holds on the day of the check, and on which days that changes. Out: [`TimelineRef`]s, which are copied freely. Most never
//! change, and take no room.

use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};

/// A timeline: what holds now, and where in [`TimelineArena`] its changes stand.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TimelineRef {
    pub(crate) now: Truth,
    first: u32,
    end: u32,
}

impl TimelineRef {
    pub(crate) const fn constant(now: Truth) -> TimelineRef {
        TimelineRef { now, first: 0, end: 0 }
    }

    #[inline(always)]
    pub(crate) fn is_constant(self) -> bool {
        self.first == self.end
    }
}

/// The changes of every line of a record.
#[derive(Debug, Default)]
pub(crate) struct TimelineArena {
    changes: Vec<(Date, Truth)>,
    /// How many of them are the same for every record.
    permanent: usize,
}

impl TimelineArena {
    /// Forgets the timelines of the last record.
    #[inline]
    pub(crate) fn reset(&mut self) {
        self.changes.truncate(self.permanent);
    }

    /// Keeps a line for every record to come.
    pub(crate) fn insert_permanent(&mut self, line: &Timeline) -> TimelineRef {
        let mut permanent = self.open(line.now());
        for segment in &line.segments()[1..] {
            self.push(&mut permanent, segment.from, segment.value);
        }
        self.permanent = self.changes.len();
        permanent
    }

    /// The line that is like this timeline.
    pub(crate) fn insert(&mut self, line: &Timeline) -> TimelineRef {
        let mut taken = self.open(line.now());
        for segment in &line.segments()[1..] {
            self.push(&mut taken, segment.from, segment.value);
        }
        taken
    }

    /// The timeline that is like this line.
    pub(crate) fn timeline(&self, start: Date, line: TimelineRef) -> Timeline {
        let mut timeline = Timeline::constant(start, line.now);
        self.changes_of(line).iter().for_each(|(day, value)| timeline.push(*day, *value));
        timeline
    }

    /// Begins a line. It has to be finished before another is begun.
    #[inline(always)]
    pub(crate) fn open(&mut self, now: Truth) -> TimelineRef {
        let end = self.changes.len() as u32;
        TimelineRef { now, first: end, end }
    }

    /// Goes on with `value` from a day later than, or the same as, that of every change so far.
    #[inline(always)]
    pub(crate) fn push(&mut self, line: &mut TimelineRef, day: Date, value: Truth) {
        if self.changes_of(*line).last().is_some_and(|(last, _)| *last == day) {
            self.changes.pop();
            line.end -= 1;
        }
        if self.changes_of(*line).last().map_or(line.now, |(_, last)| *last) != value {
            self.change_at(line, day, value);
        }
    }

    /// Goes on with another value than the last, from a later day.
    #[inline(always)]
    pub(crate) fn change_at(&mut self, line: &mut TimelineRef, day: Date, value: Truth) {
        // As in a timeline, what would change on days that nobody can write lasts.
        if day > Date::LAST {
            return;
        }
        self.changes.push((day, value));
        line.end += 1;
    }

    #[inline(always)]
    pub(crate) fn changes_of(&self, line: TimelineRef) -> &[(Date, Truth)] {
        self.changes.get(line.first as usize..line.end as usize).unwrap_or_default()
    }
}

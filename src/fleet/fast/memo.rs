//! What comes out of lines that were met before.
//!
//! In: the timelines of a record's tests. Out: the verdict and the statuses, if lines of the same shape were worked out
//! already: the same truths, changing in the same order. Which days those are bears on nothing but the dates that come out.

use crate::check::{Outcome, Status};
use crate::day::Day;
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::render::Words;

/// How many shapes are kept, in pairs of places; the one that was met last stands first.
const KEPT: usize = 8192;
/// Of more tests, more changes or more days no shape is made.
const TESTS: usize = 63;
const CHANGES: usize = 12;
const DAYS: usize = 31;

/// Shapes that were met, and what came out.
#[derive(Debug)]
pub(super) struct Memo {
    known: Box<[Slot]>,
    /// The shape of the last record's lines, and its days in order.
    shape: Shape,
    days: Vec<Day>,
}

/// A shape, and what came out: together in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    shape: Shape,
    known: Known,
}

/// What lines come to on the day of the check, two bits for each; and their changes, 16 bits each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Shape {
    nows: [u64; 2],
    changes: [u64; CHANGES / 4],
    count: u8,
}

/// What came out, with places among the days for dates.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    status: Status,
    from: Place,
    until: Place,
    pub(super) firm: bool,
    /// The text of the statuses.
    pub(super) words: Words,
}

/// No day, the day of the check, or one on which something changes, or the eve of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    None,
    Start,
    Day(u8),
    Eve(u8),
}

impl Shape {
    /// The shape of no lines.
    const NONE: Shape = Shape { nows: [0; 2], changes: [0; CHANGES / 4], count: 0 };

    /// Adds a change of a line to a value, on the day that has that place; false if there is no room.
    #[inline(always)]
    fn add(&mut self, line: usize, value: u64, place: u64) -> bool {
        let at = usize::from(self.count);
        if at < CHANGES {
            self.changes[at / 4] |= (line as u64 | value << 6 | place << 8) << (16 * (at % 4));
            self.count += 1;
        }
        at < CHANGES
    }

    /// Where this shape is kept, if it is the first of the pair.
    #[inline(always)]
    fn place(&self) -> usize {
        let words = self.nows.iter().chain(&self.changes);
        let sum = words.fold(u64::from(self.count), |sum, word| (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
        (sum >> 16) as usize & (KEPT - 2)
    }
}

impl Memo {
    pub(super) fn new() -> Memo {
        let known = Known { status: Status::Unknown, from: Place::None, until: Place::None, firm: false, words: Words::NONE };
        // A shape without a change has a count of nought; so this is none.
        let shape = Shape { count: u8::MAX, ..Shape::NONE };
        Memo { known: vec![Slot { shape, known }; KEPT].into(), shape, days: Vec::new() }
    }

    /// Takes the shape of lines; false if it is too large to be kept. On the days `turns` another edition decides.
    #[inline]
    pub(super) fn shape(&mut self, lines: &[Line], turns: impl Iterator<Item = Day> + Clone, courses: &Courses) -> bool {
        self.shape = Shape::NONE;
        self.days.clear();
        if lines.len() > TESTS {
            return false;
        }
        for day in turns.clone() {
            self.add(day);
        }
        let mut constant = self.days.is_empty();
        for (at, line) in lines.iter().enumerate() {
            self.shape.nows[at / 32] |= (line.now as u64) << (2 * (at % 32));
            constant &= line.is_constant();
        }
        if constant {
            return true;
        }
        for line in lines.iter().filter(|line| !line.is_constant()) {
            let changes = courses.of(*line);
            if changes.len() + self.days.len() > DAYS {
                return false;
            }
            for (day, _) in changes {
                self.add(*day);
            }
        }
        // Where these stand among the others tells one that falls on such a day from one that comes before it.
        for day in turns {
            if self.days.len() > DAYS || !self.shape.add(TESTS, 0, self.place(day)) {
                return false;
            }
        }
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.is_constant()) {
            for (day, value) in courses.of(*line) {
                if !self.shape.add(at, *value as u64, self.place(*day)) {
                    return false;
                }
            }
        }
        true
    }

    #[inline(always)]
    fn place(&self, day: Day) -> u64 {
        self.days.iter().take_while(|other| **other < day).count() as u64
    }

    /// Adds a day in its order.
    #[inline(always)]
    fn add(&mut self, day: Day) {
        let later = self.days.iter().rev().take_while(|other| **other > day).count();
        let place = self.days.len() - later;
        if place == 0 || self.days[place - 1] != day {
            self.days.insert(place, day);
        }
    }

    /// What came out of this shape.
    #[inline]
    pub(super) fn known(&self) -> Option<Known> {
        let place = self.shape.place();
        let mut pair = self.known[place..=place + 1].iter();
        pair.find(|slot| slot.shape == self.shape).map(|slot| slot.known)
    }

    /// The verdict, with the days of the last record.
    #[inline]
    pub(super) fn outcome(&self, known: Known, start: Day) -> Outcome {
        let day = |place: Place| match place {
            Place::None => None,
            Place::Start => Some(start),
            Place::Day(at) => Some(self.days[usize::from(at)]),
            Place::Eve(at) => Some(self.days[usize::from(at)].plus(-1)),
        };
        Outcome { status: known.status, from: day(known.from), until: day(known.until) }
    }

    /// Keeps what came out of this shape.
    pub(super) fn keep(&mut self, (outcome, firm): (Outcome, bool), words: Words, start: Day) {
        // A date that is none of these would be a mistake; then nothing is kept.
        let place = |day: Option<Day>, eve: bool| match day {
            None => Some(Place::None),
            Some(day) if !eve && day == start => Some(Place::Start),
            Some(day) => {
                let at = self.days.iter().position(|other| (if eve { other.plus(-1) } else { *other }) == day)? as u8;
                Some(if eve { Place::Eve(at) } else { Place::Day(at) })
            }
        };
        if let (Some(from), Some(until)) = (place(outcome.from, false), place(outcome.until, true)) {
            let known = Known { status: outcome.status, from, until, firm, words };
            let place = self.shape.place();
            self.known[place + 1] = self.known[place];
            self.known[place] = Slot { shape: self.shape, known };
        }
    }
}

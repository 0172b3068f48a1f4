//! What comes out of lines that were met before.
//!
//! In: the timelines of a record's tests. Out: the verdict and the statuses, if lines of the same shape were worked out
//! already: the same truths, changing in the same order. Which days those are bears on nothing but the dates that come out.

use hashbrown::HashMap;

use crate::check::{Outcome, Status};
use crate::day::Day;
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::render::Words;

/// How many shapes are kept.
const KEPT: usize = 4096;
/// Of more tests, or more days on which something changes, no shape is made.
const TESTS: usize = 40;
const DAYS: usize = 30;

/// Shapes that were met, and what came out.
#[derive(Debug)]
pub(super) struct Memo {
    known: HashMap<Box<[u8]>, Known>,
    /// The shape of the last record's lines, and its days in order.
    shape: Vec<u8>,
    days: Vec<Day>,
}

/// What came out, with places among the days for dates.
#[derive(Debug)]
pub(super) struct Known {
    status: Status,
    from: Option<Place>,
    until: Option<Place>,
    pub(super) firm: bool,
    pub(super) statuses: Box<[u8]>,
    /// The text of the statuses.
    pub(super) words: Words,
}

/// The day of the check, or one on which something changes, or the eve of that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Start,
    Day(usize),
    Eve(usize),
}

impl Memo {
    pub(super) fn new() -> Memo {
        Memo { known: HashMap::new(), shape: Vec::new(), days: Vec::new() }
    }

    /// Takes the shape of lines; false if it is too large to be kept. On the days `turns` another edition decides.
    #[inline]
    pub(super) fn shape(&mut self, lines: &[Line], turns: impl Iterator<Item = Day> + Clone, courses: &Courses) -> bool {
        self.shape.clear();
        self.days.clear();
        if lines.len() > TESTS {
            return false;
        }
        for day in turns.clone() {
            self.add(day);
        }
        if self.days.len() > DAYS {
            return false;
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
            self.shape.push(self.place(day));
        }
        for line in lines {
            let changes = courses.of(*line);
            self.shape.push(line.now as u8 | (changes.len() as u8) << 2);
            for (day, value) in changes {
                self.shape.push(*value as u8 | self.place(*day) << 2);
            }
        }
        true
    }

    #[inline(always)]
    fn place(&self, day: Day) -> u8 {
        self.days.iter().take_while(|other| **other < day).count() as u8
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
    pub(super) fn known(&self) -> Option<&Known> {
        self.known.get(self.shape.as_slice())
    }

    /// The verdict, with the days of the last record.
    #[inline]
    pub(super) fn outcome(&self, known: &Known, start: Day) -> Outcome {
        let day = |place: Place| match place {
            Place::Start => start,
            Place::Day(at) => self.days[at],
            Place::Eve(at) => self.days[at].plus(-1),
        };
        Outcome { status: known.status, from: known.from.map(day), until: known.until.map(day) }
    }

    /// Keeps what came out of this shape.
    pub(super) fn keep(&mut self, (outcome, firm): (Outcome, bool), (statuses, words): (&[u8], Words), start: Day) {
        let place = |day: Day, eve: bool| {
            let at = self.days.iter().position(|other| (if eve { other.plus(-1) } else { *other }) == day);
            at.map(|at| if eve { Place::Eve(at) } else { Place::Day(at) })
        };
        let from = outcome.from.map(|day| if day == start { Some(Place::Start) } else { place(day, false) });
        let until = outcome.until.map(|day| place(day, true));
        // A date that is none of these would be a mistake; then nothing is kept.
        if from == Some(None) || until == Some(None) {
            return;
        }
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        let known = Known { status: outcome.status, from: from.flatten(), until: until.flatten(), firm, statuses: statuses.into(), words };
        self.known.insert(self.shape.as_slice().into(), known);
    }
}

//! The outcomes of recent combinations of timelines.
//!
//! In: the timelines of a record's tests. Out: the answer's text and dates, and what is summed up, if timelines of the same shape
//! were worked out already: the same truths, changing in the same order. Which days those are bears on nothing but the dates that come out.

use crate::engine::check::{Outcome, Status};
use crate::fleet::fast::answer::template::Template;
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// How many outcomes are kept, in sets of two; the latest is first. A million sample applicants of
/// the largest built-in program have some 15,000.
const KEPT: usize = 1 << 15;
/// Of more tests or more changes no shape is made.
const TESTS: usize = 63;
const CHANGES: usize = 12;

/// The outcomes of recent keys.
#[derive(Debug)]
pub(crate) struct OutcomeCache {
    slots: Box<[Slot]>,
    /// The shape of the last record's timelines; the day of the check, and the days on which they change, in order.
    key: OutcomeKey,
    days: Vec<Date>,
}

/// A key, and what came out: together in one line of the processor's cache.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Slot {
    key: OutcomeKey,
    known: CachedOutcome,
}

/// What timelines come to on the day of the check, two bits for each; and their changes in order, 16 bits each, none of which is
/// zero.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct OutcomeKey {
    nows: [u64; 2],
    changes: [u64; CHANGES / 4],
}

/// What came out: the text, and where among the days those stand that belong into it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CachedOutcome {
    pub(crate) template: Template,
    from: u8,
    /// That of the day after the last one.
    until: u8,
    /// The place of the day on which the verdict turns by itself; zero where it doesn't.
    turn: u8,
    /// The number of the profile, or [`NO_PROFILE`].
    pub(crate) profile: u16,
}

/// The number of no profile.
pub(crate) const NO_PROFILE: u16 = u16::MAX;

impl OutcomeKey {
    /// The shape of no timelines.
    const NONE: OutcomeKey = OutcomeKey { nows: [0; 2], changes: [0; CHANGES / 4] };

    /// Where this shape is kept, if it is the first of the pair.
    #[inline(always)]
    fn slot(&self) -> usize {
        let words = self.nows.iter().chain(&self.changes);
        let sum = words.fold(0, |sum: u64, word| (sum ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29));
        (sum >> 16) as usize & (KEPT - 2)
    }
}

/// Changes in the order of their days, and of one day in that of their timelines.
struct Changes {
    count: usize,
    /// The day, then the line, then what it changes to: as a number, so that the order is that of the numbers.
    all: [u64; CHANGES],
}

impl Changes {
    /// Takes in a change; None if there is no room.
    #[inline(always)]
    fn add(&mut self, day: Date, line: usize, value: Truth) -> Option<()> {
        let change = (i64::from(day.epoch_days()) - i64::from(i32::MIN)) as u64;
        let change = change << 32 | (line as u64) << 2 | value as u64;
        let mut at = self.count;
        *self.all.get_mut(at)? = change;
        while at > 0 && self.all[at - 1] > change {
            self.all.swap(at - 1, at);
            at -= 1;
        }
        self.count += 1;
        Some(())
    }
}

/// What up to 32 timelines come to on the day of the check, two bits for each; and a bit for each that changes.
#[inline(always)]
fn truths(timelines: &[TimelineRef]) -> (u64, u64) {
    let of = |(now, changing): (u64, u64), line: &TimelineRef| (now * 4 + line.now as u64, changing * 2 + u64::from(!line.is_constant()));
    timelines.iter().rev().fold((0, 0), of)
}

impl OutcomeCache {
    pub(crate) fn new(start: Date) -> OutcomeCache {
        let known = CachedOutcome { template: Template::NONE, from: 0, until: 0, turn: 0, profile: NO_PROFILE };
        // No line comes to anything like that.
        let none = OutcomeKey { nows: [u64::MAX; 2], ..OutcomeKey::NONE };
        OutcomeCache { slots: vec![Slot { key: none, known }; KEPT].into(), key: none, days: vec![start] }
    }

    /// Takes the shape of timelines; None if it is too large to be kept. On the days `turns` another edition decides.
    #[inline(always)]
    pub(crate) fn set_key(&mut self, timelines: &[TimelineRef], turns: impl Iterator<Item = Date>, arena: &TimelineArena) -> Option<()> {
        self.key = OutcomeKey::NONE;
        self.days.truncate(1);
        if timelines.len() > TESTS {
            return None;
        }
        let (first, second) = timelines.split_at(timelines.len().min(32));
        let (first, second) = (truths(first), truths(second));
        self.key.nows = [first.0, second.0];
        let mut changes = Changes { count: 0, all: [0; CHANGES] };
        // Where these are among the others tells one that falls on such a day from one that comes before it.
        for day in turns {
            changes.add(day, TESTS, Truth::False)?;
        }
        let mut left = first.1 | second.1 << 32;
        while left > 0 {
            let at = left.trailing_zeros() as usize;
            left &= left - 1;
            for (day, value) in arena.changes_of(timelines[at]) {
                changes.add(*day, at, *value)?;
            }
        }
        let mut before = 0;
        for (at, change) in changes.all[..changes.count.min(CHANGES)].iter().enumerate() {
            let day = change >> 32;
            let later = day != before;
            before = day;
            if later {
                self.days.push(Date::from_epoch_days((day as i64 + i64::from(i32::MIN)) as i32));
            }
            self.key.changes[at / 4] |= (change & 0xff | u64::from(later) << 8 | 1 << 9) << (16 * (at % 4));
        }
        Some(())
    }

    /// What came out of this shape.
    #[inline(always)]
    pub(crate) fn get(&self) -> Option<&CachedOutcome> {
        let place = self.key.slot();
        let mut pair = self.slots[place..=place + 1].iter();
        pair.find(|slot| slot.key == self.key).map(|slot| &slot.known)
    }

    /// The day from which it holds, and the one after the last on which it does, where there are such.
    #[inline(always)]
    pub(crate) fn days(&self, known: &CachedOutcome) -> [Date; 2] {
        [known.from, known.until].map(|at| self.days[usize::from(at)])
    }

    /// The day on which the verdict turns by itself.
    #[inline(always)]
    pub(crate) fn turn(&self, known: &CachedOutcome) -> Option<Date> {
        (known.turn > 0).then(|| self.days[usize::from(known.turn)])
    }

    /// Keeps what came out of this shape.
    pub(crate) fn insert(&mut self, (outcome, pinned): (Outcome, bool), template: Template) {
        let place = |day: Option<Date>| day.map_or(Some(0), |day| self.days.iter().position(|other| *other == day));
        // A date that is none of these would be a mistake; then nothing is kept.
        if let (Some(from), Some(until)) = (place(outcome.from), place(outcome.until.map(Date::next))) {
            let turn = match outcome.status {
                // Who has access keeps it.
                _ if pinned => 0,
                Status::Met => until,
                _ => from,
            };
            let known = CachedOutcome { template, from: from as u8, until: until as u8, turn: turn as u8, profile: NO_PROFILE };
            let place = self.key.slot();
            self.slots[place + 1] = self.slots[place];
            self.slots[place] = Slot { key: self.key, known };
        }
    }

    /// Keeps which profile those have whose timelines are of this key, if that is kept at all.
    pub(crate) fn set_profile(&mut self, profile: u16) {
        let slot = &mut self.slots[self.key.slot()];
        if slot.key == self.key {
            slot.known.profile = profile;
        }
    }
}

//! What is summed up of records that took the fast path.
//!
//! In: the record that was answered last. Out: how many had which [`Profile`], and who soon turns.

use indexmap::IndexSet;

use crate::day::Day;
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::memo::Memo;
use crate::fleet::fast::record::Compiled;
use crate::fleet::profile::Profile;
use crate::fleet::tally::{Horizon, Tally, Times};

/// How many profiles are told apart at a time.
const KEPT: usize = 4096;

/// What is to be summed up of a record: its profile, and the day on which its verdict turns by itself.
#[derive(Debug)]
pub(super) enum Profiled {
    /// By its number.
    Known(u16, Option<Day>),
    New(Profile, Option<Day>),
}

/// Profiles that were met, and how many records had each since that was handed over.
#[derive(Debug, Default)]
pub(super) struct Profiles {
    known: IndexSet<Profile>,
    times: Vec<Times>,
    /// Those that some record had, in the order of the first: so a summary names them as if it had seen every record.
    counted: Vec<u16>,
}

impl Profiles {
    /// The number of a profile.
    fn number(&mut self, profile: Profile) -> u16 {
        let (at, new) = self.known.insert_full(profile);
        if new {
            self.times.push(Times::default());
        }
        at as u16
    }

    #[inline]
    fn count(&mut self, number: u16, turn: Option<Day>, horizon: Horizon) {
        let times = &mut self.times[usize::from(number)];
        if *times == Times::default() {
            self.counted.push(number);
        }
        times.count(turn, horizon);
    }

    /// Hands over what was counted.
    pub(super) fn hand_over(&mut self, tally: &mut Tally) {
        for number in self.counted.drain(..).map(usize::from) {
            tally.count(&self.known[number], std::mem::take(&mut self.times[number]));
        }
    }
}

impl Compiled<'_> {
    /// Counts the last record.
    pub(super) fn sum_up(&mut self, bytes: &[u8], tally: &mut Tally) {
        let (number, turn) = match self.profiled.take() {
            Some(Profiled::Known(number, turn)) => (number, turn),
            Some(Profiled::New(profile, turn)) => (self.new_profile(profile, tally), turn),
            None => return,
        };
        let horizon = Horizon::new(self.as_of, self.fleet.ahead);
        if let Some(day) = turn {
            let applicant = || Some(Cursor { bytes, at: 0 }.said(self.applicant, &mut self.room.text)?.to_owned());
            tally.turn(&self.profiles.known[usize::from(number)], day, horizon, applicant);
        }
        self.profiles.count(number, turn, horizon);
    }

    #[inline(never)]
    fn new_profile(&mut self, profile: Profile, tally: &mut Tally) -> u16 {
        if self.profiles.known.len() == KEPT {
            self.profiles.hand_over(tally);
            self.profiles = Profiles::default();
            self.memo = Memo::new(self.as_of);
        }
        let number = self.profiles.number(profile);
        if self.shaped {
            self.memo.keep_profile(number);
        }
        number
    }
}

//! What is summed up of records that took the fast path.
//!
//! In: the record that was answered last. Out: how many had which [`Profile`], and who soon turns.

use indexmap::IndexSet;

use crate::fleet::aggregate::{Aggregate, Horizon, Times};
use crate::fleet::profile::Profile;
use crate::value::date::Date;

/// How many profiles are distinguished at a time.
const KEPT: usize = 4096;

/// What is to be summed up of a record: its profile, and the day on which its verdict turns by itself.
#[derive(Debug)]
pub(crate) enum Profiled {
    /// By its number.
    Known(u16, Option<Date>),
    New(Profile, Option<Date>),
}

/// Recent profiles, and how many records had each since that was handed over.
#[derive(Debug, Default)]
pub(crate) struct Profiles {
    known: IndexSet<Profile>,
    times: Vec<Times>,
    /// Those that some record had, in the order of the first: so a summary names them as if it had seen every record.
    counted: Vec<u16>,
}

impl Profiles {
    /// True if another profile has room only once the known ones are forgotten.
    pub(crate) fn is_full(&self) -> bool {
        self.known.len() >= KEPT
    }

    /// The profile of a number.
    pub(crate) fn get(&self, number: u16) -> &Profile {
        &self.known[usize::from(number)]
    }

    /// The number of a profile.
    pub(crate) fn number(&mut self, profile: Profile) -> u16 {
        let (at, new) = self.known.insert_full(profile);
        if new {
            self.times.push(Times::default());
        }
        at as u16
    }

    /// Counts a record of a profile.
    #[inline]
    pub(crate) fn count(&mut self, number: u16, turn: Option<Date>, horizon: Horizon) {
        let times = &mut self.times[usize::from(number)];
        if *times == Times::default() {
            self.counted.push(number);
        }
        times.count(turn, horizon);
    }

    /// Hands over what was counted.
    pub(crate) fn hand_over(&mut self, tally: &mut Aggregate) {
        for number in self.counted.drain(..).map(usize::from) {
            tally.count(&self.known[number], std::mem::take(&mut self.times[number]));
        }
    }
}

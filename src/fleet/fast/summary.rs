//! What is summed up of records that took the fast path.
//!
//! In: the record that was answered last. Out: how many had which [`Profile`], and who soon turns. The profile of lines of a
//! new shape is made from a [`Checklist`] with what it looks at: timelines, outcomes, the readings on which the verdict hangs,
//! waivers. What was measured is not in it, nor what a waiver changed.

use indexmap::IndexSet;

use crate::check::{Checklist, Finding, Otherwise, Verdict, WaiverUse, decisive};
use crate::day::Day;
use crate::fleet::Engine;
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::memo::Memo;
use crate::fleet::fast::record::Compiled;
use crate::fleet::profile::Profile;
use crate::fleet::tally::{Horizon, Tally, Times};
use crate::truth::{Timeline, Truth};

/// How many profiles are told apart at a time.
const KEPT: usize = 4096;

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

impl Compiled {
    /// Counts the last record.
    pub(super) fn sum_up(&mut self, bytes: &[u8], engine: &Engine, ahead: i32, tally: &mut Tally) {
        let Some((number, turn)) = self.profile.or_else(|| self.new_profile(engine, tally)) else { return };
        let horizon = Horizon::new(self.as_of, ahead);
        if let Some(day) = turn {
            let applicant = || Some(Cursor { bytes, at: 0 }.said(self.applicant, &mut self.room.text)?.to_owned());
            tally.turn(&self.profiles.known[usize::from(number)], day, horizon, applicant);
        }
        self.profiles.count(number, turn, horizon);
    }

    /// The profile of the last record and the day on which its verdict turns, of lines whose shape was not known.
    #[inline(never)]
    fn new_profile(&mut self, engine: &Engine, tally: &mut Tally) -> Option<(u16, Option<Day>)> {
        let checklist = self.checklist(engine)?;
        let profile = Profile::of(&checklist);
        let turn = profile.turn(checklist.verdict.outcome);
        if self.profiles.known.len() == KEPT {
            self.profiles.hand_over(tally);
            self.profiles = Profiles::default();
            self.memo = Memo::new(self.as_of);
        }
        let number = self.profiles.number(profile);
        if self.shaped {
            self.memo.keep_profile(number);
        }
        Some((number, turn))
    }

    /// What is to be summed up of the last record. None before the first edition, where there is no answer.
    pub(super) fn checklist<'f>(&'f self, engine: &'f Engine) -> Option<Checklist<'f>> {
        let editions = decisive(&engine.rulebook, self.as_of, engine.held()).ok()?;
        let edition = editions.first().and_then(|(_, edition)| *edition);
        let graph = self.pieces.first().and_then(|piece| piece.graph).map(|graph| &self.graphs[graph]);
        let findings = edition.zip(graph).map_or_else(Vec::new, |(edition, graph)| {
            let found = edition.requirements.iter().enumerate().map(|(at, requirement)| Finding {
                requirement,
                outcome: graph.outcome(at, self.as_of, &self.courses),
                timeline: self.courses.timeline(self.as_of, graph.line(at)),
                tested: None,
                firm: true,
                readings: Vec::new(),
                waived: None,
            });
            found.collect()
        });
        let hangs_on = self.swings.iter().map(|(swap, outcome)| {
            let (edition, requirement, reading) = self.swaps[*swap].place;
            let requirement = &engine.rulebook.editions[edition].requirements[requirement];
            Otherwise { requirement, reading: &requirement.readings[reading], outcome: *outcome, differs: true }
        });
        let (outcome, firm) = self.found;
        let timeline = Timeline::constant(self.as_of, Truth::Unknown);
        let verdict = Verdict { outcome, timeline, editions, firm, hangs_on: hangs_on.collect() };
        let waivers = self.waivers.said().iter().map(|waiver| WaiverUse { waiver, changed_something: false });
        Some(Checklist { as_of: self.as_of, edition, verdict, findings, waivers: waivers.collect() })
    }
}

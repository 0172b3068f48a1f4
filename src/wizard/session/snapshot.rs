//! Everything that is to be drawn, made at once by the engine.
//!
//! In: a session. Out: [`Snapshot`]: checklist, plan, the next question, what is open, set aside and settled; for what is known,
//! or for what is assumed.

use crate::engine::check::{Checklist, check};
use crate::engine::plan::{plan_anyway, plan_through};
use crate::engine::question::{next_besides, open_facts};
use crate::facts::{Fact, Facts, Provenance};
use crate::rulebook::Edition;
use crate::value::value_type::Timestamp;
use crate::wizard::session::answer::Answer;
use crate::wizard::session::core::Session;
use crate::wizard::session::form::Form;
use crate::wizard::session::view::Snapshot;

impl Session {
    /// Everything that is drawn.
    pub fn see(&self) -> Snapshot<'_> {
        self.snapshot(&self.facts)
    }

    /// The same with what is assumed.
    pub fn snapshot_assumed(&self) -> Option<Snapshot<'_>> {
        self.assumed_facts.as_ref().map(|facts| self.snapshot(facts))
    }

    fn snapshot<'s>(&'s self, facts: &'s Facts) -> Snapshot<'s> {
        let rulebook = &self.rulebook;
        let as_of = self.today();
        let checklist = self.checklist(facts, as_of);
        let through = self.through.as_ref().map(|(group, child)| (group.as_str(), child.as_str()));
        let plan = plan_through(rulebook, facts, &checklist, self.prefer, through);
        let anyway = if self.anyway { plan_anyway(rulebook, facts, &checklist, &plan) } else { None };
        let unknown: Vec<usize> = self.said_unknown().filter(|fact| facts.facts[*fact].on(as_of.day).is_none()).collect();
        let mut skipped: Vec<usize> = unknown.iter().chain(&self.left).copied().collect();
        let asked = next_besides(rulebook, facts, &checklist, false, &skipped);
        let open = open_facts(rulebook, facts, &checklist, asked.as_ref().map(|question| question.fact));
        let waiting: Vec<usize> = open.deciding.iter().chain(&open.completing).chain(&open.steps).copied().collect();
        // What was left because it is answered, and settles all that it can, is not set aside.
        let mut set_aside = unknown;
        set_aside.extend(self.left.iter().filter(|fact| waiting.contains(fact)));
        set_aside.sort_unstable();
        set_aside.dedup();
        let question = asked.or_else(|| {
            skipped.extend(&open.settled);
            next_besides(rulebook, facts, &checklist, true, &skipped)
        });
        let worth_asking = waiting.into_iter().filter(|fact| !set_aside.contains(fact)).collect();
        let program = &rulebook.program;
        let (open, settled) = (worth_asking, open.settled);
        Snapshot { rulebook, program, facts, as_of, checklist, plan, anyway, question, open, set_aside, settled }
    }

    /// What is asked of a fact.
    pub fn form(&self, fact: usize) -> Form {
        let day = self.today().day;
        let edition = self.pinned().or_else(|| self.rulebook.in_force(day));
        Form::new(&self.rulebook.program, edition, fact, day)
    }

    /// The checklist of a day on which an edition is in force.
    pub(super) fn checklist<'s>(&'s self, facts: &'s Facts, as_of: Timestamp) -> Checklist<'s> {
        let pinned: Option<&Edition> = self.pinned();
        let day = if pinned.is_some() { as_of.day } else { as_of.day.max(self.rulebook.first_day()) };
        match check(&self.rulebook, facts, day, pinned) {
            Ok(checklist) => checklist,
            // No day is before the day on which the first edition begins.
            Err(_) => unreachable!("internal error: {day} is before the first edition"),
        }
    }

    /// What if: laid over the facts, never saved.
    pub fn assume(&mut self, fact: usize, answer: Answer) {
        self.assumptions.retain(|(other, _)| *other != fact);
        self.assumptions.push((fact, answer));
        self.lay_assumed();
    }

    /// Ends what if.
    pub fn forget_assumed(&mut self) {
        self.assumptions.clear();
        self.lay_assumed();
    }

    /// The facts that are assumed.
    pub fn assumed(&self) -> &[usize] {
        &self.assumed
    }

    /// What is assumed of a fact.
    pub fn assumption(&self, fact: usize) -> Option<&Answer> {
        self.assumptions.iter().find(|(other, _)| *other == fact).map(|(_, answer)| answer)
    }

    /// Lays what is assumed over what is known by now.
    pub(super) fn lay_assumed(&mut self) {
        self.assumed = self.assumptions.iter().map(|(fact, _)| *fact).collect();
        if self.assumptions.is_empty() {
            self.assumed_facts = None;
            return;
        }
        let mut facts = self.facts.clone();
        for (fact, answer) in &self.assumptions {
            let sources = vec![Provenance::from_source(crate::engine::assume::SOURCE)];
            facts.facts[*fact] = match answer {
                Answer::Known(known) => Fact { sources, ..Fact::current(known.clone()) },
                Answer::Unknown | Answer::Nothing => Fact { periods: Vec::new(), sources },
            };
            facts.conflicts.retain(|conflict| conflict.fact != *fact);
        }
        self.assumed_facts = Some(facts);
    }
}

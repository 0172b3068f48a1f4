//! What the summary of a fleet needs to know of a record that took the fast path.
//!
//! In: the lines of the record that was answered last. Out: a [`Checklist`] with what the summary looks at: timelines,
//! outcomes, the readings on which the verdict hangs, waivers. What was measured is not in it, nor what a waiver changed.

use crate::check::{Checklist, Finding, Otherwise, Verdict, WaiverUse, decisive};
use crate::fleet::Engine;
use crate::fleet::fast::record::Compiled;
use crate::truth::{Timeline, Truth};

impl Compiled {
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

//! What a person knows better: which fact an insisting key means, and which remedy one for an estimate.
//!
//! In: where one is, what is seen. Out: a question above the rest, an effect, or a word why there is none.

use crate::rulebook::{Rule, Test};
use crate::tui::keys::{Place, Tab};
use crate::tui::look::{Look, Tone};
use crate::tui::state::{Above, Effect, Estimating, Insisting, Pane, State};
use crate::tui::view::checklist::Item;
use crate::tui::view::plan::Choice;
use crate::wizard::estimate::estimable_of;
use crate::wizard::{Seen, Session};

/// The facts that a requirement looks at, those below a group included.
pub fn facts_of(seen: &Seen<'_>, at: usize) -> Vec<usize> {
    match &seen.checklist.findings[at].requirement.rule {
        Rule::Group(group) => group.children.iter().flat_map(|child| facts_of(seen, *child)).collect(),
        Rule::Test(test @ (Test::Value { .. } | Test::Length { .. } | Test::Elapsed { .. } | Test::Rows(_))) => test.facts(),
    }
}

impl State {
    /// Insists on an answer, or takes that back.
    pub(super) fn insist(&mut self, session: &Session, look: &Look) -> Vec<Effect> {
        // What is typed above the rest stays there.
        if self.above.is_some() {
            return Vec::new();
        }
        let meant = if self.tab == Tab::WhatIf { Vec::new() } else { self.facts_meant(&session.see(), look) };
        let find = |fits: &dyn Fn(usize) -> bool| meant.iter().copied().find(|fact| fits(*fact));
        if let Some(fact) = find(&|fact| session.overruled(fact).is_some()) {
            self.above = Some(Above::Insist(Insisting::new(fact, session)));
        } else if let Some(fact) = find(&|fact| session.insists(fact)) {
            return vec![Effect::Relent(fact)];
        } else {
            self.message = Some((Tone::Dim, look.say("screen-nothing-to-insist", &[])));
        }
        Vec::new()
    }

    /// The facts that may be meant: of the line that is chosen, of the question that is open, those answered last.
    fn facts_meant(&self, seen: &Seen<'_>, look: &Look) -> Vec<usize> {
        let mut facts = match (self.tab, self.place()) {
            (Tab::Checklist, _) | (Tab::Questions, Place::Checklist) => match self.items(seen, look).get(self.checklist.chosen) {
                Some(Item::Requirement(at, _)) => facts_of(seen, *at),
                Some(Item::Fact(fact)) => vec![*fact],
                Some(Item::Heading(_)) | None => Vec::new(),
            },
            _ => Vec::new(),
        };
        if self.tab == Tab::Questions {
            facts.extend(self.editing.as_ref().map(|editing| editing.fact));
            // The next question is there at once: what one insists on is mostly the answer before.
            facts.extend(self.answered.last());
        }
        facts
    }

    /// Asks how long a remedy takes, and what it costs.
    pub(super) fn estimate(&mut self, session: &Session, look: &Look) -> Vec<Effect> {
        let seen = session.see();
        let name = match (self.place(), self.tab) {
            (Place::Plan, _) => match self.choices(&seen, session).get(self.plan.chosen) {
                Some(Choice::Estimate(name) | Choice::Through(_, name)) => Some(name.clone()),
                _ => None,
            },
            (Place::Detail, Tab::Plan) => return self.estimate_which(&seen, session, look),
            (Place::Checklist, _) | (Place::Detail, Tab::Checklist) => match self.items(&seen, look).get(self.checklist.chosen) {
                Some(Item::Requirement(at, _)) => Some(seen.checklist.findings[*at].requirement.id.clone()),
                _ => None,
            },
            _ => None,
        };
        match name {
            Some(name) => self.estimate_of(&seen, &name, look),
            None => self.message = Some((Tone::Dim, look.say("screen-nothing-to-estimate", &[]))),
        }
        Vec::new()
    }

    /// Opens the question about one requirement's remedy.
    pub(super) fn estimate_of(&mut self, seen: &Seen<'_>, requirement: &str, look: &Look) {
        match estimable_of(seen, requirement) {
            Some(one) => self.above = Some(Above::Estimate(Box::new(Estimating::new(seen, &one, look)))),
            None => self.message = Some((Tone::Dim, look.say("screen-nothing-to-estimate", &[]))),
        }
    }

    /// From the text of the plan to the list of its remedies; the question at once where there is but one.
    fn estimate_which(&mut self, seen: &Seen<'_>, session: &Session, look: &Look) -> Vec<Effect> {
        let choices = self.choices(seen, session);
        let mut remedies = choices.iter().enumerate().filter_map(|(at, choice)| match choice {
            Choice::Estimate(name) => Some((at, name)),
            _ => None,
        });
        match (remedies.next(), remedies.next()) {
            (None, _) => self.message = Some((Tone::Dim, look.say("nothing-to-estimate", &[]))),
            (Some((at, name)), None) => {
                self.pane = Pane::Right;
                self.plan.chosen = at;
                self.estimate_of(seen, name, look);
            }
            (Some((at, _)), Some(_)) => {
                self.pane = Pane::Right;
                self.plan.chosen = at;
                self.message = Some((Tone::Dim, look.say("screen-estimate-which", &[])));
            }
        }
        Vec::new()
    }
}

//! What a person knows better: which fact an insisting key means, and which remedy one for an estimate.
//!
//! In: where one is, what is seen. Out: a question above the rest, an effect, or a word why there is none.

use crate::wizard::session::Session;
use crate::wizard::session::estimate::estimable_of;
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::keys::{KeyContext, Tab};
use crate::wizard::tui::state::effect::Effect;
use crate::wizard::tui::state::facts::facts_for_requirement;
use crate::wizard::tui::state::model::{Pane, State};
use crate::wizard::tui::state::{EstimateDialog, Overlay, OverrideDialog};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::view::checklist::Item;
use crate::wizard::tui::view::plan::Choice;

impl State {
    /// Insists on an answer, or takes that back.
    pub(super) fn open_override(&mut self, session: &Session, theme: &Theme) -> Vec<Effect> {
        // What is typed above the rest stays there.
        if self.overlay.is_some() {
            return Vec::new();
        }
        let meant = if self.tab == Tab::WhatIf { Vec::new() } else { self.facts_meant(&session.see(), theme) };
        let find = |fits: &dyn Fn(usize) -> bool| meant.iter().copied().find(|fact| fits(*fact));
        if let Some(fact) = find(&|fact| session.overruled_by_collected(fact).is_some()) {
            self.overlay = Some(Overlay::Override(OverrideDialog::new(fact, session)));
        } else if let Some(fact) = find(&|fact| session.is_overridden(fact)) {
            return vec![Effect::ClearOverride(fact)];
        } else {
            self.message = Some((Tone::Dim, theme.format("screen-nothing-to-override", &[])));
        }
        Vec::new()
    }

    /// The facts that may be meant: of the line that is chosen, of the question that is open, those answered last.
    fn facts_meant(&self, snapshot: &Snapshot<'_>, theme: &Theme) -> Vec<usize> {
        let mut facts = match (self.tab, self.place()) {
            (Tab::Checklist, _) | (Tab::Questions, KeyContext::Checklist) => match self.items(snapshot, theme).get(self.checklist.chosen) {
                Some(Item::Requirement(at, _)) => facts_for_requirement(snapshot, *at),
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
    pub(super) fn open_estimate(&mut self, session: &Session, theme: &Theme) -> Vec<Effect> {
        let snapshot = session.see();
        let name = match (self.place(), self.tab) {
            (KeyContext::Plan, _) => match self.choices(&snapshot, session).get(self.plan.chosen) {
                Some(Choice::Estimate(name) | Choice::Through(_, name)) => Some(name.clone()),
                _ => None,
            },
            (KeyContext::Detail, Tab::Plan) => return self.estimate_which(&snapshot, session, theme),
            (KeyContext::Checklist, _) | (KeyContext::Detail, Tab::Checklist) => {
                match self.items(&snapshot, theme).get(self.checklist.chosen) {
                    Some(Item::Requirement(at, _)) => Some(snapshot.checklist.findings[*at].requirement.id.clone()),
                    _ => None,
                }
            }
            _ => None,
        };
        match name {
            Some(name) => self.estimate_of(&snapshot, &name, theme),
            None => self.message = Some((Tone::Dim, theme.format("screen-nothing-to-estimate", &[]))),
        }
        Vec::new()
    }

    /// Opens the question about one requirement's remedy.
    pub(super) fn estimate_of(&mut self, snapshot: &Snapshot<'_>, requirement: &str, theme: &Theme) {
        match estimable_of(snapshot, requirement) {
            Some(one) => self.overlay = Some(Overlay::Estimate(Box::new(EstimateDialog::new(snapshot, &one, theme)))),
            None => self.message = Some((Tone::Dim, theme.format("screen-nothing-to-estimate", &[]))),
        }
    }

    /// From the text of the plan to the list of its remedies; the question at once where there is but one.
    fn estimate_which(&mut self, snapshot: &Snapshot<'_>, session: &Session, theme: &Theme) -> Vec<Effect> {
        let choices = self.choices(snapshot, session);
        let mut remedies = choices.iter().enumerate().filter_map(|(at, choice)| match choice {
            Choice::Estimate(name) => Some((at, name)),
            _ => None,
        });
        match (remedies.next(), remedies.next()) {
            (None, _) => self.message = Some((Tone::Dim, theme.format("nothing-to-estimate", &[]))),
            (Some((at, name)), None) => {
                self.pane = Pane::Right;
                self.plan.chosen = at;
                self.estimate_of(snapshot, name, theme);
            }
            (Some((at, _)), Some(_)) => {
                self.pane = Pane::Right;
                self.plan.chosen = at;
                self.message = Some((Tone::Dim, theme.format("screen-estimate-which", &[])));
            }
        }
        Vec::new()
    }
}

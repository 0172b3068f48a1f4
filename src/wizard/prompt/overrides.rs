//! What a person knows better: insisting against what was collected, and own estimates for the plan.
//!
//! In: a reason, a time, an amount. Out: the session, changed, and what that makes of the verdict or the plan.

use crate::i18n::escape::escape_control;
use crate::wizard::prompt::Prompt;
use crate::wizard::prompt::interrupt::PromptResult;
use crate::wizard::session::entry::InputError;
use crate::wizard::session::estimate::{self, Estimable, cost_text, takes_text};

/// What is typed for the rulebook's own figure.
const CLEAR: [&str; 4] = ["-", "－", "—", "–"];

impl Prompt<'_, '_> {
    /// Says where an answer, or a part of it, does not stand.
    pub(super) fn tell_overruled(&mut self, fact: usize) -> PromptResult<()> {
        let overruled = self.session.overruled_by_collected(fact).map(|source| escape_control(source).into_owned());
        let back = self.session.comes_back(fact).map(|(rows, source)| (rows.to_string(), escape_control(source).into_owned()));
        match (back, overruled) {
            (Some((rows, source)), overruled) => {
                self.io.say("entry-restored", &[("count", &rows), ("source", &source)])?;
                if overruled.is_some() {
                    self.io.say("prompt-override-list", &[])?;
                }
            }
            (None, Some(source)) => self.io.say("prompt-overridden-by-collected", &[("source", &source)])?,
            (None, None) => {}
        }
        Ok(())
    }

    /// Of facts that fit, the one that was asked last, or else the first.
    fn fact_for(&self, fits: impl Fn(usize) -> bool) -> Option<usize> {
        let all = 0..self.session.rulebook().program.facts.len();
        self.asked.iter().rev().copied().find(|fact| fits(*fact)).or_else(|| all.into_iter().find(|fact| fits(*fact)))
    }

    /// Lets an answer count against what was collected.
    pub(super) fn insist(&mut self, rest: &str) -> PromptResult<()> {
        let Some(fact) = self.fact_for(|fact| self.session.overruled_by_collected(fact).is_some()) else {
            return Ok(self.io.say("prompt-nothing-overridden-by-collected", &[])?);
        };
        let mut note = rest.to_owned();
        let title = self.title(fact);
        while note.is_empty() {
            self.io.say("override-why", &[("title", &title)])?;
            note = self.answer()?;
        }
        let saved = self.session.override_collected(fact, &note);
        self.tell_unsaved(saved)?;
        self.io.say("override-set", &[("title", &title)])?;
        self.verdict_line()
    }

    /// Lets what was collected count again.
    pub(super) fn relent(&mut self) -> PromptResult<()> {
        let Some(fact) = self.fact_for(|fact| self.session.is_overridden(fact)) else {
            return Ok(self.io.say("prompt-no-override", &[])?);
        };
        let title = self.title(fact);
        let saved = self.session.clear_override(fact);
        self.tell_unsaved(saved)?;
        self.io.say("override-cleared", &[("title", &title)])?;
        self.verdict_line()
    }

    /// Asks how long a remedy takes and what it costs, and shows the plan that comes of it.
    pub(super) fn estimate(&mut self, rest: &str) -> PromptResult<()> {
        let names = self.estimable(rest.is_empty())?;
        if names.is_empty() {
            return Ok(self.io.say("nothing-to-estimate", &[])?);
        }
        let Some(name) = self.number(rest, names.len())?.and_then(|at| names.get(at)) else { return Ok(()) };
        let (own, takes_so_far, cost_so_far, currency) = {
            let snapshot = self.session.see();
            let Some(one) = estimate::estimable_of(&snapshot, name) else { return Ok(()) };
            let messages = &self.io.messages;
            let takes = takes_text(one.own_takes().or(one.remedy.takes), messages);
            let cost = cost_text(one.own_cost().or(one.remedy.cost.as_ref()), messages);
            ((one.own_takes(), one.own_cost().cloned()), takes, cost, estimate::currency(&snapshot, &one))
        };
        self.io.say("prompt-estimate-takes", &[("value", &takes_so_far)])?;
        let takes = self.figure(own.0, estimate::takes)?;
        self.io.say("prompt-estimate-cost", &[("value", &cost_so_far)])?;
        let cost = self.figure(own.1, |text| estimate::cost(text, currency.as_deref()))?;
        let saved = self.session.set_estimate(name, takes, cost.as_ref());
        self.tell_unsaved(saved)?;
        self.plan()
    }

    /// The requirements whose remedies can be estimated, by name; said, if they are to be.
    fn estimable(&mut self, aloud: bool) -> PromptResult<Vec<String>> {
        let snapshot = self.session.see();
        let all = estimate::estimable(&snapshot);
        for (at, one) in all.iter().enumerate().filter(|_| aloud) {
            let messages = &self.io.messages;
            let args = [("title", one.requirement.title.get(messages.lang)), ("figures", &one.figures(messages))];
            let text = messages.format(figures_word(one), &args);
            self.io.hang(&format!("  {}. ", at + 1), &text)?;
        }
        Ok(all.iter().map(|one| one.requirement.id.clone()).collect())
    }

    /// A figure that is typed; an empty line keeps what there is, a dash is the rulebook's.
    fn figure<T>(&mut self, own: Option<T>, read: impl Fn(&str) -> Result<T, InputError>) -> PromptResult<Option<T>> {
        loop {
            let text = self.answer()?;
            if text.is_empty() {
                return Ok(own);
            }
            if CLEAR.contains(&text.as_str()) {
                return Ok(None);
            }
            match read(&text) {
                Ok(figure) => return Ok(Some(figure)),
                Err(refusal) => {
                    let text = refusal.format(&self.io.messages);
                    self.io.text(&text)?;
                }
            }
        }
    }
}

/// The message that names a remedy's figures: the applicant's own, or the rulebook's.
fn figures_word(one: &Estimable<'_>) -> &'static str {
    if one.own.is_some() { "estimate-own" } else { "estimate-assumed" }
}

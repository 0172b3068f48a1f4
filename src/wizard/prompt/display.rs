//! What there is to say of the applicant: the verdict in a line, the checklist, the plan, why something is asked.
//!
//! In: what the session sees. Out: lines, in the words of the command line.

use crate::engine::check::Standing;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::text;
use crate::report::text::checklist::Asked;
use crate::report::text::plan::{AskAnyway, Wanted};
use crate::rulebook::Requirement;
use crate::wizard::prompt::Prompt;
use crate::wizard::prompt::interrupt::PromptResult;
use crate::wizard::session::view::Snapshot;

impl Prompt<'_, '_> {
    /// What people call a fact.
    pub(super) fn title(&self, fact: usize) -> String {
        self.session.rulebook().program.facts[fact].title.get(self.io.messages.lang).to_owned()
    }

    /// Whom it is about, where answers go, and how to get help.
    pub(super) fn introduce(&mut self) -> PromptResult<()> {
        let snapshot = self.session.see();
        let talk = &mut *self.io;
        talk.page(|page| {
            text::header(page, &snapshot.checklist, snapshot.program, snapshot.facts);
            text::opening(page, snapshot.program);
        })?;
        talk.gap()?;
        talk.say("prompt-intro", &[("path", &self.session.path().display().to_string())])?;
        talk.say("prompt-intro-commands", &[])?;
        for warning in self.session.warnings() {
            let text = crate::io::render::message(&talk.messages, warning.id, &warning.args);
            talk.hang("! ", &text)?;
        }
        let line = verdict(&snapshot, &talk.messages);
        Ok(talk.text(&line)?)
    }

    /// The verdict, and the first day, in a line.
    pub(super) fn verdict_line(&mut self) -> PromptResult<()> {
        if self.assuming {
            return Ok(());
        }
        let line = verdict(&self.session.see(), &self.io.messages);
        Ok(self.io.text(&line)?)
    }

    /// The checklist.
    pub(super) fn status(&mut self) -> PromptResult<()> {
        let snapshot = self.session.see();
        self.io.gap()?;
        let asked = Asked { anyway: self.session.anyway(), ask_anyway: AskAnyway::Command, ..Asked::default() };
        self.io.page(|page| {
            text::checklist::checklist(&snapshot.checklist, &snapshot.plan, snapshot.program, snapshot.facts, &asked, page);
        })?;
        Ok(self.io.gap()?)
    }

    /// The plan.
    pub(super) fn plan(&mut self) -> PromptResult<()> {
        let snapshot = self.session.see();
        let wanted = Wanted { anyway: snapshot.anyway.as_ref(), ask_anyway: AskAnyway::Command, ..Wanted::default() };
        self.io.page(|page| text::plan::show(page, &snapshot.plan, snapshot.program, &wanted))?;
        let timeless = |requirement: &&Requirement| requirement.remedy.as_ref().is_some_and(|remedy| remedy.takes.is_none());
        if snapshot.plan.actions.iter().any(|action| action.assumed) || snapshot.plan.blocked_by.iter().any(timeless) {
            self.io.gap()?;
            self.io.say("prompt-estimate-how", &[])?;
        }
        Ok(self.io.gap()?)
    }

    /// Other ways, numbered.
    pub(super) fn list_ways(&mut self) -> PromptResult<()> {
        let snapshot = self.session.see();
        let lang = self.io.messages.lang;
        for (at, other) in snapshot.plan.alternatives.iter().enumerate() {
            let args = [("group", other.group.title.get(lang)), ("choose", other.choose.title.get(lang))];
            let day = other.eligible_on.to_string();
            let text = self.io.messages.format("prompt-way", &[args[0], args[1], ("day", &day)]);
            self.io.hang(&format!("  {}. ", at + 1), &text)?;
        }
        Ok(())
    }

    /// Today's verdict and plan, and what they would be.
    pub(super) fn compare(&mut self) -> PromptResult<()> {
        let (snapshot, assumed) = (self.session.see(), self.session.snapshot_assumed());
        let talk = &mut *self.io;
        let Some(assumed) = assumed else { return Ok(()) };
        for (heading, snapshot) in [("plan-as-it-is", &snapshot), ("plan-what-if", &assumed)] {
            talk.page(|page| page.heading(heading))?;
            let line = verdict(snapshot, &talk.messages);
            talk.text(&line)?;
            talk.page(|page| text::plan::summary(page, &snapshot.plan, snapshot.program))?;
        }
        talk.gap()?;
        let names: Vec<&str> =
            self.session.assumed().iter().map(|fact| snapshot.program.facts[*fact].title.get(talk.messages.lang)).collect();
        let names = names.join(&talk.messages.format("list-gap", &[]));
        talk.say("prompt-assumed", &[("names", &names)])?;
        Ok(())
    }

    /// Why the question is asked, where its answer is found, what each answer would do.
    pub(super) fn why(&mut self) -> PromptResult<()> {
        let Some(fact) = self.fact else { return Ok(self.io.say("prompt-not-here", &[])?) };
        let snapshot = self.session.see();
        match snapshot.question.as_ref().filter(|question| question.fact == fact) {
            Some(question) => self.io.page(|page| text::question::ask(page, question, snapshot.as_of.day, snapshot.program))?,
            None => {
                let lang = self.io.messages.lang;
                let serves: Vec<&str> = snapshot
                    .checklist
                    .findings
                    .iter()
                    .filter(|finding| {
                        matches!(&finding.requirement.rule, crate::rulebook::Rule::Test(test) if test.facts().into_iter().any(|at| at == fact))
                    })
                    .map(|finding| finding.requirement.title.get(lang))
                    .collect();
                let names = serves.join(&self.io.messages.format("list-gap", &[]));
                self.io.say("prompt-serves", &[("names", &names)])?;
            }
        }
        for source in &snapshot.facts.facts[fact].sources {
            let when = source.observed_at.map(|moment| moment.day.to_string()).unwrap_or_default();
            let text = self.io.messages.format("prompt-source", &[("source", &escape_control(&source.source)), ("day", &when)]);
            self.io.text(&text)?;
            if let Some(note) = &source.note {
                self.io.hang("  ", note)?;
            }
        }
        Ok(())
    }

    /// Every fact, numbered, with its status.
    pub(super) fn list_facts(&mut self) -> PromptResult<()> {
        let snapshot = self.session.see();
        let lang = self.io.messages.lang;
        for (at, fact) in snapshot.program.facts.iter().enumerate() {
            let id = if snapshot.set_aside.contains(&at) {
                "prompt-fact-skipped"
            } else if snapshot.open.contains(&at) {
                "prompt-fact-open"
            } else if snapshot.facts.facts[at].on(snapshot.as_of.day).is_some() {
                "prompt-fact-known"
            } else {
                "prompt-fact-settled"
            };
            let state = self.io.messages.format(id, &[]);
            let text = self.io.messages.format("prompt-fact", &[("title", fact.title.get(lang)), ("state", &state)]);
            self.io.hang(&format!("  {} ", crate::report::columns::pad(&format!("{}.", at + 1), 3)), &text)?;
        }
        Ok(())
    }

    /// Nothing is left to ask.
    pub(super) fn all_asked(&mut self) -> PromptResult<()> {
        let aside = {
            let snapshot = self.session.see();
            let names: Vec<String> = snapshot.set_aside.iter().map(|fact| self.title(*fact)).collect();
            names.join(&self.io.messages.format("list-gap", &[]))
        };
        self.io.say("prompt-all-asked", &[])?;
        if !aside.is_empty() {
            self.io.say("prompt-left-open", &[("names", &aside)])?;
        }
        self.verdict_line()?;
        Ok(self.io.say("prompt-what-now", &[])?)
    }
}

/// The verdict, its dates, and the first day that can be promised.
fn verdict(snapshot: &Snapshot<'_>, messages: &Messages) -> String {
    let standing = snapshot.checklist.verdict.standing();
    let said = crate::report::text::checklist::headline(&snapshot.checklist, snapshot.program, messages);
    let plan = &snapshot.plan;
    let promised = plan.eligible.worst.map(|day| day.to_string());
    let hoped = plan.could_hold.as_ref().map(|(day, _)| day.to_string());
    match (standing, promised, hoped) {
        (Standing::NotEligible | Standing::Unknown, Some(day), _) => {
            messages.format("prompt-verdict-day", &[("verdict", &said), ("day", &day)])
        }
        (Standing::NotEligible | Standing::Unknown, None, Some(day)) => {
            messages.format("prompt-verdict-day-if", &[("verdict", &said), ("day", &day)])
        }
        (Standing::NotEligible, None, None) => messages.format("prompt-verdict-never", &[("verdict", &said)]),
        _ => messages.format("prompt-verdict", &[("verdict", &said)]),
    }
}

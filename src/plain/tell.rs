//! What there is to say of the applicant: the verdict in a line, the checklist, the plan, why something is asked.
//!
//! In: what the session sees. Out: lines, in the words of the command line.

use crate::check::Standing;
use crate::plain::{Plain, Told};
use crate::rulebook::Requirement;
use crate::text;
use crate::text::checklist::Asked;
use crate::untrusted::visible;
use crate::wizard::Seen;
use crate::words::Words;

impl Plain<'_, '_> {
    /// What people call a fact.
    pub(super) fn title(&self, fact: usize) -> String {
        self.session.rulebook().program.facts[fact].title.get(self.talk.words.lang).to_owned()
    }

    /// Whom it is about, where answers go, and how to get help.
    pub(super) fn introduce(&mut self) -> Told<()> {
        let seen = self.session.see();
        let talk = &mut *self.talk;
        talk.page(|page| {
            text::header(page, &seen.checklist, seen.program, seen.facts);
            text::opening(page, seen.program);
        })?;
        talk.gap()?;
        talk.say("plain-intro", &[("path", &self.session.path().display().to_string())])?;
        talk.say("plain-intro-commands", &[])?;
        for warning in self.session.warnings() {
            let text = crate::problem::wording(&talk.words, warning.id, &warning.args);
            talk.hang("! ", &text)?;
        }
        let line = verdict(&seen, &talk.words);
        Ok(talk.text(&line)?)
    }

    /// The verdict, and the first day, in a line.
    pub(super) fn verdict_line(&mut self) -> Told<()> {
        if self.assuming {
            return Ok(());
        }
        let line = verdict(&self.session.see(), &self.talk.words);
        Ok(self.talk.text(&line)?)
    }

    /// The checklist.
    pub(super) fn status(&mut self) -> Told<()> {
        let seen = self.session.see();
        self.talk.gap()?;
        self.talk
            .page(|page| text::checklist::checklist(&seen.checklist, &seen.plan, seen.program, seen.facts, &Asked::default(), page))?;
        Ok(self.talk.gap()?)
    }

    /// The plan.
    pub(super) fn plan(&mut self) -> Told<()> {
        let seen = self.session.see();
        self.talk.page(|page| text::plan::show(page, &seen.plan, seen.program, &text::plan::Wanted::default()))?;
        let timeless = |requirement: &&Requirement| requirement.remedy.as_ref().is_some_and(|remedy| remedy.takes.is_none());
        if seen.plan.actions.iter().any(|action| action.assumed) || seen.plan.blocked_by.iter().any(timeless) {
            self.talk.gap()?;
            self.talk.say("plain-estimate-how", &[])?;
        }
        Ok(self.talk.gap()?)
    }

    /// Other ways, numbered.
    pub(super) fn list_ways(&mut self) -> Told<()> {
        let seen = self.session.see();
        let lang = self.talk.words.lang;
        for (at, other) in seen.plan.alternatives.iter().enumerate() {
            let args = [("group", other.group.title.get(lang)), ("choose", other.choose.title.get(lang))];
            let day = other.eligible_on.to_string();
            let text = self.talk.words.say("plain-way", &[args[0], args[1], ("day", &day)]);
            self.talk.hang(&format!("  {}. ", at + 1), &text)?;
        }
        Ok(())
    }

    /// Today's verdict and plan, and what they would be.
    pub(super) fn compare(&mut self) -> Told<()> {
        let (seen, assumed) = (self.session.see(), self.session.see_assumed());
        let talk = &mut *self.talk;
        let Some(assumed) = assumed else { return Ok(()) };
        for (heading, seen) in [("plan-as-it-is", &seen), ("plan-what-if", &assumed)] {
            talk.page(|page| page.heading(heading))?;
            let line = verdict(seen, &talk.words);
            talk.text(&line)?;
            talk.page(|page| text::plan::summary(page, &seen.plan, seen.program))?;
        }
        talk.gap()?;
        let names: Vec<&str> = self.session.assumed().iter().map(|fact| seen.program.facts[*fact].title.get(talk.words.lang)).collect();
        let names = names.join(&talk.words.say("list-gap", &[]));
        talk.say("plain-assumed", &[("names", &names)])?;
        Ok(())
    }

    /// Why the question is asked, where its answer is found, what each answer would do.
    pub(super) fn why(&mut self) -> Told<()> {
        let Some(fact) = self.fact else { return Ok(self.talk.say("plain-not-here", &[])?) };
        let seen = self.session.see();
        match seen.question.as_ref().filter(|question| question.fact == fact) {
            Some(question) => self.talk.page(|page| text::question::ask(page, question, seen.as_of.day, seen.program))?,
            None => {
                let lang = self.talk.words.lang;
                let serves: Vec<&str> = seen
                    .checklist
                    .findings
                    .iter()
                    .filter(|finding| {
                        matches!(&finding.requirement.rule, crate::rulebook::Rule::Test(test) if test.facts().into_iter().any(|at| at == fact))
                    })
                    .map(|finding| finding.requirement.title.get(lang))
                    .collect();
                let names = serves.join(&self.talk.words.say("list-gap", &[]));
                self.talk.say("plain-serves", &[("names", &names)])?;
            }
        }
        for source in &seen.facts.facts[fact].sources {
            let when = source.observed_at.map(|moment| moment.day.to_string()).unwrap_or_default();
            let text = self.talk.words.say("plain-source", &[("source", &visible(&source.source)), ("day", &when)]);
            self.talk.text(&text)?;
            if let Some(note) = &source.note {
                self.talk.hang("  ", note)?;
            }
        }
        Ok(())
    }

    /// Every fact, numbered, with how it stands.
    pub(super) fn list_facts(&mut self) -> Told<()> {
        let seen = self.session.see();
        let lang = self.talk.words.lang;
        for (at, fact) in seen.program.facts.iter().enumerate() {
            let id = if seen.set_aside.contains(&at) {
                "plain-fact-aside"
            } else if seen.open.contains(&at) {
                "plain-fact-open"
            } else if seen.facts.facts[at].on(seen.as_of.day).is_some() {
                "plain-fact-known"
            } else {
                "plain-fact-settled"
            };
            let state = self.talk.words.say(id, &[]);
            let text = self.talk.words.say("plain-fact", &[("title", fact.title.get(lang)), ("state", &state)]);
            self.talk.hang(&format!("  {} ", crate::layout::pad(&format!("{}.", at + 1), 3)), &text)?;
        }
        Ok(())
    }

    /// Nothing is left to ask.
    pub(super) fn all_asked(&mut self) -> Told<()> {
        let aside = {
            let seen = self.session.see();
            let names: Vec<String> = seen.set_aside.iter().map(|fact| self.title(*fact)).collect();
            names.join(&self.talk.words.say("list-gap", &[]))
        };
        self.talk.say("plain-all-asked", &[])?;
        if !aside.is_empty() {
            self.talk.say("plain-left-open", &[("names", &aside)])?;
        }
        self.verdict_line()?;
        Ok(self.talk.say("plain-what-now", &[])?)
    }
}

/// The verdict, its dates, and the first day that can be promised.
fn verdict(seen: &Seen<'_>, words: &Words) -> String {
    let standing = seen.checklist.verdict.standing();
    let said = crate::text::checklist::headline(&seen.checklist, seen.program, words);
    let day = seen.plan.eligible.worst.map(|day| day.to_string());
    match (standing, day) {
        (Standing::NotEligible | Standing::Unknown, Some(day)) if seen.plan.find_out.is_empty() => {
            words.say("plain-verdict-day", &[("verdict", &said), ("day", &day)])
        }
        (Standing::NotEligible | Standing::Unknown, Some(day)) => words.say("plain-verdict-day-if", &[("verdict", &said), ("day", &day)]),
        (Standing::NotEligible | Standing::Unknown, None) => words.say("plain-verdict-never", &[("verdict", &said)]),
        _ => words.say("plain-verdict", &[("verdict", &said)]),
    }
}

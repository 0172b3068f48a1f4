//! Commands, carried out.
//!
//! In: a command and what is after it. Out: what it does, said; or the way to another question.

#[cfg(feature = "collect")]
use std::io;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
#[cfg(feature = "collect")]
use std::time::Duration;

use crate::engine::plan::Prefer;
use crate::i18n::Messages;
use crate::io::file::{Permissions, create, write};
use crate::io::render::reason;
use crate::value::localized::Lang;
use crate::wizard::prompt::Prompt;
use crate::wizard::prompt::command::{COMMANDS, Command};
use crate::wizard::prompt::interrupt::{Interrupt, PromptResult};
use crate::wizard::session::{Answer, EditSubject, Export, SaveError};

/// How often it is looked whether somebody wants to end it while something else is waited for.
#[cfg(feature = "collect")]
const GLANCE: Duration = Duration::from_millis(200);

impl Prompt<'_, '_> {
    /// Carries a command out. Gives it back where it belongs to the question that is asked.
    pub(super) fn carry_out(&mut self, command: Command, rest: &str) -> PromptResult<Option<Command>> {
        match command {
            Command::All | Command::More | Command::Change | Command::Delete | Command::AsTyped => return Ok(Some(command)),
            Command::Help => self.help()?,
            Command::Why => self.why()?,
            Command::Unknown => self.unknown()?,
            Command::Skip => match self.fact {
                Some(fact) => {
                    self.session.leave(fact);
                    return Err(Interrupt::Next);
                }
                None => self.io.say("prompt-not-here", &[])?,
            },
            Command::Back => return Err(Interrupt::Back),
            Command::Facts => self.facts(rest)?,
            Command::Undo => {
                let changed = self.session.undo();
                self.stepped(changed, "prompt-undone", "prompt-nothing-to-undo")?;
            }
            Command::Redo => {
                let changed = self.session.redo();
                self.stepped(changed, "prompt-redone", "prompt-nothing-to-redo")?;
            }
            Command::Status => self.status()?,
            Command::Plan => self.plan()?,
            Command::Anyway => {
                self.session.want_anyway(!self.session.anyway());
                self.plan()?;
            }
            Command::Prefer => self.prefer()?,
            Command::Way => self.way(rest)?,
            Command::WhatIf => self.what_if(rest)?,
            Command::Forget => {
                self.session.forget_assumed();
                self.io.say("prompt-forgotten", &[])?;
            }
            Command::Override => self.insist(rest)?,
            Command::ClearOverride => self.relent()?,
            Command::Estimate => self.estimate(rest)?,
            Command::Collect => self.collect()?,
            Command::Export => self.export(rest)?,
            Command::Language => self.language()?,
            Command::Quit => {
                self.remember(|settings| settings.open = None);
                self.farewell("prompt-bye")?;
                return Err(Interrupt::Quit);
            }
        }
        Ok(None)
    }

    fn help(&mut self) -> PromptResult<()> {
        self.io.say("prompt-help", &[])?;
        for (_, names, what) in COMMANDS {
            let names = names.iter().map(|name| format!(":{name}")).collect::<Vec<_>>().join("  ");
            let what = self.io.messages.format(what, &[]);
            self.io.hang(&format!("  {}", crate::report::columns::pad(&names, 18)), &what)?;
        }
        Ok(())
    }

    fn unknown(&mut self) -> PromptResult<()> {
        let Some(fact) = self.fact else { return Ok(self.io.say("prompt-not-here", &[])?) };
        self.give(fact, Answer::Unknown)?;
        if !self.assuming {
            self.io.say("prompt-noted-unknown", &[])?;
            self.verdict_line()?;
        }
        Err(Interrupt::Next)
    }

    /// After undoing and doing again: what changed, and on with its question.
    fn stepped(&mut self, changed: Result<Option<EditSubject>, SaveError>, done: &str, nothing: &str) -> PromptResult<()> {
        match changed {
            Ok(None) => Ok(self.io.say(nothing, &[])?),
            Ok(Some(subject)) => {
                let title = subject.title(&self.io.messages, self.session.rulebook());
                self.io.say(done, &[("title", &title)])?;
                self.verdict_line()?;
                Err(Interrupt::Next)
            }
            Err(diagnostic) => self.tell_unsaved(Err(diagnostic)),
        }
    }

    /// What is wrong with saving, where something is.
    pub(super) fn tell_unsaved(&mut self, saved: Result<(), SaveError>) -> PromptResult<()> {
        self.tell_outside()?;
        match saved {
            Ok(()) => Ok(()),
            Err(SaveError::Conflict(_)) => self.decide(),
            Err(diagnostic) => {
                let text = diagnostic.format(&self.io.messages, self.session.rulebook());
                Ok(self.io.hang("! ", &text)?)
            }
        }
    }

    /// A number from 1 to `count`, typed after the command or asked for; None for an empty line.
    pub(super) fn number(&mut self, rest: &str, count: usize) -> PromptResult<Option<usize>> {
        let mut text = rest.to_owned();
        loop {
            if let Some(at) = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < count) {
                return Ok(Some(at));
            }
            self.io.say("prompt-number", &[("count", &count.to_string())])?;
            text = self.answer()?;
            if text.is_empty() {
                return Ok(None);
            }
        }
    }

    fn facts(&mut self, rest: &str) -> PromptResult<()> {
        if rest.is_empty() {
            self.list_facts()?;
        }
        let count = self.session.rulebook().program.facts.len();
        match self.number(rest, count)? {
            Some(fact) => Err(Interrupt::Go(fact)),
            None => Ok(()),
        }
    }

    fn prefer(&mut self) -> PromptResult<()> {
        for (at, id) in ["prompt-soonest", "prompt-cheapest", "prompt-least-effort"].into_iter().enumerate() {
            let text = self.io.messages.format(id, &[]);
            self.io.hang(&format!("  {}. ", at + 1), &text)?;
        }
        let wanted = match self.number("", 3)? {
            Some(0) => Prefer::Soonest,
            Some(1) => Prefer::Cheapest,
            Some(_) => Prefer::LeastEffort,
            None => return Ok(()),
        };
        self.session.prefer(wanted);
        self.plan()
    }

    /// Goes another way in a group, by the number that the plan gives it; without one, the best way again.
    fn way(&mut self, rest: &str) -> PromptResult<()> {
        let ways: Vec<(String, String)> = {
            let snapshot = self.session.see();
            snapshot.plan.alternatives.iter().map(|other| (other.group.id.clone(), other.choose.id.clone())).collect()
        };
        if rest.is_empty() && self.session.chosen().is_some() {
            self.session.choose(None);
            return self.plan();
        }
        if ways.is_empty() {
            return Ok(self.io.say("prompt-no-other-way", &[])?);
        }
        if rest.is_empty() {
            self.list_ways()?;
        }
        if let Some((group, child)) = self.number(rest, ways.len())?.and_then(|at| ways.get(at)) {
            self.session.choose(Some((group, child)));
            self.plan()?;
        }
        Ok(())
    }

    /// Assumes something of a fact, and shows what that makes of today's verdict and plan.
    fn what_if(&mut self, rest: &str) -> PromptResult<()> {
        if self.assuming {
            return Ok(self.io.say("prompt-not-here", &[])?);
        }
        if rest.is_empty() {
            self.io.say("prompt-what-if", &[])?;
            self.list_facts()?;
        }
        let count = self.session.rulebook().program.facts.len();
        let Some(fact) = self.number(rest, count)? else { return Ok(()) };
        let before = self.fact.replace(fact);
        self.assuming = true;
        self.io.gap()?;
        let asked = self.ask(fact);
        self.assuming = false;
        self.fact = before;
        match asked {
            Ok(()) | Err(Interrupt::Next) => self.compare()?,
            Err(Interrupt::Back | Interrupt::Go(_)) => {}
            Err(leave) => return Err(leave),
        }
        match before {
            Some(fact) => Err(Interrupt::Go(fact)),
            None => Err(Interrupt::Next),
        }
    }

    fn export(&mut self, rest: &str) -> PromptResult<()> {
        const KINDS: [(Export, &str, &str); 4] = [
            (Export::CheckText, "prompt-export-check", "check.txt"),
            (Export::ReportJson, "prompt-export-report", "report.json"),
            (Export::PlanText, "prompt-export-plan", "plan.txt"),
            (Export::Calendar, "prompt-export-calendar", "plan.ics"),
        ];
        let (number, name) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
        if number.is_empty() {
            for (at, (_, id, _)) in KINDS.iter().enumerate() {
                let text = self.io.messages.format(id, &[]);
                self.io.hang(&format!("  {}. ", at + 1), &text)?;
            }
        }
        let Some(at) = self.number(number, KINDS.len())? else { return Ok(()) };
        let (kind, _, ending) = KINDS[at];
        let proposed = self.session.path().with_extension(ending);
        let name = match (name.trim(), number) {
            ("", "") => {
                self.io.say("prompt-export-where", &[("path", &proposed.display().to_string())])?;
                self.answer()?
            }
            (name, _) => name.to_owned(),
        };
        let path = if name.is_empty() { proposed } else { PathBuf::from(name) };
        self.write_export(kind, &path)
    }

    fn write_export(&mut self, kind: Export, path: &Path) -> PromptResult<()> {
        let shown = path.display().to_string();
        let made = match self.session.inputs().find(path) {
            Some(_) => Err(self.io.messages.format("prompt-export-over-facts", &[])),
            None => self.session.export(kind, &self.io.messages, 80, self.io.ascii).map_err(|fault| fault.to_string()),
        };
        let done = match made {
            Ok(text) => match create(path, text.as_bytes()) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    self.io.say("prompt-export-exists", &[("path", &shown)])?;
                    match self.answer()?.to_lowercase().as_str() {
                        "y" | "yes" | "是" => {
                            write(path, text.as_bytes(), Permissions::Default).map_err(|error| reason(&error, &self.io.messages))
                        }
                        _ => Err(self.io.messages.format("prompt-export-stays", &[])),
                    }
                }
                done => done.map_err(|error| reason(&error, &self.io.messages)),
            },
            Err(reason) => Err(reason),
        };
        match done {
            Ok(()) => self.io.say("prompt-exported", &[("path", &shown)])?,
            Err(reason) => self.io.say("prompt-not-exported", &[("path", &shown), ("reason", &reason)])?,
        }
        Ok(())
    }

    fn language(&mut self) -> PromptResult<()> {
        let other = if self.io.messages.lang == Lang::Zh { Lang::En } else { Lang::Zh };
        self.io.messages = Messages::for_lang(other);
        self.remember(|settings| settings.lang = Some(other));
        self.io.say("prompt-language", &[])?;
        Err(self.fact.map_or(Interrupt::Next, Interrupt::Go))
    }

    #[cfg(feature = "collect")]
    fn collect(&mut self) -> PromptResult<()> {
        use crate::wizard::session::collecting::{Event, Job};
        let lang = self.io.messages.lang;
        let job = Job::start(self.session.path(), None, &self.session.rulebook().program, lang, || {});
        self.io.say("prompt-collecting", &[])?;
        let mut told: Vec<String> = Vec::new();
        loop {
            if self.io.is_stopped() {
                return Err(io::Error::from(io::ErrorKind::UnexpectedEof).into());
            }
            // Looked at before the wait: what a job says last it says before it is over.
            let over = job.is_over();
            let Some(event) = job.wait(if over { Duration::ZERO } else { GLANCE }) else {
                if over {
                    break;
                }
                continue;
            };
            match event {
                // An account may be asked more than it has to be: it is named once, when it has answered what it has to.
                Event::Progress { account, done, of } if done == of && !told.contains(&account) => {
                    self.io.say("prompt-collected-account", &[("account", &account)])?;
                    told.push(account);
                }
                Event::Progress { .. } => {}
                Event::Finished { lines, remarks } => {
                    for line in &lines {
                        let title = self.session.rulebook().program.fact(line.fact).map(|fact| self.title(fact));
                        let state = self.io.messages.format(line.state.name(), &[]);
                        let args =
                            [("title", title.as_deref().unwrap_or(line.fact)), ("state", state.as_str()), ("note", line.note.as_str())];
                        let text = self.io.messages.format("prompt-collected-fact", &args);
                        self.io.hang("- ", &text)?;
                    }
                    for remark in &remarks {
                        self.io.hang("! ", remark)?;
                    }
                }
                Event::Failed(refused) => {
                    let text = refused.render(&self.io.messages, self.io.width);
                    self.io.out.write_all(text.as_bytes())?;
                }
                Event::Cancelled => {}
            }
        }
        drop(job);
        // What was just collected needs no announcement; what else is wrong is said before the next question.
        let _ = self.session.refresh();
        self.session.take_outside();
        self.verdict_line()?;
        Err(Interrupt::Next)
    }

    #[cfg(not(feature = "collect"))]
    fn collect(&mut self) -> PromptResult<()> {
        Ok(self.io.say("prompt-no-network", &[])?)
    }
}

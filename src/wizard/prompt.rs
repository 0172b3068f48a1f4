//! The wizard line by line: the same questions, the same answers, the same power, for screen readers, pipes and dumb terminals.
//!
//! In: lines that are typed. Out: lines of text; answers saved as they are given, so that the end of the input loses nothing.
//! What is asked and what comes of it is the session's; nothing is judged here.

mod ask;
mod command;
mod display;
mod execute;
pub(crate) mod interrupt;
mod line_io;
mod overrides;
mod rows;
mod start;

use crate::wizard::prompt::interrupt::{Interrupt, PromptResult};
use std::io;
use std::path::{Path, PathBuf};

use crate::wizard::session::applicants::Settings;
use crate::wizard::session::{Keep, Options, SaveError, Session, note_unsaved};

pub use line_io::LineIo;

use command::Command;
use line_io::Line;

/// How it ended.
#[derive(Debug)]
pub enum End {
    /// The user left, or there was nothing more to read.
    Left,
    /// No facts file could be opened; the reason was shown.
    NotOpened,
    /// The terminal or the pipe is gone.
    Lost(io::Error),
}

/// A conversation about one facts file.
struct Prompt<'p, 't> {
    io: &'p mut LineIo<'t>,
    session: Session,
    /// Questions that were asked, for going back.
    asked: Vec<usize>,
    /// What is asked just now.
    fact: Option<usize>,
    /// Answers are assumed, not saved.
    assuming: bool,
    /// What is asked just now is about the past.
    past: bool,
    /// Where it is remembered how somebody likes to work.
    state: Option<PathBuf>,
}

/// Asks until there is nothing to ask and nobody to answer. Without a path the applicant is chosen first; `state` is where
/// the files that were open are remembered. However it ends, it is tried once more to save everything; what is in no file then
/// is handed back in words.
pub fn run(path: Option<&Path>, state: Option<PathBuf>, options: &Options, talk: &mut LineIo<'_>) -> (End, Option<String>) {
    let session = match start::choose_session(path, state.as_deref(), options, talk) {
        Ok(Some(session)) => session,
        Ok(None) => return (End::NotOpened, None),
        Err(Interrupt::Lost(error)) => return (End::Lost(error), None),
        Err(_) => return (End::Left, None),
    };
    let mut plain = Prompt { io: talk, session, asked: Vec::new(), fact: None, assuming: false, past: false, state };
    let end = match plain.converse() {
        Interrupt::Lost(error) => End::Lost(error),
        _ => End::Left,
    };
    let lost = plain.session.close(&plain.io.messages);
    note_unsaved(lost.clone());
    (end, lost)
}

impl Prompt<'_, '_> {
    fn converse(&mut self) -> Interrupt {
        if let Err(leave) = self.introduce() {
            return leave;
        }
        let mut wanted = None;
        loop {
            let done = self.refresh().and_then(|()| self.turn(wanted.take()));
            match done {
                Ok(()) | Err(Interrupt::Next) => {}
                Err(Interrupt::Back) => {
                    let left = self.fact;
                    while self.asked.last().is_some_and(|fact| Some(*fact) == left) {
                        self.asked.pop();
                    }
                    wanted = self.asked.pop();
                    if wanted.is_none()
                        && let Err(error) = self.io.say("prompt-nothing-before", &[])
                    {
                        return error.into();
                    }
                }
                Err(Interrupt::Go(fact)) => wanted = Some(fact),
                Err(leave) => return leave,
            }
        }
    }

    /// Asks for one fact; where there is none to ask for, takes commands.
    fn turn(&mut self, wanted: Option<usize>) -> PromptResult<()> {
        let next = self.session.see().question.map(|question| question.fact);
        self.fact = wanted.or(next);
        self.assuming = false;
        match self.fact {
            Some(fact) => {
                self.asked.push(fact);
                self.io.gap()?;
                self.ask(fact)
            }
            None => {
                self.io.gap()?;
                self.all_asked()?;
                loop {
                    self.line()?;
                    self.io.say("prompt-only-commands", &[])?;
                }
            }
        }
    }

    /// Waits for an answer, or for a command that belongs to the question. Other commands are carried out here.
    fn line(&mut self) -> PromptResult<Line> {
        loop {
            note_unsaved(self.session.unsaved(&self.io.messages));
            match self.io.line()? {
                None => {
                    self.farewell("prompt-end-of-input")?;
                    return Err(Interrupt::Quit);
                }
                Some(Line::Command(command, rest)) => {
                    if let Some(command) = self.carry_out(command, &rest)? {
                        return Ok(Line::Command(command, rest));
                    }
                }
                Some(line) => return Ok(line),
            }
        }
    }

    /// An answer. Commands that only rows know are refused.
    fn answer(&mut self) -> PromptResult<String> {
        loop {
            match self.line()? {
                Line::Answer(text) => return Ok(text),
                Line::Command(Command::AsTyped, text) if !text.is_empty() => return Ok(text),
                Line::Command(..) => self.io.say("prompt-not-here", &[])?,
            }
        }
    }

    /// Says what others changed, and what that does to the verdict.
    fn tell_outside(&mut self) -> PromptResult<()> {
        if let Some(outside) = self.session.take_outside() {
            match outside.say(&self.io.messages) {
                Some(text) => self.io.hang("! ", &text)?,
                None => self.io.say("prompt-changed", &[])?,
            }
        }
        Ok(())
    }

    /// Asks which version is kept of what was changed here and elsewhere.
    fn decide(&mut self) -> PromptResult<()> {
        while let Some(versions) = self.session.conflict(&self.io.messages) {
            let fact = versions.subject.title(&self.io.messages, self.session.rulebook());
            self.io.say("conflict", &[("fact", &fact)])?;
            for (number, id, version) in [("1", "conflict-mine", &versions.mine), ("2", "conflict-theirs", &versions.theirs)] {
                let text = format!("{} {version}", self.io.messages.format(id, &[]));
                self.io.hang(&format!("  {number}. "), &text)?;
            }
            let (keep, said) = match self.number("", 2)? {
                Some(0) => (Keep::Mine, "conflict-kept-mine"),
                Some(_) => (Keep::Theirs, "conflict-kept-theirs"),
                None => continue,
            };
            match self.session.keep(&versions.subject, keep) {
                Ok(()) => self.io.say(said, &[])?,
                Err(SaveError::Conflict(_)) => {}
                Err(unsaved) => {
                    let text = unsaved.format(&self.io.messages, self.session.rulebook());
                    self.io.hang("! ", &text)?;
                }
            }
        }
        Ok(())
    }

    /// Remembers how somebody likes to work.
    fn remember(&self, change: impl FnOnce(&mut Settings)) {
        if let Some(state) = &self.state {
            Settings::update(state, change);
        }
    }

    /// Says that everything is saved, where it is.
    fn farewell(&mut self, id: &str) -> PromptResult<()> {
        if self.session.save().is_ok() {
            self.io.say(id, &[("path", &self.session.path().display().to_string())])?;
        }
        Ok(())
    }

    /// Takes over what others wrote meanwhile.
    fn refresh(&mut self) -> PromptResult<()> {
        let was_saved = self.session.is_saved();
        match self.session.refresh() {
            Ok(false) => {}
            Ok(true) => {
                self.tell_outside()?;
                if !was_saved && self.session.is_saved() {
                    self.io.say("wizard-saved-after-all", &[("path", &self.session.path().display().to_string())])?;
                }
                self.decide()?;
            }
            Err(refused) => {
                let text = refused.render(&self.io.messages, self.io.width);
                self.io.say("prompt-unreadable-now", &[])?;
                self.io.out.write_all(text.as_bytes())?;
            }
        }
        Ok(())
    }
}

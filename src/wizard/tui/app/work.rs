//! What effects do to what is known: answers, undo, trying, plans, reports, collecting.
//!
//! In: an effect. Out: the session, changed; a message.

use std::io::ErrorKind;
use std::path::Path;

use crate::io::file::{Permissions, create, write};
use crate::io::render::reason;
use crate::wizard::session::{Answer, EditSubject, Keep, SaveError, Session};
use crate::wizard::tui::app::{App, Flow, Noticed};
use crate::wizard::tui::state::{Deciding, Effect, Overlay};
use crate::wizard::tui::theme::Tone;
use crate::wizard::tui::view::plan::prefer_name;

#[cfg(feature = "collect")]
use crate::wizard::session::collecting::{Event, Job, State as Known, is_configured};

impl App {
    /// Does what has to be done outside the state.
    pub(super) fn effect(&mut self, effect: Effect) -> Flow {
        match effect {
            Effect::Language => self.language(),
            Effect::Theme => self.colours(),
            Effect::Mouse => return self.switch_mouse(),
            Effect::Redraw => return Flow::Redraw,
            Effect::Suspend => return Flow::Suspend,
            Effect::Stop => return Flow::Stop,
            Effect::Quit => return self.quit(),
            Effect::Home => self.go_home(),
            Effect::Return => self.home = None,
            Effect::Open(path) => self.open(&path),
            Effect::Create { program, id, name, file } => {
                let path = if file.is_absolute() { file } else { self.folder.join(file) };
                let made = Session::create(&path, &program, &id, name.as_deref(), &self.options);
                self.begin(made);
            }
            Effect::Collect => self.collect(),
            Effect::Export { kind, to, overwrite } => {
                let Some(session) = &self.session else { return Flow::Go };
                let text = match session.inputs().find(&to) {
                    Some(_) => Err(self.theme.messages.format("prompt-export-over-facts", &[])),
                    None => session.export(kind, &self.theme.messages, 80, self.theme.ascii).map_err(|error| error.to_string()),
                };
                self.export(text, &to, overwrite);
            }
            effect => self.change(effect),
        }
        Flow::Go
    }

    /// Effects on what is known.
    fn change(&mut self, effect: Effect) {
        let Some(session) = &mut self.session else { return };
        match effect {
            Effect::Answer(fact, answer, shown) => {
                if matches!(answer, Answer::Known(_)) {
                    session.take_up(fact);
                }
                let done = session.answer_as_shown(fact, answer, Some(&shown));
                self.state.is_shown(fact, session);
                if done.is_ok() {
                    self.tell_overruled(fact);
                }
                self.report(done);
            }
            Effect::Keep(subject, which) => {
                let done = session.keep(&subject, which);
                self.state.renew(session, &self.theme);
                if done.is_ok() {
                    self.say(Tone::Strong, if which == Keep::Mine { "conflict-kept-mine" } else { "conflict-kept-theirs" }, &[]);
                }
                self.report(done);
            }
            Effect::OverrideCollected(fact, note) => {
                let done = session.override_collected(fact, &note);
                self.state.is_shown(fact, session);
                self.own_word(fact, "override-set", done);
            }
            Effect::ClearOverride(fact) => {
                let done = session.clear_override(fact);
                self.state.is_shown(fact, session);
                self.own_word(fact, "override-cleared", done);
            }
            Effect::Estimate(requirement, takes, cost) => {
                let done = session.set_estimate(&requirement, takes, cost.as_ref());
                let own = takes.is_some() || cost.is_some();
                let name = EditSubject::Estimate(requirement).title(&self.theme.messages, session.rulebook());
                self.say(Tone::Dim, if own { "screen-estimated" } else { "screen-estimate-cleared" }, &[("name", &name)]);
                self.report(done);
            }
            Effect::Assume(fact, answer) => session.assume(fact, answer),
            Effect::Forget => {
                session.forget_assumed();
                self.state.renew(session, &self.theme);
            }
            Effect::TakeUp(fact) => session.take_up(fact),
            Effect::Undo | Effect::Redo => {
                let undo = matches!(effect, Effect::Undo);
                let done = if undo { session.undo() } else { session.redo() };
                self.turned(done, undo);
            }
            Effect::Prefer(prefer) => {
                session.prefer(prefer);
                self.say(Tone::Dim, prefer_name(prefer), &[]);
            }
            Effect::Anyway(anyway) => session.want_anyway(anyway),
            Effect::Through(way) => session.choose(way.as_ref().map(|(group, part)| (group.as_str(), part.as_str()))),
            _ => {}
        }
    }

    /// Says where an answer, or a part of it, does not stand.
    fn tell_overruled(&mut self, fact: usize) {
        let Some(session) = &self.session else { return };
        let overruled = session.overruled_by_collected(fact).map(str::to_owned);
        let back = session.comes_back(fact).map(|(rows, source)| (rows.to_string(), source.to_owned()));
        match (back, overruled) {
            (Some((rows, source)), overruled) => {
                let mut text = self.theme.format("entry-restored", &[("count", &rows), ("source", &source)]);
                if overruled.is_some() {
                    text.push_str(&self.theme.format("sentence-gap", &[]));
                    text.push_str(&self.theme.format("screen-override-list", &[]));
                }
                // The list is to show what is in it.
                self.state.renew(session, &self.theme);
                self.tell_user(Tone::Warning, text);
            }
            (None, Some(source)) => self.say(Tone::Warning, "screen-overridden-by-collected", &[("source", &source)]),
            (None, None) => {}
        }
    }

    /// A person insists on an answer, or no longer.
    fn own_word(&mut self, fact: usize, says: &str, done: Result<(), SaveError>) {
        let Some(session) = &self.session else { return };
        let title = session.rulebook().program.facts[fact].title.get(self.theme.lang()).to_owned();
        // A field that is being typed in keeps what was typed.
        if !self.state.is_typing() {
            self.state.renew(session, &self.theme);
        }
        self.say(Tone::Strong, says, &[("title", &title)]);
        self.report(done);
    }

    fn report(&mut self, done: Result<(), SaveError>) {
        if let (Err(unsaved), Some(session)) = (done, &self.session) {
            let text = unsaved.format(&self.theme.messages, session.rulebook());
            self.tell_user(Tone::Error, text);
            self.decide();
        }
    }

    /// Asks which version is kept of what was changed here and elsewhere, unless something else is being asked.
    pub(super) fn decide(&mut self) {
        let Some(session) = &self.session else { return };
        if self.home.is_none()
            && self.state.overlay.is_none()
            && let Some(versions) = session.conflict(&self.theme.messages)
        {
            let title = versions.subject.title(&self.theme.messages, session.rulebook());
            self.state.overlay = Some(Overlay::Decide(Deciding { versions, title }));
        }
    }

    /// An answer was taken back, or put there again.
    fn turned(&mut self, done: Result<Option<EditSubject>, SaveError>, undo: bool) {
        match done {
            Ok(Some(subject)) => {
                let Some(session) = &self.session else { return };
                let name = subject.title(&self.theme.messages, session.rulebook());
                self.state.answered.retain(|other| subject != EditSubject::Fact(*other));
                self.state.renew(session, &self.theme);
                self.say(Tone::Dim, if undo { "screen-undone" } else { "screen-redone" }, &[("name", &name)]);
            }
            Ok(None) => self.say(Tone::Dim, if undo { "screen-nothing-to-undo" } else { "screen-nothing-to-redo" }, &[]),
            Err(unsaved) => self.report(Err(unsaved)),
        }
    }

    /// Takes over what others wrote to the file.
    pub(super) fn refresh(&mut self) -> Noticed {
        let Some(session) = &mut self.session else { return Noticed::default() };
        let was_saved = session.is_saved();
        match session.refresh() {
            Ok(false) => Noticed::default(),
            Ok(true) => {
                let outside = session.take_outside();
                let other = self.state.editing.as_ref().is_some_and(|editing| !session.is_as_shown(&editing.shown));
                // A field that is being typed in keeps what was typed; that it is of something older is asked when it is done.
                let typing = self.state.is_typing();
                let other = other && !typing && self.home.is_none() && self.state.at_editor();
                if !typing {
                    self.state.renew(session, &self.theme);
                }
                let saved = !was_saved && session.is_saved();
                let path = session.path().display().to_string();
                let message = match outside.map(|outside| outside.say(&self.theme.messages)) {
                    Some(Some(text)) => Some((Tone::Warning, text)),
                    _ if saved => Some((Tone::Strong, self.theme.format("wizard-saved-after-all", &[("path", &path)]))),
                    Some(None) => Some((Tone::Dim, self.theme.format("screen-changed-outside", &[]))),
                    None => None,
                };
                self.settle();
                self.decide();
                Noticed { message, other }
            }
            Err(unopened) => Noticed { message: Some((Tone::Error, unopened.render(&self.theme.messages, 76))), other: false },
        }
    }

    fn export(&mut self, text: Result<String, String>, to: &Path, overwrite: bool) {
        let name = to.display().to_string();
        let written = match text {
            Err(reason) => Err(reason),
            Ok(text) if overwrite => write(to, text.as_bytes(), Permissions::Default).map_err(|error| reason(&error, &self.theme.messages)),
            Ok(text) => match create(to, text.as_bytes()) {
                Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                    if let Some(Overlay::Export(export)) = &mut self.state.overlay {
                        export.exists = true;
                    }
                    return;
                }
                done => done.map_err(|error| reason(&error, &self.theme.messages)),
            },
        };
        match written {
            Ok(()) => {
                self.state.overlay = None;
                self.say(Tone::Strong, "screen-exported", &[("path", &name)]);
            }
            Err(reason) => self.say(Tone::Error, "cannot-write", &[("name", &name), ("reason", &reason)]),
        }
    }
}

#[cfg(not(feature = "collect"))]
impl App {
    fn collect(&mut self) {
        self.say(Tone::Dim, "screen-collect-none", &[]);
    }

    /// Something in the background has news.
    pub fn news(&mut self) -> Flow {
        Flow::Go
    }
}

#[cfg(feature = "collect")]
impl App {
    /// Begins to collect, or ends it.
    fn collect(&mut self) {
        if let Some(job) = &mut self.job {
            job.cancel();
            return;
        }
        let Some(session) = &self.session else { return };
        if !is_configured(self.config.as_deref()) {
            self.say(Tone::Warning, "screen-collect-none", &[]);
            return;
        }
        let news = self.news.clone();
        let wake = move || {
            if let Some(news) = &news {
                drop(news.send(crate::wizard::tui::event::Event::News));
            }
        };
        let program = &session.rulebook().program;
        self.job = Some(Job::start(session.path(), self.config.as_deref(), program, self.theme.lang(), wake));
        self.progress = self.theme.format("screen-collecting", &[("done", "0"), ("of", "?")]);
    }

    pub(super) fn forget_job(&mut self) {
        self.job = None;
        self.progress.clear();
    }

    /// Something in the background has news.
    pub fn news(&mut self) -> Flow {
        // First, so that what was collected is not said to have been changed by somebody else.
        if let Some((tone, text)) = self.refresh().message {
            self.tell_user(tone, text);
        }
        while let Some(event) = self.job.as_ref().and_then(Job::event) {
            self.collected(event);
        }
        Flow::Go
    }

    fn collected(&mut self, event: Event) {
        match event {
            Event::Progress { account, done, of } => {
                let text = self.theme.format("screen-collecting", &[("done", &done.to_string()), ("of", &of.to_string())]);
                self.progress = format!("{account} {text}");
                return;
            }
            Event::Finished { lines, remarks } => {
                let known = lines.iter().filter(|line| line.state != Known::Unknown).count().to_string();
                let failed: Vec<_> = lines.iter().filter(|line| line.failed).collect();
                if failed.is_empty() && remarks.is_empty() {
                    self.say(Tone::Strong, "screen-collect-done", &[("known", &known), ("failed", "0")]);
                } else {
                    let mut text = self.theme.format("screen-collect-done", &[("known", &known), ("failed", &failed.len().to_string())]);
                    remarks.iter().for_each(|remark| text.push_str(&format!("\n\n{remark}")));
                    for line in &lines {
                        let title = self.session.as_ref().map(|session| &session.rulebook().program);
                        let title = title.and_then(|program| Some(program.facts[program.fact(line.fact)?].title.get(self.theme.lang())));
                        let id = match line.state {
                            Known::Known => "screen-collect-known",
                            Known::Partly => "screen-collect-partly",
                            Known::Unknown => "screen-collect-unknown",
                        };
                        text.push_str(&format!("\n\n{}", self.theme.format(id, &[("fact", title.unwrap_or(line.fact))])));
                        if !line.note.is_empty() {
                            text.push_str(&format!("\n{}", line.note));
                        }
                    }
                    self.show("screen-collect-title", text);
                }
            }
            Event::Failed(refused) => {
                let text = refused.render(&self.theme.messages, 76);
                self.show("screen-collect-title", text);
            }
            Event::Cancelled => self.say(Tone::Dim, "screen-collect-cancelled", &[]),
        }
        self.forget_job();
    }
}

//! Changes go to the disk, or wait until they can.
//!
//! In: edits. Out: the facts file with them in it. What can't be written is kept, counts here, and is written with the next
//! change, at a later reload, or when the session ends; what somebody else has changed since it was shown is not written over
//! but [asked about](crate::wizard::session::conflict). What is still not on disk at the end is handed back as text.

use crate::wizard::session::outside::Outside;
use crate::wizard::session::pending::Pending;
use std::io::ErrorKind;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use crate::document::diagnostics::Diagnostic;
use crate::engine::check::{Outcome, Standing};
use crate::i18n::Messages;
use crate::io::application::decode;
use crate::report::text::checklist::dates;
use crate::report::text::status::verdict_word;
use crate::wizard::session::answer::{Answer, EditSubject};
use crate::wizard::session::conflict::Shown;
use crate::wizard::session::core::Session;
use crate::wizard::session::document::{Document, Stated};
use crate::wizard::session::history::{Change, Edit, Side};
use crate::wizard::session::loaded::{LoadedFacts, at_path};
use crate::wizard::session::outside::Conflict;
use crate::wizard::session::save_error::SaveError;

/// What is in no file, in words.
static UNSAVED: Mutex<Option<String>> = Mutex::new(None);

/// What was last [noted](note_unsaved) to be in no file.
pub fn noted_unsaved() -> Option<String> {
    UNSAVED.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// Notes what is in no file, so that it can be printed where the process has to end while the wizard is busy.
pub fn note_unsaved(lost: Option<String>) {
    *UNSAVED.lock().unwrap_or_else(PoisonError::into_inner) = lost;
}

/// How long after an attempt that failed the next one is made without a reason.
const RETRY: Duration = Duration::from_secs(2);

/// A change, made but not written.
pub(super) struct Made {
    pub(super) text: String,
    pub(super) read: LoadedFacts,
    pub(super) change: Option<Change>,
}

impl Outside {
    /// The verdict before and after, in words; None where it is the same.
    pub fn say(&self, messages: &Messages) -> Option<String> {
        let verdict = |(standing, outcome): (Standing, Outcome)| {
            let when =
                if standing == Standing::Held { String::new() } else { dates(messages, outcome.status, outcome.from, outcome.until) };
            format!("{}{when}", messages.format(verdict_word(standing), &[]))
        };
        let args = [("before", verdict(self.before)), ("after", verdict(self.after))];
        (self.before != self.after).then(|| messages.format("wizard-verdict-changed", &[("before", &args[0].1), ("after", &args[1].1)]))
    }
}

impl Session {
    /// Tries again to save what is not on disk yet.
    ///
    /// # Errors
    /// It is still not.
    pub fn save(&mut self) -> Result<(), SaveError> {
        if self.pending.is_empty() { Ok(()) } else { self.write(None, None, None).1 }
    }

    /// Tries for the last time to save what is not on disk. Gives back in words what is lost to the file otherwise, as it would
    /// are there: somebody may still put it there.
    pub fn close(&mut self, messages: &Messages) -> Option<String> {
        let reason = self.save().err()?.format(messages, &self.rulebook);
        self.lost_text(&reason, messages)
    }

    /// What is in no file now, for whoever may have to end the process before [`Session::close`].
    pub fn unsaved(&self, messages: &Messages) -> Option<String> {
        if self.pending.is_empty() { None } else { self.lost_text(&messages.format("wizard-unsaved-busy", &[]), messages) }
    }

    /// What is pending, as it would stand in the file.
    fn lost_text(&self, reason: &str, messages: &Messages) -> Option<String> {
        let path = self.path().display().to_string();
        let mut text = messages.format("wizard-unsaved", &[("path", &crate::i18n::escape::escape_control(&path)), ("reason", reason)]);
        text.push_str("\n\n");
        let (_, document) = self.with_pending(&self.text).ok()?;
        let excerpt = self.excerpt(&document);
        for line in excerpt.lines() {
            text.push_str(&format!("    {}\n", crate::i18n::escape::escape_control(line)));
        }
        for subject in self.subjects() {
            if self.stated(&document, &subject) == Stated::default() {
                let title = subject.title(messages, &self.rulebook);
                text.push_str(&format!("    # {}\n", messages.format("wizard-unsaved-removed", &[("fact", &title)])));
            }
        }
        Some(text)
    }

    /// What the other changes of the files did, once, where something else than this session changed them.
    pub fn take_outside(&mut self) -> Option<Outside> {
        self.outside.take()
    }

    /// True when it is time to try again to save.
    pub(super) fn is_due(&self) -> bool {
        let waiting = self.pending.iter().any(|pending| !self.is_in_conflict(&pending.edit.subject()));
        waiting && self.tried.is_none_or(|at| at.elapsed() >= RETRY)
    }

    /// The facts file with nothing in it but what is pending.
    fn excerpt(&self, document: &Document) -> String {
        let mut excerpt = Document::empty();
        for subject in self.subjects() {
            let stated = self.stated(document, &subject);
            match &subject {
                EditSubject::Fact(fact) => excerpt.restate(&self.rulebook.program.facts[*fact].id, &stated.bare()),
                EditSubject::Estimate(requirement) => excerpt.restate_estimate(requirement, &stated.bare()),
            }
        }
        excerpt.text().trim().to_owned()
    }

    /// What is pending is about these.
    pub(super) fn subjects(&self) -> Vec<EditSubject> {
        let mut subjects: Vec<EditSubject> = Vec::new();
        for subject in self.pending.iter().map(|pending| pending.edit.subject()) {
            if !subjects.contains(&subject) {
                subjects.push(subject);
            }
        }
        subjects
    }

    /// What a document states of a subject.
    pub(super) fn stated(&self, document: &Document, subject: &EditSubject) -> Stated {
        match subject {
            EditSubject::Fact(fact) => document.stated(&self.rulebook.program.facts[*fact].id),
            EditSubject::Estimate(requirement) => document.stated_estimate(requirement),
        }
    }

    /// Makes what is pending, and `edit`, on the file as it is now. Where that can't be, on the file as it was last known, and
    /// only here. `expected` is what has to be there for it to make sense; `shown` is what the person saw.
    pub(super) fn write(
        &mut self,
        edit: Option<Edit>,
        expected: Option<&Stated>,
        shown: Option<&Shown>,
    ) -> (Option<Change>, Result<(), SaveError>) {
        self.tried = Some(Instant::now());
        let own = edit.map(|edit| Pending { base: self.base(&edit.subject(), shown), edit });
        match self.attempt(own.as_ref(), expected) {
            Ok((made, conflicts)) => self.settle(made, own, conflicts),
            Err(failed) => {
                self.store.forget();
                if matches!(failed, SaveError::ChangedElsewhere(_)) {
                    return (None, Err(failed));
                }
                let edit = own.as_ref().map(|own| &own.edit);
                match self.make(&self.text, &self.pending, edit, expected) {
                    Ok(made) => {
                        self.pending.extend(own);
                        self.adopt(made.read);
                        (made.change, Err(failed))
                    }
                    Err(refused) => (None, Err(refused)),
                }
            }
        }
    }

    /// Writes to the file what may be written; what is in conflict with what is there now is left, and named.
    fn attempt(&mut self, own: Option<&Pending>, expected: Option<&Stated>) -> Result<(Made, Vec<Conflict>), SaveError> {
        let name = self.path().display().to_string();
        let not_written = |error: std::io::Error| {
            let reason = ("reason", error.to_string());
            SaveError::NotWritten(match error.kind() {
                ErrorKind::ResourceBusy => Diagnostic::without_span("wizard-busy", vec![("name", name.clone())]),
                _ => Diagnostic::without_span("cannot-write", vec![("name", name.clone()), reason]),
            })
        };
        let lock = self.store.lock().map_err(not_written)?;
        self.store.remember();
        let text = match self.store.read() {
            Ok(bytes) => decode(bytes, &name).map_err(|diagnostic| SaveError::Unreadable(diagnostic.into()))?,
            Err(error) if error.kind() == ErrorKind::NotFound => self.text.clone(),
            Err(error) => return Err(not_written(error)),
        };
        let conflicts = self.conflicts_with(&text, own)?;
        let contested = |pending: &Pending| conflicts.iter().any(|conflict| conflict.subject == pending.edit.subject());
        if let Some(own) = own.filter(|own| expected.is_some() && contested(own)) {
            return Err(SaveError::ChangedElsewhere(own.edit.subject()));
        }
        let free: Vec<Pending> = self.pending.iter().filter(|pending| !contested(pending)).cloned().collect();
        let edit = own.filter(|own| !contested(own)).map(|own| &own.edit);
        let made = self.make(&text, &free, edit, expected)?;
        if text != self.text
            && let Ok(read) = self.read_as(&text)
        {
            self.notice_outside(&read);
        }
        if !free.is_empty() || edit.is_some() {
            self.store.write(&made.text, &lock).map_err(not_written)?;
        }
        Ok((made, conflicts))
    }

    /// Takes over what was written. What is in conflict counts here, and waits for the person's decision.
    fn settle(&mut self, made: Made, own: Option<Pending>, conflicts: Vec<Conflict>) -> (Option<Change>, Result<(), SaveError>) {
        let contested = |pending: &Pending| conflicts.iter().any(|conflict| conflict.subject == pending.edit.subject());
        self.pending.retain(|pending| contested(pending));
        let own = own.filter(|own| contested(own));
        self.text = made.text.clone();
        let (mut read, mut change) = (made.read, made.change);
        let mut said = Ok(());
        if !self.pending.is_empty() || own.is_some() {
            if let Ok(here) = self.make(&self.text, &self.pending, own.as_ref().map(|own| &own.edit), None) {
                read = here.read;
                change = if own.is_some() { here.change } else { change };
            }
            let subject = own.as_ref().or(self.pending.first()).map(|pending| pending.edit.subject());
            if let Some(subject) = subject.filter(|_| own.is_some() || change.is_none()) {
                said = Err(SaveError::Conflict(subject));
            }
        }
        self.pending.extend(own);
        self.conflicts = conflicts;
        self.adopt(read);
        (change, said)
    }

    /// Makes what is pending, and `edit`, on a text.
    fn make(&self, text: &str, pending: &[Pending], edit: Option<&Edit>, expected: Option<&Stated>) -> Result<Made, SaveError> {
        let spoilt = |diagnostic| SaveError::Unreadable(at_path(diagnostic, self.path(), text));
        let (before_text, mut document) = self.with(pending, text).map_err(spoilt)?;
        let subject = edit.map(Edit::subject);
        let before = subject.as_ref().map(|subject| self.stated(&document, subject));
        if let (Some(subject), Some(expected), Some(before)) = (&subject, expected, &before)
            && expected != before
        {
            return Err(SaveError::ChangedElsewhere(subject.clone()));
        }
        let mut after_text = None;
        match edit {
            Some(Edit::Restate(.., whole)) if whole.was == before_text => after_text = Some(whole.becomes.clone()),
            Some(edit) => self.apply(edit, &mut document),
            None => {}
        }
        let text = after_text.unwrap_or_else(|| if edit.is_some() { document.text() } else { before_text.clone() });
        let read = self.read_as(&text).map_err(SaveError::Unreadable)?;
        if let Some(Edit::Say(fact, Answer::Known(known)) | Edit::OverrideCollected(fact, known, _)) = edit
            && self.editable[*fact].is_none()
            && read.said(*fact) != Some(known)
        {
            let reason = format!("{} would not read as it was meant", self.rulebook.program.facts[*fact].id);
            return Err(SaveError::NotWritten(Diagnostic::without_span("own-fault", vec![("reason", reason)])));
        }
        let change = subject.zip(before).map(|(subject, before)| {
            let stated = Document::read(&text).map(|document| self.stated(&document, &subject)).unwrap_or_default();
            Change { subject, before: Side { stated: before, text: before_text }, after: Side { stated, text: text.clone() } }
        });
        Ok(Made { text, read, change })
    }

    /// A text with what is pending, and the document that it is.
    pub(super) fn with_pending(&self, text: &str) -> Result<(String, Document), Diagnostic> {
        self.with(&self.pending, text)
    }

    fn with(&self, pending: &[Pending], text: &str) -> Result<(String, Document), Diagnostic> {
        let mut document = Document::read(text)?;
        if pending.is_empty() {
            return Ok((text.to_owned(), document));
        }
        for pending in pending {
            self.apply(&pending.edit, &mut document);
        }
        Ok((document.text(), document))
    }

    /// Notes what a change by something else does to the verdict.
    pub(super) fn notice_outside(&mut self, read: &LoadedFacts) {
        let outcome = |facts| {
            let verdict = self.checklist(facts, self.today()).verdict;
            (verdict.standing(), verdict.outcome)
        };
        let after = outcome(&read.facts);
        let before = self.outside.map_or_else(|| outcome(&self.facts), |noticed| noticed.before);
        self.outside = Some(Outside { before, after });
    }
}

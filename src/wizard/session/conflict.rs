//! Two windows change the same fact: which version is kept is asked, never decided by who comes last.
//!
//! In: what the file stated when a person was shown it, and what it states now. Out: `Conflict`s, with both versions in
//! words; the one that is kept goes into the file.

use crate::facts::{Completeness, FactValue};
use crate::i18n::Messages;
use crate::rulebook::FactKind;
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::answer::EditSubject;
use crate::wizard::session::core::Session;
use crate::wizard::session::document::{Document, Stated};
use crate::wizard::session::entry;
use crate::wizard::session::loaded::at_path;
use crate::wizard::session::outside::Conflict;
use crate::wizard::session::pending::Pending;
use crate::wizard::session::save_error::SaveError;

/// More rows of a version are not shown.
const MOST_ROWS: usize = 12;

/// What the file stated of a fact when a person was shown it.
#[derive(Debug, Clone)]
pub struct Shown {
    fact: usize,
    stated: Stated,
}

/// Which of two versions is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Keep {
    /// What was said here.
    Mine,
    /// What the file states.
    Theirs,
}

/// Both versions in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// What they are of.
    pub subject: EditSubject,
    /// What was said here.
    pub mine: String,
    /// What the file states.
    pub theirs: String,
}

impl Session {
    /// What the file states of a fact: to be handed to [`Session::answer_as_shown`] once the person has answered.
    pub fn shown(&self, fact: usize) -> Shown {
        let subject = EditSubject::Fact(fact);
        Shown { fact, stated: self.base(&subject, None) }
    }

    /// True if the file still states of a fact what was shown, as far as it was read.
    pub fn is_as_shown(&self, shown: &Shown) -> bool {
        self.base(&EditSubject::Fact(shown.fact), None) == shown.stated
    }

    /// The first thing that was changed here and elsewhere, and waits for a decision.
    pub fn conflict(&self, messages: &Messages) -> Option<Versions> {
        let conflict = self.conflicts.first()?;
        let [mine, theirs] = match &conflict.subject {
            EditSubject::Fact(fact) => {
                let mine = self.people.facts[*fact].as_ref().map(|(known, _)| known);
                [mine, conflict.theirs_known.as_ref()].map(|known| self.in_words(*fact, known, messages))
            }
            subject @ EditSubject::Estimate(_) => {
                let here = self.with_pending(&self.text).map(|(_, document)| self.stated(&document, subject)).unwrap_or_default();
                [&here, &conflict.theirs].map(|stated| match &stated.estimate {
                    Some(item) => item.to_string().trim().to_owned(),
                    None => messages.format("conflict-nothing", &[]),
                })
            }
        };
        Some(Versions { subject: conflict.subject.clone(), mine, theirs })
    }

    /// Keeps one of two versions.
    ///
    /// # Errors
    /// It is not on disk, as with [`Session::answer`]; or it was changed once more meanwhile.
    pub fn keep(&mut self, subject: &EditSubject, which: Keep) -> Result<(), SaveError> {
        let Some(at) = self.conflicts.iter().position(|conflict| conflict.subject == *subject) else { return Ok(()) };
        let conflict = self.conflicts.remove(at);
        match which {
            Keep::Mine => {
                for pending in self.pending.iter_mut().filter(|pending| pending.edit.subject() == *subject) {
                    pending.base = conflict.theirs.clone();
                }
            }
            Keep::Theirs => self.pending.retain(|pending| pending.edit.subject() != *subject),
        }
        if self.pending.is_empty() {
            self.store.forget();
            self.refresh().map(|_| ()).map_err(SaveError::Unreadable)
        } else {
            self.save()
        }
    }

    /// True where a decision is waited for.
    pub(super) fn is_in_conflict(&self, subject: &EditSubject) -> bool {
        self.conflicts.iter().any(|conflict| conflict.subject == *subject)
    }

    /// What the file stated of a subject when the person was shown it: before what is pending of it, else as it was handed over,
    /// else as the file was last read.
    pub(super) fn base(&self, subject: &EditSubject, shown: Option<&Shown>) -> Stated {
        if let Some(first) = self.pending.iter().find(|pending| pending.edit.subject() == *subject) {
            return first.base.clone();
        }
        match (shown, subject) {
            (Some(shown), EditSubject::Fact(fact)) if shown.fact == *fact => shown.stated.clone(),
            _ => Document::read(&self.text).map(|document| self.stated(&document, subject)).unwrap_or_default(),
        }
    }

    /// What is pending, or about to be changed, of which a text states something else than was shown, and than is to be.
    pub(super) fn conflicts_with(&self, text: &str, own: Option<&Pending>) -> Result<Vec<Conflict>, SaveError> {
        let spoilt = |diagnostic| SaveError::Unreadable(at_path(diagnostic, self.path(), text));
        let document = Document::read(text).map_err(spoilt)?;
        let mut conflicts: Vec<Conflict> = Vec::new();
        let mut seen: Vec<EditSubject> = Vec::new();
        for pending in self.pending.iter().chain(own) {
            let subject = pending.edit.subject();
            if seen.contains(&subject) {
                continue;
            }
            let theirs = self.stated(&document, &subject);
            if theirs != pending.base {
                let mut after = document.clone();
                let edits = self.pending.iter().chain(own).filter(|other| other.edit.subject() == subject);
                edits.for_each(|other| self.apply(&other.edit, &mut after));
                if self.stated(&after, &subject) != theirs {
                    let theirs_known = match &subject {
                        EditSubject::Fact(fact) => self.read_as(text).map_err(SaveError::Unreadable)?.said(*fact).cloned(),
                        EditSubject::Estimate(_) => None,
                    };
                    conflicts.push(Conflict { subject: subject.clone(), theirs, theirs_known });
                }
            }
            seen.push(subject);
        }
        Ok(conflicts)
    }

    /// A version of a fact in words.
    fn in_words(&self, fact: usize, known: Option<&FactValue>, messages: &Messages) -> String {
        let program = &self.rulebook.program;
        let show = |kind: &ValueType, value: &Value| entry::show(kind, value, program.zone, messages.lang);
        match (known, &program.facts[fact].kind) {
            (Some(FactValue::Value(value)), FactKind::Value(kind)) => show(kind, value),
            (Some(FactValue::Rows(rows)), FactKind::Rows(table) | FactKind::Daily(table)) => {
                let row = |row: &crate::facts::Row| {
                    let cells = table.columns.iter().zip(&row.cells);
                    cells.filter_map(|(column, cell)| Some(show(&column.kind, cell.as_ref()?))).collect::<Vec<_>>().join(" ")
                };
                let mut parts: Vec<String> = rows.rows.iter().take(MOST_ROWS).map(row).collect();
                if rows.rows.len() > MOST_ROWS {
                    parts.push(messages.format("conflict-more", &[("count", &(rows.rows.len() - MOST_ROWS).to_string())]));
                }
                if parts.is_empty() {
                    parts.push(messages.format("conflict-no-rows", &[]));
                }
                let mut text = parts.join(&messages.format("list-gap", &[]));
                if rows.completeness == Completeness::AtLeast {
                    text.push_str(&messages.format("conflict-perhaps-more", &[]));
                }
                text
            }
            _ => messages.format("conflict-nothing", &[]),
        }
    }
}

//! What a person says becomes one change of the facts file, which can be undone.
//!
//! In: an answer. Out: the file, with this fact's value, provenance and annotations changed, and nothing else. The change is
//! made to the file as it is on disk at that moment; where that can't be, it is kept and made with the next one.

use crate::wizard::session::history::{Edit, FileChange, Side};
use hashbrown::HashMap;
use toml_edit::Value as Spelled;

use crate::facts::read::{row_key, row_name};
use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::io::application::timestamp;
use crate::rulebook::edition::Cost;
use crate::value::date::DurationRange;
use crate::wizard::session::answer::{Answer, EditSubject};
use crate::wizard::session::conflict::Shown;
use crate::wizard::session::core::Session;
use crate::wizard::session::document::{Document, Stated, quoted};
use crate::wizard::session::save_error::SaveError;
use crate::wizard::session::to_toml::{self, cell, fact_to_toml};

/// More answers are not remembered for undoing.
const DEEPEST: usize = 500;

impl Session {
    /// Saves at once, atomically, to the file as it now is on disk: only this fact changes; comments and order stay.
    ///
    /// # Errors
    /// It is not on disk. It counts all the same, and the next save tries again.
    pub fn answer(&mut self, fact: usize, answer: Answer) -> Result<(), SaveError> {
        self.answer_as_shown(fact, answer, None)
    }

    /// The same, from what the person was shown of the fact: where something else has changed it since, that is not written
    /// over.
    ///
    /// # Errors
    /// It is not on disk; [`SaveError::Conflict`] where the person has to decide.
    pub fn answer_as_shown(&mut self, fact: usize, answer: Answer, shown: Option<&Shown>) -> Result<(), SaveError> {
        self.take_up(fact);
        if answer == Answer::Unknown && self.keeps_rows(fact) {
            self.leave(fact);
            return self.save();
        }
        let meant = answer.clone();
        let saved = self.change_as_shown(Edit::Say(fact, answer), shown);
        self.notice_left_out(fact, &meant);
        saved
    }

    /// The applicant's own figures for a requirement; what is None is the rulebook's again.
    ///
    /// # Errors
    /// It is not on disk, as with [`Session::answer`].
    pub fn set_estimate(&mut self, requirement: &str, takes: Option<DurationRange>, cost: Option<&Cost>) -> Result<(), SaveError> {
        let cost = cost.map(Cost::text);
        self.change(Edit::Estimate(requirement.to_owned(), takes.map(|takes| takes.to_string()), cost))
    }

    /// True if there is an answer to undo.
    pub fn can_undo(&self) -> bool {
        !self.history.done.is_empty()
    }

    /// True if there is an answer to give again.
    pub fn can_redo(&self) -> bool {
        !self.history.undone.is_empty()
    }

    /// Takes the last change back. Gives back what it was about.
    ///
    /// # Errors
    /// Another window has changed it meanwhile; or it is not on disk, as with [`Session::answer`].
    pub fn undo(&mut self) -> Result<Option<EditSubject>, SaveError> {
        let Some(change) = self.history.done.pop() else { return Ok(None) };
        let subject = change.subject.clone();
        let saved = self.step(&subject, &change.after, &change.before);
        if !matches!(saved, Err(SaveError::ChangedElsewhere(_))) {
            self.history.undone.push(change);
        }
        saved.map(|()| Some(subject))
    }

    /// Makes the change again that was last taken back. Gives back what it was about.
    ///
    /// # Errors
    /// Another window has changed it meanwhile; or it is not on disk, as with [`Session::answer`].
    pub fn redo(&mut self) -> Result<Option<EditSubject>, SaveError> {
        let Some(change) = self.history.undone.pop() else { return Ok(None) };
        let subject = change.subject.clone();
        let saved = self.step(&subject, &change.before, &change.after);
        if !matches!(saved, Err(SaveError::ChangedElsewhere(_))) {
            self.history.done.push(change);
        }
        saved.map(|()| Some(subject))
    }

    /// True where "I don't know" means the rows that are missing, and not those that are there.
    fn keeps_rows(&self, fact: usize) -> bool {
        matches!(&self.people.facts[fact], Some((FactValue::Rows(rows), _)) if rows.completeness == Completeness::AtLeast && !rows.rows.is_empty())
    }

    /// Makes a change and remembers it for undoing.
    pub(super) fn change(&mut self, edit: Edit) -> Result<(), SaveError> {
        self.change_as_shown(edit, None)
    }

    fn change_as_shown(&mut self, edit: Edit, shown: Option<&Shown>) -> Result<(), SaveError> {
        self.ignored_rows = None;
        let (change, saved) = self.write(Some(edit), None, shown);
        if let Some(change) = change {
            self.history.undone.clear();
            let top = self.history.done.last_mut().filter(|top| top.subject == change.subject);
            match top {
                // Said once more: only the time differs.
                _ if change.before.stated == change.after.stated => {
                    if let Some(top) = top {
                        top.after = change.after;
                    }
                }
                _ => self.history.done.push(change),
            }
            if self.history.done.len() > DEEPEST {
                self.history.done.remove(0);
            }
        }
        saved
    }

    /// Goes from one side of a change to the other.
    fn step(&mut self, subject: &EditSubject, from: &Side, to: &Side) -> Result<(), SaveError> {
        self.ignored_rows = None;
        if let EditSubject::Fact(fact) = subject {
            self.take_up(*fact);
        }
        let whole = FileChange { was: from.text.clone(), becomes: to.text.clone() };
        self.write(Some(Edit::Restate(subject.clone(), Box::new(to.stated.clone()), whole)), Some(&from.stated), None).1
    }

    pub(super) fn apply(&self, edit: &Edit, document: &mut Document) {
        let program = &self.rulebook.program;
        match edit {
            Edit::Restate(EditSubject::Fact(fact), stated, _) => document.restate(&program.facts[*fact].id, stated),
            Edit::Restate(EditSubject::Estimate(requirement), stated, _) => document.restate_estimate(requirement, stated),
            Edit::Estimate(requirement, takes, cost) => document.set_estimate(requirement, takes.as_deref(), cost.as_deref()),
            Edit::Say(fact, Answer::Nothing) => document.restate(&program.facts[*fact].id, &Stated::default()),
            Edit::Say(fact, Answer::Unknown) => {
                let id = &program.facts[*fact].id;
                document.set_value(id, None);
                self.sign(*fact, document);
                document.set_provenance(id, &[("override", None), ("valid_until", None)]);
                if self.is_overridden(*fact) {
                    document.set_provenance(id, &[("note", None)]);
                }
            }
            Edit::Say(fact, Answer::Known(known)) => {
                self.state(*fact, known, self.is_overridden(*fact), document);
                self.sign(*fact, document);
            }
            Edit::OverrideCollected(fact, known, note) => {
                self.unannotate(*fact, known, document);
                self.state(*fact, known, true, document);
                self.sign(*fact, document);
                let fields = [("override", Some(Spelled::from(true))), ("note", Some(quoted(note)))];
                document.set_provenance(&program.facts[*fact].id, &fields);
            }
            Edit::ClearOverride(fact, known) => {
                document.set_provenance(&program.facts[*fact].id, &[("override", None), ("note", None)]);
                self.state(*fact, known, false, document);
            }
        }
    }

    /// States what is known. Of rows that were collected only what a person adds to them, unless the person insists.
    fn state(&self, fact: usize, known: &FactValue, insists: bool, document: &mut Document) {
        let program = &self.rulebook.program;
        let definition = &program.facts[fact];
        let before = document.stated(&definition.id).value;
        let api = self.collected.as_ref().and_then(|layer| layer.facts[fact].as_ref());
        let table = definition.kind.table().filter(|table| !table.key.is_empty());
        let (Some((FactValue::Rows(api), _)), Some(table), FactValue::Rows(rows), false) = (api, table, known, insists) else {
            return document.set_value(&definition.id, Some(fact_to_toml(&definition.kind, known, before.as_ref(), program)));
        };
        let mut own: Vec<Row> = Vec::new();
        let known: HashMap<String, &Row> = api.rows.iter().rev().filter_map(|row| Some((row_key(row, table)?, row))).collect();
        for row in &rows.rows {
            let Some(found) = row_key(row, table).and_then(|key| known.get(&key)) else {
                own.push(row.clone());
                continue;
            };
            let cells = || row.cells.iter().zip(&found.cells).enumerate();
            if cells().any(|(_, (said, found))| said.is_some() && found.is_some() && said != found) {
                own.push(row.clone());
            }
            let added = cells().filter(|(_, (_, found))| found.is_none()).map(|(at, (said, _))| {
                let column = &table.columns[at];
                (column.id.as_str(), said.as_ref().map(|value| cell(&column.kind, value, program.zone)))
            });
            let name = row_name(row, table, program).unwrap_or_default();
            document.annotate(&definition.id, &name, &added.collect::<Vec<_>>());
        }
        let said = FactValue::Rows(Rows { rows: own, completeness: rows.completeness });
        document.set_value(&definition.id, Some(fact_to_toml(&definition.kind, &said, before.as_ref(), program)));
    }

    /// Who said it, and when.
    fn sign(&self, fact: usize, document: &mut Document) {
        let program = &self.rulebook.program;
        let now = timestamp((self.now)(), program.zone);
        let seconds = crate::value::value_type::Timestamp { instant: chrono::SubsecRound::trunc_subsecs(now.instant, 0), ..now };
        let fields = [
            ("source", Some(Spelled::from(MANUAL))),
            ("observed_at", Some(to_toml::moment(&seconds, program.zone))),
            ("by", self.by.as_deref().map(quoted)),
            // That was of what was said before.
            ("digest", None),
        ];
        let id = &program.facts[fact].id;
        document.set_provenance(id, &fields);
        let ended = self.people.provenance[fact].as_ref().and_then(|sourced| sourced.provenance.valid_until);
        if ended.is_some_and(|until| until < self.today().day) {
            document.set_provenance(id, &[("valid_until", None)]);
        }
    }
}

/// The source of what people say.
pub(super) const MANUAL: &str = "manual";

impl Session {
    /// Facts of which a person said that they don't know.
    pub(super) fn said_unknown(&self) -> impl Iterator<Item = usize> {
        let today = self.today().day;
        (0..self.rulebook.program.facts.len()).filter(move |fact| {
            let manual = self.people.provenance[*fact].as_ref().is_some_and(|sourced| sourced.provenance.source == MANUAL);
            manual && self.people.facts[*fact].is_none() && self.facts.facts[*fact].on(today).is_none()
        })
    }
}

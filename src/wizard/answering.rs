//! What a person says becomes one change of the facts file, which can be undone.
//!
//! In: an answer. Out: the file, with this fact's value, provenance and annotations changed, and nothing else. The change is
//! made to the file as it is on disk at that moment; where that can't be, it is kept and made with the next one.

use std::io::ErrorKind;

use toml_edit::Value as Spelled;

use crate::case::{decode, moment};
use crate::day::Takes;
use crate::facts::read::{row_key, row_name};
use crate::facts::{Extent, Known, Row, Rows};
use crate::problem::Problem;
use crate::rulebook::edition::Cost;
use crate::wizard::document::{Document, Stated, quoted};
use crate::wizard::open::{Read, pointed};
use crate::wizard::spell::{self, cell, spell};
use crate::wizard::{Answer, Session, Unsaved};

/// One change of a facts file.
#[derive(Debug, Clone)]
pub(super) enum Edit {
    /// A person says something of a fact.
    Say(usize, Answer),
    /// A person insists on what they said against what was collected.
    Insist(usize, Known, String),
    /// A fact is as it was.
    Restate(usize, Box<Stated>, Whole),
    /// The applicant's own figures: requirement, time, cost.
    Estimate(String, Option<String>, Option<String>),
}

impl Edit {
    fn fact(&self) -> Option<usize> {
        match self {
            Edit::Say(fact, _) | Edit::Insist(fact, ..) | Edit::Restate(fact, ..) => Some(*fact),
            Edit::Estimate(..) => None,
        }
    }
}

/// What can be undone and done again.
#[derive(Debug, Default)]
pub(super) struct History {
    done: Vec<Change>,
    undone: Vec<Change>,
}

#[derive(Debug)]
struct Change {
    fact: usize,
    before: Side,
    after: Side,
}

/// A fact as it stood, and the file in which it did.
#[derive(Debug, Clone)]
struct Side {
    stated: Stated,
    text: String,
}

/// The file that is to be as another was, to the byte, where nobody changed it in between: what it has to be, and becomes.
#[derive(Debug, Clone)]
pub(super) struct Whole {
    was: String,
    becomes: String,
}

/// A change, made but not written.
struct Made {
    text: String,
    read: Read,
    change: Option<Change>,
}

/// More answers are not remembered for undoing.
const DEEPEST: usize = 500;

impl Session {
    /// Saves at once, atomically, to the file as it now is on disk: only this fact changes; comments and order stay.
    ///
    /// # Errors
    /// It is not on disk. It counts all the same, and the next save tries again.
    pub fn answer(&mut self, fact: usize, answer: Answer) -> Result<(), Unsaved> {
        self.take_up(fact);
        if answer == Answer::Unknown && self.keeps_rows(fact) {
            self.leave(fact);
            return self.save();
        }
        self.change(Edit::Say(fact, answer))
    }

    /// Lets what the person said of a fact go before what was collected, from now on. `note` says why.
    ///
    /// # Errors
    /// It is not on disk, as with [`Session::answer`].
    pub fn insist(&mut self, fact: usize, note: &str) -> Result<(), Unsaved> {
        match (self.known(fact).cloned(), note.trim()) {
            (Some(known), note) if !note.is_empty() => self.change(Edit::Insist(fact, known, note.to_owned())),
            _ => Ok(()),
        }
    }

    /// The applicant's own figures for a requirement; what is None is the rulebook's again.
    ///
    /// # Errors
    /// It is not on disk, as with [`Session::answer`].
    pub fn set_estimate(&mut self, requirement: &str, takes: Option<Takes>, cost: Option<&Cost>) -> Result<(), Unsaved> {
        let cost = cost.map(Cost::text);
        self.change(Edit::Estimate(requirement.to_owned(), takes.map(|takes| takes.to_string()), cost))
    }

    /// Tries again to save what is not on disk yet.
    ///
    /// # Errors
    /// It is still not.
    pub fn save(&mut self) -> Result<(), Unsaved> {
        if self.pending.is_empty() { Ok(()) } else { self.write(None, None).1 }
    }

    /// True if there is an answer to undo.
    pub fn can_undo(&self) -> bool {
        !self.history.done.is_empty()
    }

    /// True if there is an answer to give again.
    pub fn can_redo(&self) -> bool {
        !self.history.undone.is_empty()
    }

    /// Takes the last answer back. Gives back its fact.
    ///
    /// # Errors
    /// Another window has changed it meanwhile; or it is not on disk, as with [`Session::answer`].
    pub fn undo(&mut self) -> Result<Option<usize>, Unsaved> {
        let Some(change) = self.history.done.pop() else { return Ok(None) };
        let fact = change.fact;
        let saved = self.step(fact, &change.after, &change.before);
        if !matches!(saved, Err(Unsaved::Changed(_))) {
            self.history.undone.push(change);
        }
        saved.map(|()| Some(fact))
    }

    /// Gives the answer again that was last taken back. Gives back its fact.
    ///
    /// # Errors
    /// Another window has changed it meanwhile; or it is not on disk, as with [`Session::answer`].
    pub fn redo(&mut self) -> Result<Option<usize>, Unsaved> {
        let Some(change) = self.history.undone.pop() else { return Ok(None) };
        let fact = change.fact;
        let saved = self.step(fact, &change.before, &change.after);
        if !matches!(saved, Err(Unsaved::Changed(_))) {
            self.history.done.push(change);
        }
        saved.map(|()| Some(fact))
    }

    /// True where "I don't know" means the rows that are missing, and not those that are there.
    fn keeps_rows(&self, fact: usize) -> bool {
        matches!(&self.people.facts[fact], Some((Known::Rows(rows), _)) if rows.extent == Extent::AtLeast && !rows.rows.is_empty())
    }

    /// Makes a change and remembers it for undoing.
    fn change(&mut self, edit: Edit) -> Result<(), Unsaved> {
        let (change, saved) = self.write(Some(edit), None);
        if let Some(change) = change {
            self.history.undone.clear();
            let top = self.history.done.last_mut().filter(|top| top.fact == change.fact);
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
    fn step(&mut self, fact: usize, from: &Side, to: &Side) -> Result<(), Unsaved> {
        self.take_up(fact);
        let whole = Whole { was: from.text.clone(), becomes: to.text.clone() };
        self.write(Some(Edit::Restate(fact, Box::new(to.stated.clone()), whole)), Some(&from.stated)).1
    }

    /// Makes what is pending, and `edit`, on the file as it is now. Where that can't be, on the file as it was last known,
    /// and only here. `expected` is what has to stand there for it to make sense.
    fn write(&mut self, edit: Option<Edit>, expected: Option<&Stated>) -> (Option<Change>, Result<(), Unsaved>) {
        let name = self.path().display().to_string();
        let not_written = |error: std::io::Error| {
            let reason = ("reason", error.to_string());
            Unsaved::Kept(match error.kind() {
                ErrorKind::ResourceBusy => Problem::nowhere("wizard-busy", vec![("name", name.clone())]),
                _ => Problem::nowhere("cannot-write", vec![("name", name.clone()), reason]),
            })
        };
        let on_disk = self.store.lock().map_err(not_written).and_then(|lock| {
            self.store.remember();
            let text = match self.store.read() {
                Ok(bytes) => decode(bytes, &name).map_err(|problem| Unsaved::Spoilt(problem.into()))?,
                Err(error) if error.kind() == ErrorKind::NotFound => self.text.clone(),
                Err(error) => return Err(not_written(error)),
            };
            let made = self.make(&text, edit.as_ref(), expected)?;
            self.store.write(&made.text, &lock).map_err(not_written)?;
            Ok(made)
        });
        match on_disk {
            Ok(made) => {
                self.pending.clear();
                self.text = made.text;
                self.adopt(made.read);
                (made.change, Ok(()))
            }
            Err(failed) => {
                self.store.forget();
                if matches!(failed, Unsaved::Changed(_)) {
                    return (None, Err(failed));
                }
                let text = self.text.clone();
                match self.make(&text, edit.as_ref(), expected) {
                    Ok(made) => {
                        self.pending.extend(edit);
                        self.adopt(made.read);
                        (made.change, Err(failed))
                    }
                    Err(refused) => (None, Err(refused)),
                }
            }
        }
    }

    /// Makes what is pending, and `edit`, on a text.
    fn make(&self, text: &str, edit: Option<&Edit>, expected: Option<&Stated>) -> Result<Made, Unsaved> {
        let spoilt = |problem| Unsaved::Spoilt(pointed(problem, self.path(), text));
        let (before_text, mut document) = self.with_pending(text).map_err(spoilt)?;
        let fact = edit.and_then(Edit::fact);
        let id = |fact: usize| self.rulebook.program.facts[fact].id.as_str();
        let before = fact.map(|fact| document.stated(id(fact)));
        if let (Some(fact), Some(expected), Some(before)) = (fact, expected, &before)
            && expected != before
        {
            return Err(Unsaved::Changed(fact));
        }
        let mut after_text = None;
        match edit {
            Some(Edit::Restate(.., whole)) if whole.was == before_text => after_text = Some(whole.becomes.clone()),
            Some(edit) => self.apply(edit, &mut document),
            None => {}
        }
        let text = after_text.unwrap_or_else(|| document.text());
        let read = self.read_as(&text).map_err(Unsaved::Spoilt)?;
        if let Some(Edit::Say(fact, Answer::Known(known)) | Edit::Insist(fact, known, _)) = edit
            && self.editable[*fact].is_none()
            && read.said(*fact) != Some(known)
        {
            let reason = format!("{} would not read as it was meant", id(*fact));
            return Err(Unsaved::Kept(Problem::nowhere("own-fault", vec![("reason", reason)])));
        }
        let change = fact.zip(before).map(|(fact, before)| {
            let stated = Document::read(&text).map(|document| document.stated(id(fact))).unwrap_or_default();
            Change { fact, before: Side { stated: before, text: before_text }, after: Side { stated, text: text.clone() } }
        });
        Ok(Made { text, read, change })
    }

    /// A text with what is pending, and the document that it is.
    pub(super) fn with_pending(&self, text: &str) -> Result<(String, Document), Problem> {
        let mut document = Document::read(text)?;
        if self.pending.is_empty() {
            return Ok((text.to_owned(), document));
        }
        for edit in &self.pending {
            self.apply(edit, &mut document);
        }
        Ok((document.text(), document))
    }

    fn apply(&self, edit: &Edit, document: &mut Document) {
        let program = &self.rulebook.program;
        match edit {
            Edit::Restate(fact, stated, _) => document.restate(&program.facts[*fact].id, stated),
            Edit::Estimate(requirement, takes, cost) => document.set_estimate(requirement, takes.as_deref(), cost.as_deref()),
            Edit::Say(fact, Answer::Nothing) => document.restate(&program.facts[*fact].id, &Stated::default()),
            Edit::Say(fact, Answer::Unknown) => {
                let id = &program.facts[*fact].id;
                document.set_value(id, None);
                self.sign(*fact, document);
                document.set_provenance(id, &[("override", None), ("valid_until", None)]);
            }
            Edit::Say(fact, Answer::Known(known)) => {
                self.state(*fact, known, document);
                self.sign(*fact, document);
            }
            Edit::Insist(fact, known, note) => {
                let definition = &program.facts[*fact];
                let before = document.stated(&definition.id).value;
                document.set_value(&definition.id, Some(spell(&definition.kind, known, before.as_ref(), program)));
                self.sign(*fact, document);
                let note = quoted(note);
                document.set_provenance(&definition.id, &[("override", Some(Spelled::from(true))), ("note", Some(note))]);
            }
        }
    }

    /// States what is known. Of rows that were collected only what a person adds to them.
    fn state(&self, fact: usize, known: &Known, document: &mut Document) {
        let program = &self.rulebook.program;
        let definition = &program.facts[fact];
        let before = document.stated(&definition.id).value;
        let api = self.collected.as_ref().and_then(|layer| layer.facts[fact].as_ref());
        let table = definition.kind.table().filter(|table| !table.key.is_empty());
        let (Some((Known::Rows(api), _)), Some(table), Known::Rows(rows), false) = (api, table, known, self.insists(fact)) else {
            return document.set_value(&definition.id, Some(spell(&definition.kind, known, before.as_ref(), program)));
        };
        let mut own: Vec<Row> = Vec::new();
        for row in &rows.rows {
            let key = row_key(row, table);
            let Some(found) = api.rows.iter().find(|other| key.is_some() && row_key(other, table) == key) else {
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
        let said = Known::Rows(Rows { rows: own, extent: rows.extent });
        document.set_value(&definition.id, Some(spell(&definition.kind, &said, before.as_ref(), program)));
    }

    /// Who said it, and when.
    fn sign(&self, fact: usize, document: &mut Document) {
        let program = &self.rulebook.program;
        let now = moment((self.now)(), program.zone);
        let seconds = crate::kind::Moment { at: chrono::SubsecRound::trunc_subsecs(now.at, 0), ..now };
        let fields = [
            ("source", Some(Spelled::from(MANUAL))),
            ("observed_at", Some(spell::moment(&seconds, program.zone))),
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

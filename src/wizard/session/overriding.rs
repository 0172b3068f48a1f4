//! What a person says against what was collected: whose value is used, insisting, and giving in again.
//!
//! In: what both say of a fact. Out: whose value is used and why; rows that a person left out of a list and that stand all the
//! same. Insisting is one change of the facts file, undone like any other.

use crate::wizard::session::history::IgnoredRows;
use hashbrown::{HashMap, HashSet};

use crate::facts::read::row_key;
use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::rulebook::Table;
use crate::wizard::session::answer::Answer;
use crate::wizard::session::core::Session;
use crate::wizard::session::document::Document;
use crate::wizard::session::history::Edit;
use crate::wizard::session::save_error::SaveError;

impl Session {
    /// The source whose value is used although the person said something else; see [`Session::override_collected`].
    pub fn overruled_by_collected(&self, fact: usize) -> Option<&str> {
        if self.is_overridden(fact) {
            return None;
        }
        if self.ignored_rows.as_ref().is_some_and(|unheeded| unheeded.fact == fact) {
            return self.collected_by(fact);
        }
        let said = self.people.facts[fact].is_some();
        let conflict = self.facts.conflicts.iter().find(|conflict| said && conflict.fact == fact);
        conflict.map(|conflict| conflict.used.0.as_str())
    }

    /// How many rows the last answer to a fact left out although they were collected, so that they stand all the same; and
    /// who reported them.
    pub fn comes_back(&self, fact: usize) -> Option<(usize, &str)> {
        let unheeded = self.ignored_rows.as_ref().filter(|unheeded| unheeded.fact == fact)?;
        Some((unheeded.rows, self.collected_by(fact)?))
    }

    /// True where what a person said goes before what was collected.
    pub fn is_overridden(&self, fact: usize) -> bool {
        self.people.provenance[fact].as_ref().is_some_and(|sourced| sourced.overrides)
    }

    /// Why a person insists on a fact, and who reported something else, if anybody did.
    pub fn override_note(&self, fact: usize) -> Option<(&str, Option<&str>)> {
        let sourced = self.people.provenance[fact].as_ref().filter(|sourced| sourced.overrides)?;
        Some((sourced.provenance.note.as_deref().unwrap_or_default(), self.collected_by(fact)))
    }

    /// Lets what the person said of a fact go before what was collected, from now on. `note` says why.
    ///
    /// # Errors
    /// It is not on disk, as with [`Session::answer`].
    pub fn override_collected(&mut self, fact: usize, note: &str) -> Result<(), SaveError> {
        match (self.meant(fact), note.trim()) {
            (Some(known), note) if !note.is_empty() => self.change(Edit::OverrideCollected(fact, known, note.to_owned())),
            _ => Ok(()),
        }
    }

    /// Lets what was collected go before what the person said again; that stays in the file.
    ///
    /// # Errors
    /// It is not on disk, as with [`Session::answer`].
    pub fn clear_override(&mut self, fact: usize) -> Result<(), SaveError> {
        match &self.people.facts[fact] {
            Some((known, _)) if self.is_overridden(fact) => self.change(Edit::ClearOverride(fact, known.clone())),
            _ => Ok(()),
        }
    }

    /// Who reported what was collected of a fact, if anything was.
    fn collected_by(&self, fact: usize) -> Option<&str> {
        let layer = self.collected.as_ref().filter(|layer| layer.facts[fact].is_some())?;
        Some(layer.provenance[fact].as_ref().map_or("file", |sourced| sourced.provenance.source.as_str()))
    }

    /// The rows that were collected of a list whose rows have names.
    fn collected_rows(&self, fact: usize) -> Option<(&Rows, &Table)> {
        let table = self.rulebook.program.facts[fact].kind.table().filter(|table| !table.key.is_empty())?;
        match self.collected.as_ref()?.facts[fact].as_ref()? {
            (FactValue::Rows(rows), _) => Some((rows, table)),
            _ => None,
        }
    }

    /// What the person means. What is edited of a list shows in a row that is in conflict what was collected; here the person's
    /// own cells go before.
    fn meant(&self, fact: usize) -> Option<FactValue> {
        if let Some(unheeded) = self.ignored_rows.as_ref().filter(|unheeded| unheeded.fact == fact) {
            return Some(unheeded.meant.clone());
        }
        let mut known = self.known(fact)?.clone();
        if let (FactValue::Rows(rows), Some((_, table)), Some((FactValue::Rows(said), _))) =
            (&mut known, self.collected_rows(fact), &self.people.facts[fact])
        {
            let own: HashMap<String, &Row> = said.rows.iter().rev().filter_map(|row| Some((row_key(row, table)?, row))).collect();
            for row in &mut rows.rows {
                let Some(own) = row_key(row, table).and_then(|key| own.get(&key)) else { continue };
                for (cell, own) in row.cells.iter_mut().zip(&own.cells) {
                    if own.is_some() {
                        cell.clone_from(own);
                    }
                }
            }
        }
        Some(known)
    }

    /// Notices rows that an answer leaves out although they were collected: they stand all the same, and nobody is to wonder.
    pub(super) fn notice_left_out(&mut self, fact: usize, answer: &Answer) {
        let said = match answer {
            Answer::Known(FactValue::Rows(rows)) => rows.clone(),
            // That no row is left is something else than that there is none.
            Answer::Nothing => Rows { rows: Vec::new(), completeness: Completeness::AtLeast },
            _ => return,
        };
        if self.is_overridden(fact) {
            return;
        }
        let Some((found, table)) = self.collected_rows(fact) else { return };
        let kept: HashSet<String> = said.rows.iter().filter_map(|row| row_key(row, table)).collect();
        let rows = found.rows.iter().filter_map(|row| row_key(row, table)).filter(|key| !kept.contains(key)).count();
        if rows > 0 {
            self.ignored_rows = Some(IgnoredRows { fact, meant: FactValue::Rows(said), rows });
        }
    }

    /// Takes out what was added to the rows of a list that were collected: the list itself says it from now on.
    pub(super) fn unannotate(&self, fact: usize, known: &FactValue, document: &mut Document) {
        let program = &self.rulebook.program;
        let (Some((_, table)), FactValue::Rows(rows)) = (self.collected_rows(fact), known) else { return };
        let nothing: Vec<_> = table.columns.iter().map(|column| (column.id.as_str(), None)).collect();
        for row in &rows.rows {
            if let Some(name) = crate::facts::read::row_name(row, table, program) {
                document.annotate(&program.facts[fact].id, &name, &nothing);
            }
        }
    }
}

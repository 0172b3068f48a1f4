//! Working on one applicant's facts, answer by answer: what the wizard's faces have in common, without any terminal.
//!
//! In: a facts file, what was collected beside it, and what a person says. Out: the file, saved after every answer with
//! everything else in it as it was; and [`Snapshot`]: checklist, plan and the next question, by the same engine as everywhere.
//!
//! | module | what it is for |
//! |---|---|
//! | `open` | a facts file on disk -> a [`Session`]; a new one; what others changed |
//! | `answering` | what a person says -> one change of the file, undone and done again |
//! | `insisting` | what a person says against what was collected |
//! | [`estimate`] | how long a remedy takes this applicant, and what it costs |
//! | [`document`], [`to_toml`] | a facts file as its author wrote it; facts as a facts file spells them |
//! | `saving` | changes go to the disk, or wait until they can |
//! | [`conflict`] | two windows change the same fact: which version is kept is asked |
//! | `store` | one file, several windows: locks, whole files |
//! | `see`, `export` | what is to be drawn; what is to be handed on |
//! | [`applicants`], `collecting` | the files that somebody works on; collecting meanwhile |
//! | [`form`] | what is asked of a fact: fields, choices, days |
//! | [`entry`] | what is typed -> values, or refusals in words; what a kind needs besides stands in [`dates`] and [`regions`] |
//! | [`tree`], [`search`] | categories as a tree; finding by any part of a name, Chinese or pinyin |

pub(crate) mod answer;
mod answering;
pub mod applicants;
#[cfg(feature = "collect")]
pub mod collecting;
pub mod conflict;
pub(crate) mod core;
pub mod dates;
pub mod document;
pub mod entry;
pub mod estimate;
mod export;
pub mod form;
pub(crate) mod history;
pub(crate) mod loaded;
mod open;
pub(crate) mod outside;
mod overriding;
pub(crate) mod pending;
pub mod regions;
pub(crate) mod save_error;
mod saving;
pub mod search;
mod snapshot;
mod store;
pub mod to_toml;
pub mod tree;
pub mod tree_search;
pub(crate) mod view;

pub use crate::wizard::session::answer::{Answer, EditSubject};
pub use crate::wizard::session::core::{Options, Session};
pub use crate::wizard::session::save_error::SaveError;
use std::fmt;
use std::path::Path;

use crate::document::diagnostics::Diagnostic;
use crate::engine::plan::Prefer;
use crate::facts::{FactValue, Facts};
use crate::io::application::{collected_place, timestamp};
use crate::io::file::Inputs;
use crate::rulebook::{Edition, Rulebook};
use crate::value::value_type::Timestamp;

pub use crate::io::application::LoadError;
pub use crate::wizard::session::outside::Outside;
pub use crate::wizard::session::view::Snapshot;
pub use conflict::{Keep, Shown, Versions};
pub use export::{Export, ExportError};
pub use open::named;
pub use saving::{note_unsaved, noted_unsaved};

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session").field("path", &self.path()).field("applicant", &self.facts.applicant).finish_non_exhaustive()
    }
}

impl Session {
    /// The facts file.
    pub fn path(&self) -> &Path {
        self.store.path()
    }

    /// The files that it is made from, the rules, and all that collecting reads: nothing else may be written over them.
    pub fn inputs(&self) -> Inputs {
        let mut inputs = self.read.clone();
        inputs.add(self.path());
        inputs.add(&collected_place(self.path()));
        #[cfg(feature = "collect")]
        crate::collect::pipeline::files(self.path()).iter().for_each(|path| inputs.add(path));
        inputs
    }

    /// What is asked for.
    pub fn rulebook(&self) -> &Rulebook {
        &self.rulebook
    }

    /// What is known, both layers united.
    pub fn facts(&self) -> &Facts {
        &self.facts
    }

    /// What is odd about the files.
    pub fn warnings(&self) -> &[Diagnostic] {
        &self.warnings
    }

    /// The moment of the check.
    pub fn today(&self) -> Timestamp {
        self.as_of.unwrap_or_else(|| timestamp((self.now)(), self.rulebook.program.zone))
    }

    /// The edition that decides on every day, if one was asked for.
    pub fn pinned(&self) -> Option<&Edition> {
        self.pinned.map(|at| &self.rulebook.editions[at])
    }

    /// What a person said of a fact, for editing. Where rows with a key were collected, those are among them: changing one
    /// adds to it, and leaving one out does nothing.
    pub fn known(&self, fact: usize) -> Option<&FactValue> {
        self.editable[fact].as_ref().or_else(|| self.people.facts[fact].as_ref().map(|(known, _)| known))
    }

    /// True if everything that was said is on disk.
    pub fn is_saved(&self) -> bool {
        self.pending.is_empty()
    }

    /// Leaves a question for now: it is not asked again in this session before it is answered.
    pub fn leave(&mut self, fact: usize) {
        if !self.left.contains(&fact) {
            self.left.push(fact);
        }
    }

    /// Takes up again what was left.
    pub fn take_up(&mut self, fact: usize) {
        self.left.retain(|other| *other != fact);
    }

    /// Wants the plan even where something makes access impossible, or no longer.
    pub fn want_anyway(&mut self, anyway: bool) {
        self.anyway = anyway;
    }

    /// True if the plan is wanted even where something makes access impossible.
    pub fn anyway(&self) -> bool {
        self.anyway
    }

    /// What the plan is to be best at.
    pub fn prefer(&mut self, prefer: Prefer) {
        self.prefer = prefer;
    }

    /// What the plan is best at.
    pub fn preference(&self) -> Prefer {
        self.prefer
    }

    /// Goes another way in a group, both by name; None for the best.
    pub fn choose(&mut self, way: Option<(&str, &str)>) {
        self.through = way.map(|(group, child)| (group.to_owned(), child.to_owned()));
    }

    /// The way that was chosen.
    pub fn chosen(&self) -> Option<(&str, &str)> {
        self.through.as_ref().map(|(group, child)| (group.as_str(), child.as_str()))
    }
}

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

mod answering;
pub mod applicants;
#[cfg(feature = "net")]
pub mod collecting;
pub mod conflict;
pub mod dates;
pub mod document;
pub mod entry;
pub mod estimate;
mod export;
pub mod form;
mod open;
mod overriding;
pub mod regions;
mod saving;
pub mod search;
mod snapshot;
mod store;
pub mod to_toml;
pub mod tree;

use std::fmt;
use std::path::Path;
use std::time::Instant;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::engine::plan::Prefer;
use crate::facts::read::parse_as_of;
use crate::facts::{FactValue, Facts, Layer};
use crate::i18n::Messages;
use crate::io::application::{collected_place, timestamp};
use crate::io::file::Inputs;
use crate::io::library::Library;
use crate::io::render::message;
use crate::rulebook::{Edition, Rulebook};
use crate::value::value_type::Timestamp;

pub use crate::io::application::LoadError as Unopened;
pub use conflict::{Keep, Shown, Versions};
pub use export::{Export, ExportError};
pub use open::named;
pub use saving::Outside;
pub use snapshot::Snapshot;

use answering::History;
use conflict::Conflict;
use overriding::IgnoredRows;
use saving::Pending;
use store::Store;

/// What a person says of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What is known. Rows may still be incomplete: `Extent::AtLeast` until the person says that these are all.
    Known(FactValue),
    /// "I don't know": remembered as provenance without a value, so that it is not asked again at once. Rows that were
    /// entered, and may not be all, stay.
    Unknown,
    /// As if never asked.
    Nothing,
}

/// What a session needs besides the file.
#[derive(Debug)]
pub struct Options {
    /// The rulebooks.
    pub library: Library,
    /// Goes before the program that the file names.
    pub program: Option<String>,
    /// An edition that decides on every day.
    pub edition: Option<String>,
    /// The day or moment of the check, as `--as-of` spells it; None for today.
    pub as_of: Option<String>,
    /// The clock.
    pub now: fn() -> DateTime<Utc>,
    /// The moment at which reports are made; None for the clock's.
    pub made_at: Option<DateTime<Utc>>,
    /// Who answers.
    pub by: Option<String>,
}

impl Options {
    /// With everything left to the file and the clock.
    pub fn new(library: Library) -> Options {
        Options { library, program: None, edition: None, as_of: None, now: Utc::now, made_at: None, by: None }
    }

    /// The moment of the check, in a program's time zone.
    fn moment(&self, zone: Tz) -> Result<Timestamp, Diagnostic> {
        match &self.as_of {
            None => Ok(timestamp((self.now)(), zone)),
            Some(text) => parse_as_of(text, zone).ok_or_else(|| Diagnostic::without_span("bad-as-of", vec![("value", text.clone())])),
        }
    }
}

/// Why an answer is not in the file. It is not lost.
#[derive(Debug)]
pub enum SaveError {
    /// It could not be written. The answer counts here, and every later save tries again.
    NotWritten(Diagnostic),
    /// The file as it is now can't be used: somebody changed it. The answer counts here, and every later save tries again.
    Unreadable(Unopened),
    /// Another window changed it meanwhile: nothing was undone or done again.
    ChangedElsewhere(EditSubject),
    /// Something else changed it since the person was shown it. The answer counts here, and goes into the file once the person
    /// says which version to keep; see [`Session::keep`].
    Conflict(EditSubject),
}

impl SaveError {
    /// What is wrong, in words.
    pub fn format(&self, messages: &Messages, rulebook: &Rulebook) -> String {
        match self {
            SaveError::NotWritten(problem) => {
                let reason = message(messages, problem.id, &problem.args);
                messages.format("wizard-not-saved", &[("reason", &reason)])
            }
            SaveError::Unreadable(refused) => {
                let problem = refused.diagnostics.first();
                let place = problem.and_then(|problem| problem.at).map(|at| refused.files.position(at).0.to_string());
                let reason = problem.map(|problem| message(messages, problem.id, &problem.args)).unwrap_or_default();
                messages.format("wizard-unreadable", &[("line", place.as_deref().unwrap_or("1")), ("reason", &reason)])
            }
            SaveError::ChangedElsewhere(subject) => {
                messages.format("wizard-changed-elsewhere", &[("fact", &subject.title(messages, rulebook))])
            }
            SaveError::Conflict(subject) => messages.format("wizard-conflict", &[("fact", &subject.title(messages, rulebook))]),
        }
    }
}

/// What a change of the file is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditSubject {
    /// A fact, by index.
    Fact(usize),
    /// The applicant's own figures for the remedy of a requirement, by name.
    Estimate(String),
}

impl EditSubject {
    /// What people call it.
    pub fn title(&self, messages: &Messages, rulebook: &Rulebook) -> String {
        match self {
            EditSubject::Fact(fact) => rulebook.program.facts[*fact].title.get(messages.lang).to_owned(),
            EditSubject::Estimate(name) => {
                let find = |edition: &Edition| edition.find(name).map(|at| edition.requirements[at].title.get(messages.lang).to_owned());
                let title = rulebook.editions.iter().rev().find_map(find).unwrap_or_else(|| name.clone());
                messages.format("estimate-of", &[("title", &title)])
            }
        }
    }
}

/// One facts file that is being worked on.
pub struct Session {
    store: Store,
    rulebook: Rulebook,
    /// The files of the rulebook.
    rules: Files,
    /// Where those are, and all others that were read.
    read: Inputs,
    pinned: Option<usize>,
    as_of: Option<Timestamp>,
    now: fn() -> DateTime<Utc>,
    made_at: Option<DateTime<Utc>>,
    by: Option<String>,
    /// The facts file as it was last on disk.
    text: String,
    /// Changes that are not on disk yet.
    pending: Vec<Pending>,
    /// What was changed here and elsewhere, and waits for a decision.
    conflicts: Vec<Conflict>,
    /// When it was last tried to save.
    tried: Option<Instant>,
    /// What changes by others did to the verdict, as long as nobody was told.
    outside: Option<Outside>,
    history: History,
    people: Layer,
    collected: Option<Layer>,
    /// What is shown for editing where that isn't simply what people said.
    editable: Vec<Option<FactValue>>,
    facts: Facts,
    warnings: Vec<Diagnostic>,
    /// What the last answer to a list left out although it was collected.
    ignored_rows: Option<IgnoredRows>,
    /// Questions that the person left for now.
    left: Vec<usize>,
    assumptions: Vec<(usize, Answer)>,
    assumed: Vec<usize>,
    assumed_facts: Option<Facts>,
    prefer: Prefer,
    through: Option<(String, String)>,
}

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

    /// The files that it is made from, the rules, and the configuration: nothing else may be written over them.
    pub fn inputs(&self) -> Inputs {
        let mut inputs = self.read.clone();
        inputs.add(self.path());
        inputs.add(&collected_place(self.path()));
        #[cfg(feature = "net")]
        crate::collect::config::find(Path::new("")).iter().for_each(|path| inputs.add(path));
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

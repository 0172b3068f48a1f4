//! The session: one facts file, its rulebook, and what was answered.

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::engine::plan::Prefer;
use crate::facts::read::parse_as_of;
use crate::facts::{FactValue, Facts, Layer};
use crate::io::application::timestamp;
use crate::io::file::Inputs;
use crate::io::library::Library;
use crate::rulebook::Rulebook;
use crate::value::value_type::Timestamp;
use crate::wizard::session::answer::Answer;
use crate::wizard::session::history::{History, IgnoredRows};
use crate::wizard::session::outside::{Conflict, Outside};
use crate::wizard::session::pending::Pending;
use crate::wizard::session::store::Store;
use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use std::time::Instant;

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
    /// Who answers.
    pub by: Option<String>,
    /// True if the plan is wanted even where something makes access impossible.
    pub anyway: bool,
}

impl Options {
    /// With everything left to the file and the clock.
    pub fn new(library: Library) -> Options {
        Options { library, program: None, edition: None, as_of: None, now: Utc::now, by: None, anyway: false }
    }

    /// The moment of the check, in a program's time zone.
    pub(super) fn moment(&self, zone: Tz) -> Result<Timestamp, Diagnostic> {
        match &self.as_of {
            None => Ok(timestamp((self.now)(), zone)),
            Some(text) => parse_as_of(text, zone).ok_or_else(|| Diagnostic::without_span("bad-as-of", vec![("value", text.clone())])),
        }
    }
}

/// One facts file that is being worked on.
pub struct Session {
    pub(super) store: Store,
    pub(super) rulebook: Rulebook,
    /// The files of the rulebook.
    pub(super) rules: Files,
    /// Where those are, and all others that were read.
    pub(super) read: Inputs,
    pub(super) pinned: Option<usize>,
    pub(super) as_of: Option<Timestamp>,
    pub(super) now: fn() -> DateTime<Utc>,
    pub(super) by: Option<String>,
    /// The facts file as it was last on disk.
    pub(super) text: String,
    /// Changes that are not on disk yet.
    pub(super) pending: Vec<Pending>,
    /// What was changed here and elsewhere, and waits for a decision.
    pub(super) conflicts: Vec<Conflict>,
    /// When it was last tried to save.
    pub(super) tried: Option<Instant>,
    /// What changes by others did to the verdict, as long as nobody was told.
    pub(super) outside: Option<Outside>,
    pub(super) history: History,
    pub(super) people: Layer,
    pub(super) collected: Option<Layer>,
    /// What is shown for editing where that isn't simply what people said.
    pub(super) editable: Vec<Option<FactValue>>,
    pub(super) facts: Facts,
    pub(super) warnings: Vec<Diagnostic>,
    /// What the last answer to a list left out although it was collected.
    pub(super) ignored_rows: Option<IgnoredRows>,
    /// Questions that the person left for now.
    pub(super) left: Vec<usize>,
    pub(super) assumptions: Vec<(usize, Answer)>,
    pub(super) assumed: Vec<usize>,
    pub(super) assumed_facts: Option<Facts>,
    pub(super) prefer: Prefer,
    pub(super) through: Option<(String, String)>,
    /// True if the plan is wanted even where something makes access impossible.
    pub(super) anyway: bool,
}

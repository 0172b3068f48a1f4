//! What a run over many applicants is given, and what it counts.

use crate::document::source::Files;
use crate::fleet::tables::columns::Extras;
use crate::rulebook::{Edition, Rulebook};
use crate::value::localized::Lang;
use crate::value::value_type::Timestamp;
use serde::{Deserialize, Serialize};
use std::ops::RangeInclusive;

/// Everything that the work on one record depends on.
#[derive(Debug)]
pub struct Fleet {
    /// The programs that records may be for.
    pub engines: Vec<Engine>,
    /// True where the call names the program, so that records need not.
    pub named: bool,
    /// What is written for a record.
    pub shape: OutputFormat,
    /// The language of messages.
    pub lang: Lang,
    /// The names of the input files, if there are several: then errors say in which.
    pub files: Option<Vec<String>>,
    /// When this run's reports are made.
    pub generated_at: Timestamp,
    /// For how many days the summary looks ahead.
    pub ahead: i32,
    /// The greatest length of a line, in bytes.
    pub limit: usize,
    /// True if stale facts count as unknown and waivers are ignored.
    pub strict: bool,
    /// True if every record is to take the reference path, so that the fast one can be held against it.
    pub plain: bool,
    /// What the answers carry besides.
    pub extras: Extras,
}

/// How large blocks of input are: so large that handing them on costs little, and so small that memory stays small.
pub(super) const BLOCK: RangeInclusive<usize> = 1 << 14..=1 << 18;

/// A program, and the day for which it is asked.
#[derive(Debug)]
pub struct Engine {
    /// The rules.
    pub rulebook: Rulebook,
    /// What they were read from.
    pub files: Files,
    /// The moment of the check.
    pub as_of: Timestamp,
    /// The place of the edition that decides on every day.
    pub pinned: Option<usize>,
    /// The place of the edition that is compared with.
    pub against: Option<usize>,
}

impl Engine {
    /// The edition that decides on every day.
    pub fn pinned(&self) -> Option<&Edition> {
        self.pinned.map(|at| &self.rulebook.editions[at])
    }

    /// The edition that is compared with.
    pub fn against(&self) -> Option<&Edition> {
        self.against.map(|at| &self.rulebook.editions[at])
    }

    /// The edition whose requirements an answer names; None in a gap between editions.
    pub fn edition(&self) -> Option<&Edition> {
        self.pinned().or_else(|| self.rulebook.in_force(self.as_of.day))
    }
}

/// What is written for a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutputFormat {
    /// A line of JSON with the verdict and each status.
    Lines,
    /// The same as cells.
    Csv,
    /// A whole report on one line.
    Full,
    /// A workbook, whose rows are handed on.
    Workbook,
}

/// How many records there were, and the outcome of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Records that got an answer.
    pub written: u64,
    /// Records that could not be read; an error is in the place of each.
    pub rejected: u64,
    /// Lines with nothing on them.
    pub blank: u64,
    /// Of the records that got an answer, those that took the reference path.
    #[serde(default)]
    pub plain: u64,
    /// Dates of tables that were given as the serial days of a spreadsheet.
    #[serde(default)]
    pub serial_days: u64,
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Counts) {
        self.written += other.written;
        self.rejected += other.rejected;
        self.blank += other.blank;
        self.plain += other.plain;
        self.serial_days += other.serial_days;
    }

    /// Records, without blank lines.
    pub fn read(&self) -> u64 {
        self.written + self.rejected
    }

    /// Of the records that got an answer, those that took the fast path.
    pub fn fast(&self) -> u64 {
        self.written - self.plain
    }
}

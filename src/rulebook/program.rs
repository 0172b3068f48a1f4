//! A program: its facts, its steps, and whether it takes anyone in just now.
//!
//! In: `program.toml`, through `read`. Out: the definitions that facts files, questions and plans are made from.

use chrono_tz::Tz;
use indexmap::IndexMap;
use serde::Serialize;

use crate::document::source::{FileId, Span};
use crate::value::date::{Date, DurationRange, Period};
use crate::value::localized::Localized;
use crate::value::value_type::ValueType;

/// Something an applicant wants access to.
#[derive(Debug, Clone)]
pub struct Program {
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub title: Localized,
    /// All day arithmetic happens here.
    pub zone: Tz,
    /// Whether anyone can get in just now.
    pub opening: Option<Opening>,
    /// What the engine needs to know, in the order of the questions.
    pub facts: Vec<FactDef>,
    /// What people call the keys of records besides facts, as headings of tables: `applicant` and the like.
    pub headings: Vec<(String, Vec<String>)>,
    /// What the facts must satisfy together.
    pub consistent: Vec<Consistency>,
    /// The way from eligibility to live.
    pub steps: Vec<Step>,
    /// The file it was read from.
    pub file: FileId,
    pub(crate) fact_index: IndexMap<String, usize, hashbrown::DefaultHashBuilder>,
}

impl Program {
    /// The place of a fact among [`Program::facts`].
    pub fn fact(&self, id: &str) -> Option<usize> {
        self.fact_index.get(id).copied()
    }
}

/// Whether a program takes anyone in. It never changes a verdict; it is said beside it.
#[derive(Debug, Clone)]
pub struct Opening {
    /// In a word.
    pub state: OpeningState,
    /// In a sentence.
    pub note: Localized,
    /// Where that is written.
    pub source: String,
    /// The day on which it was looked up.
    pub checked: Date,
    /// What could be used meanwhile.
    pub instead: Option<Instead>,
    /// The requirement that shows that an applicant already has access, by name.
    pub held: Option<String>,
    /// The requirement that shows that an applicant has been invited, by name.
    pub invited: Option<String>,
    /// Where these names are written.
    pub(crate) named_at: Vec<Span>,
}

/// Something that could be used while a program accepts no applications.
#[derive(Debug, Clone)]
pub struct Instead {
    /// What people call it.
    pub title: Localized,
    /// The program's id, where there is a rulebook for it.
    pub program: Option<String>,
}

/// Whether a program takes anyone in, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say all")]
pub enum OpeningState {
    Open,
    Invitation,
    Closed,
    Unverified,
}

/// Something that the engine needs to know about an applicant.
#[derive(Debug, Clone)]
pub struct FactDef {
    /// Its name in files.
    pub id: String,
    /// What shape its values have.
    pub kind: FactKind,
    /// What people call it.
    pub title: Localized,
    /// What else people call it, as headings of tables.
    pub aliases: Vec<String>,
    /// The question.
    pub ask: Option<Localized>,
    /// Where the answer is found.
    pub find: Option<Localized>,
    /// Of finding out: 1, a glance, to 5, a report from someone else.
    pub effort: u8,
    /// An older observation is stale.
    pub fresh: Option<Period>,
    /// True if it is about what has happened: nothing in it can be dated later than the day of the check.
    pub past: bool,
}

/// A rule that facts must satisfy together. Where it fails, at least one of them is wrong, and it is unknown which.
#[derive(Debug, Clone)]
pub struct Consistency {
    /// The fact whose rows are looked at.
    pub of: FactColumns,
    /// What must be true of them.
    pub rule: ConsistencyRule,
    /// What is to be said where it is not.
    pub say: Localized,
}

/// Columns of a fact that has rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactColumns {
    /// The index of the fact.
    pub fact: usize,
    /// The indices of the columns.
    pub columns: Vec<usize>,
}

/// What facts must satisfy together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConsistencyRule {
    /// No row is dated before the earliest row of this other fact, once that fact is completely known.
    NotBefore(FactColumns),
    /// No two rows have the same value in the columns.
    Unique,
}

/// The shape of a fact's values.
#[derive(Debug, Clone)]
pub enum FactKind {
    /// One value.
    Value(ValueType),
    /// Any number of rows.
    Rows(Table),
    /// One row a day, its date in the first column. A day without a row is unknown.
    Daily(Table),
}

impl FactKind {
    /// The columns, if it has rows.
    pub fn table(&self) -> Option<&Table> {
        match self {
            FactKind::Value(_) => None,
            FactKind::Rows(table) | FactKind::Daily(table) => Some(table),
        }
    }

    /// True if a value, or a column, is a date or a moment.
    pub fn is_dated(&self) -> bool {
        match self {
            FactKind::Value(kind) => kind.is_dated(),
            FactKind::Rows(table) | FactKind::Daily(table) => table.columns.iter().any(|column| column.kind.is_dated()),
        }
    }
}

/// The columns of a fact's rows.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// In the order of the rulebook.
    pub columns: Vec<Column>,
    /// The columns that together name a row; empty where rows have no name.
    pub key: Vec<usize>,
    /// The column that a row fills which is written as a bare value: the one that the program names, or the only one.
    pub plain: Option<usize>,
}

impl Table {
    /// The place of a column.
    pub fn column(&self, id: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.id == id)
    }
}

/// A column.
#[derive(Debug, Clone)]
pub struct Column {
    /// Its name in files.
    pub id: String,
    /// What its values are.
    pub kind: ValueType,
    /// What people call it.
    pub title: Localized,
}

/// One of the things to be done on the way to live.
#[derive(Debug, Clone)]
pub struct Step {
    /// Its name in files.
    pub id: String,
    /// What people call it.
    pub title: Localized,
    /// Requirements and steps that come before, by name.
    pub after: Vec<String>,
    /// Requirements on what is about to be submitted, by name.
    pub needs: Vec<String>,
    /// The requirement that shows that it is done.
    pub done: Option<String>,
    /// How long it takes; None where it is unknown.
    pub takes: Option<DurationRange>,
    /// Who acts.
    pub actor: Actor,
    /// By when it has to be done.
    pub deadline: Option<Deadline>,
    /// Whether one can go live without it.
    pub optional: bool,
    /// How it is done.
    pub how: Option<Localized>,
    /// Where the platform explains it.
    pub links: Vec<Link>,
    /// Where its name is written.
    pub(crate) at: Span,
}

/// A page to read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Link {
    /// What it is called.
    pub title: Localized,
    /// Its address.
    pub url: String,
}

/// A time limit that starts with another step.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// The step.
    pub after: String,
    /// The limit.
    pub within: Period,
}

/// Who has to act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say all")]
pub enum Actor {
    Applicant,
    Platform,
    Administrator,
    Host,
}

//! Facts with their provenance: single values or rows, waivers, estimates, conflicts between sources.

use crate::document::source::Span;
use crate::rulebook::edition::Cost;
use crate::value::date::{Date, DurationRange};
use crate::value::value_type::{Timestamp, Value};

/// What is known of one applicant.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its name in the platform's files.
    pub applicant: String,
    /// Its name for people.
    pub name: Option<String>,
    /// Whose it is.
    pub entity: Option<String>,
    /// For each fact of the program, by index, what is known of it.
    pub facts: Vec<Fact>,
    /// Requirements that somebody decided not to insist on.
    pub waivers: Vec<Waiver>,
    /// The applicant's own figures for the plan.
    pub estimates: Vec<Estimate>,
    /// Where layers disagree.
    pub conflicts: Vec<Conflict>,
}

/// What is known of one fact. Empty where nothing is.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// What is known up to and including each `until`, in their order; nothing is known after the last.
    pub periods: Vec<ValidityPeriod>,
    /// Who said so. There may be provenance where nothing is known: the reason why.
    pub sources: Vec<Provenance>,
}

impl Fact {
    /// What is known on `day`.
    pub fn on(&self, day: Date) -> Option<&FactValue> {
        self.stretch_on(day).map(|stretch| &stretch.value)
    }

    /// The same, with how long it is known, and since when.
    pub(crate) fn stretch_on(&self, day: Date) -> Option<&ValidityPeriod> {
        self.periods.iter().find(|stretch| stretch.until.is_none_or(|until| day <= until))
    }

    /// A fact that is known for good.
    pub fn current(known: FactValue) -> Fact {
        Fact { periods: vec![ValidityPeriod { until: None, value: known, observed: None }], sources: Vec::new() }
    }
}

/// What is known of a fact for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidityPeriod {
    /// The last day on which it is known; None if it has none.
    pub until: Option<Date>,
    /// What is known.
    pub value: FactValue,
    /// The day on which it was observed; None of what counts as stated now.
    pub observed: Option<Date>,
}

/// A fact's value, as far as it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum FactValue {
    Value(Value),
    Rows(Rows),
}

/// The rows of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// Those that were stated.
    pub rows: Vec<Row>,
    /// Whether these are all.
    pub completeness: Completeness,
}

/// How the rows that were stated relate to those that there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Completeness {
    /// These and no others.
    Complete,
    /// These, and perhaps more.
    AtLeast,
    /// These, or fewer.
    AtMost,
}

/// A row: for each column its value, where it was stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// By the place of the column.
    pub cells: Box<[Option<Value>]>,
}

/// Where a fact came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// `manual`, `file`, or an adapter and its call.
    pub source: String,
    /// When it was observed.
    pub observed_at: Option<Timestamp>,
    /// Who said so, when it was a person.
    pub by: Option<String>,
    /// The digest of the raw response that was kept as evidence.
    pub digest: Option<String>,
    /// The last day on which it is known.
    pub valid_until: Option<Date>,
    /// What there is to say about it.
    pub note: Option<String>,
    /// Who confirms it.
    pub sign_off: Option<SignOff>,
}

/// A person's confirmation that a fact is as it is stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOff {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// By what means it was checked, in their words.
    pub note: String,
    /// The name of the file that shows it.
    pub evidence: Option<String>,
    /// The digest of that file.
    pub digest: Option<String>,
}

impl Provenance {
    /// A source of which nothing else is known.
    pub fn from_source(source: &str) -> Provenance {
        Provenance { source: source.to_owned(), observed_at: None, by: None, digest: None, valid_until: None, note: None, sign_off: None }
    }
}

/// A requirement that somebody decided not to insist on, for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its name.
    pub requirement: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub until: Date,
    /// Its position in the file.
    pub at: Span,
}

/// The applicant's own figures for the remedy of a requirement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Estimate {
    /// The requirement.
    pub requirement: String,
    /// How long.
    pub takes: Option<DurationRange>,
    /// How dear.
    pub cost: Option<Cost>,
}

/// Two sources that disagree about a fact, or about one row of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conflict {
    /// The fact, by index.
    pub fact: usize,
    /// The source that was used, and what it says.
    pub used: (String, FactValue),
    /// The other.
    pub other: (String, FactValue),
}

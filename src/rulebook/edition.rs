//! An edition: the requirements as published on some day, as a graph from its root down.
//!
//! In: `<edition>.toml`, through `read`. Out: requirements whose children, conditions and readings are places in one list.

use indexmap::IndexMap;

use crate::document::source::{FileId, Span};
use crate::rulebook::condition::Condition;
use crate::rulebook::program::Actor;
use crate::rulebook::test::Test;
use crate::value::date::{Date, DurationRange};
use crate::value::localized::Localized;

/// One edition of a program's requirements.
#[derive(Debug, Clone)]
pub struct Edition {
    /// Its name, which is its file's.
    pub id: String,
    /// The first day on which it is in force.
    pub from: Date,
    /// The last day, if it has one.
    pub until: Option<Date>,
    /// The edition that it takes the place of while both are in force.
    pub supersedes: Option<String>,
    /// Where it was published.
    pub sources: Vec<Source>,
    /// Every requirement that the root or a step reaches, in the rulebook's order.
    pub requirements: Vec<Requirement>,
    /// The place of `eligible`.
    pub root: usize,
    /// Every place, conditions and children before what depends on them.
    pub order: Vec<usize>,
    /// For each requirement, all that its value can bear on, in `order`: the groups above it, and what applies only where it holds.
    pub above: Vec<Vec<usize>>,
    /// Its file, then those of the editions that it is like, nearest first.
    pub files: Vec<FileId>,
    pub(crate) index: IndexMap<String, usize, hashbrown::DefaultHashBuilder>,
}

impl Edition {
    /// The place of a requirement.
    pub fn find(&self, id: &str) -> Option<usize> {
        self.index.get(id).copied()
    }

    /// The source in which a requirement is published: the one that it names, else the edition's first.
    pub fn source_of(&self, requirement: &Requirement) -> Option<&Source> {
        let named = requirement.source.as_ref().and_then(|title| self.sources.iter().find(|source| source.title == *title));
        named.or_else(|| self.sources.first())
    }

    /// Requirements in the order of a report: those that the root reaches, then those that only steps reach.
    pub fn listed(&self) -> impl Iterator<Item = usize> + '_ {
        let of = |steps: bool| move |at: &usize| (self.requirements[*at].role == Role::Step) == steps;
        (0..self.requirements.len()).filter(of(false)).chain((0..self.requirements.len()).filter(of(true)))
    }
}

/// Where an edition was published.
#[derive(Debug, Clone)]
pub struct Source {
    /// What it is called.
    pub title: String,
    /// Its position in the file.
    pub url: Option<String>,
    /// When it was read.
    pub retrieved: Option<Date>,
    /// What there is to say about it.
    pub note: Option<String>,
    /// False where its words were taken from somebody who passed them on, and not from the source itself.
    pub verified: bool,
}

/// Something that has to hold.
#[derive(Debug, Clone)]
pub struct Requirement {
    /// Its name in files.
    pub id: String,
    /// Where it is in the source.
    pub clause: Option<String>,
    /// The words of the source, as published.
    pub quote: Option<String>,
    /// The title of the source in which they stand; None for the edition's first.
    pub source: Option<String>,
    /// What people call it.
    pub title: Localized,
    /// When it holds.
    pub rule: Rule,
    /// The requirement without which this one does not apply.
    pub applies_when: Option<usize>,
    /// Other ways in which the source can be read.
    pub readings: Vec<Reading>,
    /// How open wording was read, and why.
    pub understood_as: Option<Localized>,
    /// What can be done about it.
    pub remedy: Option<Remedy>,
    /// What could change it where it is not met and has no remedy.
    pub workaround: Option<Localized>,
    /// What it is there for.
    pub role: Role,
    /// Where its name is in the rulebook.
    pub at: Span,
}

/// What a requirement is there for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The root asks for it.
    Main,
    /// It only says whether another applies.
    Condition,
    /// Only steps ask for it.
    Step,
}

/// When a requirement holds.
#[allow(clippy::large_enum_variant, reason = "most are tests, and a rulebook holds few of either")]
#[derive(Debug, Clone)]
pub enum Rule {
    /// If this test is passed.
    Test(Test),
    /// If as many of others hold as it asks.
    Group(Group),
}

/// Requirements taken together.
#[derive(Debug, Clone)]
pub struct Group {
    /// How many have to hold.
    pub logic: Logic,
    /// Which, by index.
    pub children: Vec<usize>,
}

/// How many of a group have to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Logic {
    All,
    Any { at_least: usize },
    None,
}

/// Another way in which the source can be read.
#[derive(Debug, Clone)]
pub struct Reading {
    /// In a few words.
    pub title: Localized,
    /// The test, so read.
    pub test: Test,
    /// True of a reading that follows from renamed paths: it is shown only where it makes a difference.
    pub implied: bool,
}

/// What can be done about an unmet requirement.
#[derive(Debug, Clone)]
pub struct Remedy {
    /// What to do.
    pub action: Localized,
    /// Steps and requirements that come before, by name.
    pub after: Vec<String>,
    /// What it changes.
    pub changes: Changes,
    /// How long it takes; None where it is unknown.
    pub takes: Option<DurationRange>,
    /// What it costs.
    pub cost: Option<Cost>,
    /// Who does it.
    pub actor: Actor,
    /// 1, a glance, to 5, a project.
    pub effort: u8,
    /// What is left to do where rows are there already and only wait for a decision.
    pub awaits: Option<Box<Awaited>>,
}

/// Rows that are there already and wait for somebody's decision, such as a review.
#[derive(Debug, Clone)]
pub struct Awaited {
    /// Which rows: columns, each with what it has to be. Once decided on, they are as the test wants them in these columns.
    pub filter: Vec<(usize, Condition)>,
    /// What there is to do meanwhile, by whom, and how long it takes.
    pub remedy: Remedy,
}

/// What a remedy changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changes {
    /// It adds rows, dated on the day on which it is done.
    AddsRows,
    /// It lifts the measure past the threshold, where it stays.
    Raises,
    /// It makes the requirement hold from the day on which it is done.
    Fixes,
}

/// An amount of money, exact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cost {
    /// In the currency's smallest unit.
    pub units: i64,
    /// ISO 4217.
    pub currency: String,
}

//! Edits that can be undone and redone.

use crate::facts::FactValue;
use crate::wizard::session::answer::{Answer, EditSubject};
use crate::wizard::session::document::Stated;

/// One change of a facts file.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// A person says something of a fact.
    Say(usize, Answer),
    /// A person insists on what they said against what was collected.
    OverrideCollected(usize, FactValue, String),
    /// What was collected goes before what they said again.
    ClearOverride(usize, FactValue),
    /// Something is as it was.
    Restate(EditSubject, Box<Stated>, FileChange),
    /// The applicant's own figures: requirement, time, cost.
    Estimate(String, Option<String>, Option<String>),
}

impl Edit {
    pub(crate) fn subject(&self) -> EditSubject {
        match self {
            Edit::Say(fact, _) | Edit::OverrideCollected(fact, ..) | Edit::ClearOverride(fact, _) => EditSubject::Fact(*fact),
            Edit::Restate(subject, ..) => subject.clone(),
            Edit::Estimate(requirement, ..) => EditSubject::Estimate(requirement.clone()),
        }
    }
}

/// What can be undone and done again.
#[derive(Debug, Default)]
pub(crate) struct History {
    pub(super) done: Vec<Change>,
    pub(super) undone: Vec<Change>,
}

/// One change that was made.
#[derive(Debug)]
pub(crate) struct Change {
    pub(crate) subject: EditSubject,
    pub(crate) before: Side,
    pub(crate) after: Side,
}

/// What stood of something, and the file in which it did.
#[derive(Debug, Clone)]
pub(crate) struct Side {
    pub(crate) stated: Stated,
    pub(crate) text: String,
}

/// The file that is to be as another was, to the byte, where nobody changed it in between: what it has to be, and becomes.
#[derive(Debug, Clone)]
pub(crate) struct FileChange {
    pub(crate) was: String,
    pub(crate) becomes: String,
}

/// A list as a person gave it, without rows that were collected.
#[derive(Debug)]
pub(crate) struct IgnoredRows {
    pub(super) fact: usize,
    pub(super) meant: FactValue,
    /// How many rows were left out.
    pub(super) rows: usize,
}

//! What was checked, and how that ended.
//!
//! In: a subject and an outcome. Out: a [`Check`] with the message that says so.

use crate::report::verify::compare::Difference;

/// What is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Subject {
    /// The files of a bundle against the list of their digests.
    Files,
    /// The shape of the report.
    Schema,
    /// The rules that it names.
    Rulebook,
    /// The verdict and all that comes with it.
    Verdict,
    /// The raw replies and other evidence.
    Evidence,
    /// Who signed it.
    Signature,
}

/// How a check ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is as it has to be.
    Passed,
    /// It is not.
    Failed,
    /// What is needed to tell is missing here.
    NotVerifiable,
    /// There is nothing to check.
    Absent,
}

/// One check, with its reason as a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub subject: Subject,
    /// How it ended.
    pub outcome: Outcome,
    /// The message that says so, and what fills its gaps.
    pub message: (&'static str, Vec<(&'static str, String)>),
    /// Single places, where there are some to name.
    pub differences: Vec<Difference>,
}

impl Check {
    /// A check with its message.
    pub fn new(subject: Subject, outcome: Outcome, id: &'static str, args: Vec<(&'static str, String)>) -> Check {
        Check { subject, outcome, message: (id, args), differences: Vec::new() }
    }
}

//! What changed for one applicant, and why.
//!
//! In: two answers. Out: whether they differ, and the types in which a difference is stated.

use serde::Serialize;

use crate::report::diff::answers::Answer;

/// Through what an answer changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// Other facts.
    Facts,
    /// Other rules.
    Rules,
    /// Days that passed.
    Time,
    /// A waiver that was given, taken back, or has begun or ended.
    Waiver,
    /// The same words, read in another way.
    Reading,
    /// A stricter check, or assumptions.
    Options,
    /// One of the reports says what does not follow from its own facts.
    DoesNotFollow,
    /// Not what the old output had foreseen: other facts, other rules, or daily figures that were not renewed.
    FactsOrRules,
    /// The outputs don't tell.
    Undetermined,
    /// The applicant is only in the new output.
    Added,
    /// The applicant is only in the old output.
    Removed,
}

/// A value before and after; None where there was none.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct DateChange {
    /// Before.
    pub before: Option<String>,
    /// After.
    pub after: Option<String>,
}

/// A requirement whose status changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RequirementChange {
    /// Its name.
    pub id: String,
    /// The status before; None where the old output does not name it.
    pub before: Option<String>,
    /// The status after.
    pub after: Option<String>,
}

/// What changed for one applicant.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The applicant.
    pub applicant: String,
    /// The verdict.
    pub verdict: DateChange,
    /// The first day on which it is eligible.
    #[serde(rename = "eligible_from")]
    pub from: DateChange,
    /// The last day of that stretch.
    #[serde(rename = "eligible_until")]
    pub until: DateChange,
    /// Each requirement whose status changed.
    pub requirements: Vec<RequirementChange>,
    /// Through what.
    pub through: Vec<Cause>,
}

/// True if two answers differ in a verdict, a date or a status.
pub(super) fn differ(old: &Answer, new: &Answer) -> bool {
    // The day from which somebody is eligible who is so already is the day of the check: it moves with every run.
    let moved = old.until != new.until || (old.from != new.from && !(old.eligible() && new.eligible()));
    old.verdict != new.verdict || moved || !requirement_changes(old, new).is_empty()
}

pub(super) fn requirement_changes(old: &Answer, new: &Answer) -> Vec<RequirementChange> {
    let mut requirements = Vec::new();
    for (id, before) in &old.requirements {
        let after = new.requirements.get(id);
        if after != Some(before) {
            requirements.push(RequirementChange { id: id.clone(), before: Some(before.clone()), after: after.cloned() });
        }
    }
    let added = new.requirements.iter().filter(|(id, _)| !old.requirements.contains_key(*id));
    requirements.extend(added.map(|(id, after)| RequirementChange { id: id.clone(), before: None, after: Some(after.clone()) }));
    requirements
}

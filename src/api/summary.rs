//! What other programs store of a checklist: the answer in the shape of a line of `kaibo fleet`.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Checklist, Date, Verdict};
use crate::engine::check::Status;
use crate::rulebook::Role;

/// The answer for one applicant. Its serde form has the keys of an output line of `kaibo fleet`, in the same order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Summary {
    /// The applicant's name in the platform's files.
    pub applicant: String,
    /// The verdict.
    pub verdict: Verdict,
    /// Whether it stays the same under every alternative interpretation, and rests on no stale fact.
    pub firm: bool,
    /// The first day on which the applicant meets the requirements.
    pub eligible_from: Option<Date>,
    /// The last day of that period.
    pub eligible_until: Option<Date>,
    requirements: IndexMap<String, Status>,
    /// What qualifies the verdict.
    pub conditions: Vec<String>,
}

impl Checklist<'_> {
    /// Returns what is worth storing of this checklist.
    pub fn summary(&self) -> Summary {
        let findings = self.model.findings.iter().filter(|finding| finding.requirement.role != Role::Step);
        Summary {
            applicant: self.facts.applicant().to_owned(),
            verdict: self.verdict(),
            firm: self.is_firm(),
            eligible_from: self.eligible_from(),
            eligible_until: self.eligible_until(),
            requirements: findings.map(|finding| (finding.requirement.id.clone(), finding.outcome.status)).collect(),
            conditions: self.conditions().map(str::to_owned).collect(),
        }
    }
}

impl Summary {
    /// Returns the status of each requirement by its name, in the rulebook's order, without those that only steps ask for.
    pub fn requirements(&self) -> impl Iterator<Item = (&str, Status)> {
        self.requirements.iter().map(|(id, status)| (id.as_str(), *status))
    }
}

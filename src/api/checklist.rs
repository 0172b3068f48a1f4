//! A checklist, as other programs see it.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::error::{BeforeFirstEditionError, CheckError};
use super::{Date, Facts, Rulebook};
use crate::engine::check::{self, Standing, Status};
use crate::rulebook::Role;
use crate::value::localized::Localized;
use crate::value::timeline::{Timeline, Truth};

/// What is found about one applicant on one day.
#[derive(Debug)]
pub struct Checklist<'a> {
    pub(super) model: check::Checklist<'a>,
    pub(super) rulebook: &'a Rulebook,
    pub(super) facts: &'a Facts,
}

/// Whether the applicant qualifies. Written as reports write it: `not_eligible`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Verdict {
    /// The applicant meets the requirements.
    Eligible,
    /// It does not meet them, and will not by waiting.
    NotEligible,
    /// It will meet them on a later day without doing anything.
    Pending,
    /// Facts are missing or contradict each other.
    Unknown,
    /// It already has access.
    Held,
}

/// What is found about one requirement.
#[derive(Debug, Clone, Copy)]
pub struct Requirement<'a> {
    finding: &'a check::Finding<'a>,
}

/// Checks one applicant on the day `as_of`.
///
/// # Errors
/// The facts state something for a later day as if it had happened, or no edition of the program had begun.
pub fn check<'a>(rulebook: &'a Rulebook, facts: &'a Facts, as_of: Date) -> Result<Checklist<'a>, CheckError> {
    facts.usable_on(rulebook, as_of).map_err(CheckError::Facts)?;
    match check::check(&rulebook.model, &facts.model, as_of.0, None) {
        Ok(model) => Ok(Checklist { model, rulebook, facts }),
        Err(error) => Err(CheckError::BeforeFirstEdition(BeforeFirstEditionError { begins: Date(error.begins) })),
    }
}

impl<'a> Checklist<'a> {
    /// Returns the verdict.
    pub fn verdict(&self) -> Verdict {
        self.model.verdict.standing().into()
    }

    /// Returns whether the verdict stays the same under every alternative interpretation, and rests on no stale fact.
    pub fn is_firm(&self) -> bool {
        self.model.verdict.firm
    }

    /// Returns the first day on which the applicant meets the requirements, if there is one.
    pub fn eligible_from(&self) -> Option<Date> {
        self.model.verdict.outcome.from.map(Date)
    }

    /// Returns the last day of that period, if it ends.
    pub fn eligible_until(&self) -> Option<Date> {
        self.model.verdict.outcome.until.map(Date)
    }

    /// Returns whether the requirements are met on `day`, or None if that is unknown. Days before the check count as its day.
    pub fn is_met_on(&self, day: Date) -> Option<bool> {
        met(&self.model.verdict.timeline, self.model.as_of, day)
    }

    /// Returns the day of the check.
    pub fn as_of(&self) -> Date {
        Date(self.model.as_of)
    }

    /// Returns the name of the edition in force on the day of the check; None in a gap between editions.
    pub fn edition(&self) -> Option<&'a str> {
        self.model.edition.map(|edition| edition.id.as_str())
    }

    /// Returns what qualifies the verdict, such as `opening` or `stale`, in the words of reports.
    pub fn conditions(&self) -> impl Iterator<Item = &'static str> {
        self.model.conditions.iter().map(|condition| condition.word())
    }

    /// Returns the requirements in the rulebook's order, the root included; then those that only steps ask for.
    pub fn requirements(&self) -> impl Iterator<Item = Requirement<'_>> {
        let listed = self.model.edition.into_iter().flat_map(|edition| edition.listed());
        listed.map(|index| Requirement { finding: &self.model.findings[index] })
    }

    /// Returns the requirement of that name.
    pub fn requirement(&self, id: &str) -> Option<Requirement<'_>> {
        self.requirements().find(|requirement| requirement.id() == id)
    }
}

impl<'a> Requirement<'a> {
    /// Returns the name in rulebooks and reports.
    pub fn id(&self) -> &'a str {
        &self.finding.requirement.id
    }

    /// Returns the name for people.
    pub fn title(&self) -> &'a Localized {
        &self.finding.requirement.title
    }

    /// Returns where the source states the requirement.
    pub fn clause(&self) -> Option<&'a str> {
        self.finding.requirement.clause.as_deref()
    }

    /// Returns whether only steps ask for the requirement, so that it has no part in the verdict.
    pub fn is_for_steps(&self) -> bool {
        self.finding.requirement.role == Role::Step
    }

    /// Returns the status on the day of the check.
    pub fn status(&self) -> Status {
        self.finding.outcome.status
    }

    /// Returns the first day on which the requirement is met, if there is one.
    pub fn from(&self) -> Option<Date> {
        self.finding.outcome.from.map(Date)
    }

    /// Returns the last day of that period, if it ends.
    pub fn until(&self) -> Option<Date> {
        self.finding.outcome.until.map(Date)
    }

    /// Returns whether the requirement is met on `day`, or None if that is unknown. Days before the check count as its day.
    pub fn is_met_on(&self, day: Date) -> Option<bool> {
        met(&self.finding.timeline, self.finding.timeline.start(), day)
    }

    /// Returns whether the status stays the same under every alternative interpretation, and rests on no stale fact.
    pub fn is_firm(&self) -> bool {
        self.finding.firm
    }

    /// Returns the reason of the waiver that counts on the day of the check.
    pub fn waiver(&self) -> Option<&'a str> {
        self.finding.waived.map(|waiver| waiver.reason.as_str())
    }
}

fn met(timeline: &Timeline, start: crate::value::date::Date, day: Date) -> Option<bool> {
    match timeline.on(day.0.max(start)) {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}

impl From<Standing> for Verdict {
    fn from(standing: Standing) -> Verdict {
        match standing {
            Standing::Eligible => Verdict::Eligible,
            Standing::NotEligible => Verdict::NotEligible,
            Standing::Pending => Verdict::Pending,
            Standing::Unknown => Verdict::Unknown,
            Standing::Held => Verdict::Held,
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Verdict::Eligible => "eligible",
            Verdict::NotEligible => "not_eligible",
            Verdict::Pending => "pending",
            Verdict::Unknown => "unknown",
            Verdict::Held => "held",
        })
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

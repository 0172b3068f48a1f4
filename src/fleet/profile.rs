//! What is counted of an applicant, whatever the days are on which its verdict turns.
//!
//! In: a checklist. Out: a [`Profile`]. Many applicants have the same, so it need not be made for each of them.

use crate::engine::check::checklist::Caveat;
use crate::engine::check::{AlternativeOutcome, Checklist, Outcome, Standing, Status, Verdict};
use crate::fleet::blockers::{blocker_names, blockers, remedies_for};
use crate::report::json::VerdictWord;
use crate::value::date::Date;
use crate::value::localized::Localized;
use crate::value::timeline::Truth;

/// What is counted of an applicant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Profile {
    /// The verdict.
    pub verdict: VerdictWord,
    /// Whether that is a yes: the requirements are met, or access is there already.
    pub met: bool,
    /// Whether no single other reading changes it.
    pub firm: bool,
    /// What qualifies the verdict.
    pub conditions: Vec<Caveat>,
    /// The readings that do.
    pub sensitive_to: Vec<ReadingSensitivity>,
    /// What it lacks; with a yes through what that is lost. Names of requirements, blanks between.
    pub through: String,
    /// The requirements any one of whose remedies would make it eligible.
    pub unlocks: Vec<String>,
}

/// A reading on which a verdict hangs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct ReadingSensitivity {
    /// The requirement that can be interpreted differently.
    pub requirement: String,
    /// How.
    pub title: Localized,
    /// The outcome.
    pub would: VerdictWord,
}

impl ReadingSensitivity {
    /// What tells a reading from others.
    pub fn key(&self) -> String {
        format!("{} {}", self.requirement, self.title.en)
    }
}

impl Profile {
    /// That of the applicant whose checklist this is.
    pub fn new(checklist: &Checklist<'_>) -> Profile {
        let verdict = &checklist.verdict;
        let outcome = verdict.outcome;
        let hangs = verdict.sensitive_to.iter().map(|other| ReadingSensitivity {
            requirement: other.requirement.id.clone(),
            title: other.reading.title.clone(),
            would: would(verdict, other).into(),
        });
        let met = matches!(verdict.standing(), Standing::Eligible | Standing::Held);
        let mut profile = Profile {
            verdict: verdict.standing().into(),
            met,
            firm: verdict.firm,
            conditions: checklist.conditions.clone(),
            sensitive_to: hangs.collect(),
            through: String::new(),
            unlocks: Vec::new(),
        };
        let Some(edition) = checklist.edition else { return profile };
        if verdict.held {
            return profile;
        }
        if met {
            let lost = outcome.until.map(Date::next).filter(|day| same_edition(checklist, *day));
            profile.through = lost.map_or_else(String::new, |day| blocker_names(edition, &blockers(checklist, day)));
        } else {
            let found = blockers(checklist, checklist.as_of);
            if let ([only], Status::Unmet) = (found.as_slice(), outcome.status)
                && checklist.findings[*only].timeline.now() == Truth::False
            {
                profile.unlocks = remedies_for(edition, checklist, *only).into_iter().map(|requirement| requirement.id.clone()).collect();
            }
            profile.through = blocker_names(edition, &found);
        }
        profile
    }

    /// The day on which the verdict turns by itself: from which it is a yes, or is none any more.
    pub fn turn(&self, outcome: Outcome) -> Option<Date> {
        if self.verdict == VerdictWord::Held {
            return None;
        }
        if self.met { outcome.until.map(Date::next) } else { outcome.from }
    }
}

/// What the verdict would be under another reading. One of whether access is held changes that; any other, the outcome.
fn would(verdict: &Verdict<'_>, other: &AlternativeOutcome<'_>) -> Standing {
    match (verdict.held, other.of_access) {
        (true, _) => verdict.outcome.status.into(),
        (false, true) => Standing::Held,
        (false, false) => other.outcome.status.into(),
    }
}

/// Whether the edition that decides on a day is the one that decides now. If it is not, that is what a yes is lost through.
fn same_edition(checklist: &Checklist<'_>, day: Date) -> bool {
    let editions = &checklist.verdict.editions;
    let then = editions.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, edition)| *edition);
    matches!((then, checklist.edition), (Some(then), Some(now)) if std::ptr::eq(then, now))
}

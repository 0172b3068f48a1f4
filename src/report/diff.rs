//! What changed between two outputs, and through what.
//!
//! In: two texts of answers: lines of a fleet, or reports, one a line or one alone. Out: one [`Change`] for each applicant
//! that differs. What a report says is enough to tell facts, rules and time apart; a fleet's line holds only its own
//! forecast, so there it is time where the forecast came true, and facts or rules elsewhere.

pub mod answers;

use serde::Serialize;

use crate::value::date::Date;

pub use answers::{Answer, Answers, Digests, ReadAnswerError};

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

/// Compares two answers about one applicant. `day` is the day of the new one, if that is known.
pub fn compare(old: &Answer, new: &Answer, day: Option<Date>) -> Option<Change> {
    let mut requirements = Vec::new();
    for (id, before) in &old.requirements {
        let after = new.requirements.get(id);
        if after != Some(before) {
            requirements.push(RequirementChange { id: id.clone(), before: Some(before.clone()), after: after.cloned() });
        }
    }
    let added = new.requirements.iter().filter(|(id, _)| !old.requirements.contains_key(*id));
    requirements.extend(added.map(|(id, after)| RequirementChange { id: id.clone(), before: None, after: Some(after.clone()) }));
    // The day from which somebody is eligible who is so already is the day of the check: it moves with every run.
    let moved = old.until != new.until || (old.from != new.from && !(old.eligible() && new.eligible()));
    if old.verdict == new.verdict && !moved && requirements.is_empty() {
        return None;
    }
    Some(Change {
        applicant: new.applicant.clone(),
        verdict: DateChange { before: Some(old.verdict.clone()), after: Some(new.verdict.clone()) },
        from: DateChange { before: old.from.clone(), after: new.from.clone() },
        until: DateChange { before: old.until.clone(), after: new.until.clone() },
        requirements,
        through: causes(old, new, day),
    })
}

/// An applicant that is in one of the outputs only.
pub fn one_sided(answer: &Answer, cause: Cause) -> Change {
    let side = |value: Option<String>| match cause {
        Cause::Added => DateChange { before: None, after: value },
        _ => DateChange { before: value, after: None },
    };
    Change {
        applicant: answer.applicant.clone(),
        verdict: side(Some(answer.verdict.clone())),
        from: side(answer.from.clone()),
        until: side(answer.until.clone()),
        requirements: Vec::new(),
        through: vec![cause],
    }
}

fn causes(old: &Answer, new: &Answer, day: Option<Date>) -> Vec<Cause> {
    if let (Some(was), Some(is)) = (&old.digests, &new.digests) {
        let mut causes = Vec::new();
        causes.extend((was.facts != is.facts).then_some(Cause::Facts));
        causes.extend((was.rules != is.rules).then_some(Cause::Rules));
        // What the old line had foreseen came with the day, whatever else changed.
        let foreseen = was.day != is.day && was_expected(old, new, is.day) == Some(true);
        causes.extend((causes.is_empty() || foreseen).then_some(Cause::Time));
        return causes;
    }
    let (Some(was), Some(is)) = (&old.report, &new.report) else {
        return vec![match day.and_then(|day| was_expected(old, new, day)) {
            Some(true) => Cause::Time,
            Some(false) => Cause::FactsOrRules,
            None => Cause::Undetermined,
        }];
    };
    let mut causes = Vec::new();
    if was.facts != is.facts {
        causes.push(Cause::Facts);
    }
    if was.rules != is.rules {
        causes.push(Cause::Rules);
    }
    // With the same facts and rules nothing is left but time; with others, time did what the old timeline had foreseen.
    let moved = was.day != is.day && was.timeline_on(is.day) != was.timeline_on(was.day);
    if causes.is_empty() || moved {
        causes.push(Cause::Time);
    }
    causes
}

/// Whether a new line says what the old one had foreseen for `day`. None where the old one does not say.
fn was_expected(old: &Answer, new: &Answer, day: Date) -> Option<bool> {
    let Some(from) = old.from.as_deref().and_then(Date::parse) else {
        // What would never come by itself has come; anything else may be through anything.
        return new.eligible().then_some(false);
    };
    let until = old.until.as_deref().map(|until| Date::parse(until).unwrap_or(Date::NEVER));
    let verdict_or_dates = old.verdict != new.verdict || old.until != new.until;
    if day < from {
        return verdict_or_dates.then_some(!new.eligible() && old.from == new.from && old.until == new.until);
    }
    match until {
        // An old line does not say what comes after the end of its stretch.
        Some(until) if day > until => (!new.eligible()).then_some(true),
        _ => verdict_or_dates.then_some(new.eligible() && old.until == new.until),
    }
}

//! What changed between two outputs, and through what.
//!
//! In: two texts of answers: lines of a fleet, or reports, one a line or one alone. Out: one [`Change`] for each applicant
//! that differs. A report can be computed again, which tells its true causes; a fleet's line holds only its own
//! forecast, so there it is time where the forecast came true, and facts or rules elsewhere.

pub mod answers;
pub mod causes;
mod change;

use crate::report::verify::rules::RuleFinder;
use crate::value::date::Date;

pub use answers::{Answer, Answers, Digests, ReadAnswerError};
pub use change::{Cause, Change, DateChange, RequirementChange};
use change::{differ, requirement_changes};

/// Compares two answers about one applicant. `day` is the day of the new one, if that is known.
pub fn compare(old: &Answer, new: &Answer, day: Option<Date>, rules: &RuleFinder<'_>) -> Option<Change> {
    if !differ(old, new) {
        return None;
    }
    Some(Change {
        applicant: new.applicant.clone(),
        verdict: DateChange { before: Some(old.verdict.clone()), after: Some(new.verdict.clone()) },
        from: DateChange { before: old.from.clone(), after: new.from.clone() },
        until: DateChange { before: old.until.clone(), after: new.until.clone() },
        requirements: requirement_changes(old, new),
        through: causes(old, new, day, rules),
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

fn causes(old: &Answer, new: &Answer, day: Option<Date>, rules: &RuleFinder<'_>) -> Vec<Cause> {
    if let (Some(was), Some(is)) = (&old.digests, &new.digests) {
        let mut causes = Vec::new();
        causes.extend((was.facts != is.facts).then_some(Cause::Facts));
        causes.extend((was.rules != is.rules).then_some(Cause::Rules));
        // What the old line had foreseen came with the day, whatever else changed.
        let foreseen = was.day != is.day && was_expected(old, new, is.day) == Some(true);
        causes.extend((causes.is_empty() || foreseen).then_some(Cause::Time));
        return causes;
    }
    if let (Some(was), Some(is)) = (&old.report, &new.report) {
        return self::causes::causes(old, new, (was, is), rules);
    }
    vec![match day.and_then(|day| was_expected(old, new, day)) {
        Some(true) => Cause::Time,
        Some(false) => Cause::FactsOrRules,
        None => Cause::Undetermined,
    }]
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

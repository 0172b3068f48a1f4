//! A rulebook, facts and a day make a checklist: which requirements hold, from which day, until which day, and why.
//!
//! In: a [`Rulebook`], [`Facts`], the day of the check. Out: a [`Checklist`]. Pure: no clock, file, network or terminal.
//! The explanation is the evaluation: every finding carries what was measured and which rows counted.

mod caveat;
pub(crate) mod checklist;
mod daily;
pub(crate) mod decide;
pub(crate) mod elapsed;
pub(crate) mod evaluate;
pub(crate) mod judge;
mod knowledge;
mod measure;
pub(crate) mod result;
pub(crate) mod rows;

pub use crate::engine::check::checklist::{
    AlternativeOutcome, BeforeFirstEditionError, Checklist, Finding, Outcome, Standing, Status, Verdict, WaiverEffect,
};
use crate::facts::Facts;
use crate::rulebook::{Edition, Program, Rulebook, Test};
use crate::value::date::Date;
use crate::value::timeline::Timeline;

pub use crate::engine::check::checklist::Caveat;
pub use crate::engine::check::result::{Measurement, TestResult};
pub use crate::engine::check::result::{RowOutcome, RowStatus};
pub use elapsed::Length;
pub use knowledge::{Contradiction, Knowledge, Stale, strict};
pub(crate) use knowledge::{RowsKnown, text_name};

pub(crate) use decide::combine;
use decide::{Decision, EditionSegment, WaiverEffects, decide};
use evaluate::EditionTests;
pub(crate) use evaluate::{length_of, run};

/// Checks one applicant. `pinned` is an edition that decides on every day, whatever is in force.
///
/// # Errors
/// The day is before the first edition.
pub fn check<'a>(
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    as_of: Date,
    pinned: Option<&'a Edition>,
) -> Result<Checklist<'a>, BeforeFirstEditionError> {
    let editions = deciding_editions(rulebook, as_of, pinned)?;
    let ends = caveat::end(rulebook, as_of, &editions);
    let knowledge = Knowledge::new(&rulebook.program, facts, as_of);
    let segments: Vec<EditionSegment<'a, EditionTests<'a>>> = editions
        .into_iter()
        .map(|(from, edition)| EditionSegment { from, edition: edition.map(|one| (one, EditionTests::run(one, &knowledge))) })
        .collect();
    let mut decision = decide(&rulebook.program, as_of, &segments, &facts.waivers);
    caveat::Basis { knowledge: &knowledge, segments: &segments }.qualify(&mut decision);
    let Decision { verdict, mut findings, conditions } = decision;
    let effects = WaiverEffects::new(as_of, &segments, &facts.waivers);
    let with_effect = |waiver| WaiverEffect { waiver, changed_something: effects.changes_something(waiver) };
    let waivers = facts.waivers.iter().map(with_effect).collect();
    let first = segments.into_iter().next().and_then(|segment| segment.edition);
    let edition = first.as_ref().map(|(edition, _)| *edition);
    if let Some((_, tests)) = first {
        findings.iter_mut().zip(tests.into_tested()).for_each(|(finding, tested)| finding.tested = tested);
    }
    let (stale, contradictions) = (knowledge.stale(), knowledge.contradictions_today());
    Ok(Checklist { as_of, edition, verdict, findings, waivers, stale, contradictions, conditions, ends })
}

/// What one test comes to by itself, day by day, ignoring whether it applies and what waives it.
pub fn test(test: &Test, facts: &Facts, as_of: Date, program: &Program) -> Timeline {
    evaluate::run(test, &Knowledge::new(program, facts, as_of), as_of).0
}

/// Which editions decide from the day of the check on.
pub(crate) fn deciding_editions<'a>(
    rulebook: &'a Rulebook,
    as_of: Date,
    pinned: Option<&'a Edition>,
) -> Result<Vec<(Date, Option<&'a Edition>)>, BeforeFirstEditionError> {
    if let Some(edition) = pinned {
        return Ok(vec![(as_of, Some(edition))]);
    }
    if as_of < rulebook.first_day() {
        return Err(BeforeFirstEditionError { day: as_of, begins: rulebook.first_day() });
    }
    let mut editions = vec![(as_of, rulebook.in_force(as_of))];
    let later = rulebook.schedule.iter().filter(|(from, _)| *from > as_of);
    editions.extend(later.map(|(from, edition)| (*from, edition.map(|at| &rulebook.editions[at]))));
    Ok(editions)
}

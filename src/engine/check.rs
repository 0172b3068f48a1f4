//! A rulebook, facts and a day make a checklist: which requirements hold, from which day, until which day, and why.
//!
//! In: a [`Rulebook`], [`Facts`], the day of the check. Out: a [`Checklist`]. Pure: no clock, file, network or terminal.
//! The explanation is the evaluation: every finding carries what was measured and which rows counted.

mod caveat;
mod daily;
pub(crate) mod decide;
pub(crate) mod elapsed;
mod evaluate;
mod knowledge;
mod measure;
pub(crate) mod rows;

use crate::facts::{Facts, Waiver};
use crate::rulebook::{Edition, Program, Reading, Requirement, Rulebook, Test};
use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};

pub use caveat::Caveat;
pub use elapsed::Length;
pub use evaluate::{Measurement, TestResult};
pub use knowledge::{Contradiction, Knowledge, Stale, strict};
pub(crate) use knowledge::{RowsKnown, text_name};
pub use rows::{RowOutcome, RowStatus};

pub(crate) use decide::combine;
use decide::{Decision, EditionSegment, WaiverEffects, decide};
use evaluate::EditionTests;
pub(crate) use evaluate::{length_of, run};

/// Everything that is to be said about one applicant on one day.
#[derive(Debug)]
pub struct Checklist<'a> {
    /// The day of the check.
    pub as_of: Date,
    /// The edition in force on that day; None in a gap between editions.
    pub edition: Option<&'a Edition>,
    /// The root's answer, over all editions.
    pub verdict: Verdict<'a>,
    /// One for each requirement of the edition, by its index.
    pub findings: Vec<Finding<'a>>,
    /// Each waiver of the facts file, and its status.
    pub waivers: Vec<WaiverEffect<'a>>,
    /// Facts that were observed too long ago, by index.
    pub stale: Vec<Stale>,
    /// Facts that contradict each other.
    pub contradictions: Vec<Contradiction<'a>>,
    /// What qualifies the verdict, in a fixed order.
    pub conditions: Vec<Caveat>,
    /// The last day of an edition that no other follows: the next such day, or the one before the day of the check.
    pub ends: Option<Date>,
}

/// Whether the applicant gets in.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// The root's status and dates, editions and waivers followed.
    pub outcome: Outcome,
    /// True if the applicant already has access: then the outcome says what is asked of newcomers.
    pub held: bool,
    /// The same, day by day.
    pub timeline: Timeline,
    /// Which edition decides from which day on.
    pub editions: Vec<(Date, Option<&'a Edition>)>,
    /// True if no single other reading changes it, and it rests on no stale fact.
    pub firm: bool,
    /// The readings that would change it.
    pub sensitive_to: Vec<AlternativeOutcome<'a>>,
    /// The stale facts that it rests on, by index.
    pub rests_on: Vec<usize>,
}

/// The verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The applicant meets the requirements.
    Eligible,
    /// It does not, and won't by the passing of time.
    NotEligible,
    /// It will by the passing of time.
    Pending,
    /// What is known does not settle it.
    Unknown,
    /// It already has access.
    Held,
}

impl From<Status> for Standing {
    /// What a root's status comes to, for an applicant that has no access yet.
    fn from(status: Status) -> Standing {
        match status {
            Status::Met | Status::NotApplicable => Standing::Eligible,
            Status::Unmet => Standing::NotEligible,
            Status::Pending => Standing::Pending,
            Status::Unknown => Standing::Unknown,
        }
    }
}

impl Verdict<'_> {
    /// The verdict in a word.
    pub fn standing(&self) -> Standing {
        if self.held { Standing::Held } else { self.outcome.status.into() }
    }
}

/// What is found of one requirement.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// Its status and dates, ignoring its own waivers.
    pub outcome: Outcome,
    /// The same, day by day.
    pub timeline: Timeline,
    /// What was measured on the day of the check; None of a group.
    pub tested: Option<TestResult<'a>>,
    /// True if no single other reading, its own or one below it, changes the outcome, and it rests on no stale fact.
    pub firm: bool,
    /// Its own other readings with their outcomes, then those below it that would change its own.
    pub readings: Vec<AlternativeOutcome<'a>>,
    /// The stale facts that it rests on, by index.
    pub rests_on: Vec<usize>,
    /// The waiver that counts on the day of the check.
    pub waived: Option<&'a Waiver>,
}

impl Finding<'_> {
    /// True if it holds on the day of the check, ignoring its waivers.
    pub fn holds(&self) -> bool {
        self.outcome.status == Status::Met
    }
}

/// The outcome if one test were read in another way.
#[derive(Debug, Clone)]
pub struct AlternativeOutcome<'a> {
    /// The requirement that would be interpreted differently.
    pub requirement: &'a Requirement,
    /// How.
    pub reading: &'a Reading,
    /// The outcome.
    pub outcome: Outcome,
    /// True if that differs from what came out.
    pub differs: bool,
    /// True if it is about whether the applicant already has access.
    pub of_access: bool,
}

/// A waiver, and its status.
#[derive(Debug, Clone, Copy)]
pub struct WaiverEffect<'a> {
    /// The waiver.
    pub waiver: &'a Waiver,
    /// True if a group, or the verdict, would come out differently on some day without it.
    pub changed_something: bool,
}

/// Where a requirement stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// It holds.
    Met,
    /// It does not hold, and won't by itself.
    Unmet,
    /// It does not hold yet, and will by the passing of time alone.
    Pending,
    /// What is known does not settle it.
    Unknown,
    /// It does not apply.
    NotApplicable,
}

/// A status and its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// Where it depends on the day of the check.
    pub status: Status,
    /// The first day on which it holds, if there is one.
    pub from: Option<Date>,
    /// The last day of that stretch, if it has one.
    pub until: Option<Date>,
}

impl Outcome {
    /// What a timeline comes to.
    pub fn from_timeline(timeline: &Timeline) -> Outcome {
        let later = |value| timeline.segments().iter().any(|segment| segment.value == value);
        let status = match timeline.now() {
            Truth::True => Status::Met,
            Truth::Unknown => Status::Unknown,
            Truth::False if later(Truth::True) => Status::Pending,
            Truth::False if later(Truth::Unknown) => Status::Unknown,
            Truth::False => Status::Unmet,
        };
        let (from, until) = timeline.true_from(timeline.start()).map_or((None, None), |(from, until)| (Some(from), until));
        Outcome { status, from, until }
    }
}

/// No edition of the program had begun on the day of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no edition is in force before {begins}")]
pub struct BeforeFirstEditionError {
    /// The first day of the first edition.
    pub begins: Date,
}

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
        return Err(BeforeFirstEditionError { begins: rulebook.first_day() });
    }
    let mut editions = vec![(as_of, rulebook.in_force(as_of))];
    let later = rulebook.schedule.iter().filter(|(from, _)| *from > as_of);
    editions.extend(later.map(|(from, edition)| (*from, edition.map(|at| &rulebook.editions[at]))));
    Ok(editions)
}

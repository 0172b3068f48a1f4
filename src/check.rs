//! A rulebook, facts and a day make a checklist: which requirements hold, from which day, until which day, and why.
//!
//! In: a [`Rulebook`], [`Facts`], the day of the check. Out: a [`Checklist`]. Pure: no clock, file, network or terminal.
//! The explanation is the evaluation: every finding carries what was measured and which rows counted.

mod daily;
pub(crate) mod elapsed;
mod evaluate;
mod measure;
pub(crate) mod rows;

use chrono_tz::Tz;
use hashbrown::HashSet;

use crate::day::Day;
use crate::facts::{Facts, Waiver};
use crate::rulebook::{Edition, Reading, Requirement, Rulebook, Test};
use crate::truth::{Timeline, Truth};

pub use elapsed::Length;
pub use evaluate::{Measured, Tested};
pub use rows::{RowUse, Use};

use evaluate::{Evaluated, Waived};
pub(crate) use evaluate::{combine, length_of, run};

/// Everything that is to be said about one applicant on one day.
#[derive(Debug)]
pub struct Checklist<'a> {
    /// The day of the check.
    pub as_of: Day,
    /// The edition in force on that day; None in a gap between editions.
    pub edition: Option<&'a Edition>,
    /// The root's answer, over all editions.
    pub verdict: Verdict<'a>,
    /// One for each requirement of the edition, by its place.
    pub findings: Vec<Finding<'a>>,
    /// Each waiver of the facts file, and what became of it.
    pub waivers: Vec<WaiverUse<'a>>,
}

/// Whether the applicant gets in.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// The root's status and dates, editions and waivers followed.
    pub outcome: Outcome,
    /// The same, day by day.
    pub timeline: Timeline,
    /// Which edition decides from which day on.
    pub editions: Vec<(Day, Option<&'a Edition>)>,
    /// True if no single other reading changes the outcome.
    pub firm: bool,
    /// The readings that would change it.
    pub hangs_on: Vec<Otherwise<'a>>,
}

/// What is found of one requirement.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// Its status and dates, its own waivers left aside.
    pub outcome: Outcome,
    /// The same, day by day.
    pub timeline: Timeline,
    /// What was measured on the day of the check; None of a group.
    pub tested: Option<Tested<'a>>,
    /// True if no single other reading, its own or one below it, changes the outcome.
    pub firm: bool,
    /// Its own other readings with their outcomes, then those below it that would change its own.
    pub readings: Vec<Otherwise<'a>>,
    /// The waiver that counts on the day of the check.
    pub waived: Option<&'a Waiver>,
}

/// What would come out if one test were read in another way.
#[derive(Debug, Clone)]
pub struct Otherwise<'a> {
    /// The requirement that would be read otherwise.
    pub requirement: &'a Requirement,
    /// How.
    pub reading: &'a Reading,
    /// What would come out.
    pub outcome: Outcome,
    /// True if that differs from what came out.
    pub differs: bool,
}

/// A waiver, and what became of it.
#[derive(Debug, Clone, Copy)]
pub struct WaiverUse<'a> {
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
    /// Where it stands on the day of the check.
    pub status: Status,
    /// The first day on which it holds, if there is one.
    pub from: Option<Day>,
    /// The last day of that stretch, if it has one.
    pub until: Option<Day>,
}

impl Outcome {
    /// What a timeline comes to.
    pub fn of(timeline: &Timeline) -> Outcome {
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
pub struct TooEarly {
    /// The first day of the first edition.
    pub begins: Day,
}

/// Checks one applicant. `held` is an edition that decides on every day, whatever is in force.
///
/// # Errors
/// The day is before the first edition.
pub fn check<'a>(rulebook: &'a Rulebook, facts: &'a Facts, as_of: Day, held: Option<&'a Edition>) -> Result<Checklist<'a>, TooEarly> {
    let editions = decisive(rulebook, as_of, held)?;
    let pieces: Vec<Piece<'a>> = editions
        .iter()
        .map(|(from, edition)| Piece {
            from: *from,
            evaluated: edition.map(|edition| evaluate::edition(rulebook, edition, facts, as_of, Waived::of(edition, &facts.waivers))),
        })
        .collect();
    let timeline = compose(as_of, &pieces, |evaluated| evaluated.granted(evaluated.edition.root).clone());
    let mut verdict = Verdict { outcome: Outcome::of(&timeline), timeline, editions, firm: true, hangs_on: Vec::new() };
    let findings = pieces[0].evaluated.as_ref().map_or_else(Vec::new, |evaluated| find(rulebook, evaluated, facts, as_of));
    weigh_readings(rulebook, facts, as_of, &pieces, &findings, &mut verdict);
    let waivers = facts
        .waivers
        .iter()
        .map(|waiver| WaiverUse { waiver, changed_something: pieces.iter().any(|piece| piece.changed_by(waiver, &facts.waivers)) })
        .collect();
    let edition = pieces[0].evaluated.as_ref().map(|evaluated| evaluated.edition);
    let findings =
        pieces.into_iter().next().and_then(|piece| piece.evaluated).map_or(Vec::new(), |evaluated| hand_over(evaluated, findings));
    Ok(Checklist { as_of, edition, verdict, findings, waivers })
}

/// What one test comes to by itself, day by day, whether it applies and what waives it left aside.
pub fn test(test: &Test, facts: &Facts, as_of: Day, zone: Tz) -> Timeline {
    evaluate::run(test, facts, as_of, zone).0
}

/// Which editions decide from the day of the check on.
pub(crate) fn decisive<'a>(
    rulebook: &'a Rulebook,
    as_of: Day,
    held: Option<&'a Edition>,
) -> Result<Vec<(Day, Option<&'a Edition>)>, TooEarly> {
    if let Some(edition) = held {
        return Ok(vec![(as_of, Some(edition))]);
    }
    if as_of < rulebook.begins() {
        return Err(TooEarly { begins: rulebook.begins() });
    }
    let mut editions = vec![(as_of, rulebook.in_force(as_of))];
    let later = rulebook.schedule.iter().filter(|(from, _)| *from > as_of);
    editions.extend(later.map(|(from, edition)| (*from, edition.map(|at| &rulebook.editions[at]))));
    Ok(editions)
}

/// An edition's evaluation, and the day from which it decides. None where no edition is in force.
struct Piece<'a> {
    from: Day,
    evaluated: Option<Evaluated<'a>>,
}

impl Piece<'_> {
    fn changed_by(&self, waiver: &Waiver, all: &[Waiver]) -> bool {
        let Some(evaluated) = &self.evaluated else { return false };
        let others = || all.iter().filter(|other| other.requirement != waiver.requirement);
        let without = evaluated.with_waivers(Waived::of(evaluated.edition, others()));
        let with = evaluated.with_waivers(Waived::of(evaluated.edition, others().chain([waiver])));
        without.groups_differ(&with)
    }
}

/// One timeline out of those of the editions that follow each other.
fn compose<'a>(as_of: Day, pieces: &[Piece<'a>], of: impl Fn(&Evaluated<'a>) -> Timeline) -> Timeline {
    let unknown = Timeline::constant(as_of, Truth::Unknown);
    let mut whole = unknown.clone();
    for piece in pieces {
        let line = piece.evaluated.as_ref().map_or_else(|| unknown.clone(), &of);
        whole = whole.until_then(piece.from, &line);
    }
    whole
}

/// The findings of one edition, their readings weighed; what was tested is put in by [`hand_over`].
fn find<'a>(rulebook: &'a Rulebook, evaluated: &Evaluated<'a>, facts: &'a Facts, as_of: Day) -> Vec<Finding<'a>> {
    let requirements = &evaluated.edition.requirements;
    let mut findings: Vec<Finding<'a>> = requirements
        .iter()
        .enumerate()
        .map(|(at, requirement)| Finding {
            requirement,
            outcome: evaluated.outcome(at),
            timeline: evaluated.own(at).clone(),
            tested: None,
            firm: true,
            readings: Vec::new(),
            waived: facts
                .waivers
                .iter()
                .find(|waiver| waiver.requirement == requirement.id && waiver.from <= as_of && as_of <= waiver.until),
        })
        .collect();
    for (at, requirement) in requirements.iter().enumerate() {
        for reading in &requirement.readings {
            let read = evaluated.read(rulebook, facts, as_of, at, reading);
            let mut weigh = |place: usize, outcome: Outcome| {
                let differs = outcome != findings[place].outcome;
                findings[place].firm &= !differs;
                if differs || place == at {
                    findings[place].readings.push(Otherwise { requirement, reading, outcome, differs });
                }
            };
            weigh(at, read.outcome(evaluated, at));
            for above in &evaluated.edition.above[at] {
                weigh(*above, read.outcome(evaluated, *above));
            }
        }
    }
    // Its own readings first, then those of others in the rulebook's order.
    for finding in &mut findings {
        let own = finding.requirement;
        finding.readings.sort_by_key(|other| !std::ptr::eq(other.requirement, own));
    }
    findings
}

/// Which single other readings would change the verdict. A reading that several editions share is changed in all of them.
fn weigh_readings<'a>(
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    as_of: Day,
    pieces: &[Piece<'a>],
    findings: &[Finding<'a>],
    verdict: &mut Verdict<'a>,
) {
    // One edition for all days, and no waiver on its root: the root's finding has said it all.
    if let ([Piece { evaluated: Some(evaluated), .. }], false) = (pieces, !facts.waivers.is_empty()) {
        let root = &findings[evaluated.edition.root];
        verdict.firm = root.firm;
        verdict.hangs_on = root.readings.iter().filter(|other| other.differs).cloned().collect();
        return;
    }
    let mut seen = HashSet::new();
    for piece in pieces {
        let Some(edition) = piece.evaluated.as_ref().map(|evaluated| evaluated.edition) else { continue };
        for requirement in &edition.requirements {
            for reading in requirement.readings.iter().filter(|reading| seen.insert((&requirement.id, &reading.title.en))) {
                let line = compose(as_of, pieces, |evaluated| {
                    let place = evaluated.edition.find(&requirement.id);
                    let same = place.and_then(|at| {
                        let readings = &evaluated.edition.requirements[at].readings;
                        Some((at, readings.iter().find(|other| other.title == reading.title)?))
                    });
                    match same {
                        None => evaluated.granted(evaluated.edition.root).clone(),
                        Some((at, reading)) => {
                            evaluated.read(rulebook, facts, as_of, at, reading).granted(evaluated, evaluated.edition.root).clone()
                        }
                    }
                });
                let outcome = Outcome::of(&line);
                if outcome != verdict.outcome {
                    verdict.firm = false;
                    verdict.hangs_on.push(Otherwise { requirement, reading, outcome, differs: true });
                }
            }
        }
    }
}

/// Moves what was tested into the findings.
fn hand_over<'a>(evaluated: Evaluated<'a>, mut findings: Vec<Finding<'a>>) -> Vec<Finding<'a>> {
    for (finding, tested) in findings.iter_mut().zip(evaluated.into_tested()) {
        finding.tested = tested;
    }
    findings
}

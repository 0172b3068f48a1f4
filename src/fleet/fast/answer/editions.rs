//! Asks the engine about a record whose outcome is not known.
//!
//! In: the timelines of a record's tests, its waivers. Out: a [`Checklist`]. What tests mean for requirements, readings,
//! editions and the verdict is decided by [`decide`] alone; here is only which timeline belongs to which test of which edition.

use crate::engine::check::decide::{Decision, EditionSegment, TestTimelines, decide};
use crate::engine::check::{Checklist, WaiverEffect};
use crate::facts::Waiver;
use crate::fleet::answer::named_requirements;
use crate::fleet::fast::answer::distinct_tests::DistinctTests;
use crate::rulebook::edition::{Reading, Requirement};
use crate::rulebook::{Edition, Program, Rule, Test};
use crate::value::date::Date;
use crate::value::timeline::Timeline;

/// The editions that decide from the day of the check on.
#[derive(Debug)]
pub(crate) struct Editions<'f>(Vec<Segment<'f>>);

/// Days on which one edition decides, from the first on; None where no edition is in force.
#[derive(Debug)]
struct Segment<'f> {
    from: Date,
    edition: Option<(&'f Edition, TestIndex)>,
}

/// Which of a record's timelines are those of an edition's requirements.
#[derive(Debug)]
struct TestIndex {
    tests: Vec<Option<usize>>,
    readings: Vec<Vec<Option<usize>>>,
}

impl TestIndex {
    /// The tests of an edition, as far as an answer depends on them.
    fn new<'r>(program: &Program, edition: &'r Edition, tests: &mut DistinctTests<'r>) -> TestIndex {
        let named = |id: &Option<String>| edition.find(id.as_ref()?);
        let access = program.opening.as_ref().and_then(|opening| named(&opening.held));
        let invited = program.opening.as_ref().and_then(|opening| named(&opening.invited));
        let needed = needed(edition, [access, invited]);
        let ends = |at: usize| at == edition.root || Some(at) == access;
        let bears = |at: usize| needed[at] && (ends(at) || edition.above[at].iter().any(|above| ends(*above)));
        let requirements = || edition.requirements.iter().enumerate();
        let own = requirements().map(|(at, requirement)| match &requirement.rule {
            Rule::Test(test) if needed[at] => Some(tests.index_of(test)),
            _ => None,
        });
        TestIndex {
            tests: own.collect(),
            readings: requirements()
                .map(|(at, requirement)| {
                    requirement.readings.iter().map(|one| bears(at).then(|| tests.index_of(read_otherwise(requirement, one)))).collect()
                })
                .collect(),
        }
    }
}

/// The requirements on which an answer depends: those that it names, those that say how the opening bears on an applicant, and all that these are made from.
fn needed(edition: &Edition, opening: [Option<usize>; 2]) -> Vec<bool> {
    let mut needed = vec![false; edition.requirements.len()];
    named_requirements(edition).chain(opening.into_iter().flatten()).for_each(|at| needed[at] = true);
    needed[edition.root] = true;
    // Parts come before what is made from them.
    for at in edition.order.iter().rev().copied() {
        if needed[at] {
            let requirement = &edition.requirements[at];
            if let Rule::Group(group) = &requirement.rule {
                group.children.iter().for_each(|child| needed[*child] = true);
            }
            requirement.applies_when.iter().for_each(|condition| needed[*condition] = true);
        }
    }
    needed
}

/// The timelines of a record, as an edition's tests.
struct Measured<'m> {
    index: &'m TestIndex,
    timelines: &'m [Timeline],
}

impl TestTimelines for Measured<'_> {
    fn test(&self, requirement: usize) -> Option<&Timeline> {
        self.index.tests[requirement].map(|at| &self.timelines[at])
    }

    fn reading(&self, requirement: usize, reading: usize) -> Option<&Timeline> {
        self.index.readings[requirement][reading].map(|at| &self.timelines[at])
    }
}

impl<'f> Editions<'f> {
    /// The editions that decide from a day on, and their tests.
    pub(crate) fn new(program: &Program, editions: Vec<(Date, Option<&'f Edition>)>, tests: &mut DistinctTests<'f>) -> Editions<'f> {
        let segment = |(from, edition): (Date, Option<&'f Edition>)| Segment {
            from,
            edition: edition.map(|edition| (edition, TestIndex::new(program, edition, tests))),
        };
        Editions(editions.into_iter().map(segment).collect())
    }

    /// The days on which another edition begins to decide.
    #[inline(always)]
    pub(crate) fn turns(&self) -> impl Iterator<Item = Date> {
        self.0.get(1..).unwrap_or_default().iter().map(|segment| segment.from)
    }

    /// What follows from a record's tests, whose timelines these are, and its waivers.
    pub(crate) fn decide<'w>(&'w self, program: &Program, as_of: Date, timelines: &[Timeline], waivers: &'w [Waiver]) -> Checklist<'w> {
        let segments: Vec<EditionSegment<'w, Measured<'_>>> = self
            .0
            .iter()
            .map(|segment| EditionSegment {
                from: segment.from,
                edition: segment.edition.as_ref().map(|(edition, index)| (*edition, Measured { index, timelines })),
            })
            .collect();
        let Decision { verdict, findings, conditions } = decide(program, as_of, &segments, waivers);
        let edition = self.0.first().and_then(|segment| segment.edition.as_ref()).map(|(edition, _)| *edition);
        // What a waiver changed is in no answer, and in no summary.
        let waivers = waivers.iter().map(|waiver| WaiverEffect { waiver, changed_something: false }).collect();
        // Records with facts that are stale, assumed or contradict each other are not decided here.
        let (stale, contradictions) = (Vec::new(), Vec::new());
        Checklist { as_of, edition, verdict, findings, waivers, stale, contradictions, conditions, ends: None }
    }
}

/// The test that a reading predicates. Without a renamed path the readings that follow from one are the main test, and records with
/// such a path are read the other way.
fn read_otherwise<'r>(requirement: &'r Requirement, reading: &'r Reading) -> &'r Test {
    match &requirement.rule {
        Rule::Test(main) if reading.implied => main,
        _ => &reading.test,
    }
}

//! Asks the engine about a record whose outcome is not known.
//!
//! In: the timelines of a record's tests, its waivers. Out: the answer's template and dates, which are kept for records like
//! it. What the tests mean for requirements, readings, editions and the verdict is decided by [`decide`] alone.

use crate::check::decide::{Decision, EditionSegment, TestTimelines, decide};
use crate::check::{Checklist, WaiverUse};
use crate::day::Day;
use crate::fleet::answer::named_requirements;
use crate::fleet::fast::record::Compiled;
use crate::fleet::fast::render::Template;
use crate::fleet::fast::summary::Profiled;
use crate::fleet::fast::unique::Tests;
use crate::fleet::profile::Profile;
use crate::rulebook::edition::{Reading, Requirement};
use crate::rulebook::{Edition, Program, Rule, Test};
use crate::truth::Timeline;

/// Days on which one edition decides, from the first on; None where no edition is in force.
#[derive(Debug)]
pub(super) struct Segment<'f> {
    pub(super) from: Day,
    pub(super) edition: Option<(&'f Edition, TestIndex)>,
}

/// Which of a record's timelines are those of an edition's requirements.
#[derive(Debug)]
pub(super) struct TestIndex {
    tests: Vec<Option<usize>>,
    readings: Vec<Vec<Option<usize>>>,
}

impl TestIndex {
    /// The tests of an edition, as far as an answer depends on them.
    pub(super) fn new<'r>(program: &Program, edition: &'r Edition, tests: &mut Tests<'r>) -> TestIndex {
        let access = program.opening.as_ref().and_then(|opening| edition.find(opening.held.as_ref()?));
        let needed = needed(edition, access);
        let ends = |at: usize| at == edition.root || Some(at) == access;
        let bears = |at: usize| needed[at] && (ends(at) || edition.above[at].iter().any(|above| ends(*above)));
        let requirements = || edition.requirements.iter().enumerate();
        let own = requirements().map(|(at, requirement)| match &requirement.rule {
            Rule::Test(test) if needed[at] => Some(tests.place(test)),
            _ => None,
        });
        TestIndex {
            tests: own.collect(),
            readings: requirements()
                .map(|(at, requirement)| {
                    requirement.readings.iter().map(|one| bears(at).then(|| tests.place(read_otherwise(requirement, one)))).collect()
                })
                .collect(),
        }
    }
}

/// The requirements on which an answer depends: those that it names, the one that shows access, and all that these are made from.
fn needed(edition: &Edition, access: Option<usize>) -> Vec<bool> {
    let mut needed = vec![false; edition.requirements.len()];
    named_requirements(edition).chain(access).for_each(|at| needed[at] = true);
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

impl Compiled<'_> {
    /// Asks for a decision about the record that was measured last, and keeps what follows from it.
    #[inline(never)]
    pub(super) fn decide(&mut self) -> Option<(Template, [Day; 2])> {
        let as_of = self.as_of;
        let timelines: Vec<Timeline> = self.lines.iter().map(|line| self.courses.timeline(as_of, *line)).collect();
        let segments: Vec<EditionSegment<'_, Measured<'_>>> = self
            .segments
            .iter()
            .map(|segment| EditionSegment {
                from: segment.from,
                edition: segment.edition.as_ref().map(|(edition, index)| (*edition, Measured { index, timelines: &timelines })),
            })
            .collect();
        let Decision { verdict, findings } = decide(&self.engine.rulebook.program, as_of, &segments, &self.waivers);
        let (outcome, held) = (verdict.outcome, verdict.held);
        let edition = segments.first().and_then(|segment| segment.edition.as_ref()).map(|(edition, _)| *edition);
        // What a waiver changed is in no answer, and in no summary.
        let waivers = self.waivers.iter().map(|waiver| WaiverUse { waiver, changed_something: false }).collect();
        let mut checklist = Checklist { as_of, edition, verdict, findings, waivers };
        self.profiled = self.summed.then(|| {
            let profile = Profile::of(&checklist);
            let turn = profile.turn(outcome);
            Profiled::New(profile, turn)
        });
        let template = self.templates.learn(self.fleet, &mut checklist)?;
        if self.shaped {
            self.memo.keep((outcome, held), template);
        }
        Some((template, [outcome.from, outcome.until.map(Day::next)].map(|day| day.unwrap_or(as_of))))
    }
}

/// The test that a reading asks. Without a renamed path the readings that follow from one are the main test, and records with
/// such a path are read the other way.
fn read_otherwise<'r>(requirement: &'r Requirement, reading: &'r Reading) -> &'r Test {
    match &requirement.rule {
        Rule::Test(main) if reading.implied => main,
        _ => &reading.test,
    }
}

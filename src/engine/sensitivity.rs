//! On which requirements and facts a verdict depends.
//!
//! In: what a check takes. Out: by requirement, whether the verdict would be another if that requirement alone came out the
//! other way; by fact, whether it would be if that fact were unknown. Found by supposing so and comparing.

use crate::engine::check::decide::{EditionSegment, Headline, TestTimelines, outline};
use crate::engine::check::evaluate::EditionTests;
use crate::engine::check::{BeforeFirstEditionError, Knowledge, check, deciding_editions};
use crate::facts::{Fact, Facts};
use crate::rulebook::{Edition, Rule, Rulebook};
use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};

/// What a verdict depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sensitivity {
    /// By the index of a requirement of the edition in force: true if the verdict depends on its test.
    pub requirements: Vec<bool>,
    /// By the index of a fact: true if the verdict depends on its being known.
    pub facts: Vec<bool>,
}

/// An edition's tests, one of which comes out the other way on every day.
struct Flipped<'s, 'a> {
    main: &'s EditionTests<'a>,
    flipped: Option<(usize, Timeline)>,
}

impl TestTimelines for Flipped<'_, '_> {
    fn test(&self, requirement: usize) -> Option<&Timeline> {
        match &self.flipped {
            Some((at, timeline)) if *at == requirement => Some(timeline),
            _ => self.main.test(requirement),
        }
    }

    fn reading(&self, _: usize, _: usize) -> Option<&Timeline> {
        None
    }
}

/// Finds out what the verdict of a check depends on.
///
/// # Errors
/// The day is before the first edition.
pub fn sensitivity(
    rulebook: &Rulebook,
    facts: &Facts,
    as_of: Date,
    pinned: Option<&Edition>,
) -> Result<Sensitivity, BeforeFirstEditionError> {
    let editions = deciding_editions(rulebook, as_of, pinned)?;
    let knowledge = Knowledge::new(&rulebook.program, facts, as_of);
    let tested: Vec<(Date, Option<(&Edition, EditionTests<'_>)>)> = editions
        .into_iter()
        .map(|(from, edition)| (from, edition.map(|edition| (edition, EditionTests::run(edition, &knowledge)))))
        .collect();
    let headline = |flip: Option<&str>| -> Headline {
        let segments: Vec<EditionSegment<'_, Flipped<'_, '_>>> = tested
            .iter()
            .map(|(from, edition)| EditionSegment {
                from: *from,
                edition: edition.as_ref().map(|(edition, main)| {
                    let flipped = flip.and_then(|id| edition.find(id)).and_then(|at| Some((at, other_way(main.test(at)?))));
                    (*edition, Flipped { main, flipped })
                }),
            })
            .collect();
        outline(&rulebook.program, as_of, &segments, &facts.waivers).headline
    };
    let as_it_is = headline(None);
    let first = tested.first().and_then(|(_, edition)| edition.as_ref());
    let requirements = first.map_or_else(Vec::new, |(edition, _)| {
        let decides = |requirement: &crate::rulebook::Requirement| match requirement.rule {
            Rule::Test(_) => headline(Some(&requirement.id)) != as_it_is,
            Rule::Group(_) => false,
        };
        edition.requirements.iter().map(decides).collect()
    });
    let standing = check(rulebook, facts, as_of, pinned)?.verdict.standing();
    let without = |fact: usize| {
        let mut without = facts.clone();
        without.facts[fact] = Fact::default();
        check(rulebook, &without, as_of, pinned).map(|other| other.verdict.standing() != standing)
    };
    let known = |fact: usize| facts.facts[fact].on(as_of).is_some();
    let facts = (0..facts.facts.len()).map(|fact| Ok(known(fact) && without(fact)?)).collect::<Result<_, _>>()?;
    Ok(Sensitivity { requirements, facts })
}

/// A test that holds now fails on every day, and one that does not hold now holds on every day.
fn other_way(timeline: &Timeline) -> Timeline {
    Timeline::constant(timeline.start(), Truth::from(timeline.now() != Truth::True))
}

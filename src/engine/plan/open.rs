//! What is not known, and still matters.
//!
//! In: a [`Model`] and what its requirements come to on a day. Out: the tests that are open and that a requirement still
//! depends on ([`below`]), each with the facts that would settle it ([`unknown_facts`]).

use crate::engine::plan::model::unknown_facts;
use std::collections::BTreeSet;

use crate::engine::plan::model::{Model, NodeValues};
use crate::rulebook::{Logic, Rule};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// The open tests that a requirement depends on: those reached from it through nothing that is settled.
pub(crate) fn below(model: &Model<'_>, worths: &[NodeValues], day: Date, from: usize) -> BTreeSet<usize> {
    let mut tests = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<usize> = vec![from];
    while let Some(at) = open.pop() {
        if worths[at].own != Truth::Unknown || !seen.insert(at) {
            continue;
        }
        let requirement = &model.edition.requirements[at];
        open.extend(requirement.applies_when);
        match &requirement.rule {
            Rule::Test(_) if model.test(at, day) == Truth::Unknown => {
                tests.insert(at);
            }
            Rule::Test(_) => {}
            Rule::Group(group) => open.extend(group.children.iter().filter(|child| worths[**child].effective == Truth::Unknown)),
        }
    }
    tests
}

/// For each requirement, whether it is still of concern: reached from the root through nothing that holds already; and
/// whether it is reached at all.
pub(crate) fn unsettled(model: &Model<'_>, worths: &[NodeValues]) -> (Vec<bool>, Vec<bool>) {
    let reach = |stops: bool| {
        let mut reached = vec![false; worths.len()];
        let mut open = vec![model.edition.root];
        while let Some(at) = open.pop() {
            if (stops && worths[at].effective == Truth::True) || std::mem::replace(&mut reached[at], true) {
                continue;
            }
            let requirement = &model.edition.requirements[at];
            open.extend(requirement.applies_when);
            if let Rule::Group(group) = &requirement.rule {
                open.extend(&group.children);
            }
        }
        reached
    };
    (reach(true), reach(false))
}

/// The facts that would settle what a requirement depends on.
pub(crate) fn facts_below(model: &Model<'_>, worths: &[NodeValues], day: Date, from: usize) -> BTreeSet<usize> {
    let tests = below(model, worths, day, from);
    tests
        .into_iter()
        .filter_map(|at| if let Rule::Test(test) = &model.edition.requirements[at].rule { Some(test) } else { None })
        .flat_map(|test| unknown_facts(model, test, day))
        .collect()
}

/// The tests of an edition that are open on some day and bear on the root, or on what its remedies wait for.
pub(super) struct OpenTests {
    /// For each requirement that is such a test, what it has to come to; None where one thing wants it to hold and another
    /// that it does not.
    pub(super) wanted: Vec<Option<Truth>>,
    /// The facts that would settle those that one thing only is wanted of, by index.
    pub(super) facts: BTreeSet<usize>,
    /// All of them, whatever is wanted of them, each with a fact that would settle it.
    pub(super) tests: Vec<(usize, usize)>,
}

impl OpenTests {
    /// Looks for them from the root down, through nothing that holds on every day. Where a requirement applies only
    /// conditionally, it may hold for that reason alone, until a remedy makes the condition true: then nothing is passed over.
    pub(super) fn of(model: &Model<'_>) -> OpenTests {
        let edition = model.edition;
        let count = edition.requirements.len();
        // Whether it is reached as something that should hold, and as something that should not.
        let mut reached = vec![[false; 2]; count];
        let mut steps = BTreeSet::new();
        let conditional = edition.requirements.iter().any(|requirement| requirement.applies_when.is_some());
        let mut open: Vec<(usize, bool)> = vec![(edition.root, true)];
        while let Some((at, good)) = open.pop() {
            let settled = !conditional && model.course().iter().all(|(_, worths)| worths[at].effective == Truth::from(good));
            if settled || std::mem::replace(&mut reached[at][usize::from(good)], true) {
                continue;
            }
            let requirement = &edition.requirements[at];
            open.extend(requirement.applies_when.map(|condition| (condition, !good)));
            if let Rule::Group(group) = &requirement.rule {
                let below = good != (group.logic == Logic::None);
                open.extend(group.children.iter().map(|child| (*child, below)));
            }
            let mut names: Vec<&str> = requirement.remedy.iter().flat_map(|remedy| remedy.after.iter().map(String::as_str)).collect();
            while let Some(name) = names.pop() {
                if let Some(other) = edition.find(name) {
                    open.push((other, true));
                } else if let Some(step) = model.rulebook.program.steps.iter().find(|step| step.id == name)
                    && !model.is_done(step)
                    && steps.insert(name)
                {
                    names.extend(step.after.iter().chain(&step.needs).chain(&step.done).map(String::as_str));
                }
            }
        }
        let mut found = OpenTests { wanted: vec![None; count], facts: BTreeSet::new(), tests: Vec::new() };
        for (at, [bad, good]) in reached.iter().enumerate() {
            let Rule::Test(test) = &edition.requirements[at].rule else { continue };
            if !(*bad || *good) || !model.is_open(at) {
                continue;
            }
            let facts = unknown_facts(model, test, model.as_of);
            let facts = if facts.is_empty() { test.facts().into() } else { facts };
            found.tests.extend(facts.iter().map(|fact| (at, *fact)));
            if bad != good {
                found.wanted[at] = Some(Truth::from(*good));
                found.facts.extend(facts);
            }
        }
        found
    }
}

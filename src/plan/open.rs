//! What is not known, and still matters.
//!
//! In: a [`Model`] and what its requirements come to on a day. Out: the tests that are open and that a requirement still
//! hangs on ([`below`]), each with the facts that would settle it ([`unknown_facts`]).

use std::collections::BTreeSet;

use smallvec::SmallVec;

use crate::day::Day;
use crate::plan::model::{Model, Worth};
use crate::rulebook::{Rule, Test};
use crate::truth::Truth;

/// The open tests that a requirement hangs on: those reached from it through nothing that is settled.
pub(crate) fn below(model: &Model<'_>, worths: &[Worth], day: Day, from: usize) -> BTreeSet<usize> {
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
            Rule::Group(group) => open.extend(group.children.iter().filter(|child| worths[**child].seen == Truth::Unknown)),
        }
    }
    tests
}

/// The facts that an open test waits for, by place. A test of one fact waits for that, which is unknown or known in part; one
/// of several waits for those of which nothing is known. It is settled when all of them are answered.
pub(crate) fn unknown_facts(model: &Model<'_>, test: &Test, day: Day) -> SmallVec<[usize; 2]> {
    let mut facts: SmallVec<[usize; 2]> = test.facts().into_iter().collect();
    if facts.len() > 1 {
        facts.retain(|fact| model.facts.facts[*fact].on(day).is_none());
    }
    facts.dedup();
    facts
}

/// For each requirement, whether it is still of concern: reached from the root through nothing that holds already; and
/// whether it is reached at all.
pub(crate) fn unsettled(model: &Model<'_>, worths: &[Worth]) -> (Vec<bool>, Vec<bool>) {
    let reach = |stops: bool| {
        let mut reached = vec![false; worths.len()];
        let mut open = vec![model.edition.root];
        while let Some(at) = open.pop() {
            if (stops && worths[at].seen == Truth::True) || std::mem::replace(&mut reached[at], true) {
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

/// The facts that would settle what a requirement hangs on.
pub(crate) fn facts_below(model: &Model<'_>, worths: &[Worth], day: Day, from: usize) -> BTreeSet<usize> {
    let tests = below(model, worths, day, from);
    tests
        .into_iter()
        .filter_map(|at| if let Rule::Test(test) = &model.edition.requirements[at].rule { Some(test) } else { None })
        .flat_map(|test| unknown_facts(model, test, day))
        .collect()
}

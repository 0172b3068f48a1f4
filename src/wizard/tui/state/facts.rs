//! The facts behind a requirement.

use crate::rulebook::{Rule, Test};
use crate::wizard::session::view::Snapshot;

/// The fact to ask for a requirement: the first one of its test that isn't known, or below a group the first that is open.
pub fn fact_for_requirement(snapshot: &Snapshot<'_>, at: usize) -> Option<usize> {
    let mut places = vec![at];
    let mut known = None;
    while let Some(at) = places.pop() {
        match &snapshot.checklist.findings[at].requirement.rule {
            Rule::Group(group) => places.extend(group.children.iter().rev()),
            Rule::Test(test @ (Test::Value { .. } | Test::Length { .. } | Test::Elapsed { .. } | Test::Rows(_))) => {
                for fact in test.facts() {
                    if snapshot.facts.facts[fact].on(snapshot.as_of.day).is_none() {
                        return Some(fact);
                    }
                    known = known.or(Some(fact));
                }
            }
        }
    }
    known
}

/// The facts that a requirement looks at, those below a group included.
pub fn facts_for_requirement(snapshot: &Snapshot<'_>, at: usize) -> Vec<usize> {
    match &snapshot.checklist.findings[at].requirement.rule {
        Rule::Group(group) => group.children.iter().flat_map(|child| facts_for_requirement(snapshot, *child)).collect(),
        Rule::Test(test @ (Test::Value { .. } | Test::Length { .. } | Test::Elapsed { .. } | Test::Rows(_))) => test.facts(),
    }
}

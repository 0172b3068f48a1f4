//! What a plan does about facts that are not known.
//!
//! In: the scenario that takes everything unknown to be fine. Out: the scenario that counts on nothing unknown, or on as little
//! as there has to be ([`certain`]); and the sets of facts that would make the plan better if they were fine ([`shortcuts`]).
//!
//! Which sets are tried is bounded: all of them where four facts or fewer are unknown; otherwise what the plan depends on
//! together with one other fact, with two others where six or fewer are left, and with all of them. From each, facts are
//! dropped for as long as the plan stays as good: what remains is minimal. Counting on more facts never makes a plan worse.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use crate::engine::plan::open;
use crate::engine::plan::outcome::{Prefer, Through};
use crate::engine::plan::scenario::{Found, Scenario};
use crate::value::timeline::Truth;

/// All sets of so few unknown facts are tried.
const ALL_SETS: usize = 4;

/// Of so few facts that are left, pairs are tried.
const PAIRS: usize = 6;

/// No more facts than these are looked at, those that are found out most easily.
const MOST_FACTS: usize = 16;

/// No more sets than this are planned for.
const MOST_PLANS: usize = 64;

/// No more shortcuts than this are shown.
const MOST_SHOWN: usize = 5;

/// The scenario that counts on as little as there has to be.
pub(super) struct Certain<'a> {
    pub(super) scenario: Scenario<'a>,
    pub(super) found: Found,
    /// What it counts on all the same, because nothing else would help: tests of the edition under which everything will
    /// hold, by their indices, each with a fact.
    pub(super) depends_on: Vec<(usize, usize)>,
}

/// The scenario that counts on nothing that is not known; or, where there is none, on the fewest facts. None if there is no
/// set of facts whose being fine would be enough: where one thing wants a fact to be so, and another the opposite.
pub(super) fn certain<'a>(hopeful: &Scenario<'a>, prefer: Prefer, through: Through<'_>) -> Option<Certain<'a>> {
    let mut depends_on: Vec<(usize, usize)> = Vec::new();
    let mut good: Vec<usize> = Vec::new();
    loop {
        let scenario = hopeful.assuming(&good);
        if let Some(found) = scenario.choose(prefer, through) {
            return Some(Certain { scenario, found, depends_on });
        }
        let open = scenario.pieces.iter().filter_map(|piece| {
            let model = &piece.edition.as_ref()?.model;
            scenario.chooser(model, prefer, through).open_blockers(piece.from, piece.to)
        });
        let more = open.min_by_key(BTreeSet::len)?;
        let before = good.len();
        for (test, fact) in more {
            if !good.contains(&fact) {
                good.push(fact);
            }
            depends_on.push((test, fact));
        }
        if good.len() == before {
            return None;
        }
    }
}

/// All open tests that bear on the root, each with a fact that would settle it.
pub(super) fn everything_open(hopeful: &Scenario<'_>, found: &Found) -> Vec<(usize, usize)> {
    let decisive = hopeful.pieces.get(found.piece).and_then(|piece| piece.edition.as_ref());
    decisive.map_or_else(Vec::new, |decisive| decisive.open.tests.clone())
}

/// The facts that a choice in the hopeful scenario takes to be fine, by index.
pub(super) fn taken_as_fine(hopeful: &Scenario<'_>, found: &Found) -> Vec<usize> {
    let Some((_, model)) = hopeful.at(found.piece) else { return Vec::new() };
    let (day, deeds) = (found.chosen.day, &found.chosen.deeds);
    let worths = model.values_with(day, |at| deeds.iter().any(|deed| deed.lasts && deed.requirement as usize == at));
    let mut facts = open::facts_below(model, &worths, day, model.edition.root);
    let open = hopeful.open_facts();
    let remedies = deeds.iter().filter_map(|deed| model.remedies[deed.requirement as usize].as_ref());
    for name in remedies.flat_map(|way| way.remedy.after.iter()) {
        facts.extend(before(model, name).into_iter().filter(|fact| open.contains(fact)));
    }
    facts.into_iter().collect()
}

/// Facts that would show whether what a remedy waits for is there.
fn before(model: &crate::engine::plan::Model<'_>, name: &str) -> BTreeSet<usize> {
    let mut unknown = BTreeSet::new();
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = vec![name];
    while let Some(name) = open.pop() {
        if let Some(at) = model.edition.find(name) {
            unknown.extend(open::facts_below(model, model.by_itself(model.as_of), model.as_of, at));
        } else if let Some(step) = model.rulebook.program.steps.iter().find(|step| step.id == name && !model.is_done(step))
            && seen.insert(step.id.as_str())
        {
            open.extend(step.done.iter().chain(&step.needs).chain(&step.after).map(String::as_str));
        }
    }
    unknown
}

/// A set of facts, and what the plan would be if they were fine.
pub(super) struct Better<'a> {
    pub(super) facts: Vec<usize>,
    pub(super) scenario: Scenario<'a>,
    pub(super) found: Found,
}

/// The minimal sets of unknown facts that make the plan better than `sure`, best first. Without a sure plan, those that make
/// one at all.
pub(super) fn shortcuts<'a>(
    hopeful: &Scenario<'a>,
    sure: Option<&Found>,
    depends_on: &[(usize, usize)],
    prefer: Prefer,
    through: Through<'_>,
) -> Vec<Better<'a>> {
    let Some((_, model)) = hopeful.first() else { return Vec::new() };
    let mut facts: Vec<usize> = hopeful.open_facts().into_iter().collect();
    let needed = |fact: usize| depends_on.iter().any(|(_, other)| *other == fact);
    facts.sort_by_key(|fact| (!needed(*fact), model.rulebook.program.facts[*fact].effort));
    facts.truncate(MOST_FACTS);
    let mut search = Search { hopeful, facts: &facts, prefer, through, tried: HashMap::new(), left: MOST_PLANS };
    search.tried.insert(0, sure.map(|sure| sure.key.clone()));
    let base = facts.iter().enumerate().filter(|(_, fact)| needed(**fact)).map(|(at, _)| 1 << at).sum();
    let mut minimal: BTreeSet<Set> = BTreeSet::new();
    for set in sets(facts.len(), base) {
        let Some(key) = search.key(set) else { continue };
        if facts.len() <= ALL_SETS {
            if search.is_minimal(set, &key) {
                minimal.insert(set);
            }
        } else if search.tried[&0].as_ref().is_none_or(|sure| key < *sure) {
            minimal.extend(search.reduced(set, &key));
        }
    }
    let mut shown: Vec<(Vec<i128>, Set)> = minimal.into_iter().filter_map(|set| Some((search.key(set)?, set))).collect();
    shown.sort_by_key(|(key, set)| (key.clone(), set.count_ones(), *set));
    shown.truncate(MOST_SHOWN);
    let better = shown.into_iter().filter_map(|(_, set)| {
        let facts = search.named(set);
        let scenario = hopeful.assuming(&facts);
        let found = scenario.choose(prefer, through)?;
        Some(Better { facts, scenario, found })
    });
    better.collect()
}

/// Facts by their indices in the list that is looked at, as bits.
type Set = u32;

/// The sets that are tried, small ones first.
fn sets(count: usize, base: Set) -> Vec<Set> {
    let all: Set = (1 << count) - 1;
    if count <= ALL_SETS {
        return (1..=all).collect();
    }
    let rest: Vec<Set> = (0..count).map(|at| 1 << at).filter(|bit| base & bit == 0).collect();
    let mut sets = vec![base];
    sets.extend(rest.iter().map(|bit| base | bit));
    sets.push(all);
    if rest.len() <= PAIRS {
        sets.extend(rest.iter().enumerate().flat_map(|(at, one)| rest[..at].iter().map(move |other| base | one | other)));
    }
    sets.retain(|set| *set != 0);
    sets
}

struct Search<'s, 'a> {
    hopeful: &'s Scenario<'a>,
    facts: &'s [usize],
    prefer: Prefer,
    through: Through<'s>,
    /// What the best plan comes to, by the facts that it counts on.
    tried: HashMap<Set, Option<Vec<i128>>>,
    left: usize,
}

impl Search<'_, '_> {
    fn named(&self, set: Set) -> Vec<usize> {
        let mut facts: Vec<usize> = (0..self.facts.len()).filter(|at| set >> at & 1 == 1).map(|at| self.facts[at]).collect();
        facts.sort_unstable();
        facts
    }

    fn key(&mut self, set: Set) -> Option<Vec<i128>> {
        if let Some(known) = self.tried.get(&set) {
            return known.clone();
        }
        if self.left == 0 {
            return None;
        }
        self.left -= 1;
        let key = self.hopeful.assuming(&self.named(set)).choose(self.prefer, self.through).map(|found| found.key);
        self.tried.insert(set, key.clone());
        key
    }

    /// The set without one fact; without one that is hard to find out first.
    fn without(set: Set) -> impl Iterator<Item = Set> {
        (0..Set::BITS).rev().map(|at| 1 << at).filter(move |bit| set & bit != 0).map(move |bit| set & !bit)
    }

    /// True if every fact of the set is needed for what it comes to.
    fn is_minimal(&mut self, set: Set, key: &[i128]) -> bool {
        Search::without(set).all(|fewer| self.key(fewer).is_none_or(|other| key < other.as_slice()))
    }

    /// The set without the facts that are not needed for what it comes to; None if too many plans were made to know them all.
    fn reduced(&mut self, mut set: Set, key: &[i128]) -> Option<Set> {
        while let Some(fewer) = Search::without(set).find(|fewer| self.key(*fewer).is_some_and(|other| other.as_slice() <= key)) {
            set = fewer;
        }
        Search::without(set).all(|fewer| self.tried.contains_key(&fewer)).then_some(set)
    }
}

/// The open tests that come to `value`, as they should, if `facts` are fine, by their indices in the edition of a choice.
pub(super) fn settled_by(hopeful: &Scenario<'_>, found: &Found, facts: &[usize], value: Truth) -> Vec<usize> {
    let Some(decisive) = hopeful.pieces.get(found.piece).and_then(|piece| piece.edition.as_ref()) else { return Vec::new() };
    let better = decisive.model.assuming(facts, &decisive.open.wanted);
    let open = decisive.open.wanted.iter().enumerate().filter(|(_, wanted)| **wanted == Some(value));
    open.map(|(at, _)| at).filter(|at| !better.is_open(*at)).collect()
}

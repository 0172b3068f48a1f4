//! The plainest planner: every choice of remedies, every day for each, every day of eligibility.
//!
//! Whether a test holds on a day is asked of the checklist, rows really added; nothing of the planner is used.

use std::collections::BTreeMap;

use kaibo::check::check;
use kaibo::day::Day;
use kaibo::facts::{Extent, Facts, Known, Row};
use kaibo::kind::Value;
use kaibo::plan::Prefer;
use kaibo::rulebook::{Changes, Edition, Logic, Measure, Rule, Rulebook, Test};
use kaibo::truth::Truth;

/// Days are counted from the day of the check up to here.
pub(crate) const HORIZON: usize = 26;

/// What the search knows.
pub(crate) struct World<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) edition: &'a Edition,
    pub(crate) facts: &'a Facts,
    pub(crate) as_of: Day,
    /// What each test comes to on each day, whether it applies left aside.
    tests: Vec<Vec<Truth>>,
    /// For each requirement with a remedy and each day on which that is done, the days on which it holds through it.
    pub(crate) spans: BTreeMap<usize, Vec<(usize, usize)>>,
    /// For each set of remedies that help, as bits in the order of `spans`, the days on which the root is fine.
    root: Vec<Vec<bool>>,
    /// The first day on which each requirement is fine by itself.
    alone: Vec<Option<usize>>,
}

/// The best that was found: the day of eligibility, cost, effort, and whose remedies.
pub(crate) type Found = (usize, i64, u32, Vec<usize>);

impl<'a> World<'a> {
    /// `bare` is the same rulebook without conditions on what applies.
    pub(crate) fn new(rulebook: &'a Rulebook, bare: &'a Rulebook, facts: &'a Facts, as_of: Day) -> World<'a> {
        let edition = &rulebook.editions[0];
        let tests = lines(bare, facts, as_of);
        let mut spans = BTreeMap::new();
        for (at, requirement) in edition.requirements.iter().enumerate() {
            if let Some(remedy) = &requirement.remedy {
                let span = |done: usize| match (&remedy.changes, &requirement.rule) {
                    (Changes::AddsRows, Rule::Test(Test::Rows(test))) => added(bare, facts, as_of, at, test, done),
                    _ => (done, usize::MAX),
                };
                spans.insert(at, (0..HORIZON).map(span).collect());
            }
        }
        let mut world = World { rulebook, edition, facts, as_of, tests, spans, root: Vec::new(), alone: Vec::new() };
        world.root = (0..1usize << world.spans.len())
            .map(|bits| {
                let helped = |at: usize| world.spans.keys().position(|other| *other == at).is_some_and(|place| bits >> place & 1 == 1);
                (0..HORIZON).map(|day| world.fine(edition.root, day, &helped)).collect()
            })
            .collect();
        let places = 0..edition.requirements.len();
        world.alone = places.map(|at| (0..HORIZON).find(|day| world.fine(at, *day, &|_| false))).collect();
        world
    }

    /// Every requirement on one day, as groups see it: false, or fine. `helped` are those that a remedy makes hold.
    pub(crate) fn fine(&self, at: usize, day: usize, helped: &dyn Fn(usize) -> bool) -> bool {
        self.seen(at, day, helped) != Truth::False
    }

    /// Whether a requirement is fine without any remedy, its own waivers left aside.
    pub(crate) fn fine_alone(&self, at: usize, day: usize) -> bool {
        self.own(at, day, &|_| false) != Truth::False
    }

    fn seen(&self, at: usize, day: usize, helped: &dyn Fn(usize) -> bool) -> Truth {
        let date = self.as_of.plus(day as i32);
        let id = &self.edition.requirements[at].id;
        let waived = self.facts.waivers.iter().any(|waiver| waiver.requirement == *id && waiver.from <= date && date <= waiver.until);
        if waived { Truth::True } else { self.own(at, day, helped) }
    }

    fn own(&self, at: usize, day: usize, helped: &dyn Fn(usize) -> bool) -> Truth {
        let requirement = &self.edition.requirements[at];
        let value = match &requirement.rule {
            _ if helped(at) => Truth::True,
            Rule::Test(_) => self.tests[at][day],
            Rule::Group(group) => {
                let none = |_: usize| false;
                let helped: &dyn Fn(usize) -> bool = if group.logic == Logic::None { &none } else { helped };
                let values: Vec<Truth> = group.children.iter().map(|child| self.seen(*child, day, helped)).collect();
                let count = |wanted: Truth| values.iter().filter(|value| **value == wanted).count();
                let (holding, open) = (count(Truth::True), count(Truth::Unknown));
                let enough = |need: usize| {
                    if holding >= need {
                        Truth::True
                    } else if holding + open < need {
                        Truth::False
                    } else {
                        Truth::Unknown
                    }
                };
                match group.logic {
                    Logic::All => enough(values.len()),
                    Logic::Any { at_least } => enough(at_least),
                    Logic::None => !enough(1),
                }
            }
        };
        match requirement.applies_when {
            Some(condition) if self.own(condition, day, helped) == Truth::False => Truth::True,
            Some(condition) if self.own(condition, day, helped) == Truth::Unknown => value.max(Truth::Unknown),
            _ => value,
        }
    }

    /// The first day on which a requirement has come true; `done` tells on which day which remedy is done.
    fn comes(&self, at: usize, done: &BTreeMap<usize, usize>) -> Option<usize> {
        let alone = self.alone[at];
        let helped = done.get(&at).and_then(|done| self.spans[&at].get(*done)).filter(|(from, to)| from < to).map(|(from, _)| *from);
        let parts = match &self.edition.requirements[at].rule {
            Rule::Group(group) => {
                let mut parts: Vec<usize> = group.children.iter().filter_map(|child| self.comes(*child, done)).collect();
                parts.sort_unstable();
                match group.logic {
                    Logic::All => parts.get(group.children.len() - 1).copied(),
                    Logic::Any { at_least } => parts.get(at_least - 1).copied(),
                    Logic::None => None,
                }
            }
            Rule::Test(_) => None,
        };
        [alone, helped, parts].into_iter().flatten().min()
    }

    fn ready(&self, name: &str, done: &BTreeMap<usize, usize>) -> Option<usize> {
        if let Some(at) = self.edition.find(name) {
            return self.comes(at, done);
        }
        let step = self.rulebook.program.steps.iter().find(|step| step.id == name).unwrap();
        let proof = step.done.as_ref().map(|name| self.edition.find(name).unwrap());
        if proof.is_some_and(|proof| self.own(proof, 0, &|_| false) == Truth::True) {
            return Some(0);
        }
        let mut start = 0;
        for name in &step.after {
            start = start.max(self.ready(name, done)?);
        }
        Some(start + step.takes.unwrap().worst.count as usize)
    }

    fn takes(&self, at: usize) -> usize {
        self.edition.requirements[at].remedy.as_ref().unwrap().takes.unwrap().worst.count as usize
    }

    /// The first day on which the root is fine with these remedies, over every day for each of them.
    pub(crate) fn first_day(&self, chosen: &[usize], floor: Option<(usize, usize)>) -> Option<usize> {
        let mut best = HORIZON;
        self.try_days(chosen, 0, &mut BTreeMap::new(), floor, &mut best);
        (best < HORIZON).then_some(best)
    }

    fn try_days(&self, chosen: &[usize], next: usize, done: &mut BTreeMap<usize, usize>, floor: Option<(usize, usize)>, best: &mut usize) {
        let Some(at) = chosen.get(next).copied() else {
            let in_time = chosen.iter().all(|at| {
                let start = done[at] - self.takes(*at);
                let after = &self.edition.requirements[*at].remedy.as_ref().unwrap().after;
                after.iter().all(|name| self.ready(name, done).is_some_and(|day| day <= start))
            });
            if in_time {
                let helped = |day: usize| {
                    let helps =
                        |at: &usize| done.get(at).is_some_and(|done| self.spans[at][*done].0 <= day && day < self.spans[at][*done].1);
                    self.spans.keys().enumerate().filter(|(_, at)| helps(at)).map(|(place, _)| 1 << place).sum::<usize>()
                };
                *best = (0..*best).find(|day| self.root[helped(*day)][*day]).unwrap_or(*best);
            }
            return;
        };
        let first = floor.filter(|(place, _)| *place == at).map_or(0, |(_, start)| start);
        for start in first..HORIZON {
            let day = start + self.takes(at);
            if day >= *best {
                break;
            }
            done.insert(at, day);
            self.try_days(chosen, next + 1, done, floor, best);
        }
        done.remove(&at);
    }

    /// The best plan by an objective.
    pub(crate) fn best(&self, prefer: Prefer) -> Option<Found> {
        let remedied: Vec<usize> = self.spans.keys().copied().collect();
        let mut best: Option<Found> = None;
        for bits in 0..1usize << remedied.len() {
            let chosen: Vec<usize> = remedied.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, at)| *at).collect();
            let Some(day) = self.first_day(&chosen, None) else { continue };
            let remedy = |at: &usize| self.edition.requirements[*at].remedy.as_ref().unwrap();
            let cost = chosen.iter().map(|at| remedy(at).cost.as_ref().map_or(0, |cost| cost.units)).sum();
            let effort = chosen.iter().map(|at| u32::from(remedy(at).effort)).sum();
            let found = (day, cost, effort, chosen);
            let key = |found: &Found| {
                let (day, cost, effort) = (found.0 as i64, found.1, i64::from(found.2));
                let order = match prefer {
                    Prefer::Soonest => [day, cost, effort],
                    Prefer::Cheapest => [cost, day, effort],
                    Prefer::LeastEffort => [effort, day, cost],
                };
                (order, found.3.clone())
            };
            if best.as_ref().is_none_or(|best| key(&found) < key(best)) {
                best = Some(found);
            }
        }
        best
    }
}

/// What each test comes to on each day.
fn lines(bare: &Rulebook, facts: &Facts, as_of: Day) -> Vec<Vec<Truth>> {
    let checklist = check(bare, facts, as_of, Some(&bare.editions[0])).unwrap();
    let days = |line: &kaibo::truth::Timeline| (0..HORIZON).map(|day| line.on(as_of.plus(day as i32))).collect();
    checklist.findings.iter().map(|finding| days(&finding.timeline)).collect()
}

/// The days on which a test holds through rows dated `done`: with every amount up to a bound, the least that holds longest.
fn added(bare: &Rulebook, facts: &Facts, as_of: Day, at: usize, test: &kaibo::rulebook::RowsTest, done: usize) -> (usize, usize) {
    let window = test.window.unwrap();
    let from = done + window.seen_after.count as usize;
    let leaves = window.within.map_or(usize::MAX, |within| done + within.count as usize);
    let mut longest = (from, from);
    for amount in 0..8 {
        let mut more = facts.clone();
        for stretch in &mut more.facts[test.of].stretches {
            let Known::Rows(rows) = &mut stretch.known else { panic!("rows") };
            assert_ne!(rows.extent, Extent::AtMost);
            let (count, value) = if test.measure == Measure::CountRows { (amount, 1) } else { (1, amount) };
            let cells = [Some(Value::Date(as_of.plus(done as i32))), Some(Value::Number(value))];
            rows.rows.extend((0..count).map(|_| Row { cells: cells.clone().into() }));
        }
        let line = &lines(bare, &more, as_of)[at];
        let until = (from..HORIZON.min(leaves)).find(|day| line[*day] != Truth::True).unwrap_or(leaves);
        if until > longest.1 {
            longest = (from, until);
        }
        if until == leaves {
            break;
        }
    }
    longest
}

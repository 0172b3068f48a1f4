//! The plainest planner: every choice of remedies, every day for each, every day of eligibility.
//!
//! Whether a test holds on a day is asked of the checklist, rows really added; nothing of the planner is used.

use std::collections::{BTreeMap, BTreeSet};

use kaibo::engine::check::check;
use kaibo::engine::plan::Prefer;
use kaibo::facts::{Completeness, FactValue, Facts, Row, Rows, ValidityPeriod};
use kaibo::rulebook::test::Needed;
use kaibo::rulebook::{Changes, Edition, Logic, Measure, RowsTest, Rule, Rulebook, Test};
use kaibo::value::date::Date;
use kaibo::value::number::Comparison;
use kaibo::value::timeline::Truth;
use kaibo::value::value_type::Value;

/// Days are counted from the day of the check up to here.
pub(crate) const HORIZON: usize = 26;

/// What the search knows.
pub(crate) struct World<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) edition: &'a Edition,
    pub(crate) facts: &'a Facts,
    pub(crate) as_of: Date,
    /// What each test comes to on each day, ignoring whether it applies.
    tests: Vec<Vec<Truth>>,
    /// The same by what is known alone.
    known: Vec<Vec<Truth>>,
    /// For each requirement with a remedy and each day on which that is done, what it comes to with every amount.
    effects: BTreeMap<usize, Vec<Effect>>,
    /// For each set of remedies that help, as bits in the order of `effects`, the days on which the root holds.
    root: Vec<Vec<bool>>,
    /// The first day on which each requirement holds by itself.
    alone: Vec<Option<usize>>,
}

/// What a remedy does that is done on one day: from when to when what it adds counts, and for each amount the days on which
/// the test holds with it. Without amounts, it holds from the day on.
struct Effect {
    from: usize,
    leaves: usize,
    amounts: Option<Vec<Vec<bool>>>,
}

/// The best that was found: the day of eligibility, cost, effort, and whose remedies.
pub(crate) type Found = (usize, i64, u32, Vec<usize>);

impl<'a> World<'a> {
    /// `bare` is the same rulebook without conditions on what applies. What is unknown counts as not fulfilled, apart from
    /// `good` facts.
    pub(crate) fn new(rulebook: &'a Rulebook, bare: &'a Rulebook, facts: &'a Facts, as_of: Date, good: &[usize]) -> World<'a> {
        let edition = &rulebook.editions[0];
        let mut world = World {
            rulebook,
            edition,
            facts,
            as_of,
            tests: Vec::new(),
            known: lines(bare, facts, as_of),
            effects: BTreeMap::new(),
            root: Vec::new(),
            alone: Vec::new(),
        };
        for (at, requirement) in edition.requirements.iter().enumerate() {
            if let Some(remedy) = &requirement.remedy {
                let effect = |done: usize| match (&remedy.changes, &requirement.rule) {
                    (Changes::AddsRows, Rule::Test(Test::Rows(test))) => added(bare, facts, as_of, at, test, done),
                    _ => Effect { from: done, leaves: usize::MAX, amounts: None },
                };
                world.effects.insert(at, (0..HORIZON).map(effect).collect());
            }
        }
        world.count_on(good);
        world
    }

    /// Counts on `good` facts, and on nothing else that is not known.
    pub(crate) fn count_on(&mut self, good: &[usize]) {
        let edition = self.edition;
        self.tests = self.known.clone();
        let wanted = self.wanted();
        for (at, wanted) in wanted.iter().enumerate() {
            let Rule::Test(test) = &edition.requirements[at].rule else { continue };
            let hangs = !test.facts().is_empty() && test.facts().iter().filter(|fact| self.open(**fact)).all(|fact| good.contains(fact));
            if let (Some(value), true) = (wanted, hangs) {
                self.tests[at].iter_mut().filter(|truth| **truth == Truth::Unknown).for_each(|truth| *truth = *value);
            }
        }
        let root = (0..1usize << self.effects.len()).map(|bits| {
            let helped = |at: usize| self.effects.keys().position(|other| *other == at).is_some_and(|place| bits >> place & 1 == 1);
            (0..HORIZON).map(|day| self.fine(edition.root, day, &helped)).collect()
        });
        self.root = root.collect();
        let alone = (0..edition.requirements.len()).map(|at| (0..HORIZON).find(|day| self.fine(at, *day, &|_| false)));
        self.alone = alone.collect();
    }

    /// Takes a test to come to `value` on one day.
    pub(crate) fn set(&mut self, at: usize, day: usize, value: Truth) {
        self.tests[at][day] = value;
    }

    /// What a test comes to on one day.
    pub(crate) fn value(&self, at: usize, day: usize) -> Truth {
        self.tests[at][day]
    }

    /// True of a fact of which something is unknown on the day of the check.
    fn open(&self, fact: usize) -> bool {
        match self.facts.facts[fact].on(self.as_of) {
            None => true,
            Some(FactValue::Rows(rows)) => rows.completeness != Completeness::Complete,
            Some(FactValue::Value(_)) => false,
        }
    }

    /// For each open test that bears on the root, through nothing that is settled, what it has to come to; None where one
    /// thing wants it so and another the opposite.
    pub(crate) fn wanted(&self) -> Vec<Option<Truth>> {
        let mut ways = vec![BTreeSet::new(); self.edition.requirements.len()];
        self.reach(self.edition.root, true, &mut ways);
        let open = |at: usize| self.tests[at].contains(&Truth::Unknown) && matches!(self.edition.requirements[at].rule, Rule::Test(_));
        ways.iter()
            .enumerate()
            .map(|(at, ways)| ways.first().filter(|_| ways.len() == 1 && open(at)).map(|good| Truth::from(*good)))
            .collect()
    }

    fn reach(&self, at: usize, good: bool, ways: &mut [BTreeSet<bool>]) {
        let conditional = self.edition.requirements.iter().any(|requirement| requirement.applies_when.is_some());
        let settled = !conditional && (0..HORIZON).all(|day| self.seen(at, day, &|_| false) == Truth::from(good));
        if settled || !ways[at].insert(good) {
            return;
        }
        let requirement = &self.edition.requirements[at];
        if let Some(condition) = requirement.applies_when {
            self.reach(condition, !good, ways);
        }
        if let Rule::Group(group) = &requirement.rule {
            group.children.iter().for_each(|child| self.reach(*child, good != (group.logic == Logic::None), ways));
        }
        for name in requirement.remedy.iter().flat_map(|remedy| &remedy.after) {
            self.reach_name(name, ways);
        }
    }

    fn reach_name(&self, name: &str, ways: &mut [BTreeSet<bool>]) {
        if let Some(at) = self.edition.find(name) {
            return self.reach(at, true, ways);
        }
        let step = self.rulebook.program.steps.iter().find(|step| step.id == name).unwrap();
        let done = step.done.as_ref().is_some_and(|name| self.fine_alone(self.edition.find(name).unwrap(), 0));
        step.after.iter().chain(&step.done).filter(|_| !done).for_each(|name| self.reach_name(name, ways));
    }

    /// Every requirement on one day, as groups see it. `helped` are those that a remedy makes hold.
    pub(crate) fn fine(&self, at: usize, day: usize, helped: &dyn Fn(usize) -> bool) -> bool {
        self.seen(at, day, helped) == Truth::True
    }

    /// Whether a requirement holds without any remedy, ignoring its own waivers.
    pub(crate) fn fine_alone(&self, at: usize, day: usize) -> bool {
        self.own(at, day, &|_| false) == Truth::True
    }

    fn seen(&self, at: usize, day: usize, helped: &dyn Fn(usize) -> bool) -> Truth {
        let date = self.as_of.add_days(day as i32);
        let id = &self.edition.requirements[at].id;
        let waived = self.facts.waivers.iter().any(|waiver| waiver.requirement == *id && waiver.from <= date && date <= waiver.until);
        if waived { Truth::True } else { self.own(at, day, helped) }
    }

    fn own(&self, at: usize, day: usize, helped: &dyn Fn(usize) -> bool) -> Truth {
        let requirement = &self.edition.requirements[at];
        let value = match &requirement.rule {
            _ if helped(at) => Truth::True,
            Rule::Test(_) => self.tests[at][day],
            // Under `none` a remedy does harm, and never good.
            Rule::Group(group) if group.logic == Logic::None => {
                let none = |helped: &dyn Fn(usize) -> bool| {
                    let most = group.children.iter().map(|child| self.seen(*child, day, helped)).max();
                    !most.unwrap_or(Truth::False)
                };
                none(helped).min(none(&|_| false))
            }
            Rule::Group(group) => {
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
                    Logic::None => Truth::Unknown,
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
    fn comes(&self, at: usize, done: &Done) -> Option<usize> {
        let alone = self.alone[at];
        let helped =
            done.get(&at).filter(|(_, at_once)| *at_once).and_then(|(done, _)| self.effects[&at].get(*done)).map(|effect| effect.from);
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

    fn ready(&self, name: &str, done: &Done) -> Option<usize> {
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

    /// The remedies that some chosen one, or a step before it, waits for.
    fn waited_for(&self, chosen: &[usize]) -> BTreeSet<usize> {
        let mut names: Vec<&str> = Vec::new();
        for at in chosen {
            names.extend(self.edition.requirements[*at].remedy.iter().flat_map(|remedy| remedy.after.iter().map(String::as_str)));
        }
        let mut found = BTreeSet::new();
        while let Some(name) = names.pop() {
            if let Some(at) = self.edition.find(name) {
                found.insert(at);
                if let Rule::Group(group) = &self.edition.requirements[at].rule {
                    names.extend(group.children.iter().map(|child| self.edition.requirements[*child].id.as_str()));
                }
            } else {
                let step = self.rulebook.program.steps.iter().find(|step| step.id == name).unwrap();
                names.extend(step.after.iter().map(String::as_str));
            }
        }
        found.retain(|at| chosen.contains(at));
        found
    }

    /// For each day up to the horizon on which the root holds with these remedies, over every day for each of them, what that
    /// costs at least. The search ends where `enough` says so.
    fn outcomes(&self, chosen: &[usize], floor: Option<(usize, usize)>, enough: bool) -> Vec<(usize, i64)> {
        let waited = self.waited_for(chosen);
        let mut found: Vec<(usize, i64)> = Vec::new();
        for day in 0..HORIZON {
            let mut least = None;
            self.modes(chosen, &waited, &mut Vec::new(), &mut |modes| {
                self.try_days(&Try { chosen, modes, day, floor }, &mut Done::new(), &mut least);
            });
            found.extend(least.map(|cost| (day, cost)));
            if enough && !found.is_empty() {
                break;
            }
        }
        found
    }

    /// Each way to use the remedies: on the day of eligibility, as soon as they help because something waits for it, or both.
    fn modes(&self, chosen: &[usize], waited: &BTreeSet<usize>, modes: &mut Vec<Mode>, visit: &mut dyn FnMut(&[Mode])) {
        let Some(at) = chosen.get(modes.len()) else { return visit(modes) };
        for (lasts, at_once) in [(true, false), (false, true), (true, true)] {
            if !at_once || waited.contains(at) {
                modes.push(Mode { lasts, at_once });
                self.modes(chosen, waited, modes, visit);
                modes.pop();
            }
        }
    }

    fn try_days(&self, tried: &Try<'_>, done: &mut Done, least: &mut Option<i64>) {
        let Some(at) = tried.chosen.get(done.len()).copied() else {
            let in_time = tried.chosen.iter().all(|at| {
                let start = done[at].0 - self.takes(*at);
                let after = &self.edition.requirements[*at].remedy.as_ref().unwrap().after;
                after.iter().all(|name| self.ready(name, done).is_some_and(|day| day <= start))
            });
            let bits = self.effects.keys().enumerate().filter(|(_, at)| tried.lasts(**at)).map(|(place, _)| 1 << place).sum::<usize>();
            if in_time && self.root[bits][tried.day] {
                let costs = tried.chosen.iter().zip(tried.modes).map(|(at, mode)| self.cost(*at, done[at].0, tried.day, *mode));
                let cost = costs.sum();
                *least = Some(least.map_or(cost, |least: i64| least.min(cost)));
            }
            return;
        };
        let mode = tried.modes[done.len()];
        let first = tried.floor.filter(|(place, _)| *place == at).map_or(0, |(_, start)| start);
        for start in first..HORIZON - self.takes(at) {
            let day = start + self.takes(at);
            if day > tried.day {
                break;
            }
            if self.fit(at, day, tried.day, mode).is_none() {
                continue;
            }
            done.insert(at, (day, mode.at_once));
            self.try_days(tried, done, least);
            done.remove(&at);
        }
    }

    /// The least amount with which a remedy does what it is used for; None if none does.
    fn fit(&self, at: usize, done: usize, day: usize, mode: Mode) -> Option<usize> {
        let effect = self.effects[&at].get(done)?;
        let in_time = effect.from < effect.leaves && (!mode.lasts || (effect.from <= day && day < effect.leaves));
        let Some(amounts) = &effect.amounts else { return in_time.then_some(0) };
        let works = |days: &Vec<bool>| (!mode.lasts || days[day]) && (!mode.at_once || days.get(effect.from) == Some(&true));
        amounts.iter().position(works).filter(|_| in_time)
    }

    /// From the day of eligibility on, until when a requirement holds through its remedy.
    pub(crate) fn holds_until(&self, at: usize, done: usize, eligible: usize, live: usize) -> Option<usize> {
        let effect = self.effects[&at].get(done)?;
        let amount = self.fit(at, done, eligible, Mode { lasts: true, at_once: false });
        let helped = |day: usize| {
            amount.is_some_and(|amount| {
                effect.from <= day && day < effect.leaves && effect.amounts.as_ref().is_none_or(|all| all[amount][day])
            })
        };
        let holds = |day: usize| helped(day) || self.fine_alone(at, day);
        holds(eligible).then(|| (eligible..=live).find(|day| !holds(*day)).unwrap_or(live + 1))
    }

    /// What a remedy costs: in proportion to what has to be added, where that adds up.
    fn cost(&self, at: usize, done: usize, day: usize, mode: Mode) -> i64 {
        let requirement = &self.edition.requirements[at];
        let full = requirement.remedy.as_ref().unwrap().cost.as_ref().map_or(0, |cost| cost.units);
        let Rule::Test(Test::Rows(test)) = &requirement.rule else { return full };
        let adds_up = matches!(test.measure, Measure::CountRows | Measure::Sum(_))
            && requirement.remedy.as_ref().unwrap().changes == Changes::AddsRows;
        let Needed::Number { comparison, .. } = &test.is else { return full };
        let whole = match comparison {
            Comparison::AtLeast(least) => *least,
            Comparison::Above(bound) => bound + 1,
            _ => return full,
        };
        if !adds_up || whole < 2 {
            return full;
        }
        (full * self.fit(at, done, day, mode).unwrap() as i64 + whole - 1) / whole
    }

    /// The first day on which the root holds with these remedies.
    pub(crate) fn first_day(&self, chosen: &[usize], floor: Option<(usize, usize)>) -> Option<usize> {
        self.outcomes(chosen, floor, true).first().map(|(day, _)| *day)
    }

    /// The best plan by an objective.
    pub(crate) fn best(&self, prefer: Prefer) -> Option<Found> {
        let remedied: Vec<usize> = self.effects.keys().copied().collect();
        let mut best: Option<Found> = None;
        for bits in 0..1usize << remedied.len() {
            let chosen: Vec<usize> = remedied.iter().enumerate().filter(|(at, _)| bits >> at & 1 == 1).map(|(_, at)| *at).collect();
            let effort = chosen.iter().map(|at| u32::from(self.edition.requirements[*at].remedy.as_ref().unwrap().effort)).sum();
            for (day, cost) in self.outcomes(&chosen, None, prefer == Prefer::Soonest) {
                let found = (day, cost, effort, chosen.clone());
                let key = |found: &Found| (key(prefer, found), found.3.clone());
                if best.as_ref().is_none_or(|best| key(&found) < key(best)) {
                    best = Some(found);
                }
            }
        }
        best
    }
}

/// By what plans are compared: less is better.
pub(crate) fn key(prefer: Prefer, found: &Found) -> [i64; 3] {
    let (day, cost, effort) = (found.0 as i64, found.1, i64::from(found.2));
    match prefer {
        Prefer::Soonest => [day, cost, effort],
        Prefer::Cheapest => [cost, day, effort],
        Prefer::LeastEffort => [effort, day, cost],
    }
}

/// On which day each remedy is done, and whether something waits for it.
type Done = BTreeMap<usize, (usize, bool)>;

/// What a remedy is used for.
#[derive(Clone, Copy)]
struct Mode {
    lasts: bool,
    at_once: bool,
}

struct Try<'t> {
    chosen: &'t [usize],
    modes: &'t [Mode],
    day: usize,
    floor: Option<(usize, usize)>,
}

impl Try<'_> {
    fn lasts(&self, at: usize) -> bool {
        self.chosen.iter().zip(self.modes).any(|(chosen, mode)| *chosen == at && mode.lasts)
    }
}

/// What each test comes to on each day.
fn lines(bare: &Rulebook, facts: &Facts, as_of: Date) -> Vec<Vec<Truth>> {
    let checklist = check(bare, facts, as_of, Some(&bare.editions[0])).unwrap();
    let days = |line: &kaibo::value::timeline::Timeline| (0..HORIZON).map(|day| line.on(as_of.add_days(day as i32))).collect();
    checklist.findings.iter().map(|finding| days(&finding.timeline)).collect()
}

/// What rows dated `done` come to, with every amount up to a bound.
fn added(bare: &Rulebook, facts: &Facts, as_of: Date, at: usize, test: &RowsTest, done: usize) -> Effect {
    let window = test.window.unwrap();
    let from = done + window.seen_after.count as usize;
    let leaves = window.within.map_or(usize::MAX, |within| done + within.count as usize);
    let with = |amount: i64| {
        let date = as_of.add_days(done as i32);
        let line = &lines(bare, &with_rows(facts, test, date, amount), as_of)[at];
        line.iter().map(|truth| *truth == Truth::True).collect()
    };
    Effect { from, leaves, amounts: Some((0..8).map(with).collect()) }
}

/// The facts with as many rows added, or one with so much in it.
pub(crate) fn with_rows(facts: &Facts, test: &RowsTest, date: Date, amount: i64) -> Facts {
    let mut more = facts.clone();
    let (count, value) = if test.measure == Measure::CountRows { (amount, 1) } else { (1, amount) };
    let cells = [Some(Value::Date(date)), Some(Value::Number(value))];
    let rows: Vec<Row> = (0..count).map(|_| Row { cells: cells.clone().into() }).collect();
    let stretches = &mut more.facts[test.of].periods;
    if stretches.is_empty() {
        stretches.push(ValidityPeriod {
            until: None,
            value: FactValue::Rows(Rows { rows: Vec::new(), completeness: Completeness::AtLeast }),
            observed: None,
        });
    }
    for stretch in stretches {
        let FactValue::Rows(known) = &mut stretch.value else { panic!("rows") };
        known.rows.extend(rows.iter().cloned());
    }
    more
}

//! Which remedies to choose, and for which day.
//!
//! In: a [`Model`] and an objective. Out: the remedies with which the root holds on a day, best first by the objective
//! ([`Chooser::best`]); or what is in the way ([`Chooser::blockers`]).
//!
//! For one day, what makes a requirement hold is found from its parts upwards: nothing, its own remedy with what has to come
//! before that, or a choice for each of its parts. Where a part shares nothing with the rest, only its best choice is kept.

mod options;

use crate::engine::plan::price::{Chosen, Price};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::rc::Rc;

use hashbrown::HashMap;
use smallvec::SmallVec;

use crate::engine::plan::model::Model;
use crate::engine::plan::open;
use crate::engine::plan::outcome::Prefer;
use crate::engine::plan::timing::{ChosenRemedies, ChosenRemedy, EarliestStarts, Estimate, Timing};
use crate::rulebook::{Group, Logic, Rule};
use crate::value::date::Date;

use crate::engine::plan::timing::add;

/// Finds the best choice.
pub(super) struct Chooser<'m, 'a> {
    model: &'m Model<'a>,
    prefer: Prefer,
    /// A group, and the part of it that has to be among those chosen.
    forced: Option<(usize, usize)>,
    /// The currencies of all costs, by name.
    currencies: &'m [&'a str],
    /// True where a remedy can do harm: it makes a condition hold, so that something else applies that did not, or something
    /// that has to be false.
    harmful: bool,
    /// For each requirement, what it is made from and waits for.
    parts: Vec<Vec<usize>>,
    users: Vec<Vec<usize>>,
    /// True once some choices had to be dropped for their number.
    pub(super) dropped: Cell<bool>,
    befores: RefCell<HashMap<&'m str, Rc<Vec<ChosenRemedies>>>>,
}

impl<'m, 'a> Chooser<'m, 'a> {
    /// `currencies` are all those of any cost, by name.
    pub(super) fn new(model: &'m Model<'a>, prefer: Prefer, forced: Option<(usize, usize)>, currencies: &'m [&'a str]) -> Chooser<'m, 'a> {
        let requirements = &model.edition.requirements;
        let mut helped = vec![false; requirements.len()];
        for at in model.edition.order.iter().copied() {
            let by_parts = match &requirements[at].rule {
                Rule::Test(_) => false,
                Rule::Group(group) => group.children.iter().any(|child| helped[*child]),
            };
            helped[at] =
                by_parts || model.remedies[at].is_some() || requirements[at].applies_when.is_some_and(|condition| helped[condition]);
        }
        let excludes = |rule: &Rule| matches!(rule, Rule::Group(Group { logic: Logic::None, children, .. }) if children.iter().any(|child| helped[*child]));
        let harmful = requirements
            .iter()
            .any(|requirement| requirement.applies_when.is_some_and(|condition| helped[condition]) || excludes(&requirement.rule));
        let parts: Vec<Vec<usize>> = (0..requirements.len()).map(|at| parts_of(model, at)).collect();
        let mut users: Vec<Vec<usize>> = vec![Vec::new(); requirements.len()];
        for (at, parts) in parts.iter().enumerate() {
            for part in parts {
                users[*part].push(at);
            }
        }
        let (dropped, befores) = (Cell::new(false), RefCell::default());
        Chooser { model, prefer, forced, currencies, harmful, parts, users, dropped, befores }
    }

    /// The best choice for a day from `from` to the day before `to`.
    pub(super) fn best(&self, from: Date, to: Date) -> Option<Chosen> {
        let mut best: Option<Chosen> = None;
        for day in self.days(Estimate::Worst, from, to) {
            for deeds in self.options(day)[self.model.edition.root].clone() {
                if !Timing::new(self.model, &deeds, Some(day), Estimate::Worst, &EarliestStarts::default()).reaches_root() {
                    continue;
                }
                let price = self.price(&deeds, Some(day));
                let chosen = Chosen { day, deeds, price };
                if best.as_ref().is_none_or(|best| self.key(&chosen) < self.key(best)) {
                    best = Some(chosen);
                }
            }
            if self.prefer == Prefer::Soonest && best.is_some() {
                break;
            }
        }
        best
    }

    /// The first day on which a choice suffices if all goes well.
    pub(super) fn best_day(&self, chosen: &Chosen, from: Date) -> Date {
        let floors = EarliestStarts::default();
        let mut days = self.days(Estimate::Best, from, chosen.day.next()).into_iter();
        days.find(|day| Timing::new(self.model, &chosen.deeds, Some(*day), Estimate::Best, &floors).reaches_root()).unwrap_or(chosen.day)
    }

    /// By which choices are compared: the objective, the other two in their order, then the rulebook's.
    pub(super) fn key(&self, chosen: &Chosen) -> (Vec<i128>, ChosenRemedies) {
        let day = i128::from(chosen.day.since(self.model.as_of));
        let effort = i128::from(chosen.price.effort);
        let cost = || chosen.price.cost.iter().copied();
        let key = match self.prefer {
            Prefer::Soonest => std::iter::once(day).chain(cost()).chain([effort]).collect(),
            Prefer::Cheapest => cost().chain([day, effort]).collect(),
            Prefer::LeastEffort => [effort, day].into_iter().chain(cost()).collect(),
        };
        let mut places = chosen.deeds.clone();
        places.iter_mut().for_each(|deed| deed.lasts = true);
        places.dedup();
        (key, places)
    }

    /// What a choice costs if everything has to hold on `day`; without one, if nothing that is there already counted. A remedy
    /// without a cost costs nothing.
    pub(super) fn price(&self, deeds: &[ChosenRemedy], day: Option<Date>) -> Price {
        let floors = EarliestStarts::default();
        let mut timing: Option<Timing<'_, 'a>> = None;
        let mut price = Price { cost: SmallVec::from_elem(0, self.currencies.len()), effort: 0 };
        let mut last = None;
        for deed in deeds {
            if last.replace(deed.requirement) == Some(deed.requirement) {
                continue;
            }
            let Some(way) = &self.model.remedies[deed.requirement as usize] else { continue };
            price.effort += u32::from(way.remedy.effort);
            let place = deed.requirement as usize;
            let amount = day.filter(|_| way.is_priced_by_day()).and_then(|day| {
                let timing = timing.get_or_insert_with(|| Timing::new(self.model, deeds, Some(day), Estimate::Worst, &floors));
                timing.place(place)?.amount
            });
            if let Some(cost) = way.cost(amount)
                && let Ok(at) = self.currencies.binary_search(&cost.currency.as_str())
            {
                price.cost[at] += i128::from(cost.units);
            }
        }
        price
    }

    /// The days on which something may begin to hold: by itself, or through a remedy done as early as it can be.
    fn days(&self, pace: Estimate, from: Date, to: Date) -> BTreeSet<Date> {
        let mut days: BTreeSet<Date> = self.model.course().iter().map(|(day, _)| *day).collect();
        days.insert(from);
        let floors = EarliestStarts::default();
        for (at, way) in self.model.remedies.iter().enumerate() {
            let Some(way) = way else { continue };
            for mut deeds in self.before_remedy(at) {
                add(&mut deeds, ChosenRemedy { requirement: at as u32, lasts: false });
                let mut timing = Timing::new(self.model, &deeds, None, pace, &floors);
                // What does not help as soon as it counts may help later, once other rows have lapsed.
                let Some((_, done)) = timing.earliest_days(at) else { continue };
                days.extend(way.worth_trying(self.model, done).filter_map(|done| way.helps_from(done)));
            }
            days.extend(way.cheaper_days(self.model));
        }
        days.retain(|day| from <= *day && *day < to);
        days
    }

    /// The fewest requirements that are in the way on any day.
    pub(super) fn blockers(&self, from: Date, to: Date) -> Vec<usize> {
        let all = self.days(Estimate::Worst, from, to).into_iter().map(|day| self.in_the_way(day));
        all.min_by_key(BTreeSet::len).unwrap_or_default().into_iter().collect()
    }

    /// The fewest open tests, each with a fact that would settle it, without which everything would hold on some day. None if
    /// on every day something else is in the way.
    pub(super) fn open_blockers(&self, from: Date, to: Date) -> Option<BTreeSet<(usize, usize)>> {
        let model = self.model;
        let open_on = |day: Date| {
            let worths = model.by_itself(day);
            let mut all = BTreeSet::new();
            for at in self.in_the_way(day) {
                let tests = open::below(model, worths, day, at);
                if tests.is_empty() {
                    return None;
                }
                for test in tests {
                    if let Rule::Test(rule) = &model.edition.requirements[test].rule {
                        all.extend(crate::engine::plan::model::unknown_facts(model, rule, day).into_iter().map(|fact| (test, fact)));
                    }
                }
            }
            Some(all)
        };
        self.days(Estimate::Worst, from, to).into_iter().filter_map(open_on).min_by_key(BTreeSet::len)
    }

    /// The requirements that are in the way on one day.
    fn in_the_way(&self, day: Date) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        self.block(self.model.edition.root, &self.options(day), &mut found);
        found
    }

    fn block(&self, at: usize, options: &[Vec<ChosenRemedies>], found: &mut BTreeSet<usize>) {
        let requirement = &self.model.edition.requirements[at];
        if !options[at].is_empty() && at != self.model.edition.root {
            return;
        }
        let before = found.len();
        if let Some(way) = &self.model.remedies[at] {
            for name in way.remedy.after.iter().filter(|name| self.before(name).is_empty()) {
                self.block_before(name, found);
            }
        }
        match &requirement.rule {
            Rule::Group(group) if group.logic != Logic::None => {
                group.children.iter().for_each(|child| self.block(*child, options, found));
            }
            _ => {}
        }
        if found.len() == before {
            found.insert(at);
        }
    }

    fn block_before(&self, name: &str, found: &mut BTreeSet<usize>) {
        if let Some(at) = self.model.edition.find(name) {
            found.insert(at);
        } else if let Some(step) = self.model.rulebook.program.steps.iter().find(|step| step.id == name) {
            for name in step.after.iter().chain(&step.needs).filter(|name| self.before(name).is_empty()) {
                self.block_before(name, found);
            }
        }
    }
}

/// What a requirement is made from, and what its remedy waits for, through steps as well.
fn parts_of(model: &Model<'_>, at: usize) -> Vec<usize> {
    let requirement = &model.edition.requirements[at];
    let mut parts: Vec<usize> = requirement.applies_when.into_iter().collect();
    if let Rule::Group(group) = &requirement.rule {
        parts.extend(&group.children);
    }
    let mut open: Vec<&str> = requirement.remedy.iter().flat_map(|remedy| remedy.after.iter().map(String::as_str)).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop().filter(|_| seen.len() <= model.rulebook.program.steps.len()) {
        if let Some(part) = model.edition.find(name) {
            parts.push(part);
        } else if seen.insert(name) {
            let step = model.rulebook.program.steps.iter().find(|step| step.id == name);
            open.extend(step.into_iter().flat_map(|step| step.after.iter().chain(&step.needs)).map(String::as_str));
        }
    }
    parts.sort_unstable();
    parts.dedup();
    parts
}

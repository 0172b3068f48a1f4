//! A choice of remedies, put on its days.
//!
//! In: a scenario and what was chosen in it. Out: the actions of a [`Plan`], each with its day, cost and effect; the days that
//! they promise; and the other ways through the groups of which not all is needed.

use crate::engine::plan::choose::Chooser;
use crate::engine::plan::model::Model;
use crate::engine::plan::outcome::{Action, Alternative, DateEstimate, Plan, Wait};
use crate::engine::plan::place::{self, schedule};
use crate::engine::plan::price::Price;
use crate::engine::plan::scenario::{Found, Scenario};
use crate::engine::plan::steps::{self, Basis};
use crate::engine::plan::timing::{Access, ChosenRemedies, ChosenRemedy, EarliestStarts, Estimate, Timing};
use crate::rulebook::edition::Cost;
use crate::rulebook::{Group, Logic, Role, Rule};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// Puts a choice on its days, and fills in the plan, apart from its steps. `access` is what those wait for.
pub(super) fn carry_out<'a>(plan: &mut Plan<'a>, scenario: &Scenario<'a>, found: &Found, access: Access) -> Option<Carried<'a>> {
    let (piece, model) = scenario.at(found.piece)?;
    let chooser = scenario.chooser(model, plan.prefer, None);
    let (chosen, day) = (&found.chosen, found.chosen.day);
    let best = chooser.best_day(chosen, piece.from);
    let mut floors = EarliestStarts::default();
    let hopeful = model.hopeful();
    let ahead = steps::live(
        &hopeful,
        &Basis { deeds: &chosen.deeds, floors: &floors, best: Some(best), worst: Some(day), access: Access::AsPlanned },
    );
    let placed = schedule(model, &chosen.deeds, day, ahead.worst, &mut floors);
    plan.edition = Some(model.edition);
    plan.eligible = DateEstimate { best: Some(best), worst: Some(day) };
    plan.eligible_until = scenario.until(model.edition, &placed, day);
    plan.cost = costs(&scenario.currencies, &chosen.price);
    plan.effort = chosen.price.effort;
    plan.exact = found.exact;
    plan.actions = placed.iter().filter_map(|action| self::action(model, action, &chosen.deeds, day)).collect();
    plan.waits = waits(model, &chosen.deeds, day);
    let carried = Carried { model: hopeful, deeds: chosen.deeds.clone(), floors, eligible: plan.eligible };
    plan.live = steps::live(&carried.model, &carried.basis(access));
    Some(carried)
}

/// What does not hold on the day of the check, and holds by itself on `day`: reached from the root through nothing that holds
/// already.
fn waits<'a>(model: &Model<'a>, deeds: &[ChosenRemedy], day: Date) -> Vec<Wait<'a>> {
    let edition = model.edition;
    let fine = |at: usize, on: Date| model.fine(model.by_itself(on)[at]);
    let mut found = Vec::new();
    let mut seen = vec![false; edition.requirements.len()];
    let mut open = vec![edition.root];
    while let Some(at) = open.pop() {
        if fine(at, model.as_of) || std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let requirement = &edition.requirements[at];
        match &requirement.rule {
            Rule::Group(Group { logic: Logic::None, .. }) => {}
            Rule::Group(group) => open.extend(&group.children),
            Rule::Test(_) if fine(at, day) && !deeds.iter().any(|deed| deed.requirement as usize == at) => {
                let changes = || model.course().iter().map(|(from, _)| *from);
                let from = changes().filter(|from| *from <= day).rev().take_while(|from| fine(at, *from)).last();
                let until = changes().find(|change| *change > day && !fine(at, *change)).map(|change| change.add_days(-1));
                found.extend(from.map(|from| Wait { requirement, from, until }));
            }
            Rule::Test(_) => {}
        }
    }
    found.sort_by_key(|wait| wait.from);
    found
}

/// A choice on its days, which the steps are planned with.
pub(super) struct Carried<'a> {
    pub(super) model: Model<'a>,
    deeds: ChosenRemedies,
    floors: EarliestStarts,
    eligible: DateEstimate,
}

impl Carried<'_> {
    pub(super) fn basis(&self, access: Access) -> Basis<'_> {
        let DateEstimate { best, worst } = self.eligible;
        Basis { deeds: &self.deeds, floors: &self.floors, best, worst, access }
    }
}

fn action<'a>(model: &Model<'a>, action: &place::Action, deeds: &ChosenRemedies, day: Date) -> Option<Action<'a>> {
    let way = model.remedies[action.requirement].as_ref()?;
    // The same remedies, none of which has to hold on a certain day.
    let free: ChosenRemedies = deeds.iter().map(|deed| ChosenRemedy { lasts: false, ..*deed }).collect();
    let alone = Timing::new(model, &free, Some(day), Estimate::Worst, &EarliestStarts::default()).place(action.requirement);
    Some(Action {
        requirement: &model.edition.requirements[action.requirement],
        remedy: way.remedy,
        on: action.placed.start,
        done: DateEstimate { best: Some(action.best_done), worst: Some(action.placed.done) },
        no_later_than: action.no_later_than,
        holds: action.holds,
        amount: action.placed.amount,
        raise: way.raise(model),
        cost: way.cost(action.placed.amount),
        assumed: way.assumed,
        could_begin: alone.map(|placed| placed.start).filter(|alone| *alone < action.placed.start),
    })
}

fn costs(currencies: &[&str], price: &Price) -> Vec<Cost> {
    let paid = currencies.iter().zip(&price.cost).filter(|(_, units)| **units > 0);
    paid.map(|(currency, units)| Cost { units: i64::try_from(*units).unwrap_or(i64::MAX), currency: (*currency).to_owned() }).collect()
}

/// For each group of which not all is needed, what the plan would be with another part.
pub(super) fn alternatives<'a>(plan: &Plan<'a>, scenario: &Scenario<'a>, found: &Found) -> Vec<Alternative<'a>> {
    let Some((piece, model)) = scenario.at(found.piece) else { return Vec::new() };
    let (edition, chosen) = (model.edition, &found.chosen);
    let worths = model.by_itself(chosen.day);
    let with = model.values_with(chosen.day, |at| chosen.deeds.iter().any(|deed| deed.lasts && deed.requirement as usize == at));
    let mut others = Vec::new();
    for (at, group) in edition.requirements.iter().enumerate() {
        let Rule::Group(parts) = &group.rule else { continue };
        if group.role != Role::Main
            || !matches!(parts.logic, Logic::Any { .. })
            || worths[at].effective == Truth::True
            || !model.fine(with[at])
        {
            continue;
        }
        for child in parts.children.iter().filter(|child| !model.fine(with[**child])) {
            let chooser = Chooser::new(model, plan.prefer, Some((at, *child)), &scenario.currencies);
            let Some(other) = chooser.best(piece.from, piece.to) else { continue };
            let (floors, day) = (EarliestStarts::default(), other.day);
            let mut timing = Timing::new(model, &other.deeds, Some(day), Estimate::Worst, &floors);
            let own = timing.all().into_iter().filter(|(place, _)| !chosen.deeds.iter().any(|deed| deed.requirement as usize == *place));
            let own: Vec<_> = own.collect();
            let actions = own.iter().filter_map(|(place, placed)| {
                let takes = model.remedies[*place].as_ref()?.takes;
                let best_done = takes.map_or(placed.done, |takes| takes.best.reaches(placed.start));
                let holds = place::held(model, *place, placed, day);
                let placed = place::Action { requirement: *place, placed: *placed, best_done, no_later_than: placed.start, holds };
                action(model, &placed, &other.deeds, day)
            });
            others.push(Alternative {
                group,
                choose: &edition.requirements[*child],
                eligible_on: day,
                actions: actions.collect(),
                cost: costs(&scenario.currencies, &other.price),
                effort: other.price.effort,
            });
        }
    }
    others
}

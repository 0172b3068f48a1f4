//! What to do on which day: the first day on which everything holds at once, and from there to going live.
//!
//! In: a rulebook, facts, the checklist of a day, an objective. Out: a [`Plan`]: actions with their days, other ways, what to
//! find out first, the steps; or what makes it impossible. Days are promised by the worst durations, the best are beside them.
//!
//! The plan counts on nothing that is not known: a requirement that is not known to hold does not hold, and its remedy fixes
//! it. Where it has none, the plan depends on a fact, and promises no day. Beside it stand the shortcuts: plans that count on
//! named facts. A remedy changes its own requirement and no other.

mod awaited;
mod choose;
pub(crate) mod gain;
pub(crate) mod model;
pub(crate) mod open;
pub(crate) mod outcome;
mod place;
pub(crate) mod price;
mod remedy;
pub(crate) mod remedy_option;
mod scenario;
mod schedule;
mod steps;
mod timing;
mod unknown;

use crate::engine::plan::outcome::Through;
pub use crate::engine::plan::outcome::{
    Action, Alternative, DateEstimate, Dependence, Plan, Prefer, Rejected, Savings, Shortcut, StepPlan, StepStatus, Wait,
};
use std::collections::BTreeSet;

use crate::engine::check::Checklist;
use crate::facts::Facts;
use crate::rulebook::{Opening, OpeningState, Rulebook};
use crate::value::timeline::Truth;

use scenario::{Found, Scenario};
use steps::Basis;
use timing::Access;

pub use awaited::remedy_for;
pub(crate) use model::{Model, NodeValues};
pub use remedy::{Amount, cost_of_shortfall};
pub(crate) use steps::OPENING;

/// Makes the plan of an applicant, from the checklist of the same facts.
pub fn plan<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, prefer: Prefer) -> Plan<'a> {
    plan_through(rulebook, facts, checklist, prefer, None)
}

/// Makes the plan for the other requirements, where some make access impossible: advice for somebody who wants it anyway. None
/// where `plan`, made of the same facts, names nothing that makes access impossible.
pub fn plan_anyway<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, plan: &Plan<'a>) -> Option<Plan<'a>> {
    let aside: Vec<&str> = plan.barred_by().map(|requirement| requirement.id.as_str()).collect();
    (!aside.is_empty()).then(|| make(rulebook, facts, checklist, plan.prefer, None, &aside))
}

/// The same, going through a certain part of a certain group, both by name, where the edition has them.
pub fn plan_through<'a>(
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    checklist: &Checklist<'a>,
    prefer: Prefer,
    through: Through<'_>,
) -> Plan<'a> {
    make(rulebook, facts, checklist, prefer, through, &[])
}

fn make<'a>(
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    checklist: &Checklist<'a>,
    prefer: Prefer,
    through: Through<'_>,
    aside: &[&str],
) -> Plan<'a> {
    let hopeful = Scenario::hopeful(rulebook, facts, checklist, aside);
    let mut plan = Plan::nothing(prefer, checklist.as_of, checklist.edition);
    plan.held = checklist.verdict.held;
    plan.closed = closed(rulebook, checklist);
    plan.edition_ended = checklist.ends.filter(|day| *day < checklist.as_of);
    let Some((first, now)) = hopeful.first() else { return plan };
    if plan.held {
        let basis = Basis::without_choice(Access::Held);
        (plan.feasible, plan.live) = (true, steps::live(now, &basis));
        plan.steps = steps::plan(now, now, &basis, plan.live, false);
        return plan;
    }
    let Some(best_case) = hopeful.choose(prefer, through) else {
        let piece = &hopeful.pieces[first];
        let chooser = hopeful.chooser(now, prefer, None);
        let blockers = chooser.blockers(piece.from, piece.to);
        plan.blocked_by = blockers.into_iter().map(|at| &now.edition.requirements[at]).collect();
        plan.exact = !chooser.dropped.get();
        plan.steps = steps::plan(now, now, &Basis::without_choice(Access::AsPlanned), DateEstimate::default(), plan.closed.is_some());
        return plan;
    };
    plan.feasible = true;
    if hopeful.is_settled() {
        let certain = hopeful.assuming(&[]);
        fill(&mut plan, now, &certain, &best_case, true);
        plan.alternatives = schedule::alternatives(&plan, &certain, &best_case);
        return plan;
    }
    let certain = unknown::certain(&hopeful, prefer, through);
    let (scenario, found) = certain.as_ref().map_or((&hopeful, &best_case), |certain| (&certain.scenario, &certain.found));
    let depends_on: Vec<(usize, usize)> = match &certain {
        Some(certain) => certain.depends_on.clone(),
        None => unknown::everything_open(&hopeful, &best_case),
    };
    let sure = certain.is_some() && depends_on.is_empty();
    fill(&mut plan, now, scenario, found, sure);
    plan.alternatives = schedule::alternatives(&plan, scenario, found);
    if let Some(edition) = plan.edition {
        let dependence = |(test, fact): &(usize, usize)| Dependence { requirement: &edition.requirements[*test], fact: *fact };
        plan.depends_on = depends_on.iter().map(dependence).collect();
    }
    if !sure {
        plan.conditional = std::mem::take(&mut plan.eligible);
        plan.eligible_until = None;
        plan.could_hold = Some((best_case.chosen.day, unknown::taken_as_fine(&hopeful, &best_case)));
    }
    for better in unknown::shortcuts(&hopeful, Some(found).filter(|_| sure), &depends_on, prefer, through) {
        let mut other = Plan::nothing(prefer, plan.as_of, None);
        (other.feasible, other.closed) = (true, plan.closed);
        fill(&mut other, now, &better.scenario, &better.found, true);
        let [requirements, excluded] = [Truth::True, Truth::False].map(|value| {
            let settled = unknown::settled_by(&hopeful, &better.found, &better.facts, value);
            settled.into_iter().filter_map(|at| other.edition.map(|edition| &edition.requirements[at])).collect()
        });
        let saves = Some(found).filter(|_| sure).map(|_| Savings::between(&plan, &other));
        plan.shortcuts.push(Shortcut { facts: better.facts, requirements, excluded, saves, plan: other });
    }
    let asked = plan.depends_on.iter().map(|one| one.fact).chain(plan.shortcuts.iter().flat_map(|one| one.facts.iter().copied()));
    plan.find_out = asked.collect::<BTreeSet<usize>>().into_iter().collect();
    plan
}

/// Puts a choice and the steps after it on their days. `now` is the edition in force.
fn fill<'a>(plan: &mut Plan<'a>, now: &Model<'a>, scenario: &Scenario<'a>, found: &Found, sure: bool) {
    let closed = plan.closed.is_some();
    let access = if sure && !closed { Access::AsPlanned } else { Access::NoDay };
    let Some(carried) = schedule::carry_out(plan, scenario, found, access) else { return };
    plan.steps = steps::plan(now, &carried.model, &carried.basis(access), plan.live, closed);
}

/// The opening of a program that does not accept this applicant: one that is closed, or invites people and has not invited it.
fn closed<'a>(rulebook: &'a Rulebook, checklist: &Checklist<'_>) -> Option<&'a Opening> {
    let opening = rulebook.program.opening.as_ref().filter(|_| !checklist.verdict.held)?;
    let invited = || {
        let shown = opening.invited.as_ref();
        shown.is_some_and(|id| checklist.findings.iter().any(|finding| finding.requirement.id == *id && finding.holds()))
    };
    match opening.state {
        OpeningState::Closed => Some(opening),
        OpeningState::Invitation => (!invited()).then_some(opening),
        OpeningState::Open | OpeningState::Unverified => None,
    }
}

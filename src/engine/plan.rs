//! What to do on which day: the first day on which everything holds at once, and from there to going live.
//!
//! In: a rulebook, facts, the checklist of a day, an objective. Out: a [`Plan`]: actions with their days, other ways, what to
//! find out first, the steps; or what makes it impossible. Days are promised by the worst durations, the best are beside them.
//!
//! The plan counts on nothing that is not known: a requirement that is not known to hold does not hold, and its remedy fixes
//! it. Where it has none, the plan depends on a fact, and promises no day. Beside it stand the shortcuts: plans that count on
//! named facts. A remedy changes its own requirement and no other.

mod choose;
mod model;
pub(crate) mod open;
mod place;
mod remedy;
mod scenario;
mod schedule;
mod steps;
mod timing;
mod unknown;

use std::collections::BTreeSet;

use crate::engine::check::Checklist;
use crate::facts::Facts;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, Edition, Opening, OpeningState, Remedy, Requirement, Rulebook, Step};
use crate::value::date::Date;
use crate::value::number::Rational;
use crate::value::timeline::Truth;
use crate::value::value_type::Value;

use scenario::{Found, Scenario};
use steps::Basis;
use timing::Access;

pub(crate) use model::{Model, NodeValues};
pub use remedy::{Amount, cost_of_shortfall};
pub(crate) use steps::OPENING;

/// What a plan is to be best at. Ties are settled by the other two, in this order, then by the rulebook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// The first day.
    #[default]
    Soonest,
    /// The least money.
    Cheapest,
    /// The least effort.
    LeastEffort,
}

/// A day that is promised, and the one on which it can be if all goes well. None where nobody can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateEstimate {
    /// If all goes well.
    pub best: Option<Date>,
    /// At worst.
    pub worst: Option<Date>,
}

/// The way to eligibility, and on to going live.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What it is best at.
    pub prefer: Prefer,
    /// The day of the check.
    pub as_of: Date,
    /// The edition under which everything will hold.
    pub edition: Option<&'a Edition>,
    /// True if there is a way, what is unknown being fine.
    feasible: bool,
    /// The open tests that nothing can be done about but find out, each with a fact that would settle it. While there are
    /// any, no day is promised.
    pub depends_on: Vec<Dependence<'a>>,
    /// The first day on which everything holds at once, whatever is unknown; None in both if no such day can be promised.
    pub eligible: DateEstimate,
    /// Where the plan depends on facts, the same if they are fine.
    pub conditional: DateEstimate,
    /// Where the plan depends on facts, the first day on which everything could hold, and the facts that have to be fine for
    /// that: all that are unknown and matter.
    pub could_hold: Option<(Date, Vec<usize>)>,
    /// The last day of that stretch, with the actions on their days; None if it has no end.
    pub eligible_until: Option<Date>,
    /// When the last step that isn't optional is done; None in both where no such day can be promised.
    pub live: DateEstimate,
    /// True if the applicant already has access: the plan consists of the steps.
    pub held: bool,
    /// Why no day of access can be promised, whatever the applicant does: the program accepts nobody.
    pub closed: Option<&'a Opening>,
    /// The requirements that are in the way of any plan.
    pub blocked_by: Vec<&'a Requirement>,
    /// What to do, in the order of the days.
    pub actions: Vec<Action<'a>>,
    /// What the actions cost together, in each currency.
    pub cost: Vec<Cost>,
    /// The effort of the actions together.
    pub effort: u32,
    /// Other ways through groups of which not all is needed.
    pub alternatives: Vec<Alternative<'a>>,
    /// Plans that count on facts that are not known, best first.
    pub shortcuts: Vec<Shortcut<'a>>,
    /// Facts that are worth finding out, by index: those that the plan depends on, and those of the shortcuts.
    pub find_out: Vec<usize>,
    /// The program's steps, in its order.
    pub steps: Vec<StepPlan<'a>>,
    /// False if there were so many ways that some were not looked at.
    pub exact: bool,
}

impl<'a> Plan<'a> {
    /// True if there is a way, at least if what is unknown is fine.
    pub fn possible(&self) -> bool {
        self.feasible
    }

    /// True if it promises a day whatever is unknown.
    pub fn sure(&self) -> bool {
        self.feasible && self.depends_on.is_empty()
    }

    /// True unless the program accepts nobody.
    pub fn reachable(&self) -> bool {
        self.closed.is_none()
    }

    /// The worst day of going live and the last day of eligibility, where the first is later: access may be lost on the way.
    pub fn lapses_before_live(&self) -> Option<(Date, Date)> {
        self.live.worst.zip(self.eligible_until).filter(|(live, until)| live > until)
    }

    /// The requirements that make it impossible, because nothing is known that could be done about them.
    pub fn barred_by(&self) -> impl Iterator<Item = &'a Requirement> {
        self.blocked_by.iter().copied().filter(|requirement| requirement.remedy.is_none())
    }

    fn nothing(prefer: Prefer, as_of: Date, edition: Option<&'a Edition>) -> Plan<'a> {
        Plan {
            prefer,
            as_of,
            edition,
            feasible: false,
            depends_on: Vec::new(),
            eligible: DateEstimate::default(),
            conditional: DateEstimate::default(),
            could_hold: None,
            eligible_until: None,
            live: DateEstimate::default(),
            held: false,
            closed: None,
            blocked_by: Vec::new(),
            actions: Vec::new(),
            cost: Vec::new(),
            effort: 0,
            alternatives: Vec::new(),
            shortcuts: Vec::new(),
            find_out: Vec::new(),
            steps: Vec::new(),
            exact: true,
        }
    }
}

/// An open test that the plan depends on.
#[derive(Debug, Clone, Copy)]
pub struct Dependence<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// A fact that would settle it, by index.
    pub fact: usize,
}

/// A plan that counts on facts that are not known.
#[derive(Debug)]
pub struct Shortcut<'a> {
    /// The facts, by index. None of them can be left out.
    pub facts: Vec<usize>,
    /// What holds if they are fine.
    pub requirements: Vec<&'a Requirement>,
    /// What does not hold if they are fine, and must not.
    pub excluded: Vec<&'a Requirement>,
    /// What it saves; None where there is no sure plan.
    pub saves: Option<Savings>,
    /// The plan. It has no shortcuts and no alternatives of its own.
    pub plan: Plan<'a>,
}

/// What a shortcut saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Savings {
    /// By how many days it is earlier.
    pub days: i64,
    /// By how much it is cheaper, in each currency in which it is.
    pub cost: Vec<Cost>,
    /// By how much effort it is less; negative where it is more.
    pub effort: i64,
}

impl Savings {
    fn between(sure: &Plan<'_>, other: &Plan<'_>) -> Savings {
        let days = sure.eligible.worst.zip(other.eligible.worst).map_or(0, |(sure, other)| sure.since(other));
        let cost = sure.cost.iter().filter_map(|cost| {
            let same = other.cost.iter().find(|other| other.currency == cost.currency).map_or(0, |other| other.units);
            let units = cost.units - same;
            (units > 0).then(|| Cost { units, currency: cost.currency.clone() })
        });
        Savings { days, cost: cost.collect(), effort: i64::from(sure.effort) - i64::from(other.effort) }
    }
}

/// One thing to do.
#[derive(Debug)]
pub struct Action<'a> {
    /// For which requirement.
    pub requirement: &'a Requirement,
    /// What to do.
    pub remedy: &'a Remedy,
    /// The day on which to begin.
    pub on: Date,
    /// The days on which it is done.
    pub done: DateEstimate,
    /// The last day to begin that keeps the day of eligibility.
    pub no_later_than: Date,
    /// The first day on which the requirement holds, and the last if it has one.
    pub holds: (Date, Option<Date>),
    /// How much has to be added, where that can be said.
    pub amount: Option<Amount>,
    /// By how much the measure has to be raised, where that can be said, in the measured unit.
    pub raise: Option<Rational>,
    /// What it costs, if anything is known of that; what is there already is taken off.
    pub cost: Option<Cost>,
    /// True where the rulebook's figures stand for ones that only the applicant can know.
    pub assumed: bool,
    /// The first day on which it could be begun, where it is put later; that a later day holds longer is the reason.
    pub could_begin: Option<Date>,
}

/// Another way through a group.
#[derive(Debug)]
pub struct Alternative<'a> {
    /// The group.
    pub group: &'a Requirement,
    /// The part that would be chosen.
    pub choose: &'a Requirement,
    /// What this way asks for and the plan does not.
    pub actions: Vec<Action<'a>>,
    /// The first day on which everything would hold.
    pub eligible_on: Date,
    /// What the whole plan would cost, in each currency.
    pub cost: Vec<Cost>,
    /// Its effort.
    pub effort: u32,
}

/// Where a step depends on the day of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepStatus<'a> {
    /// The requirement that shows it holds.
    Done,
    /// It can be begun.
    Ready,
    /// Time, or a review that is under way, brings all that it waits for, by this day at worst.
    Waiting(Date),
    /// Somebody has to act first: the steps and requirements that it waits for.
    Blocked(Vec<&'a str>),
    /// What is known does not settle it.
    Unknown,
}

/// A step with its days.
#[derive(Debug)]
pub struct StepPlan<'a> {
    /// The step.
    pub step: &'a Step,
    /// Where it stands.
    pub status: StepStatus<'a>,
    /// The first day on which it can be begun, by the promised days; None if it is done, or if nobody can say.
    pub earliest: Option<Date>,
    /// The last day on which it can be begun without delaying the end.
    pub latest: Option<Date>,
    /// When it is done.
    pub finish: DateEstimate,
    /// By when it has to be done, if what it follows is done as early as it can be.
    pub deadline: Option<Date>,
    /// True if any delay of it delays the end.
    pub critical: bool,
    /// What was stated and can't be submitted so.
    pub rejected: Vec<Rejected<'a>>,
}

/// Something that was stated and can't be submitted so.
#[derive(Debug, Clone)]
pub struct Rejected<'a> {
    /// The requirement that it does not meet.
    pub requirement: &'a Requirement,
    /// What was stated.
    pub value: &'a Value,
    /// Its length, where that is what is limited.
    pub length: Option<i128>,
    /// The least and the greatest length, where all between them do; the greatest number there is stands for no end.
    pub limits: Option<(i64, i64)>,
}

impl Rejected<'_> {
    /// By how much the length is too small; negative where it is too great.
    pub fn distance(&self) -> Option<i128> {
        let (length, (least, most)) = self.length.zip(self.limits)?;
        Some(length.clamp(least.into(), most.into()) - length)
    }
}

impl StepPlan<'_> {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.step.actor
    }
}

/// A part of a group that a plan has to go through, both by name.
type Through<'t> = Option<(&'t str, &'t str)>;

/// Makes the plan of an applicant, from the checklist of the same facts.
pub fn plan<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, prefer: Prefer) -> Plan<'a> {
    plan_through(rulebook, facts, checklist, prefer, None)
}

/// The same, going through a certain part of a certain group, both by name, where the edition has them.
pub fn plan_through<'a>(
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    checklist: &Checklist<'a>,
    prefer: Prefer,
    through: Through<'_>,
) -> Plan<'a> {
    let hopeful = Scenario::hopeful(rulebook, facts, checklist);
    let mut plan = Plan::nothing(prefer, checklist.as_of, checklist.edition);
    plan.held = checklist.verdict.held;
    plan.closed = closed(rulebook, checklist);
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

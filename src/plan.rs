//! What to do on which day: the first day on which everything holds at once, and from there to going live.
//!
//! In: a rulebook, facts, the checklist of a day, an objective. Out: a [`Plan`]: actions with their days, other ways, what to
//! find out first, the steps; or what makes it impossible. Days are promised by the worst durations, the best are beside them.
//!
//! What is unknown is taken to be fine, and named under `find_out`. A remedy changes its own requirement and no other.

mod choose;
mod model;
pub(crate) mod open;
mod place;
mod remedy;
mod steps;
mod timing;

use std::collections::BTreeSet;

use crate::check::Checklist;
use crate::day::Day;
use crate::facts::Facts;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, Edition, Logic, Remedy, Requirement, Role, Rule, Rulebook, Step};
use crate::truth::Truth;

use choose::{Chooser, Chosen, Price};
use timing::{Deeds, Floors, Timing};

pub(crate) use model::{Model, Worth};
pub use remedy::Amount;

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
pub struct Promise {
    /// If all goes well.
    pub best: Option<Day>,
    /// At worst.
    pub worst: Option<Day>,
}

/// The way to eligibility, and on to going live.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What it is best at.
    pub prefer: Prefer,
    /// The day of the check.
    pub as_of: Day,
    /// The edition under which everything will hold.
    pub edition: Option<&'a Edition>,
    /// The first day on which everything holds at once; None in both if there is none.
    pub eligible: Promise,
    /// The last day of that stretch, with the actions on their days; None if it has no end.
    pub eligible_until: Option<Day>,
    /// When the last step that isn't optional is done.
    pub live: Promise,
    /// The requirements that stand in the way of any plan.
    pub blocked_by: Vec<&'a Requirement>,
    /// What to do, in the order of the days.
    pub actions: Vec<Action<'a>>,
    /// What the actions cost together, in each currency.
    pub cost: Vec<Cost>,
    /// The effort of the actions together.
    pub effort: u32,
    /// Other ways through groups of which not all is needed.
    pub alternatives: Vec<Alternative<'a>>,
    /// Facts that are taken to be fine and have to be found out, by place.
    pub find_out: Vec<usize>,
    /// The program's steps, in its order.
    pub steps: Vec<StepPlan<'a>>,
    /// False if there were so many ways that some were not looked at.
    pub exact: bool,
}

impl Plan<'_> {
    /// True if there is a day on which everything holds.
    pub fn possible(&self) -> bool {
        self.eligible.worst.is_some()
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
    pub on: Day,
    /// The days on which it is done.
    pub done: Promise,
    /// The last day to begin that keeps the day of eligibility.
    pub no_later_than: Day,
    /// The first day on which the requirement holds, and the last if it has one.
    pub holds: (Day, Option<Day>),
    /// How much has to be added, where that can be said.
    pub amount: Option<Amount>,
    /// What it costs, if anything is known of that.
    pub cost: Option<&'a Cost>,
    /// True where the rulebook's figures stand for ones that only the applicant can know.
    pub assumed: bool,
    /// The first day on which it could be begun, where it is put later; that a later day holds longer is the reason.
    pub could_begin: Option<Day>,
}

/// Another way through a group.
#[derive(Debug)]
pub struct Alternative<'a> {
    /// The group.
    pub group: &'a Requirement,
    /// The part that would be chosen.
    pub choose: &'a Requirement,
    /// The first day on which everything would hold.
    pub eligible_on: Day,
    /// What the whole plan would cost, in each currency.
    pub cost: Vec<Cost>,
    /// Its effort.
    pub effort: u32,
}

/// Where a step stands on the day of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepStatus<'a> {
    /// The requirement that shows it holds.
    Done,
    /// It can be begun.
    Ready,
    /// Time, or a review that is under way, brings all that it waits for, by this day at worst.
    Waiting(Day),
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
    pub earliest: Option<Day>,
    /// The last day on which it can be begun without delaying the end.
    pub latest: Option<Day>,
    /// When it is done.
    pub finish: Promise,
    /// By when it has to be done, if what it follows is done as early as it can be.
    pub deadline: Option<Day>,
    /// True if any delay of it delays the end.
    pub critical: bool,
}

impl StepPlan<'_> {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.step.actor
    }
}

/// An edition from the day on which it decides to the eve of the next one's.
struct Piece<'a> {
    from: Day,
    to: Day,
    model: Option<Model<'a>>,
}

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
    through: Option<(&str, &str)>,
) -> Plan<'a> {
    let as_of = checklist.as_of;
    let editions = &checklist.verdict.editions;
    let pieces: Vec<Piece<'a>> = editions
        .iter()
        .enumerate()
        .map(|(at, (from, edition))| Piece {
            from: *from,
            to: editions.get(at + 1).map_or(Day::NEVER, |(next, _)| *next),
            model: edition.map(|edition| Model::new(rulebook, edition, facts, as_of)),
        })
        .collect();
    let mut plan = Plan {
        prefer,
        as_of,
        edition: checklist.edition,
        eligible: Promise::default(),
        eligible_until: None,
        live: Promise::default(),
        blocked_by: Vec::new(),
        actions: Vec::new(),
        cost: Vec::new(),
        effort: 0,
        alternatives: Vec::new(),
        find_out: Vec::new(),
        steps: Vec::new(),
        exact: true,
    };
    let Some(first) = pieces.iter().find(|piece| piece.model.is_some()) else { return plan };
    match choose(&pieces, prefer, through) {
        Some((piece, model, chooser, chosen)) => carry_out(&mut plan, &pieces, first, piece, model, &chooser, &chosen),
        None => {
            let Some(model) = &first.model else { return plan };
            let chooser = Chooser::new(model, prefer, None);
            plan.blocked_by = chooser.blockers(first.from, first.to).into_iter().map(|at| &model.edition.requirements[at]).collect();
            plan.exact = !chooser.dropped.get();
            let basis = steps::Basis { deeds: &[], floors: &Floors::default(), best: None, worst: None };
            plan.steps = steps::plan(model, model, &basis, Promise::default());
        }
    }
    plan
}

/// The best choice over all editions.
fn choose<'p, 'a>(
    pieces: &'p [Piece<'a>],
    prefer: Prefer,
    through: Option<(&str, &str)>,
) -> Option<(&'p Piece<'a>, &'p Model<'a>, Chooser<'p, 'a>, Chosen)> {
    let mut best: Option<(&Piece<'a>, &Model<'a>, Chooser<'p, 'a>, Chosen)> = None;
    for piece in pieces {
        let Some(model) = &piece.model else { continue };
        let forced = through.and_then(|(group, part)| Some((model.edition.find(group)?, model.edition.find(part)?)));
        let chooser = Chooser::new(model, prefer, forced);
        let Some(chosen) = chooser.best(piece.from, piece.to) else { continue };
        let better = best.as_ref().is_none_or(|(.., known, other)| {
            let comparable = known.currencies == chooser.currencies;
            comparable && chooser.key(&chosen).0 < known.key(other).0
        });
        if better {
            best = Some((piece, model, chooser, chosen));
        }
        if prefer == Prefer::Soonest && best.is_some() {
            break;
        }
    }
    best
}

/// Puts a choice on its days, and fills in the plan.
fn carry_out<'a>(
    plan: &mut Plan<'a>,
    pieces: &[Piece<'a>],
    first: &Piece<'a>,
    piece: &Piece<'a>,
    model: &Model<'a>,
    chooser: &Chooser<'_, 'a>,
    chosen: &Chosen,
) {
    let day = chosen.day;
    let best = chooser.best_day(chosen, piece.from);
    let mut floors = Floors::default();
    let earliest = Timing::new(model, &chosen.deeds, Some(day), timing::Pace::Worst, &floors).all();
    let ahead = steps::live(model, &steps::Basis { deeds: &chosen.deeds, floors: &floors, best: Some(best), worst: Some(day) });
    let placed = place::place(model, &chosen.deeds, day, ahead.worst, &mut floors);
    let basis = steps::Basis { deeds: &chosen.deeds, floors: &floors, best: Some(best), worst: Some(day) };
    plan.edition = Some(model.edition);
    plan.eligible = Promise { best: Some(best), worst: Some(day) };
    plan.live = steps::live(model, &basis);
    plan.steps = steps::plan(first.model.as_ref().unwrap_or(model), model, &basis, plan.live);
    plan.eligible_until = until(pieces, model.edition, &placed, day);
    plan.cost = costs(chooser, &chosen.price);
    plan.effort = chosen.price.effort;
    for action in &placed {
        let requirement = &model.edition.requirements[action.requirement];
        let Some(way) = &model.ways[action.requirement] else { continue };
        let alone = Timing::new(model, &without_day(&chosen.deeds), Some(day), timing::Pace::Worst, &Floors::default())
            .place(action.requirement)
            .map(|placed| placed.start);
        plan.actions.push(Action {
            requirement,
            remedy: way.remedy,
            on: action.placed.start,
            done: Promise { best: Some(action.best_done), worst: Some(action.placed.done) },
            no_later_than: action.no_later_than,
            holds: action.holds,
            amount: way.amount(model, action.placed.done),
            cost: way.cost,
            assumed: way.assumed,
            could_begin: alone.filter(|alone| *alone < action.placed.start),
        });
    }
    let helped: Vec<usize> = earliest.iter().filter(|(_, placed)| placed.from <= day && day < placed.to).map(|(place, _)| *place).collect();
    let worths = model.values_with(day, |at| helped.contains(&at));
    let mut unknown = open::facts_below(model, &worths, day, model.edition.root);
    unknown.extend(plan.actions.iter().flat_map(|action| unknown_before(model, &action.remedy.after)));
    plan.find_out = unknown.into_iter().collect();
    plan.exact = !chooser.dropped.get();
    plan.alternatives = alternatives(plan.prefer, piece, model, chosen);
}

/// The same remedies, none of which has to hold on a certain day.
fn without_day(deeds: &Deeds) -> Deeds {
    deeds.iter().map(|deed| timing::Deed { lasts: false, ..*deed }).collect()
}

/// The last day of the stretch from `day` on which everything holds, over all editions.
fn until(pieces: &[Piece<'_>], edition: &Edition, placed: &[place::Action], day: Day) -> Option<Day> {
    let mut days: BTreeSet<Day> = placed.iter().flat_map(|action| [action.placed.from, action.placed.to]).collect();
    for piece in pieces {
        days.insert(piece.from);
        days.extend(piece.model.iter().flat_map(|model| model.course().iter().map(|(day, _)| *day)));
    }
    let holds = |on: Day| {
        let Some(Piece { model: Some(model), .. }) = pieces.iter().rev().find(|piece| piece.from <= on) else { return true };
        let helped = |at: usize| {
            let id = &model.edition.requirements[at].id;
            placed
                .iter()
                .any(|action| edition.requirements[action.requirement].id == *id && action.placed.from <= on && on < action.placed.to)
        };
        model.values_with(on, helped)[model.edition.root].fine()
    };
    days.into_iter().find(|on| *on > day && *on < Day::NEVER && !holds(*on)).map(|on| on.plus(-1))
}

fn costs(chooser: &Chooser<'_, '_>, price: &Price) -> Vec<Cost> {
    let paid = chooser.currencies.iter().zip(&price.cost).filter(|(_, units)| **units > 0);
    paid.map(|(currency, units)| Cost { units: i64::try_from(*units).unwrap_or(i64::MAX), currency: (*currency).to_owned() }).collect()
}

/// Facts that would show whether the steps before a remedy are done, where that is unknown.
fn unknown_before(model: &Model<'_>, names: &[String]) -> BTreeSet<usize> {
    let mut unknown = BTreeSet::new();
    let mut open: Vec<&str> = names.iter().map(String::as_str).collect();
    let mut seen = BTreeSet::new();
    while let Some(name) = open.pop() {
        let step = model.rulebook.program.steps.iter().find(|step| step.id == name && !model.is_done(step));
        let Some(step) = step.filter(|step| seen.insert(step.id.as_str())) else { continue };
        let shown = step.done.iter().chain(&step.needs).filter_map(|name| model.edition.find(name));
        unknown.extend(shown.flat_map(|at| open::facts_below(model, model.by_itself(model.as_of), model.as_of, at)));
        open.extend(step.after.iter().map(String::as_str));
    }
    unknown
}

/// For each group of which not all is needed, what the plan would be with another part.
fn alternatives<'a>(prefer: Prefer, piece: &Piece<'a>, model: &Model<'a>, chosen: &Chosen) -> Vec<Alternative<'a>> {
    let edition = model.edition;
    let worths = model.by_itself(chosen.day);
    let with = model.values_with(chosen.day, |at| chosen.deeds.iter().any(|deed| deed.lasts && deed.requirement as usize == at));
    let mut others = Vec::new();
    for (at, group) in edition.requirements.iter().enumerate() {
        let Rule::Group(parts) = &group.rule else { continue };
        // A part that is only taken to be fine may turn out otherwise: then the other ways matter as well.
        if group.role != Role::Main || !matches!(parts.logic, Logic::Any { .. }) || worths[at].seen == Truth::True || !with[at].fine() {
            continue;
        }
        for child in parts.children.iter().filter(|child| !with[**child].fine()) {
            let chooser = Chooser::new(model, prefer, Some((at, *child)));
            if let Some(other) = chooser.best(piece.from, piece.to) {
                others.push(Alternative {
                    group,
                    choose: &edition.requirements[*child],
                    eligible_on: other.day,
                    cost: costs(&chooser, &other.price),
                    effort: other.price.effort,
                });
            }
        }
    }
    others
}

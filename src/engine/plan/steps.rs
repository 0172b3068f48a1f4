//! The steps from here to going live.
//!
//! In: a program's steps, what is known of them, and the plan for eligibility. Out: for each step its status, between
//! which days it can be begun, when it is done at best and at worst; and the day of going live.

use crate::engine::check::result::Measurement;
use crate::engine::check::run;
use crate::engine::plan::model::Model;
use crate::engine::plan::outcome::{DateEstimate, Rejected, StepPlan, StepStatus};
use crate::engine::plan::place::latest_step;
use crate::engine::plan::timing::{Access, ChosenRemedy, EarliestStarts, Estimate, Scheduled, Timing, latest_start};
use crate::facts::FactValue;
use crate::rulebook::{Actor, Rule, Step, Test};
use crate::value::date::{Date, DurationRange, Period};
use crate::value::timeline::Truth;

/// The choice for eligibility that steps are planned with; without one, the root never holds.
pub(super) struct Basis<'p> {
    pub(super) deeds: &'p [ChosenRemedy],
    pub(super) floors: &'p EarliestStarts,
    /// The day of eligibility, at best and at worst.
    pub(super) best: Option<Date>,
    pub(super) worst: Option<Date>,
    /// What the steps after eligibility wait for.
    pub(super) access: Access,
}

impl Basis<'_> {
    /// Nothing is chosen, and there is no day of eligibility.
    pub(super) fn without_choice(access: Access) -> Basis<'static> {
        Basis { deeds: &[], floors: &NO_FLOORS, best: None, worst: None, access }
    }

    fn timing<'s, 'a>(&'s self, model: &'s Model<'a>, pace: Estimate) -> Timing<'s, 'a> {
        let day = if pace == Estimate::Best { self.best } else { self.worst };
        // Actions were put on their days for the worst; at best, each is done as early as it can be.
        let floors = if pace == Estimate::Best { &NO_FLOORS } else { self.floors };
        Timing::new(model, self.deeds, day, pace, floors).with_access(self.access)
    }
}

/// What a step waits for that only the platform can change, by the name under which a program says so.
pub(crate) const OPENING: &str = "opening";

static NO_FLOORS: EarliestStarts = EarliestStarts { deeds: Vec::new(), steps: Vec::new() };

/// The day of going live: when the last step that isn't optional is done. Without steps, the day of eligibility.
pub(super) fn live(model: &Model<'_>, basis: &Basis<'_>) -> DateEstimate {
    let end = |pace: Estimate, eligible: Option<Date>| {
        let mut timing = basis.timing(model, pace);
        let mut last = match basis.access {
            Access::AsPlanned => eligible?,
            Access::Held => model.as_of,
            Access::NoDay => return None,
        };
        for (at, step) in model.rulebook.program.steps.iter().enumerate() {
            if !step.optional && !model.is_done(step) {
                last = last.max(timing.step(at)?.done);
            }
        }
        Some(last)
    };
    let worst = end(Estimate::Worst, basis.worst);
    DateEstimate { best: end(Estimate::Best, basis.best).filter(|best| worst.is_none_or(|worst| *best <= worst)).or(worst), worst }
}

/// Every step, in the rulebook's order. `now` is the edition in force, by which the steps stand where they do. `closed` is
/// true where the platform accepts no applications: no applicant can take a step that follows eligibility.
pub(super) fn plan<'a>(now: &Model<'a>, model: &Model<'a>, basis: &Basis<'_>, live: DateEstimate, closed: bool) -> Vec<StepPlan<'a>> {
    let steps = &model.rulebook.program.steps;
    let mut timing = basis.timing(model, Estimate::Worst);
    let placed: Vec<Option<Scheduled>> =
        (0..steps.len()).map(|at| if model.is_done(&steps[at]) { None } else { timing.step(at) }).collect();
    let latest = latest_starts(model, basis, &placed, live);
    let mut standing = StepProgress { model: now, access: basis.access, worst: &placed, known: vec![None; steps.len()] };
    (0..steps.len())
        .map(|at| {
            let step = &steps[at];
            let mut status = standing.status_of(at);
            let follows = model.edition.requirements.get(model.edition.root).is_some_and(|root| step.after.contains(&root.id));
            if closed && follows && !matches!(status, StepStatus::Done | StepStatus::Blocked(_)) {
                status = StepStatus::Blocked(vec![OPENING]);
            }
            let earliest = if status == StepStatus::Done { None } else { timing.before_step(step) };
            let deadline = deadline(now, step, &placed);
            let in_time = deadline.zip(step.takes).map(|(limit, takes)| latest_start(takes.worst, limit));
            let latest = latest[at].map(|day| in_time.map_or(day, |limit| day.min(limit)));
            let latest = latest.zip(earliest).map(|(day, earliest)| day.max(earliest));
            StepPlan {
                step,
                earliest,
                latest,
                finish: finish(step, earliest, latest),
                deadline,
                critical: !step.optional && earliest.is_some() && latest == earliest,
                rejected: rejected(now, step),
                status,
            }
        })
        .collect()
}

/// When a step is done that is begun between two days: on the first of them if all goes well, on the last at worst.
fn finish(step: &Step, earliest: Option<Date>, latest: Option<Date>) -> DateEstimate {
    let done =
        |start: Option<Date>, pick: fn(DurationRange) -> Period| start.zip(step.takes).map(|(start, takes)| pick(takes).reaches(start));
    DateEstimate { best: done(earliest, |takes| takes.best), worst: done(latest.or(earliest), |takes| takes.worst) }
}

/// What was stated for a step and does not meet what it asks for.
fn rejected<'a>(now: &Model<'a>, step: &Step) -> Vec<Rejected<'a>> {
    let needs = step.needs.iter().filter_map(|name| now.edition.find(name));
    let unmet = needs.filter(|at| now.by_itself(now.as_of)[*at].effective == Truth::False);
    let shown = |at: usize| {
        let requirement = &now.edition.requirements[at];
        let Rule::Test(test) = &requirement.rule else { return None };
        let Some(FactValue::Value(value)) = now.facts.facts[*test.facts().first()?].on(now.as_of) else { return None };
        let measured = match run(test, &now.knowledge(now.facts), now.as_of).1.measured {
            Measurement::Number(Some(interval)) => Some(interval.low.units),
            _ => None,
        };
        let limits = if let Test::Length { ranges, .. } = test { ranges.whole(1) } else { None };
        Some(Rejected { requirement, value, length: measured, limits })
    };
    unmet.filter_map(shown).collect()
}

/// The last day on which each step can be begun without delaying the end: what follows it must still be in time, and so must
/// eligibility, where a remedy waits for it.
fn latest_starts(model: &Model<'_>, basis: &Basis<'_>, placed: &[Option<Scheduled>], live: DateEstimate) -> Vec<Option<Date>> {
    let steps = &model.rulebook.program.steps;
    let mut latest: Vec<Option<Date>> = vec![None; steps.len()];
    let Some(end) = live.worst else { return latest };
    let mut order: Vec<usize> = (0..steps.len()).filter(|at| placed[*at].is_some()).collect();
    // What follows a step is done on the same day or later; on the same day, the rulebook's order or the graph's decides.
    let depths = depths(steps);
    let awaited = steps.iter().map(|step| waited_for(model, step, Vec::new())).collect::<Vec<_>>();
    order.sort_by_key(|at| std::cmp::Reverse(depths[*at]));
    for at in order {
        let (step, Some(here)) = (&steps[at], placed[at]) else { continue };
        let Some(takes) = step.takes else { continue };
        let mut finish = end;
        for (other, next) in steps.iter().enumerate() {
            if !next.optional
                && awaited[other].contains(&step.id.as_str())
                && let Some(start) = latest[other]
            {
                finish = finish.min(start);
            }
        }
        let start = latest_start(takes.worst, finish).max(here.start);
        let by_plan = basis.worst.and_then(|eligible| latest_step(model, basis.deeds, eligible, basis.floors, at, here.start));
        latest[at] = Some(by_plan.map_or(start, |by_plan| start.min(by_plan)));
    }
    latest
}

/// How many steps come before each, at most.
fn depths(steps: &[Step]) -> Vec<usize> {
    let mut depths = vec![0; steps.len()];
    for _ in 0..steps.len() {
        let mut changed = false;
        for at in 0..steps.len() {
            let before = steps.iter().enumerate().filter(|(_, other)| steps[at].after.contains(&other.id));
            let depth = before.map(|(other, _)| depths[other] + 1).max().unwrap_or(0);
            changed |= depth > depths[at];
            depths[at] = depths[at].max(depth);
        }
        if !changed {
            break;
        }
    }
    depths
}

/// By when a step has to be done. Where the step that starts the limit is done, its own proof says for how long it counts.
fn deadline(now: &Model<'_>, step: &Step, placed: &[Option<Scheduled>]) -> Option<Date> {
    let limit = step.deadline.as_ref()?;
    if now.is_done(step) {
        return None;
    }
    let at = now.rulebook.program.steps.iter().position(|other| other.id == limit.after)?;
    let before = &now.rulebook.program.steps[at];
    if now.is_done(before) {
        let proof = now.edition.find(before.done.as_ref()?)?;
        let ends = now.course().iter().find(|(_, worths)| worths[proof].own == Truth::False);
        return ends.map(|(day, _)| day.add_days(-1));
    }
    placed[at].map(|placed| limit.within.reaches(placed.done))
}

/// What a step waits for, by name, besides `names`: of an optional step that is not done, what comes before it.
fn waited_for<'a>(model: &Model<'a>, step: &'a Step, mut names: Vec<&'a str>) -> Vec<&'a str> {
    for name in step.after.iter().chain(&step.needs) {
        let other = model.rulebook.program.steps.iter().find(|other| other.id == *name);
        match other.filter(|other| other.optional && !model.is_done(other)) {
            Some(optional) => names = waited_for(model, optional, names),
            None if names.contains(&name.as_str()) => {}
            None => names.push(name),
        }
    }
    names
}

/// Where the steps stand on the day of the check.
struct StepProgress<'m, 'a> {
    model: &'m Model<'a>,
    access: Access,
    worst: &'m [Option<Scheduled>],
    known: Vec<Option<StepStatus<'a>>>,
}

/// What a step waits for.
enum Wait {
    Nothing,
    /// Time, or a review that is under way.
    Until(Date),
    /// Somebody has to act.
    Blocked,
    Unknown,
}

impl<'a> StepProgress<'_, 'a> {
    fn status_of(&mut self, at: usize) -> StepStatus<'a> {
        if let Some(known) = &self.known[at] {
            return known.clone();
        }
        let status = self.find(at);
        self.known[at] = Some(status.clone());
        status
    }

    fn find(&mut self, at: usize) -> StepStatus<'a> {
        let model = self.model;
        let step = &model.rulebook.program.steps[at];
        let shown = step.done.as_ref().and_then(|name| model.edition.find(name));
        let done = shown.map_or(Truth::False, |proof| model.by_itself(model.as_of)[proof].own);
        if done == Truth::True {
            return StepStatus::Done;
        }
        let mut blocked_by = Vec::new();
        let mut until: Option<Date> = None;
        let mut unknown = done == Truth::Unknown;
        for name in waited_for(model, step, Vec::new()) {
            match self.wait(name) {
                Wait::Nothing => {}
                Wait::Until(day) => until = until.max(Some(day)),
                Wait::Blocked => blocked_by.push(name),
                Wait::Unknown => unknown = true,
            }
        }
        match until {
            _ if !blocked_by.is_empty() => StepStatus::Blocked(blocked_by),
            _ if unknown => StepStatus::Unknown,
            Some(day) => StepStatus::Waiting(day),
            None => StepStatus::Ready,
        }
    }

    fn wait(&mut self, name: &str) -> Wait {
        let model = self.model;
        if let Some(at) = model.edition.find(name) {
            if self.access == Access::Held && at == model.edition.root {
                return Wait::Nothing;
            }
            return match model.by_itself(model.as_of)[at].effective {
                Truth::True => Wait::Nothing,
                Truth::Unknown => Wait::Unknown,
                Truth::False => {
                    let course = model.course();
                    let later = |value: Truth| course.iter().find(|(_, worths)| worths[at].effective == value).map(|(day, _)| *day);
                    match (later(Truth::True), later(Truth::Unknown)) {
                        (Some(day), _) => Wait::Until(day),
                        (None, Some(_)) => Wait::Unknown,
                        (None, None) => Wait::Blocked,
                    }
                }
            };
        }
        let Some(at) = model.rulebook.program.steps.iter().position(|step| step.id == name) else { return Wait::Nothing };
        let step = &model.rulebook.program.steps[at];
        match self.status_of(at) {
            StepStatus::Done => Wait::Nothing,
            // A platform at work needs nobody's help.
            StepStatus::Ready | StepStatus::Waiting(_) if step.actor == Actor::Platform => {
                self.worst[at].map_or(Wait::Blocked, |placed| Wait::Until(placed.done))
            }
            StepStatus::Unknown if step.actor == Actor::Platform => Wait::Unknown,
            _ => Wait::Blocked,
        }
    }
}

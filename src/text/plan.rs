//! The plan as text.
//!
//! In: a plan. Out: the days it promises, what to do on which, a chart of them, the steps, and other ways.

use crate::chart::{Bar, chart};
use crate::plan::{Action, Plan, StepPlan, StepStatus};
use crate::report::plan::{AddReport, add_text};
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, Program};
use crate::text::Page;
use crate::untrusted::visible;
use crate::words::Words;

/// Days, things to do, the chart, the steps, other ways.
pub fn show(page: &mut Page<'_>, plan: &Plan<'_>, program: &Program) {
    let words = page.words;
    page.line("");
    summary(page, plan);
    if !plan.exact {
        page.hang("", &words.say("plan-not-exact", &[]));
    }
    if !plan.find_out.is_empty() {
        page.heading("plan-find-out");
        page.hang("", &words.say("plan-find-out-note", &[]));
        for fact in plan.find_out.iter().map(|fact| &program.facts[*fact]) {
            page.hang("? ", fact.ask.as_ref().unwrap_or(&fact.title).get(words.lang));
        }
    }
    if plan.possible() {
        page.heading("plan-do");
        if plan.actions.is_empty() {
            page.hang("", &words.say("plan-nothing-to-do", &[]));
        }
        for planned in &plan.actions {
            action(page, planned, program);
        }
        days(page, plan);
    }
    if !plan.steps.is_empty() {
        page.heading("step-heading");
        for planned in &plan.steps {
            step(page, planned, plan, program);
        }
    }
    if !plan.alternatives.is_empty() {
        page.heading("plan-alternatives");
        for other in &plan.alternatives {
            let text = words.say(
                "plan-alternative",
                &[
                    ("group", other.group.title.get(words.lang)),
                    ("choose", other.choose.title.get(words.lang)),
                    ("day", &other.eligible_on.to_string()),
                    ("cost", &costs(&other.cost, words)),
                    ("effort", &other.effort.to_string()),
                ],
            );
            page.hang("- ", &text);
        }
    }
}

fn costs(costs: &[Cost], words: &Words) -> String {
    if costs.is_empty() {
        return words.say("plan-no-cost", &[]);
    }
    costs.iter().map(Cost::text).collect::<Vec<_>>().join(" + ")
}

/// Whether there is a plan, and from when on.
pub fn summary(page: &mut Page<'_>, plan: &Plan<'_>) {
    let words = page.words;
    let Some(worst) = plan.eligible.worst else {
        page.hang("", &words.say("plan-impossible", &[]));
        for requirement in &plan.blocked_by {
            page.hang("- ", &words.say("plan-blocked-by", &[("requirement", requirement.title.get(words.lang))]));
            let id = match &requirement.remedy {
                None => "plan-blocked-no-remedy",
                Some(remedy) if remedy.takes.is_none() => "plan-blocked-no-time",
                Some(_) => "plan-blocked-other",
            };
            page.hang("  ", &words.say(id, &[]));
        }
        return;
    };
    let mut text = match (worst == plan.as_of, plan.find_out.is_empty()) {
        (true, true) => words.say("plan-already", &[]),
        (true, false) => words.say("plan-already-fine", &[]),
        (false, _) => words.say("plan-eligible", &[("worst", &worst.to_string())]),
    };
    if let Some(best) = plan.eligible.best.filter(|best| *best < worst) {
        text.push_str(&words.say("plan-eligible-best", &[("best", &best.to_string())]));
    }
    if let Some(until) = plan.eligible_until {
        text.push_str(&words.say("plan-until", &[("until", &until.to_string())]));
    }
    page.hang("", &text);
    if !plan.steps.is_empty() {
        let text = match (plan.live.worst, plan.live.best) {
            (Some(worst), best) => {
                let mut text = words.say("plan-live", &[("worst", &worst.to_string())]);
                if let Some(best) = best.filter(|best| *best < worst) {
                    text.push_str(&words.say("plan-live-best", &[("best", &best.to_string())]));
                }
                text
            }
            (None, _) => words.say("plan-live-unknown", &[]),
        };
        page.hang("", &text);
    }
    if !plan.actions.is_empty() {
        page.hang("", &words.say("plan-total", &[("cost", &costs(&plan.cost, words)), ("effort", &plan.effort.to_string())]));
    }
}

fn action(page: &mut Page<'_>, action: &Action<'_>, program: &Program) {
    let words = page.words;
    let mut title = format!("{}  {}", action.on, action.requirement.title.get(words.lang));
    if action.no_later_than > action.on {
        title.push_str(&words.say("plan-by", &[("day", &action.no_later_than.to_string())]));
    }
    page.hang("- ", &title);
    page.hang("    ", action.remedy.action.get(words.lang));
    let mut notes = Vec::new();
    notes.extend(action.amount.map(|amount| match add_text(action.requirement, amount, program) {
        AddReport::Rows(rows) => words.say("plan-add-rows", &[("count", &rows.to_string())]),
        AddReport::Amount(amount) => words.say("plan-add-amount", &[("amount", &amount)]),
    }));
    let (best, worst) = (action.done.best.unwrap_or(action.on).to_string(), action.done.worst.unwrap_or(action.on).to_string());
    if best != worst {
        notes.push(words.say("plan-done-between", &[("best", &best), ("worst", &worst)]));
    } else if action.done.worst != Some(action.on) {
        notes.push(words.say("plan-done", &[("worst", &worst)]));
    }
    let from = action.holds.0.to_string();
    notes.push(match action.holds.1 {
        Some(until) => words.say("plan-holds-until", &[("from", &from), ("until", &until.to_string())]),
        None => words.say("plan-holds", &[("from", &from)]),
    });
    notes.extend(action.could_begin.map(|day| words.say("plan-put-later", &[("day", &day.to_string())])));
    notes.extend(action.cost.filter(|cost| cost.units > 0).map(|cost| words.say("plan-cost", &[("cost", &cost.text())])));
    if action.assumed {
        notes.push(words.say("plan-assumed", &[]));
    }
    page.hang("    ", &notes.join(&words.say("sentence-gap", &[])));
}

/// The chart: actions, eligibility and the steps that are still to come, in the order of their days.
fn days(page: &mut Page<'_>, plan: &Plan<'_>) {
    let words = page.words;
    let mut bars: Vec<Bar> = Vec::new();
    for action in &plan.actions {
        let worst = action.done.worst.unwrap_or(action.on);
        let wait = action.no_later_than.since(action.on) as i32;
        bars.push(Bar {
            label: visible(action.requirement.title.get(words.lang)).into_owned(),
            from: action.on,
            best: action.done.best.unwrap_or(worst),
            worst,
            latest: Some(worst.plus(wait)),
        });
    }
    for planned in plan.steps.iter().filter(|planned| planned.status != StepStatus::Done) {
        let (Some(from), Some(worst)) = (planned.earliest, planned.finish.worst) else { continue };
        let wait = planned.latest.map_or(0, |latest| latest.since(from) as i32);
        let best = planned.step.takes.map_or(worst, |takes| takes.best.reaches(from)).min(worst);
        let label = visible(planned.step.title.get(words.lang)).into_owned();
        bars.push(Bar { label, from, best, worst, latest: Some(worst.plus(wait)) });
    }
    if let (Some(best), Some(worst)) = (plan.eligible.best, plan.eligible.worst) {
        bars.push(Bar { label: words.say("plan-chart-eligible", &[]), from: best.min(worst), best: best.min(worst), worst, latest: None });
    }
    if bars.iter().all(|bar| bar.worst == plan.as_of) {
        return;
    }
    bars.sort_by_key(|bar| (bar.from, bar.worst));
    page.heading("plan-chart");
    let (lines, scale) = chart(&bars, page.width);
    lines.iter().for_each(|line| page.line(line));
    page.hang("", &words.say("plan-chart-legend", &[]));
    page.hang("", &words.say("plan-chart-scale", &[("count", &scale.to_string())]));
}

fn step(page: &mut Page<'_>, planned: &StepPlan<'_>, plan: &Plan<'_>, program: &Program) {
    let words = page.words;
    let mut text = match &planned.status {
        StepStatus::Done => words.say("step-done", &[]),
        StepStatus::Ready => words.say("step-ready", &[]),
        StepStatus::Waiting(until) => words.say("step-waiting", &[("until", &until.to_string())]),
        StepStatus::Blocked(by) => {
            let names: Vec<&str> = by.iter().map(|name| title(name, plan, program, words)).collect();
            words.say("step-blocked", &[("by", &names.join(&words.say("list-gap", &[])))])
        }
        StepStatus::Unknown => words.say("step-unknown", &[]),
    };
    if planned.status != StepStatus::Done {
        if planned.step.optional {
            text.push_str(&words.say("step-optional", &[]));
        }
        match (planned.earliest, planned.latest) {
            (Some(earliest), Some(latest)) if latest > earliest => {
                text.push_str(&words.say("step-between", &[("earliest", &earliest.to_string()), ("latest", &latest.to_string())]));
            }
            (Some(earliest), _) => text.push_str(&words.say("step-earliest", &[("earliest", &earliest.to_string())])),
            (None, _) => {}
        }
        match planned.finish.worst {
            Some(worst) => text.push_str(&words.say("step-finish", &[("worst", &worst.to_string())])),
            None if planned.step.takes.is_none() => text.push_str(&words.say("step-takes-unknown", &[])),
            None => {}
        }
        if let Some(day) = planned.deadline {
            text.push_str(&words.say("step-deadline", &[("day", &day.to_string())]));
        }
        if planned.critical {
            text.push_str(&words.say("step-critical", &[]));
        }
    }
    let mark = match &planned.status {
        StepStatus::Done => "+ ",
        StepStatus::Ready => "> ",
        StepStatus::Waiting(_) => "~ ",
        StepStatus::Blocked(_) => "- ",
        StepStatus::Unknown => "? ",
    };
    let actor = words.say(
        match planned.actor() {
            Actor::Applicant => "actor-applicant",
            Actor::Platform => "actor-platform",
            Actor::Administrator => "actor-administrator",
            Actor::Host => "actor-host",
        },
        &[],
    );
    page.hang(mark, &format!("{} ({actor})", planned.step.title.get(words.lang)));
    page.hang("    ", &text);
}

/// What people call a step or a requirement.
fn title<'t>(name: &'t str, plan: &Plan<'t>, program: &'t Program, words: &Words) -> &'t str {
    if let Some(step) = program.steps.iter().find(|step| step.id == name) {
        return step.title.get(words.lang);
    }
    plan.edition.and_then(|edition| Some(&edition.requirements[edition.find(name)?])).map_or(name, |found| found.title.get(words.lang))
}

//! The plan as text.
//!
//! In: a plan. Out: the days it promises, what to do on which, a chart of them, the steps, and other ways.

use anstyle::Style;

use crate::engine::check::Checklist;
use crate::engine::plan::{Action, Alternative, Plan, StepStatus};
use crate::i18n::escape::escape_control;
use crate::report::chart::{Bar, chart};
use crate::report::columns::wrap;
use crate::report::explain;
use crate::report::text::TextWriter;
use crate::report::text::action::notes;
use crate::report::text::headline::{costs, headline, look_up, shortcut, shortcuts};
use crate::report::text::step::step;
use crate::rulebook::Program;

/// How much of a plan a reader wants to see.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted<'p> {
    /// How every step is done, not the next one only.
    pub all_guidance: bool,
    /// Where something makes access impossible, the plan for the rest, if that is asked for.
    pub anyway: Option<&'p Plan<'p>>,
    /// Where that is not asked for, how it is.
    pub ask_anyway: AskAnyway,
}

/// How a reader asks for advice even where something makes access impossible.
#[derive(Debug, Clone, Copy, Default)]
pub enum AskAnyway {
    /// By an option of the command line.
    #[default]
    Option,
    /// By a command of the wizard.
    Command,
}

impl AskAnyway {
    /// The message that says so.
    pub fn message(self) -> &'static str {
        match self {
            AskAnyway::Option => "plan-anyway",
            AskAnyway::Command => "prompt-anyway",
        }
    }
}

/// Days, things to do, the chart, the steps, other ways. Where something makes access impossible, that alone, and the plan for
/// the rest if it is wanted.
pub fn show(page: &mut TextWriter<'_>, plan: &Plan<'_>, program: &Program, wanted: &Wanted<'_>) {
    let messages = page.messages;
    page.line("");
    summary(page, plan, program);
    if !plan.exact {
        page.hang("", &messages.format("plan-not-exact", &[]));
    }
    if plan.barred_by().next().is_some() {
        match wanted.anyway {
            None => page.hang("", &messages.format(wanted.ask_anyway.message(), &[])),
            Some(rest) => {
                page.heading("plan-rest");
                show(page, rest, program, &Wanted { anyway: None, ..*wanted });
            }
        }
        return;
    }
    if plan.possible() && !plan.held {
        page.heading("plan-do");
        if plan.actions.is_empty() {
            page.hang("", &messages.format(if plan.sure() { "plan-nothing-to-do" } else { "plan-nothing-but-find-out" }, &[]));
        }
        for planned in &plan.actions {
            action(page, planned, program);
        }
        for wait in &plan.waits {
            let (from, title) = (wait.from.to_string(), wait.requirement.title.get(messages.lang));
            page.hang("- ", &format!("{from}  {title}"));
            page.hang("    ", &messages.format("text-wait", &[("from", &from)]));
        }
    }
    if shortcuts(plan).next().is_some() {
        page.heading("plan-shortcuts");
        for one in shortcuts(plan) {
            page.hang("- ", &shortcut(one, plan, program, messages));
        }
    }
    if !plan.find_out.is_empty() {
        page.heading("plan-look-up");
        look_up(plan, program, messages).iter().for_each(|line| page.hang("- ", line));
    }
    if plan.possible() {
        days(page, plan);
    }
    if !plan.steps.is_empty() {
        page.heading("step-heading");
        let next = plan.steps.iter().position(|planned| !matches!(planned.status, StepStatus::Done));
        for (at, planned) in plan.steps.iter().enumerate() {
            step(page, planned, plan, program, wanted.all_guidance || next == Some(at));
        }
    }
    if !plan.alternatives.is_empty() {
        page.heading("plan-alternatives");
        for other in &plan.alternatives {
            alternative(page, other, plan, program);
        }
    }
}

/// Another way: what it asks for, and what all comes to together.
fn alternative(page: &mut TextWriter<'_>, other: &Alternative<'_>, plan: &Plan<'_>, program: &Program) {
    let messages = page.messages;
    let (group, choose) = (other.group.title.get(messages.lang), other.choose.title.get(messages.lang));
    let (day, effort) = (other.eligible_on.to_string(), other.effort.to_string());
    let args = [("group", group), ("choose", choose), ("day", day.as_str()), ("cost", &costs(&other.cost, messages)), ("effort", &effort)];
    page.hang("- ", &messages.format(if plan.sure() { "plan-alternative" } else { "plan-alternative-if" }, &args));
    for action in &other.actions {
        page.hang("    ", &format!("{}  {}", action.on, action.remedy.action.get(messages.lang)));
        page.hang("    ", &notes(action, program, messages).join(&messages.format("sentence-gap", &[])));
    }
}

/// What qualifies the verdict, which qualifies what the plan promises too.
pub fn conditions(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, program: &Program) {
    let conditions = explain::conditions(checklist, program, page.messages);
    if !conditions.is_empty() {
        let conditions = conditions.join(&page.messages.format("condition-gap", &[]));
        page.hang("! ", &page.messages.format("plan-conditions", &[("conditions", &conditions)]));
    }
}

/// Whether there is a plan, from when on, and on what that depends.
pub fn summary(page: &mut TextWriter<'_>, plan: &Plan<'_>, program: &Program) {
    let bold = Style::new().bold();
    for line in headline(plan, program, page.messages) {
        let (lead, text) = (line.lead, line.text);
        match line.strong {
            true => wrap(&text, page.width).iter().for_each(|line| page.line(&format!("{bold}{line}{bold:#}"))),
            false => page.hang(lead, &text),
        }
    }
}

fn action(page: &mut TextWriter<'_>, action: &Action<'_>, program: &Program) {
    let messages = page.messages;
    let mut title = format!("{}  {}", action.on, action.requirement.title.get(messages.lang));
    if action.no_later_than > action.on {
        title.push_str(&messages.format("plan-by", &[("day", &action.no_later_than.to_string())]));
    }
    page.hang("- ", &title);
    page.hang("    ", action.remedy.action.get(messages.lang));
    let mut notes = notes(action, program, messages);
    if action.assumed {
        notes.push(messages.format("plan-assumed", &[]));
    }
    page.hang("    ", &notes.join(&messages.format("sentence-gap", &[])));
}

/// The chart: actions, eligibility and the steps that are still to come, in the order of their days.
fn days(page: &mut TextWriter<'_>, plan: &Plan<'_>) {
    let messages = page.messages;
    let mut bars: Vec<Bar> = Vec::new();
    for action in &plan.actions {
        let worst = action.done.worst.unwrap_or(action.on);
        let wait = action.no_later_than.since(action.on) as i32;
        bars.push(Bar {
            label: escape_control(action.requirement.title.get(messages.lang)).into_owned(),
            from: action.on,
            best: action.done.best.unwrap_or(worst),
            worst,
            latest: Some(worst.add_days(wait)),
        });
    }
    for planned in plan.steps.iter().filter(|planned| planned.status != StepStatus::Done) {
        let (Some(from), Some(takes)) = (planned.earliest, planned.step.takes) else { continue };
        let (best, worst) = (takes.best.reaches(from), takes.worst.reaches(from));
        let wait = planned.latest.map_or(0, |latest| latest.since(from) as i32);
        let label = escape_control(planned.step.title.get(messages.lang)).into_owned();
        bars.push(Bar { label, from, best, worst, latest: Some(worst.add_days(wait)) });
    }
    if let (Some(best), Some(worst)) = (plan.eligible.best, plan.eligible.worst) {
        bars.push(Bar {
            label: messages.format("plan-chart-eligible", &[]),
            from: best.min(worst),
            best: best.min(worst),
            worst,
            latest: None,
        });
    }
    if bars.iter().all(|bar| bar.worst == plan.as_of) {
        return;
    }
    bars.sort_by_key(|bar| (bar.from, bar.worst));
    page.heading("plan-chart");
    let (lines, scale) = chart(&bars, page.width);
    lines.iter().for_each(|line| page.line(line));
    page.hang("", &messages.format("plan-chart-legend", &[]));
    page.hang("", &messages.format("plan-chart-scale", &[("count", &scale.to_string())]));
}

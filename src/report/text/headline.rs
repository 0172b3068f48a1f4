//! What a plan promises, in a few lines.
//!
//! In: a plan. Out: lines for the command line and the wizard alike: what makes it impossible, or from when everything holds
//! and on what that depends; and the shortcuts, each with its condition.

use crate::engine::plan::{Plan, Shortcut};
use crate::i18n::Messages;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Program, Requirement};

/// A line, with what is before its first word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// A mark, or nothing.
    pub lead: &'static str,
    /// The text.
    pub text: String,
    /// True of what has to be read first.
    pub strong: bool,
}

fn strong(text: String) -> Line {
    Line { lead: "", text, strong: true }
}

fn hanging(lead: &'static str, text: String) -> Line {
    Line { lead, text, strong: false }
}

/// What the plan promises, or why it promises nothing.
pub fn headline(plan: &Plan<'_>, program: &Program, messages: &Messages) -> Vec<Line> {
    let mut lines = Vec::new();
    if plan.closed.is_some() {
        lines.push(strong(messages.format("plan-closed", &[])));
    }
    if plan.held {
        lines.push(strong(messages.format("plan-held", &[])));
        live(plan, messages, &mut lines);
        return lines;
    }
    if !plan.possible() {
        impossible(plan, messages, &mut lines);
        return lines;
    }
    if plan.sure() {
        promised(plan, messages, &mut lines);
    } else {
        depends(plan, program, messages, &mut lines);
    }
    if !plan.actions.is_empty() {
        let total = messages.format("plan-total", &[("cost", &costs(&plan.cost, messages)), ("effort", &plan.effort.to_string())]);
        lines.push(hanging("", total));
    }
    lines
}

fn impossible(plan: &Plan<'_>, messages: &Messages, lines: &mut Vec<Line>) {
    if let Some(day) = plan.edition_ended {
        lines.push(strong(messages.format("plan-edition-ended", &[("day", &day.to_string())])));
        return;
    }
    let barred = plan.barred_by().next().is_some();
    lines.push(strong(messages.format(if barred { "plan-not-possible" } else { "plan-impossible" }, &[])));
    for requirement in &plan.blocked_by {
        lines.push(hanging("- ", messages.format("plan-blocked-by", &[("requirement", requirement.title.get(messages.lang))])));
        let text = match (&requirement.workaround, &requirement.remedy) {
            (Some(workaround), _) => workaround.get(messages.lang).to_owned(),
            (None, None) => messages.format("plan-blocked-no-remedy", &[]),
            (None, Some(remedy)) if remedy.takes.is_none() => messages.format("plan-blocked-no-time", &[]),
            (None, Some(_)) => messages.format("plan-blocked-other", &[]),
        };
        lines.push(hanging("  ", text));
    }
}

fn promised(plan: &Plan<'_>, messages: &Messages, lines: &mut Vec<Line>) {
    let Some(worst) = plan.eligible.worst else { return };
    let mut text = if worst == plan.as_of {
        messages.format("plan-already", &[])
    } else {
        messages.format("plan-eligible", &[("worst", &worst.to_string())])
    };
    if let Some(best) = plan.eligible.best.filter(|best| *best < worst) {
        text.push_str(&messages.format("plan-eligible-best", &[("best", &best.to_string())]));
    }
    if let Some(until) = plan.eligible_until {
        text.push_str(&messages.format("plan-until", &[("until", &until.to_string())]));
    }
    lines.push(strong(text));
    live(plan, messages, lines);
    if let Some((live, until)) = plan.lapses_before_live() {
        lines
            .push(hanging("! ", messages.format("plan-lapses-before-live", &[("live", &live.to_string()), ("until", &until.to_string())])));
    }
}

/// When the last step is done.
fn live(plan: &Plan<'_>, messages: &Messages, lines: &mut Vec<Line>) {
    if plan.steps.is_empty() || !plan.reachable() {
        return;
    }
    let mut text = match plan.live.worst {
        Some(worst) => messages.format("plan-live", &[("worst", &worst.to_string())]),
        None => no_day_for_going_live(plan, messages),
    };
    if let (Some(best), Some(worst)) = (plan.live.best, plan.live.worst)
        && best < worst
    {
        text.push_str(&messages.format("plan-live-best", &[("best", &best.to_string())]));
    }
    lines.push(strong(text));
}

/// Why there is no day for going live: what was stated for a step has to be corrected first, or some durations are unknown.
fn no_day_for_going_live(plan: &Plan<'_>, messages: &Messages) -> String {
    let rejected = plan.steps.iter().filter(|planned| !planned.step.optional).flat_map(|planned| &planned.rejected);
    let mut names: Vec<String> =
        rejected.map(|one| messages.format("plan-quoted", &[("title", one.requirement.title.get(messages.lang))])).collect();
    names.dedup();
    if names.is_empty() {
        return messages.format("plan-live-unknown", &[]);
    }
    messages.format("plan-live-rejected", &[("names", &names.join(&messages.format("list-gap", &[])))])
}

fn depends(plan: &Plan<'_>, program: &Program, messages: &Messages, lines: &mut Vec<Line>) {
    if let Some((day, facts)) = &plan.could_hold {
        let (day, count) = (day.to_string(), facts.len().to_string());
        lines.push(strong(messages.format("plan-could-hold", &[("day", &day), ("count", &count)])));
    }
    lines.push(hanging("", messages.format("plan-depends-on", &[])));
    let mut asked: Vec<usize> = plan.depends_on.iter().map(|one| one.fact).collect();
    asked.dedup();
    for fact in asked.into_iter().map(|fact| &program.facts[fact]) {
        lines.push(hanging("? ", fact.ask.as_ref().unwrap_or(&fact.title).get(messages.lang).to_owned()));
    }
    if let Some(day) = plan.conditional.worst {
        lines.push(hanging("", messages.format("plan-conditional", &[("day", &day.to_string())])));
    }
}

/// One shortcut: its condition first, then what it saves. What the plan depends on anyway is not said again.
pub fn shortcut(shortcut: &Shortcut<'_>, sure: &Plan<'_>, program: &Program, messages: &Messages) -> String {
    let lang = messages.lang;
    let gap = messages.format("list-gap", &[]);
    let includes_all = sure.depends_on.iter().all(|one| shortcut.facts.contains(&one.fact));
    let known = |requirement: &Requirement| includes_all && sure.depends_on.iter().any(|one| one.requirement.id == requirement.id);
    let quoted = |title: &str| messages.format("plan-quoted", &[("title", title)]);
    let titles = |requirements: &[&Requirement], word: &dyn Fn(&str) -> String| -> Vec<String> {
        requirements.iter().filter(|requirement| !known(requirement)).map(|requirement| word(requirement.title.get(lang))).collect()
    };
    let mut conditions = titles(&shortcut.requirements, &quoted);
    conditions.extend(titles(&shortcut.excluded, &|title| messages.format("next-says-false", &[("name", title)])));
    let depends = includes_all && !sure.depends_on.is_empty();
    if conditions.is_empty() && !depends {
        conditions = shortcut.facts.iter().map(|fact| quoted(program.facts[*fact].title.get(lang))).collect();
    }
    let id = match (depends, conditions.is_empty()) {
        (false, _) => "plan-shortcut-if",
        (true, false) => "plan-shortcut-if-and",
        (true, true) => "plan-shortcut-if-that",
    };
    let mut text = messages.format(id, &[("conditions", &conditions.join(&gap))]);
    if shortcut.plan.actions.is_empty() {
        text.push_str(&messages.format("plan-shortcut-nothing", &[]));
    } else {
        let what: Vec<String> = shortcut.plan.actions.iter().map(|action| quoted(action.requirement.title.get(lang))).collect();
        text.push_str(&messages.format("plan-shortcut-do", &[("what", &what.join(&gap))]));
    }
    let day = shortcut.plan.eligible.worst.map(|day| day.to_string()).unwrap_or_default();
    match (sure.eligible.worst, &shortcut.saves) {
        (Some(then), Some(saves)) if saves.days > 0 => {
            text.push_str(&messages.format("plan-shortcut-days", &[("day", &day), ("then", &then.to_string())]));
        }
        _ => text.push_str(&messages.format("plan-shortcut-day", &[("day", &day)])),
    }
    if let Some(saves) = &shortcut.saves {
        if !saves.cost.is_empty() {
            text.push_str(&messages.format("plan-shortcut-cost", &[("cost", &costs(&saves.cost, messages))]));
        }
        if saves.effort > 0 {
            let effort = (shortcut.plan.effort.to_string(), sure.effort.to_string());
            text.push_str(&messages.format("plan-shortcut-effort", &[("effort", &effort.0), ("then", &effort.1)]));
        }
    }
    text.push_str(&messages.format("full-stop", &[]));
    text
}

/// The shortcuts that say something new: not the one that takes to be fine just what the plan depends on, since its actions are
/// those of the plan.
pub fn shortcuts<'p, 'a>(plan: &'p Plan<'a>) -> impl Iterator<Item = &'p Shortcut<'a>> {
    let known = |shortcut: &Shortcut<'_>| {
        !plan.depends_on.is_empty() && shortcut.facts.iter().all(|fact| plan.depends_on.iter().any(|one| one.fact == *fact))
    };
    plan.shortcuts.iter().filter(move |shortcut| !known(shortcut))
}

/// Where what the plan depends on, and what its shortcuts count on, is looked up: each fact once.
pub fn look_up(plan: &Plan<'_>, program: &Program, messages: &Messages) -> Vec<String> {
    let lang = messages.lang;
    let line = |fact: &usize| {
        let fact = &program.facts[*fact];
        let find = fact.find.as_ref().or(fact.ask.as_ref())?.get(lang);
        Some(messages.format("plan-shortcut-find", &[("fact", fact.title.get(lang)), ("find", find)]))
    };
    plan.find_out.iter().filter_map(line).collect()
}

/// Amounts of several currencies, or that there are none.
pub fn costs(costs: &[Cost], messages: &Messages) -> String {
    if costs.is_empty() {
        return messages.format("plan-no-cost", &[]);
    }
    costs.iter().map(Cost::text).collect::<Vec<_>>().join(" + ")
}

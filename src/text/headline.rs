//! What a plan promises, in a few lines.
//!
//! In: a plan. Out: lines for the command line and the wizard alike: what makes it impossible, or from when everything holds
//! and on what that depends; and the shortcuts, each with its condition.

use crate::plan::{Plan, Shortcut};
use crate::report::plan::AddReport;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Program, Requirement};
use crate::words::Words;

/// A line, with what stands before its first word.
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
pub fn headline(plan: &Plan<'_>, program: &Program, words: &Words) -> Vec<Line> {
    let mut lines = Vec::new();
    if plan.closed.is_some() {
        lines.push(strong(words.say("plan-closed", &[])));
    }
    if plan.held {
        lines.push(strong(words.say("plan-held", &[])));
        live(plan, words, &mut lines);
        return lines;
    }
    if !plan.possible() {
        impossible(plan, words, &mut lines);
        return lines;
    }
    if plan.sure() {
        promised(plan, words, &mut lines);
    } else {
        depends(plan, program, words, &mut lines);
    }
    if !plan.actions.is_empty() {
        let total = words.say("plan-total", &[("cost", &costs(&plan.cost, words)), ("effort", &plan.effort.to_string())]);
        lines.push(hanging("", total));
    }
    lines
}

fn impossible(plan: &Plan<'_>, words: &Words, lines: &mut Vec<Line>) {
    let barred = plan.barred_by().next().is_some();
    lines.push(strong(words.say(if barred { "plan-not-possible" } else { "plan-impossible" }, &[])));
    for requirement in &plan.blocked_by {
        lines.push(hanging("- ", words.say("plan-blocked-by", &[("requirement", requirement.title.get(words.lang))])));
        let text = match (&requirement.workaround, &requirement.remedy) {
            (Some(workaround), _) => workaround.get(words.lang).to_owned(),
            (None, None) => words.say("plan-blocked-no-remedy", &[]),
            (None, Some(remedy)) if remedy.takes.is_none() => words.say("plan-blocked-no-time", &[]),
            (None, Some(_)) => words.say("plan-blocked-other", &[]),
        };
        lines.push(hanging("  ", text));
    }
}

fn promised(plan: &Plan<'_>, words: &Words, lines: &mut Vec<Line>) {
    let Some(worst) = plan.eligible.worst else { return };
    let mut text =
        if worst == plan.as_of { words.say("plan-already", &[]) } else { words.say("plan-eligible", &[("worst", &worst.to_string())]) };
    if let Some(best) = plan.eligible.best.filter(|best| *best < worst) {
        text.push_str(&words.say("plan-eligible-best", &[("best", &best.to_string())]));
    }
    if let Some(until) = plan.eligible_until {
        text.push_str(&words.say("plan-until", &[("until", &until.to_string())]));
    }
    lines.push(strong(text));
    live(plan, words, lines);
    if let Some((live, until)) = plan.lapses_before_live() {
        lines.push(hanging("! ", words.say("plan-lapses-before-live", &[("live", &live.to_string()), ("until", &until.to_string())])));
    }
}

/// When the last step is done.
fn live(plan: &Plan<'_>, words: &Words, lines: &mut Vec<Line>) {
    if plan.steps.is_empty() || !plan.reachable() {
        return;
    }
    let mut text = match plan.live.worst {
        Some(worst) => words.say("plan-live", &[("worst", &worst.to_string())]),
        None => words.say("plan-live-unknown", &[]),
    };
    if let (Some(best), Some(worst)) = (plan.live.best, plan.live.worst)
        && best < worst
    {
        text.push_str(&words.say("plan-live-best", &[("best", &best.to_string())]));
    }
    lines.push(strong(text));
}

fn depends(plan: &Plan<'_>, program: &Program, words: &Words, lines: &mut Vec<Line>) {
    if let Some((day, facts)) = &plan.could_hold {
        let (day, count) = (day.to_string(), facts.len().to_string());
        lines.push(strong(words.say("plan-could-hold", &[("day", &day), ("count", &count)])));
    }
    lines.push(hanging("", words.say("plan-depends-on", &[])));
    let mut asked: Vec<usize> = plan.depends_on.iter().map(|one| one.fact).collect();
    asked.dedup();
    for fact in asked.into_iter().map(|fact| &program.facts[fact]) {
        lines.push(hanging("? ", fact.ask.as_ref().unwrap_or(&fact.title).get(words.lang).to_owned()));
    }
    if let Some(day) = plan.conditional.worst {
        lines.push(hanging("", words.say("plan-conditional", &[("day", &day.to_string())])));
    }
}

/// One shortcut: its condition first, then what it saves. What the plan depends on anyway is not said again.
pub fn shortcut(shortcut: &Shortcut<'_>, sure: &Plan<'_>, program: &Program, words: &Words) -> String {
    let lang = words.lang;
    let gap = words.say("list-gap", &[]);
    let includes_all = sure.depends_on.iter().all(|one| shortcut.facts.contains(&one.fact));
    let named = |requirement: &Requirement| {
        let known = includes_all && sure.depends_on.iter().any(|one| one.requirement.id == requirement.id);
        (!known).then(|| requirement.title.get(lang).to_owned())
    };
    let mut conditions: Vec<String> = shortcut.requirements.iter().filter_map(|requirement| named(requirement)).collect();
    let excluded = shortcut.excluded.iter().filter_map(|requirement| named(requirement));
    conditions.extend(excluded.map(|title| words.say("next-says-false", &[("name", &title)])));
    let depends = includes_all && !sure.depends_on.is_empty();
    if conditions.is_empty() && !depends {
        conditions = shortcut.facts.iter().map(|fact| program.facts[*fact].title.get(lang).to_owned()).collect();
    }
    let id = match (depends, conditions.is_empty()) {
        (false, _) => "plan-shortcut-if",
        (true, false) => "plan-shortcut-if-and",
        (true, true) => "plan-shortcut-if-that",
    };
    let mut text = words.say(id, &[("conditions", &conditions.join(&gap))]);
    if shortcut.plan.actions.is_empty() {
        text.push_str(&words.say("plan-shortcut-nothing", &[]));
    } else {
        let what: Vec<&str> = shortcut.plan.actions.iter().map(|action| action.requirement.title.get(lang)).collect();
        text.push_str(&words.say("plan-shortcut-do", &[("what", &what.join(&gap))]));
    }
    let day = shortcut.plan.eligible.worst.map(|day| day.to_string()).unwrap_or_default();
    match (sure.eligible.worst, &shortcut.saves) {
        (Some(then), Some(saves)) if saves.days > 0 => {
            text.push_str(&words.say("plan-shortcut-days", &[("day", &day), ("then", &then.to_string())]));
        }
        _ => text.push_str(&words.say("plan-shortcut-day", &[("day", &day)])),
    }
    if let Some(saves) = &shortcut.saves {
        if !saves.cost.is_empty() {
            text.push_str(&words.say("plan-shortcut-cost", &[("cost", &costs(&saves.cost, words))]));
        }
        if saves.effort > 0 {
            let effort = (shortcut.plan.effort.to_string(), sure.effort.to_string());
            text.push_str(&words.say("plan-shortcut-effort", &[("effort", &effort.0), ("then", &effort.1)]));
        }
    }
    text.push_str(&words.say("full-stop", &[]));
    text
}

/// Where what the plan depends on, and what its shortcuts count on, is looked up: each fact once.
pub fn look_up(plan: &Plan<'_>, program: &Program, words: &Words) -> Vec<String> {
    let lang = words.lang;
    let line = |fact: &usize| {
        let fact = &program.facts[*fact];
        let find = fact.find.as_ref().or(fact.ask.as_ref())?.get(lang);
        Some(words.say("plan-shortcut-find", &[("fact", fact.title.get(lang)), ("find", find)]))
    };
    plan.find_out.iter().filter_map(line).collect()
}

/// How much an action has to add.
pub fn add_note(added: &AddReport, words: &Words) -> String {
    match added {
        AddReport::Rows(rows) => words.say("plan-add-rows", &[("count", &rows.to_string())]),
        AddReport::Amount(amount) => words.say("plan-add-amount", &[("amount", amount)]),
        AddReport::Raise(amount) => words.say("plan-add-raise", &[("amount", amount)]),
    }
}

/// Amounts of several currencies, or that there are none.
pub fn costs(costs: &[Cost], words: &Words) -> String {
    if costs.is_empty() {
        return words.say("plan-no-cost", &[]);
    }
    costs.iter().map(Cost::text).collect::<Vec<_>>().join(" + ")
}

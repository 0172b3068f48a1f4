//! The steps to going live as text.
//!
//! In: a step with its days. Out: a line that says its status, when it can begin, how long it takes and what it waits
//! for; what was stated and can't be submitted; how it is done. The wizard takes its sentences from here.

use crate::engine::plan::{OPENING, Plan, Rejected, StepPlan, StepStatus};
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::explain::{localized_duration, localized_needed, localized_value};
use crate::report::text::TextWriter;
use crate::rulebook::{Actor, Edition, FactKind, Program, Rule, Step, Test};

/// One step; `guided` says how it is done as well.
pub(super) fn step(page: &mut TextWriter<'_>, planned: &StepPlan<'_>, plan: &Plan<'_>, program: &Program, guided: bool) {
    let messages = page.messages;
    let mark = match &planned.status {
        StepStatus::Done => "+ ",
        StepStatus::Ready => "> ",
        StepStatus::Waiting(_) => "~ ",
        StepStatus::Blocked(_) => "- ",
        StepStatus::Unknown => "? ",
    };
    let args = [
        ("title", planned.step.title.get(messages.lang)),
        ("actor", &actor(planned.actor(), messages)),
        ("when", &when(planned, plan, program, messages)),
    ];
    page.hang(mark, &messages.format("step-line", &args));
    for text in planned.rejected.iter().filter_map(|rejected| self::rejected(rejected, program, messages)) {
        page.hang("    ! ", &text);
    }
    if guided {
        planned.step.how.iter().for_each(|how| page.hang("    ", how.get(messages.lang)));
        // A link stays in one line, so that it can be followed.
        links(planned.step, messages).for_each(|link| page.line(&escape_control(&format!("    {link}"))));
    }
}

/// How a step is done: what to do and where, documents, limits, and links to the official pages, a line each.
pub(crate) fn guidance(step: &Step, messages: &Messages) -> Vec<String> {
    let how = step.how.iter().map(|how| how.get(messages.lang).to_owned());
    how.chain(links(step, messages)).collect()
}

fn links(step: &Step, messages: &Messages) -> impl Iterator<Item = String> {
    step.links.iter().map(|link| messages.format("step-link", &[("title", link.title.get(messages.lang)), ("url", link.url.as_str())]))
}

/// Who acts, in a word.
fn actor(actor: Actor, messages: &Messages) -> String {
    let id = match actor {
        Actor::Applicant => "actor-applicant",
        Actor::Platform => "actor-platform",
        Actor::Administrator => "actor-administrator",
        Actor::Host => "actor-host",
    };
    messages.format(id, &[])
}

/// The status of a step, when it begins and is done, how long it takes, and what it waits for.
fn when(planned: &StepPlan<'_>, plan: &Plan<'_>, program: &Program, messages: &Messages) -> String {
    let names = |names: &mut dyn Iterator<Item = &str>| {
        let titles: Vec<String> = names.map(|name| title(name, plan.edition, program, messages)).collect();
        titles.join(&messages.format("list-gap", &[]))
    };
    let mut text = match &planned.status {
        StepStatus::Done => return messages.format("step-done", &[]),
        StepStatus::Ready => messages.format("step-ready", &[]),
        StepStatus::Waiting(until) => messages.format("step-waiting", &[("until", &until.to_string())]),
        StepStatus::Blocked(by) => messages.format("step-blocked", &[("by", &names(&mut by.iter().copied()))]),
        StepStatus::Unknown => messages.format("step-unknown", &[]),
    };
    if planned.step.optional {
        text.push_str(&messages.format("step-optional", &[]));
    }
    text.push_str(&days(planned, messages));
    let waits = matches!(planned.status, StepStatus::Waiting(_) | StepStatus::Unknown);
    if waits && !(planned.step.after.is_empty() && planned.step.needs.is_empty()) {
        let after = names(&mut planned.step.after.iter().chain(&planned.step.needs).map(String::as_str));
        text.push_str(&messages.format("step-after", &[("names", &after)]));
    }
    if let Some(day) = planned.deadline {
        text.push_str(&messages.format("step-deadline", &[("day", &day.to_string())]));
    }
    if planned.critical {
        text.push_str(&messages.format("step-critical", &[]));
    }
    text
}

/// Between which days a step begins, how long it takes, between which it is done.
fn days(planned: &StepPlan<'_>, messages: &Messages) -> String {
    let mut text = match (planned.earliest, planned.latest) {
        (Some(earliest), Some(latest)) if latest > earliest => {
            messages.format("step-between", &[("earliest", &earliest.to_string()), ("latest", &latest.to_string())])
        }
        (Some(earliest), _) => messages.format("step-earliest", &[("earliest", &earliest.to_string())]),
        (None, _) => String::new(),
    };
    match planned.step.takes {
        None => text.push_str(&messages.format("step-takes-unknown", &[])),
        Some(takes) if takes.worst.count == 0 => text.push_str(&messages.format("step-takes-none", &[])),
        Some(takes) => text.push_str(&messages.format("step-takes", &[("takes", &localized_duration(takes, messages))])),
    }
    match (planned.finish.best, planned.finish.worst) {
        (Some(best), Some(worst)) if best < worst => {
            text.push_str(&messages.format("step-finish-between", &[("best", &best.to_string()), ("worst", &worst.to_string())]));
        }
        (_, Some(worst)) if planned.earliest != Some(worst) => {
            text.push_str(&messages.format("step-finish", &[("worst", &worst.to_string())]));
        }
        _ => {}
    }
    text
}

/// What was stated and can't be submitted: the value, what is asked for, and how far off it is.
pub(crate) fn rejected(rejected: &Rejected<'_>, program: &Program, messages: &Messages) -> Option<String> {
    let Rule::Test(test) = &rejected.requirement.rule else { return None };
    let FactKind::Value(kind) = &program.facts[*test.facts().first()?].kind else { return None };
    let value = localized_value(kind, rejected.value, program, messages);
    let title = rejected.requirement.title.get(messages.lang);
    let (Test::Length { wide, .. }, Some(length), Some((least, most))) = (test, rejected.length, rejected.limits) else {
        let limit = localized_needed(test, program, messages);
        return Some(messages.format("step-rejected", &[("value", &value), ("limit", &limit), ("title", title)]));
    };
    let (length, least) = (length.to_string(), least.to_string());
    let limit = match most {
        i64::MAX => messages.format("range-open", &[("low", &least)]),
        most => messages.format("range", &[("low", &least), ("high", &most.to_string())]),
    };
    let distance = rejected.distance().unwrap_or_default();
    let off = messages.format(if distance > 0 { "step-too-short" } else { "step-too-long" }, &[("count", &distance.abs().to_string())]);
    let id = if *wide { "step-rejected-units" } else { "step-rejected-characters" };
    Some(messages.format(id, &[("value", &value), ("length", &length), ("limit", &limit), ("off", &off), ("title", title)]))
}

/// What people call a step or a requirement.
pub(crate) fn title(name: &str, edition: Option<&Edition>, program: &Program, messages: &Messages) -> String {
    if let Some(step) = program.steps.iter().find(|step| step.id == name) {
        return step.title.get(messages.lang).to_owned();
    }
    if name == OPENING {
        return messages.format("step-opening", &[]);
    }
    let found = edition.and_then(|edition| Some(&edition.requirements[edition.find(name)?]));
    found.map_or(name, |found| found.title.get(messages.lang)).to_owned()
}

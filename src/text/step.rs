//! The steps to going live as text.
//!
//! In: a step with its days. Out: a line that says where it stands, when it can begin, how long it takes and what it waits
//! for; what was stated and can't be submitted; how it is done. The wizard takes its sentences from here.

use crate::plan::{OPENING, Plan, Rejected, StepPlan, StepStatus};
use crate::report::explain::{for_people, needed_for_people, takes_for_people};
use crate::rulebook::{Actor, Edition, FactKind, Program, Rule, Test};
use crate::text::Page;
use crate::untrusted::visible;
use crate::words::Words;

/// One step; `guided` says how it is done as well.
pub(super) fn step(page: &mut Page<'_>, planned: &StepPlan<'_>, plan: &Plan<'_>, program: &Program, guided: bool) {
    let words = page.words;
    let mark = match &planned.status {
        StepStatus::Done => "+ ",
        StepStatus::Ready => "> ",
        StepStatus::Waiting(_) => "~ ",
        StepStatus::Blocked(_) => "- ",
        StepStatus::Unknown => "? ",
    };
    let args = [
        ("title", planned.step.title.get(words.lang)),
        ("actor", &actor(planned.actor(), words)),
        ("when", &when(planned, plan, program, words)),
    ];
    page.hang(mark, &words.say("step-line", &args));
    for text in planned.rejected.iter().filter_map(|rejected| self::rejected(rejected, program, words)) {
        page.hang("    ! ", &text);
    }
    if guided {
        planned.step.how.iter().for_each(|how| page.hang("    ", how.get(words.lang)));
        for link in &planned.step.links {
            page.line(&visible(&format!("    {}: {}", link.title.get(words.lang), link.url)));
        }
    }
}

/// Who acts, in a word.
fn actor(actor: Actor, words: &Words) -> String {
    let id = match actor {
        Actor::Applicant => "actor-applicant",
        Actor::Platform => "actor-platform",
        Actor::Administrator => "actor-administrator",
        Actor::Host => "actor-host",
    };
    words.say(id, &[])
}

/// Where a step stands, when it begins and is done, how long it takes, and what it waits for.
fn when(planned: &StepPlan<'_>, plan: &Plan<'_>, program: &Program, words: &Words) -> String {
    let names = |names: &mut dyn Iterator<Item = &str>| {
        let titles: Vec<String> = names.map(|name| title(name, plan.edition, program, words)).collect();
        titles.join(&words.say("list-gap", &[]))
    };
    let mut text = match &planned.status {
        StepStatus::Done => return words.say("step-done", &[]),
        StepStatus::Ready => words.say("step-ready", &[]),
        StepStatus::Waiting(until) => words.say("step-waiting", &[("until", &until.to_string())]),
        StepStatus::Blocked(by) => words.say("step-blocked", &[("by", &names(&mut by.iter().copied()))]),
        StepStatus::Unknown => words.say("step-unknown", &[]),
    };
    if planned.step.optional {
        text.push_str(&words.say("step-optional", &[]));
    }
    text.push_str(&days(planned, words));
    let waits = matches!(planned.status, StepStatus::Waiting(_) | StepStatus::Unknown);
    if waits && !(planned.step.after.is_empty() && planned.step.needs.is_empty()) {
        let after = names(&mut planned.step.after.iter().chain(&planned.step.needs).map(String::as_str));
        text.push_str(&words.say("step-after", &[("names", &after)]));
    }
    if let Some(day) = planned.deadline {
        text.push_str(&words.say("step-deadline", &[("day", &day.to_string())]));
    }
    if planned.critical {
        text.push_str(&words.say("step-critical", &[]));
    }
    text
}

/// Between which days a step begins, how long it takes, between which it is done.
fn days(planned: &StepPlan<'_>, words: &Words) -> String {
    let mut text = match (planned.earliest, planned.latest) {
        (Some(earliest), Some(latest)) if latest > earliest => {
            words.say("step-between", &[("earliest", &earliest.to_string()), ("latest", &latest.to_string())])
        }
        (Some(earliest), _) => words.say("step-earliest", &[("earliest", &earliest.to_string())]),
        (None, _) => String::new(),
    };
    match planned.step.takes {
        None => text.push_str(&words.say("step-takes-unknown", &[])),
        Some(takes) if takes.worst.count == 0 => text.push_str(&words.say("step-takes-none", &[])),
        Some(takes) => text.push_str(&words.say("step-takes", &[("takes", &takes_for_people(takes, words))])),
    }
    match (planned.finish.best, planned.finish.worst) {
        (Some(best), Some(worst)) if best < worst => {
            text.push_str(&words.say("step-finish-between", &[("best", &best.to_string()), ("worst", &worst.to_string())]));
        }
        (_, Some(worst)) if planned.earliest != Some(worst) => {
            text.push_str(&words.say("step-finish", &[("worst", &worst.to_string())]));
        }
        _ => {}
    }
    text
}

/// What was stated and can't be submitted: the value, what is asked for, and how far off it is.
pub(crate) fn rejected(rejected: &Rejected<'_>, program: &Program, words: &Words) -> Option<String> {
    let Rule::Test(test) = &rejected.requirement.rule else { return None };
    let FactKind::Value(kind) = &program.facts[*test.facts().first()?].kind else { return None };
    let value = for_people(kind, rejected.value, program, words);
    let title = rejected.requirement.title.get(words.lang);
    let (Test::Length { wide, .. }, Some(length), Some((least, most))) = (test, rejected.length, rejected.limits) else {
        let limit = needed_for_people(test, program, words);
        return Some(words.say("step-rejected", &[("value", &value), ("limit", &limit), ("title", title)]));
    };
    let (length, least) = (length.to_string(), least.to_string());
    let limit = match most {
        i64::MAX => words.say("range-open", &[("low", &least)]),
        most => words.say("range", &[("low", &least), ("high", &most.to_string())]),
    };
    let distance = rejected.distance().unwrap_or_default();
    let off = words.say(if distance > 0 { "step-too-short" } else { "step-too-long" }, &[("count", &distance.abs().to_string())]);
    let id = if *wide { "step-rejected-units" } else { "step-rejected-characters" };
    Some(words.say(id, &[("value", &value), ("length", &length), ("limit", &limit), ("off", &off), ("title", title)]))
}

/// What people call a step or a requirement.
pub(crate) fn title(name: &str, edition: Option<&Edition>, program: &Program, words: &Words) -> String {
    if let Some(step) = program.steps.iter().find(|step| step.id == name) {
        return step.title.get(words.lang).to_owned();
    }
    if name == OPENING {
        return words.say("step-opening", &[]);
    }
    let found = edition.and_then(|edition| Some(&edition.requirements[edition.find(name)?]));
    found.map_or(name, |found| found.title.get(words.lang)).to_owned()
}

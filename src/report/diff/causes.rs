//! Why two reports about one applicant differ.
//!
//! In: both reports, and the rulebooks that can be had. Out: the true causes. Where the rules are here, each input of one
//! report is put into the other and the verdict is computed again: what changes nothing is no cause. A report that does not
//! follow from its own facts is named as such, and nothing else is made responsible for what it says.

use serde_json::Value as Json;

use crate::engine::check::{check, strict};
use crate::report::diff::answers::{Answer, ReportPart};
use crate::report::diff::change::{Cause, differ};
use crate::report::json::{StatusWord, VerdictWord};
use crate::report::verify::restore::restore;
use crate::report::verify::rules::RuleFinder;

/// An input of a report: the cause that it is, and its keys.
const INPUTS: [(Cause, &[&str]); 5] = [
    (Cause::Facts, &["facts", "conflicts"]),
    (Cause::Waiver, &["waivers"]),
    (Cause::Time, &["as_of"]),
    (Cause::Rules, &["program"]),
    (Cause::Options, &["strict", "assumed"]),
];

/// The causes of a difference between two reports.
pub(super) fn causes(old: &Answer, new: &Answer, (was, is): (&ReportPart, &ReportPart), rules: &RuleFinder<'_>) -> Vec<Cause> {
    let follows = |answer: &Answer, report: &ReportPart| {
        rules.find(&report.whole)?;
        Some(answer_again(&report.whole, rules).is_some_and(|again| !differ(answer, &again)))
    };
    match (follows(old, was), follows(new, is)) {
        (Some(false), _) | (_, Some(false)) => vec![Cause::DoesNotFollow],
        (Some(true), Some(true)) => tried(old, new, (was, is), rules),
        _ => compared(old, new, (was, is)),
    }
}

/// What follows from what a report was made from: verdict, dates and statuses. None where that can't be computed.
fn answer_again(report: &Json, rules: &RuleFinder<'_>) -> Option<Answer> {
    let rules = rules.find(report)?;
    let rulebook = &rules.rulebook;
    let given = restore(report, rulebook).ok()?;
    let checked = given.strict.then(|| strict(&rulebook.program, &given.facts, given.as_of.day));
    let pinned = given.pinned.as_deref().and_then(|id| rulebook.edition(id));
    let checklist = check(rulebook, checked.as_ref().unwrap_or(&given.facts), given.as_of.day, pinned).ok()?;
    let status = |at: usize| {
        let finding = &checklist.findings[at];
        (finding.requirement.id.clone(), StatusWord::from(finding.outcome.status).text().to_owned())
    };
    let outcome = checklist.verdict.outcome;
    Some(Answer {
        applicant: given.facts.applicant.clone(),
        verdict: VerdictWord::from(checklist.verdict.standing()).text().to_owned(),
        from: outcome.from.map(|day| day.to_string()),
        until: outcome.until.map(|day| day.to_string()),
        requirements: checklist.edition.into_iter().flat_map(|edition| edition.listed()).map(status).collect(),
        report: None,
        digests: None,
    })
}

/// Puts each input of one report into the other, both ways.
fn tried(old: &Answer, new: &Answer, (was, is): (&ReportPart, &ReportPart), rules: &RuleFinder<'_>) -> Vec<Cause> {
    let moved = |from: &ReportPart, to: &ReportPart, keys: &[&str]| {
        let mut mixed = from.whole.clone();
        for key in keys {
            match to.whole.get(*key) {
                Some(value) => mixed[*key] = value.clone(),
                None => drop(mixed.as_object_mut().map(|report| report.shift_remove(*key))),
            }
        }
        mixed
    };
    // What can't be computed with that input is not what it was.
    let changes = |answer: &Answer, mixed: &Json| answer_again(mixed, rules).is_none_or(|again| differ(answer, &again));
    let differing: Vec<(Cause, &[&str])> = INPUTS.into_iter().filter(|(cause, _)| input_differs(*cause, was, is)).collect();
    let causes = differing.iter().filter(|(_, keys)| changes(old, &moved(was, is, keys)) || changes(new, &moved(is, was, keys)));
    let mut causes: Vec<Cause> = causes.map(|(cause, _)| *cause).collect();
    if causes.is_empty() {
        causes = differing.into_iter().map(|(cause, _)| cause).collect();
    }
    by_reading(old, new, (was, is), &mut causes);
    if causes.is_empty() { vec![Cause::DoesNotFollow] } else { causes }
}

/// Without the rules: what differs, and whether the days that passed did what had been foreseen.
fn compared(old: &Answer, new: &Answer, (was, is): (&ReportPart, &ReportPart)) -> Vec<Cause> {
    let inputs = [Cause::Facts, Cause::Waiver, Cause::Rules, Cause::Options];
    let mut causes: Vec<Cause> = inputs.into_iter().filter(|cause| input_differs(*cause, was, is)).collect();
    let foreseen = was.timeline_on(is.day);
    let moved = was.day != is.day && foreseen != was.timeline_on(was.day);
    if causes.is_empty() {
        // Nothing but time is left, and what time does was said before.
        let eligible = Json::Bool(new.eligible());
        let as_foreseen = match foreseen {
            Some(Json::Null) | None => new.verdict == "unknown",
            Some(value) => *value == eligible || new.verdict == "held",
        };
        return vec![if was.day != is.day && as_foreseen { Cause::Time } else { Cause::DoesNotFollow }];
    }
    causes.extend(moved.then_some(Cause::Time));
    by_reading(old, new, (was, is), &mut causes);
    causes
}

/// Of other rules, whether they only read the same words in another way: the outcome is one that the old report had named.
fn by_reading(old: &Answer, new: &Answer, (was, is): (&ReportPart, &ReportPart), causes: &mut [Cause]) {
    let Some(rules) = causes.iter_mut().find(|cause| **cause == Cause::Rules) else { return };
    let of = |report: &ReportPart, id: &str| -> Option<Json> {
        report.whole["requirements"].as_array()?.iter().find(|one| one["id"] == id && one["children"] == Json::Array(Vec::new())).cloned()
    };
    let mut changed = old.requirements.iter().filter(|(id, status)| new.requirements.get(*id) != Some(*status)).peekable();
    if changed.peek().is_none() {
        return;
    }
    let tests: Vec<(Json, Json)> = changed.filter_map(|(id, _)| Some((of(was, id)?, of(is, id)?))).collect();
    let reread = |(before, after): &(Json, Json)| {
        let same_words = before["source"]["quote"] == after["source"]["quote"] && !before["source"]["quote"].is_null();
        let named = before["readings"].as_array().into_iter().flatten().any(|reading| {
            reading["requirement"] == before["id"] && ["status", "from", "until"].iter().all(|key| reading[*key] == after[*key])
        });
        same_words && named
    };
    if !tests.is_empty() && tests.iter().all(reread) {
        *rules = Cause::Reading;
    }
}

/// True if an input differs in what a verdict can depend on. Who stated a fact, and in which words, is not part of that.
fn input_differs(cause: Cause, was: &ReportPart, is: &ReportPart) -> bool {
    let picked = |report: &ReportPart| -> Json {
        let whole = &report.whole;
        match cause {
            Cause::Facts => {
                let known = |fact: &Json| serde_json::json!([fact["value"], fact["later"], fact["observed"]]);
                let facts = whole["facts"].as_object().into_iter().flatten();
                let facts = facts.filter(|(_, fact)| !fact["value"].is_null() || !fact["later"].is_null());
                Json::Object(facts.map(|(id, fact)| (id.clone(), known(fact))).collect())
            }
            Cause::Waiver => {
                let bare = |waiver: &Json| serde_json::json!([waiver["requirement"], waiver["from"], waiver["until"]]);
                whole["waivers"].as_array().into_iter().flatten().map(bare).collect()
            }
            Cause::Time => Json::String(report.day.to_string()),
            Cause::Rules => {
                let program = &whole["program"];
                serde_json::json!([program["id"], program["rulebook"], program["files"], program["pinned"] == true])
            }
            _ => serde_json::json!([whole["strict"] == true, whole["assumed"]]),
        }
    };
    picked(was) != picked(is)
}

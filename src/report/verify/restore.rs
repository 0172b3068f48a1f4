//! What a report was made from, read back out of it.
//!
//! In: a report as JSON, and its rulebook. Out: the facts with their provenance, waivers and estimates, the day and the
//! options. Values are read by the reader of facts files, so that a report can state nothing that a file could not.

use serde_json::{Value as Json, json};

use crate::document::diagnostics::Diagnostic;
use crate::document::{FileId, parse_json};
use crate::engine::plan::Prefer;
use crate::facts::read::{Origin, parse_as_of, read, read_fact};
use crate::facts::{Conflict, Fact, FactValue, Facts, Provenance, SignOff, ValidityPeriod};
use crate::rulebook::{Program, Rulebook};
use crate::value::date::Date;
use crate::value::value_type::{Timestamp, parse_timestamp};

/// What a report was made from.
#[derive(Debug)]
pub struct Given {
    /// The facts as they were stated.
    pub facts: Facts,
    /// The moment of the check.
    pub as_of: Timestamp,
    /// True of a strict check.
    pub strict: bool,
    /// The edition that was asked for.
    pub pinned: Option<String>,
    /// What the plan is best at.
    pub prefer: Prefer,
    /// What was assumed, as it was given.
    pub assumed: Vec<String>,
}

/// A place of a report that can't be read back.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{at}` cannot be read: {reason}")]
pub struct RestoreError {
    /// Where.
    pub at: String,
    /// What is wrong with it.
    pub reason: String,
}

fn error(at: &str, reason: impl Into<String>) -> RestoreError {
    RestoreError { at: at.to_owned(), reason: reason.into() }
}

/// Reads back what a report was made from.
///
/// # Errors
/// A place that can't be read.
pub fn restore(report: &Json, rulebook: &Rulebook) -> Result<Given, RestoreError> {
    let program = &rulebook.program;
    let text = |key: &str| report[key].as_str().map(str::to_owned);
    let as_of = text("as_of").and_then(|text| parse_as_of(&text, program.zone)).ok_or_else(|| error("as_of", "no moment"))?;
    let mut facts = stated(report, rulebook)?;
    if let Some(reports) = report["facts"].as_object() {
        for (id, report) in reports {
            let fact = program.fact(id).ok_or_else(|| error(&format!("facts.{id}"), "the program has no such fact"))?;
            facts.facts[fact] = restore_fact(report, fact, program)?;
        }
    }
    for conflict in report["conflicts"].as_array().into_iter().flatten() {
        facts.conflicts.push(restore_conflict(conflict, program)?);
    }
    let prefer = match report["plan"]["prefer"].as_str() {
        Some("cheapest") => Prefer::Cheapest,
        Some("least-effort") => Prefer::LeastEffort,
        _ => Prefer::Soonest,
    };
    let pinned = report["program"]["pinned"] == true;
    let assumed = report["assumed"].as_array().into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned));
    Ok(Given {
        facts,
        as_of,
        strict: report["strict"] == true,
        pinned: pinned.then(|| report["program"]["edition"].as_str().map(str::to_owned)).flatten(),
        prefer,
        assumed: assumed.collect(),
    })
}

/// Everything but the facts: who it is about, waivers, estimates, through the reader of facts files.
fn stated(report: &Json, rulebook: &Rulebook) -> Result<Facts, RestoreError> {
    let waivers = report["waivers"].as_array().into_iter().flatten().map(|waiver| {
        json!({
            "requirement": waiver["requirement"], "reason": waiver["reason"], "by": waiver["by"],
            "from": waiver["from"], "until": waiver["until"],
        })
    });
    let estimates: serde_json::Map<String, Json> = report["estimates"]
        .as_object()
        .into_iter()
        .flatten()
        .map(|(id, estimate)| {
            let set = estimate.as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
            (id.clone(), Json::Object(set.map(|(key, value)| (key.clone(), value.clone())).collect()))
        })
        .collect();
    let mut document = json!({
        "applicant": report["applicant"], "waivers": waivers.collect::<Vec<_>>(), "estimates": estimates,
    });
    if let Some(name) = report.get("name") {
        document["name"] = name.clone();
    }
    let text = document.to_string();
    let node = parse_json(FileId(0), &text).map_err(|diagnostic| error("waivers", diagnostic.id))?;
    let mut diagnostics = Vec::new();
    let layer = read(&node, Origin::Manual, rulebook, &mut diagnostics);
    refuse("waivers", &diagnostics)?;
    Ok(Facts::merge(layer, None, &rulebook.program, &mut diagnostics))
}

fn refuse(at: &str, diagnostics: &[Diagnostic]) -> Result<(), RestoreError> {
    match diagnostics.iter().find(|diagnostic| diagnostic.is_error) {
        None => Ok(()),
        Some(fault) => {
            let args: Vec<String> = fault.args.iter().map(|(name, value)| format!("{name} {value}")).collect();
            Err(error(at, format!("{} ({})", fault.id, args.join(", "))))
        }
    }
}

fn value(json: &Json, fact: usize, at: &str, program: &Program) -> Result<FactValue, RestoreError> {
    let text = json.to_string();
    let node = parse_json(FileId(0), &text).map_err(|diagnostic| error(at, diagnostic.id))?;
    let mut diagnostics = Vec::new();
    let value = read_fact(&program.facts[fact].kind, &node, program, &mut diagnostics);
    refuse(at, &diagnostics)?;
    value.ok_or_else(|| error(at, "no value of this fact"))
}

fn day(json: &Json, at: &str) -> Result<Date, RestoreError> {
    json.as_str().and_then(Date::parse).ok_or_else(|| error(at, "no date"))
}

fn optional_day(json: Option<&Json>, at: &str) -> Result<Option<Date>, RestoreError> {
    json.filter(|json| !json.is_null()).map(|json| day(json, at)).transpose()
}

/// A fact: what is known on the day of the check, and what is known once that runs out.
fn restore_fact(report: &Json, fact: usize, program: &Program) -> Result<Fact, RestoreError> {
    let id = &program.facts[fact].id;
    let at = format!("facts.{id}");
    let later = report["later"].as_array().map_or(&[][..], Vec::as_slice);
    let begins = later.iter().map(|later| day(&later["from"], &at)).collect::<Result<Vec<Date>, _>>()?;
    let mut periods = Vec::new();
    for (index, known) in std::iter::once(report).chain(later).enumerate() {
        if known["value"].is_null() {
            continue;
        }
        periods.push(ValidityPeriod {
            until: begins.get(index).map(|next| next.add_days(-1)),
            value: value(&known["value"], fact, &at, program)?,
            observed: optional_day(known.get("observed"), &at)?,
        });
    }
    let sources = report["sources"].as_array().into_iter().flatten().map(|source| restore_source(source, &at, program));
    Ok(Fact { periods, sources: sources.collect::<Result<_, _>>()? })
}

fn restore_source(source: &Json, at: &str, program: &Program) -> Result<Provenance, RestoreError> {
    let text = |json: &Json| json.as_str().map(str::to_owned);
    let moment = |json: &Json| -> Result<Option<Timestamp>, RestoreError> {
        json.as_str().map(|text| parse_timestamp(text, program.zone).ok_or_else(|| error(at, "no moment"))).transpose()
    };
    let signed = source.get("sign_off").filter(|signed| !signed.is_null());
    let sign_off = match signed {
        None => None,
        Some(signed) => Some(SignOff {
            by: text(&signed["by"]).unwrap_or_default(),
            at: moment(&signed["at"])?.ok_or_else(|| error(at, "no moment"))?,
            note: text(&signed["note"]).unwrap_or_default(),
            evidence: text(&signed["evidence"]),
            digest: text(&signed["digest"]),
        }),
    };
    Ok(Provenance {
        source: text(&source["source"]).ok_or_else(|| error(at, "no source"))?,
        observed_at: moment(&source["observed_at"])?,
        by: text(&source["by"]),
        digest: text(&source["digest"]),
        valid_until: optional_day(source.get("valid_until"), at)?,
        note: source.get("note").and_then(text),
        sign_off,
    })
}

fn restore_conflict(conflict: &Json, program: &Program) -> Result<Conflict, RestoreError> {
    let id = conflict["fact"].as_str().unwrap_or_default();
    let at = format!("conflicts.{id}");
    let fact = program.fact(id).ok_or_else(|| error(&at, "the program has no such fact"))?;
    let claim = |claim: &Json| -> Result<(String, FactValue), RestoreError> {
        Ok((claim["source"].as_str().unwrap_or_default().to_owned(), value(&claim["value"], fact, &at, program)?))
    };
    Ok(Conflict { fact, used: claim(&conflict["used"])?, other: claim(&conflict["other"])? })
}

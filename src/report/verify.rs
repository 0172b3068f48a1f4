//! Whether a report follows from its own facts.
//!
//! In: the bytes of a JSON report, and the rulebooks that can be had. Out: [`Check`]s: is it a report, are the rules there
//! that it names, and does the verdict follow when it is computed again. Nothing in the report is taken on trust but what
//! it was made from: its facts, waivers, day and options.

mod check;
mod compare;
pub mod restore;
pub mod rules;

use serde_json::Value as Json;

use crate::engine::check as engine;
use crate::engine::plan::{plan, plan_anyway};
use crate::report::json::make::{self, Input};
use crate::rulebook::RulebookText;

pub use check::{Check, Outcome, Subject};
pub use compare::Difference;
use compare::differences;
use restore::{RestoreError, restore};
use rules::LoadedRules;

/// The JSON Schema of a report.
pub const SCHEMA: &str = include_str!("json/report.schema.json");

/// Checks a report's shape, its rules and its verdict. `library` gives a program's text by its name.
pub fn verify<'l>(bytes: &[u8], library: impl Fn(&str) -> Option<&'l RulebookText>) -> Vec<Check> {
    let report = match read(bytes) {
        Ok(report) => report,
        Err(check) => return vec![check],
    };
    let mut checks = vec![Check::new(Subject::Schema, Outcome::Passed, "verify-schema-passed", vec![])];
    match rules::named(&report, library) {
        Err(check) => checks.push(check),
        Ok(text) => {
            let count = text.files.len().to_string();
            checks.push(Check::new(Subject::Rulebook, Outcome::Passed, "verify-rulebook-passed", vec![("count", count)]));
            checks.push(follows(&report, &text));
        }
    }
    checks
}

/// Reads a report, and holds it against the schema.
fn read(bytes: &[u8]) -> Result<Json, Check> {
    let failed = |id, args| Check::new(Subject::Schema, Outcome::Failed, id, args);
    let text = std::str::from_utf8(bytes).map_err(|error| failed("verify-not-json", vec![("reason", error.to_string())]))?;
    // The own reader refuses an object that has a key twice, of which another reader may take the other.
    crate::document::parse_json(crate::document::FileId(0), text)
        .map_err(|diagnostic| failed("verify-not-json", vec![("reason", reason(&diagnostic))]))?;
    let report: Json = serde_json::from_str(text).map_err(|error| failed("verify-not-json", vec![("reason", error.to_string())]))?;
    match report.get("report").and_then(Json::as_u64) {
        Some(2) => {}
        Some(other) => {
            let args = vec![("version", other.to_string())];
            return Err(Check::new(Subject::Schema, Outcome::NotVerifiable, "verify-other-schema", args));
        }
        None => return Err(failed("verify-not-a-report", vec![])),
    }
    let schema: Json = serde_json::from_str(SCHEMA).unwrap_or_default();
    let validator = jsonschema::validator_for(&schema).map_err(|error| failed("verify-not-json", vec![("reason", error.to_string())]))?;
    let found = validator.iter_errors(&report).next().map(|error| (error.instance_path().to_string(), error.to_string()));
    match found {
        None => Ok(report),
        Some((at, reason)) => Err(failed("verify-schema-failed", vec![("at", at), ("reason", reason)])),
    }
}

fn reason(diagnostic: &crate::document::diagnostics::Diagnostic) -> String {
    let named = diagnostic.args.iter().find(|(name, _)| *name == "reason" || *name == "key");
    named.map_or_else(|| diagnostic.id.to_owned(), |(_, value)| format!("{}: {value}", diagnostic.id))
}

/// Computes the report again from what it was made from.
fn follows(report: &Json, text: &RulebookText) -> Check {
    let failed = |id, args| Check::new(Subject::Verdict, Outcome::Failed, id, args);
    let computed = rules::load(text).map_err(RecomputeError::Rulebook).and_then(|rules| recompute(report, &rules));
    let computed = match computed {
        Ok(computed) => computed,
        Err(error) => return failed("verify-not-computable", vec![("reason", error.to_string())]),
    };
    follows_from(report, &computed)
}

/// Holds a report against the one that follows from the same inputs.
pub fn follows_from(report: &Json, computed: &Json) -> Check {
    let same_version = report["tool"] == computed["tool"];
    let differences = differences(report, computed, same_version);
    if differences.is_empty() {
        let verdict = report["verdict"].as_str().unwrap_or_default().to_owned();
        let id = if same_version { "verify-verdict-passed" } else { "verify-verdict-passed-words-apart" };
        return Check::new(Subject::Verdict, Outcome::Passed, id, vec![("verdict", verdict)]);
    }
    let count = differences.len().to_string();
    let failed = Check::new(Subject::Verdict, Outcome::Failed, "verify-verdict-failed", vec![("count", count)]);
    Check { differences, ..failed }
}

/// Why a report can't be computed again.
#[derive(Debug, thiserror::Error)]
pub enum RecomputeError {
    /// Its rulebook is faulty.
    #[error("the rulebook is faulty: {0}")]
    Rulebook(String),
    /// What it was made from can't be read back.
    #[error(transparent)]
    Restore(#[from] RestoreError),
    /// Its day is before the first edition.
    #[error(transparent)]
    TooEarly(#[from] crate::engine::check::BeforeFirstEditionError),
    /// An internal error.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// The report that follows from the facts, waivers, day and options of another.
///
/// # Errors
/// They can't be read.
pub fn recompute(report: &Json, rules: &LoadedRules) -> Result<Json, RecomputeError> {
    let LoadedRules { rulebook, files } = rules;
    let given = restore(report, rulebook)?;
    let checked = given.strict.then(|| crate::engine::check::strict(&rulebook.program, &given.facts, given.as_of.day));
    let facts = checked.as_ref().unwrap_or(&given.facts);
    let pinned = given.pinned.as_deref().and_then(|id| rulebook.edition(id));
    let checklist = engine::check(rulebook, facts, given.as_of.day, pinned)?;
    let plan = plan(rulebook, facts, &checklist, given.prefer);
    let anyway = report["plan"].get("anyway").is_some_and(|anyway| !anyway.is_null());
    let rest = if anyway { plan_anyway(rulebook, facts, &checklist, &plan) } else { None };
    let input = Input {
        rulebook,
        rules: files,
        facts,
        stated: &given.facts,
        strict: given.strict,
        warnings: &[],
        assumed: &given.assumed,
        pinned,
        as_of: given.as_of,
        generated_at: None,
    };
    Ok(serde_json::to_value(make::report(&input, &checklist, (&plan, rest.as_ref()))?)?)
}

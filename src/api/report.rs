//! The report of a checklist, as `kaibo check --format json` prints it.

use serde::ser::Error as _;

use super::{Checklist, Prefer};
use crate::engine::plan;
use crate::facts::read::parse_as_of;
use crate::report::json::make::{self, Input};
use crate::value::value_type::Timestamp;

/// Writes the JSON report of a checklist with its plan; `report.schema.json` describes the fields. The moment of the check is the
/// beginning of its day in the program's time zone.
///
/// # Errors
/// The report could not be written as JSON, which is an error in kaibo.
pub fn report(checklist: &Checklist<'_>, prefer: Prefer) -> Result<String, serde_json::Error> {
    let (rulebook, facts) = (checklist.rulebook, checklist.facts);
    let plan = plan::plan(&rulebook.model, &facts.model, &checklist.model, prefer.into());
    let day = checklist.model.as_of;
    let as_of = parse_as_of(&day.to_string(), rulebook.model.program.zone);
    let as_of = as_of.unwrap_or(Timestamp { instant: Default::default(), day });
    let warnings = facts.reported();
    let input = Input {
        rulebook: &rulebook.model,
        rules: &rulebook.files,
        facts: &facts.model,
        stated: &facts.model,
        strict: false,
        warnings: &warnings,
        assumed: &facts.assumed,
        pinned: None,
        as_of,
        generated_at: None,
    };
    // There is a checklist for this day, so an edition was in force.
    let report = make::report(&input, &checklist.model, (&plan, None)).map_err(serde_json::Error::custom)?;
    make::json(&report)
}

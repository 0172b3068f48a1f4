//! A report, from what a case holds to the bytes of its JSON.
//!
//! In: the rulebook with its files, facts, what was noticed, the checklist and the plan. Out: a [`Report`], and its bytes.

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::engine::check::{BeforeFirstEditionError, Checklist};
use crate::engine::plan::Plan;
use crate::engine::sensitivity::sensitivity;
use crate::facts::Facts;
use crate::i18n::Bilingual;
use crate::i18n::escape::{escape_control, json as harmless};
use crate::io::render::message;
use crate::report::json::risks::Risk;
use crate::report::json::rules::RulesUsed;
use crate::report::json::{Report, ReportParts, WarningReport};
use crate::rulebook::{Edition, Rulebook};
use crate::value::value_type::Timestamp;

/// What a report rests on.
#[derive(Debug, Clone, Copy)]
pub struct Input<'i> {
    /// The rulebook.
    pub rulebook: &'i Rulebook,
    /// The files it was read from.
    pub rules: &'i Files,
    /// The facts that were checked.
    pub facts: &'i Facts,
    /// The facts as they were stated; a strict check leaves some of them out.
    pub stated: &'i Facts,
    /// True of a strict check.
    pub strict: bool,
    /// What was noticed while reading.
    pub warnings: &'i [Diagnostic],
    /// What was assumed, as it was given.
    pub assumed: &'i [String],
    /// The edition that decides on every day, where one was asked for.
    pub pinned: Option<&'i Edition>,
    /// The moment of the check.
    pub as_of: Timestamp,
    /// When the report is made, where it is to say so.
    pub generated_at: Option<Timestamp>,
}

/// The report with its plan and its risks, and where something makes access impossible the plan for the rest, if it was asked
/// for; what was assumed is said among the warnings.
///
/// # Errors
/// The day is before the first edition.
pub fn report(
    input: &Input<'_>,
    checklist: &Checklist<'_>,
    (plan, anyway): (&Plan<'_>, Option<&Plan<'_>>),
) -> Result<Report, BeforeFirstEditionError> {
    let both = Bilingual::new();
    let program = &input.rulebook.program;
    let noticed = input.warnings.iter().map(|warning| WarningReport {
        code: warning.id.to_owned(),
        message: both.compose(|messages| message(messages, warning.id, &warning.args)),
    });
    let assumptions = input.assumed.iter().map(|text| WarningReport {
        code: "assumed".to_owned(),
        message: both.format("plan-assumed-facts", &[("text", &escape_control(text))]),
    });
    let lapses = plan.lapses_before_live().map(|(live, until)| WarningReport {
        code: "lapses-before-live".to_owned(),
        message: both.format("plan-lapses-before-live", &[("live", &live.to_string()), ("until", &until.to_string())]),
    });
    let made = ReportParts {
        rulebook: input.rulebook,
        rules: RulesUsed::new(input.rulebook, input.rules, checklist.edition, input.pinned.is_some()),
        facts: input.facts,
        stated: input.stated,
        strict: input.strict,
        as_of: input.as_of,
        generated_at: input.generated_at,
        assumed: input.assumed,
        warnings: noticed.chain(assumptions).chain(lapses).collect(),
    };
    let depends = sensitivity(input.rulebook, input.facts, checklist.as_of, input.pinned)?;
    let risks = Risk::all(checklist, &depends, program, input.facts, &both);
    Ok(Report { risks: Some(risks), ..Report::new(checklist, made, &both).with_plan(plan, anyway, program) })
}

/// The bytes of a report, as they are printed.
///
/// # Errors
/// An internal error.
pub fn json(report: &Report) -> Result<String, serde_json::Error> {
    Ok(format!("{}\n", harmless::to_string_pretty(report)?))
}

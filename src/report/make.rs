//! A report, from what a case holds to the bytes of its JSON.
//!
//! In: the rulebook with its files, facts, what was noticed, the checklist and the plan. Out: the text that is printed.

use crate::check::Checklist;
use crate::doc::Files;
use crate::facts::Facts;
use crate::kind::Moment;
use crate::plan::Plan;
use crate::problem::{Problem, wording};
use crate::report::{Made, Report, WarningReport};
use crate::rulebook::Rulebook;
use crate::untrusted::{json as harmless, visible};
use crate::words::Both;

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
    pub warnings: &'i [Problem],
    /// What was assumed, as it was given.
    pub assumed: &'i [String],
}

/// The report with its plan; what was assumed is said among the warnings.
///
/// # Errors
/// A fault of kaibo's own.
pub fn json(
    input: &Input<'_>,
    checklist: &Checklist<'_>,
    plan: &Plan<'_>,
    as_of: Moment,
    generated_at: Moment,
) -> Result<String, serde_json::Error> {
    let both = Both::load();
    let program = &input.rulebook.program;
    let noticed = input.warnings.iter().map(|warning| WarningReport {
        code: warning.id.to_owned(),
        message: both.compose(|words| wording(words, warning.id, &warning.args)),
    });
    let assumptions = input
        .assumed
        .iter()
        .map(|text| WarningReport { code: "assumed".to_owned(), message: both.say("plan-assumed-facts", &[("text", &visible(text))]) });
    let lapses = plan.lapses_before_live().map(|(live, until)| WarningReport {
        code: "lapses-before-live".to_owned(),
        message: both.say("plan-lapses-before-live", &[("live", &live.to_string()), ("until", &until.to_string())]),
    });
    let made = Made {
        rulebook: input.rulebook,
        digest: checklist.edition.map(|edition| Rulebook::digest(edition, input.rules, program.file)),
        facts: input.facts,
        stated: input.stated,
        strict: input.strict,
        as_of,
        generated_at,
        warnings: noticed.chain(assumptions).chain(lapses).collect(),
    };
    let report = Report::new(checklist, made, &both).with_plan(plan, program);
    Ok(format!("{}\n", harmless::to_string_pretty(&report)?))
}

//! One checklist as a report.
//!
//! In: what was checked, and what the report is to say besides. Out: the report, and its bytes.

use crate::cli::context::{Context, Exit};
use crate::cli::input::generated_at;
use crate::cli::output::print_error;
use crate::engine::check::{BeforeFirstEditionError, Checklist};
use crate::engine::plan::Plan;
use crate::facts::Facts;
use crate::io::application::Application;
use crate::report::json::Report;
use crate::report::json::make::{self, Input};
use crate::rulebook::Edition;
use crate::value::date::Date;

/// What a report says besides what was found.
pub(crate) struct ReportOptions<'a> {
    /// The facts as they were stated, where a strict check left some out.
    pub(crate) stated: Option<&'a Facts>,
    pub(crate) assumed: &'a [String],
    pub(crate) pinned: Option<&'a Edition>,
    /// True if it is to say when it was made.
    pub(crate) stamp: bool,
}

/// The report, with its plan.
pub(crate) fn report(
    context: &Context,
    case: &Application,
    asked: &ReportOptions<'_>,
    checklist: &Checklist<'_>,
    plans: (&Plan<'_>, Option<&Plan<'_>>),
) -> Result<Report, Exit> {
    let input = Input {
        rulebook: &case.rulebook,
        rules: &case.files,
        facts: &case.facts,
        stated: asked.stated.unwrap_or(&case.facts),
        strict: asked.stated.is_some(),
        warnings: &case.warnings,
        assumed: asked.assumed,
        pinned: asked.pinned,
        as_of: case.as_of,
        generated_at: asked.stamp.then(|| generated_at(&case.rulebook)),
    };
    make::report(&input, checklist, plans).map_err(|error| too_early(context, case.as_of.day, error))
}

/// The bytes of a report.
pub(crate) fn report_json(context: &Context, report: &Report) -> Result<String, Exit> {
    make::json(report).map_err(|error| {
        print_error(context, "own-fault", vec![("reason", error.to_string())]);
        Exit::Output
    })
}

/// Says that no edition was in force yet.
pub(crate) fn too_early(context: &Context, day: Date, error: BeforeFirstEditionError) -> Exit {
    print_error(context, "before-the-first-edition", vec![("day", day.to_string()), ("begins", error.begins.to_string())])
}

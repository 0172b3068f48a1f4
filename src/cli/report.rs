//! One checklist as a report.

use crate::cli::context::{Context, Exit};
use crate::cli::input::generated_at;
use crate::cli::output::print_diagnostics;
use crate::document::diagnostics::Diagnostic;
use crate::engine::check::Checklist;
use crate::engine::plan::Plan;
use crate::facts::Facts;
use crate::io::application::Application;
use crate::report::json::make::{Input, json};

/// The JSON report, with its plan, and the one for the rest if something makes access impossible and it was asked for. `stated`
/// are the facts that a strict check left some out of.
pub(crate) fn report(
    context: &Context,
    case: &Application,
    stated: Option<&Facts>,
    checklist: &Checklist<'_>,
    plans: (&Plan<'_>, Option<&Plan<'_>>),
    assumed: &[String],
) -> Result<String, Exit> {
    let input = Input {
        rulebook: &case.rulebook,
        rules: &case.files,
        facts: &case.facts,
        stated: stated.unwrap_or(&case.facts),
        strict: stated.is_some(),
        warnings: &case.warnings,
        assumed,
    };
    json(&input, checklist, plans, case.as_of, generated_at(&case.rulebook)).map_err(|error| {
        print_diagnostics(context, &[Diagnostic::without_span("own-fault", vec![("reason", error.to_string())])], &case.files);
        Exit::Output
    })
}

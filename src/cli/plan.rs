//! `kaibo plan`: what to do on which day.
//!
//! In: a facts file and an objective. Out: the plan as text with a chart of days, as JSON in the report, or as a calendar
//! file; and whether there is one as an exit code.

use crate::cli::assume::{assume, page};
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::check::strictly;
use crate::cli::context::{Context, Exit};
use crate::cli::input::{application, pinned_edition};
use crate::cli::output::{print_diagnostics, print_error, result};
use crate::cli::report::{ReportOptions, report, report_json};
use crate::engine::check::{BeforeFirstEditionError, check};
use crate::engine::plan::{Prefer, plan, plan_anyway};
use crate::report::calendar;
use crate::report::text::plan::{Wanted, conditions, show, summary};
use crate::report::text::{header, opening};

#[derive(Debug, Args)]
pub(super) struct PlanArgs {
    facts: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_enum, default_value_t = PreferArg::Soonest)]
    prefer: PreferArg,
    #[arg(long, value_name = "PATH = VALUE")]
    assume: Vec<String>,
    #[arg(long)]
    anyway: bool,
    #[arg(long)]
    verbose: bool,
    #[arg(long)]
    strict: bool,
    #[arg(long)]
    stamp: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Ics,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PreferArg {
    Soonest,
    Cheapest,
    LeastEffort,
}

impl PlanArgs {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let mut case = application(context, &self.facts)?;
        let mut before = case.facts.clone();
        let assumed = assume(context, &mut case, &self.assume)?;
        let moment = case.as_of;
        let stated = strictly(&mut case, self.strict);
        if self.strict {
            before = crate::engine::check::strict(&case.rulebook.program, &before, moment.day);
        }
        let held = pinned_edition(context, &case.rulebook)?;
        let too_early = |error: BeforeFirstEditionError| {
            print_error(context, "before-the-first-edition", vec![("day", moment.day.to_string()), ("begins", error.begins.to_string())])
        };
        let checklist = check(&case.rulebook, &case.facts, moment.day, held).map_err(too_early)?;
        let prefer = match self.prefer {
            PreferArg::Soonest => Prefer::Soonest,
            PreferArg::Cheapest => Prefer::Cheapest,
            PreferArg::LeastEffort => Prefer::LeastEffort,
        };
        let program = &case.rulebook.program;
        let plan = plan(&case.rulebook, &case.facts, &checklist, prefer);
        let rest = if self.anyway { plan_anyway(&case.rulebook, &case.facts, &checklist, &plan) } else { None };
        let out = match self.format {
            Format::Text => {
                print_diagnostics(context, &case.warnings, &case.files);
                let mut page = page(context);
                header(&mut page, &checklist, program, &case.facts);
                opening(&mut page, program);
                if !assumed.is_empty() {
                    let checklist = check(&case.rulebook, &before, moment.day, held).map_err(too_early)?;
                    page.heading("plan-as-it-is");
                    summary(&mut page, &crate::engine::plan::plan(&case.rulebook, &before, &checklist, prefer), program);
                    page.heading("plan-what-if");
                    assumed.iter().for_each(|text| page.hang("! ", &context.messages.format("plan-assumed-facts", &[("text", text)])));
                }
                conditions(&mut page, &checklist, program);
                show(&mut page, &plan, program, &Wanted { all_guidance: self.verbose, anyway: rest.as_ref(), ..Wanted::default() });
                page.text
            }
            Format::Ics => {
                let (facts, assumed) = (&case.facts, assumed.as_slice());
                calendar::calendar(
                    &calendar::Input { plan: &plan, checklist: &checklist, program, facts, assumed, at: moment.instant },
                    &context.messages,
                )
            }
            Format::Json => {
                let asked = ReportOptions { stated: stated.as_ref(), assumed: &assumed, pinned: held, stamp: self.stamp };
                report_json(context, &report(context, &case, &asked, &checklist, (&plan, rest.as_ref()))?)?
            }
        };
        Ok(result(context, &out, if plan.possible() { Exit::Ok } else { Exit::No }))
    }
}

//! `kaibo check`: one applicant.
//!
//! In: a facts file. Out: the checklist as text or JSON, and the verdict as an exit code.

use crate::cli::report::report;
use std::path::PathBuf;

use clap::{Args, ValueEnum};

use crate::cli::assume::{assume, page};
use crate::cli::context::{Context, Exit};
use crate::cli::input::{application, pinned_edition};
use crate::cli::output::{print_diagnostics, print_error, result};
use crate::engine::check::{Standing, check};
use crate::engine::plan::{Prefer, plan, plan_anyway};
use crate::facts::Facts;
use crate::io::application::Application;
use crate::report::text;

#[derive(Debug, Args)]
pub(super) struct Check {
    facts: PathBuf,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[arg(long, value_name = "PATH = VALUE")]
    assume: Vec<String>,
    #[arg(long)]
    anyway: bool,
    #[arg(long)]
    strict: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
}

impl Check {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let mut case = application(context, &self.facts)?;
        let assumed = assume(context, &mut case, &self.assume)?;
        let moment = case.as_of;
        let stated = strictly(&mut case, self.strict);
        let held = pinned_edition(context, &case.rulebook)?;
        let checklist = check(&case.rulebook, &case.facts, moment.day, held).map_err(|error| {
            print_error(context, "before-the-first-edition", vec![("day", moment.day.to_string()), ("begins", error.begins.to_string())])
        })?;
        let exit = match checklist.verdict.standing() {
            Standing::Eligible | Standing::Held => Exit::Ok,
            Standing::NotEligible => Exit::No,
            Standing::Pending => Exit::Pending,
            Standing::Unknown => Exit::Unknown,
        };
        let out = match self.format {
            Format::Text => {
                print_diagnostics(context, &case.warnings, &case.files);
                let mut page = page(context);
                let asked = text::checklist::Asked { assumed: &assumed, anyway: self.anyway, ..Default::default() };
                let plan = plan(&case.rulebook, &case.facts, &checklist, Prefer::Soonest);
                text::checklist::checklist(&checklist, &plan, &case.rulebook.program, &case.facts, &asked, &mut page);
                page.text
            }
            Format::Json => {
                let plan = plan(&case.rulebook, &case.facts, &checklist, Prefer::Soonest);
                let rest = if self.anyway { plan_anyway(&case.rulebook, &case.facts, &checklist, &plan) } else { None };
                report(context, &case, stated.as_ref(), &checklist, (&plan, rest.as_ref()), &assumed)?
            }
        };
        Ok(result(context, &out, exit))
    }
}

/// Leaves out of the facts what a strict check does not count. Gives back what was stated.
pub(super) fn strictly(case: &mut Application, strict: bool) -> Option<Facts> {
    let checked = strict.then(|| crate::engine::check::strict(&case.rulebook.program, &case.facts, case.as_of.day))?;
    Some(std::mem::replace(&mut case.facts, checked))
}

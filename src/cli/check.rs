//! `kaibo check`: one applicant.
//!
//! In: a facts file. Out: the checklist as text or JSON, and the verdict as an exit code.

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::cli::assume::{assume, page};
use crate::cli::context::{Context, Exit};
use crate::cli::input::{application, pinned_edition};
use crate::cli::output::{cannot_write, print_diagnostics, print_error, result};
use crate::cli::report::{ReportOptions, report, report_json, too_early};
#[cfg(feature = "collect")]
use crate::document::diagnostics::Diagnostic;
use crate::engine::check::{Standing, check};
use crate::engine::plan::{Prefer, plan, plan_anyway};
use crate::facts::Facts;
use crate::io::application::Application;
use crate::io::file::{Permissions, Target};
use crate::io::signature::{beside, sign};
use crate::report::json::Report;
use crate::report::view::View;
use crate::report::{csv, html, junit, markdown, sarif, text};

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
    #[arg(long)]
    stamp: bool,
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
    #[cfg(feature = "collect")]
    #[arg(long)]
    redact: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Text,
    Json,
    Html,
    Markdown,
    Junit,
    Sarif,
    Csv,
}

impl Check {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        if self.sign.is_some() {
            signable(context, &self.assume)?;
        }
        let mut case = application(context, &self.facts)?;
        let assumed = assume(context, &mut case, &self.assume)?;
        #[cfg(feature = "collect")]
        if self.redact {
            if !assumed.is_empty() {
                return Err(print_error(context, "redact-assumed", vec![]));
            }
            redact(context, &mut case)?;
        }
        let moment = case.as_of;
        let stated = strictly(&mut case, self.strict);
        let held = pinned_edition(context, &case.rulebook)?;
        let checklist = check(&case.rulebook, &case.facts, moment.day, held).map_err(|error| too_early(context, moment.day, error))?;
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
            format => {
                let plan = plan(&case.rulebook, &case.facts, &checklist, Prefer::Soonest);
                let rest = if self.anyway { plan_anyway(&case.rulebook, &case.facts, &checklist, &plan) } else { None };
                let asked = ReportOptions { stated: stated.as_ref(), assumed: &assumed, pinned: held, stamp: self.stamp };
                let report = report(context, &case, &asked, &checklist, (&plan, rest.as_ref()))?;
                self.formatted(context, format, &report)?
            }
        };
        match &self.sign {
            None => Ok(result(context, &out, exit)),
            Some(key) => Ok(signed(context, &out, key, exit)),
        }
    }
}

impl Check {
    /// A report in one of its formats. All of them say what the JSON says.
    fn formatted(&self, context: &Context, format: Format, report: &Report) -> Result<String, Exit> {
        let view = View { report, messages: &context.messages };
        let internal = |error: &dyn std::fmt::Display| {
            print_error(context, "own-fault", vec![("reason", error.to_string())]);
            Exit::Output
        };
        match format {
            Format::Html => Ok(html::html(&view)),
            Format::Markdown => Ok(markdown::markdown(&view)),
            Format::Junit => Ok(junit::junit(&view)),
            Format::Sarif => {
                let file = Some(&self.facts).filter(|path| path.is_relative() && path.as_os_str() != "-");
                sarif::sarif(&view, file.and_then(|path| path.to_str())).map_err(|error| internal(&error))
            }
            Format::Csv => csv::csv(&view).map_err(|error| internal(&error)),
            Format::Text | Format::Json => report_json(context, report),
        }
    }
}

/// Refuses to sign what has no place for a signature beside it, or what was assumed.
fn signable(context: &Context, assumed: &[String]) -> Result<(), Exit> {
    let Some(path) = &context.common.output else { return Err(print_error(context, "sign-without-output", vec![])) };
    if !assumed.is_empty() {
        return Err(print_error(context, "sign-assumed", vec![]));
    }
    match Target::of(path) {
        Ok(Target::Special(_) | Target::Descriptor(_)) => {
            Err(print_error(context, "sign-special-output", vec![("name", path.display().to_string())]))
        }
        _ => Ok(()),
    }
}

/// Writes a result and the signature of its bytes beside it. Where the signature can't be made, nothing is written.
fn signed(context: &Context, text: &str, key: &Path, exit: Exit) -> Exit {
    let Some(path) = &context.common.output else { return print_error(context, "sign-without-output", vec![]) };
    let signature = beside(path);
    if let Some(input) = context.inputs.borrow().find(&signature).map(str::to_owned) {
        return print_error(context, "output-is-input", vec![("name", signature.display().to_string()), ("input", input)]);
    }
    let bytes = anstream::adapter::strip_str(text).to_string().into_bytes();
    let made = match sign(&bytes, key) {
        Ok(made) => made,
        Err(error) => {
            print_error(context, "sign-failed", vec![("key", key.display().to_string()), ("reason", error.to_string())]);
            return Exit::Output;
        }
    };
    match result(context, text, exit) {
        Exit::Output => Exit::Output,
        exit => match crate::io::file::write(&signature, &made, Permissions::Default) {
            Ok(()) => exit,
            Err(error) => cannot_write(context, Some(&signature), &error),
        },
    }
}

/// Leaves out of the facts what a strict check does not count. Gives back what was stated.
pub(super) fn strictly(case: &mut Application, strict: bool) -> Option<Facts> {
    let checked = strict.then(|| crate::engine::check::strict(&case.rulebook.program, &case.facts, case.as_of.day))?;
    Some(std::mem::replace(&mut case.facts, checked))
}

/// Puts pseudonyms in the place of names. What was noticed while the files were read may name something, so only its kind stays.
#[cfg(feature = "collect")]
fn redact(context: &Context, case: &mut Application) -> Result<(), Exit> {
    use secrecy::ExposeSecret as _;
    let key = crate::collect::redaction::key(Path::new("")).map_err(|refused| {
        print_diagnostics(context, &refused.diagnostics, &refused.files);
        Exit::Unusable
    })?;
    let pseudonyms = crate::report::pseudonym::Pseudonyms::new(key.expose_secret().as_bytes(), &case.rulebook);
    case.facts = pseudonyms.redact(&case.facts, &case.rulebook);
    for warning in &mut case.warnings {
        *warning = Diagnostic::without_span("redacted-remark", vec![("code", warning.id.to_owned())]).into_warning();
    }
    Ok(())
}

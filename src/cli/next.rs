//! `kaibo next`: what to find out next, and why.
//!
//! In: a facts file. Out: the question as text: where the answer is found, what it would settle, how many are left.

use std::path::PathBuf;

use clap::Args;

use crate::cli::assume::{assume, page};
use crate::cli::check::strictly;
use crate::cli::context::{Context, Exit};
use crate::cli::input::{application, pinned_edition};
use crate::cli::output::{print_diagnostics, print_error, result};
use crate::engine::check::check;
use crate::engine::question::next;
use crate::report::text::question::ask;
use crate::report::text::{header, opening};

#[derive(Debug, Args)]
pub(super) struct NextArgs {
    facts: PathBuf,
    #[arg(long, value_name = "PATH = VALUE")]
    assume: Vec<String>,
    #[arg(long)]
    everything: bool,
    #[arg(long)]
    strict: bool,
}

impl NextArgs {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let mut case = application(context, &self.facts)?;
        let assumed = assume(context, &mut case, &self.assume)?;
        let moment = case.as_of;
        strictly(&mut case, self.strict);
        let held = pinned_edition(context, &case.rulebook)?;
        let checklist = check(&case.rulebook, &case.facts, moment.day, held).map_err(|error| {
            print_error(context, "before-the-first-edition", vec![("day", moment.day.to_string()), ("begins", error.begins.to_string())])
        })?;
        print_diagnostics(context, &case.warnings, &case.files);
        let program = &case.rulebook.program;
        let mut page = page(context);
        header(&mut page, &checklist, program, &case.facts);
        opening(&mut page, program);
        for text in &assumed {
            let text = page.messages.format("plan-assumed-facts", &[("text", text)]);
            page.hang("! ", &text);
        }
        match next(&case.rulebook, &case.facts, &checklist, self.everything) {
            Some(question) => ask(&mut page, &question, checklist.as_of, program),
            None => {
                page.line("");
                let text = match checklist.ends.filter(|day| *day < checklist.as_of) {
                    Some(day) => page.messages.format("next-edition-ended", &[("day", &day.to_string())]),
                    None => page.messages.format(if self.everything { "next-complete" } else { "next-settled" }, &[]),
                };
                page.hang("", &text);
            }
        }
        Ok(result(context, &page.text, Exit::Ok))
    }
}

//! `kaibo next`: what to find out next, and why.
//!
//! In: a facts file. Out: the question as text: where the answer is found, what it would settle, how many are left.

use std::path::PathBuf;

use clap::Args;

use crate::check::check;
use crate::cli::input::{as_of, case, held};
use crate::cli::output::{complain, refuse, result};
use crate::cli::plan::{assume, page};
use crate::cli::text::{Page, header, opening};
use crate::cli::{Context, Exit};
use crate::day::Day;
use crate::question::{Answer, Question, next};
use crate::rulebook::Program;
use crate::words::Words;

#[derive(Debug, Args)]
pub(super) struct NextArgs {
    facts: PathBuf,
    #[arg(long, value_name = "PATH = VALUE")]
    assume: Vec<String>,
    #[arg(long)]
    everything: bool,
}

impl NextArgs {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let mut case = case(context, &self.facts)?;
        let assumed = assume(context, &mut case, &self.assume)?;
        let moment = as_of(context, &case.rulebook)?;
        let held = held(context, &case.rulebook)?;
        let checklist = check(&case.rulebook, &case.facts, moment.day, held).map_err(|error| {
            refuse(context, "before-the-first-edition", vec![("day", moment.day.to_string()), ("begins", error.begins.to_string())])
        })?;
        complain(context, &case.warnings, &case.files);
        let program = &case.rulebook.program;
        let mut page = page(context);
        header(&mut page, &checklist, program, &case.facts);
        opening(&mut page, program);
        for text in &assumed {
            let text = page.words.say("plan-assumed-facts", &[("text", text)]);
            page.hang("! ", &text);
        }
        match next(&case.rulebook, &case.facts, &checklist, self.everything) {
            Some(question) => ask(&mut page, &question, checklist.as_of, program),
            None => {
                page.line("");
                let id = if self.everything { "next-complete" } else { "next-settled" };
                let text = page.words.say(id, &[]);
                page.hang("", &text);
            }
        }
        Ok(result(context, &page.text, Exit::Ok))
    }
}

fn ask(page: &mut Page<'_>, question: &Question<'_>, today: Day, program: &Program) {
    let words = page.words;
    let fact = &program.facts[question.fact];
    let lang = words.lang;
    page.heading("next-heading");
    page.hang("? ", fact.ask.as_ref().unwrap_or(&fact.title).get(lang));
    if let Some(find) = &fact.find {
        page.hang("  ", find.get(lang));
    }
    page.hang("  ", &words.say("next-effort", &[("effort", &fact.effort.to_string())]));
    page.line("");
    let names: Vec<&str> = question.serves.iter().map(|requirement| requirement.title.get(lang)).collect();
    let names = names.join(&words.say("list-gap", &[]));
    let why = if question.decides { "next-why" } else { "next-why-complete" };
    page.hang("", &words.say(why, &[("names", &names)]));
    for answer in &question.answers {
        let text = words.say(
            "next-if",
            &[("says", &says(answer, words)), ("then", &then(answer, (question.on > today).then_some(question.on), words))],
        );
        page.hang("- ", &text);
    }
    if question.decides {
        page.hang("", &words.say("next-left", &[("count", &question.at_most.to_string())]));
        if !question.exact {
            page.hang("", &words.say("next-good-order", &[]));
        }
    }
}

fn says(answer: &Answer<'_>, words: &Words) -> String {
    let each = answer.says.iter().map(|(requirement, holds)| {
        words.say(if *holds { "next-says-true" } else { "next-says-false" }, &[("name", requirement.title.get(words.lang))])
    });
    each.collect::<Vec<_>>().join(&words.say("list-gap", &[]))
}

/// What an answer comes to; a yes that lies ahead is not one of today.
fn then(answer: &Answer<'_>, later: Option<Day>, words: &Words) -> String {
    match answer.settles {
        Some(true) => match later {
            Some(day) => words.say("next-then-later", &[("day", &day.to_string())]),
            None => words.say("next-then-yes", &[]),
        },
        Some(false) => words.say("next-then-no", &[]),
        None => words.say("next-then-open", &[("count", &answer.left.to_string())]),
    }
}

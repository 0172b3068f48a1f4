//! `kaibo rules`: the rulebooks themselves.
//!
//! In: the name of a program. Out: a list of programs; a program's requirements in words; its faults; what its examples show.

use std::fmt::Write as _;

use clap::{Args, Subcommand};

use crate::cli::context::{Context, Exit};
use crate::cli::input::{as_of, library, pinned_edition, rulebook};
use crate::cli::output::{print_diagnostics, print_error, refuse_inputs, result};
use crate::document::source::Files;
use crate::engine::examples::Examples;
use crate::i18n::escape::escape_control;
use crate::report::columns::{pad, width, wrap};
use crate::report::explain::{localized_condition, localized_duration, localized_needed, localized_period, measure_name};
use crate::rulebook::{Edition, Logic, Program, Requirement, Role, Rule, Rulebook, Test};
use crate::value::timeline::Truth;

#[derive(Debug, Subcommand)]
pub(super) enum Rules {
    List,
    Show(Named),
    Lint(Several),
    Test(Several),
}

#[derive(Debug, Args)]
pub(super) struct Named {
    id: String,
}

#[derive(Debug, Args)]
pub(super) struct Several {
    ids: Vec<String>,
}

impl Rules {
    pub(super) fn run(&self, context: &Context) -> Exit {
        let done = match self {
            Rules::List => list(context),
            Rules::Show(named) => show(context, &named.id),
            Rules::Lint(several) => lint(context, &several.ids),
            Rules::Test(several) => test(context, &several.ids),
        };
        done.unwrap_or_else(|exit| exit)
    }
}

/// The programs that a call names, or all.
fn named(context: &Context, ids: &[String]) -> Result<Vec<String>, Exit> {
    let library = library(context)?;
    let chosen: Vec<String> = ids.iter().chain(&context.common.program).cloned().collect();
    if let Some(id) = chosen.iter().find(|id| library.program(id).is_none()) {
        return Err(print_error(context, "unknown-program", vec![("name", id.clone())]));
    }
    Ok(if chosen.is_empty() { library.programs().iter().map(|program| program.id.clone()).collect() } else { chosen })
}

fn list(context: &Context) -> Result<Exit, Exit> {
    let library = library(context)?;
    let messages = &context.messages;
    let mut text = String::new();
    let longest = library.programs().iter().map(|program| width(&escape_control(&program.id))).max().unwrap_or(0);
    for program in library.programs() {
        let loaded = rulebook(context, &library, &program.id)?;
        let day = as_of(context, &loaded.rulebook)?.day;
        let in_force = loaded.rulebook.in_force(day);
        let _ = writeln!(
            text,
            "{}  {}",
            pad(&escape_control(&program.id), longest),
            escape_control(loaded.rulebook.program.title.get(messages.lang))
        );
        for edition in &loaded.rulebook.editions {
            let from = edition.from.to_string();
            let until = edition.until.map(|day| day.to_string()).unwrap_or_default();
            let id = match (in_force.is_some_and(|other| other.id == edition.id), edition.until) {
                (true, _) => "rules-in-force",
                (false, None) => "rules-from",
                (false, Some(_)) => "rules-from-until",
            };
            let state = messages.format(id, &[("from", &from), ("until", &until)]);
            let _ = writeln!(text, "{}  {}  {state}", " ".repeat(longest), pad(&escape_control(&edition.id), 16));
        }
    }
    Ok(result(context, &text, Exit::Ok))
}

fn lint(context: &Context, ids: &[String]) -> Result<Exit, Exit> {
    let library = library(context)?;
    let mut exit = Exit::Ok;
    let mut text = String::new();
    for id in named(context, ids)? {
        let Some(program) = library.program(&id) else { continue };
        let mut files = Files::default();
        match Rulebook::load(program, &mut files) {
            Ok((rulebook, warnings)) => {
                print_diagnostics(context, &warnings, &files);
                let requirements = rulebook.editions.iter().map(|edition| edition.requirements.len()).max().unwrap_or(0);
                let args = [
                    ("program", id.clone()),
                    ("editions", rulebook.editions.len().to_string()),
                    ("requirements", requirements.to_string()),
                ];
                text.push_str(&context.messages.format("rules-valid", &args.each_ref().map(|(name, value)| (*name, value.as_str()))));
                text.push('\n');
            }
            Err(diagnostics) => {
                print_diagnostics(context, &diagnostics, &files);
                exit = Exit::No;
            }
        }
    }
    Ok(result(context, &text, exit))
}

fn test(context: &Context, ids: &[String]) -> Result<Exit, Exit> {
    let library = library(context)?;
    // Examples and their variations take a while.
    refuse_inputs(context)?;
    let messages = &context.messages;
    let mut exit = Exit::Ok;
    let mut text = String::new();
    for id in named(context, ids)? {
        let Some(program) = library.program(&id) else { continue };
        let mut loaded = rulebook(context, &library, &id)?;
        for edition in &loaded.rulebook.editions {
            let name = format!("{}.examples.toml", edition.id);
            let Some(examples) = program.file(&name) else {
                let _ = writeln!(text, "{}", messages.format("rules-no-examples", &[("program", &id), ("edition", &edition.id)]));
                continue;
            };
            let place = if program.place.is_empty() { id.clone() } else { program.place.clone() };
            let file = loaded.files.add(format!("{place}/{name}"), examples);
            let outcome = match Examples::read(file, &loaded.files, &loaded.rulebook, edition) {
                Ok(examples) => examples.run(&loaded.rulebook, edition),
                Err(diagnostics) => {
                    print_diagnostics(context, &diagnostics, &loaded.files);
                    return Err(Exit::Unusable);
                }
            };
            print_diagnostics(context, &outcome.failures, &loaded.files);
            if !outcome.failures.is_empty() {
                exit = Exit::No;
            }
            let (run, failed) = (outcome.run.to_string(), outcome.failures.len().to_string());
            let args = [("program", id.as_str()), ("edition", &edition.id), ("run", &run), ("failed", &failed)];
            let _ = writeln!(text, "{}", messages.format("rules-tested", &args));
            for (requirement, missing) in &outcome.unseen {
                let values: Vec<String> = missing.iter().map(|value| messages.format(truth_name(*value), &[])).collect();
                let _ = writeln!(
                    text,
                    "  {}",
                    messages.format("rules-not-shown", &[("requirement", requirement), ("values", &values.join(", "))])
                );
            }
            if outcome.failures.is_empty() {
                let (tried, unnoticed) = (outcome.mutants.to_string(), outcome.unnoticed.len().to_string());
                let _ = writeln!(text, "  {}", messages.format("rules-mutations", &[("tried", &tried), ("unnoticed", &unnoticed)]));
            }
            for (requirement, change) in &outcome.unnoticed {
                let _ = writeln!(text, "    {}", escape_control(&format!("{requirement}: {change}")));
            }
        }
    }
    Ok(result(context, &text, exit))
}

fn truth_name(value: Truth) -> &'static str {
    match value {
        Truth::True => "truth-true",
        Truth::False => "truth-false",
        Truth::Unknown => "truth-unknown",
    }
}

fn show(context: &Context, id: &str) -> Result<Exit, Exit> {
    let library = library(context)?;
    let loaded = rulebook(context, &library, id)?;
    let day = as_of(context, &loaded.rulebook)?.day;
    let Some(edition) = pinned_edition(context, &loaded.rulebook)?.or_else(|| loaded.rulebook.in_force(day)) else {
        return Err(print_error(context, "no-edition-on", vec![("day", day.to_string())]));
    };
    let mut page = RulesText { context, program: &loaded.rulebook.program, edition, text: String::new() };
    page.whole();
    Ok(result(context, &page.text, Exit::Ok))
}

/// A rulebook in words.
struct RulesText<'a> {
    context: &'a Context,
    program: &'a Program,
    edition: &'a Edition,
    text: String,
}

impl RulesText<'_> {
    fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        self.context.messages.format(id, args)
    }

    fn put(&mut self, indent: usize, line: &str) {
        for (at, part) in wrap(&escape_control(line), self.context.width.clamp(40, 110).saturating_sub(indent + 2)).iter().enumerate() {
            let lead = " ".repeat(indent + if at == 0 { 0 } else { 2 });
            let _ = writeln!(self.text, "{lead}{part}");
        }
    }

    fn whole(&mut self) {
        let title = self.program.title.get(self.context.messages.lang);
        let heading = self.say("text-edition", &[("program", title), ("edition", &self.edition.id)]);
        self.put(0, &heading);
        for source in &self.edition.sources {
            self.put(2, &source.title);
            // An address that is broken in two can't be followed.
            if let Some(url) = &source.url {
                let _ = writeln!(self.text, "    {}", escape_control(url));
            }
            if let Some(note) = &source.note {
                self.put(4, note);
            }
        }
        self.text.push('\n');
        let mut shown = vec![false; self.edition.requirements.len()];
        self.below(self.edition.root, 0, &mut shown);
        for at in self.edition.listed().collect::<Vec<_>>() {
            if !shown[at] {
                self.below(at, 0, &mut shown);
            }
        }
        if !self.program.steps.is_empty() {
            self.text.push('\n');
            let steps = self.say("rules-steps", &[]);
            self.put(0, &steps);
            for (at, step) in self.program.steps.iter().enumerate() {
                let takes =
                    step.takes.map_or_else(|| self.say("takes-unknown", &[]), |takes| localized_duration(takes, &self.context.messages));
                self.put(2, &format!("{}. {} ({}; {takes})", at + 1, step.title.get(self.context.messages.lang), step.id));
            }
        }
    }

    fn below(&mut self, at: usize, depth: usize, shown: &mut [bool]) {
        let requirement = &self.edition.requirements[at];
        let again = shown[at];
        shown[at] = true;
        self.requirement(requirement, depth, again);
        if let (Rule::Group(group), false) = (&requirement.rule, again) {
            for child in &group.children {
                self.below(*child, depth + 1, shown);
            }
        }
    }

    fn requirement(&mut self, requirement: &Requirement, depth: usize, again: bool) {
        let lang = self.context.messages.lang;
        let indent = depth * 2;
        let clause = requirement.clause.as_ref().map(|clause| format!(" [{clause}]")).unwrap_or_default();
        let role = match requirement.role {
            Role::Main => String::new(),
            Role::Condition => self.say("rules-role-condition", &[]),
            Role::Step => self.say("rules-role-step", &[]),
        };
        self.put(indent, &format!("{}{clause} ({}){role}", requirement.title.get(lang), requirement.id));
        if again {
            return;
        }
        let rule = match &requirement.rule {
            Rule::Group(group) => match group.logic {
                Logic::All => self.say("rules-all", &[]),
                Logic::Any { at_least } => self.say("rules-any", &[("count", &at_least.to_string())]),
                Logic::None => self.say("rules-none", &[]),
            },
            Rule::Test(test) => self.test(test),
        };
        self.put(indent + 2, &rule);
        if let Some(condition) = requirement.applies_when {
            let line = self.say("rules-applies-when", &[("condition", self.edition.requirements[condition].title.get(lang))]);
            self.put(indent + 2, &line);
        }
        if let Some(understood) = &requirement.understood_as {
            let line = self.say("rules-understood", &[("text", understood.get(lang))]);
            self.put(indent + 2, &line);
        }
        for reading in &requirement.readings {
            let line = self.say("rules-reading", &[("text", reading.title.get(lang))]);
            self.put(indent + 2, &line);
        }
        if let Some(remedy) = &requirement.remedy {
            let line = self.say("rules-remedy", &[("text", remedy.action.get(lang))]);
            self.put(indent + 2, &line);
        }
    }

    fn test(&self, test: &Test) -> String {
        let needed = localized_needed(test, self.program, &self.context.messages);
        let lang = self.context.messages.lang;
        let facts: Vec<&str> = test.facts().into_iter().map(|fact| self.program.facts[fact].title.get(lang)).collect();
        let fact = if facts.is_empty() { self.say("today", &[]) } else { facts.join(" / ") };
        let Test::Rows(rows) = test else {
            return self.say("rules-value", &[("fact", &fact), ("needed", &needed)]);
        };
        let mut line =
            self.say("rules-rows", &[("fact", &fact), ("measure", &self.say(measure_name(rows.measure), &[])), ("needed", &needed)]);
        if let Some(window) = rows.window {
            if let Some(within) = window.within {
                line.push_str(&self.say("rules-within", &[("period", &localized_period(within, &self.context.messages))]));
            }
            if window.ending != crate::value::date::Period::NONE {
                line.push_str(&self.say("rules-ending", &[("period", &localized_period(window.ending, &self.context.messages))]));
            }
            if window.seen_after != crate::value::date::Period::NONE {
                line.push_str(&self.say("rules-seen-after", &[("period", &localized_period(window.seen_after, &self.context.messages))]));
            }
        }
        if let Some(table) = self.program.facts[rows.of].kind.table() {
            for (column, condition) in &rows.filter {
                let column = &table.columns[*column];
                let args = [
                    ("column", column.title.get(lang)),
                    ("condition", &localized_condition(&column.kind, condition, self.program, &self.context.messages)),
                ];
                line.push_str(&self.say("rules-where", &args));
            }
        }
        line
    }
}

//! `kaibo facts`: facts files themselves.
//!
//! In: a program's definitions, or a facts file. Out: an annotated file to fill in; or all that is wrong with one.

use std::fmt::Write as _;
use std::path::PathBuf;

use chrono::SubsecRound as _;
use clap::{Args, Subcommand};

use crate::cli::context::{Context, Exit};
use crate::cli::input::{fixed_moment, library, rulebook, try_application};
use crate::cli::output::{print_diagnostics, print_error, refuse_existing, result};
use crate::cli::sign_off::SignOff;
use crate::i18n::escape::{escape_control, toml_string};
use crate::io::application::timestamp;
use crate::rulebook::{FactDef, FactKind, Program, Table};
use crate::value::value_type::{Value, ValueType};

#[derive(Debug, Subcommand)]
pub(super) enum FactsCommand {
    New(New),
    Check(Named),
    SignOff(SignOff),
}

#[derive(Debug, Args)]
pub(super) struct New {
    #[arg(long)]
    force: bool,
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
}

#[derive(Debug, Args)]
pub(super) struct Named {
    facts: PathBuf,
}

impl FactsCommand {
    pub(super) fn run(&self, context: &Context) -> Exit {
        let done = match self {
            FactsCommand::New(args) => new(context, args),
            FactsCommand::Check(named) => check(context, named),
            FactsCommand::SignOff(args) => args.run(context),
        };
        done.unwrap_or_else(|exit| exit)
    }
}

/// The same reading as every other command's, and nothing more.
fn check(context: &Context, named: &Named) -> Result<Exit, Exit> {
    let case = match try_application(context, &named.facts)? {
        Ok(case) => case,
        Err(refused) => {
            print_diagnostics(context, &refused.diagnostics, &refused.files);
            return Ok(Exit::No);
        }
    };
    print_diagnostics(context, &case.read_as, &case.files);
    print_diagnostics(context, &case.warnings, &case.files);
    let known = case.facts.facts.iter().filter(|fact| !fact.periods.is_empty()).count().to_string();
    let all = case.rulebook.program.facts.len().to_string();
    let line = context.messages.format("facts-valid", &[("known", &known), ("all", &all)]);
    Ok(result(context, &format!("{line}\n"), Exit::Ok))
}

/// Every fact with its question as a comment, commented out until somebody knows the answer.
fn new(context: &Context, args: &New) -> Result<Exit, Exit> {
    if !args.force {
        refuse_existing(context)?;
    }
    let library = library(context)?;
    let id = match (&context.common.program, library.programs()) {
        (Some(id), _) => id.clone(),
        (None, [only]) => only.id.clone(),
        (None, several) => {
            let names: Vec<&str> = several.iter().map(|program| program.id.as_str()).collect();
            return Err(print_error(context, "which-program", vec![("names", names.join(", "))]));
        }
    };
    let loaded = rulebook(context, &library, &id)?;
    let program = &loaded.rulebook.program;
    let mut text = String::new();
    comment(&mut text, &context.messages.format("facts-new", &[("program", program.title.get(context.messages.lang))]));
    let _ = write!(text, "program   = \"{}\"\napplicant = \"\"\n# name    = \"\"\n\n[facts]\n", program.id);
    for fact in &program.facts {
        text.push('\n');
        for line in [&fact.ask, &fact.find].into_iter().flatten() {
            comment(&mut text, line.get(context.messages.lang));
        }
        options(&mut text, fact, context);
        let _ = writeln!(text, "# {} = {}", fact.id, sample(fact, program));
    }
    who_says_so(&mut text, program, args.by.as_deref(), context);
    Ok(result(context, &text, Exit::Ok))
}

/// For every fact a place for who states it and when, commented out until there is something to state.
fn who_says_so(text: &mut String, program: &Program, by: Option<&str>, context: &Context) {
    text.push('\n');
    comment(text, &context.messages.format("facts-new-provenance", &[]));
    let now = timestamp(fixed_moment().unwrap_or_else(chrono::Utc::now).trunc_subsecs(0), program.zone);
    let now = ValueType::Timestamp.write(&Value::Timestamp(now), program.zone);
    text.push_str("[provenance]\n");
    for fact in &program.facts {
        let by = toml_string(by.unwrap_or_default());
        let _ = writeln!(text, "# {} = {{ source = \"manual\", observed_at = {now}, by = {by} }}", fact.id);
    }
}

fn comment(text: &mut String, line: &str) {
    let _ = writeln!(text, "# {}", escape_control(line));
}

/// What each choice means.
fn options(text: &mut String, fact: &FactDef, context: &Context) {
    let mut list = |kind: &ValueType| {
        if let ValueType::Enum(choices) = kind {
            for choice in choices {
                comment(text, &format!("  {}: {}", choice.id, choice.label.get(context.messages.lang)));
            }
        }
    };
    match &fact.kind {
        FactKind::Value(kind) => list(kind),
        FactKind::Rows(table) | FactKind::Daily(table) => table.columns.iter().for_each(|column| list(&column.kind)),
    }
}

/// A value of the right shape.
fn sample(fact: &FactDef, program: &Program) -> String {
    let row = |table: &Table| {
        let cells: Vec<String> = table.columns.iter().map(|column| format!("{} = {}", column.id, value(&column.kind, program))).collect();
        match table.columns.as_slice() {
            [only] => format!("[{}]", value(&only.kind, program)),
            _ => format!("[{{ {} }}]", cells.join(", ")),
        }
    };
    match &fact.kind {
        FactKind::Value(kind) => value(kind, program),
        FactKind::Rows(table) | FactKind::Daily(table) => row(table),
    }
}

fn value(kind: &ValueType, program: &Program) -> String {
    match kind {
        ValueType::Bool => "true".to_owned(),
        ValueType::Enum(choices) => choices.first().map_or(String::new(), |choice| format!("\"{}\"", choice.id)),
        ValueType::Text => "\"…\"".to_owned(),
        ValueType::Number { .. } => "1".to_owned(),
        ValueType::Money { places, .. } => format!("\"{}\"", crate::value::number::decimal(0, *places)),
        ValueType::Date => "2026-11-20".to_owned(),
        ValueType::Timestamp => {
            let shown = crate::value::value_type::parse_timestamp("2026-11-20T02:00:00Z", program.zone);
            shown.map_or(String::new(), |moment| kind.write(&crate::value::value_type::Value::Timestamp(moment), program.zone))
        }
        ValueType::Region => "\"CN\"".to_owned(),
        ValueType::Path => "\"… > …\"".to_owned(),
    }
}

//! kaibo inside another program: `cargo run --example embed`.
//!
//! Only facts and a day go in; no file, clock, network or terminal is used.
#![allow(clippy::print_stdout, reason = "an example prints")]

use std::error::Error;
use std::fmt::Write as _;

use kaibo::{Date, Facts, Lang, Prefer, Rulebook, Status};

fn main() -> Result<(), Box<dyn Error>> {
    print!("{}", answer(include_str!("shop.toml"), "2026-11-22".parse()?)?);
    Ok(())
}

/// Checks an applicant, and puts the answer into a few lines.
pub(crate) fn answer(facts: &str, day: Date) -> Result<String, Box<dyn Error>> {
    let rulebook = Rulebook::builtin("wechat-live")?;
    let facts = Facts::from_toml(&rulebook, facts)?;
    let checklist = kaibo::check(&rulebook, &facts, day)?;

    let mut text = String::new();
    let firm = if checklist.is_firm() { "" } else { ", depends on the interpretation" };
    writeln!(text, "{} on {day}: {}{firm}", facts.applicant(), checklist.verdict())?;
    let decisive = checklist.requirements().filter(|requirement| !requirement.is_for_steps());
    for requirement in decisive.filter(|requirement| requirement.status() != Status::Met) {
        writeln!(text, "  {}: {}", requirement.title().get(Lang::En), requirement.status())?;
    }
    if let Some(question) = kaibo::next_question(&checklist) {
        writeln!(text, "to find out: {}", question.fact())?;
    }
    let plan = kaibo::plan(&checklist, Prefer::Cheapest);
    for action in plan.actions() {
        writeln!(text, "from {}: {}", action.on(), action.text().get(Lang::En))?;
    }
    match plan.eligible_on() {
        Some(day) => writeln!(text, "then eligible on {day}")?,
        None => writeln!(text, "no day can be promised")?,
    }
    Ok(text)
}

//! Phrases that several views share.
//!
//! In: outcomes, sources, units, costs. Out: a few words of one language.

use crate::check::{Outcome, Status};
use crate::day::Takes;
use crate::facts::{Extent, Known, Provenance};
use crate::kind::{Kind, Value};
use crate::report::explain::{self, for_people, period_for_people};
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, FactKind, Program};
use crate::text::checklist::verdict_status;
use crate::tui::look::Look;
use crate::wizard::Seen;

/// The verdict with its dates and with what qualifies it, and the status whose mark and colour it has.
pub fn verdict(seen: &Seen<'_>, look: &Look) -> (Status, String) {
    let checklist = &seen.checklist;
    // Who has access already is told no dates: they would be those of newcomers.
    let when = if checklist.verdict.held { String::new() } else { dates(checklist.verdict.outcome, look) };
    let mut said = format!("{}{when}", explain::verdict(checklist, &look.words));
    let conditions = explain::conditions(checklist, seen.program, &look.words);
    if !conditions.is_empty() {
        let conditions = conditions.join(&look.say("condition-gap", &[]));
        said = look.say("verdict-with-conditions", &[("verdict", &said), ("conditions", &conditions)]);
    }
    (verdict_status(checklist.verdict.standing()), said)
}

/// From when and until when, as far as there is anything to say; it follows a status.
pub fn dates(outcome: Outcome, look: &Look) -> String {
    let until = outcome.until.map(|day| day.to_string());
    match (outcome.status, outcome.from, &until) {
        (_, None, _) | (Status::Met | Status::NotApplicable, Some(_), None) => String::new(),
        (Status::Met | Status::NotApplicable, Some(_), Some(until)) => look.say("dates-until", &[("until", until)]),
        (_, Some(from), None) => look.say("dates-from", &[("from", &from.to_string())]),
        (_, Some(from), Some(until)) => look.say("dates-from-until", &[("from", &from.to_string()), ("until", until)]),
    }
}

/// A unit, with the blank before it where there is one.
pub fn unit(unit: &str, look: &Look) -> String {
    match unit {
        "days" => look.say("screen-unit-days", &[]),
        "characters" | "units" => String::new(),
        currency => format!(" {currency}"),
    }
}

/// An amount as people read it: a fraction that is no decimal goes up to one digit after the point.
pub fn amount(exact: &str) -> String {
    let fraction = exact.split_once('/').and_then(|(units, per)| Some((units.parse::<i128>().ok()?, per.parse::<i128>().ok()?)));
    match fraction {
        Some((units, per)) if per > 0 => {
            let tenths = (units * 10).div_euclid(per) + i128::from((units * 10).rem_euclid(per) != 0);
            format!("{}.{}", tenths / 10, tenths % 10)
        }
        _ => exact.to_owned(),
    }
}

/// Costs, one for each currency.
pub fn costs(costs: &[Cost], look: &Look) -> String {
    if costs.is_empty() {
        return look.say("plan-no-cost", &[]);
    }
    costs.iter().map(Cost::text).collect::<Vec<_>>().join(" + ")
}

/// What is known of a fact, in a few words: a value, or how many rows.
pub fn known(known: &Known, fact: usize, program: &Program, look: &Look) -> String {
    match (known, &program.facts[fact].kind) {
        (Known::Value(value), FactKind::Value(kind)) => for_people(kind, value, program, &look.words),
        (Known::Rows(rows), _) => {
            let id = if rows.extent == Extent::AtLeast { "screen-rows-or-more" } else { "screen-rows" };
            look.say(id, &[("count", &rows.rows.len().to_string())])
        }
        (Known::Value(_), _) => String::new(),
    }
}

/// The same of a list of one row: what that says.
pub fn row_or_known(told: &Known, fact: usize, program: &Program, look: &Look) -> String {
    let table = program.facts[fact].kind.table();
    let (Known::Rows(rows), Some(table)) = (told, table) else { return known(told, fact, program, look) };
    let [row] = rows.rows.as_slice() else { return known(told, fact, program, look) };
    let cells = table.columns.iter().zip(&row.cells);
    let said = cells.filter_map(|(column, cell)| Some(for_people(&column.kind, cell.as_ref()?, program, &look.words)));
    said.collect::<Vec<_>>().join(&look.say("list-gap", &[]))
}

/// How long something takes, where there is little room.
pub fn takes(takes: Option<Takes>, look: &Look) -> String {
    let Some(takes) = takes else { return look.say("takes-unknown", &[]) };
    let worst = period_for_people(takes.worst, &look.words);
    if takes.best == takes.worst { worst } else { format!("{}-{worst}", takes.best.count) }
}

/// Who acts.
pub fn actor(actor: Actor, look: &Look) -> String {
    look.say(
        match actor {
            Actor::Applicant => "actor-applicant",
            Actor::Platform => "actor-platform",
            Actor::Administrator => "actor-administrator",
            Actor::Host => "actor-host",
        },
        &[],
    )
}

/// Who said something, and when.
pub fn said_by(source: &Provenance, program: &Program, look: &Look) -> String {
    let mut text = match source.source.as_str() {
        "manual" => look.say("screen-by-hand", &[]),
        "file" => look.say("screen-from-file", &[]),
        crate::assume::SOURCE => look.say("screen-assumed", &[]),
        other => look.say("screen-from-interface", &[("name", other)]),
    };
    if let Some(by) = &source.by {
        text.push_str(&format!(" {by}"));
    }
    if let Some(moment) = source.observed_at {
        // Seconds and the offset tell nobody anything here.
        let written = Kind::Moment.write(&Value::Moment(moment), program.zone);
        text.push_str(&format!("  {}", written.get(..16).unwrap_or(&written).replace('T', " ")));
    }
    text
}

//! Phrases that several views share.
//!
//! In: outcomes, sources, units, costs. Out: a few words of one language.

use crate::engine::check::{Outcome, Status};
use crate::facts::{Completeness, FactValue, Provenance};
use crate::report::explain::{self, localized_period, localized_value};
use crate::report::text::checklist::verdict_status;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, FactKind, Program};
use crate::value::date::DurationRange;
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::view::Snapshot;
use crate::wizard::tui::theme::Theme;

/// The verdict with its dates and with what qualifies it, and the status whose mark and colour it has.
pub fn verdict(snapshot: &Snapshot<'_>, theme: &Theme) -> (Status, String) {
    let checklist = &snapshot.checklist;
    // Who has access already is told no dates: they would be those of newcomers.
    let when = if checklist.verdict.held { String::new() } else { dates(checklist.verdict.outcome, theme) };
    let mut said = format!("{}{when}", explain::verdict(checklist, &theme.messages));
    let conditions = explain::conditions(checklist, snapshot.program, &theme.messages);
    if !conditions.is_empty() {
        let conditions = conditions.join(&theme.format("condition-gap", &[]));
        said = theme.format("verdict-with-conditions", &[("verdict", &said), ("conditions", &conditions)]);
    }
    (verdict_status(checklist.verdict.standing()), said)
}

/// From when and until when, as far as there is anything to say; it follows a status.
pub fn dates(outcome: Outcome, theme: &Theme) -> String {
    let until = outcome.until.map(|day| day.to_string());
    match (outcome.status, outcome.from, &until) {
        (_, None, _) | (Status::Met | Status::NotApplicable, Some(_), None) => String::new(),
        (Status::Met | Status::NotApplicable, Some(_), Some(until)) => theme.format("dates-until", &[("until", until)]),
        (_, Some(from), None) => theme.format("dates-from", &[("from", &from.to_string())]),
        (_, Some(from), Some(until)) => theme.format("dates-from-until", &[("from", &from.to_string()), ("until", until)]),
    }
}

/// A unit, with the blank before it where there is one.
pub fn unit(unit: &str, theme: &Theme) -> String {
    match unit {
        "days" => theme.format("screen-unit-days", &[]),
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
pub fn costs(costs: &[Cost], theme: &Theme) -> String {
    if costs.is_empty() {
        return theme.format("plan-no-cost", &[]);
    }
    costs.iter().map(Cost::text).collect::<Vec<_>>().join(" + ")
}

/// What is known of a fact, in a few words: a value, or how many rows.
pub fn fact_value(known: &FactValue, fact: usize, program: &Program, theme: &Theme) -> String {
    match (known, &program.facts[fact].kind) {
        (FactValue::Value(value), FactKind::Value(kind)) => localized_value(kind, value, program, &theme.messages),
        (FactValue::Rows(rows), _) => {
            let id = if rows.completeness == Completeness::AtLeast { "screen-rows-or-more" } else { "screen-rows" };
            theme.format(id, &[("count", &rows.rows.len().to_string())])
        }
        (FactValue::Value(_), _) => String::new(),
    }
}

/// The same of a list of one row: what that says.
pub fn row_or_fact(told: &FactValue, fact: usize, program: &Program, theme: &Theme) -> String {
    let table = program.facts[fact].kind.table();
    let (FactValue::Rows(rows), Some(table)) = (told, table) else { return fact_value(told, fact, program, theme) };
    let [row] = rows.rows.as_slice() else { return fact_value(told, fact, program, theme) };
    let cells = table.columns.iter().zip(&row.cells);
    let said = cells.filter_map(|(column, cell)| Some(localized_value(&column.kind, cell.as_ref()?, program, &theme.messages)));
    said.collect::<Vec<_>>().join(&theme.format("list-gap", &[]))
}

/// How long something takes, where there is little room.
pub fn takes(takes: Option<DurationRange>, theme: &Theme) -> String {
    let Some(takes) = takes else { return theme.format("takes-unknown", &[]) };
    let worst = localized_period(takes.worst, &theme.messages);
    if takes.best == takes.worst { worst } else { format!("{}-{worst}", takes.best.count) }
}

/// Who acts.
pub fn actor(actor: Actor, theme: &Theme) -> String {
    theme.format(
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
pub fn source_name(source: &Provenance, program: &Program, theme: &Theme) -> String {
    let mut text = match source.source.as_str() {
        "manual" => theme.format("screen-by-hand", &[]),
        "file" => theme.format("screen-from-file", &[]),
        crate::engine::assume::SOURCE => theme.format("screen-assumed", &[]),
        other => theme.format("screen-from-interface", &[("name", other)]),
    };
    if let Some(by) = &source.by {
        text.push_str(&format!(" {by}"));
    }
    if let Some(moment) = source.observed_at {
        // Seconds and the offset tell nobody anything here.
        let written = ValueType::Timestamp.write(&Value::Timestamp(moment), program.zone);
        text.push_str(&format!("  {}", written.get(..16).unwrap_or(&written).replace('T', " ")));
    }
    text
}

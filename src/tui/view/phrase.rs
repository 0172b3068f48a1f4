//! Phrases that several views share.
//!
//! In: outcomes, sources, units, costs. Out: a few words of one language.

use crate::check::{Outcome, Status};
use crate::facts::Provenance;
use crate::kind::{Kind, Value};
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, Program};
use crate::tui::look::Look;

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

//! What an action asks for, in the sentences of every interface.
//!
//! In: an action of a plan. Out: how much has to be added, when it is done, on which days it helps, what it costs.

use crate::engine::plan::Action;
use crate::i18n::Messages;
use crate::report::json::plan::{AddReport, added_for_people};
use crate::rulebook::Program;

/// How much, when it is done, on which days the requirement is met, why it is not done sooner, cost and effort.
pub(crate) fn notes(action: &Action<'_>, program: &Program, messages: &Messages) -> Vec<String> {
    let mut notes = Vec::new();
    notes.extend(added_for_people(action, program).map(|added| add_note(&added, messages)));
    let (best, worst) = (action.done.best.unwrap_or(action.on).to_string(), action.done.worst.unwrap_or(action.on).to_string());
    if best != worst {
        notes.push(messages.format("plan-done-between", &[("best", &best), ("worst", &worst)]));
    } else if action.done.worst != Some(action.on) {
        notes.push(messages.format("plan-done", &[("worst", &worst)]));
    }
    let from = action.holds.0.to_string();
    notes.push(match action.holds.1 {
        Some(until) => messages.format("plan-holds-until", &[("from", &from), ("until", &until.to_string())]),
        None => messages.format("plan-holds", &[("from", &from)]),
    });
    notes.extend(action.could_begin.map(|day| messages.format("plan-put-later", &[("day", &day.to_string())])));
    notes.extend(action.cost.as_ref().filter(|cost| cost.units > 0).map(|cost| messages.format("plan-cost", &[("cost", &cost.text())])));
    notes.push(messages.format("plan-effort", &[("effort", &action.remedy.effort.to_string())]));
    notes
}

/// How much an action has to add.
fn add_note(added: &AddReport, messages: &Messages) -> String {
    match added {
        AddReport::Rows(rows) => messages.format("plan-add-rows", &[("count", &rows.to_string())]),
        AddReport::Amount(amount) => messages.format("plan-add-amount", &[("amount", amount)]),
        AddReport::Raise(amount) => messages.format("plan-add-raise", &[("amount", amount)]),
    }
}

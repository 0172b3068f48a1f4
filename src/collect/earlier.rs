//! What an earlier run collected, for facts that this run could not renew.
//!
//! In: the text of a `shop.collected.toml`. Out: its facts with their source and age, if it is about the same applicant. They are
//! kept with the evidence too, so that a replay gives the same file.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};
use toml_edit::{DocumentMut, Item, Value};

use crate::collect::accounts::Scope;
use crate::facts::FactValue;

/// A fact as an earlier run wrote it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Earlier {
    /// Its name.
    pub fact: String,
    /// Its value, in TOML.
    pub value: String,
    /// Where it came from.
    pub source: String,
    /// When it was observed.
    pub observed_at: String,
    /// The digest of its evidence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
}

impl Earlier {
    /// The value, ready to be written again.
    pub fn item(&self) -> Option<Value> {
        self.value.parse().ok()
    }
}

/// The facts of an earlier file about the same applicant and program. A fact without an age is left out, and so is everything
/// where the file can't be read: then there is nothing to keep.
pub fn read(text: &str, scope: &Scope) -> Vec<Earlier> {
    let Ok(document) = text.parse::<DocumentMut>() else { return Vec::new() };
    let head = |key: &str| document.get(key).and_then(Item::as_str);
    let same = head("program") == Some(&scope.program) && head("applicant") == Some(&scope.applicant);
    if !same || head("entity") != scope.entity.as_deref() {
        return Vec::new();
    }
    let facts = document.get("facts").and_then(Item::as_table).into_iter().flatten();
    let earlier = facts.filter_map(|(fact, item)| {
        let sourced = document.get("provenance")?.get(fact)?;
        let text = |key: &str| sourced.get(key).and_then(Item::as_str).map(str::to_owned);
        Some(Earlier {
            fact: fact.to_owned(),
            value: item.as_value()?.to_string().trim().to_owned(),
            source: text("source")?,
            observed_at: sourced.get("observed_at")?.as_datetime()?.to_string(),
            digest: text("digest"),
        })
    });
    earlier.collect()
}

/// True if `now`, what a failed reading still found, says nothing that `before` does not say.
pub fn holds_all(before: &FactValue, now: Option<&FactValue>) -> bool {
    match (before, now) {
        (_, None) => true,
        (FactValue::Rows(before), Some(FactValue::Rows(now))) => {
            let before: HashSet<String> = before.rows.iter().map(|row| format!("{row:?}")).collect();
            now.rows.iter().all(|row| before.contains(&format!("{row:?}")))
        }
        (before, Some(now)) => before == now,
    }
}

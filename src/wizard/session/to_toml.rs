//! Facts as a facts file spells them.
//!
//! In: what is known of a fact, and perhaps how it was spelled before. Out: a value of TOML that reads as just that: amounts
//! as text, dates as TOML's own, rows of one column bare; rows that were there before keep their spelling.

use chrono::{Offset as _, SecondsFormat};
use chrono_tz::Tz;
use toml_edit::{Array, Datetime, InlineTable, Item, Value as Spelled};

use crate::document::parse_toml;
use crate::document::source::FileId;
use crate::facts::read::read_fact;
use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::rulebook::{FactKind, Program, Table};
use crate::value::value_type::{Timestamp, Value, ValueType};
use crate::wizard::session::document::{list, quoted};

/// Spells what is known of a fact. `before` is what is there.
pub fn fact_to_toml(kind: &FactKind, known: &FactValue, before: Option<&Item>, program: &Program) -> Spelled {
    match (kind, known) {
        (FactKind::Value(kind), FactValue::Value(value)) => cell(kind, value, program.zone),
        (FactKind::Rows(table) | FactKind::Daily(table), FactValue::Rows(rows)) => rows_to_toml(kind, table, rows, before, program),
        // What is known is read against the kind, so that these don't meet.
        (FactKind::Value(_), FactValue::Rows(_)) | (_, FactValue::Value(_)) => Spelled::from(""),
    }
}

fn rows_to_toml(kind: &FactKind, table: &Table, rows: &Rows, before: Option<&Item>, program: &Program) -> Spelled {
    let old = before.and_then(|item| item.as_array().or_else(|| item.get("rows").and_then(Item::as_array)));
    let spelled_before: Vec<(Row, &Spelled)> =
        old.map_or_else(Vec::new, |array| array.iter().filter_map(|value| Some((read_row(kind, value, program)?, value))).collect());
    let mut used = vec![false; spelled_before.len()];
    // Each row as it will be spelled, and which of those before it is.
    let mut items: Vec<(Spelled, Option<usize>)> = Vec::with_capacity(rows.rows.len());
    for wanted in &rows.rows {
        let same = (0..spelled_before.len()).find(|at| !used[*at] && spelled_before[*at].0 == *wanted);
        match same {
            Some(at) => {
                used[at] = true;
                items.push((spelled_before[at].1.clone(), Some(at)));
            }
            None => items.push((row(table, wanted, program.zone), None)),
        }
    }
    let array = match old {
        // The author's list stays, with the comments in it: rows go and come.
        Some(old) if used.contains(&true) => refilled(old, items, &spelled_before, &used),
        _ => {
            let lines = items.len() > 1 && table.columns.len() > 1;
            list(items.into_iter().map(|(value, _)| value).collect(), lines)
        }
    };
    let marker = match rows.completeness {
        Completeness::Complete => return Spelled::Array(array),
        Completeness::AtLeast => "partial",
        Completeness::AtMost => "at_most",
    };
    let mut wrapped = InlineTable::new();
    wrapped.insert(marker, Spelled::from(true));
    let mut array = Spelled::Array(array);
    array.decor_mut().clear();
    wrapped.insert("rows", array);
    Spelled::InlineTable(wrapped)
}

/// The author's list with other rows. What is between two rows, a comment among it, belongs to the first of them: where
/// the second goes, it stays.
fn refilled(old: &Array, items: Vec<(Spelled, Option<usize>)>, before: &[(Row, &Spelled)], used: &[bool]) -> Array {
    let prefix = |value: &Spelled| value.decor().prefix().and_then(|prefix| prefix.as_str()).unwrap_or_default().to_owned();
    let model = before.last().map(|(_, value)| prefix(value)).unwrap_or_default();
    let apart = model.rfind('\n').map_or_else(|| " ".to_owned(), |at| model[at..].to_owned());
    // The comments of rows that go, to be before whatever follows the row above them.
    let mut orphans: Vec<(Option<usize>, String)> = Vec::new();
    for at in (0..before.len()).filter(|at| !used[*at]) {
        let comment = prefix(before[at].1);
        if comment.contains('#') {
            orphans.push(((0..at).rev().find(|above| used[*above]), comment));
        }
    }
    let mut adopt = |above: Option<usize>| {
        let found: String = orphans.iter().filter(|(owner, _)| *owner == above).map(|(_, comment)| comment.as_str()).collect();
        orphans.retain(|(owner, _)| *owner != above);
        (!found.is_empty()).then_some(found)
    };
    let mut array = old.clone();
    let ending = array.trailing().as_str().unwrap_or_default().to_owned();
    array.clear();
    let mut above = None;
    for (at, (value, kept)) in items.into_iter().enumerate() {
        let comment = adopt(above);
        let after = value.decor().suffix().and_then(|suffix| suffix.as_str()).unwrap_or_default().to_owned();
        let value = match (kept, comment) {
            (Some(_), None) if at == 0 && prefix(&value).trim_matches(' ').is_empty() => value.decorated("", after),
            (Some(_), None) => value,
            (Some(_), Some(comment)) => {
                let own = prefix(&value);
                let own = own.strip_prefix(apart.as_str()).map_or(own.as_str(), |_| "").to_owned();
                value.decorated(format!("{comment}{own}"), after)
            }
            (None, Some(comment)) => value.decorated(comment, ""),
            (None, None) if at == 0 && !apart.starts_with('\n') => value.decorated("", ""),
            (None, None) => value.decorated(apart.as_str(), ""),
        };
        array.push_formatted(value);
        above = kept.or(above);
    }
    let rest: String = orphans.into_iter().map(|(_, comment)| comment.trim_end().to_owned()).collect();
    let ending = if rest.is_empty() || ending.starts_with('\n') { ending } else { format!("\n{ending}") };
    array.set_trailing(format!("{rest}{ending}"));
    array
}

/// What a spelled row says; None if it can't be read by itself.
fn read_row(kind: &FactKind, value: &Spelled, program: &Program) -> Option<Row> {
    let mut value = value.clone();
    value.decor_mut().clear();
    let text = format!("v = [{value}]");
    let mut faults = Vec::new();
    let node = parse_toml(FileId(0), &text).ok()?;
    match read_fact(kind, node.table()?.get("v")?, program, &mut faults)? {
        FactValue::Rows(rows) => rows.rows.into_iter().next(),
        FactValue::Value(_) => None,
    }
}

/// A row: bare where there is one column, else a table.
fn row(table: &Table, row: &Row, zone: Tz) -> Spelled {
    if let ([column], [Some(value)]) = (table.columns.as_slice(), &*row.cells) {
        return cell(&column.kind, value, zone);
    }
    let mut spelled = InlineTable::new();
    for (column, value) in table.columns.iter().zip(&row.cells) {
        if let Some(value) = value {
            spelled.insert(&column.id, cell(&column.kind, value, zone));
        }
    }
    Spelled::InlineTable(spelled)
}

/// One value.
pub fn cell(kind: &ValueType, value: &Value, zone: Tz) -> Spelled {
    match (kind, value) {
        (_, Value::Bool(flag)) => Spelled::from(*flag),
        (ValueType::Number { places: 0 }, Value::Number(units)) => Spelled::from(*units),
        (ValueType::Number { .. }, Value::Number(_)) => {
            let text = kind.write(value, zone);
            text.parse().unwrap_or_else(|_| quoted(&text))
        }
        (_, Value::Date(_)) => time(&kind.write(value, zone)),
        (_, Value::Timestamp(at)) => moment(at, zone),
        _ => quoted(&kind.write(value, zone)),
    }
}

/// A moment with its offset; of a time whose offset had seconds, in UTC.
pub fn moment(moment: &Timestamp, zone: Tz) -> Spelled {
    let local = moment.instant.with_timezone(&zone);
    if local.offset().fix().local_minus_utc() % 60 == 0 {
        time(&local.to_rfc3339_opts(SecondsFormat::AutoSi, false))
    } else {
        time(&moment.instant.to_rfc3339_opts(SecondsFormat::AutoSi, true))
    }
}

fn time(text: &str) -> Spelled {
    text.parse::<Datetime>().map_or_else(|_| Spelled::from(text), Spelled::from)
}

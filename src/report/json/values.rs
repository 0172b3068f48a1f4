//! Facts as JSON, in the shape in which they may be in a facts file.
//!
//! In: typed values and what they are of. Out: JSON that reads back to the same values.

use chrono_tz::Tz;
use serde_json::{Map, Value as Json};

use crate::facts::{Completeness, FactValue, Row};
use crate::rulebook::{FactKind, Table};
use crate::value::value_type::{Value, ValueType};

/// A value: flags and whole numbers as JSON's own, everything else as text; a float would lose digits of a decimal.
pub fn value_json(kind: &ValueType, value: &Value, zone: Tz) -> Json {
    match (kind, value) {
        (_, Value::Bool(flag)) => Json::Bool(*flag),
        (ValueType::Number { places: 0 }, Value::Number(units)) => Json::from(*units),
        _ => Json::String(kind.write(value, zone)),
    }
}

/// A fact's value: rows of one column bare, what isn't stated left out.
pub fn known_json(kind: &FactKind, known: &FactValue, zone: Tz) -> Json {
    match (kind, known) {
        (FactKind::Value(kind), FactValue::Value(value)) => value_json(kind, value, zone),
        (FactKind::Rows(table) | FactKind::Daily(table), FactValue::Rows(rows)) => {
            let list = Json::Array(rows.rows.iter().map(|row| row_json(table, row, zone)).collect());
            let wrapped = |key: &str| {
                let mut wrapped = Map::new();
                wrapped.insert(key.to_owned(), Json::Bool(true));
                wrapped.insert("rows".to_owned(), list.clone());
                Json::Object(wrapped)
            };
            match rows.completeness {
                Completeness::Complete => list,
                Completeness::AtLeast => wrapped("partial"),
                Completeness::AtMost => wrapped("at_most"),
            }
        }
        _ => Json::Null,
    }
}

/// A row: one of one column bare, what isn't stated left out.
pub(super) fn row_json(table: &Table, row: &Row, zone: Tz) -> Json {
    if let ([column], [Some(value)]) = (table.columns.as_slice(), &*row.cells) {
        return value_json(&column.kind, value, zone);
    }
    let stated = table.columns.iter().zip(&row.cells).filter_map(|(column, cell)| Some((column, cell.as_ref()?)));
    Json::Object(stated.map(|(column, value)| (column.id.clone(), value_json(&column.kind, value, zone))).collect())
}

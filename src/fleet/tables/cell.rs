//! One cell of a table.
//!
//! In: a text, and what its column says. Out: a value for the one reader of values, which alone decides what it means. Only
//! here is a number in a column of dates the day that a spreadsheet means by it.

use std::borrow::Cow;

use crate::document::NodeValue;
use crate::document::values::date::serial_day;
use crate::value::value_type::ValueType;

/// Texts that mean that nothing is known, unless a mapping says that they mean something else.
const UNKNOWN: [&str; 11] = ["", "-", "--", "—", "——", "/", "null", "n/a", "#n/a", "无", "none"];

/// True of a text that says that nothing is known.
pub fn is_unknown(text: &str) -> bool {
    UNKNOWN.contains(&text) || (text.is_ascii() && text.len() <= 4 && UNKNOWN.contains(&text.to_ascii_lowercase().as_str()))
}

/// The parts of a cell that states several rows, blank ones left out.
pub fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r', ';', '；']).map(str::trim).filter(|part| !part.is_empty())
}

/// One value as it stands in a cell. Counts those that a spreadsheet stored as a number of days.
pub fn value<'t>(text: &'t str, kind: &ValueType, serial_days: &mut u64) -> NodeValue<'t> {
    match kind {
        ValueType::Date => match serial_day(text) {
            Some(day) => {
                *serial_days += 1;
                NodeValue::Text(Cow::Owned(day.to_string()))
            }
            None => NodeValue::Text(Cow::Borrowed(text)),
        },
        ValueType::Number { .. } | ValueType::Money { .. } => NodeValue::Number(Cow::Borrowed(text)),
        ValueType::Bool if text.eq_ignore_ascii_case("true") => NodeValue::Bool(true),
        ValueType::Bool if text.eq_ignore_ascii_case("false") => NodeValue::Bool(false),
        _ => NodeValue::Text(Cow::Borrowed(text)),
    }
}

//! What kinds of values there are, and how each is read and written.
//!
//! In: a value as it is in a facts file, or as a constant of a rule. Out: a typed [`Value`], or a problem that says
//! what would be right.

use std::borrow::Cow;

use chrono::{DateTime, SecondsFormat, Utc};
use chrono_tz::Tz;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

use crate::value::date::Date;
use crate::value::localized::Localized;
use crate::value::number::decimal;

/// The kind of a value, with what belongs to it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum ValueType {
    Bool,
    Enum(Vec<EnumOption>),
    Text,
    Number { places: u8 },
    Money { currency: String, places: u8 },
    Date,
    Timestamp,
    Region,
    Path,
}

/// One of the answers to a question of kind `choice`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct EnumOption {
    /// What is in facts files.
    pub id: String,
    /// What people read.
    pub label: Localized,
}

/// A value of some kind. Which kind, the fact or column knows.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Value {
    Bool(bool),
    /// The place among the kind's choices.
    Enum(u16),
    Text(Box<str>),
    /// A number or an amount, in its smallest unit.
    Number(i64),
    Date(Date),
    Timestamp(Timestamp),
    Region([u8; 2]),
    Path(CategoryPath),
}

/// A moment, and what day it is then in the program's time zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Timestamp {
    /// When.
    pub instant: DateTime<Utc>,
    /// The day.
    pub day: Date,
}

/// A place in a tree of categories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CategoryPath {
    /// As it was written.
    pub text: Box<str>,
    /// As it is compared, see [`fold`].
    pub folded: Box<str>,
}

/// The text by which paths and choices are compared: width folded (NFKC), no blanks around `>`, `/` for 、.
pub fn fold(text: &str) -> Cow<'_, str> {
    let text = text.trim();
    let text = match text.is_ascii() || is_nfkc_quick(text.chars()) == IsNormalized::Yes {
        true if !text.contains('、') && !text.contains(" >") && !text.contains("> ") => return Cow::Borrowed(text),
        true => Cow::Borrowed(text),
        false => Cow::Owned(text.nfkc().collect::<String>()),
    };
    let mut folded = String::with_capacity(text.len());
    for (at, level) in text.split('>').enumerate() {
        folded.push_str(if at > 0 { ">" } else { "" });
        level.trim().split('、').enumerate().for_each(|(at, part)| {
            folded.push_str(if at > 0 { "/" } else { "" });
            folded.push_str(part);
        });
    }
    Cow::Owned(folded)
}

impl Value {
    /// The text by which texts, regions and paths are found in a list.
    pub fn key(&self) -> &str {
        match self {
            Value::Text(text) => text,
            Value::Path(path) => &path.folded,
            Value::Region(code) => std::str::from_utf8(code).unwrap_or(""),
            _ => "",
        }
    }

    /// The day of a date or a moment.
    pub fn day(&self) -> Option<Date> {
        match self {
            Value::Date(day) => Some(*day),
            Value::Timestamp(moment) => Some(moment.day),
            _ => None,
        }
    }

    /// The smallest units of a number or an amount.
    pub fn units(&self) -> Option<i64> {
        match self {
            Value::Number(units) => Some(*units),
            _ => None,
        }
    }
}

impl ValueType {
    /// The message that names this kind to people.
    pub fn name(&self) -> &'static str {
        match self {
            ValueType::Bool => "type-flag",
            ValueType::Enum(_) => "type-choice",
            ValueType::Text => "type-text",
            ValueType::Number { .. } => "type-number",
            ValueType::Money { .. } => "type-money",
            ValueType::Date => "type-date",
            ValueType::Timestamp => "type-moment",
            ValueType::Region => "type-region",
            ValueType::Path => "type-path",
        }
    }

    /// How many decimals the smallest unit of a number or an amount has; None of other kinds.
    pub fn places(&self) -> Option<u8> {
        match self {
            ValueType::Number { places } | ValueType::Money { places, .. } => Some(*places),
            _ => None,
        }
    }

    /// True of dates and moments: what a window can go by.
    pub fn is_dated(&self) -> bool {
        matches!(self, ValueType::Date | ValueType::Timestamp)
    }

    /// The value as people and facts files write it.
    pub fn write(&self, value: &Value, zone: Tz) -> String {
        match (self, value) {
            (_, Value::Bool(flag)) => flag.to_string(),
            (ValueType::Enum(choices), Value::Enum(at)) => choices[usize::from(*at)].id.clone(),
            (_, Value::Enum(at)) => at.to_string(),
            (_, Value::Text(text)) => text.to_string(),
            (kind, Value::Number(units)) => decimal(*units, kind.places().unwrap_or(0)),
            (_, Value::Date(day)) => day.to_string(),
            (_, Value::Timestamp(moment)) => moment.instant.with_timezone(&zone).to_rfc3339_opts(SecondsFormat::AutoSi, false),
            (_, Value::Region(_)) => value.key().to_owned(),
            (_, Value::Path(path)) => path.text.to_string(),
        }
    }
}

/// Reads an RFC 3339 moment with an offset, of a year that can be written with four digits in `zone` too.
pub fn parse_timestamp(text: &str, zone: Tz) -> Option<Timestamp> {
    let at = DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc);
    let day = Date::from_timestamp(&at, zone);
    let (first, last) = (Date::from_ymd(0, 1, 1)?, Date::from_ymd(9999, 12, 31)?);
    (first <= day && day <= last).then_some(Timestamp { instant: at, day })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_folded() {
        for same in ["商家自营 > 服装/鞋/箱包", "商家自营>服装、鞋、箱包", "商家自营　＞　服装／鞋／箱包", " 商家自营 >服装/鞋/箱包 "]
        {
            assert_eq!(fold(same), "商家自营>服装/鞋/箱包");
        }
        assert_eq!(fold("打车（网约车）"), "打车(网约车)");
    }

    #[test]
    fn a_moment_is_a_date_of_the_programs_zone() {
        let moment = parse_timestamp("2026-11-21T17:00:00Z", chrono_tz::Asia::Shanghai);
        assert_eq!(moment.map(|moment| moment.day.to_string()).as_deref(), Some("2026-11-22"));
        assert!(parse_timestamp("2026-11-21T17:00:00", chrono_tz::UTC).is_none());
    }
}

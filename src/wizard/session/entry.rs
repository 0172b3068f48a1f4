//! From what people type to values, and back.
//!
//! In: a kind, a text, and what day it is. Out: a [`Value`], exactly what was meant; or a [`InputError`] that says what would
//! be right. [`show`] writes a value as a person would type it; [`interpretation`] repeats it, so that one sees what was taken.

use crate::wizard::session::search::{gap, one_of};
use chrono_tz::Tz;

use crate::document::values::{self, number};
use crate::i18n::Messages;
use crate::value::date::Date;
use crate::value::localized::{Lang, Localized};
use crate::value::value_type::{CategoryPath, EnumOption, Value, ValueType, fold};

use super::search::{Fit, Name};
use super::{dates, regions};

pub use crate::document::values::{InputError, normalized};

/// Makes a value of what was typed.
pub fn parse(kind: &ValueType, text: &str, today: Date, zone: Tz) -> Result<Value, InputError> {
    parse_as(kind, text, today, zone, false)
}

/// The same of a fact that may be about the past: then a date without a year is the last such day, and none lies in the future.
///
/// # Errors
/// As of [`parse`], and what lies in the future.
pub fn parse_as(kind: &ValueType, text: &str, today: Date, zone: Tz, past: bool) -> Result<Value, InputError> {
    let value = parse_dated(kind, text, today, zone, past)?;
    match value.day() {
        Some(day) if past && day > today => Err(InputError::new("answer-future").with("day", day.to_string())),
        _ => Ok(value),
    }
}

fn parse_dated(kind: &ValueType, text: &str, today: Date, zone: Tz, past: bool) -> Result<Value, InputError> {
    if text.contains(char::is_control) {
        return Err(InputError::new("answer-control"));
    }
    let typed = text.trim();
    if typed.is_empty() {
        return Err(InputError::new("answer-empty"));
    }
    // What people add to the common reader: words relative to today, and as much of an option's name as only one has.
    match kind {
        ValueType::Bool => flag(typed),
        ValueType::Enum(choices) => choice(choices, typed),
        ValueType::Text => Ok(Value::Text(typed.into())),
        ValueType::Date => dates::date(typed, today, zone, past).map(Value::Date),
        ValueType::Timestamp => dates::moment(typed, today, zone, past).map(Value::Timestamp),
        ValueType::Region => region(typed).map(Value::Region),
        ValueType::Path => path(typed),
        ValueType::Number { .. } | ValueType::Money { .. } => values::parse(kind, typed, zone).map(|parsed| parsed.value),
    }
}

/// The value as a person would type it: what [`parse`] takes for the same value, on any day.
pub fn show(kind: &ValueType, value: &Value, zone: Tz, lang: Lang) -> String {
    match (kind, value) {
        (_, Value::Bool(flag)) => match (flag, lang) {
            (true, Lang::Zh) => "是".to_owned(),
            (false, Lang::Zh) => "否".to_owned(),
            (true, Lang::En) => "Yes".to_owned(),
            (false, Lang::En) => "No".to_owned(),
        },
        (ValueType::Enum(choices), Value::Enum(at)) => {
            let Some(chosen) = choices.get(usize::from(*at)) else { return at.to_string() };
            let label = chosen.label.get(lang);
            // Two choices may bear one label; their ids differ.
            if choice(choices, label).as_ref() == Ok(value) { label.to_owned() } else { chosen.id.clone() }
        }
        (_, Value::Timestamp(moment)) => dates::show_moment(*moment, zone),
        (_, Value::Region(code)) => regions::name(*code).map_or_else(|| value.key().to_owned(), |name| name.get(lang).to_owned()),
        (ValueType::Money { places, .. }, Value::Number(units)) => number::show(*units, *places),
        _ => kind.write(value, zone),
    }
}

/// The value repeated, so that one sees what was taken: `2026-11-20, Friday, 5 days ago`.
pub fn interpretation(kind: &ValueType, value: &Value, today: Date, zone: Tz, messages: &Messages) -> String {
    let dated = |text: String, day: Date| {
        let count = day.since(today);
        let away = match count {
            -1 => messages.format("answer-yesterday", &[]),
            0 => messages.format("today", &[]),
            1 => messages.format("answer-tomorrow", &[]),
            _ if count < 0 => messages.format("answer-days-ago", &[("count", &(-count).to_string())]),
            _ => messages.format("answer-days-ahead", &[("count", &count.to_string())]),
        };
        let weekday = messages.format(dates::weekday(day), &[]);
        messages.format("answer-day", &[("date", &text), ("weekday", &weekday), ("away", &away)])
    };
    match (kind, value) {
        (_, Value::Date(day)) => dated(day.to_string(), *day),
        (_, Value::Timestamp(moment)) => dated(dates::show_moment(*moment, zone), moment.day),
        (ValueType::Money { currency, places }, Value::Number(units)) => format!("{} {currency}", number::grouped(*units, *places)),
        (ValueType::Number { places }, Value::Number(units)) => number::grouped(*units, *places),
        (_, Value::Region(_)) => format!("{}, {}", show(kind, value, zone, messages.lang), value.key()),
        _ => show(kind, value, zone, messages.lang),
    }
}

/// True of a text that says that there is nothing, where the name of something was asked for.
pub fn means_none(value: &Value) -> bool {
    const NONE: [&str; 14] = ["无", "没有", "没", "暂无", "零", "none", "nothing", "no", "nil", "n/a", "na", "[]", "0", "-"];
    matches!(value, Value::Text(text) if NONE.contains(&normalized(text).as_str()))
}

fn flag(typed: &str) -> Result<Value, InputError> {
    // Answers to the question that was just asked; 1 and 2 are its numbers.
    const YES: [&str; 10] = ["有", "有的", "好", "已", "可以", "yeah", "yep", "on", "ok", "1"];
    const NO: [&str; 10] = ["没", "没有", "无", "未", "还没", "还没有", "nope", "off", "2", "不对"];
    let folded = normalized(typed);
    match (YES.contains(&folded.as_str()), NO.contains(&folded.as_str())) {
        (true, _) => Ok(Value::Bool(true)),
        (_, true) => Ok(Value::Bool(false)),
        _ => values::parse(&ValueType::Bool, typed, Tz::UTC).map(|parsed| parsed.value),
    }
}

/// A region by its code or name, or by as much of a name as only one has.
fn region(typed: &str) -> Result<[u8; 2], InputError> {
    match values::regions::parse(typed).map(|parsed| parsed.value) {
        Ok(Value::Region(code)) => Ok(code),
        _ => regions::begun(typed),
    }
}

/// A choice by its number in the list, its id, its label in either language, or any beginning that only one has.
fn choice(choices: &[EnumOption], typed: &str) -> Result<Value, InputError> {
    let named = values::option(choices, typed);
    match named {
        Ok(parsed) => return Ok(parsed.value),
        Err(refusal) if refusal.id == "answer-several" => return Err(refusal),
        Err(_) => {}
    }
    let folded = normalized(typed);
    if let Ok(at) = folded.trim_end_matches('.').parse::<usize>() {
        return match at.checked_sub(1).filter(|at| *at < choices.len()) {
            Some(at) => Ok(Value::Enum(at as u16)),
            None => Err(InputError::new("answer-choice-number").with("count", choices.len().to_string())),
        };
    }
    let best = |choice: &EnumOption| {
        [&choice.label.zh, &choice.label.en, &choice.id]
            .into_iter()
            .filter_map(|name| Name::new(name).fits(typed))
            .min()
            .filter(|fit| fit.begins_a_word())
    };
    let fits: Vec<(Fit, usize)> = (0..choices.len()).filter_map(|at| Some((best(&choices[at])?, at))).collect();
    one_of(&fits, typed, |at| choices[at].label.clone()).map(|at| Value::Enum(at as u16)).map_err(|refusal| {
        refusal.unwrap_or_else(|| {
            let labels = |lang: Lang| choices.iter().map(|choice| choice.label.get(lang)).collect::<Vec<_>>().join(gap(lang));
            InputError::new("answer-choice")
                .with("text", typed)
                .with_localized("names", Localized { zh: labels(Lang::Zh), en: labels(Lang::En) })
        })
    })
}

/// A category, with its levels parted by `>`, an arrow or a similar mark.
fn path(typed: &str) -> Result<Value, InputError> {
    let mut text = typed.replace("->", ">").replace("=>", ">");
    for mark in ['→', '›', '»', '＞', '⟩'] {
        text = text.replace(mark, ">");
    }
    let levels: Vec<&str> = text.split('>').map(str::trim).collect();
    if levels.iter().any(|level| level.is_empty()) {
        return Err(InputError::new("answer-path-level").with("text", typed));
    }
    let text = levels.join(" > ");
    let folded = fold(&text).into_owned();
    Ok(Value::Path(CategoryPath { text: text.into(), folded: folded.into() }))
}

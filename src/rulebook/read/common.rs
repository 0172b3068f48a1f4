//! What programs and editions read alike: localized texts, days, durations, costs, actors, names.

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Node, NodeValue};
use crate::rulebook::edition::Cost;
use crate::rulebook::program::Actor;
use crate::value::date::{Date, DurationRange};
use crate::value::localized::Localized;

/// A text in both languages.
pub(super) fn localized(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Localized> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let text = localized_of(&mut fields, diagnostics);
    fields.finish(diagnostics);
    text
}

/// A text in both languages, out of a table that may hold more.
pub(super) fn localized_of(fields: &mut TableReader<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Localized> {
    let (zh, en) = (fields.required_text("zh", diagnostics), fields.required_text("en", diagnostics));
    for (text, key) in [(zh, "zh"), (en, "en")] {
        if text.is_some_and(|text| text.trim().is_empty()) {
            diagnostics.push(diagnostic!(fields.at, "empty-text", key = key));
        }
    }
    Some(Localized { zh: zh?.to_owned(), en: en?.to_owned() })
}

/// A text in both languages, if the key is there.
pub(super) fn localized_key(fields: &mut TableReader<'_, '_>, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<Localized> {
    fields.optional(key).and_then(|node| localized(node, diagnostics))
}

/// A remark, if the key is there. Where it is written in one language only, that is worth a warning, and serves for both.
pub(super) fn remark(fields: &mut TableReader<'_, '_>, key: &'static str, diagnostics: &mut Vec<Diagnostic>) -> Option<Localized> {
    let node = fields.optional(key)?;
    let mut inner = TableReader::from_entry(node, diagnostics)?;
    let (zh, en) = (inner.text("zh", diagnostics), inner.text("en", diagnostics));
    inner.finish(diagnostics);
    match (zh, en) {
        (Some(zh), Some(en)) => Some(Localized { zh: zh.to_owned(), en: en.to_owned() }),
        (Some(only), None) | (None, Some(only)) => {
            let missing = if zh.is_none() { "zh" } else { "en" };
            diagnostics.push(diagnostic!(node.span, "missing-key", key = missing).into_warning());
            Some(Localized::untranslated(only))
        }
        (None, None) => {
            diagnostics.push(diagnostic!(node.span, "missing-key", key = "zh"));
            None
        }
    }
}

/// A date: one of TOML's own, or text.
pub(super) fn day(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let day = match &node.value {
        NodeValue::Text(text) => Date::parse(text),
        NodeValue::Time(text) => Date::parse(text),
        _ => {
            diagnostics.push(wrong_type(node, "type-date"));
            return None;
        }
    };
    if day.is_none() {
        let text = match &node.value {
            NodeValue::Time(text) => text.clone(),
            other => node.text().map_or_else(|| format!("{other:?}"), str::to_owned),
        };
        diagnostics.push(diagnostic!(node.span, "bad-date", value = text).with_help("date-spelling", vec![]));
    }
    day
}

/// `"0..1 days"`, or `"unknown"`.
pub(crate) fn takes(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<DurationRange> {
    let text = as_text(node, diagnostics)?;
    if text == "unknown" {
        return None;
    }
    let takes = DurationRange::parse(text);
    if takes.is_none() {
        diagnostics.push(diagnostic!(node.span, "bad-takes", text = text).with_help("takes-spelling", vec![]));
    }
    takes
}

/// `"0.01 CNY"`.
pub(crate) fn cost(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Cost> {
    let text = as_text(node, diagnostics)?;
    let cost = text.split_once(' ').and_then(|(amount, currency)| {
        let places = crate::value::currency::decimals(currency)?;
        Some(Cost { units: crate::value::number::parse_decimal(amount, places).ok()?, currency: currency.to_owned() })
    });
    if cost.is_none() {
        diagnostics.push(diagnostic!(node.span, "bad-cost", text = text).with_help("cost-spelling", vec![]));
    }
    cost
}

/// Who acts; the applicant where it isn't said.
pub(super) fn actor(fields: &mut TableReader<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Actor {
    const ACTORS: [(&str, Actor); 4] =
        [("applicant", Actor::Applicant), ("platform", Actor::Platform), ("administrator", Actor::Administrator), ("host", Actor::Host)];
    let Some(node) = fields.optional("actor") else { return Actor::Applicant };
    let Some(text) = as_text(node, diagnostics) else { return Actor::Applicant };
    match ACTORS.iter().find(|(name, _)| *name == text) {
        Some((_, actor)) => *actor,
        None => {
            diagnostics.push(diagnostic!(node.span, "unknown-actor", value = text).suggest(text, ACTORS.iter().map(|(name, _)| *name)));
            Actor::Applicant
        }
    }
}

/// A whole number from 1 to 5; 1 where it isn't said.
pub(super) fn effort(fields: &mut TableReader<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> u8 {
    let Some(node) = fields.optional("effort") else { return 1 };
    let effort = match &node.value {
        NodeValue::Number(text) => text.parse().ok().filter(|effort| (1..=5).contains(effort)),
        _ => None,
    };
    if effort.is_none() {
        diagnostics.push(diagnostic!(node.span, "bad-effort"));
    }
    effort.unwrap_or(1)
}

/// True of what may name a fact, column, requirement or step.
pub(super) fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

//! The one reader of values: every entry point (facts file, `--assume`, table cell, wizard) reads single values here.
//!
//! In: a kind, a text or a scalar of a document, the program's time zone. Out: a [`Parsed`] value, with whether its spelling
//! is the exact one; or a [`InputError`] that says what to write instead. No float is involved, and nothing here knows today.

pub mod date;
mod diagnose;
mod fold;
pub mod number;
pub(crate) mod parsed;
pub mod path;
mod pick;
mod refusal;
pub mod regions;

pub use crate::document::values::parsed::Parsed;
use chrono_tz::Tz;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::table_reader::wrong_type;
use crate::document::{Node, NodeValue};
use crate::value::value_type::{CategoryPath, Value, ValueType};

pub use fold::{compare_key, normalized, simplified};
pub use pick::{choice_names, option};
pub use refusal::InputError;

/// The message id of a note that says how a loose spelling was read.
pub const READ_AS: &str = "read-as";

/// No longer text is a date, a number, an option or a region.
const LONGEST: usize = 256;

/// Reads a text as a value of `kind`.
///
/// # Errors
/// The text is not of that kind, or may mean several things; the refusal says what to write.
pub fn parse(kind: &ValueType, text: &str, zone: Tz) -> Result<Parsed, InputError> {
    if !matches!(kind, ValueType::Text | ValueType::Path) && text.len() > LONGEST {
        return Err(InputError::new("answer-too-long").with("text", text));
    }
    match kind {
        ValueType::Bool => pick::flag(text).map(Parsed::loose),
        ValueType::Enum(choices) => pick::option(choices, text),
        ValueType::Text => Ok(Parsed::exact(Value::Text(text.into()))),
        ValueType::Number { places } => number::parse(text, *places, None),
        ValueType::Money { currency, places } => number::parse(text, *places, Some(currency)),
        ValueType::Date => date::parse(text, zone),
        ValueType::Timestamp => date::parse_moment(text, zone),
        ValueType::Region => regions::parse(text),
        ValueType::Path => parse_path(text),
    }
}

fn parse_path(text: &str) -> Result<Parsed, InputError> {
    let folded = crate::value::value_type::fold(text);
    let empty = |text: &str| text.split('>').any(|level| level.trim().is_empty());
    // `>>` is one separator; with a blank between, a level is empty.
    if empty(&folded) && empty(&normalized(text).replace(">>", ">")) {
        return Err(InputError::new("answer-path-level").with("text", text));
    }
    // Which list a path is compared with is not known here; the list decides how it is read.
    Ok(Parsed::exact(Value::Path(CategoryPath { text: text.into(), folded: folded.as_ref().into() })))
}

/// Reads a scalar of a document. A loose spelling leaves a note, [`READ_AS`], among `problems`; anything else that is not of
/// the kind leaves an error.
pub fn read(kind: &ValueType, node: &Node<'_>, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    match scalar(kind, node, zone) {
        Ok(Parsed { value, exact: true }) => Some(value),
        Ok(Parsed { value, exact: false }) => {
            let written = kind.write(&value, zone);
            diagnostics.push(diagnostic!(node.span, READ_AS, text = text_of(node), value = written).into_warning());
            Some(value)
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// Reads a constant of a rulebook, where a loose spelling is an error: rules are written once and read by everybody.
pub fn read_exact(kind: &ValueType, node: &Node<'_>, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
    match scalar(kind, node, zone) {
        Ok(Parsed { value, exact: true }) => Some(value),
        Ok(Parsed { value, .. }) => {
            diagnostics.push(diagnostic!(node.span, "rule-spelling", text = text_of(node), value = kind.write(&value, zone)));
            None
        }
        Err(diagnostic) => {
            diagnostics.push(diagnostic);
            None
        }
    }
}

/// A scalar as it is written.
fn text_of<'n>(node: &'n Node<'_>) -> &'n str {
    match &node.value {
        NodeValue::Text(text) | NodeValue::Number(text) => text,
        NodeValue::Time(text) => text,
        NodeValue::Bool(true) => "true",
        NodeValue::Bool(false) => "false",
        NodeValue::Null | NodeValue::List(_) | NodeValue::Table(_) => "",
    }
}

fn scalar(kind: &ValueType, node: &Node<'_>, zone: Tz) -> Result<Parsed, Diagnostic> {
    let parse = |text: &str| parse(kind, text, zone).map_err(|refusal| refusal.into_diagnostic(kind, text, node.span));
    match (kind, &node.value) {
        (ValueType::Bool, NodeValue::Bool(flag)) => Ok(Parsed::exact(Value::Bool(*flag))),
        (ValueType::Bool, NodeValue::Number(text)) if matches!(text.as_ref(), "0" | "1") => Ok(Parsed::loose(Value::Bool(text == "1"))),
        (ValueType::Number { .. } | ValueType::Money { .. } | ValueType::Date | ValueType::Timestamp, NodeValue::Number(text)) => {
            parse(text)
        }
        // JSON's writers make floats of numbers with decimals, so text is an exact spelling of those; a count needs no quotes.
        (ValueType::Number { places: 0 }, NodeValue::Text(text)) => parse(text).map(|parsed| Parsed { exact: false, ..parsed }),
        (ValueType::Date | ValueType::Timestamp, NodeValue::Time(text)) => parse(text),
        (_, NodeValue::Text(text)) => parse(text),
        _ => Err(wrong_type(node, kind.name())),
    }
}

impl ValueType {
    /// Reads a value, see [`read`]. None, with a fault, if it isn't one of this kind.
    pub fn read(&self, node: &Node<'_>, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Option<Value> {
        read(self, node, zone, diagnostics)
    }
}

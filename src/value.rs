//! The one reader of values: every entry point (facts file, `--assume`, table cell, wizard) reads single values here.
//!
//! In: a kind, a text or a scalar of a document, the program's time zone. Out: a [`Parsed`] value, with whether its spelling
//! is the exact one; or a [`Refusal`] that says what to write instead. No float is involved, and nothing here knows today.

pub mod date;
mod fold;
pub mod number;
pub mod path;
mod pick;
mod refusal;
pub mod regions;

use chrono_tz::Tz;

use crate::doc::fields::wrong_type;
use crate::doc::{Node, Tree};
use crate::kind::{Kind, Path, Value};
use crate::problem::{Problem, problem};

pub use fold::{compare_key, plain, simplified};
pub use pick::{choice_names, option};
pub use refusal::Refusal;

/// A value that was read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The value.
    pub value: Value,
    /// False where the spelling is clear but is not the one that facts files use: people are shown how it was read.
    pub exact: bool,
}

impl Parsed {
    fn exact(value: Value) -> Parsed {
        Parsed { value, exact: true }
    }

    fn loose(value: Value) -> Parsed {
        Parsed { value, exact: false }
    }
}

/// The message id of a note that says how a loose spelling was read.
pub const READ_AS: &str = "read-as";

/// No longer text is a date, a number, an option or a region.
const LONGEST: usize = 256;

/// Reads a text as a value of `kind`.
///
/// # Errors
/// The text is not of that kind, or may mean several things; the refusal says what to write.
pub fn parse(kind: &Kind, text: &str, zone: Tz) -> Result<Parsed, Refusal> {
    if !matches!(kind, Kind::Text | Kind::Path) && text.len() > LONGEST {
        return Err(Refusal::of("answer-too-long").with("text", text));
    }
    match kind {
        Kind::Flag => pick::flag(text).map(Parsed::loose),
        Kind::Choice(choices) => pick::option(choices, text),
        Kind::Text => Ok(Parsed::exact(Value::Text(text.into()))),
        Kind::Number { places } => number::parse(text, *places, None),
        Kind::Money { currency, places } => number::parse(text, *places, Some(currency)),
        Kind::Date => date::parse(text, zone),
        Kind::Moment => date::parse_moment(text, zone),
        Kind::Region => regions::parse(text),
        Kind::Path => parse_path(text),
    }
}

fn parse_path(text: &str) -> Result<Parsed, Refusal> {
    let folded = crate::kind::fold(text);
    let empty = |text: &str| text.split('>').any(|level| level.trim().is_empty());
    // `>>` is one separator; with a blank between, a level is empty.
    if empty(&folded) && empty(&plain(text).replace(">>", ">")) {
        return Err(Refusal::of("answer-path-level").with("text", text));
    }
    // Which list a path is compared with is not known here; the list decides how it is read.
    Ok(Parsed::exact(Value::Path(Path { text: text.into(), folded: folded.as_ref().into() })))
}

/// Reads a scalar of a document. A loose spelling leaves a note, [`READ_AS`], among `problems`; anything else that is not of
/// the kind leaves an error.
pub fn read(kind: &Kind, node: &Node<'_>, zone: Tz, problems: &mut Vec<Problem>) -> Option<Value> {
    match scalar(kind, node, zone) {
        Ok(Parsed { value, exact: true }) => Some(value),
        Ok(Parsed { value, exact: false }) => {
            let written = kind.write(&value, zone);
            problems.push(problem!(node.span, READ_AS, text = text_of(node), value = written).warning());
            Some(value)
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// Reads a constant of a rulebook, where a loose spelling is an error: rules are written once and read by everybody.
pub fn read_exact(kind: &Kind, node: &Node<'_>, zone: Tz, problems: &mut Vec<Problem>) -> Option<Value> {
    match scalar(kind, node, zone) {
        Ok(Parsed { value, exact: true }) => Some(value),
        Ok(Parsed { value, .. }) => {
            problems.push(problem!(node.span, "rule-spelling", text = text_of(node), value = kind.write(&value, zone)));
            None
        }
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// A scalar as it is written.
fn text_of<'n>(node: &'n Node<'_>) -> &'n str {
    match &node.tree {
        Tree::Text(text) | Tree::Number(text) => text,
        Tree::Time(text) => text,
        Tree::Flag(true) => "true",
        Tree::Flag(false) => "false",
        Tree::Null | Tree::List(_) | Tree::Table(_) => "",
    }
}

fn scalar(kind: &Kind, node: &Node<'_>, zone: Tz) -> Result<Parsed, Problem> {
    let parse = |text: &str| parse(kind, text, zone).map_err(|refusal| refusal.into_problem(kind, text, node.span));
    match (kind, &node.tree) {
        (Kind::Flag, Tree::Flag(flag)) => Ok(Parsed::exact(Value::Flag(*flag))),
        (Kind::Flag, Tree::Number(text)) if matches!(text.as_ref(), "0" | "1") => Ok(Parsed::loose(Value::Flag(text == "1"))),
        (Kind::Number { .. } | Kind::Money { .. } | Kind::Date, Tree::Number(text)) => parse(text),
        // JSON's writers make floats of numbers with decimals, so text is an exact spelling of those; a count needs no quotes.
        (Kind::Number { places: 0 }, Tree::Text(text)) => parse(text).map(|parsed| Parsed { exact: false, ..parsed }),
        (Kind::Date | Kind::Moment, Tree::Time(text)) => parse(text),
        (_, Tree::Text(text)) => parse(text),
        _ => Err(wrong_type(node, kind.name())),
    }
}

//! Why a text was not read as a value.
//!
//! In: the name of a message and its arguments. Out: a [`InputError`], in words for people or as a problem at a line.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::i18n::Messages;
use crate::value::localized::Localized;
use crate::value::value_type::ValueType;

/// No more of what was typed is repeated in a refusal.
const LONGEST_QUOTE: usize = 40;

/// Why a text was not taken: a message, and its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError {
    /// The message.
    pub id: &'static str,
    /// What fills its gaps.
    pub args: Vec<(&'static str, Localized)>,
}

impl InputError {
    /// The message of that name, without gaps.
    pub fn new(id: &'static str) -> InputError {
        InputError { id, args: Vec::new() }
    }

    /// With a gap filled; of what is very long, with its beginning.
    pub fn with(mut self, name: &'static str, value: impl AsRef<str>) -> InputError {
        let value = value.as_ref();
        let near: String = value.graphemes(true).take(LONGEST_QUOTE).collect();
        let rest = if near.len() < value.len() { ".." } else { "" };
        self.args.push((name, Localized::untranslated(&format!("{near}{rest}"))));
        self
    }

    /// With a gap filled by what was made here, not typed: it is repeated whole.
    pub fn with_whole(mut self, name: &'static str, value: impl AsRef<str>) -> InputError {
        self.args.push((name, Localized::untranslated(value.as_ref())));
        self
    }

    /// With a gap filled differently in each language.
    pub fn with_localized(mut self, name: &'static str, value: Localized) -> InputError {
        self.args.push((name, value));
        self
    }

    /// The refusal in words.
    pub fn format(&self, messages: &Messages) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.get(messages.lang))).collect();
        messages.format(self.id, &args)
    }

    /// The refusal as an error at a place, in its own words.
    pub fn at(self, at: Span) -> Diagnostic {
        Diagnostic::new(at, self.id, self.args.into_iter().map(|(name, value)| (name, value.en)).collect())
    }

    /// The refusal as an error at its place in a file.
    pub(super) fn into_diagnostic(self, kind: &ValueType, text: &str, at: Span) -> Diagnostic {
        let count = || self.args.iter().find(|(name, _)| *name == "count").map_or("", |(_, value)| &value.en);
        match self.id {
            "answer-negative" => diagnostic!(at, "negative-number", value = text),
            "answer-whole" => diagnostic!(at, "fraction-of-a-whole", value = text),
            "answer-too-fine" => diagnostic!(at, "too-many-decimals", value = text, count = count()),
            "answer-too-big" => diagnostic!(at, "number-too-big", value = text),
            "answer-number" | "answer-money" => diagnostic!(at, "bad-number", value = text).with_help("number-spelling", vec![]),
            "answer-date" => diagnostic!(at, "bad-date", value = text).with_help("date-spelling", vec![]),
            "answer-moment" => diagnostic!(at, "bad-moment", value = text).with_help("moment-spelling", vec![]),
            "answer-region" => diagnostic!(at, "bad-region", value = text).with_help("region-spelling", vec![]),
            "answer-path-level" => diagnostic!(at, "empty-level", value = text).with_help("path-spelling", vec![]),
            "answer-choice" => self.unknown_option(kind, text, at),
            _ => self.at(at),
        }
    }

    fn unknown_option(self, kind: &ValueType, text: &str, at: Span) -> Diagnostic {
        let diagnostic = diagnostic!(at, "unknown-option", value = text);
        let ValueType::Enum(choices) = kind else { return diagnostic };
        let near = crate::document::diagnostics::nearest(text, choices.iter().map(|choice| choice.id.as_str()));
        let near = near.first().and_then(|id| choices.iter().find(|choice| choice.id == *id));
        match near {
            Some(choice) => {
                diagnostic.with_help("did-you-mean-option", vec![("name", choice.id.clone()), ("title", super::pick::titles(choice))])
            }
            None => diagnostic.with_help("known-names", vec![("names", super::pick::choice_names(choices))]),
        }
    }
}

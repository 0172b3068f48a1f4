//! A value that could not be read, as a diagnostic at its place in a file.

use crate::document::diagnostics::{Diagnostic, diagnostic, nearest};
use crate::document::source::Span;
use crate::document::values::refusal::InputError;
use crate::value::value_type::ValueType;

impl InputError {
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
        let near = nearest(text, choices.iter().map(|choice| choice.id.as_str()));
        let near = near.first().and_then(|id| choices.iter().find(|choice| choice.id == *id));
        match near {
            Some(choice) => {
                diagnostic.with_help("did-you-mean-option", vec![("name", choice.id.clone()), ("title", super::pick::titles(choice))])
            }
            None => diagnostic.with_help("known-names", vec![("names", super::pick::choice_names(choices))]),
        }
    }
}

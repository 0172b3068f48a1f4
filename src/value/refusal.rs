//! Why a text was not read as a value.
//!
//! In: the name of a message and what fills its gaps. Out: a [`Refusal`], in words for people or as a problem at a line.

use unicode_segmentation::UnicodeSegmentation;

use crate::doc::Span;
use crate::kind::Kind;
use crate::problem::{Problem, problem};
use crate::words::{Localized, Words};

/// No more of what was typed is repeated in a refusal.
const LONGEST_QUOTE: usize = 40;

/// Why a text was not taken: a message, and what fills its gaps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The message.
    pub id: &'static str,
    /// What fills its gaps.
    pub args: Vec<(&'static str, Localized)>,
}

impl Refusal {
    /// The message of that name, without gaps.
    pub fn of(id: &'static str) -> Refusal {
        Refusal { id, args: Vec::new() }
    }

    /// With a gap filled; of what is very long, with its beginning.
    pub fn with(mut self, name: &'static str, value: impl AsRef<str>) -> Refusal {
        let value = value.as_ref();
        let near: String = value.graphemes(true).take(LONGEST_QUOTE).collect();
        let rest = if near.len() < value.len() { ".." } else { "" };
        self.args.push((name, Localized::same(&format!("{near}{rest}"))));
        self
    }

    /// With a gap filled by what was made here, not typed: it is repeated whole.
    pub fn with_whole(mut self, name: &'static str, value: impl AsRef<str>) -> Refusal {
        self.args.push((name, Localized::same(value.as_ref())));
        self
    }

    /// With a gap filled differently in each language.
    pub fn with_localized(mut self, name: &'static str, value: Localized) -> Refusal {
        self.args.push((name, value));
        self
    }

    /// The refusal in words.
    pub fn say(&self, words: &Words) -> String {
        let args: Vec<(&str, &str)> = self.args.iter().map(|(name, value)| (*name, value.get(words.lang))).collect();
        words.say(self.id, &args)
    }

    /// The refusal as an error at a place, in its own words.
    pub fn at(self, at: Span) -> Problem {
        Problem::at(at, self.id, self.args.into_iter().map(|(name, value)| (name, value.en)).collect())
    }

    /// The refusal as an error at its place in a file.
    pub(super) fn into_problem(self, kind: &Kind, text: &str, at: Span) -> Problem {
        let count = || self.args.iter().find(|(name, _)| *name == "count").map_or("", |(_, value)| &value.en);
        match self.id {
            "answer-negative" => problem!(at, "negative-number", value = text),
            "answer-whole" => problem!(at, "fraction-of-a-whole", value = text),
            "answer-too-fine" => problem!(at, "too-many-decimals", value = text, count = count()),
            "answer-too-big" => problem!(at, "number-too-big", value = text),
            "answer-number" | "answer-money" => problem!(at, "bad-number", value = text).help("number-spelling", vec![]),
            "answer-date" => problem!(at, "bad-date", value = text).help("date-spelling", vec![]),
            "answer-moment" => problem!(at, "bad-moment", value = text).help("moment-spelling", vec![]),
            "answer-region" => problem!(at, "bad-region", value = text).help("region-spelling", vec![]),
            "answer-path-level" => problem!(at, "empty-level", value = text).help("path-spelling", vec![]),
            "answer-choice" => self.unknown_option(kind, text, at),
            _ => self.at(at),
        }
    }

    fn unknown_option(self, kind: &Kind, text: &str, at: Span) -> Problem {
        let problem = problem!(at, "unknown-option", value = text);
        let Kind::Choice(choices) = kind else { return problem };
        let near = crate::problem::nearest(text, choices.iter().map(|choice| choice.id.as_str()));
        let near = near.first().and_then(|id| choices.iter().find(|choice| choice.id == *id));
        match near {
            Some(choice) => problem.help("did-you-mean-option", vec![("name", choice.id.clone()), ("title", super::pick::titles(choice))]),
            None => problem.help("known-names", vec![("names", super::pick::choice_names(choices))]),
        }
    }
}

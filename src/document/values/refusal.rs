//! Why a text was not read as a value.
//!
//! In: the name of a message and its arguments. Out: a [`InputError`], in words for people or as a problem at a line.

use std::fmt;

use unicode_normalization::char::is_combining_mark;

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Span;
use crate::value::localized::Localized;

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

impl fmt::Display for InputError {
    /// The message's name and its arguments in English; `i18n` has the sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.id)?;
        self.args.iter().try_for_each(|(name, value)| write!(f, " {name}={:?}", value.en))
    }
}

impl std::error::Error for InputError {}

impl InputError {
    /// The message of that name, without gaps.
    pub fn new(id: &'static str) -> InputError {
        InputError { id, args: Vec::new() }
    }

    /// With a gap filled; of what is very long, with its beginning.
    pub fn with(mut self, name: &'static str, value: impl AsRef<str>) -> InputError {
        let value = value.as_ref();
        // Nothing is cut off between a character and the marks on it.
        let cut = value.char_indices().skip(LONGEST_QUOTE).find(|(_, c)| !is_combining_mark(*c)).map(|(at, _)| at);
        let shown = cut.map_or_else(|| value.to_owned(), |at| format!("{}..", &value[..at]));
        self.args.push((name, Localized::untranslated(&shown)));
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

    /// The refusal as an error at a place, in its own words.
    pub fn at(self, at: Span) -> Diagnostic {
        Diagnostic::new(at, self.id, self.args.into_iter().map(|(name, value)| (name, value.en)).collect())
    }
}

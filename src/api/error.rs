//! What is wrong with a text that was handed over, and where.

use std::fmt;

use super::Date;
use crate::document::diagnostics;
use crate::document::source::Files;

/// One error or warning in a rulebook or in facts.
///
/// `docs/messages.md` lists the codes. The feature `report` adds the message in Chinese and English.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The code of the message, such as `unknown-key`.
    pub code: &'static str,
    /// What the message is about, by name.
    pub arguments: Vec<(&'static str, String)>,
    /// The name of the text that is wrong, its line and its column in characters, both from 1. None if it is about no place.
    pub place: Option<(String, usize, usize)>,
    /// False if it is only a warning.
    pub is_error: bool,
    /// The message in both languages.
    #[cfg(feature = "report")]
    pub message: crate::value::localized::Localized,
}

impl Diagnostic {
    /// Describes what was found in `files`.
    pub(super) fn all(found: &[diagnostics::Diagnostic], files: &Files) -> Vec<Diagnostic> {
        #[cfg(feature = "report")]
        let both = crate::i18n::Bilingual::new();
        let place = |at| {
            let (line, column) = files.position(at);
            (files.name(at.file).to_owned(), line, column)
        };
        let describe = |one: &diagnostics::Diagnostic| Diagnostic {
            code: one.id,
            arguments: one.args.clone(),
            place: one.at.map(place),
            is_error: one.is_error,
            #[cfg(feature = "report")]
            message: both.compose(|messages| crate::io::render::message(messages, one.id, &one.args)),
        };
        found.iter().map(describe).collect()
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((name, line, column)) = &self.place {
            write!(f, "{name}:{line}:{column}: ")?;
        }
        f.write_str(if self.is_error { "error" } else { "warning" })?;
        write!(f, "[{}]", self.code)?;
        #[cfg(feature = "report")]
        return write!(f, ": {}", self.message.en);
        #[cfg(not(feature = "report"))]
        self.arguments.iter().try_for_each(|(name, value)| write!(f, " {name}={value:?}"))
    }
}

/// A rulebook that does not exist or cannot be used, with all its errors.
#[derive(Debug, Clone)]
pub struct RulebookError {
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Facts that cannot be used, with all their errors.
#[derive(Debug, Clone)]
pub struct FactsError {
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// An applicant that cannot be checked on a day.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum CheckError {
    /// The facts state something for the future, seen from the day of the check.
    Facts(FactsError),
    /// No edition had begun on the day of the check.
    BeforeFirstEdition(BeforeFirstEditionError),
}

/// No edition of the program had begun on the day of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct BeforeFirstEditionError {
    /// The first day of the first edition.
    pub begins: Date,
}

impl RulebookError {
    /// Returns every error.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

impl FactsError {
    /// Returns every error.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }
}

/// Writes one diagnostic on each line.
fn lines(diagnostics: &[Diagnostic], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    for (index, diagnostic) in diagnostics.iter().enumerate() {
        if index > 0 {
            f.write_str("\n")?;
        }
        fmt::Display::fmt(diagnostic, f)?;
    }
    Ok(())
}

impl fmt::Display for RulebookError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(&self.diagnostics, f)
    }
}

impl fmt::Display for FactsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        lines(&self.diagnostics, f)
    }
}

impl fmt::Display for CheckError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckError::Facts(_) => f.write_str("the facts cannot be used for a check on this day"),
            CheckError::BeforeFirstEdition(_) => f.write_str("the program has no requirements on this day"),
        }
    }
}

impl fmt::Display for BeforeFirstEditionError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no edition is in force before {}", self.begins)
    }
}

impl std::error::Error for RulebookError {}
impl std::error::Error for FactsError {}
impl std::error::Error for BeforeFirstEditionError {}

impl std::error::Error for CheckError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            CheckError::Facts(error) => Some(error),
            CheckError::BeforeFirstEdition(error) => Some(error),
        }
    }
}

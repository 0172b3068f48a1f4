//! The facts of a session as they are in its files.

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::facts::{FactValue, Facts, Layer};
use crate::io::application::LoadError;
use std::path::Path;

/// Both layers of a facts file, typed, and united.
pub(crate) struct LoadedFacts {
    pub(super) people: Layer,
    pub(super) collected: Option<Layer>,
    pub(crate) facts: Facts,
    pub(super) warnings: Vec<Diagnostic>,
}

impl LoadedFacts {
    /// What people say of a fact.
    pub(crate) fn said(&self, fact: usize) -> Option<&FactValue> {
        self.people.facts[fact].as_ref().map(|(known, _)| known)
    }
}

/// A diagnostic with the text of the facts file itself.
pub(crate) fn at_path(diagnostic: Diagnostic, path: &Path, text: &str) -> LoadError {
    let mut files = Files::default();
    files.add(path.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(text));
    LoadError { diagnostics: vec![diagnostic], files }
}

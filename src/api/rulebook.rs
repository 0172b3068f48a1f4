//! A rulebook, as other programs see it.

use super::error::{self, RulebookError};
use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::rulebook::{self, RulebookText, builtin};
use crate::value::localized::Localized;

/// A program with every edition of its requirements, validated as a whole.
#[derive(Debug)]
pub struct Rulebook {
    pub(super) model: rulebook::Rulebook,
    /// The texts it was read from.
    pub(super) files: Files,
}

impl Rulebook {
    /// Returns the rulebook of that name which comes with kaibo, such as `wechat-live`.
    ///
    /// # Errors
    /// There is no such rulebook.
    pub fn builtin(id: &str) -> Result<Rulebook, RulebookError> {
        match builtin::all().find(|text| text.id == id) {
            Some(text) => Rulebook::load(&text),
            None => {
                let unknown = Diagnostic::without_span("unknown-program", vec![("name", id.to_owned())]);
                Err(RulebookError { diagnostics: error::Diagnostic::all(&[unknown], &Files::default()) })
            }
        }
    }

    /// Returns the names of the rulebooks that come with kaibo.
    pub fn builtin_ids() -> impl Iterator<Item = String> {
        builtin::all().map(|text| text.id)
    }

    /// Reads a rulebook from the files of its folder: `program.toml`, and a file for each edition. `id` is the folder's name.
    ///
    /// # Errors
    /// Something in the files is wrong; the error lists all of it.
    pub fn from_files<N: Into<String>, T: Into<String>>(
        id: &str,
        files: impl IntoIterator<Item = (N, T)>,
    ) -> Result<Rulebook, RulebookError> {
        let mut files: Vec<(String, String)> = files.into_iter().map(|(name, text)| (name.into(), text.into())).collect();
        files.sort();
        Rulebook::load(&RulebookText { id: id.to_owned(), place: String::new(), files })
    }

    fn load(text: &RulebookText) -> Result<Rulebook, RulebookError> {
        let mut files = Files::default();
        match rulebook::Rulebook::load(text, &mut files) {
            Ok((model, _)) => Ok(Rulebook { model, files }),
            Err(diagnostics) => Err(RulebookError { diagnostics: error::Diagnostic::all(&diagnostics, &files) }),
        }
    }

    /// Returns the program's name in files.
    pub fn id(&self) -> &str {
        &self.model.program.id
    }

    /// Returns the program's name for people.
    pub fn title(&self) -> &Localized {
        &self.model.program.title
    }

    /// Returns the names of the editions.
    pub fn editions(&self) -> impl Iterator<Item = &str> {
        self.model.editions.iter().map(|edition| edition.id.as_str())
    }

    /// Returns the digest of an edition and of what it builds on, as reports state it. None if there is no such edition.
    pub fn digest(&self, edition: &str) -> Option<String> {
        let edition = self.model.edition(edition)?;
        Some(rulebook::Rulebook::digest(edition, &self.files, self.model.program.file))
    }
}

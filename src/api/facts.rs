//! The facts about one applicant, as other programs see them.

use super::error::{self, FactsError};
use super::{Date, Rulebook};
use crate::document::diagnostics::Diagnostic;
use crate::document::source::{FileId, Files};
use crate::document::{self, Node};
use crate::engine::assume;
use crate::facts::read::{Origin, read};
use crate::facts::{self, Layer, future};

/// What is known of one applicant, typed against a rulebook.
#[derive(Debug)]
pub struct Facts {
    pub(super) model: facts::Facts,
    files: Files,
    layers: Vec<(FileId, Format, Origin)>,
    warnings: Vec<Diagnostic>,
    /// What was assumed, as it was given.
    pub(super) assumed: Vec<String>,
}

#[derive(Debug, Clone, Copy)]
enum Format {
    Toml,
    Json,
}

impl Format {
    fn parse(self, file: FileId, text: &str) -> Result<Node<'_>, Diagnostic> {
        match self {
            Format::Toml => document::parse_toml(file, text),
            Format::Json => document::parse_json(file, text),
        }
    }
}

impl Facts {
    /// Reads a facts file in TOML.
    ///
    /// # Errors
    /// Something in it is wrong; the error lists all of it.
    pub fn from_toml(rulebook: &Rulebook, text: &str) -> Result<Facts, FactsError> {
        Facts::from_texts(rulebook, &[("facts", text, Format::Toml, Origin::Manual)])
    }

    /// Reads a facts file in JSON.
    ///
    /// # Errors
    /// Something in it is wrong; the error lists all of it.
    pub fn from_json(rulebook: &Rulebook, text: &str) -> Result<Facts, FactsError> {
        Facts::from_texts(rulebook, &[("facts", text, Format::Json, Origin::Manual)])
    }

    /// Reads a facts file in TOML, and merges it with what was collected from the platform's APIs, in TOML too.
    ///
    /// # Errors
    /// Something in either is wrong; the error lists all of it.
    pub fn from_toml_with_collected(rulebook: &Rulebook, text: &str, collected: &str) -> Result<Facts, FactsError> {
        let stated = ("facts", text, Format::Toml, Origin::Manual);
        Facts::from_texts(rulebook, &[stated, ("collected", collected, Format::Toml, Origin::Collected)])
    }

    fn from_texts(rulebook: &Rulebook, texts: &[(&str, &str, Format, Origin)]) -> Result<Facts, FactsError> {
        let mut files = Files::default();
        let layers = texts.iter().map(|(name, text, format, origin)| (files.add(*name, *text), *format, *origin)).collect();
        let mut diagnostics = Vec::new();
        let mut read = Facts { model: facts::Facts::default(), files, layers, warnings: Vec::new(), assumed: Vec::new() };
        let mut layers = read.read(rulebook, None, &mut diagnostics).into_iter();
        read.usable(&diagnostics)?;
        let stated = layers.next().unwrap_or_default();
        read.model = facts::Facts::merge(stated, layers.next(), &rulebook.model.program, &mut diagnostics);
        read.usable(&diagnostics)?;
        read.warnings = diagnostics;
        Ok(read)
    }

    /// Reads every layer again; with a day, what lies in its future is an error.
    fn read(&self, rulebook: &Rulebook, as_of: Option<Date>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Layer> {
        let mut layers = Vec::new();
        for (file, format, origin) in &self.layers {
            match format.parse(*file, self.files.text(*file)) {
                Ok(node) => {
                    let layer = read(&node, *origin, &rulebook.model, diagnostics);
                    if let Some(day) = as_of {
                        future::refuse(&node, &layer, &rulebook.model.program, day.0, diagnostics);
                    }
                    layers.push(layer);
                }
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        layers
    }

    /// Checks that the facts state nothing for the days after `as_of` where they are about the past.
    pub(super) fn usable_on(&self, rulebook: &Rulebook, as_of: Date) -> Result<(), FactsError> {
        let mut diagnostics = Vec::new();
        self.read(rulebook, Some(as_of), &mut diagnostics);
        self.usable(&diagnostics)
    }

    fn usable(&self, diagnostics: &[Diagnostic]) -> Result<(), FactsError> {
        if diagnostics.iter().any(|diagnostic| diagnostic.is_error) {
            return Err(FactsError { diagnostics: error::Diagnostic::all(diagnostics, &self.files) });
        }
        Ok(())
    }

    /// Assumes something about the applicant, as `kaibo check --assume` does: `payments += 2026-12-01`.
    ///
    /// # Errors
    /// There is no such fact, or the value does not fit; the facts stay as they were.
    pub fn assume(&mut self, rulebook: &Rulebook, assumption: &str) -> Result<(), FactsError> {
        let file = self.files.add("assumption", assumption);
        let mut model = self.model.clone();
        match assume::apply(&mut model, assumption, file, &rulebook.model.program) {
            Ok(_) => {
                self.model = model;
                self.assumed.push(assumption.to_owned());
                Ok(())
            }
            Err(diagnostics) => Err(FactsError { diagnostics: error::Diagnostic::all(&diagnostics, &self.files) }),
        }
    }

    /// Returns the applicant's name in the platform's files.
    pub fn applicant(&self) -> &str {
        &self.model.applicant
    }

    /// Returns what is odd about the facts without making them unusable, such as loose spellings and how they were read.
    pub fn warnings(&self) -> Vec<error::Diagnostic> {
        error::Diagnostic::all(&self.warnings, &self.files)
    }

    /// The warnings that a report lists.
    #[cfg(feature = "report")]
    pub(super) fn reported(&self) -> Vec<Diagnostic> {
        self.warnings.iter().filter(|warning| warning.id != document::values::READ_AS).cloned().collect()
    }
}

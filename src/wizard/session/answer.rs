//! An answer, what it is about, and why it could not be saved.

use crate::facts::FactValue;
use crate::i18n::Messages;
use crate::rulebook::{Edition, Rulebook};

/// What a person says of a fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// What is known. Rows may still be incomplete: `Extent::AtLeast` until the person says that these are all.
    Known(FactValue),
    /// "I don't know": remembered as provenance without a value, so that it is not asked again at once. Rows that were
    /// entered, and may not be all, stay.
    Unknown,
    /// As if never asked.
    Nothing,
}

/// What a change of the file is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EditSubject {
    /// A fact, by index.
    Fact(usize),
    /// The applicant's own figures for the remedy of a requirement, by name.
    Estimate(String),
}

impl EditSubject {
    /// What people call it.
    pub fn title(&self, messages: &Messages, rulebook: &Rulebook) -> String {
        match self {
            EditSubject::Fact(fact) => rulebook.program.facts[*fact].title.get(messages.lang).to_owned(),
            EditSubject::Estimate(name) => {
                let find = |edition: &Edition| edition.find(name).map(|at| edition.requirements[at].title.get(messages.lang).to_owned());
                let title = rulebook.editions.iter().rev().find_map(find).unwrap_or_else(|| name.clone());
                messages.format("estimate-of", &[("title", &title)])
            }
        }
    }
}

//! The rulebooks that come with kaibo.
//!
//! In: the folder `rules/`, when kaibo is built. Out: the texts of its programs.

use crate::rulebook::RulebookText;

/// A folder's name and the names and texts of its files.
type BuiltIn = (&'static str, &'static [(&'static str, &'static str)]);

const BUILT_IN: &[BuiltIn] = include!(concat!(env!("OUT_DIR"), "/programs.rs"));

/// Returns the texts of every built-in rulebook, by name.
pub(crate) fn all() -> impl Iterator<Item = RulebookText> {
    BUILT_IN.iter().map(|(id, files)| RulebookText {
        id: (*id).to_owned(),
        place: String::new(),
        files: files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect(),
    })
}

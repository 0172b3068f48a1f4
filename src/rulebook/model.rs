//! A program with its editions, and the text of its files.

use crate::rulebook::edition::Edition;
use crate::rulebook::program::Program;
use crate::value::date::Date;

/// A program with every edition of its requirements.
#[derive(Debug, Clone)]
pub struct Rulebook {
    /// What doesn't change with an edition.
    pub program: Program,
    /// The editions, by name.
    pub editions: Vec<Edition>,
    /// Which edition decides from which day on; None where none is in force.
    pub schedule: Vec<(Date, Option<usize>)>,
}

/// The texts from which a rulebook is made.
#[derive(Debug, Clone)]
pub struct RulebookText {
    /// The folder's name, which is the program's id.
    pub id: String,
    /// Where the files are, for messages; empty for the ones that come with kaibo.
    pub place: String,
    /// Every file: its name in the folder, and its text.
    pub files: Vec<(String, String)>,
}

impl RulebookText {
    /// The text of a file of the folder.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files.iter().find(|(file, _)| file == name).map(|(_, text)| text.as_str())
    }
}

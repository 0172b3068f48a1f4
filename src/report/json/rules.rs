//! Which rules a report was made from, so that they can be found again.
//!
//! In: a rulebook and the files it was read from. Out: names and digests.

use serde::Serialize;

use crate::document::source::Files;
use crate::rulebook::{Edition, Rulebook};
use crate::value::localized::Localized;

/// Which rules were applied.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RulesUsed {
    /// The program's id.
    pub id: String,
    /// What people call it.
    pub title: Localized,
    /// The time zone in which days begin, by its IANA name.
    pub time_zone: String,
    /// The edition in force on the day of the check; null where none is.
    pub edition: Option<String>,
    /// True if that edition was asked for, and decides on every day, whatever is in force.
    pub pinned: bool,
    /// The digest of the program, this edition and those that it is like: SHA-256 over, for each file, its name, a line end,
    /// its length in decimal digits, a line end, and its bytes.
    pub rulebook: Option<String>,
    /// Every file that the verdict can rest on, later editions included: `program.toml`, then the editions, by name.
    pub files: Vec<RuleFile>,
}

/// A file of a rulebook.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RuleFile {
    /// Its name in the program's folder.
    pub name: String,
    /// The SHA-256 of its bytes, `sha256:` and 64 hex digits.
    pub digest: String,
}

impl RulesUsed {
    /// What a check was made from: the edition that was in force, or was asked for.
    pub fn new(rulebook: &Rulebook, files: &Files, edition: Option<&Edition>, pinned: bool) -> RulesUsed {
        let file = |(name, digest)| RuleFile { name, digest };
        RulesUsed {
            id: rulebook.program.id.clone(),
            title: rulebook.program.title.clone(),
            time_zone: rulebook.program.zone.name().to_owned(),
            edition: edition.map(|edition| edition.id.clone()),
            pinned,
            rulebook: edition.map(|edition| Rulebook::digest(edition, files, rulebook.program.file)),
            files: rulebook.file_digests(files).into_iter().map(file).collect(),
        }
    }
}

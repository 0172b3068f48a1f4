//! What a platform asks for: a program, and the editions of its requirements. All of it is data from `rules/`.
//!
//! In: the text of `program.toml` and of its editions. Out: a [`Rulebook`], checked whole, so that nothing in it can be
//! wrong later; or every fault found, each at its place.

pub(crate) mod builtin;
pub mod condition;
pub mod edition;
pub(crate) mod model;
pub mod program;
pub mod read;
pub mod test;

pub use crate::rulebook::model::{Rulebook, RulebookText};
use sha2::{Digest, Sha256};

use crate::document::diagnostics::Diagnostic;
use crate::document::source::{FileId, Files};
use crate::value::date::Date;

pub use condition::{Condition, InList};
pub use edition::{Changes, Edition, Group, Logic, Reading, Remedy, Requirement, Role, Rule, Source};
pub use program::{
    Actor, Column, Consistency, ConsistencyRule, Deadline, FactColumns, FactDef, FactKind, Instead, Opening, OpeningState, Program, Step,
    Table,
};
pub use test::{Instant, Measure, RowsTest, Test, Window};

impl Rulebook {
    /// Reads and checks a rulebook. `files` gets the texts that the faults point into; warnings come beside the rulebook.
    pub fn load(text: &RulebookText, files: &mut Files) -> Result<(Rulebook, Vec<Diagnostic>), Vec<Diagnostic>> {
        read::load(text, files)
    }

    /// The edition of that name.
    pub fn edition(&self, id: &str) -> Option<&Edition> {
        self.editions.iter().find(|edition| edition.id == id)
    }

    /// The edition that decides on `day`, if one is in force.
    pub fn in_force(&self, day: Date) -> Option<&Edition> {
        let later = self.schedule.partition_point(|(from, _)| *from <= day);
        let (_, edition) = self.schedule.get(later.checked_sub(1)?)?;
        edition.map(|at| &self.editions[at])
    }

    /// The first day of the first edition.
    pub fn first_day(&self) -> Date {
        self.schedule.first().map_or(Date::NEVER, |(from, _)| *from)
    }

    /// The digest of `program.toml`, an edition and those it is like, in that order: SHA-256 over, for each file, its
    /// name, a line end, its length in decimal digits, a line end, and its bytes.
    pub fn digest(edition: &Edition, files: &Files, program: FileId) -> String {
        let mut hash = Sha256::new();
        for file in std::iter::once(program).chain(edition.files.iter().copied()) {
            let name = files.name(file).rsplit('/').next().unwrap_or_default();
            let text = files.text(file);
            hash.update(format!("{name}\n{}\n", text.len()));
            hash.update(text);
        }
        written(&hash.finalize())
    }

    /// The name and the digest of every file that a verdict can rest on: `program.toml`, then the editions, by name.
    pub fn file_digests(&self, files: &Files) -> Vec<(String, String)> {
        let editions = self.editions.iter().filter_map(|edition| edition.files.first().copied());
        let file = |file: FileId| {
            let name = files.name(file).rsplit('/').next().unwrap_or_default().to_owned();
            (name, written(&Sha256::digest(files.text(file))))
        };
        let mut editions: Vec<_> = editions.map(file).collect();
        // Built-in rules and those of a folder may be read in another order.
        editions.sort();
        std::iter::once(file(self.program.file)).chain(editions).collect()
    }
}

/// A digest as it is written everywhere: `sha256:` and 64 hex digits.
fn written(digest: &[u8]) -> String {
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("sha256:{hex}")
}

/// The SHA-256 of bytes, as reports and provenance write it.
pub fn sha256(bytes: &[u8]) -> String {
    written(&Sha256::digest(bytes))
}

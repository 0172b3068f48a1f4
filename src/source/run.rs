//! One run of collecting, from accounts to texts.
//!
//! In: a scope, and the network or kept evidence. Out: a [`Run`]: the layer to be written, and the evidence for it. Nothing is
//! written here but by [`Run::write`].

use std::path::{Path, PathBuf};

use crate::file::{Readers, write};
use crate::problem::Problem;
use crate::rulebook::Program;
use crate::source::call::Calls;
use crate::source::collected::{self, Collected};
use crate::source::earlier::{self, Earlier};
use crate::source::evidence::{Evidence, Recorder};
use crate::source::scope::Scope;
use crate::source::wechat;
use crate::words::{Lang, Words};

/// What a run found.
#[derive(Debug)]
pub struct Run {
    /// The layer.
    pub collected: Collected,
    /// What it rests on.
    pub evidence: Evidence,
    /// What there is to tell that belongs to no fact.
    pub remarks: Vec<String>,
}

/// Where a facts file's layer and evidence stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Places {
    /// `shop.collected.toml`.
    pub collected: PathBuf,
    /// `shop.evidence`.
    pub evidence: PathBuf,
}

impl Places {
    /// Beside `facts`.
    pub fn beside(facts: &Path) -> Places {
        Places { collected: facts.with_extension("collected.toml"), evidence: facts.with_extension("evidence") }
    }

    /// What an earlier run collected about the same applicant.
    pub fn earlier(&self, scope: &Scope) -> Vec<Earlier> {
        std::fs::read_to_string(&self.collected).map_or_else(|_| Vec::new(), |text| earlier::read(&text, scope))
    }
}

/// The language of a scope's notes.
fn words(scope: &Scope) -> Words {
    Words::of(if scope.lang == "zh" { Lang::Zh } else { Lang::En })
}

impl Run {
    /// Asks for everything. `earlier` is what was collected before, for facts that can't be renewed.
    pub async fn live<C: Calls>(scope: Scope, calls: C, program: &Program, earlier: &[Earlier]) -> Run {
        let recorder = Recorder::new(calls);
        let gathered = wechat::gather(&scope, &recorder).await;
        let words = words(&scope);
        let collected = collected::write(&scope, gathered, program, &words, earlier);
        let remarks = recorder.remarks().iter().map(|note| note.say(&words)).collect();
        let mut evidence = recorder.into_evidence(scope, collected.kept.clone());
        for (digest, text) in &collected.lists {
            evidence.add(digest.clone(), text.clone());
        }
        Run { collected, evidence, remarks }
    }

    /// Makes the layer again from evidence, to the byte.
    ///
    /// # Errors
    /// Where the evidence can't be read.
    pub async fn replay(evidence: Evidence, program: &Program) -> Result<Run, Problem> {
        let calls = evidence.replay()?;
        let scope = evidence.scope().clone();
        let gathered = wechat::gather(&scope, &calls).await;
        let collected = collected::write(&scope, gathered, program, &words(&scope), evidence.earlier());
        Ok(Run { collected, evidence, remarks: Vec::new() })
    }

    /// True where a source failed.
    pub fn failed(&self) -> bool {
        self.collected.lines.iter().any(|line| line.failed)
    }

    /// True where sources failed and nothing at all was learned.
    fn is_fruitless(&self) -> bool {
        let learned = |line: &collected::Line| {
            line.state != collected::State::Unknown && !self.collected.kept.iter().any(|kept| kept.fact == line.fact)
        };
        self.failed() && !self.collected.lines.iter().any(learned)
    }

    /// Writes evidence, if it is new, and then the layer that names it: true if it was. Where sources failed and nothing at all
    /// was learned, an earlier layer and its evidence stay: what is known is not lost to a dead network.
    ///
    /// # Errors
    /// The file that couldn't be written, and why.
    pub fn write(&self, places: &Places, evidence_is_new: bool) -> Result<bool, (PathBuf, std::io::Error)> {
        if evidence_is_new {
            if self.is_fruitless() && places.collected.exists() {
                return Ok(false);
            }
            self.evidence.write(&places.evidence)?;
        }
        let written = write(&places.collected, self.collected.text.as_bytes(), Readers::Usual);
        written.map(|()| true).map_err(|error| (places.collected.clone(), error))
    }
}

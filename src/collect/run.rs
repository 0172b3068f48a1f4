//! One run of collecting, from accounts to texts.
//!
//! In: a scope, and the network or kept evidence. Out: a [`Collection`]: the layer to be written, and the evidence for it. Nothing is
//! written here but by [`Collection::write`].

use std::path::{Path, PathBuf};

use crate::collect::accounts::Scope;
use crate::collect::call::Transport;
use crate::collect::collected::{self, CollectedFile};
use crate::collect::earlier::{self, Earlier};
use crate::collect::evidence::{Evidence, INDEX, Recorder};
use crate::collect::wechat;
use crate::document::diagnostics::Diagnostic;
use crate::i18n::Messages;
use crate::io::file::{Permissions, write};
use crate::io::read;
use crate::rulebook::Program;
use crate::value::localized::Lang;

/// What a run found.
#[derive(Debug)]
pub struct Collection {
    /// The layer.
    pub collected: CollectedFile,
    /// What it rests on.
    pub evidence: Evidence,
    /// What there is to tell that belongs to no fact.
    pub remarks: Vec<String>,
}

/// Where a facts file's layer and evidence stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputPaths {
    /// `shop.collected.toml`.
    pub collected: PathBuf,
    /// `shop.evidence`.
    pub evidence: PathBuf,
}

impl OutputPaths {
    /// Beside `facts`.
    pub fn beside(facts: &Path) -> OutputPaths {
        OutputPaths { collected: facts.with_extension("collected.toml"), evidence: facts.with_extension("evidence") }
    }

    /// Every file that belongs there, whether it is there or not.
    pub fn files(&self) -> Vec<PathBuf> {
        let kept = std::fs::read_dir(&self.evidence).into_iter().flatten().flatten().map(|entry| entry.path());
        kept.chain([self.collected.clone(), self.evidence.join(INDEX)]).collect()
    }

    /// What an earlier run collected about the same applicant.
    pub fn earlier(&self, scope: &Scope) -> Vec<Earlier> {
        read::text(&self.collected).map_or_else(|_| Vec::new(), |text| earlier::read(&text, scope))
    }
}

/// The language of a scope's notes.
fn words(scope: &Scope) -> Messages {
    Messages::for_lang(if scope.lang == "zh" { Lang::Zh } else { Lang::En })
}

impl Collection {
    /// Asks for everything. `earlier` is what was collected before, for facts that can't be renewed.
    pub async fn live<C: Transport>(scope: Scope, calls: C, program: &Program, earlier: &[Earlier]) -> Collection {
        let recorder = Recorder::new(calls);
        let gathered = wechat::collect(&scope, &recorder).await;
        let words = words(&scope);
        let collected = collected::write(&scope, gathered, program, &words, earlier);
        let remarks = recorder.remarks().iter().map(|note| note.say(&words)).collect();
        let mut evidence = recorder.into_evidence(scope, collected.kept.clone());
        for (digest, text) in &collected.lists {
            evidence.add(digest.clone(), text.clone());
        }
        Collection { collected, evidence, remarks }
    }

    /// Makes the layer again from evidence, to the byte.
    ///
    /// # Errors
    /// Where the evidence can't be read.
    pub async fn replay(evidence: Evidence, program: &Program) -> Result<Collection, Diagnostic> {
        let calls = evidence.replay()?;
        let scope = evidence.scope().clone();
        let gathered = wechat::collect(&scope, &calls).await;
        let collected = collected::write(&scope, gathered, program, &words(&scope), evidence.earlier());
        Ok(Collection { collected, evidence, remarks: Vec::new() })
    }

    /// True where a source failed.
    pub fn failed(&self) -> bool {
        self.collected.lines.iter().any(|line| line.failed)
    }

    /// True where sources failed and nothing at all was learned.
    fn is_fruitless(&self) -> bool {
        let learned = |line: &collected::FactSummary| {
            line.state != collected::State::Unknown && !self.collected.kept.iter().any(|kept| kept.fact == line.fact)
        };
        self.failed() && !self.collected.lines.iter().any(learned)
    }

    /// Writes evidence, if it is new, and then the layer that names it: true if it was. Where sources failed and nothing at all
    /// was learned, an earlier layer and its evidence stay: what is known is not lost to a dead network.
    ///
    /// # Errors
    /// The file that couldn't be written, and why.
    pub fn write(&self, places: &OutputPaths, evidence_is_new: bool) -> Result<bool, (PathBuf, std::io::Error)> {
        if evidence_is_new {
            if self.is_fruitless() && places.collected.exists() {
                return Ok(false);
            }
            self.evidence.write(&places.evidence)?;
        }
        let written = write(&places.collected, self.collected.text.as_bytes(), Permissions::Default);
        written.map(|()| true).map_err(|error| (places.collected.clone(), error))
    }
}

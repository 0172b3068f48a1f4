//! This run beside an earlier one: who gained, who lost, and through what.
//!
//! In: the lines of the earlier output, and the answers of this run in their order. Out: changes, counted; those of the
//! verdict are kept. Where both runs hold the applicants in one order, nothing but the current pair is held.

use std::collections::BTreeMap;
use std::io::BufRead;

use indexmap::IndexMap;

use crate::report::diff::{Answer, Answers, Cause, Change, ReadAnswerError, compare, one_sided};
use crate::report::verify::rules::RuleFinder;
use crate::value::date::Date;

/// A comparison on its way.
pub struct Comparison {
    old: Answers<Box<dyn BufRead + Send>>,
    /// Those that have not met their counterpart yet.
    waiting: (IndexMap<String, Answer>, IndexMap<String, Answer>),
    day: Date,
    /// How many changes are kept of each kind.
    kept: usize,
    /// What was found.
    pub found: Differences,
    /// Why the earlier output can't be read on.
    pub failed: Option<ReadAnswerError>,
}

/// What changed between two runs.
#[derive(Debug, Default)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Differences {
    pub same: u64,
    pub changed: u64,
    pub gained: u64,
    pub lost: u64,
    pub added: u64,
    pub removed: u64,
    /// Who gained and who lost, the first of each.
    pub gains: Vec<Change>,
    pub losses: Vec<Change>,
    /// How many changed through what.
    pub through: BTreeMap<Vec<Cause>, u64>,
}

impl Comparison {
    /// With the lines of an earlier output. `day` is the day of this run; `kept` says how many gains and losses are kept.
    pub fn new(old: Box<dyn BufRead + Send>, day: Date, kept: usize) -> Comparison {
        let found = Differences::default();
        Comparison { old: Answers::new(old), waiting: Default::default(), day, kept, found, failed: None }
    }

    /// Takes the next answer of this run.
    pub fn push(&mut self, new: Answer) {
        let old = self.next_old();
        if let Some(old) = old {
            if old.applicant == new.applicant {
                return self.pair(&old, &new);
            }
            match self.waiting.1.shift_remove(&old.applicant) {
                Some(new) => self.pair(&old, &new),
                // Two answers on one applicant can't be told apart: the first counts.
                None => _ = self.waiting.0.entry(old.applicant.clone()).or_insert(old),
            }
        }
        match self.waiting.0.shift_remove(&new.applicant) {
            Some(old) => self.pair(&old, &new),
            None => _ = self.waiting.1.entry(new.applicant.clone()).or_insert(new),
        }
    }

    fn next_old(&mut self) -> Option<Answer> {
        if self.failed.is_some() {
            return None;
        }
        match self.old.next() {
            None => None,
            Some(Ok(answer)) => Some(answer),
            Some(Err(error)) => {
                self.failed = Some(error);
                None
            }
        }
    }

    /// Every answer of this run was taken.
    pub fn finish(&mut self) {
        while let Some(old) = self.next_old() {
            match self.waiting.1.shift_remove(&old.applicant) {
                Some(new) => self.pair(&old, &new),
                None => _ = self.waiting.0.entry(old.applicant.clone()).or_insert(old),
            }
        }
        let (olds, news) = std::mem::take(&mut self.waiting);
        self.found.removed += olds.len() as u64;
        self.found.added += news.len() as u64;
        // An applicant that was eligible and is not answered any more is lost sight of: that is named, too.
        let gone = olds.values().filter(|old| old.eligible()).map(|old| one_sided(old, Cause::Removed));
        let room = self.kept.saturating_sub(self.found.losses.len());
        self.found.losses.extend(gone.take(room));
    }

    fn pair(&mut self, old: &Answer, new: &Answer) {
        // Lines of a fleet name the digests of what they were made from, and need no rules.
        let no_rules = |_: &str| None;
        let Some(change) = compare(old, new, Some(self.day), &RuleFinder::new(&no_rules)) else {
            self.found.same += 1;
            return;
        };
        let found = &mut self.found;
        found.changed += 1;
        *found.through.entry(change.through.clone()).or_default() += 1;
        let (gained, lost) = (new.eligible() && !old.eligible(), old.eligible() && !new.eligible());
        found.gained += u64::from(gained);
        found.lost += u64::from(lost);
        let kept = if gained { &mut found.gains } else { &mut found.losses };
        if (gained || lost) && kept.len() < self.kept {
            kept.push(change);
        }
    }
}

//! What facts must satisfy together, as far as needed to detect a record that may break it.
//!
//! In: the days of the rows of two facts, as they are read. Out: whether a row may be dated before the first of the other fact.
//! Such a record is left to the slow path, which says what that comes to.

use crate::rulebook::{ConsistencyRule, Program};
use crate::value::date::Date;

/// Facts whose first days are compared, and what was read of the record.
#[derive(Debug)]
pub(crate) struct Together {
    /// Which of the watched facts is not to have rows before which other.
    rules: Box<[(usize, usize)]>,
    /// The facts that are watched, each with the column of its date.
    facts: Vec<(usize, usize)>,
    seen: Box<[Option<Seen>]>,
}

/// The rows of a fact.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    /// The first of their days; [`Date::NEVER`] if there is none.
    pub(crate) first: Date,
    /// True if there are certainly no other rows.
    pub(crate) complete: bool,
}

impl Together {
    pub(crate) fn new(program: &Program) -> Together {
        let mut facts: Vec<(usize, usize)> = Vec::new();
        let mut watch = |fact: usize, column: usize| {
            facts.iter().position(|known| *known == (fact, column)).unwrap_or_else(|| {
                facts.push((fact, column));
                facts.len() - 1
            })
        };
        let rules = program.consistent.iter().filter_map(|rule| match &rule.rule {
            ConsistencyRule::NotBefore(other) => Some((watch(rule.of.fact, rule.of.columns[0]), watch(other.fact, other.columns[0]))),
            ConsistencyRule::Unique => None,
        });
        let rules = rules.collect();
        Together { rules, seen: vec![None; facts.len()].into(), facts }
    }

    /// The place of a fact among those that are watched, and the column of its date. Of a fact with several the first.
    pub(crate) fn watched(&self, fact: usize) -> Option<(usize, usize)> {
        self.facts.iter().enumerate().find(|(_, (watched, _))| *watched == fact).map(|(at, (_, column))| (at, *column))
    }

    #[inline(always)]
    pub(crate) fn begin(&mut self) {
        self.seen.fill(None);
    }

    #[inline(always)]
    pub(crate) fn note(&mut self, place: usize, seen: Seen) {
        if let Some(slot) = self.seen.get_mut(place) {
            *slot = Some(seen);
        }
    }

    /// Whether the record may break a rule.
    #[inline(always)]
    pub(crate) fn may_break(&self) -> bool {
        self.rules.iter().any(|(of, other)| match (self.seen[*of], self.seen[*other]) {
            (Some(of), Some(other)) => other.complete && of.first < other.first,
            _ => false,
        })
    }
}

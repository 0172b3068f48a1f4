//! The editions of the requirements from the day of the check on, with what is unknown taken in one way.
//!
//! In: a rulebook, facts, a checklist. Out: a [`Scenario`] that takes what is unknown to be fine; from it others that count on
//! named facts only ([`Scenario::assuming`]); and of each the best choice of remedies ([`Scenario::choose`]).

use std::collections::BTreeSet;
use std::rc::Rc;

use crate::engine::check::Checklist;
use crate::engine::plan::choose::Chooser;
use crate::engine::plan::model::Model;
use crate::engine::plan::open::OpenTests;
use crate::engine::plan::outcome::{Prefer, Through};
use crate::engine::plan::place::Action;
use crate::engine::plan::price::Chosen;
use crate::facts::Facts;
use crate::rulebook::{Edition, Rulebook};
use crate::value::date::Date;

/// An edition from the day on which it decides to the day before the next one's.
pub(super) struct Piece<'a> {
    pub(super) from: Date,
    pub(super) to: Date,
    pub(super) edition: Option<Decisive<'a>>,
}

/// An edition that decides, ready to be planned with.
pub(super) struct Decisive<'a> {
    pub(super) model: Model<'a>,
    /// The tests that are open and bear on the root.
    pub(super) open: Rc<OpenTests>,
}

/// All editions, with what is unknown taken in one way.
pub(super) struct Scenario<'a> {
    pub(super) pieces: Vec<Piece<'a>>,
    /// The currencies of all costs, by name.
    pub(super) currencies: Rc<[&'a str]>,
    /// True if nothing counts that is not known.
    certain: bool,
}

/// The best choice of a scenario.
pub(super) struct Found {
    /// The edition under which everything will hold, by its index.
    pub(super) piece: usize,
    pub(super) chosen: Chosen,
    /// By which choices are compared: less is better.
    pub(super) key: Vec<i128>,
    /// False if some ways were not looked at.
    pub(super) exact: bool,
}

impl<'a> Scenario<'a> {
    /// Takes what is unknown to be fine. Requirements whose names are in `aside` count as waived.
    pub(super) fn hopeful(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, aside: &[&str]) -> Scenario<'a> {
        let editions = &checklist.verdict.editions;
        let decisive = |edition: &'a Edition| {
            let model = Model::new(rulebook, edition, facts, checklist.as_of).setting_aside(aside);
            let open = Rc::new(OpenTests::of(&model));
            Decisive { model, open }
        };
        let pieces: Vec<Piece<'a>> = editions
            .iter()
            .enumerate()
            .map(|(at, (from, edition))| Piece {
                from: *from,
                to: editions.get(at + 1).map_or(Date::NEVER, |(next, _)| *next),
                edition: edition.map(decisive),
            })
            .collect();
        let mut currencies: Vec<&'a str> = Vec::new();
        for decisive in pieces.iter().filter_map(|piece| piece.edition.as_ref()) {
            currencies.extend(decisive.model.remedies.iter().flatten().filter_map(|way| Some(way.full_cost?.currency.as_str())));
        }
        currencies.sort_unstable();
        currencies.dedup();
        Scenario { pieces, currencies: currencies.into(), certain: false }
    }

    /// Counts on `good` facts, and on nothing else that is not known.
    pub(super) fn assuming(&self, good: &[usize]) -> Scenario<'a> {
        let assume = |decisive: &Decisive<'a>| Decisive {
            model: decisive.model.assuming(good, &decisive.open.wanted),
            open: Rc::clone(&decisive.open),
        };
        let pieces = self.pieces.iter().map(|piece| Piece { from: piece.from, to: piece.to, edition: piece.edition.as_ref().map(assume) });
        Scenario { pieces: pieces.collect(), currencies: Rc::clone(&self.currencies), certain: true }
    }

    /// The facts that are unknown and bear on the root under some edition, by index.
    pub(super) fn open_facts(&self) -> BTreeSet<usize> {
        self.pieces.iter().filter_map(|piece| piece.edition.as_ref()).flat_map(|decisive| decisive.open.facts.iter().copied()).collect()
    }

    /// True if nothing unknown bears on the root.
    pub(super) fn is_settled(&self) -> bool {
        self.pieces.iter().filter_map(|piece| piece.edition.as_ref()).all(|decisive| decisive.open.tests.is_empty())
    }

    /// The first edition that there is.
    pub(super) fn first(&self) -> Option<(usize, &Model<'a>)> {
        self.pieces.iter().enumerate().find_map(|(at, piece)| Some((at, &piece.edition.as_ref()?.model)))
    }

    /// The edition at a place, with its days.
    pub(super) fn at(&self, piece: usize) -> Option<(&Piece<'a>, &Model<'a>)> {
        let piece = self.pieces.get(piece)?;
        Some((piece, &piece.edition.as_ref()?.model))
    }

    /// Finds choices of remedies under one edition.
    pub(super) fn chooser<'m>(&'m self, model: &'m Model<'a>, prefer: Prefer, through: Through<'_>) -> Chooser<'m, 'a> {
        let forced = through.and_then(|(group, part)| Some((model.edition.find(group)?, model.edition.find(part)?)));
        Chooser::new(model, prefer, forced, &self.currencies)
    }

    /// The best choice over all editions.
    pub(super) fn choose(&self, prefer: Prefer, through: Through<'_>) -> Option<Found> {
        let mut best: Option<Found> = None;
        for (at, piece) in self.pieces.iter().enumerate() {
            let Some(Decisive { model, .. }) = &piece.edition else { continue };
            let chooser = self.chooser(model, prefer, through);
            let Some(chosen) = chooser.best(piece.from, piece.to) else { continue };
            let key = chooser.key(&chosen).0;
            if best.as_ref().is_none_or(|best| key < best.key) {
                best = Some(Found { piece: at, chosen, key, exact: !chooser.dropped.get() });
            }
            if prefer == Prefer::Soonest && best.is_some() {
                break;
            }
        }
        best
    }

    /// The last day of the stretch from `day` on which everything holds, over all editions.
    pub(super) fn until(&self, edition: &Edition, placed: &[Action], day: Date) -> Option<Date> {
        let mut days: BTreeSet<Date> = placed.iter().flat_map(|action| [action.placed.from, action.placed.to]).collect();
        for piece in &self.pieces {
            days.insert(piece.from);
            days.extend(piece.edition.iter().flat_map(|decisive| decisive.model.course().iter().map(|(day, _)| *day)));
        }
        let holds = |on: Date| {
            let piece = self.pieces.iter().rev().find(|piece| piece.from <= on);
            let Some(Decisive { model, .. }) = piece.and_then(|piece| piece.edition.as_ref()) else { return !self.certain };
            let helped = |at: usize| {
                let id = &model.edition.requirements[at].id;
                placed
                    .iter()
                    .any(|action| edition.requirements[action.requirement].id == *id && action.placed.from <= on && on < action.placed.to)
            };
            model.fine(model.values_with(on, helped)[model.edition.root])
        };
        days.into_iter().find(|on| *on > day && *on < Date::NEVER && !holds(*on)).map(|on| on.add_days(-1))
    }
}

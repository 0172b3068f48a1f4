//! What a remedy does to its requirement, on the day on which it is done.
//!
//! In: a requirement's remedy, the applicant's own estimates, a day. Out: the days on which the requirement holds through
//! it ([`Way::span`]), and how much has to be added ([`Way::amount`]). Rows are really added to the facts, and evaluated.

mod added;

use crate::day::{Day, Takes};
use crate::exact::Comparison;
use crate::facts::{Facts, Known};
use crate::plan::model::Model;
use crate::rulebook::edition::Cost;
use crate::rulebook::test::Needed;
use crate::rulebook::{Changes, Measure, Remedy, Requirement, RowsTest, Rule, Test};

pub use added::Amount;

/// A remedy with what it takes in this case.
pub(super) struct Way<'a> {
    pub(super) remedy: &'a Remedy,
    /// How long; None where nobody can say.
    pub(super) takes: Option<Takes>,
    pub(super) cost: Option<&'a Cost>,
    /// True where a figure of the rulebook's stands for one that only the applicant can know.
    pub(super) assumed: bool,
    effect: Effect<'a>,
}

/// No more days than this are tried one by one for a remedy whose effect depends on the day on which it is done.
const MOST_TRIED: i64 = 1000;

/// For how long a remedy helps.
enum Effect<'a> {
    /// From the day on which it is done.
    Stays,
    /// As long as rows dated on that day count: a lower bound of a count, sum or maximum.
    Counts(&'a RowsTest),
    /// As long as a fresh look at the rows says so: any other test, where rows can do harm as well.
    Tried(&'a RowsTest),
}

impl<'a> Way<'a> {
    pub(super) fn of(requirement: &'a Requirement, facts: &'a Facts) -> Option<Way<'a>> {
        let remedy = requirement.remedy.as_ref()?;
        let estimate = facts.estimates.iter().find(|estimate| estimate.requirement == requirement.id);
        let (own_takes, own_cost) = estimate.map_or((None, None), |estimate| (estimate.takes, estimate.cost.as_ref()));
        let effect = match (&remedy.changes, &requirement.rule) {
            (Changes::AddsRows, Rule::Test(Test::Rows(test))) if only_gains(test) => Effect::Counts(test),
            (Changes::AddsRows, Rule::Test(Test::Rows(test))) => Effect::Tried(test),
            _ => Effect::Stays,
        };
        let left_open = own_takes.is_none() || (own_cost.is_none() && remedy.cost.is_some());
        Some(Way {
            remedy,
            takes: own_takes.or(remedy.takes),
            cost: own_cost.or(remedy.cost.as_ref()),
            assumed: remedy.changes == Changes::Raises && left_open,
            effect,
        })
    }

    /// The days on which the requirement holds through it if it is done on `done`: the first, and the day after the last.
    pub(super) fn span(&self, model: &Model<'_>, done: Day) -> Option<(Day, Day)> {
        match &self.effect {
            Effect::Stays => Some((done, Day::NEVER)),
            Effect::Counts(test) => {
                let (from, to) = counts(test, done);
                (from < to).then_some((from, to))
            }
            Effect::Tried(test) => added::best(model, test, done).map(|best| (best.from, best.to)),
        }
    }

    /// The first day on or after `earliest` such that, done on it, the requirement holds through it on `day`.
    pub(super) fn done_for(&self, model: &Model<'_>, earliest: Day, day: Day) -> Option<Day> {
        let fits = |done: &Day| self.span(model, *done).is_some_and(|(from, to)| from <= day && day < to);
        match &self.effect {
            Effect::Stays => Some(earliest).filter(fits),
            Effect::Counts(test) => {
                let left = test.window.and_then(|window| window.left(day));
                Some(left.map_or(earliest, |left| earliest.max(left.next()))).filter(fits)
            }
            Effect::Tried(test) => {
                let left = test.window.and_then(|window| window.left(day));
                let first = left.map_or(earliest, |left| earliest.max(left.next()));
                // When all rows have come and gone, what it does follows from the day alone, and none later can fit if that
                // doesn't.
                let last = settled(model, test).next().max(first);
                self.worth_trying(model, first).chain([last]).take_while(|done| *done <= day).find(fits)
            }
        }
    }

    /// The first day on or after `earliest` such that, done on it, the requirement holds through it at all.
    pub(super) fn done_at_all(&self, model: &Model<'_>, earliest: Day) -> Option<Day> {
        self.worth_trying(model, earliest).find(|done| self.span(model, *done).is_some())
    }

    /// The days from `earliest` on such that, done on one of them, it may help in another way than on the day before: one, or
    /// all until the rows that there are have come and gone.
    pub(super) fn worth_trying(&self, model: &Model<'_>, earliest: Day) -> impl Iterator<Item = Day> + use<> {
        let days = match &self.effect {
            Effect::Tried(test) => settled(model, test).next().since(earliest).clamp(0, MOST_TRIED),
            Effect::Stays | Effect::Counts(_) => 0,
        };
        (0..=days as i32).map(move |later| earliest.plus(later))
    }

    /// The last day such that, done on it, the requirement can hold through it on `day`; it may hold on none before it either.
    pub(super) fn latest_for(&self, day: Day) -> Day {
        match &self.effect {
            Effect::Stays => day,
            Effect::Counts(test) | Effect::Tried(test) => test.window.map_or(day, |window| window.last(day)),
        }
    }

    /// True where the days on which it helps can't be told from the day on which it is done alone.
    pub(super) fn is_tried(&self) -> bool {
        matches!(self.effect, Effect::Tried(_))
    }

    /// How many rows, or how much in them, have to be added; None where rows are not what it adds, or can't help.
    pub(super) fn amount(&self, model: &Model<'_>, done: Day) -> Option<Amount> {
        match &self.effect {
            Effect::Stays => None,
            Effect::Counts(test) | Effect::Tried(test) => added::best(model, test, done)?.amount,
        }
    }
}

/// The days on which rows dated `done` count: the first, and the day after the last.
fn counts(test: &RowsTest, done: Day) -> (Day, Day) {
    test.window.map_or((done, Day::NEVER), |window| (window.enters(done).max(done), window.leaves(done)))
}

/// The last day on which any of the rows that are known begins to count, or ceases to.
fn settled(model: &Model<'_>, test: &RowsTest) -> Day {
    let mut last = model.as_of;
    for stretch in &model.facts.facts[test.of].stretches {
        last = stretch.until.map_or(last, |until| last.max(until.next()));
        let (Known::Rows(rows), Some(window)) = (&stretch.known, test.window) else { continue };
        for date in rows.rows.iter().filter_map(|row| row.cells[window.column].as_ref()?.day()) {
            let ends = Some(window.leaves(date)).filter(|day| *day < Day::NEVER);
            last = last.max(window.enters(date)).max(ends.unwrap_or(last));
        }
    }
    last
}

/// True where more rows never do harm, and enough of them on one day always help.
fn only_gains(test: &RowsTest) -> bool {
    let bounded_below = matches!(&test.is, Needed::Number { comparison: Comparison::Above(_) | Comparison::AtLeast(_), .. });
    let adds_up = matches!(test.measure, Measure::CountRows | Measure::Sum(_) | Measure::Max(_));
    let measured = test.measure.column().is_some_and(|column| test.filter.iter().any(|(filtered, _)| *filtered == column));
    let dated = test.window.is_some_and(|window| test.filter.iter().any(|(filtered, _)| *filtered == window.column));
    bounded_below && adds_up && !measured && !dated && !test.daily
}

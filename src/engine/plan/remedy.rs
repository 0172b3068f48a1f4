//! What a remedy does to its requirement, on the day on which it is done.
//!
//! In: a requirement's remedy, the applicant's own estimates, the days on which the requirement has to hold. Out: the days on
//! which it holds through the remedy, and how much has to be added ([`RemedyOption::fit`]); what that costs ([`RemedyOption::cost`]). Rows that
//! exist and still count on those days are deducted. What is unknown counts as nothing.

mod added;

use crate::engine::plan::gain::{counts, only_gains};
use crate::engine::plan::remedy_option::RemedyOption;
use crate::engine::plan::remedy_option::{Effect, Short};
use std::cell::RefCell;

use smallvec::{SmallVec, smallvec};

use crate::engine::check::result::Measurement;
use crate::engine::check::{Finding, run};
use crate::engine::plan::awaited::remedy_for;
use crate::engine::plan::model::Model;
use crate::facts::{FactValue, Facts};
use crate::rulebook::edition::Cost;
use crate::rulebook::test::Needed;
use crate::rulebook::{Changes, Condition, Measure, Remedy, Requirement, RowsTest, Rule, Test};
use crate::value::date::Date;
use crate::value::number::Rational;
use crate::value::timeline::Timeline;

pub use added::Amount;

/// No more days than this are tried one by one for a remedy whose effect depends on the day on which it is done.
const MOST_TRIED: i64 = 1000;

/// The days on which a requirement has to hold through its remedy.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Targets {
    /// The day of eligibility, where it has to hold on that.
    pub(super) day: Option<Date>,
    /// True where something else waits for it: then it has to hold as soon as what was added counts.
    pub(super) at_once: bool,
}

/// What a remedy that is done on a certain day comes to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fit {
    /// How much has to be added.
    pub(super) amount: Option<Amount>,
    /// The first day on which it helps, and the day after the last.
    pub(super) from: Date,
    pub(super) to: Date,
}

impl<'a> RemedyOption<'a> {
    pub(super) fn new(requirement: &'a Requirement, facts: &'a Facts, day: Date) -> Option<RemedyOption<'a>> {
        let remedy = remedy_for(requirement, facts, day)?;
        // An estimate is of the remedy itself, not of the decision that is awaited.
        let awaited = !std::ptr::eq(remedy, requirement.remedy.as_ref()?);
        let estimate = facts.estimates.iter().find(|estimate| estimate.requirement == requirement.id && !awaited);
        let (own_takes, own_cost) = estimate.map_or((None, None), |estimate| (estimate.takes, estimate.cost.as_ref()));
        let effect = match (&remedy.changes, &requirement.rule) {
            (Changes::AddsRows, Rule::Test(Test::Rows(test))) if only_gains(test) => Effect::Counts(test),
            (Changes::AddsRows, Rule::Test(Test::Rows(test))) => Effect::Tried(test),
            _ => Effect::Stays,
        };
        let left_open = own_takes.is_none() || (own_cost.is_none() && remedy.cost.is_some());
        let whole = match &effect {
            Effect::Counts(test) if own_cost.is_none() => needed_in_all(test).filter(|units| *units > 1),
            _ => None,
        };
        Some(RemedyOption {
            remedy,
            takes: own_takes.or(remedy.takes),
            full_cost: own_cost.or(remedy.cost.as_ref()),
            assumed: remedy.changes == Changes::Raises && left_open,
            whole,
            test: if let Rule::Test(test) = &requirement.rule { Some(test) } else { None },
            effect,
            shorts: RefCell::default(),
        })
    }

    /// What the remedy does if it is done on `done`; None if the requirement does not hold through it on the days wanted.
    pub(super) fn fit(&self, model: &Model<'_>, done: Date, targets: Targets) -> Option<Fit> {
        let (test, (from, leaves)) = match &self.effect {
            Effect::Stays => {
                let in_time = targets.day.is_none_or(|day| done <= day);
                return in_time.then_some(Fit { amount: None, from: done, to: Date::NEVER });
            }
            Effect::Counts(test) | Effect::Tried(test) => (test, counts(test, done)),
        };
        if from >= leaves || targets.day.is_some_and(|day| day < from || leaves <= day) {
            return None;
        }
        let mut days: SmallVec<[Date; 2]> = targets.day.into_iter().collect();
        if targets.at_once || days.is_empty() {
            days.push(from);
        }
        if matches!(self.effect, Effect::Tried(_)) {
            return added::least(model, test, done, &days).map(|found| Fit { amount: found.amount, from, to: found.to });
        }
        let short = match days[..] {
            [day] => self.short(model, test, day),
            _ => {
                let units = days.iter().map(|day| self.short(model, test, *day).units).max()?;
                Short { units, lapses: added::lapses(model, test, days[0], units) }
            }
        };
        let to = leaves.min(short.lapses);
        days.iter().all(|day| *day < to).then(|| Fit { amount: added::amount(test, short.units), from, to })
    }

    /// What is short on `day`, and for how long that is enough.
    fn short(&self, model: &Model<'_>, test: &RowsTest, day: Date) -> Short {
        if let Some((_, short)) = self.shorts.borrow().iter().find(|(known, _)| *known == day) {
            return *short;
        }
        let there = added::there(model, test, day);
        let units = match (&test.is, test.measure) {
            (Needed::Number { ranges, .. }, Measure::CountRows | Measure::Sum(_)) => {
                ranges.next_above(there).and_then(|wanted| i64::try_from(wanted.units - there.units).ok()).unwrap_or(i64::MAX).max(1)
            }
            _ => added::first_units(test),
        };
        let nothing = there == Rational::ZERO || test.window.is_none();
        let lapses = if test.measure == Measure::CountRows && units > added::MOST_ROWS {
            day
        } else if nothing {
            Date::NEVER
        } else {
            added::lapses(model, test, day, units)
        };
        let short = Short { units, lapses };
        self.shorts.borrow_mut().push((day, short));
        short
    }

    /// The first day on or after `earliest` such that, done on it, the requirement holds through it on the days wanted.
    pub(super) fn done_for(&self, model: &Model<'_>, earliest: Date, targets: Targets) -> Option<Date> {
        let Some(day) = targets.day else {
            return self.worth_trying(model, earliest).find(|done| self.fit(model, *done, targets).is_some());
        };
        let fits = |done: &Date| self.fit(model, *done, targets).is_some();
        let first = |test: &RowsTest| {
            let left = test.window.and_then(|window| window.left(day));
            left.map_or(earliest, |left| earliest.max(left.next()))
        };
        match &self.effect {
            Effect::Stays => Some(earliest).filter(fits),
            Effect::Counts(test) => Some(first(test)).filter(fits),
            Effect::Tried(test) => {
                let first = first(test);
                // When all rows have come and gone, what it does follows from the day alone, and none later can fit if that
                // doesn't.
                let last = settled_from(model, test).next().max(first);
                self.worth_trying(model, first).chain([last]).take_while(|done| *done <= day).find(fits)
            }
        }
    }

    /// What the requirement's test comes to, day by day, once so much is added on `done`; None of a remedy that adds nothing,
    /// or where rows count whatever their day.
    pub(super) fn line(&self, model: &Model<'_>, done: Date, amount: Option<Amount>) -> Option<Timeline> {
        match &self.effect {
            Effect::Counts(test) | Effect::Tried(test) if test.window.is_some() => added::line(model, test, done, amount),
            _ => None,
        }
    }

    /// The days from `earliest` on such that, done on one of them, it may help in another way than on the day before: one, or
    /// all until the rows that there are have come and gone.
    pub(super) fn worth_trying(&self, model: &Model<'_>, earliest: Date) -> impl Iterator<Item = Date> + use<> {
        let days = match &self.effect {
            Effect::Tried(test) => settled_from(model, test).next().since(earliest).clamp(0, MOST_TRIED),
            Effect::Stays | Effect::Counts(_) => 0,
        };
        (0..=days as i32).map(move |later| earliest.add_days(later))
    }

    /// The first day on which it can help if it is done on `done`, whatever is added.
    pub(super) fn helps_from(&self, done: Date) -> Option<Date> {
        match &self.effect {
            Effect::Stays => Some(done),
            Effect::Counts(test) | Effect::Tried(test) => {
                let (from, to) = counts(test, done);
                (from < to).then_some(from)
            }
        }
    }

    /// The days after that of the check on which rows that are known begin to count, so that less is short: on them it may
    /// cost less.
    pub(super) fn cheaper_days(&self, model: &Model<'_>) -> SmallVec<[Date; 2]> {
        let (Effect::Counts(test), Some(_), Some(_)) = (&self.effect, self.whole, self.full_cost) else { return smallvec![] };
        let Some(window) = test.window else { return smallvec![] };
        dates(model, test).map(|date| window.enters(date)).filter(|day| *day > model.as_of).collect()
    }

    /// The last day such that, done on it, the requirement can hold through it on `day`; it may hold on none before it either.
    pub(super) fn latest_for(&self, day: Date) -> Date {
        match &self.effect {
            Effect::Stays => day,
            Effect::Counts(test) | Effect::Tried(test) => test.window.map_or(day, |window| window.last(day)),
        }
    }

    /// True where the days on which it helps can't be determined from the day on which it is done alone.
    pub(super) fn is_tried(&self) -> bool {
        matches!(self.effect, Effect::Tried(_))
    }

    /// True where what it costs depends on the day on which the requirement has to hold.
    pub(super) fn is_priced_by_day(&self) -> bool {
        self.whole.is_some() && self.full_cost.is_some()
    }

    /// What it costs to add so much: of the rulebook's figure, which is that of somebody who has nothing yet, as great a part
    /// as has to be added; rounded up.
    pub(super) fn cost(&self, amount: Option<Amount>) -> Option<Cost> {
        let full = self.full_cost?;
        let part = match (self.whole, amount) {
            (Some(whole), Some(Amount::Rows(units) | Amount::Units(units))) => part_of(full, units, whole),
            _ => full.units,
        };
        Some(Cost { units: part, currency: full.currency.clone() })
    }

    /// By how much a measure has to be raised, from the least that it can be now; in the measured unit, as a fraction.
    pub(super) fn raise(&self, model: &Model<'_>) -> Option<Rational> {
        if self.remedy.changes != Changes::Raises {
            return None;
        }
        let test = self.test?;
        let (ranges, low) = match test {
            Test::Rows(RowsTest { is: Needed::Number { ranges, .. }, .. }) => {
                let measured = run(test, &model.knowledge(model.facts), model.as_of).1.measured;
                let Measurement::Number(interval) = measured else { return None };
                (ranges, interval.map_or(Rational::ZERO, |interval| interval.low))
            }
            Test::Value { of: Some(fact), is: Condition::Number { ranges, .. }, .. } => {
                let units = match model.facts.facts[*fact].on(model.as_of) {
                    Some(FactValue::Value(value)) => value.units()?,
                    _ => 0,
                };
                (ranges, Rational::from_units(i128::from(units)))
            }
            _ => return None,
        };
        let wanted = ranges.next_above(low)?;
        Some(Rational { units: wanted.units - low.units, per: low.per }).filter(|short| short.units > 0)
    }
}

/// As great a part of a cost as `units` are of `whole`, rounded up.
fn part_of(full: &Cost, units: i64, whole: i64) -> i64 {
    let (full, units, whole) = (i128::from(full.units), i128::from(units), i128::from(whole));
    i64::try_from((full * units + whole - 1).div_euclid(whole)).unwrap_or(i64::MAX)
}

/// What a remedy of a requirement costs for what is short on the day of the check: as great a part of the rulebook's figure
/// as is short, where parts add up; otherwise the figure itself. None where the rulebook states no cost.
pub fn cost_of_shortfall(finding: &Finding<'_>, remedy: &Remedy) -> Option<Cost> {
    let full = remedy.cost.as_ref()?;
    let part = || {
        let Rule::Test(Test::Rows(test)) = &finding.requirement.rule else { return None };
        let whole = needed_in_all(test)?;
        let Some(Measurement::Number(Some(interval))) = finding.tested.as_ref().map(|tested| &tested.measured) else { return None };
        let low = i64::try_from(interval.low.units).ok()?;
        Some(part_of(full, whole.checked_sub(low)?.max(0), whole))
    };
    Some(Cost { units: part().unwrap_or(full.units), currency: full.currency.clone() })
}

/// All that has to be there in the end, where parts of it add up.
fn needed_in_all(test: &RowsTest) -> Option<i64> {
    match (&test.is, test.measure) {
        (Needed::Number { ranges, .. }, Measure::CountRows | Measure::Sum(_)) => {
            ranges.next_above(Rational::ZERO).and_then(|least| i64::try_from(least.units).ok())
        }
        _ => None,
    }
}

/// The last day on which any of the rows that are known begins to count, or ceases to.
fn settled_from(model: &Model<'_>, test: &RowsTest) -> Date {
    let ends = model.facts.facts[test.of].periods.iter().filter_map(|stretch| stretch.until);
    let mut last = ends.fold(model.as_of, |last, until| last.max(until.next()));
    if let Some(window) = test.window {
        for date in dates(model, test) {
            let ends = Some(window.leaves(date)).filter(|day| *day < Date::NEVER);
            last = last.max(window.enters(date)).max(ends.unwrap_or(last));
        }
    }
    last
}

/// The dates of the rows that are known.
fn dates<'m>(model: &'m Model<'_>, test: &'m RowsTest) -> impl Iterator<Item = Date> + 'm {
    let rows = model.facts.facts[test.of].periods.iter().filter_map(|stretch| match &stretch.value {
        FactValue::Rows(rows) => Some(&rows.rows),
        FactValue::Value(_) => None,
    });
    let column = test.window.map(|window| window.column);
    rows.flatten().filter_map(move |row| row.cells[column?].as_ref()?.day())
}

//! What a finding says besides its status: from when until when each row counts, how much room there is, and how old a fact is.
//!
//! In: a finding and what it was made from. Out: days and amounts that were recorded or follow from the test's window.

use crate::engine::check::result::{Measurement, RowStatus};
use crate::engine::check::{Checklist, Finding, Status};
use crate::facts::{Fact, FactValue, Facts, Row};
use crate::report::measured::ShortBy;
use crate::rulebook::program::FactDef;
use crate::rulebook::test::Needed;
use crate::rulebook::{Measure, RowsTest, Rule, Test};
use crate::value::date::Date;
use crate::value::number::Rational;

/// A row that a test looked at, and the days on which its date lies in the test's window.
#[derive(Debug)]
pub struct RowReport<'a> {
    /// The row.
    pub row: &'a Row,
    /// Its status on the day of the check.
    pub status: RowStatus,
    /// The first day on which it counts.
    pub from: Date,
    /// The last one, if it has one.
    pub until: Option<Date>,
}

/// The dated rows that a test looked at and that count on some day, in the order in which they drop out.
pub fn counted<'a>(finding: &Finding<'_>, checklist: &Checklist<'_>, facts: &'a Facts) -> Vec<RowReport<'a>> {
    let (Rule::Test(Test::Rows(RowsTest { of, window: Some(window), .. })), Some(tested)) = (&finding.requirement.rule, &finding.tested)
    else {
        return Vec::new();
    };
    let Some(FactValue::Rows(known)) = facts.facts[*of].on(checklist.as_of) else { return Vec::new() };
    let uses = tested.rows.iter().filter(|used| !matches!(used.status, RowStatus::Excluded { .. } | RowStatus::Expired { .. }));
    let mut rows: Vec<RowReport<'a>> = uses
        .filter_map(|used| {
            let row = known.rows.get(used.row as usize)?;
            let date = row.cells[window.column].as_ref()?.day()?;
            let leaves = window.leaves(date);
            let until = (leaves <= Date::LAST).then(|| leaves.add_days(-1));
            Some(RowReport { row, status: used.status, from: window.enters(date), until })
        })
        .collect();
    rows.sort_by_key(|row| (row.until.unwrap_or(Date::NEVER), row.from));
    rows
}

/// How much a measure that passes may fall before it no longer does. Nothing of measures that must not rise.
pub fn buffer(finding: &Finding<'_>) -> Option<ShortBy> {
    if finding.outcome.status != Status::Met {
        return None;
    }
    let Rule::Test(Test::Rows(RowsTest { is: Needed::Number { ranges, column_places, currency, .. }, measure, .. })) =
        &finding.requirement.rule
    else {
        return None;
    };
    let Some(Measurement::Number(Some(interval))) = finding.tested.as_ref().map(|tested| &tested.measured) else { return None };
    let least = ranges.next_above(Rational { units: 0, per: interval.low.per })?;
    let room = Rational { units: interval.low.units - least.units, per: least.per };
    let days = matches!(measure, Measure::CountDays | Measure::Streak);
    let unit = currency.clone().or_else(|| days.then(|| "days".to_owned()));
    (least.units > 0 && room.units >= 0).then(|| ShortBy::new(room, *column_places, unit))
}

/// True if a fact was observed longer ago than the program takes for fresh.
pub fn stale(definition: &FactDef, fact: &Fact, as_of: Date) -> bool {
    let observed = fact.stretch_on(as_of).and_then(|stretch| stretch.observed);
    observed.zip(definition.fresh).is_some_and(|(observed, fresh)| observed < fresh.before(as_of))
}

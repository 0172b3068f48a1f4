//! What a test requires, and by how much a measure falls short.

use crate::engine::check::result::Measurement;
use crate::engine::check::{Checklist, Finding, Status};
use crate::rulebook::test::Needed;
use crate::rulebook::{Program, RowsTest, Rule, Test};
use crate::value::number::Rational;
use crate::value::value_type::ValueType;
use serde::Serialize;

/// How far a measure is from passing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShortBy {
    /// By how much, exact.
    pub amount: String,
    /// The same rounded for people, up and down, where it does not end as a decimal.
    #[serde(skip)]
    #[cfg_attr(feature = "schema", schemars(skip))]
    pub(super) rounded: Option<[String; 2]>,
    /// In what; absent of plain numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
}

impl ShortBy {
    /// An amount in units of `places` decimals.
    pub fn new(by: Rational, places: u8, unit: Option<String>) -> ShortBy {
        let rounded = by.rounded(places, true).zip(by.rounded(places, false)).map(|(up, down)| [up, down]);
        ShortBy { amount: by.text(places), rounded, unit }
    }

    /// The amount as people read it. One that is rounded says so; `up` where more is what is unfavorable.
    pub fn for_people(&self, up: bool, messages: &crate::i18n::Messages) -> String {
        match &self.rounded {
            None => self.amount.clone(),
            Some([above, below]) => messages.format("rounded", &[("value", if up { above } else { below })]),
        }
    }
}

/// The decimals in which a test's measure is written.
pub(super) fn places_of(test: &Test) -> u8 {
    match test {
        Test::Rows(RowsTest { is: Needed::Number { column_places, .. }, .. }) => *column_places,
        _ => 0,
    }
}

/// What a test's measure has to be, in a few characters.
pub fn needed(test: &Test, program: &Program) -> String {
    match test {
        Test::Value { kind, is, .. } => is.needed(kind, program.zone),
        Test::Length { is, .. } => is.to_string(),
        Test::Elapsed { is, .. } => is.to_string(),
        Test::Rows(rows) => match &rows.is {
            Needed::Number { comparison, places, .. } => {
                comparison.map(|units| crate::rulebook::condition::short_decimal(*units, *places)).to_string()
            }
            Needed::Value(kind, condition) => condition.needed(kind, program.zone),
        },
    }
}

/// The smallest change of a measure, upwards, that passes for certain.
pub fn short_by(finding: &Finding<'_>, checklist: &Checklist<'_>) -> Option<ShortBy> {
    use crate::rulebook::Condition;
    if !matches!(finding.outcome.status, Status::Unmet | Status::Pending) {
        return None;
    }
    let Rule::Test(test) = &finding.requirement.rule else { return None };
    let tested = finding.tested.as_ref()?;
    let up = |low: Rational, to: Rational, places: u8, unit: Option<String>| {
        ShortBy::new(Rational { units: to.units - low.units, per: low.per }, places, unit)
    };
    match (test, &tested.measured) {
        (
            Test::Rows(RowsTest { is: Needed::Number { ranges, column_places, currency, .. }, measure, .. }),
            Measurement::Number(interval),
        ) => {
            let low = interval.map_or(Rational::ZERO, |interval| interval.low);
            let days = matches!(measure, crate::rulebook::Measure::CountDays | crate::rulebook::Measure::Streak);
            let unit = currency.clone().or_else(|| days.then(|| "days".to_owned()));
            Some(up(low, ranges.next_above(low)?, *column_places, unit))
        }
        (Test::Length { wide, ranges, .. }, Measurement::Number(Some(interval))) => {
            let unit = if *wide { "units" } else { "characters" };
            Some(up(interval.low, ranges.next_above(interval.low)?, 0, Some(unit.to_owned())))
        }
        (Test::Value { is: Condition::Number { ranges, .. }, kind, .. }, Measurement::Value(Some(value))) => {
            let low = Rational::from_units(i128::from(value.units()?));
            let unit = if let ValueType::Money { currency, .. } = kind { Some(currency.clone()) } else { None };
            Some(up(low, ranges.next_above(low)?, kind.places()?, unit))
        }
        // Of a time that runs, what is missing is the days until it holds.
        (Test::Elapsed { .. }, Measurement::Elapsed(Some(_))) if finding.outcome.status == Status::Pending => {
            let days = finding.outcome.from?.since(checklist.as_of);
            Some(ShortBy::new(Rational::from_units(i128::from(days)), 0, Some("days".to_owned())))
        }
        _ => None,
    }
}

//! Which remedy is left where something is there already and only waits for a decision.
//!
//! In: a requirement and what is known on a day. Out: its remedy; or, where rows that are in review would be enough, to wait.

use crate::facts::{Completeness, FactValue, Facts, Row};
use crate::rulebook::edition::Awaited;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, Remedy, Requirement, Rule, Test};
use crate::value::date::Date;
use crate::value::number::{Interval, Rational};
use crate::value::timeline::Truth;

/// What can be done about a requirement in this case. Where rows that wait for a decision would be enough, it is to wait for
/// that: what is there already is not advised again.
pub fn remedy_for<'a>(requirement: &'a Requirement, facts: &Facts, day: Date) -> Option<&'a Remedy> {
    let remedy = requirement.remedy.as_ref()?;
    let awaited = remedy.awaits.as_deref().filter(|awaited| is_enough(awaited, &requirement.rule, facts, day));
    Some(awaited.map_or(remedy, |awaited| &awaited.remedy))
}

/// True if the test would hold once the rows that wait are decided on in the applicant's favour.
fn is_enough(awaited: &Awaited, rule: &Rule, facts: &Facts, day: Date) -> bool {
    let Rule::Test(Test::Rows(test)) = rule else { return false };
    let (Some(FactValue::Rows(rows)), Needed::Number { ranges, .. }) = (facts.facts[test.of].on(day), &test.is) else { return false };
    let decided = |column: usize| awaited.filter.iter().any(|(other, _)| *other == column);
    let counts = |row: &&Row| {
        let waits = passes(row, awaited.filter.iter());
        passes(row, test.filter.iter().filter(|(column, _)| !(waits && decided(*column))))
    };
    let count = rows.rows.iter().filter(counts).count() as i128;
    rows.completeness != Completeness::AtMost && ranges.admit(&Interval::exactly(Rational::from_units(count))) == Truth::True
}

/// True if a row certainly meets conditions.
fn passes<'f>(row: &Row, mut conditions: impl Iterator<Item = &'f (usize, Condition)>) -> bool {
    conditions.all(|(column, condition)| row.cells[*column].as_ref().is_some_and(|value| condition.admits(value) == Truth::True))
}

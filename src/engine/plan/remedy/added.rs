//! Rows that are really added.
//!
//! In: a test of rows, the day on which the rows are dated, the days on which it has to hold. Out: as many rows, or as much in
//! the measured column, as is short on those days ([`least`]), and for how long the test holds through them.

use crate::engine::check::result::Measurement;
use crate::engine::check::run;
use crate::engine::plan::gain::{counts, only_gains};
use crate::engine::plan::model::Model;
use crate::facts::{Completeness, Fact, FactValue, Facts, Row, Rows, ValidityPeriod};
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, FactKind, Measure, RowsTest, Table, Test};
use crate::value::date::Date;
use crate::value::number::{Comparison, Rational};
use crate::value::timeline::{Timeline, Truth};
use crate::value::value_type::{CategoryPath, Timestamp, Value, ValueType};

/// How much a remedy adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// As many rows.
    Rows(i64),
    /// As much in the measured column, in its smallest unit.
    Units(i64),
}

/// What adding comes to.
pub(super) struct Found {
    pub(super) amount: Option<Amount>,
    /// The day after the last on which the test holds through the rows.
    pub(super) to: Date,
}

/// No amount is raised more often than this: each time a day is found on which still more is short.
const TRIES: usize = 64;

/// The least amount of rows dated `done` that makes the test hold on each of `days`, the first of which decides for how long
/// it is followed.
pub(super) fn least(model: &Model<'_>, test: &RowsTest, done: Date, days: &[Date]) -> Option<Found> {
    let table = model.rulebook.program.facts[test.of].kind.table()?;
    let as_test = Test::Rows(test.clone());
    let mut units = first_units(test);
    for _ in 0..TRIES {
        let facts = with_rows(model, test, table, done, units)?;
        let knowledge = model.knowledge(&facts);
        let line = run(&as_test, &knowledge, model.as_of).0;
        let Some(failing) = days.iter().copied().find(|day| line.on(*day) != Truth::True) else {
            return Some(Found { amount: amount(test, units), to: fails_on(&line, days[0]).min(counts(test, done).1) });
        };
        let short = match (run(&as_test, &knowledge, failing).1.measured, &test.is) {
            (Measurement::Number(Some(interval)), Needed::Number { ranges, .. }) => {
                ranges.next_above(interval.low).map(|wanted| wanted.units - interval.low.units)
            }
            _ => None,
        };
        let short = short.and_then(|short| i64::try_from(short).ok()).filter(|short| *short > 0)?;
        if !matches!(test.measure, Measure::CountRows | Measure::Sum(_) | Measure::Mean(_)) {
            return None;
        }
        units = units.checked_add(short).filter(|units| test.measure != Measure::CountRows || *units <= MOST_ROWS)?;
    }
    None
}

/// The least that the measure can be on `day` through the rows that are known.
pub(super) fn there(model: &Model<'_>, test: &RowsTest, day: Date) -> Rational {
    let none = match model.facts.facts[test.of].on(day) {
        Some(FactValue::Rows(rows)) => rows.rows.is_empty() || rows.completeness == Completeness::AtMost,
        _ => true,
    };
    if none {
        return Rational::ZERO;
    }
    match run(&Test::Rows(test.clone()), &model.knowledge(model.facts), day).1.measured {
        Measurement::Number(Some(interval)) => interval.low,
        _ => Rational::ZERO,
    }
}

/// What the test comes to, day by day, once so much is added on `done`.
pub(super) fn line(model: &Model<'_>, test: &RowsTest, done: Date, amount: Option<Amount>) -> Option<Timeline> {
    let units = match amount {
        Some(Amount::Rows(units) | Amount::Units(units)) => units,
        None => first_units(test),
    };
    let table = model.rulebook.program.facts[test.of].kind.table()?;
    let facts = with_rows(model, test, table, done, units)?;
    Some(run(&Test::Rows(test.clone()), &model.knowledge(&facts), model.as_of).0)
}

/// The first day after `day` on which so much, added as late as it can be for that day, is not enough any longer.
pub(super) fn lapses(model: &Model<'_>, test: &RowsTest, day: Date, units: i64) -> Date {
    let done = test.window.map_or(day, |window| window.last(day));
    let facts = model.rulebook.program.facts[test.of].kind.table().and_then(|table| with_rows(model, test, table, done, units));
    let Some(facts) = facts else { return day };
    let line = run(&Test::Rows(test.clone()), &model.knowledge(&facts), model.as_of).0;
    fails_on(&line, day)
}

/// Nobody adds more rows than this by hand.
pub(super) const MOST_ROWS: i64 = 10_000;

/// The first day from `from` on on which it does not certainly hold.
fn fails_on(line: &Timeline, from: Date) -> Date {
    match line.true_from(from) {
        Some((begin, until)) if begin == from => until.map_or(Date::NEVER, Date::next),
        _ => from,
    }
}

/// What to begin with: one row, or the least value that passes by itself.
pub(super) fn first_units(test: &RowsTest) -> i64 {
    match (&test.is, test.measure) {
        (Needed::Number { ranges, .. }, Measure::Max(_) | Measure::Min(_) | Measure::Latest(_) | Measure::Mean(_)) => {
            ranges.next_above(Rational::ZERO).and_then(|least| i64::try_from(least.units).ok()).unwrap_or(0)
        }
        (_, Measure::Sum(_)) => 0,
        _ => 1,
    }
}

/// So much, in the unit in which people add it.
pub(super) fn amount(test: &RowsTest, units: i64) -> Option<Amount> {
    match test.measure {
        Measure::CountRows => Some(Amount::Rows(units)),
        Measure::Sum(_) => Some(Amount::Units(units)),
        _ => None,
    }
}

/// The facts, as far as the test looks at them, with rows added that are dated `done` and meet its conditions: as many as
/// `units` says, or one with so much in the measured column.
fn with_rows(model: &Model<'_>, test: &RowsTest, table: &Table, done: Date, units: i64) -> Option<Facts> {
    let (rows, value) = match test.measure {
        Measure::CountRows => (units, None),
        Measure::CountDays | Measure::Streak => (1, None),
        _ => (1, Some(units)),
    };
    let mut cells: Box<[Option<Value>]> = vec![None; table.columns.len()].into();
    for (column, condition) in &test.filter {
        cells[*column] = witness(&table.columns[*column].kind, condition);
    }
    if let Some(window) = test.window {
        let date = match &table.columns[window.column].kind {
            ValueType::Timestamp => Value::Timestamp(Timestamp { instant: done.to_naive()?.and_hms_opt(12, 0, 0)?.and_utc(), day: done }),
            _ => Value::Date(done),
        };
        cells[window.column] = Some(date);
    }
    if let Some(column) = test.measure.column() {
        cells[column] = match (&test.is, value) {
            (Needed::Value(kind, condition), _) => witness(kind, condition),
            (Needed::Number { .. }, value) => value.map(Value::Number),
        };
    }
    let row = Row { cells };
    let known = &model.facts.facts[test.of];
    let mut stretches = Vec::with_capacity(known.periods.len());
    for stretch in &known.periods {
        let FactValue::Rows(before) = &stretch.value else { return None };
        // Of these rows or fewer, none is sure to be there. For a test that more rows can harm, nothing can be promised.
        let (mut all, extent) = match before.completeness {
            Completeness::AtMost if !only_gains(test) => return None,
            Completeness::AtMost => (Vec::new(), Completeness::AtLeast),
            extent => (before.rows.clone(), extent),
        };
        let daily = matches!(model.rulebook.program.facts[test.of].kind, FactKind::Daily(_));
        all.retain(|other| !daily || other.cells[0] != row.cells[0]);
        all.extend((0..rows).map(|_| row.clone()));
        stretches.push(ValidityPeriod {
            until: stretch.until,
            value: FactValue::Rows(Rows { rows: all, completeness: extent }),
            observed: stretch.observed,
        });
    }
    // Where nothing is known, there are these rows and perhaps more.
    if known.periods.last().is_none_or(|last| last.until.is_some()) {
        let rows = (0..rows).map(|_| row.clone()).collect();
        stretches.push(ValidityPeriod {
            until: None,
            value: FactValue::Rows(Rows { rows, completeness: Completeness::AtLeast }),
            observed: None,
        });
    }
    let mut facts = Facts { facts: vec![Fact::default(); model.facts.facts.len()], ..Facts::default() };
    facts.facts[test.of].periods = stretches;
    Some(facts)
}

/// A value that meets a condition, where one is easily found.
fn witness(kind: &ValueType, condition: &Condition) -> Option<Value> {
    let near = |comparison: &Comparison<Date>| match comparison {
        Comparison::Above(day) | Comparison::Unequal(day) => Some(day.next()),
        Comparison::Below(day) => Some(day.add_days(-1)),
        Comparison::AtLeast(day) | Comparison::AtMost(day) | Comparison::Equal(day) | Comparison::Between(day, _) => Some(*day),
        Comparison::OneOf(days) => days.first().copied(),
    };
    match condition {
        Condition::Bool(wanted) => Some(Value::Bool(*wanted)),
        Condition::Choice(allowed) => allowed.iter().position(|allowed| *allowed).map(|at| Value::Enum(at as u16)),
        Condition::Number { .. } => condition.hull().map(|(least, _)| Value::Number(least)),
        Condition::Date(comparison) => near(comparison).map(Value::Date),
        Condition::Timestamp(_) => None,
        Condition::InList(among) if !among.negated => {
            let text = among.listed.first()?;
            let folded = among.members.keys().find(|member| member.as_ref() == crate::value::value_type::fold(text).as_ref())?;
            match kind {
                ValueType::Path => Some(Value::Path(CategoryPath { text: text.clone(), folded: folded.clone() })),
                ValueType::Region => text.as_bytes().try_into().ok().map(Value::Region),
                _ => Some(Value::Text(text.clone())),
            }
        }
        Condition::InList(_) => None,
    }
    .filter(|value| condition.admits(value) == crate::value::timeline::Truth::True)
}

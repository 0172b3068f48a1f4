//! Rows that are really added.
//!
//! In: a test of rows, the day on which the rows are dated. Out: for how long the test holds through as many rows, or as
//! much in the measured column, as is short on the worst of the days on which they count.

use crate::check::{Measured, run};
use crate::day::Day;
use crate::exact::{Comparison, Exact};
use crate::facts::{Extent, Fact, Facts, Known, Row, Rows, Stretch};
use crate::kind::{Kind, Moment, Path, Value};
use crate::plan::model::Model;
use crate::plan::remedy::counts;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, FactKind, Measure, RowsTest, Table, Test};
use crate::truth::Timeline;

/// How much a remedy adds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Amount {
    /// As many rows.
    Rows(i64),
    /// As much in the measured column, in its smallest unit.
    Units(i64),
}

/// What adding comes to.
pub(super) struct Best {
    pub(super) amount: Option<Amount>,
    /// The first day on which the test holds through the rows, and the day after the last.
    pub(super) from: Day,
    pub(super) to: Day,
}

/// No amount is raised more often than this: each time a day is found on which still more is short.
const TRIES: usize = 64;

/// The least amount that makes the test hold for as long as any amount does from the first day on which rows dated `done`
/// count. Each amount is the least that the days before asked for, so none that is smaller can do as well.
pub(super) fn best(model: &Model<'_>, test: &RowsTest, done: Day) -> Option<Best> {
    let (from, leaves) = counts(test, done);
    let table = model.rulebook.program.facts[test.of].kind.table()?;
    if leaves <= from {
        return None;
    }
    let mut units = first_units(test);
    let mut best: Option<Best> = None;
    for _ in 0..TRIES {
        let (rows, value) = match test.measure {
            Measure::CountRows => (units, None),
            Measure::CountDays | Measure::Streak => (1, None),
            _ => (1, Some(units)),
        };
        let facts = with_rows(model, test, table, done, rows, value)?;
        let as_test = Test::Rows(test.clone());
        let line = run(&as_test, &facts, model.as_of, model.rulebook.program.zone).0;
        let to = fails_on(&line, from).min(leaves);
        if to > from && best.as_ref().is_none_or(|best| to > best.to) {
            best = Some(Best { amount: amount(test, units), from, to });
        }
        if to >= leaves {
            break;
        }
        let short = match (run(&as_test, &facts, to, model.rulebook.program.zone).1.measured, &test.is) {
            (Measured::Number(Some(interval)), Needed::Number { ranges, .. }) => {
                ranges.next_above(interval.low).map(|wanted| wanted.units - interval.low.units)
            }
            _ => None,
        };
        match short.and_then(|short| i64::try_from(short).ok()).filter(|short| *short > 0) {
            Some(short) if matches!(test.measure, Measure::CountRows | Measure::Sum(_) | Measure::Mean(_)) => {
                units = units.checked_add(short).filter(|units| test.measure != Measure::CountRows || *units <= MOST_ROWS)?;
            }
            _ => break,
        }
    }
    best
}

/// Nobody adds more rows than this by hand.
const MOST_ROWS: i64 = 10_000;

/// The first day from `from` on on which it does not certainly hold.
fn fails_on(line: &Timeline, from: Day) -> Day {
    match line.true_from(from) {
        Some((begin, until)) if begin == from => until.map_or(Day::NEVER, Day::next),
        _ => from,
    }
}

/// What to begin with: one row, or the least value that passes by itself.
fn first_units(test: &RowsTest) -> i64 {
    match (&test.is, test.measure) {
        (Needed::Number { ranges, .. }, Measure::Max(_) | Measure::Min(_) | Measure::Latest(_) | Measure::Mean(_)) => {
            ranges.next_above(Exact::ZERO).and_then(|least| i64::try_from(least.units).ok()).unwrap_or(0)
        }
        (_, Measure::Sum(_)) => 0,
        _ => 1,
    }
}

fn amount(test: &RowsTest, units: i64) -> Option<Amount> {
    match test.measure {
        Measure::CountRows => Some(Amount::Rows(units)),
        Measure::Sum(_) => Some(Amount::Units(units)),
        _ => None,
    }
}

/// The facts, as far as the test looks at them, with rows added that are dated `done` and meet its conditions.
fn with_rows(model: &Model<'_>, test: &RowsTest, table: &Table, done: Day, rows: i64, value: Option<i64>) -> Option<Facts> {
    let mut cells: Box<[Option<Value>]> = vec![None; table.columns.len()].into();
    for (column, condition) in &test.filter {
        cells[*column] = witness(&table.columns[*column].kind, condition);
    }
    if let Some(window) = test.window {
        let date = match &table.columns[window.column].kind {
            Kind::Moment => Value::Moment(Moment { at: done.date()?.and_hms_opt(12, 0, 0)?.and_utc(), day: done }),
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
    let mut stretches = Vec::with_capacity(known.stretches.len());
    for stretch in &known.stretches {
        let Known::Rows(before) = &stretch.known else { return None };
        // Of these rows or fewer, none is sure to be there.
        let (mut all, extent) = match before.extent {
            Extent::AtMost => (Vec::new(), Extent::Exactly),
            extent => (before.rows.clone(), extent),
        };
        let daily = matches!(model.rulebook.program.facts[test.of].kind, FactKind::Daily(_));
        all.retain(|other| !daily || other.cells[0] != row.cells[0]);
        all.extend((0..rows).map(|_| row.clone()));
        stretches.push(Stretch { until: stretch.until, known: Known::Rows(Rows { rows: all, extent }) });
    }
    let mut facts = Facts { facts: vec![Fact::default(); model.facts.facts.len()], ..Facts::default() };
    facts.facts[test.of].stretches = stretches;
    Some(facts)
}

/// A value that meets a condition, where one is easily found.
fn witness(kind: &Kind, condition: &Condition) -> Option<Value> {
    let near = |comparison: &Comparison<Day>| match comparison {
        Comparison::Above(day) | Comparison::Unequal(day) => Some(day.next()),
        Comparison::Below(day) => Some(day.plus(-1)),
        Comparison::AtLeast(day) | Comparison::AtMost(day) | Comparison::Equal(day) | Comparison::Between(day, _) => Some(*day),
        Comparison::OneOf(days) => days.first().copied(),
    };
    match condition {
        Condition::Flag(wanted) => Some(Value::Flag(*wanted)),
        Condition::Choice(allowed) => allowed.iter().position(|allowed| *allowed).map(|at| Value::Choice(at as u16)),
        Condition::Number { .. } => condition.hull().map(|(least, _)| Value::Number(least)),
        Condition::Date(comparison) => near(comparison).map(Value::Date),
        Condition::Moment(_) => None,
        Condition::Among(among) if !among.negated => {
            let text = among.listed.first()?;
            let folded = among.members.keys().find(|member| member.as_ref() == crate::kind::fold(text).as_ref())?;
            match kind {
                Kind::Path => Some(Value::Path(Path { text: text.clone(), folded: folded.clone() })),
                Kind::Region => text.as_bytes().try_into().ok().map(Value::Region),
                _ => Some(Value::Text(text.clone())),
            }
        }
        Condition::Among(_) => None,
    }
    .filter(|value| condition.admits(value) == crate::truth::Truth::True)
}

//! When an added row counts, and which tests can only gain by it.

use crate::rulebook::test::Needed;
use crate::rulebook::{Measure, RowsTest};
use crate::value::date::Date;
use crate::value::number::Comparison;

/// The days on which rows dated `done` count: the first, and the day after the last.
pub(super) fn counts(test: &RowsTest, done: Date) -> (Date, Date) {
    test.window.map_or((done, Date::NEVER), |window| (window.enters(done).max(done), window.leaves(done)))
}

/// True where more rows never do harm, and enough of them on one day always help.
pub(super) fn only_gains(test: &RowsTest) -> bool {
    let bounded_below = matches!(&test.is, Needed::Number { comparison: Comparison::Above(_) | Comparison::AtLeast(_), .. });
    let adds_up = matches!(test.measure, Measure::CountRows | Measure::Sum(_) | Measure::Max(_));
    let measured = test.measure.column().is_some_and(|column| test.filter.iter().any(|(filtered, _)| *filtered == column));
    let dated = test.window.is_some_and(|window| test.filter.iter().any(|(filtered, _)| *filtered == window.column));
    bounded_below && adds_up && !measured && !dated && !test.daily
}

//! What tests of rows and of daily figures share: filtering rows and comparing a measure with what is required.

use crate::engine::check::measure::{Bounds, Item};
use crate::engine::check::result::Measurement;
use crate::facts::Row;
use crate::rulebook::RowsTest;
use crate::rulebook::test::Needed;
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// What a measure that can be all of this makes of the test.
pub(crate) fn judge(test: &RowsTest, bounds: &Bounds<'_>) -> Truth {
    let truth = match &test.is {
        Needed::Number { ranges, .. } => bounds.interval.as_ref().map_or(Truth::False, |interval| ranges.admit(interval)),
        Needed::Value(_, condition) => {
            // A value that isn't known is one that a condition on its column lets through.
            let filter = test.measure.column().and_then(|column| test.filter.iter().find(|(filtered, _)| *filtered == column));
            let any = filter.map_or(Truth::Unknown, |(_, filter)| condition.given(filter));
            // A path that is not understood is one that isn't known.
            let admits = |value| Some(condition.admits(value)).filter(|truth| *truth != Truth::Unknown);
            let each = bounds.values.iter().map(|value| value.and_then(admits).unwrap_or(any));
            let (least, most) =
                each.fold((Truth::True, Truth::False), |(least, most): (Truth, Truth), value| (least.min(value), most.max(value)));
            match (least, most) {
                (Truth::True, Truth::False) => Truth::False, // there is none
                (least, most) if least == most => least,
                _ => Truth::Unknown,
            }
        }
    };
    if bounds.maybe_nothing && truth == Truth::True { Truth::Unknown } else { truth }
}

pub(crate) fn measured<'a>(test: &RowsTest, bounds: Bounds<'a>) -> Measurement<'a> {
    match (&test.is, bounds.values.as_slice()) {
        (Needed::Value(..), [one]) if !bounds.maybe_nothing => Measurement::Value(*one),
        (Needed::Value(..), _) => Measurement::Value(None),
        _ => Measurement::Number(bounds.interval),
    }
}

/// Whether a row meets every condition, and the column that decides it.
pub(crate) fn filter(test: &RowsTest, row: &Row) -> (Truth, u16) {
    let mut passes = (Truth::True, 0);
    for (column, condition) in &test.filter {
        match row.cells[*column].as_ref().map_or(Truth::Unknown, |value| condition.admits(value)) {
            Truth::True => {}
            Truth::False => return (Truth::False, *column as u16),
            Truth::Unknown if passes.0 == Truth::True => passes = (Truth::Unknown, *column as u16),
            Truth::Unknown => {}
        }
    }
    passes
}

/// What a measured value can be where it isn't stated: anything that a condition on the same column lets through.
pub(crate) fn measured_hull(test: &RowsTest) -> (i64, Option<i64>) {
    let Some(column) = test.measure.column() else { return (0, None) };
    let condition = test.filter.iter().find(|(filtered, _)| *filtered == column);
    condition.and_then(|(_, condition)| condition.hull()).unwrap_or((0, None))
}

pub(crate) fn item<'a>(test: &RowsTest, row: &'a Row, certain: bool, date: Option<Date>, hull: (i64, Option<i64>)) -> Item<'a> {
    let value = test.measure.column().and_then(|column| row.cells[column].as_ref());
    let units = value.and_then(|value| value.units());
    Item { low: units.unwrap_or(hull.0), high: units.or(hull.1), value, certain, date, days: 1 }
}

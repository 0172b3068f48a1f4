//! A test of a daily fact.
//!
//! In: a test, what is known of its fact, the day of the check. Out: the same as of other rows; it stays as it is on that day.
//! Days in a row of which the same is known are counted together, so that years without a figure cost no more than a day.

use std::collections::BTreeMap;

use crate::engine::check::judge::{filter, item, judge, measured, measured_hull};
use crate::engine::check::knowledge::RowsKnown;
use crate::engine::check::measure::{Aggregate, Bounds, Item, PossibleRows};
use crate::engine::check::result::TestResult;
use crate::engine::check::result::{RowOutcome, RowStatus};
use crate::facts::{Completeness, Row};
use crate::rulebook::{Measure, RowsTest, Window};
use crate::value::date::{Date, Period};
use crate::value::timeline::{Timeline, Truth};
use crate::value::value_type::Value;

/// The days that count, and those of them that have a row.
struct Figures<'a> {
    /// The first day; a window without a beginning goes back to the first that has a row.
    first: Date,
    /// The last day.
    last: Date,
    /// The last day before the window, if it has a beginning.
    left: Option<Date>,
    /// Each with whether it meets the conditions.
    stated: BTreeMap<Date, (&'a Row, Truth)>,
}

/// Every day of the window has a figure, known or not.
pub(super) fn timeline<'a>(test: &RowsTest, known: Option<&RowsKnown<'a>>, as_of: Date) -> (Timeline, TestResult<'a>) {
    let (figures, uses) = collect_figures(test, known, as_of);
    let bounds = bounds(test, &figures);
    let line = Timeline::constant(as_of, judge(test, &bounds));
    (line, TestResult { measured: measured(test, bounds), rows: uses })
}

/// Which rows count, and what becomes of the others.
fn collect_figures<'a>(test: &RowsTest, known: Option<&RowsKnown<'a>>, as_of: Date) -> (Figures<'a>, Vec<RowOutcome>) {
    let window = test.window.unwrap_or(Window { column: 0, within: None, ending: Period::NONE, seen_after: Period::NONE, longest: None });
    let (last, left) = (window.last(as_of), window.left(as_of));
    let mut uses = Vec::new();
    let mut stated = BTreeMap::new();
    let mut earliest = last;
    let rows: &'a [Row] = known.map_or(&[], |known| &known.rows.rows);
    let fewer = known.is_some_and(|known| known.rows.completeness == Completeness::AtMost);
    for (at, row) in rows.iter().enumerate() {
        let (dropped, doubtful) = known.map_or((false, false), |known| known.stands(at as u32));
        if dropped {
            continue;
        }
        let (passes, column) = filter(test, row);
        let date = row.cells[0].as_ref().and_then(|date| date.day());
        let use_ = match date {
            None => RowStatus::MissingValue { column: 0 },
            Some(date) if date > as_of => RowStatus::Future { from: window.enters(date) },
            Some(date) if date > last => RowStatus::NotYetDetected { from: window.enters(date) },
            Some(date) if left.is_some_and(|left| date <= left) => RowStatus::Expired { since: window.leaves(date) },
            Some(date) => {
                earliest = earliest.min(date);
                // Of these rows or fewer, none is certain, nor is one that is contradicted; and a day without a row is unknown.
                if !fewer && !doubtful {
                    stated.insert(date, (row, passes));
                }
                match (passes, test.measure.column()) {
                    _ if fewer => RowStatus::Uncertain,
                    (Truth::False, _) => RowStatus::Excluded { column },
                    _ if doubtful => RowStatus::Contradicted,
                    (Truth::Unknown, _) if row.cells[usize::from(column)].is_some() => RowStatus::Unclear { column },
                    (Truth::Unknown, _) => RowStatus::MissingValue { column },
                    (_, Some(column)) if row.cells[column].is_none() => RowStatus::MissingValue { column: column as u16 },
                    _ => RowStatus::Counted,
                }
            }
        };
        uses.push(RowOutcome { row: at as u32, status: use_ });
    }
    (Figures { first: left.map_or(earliest, Date::next), last, left, stated }, uses)
}

/// What the measure can be.
fn bounds<'a>(test: &RowsTest, figures: &Figures<'a>) -> Bounds<'a> {
    let hull = measured_hull(test);
    // Over every day of the window a mean, minimum or maximum has a figure; other measures count what is there.
    let on_figures = test.filter.iter().any(|(column, _)| *column != 0);
    let every = !on_figures && matches!(test.measure, Measure::Mean(_) | Measure::Min(_) | Measure::Max(_));
    let asked =
        |day: Date| test.filter.iter().all(|(column, condition)| *column != 0 || condition.admits(&Value::Date(day)) == Truth::True);
    let unknown = Item { low: hull.0, high: hull.1, value: None, certain: false, date: None, days: 1 };
    let mut tally = Aggregate::new(test.measure);
    for (day, days) in constant_spans(test, figures) {
        match figures.stated.get(&day) {
            Some((_, Truth::False)) => {}
            Some((row, passes)) => tally.add(&item(test, row, *passes == Truth::True, Some(day), hull)),
            None if asked(day) => tally.add(&Item { certain: every, date: Some(day), days, ..unknown }),
            None => {}
        }
    }
    // Without a window's begin, figures go back without end; none of them can be later than those that were looked at.
    let mut more = None;
    if figures.left.is_none() {
        if matches!(test.measure, Measure::Latest(_)) {
            tally.add(&Item { date: Some(Date::FIRST), ..unknown });
        } else {
            more = Some(PossibleRows { low: hull.0, high: hull.1 });
        }
    }
    tally.bounds(more, figures.left.map(|left| figures.last.since(left)))
}

/// The days that count, in stretches, each with its first day and its length: a day with a row is alone, and of the days
/// of any other either all meet the conditions on dates, or none does.
fn constant_spans(test: &RowsTest, figures: &Figures<'_>) -> Vec<(Date, i32)> {
    let (first, last) = (figures.first, figures.last);
    let dates = test.filter.iter().filter(|(column, _)| *column == 0);
    let mut turns: Vec<Date> = dates.flat_map(|(_, condition)| condition.turns()).collect();
    turns.extend(figures.stated.keys().flat_map(|day| [*day, day.next()]));
    turns.push(first);
    turns.retain(|day| first <= *day && *day <= last);
    turns.push(last.next());
    turns.sort_unstable();
    turns.dedup();
    turns.windows(2).map(|pair| (pair[0], pair[1].since(pair[0]) as i32)).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use proptest::prelude::*;

    use super::*;
    use crate::engine::check::result::Measurement;
    use crate::facts::Rows;
    use crate::rulebook::Condition;
    use crate::rulebook::test::Needed;
    use crate::value::number::{Comparison, Interval, Ranges, Rational};
    use crate::value::value_type::ValueType;

    /// The same, every day of the window looked at by itself.
    fn day_by_day<'a>(test: &RowsTest, known: Option<&RowsKnown<'a>>, as_of: Date) -> (Timeline, TestResult<'a>) {
        let (figures, uses) = collect_figures(test, known, as_of);
        let hull = measured_hull(test);
        let on_figures = test.filter.iter().any(|(column, _)| *column != 0);
        let every = !on_figures && matches!(test.measure, Measure::Mean(_) | Measure::Min(_) | Measure::Max(_));
        let asked =
            |day: Date| test.filter.iter().all(|(column, condition)| *column != 0 || condition.admits(&Value::Date(day)) == Truth::True);
        let unknown = |day: Date, certain: bool| Item { low: hull.0, high: hull.1, value: None, certain, date: Some(day), days: 1 };
        let mut tally = Aggregate::new(test.measure);
        let mut day = figures.first;
        while day <= figures.last {
            match figures.stated.get(&day) {
                Some((_, Truth::False)) => {}
                Some((row, passes)) => tally.add(&item(test, row, *passes == Truth::True, Some(day), hull)),
                None if asked(day) => tally.add(&unknown(day, every)),
                None => {}
            }
            day = day.next();
        }
        let mut more = None;
        if figures.left.is_none() {
            if matches!(test.measure, Measure::Latest(_)) {
                tally.add(&unknown(Date::FIRST, false));
            } else {
                more = Some(PossibleRows { low: hull.0, high: hull.1 });
            }
        }
        let bounds = tally.bounds(more, figures.left.map(|left| figures.last.since(left)));
        let line = Timeline::constant(as_of, judge(test, &bounds));
        (line, TestResult { measured: measured(test, bounds), rows: uses })
    }

    const MEASURES: [Measure; 9] = [
        Measure::CountRows,
        Measure::CountDays,
        Measure::Streak,
        Measure::Sum(1),
        Measure::Mean(1),
        Measure::Min(1),
        Measure::Max(1),
        Measure::Latest(1),
        Measure::Latest(2),
    ];

    fn day(text: &str) -> Date {
        Date::parse(text).unwrap()
    }

    fn today() -> Date {
        day("2026-11-22")
    }

    fn row(date: Option<Date>, figure: Option<i64>, flag: Option<bool>) -> Row {
        Row { cells: [date.map(Value::Date), figure.map(Value::Number), flag.map(Value::Bool)].into() }
    }

    fn rows_test(measure: Measure, comparison: Comparison<i64>, within: Option<Period>) -> RowsTest {
        let ranges = Ranges::new(&comparison, 1, !matches!(measure, Measure::Mean(_)));
        let is = match measure {
            Measure::Latest(2) => Needed::Value(ValueType::Bool, Condition::Bool(true)),
            _ => Needed::Number { comparison, ranges, places: 0, column_places: 0, currency: None },
        };
        let window = Some(Window { column: 0, within, ending: Period::NONE, seen_after: Period::NONE, longest: None });
        RowsTest { of: 0, daily: true, filter: Vec::new(), window, measure, is }
    }

    /// The last days, and some of decades before.
    fn dates() -> impl Strategy<Value = Date> {
        prop_oneof![3 => -14..4, 1 => -9000..40].prop_map(|days| today().add_days(days))
    }

    fn rows() -> impl Strategy<Value = Option<Rows>> {
        use proptest::option::of;
        let row = (of(dates()), of(0i64..6), of(any::<bool>())).prop_map(|(date, figure, flag)| row(date, figure, flag));
        let extents =
            proptest::sample::select(vec![Completeness::Complete, Completeness::Complete, Completeness::AtLeast, Completeness::AtMost]);
        let rows = (proptest::collection::vec(row, 0..12), extents).prop_map(|(rows, extent)| Rows { rows, completeness: extent });
        prop_oneof![9 => rows.prop_map(Some), 1 => Just(None)]
    }

    fn comparisons<T: Ord + Clone + std::fmt::Debug>(values: impl Strategy<Value = T>) -> impl Strategy<Value = Comparison<T>> {
        (0..8, proptest::collection::vec(values, 3)).prop_map(|(which, mut values)| {
            values.sort();
            let (one, two) = (values[0].clone(), values[1].clone());
            match which {
                0 => Comparison::Above(one),
                1 => Comparison::AtLeast(one),
                2 => Comparison::Below(two),
                3 => Comparison::AtMost(one),
                4 => Comparison::Equal(one),
                5 => Comparison::Unequal(one),
                6 => Comparison::Between(one, two),
                _ => Comparison::OneOf(values),
            }
        })
    }

    /// A condition on dates, on figures, on flags: each or none.
    fn filters() -> impl Strategy<Value = Vec<(usize, Condition)>> {
        use proptest::option::weighted;
        let number = |comparison| Condition::Number { ranges: Ranges::new(&comparison, 1, true), comparison };
        let dates = weighted(0.25, comparisons(dates()).prop_map(|comparison| (0, Condition::Date(comparison))));
        let figures = weighted(0.25, comparisons(0i64..6).prop_map(move |comparison| (1, number(comparison))));
        let flags = weighted(0.25, any::<bool>().prop_map(|flag| (2, Condition::Bool(flag))));
        (dates, figures, flags).prop_map(|(date, figure, flag)| date.into_iter().chain(figure).chain(flag).collect())
    }

    fn windows() -> impl Strategy<Value = Window> {
        let period = |count: std::ops::Range<u32>, unit: &'static str| {
            count.prop_map(move |count| Period::parse(&format!("{count} {unit}")).unwrap())
        };
        let lags = || prop_oneof![4 => Just(Period::NONE), 2 => period(2..6, "days"), 1 => period(2..3, "months")];
        let long = || prop_oneof![period(2..9000, "days"), period(2..30, "months"), period(2..25, "years")];
        let within = prop_oneof![2 => Just(None), 2 => period(2..16, "days").prop_map(Some), 1 => long().prop_map(Some)];
        (within, lags(), lags()).prop_map(|(within, ending, seen_after)| Window { column: 0, within, ending, seen_after, longest: None })
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn stretches_are_what_their_days_are(
            rows in rows(),
            filter in filters(),
            window in windows(),
            comparison in comparisons(0i64..20),
        ) {
            for measure in MEASURES {
                let test = RowsTest { filter: filter.clone(), window: Some(window), ..rows_test(measure, comparison.clone(), None) };
                let known = rows.as_ref().map(RowsKnown::new);
                let (stretched, plain) = (timeline(&test, known.as_ref(), today()), day_by_day(&test, known.as_ref(), today()));
                prop_assert_eq!(format!("{stretched:?}"), format!("{plain:?}"), "{:?}", test);
            }
        }
    }

    #[test]
    fn a_figure_of_the_year_228_is_one_figure() {
        let rows = vec![row(Some(day("0228-03-01")), Some(12), None), row(Some(day("0228-03-02")), Some(3), None)];
        let known = Rows { rows, completeness: Completeness::Complete };
        let known = RowsKnown::new(&known);
        let within = Period::parse("1800 years");
        let days = i128::from(today().since(day("0226-11-22")));
        for (measure, within, low, high) in [
            (Measure::CountRows, None, 2, None),
            (Measure::CountDays, None, 2, None),
            (Measure::Streak, None, 2, None),
            (Measure::Sum(1), None, 15, None),
            (Measure::Latest(1), None, 0, None),
            (Measure::CountRows, within, 2, Some(days)),
            (Measure::CountDays, within, 2, Some(days)),
            (Measure::Streak, within, 2, Some(days)),
            (Measure::Sum(1), within, 15, None),
            (Measure::Min(1), within, 0, Some(3)),
            (Measure::Max(1), within, 12, None),
            (Measure::Latest(1), within, 0, None),
        ] {
            let test = rows_test(measure, Comparison::AtLeast(13), within);
            assert!(constant_spans(&test, &collect_figures(&test, Some(&known), today()).0).len() <= 4);
            let (line, tested) = timeline(&test, Some(&known), today());
            let Measurement::Number(Some(interval)) = tested.measured else { panic!("{measure:?}: {tested:?}") };
            assert_eq!(interval, Interval::from_units(low, high), "{measure:?} {within:?}");
            let truth = if low >= 13 {
                Truth::True
            } else if high.is_some_and(|high| high < 13) {
                Truth::False
            } else {
                Truth::Unknown
            };
            assert_eq!(line, Timeline::constant(today(), truth), "{measure:?} {within:?}");
        }
        let test = rows_test(Measure::Mean(1), Comparison::AtLeast(13), within);
        let Measurement::Number(Some(mean)) = timeline(&test, Some(&known), today()).1.measured else { panic!("no mean") };
        assert_eq!((mean.low, mean.high), (Rational { units: 15, per: days as i64 }, None));
        // A run that a condition on the date ends.
        let filter = vec![(0, Condition::Date(Comparison::Below(day("0300-01-01"))))];
        let test = RowsTest { filter, ..rows_test(Measure::Streak, Comparison::AtLeast(13), within) };
        let Measurement::Number(run) = timeline(&test, Some(&known), today()).1.measured else { panic!("no run") };
        assert_eq!(run, Some(Interval::from_units(2, Some(i128::from(day("0299-12-31").since(day("0226-11-22")))))));
    }
}

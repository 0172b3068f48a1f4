//! What a report says of one requirement besides its status: the words of its source, its window, its rows, its buffer.
//!
//! In: a finding and what it was made from. Out: the parts of a requirement's report that let an auditor follow the result
//! row by row. Every day and amount was recorded by the evaluation, or follows from the test's window.

use serde::Serialize;
use serde_json::Value as Json;

use crate::engine::check::{Checklist, Finding, Measurement, RowOutcome, RowStatus, Status};
use crate::facts::{FactValue, Facts, Row};
use crate::i18n::{Bilingual, Messages};
use crate::report::explain::{localized_condition, localized_value};
use crate::report::json::values::row_json;
use crate::report::measured::ShortBy;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, Edition, Measure, Program, Requirement, RowsTest, Rule, Table, Test, Window};
use crate::value::date::{Date, Period};
use crate::value::localized::Localized;
use crate::value::number::{Ranges, Rational};
use crate::value::value_type::ValueType;

/// Where a requirement is published.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ClauseSource {
    /// The clause; null where the rulebook names none.
    pub clause: Option<String>,
    /// The words of the clause, as published; null where the rulebook does not quote them.
    pub quote: Option<String>,
    /// The title of the source; null where the edition names no source.
    pub title: Option<String>,
    /// The address of the source.
    pub url: Option<String>,
    /// The day on which the source was read, YYYY-MM-DD.
    pub retrieved: Option<String>,
    /// A remark about the source.
    pub note: Option<String>,
    /// False where the words were taken from somebody who passed them on, or no source is named.
    pub verified: bool,
}

impl ClauseSource {
    /// The source of a requirement.
    pub fn new(requirement: &Requirement, edition: &Edition) -> ClauseSource {
        let source = edition.source_of(requirement);
        ClauseSource {
            clause: requirement.clause.clone(),
            quote: requirement.quote.clone(),
            title: source.map(|source| source.title.clone()),
            url: source.and_then(|source| source.url.clone()),
            retrieved: source.and_then(|source| source.retrieved).map(|day| day.to_string()),
            note: source.and_then(|source| source.note.clone()),
            verified: source.is_some_and(|source| source.verified && source.url.is_some() && source.retrieved.is_some()),
        }
    }
}

/// The days whose rows a test counts.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WindowReport {
    /// The date column that the window goes by.
    pub dated: String,
    /// The length of the window, as the rulebook writes it; null for rows of any age.
    pub within: Option<String>,
    /// How far the end of the window is moved back, as the rulebook writes it.
    pub ending: Option<String>,
    /// The first date that counts on the day of the check; null for rows of any age.
    pub from: Option<String>,
    /// The last date that counts on the day of the check, the lag included.
    pub until: String,
}

/// What became of a row, in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RowWord {
    /// It counts.
    Counted,
    /// It counts from a later day on.
    NotYet,
    /// It has left the window.
    Lapsed,
    /// It is not of the kind that is asked for.
    Excluded,
    /// It may count or not.
    Uncertain,
}

impl RowWord {
    /// The word as it stands in reports.
    pub fn text(self) -> &'static str {
        match self {
            RowWord::Counted => "counted",
            RowWord::NotYet => "not_yet",
            RowWord::Lapsed => "lapsed",
            RowWord::Excluded => "excluded",
            RowWord::Uncertain => "uncertain",
        }
    }
}

impl From<RowStatus> for RowWord {
    fn from(status: RowStatus) -> RowWord {
        match status {
            RowStatus::Counted => RowWord::Counted,
            RowStatus::NotYetDetected { .. } | RowStatus::Future { .. } => RowWord::NotYet,
            RowStatus::Expired { .. } => RowWord::Lapsed,
            RowStatus::Excluded { .. } => RowWord::Excluded,
            RowStatus::MissingValue { .. } | RowStatus::Unclear { .. } | RowStatus::Uncertain | RowStatus::Contradicted => {
                RowWord::Uncertain
            }
        }
    }
}

/// A row that a test looked at.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RowReport {
    /// The place of the row in the fact's list, from 0.
    pub index: u32,
    /// The row, as it would stand in a facts file.
    pub row: Json,
    /// What became of it on the day of the check.
    pub status: RowWord,
    /// Why.
    pub why: Localized,
    /// The first day on which its date lies in the window; null where no window asks, or the row has no date.
    pub from: Option<String>,
    /// The last day on which it does; null where there is no such day, or nothing says.
    pub until: Option<String>,
}

/// The row that stops counting first.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct NextDrop {
    /// The place of the row in the fact's list, from 0.
    pub index: u32,
    /// The row, as it would stand in a facts file.
    pub row: Json,
    /// The first day on which it no longer counts.
    pub day: String,
}

/// Everything that a report says of a requirement's rows.
#[derive(Debug, Default)]
pub(super) struct RowParts {
    pub(super) rows: Vec<RowReport>,
    pub(super) window: Option<WindowReport>,
    pub(super) seen_after: Option<String>,
    pub(super) next_drop: Option<NextDrop>,
}

impl RowParts {
    pub(super) fn new(finding: &Finding<'_>, checklist: &Checklist<'_>, program: &Program, facts: &Facts, both: &Bilingual) -> RowParts {
        let Rule::Test(Test::Rows(test)) = &finding.requirement.rule else { return RowParts::default() };
        let Some(table) = program.facts[test.of].kind.table() else { return RowParts::default() };
        let mut parts = RowParts::default();
        if let Some(window) = &test.window {
            parts.window = Some(window_report(window, table, checklist.as_of));
            parts.seen_after = stated(window.seen_after);
        }
        let (Some(FactValue::Rows(known)), Some(tested)) = (facts.facts[test.of].on(checklist.as_of), &finding.tested) else {
            return parts;
        };
        let context = Rows { test, table, program };
        let found = tested.rows.iter().filter_map(|used| Some((used, known.rows.get(used.row as usize)?)));
        parts.rows = found.clone().map(|(used, row)| context.report(used, row, both)).collect();
        // The figures of a daily fact stay as they are on the day of the check: none of them drops out.
        if !test.daily {
            let counted = found.filter(|(used, _)| used.status == RowStatus::Counted);
            let leaving = counted.filter_map(|(used, row)| Some((context.days(row)?.1?.next(), used.row, row)));
            parts.next_drop = leaving.min_by_key(|(day, index, _)| (*day, *index)).map(|(day, index, row)| NextDrop {
                index,
                row: row_json(table, row, program.zone),
                day: day.to_string(),
            });
        }
        parts
    }
}

/// A period as a rulebook writes it; None of one that says nothing.
fn stated(period: Period) -> Option<String> {
    (period != Period::NONE).then(|| period.to_string())
}

fn window_report(window: &Window, table: &Table, as_of: Date) -> WindowReport {
    WindowReport {
        dated: table.columns[window.column].id.clone(),
        within: window.within.map(|within| within.to_string()),
        ending: stated(window.ending).map(|ending| format!("{ending} ago")),
        from: window.left(as_of).map(|left| left.next().to_string()),
        until: window.last(as_of).to_string(),
    }
}

/// The rows of one test.
struct Rows<'r> {
    test: &'r RowsTest,
    table: &'r Table,
    program: &'r Program,
}

impl Rows<'_> {
    /// The first and the last day on which a row's date lies in the window.
    fn days(&self, row: &Row) -> Option<(Date, Option<Date>)> {
        let window = self.test.window?;
        let date = row.cells[window.column].as_ref()?.day()?;
        let leaves = window.leaves(date);
        Some((window.enters(date), (leaves <= Date::LAST).then(|| leaves.add_days(-1))))
    }

    fn report(&self, used: &RowOutcome, row: &Row, both: &Bilingual) -> RowReport {
        let excluded = matches!(used.status, RowStatus::Excluded { .. });
        let days = self.days(row).filter(|_| !excluded);
        RowReport {
            index: used.row,
            row: row_json(self.table, row, self.program.zone),
            status: used.status.into(),
            why: both.compose(|messages| self.why(used.status, row, days, messages)),
            from: days.map(|(from, _)| from.to_string()),
            until: days.and_then(|(_, until)| until).map(|until| until.to_string()),
        }
    }

    fn why(&self, status: RowStatus, row: &Row, days: Option<(Date, Option<Date>)>, messages: &Messages) -> String {
        let title = |column: u16| self.table.columns[usize::from(column)].title.get(messages.lang);
        match status {
            RowStatus::Counted => match days.and_then(|(_, until)| until) {
                Some(until) => messages.format("row-counted-until", &[("until", &until.to_string())]),
                None => messages.format("row-counted", &[]),
            },
            RowStatus::NotYetDetected { from } => messages.format("row-not-yet", &[("from", &from.to_string())]),
            RowStatus::Future { from } => messages.format("row-future", &[("from", &from.to_string())]),
            RowStatus::Expired { since } => messages.format("row-lapsed", &[("since", &since.to_string())]),
            RowStatus::Excluded { column } => {
                let at = usize::from(column);
                let kind = &self.table.columns[at].kind;
                let value = row.cells[at].as_ref().map(|value| localized_value(kind, value, self.program, messages)).unwrap_or_default();
                let condition = self.test.filter.iter().find(|(filtered, _)| *filtered == at).map(|(_, condition)| condition);
                let needed = condition.map(|condition| localized_condition(kind, condition, self.program, messages)).unwrap_or_default();
                messages.format("row-excluded", &[("column", title(column)), ("value", &value), ("needed", &needed)])
            }
            RowStatus::MissingValue { column } => messages.format("row-missing", &[("column", title(column))]),
            RowStatus::Unclear { column } => messages.format("row-unclear", &[("column", title(column))]),
            RowStatus::Uncertain => messages.format("row-at-most", &[]),
            RowStatus::Contradicted => messages.format("row-contradicted", &[]),
        }
    }
}

/// A change of a measure that turns the result of its test around.
pub(super) struct Turn {
    /// The change, for reports.
    pub(super) change: ShortBy,
    /// Which part of the measure it is, for comparing: 0 is none of it, 1 all.
    pub(super) share: f64,
}

/// A measure that is a number: what passes, its least and its most, its decimals and its unit.
struct Figure<'f> {
    ranges: &'f Ranges,
    low: Rational,
    high: Option<Rational>,
    places: u8,
    unit: Option<String>,
}

impl<'f> Figure<'f> {
    fn new(finding: &'f Finding<'_>) -> Option<Figure<'f>> {
        let Rule::Test(test) = &finding.requirement.rule else { return None };
        match (test, &finding.tested.as_ref()?.measured) {
            (
                Test::Rows(RowsTest { is: Needed::Number { ranges, column_places, currency, .. }, measure, .. }),
                Measurement::Number(interval),
            ) => {
                let days = matches!(measure, Measure::CountDays | Measure::Streak);
                let unit = currency.clone().or_else(|| days.then(|| "days".to_owned()));
                // Where there is nothing to measure, it is as far from passing as none of it.
                let (low, high) = interval.map_or((Rational::ZERO, Some(Rational::ZERO)), |interval| (interval.low, interval.high));
                Some(Figure { ranges, low, high, places: *column_places, unit })
            }
            (Test::Length { wide, ranges, .. }, Measurement::Number(Some(interval))) => {
                let unit = Some(if *wide { "units" } else { "characters" }.to_owned());
                Some(Figure { ranges, low: interval.low, high: interval.high, places: 0, unit })
            }
            (Test::Value { is: Condition::Number { ranges, .. }, kind, .. }, Measurement::Value(Some(value))) => {
                let exact = Rational::from_units(i128::from(value.units()?));
                let unit = if let ValueType::Money { currency, .. } = kind { Some(currency.clone()) } else { None };
                Some(Figure { ranges, low: exact, high: Some(exact), places: kind.places()?, unit })
            }
            _ => None,
        }
    }

    fn turn(self, by: Rational) -> Turn {
        let of = self.low.units.max(1) as f64 / self.low.per as f64;
        Turn { share: by.units as f64 / by.per as f64 / of, change: ShortBy::new(by, self.places, self.unit) }
    }
}

/// The smallest change of the measure that makes a requirement fail; None where it does not hold, or cannot fail that way.
pub(super) fn buffer(finding: &Finding<'_>) -> Option<Turn> {
    if finding.outcome.status != Status::Met {
        return None;
    }
    let figure = Figure::new(finding)?;
    let apart = |more: Rational, less: Rational| Rational { units: more.units - less.units, per: more.per };
    let down = figure.ranges.next_failing_below(figure.low).map(|fails| apart(figure.low, fails));
    let up = figure.high.and_then(|high| figure.ranges.next_failing_above(high).map(|fails| apart(fails, high)));
    Some(figure.turn(down.into_iter().chain(up).min()?))
}

/// The smallest rise of the measure that makes a requirement pass which fails on every day.
pub(super) fn shortfall(finding: &Finding<'_>) -> Option<Turn> {
    if finding.outcome.status != Status::Unmet {
        return None;
    }
    let figure = Figure::new(finding)?;
    let passes = figure.ranges.next_above(figure.low)?;
    let by = Rational { units: passes.units - figure.low.units, per: figure.low.per };
    Some(figure.turn(by))
}

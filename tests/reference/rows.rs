//! Tests of rows on one day.
//!
//! Every row is looked at by itself: whether it may count, whether it may not, with which dates and values. The measure is
//! then everything from the least to the greatest that the rows can make of it together.

use chrono_tz::Tz;
use kaibo::facts::{Completeness, Row, Rows};
use kaibo::rulebook::test::Needed;
use kaibo::rulebook::{Condition, FactKind, Measure, Program, RowsTest, Table};
use kaibo::value::timeline::Truth;
use kaibo::value::value_type::ValueType;

use super::cells::{Cell, bounds, passes, supposed};
use super::dates::{NaiveDay, date, shift};
use super::knowledge::About;
use super::reach::Measured;
use super::window::Span;

/// What a row may be on the day.
#[derive(Debug, Clone, PartialEq)]
pub struct Seen {
    /// True if it counts in some completion.
    pub may_count: bool,
    /// True if in some it does not.
    pub may_not: bool,
    /// Where it counts: the earliest and the latest date that it may have there, if rows have dates.
    pub earliest: Option<NaiveDay>,
    pub latest: Option<NaiveDay>,
    /// True if it states no date.
    pub undated: bool,
    /// Where it counts: the least and the greatest of the column that is measured.
    pub least: i128,
    pub greatest: i128,
    /// Where it counts, for columns that aren't numbers: whether its value may pass, and may fail.
    pub may_pass: bool,
    pub may_fail: bool,
}

impl Seen {
    pub fn certain(&self) -> bool {
        self.may_count && !self.may_not
    }
}

/// A test of rows together with what it is asked about.
pub struct Asked<'a> {
    pub test: &'a RowsTest,
    pub table: &'a Table,
    pub zone: Tz,
    pub span: Option<Span>,
}

/// The test's answer on `day`. Nothing known of the fact is the same as no rows, and perhaps more.
pub fn answer(test: &RowsTest, program: &Program, (known, about): (Option<&Rows>, &About), as_of: NaiveDay, day: NaiveDay) -> Truth {
    // Every measure of a daily fact keeps what it is on the day of the check.
    let day = if test.daily { as_of } else { day };
    let Some(asked) = Asked::new(test, program, day) else { panic!("a test of rows, of a fact without") };
    let (rows, extra) = if test.daily { asked.daily(known, about) } else { asked.rows(known, about) };
    asked.judge(&asked.measure(&rows, extra.as_ref()))
}

impl<'a> Asked<'a> {
    pub fn new(test: &'a RowsTest, program: &'a Program, day: NaiveDay) -> Option<Asked<'a>> {
        let table = match &program.facts[test.of].kind {
            FactKind::Rows(table) | FactKind::Daily(table) => table,
            FactKind::Value(_) => return None,
        };
        let span = test.window.map(|window| Span::of(&window, day));
        Some(Asked { test, table, zone: program.zone, span })
    }

    /// Whether the window's length changes with the calendar.
    pub fn uneven(&self) -> bool {
        self.span.is_some_and(|span| span.uneven)
    }

    /// The rows that were stated; and one that may exist besides, any number of times.
    pub fn rows(&self, known: Option<&Rows>, about: &About) -> (Vec<Seen>, Option<Seen>) {
        let stated: &[Row] = known.map_or(&[], |known| &known.rows);
        let extent = known.map_or(Completeness::AtLeast, |known| known.completeness);
        let mut rows: Vec<Seen> = stated.iter().map(|row| self.look(|column| row.cells[column].as_ref().map(Cell::of))).collect();
        if extent == Completeness::AtMost {
            rows.iter_mut().for_each(|row| row.may_not = true);
        }
        // Of what is supposed to be unknown there are no rows to doubt.
        for at in &about.doubtful {
            if let Some(row) = rows.get_mut(*at) {
                row.may_not = true;
            }
        }
        let any = extent == Completeness::AtLeast || about.open;
        let after = about.after.filter(|_| !any);
        let extra = (any || after.is_some()).then(|| Seen { may_not: true, ..self.look_after(|_| None, after) });
        (rows, extra.filter(|extra| extra.may_count))
    }

    /// One row for every day of the window. A day without a row is unknown: to a measure over every day it has some value,
    /// to the others there may also be none.
    pub fn daily(&self, known: Option<&Rows>, about: &About) -> (Vec<Seen>, Option<Seen>) {
        let span = self.span.expect("a daily fact has a date");
        let every_day = matches!(self.test.measure, Measure::Mean(_) | Measure::Min(_) | Measure::Max(_));
        // What may be absent leaves its day unknown. A row without a date says nothing of any one day.
        let stated = known.filter(|known| known.completeness != Completeness::AtMost).map_or(&[][..], |known| &known.rows);
        let dated = |row: &Row| row.cells[span.column].as_ref().map(|cell| Cell::of(cell).date());
        // Of what is contradicted nothing is known of its day.
        let sound = || stated.iter().enumerate().filter(|(at, _)| !about.doubtful.contains(at)).map(|(_, row)| row);
        let stated_on = |day: NaiveDay| sound().find(|row| dated(row) == Some(day));
        let begin = match span.left {
            Some(left) => shift(left, 1),
            // Before all days that are named anywhere, one is like another.
            None => {
                let named = self.filters(span.column).flat_map(|condition| match condition {
                    Condition::Date(comparison) => bounds(comparison).into_iter().map(|day| date(*day)).collect(),
                    _ => Vec::new(),
                });
                shift(stated.iter().filter_map(dated).chain(named).chain([span.last]).min().unwrap_or(span.last), -2)
            }
        };
        let unknown = |day: NaiveDay| {
            let mut row = self.look(|column| (column == span.column).then_some(Cell::Date(day)));
            row.may_not |= !every_day;
            row
        };
        // Days without a row differ in nothing but their date, unless the test asks about that.
        let asked_of_dates = self.filters(span.column).next().is_some();
        let pattern = unknown(span.last);
        let mut rows = Vec::new();
        let mut day = begin;
        while day <= span.last {
            rows.push(match stated_on(day) {
                Some(row) => self.look(|column| row.cells[column].as_ref().map(Cell::of)),
                None if asked_of_dates => unknown(day),
                None => Seen { earliest: Some(day), latest: Some(day), ..pattern.clone() },
            });
            day = shift(day, 1);
        }
        let older = span.left.is_none().then(|| Seen { may_not: true, undated: true, ..unknown(shift(begin, -1)) });
        (rows, older.filter(|older| older.may_count))
    }

    pub fn filters(&self, column: usize) -> impl Iterator<Item = &'a Condition> {
        self.test.filter.iter().filter(move |(on, _)| *on == column).map(|(_, condition)| condition)
    }

    /// Goes through the values that each cell may have. Cells are independent of each other.
    fn look(&self, stated: impl Fn(usize) -> Option<Cell<'a>>) -> Seen {
        self.look_after(stated, None)
    }

    /// The same of a row that is dated later than a day.
    fn look_after(&self, stated: impl Fn(usize) -> Option<Cell<'a>>, after: Option<NaiveDay>) -> Seen {
        let mut seen = Seen {
            may_count: true,
            may_not: false,
            earliest: None,
            latest: None,
            undated: false,
            least: 0,
            greatest: 0,
            may_pass: false,
            may_fail: false,
        };
        for (column, definition) in self.table.columns.iter().enumerate() {
            let span = self.span.filter(|span| span.column == column);
            let measured = self.test.measure.column() == Some(column);
            let mut conditions: Vec<&Condition> = self.filters(column).collect();
            if conditions.is_empty() && span.is_none() && !measured {
                continue;
            }
            let counts = conditions.len();
            if let (true, Needed::Value(_, condition)) = (measured, &self.test.is) {
                conditions.push(condition);
            }
            // A path that some condition does not understand may be any that the others treat as they treat it.
            let cell = stated(column);
            let unclear = cell.clone().filter(|cell| conditions.iter().any(|condition| passes(cell, condition).is_none()));
            let cell = if unclear.is_some() { None } else { cell };
            let missing = cell.is_none();
            let span = if missing { span.map(Span::for_any_date) } else { span };
            let cells = match cell {
                Some(cell) => vec![cell],
                None => {
                    let mut edges: Vec<NaiveDay> = span.iter().flat_map(|span| span.left.into_iter().chain([span.last])).collect();
                    edges.extend(after.filter(|_| span.is_some()));
                    let mut cells = supposed(&definition.kind, &conditions, &edges, self.zone);
                    if let (Some(after), true) = (after, span.is_some()) {
                        cells.retain(|cell| cell.date() > after);
                    }
                    cells
                }
            };
            let alike = |cell: &Cell<'_>| match &unclear {
                None => true,
                Some(written) => conditions.iter().all(|condition| {
                    let (wanted, found) = (passes(written, condition), passes(cell, condition));
                    wanted.is_none() || wanted == found
                }),
            };
            // What a list does not understand is not one more way to fill in a value: it means what isn't known.
            let understood = |cell: &Cell<'_>| !missing || conditions[..counts].iter().all(|condition| passes(cell, condition).is_some());
            let cells: Vec<Cell<'_>> = cells.into_iter().filter(alike).filter(understood).collect();
            seen.may_not |= missing && counts > 0 && definition.kind == ValueType::Path;
            let all = cells.len();
            // While a window is shut, a row of unknown date is taken to be in it unless the conditions on the date part its ends.
            let parted = span.and_then(|span| span.shut).is_some_and(|(last, first)| {
                let days = (0..=first.signed_duration_since(last).num_days()).map(|step| shift(last, step));
                days.into_iter().any(|day| !self.may_be_dated(day))
            });
            let cells = if parted { Vec::new() } else { cells };
            let counting: Vec<Cell<'_>> = cells
                .into_iter()
                .filter(|cell| conditions[..counts].iter().all(|condition| passes(cell, condition) != Some(false)))
                .filter(|cell| span.is_none_or(|span| span.holds(cell.date())))
                .collect();
            seen.may_count &= !counting.is_empty();
            let sure = |cell: &Cell<'_>| conditions[..counts].iter().all(|condition| passes(cell, condition) == Some(true));
            seen.may_not |= counting.len() < all || !counting.iter().all(sure);
            if span.is_some() {
                seen.undated = missing;
                seen.earliest = counting.iter().map(Cell::date).min();
                seen.latest = counting.iter().map(Cell::date).max();
            }
            // What is not known of a path may be a path that no list understands, which passes or fails.
            if let (true, ValueType::Path, Needed::Value(_, condition)) = (measured && missing, &definition.kind, &self.test.is) {
                let open = unclear.as_ref().is_none_or(|written| passes(written, condition).is_none()) && !counting.is_empty();
                seen.may_pass |= open;
                seen.may_fail |= open;
            }
            if measured {
                for cell in &counting {
                    match (cell, &self.test.is) {
                        (cell, Needed::Value(_, condition)) => {
                            seen.may_pass |= passes(cell, condition) != Some(false);
                            seen.may_fail |= passes(cell, condition) != Some(true);
                        }
                        (Cell::Number(_), _) => {}
                        (cell, needed) => panic!("{cell:?} against {needed:?}"),
                    }
                }
                let units = counting.iter().filter_map(|cell| if let Cell::Number(units) = cell { Some(*units) } else { None });
                seen.least = units.clone().min().unwrap_or(0);
                seen.greatest = units.max().unwrap_or(0);
            }
        }
        seen
    }

    /// Whether a row of that date may meet the conditions on its date.
    pub fn may_be_dated(&self, day: NaiveDay) -> bool {
        let span = self.span.expect("days are counted by a date");
        let conditions: Vec<&Condition> = self.filters(span.column).collect();
        if conditions.is_empty() {
            return true;
        }
        let cells = supposed(&self.table.columns[span.column].kind, &conditions, &[day], self.zone);
        cells.iter().filter(|cell| cell.date() == day).any(|cell| conditions.iter().all(|condition| passes(cell, condition) == Some(true)))
    }

    /// What the measure means for the test.
    pub fn judge(&self, result: &Measured) -> Truth {
        let (may_pass, may_fail) = match (&self.test.is, result.reach) {
            (Needed::Number { comparison, places, column_places, .. }, Some(reach)) => {
                let finer = 10_i128.pow(u32::from(places - column_places));
                let stepped = !matches!(self.test.measure, Measure::Mean(_));
                (!reach.none(comparison, finer), !reach.all(comparison, finer, stepped))
            }
            (Needed::Number { .. }, None) => (false, false),
            (Needed::Value(..), _) => (result.may_pass, result.may_fail),
        };
        match (may_pass, may_fail || result.nothing) {
            (true, false) => Truth::True,
            (true, true) => Truth::Unknown,
            (false, _) => Truth::False,
        }
    }
}

//! A test: of a fact, for rows where and in which window, one measure, and what it has to be.
//!
//! In: the keys of a requirement that is a test, or of another reading of it. Out: a [`Test`] whose parts fit together.

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Node, NodeValue};
use crate::rulebook::condition::{self, Condition, Lists, comparison};
use crate::rulebook::program::{FactKind, Program, Table};
use crate::value::date::{Date, Period};
use crate::value::number::{Comparison, Ranges};
use crate::value::value_type::ValueType;

/// What is tested.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// A fact's own value.
    Value {
        /// The fact, or None for today's date.
        of: Option<usize>,
        /// Its kind.
        kind: ValueType,
        /// What it has to be.
        is: Condition,
    },
    /// How long a text is.
    Length {
        /// The fact.
        of: usize,
        /// True if a wide character counts two.
        wide: bool,
        /// What it has to be.
        is: Comparison<i64>,
        /// The same, ready for use.
        ranges: Ranges,
    },
    /// The time from one date or moment to another.
    Elapsed {
        /// To this.
        of: Instant,
        /// From this.
        after: Instant,
        /// How long it has to be.
        is: Comparison<Period>,
    },
    /// A measure of a fact's rows.
    Rows(RowsTest),
}

/// A date or a moment that a time is measured from or to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Instant {
    /// The day for which the test is asked.
    Today,
    /// What a fact says: the fact's place, and whether it tells the time of day.
    Fact {
        /// The fact.
        fact: usize,
        /// True of a moment, false of a date.
        clock: bool,
    },
}

/// A measure of rows, and what it has to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RowsTest {
    /// The fact.
    pub of: usize,
    /// True of a `daily` fact.
    pub daily: bool,
    /// Conditions on columns; a row counts if it meets all.
    pub filter: Vec<(usize, Condition)>,
    /// Which dates count; None where rows have no date, or several and none is named.
    pub window: Option<Window>,
    /// What is measured.
    pub measure: Measure,
    /// What the measure has to be, in units of `places` decimals.
    pub is: Needed,
}

/// What a measure of rows has to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Needed {
    /// A number.
    Number {
        /// As written, in units of `places` decimals.
        comparison: Comparison<i64>,
        /// The same, ready for use.
        ranges: Ranges,
        /// The decimals of the comparison's values.
        places: u8,
        /// The decimals of the measured column; 0 of counts.
        column_places: u8,
        /// The currency of the measured column.
        currency: Option<String>,
    },
    /// Any other kind of value, of the row with the last date.
    Value(ValueType, Condition),
}

/// By which date rows count, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Window {
    /// The date column.
    pub column: usize,
    /// How far back; None for rows of any age.
    pub within: Option<Period>,
    /// How far the window's end is moved back.
    pub ending: Period,
    /// How many days the platform takes to see a row.
    pub seen_after: Period,
    /// The greatest number of days that the window can hold; None for rows of any age, and where nobody counts days in months.
    pub longest: Option<i64>,
}

/// The greatest number of days that the window can hold, on any day. Months differ in length; so that a timeline can end,
/// what can't be exceeded is taken from the longest.
fn longest(window: &Window) -> Option<i64> {
    let within = window.within?;
    let holds = |day: Date| window.left(day).map(|left| window.last(day).since(left));
    if [within, window.ending, window.seen_after].iter().all(|period| period.days().is_some()) {
        return holds(Date::from_ymd(2020, 1, 1)?).map(|days| days.max(0));
    }
    // Every month is followed by its like within four years; eight see a leap day on either side.
    let days = (0..8 * 366).filter_map(|offset| holds(Date::from_ymd(2019, 1, 1)?.add_days(offset)));
    days.max().map(|days| days.max(0))
}

impl Window {
    /// True if no date ever counts: a row is seen, or the window ends, only when the row is too old already.
    fn is_empty(&self) -> bool {
        let Some(within) = self.within else { return false };
        let least = |period: Period| period.days().unwrap_or(period.months().unwrap_or(0) as i32 * 28);
        let most = |period: Period| period.days().unwrap_or(period.months().unwrap_or(0) as i32 * 31);
        // Going through the calendar takes a while, and most windows are much longer than any delay.
        let surely_longer = least(within).saturating_add(least(self.ending)) > most(self.seen_after).max(most(self.ending));
        !surely_longer && self.longest.or_else(|| longest(self)) == Some(0)
    }

    /// The last date that counts on `day`.
    pub fn last(&self, day: Date) -> Date {
        self.ending.before(day).min(self.seen_after.before(day))
    }

    /// The date before the first that counts on `day`; what is dated on it, or earlier, has left the window.
    pub fn left(&self, day: Date) -> Option<Date> {
        self.within.map(|within| self.ending.before(within.before(day)))
    }

    /// The first day on which a row dated `date` counts, if its age allows.
    pub fn enters(&self, date: Date) -> Date {
        self.ending.reaches(date).max(self.seen_after.reaches(date))
    }

    /// The first day on which a row dated `date` is too old.
    pub fn leaves(&self, date: Date) -> Date {
        self.within.map_or(Date::NEVER, |within| within.reaches(self.ending.reaches(date)))
    }
}

/// What is measured of the rows that count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all; each column is given by its place")]
pub enum Measure {
    CountRows,
    CountDays,
    Streak,
    Sum(usize),
    Mean(usize),
    Min(usize),
    Max(usize),
    Latest(usize),
}

impl Measure {
    /// The column that is measured.
    pub fn column(self) -> Option<usize> {
        match self {
            Measure::CountRows | Measure::CountDays | Measure::Streak => None,
            Measure::Sum(column) | Measure::Mean(column) | Measure::Min(column) | Measure::Max(column) | Measure::Latest(column) => {
                Some(column)
            }
        }
    }
}

impl Test {
    /// The same test once it is known whether the entitlement of renamed paths carried over; None if it asks for none.
    pub fn with_renamed(&self, carried_over: bool) -> Option<Test> {
        let mut changed = false;
        let mut settle = |condition: &mut Condition| {
            if let Some(settled) = condition.with_renamed(carried_over) {
                *condition = settled;
                changed = true;
            }
        };
        let mut test = self.clone();
        match &mut test {
            Test::Value { is, .. } => settle(is),
            Test::Rows(rows) => {
                rows.filter.iter_mut().for_each(|(_, condition)| settle(condition));
                if let Needed::Value(_, condition) = &mut rows.is {
                    settle(condition);
                }
            }
            Test::Length { .. } | Test::Elapsed { .. } => {}
        }
        changed.then_some(test)
    }

    /// The facts that it looks at.
    pub fn facts(&self) -> Vec<usize> {
        let of = |instant: &Instant| if let Instant::Fact { fact, .. } = instant { Some(*fact) } else { None };
        match self {
            Test::Value { of, .. } => of.iter().copied().collect(),
            Test::Length { of, .. } => vec![*of],
            Test::Elapsed { of: to, after, .. } => of(to).into_iter().chain(of(after)).collect(),
            Test::Rows(rows) => vec![rows.of],
        }
    }
}

/// The keys that make a requirement a test.
pub const MEASURES: [&str; 9] = ["count", "streak", "sum", "mean", "min", "max", "latest", "length", "after"];

/// What reading a test needs to know.
#[derive(Debug, Clone, Copy)]
pub struct Context<'c, 'n, 'i> {
    /// The program.
    pub program: &'c Program,
    /// The edition's lists.
    pub lists: &'c Lists<'n, 'i>,
}

/// Reads a test. The caller reads what belongs to every requirement, and finishes the fields.
pub fn read(fields: &mut TableReader<'_, '_>, context: Context<'_, '_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Test> {
    let of = fields.required("of", diagnostics)?;
    let filter = fields.optional("where");
    let within = fields.period("within", diagnostics);
    let ending = read_ending(fields, diagnostics);
    let seen_after = fields.period("seen_after", diagnostics);
    let dated = fields.optional("dated");
    let measures: Vec<(&'static str, &Node<'_>)> =
        MEASURES.iter().filter_map(|measure| Some((*measure, fields.optional(measure)?))).collect();
    let is = fields.required("is", diagnostics);
    if let [_, second, ..] = measures.as_slice() {
        diagnostics.push(diagnostic!(second.1.span, "several-measures", names = names(&measures)));
        return None;
    }
    let measure = measures.first().copied();
    let fact = as_text(of, diagnostics)?;
    let program = context.program;
    let rows_only = [filter, dated].into_iter().flatten().next().map(|node| node.span);
    let windowed = within.is_some() || ending.is_some() || seen_after.is_some();
    let definition = match (fact, program.fact(fact)) {
        ("today", _) => None,
        (_, Some(at)) => Some(at),
        (id, None) => {
            let known = program.facts.iter().map(|fact| fact.id.as_str()).chain(["today"]);
            diagnostics.push(diagnostic!(of.span, "unknown-fact", name = id).suggest(id, known));
            return None;
        }
    };
    for (key, period) in [("within", within), ("ending", ending), ("seen_after", seen_after)] {
        if period.is_some_and(|period| !period.is_calendar()) {
            diagnostics.push(diagnostic!(fields.optional(key).map_or(fields.at, |node| node.span), "clock-period", key = key));
            return None;
        }
    }
    match definition.map(|at| (at, &program.facts[at].kind)) {
        Some((at, FactKind::Rows(table))) => {
            let parts = RowsParts { of: at, daily: false, table, filter, dated, within, ending, seen_after, measure, is: is?, at: of.span };
            rows(parts, context, diagnostics).map(Test::Rows)
        }
        Some((at, FactKind::Daily(table))) => {
            let parts = RowsParts { of: at, daily: true, table, filter, dated, within, ending, seen_after, measure, is: is?, at: of.span };
            rows(parts, context, diagnostics).map(Test::Rows)
        }
        other => {
            if let Some(span) = rows_only.or(windowed.then_some(of.span)) {
                diagnostics.push(diagnostic!(span, "not-rows", name = fact));
                return None;
            }
            let (at, kind) = match other {
                Some((at, FactKind::Value(kind))) => (Some(at), kind.clone()),
                _ => (None, ValueType::Date),
            };
            value(at, kind, measure, is?, context, diagnostics)
        }
    }
}

fn names(measures: &[(&'static str, &Node<'_>)]) -> String {
    measures.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `"1 day ago"`.
fn read_ending(fields: &mut TableReader<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Period> {
    let node = fields.optional("ending")?;
    let text = as_text(node, diagnostics)?;
    let period = text.strip_suffix(" ago").and_then(Period::parse);
    if period.is_none() {
        diagnostics.push(diagnostic!(node.span, "bad-ending", text = text).with_help("ending-spelling", vec![]));
    }
    period
}

/// Reads a test of one value.
fn value(
    of: Option<usize>,
    kind: ValueType,
    measure: Option<(&'static str, &Node<'_>)>,
    is: &Node<'_>,
    context: Context<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Test> {
    let zone = context.program.zone;
    match (measure, of) {
        (None, of) => Some(Test::Value { of, is: condition::read(&kind, is, context.lists, zone, diagnostics)?, kind }),
        (Some(("length", unit)), Some(of)) if kind == ValueType::Text => {
            let wide = match as_text(unit, diagnostics)? {
                "characters" => false,
                "units" => true,
                other => {
                    diagnostics.push(diagnostic!(unit.span, "bad-length-unit", value = other).suggest(other, ["characters", "units"]));
                    return None;
                }
            };
            match condition::read(&ValueType::Number { places: 0 }, is, context.lists, zone, diagnostics)? {
                Condition::Number { comparison, ranges } => Some(Test::Length { of, wide, is: comparison, ranges }),
                _ => None,
            }
        }
        (Some(("after", from)), of) if kind.is_dated() => {
            let to = match of {
                None => Instant::Today,
                Some(fact) => Instant::Fact { fact, clock: kind == ValueType::Timestamp },
            };
            let after = instant(from, context.program, diagnostics)?;
            if to == after {
                diagnostics.push(diagnostic!(from.span, "after-itself"));
                return None;
            }
            Some(Test::Elapsed { of: to, after, is: periods(is, diagnostics)? })
        }
        (Some((name, node)), _) => {
            diagnostics.push(diagnostic!(node.span, "measure-does-not-fit", measure = name, kind = kind.name()));
            None
        }
    }
}

fn instant(node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Instant> {
    let id = as_text(node, diagnostics)?;
    if id == "today" {
        return Some(Instant::Today);
    }
    let dated = |fact: usize| matches!(&program.facts[fact].kind, FactKind::Value(kind) if kind.is_dated());
    match program.fact(id) {
        Some(fact) if dated(fact) => {
            Some(Instant::Fact { fact, clock: matches!(program.facts[fact].kind, FactKind::Value(ValueType::Timestamp)) })
        }
        Some(_) => {
            diagnostics.push(diagnostic!(node.span, "not-a-date", name = id));
            None
        }
        None => {
            let known = program.facts.iter().enumerate().filter(|(at, _)| dated(*at)).map(|(_, fact)| fact.id.as_str());
            diagnostics.push(diagnostic!(node.span, "unknown-fact", name = id).suggest(id, known.chain(["today"])));
            None
        }
    }
}

/// Reads what an elapsed time has to be: `">= 18 years"`, `"30 minutes..=24 hours"`.
fn periods(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Comparison<Period>> {
    let read = |node: &Node<'_>, text: &str, diagnostics: &mut Vec<Diagnostic>| {
        let period = Period::parse(text);
        if period.is_none() {
            diagnostics.push(diagnostic!(node.span, "bad-period", text = text).with_help("period-spelling", vec![]));
        }
        period
    };
    match &node.value {
        NodeValue::Text(text) => match comparison(text, |part| read(node, part, diagnostics)) {
            Some(Some(Comparison::Between(low, high))) if low.surely_longer(high) => {
                diagnostics.push(diagnostic!(node.span, "nothing-can-meet"));
                None
            }
            Some(comparison) => comparison,
            None => read(node, text, diagnostics).map(Comparison::Equal),
        },
        NodeValue::List(items) if !items.is_empty() => {
            let mut values = Vec::new();
            for item in items {
                let text = as_text(item, diagnostics)?;
                values.push(read(item, text, diagnostics)?);
            }
            Some(Comparison::OneOf(values))
        }
        _ => {
            diagnostics.push(wrong_type(node, "type-period"));
            None
        }
    }
}

struct RowsParts<'p, 'i> {
    of: usize,
    daily: bool,
    table: &'p Table,
    filter: Option<&'p Node<'i>>,
    dated: Option<&'p Node<'i>>,
    within: Option<Period>,
    ending: Option<Period>,
    seen_after: Option<Period>,
    measure: Option<(&'static str, &'p Node<'i>)>,
    is: &'p Node<'i>,
    at: Span,
}

/// Reads a test of rows.
fn rows(parts: RowsParts<'_, '_>, context: Context<'_, '_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<RowsTest> {
    let table = parts.table;
    let before = diagnostics.len();
    let filter = parts.filter.map_or_else(Vec::new, |node| read_filter(node, table, context, diagnostics));
    let Some((name, node)) = parts.measure else {
        diagnostics.push(diagnostic!(parts.at, "rows-without-measure").with_help("measures", vec![]));
        return None;
    };
    let measure = read_measure(name, node, table, diagnostics)?;
    let window = read_window(&parts, measure, node.span, diagnostics)?;
    if parts.daily
        && window.is_none_or(|window| window.within.is_none())
        && matches!(measure, Measure::Mean(_) | Measure::Min(_) | Measure::Max(_))
    {
        diagnostics.push(diagnostic!(node.span, "daily-without-window", measure = name));
        return None;
    }
    if window.is_some_and(|window| window.is_empty()) {
        diagnostics.push(diagnostic!(node.span, "window-without-days"));
        return None;
    }
    let is = read_needed(measure, parts.is, table, context, diagnostics)?;
    if let (Needed::Number { ranges, .. }, Some(Window { within: Some(_), .. })) = (&is, window) {
        let most = window.and_then(|window| window.longest).unwrap_or(0);
        let days = matches!(measure, Measure::CountDays | Measure::Streak) || (parts.daily && measure == Measure::CountRows);
        let bounded = crate::value::number::Interval::from_units(0, Some(i128::from(most)));
        match ranges.admit(&bounded) {
            crate::value::timeline::Truth::True if days => diagnostics.push(diagnostic!(parts.is.span, "nothing-can-fail")),
            crate::value::timeline::Truth::False if days => diagnostics.push(diagnostic!(parts.is.span, "nothing-can-meet")),
            _ => {}
        }
    }
    (diagnostics.len() == before).then_some(RowsTest { of: parts.of, daily: parts.daily, filter, window, measure, is })
}

/// Reads conditions on the columns of a table.
pub(super) fn read_filter(
    node: &Node<'_>,
    table: &Table,
    context: Context<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(usize, Condition)> {
    let NodeValue::Table(entries) = &node.value else {
        diagnostics.push(wrong_type(node, "type-table"));
        return Vec::new();
    };
    if entries.entries.is_empty() {
        diagnostics.push(diagnostic!(node.span, "empty-where"));
    }
    let mut filter = Vec::new();
    for entry in &entries.entries {
        match table.column(&entry.key) {
            None => diagnostics.push(unknown_column(&entry.key, entry.span, table)),
            Some(column) => {
                let kind = &table.columns[column].kind;
                let condition = condition::read(kind, &entry.node, context.lists, context.program.zone, diagnostics);
                filter.extend(condition.map(|condition| (column, condition)));
            }
        }
    }
    filter
}

fn unknown_column(name: &str, at: Span, table: &Table) -> Diagnostic {
    diagnostic!(at, "unknown-column", name = name).suggest(name, table.columns.iter().map(|column| column.id.as_str()))
}

fn read_measure(name: &'static str, node: &Node<'_>, table: &Table, diagnostics: &mut Vec<Diagnostic>) -> Option<Measure> {
    let text = as_text(node, diagnostics)?;
    match (name, text) {
        ("count", "rows") => return Some(Measure::CountRows),
        ("count", "days") => return Some(Measure::CountDays),
        ("streak", "days") => return Some(Measure::Streak),
        ("count", _) => {
            diagnostics.push(diagnostic!(node.span, "bad-count", value = text).suggest(text, ["rows", "days"]));
            return None;
        }
        ("streak", _) => {
            diagnostics.push(diagnostic!(node.span, "bad-count", value = text).suggest(text, ["days"]));
            return None;
        }
        _ => {}
    }
    let Some(column) = table.column(text) else {
        diagnostics.push(unknown_column(text, node.span, table));
        return None;
    };
    let kind = &table.columns[column].kind;
    let fits = kind.places().is_some() || (name == "latest" && *kind != ValueType::Date && *kind != ValueType::Timestamp);
    match name {
        "sum" if fits => Some(Measure::Sum(column)),
        "mean" if fits => Some(Measure::Mean(column)),
        "min" if fits => Some(Measure::Min(column)),
        "max" if fits => Some(Measure::Max(column)),
        "latest" if fits => Some(Measure::Latest(column)),
        _ => {
            diagnostics.push(diagnostic!(node.span, "measure-does-not-fit", measure = name, kind = kind.name()));
            None
        }
    }
}

/// The date by which rows count. `Some(None)` where they have none and need none.
fn read_window(parts: &RowsParts<'_, '_>, measure: Measure, at: Span, diagnostics: &mut Vec<Diagnostic>) -> Option<Option<Window>> {
    let table = parts.table;
    let dates: Vec<usize> = (0..table.columns.len()).filter(|column| table.columns[*column].kind.is_dated()).collect();
    let needs_date = parts.within.is_some()
        || parts.ending.is_some()
        || parts.seen_after.is_some()
        || matches!(measure, Measure::CountDays | Measure::Streak | Measure::Latest(_));
    let column = match (parts.dated, dates.as_slice()) {
        (Some(node), _) => {
            let name = as_text(node, diagnostics)?;
            match table.column(name) {
                Some(column) if dates.contains(&column) => Some(column),
                Some(_) => {
                    diagnostics.push(diagnostic!(node.span, "not-a-date", name = name));
                    return None;
                }
                None => {
                    diagnostics.push(unknown_column(name, node.span, table));
                    return None;
                }
            }
        }
        (None, _) if parts.daily => Some(0),
        (None, [one]) => Some(*one),
        (None, []) if needs_date => {
            diagnostics.push(diagnostic!(at, "rows-without-date"));
            return None;
        }
        (None, [_, _, ..]) if needs_date => {
            let names: Vec<&str> = dates.iter().map(|column| table.columns[*column].id.as_str()).collect();
            diagnostics.push(diagnostic!(at, "several-dates", names = names.join(", ")));
            return None;
        }
        _ => None,
    };
    Some(column.map(|column| {
        let mut window = Window {
            column,
            within: parts.within,
            ending: parts.ending.unwrap_or(Period::NONE),
            seen_after: parts.seen_after.unwrap_or(Period::NONE),
            longest: None,
        };
        // Going through the calendar takes a while; only what counts days needs it for windows in months.
        let counts_days = parts.daily || matches!(measure, Measure::CountDays | Measure::Streak);
        let in_days = [parts.within, parts.ending, parts.seen_after].iter().flatten().all(|period| period.days().is_some());
        window.longest = if counts_days || in_days { longest(&window) } else { None };
        window
    }))
}

/// Thresholds of a mean may be finer than its column, by this many decimals.
const FINER: u8 = 6;

fn read_needed(
    measure: Measure,
    is: &Node<'_>,
    table: &Table,
    context: Context<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Needed> {
    let kind = measure.column().map_or(ValueType::Number { places: 0 }, |column| table.columns[column].kind.clone());
    let zone = context.program.zone;
    let Some(column_places) = kind.places() else {
        let condition = condition::read(&kind, is, context.lists, zone, diagnostics)?;
        return Some(Needed::Value(kind, condition));
    };
    let stepped = !matches!(measure, Measure::Mean(_));
    let places = if stepped { column_places } else { column_places + FINER };
    let currency = if let ValueType::Money { currency, .. } = &kind { Some(currency.clone()) } else { None };
    let as_number = match &kind {
        ValueType::Money { currency, .. } => ValueType::Money { currency: currency.clone(), places },
        _ => ValueType::Number { places },
    };
    match condition::read(&as_number, is, context.lists, zone, diagnostics)? {
        Condition::Number { comparison, .. } => {
            let ranges = Ranges::new(&comparison, 10u64.pow(u32::from(places - column_places)), stepped);
            Some(Needed::Number { comparison, ranges, places, column_places, currency })
        }
        _ => None,
    }
}

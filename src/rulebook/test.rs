//! A test: of a fact, for rows where and in which window, one measure, and what it has to be.
//!
//! In: the keys of a requirement that is a test, or of another reading of it. Out: a [`Test`] whose parts fit together.

use crate::day::{Day, Period};
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{Node, Span, Tree};
use crate::exact::{Comparison, Ranges};
use crate::kind::Kind;
use crate::problem::{Problem, problem};
use crate::rulebook::condition::{self, Condition, Lists, comparison};
use crate::rulebook::program::{FactKind, Program, Table};

/// What is tested.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Test {
    /// A fact's own value.
    Value {
        /// The fact, or None for today's date.
        of: Option<usize>,
        /// Its kind.
        kind: Kind,
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
#[derive(Debug, Clone, PartialEq, Eq)]
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
    Value(Kind, Condition),
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
    let holds = |day: Day| window.left(day).map(|left| window.last(day).since(left));
    if [within, window.ending, window.seen_after].iter().all(|period| period.days().is_some()) {
        return holds(Day::from_ymd(2020, 1, 1)?).map(|days| days.max(0));
    }
    // Every month is followed by its like within four years; eight see a leap day on either side.
    let days = (0..8 * 366).filter_map(|offset| holds(Day::from_ymd(2019, 1, 1)?.plus(offset)));
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
    pub fn last(&self, day: Day) -> Day {
        self.ending.before(day).min(self.seen_after.before(day))
    }

    /// The date before the first that counts on `day`; what is dated on it, or earlier, has left the window.
    pub fn left(&self, day: Day) -> Option<Day> {
        self.within.map(|within| self.ending.before(within.before(day)))
    }

    /// The first day on which a row dated `date` counts, if its age allows.
    pub fn enters(&self, date: Day) -> Day {
        self.ending.reaches(date).max(self.seen_after.reaches(date))
    }

    /// The first day on which a row dated `date` is too old.
    pub fn leaves(&self, date: Day) -> Day {
        self.within.map_or(Day::NEVER, |within| within.reaches(self.ending.reaches(date)))
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
pub fn read(fields: &mut Fields<'_, '_>, context: Context<'_, '_, '_>, faults: &mut Vec<Problem>) -> Option<Test> {
    let of = fields.need("of", faults)?;
    let filter = fields.take("where");
    let within = fields.period("within", faults);
    let ending = read_ending(fields, faults);
    let seen_after = fields.period("seen_after", faults);
    let dated = fields.take("dated");
    let measures: Vec<(&'static str, &Node<'_>)> = MEASURES.iter().filter_map(|measure| Some((*measure, fields.take(measure)?))).collect();
    let is = fields.need("is", faults);
    if let [_, second, ..] = measures.as_slice() {
        faults.push(problem!(second.1.span, "several-measures", names = names(&measures)));
        return None;
    }
    let measure = measures.first().copied();
    let fact = as_text(of, faults)?;
    let program = context.program;
    let rows_only = [filter, dated].into_iter().flatten().next().map(|node| node.span);
    let windowed = within.is_some() || ending.is_some() || seen_after.is_some();
    let definition = match (fact, program.fact(fact)) {
        ("today", _) => None,
        (_, Some(at)) => Some(at),
        (id, None) => {
            let known = program.facts.iter().map(|fact| fact.id.as_str()).chain(["today"]);
            faults.push(problem!(of.span, "unknown-fact", name = id).meant(id, known));
            return None;
        }
    };
    for (key, period) in [("within", within), ("ending", ending), ("seen_after", seen_after)] {
        if period.is_some_and(|period| !period.is_calendar()) {
            faults.push(problem!(fields.take(key).map_or(fields.at, |node| node.span), "clock-period", key = key));
            return None;
        }
    }
    match definition.map(|at| (at, &program.facts[at].kind)) {
        Some((at, FactKind::Rows(table))) => {
            let parts = RowsParts { of: at, daily: false, table, filter, dated, within, ending, seen_after, measure, is: is?, at: of.span };
            rows(parts, context, faults).map(Test::Rows)
        }
        Some((at, FactKind::Daily(table))) => {
            let parts = RowsParts { of: at, daily: true, table, filter, dated, within, ending, seen_after, measure, is: is?, at: of.span };
            rows(parts, context, faults).map(Test::Rows)
        }
        other => {
            if let Some(span) = rows_only.or(windowed.then_some(of.span)) {
                faults.push(problem!(span, "not-rows", name = fact));
                return None;
            }
            let (at, kind) = match other {
                Some((at, FactKind::Value(kind))) => (Some(at), kind.clone()),
                _ => (None, Kind::Date),
            };
            value(at, kind, measure, is?, context, faults)
        }
    }
}

fn names(measures: &[(&'static str, &Node<'_>)]) -> String {
    measures.iter().map(|(name, _)| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `"1 day ago"`.
fn read_ending(fields: &mut Fields<'_, '_>, faults: &mut Vec<Problem>) -> Option<Period> {
    let node = fields.take("ending")?;
    let text = as_text(node, faults)?;
    let period = text.strip_suffix(" ago").and_then(Period::parse);
    if period.is_none() {
        faults.push(problem!(node.span, "bad-ending", text = text).help("ending-spelling", vec![]));
    }
    period
}

/// Reads a test of one value.
fn value(
    of: Option<usize>,
    kind: Kind,
    measure: Option<(&'static str, &Node<'_>)>,
    is: &Node<'_>,
    context: Context<'_, '_, '_>,
    faults: &mut Vec<Problem>,
) -> Option<Test> {
    let zone = context.program.zone;
    match (measure, of) {
        (None, of) => Some(Test::Value { of, is: condition::read(&kind, is, context.lists, zone, faults)?, kind }),
        (Some(("length", unit)), Some(of)) if kind == Kind::Text => {
            let wide = match as_text(unit, faults)? {
                "characters" => false,
                "units" => true,
                other => {
                    faults.push(problem!(unit.span, "bad-length-unit", value = other).meant(other, ["characters", "units"]));
                    return None;
                }
            };
            match condition::read(&Kind::Number { places: 0 }, is, context.lists, zone, faults)? {
                Condition::Number { comparison, ranges } => Some(Test::Length { of, wide, is: comparison, ranges }),
                _ => None,
            }
        }
        (Some(("after", from)), of) if kind.is_dated() => {
            let to = match of {
                None => Instant::Today,
                Some(fact) => Instant::Fact { fact, clock: kind == Kind::Moment },
            };
            let after = instant(from, context.program, faults)?;
            if to == after {
                faults.push(problem!(from.span, "after-itself"));
                return None;
            }
            Some(Test::Elapsed { of: to, after, is: periods(is, faults)? })
        }
        (Some((name, node)), _) => {
            faults.push(problem!(node.span, "measure-does-not-fit", measure = name, kind = kind.name()));
            None
        }
    }
}

fn instant(node: &Node<'_>, program: &Program, faults: &mut Vec<Problem>) -> Option<Instant> {
    let id = as_text(node, faults)?;
    if id == "today" {
        return Some(Instant::Today);
    }
    let dated = |fact: usize| matches!(&program.facts[fact].kind, FactKind::Value(kind) if kind.is_dated());
    match program.fact(id) {
        Some(fact) if dated(fact) => Some(Instant::Fact { fact, clock: matches!(program.facts[fact].kind, FactKind::Value(Kind::Moment)) }),
        Some(_) => {
            faults.push(problem!(node.span, "not-a-date", name = id));
            None
        }
        None => {
            let known = program.facts.iter().enumerate().filter(|(at, _)| dated(*at)).map(|(_, fact)| fact.id.as_str());
            faults.push(problem!(node.span, "unknown-fact", name = id).meant(id, known.chain(["today"])));
            None
        }
    }
}

/// Reads what an elapsed time has to be: `">= 18 years"`, `"30 minutes..=24 hours"`.
fn periods(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Comparison<Period>> {
    let read = |node: &Node<'_>, text: &str, faults: &mut Vec<Problem>| {
        let period = Period::parse(text);
        if period.is_none() {
            faults.push(problem!(node.span, "bad-period", text = text).help("period-spelling", vec![]));
        }
        period
    };
    match &node.tree {
        Tree::Text(text) => match comparison(text, |part| read(node, part, faults)) {
            Some(Some(Comparison::Between(low, high))) if low.surely_longer(high) => {
                faults.push(problem!(node.span, "nothing-can-meet"));
                None
            }
            Some(comparison) => comparison,
            None => read(node, text, faults).map(Comparison::Equal),
        },
        Tree::List(items) if !items.is_empty() => {
            let mut values = Vec::new();
            for item in items {
                let text = as_text(item, faults)?;
                values.push(read(item, text, faults)?);
            }
            Some(Comparison::OneOf(values))
        }
        _ => {
            faults.push(wrong_type(node, "type-period"));
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
fn rows(parts: RowsParts<'_, '_>, context: Context<'_, '_, '_>, faults: &mut Vec<Problem>) -> Option<RowsTest> {
    let table = parts.table;
    let before = faults.len();
    let filter = parts.filter.map_or_else(Vec::new, |node| read_filter(node, table, context, faults));
    let Some((name, node)) = parts.measure else {
        faults.push(problem!(parts.at, "rows-without-measure").help("measures", vec![]));
        return None;
    };
    let measure = read_measure(name, node, table, faults)?;
    let window = read_window(&parts, measure, node.span, faults)?;
    if parts.daily
        && window.is_none_or(|window| window.within.is_none())
        && matches!(measure, Measure::Mean(_) | Measure::Min(_) | Measure::Max(_))
    {
        faults.push(problem!(node.span, "daily-without-window", measure = name));
        return None;
    }
    if window.is_some_and(|window| window.is_empty()) {
        faults.push(problem!(node.span, "window-without-days"));
        return None;
    }
    let is = read_needed(measure, parts.is, table, context, faults)?;
    if let (Needed::Number { ranges, .. }, Some(Window { within: Some(_), .. })) = (&is, window) {
        let most = window.and_then(|window| window.longest).unwrap_or(0);
        let days = matches!(measure, Measure::CountDays | Measure::Streak) || (parts.daily && measure == Measure::CountRows);
        let bounded = crate::exact::Interval::whole(0, Some(i128::from(most)));
        match ranges.admit(&bounded) {
            crate::truth::Truth::True if days => faults.push(problem!(parts.is.span, "nothing-can-fail")),
            crate::truth::Truth::False if days => faults.push(problem!(parts.is.span, "nothing-can-meet")),
            _ => {}
        }
    }
    (faults.len() == before).then_some(RowsTest { of: parts.of, daily: parts.daily, filter, window, measure, is })
}

fn read_filter(node: &Node<'_>, table: &Table, context: Context<'_, '_, '_>, faults: &mut Vec<Problem>) -> Vec<(usize, Condition)> {
    let Tree::Table(entries) = &node.tree else {
        faults.push(wrong_type(node, "type-table"));
        return Vec::new();
    };
    if entries.entries.is_empty() {
        faults.push(problem!(node.span, "empty-where"));
    }
    let mut filter = Vec::new();
    for entry in &entries.entries {
        match table.column(&entry.key) {
            None => faults.push(unknown_column(&entry.key, entry.at, table)),
            Some(column) => {
                let kind = &table.columns[column].kind;
                let condition = condition::read(kind, &entry.node, context.lists, context.program.zone, faults);
                filter.extend(condition.map(|condition| (column, condition)));
            }
        }
    }
    filter
}

fn unknown_column(name: &str, at: Span, table: &Table) -> Problem {
    problem!(at, "unknown-column", name = name).meant(name, table.columns.iter().map(|column| column.id.as_str()))
}

fn read_measure(name: &'static str, node: &Node<'_>, table: &Table, faults: &mut Vec<Problem>) -> Option<Measure> {
    let text = as_text(node, faults)?;
    match (name, text) {
        ("count", "rows") => return Some(Measure::CountRows),
        ("count", "days") => return Some(Measure::CountDays),
        ("streak", "days") => return Some(Measure::Streak),
        ("count", _) => {
            faults.push(problem!(node.span, "bad-count", value = text).meant(text, ["rows", "days"]));
            return None;
        }
        ("streak", _) => {
            faults.push(problem!(node.span, "bad-count", value = text).meant(text, ["days"]));
            return None;
        }
        _ => {}
    }
    let Some(column) = table.column(text) else {
        faults.push(unknown_column(text, node.span, table));
        return None;
    };
    let kind = &table.columns[column].kind;
    let fits = kind.places().is_some() || (name == "latest" && *kind != Kind::Date && *kind != Kind::Moment);
    match name {
        "sum" if fits => Some(Measure::Sum(column)),
        "mean" if fits => Some(Measure::Mean(column)),
        "min" if fits => Some(Measure::Min(column)),
        "max" if fits => Some(Measure::Max(column)),
        "latest" if fits => Some(Measure::Latest(column)),
        _ => {
            faults.push(problem!(node.span, "measure-does-not-fit", measure = name, kind = kind.name()));
            None
        }
    }
}

/// The date by which rows count. `Some(None)` where they have none and need none.
fn read_window(parts: &RowsParts<'_, '_>, measure: Measure, at: Span, faults: &mut Vec<Problem>) -> Option<Option<Window>> {
    let table = parts.table;
    let dates: Vec<usize> = (0..table.columns.len()).filter(|column| table.columns[*column].kind.is_dated()).collect();
    let needs_date = parts.within.is_some()
        || parts.ending.is_some()
        || parts.seen_after.is_some()
        || matches!(measure, Measure::CountDays | Measure::Streak | Measure::Latest(_));
    let column = match (parts.dated, dates.as_slice()) {
        (Some(node), _) => {
            let name = as_text(node, faults)?;
            match table.column(name) {
                Some(column) if dates.contains(&column) => Some(column),
                Some(_) => {
                    faults.push(problem!(node.span, "not-a-date", name = name));
                    return None;
                }
                None => {
                    faults.push(unknown_column(name, node.span, table));
                    return None;
                }
            }
        }
        (None, _) if parts.daily => Some(0),
        (None, [one]) => Some(*one),
        (None, []) if needs_date => {
            faults.push(problem!(at, "rows-without-date"));
            return None;
        }
        (None, [_, _, ..]) if needs_date => {
            let names: Vec<&str> = dates.iter().map(|column| table.columns[*column].id.as_str()).collect();
            faults.push(problem!(at, "several-dates", names = names.join(", ")));
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

fn read_needed(measure: Measure, is: &Node<'_>, table: &Table, context: Context<'_, '_, '_>, faults: &mut Vec<Problem>) -> Option<Needed> {
    let kind = measure.column().map_or(Kind::Number { places: 0 }, |column| table.columns[column].kind.clone());
    let zone = context.program.zone;
    let Some(column_places) = kind.places() else {
        let condition = condition::read(&kind, is, context.lists, zone, faults)?;
        return Some(Needed::Value(kind, condition));
    };
    let stepped = !matches!(measure, Measure::Mean(_));
    let places = if stepped { column_places } else { column_places + FINER };
    let currency = if let Kind::Money { currency, .. } = &kind { Some(currency.clone()) } else { None };
    let as_number = match &kind {
        Kind::Money { currency, .. } => Kind::Money { currency: currency.clone(), places },
        _ => Kind::Number { places },
    };
    match condition::read(&as_number, is, context.lists, zone, faults)? {
        Condition::Number { comparison, .. } => {
            let ranges = Ranges::of(&comparison, 10u64.pow(u32::from(places - column_places)), stepped);
            Some(Needed::Number { comparison, ranges, places, column_places, currency })
        }
        _ => None,
    }
}

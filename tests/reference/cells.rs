//! Single values: whether one passes a condition, and which ones may stand where none is stated.

use std::borrow::Cow;

use chrono::{DateTime, Days, NaiveTime, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;
use kaibo::rulebook::Condition;
use kaibo::value::number::Comparison;
use kaibo::value::value_type::{Value, ValueType};

use super::dates::{NaiveDay, date, shift};

/// Above every number that can be written down, however many rows it is spread over.
pub const HUGE: i128 = 10_i128.pow(22);

/// A value, stated or supposed.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell<'a> {
    Flag(bool),
    Choice(u16),
    Number(i128),
    Date(NaiveDay),
    Moment(DateTime<Utc>, NaiveDay),
    Word(Cow<'a, str>),
}

impl<'a> Cell<'a> {
    pub fn of(value: &'a Value) -> Cell<'a> {
        match value {
            Value::Bool(flag) => Cell::Flag(*flag),
            Value::Enum(at) => Cell::Choice(*at),
            Value::Number(units) => Cell::Number(i128::from(*units)),
            Value::Date(day) => Cell::Date(date(*day)),
            Value::Timestamp(moment) => Cell::Moment(moment.instant, date(moment.day)),
            Value::Text(text) => Cell::Word(Cow::Borrowed(text)),
            Value::Path(path) => Cell::Word(Cow::Borrowed(&path.text)),
            Value::Region(code) => Cell::Word(Cow::Owned(String::from_utf8_lossy(code).into_owned())),
        }
    }

    /// The date by which a row with this cell counts.
    pub fn date(&self) -> NaiveDay {
        match self {
            Cell::Date(date) | Cell::Moment(_, date) => *date,
            other => panic!("no date: {other:?}"),
        }
    }
}

/// Whether `value` passes a comparison.
pub fn compare<T: PartialOrd>(value: &T, comparison: &Comparison<T>) -> bool {
    match comparison {
        Comparison::Above(bound) => value > bound,
        Comparison::AtLeast(bound) => value >= bound,
        Comparison::Below(bound) => value < bound,
        Comparison::AtMost(bound) => value <= bound,
        Comparison::Equal(bound) => value == bound,
        Comparison::Unequal(bound) => value != bound,
        Comparison::Between(low, high) => low <= value && value <= high,
        Comparison::OneOf(values) => values.iter().any(|one| one == value),
    }
}

/// The values that a comparison names.
pub fn bounds<T>(comparison: &Comparison<T>) -> Vec<&T> {
    match comparison {
        Comparison::Above(bound)
        | Comparison::AtLeast(bound)
        | Comparison::Below(bound)
        | Comparison::AtMost(bound)
        | Comparison::Equal(bound)
        | Comparison::Unequal(bound) => vec![bound],
        Comparison::Between(low, high) => vec![low, high],
        Comparison::OneOf(values) => values.iter().collect(),
    }
}

/// The same comparison with other values; `Comparison::map` would do, but belongs to the engine.
fn with<T, U>(comparison: &Comparison<T>, of: impl Fn(&T) -> U) -> Comparison<U> {
    match comparison {
        Comparison::Above(bound) => Comparison::Above(of(bound)),
        Comparison::AtLeast(bound) => Comparison::AtLeast(of(bound)),
        Comparison::Below(bound) => Comparison::Below(of(bound)),
        Comparison::AtMost(bound) => Comparison::AtMost(of(bound)),
        Comparison::Equal(bound) => Comparison::Equal(of(bound)),
        Comparison::Unequal(bound) => Comparison::Unequal(of(bound)),
        Comparison::Between(low, high) => Comparison::Between(of(low), of(high)),
        Comparison::OneOf(values) => Comparison::OneOf(values.iter().map(of).collect()),
    }
}

/// Whether a value meets a condition on values of its kind; None of a path that the condition's list does not understand.
pub fn passes(cell: &Cell<'_>, condition: &Condition) -> Option<bool> {
    let passes = match (condition, cell) {
        (Condition::InList(among), Cell::Word(word)) if among.of_paths => {
            return super::paths::listed(among, word).map(|listed| listed != among.negated);
        }
        (Condition::Bool(wanted), Cell::Flag(flag)) => wanted == flag,
        (Condition::Choice(allowed), Cell::Choice(at)) => allowed[usize::from(*at)],
        (Condition::Number { comparison, .. }, Cell::Number(units)) => compare(units, &with(comparison, |bound| i128::from(*bound))),
        (Condition::Date(comparison), Cell::Date(value)) => compare(value, &with(comparison, |bound| date(*bound))),
        (Condition::Timestamp(comparison), Cell::Moment(at, _)) => compare(at, comparison),
        (Condition::InList(among), Cell::Word(word)) => among.members.contains_key(word.as_ref()) != among.negated,
        (condition, cell) => panic!("{cell:?} can't be asked {condition:?}"),
    };
    Some(passes)
}

/// The first moment of a date.
pub fn begins(date: NaiveDay, zone: Tz) -> DateTime<Utc> {
    let midnight = date.and_time(NaiveTime::MIN);
    let local = (0..180).find_map(|minutes| zone.from_local_datetime(&(midnight + TimeDelta::minutes(minutes))).earliest());
    local.expect("a day begins within three hours of midnight").with_timezone(&Utc)
}

/// Values of a kind of which at least one means every sort that the conditions can tell apart, and dates too on both
/// sides of every one of `edges`.
pub fn supposed<'a>(kind: &ValueType, conditions: &[&'a Condition], edges: &[NaiveDay], zone: Tz) -> Vec<Cell<'a>> {
    let mut cells: Vec<Cell<'a>> = Vec::new();
    match kind {
        ValueType::Bool => cells.extend([Cell::Flag(false), Cell::Flag(true)]),
        ValueType::Enum(choices) => cells.extend((0..choices.len()).map(|at| Cell::Choice(at as u16))),
        ValueType::Number { .. } | ValueType::Money { .. } => {
            cells.extend([Cell::Number(0), Cell::Number(HUGE)]);
            for condition in conditions {
                let Condition::Number { comparison, .. } = condition else { continue };
                for bound in bounds(comparison) {
                    let around = [-1, 0, 1].map(|step| i128::from(*bound) + step);
                    cells.extend(around.into_iter().filter(|units| *units >= 0).map(Cell::Number));
                }
            }
        }
        ValueType::Text | ValueType::Path | ValueType::Region => {
            for condition in conditions {
                let Condition::InList(among) = condition else { continue };
                cells.extend(among.members.keys().map(|member| Cell::Word(Cow::Borrowed(member.as_ref()))));
            }
            let strange: &[&str] = if *kind == ValueType::Region {
                &["AQ", "BV", "HM", "TF", "UM", "GS"]
            } else {
                &["\u{1}a name that nobody lists", "\u{1}a name > \u{2}that nobody lists", "\u{1}a name > \u{2}that nobody > \u{3}lists"]
            };
            cells.extend(strange.iter().map(|word| Cell::Word(Cow::Borrowed(word))));
        }
        ValueType::Date | ValueType::Timestamp => {
            let mut dates: Vec<NaiveDay> = edges.to_vec();
            let mut moments: Vec<DateTime<Utc>> = Vec::new();
            for condition in conditions {
                match condition {
                    Condition::Date(comparison) => dates.extend(bounds(comparison).into_iter().map(|bound| date(*bound))),
                    Condition::Timestamp(comparison) => moments.extend(bounds(comparison).into_iter().copied()),
                    _ => {}
                }
            }
            dates.extend(moments.iter().map(|at| at.with_timezone(&zone).date_naive()).collect::<Vec<_>>());
            let first = dates.iter().min().copied().unwrap_or_default();
            let last = dates.iter().max().copied().unwrap_or_default();
            dates.extend([shift(first, -40_000), shift(last, 40_000)]);
            let mut around: Vec<NaiveDay> = dates.iter().flat_map(|date| [-1, 0, 1].map(|step| shift(*date, step))).collect();
            around.sort_unstable();
            around.dedup();
            if *kind == ValueType::Date {
                cells.extend(around.into_iter().map(Cell::Date));
            } else {
                for moment in moments {
                    cells.extend([-1, 0, 1].map(|step| on_its_day(moment + TimeDelta::nanoseconds(step), zone)));
                }
                for date in around {
                    let next = date.checked_add_days(Days::new(1)).expect("a day of the calendar");
                    cells.extend([begins(date, zone), begins(next, zone) - TimeDelta::nanoseconds(1)].map(|at| on_its_day(at, zone)));
                }
            }
        }
    }
    cells
}

fn on_its_day<'a>(at: DateTime<Utc>, zone: Tz) -> Cell<'a> {
    Cell::Moment(at, at.with_timezone(&zone).date_naive())
}

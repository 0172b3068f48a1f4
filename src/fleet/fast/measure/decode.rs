//! Reads a value as what it is to be, while passing it.
//!
//! In: the kind of a fact or column, and a place where a value begins. Out: a [`Cell`], a number that conditions are asked
//! of: units, a day, or which of the values that conditions tell apart. None of whatever is not of the kind.

use chrono::TimeDelta;
use chrono_tz::Tz;

use crate::engine::check::text_name;
use crate::fleet::fast::json::cursor::{Cursor, Span, VALUE_AND_SEPARATOR, hash};
use crate::fleet::fast::measure::dictionary::{Dictionary, Regions};
use crate::rulebook::Condition;
use crate::value::date::Date;
use crate::value::number::parse_decimal;
use crate::value::value_type::{Timestamp, Value, ValueType, parse_timestamp};

/// How long a date is, without its quotes.
pub(crate) const DATE: usize = 10;

/// A value, or that it is not known.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell {
    pub(crate) known: bool,
    /// The day of a date or a moment.
    pub(crate) day: Date,
    /// What conditions are asked of.
    pub(crate) value: i64,
}

impl Cell {
    /// A value that was read.
    #[inline(always)]
    pub(crate) fn of((value, day): (i64, Date)) -> Cell {
        Cell { known: true, day, value }
    }
}

/// What conditions are asked of, where it has no day.
#[inline(always)]
fn dayless(value: i64) -> (i64, Date) {
    (value, Date::FIRST)
}

/// How values of a kind are read.
#[derive(Debug)]
pub(crate) enum Decoder {
    Flag,
    Choice(Dictionary),
    /// A text that no condition is about.
    AnyText(Named),
    Text(Dictionary),
    Path(Dictionary),
    /// A number, and whether it may be in quotes, as amounts may.
    Number {
        places: u8,
        quoted: bool,
    },
    Date,
    /// A moment; the moments that conditions name, in order.
    Moment(Vec<Timestamp>),
    Region(Regions),
}

/// Whether texts tell rows apart, and how they are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Named {
    No,
    /// As part of a key: byte for byte.
    Exactly,
    /// As names that no two rows are to have.
    Alike,
}

/// What reading needs besides: the zone, buffers, and the months of recent dates.
#[derive(Debug)]
pub(crate) struct Scratch {
    pub(crate) zone: Tz,
    pub(crate) keys: Vec<u64>,
    pub(crate) text: String,
    /// Of what was read last, where it was a text or a moment: its position or value.
    pub(crate) span: Span,
    pub(crate) moment: Option<Timestamp>,
    /// What tells texts and moments of a key apart. Values that differ may share one; then the slow path is to shape.
    pub(crate) key: u64,
    months: [Month; 64],
}

/// A year and month as they are written, `2026-11-`, and the days in it.
#[derive(Debug, Clone, Copy)]
struct Month {
    written: u64,
    /// The number of the first day.
    first: i32,
    days: u32,
}

impl Scratch {
    pub(crate) fn new(zone: Tz) -> Scratch {
        let none = Month { written: 0, first: 0, days: 0 };
        Scratch { zone, keys: Vec::new(), text: String::new(), span: Span::default(), moment: None, key: 0, months: [none; 64] }
    }

    /// The day of `2026-11-22`: eight bytes, and two digits.
    #[inline(always)]
    pub(crate) fn date(&mut self, text: &[u8; DATE]) -> Option<Date> {
        let [month @ .., tens, ones] = text;
        let written = u64::from_le_bytes(*month);
        let place = (written.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 58) as usize;
        if self.months[place].written != written {
            self.months[place] = Month::read(written)?;
        }
        let month = &self.months[place];
        let (tens, ones) = (u32::from(*tens) ^ 0x30, u32::from(*ones) ^ 0x30);
        // From zero on; and the sixth bit and those above are those of what is no digit.
        let day = (tens * 10 + ones).wrapping_sub(1);
        ((tens | (ones + 6)) & !0xf == 0 && day < month.days).then(|| Date::from_epoch_days(month.first + day as i32))
    }
}

impl Month {
    #[inline(never)]
    fn read(written: u64) -> Option<Month> {
        let bytes = written.to_le_bytes();
        let text = std::str::from_utf8(&bytes).ok()?;
        let day = |day: u32| Date::parse(&format!("{text}{day:02}"));
        let days = (28..=31).rev().find(|last| day(*last).is_some())?;
        Some(Month { written, first: day(1)?.epoch_days(), days })
    }
}

impl Decoder {
    /// How values of `kind` are read for these conditions. `named` says whether they tell rows apart.
    pub(crate) fn new(kind: &ValueType, conditions: &[&Condition], named: Named, zone: Tz) -> Decoder {
        let asked = !conditions.is_empty();
        match kind {
            ValueType::Bool => Decoder::Flag,
            ValueType::Enum(choices) => Decoder::Choice(Dictionary::of_choices(choices)),
            ValueType::Text if asked => Decoder::Text(Dictionary::of_members(conditions)),
            ValueType::Text => Decoder::AnyText(named),
            ValueType::Path => Decoder::Path(Dictionary::of_paths(conditions)),
            ValueType::Number { places } => Decoder::Number { places: *places, quoted: *places > 0 },
            ValueType::Money { places, .. } => Decoder::Number { places: *places, quoted: true },
            ValueType::Date => Decoder::Date,
            ValueType::Timestamp => Decoder::Moment(moments(conditions, zone)),
            ValueType::Region => Decoder::Region(Regions::new()),
        }
    }

    /// Goes past a value: what conditions are asked of, and its day.
    #[inline(always)]
    pub(crate) fn read(&mut self, cursor: &mut Cursor<'_>, scratch: &mut Scratch) -> Option<(i64, Date)> {
        match self {
            Decoder::Date => date(cursor, scratch),
            Decoder::Number { places, quoted } => number(cursor, scratch, *places, *quoted).map(dayless),
            Decoder::Flag => match cursor.peek() {
                b't' => cursor.is(b"true").then_some(dayless(1)),
                _ => cursor.is(b"false").then_some(dayless(0)),
            },
            Decoder::Choice(names) | Decoder::Text(names) | Decoder::Path(names) => {
                cursor.expect(b'"')?;
                let named = names.get(cursor.bytes, cursor.at)?;
                let (start, end) = (cursor.at, cursor.at + named.length);
                scratch.span = Span { start, end, escaped: named.escaped, ascii: false };
                scratch.key = named.key;
                cursor.at = end + 1;
                Some(dayless(named.value))
            }
            _ => {
                let span = cursor.text()?;
                self.text(*cursor, span, scratch)
            }
        }
    }

    /// What a text is that is not looked up; None of what is not written as one.
    #[inline(always)]
    pub(crate) fn text(&mut self, cursor: Cursor<'_>, span: Span, scratch: &mut Scratch) -> Option<(i64, Date)> {
        match self {
            Decoder::AnyText(named) => {
                scratch.span = span;
                any_text(cursor, span, scratch, *named).map(dayless)
            }
            Decoder::Region(regions) => {
                let code = if span.escaped { cursor.decoded(span, &mut scratch.text)?.as_bytes() } else { cursor.raw(span) };
                regions.get(code).map(dayless)
            }
            Decoder::Moment(turns) => {
                let moment = parse_timestamp(cursor.decoded(span, &mut scratch.text)?, scratch.zone)?;
                scratch.moment = Some(moment);
                scratch.key = moment.instant.timestamp_nanos_opt()? as u64;
                Some((rank(turns, &moment), moment.day))
            }
            _ => None,
        }
    }

    /// Where texts are looked up.
    #[inline(always)]
    pub(crate) fn names(&mut self) -> Option<&mut Dictionary> {
        match self {
            Decoder::Choice(names) | Decoder::Text(names) | Decoder::Path(names) => Some(names),
            _ => None,
        }
    }

    /// Whether values are distinguished by [`Scratch::key`], and not by the cell.
    pub(crate) fn has_key(&self) -> bool {
        matches!(self, Decoder::AnyText(_) | Decoder::Text(_) | Decoder::Path(_) | Decoder::Moment(_))
    }

    /// A value that every condition treats as it treats the cell.
    pub(crate) fn value(&self, cell: &Cell) -> Option<Value> {
        if !cell.known {
            return None;
        }
        Some(match self {
            Decoder::Flag => Value::Bool(cell.value != 0),
            Decoder::Choice(_) => Value::Enum(cell.value as u16),
            Decoder::AnyText(_) => Value::Text(Box::default()),
            Decoder::Text(names) => Value::Text(names.example(cell.value).into()),
            Decoder::Path(names) => Value::Path(names.path(cell.value)?.clone()),
            Decoder::Number { .. } => Value::Number(cell.value),
            Decoder::Date => Value::Date(cell.day),
            Decoder::Moment(turns) => Value::Timestamp(Timestamp { instant: at_rank(turns, cell.value), day: cell.day }),
            Decoder::Region(_) => Value::Region(Regions::code(cell.value)),
        })
    }

    /// Which of the values that conditions tell apart this one of theirs is.
    pub(crate) fn number_of(&self, key: &str) -> Option<i64> {
        match self {
            Decoder::Text(names) => names.number_of(key),
            Decoder::Region(_) => Regions::number_of(key.as_bytes()),
            _ => None,
        }
    }

    /// How many values conditions can tell apart, of a kind that has no order.
    pub(crate) fn count(&self) -> usize {
        match self {
            Decoder::Flag => 2,
            Decoder::Choice(names) | Decoder::Text(names) => names.count(),
            Decoder::Region(_) => Regions::COUNT,
            _ => 0,
        }
    }
}

#[inline(always)]
fn date(cursor: &mut Cursor<'_>, scratch: &mut Scratch) -> Option<(i64, Date)> {
    let inside = cursor.bytes.get(cursor.at + 1..).and_then(<[u8]>::first_chunk);
    let (day, after) = match inside.and_then(|date| scratch.date(date)) {
        Some(day) if cursor.peek() == b'"' && cursor.bytes.get(cursor.at + 11) == Some(&b'"') => (day, cursor.at + 12),
        _ => other_date(cursor.bytes, cursor.at, scratch)?,
    };
    cursor.at = after;
    Some((i64::from(day.epoch_days()), day))
}

/// A date written as a moment, or with escapes.
#[inline(never)]
fn other_date(bytes: &[u8], at: usize, scratch: &mut Scratch) -> Option<(Date, usize)> {
    let mut cursor = Cursor { bytes, at };
    let span = cursor.text()?;
    let text = cursor.decoded(span, &mut scratch.text)?;
    let day = match Date::parse(text) {
        Some(day) => day,
        None => parse_timestamp(text, scratch.zone)?.day,
    };
    Some((day, cursor.at))
}

#[inline(always)]
fn number(cursor: &mut Cursor<'_>, scratch: &mut Scratch, places: u8, quoted: bool) -> Option<i64> {
    let start = cursor.at;
    let quoted_here = quoted && cursor.peek() == b'"';
    cursor.at += usize::from(quoted_here);
    if let Some((units, length)) = cursor.value_and_separator().and_then(|window| common_number(window, places, quoted_here)) {
        cursor.at += length;
        if quoted_here && cursor.peek() == b'"' {
            cursor.at += 1;
            return Some(units);
        }
        if !quoted_here && !matches!(cursor.peek(), b'0'..=b'9' | b'.' | b'e' | b'E') {
            return Some(units);
        }
    }
    let (units, after) = other_number(cursor.bytes, start, scratch, (places, quoted))?;
    cursor.at = after;
    Some(units)
}

/// A number with many digits or trailing zeros, or with escapes.
#[inline(never)]
fn other_number(bytes: &[u8], at: usize, scratch: &mut Scratch, (places, quoted): (u8, bool)) -> Option<(i64, usize)> {
    let mut cursor = Cursor { bytes, at };
    let units = if quoted && cursor.peek() == b'"' {
        let span = cursor.text()?;
        parse_decimal(cursor.decoded(span, &mut scratch.text)?, places)
    } else {
        parse_decimal(std::str::from_utf8(cursor.number()?).ok()?, places)
    };
    Some((units.ok()?, cursor.at))
}

const POWERS: [i64; 9] = [1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

/// What the digits in front of a text say, and how many they are, at most eight.
#[inline(always)]
fn digits(text: &[u8; 8]) -> (i64, usize) {
    const TOPS: u64 = 0x8080_8080_8080_8080;
    let values = u64::from_le_bytes(*text) ^ 0x3030_3030_3030_3030;
    // The top bit of the first byte that is no digit, and none before it: what is carried goes to those after it.
    let others = (values.wrapping_add(0x7676_7676_7676_7676) | values) & TOPS;
    let count = (others.trailing_zeros() / 8) as usize;
    if count == 0 {
        return (0, 0);
    }
    // Zeros before them make them eight, which are added up in pairs, and pairs of pairs.
    let eight = values << (64 - 8 * count);
    let pairs = (eight.wrapping_mul(0xa01) >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs.wrapping_mul(0x64_0001) >> 16) & 0x0000_ffff_0000_ffff;
    ((fours.wrapping_mul(0x2710_0000_0001) >> 32) as i64, count)
}

/// A number like most, and how long it is; what may follow it is looked at by the caller.
#[inline(always)]
pub(crate) fn common_number(window: &[u8; VALUE_AND_SEPARATOR], places: u8, quoted: bool) -> Option<(i64, usize)> {
    let (units, count) = digits(window.first_chunk()?);
    // Of eight digits there may be a ninth.
    if count == 0 || (count == 8 && window[8].is_ascii_digit()) {
        return None;
    }
    // JSON has no number that begins with a zero and goes on. what never occurs is compared instead where quotes allow it.
    let zero = if quoted { 0 } else { b'0' };
    if window[0] == zero && count > 1 {
        return None;
    }
    if places == 0 {
        return Some((units, count));
    }
    let places = usize::from(places);
    if window[count % 16] != b'.' {
        return Some((units * POWERS.get(places)?, count));
    }
    let (parts, fraction) = digits(window[count % 16 + 1..].first_chunk()?);
    if fraction == 0 || fraction > places {
        return None;
    }
    Some((units * POWERS.get(places)? + parts * POWERS.get(places - fraction)?, count + 1 + fraction))
}

#[inline(always)]
fn any_text(cursor: Cursor<'_>, span: Span, scratch: &mut Scratch, named: Named) -> Option<i64> {
    if !cursor.is_utf8(span) {
        return None;
    }
    match named {
        Named::No => {}
        Named::Alike if span.escaped || !cursor.raw(span).iter().all(is_plain_in_names) => {
            scratch.key = hash(text_name(cursor.decoded(span, &mut scratch.text)?).as_bytes());
        }
        _ if span.escaped => scratch.key = hash(cursor.decoded(span, &mut scratch.text)?.as_bytes()),
        _ => scratch.key = cursor.hash(span),
    }
    Some(0)
}

/// True of bytes that a name keeps as they are when it is compared: ASCII without blanks, and the ideographs from U+4000 to U+9FFF.
fn is_plain_in_names(byte: &u8) -> bool {
    matches!(*byte, 0x21..=0x7e | 0x80..=0xbf | 0xe4..=0xe9)
}

/// The moments that conditions name, in order.
fn moments(conditions: &[&Condition], zone: Tz) -> Vec<Timestamp> {
    let mut named = Vec::new();
    for condition in conditions {
        if let Condition::Timestamp(comparison) = condition {
            let _ = comparison.map(|at| named.push(Timestamp { instant: *at, day: Date::from_timestamp(at, zone) }));
        }
    }
    named.sort_unstable_by_key(|moment| moment.instant);
    named.dedup_by_key(|moment| moment.instant);
    named
}

/// The rank of a moment among those that conditions name: odd if it is one of them.
pub(crate) fn rank(turns: &[Timestamp], moment: &Timestamp) -> i64 {
    let before = turns.partition_point(|turn| turn.instant < moment.instant);
    let same = turns.get(before).is_some_and(|turn| turn.instant == moment.instant);
    2 * before as i64 + i64::from(same)
}

/// A moment of that rank.
fn at_rank(turns: &[Timestamp], rank: i64) -> chrono::DateTime<chrono::Utc> {
    let turn = |at: usize| turns.get(at).map(|turn| turn.instant);
    let place = (rank / 2) as usize;
    let step = TimeDelta::nanoseconds(1);
    match (rank % 2, turn(place), turns.last()) {
        (1, Some(at), _) => at,
        (_, Some(at), _) => at - step,
        (_, None, Some(last)) => last.instant + step,
        (_, None, None) => chrono::DateTime::UNIX_EPOCH,
    }
}

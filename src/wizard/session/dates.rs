//! Days and moments as people type them: `11-20`, `11月20日`, `昨天`, `3 days ago`, `明天 20:00`, `tomorrow 8pm`.
//!
//! In: a text and what day it is. Out: a day, or a moment in the program's time zone; or what is missing, in words.

use chrono::{Datelike, SecondsFormat, Timelike, Weekday};
use chrono_tz::Tz;

use crate::document::values::date::{in_the_evening, numbers, time, without_weekday};
use crate::document::values::number::chinese;
use crate::document::values::{InputError, normalized};
use crate::value::date::{Date, Period, Unit};
use crate::value::value_type::{Timestamp, Value};

pub use crate::document::values::date::at_clock;

/// Nothing longer is a day or a moment.
const LONGEST: usize = 120;

/// A date without a year is the last such day, unless the next one is no further ahead than this.
const SOON: i64 = 31;

/// How people name a day without its date, and how far it is from today.
const NAMED: [(&str, i32); 21] = [
    ("大前天", -3),
    ("前天", -2),
    ("昨天", -1),
    ("昨日", -1),
    ("今天", 0),
    ("今日", 0),
    ("明天", 1),
    ("明日", 1),
    ("后天", 2),
    ("大后天", 3),
    ("前日", -2),
    ("昨晚", -1),
    ("今晚", 0),
    ("明晚", 1),
    ("today", 0),
    ("yesterday", -1),
    ("the day before yesterday", -2),
    ("tomorrow", 1),
    ("the day after tomorrow", 2),
    ("tonight", 0),
    ("last night", -1),
];

/// Makes a day of what was typed. Of the past, a day without a year is the last such day.
pub(super) fn date(typed: &str, today: Date, zone: Tz, past: bool) -> Result<Date, InputError> {
    if typed.len() > LONGEST {
        return Err(InputError::new("answer-date").with("text", typed));
    }
    let text = normalized(typed);
    let text = without_weekday(&text);
    if let Some(day) = relative(text, today) {
        return Ok(day);
    }
    match crate::document::values::date::parse(typed, zone).map(|parsed| parsed.value) {
        Ok(Value::Date(day)) => Ok(day),
        Ok(_) => Err(InputError::new("answer-date").with("text", typed)),
        Err(refusal) => calendar(text, today, |ahead, behind| !past && ahead <= SOON.min(behind), typed).unwrap_or(Err(refusal)),
    }
}

/// A day by how far it is from today.
fn relative(text: &str, today: Date) -> Option<Date> {
    if let Some((_, days)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Some(today.add_days(*days));
    }
    let compact: String = text.split_whitespace().collect();
    let (text, back) = match compact.as_str() {
        text if text.ends_with("以前") || text.ends_with("之前") => (&text[..text.len() - 6], true),
        text if text.ends_with("以后") || text.ends_with("之后") => (&text[..text.len() - 6], false),
        text if text.ends_with('前') => (&text[..text.len() - 3], true),
        text if text.ends_with('后') => (&text[..text.len() - 3], false),
        text if text.ends_with("ago") => (&text[..text.len() - 3], true),
        text if text.ends_with("fromnow") => (&text[..text.len() - 7], false),
        text if text.starts_with("in") => (&text[2..], false),
        _ => return None,
    };
    const UNITS: [(&str, Unit); 12] = [
        ("个星期", Unit::Weeks),
        ("星期", Unit::Weeks),
        ("周", Unit::Weeks),
        ("个月", Unit::Months),
        ("天", Unit::Days),
        ("日", Unit::Days),
        ("年", Unit::Years),
        ("days", Unit::Days),
        ("day", Unit::Days),
        ("weeks", Unit::Weeks),
        ("week", Unit::Weeks),
        ("months", Unit::Months),
    ];
    let more = [("month", Unit::Months), ("years", Unit::Years), ("year", Unit::Years)];
    let (count, unit) = UNITS.iter().chain(&more).find_map(|(name, unit)| Some((text.strip_suffix(name)?, *unit)))?;
    let count = match count {
        "a" | "an" | "one" => 1,
        "two" => 2,
        "three" => 3,
        digits => digits.parse().ok().or_else(|| chinese(digits)?.parse().ok())?,
    };
    // Nobody counts further than this, and the calendar ends.
    if count > 5000 {
        return None;
    }
    let period = Period { count, unit };
    let day = if back { period.before(today) } else { later(today, period)? };
    let year = day.to_naive()?.year();
    (0..=9999).contains(&year).then_some(day)
}

fn later(today: Date, period: Period) -> Option<Date> {
    match (period.days(), period.months()) {
        (Some(days), _) => Some(today.add_days(days)),
        (_, Some(months)) => {
            let date = today.to_naive()?.checked_add_months(chrono::Months::new(months))?;
            Date::from_ymd(date.year(), date.month(), date.day())
        }
        _ => None,
    }
}

/// A day by its month and day; None of what is written otherwise. `ahead` decides between the next such day and the last, by
/// how far off each is.
fn calendar(text: &str, today: Date, ahead: impl Fn(i64, i64) -> bool, typed: &str) -> Option<Result<Date, InputError>> {
    match numbers(text)?.as_slice() {
        [(month, 1 | 2), (day, 1 | 2)] => {
            let year = today.to_naive().map_or(1970, |date| date.year());
            let of = |year: i32| Date::from_ymd(year, *month, *day);
            // Eight years hold a leap day before and after any day.
            let last = (0..=8).find_map(|back| of(year - back).filter(|day| *day <= today));
            let next = (0..=8).find_map(|on| of(year + on).filter(|day| *day > today));
            Some(match (last, next) {
                (Some(last), Some(next)) => Ok(if ahead(next.since(today), today.since(last)) { next } else { last }),
                (last, next) => last.or(next).ok_or_else(|| InputError::new("answer-no-such-day").with("text", typed)),
            })
        }
        [(number, 1 | 2)] if (1..=31).contains(number) => {
            let month = today.to_naive().map_or(1, |date| date.month());
            Some(Err(InputError::new("answer-which-month").with("text", typed).with("example", format!("{month}-{number}"))))
        }
        _ => None,
    }
}

/// Makes a moment of a day and a time of day, or of RFC 3339.
pub(super) fn moment(typed: &str, today: Date, zone: Tz, past: bool) -> Result<Timestamp, InputError> {
    if typed.len() > LONGEST {
        return Err(InputError::new("answer-moment").with("text", typed));
    }
    if let Ok(Value::Timestamp(moment)) = crate::document::values::date::parse_moment(typed, zone).map(|parsed| parsed.value) {
        return Ok(moment);
    }
    let text = normalized(typed);
    let nearest = |text: &str| match relative(text, today) {
        Some(day) => Ok(day),
        None => match crate::document::values::date::parse(text, zone).map(|parsed| parsed.value) {
            Ok(Value::Date(day)) => Ok(day),
            Ok(_) => Err(InputError::new("answer-date").with("text", typed)),
            Err(refusal) => calendar(text, today, |ahead, behind| !past && ahead <= behind, typed).unwrap_or(Err(refusal)),
        },
    };
    // Where the time begins is tried from the left: `11-28 8 pm`, `明天晚上8点`.
    let cuts = text.char_indices().map(|(at, _)| at).chain([text.len()]);
    for at in cuts {
        let (day, rest) = text.split_at(at);
        let Some(clock) = time(rest.trim_start_matches([' ', 't', ',', '，'])) else { continue };
        let day = without_weekday(day.trim_end_matches([' ', ',', '，']).trim_end_matches(" at"));
        // A digit before the time belongs to it, unless something parts them.
        let torn = day.ends_with(|c: char| c.is_ascii_digit()) && rest.starts_with(|c: char| c.is_ascii_digit());
        if torn {
            continue;
        }
        let evening = day.ends_with('晚') || day.ends_with("night");
        let Some(clock) = (if evening { in_the_evening(clock) } else { Some(clock) }) else { continue };
        let day = if day.is_empty() { Ok(today) } else { nearest(day) };
        match day {
            Ok(day) => return at_clock(day, clock, zone).ok_or_else(|| InputError::new("answer-no-such-time").with("text", typed)),
            Err(refusal) if refusal.id == "answer-no-such-day" => return Err(refusal),
            Err(_) => {}
        }
    }
    match nearest(without_weekday(&text)) {
        Ok(day) => Err(InputError::new("answer-which-time").with("date", day.to_string())),
        Err(refusal) if refusal.id == "answer-date" => Err(InputError::new("answer-moment").with("text", typed)),
        Err(refusal) => Err(refusal),
    }
}

/// A moment as a person would type it; where a clock's time alone would be taken for another moment, with its offset.
pub(super) fn show_moment(moment: Timestamp, zone: Tz) -> String {
    let local = moment.instant.with_timezone(&zone);
    let seconds = local.second() > 0;
    let text = local.format(if seconds { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M" }).to_string();
    let same = local.nanosecond() == 0
        && at_clock(Date::from_timestamp(&moment.instant, zone), local.time(), zone).is_some_and(|again| again.instant == moment.instant);
    let four_digits = (0..=9999).contains(&local.year());
    // Offsets of before there were time zones have seconds, which RFC 3339 can't say.
    let sayable = chrono::Offset::fix(local.offset()).local_minus_utc() % 60 == 0;
    match (same && four_digits, sayable) {
        (true, _) => text,
        (false, true) => local.to_rfc3339_opts(SecondsFormat::AutoSi, false),
        (false, false) => moment.instant.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    }
}

/// The message that names the weekday of a day.
pub fn weekday(day: Date) -> &'static str {
    match day.to_naive().map(|date| date.weekday()) {
        None | Some(Weekday::Mon) => "edit-monday",
        Some(Weekday::Tue) => "edit-tuesday",
        Some(Weekday::Wed) => "edit-wednesday",
        Some(Weekday::Thu) => "edit-thursday",
        Some(Weekday::Fri) => "edit-friday",
        Some(Weekday::Sat) => "edit-saturday",
        Some(Weekday::Sun) => "edit-sunday",
    }
}

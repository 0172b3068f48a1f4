//! Days and moments as people type them: `11-20`, `11月20日`, `昨天`, `3 days ago`, `明天 20:00`, `tomorrow 8pm`.
//!
//! In: a text and what day it is. Out: a day, or a moment in the program's time zone; or what is missing, in words.

use chrono::{Datelike, NaiveTime, SecondsFormat, TimeZone, Timelike, Utc, Weekday};
use chrono_tz::Tz;

use crate::day::{Day, Period, Unit};
use crate::kind::{Moment, parse_moment};

use super::entry::{Refusal, plain};
use super::numbers::chinese;

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

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Makes a day of what was typed.
pub(super) fn date(typed: &str, today: Day) -> Result<Day, Refusal> {
    if typed.len() > LONGEST {
        return Err(Refusal::of("answer-date").with("text", typed));
    }
    let text = plain(typed);
    let text = without_weekday(&text);
    if let Some(day) = relative(text, today) {
        return Ok(day);
    }
    if let Some((date, rest)) = text.split_once(['t', ' '])
        && Day::parse(date).is_some()
        && time(rest.trim_end_matches('z')).is_some()
    {
        return Err(Refusal::of("answer-date-only").with("date", date));
    }
    calendar(text, today, |ahead, behind| ahead <= SOON.min(behind), typed)
}

/// Drops a weekday behind a date, as [`super::entry::understood`] writes it.
fn without_weekday(text: &str) -> &str {
    let bare = text.trim_end_matches([')', '）']);
    for name in ["星期", "礼拜", "周"] {
        if let Some(at) = bare.rfind(name)
            && ["一", "二", "三", "四", "五", "六", "日", "天"].contains(&&bare[at + name.len()..])
            && at > 0
        {
            return bare[..at].trim_end_matches([',', '，', ' ', '(']);
        }
    }
    text
}

/// A day by how far it is from today.
fn relative(text: &str, today: Day) -> Option<Day> {
    if let Some((_, days)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Some(today.plus(*days));
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
    let year = day.date()?.year();
    (0..=9999).contains(&year).then_some(day)
}

fn later(today: Day, period: Period) -> Option<Day> {
    match (period.days(), period.months()) {
        (Some(days), _) => Some(today.plus(days)),
        (_, Some(months)) => {
            let date = today.date()?.checked_add_months(chrono::Months::new(months))?;
            Day::from_ymd(date.year(), date.month(), date.day())
        }
        _ => None,
    }
}

/// A day by its date. `ahead` decides between the next such day and the last, by how far off each is.
fn calendar(text: &str, today: Day, ahead: impl Fn(i64, i64) -> bool, typed: &str) -> Result<Day, Refusal> {
    let refuse = |id: &'static str| Refusal::of(id).with("text", typed);
    let Some(numbers) = numbers(text) else { return Err(refuse("answer-date")) };
    let month_and_day = |month: u32, day: u32| {
        let year = today.date().map_or(1970, |date| date.year());
        let of = |year: i32| Day::from_ymd(year, month, day);
        // Eight years hold a leap day before and after any day.
        let last = (0..=8).find_map(|back| of(year - back).filter(|day| *day <= today));
        let next = (0..=8).find_map(|on| of(year + on).filter(|day| *day > today));
        match (last, next) {
            (Some(last), Some(next)) => Ok(if ahead(next.since(today), today.since(last)) { next } else { last }),
            (last, next) => last.or(next).ok_or_else(|| refuse("answer-no-such-day")),
        }
    };
    match numbers.as_slice() {
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => Day::from_ymd(*year as i32, *month, *day).ok_or_else(|| refuse("answer-no-such-day")),
        [(number, 8)] => {
            Day::from_ymd((number / 10_000) as i32, number / 100 % 100, number % 100).ok_or_else(|| refuse("answer-no-such-day"))
        }
        [(month, 1 | 2), (day, 1 | 2)] => month_and_day(*month, *day),
        [(number, 1 | 2)] if (1..=31).contains(number) => {
            let month = today.date().map_or(1, |date| date.month());
            Err(refuse("answer-which-month").with("example", format!("{month}-{number}")))
        }
        [_, _, (_, 4)] | [_, _, (_, 2)] => Err(refuse("answer-year-first")),
        [(_, 4), (_, 1 | 2)] => Err(refuse("answer-which-day")),
        _ => Err(refuse("answer-date")),
    }
}

/// The numbers of a date with how many digits each has, year first.
fn numbers(text: &str) -> Option<Vec<(u32, usize)>> {
    if let Some(numbers) = english(text) {
        return Some(numbers);
    }
    let marks = text.replace(['年', '月'], "-");
    let marks = marks.trim_end_matches(['日', '号', '號']);
    let parts: Vec<&str> = marks.split(['-', '/', '.', ' ', '–', '−']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| {
        let digits = if part.bytes().all(|byte| byte.is_ascii_digit()) { (*part).to_owned() } else { chinese(part)? };
        (digits.len() <= 8).then(|| digits.parse().ok().map(|number| (number, digits.len()))).flatten()
    };
    parts.iter().map(number).collect()
}

/// `Nov 20`, `20 November 2026`, `November 20th, 2026`.
fn english(text: &str) -> Option<Vec<(u32, usize)>> {
    let words: Vec<&str> = text.split([' ', ',', '-', '.']).filter(|word| !word.is_empty() && *word != "of" && *word != "the").collect();
    let month = |word: &str| MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word));
    let at = words.iter().position(|word| month(word).is_some() || *word == "sept")?;
    let month = month(words[at]).unwrap_or(8) as u32 + 1;
    let others = words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        digits.parse::<u32>().ok().map(|number| (number, digits.len()))
    });
    match others.collect::<Option<Vec<_>>>()?.as_slice() {
        [day @ (_, 1 | 2)] => Some(vec![(month, 2), *day]),
        [day @ (_, 1 | 2), year @ (_, 4)] | [year @ (_, 4), day @ (_, 1 | 2)] => Some(vec![*year, (month, 2), *day]),
        _ => None,
    }
}

/// Makes a moment of a day and a time of day, or of RFC 3339.
pub(super) fn moment(typed: &str, today: Day, zone: Tz) -> Result<Moment, Refusal> {
    if typed.len() > LONGEST {
        return Err(Refusal::of("answer-moment").with("text", typed));
    }
    let upper: String = plain(typed).to_uppercase();
    if let Some(moment) = parse_moment(&upper, zone).or_else(|| parse_moment(&upper.replacen(' ', "T", 1), zone)) {
        return Ok(moment);
    }
    let text = plain(typed);
    let nearest = |text: &str| relative(text, today).map_or_else(|| calendar(text, today, |ahead, behind| ahead <= behind, typed), Ok);
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
        let clock = if evening && clock.hour() < 12 { clock.with_hour(clock.hour() + 12).unwrap_or(clock) } else { clock };
        let day = if day.is_empty() { Ok(today) } else { nearest(day) };
        match day {
            Ok(day) => return at_clock(day, clock, zone).ok_or_else(|| Refusal::of("answer-no-such-time").with("text", typed)),
            Err(refusal) if refusal.id == "answer-no-such-day" => return Err(refusal),
            Err(_) => {}
        }
    }
    match nearest(without_weekday(&text)) {
        Ok(day) => Err(Refusal::of("answer-which-time").with("date", day.to_string())),
        Err(refusal) if refusal.id == "answer-date" => Err(Refusal::of("answer-moment").with("text", typed)),
        Err(refusal) => Err(refusal),
    }
}

/// The moment at which clocks of a zone show a time; the first, where they show it twice.
pub fn at_clock(day: Day, clock: NaiveTime, zone: Tz) -> Option<Moment> {
    let local = zone.from_local_datetime(&day.date()?.and_time(clock)).earliest()?;
    Some(Moment { at: local.with_timezone(&Utc), day })
}

/// A time of day: `20:00`, `8pm`, `晚上8点半`, `20点30分`.
fn time(text: &str) -> Option<NaiveTime> {
    let mut text = text.trim();
    let mut half = None;
    const HALVES: [(&str, bool); 12] = [
        ("凌晨", false),
        ("清晨", false),
        ("早上", false),
        ("早晨", false),
        ("上午", false),
        ("中午", true),
        ("下午", true),
        ("傍晚", true),
        ("晚上", true),
        ("夜里", true),
        ("晚", true),
        ("早", false),
    ];
    for (name, late) in HALVES {
        if let Some(rest) = text.strip_prefix(name) {
            (text, half) = (rest.trim_start(), Some((name, late)));
            break;
        }
    }
    for (name, late) in [("a.m.", false), ("p.m.", true), ("am", false), ("pm", true)] {
        if let Some(rest) = text.strip_suffix(name).filter(|_| half.is_none()) {
            (text, half) = (rest.trim_end(), Some((name, late)));
            break;
        }
    }
    if text == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let marked = text.contains([':', '点', '點', '时']);
    let text = text.replace("点半", ":30").replace("点一刻", ":15").replace("点三刻", ":45").replace(['点', '點', '时', '分'], ":");
    let parts: Vec<&str> = text.trim_end_matches('秒').trim_end_matches(':').split(':').map(str::trim).collect();
    let number = |part: &str| {
        let digits = if part.bytes().all(|byte| byte.is_ascii_digit()) { part.to_owned() } else { chinese(part)? };
        (1..=2).contains(&digits.len()).then(|| digits.parse::<u32>().ok()).flatten()
    };
    let numbers: Vec<u32> = parts.iter().map(|part| number(part)).collect::<Option<_>>()?;
    let (hour, rest) = numbers.split_first()?;
    // A number alone is no time.
    if (!marked && half.is_none()) || rest.len() > 2 || (half.is_some_and(|(name, _)| name.contains('m')) && !(1..=12).contains(hour)) {
        return None;
    }
    let hour = match half {
        Some(("凌晨" | "am" | "a.m." | "夜里", _)) if *hour == 12 => 0,
        Some((_, true)) if *hour < 12 && !(half.is_some_and(|(name, _)| name == "中午") && *hour >= 10) => hour + 12,
        _ => *hour,
    };
    NaiveTime::from_hms_opt(hour, rest.first().copied().unwrap_or(0), rest.get(1).copied().unwrap_or(0))
}

/// A moment as a person would type it; where a clock's time alone would be taken for another moment, with its offset.
pub(super) fn show_moment(moment: Moment, zone: Tz) -> String {
    let local = moment.at.with_timezone(&zone);
    let seconds = local.second() > 0;
    let text = local.format(if seconds { "%Y-%m-%d %H:%M:%S" } else { "%Y-%m-%d %H:%M" }).to_string();
    let same =
        local.nanosecond() == 0 && at_clock(Day::of(&moment.at, zone), local.time(), zone).is_some_and(|again| again.at == moment.at);
    let four_digits = (0..=9999).contains(&local.year());
    // Offsets of before there were time zones have seconds, which RFC 3339 can't say.
    let sayable = chrono::Offset::fix(local.offset()).local_minus_utc() % 60 == 0;
    match (same && four_digits, sayable) {
        (true, _) => text,
        (false, true) => local.to_rfc3339_opts(SecondsFormat::AutoSi, false),
        (false, false) => moment.at.to_rfc3339_opts(SecondsFormat::AutoSi, true),
    }
}

/// The message that names the weekday of a day.
pub fn weekday(day: Day) -> &'static str {
    match day.date().map(|date| date.weekday()) {
        None | Some(Weekday::Mon) => "edit-monday",
        Some(Weekday::Tue) => "edit-tuesday",
        Some(Weekday::Wed) => "edit-wednesday",
        Some(Weekday::Thu) => "edit-thursday",
        Some(Weekday::Fri) => "edit-friday",
        Some(Weekday::Sat) => "edit-saturday",
        Some(Weekday::Sun) => "edit-sunday",
    }
}

//! Days and moments by their dates: `2026-11-20`, `2026年11月20日`, `20 Nov 2026`, `2026-11-20T10:11:12`.
//!
//! In: a text and the program's time zone. Out: a day or a moment; or, where the year is missing or days and months may have
//! changed places, a refusal with the dates that may be meant. Nothing here depends on today.

use chrono::{Datelike, LocalResult, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, TimeZone, Timelike, Utc};
use chrono_tz::Tz;

use super::InputError;
use super::fold::{has_odd_digits, normalized, unquoted};
use super::number::chinese;
use crate::document::values::parsed::Parsed;
use crate::value::date::Date;
use crate::value::value_type::{Timestamp, Value, parse_timestamp as parse_rfc3339};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Reads a date. A timestamp is converted to its date in `zone`; without an offset it is one of that zone.
///
/// # Errors
/// It is none, is not in the calendar, or may be several.
pub fn parse(text: &str, zone: Tz) -> Result<Parsed, InputError> {
    if let Some(day) = Date::parse(text).or_else(|| Some(parse_rfc3339(text, zone)?.day)) {
        return Ok(Parsed::exact(Value::Date(day)));
    }
    let (typed, folded) = (text.trim(), normalized(unquoted(text.trim().trim_end_matches('。'))));
    let unreadable = || InputError::new("answer-date").with("text", typed);
    if has_odd_digits(typed) {
        return Err(unreadable());
    }
    let day = match timestamp(&folded) {
        Some((day, clock, Some(offset))) => with_offset(day?, clock, offset, zone).map(|moment| moment.day).ok_or_else(unreadable),
        Some((day, _, None)) => day,
        None => dated(&folded, typed),
    };
    day.map(|day| Parsed::loose(Value::Date(day))).map_err(|refusal| {
        let within = if refusal.id == "answer-date" { dates_within(&folded) } else { Vec::new() };
        match within.as_slice() {
            [] => refusal,
            [one] => InputError::new("answer-date-alone").with("text", typed).with("date", one.to_string()),
            [first, second, ..] => {
                InputError::new("answer-dates").with("text", typed).with("first", first.to_string()).with("second", second.to_string())
            }
        }
    })
}

/// The dates that are in a text which as a whole is none.
fn dates_within(text: &str) -> Vec<Date> {
    let mut days: Vec<Date> = Vec::new();
    let word = |c: char| c.is_ascii_digit() || "-/.年月".contains(c);
    for part in text.split(|c: char| c.is_whitespace() || c == 't' || !(word(c) || c.is_ascii_alphabetic())) {
        let numbers = numbers(part.trim_matches(['-', '/', '.'])).unwrap_or_default();
        for date in numbers.chunks_exact(3) {
            if let [(year, 4), (month, 1 | 2), (day, 1 | 2)] = *date {
                days.extend(Date::from_ymd(year as i32, month, day).filter(|day| !days.contains(day)));
            }
        }
    }
    days
}

/// Reads a moment: a date and a time of day. Without an offset they are those of `zone`.
///
/// # Errors
/// It is none, or the clocks of the zone skip that time or show it twice.
pub fn parse_moment(text: &str, zone: Tz) -> Result<Parsed, InputError> {
    if let Some(moment) = parse_rfc3339(text, zone) {
        return Ok(Parsed::exact(Value::Timestamp(moment)));
    }
    let typed = text.trim();
    let folded = normalized(unquoted(typed));
    if has_odd_digits(typed) {
        return Err(InputError::new("answer-moment").with("text", typed));
    }
    let Some((day, clock, offset)) = timestamp(&folded) else {
        return Err(match dated(&folded, typed) {
            Ok(day) => InputError::new("answer-which-time").with("date", day.to_string()),
            Err(refusal) if refusal.id == "answer-date" => InputError::new("answer-moment").with("text", typed),
            Err(refusal) => refusal,
        });
    };
    let day = day?;
    let malformed = || InputError::new("answer-moment").with("text", typed);
    if let Some(offset) = offset {
        return with_offset(day, clock, offset, zone).map(|moment| Parsed::loose(Value::Timestamp(moment))).ok_or_else(malformed);
    }
    let local = day.to_naive().ok_or_else(malformed)?.and_time(clock);
    let written = |at: chrono::DateTime<Tz>| at.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(Parsed::loose(Value::Timestamp(Timestamp { instant: at.with_timezone(&Utc), day }))),
        LocalResult::None => Err(InputError::new("answer-no-such-time").with("text", typed)),
        LocalResult::Ambiguous(first, second) => {
            Err(InputError::new("answer-which-date").with("text", typed).with("first", written(first)).with("second", written(second)))
        }
    }
}

/// The day that a spreadsheet means by a number in a column of dates: the days since 1899-12-30, perhaps with a time of day.
pub fn serial_day(text: &str) -> Option<Date> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // Five digits: from 1927 to 2173. Shorter numbers are rather counts, and longer ones dates without marks.
    let serial: i32 = whole.parse().ok().filter(|_| whole.len() == 5 && digits(whole) && digits(fraction))?;
    Some(Date::from_ymd(1899, 12, 30)?.add_days(serial))
}

fn with_offset(day: Date, clock: NaiveTime, offset: i32, zone: Tz) -> Option<Timestamp> {
    let local: NaiveDateTime = day.to_naive()?.and_time(clock);
    let at = local.checked_sub_signed(TimeDelta::seconds(i64::from(offset)))?.and_utc();
    let day = Date::from_timestamp(&at, zone);
    (Date::from_ymd(0, 1, 1)? <= day && day <= Date::from_ymd(9999, 12, 31)?).then_some(Timestamp { instant: at, day })
}

/// A date with a time of day behind it, and the seconds of its offset if there is one. None if no time follows a date.
fn timestamp(text: &str) -> Option<(Result<Date, InputError>, NaiveTime, Option<i32>)> {
    if let Some((date, clock)) = compact(text) {
        let (clock, offset) = clock_and_offset(&clock)?;
        return Some((calendar(date, text), clock, offset));
    }
    let cuts = text.char_indices().filter_map(|(at, c)| match c {
        ' ' | 't' | ',' => Some((at, at + 1)),
        '日' | '号' => Some((at + c.len_utf8(), at + c.len_utf8())),
        _ => None,
    });
    for (end, begin) in cuts {
        let (date, rest) = (text[..end].trim_end_matches([',', ' ']), text[begin..].trim_start());
        let Some((clock, offset)) = clock_and_offset(rest) else { continue };
        match dated(date, text) {
            Err(refusal) if refusal.id == "answer-date" => {}
            day => return Some((day, clock, offset)),
        }
    }
    None
}

/// A timestamp without marks, `20261120101112` or `20261120t101112z`: its date, and its time with marks and all that follows.
fn compact(text: &str) -> Option<(&str, String)> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    let (date, rest) = text.split_at_checked(8).filter(|(date, _)| digits(date))?;
    let (clock, after) = rest.strip_prefix(['t', ' ']).unwrap_or(rest).split_at_checked(6).filter(|(clock, _)| digits(clock))?;
    if after.starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    Some((date, format!("{}:{}:{}{after}", &clock[..2], &clock[2..4], &clock[4..])))
}

/// A time of day, and the seconds of its offset if one follows.
fn clock_and_offset(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let universal = ["utc", "gmt", "z"].iter().find_map(|name| text.split_once(name));
    let (clock, offset) = match (universal, text.rfind(['+', '-'])) {
        (Some((clock, "")), _) => (clock, Some(0)),
        (Some((clock, offset)), _) => (clock, Some(offset_seconds(offset.trim_start())?)),
        (None, Some(at)) if at > 0 && text.len() - at > 2 => (&text[..at], Some(offset_seconds(&text[at..])?)),
        _ => (text, None),
    };
    let clock = clock.trim_end();
    let precise = || NaiveTime::parse_from_str(clock, "%H:%M:%S%.f").ok().filter(|_| clock.contains('.'));
    Some((precise().or_else(|| time(clock))?, offset))
}

/// The seconds of an offset: `+08:00`, `-0330`, `+8`.
fn offset_seconds(text: &str) -> Option<i32> {
    let (sign, text) = text.strip_prefix('-').map_or((1, text.strip_prefix('+')), |rest| (-1, Some(rest)));
    let digits: String = text?.chars().filter(|c| *c != ':').collect();
    let sound = matches!(digits.len(), 1 | 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes) = digits.split_at_checked(2).unwrap_or((&digits, "0"));
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, if minutes.is_empty() { 0 } else { minutes.parse().ok()? });
    (sound && hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

/// A day by its date, perhaps with a weekday, which has to be that of the date.
fn dated(text: &str, typed: &str) -> Result<Date, InputError> {
    let (date, weekday) = split_weekday(text);
    let day = calendar(date, typed)?;
    let right = day.to_naive().map(|date| date.weekday().num_days_from_monday());
    match weekday {
        Some(weekday) if right != Some(weekday) => Err(InputError::new("answer-weekday").with("text", typed).with("date", day.to_string())),
        _ => Ok(day),
    }
}

/// A day by its date, year included.
fn calendar(text: &str, typed: &str) -> Result<Date, InputError> {
    let unreadable = || InputError::new("answer-date").with("text", typed);
    if let Some(day) = serial_day(text) {
        return Err(InputError::new("answer-serial").with("text", typed).with("date", day.to_string()));
    }
    // Marks that could be in a number too are clear where a year comes first.
    let marked = || numbers(&text.replace([',', '、', '_', '\\'], "-")).filter(|numbers| matches!(numbers[..], [(_, 4), _, _]));
    let numbers = numbers(text).or_else(marked).ok_or_else(unreadable)?;
    match numbers.as_slice() {
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => by_numbers(*year, *month, *day, typed),
        [(number, 8)] => by_numbers(number / 10_000, number / 100 % 100, number % 100, typed),
        [(first, 1 | 2), (second, 1 | 2), (year, 4)] => Err(doubtful(&[(*year, *first, *second), (*year, *second, *first)], typed)),
        [(first, 2), (second, 1 | 2), (third, 2)] => Err(two_digits(*first, *second, *third, typed)),
        [(first, 2), (second, 1 | 2), (third, 1)] => Err(doubtful(&[(2000 + first, *second, *third)], typed)),
        [(first, 1), (second, 1 | 2), (third, 2)] => {
            Err(doubtful(&[(2000 + third, *first, *second), (2000 + third, *second, *first)], typed))
        }
        [(number, 6)] if text.len() == 6 => Err(two_digits(number / 10_000, number / 100 % 100, number % 100, typed)),
        [(month @ 1..=12, 1 | 2), (day @ 1..=31, 1 | 2)] => {
            Err(InputError::new("answer-no-year").with("text", typed).with("example", format!("YYYY-{month:02}-{day:02}")))
        }
        [(_, 4)] | [(_, 4), (_, 1 | 2)] => Err(InputError::new("answer-which-day").with("text", typed)),
        _ => Err(unreadable()),
    }
}

fn by_numbers(year: u32, month: u32, day: u32, typed: &str) -> Result<Date, InputError> {
    Date::from_ymd(year as i32, month, day).ok_or_else(|| {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return InputError::new("answer-no-such-day").with("text", typed);
        }
        let refusal = InputError::new("answer-no-such-date").with("text", typed);
        refusal.with("year", year.to_string()).with("month", format!("m{month}")).with("day", day.to_string())
    })
}

/// Three numbers of two digits: the year may be the first or the last.
fn two_digits(first: u32, second: u32, third: u32, typed: &str) -> InputError {
    doubtful(&[(2000 + first, second, third), (2000 + third, second, first), (2000 + third, first, second)], typed)
}

/// A refusal that names the days of the calendar among those that may be meant.
fn doubtful(meant: &[(u32, u32, u32)], typed: &str) -> InputError {
    let mut days: Vec<Date> = Vec::new();
    for (year, month, day) in meant {
        days.extend(Date::from_ymd(*year as i32, *month, *day).filter(|day| !days.contains(day)));
    }
    match days.as_slice() {
        [] => InputError::new("answer-date").with("text", typed),
        [one] => InputError::new("answer-year-first").with("text", typed).with("first", one.to_string()),
        [first, second] => {
            InputError::new("answer-which-date").with("text", typed).with("first", first.to_string()).with("second", second.to_string())
        }
        [first, second, third, ..] => {
            let refusal = InputError::new("answer-which-of-three").with("text", typed).with("first", first.to_string());
            refusal.with("second", second.to_string()).with("third", third.to_string())
        }
    }
}

/// Drops a weekday beside a date, as the wizard writes it.
pub fn without_weekday(text: &str) -> &str {
    split_weekday(text).0
}

/// A date without the weekday before or behind it, and that weekday, counted from Monday.
fn split_weekday(text: &str) -> (&str, Option<u32>) {
    const ENGLISH: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const CHINESE: [&str; 8] = ["一", "二", "三", "四", "五", "六", "日", "天"];
    let position = |names: &[&str], found: &dyn Fn(&str) -> bool| names.iter().position(|name| found(name)).map(|at| at.min(6) as u32);
    let weekday = |word: &str| {
        let chinese = ["星期", "礼拜", "周"].iter().find_map(|name| word.strip_prefix(name));
        match chinese {
            Some(day) => position(&CHINESE, &|name| name == day),
            None if word.len() >= 3 => position(&ENGLISH, &|name| name.starts_with(word)),
            None => None,
        }
    };
    let marks = [',', ' ', '(', ')', '.'];
    let bare = text.trim_end_matches(marks);
    let words = [("星期", 0), ("礼拜", 0), ("周", 0), (" ", 1), (",", 1), ("(", 1)];
    for (mark, skipped) in words {
        if let Some(at) = bare.rfind(mark).filter(|at| *at > 0)
            && let Some(day) = weekday(&bare[at + skipped..])
        {
            return (bare[..at].trim_end_matches(marks), Some(day));
        }
    }
    match text.split_once([' ', ',']) {
        Some((word, rest)) => match weekday(word.trim_end_matches(marks)) {
            Some(day) => (rest.trim_start_matches(marks), Some(day)),
            None => (text, None),
        },
        None => (text, None),
    }
}

/// The numbers of a date with how many digits each has, year first.
pub fn numbers(text: &str) -> Option<Vec<(u32, usize)>> {
    if let Some(numbers) = english(text) {
        return Some(numbers);
    }
    const MARKS: [char; 9] = ['-', '/', '.', ' ', '‐', '–', '—', '―', '−'];
    let marks = text.replace(['年', '月'], "-");
    let marks = marks.trim_end_matches(['日', '号']);
    if marks.starts_with(MARKS) {
        return None;
    }
    let parts: Vec<&str> = marks.split(MARKS).map(str::trim).filter(|part| !part.is_empty()).collect();
    let number = |part: &&str| {
        let digits = if part.bytes().all(|byte| byte.is_ascii_digit()) { (*part).to_owned() } else { chinese(part)? };
        (digits.len() <= 8).then(|| digits.parse().ok().map(|number| (number, digits.len()))).flatten()
    };
    parts.iter().map(number).collect()
}

/// `Nov 20`, `20 November 2026`, `November 20th, 2026`.
fn english(text: &str) -> Option<Vec<(u32, usize)>> {
    let words: Vec<&str> =
        text.split([' ', ',', '-', '.', '/']).filter(|word| !word.is_empty() && *word != "of" && *word != "the").collect();
    let month = |word: &str| MONTHS.iter().position(|name| word.len() >= 3 && name.starts_with(word));
    let at = words.iter().position(|word| month(word).is_some() || *word == "sept")?;
    let month = month(words[at]).unwrap_or(8) as u32 + 1;
    let others = words.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, word)| {
        let digits = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(word);
        digits.parse::<u32>().ok().map(|number| (number, digits.len()))
    });
    match others.collect::<Option<Vec<_>>>()?.as_slice() {
        [day @ (_, 1 | 2)] => Some(vec![(month, 2), *day]),
        [year @ (_, 4)] => Some(vec![*year, (month, 2)]),
        [day @ (_, 1 | 2), year @ (_, 4)] | [year @ (_, 4), day @ (_, 1 | 2)] => Some(vec![*year, (month, 2), *day]),
        _ => None,
    }
}

/// The moment at which clocks of a zone show a time; the first, where they show it twice.
pub fn at_clock(day: Date, clock: NaiveTime, zone: Tz) -> Option<Timestamp> {
    let local = zone.from_local_datetime(&day.to_naive()?.and_time(clock)).earliest()?;
    Some(Timestamp { instant: local.with_timezone(&Utc), day })
}

/// A time of day: `20:00`, `8pm`, `晚上8点半`, `20点30分`.
pub fn time(text: &str) -> Option<NaiveTime> {
    let mut text = text.trim();
    let mut half = None;
    for (name, part) in PARTS_OF_THE_DAY {
        if let Some(rest) = text.strip_prefix(name) {
            (text, half) = (rest.trim_start(), Some(part));
            break;
        }
    }
    for (name, part) in [("a.m.", Part::Am), ("p.m.", Part::Pm), ("am", Part::Am), ("pm", Part::Pm)] {
        if let Some(rest) = text.strip_suffix(name).filter(|_| half.is_none()) {
            (text, half) = (rest.trim_end(), Some(part));
            break;
        }
    }
    if text == "noon" {
        return NaiveTime::from_hms_opt(12, 0, 0);
    }
    let marked = text.contains([':', '点', '时']);
    let text = text.replace("点半", ":30").replace("点一刻", ":15").replace("点三刻", ":45").replace(['点', '时', '分'], ":");
    let parts: Vec<&str> = text.trim_end_matches('秒').trim_end_matches(':').split(':').map(str::trim).collect();
    let number = |part: &str| {
        let digits = if part.bytes().all(|byte| byte.is_ascii_digit()) { part.to_owned() } else { chinese(part)? };
        (1..=2).contains(&digits.len()).then(|| digits.parse::<u32>().ok()).flatten()
    };
    let numbers: Vec<u32> = parts.iter().map(|part| number(part)).collect::<Option<_>>()?;
    let (hour, rest) = numbers.split_first()?;
    // A number alone is no time.
    if (!marked && half.is_none()) || rest.len() > 2 {
        return None;
    }
    let hour = match half {
        Some(part) => part.hour(*hour)?,
        None => *hour,
    };
    NaiveTime::from_hms_opt(hour, rest.first().copied().unwrap_or(0), rest.get(1).copied().unwrap_or(0))
}

/// A time that was called one of the evening. None of one that may belong to the next day: `晚上12点`, `今晚1点`.
pub fn in_the_evening(clock: NaiveTime) -> Option<NaiveTime> {
    clock.with_hour(Part::Evening.hour(clock.hour())?)
}

/// Which part of the day a time is said to be in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Night,
    Morning,
    Noon,
    Afternoon,
    Evening,
    Am,
    Pm,
}

const PARTS_OF_THE_DAY: [(&str, Part); 13] = [
    ("凌晨", Part::Night),
    ("清晨", Part::Morning),
    ("早上", Part::Morning),
    ("早晨", Part::Morning),
    ("上午", Part::Morning),
    ("中午", Part::Noon),
    ("下午", Part::Afternoon),
    ("傍晚", Part::Evening),
    ("晚上", Part::Evening),
    ("夜里", Part::Evening),
    ("夜晚", Part::Evening),
    ("晚", Part::Evening),
    ("早", Part::Morning),
];

impl Part {
    /// The hour on a clock of 24 hours; None where it does not belong to that part of the day, or may be of the next day.
    fn hour(self, hour: u32) -> Option<u32> {
        match (self, hour) {
            (Part::Night, 12) | (Part::Am, 12) => Some(0),
            (Part::Night, 0..=6) | (Part::Morning, 4..=12) | (Part::Noon, 10..=14) | (Part::Am, 1..=11) | (Part::Pm, 12) => Some(hour),
            (Part::Noon, 1 | 2) | (Part::Afternoon, 1..=11) | (Part::Evening, 5..=11) | (Part::Pm, 1..=11) => Some(hour + 12),
            (Part::Afternoon, 12..=19) | (Part::Evening, 17..=23) => Some(hour),
            _ => None,
        }
    }
}

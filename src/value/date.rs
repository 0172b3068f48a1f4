//! Days and moments by their dates: `2026-11-20`, `2026年11月20日`, `20 Nov 2026`, `2026-11-20T10:11:12`.
//!
//! In: a text and the program's time zone. Out: a day or a moment; or, where the year is missing or days and months may have
//! changed places, a refusal with the dates that may be meant. Nothing here depends on today.

use chrono::{LocalResult, NaiveDateTime, NaiveTime, SecondsFormat, TimeDelta, TimeZone, Utc};
use chrono_tz::Tz;

use super::fold::{plain, unquoted};
use super::number::chinese;
use super::{Parsed, Refusal};
use crate::day::Day;
use crate::kind::{Moment, Value, parse_moment as parse_rfc3339};

const MONTHS: [&str; 12] =
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

/// Reads a date. A timestamp is converted to its date in `zone`; without an offset it is one of that zone.
///
/// # Errors
/// It is none, is not in the calendar, or may be several.
pub fn parse(text: &str, zone: Tz) -> Result<Parsed, Refusal> {
    if let Some(day) = Day::parse(text).or_else(|| Some(parse_rfc3339(text, zone)?.day)) {
        return Ok(Parsed::exact(Value::Date(day)));
    }
    let folded = plain(unquoted(text.trim()));
    let folded = without_weekday(&folded);
    if let Some((day, clock, offset)) = timestamp(folded) {
        let day = day?;
        let moment = offset.map_or(Some(day), |offset| Some(with_offset(day, clock, offset, zone)?.day));
        return moment.map(|day| Parsed::loose(Value::Date(day))).ok_or_else(|| Refusal::of("answer-date").with("text", text.trim()));
    }
    calendar(folded, text.trim()).map(|day| Parsed::loose(Value::Date(day)))
}

/// Reads a moment: a date and a time of day. Without an offset they are those of `zone`.
///
/// # Errors
/// It is none, or the clocks of the zone skip that time or show it twice.
pub fn parse_moment(text: &str, zone: Tz) -> Result<Parsed, Refusal> {
    if let Some(moment) = parse_rfc3339(text, zone) {
        return Ok(Parsed::exact(Value::Moment(moment)));
    }
    let typed = text.trim();
    let folded = plain(unquoted(typed));
    let Some((day, clock, offset)) = timestamp(&folded) else {
        return Err(match calendar(without_weekday(&folded), typed) {
            Ok(day) => Refusal::of("answer-which-time").with("date", day.to_string()),
            Err(refusal) if refusal.id == "answer-date" => Refusal::of("answer-moment").with("text", typed),
            Err(refusal) => refusal,
        });
    };
    let day = day?;
    let malformed = || Refusal::of("answer-moment").with("text", typed);
    if let Some(offset) = offset {
        return with_offset(day, clock, offset, zone).map(|moment| Parsed::loose(Value::Moment(moment))).ok_or_else(malformed);
    }
    let local = day.date().ok_or_else(malformed)?.and_time(clock);
    let written = |at: chrono::DateTime<Tz>| at.to_rfc3339_opts(SecondsFormat::AutoSi, false);
    match zone.from_local_datetime(&local) {
        LocalResult::Single(at) => Ok(Parsed::loose(Value::Moment(Moment { at: at.with_timezone(&Utc), day }))),
        LocalResult::None => Err(Refusal::of("answer-no-such-time").with("text", typed)),
        LocalResult::Ambiguous(first, second) => {
            Err(Refusal::of("answer-which-date").with("text", typed).with("first", written(first)).with("second", written(second)))
        }
    }
}

/// The day that a spreadsheet means by a number in a column of dates: the days since 1899-12-30, perhaps with a time of day.
pub fn serial_day(text: &str) -> Option<Day> {
    let (whole, fraction) = text.trim().split_once('.').unwrap_or((text.trim(), "0"));
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    // Five digits: from 1927 to 2173. Shorter numbers are rather counts, and longer ones dates without marks.
    let serial: i32 = whole.parse().ok().filter(|_| whole.len() == 5 && digits(whole) && digits(fraction))?;
    Some(Day::from_ymd(1899, 12, 30)?.plus(serial))
}

fn with_offset(day: Day, clock: NaiveTime, offset: i32, zone: Tz) -> Option<Moment> {
    let local: NaiveDateTime = day.date()?.and_time(clock);
    let at = local.checked_sub_signed(TimeDelta::seconds(i64::from(offset)))?.and_utc();
    let day = Day::of(&at, zone);
    (Day::from_ymd(0, 1, 1)? <= day && day <= Day::from_ymd(9999, 12, 31)?).then_some(Moment { at, day })
}

/// A date with a time of day behind it, and the seconds of its offset if there is one. None if no time follows a date.
#[expect(clippy::type_complexity, reason = "the parts of a timestamp, of which the date may be wrong")]
fn timestamp(text: &str) -> Option<(Result<Day, Refusal>, NaiveTime, Option<i32>)> {
    let cuts = text.char_indices().filter_map(|(at, c)| match c {
        ' ' | 't' => Some((at, at + 1)),
        '日' | '号' => Some((at + c.len_utf8(), at + c.len_utf8())),
        _ => None,
    });
    for (end, begin) in cuts {
        let (date, rest) = (text[..end].trim_end_matches([',', ' ']), text[begin..].trim_start());
        let Some((clock, offset)) = clock_and_offset(rest) else { continue };
        match calendar(without_weekday(date), text) {
            Err(refusal) if refusal.id == "answer-date" => {}
            day => return Some((day, clock, offset)),
        }
    }
    None
}

/// A time of day, and the seconds of its offset if one follows.
fn clock_and_offset(text: &str) -> Option<(NaiveTime, Option<i32>)> {
    let (clock, offset) = match (text.strip_suffix('z'), text.rfind(['+', '-'])) {
        (Some(clock), _) => (clock, Some(0)),
        (None, Some(at)) if at > 0 => {
            let digits: String = text[at + 1..].chars().filter(|c| *c != ':').collect();
            let sound = matches!(digits.len(), 2 | 4) && digits.bytes().all(|byte| byte.is_ascii_digit());
            let number = |part: Option<&str>| part.unwrap_or("0").parse::<i32>().ok();
            let (hours, minutes) = (number(digits.get(..2))?, number(digits.get(2..).filter(|part| !part.is_empty()))?);
            let seconds = (sound && hours < 24 && minutes < 60).then_some(hours * 3600 + minutes * 60)?;
            (&text[..at], Some(if text[at..].starts_with('-') { -seconds } else { seconds }))
        }
        _ => (text, None),
    };
    let clock = clock.trim_end();
    let precise = || NaiveTime::parse_from_str(clock, "%H:%M:%S%.f").ok().filter(|_| clock.contains('.'));
    Some((precise().or_else(|| time(clock))?, offset))
}

/// A day by its date, year included.
fn calendar(text: &str, typed: &str) -> Result<Day, Refusal> {
    let unreadable = || Refusal::of("answer-date").with("text", typed);
    let numbers = numbers(text).ok_or_else(unreadable)?;
    match numbers.as_slice() {
        [(year, 4), (month, 1 | 2), (day, 1 | 2)] => by_numbers(*year, *month, *day, typed),
        [(number, 8)] => by_numbers(number / 10_000, number / 100 % 100, number % 100, typed),
        [(first, 1 | 2), (second, 1 | 2), (year, 4)] => Err(doubtful(&[(*year, *first, *second), (*year, *second, *first)], typed)),
        [(first, 2), (second, 1 | 2), (third, 2)] => Err(two_digits(*first, *second, *third, typed)),
        [(first, 1), (second, 1 | 2), (third, 2)] => {
            Err(doubtful(&[(2000 + third, *first, *second), (2000 + third, *second, *first)], typed))
        }
        [(number, 6)] if text.len() == 6 => Err(two_digits(number / 10_000, number / 100 % 100, number % 100, typed)),
        [(_, 5)] if serial_day(text).is_some() => {
            let date = serial_day(text).map(|day| day.to_string()).unwrap_or_default();
            Err(Refusal::of("answer-serial").with("text", typed).with("date", date))
        }
        [(month @ 1..=12, 1 | 2), (day @ 1..=31, 1 | 2)] => {
            Err(Refusal::of("answer-no-year").with("text", typed).with("example", format!("YYYY-{month:02}-{day:02}")))
        }
        [(_, 4), (_, 1 | 2)] => Err(Refusal::of("answer-which-day").with("text", typed)),
        _ => Err(unreadable()),
    }
}

fn by_numbers(year: u32, month: u32, day: u32, typed: &str) -> Result<Day, Refusal> {
    Day::from_ymd(year as i32, month, day).ok_or_else(|| {
        if !(1..=12).contains(&month) || !(1..=31).contains(&day) {
            return Refusal::of("answer-no-such-day").with("text", typed);
        }
        let refusal = Refusal::of("answer-no-such-date").with("text", typed);
        refusal.with("year", year.to_string()).with("month", format!("m{month}")).with("day", day.to_string())
    })
}

/// Three numbers of two digits: the year may be the first or the last.
fn two_digits(first: u32, second: u32, third: u32, typed: &str) -> Refusal {
    doubtful(&[(2000 + first, second, third), (2000 + third, second, first), (2000 + third, first, second)], typed)
}

/// A refusal that names the days of the calendar among those that may be meant.
fn doubtful(meant: &[(u32, u32, u32)], typed: &str) -> Refusal {
    let mut days: Vec<Day> = Vec::new();
    for (year, month, day) in meant {
        days.extend(Day::from_ymd(*year as i32, *month, *day).filter(|day| !days.contains(day)));
    }
    match days.as_slice() {
        [] => Refusal::of("answer-date").with("text", typed),
        [one] => Refusal::of("answer-year-first").with("text", typed).with("first", one.to_string()),
        [first, second] => {
            Refusal::of("answer-which-date").with("text", typed).with("first", first.to_string()).with("second", second.to_string())
        }
        [first, second, third, ..] => {
            let refusal = Refusal::of("answer-which-of-three").with("text", typed).with("first", first.to_string());
            refusal.with("second", second.to_string()).with("third", third.to_string())
        }
    }
}

/// Drops a weekday behind a date, as the wizard writes it.
pub fn without_weekday(text: &str) -> &str {
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

/// The numbers of a date with how many digits each has, year first.
pub fn numbers(text: &str) -> Option<Vec<(u32, usize)>> {
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

/// The moment at which clocks of a zone show a time; the first, where they show it twice.
pub fn at_clock(day: Day, clock: NaiveTime, zone: Tz) -> Option<Moment> {
    let local = zone.from_local_datetime(&day.date()?.and_time(clock)).earliest()?;
    Some(Moment { at: local.with_timezone(&Utc), day })
}

/// A time of day: `20:00`, `8pm`, `晚上8点半`, `20点30分`.
pub fn time(text: &str) -> Option<NaiveTime> {
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

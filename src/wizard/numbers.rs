//! Numbers and amounts as people type them: `1.2万`, `6,800.01`, `¥6800`, `三千`.
//!
//! In: a text. Out: smallest units, exact: decimals are moved as text, and no float is ever involved.

use unicode_normalization::UnicodeNormalization;

use crate::exact::{NotANumber, decimal, parse_decimal};
use crate::kind::Value;

use super::entry::Refusal;

/// What a number may be multiplied by, as a power of ten. Longer names come first.
const SCALES: [(&str, usize); 17] = [
    ("百万", 6),
    ("千万", 7),
    ("万", 4),
    ("萬", 4),
    ("亿", 8),
    ("億", 8),
    ("百", 2),
    ("千", 3),
    ("thousand", 3),
    ("million", 6),
    ("billion", 9),
    ("mn", 6),
    ("bn", 9),
    ("k", 3),
    ("w", 4),
    ("m", 6),
    ("b", 9),
];

/// What people put after a count.
const COUNTERS: [&str; 16] =
    ["个人", "人次", "个", "人", "名", "位", "件", "次", "条", "场", "笔", "天", "people", "users", "followers", "times"];

/// How the money of a currency is called, besides its code; and what other currencies are called.
const MONEY: [(&str, &str); 24] = [
    ("人民币", "CNY"),
    ("rmb", "CNY"),
    ("元整", "CNY"),
    ("美元", "USD"),
    ("美金", "USD"),
    ("港元", "HKD"),
    ("港币", "HKD"),
    ("欧元", "EUR"),
    ("日元", "JPY"),
    ("英镑", "GBP"),
    ("新台币", "TWD"),
    ("台币", "TWD"),
    ("us$", "USD"),
    ("hk$", "HKD"),
    ("nt$", "TWD"),
    ("元", "CNY"),
    ("块钱", "CNY"),
    ("块", "CNY"),
    ("yuan", "CNY"),
    ("dollars", "USD"),
    ("¥", "CNY JPY"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("$", "USD HKD TWD SGD AUD CAD NZD"),
];

/// What makes a number an estimate.
const ABOUT: [&str; 16] = ["约", "大概", "左右", "上下", "多", "几", "余", "+", ">", "<", "~", "≈", "超过", "不到", "about", "over"];

/// Makes smallest units of what was typed. `currency` is given of amounts.
pub(super) fn number(typed: &str, places: u8, currency: Option<&str>) -> Result<Value, Refusal> {
    let folded: String = typed.nfkc().flat_map(char::to_lowercase).collect();
    let mut text = folded.trim();
    if let Some(positive) = text.strip_prefix('+') {
        text = positive.trim_start();
    }
    text = match currency {
        Some(code) => strip_currency(text, code, typed)?,
        None => COUNTERS.iter().find_map(|counter| text.strip_suffix(counter)).unwrap_or(text).trim(),
    };
    if text.starts_with(['-', '−', '–']) {
        return Err(Refusal::of("answer-negative"));
    }
    let malformed = || {
        let about = ABOUT.iter().any(|mark| text.contains(mark)) && text.contains(|c: char| c.is_numeric() || "十百千万亿".contains(c));
        let id = if about {
            "answer-about"
        } else if currency.is_some() {
            "answer-money"
        } else {
            "answer-number"
        };
        Refusal::of(id).with("text", typed)
    };
    let digits = scaled(text).or_else(|| chinese(text)).ok_or_else(|| comma(text, typed).unwrap_or_else(malformed))?;
    parse_decimal(&digits, places).map(Value::Number).map_err(|reason| match reason {
        NotANumber::TooFine if places == 0 => Refusal::of("answer-whole").with("text", typed),
        NotANumber::TooFine => Refusal::of("answer-too-fine").with("count", places.to_string()),
        NotANumber::TooBig => Refusal::of("answer-too-big"),
        NotANumber::Negative => Refusal::of("answer-negative"),
        NotANumber::Malformed => malformed(),
    })
}

/// The amount without the name of its currency, which has to be the right one.
fn strip_currency<'t>(text: &'t str, code: &str, typed: &str) -> Result<&'t str, Refusal> {
    let lower = code.to_lowercase();
    let named = MONEY.iter().copied().chain([(lower.as_str(), code)]);
    let mut rest = text;
    for (name, codes) in named {
        let Some(bare) = rest.strip_prefix(name).or_else(|| rest.strip_suffix(name)) else { continue };
        if !codes.split(' ').any(|one| one == code) {
            return Err(Refusal::of("answer-currency").with("currency", code).with("text", typed));
        }
        rest = bare.trim();
    }
    let letters = rest.trim_matches(|c: char| !c.is_ascii_alphabetic());
    if letters.len() == 3 && iso_currency::Currency::from_code(&letters.to_uppercase()).is_some() {
        return Err(Refusal::of("answer-currency").with("currency", code).with("text", typed));
    }
    Ok(rest)
}

/// Digits with a scale behind them, or several, from the greatest down: `1.2万`, `1万2千`, `3亿5000万`.
fn scaled(text: &str) -> Option<String> {
    let mut sum: Option<(String, usize)> = None;
    let mut rest = text;
    loop {
        let end = rest.find(|c: char| !(c.is_ascii_digit() || ".,'_ \u{2009}\u{202f}".contains(c))).unwrap_or(rest.len());
        let (digits, after) = rest.split_at(end);
        let digits = ungrouped(digits.trim())?;
        let scale = SCALES.iter().find(|(name, _)| after.starts_with(name));
        let (power, after) = scale.map_or((0, after), |(name, power)| (*power, after[name.len()..].trim_start()));
        let value = shifted(&digits, power);
        sum = match sum {
            None => Some((value, power)),
            // What follows a scale has to fit below it, and to say which digits it is: `1万2` may be 10002 or 12000.
            Some((above, over)) => {
                let whole = value.split('.').next()?.len();
                let said = power > 0 || whole == over;
                if !said || whole > over || power >= over || above.contains('.') {
                    return None;
                }
                let kept = above.len().checked_sub(over)?;
                above[kept..]
                    .bytes()
                    .all(|byte| byte == b'0')
                    .then(|| (format!("{}{}{value}", &above[..kept], "0".repeat(over - whole)), power))
            }
        };
        if after.is_empty() {
            return sum.map(|(digits, _)| digits);
        }
        if power == 0 {
            return None;
        }
        rest = after;
    }
}

/// Digits without the marks between thousands, or ten thousands, which have to stand where they belong.
fn ungrouped(text: &str) -> Option<String> {
    let (whole, fraction) = text.split_once('.').map_or((text, None), |(whole, fraction)| (whole, Some(fraction)));
    let marks = [',', '\'', '_', ' ', '\u{2009}', '\u{202f}'];
    let mut digits = whole.to_owned();
    if let Some(mark) = whole.chars().find(|c| marks.contains(c)) {
        let groups: Vec<&str> = whole.split(mark).collect();
        let size = groups.last()?.len();
        let fits = (size == 3 || size == 4) && groups[1..].iter().all(|group| group.len() == size) && (1..=size).contains(&groups[0].len());
        if !fits {
            return None;
        }
        digits = groups.concat();
    }
    if digits.is_empty() && fraction.is_some() {
        digits.push('0');
    }
    let sound = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !sound(&digits) || fraction.is_some_and(|part| !sound(part)) {
        return None;
    }
    Some(fraction.map_or_else(|| digits.clone(), |fraction| format!("{digits}.{fraction}")))
}

/// Digits with their point moved to the right.
fn shifted(digits: &str, power: usize) -> String {
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let moved = power.min(fraction.len());
    let rest = fraction[moved..].trim_end_matches('0');
    let whole = format!("{whole}{}{}", &fraction[..moved], "0".repeat(power - moved));
    let whole = whole.trim_start_matches('0');
    let whole = if whole.is_empty() { "0" } else { whole };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

/// A refusal for commas that don't part thousands.
fn comma(text: &str, typed: &str) -> Option<Refusal> {
    let plain = text.contains(',') && text.chars().all(|c| c.is_ascii_digit() || ",.".contains(c));
    plain.then(|| Refusal::of("answer-comma").with("text", typed))
}

/// A number in Chinese characters: `三千`, `一万二千`, `两亿零五百`, `二〇二六`.
pub(super) fn chinese(text: &str) -> Option<String> {
    const DIGITS: [&str; 10] = ["零〇", "一壹", "二两贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"];
    let digit = |c: char| DIGITS.iter().position(|forms| forms.contains(c)).map(|at| at as i128);
    if text.chars().count() > 24 {
        return None;
    }
    if text.chars().count() > 1 && text.chars().all(|c| digit(c).is_some()) {
        return text.chars().map(|c| digit(c).map(|digit| digit.to_string())).collect();
    }
    let (mut sum, mut section, mut pending) = (0i128, 0i128, None);
    let (mut least, mut least_section) = (i128::MAX, i128::MAX);
    let mut zero = false;
    let mut last_unit = 1;
    for c in text.chars() {
        if let Some(value) = digit(c) {
            if pending.is_some() {
                return None;
            }
            zero |= value == 0;
            pending = (value != 0).then_some(value);
            continue;
        }
        let unit: i128 = match c {
            '十' | '拾' => 10,
            '百' | '佰' => 100,
            '千' | '仟' => 1000,
            '万' | '萬' => 10_000,
            '亿' | '億' => 100_000_000,
            _ => return None,
        };
        if unit >= 10_000 {
            section += pending.take().unwrap_or(0);
            if section == 0 || unit >= least_section {
                return None;
            }
            sum += section * unit;
            (section, least_section, least) = (0, unit, i128::MAX);
        } else {
            let count = match (pending.take(), unit) {
                (Some(count), _) => count,
                (None, 10) if section == 0 => 1,
                _ => return None,
            };
            if unit >= least {
                return None;
            }
            section += count * unit;
            least = unit;
        }
        (zero, last_unit) = (false, unit);
    }
    let ones = pending.unwrap_or(0);
    // `一万二` may be 10002 or 12000.
    if ones > 0 && last_unit > 10 && !zero {
        return None;
    }
    (!text.is_empty()).then(|| (sum + section + ones).to_string())
}

/// Smallest units as a person would type them: without decimals where there are none.
pub(super) fn show(units: i64, places: u8) -> String {
    let text = decimal(units, places);
    match text.split_once('.') {
        Some((whole, fraction)) if fraction.bytes().all(|digit| digit == b'0') => whole.to_owned(),
        _ => text,
    }
}

/// Smallest units with a comma between thousands.
pub fn grouped(units: i64, places: u8) -> String {
    let text = decimal(units, places);
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, fraction)| (whole, Some(fraction)));
    let mut grouped = String::with_capacity(text.len() * 4 / 3);
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if let Some(fraction) = fraction {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

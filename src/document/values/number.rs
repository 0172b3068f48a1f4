//! Numbers and amounts as people write them: `1.2万`, `6,800.01`, `¥6800`, `三千`, `3e2`.
//!
//! In: a text. Out: smallest units, exact: decimals are moved as text, and no float is ever involved.

use super::InputError;
use super::fold::{folded, has_odd_digits, unquoted};
use crate::document::values::parsed::Parsed;
use crate::value::number::{ParseDecimalError, decimal, parse_decimal};
use crate::value::value_type::Value;

/// What a number may be multiplied by, as a power of ten. Longer names come first.
const SCALES: [(&str, usize); 15] = [
    ("百万", 6),
    ("千万", 7),
    ("万", 4),
    ("亿", 8),
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
const COUNTERS: [&str; 19] = [
    "个人",
    "人次",
    "个",
    "人",
    "名",
    "位",
    "件",
    "次",
    "条",
    "场",
    "笔",
    "天",
    "粉丝",
    "关注者",
    "people",
    "users",
    "followers",
    "fans",
    "times",
];

/// How the money of a currency is called, besides its code; and what other currencies are called.
const MONEY: &[(&str, &str)] = &[
    ("人民币", "CNY"),
    ("澳门元", "MOP"),
    ("澳元", "AUD"),
    ("澳币", "AUD"),
    ("加元", "CAD"),
    ("加币", "CAD"),
    ("新加坡元", "SGD"),
    ("新元", "SGD"),
    ("韩元", "KRW"),
    ("韩币", "KRW"),
    ("泰铢", "THB"),
    ("卢布", "RUB"),
    ("卢比", "INR"),
    ("瑞士法郎", "CHF"),
    ("日圆", "JPY"),
    ("円", "JPY"),
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
    ("圆", "CNY"),
    ("dollars", "USD"),
    ("euros", "EUR"),
    ("euro", "EUR"),
    ("pounds", "GBP"),
    ("yen", "JPY"),
    ("¥", "CNY JPY"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("$", "USD HKD TWD SGD AUD CAD NZD"),
];

/// What makes a number an estimate.
const ABOUT: [&str; 16] = ["约", "大概", "左右", "上下", "多", "几", "余", "+", ">", "<", "~", "≈", "超过", "不到", "about", "over"];

/// A power of ten that no number reaches.
const BEYOND: usize = 400;

/// Signs of currencies that are not named above. Any of them says that an amount is in another currency.
const SIGNS: &str = "₩₹₽฿₫₱₺₴₦₪₡₲₮₸₭៛₵₾₿";

/// Reads a number, or an amount where a `currency` is given, into its smallest units.
///
/// # Errors
/// It is none, may mean several, or is negative, too fine or too big.
pub fn parse(written: &str, places: u8, currency: Option<&str>) -> Result<Parsed, InputError> {
    if let Ok(units) = parse_decimal(written, places) {
        return Ok(Parsed::exact(Value::Number(units)));
    }
    number(written.trim(), places, currency).map(|units| Parsed::loose(Value::Number(units)))
}

/// The smallest units of a number in any clear spelling.
fn number(written: &str, places: u8, currency: Option<&str>) -> Result<i64, InputError> {
    let folded = folded(unquoted(written));
    let mut text = folded.trim();
    if let Some(positive) = text.strip_prefix('+') {
        text = positive.trim_start();
    }
    let coins = currency.filter(|code| *code == "CNY").and_then(|_| with_coins(text));
    text = match (&coins, currency) {
        (Some(decimal), _) => decimal,
        (None, Some(code)) => strip_currency(text, code, written)?,
        (None, None) => without_counters(text),
    };
    let unsigned = text.strip_prefix(['-', '−', '–']).map(str::trim_start);
    let malformed = || {
        let about = ABOUT.iter().any(|mark| text.contains(mark)) && text.contains(|c: char| c.is_numeric() || "十百千万亿".contains(c));
        let id = if about {
            "answer-about"
        } else if currency.is_some() {
            "answer-money"
        } else {
            "answer-number"
        };
        InputError::new(id).with("text", written)
    };
    // A mark of the currency may be between the sign and the digits.
    let unsigned = match (unsigned, currency) {
        (Some(rest), Some(code)) => Some(strip_currency(rest, code, written)?),
        (unsigned, _) => unsigned,
    };
    let read = |text: &str| {
        let text = without_last_point(text);
        if has_odd_digits(written) { None } else { scaled(text).or_else(|| powered(text)).or_else(|| chinese(text)) }
    };
    let digits = match unsigned {
        // Zero has no sign.
        Some(rest) => match read(rest) {
            Some(digits) if digits.bytes().all(|byte| matches!(byte, b'0' | b'.')) => digits,
            Some(_) => return Err(InputError::new("answer-negative")),
            None => return Err(malformed()),
        },
        None => read(text).ok_or_else(|| comma(text, places, written).or_else(|| points(text, written)).unwrap_or_else(malformed))?,
    };
    parse_decimal(&digits, places).map_err(|reason| match reason {
        ParseDecimalError::TooManyDecimals if places == 0 => match grouped_by_points(text) {
            Some(whole) => InputError::new("answer-comma").with("text", written).with_whole("meant", whole),
            None => InputError::new("answer-whole").with("text", written),
        },
        ParseDecimalError::TooManyDecimals => InputError::new("answer-too-fine").with("count", places.to_string()),
        ParseDecimalError::TooBig => InputError::new("answer-too-big"),
        ParseDecimalError::Negative => InputError::new("answer-negative"),
        ParseDecimalError::Malformed => malformed(),
    })
}

/// Yuan with jiao and fen behind them, `12元5角`, as a decimal.
fn with_coins(text: &str) -> Option<String> {
    let (yuan, coins) = text.split_once(['元', '块'])?;
    let (jiao, rest) = coins.split_once(['角', '毛']).unwrap_or(("0", coins));
    let fen = if rest.is_empty() { "0" } else { rest.strip_suffix('分')? };
    let digit = |part: &str| matches!(part.as_bytes(), [b'0'..=b'9']);
    let whole = ungrouped(yuan.trim()).filter(|whole| !whole.contains('.'))?;
    (!coins.is_empty() && digit(jiao) && digit(fen)).then(|| format!("{whole}.{jiao}{fen}"))
}

/// A count without what is counted: `300 个粉丝`.
fn without_counters(mut text: &str) -> &str {
    while let Some(bare) = COUNTERS.iter().find_map(|counter| text.strip_suffix(counter)) {
        text = bare.trim();
    }
    text
}

/// Digits without a point that has no decimals behind it.
fn without_last_point(text: &str) -> &str {
    text.strip_suffix('.').filter(|digits| digits.ends_with(|c: char| c.is_ascii_digit()) && !digits.contains('.')).unwrap_or(text)
}

/// A refusal for points between thousands, with the number that is meant.
fn points(text: &str, typed: &str) -> Option<InputError> {
    let whole = grouped_by_points(text).filter(|_| text.matches('.').count() > 1)?;
    Some(InputError::new("answer-comma").with("text", typed).with_whole("meant", whole))
}

/// Digits with a power of ten behind them, `3e2`: exact, since the point is moved in the text.
fn powered(text: &str) -> Option<String> {
    let (digits, power) = text.split_once('e')?;
    let (behind, power) = match power.strip_prefix('-') {
        Some(power) => (true, power),
        None => (false, power.strip_prefix('+').unwrap_or(power)),
    };
    let sound = !power.is_empty() && power.bytes().all(|byte| byte.is_ascii_digit());
    let digits = ungrouped(digits.trim()).filter(|_| sound)?;
    // Beyond any number that there is; what is larger is not written out.
    let power = power.parse().unwrap_or(BEYOND).min(BEYOND);
    if !behind {
        return Some(shifted(&digits, power));
    }
    let (whole, fraction) = digits.split_once('.').unwrap_or((&digits, ""));
    let whole = format!("{}{whole}", "0".repeat(power));
    let (whole, moved) = whole.split_at(whole.len() - power);
    Some(shifted(&format!("{}.{moved}{fraction}", if whole.is_empty() { "0" } else { whole }), 0))
}

/// The amount without the name of its currency, which has to be the right one.
fn strip_currency<'t>(text: &'t str, code: &str, typed: &str) -> Result<&'t str, InputError> {
    let lower = code.to_lowercase();
    let named = MONEY.iter().copied().chain([(lower.as_str(), code)]);
    let other = || InputError::new("answer-currency").with("currency", code).with("text", typed);
    if text.contains(|c: char| SIGNS.contains(c)) {
        return Err(other());
    }
    let mut rest = text;
    for (name, codes) in named {
        let Some(bare) = rest.strip_prefix(name).or_else(|| rest.strip_suffix(name)) else { continue };
        if !codes.split(' ').any(|one| one == code) {
            return Err(other());
        }
        rest = bare.trim();
    }
    let letters = rest.trim_matches(|c: char| !c.is_ascii_alphabetic());
    if letters.len() == 3 && letters != lower && crate::value::currency::decimals(&letters.to_uppercase()).is_some() {
        return Err(other());
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
        // One group of four is rather one of three with a digit too many; several are ten thousands.
        let fits = (size == 3 || (size == 4 && groups.len() > 2))
            && groups[1..].iter().all(|group| group.len() == size)
            && (1..=size).contains(&groups[0].len());
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

/// A refusal for commas that do not part thousands, with the numbers that may be meant.
fn comma(text: &str, places: u8, typed: &str) -> Option<InputError> {
    let plain =
        text.contains(',') && text.chars().all(|c| c.is_ascii_digit() || ",. '".contains(c)) && text.contains(|c: char| c.is_ascii_digit());
    if !plain {
        return None;
    }
    // As a comma before decimals, points or blanks between thousands; and as a comma that is not needed.
    let decimals = text.rsplit_once(',').filter(|(whole, _)| !whole.contains(',')).and_then(|(whole, fraction)| {
        let sound = !fraction.is_empty() && fraction.bytes().all(|byte| byte.is_ascii_digit());
        let whole = if whole.contains('.') { grouped_by_points(whole)? } else { ungrouped(whole)? };
        (sound && parse_decimal(&format!("{whole}.{fraction}"), places).is_ok()).then(|| format!("{whole}.{fraction}"))
    });
    let without = text.replace([',', ' ', '\''], "");
    let points = text.find('.').is_none_or(|point| text.rfind(',').is_some_and(|comma| comma < point));
    let without = Some(without).filter(|without| points && parse_decimal(without, places).is_ok());
    let meant: Vec<String> = decimals.into_iter().chain(without).collect();
    let refusal = InputError::new("answer-comma").with("text", typed);
    if meant.is_empty() && places == 0 && text.rsplit_once(',').is_some_and(|(whole, _)| grouped_by_points(whole).is_some()) {
        return Some(InputError::new("answer-whole").with("text", typed));
    }
    (!meant.is_empty()).then(|| refusal.with_whole("meant", meant.join(" / ")))
}

/// Digits with points between thousands, `1.234.567`, without them.
fn grouped_by_points(text: &str) -> Option<String> {
    let groups: Vec<&str> = text.split('.').collect();
    let digits = |group: &&str| group.bytes().all(|byte| byte.is_ascii_digit());
    let fits = groups.len() > 1 && (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    (fits && groups.iter().all(digits)).then(|| groups.concat())
}

/// A number in Chinese characters: `三千`, `一万二千`, `两亿零五百`, `二〇二六`.
pub fn chinese(text: &str) -> Option<String> {
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
    let written = text.replace('廿', "二十").replace('卅', "三十");
    for c in written.chars() {
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
pub fn show(units: i64, places: u8) -> String {
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

//! Values of every kind, and how they are written in TOML and JSON.

use crate::reference::dates::{NaiveDay, minus, shift};
use crate::reference::random::Random;
use kaibo::value::date::{Period, Unit};

/// A kind of single values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scalar {
    Flag,
    Choice,
    Text,
    Number(u8),
    Money(&'static str),
    Date,
    Moment,
    Region,
    Path,
}

/// A value as it is in a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Word {
    Flag(bool),
    Text(String),
    /// Digits, written bare.
    Number(String),
    /// A date, which TOML may write bare.
    Date(NaiveDay, bool),
    /// A moment, which TOML may write bare.
    Moment(String, bool),
}

impl Word {
    pub fn toml(&self) -> String {
        match self {
            Word::Flag(flag) => flag.to_string(),
            Word::Text(text) => quoted(text),
            Word::Number(digits) => digits.clone(),
            Word::Date(date, true) => date.to_string(),
            Word::Date(date, false) => quoted(&date.to_string()),
            Word::Moment(text, true) => text.clone(),
            Word::Moment(text, false) => quoted(text),
        }
    }

    pub fn json(&self) -> String {
        match self {
            Word::Date(date, _) => quoted(&date.to_string()),
            Word::Moment(text, _) => quoted(text),
            other => other.toml(),
        }
    }
}

/// A string as both TOML and JSON write it.
pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("a string")
}

/// What rules and facts draw their values from.
#[derive(Debug, Clone)]
pub struct Pool {
    /// Whole numbers, in the smallest unit.
    pub numbers: Vec<i64>,
    /// The day around which everything happens.
    pub center: NaiveDay,
    /// Periods that rules name.
    pub periods: Vec<Period>,
}

pub const OPTIONS: [&str; 3] = ["green", "amber", "red"];
const TEXTS: [&str; 6] = ["a", "ab", "直播", "直播间a", "秋季新品首发", "x1"];
const REGIONS: [&str; 3] = ["CN", "DE", "US"];
/// The second and third are the same path.
pub const PATHS: [&str; 5] = ["商家自营 > 食品", "商家自营 > 酒/盐", "商家自营＞酒、盐", "餐饮 > 点餐", "电商平台"];
/// Names that a listed path may have been renamed to, and names of other categories that only look like listed ones.
pub const RENAMED: [&str; 3] = ["商家自营 > 酒类饮品", "餐饮 > 点餐服务", "商家自营 > 生鲜"];
pub const DISTINCT: [&str; 3] = ["商家自营 > 食品安全", "餐饮 > 点餐台", "商家自营 > 酒店"];
/// The same paths as people spell them, renamed and distinct ones among them, and what no list understands.
pub const SPELLED: [&str; 40] = [
    "商家自营 > 食品",
    "商家自营 > 酒/盐",
    "商家自营＞酒、盐",
    "餐饮 > 点餐",
    "电商平台",
    "商家自营-食品",
    "商家自營 → 酒/鹽",
    "餐饮/点餐",
    "商家自营 > 酒",
    "商家自营 > 食物",
    "餐饮服务 > 点餐",
    "食品",
    "工具 > 办公",
    "商家自营 > 食品 > 零食",
    "商家自营_食品",
    "商家自營»酒／鹽",
    "商家自营::食品",
    "商家自营 食品",
    "商家自营\\酒\\盐",
    "商家自营·酒·盐",
    "商家自营 酒 盐",
    "商家自营 > 食　品",
    "\u{feff}商家自营 >\u{200b} 食品",
    "“餐饮 > 点餐”",
    "餐飲=>点餐",
    "餐饮—点餐",
    "餐饮 ⇒ 点 餐",
    "電商平台",
    "电商平台；餐饮 > 点餐",
    "商家自营 > 食品, 商家自营 > 酒/盐",
    "商家自营 > 酒盐",
    "商家自营 > 盐/酒",
    "商家自营类 > 食品",
    "商家自营 > 酒类饮品",
    "商家自营-酒類飲品",
    "餐饮 > 点餐服务",
    "餐饮 > 点餐服务类",
    "商家自营 > 生鲜蔬果",
    "商家自营 > 食品安全",
    "餐饮›点餐台",
];
/// Ends of months, leap days, ends of years, and a day like any other.
pub const CENTERS: [(i32, u32, u32); 12] = [
    (2026, 11, 22),
    (2026, 8, 31),
    (2026, 3, 1),
    (2026, 2, 28),
    (2028, 2, 29),
    (2028, 3, 1),
    (2027, 3, 31),
    (2026, 12, 31),
    (2027, 1, 1),
    (2024, 5, 30),
    (2025, 7, 1),
    (2026, 11, 1),
];

impl Pool {
    pub fn draw(random: &mut Random) -> Pool {
        let numbers = (0..4).map(|_| *random.pick(&[0, 1, 2, 3, 4, 5, 7, 10, 12, 50, 100, 150, 250, 1000])).collect();
        let (year, month, day) = *random.pick(&CENTERS);
        let center = NaiveDay::from_ymd_opt(year, month, day).expect("a date");
        Pool { numbers, center, periods: Vec::new() }
    }

    /// A number near those that rules and facts share.
    pub fn number(&self, random: &mut Random) -> i64 {
        match random.below(40) {
            0 if self.numbers.contains(&1000) => i64::MAX - random.between(0, 1),
            1..=9 => random.between(0, 5),
            _ => (random.pick(&self.numbers) + *random.pick(&[0, 0, 0, 1, -1])).max(0),
        }
    }

    /// A date near a turn, as seen from `from`.
    pub fn date(&self, random: &mut Random, from: NaiveDay) -> NaiveDay {
        let near = match random.below(10) {
            0 => self.center,
            1 => from,
            2 => shift(from, random.between(-400, 60)),
            3 => {
                // The ends of months, leap days among them.
                let (year, month) = (random.between(2024, 2028) as i32, random.between(1, 12) as u32);
                shift(NaiveDay::from_ymd_opt(year, month, 1).expect("a date"), random.between(-3, 1))
            }
            _ if self.periods.is_empty() => from,
            4..=6 => minus(from, *random.pick(&self.periods)),
            _ => minus(minus(from, *random.pick(&self.periods)), *random.pick(&self.periods)),
        };
        shift(near, *random.pick(&[0, 0, 0, 1, 1, -1, -1, 2, -2]))
    }

    /// A moment near a turn, written with some offset.
    pub fn moment(&self, random: &mut Random, from: NaiveDay) -> String {
        let date = self.date(random, from);
        let time = random.pick(&["00:00:00", "23:59:59", "12:00:00", "15:59:59", "16:00:00", "00:30:00", "16:00:00.5"]);
        format!("{date}T{time}{}", random.pick(&["+08:00", "Z", "-05:00", "+00:00"]))
    }

    pub fn word(&self, random: &mut Random, kind: Scalar, from: NaiveDay) -> Word {
        match kind {
            Scalar::Flag => Word::Flag(random.chance(50)),
            Scalar::Choice => Word::Text((*random.pick(&OPTIONS)).to_owned()),
            Scalar::Text => Word::Text((*random.pick(&TEXTS)).to_owned()),
            Scalar::Region => Word::Text((*random.pick(&REGIONS)).to_owned()),
            Scalar::Path => Word::Text((*random.pick(&SPELLED)).to_owned()),
            Scalar::Number(places) => Word::Number(decimal(self.number(random), places, random.chance(50))),
            Scalar::Money(currency) => {
                let text = decimal(self.number(random), places_of(currency), random.chance(50));
                // A TOML float would be fine too, but is best written as people are told to.
                if text.contains('.') || random.chance(50) { Word::Text(text) } else { Word::Number(text) }
            }
            Scalar::Date => Word::Date(self.date(random, from), random.chance(70)),
            Scalar::Moment => Word::Moment(self.moment(random, from), random.chance(50)),
        }
    }
}

pub fn places_of(currency: &str) -> u8 {
    match currency {
        "JPY" => 0,
        "KWD" => 3,
        _ => 2,
    }
}

/// A number of smallest units with its decimals, all of them or without trailing zeros.
pub fn decimal(units: i64, places: u8, short: bool) -> String {
    let digits = format!("{units:0width$}", width = usize::from(places) + 1);
    let (whole, rest) = digits.split_at(digits.len() - usize::from(places));
    let rest = if short { rest.trim_end_matches('0') } else { rest };
    if rest.is_empty() { whole.to_owned() } else { format!("{whole}.{rest}") }
}

pub fn spelled(period: Period) -> String {
    let unit = match period.unit {
        Unit::Minutes => "minute",
        Unit::Hours => "hour",
        Unit::Days => "day",
        Unit::Weeks => "week",
        Unit::Months => "month",
        Unit::Years => "year",
    };
    format!("{} {unit}{}", period.count, if period.count == 1 { "" } else { "s" })
}

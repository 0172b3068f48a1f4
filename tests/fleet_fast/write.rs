//! Writes a record in other ways that mean the same, and in some that don't.

use serde_json::{Map, Value};

use crate::reference::random::Random;

/// How a record is written.
#[derive(Debug, Clone, Copy, Default)]
pub struct Style {
    /// In how many of a hundred places there are blanks.
    pub blanks: usize,
    /// In how many of a hundred texts characters are escaped that need not be.
    pub escapes: usize,
    /// The same for keys.
    pub keys: usize,
    /// Whether one blank follows every comma and colon.
    pub spaced: bool,
}

impl Style {
    pub fn draw(random: &mut Random) -> Style {
        Style {
            blanks: *random.pick(&[0, 0, 5, 60]),
            escapes: *random.pick(&[0, 0, 30, 100]),
            keys: *random.pick(&[0, 0, 0, 2]),
            spaced: random.chance(30),
        }
    }
}

pub fn write(random: &mut Random, value: &Value, style: Style) -> String {
    let mut text = String::new();
    blank(random, &mut text, style);
    put(random, &mut text, value, style);
    blank(random, &mut text, style);
    text
}

fn blank(random: &mut Random, text: &mut String, style: Style) {
    while random.chance(style.blanks) {
        text.push(*random.pick(&[' ', ' ', ' ', '\t', '\r']));
    }
}

fn put(random: &mut Random, text: &mut String, value: &Value, style: Style) {
    match value {
        Value::String(said) => string(random, text, said, style.escapes),
        Value::Array(items) => {
            text.push('[');
            blank(random, text, style);
            for (at, item) in items.iter().enumerate() {
                if at > 0 {
                    text.push_str(if style.spaced { ", " } else { "," });
                    blank(random, text, style);
                }
                put(random, text, item, style);
                blank(random, text, style);
            }
            text.push(']');
        }
        Value::Object(entries) => {
            text.push('{');
            blank(random, text, style);
            for (at, (key, item)) in entries.iter().enumerate() {
                if at > 0 {
                    text.push_str(if style.spaced { ", " } else { "," });
                    blank(random, text, style);
                }
                string(random, text, key, style.keys);
                blank(random, text, style);
                text.push_str(if style.spaced { ": " } else { ":" });
                blank(random, text, style);
                put(random, text, item, style);
                blank(random, text, style);
            }
            text.push('}');
        }
        other => *text += &other.to_string(),
    }
}

fn string(random: &mut Random, text: &mut String, said: &str, escapes: usize) {
    if !random.chance(escapes) {
        *text += &serde_json::to_string(said).unwrap();
        return;
    }
    text.push('"');
    for c in said.chars() {
        match c {
            '/' if random.chance(50) => text.push_str("\\/"),
            'a'..='z' | '0'..='9' if random.chance(90) => text.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    *text += &if random.chance(50) { format!("\\u{unit:04x}") } else { format!("\\u{unit:04X}") };
                }
            }
        }
    }
    text.push('"');
}

/// Puts the keys of every object into another order.
pub fn shuffle(random: &mut Random, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| shuffle(random, item)),
        Value::Object(entries) => {
            let mut left: Vec<(String, Value)> = std::mem::take(entries).into_iter().collect();
            while !left.is_empty() {
                let (key, mut item) = left.swap_remove(random.below(left.len()));
                shuffle(random, &mut item);
                entries.insert(key, item);
            }
        }
        _ => {}
    }
}

/// Adds a `meta` of many sorts of values.
pub fn add_meta(random: &mut Random, value: &mut Value) {
    let meta = anything(random, 0);
    if let Value::Object(entries) = value {
        entries.insert("meta".to_owned(), meta);
    }
}

fn anything(random: &mut Random, depth: usize) -> Value {
    match random.below(if depth > 3 { 5 } else { 9 }) {
        0 => Value::Null,
        1 => Value::Bool(random.chance(50)),
        2 => Value::from(random.between(-1000, 100_000_000)),
        3 => Value::from(random.between(-1000, 1000) as f64 / 64.0),
        4 => Value::from(*random.pick(&["", "x", "开播 🎥", "a \"quoted\" \\ text\n", "{\"not\": [an, object"])),
        5 | 6 => (0..random.below(6)).map(|_| anything(random, depth + 1)).collect(),
        _ => {
            let count = *random.pick(&[0, 1, 3, 8, 40]);
            let entries = (0..count).map(|at| (format!("k{at}{}", if random.chance(20) { "键" } else { "" }), anything(random, depth + 2)));
            Value::Object(entries.collect::<Map<String, Value>>())
        }
    }
}

/// The record with one of its keys there twice.
pub fn doubled(random: &mut Random, text: &str) -> String {
    let keys: Vec<usize> = text.match_indices("\":").map(|(at, _)| at).collect();
    if keys.is_empty() {
        return text.to_owned();
    }
    let at = keys[random.below(keys.len())];
    let start = text[..at].rfind('"').unwrap_or(0);
    format!("{}{}:null,{}", &text[..start], &text[start..=at], &text[start..])
}

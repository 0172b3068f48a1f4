//! The applicants, in the layouts that they are measured in.
//!
//! In: how many. Out: a file of sample applicants of wechat-live, seed 1, the same every time; and the same records written
//! in other ways.

use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

use fastrand::Rng;
use kaibo::fleet::sample::SampleGenerator;
use serde_json::{Map, Value, json};

use crate::ours::{fleet, wechat_live};

/// How records are written, where not as `kaibo practice-data` writes them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// The keys of every object in any order.
    Shuffled,
    /// With the blanks of a pretty printer, on one line.
    Blanks,
    /// Chinese as `\u` escapes.
    Escapes,
    /// With 2 KB of nested `meta` that no rule asks for.
    Meta,
}

impl Layout {
    /// All of them.
    pub const OTHERS: [Layout; 4] = [Layout::Shuffled, Layout::Blanks, Layout::Escapes, Layout::Meta];

    /// Its name in a table.
    pub fn title(self) -> &'static str {
        match self {
            Layout::Shuffled => "keys shuffled",
            Layout::Blanks => "blanks",
            Layout::Escapes => "escapes",
            Layout::Meta => "2 KB of `meta`",
        }
    }
}

/// The categories of the rules that are open to live, today's names among them, written as the data writes them.
pub fn listed() -> Vec<String> {
    let text = wechat_live();
    let edition = text.file("2020-02-24.toml").expect("an edition");
    let edition: toml::Table = toml::from_str(edition).expect("TOML");
    let mut paths = Vec::new();
    for (first, seconds) in edition["lists"]["live_categories"].as_table().expect("a list") {
        let seconds = seconds.as_array().expect("a list").iter();
        paths.extend(seconds.map(|second| format!("{first} > {}", second.as_str().expect("a name"))));
    }
    paths.extend(edition["aliases"]["live_categories"].as_table().expect("aliases").keys().cloned());
    paths
}

/// Writes so many applicants.
pub fn generate(to: &Path, records: u64) {
    let fleet = fleet(&wechat_live(), false);
    let engine = &fleet.engines[0];
    let looks = toml::from_str(wechat_live().file("practice.toml").expect("looks")).expect("looks");
    let mut practice = SampleGenerator::new(&engine.rulebook.program, engine.edition().expect("an edition"), looks, engine.as_of.day, 1);
    let mut to = BufWriter::new(File::create(to).expect("a file"));
    for _ in 0..records {
        writeln!(to, "{}", practice.record()).expect("room on the disk");
    }
    to.flush().expect("room on the disk");
}

/// Writes the records of a file in another layout.
pub fn rewrite(from: &Path, to: &Path, layout: Layout) {
    let mut to = BufWriter::new(File::create(to).expect("a file"));
    let mut rng = Rng::with_seed(1);
    for line in BufReader::new(File::open(from).expect("a file")).lines() {
        let line = line.expect("a line");
        let record = || serde_json::from_str::<Value>(&line).expect("a record");
        let text = match layout {
            Layout::Shuffled => shuffled(record(), &mut rng).to_string(),
            Layout::Blanks => format!("{:#}", record()).replace('\n', " "),
            Layout::Escapes => escaped(&line),
            Layout::Meta => with_meta(record(), &mut rng).to_string(),
        };
        writeln!(to, "{text}").expect("room on the disk");
    }
    to.flush().expect("room on the disk");
}

fn shuffled(value: Value, rng: &mut Rng) -> Value {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<(String, Value)> = map.into_iter().map(|(key, value)| (key, shuffled(value, rng))).collect();
            rng.shuffle(&mut entries);
            Value::Object(entries.into_iter().collect())
        }
        Value::Array(values) => values.into_iter().map(|value| shuffled(value, rng)).collect(),
        other => other,
    }
}

fn escaped(line: &str) -> String {
    let mut out = String::new();
    for c in line.chars() {
        if c.is_ascii() {
            out.push(c);
        } else {
            c.encode_utf16(&mut [0; 2]).iter().for_each(|unit| out.push_str(&format!("\\u{unit:04x}")));
        }
    }
    out
}

/// Something like what a shop's own systems keep about a mini program.
fn with_meta(mut record: Value, rng: &mut Rng) -> Value {
    let mut orders = Vec::new();
    for _ in 0..14 {
        orders.push(json!({
            "id": format!("{:016x}", rng.u64(..)), "paid": rng.bool(), "total": f64::from(rng.u32(..100_000)) / 100.0,
            "tags": ["新客", "weekly", null], "buyer": { "city": "杭州", "level": rng.u8(..9), "note": "\"fragile\"\n" },
        }));
    }
    let mut meta = Map::new();
    meta.insert("team".to_owned(), json!("growth"));
    meta.insert("orders".to_owned(), orders.into());
    let record_map = record.as_object_mut().expect("an object");
    record_map.insert("meta".to_owned(), meta.into());
    // As systems that sort their keys write it: before most of the rest, or after it.
    if rng.bool() {
        let facts = record_map.shift_remove("facts").expect("facts");
        record_map.insert("facts".to_owned(), facts);
    }
    record
}

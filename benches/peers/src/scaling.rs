//! How kaibo's time grows: with records, rows per record, and requirements.
//!
//! Out: a table of the time per unit, and how much more a unit takes than with a tenth as many: linear means at most 1.2. A
//! unit becomes cheaper where what every record costs is spread over more of them.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use kaibo::day::Day;
use kaibo::rulebook::RulebookText;

use crate::contest::{Task, Who};
use crate::data::generate;
use crate::median;
use crate::ours::{AS_OF, answer, fleet};

/// Measures and prints.
///
/// # Errors
/// kaibo failed.
pub fn run(rounds: usize) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("applicants.jsonl");
    println!("One thread, {rounds} rounds, medians.\n");
    println!("| what | how many | time per unit | compared with a tenth | peak MiB |\n|---|--:|--:|--:|--:|");
    let mut before = None;
    for records in [10_000, 100_000, 1_000_000] {
        generate(&data, records);
        let task = Task { who: Who::Kaibo, threads: 1, data: data.clone(), expected: None };
        let mut runs = Vec::new();
        for _ in 0..rounds {
            runs.push(task.run("")?);
        }
        let peak = runs.iter().map(|run| run.peak).max().unwrap_or(0).div_ceil(1024).to_string();
        row("records", records, median(runs.iter().map(|run| run.seconds)) / records as f64, &mut before, &peak);
    }
    let mut before = None;
    for rows in [1, 10, 100, 1_000, 10_000] {
        let records = (400_000 / rows).min(40_000);
        write_events(&data, records, rows);
        row("rows per record", rows, wide(&data, 10, rounds) / (records * rows) as f64, &mut before, "");
    }
    let mut before = None;
    for requirements in [10, 100, 1_000] {
        let records = 400_000 / requirements;
        write_events(&data, records, 2);
        row("requirements", requirements, wide(&data, requirements, rounds) / (records * requirements) as f64, &mut before, "");
    }
    Ok(())
}

fn row(what: &str, many: u64, unit: f64, before: &mut Option<f64>, peak: &str) {
    let compared = before.map_or_else(String::new, |before| format!("{:.2}", unit / before));
    println!("| {what} | {many} | {:.0} ns | {compared} | {peak} |", unit * 1e9);
    *before = Some(unit);
}

/// The time that a rulebook of so many sums over windows takes.
fn wide(data: &Path, requirements: u64, rounds: usize) -> f64 {
    let fleet = Arc::new(fleet(&rulebook(requirements), false));
    let mut seconds = Vec::new();
    for _ in 0..rounds {
        let begin = Instant::now();
        answer(&fleet, data, 1, |output| {
            std::hint::black_box(output);
        });
        seconds.push(begin.elapsed().as_secs_f64());
    }
    median(seconds.into_iter())
}

/// A rulebook of so many tests of rows under one root.
fn rulebook(requirements: u64) -> RulebookText {
    let program = "[program]\nid = \"wide\"\ntime_zone = \"Asia/Shanghai\"\n[facts.events]\nkind = \"rows\"\n\
                   columns = { date = \"date\", amount = { kind = \"money\", currency = \"CNY\" } }\n";
    let mut edition = String::from("edition = \"one\"\nin_force = { from = 2020-01-01 }\n[requires.eligible]\nall = [");
    (0..requirements).for_each(|at| write!(edition, "\"r{at}\",").expect("text"));
    edition.push_str("]\n");
    for at in 0..requirements {
        let days = 2 + at % 300;
        write!(edition, "[requires.r{at}]\nof = \"events\"\nwithin = \"{days} days\"\nsum = \"amount\"\nis = \"> {at}\"\n").expect("text");
    }
    let files = vec![("program.toml".into(), program.into()), ("one.toml".into(), edition)];
    RulebookText { id: "wide".into(), place: String::new(), files }
}

/// Records with so many rows each, on days of the last year.
fn write_events(to: &Path, records: u64, rows: u64) {
    let day = Day::parse(AS_OF).expect("a day");
    let mut to = BufWriter::new(File::create(to).expect("a file"));
    for record in 0..records {
        let mut text = String::new();
        for at in 0..rows {
            let comma = if at > 0 { "," } else { "" };
            let ago = ((record + at) * 37 % 400) as i32;
            write!(text, "{comma}{{\"date\":\"{}\",\"amount\":\"{}.25\"}}", day.plus(-ago), at % 50).expect("text");
        }
        writeln!(to, "{{\"program\":\"wide\",\"applicant\":\"wx{record:08}\",\"facts\":{{\"events\":[{text}]}}}}")
            .expect("room on the disk");
    }
    to.flush().expect("room on the disk");
}

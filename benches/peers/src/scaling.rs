//! How kaibo's time grows: with records, rows per record, and requirements.
//!
//! Out: a table of the time for one of them, and of how much more it is than with a tenth as many: linear means at most 1.2.
//! One becomes cheaper where what every record costs is spread over more. Time is processor time where the system tells it:
//! other work on the machine changes that little.

use std::cell::Cell;
use std::fmt::Write as _;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufWriter, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use kaibo::value::date::Date;
use kaibo::fleet::Fleet;
use kaibo::rulebook::RulebookText;

use crate::contest::{Task, Who, worked};
use crate::data::generate;
use crate::median;
use crate::ours::{AS_OF, answer, fleet};

/// A size, and how it is measured: the seconds that a unit takes.
struct Point<'a> {
    many: u64,
    unit: Box<dyn Fn() -> Result<f64, String> + 'a>,
}

/// Measures and prints.
///
/// # Errors
/// kaibo failed.
pub fn run(rounds: usize) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, many: u64| folder.path().join(format!("{name}-{many}.jsonl"));
    println!("kaibo on one thread, {rounds} rounds, medians.\n");
    println!("| what | how many | time for one of them | compared with a tenth as many | peak MiB |\n|---|--:|--:|--:|--:|");

    let peak = Cell::new(0);
    let records = [10_000, 100_000, 1_000_000].map(|many| {
        let data = file("records", many);
        generate(&data, many);
        let task = Task { who: Who::Kaibo, threads: 1, data, expected: None };
        let peak = &peak;
        let unit = move || {
            let run = task.run("")?;
            peak.set(run.peak);
            let seconds = if run.worked > 0.0 { run.worked } else { run.seconds };
            Ok(seconds / many as f64)
        };
        Point { many, unit: Box::new(unit) }
    });
    measure("records", &records, rounds, || peak.get().div_ceil(1024).to_string())?;

    let rows = [1, 10, 100, 1_000, 10_000].map(|many| {
        let (data, records) = (file("rows", many), (4_000_000 / many).min(40_000));
        write_events(&data, records, many);
        let fleet = Arc::new(fleet(&rulebook(10), false));
        Point { many, unit: Box::new(move || Ok(seconds(&fleet, &data) / (records * many) as f64)) }
    });
    measure("rows per record", &rows, rounds, String::new)?;

    let requirements = [10, 100, 1_000].map(|many| {
        let (data, records) = (file("requirements", many), 40_000);
        write_events(&data, records, 2);
        let fleet = Arc::new(fleet(&rulebook(many), false));
        Point { many, unit: Box::new(move || Ok(seconds(&fleet, &data) / (records * many) as f64)) }
    });
    measure("requirements", &requirements, rounds, String::new)
}

/// Measures the points in turn, round after round, and prints a row for each. `peak` tells the peak of the last run.
fn measure(what: &str, points: &[Point<'_>], rounds: usize, peak: impl Fn() -> String) -> Result<(), String> {
    let mut units = vec![Vec::new(); points.len()];
    let mut peaks = vec![String::new(); points.len()];
    for round in 1..=rounds {
        eprintln!("{what}, round {round} of {rounds}");
        for (at, point) in points.iter().enumerate() {
            units[at].push((point.unit)()?);
            peaks[at] = peak();
        }
    }
    for (at, point) in points.iter().enumerate() {
        let unit = median(units[at].iter().copied()) * 1e9;
        let pairs = at.checked_sub(1).map(|before| units[at].iter().zip(&units[before]));
        let compared = pairs.map_or_else(String::new, |pairs| format!("{:.2}", median(pairs.map(|(unit, before)| unit / before))));
        println!("| {what} | {} | {unit:.1} ns | {compared} | {} |", point.many, peaks[at]);
    }
    Ok(())
}

/// The seconds of one pass over the data: the mean of as many as half a second holds.
fn seconds(fleet: &Arc<Fleet>, data: &Path) -> f64 {
    let (begin, before) = (Instant::now(), worked());
    let mut passes = 0;
    while begin.elapsed().as_secs_f64() < 0.5 {
        black_box(answer(fleet, data, 1, false, &Arc::default(), |(), output| {
            black_box(output);
        }));
        passes += 1;
    }
    let (seconds, worked) = (begin.elapsed().as_secs_f64(), worked() - before);
    let seconds = if worked > 0.0 { worked } else { seconds };
    seconds / f64::from(passes)
}

/// A rulebook of so many tests of rows under one root.
fn rulebook(requirements: u64) -> RulebookText {
    let program = "[program]\nid = \"wide\"\ntime_zone = \"Asia/Shanghai\"\n[facts.events]\nkind = \"rows\"\n\
                   columns = { date = \"date\", amount = { kind = \"money\", currency = \"CNY\" } }\n";
    let mut edition = String::from("edition = \"one\"\nin_force = { from = 2020-01-01 }\n[requires.eligible]\nall = [");
    (0..requirements).for_each(|at| write!(edition, "\"r{at}\",").expect("text"));
    edition.push_str("]\n");
    for at in 0..requirements {
        // No two are the same, and windows are alike however many there are.
        let (days, most) = (2 + at * 37 % 300, at * 7 % 1_000);
        write!(edition, "[requires.r{at}]\nof = \"events\"\nwithin = \"{days} days\"\nsum = \"amount\"\nis = \"> {most}\"\n")
            .expect("text");
    }
    let files = vec![("program.toml".into(), program.into()), ("one.toml".into(), edition)];
    RulebookText { id: "wide".into(), place: String::new(), files }
}

/// Records with so many rows each, on days of the last year.
fn write_events(to: &Path, records: u64, rows: u64) {
    let day = Date::parse(AS_OF).expect("a day");
    let mut to = BufWriter::new(File::create(to).expect("a file"));
    for record in 0..records {
        let mut text = String::new();
        for at in 0..rows {
            let comma = if at > 0 { "," } else { "" };
            let ago = ((record + at) * 37 % 400) as i32;
            write!(text, "{comma}{{\"date\":\"{}\",\"amount\":\"{}.25\"}}", day.add_days(-ago), at % 50).expect("text");
        }
        writeln!(to, "{{\"program\":\"wide\",\"applicant\":\"wx{record:08}\",\"facts\":{{\"events\":[{text}]}}}}")
            .expect("room on the disk");
    }
    to.flush().expect("room on the disk");
}

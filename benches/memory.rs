//! The peak of resident memory of `kaibo fleet` by the number of records, answers and summary together.
//!
//! `cargo bench --bench memory` pipes 10 thousand and 1 million sample applicants; `cargo bench --bench memory -- 10000000`
//! as many as it says. By hand: `kaibo practice-data 10000000 | /usr/bin/time -v kaibo fleet - > /dev/null`.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::io::{BufWriter, Read, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

use kaibo::document::source::Files;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::sample::SampleGenerator;
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;

/// What is promised, in KiB.
const PROMISED: u64 = 64 << 10;

fn main() {
    let given: Vec<u64> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let counts = if given.is_empty() { vec![10_000, 1_000_000] } else { given };
    let library = Library::open(None).unwrap();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut Files::default()).unwrap();
    let as_of = parse_as_of("2026-11-22", rulebook.program.zone).unwrap();
    for count in counts {
        let begun = Instant::now();
        let command = Command::new("/usr/bin/time")
            .args(["-f", "%M", env!("CARGO_BIN_EXE_kaibo"), "fleet", "-", "--as-of", "2026-11-22"])
            .args(["-o", "/dev/null", "--summary", "json"])
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = command else {
            println!("not measured, /usr/bin/time is not installed");
            return;
        };
        let looks = toml::from_str(include_str!("../rules/wechat-live/practice.toml")).unwrap();
        let mut practice = SampleGenerator::new(&rulebook.program, rulebook.in_force(as_of.day).unwrap(), looks, as_of.day, 1);
        let mut stdin = BufWriter::with_capacity(1 << 16, child.stdin.take().unwrap());
        for _ in 0..count {
            writeln!(stdin, "{}", practice.record()).unwrap();
        }
        drop(stdin.into_inner().unwrap());
        let mut told = String::new();
        child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
        assert!(child.wait().unwrap().success(), "{told}");
        assert!(told.starts_with(&format!("{count} read: {count} answered")), "{told}");
        let peak: u64 = told.lines().last().unwrap().trim().parse().unwrap();
        println!("{count} records: {peak} KiB at most, promised are {PROMISED}; {:.1?} with making them", begun.elapsed());
        assert!(peak < PROMISED);
    }
}

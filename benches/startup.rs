//! A fresh `kaibo check` beside an empty program, in turn, in one run.
//!
//! `cargo bench --bench startup`. Prints the medians and their difference, and on Linux the peak of resident memory.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const RUNS: usize = 200;

fn once(command: &mut Command) -> Duration {
    let begin = Instant::now();
    assert!(command.stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap().code().is_some());
    begin.elapsed()
}

/// The peak of resident memory in KiB, as GNU time tells it; None where it isn't installed.
fn peak(program: &Path, args: &[&str]) -> Option<u64> {
    let output = Command::new("/usr/bin/time").arg("-f").arg("%M").arg(program).args(args).stdout(Stdio::null()).output().ok()?;
    String::from_utf8(output.stderr).ok()?.lines().last()?.trim().parse().ok()
}

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let empty = folder.path().join("empty");
    let source = folder.path().join("empty.rs");
    std::fs::write(&source, "fn main() {}\n").unwrap();
    assert!(Command::new("rustc").arg("-O").arg("-o").arg(&empty).arg(&source).status().unwrap().success());
    let facts = folder.path().join("shop.toml");
    std::fs::write(&facts, "program = 'wechat-live'\napplicant = 'x'\n[facts]\nentity_type = 'enterprise'\npayments = [2026-11-20]\n")
        .unwrap();
    let kaibo = Path::new(env!("CARGO_BIN_EXE_kaibo"));
    let args = ["check", facts.to_str().unwrap(), "--as-of", "2026-11-22", "--lang", "zh"];
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        ours.push(once(Command::new(kaibo).args(args)));
        theirs.push(once(&mut Command::new(&empty)));
    }
    ours.sort();
    theirs.sort();
    let (ours, theirs) = (ours[RUNS / 2], theirs[RUNS / 2]);
    println!("kaibo check {ours:?}, an empty program {theirs:?}, {:?} more (medians of {RUNS})", ours.saturating_sub(theirs));
    match (peak(kaibo, &args), peak(&empty, &[])) {
        (Some(ours), Some(theirs)) => println!("peak memory {ours} KiB, an empty program {theirs} KiB"),
        _ => println!("peak memory: not measured, /usr/bin/time is not installed"),
    }
}

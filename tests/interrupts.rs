//! Ctrl-C and SIGTERM end every command within a second, whatever it waits for, and leave nothing half-made.
#![cfg(unix)]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use crate::common::IN_ORDER;
use crate::common::fleet::{FINE, fleet, kaibo};

/// What is promised is a second; a busy machine gets another one.
const PROMISED: Duration = Duration::from_secs(2);

/// How a command's standard output is read.
#[derive(Clone, Copy, PartialEq)]
enum Reader {
    /// Everything is taken.
    Eager,
    /// Nobody takes anything.
    Stalled,
}

/// Commands that take long, each in a way of its own. Each has a FIFO of its own.
const COMMANDS: &[(&[&str], Reader)] = &[
    (&["check", "-"], Reader::Eager),
    (&["check", "fifo"], Reader::Eager),
    (&["check", "shop.toml", "-o", "fifo"], Reader::Eager),
    (&["plan", "-"], Reader::Eager),
    (&["facts", "check", "fifo"], Reader::Eager),
    (&["facts", "new", "-o", "fifo"], Reader::Eager),
    (&["fleet", "-"], Reader::Eager),
    (&["fleet", "-", "-o", "out.jsonl"], Reader::Eager),
    (&["fleet", "fifo"], Reader::Eager),
    (&["fleet", "in.jsonl", "-o", "fifo"], Reader::Eager),
    (&["fleet", "big.jsonl", "-o", "held"], Reader::Eager),
    (&["fleet", "big.jsonl"], Reader::Stalled),
    (&["practice-data", "4000000000"], Reader::Eager),
    (&["practice-data", "4000000000", "-o", "made.jsonl"], Reader::Eager),
    (&["practice-data", "4000000000"], Reader::Stalled),
    (&["diff", "fifo", "in.jsonl"], Reader::Eager),
    (&["diff", "old.jsonl", "new.jsonl", "-o", "fifo"], Reader::Eager),
    (&["diff", "old.jsonl", "new.jsonl"], Reader::Stalled),
    (&["collect", "fifo"], Reader::Eager),
    (&["practice-server"], Reader::Eager),
];

fn prepare(folder: &Path) {
    fs::write(folder.join("shop.toml"), IN_ORDER).expect("written");
    fs::write(folder.join("in.jsonl"), FINE).expect("written");
    fs::write(folder.join("big.jsonl"), format!("{FINE}\n").repeat(20_000)).expect("written");
    let answer = fleet(folder, &["in.jsonl"]).stdout;
    let old: String = (0..20_000).map(|at| String::from_utf8_lossy(&answer).replace("wx1", &format!("old{at}"))).collect();
    fs::write(folder.join("new.jsonl"), old.replace("old", "new")).expect("written");
    fs::write(folder.join("old.jsonl"), old).expect("written");
    let fifos = (0..COMMANDS.len()).map(|at| format!("fifo{at}")).chain(["held".to_owned()]);
    assert!(Command::new("mkfifo").args(fifos).current_dir(folder).status().expect("runs").success());
}

fn begin(folder: &Path, fifo: &str, (args, reader): (&[&str], Reader)) -> Child {
    let args: Vec<&str> = args.iter().map(|arg| if *arg == "fifo" { fifo } else { arg }).collect();
    let out = if reader == Reader::Stalled { Stdio::piped() } else { Stdio::null() };
    kaibo(folder, &args).stdin(Stdio::piped()).stdout(out).stderr(Stdio::null()).spawn().expect("runs")
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill runs").success());
}

/// How it ended, or None where it went on for longer than is promised.
fn ended(child: &mut Child, since: Instant) -> Option<i32> {
    loop {
        if let Some(status) = child.try_wait().expect("lives") {
            return Some(status.code().unwrap_or(-1));
        }
        if since.elapsed() > PROMISED {
            child.kill().expect("killed");
            child.wait().expect("ends");
            return None;
        }
        sleep(Duration::from_millis(10));
    }
}

#[test]
fn every_command_ends_within_a_second() {
    for name in ["-INT", "-TERM"] {
        let folder = TempDir::new().expect("a folder");
        prepare(folder.path());
        let before = names(folder.path());
        // A reader that takes nothing.
        let held = fs::OpenOptions::new().read(true).write(true).open(folder.path().join("held")).expect("opens");
        let started = COMMANDS.iter().enumerate().map(|(at, command)| (command.0, begin(folder.path(), &format!("fifo{at}"), *command)));
        let mut running: Vec<(&[&str], Child)> = started.collect();
        sleep(Duration::from_millis(700));
        for (args, child) in &mut running {
            assert!(child.try_wait().expect("lives").is_none(), "{args:?} has ended by itself");
        }
        let since = Instant::now();
        running.iter().for_each(|(_, child)| signal(child, name));
        let all: Vec<_> = running.iter_mut().map(|(args, child)| (*args, ended(child, since))).collect();
        let wrong: Vec<_> = all.iter().filter(|(_, code)| *code != Some(130)).collect();
        assert!(wrong.is_empty(), "{name}: {wrong:?}");
        assert_eq!(names(folder.path()), before, "nothing is left");
        drop(held);
    }
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).expect("a folder").flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn what_a_kill_leaves_behind_is_removed_by_the_next_run() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let mut child = begin(folder, "fifo", (&["practice-data", "4000000000", "-o", "made.jsonl"], Reader::Eager));
    let temporary = |name: &String| name.starts_with(".kaibo-");
    while names(folder).iter().filter(|name| temporary(name)).count() == 0 {
        sleep(Duration::from_millis(10));
    }
    // What another run is writing, and what only looks like a temporary file, stays.
    fs::write(folder.join(".kaibo-notes.tmp"), "mine").expect("written");
    let run = || assert!(kaibo(folder, &["practice-data", "1", "-o", "one.jsonl"]).status().expect("runs").success());
    run();
    assert_eq!(names(folder).iter().filter(|name| temporary(name)).count(), 2, "{:?}", names(folder));
    signal(&child, "-KILL");
    child.wait().expect("ends");
    assert_eq!(names(folder).iter().filter(|name| temporary(name)).count(), 2);
    run();
    assert_eq!(names(folder), [".kaibo-notes.tmp", "one.jsonl"]);
}

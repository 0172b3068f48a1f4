//! However a fleet's run ends, nothing is lost and nothing half-made is left: killed, interrupted, out of room, unread.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

use crate::common::fleet::{FINE, fleet, kaibo, practice, text};

/// How large an input becomes at most, in bytes.
const LARGEST: u64 = 96 << 20;

/// A folder with an input that takes about this long, however fast the machine and the build are.
fn lasting(wanted: Duration) -> TempDir {
    let (folder, input) = practice("1000");
    let record = fs::read(&input).expect("there");
    let begun = Instant::now();
    assert!(fleet(folder.path(), &["in.jsonl", "--threads", "2", "-o", "/dev/null"]).status.success());
    let times = wanted.div_duration_f64(begun.elapsed()).ceil().clamp(4.0, (LARGEST / record.len() as u64) as f64);
    fs::write(&input, record.repeat(times as usize)).expect("written");
    folder
}

/// Makes the input twice as long: it was done before anybody could interrupt that.
fn lengthen(folder: &Path) {
    let input = folder.join("in.jsonl");
    let record = fs::read(&input).expect("there");
    assert!((record.len() as u64) < 8 * LARGEST, "it can't be interrupted, however long it lasts");
    fs::write(&input, record.repeat(2)).expect("written");
    fs::remove_file(folder.join("out.jsonl")).expect("there");
}

const RUN: [&str; 9] = ["fleet", "--as-of", "2026-11-22", "in.jsonl", "--threads", "2", "-o", "out.jsonl", "--resume"];

fn resume(folder: &Path, more: &[&str]) -> Command {
    let mut command = kaibo(folder, &RUN);
    command.args(more).stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// How many records are noted as done; 0 where nothing is noted.
fn noted(folder: &Path) -> u64 {
    let journal = fs::read(folder.join("out.jsonl.partial.json")).ok();
    journal
        .and_then(|text| serde_json::from_slice::<Value>(&text).ok())
        .and_then(|journal| journal["progress"]["records"].as_u64())
        .unwrap_or(0)
}

/// Waits until something new is noted. False where the run ended before.
fn noting(child: &mut Child, folder: &Path) -> bool {
    let before = noted(folder);
    while noted(folder) == before {
        if child.try_wait().expect("lives").is_some() {
            return false;
        }
        sleep(Duration::from_millis(2));
    }
    true
}

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().expect("kill runs").success());
}

fn read(folder: &Path, name: &str) -> Vec<u8> {
    fs::read(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// Nothing of a run is left but its output.
fn cleared(folder: &Path) -> bool {
    let names = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").file_name());
    names.into_iter().all(|name| ["in.jsonl", "out.jsonl", "whole.jsonl"].iter().any(|known| name == *known))
}

#[test]
fn ten_kills_at_random_moments_change_nothing() {
    let folder = lasting(Duration::from_millis(800));
    let folder = folder.path();
    let begun = Instant::now();
    let whole = kaibo(folder, &RUN[..7]).args(["whole.jsonl", "--summary", "json"]).output().expect("runs");
    let took = begun.elapsed();
    assert!(whole.status.success(), "{}", text(&whole.stderr));
    let seed = fastrand::u64(..);
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut kills, mut resumed) = (0, 0);
    let ended = |done: &Output| {
        assert!(done.status.success(), "seed {seed}: {}", text(&done.stderr));
        assert!(done.stdout == whole.stdout, "seed {seed}: the summary counts every record once");
        assert!(read(folder, "out.jsonl") == read(folder, "whole.jsonl"), "seed {seed}");
        assert!(cleared(folder));
    };
    while kills < 10 {
        let mut child = resume(folder, &["--summary", "json"]).spawn().expect("runs");
        // Every other one leaves something to go on with, however slow the disk is; the others come at any time.
        if kills % 2 == 0 {
            noting(&mut child, folder);
        }
        sleep(took.mul_f64(random.f64() * 0.2));
        if child.try_wait().expect("lives").is_some() {
            // It was quick: then once more from the beginning.
            ended(&child.wait_with_output().expect("ends"));
            fs::remove_file(folder.join("out.jsonl")).expect("there");
            continue;
        }
        child.kill().expect("killed");
        child.wait().expect("ends");
        kills += 1;
        resumed += u64::from(noted(folder) > 0);
        if let Ok(appeared) = fs::read(folder.join("out.jsonl")) {
            assert!(appeared == read(folder, "whole.jsonl"), "seed {seed}: nothing appears before it is whole");
        }
    }
    ended(&resume(folder, &["--summary", "json"]).output().expect("runs"));
    assert!(resumed > 0, "seed {seed}: no kill left anything to go on with");
}

#[test]
fn an_interrupted_run_keeps_what_it_has_and_refuses_other_input() {
    let folder = lasting(Duration::from_millis(600));
    let folder = folder.path();
    let interrupted = || {
        let ended = loop {
            let mut child = resume(folder, &["--lang", "en"]).spawn().expect("runs");
            if noting(&mut child, folder) {
                signal(&child, "-INT");
            }
            let ended = child.wait_with_output().expect("ends");
            if !ended.status.success() {
                break ended;
            }
            lengthen(folder);
        };
        assert_eq!(ended.status.code(), Some(130), "{}", text(&ended.stderr));
        assert!(text(&ended.stderr).contains("--resume"));
        assert!(noted(folder) > 0 && !folder.join("out.jsonl").exists());
    };
    interrupted();
    let other = resume(folder, &["--lang", "en", "--against", "2020-02-24-a"]).output().expect("runs");
    assert_eq!(other.status.code(), Some(2));
    assert!(text(&other.stderr).contains("cannot resume"), "{}", text(&other.stderr));
    assert_eq!(resume(folder, &["--lang", "en"]).output().expect("runs").status.code(), Some(0));
    let whole = fleet(folder, &["in.jsonl"]);
    assert!(read(folder, "out.jsonl") == whole.stdout);
    assert!(cleared(folder));
    // A changed input is another input.
    fs::remove_file(folder.join("out.jsonl")).expect("there");
    interrupted();
    fs::OpenOptions::new().append(true).open(folder.join("in.jsonl")).expect("opens").write_all(b"\n").expect("written");
    assert_eq!(resume(folder, &["--lang", "en"]).output().expect("runs").status.code(), Some(2));
}

/// A run that was killed after it had noted at least so many bytes of output.
fn killed(folder: &Path, bytes: u64) {
    loop {
        let mut child = resume(folder, &[]).spawn().expect("runs");
        while output_noted(folder) < bytes && child.try_wait().expect("lives").is_none() {
            sleep(Duration::from_millis(2));
        }
        child.kill().expect("killed");
        child.wait().expect("ends");
        if !folder.join("out.jsonl").exists() {
            return;
        }
        lengthen(folder);
    }
}

fn output_noted(folder: &Path) -> u64 {
    let journal = fs::read(folder.join("out.jsonl.partial.json")).ok();
    let journal = journal.and_then(|text| serde_json::from_slice::<Value>(&text).ok());
    journal.and_then(|journal| journal["progress"]["output"].as_u64()).unwrap_or(0)
}

#[test]
fn what_was_changed_between_two_runs_is_noticed_wherever_it_is() {
    let folder = lasting(Duration::from_millis(900));
    let folder = folder.path();
    for name in ["out.jsonl.partial", "in.jsonl"] {
        killed(folder, 3 << 20);
        let path = folder.join(name);
        let (mut bytes, about) = (fs::read(&path).expect("there"), fs::metadata(&path).expect("there"));
        // A letter of the second applicant, far from all that is looked at to know a file again; the time is set back.
        let at = bytes.iter().position(|byte| *byte == b'\n').expect("a line") + 16;
        bytes[at] ^= 1;
        let change = |bytes: &[u8]| {
            let file = fs::OpenOptions::new().write(true).open(&path).expect("opens");
            (&file).write_all(bytes).expect("written");
            file.set_modified(about.modified().expect("a time")).expect("set back");
        };
        change(&bytes);
        let done = resume(folder, &["--lang", "en"]).output().expect("runs");
        assert_eq!(done.status.code(), Some(2), "{name}: {}", text(&done.stderr));
        assert!(text(&done.stderr).contains(&format!("{name} has changed")), "{name}: {}", text(&done.stderr));
        assert!(!folder.join("out.jsonl").exists(), "{name}");
        // As it was, it goes on.
        let mut now = fs::read(&path).expect("there");
        now[at] ^= 1;
        change(&now);
        let done = resume(folder, &["--lang", "en"]).output().expect("runs");
        assert_eq!(done.status.code(), Some(0), "{name}: {}", text(&done.stderr));
        assert!(read(folder, "out.jsonl") == fleet(folder, &["in.jsonl"]).stdout, "{name}");
        assert!(cleared(folder));
        fs::remove_file(folder.join("out.jsonl")).expect("there");
    }
}

#[test]
fn a_run_that_is_killed_again_and_again_comes_to_its_end() {
    let folder = lasting(Duration::from_millis(1500));
    let folder = folder.path();
    killed(folder, 1);
    fs::write(folder.join("whole.jsonl"), fleet(folder, &["in.jsonl"]).stdout).expect("written");
    fs::write(folder.join("one.jsonl"), FINE).expect("written");
    let (mut still, mut before) = (0, noted(folder));
    for kills in 2.. {
        // A busy machine takes longer even to begin.
        let begun = Instant::now();
        assert!(fleet(folder, &["one.jsonl"]).status.success());
        let beat = (begun.elapsed() * 4).max(Duration::from_millis(300));
        let mut child = resume(folder, &[]).spawn().expect("runs");
        let begun = Instant::now();
        while begun.elapsed() < beat && child.try_wait().expect("lives").is_none() {
            sleep(Duration::from_millis(2));
        }
        let _ = child.kill();
        if child.wait().expect("ends").success() {
            break;
        }
        let now = noted(folder);
        still = if now > before { 0 } else { still + 1 };
        assert!(kills < 200, "{now} records after {kills} kills");
        assert!(still < 20, "nothing is gained: {now} records after {kills} kills");
        before = now;
    }
    assert!(read(folder, "out.jsonl") == read(folder, "whole.jsonl"));
    fs::remove_file(folder.join("one.jsonl")).expect("there");
    assert!(cleared(folder));
}

#[test]
fn where_nothing_can_be_continued_nothing_is_left() {
    let folder = TempDir::new().expect("a folder");
    let args = ["fleet", "-", "--as-of", "2026-11-22", "-o", "out.jsonl", "--lang", "en"];
    let mut child = kaibo(folder.path(), &args).stdin(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    stdin.write_all(&b"[1]\n".repeat(1 << 18)).expect("taken");
    // It waits for more, and hears of it all the same.
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs").success());
    let ended = child.wait_with_output().expect("ends");
    assert_eq!(ended.status.code(), Some(130), "{}", text(&ended.stderr));
    assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let (folder, _) = practice("1500");
    let folder = folder.path();
    let whole = fleet(folder, &["in.jsonl"]);
    let full = fleet(folder, &["in.jsonl", "-o", "/dev/full"]);
    assert_eq!(full.status.code(), Some(6));
    assert!(text(&full.stderr).contains("cannot write"), "{}", text(&full.stderr));
    // A file that may not grow beyond some blocks, as on a disk without room.
    let small = |more: &str| {
        let call = format!("trap '' XFSZ; ulimit -f 128; exec \"$0\" {} --lang en {more}", RUN.join(" "));
        let binary = assert_cmd::cargo::cargo_bin!("kaibo");
        Command::new("sh").args(["-c", &call]).arg(binary).current_dir(folder).output().expect("runs")
    };
    for more in ["", "--summary html", "--format csv"] {
        let full = small(more);
        assert_eq!(full.status.code(), Some(6), "{}", text(&full.stderr));
        assert!(text(&full.stderr).contains("cannot write") && text(&full.stderr).contains("--resume"), "{}", text(&full.stderr));
        assert!(!folder.join("out.jsonl").exists(), "no half file");
        for name in ["out.jsonl.partial", "out.jsonl.partial.json"] {
            if !more.is_empty() {
                fs::remove_file(folder.join(name)).expect("there");
            }
        }
        if more.is_empty() {
            assert_eq!(resume(folder, &["--lang", "en"]).output().expect("runs").status.code(), Some(0));
            assert!(read(folder, "out.jsonl") == whole.stdout);
            assert!(cleared(folder));
            fs::remove_file(folder.join("out.jsonl")).expect("there");
        }
    }
}

#[test]
fn whoever_reads_may_stop_reading() {
    let (folder, _) = practice("1500");
    for more in [&["in.jsonl"][..], &["in.jsonl", "--format", "csv"], &["in.jsonl", "--full"], &["in.jsonl", "--summary", "html"]] {
        let mut child = kaibo(folder.path(), &["fleet", "--program", "wechat-live", "--as-of", "2026-11-22"])
            .args(more)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("runs");
        let mut first = String::new();
        BufReader::with_capacity(16, child.stdout.take().expect("piped")).read_line(&mut first).expect("a line");
        assert!(first.len() > 16, "{first}");
        let ended = child.wait_with_output().expect("ends");
        assert_eq!(ended.status.code(), Some(0), "{more:?}: {}", text(&ended.stderr));
        assert!(!text(&ended.stderr).contains("error"), "{more:?}: {}", text(&ended.stderr));
    }
    let mut child = kaibo(folder.path(), &["fleet", "in.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("ends");
    assert_eq!((ended.status.code(), text(&ended.stderr)), (Some(0), ""));
    assert_eq!(fleet(folder.path(), &["nothing.jsonl"]).status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_with_the_input() {
    let folder = TempDir::new().expect("a folder");
    let mut child = kaibo(folder.path(), &["fleet", "-", "--max-line", "65536", "--threads", "2"])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("runs");
    let mut stdin = child.stdin.take().expect("piped");
    // One line of 96 MiB, then 32 MiB of short ones.
    let block = vec![b'x'; 1 << 20];
    for _ in 0..96 {
        stdin.write_all(&block).expect("taken");
    }
    let short = b"\n[1]".repeat(1 << 18);
    for _ in 0..32 {
        stdin.write_all(&short[..1 << 17]).expect("taken");
    }
    let peak = peak(&child);
    drop(stdin);
    let ended = child.wait_with_output().expect("ends");
    assert!(peak < PROMISED, "{peak} KiB");
    assert!(text(&ended.stderr).ends_with("blank lines: 0\n"), "{}", text(&ended.stderr));
}

#[cfg(target_os = "linux")]
#[test]
fn memory_does_not_grow_while_nobody_reads() {
    let (folder, input) = practice("1000");
    let records = read(folder.path(), "in.jsonl");
    fs::write(input, records.repeat(40)).expect("written");
    for more in [&["--format", "jsonl"][..], &["--format", "csv"], &["--full"]] {
        let call = ["fleet", "in.jsonl", "--program", "wechat-live", "--as-of", "2026-11-22", "--threads", "1"];
        let mut child = kaibo(folder.path(), &call).args(more).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("runs");
        // No one reads; it does what it can, until it does no more.
        let (mut before, mut now) = (0, worked(&child));
        while now != before || now == 0 {
            sleep(Duration::from_millis(300));
            (before, now) = (now, worked(&child));
        }
        assert!(child.try_wait().expect("lives").is_none(), "it waits");
        let peak = peak(&child);
        assert!(peak < PROMISED, "{more:?}: {peak} KiB");
        drop(child.stdout.take());
        assert_eq!(child.wait().expect("ends").code(), Some(0));
    }
}

/// What is promised, in KiB.
#[cfg(target_os = "linux")]
const PROMISED: u64 = 64 << 10;

/// The peak of resident memory, in KiB.
#[cfg(target_os = "linux")]
fn peak(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("lives");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    peak.trim().trim_end_matches(" kB").parse().expect("a number")
}

/// How long a process has worked, in the system's ticks.
#[cfg(target_os = "linux")]
fn worked(child: &Child) -> u64 {
    let status = fs::read_to_string(format!("/proc/{}/stat", child.id())).expect("lives");
    let (_, fields) = status.rsplit_once(") ").expect("a name");
    fields.split(' ').nth(11).and_then(|ticks| ticks.parse().ok()).expect("a number")
}

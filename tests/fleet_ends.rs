//! However a fleet's run ends, nothing is lost and nothing half-made is left: killed, interrupted, out of room, unread.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::Write;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use tempfile::TempDir;

use crate::common::fleet::{fleet, kaibo, practice, text};

#[test]
fn a_run_that_was_killed_goes_on_to_the_same_output() {
    let (folder, _) = practice("4000");
    let whole = fleet(folder.path(), &["in.jsonl", "--threads", "2", "-o", "whole.jsonl", "--summary", "json"]);
    assert!(whole.status.success(), "{}", text(&whole.stderr));
    let args = ["fleet", "--as-of", "2026-11-22", "--program", "wechat-live", "in.jsonl", "--threads", "2", "-o", "out.jsonl"];
    let rest = ["--summary", "json", "--resume"];
    let journal = || fs::read(folder.path().join("out.jsonl.partial.json")).ok();
    let (mut kills, mut before) = (0, None);
    let done = loop {
        let mut child = kaibo(folder.path(), &args).args(rest).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
        // Ten times it is killed some while after it noted something new, however fast the machine is.
        while child.try_wait().expect("lives").is_none() && (kills == 10 || journal() == before) {
            sleep(Duration::from_millis(5));
        }
        sleep(Duration::from_millis(kills * 37 % 100));
        if child.try_wait().expect("lives").is_some() {
            break child.wait_with_output().expect("ends");
        }
        if let Ok(appeared) = fs::read(folder.path().join("out.jsonl")) {
            assert!(appeared == fs::read(folder.path().join("whole.jsonl")).expect("there"), "nothing appears before it is whole");
        }
        child.kill().expect("killed");
        child.wait().expect("ends");
        kills += 1;
        before = journal();
    };
    assert!(done.status.success(), "{}", text(&done.stderr));
    assert!(done.stdout == whole.stdout, "the summary counts every record once");
    let read = |name: &str| fs::read(folder.path().join(name)).expect(name);
    assert!(read("out.jsonl") == read("whole.jsonl"), "after {kills} kills");
    assert!(!folder.path().join("out.jsonl.partial").exists() && !folder.path().join("out.jsonl.partial.json").exists());
}

#[test]
fn an_interrupted_run_keeps_what_it_has_and_refuses_other_input() {
    let (folder, input) = practice("4000");
    let args = ["fleet", "--as-of", "2026-11-22", "in.jsonl", "--threads", "1", "-o", "out.jsonl", "--lang", "en"];
    let child = kaibo(folder.path(), &args).stderr(Stdio::piped()).spawn().expect("runs");
    sleep(Duration::from_millis(400));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
    let ended = child.wait_with_output().expect("ends");
    assert_eq!(ended.status.code(), Some(130), "{}", text(&ended.stderr));
    assert!(text(&ended.stderr).contains("--resume"));
    assert!(folder.path().join("out.jsonl.partial.json").exists() && !folder.path().join("out.jsonl").exists());
    let again = |extra: &[&str]| kaibo(folder.path(), &args).arg("--resume").args(extra).output().expect("runs");
    let other = again(&["--against", "2020-02-24-a"]);
    assert_eq!(other.status.code(), Some(2));
    assert!(text(&other.stderr).contains("can't be continued"), "{}", text(&other.stderr));
    let whole = fleet(folder.path(), &["in.jsonl"]);
    assert_eq!(again(&[]).status.code(), Some(0));
    assert!(fs::read(folder.path().join("out.jsonl")).expect("there") == whole.stdout);
    // A changed input is another input.
    let child = kaibo(folder.path(), &args).stderr(Stdio::null()).spawn().expect("runs");
    sleep(Duration::from_millis(400));
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let _ = child.wait_with_output();
    fs::OpenOptions::new().append(true).open(input).expect("opens").write_all(b"\n").expect("written");
    assert_eq!(again(&[]).status.code(), Some(2));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_and_a_closed_pipe_end_cleanly() {
    let (folder, _) = practice("1500");
    let full = fleet(folder.path(), &["in.jsonl", "-o", "/dev/full"]);
    assert_eq!(full.status.code(), Some(6));
    assert!(text(&full.stderr).contains("cannot write"), "{}", text(&full.stderr));
    let mut child = kaibo(folder.path(), &["fleet", "in.jsonl"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("runs");
    drop(child.stdout.take());
    let ended = child.wait_with_output().expect("ends");
    assert_eq!(ended.status.code(), Some(0));
    assert_eq!(text(&ended.stderr), "");
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
    let status = fs::read_to_string(format!("/proc/{}/status", child.id())).expect("lives");
    drop(stdin);
    let ended = child.wait_with_output().expect("ends");
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("a peak");
    let peak: u64 = peak.trim().trim_end_matches(" kB").parse().expect("a number");
    assert!(peak < 64 << 10, "{peak} KiB");
    assert!(text(&ended.stderr).ends_with("blank lines: 0\n"), "{}", text(&ended.stderr));
}

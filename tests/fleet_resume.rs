//! A run on tables, packed input or several files goes on where it was killed, and notices input that was changed meanwhile.
#![cfg(unix)]

mod common;

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use tempfile::TempDir;

use crate::common::fleet::{FINE, fleet, kaibo, text};

/// No input becomes larger than so many records.
const MOST: usize = 400_000;

fn lines(from: usize, count: usize) -> Vec<u8> {
    let line = |at: usize| FINE.replacen("wx1", &format!("wx{at:07}"), 1) + "\n";
    (from..from + count).map(line).collect::<String>().into_bytes()
}

/// Rows with quotes and line ends in cells, and line ends of two kinds.
fn rows(count: usize) -> Vec<u8> {
    let row = |at: usize| {
        let end = if at.is_multiple_of(2) { "\r\n" } else { "\n" };
        format!("wx{at:07},enterprise,CN,[],\"[\"\"2026-11-20\"\"]\",\"of {at}{end}\"\"JSON\"\"\"{end}")
    };
    let head = "applicant,entity_type,entity_region,violations,payments,meta\n".to_owned();
    std::iter::once(head).chain((0..count).map(row)).collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8], level: Compression) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), level);
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).expect("packed")
}

/// The inputs of one kind, with about so many records.
type Inputs = fn(usize) -> Vec<(&'static str, Vec<u8>)>;

const KINDS: [Inputs; 6] = [
    |count| vec![("in.csv", rows(count))],
    |count| vec![("in.jsonl.gz", gzip(&lines(0, count), Compression::fast()))],
    |count| {
        let parts = [gzip(&lines(0, count / 2), Compression::fast()), gzip(&lines(count / 2, count / 2), Compression::none())];
        vec![("parts.jsonl.gz", parts.concat())]
    },
    |count| vec![("in.jsonl.zst", zstd(&lines(0, count)))],
    |count| vec![("in.csv.zst", zstd(&rows(count)))],
    |count| vec![("one.jsonl", lines(0, count / 8)), ("two.csv.gz", gzip(&rows(count), Compression::fast()))],
];

fn run(folder: &Path, names: &[&str]) -> Command {
    let mut command = kaibo(folder, &["fleet", "--program", "wechat-live", "--as-of", "2026-11-22", "--threads", "2", "--lang", "en"]);
    command.args(names).args(["-o", "out", "--resume"]).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

/// How many records are noted as done, and in which input it goes on.
fn noted(folder: &Path) -> (u64, u64) {
    let journal = fs::read(folder.join("out.partial.json")).ok();
    let journal = journal.and_then(|text| serde_json::from_slice::<Value>(&text).ok()).unwrap_or_default();
    (journal["progress"]["records"].as_u64().unwrap_or(0), journal["progress"]["next"]["file"].as_u64().unwrap_or(0))
}

/// Writes inputs of a kind that are large enough for a run to be killed in the last of them, kills one there, and gives back the
/// names.
fn killed(folder: &Path, kind: Inputs) -> Vec<&'static str> {
    let mut count = 4000;
    loop {
        assert!(count <= MOST, "it can't be killed before its end");
        let inputs = kind(count);
        let names: Vec<&str> = inputs.iter().map(|(name, _)| *name).collect();
        inputs.iter().for_each(|(name, bytes)| fs::write(folder.join(name), bytes).expect("written"));
        let mut child = run(folder, &names).spawn().expect("runs");
        let there = |(records, file): (u64, u64)| records > 0 && file + 1 == names.len() as u64;
        while !there(noted(folder)) && child.try_wait().expect("lives").is_none() {
            sleep(Duration::from_millis(2));
        }
        let _ = child.kill();
        child.wait().expect("ends");
        if there(noted(folder)) && !folder.join("out").exists() {
            return names;
        }
        for left in ["out", "out.partial", "out.partial.json"] {
            let _ = fs::remove_file(folder.join(left));
        }
        count *= 2;
    }
}

#[test]
fn tables_and_packed_input_go_on_where_they_were() {
    std::thread::scope(|scope| {
        for kind in KINDS {
            scope.spawn(move || {
                let folder = TempDir::new().expect("a folder");
                let folder = folder.path();
                let names = killed(folder, kind);
                let done = run(folder, &names).output().expect("runs");
                let said = text(&done.stderr);
                assert_eq!(done.status.code(), Some(0), "{names:?}: {said}");
                assert!(!said.contains("nothing to resume"), "{names:?}: {said}");
                let whole = fleet(folder, &names);
                assert!(fs::read(folder.join("out")).expect("there") == whole.stdout, "{names:?}");
                assert!(!folder.join("out.partial").exists() && !folder.join("out.partial.json").exists(), "{names:?}");
            });
        }
    });
}

#[test]
fn packed_input_that_was_changed_meanwhile_is_noticed() {
    let folder = TempDir::new().expect("a folder");
    let folder = folder.path();
    let stored: Inputs = |count| vec![("in.jsonl.gz", gzip(&lines(0, count), Compression::none()))];
    let names = killed(folder, stored);
    let path = folder.join("in.jsonl.gz");
    let (before, about) = (fs::read(&path).expect("there"), fs::metadata(&path).expect("there"));
    // The second applicant has another name; the archive is sound, as long as before, and of the same time.
    let mut plain = Vec::new();
    std::io::copy(&mut flate2::read::GzDecoder::new(before.as_slice()), &mut plain).expect("sound");
    let at = plain.windows(9).position(|name| name == b"wx0000001").expect("there");
    plain[at + 8] = b'9';
    let changed = gzip(&plain, Compression::none());
    assert_eq!(changed.len(), before.len());
    let put = |bytes: &[u8]| {
        fs::write(&path, bytes).expect("written");
        let file = fs::OpenOptions::new().write(true).open(&path).expect("opens");
        file.set_modified(about.modified().expect("a time")).expect("set back");
    };
    put(&changed);
    let done = run(folder, &names).output().expect("runs");
    assert_eq!(done.status.code(), Some(2), "{}", text(&done.stderr));
    assert!(text(&done.stderr).contains("in.jsonl.gz has changed"), "{}", text(&done.stderr));
    assert!(!folder.join("out").exists());
    put(&before);
    let done = run(folder, &names).output().expect("runs");
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
    assert!(fs::read(folder.join("out")).expect("there") == fleet(folder, &names).stdout);
}

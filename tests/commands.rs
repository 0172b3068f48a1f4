//! What commands do with files, in a shell: the cases stand in `cases/commands.toml`.
#![cfg(target_os = "linux")]
#![allow(clippy::print_stdout, reason = "a case that can't be tried says so")]

mod common;

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _, symlink};
use std::path::Path;
use std::process::{Command, Output};

use serde::Deserialize;
use tempfile::TempDir;

use crate::common::IN_ORDER;
use crate::common::fleet::{FINE, fleet, text};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    case: Vec<Case>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    command: String,
    #[serde(default)]
    exit: i32,
    says: Option<String>,
    lines: Option<usize>,
    /// What the command itself makes before kaibo runs.
    #[serde(default)]
    leaves: Vec<String>,
    /// True if only root can do it.
    #[serde(default)]
    root: bool,
}

/// The files that the cases are about.
fn prepare(folder: &Path) {
    let write = |name: &str, bytes: &[u8]| fs::write(folder.join(name), bytes).expect("written");
    let records = |count: usize| {
        (0..count)
            .map(|at| FINE.replace("{\"applicant\":\"wx1", &format!("{{\"program\":\"wechat-live\",\"applicant\":\"wx{at}")) + "\n")
            .collect::<String>()
    };
    write("X", IN_ORDER.as_bytes());
    symlink("X", folder.join("L")).expect("linked");
    symlink("./L", folder.join("C")).expect("linked");
    write("IN.jsonl", records(3).as_bytes());
    write("many.jsonl", records(2).as_bytes());
    write("A", &fleet(folder, &["IN.jsonl"]).stdout);
    write("B", &fleet(folder, &["many.jsonl"]).stdout);
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(records(300).as_bytes()).expect("packed");
    let packed = packed.finish().expect("packed");
    write("good.jsonl.gz", &[packed.as_slice(), b"and more"].concat());
    write("archive.zip", b"PK\x03\x04\x14\0\0\0\0\0");
    write("empty.csv", b"");
    write("header.csv", b"applicant,program,entity_type\n");
    write("blank.jsonl", b"\n  \n\r\n");
    write("kaibo.toml", b"[[sources.wechat]]\n");
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editions");
    let program = folder.join("rules/editions");
    fs::create_dir_all(&program).expect("made");
    for entry in fs::read_dir(rules).expect("a folder").flatten().filter(|entry| entry.path().is_file()) {
        fs::copy(entry.path(), program.join(entry.file_name())).expect("copied");
    }
}

/// Everything in a folder: what each entry is, and what is in it.
fn state(folder: &Path) -> BTreeMap<String, (u32, u64, Vec<u8>)> {
    let mut all = BTreeMap::new();
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let about = fs::symlink_metadata(&path).expect("there");
        let kind = about.file_type();
        let content = match () {
            () if kind.is_symlink() => fs::read_link(&path).expect("a link").into_os_string().into_encoded_bytes(),
            () if kind.is_dir() => format!("{:?}", state(&path)).into_bytes(),
            () if kind.is_file() => fs::read(&path).expect("a file"),
            () => format!("{}", kind.is_fifo()).into_bytes(),
        };
        let size = if kind.is_dir() { 0 } else { about.size() };
        all.insert(path.file_name().expect("named").to_string_lossy().into_owned(), (about.mode(), size, content));
    }
    all
}

fn shell(folder: &Path, command: &str) -> Output {
    let binary = assert_cmd::cargo::cargo_bin!("kaibo");
    let path = format!("{}:{}", binary.parent().expect("a folder").display(), std::env::var("PATH").unwrap_or_default());
    let mut shell = Command::new("bash");
    shell.current_dir(folder).env("PATH", path).env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1795312800");
    // A configuration of the user's own must not be found.
    shell.env("HOME", folder).env_remove("XDG_CONFIG_HOME").args(["-c", command]).output().expect("runs")
}

#[test]
fn commands_do_with_files_what_they_must() {
    let cases: Cases = toml::from_str(include_str!("cases/commands.toml")).expect("cases");
    assert!(cases.case.len() > 60);
    let template = TempDir::new().expect("a folder");
    prepare(template.path());
    let root = fs::metadata(template.path()).expect("there").uid() == 0;
    let wrong: Vec<String> = std::thread::scope(|scope| {
        let try_all = |cases: &[Case]| cases.iter().flat_map(|case| faults(case, template.path(), root)).collect::<Vec<_>>();
        let threads: Vec<_> = cases.case.chunks(24).map(|cases| scope.spawn(move || try_all(cases))).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// What is wrong with how a case ends.
fn faults(case: &Case, template: &Path, root: bool) -> Vec<String> {
    if case.root && !root {
        println!("only root can: {}", case.command);
        return Vec::new();
    }
    let folder = TempDir::new().expect("a folder");
    let copied = Command::new("cp").arg("-a").arg(template.join(".")).arg(folder.path()).status().expect("runs");
    assert!(copied.success());
    let before = state(folder.path());
    let out = shell(folder.path(), &case.command);
    let said = format!("{}{}", text(&out.stdout), text(&out.stderr));
    let mut after = state(folder.path());
    let lines = text(&out.stdout).lines().count();
    let mut wrong = Vec::new();
    let mut fault = |what: &str| wrong.push(format!("{}\n  {what}; exit {:?}\n  {said}", case.command, out.status.code()));
    if out.status.code() != Some(case.exit) {
        fault(&format!("exit {} was to be", case.exit));
    }
    if let Some(says) = case.says.as_ref().filter(|says| !said.contains(*says)) {
        fault(&format!("`{says}` is not said"));
    }
    if case.lines.is_some_and(|wanted| lines != wanted) {
        fault(&format!("{lines} lines"));
    }
    after.retain(|name, _| !case.leaves.contains(name));
    if [2, 6].contains(&case.exit) && after != before {
        fault(&format!("files changed: {:?}", after.keys().collect::<Vec<_>>()));
    }
    if after.keys().any(|name| name.contains(".kaibo-") || name.ends_with(".partial")) {
        fault("a temporary file is left");
    }
    wrong
}

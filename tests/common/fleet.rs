//! What the tests of fleets have in common.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use kaibo::document::source::Files;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::{Engine, Fleet, OutputFormat};
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::localized::Lang;
use tempfile::TempDir;

pub(crate) fn kaibo(folder: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(assert_cmd::cargo::cargo_bin!("kaibo"));
    command.current_dir(folder).env("LC_ALL", "C").env("SOURCE_DATE_EPOCH", "1795312800").args(args);
    command
}

pub(crate) fn run(folder: &Path, args: &[&str]) -> Output {
    kaibo(folder, args).output().expect("runs")
}

pub(crate) fn fleet(folder: &Path, args: &[&str]) -> Output {
    let mut all = vec!["fleet", "--as-of", "2026-11-22", "--program", "wechat-live"];
    all.extend(args);
    run(folder, &all)
}

pub(crate) fn text(bytes: &[u8]) -> &str {
    std::str::from_utf8(bytes).expect("UTF-8")
}

/// A folder with `count` sample applicants in `in.jsonl`.
pub(crate) fn practice(count: &str) -> (TempDir, PathBuf) {
    let folder = TempDir::new().expect("a folder");
    let made = run(folder.path(), &["practice-data", count, "--seed", "7", "--as-of", "2026-11-22", "-o", "in.jsonl"]);
    assert!(made.status.success(), "{}", text(&made.stderr));
    let path = folder.path().join("in.jsonl");
    (folder, path)
}

/// An applicant that has everything in order on 2026-11-22.
pub(crate) const FINE: &str = r#"{"applicant":"wx1","facts":{"entity_region":"CN","entity_type":"enterprise","categories":[{"path":"商家自营 > 百货","status":"approved"}],"violations":[],"payments":["2026-11-20"],"official_accounts":[{"name":"a","fans":130}]}}"#;

/// The fleet that the library works on, as the command line makes it for `wechat-live` on 2026-11-22.
pub(crate) fn wechat_fleet() -> Fleet {
    let library = Library::open(None).expect("a library");
    let mut files = Files::default();
    let text = library.program("wechat-live").expect("built in");
    let (rulebook, _) = Rulebook::load(text, &mut files).expect("sound");
    let as_of = parse_as_of("2026-11-22", rulebook.program.zone).expect("a day");
    Fleet {
        engines: vec![Engine { rulebook, files, as_of, pinned: None, against: None }],
        named: true,
        shape: OutputFormat::Lines,
        lang: Lang::En,
        files: None,
        generated_at: as_of,
        ahead: 30,
        strict: false,
        plain: false,
        extras: kaibo::fleet::Extras::default(),
        limit: 4 << 20,
    }
}

//! The scripts of `docs/ci.md` do what the page says: each is taken out of it and run.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::IN_ORDER;
use tempfile::TempDir;

/// The blocks under `run: |` and those in the shell's own language, in the order of the page.
fn scripts() -> Vec<String> {
    let page = include_str!("../docs/ci.md");
    let mut scripts = Vec::new();
    for block in page.split("```").skip(1).step_by(2) {
        if let Some(script) = block.strip_prefix("sh\n") {
            scripts.push(script.to_owned());
        }
        let mut lines = block.lines().peekable();
        while let Some(line) = lines.next() {
            if line.trim() == "run: |" {
                let deeper =
                    |other: &str| other.trim().is_empty() || other.len() - other.trim_start().len() > line.len() - line.trim_start().len();
                let mut script = String::new();
                while let Some(next) = lines.next_if(|next| deeper(next)) {
                    script.push_str(next.trim_start_matches("      "));
                    script.push('\n');
                }
                scripts.push(script);
            }
        }
    }
    scripts
}

/// Runs a script as the pipelines do: `bash -e`, with kaibo on the path.
fn run(folder: &Path, script: &str) -> i32 {
    let kaibo = assert_cmd::cargo::cargo_bin("kaibo");
    let path = format!("{}:{}", kaibo.parent().unwrap().display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.args(["--noprofile", "--norc", "-eo", "pipefail", "-c", script]).current_dir(folder).env("PATH", path);
    command.env("GITHUB_STEP_SUMMARY", folder.join("summary.md")).env("LANG", "C");
    command.output().unwrap().status.code().unwrap()
}

#[test]
fn the_scripts_of_the_page_end_as_it_says() {
    let [github, verify, shell] = scripts().try_into().unwrap();
    let recently = (chrono::Utc::now() - chrono::TimeDelta::days(10)).format("%Y-%m-%d").to_string();
    let fine = IN_ORDER.replace("2026-11-20", &recently);
    let unknown = fine.replace("payments", "# payments");
    let refused = fine.replace("enterprise", "individual");
    let broken = fine.replace("enterprise", "compani");
    for (facts, on_github, elsewhere) in [(fine, 0, 0), (unknown, 0, 4), (refused, 1, 1), (broken, 2, 2)] {
        let here = TempDir::new().unwrap();
        fs::write(here.path().join("shop.toml"), &facts).unwrap();
        assert_eq!(run(here.path(), &github), on_github, "{facts}");
        if on_github != 2 {
            let sarif: serde_json::Value = serde_json::from_str(&fs::read_to_string(here.path().join("kaibo.sarif")).unwrap()).unwrap();
            assert_eq!(sarif["version"], "2.1.0");
            assert_eq!(sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"], "shop.toml");
            assert!(fs::read_to_string(here.path().join("kaibo.xml")).unwrap().contains("<testsuite "));
            assert!(fs::read_to_string(here.path().join("summary.md")).unwrap().starts_with("# "));
            assert_eq!(run(here.path(), &verify), 0);
        }
        assert_eq!(run(here.path(), &shell), elsewhere, "{facts}");
    }
}

//! Whatever is in files, nothing that could mislead a terminal or a reader leaves kaibo: no escape, no mark of direction, no
//! character without width; in text, in JSON, in cells, in calendars, in messages.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::Path;

use assert_cmd::Command;

/// One of each kind: escape, bell, DEL, C1, direction, isolate, zero width, line separator, tag.
const EVIL: &str = "\u{1b}[31m\u{7}\u{7f}\u{9b}\u{202e}\u{2066}\u{200b}\u{2028}\u{e0041}";

/// True of what may not be written; `styled` text of kaibo's own is not asked for here.
fn misleads(c: char) -> bool {
    c != '\n' && c != '\r' && kaibo::i18n::escape::misleads(c)
}

/// Runs kaibo in a folder. Gives back what it wrote, where nothing of it misleads.
fn run(folder: &Path, args: &[&str]) -> String {
    let mut command = Command::cargo_bin("kaibo").unwrap();
    command.current_dir(folder).args(args).args(["--as-of", "2026-11-28", "--lang", "en"]).env("SOURCE_DATE_EPOCH", "0");
    let out = command.output().unwrap();
    let mut whole = String::new();
    for (name, bytes) in [("stdout", out.stdout), ("stderr", out.stderr)] {
        let text = String::from_utf8(bytes).unwrap();
        let at = text.find(misleads);
        assert_eq!(at, None, "{args:?} {name}: {:?}", at.map(|at| text[at..].chars().take(12).collect::<String>()));
        whole.push_str(&text);
    }
    whole
}

/// A text for TOML, everything escaped.
fn toml(text: &str) -> String {
    kaibo::i18n::escape::toml_string(text)
}

/// A rulebook whose titles and notes are full of it, made of the built-in one.
fn rules(folder: &Path) {
    let to = folder.join("rules/wechat-live");
    fs::create_dir_all(&to).unwrap();
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/wechat-live");
    let escaped = toml(EVIL);
    let escaped = escaped.trim_matches('"');
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let texts = ["title", "zh", "en", "note", "label"];
        let line = |line: &str| {
            // Every text on the line that is a text for people.
            let mut line = line.to_owned();
            for key in texts {
                let (before, after) = (format!(" {key} = \""), format!("{key} = \""));
                line = line.replace(&before, &format!("{before}{escaped}"));
                if let Some(rest) = line.strip_prefix(&after) {
                    line = format!("{after}{escaped}{rest}");
                }
            }
            line
        };
        let text: Vec<String> = text.lines().map(line).collect();
        fs::write(to.join(path.file_name().unwrap()), text.join("\n") + "\n").unwrap();
    }
}

fn shop(folder: &Path) {
    let evil = toml(&format!("x{EVIL}"));
    let text = format!(
        "program = \"wechat-live\"\napplicant = {evil}\nname = {evil}\n[facts]\nentity_type = \"enterprise\"\nentity_region = \"CN\"\n\
         categories = [{{ path = {evil}, status = \"approved\" }}]\nofficial_accounts = [{{ name = {evil}, fans = 7 }}]\n\
         violations = [{{ id = {evil}, date = 2026-11-01, severity = \"minor\" }}]\n\
         [provenance.entity_type]\nsource = {evil}\nnote = {evil}\nby = {evil}\n\
         [annotate.violations]\n{evil} = {{ severity = \"severe\" }}\n\
         [[waivers]]\nrequirement = \"payment\"\nreason = {evil}\nby = {evil}\nfrom = 2026-11-01\nuntil = 2026-12-31\n"
    );
    fs::write(folder.join("shop.toml"), text).unwrap();
    // The same where a name can be one of a file.
    fs::copy(folder.join("shop.toml"), folder.join(format!("{}.toml", EVIL.replace('/', "")))).unwrap();
}

#[test]
fn nothing_that_misleads_comes_out_of_a_facts_file() {
    let folder = tempfile::tempdir().unwrap();
    shop(folder.path());
    let evil = format!("{EVIL}.toml");
    for file in ["shop.toml", &evil] {
        for args in [
            vec!["check", file],
            vec!["check", file, "--format", "json"],
            vec!["plan", file],
            vec!["plan", file, "--format", "json"],
            vec!["plan", file, "--format", "ics"],
            vec!["next", file],
            vec!["facts", "check", file],
            vec!["check", file, "--assume", "payments += 2026-11-20"],
        ] {
            let said = run(folder.path(), &args);
            assert!(!said.is_empty() || args[1] == "check", "{args:?}");
        }
    }
    let said = run(folder.path(), &["check", "shop.toml"]);
    assert!(said.contains("x\\u{1b}[31m\\u{7}\\u{7f}\\u{9b}\\u{202e}\\u{2066}\\u{200b}\\u{2028}\\u{e0041}"), "{said}");
    let json = run(folder.path(), &["check", "shop.toml", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(report["applicant"], format!("x{EVIL}"), "JSON says the very text");
    assert!(json.contains("\\u202e\\u2066\\u200b\\u2028\\udb40\\udc41"), "{json}");
}

#[test]
fn nothing_that_misleads_comes_out_of_messages() {
    let folder = tempfile::tempdir().unwrap();
    let evil = format!("{EVIL}.toml");
    fs::write(
        folder.path().join("broken.toml"),
        format!("program = \"wechat-live\"\napplicant = \"x\"\n# {EVIL}\n\"{}\" = 1\n", &toml(EVIL)),
    )
    .unwrap();
    fs::write(folder.path().join(format!("{EVIL}.jsonl")), format!("{{\"program\":\"wechat-live\",\"applicant\":\"{EVIL}\"}}\n{{{EVIL}\n"))
        .unwrap();
    let fleet = format!("{EVIL}.jsonl");
    for args in [
        vec!["check", "broken.toml"],
        vec!["facts", "check", "broken.toml"],
        vec!["check", &evil],
        vec!["check", "shop.toml", "--assume", EVIL],
        vec!["check", "shop.toml", "--program", EVIL],
        vec!["check", "shop.toml", "--edition", EVIL],
        vec!["fleet", &fleet, "--summary", "text"],
        vec!["fleet", &fleet, "shop.toml"],
        vec!["diff", &fleet, &evil],
        vec!["rules", "show", EVIL],
        vec!["rules", "lint", EVIL],
        vec!["rules", "list", "--rules", EVIL],
        vec![EVIL],
        vec!["check", "--nothing", EVIL],
        vec!["check", "x", "--format", EVIL],
        vec!["wizard", "--plain", &fleet],
    ] {
        run(folder.path(), &args);
    }
}

#[test]
fn nothing_that_misleads_comes_out_of_a_fleet() {
    let folder = tempfile::tempdir().unwrap();
    let record = |applicant: &str| {
        format!("{{\"program\":\"wechat-live\",\"applicant\":{applicant},\"facts\":{{\"entity_type\":\"individual\"}}}}\n")
    };
    let raw = format!("\"{}\"", EVIL.replace(['\u{1b}', '\u{7}'], ""));
    let escaped = kaibo::i18n::escape::json::to_string(EVIL).unwrap();
    let text: String = [raw.as_str(), &escaped, "\"a\u{7f}\"", "\"开播\"", "\"a\u{200b}\""].iter().map(|name| record(name)).collect();
    fs::write(folder.path().join("fleet.jsonl"), text).unwrap();
    for args in [
        vec!["fleet", "fleet.jsonl"],
        vec!["fleet", "fleet.jsonl", "--full"],
        vec!["fleet", "fleet.jsonl", "--format", "csv"],
        vec!["fleet", "fleet.jsonl", "--summary", "text"],
        vec!["fleet", "fleet.jsonl", "--summary", "json"],
        vec!["fleet", "fleet.jsonl", "--summary", "html"],
        vec!["fleet", "fleet.jsonl", "--against", "2020-02-24-a"],
    ] {
        assert!(!run(folder.path(), &args).is_empty(), "{args:?}");
    }
    let lines = run(folder.path(), &["fleet", "fleet.jsonl"]);
    let names: Vec<String> = lines
        .lines()
        .filter(|line| line.starts_with("{\"applicant\""))
        .map(|line| serde_json::from_str::<serde_json::Value>(line).unwrap()["applicant"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(names[1..], [EVIL, "a\u{7f}", "开播", "a\u{200b}"], "{lines}");
    fs::write(folder.path().join("old.jsonl"), lines.replace("not_eligible", "pending")).unwrap();
    fs::write(folder.path().join("new.jsonl"), lines).unwrap();
    for format in ["text", "json"] {
        assert!(run(folder.path(), &["diff", "old.jsonl", "new.jsonl", "--format", format]).contains("a"));
    }
}

#[test]
fn nothing_that_misleads_comes_out_of_a_rulebook_of_ones_own() {
    let folder = tempfile::tempdir().unwrap();
    rules(folder.path());
    shop(folder.path());
    let own = ["--rules", "rules"];
    let mut evil = 0;
    for args in [
        vec!["rules", "list"],
        vec!["rules", "show", "wechat-live"],
        vec!["rules", "lint", "wechat-live"],
        vec!["check", "shop.toml"],
        vec!["check", "shop.toml", "--format", "json"],
        vec!["plan", "shop.toml"],
        vec!["plan", "shop.toml", "--format", "json"],
        vec!["plan", "shop.toml", "--format", "ics"],
        vec!["next", "shop.toml"],
        vec!["next", "shop.toml", "--everything"],
        vec!["facts", "new", "--program", "wechat-live"],
    ] {
        let said = run(folder.path(), &[args.as_slice(), &own].concat());
        evil += usize::from(said.contains("\\u{202e}") || said.contains("\\u202e"));
        assert!(!said.contains("cannot be read"), "{said}");
    }
    assert!(evil >= 9, "the rulebook's texts are shown: {evil}");
}

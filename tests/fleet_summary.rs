//! What is said of a whole fleet: as JSON, as text, as a page; and what another edition would change.

mod common;

use std::fs;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::fleet::{FINE, fleet, practice, run, text};

#[test]
fn a_summary_says_who_lacks_what() {
    let folder = TempDir::new().expect("a folder");
    let with = |applicant: &str, payments: &str| FINE.replace("wx1", applicant).replace(r#"["2026-11-20"]"#, payments);
    let records = [
        with("stays", r#"["2026-11-20"]"#),
        with("loses", r#"["2026-08-30"]"#),
        with("tomorrow", r#"["2026-11-21"]"#),
        with("pays", "[]"),
        with("unknown", "null"),
        r#"{"applicant":"person","facts":{"entity_type":"individual"}}"#.to_owned(),
        "{".to_owned(),
    ];
    fs::write(folder.path().join("in.jsonl"), records.join("\n")).expect("written");
    let out = fleet(folder.path(), &["in.jsonl", "--summary", "json", "--within", "10 days"]);
    assert_eq!(out.status.code(), Some(2));
    let summary: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    assert_eq!((&summary["read"], &summary["written"], &summary["rejected"]), (&7.into(), &6.into(), &1.into()));
    let program = &summary["programs"][0];
    let verdicts = &program["verdicts"];
    let expected = serde_json::json!({ "eligible": 2, "not_eligible": 2, "pending": 1, "unknown": 1, "held": 0 });
    assert_eq!(*verdicts, expected);
    let lacking = &program["lacking"][0];
    assert_eq!(lacking["requirements"], serde_json::json!(["payment"]));
    assert_eq!((&lacking["count"], &lacking["of"], &lacking["eligible_by_tomorrow"]), (&3.into(), &4.into(), &1.into()));
    assert_eq!(program["gaining"]["first"][0]["applicant"], "tomorrow");
    assert_eq!(program["losing"]["first"], serde_json::json!([{ "applicant": "loses", "on": "2026-11-28", "through": ["payment"] }]));
    assert_eq!((&program["unlocks"][0]["requirement"], &program["unlocks"][0]["count"]), (&"payment".into(), &1.into()));
    for lang in ["zh", "en"] {
        let out = fleet(folder.path(), &["in.jsonl", "--summary", "text", "--lang", lang]);
        assert!(!text(&out.stdout).contains("fleet-"), "{}", text(&out.stdout));
    }
}

#[test]
fn another_edition_and_another_day_change_who_gets_in() {
    let (folder, _) = practice("300");
    // The earlier edition lists fewer categories.
    let out = fleet(folder.path(), &["in.jsonl", "--against", "2020-02-24-a", "--summary", "json"]);
    let summary: Value = serde_json::from_slice(&out.stdout).expect("JSON");
    let against = &summary["programs"][0]["against"];
    assert_eq!(against["gain"], 0);
    assert!(against["lose"].as_u64().is_some_and(|lose| lose > 0));
    assert_eq!(against["lose_through"][0]["requirements"], serde_json::json!(["category"]));
    let held = fleet(folder.path(), &["in.jsonl", "--edition", "2020-02-24-a"]);
    let compared = fleet(folder.path(), &["in.jsonl", "--against", "2020-02-24-a"]);
    for (held, compared) in text(&held.stdout).lines().zip(text(&compared.stdout).lines()) {
        let (held, compared): (Value, Value) = (serde_json::from_str(held).expect("JSON"), serde_json::from_str(compared).expect("JSON"));
        for key in ["verdict", "firm", "eligible_from", "eligible_until", "requirements"] {
            assert_eq!(held[key], compared["against"][key]);
        }
    }
    // Reports tell through what an answer changed.
    let report = |name: &str, args: &[&str]| {
        let out = run(folder.path(), &[&["fleet", "in.jsonl", "--full", "-o", name], args].concat());
        assert!(out.status.success(), "{}", text(&out.stderr));
    };
    report("now", &["--as-of", "2026-11-22"]);
    report("later", &["--as-of", "2026-12-22"]);
    report("older", &["--as-of", "2026-11-22", "--program", "wechat-live", "--edition", "2020-02-24-a"]);
    assert_eq!(run(folder.path(), &["diff", "now", "now"]).status.code(), Some(0));
    for (new, cause) in [("later", "time"), ("older", "rules")] {
        let out = run(folder.path(), &["diff", "now", new, "--format", "json"]);
        assert_eq!(out.status.code(), Some(1));
        for line in text(&out.stdout).lines() {
            let change: Value = serde_json::from_str(line).expect("JSON");
            assert_eq!(change["through"], serde_json::json!([cause]), "{line}");
        }
    }
}

/// A folder with a fleet whose names would like to be markup, to turn text around and to move the cursor.
fn hostile() -> TempDir {
    let folder = TempDir::new().expect("a folder");
    let with = |applicant: &str, payments: &str| {
        let name = serde_json::to_string(applicant).expect("text");
        FINE.replace("\"wx1\"", &name).replace(r#"["2026-11-20"]"#, payments)
    };
    let records = [
        with("<script>alert(1)</script>", r#"["2026-11-21"]"#),
        with("\"><img src=x onerror='alert(1)'>&amp;", r#"["2026-11-22"]"#),
        with("\u{202e}开播\u{1b}[31m\u{7}\u{200b}", r#"["2026-08-30"]"#),
        with("pays", "[]"),
        with("unknown", "null"),
        r#"{"applicant":"daily","facts":{"entity_region":"CN","entity_type":"enterprise","categories":[{"path":"商家自营 > 百货","status":"approved"}],"violations":[],"payments":["2026-11-20"],"official_accounts":[],"ad_spend":[],"daily_active_users":[{"date":"2026-11-21","users":701}]}}"#.to_owned(),
        r#"{"applicant":"person","facts":{"entity_type":"individual"}}"#.to_owned(),
        r#"{"applicant":"x","facts":{"<b>bold</b>\u202e\u001b[1m":1}}"#.to_owned(),
        String::new(),
    ];
    fs::write(folder.path().join("<i>&.jsonl"), records.join("\n") + "\n").expect("written");
    folder
}

/// Every element that is opened is closed in its order, every attribute is quoted, every `&` begins a known entity.
fn well_formed(page: &str) {
    let (style, rest) = page.split_once("<style>").and_then(|(head, rest)| Some((head, rest.split_once("</style>")?.1))).expect("a style");
    let page = format!("{style}{rest}");
    let mut open: Vec<String> = Vec::new();
    let mut rest = page.strip_prefix("<!DOCTYPE html>").expect("a doctype");
    while let Some(at) = rest.find('<') {
        let (text, tag) = rest.split_at(at);
        let known = ["&amp;", "&lt;", "&gt;", "&quot;"];
        assert!(text.match_indices('&').all(|(at, _)| known.iter().any(|one| text[at..].starts_with(one))), "{text}");
        assert!(!text.contains('>'), "{text}");
        let end = tag.find('>').expect("a tag ends");
        let inner = &tag[1..end];
        rest = &tag[end + 1..];
        if let Some(name) = inner.strip_prefix('/') {
            assert_eq!(open.pop().as_deref(), Some(name), "closed in its order");
            continue;
        }
        let (name, attributes) = inner.split_once(' ').unwrap_or((inner, ""));
        assert!(name.chars().all(|c| c.is_ascii_alphanumeric()), "{name}");
        let mut quoted = attributes.split('"');
        while let (Some(key), Some(_)) = (quoted.next(), quoted.next()) {
            let key = key.trim().strip_suffix('=').expect("an attribute has a value");
            assert!(!key.starts_with("on") && !["src", "href", "style"].contains(&key), "{key}");
        }
        if !["meta", "br"].contains(&name) {
            open.push(name.to_owned());
        }
    }
    assert_eq!(open, Vec::<String>::new(), "everything is closed");
}

#[test]
fn a_page_is_whole_by_itself_and_harmless() {
    let folder = hostile();
    let more = ["<i>&.jsonl", "--within", "10 days", "--against", "2020-02-24-a", "--edition", "2020-02-24"];
    for lang in ["zh", "en"] {
        // Two files, so that errors name theirs.
        let out = fleet(folder.path(), &[&more[..], &["<i>&.jsonl", "--summary", "html", "--lang", lang]].concat());
        assert_eq!(out.status.code(), Some(2), "{}", text(&out.stderr));
        let page = text(&out.stdout);
        well_formed(page);
        let nothing_misleading = |c: char| c == '\n' || !(c.is_control() || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'));
        assert!(page.chars().all(nothing_misleading));
        for sign in ["<script", "<img", "<i>", "<b>", "url(", "@import"] {
            assert!(!page.contains(sign), "{sign}");
        }
        let body = &page[page.find("<body>").expect("a body")..];
        let body = body.replace(&format!("kaibo {}", env!("CARGO_PKG_VERSION")), "kaibo VERSION").replace("><", ">\n<");
        insta::assert_snapshot!(format!("page_{lang}"), body);
        // What the text says is on the page too.
        let out = fleet(folder.path(), &[&more[..], &["<i>&.jsonl", "--summary", "text", "--lang", lang]].concat());
        insta::assert_snapshot!(format!("text_{lang}"), text(&out.stdout));
    }
}

#[test]
fn a_summary_says_whether_anybody_is_taken_in_just_now() {
    let (folder, _) = practice("20");
    let json = fleet(folder.path(), &["in.jsonl", "--summary", "json"]);
    let summary: Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let opening = &summary["programs"][0]["opening"];
    assert_eq!(opening["state"], "closed");
    for format in ["text", "html"] {
        let out = fleet(folder.path(), &["in.jsonl", "--summary", format, "--lang", "en"]);
        assert!(text(&out.stdout).contains(opening["source"].as_str().expect("a source")), "{format}");
    }
}

#[test]
fn many_days_share_bars() {
    let (folder, _) = practice("300");
    for (within, bars) in [("1 day", 1), ("61 days", 61), ("62 days", 31), ("1 year", 61)] {
        let out = fleet(folder.path(), &["in.jsonl", "--summary", "html", "--lang", "en", "--within", within]);
        assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
        let page = text(&out.stdout);
        well_formed(page);
        if let Some((_, chart)) = page.split_once("<svg class=\"days\"") {
            let chart = chart.split_once("</svg>").expect("closed").0;
            assert_eq!(chart.matches("<g>").count(), bars, "{within}");
        }
    }
}

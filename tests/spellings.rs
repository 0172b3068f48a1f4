//! Spellings from real use: each case of `cases/values.toml` and `cases/categories.toml` through every door that it names.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;

use common::run;
use serde::Deserialize;
use serde_json::{Value, json};
use tempfile::TempDir;

const AS_OF: &str = "2026-11-28";

#[derive(Deserialize)]
struct Cases<T> {
    case: Vec<T>,
}

#[derive(Deserialize)]
struct PathCase {
    path: String,
    status: String,
    meant: Option<String>,
    firm: Option<bool>,
}

#[derive(Deserialize)]
struct ValueCase {
    kind: String,
    text: String,
    fact: Option<String>,
    doors: Option<Vec<String>>,
    reads: Option<String>,
    refused: Option<String>,
}

fn cases<T: for<'de> Deserialize<'de>>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(format!("tests/cases/{name}.toml")).unwrap();
    toml::from_str::<Cases<T>>(&text).unwrap().case
}

/// An applicant with everything in order, but for one fact. None leaves the fact out.
fn applicant(fact: &str, value: Option<Value>) -> Value {
    let mut facts = json!({
        "entity_region": "CN",
        "entity_type": "enterprise",
        "categories": [{ "path": "商家自营 > 百货", "status": "approved" }],
        "violations": [],
        "payments": ["2026-11-20"],
        "official_accounts": [{ "name": "某某", "fans": 300 }],
        "releases": [{ "version": "1.0.0", "date": "2026-09-01" }],
    });
    match value {
        Some(value) => facts[fact] = value,
        None => {
            facts.as_object_mut().unwrap().remove(fact);
        }
    }
    json!({ "program": "wechat-live", "applicant": "wx1", "facts": facts })
}

fn check(folder: &TempDir, facts: &Value, assume: Option<&str>) -> Result<Value, String> {
    fs::write(folder.path().join("a.json"), facts.to_string()).unwrap();
    let mut args = vec!["check", "a.json", "--as-of", AS_OF, "--format", "json", "--lang", "en"];
    args.extend(assume.iter().flat_map(|assume| ["--assume", assume]));
    let (out, err, code) = run(folder.path(), &args);
    if code == 2 { Err(err) } else { Ok(serde_json::from_str(&out).unwrap_or_else(|_| panic!("{code} {err}"))) }
}

/// What a fleet says of one record; in full, its report.
fn fleet(folder: &TempDir, facts: &Value, more: &[&str]) -> Value {
    fs::write(folder.path().join("in.jsonl"), format!("{facts}\n")).unwrap();
    let (out, _, _) = run(folder.path(), &[&["fleet", "in.jsonl", "--as-of", AS_OF, "--lang", "en"], more].concat());
    serde_json::from_str(out.lines().next().unwrap()).unwrap()
}

/// The report of one line of a table whose only cell, beside the applicant, is this; and what was said of the table.
fn table(folder: &TempDir, fact: &str, cell: &str) -> (Value, String) {
    fs::write(folder.path().join("in.csv"), format!("applicant,{fact}\nwx1,\"{}\"\n", cell.replace('"', "\"\""))).unwrap();
    let (out, err, _) = run(folder.path(), &["fleet", "in.csv", "--program", "wechat-live", "--as-of", AS_OF, "--full", "--lang", "en"]);
    (serde_json::from_str(out.lines().next().unwrap()).unwrap(), err)
}

/// Types lines into the wizard, at the question for a fact. Gives back what it said, and the report of the file that it leaves.
#[cfg(feature = "wizard")]
fn typed(folder: &TempDir, fact: &str, lines: &str) -> (String, Value) {
    const QUESTIONS: [&str; 8] =
        ["entity_region", "entity_type", "categories", "violations", "payments", "official_accounts", "daily_active_users", "ad_spend"];
    let question = QUESTIONS.iter().position(|one| *one == fact).unwrap() + 1;
    let file = folder.path().join("typed.toml");
    fs::write(&file, toml::to_string(&applicant(fact, None)).unwrap()).unwrap();
    let mut wizard = common::kaibo(folder.path(), &["wizard", "typed.toml", "--plain", "--as-of", AS_OF, "--lang", "en"]);
    wizard.env("XDG_STATE_HOME", folder.path().join("state")).env("XDG_CONFIG_HOME", folder.path().join("config"));
    let out = wizard.write_stdin(format!(":facts {question}\n{lines}\n:quit\n")).output().unwrap();
    let said = String::from_utf8(out.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ");
    let (report, err, _) = run(folder.path(), &["check", "typed.toml", "--as-of", AS_OF, "--format", "json", "--lang", "en"]);
    (said, serde_json::from_str(&report).unwrap_or_else(|_| panic!("{err}")))
}

fn finding<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["requirements"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

#[test]
fn paths_are_understood_as_people_mean_them() {
    let folder = TempDir::new().unwrap();
    for case in cases::<PathCase>("categories") {
        let row = json!([{ "path": case.path, "status": "approved" }]);
        let facts = applicant("categories", Some(row));
        let report = check(&folder, &facts, None).unwrap();
        let category = finding(&report, "category").clone();
        assert_eq!(category["status"], case.status, "{}", case.path);
        if let Some(firm) = case.firm {
            assert_eq!(category["firm"], firm, "{}", case.path);
            let titles: Vec<&str> = category["readings"].as_array().unwrap().iter().filter_map(|one| one["title"]["en"].as_str()).collect();
            assert_eq!(titles, ["entitlement carried over", "entitlement did not carry over"], "{}", case.path);
        }
        let line = fleet(&folder, &facts, &[]);
        assert_eq!(line["requirements"]["category"], case.status, "{}", case.path);
        assert_eq!(line["firm"], report["firm"], "{}", case.path);
        let cell = json!([{ "path": case.path, "status": "审核通过" }]).to_string();
        assert_eq!(finding(&table(&folder, "categories", &cell).0, "category")["status"], case.status, "table {}", case.path);
        let assumed = format!("categories = [{{ path = {}, status = \"approved\" }}]", json!(case.path));
        let assumed = check(&folder, &applicant("categories", None), Some(&assumed)).unwrap();
        assert_eq!(assumed["verdict"], report["verdict"], "{}", case.path);
        fs::write(folder.path().join("a.json"), facts.to_string()).unwrap();
        let (_, notes, code) = run(folder.path(), &["facts", "check", "a.json", "--lang", "en"]);
        assert_eq!(code, 0, "{notes}");
        assert_eq!(notes.contains("counts as unknown"), case.status == "unknown", "{notes}");
        if let Some(meant) = &case.meant {
            assert!(notes.contains(meant.as_str()), "{notes}");
            assert!(category["why"]["en"].as_str().unwrap().contains(meant.as_str()), "{}", category["why"]);
        }
    }
}

/// Where a value of the kind belongs: the fact, what it is there as, what `--assume` names, and where the report shows it.
fn place(case: &ValueCase, text: Value) -> (&'static str, Value, &'static str, &'static str) {
    match (case.kind.as_str(), case.fact.as_deref()) {
        ("date", _) => ("payments", json!([text]), "payments +=", "/0"),
        ("money", _) => ("ad_spend", json!([{ "date": "2026-03-01", "amount": text }]), "ad_spend[0].amount =", "/0/amount"),
        ("number", _) => ("official_accounts", json!([{ "name": "a", "fans": text }]), "official_accounts[0].fans =", "/0/fans"),
        ("choice", Some("categories.status")) => {
            ("categories", json!([{ "path": "商家自营 > 百货", "status": text }]), "categories[0].status =", "/0/status")
        }
        ("choice", _) => ("entity_type", text, "entity_type =", ""),
        ("region", _) => ("entity_region", text, "entity_region =", ""),
        ("rows", Some("violations")) => ("violations", text, "violations =", ""),
        (kind, fact) => panic!("{kind} {fact:?}"),
    }
}

#[test]
fn values_are_read_alike_through_every_door() {
    let folder = TempDir::new().unwrap();
    for case in cases::<ValueCase>("values") {
        if case.fact.as_deref() == Some("official_accounts") {
            let report = check(&folder, &applicant("official_accounts", Some(json!([300]))), None).unwrap();
            assert_eq!(report["facts"]["official_accounts"]["value"], json!([{ "fans": 300 }]));
            assert_eq!(report["verdict"], "eligible");
            continue;
        }
        let through = |door: &str| case.doors.as_ref().is_none_or(|doors| doors.iter().any(|one| one == door));
        let text = case.text.trim_matches('"');
        let (fact, value, assume, at) = place(&case, json!(text));
        let facts = applicant(fact, Some(value));
        let reads = case.reads.as_deref().map(|reads| reads.split(' ').next().unwrap());
        let shown = |report: &Value| {
            let value = report["facts"][fact]["value"].pointer(at).unwrap_or(&Value::Null).clone();
            let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            text.strip_suffix(".00").map(str::to_owned).unwrap_or(text)
        };
        let wanted = reads.map(|reads| reads.strip_suffix(".00").unwrap_or(reads).to_owned());
        let right = |door: &str, result: Result<Value, String>| match (result, &wanted) {
            (Ok(report), Some(wanted)) => {
                assert_eq!(shown(&report).trim_end_matches('0'), wanted.trim_end_matches('0'), "{door} {}", case.text)
            }
            (Err(error), None) => assert!(error.contains(case.refused.as_deref().unwrap()), "{door} {}: {error}", case.text),
            (Ok(report), None) => panic!("{door} {}: read as {}", case.text, shown(&report)),
            (Err(error), Some(_)) => panic!("{door} {}: {error}", case.text),
        };
        if through("file") {
            right("file", check(&folder, &facts, None));
            let line = fleet(&folder, &facts, &["--full"]);
            let error = line["error"].as_str().map(str::to_owned);
            right("fleet", error.map_or_else(|| Ok(line), Err));
            if case.reads.is_some() {
                fs::write(folder.path().join("a.json"), facts.to_string()).unwrap();
                let (_, notes, _) = run(folder.path(), &["facts", "check", "a.json", "--lang", "en"]);
                assert!(notes.contains("is read as"), "{}: {notes}", case.text);
            }
        } else if case.kind == "date" {
            // A spreadsheet's day is none in a file, and the message names the date that it would be.
            let error = check(&folder, &facts, None).unwrap_err();
            assert!(error.contains(reads.unwrap()), "{error}");
        }
        if through("assume") {
            let before = match fact {
                "ad_spend" => applicant(fact, Some(json!([{ "date": "2026-03-01", "amount": "1" }]))),
                "payments" => applicant(fact, Some(json!([]))),
                _ => applicant("meta", None),
            };
            right("assume", check(&folder, &before, Some(&format!("{assume} {}", case.text.trim()))));
        }
        // A cell holds one value of a fact, one row by the column that a bare value fills, or rows as a list.
        if through("table") {
            let bare = matches!(fact, "payments" | "official_accounts" | "entity_type" | "entity_region");
            let cells = [bare.then(|| case.text.clone()), (case.text != "46346").then(|| facts["facts"][fact].to_string())];
            for cell in cells.into_iter().flatten() {
                let (line, err) = table(&folder, fact, &cell);
                // That numbers were read as days is said once for the whole run.
                assert_eq!(err.matches("46346").count(), usize::from(case.text == "46346"), "{err}");
                let error = line["error"].as_str().map(str::to_owned);
                right("table", error.map_or_else(|| Ok(line), Err));
            }
        }
        #[cfg(feature = "wizard")]
        if through("wizard") {
            let before = match fact {
                "ad_spend" => "2026-03-01\n",
                "official_accounts" => "a\n",
                "categories" => "商家自营 > 百货\n",
                _ => "",
            };
            // What is refused is asked again; an empty line then leaves it open.
            let (said, report) = typed(&folder, fact, &format!("{before}{}\n\n:all", case.text));
            match &wanted {
                Some(_) => right("wizard", Ok(report)),
                None => {
                    assert!(said.contains(case.refused.as_deref().unwrap()), "wizard {}: {said}", case.text);
                    let value = report["facts"][fact]["value"].pointer(at).cloned().unwrap_or_default();
                    assert!(value.is_null() || value == json!([]), "wizard {}: {value}", case.text);
                }
            }
        }
    }
}

/// A path that is typed is taken where it is one of the list, and never by itself where it is not: then what may be meant is
/// offered, and it can be kept as it is typed, which is said.
#[cfg(feature = "wizard")]
#[test]
fn the_wizard_takes_a_listed_path_and_asks_about_any_other() {
    let folder = TempDir::new().unwrap();
    for case in cases::<PathCase>("categories") {
        let (said, report) = typed(&folder, "categories", &format!("{}\n1\n:all", case.path));
        if case.status == "met" {
            assert_eq!(finding(&report, "category")["status"], "met", "{}: {said}", case.path);
            continue;
        }
        if let Some(meant) = &case.meant {
            assert!(said.contains(meant.as_str()), "{}: {said}", case.path);
        }
        // Of a renamed category no other is offered in its place.
        assert_eq!(said.contains("renamed or split"), case.firm == Some(false), "{}: {said}", case.path);
        let (said, report) = typed(&folder, "categories", &format!("{}\n\n:all", case.path));
        assert_eq!(report["facts"]["categories"]["value"], json!([]), "{}: taken by itself\n{said}", case.path);
        let (said, report) = typed(&folder, "categories", &format!(":as-typed {}\n1\n:all", case.path));
        assert!(said.contains("is not in the list of categories"), "{}: {said}", case.path);
        assert_eq!(finding(&report, "category")["status"], case.status, "{}: {said}", case.path);
    }
}

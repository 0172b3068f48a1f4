//! The command as people and scripts use it: what it prints, what it writes, how it ends.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;

use common::{IN_ORDER, kaibo, run};
use serde_json::Value;
use tempfile::TempDir;

const SCHEMA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/src/report/json/report.schema.json");

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

/// A report, found valid against the schema that is part of the project.
fn report(folder: &Path, args: &[&str]) -> (Value, i32) {
    let (out, err, code) = run(folder, &[&["check", "--format", "json"], args].concat());
    let report: Value = serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"));
    let schema: Value = serde_json::from_str(&fs::read_to_string(SCHEMA).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&report).map(|fault| format!("{} at {}", fault, fault.instance_path())).collect();
    assert!(faults.is_empty(), "{faults:?}");
    (report, code)
}

fn of<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["requirements"].as_array().unwrap().iter().find(|requirement| requirement["id"] == id).unwrap()
}

#[test]
fn the_schema_is_that_of_the_report() {
    let schema = serde_json::to_string_pretty(&schemars::schema_for!(kaibo::report::json::Report)).unwrap() + "\n";
    if std::env::var_os("KAIBO_UPDATE").is_some() {
        fs::write(SCHEMA, &schema).unwrap();
    }
    assert!(fs::read_to_string(SCHEMA).unwrap_or_default() == schema, "KAIBO_UPDATE=1 cargo test writes the schema anew");
}

#[test]
fn text_in_both_languages() {
    let missing = IN_ORDER
        .replace("2026-11-20", "2026-11-22")
        .replace("fans = 130", "fans = 78")
        .replace("official_accounts", "ad_spend = [{ date = 2026-03-01, amount = \"3200.00\" }]\nname_of = 1\nofficial_accounts");
    let missing = missing.replace("name_of = 1\n", "").replace("applicant =", "name = \"某某服饰\"\napplicant =");
    let here = folder(&[("shop.toml", &missing)]);
    for lang in ["zh", "en"] {
        let (text, err, code) = run(here.path(), &["check", "shop.toml", "--as-of", "2026-11-22", "--lang", lang]);
        assert_eq!((err.as_str(), code), ("", 4));
        insta::assert_snapshot!(format!("check_{lang}"), text);
    }
    let (text, _, _) = run(here.path(), &["check", "shop.toml", "--as-of", "2026-11-22", "--lang", "zh", "--ascii"]);
    assert!(!text.contains('✓') && text.contains("+ 国内非个人主体"), "{text}");
}

#[test]
fn help_in_both_languages() {
    for lang in ["zh", "en"] {
        for command in [&["--help"][..], &["check", "--help"], &["rules", "--help"], &["rules", "test", "--help"]] {
            let (text, _, code) = run(Path::new("."), &[command, &["--lang", lang]].concat());
            assert_eq!(code, 0);
            assert!(!text.contains("help-"), "a message is missing: {text}");
        }
        let (text, _, _) = run(Path::new("."), &["--help", "--lang", lang]);
        insta::assert_snapshot!(format!("help_{lang}"), text);
    }
}

#[test]
fn exit_codes_tell_the_verdict() {
    let with = |from: &str, to: &str| IN_ORDER.replace(from, to);
    let cases = [
        (IN_ORDER.to_owned(), 0),
        (with("enterprise", "individual"), 1),
        (with("2026-11-20", "2026-11-22"), 3),
        (with("payments", "# payments"), 4),
        (with("enterprise", "compani"), 2),
    ];
    for (text, expected) in cases {
        let here = folder(&[("shop.toml", &text)]);
        let (_, err, code) = run(here.path(), &["check", "shop.toml", "--as-of", "2026-11-22"]);
        assert_eq!(code, expected, "{text}\n{err}");
    }
    let here = folder(&[("shop.toml", IN_ORDER)]);
    for wrong in [
        &["check"][..],
        &["check", "nowhere.toml"],
        &["check", "shop.toml", "--as-of", "22.11.2026"],
        &["check", "shop.toml", "--edition", "1999"],
        &["check", "shop.toml", "--rules", "nowhere"],
        &["check", "shop.toml", "--as-of", "2019-01-01"],
        &["check", "shop.toml", "--program", "other"],
        &["frobnicate"],
    ] {
        let (out, err, code) = run(here.path(), wrong);
        assert_eq!((out.as_str(), code), ("", 2), "{wrong:?}");
        assert!(!err.is_empty());
    }
}

#[test]
fn the_report_says_everything() {
    let here = folder(&[("shop.toml", &IN_ORDER.replace("2026-11-20", "2026-11-22"))]);
    let (report, code) = report(here.path(), &["shop.toml", "--as-of", "2026-11-22"]);
    assert_eq!(code, 3);
    assert_eq!(report["verdict"], "pending");
    assert_eq!(report["as_of"], "2026-11-22T00:00:00+08:00");
    assert!(report.get("generated_at").is_none(), "no time of day unless it is asked for");
    assert_eq!((&report["eligible_from"], &report["eligible_until"]), (&"2026-11-24".into(), &"2027-02-19".into()));
    assert_eq!(report["opening"]["state"], "closed");
    let payment = of(&report, "payment");
    assert_eq!(payment["clause"], "2.2");
    assert_eq!(payment["measured"], serde_json::json!({ "low": "0", "high": "0" }));
    assert_eq!((&payment["needed"], &payment["short_by"]), (&">= 1".into(), &serde_json::json!({ "amount": "1" })));
    assert_eq!(payment["timeline"].as_array().unwrap().len(), 3);
    assert_eq!((&payment["next_actor"], &payment["firm"]), (&"time".into(), &false.into()));
    assert_eq!(payment["readings"][0]["from"], "2026-11-23");
    assert_eq!(report["facts"]["payments"]["value"], serde_json::json!(["2026-11-22"]));
    let ids: Vec<&str> = report["requirements"].as_array().unwrap().iter().map(|requirement| requirement["id"].as_str().unwrap()).collect();
    let steps = report["requirements"].as_array().unwrap().iter().position(|requirement| requirement["role"] == "step").unwrap();
    assert!(ids[..steps].contains(&"eligible") && ids.len() > steps);
    let text = fs::read_to_string(here.path().join("shop.toml")).unwrap();
    assert!(text.contains("payments"), "the facts file is left alone");
}

#[test]
fn same_input_same_bytes() {
    let here = folder(&[("shop.toml", IN_ORDER)]);
    let args = ["check", "shop.toml", "--as-of", "2026-11-22T10:00:00+08:00", "--format", "json"];
    assert_eq!(run(here.path(), &args), run(here.path(), &args));
}

#[test]
fn what_was_collected_goes_before_unless_a_person_insists() {
    let collected = r#"applicant = "wx1234567890abcdef"
[facts]
entity_type = "individual"
violations = [{ id = "1", date = 2026-10-01 }, { id = "2", date = 2026-10-02 }]
[provenance.entity_type]
source = "wechat:getaccountbasicinfo"
observed_at = 2026-11-22T10:00:00+08:00
[provenance.violations]
source = "wechat:getillegalrecords"
"#;
    let people = IN_ORDER.replace(
        "violations = []",
        "violations = [{ id = \"2\", date = 2026-10-02, severity = \"minor\" }, { id = \"3\", date = 2026-10-03, severity = \"minor\" }]",
    );
    let people = format!(
        "{people}\n[annotate.violations]\n\"1\" = {{ severity = \"minor\" }}\n\"2\" = {{ severity = \"minor\" }}\n\"9\" = {{ severity = \"severe\" }}\n"
    );
    let here = folder(&[("shop.toml", &people), ("shop.collected.toml", collected)]);
    let (first, code) = report(here.path(), &["shop.toml", "--as-of", "2026-11-22"]);
    assert_eq!((code, &first["verdict"]), (1, &"not_eligible".into()));
    assert_eq!(first["facts"]["entity_type"]["value"], "individual");
    let conflicts = first["conflicts"].as_array().unwrap();
    assert!(conflicts.iter().any(|conflict| conflict["fact"] == "entity_type" && conflict["other"]["value"] == "enterprise"));
    assert_eq!(first["facts"]["violations"]["value"].as_array().unwrap().len(), 3);
    assert_eq!(of(&first, "violations")["status"], "met", "all three are minor");
    assert!(first["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "annotation-of-nothing"));
    // A person who insists says why.
    let insists = format!("{people}\n[provenance.entity_type]\nsource = \"manual\"\noverride = true\nnote = \"changed owner yesterday\"\n");
    fs::write(here.path().join("shop.toml"), insists).unwrap();
    let (second, code) = report(here.path(), &["shop.toml", "--as-of", "2026-11-22"]);
    assert_eq!((code, &second["facts"]["entity_type"]["value"]), (0, &"enterprise".into()));
    assert!(second["conflicts"].as_array().unwrap().iter().any(|conflict| conflict["used"]["source"] == "manual"));
    // What was collected of another applicant is not mixed in.
    fs::write(here.path().join("shop.collected.toml"), collected.replace("wx12", "wx99")).unwrap();
    assert_eq!(run(here.path(), &["check", "shop.toml"]).2, 2);
}

#[test]
fn knowledge_runs_out_and_is_stale() {
    let dated = |until: &str| {
        format!(
            "{IN_ORDER}\n[provenance.entity_type]\nsource = \"manual\"\nvalid_until = {until}\n[provenance.categories]\nsource = \"manual\"\nobserved_at = 2026-01-01T00:00:00+08:00\n"
        )
    };
    let here = folder(&[("shop.toml", &dated("2026-11-30"))]);
    let (report_now, code) = report(here.path(), &["shop.toml", "--as-of", "2026-11-22"]);
    assert_eq!((code, &report_now["eligible_until"]), (0, &"2026-11-30".into()));
    assert_eq!(report_now["facts"]["entity_type"]["later"][0]["from"], "2026-12-01");
    assert_eq!(report_now["facts"]["categories"]["stale"], true);
    let (expired, code) = report(here.path(), &["shop.toml", "--as-of", "2026-12-01"]);
    assert_eq!((code, &expired["verdict"]), (4, &"unknown".into()));
    assert!(expired["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "expired"));
}

#[test]
fn many_waivers_are_looked_at_in_one_go() {
    let mut text = IN_ORDER.replace("fans = 130", "fans = 3").replace("[facts]", "[facts]\ndaily_active_users = []\nad_spend = []");
    for at in 0..6000 {
        let (requirement, year) = (["followers", "entity", "payment"][at % 3], 2000 + at / 300);
        let (month, day) = (1 + at / 25 % 12, 1 + at % 25);
        text += &format!(
            "[[waivers]]\nrequirement = \"{requirement}\"\nreason = \"r\"\nby = \"b\"\nfrom = {year}-{month:02}-{day:02}\nuntil = {}-{month:02}-{day:02}\n",
            year + at % 40
        );
    }
    let here = folder(&[("shop.toml", &text)]);
    let started = std::time::Instant::now();
    let (report, _) = report(here.path(), &["shop.toml", "--as-of", "2026-11-22"]);
    // What grows with the square takes minutes.
    assert!(started.elapsed() < std::time::Duration::from_secs(30), "{:?}", started.elapsed());
    let waivers = report["waivers"].as_array().unwrap();
    assert_eq!(waivers.len(), 6000);
    for waiver in waivers {
        // Followers are too few on every day, and the owner is right on every day.
        let (requirement, until) = (waiver["requirement"].as_str().unwrap(), waiver["until"].as_str().unwrap());
        match requirement {
            "followers" => assert_eq!(waiver["changed_something"], until >= "2026-11-22", "{waiver}"),
            "entity" => assert_eq!(waiver["changed_something"], false, "{waiver}"),
            _ => {}
        }
    }
}

#[test]
fn waivers_count_on_their_days_and_idle_ones_are_listed() {
    let waived = IN_ORDER.replace("fans = 130", "fans = 3").replace("[facts]", "[facts]\ndaily_active_users = []\nad_spend = []");
    let waived = format!(
        "{waived}\n[[waivers]]\nrequirement = \"followers\"\nreason = \"pilot\"\nby = \"lead\"\nfrom = 2026-11-25\nuntil = 2026-11-30\n\
         [[waivers]]\nrequirement = \"entity\"\nreason = \"none\"\nby = \"lead\"\nfrom = 2026-11-01\nuntil = 2026-11-30\n"
    );
    let here = folder(&[("shop.toml", &waived.replace("daily_active_users = []\n", ""))]);
    let (report, _) = report(here.path(), &["shop.toml", "--as-of", "2026-11-26"]);
    assert_eq!(of(&report, "followers")["status"], "unmet");
    assert_eq!(of(&report, "followers")["waived"]["by"], "lead");
    assert_eq!(of(&report, "reach")["status"], "met");
    assert_eq!((&report["verdict"], &report["eligible_until"]), (&"eligible".into(), &"2026-11-30".into()));
    assert_eq!(report["waivers"][0]["changed_something"], true);
    assert_eq!(report["waivers"][1]["changed_something"], false);
    let (before, _, _) = run(here.path(), &["check", "shop.toml", "--as-of", "2026-11-24", "--lang", "en"]);
    assert!(before.contains("2026-11-25"), "{before}");
}

#[test]
fn editions_follow_each_other() {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/editions");
    let rules = rules.to_str().unwrap();
    let here = folder(&[("a.toml", "program = \"editions\"\napplicant = \"a\"\n[facts]\nfans = 60\n")]);
    // 50 were enough until the end of 2026, 100 are asked for from 2027 on, and nothing is known after 2028.
    let (now, code) = report(here.path(), &["a.toml", "--rules", rules, "--as-of", "2026-11-22"]);
    assert_eq!((code, &now["eligible_until"], &now["program"]["edition"]), (0, &"2026-12-31".into(), &"first".into()));
    let segments: Vec<(&str, &Value, &Value)> =
        now["timeline"].as_array().unwrap().iter().map(|s| (s["from"].as_str().unwrap(), &s["value"], &s["edition"])).collect();
    assert_eq!(
        segments,
        [
            ("2026-11-22", &Value::Bool(true), &"first".into()),
            ("2027-01-01", &Value::Bool(false), &"second".into()),
            ("2029-01-01", &Value::Null, &Value::Null)
        ]
    );
    let (later, code) = report(here.path(), &["a.toml", "--rules", rules, "--as-of", "2027-01-01"]);
    assert_eq!((code, &later["verdict"]), (4, &"unknown".into()), "false now, and unknown on a later day");
    let (held, code) = report(here.path(), &["a.toml", "--rules", rules, "--as-of", "2027-01-01", "--edition", "first"]);
    assert_eq!((code, &held["eligible_until"]), (0, &Value::Null));
    let (after, code) = report(here.path(), &["a.toml", "--rules", rules, "--as-of", "2029-06-01"]);
    assert_eq!((code, &after["program"]["edition"]), (4, &Value::Null));
}

#[test]
fn standard_input_is_recognised_and_files_appear_whole() {
    let here = folder(&[]);
    let json = r#"{"program": "wechat-live", "applicant": "x", "facts": {"entity_type": "individual"}, "meta": {"any": [1.5e300]}}"#;
    for text in [json, "program = 'wechat-live'\napplicant = 'x'\n[facts]\nentity_type = 'individual'\n"] {
        let out = kaibo(here.path(), &["check", "-", "--format", "json"]).write_stdin(text).output().unwrap();
        assert_eq!(out.status.code(), Some(1), "{}", String::from_utf8_lossy(&out.stderr));
    }
    let with_mark = format!("\u{feff}{json}");
    assert_eq!(kaibo(here.path(), &["check", "-"]).write_stdin(with_mark).output().unwrap().status.code(), Some(1));
    let gbk = kaibo(here.path(), &["check", "-"]).write_stdin(&b"applicant = '\xc4\xe3'"[..]).output().unwrap();
    assert_eq!(gbk.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&gbk.stderr).contains("GBK"));
    fs::write(here.path().join("shop.toml"), IN_ORDER).unwrap();
    let (out, _, code) = run(here.path(), &["check", "shop.toml", "--as-of", "2026-11-22", "-o", "out.txt"]);
    assert_eq!((out.as_str(), code), ("", 0));
    assert!(fs::read_to_string(here.path().join("out.txt")).unwrap().ends_with('\n'));
    let (_, err, code) = run(here.path(), &["check", "shop.toml", "-o", "no/such/folder/out.txt"]);
    assert_eq!(code, 6, "{err}");
    assert_eq!(fs::read_dir(here.path()).unwrap().count(), 2, "nothing half-written is left behind");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_not_a_result() {
    let here = folder(&[("shop.toml", IN_ORDER)]);
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = std::process::Command::new(assert_cmd::cargo::cargo_bin("kaibo"))
        .current_dir(here.path())
        .args(["check", "shop.toml", "--as-of", "2026-11-22"])
        .stdout(full)
        .stderr(std::process::Stdio::null())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(6));
}

#[test]
fn rules_are_listed_shown_and_tested() {
    let (list, _, code) = run(Path::new("."), &["rules", "list", "--as-of", "2026-11-22", "--lang", "en"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("rules_list", list);
    let (show, _, code) = run(Path::new("."), &["rules", "show", "wechat-live", "--as-of", "2026-11-22", "--lang", "zh"]);
    assert_eq!(code, 0);
    insta::assert_snapshot!("rules_show_zh", show);
    assert_eq!(run(Path::new("."), &["rules", "show", "nothing"]).2, 2);
    let (_, err, code) = run(Path::new("tests"), &["rules", "lint", "--rules", "problems/folder", "broken"]);
    assert_eq!(code, 1, "{err}");
    // An example that is wrong is found, at its line.
    let here = TempDir::new().unwrap();
    let copy = here.path().join("time");
    fs::create_dir(&copy).unwrap();
    for name in ["program.toml", "one.toml", "one.examples.toml"] {
        let text = fs::read_to_string(Path::new("tests/rulebooks/time").join(name)).unwrap();
        fs::write(copy.join(name), text.replace("until = 2027-02-28", "until = 2027-02-27")).unwrap();
    }
    let (_, err, code) = run(here.path(), &["rules", "test", "--rules", "time", "time", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(err.contains(": expected `2027-02-27`, found `2027-02-28`"), "{err}");
}

#[test]
fn shells_and_manual() {
    for shell in ["bash", "zsh", "fish"] {
        let (script, _, code) = run(Path::new("."), &["completions", shell]);
        assert!(code == 0 && script.contains("kaibo"), "{shell}");
    }
    let (page, _, code) = run(Path::new("."), &["man", "--lang", "en"]);
    assert!(code == 0 && page.contains(".TH kaibo") && page.contains("Exit codes"));
}

#[test]
fn a_new_facts_file_can_be_filled_in_and_checked() {
    for lang in ["zh", "en"] {
        let here = folder(&[]);
        let (text, _, code) = run(here.path(), &["facts", "new", "--program", "wechat-live", "--lang", lang]);
        assert_eq!(code, 0);
        assert!(text.contains("# payments = [2026-11-20]"), "{text}");
        // With every sample taken for an answer it is a sound file.
        let filled: String = text
            .lines()
            .map(|line| line.strip_prefix("# ").filter(|rest| rest.contains(" = ")).unwrap_or(line).to_owned() + "\n")
            .collect();
        fs::write(here.path().join("shop.toml"), filled.replace("applicant = \"\"", "applicant = \"x\"")).unwrap();
        let (out, err, code) = run(here.path(), &["facts", "check", "shop.toml", "--lang", lang]);
        assert_eq!(code, 0, "{err}");
        assert!(out.contains("22") || out.contains("23"), "{out}");
        fs::write(here.path().join("shop.toml"), "applicant = 1").unwrap();
        assert_eq!(run(here.path(), &["facts", "check", "shop.toml", "--program", "wechat-live"]).2, 1);
    }
}

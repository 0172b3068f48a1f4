//! A report on its own: that it is complete, that `kaibo verify` finds what does not follow, that signatures hold, and that each
//! format says the same, in the same bytes every time.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may, and says what it skips")]

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use common::{IN_ORDER, kaibo, run};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

const DAY: &str = "2026-11-22";

/// Facts in which something of every kind stands: rows of every status, a waiver, a person's word.
const RICH: &str = r#"program = "wechat-live"
applicant = "wx1234567890abcdef"
name = "某某服饰"

[facts]
entity_region = "CN"
entity_type = "enterprise"
categories = [{ path = "商家自营 > 服装/鞋/箱包", status = "approved" }, { path = "商家自营 > 食品", status = "in_review" }]
violations = []
payments = [2026-08-01, 2026-11-01, 2026-11-20, 2026-11-21]
official_accounts = [{ name = "某某", fans = 101 }]
ad_spend = [{ date = 2026-03-01, amount = "3200.00" }]

[provenance.official_accounts]
source = "manual"
observed_at = 2026-11-21T10:00:00+08:00
by = "张三"
note = "counted in the console"

[[waivers]]
requirement = "violations"
reason = "agreed with the platform"
by = "李四"
from = 2026-11-01
until = 2026-12-31
"#;

/// The smallest program, so that every byte of a report about it can be tried.
const SMALL: [(&str, &str); 3] = [
    (
        "rules/club/program.toml",
        r#"[program]
id = "club"
title = { zh = "会", en = "Club" }
time_zone = "UTC"

[facts.books]
kind = "number"
title = { zh = "书", en = "Books" }
"#,
    ),
    (
        "rules/club/one.toml",
        r#"edition = "one"
in_force = { from = 2020-01-01 }
sources = [{ title = "Rules", url = "https://example.org/rules", retrieved = 2026-11-22 }]

[requires.eligible]
clause = "1"
quote = "At least ten books."
title = { zh = "十本", en = "Ten" }
of = "books"
is = ">= 10"
"#,
    ),
    ("shop.toml", "program = \"club\"\napplicant = \"a\"\n\n[facts]\nbooks = 12\n"),
];

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn check(folder: &Path, more: &[&str]) -> Json {
    let (out, err, _) = run(folder, &[&["check", "shop.toml", "--as-of", DAY, "--format", "json"], more].concat());
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"))
}

fn requirement<'r>(report: &'r Json, id: &str) -> &'r Json {
    report["requirements"].as_array().unwrap().iter().find(|requirement| requirement["id"] == id).unwrap()
}

/// Verifies a report that stands in a file. Gives back what was said and the exit code.
fn verify(folder: &Path, report: &Json, more: &[&str]) -> (String, i32) {
    fs::write(folder.join("report.json"), serde_json::to_string_pretty(report).unwrap()).unwrap();
    let (out, err, code) = run(folder, &[&["verify", "report.json"], more].concat());
    (out + &err, code)
}

#[test]
fn a_report_names_the_words_the_rows_and_the_buffer() {
    let here = folder(&[("shop.toml", RICH)]);
    let report = check(here.path(), &[]);
    let payment = requirement(&report, "payment");
    assert_eq!(payment["source"]["quote"], "小程序近90天存在支付行为");
    assert_eq!((&payment["source"]["clause"], &payment["source"]["retrieved"]), (&json!("2.2"), &json!("2026-11-22")));
    assert_eq!(payment["window"]["within"], "90 days");
    assert_eq!((&payment["window"]["from"], &payment["window"]["until"]), (&json!("2026-08-25"), &json!("2026-11-20")));
    assert_eq!(payment["seen_after"], "2 days");
    let rows: Vec<_> =
        payment["rows"].as_array().unwrap().iter().map(|row| (row["row"].clone(), row["status"].clone(), row["until"].clone())).collect();
    let row = |row: &str, status: &str, until: &str| (json!(row), json!(status), json!(until));
    assert_eq!(
        rows,
        [
            row("2026-08-01", "lapsed", "2026-10-29"),
            row("2026-11-01", "counted", "2027-01-29"),
            row("2026-11-20", "counted", "2027-02-17"),
            row("2026-11-21", "not_yet", "2027-02-18"),
        ]
    );
    // Two count and one is enough: both have to go before it fails.
    assert_eq!(payment["buffer"], json!({ "amount": "2" }));
    assert_eq!(payment["next_drop"], json!({ "index": 1, "row": "2026-11-01", "day": "2027-01-30" }));
    let category = requirement(&report, "category");
    let excluded = &category["rows"][1];
    assert_eq!((&excluded["status"], &excluded["from"]), (&json!("excluded"), &Json::Null));
    assert!(excluded["why"]["en"].as_str().unwrap().contains("review"), "{excluded}");
    // 101 followers, more than 100: one less, and it fails.
    assert_eq!(requirement(&report, "followers")["buffer"], json!({ "amount": "1" }));
    // A violation more, and there is one too many.
    assert_eq!(requirement(&report, "violations")["buffer"], json!({ "amount": "1" }));
    assert_eq!(requirement(&report, "ad_spend")["buffer"], Json::Null);
    let source = &report["facts"]["official_accounts"]["sources"][0];
    assert_eq!((&source["by"], &source["observed_at"]), (&json!("张三"), &json!("2026-11-21T10:00:00+08:00")));
    let counts: u64 = report["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!(counts as usize, report["requirements"].as_array().unwrap().len());
    assert!(report.get("generated_at").is_none());
    assert_eq!(check(here.path(), &["--stamp"])["generated_at"], "2026-11-22T10:00:00+08:00");
}

#[test]
fn risks_begin_with_what_takes_least() {
    let here = folder(&[("shop.toml", RICH)]);
    let report = check(here.path(), &[]);
    let kinds: Vec<&str> = report["risks"].as_array().unwrap().iter().map(|risk| risk["kind"].as_str().unwrap()).collect();
    let order = ["reading", "waiver", "stale", "buffer", "self_reported", "unverified_source"];
    let places: Vec<usize> = kinds.iter().map(|kind| order.iter().position(|known| known == kind).unwrap()).collect();
    assert!(places.is_sorted(), "{kinds:?}");
    for wanted in ["buffer", "self_reported", "unverified_source"] {
        assert!(kinds.contains(&wanted), "{kinds:?}");
    }
    let first = report["risks"].as_array().unwrap().iter().find(|risk| risk["kind"] == "buffer").unwrap();
    assert_eq!((&first["requirement"], &first["change"]["amount"]), (&json!("followers"), &json!("1")));
}

#[test]
fn a_report_verifies_and_what_does_not_follow_is_named() {
    for (facts, args) in [
        (RICH, &[][..]),
        (IN_ORDER, &["--strict"]),
        (RICH, &["--strict"]),
        (RICH, &["--edition", "2020-02-24-a"]),
        (IN_ORDER, &["--assume", "payments += 2026-12-01"]),
    ] {
        let here = folder(&[("shop.toml", facts)]);
        let report = check(here.path(), args);
        let (said, code) = verify(here.path(), &report, &[]);
        assert_eq!(code, 0, "{args:?}: {said}");
        type Forgery = (&'static str, fn(&mut Json));
        let forgeries: [Forgery; 9] = [
            ("verdict", |report| report["verdict"] = json!(if report["verdict"] == "not_eligible" { "eligible" } else { "not_eligible" })),
            ("eligible_until", |report| report["eligible_until"] = json!("2099-01-01")),
            ("payment.status", |report| {
                let payment = report["requirements"].as_array_mut().unwrap().iter_mut().find(|one| one["id"] == "payment").unwrap();
                payment["status"] = json!(if payment["status"] == "met" { "unmet" } else { "met" });
            }),
            ("facts", |report| report["facts"]["entity_type"]["value"] = json!("individual")),
            ("program.rulebook", |report| report["program"]["rulebook"] = json!(format!("sha256:{}", "0".repeat(64)))),
            ("requirements", |report| drop(report["requirements"].as_array_mut().unwrap().pop())),
            ("an added key", |report| report["requirements"][0]["endorsed"] = json!("by the platform")),
            ("counts", |report| report["counts"]["met"] = json!(99)),
            ("as_of", |report| report["as_of"] = json!("2027-11-22T00:00:00+08:00")),
        ];
        for (what, forge) in forgeries {
            let mut forged = report.clone();
            forge(&mut forged);
            assert_ne!(forged, report, "{what}");
            let (said, code) = verify(here.path(), &forged, &[]);
            assert_eq!(code, 1, "{what}, {args:?}: {said}");
        }
    }
}

#[test]
fn without_its_rules_a_report_is_neither_valid_nor_invalid() {
    let here = folder(&SMALL);
    let report = check(here.path(), &["--rules", "rules"]);
    let (said, code) = verify(here.path(), &report, &["--rules", "rules"]);
    assert_eq!(code, 0, "{said}");
    let (said, code) = verify(here.path(), &report, &[]);
    assert_eq!(code, 4, "{said}");
    assert!(said.contains("not verifiable here") && !said.contains("Valid"), "{said}");
    let path = here.path().join("rules/club/one.toml");
    fs::write(&path, fs::read_to_string(&path).unwrap() + "# another word\n").unwrap();
    assert_eq!(verify(here.path(), &report, &["--rules", "rules"]).1, 4);
}

/// The places of a report whose values were stated by whoever made it: nothing follows for them.
fn is_stated(at: &str) -> bool {
    ["/applicant", "/name", "/generated_at", "/tool/", "/as_of"].iter().any(|free| at.starts_with(free)) || at.contains("/sources/")
}

fn leaves(at: &str, json: &Json, found: &mut Vec<String>) {
    match json {
        Json::Object(object) => object.iter().for_each(|(key, value)| leaves(&format!("{at}/{key}"), value, found)),
        Json::Array(list) => list.iter().enumerate().for_each(|(index, value)| leaves(&format!("{at}/{index}"), value, found)),
        _ => found.push(at.to_owned()),
    }
}

/// Every single value of a report that is not itself an input follows from the inputs, so changing it is noticed.
#[test]
fn every_value_that_follows_is_computed_again() {
    use kaibo::report::verify::{Outcome, verify};
    let here = folder(&[("shop.toml", RICH)]);
    let report = check(here.path(), &[]);
    let library = kaibo::io::library::Library::open(None).unwrap();
    let passes = |report: &Json| {
        verify(report.to_string().as_bytes(), |id| library.program(id)).iter().all(|check| check.outcome == Outcome::Passed)
    };
    assert!(passes(&report));
    let mut places = Vec::new();
    leaves("", &report, &mut places);
    let every = if std::env::var_os("KAIBO_CASES").is_some() { 1 } else { 23 };
    for at in places.iter().filter(|at| !is_stated(at)).step_by(every) {
        let mut forged = report.clone();
        let place = forged.pointer_mut(at).unwrap();
        *place = match place {
            Json::String(text) => Json::String(format!("{text}x")),
            Json::Bool(flag) => Json::Bool(!*flag),
            Json::Number(number) => json!(number.as_i64().unwrap() + 1),
            _ => json!("x"),
        };
        assert!(!passes(&forged), "{at}");
    }
}

fn has_ssh_keygen() -> bool {
    let there = Command::new("ssh-keygen").arg("-?").stderr(Stdio::null()).status().is_ok();
    if !there {
        eprintln!("skipped: ssh-keygen is not installed");
    }
    there
}

/// A key without a passphrase, and a line for it in a file of allowed signers.
fn key(folder: &Path, name: &str, options: &str) {
    let path = folder.join(name);
    let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-C", "", "-f"]).arg(&path).status().unwrap();
    assert!(made.success());
    let public = fs::read_to_string(folder.join(format!("{name}.pub"))).unwrap();
    fs::write(folder.join(format!("{name}.allowed")), format!("{name}@example.org {options}{public}")).unwrap();
}

#[test]
fn a_signed_report_verifies_with_ssh_keygen_alone_and_with_kaibo() {
    if !has_ssh_keygen() {
        return;
    }
    let here = folder(&SMALL);
    key(here.path(), "auditor", "");
    key(here.path(), "stranger", "");
    let args = ["check", "shop.toml", "--as-of", DAY, "--rules", "rules", "--format", "json", "--sign", "auditor", "-o", "report.json"];
    let (_, err, code) = run(here.path(), &args);
    assert_eq!((err.as_str(), code), ("", 0));
    let alone = Command::new("ssh-keygen")
        .current_dir(here.path())
        .args(["-Y", "verify", "-f", "auditor.allowed", "-I", "auditor@example.org", "-n", "kaibo-report", "-s", "report.json.sig"])
        .stdin(fs::File::open(here.path().join("report.json")).unwrap())
        .status()
        .unwrap();
    assert!(alone.success());
    let with = |allowed: &str, more: &[&str]| {
        run(here.path(), &[&["verify", "report.json", "--rules", "rules", "--allowed-signers", allowed], more].concat())
    };
    let (out, err, code) = with("auditor.allowed", &[]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("auditor@example.org"), "{out}");
    // A key that is not allowed, and one that was, but is no longer.
    assert_eq!(with("stranger.allowed", &[]).2, 1);
    let public = fs::read_to_string(here.path().join("auditor.pub")).unwrap();
    fs::write(here.path().join("expired"), format!("auditor@example.org valid-before=\"20200101\" {public}")).unwrap();
    let (out, _, code) = with("expired", &[]);
    assert!(code == 1 && out.contains("expired"), "{out}");
    assert_eq!(with("expired", &["--as-of", "2019-06-01"]).2, 0, "it was valid then");
    // A signature that was made for something else.
    fs::remove_file(here.path().join("report.json.sig")).unwrap();
    let mut other = Command::new("ssh-keygen");
    other.current_dir(here.path()).args(["-q", "-Y", "sign", "-f", "auditor", "-n", "file", "report.json"]).stderr(Stdio::null());
    assert!(other.status().unwrap().success());
    let (out, _, code) = with("auditor.allowed", &[]);
    assert!(code == 1 && out.contains("namespace"), "{out}");
    fs::remove_file(here.path().join("report.json.sig")).unwrap();
    assert_eq!(with("auditor.allowed", &[]).2, 1, "a signature was asked for, and there is none");
}

#[test]
fn what_is_not_certain_or_has_no_place_is_not_signed() {
    let here = folder(&[("shop.toml", IN_ORDER), ("key", "no key\n")]);
    let base = ["check", "shop.toml", "--as-of", DAY, "--format", "json", "--sign", "key"];
    assert_eq!(run(here.path(), &base).2, 2, "without -o");
    assert_eq!(run(here.path(), &[&base[..], &["-o", "out.json", "--assume", "payments += 2026-12-01"]].concat()).2, 2);
    if has_ssh_keygen() {
        assert_eq!(run(here.path(), &[&base[..], &["-o", "out.json"]].concat()).2, 6, "no key");
    }
    assert!(!here.path().join("out.json").exists() && !here.path().join("out.json.sig").exists());
}

/// Each byte changed, one at a time: the signature catches every one. All of them where KAIBO_CASES is set.
#[test]
fn every_changed_byte_of_a_signed_report_is_caught() {
    use kaibo::io::signature::{SignatureStatus, check as check_signature, sign};
    if !has_ssh_keygen() {
        return;
    }
    let here = folder(&SMALL);
    key(here.path(), "auditor", "");
    let (out, _, _) = run(here.path(), &["check", "shop.toml", "--as-of", DAY, "--rules", "rules", "--format", "json"]);
    let bytes = out.into_bytes();
    let signature = here.path().join("report.json.sig");
    fs::write(&signature, sign(&bytes, &here.path().join("auditor")).unwrap()).unwrap();
    let allowed = here.path().join("auditor.allowed");
    let status = |bytes: &[u8]| check_signature(bytes, &signature, Some(&allowed), None);
    assert!(matches!(status(&bytes), SignatureStatus::Good { .. }));
    let every = if std::env::var_os("KAIBO_CASES").is_some() { 1 } else { 97 };
    for at in (0..bytes.len()).step_by(every) {
        let mut changed = bytes.clone();
        changed[at] ^= 1;
        assert!(matches!(status(&changed), SignatureStatus::Bad(_)), "byte {at} of {}", bytes.len());
    }
    let mut longer = bytes.clone();
    longer.push(b'\n');
    assert!(matches!(status(&longer), SignatureStatus::Bad(_)));
    assert!(matches!(status(&bytes[..bytes.len() - 1]), SignatureStatus::Bad(_)));
}

#[test]
fn the_same_input_gives_the_same_bytes_in_every_format() {
    let here = folder(&[("shop.toml", RICH)]);
    let rounds = if std::env::var_os("KAIBO_CASES").is_some() { 20 } else { 3 };
    for format in ["text", "json", "html", "markdown", "junit", "sarif", "csv"] {
        for lang in ["zh", "en"] {
            let made = |zone: &str| {
                let mut command = kaibo(here.path(), &["check", "shop.toml", "--as-of", DAY, "--format", format, "--lang", lang]);
                let output = command.env("TZ", zone).env_remove("SOURCE_DATE_EPOCH").output().unwrap();
                assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
                output.stdout
            };
            let first = made("UTC");
            assert!(!first.is_empty(), "{format}");
            for round in 0..rounds {
                let zone = ["Asia/Shanghai", "America/Los_Angeles", "UTC"][round % 3];
                assert!(made(zone) == first, "{format} {lang} {zone}");
            }
        }
    }
}

#[test]
fn a_fact_is_signed_off_and_the_rest_of_the_file_stays() {
    let here = folder(&[("shop.toml", RICH), ("proof.png", "a picture")]);
    let args = ["facts", "sign-off", "shop.toml", "payments", "--by", "王五", "--note", "seen in the console", "--evidence", "proof.png"];
    let (out, err, code) = run(here.path(), &args);
    assert_eq!((out.as_str(), err.as_str(), code), ("", "", 0));
    let text = fs::read_to_string(here.path().join("shop.toml")).unwrap();
    for line in RICH.lines() {
        assert!(text.contains(line), "{line}");
    }
    let report = check(here.path(), &[]);
    let source = &report["facts"]["payments"]["sources"][0];
    assert_eq!((&source["by"], &source["source"]), (&json!("王五"), &json!("manual")));
    assert_eq!(source["sign_off"]["note"], "seen in the console");
    assert_eq!(source["sign_off"]["evidence"], "proof.png");
    assert_eq!(source["sign_off"]["digest"], kaibo::rulebook::sha256(b"a picture"));
    assert_eq!(source["sign_off"]["at"], "2026-11-22T10:00:00+08:00");
    assert_eq!(verify(here.path(), &report, &[]).1, 0);
    // Who stated a fact is not who checked it.
    let args = ["facts", "sign-off", "shop.toml", "official_accounts", "--by", "王五", "--note", "looked it up"];
    assert_eq!(run(here.path(), &args).2, 0);
    let source = check(here.path(), &[])["facts"]["official_accounts"]["sources"][0].clone();
    assert_eq!((&source["by"], &source["sign_off"]["by"]), (&json!("张三"), &json!("王五")));
    for wrong in [
        &["facts", "sign-off", "shop.toml", "daily_active_users", "--by", "a", "--note", "b"],
        &["facts", "sign-off", "shop.toml", "nothing", "--by", "a", "--note", "b"],
        &["facts", "sign-off", "shop.toml", "payments", "--by", " ", "--note", "b"],
    ] {
        assert_eq!(run(here.path(), wrong).2, 2, "{wrong:?}");
    }
}

#[test]
fn a_difference_has_its_true_cause() {
    let here = folder(&[("shop.toml", RICH)]);
    let write = |name: &str, report: &Json| fs::write(here.path().join(name), serde_json::to_string(report).unwrap()).unwrap();
    let diff = |old: &Json, new: &Json| -> Vec<String> {
        write("old.json", old);
        write("new.json", new);
        let (out, err, code) = run(here.path(), &["diff", "old.json", "new.json", "--format", "json"]);
        assert_eq!(code, 1, "{out}{err}");
        let change: Json = serde_json::from_str(out.lines().next().unwrap()).unwrap();
        change["through"].as_array().unwrap().iter().map(|cause| cause.as_str().unwrap().to_owned()).collect()
    };
    let old = check(here.path(), &[]);
    let state = |text: &str| fs::write(here.path().join("shop.toml"), text).unwrap();
    // A name and a remark changed as well, which decide nothing.
    state(&RICH.replace("fans = 101", "fans = 99").replace("某某服饰", "另一家"));
    assert_eq!(diff(&old, &check(here.path(), &[])), ["facts"]);
    state(RICH);
    let later = {
        let (out, _, _) = run(here.path(), &["check", "shop.toml", "--as-of", "2027-03-01", "--format", "json"]);
        serde_json::from_str::<Json>(&out).unwrap()
    };
    assert_eq!(diff(&old, &later), ["time"]);
    let mut forged = old.clone();
    forged["verdict"] = json!("not_eligible");
    assert_eq!(diff(&old, &forged), ["does_not_follow"]);
    let mut forged_later = later.clone();
    forged_later["verdict"] = json!("eligible");
    assert_eq!(diff(&old, &forged_later), ["does_not_follow"]);
    let waived = RICH.replace("fans = 101", "fans = 99").replace("requirement = \"violations\"", "requirement = \"reach\"");
    state(&RICH.replace("fans = 101", "fans = 99"));
    let unwaived = check(here.path(), &[]);
    state(&waived);
    assert_eq!(diff(&unwaived, &check(here.path(), &[])), ["waiver"]);
}

#[test]
fn a_bundle_holds_all_that_it_takes_and_is_the_same_every_time() {
    let here = folder(&[("shop.toml", RICH), ("proof.png", "a picture")]);
    let args = ["facts", "sign-off", "shop.toml", "payments", "--by", "王五", "--note", "seen", "--evidence", "proof.png"];
    assert_eq!(run(here.path(), &args).2, 0);
    let bundle = |name: &str, more: &[&str]| {
        let (out, err, code) = run(here.path(), &[&["bundle", "shop.toml", "--as-of", DAY, "-o", name], more].concat());
        assert_eq!((out.as_str(), err.as_str(), code), ("", "", 0));
        fs::read(here.path().join(name)).unwrap()
    };
    let bytes = bundle("one.tar", &[]);
    assert!(bytes == bundle("two.tar", &[]));
    let (out, err, code) = run(here.path(), &["verify", "one.tar"]);
    assert_eq!(code, 0, "{out}{err}");
    // Any other tool reads it.
    let unpacked = here.path().join("unpacked");
    fs::create_dir(&unpacked).unwrap();
    assert!(Command::new("tar").arg("-xf").arg(here.path().join("one.tar")).current_dir(&unpacked).status().unwrap().success());
    let sums = Command::new("sha256sum").args(["--check", "--strict", "--quiet", "SHA256SUMS"]).current_dir(&unpacked).status().unwrap();
    assert!(sums.success());
    for name in ["report.json", "report.html", "facts/facts.toml", "rules/wechat-live/program.toml", "VERIFY.md"] {
        assert!(unpacked.join(name).is_file(), "{name}");
    }
    assert_eq!(fs::read_dir(unpacked.join("evidence")).unwrap().count(), 1);
    // Every file changed, one at a time, is found.
    let files = kaibo::io::archive::read(&bytes).unwrap();
    for name in files.keys() {
        let mut changed = files.clone();
        let content = changed.get_mut(name).unwrap();
        let middle = content.len() / 2;
        content[middle] ^= 1;
        fs::write(here.path().join("changed.tar"), kaibo::io::archive::write(&changed).unwrap()).unwrap();
        assert_eq!(run(here.path(), &["verify", "changed.tar"]).2, 1, "{name}");
    }
    // A forged report whose digests were made anew does not follow from the facts beside it.
    let mut forged = files.clone();
    forged.insert("facts/facts.toml".to_owned(), RICH.replace("fans = 101", "fans = 99").into_bytes());
    forged.insert("SHA256SUMS".to_owned(), kaibo::report::bundle::sums(&forged).into_bytes());
    fs::write(here.path().join("forged.tar"), kaibo::io::archive::write(&forged).unwrap()).unwrap();
    let (out, _, code) = run(here.path(), &["verify", "forged.tar"]);
    assert!(code == 1 && out.contains("does not follow from the facts files"), "{out}");
}

#[test]
fn a_signed_bundle_is_checked_by_its_own_page() {
    if !has_ssh_keygen() {
        return;
    }
    let here = folder(&[("shop.toml", RICH)]);
    key(here.path(), "auditor", "");
    let (_, err, code) = run(here.path(), &["bundle", "shop.toml", "--as-of", DAY, "-o", "bundle.tar", "--sign", "auditor"]);
    assert_eq!((err.as_str(), code), ("", 0));
    let (out, _, code) = run(here.path(), &["verify", "bundle.tar", "--allowed-signers", "auditor.allowed"]);
    assert_eq!(code, 0, "{out}");
    // The commands of the page, without kaibo's own.
    let page = kaibo::report::bundle::HOW_TEXT;
    let commands: Vec<&str> =
        page.lines().filter_map(|line| line.strip_prefix("       ")).filter(|line| !line.starts_with("kaibo")).collect();
    assert_eq!(commands.len(), 4);
    fs::copy(here.path().join("auditor.allowed"), here.path().join("allowed_signers")).unwrap();
    let script = commands.join(" && ").replace("name@example.org", "auditor@example.org");
    let done = Command::new("sh").args(["-c", &script]).current_dir(here.path()).stdout(Stdio::null()).status().unwrap();
    assert!(done.success(), "{script}");
    key(here.path(), "stranger", "");
    assert_eq!(run(here.path(), &["verify", "bundle.tar", "--allowed-signers", "stranger.allowed"]).2, 1);
}

#[cfg(feature = "collect")]
#[test]
fn a_redacted_report_names_nobody_and_verifies() {
    let here = folder(&[("shop.toml", RICH), ("home/.config/kaibo/kaibo.toml", "[redact]\nkey = { env = \"KAIBO_TEST_KEY\" }\n")]);
    let redacted = |key: &str| {
        let mut command = kaibo(here.path(), &["check", "shop.toml", "--as-of", DAY, "--format", "json", "--redact"]);
        let home = here.path().join("home");
        command.env("HOME", &home).env("XDG_CONFIG_HOME", home.join(".config")).env("KAIBO_TEST_KEY", key);
        let output = command.output().unwrap();
        assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    };
    let text = redacted("a key of some length");
    for name in ["wx1234567890abcdef", "某某", "张三", "李四", "counted in the console", "agreed with the platform"] {
        assert!(!text.contains(name), "{name}");
    }
    let report: Json = serde_json::from_str(&text).unwrap();
    let open = check(here.path(), &[]);
    for key in ["verdict", "eligible_from", "eligible_until", "counts", "timeline", "conditions"] {
        assert_eq!(report[key], open[key], "{key}");
    }
    let (said, code) = verify(here.path(), &report, &[]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(text, redacted("a key of some length"));
    assert_ne!(text, redacted("another key"));
}

/// Text that would like to be markup, a formula, a link, an escape sequence.
const HOSTILE: &str = "=HYPERLINK(\"x\") <script>alert(1)</script> <img src=x onerror=alert(1)> ]]> &amp; **b** `c` | d | [e](javascript:alert(1)) \u{202e}turned \u{1b}[31mred \u{ffff}";

#[test]
fn hostile_text_is_harmless_in_every_format() {
    let quoted = serde_json::to_string(HOSTILE).unwrap();
    let facts = json!({
        "program": "wechat-live", "applicant": HOSTILE, "name": HOSTILE,
        "facts": {
            "entity_region": "CN", "entity_type": "enterprise", "categories": [{ "path": "商家自营 > <img src=x onerror=alert(1)", "status": "approved" }],
            "violations": [{ "id": HOSTILE, "date": "2026-10-01", "severity": "minor" }], "payments": ["2026-11-20"],
            "official_accounts": [{ "name": HOSTILE, "fans": 130 }],
        },
        "provenance": { "official_accounts": { "source": HOSTILE, "by": HOSTILE, "note": HOSTILE } },
        "waivers": [{ "requirement": "category", "reason": HOSTILE, "by": HOSTILE, "from": "2026-01-01", "until": "2026-12-31" }],
    });
    let here = folder(&[("shop.json", &facts.to_string())]);
    let made = |format: &str| {
        let (out, err, code) = run(here.path(), &["check", "shop.json", "--as-of", DAY, "--format", format]);
        assert!([0, 1, 4].contains(&code), "{err}");
        for c in ['\u{202e}', '\u{1b}'] {
            assert!(!out.contains(c), "{format}: {c:?}");
        }
        out
    };
    let html = made("html");
    for markup in ["<script", "<img", "javascript:alert(1)\"", "onerror=alert(1)>"] {
        assert!(!html.contains(markup), "{markup}");
    }
    let markdown = made("markdown");
    for markup in ["<script", "<img", "**b**", "`c`", "](", " | d | "] {
        assert!(!markdown.contains(markup), "{markup}");
    }
    for line in made("csv").lines() {
        assert!(!line.contains(",=") && !line.contains("\"=") && !line.starts_with('='), "{line}");
    }
    let sarif: Json = serde_json::from_str(&made("sarif")).unwrap();
    assert!(sarif["runs"][0]["results"].as_array().unwrap().len() > 5 && !quoted.is_empty());
    fs::write(here.path().join("junit.xml"), made("junit")).unwrap();
    let reader = "import sys, xml.etree.ElementTree as tree; suite = tree.parse(sys.argv[1]).getroot()[0]; \
                  print(suite.get('tests'), len(suite.findall('testcase')), len(list(suite.iter('script'))))";
    match Command::new("python3").args(["-c", reader, "junit.xml"]).current_dir(here.path()).output() {
        Ok(read) => {
            let said = String::from_utf8_lossy(&read.stdout).into_owned();
            let numbers: Vec<&str> = said.split_whitespace().collect();
            assert!(numbers.len() == 3 && numbers[0] == numbers[1] && numbers[2] == "0", "{said}{}", String::from_utf8_lossy(&read.stderr));
        }
        Err(_) => eprintln!("skipped: there is no python3 to read XML with"),
    }
}

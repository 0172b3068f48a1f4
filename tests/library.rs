//! The library as other programs use it: the example, errors with their places, and the same answers as the command.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;
#[path = "../examples/embed.rs"]
#[allow(dead_code, reason = "its main function prints")]
mod embed;

use std::error::Error as _;
use std::path::Path;

use kaibo::{CheckError, Date, Facts, Prefer, Rulebook, Status, Summary, Verdict};

const SHOP: &str = include_str!("shop.toml");

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn wechat() -> Rulebook {
    Rulebook::builtin("wechat-live").unwrap()
}

#[test]
fn the_example_gives_the_answer() {
    let text = embed::answer(include_str!("../examples/shop.toml"), day("2026-11-22")).unwrap();
    insta::assert_snapshot!("embed", text);
}

#[test]
fn examples_are_facts_files_that_can_be_checked() {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (file, options, expected) in [
        ("examples/shop.toml", &[][..], 4),
        ("examples/detailed.toml", &[], 0),
        ("examples/reading-club.toml", &["--rules", "examples/rules"], 1),
    ] {
        let args: Vec<&str> = ["check", file, "--as-of", "2026-11-22"].into_iter().chain(options.iter().copied()).collect();
        let (text, errors, code) = common::run(here, &args);
        assert!(code == expected && !text.is_empty(), "{file}: {code}\n{text}{errors}");
    }
    assert_eq!(include_str!("../examples/shop.toml"), SHOP);
}

#[test]
fn the_library_answers_as_the_command_does() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("shop.toml"), SHOP).unwrap();
    let (rulebook, on) = (wechat(), day("2026-11-22"));
    let facts = Facts::from_toml(&rulebook, SHOP).unwrap();
    let checklist = kaibo::check(&rulebook, &facts, on).unwrap();

    let (report, ..) = common::run(folder.path(), &["check", "shop.toml", "--format", "json", "--as-of", "2026-11-22"]);
    assert_eq!(kaibo::report(&checklist, Prefer::Soonest).unwrap(), report);
    let expected: serde_json::Value = serde_json::from_str(&report).unwrap();

    assert_eq!(checklist.verdict().to_string(), expected["verdict"]);
    assert_eq!(checklist.is_firm(), expected["firm"]);
    for requirement in checklist.requirements() {
        let reported = expected["requirements"].as_array().unwrap().iter().find(|one| one["id"] == requirement.id()).unwrap();
        assert_eq!(requirement.status().to_string(), reported["status"]);
        let text = |date: Option<Date>| date.map_or(serde_json::Value::Null, |date| date.to_string().into());
        assert_eq!((text(requirement.from()), text(requirement.until())), (reported["from"].clone(), reported["until"].clone()));
    }
    let plan = kaibo::plan(&checklist, Prefer::Soonest);
    assert_eq!(plan.is_possible(), expected["plan"]["possible"]);
    assert_eq!(plan.is_sure(), expected["plan"]["sure"]);
    assert_eq!(plan.eligible_on().unwrap().to_string(), expected["plan"]["eligible_on"]);
    assert_eq!(plan.actions().count(), expected["plan"]["actions"].as_array().unwrap().len());
}

#[test]
fn a_summary_is_a_line_of_the_fleet() {
    let folder = tempfile::tempdir().unwrap();
    let record = serde_json::json!({
        "program": "wechat-live", "applicant": "wx1",
        "facts": { "entity_region": "CN", "entity_type": "enterprise", "violations": [], "payments": ["2026-11-22"],
            "categories": [{ "path": "商家自营 > 服装/鞋/箱包", "status": "approved" }], "official_accounts": [{ "name": "某某", "fans": 130 }] }
    })
    .to_string();
    std::fs::write(folder.path().join("all.jsonl"), format!("{record}\n")).unwrap();
    let (line, ..) = common::run(folder.path(), &["fleet", "all.jsonl", "--as-of", "2026-11-22"]);
    let rulebook = wechat();
    let facts = Facts::from_json(&rulebook, &record).unwrap();
    let summary = kaibo::check(&rulebook, &facts, day("2026-11-22")).unwrap().summary();
    assert_eq!(summary.verdict, Verdict::Pending);
    assert_eq!(serde_json::to_string(&summary).unwrap(), line.trim_end());
    assert_eq!(serde_json::from_str::<Summary>(&line).unwrap(), summary);
}

#[test]
fn errors_say_what_is_wrong_and_where() {
    let rulebook = wechat();
    let error = Facts::from_toml(&rulebook, &SHOP.replace("payments ", "paymnets ").replace("fans = 78", "fans = -1")).unwrap_err();
    let places: Vec<(&str, usize)> =
        error.diagnostics().iter().map(|diagnostic| (diagnostic.code, diagnostic.place.as_ref().unwrap().1)).collect();
    assert_eq!(places, [("unknown-fact", 9), ("negative-number", 10)]);
    assert!(error.to_string().starts_with("facts:9:1: error[unknown-fact]: "), "{error}");
    assert!(error.diagnostics()[0].message.zh.contains("paymnets"));

    let error = Facts::from_toml(&rulebook, "program = ").unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "syntax-toml");
    let error = Rulebook::builtin("wechat").unwrap_err();
    assert_eq!(error.diagnostics()[0].code, "unknown-program");
    let error = Rulebook::from_files("club", [("program.toml", "[program]\n")]).unwrap_err();
    assert!(
        error
            .diagnostics()
            .iter()
            .all(|diagnostic| diagnostic.is_error && diagnostic.place.as_ref().is_some_and(|place| place.0 == "club/program.toml")),
        "{error}"
    );
}

#[test]
fn a_day_decides_what_is_the_future() {
    let rulebook = wechat();
    let facts = Facts::from_toml(&rulebook, SHOP).unwrap();
    let error = kaibo::check(&rulebook, &facts, day("2026-11-21")).unwrap_err();
    let CheckError::Facts(facts_error) = &error else { panic!("{error}") };
    assert_eq!(facts_error.diagnostics()[0].code, "future-date");
    assert!(error.source().unwrap().to_string().contains("2026-11-22"));

    let without =
        Facts::from_toml(&rulebook, &SHOP.replace("[2026-11-22]", "[]").replace("{ date = 2026-03-01, amount = \"3200.00\" }", ""))
            .unwrap();
    let error = kaibo::check(&rulebook, &without, day("2019-01-01")).unwrap_err();
    assert!(matches!(error, CheckError::BeforeFirstEdition(_)), "{error}");
    assert!("2026-02-29".parse::<Date>().is_err() && "2026-2-1".parse::<Date>().is_err());
}

#[test]
fn assumptions_and_collected_facts_count() {
    let (rulebook, on) = (wechat(), day("2026-11-22"));
    let mut facts = Facts::from_toml(&rulebook, SHOP).unwrap();
    let status = |facts: &Facts| kaibo::check(&rulebook, facts, on).unwrap().requirement("followers").unwrap().status();
    assert_eq!(status(&facts), Status::Unmet);
    facts.assume(&rulebook, "official_accounts.0.fans = 101").unwrap_err();
    facts.assume(&rulebook, "official_accounts += { name = \"b\", fans = 30 }").unwrap();
    assert_eq!(status(&facts), Status::Met);

    let collected =
        "[facts]\nofficial_accounts = [{ name = \"某某\", fans = 300 }]\n[provenance.official_accounts]\nsource = \"wechat:user_get\"\n";
    let facts = Facts::from_toml_with_collected(&rulebook, SHOP, collected).unwrap();
    assert_eq!(status(&facts), Status::Met);
}

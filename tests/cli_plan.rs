//! `kaibo plan` and `kaibo next` as they are called.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;

use assert_cmd::Command;
use tempfile::TempDir;
use unicode_width::UnicodeWidthStr;

const FACTS: &str = "program = 'wechat-live'\napplicant = 'wx1'\nname = '某某服饰'\n[facts]\nentity_region = 'CN'\nentity_type = 'enterprise'\ncategories = []\nviolations = []\npayments = []\nofficial_accounts = [{ fans = 130 }]\nreleases = []\ncode_audit = 'none'\nlive_open = false\n";

fn kaibo(folder: &TempDir, args: &[&str]) -> (i32, String, String) {
    let mut command = Command::cargo_bin("kaibo").unwrap();
    let output =
        command.current_dir(folder.path()).args(args).args(["--as-of", "2026-11-22"]).env("SOURCE_DATE_EPOCH", "0").output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn shop(facts: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("shop.toml"), facts).unwrap();
    folder
}

#[test]
fn a_plan_says_what_to_do_on_which_day_in_both_languages_and_fits_the_width() {
    let folder = shop(FACTS);
    for lang in ["zh", "en"] {
        let (code, text, complaints) = kaibo(&folder, &["plan", "shop.toml", "--lang", lang]);
        assert_eq!((code, complaints.as_str()), (0, ""));
        for day in ["2026-11-22", "2026-11-29", "2026-12-01"] {
            assert!(text.contains(day), "{day} is missing:\n{text}");
        }
        for line in text.lines().filter(|line| !line.contains("https://")) {
            assert!(line.width() <= 80, "{line}");
        }
        assert!(!text.contains("plan-") && !text.contains("step-"), "a message has no words:\n{text}");
    }
}

#[test]
fn no_plan_is_one_and_says_what_is_in_the_way() {
    let folder = shop(&FACTS.replace("enterprise", "individual"));
    let (code, text, _) = kaibo(&folder, &["plan", "shop.toml", "--lang", "en"]);
    assert_eq!(code, 1);
    assert!(text.contains("Not a private person"), "{text}");
    let (code, text, _) = kaibo(&folder, &["plan", "shop.toml", "--lang", "en", "--assume", "entity_type = enterprise"]);
    assert_eq!(code, 0);
    assert!(text.contains("Assumed: entity_type = enterprise") && text.contains("Not possible in the current situation"), "{text}");
}

#[test]
fn advice_on_the_rest_is_given_only_on_request() {
    let folder = shop(&FACTS.replace("enterprise", "individual"));
    for command in ["check", "plan"] {
        let (code, text, _) = kaibo(&folder, &[command, "shop.toml", "--lang", "en"]);
        assert!(code == 1 && text.contains("add --anyway") && !text.contains("pay for an order"), "{text}");
        let (code, text, _) = kaibo(&folder, &[command, "shop.toml", "--lang", "en", "--anyway"]);
        assert!(code == 1 && !text.contains("add --anyway") && text.contains("pay for an order"), "{text}");
        let json = |args: &[&str]| -> serde_json::Value {
            let (code, text, _) = kaibo(&folder, &[&[command, "shop.toml", "--format", "json"], args].concat());
            assert_eq!(code, 1);
            serde_json::from_str(&text).unwrap()
        };
        assert_eq!(json(&[])["plan"]["anyway"], serde_json::Value::Null);
        let plan = &json(&["--anyway"])["plan"];
        assert_eq!((&plan["possible"], &plan["actions"]), (&false.into(), &serde_json::json!([])));
        assert_eq!(plan["anyway"]["actions"][1]["requirement"], "payment");
    }
}

#[test]
fn what_has_to_be_corrected_for_a_step_is_named_with_how_far_off_it_is() {
    let folder = shop(&FACTS.replace("live_open = false", "live_open = true\nroom_name = '开'"));
    let (code, text, _) = kaibo(&folder, &["plan", "shop.toml", "--lang", "en"]);
    assert!(code == 0 && text.contains("until this is corrected: “A room name of 3"), "{text}");
    assert!(text.contains("开: 2 units, 6 to 34 needed, 4 too few"), "{text}");
}

#[test]
fn the_same_plan_gives_the_same_calendar() {
    let folder = shop(FACTS);
    let args = ["plan", "shop.toml", "--lang", "zh", "--format", "ics"];
    let (code, first, _) = kaibo(&folder, &args);
    assert_eq!(code, 0);
    assert_eq!(first, kaibo(&folder, &args).1);
    assert!(first.starts_with("BEGIN:VCALENDAR\r\n") && first.contains("UID:do-payment-wechat-live-wx1@kaibo\r\n"));
    assert!(first.contains("DTSTAMP:20261121T160000Z\r\n") && first.contains("DTSTART;VALUE=DATE:20261129\r\n"));
    assert!(first.lines().all(|line| line.trim_end_matches('\r').len() <= 75));
}

#[test]
fn the_report_holds_plan_and_steps() {
    let folder = shop(FACTS);
    let (code, text, _) = kaibo(&folder, &["plan", "shop.toml", "--format", "json", "--prefer", "cheapest"]);
    assert_eq!(code, 0);
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(report["plan"]["prefer"], "cheapest");
    assert_eq!(report["plan"]["actions"][1]["requirement"], "payment");
    assert_eq!(report["steps"][0]["id"], "release_shop");
    assert_eq!(report["steps"][0]["status"], "ready");
}

#[test]
fn next_asks_one_thing_and_says_why() {
    let folder = shop("program = 'wechat-live'\napplicant = 'wx1'\n[facts]\nlive_open = false\n");
    let (code, text, _) = kaibo(&folder, &["next", "shop.toml", "--lang", "en"]);
    assert_eq!(code, 0);
    assert!(text.contains("In which country or region") && text.contains("At most 8 answers are left"), "{text}");
    let (code, text, _) = kaibo(&folder, &["next", "shop.toml", "--lang", "en", "--assume", "entity_type = individual"]);
    assert_eq!(code, 0);
    assert!(text.contains("the verdict is settled"), "{text}");
    let (code, _, complaints) = kaibo(&folder, &["next", "shop.toml", "--lang", "en", "--assume", "entity_tpye = individual"]);
    assert_eq!(code, 2);
    assert!(complaints.contains("did you mean `entity_type`"), "{complaints}");
}

/// What is there already and in review is not advised again: the platform acts next, and the plan waits for it.
#[test]
fn what_is_in_review_is_awaited() {
    let row = |path: &str, status: &str| format!("categories = [{{ path = '{path}', status = '{status}' }}]");
    let of = |path: &str, status: &str| {
        let folder = shop(&FACTS.replace("categories = []", &row(path, status)));
        let (_, report, _) = kaibo(&folder, &["check", "shop.toml", "--format", "json"]);
        let report: serde_json::Value = serde_json::from_str(&report).unwrap();
        let category = report["requirements"].as_array().unwrap().iter().find(|one| one["id"] == "category").unwrap();
        let action = report["plan"]["actions"].as_array().unwrap().iter().find(|one| one["requirement"] == "category").unwrap();
        let texts = ["check", "plan"].map(|command| kaibo(&folder, &[command, "shop.toml", "--lang", "en"]).1);
        (category["next_actor"].clone(), action["do"]["en"].as_str().unwrap().to_owned(), texts.join("\n").replace("\n    ", " "))
    };
    let (actor, action, text) = of("商家自营 > 食品", "in_review");
    assert_eq!(actor, "platform");
    assert!(action.contains("wait for the platform") && text.contains("is in review"), "{action}\n{text}");
    assert!(!text.contains("Add, and choose"), "what is there already is advised again\n{text}");
    // Rejected, or not on the list: there is something to do.
    for (path, status) in [("商家自营 > 食品", "rejected"), ("工具 > 办公", "in_review")] {
        let (actor, action, text) = of(path, status);
        assert_eq!(actor, "applicant", "{path} {status}");
        assert!(action.contains("Add, and choose") && !text.contains("wait for the platform to approve"), "{path} {status}\n{text}");
    }
}

/// What qualifies the verdict is said wherever a day is promised: in the plan, and in the titles of the calendar's events.
#[test]
fn a_plan_and_its_calendar_say_what_they_rest_on() {
    let met = FACTS.replace("categories = []", "categories = [{ path = '商家自营 > 食品', status = 'approved' }]");
    let met = met.replace("payments = []", "payments = [2026-11-20]").replace("releases = []", "releases = [{ date = 2026-09-01 }]");
    let stale = format!("{met}[provenance.official_accounts]\nsource = 'manual'\nobserved_at = 2026-01-01T10:00:00+08:00\n");
    let waived = format!(
        "{}[[waivers]]\nrequirement = 'payment'\nreason = 'r'\nby = 'b'\nfrom = 2026-11-01\nuntil = 2026-12-31\n",
        met.replace("payments = [2026-11-20]", "payments = []")
    );
    for (facts, said) in [(&stale, ["outdated", "过时"]), (&waived, ["waiver", "豁免"]), (&met, ["no new applicants", "不受理"])] {
        let folder = shop(facts);
        for (lang, said) in ["en", "zh"].into_iter().zip(said) {
            let (_, text, _) = kaibo(&folder, &["plan", "shop.toml", "--lang", lang]);
            assert!(text.replace("\n  ", " ").contains(said), "{said} is missing:\n{text}");
            let (_, calendar, _) = kaibo(&folder, &["plan", "shop.toml", "--lang", lang, "--format", "ics"]);
            let calendar = calendar.replace("\r\n ", "");
            for event in calendar.split("BEGIN:VEVENT").filter(|event| event.contains("UID:eligible-")) {
                let title = event.lines().find(|line| line.starts_with("SUMMARY:")).unwrap();
                assert!(title.contains(said), "{said} is missing: {title}");
            }
        }
    }
}

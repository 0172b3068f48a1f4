//! Facts that are old, lie in the future or contradict each other, through every way in: `cases/facts.toml`, each case with
//! `check`, `next`, `fleet` and the wizard line by line.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;

use common::{kaibo, run};
use serde_json::{Value, json};

const TODAY: &str = "2026-11-28";

/// Everything in order, each fact stated today.
fn base() -> Value {
    json!({
        "entity_region": "CN",
        "entity_type": "enterprise",
        "categories": [{ "path": "商家自营 > 百货", "status": "approved" }],
        "violations": [],
        "payments": ["2026-11-20"],
        "releases": [{ "version": "1.0.0", "date": "2026-09-01" }],
        "official_accounts": [{ "name": "某某", "fans": 300 }],
    })
}

struct Case {
    name: String,
    stated: Value,
    record: Value,
}

impl Case {
    fn of(stated: Value) -> Case {
        let mut facts = base();
        for (fact, value) in stated["facts"].as_object().into_iter().flatten() {
            match value.as_str() {
                Some("unknown") => facts.as_object_mut().unwrap().remove(fact),
                _ => facts.as_object_mut().unwrap().insert(fact.clone(), value.clone()),
            };
        }
        let mut record = json!({ "program": "wechat-live", "applicant": "wx1", "facts": facts });
        for key in ["provenance", "waivers"] {
            if !stated[key].is_null() {
                record[key] = stated[key].clone();
            }
        }
        Case { name: stated["name"].as_str().unwrap().to_owned(), stated, record }
    }

    fn strict(&self) -> &[&'static str] {
        if self.stated["strict"] == json!(true) { &["--strict"] } else { &[] }
    }

    /// The conditions that are expected, the opening among them.
    fn conditions(&self) -> Option<Value> {
        let stated = self.stated["conditions"].as_array()?;
        let opening = (self.stated["verdict"] != json!("held")).then(|| json!("opening"));
        Some(opening.into_iter().chain(stated.iter().cloned()).collect())
    }
}

fn cases() -> Vec<Case> {
    let text = fs::read_to_string("tests/cases/facts.toml").unwrap();
    let table: Value = serde_json::to_value(text.parse::<toml::Table>().unwrap()).unwrap();
    table["case"].as_array().unwrap().iter().cloned().map(Case::of).collect()
}

/// Everything but capitals and what stands between words counts.
fn says(text: &str, wanted: &str) -> bool {
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    plain(text).contains(&plain(wanted))
}

#[test]
fn check_says_what_comes_of_it_and_on_what_that_rests() {
    let folder = tempfile();
    for case in cases() {
        let file = folder.join("shop.json");
        fs::write(&file, case.record.to_string()).unwrap();
        let args = |more: &[&'static str]| [&["check", "shop.json", "--as-of", TODAY, "--lang", "en"], case.strict(), more].concat();
        let (text, errors, code) = run(&folder, &args(&[]));
        if let Some(refused) = case.stated["refused"].as_str() {
            assert_eq!(code, 2, "{}: {text}{errors}", case.name);
            let (day, hint) = refused.split_once(';').map_or((refused, ""), |(day, hint)| (day, hint));
            assert!(says(&errors, day) && says(&errors, hint), "{}: {errors}", case.name);
            assert!(errors.contains("shop.json:1:"), "{}: {errors}", case.name);
            continue;
        }
        let (report, errors, _) = run(&folder, &args(&["--format", "json"]));
        let report: Value = serde_json::from_str(&report).unwrap_or_else(|_| panic!("{}: {errors}", case.name));
        assert_eq!(report["verdict"], case.stated["verdict"], "{}: {text}", case.name);
        for key in ["firm"] {
            if !case.stated[key].is_null() {
                assert_eq!(report[key], case.stated[key], "{}: {text}", case.name);
            }
        }
        assert_eq!(report["strict"], json!(!case.strict().is_empty()));
        if let Some(conditions) = case.conditions() {
            assert_eq!(report["conditions"], conditions, "{}: {text}", case.name);
        }
        if let Some(wanted) = case.stated["says"].as_str() {
            wanted.split([';', ':']).for_each(|part| assert!(says(&text, part), "{}: {part}\n{text}", case.name));
        }
        let exit = match case.stated["verdict"].as_str().unwrap() {
            "eligible" | "held" => 0,
            "not_eligible" => 1,
            "pending" => 3,
            _ => 4,
        };
        assert_eq!(code, exit, "{}", case.name);
        // What it rests on is asked for first, whatever else is unknown.
        if let Some(next) = case.stated["next"].as_str() {
            let (asked, ..) = run(&folder, &[&["next", "shop.json", "--as-of", TODAY, "--lang", "en"], case.strict()].concat());
            let program = kaibo::io::library::Library::open(None).unwrap();
            let mut files = kaibo::document::source::Files::default();
            let (rulebook, _) = kaibo::rulebook::Rulebook::load(program.program("wechat-live").unwrap(), &mut files).unwrap();
            let fact = &rulebook.program.facts[rulebook.program.fact(next).unwrap()];
            assert!(says(&asked, &fact.ask.as_ref().unwrap().en), "{}: {asked}", case.name);
        }
    }
}

#[test]
fn a_fleet_gives_every_record_what_check_gives_it() {
    let folder = tempfile();
    for strict in [false, true] {
        let cases: Vec<Case> = cases().into_iter().filter(|case| case.strict().is_empty() != strict).collect();
        let lines: String = cases.iter().map(|case| format!("{}\n", case.record)).collect();
        fs::write(folder.join("fleet.jsonl"), lines).unwrap();
        let flags: &[&str] = if strict { &["--strict"] } else { &[] };
        let (out, errors, _) = run(&folder, &[&["fleet", "fleet.jsonl", "--as-of", TODAY, "--lang", "en"], flags].concat());
        let answers: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(answers.len(), cases.len(), "{errors}");
        for (case, answer) in cases.iter().zip(answers) {
            match case.stated["refused"].as_str() {
                Some(refused) => assert!(says(answer["error"].as_str().unwrap(), refused.split(';').next().unwrap()), "{answer}"),
                None => {
                    assert_eq!(answer["verdict"], case.stated["verdict"], "{}: {answer}", case.name);
                    assert!(case.stated["firm"].is_null() || answer["firm"] == case.stated["firm"], "{}: {answer}", case.name);
                    assert!(case.conditions().is_none_or(|wanted| answer["conditions"] == wanted), "{}: {answer}", case.name);
                }
            }
        }
    }
}

#[cfg(feature = "wizard")]
#[test]
fn the_wizard_says_the_same_and_takes_no_future_for_the_past() {
    let folder = tempfile();
    for case in cases().iter().filter(|case| case.strict().is_empty()) {
        let file = folder.join("shop.toml");
        fs::write(&file, toml::to_string(&case.record).unwrap()).unwrap();
        let mut command = kaibo(&folder, &["wizard", "shop.toml", "--plain", "--as-of", TODAY, "--lang", "en"]);
        command.env("XDG_STATE_HOME", folder.join("state")).env("XDG_CONFIG_HOME", folder.join("config"));
        let out = command.write_stdin(":status\n:quit\n").output().unwrap();
        let text = String::from_utf8_lossy(&out.stdout).into_owned() + &String::from_utf8_lossy(&out.stderr);
        match (case.stated["refused"].as_str(), case.stated["says"].as_str()) {
            (Some(refused), _) => assert!(says(&text, refused.split(';').next().unwrap()), "{}: {text}", case.name),
            (None, Some(wanted)) => wanted.split([';', ':']).for_each(|part| assert!(says(&text, part), "{}: {part}\n{text}", case.name)),
            (None, None) => {}
        }
    }
}

#[cfg(feature = "wizard")]
#[test]
fn a_day_without_a_year_is_the_last_such_day_where_the_past_is_asked_about() {
    use kaibo::value::date::Date;
    use kaibo::value::value_type::{Value, ValueType};
    use kaibo::wizard::session::entry::{parse, parse_as};
    let (today, zone) = (Date::parse(TODAY).unwrap(), chrono_tz::Asia::Shanghai);
    let day = |text: &str| Value::Date(Date::parse(text).unwrap());
    for (typed, past, plain) in
        [("12-25", "2025-12-25", "2026-12-25"), ("11-28", "2026-11-28", "2026-11-28"), ("1-2", "2026-01-02", "2026-01-02")]
    {
        assert_eq!(parse_as(&ValueType::Date, typed, today, zone, true).unwrap(), day(past), "{typed}");
        assert_eq!(parse(&ValueType::Date, typed, today, zone).unwrap(), day(plain), "{typed}");
    }
    for typed in ["2026-12-25", "2027-01-01", "tomorrow", "明天"] {
        let refusal = parse_as(&ValueType::Date, typed, today, zone, true).unwrap_err();
        assert!(
            refusal.format(&kaibo::i18n::Messages::for_lang(kaibo::value::localized::Lang::En)).contains("lies in the future"),
            "{typed}"
        );
        assert!(parse(&ValueType::Date, typed, today, zone).is_ok(), "{typed}");
    }
}

#[test]
fn an_edition_that_ends_is_the_reason_and_not_missing_facts() {
    let folder = tempfile();
    copy("rules/wechat-live", &folder.join("rules/wechat-live"));
    for edition in ["2020-02-24-a", "2020-02-24"] {
        let file = folder.join(format!("rules/wechat-live/{edition}.toml"));
        let text = fs::read_to_string(&file).unwrap();
        let ending = text.replacen("{ from = 2020-02-24 }", "{ from = 2020-02-24, until = 2026-12-10 }", 1);
        assert_ne!(text, ending);
        fs::write(&file, ending).unwrap();
    }
    let mut record = Case::of(json!({ "name": "", "facts": { "official_accounts": [{ "name": "a", "fans": 1 }], "ad_spend": [] } })).record;
    let days: Vec<Value> = (21..=27).map(|day| json!({ "date": format!("2026-11-{day}"), "users": 1 })).collect();
    record["facts"]["daily_active_users"] = json!(days);
    let check = |record: &Value, day: &str| {
        fs::write(folder.join("shop.json"), record.to_string()).unwrap();
        let args = ["check", "shop.json", "--rules", "rules", "--as-of", day, "--lang", "en"];
        let (text, _, code) = run(&folder, &args);
        let (report, ..) = run(&folder, &[&args[..], &["--format", "json"]].concat());
        let report: Value = serde_json::from_str(&report).unwrap();
        let (line, ..) = run(&folder, &["fleet", "shop.json", "--input", "jsonl", "--rules", "rules", "--as-of", day]);
        let line: Value = serde_json::from_str(&line).unwrap();
        for key in ["verdict", "firm", "eligible_from", "eligible_until", "conditions"] {
            assert_eq!(report[key], line[key], "{key} {day}");
        }
        (text, report, code)
    };
    for (day, wanted) in [("2026-11-28", "the edition ends on 2026-12-10"), ("2026-12-12", "the edition ended on 2026-12-10")] {
        let (text, report, code) = check(&record, day);
        assert_eq!((report["verdict"].as_str(), code), (Some("unknown"), 4), "{text}");
        assert_eq!(report["conditions"], json!(["opening", "edition_ends"]));
        assert!(says(&text, wanted) && !says(&text, "facts are missing"), "{text}");
    }
    // With a yes, the end of the edition is the end of that.
    record["facts"]["official_accounts"] = json!([{ "name": "a", "fans": 300 }]);
    let (text, report, code) = check(&record, "2026-11-28");
    assert_eq!((report["verdict"].as_str(), report["eligible_until"].as_str(), code), (Some("eligible"), Some("2026-12-10"), 0), "{text}");
    assert_eq!(report["conditions"], json!(["opening", "edition_ends"]));
}

#[test]
fn what_is_assumed_may_lie_in_the_future_and_qualifies_the_verdict() {
    let folder = tempfile();
    let record = Case::of(json!({ "name": "", "facts": { "payments": [] } })).record;
    fs::write(folder.join("shop.json"), record.to_string()).unwrap();
    let args = ["check", "shop.json", "--as-of", TODAY, "--lang", "en", "--format", "json", "--assume", "payments += 2026-12-01"];
    let (report, errors, code) = run(&folder, &args);
    let report: Value = serde_json::from_str(&report).unwrap_or_else(|_| panic!("{errors}"));
    assert_eq!((report["verdict"].as_str(), report["eligible_from"].as_str(), code), (Some("pending"), Some("2026-12-03"), 3));
    assert_eq!(report["conditions"], json!(["opening", "assumed"]));
}

fn copy(from: &str, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        fs::copy(&path, to.join(path.file_name().unwrap())).unwrap();
    }
}

/// A folder of its own for each test.
fn tempfile() -> std::path::PathBuf {
    let name = std::thread::current().name().unwrap_or("facts").replace(':', "_");
    let folder = std::env::temp_dir().join(format!("kaibo-facts-{}-{name}", std::process::id()));
    fs::create_dir_all(&folder).unwrap();
    folder
}

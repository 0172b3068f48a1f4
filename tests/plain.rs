//! The wizard line by line, through pipes: what is typed is what is known, and nothing is lost however it ends.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::Value;

const TODAY: &str = "2026-11-22";

/// Types lines into `kaibo` in a folder. Gives back what it said, and how it ended.
fn types(folder: &Path, args: &[&str], lines: &[u8]) -> (String, Option<i32>) {
    let mut command = Command::cargo_bin("kaibo").unwrap();
    command.current_dir(folder).args(args).args(["--as-of", TODAY]);
    command.env("XDG_STATE_HOME", folder.join("state")).env("XDG_CONFIG_HOME", folder.join("config")).env_remove("LC_ALL").env("LANG", "C");
    let out = command.write_stdin(lines).output().unwrap();
    assert!(out.stderr.is_empty() || out.status.code() != Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    (String::from_utf8(out.stdout).unwrap() + &String::from_utf8(out.stderr).unwrap(), out.status.code())
}

/// The report of a facts file.
fn report(folder: &Path, file: &str, rules: &[&str]) -> Value {
    let mut command = Command::cargo_bin("kaibo").unwrap();
    command.current_dir(folder).args(["plan", file, "--format", "json", "--as-of", TODAY]).args(rules).env("SOURCE_DATE_EPOCH", "0");
    serde_json::from_slice(&command.output().unwrap().stdout).unwrap()
}

/// Everything of two reports that does not say who said it.
fn assert_same(typed: &Value, written: &Value) {
    for key in ["verdict", "eligible_from", "eligible_until", "requirements", "plan", "steps"] {
        assert_eq!(typed[key], written[key], "{key}");
    }
    for (fact, typed) in typed["facts"].as_object().unwrap() {
        assert_eq!(typed["value"], written["facts"][fact]["value"], "{fact}");
    }
}

const MERCHANT: &str = "wx1234567890abcdef
某某服饰

2
CN
:why
2
服装
1
1
:all
昨天、11-20
:all
:-
某某
78
:all
120
130


90
100
110
:skip
:status
:what-if 6
:change 1

140
:all
:what-if 4
:all
:plan
:forget
:export 2 report.json
:facts 5
:all
:back
:undo
:redo
:facts 4
:skip
:facts

:language
:language
:quit
";

const MERCHANT_WRITTEN: &str = "program = \"wechat-live\"\napplicant = \"wx1234567890abcdef\"\nname = \"某某服饰\"\n[facts]\nentity_region = \"CN\"\nentity_type = \"enterprise\"\ncategories = [{ path = \"商家自营 > 服装/鞋/箱包\", status = \"approved\" }]\npayments = [2026-11-21, 2026-11-20]\nofficial_accounts = [{ name = \"某某\", fans = 78 }]\ndaily_active_users = [{ date = 2026-11-15, users = 120 }, { date = 2026-11-16, users = 130 }, { date = 2026-11-19, users = 90 }, { date = 2026-11-20, users = 100 }, { date = 2026-11-21, users = 110 }]\nlive_open = false\n";

#[test]
fn a_merchant_who_begins_in_chinese() {
    let folder = tempfile::tempdir().unwrap();
    let (said, exit) = types(folder.path(), &["--plain", "--lang", "zh"], MERCHANT.as_bytes());
    insta::assert_snapshot!("merchant_zh", said);
    assert_eq!(exit, Some(0));
    fs::write(folder.path().join("written.toml"), MERCHANT_WRITTEN).unwrap();
    let typed = report(folder.path(), "wx1234567890abcdef.toml", &[]);
    assert_same(&typed, &report(folder.path(), "written.toml", &[]));
    let exported: Value = serde_json::from_slice(&fs::read(folder.path().join("report.json")).unwrap()).unwrap();
    assert_eq!(exported["report"], 2);
}

#[test]
fn advice_is_given_on_request_where_access_is_impossible() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.toml"), MERCHANT_WRITTEN.replace("enterprise", "individual")).unwrap();
    let args = ["wizard", "a.toml", "--plain", "--lang", "en"];
    let (said, _) = types(folder.path(), &args, b":plan\n:quit\n");
    assert!(said.contains("type :anyway") && !said.contains("Ask customers"), "{said}");
    for (more, lines) in [(&[][..], ":plan\n:anyway\n:quit\n"), (&["--anyway"], ":plan\n:quit\n")] {
        let (said, _) = types(folder.path(), &[&args[..], more].concat(), lines.as_bytes());
        assert!(said.contains("Ask customers"), "{said}");
    }
}

#[test]
fn a_merchant_who_begins_in_english() {
    let folder = tempfile::tempdir().unwrap();
    let (said, exit) = types(folder.path(), &["--plain", "--lang", "en"], MERCHANT.replace("昨天、", "yesterday, ").as_bytes());
    insta::assert_snapshot!("merchant_en", said);
    assert_eq!(exit, Some(0));
    fs::write(folder.path().join("written.toml"), MERCHANT_WRITTEN).unwrap();
    assert_same(&report(folder.path(), "wx1234567890abcdef.toml", &[]), &report(folder.path(), "written.toml", &[]));
}

#[test]
fn every_kind_of_fact_can_be_typed() {
    let folder = tempfile::tempdir().unwrap();
    let rules = Path::new("tests/wizard/kinds").canonicalize().unwrap();
    let rules = ["--rules", rules.to_str().unwrap(), "--program", "kinds"];
    let facts = "program = \"kinds\"\napplicant = \"a\"\n[facts]\nagreed = true\nowner = \"company\"\nlabel = \":b\"\npieces = 12000\nrate = 1.25\ndeposit = \"6800.01\"\nfounded = 2020-02-29\nopens = 2026-11-28T20:00:00+08:00\nhome = \"DE\"\ntrade = \"食品 > 酒\"\npaydays = [2026-11-19]\nsales = { partial = true, rows = [{ date = 2026-11-01, amount = \"12000\" }, { date = 2026-11-02, trade = \"own > thing\" }] }\nnotices = [{ id = \"n2\", date = 2026-11-21, severe = false }]\nvisitors = [{ date = 2026-11-20, users = 7 }, { date = 2026-11-21, users = 9 }]\n";
    fs::write(folder.path().join("written.toml"), facts).unwrap();
    let lines = "\
:facts 1\nmaybe\nyes\n:facts 2\nperson\n:facts 2\n2\n:facts 3\n:as-typed :b\n:facts 4\n1.5\n1.2万\n:facts 5\n1.25\n:facts 6\n-3\n¥6,800.01\n\
:facts 7\n2020-02-30\n2020-02-29\n:facts 8\n11-28 20:00\n:facts 9\n德国\n:facts 10\njiu\n1\n\
:facts 11\n3 days ago\n:all\n\
:facts 12\n2026-11-01\n12k\n\n11-02\n\n:as-typed own>thing\n:more\n\
:facts 13\nn1\n\n\nn2\nyesterday\nno\nn1\n:delete 1\n:all\n\
:facts 14\n7\n9\n\n:quit\n";
    let mut args = vec!["wizard", "typed.toml", "--plain", "--lang", "en"];
    args.extend(rules);
    let (said, exit) = types(folder.path(), &args, format!("a\n\n{lines}").as_bytes());
    insta::assert_snapshot!("every_kind", said);
    assert_eq!(exit, Some(0), "{said}");
    assert_same(&report(folder.path(), "typed.toml", &rules), &report(folder.path(), "written.toml", &rules));
}

#[test]
fn the_end_of_the_input_is_a_clean_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.toml");
    let lines = MERCHANT.as_bytes();
    // Wherever the input ends, even within a line.
    for end in (0..lines.len()).step_by(23) {
        let _ = fs::remove_file(&path);
        let (said, exit) = types(folder.path(), &["wizard", "shop.toml", "--plain", "--lang", "en"], &lines[..end]);
        assert_eq!(exit, Some(0), "{said}");
    }
    let (said, _) = types(folder.path(), &["wizard", "shop.toml", "--plain", "--lang", "en"], b"");
    assert!(said.contains("End of input. All answers are saved in"), "{said}");
}

#[test]
fn hostile_and_broken_input_is_said_and_harmless() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.toml"), "program = \"wechat-live\"\napplicant = \"\\u001b[31mx\\u202e\"\n").unwrap();
    let lines = b":facts 6\n\x1b[2J\n\xff\xfe\n:nosuch\n:facts 99\n\n\xe2\x80\xae evil\n5\n:all\n:facts 6\n:delete 7\n:delete\n:change 0\n:\n:way 5\n:insist\n:undo\n:undo\n:undo\n:redo\n:redo\n:redo\n:help\n:quit\n";
    let (said, exit) = types(folder.path(), &["wizard", "shop.toml", "--plain", "--lang", "en"], lines);
    assert_eq!(exit, Some(0));
    assert!(!said.contains(['\u{1b}', '\u{202e}']), "{said}");
    for part in [
        "invisible control characters",
        "This line is not valid UTF-8",
        "Unknown command :nosuch",
        "nothing to undo",
        "There is nothing to redo",
        ":what-if",
    ] {
        assert!(said.contains(part), "{part}: {said}");
    }
}

#[test]
fn what_was_collected_can_be_overruled_with_a_reason() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.toml"), "program = \"wechat-live\"\napplicant = \"x\"\n").unwrap();
    let collected = "[facts]\nentity_type = \"sole_trader\"\n[provenance.entity_type]\nsource = \"wechat:entity\"\n";
    fs::write(folder.path().join("shop.collected.toml"), collected).unwrap();
    let lines = b":facts 2\n2\n:insist\nthe licence changed\n:quit\n";
    let (said, _) = types(folder.path(), &["wizard", "shop.toml", "--plain", "--lang", "en"], lines);
    assert!(said.contains("wechat:entity reported a different value"), "{said}");
    let typed = report(folder.path(), "shop.toml", &[]);
    assert_eq!(typed["facts"]["entity_type"]["value"], "enterprise");
    assert_eq!(typed["conflicts"][0]["used"]["source"], "manual");
    let (said, _) = types(folder.path(), &["wizard", "shop.toml", "--plain", "--lang", "en"], b":relent\n:relent\n:quit\n");
    assert!(said.contains("the collected data is used again") && said.contains("None of your answers overrides collected data"), "{said}");
    assert_eq!(report(folder.path(), "shop.toml", &[])["facts"]["entity_type"]["value"], "sole_trader");
}

#[test]
fn a_collected_entry_that_is_deleted_comes_back_and_it_is_said() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("shop.toml"), "program = \"wechat-live\"\napplicant = \"x\"\n").unwrap();
    let collected = "[facts]\nviolations = [{ id = \"4_1\", date = 2026-10-01, severity = \"severe\" }]\n[provenance.violations]\nsource = \"wechat:y\"\n";
    fs::write(folder.path().join("shop.collected.toml"), collected).unwrap();
    let args = ["wizard", "shop.toml", "--plain", "--lang", "en"];
    let violations = {
        let (said, _) = types(folder.path(), &args, b":facts\n\n:quit\n");
        let line = said.lines().find(|line| line.contains("Violations")).unwrap().trim();
        line.split('.').next().unwrap().to_owned()
    };
    let lines = format!(":facts {violations}\n:delete 1\n:quit\n");
    let (said, _) = types(folder.path(), &args, lines.as_bytes());
    assert!(said.contains("An entry reported by wechat:y cannot be removed") && said.contains(":insist and a reason"), "{said}");
    assert_eq!(report(folder.path(), "shop.toml", &[])["facts"]["violations"]["value"].as_array().unwrap().len(), 1);
    let lines = format!(":facts {violations}\n:delete 1\n:insist withdrawn\n:all\n:quit\n");
    types(folder.path(), &args, lines.as_bytes());
    assert_eq!(report(folder.path(), "shop.toml", &[])["facts"]["violations"]["value"], serde_json::json!([]));
}

#[test]
fn own_estimates_change_the_plan_at_once() {
    let folder = tempfile::tempdir().unwrap();
    let days = (15..=21).map(|day| format!("{{ date = 2026-11-{day}, users = 90 }}")).collect::<Vec<_>>().join(", ");
    let known = include_str!("shop.toml").replace("daily_active_users = []", &format!("daily_active_users = [{days}]"));
    fs::write(folder.path().join("shop.toml"), known).unwrap();
    let args = ["wizard", "shop.toml", "--plain", "--lang", "en"];
    let lines = b":estimate\n1\nsoon\n5 to 3 days\n5 days\n$3\n300\n:estimate 1\n\n-\n:undo\n:quit\n";
    let (said, exit) = types(folder.path(), &args, lines);
    insta::assert_snapshot!("estimates", said);
    assert_eq!(exit, Some(0));
    let text = fs::read_to_string(folder.path().join("shop.toml")).unwrap();
    assert!(text.ends_with("[estimates]\nfollowers = { takes = \"5 days\", cost = \"300.00 CNY\" }\n"), "{text}");
    let plan = report(folder.path(), "shop.toml", &[])["plan"].clone();
    let (said, _) = types(folder.path(), &args, b":estimate 1\n-\n-\n:quit\n");
    let said = said.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(said.contains("Current value: 5 days") && said.contains("Current value: 300.00 CNY"), "{said}");
    assert_ne!(report(folder.path(), "shop.toml", &[])["plan"], plan);
    assert!(!fs::read_to_string(folder.path().join("shop.toml")).unwrap().contains("followers = {"));
}

#[test]
fn applicants_are_listed_and_the_last_one_goes_on() {
    let folder = tempfile::tempdir().unwrap();
    let facts = |id: &str| format!("program = \"wechat-live\"\napplicant = \"{id}\"\n");
    fs::write(folder.path().join("a.toml"), facts("wxa")).unwrap();
    fs::write(folder.path().join("b.toml"), facts("wxb") + "[facts]\nentity_type = \"individual\"\n").unwrap();
    fs::write(folder.path().join("c.toml"), facts("wxc") + "[facts]\nnothing = 1\n").unwrap();
    fs::write(folder.path().join("other.toml"), "[package]\nname = \"x\"\n").unwrap();
    let (said, _) = types(folder.path(), &["--plain", "--lang", "en"], b"7\n2\n");
    insta::assert_snapshot!("applicants", said);
    let (said, _) = types(folder.path(), &["--plain", "--lang", "en"], b"\n:quit\n");
    assert!(said.contains("continue with number 1") && said.contains("  1.  wxb (b.toml)"), "{said}");
    let (said, _) = types(folder.path(), &["--plain", "--lang", "en"], b"0\nwxa\n\n\n:quit\n");
    assert!(said.contains("saved in wxa.toml") && folder.path().join("wxa.toml").exists(), "{said}");
}

#[test]
fn without_a_terminal_kaibo_says_what_to_run_instead() {
    let folder = tempfile::tempdir().unwrap();
    for args in [&["--lang", "en"][..], &["wizard", "--lang", "en"]] {
        let (said, exit) = types(folder.path(), args, b"");
        assert_eq!(exit, Some(2));
        assert!(said.contains("kaibo --plain"), "{said}");
    }
    let (said, exit) = types(folder.path(), &["--plain", "check", "x.toml", "--lang", "en"], b"");
    assert!(exit == Some(2) && said.contains("`--plain` works with the wizard only: `kaibo --plain` or `kaibo wizard --plain`"), "{said}");
}

/// A folder in which nothing can be saved, until its lock is removed.
fn unwritable(folder: &Path) -> std::path::PathBuf {
    fs::write(folder.join("shop.toml"), include_str!("shop.toml")).unwrap();
    let lock = folder.canonicalize().unwrap().join(".shop.toml.lock");
    fs::create_dir(&lock).unwrap();
    lock
}

#[test]
fn answers_that_could_not_be_saved_are_printed_and_the_exit_says_so() {
    for end in ["", ":quit\n", "\n:back\n"] {
        let folder = tempfile::tempdir().unwrap();
        unwritable(folder.path());
        let lines = format!(":facts 2\n3\n{end}");
        let (said, exit) = types(folder.path(), &["wizard", "shop.toml", "--plain", "--lang", "en"], lines.as_bytes());
        assert_eq!(exit, Some(6), "{said}");
        assert!(said.contains("Not saved yet") && !said.contains("End of input. All answers are saved in"), "{said}");
        assert!(
            said.contains("error: These answers are not saved in shop.toml") && said.contains("    entity_type = \"sole_trader\""),
            "{said}"
        );
        assert!(!fs::read_to_string(folder.path().join("shop.toml")).unwrap().contains("sole_trader"));
    }
}

#[cfg(unix)]
#[test]
fn a_signal_ends_it_at_once_and_unsaved_answers_are_printed() {
    use std::io::{Read as _, Write as _};
    use std::process::{Command, Stdio};
    use std::time::{Duration, Instant};
    for (signal, mended, code) in [("TERM", false, 6), ("INT", false, 6), ("TERM", true, 130)] {
        let folder = tempfile::tempdir().unwrap();
        let lock = unwritable(folder.path());
        let mut command = Command::new(assert_cmd::cargo::cargo_bin("kaibo"));
        command.args(["wizard", "shop.toml", "--plain", "--lang", "en"]).current_dir(folder.path());
        command.env("XDG_STATE_HOME", folder.path().join("state"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        input.write_all(b":facts 2\n3\n").unwrap();
        let mut out = child.stdout.take().unwrap();
        let mut said = String::new();
        while !said.contains("Not saved yet") {
            let mut bytes = [0; 256];
            let count = out.read(&mut bytes).unwrap();
            assert!(count > 0, "{said}");
            said.push_str(&String::from_utf8_lossy(&bytes[..count]));
        }
        if mended {
            fs::remove_dir(&lock).unwrap();
        }
        let started = Instant::now();
        assert!(Command::new("kill").args(["-s", signal, &child.id().to_string()]).status().unwrap().success());
        let status = child.wait().unwrap();
        assert!(started.elapsed() < Duration::from_secs(5));
        let mut error = String::new();
        child.stderr.take().unwrap().read_to_string(&mut error).unwrap();
        assert_eq!(status.code(), Some(code), "{signal}: {error}");
        assert_eq!(error.contains("entity_type = \"sole_trader\""), !mended, "{signal}: {error}");
        assert_eq!(fs::read_to_string(folder.path().join("shop.toml")).unwrap().contains("sole_trader"), mended);
        drop(input);
    }
}

#[test]
fn another_folder_s_applicant_is_listed_but_not_opened_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    for at in [&a, &b] {
        fs::create_dir(at).unwrap();
        fs::write(at.join("shop.toml"), include_str!("shop.toml")).unwrap();
    }
    let state = folder.path().join("state");
    let run = |at: &Path, args: &[&str], lines: &'static [u8]| {
        let mut command = Command::cargo_bin("kaibo").unwrap();
        command.current_dir(at).args(args).args(["--plain", "--lang", "en", "--as-of", TODAY]).env("XDG_STATE_HOME", &state);
        String::from_utf8(command.write_stdin(lines).output().unwrap().stdout).unwrap()
    };
    run(&a, &["wizard", "shop.toml"], b"");
    // In the folder where it was, it goes on.
    assert!(run(&a, &[], b"\n").contains("continue with number 1"));
    let said = run(&b, &[], b"\n:quit\n");
    let other = a.canonicalize().unwrap().join("shop.toml").display().to_string();
    let joined: String = said.split_whitespace().collect();
    assert!(joined.contains(&other), "{said}");
    assert!(said.contains("open number 2, from this directory"), "{said}");
    assert!(said.contains("All answers are saved in shop.toml"), "{said}");
}

#[test]
fn a_file_named_without_an_ending_is_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let (said, exit) = types(folder.path(), &["wizard", "shop.v2", "--plain", "--lang", "en"], b"wx1\n\n:quit\n");
    assert_eq!(exit, Some(0), "{said}");
    assert!(folder.path().join("shop.v2.toml").exists() && said.contains("shop.v2.toml"), "{said}");
    let (said, _) = types(folder.path(), &["wizard", "shop.v2", "--plain", "--lang", "en"], b":quit\n");
    assert!(said.contains("All answers are saved in shop.v2.toml"), "{said}");
}

#[test]
fn an_export_never_replaces_a_file_without_being_told_to() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("shop.toml"), common::IN_ORDER).unwrap();
    fs::write(folder.join("notes.txt"), "mine").unwrap();
    fs::write(folder.join("key.pem"), "secret").unwrap();
    fs::write(folder.join("kaibo.toml"), "[[sources.wechat]]\napp_id = 'wx1'\nkind = 'mini_program'\napp_secret = { file = 'key.pem' }\n")
        .unwrap();
    let export = |lines: &str| types(folder, &["wizard", "--plain", "shop.toml", "--lang", "en"], format!("{lines}\n:quit\n").as_bytes()).0;
    assert!(export(":export 1 notes.txt\nno").contains("notes.txt exists"));
    assert_eq!(fs::read_to_string(folder.join("notes.txt")).unwrap(), "mine");
    // What holds a secret is not among the facts, and can't be written over even on purpose.
    for name in ["key.pem", "kaibo.toml", "shop.toml", "shop.collected.toml"] {
        let said = export(&format!(":export 1 {name}\ny"));
        assert!(said.contains("choose another name"), "{name}: {said}");
    }
    assert_eq!(fs::read_to_string(folder.join("key.pem")).unwrap(), "secret");
    export(":export 1 notes.txt\ny");
    assert!(fs::read_to_string(folder.join("notes.txt")).unwrap().contains("wx1234567890abcdef"));
}

//! The `kaibo collect` command, against the mock server, and `kaibo check` on what it found.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use std::path::Path;

use kaibo::collect::mock_server::Scripted;
use kaibo::collect::mock_server::fault::Fault;
use serde_json::Value;
use source::{Desk, SHOP, server};

/// The command with this folder's own settings and cache.
fn kaibo(folder: &Path, args: &[&str]) -> (String, String, i32) {
    typing(folder, args, "")
}

/// The same, with lines that are typed.
fn typing(folder: &Path, args: &[&str], lines: &str) -> (String, String, i32) {
    let mut command = assert_cmd::Command::cargo_bin("kaibo").unwrap();
    command.current_dir(folder).args(args);
    for name in ["LC_ALL", "LC_MESSAGES", "LANG", "NO_COLOR", "CLICOLOR_FORCE"] {
        command.env_remove(name);
    }
    // Nothing listens there: this machine is reached without a proxy, whatever the environment says.
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env(name, "http://127.0.0.1:9");
    }
    let output = command
        .env("XDG_CACHE_HOME", folder.join("caches"))
        .env("XDG_CONFIG_HOME", folder.join("settings"))
        .env("XDG_STATE_HOME", folder.join("state"))
        .env("HOME", folder)
        .write_stdin(lines)
        .output()
        .unwrap();
    (String::from_utf8(output.stdout).unwrap(), String::from_utf8(output.stderr).unwrap(), output.status.code().unwrap())
}

/// A desk whose facts file says `more`, on a server whose clock is the machine's.
fn desk(server: &kaibo::collect::mock_server::Server, more: &str) -> Desk {
    server.state().clock = std::sync::Arc::new(chrono::Utc::now);
    let desk = Desk::of(server);
    let path = desk.folder.path().join("shop.toml");
    let text = std::fs::read_to_string(&path).unwrap();
    std::fs::write(path, text + more).unwrap();
    let (out, err, code) = kaibo(desk.folder.path(), &["trust", "kaibo.toml"]);
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    desk
}

fn report(folder: &Path) -> Value {
    let (out, err, _) = kaibo(folder, &["check", "shop.toml", "--format", "json"]);
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{err}"))
}

fn requirement<'r>(report: &'r Value, id: &str) -> &'r Value {
    report["requirements"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()
}

#[test]
fn one_command_ends_in_facts_with_evidence_and_check_reads_them() {
    let server = server(&[]);
    let today = source::reply_day();
    let desk = desk(&server, &format!("payments = [{today}]\n"));
    let folder = desk.folder.path();
    let (out, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 0, "{out}{err}");
    assert!(out.contains("Rooms") && out.contains("known"), "{out}");
    assert!(err.contains("at least 26 calls to 4 accounts"), "{err}");
    assert!(!err.contains('\u{1b}'), "no bars where nobody sees them: {err}");
    assert!(folder.join("shop.collected.toml").is_file() && folder.join("shop.evidence/index.json").is_file());
    let report = report(folder);
    assert_eq!(requirement(&report, "followers")["status"], "met", "{report:#}");
    assert_eq!(requirement(&report, "entity")["status"], "met");
    assert_eq!(requirement(&report, "category")["status"], "met");
    assert_eq!(requirement(&report, "payment")["status"], "pending");
    assert_eq!(requirement(&report, "violations")["status"], "unknown", "severity is in no API");
    let source = &report["facts"]["violations"]["sources"][0];
    assert_eq!(source["source"], "wechat:getillegalrecords");
    let digest = source["digest"].as_str().unwrap().trim_start_matches("sha256:");
    assert!(folder.join(format!("shop.evidence/{digest}.json")).is_file());
    // The same again from the evidence, elsewhere, without configuration or server.
    drop(server);
    let before = std::fs::read(folder.join("shop.collected.toml")).unwrap();
    std::fs::remove_file(folder.join("kaibo.toml")).unwrap();
    std::fs::remove_file(folder.join("shop.collected.toml")).unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml", "--replay", "shop.evidence", "--lang", "zh"]);
    assert_eq!(code, 0, "{err}");
    assert_eq!(std::fs::read(folder.join("shop.collected.toml")).unwrap(), before);
}

#[test]
fn a_persons_severity_stands_on_an_interfaces_violation_and_survives_the_next_collecting() {
    let server = server(&[]);
    let desk = desk(
        &server,
        "\n[annotate.violations]\n\"4_395332\" = { severity = \"minor\" }\n\"2_11100\" = { severity = \"severe\" }\n\"wxpractice0000outlet/4_395332\" = { severity = \"minor\" }\n",
    );
    let folder = desk.folder.path();
    for _ in 0..2 {
        let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
        assert_eq!(code, 0, "{err}");
        let report = report(folder);
        assert_eq!(requirement(&report, "violations")["status"], "pending", "the severe one ages out: {report:#}");
        let value = report["facts"]["violations"]["value"].to_string();
        assert!(value.contains("minor") && value.contains("severe"), "{value}");
    }
    // An accepted appeal takes the severe one out; the annotation that is left over is listed.
    server.state().world.account_mut(SHOP).unwrap().violations[2].appeals.push(2);
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 0, "{err}");
    let report = report(folder);
    assert_eq!(requirement(&report, "violations")["status"], "met", "{report:#}");
    assert!(report["warnings"].as_array().unwrap().iter().any(|warning| warning["code"] == "annotation-of-nothing"), "{report:#}");
}

#[test]
fn an_interface_and_a_person_who_disagree_are_both_in_the_report() {
    let server = server(&[]);
    let desk = desk(&server, "entity_type = \"individual\"\nlive_open = false\n");
    let folder = desk.folder.path();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 0, "{err}");
    let report = report(folder);
    let conflicts = report["conflicts"].as_array().unwrap();
    let about = conflicts.iter().find(|conflict| conflict["fact"] == "entity_type").unwrap_or_else(|| panic!("{report:#}"));
    assert_eq!(about["used"]["source"], "wechat:getaccountbasicinfo");
    assert_eq!(about["used"]["value"], "enterprise");
    assert_eq!(about["other"]["value"], "individual");
    assert_eq!(requirement(&report, "entity")["status"], "met", "the API goes before");
}

#[test]
fn a_source_that_fails_is_told_and_the_rest_is_written() {
    let server = server(&["61007:getillegalrecords"]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    let (out, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 5, "{err}");
    assert!(out.contains("61007") && out.contains("76"), "{out}");
    assert!(err.contains("the rest was written"), "{err}");
    let report = report(folder);
    assert_eq!(requirement(&report, "violations")["status"], "unknown");
    let note = report["facts"]["violations"]["sources"][0]["note"].to_string();
    assert!(note.contains("61007") || report.to_string().contains("61007"), "the reason is in the report: {note}");
    assert_eq!(requirement(&report, "followers")["status"], "met");
}

#[test]
fn what_was_collected_is_not_lost_to_a_dead_network() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    assert_eq!(kaibo(folder, &["collect", "shop.toml"]).2, 0);
    let read = |name: &str| std::fs::read(folder.join(name)).unwrap();
    let before = (read("shop.collected.toml"), read("shop.evidence/index.json"));
    drop(server);
    let (out, err, code) = kaibo(folder, &["collect", "shop.toml", "--no-cache"]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(err.contains("no facts were collected; the earlier file is unchanged"), "{err}");
    assert_eq!(before, (read("shop.collected.toml"), read("shop.evidence/index.json")));
}

#[cfg(unix)]
#[test]
fn a_link_to_an_approved_configuration_runs_nothing_of_its_own_folder() {
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    let home = tempfile::tempdir().unwrap();
    let home = home.path();
    let config = "[[sources.wechat]]\napp_id = \"wx1\"\nkind = \"mini_program\"\nbase_url = \"http://127.0.0.1:9\"\n\
                  app_secret = { command = [\"./get\"] }\n";
    for folder in ["own", "other"] {
        let folder = home.join(folder);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join("shop.toml"), "program = \"wechat-live\"\napplicant = \"wx1\"\n").unwrap();
        std::fs::write(folder.join("get"), "#!/bin/sh\ntouch ran\necho a-secret-of-somebody\n").unwrap();
        std::fs::set_permissions(folder.join("get"), std::fs::Permissions::from_mode(0o755)).unwrap();
    }
    let (own, other) = (home.join("own"), home.join("other"));
    std::fs::write(own.join("kaibo.toml"), config).unwrap();
    symlink("../own/kaibo.toml", other.join("kaibo.toml")).unwrap();
    let collect = |folder: &Path, args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kaibo"));
        command.current_dir(folder).args(args).env("HOME", home).env("XDG_STATE_HOME", home.join("state"));
        command.env("XDG_CONFIG_HOME", home.join("settings")).env("XDG_CACHE_HOME", home.join("caches")).output().unwrap()
    };
    assert!(collect(&own, &["trust", "kaibo.toml"]).status.success());
    let output = collect(&other, &["collect", "shop.toml", "--timeout", "2", "--no-cache"]);
    assert!(own.join("ran").exists(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(!other.join("ran").exists(), "what was approved is the program beside the configuration");
}

#[test]
fn what_cant_be_used_is_refused_before_anything_is_sent() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    let (_, err, code) = kaibo(folder, &["collect", "-"]);
    assert_eq!((code, err.contains("on disk")), (2, true), "{err}");
    let (_, _, code) = kaibo(folder, &["collect", "nothing.toml"]);
    assert_eq!(code, 2);
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml", "--config", "nothing.toml"]);
    assert_eq!(code, 2, "{err}");
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml", "--replay", "nothing"]);
    assert_eq!((code, err.contains("nothing")), (2, true), "{err}");
    std::fs::remove_file(folder.join("secrets/ticket")).unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!((code, err.contains("kaibo.toml:")), (2, true), "{err}");
    std::fs::remove_file(folder.join("kaibo.toml")).unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!((code, err.contains("kaibo.toml")), (2, true), "{err}");
    assert!(server.state().requests.is_empty());
    assert!(!folder.join("shop.collected.toml").exists());
}

#[test]
fn what_cant_be_written_is_a_failure_of_output() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    std::fs::write(folder.join("shop.evidence"), "a file where the folder belongs").unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 6, "{err}");
    assert!(!folder.join("shop.collected.toml").exists());
}

#[test]
fn everything_is_said_in_chinese_too_and_nothing_said_loudly_holds_a_secret() {
    let server = server(&["45009:getcategory"]);
    let desk = desk(&server, "");
    let (out, err, code) = kaibo(desk.folder.path(), &["collect", "shop.toml", "--lang", "zh", "--verbose"]);
    assert_eq!(code, 5);
    assert!(out.contains("该接口今天的调用次数已用完，请明天再试") && err.contains("至少调用"), "{out}{err}");
    assert!(err.contains("getcategory"), "every call is told: {err}");
    for secret in
        ["88_practice", "practice-platform-secret", "practice-platform-ticket", "refreshtoken@@@", "practice-brand-secret", "oPRACTICE"]
    {
        assert!(!out.contains(secret) && !err.contains(secret), "{secret}");
    }
}

#[cfg(unix)]
#[test]
fn an_interruption_writes_nothing() {
    let server = server(&["slow"]);
    server.state().slow = std::time::Duration::from_secs(20);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_kaibo"))
        .args(["collect", "shop.toml"])
        .current_dir(folder)
        .env("XDG_CACHE_HOME", folder.join("caches"))
        .env("XDG_STATE_HOME", folder.join("state"))
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    while server.state().requests.is_empty() {
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!folder.join("shop.collected.toml").exists() && !folder.join("shop.evidence").exists());
}

#[test]
fn the_practice_server_lays_out_all_that_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_kaibo"))
        .args(["practice-server", "--into", "try"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = std::io::BufRead::lines(std::io::BufReader::new(child.stdout.take().unwrap()));
    let told: Vec<String> = lines.by_ref().take(2).map(|line| line.unwrap()).collect();
    assert!(told[1].contains("http://127.0.0.1:"), "{told:?}");
    assert!(told.iter().any(|line| line.contains("kaibo trust kaibo.toml")), "{told:?}");
    assert_eq!(kaibo(&folder.path().join("try"), &["trust", "kaibo.toml"]).2, 0);
    let (out, err, code) = kaibo(&folder.path().join("try"), &["collect", "shop.toml"]);
    child.kill().unwrap();
    child.wait().unwrap();
    assert_eq!(code, 0, "{out}{err}");
}

#[test]
fn a_users_own_configuration_serves_everywhere() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    let settings = folder.join("settings/kaibo");
    std::fs::create_dir_all(&settings).unwrap();
    // Names of files are taken from where the configuration stands.
    std::fs::rename(folder.join("kaibo.toml"), settings.join("kaibo.toml")).unwrap();
    std::fs::rename(folder.join("secrets"), settings.join("secrets")).unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 0, "{err}");
}

#[cfg(feature = "wizard")]
#[test]
fn the_wizard_collects_what_the_command_collects() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    let facts = |folder: &Path| {
        let text = std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap();
        let facts = text.split("[provenance").next().unwrap();
        // When a room begins is told from the second of the request.
        facts.lines().map(|line| line.split("start = ").next().unwrap().to_owned() + "\n").collect::<String>()
    };
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 0, "{err}");
    let collected = facts(folder);
    std::fs::remove_file(folder.join("shop.collected.toml")).unwrap();
    let (out, err, code) = typing(folder, &["wizard", "shop.toml", "--plain", "--lang", "en"], ":collect\n:quit\n");
    assert_eq!((code, err.as_str()), (0, ""), "{out}");
    assert_eq!(facts(folder), collected);
    assert!(out.contains(": done") && out.contains("Kind of owner: known"), "{out}");
    // What was collected is not asked for any more.
    let asked = out.split(":collect").nth(1).unwrap();
    assert!(!asked.contains("Kind of owner (") && asked.contains("Payments"), "{out}");
}

#[test]
fn a_configuration_that_merely_lies_here_runs_nothing() {
    let server = server(&[]);
    let desk = Desk::with(&server, "app_secret = { command = [\"touch\", \"ran\"] }", "-");
    let folder = desk.folder.path();
    std::fs::write(folder.join("kaibo.toml"), &desk.config).unwrap();
    std::fs::write(folder.join("shop.toml"), format!("program = \"wechat-live\"\napplicant = \"{SHOP}\"\n\n[facts]\n")).unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!(code, 2, "{err}");
    assert!(err.contains("kaibo trust kaibo.toml") && err.contains("--config kaibo.toml"), "{err}");
    let (out, err, code) = typing(folder, &["wizard", "shop.toml", "--plain", "--lang", "en"], ":collect\n:quit\n");
    assert!(out.contains("kaibo trust kaibo.toml"), "{code} {out}{err}");
    // Looking at it approves nothing.
    let (out, err, code) = kaibo(folder, &["trust", "kaibo.toml", "--show"]);
    assert_eq!(code, 0, "{err}");
    assert!(out.contains("Not approved") && out.contains("run the command touch ran") && out.contains(&server.base_url()), "{out}");
    assert_eq!(kaibo(folder, &["collect", "shop.toml"]).2, 2);
    assert!(!folder.join("ran").exists() && server.state().requests.is_empty());
    // Approved, it is used; changed, it is not; named, it is.
    let (out, _, code) = kaibo(folder, &["trust", "kaibo.toml"]);
    assert_eq!((code, out.contains("Approved")), (0, true), "{out}");
    let (_, err, _) = kaibo(folder, &["collect", "shop.toml"]);
    assert!(
        folder.join("ran").exists() && err.contains("this is not a usable secret: it is empty, too long, or has several lines"),
        "{err}"
    );
    std::fs::remove_file(folder.join("ran")).unwrap();
    std::fs::write(folder.join("kaibo.toml"), desk.config.clone() + "# changed\n").unwrap();
    let (_, err, code) = kaibo(folder, &["collect", "shop.toml"]);
    assert_eq!((code, err.contains("changed since")), (2, true), "{err}");
    assert!(!folder.join("ran").exists());
    assert_eq!(kaibo(folder, &["collect", "shop.toml", "--config", "kaibo.toml"]).2, 2);
    assert!(folder.join("ran").exists());
}

#[test]
fn a_partly_failed_run_keeps_what_was_known_before_with_its_age() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    assert_eq!(kaibo(folder, &["collect", "shop.toml"]).2, 0);
    let before: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap()).unwrap();
    // The next day one interface fails for good, one in part: of two mini programs the second no longer answers.
    server.state().misbehaviours = ["45009:getcategory"].map(|text| Fault::parse(text).unwrap()).into();
    let scripted = |bytes: &'static str, times| Scripted { call: "getillegalrecords".to_owned(), bytes: bytes.into(), times };
    server.state().replies.push(scripted("{\"records\":[]}", Some(3)));
    server.state().replies.push(scripted("{\"errcode\":45009}", None));
    let tomorrow = || chrono::Utc::now() + chrono::TimeDelta::hours(25);
    server.state().clock = std::sync::Arc::new(tomorrow);
    let (out, err, code) = kaibo(folder, &["collect", "shop.toml", "--no-cache"]);
    assert_eq!(code, 5, "{out}{err}");
    assert!(out.contains("Not updated on") && err.contains("keep their earlier values"), "{out}{err}");
    let text = std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap();
    let after: toml::Table = toml::from_str(&text).unwrap();
    for fact in ["categories", "violations"] {
        assert_eq!(after["facts"][fact], before["facts"][fact], "{fact}");
        for key in ["observed_at", "digest", "source"] {
            assert_eq!(after["provenance"][fact][key], before["provenance"][fact][key], "{fact}");
        }
        assert!(after["provenance"][fact]["note"].as_str().unwrap().starts_with("Not updated on"), "{fact}");
    }
    // The report shows the age too, and the replay is the same to the byte.
    let report = report(folder);
    assert_eq!(requirement(&report, "category")["status"], "met", "{report:#}");
    assert!(report["facts"]["categories"]["sources"][0]["note"].as_str().unwrap().contains("Not updated on"));
    std::fs::remove_file(folder.join("shop.collected.toml")).unwrap();
    kaibo(folder, &["collect", "shop.toml", "--replay", "shop.evidence"]);
    assert_eq!(std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap(), text);
    // Somebody else's facts are not taken over.
    let other = text.replace(SHOP, "wxother");
    std::fs::write(folder.join("shop.collected.toml"), other).unwrap();
    kaibo(folder, &["collect", "shop.toml", "--no-cache"]);
    let after: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap()).unwrap();
    assert!(after["facts"].get("categories").is_none());
}

#[test]
fn a_partial_reading_that_says_something_new_is_not_covered_by_the_old() {
    let server = server(&[]);
    let desk = desk(&server, "");
    let folder = desk.folder.path();
    assert_eq!(kaibo(folder, &["collect", "shop.toml"]).2, 0);
    let scripted = |bytes: &'static str, times| Scripted { call: "getillegalrecords".to_owned(), bytes: bytes.into(), times };
    let new = "{\"records\":[{\"illegal_record_id\":\"9_9\",\"create_time\":1795000000}]}";
    server.state().replies.push(scripted(new, Some(3)));
    server.state().replies.push(scripted("{\"errcode\":45009}", None));
    server.state().replies.push(Scripted { call: "getappealrecords".to_owned(), bytes: "{\"records\":[]}".into(), times: None });
    assert_eq!(kaibo(folder, &["collect", "shop.toml"]).2, 5);
    let after: toml::Table = toml::from_str(&std::fs::read_to_string(folder.join("shop.collected.toml")).unwrap()).unwrap();
    let violations = after["facts"]["violations"].to_string();
    assert!(violations.contains("9_9") && violations.contains("partial = true") && !violations.contains("4_395332"), "{violations}");
}

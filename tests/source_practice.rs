//! Collecting from the mock server: whole runs, over real HTTP.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use kaibo::collect::evidence::Evidence;
use kaibo::collect::run::{Collection, OutputPaths};
use source::{Desk, SHOP, block_on, fact, limits, note, program, server};

#[test]
fn a_run_finds_every_fact_and_never_applies_for_live() {
    let server = server(&[]);
    let run = Desk::of(&server).run();
    assert!(!run.failed());
    assert_eq!(fact(&run, "entity_type").as_deref(), Some("\"enterprise\""));
    assert_eq!(fact(&run, "entity_region").as_deref(), Some("\"CN\""));
    assert_eq!(fact(&run, "live_open").as_deref(), Some("true"));
    assert_eq!(fact(&run, "code_audit").as_deref(), Some("\"passed\""));
    let violations = fact(&run, "violations").unwrap();
    assert!(violations.contains("4_395332") && violations.contains("wxpractice0000outlet/4_395332"), "{violations}");
    assert!(violations.contains("2_11100"), "one under appeal stays: {violations}");
    assert!(!violations.contains("4_395001"), "one whose appeal was accepted is left out: {violations}");
    assert!(!violations.contains("severity"));
    for name in ["categories", "daily_active_users", "official_accounts", "rooms", "goods", "hosts", "releases"] {
        assert!(fact(&run, name).is_some(), "{name}: {}", note(&run, name));
    }
    let requests = server.state().requests.clone();
    assert!(!requests.iter().any(|request| request.contains("applyliveinfo")), "{requests:?}");
    assert!(!requests.iter().any(|request| request.ends_with("/cgi-bin/token")), "{requests:?}");
    assert_eq!(requests.iter().filter(|request| request.contains("getweanalysisappiddailyvisittrend")).count(), 7);
    insta::assert_snapshot!(run.collected.text);
}

#[test]
fn replaying_gives_the_same_bytes_without_a_network() {
    let server = server(&["61503:getweanalysisappiddailyvisittrend:1", "cut:getversioninfo", "half:getcategory", "48001:user_get"]);
    let desk = Desk::of(&server);
    let run = desk.run();
    drop(server);
    let places = OutputPaths::beside(&desk.folder.path().join("shop.toml"));
    run.write(&places, true).unwrap();
    let again = block_on(Collection::replay(Evidence::read(&places.evidence).unwrap(), &program())).unwrap();
    assert_eq!(run.collected.text, again.collected.text);
    assert_eq!(std::fs::read_to_string(&places.collected).unwrap(), again.collected.text);
    // Every digest that the file names is there.
    for digest in run.collected.text.lines().filter_map(|line| line.strip_prefix("digest = \"sha256:")) {
        assert!(places.evidence.join(format!("{}.json", digest.trim_end_matches('"'))).is_file(), "{digest}");
    }
    // What was changed afterwards is not what was kept.
    let victim = std::fs::read_dir(&places.evidence).unwrap().map(|entry| entry.unwrap().path());
    let victim = victim.filter(|path| path.file_name().unwrap() != "index.json");
    for path in victim {
        std::fs::write(path, "{}").unwrap();
    }
    assert_eq!(Evidence::read(&places.evidence).unwrap_err().id, "collect-altered-evidence");
}

#[test]
fn one_token_serves_all_calls_and_the_next_run() {
    let server = server(&[]);
    let desk = Desk::of(&server);
    let tokens = || {
        let requests = server.state().requests.clone();
        let count = |path: &str| requests.iter().filter(|request| request.ends_with(path)).count();
        (count("stable_token"), count("api_component_token"), count("api_authorizer_token"))
    };
    let _ = desk.run();
    assert_eq!(tokens(), (2, 1, 2), "two official accounts, one platform, two authorizers");
    let _ = desk.run();
    assert_eq!(tokens(), (2, 1, 2), "the second run finds them in the cache");
    for file in std::fs::read_dir(desk.folder.path().join("cache")).unwrap() {
        use std::os::unix::fs::PermissionsExt as _;
        let file = file.unwrap();
        assert_eq!(file.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let name = file.file_name().into_string().unwrap();
        assert!(name.len() == 69 && name.trim_end_matches(".json").bytes().all(|byte| byte.is_ascii_hexdigit()), "{name}");
    }
}

#[test]
fn a_token_that_is_refused_is_renewed_once_for_all() {
    let server = server(&[]);
    let desk = Desk::own(&server);
    assert_eq!(fact(&desk.run(), "live_open").as_deref(), Some("true"));
    server.state().requests.clear();
    // The platform forgets the token that both the run's memory and the cache still have.
    server.state().misbehaviours = vec![kaibo::collect::mock_server::fault::Fault::parse("expired-token::1").unwrap()];
    let run = desk.run();
    assert_eq!(fact(&run, "live_open").as_deref(), Some("true"), "{}", note(&run, "live_open"));
    assert!(!run.failed());
    let requests = server.state().requests.clone();
    assert_eq!(requests.iter().filter(|request| request.ends_with("stable_token")).count(), 1, "{requests:?}");
}

#[test]
fn a_token_obtained_elsewhere_is_used_and_never_renewed() {
    let server = server(&["42001"]);
    let run = Desk::with(&server, "token = { file = \"own\" }", "88_given_token_that_is_long_enough_to_be_one_0000").run();
    let requests = server.state().requests.clone();
    assert!(!requests.iter().any(|request| request.contains("token")), "{requests:?}");
    assert!(run.failed());
    assert!(note(&run, "live_open").contains("42001"));
}

#[test]
fn a_wrong_secret_is_tried_once() {
    let server = server(&[]);
    let run = Desk::with(&server, "app_secret = { file = \"own\" }", "practice-wrong-secret-0000000000").run();
    assert!(run.failed());
    assert!(note(&run, "live_open").contains("40125"), "{}", note(&run, "live_open"));
    assert_eq!(server.state().requests, ["POST /cgi-bin/stable_token"]);
}

#[test]
fn an_address_that_is_not_on_the_list_is_not_tried_again() {
    let server = server(&["40164:getliveinfo"]);
    let run = Desk::own(&server).run();
    let requests = server.state().requests.clone();
    assert_eq!(requests.iter().filter(|request| request.ends_with("getliveinfo")).count(), 1);
    assert!(note(&run, "rooms").contains("IP whitelist"));
    // The plug-in list still tells that live is open.
    assert_eq!(fact(&run, "live_open").as_deref(), Some("true"));
}

#[test]
fn what_may_pass_is_tried_again() {
    for (misbehaviour, attempts) in [
        ("503:getliveinfo:1", 2),
        ("-1:getliveinfo:2", 3),
        ("45011:getliveinfo:1", 2),
        ("cut:getliveinfo:2", 3),
        ("half:getliveinfo:1", 2),
        ("slow:getliveinfo:1", 2),
        ("broken-json:getliveinfo:1", 2),
    ] {
        let server = server(&[misbehaviour]);
        let run = Desk::own(&server).run();
        let requests = server.state().requests.clone();
        assert_eq!(requests.iter().filter(|request| request.ends_with("getliveinfo")).count(), attempts, "{misbehaviour}");
        assert!(fact(&run, "rooms").unwrap().contains("秋季上新专场"), "{misbehaviour}");
        assert!(!run.failed(), "{misbehaviour}");
    }
}

#[test]
fn what_fails_leaves_a_reason_and_no_fact() {
    for (misbehaviour, reason) in [
        ("503:getliveinfo", "HTTP status 503"),
        ("404:getliveinfo", "HTTP status 404"),
        ("cut:getliveinfo", "the connection closed"),
        ("half:getliveinfo", "the connection closed"),
        ("slow:getliveinfo", "the request timed out. Try again later"),
        ("broken-json:getliveinfo", "is not JSON"),
        ("html:getliveinfo", "is not JSON"),
        ("huge:getliveinfo", "larger than"),
        ("wrong-types:getliveinfo", "the response does not match the documentation"),
        ("45009:getliveinfo", "quota"),
        ("61007:getliveinfo", "permission set"),
        ("777123:getliveinfo", "isn't documented"),
    ] {
        let server = server(&[misbehaviour]);
        let run = Desk::own(&server).run();
        assert_eq!(fact(&run, "rooms"), None, "{misbehaviour}");
        assert!(note(&run, "rooms").contains(reason), "{misbehaviour}: {}", note(&run, "rooms"));
        assert!(run.failed(), "{misbehaviour}");
    }
}

#[test]
fn a_refusal_does_not_say_that_live_is_closed() {
    let server = server(&[]);
    server.state().world.account_mut(SHOP).unwrap().live = false;
    let run = Desk::own(&server).run();
    assert_eq!(fact(&run, "live_open"), None);
    assert_eq!(fact(&run, "rooms"), None);
    assert!(note(&run, "rooms").contains("has no access"));
    assert!(!run.failed());
}

#[test]
fn variants_of_the_platforms_spelling_give_the_same_facts() {
    let plain = Desk::of(&server(&[])).run().collected;
    for variant in ["text-numbers", "no-errcode"] {
        // Tokens are left alone: their replies are no facts.
        let paths = [
            "trend",
            "getcategory",
            "records",
            "user/get",
            "plugin",
            "liveinfo",
            "getapproved",
            "rolelist",
            "versioninfo",
            "auditstatus",
            "basicinfo",
        ];
        let misbehaviours: Vec<String> = paths.iter().map(|path| format!("{variant}:{path}")).collect();
        let server = server(&misbehaviours.iter().map(String::as_str).collect::<Vec<_>>());
        let facts = |text: &str| text.split("[provenance").next().unwrap().to_owned();
        assert_eq!(facts(&plain.text), facts(&Desk::of(&server).run().collected.text), "{variant}");
    }
}

#[test]
fn a_token_of_another_account_feeds_nothing() {
    let server = server(&[]);
    let token = {
        let desk = Desk::of(&server);
        let _ = desk.run();
        server.state().world.tokens().into_iter().find(|token| token.contains("outlet")).unwrap()
    };
    let run = Desk::with(&server, "token = { file = \"own\" }", &token).run();
    assert!(run.collected.lines.iter().all(|line| line.state == kaibo::collect::collected::State::Unknown));
    assert!(note(&run, "rooms").contains("another account"));
    assert!(run.failed());
}

#[test]
fn nobody_answers() {
    let server = server(&[]);
    let desk = Desk::own(&server);
    drop(server);
    let run = desk.run();
    assert!(run.failed());
    assert!(note(&run, "rooms").contains("cannot reach the server"), "{}", note(&run, "rooms"));
}

#[test]
fn calls_at_once_share_one_token_and_one_renewal() {
    use kaibo::collect::call::{Call, Transport};
    use kaibo::collect::wechat::table::PLUGINS;
    let server = server(&["slow:stable_token:1"]);
    server.state().slow = std::time::Duration::from_millis(150);
    let desk = Desk::own(&server);
    let live = desk.live(limits());
    let call = Call { account: SHOP, endpoint: &PLUGINS, query: vec![], body: Some(serde_json::json!({"action": "list"})) };
    let all = || async { futures_util::future::join_all((0..20).map(|_| live.call(&call))).await };
    let good = |answers: Vec<kaibo::collect::call::TimedOutcome>| {
        answers.iter().all(|answer| answer.outcome.as_ref().is_ok_and(|reply| reply.text.contains("plugin_list")))
    };
    let tokens = || server.state().requests.iter().filter(|request| request.ends_with("stable_token")).count();
    block_on(async {
        assert!(good(all().await));
        assert_eq!(tokens(), 1);
        // Three hours later the server takes none of its old tokens, which the client can't know.
        let later = source::now() + chrono::TimeDelta::hours(3);
        server.state().clock = std::sync::Arc::new(move || later);
        assert!(good(all().await));
        assert_eq!(tokens(), 2);
    });
}

#[test]
fn the_platforms_own_words_and_next_step_are_passed_on_without_what_they_repeat() {
    let server = server(&["300036:getrolelist", "40164:getliveinfo"]);
    let run = Desk::own(&server).run();
    let note_of = |fact| note(&run, fact);
    assert!(note_of("hosts").contains("https://example.invalid/verify"), "{}", note_of("hosts"));
    assert!(note_of("hosts").contains("rid 6046f0bb-1a2b3c4d-5e6f7a8b"));
    assert!(note_of("rooms").contains("practice refusal [[redacted]]"), "{}", note_of("rooms"));
}

#[test]
fn the_newest_refresh_token_survives_a_restart() {
    let server = server(&[]);
    server.state().world.rotates = true;
    let desk = Desk::of(&server);
    let configured = server.state().world.account(SHOP).unwrap().refresh_token.clone();
    assert!(!desk.run().failed());
    assert_ne!(server.state().world.account(SHOP).unwrap().refresh_token, configured, "it serves once");
    // Hours later nothing but the newest one opens the account; the configuration still names the first.
    let later = |hours: i64| {
        let later = source::now() + chrono::TimeDelta::hours(hours);
        server.state().clock = std::sync::Arc::new(move || later);
    };
    later(3);
    let run = desk.run();
    assert_eq!(fact(&run, "entity_type").as_deref(), Some("\"enterprise\""), "{}", note(&run, "entity_type"));
    // The merchant authorises again: the kept one is void, and the configured one is good.
    server.state().world.account_mut(SHOP).unwrap().refresh_token = configured;
    later(6);
    let run = desk.run();
    assert_eq!(fact(&run, "entity_type").as_deref(), Some("\"enterprise\""), "{}", note(&run, "entity_type"));
    // Neither is good any more: the merchant has to act.
    std::fs::remove_dir_all(desk.folder.path().join("cache")).unwrap();
    let run = desk.run();
    assert!(note(&run, "entity_type").contains("authorise again"), "{}", note(&run, "entity_type"));
}

//! Planted secrets: they appear in no fact, note, evidence, log, error, `Debug` or file name, whatever goes wrong.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kaibo::doc::Files;
use kaibo::problem::render;
use kaibo::source::config::presentable;
use kaibo::source::live::{Limits, Live};
use kaibo::source::run::Places;
use kaibo::words::{Lang, Words};
use source::{Desk, SHOP, clock, limits, server};

/// Everything that was logged, at the highest level.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Every made-up secret of the scenario, and what points at a person in its replies.
const PLANTED: [&str; 12] = [
    "practice-platform-secret",
    "practice-platform-ticket",
    "practice-shop-secret",
    "refreshtoken@@@practice-shop",
    "refreshtoken%40%40%40practice-shop",
    "refreshtoken@@@practice-outlet",
    "practice-outlet-secret",
    "practice-brand-secret",
    "practice-service-secret",
    "oPRACTICE",
    "13800138000",
    "88_practice",
];

fn holds_a_secret(text: &str) -> Option<&'static str> {
    PLANTED.into_iter().find(|secret| text.contains(secret))
}

fn search(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_eq!(holds_a_secret(&path.display().to_string()), None, "{}", path.display());
        assert!(!path.display().to_string().contains(SHOP), "{}", path.display());
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(holds_a_secret(&text), None, "{}:\n{text}", path.display());
    }
}

#[test]
fn planted_secrets_appear_nowhere_after_every_failure() {
    let modes = [
        &[][..],
        &["slow:liveinfo"],
        &["cut"],
        &["half"],
        &["broken-json"],
        &["html"],
        &["wrong-types"],
        &["text-numbers"],
        &["no-errcode"],
        &["expired-token:liveinfo"],
        &["expired-token::3"],
        &["503"],
        &["40001"],
        &["42001"],
        &["40164:user/get", "48001:getliveinfo", "61007:getillegalrecords", "300036:getrolelist", "45009:getcategory", "-1:getapproved"],
        &["40125:stable_token", "61006:api_component_token"],
        &["61023:api_authorizer_token"],
        &["wrong-types:stable_token", "no-errcode:api_component_token"],
    ];
    let log = Log::default();
    let writer = {
        let log = log.clone();
        move || log.clone()
    };
    tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(writer).init();
    for mode in modes {
        log.0.lock().unwrap().clear();
        let server = server(mode);
        let desk = Desk::of(&server);
        let live =
            Live::new(&desk.config(), &desk.scope(), limits(), Some(desk.folder.path().join("cache")), clock(), Box::new(|_| {})).unwrap();
        assert_eq!(holds_a_secret(&format!("{live:?} {:?} {:?}", desk.config(), desk.scope())), None);
        drop(live);
        let run = desk.run();
        let places = Places::beside(&desk.folder.path().join("shop.toml"));
        run.write(&places, true).unwrap();
        assert_eq!(holds_a_secret(&std::fs::read_to_string(&places.collected).unwrap()), None, "{mode:?}");
        assert_eq!(holds_a_secret(&format!("{run:?}")), None, "{mode:?}");
        search(&places.evidence);
        // The tokens' own files hold tokens, but their names tell nothing.
        for entry in std::fs::read_dir(desk.folder.path().join("cache")).into_iter().flatten() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert_eq!(holds_a_secret(&name), None);
            assert!(!name.contains(SHOP) && !name.contains("wx"));
        }
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        assert!(log.contains("getliveinfo"), "{mode:?}: {log}");
        assert_eq!(holds_a_secret(&log), None, "{mode:?}: {log}");
    }
}

#[test]
fn a_secret_in_the_configuration_is_refused_and_not_shown() {
    for line in [
        "app_secret = \"0123456789abcdef0123456789abcdef\"",
        "appsecret = \"0123456789abcdef0123456789abcdef\"",
        "app_secret = 0123456789abcdef0123456789abcdef",
        "app_secret = { text = \"0123456789abcdef0123456789abcdef\" }",
    ] {
        let text = format!("[[sources.wechat]]\napp_id = \"{SHOP}\"\nkind = \"mini_program\"\n{line}\n");
        let mut files = Files::default();
        files.add("kaibo.toml", presentable(&text));
        let faults = source::config(&text, Path::new("")).unwrap_err();
        for lang in Lang::ALL {
            let shown = render(&faults, &files, &Words::of(lang), false, 100);
            assert!(!shown.contains("0123456789abcdef"), "{shown}");
            assert!(shown.contains("kaibo.toml:"), "{shown}");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_file_that_others_can_read_is_no_place_for_a_secret() {
    use std::os::unix::fs::PermissionsExt as _;
    let server = server(&[]);
    let desk = Desk::own(&server);
    let path = desk.folder.path().join("own");
    for mode in [0o644, 0o640, 0o604] {
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        let faults = Live::new(&desk.config(), &desk.scope(), Limits::default(), None, clock(), Box::new(|_| {})).unwrap_err();
        assert_eq!(faults[0].id, "source-secret-open-file");
    }
    assert!(server.state().requests.is_empty());
}

#[test]
fn secrets_come_from_commands_and_the_reason_is_told_where_they_dont() {
    let server = server(&[]);
    let good = Desk::with(&server, "app_secret = { command = [\"echo\", \"practice-shop-secret-00000000000\"] }", "-");
    assert!(!good.run().failed());
    for (line, id) in [
        ("app_secret = { env = \"KAIBO_TEST_NO_SUCH_VARIABLE\" }", "source-secret-env"),
        ("app_secret = { file = \"no-such-file\" }", "source-secret-file"),
        ("app_secret = { command = [\"false\"] }", "source-secret-command"),
        ("app_secret = { command = [\"no-such-command-of-kaibo\"] }", "source-secret-command"),
        ("app_secret = { command = [\"true\"] }", "source-secret-unlikely"),
    ] {
        let desk = Desk::with(&server, line, "-");
        let faults = Live::new(&desk.config(), &desk.scope(), Limits::default(), None, clock(), Box::new(|_| {})).unwrap_err();
        assert_eq!(faults[0].id, id);
    }
}

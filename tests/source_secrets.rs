//! Planted secrets: they appear in no fact, note, evidence, log, error, `Debug` or file name, whatever goes wrong.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

use kaibo::collect::client::Limits;
use kaibo::collect::config::masked;
use kaibo::collect::received;
use kaibo::collect::run::OutputPaths;
use kaibo::document::source::Files;
use kaibo::i18n::Messages;
use kaibo::io::redact::Secrets;
use kaibo::io::render::render;
use kaibo::value::localized::Lang;
use proptest::prelude::*;
use secrecy::SecretString;
use source::{Desk, SHOP, limits, server};

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
        let live = desk.live(limits());
        assert_eq!(holds_a_secret(&format!("{live:?} {:?} {:?}", desk.config(), desk.scope())), None);
        drop(live);
        let run = desk.run();
        let places = OutputPaths::beside(&desk.folder.path().join("shop.toml"));
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
        files.add("kaibo.toml", masked(&text));
        let faults = source::config(&text, Path::new("")).unwrap_err();
        for lang in Lang::ALL {
            let shown = render(&faults, &files, &Messages::for_lang(lang), false, 100);
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
        let faults = desk.try_live(Limits::default(), None).unwrap_err();
        assert_eq!(faults[0].id, "collect-secret-open-file");
    }
    assert!(server.state().requests.is_empty());
}

#[test]
fn secrets_come_from_commands_and_the_reason_is_told_where_they_dont() {
    let server = server(&[]);
    let good = Desk::with(&server, "app_secret = { command = [\"echo\", \"practice-shop-secret-00000000000\"] }", "-");
    assert!(!good.run().failed());
    for (line, id) in [
        ("app_secret = { env = \"KAIBO_TEST_NO_SUCH_VARIABLE\" }", "collect-secret-env"),
        ("app_secret = { file = \"no-such-file\" }", "collect-secret-file"),
        ("app_secret = { command = [\"false\"] }", "collect-secret-command"),
        ("app_secret = { command = [\"no-such-command-of-kaibo\"] }", "collect-secret-command"),
        ("app_secret = { command = [\"true\"] }", "collect-secret-unlikely"),
    ] {
        let desk = Desk::with(&server, line, "-");
        let faults = desk.try_live(Limits::default(), None).unwrap_err();
        assert_eq!(faults[0].id, id);
    }
}

/// A secret in every place of the configuration: neither in the line that is shown nor in the words.
#[test]
fn no_value_of_the_configuration_is_shown() {
    let secrets = [
        "0123456789abcdef0123456789abcdef",
        "abcdefghijklmnop",
        "wx0123456789abcdef",
        "s3cretpw",
        "ALLCAPITALS",
        "with-dash/and+slash=",
        "某个密钥某个密钥",
    ];
    let places = [
        "app_id = \"V\"\nkind = \"mini_program\"\napp_secret = \"V\"\n",
        "app_id = \"V\"\nkind = \"V\"\napp_secret = { env = \"X\" }\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { env = \"V\", file = \"V\" }\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { V = \"X\" }\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { env = [\"V\"] }\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\nV = \"X\"\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\n\"V\" = \"X\"\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = V\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = \"V\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { env = \"X\" } V\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { env = \"X\" }\nbase_url = \"https://user:V@api.weixin.qq.com\"\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { env = \"X\" }\nbase_url = \"V\"\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\ntoken = \"\"\"\nV\n\"\"\"\n",
        "app_id = \"V V\"\nkind = \"mini_program\" # V\napp_secret = { env = \"X\" }\n[V]\n",
        "app_id = \"V\"\napp_id = \"V\"\n",
        "app_id = \"wxa\"\nkind = \"mini_program\"\napp_secret = { env = \"X\" }\n[[entities]]\nmini_programs = \"V\"\n",
    ];
    for secret in secrets {
        for place in places {
            let text = format!("[[sources.wechat]]\n{}", place.replace('V', secret));
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("kaibo.toml");
            std::fs::write(&path, &text).unwrap();
            let refused = kaibo::collect::pipeline::open_config(&path).map(|_| ()).unwrap_err();
            for lang in Lang::ALL {
                let shown = refused.render(&Messages::for_lang(lang), 100).replace(&path.display().to_string(), "");
                assert!(!shown.contains(secret), "{place}: {shown}");
                assert!(!shown.contains("user:"), "{shown}");
            }
        }
    }
}

/// What can't be fetched is told without what the configuration says.
#[test]
fn a_secret_in_place_of_its_name_is_not_shown() {
    let server = server(&[]);
    for line in ["{ env = \"V\" }", "{ file = \"V\" }", "{ command = [\"V\"] }"] {
        let secret = "0123456789abcdef0123456789abcdef";
        let desk = Desk::with(&server, &format!("app_secret = {}", line.replace('V', secret)), "-");
        let faults = desk.try_live(Limits::default(), None).unwrap_err();
        let mut files = Files::default();
        files.add("kaibo.toml", masked(&desk.config));
        for lang in Lang::ALL {
            let shown = render(&faults, &files, &Messages::for_lang(lang), false, 100);
            assert!(!shown.contains(secret), "{shown}");
        }
    }
}

/// A way of writing a text, as a platform or something on the way may write it.
#[derive(Debug, Clone, Copy)]
enum Spelling {
    Plain,
    Url,
    EveryByteUrl,
    Json,
    EscapedJson,
    Base64(usize),
    Base64Url(usize),
    Hex,
}

const SPELLINGS: [Spelling; 12] = [
    Spelling::Plain,
    Spelling::Url,
    Spelling::EveryByteUrl,
    Spelling::Json,
    Spelling::EscapedJson,
    Spelling::Base64(0),
    Spelling::Base64(1),
    Spelling::Base64(2),
    Spelling::Base64Url(0),
    Spelling::Base64Url(1),
    Spelling::Base64Url(2),
    Spelling::Hex,
];

impl Spelling {
    /// The text in this spelling, as it is between the quotes of a JSON text.
    fn write(self, secret: &str) -> String {
        let base64 = |before: usize, alphabet: &[u8; 64]| {
            let bytes = [&b"~~"[..before], secret.as_bytes(), &b"~~"[..]].concat();
            let sextets = bytes.chunks(3).flat_map(|three| {
                let number = three.iter().fold(0u32, |number, byte| number << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
                (0..=three.len()).map(move |at| (number >> (18 - 6 * at) & 63) as usize)
            });
            sextets.map(|sextet| char::from(alphabet[sextet])).collect::<String>()
        };
        let each = |write: &dyn Fn(u8) -> String| secret.bytes().map(write).collect::<String>();
        match self {
            Spelling::Plain => secret.to_owned(),
            Spelling::Url => each(&|byte| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("%{byte:02X}") }),
            Spelling::EveryByteUrl => each(&|byte| format!("%{byte:02x}")),
            Spelling::Json => each(&|byte| format!("\\u{byte:04x}")),
            Spelling::EscapedJson => {
                each(&|byte| if byte.is_ascii_alphanumeric() { char::from(byte).into() } else { format!("\\\\u{byte:04X}") })
            }
            Spelling::Base64(before) => base64(before, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"),
            Spelling::Base64Url(before) => base64(before, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            Spelling::Hex => each(&|byte| format!("{byte:02x}")),
        }
    }

    /// What of a spelled secret must not be seen: for base64 what depends on the secret alone.
    fn own(self, spelled: &str) -> &str {
        match self {
            Spelling::Base64(before) | Spelling::Base64Url(before) => {
                &spelled[(before * 8).div_ceil(6)..(spelled.len() * 6 / 8 - 2) * 8 / 6]
            }
            _ => spelled,
        }
    }
}

/// No eight characters of the secret, nor of the way it was spelled, are in the text.
fn shows(text: &str, secret: &str, spelling: Spelling) -> Option<String> {
    let spelled = spelling.write(secret);
    let pieces = |of: &str| (0..=of.len().saturating_sub(8)).filter_map(|at| of.get(at..at + 8).map(str::to_owned)).collect::<Vec<_>>();
    // Eight characters of `%41%42` say three of the secret, which is less than a piece: there what counts is what they say.
    let spelled = match spelling {
        Spelling::Base64(_) | Spelling::Base64Url(_) | Spelling::Hex => spelling.own(&spelled),
        _ => "",
    };
    let texts = [text.to_owned(), decoded(text)];
    let all = pieces(secret).into_iter().chain(pieces(spelled)).filter(|piece| piece.len() == 8);
    all.into_iter().find(|piece| texts.iter().any(|text| text.contains(piece.as_str())))
}

/// A text with its escapes undone.
fn decoded(text: &str) -> String {
    let escape = regex_lite::Regex::new(r"(?i)(?:%|\\+u00)([0-9a-f]{2})").unwrap();
    let byte = |found: &regex_lite::Captures<'_>| char::from(u8::from_str_radix(&found[1], 16).unwrap()).to_string();
    escape.replace_all(text, byte).into_owned()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever a secret stands, in whatever spelling, even cut off by somebody else: no piece of it goes on.
    #[test]
    fn a_secret_is_recognised_across_every_boundary(
        secret in "[A-Za-z0-9@/+=_.%&-]{8,40}",
        before in 0..2100usize,
        cut in 0..40usize,
        spelling in prop::sample::select(SPELLINGS.to_vec()),
    ) {
        // One that consists of a few characters is looked for as a whole only.
        prop_assume!(secret.as_bytes().windows(8).all(|piece| piece.iter().collect::<std::collections::BTreeSet<_>>().len() > 4));
        let mut secrets = Secrets::default();
        secrets.add(&SecretString::from(secret.as_str()));
        let whole = spelling.write(&secret);
        let spelled = whole.get(..whole.len().saturating_sub(cut)).filter(|part| !part.ends_with('\\')).unwrap_or(&whole);
        let spelled = if spelled.rsplit('\\').next().is_some_and(|tail| tail.len() < 6) && spelled.contains('\\') { &whole } else { spelled };
        let text = format!("{}{spelled} {}", "某 ".repeat(before / 2), "x ".repeat(30));
        let reply = format!("{{\"errcode\":40013,\"errmsg\":\"{text}\",\"{text}\":1,\"qrcode_url\":\"http://x/{spelled}\"}}");
        let kept = received::keep(reply.as_bytes(), &[], &secrets).unwrap();
        prop_assert_eq!(shows(&kept, &secret, spelling), None, "{}", kept);
        let failure = kaibo::collect::response::judge(&received::parse(&kept).unwrap()).unwrap_err();
        let said = failure.say(false, &Messages::for_lang(Lang::En));
        prop_assert_eq!(shows(&said, &secret, spelling), None, "{}", said);
        // As a name of facts, too.
        let reply = format!("{{\"total\":0,\"room_info\":[{{\"roomid\":\"{spelled}\",\"name\":\"{text}\"}}]}}");
        let kept = received::keep(reply.as_bytes(), kaibo::collect::wechat::table::ROOMS.keeps, &secrets).unwrap();
        prop_assert_eq!(shows(&kept, &secret, spelling), None, "{}", kept);
    }
}

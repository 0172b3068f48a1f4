//! Cases as data: replies in, a fact or a reason out. They are in `tests/source/cases/`, a file for each fact.
//!
//! Every reply passes through the same redaction as one from the network, and every fact is read back from the text that is
//! written.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use kaibo::collect::account::{Access, AccountKind, Member};
use kaibo::collect::accounts::Scope;
use kaibo::collect::call::{Call, Reply, TimedOutcome, Transport};
use kaibo::collect::evidence::digest;
use kaibo::collect::received;
use kaibo::collect::response::moment;
use kaibo::collect::run::Collection;
use kaibo::collect::wechat::{errcode, table};
use kaibo::i18n::Messages;
use kaibo::io::redact::Secrets;
use kaibo::value::localized::Lang;
use proptest::prelude::*;
use serde::Deserialize;
use serde_json::{Value, json};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    case: Vec<Case>,
}

/// A case. Calls without a reply are refused with 45009.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// `own`, `given` or `authorizer`, the default.
    access: Option<Access>,
    #[serde(default)]
    all_mini_programs: bool,
    #[serde(default)]
    all_official_accounts: bool,
    #[serde(default)]
    official_accounts: usize,
    /// Replies by call, in the order of asking; the last is given again.
    #[serde(default)]
    replies: BTreeMap<String, Vec<String>>,
    /// What must come of facts, as the file writes them; `unknown` where there must be none.
    expect: BTreeMap<String, String>,
    /// Words that the notes of facts must hold.
    #[serde(default)]
    notes: BTreeMap<String, Vec<String>>,
    failed: bool,
}

/// Answers from a case.
struct Script<'a> {
    replies: std::cell::RefCell<BTreeMap<&'a str, Vec<&'a str>>>,
}

impl Transport for Script<'_> {
    async fn call(&self, call: &Call<'_>) -> TimedOutcome {
        let mut replies = self.replies.borrow_mut();
        let reply = match replies.get_mut(call.endpoint.id) {
            None => r#"{"errcode": 45009, "errmsg": "reach max api daily quota limit rid: 6046f0bb-1a2b3c4d-5e6f7a8b"}"#,
            Some(list) if list.len() > 1 => list.remove(0),
            Some(list) => list[0],
        };
        let kept = received::keep(reply.as_bytes(), call.endpoint.keeps, &Secrets::default());
        let outcome = kept.map(|text| {
            let json = received::parse(&text).unwrap();
            Reply { digest: digest(text.as_bytes()), text: text.into(), json: Arc::new(json) }
        });
        TimedOutcome { at: moment(&source::now()), outcome }
    }
}

fn scope(case: &Case) -> Scope {
    let member = |app_id: &str, kind, access| Member { app_id: app_id.to_owned(), name: None, kind, access };
    let mut accounts = vec![member("wxshop", AccountKind::MiniProgram, case.access.unwrap_or(Access::Authorizer))];
    accounts.extend((1..=case.official_accounts).map(|at| member(&format!("wxaccount{at}"), AccountKind::OfficialAccount, Access::Own)));
    Scope {
        applicant: "wxshop".to_owned(),
        program: "wechat-live".to_owned(),
        entity: None,
        started: moment(&source::now()),
        lang: "en".to_owned(),
        accounts,
        all_mini_programs: case.all_mini_programs,
        all_official_accounts: case.all_official_accounts,
    }
}

fn run(case: &Case) -> Collection {
    let replies = case.replies.iter().map(|(call, replies)| (call.as_str(), replies.iter().map(String::as_str).collect())).collect();
    source::run_with(scope(case), Script { replies: std::cell::RefCell::new(replies) })
}

fn files() -> Vec<(String, File)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/source/cases");
    let mut files: Vec<(String, File)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| {
            let text = std::fs::read_to_string(&path).unwrap();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            let file = toml::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"));
            (name, file)
        })
        .collect();
    files.sort_by(|(one, _), (other, _)| one.cmp(other));
    files
}

#[test]
fn every_case_comes_out() {
    let mut wrong = Vec::new();
    for (file, cases) in files() {
        for case in cases.case {
            let run = run(&case);
            let mut about_this = false;
            for (fact, expected) in &case.expect {
                let found = source::fact(&run, fact);
                if found.as_deref().unwrap_or("unknown") != expected {
                    wrong.push(format!("{file}, {}: {fact} is {found:?}, not {expected}; {}", case.name, source::note(&run, fact)));
                }
                about_this |= run.collected.lines.iter().any(|line| line.fact == fact && line.failed);
            }
            for (fact, words) in &case.notes {
                let note = source::note(&run, fact);
                for word in words.iter().filter(|word| !note.contains(*word)) {
                    wrong.push(format!("{file}, {}: the note of {fact} lacks `{word}`: {note}", case.name));
                }
            }
            if about_this != case.failed {
                wrong.push(format!("{file}, {}: failed is {about_this}", case.name));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Every code that is explained, from all calls: a reason with its meaning and the platform's next step, and never a wrong fact.
#[test]
fn every_code_of_every_call_leaves_a_reason() {
    let words = Messages::for_lang(Lang::En);
    for (code, _) in errcode::CODES {
        let refusal =
            json!({"errcode": code, "errmsg": "composed rid: 6046f0bb-1a2b3c4d-5e6f7a8b", "qrcode_url": "https://example.invalid/verify"});
        let case = Case {
            name: String::new(),
            access: None,
            all_mini_programs: true,
            all_official_accounts: true,
            official_accounts: 1,
            replies: table::FEEDS.iter().map(|feed| (feed.endpoint.id.to_owned(), vec![refusal.to_string()])).collect(),
            expect: BTreeMap::new(),
            notes: BTreeMap::new(),
            failed: false,
        };
        let run = run(&case);
        let expected = |fact: &str| match (fact, *code) {
            // These are answers of one call.
            ("live_open", errcode::NO_ROOMS | errcode::NO_ROOMS_OLD) => Some("true"),
            ("rooms", errcode::NO_ROOMS | errcode::NO_ROOMS_OLD) => Some("[]"),
            _ => None,
        };
        for fact in table::facts() {
            assert_eq!(source::fact(&run, fact).as_deref(), expected(fact), "{fact}, {code}");
            let note = source::note(&run, fact);
            if expected(fact).is_some() {
                continue;
            }
            if (fact, *code) == ("daily_active_users", errcode::NOT_READY) {
                assert!(
                    note.contains("the platform's data for this day is not ready yet, so it is unknown; collect again later"),
                    "{note}"
                );
                continue;
            }
            let live = ["live_open", "rooms", "goods", "hosts"].contains(&fact);
            assert!(note.contains(&errcode::explain(*code, live, &words)), "{fact}, {code}: {note}");
            assert!(note.contains("https://example.invalid/verify") && note.contains("rid 6046f0bb"), "{fact}, {code}: {note}");
        }
    }
}

/// Each code has words with something to do, in both languages.
#[test]
fn every_code_is_explained_in_both_languages() {
    for lang in Lang::ALL {
        let words = Messages::for_lang(lang);
        for (code, _) in errcode::CODES {
            for live in [true, false] {
                let text = errcode::explain(*code, live, &words);
                assert!(!text.starts_with("errcode"), "{code} has no words in {lang:?}");
                assert!(text.chars().count() > 6, "{code}: {text}");
            }
        }
        assert_ne!(errcode::explain(31_415, false, &words), "errcode-unknown");
    }
    let numbers: BTreeSet<i64> = errcode::CODES.iter().map(|(code, _)| *code).collect();
    assert_eq!(numbers.len(), errcode::CODES.len(), "a code stands twice");
}

/// The table in the documentation is the one in the code.
#[test]
fn the_documented_table_is_the_codes_own() {
    let page = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/collect.md");
    let text = std::fs::read_to_string(page).unwrap();
    assert!(text.contains(&table::markdown()), "docs/collect.md should hold:\n\n{}", table::markdown());
}

/// No adapter knows a call that acts.
#[test]
fn only_calls_that_read_are_known() {
    for feed in table::FEEDS {
        assert!(!feed.endpoint.path.contains("apply") && !feed.endpoint.path.contains("/cgi-bin/token"), "{}", feed.endpoint.path);
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3..9i64).prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "(|0|2|-1|20261121|wx2b03c6e691cd7370|\\PC{0,9} > |[\u{202e}\u{1b}\n\"'#\\[\\]{}=]{1,5})".prop_map(Value::from),
    ];
    // The names that the adapters look for, so that what is under them is looked at.
    let names = [
        "errcode",
        "categories",
        "first_name",
        "second_name",
        "audit_status",
        "records",
        "illegal_record_id",
        "create_time",
        "appeal_status",
        "list",
        "ref_date",
        "visit_uv",
        "total",
        "plugin_list",
        "appid",
        "status",
        "room_info",
        "roomid",
        "name",
        "live_status",
        "end_time",
        "goods",
        "goodsId",
        "nickname",
        "roleList",
        "release_info",
        "exp_info",
        "release_version",
        "release_time",
        "principal_type",
        "registered_country",
        "category_list",
        "data",
    ];
    leaf.prop_recursive(4, 48, 12, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::hash_map(prop::sample::select(names.to_vec()), inner, 0..12)
                .prop_map(|fields| fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a platform answers, what is written can be read, and says the same when it is made again from the evidence.
    #[test]
    fn no_reply_breaks_a_run(replies in prop::collection::vec(any_json(), 17)) {
        let endpoints: BTreeSet<&str> = table::FEEDS.iter().map(|feed| feed.endpoint.id).collect();
        let replies = endpoints.into_iter().zip(replies).map(|(id, reply)| (id.to_owned(), vec![reply.to_string()])).collect();
        let case = Case {
            name: String::new(), access: None, all_mini_programs: true, all_official_accounts: true, official_accounts: 2, replies,
            expect: BTreeMap::new(), notes: BTreeMap::new(), failed: false,
        };
        let run = run(&case);
        let node = kaibo::document::parse_toml(kaibo::document::source::FileId(0), &run.collected.text).unwrap();
        let mut faults = Vec::new();
        kaibo::facts::read::read(&node, kaibo::facts::read::Origin::Collected, source::rulebook(), &mut faults);
        prop_assert!(faults.is_empty(), "{faults:?}\n{}", run.collected.text);
        let again = source::block_on(Collection::replay(run.evidence.clone(), &source::program())).unwrap();
        prop_assert_eq!(run.collected.text, again.collected.text);
    }
}

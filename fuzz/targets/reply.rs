//! Whatever a platform replies: reading it never fails in another way than it should, keeps no piece of a secret, and what is
//! kept gives the same facts again.
//!
//! In: a byte that chooses the interface, and the reply's bytes. SECRET in it means the run's secret.
#![no_main]

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use kaibo::document::source::{FileId, Files};
use kaibo::document::parse_toml;
use kaibo::facts::read::{Origin, read};
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::collect::call::{TimedOutcome, Call, Transport, Endpoint, Reply};
use kaibo::collect::error::CallError;
use kaibo::collect::evidence::digest;
use kaibo::collect::received::{keep, parse};
use kaibo::io::redact::Secrets;
use kaibo::collect::run::Collection;
use kaibo::collect::account::{Access, AccountKind, Member};
use kaibo::collect::accounts::Scope;
use kaibo::collect::wechat::table;
use libfuzzer_sys::fuzz_target;
use secrecy::SecretString;

const SECRET: &str = "c0ffee12deadbeef34aa55bb66cc77dd";

thread_local! {
    static RULEBOOK: Rulebook = {
        let library = Library::open(None).expect("a library");
        let text = library.program("wechat-live").expect("built in");
        Rulebook::load(text, &mut Files::default()).expect("sound").0
    };
    static SECRETS: Secrets = {
        let mut secrets = Secrets::default();
        secrets.add(&SecretString::from(SECRET));
        secrets
    };
}

fn now() -> DateTime<FixedOffset> {
    "2026-11-22T10:00:00+08:00".parse().expect("a moment")
}

/// Answers one interface with the reply, and refuses the others.
struct One(&'static Endpoint, Result<Reply, CallError>);

impl Transport for One {
    async fn call(&self, call: &Call<'_>) -> TimedOutcome {
        let refused = Err(CallError::Rejected { code: 45009, said: None, rid: None, next: None });
        TimedOutcome { at: now(), outcome: if call.endpoint == self.0 { self.1.clone() } else { refused } }
    }
}

fn scope() -> Scope {
    let member = |app_id: &str, kind, access| Member { app_id: app_id.to_owned(), name: None, kind, access };
    let accounts =
        vec![member("wxshop", AccountKind::MiniProgram, Access::Authorizer), member("wxa", AccountKind::OfficialAccount, Access::Own)];
    Scope {
        applicant: "wxshop".to_owned(),
        program: "wechat-live".to_owned(),
        entity: None,
        started: now(),
        lang: "en".to_owned(),
        accounts,
        all_mini_programs: true,
        all_official_accounts: true,
    }
}

fn finish<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime").block_on(future)
}

fuzz_target!(|input: &[u8]| {
    let Some((chosen, reply)) = input.split_first() else { return };
    let paths: BTreeSet<&str> = table::FEEDS.iter().map(|feed| feed.endpoint.id).collect();
    let id = paths.iter().nth(usize::from(*chosen) % paths.len()).expect("there are some");
    let endpoint = table::FEEDS.iter().find(|feed| feed.endpoint.id == *id).expect("it is there").endpoint;
    let reply = String::from_utf8_lossy(reply).replace("SECRET", SECRET);
    let kept = SECRETS.with(|secrets| keep(reply.as_bytes(), endpoint.keeps, secrets));
    let outcome = kept.and_then(|text| {
        for at in 0..=SECRET.len() - 8 {
            assert!(!text.contains(&SECRET[at..at + 8]), "{text}");
        }
        assert!(text.len() <= 3 * reply.len() + 64, "it grew: {} of {}", text.len(), reply.len());
        let json = parse(&text).map_err(|_| CallError::NotJson)?;
        // What serde_json reads is read here too, apart from the limits; what is in it is the same where it is kept.
        Ok(Reply { digest: digest(text.as_bytes()), text: text.into(), json: Arc::new(json) })
    });
    RULEBOOK.with(|rulebook| {
        let run = finish(Collection::live(scope(), One(endpoint, outcome), &rulebook.program, &[]));
        let node = parse_toml(FileId(0), &run.collected.text).expect("TOML");
        let mut faults = Vec::new();
        read(&node, Origin::Collected, rulebook, &mut faults);
        assert!(faults.is_empty(), "{faults:?}");
        let again = finish(Collection::replay(run.evidence.clone(), &rulebook.program)).expect("kept evidence can be read");
        assert_eq!(run.collected.text, again.collected.text);
    });
});

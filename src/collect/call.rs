//! Asking an interface, whoever answers.
//!
//! In: a [`Call`] of an [`Endpoint`]. Out: an [`TimedOutcome`]: a redacted reply with its digest, or a [`CallError`]. [`Caller`] is what
//! adapters hold: it judges the reply, gives it a type, and keeps track of what was used.

use std::cell::RefCell;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::collect::accounts::{Member, Scope};
use crate::collect::received::Keep;
use crate::collect::response;
use crate::collect::wechat::errcode;
use crate::collect::{Collected, Note};
use crate::i18n::Messages;
use crate::io::escape::escape_control;

/// One interface of a platform. None of them changes anything there.
#[derive(Debug, PartialEq, Eq)]
pub struct Endpoint {
    /// Its short name, which provenance uses.
    pub id: &'static str,
    /// How it is asked.
    pub method: Method,
    /// Where.
    pub path: &'static str,
    /// Whose token it takes.
    pub takes: TokenRequirement,
    /// True of live interfaces: there a missing permission may mean that live isn't open.
    pub live: bool,
    /// The fields of its reply that facts are made from. Nothing else of a reply is kept.
    pub keeps: &'static [(&'static str, Keep)],
}

/// How an interface is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Method {
    Get,
    Post,
}

/// Whose token an interface takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenRequirement {
    /// Any token of the account.
    Any,
    /// Only one that the account gave to a third-party platform.
    Authorizer,
    /// The third-party platform's own.
    Component,
}

/// A question to an interface. It holds no credentials.
#[derive(Debug, Clone)]
pub struct Call<'a> {
    /// The account that is asked about.
    pub account: &'a str,
    /// The interface.
    pub endpoint: &'static Endpoint,
    /// What is in the address, apart from credentials.
    pub query: Vec<(&'static str, String)>,
    /// What is sent.
    pub body: Option<Value>,
}

impl Call<'_> {
    /// The question in one line, by which its answer is found again.
    pub fn request(&self) -> String {
        let mut line = match self.endpoint.method {
            Method::Get => format!("GET {}", self.endpoint.path),
            Method::Post => format!("POST {}", self.endpoint.path),
        };
        for (at, (name, value)) in self.query.iter().enumerate() {
            let _ = write!(line, "{}{name}={value}", if at == 0 { '?' } else { '&' });
        }
        if let Some(body) = &self.body {
            let _ = write!(line, " {body}");
        }
        line
    }
}

/// The outcome of a call, and when.
#[derive(Debug, Clone)]
pub struct TimedOutcome {
    /// When it came.
    pub at: DateTime<FixedOffset>,
    /// What it was.
    pub outcome: Result<Reply, CallError>,
}

/// A reply as it is kept: redacted.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The text that is kept.
    pub text: Arc<str>,
    /// Its digest.
    pub digest: String,
    /// The same, read.
    pub json: Arc<Value>,
}

/// Why a call has no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CallError {
    /// The platform said no.
    Rejected {
        /// Its `errcode`.
        code: i64,
        /// Its own words.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        said: Option<String>,
        /// Its number of the request, for its support.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        rid: Option<String>,
        /// Its own next step: an address to open or a code to scan.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        next: Option<String>,
    },
    /// An HTTP status that is not an answer.
    Status(u16),
    /// Nobody answers at the address.
    Unreachable(String),
    /// No answer in time.
    TimedOut,
    /// The connection broke.
    Incomplete,
    /// More bytes, entries or levels than any answer of this interface can have.
    TooLarge,
    /// A field is named twice, so that its value depends on who reads it.
    FieldTwice(String),
    /// The time for the whole run was over.
    RunOver,
    /// Not JSON.
    NotJson,
    /// JSON, but not as documented.
    Malformed(String),
    /// There was no token to ask with.
    NoToken {
        /// The call that should have given one.
        call: String,
        /// Why it didn't.
        because: Box<CallError>,
    },
    /// The token belongs to another account than the one in the configuration.
    OtherAccount,
    /// What was kept holds no answer to this.
    NotKept,
}

impl CallError {
    /// The reason in the reader's language.
    pub fn say(&self, live: bool, messages: &Messages) -> String {
        match self {
            CallError::Rejected { code, said, rid, next } => {
                let (code_text, meaning) = (code.to_string(), errcode::explain(*code, live, messages));
                let mut text = match said {
                    None => messages.format("collect-refused", &[("code", &code_text), ("meaning", &meaning)]),
                    Some(said) => messages
                        .format("collect-refused-saying", &[("code", &code_text), ("meaning", &meaning), ("said", &escape_control(said))]),
                };
                if let Some(next) = next {
                    text += &messages.format("collect-next-step", &[("next", &escape_control(next))]);
                }
                if let Some(rid) = rid {
                    text += &messages.format("collect-rid", &[("rid", &escape_control(rid))]);
                }
                text
            }
            CallError::Status(status) => messages.format("collect-status", &[("status", &status.to_string())]),
            CallError::Unreachable(detail) => messages.format("collect-unreachable", &[("detail", &escape_control(detail))]),
            CallError::TimedOut => messages.format("collect-timed-out", &[]),
            CallError::Incomplete => messages.format("collect-incomplete", &[]),
            CallError::TooLarge => messages.format("collect-too-large", &[]),
            CallError::FieldTwice(field) => messages.format("collect-field-twice", &[("field", &escape_control(field))]),
            CallError::RunOver => messages.format("collect-run-over", &[]),
            CallError::NotJson => messages.format("collect-not-json", &[]),
            CallError::Malformed(detail) => messages.format("collect-malformed", &[("detail", &escape_control(detail))]),
            CallError::NoToken { call, because } => {
                messages.format("collect-no-token", &[("call", &escape_control(call)), ("reason", &because.say(false, messages))])
            }
            CallError::OtherAccount => messages.format("collect-other-account", &[]),
            CallError::NotKept => messages.format("collect-not-kept", &[]),
        }
    }

    /// The platform's code, if it said no.
    pub fn code(&self) -> Option<i64> {
        match self {
            CallError::Rejected { code, .. } => Some(*code),
            _ => None,
        }
    }
}

/// Whoever answers calls.
pub trait Transport {
    /// Asks, and waits for the answer.
    fn call(&self, call: &Call<'_>) -> impl Future<Output = TimedOutcome>;

    /// What there is to tell that belongs to no fact.
    fn remarks(&self) -> Vec<Note> {
        Vec::new()
    }
}

/// A reply that a fact was read from, or a failure that kept it unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallRecord {
    /// The call.
    pub call: &'static str,
    /// When it was answered.
    pub at: DateTime<FixedOffset>,
    /// The digest of what was kept. None where nothing came.
    pub digest: Option<String>,
}

/// An adapter's way to one account's interfaces.
#[derive(Debug)]
pub struct Caller<'a, C> {
    calls: &'a C,
    /// The run.
    pub scope: &'a Scope,
    /// The account.
    pub member: &'a Member,
    used: RefCell<Vec<CallRecord>>,
}

impl<'a, C: Transport> Caller<'a, C> {
    /// A way to `member`'s interfaces on which nothing has been asked yet.
    pub fn new(calls: &'a C, scope: &'a Scope, member: &'a Member) -> Caller<'a, C> {
        Caller { calls, scope, member, used: RefCell::default() }
    }

    /// True if the account's token opens this interface.
    pub fn may(&self, endpoint: &Endpoint) -> bool {
        self.member.access.opens(endpoint.takes)
    }

    /// Asks and reads the reply as `T`. A reply that isn't as documented is a failure, never half a fact.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        query: Vec<(&'static str, String)>,
        body: Option<Value>,
    ) -> Result<T, CallError> {
        let call = Call { account: &self.member.app_id, endpoint, query, body };
        let answer = self.calls.call(&call).await;
        let digest = answer.outcome.as_ref().ok().map(|reply| reply.digest.clone());
        self.used.borrow_mut().push(CallRecord { call: endpoint.id, at: answer.at, digest });
        let json = answer.outcome?.json;
        response::judge(&json)?;
        T::deserialize(&*json).map_err(|error| CallError::Malformed(error.to_string()))
    }

    /// A fact about this account with everything that has been used so far.
    pub fn gathered(&self, fact: &'static str) -> Collected {
        Collected { used: self.used.borrow().clone(), ..Collected::failed(fact) }
    }

    /// What has been used so far, handed over.
    pub fn take_used(&self) -> Vec<CallRecord> {
        self.used.take()
    }

    /// A note on a call that failed.
    pub fn failed(&self, endpoint: &Endpoint, failure: CallError) -> Note {
        Note::Failed { account: self.member.title().to_owned(), call: endpoint.id, failure, live: endpoint.live }
    }
}

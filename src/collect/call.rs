//! Asking an interface, whoever answers.
//!
//! In: a [`Call`] of an [`Endpoint`]. Out: an [`TimedOutcome`]: a redacted reply with its digest, or a [`CallError`]. `Caller` is what
//! adapters hold: it judges the reply, gives it a type, and keeps track of what was used.

use crate::collect::account::TokenRequirement;
use crate::collect::error::CallError;
use std::fmt::Write as _;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde_json::Value;

use crate::collect::fact::Note;
use crate::collect::received::Keep;

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

/// What answers calls.
pub trait Transport {
    /// Asks, and waits for the answer.
    fn call(&self, call: &Call<'_>) -> impl Future<Output = TimedOutcome>;

    /// What there is to tell that belongs to no fact.
    fn remarks(&self) -> Vec<Note> {
        Vec::new()
    }
}

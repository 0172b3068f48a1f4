//! One HTTP exchange, with limits and, where trying again may help, another try.
//!
//! In: an address and a body. Out: what is kept of the reply, whatever its `errcode`; or a failure, never with the address in it.

use std::error::Error as _;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use backon::{ExponentialBuilder, Retryable as _};
use reqwest::{Client, StatusCode, header, redirect};
use serde_json::Value;

use crate::collect::call::Method;
use crate::collect::client::limits::Limits;
use crate::collect::config::BaseUrl;
use crate::collect::error::CallError;
use crate::collect::wechat::errcode;
use crate::collect::{received, response};

/// Clients for this machine without and with TLS, and for everywhere else, made when they are needed: without a store of
/// certificates the last two can't be made.
#[derive(Debug)]
pub(super) struct Http {
    limits: Limits,
    plain: OnceLock<Result<Client, CallError>>,
    near: OnceLock<Result<Client, CallError>>,
    far: OnceLock<Result<Client, CallError>>,
}

/// A reply that was read. It may hold a token, so it cannot be printed.
pub(super) struct Received {
    /// The text that is kept.
    pub(super) text: String,
    /// The same, read.
    pub(super) json: Value,
}

/// Makes of a reply's bytes the text that is kept.
pub(super) type Reader = Arc<dyn Fn(&[u8]) -> Result<String, CallError> + Send + Sync>;

/// A request.
pub(super) struct Request<'r> {
    pub(super) base: &'r BaseUrl,
    pub(super) method: Method,
    pub(super) path: &'r str,
    pub(super) query: Vec<(&'static str, String)>,
    pub(super) body: Option<Value>,
}

/// The outcome of one attempt that did not succeed.
struct Attempt {
    outcome: Result<Received, CallError>,
    again: Retry,
}

/// Whether another attempt may help, and when.
enum Retry {
    No,
    After(Option<Duration>),
}

impl Http {
    pub(super) fn new(limits: Limits) -> Http {
        Http { limits, plain: OnceLock::new(), near: OnceLock::new(), far: OnceLock::new() }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    /// The pause before trying again.
    pub(super) fn pause(&self) -> Duration {
        self.limits.pause
    }

    fn client(&self, base: &BaseUrl) -> Result<&Client, CallError> {
        let (slot, builder) = match (base.loopback, base.text.starts_with("https:")) {
            // Without TLS no store of certificates is needed, and where there is none this must work all the same.
            (true, false) => (&self.plain, Client::builder().no_proxy().tls_certs_only([])),
            (true, true) => (&self.near, Client::builder().no_proxy().https_only(true)),
            (false, _) => (&self.far, Client::builder().https_only(true)),
        };
        let make = || {
            // The way to compute is chosen here, once for the process; a host program may have chosen another before.
            let _ = rustls::crypto::ring::default_provider().install_default();
            let builder = builder
                .connect_timeout(self.limits.connect)
                .timeout(self.limits.total)
                .redirect(redirect::Policy::none())
                .user_agent(concat!("kaibo/", env!("CARGO_PKG_VERSION")));
            builder.build().map_err(|error| CallError::Unreachable(innermost(&error)))
        };
        slot.get_or_init(make).as_ref().map_err(Clone::clone)
    }

    /// Asks until there is an answer or no hope. Everything that is asked only reads, so asking twice does no harm. `read` makes
    /// of the reply's bytes the text that is kept.
    pub(super) async fn send(&self, request: Request<'_>, read: Reader) -> Result<Received, CallError> {
        let Request { base, method, path, query, body } = request;
        let client = self.client(base)?;
        let attempt = || async {
            let address = format!("{}{path}", base.text);
            let mut request = match method {
                Method::Get => client.get(address),
                Method::Post => client.post(address),
            };
            request = request.query(&query).header(header::ACCEPT, "application/json");
            if let Some(body) = &body {
                request = request.header(header::CONTENT_TYPE, "application/json; charset=utf-8").body(body.to_string());
            }
            self.attempt(request, Arc::clone(&read)).await
        };
        let pauses = ExponentialBuilder::new()
            .with_jitter()
            .with_min_delay(self.limits.pause)
            .with_factor(3.0)
            .with_max_times(self.limits.attempts.saturating_sub(1));
        let outcome = attempt
            .retry(pauses)
            .sleep(tokio::time::sleep)
            .when(|attempt: &Attempt| matches!(attempt.again, Retry::After(_)))
            .adjust(|attempt: &Attempt, pause| {
                let asked = match attempt.again {
                    Retry::After(asked) => asked.map(|asked| asked.min(self.limits.breather)),
                    Retry::No => None,
                };
                pause.map(|pause| pause.max(asked.unwrap_or_default()))
            })
            .await;
        outcome.or_else(|last| last.outcome)
    }

    async fn attempt(&self, request: reqwest::RequestBuilder, read: Reader) -> Result<Received, Attempt> {
        let fails = |outcome, again| Attempt { outcome, again };
        let broken = |error: reqwest::Error| {
            let failure = if error.is_timeout() {
                CallError::TimedOut
            } else if error.is_connect() {
                CallError::Unreachable(innermost(&error))
            } else {
                CallError::Incomplete
            };
            fails(Err(failure), Retry::After(None))
        };
        let mut response = request.send().await.map_err(broken)?;
        let status = response.status();
        if !status.is_success() {
            let again = match status {
                StatusCode::TOO_MANY_REQUESTS => Retry::After(retry_after(&response).or(Some(self.limits.breather))),
                status if status.is_server_error() => Retry::After(retry_after(&response)),
                _ => Retry::No,
            };
            return Err(fails(Err(CallError::Status(status.as_u16())), again));
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(broken)? {
            if bytes.len() + chunk.len() > self.limits.reply {
                return Err(fails(Err(CallError::TooLarge), Retry::No));
            }
            bytes.extend_from_slice(&chunk);
        }
        // Error pages of proxies and half replies look the same; one of them may be gone the next time.
        let again = |failure: &CallError| if *failure == CallError::NotJson { Retry::After(None) } else { Retry::No };
        let work = move || {
            let text = read(&bytes)?;
            let json = received::parse(&text).map_err(|_| CallError::NotJson)?;
            Ok(Received { text, json })
        };
        // Reading a large reply takes a while, in which an interruption has to be heard.
        let received = tokio::task::spawn_blocking(work).await.unwrap_or(Err(CallError::NotJson));
        let received = received.map_err(|failure| {
            let again = again(&failure);
            fails(Err(failure), again)
        })?;
        let again = match response::errcode(&received.json).map(errcode::retry_policy) {
            Ok(errcode::RetryPolicy::Immediate) => Retry::After(None),
            Ok(errcode::RetryPolicy::AfterRateLimit) => Retry::After(Some(self.limits.breather)),
            _ => return Ok(received),
        };
        Err(fails(Ok(received), again))
    }
}

fn retry_after(response: &reqwest::Response) -> Option<Duration> {
    let seconds = response.headers().get(header::RETRY_AFTER)?.to_str().ok()?.trim().parse().ok()?;
    Some(Duration::from_secs(seconds))
}

/// The cause at the bottom. What is above it names the address, and the address holds the token.
fn innermost(error: &reqwest::Error) -> String {
    let mut cause = error.source();
    while let Some(deeper) = cause.and_then(|cause| cause.source()) {
        cause = Some(deeper);
    }
    cause.map_or_else(String::new, ToString::to_string)
}

//! Answers from the network.
//!
//! In: calls, the accounts with their secrets, a clock. Out: redacted answers. A token is fetched once for all calls that
//! wait for it, kept for the next run, and renewed once when the platform no longer takes it.

mod cache;
pub(crate) mod holder;
mod http;
pub(crate) mod limits;
mod token;

pub use crate::collect::client::limits::Limits;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, RwLock};
use std::time::Instant;

use chrono::{DateTime, Utc};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::collect::account::TokenRequirement;
use crate::collect::accounts::Scope;
use crate::collect::call::{Call, Reply, TimedOutcome, Transport};
use crate::collect::client::holder::{Holder, Kind};
use crate::collect::config::{BaseUrl, Config};
use crate::collect::error::CallError;
use crate::collect::evidence::digest;
use crate::collect::fact::Note;
use crate::collect::received::{self, Keep};
use crate::collect::wechat::{errcode, keeps};
use crate::collect::{response, secret};
use crate::document::diagnostics::Diagnostic;
use crate::io::redact::Secrets;
use http::{Http, Reader, Request};

/// Who says what time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// The network.
pub struct Live {
    clock: Clock,
    http: Http,
    cache: cache::Cache,
    accounts: HashMap<String, Account>,
    platform: Option<Holder>,
    secrets: Arc<RwLock<Secrets>>,
    remarks: Mutex<Vec<Note>>,
    begun: Instant,
    on_answer: Box<dyn Fn(&str)>,
}

impl std::fmt::Debug for Live {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Live").finish_non_exhaustive()
    }
}

struct Account {
    holder: Holder,
    base: BaseUrl,
    limiter: DefaultDirectRateLimiter,
}

impl Live {
    /// Fetches the secrets of the accounts in `scope`. Nothing is sent yet.
    ///
    /// `cache` is the folder for tokens; None keeps them for this run only. `on_answer` hears of every answer, by account.
    ///
    /// # Errors
    /// Every secret that can't be had.
    pub async fn new(
        config: &Config,
        scope: &Scope,
        limits: Limits,
        cache: Option<PathBuf>,
        clock: Clock,
        on_answer: Box<dyn Fn(&str)>,
    ) -> Result<Live, Vec<Diagnostic>> {
        let begun = Instant::now();
        let mut faults = Vec::new();
        let app_ids = config.accounts.iter().map(|account| &account.app_id).chain(config.platform.iter().map(|platform| &platform.app_id));
        let public = app_ids.cloned().chain(keeps::PUBLIC.map(str::to_owned));
        let mut secrets = Secrets::with_public(public.collect());
        let mut fetch = async |place| match secret::fetch(place, limits.command).await {
            Ok(secret) => {
                secrets.add(&secret);
                Some(secret)
            }
            Err(fault) => {
                faults.push(fault);
                None
            }
        };
        let mut accounts = HashMap::new();
        let mut platform_is_needed = false;
        for account in config.accounts.iter().filter(|account| scope.accounts.iter().any(|member| member.app_id == account.app_id)) {
            let Some(secret) = fetch(&account.secret).await else { continue };
            let kind = match account.access {
                crate::collect::account::Access::Own => Kind::Own(secret),
                crate::collect::account::Access::Given => Kind::Given(secret),
                crate::collect::account::Access::Authorizer => {
                    platform_is_needed = true;
                    Kind::Authorizer(secret)
                }
            };
            let holder = Holder::new(account.app_id.clone(), account.base.clone(), kind);
            let limiter = RateLimiter::direct(Quota::per_second(limits.each_second).allow_burst(limits.at_once));
            accounts.insert(account.app_id.clone(), Account { holder, base: account.base.clone(), limiter });
        }
        let mut platform = None;
        if let Some(configured) = config.platform.as_ref().filter(|_| platform_is_needed)
            && let (Some(secret), Some(ticket)) = (fetch(&configured.secret).await, fetch(&configured.ticket).await)
        {
            platform = Some(Holder::new(configured.app_id.clone(), configured.base.clone(), Kind::Component { secret, ticket }));
        }
        if !faults.is_empty() {
            return Err(faults);
        }
        let (http, cache) = (Http::new(limits), cache::Cache::new(cache));
        Ok(Live {
            clock,
            http,
            cache,
            accounts,
            platform,
            secrets: Arc::new(RwLock::new(secrets)),
            remarks: Mutex::default(),
            begun,
            on_answer,
        })
    }

    /// The call's answer, redacted, or why there is none.
    async fn fetch(&self, call: &Call<'_>) -> Result<Reply, CallError> {
        let account = self.accounts.get(call.account).ok_or(CallError::NotKept)?;
        let holder = match call.endpoint.takes {
            TokenRequirement::Component => self.platform.as_ref().ok_or(CallError::NotKept)?,
            TokenRequirement::Any | TokenRequirement::Authorizer => &account.holder,
        };
        let body = match (&call.body, call.endpoint.takes) {
            (Some(body), TokenRequirement::Component) => Some(with_field(body.clone(), "component_appid", holder.app_id())),
            (body, _) => body.clone(),
        };
        account.limiter.until_ready().await;
        let send = async |token: &SecretString| {
            let mut query = vec![("access_token", token.expose_secret().to_owned())];
            query.extend(call.query.iter().cloned());
            let request =
                Request { base: &account.base, method: call.endpoint.method, path: call.endpoint.path, query, body: body.clone() };
            self.http.send(request, self.reader(call.endpoint.keeps)).await
        };
        let token = self.token(holder, None).await?;
        let mut received = send(&token).await?;
        if response::errcode(&received.json).is_ok_and(errcode::is_token_error) && holder.renews() {
            let renewed = self.token(holder, Some(&token)).await?;
            // The platform may take a moment until it takes a token that it has just handed out again.
            if renewed.expose_secret() == token.expose_secret() {
                tokio::time::sleep(self.http.pause()).await;
            }
            received = send(&renewed).await?;
        }
        Ok(Reply { digest: digest(received.text.as_bytes()), text: received.text.into(), json: Arc::new(received.json) })
    }

    /// What makes of a reply's bytes the text that is kept.
    fn reader(&self, keeps: &'static [(&'static str, Keep)]) -> Reader {
        let secrets = Arc::clone(&self.secrets);
        Arc::new(move |bytes| received::keep(bytes, keeps, &secrets.read().unwrap_or_else(std::sync::PoisonError::into_inner)))
    }

    fn with_secrets<T>(&self, f: impl FnOnce(&Secrets) -> T) -> T {
        f(&self.secrets.read().unwrap_or_else(std::sync::PoisonError::into_inner))
    }

    /// Something to tell that belongs to no fact.
    fn remark(&self, note: Note) {
        let mut remarks = self.remarks.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if !remarks.contains(&note) {
            remarks.push(note);
        }
    }

    fn keep_secret(&self, secret: &SecretString) {
        self.secrets.write().unwrap_or_else(std::sync::PoisonError::into_inner).add(secret);
    }
}

fn with_field(mut body: Value, name: &str, value: &str) -> Value {
    if let Some(body) = body.as_object_mut() {
        body.insert(name.to_owned(), Value::from(value));
    }
    body
}

impl Transport for Live {
    fn remarks(&self) -> Vec<Note> {
        self.remarks.lock().unwrap_or_else(std::sync::PoisonError::into_inner).clone()
    }

    async fn call(&self, call: &Call<'_>) -> TimedOutcome {
        let begun = std::time::Instant::now();
        let left = self.http.limits().run.saturating_sub(self.begun.elapsed());
        let outcome = tokio::time::timeout(left, self.fetch(call)).await.unwrap_or(Err(CallError::RunOver));
        let outcome = outcome.map_err(|failure| self.with_secrets(|secrets| clean(failure, secrets)));
        let said = match &outcome {
            Ok(reply) => response::errcode(&reply.json).map_or_else(|_| "unreadable".to_owned(), |code| format!("errcode {code}")),
            Err(failure) => format!("{failure:?}"),
        };
        tracing::debug!(account = call.account, call = call.endpoint.id, outcome = said, milliseconds = begun.elapsed().as_millis() as u64);
        (self.on_answer)(call.account);
        TimedOutcome { at: response::moment(&(self.clock)()), outcome }
    }
}

/// What the network says about a failure may repeat an address. What replies say has been redacted when they were read.
fn clean(failure: CallError, secrets: &Secrets) -> CallError {
    match failure {
        CallError::Unreachable(detail) => CallError::Unreachable(secrets.text(&detail).into_owned()),
        CallError::NoToken { call, because } => CallError::NoToken { call, because: Box::new(clean(*because, secrets)) },
        other => other,
    }
}

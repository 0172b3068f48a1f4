//! Answers from the network.
//!
//! In: calls, the accounts with their secrets, a clock. Out: redacted answers. A token is fetched once for all calls that
//! wait for it, kept for the next run, and renewed once when the platform no longer takes it.

mod cache;
mod http;
mod token;

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::sync::{Arc, RwLock};
use std::time::Duration;

use chrono::{DateTime, Utc};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

use crate::problem::Problem;
use crate::source::call::{Answer, Call, Calls, Failure, Reply, Takes};
use crate::source::config::{BaseUrl, Config};
use crate::source::evidence::digest;
use crate::source::redact::Secrets;
use crate::source::reply;
use crate::source::scope::Scope;
use crate::source::secret;
use crate::source::wechat::errcode;
use http::Http;
use token::{Holder, Kind};

/// Who says what time it is.
pub type Clock = Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>;

/// How patient and how careful calls are.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For a whole call.
    pub total: Duration,
    /// The longest reply, in bytes.
    pub reply: usize,
    /// How often a call is made at most, where trying again may help.
    pub attempts: usize,
    /// The pause before the second attempt; later ones are longer.
    pub pause: Duration,
    /// The pause after "too frequent", which counts minutes.
    pub breather: Duration,
    /// Calls a second to one account, in the long run.
    pub each_second: NonZeroU32,
    /// Calls at once to one account after a rest. The platform counts minutes, so an ordinary run needn't wait.
    pub at_once: NonZeroU32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
            reply: 8 << 20,
            attempts: 3,
            pause: Duration::from_millis(500),
            breather: Duration::from_secs(20),
            each_second: NonZeroU32::MIN.saturating_add(9),
            at_once: NonZeroU32::MIN.saturating_add(39),
        }
    }
}

/// The network.
pub struct Live {
    clock: Clock,
    http: Http,
    cache: cache::Cache,
    accounts: HashMap<String, Account>,
    platform: Option<Holder>,
    secrets: RwLock<Secrets>,
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
    pub fn new(
        config: &Config,
        scope: &Scope,
        limits: Limits,
        cache: Option<PathBuf>,
        clock: Clock,
        on_answer: Box<dyn Fn(&str)>,
    ) -> Result<Live, Vec<Problem>> {
        let mut faults = Vec::new();
        let mut secrets = Secrets::default();
        let mut fetch = |place| {
            let secret = secret::fetch(place).map_err(|fault| faults.push(fault)).ok()?;
            secrets.add(&secret);
            Some(secret)
        };
        let mut accounts = HashMap::new();
        let mut platform_is_needed = false;
        for account in config.accounts.iter().filter(|account| scope.accounts.iter().any(|member| member.app_id == account.app_id)) {
            let Some(secret) = fetch(&account.secret) else { continue };
            let kind = match account.access {
                super::scope::Access::Own => Kind::Own(secret),
                super::scope::Access::Given => Kind::Given(secret),
                super::scope::Access::Authorizer => {
                    platform_is_needed = true;
                    Kind::Authorizer(secret)
                }
            };
            let holder = Holder::new(account.app_id.clone(), account.base.clone(), kind);
            let limiter = RateLimiter::direct(Quota::per_second(limits.each_second).allow_burst(limits.at_once));
            accounts.insert(account.app_id.clone(), Account { holder, base: account.base.clone(), limiter });
        }
        let platform = config.platform.as_ref().filter(|_| platform_is_needed).and_then(|platform| {
            let (secret, ticket) = (fetch(&platform.secret), fetch(&platform.ticket));
            Some(Holder::new(platform.app_id.clone(), platform.base.clone(), Kind::Component { secret: secret?, ticket: ticket? }))
        });
        if !faults.is_empty() {
            return Err(faults);
        }
        let http = Http::new(limits);
        Ok(Live { clock, http, cache: cache::Cache::new(cache), accounts, platform, secrets: RwLock::new(secrets), on_answer })
    }

    /// The call's answer as the platform gave it, or why there is none.
    async fn fetch(&self, call: &Call<'_>) -> Result<Value, Failure> {
        let account = self.accounts.get(call.account).ok_or(Failure::NotKept)?;
        let holder = match call.endpoint.takes {
            Takes::Component => self.platform.as_ref().ok_or(Failure::NotKept)?,
            Takes::Any | Takes::Authorizer => &account.holder,
        };
        let body = match (&call.body, call.endpoint.takes) {
            (Some(body), Takes::Component) => Some(with_field(body.clone(), "component_appid", holder.app_id())),
            (body, _) => body.clone(),
        };
        account.limiter.until_ready().await;
        let first = self.token(holder, None).await?;
        let send = |token: SecretString| {
            let mut query = vec![("access_token", token.expose_secret().to_owned())];
            query.extend(call.query.iter().cloned());
            self.http.send(&account.base, call.endpoint.method, call.endpoint.path, query, body.clone())
        };
        let json = send(first.clone()).await?;
        if !reply::errcode(&json).is_ok_and(errcode::is_about_the_token) || !holder.renews() {
            return Ok(json);
        }
        let second = self.token(holder, Some(&first)).await?;
        if second.expose_secret() == first.expose_secret() {
            return Ok(json);
        }
        send(second).await
    }

    fn redacted(&self, json: Value) -> Result<Reply, Failure> {
        let clean = self.with_secrets(|secrets| secrets.reply(json));
        let mut text = serde_json::to_string_pretty(&clean).map_err(|_| Failure::NotJson)?;
        text.push('\n');
        Ok(Reply { digest: digest(text.as_bytes()), text: text.into(), json: Arc::new(clean) })
    }

    fn with_secrets<T>(&self, f: impl FnOnce(&Secrets) -> T) -> T {
        f(&self.secrets.read().unwrap_or_else(std::sync::PoisonError::into_inner))
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

impl Calls for Live {
    async fn call(&self, call: &Call<'_>) -> Answer {
        let begun = std::time::Instant::now();
        let outcome = self.fetch(call).await.and_then(|json| self.redacted(json));
        let outcome = outcome.map_err(|failure| self.with_secrets(|secrets| clean(failure, secrets)));
        let said = match &outcome {
            Ok(reply) => reply::errcode(&reply.json).map_or_else(|_| "unreadable".to_owned(), |code| format!("errcode {code}")),
            Err(failure) => format!("{failure:?}"),
        };
        tracing::debug!(account = call.account, call = call.endpoint.id, outcome = said, milliseconds = begun.elapsed().as_millis() as u64);
        (self.on_answer)(call.account);
        Answer { at: reply::moment(&(self.clock)()), outcome }
    }
}

/// What a failure quotes may repeat a secret.
fn clean(failure: Failure, secrets: &Secrets) -> Failure {
    match failure {
        Failure::Unreachable(detail) => Failure::Unreachable(secrets.text(&detail)),
        Failure::Malformed(detail) => Failure::Malformed(secrets.text(&detail)),
        Failure::Refused { code, said, rid, next } => {
            let clean = |text: Option<String>| text.map(|text| secrets.text(&text));
            Failure::Refused { code, said: clean(said), rid: clean(rid), next: clean(next) }
        }
        Failure::NoToken { call, because } => Failure::NoToken { call, because: Box::new(clean(*because, secrets)) },
        other => other,
    }
}

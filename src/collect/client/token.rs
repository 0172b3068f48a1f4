//! Tokens: fetching, sharing, renewing.
//!
//! In: an account and its secret. Out: a token that is good now. While one is being fetched everybody who needs it waits,
//! and a fetch that failed is not tried again by the next who comes.

use crate::collect::client::holder::Token;
use crate::collect::client::holder::{Holder, Kind};
use chrono::TimeDelta;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::{Value, json};

use super::Live;
use super::cache::CachedToken;
use super::http::Request;
use crate::collect::call::Method;
use crate::collect::error::CallError;
use crate::collect::fact::note;
use crate::collect::response;
use crate::collect::wechat::{errcode, keeps};

/// A token this close to its end may end on its way.
const MARGIN: TimeDelta = TimeDelta::seconds(60);

impl Live {
    /// A token that is good now. `refused` is one that the platform just did not take.
    pub(super) async fn token(&self, holder: &Holder, refused: Option<&SecretString>) -> Result<SecretString, CallError> {
        if let Kind::Given(token) = &holder.kind {
            return Ok(token.clone());
        }
        let mut held = holder.held.lock().await;
        let now = (self.clock)();
        if !held.looked_up {
            held.looked_up = true;
            held.token = self.cache.load(&holder.parts()).and_then(|kept| Some(Token { value: kept.token?, ends: kept.ends? }));
            if let Some(token) = &held.token {
                self.keep_secret(&token.value);
            }
        }
        let good = |token: &&Token| {
            token.ends - MARGIN > now && refused.is_none_or(|refused| refused.expose_secret() != token.value.expose_secret())
        };
        if let Some(token) = held.token.as_ref().filter(good) {
            return Ok(token.value.clone());
        }
        if let Some(failure) = &held.failed {
            return Err(failure.clone());
        }
        match Box::pin(self.obtain(holder)).await {
            Ok(token) => {
                let value = token.value.clone();
                held.token = Some(token);
                Ok(value)
            }
            Err(failure) => {
                held.failed = Some(failure.clone());
                Err(failure)
            }
        }
    }

    async fn obtain(&self, holder: &Holder) -> Result<Token, CallError> {
        match &holder.kind {
            Kind::Given(_) => Err(CallError::NotKept),
            // Stable, and never forced: neither touches the tokens that the shop's own server is using.
            Kind::Own(secret) => {
                let body = json!({"grant_type": "client_credential", "appid": holder.app_id, "secret": secret.expose_secret(), "force_refresh": false});
                let json = self.token_call(holder, "stable_token", "/cgi-bin/stable_token", vec![], body).await?;
                self.read(holder, "stable_token", &json, "access_token", None)
            }
            Kind::Component { secret, ticket } => {
                let body = json!({"component_appid": holder.app_id, "component_appsecret": secret.expose_secret(), "component_verify_ticket": ticket.expose_secret()});
                let call = "api_component_token";
                let json = self.token_call(holder, call, "/cgi-bin/component/api_component_token", vec![], body).await?;
                self.read(holder, call, &json, "component_access_token", None)
            }
            Kind::Authorizer(configured) => {
                // The platform may hand out a new refresh token with every access token, and only the newest counts.
                let newest = self.cache.load(&holder.parts()).and_then(|kept| kept.refresh_token);
                if let Some(newest) = &newest {
                    self.keep_secret(newest);
                    match self.authorizer_token(holder, newest).await {
                        Err(CallError::NoToken { because, .. }) if because.code() == Some(errcode::REFRESH_TOKEN_INVALID) => {}
                        other => return other,
                    }
                }
                self.authorizer_token(holder, configured).await
            }
        }
    }

    async fn authorizer_token(&self, holder: &Holder, refresh: &SecretString) -> Result<Token, CallError> {
        let call = "api_authorizer_token";
        let platform = self.platform.as_ref().ok_or(CallError::NotKept)?;
        let body = json!({"component_appid": platform.app_id, "authorizer_appid": holder.app_id, "authorizer_refresh_token": refresh.expose_secret()});
        let send = |token: SecretString| {
            let query = vec![("component_access_token", token.expose_secret().to_owned())];
            self.token_call(holder, call, "/cgi-bin/component/api_authorizer_token", query, body.clone())
        };
        let first = self.token(platform, None).await?;
        let json = match send(first.clone()).await {
            Err(CallError::NoToken { because, .. }) if because.code().is_some_and(errcode::is_token_error) => {
                send(self.token(platform, Some(&first)).await?).await?
            }
            other => other?,
        };
        let newest = json.get("authorizer_refresh_token").and_then(Value::as_str).filter(|text| !text.is_empty());
        let newest = newest.map_or_else(|| refresh.clone(), SecretString::from);
        let token = self.read(holder, call, &json, "authorizer_access_token", Some(newest.clone()))?;
        if let Kind::Authorizer(configured) = &holder.kind
            && configured.expose_secret() != newest.expose_secret()
        {
            let id = if self.cache.keeps() { "collect-new-refresh-token" } else { "collect-new-refresh-token-lost" };
            self.remark(note!(id, account = holder.app_id));
        }
        Ok(token)
    }

    async fn token_call(
        &self,
        holder: &Holder,
        call: &str,
        path: &str,
        query: Vec<(&'static str, String)>,
        body: Value,
    ) -> Result<Value, CallError> {
        let request = Request { base: &holder.base, method: Method::Post, path, query, body: Some(body) };
        let received = self.http.send(request, self.reader(keeps::TOKENS)).await;
        let judged = received.and_then(|received| response::judge(&received.json).map(|()| received.json));
        tracing::debug!(account = holder.app_id, call, good = judged.is_ok());
        judged.map_err(|because| CallError::NoToken { call: call.to_owned(), because: Box::new(because) })
    }

    /// Reads and keeps a token. The reply itself is never kept.
    fn read(&self, holder: &Holder, call: &str, json: &Value, field: &str, refresh: Option<SecretString>) -> Result<Token, CallError> {
        let malformed = |what: &str| CallError::NoToken { call: call.to_owned(), because: Box::new(CallError::Malformed(what.to_owned())) };
        let value = json.get(field).and_then(Value::as_str).filter(|token| !token.is_empty()).ok_or_else(|| malformed(field))?;
        let value = SecretString::from(value);
        self.keep_secret(&value);
        if let Some(refresh) = &refresh {
            self.keep_secret(refresh);
        }
        let seconds = response::number(json.get("expires_in").unwrap_or(&Value::Null)).ok().flatten();
        let seconds = seconds.filter(|seconds| (1..=7 * 86_400).contains(seconds)).ok_or_else(|| malformed("expires_in"))?;
        let ends = (self.clock)() + TimeDelta::seconds(seconds);
        self.cache.save(&holder.parts(), &CachedToken { token: Some(value.clone()), ends: Some(ends), refresh_token: refresh });
        Ok(Token { value, ends })
    }
}

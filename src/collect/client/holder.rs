//! The token of one account.

use crate::collect::config::BaseUrl;
use crate::collect::error::CallError;
use chrono::{DateTime, Utc};
use secrecy::ExposeSecret as _;
use secrecy::SecretString;
use tokio::sync::Mutex;

/// Somebody's token, and what a new one is made of.
#[derive(Debug)]
pub(crate) struct Holder {
    pub(super) app_id: String,
    pub(super) base: BaseUrl,
    pub(super) kind: Kind,
    pub(super) held: Mutex<Held>,
}

impl Holder {
    pub(crate) fn new(app_id: String, base: BaseUrl, kind: Kind) -> Holder {
        Holder { app_id, base, kind, held: Mutex::default() }
    }

    pub(crate) fn app_id(&self) -> &str {
        &self.app_id
    }

    /// False of a token that was obtained elsewhere.
    pub(crate) fn renews(&self) -> bool {
        !matches!(self.kind, Kind::Given(_))
    }

    /// What the token depends on: with another secret it is another token.
    pub(super) fn parts(&self) -> [&str; 4] {
        let (kind, secret) = match &self.kind {
            Kind::Own(secret) => ("own", secret),
            Kind::Given(secret) => ("given", secret),
            Kind::Authorizer(secret) => ("authorizer", secret),
            Kind::Component { secret, .. } => ("component", secret),
        };
        [&self.base.text, kind, &self.app_id, secret.expose_secret()]
    }
}

/// What a token is made of.
#[derive(Debug)]
pub(crate) enum Kind {
    /// The account's own secret.
    Own(SecretString),
    /// Nothing: this is the token.
    Given(SecretString),
    /// The refresh token that it gave to the third-party platform.
    Authorizer(SecretString),
    /// The third-party platform's secret and its newest ticket.
    Component { secret: SecretString, ticket: SecretString },
}

#[derive(Debug, Default)]
pub(super) struct Held {
    pub(super) token: Option<Token>,
    pub(super) failed: Option<CallError>,
    pub(super) looked_up: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) value: SecretString,
    pub(super) ends: DateTime<Utc>,
}

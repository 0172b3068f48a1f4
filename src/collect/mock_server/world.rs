//! The made-up accounts of the mock server.
//!
//! In: a scenario, TOML. Out: a [`World`] whose tokens are handed out, expire and are refused like real ones.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::collect::mock_server::request::MockRequest;

/// The scenario that comes with kaibo.
pub const SCENARIO: &str = include_str!("scenario.toml");

/// Everything that the server knows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct World {
    /// How long tokens last, in seconds.
    pub token_life: i64,
    /// True if a refresh token serves once, and every access token comes with the next.
    #[serde(default)]
    pub rotates: bool,
    /// The third-party platform.
    pub platform: Platform,
    /// The accounts.
    #[serde(rename = "account")]
    pub accounts: Vec<Account>,
    #[serde(skip)]
    tokens: HashMap<String, Token>,
    #[serde(skip)]
    issued: u64,
}

/// A third-party platform.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Platform {
    pub app_id: String,
    pub secret: String,
    pub ticket: String,
}

/// An account. What is left out doesn't exist.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs, reason = "named as in the platform's interfaces")]
pub struct Account {
    pub app_id: String,
    pub official: bool,
    pub name: String,
    pub owner: String,
    pub secret: String,
    pub refresh_token: String,
    pub principal_type: i64,
    pub customer_type: i64,
    pub country: i64,
    pub status: i64,
    /// True where live is open.
    pub live: bool,
    pub categories: Vec<Category>,
    pub violations: Vec<Violation>,
    /// Yesterday's first; -1 where the day isn't ready, -2 where nothing is said of it.
    pub visitors: Vec<i64>,
    pub followers: i64,
    pub rooms: Vec<Room>,
    pub goods: Vec<Item>,
    pub hosts: Vec<String>,
    pub version: Option<Version>,
    /// The state of the last review of code.
    pub audit: Option<i64>,
}

/// A service category.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "named as in the platform's interfaces")]
pub struct Category {
    pub first: String,
    pub second: String,
    pub audit_status: i64,
}

/// A record of a violation and the states of its appeals, oldest first.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Violation {
    pub id: String,
    pub days_ago: i64,
    #[serde(default)]
    pub appeals: Vec<i64>,
}

/// A room.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "named as in the platform's interfaces")]
pub struct Room {
    pub id: i64,
    pub name: String,
    pub host: String,
    pub live_status: i64,
    pub starts_in_hours: i64,
    pub hours: i64,
    pub goods: Vec<i64>,
}

/// An item of the goods library.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "named as in the platform's interfaces")]
pub struct Item {
    pub id: i64,
    pub name: String,
    pub audit_status: i64,
}

/// A released version.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Version {
    pub name: String,
    pub days_ago: i64,
}

/// Whose a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenKind {
    /// The account's own.
    Own,
    /// Given to the third-party platform.
    Authorizer,
    /// The third-party platform's.
    Component,
}

#[derive(Debug, Clone)]
struct Token {
    app_id: String,
    kind: TokenKind,
    ends: DateTime<Utc>,
}

impl World {
    /// Reads a scenario.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn read(scenario: &str) -> Result<World, toml::de::Error> {
        toml::from_str(scenario)
    }

    /// The account of that AppID.
    pub fn account(&self, app_id: &str) -> Option<&Account> {
        self.accounts.iter().find(|account| account.app_id == app_id)
    }

    /// The account of that AppID, to be changed.
    pub fn account_mut(&mut self, app_id: &str) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.app_id == app_id)
    }

    /// A token, the same as long as it is good, and how many seconds it has left.
    pub(super) fn issue(&mut self, app_id: &str, kind: TokenKind, now: DateTime<Utc>) -> (String, i64) {
        let good = |token: &Token| token.app_id == app_id && token.kind == kind && token.ends > now;
        let mut known: Vec<(&String, &Token)> = self.tokens.iter().filter(|(_, token)| good(token)).collect();
        known.sort_by_key(|(name, _)| *name);
        if let Some((name, token)) = known.first() {
            return ((*name).clone(), (token.ends - now).num_seconds());
        }
        self.issued += 1;
        let name = format!("88_practice_{:0>8}_{app_id}_{}", self.issued, "x".repeat(40));
        let ends = now + TimeDelta::seconds(self.token_life);
        self.tokens.insert(name.clone(), Token { app_id: app_id.to_owned(), kind, ends });
        (name, self.token_life)
    }

    /// Whose token a request came with, or the code with which it is refused.
    pub(super) fn whose(&self, token: Option<&str>, now: DateTime<Utc>) -> Result<(String, TokenKind), i64> {
        let token = token.ok_or(41001)?;
        let known = self.tokens.get(token).ok_or(40001)?;
        if known.ends <= now { Err(42001) } else { Ok((known.app_id.clone(), known.kind)) }
    }

    /// The refresh token of an account after it has been used.
    pub(super) fn next_refresh_token(&mut self, app_id: &str) -> String {
        let (rotates, number) = (self.rotates, self.issued);
        let Some(account) = self.account_mut(app_id) else { return String::new() };
        if rotates {
            account.refresh_token = format!("refreshtoken@@@practice-{app_id}-{number:0>10}");
        }
        account.refresh_token.clone()
    }

    /// Forgets the token of a request: from now on it is refused.
    pub(super) fn forget_token(&mut self, asked: &MockRequest) {
        for (name, value) in &asked.query {
            if name.ends_with("access_token") {
                self.tokens.remove(value);
            }
        }
    }

    /// Every token that was handed out, for tests that look for them where they must not be.
    pub fn tokens(&self) -> Vec<String> {
        let mut tokens: Vec<String> = self.tokens.keys().cloned().collect();
        tokens.sort();
        tokens
    }
}

//! Taking out of replies what must not be kept: secrets, tokens, and what points at a person.
//!
//! In: a reply, and the secrets of this run. Out: the same reply with those replaced. Adapters see only this, so that what
//! was kept as evidence is all that a fact rests on.

use std::sync::LazyLock;

use regex_lite::Regex;
use secrecy::{ExposeSecret as _, SecretString};
use serde_json::Value;

/// What stands in the place of what was taken out.
pub const GONE: &str = "[redacted]";

/// Shorter strings are no secrets, and replacing them would tear words apart.
const SHORTEST: usize = 6;

/// Names of fields, without case and separators, whose content is never kept.
const FIELDS: &[&str] = &[
    "token",
    "secret",
    "ticket",
    "password",
    "openid",
    "unionid",
    "phone",
    "mobile",
    "idcard",
    "wechat",
    "username",
    "headimg",
    "headingimg",
];

/// Identifiers by shape, wherever they stand: tokens, credentials in addresses, openids, phone numbers.
static SHAPES: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
    let regex = |pattern| Regex::new(pattern).unwrap_or_else(|_| unreachable!("the patterns are tested"));
    [
        (regex(r"((?:token|secret|openid)=)[^&\s\x22]+"), "${1}[redacted]"),
        (regex(r"\b\d{1,3}_[A-Za-z0-9_-]{40,}"), GONE),
        (regex(r"\bo[A-Za-z0-9_-]{27}\b"), GONE),
        (regex(r"\b1[3-9]\d{9}\b"), GONE),
    ]
});

/// The secrets of a run.
#[derive(Debug, Default)]
pub struct Secrets(Vec<SecretString>);

impl Secrets {
    /// From now on this one is taken out too.
    pub fn add(&mut self, secret: &SecretString) {
        let known = self.0.iter().any(|other| other.expose_secret() == secret.expose_secret());
        if secret.expose_secret().len() >= SHORTEST && !known {
            self.0.push(secret.clone());
        }
    }

    /// A text without secrets and without what looks like one.
    pub fn text(&self, text: &str) -> String {
        let mut clean = text.to_owned();
        for secret in &self.0 {
            let secret = secret.expose_secret();
            clean = clean.replace(secret, GONE);
            // A platform may repeat the address that it was called by.
            let encoded: String = reqwest::Url::parse_with_params("http://x/", [("", secret)])
                .map_or_else(|_| String::new(), |url| url.query().unwrap_or_default().trim_start_matches('=').to_owned());
            if encoded.len() >= SHORTEST && encoded != secret {
                clean = clean.replace(&encoded, GONE);
            }
        }
        for (shape, replacement) in SHAPES.iter() {
            if shape.is_match(&clean) {
                clean = shape.replace_all(&clean, *replacement).into_owned();
            }
        }
        clean
    }

    /// A reply without secrets and without what points at a person.
    pub fn reply(&self, json: Value) -> Value {
        self.value("", json)
    }

    fn value(&self, field: &str, json: Value) -> Value {
        if is_private(field) && !matches!(json, Value::Null | Value::Bool(_)) {
            return Value::from(GONE);
        }
        match json {
            Value::String(text) if is_id(field) && text.len() < 24 => Value::String(self.known_only(text)),
            Value::String(text) => Value::String(self.text(&text)),
            Value::Array(items) => Value::Array(items.into_iter().map(|item| self.value(field, item)).collect()),
            Value::Object(fields) => fields.into_iter().map(|(name, value)| (self.text(&name), self.value(&name, value))).collect(),
            other => other,
        }
    }

    /// Numbers of rooms, goods and records may look like anything; facts are named by them.
    fn known_only(&self, text: String) -> String {
        let secret = self.0.iter().any(|secret| text.contains(secret.expose_secret()));
        if secret { GONE.to_owned() } else { text }
    }
}

fn plain(field: &str) -> String {
    field.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

fn is_private(field: &str) -> bool {
    let field = plain(field);
    FIELDS.iter().any(|name| field.contains(name))
}

fn is_id(field: &str) -> bool {
    let field = plain(field);
    field.ends_with("id") || field.ends_with("time") || field.ends_with("timestamp")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn secrets_and_people_are_taken_out_and_ids_stay() {
        let mut secrets = Secrets::default();
        secrets.add(&SecretString::from("refreshtoken@@@planted"));
        let clean = secrets.reply(json!({
            "total": 2, "data": {"openid": ["oAAAA_1", "oAAAA_2"]}, "next_openid": "oAAAA_2", "creater_openid": "oB",
            "errmsg": "bad refreshtoken%40%40%40planted of oABCDabcdABCDabcdABCDabcd123 rid: 6046f0bb-1a2b3c4d-5e6f7a8b",
            "illegal_content": "call 13800138000", "goods_id": "13800138000", "anchorWechat": "lin01", "anchor_name": "Lin",
            "access_token": 5, "url": "https://x.invalid/?access_token=abc&a=1",
        }));
        assert_eq!(
            clean,
            json!({
                "total": 2, "data": {"openid": GONE}, "next_openid": GONE, "creater_openid": GONE,
                "errmsg": "bad [redacted] of [redacted] rid: 6046f0bb-1a2b3c4d-5e6f7a8b",
                "illegal_content": "call [redacted]", "goods_id": "13800138000", "anchorWechat": GONE, "anchor_name": "Lin",
                "access_token": GONE, "url": "https://x.invalid/?access_token=[redacted]&a=1",
            })
        );
    }
}

//! Why a call failed.

use crate::collect::wechat::errcode;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use serde::{Deserialize, Serialize};

/// Why a call has no usable answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "snake_case")]
pub enum CallError {
    /// The platform said no.
    #[error("errcode {code}")]
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
    #[error("HTTP status {0}")]
    Status(u16),
    /// No server answers at the address.
    #[error("unreachable: {0}")]
    Unreachable(String),
    /// No answer in time.
    #[error("timed out")]
    TimedOut,
    /// The connection broke.
    #[error("the connection broke")]
    Incomplete,
    /// More bytes, entries or levels than any answer of this interface can have.
    #[error("the response is too large")]
    TooLarge,
    /// A field is named twice, so that its value depends on who reads it.
    #[error("duplicate field `{0}`")]
    FieldTwice(String),
    /// The time for the whole run was over.
    #[error("the time for the whole run was over")]
    RunOver,
    /// Not JSON.
    #[error("not JSON")]
    NotJson,
    /// JSON, but not as documented.
    #[error("not as documented: {0}")]
    Malformed(String),
    /// There was no token to ask with.
    #[error("no token from {call}")]
    NoToken {
        /// The call that should have given one.
        call: String,
        /// Why it didn't.
        #[source]
        because: Box<CallError>,
    },
    /// The token belongs to another account than the one in the configuration.
    #[error("the token belongs to another account")]
    OtherAccount,
    /// What was kept holds no answer to this.
    #[error("no response in the evidence")]
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

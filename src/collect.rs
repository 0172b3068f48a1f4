//! Facts from platforms' own interfaces: `kaibo collect`.
//!
//! In: a configuration ([`config`]) and an applicant. Out: [`Collected`] facts, each with the replies it was read from, or the
//! reason why it stays unknown.
//!
//! The way of a fact: an adapter ([`wechat`]) asks through [`call::Transport`]; behind that is either the network ([`client`]) or
//! what an earlier run kept ([`evidence`]). Replies are redacted ([`crate::io::redact`]) before an adapter sees them, so both give the
//! same facts; [`collected`] writes them down.

pub mod account;
pub mod accounts;
pub mod call;
pub mod caller;
pub mod client;
pub mod collected;
pub mod config;
pub mod earlier;
pub mod error;
pub mod evidence;
pub mod fact;
#[cfg(feature = "practice-server")]
pub mod mock_server;
pub mod pipeline;
pub mod received;
pub mod redaction;
pub mod response;
pub mod run;
pub mod secret;
pub mod trust;
pub mod wechat;

pub use crate::collect::fact::{Cell, Collected, Content, Note, Row};

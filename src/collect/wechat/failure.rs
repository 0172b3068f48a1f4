//! Facts that could not be collected, and why.

use crate::collect::account::{Access, TokenRequirement};
use crate::collect::call::{Endpoint, Transport};
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Collected, note};
use crate::collect::wechat::errcode;

/// A fact whose interface the account's token doesn't open: who would have to ask instead.
pub(super) fn needs_platform(fact: &'static str, endpoint: &Endpoint) -> Collected {
    Collected::not_asked(fact, note!("collect-needs-platform", call = endpoint.id))
}

/// A fact that stays unknown because a call failed.
pub(super) fn failed<C: Transport>(ask: &Caller<'_, C>, fact: &'static str, endpoint: &Endpoint, failure: CallError) -> Collected {
    let expected = is_expected(ask, endpoint, &failure);
    Collected { notes: vec![ask.failed(endpoint, failure)], failed: !expected, call: Some(endpoint.id), ..ask.gathered(fact) }
}

/// True of a refusal that is an answer, not a failure of the source.
pub(super) fn is_expected<C: Transport>(ask: &Caller<'_, C>, endpoint: &Endpoint, failure: &CallError) -> bool {
    // Live that isn't open is what most applicants find, and why they are here. And of a token obtained elsewhere nobody knows
    // beforehand whether it is a third-party platform's.
    let may_be_own = ask.member.access == Access::Given && endpoint.takes == TokenRequirement::Authorizer;
    (endpoint.live || may_be_own) && failure.code() == Some(errcode::NO_PERMISSION)
}

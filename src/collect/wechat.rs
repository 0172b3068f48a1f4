//! Facts from WeChat.
//!
//! In: the accounts of an entity, and somebody who answers calls. Out: every fact that WeChat can tell about the applicant,
//! or why it can't. Each file below has one interface's calls, replies and their reading, in that order.

mod accounts;
mod categories;
mod code;
mod entity;
pub mod errcode;
mod goods;
pub(in crate::collect) mod keeps;
mod live;
mod members;
pub mod table;
mod violations;
mod visits;

use futures_util::future::{FutureExt as _, LocalBoxFuture};
use futures_util::stream::{self, StreamExt as _};

use crate::collect::accounts::{Access, Scope};
use crate::collect::call::{CallError, Caller, Endpoint, TokenRequirement, Transport};
use crate::collect::{Collected, note};

/// How many facts are asked for at a time. The platform counts calls a minute, so more would not be quicker.
const AT_A_TIME: usize = 4;

/// Asks for everything that can be asked in `scope`. The same answers give the same facts, in the same order.
pub async fn collect<C: Transport>(scope: &Scope, calls: &C) -> Vec<Collected> {
    let mut jobs: Vec<LocalBoxFuture<'_, Vec<Collected>>> = Vec::new();
    match scope.own() {
        Some(own) => {
            let ask = || Caller::new(calls, scope, own);
            if is_another_account(&ask()).await {
                return table::facts().into_iter().map(|fact| other_account(&ask(), fact)).collect();
            }
            jobs.push(entity::entity(ask()).boxed_local());
            jobs.push(categories::categories(ask()).boxed_local());
            jobs.push(visits::visits(ask()).boxed_local());
            jobs.push(live::live(ask()).boxed_local());
            jobs.push(goods::goods(ask()).boxed_local());
            jobs.push(members::members(ask()).boxed_local());
            jobs.push(code::code(ask()).boxed_local());
        }
        None => {
            let feeds = table::FEEDS.iter().filter(|feed| !feed.of_entity).map(|feed| feed.fact);
            let mut facts: Vec<&'static str> = feeds.collect();
            facts.dedup();
            let nothing = |fact| Collected::not_asked(fact, note!("collect-not-configured", applicant = scope.applicant));
            jobs.push(std::future::ready(facts.into_iter().map(nothing).collect()).boxed_local());
        }
    }
    jobs.push(violations::violations(scope, calls).boxed_local());
    jobs.push(accounts::accounts(scope, calls).boxed_local());
    let done = stream::iter(jobs).buffered(AT_A_TIME).concat().await;
    let place = |gathered: &Collected| table::FEEDS.iter().position(|feed| feed.fact == gathered.fact);
    let mut done: Vec<Collected> = done;
    done.sort_by_key(place);
    done
}

/// True if the token turns out to belong to another account than the configuration says: then nothing that it opens may
/// become a fact about this one.
async fn is_another_account<C: Transport>(ask: &Caller<'_, C>) -> bool {
    let Some(info) = entity::basic_info(ask).await.and_then(Result::ok) else { return false };
    info.appid.is_some_and(|appid| appid != ask.member.app_id)
}

fn other_account<C: Transport>(ask: &Caller<'_, C>, fact: &'static str) -> Collected {
    let notes = vec![ask.failed(&table::BASIC_INFO, CallError::OtherAccount)];
    Collected { notes, failed: true, call: Some(table::BASIC_INFO.id), ..Collected::failed(fact) }
}

/// A fact whose interface the account's token doesn't open: who would have to ask instead.
fn needs_platform(fact: &'static str, endpoint: &Endpoint) -> Collected {
    Collected::not_asked(fact, note!("collect-needs-platform", call = endpoint.id))
}

/// A fact that stays unknown because a call failed.
fn failed<C: Transport>(ask: &Caller<'_, C>, fact: &'static str, endpoint: &Endpoint, failure: CallError) -> Collected {
    let expected = is_expected(ask, endpoint, &failure);
    Collected { notes: vec![ask.failed(endpoint, failure)], failed: !expected, call: Some(endpoint.id), ..ask.gathered(fact) }
}

/// True of a refusal that is an answer, not a failure of the source.
fn is_expected<C: Transport>(ask: &Caller<'_, C>, endpoint: &Endpoint, failure: &CallError) -> bool {
    // Live that isn't open is what most applicants find, and why they are here. And of a token obtained elsewhere nobody knows
    // beforehand whether it is a third-party platform's.
    let may_be_own = ask.member.access == Access::Given && endpoint.takes == TokenRequirement::Authorizer;
    (endpoint.live || may_be_own) && failure.code() == Some(errcode::NO_PERMISSION)
}

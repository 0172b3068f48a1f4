//! Facts from WeChat.
//!
//! In: the accounts of an entity, and somebody who answers calls. Out: every fact that WeChat can tell about the applicant,
//! or why it can't. Each file below has one interface's calls, replies and their reading, in that order.

mod accounts;
mod categories;
mod code;
mod entity;
pub mod errcode;
pub(crate) mod failure;
mod goods;
pub(in crate::collect) mod keeps;
mod live;
mod members;
pub mod table;
mod violations;
mod visits;

use futures_util::future::{FutureExt as _, LocalBoxFuture};
use futures_util::stream::{self, StreamExt as _};

use crate::collect::accounts::Scope;
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Collected, note};

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

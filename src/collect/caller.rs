//! Calls for one account, with a record of each.

use crate::collect::account::Member;
use crate::collect::accounts::Scope;
use crate::collect::call::{Call, Endpoint, Transport};
use crate::collect::error::CallError;
use crate::collect::fact::{CallRecord, Collected, Note};
use crate::collect::response;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::cell::RefCell;

/// An adapter's way to one account's interfaces.
#[derive(Debug)]
pub struct Caller<'a, C> {
    pub(super) calls: &'a C,
    /// The run.
    pub scope: &'a Scope,
    /// The account.
    pub member: &'a Member,
    pub(super) used: RefCell<Vec<CallRecord>>,
}

impl<'a, C: Transport> Caller<'a, C> {
    /// A way to `member`'s interfaces on which nothing has been asked yet.
    pub fn new(calls: &'a C, scope: &'a Scope, member: &'a Member) -> Caller<'a, C> {
        Caller { calls, scope, member, used: RefCell::default() }
    }

    /// True if the account's token opens this interface.
    pub fn may(&self, endpoint: &Endpoint) -> bool {
        self.member.access.opens(endpoint.takes)
    }

    /// Asks and reads the reply as `T`. A reply that isn't as documented is a failure, never half a fact.
    pub async fn ask<T: DeserializeOwned>(
        &self,
        endpoint: &'static Endpoint,
        query: Vec<(&'static str, String)>,
        body: Option<Value>,
    ) -> Result<T, CallError> {
        let call = Call { account: &self.member.app_id, endpoint, query, body };
        let answer = self.calls.call(&call).await;
        let digest = answer.outcome.as_ref().ok().map(|reply| reply.digest.clone());
        self.used.borrow_mut().push(CallRecord { call: endpoint.id, at: answer.at, digest });
        let json = answer.outcome?.json;
        response::judge(&json)?;
        T::deserialize(&*json).map_err(|error| CallError::Malformed(error.to_string()))
    }

    /// A fact about this account with everything that has been used so far.
    pub fn gathered(&self, fact: &'static str) -> Collected {
        Collected { used: self.used.borrow().clone(), ..Collected::failed(fact) }
    }

    /// What has been used so far, handed over.
    pub fn take_used(&self) -> Vec<CallRecord> {
        self.used.take()
    }

    /// A note on a call that failed.
    pub fn failed(&self, endpoint: &Endpoint, failure: CallError) -> Note {
        Note::Failed { account: self.member.title().to_owned(), call: endpoint.id, failure, live: endpoint.live }
    }
}

//! Violations (违规) of every mini program of the entity, less those whose appeal was accepted.
//!
//! In: `getillegalrecords` in slices of ninety days, `getappealrecords` for each record. Out: `violations`, rows of number and
//! date. Severity is in no reply: a person adds it under `[annotate.violations]`, by the number, and it stays there.

use std::collections::{BTreeMap, HashSet};

use chrono::{DateTime, FixedOffset, TimeDelta};
use serde::Deserialize;
use serde_json::json;

use super::entity::authorizer_info;
use super::table::{APPEALS, VIOLATIONS};
use crate::collect::account::AccountKind;
use crate::collect::accounts::Scope;
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Cell, Collected, Content, Row, note};
use crate::collect::response::{number, seconds, text};

/// The longest span that a call may cover, as far as is known.
const SLICE: i64 = 90;

/// Half a year has 184 days at most; two more, since the first day is cut by the hour.
const SPAN: i64 = 186;

#[derive(Debug, Deserialize)]
struct Reply {
    records: Vec<Record>,
}

#[derive(Debug, Deserialize)]
struct Record {
    #[serde(default, deserialize_with = "text")]
    illegal_record_id: Option<String>,
    #[serde(default, deserialize_with = "number")]
    create_time: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct AppealReply {
    records: Vec<Appeal>,
}

#[derive(Debug, Deserialize)]
struct Appeal {
    #[serde(default, deserialize_with = "number")]
    appeal_time: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    appeal_record_id: Option<i64>,
    /// 1 in progress, 2 accepted, 3 refused, 4 withdrawn.
    #[serde(default, deserialize_with = "number")]
    appeal_status: Option<i64>,
}

/// The most records of one account whose appeals are asked for.
const MOST_APPEALS: usize = 50;

/// A record's number and date, as far as the platform tells them.
type Dated = (Option<String>, Option<DateTime<FixedOffset>>);

/// `appeal_status` of an appeal that was accepted.
const ACCEPTED: i64 = 2;

pub(super) async fn violations<C: Transport>(scope: &Scope, calls: &C) -> Vec<Collected> {
    let mut all = Collected::failed("violations");
    let mut rows = Vec::new();
    // Where the applicant itself can't be asked, its own records are missing.
    let mut partial = !scope.all_mini_programs || scope.own().is_none();
    let mut answered = false;
    for member in scope.of_kind(AccountKind::MiniProgram) {
        let ask = Caller::new(calls, scope, member);
        if !ask.may(&VIOLATIONS) {
            partial = true;
            all.notes.push(note!("collect-needs-platform-for", account = member.title(), call = VIOLATIONS.id));
            continue;
        }
        all.call = Some(VIOLATIONS.id);
        match of_member(&ask, &mut all).await {
            Ok((found, complete)) => {
                answered = true;
                partial |= !complete;
                rows.extend(found);
            }
            Err(failure) => {
                partial = true;
                all.failed |= !crate::collect::wechat::failure::is_expected(&ask, &VIOLATIONS, &failure);
                all.notes.push(ask.failed(&VIOLATIONS, failure));
            }
        }
        all.used.extend(ask.take_used());
    }
    if answered {
        let since = (scope.started - TimeDelta::days(SPAN)).date_naive();
        all.notes.insert(0, note!("collect-violations-since", date = since));
        if !scope.all_mini_programs {
            all.notes.push(note!("collect-other-mini-programs"));
        }
        all.content = Some(Content::Rows { rows, partial });
    } else if all.notes.is_empty() {
        all.notes.push(note!("collect-not-configured", applicant = scope.applicant));
    }
    vec![all]
}

/// The records of one mini program that count, and whether there can't be others.
async fn of_member<C: Transport>(ask: &Caller<'_, C>, all: &mut Collected) -> Result<(Vec<Row>, bool), CallError> {
    let mut rows = Vec::new();
    let mut complete = true;
    let records = records(ask).await?;
    let asked = newest(&records);
    let mut not_asked = 0;
    for (id, at) in records {
        let Some(id) = id else {
            rows.push(row(None, at));
            continue;
        };
        if !asked.contains(&id) {
            not_asked += 1;
            continue;
        }
        match accepted(ask, &id).await {
            Ok(true) => all.notes.push(note!("collect-appeal-accepted", record = id)),
            Ok(false) => rows.push(row(Some(name(ask, &id)), at)),
            // It may count or not. Of rows that are not certain only the possibility can be written down.
            Err(failure) => {
                complete = false;
                all.failed = true;
                all.notes.push(note!("collect-appeal-unread", record = id));
                all.notes.push(ask.failed(&APPEALS, failure));
            }
        }
    }
    if not_asked > 0 {
        complete = false;
        all.notes.insert(0, note!("collect-appeals-not-asked", account = ask.member.title(), count = not_asked));
    }
    if let Some(Ok(info)) = authorizer_info(ask).await {
        all.notes.extend(info.penalty().map(|message| note!(message, account = ask.member.title())));
    }
    Ok((rows, complete))
}

/// The records whose appeals are asked for, a call each: the newest, which count for longest. One without a date may be the newest.
fn newest(records: &[Dated]) -> HashSet<String> {
    let mut named: Vec<(bool, Option<DateTime<FixedOffset>>, &String)> =
        records.iter().filter_map(|(id, at)| Some((at.is_none(), *at, id.as_ref()?))).collect();
    named.sort_unstable_by(|one, other| other.cmp(one));
    named.into_iter().take(MOST_APPEALS).map(|(_, _, id)| id.clone()).collect()
}

/// A record's name. Numbers of different programs may be the same; those of the applicant itself stay as the platform writes them.
fn name<C: Transport>(ask: &Caller<'_, C>, id: &str) -> String {
    let member = &ask.member.app_id;
    if *member == ask.scope.applicant { id.to_owned() } else { format!("{member}/{id}") }
}

fn row(id: Option<String>, at: Option<DateTime<FixedOffset>>) -> Row {
    let mut row = Vec::new();
    row.extend(id.map(|id| ("id", Cell::Text(id))));
    row.extend(at.map(|at| ("date", Cell::Date(at.date_naive()))));
    row
}

/// Every record of the span, by number; a record that two slices share is one. What lacks its number or date is kept so.
async fn records<C: Transport>(ask: &Caller<'_, C>) -> Result<Vec<Dated>, CallError> {
    let now = ask.scope.started;
    let mut named = BTreeMap::new();
    let mut nameless = Vec::new();
    let mut end = 0;
    while end < SPAN {
        let start = (end + SLICE).min(SPAN);
        let body = json!({
            "start_time": (now - TimeDelta::days(start)).timestamp(),
            "end_time": (now - TimeDelta::days(end)).timestamp(),
        });
        let reply: Reply = ask.ask(&VIOLATIONS, vec![], Some(body)).await?;
        for record in reply.records {
            let at = record.create_time.and_then(seconds);
            match record.illegal_record_id {
                // Of two dates the later counts for longer.
                Some(id) => {
                    let known = named.entry(id).or_insert(at);
                    *known = (*known).max(at);
                }
                None => nameless.push((None, at)),
            }
        }
        end = start;
    }
    Ok(named.into_iter().map(|(id, at)| (Some(id), at)).chain(nameless).collect())
}

/// True if the newest appeal against a record was accepted.
async fn accepted<C: Transport>(ask: &Caller<'_, C>, id: &str) -> Result<bool, CallError> {
    let reply: AppealReply = ask.ask(&APPEALS, vec![], Some(json!({"illegal_record_id": id}))).await?;
    let newest = reply.records.into_iter().max_by_key(|appeal| (appeal.appeal_time, appeal.appeal_record_id));
    match newest {
        None => Ok(false),
        Some(Appeal { appeal_status: Some(status @ 1..=4), .. }) => Ok(status == ACCEPTED),
        Some(_) => Err(CallError::Malformed("appeal_status".to_owned())),
    }
}

//! Followers (粉丝) of the entity's official accounts.
//!
//! In: `user/get`, of which only the total is read, else the balance of the last day that is ready. Out: `official_accounts`.

use chrono::Days;
use serde::Deserialize;
use serde_json::json;

use super::table::{FOLLOWERS, FOLLOWERS_BY_DAY};
use crate::collect::account::AccountKind;
use crate::collect::accounts::Scope;
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Cell, Collected, Content, note};
use crate::collect::response::{number, text};

#[derive(Debug, Deserialize)]
struct Reply {
    #[serde(default, deserialize_with = "number")]
    total: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct DayReply {
    list: Vec<Day>,
}

#[derive(Debug, Deserialize)]
struct Day {
    #[serde(default, deserialize_with = "text")]
    ref_date: Option<String>,
    #[serde(default, deserialize_with = "number")]
    cumulate_user: Option<i64>,
}

pub(super) async fn accounts<C: Transport>(scope: &Scope, calls: &C) -> Vec<Collected> {
    let mut all = Collected::failed("official_accounts");
    let mut rows = Vec::new();
    let mut known = false;
    for member in scope.of_kind(AccountKind::OfficialAccount) {
        let ask = Caller::new(calls, scope, member);
        all.call = Some(FOLLOWERS.id);
        let mut row = vec![("name", Cell::Text(member.title().to_owned()))];
        match now(&ask).await {
            Ok(fans) => {
                known = true;
                row.push(("fans", Cell::Number(fans)));
            }
            Err(failure) => {
                all.notes.push(ask.failed(&FOLLOWERS, failure));
                match by_day(&ask).await {
                    Ok(Some((date, fans))) => {
                        known = true;
                        all.notes.push(note!("collect-followers-of-day", account = member.title(), date = date));
                        row.push(("fans", Cell::Number(fans)));
                    }
                    Ok(None) => all.failed = true,
                    Err(failure) => {
                        all.failed = true;
                        all.notes.push(ask.failed(&FOLLOWERS_BY_DAY, failure));
                    }
                }
            }
        }
        rows.push(row);
        all.used.extend(ask.take_used());
    }
    if rows.is_empty() {
        all.notes.push(note!("collect-no-official-accounts"));
    } else if known {
        if !scope.all_official_accounts {
            all.notes.push(note!("collect-other-official-accounts"));
        }
        all.content = Some(Content::Rows { rows, partial: !scope.all_official_accounts });
    }
    vec![all]
}

/// All followers now. The list of who they are comes along and is dropped.
async fn now<C: Transport>(ask: &Caller<'_, C>) -> Result<u64, CallError> {
    let reply: Reply = ask.ask(&FOLLOWERS, vec![], None).await?;
    count(reply.total, "total")
}

/// The followers at the end of the last day that is ready, of the three up to yesterday.
async fn by_day<C: Transport>(ask: &Caller<'_, C>) -> Result<Option<(String, u64)>, CallError> {
    let today = ask.scope.started.date_naive();
    let day = |ago| today.checked_sub_days(Days::new(ago)).unwrap_or(today).to_string();
    let body = json!({"begin_date": day(3), "end_date": day(1)});
    let reply: DayReply = ask.ask(&FOLLOWERS_BY_DAY, vec![], Some(body)).await?;
    let dated = reply.list.into_iter().filter_map(|day| Some((day.ref_date?, day.cumulate_user)));
    let newest = dated.max_by(|one, other| one.0.cmp(&other.0));
    newest.map(|(date, fans)| Ok((date, count(fans, "cumulate_user")?))).transpose()
}

fn count(number: Option<i64>, field: &str) -> Result<u64, CallError> {
    number.and_then(|number| u64::try_from(number).ok()).ok_or_else(|| CallError::Malformed(field.to_owned()))
}

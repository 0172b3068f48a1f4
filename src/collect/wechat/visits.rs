//! Daily visitors (日活).
//!
//! In: the daily visit trend, one day a call, of the seven days up to yesterday. Out: `daily_active_users`. A day that isn't
//! ready, or of which nothing is said, has no row: it is unknown, and never zero.

use chrono::{Days, NaiveDate};
use serde::Deserialize;
use serde_json::json;

use super::entity::undocumented;
use super::errcode::NOT_READY;
use super::table::VISITS;
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::fact::{Cell, Collected, Content, note};
use crate::collect::response::{number, text};
use crate::collect::wechat::failure::failed;

/// How many days are asked for. Yesterday is the newest that the platform has.
const DAYS: u64 = 7;

#[derive(Debug, Deserialize)]
struct Reply {
    list: Vec<Day>,
}

#[derive(Debug, Deserialize)]
struct Day {
    #[serde(default, deserialize_with = "text")]
    ref_date: Option<String>,
    /// The day's visitors. `visit_total` of the sister interface counts everybody who ever came.
    #[serde(default, deserialize_with = "number")]
    visit_uv: Option<i64>,
}

pub(super) async fn visits<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    let today = ask.scope.started.date_naive();
    let mut rows = Vec::new();
    let mut notes = Vec::new();
    let mut is_failed = false;
    for date in (1..=DAYS).rev().filter_map(|ago| today.checked_sub_days(Days::new(ago))) {
        let day = date.format("%Y%m%d").to_string();
        let body = json!({"begin_date": day, "end_date": day});
        match ask.ask::<Reply>(&VISITS, vec![], Some(body)).await {
            Ok(reply) => match visitors(reply, date) {
                Some(Ok(users)) => rows.push(vec![("date", Cell::Date(date)), ("users", Cell::Number(users))]),
                Some(Err(value)) => notes.push(undocumented("visit_uv", value)),
                None => notes.push(note!("collect-day-empty", date = date)),
            },
            Err(failure) if failure.code() == Some(NOT_READY) => notes.push(note!("collect-day-not-ready", date = date)),
            Err(failure) => {
                let stop = failed(&ask, "daily_active_users", &VISITS, failure);
                notes.extend(stop.notes);
                is_failed = true;
                // What refuses one day refuses the others; asking on would only use up the quota.
                break;
            }
        }
    }
    let content = (!rows.is_empty()).then_some(Content::Rows { rows, partial: false });
    vec![Collected { content, notes, failed: is_failed, call: Some(VISITS.id), ..ask.gathered("daily_active_users") }]
}

/// The visitors of a day. None where the reply says nothing of that day; the inner error is a figure that can't be one.
fn visitors(reply: Reply, date: NaiveDate) -> Option<Result<u64, Option<i64>>> {
    let is_that_day = |day: &Day| {
        let spelled = day.ref_date.as_deref().unwrap_or_default();
        spelled == date.format("%Y%m%d").to_string() || spelled == date.to_string()
    };
    let day = reply.list.into_iter().find(is_that_day)?;
    Some(day.visit_uv.and_then(|users| u64::try_from(users).ok()).ok_or(day.visit_uv))
}

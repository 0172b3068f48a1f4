//! The goods library (商品库) and its review.
//!
//! In: `getapproved`, once for each state, and `getgoodswarehouse` for items that were found in two. Out: `goods`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use super::table::{GOODS, GOODS_STATE};
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Cell, Collected, Content, note};
use crate::collect::response::{number, text};
use crate::collect::wechat::failure::failed;

/// Items a call, the platform's limit.
const PAGE: usize = 100;

/// More of one state are not asked for; the goods are then partly known.
const MOST: usize = 2000;

/// Items a call of `getgoodswarehouse`.
const BATCH: usize = 20;

/// More batches are not asked for: their items stay without a state.
const BATCHES: usize = 20;

/// The states of review, by the platform's number.
const STATES: [&str; 4] = ["not_submitted", "in_review", "approved", "rejected"];

#[derive(Debug, Deserialize)]
struct Reply {
    #[serde(default, deserialize_with = "number")]
    total: Option<i64>,
    goods: Vec<Item>,
}

#[derive(Debug, Deserialize)]
struct Item {
    #[serde(default, rename = "goodsId", alias = "goods_id", deserialize_with = "text")]
    id: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, alias = "auditStatus", deserialize_with = "number")]
    audit_status: Option<i64>,
}

/// An item, with the states in which it was found.
#[derive(Debug, Default)]
struct Found {
    name: Option<String>,
    states: Vec<usize>,
}

/// The items by number, and whether there may be others.
#[derive(Debug, Default)]
struct Library {
    items: BTreeMap<String, Found>,
    partial: bool,
}

pub(super) async fn goods<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    let mut library = Library::default();
    let mut failure = None;
    for state in 0..STATES.len() {
        if let Err(stopped) = read(&ask, state, &mut library).await {
            failure = Some(stopped);
            break;
        }
    }
    let notes = settle(&ask, &mut library).await;
    let mut gathered = match failure {
        None => Collected { call: Some(GOODS.id), ..ask.gathered("goods") },
        Some(failure) => {
            library.partial = true;
            failed(&ask, "goods", &GOODS, failure)
        }
    };
    if gathered.notes.is_empty() || !library.items.is_empty() {
        let rows = library.items.into_iter().map(|(id, item)| {
            let mut row = vec![("id", Cell::Text(id))];
            row.extend(item.name.map(|name| ("name", Cell::Text(name))));
            if let [state] = item.states.as_slice() {
                row.push(("status", Cell::Text(STATES[*state].to_owned())));
            }
            row
        });
        gathered.content = Some(Content::Rows { rows: rows.collect(), partial: library.partial });
    }
    gathered.notes.extend(notes);
    vec![gathered]
}

async fn read<C: Transport>(ask: &Caller<'_, C>, state: usize, library: &mut Library) -> Result<(), CallError> {
    let mut seen = 0;
    while seen < MOST {
        let query = vec![("offset", seen.to_string()), ("limit", PAGE.to_string()), ("status", state.to_string())];
        let reply: Reply = ask.ask(&GOODS, query, None).await?;
        let got = reply.goods.len();
        seen += got;
        for item in reply.goods {
            let Some(id) = item.id else {
                library.partial = true;
                continue;
            };
            let found = library.items.entry(id).or_default();
            found.name = found.name.take().or(item.name);
            if !found.states.contains(&state) {
                found.states.push(state);
            }
        }
        let all = reply.total.and_then(|total| usize::try_from(total).ok());
        if got == 0 || all.is_some_and(|all| seen >= all) || (all.is_none() && got < PAGE) {
            library.partial |= all.is_some_and(|all| seen < all);
            return Ok(());
        }
    }
    library.partial = true;
    Ok(())
}

/// Asks for the state of items that were found in several: they changed it while the lists were read. One that can't be determined
/// has none.
async fn settle<C: Transport>(ask: &Caller<'_, C>, library: &mut Library) -> Vec<crate::collect::fact::Note> {
    let unsettled: Vec<String> = library.items.iter().filter(|(_, item)| item.states.len() > 1).map(|(id, _)| id.clone()).collect();
    let mut notes = Vec::new();
    for batch in unsettled.chunks(BATCH).take(BATCHES) {
        // The field table calls the numbers texts, the samples show numbers.
        let ids: Vec<serde_json::Value> = batch.iter().map(|id| id.parse::<u64>().map_or_else(|_| json!(id), |id| json!(id))).collect();
        match ask.ask::<Reply>(&GOODS_STATE, vec![], Some(json!({"goods_ids": ids}))).await {
            Ok(reply) => {
                for item in reply.goods {
                    let state = item.audit_status.and_then(|state| usize::try_from(state).ok()).filter(|state| *state < STATES.len());
                    if let (Some(found), Some(state)) = (item.id.and_then(|id| library.items.get_mut(&id)), state) {
                        found.states = vec![state];
                    }
                }
            }
            Err(failure) => {
                notes.push(note!("collect-goods-unsettled", count = batch.len()));
                notes.push(ask.failed(&GOODS_STATE, failure));
            }
        }
    }
    notes
}

//! Whether live (直播) is open, and its rooms (直播间).
//!
//! In: the list of plug-ins and `getliveinfo`, which only read; applying for live is an action and is never called. Out:
//! `live_open` and `rooms`.

use std::collections::HashSet;

use serde::Deserialize;
use serde_json::{Value, json};

use super::entity::undocumented;
use super::errcode::{NO_PERMISSION, NO_ROOMS, NO_ROOMS_OLD};
use super::table::{PLUGINS, ROOMS};
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Cell, Collected, Content, Note, Row, note};
use crate::collect::response::{number, seconds, text};
use crate::collect::wechat::failure::failed;

/// The plug-in that live comes as.
const PLUGIN: &str = "wx2b03c6e691cd7370";

/// `status` of a plug-in that was approved.
const APPROVED: i64 = 2;

/// Rooms a call, as the platform advises.
const PAGE: usize = 100;

/// More are not asked for; the rooms are then partly known. The newest come first.
const MOST: usize = 2000;

#[derive(Debug, Deserialize)]
struct PluginReply {
    plugin_list: Vec<Plugin>,
}

#[derive(Debug, Deserialize)]
struct Plugin {
    #[serde(default, deserialize_with = "text")]
    appid: Option<String>,
    #[serde(default, deserialize_with = "number")]
    status: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct Reply {
    #[serde(default, deserialize_with = "number")]
    total: Option<i64>,
    room_info: Vec<Room>,
}

#[derive(Debug, Deserialize)]
struct Room {
    #[serde(default, alias = "room_id", alias = "roomId", deserialize_with = "text")]
    roomid: Option<String>,
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    anchor_name: Option<String>,
    #[serde(default, deserialize_with = "number")]
    live_status: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    start_time: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    end_time: Option<i64>,
    #[serde(default)]
    goods: Option<Vec<Value>>,
}

pub(super) async fn live<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    let rooms = rooms(&ask).await;
    let asked_for_rooms = ask.take_used();
    let plugin = ask.ask::<PluginReply>(&PLUGINS, vec![], Some(json!({"action": "list"}))).await;
    let mut open = ask.gathered("live_open");
    open.used.splice(0..0, asked_for_rooms.iter().take(1).cloned());
    judge(&ask, plugin, rooms.as_ref().map(|_| ()).map_err(|(_, failure)| failure.clone()), &mut open);
    let rooms = match rooms {
        Ok((rows, partial, notes)) => {
            let content = Some(Content::Rows { rows, partial });
            Collected { content, notes, used: asked_for_rooms, call: Some(ROOMS.id), ..Collected::failed("rooms") }
        }
        Err((some, failure)) => {
            let content = (!some.is_empty()).then_some(Content::Rows { rows: some, partial: true });
            Collected { content, used: asked_for_rooms, ..failed(&ask, "rooms", &ROOMS, failure) }
        }
    };
    vec![open, rooms]
}

/// Whether live is open, from two witnesses. Where they contradict each other it is unknown. A refusal (48001) says that the
/// account has no access to the interface, which may have other reasons than that live isn't open.
fn judge<C>(ask: &Caller<'_, C>, plugin: Result<PluginReply, CallError>, rooms: Result<(), CallError>, open: &mut Collected)
where
    C: Transport,
{
    let status = plugin.as_ref().ok().and_then(|reply| reply.plugin_list.iter().find(|plugin| plugin.appid.as_deref() == Some(PLUGIN)));
    let has_plugin = status.is_some_and(|plugin| plugin.status == Some(APPROVED));
    let refused = rooms.as_ref().err().and_then(CallError::code) == Some(NO_PERMISSION);
    let (call, answer) = match (has_plugin, &rooms) {
        (true, Err(_)) if refused => {
            open.notes.push(note!("collect-live-contradiction"));
            (ROOMS.id, None)
        }
        (_, Ok(())) => (ROOMS.id, Some(true)),
        (true, Err(_)) => (PLUGINS.id, Some(true)),
        (false, Err(failure)) => {
            let unread = failed(ask, "live_open", &ROOMS, failure.clone());
            open.notes.extend(unread.notes);
            open.failed = unread.failed;
            if let Err(failure) = plugin {
                open.failed |= failure.code() != Some(NO_PERMISSION);
                open.notes.push(ask.failed(&PLUGINS, failure));
            } else {
                open.notes.push(note!("collect-no-plugin"));
            }
            (ROOMS.id, None)
        }
    };
    open.call = Some(call);
    open.content = answer.map(|open| Content::Value(Cell::Flag(open)));
}

/// Every room, whether there may be others, and notes. A failure comes with the rooms that were read before it.
async fn rooms<C: Transport>(ask: &Caller<'_, C>) -> Result<(Vec<Row>, bool, Vec<Note>), (Vec<Row>, CallError)> {
    let mut rows: Vec<Row> = Vec::new();
    let mut known = HashSet::new();
    let mut notes = Vec::new();
    let mut seen = 0;
    while seen < MOST {
        let reply: Reply = match ask.ask(&ROOMS, vec![], Some(json!({"start": seen, "limit": PAGE}))).await {
            Ok(reply) => reply,
            // A normal answer in spite of its number.
            Err(CallError::Rejected { code: NO_ROOMS | NO_ROOMS_OLD, .. }) => return Ok((rows, false, notes)),
            Err(failure) => return Err((rows, failure)),
        };
        let got = reply.room_info.len();
        seen += got;
        for room in reply.room_info {
            // A room that was created meanwhile moves the others down by one.
            if room.roomid.as_ref().is_none_or(|id| known.insert(id.clone())) {
                rows.push(row(ask, room, &mut notes));
            }
        }
        let all = reply.total.and_then(|total| usize::try_from(total).ok());
        if got == 0 || all.is_some_and(|all| seen >= all) || (all.is_none() && got < PAGE) {
            return Ok((rows, all.is_some_and(|all| seen < all), notes));
        }
    }
    Ok((rows, true, notes))
}

fn row<C: Transport>(ask: &Caller<'_, C>, room: Room, notes: &mut Vec<Note>) -> Row {
    let end = room.end_time.and_then(seconds);
    let status = match room.live_status {
        Some(101) => Some("live"),
        // The platform has been seen to say "not started" of rooms whose time is over.
        Some(102) if end.is_some_and(|end| end < ask.scope.started) => {
            notes.push(note!("collect-room-is-over", room = room.roomid.as_deref().unwrap_or("-")));
            None
        }
        Some(102) => Some("not_started"),
        Some(103) => Some("ended"),
        Some(104) => Some("banned"),
        Some(105) => Some("paused"),
        Some(106) => Some("abnormal"),
        Some(107) => Some("expired"),
        other => {
            notes.push(undocumented("live_status", other));
            None
        }
    };
    let mut row = Vec::new();
    row.extend(room.roomid.map(|id| ("id", Cell::Text(id))));
    row.extend(room.name.map(|name| ("name", Cell::Text(name))));
    row.extend(room.anchor_name.map(|host| ("host", Cell::Text(host))));
    row.extend(room.start_time.and_then(seconds).map(|start| ("start", Cell::Moment(start))));
    row.extend(end.map(|end| ("end", Cell::Moment(end))));
    row.extend(status.map(|status| ("status", Cell::Text(status.to_owned()))));
    row.extend(room.goods.map(|goods| ("goods", Cell::Number(goods.len() as u64))));
    row
}

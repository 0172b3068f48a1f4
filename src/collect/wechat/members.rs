//! Hosts (主播).
//!
//! In: the members with the role of host; nobody gets it without having verified his or her identity. Out: `hosts`.

use serde::Deserialize;

use super::table::ROLES;
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Cell, Collected, Content, Row};
use crate::collect::response::{number, text};
use crate::collect::wechat::failure::failed;

/// The role of hosts.
const HOST: i64 = 2;

/// Members a call, the platform's limit.
const PAGE: usize = 30;

/// The platform allows 500 hosts; more are not asked for, and the hosts are then partly known.
const MOST: usize = 600;

#[derive(Debug, Deserialize)]
struct Reply {
    #[serde(default, deserialize_with = "number")]
    total: Option<i64>,
    list: Vec<Member>,
}

#[derive(Debug, Deserialize)]
struct Member {
    #[serde(default, deserialize_with = "text")]
    nickname: Option<String>,
    #[serde(default, rename = "roleList", alias = "role_list")]
    roles: Option<Vec<Role>>,
}

#[derive(Debug, Deserialize)]
struct Role(#[serde(deserialize_with = "number")] Option<i64>);

pub(super) async fn members<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    let mut rows = Vec::new();
    match read(&ask, &mut rows).await {
        Ok(partial) => {
            let content = Some(Content::Rows { rows, partial });
            vec![Collected { content, call: Some(ROLES.id), ..ask.gathered("hosts") }]
        }
        Err(failure) => {
            let content = (!rows.is_empty()).then_some(Content::Rows { rows, partial: true });
            vec![Collected { content, ..failed(&ask, "hosts", &ROLES, failure) }]
        }
    }
}

/// Reads the hosts into `rows`. True if there may be others.
async fn read<C: Transport>(ask: &Caller<'_, C>, rows: &mut Vec<Row>) -> Result<bool, CallError> {
    let mut seen = 0;
    while seen < MOST {
        let query = vec![("role", HOST.to_string()), ("offset", seen.to_string()), ("limit", PAGE.to_string())];
        let reply: Reply = ask.ask(&ROLES, query, None).await?;
        let got = reply.list.len();
        seen += got;
        for member in reply.list {
            // The filter is the platform's; where it says which roles somebody has, that goes before.
            if member.roles.is_some_and(|roles| !roles.iter().any(|Role(role)| *role == Some(HOST))) {
                continue;
            }
            rows.push(member.nickname.map(|name| ("name", Cell::Text(name))).into_iter().collect());
        }
        let all = reply.total.and_then(|total| usize::try_from(total).ok());
        if got == 0 || all.is_some_and(|all| seen >= all) || (all.is_none() && got < PAGE) {
            return Ok(all.is_some_and(|all| seen < all));
        }
    }
    Ok(true)
}

//! Released versions and the review of code.
//!
//! In: `getversioninfo` and `get_latest_auditstatus`. Out: `releases` and `code_audit`. Whether a version has the live plug-in
//! is in no reply: a person adds it under `[annotate.releases]`, by the version.

use serde::Deserialize;
use serde_json::json;

use super::entity::undocumented;
use super::table::{CODE_AUDIT, VERSIONS};
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::fact::{Cell, Collected, Content, note};
use crate::collect::response::{number, seconds, text};
use crate::collect::wechat::failure::{failed, needs_platform};

#[derive(Debug, Deserialize)]
struct Reply {
    #[serde(default)]
    release_info: Option<Release>,
    #[serde(default)]
    exp_info: Option<serde_json::Value>,
}

#[derive(Debug, Deserialize)]
struct Release {
    #[serde(default, deserialize_with = "number")]
    release_time: Option<i64>,
    #[serde(default, deserialize_with = "text")]
    release_version: Option<String>,
}

#[derive(Debug, Deserialize)]
struct AuditReply {
    #[serde(default, deserialize_with = "number")]
    status: Option<i64>,
}

pub(super) async fn code<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    if !ask.may(&VERSIONS) {
        return vec![needs_platform("releases", &VERSIONS), needs_platform("code_audit", &CODE_AUDIT)];
    }
    let releases = match ask.ask::<Reply>(&VERSIONS, vec![], Some(json!({}))).await {
        Ok(reply) => read_releases(&ask, reply),
        Err(failure) => failed(&ask, "releases", &VERSIONS, failure),
    };
    ask.take_used();
    let audit = match ask.ask::<AuditReply>(&CODE_AUDIT, vec![], None).await {
        Ok(reply) => read_audit(&ask, &reply),
        // Somebody else may have submitted code; this platform sees only its own.
        Err(failure) if matches!(failure.code(), Some(85012 | 86000 | 86001)) => {
            Collected { failed: false, ..failed(&ask, "code_audit", &CODE_AUDIT, failure) }
        }
        Err(failure) => failed(&ask, "code_audit", &CODE_AUDIT, failure),
    };
    vec![releases, audit]
}

fn read_releases<C: Transport>(ask: &Caller<'_, C>, reply: Reply) -> Collected {
    let mut gathered = Collected { call: Some(VERSIONS.id), ..ask.gathered("releases") };
    match (reply.release_info, reply.exp_info) {
        (Some(release), _) => {
            let mut row = Vec::new();
            row.extend(release.release_version.map(|version| ("version", Cell::Text(version))));
            row.extend(release.release_time.and_then(seconds).map(|at| ("date", Cell::Date(at.date_naive()))));
            if row.is_empty() {
                gathered.notes.push(undocumented("release_info", None));
            } else {
                // Earlier versions aren't told.
                gathered.content = Some(Content::Rows { rows: vec![row], partial: true });
            }
        }
        // A trial version was told and a release wasn't: there is none.
        (None, Some(_)) => gathered.content = Some(Content::Rows { rows: Vec::new(), partial: false }),
        (None, None) => gathered.notes.push(note!("collect-no-versions")),
    }
    gathered
}

fn read_audit<C: Transport>(ask: &Caller<'_, C>, reply: &AuditReply) -> Collected {
    let mut gathered = Collected { call: Some(CODE_AUDIT.id), ..ask.gathered("code_audit") };
    let state = match reply.status {
        Some(0) => Some("passed"),
        Some(1) => Some("refused"),
        Some(2) => Some("in_review"),
        Some(3) => Some("withdrawn"),
        Some(4) => Some("postponed"),
        other => {
            gathered.notes.push(undocumented("status", other));
            None
        }
    };
    gathered.content = state.map(|state| Content::Value(Cell::Text(state.to_owned())));
    gathered
}

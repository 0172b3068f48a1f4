//! Service categories (服务类目) and their review.
//!
//! In: `getcategory`, the one call that tells the state of review. Out: `categories`. What other calls say, names without a
//! state or without a first level, is too little for a fact and becomes a note.

use serde::Deserialize;

use super::entity::{authorizer_info, undocumented};
use super::table::{AUDIT_CATEGORIES, AUTHORIZER_INFO, CATEGORIES, MESSAGE_CATEGORIES};
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::fact::{Cell, Collected, Content, note};
use crate::collect::response::{number, text};
use crate::collect::wechat::failure::failed;

#[derive(Debug, Deserialize)]
struct Reply {
    categories: Vec<Category>,
}

#[derive(Debug, Deserialize)]
struct Category {
    #[serde(default, deserialize_with = "text")]
    first_name: Option<String>,
    #[serde(default, deserialize_with = "text")]
    second_name: Option<String>,
    #[serde(default, deserialize_with = "number")]
    audit_status: Option<i64>,
}

#[derive(Debug, Deserialize)]
struct AuditReply {
    category_list: Vec<AuditCategory>,
}

#[derive(Debug, Deserialize)]
struct AuditCategory {
    #[serde(default, deserialize_with = "text")]
    first_class: Option<String>,
    #[serde(default, deserialize_with = "text")]
    second_class: Option<String>,
}

#[derive(Debug, Deserialize)]
struct MessageReply {
    data: Vec<MessageCategory>,
}

#[derive(Debug, Deserialize)]
struct MessageCategory {
    #[serde(default, deserialize_with = "text")]
    name: Option<String>,
}

pub(super) async fn categories<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    if !ask.may(&CATEGORIES) {
        let mut gathered = crate::collect::wechat::failure::needs_platform("categories", &CATEGORIES);
        hint_of_messages(&ask, &mut gathered).await;
        return vec![gathered];
    }
    match ask.ask::<Reply>(&CATEGORIES, vec![], None).await {
        Ok(reply) => vec![read(&ask, reply)],
        Err(failure) => {
            let mut gathered = failed(&ask, "categories", &CATEGORIES, failure);
            hints(&ask, &mut gathered).await;
            vec![gathered]
        }
    }
}

fn read<C: Transport>(ask: &Caller<'_, C>, reply: Reply) -> Collected {
    let mut gathered = Collected { call: Some(CATEGORIES.id), ..ask.gathered("categories") };
    let mut rows = Vec::new();
    let mut partial = false;
    for category in reply.categories {
        let missing = if category.first_name.is_none() { "first_name" } else { "second_name" };
        let (Some(first), Some(second)) = (category.first_name, category.second_name) else {
            // One that can't be named may be any.
            partial = true;
            gathered.notes.push(undocumented(missing, None));
            continue;
        };
        let mut row = vec![("path", Cell::Text(format!("{first} > {second}")))];
        match category.audit_status {
            Some(1) => row.push(("status", Cell::Text("in_review".to_owned()))),
            Some(2) => row.push(("status", Cell::Text("rejected".to_owned()))),
            Some(3) => row.push(("status", Cell::Text("approved".to_owned()))),
            other => gathered.notes.push(undocumented("audit_status", other)),
        }
        rows.push(row);
    }
    gathered.content = Some(Content::Rows { rows, partial });
    gathered
}

/// What is known of categories where the one call that tells everything gave nothing.
async fn hints<C: Transport>(ask: &Caller<'_, C>, gathered: &mut Collected) {
    if let Ok(reply) = ask.ask::<AuditReply>(&AUDIT_CATEGORIES, vec![], None).await {
        let names = reply.category_list.into_iter();
        let names: Vec<String> =
            names.filter_map(|category| Some(format!("{} > {}", category.first_class?, category.second_class?))).collect();
        gathered.notes.push(note!("collect-categories-without-state", call = AUDIT_CATEGORIES.id, names = list(&names)));
    } else if let Some(Ok(info)) = authorizer_info(ask).await {
        gathered.notes.push(note!("collect-categories-without-state", call = AUTHORIZER_INFO.id, names = list(&info.categories())));
    } else {
        hint_of_messages(ask, gathered).await;
    }
    gathered.used = ask.take_used();
}

async fn hint_of_messages<C: Transport>(ask: &Caller<'_, C>, gathered: &mut Collected) {
    match ask.ask::<MessageReply>(&MESSAGE_CATEGORIES, vec![], None).await {
        Ok(reply) => {
            let names: Vec<String> = reply.data.into_iter().filter_map(|category| category.name).collect();
            gathered.notes.push(note!("collect-categories-second-level", call = MESSAGE_CATEGORIES.id, names = list(&names)));
        }
        Err(failure) => gathered.notes.push(ask.failed(&MESSAGE_CATEGORIES, failure)),
    }
    gathered.used = ask.take_used();
    gathered.call = gathered.call.or(Some(MESSAGE_CATEGORIES.id));
}

fn list(names: &[String]) -> String {
    if names.is_empty() { "-".to_owned() } else { names.join(" · ") }
}

//! The entity (主体): what kind of owner the applicant has, and where it is registered.
//!
//! In: `getaccountbasicinfo`, which may be refused for accounts that the third-party platform did not register itself. Out:
//! `entity_type` and `entity_region`, else the owner's name as a note.

use serde::Deserialize;
use serde_json::json;

use super::table::{AUTHORIZER_INFO, BASIC_INFO};
use crate::collect::call::Transport;
use crate::collect::caller::Caller;
use crate::collect::error::CallError;
use crate::collect::fact::{Cell, Collected, Content, note};
use crate::collect::response::{number, text};
use crate::collect::wechat::failure::{failed, needs_platform};

/// The reply of `getaccountbasicinfo`.
#[derive(Debug, Deserialize)]
pub(super) struct BasicInfo {
    #[serde(default, deserialize_with = "text")]
    pub(super) appid: Option<String>,
    #[serde(default, deserialize_with = "number")]
    principal_type: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    customer_type: Option<i64>,
    #[serde(default, deserialize_with = "number")]
    registered_country: Option<i64>,
}

/// The reply of `api_get_authorizer_info`.
#[derive(Debug, Deserialize)]
pub(super) struct AuthorizerInfo {
    authorizer_info: Authorizer,
}

#[derive(Debug, Deserialize)]
struct Authorizer {
    #[serde(default, deserialize_with = "text")]
    principal_name: Option<String>,
    #[serde(default, deserialize_with = "number")]
    account_status: Option<i64>,
    #[serde(default, rename = "MiniProgramInfo", alias = "miniprograminfo", alias = "miniProgramInfo")]
    mini_program: Option<MiniProgram>,
}

#[derive(Debug, Default, Deserialize)]
struct MiniProgram {
    #[serde(default)]
    categories: Vec<Named>,
}

#[derive(Debug, Deserialize)]
struct Named {
    #[serde(default, deserialize_with = "text")]
    first: Option<String>,
    #[serde(default, deserialize_with = "text")]
    second: Option<String>,
}

impl AuthorizerInfo {
    /// The names of its categories.
    pub(super) fn categories(&self) -> Vec<String> {
        let named = self.authorizer_info.mini_program.iter().flat_map(|program| &program.categories);
        named.filter_map(|category| Some(format!("{} > {}", category.first.as_deref()?, category.second.as_deref()?))).collect()
    }

    /// The message for a state of the account that hints at a heavy penalty.
    pub(super) fn penalty(&self) -> Option<&'static str> {
        match self.authorizer_info.account_status? {
            14 => Some("collect-account-cancelled"),
            16 => Some("collect-account-banned"),
            18 => Some("collect-account-warned"),
            19 => Some("collect-account-frozen"),
            _ => None,
        }
    }
}

/// What the account itself says. None where its token doesn't open this.
pub(super) async fn basic_info<C: Transport>(ask: &Caller<'_, C>) -> Option<Result<BasicInfo, CallError>> {
    if !ask.may(&BASIC_INFO) {
        return None;
    }
    Some(ask.ask(&BASIC_INFO, vec![], None).await)
}

/// What the third-party platform knows of the account. None where there is no third-party platform.
pub(super) async fn authorizer_info<C: Transport>(ask: &Caller<'_, C>) -> Option<Result<AuthorizerInfo, CallError>> {
    if !ask.may(&AUTHORIZER_INFO) {
        return None;
    }
    let body = json!({"authorizer_appid": ask.member.app_id});
    Some(ask.ask(&AUTHORIZER_INFO, vec![], Some(body)).await)
}

pub(super) async fn entity<C: Transport>(ask: Caller<'_, C>) -> Vec<Collected> {
    let info = match basic_info(&ask).await {
        None => return vec![needs_platform("entity_type", &BASIC_INFO), needs_platform("entity_region", &BASIC_INFO)],
        Some(Err(failure)) => {
            let mut kind = failed(&ask, "entity_type", &BASIC_INFO, failure.clone());
            let region = failed(&ask, "entity_region", &BASIC_INFO, failure);
            match authorizer_info(&ask).await {
                Some(Ok(info)) => kind.notes.extend(info.authorizer_info.principal_name.map(|name| note!("collect-owner-is", name = name))),
                Some(Err(failure)) => kind.notes.push(ask.failed(&AUTHORIZER_INFO, failure)),
                None => {}
            }
            kind.used = ask.take_used();
            return vec![kind, region];
        }
        Some(Ok(info)) => info,
    };
    let mut kind = Collected { call: Some(BASIC_INFO.id), ..ask.gathered("entity_type") };
    match kind_of_owner(&info) {
        Some(name) => kind.content = Some(Content::Value(Cell::Text(name.to_owned()))),
        None => kind.notes.push(undocumented("principal_type", info.principal_type)),
    }
    let mut region = Collected { call: Some(BASIC_INFO.id), ..ask.gathered("entity_region") };
    // Of all numbers of countries only this one's meaning is known; and an overseas company (14) contradicts it.
    match (info.registered_country, info.customer_type) {
        (Some(1017), Some(14)) => region.notes.push(undocumented("customer_type", Some(14))),
        (Some(1017), _) => region.content = Some(Content::Value(Cell::Text("CN".to_owned()))),
        (other, _) => region.notes.push(undocumented("registered_country", other)),
    }
    vec![kind, region]
}

fn kind_of_owner(info: &BasicInfo) -> Option<&'static str> {
    match (info.principal_type?, info.customer_type) {
        (0, _) => Some("individual"),
        // 个体工商户 is a type of verification of accounts that are registered as enterprises.
        (1, Some(12)) => Some("sole_trader"),
        (1, _) => Some("enterprise"),
        (2, _) => Some("media"),
        (3, _) => Some("government"),
        (4, _) => Some("other"),
        _ => None,
    }
}

/// A field that is missing, or holds a number of which nobody has written down the meaning.
pub(super) fn undocumented(field: &str, value: Option<i64>) -> crate::collect::fact::Note {
    match value {
        None => note!("collect-field-missing", field = field),
        Some(value) => note!("collect-field-undocumented", field = field, value = value),
    }
}

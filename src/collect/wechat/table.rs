//! Which call feeds which fact: the one place where this is written.
//!
//! In: nothing. Out: the [`FEEDS`], from which calls are counted and the documentation's table is made. None of the interfaces
//! changes anything at the platform.

use std::fmt::Write as _;

use super::keeps;
use crate::collect::account::TokenRequirement;
use crate::collect::account::{AccountKind, Member};
use crate::collect::accounts::Scope;
use crate::collect::call::Endpoint;
use crate::collect::call::Method::{Get, Post};

/// 获取基本信息. The documentation says POST without a body; what integrators use, and what works, is GET.
pub const BASIC_INFO: Endpoint = Endpoint {
    id: "getaccountbasicinfo",
    method: Get,
    path: "/cgi-bin/account/getaccountbasicinfo",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::BASIC_INFO,
};
/// 获取授权账号详情.
pub const AUTHORIZER_INFO: Endpoint = Endpoint {
    id: "api_get_authorizer_info",
    method: Post,
    path: "/cgi-bin/component/api_get_authorizer_info",
    takes: TokenRequirement::Component,
    live: false,
    keeps: keeps::AUTHORIZER_INFO,
};
/// 获取已设置的所有类目.
pub const CATEGORIES: Endpoint = Endpoint {
    id: "getcategory",
    method: Get,
    path: "/cgi-bin/wxopen/getcategory",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::CATEGORIES,
};
/// 获取审核时可填写的类目信息.
pub const AUDIT_CATEGORIES: Endpoint = Endpoint {
    id: "get_category",
    method: Get,
    path: "/wxa/get_category",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::AUDIT_CATEGORIES,
};
/// The categories of subscribe messages.
pub const MESSAGE_CATEGORIES: Endpoint = Endpoint {
    id: "newtmpl_getcategory",
    method: Get,
    path: "/wxaapi/newtmpl/getcategory",
    takes: TokenRequirement::Any,
    live: false,
    keeps: keeps::MESSAGE_CATEGORIES,
};
/// 获取小程序违规处罚记录.
pub const VIOLATIONS: Endpoint = Endpoint {
    id: "getillegalrecords",
    method: Post,
    path: "/wxa/getillegalrecords",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::VIOLATIONS,
};
/// 获取小程序申诉记录.
pub const APPEALS: Endpoint = Endpoint {
    id: "getappealrecords",
    method: Post,
    path: "/wxa/getappealrecords",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::APPEALS,
};
/// 获取用户访问小程序数据日趋势.
pub const VISITS: Endpoint = Endpoint {
    id: "getweanalysisappiddailyvisittrend",
    method: Post,
    path: "/datacube/getweanalysisappiddailyvisittrend",
    takes: TokenRequirement::Any,
    live: false,
    keeps: keeps::VISITS,
};
/// 获取关注用户列表.
pub const FOLLOWERS: Endpoint =
    Endpoint { id: "user_get", method: Get, path: "/cgi-bin/user/get", takes: TokenRequirement::Any, live: false, keeps: keeps::FOLLOWERS };
/// 获取累计用户数据.
pub const FOLLOWERS_BY_DAY: Endpoint = Endpoint {
    id: "getusercumulate",
    method: Post,
    path: "/datacube/getusercumulate",
    takes: TokenRequirement::Any,
    live: false,
    keeps: keeps::FOLLOWERS_BY_DAY,
};
/// The plug-ins of a mini program.
pub const PLUGINS: Endpoint =
    Endpoint { id: "plugin_list", method: Post, path: "/wxa/plugin", takes: TokenRequirement::Any, live: false, keeps: keeps::PLUGINS };
/// 获取直播间列表.
pub const ROOMS: Endpoint = Endpoint {
    id: "getliveinfo",
    method: Post,
    path: "/wxa/business/getliveinfo",
    takes: TokenRequirement::Any,
    live: true,
    keeps: keeps::ROOMS,
};
/// 获取商品列表.
pub const GOODS: Endpoint = Endpoint {
    id: "getapproved",
    method: Get,
    path: "/wxaapi/broadcast/goods/getapproved",
    takes: TokenRequirement::Any,
    live: true,
    keeps: keeps::GOODS,
};
/// 获取商品的信息与审核状态.
pub const GOODS_STATE: Endpoint = Endpoint {
    id: "getgoodswarehouse",
    method: Post,
    path: "/wxa/business/getgoodswarehouse",
    takes: TokenRequirement::Any,
    live: true,
    keeps: keeps::GOODS,
};
/// 成员管理.
pub const ROLES: Endpoint = Endpoint {
    id: "getrolelist",
    method: Get,
    path: "/wxaapi/broadcast/role/getrolelist",
    takes: TokenRequirement::Any,
    live: true,
    keeps: keeps::ROLES,
};
/// 查询小程序版本信息.
pub const VERSIONS: Endpoint = Endpoint {
    id: "getversioninfo",
    method: Post,
    path: "/wxa/getversioninfo",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::VERSIONS,
};
/// 查询最新一次审核单状态.
pub const CODE_AUDIT: Endpoint = Endpoint {
    id: "get_latest_auditstatus",
    method: Get,
    path: "/wxa/get_latest_auditstatus",
    takes: TokenRequirement::Authorizer,
    live: false,
    keeps: keeps::CODE_AUDIT,
};

/// What a call is to a fact.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FeedRole {
    /// It gives the fact. So many calls are made at least.
    Gives(u64),
    /// It is asked where the one above gives nothing, or for what that leaves open.
    Helps,
    /// It only gives a note: what it says is too little for a fact.
    Hints,
}

/// A call and the fact that it feeds.
#[derive(Debug)]
pub struct Feed {
    /// The fact.
    pub fact: &'static str,
    /// The call.
    pub endpoint: &'static Endpoint,
    /// Which accounts are asked.
    pub of: AccountKind,
    /// True where every account of the entity is asked, not the applicant alone.
    pub of_entity: bool,
    /// What the call is to the fact.
    pub part: FeedRole,
    /// What it can tell and what it can't.
    pub tells: &'static str,
}

const fn feed(fact: &'static str, endpoint: &'static Endpoint, part: FeedRole, tells: &'static str) -> Feed {
    Feed { fact, endpoint, of: AccountKind::MiniProgram, of_entity: false, part, tells }
}

const fn entity_feed(fact: &'static str, endpoint: &'static Endpoint, of: AccountKind, part: FeedRole, tells: &'static str) -> Feed {
    Feed { fact, endpoint, of, of_entity: true, part, tells }
}

use AccountKind::{MiniProgram, OfficialAccount};
use FeedRole::{Gives, Helps, Hints};

/// Which call feeds which fact.
pub const FEEDS: &[Feed] = &[
    feed("entity_type", &BASIC_INFO, Gives(1), "`principal_type`; 个体工商户 by `customer_type` 12"),
    feed("entity_type", &AUTHORIZER_INFO, Hints, "the entity's name, not its kind"),
    feed(
        "entity_region",
        &BASIC_INFO,
        Gives(0),
        "`registered_country` 1017 is mainland China; other numbers are not documented and stay unknown",
    ),
    feed("categories", &CATEGORIES, Gives(1), "`audit_status` 1 in review, 2 rejected, 3 approved"),
    feed("categories", &AUDIT_CATEGORIES, Hints, "names without a review state"),
    feed("categories", &AUTHORIZER_INFO, Hints, "names without a review state"),
    feed("categories", &MESSAGE_CATEGORIES, Hints, "names of the second level only, without a review state"),
    entity_feed(
        "violations",
        &VIOLATIONS,
        MiniProgram,
        Gives(3),
        "number and date; never the severity, which a person adds under `[annotate.violations]`",
    ),
    entity_feed(
        "violations",
        &APPEALS,
        MiniProgram,
        Helps,
        "a record whose newest appeal was accepted is left out; one under appeal stays",
    ),
    feed("daily_active_users", &VISITS, Gives(7), "`visit_uv`, one day a call; 61503 and an empty list leave the day unknown"),
    entity_feed("official_accounts", &FOLLOWERS, OfficialAccount, Gives(1), "`total`, the followers now"),
    entity_feed("official_accounts", &FOLLOWERS_BY_DAY, OfficialAccount, Helps, "`cumulate_user` of the last day that is ready"),
    feed("live_open", &PLUGINS, Gives(1), "the live plug-in with status 2 means open; its absence means nothing"),
    feed("live_open", &ROOMS, Gives(0), "an answer means open; 48001 and 61007 say nothing about it"),
    feed("rooms", &ROOMS, Gives(1), "every room, a hundred a call"),
    feed("goods", &GOODS, Gives(4), "every item, by review state"),
    feed("goods", &GOODS_STATE, Helps, "the state of items that changed it between two calls"),
    feed("hosts", &ROLES, Gives(1), "members with the role of host, who have all verified their identity"),
    feed("releases", &VERSIONS, Gives(1), "the version that is released now; not the ones before, nor whether it has the plug-in"),
    feed("code_audit", &CODE_AUDIT, Gives(1), "the state of what this third-party platform submitted last"),
];

/// The facts that can be collected, in the order of the table.
pub fn facts() -> Vec<&'static str> {
    let mut facts: Vec<&'static str> = FEEDS.iter().map(|feed| feed.fact).collect();
    facts.dedup();
    facts
}

/// How many calls a run makes at least to each account that it asks at all.
pub fn least_calls(scope: &Scope) -> Vec<(&Member, u64)> {
    let asked = |member: &Member| {
        let mine = FEEDS.iter().filter(|feed| feed.of == member.kind && member.access.opens(feed.endpoint.takes));
        let mine = mine.filter(|feed| feed.of_entity || member.app_id == scope.applicant);
        let calls = mine.map(|feed| match feed.part {
            Gives(calls) => calls,
            Helps | Hints => 0,
        });
        calls.sum()
    };
    scope.accounts.iter().map(|member| (member, asked(member))).filter(|(_, calls)| *calls > 0).collect()
}

/// The table for the documentation.
pub fn markdown() -> String {
    let mut text = "| fact | call | asked of | token | what it tells |\n|---|---|---|---|---|\n".to_owned();
    for feed in FEEDS {
        let method = if feed.endpoint.method == Get { "GET" } else { "POST" };
        let of = match (feed.of, feed.of_entity) {
            (MiniProgram, false) => "the applicant",
            (MiniProgram, true) => "the entity's mini programs",
            (OfficialAccount, _) => "the entity's official accounts",
        };
        let token = match feed.endpoint.takes {
            TokenRequirement::Any => "any",
            TokenRequirement::Authorizer => "authorizer's",
            TokenRequirement::Component => "third-party platform's",
        };
        let part = match feed.part {
            Gives(_) => "",
            Helps => "then: ",
            Hints => "as a note only: ",
        };
        let _ = writeln!(text, "| `{}` | `{method} {}` | {of} | {token} | {part}{} |", feed.fact, feed.endpoint.path, feed.tells);
    }
    text
}

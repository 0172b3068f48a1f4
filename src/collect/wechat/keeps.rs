//! The fields of WeChat's replies that facts are made from: the one list of what is kept.
//!
//! In: nothing. Out: for each interface, the fields that its adapter reads. The adapter sees no others, so a field that is
//! missing here is missing in the facts too, and never a difference between a run and its replay.

use crate::collect::received::Keep::{self, Count, Fields, Id, List, Token, Value};

pub(super) type Kept = &'static [(&'static str, Keep)];

pub(super) const BASIC_INFO: Kept = &[("appid", Id), ("principal_type", Id), ("customer_type", Id), ("registered_country", Id)];

const NAMED_CATEGORIES: Keep = Fields(&[("categories", List(&Fields(&[("first", Value), ("second", Value)])))]);

pub(super) const AUTHORIZER_INFO: Kept = &[(
    "authorizer_info",
    Fields(&[
        ("principal_name", Value),
        ("account_status", Id),
        ("MiniProgramInfo", NAMED_CATEGORIES),
        ("miniprograminfo", NAMED_CATEGORIES),
        ("miniProgramInfo", NAMED_CATEGORIES),
    ]),
)];

pub(super) const CATEGORIES: Kept =
    &[("categories", List(&Fields(&[("first_name", Value), ("second_name", Value), ("audit_status", Id)])))];

pub(super) const AUDIT_CATEGORIES: Kept = &[("category_list", List(&Fields(&[("first_class", Value), ("second_class", Value)])))];

pub(super) const MESSAGE_CATEGORIES: Kept = &[("data", List(&Fields(&[("name", Value)])))];

pub(super) const VIOLATIONS: Kept = &[("records", List(&Fields(&[("illegal_record_id", Id), ("create_time", Id)])))];

pub(super) const APPEALS: Kept = &[("records", List(&Fields(&[("appeal_time", Id), ("appeal_record_id", Id), ("appeal_status", Id)])))];

pub(super) const VISITS: Kept = &[("list", List(&Fields(&[("ref_date", Id), ("visit_uv", Id)])))];

pub(super) const FOLLOWERS: Kept = &[("total", Id)];

pub(super) const FOLLOWERS_BY_DAY: Kept = &[("list", List(&Fields(&[("ref_date", Id), ("cumulate_user", Id)])))];

pub(super) const PLUGINS: Kept = &[("plugin_list", List(&Fields(&[("appid", Id), ("status", Id)])))];

pub(super) const ROOMS: Kept = &[
    ("total", Id),
    (
        "room_info",
        List(&Fields(&[
            ("roomid", Id),
            ("room_id", Id),
            ("roomId", Id),
            ("name", Value),
            ("anchor_name", Value),
            ("live_status", Id),
            ("start_time", Id),
            ("end_time", Id),
            ("goods", Count),
        ])),
    ),
];

/// Of `getapproved` and of `getgoodswarehouse`, which spell the same fields differently.
pub(super) const GOODS: Kept = &[
    ("total", Id),
    ("goods", List(&Fields(&[("goodsId", Id), ("goods_id", Id), ("name", Value), ("audit_status", Id), ("auditStatus", Id)]))),
];

pub(super) const ROLES: Kept =
    &[("total", Id), ("list", List(&Fields(&[("nickname", Value), ("roleList", List(&Id)), ("role_list", List(&Id))])))];

/// Of a trial version (`exp_info`) it matters only that there is one, which its shape tells.
pub(super) const VERSIONS: Kept = &[("release_info", Fields(&[("release_time", Id), ("release_version", Value)]))];

pub(super) const CODE_AUDIT: Kept = &[("status", Id)];

/// The calls that give tokens. Their replies are read and never kept.
pub(in crate::collect) const TOKENS: Kept = &[
    ("access_token", Token),
    ("component_access_token", Token),
    ("authorizer_access_token", Token),
    ("authorizer_refresh_token", Token),
    ("expires_in", Id),
];

/// How the platform's credentials begin, which anyone may know.
pub(in crate::collect) const PUBLIC: [&str; 2] = ["refreshtoken@@@", "ticket@@@"];

//! What the mock server answers.
//!
//! In: a request. Out: JSON in the documented shape, or a refusal with the documented code.

use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use serde_json::{Map, Value, json};

use super::world::{Account, TokenKind, World};
use crate::collect::mock_server::request::MockRequest;
use crate::collect::response::{moment, zone};

/// A made-up number of a request.
const RID: &str = "6046f0bb-1a2b3c4d-5e6f7a8b";

/// A refusal. Like a careless server it repeats the token, which must then appear nowhere.
pub fn refusal(asked: &MockRequest, code: i64) -> Value {
    let token = asked.query.iter().find(|(name, _)| name.ends_with("access_token")).map_or("", |(_, value)| value.as_str());
    let mut reply = json!({"errcode": code, "errmsg": format!("practice refusal [{token}] of oPRACTICEpracticePRACTICE123 rid: {RID}")});
    if code == 300_036 || code == 400_002 {
        reply["qrcode_url"] = json!("https://example.invalid/verify");
    }
    reply
}

/// The answer to a request.
pub fn answer(world: &mut World, asked: &MockRequest, now: DateTime<Utc>) -> Value {
    let body = match asked.body.as_slice() {
        [] => Value::Null,
        bytes => match serde_json::from_slice(bytes) {
            Ok(body) => body,
            Err(_) => return refusal(asked, 47001),
        },
    };
    match token(world, asked, &body, now) {
        Some(Ok(reply)) => return reply,
        Some(Err(code)) => return refusal(asked, code),
        None => {}
    }
    let query = |wanted: &str| asked.query.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str());
    let (app_id, kind) = match world.whose(query("access_token"), now) {
        Ok(whose) => whose,
        Err(code) => return refusal(asked, code),
    };
    if asked.path == "/cgi-bin/component/api_get_authorizer_info" {
        let about = body["authorizer_appid"].as_str().and_then(|app_id| world.account(app_id));
        return match about {
            Some(account) if kind == TokenKind::Component => authorizer_info(account),
            _ => refusal(asked, 61003),
        };
    }
    let Some(account) = world.account(&app_id).filter(|_| kind != TokenKind::Component) else { return refusal(asked, 40001) };
    let reply = match (account.official, kind) {
        (true, _) => of_official_account(account, asked, &body, now),
        (false, TokenKind::Authorizer) => of_authorizer(account, asked, &body, now).or_else(|| of_mini_program(account, asked, &body, now)),
        (false, _) => of_mini_program(account, asked, &body, now),
    };
    match reply.unwrap_or(Err(48001)) {
        Ok(reply) => reply,
        Err(code) => refusal(asked, code),
    }
}

type Reply = Result<Value, i64>;

/// The calls that give tokens.
fn token(world: &mut World, asked: &MockRequest, body: &Value, now: DateTime<Utc>) -> Option<Reply> {
    let text = |name: &str| body[name].as_str().unwrap_or_default().to_owned();
    match asked.path.as_str() {
        "/cgi-bin/stable_token" => Some((|| {
            let app_id = text("appid");
            let account = world.account(&app_id).ok_or(40013)?;
            if account.secret != text("secret") {
                return Err(40125);
            }
            let (token, seconds) = world.issue(&app_id, TokenKind::Own, now);
            Ok(json!({"access_token": token, "expires_in": seconds}))
        })()),
        "/cgi-bin/component/api_component_token" => Some((|| {
            let platform = world.platform.clone();
            if platform.app_id != text("component_appid") || platform.secret != text("component_appsecret") {
                return Err(40125);
            }
            if platform.ticket != text("component_verify_ticket") {
                return Err(61006);
            }
            let (token, seconds) = world.issue(&platform.app_id, TokenKind::Component, now);
            Ok(json!({"component_access_token": token, "expires_in": seconds}))
        })()),
        "/cgi-bin/component/api_authorizer_token" => Some((|| {
            let token = asked.query.iter().find(|(name, _)| name == "component_access_token").map(|(_, value)| value.as_str());
            world.whose(token, now).and_then(|(_, kind)| if kind == TokenKind::Component { Ok(()) } else { Err(40001) })?;
            let app_id = text("authorizer_appid");
            let account = world.account(&app_id).ok_or(61003)?;
            if account.refresh_token.is_empty() || account.refresh_token != text("authorizer_refresh_token") {
                return Err(61023);
            }
            let (token, seconds) = world.issue(&app_id, TokenKind::Authorizer, now);
            let refresh = world.next_refresh_token(&app_id);
            Ok(json!({"authorizer_access_token": token, "expires_in": seconds, "authorizer_refresh_token": refresh}))
        })()),
        _ => None,
    }
}

fn ok(fields: Value) -> Value {
    let mut reply = Map::new();
    reply.insert("errcode".to_owned(), json!(0));
    reply.insert("errmsg".to_owned(), json!("ok"));
    if let Value::Object(fields) = fields {
        reply.extend(fields);
    }
    Value::Object(reply)
}

fn authorizer_info(account: &Account) -> Value {
    let categories: Vec<Value> = account.categories.iter().map(|one| json!({"first": one.first, "second": one.second})).collect();
    json!({
        "authorizer_info": {"nick_name": account.name, "principal_name": account.owner, "verify_type_info": {"id": 0},
            "account_status": account.status, "MiniProgramInfo": {"categories": categories, "visit_status": 0}},
        "authorization_info": {"authorizer_appid": account.app_id, "authorizer_refresh_token": account.refresh_token,
            "func_info": [{"funcscope_category": {"id": 18}}, {"funcscope_category": {"id": 52}}]},
    })
}

/// The calls that only a third-party platform may make.
fn of_authorizer(account: &Account, asked: &MockRequest, body: &Value, now: DateTime<Utc>) -> Option<Reply> {
    let ago = |days: i64| (now - TimeDelta::days(days)).timestamp();
    Some(Ok(ok(match asked.path.as_str() {
        "/cgi-bin/account/getaccountbasicinfo" => json!({
            "appid": account.app_id, "account_type": 3, "principal_type": account.principal_type, "principal_name": account.owner,
            "customer_type": account.customer_type, "realname_status": 1, "registered_country": account.country,
            "wx_verify_info": {"qualification_verify": true, "naming_verify": true, "annual_review": false},
        }),
        "/cgi-bin/wxopen/getcategory" => {
            let each = account.categories.iter().map(|one| {
                json!({"first": 304, "first_name": one.first, "second": 307, "second_name": one.second, "audit_status": one.audit_status, "audit_reason": ""})
            });
            json!({"categories": each.collect::<Vec<_>>(), "limit": 5, "quota": 4, "category_limit": 20})
        }
        "/wxa/get_category" => {
            let passed = account.categories.iter().filter(|one| one.audit_status == 3);
            let each = passed.map(|one| json!({"first_class": one.first, "second_class": one.second, "first_id": 304, "second_id": 307}));
            json!({"category_list": each.collect::<Vec<_>>()})
        }
        "/wxa/getillegalrecords" => {
            let within = |at: i64| {
                body["start_time"].as_i64().is_none_or(|start| start <= at) && body["end_time"].as_i64().is_none_or(|end| at <= end)
            };
            let records = account.violations.iter().filter(|one| within(ago(one.days_ago)));
            let each = records.map(|one| {
                json!({"illegal_record_id": one.id, "create_time": ago(one.days_ago), "illegal_reason": "侵犯知识产权", "illegal_content": "投诉人电话 13800138000",
                    "rule_name": "微信小程序平台运营规范", "rule_url": "https://example.invalid/rule"})
            });
            json!({"records": each.collect::<Vec<_>>()})
        }
        "/wxa/getappealrecords" => {
            let record = account.violations.iter().find(|one| Some(one.id.as_str()) == body["illegal_record_id"].as_str())?;
            let each = record.appeals.iter().enumerate().map(|(at, status)| {
                json!({"appeal_record_id": 4_111_001 + at, "appeal_time": ago(record.days_ago - 1 - at as i64), "appeal_count": at + 1, "appeal_from": 0,
                    "appeal_status": status, "punish_description": "内容涉嫌欺诈", "materials": []})
            });
            json!({"records": each.collect::<Vec<_>>()})
        }
        "/wxa/getversioninfo" => {
            if body.is_null() {
                return Some(Err(44002));
            }
            let mut reply = json!({"exp_info": {"exp_time": ago(2), "exp_version": "1.4.0", "exp_desc": "live"}});
            if let Some(version) = &account.version {
                reply["release_info"] =
                    json!({"release_time": ago(version.days_ago), "release_version": version.name, "release_desc": "shop"});
            }
            reply
        }
        "/wxa/get_latest_auditstatus" => match account.audit {
            Some(status) => {
                json!({"auditid": 1_234_567, "status": status, "user_version": "1.4.0", "user_desc": "live", "submit_audit_time": ago(3)})
            }
            None => return Some(Err(86001)),
        },
        _ => return None,
    })))
}

/// The calls that any token of a mini program may make.
fn of_mini_program(account: &Account, asked: &MockRequest, body: &Value, now: DateTime<Utc>) -> Option<Reply> {
    let number = |name: &str| asked.query.iter().find(|(known, _)| known == name).and_then(|(_, value)| value.parse::<usize>().ok());
    let page = |items: Vec<Value>, from: usize, limit: usize| -> Vec<Value> { items.into_iter().skip(from).take(limit).collect() };
    let is_live = asked.path.contains("/broadcast/") || asked.path.starts_with("/wxa/business/");
    // Applying is an action. It is here so that tests can see that nobody does it.
    if asked.path == "/wxa/business/applyliveinfo" {
        return Some(Err(268_489_001));
    }
    if is_live && !account.live {
        return Some(Err(48001));
    }
    Some(Ok(match asked.path.as_str() {
        "/wxaapi/newtmpl/getcategory" => {
            let each = account.categories.iter().map(|one| json!({"id": 307, "name": one.second}));
            ok(json!({"data": each.collect::<Vec<_>>()}))
        }
        "/datacube/getweanalysisappiddailyvisittrend" => return Some(visits(account, body, now)),
        "/wxa/plugin" => {
            let plugin = json!({"appid": "wx2b03c6e691cd7370", "status": 2, "nickname": "小程序直播组件", "headimgurl": "https://example.invalid/h.png"});
            ok(json!({"plugin_list": if account.live { vec![plugin] } else { vec![] }}))
        }
        "/wxa/business/getliveinfo" => {
            let rooms: Vec<Value> = account.rooms.iter().map(|room| {
                let start = (now + TimeDelta::hours(room.starts_in_hours)).timestamp();
                let goods: Vec<Value> = room.goods.iter().map(|id| json!({"goods_id": id, "name": "…", "price": 9950, "price_type": 1})).collect();
                json!({"name": room.name, "roomid": room.id, "live_status": room.live_status, "start_time": start, "end_time": start + room.hours * 3600,
                    "anchor_name": room.host, "goods": goods, "live_type": 0, "creater_openid": "oPRACTICEpracticePRACTICE123"})
            }).collect();
            if rooms.is_empty() {
                return Some(Err(9_410_000));
            }
            let total = rooms.len();
            let field = |name: &str, other: u64| body[name].as_u64().unwrap_or(other) as usize;
            ok(json!({"total": total, "room_info": page(rooms, field("start", 0), field("limit", 10).min(100))}))
        }
        "/wxaapi/broadcast/goods/getapproved" => {
            // Only GET is taken.
            if asked.method != "GET" {
                return Some(Err(-1));
            }
            let wanted = account.goods.iter().filter(|item| number("status").is_none_or(|status| item.audit_status == status as i64));
            let goods: Vec<Value> = wanted
                .map(|item| json!({"goodsId": item.id, "name": item.name, "price": 99.5, "price2": 0, "priceType": 1, "thirdPartyTag": 1}))
                .collect();
            let total = goods.len();
            json!({"errcode": 0, "total": total, "goods": page(goods, number("offset")?, number("limit").unwrap_or(30).min(100))})
        }
        "/wxa/business/getgoodswarehouse" => {
            let ids: Vec<i64> = body["goods_ids"].as_array()?.iter().filter_map(Value::as_i64).collect();
            let known = account.goods.iter().filter(|item| ids.contains(&item.id));
            let goods: Vec<Value> = known
                .map(|item| json!({"goods_id": item.id, "name": item.name, "audit_status": item.audit_status, "price": 99.5}))
                .collect();
            ok(json!({"total": goods.len(), "goods": goods}))
        }
        "/wxaapi/broadcast/role/getrolelist" => {
            let members: Vec<Value> = account.hosts.iter().map(|name| {
                json!({"openid": "oPRACTICEpracticePRACTICE123", "username": "li****01", "nickname": name, "headingimg": "https://example.invalid/h",
                    "roleList": [2], "updateTimestamp": "1600340080"})
            }).collect();
            let total = members.len();
            json!({"errcode": 0, "total": total, "list": page(members, number("offset").unwrap_or(0), number("limit").unwrap_or(10).min(30))})
        }
        _ => return None,
    }))
}

fn visits(account: &Account, body: &Value, now: DateTime<Utc>) -> Reply {
    let day = |name: &str| body[name].as_str().and_then(|text| NaiveDate::parse_from_str(text, "%Y%m%d").ok()).ok_or(61500);
    let (begin, end) = (day("begin_date")?, day("end_date")?);
    let today = moment(&now).date_naive();
    if begin != end || begin >= today {
        return Err(61501);
    }
    let ago = usize::try_from((today - begin).num_days() - 1).map_err(|_| 61501)?;
    match account.visitors.get(ago).copied().unwrap_or(-2) {
        -1 => Err(61503),
        users @ 0.. => {
            Ok(json!({"list": [{"ref_date": body["begin_date"], "session_cnt": users * 2, "visit_pv": users * 9, "visit_uv": users,
            "visit_uv_new": users / 6, "stay_time_uv": 86.05, "stay_time_session": 39.37, "visit_depth": 2.65}]}))
        }
        _ => Ok(json!({"list": []})),
    }
}

fn of_official_account(account: &Account, asked: &MockRequest, body: &Value, now: DateTime<Utc>) -> Option<Reply> {
    Some(Ok(match asked.path.as_str() {
        "/cgi-bin/user/get" => {
            let openid = "oPRACTICEpracticePRACTICE123";
            json!({"total": account.followers, "count": 1, "data": {"openid": [openid]}, "next_openid": openid})
        }
        "/datacube/getusercumulate" => {
            let today = now.with_timezone(&zone()).date_naive();
            let begin = body["begin_date"].as_str()?.parse::<NaiveDate>().ok()?;
            let yesterday = today.checked_sub_days(Days::new(1))?;
            let days = begin.iter_days().take_while(|day| *day <= yesterday).take(7);
            json!({"list": days.map(|day| json!({"ref_date": day.to_string(), "cumulate_user": account.followers})).collect::<Vec<_>>()})
        }
        _ => return None,
    }))
}

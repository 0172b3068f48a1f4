//! The configuration: what it may say, what is refused, and whom a source feeds.

#![allow(clippy::unwrap_used, reason = "a test may")]

mod source;

use std::path::Path;

use kaibo::collect::account::Access;
use kaibo::collect::accounts::Scope;
use kaibo::collect::config::BaseUrl;
use kaibo::collect::response::moment;
use source::{applicant, config, now};

const ACCOUNT: &str = "app_secret = { env = \"X\" }\nkind = \"mini_program\"\n";

fn ids(text: &str) -> Vec<&'static str> {
    config(text, Path::new("")).unwrap_err().into_iter().map(|fault| fault.id).collect()
}

#[test]
fn plain_http_goes_to_this_machine_only() {
    for good in [
        "https://api.weixin.qq.com",
        "https://api.weixin.qq.com/",
        "http://127.0.0.1:8080",
        "http://localhost:1",
        "http://[::1]:8080",
        "http://127.9.9.9",
    ] {
        assert!(BaseUrl::parse(good).is_some(), "{good}");
    }
    for bad in [
        "http://api.weixin.qq.com",
        "ftp://127.0.0.1",
        "https://user:word@api.weixin.qq.com",
        "https://api.weixin.qq.com/path",
        "https://api.weixin.qq.com?x=1",
        "http://localhost.example.com",
        "http://10.0.0.1",
        "api.weixin.qq.com",
        "",
    ] {
        assert!(BaseUrl::parse(bad).is_none(), "{bad}");
    }
    let text = format!("[[sources.wechat]]\napp_id = \"wxa\"\n{ACCOUNT}base_url = \"http://api.weixin.qq.com\"\n");
    assert_eq!(ids(&text), ["collect-bad-base-url"]);
}

#[test]
fn what_is_wrong_is_found_all_at_once() {
    let text = "surprise = 1\n[[sources.wechat]]\napp_id = \"wx a\"\n[[sources.wechat]]\napp_id = \"wxa\"\nkind = \"mini\"\napp_secret = { env = \"A\", file = \"B\" }\n";
    assert_eq!(ids(text), ["unknown-key", "collect-bad-app-id", "collect-unknown-option", "collect-secret-place"]);
    assert_eq!(ids(&format!("[[sources.wechat]]\napp_id = \"wxa\"\ntoken = {{ env = \"Y\" }}\n{ACCOUNT}")), ["collect-secret-and-token"]);
    assert_eq!(ids("[[sources.wechat]]\napp_id = \"wxa\"\nkind = \"mini_program\"\n"), ["missing-key"]);
    let twice = format!("[[sources.wechat]]\napp_id = \"wxa\"\n{ACCOUNT}").repeat(2);
    assert_eq!(ids(&twice), ["collect-account-twice"]);
    assert_eq!(ids("[[entities]]\nmini_programs = \"every\"\n"), ["collect-unknown-option"]);
}

#[test]
fn other_platforms_sources_are_none_of_its_business() {
    let text = "[[sources.wechat_pay]]\nmerchant_id = \"1\"\n[[sources.tencent_ads]]\naccount_id = \"1\"\n";
    assert!(config(text, Path::new("")).unwrap().accounts.is_empty());
}

#[test]
fn a_source_feeds_only_applicants_of_its_own_entity() {
    let account = |app_id: &str, entity: &str| format!("[[sources.wechat]]\napp_id = \"{app_id}\"\n{entity}{ACCOUNT}");
    let scope = |text: &str, entity: Option<&str>| {
        let config = config(text, Path::new("")).unwrap();
        let scope = Scope::of(&config, &applicant("wxa", entity), "wechat-live", moment(&now()), "en");
        scope.map(|scope| scope.accounts.iter().map(|member| member.app_id.clone()).collect::<Vec<_>>()).map_err(|faults| faults[0].id)
    };
    let ours = account("wxa", "entity = \"ours\"\n");
    let theirs = account("wxb", "entity = \"theirs\"\n");
    let nobodys = account("wxc", "");
    assert_eq!(scope(&format!("{ours}{theirs}"), Some("ours")), Ok(vec!["wxa".to_owned()]));
    assert_eq!(scope(&format!("{ours}{theirs}"), Some("others")), Err("collect-none-of-entity"));
    assert_eq!(scope(&format!("{ours}{theirs}"), None), Err("collect-whose-applicant"));
    assert_eq!(scope(&format!("{ours}{theirs}{nobodys}"), Some("ours")), Err("collect-whose-account"));
    // Where there is one, it may be left out on either side.
    assert_eq!(scope(&format!("{ours}{nobodys}"), None), Ok(vec!["wxa".to_owned(), "wxc".to_owned()]));
    assert_eq!(scope(&format!("{ours}{nobodys}"), Some("ours")), Ok(vec!["wxa".to_owned(), "wxc".to_owned()]));
    assert_eq!(scope(&nobodys, Some("ours")), Ok(vec!["wxc".to_owned()]));
    assert_eq!(scope(&format!("{ours}{nobodys}"), Some("theirs")), Err("collect-none-of-entity"));
}

#[test]
fn a_third_party_platform_brings_its_authorizers() {
    let text = "[sources.wechat_platform]\ncomponent_app_id = \"wxp\"\ncomponent_secret = { env = \"A\" }\nverify_ticket = { env = \"B\" }\n\
        base_url = \"http://127.0.0.1:1\"\nauthorizers = [{ app_id = \"wxa\", refresh_token = { env = \"C\" } }, { app_id = \"wxb\", kind = \"official_account\", refresh_token = { env = \"D\" } }]\n";
    let config = config(text, Path::new("")).unwrap();
    assert_eq!(config.accounts.len(), 2);
    assert!(config.accounts.iter().all(|account| account.access == Access::Authorizer && account.base.text == "http://127.0.0.1:1"));
}

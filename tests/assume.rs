//! What if: facts changed for one run.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "plan/given.rs"]
mod given;

use kaibo::document::source::Files;
use kaibo::engine::assume::{SOURCE, apply};
use kaibo::engine::check::{Status, check};
use kaibo::facts::Facts;
use kaibo::rulebook::Rulebook;
use kaibo::value::date::Date;

const BASE: &str = "entity_region = 'CN'\nentity_type = 'individual'\ncategories = [{ path = '商家自营 > 百货', status = 'approved' }]\nviolations = []\npayments = [2026-01-01]\nofficial_accounts = [{ name = 'a', fans = 40 }]\n";

fn base(rulebook: &Rulebook) -> Facts {
    given::try_facts(rulebook, BASE, "").unwrap()
}

#[test]
fn values_cells_and_rows_change_the_verdict_and_are_marked() {
    let rulebook = given::builtin("wechat-live");
    let mut facts = base(&rulebook);
    let day = Date::parse("2026-11-22").unwrap();
    let status = |facts: &Facts| check(&rulebook, facts, day, None).unwrap().verdict.outcome.status;
    assert_eq!(status(&facts), Status::Unmet);
    let mut files = Files::default();
    for text in ["entity_type = \"enterprise\"", "official_accounts[0].fans = 140", "payments += 2026-11-22"] {
        let file = files.add("--assume", text);
        let assumed = apply(&mut facts, text, file, &rulebook.program).unwrap();
        assert_eq!(assumed.text, text);
        assert_eq!(facts.facts[assumed.fact].sources.last().unwrap().source, SOURCE);
    }
    assert_eq!(status(&facts), Status::Pending);
    for text in ["entity_type = enterprise", "entity_region=CN", "payments += \"2026-11-20\"", "violations = unknown"] {
        apply(&mut facts, text, files.add("--assume", text), &rulebook.program).unwrap();
    }
    assert_eq!(status(&facts), Status::Unknown);
    for text in [
        "violations = { partial = true, rows = [{ id = \"1\", date = 2026-11-01, severity = \"severe\" }] }",
        "violations[0].severity = minor",
        "categories[0] = { path = \"商家自营 > 食品\", status = \"in_review\" }",
        "ad_spend += { date = 2026-11-01, amount = \"12.50\" }",
    ] {
        apply(&mut facts, text, files.add("--assume", text), &rulebook.program).unwrap();
    }
}

#[test]
fn what_can_not_be_is_refused_at_its_place() {
    let rulebook = given::builtin("wechat-live");
    for (text, id, at) in [
        ("paymnets += 2026-11-22", "unknown-fact", "paymnets"),
        ("payments += 2026-13-22", "answer-no-such-day", "2026-13-22"),
        ("payments[7] = 2026-11-22", "assume-no-such-row", "payments[7]"),
        ("official_accounts[0].fanz = 1", "unknown-column", "official_accounts[0].fanz"),
        ("official_accounts[0].fans = -1", "negative-number", "-1"),
        ("  entity_type = compani", "unknown-option", "compani"),
        ("entity_type[0] = company", "assume-not-rows", "entity_type[0]"),
        ("entity_type += enterprise", "assume-not-rows", "entity_type"),
        ("official_accounts = [{ fans = 1, fnas = 2 }]", "unknown-column", "fnas"),
        ("payments", "assume-malformed", "payments"),
        ("payments =", "assume-malformed", "="),
        ("payments[x] = 2026-11-22", "assume-malformed", "payments[x]"),
        ("payments = [2026-11-22", "syntax-toml", ""),
        ("= 1", "unknown-fact", ""),
        ("", "assume-malformed", ""),
    ] {
        let mut facts = base(&rulebook);
        let mut files = Files::default();
        let faults = apply(&mut facts, text, files.add("--assume", text), &rulebook.program).unwrap_err();
        assert_eq!(faults[0].id, id, "{text}");
        let span = faults[0].at.unwrap();
        assert!(text.get(span.start as usize..(span.end as usize).min(text.len())).unwrap_or("").starts_with(at), "{text}: {span:?}");
    }
}

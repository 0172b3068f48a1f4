//! Working on a facts file: answers are saved as they are given, nothing else in the file changes, nothing is lost.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "wizard/conflict.rs"]
mod conflict;
#[path = "wizard/layers.rs"]
mod layers;
#[path = "wizard/spelling.rs"]
mod spelling;
#[path = "wizard/trouble.rs"]
mod trouble;

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use kaibo::facts::{Completeness, FactValue, Row, Rows};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::value::date::Date;
use kaibo::value::localized::Lang;
use kaibo::value::value_type::Value;
use kaibo::wizard::session::{Answer, EditSubject, Export, Options, SaveError, Session};

fn now() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

fn options() -> Options {
    Options { now, ..Options::new(Library::open(None).unwrap()) }
}

fn shop(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("shop.toml");
    fs::write(&path, text).unwrap();
    path
}

fn fact(session: &Session, id: &str) -> usize {
    session.rulebook().program.fact(id).unwrap()
}

fn dates(days: &[&str], extent: Completeness) -> Answer {
    let row = |day: &&str| Row { cells: vec![Some(Value::Date(Date::parse(day).unwrap()))].into() };
    Answer::Known(FactValue::Rows(Rows { rows: days.iter().map(row).collect(), completeness: extent }))
}

const SHOP: &str = "# 我们的店\nprogram = \"wechat-live\"   # which\napplicant = \"wx1\"\n\n[facts] # known so far\n# paid on\npayments = [\n  2026-11-20, # the first\n  2026-11-21,\n]   # all of them\n\n# kind\nentity_type = 'enterprise'\n\n[[waivers]]\nrequirement = \"payment\" # not now\nreason = \"r\"\nby = \"b\"\nfrom = 2026-11-01\nuntil = 2026-12-31\n# the end\n";

#[test]
fn only_the_answer_changes_and_undo_is_exact() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let payments = fact(&session, "payments");
    session.answer(payments, dates(&["2026-11-20", "2026-11-22"], Completeness::Complete)).unwrap();
    insta::assert_snapshot!("one_answer", fs::read_to_string(&path).unwrap());
    session.answer(payments, Answer::Unknown).unwrap();
    insta::assert_snapshot!("unknown", fs::read_to_string(&path).unwrap());
    assert!(session.see().set_aside.contains(&payments));
    assert_eq!(session.undo().unwrap(), Some(EditSubject::Fact(payments)));
    assert_eq!(session.undo().unwrap(), Some(EditSubject::Fact(payments)));
    assert_eq!(fs::read_to_string(&path).unwrap(), SHOP);
    assert!(!session.can_undo() && session.undo().unwrap().is_none());
    session.redo().unwrap();
    session.redo().unwrap();
    assert!(session.see().set_aside.contains(&payments) && !session.can_redo());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left beside the file");
}

#[test]
fn what_was_set_aside_is_not_asked_again_and_everything_else_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.toml");
    let mut session = Session::create(&path, "wechat-live", "wx9", Some("某某"), &options()).unwrap();
    assert!(Session::create(&path, "wechat-live", "wx9", None, &options()).is_err(), "an old file is not overwritten");
    let mut asked = Vec::new();
    while let Some(question) = session.see().question.map(|question| question.fact) {
        assert_eq!(session.see().open.first(), Some(&question));
        assert!(!asked.contains(&question), "asked twice");
        asked.push(question);
        session.answer(question, Answer::Unknown).unwrap();
    }
    let again = Session::open(&path, &options()).unwrap();
    assert!(again.see().question.is_none() && again.see().set_aside.len() == asked.len());
    let violations = fact(&session, "violations");
    session.answer(violations, Answer::Nothing).unwrap();
    assert_eq!(session.see().question.map(|question| question.fact), Some(violations));
}

#[test]
fn rows_that_may_not_be_all_are_kept_when_the_rest_is_unknown() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP.split("[[waivers]]").next().unwrap());
    let mut session = Session::open(&path, &options()).unwrap();
    let payments = fact(&session, "payments");
    let some = dates(&["2026-01-20"], Completeness::AtLeast);
    session.answer(payments, some.clone()).unwrap();
    session.answer(payments, Answer::Unknown).unwrap();
    assert!(session.known(payments).cloned().map(Answer::Known) == Some(some));
    assert!(session.see().set_aside.contains(&payments));
}

#[test]
fn what_no_longer_matters_is_settled_not_asked() {
    let folder = tempfile::tempdir().unwrap();
    let text = SHOP.replace(
        "entity_type = 'enterprise'",
        "entity_type = 'enterprise'\nofficial_accounts = [{ name = \"a\", fans = 500 }]\nentity_region = \"CN\"\nviolations = []\nlive_open = false",
    );
    let path = shop(folder.path(), &text);
    let session = Session::open(&path, &options()).unwrap();
    let seen = session.see();
    let spend = fact(&session, "ad_spend");
    assert!(seen.settled.contains(&spend) && !seen.open.contains(&spend));
    assert_eq!(seen.question.as_ref().map(|question| question.fact), Some(fact(&session, "categories")));
}

#[test]
fn what_if_changes_nothing_that_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let kind = fact(&session, "entity_type");
    session.assume(kind, Answer::Known(FactValue::Value(Value::Enum(0))));
    let assumed = session.snapshot_assumed().unwrap().checklist.verdict.outcome;
    assert_ne!(assumed, session.see().checklist.verdict.outcome);
    assert_eq!(session.assumed(), [kind]);
    session.answer(fact(&session, "payments"), dates(&[], Completeness::Complete)).unwrap();
    assert_eq!(session.snapshot_assumed().unwrap().checklist.verdict.outcome.status, assumed.status, "it stays while one answers");
    session.forget_assumed();
    assert!(session.snapshot_assumed().is_none() && fs::read_to_string(&path).unwrap().contains("'enterprise'"));
}

#[test]
fn exports_are_the_bytes_of_the_command_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let options = Options { as_of: Some("2026-11-22".to_owned()), ..options() };
    let session = Session::open(&path, &options).unwrap();
    for (kind, args) in [
        (Export::CheckText, vec!["check"]),
        (Export::PlanText, vec!["plan"]),
        (Export::ReportJson, vec!["plan", "--format", "json"]),
        (Export::Calendar, vec!["plan", "--format", "ics"]),
    ] {
        for (lang, flag) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
            let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_kaibo"));
            command.args(&args).arg(&path).args(["--as-of", "2026-11-22", "--lang", flag]);
            let printed = command.env("SOURCE_DATE_EPOCH", now().timestamp().to_string()).output().unwrap().stdout;
            let exported = session.export(kind, &Messages::for_lang(lang), 80, false).unwrap();
            assert_eq!(exported, String::from_utf8(printed).unwrap(), "{kind:?}");
        }
    }
}

#[test]
fn estimates_stand_in_the_file_and_in_the_plan() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let takes = kaibo::value::date::DurationRange::parse("5..20 days");
    session.set_estimate("followers", takes, None).unwrap();
    assert!(fs::read_to_string(&path).unwrap().contains("followers = { takes = \"5..20 days\" }"));
    assert_eq!(session.facts().estimates[0].takes, takes);
    session.set_estimate("followers", None, None).unwrap();
    assert!(session.facts().estimates.is_empty());
    // Each is taken back for itself, whatever was answered in between, and in the end to the byte.
    session.answer(fact(&session, "payments"), Answer::Unknown).unwrap();
    let cost = kaibo::rulebook::edition::Cost { units: 30_000, currency: "CNY".to_owned() };
    session.set_estimate("followers", takes, Some(&cost)).unwrap();
    let own = Some(EditSubject::Estimate("followers".to_owned()));
    assert_eq!(session.undo().unwrap(), own);
    assert!(session.facts().estimates.is_empty() && session.redo().unwrap() == own);
    assert_eq!(session.facts().estimates[0].cost.as_ref(), Some(&cost));
    while session.undo().unwrap().is_some() {}
    assert_eq!(fs::read_to_string(&path).unwrap(), SHOP);
}

#[test]
fn the_remedies_of_the_plan_can_be_estimated_and_the_plan_follows() {
    use kaibo::wizard::session::estimate::{currency, estimable, estimable_of};
    let folder = tempfile::tempdir().unwrap();
    let days = (15..=21).map(|day| format!("{{ date = 2026-11-{day}, users = 90 }}")).collect::<Vec<_>>().join(", ");
    let known = include_str!("shop.toml").replace("daily_active_users = []", &format!("daily_active_users = [{days}]"));
    let path = shop(folder.path(), &known);
    let options = Options { as_of: Some("2026-11-22".to_owned()), ..options() };
    let mut session = Session::open(&path, &options).unwrap();
    let names = |session: &Session| estimable(&session.see()).iter().map(|one| one.requirement.id.clone()).collect::<Vec<_>>();
    // More visitors need a released shop, and whether it is released is not known: no day can be promised on that way.
    assert_eq!(names(&session), ["followers", "ad_spend"]);
    let before = session.see().plan.eligible;
    session.set_estimate("followers", kaibo::value::date::DurationRange::parse("5 days"), None).unwrap();
    let seen = session.see();
    let one = estimable_of(&seen, "followers").unwrap();
    assert_eq!(one.figures(&Messages::for_lang(Lang::En)), "5 days, no cost");
    assert_eq!(currency(&seen, &one).as_deref(), Some("CNY"));
    assert!(seen.plan.eligible.worst < before.worst && seen.plan.actions[0].assumed);
    assert!(estimable_of(&seen, "reach").is_none() && estimable_of(&seen, "nothing").is_none());
    // Time and cost are the applicant's own: nothing is assumed any more.
    let cost = kaibo::wizard::session::estimate::cost("0", Some("CNY")).ok();
    session.set_estimate("followers", kaibo::value::date::DurationRange::parse("5 days"), cost.as_ref()).unwrap();
    assert!(!session.see().plan.actions[0].assumed);
    // What no plan asks for any more can still be taken out.
    session.answer(fact(&session, "entity_type"), Answer::Known(FactValue::Value(Value::Enum(0)))).unwrap();
    assert!(names(&session).contains(&"followers".to_owned()));
}

#[test]
fn files_that_are_no_toml_or_no_facts_are_refused_at_their_line() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text, word) in [
        ("a.json", "{}", "TOML"),
        ("b.toml", "program = \"wechat-live\"\napplicant = \"x\"\n[facts]\npaymnets = []\n", "b.toml:4"),
        ("c.toml", "applicant = \"x\"", "program"),
        ("d.toml", "program = ", "d.toml:1"),
    ] {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let said = Session::open(&path, &options()).unwrap_err().render(&Messages::for_lang(Lang::En), 80);
        assert!(said.contains(word), "{said}");
    }
    assert!(Session::open(&folder.path().join("none.toml"), &options()).is_err());
}

#[test]
fn another_windows_change_is_neither_lost_nor_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let (mut one, mut two) = (Session::open(&path, &options()).unwrap(), Session::open(&path, &options()).unwrap());
    let (payments, kind) = (fact(&one, "payments"), fact(&one, "entity_type"));
    one.answer(payments, dates(&["2026-11-22"], Completeness::Complete)).unwrap();
    two.answer(kind, Answer::Known(FactValue::Value(Value::Enum(2)))).unwrap();
    assert!(one.refresh().unwrap() && !one.refresh().unwrap());
    assert_eq!(one.known(kind), Some(&FactValue::Value(Value::Enum(2))));
    assert_eq!(two.known(payments), one.known(payments));
    two.answer(payments, dates(&[], Completeness::Complete)).unwrap();
    assert!(matches!(one.undo(), Err(SaveError::ChangedElsewhere(EditSubject::Fact(fact))) if fact == payments));
    assert_eq!(two.undo().unwrap(), Some(EditSubject::Fact(payments)));
    assert_eq!(two.undo().unwrap(), Some(EditSubject::Fact(kind)));
    one.refresh().unwrap();
    assert_eq!(one.known(kind), Some(&FactValue::Value(Value::Enum(1))));
}

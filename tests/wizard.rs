//! Working on a facts file: answers are saved as they are given, and nothing else in the file changes.
#![cfg(feature = "tui")]
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use kaibo::day::Day;
use kaibo::facts::{Extent, Known, Row, Rows};
use kaibo::kind::Value;
use kaibo::library::Library;
use kaibo::wizard::{Answer, Options, Session};

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

fn dates(days: &[&str], extent: Extent) -> Answer {
    let row = |day: &&str| Row { cells: vec![Some(Value::Date(Day::parse(day).unwrap()))].into() };
    Answer::Known(Known::Rows(Rows { rows: days.iter().map(row).collect(), extent }))
}

const SHOP: &str = "# 我们的店\nprogram = \"wechat-live\"   # which\napplicant = \"wx1\"\n\n[facts] # known so far\n# paid on\npayments = [\n  2026-11-20, # the first\n  2026-11-21,\n]   # all of them\n\n# kind\nentity_type = 'enterprise'\n\n[[waivers]]\nrequirement = \"payment\" # not now\nreason = \"r\"\nby = \"b\"\nfrom = 2026-11-01\nuntil = 2026-12-31\n# the end\n";

#[test]
fn only_the_answer_changes_and_undo_is_exact() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let payments = fact(&session, "payments");
    session.answer(payments, dates(&["2026-11-20", "2026-11-22"], Extent::Exactly)).unwrap();
    insta::assert_snapshot!("one_answer", fs::read_to_string(&path).unwrap());
    session.answer(payments, Answer::Unknown).unwrap();
    insta::assert_snapshot!("unknown", fs::read_to_string(&path).unwrap());
    assert!(session.see().set_aside.contains(&payments));
    assert_eq!(session.undo().unwrap(), Some(payments));
    assert_eq!(session.undo().unwrap(), Some(payments));
    assert_eq!(fs::read_to_string(&path).unwrap(), SHOP);
    assert!(!session.can_undo() && session.undo().unwrap().is_none());
    session.redo().unwrap();
    session.redo().unwrap();
    assert!(session.see().set_aside.contains(&payments) && !session.can_redo());
    assert!(fs::read_dir(folder.path()).unwrap().count() == 1, "nothing is left beside the file");
}

#[test]
fn a_new_applicant_is_asked_until_the_verdict_stands() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new.toml");
    let mut session = Session::create(&path, "wechat-live", "wx9", Some("某某"), &options()).unwrap();
    assert!(Session::create(&path, "wechat-live", "wx9", None, &options()).is_err());
    let mut asked = Vec::new();
    while let Some(question) = session.see().question {
        let fact = question.fact;
        assert!(!asked.contains(&fact), "asked twice");
        asked.push(fact);
        session.answer(fact, Answer::Unknown).unwrap();
    }
    assert!(asked.len() >= 6);
}

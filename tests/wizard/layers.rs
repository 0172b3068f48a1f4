//! What was collected, and what people say beside it.

use std::fs;

use kaibo::facts::{Extent, Known, Row, Rows};
use kaibo::kind::Value;
use kaibo::wizard::{Answer, Session};

use crate::{SHOP, fact, options, shop};

const COLLECTED: &str = "program = \"wechat-live\"\napplicant = \"wx1\"\n[facts]\nentity_type = \"sole_trader\"\nviolations = { partial = true, rows = [{ id = \"4_1\", date = 2026-10-01 }, { id = \"4_2\", date = 2026-10-02 }] }\n[provenance.entity_type]\nsource = \"wechat:x\"\n[provenance.violations]\nsource = \"wechat:y\"\n";

fn text(text: &str) -> Option<Value> {
    Some(Value::Text(text.into()))
}

#[test]
fn what_was_collected_counts_unless_a_person_insists() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let kind = fact(&session, "entity_type");
    assert_eq!(session.overruled(kind), Some("wechat:x"));
    session.answer(kind, Answer::Known(Known::Value(Value::Choice(0)))).unwrap();
    assert_eq!(session.overruled(kind), Some("wechat:x"));
    session.insist(kind, "changed last week").unwrap();
    assert!(session.overruled(kind).is_none() && session.insists(kind));
    let today = session.today().day;
    assert_eq!(session.facts().facts[kind].on(today), Some(&Known::Value(Value::Choice(0))));
    session.answer(kind, Answer::Known(Known::Value(Value::Choice(3)))).unwrap();
    assert_eq!(session.facts().facts[kind].on(today), Some(&Known::Value(Value::Choice(3))), "insisting lasts");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(session.overruled(kind), Some("wechat:x"));
}

#[test]
fn whoever_insists_can_give_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let kind = fact(&session, "entity_type");
    session.insist(kind, "  ").unwrap();
    assert!(session.insistence(kind).is_none(), "a reason is needed");
    session.insist(kind, "the licence changed").unwrap();
    assert_eq!(session.insistence(kind), Some(("the licence changed", Some("wechat:x"))));
    let insisting = fs::read_to_string(&path).unwrap();
    session.relent(kind).unwrap();
    assert_eq!((session.overruled(kind), session.insistence(kind)), (Some("wechat:x"), None));
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("entity_type = \"enterprise\"") && !text.contains("override") && !text.contains("licence"), "{text}");
    session.undo().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), insisting);
    // Not to know goes without a reason.
    session.answer(kind, Answer::Unknown).unwrap();
    assert!(!fs::read_to_string(&path).unwrap().contains("licence"));
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), SHOP);
    assert!(session.relent(kind).is_ok() && !session.can_undo(), "there is nothing to give in to");
}

#[test]
fn a_collected_row_that_is_left_out_comes_back_unless_a_person_insists() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let violations = fact(&session, "violations");
    let today = session.today().day;
    let counted = |session: &Session| match session.facts().facts[violations].on(today) {
        Some(Known::Rows(rows)) => rows.rows.len(),
        _ => 0,
    };
    let Some(Known::Rows(mut rows)) = session.known(violations).cloned() else { panic!() };
    rows.rows[1].cells[2] = Some(Value::Choice(0));
    session.answer(violations, Answer::Known(Known::Rows(rows.clone()))).unwrap();
    assert!(session.comes_back(violations).is_none() && session.overruled(violations).is_none());
    rows.rows.remove(0);
    rows.extent = Extent::Exactly;
    session.answer(violations, Answer::Known(Known::Rows(rows.clone()))).unwrap();
    assert_eq!((session.comes_back(violations), counted(&session)), (Some((1, "wechat:y")), 2));
    assert_eq!(session.overruled(violations), Some("wechat:y"));
    let plain = fs::read_to_string(&path).unwrap();
    session.insist(violations, "withdrawn after a complaint").unwrap();
    assert_eq!((session.comes_back(violations), counted(&session)), (None, 1));
    assert_eq!(session.known(violations), Some(&Known::Rows(rows.clone())));
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("annotate") && session.warnings().is_empty(), "the list says it all: {text}");
    // The list is the person's own now.
    session.answer(violations, Answer::Known(Known::Rows(Rows { rows: Vec::new(), extent: Extent::Exactly }))).unwrap();
    assert_eq!((session.comes_back(violations), counted(&session)), (None, 0));
    session.undo().unwrap();
    session.relent(violations).unwrap();
    assert_eq!(counted(&session), 2);
    assert!(fs::read_to_string(&path).unwrap().contains("[annotate.violations]"), "what was added to a row is added again");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), plain);
    // Taken out as a whole, all of it comes back; who insists says that these are none of his, not yet that there are no others.
    session.answer(violations, Answer::Nothing).unwrap();
    assert_eq!((session.comes_back(violations), session.overruled(violations)), (Some((2, "wechat:y")), Some("wechat:y")));
    session.insist(violations, "another shop's").unwrap();
    assert_eq!(session.known(violations), Some(&Known::Rows(Rows { rows: Vec::new(), extent: Extent::AtLeast })));
}

#[test]
fn insisting_on_a_list_means_the_cells_that_the_person_gave() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let collected = COLLECTED.replace("date = 2026-10-01", "date = 2026-10-01, severity = \"severe\"");
    fs::write(folder.path().join("shop.collected.toml"), collected).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let violations = fact(&session, "violations");
    let Some(Known::Rows(mut rows)) = session.known(violations).cloned() else { panic!() };
    rows.rows[0].cells[2] = Some(Value::Choice(0));
    session.answer(violations, Answer::Known(Known::Rows(rows.clone()))).unwrap();
    assert_ne!(session.known(violations), Some(&Known::Rows(rows.clone())), "what was collected counts");
    assert_eq!(session.overruled(violations), Some("wechat:y"));
    session.insist(violations, "they wrote so").unwrap();
    assert_eq!(session.known(violations), Some(&Known::Rows(rows)));
}

#[test]
fn rows_that_were_collected_are_added_to_by_their_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let violations = fact(&session, "violations");
    let Some(Known::Rows(mut rows)) = session.known(violations).cloned() else { panic!("the rows are there to be edited") };
    assert_eq!(rows.rows.len(), 2);
    rows.rows[0].cells[2] = Some(Value::Choice(1));
    rows.rows.push(Row { cells: vec![text("own"), None, Some(Value::Choice(0))].into() });
    rows.extent = Extent::Exactly;
    session.answer(violations, Answer::Known(Known::Rows(rows.clone()))).unwrap();
    insta::assert_snapshot!("annotated", fs::read_to_string(&path).unwrap());
    assert_eq!(session.known(violations), Some(&Known::Rows(rows.clone())));
    let today = session.today().day;
    assert_eq!(session.facts().facts[violations].on(today), Some(&Known::Rows(rows)));
    assert!(session.warnings().is_empty() && session.overruled(violations).is_none());
    // To take the addition out again is a change as well.
    let Some(Known::Rows(mut rows)) = session.known(violations).cloned() else { panic!() };
    rows.rows[0].cells[2] = None;
    session.answer(violations, Answer::Known(Known::Rows(rows))).unwrap();
    assert!(!fs::read_to_string(&path).unwrap().contains("annotate"));
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), SHOP);
}

#[test]
fn what_is_collected_meanwhile_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let violations = fact(&session, "violations");
    assert!(session.known(violations).is_none());
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    assert!(session.refresh().unwrap());
    let Some(Known::Rows(Rows { extent: Extent::AtLeast, .. })) = session.known(violations) else { panic!() };
    fs::write(folder.path().join("shop.collected.toml"), "not = [").unwrap();
    assert!(session.refresh().is_err() && session.known(violations).is_some(), "what was known stays");
}

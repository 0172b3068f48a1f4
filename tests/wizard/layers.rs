//! What was collected, and what people say beside it.

use std::fs;

use kaibo::facts::{Completeness, FactValue, Row, Rows};
use kaibo::value::value_type::Value;
use kaibo::wizard::session::{Answer, Session};

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
    assert_eq!(session.overruled_by_collected(kind), Some("wechat:x"));
    session.answer(kind, Answer::Known(FactValue::Value(Value::Enum(0)))).unwrap();
    assert_eq!(session.overruled_by_collected(kind), Some("wechat:x"));
    session.override_collected(kind, "changed last week").unwrap();
    assert!(session.overruled_by_collected(kind).is_none() && session.is_overridden(kind));
    let today = session.today().day;
    assert_eq!(session.facts().facts[kind].on(today), Some(&FactValue::Value(Value::Enum(0))));
    session.answer(kind, Answer::Known(FactValue::Value(Value::Enum(3)))).unwrap();
    assert_eq!(session.facts().facts[kind].on(today), Some(&FactValue::Value(Value::Enum(3))), "insisting lasts");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(session.overruled_by_collected(kind), Some("wechat:x"));
}

#[test]
fn whoever_insists_can_give_in_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let kind = fact(&session, "entity_type");
    session.override_collected(kind, "  ").unwrap();
    assert!(session.override_note(kind).is_none(), "a reason is needed");
    session.override_collected(kind, "the licence changed").unwrap();
    assert_eq!(session.override_note(kind), Some(("the licence changed", Some("wechat:x"))));
    let insisting = fs::read_to_string(&path).unwrap();
    session.clear_override(kind).unwrap();
    assert_eq!((session.overruled_by_collected(kind), session.override_note(kind)), (Some("wechat:x"), None));
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
    assert!(session.clear_override(kind).is_ok() && !session.can_undo(), "there is nothing to give in to");
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
        Some(FactValue::Rows(rows)) => rows.rows.len(),
        _ => 0,
    };
    let Some(FactValue::Rows(mut rows)) = session.known(violations).cloned() else { panic!() };
    rows.rows[1].cells[2] = Some(Value::Enum(0));
    session.answer(violations, Answer::Known(FactValue::Rows(rows.clone()))).unwrap();
    assert!(session.comes_back(violations).is_none() && session.overruled_by_collected(violations).is_none());
    rows.rows.remove(0);
    rows.completeness = Completeness::Complete;
    session.answer(violations, Answer::Known(FactValue::Rows(rows.clone()))).unwrap();
    assert_eq!((session.comes_back(violations), counted(&session)), (Some((1, "wechat:y")), 2));
    assert_eq!(session.overruled_by_collected(violations), Some("wechat:y"));
    let plain = fs::read_to_string(&path).unwrap();
    session.override_collected(violations, "withdrawn after a complaint").unwrap();
    assert_eq!((session.comes_back(violations), counted(&session)), (None, 1));
    assert_eq!(session.known(violations), Some(&FactValue::Rows(rows.clone())));
    let text = fs::read_to_string(&path).unwrap();
    assert!(!text.contains("annotate") && session.warnings().is_empty(), "the list says it all: {text}");
    // The list is the person's own now.
    session.answer(violations, Answer::Known(FactValue::Rows(Rows { rows: Vec::new(), completeness: Completeness::Complete }))).unwrap();
    assert_eq!((session.comes_back(violations), counted(&session)), (None, 0));
    session.undo().unwrap();
    session.clear_override(violations).unwrap();
    assert_eq!(counted(&session), 2);
    assert!(fs::read_to_string(&path).unwrap().contains("[annotate.violations]"), "what was added to a row is added again");
    session.undo().unwrap();
    session.undo().unwrap();
    assert_eq!(fs::read_to_string(&path).unwrap(), plain);
    // Taken out as a whole, all of it comes back; who insists says that these are none of his, not yet that there are no others.
    session.answer(violations, Answer::Nothing).unwrap();
    assert_eq!((session.comes_back(violations), session.overruled_by_collected(violations)), (Some((2, "wechat:y")), Some("wechat:y")));
    session.override_collected(violations, "another shop's").unwrap();
    assert_eq!(session.known(violations), Some(&FactValue::Rows(Rows { rows: Vec::new(), completeness: Completeness::AtLeast })));
}

#[test]
fn insisting_on_a_list_means_the_cells_that_the_person_gave() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let collected = COLLECTED.replace("date = 2026-10-01", "date = 2026-10-01, severity = \"severe\"");
    fs::write(folder.path().join("shop.collected.toml"), collected).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let violations = fact(&session, "violations");
    let Some(FactValue::Rows(mut rows)) = session.known(violations).cloned() else { panic!() };
    rows.rows[0].cells[2] = Some(Value::Enum(0));
    session.answer(violations, Answer::Known(FactValue::Rows(rows.clone()))).unwrap();
    assert_ne!(session.known(violations), Some(&FactValue::Rows(rows.clone())), "what was collected counts");
    assert_eq!(session.overruled_by_collected(violations), Some("wechat:y"));
    session.override_collected(violations, "they wrote so").unwrap();
    assert_eq!(session.known(violations), Some(&FactValue::Rows(rows)));
}

#[test]
fn rows_that_were_collected_are_added_to_by_their_key() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    fs::write(folder.path().join("shop.collected.toml"), COLLECTED).unwrap();
    let mut session = Session::open(&path, &options()).unwrap();
    let violations = fact(&session, "violations");
    let Some(FactValue::Rows(mut rows)) = session.known(violations).cloned() else { panic!("the rows are there to be edited") };
    assert_eq!(rows.rows.len(), 2);
    rows.rows[0].cells[2] = Some(Value::Enum(1));
    rows.rows.push(Row { cells: vec![text("own"), None, Some(Value::Enum(0))].into() });
    rows.completeness = Completeness::Complete;
    session.answer(violations, Answer::Known(FactValue::Rows(rows.clone()))).unwrap();
    insta::assert_snapshot!("annotated", fs::read_to_string(&path).unwrap());
    assert_eq!(session.known(violations), Some(&FactValue::Rows(rows.clone())));
    let today = session.today().day;
    assert_eq!(session.facts().facts[violations].on(today), Some(&FactValue::Rows(rows)));
    assert!(session.warnings().is_empty() && session.overruled_by_collected(violations).is_none());
    // To take the addition out again is a change as well.
    let Some(FactValue::Rows(mut rows)) = session.known(violations).cloned() else { panic!() };
    rows.rows[0].cells[2] = None;
    session.answer(violations, Answer::Known(FactValue::Rows(rows))).unwrap();
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
    let Some(FactValue::Rows(Rows { completeness: Completeness::AtLeast, .. })) = session.known(violations) else { panic!() };
    fs::write(folder.path().join("shop.collected.toml"), "not = [").unwrap();
    assert!(session.refresh().is_err() && session.known(violations).is_some(), "what was known stays");
}

//! What comes with kaibo is right: every shipped rulebook loads without a warning, its examples pass, show every
//! requirement true, false and unknown, and notice every small change of a rule. The same for the rulebooks of the tests,
//! which show the parts of the language that no shipped one uses.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::path::Path;

use kaibo::document::source::Files;
use kaibo::engine::examples::Examples;
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::io::render::render;
use kaibo::rulebook::{Rulebook, RulebookText};
use kaibo::value::localized::Lang;

/// Loads a rulebook and runs the examples of every edition; gives back how many ran.
fn hold(text: &RulebookText, thorough: bool) -> usize {
    let mut files = Files::default();
    let english = Messages::for_lang(Lang::En);
    let (rulebook, warnings) =
        Rulebook::load(text, &mut files).unwrap_or_else(|faults| panic!("{}", render(&faults, &files, &english, false, 100)));
    assert!(warnings.is_empty(), "{}", render(&warnings, &files, &english, false, 100));
    let mut run = 0;
    for edition in &rulebook.editions {
        let name = format!("{}.examples.toml", edition.id);
        let file = files.add(name.clone(), text.file(&name).unwrap_or_else(|| panic!("{} has no examples", edition.id)));
        let examples = Examples::read(file, &files, &rulebook, edition)
            .unwrap_or_else(|faults| panic!("{}", render(&faults, &files, &english, false, 100)));
        let outcome = examples.run(&rulebook, edition);
        assert!(outcome.failures.is_empty(), "{}", render(&outcome.failures, &files, &english, false, 100));
        assert!(outcome.run > 0);
        if thorough {
            assert_eq!(outcome.unseen, [], "{} {}", text.id, edition.id);
            assert_eq!(outcome.unnoticed, [], "{} {}", text.id, edition.id);
            assert!(outcome.mutants > 0);
        }
        run += outcome.run;
    }
    run
}

#[test]
fn shipped_rules_are_shown_by_their_examples() {
    let library = Library::open(None).unwrap();
    assert!(library.programs().iter().any(|program| program.id == "wechat-live"));
    for program in library.programs() {
        hold(program, true);
    }
}

#[test]
fn the_language_does_what_its_page_says() {
    let library = Library::open(Some(Path::new("tests/rulebooks"))).unwrap();
    let mut own = 0;
    for program in library.programs().iter().filter(|program| !program.place.is_empty()) {
        own += hold(program, false);
    }
    assert!(own > 50, "{own} examples ran");
}

#[test]
fn wechat_live_lists_what_was_published() {
    let library = Library::open(None).unwrap();
    let mut files = Files::default();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
    let listed = |edition: &str| {
        let edition = rulebook.edition(edition).unwrap();
        let category = &edition.requirements[edition.find("category").unwrap()];
        let kaibo::rulebook::Rule::Test(kaibo::rulebook::Test::Rows(rows)) = &category.rule else { panic!("category is a test of rows") };
        let among = rows.filter.iter().find_map(|(_, condition)| match condition {
            kaibo::rulebook::Condition::InList(among) => Some(among.listed.len()),
            _ => None,
        });
        among.unwrap()
    };
    assert_eq!(listed("2020-02-24"), 101);
    assert_eq!(listed("2020-02-24-a"), 18);
    assert_eq!(rulebook.in_force(kaibo::value::date::Date::parse("2026-11-22").unwrap()).unwrap().id, "2020-02-24");
}

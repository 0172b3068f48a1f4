//! Two windows, or a window and an editor, change the same fact: nothing is written over without being asked about.

use std::fs;

use kaibo::facts::Completeness;
use kaibo::i18n::Messages;
use kaibo::value::localized::Lang;
use kaibo::wizard::session::{Answer, EditSubject, Keep, SaveError, Session, named};

use crate::{SHOP, dates, fact, options, shop};

/// Two sessions on one file. The first was shown the payments; then the second changed them.
fn both_change(answer: &[&str]) -> (tempfile::TempDir, std::path::PathBuf, Session, Result<(), SaveError>) {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let (mut one, mut two) = (Session::open(&path, &options()).unwrap(), Session::open(&path, &options()).unwrap());
    let payments = fact(&one, "payments");
    let shown = one.shown(payments);
    two.answer(payments, dates(&["2026-11-03"], Completeness::Complete)).unwrap();
    // The window takes over what it finds before the person is through.
    assert!(one.refresh().unwrap());
    let said = one.answer_as_shown(payments, dates(answer, Completeness::Complete), Some(&shown));
    (folder, path, one, said)
}

#[test]
fn what_was_changed_since_it_was_shown_is_asked_about() {
    let (_folder, path, mut one, said) = both_change(&["2026-11-05"]);
    let subject = EditSubject::Fact(fact(&one, "payments"));
    assert!(matches!(&said, Err(SaveError::Conflict(of)) if *of == subject), "{said:?}");
    assert!(fs::read_to_string(&path).unwrap().contains("2026-11-03"), "nothing is written over");
    let versions = one.conflict(&Messages::for_lang(Lang::En)).unwrap();
    assert!(versions.mine.contains("2026-11-05") && versions.theirs.contains("2026-11-03"), "{versions:?}");
    assert!(!one.is_saved() && one.close(&Messages::for_lang(Lang::En)).unwrap().contains("payments = [2026-11-05]"));
    one.keep(&subject, Keep::Mine).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("2026-11-05") && !text.contains("2026-11-03") && text.contains("# the end"), "{text}");
    assert!(one.is_saved() && one.conflict(&Messages::for_lang(Lang::En)).is_none() && one.close(&Messages::for_lang(Lang::En)).is_none());
}

#[test]
fn the_other_version_can_be_kept() {
    let (_folder, path, mut one, _) = both_change(&["2026-11-05"]);
    let payments = fact(&one, "payments");
    one.keep(&EditSubject::Fact(payments), Keep::Theirs).unwrap();
    assert!(one.is_saved() && fs::read_to_string(&path).unwrap().contains("2026-11-03"));
    assert_eq!(one.known(payments).cloned().map(Answer::Known), Some(dates(&["2026-11-03"], Completeness::Complete)));
    // From here on it goes on as ever.
    one.answer(payments, dates(&["2026-11-06"], Completeness::Complete)).unwrap();
}

#[test]
fn the_same_answer_twice_is_no_conflict_and_other_facts_go_into_the_file() {
    let (_folder, _, one, said) = both_change(&["2026-11-03"]);
    assert!(said.is_ok() && one.is_saved(), "{said:?}");
    let (_folder, path, mut one, _) = both_change(&["2026-11-05"]);
    let violations = fact(&one, "violations");
    one.answer(violations, Answer::Unknown).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("[provenance.violations]") && !text.contains("2026-11-05"), "{text}");
    assert!(!one.is_saved(), "the other one still waits");
}

#[test]
fn a_change_right_before_the_answer_is_asked_about_too() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut one = Session::open(&path, &options()).unwrap();
    fs::write(&path, SHOP.replace("2026-11-21", "2026-11-02")).unwrap();
    let said = one.answer(fact(&one, "payments"), dates(&["2026-11-05"], Completeness::Complete));
    assert!(matches!(said, Err(SaveError::Conflict(_))), "{said:?}");
    let outside = one.take_outside().unwrap();
    assert_eq!(outside.say(&Messages::for_lang(Lang::En)), None, "the verdict is the same");
}

#[test]
fn an_answer_that_waited_for_the_file_does_not_write_over_what_the_mended_file_says() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let payments = fact(&session, "payments");
    fs::write(&path, "program = [").unwrap();
    assert!(matches!(session.answer(payments, dates(&["2026-11-05"], Completeness::Complete)), Err(SaveError::Unreadable(_))));
    fs::write(&path, SHOP.replace("2026-11-21", "2026-11-02")).unwrap();
    assert!(session.refresh().unwrap());
    assert!(session.conflict(&Messages::for_lang(Lang::En)).is_some());
    assert!(fs::read_to_string(&path).unwrap().contains("2026-11-02"));
}

#[test]
fn what_could_not_be_saved_is_saved_at_the_next_reload() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let payments = fact(&session, "payments");
    fs::write(&path, "program = [").unwrap();
    assert!(session.answer(payments, dates(&["2026-11-05"], Completeness::Complete)).is_err());
    assert!(session.refresh().is_err(), "still broken");
    fs::write(&path, SHOP.replace("# the end", "# mended")).unwrap();
    assert!(session.refresh().unwrap() && session.is_saved());
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("2026-11-05") && text.contains("# mended"), "{text}");
    // Where nothing but time passes it is tried again as well.
    let lock = folder.path().canonicalize().unwrap().join(".shop.toml.lock");
    fs::create_dir(&lock).unwrap();
    assert!(session.answer(payments, dates(&["2026-11-06"], Completeness::Complete)).is_err());
    assert!(!session.refresh().unwrap() || !session.is_saved());
    fs::remove_dir(&lock).unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2100));
    assert!(session.refresh().unwrap() && session.is_saved());
}

#[test]
fn a_verdict_that_others_changed_is_announced() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    fs::write(&path, SHOP.replace("'enterprise'", "'individual'")).unwrap();
    assert!(session.refresh().unwrap());
    let said = session.take_outside().unwrap().say(&Messages::for_lang(Lang::En)).unwrap();
    assert!(said.contains("was changed by another program"), "{said}");
    assert!(session.take_outside().is_none(), "once");
    session.answer(fact(&session, "payments"), dates(&[], Completeness::Complete)).unwrap();
    assert!(session.take_outside().is_none(), "its own changes are no news");
}

#[test]
fn a_new_file_is_named_so_that_it_is_found_again() {
    for (name, becomes) in [("shop", "shop.toml"), ("shop.v2", "shop.v2.toml"), ("shop.toml", "shop.toml"), ("Shop.TOML", "Shop.TOML")] {
        assert_eq!(named(name.as_ref()), std::path::Path::new(becomes));
    }
    let folder = tempfile::tempdir().unwrap();
    let session = Session::create(&folder.path().join("shop.v2"), "wechat-live", "wx9", None, &options()).unwrap();
    assert!(session.path().ends_with("shop.v2.toml"));
    let listed = kaibo::wizard::session::applicants::saved(folder.path(), &[], &options());
    assert_eq!(listed.len(), 1);
    assert!(Session::create(&folder.path().join("x.json"), "wechat-live", "wx9", None, &options()).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is made that can't be used");
}

#[test]
fn the_last_applicant_comes_first_and_the_folder_s_own_is_proposed() {
    use kaibo::wizard::session::applicants::{Settings, preferred, saved};
    let folder = tempfile::tempdir().unwrap();
    let (a, b) = (folder.path().join("a"), folder.path().join("b"));
    let [a, b] = [a, b].map(|folder| {
        fs::create_dir(&folder).unwrap();
        shop(&folder, SHOP);
        folder.canonicalize().unwrap()
    });
    let mut settings = Settings::default();
    settings.opened(&a.join("shop.toml"));
    let listed = saved(&b, &settings.recent, &options());
    let paths: Vec<_> = listed.iter().map(|one| one.path.clone()).collect();
    assert_eq!(paths, [a.join("shop.toml"), b.join("shop.toml")]);
    assert_eq!(preferred(&listed), 1);
    assert_eq!((settings.open_in(&b), settings.open_in(&a)), (None, Some(a.join("shop.toml").as_path())));
}

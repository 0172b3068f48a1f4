//! Whatever happens to the file, the disk or the process: the file is whole, and answers are kept.

use std::fs;
use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use kaibo::facts::{Completeness, FactValue};
use kaibo::value::value_type::Value;
use kaibo::wizard::session::{Answer, SaveError, Session};

use crate::{SHOP, dates, fact, options, shop};

#[cfg(unix)]
#[test]
fn a_pipe_is_not_waited_for() {
    for (name, collected) in [("shop.toml", false), ("shop.collected.toml", true)] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("shop.toml");
        if collected {
            fs::write(&path, SHOP).unwrap();
        }
        assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
        let said =
            Session::open(&path, &options()).unwrap_err().render(&kaibo::i18n::Messages::for_lang(kaibo::value::localized::Lang::En), 100);
        assert!(said.contains(name) && said.contains("not a regular file"), "{said}");
    }
}

#[test]
fn an_export_does_not_go_over_the_rules() {
    let folder = tempfile::tempdir().unwrap();
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/wechat-live");
    let copied = folder.path().join("rules/wechat-live");
    fs::create_dir_all(&copied).unwrap();
    for entry in fs::read_dir(rules).unwrap().flatten() {
        fs::copy(entry.path(), copied.join(entry.file_name())).unwrap();
    }
    let library = kaibo::io::library::Library::open(Some(&folder.path().join("rules"))).unwrap();
    let session = Session::open(&shop(folder.path(), SHOP), &kaibo::wizard::session::Options { library, ..options() }).unwrap();
    assert!(session.inputs().find(&copied.join("program.toml")).is_some());
    assert!(session.inputs().find(&folder.path().join("report.txt")).is_none());
}

#[test]
fn an_answer_that_cannot_be_written_is_kept_and_written_with_the_next() {
    let outer = tempfile::tempdir().unwrap();
    let folder = outer.path().join("inner");
    fs::create_dir(&folder).unwrap();
    let path = shop(&folder, SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let (payments, kind) = (fact(&session, "payments"), fact(&session, "entity_type"));
    fs::remove_dir_all(&folder).unwrap();
    let said = session.answer(payments, dates(&[], Completeness::Complete));
    assert!(matches!(said, Err(SaveError::NotWritten(_))) && !session.is_saved());
    assert_eq!(session.known(payments).cloned().map(Answer::Known), Some(dates(&[], Completeness::Complete)), "it counts all the same");
    assert!(session.undo().is_err() && session.redo().is_err(), "undone and done again in memory");
    fs::create_dir(&folder).unwrap();
    session.answer(kind, Answer::Known(FactValue::Value(Value::Enum(2)))).unwrap();
    assert!(session.is_saved());
    let text = fs::read_to_string(&path).unwrap();
    assert!(
        text.contains("payments = []") && text.contains("'sole_trader'") | text.contains("\"sole_trader\"") && text.contains("# the end")
    );
}

#[test]
fn a_file_that_somebody_broke_is_left_alone_until_it_is_mended() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let payments = fact(&session, "payments");
    fs::write(&path, "program = [").unwrap();
    assert!(session.refresh().is_err());
    assert!(matches!(session.answer(payments, dates(&["2026-11-22"], Completeness::Complete)), Err(SaveError::Unreadable(_))));
    assert_eq!(fs::read_to_string(&path).unwrap(), "program = [");
    fs::write(&path, SHOP.replace("enterprise", "media")).unwrap();
    session.save().unwrap();
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains("2026-11-22") && text.contains("media"));
}

#[cfg(unix)]
#[test]
fn links_and_permissions_stay_and_old_lock_files_do_no_harm() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let real = shop(folder.path(), SHOP);
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = folder.path().join("link.toml");
    std::os::unix::fs::symlink(&real, &link).unwrap();
    fs::write(folder.path().join(".shop.toml.lock"), "left behind").unwrap();
    let mut session = Session::open(&link, &options()).unwrap();
    session.answer(fact(&session, "payments"), Answer::Unknown).unwrap();
    assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    assert_eq!(fs::metadata(&real).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(fs::read_to_string(&real).unwrap().contains("[provenance.payments]"));
}

#[test]
fn whoever_holds_the_lock_is_waited_for_but_not_forever() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let mut session = Session::open(&path, &options()).unwrap();
    let lock = fs::File::create(folder.path().canonicalize().unwrap().join(".shop.toml.lock")).unwrap();
    lock.lock().unwrap();
    let started = std::time::Instant::now();
    assert!(
        matches!(session.answer(fact(&session, "payments"), Answer::Unknown), Err(SaveError::NotWritten(problem)) if problem.id == "wizard-busy")
    );
    assert!(started.elapsed() < Duration::from_secs(3));
    drop(lock);
    session.save().unwrap();
}

#[test]
fn two_windows_at_once_lose_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    let ids = ["entity_region", "official_accounts", "violations", "payments"];
    std::thread::scope(|scope| {
        for id in ids {
            let path = &path;
            scope.spawn(move || {
                let mut session = Session::open(path, &options()).unwrap();
                let fact = fact(&session, id);
                for _ in 0..12 {
                    let _ = session.answer(fact, Answer::Unknown);
                }
                while session.save().is_err() {}
            });
        }
    });
    let text = fs::read_to_string(&path).unwrap();
    for id in ids {
        assert_eq!(text.matches(&format!("[provenance.{id}]")).count(), 1, "{text}");
    }
    assert!(text.contains("# the end") && text.contains("# not now"));
}

#[cfg(unix)]
#[test]
fn a_kill_at_any_moment_leaves_a_whole_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    for round in 0..25u64 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_kaibo"));
        command.args(["wizard", "--plain", "--lang", "en"]).arg(&path).env("XDG_STATE_HOME", folder.path().join("state"));
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let mut input = child.stdin.take().unwrap();
        let feeder = std::thread::spawn(move || {
            // Until no one reads any more.
            for line in [":facts 2", "1", ":facts 2", "2", ":facts 5", ":-", ":undo", ":redo"].iter().cycle() {
                if writeln!(input, "{line}").is_err() {
                    break;
                }
            }
        });
        std::thread::sleep(Duration::from_millis(60 + round * 7 % 90));
        child.kill().unwrap();
        child.wait().unwrap();
        feeder.join().unwrap();
        let mut session = Session::open(&path, &options()).unwrap();
        assert!(fs::read_to_string(&path).unwrap().contains("# the end"));
        session.answer(fact(&session, "violations"), Answer::Unknown).unwrap();
    }
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_said_and_answers_go_on() {
    let folder = tempfile::tempdir().unwrap();
    let path = shop(folder.path(), SHOP);
    // Nothing can be written to any file; that a signal says so is ignored.
    let script = "trap '' XFSZ; ulimit -f 0; exec \"$0\" wizard --plain --lang en \"$1\"";
    let mut command = Command::new("sh");
    command.args(["-c", script, env!("CARGO_BIN_EXE_kaibo")]).arg(&path).env("XDG_STATE_HOME", folder.path().join("state"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b":facts 2\n3\n:facts 2\n\n:quit\n").unwrap();
    let out = String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap();
    assert!(out.contains("Not saved yet") && out.contains("Current value: Sole trader"), "{out}");
    assert_eq!(fs::read_to_string(&path).unwrap(), SHOP);
}

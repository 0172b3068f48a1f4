//! Two processes edit one facts file and are killed at any moment: the file can always be read, and no answer that was said to
//! be saved is lost without a word. A few seconds in the suite; `KAIBO_STORE_SECONDS=1800` lets it run for half an hour.
#![cfg(all(feature = "wizard", unix))]
#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may, and the processes talk through standard output")]

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use kaibo::facts::{Completeness, FactValue, Row, Rows};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::value::localized::Lang;
use kaibo::value::value_type::Value;
use kaibo::wizard::session::{Answer, Keep, Options, SaveError, Session};

const SHOP: &str = "# ours\nprogram = \"wechat-live\"\napplicant = \"wx1\"\n\n[facts]\nentity_type = 'enterprise' # kind\n# the end\n";

const REGIONS: [[u8; 2]; 3] = [*b"CN", *b"US", *b"JP"];

/// A small generator, so that a run can be repeated.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// The number of fans that a session knows of the only account of that name; 0 where there is none.
fn known(session: &Session, fact: usize, name: &str) -> u64 {
    let Some(FactValue::Rows(rows)) = session.known(fact) else { return 0 };
    let is = |row: &&Row| matches!(&row.cells[0], Some(Value::Text(text)) if **text == *name);
    match rows.rows.iter().find(is).and_then(|row| row.cells[1].as_ref()) {
        Some(Value::Number(fans)) => fans.to_string().parse().unwrap(),
        _ => 0,
    }
}

/// The list of accounts with one of that name, and so many fans.
fn accounts(name: &str, fans: u64) -> Answer {
    let row = Row { cells: vec![Some(Value::Text(name.into())), Some(Value::Number(fans as i64))].into() };
    Answer::Known(FactValue::Rows(Rows { rows: vec![row], completeness: Completeness::Complete }))
}

/// One of the processes: edits the list that both edit, and a fact of its own. It says what it tries, from which value, and what came
/// of it.
#[test]
#[ignore = "run by the test below, in processes of its own"]
fn child_edits() {
    let path = PathBuf::from(std::env::var_os("KAIBO_STORE_FILE").unwrap());
    let me: u64 = std::env::var("KAIBO_STORE_CHILD").unwrap().parse().unwrap();
    let mut token: u64 = std::env::var("KAIBO_STORE_TOKEN").unwrap().parse().unwrap();
    let mut dice = Dice(token * 2 + me + 1);
    let words = Messages::for_lang(Lang::En);
    // The harness has begun a line.
    println!();
    let mut session = Session::open(&path, &Options::new(Library::open(None).unwrap())).unwrap();
    let list = session.rulebook().program.fact("official_accounts").unwrap();
    let own = session.rulebook().program.fact(["entity_region", "entity_type"][me as usize]).unwrap();
    let value = |token: u64| if me == 0 { Value::Region(REGIONS[token as usize % 3]) } else { Value::Enum((token % 3) as u16) };
    loop {
        token += 2;
        if dice.roll(4) == 0 {
            println!("own {}", token % 3);
            if session.answer(own, Answer::Known(FactValue::Value(value(token)))).is_ok() {
                println!("own-ok {}", token % 3);
            }
            continue;
        }
        if dice.roll(3) > 0 {
            let _ = session.refresh();
        }
        let shown = session.shown(list);
        let base = known(&session, list, "x");
        std::thread::sleep(Duration::from_micros(dice.roll(1500)));
        println!("try {base} {token}");
        let mut said = session.answer_as_shown(list, accounts("x", token), Some(&shown));
        while let Err(SaveError::Conflict(subject)) = &said {
            let Some(versions) = session.conflict(&words) else { break };
            let theirs = versions.theirs.split_whitespace().find_map(|part| part.replace(',', "").parse::<u64>().ok()).unwrap_or(0);
            let keep = if dice.roll(2) == 0 { Keep::Mine } else { Keep::Theirs };
            println!("{}", if keep == Keep::Mine { format!("try {theirs} {token}") } else { format!("dropped {token}") });
            let subject = subject.clone();
            said = session.keep(&subject, keep);
            if keep == Keep::Theirs {
                break;
            }
        }
        match said {
            Ok(()) if known(&session, list, "x") == token => println!("ok {token}"),
            Ok(()) => {}
            Err(_) => {
                println!("unsaved {token}");
                while !session.is_saved() && session.conflict(&words).is_none() {
                    let _ = session.save();
                }
                if let Some(versions) = session.conflict(&words) {
                    let _ = session.keep(&versions.subject, Keep::Theirs);
                }
            }
        }
    }
}

/// What the processes have said so far.
#[derive(Default)]
struct Told {
    /// Each value that was tried, and the one that it was to take the place of.
    tried: HashMap<u64, Vec<u64>>,
    /// Values that were said to be in the file.
    saved: HashSet<u64>,
    /// Of the fact that is a process's own: what was saved last, and what was tried since. What had to wait for the other process
    /// is written with whatever is written next.
    own: [(Option<u64>, Vec<u64>); 2],
    count: u64,
}

fn start(path: &Path, me: u64, token: u64, told: &Arc<Mutex<Told>>) -> (Child, JoinHandle<()>) {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["child_edits", "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    command.env("KAIBO_STORE_FILE", path).env("KAIBO_STORE_CHILD", me.to_string()).env("KAIBO_STORE_TOKEN", token.to_string());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
    let out = BufReader::new(child.stdout.take().unwrap());
    let told = Arc::clone(told);
    let reader = std::thread::spawn(move || {
        for line in out.lines().map_while(Result::ok) {
            let mut told = told.lock().unwrap();
            let words: Vec<&str> = line.split(' ').collect();
            let number = |at: usize| words.get(at).and_then(|word| word.parse::<u64>().ok());
            match (words[0], number(1), number(2)) {
                ("try", Some(base), Some(token)) => told.tried.entry(token).or_default().push(base),
                ("ok", Some(token), None) => {
                    told.saved.insert(token);
                    told.count += 1;
                }
                ("own", Some(value), None) => told.own[me as usize].1.push(value),
                ("own-ok", Some(value), None) => told.own[me as usize] = (Some(value), Vec::new()),
                _ => {}
            }
        }
    });
    (child, reader)
}

/// What the file says: the number that both write, and the facts of each process.
fn read(path: &Path) -> (u64, [Option<u64>; 2]) {
    let text = fs::read_to_string(path).unwrap();
    assert!(text.starts_with("# ours\n") && text.contains("# the end") && text.contains("# kind"), "the file is whole: {text}");
    let session = Session::open(path, &Options::new(Library::open(None).unwrap()));
    let session = session.unwrap_or_else(|refused| panic!("{}\n{text}", refused.render(&Messages::for_lang(Lang::En), 100)));
    let program = &session.rulebook().program;
    let region = match session.known(program.fact("entity_region").unwrap()) {
        Some(FactValue::Value(Value::Region(region))) => REGIONS.iter().position(|one| one == region).map(|at| at as u64),
        _ => None,
    };
    let kind = match session.known(program.fact("entity_type").unwrap()) {
        Some(FactValue::Value(Value::Enum(at))) => Some(u64::from(*at)),
        _ => None,
    };
    (known(&session, program.fact("official_accounts").unwrap(), "x"), [region, kind])
}

#[test]
fn two_processes_that_are_killed_lose_nothing_that_was_saved() {
    let seconds = std::env::var("KAIBO_STORE_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(4);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.toml");
    fs::write(&path, SHOP).unwrap();
    let told = Arc::new(Mutex::new(Told::default()));
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let (started, mut rounds, mut token) = (Instant::now(), 0, 2);
    while started.elapsed() < Duration::from_secs(seconds) {
        let mut children: Vec<_> = (0..2).map(|me| start(&path, me, token + me, &told)).collect();
        let until = Instant::now() + Duration::from_millis(150 + dice.roll(400));
        while Instant::now() < until {
            // Whoever reads at any moment reads a whole file.
            read(&path);
            std::thread::sleep(Duration::from_millis(3));
        }
        for at in if dice.roll(2) == 0 { [0, 1] } else { [1, 0] } {
            children[at].0.kill().unwrap();
            std::thread::sleep(Duration::from_micros(dice.roll(3000)));
        }
        for (mut child, reader) in children {
            child.wait().unwrap();
            reader.join().unwrap();
        }
        let (last, own) = read(&path);
        let told = told.lock().unwrap();
        assert!(last == 0 || told.tried.contains_key(&last), "nobody wrote {last}");
        // What was saved is there, or somebody who had seen it put something else in its place.
        let replaced: HashSet<u64> = told.tried.values().flatten().copied().collect();
        #[allow(clippy::iter_over_hash_type, reason = "each is looked at by itself")]
        for saved in &told.saved {
            assert!(*saved == last || replaced.contains(saved), "{saved} was lost without a word; the file says {last}");
        }
        for (me, (saved, tried)) in told.own.iter().enumerate() {
            let is_known = own[me] == *saved || own[me].is_some_and(|value| tried.contains(&value));
            assert!(saved.is_none() || is_known, "{me}: {:?}, not {saved:?} or one of {tried:?}", own[me]);
        }
        token = told.tried.keys().max().map_or(2, |last| last + 2) / 2 * 2;
        rounds += 1;
    }
    let told = told.lock().unwrap();
    println!("{rounds} rounds, {} kills, {} answers saved", rounds * 2, told.count);
    assert!(rounds >= 2 && told.count >= 3, "{rounds} rounds, {} answers", told.count);
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.len() < 3 + rounds * 4, "{left:?}");
}

//! The fast path of a fleet beside the plain one: the same bytes, whatever the rulebook and whatever the record.
//!
//! `KAIBO_CASES` sets how many records of random rulebooks, `KAIBO_SEED` the first seed. In release,
//! `KAIBO_CASES=50000 cargo test --release --test fleet_fast` takes some seconds, and a million some minutes.
#![allow(unreachable_pub, reason = "a test is a crate of its own")]
#![allow(dead_code, reason = "the reference is used in part")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests may fail by panicking, and say on standard error what they saw")]
#![allow(clippy::explicit_auto_deref, reason = "what it proposes does not compile: the items of the slice would be `str`")]

#[path = "reference/mod.rs"]
mod reference;

#[path = "fleet_fast/odd.rs"]
mod odd;

#[path = "fleet_fast/say.rs"]
mod say;

#[path = "fleet_fast/write.rs"]
mod write;

use kaibo::document::source::Files;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::chunks::{Chunk, Content, Position};
use kaibo::fleet::digest::Mark;
use kaibo::fleet::sample::SampleGenerator;
use kaibo::fleet::worker::{ChunkResult, Worker};
use kaibo::fleet::{Engine, Extras, Fleet, OutputFormat};
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::localized::Lang;

use reference::agree::load;
use reference::generate::{self, Case, book};
use reference::mutate::mutated;
use reference::random::Random;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A fleet of one program, asked for a day.
fn fleet(rulebook: &Rulebook, as_of: &str, held: Option<&str>, shape: OutputFormat) -> Fleet {
    let as_of = parse_as_of(as_of, rulebook.program.zone).unwrap();
    let held = held.and_then(|id| rulebook.editions.iter().position(|edition| edition.id == id));
    let engine = Engine { rulebook: rulebook.clone(), files: Files::default(), as_of, pinned: held, against: None };
    Fleet {
        engines: vec![engine],
        named: false,
        shape,
        lang: Lang::En,
        files: None,
        generated_at: as_of,
        ahead: 30,
        limit: 1 << 20,
        strict: false,
        plain: false,
        extras: Extras::default(),
    }
}

fn work(fleet: &Fleet, lines: &[u8], summed: bool) -> ChunkResult {
    let content = Content::Lines(lines.to_vec().into());
    Worker::new(fleet, summed).work(Chunk {
        file: 0,
        line: 1,
        content,
        records: 0,
        blank: 0,
        notes: Vec::new(),
        next: Position::default(),
        mark: Mark::default(),
    })
}

/// Both paths over the same lines: how many took the fast one, of how many that were answered.
fn both(fleet: &mut Fleet, lines: &[u8], about: impl Fn() -> String) -> (u64, u64) {
    fleet.plain = false;
    let fast = work(fleet, lines, false);
    let summed = work(fleet, lines, true);
    fleet.plain = true;
    let plain = work(fleet, lines, true);
    assert_eq!(plain.counts.plain, plain.counts.written);
    // Summed up or not, the lines are the same, and so is what is summed up of either path.
    assert!(summed.output == fast.output, "summing up changes the lines\n{}", about());
    assert_eq!(summed.counts, fast.counts, "{}", about());
    assert_eq!(format!("{:?}", summed.tallies), format!("{:?}", plain.tallies), "{}", about());
    let read = |counts: kaibo::fleet::Counts| (counts.written, counts.rejected, counts.blank);
    if fast.output != plain.output || read(fast.counts) != read(plain.counts) || fast.faults != plain.faults {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let (ours, theirs) = (text(&fast.output), text(&plain.output));
        for ((one, two), line) in ours.lines().zip(theirs.lines()).zip(text(lines).lines().filter(|line| !line.trim().is_empty())) {
            assert_eq!(one, two, "fast and plain differ over\n{line}\n{}", about());
        }
        panic!("fast and plain differ: {:?} and {:?}\n{}", fast.counts, plain.counts, about());
    }
    (fast.counts.fast(), fast.counts.written)
}

/// A record in many layouts and states.
fn variants(random: &mut Random, record: &str) -> Vec<String> {
    let Ok(value) = serde_json::from_str::<serde_json::Value>(record) else { return vec![record.to_owned()] };
    let mut all = vec![record.to_owned()];
    for _ in 0..3 {
        let mut value = value.clone();
        if random.chance(30) {
            write::add_meta(random, &mut value);
        }
        if random.chance(50) {
            write::shuffle(random, &mut value);
        }
        let style = write::Style::draw(random);
        let written = write::write(random, &value, style);
        if random.chance(40) {
            all.push(mutated(random, &written));
        }
        if random.chance(20) {
            all.push(write::doubled(random, &written));
        }
        all.push(written);
    }
    all
}

#[test]
fn random_applicants_of_random_rulebooks_get_the_same_answers() {
    let wanted = setting("KAIBO_CASES", 6_000);
    let first = setting("KAIBO_SEED", 0) + 5_000_000_000;
    let threads = 2;
    let totals = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|rest| {
                scope.spawn(move || {
                    let mut seen = Seen::default();
                    let mut seed = first + rest;
                    while seen.records < wanted / threads {
                        one_rulebook(seed, &mut seen);
                        seed += threads;
                    }
                    seen
                })
            })
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
    });
    let sum = |pick: fn(&Seen) -> u64| totals.iter().map(pick).sum::<u64>();
    let (records, fast, answered) = (sum(|seen| seen.records), sum(|seen| seen.fast), sum(|seen| seen.answered));
    let (waived, waived_fast) = (sum(|seen| seen.waived), sum(|seen| seen.waived_fast));
    eprintln!("{records} records, {answered} answered, {fast} of them by the fast path");
    eprintln!("{waived} answered of those whose waivers are sound, {waived_fast} of them by the fast path");
    assert!(answered * 2 > records, "most records should be sound");
    assert!(fast * 10 > answered * 6, "the fast path hardly ever answers");
    assert!(waived * 20 > records, "few records have waivers");
    // Renamed categories take the ordinary path, with waivers and without.
    assert!(waived_fast * 10 > waived * 6, "the fast path hardly ever answers where there are waivers");
}

/// What came of random records.
#[derive(Debug, Default)]
struct Seen {
    records: u64,
    answered: u64,
    fast: u64,
    /// Of records with sound waivers and nothing else that is unusual: how many were answered, and how many by the fast path.
    waived: u64,
    waived_fast: u64,
}

/// Applicants of one random rulebook.
fn one_rulebook(seed: u64, seen: &mut Seen) {
    let mut random = Random::new(seed);
    let mut book = book::draw(&mut random);
    say::odd_roots(&mut random, &mut book);
    // Applicants here are drawn for many days, so that what is about the past is often refused.
    if random.chance(75) {
        book.facts.iter_mut().for_each(|fact| fact.past = false);
    }
    let Ok(rulebook) = load(&book.text()) else { return };
    let mut lines = String::new();
    // Some records without waivers, and the same with them.
    let (mut without, mut with) = (String::new(), String::new());
    let case = generate::case(&mut random, &book);
    let as_of = if case.as_of < book.editions[0].from { book.center } else { case.as_of };
    for _ in 0..8 {
        let Case { mut applicant, .. } = generate::case(&mut random, &book);
        applicant.json = true;
        applicant.people.waivers.clear();
        // What bears on the facts' days is for the plain path; it is not to be all that there is.
        let ordinary = random.chance(80);
        if ordinary {
            applicant.people.annotations.clear();
            applicant.people.provenance.iter_mut().flatten().for_each(|provenance| *provenance = Default::default());
        }
        let mut record: serde_json::Value = serde_json::from_str(&applicant.texts(&book).0).unwrap();
        let mut waivers = if random.chance(60) { say::waivers(&mut random, &book, as_of) } else { Vec::new() };
        if ordinary && !waivers.is_empty() {
            without += &format!("{record}\n");
            record["waivers"] = waivers.clone().into();
            with += &format!("{record}\n");
        }
        if random.chance(20) {
            say::spoil(&mut random, &book, &mut waivers);
        }
        record["waivers"] = waivers.into();
        if random.chance(20) {
            let wrong = *random.pick(&[0, 0, 20]);
            record["estimates"] = say::estimates(&mut random, &book, wrong);
        }
        for text in variants(&mut random, &record.to_string()) {
            lines += &text;
            lines += *random.pick(&["\n", "\n", "\n", "\n", "\r\n", "\n\n", " \n"]);
        }
    }
    if random.chance(50) {
        lines.truncate(lines.trim_end().len());
    }
    let shape = *random.pick(&[OutputFormat::Lines, OutputFormat::Lines, OutputFormat::Csv]);
    let mut fleet = fleet(&rulebook, &as_of.to_string(), case.held.as_deref(), shape);
    fleet.named = random.chance(50);
    let about = || {
        let files = book.text().files;
        let text: String = files.iter().map(|(name, content)| format!("---- {name}\n{content}\n")).collect();
        format!("seed {seed}, as of {as_of}, held {:?}\n{text}", case.held)
    };
    let (fast, answered) = both(&mut fleet, lines.as_bytes(), about);
    let (waived_fast, waived) = both(&mut fleet, with.as_bytes(), about);
    let (fast_without, answered_without) = both(&mut fleet, without.as_bytes(), about);
    // Sound waivers are nothing unusual. Some turn out to stand under a `none` of an edition that is like another.
    if waived == answered_without {
        assert_eq!(waived_fast, fast_without, "waivers keep a record from the fast path\n{}", about());
    }
    seen.records += (lines.lines().count() + with.lines().count() + without.lines().count()) as u64;
    seen.answered += answered + waived + answered_without;
    seen.fast += fast + waived_fast + fast_without;
    seen.waived += waived;
    seen.waived_fast += waived_fast;
}

/// The rules that come with kaibo, and made-up applicants of theirs.
fn practice(count: usize, seed: u64) -> (Rulebook, Vec<String>) {
    let library = Library::open(None).unwrap();
    let mut files = Files::default();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
    let as_of = parse_as_of("2026-11-22", rulebook.program.zone).unwrap();
    let looks = toml::from_str(include_str!("../rules/wechat-live/practice.toml")).unwrap();
    let mut practice = SampleGenerator::new(&rulebook.program, rulebook.in_force(as_of.day).unwrap(), looks, as_of.day, seed);
    let records = (0..count).map(|_| practice.record().to_string()).collect();
    (rulebook, records)
}

#[test]
fn made_up_applicants_take_the_fast_path_and_get_the_same_answers() {
    let (rulebook, records) = practice(2000, setting("KAIBO_SEED", 1));
    let lines = records.join("\n");
    for shape in [OutputFormat::Lines, OutputFormat::Csv] {
        let mut fleet = fleet(&rulebook, "2026-11-22", None, shape);
        let (fast, answered) = both(&mut fleet, lines.as_bytes(), String::new);
        assert_eq!(answered, 2000);
        assert!(fast * 1000 >= answered * 999, "{fast} of {answered}");
    }
}

#[test]
fn a_sound_waiver_or_estimate_takes_the_fast_path() {
    let (rulebook, records) = practice(300, 6);
    let names: Vec<&str> = rulebook.editions.iter().flat_map(|edition| &edition.requirements).map(|one| one.id.as_str()).collect();
    let days = [("2026-11-01", "2026-11-21"), ("2026-11-22", "2026-11-22"), ("2026-11-23", "2026-12-31"), ("2000-01-01", "9999-12-31")];
    let mut fleet = fleet(&rulebook, "2026-11-22", None, OutputFormat::Lines);
    let mut random = Random::new(7);
    for (least, most) in [(1, 1), (1, 3), (32, 32)] {
        let waived = records.iter().map(|record| {
            let mut record: serde_json::Value = serde_json::from_str(record).unwrap();
            let waiver = |random: &mut Random| {
                let (from, until) = random.pick(&days);
                serde_json::json!({"requirement": random.pick(&names), "reason": "试点", "by": "lead", "from": from, "until": until})
            };
            record["waivers"] = (0..random.between(least, most)).map(|_| waiver(&mut random)).collect();
            record["estimates"] = serde_json::json!({(*random.pick(&names)): {"takes": "3 days", "cost": "0.01 CNY"}});
            record.to_string()
        });
        let lines = waived.collect::<Vec<_>>().join("\n");
        assert_eq!(both(&mut fleet, lines.as_bytes(), String::new), (300, 300));
    }
}

#[test]
fn every_layout_takes_the_fast_path() {
    let (rulebook, records) = practice(300, 2);
    let mut fleet = fleet(&rulebook, "2026-11-22", None, OutputFormat::Lines);
    for (name, style, shuffled, meta) in [
        ("shuffled keys", write::Style::default(), true, false),
        ("one blank after each comma and colon", write::Style { spaced: true, ..write::Style::default() }, false, false),
        ("blanks", write::Style { blanks: 60, ..write::Style::default() }, false, false),
        ("escapes", write::Style { escapes: 100, ..write::Style::default() }, false, false),
        ("a large meta", write::Style::default(), false, true),
    ] {
        let mut random = Random::new(3);
        let lines: Vec<String> = records
            .iter()
            .map(|record| {
                let mut value: serde_json::Value = serde_json::from_str(record).unwrap();
                if shuffled {
                    write::shuffle(&mut random, &mut value);
                }
                if meta {
                    write::add_meta(&mut random, &mut value);
                }
                write::write(&mut random, &value, style)
            })
            .collect();
        let (fast, answered) = both(&mut fleet, lines.join("\n").as_bytes(), || name.to_owned());
        assert_eq!((fast, answered), (300, 300), "{name}");
    }
}

#[test]
fn every_changed_byte_is_noticed_alike() {
    let (rulebook, records) = practice(3, 4);
    let mut fleet = fleet(&rulebook, "2026-11-22", None, OutputFormat::Lines);
    let mut random = Random::new(setting("KAIBO_SEED", 0));
    let record = records.iter().min_by_key(|record| record.len()).unwrap().as_bytes();
    let mut lines: Vec<u8> = Vec::new();
    for at in 0..record.len() {
        for change in 0..3 {
            let mut bytes = record.to_vec();
            match change {
                0 => bytes[at] = *random.pick(b"\"\\{}[]:,0-9.eEnutfa* \t\r\x00\x1f\x7f\x80\xff"),
                1 => drop(bytes.remove(at)),
                _ => bytes.insert(at, *random.pick(b"\"\\{}[]:,09.eE* \t\xe5\xff")),
            }
            lines.extend_from_slice(&bytes);
            lines.push(b'\n');
        }
        lines.extend_from_slice(&record[..at]);
        lines.push(b'\n');
    }
    both(&mut fleet, &lines, String::new);
}

#[test]
fn what_only_looks_like_a_record_is_refused_alike() {
    let (rulebook, records) = practice(20, 5);
    let mut fleet = fleet(&rulebook, "2026-11-22", None, OutputFormat::Lines);
    let lines = odd::lines();
    // Between sound records, and alone, so that nothing that was learned makes a difference.
    let text: String = lines.iter().zip(records.iter().cycle()).map(|(line, record)| format!("{line}\n{record}\n{line}\n")).collect();
    for shape in [OutputFormat::Lines, OutputFormat::Csv] {
        fleet.shape = shape;
        both(&mut fleet, text.as_bytes(), String::new);
        both(&mut fleet, lines.join("\n").as_bytes(), String::new);
        // A path is made ready for each of these anew.
        for line in lines.iter().filter(|line| shape == OutputFormat::Lines && line.contains('*')) {
            both(&mut fleet, line.as_bytes(), String::new);
        }
    }
}

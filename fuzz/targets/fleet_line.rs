//! A line of a fleet is answered alike whichever way it takes, and refused as JSON exactly where serde_json refuses it.
//!
//! In: any bytes without a line end, as a record of one of three programs. A failure of kaibo's own, which a worker would
//! turn into an error in the record's place, ends the run here: libFuzzer's hook comes first.
#![no_main]

use std::path::Path;

use kaibo::document::source::{FileId, Files};
use kaibo::document::parse_json;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::chunks::{Chunk, Content, Position};
use kaibo::fleet::digest::Mark;
use kaibo::fleet::worker::Worker;
use kaibo::fleet::{Engine, Extras, Fleet, OutputFormat};
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::localized::Lang;
use libfuzzer_sys::fuzz_target;

/// A fleet of every program that there is, on the day for which the seeds were made.
fn fleet(shape: OutputFormat, plain: bool) -> Fleet {
    let rules = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/rulebooks");
    let library = Library::open(Some(&rules)).expect("the tests' rulebooks");
    let engines = library.programs().iter().map(|text| {
        let mut files = Files::default();
        let (rulebook, _) = Rulebook::load(text, &mut files).expect("sound");
        let as_of = parse_as_of("2026-11-22", rulebook.program.zone).expect("a day");
        Engine { rulebook, files, as_of, pinned: None, against: None }
    });
    let engines: Vec<Engine> = engines.collect();
    let generated_at = engines[0].as_of;
    Fleet { engines, named: false, shape, lang: Lang::En, files: None, generated_at, ahead: 30, limit: 1 << 20, plain, strict: false, extras: Extras::default() }
}

/// What a worker makes of a line that comes twice: with others behind it, and at the end of its block.
fn answer(worker: &Worker<'_>, line: &[u8]) -> String {
    let bytes = [line, line].join(&b'\n');
    let next = Position { file: 0, offset: bytes.len() as u64, line: 3 };
    let block = Chunk { file: 0, line: 1, content: Content::Lines(bytes.into()), records: 2, blank: 0, notes: Vec::new(), next, mark: Mark::default() };
    let mut done = worker.work(block);
    // The one thing in which the two may differ.
    done.counts.plain = 0;
    format!("{:?} {:?} {:?}\n{}", done.counts, done.tallies, done.faults, String::from_utf8_lossy(&done.output))
}

thread_local! {
    /// Workers in each shape that may go quick, summed up or not: one that goes as it likes, one that is held to the plain way.
    static WORKERS: [[Worker<'static>; 2]; 3] = [(OutputFormat::Lines, false), (OutputFormat::Csv, false), (OutputFormat::Lines, true)]
        .map(|(shape, summed)| [false, true].map(|plain| Worker::new(Box::leak(Box::new(fleet(shape, plain))), summed)));
}

fuzz_target!(|line: &[u8]| {
    if line.contains(&b'\n') {
        return;
    }
    if let Ok(text) = std::str::from_utf8(line) {
        let parsed = parse_json(FileId(0), text);
        match (&parsed, serde_json::from_str::<serde_json::Value>(text)) {
            (Ok(_), Ok(_)) | (Err(_), Err(_)) => {}
            (Err(fault), Ok(_)) => assert_eq!(fault.id, "duplicate-key"),
            (Ok(_), Err(error)) => assert!(error.to_string().starts_with("number out of range"), "{error}"),
        }
    }
    WORKERS.with(|shapes| {
        for [free, plain] in shapes {
            assert_eq!(answer(free, line), answer(plain, line));
        }
    });
});

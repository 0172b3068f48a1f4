//! How long a fleet takes: sample applicants of wechat-live, cut into blocks beforehand, on one thread and on two.
//!
//! `cargo bench --bench fleet`. Compare the figures of one run with each other: machines are noisy.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use kaibo::document::source::Files;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::chunks::{Chunk, Chunks, Position};
use kaibo::fleet::run::run;
use kaibo::fleet::sample::SampleGenerator;
use kaibo::fleet::source::Input;
use kaibo::fleet::{Engine, Fleet, OutputFormat};
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::localized::Lang;

const RECORDS: u64 = 4000;

fn fleet() -> Fleet {
    let library = Library::open(None).unwrap();
    let mut files = Files::default();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
    let as_of = parse_as_of("2026-11-22", rulebook.program.zone).unwrap();
    Fleet {
        engines: vec![Engine { rulebook, files, as_of, pinned: None, against: None }],
        named: true,
        shape: OutputFormat::Lines,
        lang: Lang::En,
        files: None,
        generated_at: as_of,
        ahead: 30,
        limit: 4 << 20,
        strict: false,
        plain: false,
        extras: kaibo::fleet::Extras::default(),
    }
}

/// Made-up applicants in a file of their own.
fn records(fleet: &Fleet) -> tempfile::NamedTempFile {
    let engine = &fleet.engines[0];
    let looks = toml::from_str(include_str!("../rules/wechat-live/practice.toml")).unwrap();
    let mut practice = SampleGenerator::new(&engine.rulebook.program, engine.edition().unwrap(), looks, engine.as_of.day, 1);
    let text: String = (0..RECORDS).map(|_| format!("{}\n", practice.record())).collect();
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(file.path(), text).unwrap();
    file
}

fn bench(criterion: &mut Criterion) {
    let fleet = Arc::new(fleet());
    let file = records(&fleet);
    let blocks = || -> Chunks {
        let input = Input::new(file.path(), None);
        Chunks::new(vec![input], Position::default(), fleet.block(), fleet.limit, Arc::default())
    };
    let mut group = criterion.benchmark_group("fleet");
    group.throughput(Throughput::Elements(RECORDS)).sample_size(10);
    group.bench_function("cut only", |bench| bench.iter(|| blocks().map(|block: Chunk| block.records).sum::<u64>()));
    for threads in [1, 2] {
        group.bench_function(format!("{threads} thread(s)"), |bench| {
            bench.iter(|| {
                let stop = AtomicBool::new(false);
                let done = run(&fleet, blocks(), threads, false, &stop, &Arc::default(), |(), done| {
                    black_box(done.output);
                    Ok::<(), ()>(())
                });
                assert!(done.is_ok());
            });
        });
    }
    group.finish();
}

criterion_group!(benches, bench);
criterion_main!(benches);

//! How long tables take: the same shops as CSV and as a spreadsheet, read by kaibo and, bare, by the library that it reads with.
//!
//! `cargo bench --bench tables`; `KAIBO_RECORDS=1000000` for as many as a sheet holds. Compare the figures of one run.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::fs::File;
use std::hint::black_box;
use std::io::BufReader;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use calamine::{Reader as _, Xlsx, open_workbook};
use kaibo::document::source::Files;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::chunks::{Chunks, Position};
use kaibo::fleet::run::run;
use kaibo::fleet::source::Input;
use kaibo::fleet::tables::header::TableSettings;
use kaibo::fleet::{Counts, Engine, Extras, Fleet, OutputFormat};
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::localized::Lang;
use rust_xlsxwriter::Workbook;

const HEADINGS: [&str; 6] = ["小程序AppID", "主体所在地", "主体类型", "服务类目", "支付日期", "公众号粉丝"];

fn fleet() -> Fleet {
    let library = Library::open(None).unwrap();
    let mut files = Files::default();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
    let as_of = parse_as_of("2026-11-28", rulebook.program.zone).unwrap();
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
        extras: Extras::default(),
    }
}

/// Writes the same shops as CSV and as a spreadsheet.
fn write(count: u32, csv: &Path, xlsx: &Path) {
    let mut text = csv::Writer::from_path(csv).unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet_with_constant_memory().unwrap();
    let mut row = |row: u32, cells: [&str; 6]| {
        text.write_record(cells).unwrap();
        cells.iter().enumerate().for_each(|(column, cell)| _ = sheet.write_string(row, column as u16, *cell).unwrap());
    };
    row(0, HEADINGS);
    for at in 0..count {
        let (name, fans) = (format!("wx{at:07}"), (at % 500).to_string());
        let kind = if at % 3 == 0 { "个人" } else { "企业" };
        row(at + 1, [&name, "中国大陆", kind, "商家自营 > 百货", "2026-11-20; 2026-09-01", &fans]);
    }
    text.flush().unwrap();
    book.save(xlsx).unwrap();
}

fn timed(what: &str, records: u32, work: impl FnOnce() -> u64) {
    let begun = Instant::now();
    let seen = work();
    let seconds = begun.elapsed().as_secs_f64();
    assert_eq!(seen, u64::from(records), "{what}");
    println!("{what}: {:.0} records/s ({seconds:.2} s)", f64::from(records) / seconds);
}

fn answered(fleet: &Arc<Fleet>, path: &Path, threads: usize) -> u64 {
    let tables = TableSettings::new([&fleet.engines[0].rulebook.program], None);
    let chunks = Chunks::new(vec![Input::new(path, None)], Position::default(), fleet.block(), fleet.limit, Arc::default());
    let counts = Arc::new(Mutex::new(Counts::default()));
    let done = run(fleet, chunks.with_tables(tables), threads, false, &AtomicBool::new(false), &counts, |counts, done| {
        black_box(done.output);
        counts.add(done.counts);
        Ok::<(), ()>(())
    });
    assert!(done.is_ok());
    let counts = *counts.lock().unwrap();
    counts.written
}

fn main() {
    let records = std::env::var("KAIBO_RECORDS").map_or(20_000, |records| records.parse().unwrap());
    let folder = tempfile::tempdir().unwrap();
    let (csv, xlsx) = (folder.path().join("shops.csv"), folder.path().join("shops.xlsx"));
    write(records, &csv, &xlsx);
    let fleet = Arc::new(fleet());
    timed("csv, bare", records, || {
        let mut reader = csv::Reader::from_reader(BufReader::new(File::open(&csv).unwrap()));
        let (mut record, mut count) = (csv::ByteRecord::new(), 0);
        while reader.read_byte_record(&mut record).unwrap() {
            count += u64::from(black_box(record.len()) > 0);
        }
        count
    });
    timed("csv, 1 thread", records, || answered(&fleet, &csv, 1));
    timed("csv, 2 threads", records, || answered(&fleet, &csv, 2));
    timed("xlsx, bare", records, || {
        let mut book: Xlsx<_> = open_workbook(&xlsx).unwrap();
        let name = book.sheet_names()[0].clone();
        let (mut cells, mut last) = (book.worksheet_cells_reader(&name).unwrap(), 0);
        while let Some(cell) = cells.next_cell().unwrap() {
            last = black_box(cell.get_position().0);
        }
        u64::from(last)
    });
    timed("xlsx, 1 thread", records, || answered(&fleet, &xlsx, 1));
    timed("xlsx, 2 threads", records, || answered(&fleet, &xlsx, 2));
}

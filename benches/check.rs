//! How long one evaluation takes: wechat-live with its timelines and readings, many requirements, many rows; and loading
//! and validating the program.
//!
//! `cargo bench --bench check`. Compare the figures of one run with each other: machines are noisy. Linear means that ten
//! times as much takes ten times as long, within 1.2.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use kaibo::document::parse_toml;
use kaibo::document::source::Files;
use kaibo::engine::check::check;
use kaibo::facts::Facts;
use kaibo::facts::read::{Origin, read};
use kaibo::io::library::Library;
use kaibo::rulebook::{Rulebook, RulebookText};
use kaibo::value::date::Date;

fn day() -> Date {
    Date::parse("2026-11-22").unwrap()
}

fn facts(rulebook: &Rulebook, text: &str) -> Facts {
    let mut files = Files::default();
    let file = files.add("facts.toml", text);
    let mut faults = Vec::new();
    let layer = read(&parse_toml(file, text).unwrap(), Origin::Manual, rulebook, &mut faults);
    let facts = Facts::merge(layer, None, &rulebook.program, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    facts
}

fn wechat() -> (RulebookText, Rulebook) {
    let library = Library::open(None).unwrap();
    let text = library.program("wechat-live").unwrap().clone();
    let (rulebook, _) = Rulebook::load(&text, &mut Files::default()).unwrap();
    (text, rulebook)
}

const APPLICANT: &str = r#"
applicant = "wx1234567890abcdef"
[facts]
entity_region = "CN"
entity_type = "enterprise"
categories = [{ path = "商家自营 > 服装/鞋/箱包", status = "approved" }, { path = "餐饮服务 > 点餐平台", status = "in_review" }]
violations = [{ id = "4_1", date = 2026-06-01, severity = "minor" }]
payments = [2026-08-25, 2026-10-01, 2026-11-22]
official_accounts = [{ name = "a", fans = 60 }, { name = "b", fans = 41 }]
daily_active_users = [{ date = 2026-11-15, users = 120 }, { date = 2026-11-16, users = 80 }, { date = 2026-11-17, users = 131 }, { date = 2026-11-18, users = 109 }, { date = 2026-11-19, users = 124 }, { date = 2026-11-20, users = 140 }, { date = 2026-11-21, users = 152 }]
ad_spend = [{ date = 2026-03-01, amount = "3200.00" }, { date = 2026-05-01, amount = "120.50" }]
"#;

/// A rulebook of so many tests of rows under one root.
fn wide(requirements: usize) -> Rulebook {
    let program = "[program]\nid = \"wide\"\ntime_zone = \"Asia/Shanghai\"\n[facts.events]\nkind = \"rows\"\ncolumns = { date = \"date\", amount = { kind = \"money\", currency = \"CNY\" } }\n";
    let mut edition = String::from("edition = \"one\"\nin_force = { from = 2020-01-01 }\n[requires.eligible]\nall = [");
    (0..requirements).for_each(|at| write!(edition, "\"r{at}\",").unwrap());
    edition.push_str("]\n");
    for at in 0..requirements {
        write!(edition, "[requires.r{at}]\nof = \"events\"\nwithin = \"{} days\"\nsum = \"amount\"\nis = \"> {at}\"\n", 2 + at % 300)
            .unwrap();
    }
    let files = vec![("program.toml".into(), program.into()), ("one.toml".into(), edition)];
    Rulebook::load(&RulebookText { id: "wide".into(), place: String::new(), files }, &mut Files::default()).unwrap().0
}

/// So many payments and amounts, on days of the last year.
fn many_rows(rows: usize) -> String {
    let mut text = String::from("applicant = \"x\"\n[facts]\n");
    for (fact, amount) in [("payments", ""), ("ad_spend", ", amount = \"1.25\"")] {
        write!(text, "{fact} = [").unwrap();
        for at in 0..rows {
            write!(text, "{{ date = {}{amount} }}, ", day().add_days(-((at * 37 % 400) as i32))).unwrap();
        }
        text.push_str("]\n");
    }
    text
}

fn benches(criterion: &mut Criterion) {
    let (text, rulebook) = wechat();
    let applicant = facts(&rulebook, APPLICANT);
    criterion.bench_function("check/wechat-live", |bench| {
        bench.iter(|| check(black_box(&rulebook), black_box(&applicant), day(), None).unwrap());
    });
    criterion.bench_function("load/wechat-live", |bench| {
        bench.iter_batched(Files::default, |mut files| Rulebook::load(black_box(&text), &mut files).unwrap(), BatchSize::SmallInput);
    });
    for rows in [1_000, 10_000] {
        let applicant = facts(&rulebook, &many_rows(rows));
        criterion.bench_function(&format!("rows/{rows}"), |bench| {
            bench.iter(|| check(black_box(&rulebook), black_box(&applicant), day(), None).unwrap());
        });
    }
    for requirements in [100, 1_000] {
        let rulebook = wide(requirements);
        let applicant = facts(
            &rulebook,
            "applicant = \"x\"\n[facts]\nevents = [{ date = 2026-11-01, amount = 5 }, { date = 2026-10-01, amount = 700 }]\n",
        );
        criterion.bench_function(&format!("requirements/{requirements}"), |bench| {
            bench.iter(|| check(black_box(&rulebook), black_box(&applicant), day(), None).unwrap());
        });
    }
}

criterion_group! {
    name = all;
    config = Criterion::default().sample_size(30).without_plots();
    targets = benches
}
criterion_main!(all);

//! How long a plan and the next question take: the real requirements, and how both grow with the size of a rulebook.
#![allow(missing_docs, clippy::unwrap_used, reason = "a bench")]

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use kaibo::document::parse_toml;
use kaibo::document::source::Files;
use kaibo::engine::check::check;
use kaibo::engine::plan::{Prefer, plan};
use kaibo::engine::question::next;
use kaibo::facts::Facts;
use kaibo::facts::read::{Origin, read};
use kaibo::io::library::Library;
use kaibo::rulebook::{Rulebook, RulebookText};
use kaibo::value::date::Date;

const NOTHING: &str = "entity_region = 'CN'\nentity_type = 'enterprise'\ncategories = []\nviolations = [{ date = 2026-09-22, severity = 'severe' }]\npayments = []\nofficial_accounts = []\ndaily_active_users = [{ date = 2026-11-15, users = 1 }, { date = 2026-11-16, users = 1 }, { date = 2026-11-17, users = 1 }, { date = 2026-11-18, users = 1 }, { date = 2026-11-19, users = 1 }, { date = 2026-11-20, users = 1 }, { date = 2026-11-21, users = 1 }]\nad_spend = []\nreleases = []\ncode_audit = 'none'\nlive_open = false\nrooms = []\ngoods = []\nhosts = []";

fn facts(rulebook: &Rulebook, under: &str) -> Facts {
    let text = format!("applicant = 'x'\n[facts]\n{under}\n");
    let mut files = Files::default();
    let file = files.add("facts", text.clone());
    let mut faults = Vec::new();
    let layer = read(&parse_toml(file, &text).unwrap(), Origin::Manual, rulebook, &mut faults);
    let facts = Facts::merge(layer, None, &rulebook.program, &mut faults);
    assert!(!faults.iter().any(|fault| fault.is_error));
    facts
}

/// A rulebook of `groups` groups of three ways each.
fn wide(groups: usize) -> Rulebook {
    let title = "title = { zh = '某', en = 'x' }\n";
    let mut program = format!("[program]\nid = 'p'\n{title}time_zone = 'UTC'\n");
    let mut edition = String::from("edition = 'e'\nin_force = { from = 2020-01-01 }\nsources = [{ title = 'x' }]\n");
    for group in 0..groups {
        for way in 0..3 {
            let name = format!("r{group}_{way}");
            let ask = format!("{title}ask = {{ zh = '某', en = 'x' }}\nfind = {{ zh = '某', en = 'x' }}\n");
            let _ = write!(program, "[facts.{name}]\nkind = 'flag'\neffort = {}\n{ask}", 1 + (group + way) % 5);
            let _ = write!(edition, "[requires.{name}]\n{title}of = '{name}'\nis = true\n");
            let takes = 1 + (group * 7 + way * 3) % 20;
            let _ = writeln!(
                edition,
                "remedy = {{ do = {{ zh = '某', en = 'x' }}, takes = '{takes} day{}', cost = '{way} CNY', effort = {} }}",
                if takes == 1 { "" } else { "s" },
                3 - way
            );
        }
        let _ = write!(edition, "[requires.g{group}]\n{title}any = ['r{group}_0', 'r{group}_1', 'r{group}_2']\n");
    }
    let all: Vec<String> = (0..groups).map(|group| format!("'g{group}'")).collect();
    let _ = write!(edition, "[requires.eligible]\n{title}all = [{}]\n", all.join(", "));
    let files = vec![("program.toml".to_owned(), program), ("e.toml".to_owned(), edition)];
    let text = RulebookText { id: "p".to_owned(), place: String::new(), files };
    Rulebook::load(&text, &mut Files::default()).map_err(|faults| format!("{faults:?}")).unwrap().0
}

fn plans(criterion: &mut Criterion) {
    let day = Date::parse("2026-11-22").unwrap();
    let library = Library::open(None).unwrap();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut Files::default()).unwrap();
    let nothing = facts(&rulebook, NOTHING);
    let checklist = check(&rulebook, &nothing, day, None).unwrap();
    for (name, prefer) in [("soonest", Prefer::Soonest), ("cheapest", Prefer::Cheapest)] {
        criterion.bench_function(&format!("plan/wechat-live/{name}"), |bencher| {
            bencher.iter(|| plan(black_box(&rulebook), black_box(&nothing), &checklist, prefer).actions.len());
        });
    }
    let unknown = facts(&rulebook, "");
    let checklist = check(&rulebook, &unknown, day, None).unwrap();
    criterion.bench_function("plan/wechat-live/nothing-known", |bencher| {
        bencher.iter(|| plan(black_box(&rulebook), black_box(&unknown), &checklist, Prefer::Soonest).shortcuts.len());
    });
    criterion.bench_function("next/wechat-live/nothing-known", |bencher| {
        bencher.iter(|| next(black_box(&rulebook), black_box(&unknown), &checklist, false).unwrap().fact);
    });
    for groups in [1, 3, 10, 30] {
        let rulebook = wide(groups);
        let under: String = (0..groups).flat_map(|group| (0..3).map(move |way| format!("r{group}_{way} = false\n"))).collect();
        let unmet = facts(&rulebook, &under);
        let checklist = check(&rulebook, &unmet, day, None).unwrap();
        criterion.bench_function(&format!("plan/groups-of-three/{groups}"), |bencher| {
            bencher.iter(|| plan(black_box(&rulebook), black_box(&unmet), &checklist, Prefer::Soonest).actions.len());
        });
        let unknown = facts(&rulebook, "");
        let checklist = check(&rulebook, &unknown, day, None).unwrap();
        criterion.bench_function(&format!("plan/groups-of-three/{groups}/nothing-known"), |bencher| {
            bencher.iter(|| plan(black_box(&rulebook), black_box(&unknown), &checklist, Prefer::Soonest).shortcuts.len());
        });
        criterion.bench_function(&format!("next/groups-of-three/{groups}"), |bencher| {
            bencher.iter(|| next(black_box(&rulebook), black_box(&unknown), &checklist, false).unwrap().fact);
        });
    }
}

criterion_group!(benches, plans);
criterion_main!(benches);

//! The engine beside the plainest evaluator that there can be, on random rulebooks and random applicants.
//!
//! `KAIBO_CASES` sets how many; `KAIBO_SEED` the first seed. What goes wrong is printed with its seed.
#![allow(clippy::explicit_auto_deref, reason = "what it proposes does not compile: the items of the slice would be `str`")]
#![allow(unreachable_pub, reason = "a test is a crate of its own")]
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "tests may fail by panicking, and say on standard error what they saw")]

#[path = "reference/mod.rs"]
mod reference;

use kaibo::document::source::Files;
use kaibo::engine::check::{AlternativeOutcome, Checklist, check};
use kaibo::facts::Facts;
use kaibo::facts::read::Origin;
use kaibo::i18n::Messages;
use kaibo::rulebook::{Rule, Rulebook, RulebookText, Test};
use kaibo::value::localized::Lang;
use kaibo::value::timeline::Truth;

use reference::agree::{self, Mismatch, REFUSED, Tally, compare, compare_facts, day_of, in_words, load, outcome};
use reference::course;
use reference::dates::{date, shift};
use reference::generate::applicant::{Stated, clashes};
use reference::generate::book::{Body, Book, Fact, Shape};
use reference::generate::words::Word;
use reference::generate::{self, Case, book};
use reference::knowledge::Supposing;
use reference::mutate::mutated;
use reference::random::Random;
use reference::refine::refined;
use reference::rows::Asked;
use reference::shrink::shrink;
use reference::value::World;
use reference::worked::{ANY, BASE, EXAMPLES, VERDICT};

/// How many applicants every rulebook is tried with: loading a rulebook takes longer than a check.
const APPLICANTS: u64 = 8;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// Faults that a random rulebook may have, though it is written with care.
const UNLUCKY: [&str; 3] = ["nothing-can-meet", "nothing-can-fail", "unreached-requirement"];

/// Goes through the cases of the seeds that leave `rest` when divided by `of`.
fn cases(from: u64, to: u64, rest: u64, of: u64, mut each: impl FnMut(u64, &Case, &Rulebook, &mut Random)) -> (u64, u64) {
    let (mut done, mut refused) = (0, 0);
    for seed in (from..to).filter(|seed| seed % of == rest) {
        let mut random = Random::new(seed);
        let book = book::draw(&mut random);
        let rulebook = match load(&book.text()) {
            Ok(rulebook) => rulebook,
            Err(fault) => {
                let unlucky = fault.problems.iter().filter(|problem| problem.is_error).all(|problem| UNLUCKY.contains(&problem.id));
                assert!(unlucky, "seed {seed}: a rulebook that should be taken is refused\n{fault}");
                refused += 1;
                continue;
            }
        };
        for _ in 0..APPLICANTS {
            let case = generate::case(&mut random, &book);
            let mut random = random.fork();
            each(seed, &case, &rulebook, &mut random);
            done += 1;
        }
    }
    (done, refused)
}

/// Everything about a case that went wrong.
fn describe(seed: u64, case: &Case) -> String {
    let mismatch =
        load(&case.book.text()).ok().and_then(|rulebook| (0..20).find_map(|salt| compare(case, &rulebook, &mut Random::new(salt)).err()));
    let (people, collected) = case.applicant.texts(&case.book);
    let mut text = format!("seed {seed}, as of {}", case.as_of);
    if let Some(held) = &case.held {
        text += &format!(", edition {held}");
    }
    if let Some(mismatch) = mismatch {
        text += &format!("\n{}\n  engine:    {}\n  reference: {}", mismatch.about, mismatch.engine, mismatch.reference);
    }
    for (name, content) in &case.book.text().files {
        text += &format!("\n---- {name}\n{content}");
    }
    text += &format!("\n---- facts\n{people}");
    if let Some(collected) = collected {
        text += &format!("\n---- collected\n{collected}");
    }
    text
}

#[test]
fn the_engine_agrees_with_the_reference() {
    let wanted = setting("KAIBO_CASES", 10_000);
    let first = setting("KAIBO_SEED", 0);
    let last = first + wanted.div_ceil(APPLICANTS);
    let threads = 2;
    let totals = std::thread::scope(|scope| {
        let all: Vec<_> = (0..threads)
            .map(|rest| {
                scope.spawn(move || {
                    let mut tally = Tally::default();
                    let (done, refused) =
                        cases(first, last, rest, threads, |seed, case, rulebook, random| match compare(case, rulebook, random) {
                            Ok(more) => tally.join(more),
                            Err(first) => {
                                // A smaller case must go wrong too, but not by facts that are refused if those of the first weren't.
                                let alike = |other: &Mismatch| (other.about == REFUSED) == (first.about == REFUSED);
                                let fails = |case: &Case| {
                                    load(&case.book.text()).is_ok_and(|rulebook| {
                                        (0..3)
                                            .any(|salt| compare(case, &rulebook, &mut Random::new(salt)).is_err_and(|other| alike(&other)))
                                    })
                                };
                                panic!("{}", describe(seed, &shrink(case.clone(), fails)));
                            }
                        });
                    (done, refused, tally)
                })
            })
            .collect();
        all.into_iter().map(|thread| thread.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect::<Vec<_>>()
    });
    let (mut done, mut refused, mut tally) = (0, 0, Tally::default());
    for (more, other, statuses) in totals {
        done += more;
        refused += other;
        tally.join(statuses);
    }
    let all: usize = tally.statuses.iter().sum();
    eprintln!("{done} cases, {refused} rulebooks refused, {all} findings: {tally:?}");
    if done >= 1000 {
        assert!(refused * 10 <= done / APPLICANTS, "too many random rulebooks are refused: {refused} beside {}", done / APPLICANTS);
        assert!(tally.statuses.iter().all(|count| count * 100 >= all), "a status hardly ever comes out: {tally:?}");
        assert!(tally.not_firm * 200 >= all, "hardly any finding hangs on a reading: {tally:?}");
    }
}

/// Daily figures years apart, in windows of years and in windows without a beginning.
#[test]
fn figures_far_apart_are_as_if_every_day_were_looked_at() {
    let first = setting("KAIBO_SEED", 0) + 6_000_000_000;
    let mut compared = 0;
    for seed in first..first + setting("KAIBO_CASES", 10_000).div_ceil(40) {
        let mut random = Random::new(seed);
        let mut book = book::draw(&mut random);
        if !widen(&mut random, &mut book) {
            continue;
        }
        // A longer window may be one that nothing can fail.
        let Ok(rulebook) = load(&book.text()) else { continue };
        let mut case = generate::case(&mut random, &book);
        spread(&mut random, &mut case);
        if compare(&case, &rulebook, &mut random).is_err() {
            panic!("{}", describe(seed, &case));
        }
        compared += 1;
    }
    assert!(compared > 10, "only {compared} cases were compared");
}

/// Makes windows of daily facts longer. False where there is no such fact.
fn widen(random: &mut Random, book: &mut Book) -> bool {
    let daily = |fact: &&Fact| matches!(fact.shape, Shape::Daily { .. });
    let names: Vec<String> = book.facts.iter().filter(daily).map(|fact| format!("\"{}\"", fact.id)).collect();
    for requirement in book.editions.iter_mut().flat_map(|edition| &mut edition.requires) {
        let Body::Test(keys) = &mut requirement.body else { continue };
        if keys.iter().any(|(key, of)| key == "of" && names.contains(of)) {
            for (_, within) in keys.iter_mut().filter(|(key, _)| key == "within") {
                *within = (*random.pick(&["\"2 years\"", "\"1 year\"", "\"15 months\"", "\"600 days\"", "\"7 days\""])).to_owned();
            }
        }
    }
    !names.is_empty()
}

/// Moves some daily figures back by years.
fn spread(random: &mut Random, case: &mut Case) {
    let layers = std::iter::once(&mut case.applicant.people).chain(&mut case.applicant.collected);
    for layer in layers {
        for (fact, stated) in case.book.facts.iter().zip(&mut layer.facts) {
            let (Shape::Daily { .. }, Some(Stated::Rows(_, rows))) = (&fact.shape, stated) else { continue };
            for at in 0..rows.len() {
                let mut row = rows[at].clone();
                let Some(Word::Date(date, _)) = &mut row[0] else { continue };
                *date = shift(*date, -random.between(0, 800));
                if random.chance(60) && !clashes(&fact.shape, rows, &row) {
                    rows[at] = row;
                }
            }
        }
    }
}

/// The facts of a case, read from their texts.
fn facts_of(case: &Case, rulebook: &Rulebook) -> Facts {
    let (people, collected) = case.applicant.texts(&case.book);
    agree::facts(rulebook, &people, collected.as_deref(), case.applicant.json).unwrap_or_else(|problems| panic!("{problems}\n{people}"))
}

/// What learning may not do: the first line that a refinement took back.
fn taken_back(rulebook: &Rulebook, before: &Case, after: &Case) -> Option<String> {
    let (knew, knows) = (facts_of(before, rulebook), facts_of(after, rulebook));
    let held = before.held.as_deref().map(|id| rulebook.edition(id).unwrap());
    // Before the first edition there is no answer to take back.
    let first = check(rulebook, &knew, day_of(before.as_of), held).ok()?;
    let second = check(rulebook, &knows, day_of(before.as_of), held).ok()?;
    let findings = first
        .findings
        .iter()
        .zip(&second.findings)
        .map(|(one, two)| (one.requirement.id.as_str(), &one.timeline, &two.timeline, one.outcome, two.outcome));
    let verdict = ("the verdict", &first.verdict.timeline, &second.verdict.timeline, first.verdict.outcome, second.verdict.outcome);
    for (name, one, two, was, is) in findings.chain([verdict]) {
        for day in one.segments().iter().chain(two.segments()).map(|segment| segment.from) {
            let (knew, knows) = (one.on(day), two.on(day));
            if knew != Truth::Unknown && knew != knows {
                return Some(format!("{name} on {day}: {knew:?} became {knows:?}"));
            }
        }
        use kaibo::engine::check::Status;
        let settled = was.status == is.status || matches!(was.status, Status::Unknown) || is.status == Status::NotApplicable;
        let earlier = was.status != Status::Pending || is.status != Status::Pending || is.from <= was.from;
        if !settled || !earlier {
            return Some(format!("{name}: {was:?} became {is:?}"));
        }
    }
    None
}

/// More knowledge never takes back what was settled.
#[test]
fn learning_takes_nothing_back() {
    let wanted = setting("KAIBO_CASES", 10_000) / 8;
    let first = setting("KAIBO_SEED", 0) + 1_000_000_000;
    let mut learned = 0;
    cases(first, first + wanted.div_ceil(APPLICANTS), 0, 1, |seed, case, rulebook, random| {
        // What contradicts something else may take back what was settled.
        if case.book.together {
            return;
        }
        let mut before = case.clone();
        before.applicant.collected = None;
        before.applicant.people.annotations.clear();
        for _ in 0..3 {
            let Some(after) = refined(random, &before) else { continue };
            if let Some(what) = taken_back(rulebook, &before, &after) {
                panic!("{what}\n{}\n==== and with more known\n{}", describe(seed, &before), after.applicant.texts(&after.book).0);
            }
            learned += 1;
            before = after;
        }
    });
    assert!(learned * 4 > wanted, "there was little to be learned: {learned}");
}

/// The same input gives the same answer, down to the last word of it.
#[test]
fn the_same_twice() {
    let first = setting("KAIBO_SEED", 0) + 2_000_000_000;
    cases(first, first + setting("KAIBO_CASES", 10_000).div_ceil(100), 0, 1, |seed, case, rulebook, _| {
        let held = case.held.as_deref().map(|id| rulebook.edition(id).unwrap());
        let facts = facts_of(case, rulebook);
        // Before the first edition there is nothing that could come out twice.
        let Ok(once) = check(rulebook, &facts, day_of(case.as_of), held) else { return };
        let twice = check(rulebook, &facts, day_of(case.as_of), held).unwrap();
        assert_eq!(format!("{once:?}"), format!("{twice:?}"), "{}", describe(seed, case));
        // From the texts on, all but the rulebook's own insides, in which lists have no order.
        let again = load(&case.book.text()).unwrap_or_else(|fault| panic!("{fault}"));
        let facts = facts_of(case, &again);
        let held = case.held.as_deref().map(|id| again.edition(id).unwrap());
        let thrice = check(&again, &facts, day_of(case.as_of), held).unwrap();
        assert_eq!(whole(&once), whole(&thrice), "{}", describe(seed, case));
    });
}

/// Everything that a checklist says.
fn whole(checklist: &Checklist<'_>) -> String {
    let others = |readings: &[AlternativeOutcome<'_>]| -> Vec<String> {
        readings
            .iter()
            .map(|other| format!("{} {:?} {:?} {}", other.requirement.id, other.reading.title, other.outcome, other.differs))
            .collect()
    };
    let editions: Vec<_> = checklist.verdict.editions.iter().map(|(day, edition)| (day, edition.map(|edition| &edition.id))).collect();
    let verdict = &checklist.verdict;
    let mut text =
        format!("{:?} {:?} {} {editions:?} {:?}", verdict.outcome, verdict.timeline, verdict.firm, others(&verdict.sensitive_to));
    for finding in &checklist.findings {
        text += &format!("\n{} {:?} {:?} {:?}", finding.requirement.id, finding.outcome, finding.timeline, finding.tested);
        text += &format!("\n{} {:?} {:?}", finding.firm, others(&finding.readings), finding.waived);
    }
    text + &format!("\n{:?}", checklist.waivers)
}

/// Whatever is in the files: they are taken or refused, in both languages, and what is taken is checked.
#[test]
fn nothing_makes_it_panic() {
    let first = setting("KAIBO_SEED", 0) + 3_000_000_000;
    let words = [Messages::for_lang(Lang::Zh), Messages::for_lang(Lang::En)];
    let (mut taken, mut refused) = (0, 0);
    cases(first, first + setting("KAIBO_CASES", 10_000).div_ceil(160), 0, 1, |_, case, rulebook, random| {
        let say = |problems: &[kaibo::document::diagnostics::Diagnostic], files: &Files| {
            for words in &words {
                kaibo::io::render::render(problems, files, words, false, 80);
            }
        };
        for _ in 0..3 {
            let mut text = case.book.text();
            let file = random.below(text.files.len());
            text.files[file].1 = mutated(random, &text.files[file].1);
            let mut files = Files::default();
            let other = match Rulebook::load(&text, &mut files) {
                Ok((other, warnings)) => {
                    say(&warnings, &files);
                    taken += 1;
                    other
                }
                Err(problems) => {
                    assert!(problems.iter().any(|problem| problem.is_error), "refused for nothing:\n{}", in_words(&problems, &files));
                    say(&problems, &files);
                    refused += 1;
                    continue;
                }
            };
            check_all(&other, &case.applicant.texts(&case.book), case, &say);
        }
        for _ in 0..6 {
            let (people, collected) = case.applicant.texts(&case.book);
            let texts = (mutated(random, &people), collected.map(|text| if random.chance(50) { mutated(random, &text) } else { text }));
            check_all(rulebook, &texts, case, &say);
        }
    });
    assert!(taken * 50 > refused, "hardly any of the spoilt rulebooks can be used: {taken} beside {refused}");
}

/// Reads facts that may be spoilt and, if they are taken, checks them.
fn check_all(
    rulebook: &Rulebook,
    texts: &(String, Option<String>),
    case: &Case,
    say: &impl Fn(&[kaibo::document::diagnostics::Diagnostic], &Files),
) {
    let mut files = Files::default();
    let mut problems = Vec::new();
    let json = case.applicant.json;
    let people = agree::layer(rulebook, &texts.0, Origin::Manual, json, &mut files, &mut problems);
    let collected = texts.1.as_ref().and_then(|text| agree::layer(rulebook, text, Origin::Collected, json, &mut files, &mut problems));
    if let (Some(people), false) = (people, problems.iter().any(|problem| problem.is_error)) {
        let facts = Facts::merge(people, collected, &rulebook.program, &mut problems);
        for as_of in [case.as_of, chrono::NaiveDate::from_ymd_opt(9999, 12, 31).unwrap(), chrono::NaiveDate::from_ymd_opt(0, 1, 1).unwrap()]
        {
            let _ = check(rulebook, &facts, day_of(as_of), None);
            let _ = check(rulebook, &facts, day_of(as_of), rulebook.editions.first());
        }
    }
    say(&problems, &files);
}

/// Where the ways in which unknown rows may turn out can be gone through, the reference's bounds are what they come to.
#[test]
fn bounds_are_what_enumeration_gives() {
    let first = setting("KAIBO_SEED", 0) + 4_000_000_000;
    let mut compared = 0;
    cases(first, first + setting("KAIBO_CASES", 10_000).div_ceil(40), 0, 1, |seed, case, rulebook, random| {
        let facts = facts_of(case, rulebook);
        let world = World { rulebook, facts: &facts, as_of: case.as_of, swapped: None, supposing: Supposing::Nothing };
        for requirement in rulebook.editions.iter().flat_map(|edition| &edition.requirements) {
            let Rule::Test(Test::Rows(test)) = &requirement.rule else { continue };
            let day = shift(case.as_of, random.between(0, 40));
            let asked = Asked::new(test, &rulebook.program, day).unwrap();
            let Some(kaibo::facts::FactValue::Rows(rows)) = world.known(test.of, day) else { continue };
            if test.daily || asked.uneven() {
                continue;
            }
            if let (rows, None) = asked.rows(Some(rows), &world.about(test.of, day))
                && let Some(all) = asked.measure_by_enumeration(&rows, 2000)
            {
                let bounds = asked.measure(&rows, None);
                assert!(bounds.same(&all), "{} on {day}: {bounds:?} and {all:?}\n{rows:?}\n{}", requirement.id, describe(seed, case));
                compared += 1;
            }
        }
    });
    assert!(compared > 100, "only {compared} measures were gone through");
}

/// A path that is not stated may be one that the filter does not understand, so that the latest one may be any: that the
/// filter leaves out a spelling of what is asked for settles nothing.
#[test]
fn the_latest_of_a_path_that_is_filtered_too_is_unknown_where_it_is_not_stated() {
    let program =
        "[program]\nid = \"random\"\ntime_zone = \"UTC\"\n[facts.f0]\nkind = \"rows\"\ncolumns = { date = \"date\", tag = \"path\" }\n";
    let test = |filter: &str| {
        let of = format!("of = \"f0\"\nwhere = {{ tag = \"{filter}\" }}\nlatest = \"tag\"\nis = \"商家自营 > 食品\"\n");
        format!("edition = \"e0\"\nin_force = {{ from = 2020-01-01 }}\n[requires.eligible]\n{of}")
    };
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    for filter in ["!= 商家自营 > 食品", "!= 商家自营-食品", "商家自营 > 酒/盐", "商家自营 > 食品"] {
        let files = vec![("program.toml".to_owned(), program.to_owned()), ("e0.toml".to_owned(), test(filter))];
        let rulebook =
            load(&RulebookText { id: "random".to_owned(), place: String::new(), files }).unwrap_or_else(|fault| panic!("{fault}"));
        for row in ["{ date = 2026-11-20 }", "{ date = 2026-11-20, tag = \"商家自营 > 酒\" }"] {
            let text = format!("applicant = \"wx1\"\n[facts]\nf0 = [{row}]\n");
            let known = agree::facts(&rulebook, &text, None, false).unwrap_or_else(|problems| panic!("{problems}"));
            let checklist = check(&rulebook, &known, day_of(as_of), None).unwrap();
            if !row.contains("tag") {
                assert_eq!(checklist.verdict.timeline.now(), Truth::Unknown, "{filter} {row}");
            }
            if let Err(mismatch) = compare_facts(&rulebook, &known, as_of, None, &mut Random::new(1)) {
                panic!("{filter} {row}: {mismatch:?}");
            }
        }
    }
}

/// The worked examples, by the reference and by the engine.
#[test]
fn the_worked_examples_come_out() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/wechat-live");
    let mut files: Vec<(String, String)> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), std::fs::read_to_string(&path).unwrap()))
        .collect();
    files.sort();
    let rulebook =
        load(&RulebookText { id: "wechat-live".to_owned(), place: String::new(), files }).unwrap_or_else(|fault| panic!("{fault}"));
    let as_of = chrono::NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    for (facts, what, status, from, until) in EXAMPLES {
        let mut text = "applicant = \"wx1\"\n[facts]\n".to_owned();
        for (name, value) in BASE {
            let value = facts.iter().find(|(other, _)| *other == name).map_or(value, |(_, value)| value);
            if !value.is_empty() {
                text += &format!("{name} = {value}\n");
            }
        }
        let known = agree::facts(&rulebook, &text, None, false).unwrap_or_else(|problems| panic!("{problems}"));
        let world = World { rulebook: &rulebook, facts: &known, as_of, swapped: None, supposing: Supposing::Nothing };
        let checked = course::check(world, None);
        let edition = &rulebook.editions[checked.edition.unwrap()];
        let plain = if what == VERDICT { &checked.verdict } else { &checked.findings[edition.find(what).unwrap()] };
        let shown = |date: Option<chrono::NaiveDate>, wanted: Option<&str>| {
            if wanted == ANY { wanted.map(str::to_owned) } else { date.map(|date| date.to_string()) }
        };
        let came = (plain.outcome.status, shown(plain.outcome.from, from), shown(plain.outcome.until, until));
        assert_eq!(came, (status, from.map(str::to_owned), until.map(str::to_owned)), "{what} of\n{text}");
        if let Err(mismatch) = compare_facts(&rulebook, &known, as_of, None, &mut Random::new(1)) {
            panic!("{mismatch:?}\n{text}");
        }
        let _ = (outcome, date);
    }
}

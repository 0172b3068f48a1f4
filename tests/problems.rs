//! What is to be refused is refused, at its line, by its name. Rulebooks and facts that are wrong are in `problems/`, each
//! with what must be found: `# expect: line name`.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;
use std::path::Path;

use kaibo::document::diagnostics::Diagnostic;
use kaibo::document::source::Files;
use kaibo::document::{parse_json, parse_toml};
use kaibo::facts::Facts;
use kaibo::facts::read::{Origin, read};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::io::render::render;
use kaibo::rulebook::{Rulebook, RulebookText};
use kaibo::value::localized::Lang;

/// `(line, name)` of each problem that a file's comments announce, in order.
fn announced(text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().filter_map(|line| Some(line.split_once("expect: ")?.1));
    let mut all: Vec<(usize, String)> = lines
        .map(|line| {
            let (at, id) = line.trim().trim_end_matches(['"', ',']).split_once(' ').unwrap();
            (at.parse().unwrap(), id.to_owned())
        })
        .collect();
    all.sort();
    all
}

fn found(problems: &[Diagnostic], files: &Files) -> Vec<(usize, String)> {
    let mut all: Vec<(usize, String)> =
        problems.iter().map(|problem| (problem.at.map_or(0, |at| files.position(at).0), problem.id.to_owned())).collect();
    all.sort();
    all
}

/// Shown in both languages without a gap that nobody filled.
fn shown(problems: &[Diagnostic], files: &Files) -> String {
    let both: Vec<String> = Lang::ALL.iter().map(|lang| render(problems, files, &Messages::for_lang(*lang), false, 100)).collect();
    for text in &both {
        assert!(!text.contains("{$") && !text.contains('\u{1b}'), "{text}");
    }
    both.join("\n")
}

const PROGRAM: &str = include_str!("problems/program.toml");

#[test]
fn rulebooks_that_are_wrong_are_refused_whole_with_every_fault() {
    let mut seen = 0;
    for entry in fs::read_dir("tests/problems/rulebooks").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut files = Files::default();
        let rulebook = if text.contains("[program]") {
            RulebookText { id: "broken".into(), place: String::new(), files: vec![("program.toml".into(), text.clone())] }
        } else {
            let files = vec![("program.toml".into(), PROGRAM.into()), ("one.toml".into(), text.clone())];
            RulebookText { id: "broken".into(), place: String::new(), files }
        };
        let problems = match Rulebook::load(&rulebook, &mut files) {
            Ok((_, warnings)) => warnings,
            Err(problems) => problems,
        };
        let fatal: Vec<Diagnostic> = problems.into_iter().filter(|problem| problem.is_error || text.contains("unread-fact")).collect();
        assert_eq!(found(&fatal, &files), announced(&text), "{name}\n{}", shown(&fatal, &files));
        seen += 1;
    }
    assert!(seen >= 6, "{seen}");
}

/// A requirement that the opening names and an edition lacks is pointed at where it is named, not at the edition's first line.
#[test]
fn the_opening_is_faulted_where_it_names_what_is_not_there() {
    let opening = "[program.opening]\nstate = \"closed\"\nnote = { zh = \"x\", en = \"x\" }\nsource = \"x\"\nchecked = 2026-11-22\n";
    let edition = "edition = \"one\"\nin_force = { from = 2020-01-01 }\n[requires.eligible]\nof = \"flag\"\nis = true\n";
    for (named, key) in [("held = \"nothing\"\ninvited = \"eligible\"\n", "held"), ("invited = \"nothing\"\n", "invited")] {
        let program = format!("{PROGRAM}\n{opening}{named}");
        let line = program.lines().position(|line| line.starts_with(key)).unwrap() + 1;
        let texts = vec![("program.toml".into(), program), ("one.toml".into(), edition.into())];
        let mut files = Files::default();
        let problems = Rulebook::load(&RulebookText { id: "broken".into(), place: String::new(), files: texts }, &mut files).unwrap_err();
        let fatal: Vec<Diagnostic> = problems.into_iter().filter(|problem| problem.is_error).collect();
        assert_eq!(found(&fatal, &files), [(line, "opening-wants-requirement".to_owned())], "{}", shown(&fatal, &files));
        assert!(shown(&fatal, &files).contains("nothing") && shown(&fatal, &files).contains("`one`"));
    }
}

#[test]
fn facts_that_are_wrong_are_refused_at_their_line() {
    let library = Library::open(None).unwrap();
    let mut seen = 0;
    for entry in fs::read_dir("tests/problems/facts").unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let mut files = Files::default();
        let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
        let file = files.add(path.display().to_string(), text.clone());
        let mut problems = Vec::new();
        let json = path.extension().unwrap() == "json";
        match if json { parse_json(file, &text) } else { parse_toml(file, &text) } {
            Ok(node) => {
                let layer = read(&node, Origin::Manual, &rulebook, &mut problems);
                if problems.is_empty() {
                    Facts::merge(layer, None, &rulebook.program, &mut problems);
                }
            }
            Err(fault) => problems.push(fault),
        }
        assert_eq!(found(&problems, &files), announced(&text), "{}\n{}", path.display(), shown(&problems, &files));
        seen += 1;
    }
    assert!(seen >= 5, "{seen}");
}

#[test]
fn a_problem_points_at_the_characters_that_it_means() {
    let text = "applicant = \"x\"\n[facts]\n类目 = 1\npaymnets = [2026-11-20]\n";
    let mut files = Files::default();
    let library = Library::open(None).unwrap();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
    let file = files.add("shop.toml", text);
    // A bare key of Chinese is not TOML.
    let fault = parse_toml(file, text).unwrap_err();
    assert_eq!(files.position(fault.at.unwrap()).0, 3);
    let text = text.replace("类目", "\"类目\"");
    let file = files.add("shop.toml", text.clone());
    let mut problems = Vec::new();
    read(&parse_toml(file, &text).unwrap(), Origin::Manual, &rulebook, &mut problems);
    let english = render(&problems, &files, &Messages::for_lang(Lang::En), false, 100);
    assert!(english.contains("shop.toml:4:1"), "{english}");
    assert!(english.contains("did you mean `payments`?"), "{english}");
}

#[test]
fn what_is_shown_of_a_file_can_not_move_the_cursor() {
    let text = "{\"applicant\": \"x\", \"\u{202e}\": \"\\u001b[2J\", \"facts\": {\"\\u001b[31m\": 1}}";
    let library = Library::open(None).unwrap();
    let mut files = Files::default();
    let (rulebook, _) = Rulebook::load(library.program("wechat-live").unwrap(), &mut files).unwrap();
    let file = files.add("\u{1b}[2Jshop.json", text);
    let mut problems = Vec::new();
    read(&parse_json(file, text).unwrap(), Origin::Manual, &rulebook, &mut problems);
    let shown = shown(&problems, &files);
    assert!(!problems.is_empty() && !shown.contains('\u{1b}') && !shown.contains('\u{202e}'), "{shown}");
}

#[test]
fn folders_of_rules_that_are_missing_are_named() {
    assert!(Library::open(Some(Path::new("tests/nowhere"))).is_err());
    assert!(Library::open(Some(Path::new("tests/problems/facts"))).is_err(), "no program in it");
}

/// A facts file with something in it.
fn refused(name: &str, text: String) -> (String, Vec<Diagnostic>) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    let library = Library::open(None).unwrap();
    let words = Messages::for_lang(Lang::En);
    match kaibo::io::application::open(&library, &path, None, |zone| Ok(kaibo::io::application::timestamp(chrono::Utc::now(), zone))) {
        Ok(case) => (render(&case.warnings, &case.files, &words, false, 80), case.warnings),
        Err(refused) => (refused.render(&words, 80), refused.diagnostics),
    }
}

#[test]
fn after_two_hundred_the_rest_is_counted_and_none_takes_longer_for_the_others() {
    let head = "program = \"wechat-live\"\napplicant = \"wx1\"\n";
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>();
    let keyed = |count: usize, rows: bool| {
        let of = |one: &dyn Fn(usize) -> String| many(count, one).join(",");
        let rows = if rows { of(&|at| format!("{{\"id\":\"v{at}\",\"date\":\"2026-01-01\"}}")) } else { String::new() };
        let notes = of(&|at| format!("\"v{at}\":{{\"severity\":\"minor\"}}"));
        format!(
            "{{\"program\":\"wechat-live\",\"applicant\":\"wx1\",\"facts\":{{\"violations\":[{rows}]}},\"annotate\":{{\"violations\":{{{notes}}}}}}}"
        )
    };
    let started = std::time::Instant::now();
    for (what, name, text, count) in [
        (
            "dates on one line",
            "a.toml",
            format!("{head}[facts]\npayments = [{}]\n", many(10_000, &|at| format!("\"2026-13-{:02}\"", at % 99)).join(", ")),
            10_000,
        ),
        (
            "rows",
            "a.toml",
            format!(
                "{head}[facts]\nviolations = [\n{}]\n",
                many(20_000, &|at| format!("{{ id = \"{at}\", severity = \"odd\" }},\n")).concat()
            ),
            20_000,
        ),
        ("keys", "a.toml", format!("{head}{}", many(20_000, &|at| format!("key{at} = 1\n")).concat()), 20_000),
        ("facts", "a.toml", format!("{head}[facts]\n{}", many(20_000, &|at| format!("fact{at} = 1\n")).concat()), 20_000),
        (
            "waivers",
            "a.toml",
            format!(
                "{head}{}",
                many(5_000, &|at| format!(
                    "[[waivers]]\nrequirement = \"r{at}\"\nreason = \"r\"\nby = \"b\"\nfrom = 2026-01-01\nuntil = 2026-01-02\n"
                ))
                .concat()
            ),
            5_000,
        ),
        ("annotations of nothing", "a.json", keyed(20_000, false), 20_000),
    ] {
        let (said, problems) = refused(name, text);
        assert!(problems.len() >= count, "{what}: {}", problems.len());
        let more = if problems[0].is_error { "more errors" } else { "more warnings" };
        assert!(said.lines().last().unwrap().starts_with(&format!("and {}", problems.len() - 200)), "{what}: {:?}", said.lines().last());
        assert!(said.contains(more) && said.matches("--> ").count() >= 200 && said.len() < 400_000, "{what}: {}", said.len());
    }
    // The column is that of the whole line, of which only a part is shown.
    let (said, _) = refused("a.toml", format!("{head}[facts]\npayments = [{} \"2026-13-01\"]\n", "\"2026-11-20\",".repeat(2000)));
    assert!(said.contains("a.toml:4:26014") && said.contains("2026-13-01"), "{said}");
    let (_, problems) = refused("a.json", keyed(30_000, true));
    assert!(problems.is_empty(), "{:?}", problems.first());
    // On a busy machine and without optimisation; what grows with the square takes minutes.
    assert!(started.elapsed() < std::time::Duration::from_secs(60), "{:?}", started.elapsed());
}

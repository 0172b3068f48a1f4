//! A facts file never makes kaibo fail: neither reading it, nor checking what was read, nor showing what is wrong with it.
//!
//! In: any text, as JSON where it begins like that, else as TOML.
#![no_main]

use kaibo::check::check;
use kaibo::doc::{Files, parse_json, parse_toml};
use kaibo::facts::Facts;
use kaibo::facts::read::{From, read};
use kaibo::library::Library;
use kaibo::problem::render;
use kaibo::rulebook::Rulebook;
use kaibo::words::{Lang, Words};
use libfuzzer_sys::fuzz_target;

thread_local! {
    static RULEBOOK: Rulebook = {
        let library = Library::open(None).expect("a library");
        let text = library.program("wechat-live").expect("built in");
        Rulebook::load(text, &mut Files::default()).expect("sound").0
    };
    static WORDS: [Words; 2] = Lang::ALL.map(Words::of);
}

fuzz_target!(|text: &str| {
    RULEBOOK.with(|rulebook| {
        let mut files = Files::default();
        let file = files.add("facts", text);
        let json = text.trim_start().starts_with(['{', '[']);
        let parsed = if json { parse_json(file, files.text(file)) } else { parse_toml(file, files.text(file)) };
        let mut problems = Vec::new();
        match parsed {
            Err(problem) => problems.push(problem),
            Ok(node) => {
                // As what was collected it is only read; as what people say it is used, where nothing is wrong with it.
                let _ = read(&node, From::Collected, rulebook, &mut Vec::new());
                let people = read(&node, From::People, rulebook, &mut problems);
                let facts = Facts::unite(people, None, &rulebook.program, &mut problems);
                if !problems.iter().any(|problem| problem.fatal) {
                    let day = rulebook.begins();
                    for later in [0, 200, 2462] {
                        drop(check(rulebook, &facts, day.plus(later), None));
                    }
                }
            }
        }
        WORDS.with(|all| all.iter().for_each(|words| drop(render(&problems, &files, words, false, 80))));
    });
});

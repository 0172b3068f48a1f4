//! A facts file never makes kaibo fail: neither reading it, nor checking what was read, nor showing what is wrong with it.
//!
//! In: any text, as JSON where it begins like that, else as TOML.
#![no_main]

use kaibo::engine::check::check;
use kaibo::document::source::Files;
use kaibo::document::{parse_json, parse_toml};
use kaibo::facts::Facts;
use kaibo::facts::read::{Origin, read};
use kaibo::io::library::Library;
use kaibo::io::render::render;
use kaibo::rulebook::Rulebook;
use kaibo::value::localized::Lang;
use kaibo::i18n::Messages;
use libfuzzer_sys::fuzz_target;

thread_local! {
    static RULEBOOK: Rulebook = {
        let library = Library::open(None).expect("a library");
        let text = library.program("wechat-live").expect("built in");
        Rulebook::load(text, &mut Files::default()).expect("sound").0
    };
    static WORDS: [Messages; 2] = Lang::ALL.map(Messages::for_lang);
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
                let _ = read(&node, Origin::Collected, rulebook, &mut Vec::new());
                let people = read(&node, Origin::Manual, rulebook, &mut problems);
                let facts = Facts::merge(people, None, &rulebook.program, &mut problems);
                if !problems.iter().any(|problem| problem.is_error) {
                    let day = rulebook.first_day();
                    for later in [0, 200, 2462] {
                        drop(check(rulebook, &facts, day.add_days(later), None));
                    }
                }
            }
        }
        WORDS.with(|all| all.iter().for_each(|words| drop(render(&problems, &files, words, false, 80))));
    });
});

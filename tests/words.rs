//! Every message is in every language with the same gaps, is used somewhere, and every message that the code names exists.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// Each message's name and the gaps in it.
fn messages(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =").filter(|(id, _)| !id.is_empty() && !id.starts_with(' ')) {
            current = id.to_owned();
            assert!(all.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
        }
        for gap in line.split('$').skip(1) {
            let name: String = gap.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            all.get_mut(&current).unwrap().insert(name);
        }
    }
    all
}

fn source(folder: &Path, into: &mut String) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source(&path, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            into.push_str(&fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn every_language_has_every_message_with_the_same_gaps() {
    let english = messages(include_str!("../src/i18n/en.ftl"));
    let chinese = messages(include_str!("../src/i18n/zh.ftl"));
    assert!(english.len() > 200);
    let names = |all: &BTreeMap<String, BTreeSet<String>>| all.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&english), names(&chinese));
    for (id, gaps) in &english {
        // A plural chooses by `count`, which not every language has to show.
        assert_eq!(gaps, &chinese[id], "{id}");
    }
}

#[test]
fn no_message_is_idle() {
    let mut code = String::new();
    source(Path::new("src"), &mut code);
    // All that is between two quotation marks, strings among it.
    let quoted: BTreeSet<&str> = code.split('"').collect();
    for id in messages(include_str!("../src/i18n/en.ftl")).keys().filter(|id| !id.starts_with("help") && !id.starts_with("errcode-")) {
        assert!(quoted.contains(id.as_str()), "nothing says `{id}`");
    }
}

#[test]
fn every_message_can_be_said() {
    use kaibo::i18n::Messages;
    use kaibo::value::localized::Lang;
    for (lang, text) in [(Lang::En, include_str!("../src/i18n/en.ftl")), (Lang::Zh, include_str!("../src/i18n/zh.ftl"))] {
        let words = Messages::for_lang(lang);
        for (id, gaps) in messages(text) {
            let args: Vec<(&str, &str)> = gaps.iter().map(|gap| (gap.as_str(), "7")).collect();
            let said = words.format(&id, &args);
            assert!((said != id || ["yes", "no", "today"].contains(&id.as_str())) && !said.contains("{$"), "{id}: {said}");
        }
    }
}

#[test]
fn every_problem_that_the_code_names_has_words() {
    let known = messages(include_str!("../src/i18n/en.ftl"));
    let mut code = String::new();
    source(Path::new("src"), &mut code);
    let code: String = code.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut found = 0;
    for part in code
        .split("diagnostic!(")
        .skip(1)
        .chain(code.split("Diagnostic::without_span(").skip(1))
        .chain(code.split("print_error(context, ").skip(1))
    {
        let Some(id) = part.split('"').nth(1).filter(|id| id.chars().all(|c| c.is_ascii_lowercase() || c == '-')) else { continue };
        // The name comes within the first two arguments.
        if part.find(id).is_some_and(|at| at < 60) {
            found += 1;
            assert!(known.contains_key(id), "`{id}` has no words");
        }
    }
    assert!(found > 100, "{found}");
}

#[test]
fn no_banned_word_is_used() {
    let banned: Vec<(&str, &str)> = include_str!("banned-words.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| line.split_once(": ").unwrap())
        .flat_map(|(places, word)| places.split(' ').map(move |place| (place, word)))
        .collect();
    let mut code = String::new();
    source(Path::new("src"), &mut code);
    let comments: Vec<&str> = code.lines().filter(|line| line.trim_start().starts_with("//")).collect();
    let mut texts = vec![
        ("en", fs::read_to_string("src/i18n/en.ftl").unwrap()),
        ("zh", fs::read_to_string("src/i18n/zh.ftl").unwrap()),
        ("code", comments.join("\n")),
    ];
    let mut documents: Vec<_> = ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"].map(Into::into).to_vec();
    documents.extend(fs::read_dir("docs").unwrap().map(|entry| entry.unwrap().path()));
    for path in documents.iter().filter(|path| path.extension().is_some_and(|ending| ending == "md")) {
        // Not what is code in them: a name is what it is.
        texts.push(("docs", fs::read_to_string(path).unwrap().split('`').step_by(2).collect::<Vec<_>>().join("`")));
    }
    let mut found = Vec::new();
    for (place, text) in &texts {
        let words: Vec<&str> = banned.iter().filter(|(of, _)| of == place).map(|(_, word)| *word).collect();
        assert!(!words.is_empty(), "{place}");
        for line in text.lines().filter(|line| *place == "docs" || !line.starts_with('#')) {
            // Of a message its text, without its name.
            let line = if *place == "docs" || *place == "code" { line } else { line.split_once(" = ").map_or(line, |(_, text)| text) };
            let lower = line.to_lowercase();
            found.extend(words.iter().filter(|word| has_word(&lower, word)).map(|word| format!("{place}: `{word}` in: {line}")));
        }
    }
    assert!(found.is_empty(), "{} lines\n{}", found.len(), found.join("\n"));
}

/// Whether a text has a word that is no part of another one, or of the name of a command (`:insist`).
fn has_word(text: &str, word: &str) -> bool {
    let part = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-' || c == ':';
    text.match_indices(word).any(|(at, _)| {
        let end = &text[at + word.len()..];
        !text[..at].ends_with(part) && !end.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-')
    })
}

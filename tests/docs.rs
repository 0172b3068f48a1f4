//! The pages under `docs/` are complete: every key that a parser accepts, and every message that has a code, is in them.
//!
//! `KAIBO_UPDATE=1 cargo test --test docs` writes `docs/messages.md` again.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use kaibo::i18n::Messages;
use kaibo::value::localized::Lang;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The Rust files under a folder, or one file.
fn sources(path: &Path, into: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), into);
        }
    } else if path.extension().is_some_and(|ending| ending == "rs") {
        into.push(path.to_owned());
    }
}

fn code(paths: &[&str]) -> String {
    let mut files = Vec::new();
    paths.iter().for_each(|path| sources(&root().join(path), &mut files));
    files.sort();
    let texts = files.iter().map(|file| fs::read_to_string(file).unwrap());
    texts.map(|text| text.split("\n#[cfg(test)]\nmod ").next().unwrap().to_owned()).collect()
}

/// The first quoted name after each of `calls`, where it follows at once.
fn named_by(code: &str, calls: &[String]) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for call in calls {
        for rest in code.split(call.as_str()).skip(1) {
            let Some(rest) = rest.trim_start().strip_prefix('"') else { continue };
            let name: String = rest.chars().take_while(|c| c.is_ascii_lowercase() || "_-".contains(*c)).collect();
            if !name.is_empty() && rest[name.len()..].starts_with('"') {
                names.insert(name);
            }
        }
    }
    names
}

/// The keys that the readers in `paths` ask a table for.
fn accepted_keys(paths: &[&str]) -> BTreeSet<String> {
    let reader = code(&["src/document/table_reader.rs"]);
    let methods = reader.split("pub fn ").skip(1).filter(|method| method.contains("key: &'static str"));
    let mut calls: Vec<String> = methods.map(|method| format!(".{}(", method.split(['(', '<']).next().unwrap())).collect();
    assert!(calls.len() > 4, "{calls:?}");
    calls.push(".get(".to_owned());
    named_by(&code(paths), &calls)
}

/// What the tables of a page explain: the names in the first cells of their rows, and in their heads.
fn explained(page: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for cell in page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next()) {
        for part in cell.split('`').skip(1).step_by(2) {
            names.extend(part.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map(str::to_owned));
        }
    }
    names
}

#[test]
fn the_page_on_rules_explains_every_key() {
    let mut keys = accepted_keys(&["src/rulebook", "src/engine/examples.rs", "src/engine/examples"]);
    // Not keys of a table: the name of the root among requirements, and of the verdict among what is expected.
    for other in ["eligible", "verdict"] {
        keys.remove(other);
    }
    assert!(keys.len() > 50, "{keys:?}");
    let explained = explained(include_str!("../docs/rules.md"));
    let missing: Vec<&String> = keys.iter().filter(|key| !explained.contains(*key)).collect();
    assert!(missing.is_empty(), "docs/rules.md does not explain {missing:?}");
}

#[test]
fn the_page_on_facts_explains_every_key() {
    let keys = accepted_keys(&["src/facts"]);
    assert!(keys.len() > 15, "{keys:?}");
    let explained = explained(include_str!("../docs/facts.md"));
    let missing: Vec<&String> = keys.iter().filter(|key| !explained.contains(*key)).collect();
    assert!(missing.is_empty(), "docs/facts.md does not explain {missing:?}");
}

/// The messages of a language file by their names, with the heading under which each is, in the file's order.
fn headings(text: &str) -> Vec<(String, String)> {
    let mut heading = String::new();
    let mut all = Vec::new();
    for line in text.lines() {
        if let Some(title) = line.strip_prefix("### ") {
            heading = title.to_owned();
        } else if let Some((id, _)) = line.split_once(" =").filter(|(id, _)| !id.is_empty() && !id.starts_with([' ', '#'])) {
            all.push((id.to_owned(), heading.clone()));
        }
    }
    all
}

/// The gaps in each message.
fn gaps(text: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut all: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut current = String::new();
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =").filter(|(id, _)| !id.is_empty() && !id.starts_with(' ')) {
            current = id.to_owned();
        }
        for gap in line.split('$').skip(1) {
            let name = gap.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect();
            all.entry(current.clone()).or_default().insert(name);
        }
    }
    all
}

const HEAD: &str = "# Messages

Every error and warning about a file, a command or a report has a code. Reports list it under `warnings`, the library returns it, and
scripts may rely on it; the words may change. `{name}` means what the message is about. The suite compares this page with the
program; `KAIBO_UPDATE=1 cargo test --test docs` writes it again.
";

#[test]
fn the_page_on_messages_lists_every_code() {
    let english = include_str!("../src/i18n/en.ftl");
    let calls = ["Diagnostic::new(", "Diagnostic::without_span(", "print_error(context, "].map(str::to_owned);
    let code = code(&["src"]);
    let mut codes = named_by(&code, &calls);
    // The place comes first in this one.
    for rest in code.split("diagnostic!(").skip(1) {
        codes.extend(rest.split('"').nth(1).filter(|id| rest.find(*id).is_some_and(|at| at < 80)).map(str::to_owned));
    }
    let gaps = gaps(english);
    let (en, zh) = (Messages::for_lang(Lang::En), Messages::for_lang(Lang::Zh));
    let mut page = HEAD.to_owned();
    let (mut under, mut count) = (String::new(), 0);
    for (id, heading) in headings(english) {
        let warning = id.strip_prefix("warning-");
        if !codes.contains(&id) && warning.is_none() {
            continue;
        }
        if heading != under {
            let _ = write!(page, "\n## {heading}\n\n| code | English | 中文 |\n|---|---|---|\n");
            under = heading;
        }
        let names: Vec<(&str, String)> = gaps.get(&id).into_iter().flatten().map(|gap| (gap.as_str(), format!("{{{gap}}}"))).collect();
        let args: Vec<(&str, &str)> = names.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let cell = |messages: &Messages| messages.format(&id, &args).replace('|', "\\|").replace('<', "&lt;").replace('\n', " ");
        let _ = writeln!(page, "| `{}` | {} | {} |", warning.unwrap_or(&id), cell(&en), cell(&zh));
        count += 1;
    }
    assert!(count > 100, "{count}");
    let path = root().join("docs/messages.md");
    if std::env::var_os("KAIBO_UPDATE").is_some() {
        fs::write(&path, &page).unwrap();
    }
    assert!(fs::read_to_string(&path).unwrap_or_default() == page, "docs/messages.md is not complete; KAIBO_UPDATE=1 writes it");
}

//! The modules of `src` depend on each other in one declared direction and never in a circle.
//!
//! In: the source files, read as text. A dependency is a `use` of, or a path into, another module of the crate; a name that a
//! module re-exports counts as a dependency on the module that defines it.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;

/// The top-level modules, lowest first: each may use those before it, apart from the ones named here.
const ORDER: &[(&str, &[&str])] = &[
    ("value", &[]),
    ("i18n", &[]),
    ("document", &["i18n"]),
    ("rulebook", &["i18n"]),
    ("facts", &["i18n"]),
    ("engine", &["i18n"]),
    ("io", &[]),
    ("report", &[]),
    ("api", &[]),
    ("fleet", &[]),
    ("collect", &["fleet"]),
    ("wizard", &[]),
    ("cli", &[]),
];

/// The files by module path (`engine::check`), without the crate's root and `main`.
fn sources(folder: &Path, module: &str, into: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let own = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
        if path.is_dir() {
            sources(&path, &own, into);
        } else if path.extension().is_some_and(|ending| ending == "rs") && own != "lib" && own != "main" {
            into.insert(own, fs::read_to_string(&path).unwrap());
        }
    }
}

/// The code before a file's tests, without comments and without what is in quotes, which may hold anything.
fn code(text: &str) -> String {
    let bytes = text.split("\n#[cfg(test)]\n").next().unwrap().as_bytes();
    let mut kept = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        let skipped = match rest[0] {
            b'/' if rest.starts_with(b"//") => rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len()),
            b'r' if rest.starts_with(b"r\"") || rest.starts_with(b"r#") => raw_text(rest),
            b'"' => quoted(rest),
            // A character, not a lifetime.
            b'\'' if rest.starts_with(b"'\\") => 3 + rest[3..].iter().position(|byte| *byte == b'\'').unwrap(),
            b'\'' if rest.get(2) == Some(&b'\'') => 3,
            _ => 0,
        };
        if skipped == 0 {
            kept.push(rest[0]);
        }
        at += skipped.max(1);
    }
    String::from_utf8(kept).unwrap()
}

/// The length of a string literal.
fn quoted(rest: &[u8]) -> usize {
    let mut at = 1;
    while rest[at] != b'"' {
        at += if rest[at] == b'\\' { 2 } else { 1 };
    }
    at + 1
}

/// The length of a raw string literal; 0 of a raw identifier.
fn raw_text(rest: &[u8]) -> usize {
    let hashes = rest[1..].iter().take_while(|byte| **byte == b'#').count();
    if rest[1 + hashes] != b'"' {
        return 0;
    }
    let end = [b"\"".as_slice(), &rest[1..=hashes]].concat();
    let body = 2 + hashes;
    body + rest[body..].windows(end.len()).position(|window| window == end).unwrap() + end.len()
}

/// Names, `::`, and every other character that is no blank.
fn tokens(code: &str) -> Vec<&str> {
    let bytes = code.as_bytes();
    let part = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80);
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let mut end = at + 1;
        if part(at) {
            while part(end) {
                end += 1;
            }
        } else if bytes[at] == b':' && bytes.get(end) == Some(&b':') {
            end += 1;
        }
        if !bytes[at].is_ascii_whitespace() {
            tokens.push(&code[at..end]);
        }
        at = end;
    }
    tokens
}

/// The leaves of the `use` tree at `at`, each with the name that it gets; returns where the tree ends.
fn leaves<'t>(tokens: &[&'t str], mut at: usize, prefix: &[&'t str], into: &mut Vec<(&'t str, Vec<&'t str>)>) -> usize {
    let mut path = prefix.to_vec();
    loop {
        match tokens[at] {
            "::" => at += 1,
            "{" => {
                at += 1;
                while tokens[at] != "}" {
                    at = leaves(tokens, at, &path, into);
                    at += usize::from(tokens[at] == ",");
                }
                return at + 1;
            }
            "as" => {
                into.push((tokens[at + 1], path));
                return at + 2;
            }
            "," | ";" | "}" => {
                if path.last() == Some(&"self") {
                    path.pop();
                }
                into.push((path.last().copied().unwrap_or_default(), path));
                return at;
            }
            name => {
                path.push(name);
                at += 1;
            }
        }
    }
}

/// A path from the crate's root; None of one that leads into another crate.
fn from_root(path: &[&str], module: &str, modules: &BTreeMap<String, String>) -> Option<String> {
    let own: Vec<&str> = module.split("::").collect();
    let (base, rest) = match *path.first()? {
        "crate" => (&own[..0], &path[1..]),
        "self" => (&own[..], &path[1..]),
        "super" => {
            let levels = path.iter().take_while(|part| **part == "super").count();
            (&own[..own.len().checked_sub(levels)?], &path[levels..])
        }
        first if modules.contains_key(&format!("{module}::{first}")) => (&own[..], path),
        _ => return None,
    };
    Some([base, rest].concat().join("::"))
}

/// What a file mentions of its own crate: every path, and the paths of the names that it imports.
#[derive(Default)]
struct File {
    imports: HashMap<String, String>,
    paths: BTreeSet<String>,
}

fn read(module: &str, modules: &BTreeMap<String, String>) -> File {
    let code = code(&modules[module]);
    let tokens = tokens(&code);
    let mut file = File::default();
    let is_name = |at: usize| tokens.get(at).is_some_and(|token| token.starts_with(|c: char| c.is_alphabetic() || c == '_'));
    let mut at = 0;
    while at < tokens.len() {
        // Not the captures of a return type: `impl Trait + use<>`.
        if tokens[at] == "use" && tokens[at + 1] != "<" {
            let mut found = Vec::new();
            at = leaves(&tokens, at + 1, &[], &mut found);
            for (name, path) in found {
                if let Some(path) = from_root(&path, module, modules) {
                    file.imports.insert(name.to_owned(), path.clone());
                    file.paths.insert(path);
                }
            }
            continue;
        }
        let begins = is_name(at) && (at == 0 || !matches!(tokens[at - 1], "::" | "." | "mod"));
        let mut path = vec![tokens[at]];
        while is_name(at) && tokens.get(at + 1) == Some(&"::") && is_name(at + 2) {
            path.push(tokens[at + 2]);
            at += 2;
        }
        if begins && path.len() > 1 {
            file.paths.extend(from_root(&path, module, modules));
        }
        at += 1;
    }
    file
}

/// The module that defines what a path names. Re-exports are followed, a few deep.
fn home(path: &str, files: &BTreeMap<String, File>, depth: usize) -> Option<String> {
    let mut module = path;
    while !files.contains_key(module) {
        module = module.rsplit_once("::")?.0;
    }
    let name = path[module.len()..].strip_prefix("::").unwrap_or("");
    let (first, rest) = name.split_once("::").unwrap_or((name, ""));
    match files[module].imports.get(first) {
        Some(further) if depth < 8 => home(&format!("{further}{}{rest}", if rest.is_empty() { "" } else { "::" }), files, depth + 1),
        _ => Some(module.to_owned()),
    }
}

/// For each module that is a file, the other files that it depends on.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let mut modules = BTreeMap::new();
    sources(Path::new("src"), "", &mut modules);
    let files: BTreeMap<String, File> = modules.keys().map(|module| (module.clone(), read(module, &modules))).collect();
    let mut dependencies = BTreeMap::new();
    for (module, file) in &files {
        let on = file.paths.iter().filter_map(|path| home(path, &files, 0)).filter(|other| other != module);
        dependencies.insert(module.clone(), on.collect());
    }
    dependencies
}

fn top(module: &str) -> &str {
    module.split("::").next().unwrap()
}

#[test]
fn modules_depend_on_each_other_in_the_declared_direction() {
    let dependencies = dependencies();
    let rank: HashMap<&str, usize> = ORDER.iter().enumerate().map(|(rank, (name, _))| (*name, rank)).collect();
    let mut wrong = BTreeSet::new();
    for (module, on) in &dependencies {
        let Some(own) = rank.get(top(module)) else {
            wrong.insert(format!("{module}: not in the declared order"));
            continue;
        };
        for other in on.iter().filter(|other| top(other) != top(module)) {
            let below = rank.get(top(other)).is_some_and(|rank| rank < own);
            if !below || ORDER[*own].1.contains(&top(other)) {
                wrong.insert(format!("{module} uses {other}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.into_iter().collect::<Vec<_>>().join("\n"));
    // What the rest rests on: the scan sees dependencies.
    assert!(dependencies["engine::check"].contains("rulebook::model") && dependencies.len() > 200, "{:?}", dependencies["engine::check"]);
}

#[test]
fn no_modules_depend_on_each_other_in_a_circle() {
    let mut on = dependencies();
    // Take away what depends on nothing, then what nothing depends on: what is left are circles and the ways between them.
    loop {
        let before = on.len();
        let free: BTreeSet<String> = on.iter().filter(|(_, others)| others.is_empty()).map(|(module, _)| module.clone()).collect();
        on.retain(|module, _| !free.contains(module));
        on.values_mut().for_each(|others| others.retain(|other| !free.contains(other)));
        let used: BTreeSet<String> = on.values().flatten().cloned().collect();
        on.retain(|module, _| used.contains(module));
        if on.len() == before {
            break;
        }
    }
    let circles: Vec<String> =
        on.iter().map(|(module, others)| format!("{module} -> {}", others.iter().cloned().collect::<Vec<_>>().join(", "))).collect();
    assert!(circles.is_empty(), "{} modules\n{}", circles.len(), circles.join("\n"));
}

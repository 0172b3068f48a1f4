//! Whether a list has a path, as semantics.md puts it under "Spellings": yes, no, or not understood.

use std::collections::BTreeSet;

use kaibo::rulebook::condition::InList;
use unicode_normalization::UnicodeNormalization;

/// The traditional characters that the random cases hold.
const SIMPLIFIED: [(char, char); 6] = [('營', '营'), ('電', '电'), ('飲', '饮'), ('鹽', '盐'), ('類', '类'), ('裝', '装')];

/// What separates levels anywhere, what does so in a text without these, and what also stands within a level.
const ARROWS: &str = ">→›»⟩➜➔➡▶►⇒";
const DASHES: &str = "-‐–—−―_:|‖¦";
const MARKS: &str = "/、,\\·・•∕⁄";

fn folded(text: &str) -> String {
    let one = |c: char| SIMPLIFIED.iter().find(|(traditional, _)| *traditional == c).map_or(c, |(_, simplified)| *simplified);
    let text = text.trim();
    let quotes = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('「', '」')];
    let inner = quotes.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close)).unwrap_or(text);
    // Characters without width, which pasted texts carry along.
    let seen = |c: &char| !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}');
    let plain: String = inner.chars().filter(seen).nfkc().flat_map(char::to_lowercase).map(one).collect();
    plain.replace("->", ">").replace("=>", ">")
}

/// The levels of a path, each as its parts between marks.
fn levels(text: &str) -> Vec<Vec<String>> {
    let text = folded(text);
    let separators = if text.contains(|c| ARROWS.contains(c)) { ARROWS } else { DASHES };
    let parts = |level: &str| {
        level.split(|c| MARKS.contains(c)).map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect::<Vec<_>>()
    };
    text.split(|c| separators.contains(c)).map(parts).filter(|parts| !parts.is_empty()).collect()
}

/// The parts of a path, whatever separates them; blanks separate, or stand for nothing.
fn parts(text: &str, blanks: bool) -> Vec<String> {
    let mark = |c: char| ARROWS.contains(c) || DASHES.contains(c) || MARKS.contains(c);
    let text = folded(text);
    let parts = text.split(|c: char| mark(c) || (blanks && c.is_whitespace()));
    parts.map(|part| part.split_whitespace().collect::<String>()).filter(|part| !part.is_empty()).collect()
}

/// What makes two levels close: one inside the other, a part of both, or one character.
fn near(one: &[String], other: &[String]) -> bool {
    let bare = |parts: &[String]| parts.concat().split_whitespace().collect::<String>();
    let marked = |parts: &[String]| parts.join("/");
    let (a, b) = (bare(one), bare(other));
    let differ = |a: &str, b: &str| one_character(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>());
    a.contains(&b)
        || b.contains(&a)
        || one.iter().any(|part| other.contains(part))
        || differ(&a, &b)
        || differ(&marked(one), &marked(other))
}

/// Whether a character more, less or other makes one text of the other.
fn one_character(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], []) => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([_, a @ ..], b) if a == b => true,
        (a, [_, b @ ..]) => a == b,
        _ => false,
    }
}

/// Whether the list has the path; None where it is not understood.
pub fn listed(among: &InList, word: &str) -> Option<bool> {
    let target = |key: &str| levels(among.members.get(key).and_then(Option::as_ref).map_or(key, |target| target));
    let with =
        |same: &dyn Fn(&str) -> bool| among.members.keys().filter(|key| same(key)).map(|key| target(key)).collect::<BTreeSet<_>>().len();
    if with(&|key| levels(key) == levels(word)) == 1 {
        return Some(true);
    }
    for blanks in [true, false] {
        // Both ways of taking blanks belong to the same list of spellings.
        let found = with(&|key| [true, false].iter().any(|of_key| parts(key, *of_key) == parts(word, blanks)));
        match found {
            0 => {}
            1 => return Some(true),
            _ => return None,
        }
    }
    let same = |name: &str| [true, false].iter().any(|blanks| parts(name, *blanks) == parts(word, *blanks));
    if among.renamed.iter().any(|renamed| same(&renamed.name)) {
        return among.carried_over;
    }
    if among.distinct.iter().any(|name| same(name)) {
        return Some(false);
    }
    let word_levels = levels(word);
    let names: Vec<Vec<Vec<String>>> = among.members.keys().map(|key| levels(key)).collect();
    let renamed = among.renamed.iter().map(|renamed| levels(&renamed.name));
    if word.contains([';', '；', '\n']) || names.iter().all(|name| name.len() != word_levels.len()) {
        return None;
    }
    // A name that is close to a renamed one may be that one, and is no clearer than that.
    let close = names.iter().cloned().chain(renamed).filter(|name| name.len() == word_levels.len() && name.len() > 1).any(|name| {
        let other: Vec<usize> = (0..name.len()).filter(|at| name[*at] != word_levels[*at]).collect();
        matches!(other.as_slice(), [at] if near(&name[*at], &word_levels[*at]))
    });
    if close { None } else { Some(false) }
}

//! Texts that went wrong: words of the rule language in the wrong places, bytes turned over, lines lost or doubled.

use super::random::Random;

/// Words that mean something somewhere.
const WORDS: [&str; 74] = [
    "of",
    "where",
    "within",
    "ending",
    "seen_after",
    "dated",
    "count",
    "streak",
    "sum",
    "mean",
    "min",
    "max",
    "latest",
    "length",
    "after",
    "is",
    "applies_when",
    "readings",
    "all",
    "any",
    "none",
    "at_least",
    "remedy",
    "like",
    "supersedes",
    "in_force",
    "until",
    "from",
    "edition",
    "program",
    "facts",
    "steps",
    "requires",
    "lists",
    "aliases",
    "kind",
    "columns",
    "key",
    "options",
    "currency",
    "decimals",
    "rows",
    "daily",
    "partial",
    "at_most",
    "valid_until",
    "override",
    "note",
    "waivers",
    "annotate",
    "estimates",
    "title",
    "today",
    "\"today\"",
    "\"eligible\"",
    "eligible",
    "\"0 days\"",
    "\"9999 years\"",
    "\"1 month\"",
    "\"1 day ago\"",
    "\">= 1\"",
    "\"> 99999999999999999999\"",
    "\"3..=1\"",
    "0",
    "-1",
    "1e400",
    "nan",
    "true",
    "null",
    "9999-12-31",
    "0000-01-01",
    "2026-02-30",
    "\"2026-11-22T24:00:00Z\"",
    "{}",
];

const SIGNS: [&str; 20] =
    ["=", "[", "]", "{", "}", "\"", "'", ",", ".", "\n", "#", ":", "[[", "]]", "\\", "\u{0}", "\u{feff}", "\u{202e}", "，", "🎥"];

/// The text with a few things wrong in it. What comes out is always UTF-8: files that aren't are refused before.
pub fn mutated(random: &mut Random, text: &str) -> String {
    let mut text = text.to_owned();
    for _ in 0..*random.pick(&[1, 1, 1, 2, 4]) {
        text = once(random, &text);
    }
    text
}

fn once(random: &mut Random, text: &str) -> String {
    let tokens = tokens(text);
    if tokens.is_empty() {
        return (*random.pick(&WORDS)).to_owned();
    }
    let at = random.below(tokens.len());
    let (start, end) = tokens[at];
    let (before, token, after) = (&text[..start], &text[start..end], &text[end..]);
    match random.below(10) {
        0 => format!("{before}{after}"),
        1 => format!("{before}{token} {token}{after}"),
        2 | 3 => format!("{before}{}{after}", random.pick(&WORDS)),
        4 => format!("{before}{token} {} {after}", random.pick(&WORDS)),
        5 => format!("{before}{}{after}", random.pick(&SIGNS)),
        6 => {
            // Another token of the same text in its place.
            let (from, to) = tokens[random.below(tokens.len())];
            format!("{before}{}{after}", &text[from..to])
        }
        7 => {
            let mut lines: Vec<&str> = text.lines().collect();
            let line = random.below(lines.len());
            match random.below(3) {
                0 => drop(lines.remove(line)),
                1 => lines.insert(random.below(lines.len()), lines[line]),
                _ => {
                    let other = random.below(lines.len());
                    lines.swap(line, other);
                }
            }
            lines.join("\n")
        }
        8 => {
            let mut bytes = text.as_bytes().to_vec();
            let byte = random.below(bytes.len());
            bytes[byte] ^= 1 << random.below(8);
            String::from_utf8_lossy(&bytes).into_owned()
        }
        _ => {
            let mut cut = random.below(text.len());
            while !text.is_char_boundary(cut) {
                cut -= 1;
            }
            text[..cut].to_owned()
        }
    }
}

/// Words, numbers and strings, and every other sign by itself.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut tokens: Vec<(usize, usize)> = Vec::new();
    let mut grows = false;
    for (at, c) in text.char_indices() {
        let word = c.is_alphanumeric() || c == '_' || c == '-';
        if word && grows {
            if let Some(last) = tokens.last_mut() {
                last.1 = at + c.len_utf8();
            }
        } else if !c.is_whitespace() {
            tokens.push((at, at + c.len_utf8()));
        }
        grows = word;
    }
    tokens
}

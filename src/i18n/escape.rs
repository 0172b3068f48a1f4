//! Text from files and interfaces, made harmless for people's eyes and for terminals. Whatever leaves kaibo goes through here:
//! messages and diagnostics through [`escape_control`], JSON through [`json`], TOML through [`toml_string`].
//!
//! In: any text. Out: the same text with what a terminal or a reader could be misled by written out.

pub(crate) mod characters;
pub mod json;

pub use crate::i18n::escape::characters::misleads;
use std::borrow::Cow;
use std::fmt::Write as _;

/// The text with every character that could mislead written as `\u{1b}`; line ends and tabs become blanks. What is harmless
/// already stays as it is.
pub fn escape_control(text: &str) -> Cow<'_, str> {
    if !text.contains(misleads) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '\n' | '\r' | '\t' => clean.push(' '),
            c if misleads(c) => {
                let _ = write!(clean, "\\u{{{:x}}}", u32::from(c));
            }
            c => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// The same of a text of several lines: they stay lines.
pub fn visible_lines(text: &str) -> String {
    text.split('\n').map(escape_control).collect::<Vec<_>>().join("\n")
}

/// A text as TOML spells it on one line, whatever it holds: what could mislead is written as TOML's own escapes.
pub fn toml_string(text: &str) -> String {
    let mut spelled = String::with_capacity(text.len() + 2);
    spelled.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => spelled.extend(['\\', c]),
            c if misleads(c) => {
                let _ = write!(spelled, "\\U{:08x}", u32::from(c));
            }
            c => spelled.push(c),
        }
    }
    spelled.push('"');
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_turned_text_are_written_out() {
        assert_eq!(escape_control("\u{1b}[31mred\u{202e}x\ny"), "\\u{1b}[31mred\\u{202e}x y");
        assert!(matches!(escape_control("某某服饰"), Cow::Borrowed(_)));
    }

    #[test]
    fn what_is_harmless_already_stays_so() {
        let once = escape_control("a\u{9b}b\u{7f}\u{200b}\u{2066}\\").into_owned();
        assert_eq!(once, "a\\u{9b}b\\u{7f}\\u{200b}\\u{2066}\\");
        assert!(matches!(escape_control(&once), Cow::Borrowed(_)));
        assert_eq!(visible_lines("a\tb\n\u{7}"), "a b\n\\u{7}");
    }

    #[test]
    fn every_character_is_harmless_or_written_out_in_each_spelling() {
        for c in (0..=0x10_ffff).filter_map(char::from_u32) {
            let text = format!("a{c}\"\\");
            let toml = toml_string(&text);
            let json = json::to_string(&text).unwrap_or_default();
            for spelled in [&*escape_control(&text), &toml, &json] {
                assert!(!spelled.contains(misleads), "{c:?}: {spelled:?}");
            }
            assert_eq!(serde_json::from_str::<String>(&json).ok().as_deref(), Some(&*text), "{c:?}");
        }
    }
}

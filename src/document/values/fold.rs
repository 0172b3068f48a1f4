//! How texts are folded before they are compared.
//!
//! In: a text. Out: the same with width (NFKC), case and whitespace set aside and, for comparing, in simplified characters.

use std::sync::LazyLock;

use hashbrown::HashMap;
use unicode_normalization::UnicodeNormalization;

/// Built on first use: most texts are compared exactly, and reading the table costs more than starting the program.
static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let lines = include_str!("simplified.txt").lines().filter(|line| !line.starts_with('#'));
    let pairs = lines.flat_map(str::split_whitespace).filter_map(|pair| {
        let mut both = pair.chars();
        Some((both.next()?, both.next()?))
    });
    pairs.collect()
});

/// A character in its simplified form. Character by character is enough for comparing: both sides are folded alike.
pub fn simplified(c: char) -> char {
    // Nothing below the first block of Chinese characters has another form.
    if c < '\u{3400}' { c } else { SIMPLIFIED.get(&c).copied().unwrap_or(c) }
}

/// True of characters that take no room, which texts copied from documents carry along: byte order marks, joiners, marks of
/// direction.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{fe0f}' | '\u{feff}')
}

/// Width, case and the kind of characters set aside; characters without width dropped.
pub(super) fn folded(text: &str) -> String {
    text.chars().filter(|c| !is_invisible(*c)).nfkc().flat_map(char::to_lowercase).map(simplified).collect()
}

/// True of digits that folding would turn into ordinary ones although they mean something else: `10²` is not 102.
pub(super) fn has_odd_digits(text: &str) -> bool {
    let full_width = |c: char| matches!(c, '０'..='９');
    text.chars().any(|c| c.is_numeric() && !c.is_ascii_digit() && !full_width(c) && std::iter::once(c).nfkc().any(|c| c.is_ascii_digit()))
}

/// Width and case set aside, whitespace within made one blank.
pub fn normalized(text: &str) -> String {
    folded(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text by which names of options and regions are compared: width, case, whitespace, the marks between words and the kind
/// of characters set aside.
pub fn compare_key(text: &str) -> String {
    let between_words = |c: char| c.is_whitespace() || matches!(c, '_' | '-' | '‐' | '–' | '—' | '·' | '.' | '\'' | '’' | '/' | '、' | '|');
    folded(unquoted(text.trim())).chars().filter(|c| !between_words(*c)).collect()
}

/// A text without the one pair of quotes around it, as spreadsheets leave them.
pub(super) fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('「', '」')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    // A spreadsheet marks a number that is text with one apostrophe in front.
    let marked = || text.strip_prefix('\'').filter(|rest| !rest.contains('\''));
    inner.or_else(marked).filter(|inner| !inner.trim().is_empty()).unwrap_or(text)
}

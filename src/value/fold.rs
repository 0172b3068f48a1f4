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

/// Width and case set aside, whitespace within made one blank.
pub fn plain(text: &str) -> String {
    let folded: String = text.nfkc().flat_map(char::to_lowercase).collect();
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text by which names of options and regions are compared: width, case, whitespace and the kind of characters set aside.
pub fn compare_key(text: &str) -> String {
    unquoted(text.trim()).nfkc().flat_map(char::to_lowercase).filter(|c| !c.is_whitespace()).map(simplified).collect()
}

/// A text without the one pair of quotes around it, as spreadsheets leave them.
pub(super) fn unquoted(text: &str) -> &str {
    let pairs = [('"', '"'), ('\'', '\''), ('“', '”'), ('‘', '’'), ('「', '」')];
    let inner = pairs.iter().find_map(|(open, close)| text.strip_prefix(*open)?.strip_suffix(*close));
    inner.filter(|inner| !inner.trim().is_empty()).unwrap_or(text)
}

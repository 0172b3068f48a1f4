//! Text from files and interfaces, made harmless for people's eyes.
//!
//! In: any text. Out: the same text with what a terminal or a reader could be misled by written out.

use std::borrow::Cow;
use std::fmt::Write as _;

/// True of characters that move a terminal's cursor, hide or turn text around: controls, bidirectional marks, zero widths.
fn misleads(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

/// The text with every character that could mislead written as `\u{1b}`; line ends and tabs become blanks.
pub fn visible(text: &str) -> Cow<'_, str> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_and_turned_text_are_written_out() {
        assert_eq!(visible("\u{1b}[31mred\u{202e}x\ny"), "\\u{1b}[31mred\\u{202e}x y");
        assert!(matches!(visible("某某服饰"), Cow::Borrowed(_)));
    }
}

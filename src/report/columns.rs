//! Text in columns, for terminals in which some characters take two.
//!
//! In: text of any script. Out: the same, cut, padded or broken into lines by the columns that it takes.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// The text with blanks up to `columns`.
pub fn pad(text: &str, columns: usize) -> String {
    format!("{text}{}", " ".repeat(columns.saturating_sub(width(text))))
}

/// As much of a text as fits; a wide character that would stick out is left out.
pub fn cut(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let mut taken = String::new();
    let room = columns.saturating_sub(2);
    for cluster in text.graphemes(true) {
        if width(&taken) + width(cluster) > room {
            break;
        }
        taken.push_str(cluster);
    }
    taken.push_str(&".."[..columns.min(2)]);
    taken
}

/// True of what may not begin a line.
fn clings(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|c| "，。、；：？！）》」』】〉”’,.;:?!)]}%％…".contains(c))
}

/// True of what may not end a line.
fn opens(cluster: &str) -> bool {
    cluster.chars().next().is_some_and(|c| "（《「『【〈“‘([{".contains(c))
}

/// Breaks a text into lines of at most `columns`: between words, and between any two wide characters, but never before
/// closing or after opening punctuation.
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let columns = columns.max(4);
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(text) {
        if width(&line) + width(piece.trim_end()) <= columns {
            line.push_str(piece);
            continue;
        }
        if !line.trim().is_empty() {
            lines.push(line.trim_end().to_owned());
        }
        line = String::new();
        for cluster in piece.trim_start().graphemes(true) {
            // A word longer than a line has to be broken somewhere.
            if width(&line) + width(cluster) > columns {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(cluster);
        }
    }
    if !line.trim().is_empty() || lines.is_empty() {
        lines.push(line.trim_end().to_owned());
    }
    lines
}

/// The parts between which a line may end, each with the blanks that follow it.
fn pieces(text: &str) -> Vec<&str> {
    let clusters: Vec<(usize, &str)> = text.grapheme_indices(true).collect();
    let mut pieces = Vec::new();
    let mut begin = 0;
    for pair in clusters.windows(2) {
        let ((_, before), (at, after)) = (pair[0], pair[1]);
        let blank = before.trim().is_empty() && !after.trim().is_empty();
        let wide = (width(before) == 2 || width(after) == 2) && !before.trim().is_empty() && !after.trim().is_empty();
        if (blank || (wide && !clings(after))) && !opens(before) {
            pieces.push(&text[begin..at]);
            begin = at;
        }
    }
    pieces.push(&text[begin..]);
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_break_by_columns_and_never_before_a_comma() {
        for columns in 4..40 {
            for text in [
                "支付两天后才被检测到，所以要等到 11-24，期间不用做任何事。",
                "a long English sentence, with words",
                "混合 mixed（括号）text",
            ] {
                let lines = wrap(text, columns);
                for line in &lines {
                    assert!(width(line) <= columns.max(6), "{line:?} is wider than {columns}");
                }
                let joined: String = lines.concat().split_whitespace().collect();
                assert_eq!(joined, text.split_whitespace().collect::<String>());
            }
        }
        assert_eq!(wrap("一二三，四", 6), ["一二", "三，四"]);
        assert_eq!(wrap("", 10), [""]);
    }

    #[test]
    fn padding_and_cutting_count_columns() {
        assert_eq!(pad("中", 4), "中  ");
        assert_eq!(cut("中文字", 5), "中..");
        assert_eq!(cut("中文", 4), "中文");
    }
}

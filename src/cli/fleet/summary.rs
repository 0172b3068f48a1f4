//! The summary of a fleet as text.
//!
//! In: its sections in words. Out: lines as wide as the terminal.

use std::fmt::Write as _;

use crate::cli::fleet::sections::{Section, SummaryDocument};
use crate::report::columns::wrap;

/// The summary as text, in lines of at most `width` columns.
pub(super) fn text(pages: &SummaryDocument, width: usize) -> String {
    write(pages, width.clamp(40, 110))
}

fn write(pages: &SummaryDocument, columns: usize) -> String {
    let mut text = Text { columns, text: String::new() };
    for page in &pages.programs {
        text.gap();
        text.put(0, &page.title);
        if let Some((note, source)) = &page.opening {
            text.gap();
            text.put(0, &format!("! {note}"));
            // An address is of use only in one piece.
            let _ = writeln!(text.text, "  {source}");
        }
        page.sections.iter().for_each(|section| text.section(section));
    }
    pages.refused.iter().for_each(|section| text.section(section));
    text.gap();
    pages.account.iter().for_each(|line| text.put(0, line));
    text.text
}

/// The same in lines that are as long as their sentences: a cell of a sheet wraps them itself.
pub(super) fn lines(pages: &SummaryDocument) -> Vec<String> {
    write(pages, usize::MAX / 2).lines().map(str::to_owned).collect()
}

struct Text {
    columns: usize,
    text: String,
}

impl Text {
    fn gap(&mut self) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
    }

    fn put(&mut self, indent: usize, line: &str) {
        for (at, part) in wrap(line, self.columns - indent - 2).iter().enumerate() {
            let _ = writeln!(self.text, "{}{part}", " ".repeat(indent + if at == 0 { 0 } else { 2 }));
        }
    }

    fn section(&mut self, section: &Section) {
        self.gap();
        self.put(0, &section.title);
        for entry in &section.entries {
            self.put(2, &entry.text);
            entry.more.iter().for_each(|line| self.put(4, line));
        }
    }
}

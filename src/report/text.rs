//! What the command line and the wizard say at length, as plain text: the checklist, the plan, the next question.
//!
//! In: what the engine found, and a [`TextWriter`]: a language, a width. Out: lines on that page, with styles that whoever prints it
//! may take out again.

pub(crate) mod action;
pub mod checklist;
pub mod headline;
pub mod plan;
pub mod question;
pub mod status;
pub(crate) mod step;

use anstyle::Style;

use crate::engine::check::Checklist;
use crate::facts::Facts;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::columns::{pad, width, wrap};
use crate::rulebook::{OpeningState, Program};

/// Lines of text for a page of some width.
#[derive(Debug)]
pub struct TextWriter<'a> {
    /// What depends on it.
    pub text: String,
    /// The language.
    pub messages: &'a Messages,
    /// In columns.
    pub width: usize,
    /// Without marks that only some terminals have.
    pub ascii: bool,
}

impl<'a> TextWriter<'a> {
    /// An empty page, as wide as a terminal but never too narrow or too wide to be read.
    pub fn new(messages: &'a Messages, width: usize, ascii: bool) -> TextWriter<'a> {
        TextWriter { text: String::new(), messages, width: width.clamp(40, 110), ascii }
    }

    /// A line as it is, styles included; what it holds has to be harmless.
    pub fn line(&mut self, text: &str) {
        self.text.push_str(text.trim_end());
        self.text.push('\n');
    }

    /// A paragraph that hangs under its first word; `first` is before its first line.
    pub fn hang(&mut self, first: &str, text: &str) {
        let indent = width(first);
        for (at, line) in wrap(&escape_control(text), self.width.saturating_sub(indent)).iter().enumerate() {
            let lead = if at == 0 { first.to_owned() } else { " ".repeat(indent) };
            self.line(&format!("{lead}{line}"));
        }
    }

    /// An empty line and a heading.
    pub fn heading(&mut self, id: &str) {
        let bold = Style::new().bold();
        let text = self.messages.format(id, &[]);
        self.line("");
        self.line(&format!("{bold}{text}{bold:#}"));
    }
}

/// Which rules, who, and the day.
pub fn header(page: &mut TextWriter<'_>, checklist: &Checklist<'_>, program: &Program, facts: &Facts) {
    let title = &*escape_control(program.title.get(page.messages.lang));
    let rules = match checklist.edition {
        Some(edition) => page.messages.format("text-edition", &[("program", title), ("edition", &edition.id)]),
        None => title.to_owned(),
    };
    let bold = Style::new().bold();
    page.line(&format!("{bold}{rules}{bold:#}"));
    let who = match &facts.name {
        Some(name) => format!("{} · {}", escape_control(name), escape_control(&facts.applicant)),
        None => escape_control(&facts.applicant).into_owned(),
    };
    let day = checklist.as_of.to_string();
    let room = page.width.saturating_sub(day.len() + 1);
    if width(&who) <= room {
        page.line(&format!("{}{day}", pad(&who, room + 1)));
    } else {
        page.hang("", &who);
        page.line(&day);
    }
}

/// Whether the program takes anyone in, where that isn't simply so.
pub fn opening(page: &mut TextWriter<'_>, program: &Program) {
    let Some(opening) = &program.opening else { return };
    if opening.state == OpeningState::Open {
        return;
    }
    let lang = page.messages.lang;
    let mut text = page.messages.format("text-opening", &[("note", opening.note.get(lang)), ("day", &opening.checked.to_string())]);
    if let Some(instead) = &opening.instead {
        text.push_str(&page.messages.format("text-instead", &[("instead", instead.title.get(lang))]));
        if let Some(other) = &instead.program {
            text.push_str(&page.messages.format("text-instead-check", &[("program", other)]));
        }
    }
    page.line("");
    page.hang("! ", &text);
    let source = format!("  {}", escape_control(&opening.source));
    page.line(&source);
}

impl crate::rulebook::edition::Cost {
    /// The amount and its currency, as rulebooks write them.
    pub(crate) fn text(&self) -> String {
        let places = crate::value::currency::decimals(&self.currency).unwrap_or(0);
        format!("{} {}", crate::value::number::decimal(self.units, places), self.currency)
    }
}

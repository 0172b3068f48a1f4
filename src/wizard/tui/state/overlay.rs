//! What is above the rest: the help, the export, a progress, a question to be confirmed.
//!
//! In: keys, pasted text. Out: whether it stays open, and effects.

use crate::wizard::tui::state::typing::type_into;
use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent};
use tui_input::Input as Field;

use crate::wizard::session::Export;
use crate::wizard::tui::state::effect::Effect;
use crate::wizard::tui::state::{Deciding, EstimateDialog, OverrideDialog};
use crate::wizard::tui::theme::Theme;

/// What is above the rest.
#[derive(Debug)]
pub enum Overlay {
    /// All keys, scrolled so far.
    Help(usize),
    /// A report to be written.
    Export(Exporting),
    /// Why one insists on an answer.
    Override(OverrideDialog),
    /// How long a remedy takes, and what it costs.
    Estimate(Box<EstimateDialog>),
    /// Which of two versions is kept.
    Decide(Deciding),
    /// Something to read: its title, its text, scrolled so far.
    Note(String, String, usize),
}

/// What a report will be.
#[derive(Debug)]
pub struct Exporting {
    /// The facts file, of which the report's name is made.
    stem: PathBuf,
    /// Which one, of [`FORMATS`].
    pub format: usize,
    /// The file.
    pub name: Field,
    /// True if the name is still the one that was proposed.
    proposed: bool,
    /// True if there is such a file, and the next `y` writes over it.
    pub exists: bool,
}

/// What can be exported: the message that names it, and how its file's name ends.
pub const FORMATS: [(Export, &str, &str); 4] = [
    (Export::CheckText, "screen-export-check", "check.txt"),
    (Export::PlanText, "screen-export-plan", "plan.txt"),
    (Export::ReportJson, "screen-export-json", "report.json"),
    (Export::Calendar, "screen-export-calendar", "ics"),
];

impl Exporting {
    /// The report of a facts file.
    pub fn new(facts: &Path) -> Exporting {
        let mut new = Exporting { stem: facts.to_owned(), format: 0, name: Field::default(), proposed: true, exists: false };
        new.propose();
        new
    }

    fn propose(&mut self) {
        if self.proposed {
            self.name = Field::new(self.stem.with_extension(FORMATS[self.format].2).display().to_string());
        }
        self.exists = false;
    }

    fn paste(&mut self, text: &str) {
        // A name that was only proposed is not added to.
        let before = if self.proposed { "" } else { self.name.value() };
        self.name = Field::new(format!("{before}{}", text.trim()));
        self.proposed = false;
        self.exists = false;
    }

    fn write(&self, overwrite: bool) -> Vec<Effect> {
        let name = self.name.value().trim();
        if name.is_empty() {
            return Vec::new();
        }
        vec![Effect::Export { kind: FORMATS[self.format].0, to: PathBuf::from(name), overwrite }]
    }
}

impl Overlay {
    /// True while letters are text, or answers of its own.
    pub fn is_typing(&self) -> bool {
        matches!(self, Overlay::Export(_) | Overlay::Override(_) | Overlay::Estimate(_) | Overlay::Decide(_))
    }

    /// Takes a key. Gives back whether it stays open.
    pub fn key(&mut self, key: KeyEvent, _look: &Theme) -> (bool, Vec<Effect>) {
        let export = match self {
            Overlay::Export(export) => export,
            Overlay::Override(insisting) => return insisting.key(key),
            Overlay::Estimate(asked) => return asked.key(key),
            Overlay::Decide(deciding) => return deciding.key(key),
            Overlay::Help(_) | Overlay::Note(..) => return (true, Vec::new()),
        };
        match key.code {
            KeyCode::Esc => return (false, Vec::new()),
            KeyCode::Char('y' | 'Y') if export.exists => return (true, export.write(true)),
            KeyCode::Up | KeyCode::BackTab => {
                export.format = export.format.checked_sub(1).unwrap_or(FORMATS.len() - 1);
                export.propose();
            }
            KeyCode::Down | KeyCode::Tab => {
                export.format = (export.format + 1) % FORMATS.len();
                export.propose();
            }
            KeyCode::Enter => return (true, export.write(false)),
            _ => {
                export.exists = false;
                if type_into(&mut export.name, key) {
                    export.proposed = false;
                }
            }
        }
        (true, Vec::new())
    }

    /// Takes pasted text of one line.
    pub fn paste(&mut self, text: &str) {
        match self {
            Overlay::Override(insisting) => insisting.paste(text),
            Overlay::Estimate(asked) => asked.paste(text),
            Overlay::Export(export) => export.paste(text),
            Overlay::Decide(_) | Overlay::Help(_) | Overlay::Note(..) => {}
        }
    }

    /// Scrolls by lines.
    pub fn scroll(&mut self, lines: isize) {
        if let Overlay::Help(offset) | Overlay::Note(_, _, offset) = self {
            *offset = offset.saturating_add_signed(lines).min(100_000);
        }
    }
}

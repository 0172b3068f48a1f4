//! The applicants to choose from, and the form of a new one.
//!
//! In: the saved applicants, keys. Out: which file to open, or what to make.

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent};
use tui_input::Input as Field;

use crate::value::localized::Localized;
use crate::wizard::session::applicants::SavedApplicant;
use crate::wizard::tui::keys::{self, Action, KeyContext};
use crate::wizard::tui::list::List;
use crate::wizard::tui::state::effect::Effect;
use crate::wizard::tui::state::model::Find;
use crate::wizard::tui::state::typing::type_into;
use crate::wizard::tui::theme::{Theme, Tone};

/// A program that a new applicant may want.
#[derive(Debug, Clone)]
pub struct Offer {
    /// Its name in files.
    pub id: String,
    /// Its name for people.
    pub title: Localized,
}

/// The list of applicants.
#[derive(Debug)]
pub struct Home {
    /// Those that there are.
    pub saved: Vec<SavedApplicant>,
    /// Which is chosen.
    pub list: List,
    /// What is looked for.
    pub find: Find,
    /// A new one, while it is made.
    pub new: Option<New>,
    /// What there is to choose from for a new one.
    pub offers: Vec<Offer>,
    /// How far the help is scrolled, while it is open.
    pub help: Option<usize>,
    /// What there is to say, until the next key.
    pub message: Option<(Tone, String)>,
}

/// A new applicant.
#[derive(Debug, Default)]
pub struct New {
    /// Which of the offers.
    pub offer: usize,
    /// Which field keys go to: the program, the id, the name, the file.
    pub at: usize,
    /// The id on the platform, the name for people, the file.
    pub fields: [Field; 3],
    /// True once the file's name was typed.
    file_typed: bool,
}

/// The messages that name the fields of a new applicant.
pub const FIELDS: [&str; 4] = ["screen-new-program", "screen-new-id", "screen-new-name", "screen-new-file"];

impl New {
    /// A new one for one of these. Where there is nothing to choose, the id is asked for at once.
    fn among(offers: &[Offer]) -> New {
        New { at: usize::from(offers.len() == 1), ..New::default() }
    }

    /// A new one in a certain file.
    pub fn of_file(file: &std::path::Path) -> New {
        let name = Field::new(file.display().to_string());
        New { fields: [Field::default(), Field::default(), name], file_typed: true, ..New::default() }
    }

    /// A file's name is made of the id, as long as nobody typed one.
    fn propose(&mut self) {
        if !self.file_typed {
            let id = self.fields[0].value().trim();
            let stem: String = id.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).take(60).collect();
            let name = if stem.is_empty() { String::new() } else { format!("{}.toml", stem.trim_start_matches('.')) };
            self.fields[2] = Field::new(name);
        }
    }

    fn field(&mut self) -> Option<&mut Field> {
        self.at.checked_sub(1).map(|at| &mut self.fields[at])
    }

    /// The next field that is still empty but has to be filled in; None if all are.
    fn lacking(&self) -> Option<usize> {
        [0, 2].into_iter().find(|at| self.fields[*at].value().trim().is_empty()).map(|at| at + 1)
    }
}

impl Home {
    /// The applicants that are shown: all, or those that hold the word.
    pub fn shown(&self) -> Vec<&SavedApplicant> {
        let word = self.find.query.value().to_lowercase();
        let holds = |text: &str| text.to_lowercase().contains(&word);
        let shown = self.saved.iter().filter(|saved| {
            let name = saved.name.as_deref().unwrap_or_default();
            holds(&saved.applicant) || holds(name) || holds(&saved.path.display().to_string())
        });
        shown.collect()
    }

    /// Takes a key. `again` is true if there is an applicant to go back to.
    pub fn key(&mut self, key: KeyEvent, again: bool, theme: &Theme) -> Vec<Effect> {
        self.message = None;
        if let Some(action @ (Action::Stop | Action::Suspend | Action::Redraw)) = keys::always(&key) {
            return match action {
                Action::Stop => vec![Effect::Stop],
                Action::Suspend => vec![Effect::Suspend],
                _ => vec![Effect::Redraw],
            };
        }
        if self.new.is_some() {
            return self.fill_in(key, theme);
        }
        if self.find.typing {
            match key.code {
                KeyCode::Enter | KeyCode::Down | KeyCode::Up => self.find.typing = false,
                KeyCode::Esc => self.find = Find::default(),
                _ => {
                    type_into(&mut self.find.query, key);
                }
            }
            return Vec::new();
        }
        let place = if self.help.is_some() { KeyContext::Overlay } else { KeyContext::Home };
        let Some(action) = keys::action(&key, place) else { return Vec::new() };
        let total = self.shown().len();
        let page = self.list.height.max(2) as isize - 1;
        let lines = match action {
            Action::Move(lines) => isize::from(lines),
            Action::Page(pages) => isize::from(pages) * page,
            Action::First => -100_000,
            Action::Last => 100_000,
            Action::FindNext => 1,
            Action::FindLast => -1,
            _ => 0,
        };
        if let Some(help) = &mut self.help {
            *help = help.saturating_add_signed(lines).min(10_000);
            if matches!(action, Action::Back | Action::Choose | Action::Help) {
                self.help = None;
            }
            return Vec::new();
        }
        self.list.go(lines, total);
        match action {
            Action::Choose => return self.open(),
            Action::New => self.new = Some(New::among(&self.offers)),
            Action::Find => self.find = Find { typing: true, ..Find::default() },
            Action::Help => self.help = Some(0),
            Action::Back if !self.find.query.value().is_empty() => self.find = Find::default(),
            Action::Back if again => return vec![Effect::Return],
            Action::Language => return vec![Effect::Language],
            Action::Theme => return vec![Effect::Theme],
            Action::Mouse => return vec![Effect::Mouse],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Quit => return vec![Effect::Quit],
            _ => {}
        }
        Vec::new()
    }

    /// Opens the chosen one; without any, a new one is made.
    fn open(&mut self) -> Vec<Effect> {
        match self.shown().get(self.list.chosen) {
            Some(saved) => vec![Effect::Open(saved.path.clone())],
            None => {
                self.new = Some(New::among(&self.offers));
                Vec::new()
            }
        }
    }

    /// A click on a line chooses it, a second one opens it.
    pub fn click(&mut self, line: usize) -> Vec<Effect> {
        let at = self.list.offset + line;
        if self.new.is_some() || self.help.is_some() || at >= self.shown().len() {
            return Vec::new();
        }
        if self.list.chosen == at {
            return self.open();
        }
        self.list.chosen = at;
        Vec::new()
    }

    fn fill_in(&mut self, key: KeyEvent, theme: &Theme) -> Vec<Effect> {
        let offers = self.offers.len().max(1);
        let Some(new) = &mut self.new else { return Vec::new() };
        match key.code {
            KeyCode::Esc => self.new = None,
            KeyCode::Down | KeyCode::Tab => new.at = (new.at + 1) % FIELDS.len(),
            KeyCode::Up | KeyCode::BackTab => new.at = (new.at + FIELDS.len() - 1) % FIELDS.len(),
            KeyCode::Right | KeyCode::Char(' ') if new.at == 0 => new.offer = (new.offer + 1) % offers,
            KeyCode::Left if new.at == 0 => new.offer = (new.offer + offers - 1) % offers,
            KeyCode::Enter if new.at < 3 => {
                if new.at == 1 && new.fields[0].value().trim().is_empty() {
                    self.message = Some((Tone::Error, theme.format("screen-new-id-empty", &[])));
                } else {
                    new.at += 1;
                }
            }
            KeyCode::Enter => match (new.lacking(), self.offers.get(new.offer)) {
                (Some(at), _) => {
                    new.at = at;
                    self.message = Some((Tone::Error, theme.format("screen-new-empty", &[])));
                }
                (None, Some(offer)) => {
                    let [id, name, file] = new.fields.each_ref().map(|field| field.value().trim().to_owned());
                    let name = (!name.is_empty()).then_some(name);
                    return vec![Effect::Create { program: offer.id.clone(), id, name, file: PathBuf::from(file) }];
                }
                (None, None) => {}
            },
            _ => {
                let at = new.at;
                if new.field().is_some_and(|field| type_into(field, key)) {
                    new.file_typed |= at == 3;
                    new.propose();
                }
            }
        }
        Vec::new()
    }

    /// Takes pasted text of one line.
    pub fn paste(&mut self, text: &str) {
        let line: String = text.trim().chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        match &mut self.new {
            Some(new) => {
                let at = new.at;
                if let Some(field) = new.field() {
                    *field = Field::new(format!("{}{line}", field.value()));
                    new.file_typed |= at == 3;
                    new.propose();
                }
            }
            None if self.find.typing => self.find.query = Field::new(format!("{}{line}", self.find.query.value())),
            None => {}
        }
    }
}

//! Small questions above the rest: why one insists on an answer; how long a remedy takes and what it costs.
//!
//! In: keys, pasted text. Out: whether the question stays open, and effects.

use crossterm::event::{KeyCode, KeyEvent};
use tui_input::Input as Field;

use crate::rulebook::edition::Cost;
use crate::value::date::DurationRange;
use crate::value::localized::Localized;
use crate::wizard::session::entry::InputError;
use crate::wizard::session::estimate::{self, Estimable, takes_text};
use crate::wizard::session::view::Snapshot;
use crate::wizard::session::{Keep, Session, Versions};
use crate::wizard::tui::state::effect::Effect;
use crate::wizard::tui::state::typing::type_into;
use crate::wizard::tui::theme::Theme;

/// Why an answer is to count against what was collected.
#[derive(Debug)]
pub struct OverrideDialog {
    /// The fact, by index.
    fact: usize,
    /// What people call it.
    pub title: Localized,
    /// The reason.
    pub note: Field,
    /// True once somebody wanted to insist without one.
    pub empty: bool,
}

impl OverrideDialog {
    /// The question why somebody insists on a fact.
    pub fn new(fact: usize, session: &Session) -> OverrideDialog {
        let title = session.rulebook().program.facts[fact].title.clone();
        OverrideDialog { fact, title, note: Field::default(), empty: false }
    }

    /// Takes a key. Gives back whether it stays open.
    pub fn key(&mut self, key: KeyEvent) -> (bool, Vec<Effect>) {
        match key.code {
            KeyCode::Esc => return (false, Vec::new()),
            KeyCode::Enter => {
                let note = self.note.value().trim().to_owned();
                self.empty = note.is_empty();
                if !self.empty {
                    return (false, vec![Effect::OverrideCollected(self.fact, note)]);
                }
            }
            _ => self.empty &= !type_into(&mut self.note, key),
        }
        (true, Vec::new())
    }

    /// Takes pasted text of one line.
    pub fn paste(&mut self, text: &str) {
        self.note = Field::new(format!("{}{text}", self.note.value()));
        self.empty = false;
    }
}

/// Which of two versions is kept: what was said here, or what something else wrote meanwhile.
#[derive(Debug)]
pub struct Deciding {
    /// Both.
    pub versions: Versions,
    /// What people call what they are of.
    pub title: String,
}

impl Deciding {
    /// Takes a key. Gives back whether the question stays open.
    pub fn key(&self, key: KeyEvent) -> (bool, Vec<Effect>) {
        let keep = match key.code {
            KeyCode::Char('1') => Keep::Mine,
            KeyCode::Char('2') => Keep::Theirs,
            KeyCode::Esc => return (false, Vec::new()),
            _ => return (true, Vec::new()),
        };
        (false, vec![Effect::Keep(self.versions.subject.clone(), keep)])
    }
}

/// How long a remedy takes this applicant, and what it costs.
#[derive(Debug)]
pub struct EstimateDialog {
    /// The requirement, by name.
    requirement: String,
    /// What people call it.
    pub title: Localized,
    /// What is to be done.
    pub action: Localized,
    /// What holds for a field that is left empty: the rulebook's time and cost.
    pub assumed: (Option<DurationRange>, Option<Cost>),
    /// Both fields, as typed: time, cost.
    pub fields: [Field; 2],
    /// Which of them is being typed in.
    pub at: usize,
    /// Why the one that is being typed in was not taken.
    pub refused: Option<InputError>,
    currency: Option<String>,
}

impl EstimateDialog {
    /// The question about a remedy; fields hold the applicant's own figures.
    pub fn new(snapshot: &Snapshot<'_>, of: &Estimable<'_>, theme: &Theme) -> EstimateDialog {
        let takes = of.own_takes().map(|takes| takes_text(Some(takes), &theme.messages)).unwrap_or_default();
        let cost = of.own_cost().map(Cost::text).unwrap_or_default();
        EstimateDialog {
            requirement: of.requirement.id.clone(),
            title: of.requirement.title.clone(),
            action: of.remedy.action.clone(),
            assumed: (of.remedy.takes, of.remedy.cost.clone()),
            fields: [Field::new(takes), Field::new(cost)],
            at: 0,
            refused: None,
            currency: estimate::currency(snapshot, of),
        }
    }

    /// Takes a key. Gives back whether it stays open.
    pub fn key(&mut self, key: KeyEvent) -> (bool, Vec<Effect>) {
        match key.code {
            KeyCode::Esc => return (false, Vec::new()),
            KeyCode::Up | KeyCode::Down | KeyCode::Tab | KeyCode::BackTab => {
                self.at = 1 - self.at;
                self.refused = None;
            }
            KeyCode::Enter => return self.enter(),
            _ => {
                if type_into(&mut self.fields[self.at], key) {
                    self.refused = None;
                }
            }
        }
        (true, Vec::new())
    }

    /// Takes pasted text of one line.
    pub fn paste(&mut self, text: &str) {
        let field = &mut self.fields[self.at];
        *field = Field::new(format!("{}{}", field.value(), text.trim()));
        self.refused = None;
    }

    /// From the first field to the second, and from there into the file; what can't be right is refused beside its field.
    fn enter(&mut self) -> (bool, Vec<Effect>) {
        let takes = match self.figure(0, estimate::takes) {
            Ok(takes) => takes,
            Err(refused) => return self.refuse(0, refused),
        };
        if self.at == 0 {
            self.at = 1;
            self.refused = None;
            return (true, Vec::new());
        }
        match self.figure(1, |text| estimate::cost(text, self.currency.as_deref())) {
            Ok(cost) => (false, vec![Effect::Estimate(self.requirement.clone(), takes, cost)]),
            Err(refused) => self.refuse(1, refused),
        }
    }

    /// What is typed in a field; None where it is empty.
    fn figure<T>(&self, at: usize, read: impl Fn(&str) -> Result<T, InputError>) -> Result<Option<T>, InputError> {
        let text = self.fields[at].value();
        if text.trim().is_empty() { Ok(None) } else { read(text).map(Some) }
    }

    fn refuse(&mut self, at: usize, refused: InputError) -> (bool, Vec<Effect>) {
        self.at = at;
        self.refused = Some(refused);
        (true, Vec::new())
    }
}

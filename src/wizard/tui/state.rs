//! Where the user is, and what a key, a click or a pasted text makes of that. No terminal, no file: what has to be done comes out
//! as an [`Effect`].
//!
//! In: input, and what is seen. Out: the state, changed, and effects.

mod dialogs;
pub(crate) mod effect;
pub(crate) mod facts;
mod home;
pub(crate) mod model;
mod navigation;
mod overlay;
mod overrides;
pub(crate) mod typing;

pub use crate::wizard::tui::state::effect::Effect;
pub use crate::wizard::tui::state::model::{Editing, Find, HitAreas, Pane, State};

use crossterm::event::{KeyCode, KeyEvent};
use tui_input::Input as Field;

use crate::wizard::session::Session;
use crate::wizard::session::form::Form;
use crate::wizard::tui::editor::{Editor, Input, Outcome};
use crate::wizard::tui::keys::{self, KeyContext, Tab};
use crate::wizard::tui::theme::Theme;
use crate::wizard::tui::view::{checklist, plan};

pub use crate::wizard::tui::state::facts::fact_for_requirement;
pub use crate::wizard::tui::state::facts::facts_for_requirement;
pub use dialogs::{Deciding, EstimateDialog, OverrideDialog};
pub use home::{FIELDS, Home, New, Offer};
pub use overlay::{Exporting, FORMATS, Overlay};

impl State {
    /// Where keys go to.
    pub fn place(&self) -> KeyContext {
        if self.overlay.is_some() { KeyContext::Overlay } else { self.place_below() }
    }

    /// The same, whatever is above it.
    pub fn place_below(&self) -> KeyContext {
        match (self.tab, self.pane) {
            (Tab::Questions, Pane::Left) => KeyContext::Question,
            (Tab::Questions, Pane::Right) | (Tab::Checklist, Pane::Left) => KeyContext::Checklist,
            (Tab::Plan, Pane::Right) => KeyContext::Plan,
            (Tab::Steps, Pane::Left) => KeyContext::Steps,
            (Tab::WhatIf, Pane::Left) => KeyContext::WhatIf,
            (Tab::Checklist | Tab::Steps | Tab::WhatIf, Pane::Right) | (Tab::Plan, Pane::Left) => KeyContext::Detail,
        }
    }

    /// The editor, if keys go to it.
    pub fn at_editor(&self) -> bool {
        let here = matches!((self.tab, self.pane), (Tab::Questions | Tab::WhatIf, Pane::Left));
        self.overlay.is_none() && here && self.editing.is_some()
    }

    /// True while letters are text.
    pub fn is_typing(&self) -> bool {
        match &self.overlay {
            Some(above) => above.is_typing(),
            None => self.find.typing || self.at_editor() && self.editing.as_ref().is_some_and(|editing| editing.editor.is_typing()),
        }
    }

    /// Takes a key.
    pub fn key(&mut self, key: KeyEvent, session: &Session, theme: &Theme) -> Vec<Effect> {
        self.message = None;
        if let Some(action) = keys::always(&key) {
            return self.act(action, session, theme);
        }
        if let Some(above) = &mut self.overlay
            && above.is_typing()
        {
            let (open, effects) = above.key(key, theme);
            if !open {
                self.overlay = None;
            }
            return effects;
        }
        if self.find.typing {
            return self.look_for(key);
        }
        if self.at_editor() {
            let typing = self.is_typing();
            let effects = self.edit(&Input::Key(key), session, theme);
            if let Some(effects) = effects {
                return effects;
            }
            if typing {
                return Vec::new();
            }
        }
        keys::action(&key, self.place()).map_or_else(Vec::new, |action| self.act(action, session, theme))
    }

    /// Takes pasted text: it is text, never keys.
    pub fn paste(&mut self, text: String, session: &Session, theme: &Theme) -> Vec<Effect> {
        self.message = None;
        let line = || text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect::<String>();
        if let Some(above) = &mut self.overlay {
            above.paste(&line());
        } else if self.find.typing {
            let joined = format!("{}{}", self.find.query.value(), line());
            self.find.query = Field::new(joined);
        } else if self.at_editor() {
            return self.edit(&Input::Paste(text), session, theme).unwrap_or_default();
        }
        Vec::new()
    }

    /// Hands input to the editor. None if that has no use for it.
    fn edit(&mut self, input: &Input, session: &Session, theme: &Theme) -> Option<Vec<Effect>> {
        let editing = self.editing.as_mut()?;
        let fact = editing.fact;
        let assumed = self.tab == Tab::WhatIf;
        let shown = editing.shown.clone();
        let effect = |answer| if assumed { Effect::Assume(fact, answer) } else { Effect::Answer(fact, answer, shown) };
        let outcome = editing.editor.input(input);
        editing.touched = matches!(outcome, Outcome::Stay | Outcome::Saved(_)) || editing.touched && outcome == Outcome::Ignored;
        match outcome {
            Outcome::Ignored => None,
            Outcome::Stay => Some(Vec::new()),
            Outcome::Saved(answer) => {
                // It stays open until one is done with it, even if the verdict needs no more of it.
                editing.asked_for = true;
                Some(vec![effect(answer)])
            }
            Outcome::Done(answer) => {
                let back = editing.back;
                self.editing = None;
                if !assumed {
                    self.answered.retain(|other| *other != fact);
                    self.answered.push(fact);
                    if let Some(tab) = back {
                        self.go(tab);
                    }
                }
                Some(vec![effect(answer)])
            }
            Outcome::Leave => {
                let back = editing.back;
                match (assumed, back) {
                    (true, _) => self.editing = None,
                    (false, Some(tab)) => {
                        self.editing = None;
                        self.go(tab);
                    }
                    (false, None) => {
                        // An answer that was gone back to is left as it was, and the next question comes.
                        let next = session.see().question.map(|question| question.fact);
                        if editing.asked_for && next != Some(fact) {
                            self.editing = None;
                        } else {
                            self.pane = Pane::Right;
                        }
                    }
                }
                let _ = theme;
                Some(Vec::new())
            }
        }
    }

    /// Goes to a view.
    pub fn go(&mut self, tab: Tab) {
        if self.tab != tab {
            self.scroll = 0;
            self.pane = Pane::Left;
            if matches!(tab, Tab::WhatIf) || matches!(self.tab, Tab::WhatIf) {
                self.editing = None;
            }
        }
        self.tab = tab;
    }

    /// Opens a fact to be answered, in the view of questions or, while trying, where one is.
    pub fn open(&mut self, fact: usize, session: &Session, theme: &Theme) {
        let back = (self.tab != Tab::Questions && self.tab != Tab::WhatIf).then_some(self.tab);
        if self.tab != Tab::WhatIf {
            self.go(Tab::Questions);
        }
        self.pane = Pane::Left;
        let known = if self.tab == Tab::WhatIf {
            session.snapshot_assumed().as_ref().map_or(session.facts(), |snapshot| snapshot.facts).facts[fact]
                .on(session.today().day)
                .cloned()
        } else {
            session.known(fact).cloned()
        };
        let editor = Editor::new(self.form(fact, session), known.as_ref(), session.today(), theme.lang());
        let shown = session.shown(fact);
        self.editing = Some(Editing { fact, editor, shown, back, asked_for: true, touched: false });
    }

    /// What is asked of a fact. What is only tried may lie in the future.
    fn form(&self, fact: usize, session: &Session) -> Form {
        let mut form = session.form(fact);
        form.past &= self.tab != Tab::WhatIf;
        form
    }

    /// After everything: the question that is open is the one that has to be.
    pub fn settle(&mut self, session: &Session, theme: &Theme) {
        if self.tab != Tab::Questions || self.editing.as_ref().is_some_and(|editing| editing.asked_for || editing.touched) {
            return;
        }
        let snapshot = session.see();
        let next = snapshot.question.filter(|question| question.decides || self.go_on).map(|question| question.fact);
        match next {
            None => self.editing = None,
            Some(fact) if self.editing.as_ref().is_some_and(|editing| editing.fact == fact) => {}
            Some(fact) => {
                let editor = Editor::new(session.form(fact), session.known(fact), session.today(), theme.lang());
                let shown = session.shown(fact);
                self.editing = Some(Editing { fact, editor, shown, back: None, asked_for: false, touched: false });
            }
        }
    }

    /// The editor is made again, with what is known now: after undo, another language, a change by another window.
    pub fn renew(&mut self, session: &Session, theme: &Theme) {
        let form = self.editing.as_ref().map(|editing| self.form(editing.fact, session));
        if let (Some(editing), Some(form)) = (&mut self.editing, form) {
            let known = if self.tab == Tab::WhatIf {
                session.snapshot_assumed().as_ref().map_or(session.facts(), |snapshot| snapshot.facts).facts[editing.fact]
                    .on(session.today().day)
                    .cloned()
            } else {
                session.known(editing.fact).cloned()
            };
            editing.editor = Editor::new(form, known.as_ref(), session.today(), theme.lang());
            editing.shown = session.shown(editing.fact);
        }
    }

    /// What the open question shows is what the file states of it now.
    pub fn is_shown(&mut self, fact: usize, session: &Session) {
        if let Some(editing) = self.editing.as_mut().filter(|editing| editing.fact == fact) {
            editing.shown = session.shown(fact);
        }
    }

    /// Types the word that is looked for.
    fn look_for(&mut self, key: KeyEvent) -> Vec<Effect> {
        match key.code {
            KeyCode::Enter | KeyCode::Down | KeyCode::Up => self.find.typing = false,
            KeyCode::Esc => self.find = Find::default(),
            _ => {
                crate::wizard::tui::state::typing::type_into(&mut self.find.query, key);
            }
        }
        Vec::new()
    }

    /// The lines of the checklist as they are shown.
    pub fn items(&self, snapshot: &crate::wizard::session::view::Snapshot<'_>, theme: &Theme) -> Vec<checklist::Item> {
        checklist::items(snapshot, self.settled, self.find.query.value(), theme)
    }

    /// The plan's choices as they are shown.
    pub fn choices(&self, snapshot: &crate::wizard::session::view::Snapshot<'_>, session: &Session) -> Vec<plan::Choice> {
        plan::choices(snapshot, session.chosen().is_some())
    }
}

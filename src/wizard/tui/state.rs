//! Where the user is, and what a key, a click or a pasted text makes of that. No terminal, no file: what has to be done comes out
//! as an [`Effect`].
//!
//! In: input, and what is seen. Out: the state, changed, and effects.

mod dialogs;
mod home;
mod navigation;
mod overlay;
mod overrides;

use std::path::PathBuf;

use crossterm::event::{KeyCode, KeyEvent};
use ratatui::layout::Rect;
use tui_input::Input as Field;

use crate::engine::plan::Prefer;
use crate::rulebook::edition::Cost;
use crate::value::date::DurationRange;
use crate::wizard::session::form::Form;
use crate::wizard::session::{Answer, EditSubject, Export, Keep, Session, Shown};
use crate::wizard::tui::editor::{Editor, Input, Outcome};
use crate::wizard::tui::keys::{self, KeyContext, Tab};
use crate::wizard::tui::text_block::follow;
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::view::{checklist, plan};

pub use dialogs::{Deciding, EstimateDialog, OverrideDialog};
pub use home::{FIELDS, Home, New, Offer};
pub use navigation::fact_for_requirement;
pub use overlay::{Exporting, FORMATS, Overlay};
pub use overrides::facts_for_requirement;

/// Which of two panes keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Pane {
    #[default]
    Left,
    Right,
}

/// A list: which line is chosen, and which is the first one shown.
#[derive(Debug, Clone, Copy, Default)]
pub struct List {
    /// The chosen line.
    pub chosen: usize,
    /// The first line shown.
    pub offset: usize,
    /// How many lines are shown; known once it was drawn.
    pub height: usize,
}

impl List {
    /// Fits the list to what there is to show.
    pub fn fit(&mut self, total: usize, height: usize) {
        self.chosen = self.chosen.min(total.saturating_sub(1));
        self.offset = follow(self.offset, self.chosen, height, total);
        self.height = height;
    }

    /// Moves the choice.
    pub fn go(&mut self, lines: isize, total: usize) {
        self.chosen = self.chosen.saturating_add_signed(lines).min(total.saturating_sub(1));
    }
}

/// A fact that is being answered.
#[derive(Debug)]
pub struct Editing {
    /// The fact, by index.
    pub fact: usize,
    /// What it is answered with.
    pub editor: Editor,
    /// What the file stated of it when it was shown.
    pub shown: Shown,
    /// Where to go once it is answered; None to the next question.
    pub back: Option<Tab>,
    /// True if somebody asked for it, rather than it being the next question.
    pub asked_for: bool,
    /// True once something was entered: it stays open until one is done with it, though the rest may settle the question.
    pub touched: bool,
}

/// A word that is looked for.
#[derive(Debug, Default)]
pub struct Find {
    /// The word.
    pub query: Field,
    /// True while it is typed.
    pub typing: bool,
}

/// Where things were drawn last, for the mouse.
#[derive(Debug, Default)]
pub struct HitAreas {
    /// The left pane's content.
    pub left: Rect,
    /// The right pane's.
    pub right: Rect,
    /// The editor.
    pub editor: Rect,
    /// The names of the views.
    pub tabs: Vec<(Tab, Rect)>,
}

/// What is to be done outside.
#[derive(Debug)]
#[allow(missing_docs, reason = "the names say all")]
#[allow(clippy::large_enum_variant, reason = "one exists at a time, for as long as it takes to carry it out")]
pub enum Effect {
    Answer(usize, Answer, Shown),
    Keep(EditSubject, Keep),
    OverrideCollected(usize, String),
    ClearOverride(usize),
    Estimate(String, Option<DurationRange>, Option<Cost>),
    Assume(usize, Answer),
    Forget,
    TakeUp(usize),
    Undo,
    Redo,
    Prefer(Prefer),
    Through(Option<(String, String)>),
    Export { kind: Export, to: PathBuf, overwrite: bool },
    Collect,
    Home,
    Open(PathBuf),
    Return,
    Create { program: String, id: String, name: Option<String>, file: PathBuf },
    Language,
    Theme,
    Mouse,
    Redraw,
    Suspend,
    Quit,
    Stop,
}

/// Where the user is.
#[derive(Debug, Default)]
pub struct State {
    /// Which view.
    pub tab: Tab,
    /// Which pane of it.
    pub pane: Pane,
    /// The checklist.
    pub checklist: List,
    /// The plan's choices.
    pub plan: List,
    /// The steps.
    pub steps: List,
    /// The facts that may be changed for a try.
    pub facts: List,
    /// How far the text of the present view is scrolled.
    pub scroll: usize,
    /// What is being answered.
    pub editing: Option<Editing>,
    /// True if questions go on although the verdict is settled.
    pub go_on: bool,
    /// True if facts that no longer matter are shown.
    pub settled: bool,
    /// What is looked for.
    pub find: Find,
    /// What is above the rest.
    pub overlay: Option<Overlay>,
    /// What there is to say, until the next key.
    pub message: Option<(Tone, String)>,
    /// The facts that were answered, the last one at the end.
    pub answered: Vec<usize>,
    /// True if the user wants to leave although not all is saved.
    pub leaving: bool,
    /// Where things were drawn.
    pub places: HitAreas,
}

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
                overlay::type_into(&mut self.find.query, key);
            }
        }
        Vec::new()
    }

    /// The lines of the checklist as they are shown.
    pub fn items(&self, snapshot: &crate::wizard::session::Snapshot<'_>, theme: &Theme) -> Vec<checklist::Item> {
        checklist::items(snapshot, self.settled, self.find.query.value(), theme)
    }

    /// The plan's choices as they are shown.
    pub fn choices(&self, snapshot: &crate::wizard::session::Snapshot<'_>, session: &Session) -> Vec<plan::Choice> {
        plan::choices(snapshot, session.chosen().is_some())
    }
}

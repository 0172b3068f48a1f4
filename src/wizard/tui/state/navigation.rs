//! What actions do to the state.
//!
//! In: an action, where one is, what is seen. Out: the state, changed, and effects.

use crate::wizard::tui::state::facts::fact_for_requirement;
use ratatui::layout::Position;

use crate::engine::plan::Prefer;
use crate::wizard::session::Session;
use crate::wizard::tui::editor::Input;
use crate::wizard::tui::keys::{Action, KeyContext, Tab};
use crate::wizard::tui::list::List;
use crate::wizard::tui::state::effect::Effect;
use crate::wizard::tui::state::model::{Find, Pane, State};
use crate::wizard::tui::state::{Exporting, Overlay};
use crate::wizard::tui::theme::{Theme, Tone};
use crate::wizard::tui::view::checklist::{self, Item};
use crate::wizard::tui::view::plan::Choice;

/// How many lines the wheel moves.
const WHEEL: i16 = 3;

impl State {
    /// Does what a key asks for.
    pub fn act(&mut self, action: Action, session: &Session, theme: &Theme) -> Vec<Effect> {
        match action {
            Action::Move(lines) => self.by(isize::from(lines), session, theme),
            Action::Page(pages) => self.by(isize::from(pages) * self.page(), session, theme),
            Action::First => self.by(-100_000, session, theme),
            Action::Last => self.by(100_000, session, theme),
            Action::NextPane | Action::LastPane => {
                self.pane = if self.pane == Pane::Left { Pane::Right } else { Pane::Left };
            }
            Action::Go(tab) => {
                // The key that opened the trial closes it.
                if tab == Tab::WhatIf && self.tab == Tab::WhatIf {
                    return self.leave_trial();
                }
                let leaving = self.tab == Tab::WhatIf && tab == Tab::Questions;
                self.go(tab);
                if leaving {
                    return vec![Effect::Forget];
                }
            }
            Action::Choose => return self.choose(session, theme),
            Action::Back => return self.back(),
            Action::Before => match self.answered.pop() {
                Some(fact) => self.open(fact, session, theme),
                None => self.message = Some((Tone::Dim, theme.format("screen-no-before", &[]))),
            },
            Action::Find => {
                self.find = Find { typing: true, ..Find::default() };
                self.pane = Pane::Left;
            }
            Action::FindNext | Action::FindLast => self.found(action == Action::FindNext, session, theme),
            Action::Settled => {
                self.settled = !self.settled;
                let id = if self.settled { "screen-settled-shown" } else { "screen-settled-hidden" };
                let count = session.see().settled.len().to_string();
                self.message = Some((Tone::Dim, theme.format(id, &[("count", &count)])));
            }
            Action::Prefer => {
                return vec![Effect::Prefer(match session.preference() {
                    Prefer::Soonest => Prefer::Cheapest,
                    Prefer::Cheapest => Prefer::LeastEffort,
                    Prefer::LeastEffort => Prefer::Soonest,
                })];
            }
            Action::Anyway if self.tab == Tab::Plan => return vec![Effect::Anyway(!session.anyway())],
            Action::Anyway => {}
            Action::Export => self.overlay = Some(Overlay::Export(Exporting::new(session.path()))),
            // What is being typed above the rest is not thrown away.
            Action::Help if self.overlay.as_ref().is_some_and(Overlay::is_typing) => {}
            Action::Help => {
                self.overlay = match self.overlay.take() {
                    Some(Overlay::Help(_)) => None,
                    _ => Some(Overlay::Help(0)),
                }
            }
            Action::Override => return self.open_override(session, theme),
            Action::Estimate => return self.open_estimate(session, theme),
            Action::Forget => return vec![Effect::Forget],
            Action::Undo => return vec![Effect::Undo],
            Action::Redo => return vec![Effect::Redo],
            Action::Collect => return vec![Effect::Collect],
            Action::Home => return vec![Effect::Home],
            Action::New => {}
            Action::Language => return vec![Effect::Language],
            Action::Theme => return vec![Effect::Theme],
            Action::Mouse => return vec![Effect::Mouse],
            Action::Redraw => return vec![Effect::Redraw],
            Action::Suspend => return vec![Effect::Suspend],
            Action::Quit => return vec![Effect::Quit],
            Action::Stop => return vec![Effect::Stop],
        }
        Vec::new()
    }

    fn leave_trial(&mut self) -> Vec<Effect> {
        self.go(Tab::Checklist);
        vec![Effect::Forget]
    }

    fn page(&self) -> isize {
        usize::from(self.places.left.height.max(self.places.right.height).max(4) - 1) as isize
    }

    /// Moves in the list or the text that keys go to.
    fn by(&mut self, lines: isize, session: &Session, theme: &Theme) {
        let scrolled = |offset: usize| offset.saturating_add_signed(lines).min(100_000);
        if let Some(above) = &mut self.overlay {
            above.scroll(lines);
            return;
        }
        let snapshot = session.see();
        match (self.place(), self.tab) {
            (KeyContext::Checklist, _) => {
                let total = self.items(&snapshot, theme).len();
                self.checklist.go(lines, total);
                if self.tab == Tab::Checklist {
                    self.scroll = 0;
                }
            }
            (KeyContext::Plan, _) => {
                let choices = self.choices(&snapshot, session);
                self.plan.go(lines, choices.len());
                // Headings are not chosen.
                while matches!(choices.get(self.plan.chosen), Some(Choice::Heading(_))) {
                    let on = self.plan.chosen;
                    self.plan.go(if lines < 0 && on > 0 { -1 } else { 1 }, choices.len());
                    if self.plan.chosen == on {
                        break;
                    }
                }
            }
            (KeyContext::Steps, _) => {
                self.steps.go(lines, snapshot.plan.steps.len());
                self.scroll = 0;
            }
            (KeyContext::WhatIf, _) => self.facts.go(lines, snapshot.program.facts.len()),
            (KeyContext::Detail, _) => self.scroll = scrolled(self.scroll),
            _ => {}
        }
    }

    fn choose(&mut self, session: &Session, theme: &Theme) -> Vec<Effect> {
        let snapshot = session.see();
        match self.place() {
            KeyContext::Question => {
                // The verdict is settled: the rest is asked for too.
                if !self.go_on && snapshot.question.is_some() {
                    self.go_on = true;
                } else if let Some(fact) = snapshot.set_aside.first() {
                    let fact = *fact;
                    self.open(fact, session, theme);
                    return vec![Effect::TakeUp(fact)];
                }
            }
            KeyContext::Checklist => {
                let fact = match self.items(&snapshot, theme).get(self.checklist.chosen) {
                    Some(Item::Requirement(at, _)) => fact_for_requirement(&snapshot, *at),
                    Some(Item::Fact(fact)) => Some(*fact),
                    Some(Item::Heading(_)) | None => None,
                };
                match fact {
                    Some(fact) => self.open(fact, session, theme),
                    None => self.message = Some((Tone::Dim, theme.format("screen-nothing-to-answer", &[]))),
                }
            }
            KeyContext::Plan => match self.choices(&snapshot, session).get(self.plan.chosen) {
                Some(Choice::Prefer(prefer)) => return vec![Effect::Prefer(*prefer)],
                Some(Choice::Through(group, part)) => return vec![Effect::Through(Some((group.clone(), part.clone())))],
                Some(Choice::Free) => return vec![Effect::Through(None)],
                Some(Choice::Fact(fact)) => {
                    let fact = *fact;
                    self.open(fact, session, theme);
                }
                Some(Choice::Estimate(name)) => self.estimate_of(&snapshot, name, theme),
                Some(Choice::Heading(_)) | None => {}
            },
            KeyContext::WhatIf => {
                let fact = self.facts.chosen;
                self.open(fact, session, theme);
            }
            KeyContext::Detail | KeyContext::Steps if self.tab != Tab::WhatIf => {
                self.pane = if self.pane == Pane::Left { Pane::Right } else { Pane::Left };
            }
            KeyContext::Overlay => self.overlay = None,
            _ => {}
        }
        Vec::new()
    }

    /// One step back.
    fn back(&mut self) -> Vec<Effect> {
        if self.overlay.take().is_some() {
            return Vec::new();
        }
        if !self.find.query.value().is_empty() {
            self.find = Find::default();
        } else if self.tab == Tab::WhatIf && self.pane == Pane::Left {
            return self.leave_trial();
        } else if self.tab == Tab::Questions {
            self.pane = if self.pane == Pane::Left { Pane::Right } else { Pane::Left };
        } else if self.pane == Pane::Right {
            self.pane = Pane::Left;
        } else {
            self.go(Tab::Questions);
        }
        Vec::new()
    }

    /// To the next line that holds the word.
    fn found(&mut self, onwards: bool, session: &Session, theme: &Theme) {
        let word = self.find.query.value().to_lowercase();
        let snapshot = session.see();
        let holds = |title: &str| !word.is_empty() && title.to_lowercase().contains(&word);
        let (list, hits): (&mut List, Vec<bool>) = if self.tab == Tab::WhatIf {
            let hits = snapshot.program.facts.iter().map(|fact| holds(fact.title.get(theme.lang()))).collect();
            (&mut self.facts, hits)
        } else {
            let items = self.items(&snapshot, theme);
            let hits = items.iter().map(|item| holds(&checklist::title(&snapshot, *item, theme))).collect();
            (&mut self.checklist, hits)
        };
        let total = hits.len();
        let step = |at: usize| if onwards { (at + 1) % total } else { (at + total - 1) % total };
        let mut at = list.chosen.min(total.saturating_sub(1));
        for _ in 0..total {
            at = step(at);
            if hits[at] {
                list.chosen = at;
                return;
            }
        }
        self.message = Some((Tone::Dim, theme.format("screen-not-found", &[])));
    }

    /// Takes a click; `session` is None among the applicants.
    pub fn click(&mut self, at: Position, session: &Session, theme: &Theme) -> Vec<Effect> {
        self.message = None;
        if self.overlay.is_some() {
            return Vec::new();
        }
        if let Some((tab, _)) = self.places.tabs.iter().find(|(_, area)| area.contains(at)) {
            let tab = *tab;
            if tab != self.tab {
                return self.act(Action::Go(tab), session, theme);
            }
            return Vec::new();
        }
        if self.editing.is_some() && self.places.editor.contains(at) {
            self.pane = Pane::Left;
            return self.edit(&Input::Click { column: at.x, row: at.y }, session, theme).unwrap_or_default();
        }
        let (pane, area) = if self.places.left.contains(at) {
            (Pane::Left, self.places.left)
        } else if self.places.right.contains(at) {
            (Pane::Right, self.places.right)
        } else {
            return Vec::new();
        };
        let same = self.pane == pane;
        self.pane = pane;
        let line = usize::from(at.y - area.y);
        let list = match self.place() {
            KeyContext::Checklist => &mut self.checklist,
            KeyContext::Plan => &mut self.plan,
            KeyContext::Steps => &mut self.steps,
            KeyContext::WhatIf if self.editing.is_none() => &mut self.facts,
            _ => return Vec::new(),
        };
        // A second click on the same line opens it.
        let again = same && list.chosen == list.offset + line;
        list.chosen = list.offset + line;
        self.by(0, session, theme);
        if again && self.place() != KeyContext::Steps { self.choose(session, theme) } else { Vec::new() }
    }

    /// Takes a turn of the wheel.
    pub fn wheel(&mut self, up: bool, at: Position, session: &Session, theme: &Theme) -> Vec<Effect> {
        let lines = if up { -WHEEL } else { WHEEL };
        if self.overlay.is_none() && self.at_editor() && self.places.editor.contains(at) {
            return self.edit(&Input::Scroll(lines), session, theme).unwrap_or_default();
        }
        if self.overlay.is_none() {
            let pane = if self.places.right.contains(at) { Pane::Right } else { Pane::Left };
            let before = std::mem::replace(&mut self.pane, pane);
            self.by(isize::from(lines), session, theme);
            // Looking at the list does not take keys away from the field that is being typed in.
            if self.tab == Tab::Questions {
                self.pane = before;
            }
        } else {
            self.by(isize::from(lines), session, theme);
        }
        Vec::new()
    }
}

//! Which key does what: one table, of which the help and the footer are made.
//!
//! In: a key, and where the user is. Out: an [`Action`]. While something is typed, letters are text and never come here.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use crate::wizard::tui::theme::Theme;

/// What a key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Move by lines: up if negative.
    Move(i16),
    /// Move by pages.
    Page(i16),
    /// To the first line.
    First,
    /// To the last line.
    Last,
    /// To the next pane.
    NextPane,
    /// To the previous pane.
    LastPane,
    /// Open, answer, choose.
    Choose,
    /// One step back: close, cancel, clear.
    Back,
    /// Go to a view.
    Go(Tab),
    /// The question before.
    Before,
    /// Take an answer back.
    Undo,
    /// Put it there again.
    Redo,
    /// Look for a word.
    Find,
    /// To the next place where it stands.
    FindNext,
    /// To the one before.
    FindLast,
    /// Show or hide questions that no longer matter.
    Settled,
    /// Another objective.
    Prefer,
    /// The plan for the rest where something makes access impossible, or not.
    Anyway,
    /// Insist on an answer against what was collected, or take that back.
    Override,
    /// How long a remedy takes, and what it costs.
    Estimate,
    /// Forget what is assumed.
    Forget,
    /// Write a report.
    Export,
    /// Gather facts from interfaces.
    Collect,
    /// Another applicant.
    Home,
    /// A new applicant.
    New,
    /// The other language.
    Language,
    /// Other colours.
    Theme,
    /// The mouse on or off.
    Mouse,
    /// All keys.
    Help,
    /// Draw everything again.
    Redraw,
    /// To the shell and back.
    Suspend,
    /// Leave.
    Quit,
    /// Leave at once.
    Stop,
}

/// The views that are beside each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tab {
    /// One question at a time.
    #[default]
    Questions,
    /// The checklist with details.
    Checklist,
    /// What to do on which day.
    Plan,
    /// From access to going live.
    Steps,
    /// Facts as they might be.
    WhatIf,
}

impl Tab {
    /// All of them, in their order.
    pub const ALL: [Tab; 5] = [Tab::Questions, Tab::Checklist, Tab::Plan, Tab::Steps, Tab::WhatIf];

    /// The message that names it.
    pub fn name(self) -> &'static str {
        match self {
            Tab::Questions => "screen-tab-questions",
            Tab::Checklist => "screen-tab-checklist",
            Tab::Plan => "screen-tab-plan",
            Tab::Steps => "screen-tab-steps",
            Tab::WhatIf => "screen-tab-what-if",
        }
    }
}

/// Where keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyContext {
    /// A question is open, but nothing is typed.
    Question,
    /// The list of requirements.
    Checklist,
    /// Text that scrolls.
    Detail,
    /// The plan.
    Plan,
    /// The steps.
    Steps,
    /// The facts that may be changed for a try.
    WhatIf,
    /// The applicants.
    Home,
    /// The help, a message, progress: something above the rest.
    Overlay,
}

use KeyContext::{Checklist, Detail, Home, Overlay, Plan, Question, Steps, WhatIf};

/// Every place of work: not the applicants, and nothing above it.
const WORK: &[KeyContext] = &[Question, Checklist, Detail, Plan, Steps, WhatIf];
const LISTS: &[KeyContext] = &[Checklist, Detail, Plan, Steps, WhatIf, Home, Overlay];
const ALL: &[KeyContext] = &[Question, Checklist, Detail, Plan, Steps, WhatIf, Home, Overlay];

/// One line of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys; the first ones are shown.
    pub keys: &'static [(KeyCode, KeyModifiers)],
    /// Where they do it.
    pub places: &'static [KeyContext],
    /// What they do.
    pub action: Action,
    /// The message that says so.
    pub says: &'static str,
    /// Its rank in the footer; 0 keeps it out of it.
    pub hint: u8,
}

const fn key(c: char) -> (KeyCode, KeyModifiers) {
    (KeyCode::Char(c), KeyModifiers::NONE)
}

const fn ctrl(c: char) -> (KeyCode, KeyModifiers) {
    (KeyCode::Char(c), KeyModifiers::CONTROL)
}

const fn named(code: KeyCode) -> (KeyCode, KeyModifiers) {
    (code, KeyModifiers::NONE)
}

const fn bind(
    keys: &'static [(KeyCode, KeyModifiers)],
    places: &'static [KeyContext],
    action: Action,
    says: &'static str,
    hint: u8,
) -> Binding {
    Binding { keys, places, action, says, hint }
}

/// All keys. The first line that fits decides.
pub static TABLE: &[Binding] = &[
    bind(&[named(KeyCode::Enter), key(' ')], &[Question, Checklist], Action::Choose, "key-answer", 1),
    bind(&[named(KeyCode::Enter), key(' ')], &[Plan], Action::Choose, "key-take", 1),
    bind(&[named(KeyCode::Enter), key(' ')], &[WhatIf], Action::Choose, "key-assume", 1),
    bind(&[named(KeyCode::Enter), key(' ')], &[Home], Action::Choose, "key-open", 1),
    bind(&[named(KeyCode::Enter), key(' ')], &[Detail, Steps, Overlay], Action::Choose, "key-choose", 0),
    bind(&[named(KeyCode::Up), key('k')], LISTS, Action::Move(-1), "key-up", 0),
    bind(&[named(KeyCode::Down), key('j')], LISTS, Action::Move(1), "key-down", 0),
    bind(&[named(KeyCode::PageUp), ctrl('u'), ctrl('b')], LISTS, Action::Page(-1), "key-page-up", 0),
    bind(&[named(KeyCode::PageDown), ctrl('d'), ctrl('f')], LISTS, Action::Page(1), "key-page-down", 0),
    bind(&[key('g'), named(KeyCode::Home)], LISTS, Action::First, "key-first", 0),
    bind(&[key('G'), named(KeyCode::End)], LISTS, Action::Last, "key-last", 0),
    bind(&[named(KeyCode::Tab), named(KeyCode::Right), key('l')], WORK, Action::NextPane, "key-next-pane", 2),
    bind(&[named(KeyCode::BackTab), named(KeyCode::Left), key('h')], WORK, Action::LastPane, "key-last-pane", 0),
    bind(&[named(KeyCode::Esc)], ALL, Action::Back, "key-back", 0),
    bind(&[key('b')], &[Question], Action::Before, "key-before", 3),
    bind(&[key('v')], &[Plan, WhatIf], Action::Prefer, "key-prefer", 2),
    bind(&[key('y')], &[Plan, Detail], Action::Anyway, "key-anyway", 0),
    bind(&[key('d')], &[Plan], Action::Estimate, "key-estimate", 2),
    bind(&[key('d')], &[Checklist, Detail], Action::Estimate, "key-estimate", 0),
    bind(&[key('i'), named(KeyCode::F(4))], WORK, Action::Override, "key-override", 0),
    bind(&[key('x')], &[Checklist, Detail], Action::Settled, "key-settled", 0),
    bind(&[key('x')], &[WhatIf], Action::Forget, "key-forget", 3),
    bind(&[key('a')], &[Home], Action::New, "key-new", 2),
    bind(&[key('p'), key('3')], WORK, Action::Go(Tab::Plan), "key-plan", 3),
    bind(&[key('s'), key('4')], WORK, Action::Go(Tab::Steps), "key-steps", 0),
    bind(&[key('w'), key('5')], WORK, Action::Go(Tab::WhatIf), "key-what-if", 4),
    bind(&[key('1')], WORK, Action::Go(Tab::Questions), "key-questions", 0),
    bind(&[key('2')], WORK, Action::Go(Tab::Checklist), "key-checklist", 0),
    bind(&[key('e')], WORK, Action::Export, "key-export", 4),
    bind(&[key('u')], WORK, Action::Undo, "key-undo", 5),
    bind(&[ctrl('r'), ctrl('y')], WORK, Action::Redo, "key-redo", 0),
    bind(&[key('/')], &[Checklist, Detail, WhatIf, Home], Action::Find, "key-find", 5),
    bind(&[key('n')], &[Checklist, Detail, WhatIf, Home], Action::FindNext, "key-find-next", 0),
    bind(&[key('N')], &[Checklist, Detail, WhatIf, Home], Action::FindLast, "key-find-last", 0),
    bind(&[key('c')], WORK, Action::Collect, "key-collect", 0),
    bind(&[key('o')], WORK, Action::Home, "key-home", 0),
    bind(&[key('L')], ALL, Action::Language, "key-language", 6),
    bind(&[key('t')], ALL, Action::Theme, "key-theme", 0),
    bind(&[key('m')], ALL, Action::Mouse, "key-mouse", 0),
    bind(&[(KeyCode::Char('1'), KeyModifiers::ALT)], WORK, Action::Go(Tab::Questions), "key-tabs", 0),
    bind(&[ctrl('l')], ALL, Action::Redraw, "key-redraw", 0),
    bind(&[ctrl('z')], ALL, Action::Suspend, "key-suspend", 0),
    bind(&[key('?'), named(KeyCode::F(1))], ALL, Action::Help, "key-help", 7),
    bind(&[key('q')], &[Overlay], Action::Back, "key-close", 6),
    bind(&[key('q')], &[Question, Checklist, Detail, Plan, Steps, WhatIf, Home], Action::Quit, "key-quit", 8),
    bind(&[ctrl('c')], ALL, Action::Stop, "key-stop", 0),
];

/// What a key does at a place.
pub fn action(event: &KeyEvent, place: KeyContext) -> Option<Action> {
    // Shift is in the letter already.
    let pressed = (event.code, event.modifiers - KeyModifiers::SHIFT);
    TABLE.iter().find(|line| line.places.contains(&place) && line.keys.contains(&pressed)).map(|line| line.action)
}

/// The keys that do something wherever one is, even while something is typed.
pub fn always(event: &KeyEvent) -> Option<Action> {
    match (event.code, event.modifiers) {
        (KeyCode::Char('c'), KeyModifiers::CONTROL) => Some(Action::Stop),
        (KeyCode::Char('z'), KeyModifiers::CONTROL) => Some(Action::Suspend),
        (KeyCode::Char('l'), KeyModifiers::CONTROL) => Some(Action::Redraw),
        (KeyCode::F(1), _) => Some(Action::Help),
        (KeyCode::F(4), KeyModifiers::NONE) => Some(Action::Override),
        (KeyCode::Char(c @ '1'..='5'), KeyModifiers::ALT) => Some(Action::Go(Tab::ALL[c as usize - '1' as usize])),
        _ => None,
    }
}

/// How a key is called.
pub fn key_name((code, modifiers): (KeyCode, KeyModifiers), look: &Theme) -> String {
    let name = match code {
        KeyCode::Char(' ') => look.format("key-name-space", &[]),
        KeyCode::Char(c) => c.to_string(),
        KeyCode::F(number) => format!("F{number}"),
        KeyCode::Up => look.format("key-name-up", &[]),
        KeyCode::Down => look.format("key-name-down", &[]),
        KeyCode::Left => look.format("key-name-left", &[]),
        KeyCode::Right => look.format("key-name-right", &[]),
        KeyCode::PageUp => "PgUp".to_owned(),
        KeyCode::PageDown => "PgDn".to_owned(),
        KeyCode::BackTab => "Shift-Tab".to_owned(),
        other => format!("{other:?}"),
    };
    if modifiers.contains(KeyModifiers::ALT) {
        // The others are alike.
        return format!("Alt-{name}..5");
    }
    if modifiers.contains(KeyModifiers::CONTROL) { format!("Ctrl-{}", name.to_uppercase()) } else { name }
}

/// How an editor's keys are called: their names are in English.
pub fn editor_key(keys: &str, look: &Theme) -> String {
    let name = |key: &str| match key {
        "Up" => look.format("key-name-up", &[]),
        "Down" => look.format("key-name-down", &[]),
        "Left" => look.format("key-name-left", &[]),
        "Right" => look.format("key-name-right", &[]),
        "Space" => look.format("key-name-space", &[]),
        other => other.to_owned(),
    };
    keys.split(' ').map(name).collect::<Vec<_>>().join(" ")
}

/// At most six hints for a place, the most useful ones: the key and the message that says what it does.
pub fn hints(place: KeyContext, look: &Theme) -> Vec<(String, &'static str)> {
    let mut lines: Vec<&Binding> = TABLE.iter().filter(|line| line.hint > 0 && line.places.contains(&place)).collect();
    lines.sort_by_key(|line| line.hint);
    // Help and leaving are always among them.
    while lines.len() > 6 {
        let least = lines.len() - if place == Overlay { 1 } else { 3 };
        lines.remove(least);
    }
    lines.into_iter().map(|line| (key_name(line.keys[0], look), line.says)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Messages;
    use crate::value::localized::Lang;
    use crate::wizard::tui::theme::ColorScheme;

    #[test]
    fn no_key_does_two_things_at_one_place() {
        for place in ALL {
            let mut seen = Vec::new();
            for line in TABLE.iter().filter(|line| line.places.contains(place)) {
                for key in line.keys {
                    assert!(!seen.contains(key), "{key:?} at {place:?}");
                    seen.push(*key);
                }
            }
        }
    }

    #[test]
    fn every_place_has_a_few_hints_with_help_and_a_way_out() {
        let look = Theme { messages: Messages::for_lang(Lang::En), scheme: ColorScheme::Monochrome, ascii: false };
        for place in ALL {
            let hints = hints(*place, &look);
            assert!((1..=6).contains(&hints.len()), "{place:?}: {hints:?}");
            assert!(hints.iter().any(|(key, _)| key == "?"), "{place:?}: {hints:?}");
            assert!(hints.iter().any(|(key, _)| key == "q"), "{place:?}: {hints:?}");
        }
    }
}

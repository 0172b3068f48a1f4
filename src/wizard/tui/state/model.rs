//! What the full screen shows, and where the cursor is.

use crate::wizard::session::Shown;
use crate::wizard::tui::editor::Editor;
use crate::wizard::tui::keys::Tab;
use crate::wizard::tui::list::List;
use crate::wizard::tui::state::overlay::Overlay;
use crate::wizard::tui::theme::Tone;
use ratatui::layout::Rect;
use tui_input::Input as Field;

/// Which of two panes keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Pane {
    #[default]
    Left,
    Right,
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

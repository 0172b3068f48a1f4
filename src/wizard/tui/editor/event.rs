//! What editors receive and return.

use crate::value::date::Date;
use crate::value::localized::Lang;
use crate::value::value_type::Value;
use crate::wizard::session::Answer;
use chrono_tz::Tz;
use crossterm::event::KeyEvent;
use ratatui::layout::Position;

/// What a person does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// A text was pasted.
    Paste(String),
    /// The mouse was pressed at a place of the screen.
    Click {
        /// The column.
        column: u16,
        /// The row.
        row: u16,
    },
    /// The wheel was turned, down if positive.
    Scroll(i16),
}

/// What comes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It means nothing here.
    Ignored,
    /// Something changed; draw again.
    Stay,
    /// Save this now, and stay.
    Saved(Answer),
    /// Save this: the question is answered.
    Done(Answer),
    /// Leave without an answer.
    Leave,
}

/// A key and the message that says what it does.
pub type Hint = (&'static str, &'static str);

/// What values are made in: the day, the zone, the language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Setting {
    pub(super) today: Date,
    pub(super) zone: Tz,
    pub(super) lang: Lang,
    pub(super) past: bool,
}

/// What a part of the editor makes of an input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Reply {
    Ignored,
    Stay,
    Value(Value),
    /// Entered with nothing in it.
    Blank,
    Unknown,
    Leave,
}

/// What drawing a part came to.
pub(super) struct Drawn {
    /// Where the terminal's cursor belongs.
    pub(super) cursor: Option<Position>,
    /// How many rows it took.
    pub(super) used: u16,
}

//! Where a fact is answered: a widget for every kind of value, for rows and for daily figures.
//!
//! In: a form, what is known, keys and the mouse. Out: an [`Outcome`], and the widget drawn in whatever area there is. It
//! knows no session: whoever holds it saves the outcome.

mod canvas;
mod daily;
mod date_editor;
pub(crate) mod event;
mod field_editor;
mod list;
mod month;
mod pasted;
mod picker;
mod rows;
mod search_picker;
mod table;
mod text_input;
mod typed;

pub use crate::wizard::tui::editor::event::{Hint, Input, Outcome};
use crate::wizard::tui::editor::event::{Reply, Setting};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

use crate::facts::{FactValue, Rows};
use crate::value::localized::Lang;
use crate::value::value_type::Timestamp;
use crate::wizard::session::Answer;
use crate::wizard::session::entry::InputError;
use crate::wizard::session::form::{Form, Shape};
use crate::wizard::tui::theme::Theme;

use canvas::Canvas;
use daily::DailyEditor;
use field_editor::FieldEditor;
use rows::RowsEditor;

/// Where a fact is answered.
#[derive(Debug, Clone)]
pub struct Editor {
    part: Part,
}

#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "there is one editor at a time")]
enum Part {
    Value { ask: FieldEditor, known: bool },
    Rows(RowsEditor),
    Daily(DailyEditor),
}

impl Editor {
    /// An editor of what is known of a fact.
    pub fn new(form: Form, known: Option<&FactValue>, today: Timestamp, lang: Lang) -> Editor {
        let setting = Setting { today: today.day, zone: form.zone, lang, past: form.past };
        let rows = |known: Option<&FactValue>| -> Option<Rows> {
            match known {
                Some(FactValue::Rows(rows)) => Some(rows.clone()),
                _ => None,
            }
        };
        let part = match form.shape {
            Shape::Value(field) => {
                let value = match known {
                    Some(FactValue::Value(value)) => Some(value),
                    _ => None,
                };
                Part::Value { ask: FieldEditor::new(&field, value, setting), known: value.is_some() }
            }
            Shape::Rows { columns, key } => Part::Rows(RowsEditor::new(columns, key, rows(known), setting)),
            Shape::Daily { columns, days } => Part::Daily(DailyEditor::new(columns, days, rows(known), setting)),
        };
        Editor { part }
    }

    /// Handles what a person does.
    pub fn input(&mut self, input: &Input) -> Outcome {
        match &mut self.part {
            Part::Rows(rows) => rows.input(input),
            Part::Daily(daily) => daily.input(input),
            Part::Value { ask, known } => match ask.input(input) {
                Reply::Ignored => Outcome::Ignored,
                Reply::Stay => Outcome::Stay,
                Reply::Value(value) => Outcome::Done(Answer::Known(FactValue::Value(value))),
                // What was there has been emptied: as if never asked.
                Reply::Blank if *known => Outcome::Done(Answer::Nothing),
                Reply::Blank => {
                    ask.refuse(InputError::new("answer-empty"));
                    Outcome::Stay
                }
                Reply::Unknown => Outcome::Done(Answer::Unknown),
                Reply::Leave => Outcome::Leave,
            },
        }
    }

    /// Draws the editor in an area, and nothing outside it. Returns where the terminal's cursor belongs: input methods show
    /// there what is being composed.
    pub fn draw(&mut self, area: Rect, buffer: &mut Buffer, theme: &Theme) -> Option<Position> {
        let mut canvas = Canvas::new(area, buffer, theme);
        if canvas.area.is_empty() {
            return None;
        }
        match &mut self.part {
            Part::Value { ask, .. } => ask.draw(&mut canvas, "edit-unknown").cursor,
            Part::Rows(rows) => rows.draw(&mut canvas),
            Part::Daily(daily) => daily.draw(&mut canvas),
        }
    }

    /// True while letters go to a field, and are no commands.
    pub fn is_typing(&self) -> bool {
        match &self.part {
            Part::Value { ask, .. } => ask.is_typing(),
            Part::Rows(rows) => rows.is_typing(),
            Part::Daily(daily) => daily.is_typing(),
        }
    }

    /// The keys that mean something now, the most useful ones first, each with the message that says what.
    pub fn hints(&self) -> Vec<Hint> {
        match &self.part {
            Part::Value { ask, .. } => ask.hints(),
            Part::Rows(rows) => rows.hints(),
            Part::Daily(daily) => daily.hints(),
        }
    }
}

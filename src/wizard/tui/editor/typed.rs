//! A text, a number or an amount.
//!
//! In: what is typed. Out: the value; beside the field what was understood, or in words why it can't be right.

use crossterm::event::KeyCode;
use ratatui::layout::Position;

use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::entry::{InputError, interpretation, parse_as, show};
use crate::wizard::tui::theme::Tone;

use super::canvas::Canvas;
use super::text_input::TextInput;
use crate::wizard::tui::editor::event::{Drawn, Input, Reply, Setting};

/// A field that is typed in, with what is made of it.
#[derive(Debug, Clone)]
pub(super) struct Typed {
    pub(super) line: TextInput,
    pub(super) kind: ValueType,
    setting: Setting,
    /// Why what was entered isn't taken, until something else is typed.
    refused: Option<InputError>,
    /// The message that says what may be typed.
    example: &'static str,
    /// Where the line was drawn.
    place: (u16, u16),
}

impl Typed {
    pub(super) fn new(kind: &ValueType, value: Option<&Value>, setting: Setting) -> Typed {
        let text = value.map(|value| show(kind, value, setting.zone, setting.lang)).unwrap_or_default();
        Typed { line: TextInput::new(&text), kind: kind.clone(), setting, refused: None, example: example(kind), place: (0, 0) }
    }

    /// With another example of what may be typed.
    pub(super) fn with_example(mut self, example: &'static str) -> Typed {
        self.example = example;
        self
    }

    /// What is typed, made into a value.
    pub(super) fn parsed(&self) -> Result<Value, InputError> {
        parse_as(&self.kind, self.line.value(), self.setting.today, self.setting.zone, self.setting.past)
    }

    pub(super) fn refuse(&mut self, refusal: InputError) {
        self.refused = Some(refusal);
    }

    /// Takes what is typed.
    pub(super) fn enter(&mut self) -> Reply {
        if self.line.value().trim().is_empty() {
            return Reply::Blank;
        }
        match self.parsed() {
            Ok(value) => Reply::Value(value),
            Err(refusal) => {
                self.refuse(refusal);
                Reply::Stay
            }
        }
    }

    pub(super) fn input(&mut self, input: &Input) -> Reply {
        match input {
            Input::Key(key) if key.code == KeyCode::Enter => return self.enter(),
            Input::Key(key) => {
                if !self.line.key(key) {
                    return Reply::Ignored;
                }
            }
            Input::Paste(text) => self.line.paste(text),
            Input::Click { column, row } if *row == self.place.1 && *column >= self.place.0 => {
                self.line.click(usize::from(column - self.place.0));
                return Reply::Stay;
            }
            Input::Click { .. } | Input::Scroll(_) => return Reply::Ignored,
        }
        self.refused = None;
        Reply::Stay
    }

    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, focused: bool, most: u16) -> Drawn {
        let indent = if canvas.width() < 8 { 0 } else { 2 };
        let cursor = self.line.draw(canvas, indent, 0).filter(|_| focused);
        if indent > 0 {
            let mark = if self.line.is_scrolled() { "<" } else { ">" };
            canvas.put(0, 0, mark, if focused { Tone::Focus } else { Tone::Dim });
        }
        self.place = (canvas.area.x + indent as u16, canvas.area.y);
        let used = 1 + self.remark(canvas, 1, most);
        Drawn { cursor, used: used.min(canvas.height()) }
    }

    /// Draws the line alone, across all columns there are.
    pub(super) fn draw_line(&mut self, canvas: &mut Canvas<'_>) -> Option<Position> {
        self.place = (canvas.area.x, canvas.area.y);
        self.line.draw(canvas, 0, 0)
    }

    /// What was understood, or why it isn't taken; an example where nothing is typed yet.
    pub(super) fn remark(&self, canvas: &mut Canvas<'_>, row: u16, most: u16) -> u16 {
        let messages = &canvas.theme.messages;
        if let Some(refusal) = &self.refused {
            let text = refusal.format(messages);
            return canvas.wrap(row, most, "! ", &text, Tone::Error);
        }
        if self.line.value().trim().is_empty() {
            let text = canvas.theme.format(self.example, &[]);
            return canvas.wrap(row, most, "  ", &text, Tone::Dim);
        }
        match self.parsed() {
            // Text is what it is.
            Ok(Value::Text(_)) => 0,
            Ok(value) => {
                let text = interpretation(&self.kind, &value, self.setting.today, self.setting.zone, messages);
                canvas.wrap(row, most, "= ", &text, Tone::Strong)
            }
            Err(refusal) => {
                let text = refusal.format(messages);
                canvas.wrap(row, most, "  ", &text, Tone::Dim)
            }
        }
    }
}

/// The message that gives examples of what may be typed.
fn example(kind: &ValueType) -> &'static str {
    match kind {
        ValueType::Number { .. } => "edit-example-number",
        ValueType::Money { .. } => "edit-example-money",
        ValueType::Date => "edit-example-date",
        ValueType::Timestamp => "edit-example-moment",
        ValueType::Bool => "edit-example-flag",
        _ => "edit-example-text",
    }
}

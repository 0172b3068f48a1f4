//! One value, asked for: its field or list, and below it "I don't know".
//!
//! In: a field and what is known. Out: a value, that nobody knows, or that nothing is there any more.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::Rect;

use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::entry::InputError;
use crate::wizard::session::form::Field;
use crate::wizard::tui::theme::Tone;

use super::canvas::Canvas;
use super::date_editor::DateEditor;
use super::picker::Picker;
use super::search_picker::SearchPicker;
use super::typed::Typed;
use crate::wizard::tui::editor::event::{Drawn, Hint, Input, Reply, Setting};

/// What one value is entered with.
#[derive(Debug, Clone)]
enum Control {
    Picker(Picker),
    Typed(Typed),
    Dated(DateEditor),
    Seek(Box<SearchPicker>),
}

/// One value that is asked for.
#[derive(Debug, Clone)]
pub(super) struct FieldEditor {
    control: Control,
    /// True while "I don't know" is chosen.
    unknown: bool,
    unknown_at: Rect,
}

impl FieldEditor {
    pub(super) fn new(field: &Field, value: Option<&Value>, setting: Setting) -> FieldEditor {
        let control = match &field.kind {
            ValueType::Bool | ValueType::Enum(_) => Control::Picker(Picker::new(field, value)),
            ValueType::Text | ValueType::Number { .. } | ValueType::Money { .. } => Control::Typed(Typed::new(&field.kind, value, setting)),
            ValueType::Date | ValueType::Timestamp => Control::Dated(DateEditor::new(field, value, setting)),
            ValueType::Region | ValueType::Path => Control::Seek(Box::new(SearchPicker::new(field, value, setting))),
        };
        FieldEditor { control, unknown: false, unknown_at: Rect::default() }
    }

    pub(super) fn is_typing(&self) -> bool {
        !self.unknown
            && match &self.control {
                Control::Picker(_) => false,
                Control::Typed(_) | Control::Seek(_) => true,
                Control::Dated(dated) => dated.is_typing(),
            }
    }

    /// Says beside the field why a value isn't taken after all.
    pub(super) fn refuse(&mut self, refusal: InputError) {
        match &mut self.control {
            Control::Picker(_) => {}
            Control::Typed(typed) => typed.refuse(refusal),
            Control::Dated(dated) => dated.refuse(refusal),
            Control::Seek(seek) => seek.refuse(refusal),
        }
    }

    fn control(&mut self, input: &Input) -> Reply {
        match &mut self.control {
            Control::Picker(picker) => picker.input(input),
            Control::Typed(typed) => typed.input(input),
            Control::Dated(dated) => dated.input(input),
            Control::Seek(seek) => seek.input(input),
        }
    }

    pub(super) fn input(&mut self, input: &Input) -> Reply {
        if let Input::Click { column, row } = input
            && self.unknown_at.contains((*column, *row).into())
        {
            return if std::mem::replace(&mut self.unknown, true) { Reply::Unknown } else { Reply::Stay };
        }
        let Input::Key(key) = input else {
            self.unknown = false;
            return self.control(input);
        };
        if key.code == KeyCode::F(2) {
            return Reply::Unknown;
        }
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        if plain && key.code == KeyCode::Char('d') && !self.is_typing() {
            return Reply::Unknown;
        }
        if self.unknown {
            return match key.code {
                KeyCode::Enter | KeyCode::Char(' ') => Reply::Unknown,
                KeyCode::Up | KeyCode::BackTab | KeyCode::Esc | KeyCode::Char('k') => {
                    self.unknown = false;
                    Reply::Stay
                }
                KeyCode::Down | KeyCode::Tab | KeyCode::Char('j') => Reply::Ignored,
                // Whoever types means the field.
                KeyCode::Char(_) | KeyCode::Backspace if plain => {
                    self.unknown = false;
                    self.control(input)
                }
                _ => Reply::Ignored,
            };
        }
        match self.control(input) {
            Reply::Ignored if matches!(key.code, KeyCode::Down | KeyCode::Tab | KeyCode::Char('j')) => {
                self.unknown = true;
                Reply::Stay
            }
            Reply::Ignored if key.code == KeyCode::Esc => Reply::Leave,
            reply => reply,
        }
    }

    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, id: &str) -> Drawn {
        let height = canvas.height();
        let kept = u16::from(height > 1);
        let focused = !self.unknown;
        let mut above = canvas.rows(0, height - kept);
        let drawn = match &mut self.control {
            Control::Picker(picker) => picker.draw(&mut above, focused),
            Control::Typed(typed) => typed.draw(&mut above, focused, 4),
            Control::Dated(dated) => dated.draw(&mut above, focused),
            Control::Seek(seek) => seek.draw(&mut above, focused),
        };
        self.unknown_at = Rect::default();
        if kept == 0 {
            return drawn;
        }
        // A blank row before it where there is room; lists go on without one.
        let gap = u16::from(!matches!(self.control, Control::Picker(_)) && drawn.used + 2 <= height && height >= 10);
        let row = (drawn.used + gap).min(height - 1);
        let tone = if self.unknown { Tone::Chosen } else { Tone::Dim };
        let point = if self.unknown { ">" } else { " " };
        let text = canvas.theme.format(id, &[]);
        canvas.put(0, row, &format!("{point} ? {text}  F2"), tone);
        if self.unknown {
            canvas.tint(row, Tone::Chosen);
        }
        self.unknown_at = canvas.rows(row, 1).area;
        Drawn { cursor: drawn.cursor, used: row + 1 }
    }

    pub(super) fn hints(&self) -> Vec<Hint> {
        let mut hints = match &self.control {
            Control::Picker(_) => vec![("Up Down", "edit-hint-choose"), ("1-9", "edit-hint-number"), ("Enter", "edit-hint-take")],
            Control::Typed(_) => vec![("Enter", "edit-hint-take"), ("Ctrl-_", "edit-hint-undo-typing")],
            Control::Dated(dated) if dated.is_typing() => {
                vec![("Enter", "edit-hint-take"), ("Down", "edit-hint-calendar"), ("PgUp PgDn", "edit-hint-month")]
            }
            Control::Dated(_) => {
                vec![("Enter", "edit-hint-take"), ("Up Down Left Right", "edit-hint-day"), ("PgUp PgDn", "edit-hint-month")]
            }
            Control::Seek(_) => {
                vec![("Enter", "edit-hint-take"), ("Up Down", "edit-hint-choose"), ("Left Right", "edit-hint-fold")]
            }
        };
        hints.push(("F2", "edit-hint-unknown"));
        hints
    }
}

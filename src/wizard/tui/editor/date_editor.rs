//! A day or a moment: typed, or picked from a month.
//!
//! In: keys; both ways are in step, the month shows what is typed, and picking a day types it. Out: the value.

use crossterm::event::{KeyCode, KeyModifiers};

use crate::value::date::Date;
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::entry::{InputError, parse_as, show};
use crate::wizard::session::form::Field;

use super::canvas::Canvas;
use super::month::{Month, in_calendar, months_on};
use super::typed::Typed;
use crate::wizard::tui::editor::event::{Drawn, Input, Reply, Setting};

/// A day or a moment that is being entered.
#[derive(Debug, Clone)]
pub(super) struct DateEditor {
    typed: Typed,
    month: Month,
    chosen: Date,
    /// True while keys move in the month.
    picking: bool,
    setting: Setting,
}

impl DateEditor {
    pub(super) fn new(field: &Field, value: Option<&Value>, setting: Setting) -> DateEditor {
        let chosen = value.and_then(Value::day).unwrap_or(setting.today);
        DateEditor { typed: Typed::new(&field.kind, value, setting), month: Month::default(), chosen, picking: false, setting }
    }

    pub(super) fn is_typing(&self) -> bool {
        !self.picking
    }

    pub(super) fn refuse(&mut self, refusal: InputError) {
        self.picking = false;
        self.typed.refuse(refusal);
    }

    /// The month follows what is typed, as soon as it is a day.
    fn follow(&mut self) {
        let text = self.typed.line.value();
        let day =
            parse_as(&ValueType::Date, text, self.setting.today, self.setting.zone, self.setting.past).or_else(|_| self.typed.parsed());
        if let Some(day) = day.ok().and_then(|value| value.day()).filter(|day| in_calendar(*day)) {
            self.chosen = day;
        }
    }

    /// Types the chosen day; a time that is there stays.
    fn pick(&mut self, day: Date) -> Reply {
        if !in_calendar(day) {
            return Reply::Stay;
        }
        self.chosen = day;
        self.picking = true;
        let mut text = day.to_string();
        if self.typed.kind == ValueType::Timestamp {
            let now = self.typed.parsed().ok().map(|value| show(&ValueType::Timestamp, &value, self.setting.zone, self.setting.lang));
            let clock = now.as_deref().and_then(|text| text.split_once(' ')).map_or("", |(_, clock)| clock);
            text = format!("{day} {clock}");
        }
        self.typed.line.set(&text);
        Reply::Stay
    }

    pub(super) fn input(&mut self, input: &Input) -> Reply {
        if let Input::Click { column, row } = input
            && let Some(day) = self.month.hit(*column, *row, self.chosen)
        {
            return if self.picking && day == self.chosen { self.enter() } else { self.pick(day) };
        }
        let Input::Key(key) = input else {
            self.picking = false;
            return self.type_on(input);
        };
        let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        match key.code {
            KeyCode::PageUp => self.pick(months_on(self.chosen, -1)),
            KeyCode::PageDown => self.pick(months_on(self.chosen, 1)),
            KeyCode::Down | KeyCode::Tab if !self.picking => {
                self.picking = true;
                Reply::Stay
            }
            _ if !self.picking => self.type_on(input),
            KeyCode::Up => self.pick(self.chosen.add_days(-7)),
            KeyCode::Down => self.pick(self.chosen.add_days(7)),
            KeyCode::Left => self.pick(self.chosen.add_days(-1)),
            KeyCode::Right => self.pick(self.chosen.add_days(1)),
            KeyCode::Home => self.pick(first_of_month(self.chosen)),
            KeyCode::End => self.pick(first_of_month(months_on(first_of_month(self.chosen), 1)).add_days(-1)),
            KeyCode::Enter => self.enter(),
            KeyCode::Esc | KeyCode::BackTab => {
                self.picking = false;
                Reply::Stay
            }
            // Digits begin a new text; letters are left to whoever has commands on them.
            KeyCode::Char(c) if plain && (c.is_ascii_digit() || !c.is_ascii()) => {
                self.picking = false;
                self.typed.line.set("");
                self.type_on(input)
            }
            KeyCode::Backspace => {
                self.picking = false;
                self.type_on(input)
            }
            _ => Reply::Ignored,
        }
    }

    fn type_on(&mut self, input: &Input) -> Reply {
        let reply = self.typed.input(input);
        self.follow();
        reply
    }

    /// Takes the chosen day; a moment needs its time still.
    fn enter(&mut self) -> Reply {
        if self.typed.kind == ValueType::Date {
            return Reply::Value(Value::Date(self.chosen));
        }
        if self.typed.line.value().trim().is_empty() {
            self.pick(self.chosen);
        }
        self.picking = false;
        match self.typed.parsed() {
            Ok(value) => Reply::Value(value),
            Err(_) => Reply::Stay,
        }
    }

    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, focused: bool) -> Drawn {
        // The month is worth more room than a long remark.
        let most = if canvas.height() >= 13 { 4 } else { 2 };
        let drawn = self.typed.draw(canvas, focused && !self.picking, most);
        let gap = u16::from(canvas.height() >= 13);
        let month = self.month.draw(canvas, drawn.used + gap, self.chosen, self.setting.today, focused && self.picking);
        let used = if month == 0 { drawn.used } else { drawn.used + gap + month };
        Drawn { cursor: drawn.cursor, used }
    }
}

fn first_of_month(day: Date) -> Date {
    use chrono::Datelike;
    day.to_naive().map_or(day, |date| day.add_days(1 - date.day() as i32))
}

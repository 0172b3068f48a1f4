//! One of a few answers.
//!
//! In: arrows, the number of an answer, or its first letter. Out: the answer.

use crossterm::event::{KeyCode, KeyModifiers};
use ratatui::layout::Position;

use crate::value::localized::Localized;
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::form::Field;
use crate::wizard::session::search::Name;
use crate::wizard::tui::theme::{Tone, escape_text};

use super::canvas::Canvas;
use super::list::List;
use crate::wizard::tui::editor::event::{Drawn, Input, Reply};

/// A list of answers.
#[derive(Debug, Clone)]
pub(super) struct Picker {
    choices: Vec<(Value, Localized)>,
    flag: bool,
    /// The answer that was given before.
    given: Option<usize>,
    list: List,
}

impl Picker {
    pub(super) fn new(field: &Field, value: Option<&Value>) -> Picker {
        let choices = field.choices();
        let given = choices.iter().position(|(choice, _)| Some(choice) == value);
        let list = List::new(choices.len(), given.unwrap_or(0));
        Picker { choices, flag: field.kind == ValueType::Bool, given, list }
    }

    fn chosen(&self, at: usize) -> Reply {
        self.choices.get(at).map_or(Reply::Ignored, |(value, _)| Reply::Value(value.clone()))
    }

    pub(super) fn input(&mut self, input: &Input) -> Reply {
        match input {
            Input::Key(key) if self.list.key(key) => Reply::Stay,
            Input::Key(key) if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Reply::Ignored,
            Input::Key(key) => match key.code {
                KeyCode::Enter | KeyCode::Char(' ') => self.chosen(self.list.at),
                KeyCode::Char('j') if self.list.at + 1 < self.list.len => self.moved(self.list.at + 1),
                KeyCode::Char('k') => self.moved(self.list.at.saturating_sub(1)),
                KeyCode::Char('y' | 'Y') if self.flag => self.chosen(0),
                KeyCode::Char('n' | 'N') if self.flag => self.chosen(1),
                KeyCode::Char(digit @ '1'..='9') => {
                    let at = digit as usize - '1' as usize;
                    // With ten answers and more, `1` may be the first of two digits: it only goes there.
                    if self.list.len < 10 { self.chosen(at) } else { self.moved(at) }
                }
                KeyCode::Char(letter) if letter.is_alphabetic() => self.letter(letter),
                _ => Reply::Ignored,
            },
            Input::Click { column, row } => match self.list.hit(*column, *row) {
                Some(at) if at == self.list.at => self.chosen(at),
                Some(at) => self.moved(at),
                None => Reply::Ignored,
            },
            Input::Scroll(lines) => {
                self.list.scroll(*lines);
                Reply::Stay
            }
            Input::Paste(_) => Reply::Ignored,
        }
    }

    fn moved(&mut self, at: usize) -> Reply {
        self.list.choose(at);
        Reply::Stay
    }

    /// To the next answer whose name, or its pinyin, begins with a letter.
    fn letter(&mut self, letter: char) -> Reply {
        let typed = letter.to_string();
        let begins = |name: &str| {
            let first: String = name.chars().take(1).collect();
            Name::new(&first).fits(&typed).is_some()
        };
        let next = (1..=self.choices.len()).map(|on| (self.list.at + on) % self.choices.len());
        let found = next.into_iter().find(|at| begins(&self.choices[*at].1.zh) || begins(&self.choices[*at].1.en));
        found.map_or(Reply::Ignored, |at| self.moved(at))
    }

    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, focused: bool) -> Drawn {
        let lang = canvas.theme.lang();
        let mut cursor = None;
        for at in self.list.fit(canvas.area) {
            let row = (at - self.list.top) as u16;
            let mark = if self.given == Some(at) { "*" } else { " " };
            let here = focused && at == self.list.at;
            let point = if here { ">" } else { " " };
            let text = format!("{point}{mark}{} {}", at + 1, escape_text(self.choices[at].1.get(lang)));
            canvas.put(0, row, &text, if here { Tone::Chosen } else { Tone::Plain });
            if here {
                canvas.tint(row, Tone::Chosen);
                cursor = Some(Position { x: canvas.area.x, y: canvas.area.y + row });
            }
        }
        Drawn { cursor, used: (self.list.len as u16).min(canvas.height()) }
    }
}

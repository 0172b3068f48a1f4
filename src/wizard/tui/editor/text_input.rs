//! A line that is typed in.
//!
//! In: keys and pasted text. Out: the text as typed, drawn harmless in as many columns as there are, with the terminal's
//! cursor where input methods expect it. Changes can be taken back one by one.

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::Position;
use tui_input::Input as Text;
use tui_input::backend::crossterm::to_input_request;
use unicode_segmentation::UnicodeSegmentation;

use crate::report::columns::width;
use crate::wizard::tui::theme::{Tone, escape_text};

use super::canvas::Canvas;

/// So many changes can be taken back.
const MOST_CHANGES: usize = 200;

/// A line of text that is being typed.
#[derive(Debug, Clone, Default)]
pub(super) struct TextInput {
    text: Text,
    /// The columns that are out of sight on the left.
    offset: usize,
    past: Vec<(String, usize)>,
    future: Vec<(String, usize)>,
    run: Run,
}

/// What is done over and over: letters that are typed in one go are taken back in one go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Run {
    #[default]
    None,
    Typing,
    Deleting,
}

impl TextInput {
    /// A line with a text in it.
    pub(super) fn new(text: &str) -> TextInput {
        TextInput { text: Text::new(text.to_owned()), ..TextInput::default() }
    }

    /// What has been typed.
    pub(super) fn value(&self) -> &str {
        self.text.value()
    }

    /// Puts another text there, which can be taken back.
    pub(super) fn set(&mut self, text: &str) {
        if text != self.value() {
            self.remember(Run::None);
            self.text = Text::new(text.to_owned());
        }
    }

    fn remember(&mut self, run: Run) {
        if run == Run::None || run != self.run {
            if self.past.len() == MOST_CHANGES {
                self.past.remove(0);
            }
            self.past.push((self.value().to_owned(), self.text.cursor()));
        }
        self.run = run;
        self.future.clear();
    }

    /// Handles a key. False if it means nothing here.
    pub(super) fn key(&mut self, key: &KeyEvent) -> bool {
        match (key.code, key.modifiers) {
            // Ctrl-_ and Ctrl-/ arrive as Ctrl-7 from most terminals; Ctrl-Z may be taken for something else before.
            (KeyCode::Char('z' | '_' | '/' | '7'), KeyModifiers::CONTROL) => return self.undo(),
            (KeyCode::Char('y'), KeyModifiers::CONTROL) => return self.redo(),
            _ => {}
        }
        let Some(request) = to_input_request(&Event::Key(*key)) else { return false };
        let (before, cursor) = (self.text.value().len(), self.text.cursor());
        let run = match key.code {
            KeyCode::Char(' ') => Run::None,
            KeyCode::Char(_) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Run::Typing,
            KeyCode::Backspace | KeyCode::Delete => Run::Deleting,
            _ => Run::None,
        };
        let kept = (self.past.len(), self.run, self.future.clone());
        self.remember(run);
        self.text.handle(request);
        if self.text.value().len() == before {
            // It only moved, or there was nothing to be done.
            self.past.truncate(kept.0.min(self.past.len()));
            self.future = kept.2;
            self.run = if self.text.cursor() == cursor { kept.1 } else { Run::None };
        }
        true
    }

    fn undo(&mut self) -> bool {
        let Some((text, cursor)) = self.past.pop() else { return false };
        self.future.push((self.value().to_owned(), self.text.cursor()));
        self.text = Text::new(text).with_cursor(cursor);
        self.run = Run::None;
        true
    }

    fn redo(&mut self) -> bool {
        let Some((text, cursor)) = self.future.pop() else { return false };
        self.past.push((self.value().to_owned(), self.text.cursor()));
        self.text = Text::new(text).with_cursor(cursor);
        self.run = Run::None;
        true
    }

    /// Puts in a text that was pasted; line breaks become blanks.
    pub(super) fn paste(&mut self, pasted: &str) {
        let lines: Vec<&str> = pasted.split(['\n', '\r', '\t']).map(str::trim).filter(|line| !line.is_empty()).collect();
        let pasted = if lines.len() > 1 { lines.join(" ") } else { pasted.trim_matches(['\n', '\r', '\t']).to_owned() };
        self.remember(Run::None);
        let cursor = self.text.cursor();
        let at = self.value().char_indices().nth(cursor).map_or(self.value().len(), |(at, _)| at);
        let text = format!("{}{pasted}{}", &self.value()[..at], &self.value()[at..]);
        self.text = Text::new(text).with_cursor(cursor + pasted.chars().count());
    }

    /// Moves the cursor to a column of what is shown.
    pub(super) fn click(&mut self, column: usize) {
        let mut end = 0;
        let mut characters = 0;
        for cluster in self.value().graphemes(true) {
            end += width(&escape_text(cluster));
            if end > column + self.offset {
                break;
            }
            characters += cluster.chars().count();
        }
        self.text.handle(tui_input::InputRequest::SetCursor(characters));
    }

    /// Draws the line from a column of a row on; returns where the cursor is.
    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>, column: usize, row: u16) -> Option<Position> {
        let room = canvas.width().saturating_sub(column);
        if room == 0 || row >= canvas.height() {
            return None;
        }
        let clusters: Vec<(String, usize, usize)> = self
            .value()
            .graphemes(true)
            .map(|cluster| {
                let shown = escape_text(cluster);
                let columns = width(&shown);
                (shown, columns, cluster.chars().count())
            })
            .collect();
        let (mut before, mut total, mut characters) = (0, 0, 0);
        for (_, columns, count) in &clusters {
            total += columns;
            characters += count;
            if characters <= self.text.cursor() {
                before = total;
            }
        }
        // A column is kept for the cursor behind the last character.
        self.offset = self.offset.min((total + 1).saturating_sub(room)).min(before);
        if before >= self.offset + room {
            self.offset = before + 1 - room;
        }
        let mut shown = String::new();
        let mut at = 0;
        for (text, columns, _) in &clusters {
            let (from, to) = (at, at + columns);
            at = to;
            if to > self.offset + room {
                break;
            }
            match from.checked_sub(self.offset) {
                Some(_) => shown.push_str(text),
                // What sticks in from the left is torn: blanks stand for its rest.
                None => shown.push_str(&" ".repeat(to.saturating_sub(self.offset))),
            }
        }
        let shown = crate::report::columns::pad(&shown, room);
        canvas.put_whole(column, row, &shown, Tone::Field);
        let x = canvas.area.x + (column + before - self.offset).min(canvas.width() - 1) as u16;
        Some(Position { x, y: canvas.area.y + row })
    }

    /// True if something is out of sight on the left.
    pub(super) fn is_scrolled(&self) -> bool {
        self.offset > 0
    }
}

//! A part of the screen that nothing leaves.
//!
//! In: text and places within an area. Out: cells of the buffer; what doesn't fit is cut by columns, and no wide character
//! is torn.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::report::columns::{cut, width};
use crate::wizard::tui::theme::{Theme, Tone, escape_text};

/// An area that is drawn in.
pub(super) struct Canvas<'b> {
    /// Where it is.
    pub(super) area: Rect,
    /// How it looks.
    pub(super) theme: &'b Theme,
    buffer: &'b mut Buffer,
}

impl<'b> Canvas<'b> {
    /// The part of `area` that the buffer has, emptied.
    pub(super) fn new(area: Rect, buffer: &'b mut Buffer, theme: &'b Theme) -> Canvas<'b> {
        let area = area.intersection(*buffer.area());
        for row in area.rows() {
            for cell in row.columns() {
                buffer[(cell.x, cell.y)].reset();
            }
        }
        Canvas { area, theme, buffer }
    }

    /// A part of it: `rows` rows from row `from` on, or as many as there are.
    pub(super) fn rows(&mut self, from: u16, rows: u16) -> Canvas<'_> {
        let from = from.min(self.area.height);
        let height = rows.min(self.area.height - from);
        let area = Rect { y: self.area.y + from, height, ..self.area };
        Canvas { area, theme: self.theme, buffer: self.buffer }
    }

    /// A part of one row.
    pub(super) fn cell(&mut self, column: usize, row: u16, columns: usize) -> Canvas<'_> {
        let line = self.rows(row, 1);
        let from = (column.min(usize::from(line.area.width))) as u16;
        let width = (columns.min(usize::from(line.area.width - from))) as u16;
        let area = Rect { x: line.area.x + from, width, ..line.area };
        Canvas { area, theme: line.theme, buffer: line.buffer }
    }

    /// Its columns.
    pub(super) fn width(&self) -> usize {
        usize::from(self.area.width)
    }

    /// Its rows.
    pub(super) fn height(&self) -> u16 {
        self.area.height
    }

    /// Puts a text that is harmless already, from a column of a row on; returns the column behind it. What there is no room
    /// for is left out, and `..` says so.
    pub(super) fn put(&mut self, column: usize, row: u16, text: &str, tone: Tone) -> usize {
        let room = self.width().saturating_sub(column);
        if row >= self.height() || room == 0 {
            return column;
        }
        let text = cut(text, room);
        self.put_whole(column, row, &text, tone);
        column + width(&text)
    }

    /// The same without `..`.
    pub(super) fn put_whole(&mut self, column: usize, row: u16, text: &str, tone: Tone) {
        let room = self.width().saturating_sub(column);
        if row >= self.height() || room == 0 {
            return;
        }
        let x = self.area.x + column as u16;
        self.buffer.set_stringn(x, self.area.y + row, text, room, self.theme.style(tone));
    }

    /// Puts a message.
    pub(super) fn say(&mut self, column: usize, row: u16, id: &str, args: &[(&str, &str)], tone: Tone) -> usize {
        let text = self.theme.format(id, args);
        self.put(column, row, &text, tone)
    }

    /// Puts text from people or files, made harmless.
    pub(super) fn put_foreign(&mut self, column: usize, row: u16, text: &str, tone: Tone) -> usize {
        // What is far behind the edge need not be looked at.
        let near: String = text.chars().take(4 * self.width() + 16).collect();
        self.put(column, row, &escape_text(&near), tone)
    }

    /// A text broken into lines, with a mark before the first, from a row on; returns how many rows it took of at most `most`.
    pub(super) fn wrap(&mut self, row: u16, most: u16, mark: &str, text: &str, tone: Tone) -> u16 {
        let indent = width(mark).min(self.width() / 4);
        let near: String = text.chars().take(2000).collect();
        let lines = crate::report::columns::wrap(&escape_text(&near), self.width().saturating_sub(indent));
        let rows = most.min(self.height().saturating_sub(row));
        let last = usize::from(rows).min(lines.len());
        for (at, line) in lines.iter().take(last).enumerate() {
            if at == 0 && indent == width(mark) {
                self.put(0, row, mark, tone);
            }
            // Where there is more than fits, the last line says so.
            let more = at + 1 == last && lines.len() > last;
            let line = if more { format!("{} ..", cut(line, self.width().saturating_sub(indent + 3))) } else { line.clone() };
            self.put(indent, row + at as u16, &line, tone);
        }
        last as u16
    }

    /// Gives a whole row a tone.
    pub(super) fn tint(&mut self, row: u16, tone: Tone) {
        if row < self.height() {
            let area = Rect { y: self.area.y + row, height: 1, ..self.area };
            self.buffer.set_style(area, self.theme.style(tone));
        }
    }
}

//! How rows look: as a list with what can be done about it, or one cell at a time.
//!
//! In: the rows and where one is. Out: cells of the screen, and where the terminal's cursor belongs.

use ratatui::layout::Position;

use crate::facts::Completeness;
use crate::wizard::session::entry::show;
use crate::wizard::tui::theme::Tone;

use super::super::canvas::Canvas;
use super::super::table::Table;
use super::{Item, RowsEditor};

impl RowsEditor {
    pub(in crate::wizard::tui::editor) fn draw(&mut self, canvas: &mut Canvas<'_>) -> Option<Position> {
        if self.cell.is_some() {
            return self.draw_cell(canvas);
        }
        let mut from = 0;
        if let Some(refusal) = &self.refused {
            let text = refusal.format(&canvas.theme.messages);
            from += canvas.wrap(0, 3.min(canvas.height().saturating_sub(1)), "! ", &text, Tone::Error);
        }
        let items = self.items();
        self.list.len = items.len();
        let table = Table::new(&self.columns, &self.rows, self.setting, canvas.theme, canvas.width());
        if canvas.height() >= 10 && !self.rows.is_empty() {
            canvas.put(0, from, &table.head(), Tone::Dim);
            from += 1;
        }
        let height = canvas.height();
        let mut below = canvas.rows(from, height);
        let (range, last) = self.list.fit_pinned(below.area);
        let rows = range.clone().map(|at| (at, (at - range.start) as u16)).chain(last.map(|row| (items.len() - 1, row)));
        for (at, row) in rows {
            let here = at == self.list.at;
            let point = if here { ">" } else { " " };
            let text = match items[at] {
                Item::Row(row) => table.row(row, point),
                Item::Add => format!("{point} + {}", below.theme.format("edit-add", &[])),
                Item::End(extent) => {
                    let mark = if self.known && extent == self.completeness { "*" } else { " " };
                    let id = match extent {
                        Completeness::Complete if self.rows.is_empty() => "edit-none",
                        Completeness::Complete => "edit-all",
                        Completeness::AtLeast => "edit-more",
                        Completeness::AtMost => "edit-at-most",
                    };
                    format!("{point} {mark} {}", below.theme.format(id, &[]))
                }
                Item::Unknown => format!("{point} ? {}  F2", below.theme.format("edit-unknown", &[])),
            };
            below.put(0, row, &text, if here { Tone::Chosen } else { Tone::Plain });
            if here {
                below.tint(row, Tone::Chosen);
            }
        }
        None
    }

    fn draw_cell(&mut self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let theme = canvas.theme;
        let height = canvas.height();
        let cell = self.cell.as_mut()?;
        let mut from = 0;
        if self.columns.len() > 1 && height >= 4 {
            let title = self.columns[cell.column].title.get(theme.lang());
            let (row, at, of) = ((cell.row + 1).to_string(), (cell.column + 1).to_string(), self.columns.len().to_string());
            canvas.say(0, 0, "edit-cell", &[("row", &row), ("at", &at), ("of", &of), ("title", title)], Tone::Heading);
            from = 1;
        }
        // What the row says so far, where there is room for it and for the field.
        if self.columns.len() > 1 && usize::from(height) >= self.columns.len() + 11 {
            for (column, field) in self.columns.iter().enumerate() {
                let value = self.rows.get(cell.row).and_then(|row| row.cells[column].as_ref());
                let value = value.map_or_else(|| "-".to_owned(), |value| show(&field.kind, value, self.setting.zone, theme.lang()));
                let point = if column == cell.column { ">" } else { " " };
                let behind = canvas.put_foreign(0, from, &format!("{point} {}: ", field.title.get(theme.lang())), Tone::Dim);
                canvas.put_foreign(behind, from, &value, Tone::Plain);
                from += 1;
            }
            from += 1;
        }
        let id = if self.columns.len() > 1 { "edit-unknown-cell" } else { "edit-finish-rows" };
        let mut below = canvas.rows(from, height);
        cell.ask.draw(&mut below, id).cursor
    }
}

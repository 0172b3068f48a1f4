//! Rows as lines of text, in columns that are as wide as what stands in them.
//!
//! In: fields, rows and how many columns of the terminal there are. Out: a head and a line for each row.

use crate::facts::Row;
use crate::kind::{Kind, Value};
use crate::layout::{cut, pad, width};
use crate::tui::look::{Look, safe};
use crate::wizard::entry::show;
use crate::wizard::form::Field;
use crate::wizard::numbers::grouped;

use super::Setting;

/// No column is wider, unless it is the only one.
const WIDEST: usize = 26;

/// Rows, ready to be drawn.
pub(super) struct Table {
    titles: Vec<String>,
    cells: Vec<Vec<String>>,
    widths: Vec<usize>,
    /// How wide the numbers of the rows are.
    number: usize,
}

/// A value as it stands in a table.
pub(super) fn text(kind: &Kind, value: &Value, setting: Setting, look: &Look) -> String {
    let text = match (kind, value) {
        (Kind::Number { places } | Kind::Money { places, .. }, Value::Number(units)) => grouped(*units, *places),
        _ => show(kind, value, setting.zone, look.lang()),
    };
    let near: String = text.chars().take(200).collect();
    safe(&near)
}

impl Table {
    pub(super) fn new(columns: &[Field], rows: &[Row], setting: Setting, look: &Look, room: usize) -> Table {
        let titles: Vec<String> = columns.iter().map(|field| safe(field.title.get(look.lang()))).collect();
        let cell = |field: &Field, value: &Option<Value>| match value {
            Some(value) => text(&field.kind, value, setting, look),
            None => "?".to_owned(),
        };
        let line = |row: &Row| columns.iter().zip(&row.cells).map(|(field, value)| cell(field, value)).collect();
        let cells: Vec<Vec<String>> = rows.iter().map(line).collect();
        let number = rows.len().to_string().len();
        let mut left = room.saturating_sub(number + 3);
        let mut widths = Vec::new();
        for column in 0..columns.len() {
            let widest = cells.iter().map(|row| width(&row[column])).chain([width(&titles[column])]).max().unwrap_or(0);
            let most = if columns.len() == 1 { left } else { WIDEST };
            // A column that would have hardly any room is left out, and those behind it.
            if left < widest.min(4) {
                break;
            }
            let columns = widest.min(most).min(left);
            widths.push(columns);
            left = left.saturating_sub(columns + 2);
        }
        Table { titles, cells, widths, number }
    }

    fn line(&self, first: &str, cells: &[String]) -> String {
        let parts = cells.iter().zip(&self.widths).map(|(text, columns)| pad(&cut(text, *columns), *columns));
        format!("{first} {}", parts.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    }

    pub(super) fn head(&self) -> String {
        self.line(&" ".repeat(self.number + 2), &self.titles)
    }

    pub(super) fn row(&self, row: usize, point: &str) -> String {
        self.line(&format!("{point} {:>number$}", row + 1, number = self.number), &self.cells[row])
    }
}

//! Rows as lines of text, in columns that are as wide as what is in them.
//!
//! In: fields, rows and how many columns of the terminal there are. Out: a head and a line for each row.

use unicode_segmentation::UnicodeSegmentation;

use crate::document::values::number::grouped;
use crate::facts::Row;
use crate::report::columns::{cut, pad, width};
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::entry::show;
use crate::wizard::session::form::Field;
use crate::wizard::tui::theme::{Theme, escape_text};

use crate::wizard::tui::editor::event::Setting;

/// No column is wider, unless it is the only one.
const WIDEST: usize = 26;

/// No column is made narrower than this to make room for others.
const NARROWEST: usize = 6;

/// Rows, ready to be drawn.
pub(super) struct Table {
    titles: Vec<String>,
    cells: Vec<Vec<String>>,
    widths: Vec<usize>,
    /// Which columns hold paths, whose ends say more than their beginnings.
    paths: Vec<bool>,
    /// How wide the numbers of the rows are.
    number: usize,
}

/// A value as it is in a table.
pub(super) fn text(kind: &ValueType, value: &Value, setting: Setting, theme: &Theme) -> String {
    let text = match (kind, value) {
        (ValueType::Number { places } | ValueType::Money { places, .. }, Value::Number(units)) => grouped(*units, *places),
        _ => show(kind, value, setting.zone, theme.lang()),
    };
    let near: String = text.chars().take(200).collect();
    escape_text(&near)
}

impl Table {
    pub(super) fn new(columns: &[Field], rows: &[Row], setting: Setting, theme: &Theme, room: usize) -> Table {
        let titles: Vec<String> = columns.iter().map(|field| escape_text(field.title.get(theme.lang()))).collect();
        let cell = |field: &Field, value: &Option<Value>| match value {
            Some(value) => text(&field.kind, value, setting, theme),
            None => "?".to_owned(),
        };
        let line = |row: &Row| columns.iter().zip(&row.cells).map(|(field, value)| cell(field, value)).collect();
        let cells: Vec<Vec<String>> = rows.iter().map(line).collect();
        let number = rows.len().to_string().len();
        let left = room.saturating_sub(number + 3);
        let natural = |column: usize| cells.iter().map(|row| width(&row[column])).chain([width(&titles[column])]).max().unwrap_or(0);
        let most = if columns.len() == 1 { left } else { WIDEST };
        let mut widths: Vec<usize> = (0..columns.len()).map(|column| natural(column).min(most)).collect();
        // The widest give way first; when all are narrow, the last is left out.
        while widths.iter().map(|columns| columns + 2).sum::<usize>() > left + 2 {
            match widths.iter_mut().max() {
                Some(widest) if *widest > NARROWEST || columns.len() == 1 => *widest -= 1,
                _ => {
                    widths.pop();
                }
            }
        }
        let paths = columns.iter().map(|field| field.kind == ValueType::Path).collect();
        Table { titles, cells, widths, paths, number }
    }

    fn line(&self, first: &str, cells: &[String]) -> String {
        let parts = cells.iter().zip(&self.widths).enumerate().map(|(column, (text, columns))| {
            let text = if self.paths[column] { cut_front(text, *columns) } else { cut(text, *columns) };
            pad(&text, *columns)
        });
        format!("{first} {}", parts.collect::<Vec<_>>().join("  ")).trim_end().to_owned()
    }

    pub(super) fn head(&self) -> String {
        self.line(&" ".repeat(self.number + 2), &self.titles)
    }

    pub(super) fn row(&self, row: usize, point: &str) -> String {
        self.line(&format!("{point} {:>number$}", row + 1, number = self.number), &self.cells[row])
    }
}

/// As much of the end of a text as fits.
fn cut_front(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(2);
    let mut begins = text.len();
    for (at, _) in text.grapheme_indices(true).rev() {
        if width(&text[at..]) > room {
            break;
        }
        begins = at;
    }
    format!("{}{}", &".."[..columns.min(2)], &text[begins..])
}

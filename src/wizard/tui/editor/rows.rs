//! Rows: a table to add to, to change and to delete from, until one says that these are all.
//!
//! In: what is known, keys. Out: an answer after every column that is filled in, so that hardly anything can be lost.

mod drawn;

use crossterm::event::{KeyCode, KeyModifiers};

use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::value::value_type::Value;
use crate::wizard::session::Answer;
use crate::wizard::session::entry::{InputError, means_none, show};
use crate::wizard::session::form::Field;

use super::field_editor::FieldEditor;
use super::list::List;
use super::pasted;
use crate::wizard::tui::editor::event::{Hint, Input, Outcome, Reply, Setting};

/// The rows of a fact that is being answered.
#[derive(Debug, Clone)]
pub(super) struct RowsEditor {
    columns: Vec<Field>,
    key: Vec<usize>,
    rows: Vec<Row>,
    completeness: Completeness,
    /// True once the file says anything of the fact.
    known: bool,
    /// True where the file said: these, or fewer.
    at_most: bool,
    list: List,
    cell: Option<Cell>,
    refused: Option<InputError>,
    setting: Setting,
}

/// The cell that is being filled in.
#[derive(Debug, Clone)]
struct Cell {
    row: usize,
    column: usize,
    ask: FieldEditor,
    /// True if the row was begun just now.
    new: bool,
}

/// What can be chosen in the list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Item {
    Row(usize),
    Add,
    End(Completeness),
    Unknown,
}

impl RowsEditor {
    pub(super) fn new(columns: Vec<Field>, key: Vec<usize>, known: Option<Rows>, setting: Setting) -> RowsEditor {
        let extent = known.as_ref().map_or(Completeness::AtLeast, |rows| rows.completeness);
        let mut editor = RowsEditor {
            columns,
            key,
            completeness: extent,
            known: known.is_some(),
            at_most: extent == Completeness::AtMost,
            rows: known.map(|rows| rows.rows).unwrap_or_default(),
            list: List::default(),
            cell: None,
            refused: None,
            setting,
        };
        let add = editor.rows.len();
        editor.list = List::new(editor.items().len(), add);
        editor
    }

    fn items(&self) -> Vec<Item> {
        let mut items: Vec<Item> = (0..self.rows.len()).map(Item::Row).collect();
        items.extend([Item::Add, Item::End(Completeness::Complete)]);
        if !self.rows.is_empty() {
            items.push(Item::End(Completeness::AtLeast));
        }
        if self.at_most {
            items.push(Item::End(Completeness::AtMost));
        }
        items.push(Item::Unknown);
        items
    }

    fn choose(&mut self, item: Item) {
        let items = self.items();
        self.list.len = items.len();
        self.list.choose(items.iter().position(|other| *other == item).unwrap_or(0));
    }

    /// What has been said so far. Rows of which nothing is known say nothing.
    fn answer(&self) -> Answer {
        let rows: Vec<Row> = self.rows.iter().filter(|row| row.cells.iter().any(Option::is_some)).cloned().collect();
        if rows.is_empty() && self.completeness != Completeness::Complete {
            return Answer::Nothing;
        }
        Answer::Known(FactValue::Rows(Rows { rows, completeness: self.completeness }))
    }

    fn saved(&mut self) -> Outcome {
        let answer = self.answer();
        self.known = answer != Answer::Nothing;
        Outcome::Saved(answer)
    }

    pub(super) fn is_typing(&self) -> bool {
        self.cell.as_ref().is_some_and(|cell| cell.ask.is_typing())
    }

    pub(super) fn input(&mut self, input: &Input) -> Outcome {
        if self.cell.is_some() { self.in_cell(input) } else { self.in_list(input) }
    }

    fn in_list(&mut self, input: &Input) -> Outcome {
        self.refused = None;
        let items = self.items();
        let chosen = items.get(self.list.at).copied().unwrap_or(Item::Add);
        match input {
            Input::Key(key) if self.list.key(key) => Outcome::Stay,
            Input::Key(key) if key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) => Outcome::Ignored,
            Input::Key(key) => match (key.code, chosen) {
                (KeyCode::Enter, item) => self.enter(item),
                (KeyCode::Char('j'), _) => self.moved(self.list.at + 1),
                (KeyCode::Char('k'), _) => self.moved(self.list.at.saturating_sub(1)),
                (KeyCode::Char('a' | '+') | KeyCode::Insert, _) => self.enter(Item::Add),
                (KeyCode::Delete | KeyCode::Backspace | KeyCode::Char('x'), Item::Row(row)) => self.delete(row),
                (KeyCode::F(2) | KeyCode::Char('d'), _) => Outcome::Done(Answer::Unknown),
                (KeyCode::Esc, _) => Outcome::Leave,
                _ => Outcome::Ignored,
            },
            Input::Paste(text) => self.paste(text),
            Input::Click { column, row } => match self.list.hit(*column, *row) {
                Some(at) if at == self.list.at => self.enter(chosen),
                Some(at) => self.moved(at),
                None => Outcome::Ignored,
            },
            Input::Scroll(lines) => {
                self.list.scroll(*lines);
                Outcome::Stay
            }
        }
    }

    fn moved(&mut self, at: usize) -> Outcome {
        self.list.choose(at);
        Outcome::Stay
    }

    fn enter(&mut self, item: Item) -> Outcome {
        match item {
            Item::Row(row) => self.open(row, 0, false),
            Item::Add => self.open(self.rows.len(), 0, true),
            Item::End(extent) => {
                self.completeness = extent;
                Outcome::Done(self.answer())
            }
            Item::Unknown => Outcome::Done(Answer::Unknown),
        }
    }

    /// Opens a cell, and with it a new row if there is none yet.
    fn open(&mut self, row: usize, column: usize, new: bool) -> Outcome {
        let value = self.rows.get(row).and_then(|row| row.cells[column].clone());
        let ask = FieldEditor::new(&self.columns[column], value.as_ref(), self.setting);
        self.cell = Some(Cell { row, column, ask, new });
        Outcome::Stay
    }

    fn delete(&mut self, row: usize) -> Outcome {
        self.rows.remove(row);
        // That none is left is something else than that there is none.
        if self.rows.is_empty() {
            self.completeness = Completeness::AtLeast;
        }
        let next = if row < self.rows.len() { Item::Row(row) } else { Item::Add };
        self.choose(next);
        self.saved()
    }

    fn in_cell(&mut self, input: &Input) -> Outcome {
        let Some(cell) = &mut self.cell else { return Outcome::Ignored };
        if let Input::Paste(text) = input
            && self.columns.len() == 1
            && pasted::lines(text).len() > 1
            && cell.new
        {
            let text = text.clone();
            self.close();
            return self.paste(&text);
        }
        let (row, column) = (cell.row, cell.column);
        match cell.ask.input(input) {
            Reply::Stay => Outcome::Stay,
            Reply::Value(value) => self.fill(row, column, Some(value)),
            // One column left empty is one row too many.
            Reply::Blank | Reply::Unknown if self.columns.len() == 1 => {
                let emptied = row < self.rows.len();
                self.close();
                if emptied { self.delete(row) } else { Outcome::Stay }
            }
            Reply::Blank | Reply::Unknown => self.fill(row, column, None),
            Reply::Ignored => match input {
                Input::Key(key) if key.code == KeyCode::BackTab && column > 0 => {
                    let new = self.cell.as_ref().is_some_and(|cell| cell.new);
                    self.open(row, column - 1, new)
                }
                _ => Outcome::Ignored,
            },
            Reply::Leave => {
                self.close();
                Outcome::Stay
            }
        }
    }

    /// Back to the list; a row of which nothing was said is dropped.
    fn close(&mut self) {
        let Some(cell) = self.cell.take() else { return };
        let said = self.rows.get(cell.row).is_some_and(|row| row.cells.iter().any(Option::is_some));
        if !said && cell.row < self.rows.len() {
            self.rows.remove(cell.row);
        }
        self.choose(if said && !cell.new { Item::Row(cell.row) } else { Item::Add });
    }

    /// Fills in a cell and goes on: to the next column, then to the list; where there is but one column, to the next row.
    fn fill(&mut self, row: usize, column: usize, value: Option<Value>) -> Outcome {
        let new = self.cell.as_ref().is_some_and(|cell| cell.new);
        if let (0, Some(Value::Text(text))) = (column, value.as_ref().filter(|value| means_none(value))) {
            if let Some(cell) = &mut self.cell {
                cell.ask.refuse(InputError::new("answer-none").with("text", text));
            }
            return Outcome::Stay;
        }
        let mut changed = self.rows.get(row).cloned().unwrap_or_else(|| Row { cells: vec![None; self.columns.len()].into() });
        let before = changed.cells[column].clone();
        changed.cells[column] = value;
        if let Some(name) = self.duplicate(row, &changed) {
            if let Some(cell) = &mut self.cell {
                cell.ask.refuse(InputError::new("answer-duplicate").with("key", name));
            }
            return Outcome::Stay;
        }
        let said = changed.cells[column] != before;
        if row == self.rows.len() {
            self.rows.push(changed);
            // With a row more than before, these need not be all.
            if said && self.completeness == Completeness::Complete {
                self.completeness = Completeness::AtLeast;
            }
        } else {
            self.rows[row] = changed;
        }
        if column + 1 < self.columns.len() {
            self.open(row, column + 1, new);
        } else if new && self.columns.len() == 1 {
            self.open(self.rows.len(), 0, true);
        } else {
            self.close();
        }
        if said { self.saved() } else { Outcome::Stay }
    }

    /// The name of a row that another row has already.
    fn duplicate(&self, at: usize, row: &Row) -> Option<String> {
        if self.key.is_empty() || self.key.iter().any(|column| row.cells[*column].is_none()) {
            return None;
        }
        let same = |other: &Row| {
            self.key.iter().all(|column| match (&other.cells[*column], &row.cells[*column]) {
                (Some(Value::Path(one)), Some(Value::Path(two))) => one.folded == two.folded,
                (one, two) => one == two,
            })
        };
        let twice = self.rows.iter().enumerate().any(|(other, row)| other != at && same(row));
        let name = |column: &usize| {
            let field = &self.columns[*column];
            row.cells[*column].as_ref().map(|value| show(&field.kind, value, self.setting.zone, self.setting.lang))
        };
        twice.then(|| self.key.iter().filter_map(name).collect::<Vec<_>>().join(", "))
    }

    /// Adds a row for every line, or none if one of them can't be right.
    fn paste(&mut self, text: &str) -> Outcome {
        let mut added: Vec<Row> = Vec::new();
        for (at, line) in pasted::lines(text).into_iter().enumerate() {
            let row = pasted::cells(line, &self.columns, self.setting).and_then(|mut cells| {
                cells.resize(self.columns.len(), None);
                let row = Row { cells: cells.into() };
                match self.duplicate(usize::MAX, &row) {
                    Some(name) => Err(InputError::new("answer-duplicate").with("key", name)),
                    None => Ok(row),
                }
            });
            match row {
                Ok(row) => {
                    // The next lines are held against this one too.
                    self.rows.push(row.clone());
                    added.push(row);
                }
                Err(why) => {
                    self.rows.truncate(self.rows.len() - added.len());
                    self.refused = Some(pasted::of_line(at, &why));
                    return Outcome::Stay;
                }
            }
        }
        if added.is_empty() {
            return Outcome::Ignored;
        }
        if self.completeness == Completeness::Complete {
            self.completeness = Completeness::AtLeast;
        }
        self.choose(Item::End(Completeness::Complete));
        self.saved()
    }

    pub(super) fn hints(&self) -> Vec<Hint> {
        match &self.cell {
            Some(cell) => {
                let mut hints = cell.ask.hints();
                hints.push(("Esc", "edit-hint-rows"));
                hints
            }
            None => vec![
                ("Enter", "edit-hint-open"),
                ("a", "edit-hint-add"),
                ("Del", "edit-hint-delete"),
                ("F2", "edit-hint-unknown"),
                ("Up Down", "edit-hint-choose"),
            ],
        }
    }
}

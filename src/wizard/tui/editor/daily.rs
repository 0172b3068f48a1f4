//! Daily figures: a line for each day that counts.
//!
//! In: what is known, figures typed one below the other, or pasted as a column. Out: an answer after every figure. A day
//! that is left blank is unknown.

use crossterm::event::KeyCode;
use ratatui::layout::Position;

use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::report::columns::{pad, width};
use crate::value::date::Date;
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::Answer;
use crate::wizard::session::dates::weekday;
use crate::wizard::session::entry::{InputError, parse_as};
use crate::wizard::session::form::Field;
use crate::wizard::tui::theme::{Theme, Tone, escape_text};

use super::canvas::Canvas;
use super::list::List;
use super::typed::Typed;
use super::{pasted, table};
use crate::wizard::tui::editor::event::{Hint, Input, Outcome, Reply, Setting};

/// The figures of some days.
#[derive(Debug, Clone)]
pub(super) struct DailyEditor {
    /// The columns behind the day.
    fields: Vec<Field>,
    days: Vec<Date>,
    /// For each day what is known.
    figures: Vec<Vec<Option<Value>>>,
    /// Rows of other days, which stay.
    others: Vec<Row>,
    completeness: Completeness,
    list: List,
    /// The column that is typed in.
    column: usize,
    typed: Typed,
    refused: Option<InputError>,
    setting: Setting,
}

impl DailyEditor {
    pub(super) fn new(mut columns: Vec<Field>, days: Vec<Date>, known: Option<Rows>, setting: Setting) -> DailyEditor {
        let fields = columns.split_off(1.min(columns.len()));
        let extent = known.as_ref().map_or(Completeness::Complete, |rows| rows.completeness);
        let mut figures = vec![vec![None; fields.len()]; days.len()];
        let mut others = Vec::new();
        for row in known.map(|rows| rows.rows).unwrap_or_default() {
            let day = row.cells.first().and_then(|day| day.as_ref()?.day());
            match day.and_then(|day| days.iter().position(|other| *other == day)) {
                Some(at) => figures[at] = row.cells[1..].to_vec(),
                None => others.push(row),
            }
        }
        // The first day of which nothing is known comes first.
        let at = figures.iter().position(|figures| figures.iter().any(Option::is_none)).unwrap_or(days.len());
        let kind = fields.first().map_or(ValueType::Text, |field| field.kind.clone());
        let list = List::new(days.len() + 2, at);
        let typed = Typed::new(&kind, None, setting);
        let mut editor =
            DailyEditor { fields, days, figures, others, completeness: extent, list, column: 0, typed, refused: None, setting };
        editor.go(at, 0);
        editor
    }

    /// The day whose line is typed in.
    fn day(&self) -> Option<usize> {
        (self.list.at < self.days.len() && !self.fields.is_empty()).then_some(self.list.at)
    }

    fn go(&mut self, at: usize, column: usize) {
        self.list.choose(at);
        self.column = column;
        if let Some(day) = self.day() {
            let typed = Typed::new(&self.fields[column].kind, self.figures[day][column].as_ref(), self.setting);
            self.typed = typed.with_example("edit-example-days");
        }
    }

    fn answer(&self) -> Answer {
        let mut rows = self.others.clone();
        for (day, figures) in self.days.iter().zip(&self.figures) {
            if figures.iter().any(Option::is_some) {
                let cells = std::iter::once(Some(Value::Date(*day))).chain(figures.iter().cloned());
                rows.push(Row { cells: cells.collect() });
            }
        }
        rows.sort_by_key(|row| row.cells.first().and_then(|day| day.as_ref()?.day()));
        if rows.is_empty() { Answer::Nothing } else { Answer::Known(FactValue::Rows(Rows { rows, completeness: self.completeness })) }
    }

    pub(super) fn is_typing(&self) -> bool {
        self.day().is_some()
    }

    /// Takes what is typed, if it can be right. Whether it is something new; None if it was refused.
    fn take(&mut self) -> Option<bool> {
        let Some(day) = self.day() else { return Some(false) };
        let value = match self.typed.enter() {
            Reply::Value(value) => Some(value),
            Reply::Blank => None,
            _ => return None,
        };
        let new = self.figures[day][self.column] != value;
        self.figures[day][self.column] = value;
        Some(new)
    }

    /// Takes what is typed and goes elsewhere.
    fn leave_to(&mut self, at: usize, column: usize) -> Outcome {
        match self.take() {
            None => Outcome::Stay,
            Some(new) => {
                self.go(at, column);
                if new { Outcome::Saved(self.answer()) } else { Outcome::Stay }
            }
        }
    }

    pub(super) fn input(&mut self, input: &Input) -> Outcome {
        self.refused = None;
        let at = self.list.at;
        match input {
            Input::Key(key) if key.code == KeyCode::F(2) => Outcome::Done(Answer::Unknown),
            Input::Key(key) => match (key.code, self.day()) {
                (KeyCode::Esc, _) => Outcome::Leave,
                (KeyCode::Enter | KeyCode::Tab, Some(_)) if self.column + 1 < self.fields.len() => self.leave_to(at, self.column + 1),
                (KeyCode::Enter | KeyCode::Tab, Some(_)) => self.leave_to(at + 1, 0),
                (KeyCode::BackTab, Some(_)) if self.column > 0 => self.leave_to(at, self.column - 1),
                (KeyCode::BackTab, _) if at > 0 => self.leave_to(at - 1, self.fields.len().saturating_sub(1)),
                (KeyCode::Enter, None) => self.finish(),
                (KeyCode::Char('d'), None) => Outcome::Done(Answer::Unknown),
                (KeyCode::Home | KeyCode::End, Some(_)) => self.type_on(input),
                _ => {
                    let mut list = self.list.clone();
                    if list.key(key) {
                        return self.leave_to(list.at, self.column);
                    }
                    if self.day().is_some() { self.type_on(input) } else { Outcome::Ignored }
                }
            },
            Input::Paste(text) if pasted::lines(text).len() > 1 || text.trim().contains('\t') => self.paste(text),
            Input::Paste(_) => self.type_on(input),
            Input::Click { column, row } => match self.list.hit(*column, *row) {
                Some(hit) if hit == at && self.day().is_some() => self.type_on(input),
                Some(hit) if hit == at => self.finish(),
                Some(hit) => self.leave_to(hit, self.column),
                None => Outcome::Ignored,
            },
            Input::Scroll(lines) => {
                let mut list = self.list.clone();
                list.scroll(*lines);
                self.leave_to(list.at, self.column)
            }
        }
    }

    fn finish(&mut self) -> Outcome {
        if self.list.at == self.days.len() { Outcome::Done(self.answer()) } else { Outcome::Done(Answer::Unknown) }
    }

    fn type_on(&mut self, input: &Input) -> Outcome {
        if self.day().is_none() {
            return Outcome::Ignored;
        }
        match self.typed.input(input) {
            Reply::Ignored => Outcome::Ignored,
            _ => Outcome::Stay,
        }
    }

    /// Fills days from a column of figures: from this day on, or the days that are before the figures. All lines or none.
    fn paste(&mut self, text: &str) -> Outcome {
        let lines = pasted::lines(text);
        let from = self.day().unwrap_or(0);
        let mut filled = self.figures.clone();
        let dated = lines.first().is_some_and(|line| {
            let first = line.split('\t').next().unwrap_or("");
            line.contains('\t') && parse_as(&ValueType::Date, first, self.setting.today, self.setting.zone, self.setting.past).is_ok()
        });
        for (at, line) in lines.iter().enumerate() {
            let filled = match dated {
                true => self.dated_line(line, &mut filled),
                false if from + at >= self.days.len() => {
                    let (count, days) = (lines.len().to_string(), (self.days.len() - from).to_string());
                    self.refused = Some(InputError::new("answer-too-many-lines").with("lines", count).with("days", days));
                    return Outcome::Stay;
                }
                false => pasted::cells(line, &self.fields, self.setting).map(|cells| {
                    for (column, value) in cells.into_iter().enumerate() {
                        filled[from + at][column] = value;
                    }
                }),
            };
            if let Err(why) = filled {
                self.refused = Some(pasted::of_line(at, &why));
                return Outcome::Stay;
            }
        }
        self.figures = filled;
        let next = (0..self.days.len()).find(|day| self.figures[*day].iter().any(Option::is_none));
        self.go(next.unwrap_or(self.days.len()), 0);
        Outcome::Saved(self.answer())
    }

    fn dated_line(&self, line: &str, filled: &mut [Vec<Option<Value>>]) -> Result<(), InputError> {
        let (date, rest) = line.split_once('\t').unwrap_or((line, ""));
        let day = parse_as(&ValueType::Date, date, self.setting.today, self.setting.zone, self.setting.past)?.day();
        let cells = pasted::cells(rest, &self.fields, self.setting)?;
        let at = self.days.iter().position(|other| Some(*other) == day);
        let at = at.ok_or_else(|| InputError::new("answer-not-a-day-of-these").with("date", date.trim()))?;
        for (column, value) in cells.into_iter().enumerate() {
            filled[at][column] = value;
        }
        Ok(())
    }

    pub(super) fn draw(&mut self, canvas: &mut Canvas<'_>) -> Option<Position> {
        let height = canvas.height();
        let mut from = 0;
        if let Some(refusal) = &self.refused {
            let text = refusal.format(&canvas.theme.messages);
            from += canvas.wrap(0, 3.min(height.saturating_sub(1)), "! ", &text, Tone::Error);
        }
        let label = self.days.iter().map(|day| width(&self.label(*day, canvas.theme))).max().unwrap_or(0) + 3;
        let count = self.fields.len().max(1);
        let each = (canvas.width().saturating_sub(label) / count).min(24);
        if height >= 10 {
            for (column, field) in self.fields.iter().enumerate() {
                canvas.put_foreign(label + column * each, from, field.title.get(canvas.theme.lang()), Tone::Dim);
            }
            from += 1;
        }
        // What was understood is below the days.
        let remark = if height - from >= 12 { 3 } else { u16::from(height - from >= 3) };
        let remark = if self.day().is_some() { remark } else { 0 };
        let items = self.days.len() + 2;
        self.list.len = items;
        let shown = (items as u16).min(height - from - remark);
        let mut below = canvas.rows(from, shown);
        let mut cursor = None;
        let (range, last) = self.list.fit_pinned(below.area);
        let rows = range.clone().map(|at| (at, (at - range.start) as u16)).chain(last.map(|row| (items - 1, row)));
        for (at, row) in rows {
            let drawn = self.item(&mut below, at, row, label, each);
            cursor = cursor.or(drawn);
        }
        if remark > 0 {
            let gap = u16::from(remark > 1 && height - from - shown > remark);
            self.typed.remark(canvas, from + shown + gap, remark);
        }
        cursor
    }

    /// `11-20 Fri`.
    fn label(&self, day: Date, theme: &Theme) -> String {
        let name = theme.format(weekday(day), &[]);
        // The year matters only where days of another are beside it.
        let text = day.to_string();
        let year = self.days.first().map(|first| first.to_string()[..4] != text[..4]).unwrap_or(false);
        format!("{} {name}", if year { &text } else { &text[5..] })
    }

    fn item(&mut self, canvas: &mut Canvas<'_>, at: usize, row: u16, label: usize, each: usize) -> Option<Position> {
        let here = at == self.list.at;
        let point = if here { ">" } else { " " };
        let Some(day) = self.days.get(at).copied() else {
            let text = if at == self.days.len() {
                format!("{point} = {}", canvas.theme.format("edit-days-done", &[]))
            } else {
                format!("{point} ? {}  F2", canvas.theme.format("edit-unknown", &[]))
            };
            canvas.put(0, row, &text, if here { Tone::Chosen } else { Tone::Plain });
            if here {
                canvas.tint(row, Tone::Chosen);
            }
            return None;
        };
        let text = pad(&format!("{point} {}", self.label(day, canvas.theme)), label);
        canvas.put(0, row, &text, if here { Tone::Strong } else { Tone::Plain });
        let mut cursor = None;
        for (column, field) in self.fields.iter().enumerate() {
            let from = label + column * each;
            if here && column == self.column {
                let mut cell = canvas.cell(from, row, each.saturating_sub(1));
                cursor = self.typed.draw_line(&mut cell);
            } else {
                let text = self.figures[at][column].as_ref().map(|value| table::text(&field.kind, value, self.setting, canvas.theme));
                let text = crate::report::columns::cut(&escape_text(text.as_deref().unwrap_or("?")), each.saturating_sub(1));
                canvas.put(from, row, &text, Tone::Plain);
            }
        }
        cursor
    }

    pub(super) fn hints(&self) -> Vec<Hint> {
        vec![("Enter", "edit-hint-next-day"), ("Up Down", "edit-hint-choose"), ("F2", "edit-hint-unknown"), ("Esc", "edit-hint-leave")]
    }
}

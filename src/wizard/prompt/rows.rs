//! Questions whose answer is rows: any number of them, or one a day.
//!
//! In: columns, and the rows that are known. Out: rows, handed to the session one by one, so that nothing that was typed is
//! lost; at the end whether they are all.

use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::i18n::escape::escape_control;
use crate::value::date::Date;
use crate::value::value_type::Value;
use crate::wizard::prompt::Prompt;
use crate::wizard::prompt::command::Command;
use crate::wizard::prompt::interrupt::{Interrupt, PromptResult};
use crate::wizard::prompt::line_io::Line;
use crate::wizard::session::form::{Field, Form};
use crate::wizard::session::{Answer, entry};

impl Prompt<'_, '_> {
    /// What is known of a fact's rows: assumed, or said.
    fn known_rows(&self, fact: usize) -> Option<Rows> {
        let assumed = match self.session.assumption(fact) {
            Some(Answer::Known(known)) if self.assuming => Some(known),
            _ => None,
        };
        match assumed.or_else(|| self.session.known(fact)) {
            Some(FactValue::Rows(rows)) => Some(rows.clone()),
            _ => None,
        }
    }

    /// Rows in any number.
    pub(super) fn rows(&mut self, form: &Form, columns: &[Field], key: &[usize]) -> PromptResult<()> {
        let fact = form.fact;
        self.list(form, columns)?;
        self.io.say("prompt-rows-how", &[("title", columns.first().map_or("", |column| column.title.get(self.io.messages.lang)))])?;
        let mut found = Vec::new();
        if let Some(first) = columns.first() {
            self.options(first)?;
        }
        loop {
            match self.line()? {
                Line::Command(Command::All, _) => return self.finish(fact, Completeness::Complete),
                Line::Command(Command::More, _) => return self.finish(fact, Completeness::AtLeast),
                Line::Command(Command::Delete, rest) => {
                    if let Some(at) = self.row_number(fact, &rest)? {
                        let mut rows = self.known_rows(fact).unwrap_or(NONE);
                        rows.rows.remove(at);
                        self.save(fact, rows)?;
                        self.list(form, columns)?;
                    }
                }
                Line::Command(Command::Change, rest) => {
                    if let Some(at) = self.row_number(fact, &rest)? {
                        self.change(form, columns, key, at)?;
                        self.list(form, columns)?;
                    }
                }
                Line::Command(Command::AsTyped, text) if !text.is_empty() && !columns.is_empty() => {
                    if let Some(value) = self.as_typed(&columns[0], &text)? {
                        self.add(form, columns, key, value)?;
                    }
                }
                Line::Command(..) => self.io.say("prompt-not-here", &[])?,
                Line::Answer(text) if text.is_empty() => self.io.say("prompt-rows-end", &[])?,
                Line::Answer(text) => {
                    let Some(first) = columns.first() else { continue };
                    for part in parts(columns, &text) {
                        let Some(value) = self.read(first, part, &mut found)? else { break };
                        if entry::means_none(&value) {
                            self.io.say("answer-none", &[("text", part)])?;
                            break;
                        }
                        found.clear();
                        self.add(form, columns, key, value)?;
                    }
                }
            }
        }
    }

    /// A new row, of which the first column is known.
    fn add(&mut self, form: &Form, columns: &[Field], key: &[usize], first: Value) -> PromptResult<()> {
        let mut cells = vec![None; columns.len()];
        cells[0] = Some(first);
        let mut row = Row { cells: cells.into() };
        let mut rows = self.known_rows(form.fact).unwrap_or(NONE);
        for (at, column) in columns.iter().enumerate() {
            if at > 0 {
                self.io.say("prompt-column", &[("title", column.title.get(self.io.messages.lang))])?;
                row.cells[at] = self.value(column, true)?;
            }
            // Said as soon as it is known, not after every column was typed.
            if rows.rows.iter().any(|other| same(other, &row, key)) {
                return Ok(self.io.say("prompt-row-exists", &[])?);
            }
        }
        rows.rows.push(row);
        let count = rows.rows.len().to_string();
        self.save(form.fact, rows)?;
        Ok(self.io.say("prompt-row-added", &[("count", &count)])?)
    }

    /// Every column of a row again; an empty line keeps what it is.
    fn change(&mut self, form: &Form, columns: &[Field], key: &[usize], at: usize) -> PromptResult<()> {
        let mut rows = self.known_rows(form.fact).unwrap_or(NONE);
        let mut row = rows.rows[at].clone();
        let lang = self.io.messages.lang;
        for (column, cell) in columns.iter().zip(row.cells.iter_mut()) {
            let shown = cell.as_ref().map(|value| entry::show(&column.kind, value, form.zone, lang)).unwrap_or_default();
            self.io.say("prompt-column-so-far", &[("title", column.title.get(lang)), ("value", &escape_control(&shown))])?;
            if let Some(value) = self.value(column, true)? {
                *cell = Some(value);
            }
        }
        if rows.rows.iter().enumerate().any(|(other, it)| other != at && same(it, &row, key)) {
            return Ok(self.io.say("prompt-row-exists", &[])?);
        }
        rows.rows[at] = row;
        self.save(form.fact, rows)
    }

    /// A value for each day; an empty line keeps what is known of it.
    pub(super) fn days(&mut self, form: &Form, columns: &[Field], days: &[Date]) -> PromptResult<()> {
        let lang = self.io.messages.lang;
        self.io.say("prompt-days-how", &[("count", &days.len().to_string())])?;
        for day in days {
            let date = Value::Date(*day);
            let mut rows = self.known_rows(form.fact).unwrap_or(Rows { rows: Vec::new(), completeness: Completeness::Complete });
            let at = rows.rows.iter().position(|row| row.cells[0].as_ref() == Some(&date));
            let mut row = at.map_or_else(
                || {
                    let mut cells = vec![None; columns.len()];
                    cells[0] = Some(date.clone());
                    Row { cells: cells.into() }
                },
                |at| rows.rows[at].clone(),
            );
            let weekday = self.io.messages.format(crate::wizard::session::dates::weekday(*day), &[]);
            let mut changed = false;
            for (column, cell) in columns.iter().zip(row.cells.iter_mut()).skip(1) {
                let args = [("day", day.to_string()), ("weekday", weekday.clone()), ("title", column.title.get(lang).to_owned())];
                let mut args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
                let shown = cell.as_ref().map(|value| escape_control(&entry::show(&column.kind, value, form.zone, lang)).into_owned());
                match &shown {
                    Some(shown) => {
                        args.push(("value", shown));
                        self.io.say("prompt-day-so-far", &args)?;
                    }
                    None => self.io.say("prompt-day", &args)?,
                }
                loop {
                    match self.line()? {
                        Line::Answer(text) if text.is_empty() => break,
                        Line::Answer(text) => {
                            if let Some(value) = self.read(column, &text, &mut Vec::new())? {
                                changed |= cell.as_ref() != Some(&value);
                                *cell = Some(value);
                                break;
                            }
                        }
                        Line::Command(Command::All | Command::More, _) => return self.done(form.fact),
                        Line::Command(..) => self.io.say("prompt-not-here", &[])?,
                    }
                }
            }
            if changed {
                match at {
                    Some(at) => rows.rows[at] = row,
                    None => rows.rows.push(row),
                }
                rows.rows.sort_by_key(|row| row.cells[0].as_ref().and_then(Value::day));
                self.give(form.fact, Answer::Known(FactValue::Rows(rows)))?;
            }
        }
        self.done(form.fact)
    }

    /// The rows that are known, numbered.
    fn list(&mut self, form: &Form, columns: &[Field]) -> PromptResult<()> {
        let lang = self.io.messages.lang;
        let Some(rows) = self.known_rows(form.fact) else { return Ok(()) };
        let id = match (rows.rows.is_empty(), rows.completeness) {
            (true, Completeness::Complete) => "prompt-rows-none",
            (true, _) => return Ok(()),
            (false, Completeness::Complete) => "prompt-rows-all",
            (false, Completeness::AtLeast) => "prompt-rows-some",
            (false, Completeness::AtMost) => "prompt-rows-at-most",
        };
        self.io.say(id, &[("count", &rows.rows.len().to_string())])?;
        for (at, row) in rows.rows.iter().enumerate() {
            let cells = columns.iter().zip(&row.cells).filter_map(|(column, cell)| {
                let shown = entry::show(&column.kind, cell.as_ref()?, form.zone, lang);
                Some(format!("{} {shown}", column.title.get(lang)))
            });
            let line = cells.collect::<Vec<_>>().join(&self.io.messages.format("list-gap", &[]));
            self.io.hang(&format!("  {}. ", at + 1), &line)?;
        }
        Ok(())
    }

    /// The choices of a first column, since that is typed before the row is begun.
    fn options(&mut self, field: &Field) -> PromptResult<()> {
        for (at, (_, label)) in field.choices().iter().enumerate() {
            self.io.hang(&format!("  {}. ", at + 1), label.get(self.io.messages.lang))?;
        }
        self.hint(field)
    }

    fn row_number(&mut self, fact: usize, text: &str) -> PromptResult<Option<usize>> {
        let count = self.known_rows(fact).map_or(0, |rows| rows.rows.len());
        let at = text.parse::<usize>().ok().and_then(|number| number.checked_sub(1)).filter(|at| *at < count);
        if at.is_none() {
            self.io.say("prompt-which-row", &[("count", &count.to_string())])?;
        }
        Ok(at)
    }

    /// Saves rows of which nobody said yet that they are all.
    fn save(&mut self, fact: usize, mut rows: Rows) -> PromptResult<()> {
        if rows.completeness == Completeness::Complete {
            rows.completeness = Completeness::AtLeast;
        }
        self.give(fact, Answer::Known(FactValue::Rows(rows)))
    }

    /// The person is through with the rows.
    fn finish(&mut self, fact: usize, extent: Completeness) -> PromptResult<()> {
        let before = self.known_rows(fact);
        let mut rows = before.clone().unwrap_or(NONE);
        // What was stated as a bound stays one until somebody says that it is all.
        if !(rows.completeness == Completeness::AtMost && extent == Completeness::AtLeast) {
            rows.completeness = extent;
        }
        let nothing = rows.rows.is_empty() && extent == Completeness::AtLeast;
        if !nothing && before.as_ref() != Some(&rows) {
            self.give(fact, Answer::Known(FactValue::Rows(rows)))?;
        }
        self.done(fact)
    }

    /// Everything that was typed is saved; the question is not asked again before there is a reason.
    fn done(&mut self, fact: usize) -> PromptResult<()> {
        if !self.assuming {
            self.session.leave(fact);
        }
        self.verdict_line()?;
        Err(Interrupt::Next)
    }
}

/// No rows, and perhaps more.
const NONE: Rows = Rows { rows: Vec::new(), completeness: Completeness::AtLeast };

/// True of rows that can't both be: with the same key or, where rows have none, in no case.
fn same(row: &Row, other: &Row, key: &[usize]) -> bool {
    !key.is_empty() && key.iter().all(|at| row.cells[*at].is_some() && row.cells[*at] == other.cells[*at])
}

/// Several rows of one column may be typed on one line, with commas between.
fn parts<'t>(columns: &[Field], text: &'t str) -> Vec<&'t str> {
    match columns {
        [only] if only.kind.is_dated() => text.split([',', '，', '、', ';', '；']).map(str::trim).filter(|part| !part.is_empty()).collect(),
        _ => vec![text],
    }
}

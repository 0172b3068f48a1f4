//! A work list as a workbook: a summary, and one sheet for each verdict.
//!
//! In: rows in the order of the input. Out: an `.xlsx` file. Texts are written as texts, so no cell is a formula; rows go to
//! temporary files, so memory does not grow with them.

use std::io;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use crate::fleet::tables::columns::{Cell, Row};
use crate::i18n::Messages;
use crate::report::json::VerdictWord;
use crate::value::date::Date;

/// How many rows a sheet holds below its header, and how long a text in a cell may be.
const ROWS: u32 = 1_048_575;
const LONGEST: usize = 32_767;

/// The verdicts that have a sheet, in their order.
const SHEETS: [(VerdictWord, &str); 5] = [
    (VerdictWord::Eligible, "list-sheet-eligible"),
    (VerdictWord::Pending, "list-sheet-pending"),
    (VerdictWord::Unknown, "list-sheet-unknown"),
    (VerdictWord::NotEligible, "list-sheet-not-eligible"),
    (VerdictWord::Held, "list-sheet-held"),
];

/// A workbook that is being written.
pub struct WorkListBook {
    book: Workbook,
    /// The sheets, in the order of [`SHEETS`], then that of errors.
    sheets: Vec<Sheet>,
    header: Format,
    date: Format,
}

/// One kind of rows. A sheet that is full is followed by another.
struct Sheet {
    name: String,
    headings: Vec<String>,
    widths: Vec<usize>,
    /// Which of the book's sheets is written now, how many of this kind came before, and its next row.
    index: Option<usize>,
    parts: u32,
    row: u32,
}

fn failed(error: XlsxError) -> io::Error {
    io::Error::other(error)
}

impl WorkListBook {
    /// An empty workbook whose rows have these headings. `day` is when it is made.
    ///
    /// # Errors
    /// There is no room for temporary files.
    pub fn new(headings: &[String], day: Date, messages: &Messages) -> io::Result<WorkListBook> {
        let mut book = Workbook::new();
        if let Some(day) = date_time(day) {
            book.set_properties(&DocProperties::new().set_creation_datetime(&day));
        }
        let sheet = |name: &str, headings: Vec<String>| Sheet {
            name: messages.format(name, &[]),
            widths: headings.iter().map(|heading| heading.width()).collect(),
            headings,
            index: None,
            parts: 0,
            row: 0,
        };
        let mut sheets: Vec<Sheet> = SHEETS.iter().map(|(_, name)| sheet(name, headings.to_vec())).collect();
        let errors = ["list-file", "list-line", "list-error"].map(|id| messages.format(id, &[]));
        sheets.push(sheet("list-sheet-errors", errors.into()));
        let header = Format::new().set_bold().set_align(FormatAlign::Top).set_text_wrap();
        let date = Format::new().set_num_format("yyyy-mm-dd");
        let summary = book.add_worksheet().set_name(messages.format("list-sheet-summary", &[])).map_err(failed)?;
        summary.set_column_width(0, 100).map_err(failed)?;
        let mut whole = WorkListBook { book, sheets, header, date };
        // Every verdict that is common has its sheet, even if it is empty.
        for kind in 0..4 {
            whole.begin(kind)?;
        }
        Ok(whole)
    }

    /// Begins a sheet of one kind of rows.
    fn begin(&mut self, kind: usize) -> io::Result<()> {
        let sheet = &mut self.sheets[kind];
        sheet.parts += 1;
        let name = if sheet.parts == 1 { sheet.name.clone() } else { format!("{} ({})", sheet.name, sheet.parts) };
        let index = self.book.worksheets().len();
        let page = self.book.add_worksheet_with_constant_memory().map_err(failed)?.set_name(name).map_err(failed)?;
        for (column, heading) in sheet.headings.iter().enumerate() {
            page.write_with_format(0, column as u16, heading, &self.header).map_err(failed)?;
        }
        page.set_freeze_panes(1, 1).map_err(failed)?;
        (sheet.index, sheet.row) = (Some(index), 0);
        Ok(())
    }

    /// Writes a row to the sheet of its verdict.
    ///
    /// # Errors
    /// It can't be written.
    pub fn push(&mut self, row: &Row) -> io::Result<()> {
        let kind = row.verdict.and_then(|verdict| SHEETS.iter().position(|(known, _)| *known == verdict)).unwrap_or(SHEETS.len());
        let full = self.sheets[kind].row == ROWS;
        if full {
            self.end(kind)?;
        }
        if full || self.sheets[kind].index.is_none() {
            self.begin(kind)?;
        }
        let sheet = &mut self.sheets[kind];
        sheet.row += 1;
        let Some(index) = sheet.index else { return Ok(()) };
        let page: &mut Worksheet = self.book.worksheet_from_index(index).map_err(failed)?;
        for (column, cell) in row.cells.iter().enumerate() {
            let width = match cell {
                Cell::Empty => 0,
                Cell::Text(text) => {
                    page.write_string(sheet.row, column as u16, cut(text)).map_err(failed)?;
                    text.lines().map(UnicodeWidthStr::width).max().unwrap_or(0)
                }
                Cell::Day(day) => match date_time(*day) {
                    Some(moment) => {
                        page.write_with_format(sheet.row, column as u16, &moment, &self.date).map_err(failed)?;
                        10
                    }
                    None => {
                        page.write_string(sheet.row, column as u16, day.to_string()).map_err(failed)?;
                        10
                    }
                },
            };
            if let Some(widest) = sheet.widths.get_mut(column) {
                *widest = (*widest).max(width);
            }
        }
        Ok(())
    }

    /// Ends the sheet of one kind of rows: how wide its columns are is known only now.
    fn end(&mut self, kind: usize) -> io::Result<()> {
        let sheet = &self.sheets[kind];
        let Some(index) = sheet.index else { return Ok(()) };
        let page = self.book.worksheet_from_index(index).map_err(failed)?;
        for (column, width) in sheet.widths.iter().enumerate() {
            page.set_column_width(column as u16, (*width as f64 + 2.0).clamp(8.0, 60.0)).map_err(failed)?;
        }
        let last = sheet.headings.len().saturating_sub(1) as u16;
        page.autofilter(0, 0, sheet.row.max(1), last).map_err(failed)?;
        Ok(())
    }

    /// The whole file. `summary` are the lines of its first sheet.
    ///
    /// # Errors
    /// It can't be put together.
    pub fn finish(mut self, summary: &[String]) -> io::Result<Vec<u8>> {
        for kind in 0..self.sheets.len() {
            self.end(kind)?;
        }
        let page = self.book.worksheet_from_index(0).map_err(failed)?;
        let wrapped = Format::new().set_text_wrap();
        for (row, line) in summary.iter().enumerate() {
            page.write_string_with_format(row as u32, 0, cut(line), &wrapped).map_err(failed)?;
        }
        self.book.save_to_buffer().map_err(failed)
    }
}

fn cut(text: &str) -> &str {
    // A cell counts in units of two bytes; three bytes of UTF-8 are at most one.
    &text[..text.floor_char_boundary(LONGEST)]
}

fn date_time(day: Date) -> Option<ExcelDateTime> {
    let text = day.to_string();
    let mut parts = text.split('-').map(|part| part.parse::<u16>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    ExcelDateTime::from_ymd(year, month as u8, day as u8).ok()
}

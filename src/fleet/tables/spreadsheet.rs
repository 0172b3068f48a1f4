//! Spreadsheets: `.xlsx` and `.ods`.
//!
//! In: a file. Out: one of its sheets as rows of cells with commas between, a line for each row, so that a row's number is its
//! line. Dates are written as dates, because a sheet stores them as such; numbers with the fifteen digits that people see. A
//! thread of its own reads the file, while what it has read is worked on.

use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::thread;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, SheetType, SheetVisible, Xlsx};

use crate::fleet::tables::input::{Detected, InputError, InputNote, OpenedInput};

/// How many bytes of rows are handed over at once, and how many such blocks may wait.
const BLOCK: usize = 1 << 18;
const WAITING: usize = 4;

/// What a workbook is read from.
trait Source: Read + Seek + Send {}
impl<T: Read + Seek + Send> Source for T {}

enum Workbook {
    Xlsx(Box<Xlsx<Box<dyn Source>>>),
    Ods(Box<Ods<Box<dyn Source>>>),
}

/// Opens a sheet of a spreadsheet. `bytes` are all of it; where it is a file it is read at `path` instead, as its table of
/// contents stands at its end. `taken` counts what is read.
///
/// # Errors
/// It is another archive, it is not sound, or it has no such sheet.
pub fn open(bytes: Box<dyn Read + Send>, path: Option<&Path>, sheet: Option<&str>, taken: &Arc<AtomicU64>) -> io::Result<OpenedInput> {
    let source = |mut bytes: Box<dyn Read + Send>| -> io::Result<Box<dyn Source>> {
        if let Some(path) = path
            && let Ok(file) = File::open(path)
            && file.metadata()?.is_file()
        {
            taken.store(file.metadata()?.len(), Ordering::Relaxed);
            return Ok(Box::new(BufReader::with_capacity(1 << 16, file)));
        }
        let mut whole = Vec::new();
        bytes.read_to_end(&mut whole)?;
        Ok(Box::new(Cursor::new(whole)))
    };
    let mut source = source(bytes)?;
    let workbook = match Kind::of(&mut source)? {
        // What is called a spreadsheet and has no table of contents was cut off.
        Kind::Archive if path.is_some_and(is_called_spreadsheet) => return Err(unsound("it is incomplete")),
        Kind::Archive => return Err(InputError::Zip.into_io()),
        Kind::Xlsx => Xlsx::new(source).map(Box::new).map(Workbook::Xlsx).map_err(unsound)?,
        Kind::Ods => Ods::new(source).map(Box::new).map(Workbook::Ods).map_err(unsound)?,
    };
    let metadata = match &workbook {
        Workbook::Xlsx(workbook) => workbook.sheets_metadata(),
        Workbook::Ods(workbook) => workbook.sheets_metadata(),
    };
    let sheets = metadata.iter().filter(|sheet| sheet.typ == SheetType::WorkSheet);
    let names: Vec<(String, bool)> = sheets.map(|sheet| (sheet.name.clone(), sheet.visible == SheetVisible::Visible)).collect();
    let (name, notes) = choose(&names, sheet)?;
    let (rows, given) = sync_channel(WAITING);
    thread::spawn(move || {
        let mut writer = RowWriter { rows, block: Vec::with_capacity(BLOCK), row: 0, column: 0 };
        let written = match workbook {
            Workbook::Xlsx(mut workbook) => xlsx(&mut workbook, &name, &mut writer),
            Workbook::Ods(mut workbook) => ods(&mut workbook, &name, &mut writer),
        };
        writer.finish(written);
    });
    let bytes = Box::new(Rows { given, block: Vec::new(), at: 0, ended: false });
    Ok(OpenedInput { bytes, is_sheet: true, notes, detected: Detected::default() })
}

enum Kind {
    Xlsx,
    Ods,
    Archive,
}

impl Kind {
    /// What an archive is, by the names in its table of contents. They stand in its last bytes as they are.
    fn of(source: &mut Box<dyn Source>) -> io::Result<Kind> {
        let length = source.seek(io::SeekFrom::End(0))?;
        source.seek(io::SeekFrom::Start(length.saturating_sub(1 << 20)))?;
        let mut tail = Vec::new();
        source.read_to_end(&mut tail)?;
        source.seek(io::SeekFrom::Start(0))?;
        let has = |name: &[u8]| memchr::memmem::find(&tail, name).is_some();
        Ok(match (has(b"xl/workbook.xml"), has(b"content.xml") && has(b"META-INF/manifest.xml")) {
            (true, _) => Kind::Xlsx,
            (false, true) => Kind::Ods,
            (false, false) => Kind::Archive,
        })
    }
}

fn is_called_spreadsheet(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    ["xlsx", "xlsm", "ods"].contains(&ending.as_str())
}

fn unsound(error: impl ToString) -> io::Error {
    InputError::Spreadsheet(error.to_string()).into_io()
}

/// The sheet that was asked for, else the first that is to be seen.
fn choose(names: &[(String, bool)], wanted: Option<&str>) -> io::Result<(String, Vec<InputNote>)> {
    let known = |but: &str| {
        let others = names.iter().filter(|(name, visible)| *visible && name != but);
        others.map(|(name, _)| name.clone()).collect::<Vec<_>>().join(", ")
    };
    if let Some(wanted) = wanted {
        return match names.iter().any(|(name, _)| name == wanted) {
            true => Ok((wanted.to_owned(), Vec::new())),
            false => Err(InputError::NoSheet { name: wanted.to_owned(), known: known("") }.into_io()),
        };
    }
    let first = names.iter().find(|(_, visible)| *visible).or(names.first());
    let Some((read, _)) = first else { return Err(InputError::NoRecord.into_io()) };
    let others = known(read);
    let note = (!others.is_empty()).then(|| InputNote::Sheet { read: read.clone(), others });
    Ok((read.clone(), note.into_iter().collect()))
}

fn xlsx(workbook: &mut Xlsx<Box<dyn Source>>, name: &str, writer: &mut RowWriter) -> io::Result<()> {
    let mut cells = workbook.worksheet_cells_reader(name).map_err(unsound)?;
    while let Some(cell) = cells.next_cell().map_err(unsound)? {
        let (row, column) = cell.get_position();
        let text = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::SharedString(text) => {
                writer.cell(row, column, text)?;
                continue;
            }
            DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
            DataRef::Int(number) => number.to_string(),
            DataRef::Float(number) => digits(*number),
            DataRef::Bool(flag) => flag.to_string(),
            DataRef::DateTime(moment) => date(moment),
            DataRef::Error(error) => error.to_string(),
        };
        writer.cell(row, column, &text)?;
    }
    Ok(())
}

fn ods(workbook: &mut Ods<Box<dyn Source>>, name: &str, writer: &mut RowWriter) -> io::Result<()> {
    let range = workbook.worksheet_range(name).map_err(unsound)?;
    let (first_row, first_column) = range.start().unwrap_or_default();
    for (row, column, value) in range.used_cells() {
        let text = match value {
            Data::Empty => continue,
            Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
            Data::Int(number) => number.to_string(),
            Data::Float(number) => digits(*number),
            Data::Bool(flag) => flag.to_string(),
            Data::DateTime(moment) => date(moment),
            Data::Error(error) => error.to_string(),
        };
        writer.cell(first_row + row as u32, first_column + column as u32, &text)?;
    }
    Ok(())
}

/// A number with the digits that a spreadsheet shows: of its seventeen the last two say how it was computed.
fn digits(number: f64) -> String {
    let rounded = format!("{number:.14e}").parse::<f64>().unwrap_or(number);
    format!("{rounded}")
}

/// A date, with its time of day where it has one.
fn date(moment: &ExcelDateTime) -> String {
    match moment.as_datetime() {
        Some(at) if moment.is_datetime() && moment.as_f64() >= 1.0 => {
            let time = at.time();
            if time == chrono::NaiveTime::MIN { at.date().to_string() } else { at.format("%Y-%m-%dT%H:%M:%S").to_string() }
        }
        _ => digits(moment.as_f64()),
    }
}

/// Writes rows of cells, and hands them over in blocks.
struct RowWriter {
    rows: SyncSender<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    row: u32,
    column: u32,
}

impl RowWriter {
    /// Writes a cell behind those that were written before.
    fn cell(&mut self, row: u32, column: u32, text: &str) -> io::Result<()> {
        while self.row < row {
            self.block.push(b'\n');
            (self.row, self.column) = (self.row + 1, 0);
            if self.block.len() >= BLOCK {
                self.hand_over()?;
            }
        }
        while self.column < column {
            self.block.push(b',');
            self.column += 1;
        }
        if text.contains(['"', ',', '\n', '\r']) || text.starts_with(' ') {
            self.block.push(b'"');
            for byte in text.bytes() {
                match byte {
                    b'"' => self.block.extend_from_slice(b"\"\""),
                    // A row is a line: its number is that of the line.
                    b'\n' => self.block.push(b'\r'),
                    byte => self.block.push(byte),
                }
            }
            self.block.push(b'"');
        } else {
            self.block.extend_from_slice(text.as_bytes());
        }
        Ok(())
    }

    fn hand_over(&mut self) -> io::Result<()> {
        let block = std::mem::replace(&mut self.block, Vec::with_capacity(BLOCK));
        // Whoever read it may have ended.
        self.rows.send(Ok(block)).map_err(|_| io::Error::from(io::ErrorKind::BrokenPipe))
    }

    fn finish(mut self, written: io::Result<()>) {
        if !self.block.is_empty() && self.hand_over().is_err() {
            return;
        }
        // An empty block is the end: a thread that fails does not come to say so.
        let _ = self.rows.send(written.map(|()| Vec::new()));
    }
}

/// The rows that the thread has read.
struct Rows {
    given: Receiver<io::Result<Vec<u8>>>,
    block: Vec<u8>,
    at: usize,
    ended: bool,
}

impl Read for Rows {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.at == self.block.len() {
            if self.ended {
                return Ok(0);
            }
            let block = self.given.recv().unwrap_or_else(|_| Err(unsound("it could not be read to its end")));
            self.ended = block.as_ref().map_or(true, Vec::is_empty);
            (self.block, self.at) = (block?, 0);
        }
        let now = (self.block.len() - self.at).min(into.len());
        into[..now].copy_from_slice(&self.block[self.at..self.at + now]);
        self.at += now;
        Ok(now)
    }
}

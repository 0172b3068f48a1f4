//! Text in cells: separators, quotes, line ends.
//!
//! In: bytes. Out: records and their cells. The separator is an ASCII byte; a line end inside quotes is part of a cell.

use std::cell::RefCell;
use std::io::{self, Read};

use csv_core::ReadFieldResult;

/// Where the records of a text in cells end, byte by byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RecordScan {
    separator: u8,
    state: Quotes,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Quotes {
    /// At the beginning of a cell.
    Begin,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Inside,
    /// After a quote between quotes: the end of the cell, or the first half of a quote that is meant.
    Perhaps,
}

impl RecordScan {
    /// At the beginning of a record.
    pub fn new(separator: u8) -> RecordScan {
        RecordScan { separator, state: Quotes::Begin }
    }

    /// Takes the next byte. True if it ends the record.
    pub fn ends_at(&mut self, byte: u8) -> bool {
        self.state = match (self.state, byte) {
            (Quotes::Begin, b'"') | (Quotes::Perhaps, b'"') => Quotes::Inside,
            (Quotes::Inside, b'"') => Quotes::Perhaps,
            (Quotes::Inside, _) => Quotes::Inside,
            (_, b'\n') => {
                self.state = Quotes::Begin;
                return true;
            }
            (_, byte) if byte == self.separator => Quotes::Begin,
            _ => Quotes::Plain,
        };
        false
    }
}

/// A record without its line end.
pub fn trimmed(record: &[u8]) -> &[u8] {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    record.strip_suffix(b"\r").unwrap_or(record)
}

/// True of a record in whose cells nothing stands.
pub fn is_blank(record: &[u8], separator: u8) -> bool {
    record.iter().all(|byte| *byte == separator || matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | b'"'))
}

thread_local! {
    /// Reads one record after the other, all with one separator: making a reader costs more than reading a record does, and a copy
    /// of one lacks half of it.
    static READER: RefCell<Option<(u8, csv_core::Reader)>> = const { RefCell::new(None) };
}

/// The cells of a record without its line end.
pub fn cells(record: &str, separator: u8) -> Vec<String> {
    let (mut rest, mut cells) = (record.as_bytes(), Vec::new());
    let (mut cell, mut length) = (vec![0; record.len() + 1], 0);
    READER.with_borrow_mut(|reader| {
        let fresh = || csv_core::ReaderBuilder::new().delimiter(separator).terminator(csv_core::Terminator::Any(b'\n')).build();
        let (_, reader) = match reader {
            Some(known) if known.0 == separator => known,
            other => other.insert((separator, fresh())),
        };
        reader.reset();
        loop {
            let (result, read, written) = reader.read_field(rest, &mut cell[length..]);
            (rest, length) = (&rest[read..], length + written);
            match result {
                // Once more, with nothing, which says that there is no more.
                ReadFieldResult::InputEmpty => {}
                ReadFieldResult::Field { record_end } => {
                    cells.push(String::from_utf8_lossy(&cell[..length]).into_owned());
                    length = 0;
                    if record_end {
                        return;
                    }
                }
                ReadFieldResult::OutputFull | ReadFieldResult::End => return,
            }
        }
    });
    cells
}

/// The separator that a line `sep=;` names, as spreadsheets write it above the header.
pub fn named_separator(line: &[u8]) -> Option<u8> {
    let line = trimmed(line).trim_ascii();
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] if separator.is_ascii() => Some(*separator),
        // The blanks around the line were taken off, and the tab with them.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] => Some(b'\t'),
        _ => None,
    }
}

/// Text whose line ends are single carriage returns, with the line ends of other systems.
pub struct ReturnsAsLineEnds(pub Box<dyn Read + Send>);

impl Read for ReturnsAsLineEnds {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(into)?;
        into[..read].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        Ok(read)
    }
}

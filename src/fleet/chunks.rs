//! Cuts the input into blocks of whole records.
//!
//! In: inputs, how long a line may be. Out: [`Chunk`]s in order, each with the line it begins on. A line beyond the limit
//! is passed over without being held. An input that breaks off gives every whole record before that place, then a block that
//! says so; one without any record says that.

use std::io::{self, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use memchr::{memchr_iter, memrchr};

use crate::fleet::buffer::{Buffer, BufferPool};
use crate::fleet::digest::{Mark, Running};
use crate::fleet::source::{Input, InputFormat};
use crate::fleet::tables::header::{self, Header, TableSettings};
use crate::fleet::tables::input::{Detected, InputError, InputNote, OpenedInput};
use crate::fleet::tables::json::{self, ObjectScan};
use crate::fleet::tables::separated::RecordScan;

/// A stretch of whole records of one input.
#[derive(Debug)]
pub struct Chunk {
    /// Which of the inputs.
    pub file: usize,
    /// The line on which it begins, from 1.
    pub line: u64,
    /// What is in it.
    pub content: Content,
    /// How many records it holds, blank lines among them.
    pub records: u64,
    /// How many of these are blank lines that are not in it, because they stand above a header.
    pub blank: u64,
    /// What there is to say about the input, as far as it is known here.
    pub notes: Vec<InputNote>,
    /// Where the next one begins.
    pub next: Position,
    /// What tells the input up to its end from another one, where that is wanted.
    pub mark: Mark,
}

/// What a block holds.
#[derive(Debug)]
pub enum Content {
    /// One JSON object a line.
    Lines(Buffer),
    /// Records of cells.
    Cells(Buffer, Arc<Header>),
    /// JSON objects that end where their braces do.
    Objects(Buffer),
    /// The facts file of one applicant.
    Facts(PathBuf),
    /// One record that is longer than the limit.
    TooLong,
    /// The input could not be read on.
    ReadFailed(String),
    /// The input can't be used, or not from here on.
    Unusable(InputError),
}

/// A place between two records of the input.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Which of the inputs.
    pub file: usize,
    /// How many of its bytes come before, unpacked.
    pub offset: u64,
    /// The line, from 1; 0 before the first byte of an input.
    pub line: u64,
}

/// Cuts inputs into blocks.
pub struct Chunks {
    inputs: Vec<Input>,
    size: usize,
    limit: usize,
    from: Position,
    /// The mark of the place that it begins at, where marks are wanted.
    mark: Option<Mark>,
    taken: Arc<AtomicU64>,
    spare: BufferPool,
    tables: Arc<TableSettings>,
    open: Option<ChunkReader>,
}

impl Chunks {
    /// Blocks of about `size` bytes, from `from` on. Lines of more than `limit` bytes are passed over.
    pub fn new(inputs: Vec<Input>, from: Position, size: usize, limit: usize, taken: Arc<AtomicU64>) -> Chunks {
        Chunks { inputs, size, limit, from, mark: None, taken, spare: BufferPool::default(), tables: Arc::default(), open: None }
    }

    /// The same with what is known about tables; without it no heading is known.
    pub fn with_tables(mut self, tables: Arc<TableSettings>) -> Chunks {
        self.tables = tables;
        self
    }

    /// The same with a mark in each block; `mark` is that of the place where they begin.
    pub fn marked(mut self, mark: Mark) -> Chunks {
        self.mark = Some(mark);
        self
    }

    /// Opens the input whose turn it is, where its next block begins.
    fn start(&self, input: &Input) -> io::Result<ChunkReader> {
        let opened = input.open_input(Arc::clone(&self.taken))?;
        let sizes = (self.size, self.limit);
        let mut cutter =
            ChunkReader::start(opened, input.kind, self.from.file, sizes, self.spare.clone(), self.mark.is_some(), &self.tables)?;
        if self.from.offset > cutter.place.offset {
            let before = self.mark.map_or(self.from.offset, |mark| mark.stretch());
            cutter.go_on(input.open_near(before, Arc::clone(&self.taken))?, self.from, self.mark)?;
        }
        Ok(cutter)
    }

    fn broken(&self, (line, mark): (u64, Mark), error: &io::Error) -> Chunk {
        let next = Position { file: self.from.file + 1, offset: 0, line: 0 };
        let content = InputError::within(error).map_or_else(|| Content::ReadFailed(error.to_string()), Content::Unusable);
        Chunk { file: self.from.file, line, content, records: 1, blank: 0, notes: Vec::new(), next, mark }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            let input = self.inputs.get(self.from.file)?;
            if let (InputFormat::Facts, Some(path)) = (input.kind, &input.path) {
                let (file, content) = (self.from.file, Content::Facts(path.clone()));
                self.from = Position { file: file + 1, offset: 0, line: 0 };
                let (notes, mark) = (Vec::new(), Mark::default());
                return Some(Chunk { file, line: 1, content, records: 1, blank: 0, notes, next: self.from, mark });
            }
            let cutter = match &mut self.open {
                Some(cutter) => cutter,
                None => match self.start(input) {
                    Ok(cutter) => self.open.insert(cutter),
                    Err(error) => {
                        let block = self.broken((self.from.line.max(1), self.mark.unwrap_or_default()), &error);
                        self.mark = self.mark.map(|_| Mark::default());
                        self.from = block.next;
                        return Some(block);
                    }
                },
            };
            match cutter.next() {
                Ok(Some(block)) => {
                    self.from = block.next;
                    return Some(block);
                }
                Ok(None) => self.from = Position { file: self.from.file + 1, offset: 0, line: 0 },
                Err(error) => {
                    let at = (cutter.place.line, cutter.mark());
                    let block = self.broken(at, &error);
                    self.open = None;
                    self.mark = self.mark.map(|_| Mark::default());
                    self.from = block.next;
                    return Some(block);
                }
            }
            self.open = None;
            self.mark = self.mark.map(|_| Mark::default());
        }
    }
}

/// Cuts one input.
struct ChunkReader {
    bytes: Box<dyn Read + Send>,
    size: usize,
    limit: usize,
    form: Form,
    /// What was read beyond the last block, and room for more.
    room: Vec<u8>,
    have: usize,
    spare: BufferPool,
    /// Where what is held begins.
    place: Position,
    /// The digest of what comes before, where it is wanted.
    digest: Option<Running>,
    ended: bool,
    /// Why it ended before its end.
    fault: Option<io::Error>,
    /// True if there was a record.
    found: bool,
    /// What the next chunk says about the input, and blank lines that it counts.
    notes: Vec<InputNote>,
    blank: u64,
    /// The encoding, until it was said.
    detected: Option<Detected>,
    /// How many brackets around records are open.
    around: i32,
}

/// How records are found in a text.
#[derive(Debug, Clone)]
enum Form {
    Lines,
    Cells(Arc<Header>),
    Objects,
}

/// The same on its way through the bytes.
enum Scan {
    Lines,
    Cells(RecordScan),
    Objects(ObjectScan),
}

impl Form {
    fn scan(&self) -> Scan {
        match self {
            Form::Lines => Scan::Lines,
            Form::Cells(header) => Scan::Cells(RecordScan::new(header.separator)),
            Form::Objects => Scan::Objects(ObjectScan::default()),
        }
    }
}

impl Scan {
    fn ends_at(&mut self, byte: u8) -> bool {
        match self {
            Scan::Lines => byte == b'\n',
            Scan::Cells(scan) => scan.ends_at(byte),
            Scan::Objects(scan) => scan.ends_at(byte),
        }
    }

    /// The first end of a record.
    fn end_in(&mut self, bytes: &[u8]) -> Option<usize> {
        match self {
            Scan::Lines => memchr::memchr(b'\n', bytes),
            _ => bytes.iter().position(|byte| self.ends_at(*byte)),
        }
    }
}

/// How much of a text is looked at to find out how its records are written.
const WINDOW: usize = 1 << 16;

impl ChunkReader {
    fn start(
        opened: OpenedInput,
        kind: InputFormat,
        file: usize,
        (size, limit): (usize, usize),
        spare: BufferPool,
        marked: bool,
        tables: &TableSettings,
    ) -> io::Result<ChunkReader> {
        let place = Position { file, offset: 0, line: 1 };
        let mut cutter = ChunkReader {
            bytes: opened.bytes,
            size,
            limit,
            form: Form::Lines,
            room: Vec::new(),
            have: 0,
            spare,
            place,
            digest: marked.then(Running::default),
            ended: false,
            fault: None,
            found: false,
            notes: opened.notes,
            blank: 0,
            detected: Some(opened.detected),
            around: 0,
        };
        cutter.fill(3);
        if cutter.held().starts_with(b"\xef\xbb\xbf") {
            cutter.let_go(3);
            cutter.place.offset = 3;
        }
        let kind = if opened.is_sheet { InputFormat::Csv } else { kind };
        cutter.form = match kind {
            InputFormat::Csv => cutter.header(opened.is_sheet, tables)?,
            InputFormat::Json | InputFormat::Detect => cutter.detect(kind, tables)?,
            _ => Form::Lines,
        };
        Ok(cutter)
    }

    /// How records are written, by the first bytes of the text.
    fn detect(&mut self, kind: InputFormat, tables: &TableSettings) -> io::Result<Form> {
        self.fill(WINDOW);
        let head = self.held();
        let begin = head.trim_ascii_start();
        if json::is_objects(head) {
            return Ok(Form::Objects);
        }
        // A line without separators is not a table, unless the mapping knows its only column.
        let first = begin.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let cells = first.iter().any(|byte| matches!(byte, b',' | b';' | b'\t')) || tables.is_mapped();
        if kind == InputFormat::Json || begin.is_empty() || begin.starts_with(b"{") || !cells {
            return Ok(Form::Lines);
        }
        self.header(false, tables)
    }

    /// Goes on at a place that an earlier run came to. `at` is where in the input `bytes` begin.
    fn go_on(&mut self, (bytes, at): (Box<dyn Read + Send>, u64), from: Position, mark: Option<Mark>) -> io::Result<()> {
        (self.bytes, self.have, self.ended, self.fault, self.digest) = (bytes, 0, false, None, None);
        let stretch = mark.map_or(from.offset, |mark| mark.stretch());
        self.skip(stretch - at)?;
        self.digest = mark.as_ref().map(Running::from_stretch);
        self.skip(from.offset - stretch)?;
        (self.place, self.found, self.blank) = (from, true, 0);
        Ok(())
    }

    fn mark(&self) -> Mark {
        self.digest.as_ref().map_or_else(Mark::default, Running::mark)
    }

    fn held(&self) -> &[u8] {
        &self.room[..self.have]
    }

    /// Holds the first bytes no longer.
    fn let_go(&mut self, bytes: usize) {
        if let Some(digest) = &mut self.digest {
            digest.push(&self.room[..bytes]);
        }
        self.room.copy_within(bytes..self.have, 0);
        self.have -= bytes;
    }

    /// Reads until at least `wanted` bytes are held, or the input ends. What was read before a fault is used first.
    fn fill(&mut self, wanted: usize) {
        while self.have < wanted && !self.ended {
            let end = wanted.max(self.have + 1);
            // What has been used before need not be cleared again.
            if self.room.len() < end {
                self.room.resize(end, 0);
            }
            match self.bytes.read(&mut self.room[self.have..end]) {
                Ok(0) => self.ended = true,
                Ok(read) => self.have += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => (self.fault, self.ended) = (Some(error), true),
            }
        }
    }

    /// True where the input ended as it should, or with bytes that have nothing to do with it: then the last record is whole
    /// even without a line end.
    fn ended_whole(&self) -> bool {
        self.ended && self.fault.as_ref().is_none_or(|fault| InputError::within(fault) == Some(InputError::Trailing))
    }

    fn skip(&mut self, mut bytes: u64) -> io::Result<()> {
        loop {
            let now = usize::try_from(bytes).unwrap_or(usize::MAX).min(self.have);
            self.let_go(now);
            bytes -= now as u64;
            if bytes == 0 {
                return Ok(());
            }
            self.fill(self.size);
            if self.have == 0 {
                let shorter = || io::Error::new(io::ErrorKind::UnexpectedEof, "the input is shorter than it was");
                return Err(self.fault.take().unwrap_or_else(shorter));
            }
        }
    }

    /// The header of a table, which is let go with what stands above it.
    fn header(&mut self, is_sheet: bool, tables: &TableSettings) -> io::Result<Form> {
        let mut wanted = WINDOW;
        let found = loop {
            self.fill(wanted);
            match header::find(self.held(), self.ended_whole(), tables).map_err(InputError::into_io)? {
                Some(found) => break found,
                None if self.ended || self.have > self.limit => {
                    return Err(self.fault.take().unwrap_or_else(|| InputError::NoHeader.into_io()));
                }
                None => wanted = self.have + self.size,
            }
        };
        let lines = memchr_iter(b'\n', &self.held()[..found.bytes]).count() as u64;
        self.let_go(found.bytes);
        self.place.offset += found.bytes as u64;
        self.place.line += lines.max(1);
        self.blank = found.blank;
        self.notes.extend(found.notes);
        Ok(Form::Cells(Arc::new(Header { ragged: is_sheet, ..found.header })))
    }

    /// The end of the last whole record held; `looked` and `scan` say how far that was looked for, and with what result.
    fn last_end(&self, looked: &mut usize, scan: &mut Scan, last: &mut (usize, u64)) {
        if let Scan::Lines = scan {
            if let Some(at) = memrchr(b'\n', &self.held()[*looked..]) {
                let end = *looked + at + 1;
                *last = (end, last.1 + memchr_iter(b'\n', &self.held()[last.0..end]).count() as u64);
            }
        } else {
            for (at, byte) in self.held().iter().enumerate().skip(*looked) {
                if scan.ends_at(*byte) {
                    *last = (at + 1, last.1 + 1);
                }
            }
        }
        *looked = self.have;
    }

    /// What there is to say with the next chunk, and the blank lines that it counts.
    fn say(&mut self) -> (Vec<InputNote>, u64) {
        if let Some(name) = self.detected.as_ref().and_then(|detected| detected.get()) {
            self.notes.insert(0, InputNote::ReadAs(name));
            self.detected = None;
        }
        (std::mem::take(&mut self.notes), std::mem::take(&mut self.blank))
    }

    fn next(&mut self) -> io::Result<Option<Chunk>> {
        let (mut looked, mut scan, mut last) = (0, self.form.scan(), (0, 0));
        let mut wanted = self.size;
        loop {
            self.fill(wanted);
            self.last_end(&mut looked, &mut scan, &mut last);
            // One byte more than the limit may be the first half of a line end.
            if last.0 == 0 && self.have > self.limit + 1 {
                return self.pass_over(scan).map(Some);
            }
            if last.0 > 0 || self.ended {
                break;
            }
            wanted += self.size;
        }
        if self.ended_whole() && last.0 < self.have {
            let rest = &self.held()[last.0..];
            last = match self.form {
                // The end of an array is no record.
                Form::Objects if json::trimmed(rest).is_empty() => {
                    if last.1 == 0 {
                        self.close(self.have);
                        self.let_go(self.have);
                    }
                    (self.have, last.1)
                }
                // The last line may lack its end.
                _ => (self.have, last.1 + 1),
            };
        }
        if last.0 == 0 {
            return match self.fault.take() {
                Some(fault) => Err(fault),
                None if !self.found && (self.place.offset > 0 || !matches!(self.form, Form::Lines)) => Err(InputError::NoRecord.into_io()),
                None if self.around > 0 => {
                    self.around = 0;
                    Err(InputError::OpenArray.into_io())
                }
                None => Ok(None),
            };
        }
        let (end, records) = last;
        self.close(end);
        let mut room = self.spare.take();
        let rest = &self.held()[end..];
        if room.len() < rest.len() {
            room.resize(rest.len(), 0);
        }
        room[..rest.len()].copy_from_slice(rest);
        self.have = rest.len();
        let mut bytes = std::mem::replace(&mut self.room, room);
        bytes.truncate(end);
        if let Some(digest) = &mut self.digest {
            digest.push(&bytes);
        }
        self.found = self.found || !bytes.iter().all(u8::is_ascii_whitespace);
        let bytes = self.spare.lend(bytes);
        let line = self.place.line;
        self.place.offset += end as u64;
        self.place.line += match self.form {
            Form::Lines => records,
            Form::Cells(_) | Form::Objects => memchr_iter(b'\n', &bytes).count() as u64,
        };
        let content = match &self.form {
            Form::Lines => Content::Lines(bytes),
            Form::Cells(header) => Content::Cells(bytes, Arc::clone(header)),
            Form::Objects => Content::Objects(bytes),
        };
        let (notes, blank) = self.say();
        let records = records + blank;
        Ok(Some(Chunk { file: self.place.file, line, content, records, blank, notes, next: self.place, mark: self.mark() }))
    }

    /// Counts the brackets around the records that are held up to `end`.
    fn close(&mut self, end: usize) {
        if let Form::Objects = self.form {
            let mut scan = ObjectScan::default();
            self.held()[..end].iter().for_each(|byte| _ = scan.ends_at(*byte));
            self.around += scan.around;
        }
    }

    /// Drops a record that is longer than the limit, without keeping more than a block of it.
    fn pass_over(&mut self, mut scan: Scan) -> io::Result<Chunk> {
        let line = self.place.line;
        self.found = true;
        // `scan` has seen what is held.
        let mut seen = self.have;
        loop {
            let end = scan.end_in(&self.held()[seen..]).map(|at| seen + at + 1);
            let gone = end.unwrap_or(self.have);
            self.place.offset += gone as u64;
            self.place.line += memchr_iter(b'\n', &self.held()[..gone]).count() as u64;
            self.let_go(gone);
            if end.is_some() || self.ended {
                let (content, mark) = (Content::TooLong, self.mark());
                let (notes, blank) = self.say();
                return Ok(Chunk { file: self.place.file, line, content, records: 1 + blank, blank, notes, next: self.place, mark });
            }
            // A line that was long enough to be passed over leaves a buffer that nothing else needs.
            (self.room, self.have) = (Vec::new(), 0);
            self.fill(self.size);
            seen = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &[u8], kind: InputFormat, size: usize, limit: usize, from: Position) -> Vec<(u64, u64, String, Position)> {
        let bytes: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_vec()));
        let opened = OpenedInput { bytes, is_sheet: false, notes: Vec::new(), detected: Detected::default() };
        let files = &mut crate::document::source::Files::default();
        let library = crate::io::library::Library::open(None).expect("a library");
        let (rulebook, _) = crate::rulebook::Rulebook::load(&library.programs()[0], files).expect("sound");
        let tables = TableSettings::new([&rulebook.program], None);
        let mut cutter = ChunkReader::start(opened, kind, 0, (size, limit), BufferPool::default(), true, &tables).expect("starts");
        if from.offset > 0 {
            let bytes: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_vec()));
            cutter.go_on((bytes, 0), from, None).expect("goes on");
        }
        let mut blocks = Vec::new();
        while let Some(block) = cutter.next().expect("reads") {
            let text = match block.content {
                Content::Lines(bytes) | Content::Cells(bytes, _) | Content::Objects(bytes) => {
                    String::from_utf8(bytes.to_vec()).expect("text")
                }
                Content::Facts(path) => path.display().to_string(),
                Content::TooLong => "…".to_owned(),
                Content::ReadFailed(error) => error,
                Content::Unusable(error) => error.to_string(),
            };
            blocks.push((block.line, block.records, text, block.next));
        }
        blocks
    }

    #[test]
    fn blocks_end_where_records_end_and_long_lines_are_passed_over() {
        let text = "\u{feff}one\ntwo\r\n\nthis line is too long to be kept\nfour\nlast".as_bytes();
        for size in 1..60 {
            let blocks = cut(text, InputFormat::Jsonl, size, 12, Position::default());
            let joined: String = blocks.iter().map(|(.., text, _)| text.as_str()).collect();
            // A block that is larger than the limit may hold the long line whole; its reader refuses it then.
            let whole = "one\ntwo\r\n\nthis line is too long to be kept\nfour\nlast";
            assert!(joined == whole || joined == "one\ntwo\r\n\n…four\nlast", "{size}: {joined:?}");
            assert_eq!(blocks.iter().map(|(_, records, ..)| records).sum::<u64>(), 6, "{size}");
            assert_eq!(blocks.last().map(|(.., next)| next.line), Some(7), "{size}");
        }
    }

    #[test]
    fn line_ends_inside_quotes_end_no_record() {
        let text = b"applicant,name\na,\"x\ny\"\nb,\"say \"\"hi\"\"\n\"\nc,5\" disk\n";
        for size in 16..60 {
            let blocks = cut(text, InputFormat::Csv, size, 1000, Position::default());
            let joined: String = blocks.iter().map(|(.., text, _)| text.as_str()).collect();
            assert_eq!(joined.as_bytes(), &text[15..]);
            assert_eq!(blocks.iter().map(|(_, records, ..)| records).sum::<u64>(), 3, "{size}");
        }
    }

    #[test]
    fn cutting_goes_on_where_it_stopped() {
        let text = b"one\ntwo\nthree\nfour\n";
        for at in cut(text, InputFormat::Jsonl, 4, 100, Position::default()) {
            let rest: String = cut(text, InputFormat::Jsonl, 4, 100, at.3).iter().map(|(.., text, _)| text.as_str()).collect();
            assert_eq!(rest.as_bytes(), &text[at.3.offset as usize..]);
        }
    }
}

//! Cuts the input into blocks of whole records.
//!
//! In: inputs, how long a line may be. Out: [`Chunk`]s in order, each with the line it begins on. A line beyond the limit
//! is passed over without being held. An input that breaks off gives every whole record before that place, then a block that
//! says so; one without any record says that.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use memchr::{memchr_iter, memrchr};

use crate::fleet::buffer::{Buffer, BufferPool};
use crate::fleet::digest::{Mark, Running};
use crate::fleet::source::{Input, InputFormat};
use crate::fleet::table::{Header, Quotes};
use crate::fleet::unpack::InputError;

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
    open: Option<ChunkReader>,
}

impl Chunks {
    /// Blocks of about `size` bytes, from `from` on. Lines of more than `limit` bytes are passed over.
    pub fn new(inputs: Vec<Input>, from: Position, size: usize, limit: usize, taken: Arc<AtomicU64>) -> Chunks {
        Chunks { inputs, size, limit, from, mark: None, taken, spare: BufferPool::default(), open: None }
    }

    /// The same with a mark in each block; `mark` is that of the place where they begin.
    pub fn marked(mut self, mark: Mark) -> Chunks {
        self.mark = Some(mark);
        self
    }

    /// Opens the input whose turn it is, where its next block begins.
    fn start(&self, input: &Input) -> io::Result<ChunkReader> {
        let (bytes, sizes) = (input.open(Arc::clone(&self.taken))?, (self.size, self.limit));
        let mut cutter = ChunkReader::start(bytes, input.kind, self.from.file, sizes, self.spare.clone(), self.mark.is_some())?;
        if self.from.offset > cutter.place.offset {
            let before = self.mark.map_or(self.from.offset, |mark| mark.stretch());
            cutter.go_on(input.open_near(before, Arc::clone(&self.taken))?, self.from, self.mark)?;
        }
        Ok(cutter)
    }

    fn broken(&self, (line, mark): (u64, Mark), error: &io::Error) -> Chunk {
        let next = Position { file: self.from.file + 1, offset: 0, line: 0 };
        let content = InputError::within(error).map_or_else(|| Content::ReadFailed(error.to_string()), Content::Unusable);
        Chunk { file: self.from.file, line, content, records: 1, next, mark }
    }
}

impl Iterator for Chunks {
    type Item = Chunk;

    fn next(&mut self) -> Option<Chunk> {
        loop {
            let input = self.inputs.get(self.from.file)?;
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
    header: Option<Arc<Header>>,
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
}

impl ChunkReader {
    fn start(
        bytes: Box<dyn Read + Send>,
        kind: InputFormat,
        file: usize,
        (size, limit): (usize, usize),
        spare: BufferPool,
        marked: bool,
    ) -> io::Result<ChunkReader> {
        let place = Position { file, offset: 0, line: 1 };
        let (room, digest) = (Vec::new(), marked.then(Running::default));
        let mut cutter =
            ChunkReader { bytes, size, limit, header: None, room, have: 0, spare, place, digest, ended: false, fault: None, found: false };
        cutter.fill(3);
        if cutter.held().starts_with(b"\xef\xbb\xbf") {
            cutter.let_go(3);
            cutter.place.offset = 3;
        }
        if kind == InputFormat::Csv {
            cutter.header = Some(Arc::new(cutter.header()?));
        }
        Ok(cutter)
    }

    /// Goes on at a place that an earlier run came to. `at` is where in the input `bytes` begin.
    fn go_on(&mut self, (bytes, at): (Box<dyn Read + Send>, u64), from: Position, mark: Option<Mark>) -> io::Result<()> {
        (self.bytes, self.have, self.ended, self.fault, self.digest) = (bytes, 0, false, None, None);
        let stretch = mark.map_or(from.offset, |mark| mark.stretch());
        self.skip(stretch - at)?;
        self.digest = mark.as_ref().map(Running::from_stretch);
        self.skip(from.offset - stretch)?;
        (self.place, self.found) = (from, true);
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

    /// The first record of a file of cells.
    fn header(&mut self) -> io::Result<Header> {
        loop {
            self.fill(self.size);
            let Some((end, lines)) = self.first_end().or_else(|| self.ended_whole().then_some((self.have, 1))) else {
                let endless = || io::Error::new(io::ErrorKind::InvalidData, "the header does not end");
                return Err(self.fault.take().unwrap_or_else(endless));
            };
            let header = Header::read(&self.held()[..end]);
            self.let_go(end);
            self.place.offset += end as u64;
            self.place.line += lines;
            match header {
                // Lines above the header may be blank.
                Ok(None) if !(self.ended && self.have == 0) => {}
                header => {
                    return header.map(Option::unwrap_or_default).map_err(|reason| io::Error::new(io::ErrorKind::InvalidData, reason));
                }
            }
        }
    }

    /// The end of the first record held, and how many lines it takes.
    fn first_end(&self) -> Option<(usize, u64)> {
        let mut quotes = Quotes::default();
        let end = self.held().iter().position(|byte| quotes.ends_at(*byte))? + 1;
        Some((end, memchr_iter(b'\n', &self.held()[..end]).count() as u64))
    }

    /// The end of the last whole record held; `looked` and `quotes` say how far that was looked for, and with what result.
    fn last_end(&self, looked: &mut usize, quotes: &mut Quotes, last: &mut (usize, u64)) {
        if self.header.is_none() {
            if let Some(at) = memrchr(b'\n', &self.held()[*looked..]) {
                let end = *looked + at + 1;
                *last = (end, last.1 + memchr_iter(b'\n', &self.held()[last.0..end]).count() as u64);
            }
        } else {
            for (at, byte) in self.held().iter().enumerate().skip(*looked) {
                if quotes.ends_at(*byte) {
                    *last = (at + 1, last.1 + 1);
                }
            }
        }
        *looked = self.have;
    }

    fn next(&mut self) -> io::Result<Option<Chunk>> {
        let (mut looked, mut quotes, mut last) = (0, Quotes::default(), (0, 0));
        let mut wanted = self.size;
        loop {
            self.fill(wanted);
            self.last_end(&mut looked, &mut quotes, &mut last);
            // One byte more than the limit may be the first half of a line end.
            if last.0 == 0 && self.have > self.limit + 1 {
                return self.pass_over(quotes).map(Some);
            }
            if last.0 > 0 || self.ended {
                break;
            }
            wanted += self.size;
        }
        if self.ended_whole() && last.0 < self.have {
            // The last line may lack its end.
            last = (self.have, last.1 + 1);
        }
        if last.0 == 0 {
            return match self.fault.take() {
                Some(fault) => Err(fault),
                None if !self.found && (self.place.offset > 0 || self.header.is_some()) => Err(InputError::NoRecord.into_io()),
                None => Ok(None),
            };
        }
        let (end, records) = last;
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
        self.place.line += match self.header {
            None => records,
            Some(_) => memchr_iter(b'\n', &bytes).count() as u64,
        };
        let content = match &self.header {
            None => Content::Lines(bytes),
            Some(header) => Content::Cells(bytes, Arc::clone(header)),
        };
        Ok(Some(Chunk { file: self.place.file, line, content, records, next: self.place, mark: self.mark() }))
    }

    /// Drops a record that is longer than the limit, without keeping more than a block of it.
    fn pass_over(&mut self, mut quotes: Quotes) -> io::Result<Chunk> {
        let line = self.place.line;
        self.found = true;
        // `quotes` has seen what is held.
        let mut seen = self.have;
        loop {
            let end = if self.header.is_none() {
                memchr::memchr(b'\n', &self.held()[seen..]).map(|at| seen + at + 1)
            } else {
                self.held()[seen..].iter().position(|byte| quotes.ends_at(*byte)).map(|at| seen + at + 1)
            };
            let gone = end.unwrap_or(self.have);
            self.place.offset += gone as u64;
            self.place.line += memchr_iter(b'\n', &self.held()[..gone]).count() as u64;
            self.let_go(gone);
            if end.is_some() || self.ended {
                let (content, mark) = (Content::TooLong, self.mark());
                return Ok(Chunk { file: self.place.file, line, content, records: 1, next: self.place, mark });
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
        let mut cutter = ChunkReader::start(bytes, kind, 0, (size, limit), BufferPool::default(), true).expect("starts");
        if from.offset > 0 {
            let bytes: Box<dyn Read + Send> = Box::new(io::Cursor::new(text.to_vec()));
            cutter.go_on((bytes, 0), from, None).expect("goes on");
        }
        let mut blocks = Vec::new();
        while let Some(block) = cutter.next().expect("reads") {
            let text = match block.content {
                Content::Lines(bytes) | Content::Cells(bytes, _) => String::from_utf8(bytes.to_vec()).expect("text"),
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

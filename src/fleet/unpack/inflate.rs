//! One part of a gzip file.
//!
//! In: compressed bytes. Out: plain bytes, to the last one before a fault: the decoders of libraries drop what they unpacked in
//! the call that meets it.

use std::io::{self, BufRead, Read};

use flate2::Crc;
use flate2::bufread::GzDecoder;
use miniz_oxide::inflate::TINFLStatus;
use miniz_oxide::inflate::core::inflate_flags::TINFL_FLAG_HAS_MORE_INPUT;
use miniz_oxide::inflate::core::{DecompressorOxide, decompress};

use crate::fleet::unpack::source::Source;

/// How far back compressed data may refer.
const WINDOW: usize = 1 << 15;

/// A part that is being unpacked.
pub(super) struct Gzip {
    rest: Source,
    inflate: Box<DecompressorOxide>,
    /// The last bytes that were unpacked, in a ring.
    window: Box<[u8]>,
    /// Those that nobody has read yet: from, until. Unpacking goes on from where they end.
    unread: (usize, usize),
    crc: Crc,
    state: State,
}

enum State {
    Body,
    /// The data is over, and its checksum comes next.
    Trailer,
    Over,
    /// Nothing can be unpacked from here on.
    Fault(Option<io::Error>),
}

impl Gzip {
    /// Begins with what should be a header.
    pub(super) fn new(rest: Source) -> Gzip {
        let mut header = GzDecoder::new(rest);
        // Nothing is unpacked yet: an empty read says what is wrong with the header.
        let state = match header.read(&mut []) {
            Ok(_) => State::Body,
            Err(error) => State::Fault(Some(error)),
        };
        let window = vec![0; WINDOW].into_boxed_slice();
        Gzip { rest: header.into_inner(), inflate: Box::default(), window, unread: (0, 0), crc: Crc::new(), state }
    }

    /// What comes behind this part.
    pub(super) fn into_rest(self) -> Source {
        self.rest
    }

    /// Unpacks some more; where nothing comes of it the state has changed, or there was too little to unpack.
    fn advance(&mut self) -> io::Result<()> {
        let packed = self.rest.fill_buf()?;
        let is_end = packed.is_empty();
        let flags = if is_end { 0 } else { TINFL_FLAG_HAS_MORE_INPUT };
        let from = self.unread.1 % WINDOW;
        let (status, used, given) = decompress(&mut self.inflate, packed, &mut self.window, from, flags);
        self.rest.consume(used);
        self.unread = (from, from + given);
        self.crc.update(&self.window[from..from + given]);
        match status {
            TINFLStatus::Done => self.state = State::Trailer,
            TINFLStatus::HasMoreOutput => {}
            TINFLStatus::NeedsMoreInput if !is_end => {}
            _ if is_end => {
                let cut = io::Error::new(io::ErrorKind::UnexpectedEof, "incomplete deflate stream");
                self.state = State::Fault(Some(cut));
            }
            _ => self.state = State::Fault(Some(io::Error::new(io::ErrorKind::InvalidInput, "corrupt deflate stream"))),
        }
        Ok(())
    }

    /// Compares checksum and length.
    fn verify(&mut self) -> io::Result<()> {
        let mut trailer = [0; 8];
        self.rest.read_exact(&mut trailer)?;
        let [sum @ .., a, b, c, d] = trailer;
        if (u32::from_le_bytes(sum), u32::from_le_bytes([a, b, c, d])) == (self.crc.sum(), self.crc.amount()) {
            return Ok(());
        }
        Err(io::Error::new(io::ErrorKind::InvalidInput, "corrupt gzip stream does not have a matching checksum"))
    }
}

impl Read for Gzip {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let (from, until) = self.unread;
            if from < until {
                let count = into.len().min(until - from);
                into[..count].copy_from_slice(&self.window[from..from + count]);
                self.unread.0 += count;
                return Ok(count);
            }
            match &mut self.state {
                State::Body => self.advance()?,
                State::Trailer => {
                    self.state = State::Fault(None);
                    self.verify()?;
                    self.state = State::Over;
                }
                State::Over => return Ok(0),
                State::Fault(error) => return error.take().map_or(Ok(0), Err),
            }
        }
    }
}

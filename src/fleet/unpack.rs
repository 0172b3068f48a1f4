//! Compressed input: gzip and zstd, in any number of parts one after the other.
//!
//! In: compressed bytes. Out: plain bytes, all of them up to a fault, then the fault. Bytes behind the last part are a fault
//! too, but what comes before them is whole.

mod frame;
mod inflate;
pub(crate) mod source;

use crate::fleet::unpack::source::Source;
use std::io::{self, BufRead, BufReader, Read};

use frame::Frame;
use inflate::Gzip;

use crate::fleet::tables::input::InputError;

enum Part {
    Gzip(Gzip),
    Zstd(Frame),
}

/// The plain bytes of compressed ones.
pub struct Unpack {
    part: Option<Part>,
    /// True of the part at the beginning, whose first bytes are known to be right.
    first: bool,
    /// True where this part has given something.
    given: bool,
}

/// True of bytes that begin with the mark of gzip, of a frame of zstd, or of one that is to be skipped: some programs write
/// such a frame first.
pub(super) fn is_packed(bytes: &[u8]) -> bool {
    matches!(bytes, [0x1f, 0x8b, ..] | [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..])
}

impl Unpack {
    /// Unpacks what begins with the mark of gzip or zstd.
    ///
    /// # Errors
    /// There is no memory for it.
    pub fn new(bytes: Box<dyn Read + Send>) -> io::Result<Unpack> {
        let mut unpack = Unpack { part: None, first: true, given: false };
        unpack.begin(BufReader::with_capacity(1 << 16, bytes))?;
        Ok(unpack)
    }

    /// Begins the part that comes next, if there is one.
    fn begin(&mut self, mut rest: Source) -> io::Result<()> {
        self.given = false;
        loop {
            match rest.fill_buf()? {
                [] => return Ok(()),
                [0x1f, ..] => self.part = Some(Part::Gzip(Gzip::new(rest))),
                // A frame, or one that is to be skipped.
                [0x28 | 0x50..=0x5f, ..] => self.part = Some(Part::Zstd(Frame::new(rest)?)),
                // Tapes are filled up with zeros; gzip passes over them as well.
                [0, ..] => {
                    rest.consume(1);
                    continue;
                }
                _ => return Err(InputError::Trailing.into_io()),
            }
            return Ok(());
        }
    }
}

impl Read for Unpack {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let read = match &mut self.part {
                None => return Ok(0),
                Some(Part::Gzip(part)) => part.read(into),
                Some(Part::Zstd(part)) => part.read(into),
            };
            match read {
                Ok(0) if !into.is_empty() => {
                    let rest = match self.part.take() {
                        None => return Ok(0),
                        Some(Part::Gzip(part)) => part.into_rest(),
                        Some(Part::Zstd(part)) => part.into_rest(),
                    };
                    self.first = false;
                    self.begin(rest)?;
                }
                // What looked like another part is none.
                Err(error) if !self.first && !self.given && error.kind() != io::ErrorKind::UnexpectedEof => {
                    return Err(InputError::Trailing.into_io());
                }
                Err(error) => return Err(error),
                Ok(read) => {
                    self.given = true;
                    return Ok(read);
                }
            }
        }
    }
}

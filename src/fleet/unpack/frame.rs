//! One frame of a zstd file.
//!
//! In: compressed bytes. Out: plain bytes, to the last one before a fault. The decoder tells how many bytes it had when it
//! succeeds, and nothing when it fails; so it is given what it can unpack, and only then the bytes that may be wrong.

use std::io::{self, BufRead, Read};

use zstd::stream::raw::{Decoder, Operation as _};

use crate::fleet::unpack::source::Source;

/// How long the head of a block is.
const HEAD: usize = 3;

/// A frame that is being unpacked.
pub(super) struct Frame {
    rest: Source,
    decoder: Decoder<'static>,
    /// How many bytes the decoder needs for its next step at most, without the head of the block behind; zero at the end.
    wanted: usize,
    /// True where the decoder may hold more than there was room for.
    full: bool,
}

impl Frame {
    /// Begins a frame.
    ///
    /// # Errors
    /// There is no memory for it.
    pub(super) fn new(rest: Source) -> io::Result<Frame> {
        Ok(Frame { rest, decoder: Decoder::new()?, wanted: 1, full: false })
    }

    /// What comes behind this frame.
    pub(super) fn into_rest(self) -> Source {
        self.rest
    }
}

impl Read for Frame {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        while self.wanted > 0 && !into.is_empty() {
            let packed = if self.full { &[] } else { self.rest.fill_buf()? };
            if packed.is_empty() && !self.full {
                return Err(io::Error::new(io::ErrorKind::UnexpectedEof, "incomplete frame"));
            }
            let step = self.decoder.run_on_buffers(&packed[..packed.len().min(self.wanted)], into)?;
            self.rest.consume(step.bytes_read);
            self.full = step.bytes_written == into.len();
            self.wanted = if step.remaining > HEAD { step.remaining - HEAD } else { step.remaining };
            if step.bytes_written > 0 {
                return Ok(step.bytes_written);
            }
        }
        Ok(0)
    }
}

//! Text in other encodings than UTF-8.
//!
//! In: bytes. Out: UTF-8. The byte order mark decides, else the first bytes that are not ASCII: spreadsheets in China write
//! GB18030 without a mark. A sequence that the encoding does not have becomes a byte that UTF-8 does not have, so that its
//! record is refused and never read as something else.

use std::io::{self, Read};

use crate::fleet::tables::input::Detected;
#[cfg(not(feature = "tables"))]
use crate::fleet::tables::input::InputError;
use crate::fleet::tables::separated::ReturnsAsLineEnds;

/// How much of a text is looked at before its encoding is decided.
const WINDOW: usize = 1 << 16;

/// True of a name of an encoding that this build can read: without the feature `tables` that is UTF-8 alone.
pub fn is_known(name: &str) -> bool {
    #[cfg(feature = "tables")]
    return encoding_rs::Encoding::for_label(name.as_bytes()).is_some();
    #[cfg(not(feature = "tables"))]
    return is_utf8(name);
}

#[cfg(not(feature = "tables"))]
fn is_utf8(name: &str) -> bool {
    matches!(name.to_ascii_lowercase().as_str(), "utf-8" | "utf8")
}

/// Reads a text as UTF-8, in the encoding of that name or in the one that its first bytes show. Where there is only ASCII at
/// first, what comes later decides. `detected` gets an encoding that nobody asked for.
///
/// # Errors
/// It can't be read, or this build can read UTF-8 only.
pub fn decode(bytes: Box<dyn Read + Send>, named: Option<&str>, detected: &Detected) -> io::Result<Box<dyn Read + Send>> {
    let (head, rest) = peek(bytes, WINDOW);
    let mark = match head.as_slice() {
        [0xff, 0xfe, ..] => Some("UTF-16LE"),
        [0xfe, 0xff, ..] => Some("UTF-16BE"),
        _ => None,
    };
    let whole = Head { head, at: 0, rest };
    match named.or(mark) {
        Some(name) => in_encoding(whole, name, named.is_none().then_some(detected)),
        None => Ok(detect(whole, detected)),
    }
}

/// A text whose lines end with line feeds: where there are none, single carriage returns end lines.
pub fn line_ends(bytes: Box<dyn Read + Send>) -> Box<dyn Read + Send> {
    let (head, rest) = peek(bytes, WINDOW);
    let returns = head.contains(&b'\r') && !head.contains(&b'\n');
    let whole = Box::new(Head { head, at: 0, rest });
    if returns { Box::new(ReturnsAsLineEnds(whole)) } else { whole }
}

/// True where these first bytes of a text are UTF-8 beyond doubt, so that the text is read as it is.
pub fn is_utf8_beyond_doubt(head: &[u8]) -> bool {
    !matches!(head, [0xff, 0xfe, ..] | [0xfe, 0xff, ..]) && !head.is_ascii() && {
        let (good, bad) = utf8_and_other(head);
        bad <= good
    }
}

/// The first bytes, and what comes after them. What was read before a fault is used first.
fn peek(mut bytes: Box<dyn Read + Send>, wanted: usize) -> (Vec<u8>, Box<dyn Read + Send>) {
    let mut head = vec![0; wanted];
    let mut have = 0;
    while have < wanted {
        match bytes.read(&mut head[have..]) {
            Ok(0) => break,
            Ok(more) => have += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => {
                bytes = Box::new(Fault(Some(error)));
                break;
            }
        }
    }
    head.truncate(have);
    (head, bytes)
}

/// A fault that comes when everything before it was read.
struct Fault(Option<io::Error>);

impl Read for Fault {
    fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
        self.0.take().map_or(Ok(0), Err)
    }
}

/// Bytes that were looked at, and those that come after.
struct Head {
    head: Vec<u8>,
    at: usize,
    rest: Box<dyn Read + Send>,
}

impl Read for Head {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.at == self.head.len() {
            return self.rest.read(into);
        }
        let now = (self.head.len() - self.at).min(into.len());
        into[..now].copy_from_slice(&self.head[self.at..self.at + now]);
        self.at += now;
        if self.at == self.head.len() {
            (self.head, self.at) = (Vec::new(), 0);
        }
        Ok(now)
    }
}

/// How many characters of a text are UTF-8 beyond ASCII, and how many places are no UTF-8. A few damaged records leave a text
/// UTF-8; of a text in another encoding hardly a character is.
fn utf8_and_other(head: &[u8]) -> (usize, usize) {
    let (mut good, mut bad) = (0_usize, 0_usize);
    for chunk in head.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        // The window may end within a character.
        let cut = chunk.invalid().as_ptr_range().end == head.as_ptr_range().end && head.len() >= WINDOW;
        bad += usize::from(!chunk.invalid().is_empty() && !cut);
    }
    (good, bad)
}

#[cfg(not(feature = "tables"))]
fn in_encoding(bytes: Head, name: &str, _detected: Option<&Detected>) -> io::Result<Box<dyn Read + Send>> {
    if is_utf8(name) { Ok(Box::new(bytes)) } else { Err(InputError::NeedsTables.into_io()) }
}

#[cfg(not(feature = "tables"))]
fn detect(bytes: Head, _detected: &Detected) -> Box<dyn Read + Send> {
    Box::new(bytes)
}

#[cfg(feature = "tables")]
use decoder::{detect, in_encoding};

#[cfg(feature = "tables")]
mod decoder {
    use std::io::{self, Read};

    use encoding_rs::{DecoderResult, Encoding, GB18030, UTF_8};

    use super::{Detected, Head, WINDOW, peek, utf8_and_other};

    pub(super) fn in_encoding(bytes: Head, name: &str, detected: Option<&Detected>) -> io::Result<Box<dyn Read + Send>> {
        let encoding = Encoding::for_label(name.as_bytes()).unwrap_or(UTF_8);
        if encoding == UTF_8 {
            return Ok(Box::new(bytes));
        }
        if let Some(detected) = detected {
            let _ = detected.set(if encoding.name().starts_with("UTF-16") { "UTF-16" } else { encoding.name() });
        }
        Ok(Box::new(Decode::new(Box::new(bytes), encoding)))
    }

    /// Only bytes that are not ASCII tell. Up to them a text is passed on as it is.
    pub(super) fn detect(bytes: Head, detected: &Detected) -> Box<dyn Read + Send> {
        if bytes.head.is_ascii() {
            return Box::new(Undecided { text: Box::new(bytes), ascii: true, detected: detected.clone() });
        }
        decided(bytes, detected)
    }

    fn decided(bytes: Head, detected: &Detected) -> Box<dyn Read + Send> {
        let (good, bad) = utf8_and_other(&bytes.head);
        // A few damaged characters leave a text what it is, and the last one may be cut off.
        let damaged = || GB18030.decode_without_bom_handling(&bytes.head).0.matches('\u{fffd}').count().saturating_sub(1);
        if bad > good && damaged() * 8 <= bad {
            let _ = detected.set("GB18030");
            return Box::new(Decode::new(Box::new(bytes), GB18030));
        }
        Box::new(bytes)
    }

    /// A text that has been ASCII so far.
    struct Undecided {
        text: Box<dyn Read + Send>,
        ascii: bool,
        detected: Detected,
    }

    impl Read for Undecided {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let read = self.text.read(into)?;
            let other = if self.ascii { into[..read].iter().position(|byte| !byte.is_ascii()) } else { None };
            let Some(at) = other else { return Ok(read) };
            let (more, rest) = peek(std::mem::replace(&mut self.text, Box::new(io::empty())), WINDOW);
            let head = [&into[at..read], &more].concat();
            self.text = decided(Head { head, at: 0, rest }, &self.detected);
            self.ascii = false;
            if at > 0 { Ok(at) } else { self.text.read(into) }
        }
    }

    /// A text that is being decoded.
    struct Decode {
        from: Box<dyn Read + Send>,
        decoder: encoding_rs::Decoder,
        /// Bytes, and how many of them are decoded.
        raw: Vec<u8>,
        used: usize,
        /// True where no more bytes come, and where all that came is decoded.
        ended: bool,
        finished: bool,
        /// What was decoded, and how much of it was given.
        text: Vec<u8>,
        given: usize,
    }

    impl Decode {
        fn new(from: Box<dyn Read + Send>, encoding: &'static Encoding) -> Decode {
            let decoder = encoding.new_decoder_with_bom_removal();
            Decode { from, decoder, raw: Vec::new(), used: 0, ended: false, finished: false, text: Vec::new(), given: 0 }
        }

        fn advance(&mut self) -> io::Result<()> {
            if self.used == self.raw.len() && !self.ended {
                self.raw.resize(WINDOW, 0);
                self.used = WINDOW;
                let read = self.from.read(&mut self.raw)?;
                self.raw.truncate(read);
                (self.used, self.ended) = (0, read == 0);
            }
            let rest = &self.raw[self.used..];
            let room = self.decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(WINDOW);
            self.text.resize(room, 0);
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(rest, &mut self.text, self.ended);
            self.used += read;
            self.text.truncate(written);
            self.given = 0;
            match result {
                DecoderResult::Malformed(..) => self.text.push(0xff),
                DecoderResult::InputEmpty => self.finished = self.ended,
                DecoderResult::OutputFull => {}
            }
            Ok(())
        }
    }

    impl Read for Decode {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            while self.given == self.text.len() {
                if self.finished {
                    return Ok(0);
                }
                self.advance()?;
            }
            let now = (self.text.len() - self.given).min(into.len());
            into[..now].copy_from_slice(&self.text[self.given..self.given + now]);
            self.given += now;
            Ok(now)
        }
    }
}

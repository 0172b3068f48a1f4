//! Reads whole files, within a limit.
//!
//! In: a path or a stream. Out: its bytes. What is larger than [`LARGEST`] or never ends, such as a device, is refused before
//! it fills the memory: nothing that is read whole here is larger in earnest.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// The largest file that is read whole, in bytes.
pub const LARGEST: u64 = 64 << 20;

/// Reads a file.
///
/// # Errors
/// It can't be read; `FileTooLarge` if it is larger than [`LARGEST`].
pub fn bytes(path: &Path) -> io::Result<Vec<u8>> {
    bytes_within(File::open(path)?, LARGEST)
}

/// Reads a file that holds text.
///
/// # Errors
/// As [`bytes`]; `InvalidData` if it isn't UTF-8.
pub fn text(path: &Path) -> io::Result<String> {
    String::from_utf8(bytes(path)?).map_err(|_| io::ErrorKind::InvalidData.into())
}

/// Reads a stream to its end.
///
/// # Errors
/// It can't be read; `FileTooLarge` if it has more than `most` bytes.
pub fn bytes_within(stream: impl Read, most: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    stream.take(most + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > most { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(bytes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_read_up_to_the_limit_and_not_beyond() {
        assert_eq!(bytes_within(&b"12345"[..], 5).expect("read"), b"12345");
        assert_eq!(bytes_within(&b"123456"[..], 5).expect_err("too large").kind(), io::ErrorKind::FileTooLarge);
        assert_eq!(bytes_within(io::repeat(0), 1 << 20).expect_err("endless").kind(), io::ErrorKind::FileTooLarge);
    }
}

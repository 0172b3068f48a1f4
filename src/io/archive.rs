//! Plain tar archives (ustar), the same bytes for the same files.
//!
//! In: names and bytes. Out: an archive without times, owners or anything else of the machine that wrote it; or the files of one.
//! What an archive should not hold is refused, not skipped: links, folders, names that lead elsewhere, a name twice.

use std::collections::BTreeMap;

/// The files of an archive, by name.
pub type Archive = BTreeMap<String, Vec<u8>>;

const BLOCK: usize = 512;

/// Why an archive can't be used.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum ArchiveError {
    /// A header is not one of a tar archive, or its checksum differs.
    #[error("byte {0}: no header of a tar archive")]
    Header(usize),
    /// The archive breaks off, or something follows its end.
    #[error("byte {0}: the archive breaks off, or something follows its end")]
    Length(usize),
    /// Something other than a regular file with a plain name.
    #[error("`{0}` is no regular file with a plain relative name, or is there twice")]
    Entry(String),
    /// A name that is too long for a plain archive.
    #[error("the name `{0}` is too long")]
    Name(String),
}

/// True of a relative name of plain parts, which leads nowhere else.
fn is_plain(name: &str) -> bool {
    !name.is_empty() && !name.contains(['\\', '\0']) && name.split('/').all(|part| !part.is_empty() && part != "." && part != "..")
}

/// Writes an archive, its files in the order of their names.
///
/// # Errors
/// A name that is not plain, or has more than 100 bytes.
pub fn write(files: &Archive) -> Result<Vec<u8>, ArchiveError> {
    let mut bytes = Vec::new();
    for (name, content) in files {
        if !is_plain(name) {
            return Err(ArchiveError::Entry(name.clone()));
        }
        bytes.extend(header(name, content.len())?);
        bytes.extend(content);
        bytes.resize(bytes.len().next_multiple_of(BLOCK), 0);
    }
    bytes.resize(bytes.len() + 2 * BLOCK, 0);
    Ok(bytes)
}

fn header(name: &str, length: usize) -> Result<[u8; BLOCK], ArchiveError> {
    let mut header = [0; BLOCK];
    let mut put = |at: usize, text: &str| header[at..at + text.len()].copy_from_slice(text.as_bytes());
    if name.len() > 100 {
        return Err(ArchiveError::Name(name.to_owned()));
    }
    put(0, name);
    put(100, "0000644\0");
    put(108, "0000000\0");
    put(116, "0000000\0");
    put(124, &format!("{length:011o}\0"));
    put(136, "00000000000\0");
    // The checksum is taken with blanks in its place.
    put(148, "        ");
    put(156, "0");
    put(257, "ustar\x0000");
    let sum: u32 = header.iter().map(|byte| u32::from(*byte)).sum();
    header[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    Ok(header)
}

/// Reads an archive that [`write()`] could have written.
///
/// # Errors
/// It is none, or holds something else than regular files with plain names.
pub fn read(bytes: &[u8]) -> Result<Archive, ArchiveError> {
    let mut files = Archive::new();
    let mut at = 0;
    loop {
        let block = bytes.get(at..at + BLOCK).ok_or(ArchiveError::Length(at))?;
        if block.iter().all(|byte| *byte == 0) {
            // Two empty blocks end an archive; other writers add more of them.
            let rest = &bytes[at..];
            return if rest.len() >= 2 * BLOCK && rest.iter().all(|byte| *byte == 0) { Ok(files) } else { Err(ArchiveError::Length(at)) };
        }
        let text = |from: usize, to: usize| {
            let field = block[from..to].split(|byte| *byte == 0).next().unwrap_or_default();
            std::str::from_utf8(field).map(str::trim).map_err(|_| ArchiveError::Header(at))
        };
        let number = |from: usize, to: usize| usize::from_str_radix(text(from, to)?, 8).map_err(|_| ArchiveError::Header(at));
        let sum: usize = block.iter().enumerate().map(|(at, byte)| if (148..156).contains(&at) { 32 } else { usize::from(*byte) }).sum();
        if &block[257..262] != b"ustar" || &block[154..156] != b"\0 " || number(148, 156)? != sum {
            return Err(ArchiveError::Header(at));
        }
        let (name, prefix) = (text(0, 100)?, text(345, 500)?);
        let name = if prefix.is_empty() { name.to_owned() } else { format!("{prefix}/{name}") };
        if block[156] != b'0' || !is_plain(&name) || files.contains_key(&name) {
            return Err(ArchiveError::Entry(name));
        }
        let (length, begin) = (number(124, 136)?, at + BLOCK);
        let content = begin.checked_add(length).and_then(|end| bytes.get(begin..end)).ok_or(ArchiveError::Length(begin))?;
        files.insert(name, content.to_vec());
        at = begin + length.next_multiple_of(BLOCK);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    fn files() -> Archive {
        [("SHA256SUMS", &b"x\n"[..]), ("facts/facts.toml", &[7; 512]), ("empty", b"")]
            .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
            .into()
    }

    #[test]
    fn what_is_written_is_read_back() {
        let bytes = write(&files()).unwrap();
        assert_eq!(read(&bytes).unwrap(), files());
        assert_eq!(write(&files()).unwrap(), bytes);
    }

    #[test]
    fn every_changed_or_missing_byte_of_a_header_is_noticed() {
        let bytes = write(&files()).unwrap();
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "{end}");
        }
        for at in 0..BLOCK {
            let mut changed = bytes.clone();
            changed[at] ^= 1;
            assert!(read(&changed).ok() != Some(files()), "{at}");
        }
    }

    #[test]
    fn names_that_lead_elsewhere_are_refused() {
        for name in ["../x", "/x", "a/../b", "a//b", "", ".", "a\\b"] {
            let files: Archive = [(name.to_owned(), Vec::new())].into();
            assert_eq!(write(&files), Err(ArchiveError::Entry(name.to_owned())));
        }
        let mut link = write(&files()).unwrap();
        link[156] = b'2';
        link[155] = b' ';
        assert!(read(&link).is_err());
    }
}

//! Where records come from: files and standard input, compressed or not.
//!
//! In: a path. Out: a stream of plain bytes. Compression is recognised by its first bytes, never by a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::fleet::unpack::{InputError, Unpack, is_packed};

/// How records are written in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// One JSON object a line.
    Jsonl,
    /// Cells under a header.
    Csv,
    /// Columns, as Parquet keeps them.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl InputFormat {
    /// True where the bytes of the file are the records.
    fn is_text(self) -> bool {
        matches!(self, InputFormat::Jsonl | InputFormat::Csv)
    }
}

/// One of the inputs.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where it is; None of standard input.
    pub path: Option<PathBuf>,
    /// What errors call it.
    pub name: String,
    /// How records are written in it.
    pub kind: InputFormat,
}

impl Input {
    /// The input that an argument means: `-` is standard input. `kind` where the call says it, else by the file's ending.
    pub fn new(path: &Path, kind: Option<InputFormat>) -> Input {
        if path == Path::new("-") {
            return Input { path: None, name: "<stdin>".to_owned(), kind: kind.unwrap_or(InputFormat::Jsonl) };
        }
        let name = path.display().to_string();
        let lower = name.to_ascii_lowercase();
        let plain = [".gz", ".zst"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
        let by_name = if plain.ends_with(".csv") { InputFormat::Csv } else { InputFormat::Jsonl };
        #[cfg(feature = "parquet")]
        let by_name = if lower.ends_with(".parquet") { InputFormat::Parquet } else { by_name };
        Input { path: Some(path.to_owned()), name, kind: kind.unwrap_or(by_name) }
    }

    /// Opens it. `taken` counts the bytes that are read from it, before they are unpacked.
    ///
    /// # Errors
    /// It can't be opened, or its first bytes can't be read.
    pub fn open(&self, taken: Arc<AtomicU64>) -> io::Result<Box<dyn Read + Send>> {
        #[cfg(feature = "parquet")]
        if self.kind == InputFormat::Parquet {
            let path = self.path.as_deref().ok_or_else(|| io::Error::new(io::ErrorKind::Unsupported, "parquet is read from files"))?;
            return Ok(Box::new(crate::fleet::parquet::Lines::open(path)?));
        }
        let bytes: Box<dyn Read + Send> = match &self.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(File::open(path)?),
        };
        let mut bytes = Counted { bytes, taken };
        let mut magic = [0; 4];
        let mut have = 0;
        while have < magic.len() {
            match bytes.read(&mut magic[have..]) {
                Ok(0) => break,
                Ok(more) => have += more,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let whole = io::Cursor::new(magic).take(have as u64).chain(bytes);
        match magic {
            _ if is_packed(&magic[..have]) => Ok(Box::new(Unpack::new(Box::new(whole))?)),
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] | [b'P', b'K', 7, 8] => Err(InputError::Zip.into_io()),
            _ => Ok(Box::new(whole)),
        }
    }
}

impl Input {
    /// Opens it at a byte of what is in it, or before; gives back where. A file that is not compressed is not read up to there.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn open_near(&self, byte: u64, taken: Arc<AtomicU64>) -> io::Result<(Box<dyn Read + Send>, u64)> {
        let plain = |path: &PathBuf| -> io::Result<Option<File>> {
            let mut file = File::open(path)?;
            let mut magic = [0; 4];
            let have = file.read(&mut magic)?;
            Ok((file.metadata()?.is_file() && !is_packed(&magic[..have])).then_some(file))
        };
        if self.kind.is_text()
            && let Some(path) = &self.path
            && let Some(mut file) = plain(path)?
        {
            taken.store(file.seek(SeekFrom::Start(byte))?, Ordering::Relaxed);
            return Ok((Box::new(Counted { bytes: Box::new(file), taken }), byte));
        }
        Ok((self.open(taken)?, 0))
    }
}

/// Counts what is read, for showing how far a run is.
struct Counted {
    bytes: Box<dyn Read + Send>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let more = self.bytes.read(into)?;
        self.taken.fetch_add(more as u64, Ordering::Relaxed);
        Ok(more)
    }
}

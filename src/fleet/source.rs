//! Where records come from: files and standard input, compressed or not.
//!
//! In: a path. Out: a stream of plain bytes. Compression is recognised by its first bytes, never by a name.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::fleet::tables::encoding;
use crate::fleet::tables::input::{Detected, InputError, OpenedInput};
use crate::fleet::unpack::{Unpack, is_packed};

/// How records are written in the input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InputFormat {
    /// One JSON object a line.
    Jsonl,
    /// JSON objects, one a line or one after the other, in an array or not.
    Json,
    /// Cells under a header.
    Csv,
    /// Whichever of these its first bytes show.
    Detect,
    /// A facts file of one applicant, with what was collected beside it.
    Facts,
    /// Columns, as Parquet keeps them.
    #[cfg(feature = "parquet")]
    Parquet,
}

impl InputFormat {
    /// True where the bytes of the file are the records.
    fn is_text(self) -> bool {
        matches!(self, InputFormat::Jsonl | InputFormat::Json | InputFormat::Csv | InputFormat::Detect)
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
    /// The encoding of its text, where the call says it.
    pub encoding: Option<String>,
    /// The sheet to read of a spreadsheet, where the call says it.
    pub sheet: Option<String>,
}

/// The facts files in a folder, in the order of their names. What was collected belongs to the file beside it.
///
/// # Errors
/// The folder can't be read.
pub fn facts_files(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        let facts = name.ends_with(".toml") || name.ends_with(".json");
        if facts && !name.ends_with(".collected.toml") && name != "kaibo.toml" && !name.starts_with('.') && path.is_file() {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

impl Input {
    /// The input that an argument means: `-` is standard input. `kind` where the call says it, else by the file's ending.
    pub fn new(path: &Path, kind: Option<InputFormat>) -> Input {
        if path == Path::new("-") {
            let kind = kind.unwrap_or(InputFormat::Detect);
            return Input { path: None, name: "<stdin>".to_owned(), kind, encoding: None, sheet: None };
        }
        let name = path.display().to_string();
        let lower = name.to_ascii_lowercase();
        let plain = [".gz", ".zst"].iter().find_map(|ending| lower.strip_suffix(ending)).unwrap_or(&lower);
        let by_name = match plain.rsplit_once('.').map_or("", |(_, ending)| ending) {
            "csv" | "tsv" => InputFormat::Csv,
            "jsonl" | "ndjson" => InputFormat::Json,
            _ => InputFormat::Detect,
        };
        #[cfg(feature = "parquet")]
        let by_name = if lower.ends_with(".parquet") { InputFormat::Parquet } else { by_name };
        Input { path: Some(path.to_owned()), name, kind: kind.unwrap_or(by_name), encoding: None, sheet: None }
    }

    /// Opens it. `taken` counts the bytes that are read from it, before they are unpacked.
    ///
    /// # Errors
    /// It can't be opened, or its first bytes can't be read.
    pub fn open(&self, taken: Arc<AtomicU64>) -> io::Result<Box<dyn Read + Send>> {
        self.open_input(taken).map(|opened| opened.bytes)
    }

    /// The same, with what there is to say about it.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn open_input(&self, taken: Arc<AtomicU64>) -> io::Result<OpenedInput> {
        let opened = |bytes| OpenedInput { bytes, is_sheet: false, notes: Vec::new(), detected: Detected::default() };
        #[cfg(feature = "parquet")]
        if self.kind == InputFormat::Parquet {
            let path = self.path.as_deref().ok_or_else(|| io::Error::new(io::ErrorKind::Unsupported, "parquet is read from files"))?;
            return Ok(opened(Box::new(crate::fleet::parquet::Lines::open(path)?)));
        }
        let bytes: Box<dyn Read + Send> = match &self.path {
            None => Box::new(io::stdin()),
            Some(path) => Box::new(File::open(path)?),
        };
        let mut bytes = Counted { bytes, taken: Arc::clone(&taken) };
        let (magic, have) = first_bytes(&mut bytes)?;
        let whole = io::Cursor::new(magic).take(have as u64).chain(bytes);
        match magic {
            _ if is_packed(&magic[..have]) => self.text(opened(Box::new(Unpack::new(Box::new(whole))?))),
            [b'P', b'K', 3, 4] | [b'P', b'K', 5, 6] | [b'P', b'K', 7, 8] => self.archive(Box::new(whole), &taken),
            [0xd0, 0xcf, 0x11, 0xe0] => Err(InputError::OldWorkbook.into_io()),
            _ => self.text(opened(Box::new(whole))),
        }
    }

    /// Text: read as UTF-8, its lines ended as anywhere.
    fn text(&self, opened: OpenedInput) -> io::Result<OpenedInput> {
        let bytes = encoding::decode(opened.bytes, self.encoding.as_deref(), &opened.detected)?;
        Ok(OpenedInput { bytes: encoding::line_ends(bytes), ..opened })
    }

    /// A zip archive: a spreadsheet, or nothing that can be read.
    fn archive(&self, bytes: Box<dyn Read + Send>, taken: &Arc<AtomicU64>) -> io::Result<OpenedInput> {
        #[cfg(feature = "tables")]
        return crate::fleet::tables::spreadsheet::open(bytes, self.path.as_deref(), self.sheet.as_deref(), taken);
        #[cfg(not(feature = "tables"))]
        {
            let _ = (bytes, taken);
            let lower = self.name.to_ascii_lowercase();
            let sheet = [".xlsx", ".xlsm", ".ods"].iter().any(|ending| lower.ends_with(ending));
            Err(if sheet { InputError::NeedsTables } else { InputError::Zip }.into_io())
        }
    }

    /// Opens it at a byte of what is in it, or before; gives back where. UTF-8 that is not compressed is not read up to there.
    ///
    /// # Errors
    /// As [`Input::open`].
    pub fn open_near(&self, byte: u64, taken: Arc<AtomicU64>) -> io::Result<(Box<dyn Read + Send>, u64)> {
        if self.kind.is_text()
            && self.encoding.is_none()
            && let Some(path) = &self.path
        {
            let mut file = File::open(path)?;
            let mut head = Vec::new();
            Read::by_ref(&mut file).take(1 << 16).read_to_end(&mut head)?;
            // What is not read as it stands has other bytes before.
            let returns = head.contains(&b'\r') && !head.contains(&b'\n');
            if file.metadata()?.is_file() && !is_packed(&head) && !returns && encoding::is_utf8_beyond_doubt(&head) {
                taken.store(file.seek(SeekFrom::Start(byte))?, Ordering::Relaxed);
                return Ok((Box::new(Counted { bytes: Box::new(file), taken }), byte));
            }
        }
        Ok((self.open(taken)?, 0))
    }
}

fn first_bytes(bytes: &mut impl Read) -> io::Result<([u8; 4], usize)> {
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
    Ok((magic, have))
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

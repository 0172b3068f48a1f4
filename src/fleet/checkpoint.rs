//! The output file of a run, and what is needed to go on with it.
//!
//! In: finished output, and how far the input was done for it. Out: the file, whole or not at all. Until it is whole it
//! is beside its place as `….partial`, with a journal in `….partial.json` that says what is in it and from what.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::fleet::aggregate::Aggregate;
use crate::fleet::chunks::Position;
use crate::fleet::digest::{Mark, Running};
use crate::fleet::record::RecordError;
use crate::fleet::setup::Counts;
use crate::fleet::source::Input;
use crate::io::file::{Permissions, begin_as, finish_as, remove};

/// How much of the end of a file is looked at to know it again.
const TAIL: u64 = 1 << 16;

/// The version of a journal's shape.
pub const VERSION: u32 = 2;

/// How far a run is.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Where the input goes on.
    pub next: Position,
    /// How many bytes of output there are.
    pub output: u64,
    /// What tells them from others.
    pub written: Mark,
    /// What tells each input, as far as it was done.
    pub read: Vec<Mark>,
    /// The outcome of the records so far.
    pub counts: Counts,
    /// How many records the input was cut into so far.
    pub records: u64,
    /// What was summed up of each program.
    pub tallies: Vec<Aggregate>,
    /// The first errors, each with its file.
    pub faults: Vec<(usize, RecordError)>,
    /// The inputs that can't be used to their end, each with the error in its place.
    #[serde(default)]
    pub unusable: Vec<(usize, RecordError)>,
}

/// What a run is made from. A run can be continued only from the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The version of this shape, and of kaibo.
    pub version: String,
    /// Everything in the call that bears on the output.
    pub call: Vec<String>,
    /// The inputs.
    pub inputs: Vec<InputIdentity>,
}

/// An input, as far as it takes to know it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InputIdentity {
    /// Where it is.
    pub path: PathBuf,
    /// How many bytes it has.
    pub size: u64,
    /// When it was changed last, in nanoseconds since 1970.
    pub changed: u128,
    /// The digest of its last bytes.
    pub tail: String,
}

/// What is in a journal.
#[derive(Debug, Serialize, Deserialize)]
pub struct Checkpoint {
    /// What the run is made from.
    pub identity: Identity,
    /// The moments that the run began with: of the check for each program, and of its reports, RFC 3339.
    pub moments: Vec<String>,
    /// How far it is.
    pub progress: Progress,
}

/// Why a run can't be continued.
#[derive(Debug, thiserror::Error)]
pub enum ResumeError {
    /// There is nothing to continue.
    #[error("nothing to continue")]
    Nothing,
    /// What was begun is of other inputs, rules or arguments.
    #[error("{0} is not what it was")]
    Differs(String),
    /// A file can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
}

impl InputIdentity {
    /// What tells this input from others. None of standard input, which can't be read twice.
    ///
    /// # Errors
    /// It can't be read.
    pub fn from_input(input: &Input) -> io::Result<Option<InputIdentity>> {
        let Some(path) = &input.path else { return Ok(None) };
        let mut file = File::open(path)?;
        let about = file.metadata()?;
        if !about.is_file() {
            return Ok(None);
        }
        let changed = about.modified()?.duration_since(std::time::UNIX_EPOCH).map_or(0, |age| age.as_nanos());
        Ok(Some(InputIdentity { path: path.clone(), size: about.len(), changed, tail: tail(&mut file, about.len())? }))
    }
}

/// The digest of the bytes before `end`.
fn tail(file: &mut File, end: u64) -> io::Result<String> {
    let begin = end.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(begin))?;
    let mut bytes = Vec::new();
    Read::by_ref(file).take(end - begin).read_to_end(&mut bytes)?;
    Ok(Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect())
}

/// An output file that is being written.
#[derive(Debug)]
pub struct PartialOutput {
    target: PathBuf,
    path: PathBuf,
    journal: PathBuf,
    file: File,
    /// Of what was written.
    digest: Running,
}

fn beside(target: &Path, ending: &str) -> PathBuf {
    let mut name = target.file_name().map_or_else(OsString::new, OsString::from);
    name.push(ending);
    target.with_file_name(name)
}

impl PartialOutput {
    /// The files that an output at `place` takes beside it until it is whole.
    pub fn beside(place: &Path) -> [PathBuf; 2] {
        [".partial", ".partial.json"].map(|ending| beside(place, ending))
    }

    /// Begins an output file at `target`, which is no link.
    ///
    /// # Errors
    /// It can't be written, or another run is writing it.
    pub fn begin(target: &Path) -> io::Result<PartialOutput> {
        let partial = PartialOutput::open(target, true)?;
        // What another run left behind is of no use any more.
        remove(&partial.journal)?;
        partial.file.set_len(0)?;
        Ok(partial)
    }

    /// Goes on with an output file that another run began, if that was made from the same.
    ///
    /// # Errors
    /// There is none, or it was made from something else.
    pub fn resume(
        target: &Path,
        identity: impl FnOnce(&Checkpoint) -> io::Result<Identity>,
    ) -> Result<(PartialOutput, Checkpoint), ResumeError> {
        let mut partial = match PartialOutput::open(target, false) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(ResumeError::Nothing),
            partial => partial?,
        };
        let text = match fs::read(&partial.journal) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(ResumeError::Nothing),
            text => text?,
        };
        let differs = |what: &Path| ResumeError::Differs(what.display().to_string());
        let journal: Checkpoint = serde_json::from_slice(&text).map_err(|_| differs(&partial.journal))?;
        let identity = identity(&journal)?;
        for (now, then) in identity.inputs.iter().zip(&journal.identity.inputs) {
            if now != then {
                return Err(differs(&now.path));
            }
        }
        if identity != journal.identity {
            return Err(ResumeError::Differs("the call".to_owned()));
        }
        // The stretch that it goes on in is looked at now, all before it meanwhile.
        let (length, mark) = (journal.progress.output, journal.progress.written);
        let mut digest = Running::from_stretch(&mark);
        partial.file.seek(SeekFrom::Start(mark.stretch()))?;
        digest.read(&partial.file, length.saturating_sub(mark.stretch()))?;
        if digest.mark() != mark || mark.length != length {
            return Err(differs(&partial.path));
        }
        partial.file.set_len(length)?;
        partial.file.seek(SeekFrom::Start(length))?;
        partial.digest = digest;
        Ok((partial, journal))
    }

    fn open(target: &Path, create: bool) -> io::Result<PartialOutput> {
        let [path, journal] = PartialOutput::beside(target);
        let file = begin_as(&path, target, create)?;
        Ok(PartialOutput { target: target.to_owned(), path, journal, file, digest: Running::default() })
    }

    /// Notes how far the run is, so that it can be continued from here. What is noted is on disk before it is noted.
    ///
    /// # Errors
    /// It can't be written.
    pub fn note(&mut self, identity: &Identity, moments: &[String], progress: &Progress) -> io::Result<()> {
        self.file.sync_data()?;
        let progress = Progress { written: self.digest.mark(), ..progress.clone() };
        let journal = Checkpoint { identity: identity.clone(), moments: moments.to_vec(), progress };
        crate::io::file::write(&self.journal, &serde_json::to_vec(&journal)?, Permissions::Default)
    }

    /// Where the output is until it is whole.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// True where something is noted that a run can go on from.
    pub fn noted(&self) -> bool {
        self.journal.exists()
    }

    /// Puts the file into its place.
    ///
    /// # Errors
    /// It can't be.
    pub fn finish(self) -> io::Result<()> {
        finish_as(&self.file, &self.path, &self.target)?;
        remove(&self.journal)
    }

    /// Leaves nothing behind: of a run that can't be continued.
    ///
    /// # Errors
    /// It can't be removed.
    pub fn discard(self) -> io::Result<()> {
        remove(&self.journal)?;
        remove(&self.path)
    }
}

impl Write for PartialOutput {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.digest.push(&bytes[..written]);
        Ok(written)
    }

    /// What could not be written whole is not counted, and not in the digest: it is cut off when the run goes on.
    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.file.write_all(bytes)?;
        self.digest.push(bytes);
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

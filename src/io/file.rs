//! The writer of the program: every file that kaibo writes is written here, and nowhere else.
//!
//! In: a path and bytes. Out: a regular file appears complete in the place of the old one, or the old one stays as it was;
//! a device, a FIFO or an open descriptor is written to directly. [`Inputs`] knows what a command reads, so that no output
//! replaces it.

pub(crate) mod folder;
mod inputs;
pub(crate) mod permissions;
mod replacement;
mod standard;
mod target;
mod target_error;

pub use crate::io::file::folder::folder;
pub use crate::io::file::permissions::Permissions;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

pub use inputs::{Inputs, is_stdout};
pub use replacement::{Replacement, abandon, begin_as, finish_as, remove};
pub use standard::stdout_is_closed;
pub use target::Target;
pub use target_error::TargetError;

/// An output that is being written, opened by what its path leads to.
#[derive(Debug)]
pub enum Output {
    /// A device, a pipe or a descriptor: bytes go there at once.
    Direct(File),
    /// A regular file: it appears with [`Output::finish`].
    Whole(Replacement),
}

impl Output {
    /// Opens `path`. A regular file that is there already is replaced at the end. A FIFO is waited for until somebody reads.
    ///
    /// # Errors
    /// It can't be written; it is a directory, or a file that the user may not write.
    pub fn open(path: &Path, readers: Permissions) -> io::Result<Output> {
        match Target::of(path)? {
            Target::File(place) => Replacement::begin(&place, readers).map(Output::Whole),
            direct => direct.open().map(Output::Direct),
        }
    }

    /// The same, where nothing that exists may be replaced.
    ///
    /// # Errors
    /// A regular file is there: `AlreadyExists`. It can't be written.
    pub fn create(path: &Path, readers: Permissions) -> io::Result<Output> {
        match Target::of(path)? {
            Target::File(place) if place.exists() => Err(io::ErrorKind::AlreadyExists.into()),
            Target::File(place) => Ok(Output::Whole(Replacement::begin(&place, readers)?.of_nothing())),
            direct => direct.open().map(Output::Direct),
        }
    }

    /// Puts what was written into its place. An output that is dropped instead leaves the old file as it was.
    ///
    /// # Errors
    /// It can't be; after [`Output::create`], somebody made the file meanwhile.
    pub fn finish(self) -> io::Result<()> {
        match self {
            Output::Direct(mut file) => file.flush(),
            Output::Whole(replacement) => replacement.finish(),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Output::Direct(file) => file.write(bytes),
            Output::Whole(replacement) => replacement.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Output::Direct(file) => file.flush(),
            Output::Whole(replacement) => replacement.flush(),
        }
    }
}

/// Writes a file whole or not at all; see [`Output::open`].
///
/// # Errors
/// What the system says.
pub fn write(path: &Path, bytes: &[u8], readers: Permissions) -> io::Result<()> {
    let mut output = Output::open(path, readers)?;
    output.write_all(bytes)?;
    output.finish()
}

/// Makes a file that isn't there yet, whole or not at all.
///
/// # Errors
/// What the system says; that there is one already is `AlreadyExists`.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut output = Output::create(path, Permissions::Default)?;
    output.write_all(bytes)?;
    output.finish()
}

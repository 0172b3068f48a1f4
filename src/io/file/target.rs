//! What a path leads to.
//!
//! In: a path as a person wrote it. Out: the regular file that is to be replaced, every link followed; or what can only be
//! written to as it is.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::io::file::folder::folder;
use crate::io::file::target_error::TargetError;

/// How many links are followed; Linux allows as many.
const LINKS: usize = 40;

/// What a path leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A regular file, or a name that is still free. No part of the path is a link.
    File(PathBuf),
    /// A device, a FIFO or a socket.
    Special(PathBuf),
    /// An open descriptor, such as `/proc/self/fd/1`, whatever it is open on: to replace the file behind it would cut off
    /// everybody else who writes into it.
    Descriptor(PathBuf),
}

impl Target {
    /// Follows `path`: through relative, chained and dangling links.
    ///
    /// # Errors
    /// A folder on the way is missing, the path is a directory, or its links go round in a circle.
    pub fn of(path: &Path) -> io::Result<Target> {
        let mut path = path.to_owned();
        for _ in 0..LINKS {
            // What ends in a slash can only be a directory, though its last name reads like a file's.
            let name = path.file_name().filter(|_| !path.as_os_str().as_encoded_bytes().ends_with(b"/"));
            let Some(name) = name else { return Err(io::ErrorKind::IsADirectory.into()) };
            let parent = folder(&path).canonicalize()?;
            let here = parent.join(name);
            let about = match fs::symlink_metadata(&here) {
                Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Target::File(here)),
                about => about?,
            };
            if holds_descriptors(&parent) {
                return Ok(Target::Descriptor(here));
            }
            let kind = about.file_type();
            if kind.is_symlink() {
                path = parent.join(fs::read_link(&here)?);
            } else if kind.is_file() {
                return Ok(Target::File(here));
            } else if kind.is_dir() {
                return Err(io::ErrorKind::IsADirectory.into());
            } else {
                return Ok(Target::Special(here));
            }
        }
        Err(io::Error::other("too many links"))
    }

    /// The path that was found.
    pub fn path(&self) -> &Path {
        match self {
            Target::File(path) | Target::Special(path) | Target::Descriptor(path) => path,
        }
    }

    /// Opens what is written to directly. Bytes go behind what is there.
    pub(super) fn open(&self) -> io::Result<File> {
        if let Target::Descriptor(path) = self
            && let Some(file) = standard_stream(path)
        {
            return file;
        }
        if is_socket(self.path()) {
            return Err(io::Error::other(TargetError::Socket));
        }
        OpenOptions::new().append(true).open(self.path())
    }
}

/// True of the folders whose entries are the descriptors of a process.
fn holds_descriptors(folder: &Path) -> bool {
    folder == Path::new("/dev/fd") || (folder.starts_with("/proc") && folder.ends_with("fd"))
}

/// Standard output and standard error, shared with whoever else writes into them: opened again, a file would be written from
/// its beginning, and a socket could not be opened at all.
#[cfg(unix)]
fn standard_stream(path: &Path) -> Option<io::Result<File>> {
    use std::os::fd::AsFd as _;
    let own = path.starts_with(format!("/proc/{}", std::process::id())) || path.starts_with("/dev/fd");
    let shared = match path.file_name()?.to_str()? {
        "1" if own => io::stdout().as_fd().try_clone_to_owned(),
        "2" if own => io::stderr().as_fd().try_clone_to_owned(),
        _ => return None,
    };
    Some(shared.map(File::from))
}

#[cfg(not(unix))]
fn standard_stream(_: &Path) -> Option<io::Result<File>> {
    None
}

#[cfg(unix)]
fn is_socket(path: &Path) -> bool {
    use std::os::unix::fs::FileTypeExt as _;
    fs::metadata(path).is_ok_and(|about| about.file_type().is_socket())
}

#[cfg(not(unix))]
fn is_socket(_: &Path) -> bool {
    false
}

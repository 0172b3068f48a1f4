//! A facts file on disk that several windows and editors may change.
//!
//! In: a path. Out: its text as it is now; whether it changed; the right to write it for a moment; and the new file, whole.

use std::ffi::OsString;
use std::fs::{File, Metadata, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

use crate::io::file::{Permissions, folder, write};
use crate::io::read;

/// How long another window is waited for.
const PATIENCE: Duration = Duration::from_millis(600);
const BETWEEN: Duration = Duration::from_millis(10);

/// By what a file is known to be another one than before; None where there is none.
type Stamp = Option<(Option<SystemTime>, u64, u64)>;

/// The facts file, and what was collected beside it.
#[derive(Debug, Clone)]
pub(super) struct Store {
    path: PathBuf,
    seen: [Stamp; 2],
}

/// The right to write a file. It ends with the value.
#[derive(Debug)]
pub(super) struct Lock {
    /// None where the file system knows no locks.
    held: Option<(File, PathBuf)>,
}

impl Drop for Lock {
    fn drop(&mut self) {
        // Taken away while it is still held: whoever opened it meanwhile sees that it is gone, and tries again.
        if let Some((_, path)) = &self.held {
            let _ = std::fs::remove_file(path);
        }
    }
}

impl Store {
    pub(super) fn new(path: &Path) -> Store {
        Store { path: path.to_owned(), seen: [None, None] }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The facts file's bytes.
    pub(super) fn read(&self) -> io::Result<Vec<u8>> {
        read::bytes(&self.path)
    }

    /// True if either file is another than at the last [`Store::remember`].
    pub(super) fn changed(&self) -> bool {
        self.stamps() != self.seen
    }

    /// Takes what is on disk now for seen. To be called before it is read: what comes between is a change.
    pub(super) fn remember(&mut self) {
        self.seen = self.stamps();
    }

    /// Takes nothing for seen: what is on disk has to be looked at again.
    pub(super) fn forget(&mut self) {
        self.seen = [None, None];
    }

    fn stamps(&self) -> [Stamp; 2] {
        let stamp = |path: &Path| std::fs::metadata(path).ok().map(|data| (data.modified().ok(), data.len(), inode(&data)));
        [stamp(&self.path), stamp(&self.path.with_extension("collected.toml"))]
    }

    /// Waits a moment for the right to write. A lock file that was left behind is nobody's, and doesn't count.
    pub(super) fn lock(&self) -> io::Result<Lock> {
        let target = std::fs::canonicalize(&self.path).unwrap_or_else(|_| self.path.clone());
        let mut name = OsString::from(".");
        name.push(target.file_name().unwrap_or_default());
        name.push(".lock");
        let path = folder(&target).join(name);
        let started = std::time::Instant::now();
        loop {
            let file = OpenOptions::new().create(true).append(true).open(&path)?;
            match file.try_lock() {
                Ok(()) if is_still(&file, &path) => return Ok(Lock { held: Some((file, path)) }),
                Ok(()) => {}
                Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => return Err(io::ErrorKind::ResourceBusy.into()),
                Err(TryLockError::WouldBlock) => sleep(BETWEEN),
                Err(TryLockError::Error(_)) => {
                    let _ = std::fs::remove_file(&path);
                    return Ok(Lock { held: None });
                }
            }
        }
    }

    /// Writes the facts file, whole or not at all. What is written is seen, unless somebody who knows no locks wrote since.
    pub(super) fn write(&mut self, text: &str, _lock: &Lock) -> io::Result<()> {
        write(&self.path, text.as_bytes(), Permissions::Default)?;
        let [own, _] = self.stamps();
        self.seen[0] = own.filter(|_| self.read().is_ok_and(|bytes| bytes == text.as_bytes()));
        Ok(())
    }
}

#[cfg(unix)]
fn inode(data: &Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(data)
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> u64 {
    0
}

/// True if the file that was locked is the one that is there: another window may have taken it away in between.
fn is_still(file: &File, path: &Path) -> bool {
    match (file.metadata(), std::fs::metadata(path)) {
        (Ok(pinned), Ok(there)) => inode(&pinned) == inode(&there),
        _ => false,
    }
}

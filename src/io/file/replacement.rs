//! A file that will take the place of another one.
//!
//! In: the place of a regular file, and bytes. Out: that file with its old mode and owner, on disk before it has its name. Until
//! then it is a temporary file beside its place, locked by this process. One that a kill has left behind is locked by nobody:
//! the next run that writes into the folder removes it.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use tempfile::NamedTempFile;

use crate::io::file::folder::folder;
use crate::io::file::permissions::Permissions;
use crate::io::file::target_error::TargetError;

/// What the names of temporary files begin and end with, and how many random characters are in between.
const PREFIX: &str = ".kaibo-";
const SUFFIX: &str = ".tmp";
const RANDOM: usize = 12;

/// The temporary files of this process.
static LIVE: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// The folders that were looked through for what a kill has left behind.
static SWEPT: Mutex<BTreeSet<PathBuf>> = Mutex::new(BTreeSet::new());

/// A file that will take the place of another one. Dropped, it leaves nothing.
#[derive(Debug)]
pub struct Replacement {
    place: PathBuf,
    file: NamedTempFile,
    /// False where nothing may be replaced.
    over: bool,
    _live: Live,
}

/// A name in [`LIVE`], for as long as there may be such a file.
#[derive(Debug)]
struct Live(PathBuf);

impl Live {
    fn new(path: &Path) -> Live {
        live(|files| files.insert(path.to_owned()));
        Live(path.to_owned())
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        live(|files| files.remove(&self.0));
    }
}

impl Replacement {
    /// Begins a file that is to be at `place`, which holds no link.
    ///
    /// # Errors
    /// Nothing can be written beside it, or the user may not write the file that is there.
    pub fn begin(place: &Path, readers: Permissions) -> io::Result<Replacement> {
        sweep(folder(place));
        let old = old(place)?;
        let file = temporary(folder(place), old.is_none() && readers == Permissions::Default)?;
        let _live = Live::new(file.path());
        let replacement = Replacement { place: place.to_owned(), file, over: true, _live };
        if let (Some(old), Permissions::Default) = (old, readers) {
            keep(replacement.file.as_file(), &old)?;
        }
        Ok(replacement)
    }

    /// The same, where nothing may be replaced.
    pub(super) fn of_nothing(mut self) -> Replacement {
        self.over = false;
        self
    }

    /// Puts it into its place.
    ///
    /// # Errors
    /// It can't be; or there is a file where none was to be replaced.
    pub fn finish(self) -> io::Result<()> {
        self.file.as_file().sync_all()?;
        match self.over {
            true => self.file.persist(&self.place)?,
            false => self.file.persist_noclobber(&self.place)?,
        };
        sync_folder(&self.place);
        Ok(())
    }
}

impl Write for Replacement {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.as_file_mut().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.as_file_mut().flush()
    }
}

/// Begins, or goes on with, a file that is under a name of its own until it takes the place of another one. It is locked.
///
/// # Errors
/// It can't be written, it is not there, or another run is writing it (`WouldBlock`).
pub fn begin_as(path: &Path, place: &Path, create: bool) -> io::Result<File> {
    let old = old(place)?;
    let file = OpenOptions::new().read(true).write(true).create(create).truncate(false).open(path)?;
    file.try_lock().map_err(|error| match error {
        TryLockError::WouldBlock => io::Error::new(io::ErrorKind::WouldBlock, TargetError::Busy),
        TryLockError::Error(error) => error,
    })?;
    if let Some(old) = old {
        keep(&file, &old)?;
    }
    Ok(file)
}

/// Puts a file that was [begun under a name of its own](begin_as) into its place.
///
/// # Errors
/// It can't be.
pub fn finish_as(file: &File, path: &Path, place: &Path) -> io::Result<()> {
    file.sync_all()?;
    fs::rename(path, place)?;
    sync_folder(place);
    Ok(())
}

/// Removes a file; that there is none is as good.
///
/// # Errors
/// It can't be removed.
pub fn remove(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

/// Removes the temporary files of this process, which is about to end.
pub fn abandon() {
    live(|files| {
        for path in std::mem::take(files) {
            let _ = fs::remove_file(path);
        }
    });
}

fn live<T>(with: impl FnOnce(&mut BTreeSet<PathBuf>) -> T) -> T {
    with(&mut LIVE.lock().unwrap_or_else(PoisonError::into_inner))
}

/// The file that is to be replaced, if there is one. A user who may not write it may not replace it either.
fn old(place: &Path) -> io::Result<Option<Metadata>> {
    match OpenOptions::new().write(true).open(place) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        file => file?.metadata().map(Some),
    }
}

/// Gives a file the mode and the owner of the one that it will replace. Only root can give a file away; the group, at least,
/// may be one of the user's own.
#[cfg(unix)]
fn keep(file: &File, old: &Metadata) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt as _, fchown};
    let now = file.metadata()?;
    if (now.uid(), now.gid()) != (old.uid(), old.gid()) {
        let _ = fchown(file, Some(old.uid()), Some(old.gid())).or_else(|_| fchown(file, None, Some(old.gid())));
    }
    file.set_permissions(old.permissions())
}

#[cfg(not(unix))]
fn keep(_: &File, _: &Metadata) -> io::Result<()> {
    Ok(())
}

/// A locked temporary file. `usual` says that its mode is to be that of any new file, else only the owner may read it.
fn temporary(folder: &Path, usual: bool) -> io::Result<NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(PREFIX).suffix(SUFFIX).rand_bytes(RANDOM);
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        // The user's mask takes away from this.
        options.mode(if usual { 0o666 } else { 0o600 });
    }
    #[cfg(not(unix))]
    let _ = usual;
    loop {
        // Opened here, so that an error does not name the temporary file, which means nothing to people.
        let file = builder.make_in(folder, |path| options.open(path))?;
        match file.as_file().try_lock() {
            // Another run may have swept it away before it was locked.
            Ok(()) if !file.path().exists() => {}
            Err(TryLockError::WouldBlock) => {}
            // Where the file system knows no locks nobody sweeps.
            _ => return Ok(file),
        }
    }
}

/// Removes temporary files whose process is gone, once for each folder.
fn sweep(folder: &Path) {
    if !SWEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(folder.to_owned()) {
        return;
    }
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let ours = entry.file_name().to_str().is_some_and(is_temporary);
        if ours
            && entry.file_type().is_ok_and(|kind| kind.is_file())
            && let Ok(file) = File::open(entry.path())
            && file.try_lock().is_ok()
        {
            let _ = fs::remove_file(entry.path());
        }
    }
}

fn is_temporary(name: &str) -> bool {
    let random = name.strip_prefix(PREFIX).and_then(|rest| rest.strip_suffix(SUFFIX));
    random.is_some_and(|random| random.len() == RANDOM && random.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The name is in the folder only once the folder is on disk too; some systems can't open folders.
fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(folder(path)) {
        let _ = folder.sync_all();
    }
}

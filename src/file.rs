//! Files that appear whole or not at all.
//!
//! In: a path and bytes. Out: the file, complete, in the place of the old one; or the old one untouched.

use std::io::{self, Write as _};
use std::path::Path;

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readers {
    /// Whoever the user lets read files.
    Usual,
    /// The owner alone.
    Owner,
}

/// Writes a file whole or not at all. A link is followed: what it points to is replaced, not the link.
///
/// # Errors
/// What the system says.
pub fn write(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<()> {
    let path = std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    prepare(&path, bytes, readers)?.persist(&path)?;
    sync_folder(&path);
    Ok(())
}

/// Makes a file that isn't there yet, whole or not at all.
///
/// # Errors
/// What the system says; that there is one already is `AlreadyExists`.
pub fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    prepare(path, bytes, Readers::Usual)?.persist_noclobber(path)?;
    sync_folder(path);
    Ok(())
}

/// The bytes in a file beside the place where they belong, on disk.
fn prepare(path: &Path, bytes: &[u8], readers: Readers) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kaibo-");
    #[cfg(unix)]
    if readers == Readers::Usual {
        use std::os::unix::fs::PermissionsExt as _;
        // What the user has set stays; else what is left of this by the user's mask.
        builder.permissions(std::fs::metadata(path).map_or_else(|_| std::fs::Permissions::from_mode(0o666), |old| old.permissions()));
    }
    #[cfg(not(unix))]
    let _ = readers;
    let mut file = builder.tempfile_in(folder(path))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// The folder of a file.
pub fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// The name is in the folder only once the folder is on disk too; some systems can't open folders.
fn sync_folder(path: &Path) {
    if let Ok(folder) = std::fs::File::open(folder(path)) {
        let _ = folder.sync_all();
    }
}

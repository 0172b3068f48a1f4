//! Which configuration may have secrets fetched and sent.
//!
//! In: a configuration's path and bytes. Out: whether its user has approved it. A configuration can run commands and send the
//! value of any variable to any address, so one that merely lies in the working directory, where anyone may have put it, counts
//! only once its user has approved it. An approval is for a path and a digest: a file that was changed is another file.

use std::io;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::collect::evidence::digest;
use crate::io::file::{Permissions, write};
use crate::io::read;

/// The version of the file of approvals.
const VERSION: u32 = 1;

/// The approvals of a user.
#[derive(Debug, Default, Serialize, Deserialize)]
struct Approvals {
    version: u32,
    /// Paths, each with the digest of the file as it was approved.
    files: Vec<Approval>,
}

#[derive(Debug, Serialize, Deserialize)]
struct Approval {
    path: PathBuf,
    digest: String,
}

/// Where approvals are kept: in the user's own folder for state.
pub fn place() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("kaibo").join("trusted.json"))
}

/// What is known of a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trust {
    /// It was approved as it is.
    Approved,
    /// It was approved, and has been changed since.
    Changed,
    /// It was never approved.
    Never,
}

/// Whether the file at `path` with these bytes was approved. What can't be read is no approval.
pub fn look_up(place: Option<&Path>, path: &Path, bytes: &[u8]) -> Trust {
    let known = place.map_or_else(Approvals::default, |place| read(place).unwrap_or_default());
    let Ok(path) = std::fs::canonicalize(path) else { return Trust::Never };
    match known.files.iter().find(|approval| approval.path == path) {
        Some(approval) if approval.digest == digest(bytes) => Trust::Approved,
        Some(_) => Trust::Changed,
        None => Trust::Never,
    }
}

/// Approves the file at `path` with these bytes.
///
/// # Errors
/// The approvals can't be read or written.
pub fn approve(place: &Path, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let path = std::fs::canonicalize(path)?;
    let mut known = match read(place) {
        Ok(known) => known,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Approvals::default(),
        Err(error) => return Err(error),
    };
    known.version = VERSION;
    known.files.retain(|approval| approval.path != path);
    known.files.push(Approval { path, digest: digest(bytes) });
    if let Some(folder) = place.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut text = serde_json::to_string_pretty(&known)?;
    text.push('\n');
    write(place, text.as_bytes(), Permissions::OwnerOnly)
}

fn read(place: &Path) -> io::Result<Approvals> {
    let known: Approvals = serde_json::from_slice(&read::bytes(place)?)?;
    if known.version == VERSION { Ok(known) } else { Err(io::Error::new(io::ErrorKind::InvalidData, "version")) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;

    #[test]
    fn an_approval_is_for_a_path_and_its_content() {
        let folder = tempfile::tempdir().unwrap();
        let (place, file) = (folder.path().join("state/trusted.json"), folder.path().join("kaibo.toml"));
        std::fs::write(&file, "a").unwrap();
        assert_eq!(look_up(Some(&place), &file, b"a"), Trust::Never);
        approve(&place, &file, b"a").unwrap();
        assert_eq!(look_up(Some(&place), &file, b"a"), Trust::Approved);
        assert_eq!(look_up(Some(&place), &file, b"b"), Trust::Changed);
        let other = folder.path().join("other.toml");
        std::fs::write(&other, "a").unwrap();
        assert_eq!(look_up(Some(&place), &other, b"a"), Trust::Never);
        assert_eq!(look_up(None, &file, b"a"), Trust::Never);
        std::fs::write(&place, "broken").unwrap();
        assert_eq!(look_up(Some(&place), &file, b"a"), Trust::Never);
        assert!(approve(&place, &file, b"a").is_err(), "what others approved is not thrown away");
    }
}

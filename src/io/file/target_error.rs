//! Why a file can't be written, where the system has no words that help.

use std::io;

/// A target that can't be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TargetError {
    /// A socket can't be opened by its path.
    #[error("it is a socket")]
    Socket,
    /// Another run has locked the file.
    #[error("another run is writing it")]
    Busy,
}

impl TargetError {
    /// The one that an error is made from.
    pub fn find(error: &io::Error) -> Option<TargetError> {
        error.get_ref()?.downcast_ref().copied()
    }
}

//! Who may read a file that is written.

/// Who may read a file that is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Permissions {
    /// Whoever the user lets read files.
    Default,
    /// The owner alone.
    OwnerOnly,
}

//! Edits that are not in the file yet.

use crate::wizard::session::document::Stated;
use crate::wizard::session::history::Edit;

/// A change that is not on disk.
#[derive(Debug, Clone)]
pub(crate) struct Pending {
    pub(crate) edit: Edit,
    /// What the file stated of its subject when the person was shown it.
    pub(crate) base: Stated,
}

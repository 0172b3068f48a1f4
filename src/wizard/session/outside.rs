//! Changes that others made to the file while the session was open.

use crate::engine::check::{Outcome, Standing};
use crate::facts::FactValue;
use crate::wizard::session::answer::EditSubject;
use crate::wizard::session::document::Stated;

/// Something that was changed here, and by something else since it was shown.
#[derive(Debug, Clone)]
pub(crate) struct Conflict {
    pub(crate) subject: EditSubject,
    /// What the file states now.
    pub(super) theirs: Stated,
    /// The same, typed.
    pub(super) theirs_known: Option<FactValue>,
}

/// Something else changed the files: the verdict before, and since.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outside {
    /// As it was.
    pub before: (Standing, Outcome),
    /// As it is.
    pub after: (Standing, Outcome),
}

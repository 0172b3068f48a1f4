//! What the rows of one fact are measured for.

/// What else is asked of a fact.
#[derive(Debug, Default)]
pub(crate) struct About<'p> {
    /// The date columns, of a fact about the past.
    pub(crate) past: Vec<usize>,
    /// Columns in which no two rows are to have the same.
    pub(crate) unique: Vec<&'p [usize]>,
    /// The index among the facts that are compared with others, and the column of its date.
    pub(crate) watched: Option<(usize, usize)>,
}

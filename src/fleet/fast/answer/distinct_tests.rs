//! The tests of a rulebook, each once.
//!
//! In: tests, as requirements, readings and editions ask them. Out: an index for each that differs from all others.

use hashbrown::HashMap;

use crate::rulebook::Test;

/// Tests that differ.
#[derive(Default)]
pub(crate) struct DistinctTests<'r> {
    pub(crate) tests: Vec<&'r Test>,
    indices: HashMap<&'r Test, usize>,
}

impl<'r> DistinctTests<'r> {
    /// The index of a test, that of one that asks the same if there is one.
    pub(crate) fn index_of(&mut self, test: &'r Test) -> usize {
        *self.indices.entry(test).or_insert_with(|| {
            self.tests.push(test);
            self.tests.len() - 1
        })
    }
}

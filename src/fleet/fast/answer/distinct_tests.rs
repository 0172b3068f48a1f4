//! The tests of a rulebook, each once.
//!
//! In: tests, as requirements, readings and editions ask them. Out: a place for each that differs from all others. Lists of
//! a thousand names are gone through once for each test, however many tests there are.

use std::hash::{Hash, Hasher};

use hashbrown::HashMap;

use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, RowsTest, Test};

/// DistinctTests, each once.
#[derive(Default)]
pub(crate) struct DistinctTests<'r> {
    pub(crate) tests: Vec<&'r Test>,
    indices: HashMap<TestKey<'r>, usize>,
}

/// A test, found again by what it predicates.
#[derive(PartialEq, Eq)]
struct TestKey<'r>(&'r Test);

impl<'r> DistinctTests<'r> {
    /// The place of a test, that of one that asks the same if there is one.
    pub(crate) fn index_of(&mut self, test: &'r Test) -> usize {
        *self.indices.entry(TestKey(test)).or_insert_with(|| {
            self.tests.push(test);
            self.tests.len() - 1
        })
    }
}

/// What tells most tests apart. What is left out here is compared where all of this is the same.
impl Hash for TestKey<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        std::mem::discriminant(self.0).hash(state);
        match self.0 {
            Test::Value { of, is, .. } => {
                of.hash(state);
                condition(is, state);
            }
            Test::Length { of, wide, is, .. } => (of, wide, is).hash(state),
            Test::Elapsed { of, after, is } => (of, after, is).hash(state),
            Test::Rows(test) => rows(test, state),
        }
    }
}

fn rows<H: Hasher>(test: &RowsTest, state: &mut H) {
    (test.of, test.window, test.measure).hash(state);
    for (column, filter) in &test.filter {
        column.hash(state);
        condition(filter, state);
    }
    match &test.is {
        Needed::Number { comparison, places, .. } => (comparison, places).hash(state),
        Needed::Value(_, is) => condition(is, state),
    }
}

fn condition<H: Hasher>(condition: &Condition, state: &mut H) {
    match condition {
        Condition::Bool(flag) => flag.hash(state),
        Condition::Choice(allowed) => allowed.hash(state),
        Condition::Number { comparison, .. } => comparison.hash(state),
        Condition::Date(comparison) => comparison.hash(state),
        Condition::Timestamp(comparison) => comparison.hash(state),
        Condition::InList(among) => (&among.listed, &among.list, among.negated).hash(state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::source::Files;
    use crate::io::library::Library;
    use crate::rulebook::{Rule, Rulebook};

    #[test]
    fn tests_that_are_spelled_alike_have_one_place_and_no_others() {
        let library = Library::open(None).expect("a library");
        for text in library.programs() {
            let (rulebook, _) = Rulebook::load(text, &mut Files::default()).expect("sound");
            let (mut tests, mut spelled) = (DistinctTests::default(), HashMap::new());
            for requirement in rulebook.editions.iter().flat_map(|edition| &edition.requirements) {
                let main = if let Rule::Test(test) = &requirement.rule { Some(test) } else { None };
                for test in
                    main.into_iter().chain(requirement.readings.iter().filter(|reading| !reading.implied).map(|reading| &reading.test))
                {
                    let place = tests.index_of(test);
                    assert_eq!(*spelled.entry(format!("{test:?}")).or_insert(place), place, "{}", requirement.id);
                }
            }
            assert_eq!(spelled.len(), tests.tests.len());
        }
    }
}

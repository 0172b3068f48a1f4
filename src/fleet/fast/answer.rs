//! Answers for records whose tests have been measured.
//!
//! In: a rulebook, compiled; the timelines of a record's tests. Out: the answer's bytes. The outcome is looked up by what the
//! timelines have in common with those of other records; where it is not known, the engine decides.

mod compile;
mod distinct_tests;
mod editions;
pub(crate) mod evaluator;
mod outcome_cache;
mod profiles;
mod template;

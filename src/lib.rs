//! kaibo tells an applicant whether a platform will let it in, what is missing, and from which day.

pub mod check;
pub mod cli;
pub mod day;
pub mod doc;
pub mod exact;
pub mod examples;
pub mod facts;
pub mod kind;
pub mod library;
pub mod problem;
pub mod report;
pub mod rulebook;
pub mod truth;
pub mod untrusted;
pub mod words;

//! kaibo checks whether an applicant qualifies for a platform's program, what is missing, what to do about it and from
//! which day; and it gives an auditor a report that can be verified. What a program requires is data (`rules/`): the engine
//! knows rows, windows and measures, but no platform.
//!
//! | module | purpose |
//! |---|---|
//! | [`value`] | dates and periods, exact numbers and intervals, three-valued timelines, typed values, localized text |
//! | [`document`] | TOML and JSON with source spans; diagnostics that point into them |
//! | [`rulebook`] | a program and the editions of its requirements, validated into a graph |
//! | [`facts`] | what is known of one applicant: layers of files in, typed facts with provenance out |
//! | [`engine`] | check, plan, next question, what-if, examples. Pure: no clock, file, network or terminal |
//! | [`io`] | files in and out: applications, rulebook folders, atomic writes, redaction, rendering of diagnostics |
//! | [`report`] | one checklist as JSON, text or calendar; differences between two reports |
//! | `collect` (feature `net`) | facts from a platform's own APIs, with provenance and evidence; a mock server |
//! | [`fleet`] | many applicants, streamed |
//! | `wizard` (feature `tui`) | one facts file, answer by answer: session, full screen, line by line |
//! | [`cli`] | the command line; one file per command |
//! | [`i18n`] | messages in Chinese and English, with untrusted text escaped |
//!
//! **The path of one fact.** `document` reads `payments = [2026-11-20]` as a tree with spans. `facts` types it against the
//! program's definition and owns it; every later stage borrows it. `engine` finds the tests of `payments`, moves its rows
//! through each window, and returns findings that hold the timeline, the measure and the status of each row. `report`,
//! `wizard` and `cli` show those findings and compute no verdict of their own.
//!
//! Dependencies lead in one direction (`tests/architecture.rs` checks it): `cli` -> `wizard` -> `collect`, `fleet`, `report` ->
//! `io` -> `engine` -> `facts` -> `rulebook` -> `document`, `value`. Only the modules above `engine` use `i18n`.

pub mod cli;
#[cfg(feature = "net")]
pub mod collect;
pub mod document;
pub mod engine;
pub mod facts;
pub mod fleet;
pub mod i18n;
pub mod io;
pub mod report;
pub mod rulebook;
pub mod value;
#[cfg(feature = "tui")]
pub mod wizard;

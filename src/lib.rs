//! kaibo checks whether an applicant qualifies for a platform's program, what is missing, what to do about it and from
//! which day; and it gives an auditor a report that can be verified. What a program requires is data (`rules/`): the engine
//! knows rows, windows and measures, but no platform.
//!
//! ```
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let text = "program = 'wechat-live'\napplicant = 'wx1234567890abcdef'";
//! let rulebook = kaibo::Rulebook::builtin("wechat-live")?;
//! let facts = kaibo::Facts::from_toml(&rulebook, text)?;
//! let checklist = kaibo::check(&rulebook, &facts, "2026-11-22".parse()?)?;
//! println!("{}", checklist.verdict());
//! # assert_eq!(checklist.verdict(), kaibo::Verdict::Unknown);
//! # Ok(())
//! # }
//! ```
//!
//! What this page lists is the library's surface, and stays compatible; `docs/public-api.txt` lists it too. With
//! `default-features = false` it is the pure engine; the feature `report` adds messages and the JSON report.
//!
//! # The modules behind it
//!
//! | module | purpose |
//! |---|---|
//! | `value` | dates and periods, exact numbers and intervals, three-valued timelines, typed values, localized text |
//! | `document` | TOML and JSON with source spans; diagnostics that point into them |
//! | `rulebook` | a program and the editions of its requirements, validated into a graph |
//! | `facts` | what is known of one applicant: layers of files in, typed facts with provenance out |
//! | `engine` | check, plan, next question, what-if, examples. Pure: no clock, file, network or terminal |
//! | `io` | files in and out: applications, rulebook folders, atomic writes, redaction, rendering of diagnostics |
//! | `report` | one checklist as JSON, text or calendar; differences between two reports |
//! | `collect` (feature `collect`) | facts from a platform's own APIs, with provenance and evidence; a mock server |
//! | `fleet` | many applicants, streamed |
//! | `wizard` (feature `wizard`) | one facts file, answer by answer: session, full screen, line by line |
//! | `cli` | the command line; one file per command |
//! | `api` | the library's surface, which this page lists |
//! | `i18n` | messages in Chinese and English, with untrusted text escaped |
//!
//! **The path of one fact.** `document` reads `payments = [2026-11-20]` as a tree with spans. `facts` types it against the
//! program's definition and owns it; every later stage borrows it. `engine` finds the tests of `payments`, moves its rows
//! through each window, and returns findings that hold the timeline, the measure and the status of each row. `report`,
//! `wizard` and `cli` show those findings and compute no verdict of their own.
//!
//! Dependencies lead in one direction (`tests/architecture.rs` checks it): `cli` -> `wizard` -> `collect`, `fleet`, `report` ->
//! `io` -> `engine` -> `facts` -> `rulebook` -> `document`, `value`. Only the modules above `engine` use `i18n`.

// Without `internals` nobody sees what a part of a module is there for: another feature or the tests may use it.
#![cfg_attr(not(feature = "internals"), allow(dead_code, unreachable_pub, unused_imports))]

mod api;

// The modules belong to the crate. Tests, benches and fuzzers see them through the feature `internals`.
#[cfg(all(feature = "internals", feature = "cli"))]
pub mod cli;
#[cfg(all(feature = "internals", feature = "collect"))]
pub mod collect;
#[cfg(feature = "internals")]
pub mod document;
#[cfg(feature = "internals")]
pub mod engine;
#[cfg(feature = "internals")]
pub mod facts;
#[cfg(all(feature = "internals", feature = "fleet"))]
pub mod fleet;
#[cfg(all(feature = "internals", feature = "report"))]
pub mod i18n;
#[cfg(all(feature = "internals", feature = "report"))]
pub mod io;
#[cfg(all(feature = "internals", feature = "report"))]
pub mod report;
#[cfg(feature = "internals")]
pub mod rulebook;
#[cfg(feature = "internals")]
pub mod value;
#[cfg(all(feature = "internals", feature = "wizard"))]
pub mod wizard;

#[cfg(all(not(feature = "internals"), feature = "cli"))]
mod cli;
#[cfg(all(not(feature = "internals"), feature = "collect"))]
mod collect;
#[cfg(not(feature = "internals"))]
mod document;
#[cfg(not(feature = "internals"))]
mod engine;
#[cfg(not(feature = "internals"))]
mod facts;
#[cfg(all(not(feature = "internals"), feature = "fleet"))]
mod fleet;
#[cfg(all(not(feature = "internals"), feature = "report"))]
mod i18n;
#[cfg(all(not(feature = "internals"), feature = "report"))]
mod io;
#[cfg(all(not(feature = "internals"), feature = "report"))]
mod report;
#[cfg(not(feature = "internals"))]
mod rulebook;
#[cfg(not(feature = "internals"))]
mod value;
#[cfg(all(not(feature = "internals"), feature = "wizard"))]
mod wizard;

pub use api::*;

/// Runs the command line. Not part of the library's surface.
#[cfg(feature = "cli")]
#[doc(hidden)]
pub fn command(args: impl IntoIterator<Item = std::ffi::OsString>) -> std::process::ExitCode {
    cli::run(args).into()
}

#[cfg(doctest)]
#[doc = include_str!("../README.md")]
#[doc = include_str!("../README.zh.md")]
struct Readme;

//! kaibo tells an applicant whether a platform will let it in, what is missing, what to do about it and from which day;
//! and gives an auditor a report that can be checked. What a platform asks for is data (`rules/`); nothing here knows one.
//!
//! | module | what it is for |
//! |---|---|
//! | [`rulebook`] | a program and the editions of its requirements: TOML in, a checked graph or every fault out |
//! | [`facts`] | what is known of one applicant: layers of files in, typed facts with provenance out |
//! | [`mod@check`] | rulebook + facts + day -> checklist. Pure: no clock, file, network or terminal |
//! | [`plan`], [`question`], [`assume`] | what to do on which day; what to ask next; facts as they might be. Pure too |
//! | [`fleet`], [`diff`], [`practice`] | many applicants, streamed; what changed between two outputs; made-up applicants |
//! | `source` (feature `net`) | facts from a platform's own interfaces, with provenance and evidence |
//! | [`calendar`] | a plan as a calendar file |
//! | [`chart`], [`layout`] | days as bars of plain characters; text in columns, wide characters counted |
//! | [`report`] | the checklist in the promised JSON; why a finding came out as it did, in sentences |
//! | [`examples`] | a rulebook's own examples, run, and held against small changes of the rules |
//! | [`text`] | checklist, plan and next question as plain text |
//! | `wizard` (feature `tui`) | one facts file, answer by answer: what the wizard's faces have in common |
//! | `plain` (feature `tui`) | the wizard line by line |
//! | [`case`] | an applicant's files, typed against their rulebook; [`mod@file`]: files that appear whole or not at all |
//! | [`library`] | the rulebooks that are built in, and a folder of one's own |
//! | [`cli`] | the command line; one file a command |
//! | [`day`], [`exact`], [`truth`], [`kind`] | days and periods; exact numbers and intervals; three-valued timelines; values |
//! | [`value`] | the one reader of single values: exact, loose and doubtful spellings |
//! | [`doc`], [`problem`], [`words`], [`untrusted`] | documents with places; what is wrong and where; messages; harmless text, for people, TOML and JSON |
//!
//! **The path of one fact.** `doc` reads `payments = [2026-11-20]` as a tree that knows its lines. `facts` types it against
//! the program's definition and is its only home; every later stage borrows it. `check` finds the tests of `payments`, lets
//! its rows enter and leave each window, and returns findings that hold the timeline, the measure and what became of each
//! row. `report` and the faces of `cli` show those findings, and compute nothing.
//!
//! Dependencies run one way: `cli` -> `tui`, `plain` -> `wizard` -> `fleet`, `source`, `text`, `report`, `examples` -> `plan`, `question` -> `check` -> `facts`, `rulebook` -> `kind`, `exact`, `truth`, `day`.

pub mod assume;
pub mod calendar;
pub mod case;
pub mod chart;
pub mod check;
pub mod cli;
pub mod day;
pub mod diff;
pub mod doc;
pub mod exact;
pub mod examples;
pub mod facts;
pub mod file;
pub mod fleet;
pub mod kind;
pub mod layout;
pub mod library;
#[cfg(feature = "tui")]
pub mod plain;
pub mod plan;
pub mod practice;
pub mod problem;
pub mod question;
pub mod report;
pub mod rulebook;
#[cfg(feature = "net")]
pub mod source;
pub mod text;
pub mod truth;
#[cfg(feature = "tui")]
pub mod tui;
pub mod untrusted;
pub mod value;
#[cfg(feature = "tui")]
pub mod wizard;
pub mod words;

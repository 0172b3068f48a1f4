//! kaibo as a library: the small surface that other programs use. Everything else in the crate may change without notice.
//!
//! In: a rulebook and facts as text, and a day. Out: a checklist, a plan, the next question, a report; or errors that say
//! where the text is wrong. The engine below does the work; nothing is computed here.

mod checklist;
mod date;
mod error;
mod facts;
mod plan;
mod question;
#[cfg(feature = "report")]
mod report;
mod rulebook;
mod summary;

pub use checklist::{Checklist, Requirement, Verdict, check};
pub use date::{Date, ParseDateError};
pub use error::{BeforeFirstEditionError, CheckError, Diagnostic, FactsError, RulebookError};
pub use facts::Facts;
pub use plan::{Action, Plan, Prefer, plan};
pub use question::{Question, next_question};
#[cfg(feature = "report")]
pub use report::report;
pub use rulebook::Rulebook;
pub use summary::Summary;

pub use crate::engine::check::Status;
pub use crate::value::localized::{Lang, Localized};

//! The pure core: what a verdict is, how to reach a better one, and what to ask next.
//!
//! In: a rulebook, facts and a day. Out: a checklist, a plan, a question. No clock, file, network or terminal.

pub mod assume;
pub mod check;
pub mod examples;
pub mod plan;
pub mod question;
pub mod sensitivity;

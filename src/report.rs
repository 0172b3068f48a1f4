//! One checklist for every reader: JSON, text, calendar; and what changed between two reports.
//!
//! In: what the engine returned. Out: text. Nothing here computes a verdict.

pub mod calendar;
pub mod chart;
pub mod columns;
pub mod diff;
pub mod explain;
pub mod json;
pub mod measured;
pub mod rows;
pub mod text;

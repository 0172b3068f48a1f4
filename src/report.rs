//! One checklist for every reader: JSON, text, calendar; and what changed between two reports.
//!
//! In: what the engine returned. Out: text. Nothing here computes a verdict.

#[cfg(feature = "cli")]
pub mod bundle;
pub mod calendar;
pub mod chart;
pub mod columns;
#[cfg(feature = "cli")]
pub mod csv;
#[cfg(any(feature = "cli", feature = "fleet"))]
pub mod diff;
pub mod explain;
#[cfg(feature = "cli")]
pub mod html;
pub mod json;
#[cfg(feature = "cli")]
pub mod junit;
#[cfg(feature = "cli")]
pub mod markdown;
pub mod measured;
#[cfg(feature = "cli")]
pub mod pseudonym;
pub mod rows;
#[cfg(feature = "cli")]
pub mod sarif;
pub mod text;
#[cfg(any(feature = "cli", feature = "fleet"))]
pub mod verify;
#[cfg(feature = "cli")]
pub mod view;

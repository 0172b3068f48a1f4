//! One facts file, answer by answer: the session, and its two interfaces.
//!
//! [`session`] knows no terminal; [`tui`] is the full screen, [`prompt`] asks line by line.

#[cfg(feature = "wizard")]
pub mod prompt;
#[cfg(feature = "wizard")]
pub mod session;
#[cfg(feature = "wizard")]
pub mod tui;

//! The full-screen wizard.
//!
//! In: a facts file that is being worked on, keys. Out: what is known of the applicant drawn on the terminal, and answers that
//! are saved as they are given. Keys become actions (`keys`), actions change the state (`state`), which is drawn with what the
//! session sees (`view`). Nothing is judged here.

pub mod app;
pub mod editor;
pub mod event;
pub mod keys;
pub mod list;
pub mod run;
pub mod state;
pub mod terminal;
pub mod text_block;
pub mod theme;
pub mod timeline;
pub mod view;

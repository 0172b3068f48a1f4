//! What comes from outside and what goes out: files, folders of rules, secrets to redact, text to escape, diagnostics to render.

pub mod application;
#[cfg(feature = "cli")]
pub mod archive;
pub mod file;
pub mod library;
pub mod read;
#[cfg(feature = "collect")]
pub mod redact;
pub mod render;
#[cfg(feature = "cli")]
pub mod signature;

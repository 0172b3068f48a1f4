//! Tables as people keep them: other encodings, separators and containers, headings in words, work lists out.
//!
//! In: bytes of a file, headings, a mapping of columns to facts. Out: UTF-8 text that the rest of the fleet reads, a
//! [`header::Header`] that says what each column means, and what there is to say about a table as a whole: one
//! [`input::InputError`] or a few [`input::InputNote`]s, never a message for each record.

pub mod cell;
pub mod columns;
pub mod encoding;
pub mod header;
pub mod headings;
pub mod input;
pub mod json;
pub mod layout;
pub mod mapping;
pub mod propose;
pub mod record_digest;
pub mod separated;
#[cfg(feature = "tables")]
pub mod spreadsheet;
pub mod work_list;
#[cfg(feature = "tables")]
pub mod workbook;

//! Facts, read and measured in passing.
//!
//! In: places where values of facts begin. Out: the timeline of every test of them. Values become columns of up to 64 rows with a
//! validity mask; predicates give bit masks; aggregates are kept up to date batch by batch. Nothing here knows requirements.

pub(crate) mod about;
mod aggregates;
mod batch;
mod daily;
pub(crate) mod decode;
mod dictionary;
mod exists;
mod interval_sum;
mod layout;
mod layout_reader;
mod min_max;
pub(crate) mod predicate;
mod row_batch;
pub(crate) mod rows;
pub(crate) mod scalar;
mod sum;
pub(crate) mod timeline;
pub(crate) mod together;
mod window;

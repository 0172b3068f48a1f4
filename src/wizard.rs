//! The wizard's mind: what is asked of a fact, and what is made of what people type.
//!
//! In: a program, an edition, text. Out: forms, values, refusals in words. No terminal is known here.

pub mod dates;
pub mod entry;
pub mod form;
pub mod numbers;
pub mod regions;
pub mod search;
pub mod tree;

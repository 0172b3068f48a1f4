//! JSON by shape: the bytes between values are compared with those that were there before, sixteen bytes at a time.
//!
//! In: bytes of a block. Out: where values begin and end, and which keys they have. What is not as it was before is read by the
//! grammar; what that refuses is left to the slow path.

pub(crate) mod cursor;
pub(crate) mod keys;
pub(crate) mod separator;
mod simd;

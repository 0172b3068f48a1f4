//! A value that was read, and whether its spelling was the exact one.

use crate::value::value_type::Value;

/// A value that was read from a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parsed {
    /// The value.
    pub value: Value,
    /// False where the spelling is clear but is not the one that facts files use: people are shown how it was read.
    pub exact: bool,
}

impl Parsed {
    pub(super) fn exact(value: Value) -> Parsed {
        Parsed { value, exact: true }
    }

    pub(super) fn loose(value: Value) -> Parsed {
        Parsed { value, exact: false }
    }
}

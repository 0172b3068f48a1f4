//! A choice of remedies, and what it costs.

use crate::engine::plan::timing::ChosenRemedies;
use crate::value::date::Date;
use smallvec::SmallVec;

/// What a choice of remedies costs: in each currency, and in effort.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Price {
    pub(crate) cost: SmallVec<[i128; 2]>,
    pub(crate) effort: u32,
}

/// A choice of remedies, and the first day on which everything holds through it.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    pub(crate) day: Date,
    pub(crate) deeds: ChosenRemedies,
    pub(crate) price: Price,
}

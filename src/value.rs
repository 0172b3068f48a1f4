//! The values that everything else is about: dates, periods, exact numbers, timelines, typed values.

pub(crate) mod currency;
pub mod date;
pub mod localized;
pub mod number;
pub mod timeline;
pub mod value_type;

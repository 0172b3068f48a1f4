//! A second evaluator, the plainest possible, and what feeds it.
//!
//! It answers what a requirement is worth on one day by going through the ways in which what is unknown may be filled in,
//! over domains that are small but hold at least one value of every sort that the test can tell apart. Where there are too
//! many ways, it takes the least and the greatest. Of the engine it uses the parsed rulebook and the facts as data, and
//! nothing that evaluates them.

pub mod agree;
pub mod cells;
pub mod course;
pub mod dates;
pub mod elapsed;
pub mod enumerate;
pub mod generate;
pub mod knowledge;
pub mod measure;
pub mod mutate;
pub mod paths;
pub mod random;
pub mod reach;
pub mod refine;
pub mod rows;
pub mod shrink;
pub mod value;
pub mod window;
pub mod worked;

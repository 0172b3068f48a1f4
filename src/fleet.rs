//! Many applicants: records in, an answer for each out, in the order of the input.
//!
//! In: JSONL or CSV, from files or standard input, compressed or not. Out: finished stretches of output with what was
//! counted in them. Memory does not depend on the number of records: `source` and `unpack` read, `blocks` cuts the input (into
//! `buffer`s), `run` lets threads work on the blocks in `turns`, `record` (with `tables` for cells) and `answer` do one applicant
//! by `check`, `fast` does the same for ordinary records in a fraction of the time, `gaps`, `profile` and `tally` sum up and `summary`
//! puts that into order, `journal`
//! lets an interrupted run go on, from what `digest` and `verify` find to be as it was.

pub mod aggregate;
pub mod answer;
pub mod blockers;
pub mod buffer;
pub mod checkpoint;
pub mod chunks;
pub mod digest;
mod fast;
#[cfg(feature = "parquet")]
pub mod parquet;
pub mod pipeline;
pub mod previous;
pub mod profile;
pub mod record;
pub mod run;
pub mod sample;
pub(crate) mod setup;
pub mod source;
pub mod summary;
pub mod tables;
pub mod unpack;
pub mod verify;
pub mod worker;

use crate::fleet::setup::BLOCK;
pub use crate::fleet::setup::{Counts, Engine, Fleet, OutputFormat};
pub use crate::fleet::tables::columns::Extras;

impl Fleet {
    /// How many bytes of input are taken in one block: fewer where answers are longer than records, as those to short records
    /// under many requirements are. A block's answers mostly take no more than some mebibytes.
    pub fn block(&self) -> usize {
        // A report is longer than any answer.
        let lengths =
            self.engines.iter().map(|engine| if self.shape == OutputFormat::Full { 1 << 16 } else { answer::estimated_length(engine) });
        let longest = lengths.max().unwrap_or(0).max(1);
        // Hardly a record is shorter than a hundred bytes.
        ((4 << 20) * 100 / longest).clamp(*BLOCK.start(), *BLOCK.end())
    }
}

//! Blocks in, blocks done out, in the same order, by any number of threads.
//!
//! In: a fleet, its blocks. Out: each [`ChunkResult`] to a sink, on the thread that did it or one that did a block before it. A thread
//! reads the block that it takes itself: so its bytes are where they are needed, and no thread waits for another one's block.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread;

use crate::fleet::chunks::Chunk;
use crate::fleet::pipeline::{OrderedPipeline, PipelineError};
use crate::fleet::setup::Fleet;
use crate::fleet::worker::{ChunkResult, Worker};

/// Does every block, and puts each into the sink. `stop` is looked at now and then.
///
/// # Errors
/// The run stopped before its end; threads that still wait for input are left to end with the process.
pub fn run<S: Send + 'static, E: Send + 'static>(
    fleet: &Arc<Fleet>,
    blocks: impl Iterator<Item = Chunk> + Send + 'static,
    threads: usize,
    summed: bool,
    stop: &AtomicBool,
    sink: &Arc<Mutex<S>>,
    put: fn(&mut S, ChunkResult) -> Result<(), E>,
) -> Result<(), PipelineError<E>> {
    let threads = threads.max(1);
    let turns = Arc::new(OrderedPipeline::new(blocks, threads, Arc::clone(sink), put));
    for _ in 0..threads {
        let (fleet, turns) = (Arc::clone(fleet), Arc::clone(&turns));
        thread::spawn(move || {
            turns.work(|| {
                let worker = Worker::new(&fleet, summed);
                move |block| worker.work(block)
            });
        });
    }
    turns.wait(stop)
}

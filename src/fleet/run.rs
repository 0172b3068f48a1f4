//! Blocks in, blocks done out, in the same order, by any number of threads.
//!
//! In: a fleet, its blocks. Out: each [`Done`] to the caller, on the caller's own thread. Worker *k* of *n* takes every
//! *n*th block, so order costs nothing; queues are short, so memory stays bounded whoever is slowest.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::Duration;

use crate::fleet::Fleet;
use crate::fleet::blocks::Block;
use crate::fleet::worker::{Done, Worker};

/// How many blocks may wait before and behind each worker.
const QUEUE: usize = 2;

/// Why a run stops before its end.
#[derive(Debug)]
pub enum Stopped<E> {
    /// Somebody asked for it.
    Interrupted,
    /// The caller could not take a block.
    Sink(E),
    /// A thread of kaibo's own failed.
    Fault,
}

/// Does every block. `stop` is looked at between blocks, and while waiting for input.
///
/// # Errors
/// The run stopped before its end; threads that still wait for input are left to end with the process.
pub fn run<E>(
    fleet: &Arc<Fleet>,
    blocks: impl Iterator<Item = Block> + Send + 'static,
    threads: usize,
    summed: bool,
    stop: &AtomicBool,
    mut sink: impl FnMut(Done) -> Result<(), E>,
) -> Result<(), Stopped<E>> {
    let mut inputs: Vec<SyncSender<Block>> = Vec::new();
    let mut outputs: Vec<Receiver<Done>> = Vec::new();
    for _ in 0..threads.max(1) {
        let (to_worker, from_reader) = sync_channel::<Block>(QUEUE);
        let (to_writer, from_worker) = sync_channel::<Done>(QUEUE);
        inputs.push(to_worker);
        outputs.push(from_worker);
        let fleet = Arc::clone(fleet);
        thread::spawn(move || {
            let worker = Worker::new(&fleet, summed);
            for block in from_reader {
                if to_writer.send(worker.work(block)).is_err() {
                    return;
                }
            }
        });
    }
    let reader = thread::spawn(move || {
        let mut sent = 0;
        for block in blocks {
            let worker: usize = sent % inputs.len();
            if inputs[worker].send(block).is_err() {
                return None;
            }
            sent += 1;
        }
        Some(sent)
    });
    let mut merged = 0;
    loop {
        let done = match next(&outputs[merged % outputs.len()], stop) {
            Ok(done) => done,
            Err(Some(stopped)) => return Err(stopped),
            Err(None) => break,
        };
        sink(done).map_err(Stopped::Sink)?;
        merged += 1;
    }
    // A worker ends early only if it failed; then a block is missing.
    match reader.join() {
        Ok(Some(sent)) if sent == merged => Ok(()),
        _ => Err(Stopped::Fault),
    }
}

/// The next block done; None as an error where there is no more.
fn next<E>(from: &Receiver<Done>, stop: &AtomicBool) -> Result<Done, Option<Stopped<E>>> {
    loop {
        if stop.load(Ordering::Relaxed) {
            return Err(Some(Stopped::Interrupted));
        }
        match from.recv_timeout(Duration::from_millis(50)) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return Err(None),
        }
    }
}

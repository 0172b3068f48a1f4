//! Blocks in, blocks done out, in the same order, by any number of threads.
//!
//! In: a fleet, its blocks. Out: each [`Done`] to the caller, on the caller's own thread. Whoever is free takes the next block,
//! and reads it itself: so its bytes are where they are needed, and no thread waits for another one's block. How far the
//! fastest may be ahead of what was put out is bounded, and with it memory.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::Duration;

use crate::fleet::Fleet;
use crate::fleet::blocks::Block;
use crate::fleet::worker::{Done, Worker};

/// How many blocks for each thread may have been taken and not yet been put out.
const AHEAD: usize = 4;

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

/// Blocks that threads take in turn.
#[derive(Debug)]
pub struct Turns<B> {
    blocks: B,
    taken: u64,
    ended: bool,
    /// One for each block that may be taken.
    permits: Receiver<()>,
}

impl<B: Iterator> Turns<B> {
    /// Blocks of which so many may be taken before one is put out; and what gives leave for another.
    pub fn new(blocks: B, ahead: usize) -> (Arc<Mutex<Turns<B>>>, Sender<()>) {
        let (leave, permits) = channel();
        for _ in 0..ahead.max(1) {
            // There is somebody to receive it.
            let _ = leave.send(());
        }
        (Arc::new(Mutex::new(Turns { blocks, taken: 0, ended: false, permits })), leave)
    }

    /// The next block, and its number; None where there is none, or nobody puts out any more.
    pub fn take(&mut self) -> Option<(u64, B::Item)> {
        self.permits.recv().ok()?;
        match self.blocks.next() {
            Some(block) => {
                self.taken += 1;
                Some((self.taken - 1, block))
            }
            None => {
                self.ended = true;
                None
            }
        }
    }
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
    let threads = threads.max(1);
    let (turns, leave) = Turns::new(blocks, AHEAD * threads);
    // Permits bound what is in it.
    let (to_writer, from_workers) = channel::<(u64, Done)>();
    for _ in 0..threads {
        let (fleet, turns, to_writer) = (Arc::clone(fleet), Arc::clone(&turns), to_writer.clone());
        thread::spawn(move || {
            let worker = Worker::new(&fleet, summed);
            loop {
                let taken = turns.lock().ok().and_then(|mut turns| turns.take());
                let Some((turn, block)) = taken else { return };
                if to_writer.send((turn, worker.work(block))).is_err() {
                    return;
                }
            }
        });
    }
    drop(to_writer);
    let mut early = BTreeMap::new();
    let mut merged = 0;
    loop {
        let (turn, done) = match next(&from_workers, stop) {
            Ok(next) => next,
            Err(Some(stopped)) => return Err(stopped),
            Err(None) => break,
        };
        early.insert(turn, done);
        while let Some(done) = early.remove(&merged) {
            sink(done).map_err(Stopped::Sink)?;
            merged += 1;
            // Where nobody takes any more, nobody needs leave.
            let _ = leave.send(());
        }
    }
    // A thread ends early only if it failed; then a block is missing, or none was looked for any more.
    match turns.lock() {
        Ok(turns) if turns.ended && turns.taken == merged => Ok(()),
        _ => Err(Stopped::Fault),
    }
}

/// The next block done, and its number; None as an error where there is no more.
fn next<E>(from: &Receiver<(u64, Done)>, stop: &AtomicBool) -> Result<(u64, Done), Option<Stopped<E>>> {
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

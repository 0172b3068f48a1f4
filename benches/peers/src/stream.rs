//! Reading and threads, the same for kaibo and every peer in Rust.
//!
//! In: a file, and a worker for each thread. Out: what the workers make of each block, in order. kaibo's own reader cuts the
//! blocks, and threads take them in turn as in kaibo; the caller's thread takes the output.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread;

use kaibo::fleet::blocks::{Blocks, Content, Place};
use kaibo::fleet::run::Turns;
use kaibo::fleet::source::{Input, Kind};
use memchr::memchr_iter;

/// The file, cut into blocks as `kaibo fleet` cuts it for wechat-live.
pub fn blocks(data: &Path) -> Blocks {
    blocks_of(data, 1 << 19)
}

/// The file, cut into blocks of about so many bytes.
pub fn blocks_of(data: &Path, size: usize) -> Blocks {
    Blocks::new(vec![Input::of(data, Some(Kind::Jsonl))], Place::default(), size, 4 << 20, Arc::default())
}

/// Gives every block to whichever thread is free, and what it makes of it to `sink`, in order.
pub fn stream<T: Send, W: FnMut(&[u8]) -> T>(data: &Path, threads: usize, worker: impl Fn() -> W + Sync, mut sink: impl FnMut(T)) {
    let (turns, leave) = Turns::new(blocks(data), 4 * threads);
    let (to_sink, from_workers) = channel();
    thread::scope(|scope| {
        for _ in 0..threads {
            let (turns, to_sink, worker) = (Arc::clone(&turns), to_sink.clone(), &worker);
            scope.spawn(move || {
                let mut work = worker();
                loop {
                    let taken = turns.lock().expect("no worker fails").take();
                    let Some((turn, block)) = taken else { return };
                    let Content::Lines(bytes) = block.content else { panic!("no block of lines: {:?}", block.content) };
                    to_sink.send((turn, work(&bytes))).expect("the sink waits");
                }
            });
        }
        drop(to_sink);
        let (mut early, mut merged) = (BTreeMap::new(), 0);
        for (turn, output) in from_workers {
            early.insert(turn, output);
            while let Some(output) = early.remove(&merged) {
                sink(output);
                merged += 1;
                // Nobody needs leave any more once the file has ended.
                let _ = leave.send(());
            }
        }
    });
}

/// The lines of a block.
pub fn lines(block: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut begin = 0;
    memchr_iter(b'\n', block).map(move |end| {
        let line = &block[begin..end];
        begin = end + 1;
        line
    })
}

//! Reading and threads, the same for kaibo and every peer in Rust.
//!
//! In: a file, and a worker for each thread. Out: what the workers make of each block, in order. kaibo's own reader cuts the
//! blocks; a thread of its own reads, the caller's thread takes the output, as in kaibo.

use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use kaibo::fleet::blocks::{Block, Blocks, Content, Place};
use kaibo::fleet::source::{Input, Kind};
use memchr::memchr_iter;

/// The file, cut into blocks as `kaibo fleet` cuts it.
pub fn blocks(data: &Path) -> Blocks {
    Blocks::new(vec![Input::of(data, Some(Kind::Jsonl))], Place::default(), 1 << 18, 4 << 20, Arc::default())
}

/// Gives every block to one of the threads in turn, and what they make of it to `sink`, in order.
pub fn stream<T: Send, W: FnMut(&[u8]) -> T>(data: &Path, threads: usize, worker: impl Fn() -> W + Sync, mut sink: impl FnMut(T)) {
    thread::scope(|scope| {
        let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
        for _ in 0..threads {
            let (to_worker, from_reader) = sync_channel::<Block>(2);
            let (to_sink, from_worker) = sync_channel::<T>(2);
            inputs.push(to_worker);
            outputs.push(from_worker);
            let worker = &worker;
            scope.spawn(move || {
                let mut work = worker();
                for block in from_reader {
                    let Content::Lines(bytes) = block.content else { panic!("no block of lines: {:?}", block.content) };
                    to_sink.send(work(&bytes)).expect("the sink waits");
                }
            });
        }
        scope.spawn(move || {
            for (at, block) in blocks(data).enumerate() {
                inputs[at % threads].send(block).expect("a worker waits");
            }
        });
        for at in 0.. {
            match outputs[at % threads].recv() {
                Ok(output) => sink(output),
                Err(_) => break,
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

//! Reading and threads, the same for kaibo and every peer in Rust.
//!
//! In: a file, and a worker for each thread. Out: what the workers make of each block, in order. kaibo's own reader cuts the
//! blocks, and threads take them in turn and put them out as in kaibo.

use std::convert::Infallible;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};
use std::thread;

use kaibo::fleet::chunks::{Chunks, Content, Position};
use kaibo::fleet::source::{Input, InputFormat};
use kaibo::fleet::pipeline::OrderedPipeline;
use memchr::memchr_iter;

/// The file, cut into blocks as `kaibo fleet` cuts it for wechat-live.
pub fn blocks(data: &Path) -> Chunks {
    blocks_of(data, 1 << 18)
}

/// The file, cut into blocks of about so many bytes.
pub fn blocks_of(data: &Path, size: usize) -> Chunks {
    Chunks::new(vec![Input::new(data, Some(InputFormat::Jsonl))], Position::default(), size, 4 << 20, Arc::default())
}

/// Gives every block to whichever thread is free, and what it makes of it to `sink`, in order.
pub fn stream<T: Send, W: FnMut(&[u8]) -> T, S: FnMut(T) + Send>(data: &Path, threads: usize, worker: impl Fn() -> W + Sync, sink: S) {
    let sink = Arc::new(Mutex::new(sink));
    let turns = OrderedPipeline::new(blocks(data), threads, sink, |sink, made| {
        sink(made);
        Ok::<(), Infallible>(())
    });
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                turns.work(|| {
                    let mut work = worker();
                    move |block| match block.content {
                        Content::Lines(bytes) => work(&bytes),
                        content => panic!("no block of lines: {content:?}"),
                    }
                });
            });
        }
        turns.wait(&AtomicBool::new(false)).expect("no worker fails");
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

//! Things that threads take in turn, and that are put out in the same order.
//!
//! In: things, what a thread makes of one, what takes that. Out: each taken once, in order. Whoever is free takes the next
//! thing, and whoever has made the one whose turn it is puts it out, with all that wait behind it: no thread has to wake
//! another, and what was made is put out where it still is at hand. How far the fastest may be ahead of what was put out is
//! bounded, and with it memory.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, TryLockError};
use std::thread;
use std::time::Duration;

/// How many things for each thread may have been taken and not yet been put out.
const AHEAD: usize = 4;

/// How often a thread looks whether it may take a thing before it sleeps until it may.
const YIELDS: usize = 256;

/// How often it is looked whether somebody wants to stop.
const LOOK: Duration = Duration::from_millis(50);

/// Why not everything was put out.
#[derive(Debug, thiserror::Error)]
pub enum PipelineError<E> {
    /// Somebody asked for it.
    #[error("interrupted")]
    Interrupted,
    /// One could not be put out.
    #[error("cannot write a result")]
    Sink(#[source] E),
    /// A thread failed.
    #[error("a worker thread panicked")]
    Fault,
}

/// Things of `I`, made into `T`, put out into `S`.
#[derive(Debug)]
pub struct OrderedPipeline<I, T, S, E> {
    source: Mutex<Source<I>>,
    order: Mutex<OutputQueue<T, E>>,
    /// Told when no thread is left, or nothing is put out any more.
    over: Condvar,
    sink: Arc<Mutex<S>>,
    put: fn(&mut S, T) -> Result<(), E>,
}

#[derive(Debug)]
struct Source<I> {
    things: I,
    taken: u64,
    ended: bool,
    /// One for each that may be taken.
    permits: Receiver<()>,
}

#[derive(Debug)]
struct OutputQueue<T, E> {
    /// What was made and waits for its turn.
    early: BTreeMap<u64, T>,
    /// Whose turn it is.
    next: u64,
    /// True while a thread puts out; it goes on with whatever is handed in meanwhile.
    putting: bool,
    /// Gives leave to take another; None where nothing is put out any more.
    leave: Option<Sender<()>>,
    /// How many threads have not ended.
    threads: usize,
    failed: Option<E>,
}

impl<I: Iterator, T, S, E> OrderedPipeline<I, T, S, E> {
    /// Things that so many threads [work](OrderedPipeline::work) on; `put` puts what they make into the sink.
    pub fn new(things: I, threads: usize, sink: Arc<Mutex<S>>, put: fn(&mut S, T) -> Result<(), E>) -> OrderedPipeline<I, T, S, E> {
        let (leave, permits) = channel();
        for _ in 0..AHEAD * threads {
            // There is somebody to receive it.
            let _ = leave.send(());
        }
        let order = OutputQueue { early: BTreeMap::new(), next: 0, putting: false, leave: Some(leave), threads, failed: None };
        OrderedPipeline {
            source: Mutex::new(Source { things, taken: 0, ended: false, permits }),
            order: Mutex::new(order),
            over: Condvar::new(),
            sink,
            put,
        }
    }

    /// The work of one thread, until there is nothing left to do. `begin` gets it ready; it may fail as the work may.
    pub fn work<M: FnMut(I::Item) -> T>(&self, begin: impl FnOnce() -> M) {
        let _ending = WorkerGuard(self);
        let mut make = begin();
        while let Some((turn, thing)) = self.take() {
            if !self.hand_in(turn, make(thing)) {
                return;
            }
        }
    }

    /// Waits until everything is put out. `stop` is looked at now and then.
    ///
    /// # Errors
    /// Not everything was; whatever was put out is complete up to some thing. Threads that still wait for one are left to
    /// themselves, and nothing is put out any more.
    pub fn wait(&self, stop: &AtomicBool) -> Result<(), PipelineError<E>> {
        let mut order = self.order();
        while order.threads > 0 && order.leave.is_some() {
            if stop.load(Ordering::Relaxed) {
                order.leave = None;
                return Err(PipelineError::Interrupted);
            }
            order = self.over.wait_timeout(order, LOOK).unwrap_or_else(PoisonError::into_inner).0;
        }
        if let Some(error) = order.failed.take() {
            return Err(PipelineError::Sink(error));
        }
        // A thread that fails may hold the source for good.
        let (whole, next) = (order.leave.is_some(), order.next);
        drop(order);
        match self.source.lock() {
            Ok(source) if whole && source.ended && source.taken == next => Ok(()),
            _ => Err(PipelineError::Fault),
        }
    }

    /// The next thing, and its number; None where there is none, or nothing is put out any more.
    fn take(&self) -> Option<(u64, I::Item)> {
        let mut source = self.source()?;
        if source.ended {
            return None;
        }
        source.permits.recv().ok()?;
        let Some(thing) = source.things.next() else {
            source.ended = true;
            return None;
        };
        source.taken += 1;
        Some((source.taken - 1, thing))
    }

    /// The source, when no other thread takes from it. That takes mostly less time than to fall asleep and be woken.
    fn source(&self) -> Option<MutexGuard<'_, Source<I>>> {
        for _ in 0..YIELDS {
            match self.source.try_lock() {
                Err(TryLockError::WouldBlock) => thread::yield_now(),
                free => return free.ok(),
            }
        }
        self.source.lock().ok()
    }

    /// Puts out what was made, and whatever waits behind it, if it is its turn. False where nothing is put out any more.
    fn hand_in(&self, turn: u64, made: T) -> bool {
        let mut order = self.order();
        order.early.insert(turn, made);
        if order.putting || turn != order.next {
            return order.leave.is_some();
        }
        order.putting = true;
        drop(order);
        let mut sink = self.sink.lock().unwrap_or_else(PoisonError::into_inner);
        let mut order = self.order();
        while let Some(made) = order.turn() {
            drop(order);
            let put = (self.put)(&mut sink, made);
            order = self.order();
            order.next += 1;
            match (put, &order.leave) {
                // Where nobody takes any more, nobody needs leave.
                (Ok(()), Some(leave)) => drop(leave.send(())),
                (Ok(()), None) => {}
                (Err(error), _) => {
                    (order.failed, order.leave) = (Some(error), None);
                    self.over.notify_all();
                }
            }
        }
        order.putting = false;
        order.leave.is_some()
    }

    fn order(&self) -> MutexGuard<'_, OutputQueue<T, E>> {
        self.order.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T, E> OutputQueue<T, E> {
    /// What is to be put out next, if it is there.
    fn turn(&mut self) -> Option<T> {
        self.leave.as_ref()?;
        self.early.remove(&self.next)
    }
}

/// A thread that ends, in whatever way.
struct WorkerGuard<'t, I, T, S, E>(&'t OrderedPipeline<I, T, S, E>);

impl<I, T, S, E> Drop for WorkerGuard<'_, I, T, S, E> {
    fn drop(&mut self) {
        let mut order = self.0.order.lock().unwrap_or_else(PoisonError::into_inner);
        order.threads -= 1;
        // What it had taken is missing; the others would wait for its turn for ever.
        if thread::panicking() {
            order.leave = None;
        }
        if order.threads == 0 || order.leave.is_none() {
            self.0.over.notify_all();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    type Sink = Arc<Mutex<Vec<u64>>>;

    /// Everything that was put out, and how it ended; `make` for each of so many numbers, by four threads.
    fn ran(
        count: u64,
        make: impl Fn(u64) -> u64 + Sync,
        put: fn(&mut Vec<u64>, u64) -> Result<(), u64>,
        stop: bool,
    ) -> (Vec<u64>, Result<(), PipelineError<u64>>) {
        let sink = Sink::default();
        let turns = OrderedPipeline::new(0..count, 4, Arc::clone(&sink), put);
        let ended = thread::scope(|scope| {
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(|| turns.work(|| &make))).collect();
            let ended = turns.wait(&AtomicBool::new(stop));
            threads.into_iter().for_each(|thread| drop(thread.join()));
            ended
        });
        let out = sink.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (out, ended)
    }

    fn push(out: &mut Vec<u64>, made: u64) -> Result<(), u64> {
        out.push(made);
        Ok(())
    }

    /// Takes longer for some than for others.
    fn slowly(number: u64) -> u64 {
        thread::sleep(Duration::from_micros(number * 7919 % 50));
        number
    }

    #[test]
    fn everything_is_put_out_in_order() {
        let (out, ended) = ran(1000, slowly, push, false);
        assert!(ended.is_ok());
        assert!(out.into_iter().eq(0..1000));
    }

    #[test]
    fn where_one_cannot_be_put_out_nothing_after_it_is() {
        let put = |out: &mut Vec<u64>, made: u64| if made == 300 { Err(made) } else { push(out, made) };
        let (out, ended) = ran(1000, slowly, put, false);
        assert!(matches!(ended, Err(PipelineError::Sink(300))));
        assert!(out.into_iter().eq(0..300));
    }

    #[test]
    fn a_thread_that_fails_ends_the_others() {
        let make = |number: u64| if number == 500 { panic!("as is to be seen here") } else { slowly(number) };
        let (out, ended) = ran(1000, make, push, false);
        assert!(matches!(ended, Err(PipelineError::Fault)));
        assert!(out.len() <= 500 && out.iter().copied().eq(0..out.len() as u64));
    }

    #[test]
    fn whoever_stops_gets_what_was_put_out_until_then() {
        let (out, ended) = ran(u64::MAX, slowly, push, true);
        assert!(matches!(ended, Err(PipelineError::Interrupted)));
        assert!(out.iter().copied().eq(0..out.len() as u64));
    }
}

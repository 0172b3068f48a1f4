//! The fast path: a second implementation of `check` and of reading, for records as they mostly are.
//!
//! In: a block of lines, and a place where one begins. Out: the record's answer, byte for byte what the plain path writes, and
//! where the line ends. Whatever is wrong, unusual or rare is no answer: the plain path, the one place that says what a
//! record means, then reads that line again. So being wrong here could only mean to accept what the plain path refuses, or to
//! answer otherwise; tests hold the two together.

mod along;
mod any;
mod ask;
mod batch;
mod compile;
mod course;
mod cursor;
mod days;
mod decide;
mod extreme;
mod gather;
mod joint;
mod keys;
mod marks;
mod measure;
mod memo;
mod met;
mod names;
mod record;
mod render;
mod rows;
mod single;
mod sum;
mod summary;
mod total;
mod unique;
mod usual;
mod value;
mod window;

use crate::fleet::fast::record::Compiled;
use crate::fleet::tally::Tally;
use crate::fleet::{Fleet, Shape};

/// The programs of a fleet, made ready.
#[derive(Debug)]
pub(super) struct Fast<'f> {
    compiled: Vec<Compiled<'f>>,
    named: bool,
    /// The program that the last record was for.
    last: usize,
    /// The greatest length of a line.
    limit: usize,
}

impl<'f> Fast<'f> {
    /// Makes a fleet's programs ready; None where every record takes the plain path.
    pub(super) fn of(fleet: &'f Fleet, summed: bool) -> Option<Fast<'f>> {
        let compared = fleet.engines.iter().any(|engine| engine.against.is_some());
        if fleet.plain || compared || fleet.shape == Shape::Full {
            return None;
        }
        let compiled: Option<Vec<Compiled<'f>>> = fleet.engines.iter().map(|engine| Compiled::of(fleet, engine, summed)).collect();
        Some(Fast { compiled: compiled?, named: fleet.named, last: 0, limit: fleet.limit })
    }

    /// Answers the record that begins at `at`: where its line ends. Without an answer nothing is written.
    pub(super) fn record(&mut self, bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Option<usize> {
        let before = out.len();
        // With the call naming the program, the first is the one.
        let tries = if self.named { 1 } else { self.compiled.len() };
        for turn in 0..tries {
            // Most need no division.
            let which = if turn == 0 { self.last } else { (self.last + turn) % self.compiled.len() };
            if let Some(end) = self.compiled[which].record(bytes, at, self.named, out).filter(|end| end - at <= self.limit) {
                self.last = which;
                return Some(end);
            }
            out.truncate(before);
        }
        None
    }

    /// Counts the record that was answered last, until that is [handed over](Fast::hand_over) to the summary.
    pub(super) fn sum_up(&mut self, bytes: &[u8], tallies: &mut [Tally]) {
        if let Some(tally) = tallies.get_mut(self.last) {
            self.compiled[self.last].sum_up(bytes, tally);
        }
    }

    /// Hands what was counted over to the summaries of the programs.
    pub(super) fn hand_over(&mut self, tallies: &mut [Tally]) {
        self.compiled.iter_mut().zip(tallies).for_each(|(compiled, tally)| compiled.profiles.hand_over(tally));
    }
}

//! The fast path: reads and measures records of the common case in a fraction of the time, and decides nothing.
//!
//! In: a block of lines, and a place where one begins. Out: the record's answer, byte for byte what the slow path writes, and
//! where the line ends. Whatever is wrong, unusual or rare is no answer: the slow path, the one place that says what a
//! record means, then reads that line again. Tests hold the two together. `docs/fast-path.md` explains the ideas.
//!
//! Dependencies run one way: `answer` -> `measure` -> `json`.

mod answer;
mod json;
mod measure;

use crate::fleet::aggregate::Aggregate;
use crate::fleet::fast::answer::evaluator::Evaluator;
use crate::fleet::setup::{Fleet, OutputFormat};

/// The programs of a fleet, made ready.
#[derive(Debug)]
pub(super) struct Fast<'f> {
    evaluators: Vec<Evaluator<'f>>,
    named: bool,
    /// The program that the last record was for.
    last: usize,
    /// The greatest length of a line.
    limit: usize,
}

impl<'f> Fast<'f> {
    /// Makes a fleet's programs ready; None where every record takes the slow path.
    pub(super) fn new(fleet: &'f Fleet, summed: bool) -> Option<Fast<'f>> {
        let compared = fleet.engines.iter().any(|engine| engine.against.is_some());
        if fleet.plain || compared || fleet.shape == OutputFormat::Full {
            return None;
        }
        let evaluators: Option<Vec<Evaluator<'f>>> = fleet.engines.iter().map(|engine| Evaluator::new(fleet, engine, summed)).collect();
        Some(Fast { evaluators: evaluators?, named: fleet.named, last: 0, limit: fleet.limit })
    }

    /// Answers the record that begins at `at`: where its line ends. Without an answer nothing is written.
    pub(super) fn record(&mut self, bytes: &[u8], at: usize, out: &mut Vec<u8>) -> Option<usize> {
        let before = out.len();
        // With the call naming the program, the first is the one.
        let tries = if self.named { 1 } else { self.evaluators.len() };
        for turn in 0..tries {
            // Most need no division.
            let which = if turn == 0 { self.last } else { (self.last + turn) % self.evaluators.len() };
            if let Some(end) = self.evaluators[which].record(bytes, at, self.named, out).filter(|end| end - at <= self.limit) {
                self.last = which;
                return Some(end);
            }
            out.truncate(before);
        }
        None
    }

    /// Counts the record that was answered last, until that is [handed over](Fast::hand_over) to the summary.
    pub(super) fn sum_up(&mut self, bytes: &[u8], tallies: &mut [Aggregate]) {
        if let Some(tally) = tallies.get_mut(self.last) {
            self.evaluators[self.last].sum_up(bytes, tally);
        }
    }

    /// Hands what was counted over to the summaries of the programs.
    pub(super) fn hand_over(&mut self, tallies: &mut [Aggregate]) {
        self.evaluators.iter_mut().zip(tallies).for_each(|(evaluator, tally)| evaluator.profiles.hand_over(tally));
    }
}

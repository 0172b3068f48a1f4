//! The work on one block.
//!
//! In: a block. Out: its finished output, and what was counted in it. A record that makes kaibo fail is an error in its
//! place; the rest goes on.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::check::{Checklist, check};
use crate::fleet::answer::{self, Shift};
use crate::fleet::blocks::{Block, Content, Place};
use crate::fleet::buffer::{Buffer, Spare};
use crate::fleet::digest::Mark;
use crate::fleet::fast::Fast;
use crate::fleet::record::{self, Fault, Subject};
use crate::fleet::table::{records, trimmed};
use crate::fleet::tally::Tally;
use crate::fleet::unpack::InputError;
use crate::fleet::{Counts, Engine, Fleet, Shape};
use crate::plan::{Prefer, plan};
use crate::problem::wording;
use crate::report::{Made, Report, WarningReport};
use crate::rulebook::Rulebook;
use crate::words::{Both, Words};

/// A block, done.
#[derive(Debug)]
pub struct Done {
    /// What is to be written.
    pub output: Buffer,
    /// What became of its records.
    pub counts: Counts,
    /// How many records the block was cut to hold, blank lines among them.
    pub records: u64,
    /// What is summed up of each program.
    pub tallies: Vec<Tally>,
    /// The first of its errors, each with its file.
    pub faults: Vec<(usize, Fault)>,
    /// Its error, where it is the end of an input that can't be used, or not any further.
    pub unusable: Option<(usize, Fault)>,
    /// Where the next block begins.
    pub next: Place,
    /// Which of the inputs it is from, and what tells that up to its end.
    pub mark: (usize, Mark),
}

/// How many errors are kept for showing, of a block and of a run.
pub const SHOWN: usize = 10;

/// Works on blocks, one after the other.
pub struct Worker<'f> {
    fleet: &'f Fleet,
    words: Words,
    both: Option<Both>,
    /// Of each program, the digest of the edition whose findings its reports hold.
    digests: Vec<Option<String>>,
    summed: bool,
    /// Room for output.
    spare: Spare,
    /// What ordinary records take; None where every one takes the plain path.
    fast: RefCell<Option<Fast<'f>>>,
}

impl<'f> Worker<'f> {
    /// A worker. `summed` says whether anything is to be summed up.
    pub fn new(fleet: &'f Fleet, summed: bool) -> Worker<'f> {
        let digest = |engine: &Engine| Some(Rulebook::digest(engine.edition()?, &engine.files, engine.rulebook.program.file));
        let full = fleet.shape == Shape::Full;
        Worker {
            fleet,
            words: Words::of(fleet.lang),
            both: full.then(Both::load),
            digests: if full { fleet.engines.iter().map(digest).collect() } else { Vec::new() },
            summed,
            spare: Spare::default(),
            fast: RefCell::new(Fast::of(fleet, summed)),
        }
    }

    /// Works on one block.
    pub fn work(&self, block: Block) -> Done {
        let mut output = self.spare.take();
        output.clear();
        let mut done = Done {
            output: self.spare.lend(output),
            counts: Counts::default(),
            records: block.records,
            tallies: if self.summed { vec![Tally::default(); self.fleet.engines.len()] } else { Vec::new() },
            faults: Vec::new(),
            unusable: None,
            next: block.next,
            mark: (block.file, block.mark),
        };
        let mut line = block.line;
        match &block.content {
            Content::TooLong => self.refuse(&mut done, block.file, line, self.too_long()),
            Content::Broken(reason) => {
                let error = self.words.say("fleet-broken", &[("reason", &crate::untrusted::visible(reason))]);
                self.refuse_input(&mut done, block.file, line, error);
            }
            Content::Unusable(error) => {
                let id = match error {
                    InputError::Zip => "fleet-zip",
                    InputError::Trailing => "fleet-trailing",
                    InputError::NoRecord => "fleet-no-record",
                };
                self.refuse_input(&mut done, block.file, line, self.words.say(id, &[]));
            }
            Content::Lines(bytes) => self.lines(&mut done, block.file, line, bytes),
            Content::Cells(bytes, header) => {
                for (text, lines) in records(bytes) {
                    self.one(&mut done, block.file, line, trimmed(text), |text| record::cells(text, header, self.fleet, &self.words));
                    line += lines;
                }
            }
        }
        done
    }

    /// Every line: by the fast path, or by the plain one where that has no answer.
    fn lines(&self, done: &mut Done, file: usize, mut line: u64, bytes: &[u8]) {
        let mut fast = self.fast.borrow_mut();
        // What was counted of records on the fast path comes before what follows them on the plain one.
        let hand_over = |fast: &mut Option<Fast<'f>>, done: &mut Done| {
            if let Some(fast) = fast {
                fast.hand_over(&mut done.tallies);
            }
        };
        let mut at = 0;
        while at < bytes.len() {
            let before = done.output.len();
            let mut attempt = |fast: &mut Fast<'f>| {
                let end = fast.record(bytes, at, &mut done.output)?;
                if self.summed {
                    fast.sum_up(bytes, &mut done.tallies);
                }
                Some(end)
            };
            let answered = match fast.as_mut().map(|fast| catch_unwind(AssertUnwindSafe(|| attempt(fast)))) {
                Some(Ok(answered)) => answered,
                // A fault of the fast path's own costs no more than time: nothing is left to it any more.
                Some(Err(_)) => {
                    hand_over(&mut fast, done);
                    *fast = None;
                    None
                }
                None => None,
            };
            let end = match answered {
                Some(end) => {
                    done.counts.written += 1;
                    end
                }
                None => {
                    done.output.truncate(before);
                    hand_over(&mut fast, done);
                    let end = memchr::memchr(b'\n', &bytes[at..]).map_or(bytes.len(), |length| at + length);
                    let text = &bytes[at..end];
                    self.one(done, file, line, text.strip_suffix(b"\r").unwrap_or(text), |text| {
                        record::line(text, self.fleet, &self.words)
                    });
                    end
                }
            };
            line += 1;
            at = end + 1;
        }
        hand_over(&mut fast, done);
    }

    fn too_long(&self) -> (usize, String) {
        (self.fleet.limit + 1, self.words.say("fleet-too-long", &[("limit", &self.fleet.limit.to_string())]))
    }

    fn one<'t>(
        &self,
        done: &mut Done,
        file: usize,
        line: u64,
        text: &'t [u8],
        read: impl Fn(&'t [u8]) -> Result<Subject<'f>, (usize, String)>,
    ) {
        if text.iter().all(|byte| matches!(byte, b' ' | b'\t' | b'\r')) {
            done.counts.blank += 1;
            return;
        }
        if text.len() > self.fleet.limit {
            return self.refuse(done, file, line, self.too_long());
        }
        let before = done.output.len();
        // What was begun of a record that fails is taken back, so nothing half-made is seen.
        let answer = |subject: Subject<'f>| self.answer(done, &subject).map(|()| subject.serial_days);
        let answered = catch_unwind(AssertUnwindSafe(|| read(text).and_then(answer)));
        let fault = match answered {
            Ok(Ok(serial_days)) => {
                done.counts.written += 1;
                done.counts.plain += 1;
                done.counts.serial_days += serial_days;
                return;
            }
            Ok(Err(fault)) => fault,
            Err(_) => (1, self.words.say("own-fault", &[("reason", &self.words.say("fleet-panic", &[]))])),
        };
        done.output.truncate(before);
        self.refuse(done, file, line, fault);
    }

    /// An error in the place of all that the input does not give.
    fn refuse_input(&self, done: &mut Done, file: usize, line: u64, error: String) {
        done.unusable = Some((file, Fault { line, column: 1, error: error.clone() }));
        self.refuse(done, file, line, (1, error));
    }

    fn refuse(&self, done: &mut Done, file: usize, line: u64, (column, error): (usize, String)) {
        let fault = Fault { line, column, error };
        let name = self.fleet.files.as_ref().map(|names| names[file].as_str());
        match self.fleet.shape {
            Shape::Csv => answer::csv_fault(&mut done.output, &self.fleet.engines[0], name, &fault),
            Shape::Lines | Shape::Full => answer::json_fault(&mut done.output, name, &fault),
        }
        done.counts.rejected += 1;
        if done.faults.len() < SHOWN {
            done.faults.push((file, fault));
        }
    }

    fn answer(&self, done: &mut Done, subject: &Subject<'f>) -> Result<(), (usize, String)> {
        let engine = subject.engine;
        let day = engine.as_of.day;
        let early = |error: crate::check::TooEarly| {
            let args = [("day", day.to_string()), ("begins", error.begins.to_string())];
            (1, self.words.say("before-the-first-edition", &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
        };
        let checklist = check(&engine.rulebook, &subject.facts, day, engine.held()).map_err(early)?;
        let other = match engine.against() {
            None => None,
            Some(edition) => {
                let other = check(&engine.rulebook, &subject.facts, day, Some(edition)).map_err(early)?;
                let shift = Shift::of(&checklist, &other);
                Some((other, shift))
            }
        };
        let against = other.as_ref().map(|(other, shift)| (other, shift));
        match self.fleet.shape {
            Shape::Lines => answer::json(&mut done.output, &subject.facts.applicant, &checklist, against),
            Shape::Csv => answer::csv(&mut done.output, self.fleet, &subject.facts.applicant, &checklist, against),
            Shape::Full => self.report(&mut done.output, subject, &checklist),
        }
        if let Some(tally) = done.tallies.get_mut(subject.at) {
            tally.add(&subject.facts.applicant, &checklist, self.fleet.ahead, against.map(|(_, shift)| shift));
        }
        Ok(())
    }

    fn report(&self, out: &mut Vec<u8>, subject: &Subject<'f>, checklist: &Checklist<'_>) {
        let Some(both) = &self.both else { return };
        let warnings = subject.warnings.iter().map(|warning| WarningReport {
            code: warning.id.to_owned(),
            message: both.compose(|words| wording(words, warning.id, &warning.args)),
        });
        let made = Made {
            rulebook: &subject.engine.rulebook,
            digest: self.digests[subject.at].clone(),
            facts: &subject.facts,
            stated: subject.stated.as_ref().unwrap_or(&subject.facts),
            strict: self.fleet.strict,
            as_of: subject.engine.as_of,
            generated_at: self.fleet.generated_at,
            warnings: warnings.collect(),
        };
        let plan = plan(&subject.engine.rulebook, &subject.facts, checklist, Prefer::Soonest);
        let report = Report::new(checklist, made, both).with_plan(&plan, &subject.engine.rulebook.program);
        // A report always serialises: its keys are texts, and it holds no float.
        let _ = crate::untrusted::json::to_writer(&mut *out, &report);
        out.push(b'\n');
    }
}

//! The work on one block.
//!
//! In: a block. Out: its finished output, and what was counted in it. A record that makes kaibo fail is an error in its
//! place; the rest goes on.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::engine::check::{Checklist, check};
use crate::engine::plan::{Prefer, plan};
use crate::fleet::aggregate::Aggregate;
use crate::fleet::answer::{self, Shift};
use crate::fleet::buffer::{Buffer, BufferPool};
use crate::fleet::chunks::{Chunk, Content, Position};
use crate::fleet::digest::Mark;
use crate::fleet::fast::Fast;
use crate::fleet::record::{self, ParsedRecord, RecordError};
use crate::fleet::setup::{Counts, Engine, Fleet, OutputFormat};
use crate::fleet::table::{records, trimmed};
use crate::fleet::unpack::InputError;
use crate::i18n::{Bilingual, Messages};
use crate::io::render::message;
use crate::report::json::{Report, ReportParts, WarningReport};
use crate::rulebook::Rulebook;

/// A block, done.
#[derive(Debug)]
pub struct ChunkResult {
    /// What is to be written.
    pub output: Buffer,
    /// The outcome of its records.
    pub counts: Counts,
    /// How many records the block was cut to hold, blank lines among them.
    pub records: u64,
    /// What is summed up of each program.
    pub tallies: Vec<Aggregate>,
    /// The first of its errors, each with its file.
    pub faults: Vec<(usize, RecordError)>,
    /// Its error, where it is the end of an input that can't be used, or not any further.
    pub unusable: Option<(usize, RecordError)>,
    /// Where the next block begins.
    pub next: Position,
    /// Which of the inputs it is from, and what tells that up to its end.
    pub mark: (usize, Mark),
}

/// How many errors are kept for showing, of a block and of a run.
pub const SHOWN: usize = 10;

/// Works on blocks, one after the other.
pub struct Worker<'f> {
    fleet: &'f Fleet,
    messages: Messages,
    both: Option<Bilingual>,
    /// Of each program, the digest of the edition whose findings its reports hold.
    digests: Vec<Option<String>>,
    summed: bool,
    /// Room for output.
    spare: BufferPool,
    /// What ordinary records take; None where every one takes the reference path.
    fast: RefCell<Option<Fast<'f>>>,
}

impl<'f> Worker<'f> {
    /// A worker. `summed` says whether anything is to be summed up.
    pub fn new(fleet: &'f Fleet, summed: bool) -> Worker<'f> {
        let digest = |engine: &Engine| Some(Rulebook::digest(engine.edition()?, &engine.files, engine.rulebook.program.file));
        let full = fleet.shape == OutputFormat::Full;
        Worker {
            fleet,
            messages: Messages::for_lang(fleet.lang),
            both: full.then(Bilingual::new),
            digests: if full { fleet.engines.iter().map(digest).collect() } else { Vec::new() },
            summed,
            spare: BufferPool::default(),
            fast: RefCell::new(Fast::new(fleet, summed)),
        }
    }

    /// Works on one block.
    pub fn work(&self, block: Chunk) -> ChunkResult {
        let mut output = self.spare.take();
        output.clear();
        let mut done = ChunkResult {
            output: self.spare.lend(output),
            counts: Counts::default(),
            records: block.records,
            tallies: if self.summed { vec![Aggregate::default(); self.fleet.engines.len()] } else { Vec::new() },
            faults: Vec::new(),
            unusable: None,
            next: block.next,
            mark: (block.file, block.mark),
        };
        let mut line = block.line;
        match &block.content {
            Content::TooLong => self.refuse(&mut done, block.file, line, self.too_long()),
            Content::ReadFailed(reason) => {
                let error = self.messages.format("fleet-broken", &[("reason", &crate::i18n::escape::escape_control(reason))]);
                self.refuse_input(&mut done, block.file, line, error);
            }
            Content::Unusable(error) => {
                let id = match error {
                    InputError::Zip => "fleet-zip",
                    InputError::Trailing => "fleet-trailing",
                    InputError::NoRecord => "fleet-no-record",
                };
                self.refuse_input(&mut done, block.file, line, self.messages.format(id, &[]));
            }
            Content::Lines(bytes) => self.lines(&mut done, block.file, line, bytes),
            Content::Cells(bytes, header) => {
                for (text, lines) in records(bytes) {
                    self.one(&mut done, block.file, line, trimmed(text), |text| record::cells(text, header, self.fleet, &self.messages));
                    line += lines;
                }
            }
        }
        done
    }

    /// Every line: by the fast path, or by the plain one where that has no answer.
    fn lines(&self, done: &mut ChunkResult, file: usize, mut line: u64, bytes: &[u8]) {
        let mut fast = self.fast.borrow_mut();
        // What was counted of records on the fast path comes before what follows them on the plain one.
        let hand_over = |fast: &mut Option<Fast<'f>>, done: &mut ChunkResult| {
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
                        record::line(text, self.fleet, &self.messages)
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
        (self.fleet.limit + 1, self.messages.format("fleet-too-long", &[("limit", &self.fleet.limit.to_string())]))
    }

    fn one<'t>(
        &self,
        done: &mut ChunkResult,
        file: usize,
        line: u64,
        text: &'t [u8],
        read: impl Fn(&'t [u8]) -> Result<ParsedRecord<'f>, (usize, String)>,
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
        let answer = |subject: ParsedRecord<'f>| self.answer(done, &subject).map(|()| subject.serial_days);
        let answered = catch_unwind(AssertUnwindSafe(|| read(text).and_then(answer)));
        let fault = match answered {
            Ok(Ok(serial_days)) => {
                done.counts.written += 1;
                done.counts.plain += 1;
                done.counts.serial_days += serial_days;
                return;
            }
            Ok(Err(fault)) => fault,
            Err(_) => (1, self.messages.format("own-fault", &[("reason", &self.messages.format("fleet-panic", &[]))])),
        };
        done.output.truncate(before);
        self.refuse(done, file, line, fault);
    }

    /// An error in the place of all that the input does not give.
    fn refuse_input(&self, done: &mut ChunkResult, file: usize, line: u64, error: String) {
        done.unusable = Some((file, RecordError { line, column: 1, error: error.clone() }));
        self.refuse(done, file, line, (1, error));
    }

    fn refuse(&self, done: &mut ChunkResult, file: usize, line: u64, (column, error): (usize, String)) {
        let fault = RecordError { line, column, error };
        let name = self.fleet.files.as_ref().map(|names| names[file].as_str());
        match self.fleet.shape {
            OutputFormat::Csv => answer::csv_fault(&mut done.output, &self.fleet.engines[0], name, &fault),
            OutputFormat::Lines | OutputFormat::Full => answer::json_fault(&mut done.output, name, &fault),
        }
        done.counts.rejected += 1;
        if done.faults.len() < SHOWN {
            done.faults.push((file, fault));
        }
    }

    fn answer(&self, done: &mut ChunkResult, subject: &ParsedRecord<'f>) -> Result<(), (usize, String)> {
        let engine = subject.engine;
        let day = engine.as_of.day;
        let early = |error: crate::engine::check::BeforeFirstEditionError| {
            let args = [("day", day.to_string()), ("begins", error.begins.to_string())];
            (1, self.messages.format("before-the-first-edition", &args.each_ref().map(|(name, value)| (*name, value.as_str()))))
        };
        let checklist = check(&engine.rulebook, &subject.facts, day, engine.pinned()).map_err(early)?;
        let other = match engine.against() {
            None => None,
            Some(edition) => {
                let other = check(&engine.rulebook, &subject.facts, day, Some(edition)).map_err(early)?;
                let shift = Shift::new(&checklist, &other);
                Some((other, shift))
            }
        };
        let against = other.as_ref().map(|(other, shift)| (other, shift));
        match self.fleet.shape {
            OutputFormat::Lines => answer::json(&mut done.output, &subject.facts.applicant, &checklist, against),
            OutputFormat::Csv => answer::csv(&mut done.output, self.fleet, &subject.facts.applicant, &checklist, against),
            OutputFormat::Full => self.report(&mut done.output, subject, &checklist),
        }
        if let Some(tally) = done.tallies.get_mut(subject.at) {
            tally.add(&subject.facts.applicant, &checklist, self.fleet.ahead, against.map(|(_, shift)| shift));
        }
        Ok(())
    }

    fn report(&self, out: &mut Vec<u8>, subject: &ParsedRecord<'f>, checklist: &Checklist<'_>) {
        let Some(both) = &self.both else { return };
        let warnings = subject.warnings.iter().map(|warning| WarningReport {
            code: warning.id.to_owned(),
            message: both.compose(|messages| message(messages, warning.id, &warning.args)),
        });
        let made = ReportParts {
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
        let report = Report::new(checklist, made, both).with_plan(&plan, None, &subject.engine.rulebook.program);
        // A report always serialises: its keys are texts, and it holds no float.
        let _ = crate::i18n::escape::json::to_writer(&mut *out, &report);
        out.push(b'\n');
    }
}

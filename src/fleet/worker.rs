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
use crate::fleet::tables::columns::{Cell, Row, WorkList};
use crate::fleet::tables::input::InputNote;
use crate::fleet::tables::json::{self, ObjectScan};
use crate::fleet::tables::record_digest::facts_digest;
use crate::fleet::tables::separated::{RecordScan, is_blank, trimmed};
use crate::fleet::tables::work_list::{self, Subject};
use crate::i18n::escape::escape_control;
use crate::i18n::{Bilingual, Messages};
use crate::io::render::message;
use crate::report::diff::{Answer, Digests};
use crate::report::json::rules::RulesUsed;
use crate::report::json::{Report, ReportParts, WarningReport};

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
    /// Rows of a workbook.
    pub rows: Vec<Row>,
    /// Its answers, where they are compared with those of another run.
    pub answers: Vec<Answer>,
    /// What there is to say about its input.
    pub notes: Vec<(usize, InputNote)>,
    /// Its error, where it is the end of an input that can't be used, or not any further.
    pub unusable: Option<(usize, RecordError)>,
    /// Where the next block begins.
    pub next: Position,
    /// Which of the inputs it is from, and what tells that up to its end.
    pub mark: (usize, Mark),
}

/// The records of a block, each with the line on which it begins; `ends_at` says, byte by byte, where one ends.
fn records(bytes: &[u8], mut line: u64, mut ends_at: impl FnMut(u8) -> bool) -> impl Iterator<Item = (&[u8], u64)> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = rest.iter().position(|byte| ends_at(*byte)).map_or(rest.len(), |at| at + 1);
        let (record, after) = rest.split_at(end);
        let begins = line;
        line += memchr::memchr_iter(b'\n', record).count() as u64;
        rest = after;
        Some((record, begins))
    })
}

/// How many errors are kept for showing, of a block and of a run.
pub const SHOWN: usize = 10;

/// Works on blocks, one after the other.
pub struct Worker<'f> {
    fleet: &'f Fleet,
    messages: Messages,
    both: Option<Bilingual>,
    /// Of each program, the rules from which its reports are made.
    rules: Vec<RulesUsed>,
    summed: bool,
    /// Room for output.
    spare: BufferPool,
    /// What ordinary records take; None where every one takes the reference path.
    fast: RefCell<Option<Fast<'f>>>,
}

impl<'f> Worker<'f> {
    /// A worker. `summed` says whether anything is to be summed up.
    pub fn new(fleet: &'f Fleet, summed: bool) -> Worker<'f> {
        let rules = |engine: &Engine| RulesUsed::new(&engine.rulebook, &engine.files, engine.edition(), engine.pinned().is_some());
        let full = fleet.shape == OutputFormat::Full;
        let digested = full || fleet.extras.digests || fleet.extras.compared;
        Worker {
            fleet,
            messages: Messages::for_lang(fleet.lang),
            both: full.then(Bilingual::new),
            rules: if digested { fleet.engines.iter().map(rules).collect() } else { Vec::new() },
            summed,
            spare: BufferPool::default(),
            fast: RefCell::new(if fleet.extras.is_empty() { Fast::new(fleet, summed) } else { None }),
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
            tallies: if self.summed { vec![Aggregate::new(self.fleet.extras.full_lists); self.fleet.engines.len()] } else { Vec::new() },
            faults: Vec::new(),
            rows: Vec::new(),
            answers: Vec::new(),
            notes: block.notes.into_iter().map(|note| (block.file, note)).collect(),
            unusable: None,
            next: block.next,
            mark: (block.file, block.mark),
        };
        done.counts.blank += block.blank;
        let line = block.line;
        match &block.content {
            Content::TooLong => self.refuse(&mut done, block.file, line, self.too_long()),
            Content::ReadFailed(reason) => {
                let error = self.messages.format("fleet-broken", &[("reason", &escape_control(reason))]);
                self.refuse_input(&mut done, block.file, line, error);
            }
            Content::Unusable(error) => {
                let (id, args) = error.message();
                let args: Vec<(&str, &str)> = args;
                self.refuse_input(&mut done, block.file, line, escape_control(&self.messages.format(id, &args)).into_owned());
            }
            Content::Facts(path) => self.settle(&mut done, block.file, line, || record::facts_file(path, self.fleet, &self.messages)),
            Content::Lines(bytes) => self.lines(&mut done, block.file, line, bytes),
            Content::Cells(bytes, header) => {
                let mut scan = RecordScan::new(header.separator);
                for (text, line) in records(bytes, line, |byte| scan.ends_at(byte)) {
                    if is_blank(text, header.separator) {
                        done.counts.blank += 1;
                        continue;
                    }
                    self.one(&mut done, block.file, line, trimmed(text), |text| record::cells(text, header, self.fleet, &self.messages));
                }
            }
            Content::Objects(bytes) => {
                let mut scan = ObjectScan::default();
                for (text, line) in records(bytes, line, |byte| scan.ends_at(byte)) {
                    let object = json::trimmed(text);
                    // What stands behind the last record is no other.
                    if object.is_empty() {
                        continue;
                    }
                    let before = object.as_ptr() as usize - text.as_ptr() as usize;
                    let line = line + memchr::memchr_iter(b'\n', &text[..before]).count() as u64;
                    if object.len() > self.fleet.limit {
                        self.refuse(&mut done, block.file, line, self.too_long());
                        continue;
                    }
                    self.settle(&mut done, block.file, line, || record::object(object, line, self.fleet, &self.messages));
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
        self.settle(done, file, line, || read(text).map_err(|(column, error)| RecordError { line, column, error }));
    }

    /// Answers a record, or puts an error in its place.
    fn settle(&self, done: &mut ChunkResult, file: usize, line: u64, read: impl Fn() -> Result<ParsedRecord<'f>, RecordError>) {
        let before = done.output.len();
        // What was begun of a record that fails is taken back, so nothing half-made is seen.
        let mut answer = |subject: ParsedRecord<'f>| self.answer(done, &subject).map(|()| subject.serial_days);
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let subject = read()?;
            answer(subject).map_err(|(column, error)| RecordError { line: 0, column, error })
        }));
        let fault = match answered {
            Ok(Ok(serial_days)) => {
                done.counts.written += 1;
                done.counts.plain += 1;
                done.counts.serial_days += serial_days;
                return;
            }
            Ok(Err(fault)) => fault,
            Err(_) => {
                let error = self.messages.format("own-fault", &[("reason", &self.messages.format("fleet-panic", &[]))]);
                RecordError { line: 0, column: 1, error }
            }
        };
        done.output.truncate(before);
        let line = if fault.line == 0 { line } else { fault.line };
        self.refuse(done, file, line, (fault.column, fault.error));
    }

    /// An error in the place of all that the input does not give.
    fn refuse_input(&self, done: &mut ChunkResult, file: usize, line: u64, error: String) {
        done.unusable = Some((file, RecordError { line, column: 1, error: error.clone() }));
        self.refuse(done, file, line, (1, error));
    }

    fn refuse(&self, done: &mut ChunkResult, file: usize, line: u64, (column, error): (usize, String)) {
        let fault = RecordError { line, column, error };
        let name = self.fleet.files.as_ref().map(|names| names[file].as_str());
        match (self.fleet.shape, &self.fleet.extras.list) {
            (OutputFormat::Workbook, _) => {
                let cells = [name.unwrap_or_default().to_owned(), fault.line.to_string(), fault.error.clone()].map(Cell::Text);
                done.rows.push(Row { verdict: None, cells: cells.into() });
            }
            (OutputFormat::Csv, Some(list)) => work_list::csv_fault(&mut done.output, list, name, &fault, &self.messages),
            (OutputFormat::Csv, None) => answer::csv_fault(&mut done.output, &self.fleet.engines[0], name, &fault),
            (OutputFormat::Lines | OutputFormat::Full, _) => answer::json_fault(&mut done.output, name, &fault),
        }
        done.counts.rejected += 1;
        if done.faults.len() < SHOWN || self.fleet.extras.full_lists {
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
        match (self.fleet.shape, &self.fleet.extras.list) {
            (OutputFormat::Full, _) => self.report(&mut done.output, subject, &checklist),
            (OutputFormat::Lines, _) => {
                answer::json(&mut done.output, &subject.facts.applicant, &checklist, against);
                self.add_extras(&mut done.output, subject, &checklist);
            }
            (OutputFormat::Csv, None) => answer::csv(&mut done.output, self.fleet, &subject.facts.applicant, &checklist, against),
            (OutputFormat::Csv | OutputFormat::Workbook, Some(list)) => {
                let cells = self.listed(list, subject, &checklist, |listed| list.cells(listed, &self.messages));
                match self.fleet.shape {
                    OutputFormat::Csv => work_list::csv(&mut done.output, &cells),
                    _ => done.rows.push(Row { verdict: Some(checklist.verdict.standing().into()), cells }),
                }
            }
            (OutputFormat::Workbook, None) => {}
        }
        if self.fleet.extras.compared {
            done.answers.push(Answer::new(&subject.facts.applicant, &checklist, self.record_digests(subject)));
        }
        if let (Some(tally), Some(by)) = (done.tallies.get_mut(subject.at), self.fleet.extras.list.as_ref().and_then(|list| list.by)) {
            tally.group(subject.kept.get(by).map_or("", String::as_str), checklist.verdict.standing().into());
        }
        if let Some(tally) = done.tallies.get_mut(subject.at) {
            tally.add(&subject.facts.applicant, &checklist, self.fleet.ahead, against.map(|(_, shift)| shift));
        }
        Ok(())
    }

    /// What an applicant's columns are made from.
    fn listed<'s, T>(
        &self,
        list: &WorkList,
        subject: &'s ParsedRecord<'f>,
        checklist: &Checklist<'s>,
        make: impl Fn(&Subject<'_>) -> T,
    ) -> T {
        let rulebook = &subject.engine.rulebook;
        let planned = list.needs_plan().then(|| plan(rulebook, &subject.facts, checklist, Prefer::Soonest));
        let (facts, program, kept) = (&subject.facts, &rulebook.program, subject.kept.as_slice());
        make(&Subject { checklist, facts, program, plan: planned.as_ref(), kept })
    }

    /// Adds to a line of JSON what it carries besides the ordinary.
    fn add_extras<'s>(&self, out: &mut Vec<u8>, subject: &'s ParsedRecord<'f>, checklist: &Checklist<'s>) {
        let extras = &self.fleet.extras;
        let mut object = serde_json::Map::new();
        if let Some(list) = extras.list.as_ref().filter(|list| !list.columns.is_empty()) {
            let columns = self.listed(list, subject, checklist, |listed| list.json(listed, &self.messages));
            object.insert("columns".to_owned(), columns.into());
        }
        if extras.digests {
            work_list::json_digests(&mut object, &self.record_digests(subject));
        }
        if object.is_empty() {
            return;
        }
        // The brace and the line end come after it.
        out.truncate(out.len() - 2);
        out.push(b',');
        let begin = out.len();
        // Text always serialises.
        let _ = crate::i18n::escape::json::to_writer(&mut *out, &object);
        out.remove(begin);
        out.push(b'\n');
    }

    fn record_digests(&self, subject: &ParsedRecord<'f>) -> Digests {
        Digests {
            day: subject.engine.as_of.day,
            facts: facts_digest(subject.stated.as_ref().unwrap_or(&subject.facts), &subject.engine.rulebook.program),
            rules: self.rules.get(subject.at).and_then(|rules| rules.rulebook.clone()).unwrap_or_default(),
        }
    }

    fn report(&self, out: &mut Vec<u8>, subject: &ParsedRecord<'f>, checklist: &Checklist<'_>) {
        let Some(both) = &self.both else { return };
        let warnings = subject.warnings.iter().map(|warning| WarningReport {
            code: warning.id.to_owned(),
            message: both.compose(|messages| message(messages, warning.id, &warning.args)),
        });
        let made = ReportParts {
            rulebook: &subject.engine.rulebook,
            rules: self.rules[subject.at].clone(),
            facts: &subject.facts,
            stated: subject.stated.as_ref().unwrap_or(&subject.facts),
            strict: self.fleet.strict,
            as_of: subject.engine.as_of,
            generated_at: None,
            assumed: &[],
            warnings: warnings.collect(),
        };
        let plan = plan(&subject.engine.rulebook, &subject.facts, checklist, Prefer::Soonest);
        let program = &subject.engine.rulebook.program;
        // What a verdict depends on takes many checks: of a fleet, each report is asked for it by itself.
        let report = Report::new(checklist, made, both).with_plan(&plan, None, program);
        // A report always serialises: its keys are texts, and it holds no float.
        let _ = crate::i18n::escape::json::to_writer(&mut *out, &report);
        out.push(b'\n');
    }
}

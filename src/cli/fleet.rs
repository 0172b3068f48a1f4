//! `kaibo fleet`: many applicants.
//!
//! In: files of records, or standard input. Out: an answer for each record in the order of the input, or a summary; and on
//! standard error how many were read and the outcome of them, which has to add up.

mod columns;
mod open;
mod page;
mod sections;
mod summary;
mod work;

use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use clap::{Args, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::cli::context::{Context, Exit};
use crate::cli::interrupt;
use crate::cli::output::{Destination, cannot_write, print_diagnostics, print_error, to_stdout};
use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::fleet::answer::csv_header;
use crate::fleet::checkpoint::{Identity, PartialOutput, Progress};
use crate::fleet::chunks::Chunks;
use crate::fleet::digest::Mark;
use crate::fleet::pipeline::PipelineError;
use crate::fleet::previous::Comparison;
use crate::fleet::run::run;
use crate::fleet::summary::Summary;
use crate::fleet::tables::columns::Row;
use crate::fleet::tables::input::InputNote;
use crate::fleet::tables::work_list;
#[cfg(feature = "tables")]
use crate::fleet::tables::workbook::WorkListBook;
use crate::fleet::verify::Verification;
use crate::fleet::worker::{ChunkResult, SHOWN};
use crate::fleet::{Fleet, OutputFormat};
use crate::i18n::escape::escape_control;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct FleetArgs {
    #[command(subcommand)]
    command: Option<FleetCommand>,
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    format: Format,
    #[arg(long, value_enum)]
    input: Option<InputKind>,
    #[arg(long, conflicts_with = "format")]
    full: bool,
    #[arg(long, value_enum)]
    summary: Option<SummaryFormat>,
    #[arg(long, value_name = "PERIOD", default_value = "30 days")]
    within: String,
    #[arg(long, value_name = "EDITION", conflicts_with = "full")]
    against: Option<String>,
    #[arg(long)]
    strict: bool,
    #[arg(long)]
    resume: bool,
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: Option<u16>,
    #[arg(long, value_name = "BYTES", default_value_t = 4 << 20, value_parser = longest_line)]
    max_line: usize,
    #[arg(long, value_name = "FILE")]
    map: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    encoding: Option<String>,
    #[arg(long, value_name = "NAME")]
    sheet: Option<String>,
    #[command(flatten)]
    work: work::WorkArgs,
}

#[derive(Debug, Subcommand)]
enum FleetCommand {
    Columns(columns::ColumnsArgs),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    Jsonl,
    Csv,
    Xlsx,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum InputKind {
    Jsonl,
    Csv,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SummaryFormat {
    Text,
    Json,
    Html,
}

/// Spans count the bytes of a record in 32 bits, and a line has to fit into memory some ten times over.
fn longest_line(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(bytes @ 1..=0x4000_0000) => Ok(bytes),
        _ => Err("1..=1073741824".to_owned()),
    }
}

/// The first note comes early, and the next when the run has lasted twice as long: one that is killed at any moment keeps half
/// of what it did, so that a run that is killed again and again comes to its end. Later a journal takes one part in [`NOTE_SHARE`]
/// of the time at most: a disk that is slow to keep what it is given is asked less often.
const NOTE_FIRST: Duration = Duration::from_millis(20);
const NOTE_EVERY: Duration = Duration::from_millis(50);
const NOTE_SHARE: u32 = 50;

/// The most threads for each processor.
const THREADS_EACH: usize = 4;

/// Where output goes.
enum Target {
    Nowhere,
    Stream(Destination),
    Whole(Box<PartialOutput>),
    /// A workbook, and where it goes when it is whole.
    #[cfg(feature = "tables")]
    Book(Box<WorkListBook>, Destination),
}

impl Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        match self {
            Target::Nowhere => Ok(()),
            Target::Stream(stream) => stream.write_all(bytes),
            Target::Whole(partial) => partial.write_all(bytes),
            #[cfg(feature = "tables")]
            Target::Book(..) => Ok(()),
        }
    }

    /// Writes the rows of a workbook.
    fn write_rows(&mut self, rows: &[Row]) -> io::Result<()> {
        match self {
            #[cfg(feature = "tables")]
            Target::Book(book, _) => rows.iter().try_for_each(|row| book.push(row)),
            _ => {
                debug_assert!(rows.is_empty(), "only a workbook has rows");
                Ok(())
            }
        }
    }
}

impl FleetArgs {
    pub(super) fn run(&self, context: &Context) -> Exit {
        let done = match &self.command {
            Some(FleetCommand::Columns(columns)) => columns.try_run(context),
            None => self.try_run(context),
        };
        done.unwrap_or_else(|exit| exit)
    }

    /// How many threads work. More than some for each processor do nothing faster: they would only keep whoever writes, and
    /// whoever interrupts, waiting for a processor.
    fn threads(&self) -> usize {
        let processors = std::thread::available_parallelism().map_or(1, usize::from);
        self.threads.map_or(processors.min(256), |threads| usize::from(threads).min(processors * THREADS_EACH))
    }

    fn shape(&self) -> OutputFormat {
        match (self.full, self.format) {
            (true, _) => OutputFormat::Full,
            (false, Format::Csv) => OutputFormat::Csv,
            (false, Format::Xlsx) => OutputFormat::Workbook,
            (false, Format::Jsonl) => OutputFormat::Lines,
        }
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        let mut fleet = self.open(context)?;
        let inputs = self.inputs(context)?;
        let tables = self.tables(context, &mut fleet)?;
        let comparison = self.work.comparison(context, &fleet)?;
        let (mut target, journal, progress) = self.target(context, &mut fleet, &inputs)?;
        let stop = interrupt::flag();
        let fleet = Arc::new(fleet);
        let mut progress = progress;
        if progress.output == 0 && fleet.shape == OutputFormat::Csv {
            let mut header = if self.work.bom { b"\xef\xbb\xbf".to_vec() } else { Vec::new() };
            let edition = fleet.engines[0].edition();
            header.extend(match &fleet.extras.list {
                Some(list) => work_list::csv_header(list, edition, &context.messages),
                None => csv_header(&fleet, &fleet.engines[0]),
            });
            target.write(&header).map_err(|error| self.cannot_write(context, &error))?;
            progress.output = header.len() as u64;
        }
        let taken = Arc::new(AtomicU64::new(0));
        let mut blocks = Chunks::new(inputs.clone(), progress.next, fleet.block(), fleet.limit, Arc::clone(&taken)).with_tables(tables);
        let mut verification = None;
        if let (Target::Whole(partial), Some(_)) = (&target, &journal) {
            blocks = blocks.marked(progress.read.get(progress.next.file).copied().unwrap_or_default());
            verification = Some(Verification::start(&inputs, partial.path(), &progress, &stop));
        }
        let shown = self.progress_bar(context, &inputs, &target);
        let faults = if self.work.list { usize::MAX } else { SHOWN };
        let work = FleetRun {
            progress,
            target,
            journal,
            noted: Instant::now(),
            pause: NOTE_FIRST,
            shown,
            taken,
            begun: Instant::now(),
            fresh: 0,
            notes: Vec::new(),
            comparison,
            faults,
        };
        let threads = self.threads();
        let work = Arc::new(Mutex::new(work));
        let outcome = run(&fleet, blocks, threads, self.summary.is_some() || self.format == Format::Xlsx, &stop, &work, FleetRun::take);
        // A thread that waits for input holds on to it; nothing is put into it any more.
        let mut work = work.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(bar) = &work.shown {
            bar.finish_and_clear();
        }
        let (notes, comparison) = (std::mem::take(&mut work.notes), work.comparison.take());
        let (target, journal) = (std::mem::replace(&mut work.target, Target::Nowhere), work.journal.take());
        let progress = &work.progress;
        // After an interrupt it is not waited for.
        if let Some(name) = verification.and_then(|verification| verification.differs(matches!(outcome, Ok(())))) {
            return Err(print_error(context, "fleet-resume-differs", vec![("name", name)]));
        }
        let exit = self.work.exit(progress.counts.rejected, 0);
        match outcome {
            Ok(()) => {
                self.tell_notes(context, &fleet, &notes);
                let exit = self.finish(context, &fleet, target, progress, exit)?;
                match comparison {
                    None => Ok(exit),
                    Some(comparison) => {
                        let found = self.work.tell(context, comparison)?;
                        let judged = self.work.exit(progress.counts.rejected, found.lost);
                        Ok(if exit == Exit::Ok { judged } else { exit })
                    }
                }
            }
            // The reader has closed its end: that is no error.
            Err(PipelineError::Sink(error)) if error.kind() == io::ErrorKind::BrokenPipe => Err(exit),
            Err(PipelineError::Sink(error)) => {
                let exit = self.cannot_write(context, &error);
                match (target, journal) {
                    (Target::Whole(mut partial), Some((identity, moments))) => {
                        // Where even this can't be noted, what was noted before counts.
                        match partial.note(&identity, &moments, progress).is_ok() || partial.noted() {
                            true => self.tell(context, "fleet-kept", &[]),
                            false => drop(partial.discard()),
                        }
                    }
                    (Target::Whole(partial), None) => drop(partial.discard()),
                    _ => {}
                }
                Err(exit)
            }
            Err(PipelineError::Interrupted) => {
                match (target, journal) {
                    (Target::Whole(mut partial), Some((identity, moments))) => {
                        partial.note(&identity, &moments, progress).map_err(|error| self.cannot_write(context, &error))?;
                        self.tell(context, "fleet-interrupted-resumable", &[]);
                    }
                    (Target::Whole(partial), None) => drop(partial.discard()),
                    (Target::Stream(mut stream), _) => drop(stream.flush()),
                    (Target::Nowhere, _) => {}
                    // Only what is whole appears.
                    #[cfg(feature = "tables")]
                    (Target::Book(..), _) => {}
                }
                Err(Exit::Interrupted)
            }
            Err(PipelineError::Fault) => {
                let reason = context.messages.format("fleet-panic", &[]);
                print_diagnostics(context, &[Diagnostic::without_span("own-fault", vec![("reason", reason)])], &Files::default());
                Err(Exit::Output)
            }
        }
    }

    /// Everything was read: the account is made up, the file appears, the summary is written.
    fn finish(&self, context: &Context, fleet: &Fleet, target: Target, progress: &Progress, exit: Exit) -> Result<Exit, Exit> {
        let counts = progress.counts;
        if counts.read() + counts.blank != progress.records {
            let reason = format!("{} records were cut, {} were read and {} are blank", progress.records, counts.read(), counts.blank);
            print_diagnostics(context, &[Diagnostic::without_span("own-fault", vec![("reason", reason)])], &Files::default());
            return Err(Exit::Output);
        }
        match target {
            Target::Nowhere => {}
            Target::Stream(mut stream) => match stream.flush() {
                Err(error) if error.kind() == io::ErrorKind::BrokenPipe => return Ok(exit),
                flushed => flushed.map_err(|error| self.cannot_write(context, &error))?,
            },
            Target::Whole(partial) => partial.finish().map_err(|error| self.cannot_write(context, &error))?,
            #[cfg(feature = "tables")]
            Target::Book(book, mut to) => {
                let pages = sections::pages(&Summary::new(fleet, progress), self.work.list, &context.messages);
                let written = book.finish(&summary::lines(&pages)).and_then(|bytes| to.write_all(&bytes));
                let ended = to.finish(context, written, exit);
                if ended != exit {
                    return Err(ended);
                }
            }
        }
        let exit = match self.summary {
            None => exit,
            Some(format) => {
                let summary = Summary::new(fleet, progress);
                let pages = || sections::pages(&summary, self.work.list, &context.messages);
                let text = match format {
                    SummaryFormat::Text => summary::text(&pages(), context.width),
                    SummaryFormat::Html => page::page(&pages(), &context.messages),
                    SummaryFormat::Json => format!("{:#}\n", serde_json::json!(summary)),
                };
                // Where the records go to a file, the summary is the result.
                to_stdout(context, &text, exit)
            }
        };
        self.tell_unusable(context, fleet, progress);
        if counts.serial_days > 0 {
            self.tell(context, "fleet-serial-days", &[("count", &counts.serial_days.to_string())]);
        }
        let numbers = [counts.read(), counts.written, counts.rejected, counts.blank].map(|count| count.to_string());
        let args = [("read", numbers[0].as_str()), ("written", &numbers[1]), ("rejected", &numbers[2]), ("blank", &numbers[3])];
        // The text says it itself.
        if self.summary != Some(SummaryFormat::Text) {
            self.tell(context, "fleet-account", &args);
        }
        Ok(exit)
    }

    /// An error among a million answers is easily missed where it means that an input was not read to its end.
    fn tell_unusable(&self, context: &Context, fleet: &Fleet, progress: &Progress) {
        let problems = progress.unusable.iter().map(|(file, fault)| {
            let only = || self.files.first().map_or_else(String::new, |path| path.display().to_string());
            let name = fleet.files.as_ref().and_then(|names| names.get(*file).cloned()).unwrap_or_else(only);
            Diagnostic::without_span(
                "fleet-unusable",
                vec![("name", name), ("line", fault.line.to_string()), ("error", fault.error.clone())],
            )
        });
        print_diagnostics(context, &problems.collect::<Vec<_>>(), &Files::default());
    }

    /// What people should know about inputs, once for each of them.
    fn tell_notes(&self, context: &Context, fleet: &Fleet, notes: &[(usize, InputNote)]) {
        let gap = context.messages.format("list-gap", &[]);
        for (file, note) in notes {
            let (id, args) = note.message(&gap);
            let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let said = context.messages.format(id, &args);
            let said = match &fleet.files {
                None => said,
                Some(names) => format!("{}: {said}", names[*file]),
            };
            let _ = writeln!(anstream::stderr().lock(), "{}", escape_control(&said));
        }
    }

    fn tell(&self, context: &Context, id: &str, args: &[(&str, &str)]) {
        // Where even standard error is closed there is no one to tell.
        let _ = writeln!(anstream::stderr().lock(), "{}", context.messages.format(id, args));
    }

    fn cannot_write(&self, context: &Context, error: &io::Error) -> Exit {
        cannot_write(context, context.common.output.as_deref(), error)
    }

    /// A bar on a terminal that nothing else is written to.
    fn progress_bar(&self, context: &Context, inputs: &[crate::fleet::source::Input], target: &Target) -> Option<ProgressBar> {
        let busy = matches!(target, Target::Stream(_)) && io::stdout().is_terminal();
        if busy || !io::stderr().is_terminal() {
            return None;
        }
        let sizes = inputs.iter().map(|input| Some(std::fs::metadata(input.path.as_ref()?).ok()?.len()));
        let total = sizes.sum::<Option<u64>>();
        let bar = ProgressBar::with_draw_target(total, ProgressDrawTarget::stderr());
        let template = context.messages.format(if total.is_some() { "fleet-progress" } else { "fleet-progress-open" }, &[]);
        if let Ok(style) = ProgressStyle::with_template(&template.replace('<', "{").replace('>', "}")) {
            bar.set_style(style);
        }
        Some(bar)
    }
}

/// A run on its way.
struct FleetRun {
    progress: Progress,
    target: Target,
    /// What the run is made from, where it can be continued.
    journal: Option<(Identity, Vec<String>)>,
    noted: Instant,
    /// How long it waits before it notes again.
    pause: Duration,
    shown: Option<ProgressBar>,
    taken: Arc<AtomicU64>,
    begun: Instant,
    /// Records done by this run, for its rate.
    fresh: u64,
    /// What there is to say about inputs, each with its index.
    notes: Vec<(usize, InputNote)>,
    /// Answers beside those of an earlier run.
    comparison: Option<Comparison>,
    /// How many errors are kept.
    faults: usize,
}

impl FleetRun {
    /// Takes the next block.
    fn take(&mut self, done: ChunkResult) -> io::Result<()> {
        self.target.write(&done.output)?;
        self.target.write_rows(&done.rows)?;
        if let Some(comparison) = &mut self.comparison {
            done.answers.into_iter().for_each(|answer| comparison.push(answer));
        }
        let progress = &mut self.progress;
        progress.output += done.output.len() as u64;
        progress.counts.add(done.counts);
        progress.records += done.records;
        progress.next = done.next;
        let (file, mark) = done.mark;
        progress.read.resize(progress.read.len().max(file + 1), Mark::default());
        progress.read[file] = mark;
        if progress.tallies.is_empty() {
            progress.tallies = done.tallies;
        } else {
            progress.tallies.iter_mut().zip(done.tallies).for_each(|(mine, later)| mine.merge(later));
        }
        let room = self.faults.saturating_sub(progress.faults.len());
        progress.faults.extend(done.faults.into_iter().take(room));
        progress.unusable.extend(done.unusable);
        self.notes.extend(done.notes);
        self.fresh += done.counts.read();
        if let Some(bar) = &self.shown {
            let seconds = self.begun.elapsed().as_secs_f64().max(0.001);
            bar.set_message(format!("{:.0}", self.fresh as f64 / seconds));
            bar.set_position(self.taken.load(Ordering::Relaxed));
        }
        if let (Target::Whole(partial), Some((identity, moments))) = (&mut self.target, &self.journal)
            && self.noted.elapsed() >= self.pause
        {
            let begun = Instant::now();
            partial.note(identity, moments, &self.progress)?;
            self.noted = Instant::now();
            self.pause = NOTE_EVERY.max(self.begun.elapsed().min(begun.elapsed() * NOTE_SHARE));
        }
        Ok(())
    }
}

//! One contestant at a time, each in a process of its own, so that its peak of memory is its own.
//!
//! In: who, on how many threads, on which file, and perhaps what the output must be. Out: a [`Run`], passed from the process
//! to the caller as a line of text; or where the output differs.

use std::collections::HashSet;
use std::fs::File;
use std::hint::black_box;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex};
use std::time::Instant;

use clap::ValueEnum;

use crate::data::listed;
use crate::jsonlogic::JsonLogic;
use crate::ours::{answer, fleet, wechat_live, write_line};
use crate::rego::Rego;
use crate::stream::{lines, stream};
use crate::typed::{Record, Text};

/// Who takes part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Who {
    /// kaibo, as `kaibo fleet` runs.
    Kaibo,
    /// kaibo, which sums up besides.
    KaiboSummed,
    /// kaibo, kept to the plain engine.
    KaiboPlain,
    /// sonic-rs: a typed parse, nothing else.
    Sonic,
    /// A check by hand on what sonic-rs parses.
    SonicByHand,
    /// A check by hand on what serde_json parses.
    SerdeByHand,
    /// datalogic-rs.
    JsonLogic,
    /// regorus.
    Rego,
    /// DuckDB.
    DuckDb,
}

impl Who {
    /// What a table calls it.
    pub fn title(self) -> &'static str {
        match self {
            Who::Kaibo => "**kaibo fleet**",
            Who::KaiboSummed => "kaibo fleet, with a summary",
            Who::KaiboPlain => "kaibo fleet, plain engine",
            Who::Sonic => "sonic-rs: parse into typed borrowed structs, nothing else",
            Who::SonicByHand => "the requirements by hand, sonic-rs, borrowed",
            Who::SerdeByHand => "the requirements by hand, serde_json, owned",
            Who::JsonLogic => "datalogic-rs (JSONLogic)",
            Who::Rego => "regorus (Rego, its virtual machine)",
            Who::DuckDb => "DuckDB (SQL)",
        }
    }
}

/// One contestant's task.
#[derive(Debug, Clone)]
pub struct Task {
    /// Who.
    pub who: Who,
    /// On how many threads.
    pub threads: usize,
    /// The records.
    pub data: PathBuf,
    /// What the output must be; None where time is taken.
    pub expected: Option<PathBuf>,
}

/// What a run took.
#[derive(Debug, Clone, Copy)]
pub struct Run {
    /// From opening the file to the last output, once; loading rules is not counted.
    pub seconds: f64,
    /// The seconds that processors worked meanwhile, whatever else the machine does; 0 where the system does not tell.
    pub worked: f64,
    /// The peak of resident memory, in KiB; 0 where the system does not tell.
    pub peak: u64,
    /// How many records kaibo answered on its reference path.
    pub plain: u64,
}

impl Task {
    /// Runs in a process of its own.
    ///
    /// # Errors
    /// The contestant failed, or its output is not what is expected: in words.
    pub fn run(&self, python: &str) -> Result<Run, String> {
        if self.who == Who::DuckDb {
            return self.duckdb(python);
        }
        let who = self.who.to_possible_value().expect("a name");
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.arg("one").arg(who.get_name()).arg(self.threads.to_string()).arg(&self.data).args(&self.expected);
        parse(&output(&mut command)?)
    }

    fn duckdb(&self, python: &str) -> Result<Run, String> {
        let folder = tempfile::tempdir().expect("a folder");
        let names = folder.path().join("listed.json");
        std::fs::write(&names, serde_json::to_string(&listed()).expect("a list")).expect("room on the disk");
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("check_duckdb.py");
        // Time is taken of what writes nothing, as of the others.
        let out = self.expected.as_ref().map_or_else(|| PathBuf::from("/dev/null"), |_| folder.path().join("out.csv"));
        let mut command = Command::new(python);
        command.arg(script).arg(&self.data).arg(names).arg(self.threads.to_string()).arg(&out);
        let run = parse(&output(&mut command)?)?;
        if let Some(expected) = &self.expected {
            let mut sink = Sink::new(Some(expected));
            sink.take(&std::fs::read(&out).expect("the output"));
            sink.end(&self.data)?;
        }
        Ok(run)
    }

    /// Runs here, and prints what it took.
    ///
    /// # Errors
    /// The output is not what is expected: in words.
    pub fn here(&self) -> Result<(), String> {
        let listed = listed();
        let sink = Arc::new(Mutex::new(Sink::new(self.expected.as_deref())));
        let mut plain = 0;
        let (seconds, worked) = match self.who {
            Who::Kaibo | Who::KaiboSummed | Who::KaiboPlain => {
                let fleet = Arc::new(fleet(&wechat_live(), self.who == Who::KaiboPlain));
                let summed = self.who == Who::KaiboSummed;
                self.timed(|| plain = answer(&fleet, &self.data, self.threads, summed, &sink, Sink::take))
            }
            Who::Sonic => {
                let parse = |line: &[u8]| drop(black_box(sonic_rs::from_slice::<Record<Text<'_>>>(line).expect("a record")));
                let worker = || |block: &[u8]| lines(block).for_each(parse);
                self.timed(|| stream(&self.data, self.threads, worker, |()| {}))
            }
            Who::SonicByHand => self.by_hand(&sink, &listed, |line, listed, out| {
                let record: Record<Text<'_>> = sonic_rs::from_slice(line).expect("a record");
                write_line(out, record.applicant(), record.check(listed));
            }),
            Who::SerdeByHand => self.by_hand(&sink, &listed, |line, listed, out| {
                let record: Record<String> = serde_json::from_slice(line).expect("a record");
                write_line(out, record.applicant(), record.check(listed));
            }),
            Who::JsonLogic => {
                let rule = JsonLogic::new(&listed);
                self.peer(&sink, || rule.worker())
            }
            Who::Rego => {
                let policy = Rego::new(&listed);
                self.peer(&sink, || policy.worker())
            }
            Who::DuckDb => return Err("DuckDB runs in Python".to_owned()),
        };
        sink.lock().expect("nobody failed").end(&self.data)?;
        println!("{seconds} {worked} {} {plain}", peak());
        Ok(())
    }

    /// The seconds of one pass over the data, on the clock and of processors: the mean of as many passes as half a second
    /// holds, of one where output is compared.
    fn timed(&self, mut pass: impl FnMut()) -> (f64, f64) {
        let (begin, before) = (Instant::now(), worked());
        for passes in 1.. {
            pass();
            let seconds = begin.elapsed().as_secs_f64();
            if self.expected.is_some() || seconds >= 0.5 {
                return (seconds / f64::from(passes), (worked() - before) / f64::from(passes));
            }
        }
        unreachable!("time passes")
    }

    fn peer<W: FnMut(&[u8]) -> Vec<u8>>(&self, sink: &Mutex<Sink>, worker: impl Fn() -> W + Sync) -> (f64, f64) {
        self.timed(|| stream(&self.data, self.threads, &worker, |output| sink.lock().expect("the only one").take(&output)))
    }

    /// A check by hand: `one` answers a line.
    fn by_hand(&self, sink: &Mutex<Sink>, listed: &[String], one: impl Fn(&[u8], &HashSet<String>, &mut Vec<u8>) + Sync) -> (f64, f64) {
        let listed: HashSet<String> = listed.iter().cloned().collect();
        let worker = || {
            |block: &[u8]| {
                let mut out = Vec::new();
                lines(block).for_each(|line| one(line, &listed, &mut out));
                out
            }
        };
        self.peer(sink, worker)
    }
}

/// Takes output, and compares it where it is known.
struct Sink {
    expected: Option<BufReader<File>>,
    records: u64,
    /// The place of the first record that differs, what was expected, what was found.
    differs: Option<(u64, String, String)>,
}

impl Sink {
    fn new(expected: Option<&Path>) -> Sink {
        Sink { expected: expected.map(|path| BufReader::new(File::open(path).expect("a file"))), records: 0, differs: None }
    }

    fn take(&mut self, output: &[u8]) {
        let Some(expected) = &mut self.expected else {
            black_box(output);
            return;
        };
        let mut line = Vec::new();
        for found in lines(output) {
            self.records += 1;
            line.clear();
            expected.read_until(b'\n', &mut line).expect("a line");
            if line.strip_suffix(b"\n") != Some(found) && self.differs.is_none() {
                let [expected, found] = [&line, found].map(|text| String::from_utf8_lossy(text).trim_end().to_owned());
                self.differs = Some((self.records, expected, found));
            }
        }
    }

    /// Says what differed; `data` holds the records.
    fn end(&mut self, data: &Path) -> Result<(), String> {
        if let Some((at, expected, found)) = &self.differs {
            let record = BufReader::new(File::open(data).expect("a file")).lines().nth(*at as usize - 1);
            let record = record.unwrap_or_else(|| Ok("there is none".to_owned())).expect("a line");
            return Err(format!("record {at} differs\n  expected: {expected}\n  found:    {found}\n  record:   {record}"));
        }
        match self.expected.as_mut().map(BufRead::fill_buf) {
            Some(Ok(rest)) if !rest.is_empty() => Err(format!("the output ends after record {}", self.records)),
            _ => Ok(()),
        }
    }
}

/// The version of DuckDB that a Python has.
///
/// # Errors
/// It has none, or there is no such Python: in words.
pub fn duckdb_version(python: &str) -> Result<String, String> {
    output(Command::new(python).args(["-c", "import duckdb; print(duckdb.__version__)"]))
        .map_err(|error| error.lines().last().unwrap_or_default().to_owned())
}

fn output(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).trim().to_owned();
    if output.status.success() { Ok(text(&output.stdout)) } else { Err(text(&output.stderr)) }
}

fn parse(text: &str) -> Result<Run, String> {
    let numbers: Vec<f64> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
    match numbers[..] {
        [seconds, worked, peak, plain] => Ok(Run { seconds, worked, peak: peak as u64, plain: plain as u64 }),
        _ => Err(format!("no times: {text}")),
    }
}

/// The seconds that processors worked for this process, all its threads, as Linux tells it in hundredths.
pub fn worked() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in brackets, may hold anything; times are the twelfth and thirteenth field after it.
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
    fields.skip(11).take(2).filter_map(|field| field.parse::<f64>().ok()).sum::<f64>() / 100.0
}

/// The peak of this process's resident memory in KiB, as Linux tells it.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or(0)
}

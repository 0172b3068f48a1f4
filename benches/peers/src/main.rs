//! kaibo beside other programs that check the same applicants: `cargo run --release` in this folder.
//!
//! Makes up applicants of wechat-live, lets every contestant answer for each whether each requirement holds, compares all of
//! it with kaibo's plain `check`, then takes times in rounds, everyone in turn, and prints a table. Exits with 1 where
//! anybody's answer differs. `--scaling` measures kaibo alone: records, rows, requirements.

mod contest;
mod data;
mod jsonlogic;
mod ours;
mod rego;
mod scaling;
mod stream;
mod typed;

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::contest::{Run, Task, Who, duckdb_version};
use crate::data::{Layout, generate, rewrite};

/// kaibo beside other programs that check the same applicants.
#[derive(Debug, Parser)]
struct Args {
    /// How many applicants.
    #[arg(long, default_value_t = 1_000_000)]
    records: u64,
    /// How often everybody runs.
    #[arg(long, default_value_t = 5)]
    rounds: usize,
    /// Measure kaibo alone: how its time grows with records, rows and requirements.
    #[arg(long)]
    scaling: bool,
    /// The Python that has DuckDB.
    #[arg(long, default_value = "python3")]
    python: String,
    #[command(subcommand)]
    one: Option<One>,
}

#[derive(Debug, Subcommand)]
enum One {
    /// One contestant, in this process: what the program calls itself with.
    #[command(hide = true)]
    One { who: Who, threads: usize, data: PathBuf, expected: Option<PathBuf> },
}

fn main() -> ExitCode {
    let args = Args::parse();
    let done = match args.one {
        Some(One::One { who, threads, data, expected }) => Task { who, threads, data, expected }.here(),
        None if args.scaling => scaling::run(args.rounds),
        None => compare(&args),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn compare(args: &Args) -> Result<(), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name);
    let (data, expected) = (path("applicants.jsonl"), Expected { ours: path("ours.jsonl"), theirs: path("theirs.csv") });
    eprintln!("making up {} applicants", args.records);
    generate(&data, args.records);
    eprintln!("answering by the plain check");
    expected.write(&data);

    let mut whos = vec![(Who::Sonic, 1), (Who::Sonic, 2), (Who::Kaibo, 1), (Who::Kaibo, 2), (Who::KaiboSummed, 1), (Who::KaiboSummed, 2)];
    whos.extend([(Who::KaiboPlain, 1), (Who::KaiboPlain, 2)]);
    whos.extend([(Who::SonicByHand, 1), (Who::SonicByHand, 2), (Who::SerdeByHand, 1), (Who::JsonLogic, 1), (Who::Rego, 1)]);
    match duckdb_version(&args.python) {
        Ok(version) => {
            println!("DuckDB is {version}.\n");
            whos.extend([(Who::DuckDb, 1), (Who::DuckDb, 2)]);
        }
        Err(error) => println!("DuckDB is left out: {error}\n"),
    }
    let mut rows: Vec<Row> = whos.into_iter().map(|(who, threads)| Row::new(who, threads, &data)).collect();
    measure(&mut rows, &expected, args)?;
    let bytes = |path: &Path| std::fs::metadata(path).expect("a file").len();
    println!(
        "{} applicants, {} bytes each, {} rounds: medians, ratios taken within a round and on as many threads.\n",
        args.records,
        bytes(&data) / args.records,
        args.rounds
    );
    println!(
        "| what | threads | records/s | ratio to sonic-rs, parse only | in processor time | peak MiB | agrees |\n|---|--:|--:|--:|--:|--:|---|"
    );
    for row in &rows {
        let base = find(&rows, Who::Sonic, row.task.threads);
        println!("| {} | {} | {} |", row.task.who.title(), row.task.threads, row.cells(base, args.records));
    }
    println!();
    let [one, two] = [1, 2].map(|threads| find(&rows, Who::Kaibo, threads));
    println!("kaibo: {} of the records took the plain path.", one.plain(args.records));
    println!("kaibo: two threads are {:.2} times as fast as one.", two.ratio(one));
    if let Some(duckdb) = rows.iter().find(|row| row.task.who == Who::DuckDb && row.task.threads == 2) {
        println!("kaibo on two threads: {:.1} times as fast as DuckDB on two.", two.ratio(duckdb));
    }

    println!(
        "\n| layout, one thread | bytes a record | kaibo, records/s | by the plain path | sonic-rs, records/s | ratio | in processor time | agrees |\n|---|--:|--:|--:|--:|--:|--:|---|"
    );
    for layout in Layout::OTHERS {
        let other = path("other.jsonl");
        rewrite(&data, &other, layout);
        let mut rows = [Row::new(Who::Sonic, 1, &other), Row::new(Who::Kaibo, 1, &other)];
        measure(&mut rows, &expected, args)?;
        let [sonic, kaibo] = &rows;
        println!(
            "| {} | {} | {} | {} | {} | {:.2} | {:.2} | yes |",
            layout.title(),
            bytes(&other) / args.records,
            thousands(args.records as f64 / kaibo.seconds()),
            kaibo.plain(args.records),
            thousands(args.records as f64 / sonic.seconds()),
            kaibo.ratio(sonic),
            kaibo.ratio_worked(sonic),
        );
    }
    Ok(())
}

/// The files that hold what everybody is to answer.
struct Expected {
    ours: PathBuf,
    theirs: PathBuf,
}

impl Expected {
    fn write(&self, data: &Path) {
        let create = |path| BufWriter::new(File::create(path).expect("a file"));
        let (mut to_ours, mut to_theirs) = (create(&self.ours), create(&self.theirs));
        ours::expected(data, |ours, theirs| {
            to_ours.write_all(&ours).expect("room on the disk");
            to_theirs.write_all(&theirs).expect("room on the disk");
        });
        to_ours.flush().expect("room on the disk");
        to_theirs.flush().expect("room on the disk");
    }
}

/// Compares everybody's answers, then takes times: everyone in turn, several rounds.
fn measure(rows: &mut [Row], expected: &Expected, args: &Args) -> Result<(), String> {
    for row in &*rows {
        row.compare(expected, args)?;
    }
    for round in 1..=args.rounds {
        eprintln!("round {round} of {}", args.rounds);
        for row in &mut *rows {
            let run = row.task.run(&args.python).map_err(|error| format!("{}: {error}", row.name()))?;
            row.runs.push(run);
        }
    }
    Ok(())
}

/// A contestant, and what each round took.
struct Row {
    task: Task,
    runs: Vec<Run>,
}

impl Row {
    fn new(who: Who, threads: usize, data: &Path) -> Row {
        Row { task: Task { who, threads, data: data.to_owned(), expected: None }, runs: Vec::new() }
    }

    fn name(&self) -> String {
        format!("{}, {} thread(s)", self.task.who.title().replace('*', ""), self.task.threads)
    }

    /// Whether there is anything to compare: a parse alone has no answer.
    fn answers(&self) -> bool {
        self.task.who != Who::Sonic
    }

    fn compare(&self, expected: &Expected, args: &Args) -> Result<(), String> {
        if !self.answers() {
            return Ok(());
        }
        eprintln!("comparing {}", self.name());
        let lines =
            if matches!(self.task.who, Who::Kaibo | Who::KaiboSummed | Who::KaiboPlain) { &expected.ours } else { &expected.theirs };
        let task = Task { expected: Some(lines.clone()), ..self.task.clone() };
        task.run(&args.python).map(drop).map_err(|error| format!("{}: {error}", self.name()))
    }

    fn seconds(&self) -> f64 {
        median(self.runs.iter().map(|run| run.seconds))
    }

    /// How many times as fast it is as another, the two taken in the same round.
    fn ratio(&self, other: &Row) -> f64 {
        median(self.runs.iter().zip(&other.runs).map(|(run, other)| other.seconds / run.seconds))
    }

    /// The same in processor time, which tells more where the machine has other work.
    fn ratio_worked(&self, other: &Row) -> f64 {
        median(self.runs.iter().zip(&other.runs).map(|(run, other)| other.worked / run.worked))
    }

    /// The share of records that kaibo answered on its reference path.
    fn plain(&self, records: u64) -> String {
        let plain = self.runs.last().map_or(0, |run| run.plain);
        format!("{:.1}%", 100.0 * plain as f64 / records as f64)
    }

    fn cells(&self, base: &Row, records: u64) -> String {
        let peak = self.runs.iter().map(|run| run.peak).max().unwrap_or(0);
        let peak = if peak == 0 { "—".to_owned() } else { (peak.div_ceil(1024)).to_string() };
        let agrees = if self.answers() { "yes" } else { "—" };
        let ratio = |ratio: f64| format!("{ratio:.*}", if ratio < 0.1 { 3 } else { 2 });
        let [clock, worked] = [self.ratio(base), self.ratio_worked(base)].map(ratio);
        format!("{} | {clock} | {worked} | {peak} | {agrees}", thousands(records as f64 / self.seconds()))
    }
}

fn find(rows: &[Row], who: Who, threads: usize) -> &Row {
    rows.iter().find(|row| row.task.who == who && row.task.threads == threads).expect("it takes part")
}

fn median(of: impl Iterator<Item = f64>) -> f64 {
    let mut of: Vec<f64> = of.collect();
    of.sort_by(f64::total_cmp);
    of[of.len() / 2]
}

/// A number, to the thousand.
fn thousands(number: f64) -> String {
    if number < 1e6 { format!("{:.0} k", number / 1e3) } else { format!("{:.2} M", number / 1e6) }
}

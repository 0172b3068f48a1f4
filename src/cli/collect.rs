//! `kaibo collect`: facts from the configured interfaces, with provenance and evidence.
//!
//! In: a facts file and `kaibo.toml`, or kept evidence. Out: `shop.collected.toml` and `shop.evidence/` beside the facts file,
//! and on standard output what is known now.

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::Args;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::case::Refused;
use crate::cli::input::{library, reads, rulebook};
use crate::cli::output::{complain, refuse, refuse_inputs, result};
use crate::cli::{Context, Exit};
use crate::doc::Files;
use crate::layout::{pad, wrap};
use crate::problem::problem;
use crate::rulebook::Program;
use crate::source::collected::Line;
use crate::source::evidence::{Evidence, INDEX};
use crate::source::gathering::{Head, Order, cache_folder, head};
use crate::source::live::Limits;
use crate::source::run::{Places, Run};
use crate::untrusted::visible;
use crate::words::Words;

#[derive(Debug, Args)]
pub(super) struct Collect {
    facts: PathBuf,
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long)]
    no_cache: bool,
    #[arg(long, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..))]
    timeout: Option<u64>,
    #[arg(short, long)]
    verbose: bool,
}

impl Collect {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        if self.facts == Path::new("-") {
            return Err(refuse(context, "source-no-stdin", vec![]));
        }
        self.note_files(context);
        let (head, files) = head(&self.facts, context.common.program.as_deref()).map_err(|refused| unusable(context, &refused))?;
        let program = rulebook(context, &library(context)?, &head.program)?.rulebook.program;
        refuse_inputs(context)?;
        if self.verbose {
            let subscriber = tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(std::io::stderr).with_ansi(false);
            // A second command in one process would find the first's still there, which is as good.
            let _ = subscriber.try_init();
        }
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|error| {
            refuse(context, "source-no-runtime", vec![("reason", error.to_string())]);
            Exit::Output
        })?;
        let run = match &self.replay {
            Some(folder) => {
                let refused = |problem, files| unusable(context, &Refused { problems: vec![problem], files });
                let evidence = match Evidence::read(folder) {
                    Ok(evidence) => evidence,
                    Err(fault) => return Err(refused(fault, files)),
                };
                let found = &evidence.scope().applicant;
                if *found != head.applicant.id {
                    let fault = problem!(head.applicant.at, "source-other-applicant", found = found, applicant = head.applicant.id);
                    return Err(refused(fault, files));
                }
                runtime.block_on(Run::replay(evidence, &program)).map_err(|fault| refused(fault, files))?
            }
            None => {
                let order = self.order(context, files, &head)?;
                let bars = bars(&order.expected());
                let on_answer = move |account: &str| {
                    if let Some(bar) = bars.get(account) {
                        bar.set_length(bar.length().unwrap_or_default().max(bar.position() + 1));
                        bar.inc(1);
                    }
                };
                let cache = if self.no_cache { None } else { cache_folder() };
                let mut limits = Limits::default();
                if let Some(seconds) = self.timeout {
                    limits.run = Duration::from_secs(seconds);
                }
                let places = Places::beside(&self.facts);
                // Nothing has been written yet, so an interruption leaves nothing behind.
                let run = runtime.block_on(async {
                    tokio::select! {
                        biased;
                        () = interrupted() => None,
                        run = order.carry_out(limits, cache, &program, &places, Box::new(on_answer)) => Some(run),
                    }
                });
                let run = run.transpose().map_err(|refused| unusable(context, &refused))?;
                run.ok_or_else(|| {
                    // A large reply may still be read; nobody waits for it any more.
                    runtime.shutdown_background();
                    say(&context.words.say("source-interrupted", &[]));
                    Exit::Interrupted
                })?
            }
        };
        self.finish(context, &run, &program)
    }

    /// What is read, and what is written beside the facts file: a summary must not go there.
    fn note_files(&self, context: &Context) {
        let places = Places::beside(&self.facts);
        let evidence = self.replay.as_deref().unwrap_or(&places.evidence);
        let kept = std::fs::read_dir(evidence).into_iter().flatten().flatten().map(|entry| entry.path());
        let config = self.config.clone().or_else(|| crate::source::config::find(Path::new("")));
        let named = [Some(self.facts.clone()), config, Some(places.collected), Some(evidence.join(INDEX))];
        named.into_iter().flatten().chain(kept).for_each(|path| reads(context, &path));
    }

    /// The accounts to ask, with the number of calls said beforehand.
    fn order(&self, context: &Context, files: Files, head: &Head) -> Result<Order, Exit> {
        let order = Order::new(head, files, self.config.as_deref(), context.words.lang).map_err(|refused| unusable(context, &refused))?;
        order.secret_files().for_each(|path| reads(context, path));
        refuse_inputs(context)?;
        let expected = order.expected();
        let calls: u64 = expected.iter().map(|(_, calls)| calls).sum();
        say(&context.words.say("source-plan", &[("calls", &calls.to_string()), ("accounts", &expected.len().to_string())]));
        Ok(order)
    }

    fn finish(&self, context: &Context, run: &Run, program: &Program) -> Result<Exit, Exit> {
        let places = Places::beside(&self.facts);
        let written = run.write(&places, self.replay.is_none()).map_err(|(path, error)| {
            refuse(context, "source-cannot-write", vec![("path", path.display().to_string()), ("reason", error.to_string())]);
            Exit::Output
        })?;
        let words = &context.words;
        for remark in &run.remarks {
            say(&visible(remark));
        }
        let said = if written { "source-wrote" } else { "source-left" };
        say(&words.say(said, &[("path", &places.collected.display().to_string())]));
        if self.replay.is_none() {
            say(&words.say("source-kept", &[("path", &places.evidence.display().to_string())]));
        }
        if !run.collected.kept.is_empty() {
            say(&words.say("source-some-not-renewed", &[("count", &run.collected.kept.len().to_string())]));
        }
        let failed = run.collected.lines.iter().filter(|line| line.failed).count();
        let exit = if failed > 0 { Exit::Source } else { Exit::Ok };
        let exit = result(context, &summary(&run.collected.lines, program, words, context.width), exit);
        if failed > 0 {
            say(&words.say("source-some-failed", &[("count", &failed.to_string())]));
        }
        Ok(exit)
    }
}

/// A bar for each account; none where nobody sees them.
fn bars(expected: &[(&crate::source::scope::Member, u64)]) -> HashMap<String, ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return HashMap::new();
    }
    let all = MultiProgress::new();
    let style = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let widest = expected.iter().map(|(member, _)| crate::layout::width(&visible(member.title()))).max().unwrap_or_default();
    let bar = |(member, calls): &(&crate::source::scope::Member, u64)| {
        let bar = all.add(ProgressBar::new(*calls).with_style(style.clone()).with_prefix(pad(&visible(member.title()), widest)));
        bar.tick();
        (member.app_id.clone(), bar)
    };
    expected.iter().map(bar).collect()
}

/// Fact by fact what is known, with the reasons below.
fn summary(lines: &[Line], program: &Program, words: &Words, width: usize) -> String {
    let title = |line: &Line| {
        let fact = program.fact(line.fact).map(|at| &program.facts[at]);
        visible(fact.map_or(line.fact, |fact| fact.title.get(words.lang))).into_owned()
    };
    let widest = lines.iter().map(|line| crate::layout::width(&title(line))).max().unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let state = words.say(line.state.word(), &[]);
        let rows = line.rows.map(|rows| format!("  {}", words.say("source-rows", &[("count", &rows.to_string())]))).unwrap_or_default();
        text += &format!("{}  {state}{rows}\n", pad(&title(line), widest));
        for part in wrap(&line.note, width.saturating_sub(4).max(20)).iter().filter(|part| !part.is_empty()) {
            text += &format!("    {part}\n");
        }
    }
    text
}

/// Waits for Ctrl-C, or to be asked to end.
async fn interrupted() {
    #[cfg(unix)]
    let asked_to_end = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => drop(signal.recv().await),
            Err(_) => std::future::pending().await,
        }
    };
    #[cfg(not(unix))]
    let asked_to_end = std::future::pending::<()>();
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = asked_to_end => {}
    }
}

fn unusable(context: &Context, refused: &Refused) -> Exit {
    complain(context, &refused.problems, &refused.files);
    Exit::Unusable
}

fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

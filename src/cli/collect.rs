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

use crate::cli::context::{Context, Exit};
use crate::cli::input::{library, reads, rulebook};
use crate::cli::output::{print_diagnostics, print_error, refuse_inputs, result};
use crate::collect::client::Limits;
use crate::collect::collected::FactSummary;
use crate::collect::evidence::Evidence;
use crate::collect::pipeline::{CollectRequest, Head, cache_folder, head};
use crate::collect::run::{Collection, OutputPaths};
use crate::document::diagnostics::diagnostic;
use crate::document::source::Files;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::io::application::LoadError;
use crate::report::columns::{pad, wrap};
use crate::rulebook::Program;

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
            return Err(print_error(context, "collect-no-stdin", vec![]));
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
            print_error(context, "collect-no-runtime", vec![("reason", error.to_string())]);
            Exit::Output
        })?;
        let run = match &self.replay {
            Some(folder) => {
                let refused = |diagnostic, files| unusable(context, &LoadError { diagnostics: vec![diagnostic], files });
                let evidence = match Evidence::read(folder) {
                    Ok(evidence) => evidence,
                    Err(diagnostic) => return Err(refused(diagnostic, files)),
                };
                let found = &evidence.scope().applicant;
                if *found != head.applicant.id {
                    let diagnostic =
                        diagnostic!(head.applicant.at, "collect-other-applicant", found = found, applicant = head.applicant.id);
                    return Err(refused(diagnostic, files));
                }
                runtime.block_on(Collection::replay(evidence, &program)).map_err(|diagnostic| refused(diagnostic, files))?
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
                let places = OutputPaths::beside(&self.facts);
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
                    say(&context.messages.format("collect-interrupted", &[]));
                    Exit::Interrupted
                })?
            }
        };
        self.finish(context, &run, &program)
    }

    /// What is read, and what is written beside the facts file: a summary must not go there.
    fn note_files(&self, context: &Context) {
        let mut places = OutputPaths::beside(&self.facts);
        places.evidence = self.replay.clone().unwrap_or(places.evidence);
        let config = self.config.clone().or_else(|| crate::collect::config::find(Path::new("")));
        [self.facts.clone()].into_iter().chain(config).chain(places.files()).for_each(|path| reads(context, &path));
    }

    /// The accounts to ask, with the number of calls said beforehand.
    fn order(&self, context: &Context, files: Files, head: &Head) -> Result<CollectRequest, Exit> {
        let order = CollectRequest::new(head, files, self.config.as_deref(), context.messages.lang)
            .map_err(|refused| unusable(context, &refused))?;
        order.secret_files().iter().for_each(|path| reads(context, path));
        refuse_inputs(context)?;
        let expected = order.expected();
        let calls: u64 = expected.iter().map(|(_, calls)| calls).sum();
        say(&context.messages.format("collect-plan", &[("calls", &calls.to_string()), ("accounts", &expected.len().to_string())]));
        Ok(order)
    }

    fn finish(&self, context: &Context, run: &Collection, program: &Program) -> Result<Exit, Exit> {
        let places = OutputPaths::beside(&self.facts);
        let written = run.write(&places, self.replay.is_none()).map_err(|(path, error)| {
            print_error(context, "collect-cannot-write", vec![("path", path.display().to_string()), ("reason", error.to_string())]);
            Exit::Output
        })?;
        let messages = &context.messages;
        for remark in &run.remarks {
            say(&escape_control(remark));
        }
        let said = if written { "collect-wrote" } else { "collect-left" };
        say(&messages.format(said, &[("path", &places.collected.display().to_string())]));
        if self.replay.is_none() {
            say(&messages.format("collect-kept", &[("path", &places.evidence.display().to_string())]));
        }
        if !run.collected.kept.is_empty() {
            say(&messages.format("collect-some-not-renewed", &[("count", &run.collected.kept.len().to_string())]));
        }
        let failed = run.collected.lines.iter().filter(|line| line.failed).count();
        let exit = if failed > 0 { Exit::Source } else { Exit::Ok };
        let exit = result(context, &summary(&run.collected.lines, program, messages, context.width), exit);
        if failed > 0 {
            say(&messages.format("collect-some-failed", &[("count", &failed.to_string())]));
        }
        Ok(exit)
    }
}

/// A bar for each account; none where nobody sees them.
fn bars(expected: &[(&crate::collect::account::Member, u64)]) -> HashMap<String, ProgressBar> {
    if !std::io::stderr().is_terminal() {
        return HashMap::new();
    }
    let all = MultiProgress::new();
    let style = ProgressStyle::with_template("{prefix} {bar:30} {pos}/{len}").unwrap_or_else(|_| ProgressStyle::default_bar());
    let widest =
        expected.iter().map(|(member, _)| crate::report::columns::width(&escape_control(member.title()))).max().unwrap_or_default();
    let bar = |(member, calls): &(&crate::collect::account::Member, u64)| {
        let bar = all.add(ProgressBar::new(*calls).with_style(style.clone()).with_prefix(pad(&escape_control(member.title()), widest)));
        bar.tick();
        (member.app_id.clone(), bar)
    };
    expected.iter().map(bar).collect()
}

/// Fact by fact what is known, with the reasons below.
fn summary(lines: &[FactSummary], program: &Program, messages: &Messages, width: usize) -> String {
    let title = |line: &FactSummary| {
        let fact = program.fact(line.fact).map(|at| &program.facts[at]);
        escape_control(fact.map_or(line.fact, |fact| fact.title.get(messages.lang))).into_owned()
    };
    let widest = lines.iter().map(|line| crate::report::columns::width(&title(line))).max().unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let state = messages.format(line.state.name(), &[]);
        let rows =
            line.rows.map(|rows| format!("  {}", messages.format("collect-rows", &[("count", &rows.to_string())]))).unwrap_or_default();
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

fn unusable(context: &Context, refused: &LoadError) -> Exit {
    print_diagnostics(context, &refused.diagnostics, &refused.files);
    Exit::Unusable
}

fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

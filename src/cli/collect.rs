//! `kaibo collect`: facts from the configured interfaces, with provenance and evidence.
//!
//! In: a facts file and `kaibo.toml`, or kept evidence. Out: `shop.collected.toml` and `shop.evidence/` beside the facts file,
//! and on standard output what is known now.

use std::collections::HashMap;
use std::io::{IsTerminal as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use crate::case::parse;
use crate::cli::input::{library, read_text, rulebook};
use crate::cli::output::{complain, refuse, result};
use crate::cli::{Context, Exit};
use crate::doc::{FileId, Files, Node, Span, parse_toml};
use crate::layout::{pad, wrap};
use crate::problem::{Problem, problem};
use crate::rulebook::Program;
use crate::source::collected::{Line, State};
use crate::source::config::{self, Config};
use crate::source::evidence::Evidence;
use crate::source::live::{Limits, Live};
use crate::source::reply::moment;
use crate::source::run::{Places, Run};
use crate::source::scope::{Applicant, Scope};
use crate::source::wechat::table;
use crate::untrusted::visible;
use crate::words::{Lang, Words};

#[derive(Debug, Args)]
pub(super) struct Collect {
    facts: PathBuf,
    #[arg(long, value_name = "DIR")]
    replay: Option<PathBuf>,
    #[arg(long, value_name = "FILE")]
    config: Option<PathBuf>,
    #[arg(long)]
    no_cache: bool,
    #[arg(short, long)]
    verbose: bool,
}

/// The head of the facts file.
struct Head {
    program: String,
    applicant: Applicant,
}

impl Collect {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        if self.facts == Path::new("-") {
            return Err(refuse(context, "source-no-stdin", vec![]));
        }
        let mut files = Files::default();
        let file = files.add(self.facts.display().to_string(), read_text(context, &self.facts)?);
        let head = parse(&files, file, &self.facts).and_then(|node| head(&node, file, context.common.program.as_deref()));
        let head = head.map_err(|fault| unusable(context, &[fault], &files))?;
        let program = rulebook(context, &library(context)?, &head.program)?.rulebook.program;
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
                let evidence = Evidence::read(folder).map_err(|fault| unusable(context, &[fault], &files))?;
                let found = &evidence.scope().applicant;
                if *found != head.applicant.id {
                    let fault = problem!(head.applicant.at, "source-other-applicant", found = found, applicant = head.applicant.id);
                    return Err(unusable(context, &[fault], &files));
                }
                runtime.block_on(Run::replay(evidence, &program)).map_err(|fault| unusable(context, &[fault], &files))?
            }
            None => {
                let (scope, live) = self.live(context, &mut files, &head)?;
                // Nothing has been written yet, so an interruption leaves nothing behind.
                let run = runtime.block_on(async {
                    tokio::select! {
                        run = Run::live(scope, live, &program) => Some(run),
                        _ = tokio::signal::ctrl_c() => None,
                    }
                });
                run.ok_or_else(|| {
                    say(&context.words.say("source-interrupted", &[]));
                    Exit::Interrupted
                })?
            }
        };
        self.finish(context, &run, &program)
    }

    /// The accounts to ask and the network to ask them by, with the number of calls said beforehand.
    fn live(&self, context: &Context, files: &mut Files, head: &Head) -> Result<(Scope, Live), Exit> {
        let here = PathBuf::from(config::FILE);
        let path = match &self.config {
            Some(path) => path.clone(),
            None => config::find(Path::new("")).ok_or_else(|| {
                let user = config::user_file().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
                refuse(context, "source-no-config", vec![("path", here.display().to_string()), ("user", user)])
            })?,
        };
        let text = read_text(context, &path)?;
        // Errors show lines, and somebody may have written a secret into one.
        let file = files.add(path.display().to_string(), config::presentable(&text));
        let folder = path.parent().unwrap_or(Path::new(""));
        let config = parse_toml(file, &text).map_err(|fault| vec![fault]).and_then(|node| Config::read(&node, folder));
        let config = config.map_err(|faults| unusable(context, &faults, files))?;
        let now = chrono::Utc::now();
        let lang = if context.words.lang == Lang::Zh { "zh" } else { "en" };
        let scope =
            Scope::of(&config, &head.applicant, &head.program, moment(&now), lang).map_err(|faults| unusable(context, &faults, files))?;
        let expected = table::least_calls(&scope);
        let calls: u64 = expected.iter().map(|(_, calls)| calls).sum();
        say(&context.words.say("source-plan", &[("calls", &calls.to_string()), ("accounts", &expected.len().to_string())]));
        let bars = bars(&expected);
        let on_answer = move |account: &str| {
            if let Some(bar) = bars.get(account) {
                bar.set_length(bar.length().unwrap_or_default().max(bar.position() + 1));
                bar.inc(1);
            }
        };
        let cache = if self.no_cache { None } else { cache_folder() };
        let live = Live::new(&config, &scope, Limits::default(), cache, Arc::new(chrono::Utc::now), Box::new(on_answer));
        Ok((scope, live.map_err(|faults| unusable(context, &faults, files))?))
    }

    fn finish(&self, context: &Context, run: &Run, program: &Program) -> Result<Exit, Exit> {
        let places = Places::beside(&self.facts);
        run.write(&places, self.replay.is_none()).map_err(|(path, error)| {
            refuse(context, "source-cannot-write", vec![("path", path.display().to_string()), ("reason", error.to_string())]);
            Exit::Output
        })?;
        let words = &context.words;
        say(&words.say("source-wrote", &[("path", &places.collected.display().to_string())]));
        if self.replay.is_none() {
            say(&words.say("source-kept", &[("path", &places.evidence.display().to_string())]));
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

/// Program, applicant and entity. The rest of the file is none of collecting's business.
fn head(node: &Node<'_>, file: FileId, program: Option<&str>) -> Result<Head, Problem> {
    let start = Span { file, start: 0, end: 0 };
    let text =
        |key: &'static str| node.table().and_then(|table| table.get(key)).and_then(|node| Some((node.text()?.to_owned(), node.span)));
    let missing = |key: &str| problem!(start, "missing-key", key = key);
    let (id, at) = text("applicant").ok_or_else(|| missing("applicant"))?;
    let program = program.map(str::to_owned).or_else(|| text("program").map(|(text, _)| text)).ok_or_else(|| missing("program"))?;
    Ok(Head { program, applicant: Applicant { id, at, entity: text("entity").map(|(text, _)| text) } })
}

/// Where tokens are kept between runs.
fn cache_folder() -> Option<PathBuf> {
    use etcetera::BaseStrategy as _;
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join("kaibo").join("tokens"))
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
    let title = |line: &Line| program.fact(line.fact).map_or(line.fact, |at| program.facts[at].title.get(words.lang)).to_owned();
    let widest = lines.iter().map(|line| crate::layout::width(&title(line))).max().unwrap_or_default();
    let mut text = String::new();
    for line in lines {
        let state = words.say(
            match line.state {
                State::Known => "source-known",
                State::Partly => "source-partly",
                State::Unknown => "source-unknown",
            },
            &[],
        );
        let rows = line.rows.map(|rows| format!("  {}", words.say("source-rows", &[("count", &rows.to_string())]))).unwrap_or_default();
        text += &format!("{}  {state}{rows}\n", pad(&title(line), widest));
        for part in wrap(&line.note, width.saturating_sub(4).max(20)).iter().filter(|part| !part.is_empty()) {
            text += &format!("    {part}\n");
        }
    }
    text
}

fn unusable(context: &Context, faults: &[Problem], files: &Files) -> Exit {
    complain(context, faults, files);
    Exit::Unusable
}

fn say(line: &str) {
    let _ = writeln!(anstream::stderr().lock(), "{line}");
}

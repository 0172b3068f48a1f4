//! The command line: arguments in, results on standard output, everything else on standard error, an [`Exit`] out.
//!
//! One file a command. Commands read through `input`, write through `output`, and compute nothing themselves.

mod check;
#[cfg(feature = "net")]
mod collect;
mod diff;
mod facts;
mod fleet;
mod input;
mod interrupt;
mod next;
mod output;
mod plan;
mod practice_data;
#[cfg(feature = "practice-server")]
mod practice_server;
mod rules;
mod shell;
#[cfg(feature = "net")]
mod trust;
#[cfg(feature = "tui")]
mod wizard;

use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::i18n::Messages;
use crate::io::escape::{misleads, visible_lines};
use crate::io::file::{Inputs, stdout_is_closed};
use crate::value::localized::Lang;

/// How a run ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Eligible, or done, or the same.
    Ok,
    /// Not eligible, or different, or found invalid by a command that is there to say so.
    No,
    /// Wrong usage, or input that can't be used.
    Unusable,
    /// Yes, by time alone, on a later day.
    Pending,
    /// Facts are missing.
    Unknown,
    /// A source failed.
    Source,
    /// Output could not be written, or a fault of kaibo's own.
    Output,
    /// Ended by Ctrl-C.
    Interrupted,
}

impl Exit {
    /// The code that scripts see.
    pub fn code(self) -> u8 {
        match self {
            Exit::Ok => 0,
            Exit::No => 1,
            Exit::Unusable => 2,
            Exit::Pending => 3,
            Exit::Unknown => 4,
            Exit::Source => 5,
            Exit::Output => 6,
            Exit::Interrupted => 130,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> ExitCode {
        ExitCode::from(exit.code())
    }
}

#[derive(Debug, Parser)]
#[command(name = "kaibo", version, disable_help_subcommand = true)]
struct Cli {
    #[command(flatten)]
    common: Common,
    #[cfg(feature = "tui")]
    #[arg(long)]
    plain: bool,
    #[cfg(feature = "tui")]
    #[command(subcommand)]
    command: Option<Command>,
    #[cfg(not(feature = "tui"))]
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
struct Common {
    #[arg(id = "rules_dir", long = "rules", global = true, value_name = "DIR")]
    rules_dir: Option<PathBuf>,
    #[arg(long, global = true, value_name = "ID")]
    program: Option<String>,
    #[arg(long, global = true, value_name = "EDITION")]
    edition: Option<String>,
    #[arg(long, global = true, value_name = "DATE")]
    as_of: Option<String>,
    #[arg(short, long, global = true, value_name = "FILE")]
    output: Option<PathBuf>,
    #[arg(long, global = true, value_name = "LANG")]
    lang: Option<LangArg>,
    #[arg(long, global = true, default_value_t, value_name = "WHEN")]
    color: ColorChoice,
    #[arg(long, global = true)]
    ascii: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum LangArg {
    Zh,
    En,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(feature = "tui")]
    Wizard(wizard::WizardArgs),
    Check(check::Check),
    Plan(plan::PlanArgs),
    Next(next::NextArgs),
    #[cfg(feature = "net")]
    Collect(collect::Collect),
    #[cfg(feature = "net")]
    Trust(trust::TrustArgs),
    #[cfg(feature = "practice-server")]
    PracticeServer(practice_server::PracticeServer),
    Fleet(fleet::FleetArgs),
    #[command(subcommand)]
    Facts(facts::FactsCommand),
    #[command(subcommand)]
    Rules(rules::Rules),
    Diff(diff::Diff),
    PracticeData(practice_data::PracticeData),
    Completions(shell::Completions),
    Man,
}

/// What a command needs besides its own arguments.
#[derive(Debug)]
struct Context {
    common: Common,
    messages: Messages,
    /// The terminal's width, or 80.
    width: usize,
    /// What the command has read so far, and must not write over.
    inputs: RefCell<Inputs>,
}

/// The language of this run: a flag, else the locale. It is needed before the arguments are parsed, for the help is in it too.
fn language(args: &[OsString]) -> Lang {
    let mut flag = None;
    let mut args = args.iter().filter_map(|arg| arg.to_str());
    while let Some(arg) = args.next() {
        match arg {
            "--lang" => flag = args.next(),
            "--" => break,
            _ => flag = arg.strip_prefix("--lang=").or(flag),
        }
    }
    match flag {
        Some("zh") => Lang::Zh,
        Some("en") => Lang::En,
        _ => {
            let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
            locale.into_iter().find(|locale| !locale.is_empty()).map_or(Lang::En, |locale| Lang::from_locale(&locale))
        }
    }
}

/// The command with its help in one language. Messages are named `help-<command>` and `help-<command>-<argument>`.
fn localized(messages: &Messages) -> clap::Command {
    fn translate(mut command: clap::Command, path: &str, messages: &Messages) -> clap::Command {
        command = command.about(messages.format(path, &[]));
        let own: Vec<String> = command.get_arguments().map(|arg| arg.get_id().to_string()).collect();
        for id in own {
            let help = if GLOBAL.contains(&id.as_str()) { format!("help-{id}") } else { format!("{path}-{id}") };
            command = command.mut_arg(&id, |arg| arg.help(messages.format(&help, &[])));
        }
        let subcommands: Vec<String> = command.get_subcommands().map(|sub| sub.get_name().to_owned()).collect();
        for name in subcommands {
            let path = format!("{path}-{name}");
            command = command.mut_subcommand(&name, |sub| translate(sub, &path, messages));
        }
        command
    }
    const GLOBAL: [&str; 8] = ["rules_dir", "program", "edition", "as_of", "output", "lang", "color", "ascii"];
    let command = translate(Cli::command(), "help", messages);
    command.after_help(messages.format("help-exit-codes", &[])).disable_help_flag(true).disable_version_flag(true).args([
        clap::Arg::new("help").short('h').long("help").action(clap::ArgAction::Help).global(true).help(messages.format("help-help", &[])),
        clap::Arg::new("version").short('V').long("version").action(clap::ArgAction::Version).help(messages.format("help-version", &[])),
    ])
}

/// Runs the command line.
pub fn run(args: impl IntoIterator<Item = OsString>) -> Exit {
    let args: Vec<OsString> = args.into_iter().collect();
    let messages = Messages::for_lang(language(&args));
    let parsed = localized(&messages).try_get_matches_from(&args).and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version are results; everything else is a mistake in the call.
            let result = !error.use_stderr();
            // What was typed is repeated in the message.
            if args.iter().any(|arg| arg.to_string_lossy().contains(misleads)) && !result {
                let _ = write!(std::io::stderr(), "{}", visible_lines(&error.render().to_string()));
                return Exit::Unusable;
            }
            return match error.print() {
                Ok(()) if result && stdout_is_closed() => Exit::Output,
                Ok(()) if result => Exit::Ok,
                Err(_) if result => Exit::Output,
                _ => Exit::Unusable,
            };
        }
    };
    match cli.common.color {
        ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
        ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        ColorChoice::Auto => {}
    }
    let width = terminal_size::terminal_size().map_or(80, |(width, _)| usize::from(width.0));
    let context = Context { common: cli.common, messages, width, inputs: RefCell::default() };
    #[cfg(feature = "tui")]
    let command = match (cli.command, cli.plain) {
        (None, plain) => Command::Wizard(wizard::WizardArgs::default().or_plain(plain)),
        (Some(Command::Wizard(command)), plain) => Command::Wizard(command.or_plain(plain)),
        (Some(_), true) => return output::print_error(&context, "prompt-wizard-only", vec![]),
        (Some(command), false) => command,
    };
    #[cfg(not(feature = "tui"))]
    let command = cli.command;
    // The wizard has answers to keep, and a terminal to give back: it watches for itself.
    #[cfg(feature = "tui")]
    let watched = !matches!(command, Command::Wizard(_));
    #[cfg(not(feature = "tui"))]
    let watched = true;
    if watched {
        interrupt::watch();
    }
    match command {
        #[cfg(feature = "tui")]
        Command::Wizard(command) => command.run(context),
        Command::Check(command) => command.run(&context),
        Command::Plan(command) => command.run(&context),
        Command::Next(command) => command.run(&context),
        #[cfg(feature = "net")]
        Command::Collect(command) => command.run(&context),
        #[cfg(feature = "net")]
        Command::Trust(command) => command.run(&context),
        #[cfg(feature = "practice-server")]
        Command::PracticeServer(command) => command.run(&context),
        Command::Facts(command) => command.run(&context),
        Command::Fleet(command) => command.run(&context),
        Command::Rules(command) => command.run(&context),
        Command::Diff(command) => command.run(&context),
        Command::PracticeData(command) => command.run(&context),
        Command::Completions(command) => command.run(&context),
        Command::Man => shell::man(&context),
    }
}

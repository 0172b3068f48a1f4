//! The command line: arguments in, results on standard output, everything else on standard error, an [`Exit`] out.
//!
//! One file a command. Commands read through `input`, write through `output`, and compute nothing themselves.

pub(crate) mod assume;
mod bundle;
mod check;
#[cfg(feature = "collect")]
mod collect;
pub(crate) mod context;
#[cfg(feature = "fleet")]
mod diff;
mod facts;
#[cfg(feature = "fleet")]
mod fleet;
mod input;
mod interrupt;
mod next;
mod output;
mod plan;
#[cfg(feature = "fleet")]
mod practice_data;
#[cfg(feature = "practice-server")]
mod practice_server;
pub(crate) mod report;
mod rules;
mod schema;
mod shell;
mod sign_off;
#[cfg(feature = "collect")]
mod trust;
mod verify;
#[cfg(feature = "wizard")]
mod wizard;

pub use crate::cli::context::Exit;
use crate::cli::context::{Common, Context};
use std::cell::RefCell;
use std::ffi::OsString;
use std::io::Write as _;
use std::path::Path;
use std::process::ExitCode;

use clap::{ColorChoice, CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::i18n::Messages;
use crate::i18n::escape::{misleads, visible_lines};
use crate::io::file::stdout_is_closed;
use crate::value::localized::Lang;

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
    #[cfg(feature = "wizard")]
    #[arg(long)]
    plain: bool,
    #[cfg(feature = "wizard")]
    #[command(subcommand)]
    command: Option<Command>,
    #[cfg(not(feature = "wizard"))]
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[cfg(feature = "wizard")]
    Wizard(wizard::WizardArgs),
    Check(check::Check),
    Plan(plan::PlanArgs),
    Next(next::NextArgs),
    #[cfg(feature = "collect")]
    Collect(collect::Collect),
    #[cfg(feature = "collect")]
    Trust(trust::TrustArgs),
    #[cfg(feature = "practice-server")]
    PracticeServer(practice_server::PracticeServer),
    #[cfg(feature = "fleet")]
    Fleet(fleet::FleetArgs),
    #[command(subcommand)]
    Facts(facts::FactsCommand),
    #[command(subcommand)]
    Rules(rules::Rules),
    #[cfg(feature = "fleet")]
    Diff(diff::Diff),
    Verify(verify::Verify),
    Bundle(bundle::Bundle),
    Schema(schema::Schema),
    #[cfg(feature = "fleet")]
    PracticeData(practice_data::PracticeData),
    Completions(shell::Completions),
    Man,
}

impl Command {
    /// True if it writes a result, which `-o` can send into a file.
    fn has_result(&self) -> bool {
        match self {
            #[cfg(feature = "wizard")]
            Command::Wizard(_) => false,
            #[cfg(feature = "practice-server")]
            Command::PracticeServer(_) => false,
            _ => true,
        }
    }
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
    let mut common = cli.common;
    // As for inputs, `-` is the standard stream; a file of that name is `./-`.
    common.output = common.output.filter(|path| path != Path::new("-"));
    let context = Context { common, messages, width, inputs: RefCell::default() };
    #[cfg(feature = "wizard")]
    let command = match (cli.command, cli.plain) {
        (None, plain) => Command::Wizard(wizard::WizardArgs::default().or_plain(plain)),
        (Some(Command::Wizard(command)), plain) => Command::Wizard(command.or_plain(plain)),
        (Some(_), true) => return output::print_error(&context, "prompt-wizard-only", vec![]),
        (Some(command), false) => command,
    };
    #[cfg(not(feature = "wizard"))]
    let command = cli.command;
    if context.common.output.is_some() && !command.has_result() {
        return output::print_error(&context, "no-output-here", vec![]);
    }
    // The wizard has answers to keep, and a terminal to give back: it watches for itself.
    #[cfg(feature = "wizard")]
    let watched = !matches!(command, Command::Wizard(_));
    #[cfg(not(feature = "wizard"))]
    let watched = true;
    if watched {
        interrupt::watch();
    }
    match command {
        #[cfg(feature = "wizard")]
        Command::Wizard(command) => command.run(context),
        Command::Check(command) => command.run(&context),
        Command::Plan(command) => command.run(&context),
        Command::Next(command) => command.run(&context),
        #[cfg(feature = "collect")]
        Command::Collect(command) => command.run(&context),
        #[cfg(feature = "collect")]
        Command::Trust(command) => command.run(&context),
        #[cfg(feature = "practice-server")]
        Command::PracticeServer(command) => command.run(&context),
        Command::Facts(command) => command.run(&context),
        #[cfg(feature = "fleet")]
        Command::Fleet(command) => command.run(&context),
        Command::Rules(command) => command.run(&context),
        #[cfg(feature = "fleet")]
        Command::Diff(command) => command.run(&context),
        Command::Verify(command) => command.run(&context),
        Command::Bundle(command) => command.run(&context),
        Command::Schema(command) => command.run(&context),
        #[cfg(feature = "fleet")]
        Command::PracticeData(command) => command.run(&context),
        Command::Completions(command) => command.run(&context, localized(&context.messages)),
        Command::Man => shell::man(&context, &localized(&context.messages)),
    }
}

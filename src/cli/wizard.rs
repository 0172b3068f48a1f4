//! `kaibo`, `kaibo --plain` and `kaibo wizard`: one applicant, question by question.
//!
//! In: perhaps a facts file. Out: that file with what was answered; by which face depends on the terminal.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::Args;

use crate::cli::input::{fixed_moment, library};
use crate::cli::output::{complain, refuse};
use crate::cli::{Context, Exit};
use crate::doc::Files;
use crate::plain::{self, End, Talk};
use crate::problem::{Problem, wording};
use crate::tui::app::Start;
use crate::tui::look::{Look, Theme};
use crate::tui::run as tui;
use crate::wizard::applicants::Settings;
use crate::wizard::{Options, Session};
use crate::words::Words;

#[derive(Debug, Default, Args)]
pub(super) struct WizardArgs {
    facts: Option<PathBuf>,
    #[arg(id = "line_by_line", long = "plain")]
    plain: bool,
}

impl WizardArgs {
    /// The same without the screen, if `plain`.
    pub(super) fn or_plain(mut self, plain: bool) -> WizardArgs {
        self.plain |= plain;
        self
    }

    pub(super) fn run(&self, context: Context) -> Exit {
        let terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        if !self.plain && !terminal {
            return refuse(&context, "wizard-no-terminal", vec![]);
        }
        let library = match library(&context) {
            Ok(library) => library,
            Err(exit) => return exit,
        };
        let common = &context.common;
        let options = Options {
            program: common.program.clone(),
            edition: common.edition.clone(),
            as_of: common.as_of.clone(),
            made_at: fixed_moment(),
            ..Options::new(library)
        };
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if self.plain || dumb { self.line_by_line(&context, &options) } else { self.full_screen(&context, options) }
    }

    fn line_by_line(&self, context: &Context, options: &Options) -> Exit {
        let place = Settings::place();
        talking(context, |talk| ended(&plain::run(self.facts.as_deref(), place, options, talk)))
    }

    /// The file that the call names; else the one that was open when the wizard last ended without being asked to.
    fn full_screen(&self, context: &Context, options: Options) -> Exit {
        let place = Settings::place();
        let settings = place.as_deref().map(Settings::load).unwrap_or_default();
        let path = self.facts.clone().or_else(|| settings.open.filter(|path| path.is_file()));
        let lang = settings.lang.filter(|_| context.common.lang.is_none()).unwrap_or(context.words.lang);
        let coloured = anstream::AutoStream::choice(&io::stdout()) != anstream::ColorChoice::Never;
        let theme = settings.theme.as_deref().and_then(Theme::named).unwrap_or_default();
        let look = Look { words: Words::of(lang), theme: if coloured { theme } else { Theme::Plain }, ascii: context.common.ascii };
        let opened = match path.as_deref() {
            Some(path) if !path.exists() => {
                // Three questions make the file; the screen does the rest.
                let begun = talking(context, |talk| plain::begin(path, &options, talk).map_err(|end| ended(&end)));
                match begun {
                    Ok(session) => Ok(Some(session)),
                    Err(exit) => return exit,
                }
            }
            path => path.map(|path| Session::open(path, &options)).transpose(),
        };
        let (session, message) = match opened {
            Ok(session) => (session, None),
            Err(refused) if self.facts.is_some() => {
                complain(context, &refused.problems, &refused.files);
                return Exit::Unusable;
            }
            Err(refused) => (None, refused.problems.first().map(|problem| wording(&look.words, problem.id, &problem.args))),
        };
        let mouse = settings.mouse.unwrap_or(true);
        let folder = PathBuf::from(".");
        match tui::run(Start { session, options, look, mouse, settings: place, folder, config: None, message }) {
            Ok(tui::End::Left) => Exit::Ok,
            Ok(tui::End::Interrupted) => Exit::Interrupted,
            Err(tui::Broken::NoTerminal) => refuse(context, "wizard-no-terminal", vec![]),
            Err(error) => {
                let problem = Problem::nowhere("own-fault", vec![("reason", error.to_string())]);
                complain(context, &[problem], &Files::default());
                Exit::Output
            }
        }
    }
}

/// A conversation on standard input and output, in the language that was chosen last, unless the call says another.
fn talking<T>(context: &Context, hold: impl FnOnce(&mut Talk<'_>) -> T) -> T {
    let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
    let chosen = Settings::place().as_deref().map(Settings::load).and_then(|settings| settings.lang);
    let lang = chosen.filter(|_| context.common.lang.is_none()).unwrap_or(context.words.lang);
    let mut talk = Talk {
        echo: !input.is_terminal(),
        styled: anstream::AutoStream::choice(&out) != anstream::ColorChoice::Never,
        input: &mut input,
        out: &mut out,
        words: Words::of(lang),
        width: context.width,
        ascii: context.common.ascii,
    };
    hold(&mut talk)
}

fn ended(end: &End) -> Exit {
    match end {
        End::Left => Exit::Ok,
        End::Unopened => Exit::Unusable,
        // Whoever reads has seen enough.
        End::Lost(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Ok,
        End::Lost(_) => Exit::Output,
    }
}

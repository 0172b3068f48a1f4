//! `kaibo`, `kaibo --plain` and `kaibo wizard`: one applicant, question by question.
//!
//! In: perhaps a facts file. Out: that file with what was answered; by which face depends on the terminal.

use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

use clap::Args;

use crate::cli::input::{fixed_moment, library};
use crate::cli::output::refuse;
use crate::cli::{Context, Exit};
use crate::plain::{self, End, Talk};
use crate::wizard::Options;
use crate::wizard::applicants::Settings;

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
        if self.plain || dumb { self.line_by_line(context, &options) } else { self.full_screen(context, &options) }
    }

    fn line_by_line(&self, context: Context, options: &Options) -> Exit {
        let (mut input, mut out) = (io::stdin().lock(), io::stdout().lock());
        let lang_is_set = context.common.lang.is_some();
        let styled = anstream::AutoStream::choice(&out) != anstream::ColorChoice::Never;
        let place = Settings::place();
        let mut words = context.words;
        if let Some(lang) = place.as_deref().map(Settings::load).and_then(|settings| settings.lang).filter(|_| !lang_is_set) {
            words = crate::words::Words::of(lang);
        }
        let mut talk = Talk {
            echo: !input.is_terminal(),
            input: &mut input,
            out: &mut out,
            words,
            width: context.width,
            ascii: context.common.ascii,
            styled,
        };
        match plain::run(self.facts.as_deref(), place, options, &mut talk) {
            End::Left => Exit::Ok,
            End::Unopened => Exit::Unusable,
            // Whoever reads has seen enough.
            End::Lost(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Ok,
            End::Lost(_) => Exit::Output,
        }
    }

    fn full_screen(&self, context: Context, options: &Options) -> Exit {
        self.line_by_line(context, options)
    }
}

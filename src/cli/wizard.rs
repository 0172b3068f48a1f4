//! `kaibo`, `kaibo --plain` and `kaibo wizard`: one applicant, question by question.
//!
//! In: perhaps a facts file. Out: that file with what was answered; by which face depends on the terminal.

use std::io::{self, BufRead, IsTerminal as _, Read, Write as _};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use clap::Args;

use crate::cli::context::{Context, Exit};
use crate::cli::input::library;
use crate::cli::interrupt;
use crate::cli::output::{print_diagnostics, print_error};
use crate::i18n::Messages;
use crate::value::localized::Lang;
use crate::wizard::prompt::{self, End, LineIo};
use crate::wizard::session::applicants::Settings;
use crate::wizard::session::{Options, Session, named, noted_unsaved};
use crate::wizard::tui;
use crate::wizard::tui::app::Start;
use crate::wizard::tui::run::TuiError;
use crate::wizard::tui::terminal::give_back;
use crate::wizard::tui::theme::{ColorScheme, Theme};

#[derive(Debug, Default, Args)]
pub(super) struct WizardArgs {
    facts: Option<PathBuf>,
    #[arg(id = "line_by_line", long = "plain")]
    plain: bool,
    #[arg(long)]
    anyway: bool,
    #[arg(long, value_name = "NAME")]
    by: Option<String>,
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
            return print_error(&context, "wizard-no-terminal", vec![]);
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
            anyway: self.anyway,
            by: self.by.clone(),
            ..Options::new(library)
        };
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        if self.plain || dumb { self.line_by_line(context, &options) } else { self.full_screen(context, options) }
    }

    fn line_by_line(&self, context: Context, options: &Options) -> Exit {
        let echo = !io::stdin().is_terminal();
        let (mut input, stopped) = Typed::listen();
        let mut out = io::stdout().lock();
        let lang_is_set = context.common.lang.is_some();
        let styled = anstream::AutoStream::choice(&out) != anstream::ColorChoice::Never;
        let place = Settings::place();
        let mut messages = context.messages;
        if let Some(lang) = place.as_deref().map(Settings::load).and_then(|settings| settings.lang).filter(|_| !lang_is_set) {
            messages = Messages::for_lang(lang);
        }
        let mut talk = LineIo {
            echo,
            input: &mut input,
            out: &mut out,
            messages,
            width: context.width,
            ascii: context.common.ascii,
            styled,
            stopped: Some(&stopped),
        };
        let (end, lost) = prompt::run(self.facts.as_deref(), place, options, &mut talk);
        if let Some(text) = lost {
            return not_saved(&talk.messages, &text);
        }
        match end {
            End::Lost(_) if stopped.load(Ordering::Relaxed) => Exit::Interrupted,
            End::Left => Exit::Ok,
            End::NotOpened => Exit::Unusable,
            // The reader has closed its end: that is no error.
            End::Lost(error) if error.kind() == io::ErrorKind::BrokenPipe => Exit::Ok,
            End::Lost(_) => Exit::Output,
        }
    }

    fn full_screen(&self, context: Context, options: Options) -> Exit {
        // The screen heeds signals itself, once it is there.
        interrupt::watch_with(|| {}, last_resort);
        let place = Settings::place();
        let settings = place.as_deref().map(Settings::load).unwrap_or_default();
        let lang = settings.lang.filter(|_| context.common.lang.is_none()).unwrap_or(context.messages.lang);
        let look = Theme { messages: Messages::for_lang(lang), scheme: theme(settings.theme.as_deref()), ascii: context.common.ascii };
        // A file that isn't there yet is made.
        let facts = self.facts.clone().map(|path| if path.exists() { path } else { named(&path) });
        let create = facts.clone().filter(|path| !path.exists());
        let folder = PathBuf::from(".");
        // Without a file, it goes on where it was, when it was not left on purpose and was in this folder.
        let wanted = facts.as_deref().or(settings.open_in(&folder)).filter(|_| create.is_none());
        let opened = wanted.map(|path| Session::open(path, &options));
        let (session, message) = match opened {
            None => (None, None),
            Some(Ok(session)) => (Some(session), None),
            Some(Err(refused)) if self.facts.is_some() => {
                print_diagnostics(&context, &refused.diagnostics, &refused.files);
                return Exit::Unusable;
            }
            Some(Err(refused)) => (None, Some(refused.render(&look.messages, 76))),
        };
        let start = Start {
            session,
            options,
            theme: look,
            mouse: settings.mouse.unwrap_or(true),
            settings: place,
            folder,
            create,
            config: None,
            message,
        };
        let (ended, lost) = tui::run::run(start);
        if let Some(text) = &lost {
            not_saved(&Messages::for_lang(lang), text);
        }
        match ended {
            Ok(_) if lost.is_some() => Exit::Output,
            Ok(tui::run::End::Left) => Exit::Ok,
            Ok(tui::run::End::Interrupted) => Exit::Interrupted,
            Err(TuiError::NoTerminal) => print_error(&context, "wizard-no-terminal", vec![]),
            Err(TuiError::Terminal(error)) => {
                print_error(&context, "cannot-write", vec![("name", "stdout".to_owned()), ("reason", error.to_string())]);
                Exit::Output
            }
            Err(TuiError::Fault(reason)) => {
                print_error(&context, "own-fault", vec![("reason", reason)]);
                Exit::Output
            }
        }
    }
}

/// The wizard is too busy to end: the terminal is given back, and answers that are in no file are printed.
fn last_resort() -> Exit {
    give_back();
    match noted_unsaved() {
        Some(text) => {
            let lang = Lang::from_locale(&std::env::var("LC_ALL").or_else(|_| std::env::var("LANG")).unwrap_or_default());
            not_saved(&Messages::for_lang(lang), &text)
        }
        None => Exit::Interrupted,
    }
}

/// Prints answers that are in no file.
fn not_saved(messages: &Messages, text: &str) -> Exit {
    // Where even standard error is closed there is no one to tell.
    let _ = write!(anstream::stderr().lock(), "{}: {text}", messages.format("level-error", &[]));
    Exit::Output
}

/// What comes from standard input, read by a thread of its own, so that a signal ends the wait for it.
struct Typed {
    chunks: Receiver<io::Result<Vec<u8>>>,
    chunk: Vec<u8>,
    read: usize,
    over: bool,
}

impl Typed {
    /// Begins to read, and to heed signals. Gives back also what is set once one has come.
    fn listen() -> (Typed, Arc<AtomicBool>) {
        let (sender, chunks) = channel();
        let stopped = Arc::new(AtomicBool::new(false));
        let (stop, stops) = (sender.clone(), Arc::clone(&stopped));
        let heed = move || {
            stops.store(true, Ordering::Relaxed);
            drop(stop.send(Err(io::ErrorKind::UnexpectedEof.into())));
        };
        interrupt::watch_with(heed, last_resort);
        thread::spawn(move || {
            let mut input = io::stdin().lock();
            loop {
                let chunk = match input.fill_buf() {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                    other => other.map(<[u8]>::to_vec),
                };
                let length = chunk.as_ref().map_or(0, Vec::len);
                input.consume(length);
                if sender.send(chunk).is_err() || length == 0 {
                    return;
                }
            }
        });
        (Typed { chunks, chunk: Vec::new(), read: 0, over: false }, stopped)
    }
}

impl Read for Typed {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let count = self.fill_buf()?.read(into)?;
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Typed {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.read == self.chunk.len() && !self.over {
            self.chunk = self.chunks.recv().unwrap_or(Ok(Vec::new()))?;
            self.read = 0;
            self.over = self.chunk.is_empty();
        }
        Ok(&self.chunk[self.read..])
    }

    fn consume(&mut self, count: usize) {
        self.read += count;
    }
}

/// The colours: none where none are wanted, else those that were chosen, else those for the ground that the terminal tells of.
fn theme(chosen: Option<&str>) -> ColorScheme {
    if anstream::AutoStream::choice(&io::stdout()) == anstream::ColorChoice::Never {
        return ColorScheme::Monochrome;
    }
    let ground = std::env::var("COLORFGBG").ok().and_then(|colours| colours.rsplit(';').next()?.parse::<u8>().ok());
    let told = if ground.is_some_and(|ground| ground == 7 || ground == 15) { ColorScheme::Light } else { ColorScheme::Dark };
    chosen.and_then(ColorScheme::named).unwrap_or(told)
}

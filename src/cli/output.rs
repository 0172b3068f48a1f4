//! Writing results and saying what went wrong.
//!
//! In: finished text, or a stream of it. Out: standard output, or what `-o` names; complaints on standard error.

use std::io::{self, BufWriter, Write};
use std::path::Path;

use crate::cli::context::{Context, Exit};
use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::io::file::{Output, Permissions, Target, stdout_is_closed};
use crate::io::render::{reason, render};

/// Where a command's result goes, opened.
pub(super) enum Destination {
    Stdout(io::Stdout),
    File(Output),
}

impl Destination {
    /// Opens what `-o` names, or standard output. What the command reads is refused, and nothing of it has changed.
    pub(super) fn open(context: &Context) -> Result<Destination, Exit> {
        refuse_inputs(context)?;
        let opened = match &context.common.output {
            None => open_stdout().map(Destination::Stdout),
            Some(path) => Output::open(path, Permissions::Default).map(Destination::File),
        };
        opened.map_err(|error| cannot_write(context, context.common.output.as_deref(), &error))
    }

    /// Ends the output after everything was written, or could not be: only what is whole appears. `exit` is what the command has
    /// found.
    pub(super) fn finish(self, context: &Context, written: io::Result<()>, exit: Exit) -> Exit {
        let ended = written.and_then(|()| match self {
            Destination::Stdout(mut stdout) => stdout.flush(),
            Destination::File(output) => output.finish(),
        });
        match ended {
            Ok(()) => exit,
            // The reader has left: not an error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
            Err(error) => cannot_write(context, context.common.output.as_deref(), &error),
        }
    }

    /// Lets `write` write everything, through a buffer.
    pub(super) fn buffered(&mut self, write: impl FnOnce(&mut BufWriter<&mut Destination>) -> io::Result<()>) -> io::Result<()> {
        let mut buffer = BufWriter::with_capacity(1 << 18, self);
        write(&mut buffer)?;
        buffer.flush()
    }
}

impl Write for Destination {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Destination::Stdout(stdout) => stdout.write(bytes),
            Destination::File(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Destination::Stdout(stdout) => stdout.flush(),
            Destination::File(output) => output.flush(),
        }
    }
}

/// Standard output; an error where the program was begun without one.
pub(super) fn open_stdout() -> io::Result<io::Stdout> {
    match stdout_is_closed() {
        true => Err(io::Error::other("standard output is closed")),
        false => Ok(io::stdout()),
    }
}

/// Refuses an output that is one of the command's inputs.
pub(super) fn refuse_inputs(context: &Context) -> Result<(), Exit> {
    let inputs = context.inputs.borrow();
    let (name, input) = match &context.common.output {
        Some(path) => (path.display().to_string(), inputs.find(path)),
        None => ("-".to_owned(), inputs.find_stdout()),
    };
    match input {
        None => Ok(()),
        Some(input) => Err(print_error(context, "output-is-input", vec![("name", name), ("input", input.to_owned())])),
    }
}

/// Refuses to replace a file that is there already. Devices and pipes are not replaced by anything.
pub(super) fn refuse_existing(context: &Context) -> Result<(), Exit> {
    match &context.common.output {
        Some(path) if matches!(Target::of(path), Ok(Target::File(place)) if place.exists()) => {
            Err(print_error(context, "output-exists", vec![("name", path.display().to_string())]))
        }
        _ => Ok(()),
    }
}

/// Writes a result where the call wants it, and gives back `exit` if that went well.
pub(super) fn result(context: &Context, text: &str, exit: Exit) -> Exit {
    if context.common.output.is_none() {
        return match refuse_inputs(context) {
            Ok(()) => to_stdout(context, text, exit),
            Err(refused) => refused,
        };
    }
    match Destination::open(context) {
        Err(refused) => refused,
        Ok(mut to) => {
            let written = to.write_all(anstream::adapter::strip_str(text).to_string().as_bytes());
            to.finish(context, written, exit)
        }
    }
}

/// Writes a result to standard output, and gives back `exit` if that went well.
pub(super) fn to_stdout(context: &Context, text: &str, exit: Exit) -> Exit {
    let written = open_stdout().and_then(|_| {
        let mut out = anstream::stdout().lock();
        out.write_all(text.as_bytes())?;
        out.flush()
    });
    match written {
        Ok(()) => exit,
        // The reader has left: not an error.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => cannot_write(context, None, &error),
    }
}

/// Says that an output can't be written; None is standard output.
pub(super) fn cannot_write(context: &Context, path: Option<&Path>, error: &io::Error) -> Exit {
    let name = path.map_or_else(|| "-".to_owned(), |path| path.display().to_string());
    let args = vec![("name", name), ("reason", reason(error, &context.messages))];
    let diagnostic = Diagnostic::without_span("cannot-write", args);
    print_diagnostics(context, &[diagnostic], &Files::default());
    Exit::Output
}

/// Says what is wrong, each at its line.
pub(super) fn print_diagnostics(context: &Context, diagnostics: &[Diagnostic], files: &Files) {
    let mut err = anstream::stderr().lock();
    let text = render(diagnostics, files, &context.messages, true, context.width);
    // Where even standard error is closed there is no one to tell.
    let _ = err.write_all(text.as_bytes());
}

/// Says one thing that has no place in a file.
pub(super) fn print_error(context: &Context, id: &'static str, args: Vec<(&'static str, String)>) -> Exit {
    print_diagnostics(context, &[Diagnostic::without_span(id, args)], &Files::default());
    Exit::Unusable
}

//! Writing results and saying what went wrong.
//!
//! In: finished text. Out: standard output or a file that appears whole or not at all; complaints on standard error.

use std::io::{self, Write};

use crate::cli::{Context, Exit};
use crate::doc::Files;
use crate::file::{Readers, write};
use crate::problem::{Problem, render};

/// Writes a result where the call wants it, and gives back `exit` if that went well.
pub(super) fn result(context: &Context, text: &str, exit: Exit) -> Exit {
    let written = match &context.common.output {
        Some(path) => write(path, anstream::adapter::strip_str(text).to_string().as_bytes(), Readers::Usual),
        None => to_stdout(text),
    };
    match written {
        Ok(()) => exit,
        // Whoever reads has seen enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => exit,
        Err(error) => {
            let name = context.common.output.as_ref().map_or_else(|| "-".to_owned(), |path| path.display().to_string());
            complain(context, &[Problem::nowhere("cannot-write", vec![("name", name), ("reason", error.to_string())])], &Files::default());
            Exit::Output
        }
    }
}

fn to_stdout(text: &str) -> io::Result<()> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

/// Says what is wrong, each at its line.
pub(super) fn complain(context: &Context, problems: &[Problem], files: &Files) {
    let mut err = anstream::stderr().lock();
    let text = render(problems, files, &context.words, true, context.width);
    // Where even standard error is closed there is nobody to tell.
    let _ = err.write_all(text.as_bytes());
}

/// Says one thing that has no place in a file.
pub(super) fn refuse(context: &Context, id: &'static str, args: Vec<(&'static str, String)>) -> Exit {
    complain(context, &[Problem::nowhere(id, args)], &Files::default());
    Exit::Unusable
}

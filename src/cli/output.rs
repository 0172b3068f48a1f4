//! Writing results and saying what went wrong.
//!
//! In: finished text. Out: standard output or a file that appears whole or not at all; complaints on standard error.

use std::fs::Permissions;
use std::io::{self, Write};
use std::path::Path;

use crate::cli::{Context, Exit};
use crate::doc::Files;
use crate::problem::{Problem, render, wording};

/// Writes a result where the call wants it, and gives back `exit` if that went well.
pub(super) fn result(context: &Context, text: &str, exit: Exit) -> Exit {
    let written = match &context.common.output {
        Some(path) => whole_file(path, text),
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

/// Writes a file beside its place and moves it there. A link is followed, so that what it points to is replaced.
fn whole_file(path: &Path, text: &str) -> io::Result<()> {
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let permissions = std::os::unix::fs::PermissionsExt::from_mode(0o666);
    #[cfg(unix)]
    let builder = builder
        .permissions(std::fs::metadata(&target).map_or(permissions, |old: std::fs::Metadata| Permissions::clone(&old.permissions())));
    let mut file = builder.tempfile_in(folder)?;
    file.write_all(anstream::adapter::strip_str(text).to_string().as_bytes())?;
    file.as_file().sync_all()?;
    file.persist(&target)?;
    Ok(())
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

/// A problem in both languages, for reports.
pub(super) fn both_ways(problem: &Problem, both: &crate::words::Both) -> crate::words::Localized {
    both.compose(|words| wording(words, problem.id, &problem.args))
}

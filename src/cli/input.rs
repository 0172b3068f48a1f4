//! Reading what a command is about: the rulebook, the facts file and what was collected beside it, the day.
//!
//! In: arguments. Out: typed values, or an [`Exit`] after saying what is wrong.

use std::path::Path;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::cli::context::{Context, Exit};
use crate::cli::output::{print_diagnostics, print_error, refuse_inputs};
use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::facts::read::parse_as_of;
use crate::io::application::{self, Application, LoadError, begin_of_day, timestamp};
use crate::io::library::Library;
use crate::rulebook::{Edition, Rulebook};
use crate::value::value_type::Timestamp;

/// A rulebook, and the files it was read from.
pub(super) struct Loaded {
    pub(super) rulebook: Rulebook,
    pub(super) files: Files,
}

/// Opens the library.
pub(super) fn library(context: &Context) -> Result<Library, Exit> {
    let library = Library::open(context.common.rules_dir.as_deref()).map_err(|error| {
        print_error(context, "cannot-read", vec![("name", error.path.display().to_string()), ("reason", error.reason.to_string())])
    })?;
    library.paths().for_each(|path| reads(context, &path));
    Ok(library)
}

/// Notes that the command reads a file, `-` for standard input: its output must be another one.
pub(super) fn reads(context: &Context, path: &Path) {
    let mut inputs = context.inputs.borrow_mut();
    if path == Path::new("-") { inputs.add_stdin() } else { inputs.add(path) }
}

/// The same for a facts file, with the layer that belongs beside it whether it is there or not.
fn reads_facts(context: &Context, path: &Path) {
    reads(context, path);
    if path != Path::new("-") {
        reads(context, &application::collected_place(path));
    }
}

/// Says why something can't be used.
fn unusable(context: &Context, refused: &LoadError) -> Exit {
    print_diagnostics(context, &refused.diagnostics, &refused.files);
    Exit::Unusable
}

/// Loads a program by name.
pub(super) fn rulebook(context: &Context, library: &Library, id: &str) -> Result<Loaded, Exit> {
    let mut files = Files::default();
    let text = application::find_program(library, id).map_err(|diagnostic| unusable(context, &diagnostic.into()))?;
    match Rulebook::load(text, &mut files) {
        Ok((rulebook, _)) => Ok(Loaded { rulebook, files }),
        Err(diagnostics) => Err(unusable(context, &LoadError { diagnostics, files })),
    }
}

/// Reads a facts file, `-` for standard input, with what was collected beside it.
pub(super) fn application(context: &Context, path: &Path) -> Result<Application, Exit> {
    try_application(context, path)?.map_err(|refused| unusable(context, &refused))
}

/// The same, where what is wrong with the facts is a result.
pub(super) fn try_application(context: &Context, path: &Path) -> Result<Result<Application, LoadError>, Exit> {
    reads_facts(context, path);
    let library = library(context)?;
    // Before anything is worked out that could not be written.
    refuse_inputs(context)?;
    let as_of = |zone| moment_of(context, zone);
    Ok(application::open(&library, path, context.common.program.as_deref(), as_of))
}

/// The moment for which to check: as the call says, else now.
pub(super) fn as_of(context: &Context, rulebook: &Rulebook) -> Result<Timestamp, Exit> {
    moment_of(context, rulebook.program.zone).map_err(|diagnostic| unusable(context, &diagnostic.into()))
}

fn moment_of(context: &Context, zone: Tz) -> Result<Timestamp, Diagnostic> {
    match &context.common.as_of {
        // The day is all that counts of a moment. A report that nobody asked to state the time of day is the same all day.
        None => Ok(begin_of_day(timestamp(Utc::now(), zone), zone)),
        Some(text) => parse_as_of(text, zone).ok_or_else(|| Diagnostic::without_span("bad-as-of", vec![("value", text.clone())])),
    }
}

/// The moment that `SOURCE_DATE_EPOCH` fixes for what is made, if it does.
pub(super) fn fixed_moment() -> Option<DateTime<Utc>> {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    seconds.and_then(|seconds| DateTime::from_timestamp(seconds, 0))
}

/// The moment at which a report is made: `SOURCE_DATE_EPOCH`, else now.
pub(super) fn generated_at(rulebook: &Rulebook) -> Timestamp {
    timestamp(fixed_moment().unwrap_or_else(Utc::now), rulebook.program.zone)
}

/// The edition that the call holds for all days.
pub(super) fn pinned_edition<'r>(context: &Context, rulebook: &'r Rulebook) -> Result<Option<&'r Edition>, Exit> {
    let Some(id) = &context.common.edition else { return Ok(None) };
    match rulebook.edition(id) {
        Some(edition) => Ok(Some(edition)),
        None => {
            let known = rulebook.editions.iter().map(|edition| edition.id.as_str());
            print_diagnostics(
                context,
                &[Diagnostic::without_span("unknown-edition", vec![("name", id.clone())]).suggest(id, known)],
                &Files::default(),
            );
            Err(Exit::Unusable)
        }
    }
}

/// The bytes of a file, `-` for standard input.
pub(super) fn read_bytes(context: &Context, path: &Path) -> Result<Vec<u8>, Exit> {
    let read = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::Read::read_to_end(&mut std::io::stdin().lock(), &mut bytes).map(|_| bytes)
    } else {
        std::fs::read(path)
    };
    read.map_err(|error| print_error(context, "cannot-read", vec![("name", path.display().to_string()), ("reason", error.to_string())]))
}

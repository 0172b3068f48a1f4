//! A case: an applicant's files, with the rulebook that they are typed against.
//!
//! In: a library and the place of a facts file. Out: a [`Application`]: the rulebook, the facts out of both layers, and warnings; or
//! everything that is wrong, each at its line.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Files, Span};
use crate::document::{Node, parse_json, parse_toml, table_reader};
use crate::facts::read::{Origin, read as read_layer};
use crate::facts::{Facts, Layer, future};
use crate::i18n::Messages;
use crate::io::library::Library;
use crate::io::read;
use crate::io::render::render;
use crate::rulebook::Rulebook;
use crate::value::date::Date;
use crate::value::value_type::Timestamp;

/// An applicant's facts, the rulebook they are typed against, and warnings.
#[derive(Debug)]
pub struct Application {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// The facts file, what was collected beside it, and the files of the rulebook.
    pub files: Files,
    /// Both layers, united.
    pub facts: Facts,
    /// What is odd, and no reason to refuse.
    pub warnings: Vec<Diagnostic>,
    /// How loose spellings were read, and which paths are not understood.
    pub read_as: Vec<Diagnostic>,
    /// The moment of the check.
    pub as_of: Timestamp,
}

/// What is wrong, and the files that it points into.
#[derive(Debug, Default)]
pub struct LoadError {
    /// Each at its line.
    pub diagnostics: Vec<Diagnostic>,
    /// The files.
    pub files: Files,
}

impl LoadError {
    /// What is wrong, in words.
    pub fn render(&self, messages: &Messages, width: usize) -> String {
        render(&self.diagnostics, &self.files, messages, false, width)
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.diagnostics.as_slice() {
            [] => f.write_str("no diagnostics"),
            [only] => write!(f, "{only}"),
            [first, more @ ..] => write!(f, "{first} (and {} more)", more.len()),
        }
    }
}

impl std::error::Error for LoadError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.diagnostics.first().map(|diagnostic| diagnostic as _)
    }
}

impl From<Diagnostic> for LoadError {
    fn from(diagnostic: Diagnostic) -> LoadError {
        LoadError { diagnostics: vec![diagnostic], files: Files::default() }
    }
}

/// Where a facts file's collected layer belongs.
pub fn collected_place(path: &Path) -> PathBuf {
    path.with_extension("collected.toml")
}

/// Where a facts file's collected layer stands, if there is one.
pub fn collected_beside(path: &Path) -> Option<PathBuf> {
    let beside = collected_place(path);
    (path != Path::new("-") && beside != path && beside.is_file()).then_some(beside)
}

/// Reads a text file, `-` for standard input. A byte order mark is no part of it.
///
/// # Errors
/// The file can't be read, isn't UTF-8, or is too big.
pub fn read_text(path: &Path) -> Result<String, Diagnostic> {
    let bytes = match path == Path::new("-") {
        true => read::bytes_within(io::stdin().lock(), read::LARGEST),
        false => read::bytes(path),
    };
    let name = || path.display().to_string();
    let bytes = bytes.map_err(|error| unreadable(name(), &error))?;
    if bytes.starts_with(b"\x1f\x8b") || bytes.starts_with(b"\x28\xb5\x2f\xfd") {
        return Err(Diagnostic::without_span("compressed-records", vec![("name", name())]));
    }
    let text = decode(bytes, &name())?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// Why a file can't be read.
pub fn unreadable(name: String, error: &io::Error) -> Diagnostic {
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            Diagnostic::without_span("file-too-big", vec![("name", name), ("size", format!("{} MiB", read::LARGEST >> 20))])
        }
        _ => Diagnostic::without_span("cannot-read", vec![("name", name), ("reason", error.to_string())]),
    }
}

/// The text of a file, a byte order mark included.
///
/// # Errors
/// It isn't UTF-8.
pub fn decode(bytes: Vec<u8>, name: &str) -> Result<String, Diagnostic> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(Diagnostic::without_span("utf-16", vec![("name", name.to_owned())]));
    }
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        Diagnostic::without_span("not-utf8", vec![("name", name.to_owned()), ("line", line.to_string())])
    })
}

/// Reads a document by the file's ending; one of neither kind is recognised by its beginning.
///
/// # Errors
/// What is wrong with its spelling.
pub fn parse<'f>(files: &'f Files, file: FileId, path: &Path) -> Result<Node<'f>, Diagnostic> {
    let text = files.text(file);
    if let Some(diagnostic) = many(text, path) {
        return Err(diagnostic);
    }
    let json = match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => true,
        Some("toml") => false,
        _ => text.trim_start().starts_with('{'),
    };
    if json { parse_json(file, text) } else { parse_toml(file, text).map_err(|diagnostic| bare_date(diagnostic, text)) }
}

/// What is wrong with a date that TOML can't read without quotes, `2026-02-29` or `2026/11/20`; else the problem as it is.
fn bare_date(diagnostic: Diagnostic, text: &str) -> Diagnostic {
    let Some(at) = diagnostic.at else { return diagnostic };
    let ends = |c: char| c.is_whitespace() || "[]{},=#\"'".contains(c);
    let inside = text.floor_char_boundary((at.start as usize).min(text.len()));
    let start = text[..inside].rfind(ends).map_or(0, |before| before + 1);
    let word = text[start..].split(ends).next().unwrap_or_default();
    if !word.starts_with(|c: char| c.is_ascii_digit()) || word.bytes().filter(|byte| !byte.is_ascii_digit()).count() < 2 {
        return diagnostic;
    }
    let span = Span { file: at.file, start: start as u32, end: (start + word.len()) as u32 };
    match crate::document::values::parse(&crate::value::value_type::ValueType::Date, word, Tz::UTC) {
        Ok(parsed) => match parsed.value.day() {
            Some(day) if !parsed.exact => diagnostic!(span, "bare-date", text = word, value = day),
            _ => diagnostic,
        },
        Err(refusal) if refusal.id == "answer-date" => diagnostic,
        Err(refusal) => refusal.at(span),
    }
}

/// True of the name of a table.
fn is_table(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    ["csv", "tsv", "xlsx", "xlsm", "xls", "ods"].contains(&ending.as_str())
}

/// What is wrong with a file of many applicants, where one is expected.
fn many(text: &str, path: &Path) -> Option<Diagnostic> {
    let name = || vec![("name", path.display().to_string())];
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    if is_table(path) {
        return Some(Diagnostic::without_span("a-table", name()));
    }
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let record = |line: &str| line.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(line).is_ok();
    // In one object over several lines, the first line is no object.
    let array = ending != "toml" && text.trim_start().starts_with('[') && serde_json::from_str::<Vec<serde::de::IgnoredAny>>(text).is_ok();
    let several = array || ending != "toml" && lines.next().is_some_and(record) && lines.next().is_some_and(|line| line.starts_with('{'));
    several.then(|| Diagnostic::without_span("several-records", name()))
}

/// Reads a facts file, `-` for standard input, with what was collected beside it. `program` goes before what the file says;
/// `as_of` says, given the program's time zone, for which moment it is checked.
///
/// # Errors
/// Whatever makes either file, or the rulebook, unusable.
pub fn open(
    library: &Library,
    path: &Path,
    program: Option<&str>,
    as_of: impl FnOnce(Tz) -> Result<Timestamp, Diagnostic>,
) -> Result<Application, LoadError> {
    let mut files = Files::default();
    if is_table(path) {
        return Err(Diagnostic::without_span("a-table", vec![("name", path.display().to_string())]).into());
    }
    let text = read_text(path)?;
    let people = files.add(if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }, text);
    let collected = match collected_beside(path) {
        None => None,
        Some(beside) => match read_text(&beside) {
            Ok(text) => Some((files.add(beside.display().to_string(), text), beside)),
            Err(diagnostic) => return Err(LoadError { diagnostics: vec![diagnostic], files }),
        },
    };
    // Rules come after the facts file among the files, since it says which are wanted.
    let named = {
        let node = parse(&files, people, path);
        let beside = collected.as_ref().map(|(file, beside)| parse(&files, *file, beside)).transpose();
        match node.and_then(|node| beside.map(|_| node)) {
            Ok(node) => named_program(&node, library, program),
            Err(diagnostic) => Err(diagnostic),
        }
    };
    let text = match named.and_then(|id| find_program(library, &id)) {
        Ok(text) => text,
        Err(diagnostic) => return Err(LoadError { diagnostics: vec![diagnostic], files }),
    };
    let rulebook = match Rulebook::load(text, &mut files) {
        Ok((rulebook, _)) => rulebook,
        Err(diagnostics) => return Err(LoadError { diagnostics, files }),
    };
    let mut diagnostics = Vec::new();
    let as_of = match as_of(rulebook.program.zone) {
        Ok(as_of) => as_of,
        Err(diagnostic) => return Err(LoadError { diagnostics: vec![diagnostic], files }),
    };
    let collected = collected.as_ref().map(|(file, beside)| (*file, beside.as_path()));
    match layers(&files, (people, path), collected, &rulebook, as_of.day, &mut diagnostics) {
        Some((said, found)) => {
            let facts = Facts::merge(said, found, &rulebook.program, &mut diagnostics);
            let (mut read_as, warnings): (Vec<Diagnostic>, Vec<Diagnostic>) =
                diagnostics.into_iter().partition(|diagnostic| diagnostic.id == crate::document::values::READ_AS);
            let documents = [Some((people, path)), collected].into_iter().flatten();
            let documents = documents.filter_map(|(file, path)| parse(&files, file, path).ok());
            read_as.extend(documents.flat_map(|document| crate::facts::spelling::paths(&document, &rulebook)));
            Ok(Application { rulebook, files, facts, warnings, read_as, as_of })
        }
        None => Err(LoadError { diagnostics, files }),
    }
}

/// Reads a facts file with what was collected beside it, against a rulebook that is loaded already. `choose` says which, by the
/// document.
///
/// # Errors
/// Whatever makes either file unusable.
pub fn read_layers<'r, T>(
    path: &Path,
    choose: impl FnOnce(&Node<'_>) -> Result<T, Diagnostic>,
    rulebook: impl FnOnce(&T) -> (&'r Rulebook, Date),
) -> Result<(T, Facts, Vec<Diagnostic>), LoadError> {
    let mut files = Files::default();
    let people = files.add(path.display().to_string(), read_text(path)?);
    let collected = match collected_beside(path) {
        None => None,
        Some(beside) => match read_text(&beside) {
            Ok(text) => Some((files.add(beside.display().to_string(), text), beside)),
            Err(diagnostic) => return Err(LoadError { diagnostics: vec![diagnostic], files }),
        },
    };
    let chosen = match parse(&files, people, path).and_then(|node| choose(&node)) {
        Ok(chosen) => chosen,
        Err(diagnostic) => return Err(LoadError { diagnostics: vec![diagnostic], files }),
    };
    let (rulebook, as_of) = rulebook(&chosen);
    let mut diagnostics = Vec::new();
    let collected = collected.as_ref().map(|(file, beside)| (*file, beside.as_path()));
    match layers(&files, (people, path), collected, rulebook, as_of, &mut diagnostics) {
        None => Err(LoadError { diagnostics, files }),
        Some((said, found)) => {
            let facts = Facts::merge(said, found, &rulebook.program, &mut diagnostics);
            diagnostics.retain(|diagnostic| diagnostic.id != crate::document::values::READ_AS);
            Ok((chosen, facts, diagnostics))
        }
    }
}

/// The program that a facts file is for.
fn named_program(node: &Node<'_>, library: &Library, program: Option<&str>) -> Result<String, Diagnostic> {
    let known = || library.programs().iter().map(|program| program.id.as_str());
    if let Some(id) = program {
        return Ok(id.to_owned());
    }
    let Some(stated) = node.table().and_then(|table| table.get("program")) else {
        let names = known().collect::<Vec<_>>().join(", ");
        return Err(diagnostic!(node.span, "missing-program").with_help("known-names", vec![("names", names)]));
    };
    match stated.text() {
        Some(id) if library.program(id).is_some() => Ok(id.to_owned()),
        Some(id) => Err(diagnostic!(stated.span, "unknown-program", name = id).suggest(id, known())),
        None => Err(table_reader::wrong_type(stated, "type-text")),
    }
}

/// A program's text, by name.
///
/// # Errors
/// There is none of that name; the nearest are named.
pub fn find_program<'l>(library: &'l Library, id: &str) -> Result<&'l crate::rulebook::RulebookText, Diagnostic> {
    library.program(id).ok_or_else(|| {
        let known = library.programs().iter().map(|program| program.id.as_str());
        Diagnostic::without_span("unknown-program", vec![("name", id.to_owned())]).suggest(id, known)
    })
}

/// Types both layers for a check on `as_of`. None, with faults, where either can't be used.
pub fn layers(
    files: &Files,
    people: (FileId, &Path),
    collected: Option<(FileId, &Path)>,
    rulebook: &Rulebook,
    as_of: Date,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Layer, Option<Layer>)> {
    let layer = |(file, path): (FileId, &Path), from, diagnostics: &mut Vec<Diagnostic>| match parse(files, file, path) {
        Ok(node) => {
            let layer = read_layer(&node, from, rulebook, diagnostics);
            future::refuse(&node, &layer, &rulebook.program, as_of, diagnostics);
            layer
        }
        Err(fault) => {
            diagnostics.push(fault);
            Layer::default()
        }
    };
    let said = layer(people, Origin::Manual, diagnostics);
    let found = collected.map(|collected| (collected.0, layer(collected, Origin::Collected, diagnostics)));
    if let (Some(said), Some((file, Some(found)))) =
        (&said.applicant, found.as_ref().map(|(file, found)| (*file, found.applicant.as_ref())))
        && said != found
    {
        let at = Span { file, start: 0, end: 0 };
        diagnostics.push(diagnostic!(at, "other-applicant", name = found, applicant = said));
    }
    (!diagnostics.iter().any(|fault| fault.is_error)).then(|| (said, found.map(|(_, found)| found)))
}

/// A moment, with its day in the program's zone.
pub fn timestamp(at: DateTime<Utc>, zone: Tz) -> Timestamp {
    Timestamp { instant: at, day: Date::from_timestamp(&at, zone) }
}

/// The first moment of a moment's day.
pub fn begin_of_day(moment: Timestamp, zone: Tz) -> Timestamp {
    crate::facts::read::parse_as_of(&moment.day.to_string(), zone).unwrap_or(moment)
}

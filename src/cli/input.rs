//! Reading what a command is about: the rulebook, the facts file and what was collected beside it, the day.
//!
//! In: arguments. Out: typed values, or an [`Exit`] after saying what is wrong.

use std::io::Read;
use std::path::Path;
use std::{fs, io};

use chrono::{DateTime, Utc};

use crate::cli::output::{complain, refuse};
use crate::cli::{Context, Exit};
use crate::doc::{FileId, Files, Node, parse_json, parse_toml};
use crate::facts::Facts;
use crate::facts::read::{From, parse_as_of, read};
use crate::kind::Moment;
use crate::library::Library;
use crate::problem::{Problem, problem};
use crate::rulebook::{Edition, Rulebook};

/// A rulebook, and the files it was read from.
pub(super) struct Loaded {
    pub(super) rulebook: Rulebook,
    pub(super) files: Files,
}

/// An applicant's facts, the rulebook they are typed against, and warnings.
pub(super) struct Case {
    pub(super) rulebook: Rulebook,
    pub(super) files: Files,
    pub(super) facts: Facts,
    pub(super) warnings: Vec<Problem>,
}

/// Opens the library.
pub(super) fn library(context: &Context) -> Result<Library, Exit> {
    Library::open(context.common.rules_dir.as_deref()).map_err(|error| {
        refuse(context, "cannot-read", vec![("name", error.path.display().to_string()), ("reason", error.reason.to_string())])
    })
}

/// Loads a program by name.
pub(super) fn rulebook(context: &Context, library: &Library, id: &str) -> Result<Loaded, Exit> {
    let mut files = Files::default();
    let Some(text) = library.program(id) else {
        let known = library.programs().iter().map(|program| program.id.as_str());
        let fault = Problem::nowhere("unknown-program", vec![("name", id.to_owned())]).meant(id, known);
        complain(context, &[fault], &files);
        return Err(Exit::Unusable);
    };
    match Rulebook::load(text, &mut files) {
        Ok((rulebook, _)) => Ok(Loaded { rulebook, files }),
        Err(faults) => {
            complain(context, &faults, &files);
            Err(Exit::Unusable)
        }
    }
}

/// Reads a facts file, `-` for standard input, with what was collected beside it.
pub(super) fn case(context: &Context, path: &Path) -> Result<Case, Exit> {
    let library = library(context)?;
    let mut files = Files::default();
    let text = read_text(context, path)?;
    let people = files.add(if path == Path::new("-") { "<stdin>".to_owned() } else { path.display().to_string() }, text);
    let beside = path.with_extension("collected.toml");
    let collected = if path != Path::new("-") && beside != path && beside.is_file() {
        let text = read_text(context, &beside)?;
        Some(files.add(beside.display().to_string(), text))
    } else {
        None
    };
    // Rules come after the facts file among the files, since it says which are wanted.
    let documents = {
        let node = parse(&files, people, path);
        let collected = collected.map(|file| parse(&files, file, &beside)).transpose();
        node.and_then(|node| Ok((node, collected?)))
    };
    let program = match (&documents, &context.common.program) {
        (Ok(_), Some(id)) => id.clone(),
        (Ok((node, _)), None) => match node.table().and_then(|table| table.get("program")) {
            Some(node) => match node.text() {
                Some(id) if library.program(id).is_some() => id.to_owned(),
                Some(id) => {
                    let fault = problem!(node.span, "unknown-program", name = id);
                    complain(context, &[fault.meant(id, library.programs().iter().map(|program| program.id.as_str()))], &files);
                    return Err(Exit::Unusable);
                }
                None => {
                    complain(context, &[crate::doc::fields::wrong_type(node, "type-text")], &files);
                    return Err(Exit::Unusable);
                }
            },
            None => {
                let fault = problem!(node.span, "missing-program").help(
                    "known-names",
                    vec![("names", library.programs().iter().map(|program| program.id.as_str()).collect::<Vec<_>>().join(", "))],
                );
                complain(context, &[fault], &files);
                return Err(Exit::Unusable);
            }
        },
        (Err(fault), _) => {
            complain(context, std::slice::from_ref(fault), &files);
            return Err(Exit::Unusable);
        }
    };
    drop(documents);
    let Some(text) = library.program(&program) else {
        let known = library.programs().iter().map(|program| program.id.as_str());
        complain(context, &[Problem::nowhere("unknown-program", vec![("name", program.clone())]).meant(&program, known)], &files);
        return Err(Exit::Unusable);
    };
    let rulebook = match Rulebook::load(text, &mut files) {
        Ok((rulebook, _)) => rulebook,
        Err(faults) => {
            complain(context, &faults, &files);
            return Err(Exit::Unusable);
        }
    };
    let mut faults = Vec::new();
    let facts = typed(&files, (people, path), collected.map(|file| (file, beside.as_path())), &rulebook, &mut faults);
    if faults.iter().any(|fault| fault.fatal) {
        complain(context, &faults, &files);
        return Err(Exit::Unusable);
    }
    Ok(Case { rulebook, files, facts, warnings: faults })
}

/// Types both layers and unites them.
fn typed(
    files: &Files,
    people: (FileId, &Path),
    collected: Option<(FileId, &Path)>,
    rulebook: &Rulebook,
    faults: &mut Vec<Problem>,
) -> Facts {
    let layer = |(file, path): (FileId, &Path), from, faults: &mut Vec<Problem>| match parse(files, file, path) {
        Ok(node) => read(&node, from, rulebook, faults),
        Err(fault) => {
            faults.push(fault);
            crate::facts::Layer::default()
        }
    };
    let said = layer(people, From::People, faults);
    let found = collected.map(|collected| (collected.0, layer(collected, From::Collected, faults)));
    if let (Some(said), Some((file, Some(found)))) =
        (&said.applicant, found.as_ref().map(|(file, found)| (*file, found.applicant.as_ref())))
        && said != found
    {
        let at = crate::doc::Span { file, start: 0, end: 0 };
        faults.push(problem!(at, "other-applicant", name = found, applicant = said));
    }
    if faults.iter().any(|fault| fault.fatal) {
        return Facts::default();
    }
    Facts::unite(said, found.map(|(_, found)| found), &rulebook.program, faults)
}

pub(super) fn parse<'f>(files: &'f Files, file: FileId, path: &Path) -> Result<Node<'f>, Problem> {
    let text = files.text(file);
    let json = match path.extension().and_then(|ending| ending.to_str()) {
        Some("json") => true,
        Some("toml") => false,
        _ => text.trim_start().starts_with('{'),
    };
    if json { parse_json(file, text) } else { parse_toml(file, text) }
}

pub(super) fn read_text(context: &Context, path: &Path) -> Result<String, Exit> {
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        io::stdin().lock().read_to_end(&mut bytes).map(|_| bytes)
    } else {
        fs::read(path)
    };
    let name = || path.display().to_string();
    let bytes = bytes.map_err(|error| refuse(context, "cannot-read", vec![("name", name()), ("reason", error.to_string())]))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(refuse(context, "file-too-big", vec![("name", name())]));
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count() + 1;
        refuse(context, "not-utf8", vec![("name", name()), ("line", line.to_string())])
    })?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

/// The moment for which to check: as the call says, else now.
pub(super) fn as_of(context: &Context, rulebook: &Rulebook) -> Result<Moment, Exit> {
    let zone = rulebook.program.zone;
    match &context.common.as_of {
        None => Ok(moment(Utc::now(), zone)),
        Some(text) => parse_as_of(text, zone).ok_or_else(|| refuse(context, "bad-as-of", vec![("value", text.clone())])),
    }
}

/// The moment at which a report is made: `SOURCE_DATE_EPOCH`, else now.
pub(super) fn generated_at(rulebook: &Rulebook) -> Moment {
    let fixed = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|text| text.parse().ok());
    let at = fixed.and_then(|seconds| DateTime::from_timestamp(seconds, 0)).unwrap_or_else(Utc::now);
    moment(at, rulebook.program.zone)
}

fn moment(at: DateTime<Utc>, zone: chrono_tz::Tz) -> Moment {
    Moment { at, day: crate::day::Day::of(&at, zone) }
}

/// The edition that the call holds for all days.
pub(super) fn held<'r>(context: &Context, rulebook: &'r Rulebook) -> Result<Option<&'r Edition>, Exit> {
    let Some(id) = &context.common.edition else { return Ok(None) };
    match rulebook.edition(id) {
        Some(edition) => Ok(Some(edition)),
        None => {
            let known = rulebook.editions.iter().map(|edition| edition.id.as_str());
            complain(context, &[Problem::nowhere("unknown-edition", vec![("name", id.clone())]).meant(id, known)], &Files::default());
            Err(Exit::Unusable)
        }
    }
}

//! From the files of a folder to a rulebook, or to all that is wrong with them.
//!
//! In: `program.toml` and every edition's text. Out: a [`Rulebook`] and warnings, or every fault. Editions that are `like`
//! another start as its tables; nothing is inherited that nothing reaches.

pub(crate) mod common;
mod consistent;
mod edition;
mod graph;
mod program;
mod remedy;

pub(crate) use crate::rulebook::read::common::{cost, takes};
use std::collections::BTreeSet;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::parse_toml;
use crate::document::source::{FileId, Files, Span};
use crate::rulebook::Edition;
use crate::rulebook::model::{Rulebook, RulebookText};

/// See [`Rulebook::load`].
pub(super) fn load(text: &RulebookText, files: &mut Files) -> Result<(Rulebook, Vec<Diagnostic>), Vec<Diagnostic>> {
    let place = |name: &str| if text.place.is_empty() { format!("{}/{name}", text.id) } else { format!("{}/{name}", text.place) };
    let Some(program) = text.file("program.toml") else {
        return Err(vec![Diagnostic::without_span("no-program-file", vec![("name", place("program.toml"))])]);
    };
    let program_file = files.add(place("program.toml"), program);
    let editions: Vec<(&str, FileId, &str)> = text
        .files
        .iter()
        .filter(|(name, _)| {
            name.ends_with(".toml") && name != "program.toml" && name != "practice.toml" && !name.ends_with(".examples.toml")
        })
        .map(|(name, text)| (name.trim_end_matches(".toml"), files.add(place(name), text), text.as_str()))
        .collect();
    let mut diagnostics = Vec::new();
    let loaded = load_parsed((program_file, program), &editions, &text.id, &mut diagnostics);
    // An edition that is like another repeats its faults.
    let mut seen = BTreeSet::new();
    diagnostics.retain(|fault| seen.insert((fault.at, fault.id, fault.args.clone())));
    diagnostics.sort_by_key(|fault| (!fault.is_error, fault.at));
    match loaded {
        Some(rulebook) if !diagnostics.iter().any(|fault| fault.is_error) => Ok((rulebook, diagnostics)),
        _ => Err(diagnostics),
    }
}

fn load_parsed(
    program: (FileId, &str),
    editions: &[(&str, FileId, &str)],
    id: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Rulebook> {
    let mut parse = |file: FileId, text| match parse_toml(file, text) {
        Ok(node) => Some(node),
        Err(fault) => {
            diagnostics.push(fault);
            None
        }
    };
    let program_node = parse(program.0, program.1);
    let documents: Vec<Option<edition::Document<'_>>> =
        editions.iter().map(|(name, file, text)| Some(edition::Document { name, file: *file, node: parse(*file, text)? })).collect();
    let program = program::read(&program_node?, program.0, id, diagnostics)?;
    if editions.is_empty() {
        diagnostics.push(diagnostic!(Span { file: program.file, start: 0, end: 0 }, "no-editions"));
    }
    let documents: Vec<edition::Document<'_>> = documents.into_iter().collect::<Option<_>>()?;
    let editions: Vec<Option<Edition>> =
        documents.iter().map(|document| edition::read(document, &documents, &program, diagnostics)).collect();
    let editions: Vec<Edition> = editions.into_iter().collect::<Option<_>>()?;
    graph::check_steps(&program, &editions, diagnostics);
    let schedule = graph::schedule(&editions, diagnostics);
    Some(Rulebook { program, editions, schedule })
}

//! What is written for a record.
//!
//! In: a checklist, or what is wrong with a record. Out: one line, as JSON or as cells. Nothing is computed here but the
//! comparison with another edition.

use std::io::Write;

use crate::engine::check::{Checklist, Standing};
use crate::fleet::blockers::{blocker_names, blockers};
use crate::fleet::record::RecordError;
use crate::fleet::setup::{Engine, Fleet};
use crate::i18n::escape::escape_control;
use crate::report::json::{StatusWord, VerdictWord};
use crate::rulebook::{Edition, Role};
use crate::value::date::Date;

/// How a verdict changes under another edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    /// In a word: `gains`, `loses`, `changes`; None where the verdict stays.
    pub change: Option<&'static str>,
    /// The requirements through which, blanks between: those that hold it back on the side that says no.
    pub through: String,
}

impl Shift {
    /// From one verdict to another.
    pub fn new(now: &Checklist<'_>, then: &Checklist<'_>) -> Shift {
        let met = |checklist: &Checklist<'_>| matches!(checklist.verdict.standing(), Standing::Eligible | Standing::Held);
        let lacks = |checklist: &Checklist<'_>| {
            let found = blockers(checklist, checklist.as_of);
            checklist.edition.map_or_else(String::new, |edition| blocker_names(edition, &found))
        };
        let (change, through) = match (met(now), met(then)) {
            (true, false) => (Some("loses"), lacks(then)),
            (false, true) => (Some("gains"), lacks(now)),
            _ if now.verdict.standing() != then.verdict.standing() || now.verdict.outcome != then.verdict.outcome => {
                (Some("changes"), String::new())
            }
            _ => (None, String::new()),
        };
        Shift { change, through }
    }
}

/// About how many bytes an answer takes.
pub fn estimated_length(engine: &Engine) -> usize {
    let edition = engine.edition().into_iter();
    // An identifier stands with a status, its quotes and a comma.
    175 + edition.flat_map(|edition| named_requirements(edition).map(|at| edition.requirements[at].id.len() + 16)).sum::<usize>()
}

/// The requirements that an answer names: in the rulebook's order, those that only steps reach left out.
pub fn named_requirements(edition: &Edition) -> impl Iterator<Item = usize> + '_ {
    edition.listed().filter(|at| edition.requirements[*at].role != Role::Step)
}

/// A line of JSON.
pub fn json(out: &mut Vec<u8>, applicant: &str, checklist: &Checklist<'_>, against: Option<(&Checklist<'_>, &Shift)>) {
    out.extend_from_slice(b"{\"applicant\":");
    string(out, applicant);
    out.push(b',');
    outcome(out, checklist);
    if let Some((other, shift)) = against {
        out.extend_from_slice(b",\"against\":{\"edition\":");
        string(out, other.edition.map_or("", |edition| &edition.id));
        out.push(b',');
        outcome(out, other);
        out.extend_from_slice(b",\"change\":");
        match shift.change {
            None => out.extend_from_slice(b"null"),
            Some(change) => string(out, change),
        }
        out.extend_from_slice(b",\"through\":[");
        for (at, id) in shift.through.split_ascii_whitespace().enumerate() {
            if at > 0 {
                out.push(b',');
            }
            string(out, id);
        }
        out.extend_from_slice(b"]}");
    }
    out.extend_from_slice(b"}\n");
}

fn outcome(out: &mut Vec<u8>, checklist: &Checklist<'_>) {
    let verdict = &checklist.verdict;
    let word = VerdictWord::from(verdict.standing()).text();
    let firm = if verdict.firm { "true" } else { "false" };
    put(out, &["\"verdict\":\"", word, "\",\"firm\":", firm]);
    day(out, "eligible_from", verdict.outcome.from);
    day(out, "eligible_until", verdict.outcome.until);
    put(out, &[",\"requirements\":{"]);
    if let Some(edition) = checklist.edition {
        for (count, at) in named_requirements(edition).enumerate() {
            let finding = &checklist.findings[at];
            let comma = if count > 0 { "," } else { "" };
            put(out, &[comma, "\"", &finding.requirement.id, "\":\"", StatusWord::from(finding.outcome.status).text(), "\""]);
        }
    }
    out.extend_from_slice(b"},\"conditions\":[");
    for (at, caveat) in checklist.conditions.iter().enumerate() {
        let comma = if at > 0 { "," } else { "" };
        let _ = write!(out, "{comma}\"{}\"", caveat.word());
    }
    out.push(b']');
}

fn put(out: &mut Vec<u8>, parts: &[&str]) {
    parts.iter().for_each(|part| out.extend_from_slice(part.as_bytes()));
}

fn day(out: &mut Vec<u8>, key: &str, day: Option<Date>) {
    // Writing to memory does not fail.
    let _ = match day {
        Some(day) => write!(out, ",\"{key}\":\"{day}\""),
        None => write!(out, ",\"{key}\":null"),
    };
}

fn string(out: &mut Vec<u8>, text: &str) {
    // Text always serialises.
    let _ = crate::i18n::escape::json::to_writer(out, text);
}

/// An error in the place of a record, as JSON.
pub fn json_fault(out: &mut Vec<u8>, file: Option<&str>, fault: &RecordError) {
    out.push(b'{');
    if let Some(file) = file {
        out.extend_from_slice(b"\"file\":");
        string(out, file);
        out.push(b',');
    }
    let _ = write!(out, "\"line\":{},\"column\":{},\"error\":", fault.line, fault.column);
    string(out, &fault.error);
    out.extend_from_slice(b"}\n");
}

/// The header of an output of cells.
pub fn csv_header(fleet: &Fleet, engine: &Engine) -> Vec<u8> {
    let mut names = vec!["applicant", "verdict", "firm", "eligible_from", "eligible_until"];
    if let Some(edition) = engine.edition() {
        names.extend(named_requirements(edition).map(|at| edition.requirements[at].id.as_str()));
    }
    names.push("conditions");
    if engine.against.is_some() {
        names.extend(["against_verdict", "against_firm", "against_from", "against_until", "change", "through"]);
    }
    names.extend(fleet.files.is_some().then_some("file"));
    names.extend(["line", "column", "error"]);
    let mut out = Vec::new();
    row(&mut out, names);
    out
}

/// A record as cells.
pub fn csv(out: &mut Vec<u8>, fleet: &Fleet, applicant: &str, checklist: &Checklist<'_>, against: Option<(&Checklist<'_>, &Shift)>) {
    let mut cells: Vec<String> = vec![sanitize_cell(applicant)];
    let verdict = |cells: &mut Vec<String>, checklist: &Checklist<'_>| {
        let outcome = checklist.verdict.outcome;
        cells.push(VerdictWord::from(checklist.verdict.standing()).text().to_owned());
        cells.push(checklist.verdict.firm.to_string());
        cells.extend([outcome.from, outcome.until].map(|day| day.map_or_else(String::new, |day| day.to_string())));
    };
    verdict(&mut cells, checklist);
    if let Some(edition) = checklist.edition {
        let status = |at: usize| StatusWord::from(checklist.findings[at].outcome.status).text().to_owned();
        cells.extend(named_requirements(edition).map(status));
    }
    cells.push(checklist.conditions.iter().map(|caveat| caveat.word()).collect::<Vec<_>>().join(" "));
    if let Some((other, shift)) = against {
        verdict(&mut cells, other);
        cells.push(shift.change.unwrap_or_default().to_owned());
        cells.push(shift.through.clone());
    }
    cells.extend(std::iter::repeat_n(String::new(), 3 + usize::from(fleet.files.is_some())));
    row(out, cells);
}

/// An error in the place of a record, as cells.
pub fn csv_fault(out: &mut Vec<u8>, engine: &Engine, file: Option<&str>, fault: &RecordError) {
    let requirements = engine.edition().map_or(0, |edition| named_requirements(edition).count());
    let blank = 6 + requirements + if engine.against.is_some() { 6 } else { 0 };
    let mut cells = vec![String::new(); blank];
    cells.extend(file.map(sanitize_cell));
    cells.extend([fault.line.to_string(), fault.column.to_string(), sanitize_cell(&fault.error)]);
    row(out, cells);
}

/// A text that a spreadsheet does not take for a formula, and that turns nothing around on a screen.
pub(super) fn sanitize_cell(text: &str) -> String {
    let text = escape_control(text);
    if text.starts_with(['=', '+', '-', '@']) { format!("'{text}") } else { text.into_owned() }
}

pub(super) fn row<T: AsRef<[u8]>>(out: &mut Vec<u8>, cells: impl IntoIterator<Item = T>) {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    // Writing to memory does not fail.
    let _ = writer.write_record(cells);
    let _ = writer.flush();
}

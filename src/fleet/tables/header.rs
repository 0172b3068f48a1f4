//! The header of a table: where it is, what separates cells, and what each column says.
//!
//! In: the first lines of a text. Out: a [`Header`], and what there is to say about the lines above it. A line is the header
//! where its cells are headings that are known: a title above it, or data, has none.

use std::sync::Arc;

use crate::fleet::tables::headings::Headings;
use crate::fleet::tables::input::{InputError, InputNote};
use crate::fleet::tables::layout::{Layout, is_called, listed};
use crate::fleet::tables::mapping::Mapping;
use crate::fleet::tables::separated::{RecordScan, cells, is_blank, named_separator, trimmed};
use crate::rulebook::Program;

/// How many lines are looked at for the header.
const LINES: usize = 20;

/// What may separate cells.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

/// What is known about tables before one is opened: the programs, and the mapping of columns.
#[derive(Debug, Clone, Default)]
pub struct TableSettings {
    programs: Vec<(Headings, Program)>,
    mapping: Option<Mapping>,
    /// Headings that the output shows.
    pub shown: Vec<String>,
}

impl TableSettings {
    /// For these programs, in the order of the fleet's.
    pub fn new<'p>(programs: impl IntoIterator<Item = &'p Program>, mapping: Option<Mapping>) -> Arc<TableSettings> {
        Arc::new(TableSettings::showing(programs, mapping, Vec::new()))
    }

    /// The same with headings that the output shows.
    pub fn showing<'p>(programs: impl IntoIterator<Item = &'p Program>, mapping: Option<Mapping>, shown: Vec<String>) -> TableSettings {
        let programs = programs.into_iter().map(|program| (Headings::new(program), program.clone()));
        TableSettings { programs: programs.collect(), mapping, shown }
    }

    /// The cells of the headings that the output shows.
    fn kept(&self, names: &[String]) -> Result<Vec<usize>, InputError> {
        let cell = |heading: &String| {
            let found = names.iter().position(|name| name == heading).or_else(|| names.iter().position(|name| is_called(name, heading)));
            found.ok_or_else(|| InputError::NoColumn { name: heading.clone(), columns: listed(names) })
        };
        self.shown.iter().map(cell).collect()
    }

    /// True where a mapping says what columns mean.
    pub fn is_mapped(&self) -> bool {
        self.mapping.is_some()
    }

    /// True of a heading that says something.
    fn knows(&self, heading: &str) -> bool {
        let mapped = |mapping: &Mapping| {
            let named = mapping.columns.iter().map(|column| &column.heading).chain(&mapping.keep);
            named.into_iter().any(|known| is_called(heading, known))
        };
        self.mapping.as_ref().is_some_and(mapped) || self.programs.iter().any(|(headings, _)| headings.find(heading).is_some())
    }

    fn layouts(&self, names: &[String]) -> Result<Vec<Layout>, InputError> {
        let of = |(headings, program): &(Headings, Program)| Layout::new(names, headings, self.mapping.as_ref(), program);
        self.programs.iter().map(of).collect()
    }

    fn shows(&self, name: &str) -> bool {
        let kept = self.mapping.iter().flat_map(|mapping| &mapping.keep);
        kept.chain(&self.shown).any(|known| is_called(name, known))
    }
}

/// What the columns of a table say.
#[derive(Debug, Default)]
pub struct Header {
    /// The headings, one for each cell.
    pub names: Vec<String>,
    /// What separates cells.
    pub separator: u8,
    /// True where rows may end before the last column: sheets do not store what is empty.
    pub ragged: bool,
    /// What they say, for each program.
    pub layouts: Vec<Layout>,
    /// The cells that answers carry along.
    pub kept: Vec<usize>,
}

/// A header, and what stands above it.
#[derive(Debug)]
pub struct FoundHeader {
    /// The header.
    pub header: Header,
    /// How many bytes it and the lines above take.
    pub bytes: usize,
    /// How many blank lines stand above it.
    pub blank: u64,
    /// What there is to say.
    pub notes: Vec<InputNote>,
}

/// A line that may be the header.
struct Candidate {
    names: Vec<String>,
    separator: u8,
    known: usize,
    end: usize,
    blank: u64,
    /// The line, from 1, and whether something else stands above it.
    line: u64,
    below_others: bool,
}

/// Finds the header among the first lines of a text. `whole` says that the text ends with `head`.
///
/// # Errors
/// There is none, or its columns can't be used. None where more of the text is needed.
pub fn find(head: &[u8], whole: bool, settings: &TableSettings) -> Result<Option<FoundHeader>, InputError> {
    let first_line = head.split_inclusive(|byte| *byte == b'\n').find(|line| !is_blank(line, b' ')).unwrap_or_default();
    let named = named_separator(first_line);
    let tried: Vec<u8> = named.map_or(SEPARATORS.to_vec(), |separator| vec![separator]);
    let (mut best, mut complete) = (None::<Candidate>, false);
    for separator in tried {
        let (candidate, some) = best_line(head, whole, separator, named.is_some(), settings);
        complete |= some;
        let better = |candidate: &Candidate| best.as_ref().is_none_or(|best| candidate.known > best.known);
        if let Some(candidate) = candidate.filter(better) {
            best = Some(candidate);
        }
    }
    let Some(found) = best else {
        return match (complete || whole, head.trim_ascii().is_empty()) {
            (false, _) => Ok(None),
            (true, true) => Err(InputError::NoRecord),
            (true, false) => Err(InputError::NoHeader),
        };
    };
    let layouts = settings.layouts(&found.names)?;
    let mut notes = Vec::new();
    if found.below_others {
        notes.push(InputNote::HeaderOn(found.line));
    }
    let unused = |cell: &usize| !layouts.iter().any(|layout| layout.uses(*cell)) && !settings.shows(&found.names[*cell]);
    let unused: Vec<String> =
        (0..found.names.len()).filter(unused).map(|cell| found.names[cell].clone()).filter(|name| !name.is_empty()).collect();
    if !unused.is_empty() {
        notes.push(InputNote::Unused(unused));
    }
    let kept = settings.kept(&found.names)?;
    let header = Header { names: found.names, separator: found.separator, ragged: false, layouts, kept };
    Ok(Some(FoundHeader { header, bytes: found.end, blank: found.blank, notes }))
}

/// The headings of a table that need not be known: the line in which most are, else the first. The separator comes with them,
/// and how many bytes they and all above take. None where there is no line.
pub fn guess(head: &[u8], whole: bool, settings: &TableSettings) -> Option<(Vec<String>, u8, usize)> {
    let tried = SEPARATORS.map(|separator| best_line(head, whole, separator, false, settings).0);
    let best = tried.into_iter().flatten().max_by_key(|found| (found.known, found.names.len()));
    if let Some(found) = best {
        return Some((found.names, found.separator, found.end));
    }
    let (mut from, mut best) = (0, None::<(Vec<String>, u8, usize)>);
    for line in head.split_inclusive(|byte| *byte == b'\n') {
        from += line.len();
        for separator in SEPARATORS.into_iter().filter(|separator| !is_blank(line, *separator)) {
            let names = headings(trimmed(line), separator);
            if best.as_ref().is_none_or(|(most, ..)| names.len() > most.len()) {
                best = Some((names, separator, from));
            }
        }
        if best.is_some() {
            break;
        }
    }
    best
}

/// Of the first lines the one in which most headings are known, and whether any line was complete.
fn best_line(head: &[u8], whole: bool, separator: u8, named: bool, settings: &TableSettings) -> (Option<Candidate>, bool) {
    let (mut from, mut line, mut blank, mut others) = (0, 1, 0, 0);
    let (mut best, mut complete) = (None::<Candidate>, false);
    while from < head.len() && others < LINES {
        let mut scan = RecordScan::new(separator);
        let end = match head[from..].iter().position(|byte| scan.ends_at(*byte)) {
            Some(at) => from + at + 1,
            None if whole => head.len(),
            None => break,
        };
        complete = true;
        let record = &head[from..end];
        let lines = memchr::memchr_iter(b'\n', record).count() as u64;
        if is_blank(record, separator) {
            blank += 1;
        } else if !(named && others == 0 && named_separator(record).is_some()) {
            let names = headings(trimmed(record), separator);
            let known = names.iter().filter(|name| !name.is_empty() && settings.knows(name)).count();
            if known > best.as_ref().map_or(0, |best| best.known) {
                best = Some(Candidate { names, separator, known, end, blank, line, below_others: others > 0 });
            }
            others += 1;
        }
        (from, line) = (end, line + lines);
    }
    (best, complete)
}

/// The headings of a line, without what spreadsheets leave around them.
fn headings(record: &[u8], separator: u8) -> Vec<String> {
    let Ok(text) = std::str::from_utf8(record) else { return Vec::new() };
    let clean = |name: &str| name.trim().trim_matches(['\u{feff}', '\u{200b}']).split_whitespace().collect::<Vec<_>>().join(" ");
    cells(text, separator).iter().map(|name| clean(name)).collect()
}

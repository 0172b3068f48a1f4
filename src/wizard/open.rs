//! A facts file becomes a session, and follows what others write.
//!
//! In: a path, options. Out: a [`Session`]; or everything that is wrong with the file, each at its line.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};

use crate::case::{self, Refused, collected_beside, decode};
use crate::doc::Files;
use crate::facts::read::row_key;
use crate::facts::{Extent, Facts, Known, Layer, Row, Rows};
use crate::file::Inputs;
use crate::plan::Prefer;
use crate::problem::Problem;
use crate::rulebook::Rulebook;
use crate::wizard::answering::History;
use crate::wizard::document::{Document, quoted};
use crate::wizard::store::Store;
use crate::wizard::{Options, Session, Unopened, Unsaved};

/// Both layers of a facts file, typed, and united.
pub(super) struct Read {
    people: Layer,
    collected: Option<Layer>,
    pub(super) facts: Facts,
    warnings: Vec<Problem>,
}

/// The name of a new facts file: one without `.toml` would not be found again among the applicants.
pub fn named(path: &Path) -> PathBuf {
    if is_toml(path) || is_json(path) {
        return path.to_owned();
    }
    let mut name = path.as_os_str().to_owned();
    name.push(".toml");
    PathBuf::from(name)
}

fn is_toml(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("toml"))
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

impl Session {
    /// Opens a facts file with what was collected beside it.
    ///
    /// # Errors
    /// Whatever makes it unusable, each at its line.
    pub fn open(path: &Path, options: &Options) -> Result<Session, Unopened> {
        if is_json(path) || path == Path::new("-") {
            return Err(not_toml(path));
        }
        // It is read again and again, and replaced: a pipe would be waited for, and can't be.
        for place in [path.to_owned(), case::collected_place(path)] {
            if std::fs::metadata(&place).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
                let args = vec![("name", place.display().to_string()), ("reason", "it is not a regular file".to_owned())];
                return Err(Problem::nowhere("cannot-read", args).into());
            }
        }
        let mut store = Store::new(path);
        store.remember();
        let case = case::open(&options.library, path, options.program.as_deref(), |zone| options.moment(zone))?;
        let rulebook = case.rulebook;
        let text = read_text(&store)?;
        // A name without an ending may hold JSON.
        Document::read(&text).map_err(|problem| pointed(problem, path, &text))?;
        let held = options.edition.as_ref().map(|id| rulebook.editions.iter().position(|edition| edition.id == *id).ok_or(id)).transpose();
        let held = held.map_err(|id| {
            let known = rulebook.editions.iter().map(|edition| edition.id.as_str());
            Problem::nowhere("unknown-edition", vec![("name", id.clone())]).meant(id, known)
        })?;
        let as_of = options.as_of.as_ref().map(|_| case.as_of);
        if let Some(moment) = as_of.filter(|moment| held.is_none() && moment.day < rulebook.begins()) {
            let args = vec![("day", moment.day.to_string()), ("begins", rulebook.begins().to_string())];
            return Err(Problem::nowhere("before-the-first-edition", args).into());
        }
        let count = rulebook.program.facts.len();
        let mut read = Inputs::default();
        options.library.paths().for_each(|path| read.add(&path));
        let mut session = Session {
            store,
            rules: case.files,
            read,
            held,
            as_of,
            now: options.now,
            made_at: options.made_at,
            by: options.by.clone(),
            text,
            pending: Vec::new(),
            conflicts: Vec::new(),
            tried: None,
            outside: None,
            history: History::default(),
            people: Layer::default(),
            collected: None,
            editable: vec![None; count],
            facts: case.facts,
            warnings: Vec::new(),
            unheeded: None,
            left: Vec::new(),
            assumptions: Vec::new(),
            assumed: Vec::new(),
            assumed_facts: None,
            prefer: Prefer::Soonest,
            through: None,
            rulebook,
        };
        let read = session.read_as(&session.text)?;
        session.adopt(read);
        Ok(session)
    }

    /// Makes a facts file that knows nothing yet, and opens it. A name without `.toml` gets it; see [`named`].
    ///
    /// # Errors
    /// There is one already, or it can't be written; or its program or applicant can't be.
    pub fn create(path: &Path, program: &str, applicant: &str, name: Option<&str>, options: &Options) -> Result<Session, Unopened> {
        if is_json(path) {
            return Err(not_toml(path));
        }
        let path = &named(path);
        case::of_library(&options.library, program)?;
        if applicant.trim().is_empty() {
            return Err(Problem::nowhere("empty-text", vec![("key", "applicant".to_owned())]).into());
        }
        let mut text = format!("program   = {}\napplicant = {}\n", quoted(program), quoted(applicant.trim()));
        if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
            text.push_str(&format!("name      = {}\n", quoted(name)));
        }
        text.push_str("\n[facts]\n");
        crate::file::create(path, text.as_bytes()).map_err(|error| {
            let name = ("name", path.display().to_string());
            match error.kind() {
                ErrorKind::AlreadyExists => Problem::nowhere("wizard-exists", vec![name]),
                _ => Problem::nowhere("cannot-write", vec![name, ("reason", error.to_string())]),
            }
        })?;
        Session::open(path, options)
    }

    /// Takes over what another window, an editor or collecting wrote, and tries again to save what is not on disk. True if
    /// something changed. Cheap if nothing did.
    ///
    /// # Errors
    /// The files as they are now can't be used. What was known stays.
    pub fn refresh(&mut self) -> Result<bool, Unopened> {
        let changed = self.store.changed();
        if !changed && !self.is_due() {
            return Ok(false);
        }
        let seen = self.store.clone();
        if !self.pending.is_empty() {
            match self.save() {
                Ok(()) | Err(Unsaved::Conflict(_)) => return Ok(true),
                // Nothing new: what can't be saved was said when it was answered.
                Err(_) if !changed => {
                    self.store = seen;
                    return Ok(false);
                }
                Err(_) => {}
            }
        }
        self.store.remember();
        let text = read_text(&self.store)?;
        let (said, _) = self.with_pending(&text).map_err(|problem| pointed(problem, self.path(), &text))?;
        let read = self.read_as(&said)?;
        self.notice_outside(&read);
        self.text = text;
        self.unheeded = None;
        self.adopt(read);
        Ok(true)
    }

    /// Reads a text as the facts file, with what was collected as it is on disk.
    pub(super) fn read_as(&self, text: &str) -> Result<Read, Unopened> {
        let mut files = Files::default();
        let path = self.path();
        let people = files.add(path.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut faults = Vec::new();
        let beside = collected_beside(path);
        let collected = match &beside {
            None => None,
            Some(beside) => match case::read_text(beside) {
                Ok(text) => Some((files.add(beside.display().to_string(), text), beside.as_path())),
                Err(problem) => return Err(Refused { problems: vec![problem], files }),
            },
        };
        match case::layers(&files, (people, path), collected, &self.rulebook, self.today().day, &mut faults) {
            Some((people, collected)) => {
                let facts = Facts::unite(people.clone(), collected.clone(), &self.rulebook.program, &mut faults);
                Ok(Read { people, collected, facts, warnings: faults })
            }
            None => Err(Refused { problems: faults, files }),
        }
    }

    /// Makes what was read what is known.
    pub(super) fn adopt(&mut self, read: Read) {
        self.editable = (0..self.rulebook.program.facts.len()).map(|fact| editable(fact, &read, &self.rulebook)).collect();
        self.people = read.people;
        self.collected = read.collected;
        self.facts = read.facts;
        self.warnings = read.warnings;
        self.lay_assumed();
    }
}

impl Read {
    /// What people say of a fact.
    pub(super) fn said(&self, fact: usize) -> Option<&Known> {
        self.people.facts[fact].as_ref().map(|(known, _)| known)
    }
}

/// The rows of both layers, where people edit them as one list.
fn editable(fact: usize, read: &Read, rulebook: &Rulebook) -> Option<Known> {
    let table = rulebook.program.facts[fact].kind.table().filter(|table| !table.key.is_empty())?;
    let Some((Known::Rows(api), _)) = &read.collected.as_ref()?.facts[fact] else { return None };
    if read.people.provenance[fact].as_ref().is_some_and(|sourced| sourced.overrides) {
        return None;
    }
    let mut rows = api.rows.clone();
    let mut extent = api.extent;
    // The columns that people added are in the united rows; what is in conflict there is what was collected.
    for stretch in &read.facts.facts[fact].stretches {
        let Known::Rows(united) = &stretch.known else { continue };
        let united: HashMap<String, &Row> = united.rows.iter().rev().filter_map(|row| Some((row_key(row, table)?, row))).collect();
        for row in &mut rows {
            if let Some(same) = row_key(row, table).and_then(|key| united.get(&key)) {
                *row = (*same).clone();
            }
        }
    }
    if let Some((Known::Rows(said), _)) = &read.people.facts[fact] {
        let known: HashSet<_> = rows.iter().filter_map(|row| row_key(row, table)).collect();
        rows.extend(said.rows.iter().filter(|row| row_key(row, table).is_none_or(|key| !known.contains(&key))).cloned());
        extent = if said.extent == Extent::AtLeast { extent } else { said.extent };
    }
    Some(Known::Rows(Rows { rows, extent }))
}

fn not_toml(path: &Path) -> Unopened {
    Problem::nowhere("wizard-only-toml", vec![("name", path.display().to_string())]).into()
}

fn read_text(store: &Store) -> Result<String, Unopened> {
    let name = store.path().display().to_string();
    let bytes =
        store.read().map_err(|error| Problem::nowhere("cannot-read", vec![("name", name.clone()), ("reason", error.to_string())]))?;
    Ok(decode(bytes, &name)?)
}

/// A problem with the text of the facts file itself.
pub(super) fn pointed(problem: Problem, path: &Path, text: &str) -> Unopened {
    let mut files = Files::default();
    files.add(path.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(text));
    Refused { problems: vec![problem], files }
}

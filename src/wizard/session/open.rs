//! A facts file becomes a session, and follows what others write.
//!
//! In: a path, options. Out: a [`Session`]; or everything that is wrong with the file, each at its line.

use crate::wizard::session::loaded::{LoadedFacts, at_path};
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::engine::plan::Prefer;
use crate::facts::read::row_key;
use crate::facts::{Completeness, FactValue, Facts, Layer, Row, Rows};
use crate::io::application::{self, LoadError, collected_beside, decode};
use crate::io::file::Inputs;
use crate::rulebook::Rulebook;
use crate::wizard::session::core::{Options, Session};
use crate::wizard::session::document::{Document, quoted};
use crate::wizard::session::history::History;
use crate::wizard::session::save_error::SaveError;
use crate::wizard::session::store::Store;

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
    pub fn open(path: &Path, options: &Options) -> Result<Session, LoadError> {
        if is_json(path) || path == Path::new("-") {
            return Err(not_toml(path));
        }
        // It is read again and again, and replaced: a pipe would be waited for, and can't be.
        for place in [path.to_owned(), application::collected_place(path)] {
            if std::fs::metadata(&place).is_ok_and(|about| !about.is_file() && !about.is_dir()) {
                let args = vec![("name", place.display().to_string()), ("reason", "it is not a regular file".to_owned())];
                return Err(Diagnostic::without_span("cannot-read", args).into());
            }
        }
        let mut store = Store::new(path);
        store.remember();
        let application = application::open(&options.library, path, options.program.as_deref(), |zone| options.moment(zone))?;
        let rulebook = application.rulebook;
        let text = read_text(&store)?;
        // A name without an ending may hold JSON.
        Document::read(&text).map_err(|diagnostic| at_path(diagnostic, path, &text))?;
        let held = options.edition.as_ref().map(|id| rulebook.editions.iter().position(|edition| edition.id == *id).ok_or(id)).transpose();
        let held = held.map_err(|id| {
            let known = rulebook.editions.iter().map(|edition| edition.id.as_str());
            Diagnostic::without_span("unknown-edition", vec![("name", id.clone())]).suggest(id, known)
        })?;
        let as_of = options.as_of.as_ref().map(|_| application.as_of);
        if let Some(moment) = as_of.filter(|moment| held.is_none() && moment.day < rulebook.first_day()) {
            let args = vec![("day", moment.day.to_string()), ("begins", rulebook.first_day().to_string())];
            return Err(Diagnostic::without_span("before-the-first-edition", args).into());
        }
        let count = rulebook.program.facts.len();
        let mut read = Inputs::default();
        options.library.paths().for_each(|path| read.add(&path));
        let mut session = Session {
            store,
            rules: application.files,
            read,
            pinned: held,
            as_of,
            now: options.now,
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
            facts: application.facts,
            warnings: Vec::new(),
            ignored_rows: None,
            left: Vec::new(),
            assumptions: Vec::new(),
            assumed: Vec::new(),
            assumed_facts: None,
            prefer: Prefer::Soonest,
            anyway: options.anyway,
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
    pub fn create(path: &Path, program: &str, applicant: &str, name: Option<&str>, options: &Options) -> Result<Session, LoadError> {
        if is_json(path) {
            return Err(not_toml(path));
        }
        let path = &named(path);
        application::find_program(&options.library, program)?;
        if applicant.trim().is_empty() {
            return Err(Diagnostic::without_span("empty-text", vec![("key", "applicant".to_owned())]).into());
        }
        let mut text = format!("program   = {}\napplicant = {}\n", quoted(program), quoted(applicant.trim()));
        if let Some(name) = name.map(str::trim).filter(|name| !name.is_empty()) {
            text.push_str(&format!("name      = {}\n", quoted(name)));
        }
        text.push_str("\n[facts]\n");
        crate::io::file::create(path, text.as_bytes()).map_err(|error| {
            let name = ("name", path.display().to_string());
            match error.kind() {
                ErrorKind::AlreadyExists => Diagnostic::without_span("wizard-exists", vec![name]),
                _ => Diagnostic::without_span("cannot-write", vec![name, ("reason", error.to_string())]),
            }
        })?;
        Session::open(path, options)
    }

    /// Takes over what another window, an editor or collecting wrote, and tries again to save what is not on disk. True if
    /// something changed. Cheap if nothing did.
    ///
    /// # Errors
    /// The files as they are now can't be used. What was known stays.
    pub fn refresh(&mut self) -> Result<bool, LoadError> {
        let changed = self.store.changed();
        if !changed && !self.is_due() {
            return Ok(false);
        }
        let seen = self.store.clone();
        if !self.pending.is_empty() {
            match self.save() {
                Ok(()) | Err(SaveError::Conflict(_)) => return Ok(true),
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
        let (said, _) = self.with_pending(&text).map_err(|diagnostic| at_path(diagnostic, self.path(), &text))?;
        let read = self.read_as(&said)?;
        self.notice_outside(&read);
        self.text = text;
        self.ignored_rows = None;
        self.adopt(read);
        Ok(true)
    }

    /// Reads a text as the facts file, with what was collected as it is on disk.
    pub(super) fn read_as(&self, text: &str) -> Result<LoadedFacts, LoadError> {
        let mut files = Files::default();
        let path = self.path();
        let people = files.add(path.display().to_string(), text.strip_prefix('\u{feff}').unwrap_or(text));
        let mut faults = Vec::new();
        let beside = collected_beside(path);
        let collected = match &beside {
            None => None,
            Some(beside) => match application::read_text(beside) {
                Ok(text) => Some((files.add(beside.display().to_string(), text), beside.as_path())),
                Err(diagnostic) => return Err(LoadError { diagnostics: vec![diagnostic], files }),
            },
        };
        match application::layers(&files, (people, path), collected, &self.rulebook, self.today().day, &mut faults) {
            Some((people, collected)) => {
                let facts = Facts::merge(people.clone(), collected.clone(), &self.rulebook.program, &mut faults);
                Ok(LoadedFacts { people, collected, facts, warnings: faults })
            }
            None => Err(LoadError { diagnostics: faults, files }),
        }
    }

    /// Makes what was read what is known.
    pub(super) fn adopt(&mut self, read: LoadedFacts) {
        self.editable = (0..self.rulebook.program.facts.len()).map(|fact| editable(fact, &read, &self.rulebook)).collect();
        self.people = read.people;
        self.collected = read.collected;
        self.facts = read.facts;
        self.warnings = read.warnings;
        self.lay_assumed();
    }
}

/// The rows of both layers, where people edit them as one list.
fn editable(fact: usize, read: &LoadedFacts, rulebook: &Rulebook) -> Option<FactValue> {
    let table = rulebook.program.facts[fact].kind.table().filter(|table| !table.key.is_empty())?;
    let Some((FactValue::Rows(api), _)) = &read.collected.as_ref()?.facts[fact] else { return None };
    if read.people.provenance[fact].as_ref().is_some_and(|sourced| sourced.overrides) {
        return None;
    }
    let mut rows = api.rows.clone();
    let mut extent = api.completeness;
    // The columns that people added are in the united rows; what is in conflict there is what was collected.
    for stretch in &read.facts.facts[fact].periods {
        let FactValue::Rows(united) = &stretch.value else { continue };
        let united: HashMap<String, &Row> = united.rows.iter().rev().filter_map(|row| Some((row_key(row, table)?, row))).collect();
        for row in &mut rows {
            if let Some(same) = row_key(row, table).and_then(|key| united.get(&key)) {
                *row = (*same).clone();
            }
        }
    }
    if let Some((FactValue::Rows(said), _)) = &read.people.facts[fact] {
        let known: HashSet<_> = rows.iter().filter_map(|row| row_key(row, table)).collect();
        rows.extend(said.rows.iter().filter(|row| row_key(row, table).is_none_or(|key| !known.contains(&key))).cloned());
        extent = if said.completeness == Completeness::AtLeast { extent } else { said.completeness };
    }
    Some(FactValue::Rows(Rows { rows, completeness: extent }))
}

fn not_toml(path: &Path) -> LoadError {
    Diagnostic::without_span("wizard-only-toml", vec![("name", path.display().to_string())]).into()
}

fn read_text(store: &Store) -> Result<String, LoadError> {
    let name = store.path().display().to_string();
    let bytes = store.read().map_err(|error| application::unreadable(name.clone(), &error))?;
    Ok(decode(bytes, &name)?)
}

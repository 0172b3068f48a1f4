//! The applicants that somebody works on, and how they like to work.
//!
//! In: the working folder, and a file in the user's state directory. Out: [`SavedApplicant`] applicants with their verdicts; and
//! [`Settings`], among them the file that was open, so that the next start continues there.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use hashbrown::{HashMap, HashSet};
use toml_edit::{Array, DocumentMut, Item, Value};

use crate::document::diagnostics::Diagnostic;
use crate::document::source::Files;
use crate::engine::check::{Outcome, Standing, check};
use crate::facts::Facts;
use crate::io::application::{self, collected_beside, timestamp};
use crate::io::file::{Permissions, write};
use crate::rulebook::Rulebook;
use crate::value::date::Date;
use crate::value::localized::{Lang, Localized};
use crate::wizard::session::core::Options;

/// A facts file, and its applicant's verdict.
#[derive(Debug, Clone)]
pub struct SavedApplicant {
    /// The file.
    pub path: PathBuf,
    /// True if it is in the folder that was asked for, rather than one that was open lately.
    pub here: bool,
    /// The applicant's name in the platform's files.
    pub applicant: String,
    /// Its name for people.
    pub name: Option<String>,
    /// The program's name for people.
    pub program: Option<Localized>,
    /// The verdict of today, and the status and dates of the root.
    pub verdict: Option<(Standing, Outcome)>,
    /// The first day on which everything holds.
    pub eligible_from: Option<Date>,
    /// Why the file can't be used.
    pub diagnostic: Option<Diagnostic>,
}

/// More files are not listed.
const MOST: usize = 200;
/// Nobody writes a bigger facts file by hand.
const BIGGEST: u64 = 1 << 20;
/// As many files are remembered.
const RECENT: usize = 20;

/// The facts files of a folder, and others that were open lately, each once: the one that was open last, then the folder's by
/// name, then the others, the last one first.
pub fn saved(folder: &Path, recent: &[PathBuf], options: &Options) -> Vec<SavedApplicant> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| match folder == Path::new(".") {
        true => PathBuf::from(entry.file_name()),
        false => entry.path(),
    });
    let mut own: Vec<PathBuf> = entries.filter(|path| is_named_so(path) && may_hold_facts(path)).collect();
    own.sort();
    let real = |path: &PathBuf| path.canonicalize().ok();
    let mut seen: HashSet<PathBuf> = own.iter().filter_map(real).collect();
    let mut paths: Vec<(PathBuf, bool)> = own.into_iter().map(|path| (path, true)).collect();
    // Whatever it is called, it was opened as a facts file.
    for path in recent.iter().filter(|path| may_hold_facts(path)) {
        if real(path).is_some_and(|real| seen.insert(real)) {
            paths.push((path.clone(), false));
        }
    }
    let last = recent.first().and_then(real);
    if let Some(at) = paths.iter().position(|(path, _)| last.is_some() && real(path) == last) {
        paths[..=at].rotate_right(1);
    }
    let mut books = HashMap::new();
    paths.iter().take(MOST).filter_map(|(path, here)| Some(SavedApplicant { here: *here, ..inspect(path, options, &mut books)? })).collect()
}

/// Which of the listed applicants is proposed: the last one if it is in the folder, else the folder's first, else the last one.
pub fn preferred(saved: &[SavedApplicant]) -> usize {
    saved.iter().position(|saved| saved.here).unwrap_or(0)
}

/// True of names under which the files of a folder are looked for.
fn is_named_so(path: &Path) -> bool {
    path.file_name().and_then(OsStr::to_str).is_some_and(|name| name.ends_with(".toml"))
}

/// True of a file that may be a facts file, by its name and size.
fn may_hold_facts(path: &Path) -> bool {
    let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
    let other = name.starts_with('.') || name.ends_with(".collected.toml") || matches!(name, "kaibo.toml" | "Cargo.toml");
    let size = || std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file).map(|data| data.len());
    !other && size().is_some_and(|size| size <= BIGGEST)
}

/// Looks into a file. None if it isn't a facts file at all.
fn inspect(path: &Path, options: &Options, books: &mut HashMap<String, Option<Rulebook>>) -> Option<SavedApplicant> {
    let text = application::read_text(path).ok()?;
    let tree = text.parse::<DocumentMut>().ok();
    let field = |key: &str| tree.as_ref().and_then(|tree| tree.get(key)).and_then(Item::as_str).map(str::to_owned);
    let looks_so = match &tree {
        Some(tree) => tree.contains_key("applicant") && (tree.contains_key("program") || tree.contains_key("facts")),
        None => text.lines().any(|line| line.trim_start().starts_with("applicant")),
    };
    if !looks_so {
        return None;
    }
    let (applicant, name) = (field("applicant").unwrap_or_default(), field("name"));
    let mut saved = SavedApplicant {
        path: path.to_owned(),
        here: false,
        applicant,
        name,
        program: None,
        verdict: None,
        eligible_from: None,
        diagnostic: None,
    };
    let Some(program) = options.program.clone().or_else(|| field("program")) else {
        let refused = application::open(&options.library, path, None, |zone| options.moment(zone)).err();
        saved.diagnostic = refused.and_then(|refused| refused.diagnostics.into_iter().next());
        return Some(saved);
    };
    let book = books.entry(program.clone()).or_insert_with(|| {
        let text = options.library.program(&program)?;
        Rulebook::load(text, &mut Files::default()).ok().map(|(book, _)| book)
    });
    match book {
        None => saved.diagnostic = application::find_program(&options.library, &program).err(),
        Some(book) => {
            saved.program = Some(book.program.title.clone());
            let now = timestamp((options.now)(), book.program.zone).day;
            match facts(path, text, book, now) {
                Ok(facts) => {
                    let today = now.max(book.first_day());
                    if let Ok(checklist) = check(book, &facts, today, None) {
                        saved.verdict = Some((checklist.verdict.standing(), checklist.verdict.outcome));
                        saved.eligible_from = checklist.verdict.outcome.from;
                    }
                }
                Err(diagnostic) => saved.diagnostic = Some(diagnostic),
            }
        }
    }
    Some(saved)
}

/// The facts of both layers; or the first thing that is wrong with them.
fn facts(path: &Path, text: String, book: &Rulebook, as_of: Date) -> Result<Facts, Diagnostic> {
    let mut files = Files::default();
    let people = files.add(path.display().to_string(), text);
    let beside = collected_beside(path);
    let collected = match &beside {
        Some(beside) => Some((files.add(beside.display().to_string(), application::read_text(beside)?), beside.as_path())),
        None => None,
    };
    let mut faults = Vec::new();
    match application::layers(&files, (people, path), collected, book, as_of, &mut faults) {
        Some((said, found)) => Ok(Facts::merge(said, found, &book.program, &mut faults)),
        None => Err(faults
            .into_iter()
            .find(|fault| fault.is_error)
            .unwrap_or_else(|| Diagnostic::without_span("own-fault", vec![("reason", String::new())]))),
    }
}

/// How somebody likes to work, and on what. What isn't set is left to the terminal and the locale.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// The language.
    pub lang: Option<Lang>,
    /// The name of the theme.
    pub theme: Option<String>,
    /// Whether the mouse is used.
    pub mouse: Option<bool>,
    /// The file that is open; None after it was closed on purpose.
    pub open: Option<PathBuf>,
    /// Files that were open, the last one first.
    pub recent: Vec<PathBuf>,
}

impl Settings {
    /// Where they are kept; None where the user has no place for such things.
    pub fn place() -> Option<PathBuf> {
        use etcetera::BaseStrategy as _;
        let strategy = etcetera::choose_base_strategy().ok()?;
        Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("kaibo").join("wizard.toml"))
    }

    /// Reads them. A file that is missing, or that nobody understands, holds none.
    pub fn load(place: &Path) -> Settings {
        let text = std::fs::read_to_string(place).unwrap_or_default();
        let tree = text.parse::<DocumentMut>().unwrap_or_default();
        let path = |item: &Item| item.as_str().map(PathBuf::from);
        Settings {
            lang: tree.get("lang").and_then(Item::as_str).and_then(|lang| match lang {
                "zh" => Some(Lang::Zh),
                "en" => Some(Lang::En),
                _ => None,
            }),
            theme: tree.get("theme").and_then(Item::as_str).map(str::to_owned),
            mouse: tree.get("mouse").and_then(Item::as_bool),
            open: tree.get("open").and_then(path),
            recent: tree
                .get("recent")
                .and_then(Item::as_array)
                .map_or_else(Vec::new, |list| list.iter().filter_map(Value::as_str).map(PathBuf::from).collect()),
        }
    }

    /// Changes them as they are on disk now. That they can't be kept is no reason to stop.
    pub fn update(place: &Path, change: impl FnOnce(&mut Settings)) -> Settings {
        let mut settings = Settings::load(place);
        let before = settings.clone();
        change(&mut settings);
        settings.recent.truncate(RECENT);
        if settings != before {
            let made = place.parent().map_or(Ok(()), std::fs::create_dir_all);
            let _ = made.and_then(|()| write(place, settings.text().as_bytes(), Permissions::OwnerOnly));
        }
        settings
    }

    /// The file that is open, if it is in that folder: elsewhere, somebody wants to work on something else.
    pub fn open_in(&self, folder: &Path) -> Option<&Path> {
        let open = self.open.as_deref()?;
        (open.parent()? == folder.canonicalize().ok()?).then_some(open)
    }

    /// Notes that a file is open.
    pub fn opened(&mut self, path: &Path) {
        let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
        self.recent.retain(|other| *other != path);
        self.recent.insert(0, path.clone());
        self.open = Some(path);
    }

    fn text(&self) -> String {
        let mut tree = DocumentMut::new();
        let lang = self.lang.map(|lang| if lang == Lang::Zh { "zh" } else { "en" });
        // A name that isn't text can't be kept.
        let open = self.open.as_deref().and_then(Path::to_str);
        for (key, value) in [("lang", lang), ("theme", self.theme.as_deref()), ("open", open)] {
            if let Some(value) = value {
                tree[key] = toml_edit::value(value);
            }
        }
        if let Some(mouse) = self.mouse {
            tree["mouse"] = toml_edit::value(mouse);
        }
        tree["recent"] = toml_edit::value(self.recent.iter().filter_map(|path| path.to_str()).collect::<Array>());
        tree.to_string()
    }
}

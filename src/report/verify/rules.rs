//! The rules that a report names, found again.
//!
//! In: a report, and the rulebooks that can be had. Out: exactly the files that it names, loaded; or which are missing.

use std::cell::RefCell;
use std::rc::Rc;

use hashbrown::HashMap;
use serde_json::Value as Json;

use crate::document::source::Files;
use crate::report::verify::check::{Check, Outcome, Subject};
use crate::rulebook::{Rulebook, RulebookText, sha256};

/// A rulebook and the files it was read from.
#[derive(Debug)]
pub struct LoadedRules {
    /// The rulebook.
    pub rulebook: Rulebook,
    /// Its files.
    pub files: Files,
}

/// Finds rulebooks, and keeps what was loaded: many reports rest on the same rules.
pub struct RuleFinder<'l> {
    library: &'l dyn Fn(&str) -> Option<&'l RulebookText>,
    loaded: RefCell<HashMap<String, Option<Rc<LoadedRules>>>>,
}

impl<'l> RuleFinder<'l> {
    /// Finds rulebooks in a library, which gives a program's text by its name.
    pub fn new(library: &'l dyn Fn(&str) -> Option<&'l RulebookText>) -> RuleFinder<'l> {
        RuleFinder { library, loaded: RefCell::default() }
    }

    /// The rules of a report; None where they are not here.
    pub fn find(&self, report: &Json) -> Option<Rc<LoadedRules>> {
        let key = format!("{}{}", report["program"]["id"], report["program"]["files"]);
        let known = self.loaded.borrow().get(&key).cloned();
        known.unwrap_or_else(|| {
            let found = named(report, self.library).ok().and_then(|text| load(&text).ok()).map(Rc::new);
            self.loaded.borrow_mut().insert(key, found.clone());
            found
        })
    }
}

/// Loads rules; the name of the first fault where they are faulty.
pub(super) fn load(text: &RulebookText) -> Result<LoadedRules, String> {
    let mut files = Files::default();
    match Rulebook::load(text, &mut files) {
        Ok((rulebook, _)) => Ok(LoadedRules { rulebook, files }),
        Err(diagnostics) => Err(diagnostics.first().map_or_else(String::new, |first| first.id.to_owned())),
    }
}

/// The files that a report names, in the bytes that it names.
pub(super) fn named<'l>(report: &Json, library: impl Fn(&str) -> Option<&'l RulebookText>) -> Result<RulebookText, Check> {
    let missing = |id, args| Check::new(Subject::Rulebook, Outcome::NotVerifiable, id, args);
    let program = report["program"]["id"].as_str().unwrap_or_default();
    let text = library(program).ok_or_else(|| missing("verify-no-rulebook", vec![("program", program.to_owned())]))?;
    let mut files = Vec::new();
    let mut others = Vec::new();
    for file in report["program"]["files"].as_array().into_iter().flatten() {
        let (name, digest) = (file["name"].as_str().unwrap_or_default(), file["digest"].as_str().unwrap_or_default());
        match text.file(name).filter(|text| sha256(text.as_bytes()) == digest) {
            Some(text) => files.push((name.to_owned(), text.to_owned())),
            None => others.push(format!("{program}/{name} ({digest})")),
        }
    }
    if !others.is_empty() || files.is_empty() {
        return Err(missing("verify-other-rulebook", vec![("files", others.join(", "))]));
    }
    Ok(RulebookText { id: text.id.clone(), place: String::new(), files })
}

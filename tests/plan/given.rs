//! Rulebooks and facts for tests.
#![allow(dead_code, reason = "no test uses all of it")]

use kaibo::document::parse_toml;
use kaibo::document::source::Files;
use kaibo::facts::Facts;
use kaibo::facts::read::{Origin, read};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::io::render::render;
use kaibo::rulebook::{Rulebook, RulebookText};
use kaibo::value::localized::Lang;

/// A rulebook that comes with kaibo.
pub(crate) fn builtin(id: &str) -> Rulebook {
    let library = Library::open(None).unwrap();
    let mut files = Files::default();
    match Rulebook::load(library.program(id).unwrap(), &mut files) {
        Ok((rulebook, _)) => rulebook,
        Err(faults) => panic!("{}", render(&faults, &files, &Messages::for_lang(Lang::En), false, 100)),
    }
}

/// The facts of an applicant: what is under `[facts]`, and the tables after it, as text. None if they are refused.
pub(crate) fn try_facts(rulebook: &Rulebook, under: &str, after: &str) -> Option<Facts> {
    read_facts(rulebook, &format!("applicant = \"wx\"\n[facts]\n{under}\n{after}\n")).ok()
}

/// The same as tables; they must not be refused.
pub(crate) fn facts_of(rulebook: &Rulebook, under: toml::Table, mut after: toml::Table) -> Facts {
    after.insert("applicant".to_owned(), "wx".into());
    after.insert("facts".to_owned(), under.into());
    read_facts(rulebook, &toml::to_string(&after).unwrap()).unwrap_or_else(|faults| panic!("{faults}"))
}

fn read_facts(rulebook: &Rulebook, text: &str) -> Result<Facts, String> {
    let mut files = Files::default();
    let file = files.add("facts", text);
    let mut faults = Vec::new();
    let node = parse_toml(file, text).map_err(|fault| fault.id.to_owned())?;
    let layer = read(&node, Origin::Manual, rulebook, &mut faults);
    let facts = Facts::merge(layer, None, &rulebook.program, &mut faults);
    faults.retain(|fault| fault.is_error);
    if faults.is_empty() { Ok(facts) } else { Err(render(&faults, &files, &Messages::for_lang(Lang::En), false, 100)) }
}

/// A rulebook of one edition; None if it is refused.
pub(crate) fn small(program: &str, edition: &str) -> Option<Rulebook> {
    editions(program, edition, None).ok()
}

/// A rulebook of an edition and perhaps a later one.
pub(crate) fn editions(program: &str, edition: &str, later: Option<&str>) -> Result<Rulebook, String> {
    let mut files = vec![("program.toml".to_owned(), program.to_owned()), ("e.toml".to_owned(), edition.to_owned())];
    files.extend(later.map(|later| ("f.toml".to_owned(), later.to_owned())));
    let mut read = Files::default();
    Rulebook::load(&RulebookText { id: "p".to_owned(), place: String::new(), files }, &mut read)
        .map(|(rulebook, _)| rulebook)
        .map_err(|faults| render(&faults, &read, &Messages::for_lang(Lang::En), false, 100))
}

//! From the files of a folder to a rulebook, or to all that is wrong with them.
//!
//! In: `program.toml` and every edition's text. Out: a [`Rulebook`] and warnings, or every fault. Editions that are `like`
//! another start as its tables; nothing is inherited that nothing reaches.

mod consistent;
mod edition;
mod graph;
mod program;

use std::collections::BTreeSet;

use crate::day::{Day, Takes};
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{FileId, Files, Node, Span, Tree, parse_toml};
use crate::problem::{Problem, problem};
use crate::rulebook::edition::Cost;
use crate::rulebook::program::Actor;
use crate::rulebook::{Edition, Rulebook, RulebookText};
use crate::words::Localized;

/// See [`Rulebook::load`].
pub(super) fn load(text: &RulebookText, files: &mut Files) -> Result<(Rulebook, Vec<Problem>), Vec<Problem>> {
    let place = |name: &str| if text.place.is_empty() { format!("{}/{name}", text.id) } else { format!("{}/{name}", text.place) };
    let Some(program) = text.file("program.toml") else {
        return Err(vec![Problem::nowhere("no-program-file", vec![("name", place("program.toml"))])]);
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
    let mut faults = Vec::new();
    let loaded = load_parsed((program_file, program), &editions, &text.id, &mut faults);
    // An edition that is like another repeats its faults.
    let mut seen = BTreeSet::new();
    faults.retain(|fault| seen.insert((fault.at, fault.id, fault.args.clone())));
    faults.sort_by_key(|fault| (!fault.fatal, fault.at));
    match loaded {
        Some(rulebook) if !faults.iter().any(|fault| fault.fatal) => Ok((rulebook, faults)),
        _ => Err(faults),
    }
}

fn load_parsed(program: (FileId, &str), editions: &[(&str, FileId, &str)], id: &str, faults: &mut Vec<Problem>) -> Option<Rulebook> {
    let mut parse = |file: FileId, text| match parse_toml(file, text) {
        Ok(node) => Some(node),
        Err(fault) => {
            faults.push(fault);
            None
        }
    };
    let program_node = parse(program.0, program.1);
    let documents: Vec<Option<edition::Document<'_>>> =
        editions.iter().map(|(name, file, text)| Some(edition::Document { name, file: *file, node: parse(*file, text)? })).collect();
    let program = program::read(&program_node?, program.0, id, faults)?;
    if editions.is_empty() {
        faults.push(problem!(Span { file: program.file, start: 0, end: 0 }, "no-editions"));
    }
    let documents: Vec<edition::Document<'_>> = documents.into_iter().collect::<Option<_>>()?;
    let editions: Vec<Option<Edition>> = documents.iter().map(|document| edition::read(document, &documents, &program, faults)).collect();
    let editions: Vec<Edition> = editions.into_iter().collect::<Option<_>>()?;
    graph::check_steps(&program, &editions, faults);
    let schedule = graph::schedule(&editions, faults);
    Some(Rulebook { program, editions, schedule })
}

/// A text in both languages.
fn localized(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Localized> {
    let mut fields = Fields::of(node, faults)?;
    let text = localized_of(&mut fields, faults);
    fields.finish(faults);
    text
}

/// A text in both languages, out of a table that may hold more.
fn localized_of(fields: &mut Fields<'_, '_>, faults: &mut Vec<Problem>) -> Option<Localized> {
    let (zh, en) = (fields.need_text("zh", faults), fields.need_text("en", faults));
    for (text, key) in [(zh, "zh"), (en, "en")] {
        if text.is_some_and(|text| text.trim().is_empty()) {
            faults.push(problem!(fields.at, "empty-text", key = key));
        }
    }
    Some(Localized { zh: zh?.to_owned(), en: en?.to_owned() })
}

/// A text in both languages, if the key is there.
fn localized_key(fields: &mut Fields<'_, '_>, key: &'static str, faults: &mut Vec<Problem>) -> Option<Localized> {
    fields.take(key).and_then(|node| localized(node, faults))
}

/// A remark, if the key is there. Where it is written in one language only, that is worth a warning, and serves for both.
fn remark(fields: &mut Fields<'_, '_>, key: &'static str, faults: &mut Vec<Problem>) -> Option<Localized> {
    let node = fields.take(key)?;
    let mut inner = Fields::of(node, faults)?;
    let (zh, en) = (inner.text("zh", faults), inner.text("en", faults));
    inner.finish(faults);
    match (zh, en) {
        (Some(zh), Some(en)) => Some(Localized { zh: zh.to_owned(), en: en.to_owned() }),
        (Some(only), None) | (None, Some(only)) => {
            let missing = if zh.is_none() { "zh" } else { "en" };
            faults.push(problem!(node.span, "missing-key", key = missing).warning());
            Some(Localized::same(only))
        }
        (None, None) => {
            faults.push(problem!(node.span, "missing-key", key = "zh"));
            None
        }
    }
}

/// A date: one of TOML's own, or text.
fn day(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Day> {
    let day = match &node.tree {
        Tree::Text(text) => Day::parse(text),
        Tree::Time(text) => Day::parse(text),
        _ => {
            faults.push(wrong_type(node, "type-date"));
            return None;
        }
    };
    if day.is_none() {
        let text = match &node.tree {
            Tree::Time(text) => text.clone(),
            other => node.text().map_or_else(|| format!("{other:?}"), str::to_owned),
        };
        faults.push(problem!(node.span, "bad-date", value = text).help("date-spelling", vec![]));
    }
    day
}

/// `"0..1 days"`, or `"unknown"`.
pub(crate) fn takes(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Takes> {
    let text = as_text(node, faults)?;
    if text == "unknown" {
        return None;
    }
    let takes = Takes::parse(text);
    if takes.is_none() {
        faults.push(problem!(node.span, "bad-takes", text = text).help("takes-spelling", vec![]));
    }
    takes
}

/// `"0.01 CNY"`.
pub(crate) fn cost(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Cost> {
    let text = as_text(node, faults)?;
    let cost = text.split_once(' ').and_then(|(amount, currency)| {
        let places = iso_currency::Currency::from_code(currency)?.exponent().unwrap_or(0) as u8;
        Some(Cost { units: crate::exact::parse_decimal(amount, places).ok()?, currency: currency.to_owned() })
    });
    if cost.is_none() {
        faults.push(problem!(node.span, "bad-cost", text = text).help("cost-spelling", vec![]));
    }
    cost
}

/// Who acts; the applicant where it isn't said.
fn actor(fields: &mut Fields<'_, '_>, faults: &mut Vec<Problem>) -> Actor {
    const ACTORS: [(&str, Actor); 4] =
        [("applicant", Actor::Applicant), ("platform", Actor::Platform), ("administrator", Actor::Administrator), ("host", Actor::Host)];
    let Some(node) = fields.take("actor") else { return Actor::Applicant };
    let Some(text) = as_text(node, faults) else { return Actor::Applicant };
    match ACTORS.iter().find(|(name, _)| *name == text) {
        Some((_, actor)) => *actor,
        None => {
            faults.push(problem!(node.span, "unknown-actor", value = text).meant(text, ACTORS.iter().map(|(name, _)| *name)));
            Actor::Applicant
        }
    }
}

/// A whole number from 1 to 5; 1 where it isn't said.
fn effort(fields: &mut Fields<'_, '_>, faults: &mut Vec<Problem>) -> u8 {
    let Some(node) = fields.take("effort") else { return 1 };
    let effort = match &node.tree {
        Tree::Number(text) => text.parse().ok().filter(|effort| (1..=5).contains(effort)),
        _ => None,
    };
    if effort.is_none() {
        faults.push(problem!(node.span, "bad-effort"));
    }
    effort.unwrap_or(1)
}

/// True of what may name a fact, column, requirement or step.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
}

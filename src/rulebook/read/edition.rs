//! `<edition>.toml`.
//!
//! In: an edition's document, and those of the editions that it may be like. Out: an [`Edition`] as a graph, with a fault
//! for everything that is wrong.

use hashbrown::HashMap;

use super::{graph, remedy};
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Entry, Node, NodeValue, Table};
use crate::rulebook::condition::Lists;
use crate::rulebook::edition::{Edition, Group, Logic, Reading, Requirement, Role, Rule, Source};
use crate::rulebook::program::Program;
use crate::rulebook::read::common::{day, is_name, localized, localized_key, remark};
use crate::rulebook::test::{self, Context, MEASURES, Test};
use crate::value::date::Date;
use crate::value::localized::Localized;

/// An edition's file.
pub(super) struct Document<'i> {
    pub(super) name: &'i str,
    pub(super) file: FileId,
    pub(super) node: Node<'i>,
}

/// The tables of an edition after `like` has been followed, each entry with whether it is the edition's own.
#[derive(Default)]
struct Tables<'n, 'i> {
    requires: Vec<(&'n Entry<'i>, bool)>,
    lists: Vec<(&'n Entry<'i>, bool)>,
    aliases: Vec<(&'n Entry<'i>, bool)>,
    renamed: Vec<(&'n Entry<'i>, bool)>,
    distinct: Vec<(&'n Entry<'i>, bool)>,
    files: Vec<FileId>,
}

pub(super) fn read(document: &Document<'_>, all: &[Document<'_>], program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Edition> {
    let mut fields = TableReader::from_entry(&document.node, diagnostics)?;
    if let Some(node) = fields.required("edition", diagnostics) {
        let id = as_text(node, diagnostics)?;
        if id != document.name {
            diagnostics.push(diagnostic!(node.span, "edition-and-file", id = id, file = document.name));
        }
    }
    let in_force = fields.required("in_force", diagnostics).and_then(|node| read_in_force(node, diagnostics));
    let supersedes = fields.optional("supersedes").and_then(|node| known_edition(node, all, document.name, diagnostics)).map(str::to_owned);
    let sources = fields.optional("sources").map_or_else(Vec::new, |node| read_sources(node, diagnostics));
    let tables = inherit(document, all, diagnostics)?;
    for key in ["like", "requires", "lists", "aliases", "renamed", "distinct"] {
        fields.optional(key);
    }
    fields.finish(diagnostics);
    let lists = Lists {
        lists: tables.lists.iter().map(|(entry, _)| (entry.key.as_ref(), entry.span, &entry.node)).collect(),
        aliases: of_lists(&tables.aliases),
        renamed: of_lists(&tables.renamed),
        distinct: of_lists(&tables.distinct),
    };
    for (name, at, _, own) in lists.aliases.iter().chain(&lists.renamed).chain(&lists.distinct) {
        if *own && !lists.lists.iter().any(|(list, ..)| list == name) {
            diagnostics.push(diagnostic!(*at, "unknown-list", name = name).suggest(name, lists.lists.iter().map(|(list, ..)| *list)));
        }
    }
    let context = Context { program, lists: &lists };
    let names: HashMap<&str, usize> = tables.requires.iter().enumerate().map(|(at, (entry, _))| (entry.key.as_ref(), at)).collect();
    let before = diagnostics.len();
    let requirements: Vec<Option<Requirement>> =
        tables.requires.iter().map(|(entry, _)| read_requirement(entry, &names, context, diagnostics)).collect();
    let own: Vec<bool> = tables.requires.iter().map(|(_, own)| *own).collect();
    check_sources(&tables, &sources, diagnostics);
    let Some(root) = names.get("eligible").copied() else {
        diagnostics.push(diagnostic!(document.node.span, "no-root"));
        return None;
    };
    let requirements: Vec<Requirement> = requirements.into_iter().collect::<Option<_>>()?;
    if diagnostics[before..].iter().any(|diagnostic| diagnostic.is_error) {
        return None;
    }
    let (from, until, _) = in_force?;
    graph::assemble(
        graph::Parts { id: document.name.to_owned(), from, until, supersedes, sources, requirements, own, root, files: tables.files },
        program,
        diagnostics,
    )
}

/// A source that one of the edition's own requirements names has to be among its sources.
fn check_sources(tables: &Tables<'_, '_>, sources: &[Source], diagnostics: &mut Vec<Diagnostic>) {
    for (entry, _) in tables.requires.iter().filter(|(_, own)| *own) {
        let Some(node) = entry.node.table().and_then(|table| table.get("source")) else { continue };
        let Some(title) = node.text() else { continue };
        if !sources.iter().any(|source| source.title == title) {
            let known = sources.iter().map(|source| source.title.as_str());
            diagnostics.push(diagnostic!(node.span, "unknown-source", name = title).suggest(title, known));
        }
    }
}

/// What is said of lists: each list's name, where it stands, the table, and whether it is the edition's own.
fn of_lists<'n, 'i>(tables: &[(&'n Entry<'i>, bool)]) -> Vec<(&'n str, Span, &'n Node<'i>, bool)> {
    tables.iter().map(|(entry, own)| (entry.key.as_ref(), entry.span, &entry.node, *own)).collect()
}

fn read_in_force(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<(Date, Option<Date>, Span)> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let from = fields.required("from", diagnostics).and_then(|node| day(node, diagnostics));
    let until = fields.optional("until").and_then(|node| day(node, diagnostics));
    fields.finish(diagnostics);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        diagnostics.push(diagnostic!(node.span, "until-before-from"));
    }
    Some((from?, until, node.span))
}

fn known_edition<'n>(node: &'n Node<'_>, all: &[Document<'_>], own: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n str> {
    let id = as_text(node, diagnostics)?;
    if id == own || !all.iter().any(|document| document.name == id) {
        let diagnostic = diagnostic!(node.span, "unknown-edition", name = id);
        diagnostics.push(diagnostic.suggest(id, all.iter().map(|document| document.name).filter(|name| *name != own)));
        return None;
    }
    Some(id)
}

fn read_sources(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<Source> {
    let NodeValue::List(items) = &node.value else {
        diagnostics.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    let mut sources = Vec::new();
    for item in items {
        let Some(mut fields) = TableReader::from_entry(item, diagnostics) else { continue };
        let title = fields.required_text("title", diagnostics).map(str::to_owned);
        let url = fields.text("url", diagnostics).map(str::to_owned);
        let retrieved = fields.optional("retrieved").and_then(|node| day(node, diagnostics));
        let note = fields.text("note", diagnostics).map(str::to_owned);
        let verified = fields.optional("verified").is_none() || fields.flag("verified", diagnostics);
        fields.finish(diagnostics);
        sources.extend(title.map(|title| Source { title, url, retrieved, note, verified }));
    }
    sources
}

/// Follows `like`: starts as that edition; a table stated here replaces the one of that name.
fn inherit<'n, 'i>(document: &'n Document<'i>, all: &'n [Document<'i>], diagnostics: &mut Vec<Diagnostic>) -> Option<Tables<'n, 'i>> {
    let mut chain = vec![document];
    while let Some(node) = chain.last().and_then(|last| last.node.table()).and_then(|table| table.get("like")) {
        let owner = chain.last().map_or("", |last| last.name);
        let id = known_edition(node, all, owner, diagnostics)?;
        if chain.iter().any(|before| before.name == id) {
            diagnostics.push(diagnostic!(node.span, "like-in-circles", name = id));
            return None;
        }
        chain.push(all.iter().find(|document| document.name == id)?);
    }
    let mut tables = Tables { files: chain.iter().map(|document| document.file).collect(), ..Tables::default() };
    for (distance, from) in chain.iter().enumerate().rev() {
        let own = distance == 0;
        let table = from.node.table()?;
        overlay(&mut tables.requires, table.get("requires"), own, diagnostics);
        overlay(&mut tables.lists, table.get("lists"), own, diagnostics);
        overlay(&mut tables.aliases, table.get("aliases"), own, diagnostics);
        overlay(&mut tables.renamed, table.get("renamed"), own, diagnostics);
        overlay(&mut tables.distinct, table.get("distinct"), own, diagnostics);
    }
    Some(tables)
}

fn overlay<'n, 'i>(entries: &mut Vec<(&'n Entry<'i>, bool)>, stated: Option<&'n Node<'i>>, own: bool, diagnostics: &mut Vec<Diagnostic>) {
    let Some(node) = stated else { return };
    let NodeValue::Table(table) = &node.value else {
        diagnostics.push(wrong_type(node, "type-table"));
        return;
    };
    let places: HashMap<String, usize> = entries.iter().enumerate().map(|(at, (entry, _))| (entry.key.to_string(), at)).collect();
    for entry in &table.entries {
        match places.get(entry.key.as_ref()) {
            Some(at) => entries[*at] = (entry, own),
            None => entries.push((entry, own)),
        }
    }
}

fn read_requirement(
    entry: &Entry<'_>,
    names: &HashMap<&str, usize>,
    context: Context<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Requirement> {
    let id = entry.key.as_ref();
    if !is_name(id) {
        diagnostics.push(diagnostic!(entry.span, "bad-name", name = id));
    }
    let table = match &entry.node.value {
        NodeValue::Table(table) => table,
        _ => {
            diagnostics.push(wrong_type(&entry.node, "type-table"));
            return None;
        }
    };
    let mut fields = TableReader::new(table, entry.span);
    let clause = fields.text("clause", diagnostics).map(str::to_owned);
    let quote = fields.text("quote", diagnostics).map(str::to_owned);
    let source = fields.text("source", diagnostics).map(str::to_owned);
    let title = localized_key(&mut fields, "title", diagnostics);
    let understood_as = remark(&mut fields, "understood_as", diagnostics);
    let applies_when = fields.optional("applies_when").and_then(|node| {
        let name = as_text(node, diagnostics)?;
        known_requirement(name, node.span, names, diagnostics)
    });
    let readings = fields.optional("readings");
    let remedy = fields.optional("remedy");
    let workaround = fields.optional("workaround");
    if let (Some(node), Some(_)) = (&workaround, &remedy) {
        diagnostics.push(diagnostic!(node.span, "workaround-and-remedy"));
    }
    let workaround = workaround.and_then(|node| localized(node, diagnostics));
    let logic: Vec<(&'static str, &Node<'_>)> =
        ["all", "any", "none"].into_iter().filter_map(|key| Some((key, fields.optional(key)?))).collect();
    let rule = match (logic.as_slice(), table.get("of")) {
        ([], Some(_)) => test::read(&mut fields, context, diagnostics).map(Rule::Test),
        ([(key, _)], None) => read_group(key, &mut fields, names, diagnostics).map(Rule::Group),
        _ => {
            diagnostics.push(diagnostic!(entry.span, "test-or-group", name = id).with_help("test-or-group-help", vec![]));
            return None;
        }
    };
    fields.finish(diagnostics);
    let readings = match (readings, &rule) {
        (None, _) => Vec::new(),
        (Some(node), Some(Rule::Group(_))) => {
            diagnostics.push(diagnostic!(node.span, "readings-of-a-group"));
            Vec::new()
        }
        (Some(node), _) => read_readings(node, table, entry.span, context, diagnostics),
    };
    let readings = match &rule {
        Some(Rule::Test(test)) => readings.into_iter().chain(readings_of_renamed(test)).collect(),
        _ => readings,
    };
    let remedy = remedy.and_then(|node| remedy::read(node, rule.as_ref(), context, diagnostics));
    Some(Requirement {
        title: title.unwrap_or_else(|| Localized::untranslated(id)),
        id: id.to_owned(),
        clause,
        quote,
        source,
        rule: rule?,
        applies_when,
        readings,
        understood_as,
        remedy,
        workaround,
        role: Role::Main,
        at: entry.span,
    })
}

fn known_requirement(name: &str, at: Span, names: &HashMap<&str, usize>, diagnostics: &mut Vec<Diagnostic>) -> Option<usize> {
    let found = names.get(name).copied();
    if found.is_none() {
        let mut known: Vec<&str> = names.keys().copied().collect();
        known.sort_unstable();
        diagnostics.push(diagnostic!(at, "unknown-requirement", name = name).suggest(name, known));
    }
    found
}

fn read_group(
    key: &'static str,
    fields: &mut TableReader<'_, '_>,
    names: &HashMap<&str, usize>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Group> {
    let at = fields.optional(key)?.span;
    let members = fields.texts(key, diagnostics);
    if members.is_empty() {
        diagnostics.push(diagnostic!(at, "empty-list"));
        return None;
    }
    let mut children = Vec::new();
    for (name, at) in &members {
        if let Some(child) = known_requirement(name, *at, names, diagnostics) {
            if children.contains(&child) {
                diagnostics.push(diagnostic!(*at, "named-twice", name = name));
            }
            children.push(child);
        }
    }
    let at_least = fields.optional("at_least");
    let logic = match (key, at_least) {
        ("any", None) => Logic::Any { at_least: 1 },
        ("any", Some(node)) => {
            let count = if let NodeValue::Number(text) = &node.value { text.parse().ok() } else { None };
            match count.filter(|count| (1..=members.len()).contains(count)) {
                Some(at_least) => Logic::Any { at_least },
                None => {
                    diagnostics.push(diagnostic!(node.span, "bad-at-least", count = members.len()));
                    return None;
                }
            }
        }
        (_, Some(node)) => {
            diagnostics.push(diagnostic!(node.span, "at-least-without-any"));
            return None;
        }
        ("all", None) => Logic::All,
        _ => Logic::None,
    };
    (children.len() == members.len()).then_some(Group { logic, children })
}

/// Each reading is the test itself with the keys that differ laid over it; a measure replaces the measure.
fn read_readings(
    node: &Node<'_>,
    main: &Table<'_>,
    at: Span,
    context: Context<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Reading> {
    let NodeValue::List(items) = &node.value else {
        diagnostics.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    const TEST: [&str; 6] = ["of", "where", "within", "ending", "seen_after", "dated"];
    let belongs = |key: &str| TEST.contains(&key) || MEASURES.contains(&key) || key == "is";
    let mut readings = Vec::new();
    for item in items {
        let Some(mut stated) = TableReader::from_entry(item, diagnostics) else { continue };
        let title = stated.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
        let measured = stated.entries().iter().any(|entry| MEASURES.contains(&entry.key.as_ref()));
        let mut entries: Vec<Entry<'_>> = main
            .entries
            .iter()
            .filter(|entry| belongs(&entry.key) && !(measured && MEASURES.contains(&entry.key.as_ref())))
            .filter(|entry| !stated.entries().iter().any(|other| other.key == entry.key))
            .cloned()
            .collect();
        let mut differs = false;
        for entry in stated.entries() {
            if belongs(&entry.key) {
                differs = true;
                entries.push(entry.clone());
            } else if entry.key != "title" {
                let diagnostic = diagnostic!(entry.span, "unknown-key", key = entry.key);
                diagnostics.push(diagnostic.suggest(&entry.key, TEST.into_iter().chain(MEASURES).chain(["is", "title"])));
            }
        }
        if !differs {
            diagnostics.push(diagnostic!(item.span, "reading-like-the-test"));
            continue;
        }
        let table = Table { entries };
        let mut fields = TableReader::new(&table, at);
        let test = test::read(&mut fields, context, diagnostics);
        readings.extend(title.zip(test).map(|(title, test)| Reading { title, test, implied: false }));
    }
    readings
}

/// The two ways in which renamed paths may count, as readings of the test that asks for their list.
fn readings_of_renamed(test: &Test) -> impl Iterator<Item = Reading> {
    let titles = [
        (true, Localized { zh: "改名后资格延续".to_owned(), en: "entitlement carried over".to_owned() }),
        (false, Localized { zh: "改名后资格不延续".to_owned(), en: "entitlement did not carry over".to_owned() }),
    ];
    let reading = |(carried_over, title)| Some(Reading { title, test: test.with_renamed(carried_over)?, implied: true });
    titles.into_iter().filter_map(reading)
}

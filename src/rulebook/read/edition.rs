//! `<edition>.toml`.
//!
//! In: an edition's document, and those of the editions that it may be like. Out: an [`Edition`] as a graph, with a fault
//! for everything that is wrong.

use hashbrown::HashMap;

use super::graph;
use super::{actor, cost, day, effort, is_name, localized, localized_key, remark, takes};
use crate::day::Day;
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{Entry, FileId, Node, Span, Table, Tree};
use crate::problem::{Problem, problem};
use crate::rulebook::condition::Lists;
use crate::rulebook::edition::{Changes, Edition, Group, Logic, Reading, Remedy, Requirement, Role, Rule, Source};
use crate::rulebook::program::Program;
use crate::rulebook::test::{self, Context, MEASURES, Test};
use crate::words::Localized;

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

pub(super) fn read(document: &Document<'_>, all: &[Document<'_>], program: &Program, faults: &mut Vec<Problem>) -> Option<Edition> {
    let mut fields = Fields::of(&document.node, faults)?;
    if let Some(node) = fields.need("edition", faults) {
        let id = as_text(node, faults)?;
        if id != document.name {
            faults.push(problem!(node.span, "edition-and-file", id = id, file = document.name));
        }
    }
    let in_force = fields.need("in_force", faults).and_then(|node| read_in_force(node, faults));
    let supersedes = fields.take("supersedes").and_then(|node| known_edition(node, all, document.name, faults)).map(str::to_owned);
    let sources = fields.take("sources").map_or_else(Vec::new, |node| read_sources(node, faults));
    let tables = inherit(document, all, faults)?;
    for key in ["like", "requires", "lists", "aliases", "renamed", "distinct"] {
        fields.take(key);
    }
    fields.finish(faults);
    let lists = Lists {
        lists: tables.lists.iter().map(|(entry, _)| (entry.key.as_ref(), entry.at, &entry.node)).collect(),
        aliases: of_lists(&tables.aliases),
        renamed: of_lists(&tables.renamed),
        distinct: of_lists(&tables.distinct),
    };
    for (name, at, _, own) in lists.aliases.iter().chain(&lists.renamed).chain(&lists.distinct) {
        if *own && !lists.lists.iter().any(|(list, ..)| list == name) {
            faults.push(problem!(*at, "unknown-list", name = name).meant(name, lists.lists.iter().map(|(list, ..)| *list)));
        }
    }
    let context = Context { program, lists: &lists };
    let names: HashMap<&str, usize> = tables.requires.iter().enumerate().map(|(at, (entry, _))| (entry.key.as_ref(), at)).collect();
    let before = faults.len();
    let requirements: Vec<Option<Requirement>> =
        tables.requires.iter().map(|(entry, _)| read_requirement(entry, &names, context, faults)).collect();
    let own: Vec<bool> = tables.requires.iter().map(|(_, own)| *own).collect();
    let Some(root) = names.get("eligible").copied() else {
        faults.push(problem!(document.node.span, "no-root"));
        return None;
    };
    let requirements: Vec<Requirement> = requirements.into_iter().collect::<Option<_>>()?;
    if faults[before..].iter().any(|fault| fault.fatal) {
        return None;
    }
    let (from, until, _) = in_force?;
    graph::assemble(
        graph::Parts { id: document.name.to_owned(), from, until, supersedes, sources, requirements, own, root, files: tables.files },
        program,
        faults,
    )
}

/// What is said of lists: each list's name, where it stands, the table, and whether it is the edition's own.
fn of_lists<'n, 'i>(tables: &[(&'n Entry<'i>, bool)]) -> Vec<(&'n str, Span, &'n Node<'i>, bool)> {
    tables.iter().map(|(entry, own)| (entry.key.as_ref(), entry.at, &entry.node, *own)).collect()
}

fn read_in_force(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<(Day, Option<Day>, Span)> {
    let mut fields = Fields::of(node, faults)?;
    let from = fields.need("from", faults).and_then(|node| day(node, faults));
    let until = fields.take("until").and_then(|node| day(node, faults));
    fields.finish(faults);
    if from.zip(until).is_some_and(|(from, until)| until < from) {
        faults.push(problem!(node.span, "until-before-from"));
    }
    Some((from?, until, node.span))
}

fn known_edition<'n>(node: &'n Node<'_>, all: &[Document<'_>], own: &str, faults: &mut Vec<Problem>) -> Option<&'n str> {
    let id = as_text(node, faults)?;
    if id == own || !all.iter().any(|document| document.name == id) {
        let fault = problem!(node.span, "unknown-edition", name = id);
        faults.push(fault.meant(id, all.iter().map(|document| document.name).filter(|name| *name != own)));
        return None;
    }
    Some(id)
}

fn read_sources(node: &Node<'_>, faults: &mut Vec<Problem>) -> Vec<Source> {
    let Tree::List(items) = &node.tree else {
        faults.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    let mut sources = Vec::new();
    for item in items {
        let Some(mut fields) = Fields::of(item, faults) else { continue };
        let title = fields.need_text("title", faults).map(str::to_owned);
        let url = fields.text("url", faults).map(str::to_owned);
        let retrieved = fields.take("retrieved").and_then(|node| day(node, faults));
        let note = fields.text("note", faults).map(str::to_owned);
        fields.finish(faults);
        sources.extend(title.map(|title| Source { title, url, retrieved, note }));
    }
    sources
}

/// Follows `like`: starts as that edition; a table stated here replaces the one of that name.
fn inherit<'n, 'i>(document: &'n Document<'i>, all: &'n [Document<'i>], faults: &mut Vec<Problem>) -> Option<Tables<'n, 'i>> {
    let mut chain = vec![document];
    while let Some(node) = chain.last().and_then(|last| last.node.table()).and_then(|table| table.get("like")) {
        let owner = chain.last().map_or("", |last| last.name);
        let id = known_edition(node, all, owner, faults)?;
        if chain.iter().any(|before| before.name == id) {
            faults.push(problem!(node.span, "like-in-circles", name = id));
            return None;
        }
        chain.push(all.iter().find(|document| document.name == id)?);
    }
    let mut tables = Tables { files: chain.iter().map(|document| document.file).collect(), ..Tables::default() };
    for (distance, from) in chain.iter().enumerate().rev() {
        let own = distance == 0;
        let table = from.node.table()?;
        overlay(&mut tables.requires, table.get("requires"), own, faults);
        overlay(&mut tables.lists, table.get("lists"), own, faults);
        overlay(&mut tables.aliases, table.get("aliases"), own, faults);
        overlay(&mut tables.renamed, table.get("renamed"), own, faults);
        overlay(&mut tables.distinct, table.get("distinct"), own, faults);
    }
    Some(tables)
}

fn overlay<'n, 'i>(entries: &mut Vec<(&'n Entry<'i>, bool)>, stated: Option<&'n Node<'i>>, own: bool, faults: &mut Vec<Problem>) {
    let Some(node) = stated else { return };
    let Tree::Table(table) = &node.tree else {
        faults.push(wrong_type(node, "type-table"));
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
    faults: &mut Vec<Problem>,
) -> Option<Requirement> {
    let id = entry.key.as_ref();
    if !is_name(id) {
        faults.push(problem!(entry.at, "bad-name", name = id));
    }
    let table = match &entry.node.tree {
        Tree::Table(table) => table,
        _ => {
            faults.push(wrong_type(&entry.node, "type-table"));
            return None;
        }
    };
    let mut fields = Fields::new(table, entry.at);
    let clause = fields.text("clause", faults).map(str::to_owned);
    let title = localized_key(&mut fields, "title", faults);
    let understood_as = remark(&mut fields, "understood_as", faults);
    let applies_when = fields.take("applies_when").and_then(|node| {
        let name = as_text(node, faults)?;
        known_requirement(name, node.span, names, faults)
    });
    let readings = fields.take("readings");
    let remedy = fields.take("remedy");
    let workaround = fields.take("workaround");
    if let (Some(node), Some(_)) = (&workaround, &remedy) {
        faults.push(problem!(node.span, "workaround-and-remedy"));
    }
    let workaround = workaround.and_then(|node| localized(node, faults));
    let logic: Vec<(&'static str, &Node<'_>)> =
        ["all", "any", "none"].into_iter().filter_map(|key| Some((key, fields.take(key)?))).collect();
    let rule = match (logic.as_slice(), table.get("of")) {
        ([], Some(_)) => test::read(&mut fields, context, faults).map(Rule::Test),
        ([(key, _)], None) => read_group(key, &mut fields, names, faults).map(Rule::Group),
        _ => {
            faults.push(problem!(entry.at, "test-or-group", name = id).help("test-or-group-help", vec![]));
            return None;
        }
    };
    fields.finish(faults);
    let readings = match (readings, &rule) {
        (None, _) => Vec::new(),
        (Some(node), Some(Rule::Group(_))) => {
            faults.push(problem!(node.span, "readings-of-a-group"));
            Vec::new()
        }
        (Some(node), _) => read_readings(node, table, entry.at, context, faults),
    };
    let readings = match &rule {
        Some(Rule::Test(test)) => readings.into_iter().chain(readings_of_renamed(test)).collect(),
        _ => readings,
    };
    let remedy = remedy.and_then(|node| read_remedy(node, rule.as_ref(), context.program, faults));
    Some(Requirement {
        title: title.unwrap_or_else(|| Localized::same(id)),
        id: id.to_owned(),
        clause,
        rule: rule?,
        applies_when,
        readings,
        understood_as,
        remedy,
        workaround,
        role: Role::Main,
        at: entry.at,
    })
}

fn known_requirement(name: &str, at: Span, names: &HashMap<&str, usize>, faults: &mut Vec<Problem>) -> Option<usize> {
    let found = names.get(name).copied();
    if found.is_none() {
        let mut known: Vec<&str> = names.keys().copied().collect();
        known.sort_unstable();
        faults.push(problem!(at, "unknown-requirement", name = name).meant(name, known));
    }
    found
}

fn read_group(key: &'static str, fields: &mut Fields<'_, '_>, names: &HashMap<&str, usize>, faults: &mut Vec<Problem>) -> Option<Group> {
    let at = fields.take(key)?.span;
    let members = fields.texts(key, faults);
    if members.is_empty() {
        faults.push(problem!(at, "empty-list"));
        return None;
    }
    let mut children = Vec::new();
    for (name, at) in &members {
        if let Some(child) = known_requirement(name, *at, names, faults) {
            if children.contains(&child) {
                faults.push(problem!(*at, "named-twice", name = name));
            }
            children.push(child);
        }
    }
    let at_least = fields.take("at_least");
    let logic = match (key, at_least) {
        ("any", None) => Logic::Any { at_least: 1 },
        ("any", Some(node)) => {
            let count = if let Tree::Number(text) = &node.tree { text.parse().ok() } else { None };
            match count.filter(|count| (1..=members.len()).contains(count)) {
                Some(at_least) => Logic::Any { at_least },
                None => {
                    faults.push(problem!(node.span, "bad-at-least", count = members.len()));
                    return None;
                }
            }
        }
        (_, Some(node)) => {
            faults.push(problem!(node.span, "at-least-without-any"));
            return None;
        }
        ("all", None) => Logic::All,
        _ => Logic::None,
    };
    (children.len() == members.len()).then_some(Group { logic, children })
}

/// Each reading is the test itself with the keys that differ laid over it; a measure replaces the measure.
fn read_readings(node: &Node<'_>, main: &Table<'_>, at: Span, context: Context<'_, '_, '_>, faults: &mut Vec<Problem>) -> Vec<Reading> {
    let Tree::List(items) = &node.tree else {
        faults.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    const TEST: [&str; 6] = ["of", "where", "within", "ending", "seen_after", "dated"];
    let belongs = |key: &str| TEST.contains(&key) || MEASURES.contains(&key) || key == "is";
    let mut readings = Vec::new();
    for item in items {
        let Some(mut stated) = Fields::of(item, faults) else { continue };
        let title = stated.need("title", faults).and_then(|node| localized(node, faults));
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
                let fault = problem!(entry.at, "unknown-key", key = entry.key);
                faults.push(fault.meant(&entry.key, TEST.into_iter().chain(MEASURES).chain(["is", "title"])));
            }
        }
        if !differs {
            faults.push(problem!(item.span, "reading-like-the-test"));
            continue;
        }
        let table = Table { entries };
        let mut fields = Fields::new(&table, at);
        let test = test::read(&mut fields, context, faults);
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

fn read_remedy(node: &Node<'_>, rule: Option<&Rule>, program: &Program, faults: &mut Vec<Problem>) -> Option<Remedy> {
    let mut fields = Fields::of(node, faults)?;
    let action = fields.need("do", faults).and_then(|node| localized(node, faults));
    let after = fields.texts("after", faults).into_iter().map(|(name, _)| name.to_owned()).collect();
    let adds = fields.take("adds");
    let raises = fields.take("raises");
    let takes = fields.take("takes").and_then(|node| takes(node, faults));
    let cost = fields.take("cost").and_then(|node| cost(node, faults));
    let actor = actor(&mut fields, faults);
    let effort = effort(&mut fields, faults);
    fields.finish(faults);
    let changes = match (adds, raises) {
        (None, None) => Changes::Fixes,
        (Some(node), None) => {
            let additive = matches!(rule, None | Some(Rule::Test(Test::Rows(_))));
            if as_text(node, faults)? != "row" {
                faults.push(problem!(node.span, "bad-adds"));
            } else if !additive {
                faults.push(problem!(node.span, "remedy-does-not-fit", key = "adds"));
            }
            Changes::AddsRows
        }
        (None, Some(node)) => {
            let name = as_text(node, faults)?;
            let measured = match rule {
                Some(Rule::Test(Test::Rows(rows))) => {
                    rows.measure.column().zip(program.facts[rows.of].kind.table()).map(|(column, table)| &table.columns[column].id)
                }
                Some(Rule::Test(Test::Value { of: Some(fact), .. } | Test::Length { of: fact, .. })) => Some(&program.facts[*fact].id),
                _ => None,
            };
            if rule.is_some() && measured.is_none_or(|measured| measured != name) {
                let fault = problem!(node.span, "remedy-does-not-fit", key = "raises");
                faults.push(fault.meant(name, measured.map(String::as_str)));
            }
            Changes::Raises
        }
        (Some(_), Some(node)) => {
            faults.push(problem!(node.span, "adds-and-raises"));
            return None;
        }
    };
    Some(Remedy { action: action?, after, changes, takes, cost, actor, effort })
}

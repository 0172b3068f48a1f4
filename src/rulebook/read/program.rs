//! `program.toml`.
//!
//! In: its document. Out: a [`Program`], with a fault for everything in it that is wrong.

use chrono_tz::Tz;

use super::{actor, consistent, day, effort, is_name, localized, localized_key, localized_of, remark, takes};
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{Entry, FileId, Node, Span, Tree};
use crate::kind::{Choice, Kind, fold};
use crate::problem::{Problem, problem};
use crate::rulebook::program::{Column, Deadline, FactDef, FactKind, Instead, Link, Opening, OpeningState, Program, Step, Table};
use crate::words::Localized;

pub(super) fn read(node: &Node<'_>, file: FileId, folder: &str, faults: &mut Vec<Problem>) -> Option<Program> {
    let mut document = Fields::of(node, faults)?;
    let header = document.need("program", faults).and_then(|node| Fields::of(node, faults));
    let facts: Vec<FactDef> = document.take("facts").map_or_else(Vec::new, |node| entries(node, faults, read_fact));
    let steps: Vec<Step> = document.take("steps").map_or_else(Vec::new, |node| entries(node, faults, read_step));
    let consistent = document.take("consistent").map_or_else(Vec::new, |node| consistent::read(node, &facts, faults));
    document.finish(faults);
    let mut header = header?;
    let id = header.need("id", faults).and_then(|node| {
        let id = as_text(node, faults)?;
        if !is_name(id) {
            faults.push(problem!(node.span, "bad-name", name = id));
        } else if id != folder {
            faults.push(problem!(node.span, "id-and-folder", id = id, folder = folder));
        }
        Some(id.to_owned())
    });
    let title = localized_key(&mut header, "title", faults);
    let zone = header.need("time_zone", faults).and_then(|node| {
        let name = as_text(node, faults)?;
        let zone = name.parse::<Tz>().ok();
        if zone.is_none() {
            let fault = problem!(node.span, "unknown-zone", name = name);
            faults.push(fault.meant(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())));
        }
        zone
    });
    let opening = header.take("opening").and_then(|node| read_opening(node, faults));
    header.finish(faults);
    let fact_index = facts.iter().enumerate().map(|(at, fact)| (fact.id.clone(), at)).collect();
    let id = id?;
    let title = title.unwrap_or_else(|| Localized::same(&id));
    Some(Program { title, id, zone: zone?, opening, facts, consistent, steps, file, fact_index })
}

/// Reads a table of things that have names.
fn entries<T>(node: &Node<'_>, faults: &mut Vec<Problem>, read: impl Fn(&Entry<'_>, &mut Vec<Problem>) -> Option<T>) -> Vec<T> {
    let Some(fields) = Fields::of(node, faults) else { return Vec::new() };
    let mut all = Vec::new();
    for entry in fields.entries() {
        if !is_name(&entry.key) || entry.key == "today" {
            faults.push(problem!(entry.at, "bad-name", name = entry.key));
        }
        all.extend(read(entry, faults));
    }
    all
}

fn read_opening(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Opening> {
    const STATES: [(&str, OpeningState); 4] = [
        ("open", OpeningState::Open),
        ("invitation", OpeningState::Invitation),
        ("closed", OpeningState::Closed),
        ("unverified", OpeningState::Unverified),
    ];
    let mut fields = Fields::of(node, faults)?;
    let state = fields.need("state", faults).and_then(|node| {
        let text = as_text(node, faults)?;
        let state = STATES.iter().find(|(name, _)| *name == text).map(|(_, state)| *state);
        if state.is_none() {
            faults.push(problem!(node.span, "unknown-option", value = text).meant(text, STATES.iter().map(|(name, _)| *name)));
        }
        state
    });
    let note = fields.need("note", faults).and_then(|node| localized(node, faults));
    let source = fields.need_text("source", faults).map(str::to_owned);
    let checked = fields.need("checked", faults).and_then(|node| day(node, faults));
    let instead = fields.take("instead").and_then(|node| read_instead(node, faults));
    let held = fields.text("held", faults).map(str::to_owned);
    let invited = fields.text("invited", faults).map(str::to_owned);
    fields.finish(faults);
    Some(Opening { state: state?, note: note?, source: source?, checked: checked?, instead, held, invited })
}

fn read_instead(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Instead> {
    let mut fields = Fields::of(node, faults)?;
    let program = fields.take("program").and_then(|node| {
        let id = as_text(node, faults)?;
        if !is_name(id) {
            faults.push(problem!(node.span, "bad-name", name = id));
        }
        Some(id.to_owned())
    });
    let title = localized_of(&mut fields, faults);
    fields.finish(faults);
    Some(Instead { title: title?, program })
}

fn read_fact(entry: &Entry<'_>, faults: &mut Vec<Problem>) -> Option<FactDef> {
    let mut fields = Fields::of(&entry.node, faults)?;
    let title = localized_key(&mut fields, "title", faults);
    let ask = remark(&mut fields, "ask", faults);
    let find = remark(&mut fields, "find", faults);
    let effort = effort(&mut fields, faults);
    let fresh = fields.period("fresh", faults);
    let past = fields.flag("past", faults);
    let kind = fields.need("kind", faults).and_then(|node| {
        let name = as_text(node, faults)?;
        match name {
            "rows" => read_rows(&mut fields, faults).map(FactKind::Rows),
            "daily" => read_daily(&mut fields, faults).map(FactKind::Daily),
            _ => read_kind(node, name, &mut fields, &["rows", "daily"], faults).map(FactKind::Value),
        }
    });
    fields.finish(faults);
    let id = entry.key.as_ref().to_owned();
    let kind = kind?;
    if past && !kind.is_dated() {
        let at = fields_at(&entry.node, "past");
        faults.push(problem!(at, "past-without-date", name = id));
    }
    Some(FactDef { title: title.unwrap_or_else(|| Localized::same(&id)), id, kind, ask, find, effort, fresh, past })
}

/// The span of a key's value, or of the whole node.
fn fields_at(node: &Node<'_>, key: &str) -> Span {
    node.table().and_then(|table| table.get(key)).map_or(node.span, |value| value.span)
}

/// A kind of single values, with what belongs to it.
fn read_kind(node: &Node<'_>, name: &str, fields: &mut Fields<'_, '_>, others: &[&'static str], faults: &mut Vec<Problem>) -> Option<Kind> {
    match name {
        "flag" => Some(Kind::Flag),
        "text" => Some(Kind::Text),
        "date" => Some(Kind::Date),
        "moment" => Some(Kind::Moment),
        "region" => Some(Kind::Region),
        "path" => Some(Kind::Path),
        "number" => {
            let places = match fields.take("decimals").map(|node| (node, &node.tree)) {
                None => Some(0),
                Some((node, Tree::Number(text))) => {
                    let places = text.parse().ok().filter(|places| *places <= 6);
                    if places.is_none() {
                        faults.push(problem!(node.span, "bad-decimals"));
                    }
                    places
                }
                Some((node, _)) => {
                    faults.push(wrong_type(node, "type-number"));
                    None
                }
            };
            Some(Kind::Number { places: places? })
        }
        "money" => {
            let node = fields.need("currency", faults)?;
            let code = as_text(node, faults)?;
            let Some(currency) = iso_currency::Currency::from_code(code) else {
                faults.push(problem!(node.span, "unknown-currency", value = code));
                return None;
            };
            Some(Kind::Money { currency: code.to_owned(), places: currency.exponent().unwrap_or(0) as u8 })
        }
        "choice" => {
            let node = fields.need("options", faults)?;
            let mut choices: Vec<Choice> = Vec::new();
            for entry in Fields::of(node, faults)?.entries() {
                if choices.iter().any(|choice| fold(&choice.id) == fold(&entry.key)) {
                    faults.push(problem!(entry.at, "duplicate-key", key = entry.key));
                }
                choices.extend(localized(&entry.node, faults).map(|label| Choice { id: entry.key.as_ref().to_owned(), label }));
            }
            if choices.len() < 2 {
                faults.push(problem!(node.span, "too-few-options"));
                return None;
            }
            Some(Kind::Choice(choices))
        }
        other => {
            let known = ["flag", "choice", "text", "number", "money", "date", "moment", "region", "path"];
            let fault = problem!(node.span, "unknown-kind", value = other);
            faults.push(fault.meant(other, known.into_iter().chain(others.iter().copied())));
            None
        }
    }
}

fn read_columns(fields: &mut Fields<'_, '_>, columns: &mut Vec<Column>, faults: &mut Vec<Problem>) -> Option<()> {
    let node = fields.need("columns", faults)?;
    let table = Fields::of(node, faults)?;
    for entry in table.entries() {
        let id = entry.key.as_ref().to_owned();
        if !is_name(&id) || columns.iter().any(|column| column.id == id) {
            faults.push(problem!(entry.at, "bad-name", name = id));
        }
        let (kind, title) = match &entry.node.tree {
            Tree::Text(name) => {
                let empty = crate::doc::Table::default();
                (read_kind(&entry.node, name, &mut Fields::new(&empty, entry.node.span), &[], faults), None)
            }
            Tree::Table(inner) => {
                let mut inner = Fields::new(inner, entry.node.span);
                let title = localized_key(&mut inner, "title", faults);
                let kind = inner.need("kind", faults).and_then(|node| {
                    let name = as_text(node, faults)?;
                    read_kind(node, name, &mut inner, &[], faults)
                });
                inner.finish(faults);
                (kind, title)
            }
            _ => {
                faults.push(wrong_type(&entry.node, "type-text"));
                (None, None)
            }
        };
        columns.push(Column { title: title.unwrap_or_else(|| Localized::same(&id)), id, kind: kind? });
    }
    if table.entries().is_empty() {
        faults.push(problem!(node.span, "no-columns"));
        return None;
    }
    Some(())
}

fn read_rows(fields: &mut Fields<'_, '_>, faults: &mut Vec<Problem>) -> Option<Table> {
    let mut columns = Vec::new();
    let read = read_columns(fields, &mut columns, faults);
    let only = (columns.len() == 1).then_some(0);
    let mut table = Table { columns, key: Vec::new(), plain: only };
    if let Some(node) = fields.take("plain") {
        let name = as_text(node, faults)?;
        match table.column(name) {
            Some(column) => table.plain = Some(column),
            None => {
                let fault = problem!(node.span, "unknown-column", name = name);
                faults.push(fault.meant(name, table.columns.iter().map(|column| column.id.as_str())));
            }
        }
    }
    for (name, span) in fields.texts("key", faults) {
        match table.column(name) {
            Some(column) => table.key.push(column),
            None if read.is_none() => {}
            None => faults
                .push(problem!(span, "unknown-column", name = name).meant(name, table.columns.iter().map(|column| column.id.as_str()))),
        }
    }
    read.map(|()| table)
}

fn read_daily(fields: &mut Fields<'_, '_>, faults: &mut Vec<Problem>) -> Option<Table> {
    let title = Localized { zh: "日期".to_owned(), en: "date".to_owned() };
    let mut columns = vec![Column { id: "date".to_owned(), kind: Kind::Date, title }];
    read_columns(fields, &mut columns, faults)?;
    Some(Table { columns, key: vec![0], plain: None })
}

fn read_step(entry: &Entry<'_>, faults: &mut Vec<Problem>) -> Option<Step> {
    let mut fields = Fields::of(&entry.node, faults)?;
    let id = entry.key.as_ref().to_owned();
    let names = |list: Vec<(&str, crate::doc::Span)>| list.into_iter().map(|(name, _)| name.to_owned()).collect();
    let title = localized_key(&mut fields, "title", faults);
    let after = names(fields.texts("after", faults));
    let needs = names(fields.texts("needs", faults));
    let done = fields.text("done", faults).map(str::to_owned);
    let takes = fields.take("takes").and_then(|node| takes(node, faults));
    let actor = actor(&mut fields, faults);
    let deadline = fields.take("deadline").and_then(|node| {
        let mut fields = Fields::of(node, faults)?;
        let after = fields.need_text("after", faults).map(str::to_owned);
        let within = fields.need("within", faults).is_some().then(|| fields.period("within", faults)).flatten();
        fields.finish(faults);
        Some(Deadline { after: after?, within: within? })
    });
    let optional = fields.flag("optional", faults);
    let how = remark(&mut fields, "how", faults);
    let links = match fields.take("links") {
        None => Vec::new(),
        Some(Node { tree: Tree::List(links), .. }) => links.iter().filter_map(|node| read_link(node, faults)).collect(),
        Some(node) => {
            faults.push(wrong_type(node, "type-list"));
            Vec::new()
        }
    };
    fields.finish(faults);
    let title = title.unwrap_or_else(|| Localized::same(&id));
    Some(Step { title, id, after, needs, done, takes, actor, deadline, optional, how, links })
}

fn read_link(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Link> {
    let mut fields = Fields::of(node, faults)?;
    let title = fields.need("title", faults).and_then(|node| localized(node, faults));
    let url = fields.need_text("url", faults).map(str::to_owned);
    fields.finish(faults);
    Some(Link { title: title?, url: url? })
}

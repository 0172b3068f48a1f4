//! `program.toml`.
//!
//! In: its document. Out: a [`Program`], with a fault for everything in it that is wrong.

use chrono_tz::Tz;

use super::consistent;
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Entry, Node, NodeValue};
use crate::rulebook::program::{Column, Deadline, FactDef, FactKind, Instead, Link, Opening, OpeningState, Program, Step, Table};
use crate::rulebook::read::common::{actor, day, effort, is_name, localized, localized_key, localized_of, remark, takes};
use crate::value::localized::Localized;
use crate::value::value_type::{EnumOption, ValueType, fold};

pub(super) fn read(node: &Node<'_>, file: FileId, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Option<Program> {
    let mut document = TableReader::from_entry(node, diagnostics)?;
    let header = document.required("program", diagnostics).and_then(|node| TableReader::from_entry(node, diagnostics));
    let facts: Vec<FactDef> = document.optional("facts").map_or_else(Vec::new, |node| entries(node, diagnostics, read_fact));
    let steps: Vec<Step> = document.optional("steps").map_or_else(Vec::new, |node| entries(node, diagnostics, read_step));
    let consistent = document.optional("consistent").map_or_else(Vec::new, |node| consistent::read(node, &facts, diagnostics));
    document.finish(diagnostics);
    let mut header = header?;
    let id = header.required("id", diagnostics).and_then(|node| {
        let id = as_text(node, diagnostics)?;
        if !is_name(id) {
            diagnostics.push(diagnostic!(node.span, "bad-name", name = id));
        } else if id != folder {
            diagnostics.push(diagnostic!(node.span, "id-and-folder", id = id, folder = folder));
        }
        Some(id.to_owned())
    });
    let title = localized_key(&mut header, "title", diagnostics);
    let zone = header.required("time_zone", diagnostics).and_then(|node| {
        let name = as_text(node, diagnostics)?;
        let zone = name.parse::<Tz>().ok();
        if zone.is_none() {
            let diagnostic = diagnostic!(node.span, "unknown-zone", name = name);
            diagnostics.push(diagnostic.suggest(name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())));
        }
        zone
    });
    let opening = header.optional("opening").and_then(|node| read_opening(node, diagnostics));
    let headings = header.optional("headings").map_or_else(Vec::new, |node| read_headings(node, diagnostics));
    header.finish(diagnostics);
    let fact_index = facts.iter().enumerate().map(|(at, fact)| (fact.id.clone(), at)).collect();
    let id = id?;
    let title = title.unwrap_or_else(|| Localized::untranslated(&id));
    Some(Program { title, id, zone: zone?, opening, facts, headings, consistent, steps, file, fact_index })
}

/// Reads a table of things that have names.
fn entries<T>(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>, read: impl Fn(&Entry<'_>, &mut Vec<Diagnostic>) -> Option<T>) -> Vec<T> {
    let Some(fields) = TableReader::from_entry(node, diagnostics) else { return Vec::new() };
    let mut all = Vec::new();
    for entry in fields.entries() {
        if !is_name(&entry.key) || entry.key == "today" {
            diagnostics.push(diagnostic!(entry.span, "bad-name", name = entry.key));
        }
        all.extend(read(entry, diagnostics));
    }
    all
}

/// What people call the keys of records that are not facts.
fn read_headings(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Vec<(String, Vec<String>)> {
    const KEYS: [&str; 4] = ["applicant", "name", "entity", "program"];
    let Some(mut fields) = TableReader::from_entry(node, diagnostics) else { return Vec::new() };
    let mut names = |key: &'static str| {
        let names = fields.texts(key, diagnostics).into_iter().map(|(name, _)| name.to_owned()).collect();
        (key.to_owned(), names)
    };
    let headings = KEYS.map(&mut names).into();
    fields.finish(diagnostics);
    headings
}

fn read_opening(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Opening> {
    const STATES: [(&str, OpeningState); 4] = [
        ("open", OpeningState::Open),
        ("invitation", OpeningState::Invitation),
        ("closed", OpeningState::Closed),
        ("unverified", OpeningState::Unverified),
    ];
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let state = fields.required("state", diagnostics).and_then(|node| {
        let text = as_text(node, diagnostics)?;
        let state = STATES.iter().find(|(name, _)| *name == text).map(|(_, state)| *state);
        if state.is_none() {
            diagnostics.push(diagnostic!(node.span, "unknown-option", value = text).suggest(text, STATES.iter().map(|(name, _)| *name)));
        }
        state
    });
    let note = fields.required("note", diagnostics).and_then(|node| localized(node, diagnostics));
    let source = fields.required_text("source", diagnostics).map(str::to_owned);
    let checked = fields.required("checked", diagnostics).and_then(|node| day(node, diagnostics));
    let instead = fields.optional("instead").and_then(|node| read_instead(node, diagnostics));
    let mut named_at = Vec::new();
    let [held, invited] = ["held", "invited"].map(|key| {
        let node = fields.optional(key)?;
        let name = as_text(node, diagnostics)?;
        named_at.push(node.span);
        Some(name.to_owned())
    });
    fields.finish(diagnostics);
    Some(Opening { state: state?, note: note?, source: source?, checked: checked?, instead, held, invited, named_at })
}

fn read_instead(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Instead> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let program = fields.optional("program").and_then(|node| {
        let id = as_text(node, diagnostics)?;
        if !is_name(id) {
            diagnostics.push(diagnostic!(node.span, "bad-name", name = id));
        }
        Some(id.to_owned())
    });
    let title = localized_of(&mut fields, diagnostics);
    fields.finish(diagnostics);
    Some(Instead { title: title?, program })
}

fn read_fact(entry: &Entry<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<FactDef> {
    let mut fields = TableReader::from_entry(&entry.node, diagnostics)?;
    let title = localized_key(&mut fields, "title", diagnostics);
    let aliases = fields.texts("aliases", diagnostics).into_iter().map(|(name, _)| name.to_owned()).collect();
    let ask = remark(&mut fields, "ask", diagnostics);
    let find = remark(&mut fields, "find", diagnostics);
    let effort = effort(&mut fields, diagnostics);
    let fresh = fields.period("fresh", diagnostics);
    let past = fields.flag("past", diagnostics);
    let kind = fields.required("kind", diagnostics).and_then(|node| {
        let name = as_text(node, diagnostics)?;
        match name {
            "rows" => read_rows(&mut fields, diagnostics).map(FactKind::Rows),
            "daily" => read_daily(&mut fields, diagnostics).map(FactKind::Daily),
            _ => read_kind(node, name, &mut fields, &["rows", "daily"], diagnostics).map(FactKind::Value),
        }
    });
    fields.finish(diagnostics);
    let id = entry.key.as_ref().to_owned();
    let kind = kind?;
    if past && !kind.is_dated() {
        let at = fields_at(&entry.node, "past");
        diagnostics.push(diagnostic!(at, "past-without-date", name = id));
    }
    Some(FactDef { title: title.unwrap_or_else(|| Localized::untranslated(&id)), id, kind, aliases, ask, find, effort, fresh, past })
}

/// The span of a key's value, or of the whole node.
fn fields_at(node: &Node<'_>, key: &str) -> Span {
    node.table().and_then(|table| table.get(key)).map_or(node.span, |value| value.span)
}

/// A kind of single values, with what belongs to it.
fn read_kind(
    node: &Node<'_>,
    name: &str,
    fields: &mut TableReader<'_, '_>,
    others: &[&'static str],
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<ValueType> {
    match name {
        "flag" => Some(ValueType::Bool),
        "text" => Some(ValueType::Text),
        "date" => Some(ValueType::Date),
        "moment" => Some(ValueType::Timestamp),
        "region" => Some(ValueType::Region),
        "path" => Some(ValueType::Path),
        "number" => {
            let places = match fields.optional("decimals").map(|node| (node, &node.value)) {
                None => Some(0),
                Some((node, NodeValue::Number(text))) => {
                    let places = text.parse().ok().filter(|places| *places <= 6);
                    if places.is_none() {
                        diagnostics.push(diagnostic!(node.span, "bad-decimals"));
                    }
                    places
                }
                Some((node, _)) => {
                    diagnostics.push(wrong_type(node, "type-number"));
                    None
                }
            };
            Some(ValueType::Number { places: places? })
        }
        "money" => {
            let node = fields.required("currency", diagnostics)?;
            let code = as_text(node, diagnostics)?;
            let Some(places) = crate::value::currency::decimals(code) else {
                diagnostics.push(diagnostic!(node.span, "unknown-currency", value = code));
                return None;
            };
            Some(ValueType::Money { currency: code.to_owned(), places })
        }
        "choice" => {
            let node = fields.required("options", diagnostics)?;
            let mut choices: Vec<EnumOption> = Vec::new();
            for entry in TableReader::from_entry(node, diagnostics)?.entries() {
                if choices.iter().any(|choice| fold(&choice.id) == fold(&entry.key)) {
                    diagnostics.push(diagnostic!(entry.span, "duplicate-key", key = entry.key));
                }
                choices.extend(localized(&entry.node, diagnostics).map(|label| EnumOption { id: entry.key.as_ref().to_owned(), label }));
            }
            if choices.len() < 2 {
                diagnostics.push(diagnostic!(node.span, "too-few-options"));
                return None;
            }
            Some(ValueType::Enum(choices))
        }
        other => {
            let known = ["flag", "choice", "text", "number", "money", "date", "moment", "region", "path"];
            let diagnostic = diagnostic!(node.span, "unknown-kind", value = other);
            diagnostics.push(diagnostic.suggest(other, known.into_iter().chain(others.iter().copied())));
            None
        }
    }
}

fn read_columns(fields: &mut TableReader<'_, '_>, columns: &mut Vec<Column>, diagnostics: &mut Vec<Diagnostic>) -> Option<()> {
    let node = fields.required("columns", diagnostics)?;
    let table = TableReader::from_entry(node, diagnostics)?;
    for entry in table.entries() {
        let id = entry.key.as_ref().to_owned();
        if !is_name(&id) || columns.iter().any(|column| column.id == id) {
            diagnostics.push(diagnostic!(entry.span, "bad-name", name = id));
        }
        let (kind, title) = match &entry.node.value {
            NodeValue::Text(name) => {
                let empty = crate::document::Table::default();
                (read_kind(&entry.node, name, &mut TableReader::new(&empty, entry.node.span), &[], diagnostics), None)
            }
            NodeValue::Table(inner) => {
                let mut inner = TableReader::new(inner, entry.node.span);
                let title = localized_key(&mut inner, "title", diagnostics);
                let kind = inner.required("kind", diagnostics).and_then(|node| {
                    let name = as_text(node, diagnostics)?;
                    read_kind(node, name, &mut inner, &[], diagnostics)
                });
                inner.finish(diagnostics);
                (kind, title)
            }
            _ => {
                diagnostics.push(wrong_type(&entry.node, "type-text"));
                (None, None)
            }
        };
        columns.push(Column { title: title.unwrap_or_else(|| Localized::untranslated(&id)), id, kind: kind? });
    }
    if table.entries().is_empty() {
        diagnostics.push(diagnostic!(node.span, "no-columns"));
        return None;
    }
    Some(())
}

fn read_rows(fields: &mut TableReader<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Table> {
    let mut columns = Vec::new();
    let read = read_columns(fields, &mut columns, diagnostics);
    let only = (columns.len() == 1).then_some(0);
    let mut table = Table { columns, key: Vec::new(), plain: only };
    if let Some(node) = fields.optional("plain") {
        let name = as_text(node, diagnostics)?;
        match table.column(name) {
            Some(column) => table.plain = Some(column),
            None => {
                let diagnostic = diagnostic!(node.span, "unknown-column", name = name);
                diagnostics.push(diagnostic.suggest(name, table.columns.iter().map(|column| column.id.as_str())));
            }
        }
    }
    for (name, span) in fields.texts("key", diagnostics) {
        match table.column(name) {
            Some(column) => table.key.push(column),
            None if read.is_none() => {}
            None => diagnostics.push(
                diagnostic!(span, "unknown-column", name = name).suggest(name, table.columns.iter().map(|column| column.id.as_str())),
            ),
        }
    }
    read.map(|()| table)
}

fn read_daily(fields: &mut TableReader<'_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Table> {
    let title = Localized { zh: "日期".to_owned(), en: "date".to_owned() };
    let mut columns = vec![Column { id: "date".to_owned(), kind: ValueType::Date, title }];
    read_columns(fields, &mut columns, diagnostics)?;
    Some(Table { columns, key: vec![0], plain: None })
}

fn read_step(entry: &Entry<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Step> {
    let mut fields = TableReader::from_entry(&entry.node, diagnostics)?;
    let id = entry.key.as_ref().to_owned();
    let names = |list: Vec<(&str, crate::document::source::Span)>| list.into_iter().map(|(name, _)| name.to_owned()).collect();
    let title = localized_key(&mut fields, "title", diagnostics);
    let after = names(fields.texts("after", diagnostics));
    let needs = names(fields.texts("needs", diagnostics));
    let done = fields.text("done", diagnostics).map(str::to_owned);
    let takes = fields.optional("takes").and_then(|node| takes(node, diagnostics));
    let actor = actor(&mut fields, diagnostics);
    let deadline = fields.optional("deadline").and_then(|node| {
        let mut fields = TableReader::from_entry(node, diagnostics)?;
        let after = fields.required_text("after", diagnostics).map(str::to_owned);
        let within = fields.required("within", diagnostics).is_some().then(|| fields.period("within", diagnostics)).flatten();
        fields.finish(diagnostics);
        Some(Deadline { after: after?, within: within? })
    });
    let optional = fields.flag("optional", diagnostics);
    let how = remark(&mut fields, "how", diagnostics);
    let links = match fields.optional("links") {
        None => Vec::new(),
        Some(Node { value: NodeValue::List(links), .. }) => links.iter().filter_map(|node| read_link(node, diagnostics)).collect(),
        Some(node) => {
            diagnostics.push(wrong_type(node, "type-list"));
            Vec::new()
        }
    };
    fields.finish(diagnostics);
    let title = title.unwrap_or_else(|| Localized::untranslated(&id));
    Some(Step { title, id, after, needs, done, takes, actor, deadline, optional, how, links, at: entry.span })
}

fn read_link(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Link> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let title = fields.required("title", diagnostics).and_then(|node| localized(node, diagnostics));
    let url = fields.required_text("url", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
    Some(Link { title: title?, url: url? })
}

//! One layer of a facts file: `shop.toml`, or `shop.collected.toml` beside it.
//!
//! In: a document, TOML or JSON. Out: a [`Layer`] typed against the program; everything that is to be refused is a fault at
//! its line.

use hashbrown::HashMap;

use crate::day::Day;
use crate::doc::fields::{Fields, as_text, wrong_type};
use crate::doc::{Entry, Node, Span, Tree};
use crate::facts::{Estimate, Extent, Known, Provenance, Row, Rows, Waiver};
use crate::kind::{Kind, Value, fold, parse_moment};
use crate::problem::{Problem, problem, push_meant};
use crate::rulebook::read::{cost, takes};
use crate::rulebook::{FactKind, Program, Rulebook, Table};

/// What one file says.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// The applicant's name in the platform's files, if it is stated.
    pub applicant: Option<String>,
    /// Its name for people.
    pub name: Option<String>,
    /// Whose it is.
    pub entity: Option<String>,
    /// For each fact of the program, what is stated, and where.
    pub facts: Vec<Option<(Known, Span)>>,
    /// For each fact, where it came from.
    pub provenance: Vec<Option<Sourced>>,
    /// What people add to rows.
    pub annotations: Vec<Annotation>,
    /// The applicant's own figures.
    pub estimates: Vec<Estimate>,
    /// Decisions not to insist.
    pub waivers: Vec<Waiver>,
}

/// A provenance as it stands in a file.
#[derive(Debug, Clone)]
pub struct Sourced {
    /// Where a fact came from.
    pub provenance: Provenance,
    /// True where a person insists on it against what was collected.
    pub overrides: bool,
}

/// Columns that a person adds to a row, named by its key.
#[derive(Debug, Clone)]
pub struct Annotation {
    /// The fact.
    pub fact: usize,
    /// The row's key, as [`row_name`] writes it.
    pub key: String,
    /// Where it stands.
    pub at: Span,
    /// Each column and its value.
    pub cells: Vec<(usize, Value)>,
}

/// Which of an applicant's files this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum From {
    /// What people said: the applicant has to be named.
    People,
    /// What was collected.
    Collected,
}

/// Reads one file. With faults that are fatal, what comes out is of no use.
pub fn read(node: &Node<'_>, from: From, rulebook: &Rulebook, faults: &mut Vec<Problem>) -> Layer {
    let program = &rulebook.program;
    let mut layer = Layer { facts: vec![None; program.facts.len()], provenance: vec![None; program.facts.len()], ..Layer::default() };
    let Some(mut fields) = Fields::of(node, faults) else { return layer };
    if let Some(node) = fields.take("program")
        && let Some(id) = as_text(node, faults)
        && id != program.id
    {
        faults.push(problem!(node.span, "other-program", name = id, program = program.id));
    }
    let applicant = match from {
        From::People => fields.need("applicant", faults),
        From::Collected => fields.take("applicant"),
    };
    layer.applicant = applicant.and_then(|node| {
        let text = as_text(node, faults)?;
        if text.trim().is_empty() {
            faults.push(problem!(node.span, "empty-text", key = "applicant"));
        }
        Some(text.to_owned())
    });
    layer.name = fields.text("name", faults).map(str::to_owned);
    layer.entity = fields.text("entity", faults).map(str::to_owned);
    fields.take("meta");
    for (at, entry) in of_facts(fields.take("facts"), program, faults) {
        if !matches!(entry.node.tree, Tree::Null) {
            layer.facts[at] = read_fact(&program.facts[at].kind, &entry.node, program, faults).map(|known| (known, entry.node.span));
        }
    }
    for (at, entry) in of_facts(fields.take("provenance"), program, faults) {
        layer.provenance[at] = read_provenance(&entry.node, program, faults);
    }
    for (at, entry) in of_facts(fields.take("annotate"), program, faults) {
        read_annotations(at, entry, program, faults, &mut layer.annotations);
    }
    if let Some(node) = fields.take("estimates") {
        layer.estimates = read_estimates(node, rulebook, faults);
    }
    if let Some(node) = fields.take("waivers") {
        layer.waivers = read_waivers(node, rulebook, faults);
    }
    fields.finish(faults);
    layer
}

/// The entries of a table whose keys are names of facts.
fn of_facts<'n, 'i>(node: Option<&'n Node<'i>>, program: &Program, faults: &mut Vec<Problem>) -> Vec<(usize, &'n Entry<'i>)> {
    let Some(fields) = node.and_then(|node| Fields::of(node, faults)) else { return Vec::new() };
    let mut known = Vec::new();
    for entry in fields.entries() {
        match program.fact(&entry.key) {
            Some(at) => known.push((at, entry)),
            None => {
                let fault = problem!(entry.at, "unknown-fact", name = entry.key);
                push_meant(faults, fault, &entry.key, || program.facts.iter().map(|fact| fact.id.as_str()));
            }
        }
    }
    known
}

/// A fact's value, as it may stand under `[facts]`.
pub fn read_fact(kind: &FactKind, node: &Node<'_>, program: &Program, faults: &mut Vec<Problem>) -> Option<Known> {
    match kind {
        FactKind::Value(kind) => kind.read(node, program.zone, faults).map(Known::Value),
        FactKind::Rows(table) | FactKind::Daily(table) => {
            let before = faults.len();
            let rows = read_rows(table, node, program, faults)?;
            (!faults[before..].iter().any(|fault| fault.fatal)).then_some(Known::Rows(rows))
        }
    }
}

fn read_rows(table: &Table, node: &Node<'_>, program: &Program, faults: &mut Vec<Problem>) -> Option<Rows> {
    let (items, extent) = match &node.tree {
        Tree::List(items) => (items, Extent::Exactly),
        Tree::Table(wrapped) => {
            let mut fields = Fields::new(wrapped, node.span);
            let partial = fields.flag("partial", faults);
            let at_most = fields.flag("at_most", faults);
            let rows = fields.need("rows", faults);
            fields.finish(faults);
            let extent = match (partial, at_most) {
                (true, true) => {
                    faults.push(problem!(node.span, "partial-and-at-most"));
                    return None;
                }
                (true, false) => Extent::AtLeast,
                (false, true) => Extent::AtMost,
                (false, false) => Extent::Exactly,
            };
            match &rows?.tree {
                Tree::List(items) => (items, extent),
                _ => {
                    faults.push(wrong_type(rows?, "type-list"));
                    return None;
                }
            }
        }
        _ => {
            faults.push(wrong_type(node, "type-rows").help("rows-spelling", vec![]));
            return None;
        }
    };
    let mut rows = Vec::with_capacity(items.len());
    let mut seen: HashMap<String, Span> = HashMap::new();
    for item in items {
        let Some(row) = read_row(table, item, program, faults) else { continue };
        if let Some(key) = row_key(&row, table) {
            if let Some(first) = seen.get(&key) {
                let name = row_name(&row, table, program).unwrap_or_default();
                faults.push(problem!(item.span, "duplicate-row", key = name).also(*first, "label-first-here"));
            }
            seen.insert(key, item.span);
        }
        rows.push(row);
    }
    Some(Rows { rows, extent })
}

fn read_row(table: &Table, node: &Node<'_>, program: &Program, faults: &mut Vec<Problem>) -> Option<Row> {
    let mut cells: Box<[Option<Value>]> = vec![None; table.columns.len()].into();
    match (&node.tree, table.plain) {
        (Tree::Table(stated), _) => {
            for entry in &stated.entries {
                match table.column(&entry.key) {
                    None => {
                        let fault = problem!(entry.at, "unknown-column", name = entry.key);
                        push_meant(faults, fault, &entry.key, || table.columns.iter().map(|column| column.id.as_str()));
                    }
                    Some(_) if matches!(entry.node.tree, Tree::Null) => {}
                    Some(at) => cells[at] = table.columns[at].kind.read(&entry.node, program.zone, faults),
                }
            }
        }
        (Tree::Null, _) => {
            faults.push(wrong_type(node, "type-table"));
            return None;
        }
        (_, Some(plain)) => cells[plain] = Some(table.columns[plain].kind.read(node, program.zone, faults)?),
        _ => {
            faults.push(wrong_type(node, "type-table"));
            return None;
        }
    }
    Some(Row { cells })
}

/// What tells a row from others, for comparing; None where a column of the key isn't stated, or rows have no key.
pub(crate) fn row_key(row: &Row, table: &Table) -> Option<String> {
    if table.key.is_empty() {
        return None;
    }
    let mut key = String::new();
    for column in &table.key {
        column_key(row.cells[*column].as_ref()?, &mut key);
        key.push('\u{1f}');
    }
    Some(key)
}

/// Adds what tells a value from others of its column.
pub(crate) fn column_key(value: &Value, key: &mut String) {
    match value {
        Value::Flag(flag) => key.push_str(if *flag { "true" } else { "false" }),
        Value::Choice(at) => key.push_str(&at.to_string()),
        Value::Number(units) => key.push_str(&units.to_string()),
        Value::Date(day) => key.push_str(&day.to_string()),
        Value::Moment(moment) => key.push_str(&moment.at.to_rfc3339()),
        other => key.push_str(other.key()),
    }
}

/// A row's key as people write it: the values of its columns, with commas between.
pub fn row_name(row: &Row, table: &Table, program: &Program) -> Option<String> {
    if table.key.is_empty() {
        return None;
    }
    let parts = table.key.iter().map(|column| Some(table.columns[*column].kind.write(row.cells[*column].as_ref()?, program.zone)));
    Some(parts.collect::<Option<Vec<_>>>()?.join(", "))
}

fn read_provenance(node: &Node<'_>, program: &Program, faults: &mut Vec<Problem>) -> Option<Sourced> {
    let mut fields = Fields::of(node, faults)?;
    let source = fields.text("source", faults).unwrap_or("manual").to_owned();
    let observed_at = fields.take("observed_at").and_then(|node| match Kind::Moment.read(node, program.zone, faults) {
        Some(Value::Moment(moment)) => Some(moment),
        _ => None,
    });
    let by = fields.text("by", faults).map(str::to_owned);
    let digest = fields.text("digest", faults).map(str::to_owned);
    let valid_until = fields.take("valid_until").and_then(|node| read_day(node, program, faults));
    let note = fields.text("note", faults).map(str::to_owned);
    let overrides = fields.flag("override", faults);
    if overrides && note.as_ref().is_none_or(|note| note.trim().is_empty()) {
        faults.push(problem!(node.span, "override-without-note"));
    }
    fields.finish(faults);
    Some(Sourced { provenance: Provenance { source, observed_at, by, digest, valid_until, note }, overrides })
}

fn read_day(node: &Node<'_>, program: &Program, faults: &mut Vec<Problem>) -> Option<Day> {
    Kind::Date.read(node, program.zone, faults)?.day()
}

fn read_annotations(fact: usize, entry: &Entry<'_>, program: &Program, faults: &mut Vec<Problem>, into: &mut Vec<Annotation>) {
    let table = match program.facts[fact].kind.table() {
        Some(table) if !table.key.is_empty() => table,
        _ => {
            faults.push(problem!(entry.at, "annotate-without-key", name = entry.key));
            return;
        }
    };
    let Some(fields) = Fields::of(&entry.node, faults) else { return };
    for row in fields.entries() {
        let Some(columns) = Fields::of(&row.node, faults) else { continue };
        let mut cells = Vec::new();
        for cell in columns.entries() {
            match table.column(&cell.key) {
                None => {
                    let fault = problem!(cell.at, "unknown-column", name = cell.key);
                    push_meant(faults, fault, &cell.key, || table.columns.iter().map(|column| column.id.as_str()));
                }
                Some(at) if table.key.contains(&at) => faults.push(problem!(cell.at, "annotate-the-key", name = cell.key)),
                Some(at) => {
                    let value = table.columns[at].kind.read(&cell.node, program.zone, faults);
                    cells.extend(value.map(|value| (at, value)));
                }
            }
        }
        into.push(Annotation { fact, key: fold(&row.key).into_owned(), at: row.at, cells });
    }
}

fn known_requirement<'n>(name: &'n str, at: Span, rulebook: &Rulebook, faults: &mut Vec<Problem>) -> Option<&'n str> {
    if rulebook.editions.iter().any(|edition| edition.find(name).is_some()) {
        return Some(name);
    }
    push_meant(faults, problem!(at, "unknown-requirement", name = name), name, || {
        let known = rulebook.editions.iter().flat_map(|edition| edition.requirements.iter().map(|requirement| requirement.id.as_str()));
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        known.dedup();
        known
    });
    None
}

/// What the applicant says about how long remedies take and what they cost.
pub(crate) fn read_estimates(node: &Node<'_>, rulebook: &Rulebook, faults: &mut Vec<Problem>) -> Vec<Estimate> {
    let Some(fields) = Fields::of(node, faults) else { return Vec::new() };
    let mut estimates = Vec::new();
    for entry in fields.entries() {
        let name = known_requirement(&entry.key, entry.at, rulebook, faults);
        let Some(mut inner) = Fields::of(&entry.node, faults) else { continue };
        let takes = inner.take("takes").and_then(|node| takes(node, faults));
        let cost = inner.take("cost").and_then(|node| cost(node, faults));
        inner.finish(faults);
        estimates.extend(name.map(|name| Estimate { requirement: name.to_owned(), takes, cost }));
    }
    estimates
}

/// The decisions not to insist on requirements.
pub(crate) fn read_waivers(node: &Node<'_>, rulebook: &Rulebook, faults: &mut Vec<Problem>) -> Vec<Waiver> {
    let Tree::List(items) = &node.tree else {
        faults.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    let mut waivers = Vec::new();
    for item in items {
        let Some(mut fields) = Fields::of(item, faults) else { continue };
        let named = fields.need("requirement", faults);
        let requirement = named.and_then(|node| known_requirement(as_text(node, faults)?, node.span, rulebook, faults));
        let mut words = |key: &'static str, fields: &mut Fields<'_, '_>| {
            let node = fields.need(key, faults)?;
            let text = as_text(node, faults)?;
            if text.trim().is_empty() {
                faults.push(problem!(node.span, "empty-text", key = key));
            }
            Some(text.to_owned())
        };
        let reason = words("reason", &mut fields);
        let by = words("by", &mut fields);
        let from = fields.need("from", faults).and_then(|node| plain_day(node, faults));
        let until_node = fields.need("until", faults);
        let until = until_node.and_then(|node| plain_day(node, faults));
        fields.finish(faults);
        if let (Some(from), Some(until), Some(node)) = (from, until, until_node)
            && until < from
        {
            faults.push(problem!(node.span, "until-before-from"));
        }
        if let (Some(name), Some(node)) = (requirement, named)
            && rulebook.editions.iter().any(|edition| under_none(edition, name))
        {
            faults.push(problem!(node.span, "waiver-under-none", name = name));
        }
        if let (Some(requirement), Some(reason), Some(by), Some(from), Some(until)) = (requirement, reason, by, from, until) {
            waivers.push(Waiver {
                requirement: requirement.to_owned(),
                reason,
                by,
                from,
                until,
                at: named.map_or(item.span, |node| node.span),
            });
        }
    }
    waivers
}

/// A waiver's date is a date and nothing else: a moment would leave open in which zone its day ends.
fn plain_day(node: &Node<'_>, faults: &mut Vec<Problem>) -> Option<Day> {
    let text = match &node.tree {
        Tree::Text(text) => text.as_ref(),
        Tree::Time(text) => text.as_str(),
        _ => {
            faults.push(wrong_type(node, "type-date"));
            return None;
        }
    };
    let day = Day::parse(text);
    if day.is_none() {
        faults.push(problem!(node.span, "bad-date", value = text).help("date-spelling", vec![]));
    }
    day
}

/// True if some group `none` holds the requirement, directly or through other groups.
fn under_none(edition: &crate::rulebook::Edition, name: &str) -> bool {
    use crate::rulebook::{Logic, Rule};
    let Some(at) = edition.find(name) else { return false };
    edition.above[at].iter().any(|above| match &edition.requirements[*above].rule {
        Rule::Group(group) if group.logic == Logic::None => holds(edition, *above, at),
        _ => false,
    })
}

/// True if a group holds a requirement through groups alone, conditions left aside.
fn holds(edition: &crate::rulebook::Edition, group: usize, wanted: usize) -> bool {
    use crate::rulebook::Rule;
    match &edition.requirements[group].rule {
        Rule::Group(inner) => inner.children.iter().any(|child| *child == wanted || holds(edition, *child, wanted)),
        Rule::Test(_) => false,
    }
}

/// The moment and day of an `--as-of`: a date, or a moment with its offset.
pub fn parse_as_of(text: &str, zone: chrono_tz::Tz) -> Option<crate::kind::Moment> {
    use chrono::TimeZone;
    match Day::parse(text) {
        None => parse_moment(text, zone),
        Some(day) => {
            let midnight = day.date()?.and_hms_opt(0, 0, 0)?;
            // Where summer time begins at midnight, the day begins at one.
            let begins = zone
                .from_local_datetime(&midnight)
                .earliest()
                .or_else(|| zone.from_local_datetime(&(midnight + chrono::TimeDelta::hours(1))).earliest())?;
            Some(crate::kind::Moment { at: begins.with_timezone(&chrono::Utc), day })
        }
    }
}

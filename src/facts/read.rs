//! One layer of a facts file: `shop.toml`, or `shop.collected.toml` beside it.
//!
//! In: a document, TOML or JSON. Out: a [`Layer`] typed against the program; everything that is to be refused is a fault at
//! its line.

use hashbrown::HashMap;

use crate::document::diagnostics::{Diagnostic, diagnostic, push_meant};
use crate::document::source::Span;
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::{Entry, Node, NodeValue};
use crate::facts::model::{Completeness, Estimate, FactValue, Provenance, Row, Rows, SignOff, Waiver};
use crate::rulebook::read::{cost, takes};
use crate::rulebook::{FactKind, Program, Rulebook, Table};
use crate::value::date::Date;
use crate::value::value_type::{Value, ValueType, fold, parse_timestamp};

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
    pub facts: Vec<Option<(FactValue, Span)>>,
    /// For each fact, where it came from.
    pub provenance: Vec<Option<Sourced>>,
    /// What people add to rows.
    pub annotations: Vec<Annotation>,
    /// The applicant's own figures.
    pub estimates: Vec<Estimate>,
    /// Decisions not to insist.
    pub waivers: Vec<Waiver>,
}

/// A provenance as it is in a file.
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
    /// Its position in the file.
    pub at: Span,
    /// Each column and its value.
    pub cells: Vec<(usize, Value)>,
}

/// Which of an applicant's files this is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Origin {
    /// What people said: the applicant has to be named.
    Manual,
    /// What was collected.
    Collected,
}

/// Reads one file. With faults that are fatal, the outcome is of no use.
pub fn read(node: &Node<'_>, from: Origin, rulebook: &Rulebook, diagnostics: &mut Vec<Diagnostic>) -> Layer {
    let program = &rulebook.program;
    let mut layer = Layer { facts: vec![None; program.facts.len()], provenance: vec![None; program.facts.len()], ..Layer::default() };
    let Some(mut fields) = TableReader::from_entry(node, diagnostics) else { return layer };
    if let Some(node) = fields.optional("program")
        && let Some(id) = as_text(node, diagnostics)
        && id != program.id
    {
        diagnostics.push(diagnostic!(node.span, "other-program", name = id, program = program.id));
    }
    let applicant = match from {
        Origin::Manual => fields.required("applicant", diagnostics),
        Origin::Collected => fields.optional("applicant"),
    };
    layer.applicant = applicant.and_then(|node| {
        let text = as_text(node, diagnostics)?;
        if text.trim().is_empty() {
            diagnostics.push(diagnostic!(node.span, "empty-text", key = "applicant"));
        }
        Some(text.to_owned())
    });
    layer.name = fields.text("name", diagnostics).map(str::to_owned);
    layer.entity = fields.text("entity", diagnostics).map(str::to_owned);
    fields.optional("meta");
    for (at, entry) in known_facts(fields.optional("facts"), program, diagnostics) {
        if !matches!(entry.node.value, NodeValue::Null) {
            layer.facts[at] = read_fact(&program.facts[at].kind, &entry.node, program, diagnostics).map(|known| (known, entry.node.span));
        }
    }
    for (at, entry) in known_facts(fields.optional("provenance"), program, diagnostics) {
        layer.provenance[at] = read_provenance(&entry.node, program, diagnostics);
    }
    for (at, entry) in known_facts(fields.optional("annotate"), program, diagnostics) {
        read_annotations(at, entry, program, diagnostics, &mut layer.annotations);
    }
    if let Some(node) = fields.optional("estimates") {
        layer.estimates = read_estimates(node, rulebook, diagnostics);
    }
    if let Some(node) = fields.optional("waivers") {
        layer.waivers = read_waivers(node, rulebook, diagnostics);
    }
    fields.finish(diagnostics);
    layer
}

/// The entries of a table whose keys are names of facts.
fn known_facts<'n, 'i>(node: Option<&'n Node<'i>>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Vec<(usize, &'n Entry<'i>)> {
    let Some(fields) = node.and_then(|node| TableReader::from_entry(node, diagnostics)) else { return Vec::new() };
    let mut known = Vec::new();
    for entry in fields.entries() {
        match program.fact(&entry.key) {
            Some(at) => known.push((at, entry)),
            None => {
                let diagnostic = diagnostic!(entry.span, "unknown-fact", name = entry.key);
                push_meant(diagnostics, diagnostic, &entry.key, || program.facts.iter().map(|fact| fact.id.as_str()));
            }
        }
    }
    known
}

/// A fact's value, as it may be under `[facts]`.
pub fn read_fact(kind: &FactKind, node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<FactValue> {
    match kind {
        FactKind::Value(kind) => kind.read(node, program.zone, diagnostics).map(FactValue::Value),
        FactKind::Rows(table) | FactKind::Daily(table) => {
            let before = diagnostics.len();
            let rows = read_rows(table, node, program, diagnostics)?;
            (!diagnostics[before..].iter().any(|diagnostic| diagnostic.is_error)).then_some(FactValue::Rows(rows))
        }
    }
}

fn read_rows(table: &Table, node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Rows> {
    let (items, extent) = match &node.value {
        NodeValue::List(items) => (items, Completeness::Complete),
        NodeValue::Table(wrapped) => {
            let mut fields = TableReader::new(wrapped, node.span);
            let partial = fields.flag("partial", diagnostics);
            let at_most = fields.flag("at_most", diagnostics);
            let rows = fields.required("rows", diagnostics);
            fields.finish(diagnostics);
            let extent = match (partial, at_most) {
                (true, true) => {
                    diagnostics.push(diagnostic!(node.span, "partial-and-at-most"));
                    return None;
                }
                (true, false) => Completeness::AtLeast,
                (false, true) => Completeness::AtMost,
                (false, false) => Completeness::Complete,
            };
            match &rows?.value {
                NodeValue::List(items) => (items, extent),
                _ => {
                    diagnostics.push(wrong_type(rows?, "type-list"));
                    return None;
                }
            }
        }
        _ => {
            diagnostics.push(wrong_type(node, "type-rows").with_help("rows-spelling", vec![]));
            return None;
        }
    };
    let mut rows = Vec::with_capacity(items.len());
    let mut seen: HashMap<String, Span> = HashMap::new();
    for item in items {
        let Some(row) = read_row(table, item, program, diagnostics) else { continue };
        if let Some(key) = row_key(&row, table) {
            if let Some(first) = seen.get(&key) {
                let name = row_name(&row, table, program).unwrap_or_default();
                diagnostics.push(diagnostic!(item.span, "duplicate-row", key = name).with_label(*first, "label-first-here"));
            }
            seen.insert(key, item.span);
        }
        rows.push(row);
    }
    Some(Rows { rows, completeness: extent })
}

fn read_row(table: &Table, node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Row> {
    let mut cells: Box<[Option<Value>]> = vec![None; table.columns.len()].into();
    match (&node.value, table.plain) {
        (NodeValue::Table(stated), _) => {
            for entry in &stated.entries {
                match table.column(&entry.key) {
                    None => {
                        let diagnostic = diagnostic!(entry.span, "unknown-column", name = entry.key);
                        push_meant(diagnostics, diagnostic, &entry.key, || table.columns.iter().map(|column| column.id.as_str()));
                    }
                    Some(_) if matches!(entry.node.value, NodeValue::Null) => {}
                    Some(at) => cells[at] = table.columns[at].kind.read(&entry.node, program.zone, diagnostics),
                }
            }
        }
        (NodeValue::Null, _) => {
            diagnostics.push(wrong_type(node, "type-table"));
            return None;
        }
        (_, Some(plain)) => cells[plain] = Some(table.columns[plain].kind.read(node, program.zone, diagnostics)?),
        _ => {
            diagnostics.push(wrong_type(node, "type-table"));
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
        Value::Bool(flag) => key.push_str(if *flag { "true" } else { "false" }),
        Value::Enum(at) => key.push_str(&at.to_string()),
        Value::Number(units) => key.push_str(&units.to_string()),
        Value::Date(day) => key.push_str(&day.to_string()),
        Value::Timestamp(moment) => key.push_str(&moment.instant.to_rfc3339()),
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

fn read_provenance(node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Sourced> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let source = fields.text("source", diagnostics).unwrap_or("manual").to_owned();
    let observed_at = fields.optional("observed_at").and_then(|node| match ValueType::Timestamp.read(node, program.zone, diagnostics) {
        Some(Value::Timestamp(moment)) => Some(moment),
        _ => None,
    });
    let by = fields.text("by", diagnostics).map(str::to_owned);
    let digest = fields.text("digest", diagnostics).map(str::to_owned);
    let valid_until = fields.optional("valid_until").and_then(|node| read_day(node, program, diagnostics));
    let note = fields.text("note", diagnostics).map(str::to_owned);
    let sign_off = fields.optional("sign_off").and_then(|node| read_sign_off(node, program, diagnostics));
    let overrides = fields.flag("override", diagnostics);
    if overrides && note.as_ref().is_none_or(|note| note.trim().is_empty()) {
        diagnostics.push(diagnostic!(node.span, "override-without-note"));
    }
    fields.finish(diagnostics);
    Some(Sourced { provenance: Provenance { source, observed_at, by, digest, valid_until, note, sign_off }, overrides })
}

fn read_sign_off(node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<SignOff> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let by = fields.required_text("by", diagnostics).map(str::to_owned);
    let at = fields.required("at", diagnostics).and_then(|node| ValueType::Timestamp.read(node, program.zone, diagnostics));
    let note = fields.required_text("note", diagnostics).map(str::to_owned);
    let evidence = fields.text("evidence", diagnostics).map(str::to_owned);
    let digest = fields.text("digest", diagnostics).map(str::to_owned);
    fields.finish(diagnostics);
    match at? {
        Value::Timestamp(at) => Some(SignOff { by: by?, at, note: note?, evidence, digest }),
        _ => None,
    }
}

fn read_day(node: &Node<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    ValueType::Date.read(node, program.zone, diagnostics)?.day()
}

fn read_annotations(fact: usize, entry: &Entry<'_>, program: &Program, diagnostics: &mut Vec<Diagnostic>, into: &mut Vec<Annotation>) {
    let table = match program.facts[fact].kind.table() {
        Some(table) if !table.key.is_empty() => table,
        _ => {
            diagnostics.push(diagnostic!(entry.span, "annotate-without-key", name = entry.key));
            return;
        }
    };
    let Some(fields) = TableReader::from_entry(&entry.node, diagnostics) else { return };
    for row in fields.entries() {
        let Some(columns) = TableReader::from_entry(&row.node, diagnostics) else { continue };
        let mut cells = Vec::new();
        for cell in columns.entries() {
            match table.column(&cell.key) {
                None => {
                    let diagnostic = diagnostic!(cell.span, "unknown-column", name = cell.key);
                    push_meant(diagnostics, diagnostic, &cell.key, || table.columns.iter().map(|column| column.id.as_str()));
                }
                Some(at) if table.key.contains(&at) => diagnostics.push(diagnostic!(cell.span, "annotate-the-key", name = cell.key)),
                Some(at) => {
                    let value = table.columns[at].kind.read(&cell.node, program.zone, diagnostics);
                    cells.extend(value.map(|value| (at, value)));
                }
            }
        }
        into.push(Annotation { fact, key: fold(&row.key).into_owned(), at: row.span, cells });
    }
}

fn known_requirement<'n>(name: &'n str, at: Span, rulebook: &Rulebook, diagnostics: &mut Vec<Diagnostic>) -> Option<&'n str> {
    if rulebook.editions.iter().any(|edition| edition.find(name).is_some()) {
        return Some(name);
    }
    push_meant(diagnostics, diagnostic!(at, "unknown-requirement", name = name), name, || {
        let known = rulebook.editions.iter().flat_map(|edition| edition.requirements.iter().map(|requirement| requirement.id.as_str()));
        let mut known: Vec<&str> = known.collect();
        known.sort_unstable();
        known.dedup();
        known
    });
    None
}

/// What the applicant says about how long remedies take and what they cost.
pub(crate) fn read_estimates(node: &Node<'_>, rulebook: &Rulebook, diagnostics: &mut Vec<Diagnostic>) -> Vec<Estimate> {
    let Some(fields) = TableReader::from_entry(node, diagnostics) else { return Vec::new() };
    let mut estimates = Vec::new();
    for entry in fields.entries() {
        let name = known_requirement(&entry.key, entry.span, rulebook, diagnostics);
        let Some(mut inner) = TableReader::from_entry(&entry.node, diagnostics) else { continue };
        let takes = inner.optional("takes").and_then(|node| takes(node, diagnostics));
        let cost = inner.optional("cost").and_then(|node| cost(node, diagnostics));
        inner.finish(diagnostics);
        estimates.extend(name.map(|name| Estimate { requirement: name.to_owned(), takes, cost }));
    }
    estimates
}

/// The decisions not to insist on requirements.
pub(crate) fn read_waivers(node: &Node<'_>, rulebook: &Rulebook, diagnostics: &mut Vec<Diagnostic>) -> Vec<Waiver> {
    let NodeValue::List(items) = &node.value else {
        diagnostics.push(wrong_type(node, "type-list"));
        return Vec::new();
    };
    let mut waivers = Vec::new();
    for item in items {
        let Some(mut fields) = TableReader::from_entry(item, diagnostics) else { continue };
        let named = fields.required("requirement", diagnostics);
        let requirement = named.and_then(|node| known_requirement(as_text(node, diagnostics)?, node.span, rulebook, diagnostics));
        let mut words = |key: &'static str, fields: &mut TableReader<'_, '_>| {
            let node = fields.required(key, diagnostics)?;
            let text = as_text(node, diagnostics)?;
            if text.trim().is_empty() {
                diagnostics.push(diagnostic!(node.span, "empty-text", key = key));
            }
            Some(text.to_owned())
        };
        let reason = words("reason", &mut fields);
        let by = words("by", &mut fields);
        let from = fields.required("from", diagnostics).and_then(|node| plain_day(node, diagnostics));
        let until_node = fields.required("until", diagnostics);
        let until = until_node.and_then(|node| plain_day(node, diagnostics));
        fields.finish(diagnostics);
        if let (Some(from), Some(until), Some(node)) = (from, until, until_node)
            && until < from
        {
            diagnostics.push(diagnostic!(node.span, "until-before-from"));
        }
        if let (Some(name), Some(node)) = (requirement, named)
            && rulebook.editions.iter().any(|edition| under_none(edition, name))
        {
            diagnostics.push(diagnostic!(node.span, "waiver-under-none", name = name));
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
fn plain_day(node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Date> {
    let text = match &node.value {
        NodeValue::Text(text) => text.as_ref(),
        NodeValue::Time(text) => text.as_str(),
        _ => {
            diagnostics.push(wrong_type(node, "type-date"));
            return None;
        }
    };
    let day = Date::parse(text);
    if day.is_none() {
        diagnostics.push(diagnostic!(node.span, "bad-date", value = text).with_help("date-spelling", vec![]));
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

/// True if a group holds a requirement through groups alone, ignoring conditions.
fn holds(edition: &crate::rulebook::Edition, group: usize, wanted: usize) -> bool {
    use crate::rulebook::Rule;
    match &edition.requirements[group].rule {
        Rule::Group(inner) => inner.children.iter().any(|child| *child == wanted || holds(edition, *child, wanted)),
        Rule::Test(_) => false,
    }
}

/// The moment and day of an `--as-of`: a date, or a moment with its offset.
pub fn parse_as_of(text: &str, zone: chrono_tz::Tz) -> Option<crate::value::value_type::Timestamp> {
    use chrono::TimeZone;
    match Date::parse(text) {
        None => parse_timestamp(text, zone),
        Some(day) => {
            let midnight = day.to_naive()?.and_hms_opt(0, 0, 0)?;
            // Where summer time begins at midnight, the day begins at one.
            let begins = zone
                .from_local_datetime(&midnight)
                .earliest()
                .or_else(|| zone.from_local_datetime(&(midnight + chrono::TimeDelta::hours(1))).earliest())?;
            Some(crate::value::value_type::Timestamp { instant: begins.with_timezone(&chrono::Utc), day })
        }
    }
}

//! Two layers become one.
//!
//! In: what people said and what was collected. Out: facts in which the collected goes before, unless a person insists;
//! whatever disagrees is kept as a conflict, and annotations are laid onto the rows that they name.

use hashbrown::HashMap;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::facts::Layer;
use crate::facts::model::{Completeness, Conflict, Fact, FactValue, Facts, Provenance, Row, Rows, ValidityPeriod};
use crate::facts::read::{Annotation, row_key, row_name};
use crate::rulebook::{Program, Table};
use crate::value::date::Date;

pub(super) fn merge(mut people: Layer, collected: Option<Layer>, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Facts {
    let mut facts = Facts {
        applicant: people.applicant.take().unwrap_or_default(),
        name: people.name.take(),
        entity: people.entity.take(),
        facts: Vec::with_capacity(program.facts.len()),
        waivers: std::mem::take(&mut people.waivers),
        estimates: std::mem::take(&mut people.estimates),
        conflicts: Vec::new(),
    };
    let mut collected = collected.unwrap_or_else(|| Layer {
        facts: vec![None; program.facts.len()],
        provenance: vec![None; program.facts.len()],
        ..Layer::default()
    });
    facts.name = facts.name.or_else(|| collected.name.take());
    facts.entity = facts.entity.or_else(|| collected.entity.take());
    for at in 0..program.facts.len() {
        let said = LayerValue::new(&mut people, at, "file");
        let found = LayerValue::new(&mut collected, at, "file");
        facts.facts.push(both(at, said, found, program, &mut facts.conflicts));
    }
    let mut annotations = people.annotations;
    annotations.append(&mut collected.annotations);
    annotate(&mut facts, &annotations, program, diagnostics);
    facts
}

/// Lays annotations onto the rows that they name.
fn annotate(facts: &mut Facts, annotations: &[Annotation], program: &Program, diagnostics: &mut Vec<Diagnostic>) {
    let mut named: Vec<Option<RowNames>> = (0..program.facts.len()).map(|_| None).collect();
    for annotation in annotations {
        let definition = &program.facts[annotation.fact];
        let Some(table) = definition.kind.table() else { continue };
        let fact = &mut facts.facts[annotation.fact];
        // Names are made of the key's columns, which no annotation changes: they are found once.
        let rows = named[annotation.fact].get_or_insert_with(|| row_names(fact, table, program));
        let Some(places) = rows.get(&annotation.key) else {
            diagnostics
                .push(diagnostic!(annotation.at, "annotation-of-nothing", name = annotation.key, fact = definition.id).into_warning());
            continue;
        };
        let source = fact.sources.first().map_or_else(|| "file".to_owned(), |provenance| provenance.source.clone());
        let mut conflicts = Vec::new();
        for (stretch, row) in places {
            let FactValue::Rows(rows) = &mut fact.periods[*stretch].value else { continue };
            let row = &mut rows.rows[*row];
            let before = row.clone();
            let mut other = row.clone();
            for (column, value) in &annotation.cells {
                other.cells[*column] = Some(value.clone());
                if row.cells[*column].is_none() {
                    row.cells[*column] = Some(value.clone());
                }
            }
            if *row != other {
                let (used, other) = ((source.clone(), one(before)), ("annotate".to_owned(), one(other)));
                conflicts.push(Conflict { fact: annotation.fact, used, other });
            }
        }
        conflicts.dedup();
        facts.conflicts.append(&mut conflicts);
    }
}

/// The rows that bear a name, each by its stretch and its index there.
type RowNames = HashMap<String, Vec<(usize, usize)>>;

fn row_names(fact: &Fact, table: &Table, program: &Program) -> RowNames {
    let mut names = RowNames::new();
    for (at, stretch) in fact.periods.iter().enumerate() {
        let FactValue::Rows(rows) = &stretch.value else { continue };
        for (row, name) in rows.rows.iter().enumerate().filter_map(|(at, row)| Some((at, row_name(row, table, program)?))) {
            names.entry(crate::value::value_type::fold(&name).into_owned()).or_default().push((at, row));
        }
    }
    names
}

fn one(row: Row) -> FactValue {
    FactValue::Rows(Rows { rows: vec![row], completeness: Completeness::Complete })
}

/// What one layer says of a fact.
struct LayerValue {
    value: Option<FactValue>,
    provenance: Option<Provenance>,
    overrides: bool,
    source: String,
}

impl LayerValue {
    fn new(layer: &mut Layer, at: usize, default: &str) -> LayerValue {
        let known = layer.facts[at].take().map(|(known, _)| known);
        let sourced = layer.provenance[at].take();
        let overrides = sourced.as_ref().is_some_and(|sourced| sourced.overrides);
        let provenance = sourced.map(|sourced| sourced.provenance).or_else(|| known.is_some().then(|| Provenance::from_source(default)));
        let source = provenance.as_ref().map_or_else(|| default.to_owned(), |provenance| provenance.source.clone());
        LayerValue { value: known, provenance, overrides, source }
    }

    fn until(&self) -> Option<Date> {
        self.provenance.as_ref().and_then(|provenance| provenance.valid_until)
    }

    fn observed(&self) -> Option<Date> {
        self.provenance.as_ref().and_then(|provenance| provenance.observed_at).map(|moment| moment.day)
    }
}

fn both(at: usize, said: LayerValue, found: LayerValue, program: &Program, conflicts: &mut Vec<Conflict>) -> Fact {
    let (until_said, until_found) = (said.until(), found.until());
    let (observed_said, observed_found) = (said.observed(), found.observed());
    let table = program.facts[at].kind.table().filter(|table| !table.key.is_empty());
    let (stretches, sources) = match (said.value, found.value) {
        (Some(said_known), Some(found_known)) => {
            let insists = said.overrides;
            let united = match (&said_known, &found_known, table) {
                _ if insists => said_known.clone(),
                (FactValue::Rows(people), FactValue::Rows(api), Some(table)) => {
                    let (rows, mut disagreeing) = merge_rows(people, api, table);
                    let named = |row: Row, source: &str| (source.to_owned(), one(row));
                    conflicts.extend(disagreeing.drain(..).map(|(used, other)| Conflict {
                        fact: at,
                        used: named(used, &found.source),
                        other: named(other, &said.source),
                    }));
                    FactValue::Rows(rows)
                }
                _ => found_known.clone(),
            };
            if said_known != found_known && (insists || table.is_none()) {
                let (used, other) = ((said.source.clone(), said_known.clone()), (found.source.clone(), found_known.clone()));
                let (used, other) = if insists { (used, other) } else { (other, used) };
                conflicts.push(Conflict { fact: at, used, other });
            }
            let sources = if insists { vec![said.provenance, found.provenance] } else { vec![found.provenance, said.provenance] };
            let merged = match (&said_known, &found_known) {
                _ if insists => observed_said,
                (FactValue::Rows(people), FactValue::Rows(api)) if table.is_some() => {
                    observed_of_both((people.completeness, observed_said), (api.completeness, observed_found))
                }
                _ => observed_found,
            };
            let layers = [(said_known, until_said, observed_said), (found_known, until_found, observed_found)];
            let layers = layers.map(|(known, until, observed)| ValidityPeriod { until, value: known, observed });
            (validity_periods(united, merged, layers, insists), sources)
        }
        (Some(known), None) => {
            (vec![ValidityPeriod { until: until_said, value: known, observed: observed_said }], vec![said.provenance, found.provenance])
        }
        (None, Some(known)) => {
            (vec![ValidityPeriod { until: until_found, value: known, observed: observed_found }], vec![found.provenance, said.provenance])
        }
        (None, None) => (Vec::new(), vec![said.provenance, found.provenance]),
    };
    Fact { periods: stretches, sources: sources.into_iter().flatten().collect() }
}

/// United while both are valid; then what the one that lasts longer says, alone.
fn validity_periods(united: FactValue, observed: Option<Date>, [said, found]: [ValidityPeriod; 2], insists: bool) -> Vec<ValidityPeriod> {
    let forever = |until: Option<Date>| until.unwrap_or(Date::NEVER);
    let (first, rest) = if forever(said.until) <= forever(found.until) { (said.until, found) } else { (found.until, said) };
    // What a person insists on holds as long as it is valid, whatever becomes of what was collected.
    let lasts = if insists && forever(first) < forever(rest.until) && rest.value == united { rest.until } else { first };
    let mut stretches = vec![ValidityPeriod { until: lasts, value: united, observed }];
    if lasts.is_some() && forever(lasts) < forever(rest.until) {
        stretches.push(rest);
    }
    stretches
}

/// As of which day rows of both layers are known: the later one on which a layer that says that it is complete was observed, for
/// that one covers all rows; if none says so, the earlier. None, stated now, is later than any.
fn observed_of_both(people: (Completeness, Option<Date>), api: (Completeness, Option<Date>)) -> Option<Date> {
    let complete = |(extent, _): &(Completeness, Option<Date>)| *extent != Completeness::AtLeast;
    match (complete(&people), complete(&api)) {
        (true, false) => people.1,
        (false, true) => api.1,
        (true, true) => people.1.zip(api.1).map(|(one, other)| one.max(other)),
        (false, false) => [people.1, api.1].into_iter().flatten().min(),
    }
}

/// Rows by their key, the collected going before. Also the pairs of rows that disagree: the one used, and the other.
fn merge_rows(people: &Rows, api: &Rows, table: &Table) -> (Rows, Vec<(Row, Row)>) {
    let known: HashMap<String, usize> = api.rows.iter().enumerate().filter_map(|(at, row)| Some((row_key(row, table)?, at))).collect();
    let mut rows = api.rows.clone();
    let mut disagreeing = Vec::new();
    for row in &people.rows {
        match row_key(row, table).and_then(|key| known.get(&key)) {
            None => rows.push(row.clone()),
            Some(at) => {
                let used = &api.rows[*at];
                let differs = used.cells.iter().zip(&row.cells).any(|(used, other)| other.is_some() && used != other);
                if differs {
                    disagreeing.push((used.clone(), row.clone()));
                }
            }
        }
    }
    let extent = match (people.completeness, api.completeness) {
        (Completeness::AtLeast, Completeness::AtLeast) => Completeness::AtLeast,
        (Completeness::AtMost, _) | (_, Completeness::AtMost) => Completeness::AtMost,
        _ => Completeness::Complete,
    };
    (Rows { rows, completeness: extent }, disagreeing)
}

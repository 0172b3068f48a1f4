//! Made-up applicants, to try everything on.
//!
//! In: a program with the edition that decides, what its sample applicants look like (`practice.toml` beside the rules),
//! a day, a seed. Out: records of a fleet, the same for the same input. What the rules know, options, lists, thresholds,
//! windows, is taken from them, so a program without a `practice.toml` has applicants too.

use fastrand::Rng;
use hashbrown::HashMap;
use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::{Map, Value as Json};

use crate::facts::{Completeness, FactValue, Row, Rows};
use crate::report::json::known_json;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, ConsistencyRule, Edition, FactKind, Program, Role, Rule, Table, Test};
use crate::value::date::Date;
use crate::value::number::Comparison;
use crate::value::value_type::{CategoryPath, Timestamp, Value, ValueType, fold};

/// What sample applicants look like.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct SampleProfile {
    /// Their names in the platform's files.
    pub applicant: Names,
    /// Each fact. Others are made from the rules alone.
    pub facts: IndexMap<String, FactProfile>,
}

/// What applicants are called.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Names {
    /// What every name begins with.
    pub prefix: String,
    /// How many hexadecimal digits follow.
    pub digits: usize,
}

impl Default for Names {
    fn default() -> Names {
        Names { prefix: "applicant-".to_owned(), digits: 8 }
    }
}

/// What a fact looks like.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FactProfile {
    /// How many rows there are: one of these.
    pub rows: Vec<usize>,
    /// In how many of a hundred there may be more rows than these.
    pub partial: u8,
    /// In how many of a hundred nothing is known.
    pub unknown: Option<u8>,
    /// Each column.
    pub columns: IndexMap<String, ValueProfile>,
    /// How often each value is so, of a fact with one value.
    pub values: IndexMap<String, u32>,
    /// The least and the greatest number, of a fact with one value.
    pub range: Option<(i64, i64)>,
}

/// What a value looks like.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct ValueProfile {
    /// How often each value is so.
    pub values: IndexMap<String, u32>,
    /// In how many of a hundred it is on the list that the rules ask for.
    pub listed: Option<u8>,
    /// In how many of a hundred it isn't stated.
    pub unknown: u8,
    /// The least and the greatest number, in the smallest unit.
    pub range: Option<(i64, i64)>,
    /// How many days ago a date may be, at least and at most.
    pub days_ago: Option<(i32, i32)>,
}

/// What the rules say about a fact's value, or about a column.
#[derive(Debug, Clone, Default)]
struct Hints {
    listed: Vec<String>,
    greatest: i64,
}

/// A maker of applicants.
#[derive(Debug)]
pub struct SampleGenerator<'a> {
    program: &'a Program,
    looks: SampleProfile,
    day: Date,
    rng: Rng,
    /// The facts that the root's requirements look at, in the program's order.
    facts: Vec<usize>,
    hints: HashMap<(usize, usize), Hints>,
    /// How many days a fact's longest window holds.
    windows: HashMap<usize, i64>,
}

/// The place that means a fact's own value.
const OWN: usize = usize::MAX;

impl<'a> SampleGenerator<'a> {
    /// A maker of applicants as they are on `day`.
    pub fn new(program: &'a Program, edition: &Edition, looks: SampleProfile, day: Date, seed: u64) -> SampleGenerator<'a> {
        let mut practice = SampleGenerator {
            program,
            looks,
            day,
            rng: Rng::with_seed(seed),
            facts: Vec::new(),
            hints: HashMap::new(),
            windows: HashMap::new(),
        };
        for requirement in edition.requirements.iter().filter(|requirement| requirement.role != Role::Step) {
            if let Rule::Test(test) = &requirement.rule {
                practice.learn(test);
            }
        }
        practice.facts.sort_unstable();
        practice.facts.dedup();
        practice
    }

    fn learn(&mut self, test: &Test) {
        self.facts.extend(test.facts());
        match test {
            Test::Value { of: Some(fact), is, .. } => self.hint(*fact, OWN, is),
            Test::Rows(rows) => {
                rows.filter.iter().for_each(|(column, condition)| self.hint(rows.of, *column, condition));
                if let (Needed::Number { comparison, .. }, Some(column)) = (&rows.is, rows.measure.column()) {
                    self.bounds(rows.of, column, comparison);
                }
                if let Some(longest) = rows.window.and_then(|window| window.longest) {
                    let known = self.windows.entry(rows.of).or_default();
                    *known = longest.max(*known);
                }
            }
            Test::Value { of: None, .. } | Test::Length { .. } | Test::Elapsed { .. } => {}
        }
    }

    fn hint(&mut self, fact: usize, column: usize, condition: &Condition) {
        match condition {
            Condition::InList(among) if !among.negated => {
                let listed = &mut self.hints.entry((fact, column)).or_default().listed;
                listed.extend(among.listed.iter().map(|name| name.to_string()));
            }
            Condition::Number { comparison, .. } => self.bounds(fact, column, comparison),
            _ => {}
        }
    }

    fn bounds(&mut self, fact: usize, column: usize, comparison: &Comparison<i64>) {
        let hints = self.hints.entry((fact, column)).or_default();
        let _ = comparison.map(|bound| hints.greatest = hints.greatest.max(*bound));
    }

    /// The next applicant, as a record of a fleet.
    pub fn record(&mut self) -> Json {
        let Names { prefix, digits } = self.looks.applicant.clone();
        let name: String = (0..digits).map(|_| char::from_digit(self.rng.u32(..16), 16).unwrap_or('0')).collect();
        let mut facts = Map::new();
        for fact in self.facts.clone() {
            let definition = &self.program.facts[fact];
            let looks = self.looks.facts.get(&definition.id).cloned().unwrap_or_default();
            if self.one_in_a_hundred(looks.unknown.unwrap_or(2)) {
                continue;
            }
            let known = match &definition.kind {
                FactKind::Value(kind) => {
                    let looks = ValueProfile { values: looks.values, range: looks.range, ..ValueProfile::default() };
                    self.value(fact, OWN, kind, &looks).map(FactValue::Value)
                }
                FactKind::Rows(table) => {
                    let count = if looks.rows.is_empty() { self.rng.usize(..4) } else { looks.rows[self.rng.usize(..looks.rows.len())] };
                    let mut rows: Vec<Row> = (0..count).map(|at| self.row(fact, table, &looks, at)).collect();
                    self.leave_out_twins(fact, &mut rows);
                    let extent = if self.one_in_a_hundred(looks.partial) { Completeness::AtLeast } else { Completeness::Complete };
                    Some(FactValue::Rows(Rows { rows, completeness: extent }))
                }
                FactKind::Daily(table) => Some(FactValue::Rows(self.daily(fact, table, &looks))),
            };
            if let Some(known) = known {
                facts.insert(definition.id.clone(), known_json(&definition.kind, &known, self.program.zone));
            }
        }
        let mut record = Map::new();
        record.insert("program".to_owned(), Json::from(self.program.id.as_str()));
        record.insert("applicant".to_owned(), Json::from(format!("{prefix}{name}")));
        record.insert("facts".to_owned(), Json::Object(facts));
        Json::Object(record)
    }

    /// Leaves out rows that have the same as one before them where no two may.
    fn leave_out_twins(&self, fact: usize, rows: &mut Vec<Row>) {
        let unique = self.program.consistent.iter().filter(|rule| rule.of.fact == fact && rule.rule == ConsistencyRule::Unique);
        for rule in unique {
            let mut seen: Vec<Vec<Option<Value>>> = Vec::new();
            rows.retain(|row| {
                let cells: Vec<Option<Value>> = rule.of.columns.iter().map(|column| row.cells[*column].clone()).collect();
                let new = cells.contains(&None) || !seen.contains(&cells);
                seen.push(cells);
                new
            });
        }
    }

    fn one_in_a_hundred(&mut self, of_a_hundred: u8) -> bool {
        of_a_hundred > 0 && self.rng.u8(..100) < of_a_hundred
    }

    fn row(&mut self, fact: usize, table: &Table, looks: &FactProfile, at: usize) -> Row {
        let mut cells: Box<[Option<Value>]> = vec![None; table.columns.len()].into();
        for (place, column) in table.columns.iter().enumerate() {
            let looks = looks.columns.get(&column.id).cloned().unwrap_or_default();
            let keyed = table.key.contains(&place);
            if !keyed && self.one_in_a_hundred(looks.unknown) {
                continue;
            }
            cells[place] = match (&column.kind, keyed) {
                // No two rows may have one key.
                (ValueType::Text, true) => Some(Value::Text(format!("{}_{}", at + 1, self.rng.u32(100_000..1_000_000)).into())),
                (kind, _) => self.value(fact, place, kind, &looks),
            };
        }
        Row { cells }
    }

    /// A row for each of the last days, up to yesterday. Figures of one applicant are of one size; now and then a day is missing.
    fn daily(&mut self, fact: usize, table: &Table, looks: &FactProfile) -> Rows {
        let days = looks.rows.first().copied().unwrap_or_else(|| self.windows.get(&fact).map_or(7, |days| *days as usize));
        let sizes: Vec<Option<i64>> = (0..table.columns.len())
            .map(|place| {
                let looks = looks.columns.get(&table.columns[place].id).cloned().unwrap_or_default();
                table.columns[place].kind.places().map(|_| self.number(fact, place, &looks))
            })
            .collect();
        let mut rows = Vec::with_capacity(days);
        for ago in (1..=days).rev() {
            if self.one_in_a_hundred(1) {
                continue;
            }
            let mut row = self.row(fact, table, looks, ago);
            row.cells[0] = Some(Value::Date(self.day.add_days(-(ago as i32))));
            for (cell, size) in row.cells.iter_mut().zip(&sizes) {
                if let Some(size) = size {
                    *cell = Some(Value::Number(size * self.rng.i64(70..=130) / 100));
                }
            }
            rows.push(row);
        }
        Rows { rows, completeness: Completeness::Complete }
    }

    fn number(&mut self, fact: usize, column: usize, looks: &ValueProfile) -> i64 {
        let twice = self.hints.get(&(fact, column)).map_or(0, |hints| hints.greatest).saturating_mul(2);
        let (low, high) = looks.range.unwrap_or((0, if twice > 0 { twice } else { 1000 }));
        self.rng.i64(low..=high.max(low))
    }

    /// One of the values that the looks name, by weight.
    fn weighted(&mut self, looks: &ValueProfile) -> Option<String> {
        let total: u32 = looks.values.values().sum();
        let mut at = if total > 0 { self.rng.u32(..total) } else { return None };
        for (value, weight) in &looks.values {
            if at < *weight {
                return Some(value.clone());
            }
            at -= weight;
        }
        None
    }

    /// A text: one that the rules list, or one that the looks name.
    fn text(&mut self, fact: usize, column: usize, looks: &ValueProfile) -> Option<String> {
        let hints = self.hints.get(&(fact, column)).cloned().unwrap_or_default();
        let listed = looks.listed.unwrap_or(if looks.values.is_empty() { 80 } else { 0 });
        if !hints.listed.is_empty() && self.one_in_a_hundred(listed) {
            return Some(hints.listed[self.rng.usize(..hints.listed.len())].clone());
        }
        self.weighted(looks)
    }

    fn value(&mut self, fact: usize, column: usize, kind: &ValueType, looks: &ValueProfile) -> Option<Value> {
        Some(match kind {
            ValueType::Bool => Value::Bool(self.rng.bool()),
            ValueType::Enum(choices) => {
                let named = self.weighted(looks).and_then(|name| choices.iter().position(|choice| choice.id == name));
                Value::Enum(named.unwrap_or_else(|| self.rng.usize(..choices.len())) as u16)
            }
            ValueType::Text => Value::Text(self.text(fact, column, looks).unwrap_or_else(|| format!("text {}", self.rng.u16(..))).into()),
            ValueType::Number { .. } | ValueType::Money { .. } => Value::Number(self.number(fact, column, looks)),
            ValueType::Date => Value::Date(self.date(fact, looks)),
            ValueType::Timestamp => {
                let day = self.date(fact, looks);
                let at = day.to_naive()?.and_hms_opt(self.rng.u32(..24), self.rng.u32(..60), 0)?.and_utc();
                Value::Timestamp(Timestamp { instant: at, day: Date::from_timestamp(&at, self.program.zone) })
            }
            ValueType::Region => Value::Region(self.text(fact, column, looks)?.as_bytes().try_into().ok()?),
            ValueType::Path => {
                let text = self.text(fact, column, looks).unwrap_or_else(|| format!("A > {}", self.rng.u8(..)));
                Value::Path(CategoryPath { folded: fold(&text).as_ref().into(), text: text.into() })
            }
        })
    }

    fn date(&mut self, fact: usize, looks: &ValueProfile) -> Date {
        let window = self.windows.get(&fact).map_or(365, |days| *days as i32);
        let (least, most) = looks.days_ago.unwrap_or((0, window + window / 3));
        self.day.add_days(-self.rng.i32(least..=most.max(least)))
    }
}

//! What is asked of a fact, ready for any face to put on a screen or on a line.
//!
//! In: the program's definition of the fact, and the tests of an edition that use it. Out: a [`Form`]: fields with their
//! kinds, what there is to pick from, and for daily facts the days that are worth asking for.

use chrono_tz::Tz;
use indexmap::IndexSet;

use crate::rulebook::condition::Renamed;
use crate::rulebook::{Condition, Edition, FactDef, FactKind, Program, Rule, Table, Test};
use crate::value::date::Date;
use crate::value::localized::Localized;
use crate::value::value_type::{Value, ValueType};

use super::tree::Tree;

/// What is asked of a fact.
#[derive(Debug, Clone)]
pub struct Form {
    /// The fact, by index.
    pub fact: usize,
    /// What people call it.
    pub title: Localized,
    /// The question.
    pub ask: Option<Localized>,
    /// Where the answer is found.
    pub find: Option<Localized>,
    /// The program's time zone.
    pub zone: Tz,
    /// True of what has happened: nothing in the answer lies in the future.
    pub past: bool,
    /// What an answer is made of.
    pub shape: Shape,
}

/// What an answer is made of.
#[derive(Debug, Clone)]
#[allow(clippy::large_enum_variant, reason = "there is one form at a time")]
pub enum Shape {
    /// One value.
    Value(Field),
    /// Any number of rows.
    Rows {
        /// What a row says, in the order of the program's columns.
        columns: Vec<Field>,
        /// The columns that together name a row; empty where rows have no name.
        key: Vec<usize>,
    },
    /// One row a day.
    Daily {
        /// What a row says; the first column is the day.
        columns: Vec<Field>,
        /// The days that tests look at, the first one first.
        days: Vec<Date>,
    },
}

/// One thing to be filled in.
#[derive(Debug, Clone)]
pub struct Field {
    /// What people call it.
    pub title: Localized,
    /// What may be in it.
    pub kind: ValueType,
    /// The categories that the edition's tests name, for fields of kind `path`; anything else may be typed too.
    pub tree: Tree,
}

/// No list of days is longer: what asks for more is better pasted.
const MOST_DAYS: i32 = 400;

/// The days asked for where no test of the edition says which: the week up to yesterday.
const DAYS: i32 = 7;

impl Form {
    /// The form of a fact, as it is asked on `today` under `edition`.
    pub fn new(program: &Program, edition: Option<&Edition>, fact: usize, today: Date) -> Form {
        let def: &FactDef = &program.facts[fact];
        let tests: Vec<&Test> = edition.map(tests).unwrap_or_default();
        let columns = |table: &Table| {
            let field = |(at, column): (usize, &crate::rulebook::Column)| Field {
                title: column.title.clone(),
                kind: column.kind.clone(),
                tree: listed(&column.kind, tests.iter().flat_map(|test| of_column(test, fact, at))),
            };
            table.columns.iter().enumerate().map(field).collect()
        };
        let shape = match &def.kind {
            FactKind::Value(kind) => Shape::Value(Field {
                title: def.title.clone(),
                kind: kind.clone(),
                tree: listed(kind, tests.iter().filter_map(|test| of_value(test, fact))),
            }),
            FactKind::Rows(table) => Shape::Rows { columns: columns(table), key: table.key.clone() },
            FactKind::Daily(table) => Shape::Daily { columns: columns(table), days: days(&tests, fact, today) },
        };
        let (title, ask, find) = (def.title.clone(), def.ask.clone(), def.find.clone());
        Form { fact, title, ask, find, zone: program.zone, past: def.past, shape }
    }
}

/// Every test of an edition, other readings included: what only they look at is worth asking too.
fn tests(edition: &Edition) -> Vec<&Test> {
    let each = edition.requirements.iter().flat_map(|requirement| {
        let own = match &requirement.rule {
            Rule::Test(test) => Some(test),
            Rule::Group(_) => None,
        };
        own.into_iter().chain(requirement.readings.iter().map(|reading| &reading.test))
    });
    each.collect()
}

/// What a test asks of a column: of the rows that count, and of the measured value.
fn of_column(test: &Test, fact: usize, column: usize) -> Vec<&Condition> {
    let Test::Rows(rows) = test else { return Vec::new() };
    if rows.of != fact {
        return Vec::new();
    }
    let filters = rows.filter.iter().filter(|(at, _)| *at == column).map(|(_, condition)| condition);
    let measured = match &rows.is {
        crate::rulebook::test::Needed::Value(_, condition) if rows.measure.column() == Some(column) => Some(condition),
        _ => None,
    };
    filters.chain(measured).collect()
}

fn of_value(test: &Test, fact: usize) -> Option<&Condition> {
    match test {
        Test::Value { of, is, .. } if *of == Some(fact) => Some(is),
        _ => None,
    }
}

/// The paths that conditions name, each once, as they are listed; then other names of listed ones, which are the
/// platform's own of another year.
fn listed<'c>(kind: &ValueType, conditions: impl Iterator<Item = &'c Condition>) -> Tree {
    if *kind != ValueType::Path {
        return Tree::default();
    }
    let mut texts: IndexSet<String> = IndexSet::new();
    let mut others: IndexSet<String> = IndexSet::new();
    let mut renamed: Vec<Renamed> = Vec::new();
    for condition in conditions {
        let Condition::InList(among) = condition else { continue };
        renamed.extend(among.renamed.iter().filter(|one| !renamed.contains(one)).cloned().collect::<Vec<_>>());
        texts.extend(among.listed.iter().map(|text| text.to_string()));
        others.extend(among.members.iter().filter(|(_, stands_for)| stands_for.is_some()).map(|(key, _)| key.to_string()));
    }
    let mut tree = Tree::new(texts.iter().chain(&others).map(String::as_str));
    tree.renamed = renamed;
    tree
}

/// The longest window of the tests that use a daily fact, as it lies on `today`.
fn days(tests: &[&Test], fact: usize, today: Date) -> Vec<Date> {
    let windows = tests.iter().filter_map(|test| match test {
        Test::Rows(rows) if rows.of == fact => rows.window,
        _ => None,
    });
    let spans = windows.filter_map(|window| Some((window.left(today)?.next(), window.last(today))));
    let longest = spans.filter(|(first, last)| first <= last).max_by_key(|(first, last)| last.since(*first));
    let (first, last) = longest.unwrap_or((today.add_days(-DAYS), today.add_days(-1)));
    let count = (last.since(first) + 1).clamp(1, i64::from(MOST_DAYS)) as i32;
    (0..count).rev().map(|back| last.add_days(-back)).collect()
}

impl Field {
    /// What can be chosen from, in order, where the answer is one of a few; empty otherwise.
    pub fn choices(&self) -> Vec<(Value, Localized)> {
        match &self.kind {
            ValueType::Bool => vec![
                (Value::Bool(true), Localized { zh: "是".to_owned(), en: "Yes".to_owned() }),
                (Value::Bool(false), Localized { zh: "否".to_owned(), en: "No".to_owned() }),
            ],
            ValueType::Enum(choices) => {
                choices.iter().enumerate().map(|(at, choice)| (Value::Enum(at as u16), choice.label.clone())).collect()
            }
            _ => Vec::new(),
        }
    }
}

//! What the heading of a column means, by itself.
//!
//! In: a program, and a heading as people write it. Out: what the column says: the name of a fact or of a key of records, a
//! fact's title in either language, or an alias that the program gives. Two headings that could be meant are none.

use hashbrown::HashMap;
use hashbrown::hash_map::Entry;

use crate::document::values::compare_key;
use crate::rulebook::{FactKind, Program};

/// What stands beside the facts in a record.
pub(crate) const OF_RECORDS: [&str; 9] =
    ["applicant", "program", "name", "entity", "meta", "provenance", "annotate", "estimates", "waivers"];

/// What a column says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// A key of the record.
    Record(&'static str),
    /// A fact.
    Fact(usize),
    /// A column of a fact's rows.
    Column {
        /// The fact.
        fact: usize,
        /// Its column.
        column: usize,
    },
}

impl Target {
    /// What a mapping calls it: `applicant`, `entity_type`, `official_accounts.fans`.
    pub fn parse(text: &str, program: &Program) -> Option<Target> {
        if let Some(key) = OF_RECORDS.iter().find(|key| **key == text) {
            return Some(Target::Record(key));
        }
        match text.split_once('.') {
            None => program.fact(text).map(Target::Fact),
            Some((fact, column)) => {
                let fact = program.fact(fact)?;
                let column = program.facts[fact].kind.table()?.column(column)?;
                Some(Target::Column { fact, column })
            }
        }
    }

    /// The same as a mapping spells it.
    pub fn name(self, program: &Program) -> String {
        match self {
            Target::Record(key) => key.to_owned(),
            Target::Fact(fact) => program.facts[fact].id.clone(),
            Target::Column { fact, column } => {
                let id = program.facts[fact].kind.table().map_or("", |table| &table.columns[column].id);
                format!("{}.{id}", program.facts[fact].id)
            }
        }
    }

    /// The fact, if it says one.
    pub fn fact(self) -> Option<usize> {
        match self {
            Target::Record(_) => None,
            Target::Fact(fact) | Target::Column { fact, .. } => Some(fact),
        }
    }
}

/// The headings that a program's columns may have.
#[derive(Debug, Clone, Default)]
pub struct Headings {
    /// By the exact name.
    ids: HashMap<String, Target>,
    /// By title or alias, as names are compared; None where several are called so.
    names: HashMap<String, Option<Target>>,
}

impl Headings {
    /// Those of a program.
    pub fn new(program: &Program) -> Headings {
        let mut headings = Headings::default();
        headings.ids.extend(OF_RECORDS.iter().map(|key| ((*key).to_owned(), Target::Record(key))));
        for (key, names) in &program.headings {
            let Some(key) = OF_RECORDS.iter().find(|known| *known == key) else { continue };
            names.iter().for_each(|name| headings.add(name, Target::Record(key)));
        }
        for (at, fact) in program.facts.iter().enumerate() {
            headings.ids.insert(fact.id.clone(), Target::Fact(at));
            for name in [&fact.title.zh, &fact.title.en].into_iter().chain(&fact.aliases) {
                headings.add(name, Target::Fact(at));
            }
            // A list with one column to write in plain cells is called by that column as well.
            if let FactKind::Rows(table) = &fact.kind {
                for (column, one) in table.columns.iter().enumerate() {
                    headings.ids.insert(format!("{}.{}", fact.id, one.id), Target::Column { fact: at, column });
                }
            }
        }
        headings
    }

    fn add(&mut self, name: &str, target: Target) {
        match self.names.entry(compare_key(name)) {
            Entry::Vacant(place) => {
                place.insert(Some(target));
            }
            Entry::Occupied(mut place) if *place.get() != Some(target) => {
                place.insert(None);
            }
            Entry::Occupied(_) => {}
        }
    }

    /// What a column of that heading says.
    pub fn find(&self, heading: &str) -> Option<Target> {
        self.ids.get(heading).copied().or_else(|| self.names.get(&compare_key(heading)).copied().flatten())
    }
}

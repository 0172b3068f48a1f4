//! What is known on the day of the check, and how far it can be relied on: how old it is, and what contradicts it.
//!
//! In: facts, the program's definitions, the day of the check. Out: for each fact and day what is known ([`Knowledge::value`],
//! [`Knowledge::rows`]); which facts are stale; which rows contradict each other. The same with some of that taken otherwise,
//! so that the engine can tell what a result depends on.

use hashbrown::HashMap;
use smallvec::SmallVec;
use unicode_normalization::UnicodeNormalization;

use crate::facts::read::column_key;
use crate::facts::{Completeness, FactValue, Facts, Row, Rows, ValidityPeriod};
use crate::rulebook::{Consistency, ConsistencyRule, FactColumns, FactKind, Program};
use crate::value::date::Date;
use crate::value::value_type::Value;

/// A fact that was observed longer ago than the program takes for fresh.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stale {
    /// The index of the fact.
    pub fact: usize,
    /// The day of the observation.
    pub observed: Date,
    /// True of a list of dated rows: nothing is known of the days after the observation. Any other fact keeps its value.
    pub list: bool,
}

/// Facts that break a rule which they must satisfy together.
#[derive(Debug, Clone)]
pub struct Contradiction<'a> {
    /// The rule.
    pub rule: &'a Consistency,
    /// The indices of the rows that break it.
    pub rows: Vec<u32>,
    /// The indices of the other fact's rows that they break it against: its earliest. Empty where it has none.
    pub others: Vec<u32>,
    /// The days on which both are known: from the first, to the day before the second.
    from: Date,
    to: Date,
}

impl Contradiction<'_> {
    /// The other fact, where there is one.
    pub fn other(&self) -> Option<&FactColumns> {
        match &self.rule.rule {
            ConsistencyRule::NotBefore(other) => Some(other),
            ConsistencyRule::Unique => None,
        }
    }

    fn holds_on(&self, day: Date) -> bool {
        self.from <= day && day < self.to
    }
}

/// Which facts something is taken otherwise of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    None,
    All,
    Only(usize),
}

impl Scope {
    pub(super) fn has(self, fact: usize) -> bool {
        match self {
            Scope::None => false,
            Scope::All => true,
            Scope::Only(only) => only == fact,
        }
    }
}

/// What becomes of rows that contradict others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Contradicted {
    /// Each may count or not.
    Uncertain,
    /// They are taken to be right.
    Right,
    /// They are taken to be wrong.
    Wrong,
}

/// The facts on the day of the check.
#[derive(Debug, Clone)]
pub struct Knowledge<'a> {
    pub(crate) program: &'a Program,
    pub(crate) facts: &'a Facts,
    /// The day on which it is decided what is stale.
    pub(crate) as_of: Date,
    pub(super) contradictions: Vec<Contradiction<'a>>,
    /// Of each fact, the rows that are part of a contradiction, with the days on which they are.
    doubtful: HashMap<usize, Vec<Doubt>>,
    /// Stale lists that are taken to be complete today, and other stale facts that are taken to be unknown.
    complete: Scope,
    unknown: Scope,
    contradicted: Contradicted,
}

#[derive(Debug, Clone)]
struct Doubt {
    from: Date,
    to: Date,
    rows: Vec<u32>,
    /// True if a row may be missing that would put it right.
    incomplete: bool,
}

/// The rows of a fact as far as they can be relied on.
#[derive(Debug, Clone)]
pub(crate) struct RowsKnown<'a> {
    pub(crate) rows: &'a Rows,
    /// Rows that may or may not count because something contradicts them, in order.
    pub(crate) doubtful: SmallVec<[u32; 4]>,
    /// Rows that are left out, in order.
    pub(crate) dropped: SmallVec<[u32; 4]>,
    /// Rows dated on this day or later may exist besides; None if there are certainly no others.
    pub(crate) besides: Option<Date>,
}

impl<'a> RowsKnown<'a> {
    /// Rows that nothing is to be said against.
    pub(crate) fn new(rows: &'a Rows) -> RowsKnown<'a> {
        let besides = (rows.completeness == Completeness::AtLeast).then_some(Date::FIRST);
        RowsKnown { rows, doubtful: SmallVec::new(), dropped: SmallVec::new(), besides }
    }

    /// Whether a row is left out, and whether something contradicts it.
    pub(crate) fn stands(&self, row: u32) -> (bool, bool) {
        let has = |rows: &[u32]| rows.binary_search(&row).is_ok();
        (has(&self.dropped), has(&self.doubtful))
    }
}

impl<'a> Knowledge<'a> {
    /// What is known of an applicant.
    pub fn new(program: &'a Program, facts: &'a Facts, as_of: Date) -> Knowledge<'a> {
        let mut knowledge = Knowledge {
            program,
            facts,
            as_of,
            contradictions: Vec::new(),
            doubtful: HashMap::new(),
            complete: Scope::None,
            unknown: Scope::None,
            contradicted: Contradicted::Uncertain,
        };
        for rule in &program.consistent {
            let found = match &rule.rule {
                ConsistencyRule::NotBefore(other) => knowledge.before(rule, other),
                ConsistencyRule::Unique => knowledge.alike(rule),
            };
            knowledge.contradictions.extend(found);
        }
        knowledge.mark();
        knowledge
    }

    /// The same, with stale lists taken to be complete and other stale facts to be unknown.
    pub(super) fn renewed(&self, complete: Scope, unknown: Scope) -> Knowledge<'a> {
        Knowledge { complete, unknown, ..self.clone() }
    }

    /// The same, with rows that contradict others taken to be right or wrong.
    pub(super) fn settled(&self, contradicted: Contradicted) -> Knowledge<'a> {
        Knowledge { contradicted, ..self.clone() }
    }

    /// Every fact that is stale on the day of the check.
    pub fn stale(&self) -> Vec<Stale> {
        (0..self.facts.facts.len()).filter_map(|fact| self.stale_on(fact, self.as_of)).collect()
    }

    /// A fact, if what is known of it on `day` is stale. Whether it is, is decided on the day of the check.
    pub(crate) fn stale_on(&self, fact: usize, day: Date) -> Option<Stale> {
        self.age(fact, self.facts.facts[fact].stretch_on(day)?)
    }

    /// True if something that is known of a fact from the day of the check on is stale.
    pub(super) fn ages(&self, fact: usize) -> bool {
        self.facts.facts[fact].periods.iter().any(|stretch| self.age(fact, stretch).is_some())
    }

    fn age(&self, fact: usize, stretch: &ValidityPeriod) -> Option<Stale> {
        let definition = &self.program.facts[fact];
        let observed = stretch.observed?;
        let list = matches!(&definition.kind, FactKind::Rows(_)) && definition.kind.is_dated();
        (observed < definition.fresh?.before(self.as_of)).then_some(Stale { fact, observed, list })
    }

    /// The value of a fact on `day`.
    pub(crate) fn value(&self, fact: usize, day: Date) -> Option<&'a Value> {
        match self.known(fact, day)? {
            FactValue::Value(value) => Some(value),
            FactValue::Rows(_) => None,
        }
    }

    /// The rows of a fact on `day`.
    pub(crate) fn rows(&self, fact: usize, day: Date) -> Option<RowsKnown<'a>> {
        let FactValue::Rows(rows) = self.known(fact, day)? else { return None };
        let mut known = RowsKnown::new(rows);
        if let Some(stale) = self.stale_on(fact, day).filter(|stale| stale.list && !self.complete.has(fact)) {
            // Of a list that is partial anyway, rows of any date may be missing.
            known.besides = known.besides.or(Some(stale.observed.next()));
        }
        if let Some(doubts) = self.doubtful.get(&fact).filter(|_| self.contradicted != Contradicted::Right) {
            for doubt in doubts.iter().filter(|doubt| doubt.from <= day && day < doubt.to) {
                match self.contradicted {
                    Contradicted::Wrong => known.dropped.extend(doubt.rows.iter().copied()),
                    _ => known.doubtful.extend(doubt.rows.iter().copied()),
                }
                if doubt.incomplete {
                    known.besides = Some(Date::FIRST);
                }
            }
            known.doubtful.sort_unstable();
            known.dropped.sort_unstable();
        }
        Some(known)
    }

    fn known(&self, fact: usize, day: Date) -> Option<&'a FactValue> {
        let known = self.facts.facts[fact].on(day)?;
        let unknown = self.unknown.has(fact) && self.stale_on(fact, day).is_some_and(|stale| !stale.list);
        (!unknown).then_some(known)
    }

    /// The days from which something else is known of a fact, or is contradicted.
    pub(super) fn turns(&self, fact: usize) -> impl Iterator<Item = Date> {
        let ends = self.facts.facts[fact].periods.iter().filter_map(|stretch| stretch.until).map(Date::next);
        let doubts = self.doubtful.get(&fact).into_iter().flatten().flat_map(|doubt| [doubt.from, doubt.to]);
        ends.chain(doubts.filter(|day| *day < Date::NEVER))
    }

    /// Takes down which rows are part of a contradiction.
    fn mark(&mut self) {
        let mut doubtful: HashMap<usize, Vec<Doubt>> = HashMap::new();
        for found in &self.contradictions {
            let doubt = |rows: &[u32], incomplete| Doubt { from: found.from, to: found.to, rows: rows.to_vec(), incomplete };
            doubtful.entry(found.rule.of.fact).or_default().push(doubt(&found.rows, false));
            if let Some(other) = found.other() {
                // Neither side takes precedence: the other list may lack a row, or its first may be wrong.
                doubtful.entry(other.fact).or_default().push(doubt(&found.others, true));
            }
        }
        self.doubtful = doubtful;
    }

    /// The days from that of the check on from which something else is known of some of these facts, each with the next.
    fn spans(&self, facts: &[usize]) -> Vec<(Date, Date)> {
        let stretches = facts.iter().flat_map(|fact| &self.facts.facts[*fact].periods);
        let mut turns: Vec<Date> = stretches.filter_map(|stretch| stretch.until).map(Date::next).filter(|day| *day > self.as_of).collect();
        turns.extend([self.as_of, Date::NEVER]);
        turns.sort_unstable();
        turns.dedup();
        turns.windows(2).map(|pair| (pair[0], pair[1])).collect()
    }

    fn stated(&self, fact: usize, day: Date) -> Option<&'a Rows> {
        match self.facts.facts[fact].on(day)? {
            FactValue::Rows(rows) => Some(rows),
            FactValue::Value(_) => None,
        }
    }

    /// Rows that are dated before the first row of another fact, on days on which that fact is completely known.
    fn before(&self, rule: &'a Consistency, other: &FactColumns) -> Vec<Contradiction<'a>> {
        let (fact, column, other_column) = (rule.of.fact, rule.of.columns[0], other.columns[0]);
        let date = |row: &Row, column: usize| row.cells[column].as_ref().and_then(Value::day);
        let found = self.spans(&[fact, other.fact]).into_iter().filter_map(|(from, to)| {
            let (rows, others) = (self.stated(fact, from)?, self.stated(other.fact, from)?);
            // Of these rows or fewer none is certain, so none can be in the wrong.
            if rows.completeness == Completeness::AtMost || others.completeness == Completeness::AtLeast {
                return None;
            }
            let dates: Vec<Date> = others.rows.iter().map(|row| date(row, other_column)).collect::<Option<_>>()?;
            let first = dates.iter().min().copied();
            // A list that is stale is complete up to the day of the observation.
            let complete_to = self.stale_on(other.fact, from).map(|stale| stale.observed);
            let early = |day: Date| first.is_none_or(|first| day < first) && complete_to.is_none_or(|last| day <= last);
            let breaking = indices(&rows.rows, |row| date(row, column).is_some_and(early));
            let others = indices(&others.rows, |row| date(row, other_column) == first);
            (!breaking.is_empty()).then_some(Contradiction { rule, rows: breaking, others, from, to })
        });
        found.collect()
    }

    /// Rows that have the same value where no two may have.
    fn alike(&self, rule: &'a Consistency) -> Vec<Contradiction<'a>> {
        let mut found = Vec::new();
        for (from, to) in self.spans(&[rule.of.fact]) {
            let Some(rows) = self.stated(rule.of.fact, from).filter(|rows| rows.completeness != Completeness::AtMost) else { continue };
            let mut groups: HashMap<String, usize> = HashMap::new();
            let mut alike: Vec<Vec<u32>> = Vec::new();
            for (at, row) in rows.rows.iter().enumerate() {
                let Some(key) = same_name(row, &rule.of.columns) else { continue };
                let group = *groups.entry(key).or_insert_with(|| {
                    alike.push(Vec::new());
                    alike.len() - 1
                });
                alike[group].push(at as u32);
            }
            let several = alike.into_iter().filter(|rows| rows.len() > 1);
            found.extend(several.map(|rows| Contradiction { rule, rows, others: Vec::new(), from, to }));
        }
        found
    }

    /// The contradictions of the day of the check.
    pub(super) fn contradictions_today(&self) -> Vec<Contradiction<'a>> {
        self.contradictions.iter().filter(|found| found.holds_on(self.as_of)).cloned().collect()
    }
}

fn indices(rows: &[Row], which: impl Fn(&Row) -> bool) -> Vec<u32> {
    rows.iter().enumerate().filter(|(_, row)| which(row)).map(|(at, _)| at as u32).collect()
}

/// What names a row in these columns, for comparing: texts with their width folded and without blanks at their ends. None where a
/// column is not stated.
fn same_name(row: &Row, columns: &[usize]) -> Option<String> {
    let mut name = String::new();
    for column in columns {
        match row.cells[*column].as_ref()? {
            Value::Text(text) => name.push_str(&text_name(text)),
            value => column_key(value, &mut name),
        }
        name.push('\u{1f}');
    }
    Some(name)
}

/// A text as names are compared.
pub(crate) fn text_name(text: &str) -> String {
    text.nfkc().collect::<String>().trim().to_owned()
}

/// The facts as a strict check takes them: what is stale is unknown, and nothing is waived.
pub fn strict(program: &Program, facts: &Facts, as_of: Date) -> Facts {
    let mut strict = facts.clone();
    strict.waivers.clear();
    let knowledge = Knowledge::new(program, facts, as_of);
    for (at, fact) in strict.facts.iter_mut().enumerate() {
        fact.periods.retain(|stretch| knowledge.age(at, stretch).is_none());
    }
    strict
}

//! How old what is known is, and what contradicts it, asked for one day.

use kaibo::facts::{Completeness, FactValue, Row, Rows, ValidityPeriod};
use kaibo::rulebook::{ConsistencyRule, FactColumns, FactKind};
use kaibo::value::value_type::Value;

use super::dates::{NaiveDay, date, minus};
use super::value::World;

/// What is supposed to be otherwise, to find out what a result rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Supposing {
    Nothing,
    /// Stale lists of dated rows are complete today.
    ListsComplete,
    /// Other stale facts are unknown.
    ValuesUnknown,
}

/// What is to be said of the rows of a fact besides what they state.
#[derive(Debug, Clone, Default)]
pub struct About {
    /// Rows dated later than this may exist besides.
    pub after: Option<NaiveDay>,
    /// Rows of any date may exist besides.
    pub open: bool,
    /// Rows that may or may not count.
    pub doubtful: Vec<usize>,
}

impl World<'_> {
    fn stretch(&self, fact: usize, day: NaiveDay) -> Option<&ValidityPeriod> {
        self.facts.facts[fact].periods.iter().find(|stretch| stretch.until.is_none_or(|until| day <= date(until)))
    }

    /// The day of an observation that is too old, judged on the day of the check.
    fn observed(&self, stretch: &ValidityPeriod, fact: usize) -> Option<NaiveDay> {
        let fresh = self.rulebook.program.facts[fact].fresh?;
        let observed = date(stretch.observed?);
        (observed < minus(self.as_of, fresh)).then_some(observed)
    }

    /// Whether a fact is a list of dated rows.
    fn is_list(&self, fact: usize) -> bool {
        match &self.rulebook.program.facts[fact].kind {
            FactKind::Rows(table) => table.columns.iter().any(|column| column.kind.is_dated()),
            _ => false,
        }
    }

    /// Whether anything that is known of a fact is stale.
    pub fn ages(&self) -> bool {
        let facts = self.facts.facts.iter().enumerate();
        facts.into_iter().any(|(at, fact)| fact.periods.iter().any(|stretch| self.observed(stretch, at).is_some()))
    }

    /// Whether what is known of a fact on `day` is supposed to be unknown.
    pub fn forgotten(&self, fact: usize, day: NaiveDay) -> bool {
        let stale = self.stretch(fact, day).is_some_and(|stretch| self.observed(stretch, fact).is_some());
        self.supposing == Supposing::ValuesUnknown && stale && !self.is_list(fact)
    }

    pub fn about(&self, fact: usize, day: NaiveDay) -> About {
        let mut about = About::default();
        if self.is_list(fact) && self.supposing != Supposing::ListsComplete {
            about.after = self.stretch(fact, day).and_then(|stretch| self.observed(stretch, fact));
        }
        for rule in &self.rulebook.program.consistent {
            match &rule.rule {
                ConsistencyRule::Unique if rule.of.fact == fact => about.doubtful.extend(self.twins(&rule.of, day)),
                ConsistencyRule::NotBefore(other) if rule.of.fact == fact => about.doubtful.extend(self.too_early(&rule.of, other, day)),
                // What contradicts another is in doubt itself: a row may be missing, and the first may be wrong.
                ConsistencyRule::NotBefore(other) if other.fact == fact && !self.too_early(&rule.of, other, day).is_empty() => {
                    about.open = true;
                    about.doubtful.extend(self.first_rows(other, day));
                }
                _ => {}
            }
        }
        about
    }

    fn rows_of(&self, fact: usize, day: NaiveDay) -> Option<&Rows> {
        match &self.stretch(fact, day)?.value {
            FactValue::Rows(rows) => Some(rows),
            FactValue::Value(_) => None,
        }
    }

    /// Rows that have the same as another in the columns.
    fn twins(&self, of: &FactColumns, day: NaiveDay) -> Vec<usize> {
        let Some(rows) = self.rows_of(of.fact, day).filter(|rows| rows.completeness != Completeness::AtMost) else { return Vec::new() };
        // The texts of the random cases have no two spellings.
        let same = |one: &Row, other: &Row| of.columns.iter().all(|at| one.cells[*at].is_some() && one.cells[*at] == other.cells[*at]);
        let twin = |at: &usize| (0..rows.rows.len()).any(|other| other != *at && same(&rows.rows[*at], &rows.rows[other]));
        (0..rows.rows.len()).filter(twin).collect()
    }

    /// Rows dated before every row that the other fact can have.
    fn too_early(&self, of: &FactColumns, other: &FactColumns, day: NaiveDay) -> Vec<usize> {
        let (Some(rows), Some(others)) = (self.rows_of(of.fact, day), self.rows_of(other.fact, day)) else { return Vec::new() };
        if rows.completeness == Completeness::AtMost || others.completeness == Completeness::AtLeast {
            return Vec::new();
        }
        let seen = self.stretch(other.fact, day).and_then(|stretch| self.observed(stretch, other.fact));
        let before_all = |early: NaiveDay| {
            let before = |row: &Row| row.cells[other.columns[0]].as_ref().and_then(Value::day).is_some_and(|at| early < date(at));
            others.rows.iter().all(before) && seen.is_none_or(|seen| early <= seen)
        };
        let breaks = |row: &Row| row.cells[of.columns[0]].as_ref().and_then(Value::day).is_some_and(|at| before_all(date(at)));
        (0..rows.rows.len()).filter(|at| breaks(&rows.rows[*at])).collect()
    }

    fn first_rows(&self, of: &FactColumns, day: NaiveDay) -> Vec<usize> {
        let Some(rows) = self.rows_of(of.fact, day) else { return Vec::new() };
        let at = |row: &Row| row.cells[of.columns[0]].as_ref().and_then(Value::day);
        let first = rows.rows.iter().filter_map(at).min();
        (0..rows.rows.len()).filter(|row| at(&rows.rows[*row]) == first).collect()
    }
}

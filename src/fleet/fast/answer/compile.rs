//! A rulebook, made ready for one pass over a record.
//!
//! In: an [`Engine`]. Out: a [`Evaluator`]: how each fact is read and which tests it feeds; each test once, however many
//! requirements, readings and editions ask it; what never changes.

use crate::engine::check::deciding_editions;
use crate::facts::Facts;
use crate::fleet::fast::answer::distinct_tests::DistinctTests;
use crate::fleet::fast::answer::editions::Editions;
use crate::fleet::fast::answer::evaluator::{Elapsed, Evaluator, Fact, top};
use crate::fleet::fast::answer::outcome_cache::OutcomeCache;
use crate::fleet::fast::answer::profiles::Profiles;
use crate::fleet::fast::answer::template::Templates;
use crate::fleet::fast::json::cursor::Span;
use crate::fleet::fast::json::keys::ObjectKeys;
use crate::fleet::fast::json::separator::Separator;
use crate::fleet::fast::measure::about::About;
use crate::fleet::fast::measure::decode::{Decoder, Named, Scratch};
use crate::fleet::fast::measure::predicate::Predicate;
use crate::fleet::fast::measure::rows::RowsFact;
use crate::fleet::fast::measure::scalar::ScalarFact;
use crate::fleet::fast::measure::timeline::TimelineArena;
use crate::fleet::fast::measure::together::Together;
use crate::fleet::setup::{Engine, Fleet};
use crate::rulebook::{Condition, ConsistencyRule, FactKind, Instant, Program, RowsTest, Table, Test};
use crate::value::date::Date;

impl<'f> Evaluator<'f> {
    /// Makes an engine ready; None where no edition is in force yet, for which there is only an error.
    pub(crate) fn new(fleet: &'f Fleet, engine: &'f Engine, summed: bool) -> Option<Evaluator<'f>> {
        let program = &engine.rulebook.program;
        let as_of = engine.as_of.day;
        let zone = program.zone;
        let mut tests = DistinctTests::default();
        let editions = Editions::new(program, deciding_editions(&engine.rulebook, as_of, engine.pinned()).ok()?, &mut tests);
        let mut arena = TimelineArena::default();
        let unknown = Facts::unknown("", program);
        let blank: Vec<_> =
            tests.tests.iter().map(|test| arena.insert_permanent(&crate::engine::check::test(test, &unknown, as_of, program))).collect();
        let together = Together::new(program);
        let facts = program.facts.iter().enumerate().map(|(fact, definition)| match &definition.kind {
            FactKind::Value(kind) => {
                let last = (definition.past && kind.is_dated()).then_some(as_of);
                Fact::Value(ScalarFact { last, ..value_fact(fact, kind, &tests, zone) })
            }
            FactKind::Rows(table) | FactKind::Daily(table) => {
                let of_rows = |(place, test): (usize, &'f Test)| match test {
                    Test::Rows(rows) if rows.of == fact => Some((place, rows)),
                    _ => None,
                };
                let rows: Vec<(usize, &RowsTest)> = tests.tests.iter().copied().enumerate().filter_map(of_rows).collect();
                Fact::Rows(RowsFact::new((table, &about(program, fact, table, &together)), &rows, as_of, zone, &mut arena))
            }
        });
        let facts: Vec<Fact> = facts.collect();
        let elapsed = tests.tests.iter().enumerate().filter_map(|(place, test)| match test {
            Test::Elapsed { of, after, is } => Some(Elapsed { place, of: *of, after: *after, is: is.clone() }),
            _ => None,
        });
        let names = || program.facts.iter().map(|fact| fact.id.as_str());
        Some(Evaluator {
            fleet,
            engine,
            spelled: serde_json::to_string(&program.id).ok().and_then(|id| Separator::of(id.as_bytes())).unwrap_or_else(Separator::never),
            as_of,
            top: top(),
            names: ObjectKeys::new(names()),
            sources: ObjectKeys::new(names()),
            source: ObjectKeys::new(["source", "observed_at", "by", "digest", "note"]),
            elapsed: elapsed.collect(),
            instants: vec![None; program.facts.len()],
            timelines: blank.clone(),
            blank,
            facts,
            together,
            stale_before: stale_before(program, &tests, as_of),
            arena,
            waivers: Vec::new(),
            editions,
            summed,
            outcomes: OutcomeCache::new(as_of),
            cacheable: false,
            profiled: None,
            profiles: Profiles::default(),
            applicant: Span::default(),
            templates: Templates::new(fleet.shape),
            scratch: Scratch::new(zone),
        })
    }
}

/// What is asked of a fact besides its tests.
fn about<'p>(program: &'p Program, fact: usize, table: &Table, together: &Together) -> About<'p> {
    let dated = table.columns.iter().enumerate().filter(|(_, column)| column.kind.is_dated()).map(|(at, _)| at);
    let unique = program.consistent.iter().filter(|rule| rule.of.fact == fact && rule.rule == ConsistencyRule::Unique);
    About {
        past: if program.facts[fact].past { dated.collect() } else { Vec::new() },
        unique: unique.map(|rule| rule.of.columns.as_slice()).collect(),
        watched: together.watched(fact),
    }
}

/// For each fact, the day before which an observation is stale, where that bears on a test or on another fact.
fn stale_before(program: &Program, tests: &DistinctTests<'_>, as_of: Date) -> Vec<Option<Date>> {
    let mut bears = vec![false; program.facts.len()];
    tests.tests.iter().flat_map(|test| test.facts()).for_each(|fact| bears[fact] = true);
    for rule in &program.consistent {
        bears[rule.of.fact] = true;
        if let ConsistencyRule::NotBefore(other) = &rule.rule {
            bears[other.fact] = true;
        }
    }
    let fresh = program.facts.iter().zip(bears).map(|(definition, bears)| definition.fresh.filter(|_| bears));
    fresh.map(|fresh| fresh.map(|fresh| fresh.before(as_of))).collect()
}

/// A fact with one value, and what it is asked.
fn value_fact(fact: usize, kind: &crate::value::value_type::ValueType, tests: &DistinctTests<'_>, zone: chrono_tz::Tz) -> ScalarFact {
    let asked = |test: &&Test| matches!(test, Test::Value { of: Some(of), .. } if *of == fact);
    let conditions: Vec<&Condition> = tests
        .tests
        .iter()
        .copied()
        .filter(asked)
        .filter_map(|test| if let Test::Value { is, .. } = test { Some(is) } else { None })
        .collect();
    let reader = Decoder::new(kind, &conditions, Named::No, zone);
    let mut value = ScalarFact { predicates: Vec::new(), lengths: Vec::new(), instant: false, last: None, reader };
    for (place, test) in tests.tests.iter().copied().enumerate() {
        match test {
            Test::Value { of: Some(of), is, .. } if *of == fact => value.predicates.push((place, Predicate::new(is, &value.reader))),
            Test::Length { of, wide, ranges, .. } if *of == fact => value.lengths.push((place, *wide, ranges.clone())),
            Test::Elapsed { of, after, .. } => {
                let here = |instant: &Instant| matches!(instant, Instant::Fact { fact: other, .. } if *other == fact);
                value.instant |= here(of) || here(after);
            }
            _ => {}
        }
    }
    value
}

//! A rulebook, made ready for one pass over a record.
//!
//! In: an [`Engine`]. Out: a [`Compiled`]: how each fact is read and which tests it feeds; each test once, however many
//! requirements, readings and editions ask it; what never changes.

use crate::check::decisive;
use crate::facts::Facts;
use crate::fleet::fast::ask::Ask;
use crate::fleet::fast::course::Courses;
use crate::fleet::fast::cursor::Span;
use crate::fleet::fast::decide::{Segment, TestIndex};
use crate::fleet::fast::joint::Joint;
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::memo::Memo;
use crate::fleet::fast::met::Met;
use crate::fleet::fast::record::{Compiled, Elapsed, Fact, top};
use crate::fleet::fast::render::Templates;
use crate::fleet::fast::rows::RowsFact;
use crate::fleet::fast::single::ValueFact;
use crate::fleet::fast::summary::Profiles;
use crate::fleet::fast::unique::Tests;
use crate::fleet::fast::value::{Reader, Room};
use crate::fleet::{Engine, Fleet};
use crate::rulebook::{Condition, FactKind, Instant, RowsTest, Test};

impl<'f> Compiled<'f> {
    /// Makes an engine ready; None where no edition is in force yet, for which there is only an error.
    pub(super) fn of(fleet: &'f Fleet, engine: &'f Engine, summed: bool) -> Option<Compiled<'f>> {
        let program = &engine.rulebook.program;
        let as_of = engine.as_of.day;
        let zone = program.zone;
        let mut tests = Tests::default();
        let segments = decisive(&engine.rulebook, as_of, engine.held()).ok()?;
        let segments = segments.into_iter().map(|(from, edition)| Segment {
            from,
            edition: edition.map(|edition| (edition, TestIndex::new(program, edition, &mut tests))),
        });
        let segments = segments.collect();
        let mut courses = Courses::default();
        let unknown = Facts::unknown("", program);
        let blank: Vec<_> = tests.tests.iter().map(|test| courses.keep(&crate::check::test(test, &unknown, as_of, zone))).collect();
        let facts = program.facts.iter().enumerate().map(|(fact, definition)| match &definition.kind {
            FactKind::Value(kind) => Fact::Value(value_fact(fact, kind, &tests, zone)),
            FactKind::Rows(table) | FactKind::Daily(table) => {
                let of_rows = |(place, test): (usize, &'f Test)| match test {
                    Test::Rows(rows) if rows.of == fact => Some((place, rows)),
                    _ => None,
                };
                let rows: Vec<(usize, &RowsTest)> = tests.tests.iter().copied().enumerate().filter_map(of_rows).collect();
                Fact::Rows(RowsFact::new(table, &rows, as_of, zone, &mut courses))
            }
        });
        let facts: Vec<Fact> = facts.collect();
        let elapsed = tests.tests.iter().enumerate().filter_map(|(place, test)| match test {
            Test::Elapsed { of, after, is } => Some(Elapsed { place, of: *of, after: *after, is: is.clone() }),
            _ => None,
        });
        let names = || program.facts.iter().map(|fact| fact.id.as_str());
        Some(Compiled {
            fleet,
            engine,
            spelled: serde_json::to_string(&program.id).ok().and_then(|id| Joint::of(id.as_bytes())).unwrap_or_else(Joint::nowhere),
            as_of,
            top: top(),
            names: Keys::new(names()),
            sources: Keys::new(names()),
            source: Keys::new(["source", "observed_at", "by", "digest", "note"]),
            elapsed: elapsed.collect(),
            instants: vec![None; program.facts.len()],
            lines: blank.clone(),
            blank,
            facts,
            courses,
            waivers: Vec::new(),
            segments,
            summed,
            memo: Memo::new(as_of),
            shaped: false,
            profiled: None,
            profiles: Profiles::default(),
            applicant: Span::default(),
            templates: Templates::new(fleet.shape),
            room: Room::new(zone),
        })
    }
}

/// A fact with one value, and what it is asked.
fn value_fact(fact: usize, kind: &crate::kind::Kind, tests: &Tests<'_>, zone: chrono_tz::Tz) -> ValueFact {
    let asked = |test: &&Test| matches!(test, Test::Value { of: Some(of), .. } if *of == fact);
    let conditions: Vec<&Condition> = tests
        .tests
        .iter()
        .copied()
        .filter(asked)
        .filter_map(|test| if let Test::Value { is, .. } = test { Some(is) } else { None })
        .collect();
    let reader = Reader::new(kind, &conditions, false, zone);
    let mut value = ValueFact { asks: Vec::new(), lengths: Vec::new(), instant: false, met: None, reader };
    for (place, test) in tests.tests.iter().copied().enumerate() {
        match test {
            Test::Value { of: Some(of), is, .. } if *of == fact => value.asks.push((place, Ask::new(is, &value.reader))),
            Test::Length { of, wide, ranges, .. } if *of == fact => value.lengths.push((place, *wide, ranges.clone())),
            Test::Elapsed { of, after, .. } => {
                let here = |instant: &Instant| matches!(instant, Instant::Fact { fact: other, .. } if *other == fact);
                value.instant |= here(of) || here(after);
            }
            _ => {}
        }
    }
    // Of other kinds few values are written twice.
    let few = matches!(value.reader, Reader::Choice(_) | Reader::Text(_) | Reader::Path(_) | Reader::Region(_));
    value.met = (few && value.lengths.is_empty() && !value.instant).then(Met::new);
    value
}

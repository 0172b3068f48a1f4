//! A rulebook, made ready for one pass over a record.
//!
//! In: an [`Engine`]. Out: a [`Compiled`]: how each fact is read and which tests it feeds; each test once, however many
//! requirements, readings and editions ask it; a graph for each edition that decides on some day; what never changes.

use crate::check::{Outcome, Status, decisive};
use crate::facts::Facts;
use crate::fleet::answer::named_requirements;
use crate::fleet::fast::ask::Ask;
use crate::fleet::fast::course::Courses;
use crate::fleet::fast::cursor::Span;
use crate::fleet::fast::estimates::Estimates;
use crate::fleet::fast::evaluate::{Graph, Reread};
use crate::fleet::fast::joint::Joint;
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::memo::Memo;
use crate::fleet::fast::met::Met;
use crate::fleet::fast::record::{Compiled, Elapsed, Fact, Piece, Swap, top};
use crate::fleet::fast::render::Texts;
use crate::fleet::fast::rows::RowsFact;
use crate::fleet::fast::single::ValueFact;
use crate::fleet::fast::summary::Profiles;
use crate::fleet::fast::unique::Tests;
use crate::fleet::fast::value::{Reader, Room};
use crate::fleet::fast::waivers::{Requirements, Waivers};
use crate::fleet::{Engine, Shape};
use crate::rulebook::{Condition, Edition, FactKind, Instant, RowsTest, Rule, Test};
use crate::words::Localized;

impl Compiled {
    /// Makes an engine ready; None where no edition is in force yet, for which there is only an error.
    pub(in crate::fleet) fn of<'r>(engine: &'r Engine, shape: Shape, cells: usize, summed: bool) -> Option<Compiled> {
        let rulebook = &engine.rulebook;
        let program = &rulebook.program;
        let as_of = engine.as_of.day;
        let zone = program.zone;
        let editions = decisive(rulebook, as_of, engine.held()).ok()?;
        let mut tests = Tests::default();
        let mut graphs = Vec::new();
        let mut pieces = Vec::new();
        let mut known: Vec<(&Edition, usize, Vec<bool>)> = Vec::new();
        for (from, edition) in &editions {
            let graph = edition.map(|edition| match known.iter().find(|(other, ..)| std::ptr::eq(*other, edition)) {
                Some((_, at, _)) => *at,
                None => {
                    let needed = needed(edition);
                    graphs.push(Graph::new(edition, &needed, |at| match &edition.requirements[at].rule {
                        Rule::Test(test) => tests.place(test),
                        Rule::Group(_) => 0,
                    }));
                    known.push((edition, graphs.len() - 1, needed));
                    graphs.len() - 1
                }
            });
            pieces.push(Piece { from: *from, graph });
        }
        let swaps = swaps(&rulebook.editions, &known, pieces.len() == 1, &mut tests);
        let mut courses = Courses::default();
        let unknown = Facts::unknown("", program);
        let blank: Vec<_> = tests.tests.iter().map(|test| courses.keep(&crate::check::test(test, &unknown, as_of, zone))).collect();
        let facts = program.facts.iter().enumerate().map(|(fact, definition)| match &definition.kind {
            FactKind::Value(kind) => Fact::Value(value_fact(fact, kind, &tests, zone)),
            FactKind::Rows(table) | FactKind::Daily(table) => {
                let of_rows = |(place, test): (usize, &'r Test)| match test {
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
        let first = editions.first().and_then(|(_, edition)| *edition);
        let named: Vec<usize> = first.map_or_else(Vec::new, |edition| named_requirements(edition).collect());
        let ids = named.iter().filter_map(|at| first.map(|edition| edition.requirements[*at].id.clone())).collect();
        let graph_of = |edition: &Edition| known.iter().find(|(other, ..)| std::ptr::eq(*other, edition)).map(|(_, at, _)| *at);
        let names = || program.facts.iter().map(|fact| fact.id.as_str());
        Some(Compiled {
            spelled: serde_json::to_string(&program.id).ok().and_then(|id| Joint::of(id.as_bytes())).unwrap_or_else(Joint::nowhere),
            program: program.id.clone(),
            as_of,
            top: top(),
            names: Keys::new(names()),
            sources: Keys::new(names()),
            source: Keys::new(["source", "observed_at", "by", "digest", "note"]),
            estimates: Estimates::new(),
            waivers: Waivers::new(graphs.len(), summed),
            requirements: Requirements::of(rulebook, graph_of),
            elapsed: elapsed.collect(),
            instants: vec![None; program.facts.len()],
            lines: blank.clone(),
            blank,
            facts,
            courses,
            graphs,
            pieces,
            swaps,
            summed,
            memo: Memo::new(as_of),
            shaped: false,
            profile: None,
            profiles: Profiles::default(),
            found: (Outcome { status: Status::Unknown, from: None, until: None }, true),
            swings: Vec::new(),
            applicant: Span::default(),
            statuses: vec![0; named.len()],
            named,
            texts: Texts::new(shape, ids, cells),
            room: Room::new(zone),
        })
    }
}

/// The requirements on which an answer depends: those that it names, and all that these are made from.
fn needed(edition: &Edition) -> Vec<bool> {
    let mut needed = vec![false; edition.requirements.len()];
    named_requirements(edition).for_each(|at| needed[at] = true);
    needed[edition.root] = true;
    // Parts come before what is made from them.
    for at in edition.order.iter().rev().copied() {
        if needed[at] {
            let requirement = &edition.requirements[at];
            if let Rule::Group(group) = &requirement.rule {
                group.children.iter().for_each(|child| needed[*child] = true);
            }
            requirement.applies_when.iter().for_each(|condition| needed[*condition] = true);
        }
    }
    needed
}

/// Every reading that may change a verdict, and where each edition has it, in the order of a checklist: with one edition for
/// all days, the root's own come first. `editions` are all of the rulebook's.
fn swaps<'r>(editions: &'r [Edition], known: &[(&'r Edition, usize, Vec<bool>)], alone: bool, tests: &mut Tests<'r>) -> Vec<Swap> {
    let mut swaps: Vec<(&str, &Localized, Swap)> = Vec::new();
    for (edition, ..) in known {
        let place = editions.iter().position(|other| std::ptr::eq(other, *edition)).unwrap_or(0);
        for (at, requirement) in edition.requirements.iter().enumerate() {
            for (which, reading) in requirement.readings.iter().enumerate() {
                if swaps.iter().any(|(id, title, _)| *id == requirement.id && title.en == reading.title.en) {
                    continue;
                }
                let mut swap = Swap { place: (place, at, which), graphs: Vec::new() };
                for (other, graph, needed) in known {
                    swap.graphs.extend(reread(other, &requirement.id, &reading.title, needed, tests).map(|reread| (*graph, reread)));
                }
                swaps.push((&requirement.id, &reading.title, swap));
            }
        }
    }
    let mut swaps: Vec<Swap> = swaps.into_iter().map(|(.., swap)| swap).filter(|swap| !swap.graphs.is_empty()).collect();
    if alone {
        swaps.sort_by_key(|swap| swap.place.1 != editions[swap.place.0].root);
    }
    swaps
}

/// A reading as an edition has it, if its root stands on it.
fn reread<'r>(edition: &'r Edition, id: &str, title: &Localized, needed: &[bool], tests: &mut Tests<'r>) -> Option<Reread> {
    let at = edition.find(id)?;
    let requirement = &edition.requirements[at];
    let reading = requirement.readings.iter().find(|reading| reading.title == *title)?;
    let Rule::Test(main) = &requirement.rule else { return None };
    let above: Vec<usize> = edition.above[at].iter().copied().filter(|above| needed[*above]).collect();
    if at != edition.root && !above.contains(&edition.root) {
        return None;
    }
    Some(Reread { at, main: tests.place(main), other: tests.place(&reading.test), above })
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

//! Knowing more: what was unknown of an applicant becomes known, and nothing that was known changes.

use super::generate::Case;
use super::generate::applicant::{Extent, Provenance, Row, Stated, clashes, row, stated};
use super::generate::book::Shape;
use super::random::Random;

/// A case of which more is known; None if nothing could be added. What is collected is left out: where two files speak of
/// a fact, a word more in one may take back what the other said.
pub fn refined(random: &mut Random, case: &Case) -> Option<Case> {
    let mut more = case.clone();
    let mut changed = false;
    for at in 0..case.book.facts.len() {
        if random.chance(60) {
            changed |= refine(random, &mut more, at);
        }
    }
    changed.then_some(more)
}

fn refine(random: &mut Random, case: &mut Case, at: usize) -> bool {
    let fact = &case.book.facts[at];
    let before = case.applicant.people.facts[at].clone();
    let after = match before.clone() {
        None | Some(Stated::Null) => {
            // A fact of which nothing was known has nothing to lose: it may be known for a while only.
            if let Some(Provenance { insists, .. }) = &mut case.applicant.people.provenance[at] {
                *insists = false;
            }
            stated(random, &case.book, fact, case.as_of)
        }
        Some(Stated::Value(_)) => {
            // Known for longer.
            let provenance = &mut case.applicant.people.provenance[at];
            let longer = provenance.as_ref().is_some_and(|provenance| provenance.valid_until.is_some()) && random.chance(50);
            if longer {
                *provenance = None;
            }
            return longer;
        }
        Some(Stated::Rows(extent, mut rows)) => {
            let whole = row(random, &case.book, &fact.shape, case.as_of);
            let mut filled = rows.clone();
            if let Some(with_holes) = filled.iter_mut().find(|row| row.iter().any(Option::is_none)) {
                let others: Vec<Row> = rows.iter().filter(|row| *row != with_holes).cloned().collect();
                fill(random, with_holes, &whole);
                if !clashes(&fact.shape, &others, with_holes) {
                    rows = filled;
                }
            }
            let daily = matches!(fact.shape, Shape::Daily { .. });
            let fresh = row(random, &case.book, &fact.shape, case.as_of);
            let room = !clashes(&fact.shape, &rows, &fresh);
            let extent = match extent {
                Extent::Partial => {
                    if room && random.chance(60) {
                        rows.push(fresh);
                    }
                    if random.chance(50) { Extent::Exactly } else { Extent::Partial }
                }
                // A day without a row is unknown, also in a complete list. Under `at_most` its days are unknown as well.
                extent if daily && room && random.chance(60) => {
                    rows.push(fresh);
                    extent
                }
                Extent::AtMost => {
                    rows.retain(|_| random.chance(60));
                    if random.chance(50) { Extent::Exactly } else { Extent::AtMost }
                }
                Extent::Exactly => Extent::Exactly,
            };
            Stated::Rows(extent, rows)
        }
    };
    let after = Some(after);
    let changed = before != after;
    case.applicant.people.facts[at] = after;
    changed
}

/// Takes some of the cells that are missing from a whole row.
fn fill(random: &mut Random, holes: &mut Row, whole: &Row) {
    for (cell, value) in holes.iter_mut().zip(whole) {
        if cell.is_none() && random.chance(70) {
            cell.clone_from(value);
        }
    }
}

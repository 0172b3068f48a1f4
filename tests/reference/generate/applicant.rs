//! Random facts files.

use super::book::{Body, Book, Fact, Requirement, Shape};
use super::words::{Scalar, Word};
use crate::reference::dates::{NaiveDay, shift};
use crate::reference::random::Random;

/// What is known of an applicant, in one file or two.
#[derive(Debug, Clone)]
pub struct Applicant {
    pub people: Layer,
    pub collected: Option<Layer>,
    /// Whether the files are JSON; else they are TOML.
    pub json: bool,
}

/// One file.
#[derive(Debug, Clone, Default)]
pub struct Layer {
    /// For each fact of the program what is stated; None where nothing is.
    pub facts: Vec<Option<Stated>>,
    pub provenance: Vec<Option<Provenance>>,
    pub waivers: Vec<Waiver>,
    /// A fact, the key of a row of it, and a column with its value.
    pub annotations: Vec<(usize, String, String, Word)>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Stated {
    /// JSON's word for nothing.
    Null,
    Value(Word),
    Rows(Extent, Vec<Row>),
}

/// A row: for each column its value, where it is stated.
pub type Row = Vec<Option<Word>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extent {
    Exactly,
    Partial,
    AtMost,
}

#[derive(Debug, Clone, Default)]
pub struct Provenance {
    pub valid_until: Option<NaiveDay>,
    pub observed_at: Option<NaiveDay>,
    pub insists: bool,
}

#[derive(Debug, Clone)]
pub struct Waiver {
    pub requirement: String,
    pub from: NaiveDay,
    pub until: NaiveDay,
}

pub fn draw(random: &mut Random, book: &Book, as_of: NaiveDay) -> Applicant {
    let mut people = layer(random, book, as_of, 12);
    people.waivers = waivers(random, book, as_of);
    let collected = random.chance(15).then(|| layer(random, book, as_of, 50));
    if collected.is_some() && random.chance(50) {
        annotate(random, book, as_of, &mut people);
    }
    if collected.is_some() && random.chance(40) {
        let at = random.below(book.facts.len());
        people.provenance[at].get_or_insert_default().insists = true;
    }
    Applicant { people, collected, json: random.chance(40) }
}

fn layer(random: &mut Random, book: &Book, as_of: NaiveDay, absent: usize) -> Layer {
    let mut layer = Layer::default();
    for fact in &book.facts {
        let stated =
            if random.chance(absent) { random.chance(20).then_some(Stated::Null) } else { Some(stated(random, book, fact, as_of)) };
        let observed_at = random.chance(60).then(|| shift(as_of, -*random.pick(&[0, 1, 2, 3, 7, 8, 20, 31, 90, -3, -10])));
        let observed_at = random.chance(25).then_some(observed_at);
        let seen = observed_at.flatten().unwrap_or(as_of).max(as_of);
        // Now and then a row that has not happened yet, which is refused.
        let stated = if fact.past && !random.chance(3) { stated.map(|stated| happened(stated, seen)) } else { stated };
        layer.facts.push(stated);
        let valid_until = random.chance(50).then(|| shift(as_of, *random.pick(&[-1, 0, 1, 1, 2, 5, 10, 31, 60, 200])));
        layer.provenance.push(observed_at.map(|observed_at| Provenance { valid_until, observed_at, insists: false }));
    }
    layer
}

/// The rows that had happened by a day; of moments, those surely before it.
fn happened(stated: Stated, by: NaiveDay) -> Stated {
    let past = |cell: &Word| match cell {
        Word::Date(day, _) => *day <= by,
        Word::Moment(text, _) => text.get(..10).and_then(|day| day.parse::<NaiveDay>().ok()).is_some_and(|day| day < shift(by, -1)),
        _ => true,
    };
    match stated {
        Stated::Rows(extent, mut rows) => {
            rows.retain(|row| row.iter().flatten().all(past));
            Stated::Rows(extent, rows)
        }
        other => other,
    }
}

/// Everything that may be said of a fact.
pub fn stated(random: &mut Random, book: &Book, fact: &Fact, as_of: NaiveDay) -> Stated {
    match &fact.shape {
        Shape::Value(kind) => Stated::Value(book.pool.word(random, *kind, as_of)),
        shape => {
            let extent = match random.below(10) {
                0 | 1 => Extent::Partial,
                2 => Extent::AtMost,
                _ => Extent::Exactly,
            };
            let count = *random.pick(&[0, 1, 1, 1, 2, 2, 2, 3, 3, 4, 5]);
            let holes = *random.pick(&[0, 0, 5, 20]);
            let mut rows: Vec<Row> = Vec::new();
            for _ in 0..count {
                let mut fresh = row(random, book, shape, as_of);
                if clashes(shape, &rows, &fresh) {
                    continue;
                }
                fresh.iter_mut().for_each(|cell| {
                    if random.chance(holes) {
                        *cell = None;
                    }
                });
                rows.push(fresh);
            }
            Stated::Rows(extent, rows)
        }
    }
}

/// A whole row.
pub fn row(random: &mut Random, book: &Book, shape: &Shape, as_of: NaiveDay) -> Row {
    let daily = matches!(shape, Shape::Daily { .. });
    let columns = shape.columns();
    let cells = columns.iter().enumerate().map(|(at, (name, kind))| {
        Some(match (name.as_str(), kind) {
            // The days of a daily window are the last few.
            (_, Scalar::Date) if daily && at == 0 && random.chance(85) => {
                Word::Date(shift(as_of, -random.between(-1, 8)), random.chance(70))
            }
            ("id", Scalar::Text) => Word::Text(format!("k{}", random.below(6))),
            (_, kind) => book.pool.word(random, *kind, as_of),
        })
    });
    cells.collect()
}

/// Whether two rows would have one key.
pub fn clashes(shape: &Shape, rows: &[Row], fresh: &Row) -> bool {
    let key = match shape {
        Shape::Daily { .. } => 0,
        Shape::Rows { columns, key: true } => columns.iter().position(|(name, _)| name == "id").expect("a key column"),
        _ => return false,
    };
    let plain = |row: &Row| row[key].as_ref().map(Word::json);
    plain(fresh).is_some() && rows.iter().any(|row| plain(row) == plain(fresh))
}

/// A person adds a column to rows that an interface reported.
fn annotate(random: &mut Random, book: &Book, as_of: NaiveDay, layer: &mut Layer) {
    for (at, fact) in book.facts.iter().enumerate() {
        let Shape::Rows { columns, key: true } = &fact.shape else { continue };
        let others: Vec<&(String, Scalar)> = columns.iter().filter(|(name, _)| name != "id").collect();
        if !others.is_empty() {
            let (column, kind) = random.pick(&others);
            let value = book.pool.word(random, *kind, as_of);
            layer.annotations.push((at, format!("k{}", random.below(4)), column.clone(), value));
        }
    }
}

/// Decisions not to insist, on requirements that are under no `none`.
fn waivers(random: &mut Random, book: &Book, as_of: NaiveDay) -> Vec<Waiver> {
    if random.chance(30) { some_waivers(random, book, as_of) } else { Vec::new() }
}

/// One or two of them, or none where they fell on what is under a `none`.
pub fn some_waivers(random: &mut Random, book: &Book, as_of: NaiveDay) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for _ in 0..random.between(1, 2) {
        let edition = random.pick(&book.editions);
        let Some(requirement) = edition.requires.get(random.below(edition.requires.len().max(1))) else { continue };
        if book.editions.iter().any(|edition| edition.like.is_none() && under_none(&edition.requires, &requirement.id)) {
            continue;
        }
        let from = shift(as_of, *random.pick(&[-10, -1, 0, 0, 1, 2, 14, 40]));
        let until = shift(from, *random.pick(&[0, 0, 1, 5, 30, 120]));
        waivers.push(Waiver { requirement: requirement.id.clone(), from, until });
    }
    waivers
}

/// Whether a `none` holds a requirement, itself or through groups.
pub fn under_none(requires: &[Requirement], id: &str) -> bool {
    requires.iter().any(|above| match &above.body {
        Body::Group { logic, children, .. } => {
            children.iter().any(|child| child == id) && (*logic == "none" || under_none(requires, &above.id))
        }
        Body::Test(_) => false,
    })
}

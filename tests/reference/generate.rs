//! Random rulebooks and random applicants, as the texts that people would write.
//!
//! Numbers, names and dates come from small pools that rules and facts share, and dates lie around the days on which
//! something turns: ends of windows, ends of months, leap days.

pub mod applicant;
pub mod book;
pub mod rule;
pub mod words;
pub mod write_book;
pub mod write_facts;

use super::dates::{NaiveDay, shift};
use super::random::Random;
use applicant::Applicant;
use book::Book;

/// A rulebook, an applicant, and what is asked.
#[derive(Debug, Clone)]
pub struct Case {
    pub book: Book,
    pub applicant: Applicant,
    pub as_of: NaiveDay,
    /// The edition that is held for all days.
    pub held: Option<String>,
}

/// What is asked of a rulebook: an applicant, a day, and perhaps an edition.
pub fn case(random: &mut Random, book: &Book) -> Case {
    let as_of = match random.below(10) {
        0..=4 => book.center,
        5..=7 => shift(book.center, random.between(-3, 3)),
        8 => shift(book.center, random.between(0, 70)),
        9 if random.chance(5) => shift(book.editions[0].from, random.between(-2, 1)),
        _ => shift(book.center, random.between(-20, 400)),
    };
    let held = random.chance(15).then(|| random.pick(&book.editions).id.clone());
    let applicant = applicant::draw(random, book, as_of);
    Case { book: book.clone(), applicant, as_of, held }
}

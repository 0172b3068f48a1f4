//! Which of the texts that conditions tell apart a text is.
//!
//! In: the members of lists, or the options of a choice; texts as they are written in records. Out: a number for each member,
//! and one for all others. Spellings that were met are kept for a while, so that folding is done once for each.

use hashbrown::HashMap;

use crate::fleet::fast::cursor::{Cursor, Span, hash as hash_of};
use crate::fleet::fast::value::Room;
use crate::kind::{Choice, fold};
use crate::rulebook::Condition;

/// How many spellings are kept, and how long the longest may be.
const KEPT: usize = 2048;
const LONGEST: usize = WIDTH * WORDS;
const WIDTH: usize = 16;
const WORDS: usize = 8;

/// What is folded, and what becomes of a text that is no member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Choice,
    Text,
    Path,
}

/// Texts, each with its number: members from 1 on, all others 0; of choices their places.
#[derive(Debug)]
pub(super) struct Names {
    sort: Sort,
    members: HashMap<Box<str>, i64>,
    /// For each number a text that has it.
    examples: Vec<Box<str>>,
    /// Spellings side by side, the first of them none; and for each place which of them is there.
    met: Vec<Met>,
    places: Box<[u16]>,
}

/// A spelling, and what it is.
#[derive(Debug, Clone)]
struct Met {
    length: usize,
    value: i64,
    /// What tells it from others where it is part of a key.
    key: u64,
    /// The spelling, in words, of the last of which only the masked part counts.
    words: [u128; WORDS],
    mask: u128,
}

impl Met {
    /// No text is as long.
    const NOTHING: Met = Met { length: usize::MAX, value: 0, key: 0, words: [0; WORDS], mask: 0 };

    fn new(text: &[u8], (value, key): (i64, u64)) -> Met {
        let mut words = [0; WORDS];
        let mut mask = 0;
        for (word, bytes) in words.iter_mut().zip(text.chunks(WIDTH)) {
            let mut filled = [0; WIDTH];
            filled[..bytes.len()].copy_from_slice(bytes);
            *word = u128::from_le_bytes(filled);
            mask = if bytes.len() < WIDTH { (1 << (8 * bytes.len())) - 1 } else { u128::MAX };
        }
        Met { length: text.len(), value, key, words, mask }
    }

    /// Whether a text is spelled so.
    #[inline(always)]
    fn is(&self, cursor: Cursor<'_>, span: Span) -> bool {
        let mut at = span.start;
        let mut words = self.words.iter();
        while at + WIDTH < span.end {
            if words.next().is_none_or(|word| cursor.wide(at) != *word) {
                return false;
            }
            at += WIDTH;
        }
        self.length == span.end - span.start && words.next().is_some_and(|word| (cursor.wide(at) ^ word) & self.mask == 0)
    }
}

impl Names {
    pub(super) fn of_choices(choices: &[Choice]) -> Names {
        let mut members = HashMap::new();
        for (at, choice) in choices.iter().enumerate() {
            members.entry(fold(&choice.id).into()).or_insert(at as i64);
        }
        Names::new(Sort::Choice, members, choices.iter().map(|choice| choice.id.as_str().into()).collect())
    }

    /// The members of every list that `conditions` ask for.
    pub(super) fn of_members(conditions: &[&Condition], paths: bool) -> Names {
        let mut members: HashMap<Box<str>, i64> = HashMap::new();
        // No member: a path has no empty level, and a text as long as this is none.
        let mut examples: Vec<Box<str>> = vec![Box::default()];
        for condition in conditions {
            let Condition::Among(among) = condition else { continue };
            for key in among.members.keys() {
                members.entry(key.clone()).or_insert_with(|| {
                    examples.push(key.clone());
                    examples.len() as i64 - 1
                });
            }
        }
        while members.contains_key(&examples[0]) {
            examples[0] = format!("{}-", examples[0]).into();
        }
        Names::new(if paths { Sort::Path } else { Sort::Text }, members, examples)
    }

    fn new(sort: Sort, members: HashMap<Box<str>, i64>, examples: Vec<Box<str>>) -> Names {
        Names { sort, members, examples, met: vec![Met::NOTHING], places: vec![0; KEPT].into() }
    }

    pub(super) fn count(&self) -> usize {
        self.examples.len()
    }

    pub(super) fn example(&self, number: i64) -> &str {
        &self.examples[number as usize]
    }

    pub(super) fn number_of(&self, key: &str) -> Option<i64> {
        self.members.get(key).copied()
    }

    /// Which a text is; None if it is none of the options, no path, or no text at all.
    #[inline(always)]
    pub(super) fn find(&mut self, cursor: Cursor<'_>, span: Span, room: &mut Room) -> Option<i64> {
        // Any place will do; it should be another for most texts.
        let (start, length) = (span.start, span.end - span.start);
        let word = |back: usize| cursor.word(span.end.saturating_sub(back).max(start));
        let some = word(20).rotate_left(41) ^ word(14).rotate_left(17) ^ word(8) ^ length as u64;
        let place = (some.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % KEPT;
        let met = &self.met[usize::from(self.places[place])];
        // What was met has been found to be UTF-8, and one of the options.
        let (value, key) = if met.is(cursor, span) {
            (met.value, met.key)
        } else {
            self.meet(cursor.bytes, (span.start, span.end), span.escaped, &mut room.text, place)?
        };
        room.key = key;
        Some(value)
    }

    #[inline(never)]
    fn meet(&mut self, bytes: &[u8], (start, end): (usize, usize), escaped: bool, room: &mut String, place: usize) -> Option<(i64, u64)> {
        let (cursor, span) = (Cursor { bytes, at: start }, Span { start, end, escaped, ascii: false });
        let text = cursor.said(span, room)?;
        let of = |value: i64, key: &str| (value, hash_of(key.as_bytes()));
        let (value, key) = match self.sort {
            Sort::Choice => {
                let folded = fold(text);
                of(*self.members.get(folded.as_ref())?, &folded)
            }
            Sort::Text => of(self.members.get(text).copied().unwrap_or(0), text),
            Sort::Path => {
                let folded = fold(text);
                if folded.split('>').any(|level| level.trim().is_empty()) {
                    return None;
                }
                of(self.members.get(folded.as_ref()).copied().unwrap_or(0), &folded)
            }
        };
        let spelling = cursor.raw(span);
        if spelling.len() <= LONGEST {
            self.keep(place, Met::new(spelling, (value, key)));
        }
        Some((value, key))
    }

    /// Keeps a spelling instead of the one that has its place.
    fn keep(&mut self, place: usize, met: Met) {
        match usize::from(self.places[place]) {
            // Each has a place; so there are never more of them.
            0 => {
                self.places[place] = self.met.len() as u16;
                self.met.push(met);
            }
            at => self.met[at] = met,
        }
    }
}

/// The codes of countries and regions.
#[derive(Debug)]
pub(super) struct Regions {
    codes: Vec<bool>,
}

impl Regions {
    pub(super) const COUNT: usize = 26 * 26;

    pub(super) fn new() -> Regions {
        let known = |at: usize| {
            let code = Regions::code(at as i64);
            std::str::from_utf8(&code).is_ok_and(|code| iso3166::Country::from_alpha2(code).is_some())
        };
        Regions { codes: (0..Regions::COUNT).map(known).collect() }
    }

    pub(super) fn number_of(code: &[u8]) -> Option<i64> {
        let letter = |byte: u8| byte.is_ascii_uppercase().then(|| i64::from(byte - b'A'));
        match code {
            [first, second] => Some(letter(*first)? * 26 + letter(*second)?),
            _ => None,
        }
    }

    pub(super) fn code(number: i64) -> [u8; 2] {
        [b'A' + (number / 26) as u8, b'A' + (number % 26) as u8]
    }

    #[inline(always)]
    pub(super) fn find(&self, code: &[u8]) -> Option<i64> {
        Regions::number_of(code).filter(|at| self.codes[*at as usize])
    }
}

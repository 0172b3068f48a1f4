//! Writes an answer by copying what was written before.
//!
//! In: statuses, the verdict, whether it is firm, the name as it stands in the record. Out: the very bytes of
//! [`answer`](crate::fleet::answer). All that follows the name is put together once, with room for the dates.

use hashbrown::HashMap;

use crate::check::{Outcome, Status};
use crate::day::Day;
use crate::fleet::Shape;
use crate::fleet::answer::{harmless, row};
use crate::fleet::fast::cursor::{Cursor, Span};
use crate::report::{StatusWord, VerdictWord};

/// How many bytes of text are kept.
const KEPT: usize = 1 << 20;
/// How many days are kept as text, and how long that is.
const DAYS: usize = 1024;
const DATE: usize = 10;

/// The texts of answers.
#[derive(Debug)]
pub(super) struct Texts {
    shape: Shape,
    ids: Vec<String>,
    /// What ends a record of cells: those of an error, which are empty.
    cells: usize,
    /// For each combination of what an answer says, eight bits each: statuses, then the rest.
    known: HashMap<Box<[u8]>, Words>,
    kept: Vec<u8>,
    /// How often what was kept has been forgotten.
    turn: u32,
    /// Days that were written, each in the place of its number.
    days: Vec<(Day, [u8; DATE])>,
}

/// Where the text of a combination stands, and where in it the dates belong; nought for those that it has not.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    turn: u32,
    start: u32,
    end: u32,
    from: u8,
    until: u8,
}

impl Words {
    /// Those of a turn that is never reached.
    pub(super) const NONE: Words = Words { turn: u32::MAX, start: 0, end: 0, from: 0, until: 0 };
}

const VERDICTS: [Status; 4] = [Status::Met, Status::Unmet, Status::Pending, Status::Unknown];
const STATUSES: [Status; 5] = [Status::Met, Status::Unmet, Status::Pending, Status::Unknown, Status::NotApplicable];

impl Texts {
    /// For the requirements that an answer names; `cells` are those of an error that end a record of cells.
    pub(super) fn new(shape: Shape, ids: Vec<String>, cells: usize) -> Texts {
        let days = vec![(Day::FIRST, [0; DATE]); DAYS];
        Texts { shape, ids, cells, known: HashMap::new(), kept: Vec::new(), turn: 0, days }
    }

    /// Writes an answer, with the day from which the verdict holds, and the one after the last on which it does, where it has
    /// such. None if the name can't be taken.
    #[inline(always)]
    pub(super) fn write(
        &mut self,
        out: &mut Vec<u8>,
        (bytes, applicant, room): (&[u8], &Span, &mut String),
        words: &Words,
        [from, after]: [Day; 2],
    ) -> Option<()> {
        if self.shape == Shape::Csv {
            cell(out, bytes, applicant, room)?;
        } else if applicant.escaped {
            escaped(out, bytes, applicant, room)?;
        } else {
            out.extend_from_slice(b"{\"applicant\":\"");
            out.extend_from_slice(bytes.get(applicant.start..applicant.end)?);
        }
        let begin = out.len();
        out.extend_from_slice(self.kept.get(words.start as usize..words.end as usize)?);
        // The last one first: a day may take more room than there is.
        if words.until > 0 {
            self.date(out, begin + usize::from(words.until), after.plus(-1));
        }
        if words.from > 0 {
            self.date(out, begin + usize::from(words.from), from);
        }
        Some(())
    }

    /// Puts a date where room was left for it.
    #[inline(always)]
    fn date(&mut self, out: &mut Vec<u8>, at: usize, day: Day) {
        let (known, text) = &self.days[day.number() as usize % DAYS];
        match out.get_mut(at..at + DATE) {
            Some(room) if *known == day => room.copy_from_slice(text),
            _ => self.other_date(out, at, day),
        }
    }

    #[inline(never)]
    fn other_date(&mut self, out: &mut Vec<u8>, at: usize, day: Day) {
        let text = day.to_string();
        out.splice(at..at + DATE, text.bytes());
        if let Ok(text) = text.as_bytes().try_into() {
            self.days[day.number() as usize % DAYS] = (day, text);
        }
    }

    /// Where the text of these statuses and this verdict stands.
    pub(super) fn words(&mut self, statuses: &[u8], (outcome, firm): (Outcome, bool)) -> Words {
        let verdict = VERDICTS.iter().position(|status| *status == outcome.status).unwrap_or(0);
        let rest = [verdict as u8, u8::from(firm), u8::from(outcome.from.is_some()), u8::from(outcome.until.is_some())];
        let said = [statuses, &rest].concat();
        match self.known.get(said.as_slice()) {
            Some(words) => *words,
            None => self.add(statuses, (outcome, firm), said),
        }
    }

    /// Whether the text that stood there is still kept.
    #[inline(always)]
    pub(super) fn has(&self, words: &Words) -> bool {
        words.turn == self.turn
    }

    #[inline(never)]
    fn add(&mut self, statuses: &[u8], (outcome, firm): (Outcome, bool), said: Vec<u8>) -> Words {
        if self.kept.len() > KEPT {
            self.kept.clear();
            self.known.clear();
            self.turn += 1;
        }
        let start = self.kept.len();
        let cells = self.shape == Shape::Csv;
        let verdict = VerdictWord::from(outcome.status).text();
        let head = if cells { format!(",{verdict},{firm}") } else { format!("\",\"verdict\":\"{verdict}\",\"firm\":{firm}") };
        self.kept.extend_from_slice(head.as_bytes());
        let [from, until] = [("eligible_from", outcome.from), ("eligible_until", outcome.until)].map(|(key, day)| {
            let before = match (cells, day) {
                (true, _) => ",".to_owned(),
                (false, Some(_)) => format!(",\"{key}\":\""),
                (false, None) => format!(",\"{key}\":null"),
            };
            self.kept.extend_from_slice(before.as_bytes());
            let at = self.kept.len() - start;
            if day.is_some() {
                self.kept.extend_from_slice(&[0; DATE]);
                self.kept.extend_from_slice(if cells { b"" } else { b"\"" });
            }
            day.map_or(0, |_| at as u8)
        });
        let words = statuses.iter().map(|at| StatusWord::from(STATUSES[usize::from(*at)]).text());
        if cells {
            for word in words {
                self.kept.push(b',');
                self.kept.extend_from_slice(word.as_bytes());
            }
            self.kept.resize(self.kept.len() + self.cells, b',');
            self.kept.push(b'\n');
        } else {
            self.kept.extend_from_slice(b",\"requirements\":{");
            for (at, (id, word)) in self.ids.iter().zip(words).enumerate() {
                let comma = if at > 0 { "," } else { "" };
                for part in [comma, "\"", id, "\":\"", word, "\""] {
                    self.kept.extend_from_slice(part.as_bytes());
                }
            }
            self.kept.extend_from_slice(b"}}\n");
        }
        let words = Words { turn: self.turn, start: start as u32, end: self.kept.len() as u32, from, until };
        self.known.insert(said.into(), words);
        words
    }
}

/// Writes a name as a cell.
#[inline(never)]
fn cell(out: &mut Vec<u8>, bytes: &[u8], applicant: &Span, room: &mut String) -> Option<()> {
    let cursor = Cursor { bytes, at: applicant.start };
    let raw = cursor.raw(*applicant);
    let tame = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if raw.iter().all(tame) {
        out.extend_from_slice(raw);
    } else {
        let begin = out.len();
        row(out, [harmless(cursor.said(*applicant, room)?)]);
        out.truncate(begin.max(out.len() - 1));
    }
    Some(())
}

/// Begins an object with a name that has escapes.
#[inline(never)]
fn escaped(out: &mut Vec<u8>, bytes: &[u8], applicant: &Span, room: &mut String) -> Option<()> {
    let cursor = Cursor { bytes, at: applicant.start };
    out.extend_from_slice(b"{\"applicant\":");
    serde_json::to_writer(&mut *out, cursor.said(*applicant, room)?).ok()?;
    // What follows begins with the quote.
    out.pop();
    Some(())
}

/// The number of a status in a combination.
#[inline(always)]
pub(super) fn number_of(status: Status) -> u8 {
    match status {
        Status::Met => 0,
        Status::Unmet => 1,
        Status::Pending => 2,
        Status::Unknown => 3,
        Status::NotApplicable => 4,
    }
}

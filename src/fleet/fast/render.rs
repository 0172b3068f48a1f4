//! Writes an answer by copying what was written before.
//!
//! In: statuses, the verdict, whether it is firm, the name as it stands in the record. Out: the very bytes of
//! [`answer`](crate::fleet::answer). The words of each combination of statuses are put together once.

use hashbrown::HashMap;

use crate::check::{Outcome, Status};
use crate::day::Day;
use crate::fleet::Shape;
use crate::fleet::answer::{harmless, row};
use crate::fleet::fast::cursor::{Cursor, Span};
use crate::report::{StatusWord, VerdictWord};

/// How many bytes of text are kept.
const KEPT: usize = 1 << 20;
/// How many days are kept as text.
const DAYS: usize = 1024;

/// The texts of answers.
#[derive(Debug)]
pub(super) struct Texts {
    shape: Shape,
    ids: Vec<String>,
    /// What ends a record of cells: those of an error, which are empty.
    cells: usize,
    /// For each verdict, and whether it is firm.
    verdicts: [Vec<u8>; 8],
    /// For each combination of statuses, eight bits each.
    statuses: HashMap<Box<[u8]>, Words>,
    kept: Vec<u8>,
    /// How often what was kept has been forgotten.
    turn: u32,
    /// Days that were written, each in the place of its number.
    days: Vec<(Day, [u8; 10])>,
}

/// Where the text of a combination of statuses stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    turn: u32,
    start: u32,
    end: u32,
}

impl Words {
    /// Those of a turn that is never reached.
    pub(super) const NONE: Words = Words { turn: u32::MAX, start: 0, end: 0 };
}

const VERDICTS: [Status; 4] = [Status::Met, Status::Unmet, Status::Pending, Status::Unknown];
const STATUSES: [Status; 5] = [Status::Met, Status::Unmet, Status::Pending, Status::Unknown, Status::NotApplicable];

impl Texts {
    /// For the requirements that an answer names; `cells` are those of an error that end a record of cells.
    pub(super) fn new(shape: Shape, ids: Vec<String>, cells: usize) -> Texts {
        let verdict = |at: usize| {
            let (word, firm) = (VerdictWord::from(VERDICTS[at / 2]).text(), at % 2 == 1);
            match shape {
                Shape::Csv => format!(",{word},{firm},").into_bytes(),
                Shape::Lines | Shape::Full => format!(",\"verdict\":\"{word}\",\"firm\":{firm},\"eligible_from\":").into_bytes(),
            }
        };
        Texts {
            shape,
            ids,
            cells,
            verdicts: std::array::from_fn(verdict),
            statuses: HashMap::new(),
            kept: Vec::new(),
            turn: 0,
            days: vec![(Day::FIRST, [0; 10]); DAYS],
        }
    }

    /// Writes an answer. None if the name can't be taken.
    pub(super) fn write(
        &mut self,
        out: &mut Vec<u8>,
        (cursor, applicant, room): (Cursor<'_>, Span, &mut String),
        (outcome, firm): (Outcome, bool),
        words: Words,
    ) -> Option<()> {
        let verdict = VERDICTS.iter().position(|status| *status == outcome.status)? * 2 + usize::from(firm);
        let raw = cursor.raw(applicant);
        if self.shape == Shape::Csv {
            let tame = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
            if raw.iter().all(tame) {
                out.extend_from_slice(raw);
            } else {
                let begin = out.len();
                row(out, [harmless(cursor.said(applicant, room)?)]);
                out.truncate(begin.max(out.len() - 1));
            }
            out.extend_from_slice(&self.verdicts[verdict]);
            self.cell(out, outcome.from);
            out.push(b',');
            self.cell(out, outcome.until);
        } else {
            out.extend_from_slice(b"{\"applicant\":");
            if applicant.escaped {
                serde_json::to_writer(&mut *out, cursor.said(applicant, room)?).ok()?;
            } else {
                out.push(b'"');
                out.extend_from_slice(raw);
                out.push(b'"');
            }
            out.extend_from_slice(&self.verdicts[verdict]);
            self.date(out, outcome.from);
            out.extend_from_slice(b",\"eligible_until\":");
            self.date(out, outcome.until);
        }
        out.extend_from_slice(self.kept.get(words.start as usize..words.end as usize)?);
        Some(())
    }

    fn date(&mut self, out: &mut Vec<u8>, day: Option<Day>) {
        match day {
            None => out.extend_from_slice(b"null"),
            Some(day) => {
                out.push(b'"');
                self.day(out, day);
                out.push(b'"');
            }
        }
    }

    fn cell(&mut self, out: &mut Vec<u8>, day: Option<Day>) {
        if let Some(day) = day {
            self.day(out, day);
        }
    }

    fn day(&mut self, out: &mut Vec<u8>, day: Day) {
        let place = day.number().rem_euclid(DAYS as i32) as usize;
        if self.days[place].0 != day {
            let text = day.to_string();
            match text.as_bytes().try_into() {
                Ok(bytes) => self.days[place] = (day, bytes),
                Err(_) => return out.extend_from_slice(text.as_bytes()),
            }
        }
        out.extend_from_slice(&self.days[place].1);
    }

    /// Where the text of these statuses stands.
    pub(super) fn words(&mut self, statuses: &[u8]) -> Words {
        match self.statuses.get(statuses) {
            Some(words) => *words,
            None => self.add(statuses),
        }
    }

    /// Whether the text that stood there is still kept.
    #[inline(always)]
    pub(super) fn has(&self, words: Words) -> bool {
        words.turn == self.turn
    }

    #[inline(never)]
    fn add(&mut self, statuses: &[u8]) -> Words {
        if self.kept.len() > KEPT {
            self.kept.clear();
            self.statuses.clear();
            self.turn += 1;
        }
        let start = self.kept.len();
        let words = statuses.iter().map(|at| StatusWord::from(STATUSES[usize::from(*at)]).text());
        if self.shape == Shape::Csv {
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
        let words = Words { turn: self.turn, start: start as u32, end: self.kept.len() as u32 };
        self.statuses.insert(statuses.into(), words);
        words
    }
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

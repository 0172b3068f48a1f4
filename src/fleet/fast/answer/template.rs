//! Writes an answer by copying what was written before.
//!
//! In: a checklist; later on the name of another applicant for which the same holds, and the dates. Out: the very bytes of
//! [`answer`](crate::fleet::answer), which wrote all that follows the name once, with other dates in it.

use hashbrown::HashMap;

use crate::engine::check::Checklist;
use crate::fleet::answer::{self, row, sanitize_cell};
use crate::fleet::fast::json::cursor::{Cursor, Span};
use crate::fleet::setup::{Fleet, OutputFormat};
use crate::i18n::escape::json;
use crate::value::date::Date;

/// How many bytes of text are kept.
const KEPT: usize = 4 << 20;
/// How many days are kept as text, and how long that is.
const DAYS: usize = 1024;
const DATE: usize = 10;

/// The bytes before the name in an answer.
const HEAD: &[u8] = b"{\"applicant\":\"";

/// The texts of answers.
#[derive(Debug)]
pub(crate) struct Templates {
    shape: OutputFormat,
    known: HashMap<Box<[u8]>, Template>,
    kept: Vec<u8>,
    /// How often what was kept has been forgotten.
    turn: u32,
    /// Days that no record of today's comes to, and a buffer for the answer in which they stand.
    marks: [Date; 2],
    text: Vec<u8>,
    /// Days that were written, each in the place of its number.
    days: Vec<(Date, [u8; DATE])>,
}

/// The position of an answer's text, and where in it the dates belong; zero for those that it has not.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Template {
    turn: u32,
    start: u32,
    end: u32,
    from: u16,
    until: u16,
}

impl Template {
    /// That of a turn that is never reached.
    pub(crate) const NONE: Template = Template { turn: u32::MAX, start: 0, end: 0, from: 0, until: 0 };
}

impl Templates {
    pub(crate) fn new(shape: OutputFormat) -> Templates {
        let days = vec![(Date::FIRST, [0; DATE]); DAYS];
        let marks = [(1111, 11, 11), (2222, 12, 22)].map(|(year, month, day)| Date::from_ymd(year, month, day).unwrap_or(Date::FIRST));
        Templates { shape, known: HashMap::new(), kept: Vec::new(), turn: 0, marks, text: Vec::new(), days }
    }

    /// Writes an answer, with the day from which the verdict holds, and the one after the last on which it does, where it has
    /// such. None if the name can't be taken.
    #[inline(always)]
    pub(crate) fn write(
        &mut self,
        out: &mut Vec<u8>,
        (bytes, applicant, scratch): (&[u8], &Span, &mut String),
        template: &Template,
        [from, after]: [Date; 2],
    ) -> Option<()> {
        if self.shape == OutputFormat::Csv {
            cell(out, bytes, applicant, scratch)?;
        } else {
            let raw = bytes.get(applicant.start..applicant.end)?;
            // Of ASCII, all that would need an escape and may stand without one is DEL.
            if applicant.escaped || !applicant.ascii || raw.contains(&0x7f) {
                escaped(out, bytes, applicant, scratch)?;
            } else {
                out.extend_from_slice(HEAD);
                out.extend_from_slice(raw);
            }
        }
        let begin = out.len();
        out.extend_from_slice(self.kept.get(template.start as usize..template.end as usize)?);
        // The last one first: a day may take more room than there is.
        if template.until > 0 {
            self.date(out, begin + usize::from(template.until), after.add_days(-1));
        }
        if template.from > 0 {
            self.date(out, begin + usize::from(template.from), from);
        }
        Some(())
    }

    /// Puts a date where room was left for it.
    #[inline(always)]
    fn date(&mut self, out: &mut Vec<u8>, at: usize, day: Date) {
        let (known, text) = &self.days[day.epoch_days() as usize % DAYS];
        match out.get_mut(at..at + DATE) {
            Some(scratch) if *known == day => scratch.copy_from_slice(text),
            _ => self.other_date(out, at, day),
        }
    }

    #[inline(never)]
    fn other_date(&mut self, out: &mut Vec<u8>, at: usize, day: Date) {
        let text = day.to_string();
        out.splice(at..at + DATE, text.bytes());
        if let Ok(text) = text.as_bytes().try_into() {
            self.days[day.epoch_days() as usize % DAYS] = (day, text);
        }
    }

    /// Whether the text that was there is still kept.
    #[inline(always)]
    pub(crate) fn has(&self, template: &Template) -> bool {
        template.turn == self.turn
    }

    /// The template of a checklist's answer. None where it can't be determined where the dates stand. Leaves other dates in the checklist.
    pub(crate) fn learn(&mut self, fleet: &Fleet, checklist: &mut Checklist<'_>) -> Option<Template> {
        let outcome = &mut checklist.verdict.outcome;
        outcome.from = outcome.from.map(|_| self.marks[0]);
        outcome.until = outcome.until.map(|_| self.marks[1]);
        let outcome = *outcome;
        let mut text = std::mem::take(&mut self.text);
        text.clear();
        match self.shape {
            OutputFormat::Csv => answer::csv(&mut text, fleet, "", checklist, None),
            _ => answer::json(&mut text, "", checklist, None),
        }
        let tail = &text[if self.shape == OutputFormat::Csv { 0 } else { HEAD.len() }..];
        let template = self.known.get(tail).copied().or_else(|| {
            let [from, until] = [outcome.from, outcome.until].map(|day| day.map_or(Some(0), |day| place_of(tail, day)));
            Some(self.keep(tail, from?, until?))
        });
        self.text = text;
        template
    }

    fn keep(&mut self, text: &[u8], from: u16, until: u16) -> Template {
        if self.kept.len() > KEPT {
            self.kept.clear();
            self.known.clear();
            self.turn += 1;
        }
        let start = self.kept.len() as u32;
        self.kept.extend_from_slice(text);
        let template = Template { turn: self.turn, start, end: self.kept.len() as u32, from, until };
        self.known.insert(text.into(), template);
        template
    }
}

/// The position of a day in a text, if it does so once.
fn place_of(text: &[u8], day: Date) -> Option<u16> {
    let day = day.to_string();
    let mut places = memchr::memmem::find_iter(text, day.as_bytes());
    let place = places.next().filter(|_| places.next().is_none())?;
    u16::try_from(place).ok()
}

/// Writes a name as a cell.
#[inline(never)]
fn cell(out: &mut Vec<u8>, bytes: &[u8], applicant: &Span, scratch: &mut String) -> Option<()> {
    let cursor = Cursor { bytes, at: applicant.start };
    let raw = cursor.raw(*applicant);
    let tame = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    if raw.iter().all(tame) {
        out.extend_from_slice(raw);
    } else {
        let begin = out.len();
        row(out, [sanitize_cell(cursor.decoded(*applicant, scratch)?)]);
        out.truncate(begin.max(out.len() - 1));
    }
    Some(())
}

/// Begins an object with a name that has escapes, or may need some.
#[inline(never)]
fn escaped(out: &mut Vec<u8>, bytes: &[u8], applicant: &Span, scratch: &mut String) -> Option<()> {
    let cursor = Cursor { bytes, at: applicant.start };
    out.extend_from_slice(b"{\"applicant\":");
    json::to_writer(&mut *out, cursor.decoded(*applicant, scratch)?).ok()?;
    // What follows begins with the quote.
    out.pop();
    Some(())
}

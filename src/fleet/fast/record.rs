//! One record, from its first byte to its answer.
//!
//! In: a rulebook made ready, and a place where a record begins. Out: its answer, and where it ends. None of whatever is
//! wrong, unusual or rare: the plain path then reads the record again.

use crate::check::elapsed;
use crate::day::{Day, Period};
use crate::doc::{FileId, Node, parse_json};
use crate::exact::Comparison;
use crate::facts::Waiver;
use crate::facts::read::{read_estimates, read_waivers};
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::cursor::{Cursor, Span};
use crate::fleet::fast::decide::Segment;
use crate::fleet::fast::joint::Joint;
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::memo::{Known, Memo, NO_PROFILE};
use crate::fleet::fast::render::Templates;
use crate::fleet::fast::rows::RowsFact;
use crate::fleet::fast::single::ValueFact;
use crate::fleet::fast::summary::{Profiled, Profiles};
use crate::fleet::fast::value::Room;
use crate::fleet::{Engine, Fleet};
use crate::kind::{Value, parse_moment};
use crate::problem::Problem;
use crate::rulebook::{Instant, Rulebook};

/// A rulebook made ready for one pass over a record, and the room that takes.
#[derive(Debug)]
pub(in crate::fleet) struct Compiled<'f> {
    pub(super) fleet: &'f Fleet,
    pub(super) engine: &'f Engine,
    /// How most records write the program's name.
    pub(super) spelled: Joint,
    pub(super) as_of: Day,
    pub(super) top: Keys,
    /// The names of facts, where they are stated and where their sources are.
    pub(super) names: Keys,
    pub(super) sources: Keys,
    pub(super) source: Keys,
    pub(super) facts: Vec<Fact>,
    pub(super) elapsed: Vec<Elapsed>,
    /// Of each fact that a time is measured from or to, its value.
    pub(super) instants: Vec<Option<Value>>,
    /// What each test comes to, and what it does where nothing is known.
    pub(super) lines: Vec<Line>,
    pub(super) blank: Vec<Line>,
    pub(super) courses: Courses,
    pub(super) waivers: Vec<Waiver>,
    /// Which edition decides from which day on.
    pub(super) segments: Vec<Segment<'f>>,
    /// True if records are summed up besides.
    pub(super) summed: bool,
    /// Where the name of the last record's applicant stands.
    pub(super) applicant: Span,
    pub(super) templates: Templates,
    pub(super) memo: Memo,
    /// Whether the lines of the last record have a shape; what is to be summed up of it.
    pub(super) shaped: bool,
    pub(super) profiled: Option<Profiled>,
    pub(super) profiles: Profiles,
    pub(super) room: Room,
}

/// How a fact is read.
#[allow(clippy::large_enum_variant, reason = "a program has few facts")]
#[derive(Debug)]
pub(super) enum Fact {
    Value(ValueFact),
    Rows(RowsFact),
}

/// A test of the time between two days or moments.
#[derive(Debug)]
pub(super) struct Elapsed {
    pub(super) place: usize,
    pub(super) of: Instant,
    pub(super) after: Instant,
    pub(super) is: Comparison<Period>,
}

/// The keys of a record, in the order of the places below.
pub(super) fn top() -> Keys {
    Keys::new(["program", "applicant", "facts", "name", "entity", "meta", "provenance", "annotate", "estimates", "waivers"])
}

const PROGRAM: usize = 0;
const APPLICANT: usize = 1;
const FACTS: usize = 2;
const NAME: usize = 3;
const ENTITY: usize = 4;
const META: usize = 5;
const PROVENANCE: usize = 6;
const ESTIMATES: usize = 8;
const WAIVERS: usize = 9;

/// The place of that key in where a fact comes from.
const OBSERVED_AT: usize = 1;

impl Compiled<'_> {
    /// Reads a record and writes its answer: where its line ends. `named` where the call names the program, so that the
    /// record need not.
    pub(super) fn record(&mut self, bytes: &[u8], at: usize, named: bool, out: &mut Vec<u8>) -> Option<usize> {
        self.courses.begin();
        self.waivers.clear();
        self.lines.copy_from_slice(&self.blank);
        if !self.elapsed.is_empty() {
            self.instants.fill(None);
        }
        let end = self.read(Cursor { bytes, at }, named)?;
        for test in &self.elapsed {
            let value = |fact: usize| self.instants[fact].as_ref();
            let (line, _) = elapsed::timeline(test.of, test.after, &test.is, value, self.as_of, self.room.zone);
            self.lines[test.place] = self.courses.take(&line);
        }
        // Waivers have no part in a shape.
        let turns = self.segments.get(1..).unwrap_or_default().iter().map(|segment| segment.from);
        self.shaped = self.waivers.is_empty() && self.memo.shape(&self.lines, turns, &self.courses).is_some();
        let summed = |known: &&Known| !self.summed || known.profile != NO_PROFILE;
        let known = self.memo.known().filter(|known| self.shaped && self.templates.has(&known.template));
        let (template, days) = match known.filter(summed) {
            Some(known) => {
                self.profiled = Some(Profiled::Known(known.profile, self.memo.turn(known)));
                (known.template, self.memo.days(known))
            }
            None => self.decide()?,
        };
        self.templates.write(out, (bytes, &self.applicant, &mut self.room.text), &template, days)?;
        Some(end)
    }

    /// Where the line of the record ends.
    #[inline(always)]
    fn read(&mut self, mut cursor: Cursor<'_>, named: bool) -> Option<usize> {
        cursor.blanks();
        let mut walk = self.top.begin(cursor)?;
        loop {
            match self.top.next(&mut cursor, &mut walk)? {
                PROGRAM if self.spelled.stands(cursor) => cursor.at += self.spelled.length,
                APPLICANT => {
                    let span = cursor.text()?;
                    let plain = cursor.raw(span).first().is_some_and(u8::is_ascii_alphanumeric) && span.ascii;
                    if !plain {
                        self.odd_name(cursor.bytes, span)?;
                    }
                    self.applicant = span;
                }
                FACTS => cursor.at = self.facts(cursor.bytes, cursor.at)?,
                key if key == self.top.end() => break,
                key => cursor.at = self.other(key, cursor.bytes, cursor.at)?,
            }
        }
        cursor.blanks();
        let ends = cursor.peek() == b'\n' || cursor.at == cursor.bytes.len();
        (ends && walk.had(APPLICANT) && (named || walk.had(PROGRAM))).then_some(cursor.at)
    }

    /// Whether a name that begins with no letter or digit, or is not ASCII, is one.
    #[inline(never)]
    fn odd_name(&mut self, bytes: &[u8], span: Span) -> Option<()> {
        let said = Cursor { bytes, at: span.start }.said(span, &mut self.room.text)?;
        (!said.trim().is_empty()).then_some(())
    }

    /// Where what belongs to a key ends that most records don't have, or have otherwise.
    #[inline(never)]
    fn other(&mut self, key: usize, bytes: &[u8], at: usize) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        match key {
            PROGRAM => {
                let span = cursor.text()?;
                (cursor.said(span, &mut self.room.text)? == self.engine.rulebook.program.id).then_some(())?;
            }
            NAME | ENTITY => {
                let span = cursor.text()?;
                cursor.sound(span).then_some(())?;
            }
            META => {
                // One that broke off has left its keys.
                self.room.keys.clear();
                cursor.skip(1, &mut self.room.keys)?;
            }
            PROVENANCE => cursor.at = self.provenance(cursor)?,
            WAIVERS => (self.waivers, cursor.at) = self.aside(cursor, read_waivers)?,
            // They bear on plans and on no answer of a fleet.
            ESTIMATES => (_, cursor.at) = self.aside(cursor, read_estimates)?,
            // Annotations are laid onto rows, which are not kept here: what says something is left to the plain path.
            _ => (!cursor.opens(b'{', b'}')?).then_some(())?,
        }
        Some(cursor.at)
    }

    /// What is rare is read as files are: what it says, and where it ends. None of what is refused.
    fn aside<T>(&mut self, cursor: Cursor<'_>, read: fn(&Node<'_>, &Rulebook, &mut Vec<Problem>) -> T) -> Option<(T, usize)> {
        let mut after = cursor.anew();
        // A record that broke off has left its keys.
        self.room.keys.clear();
        after.skip(1, &mut self.room.keys)?;
        let text = std::str::from_utf8(cursor.bytes.get(cursor.at..after.at)?).ok()?;
        let mut faults = Vec::new();
        let said = read(&parse_json(FileId(0), text).ok()?, &self.engine.rulebook, &mut faults);
        (!faults.iter().any(|fault| fault.fatal)).then_some((said, after.at))
    }

    #[inline(never)]
    fn facts(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let mut walk = self.names.begin(cursor)?;
        loop {
            let which = self.names.next(&mut cursor, &mut walk)?;
            let Some(fact) = self.facts.get_mut(which) else { return Some(cursor.at) };
            match fact {
                Fact::Rows(rows) if cursor.is(b"[]") => rows.none(&mut self.lines),
                Fact::Value(value) if value.is_met(&mut cursor, &mut self.lines) => {}
                _ if cursor.null() => {}
                Fact::Rows(rows) => {
                    cursor.at = rows.read(bytes, cursor.at, &mut self.room, self.as_of, &mut self.courses, &mut self.lines)?;
                }
                Fact::Value(value) => {
                    cursor.at = value.read(bytes, cursor.at, &mut self.room, &mut self.lines, &mut self.instants[which])?;
                }
            }
        }
    }

    /// Where facts come from, as long as that bears on nothing.
    fn provenance(&mut self, cursor: Cursor<'_>) -> Option<usize> {
        let mut cursor = cursor.anew();
        let mut walk = self.sources.begin(cursor)?;
        while self.sources.next(&mut cursor, &mut walk)? != self.sources.end() {
            let mut inner = self.source.begin(cursor)?;
            loop {
                let key = self.source.next(&mut cursor, &mut inner)?;
                if key == self.source.end() {
                    break;
                }
                let span = cursor.text()?;
                if key == OBSERVED_AT {
                    parse_moment(cursor.said(span, &mut self.room.text)?, self.room.zone)?;
                }
                cursor.sound(span).then_some(())?;
            }
        }
        Some(cursor.at)
    }
}

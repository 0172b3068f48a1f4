//! One record, from its first byte to its answer.
//!
//! In: a rulebook made ready, and a place where a record begins. Out: its answer, and where it ends. None of whatever is
//! wrong, unusual or rare: the plain path then reads the record again.

use crate::check::{Outcome, elapsed};
use crate::day::{Day, Period};
use crate::exact::Comparison;
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::cursor::{Cursor, Span};
use crate::fleet::fast::estimates::Estimates;
use crate::fleet::fast::evaluate::{Graph, Reread};
use crate::fleet::fast::joint::Joint;
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::memo::{Known, Memo, NO_PROFILE};
use crate::fleet::fast::render::{Texts, number_of};
use crate::fleet::fast::rows::RowsFact;
use crate::fleet::fast::single::ValueFact;
use crate::fleet::fast::summary::Profiles;
use crate::fleet::fast::value::Room;
use crate::fleet::fast::waivers::{Requirements, Waivers};
use crate::kind::{Value, parse_moment};
use crate::rulebook::Instant;
use crate::truth::Truth;

/// A rulebook made ready for one pass over a record, and the room that takes.
#[derive(Debug)]
pub(in crate::fleet) struct Compiled {
    pub(super) program: String,
    /// How most records write that.
    pub(super) spelled: Joint,
    pub(super) as_of: Day,
    pub(super) top: Keys,
    /// The names of facts, where they are stated and where their sources are.
    pub(super) names: Keys,
    pub(super) sources: Keys,
    pub(super) source: Keys,
    pub(super) facts: Vec<Fact>,
    pub(super) requirements: Requirements,
    pub(super) waivers: Waivers,
    pub(super) estimates: Estimates,
    pub(super) elapsed: Vec<Elapsed>,
    /// Of each fact that a time is measured from or to, its value.
    pub(super) instants: Vec<Option<Value>>,
    /// What each test comes to, and what it does where nothing is known.
    pub(super) lines: Vec<Line>,
    pub(super) blank: Vec<Line>,
    pub(super) courses: Courses,
    pub(super) graphs: Vec<Graph>,
    /// Which graph decides from which day on.
    pub(super) pieces: Vec<Piece>,
    pub(super) swaps: Vec<Swap>,
    /// True if every reading that changes the verdict is asked for, and not only whether there is one.
    pub(super) summed: bool,
    /// The verdict of the last record, and whether it is firm; and the readings that change it, each with what comes out.
    pub(super) found: (Outcome, bool),
    pub(super) swings: Vec<(usize, Outcome)>,
    /// Where the name of its applicant stands.
    pub(super) applicant: Span,
    /// The requirements that an answer names.
    pub(super) named: Vec<usize>,
    pub(super) statuses: Vec<u8>,
    pub(super) texts: Texts,
    pub(super) memo: Memo,
    /// Whether the lines of the last record have a shape; its profile and the day on which its verdict turns, if they were known.
    pub(super) shaped: bool,
    pub(super) profile: Option<(u16, Option<Day>)>,
    pub(super) profiles: Profiles,
    pub(super) room: Room,
}

/// From which day on which graph decides; None where no edition is in force.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) from: Day,
    pub(super) graph: Option<usize>,
}

/// A reading: which it is, by the places of its edition, its requirement and itself; in which graphs, and where.
#[derive(Debug)]
pub(super) struct Swap {
    pub(super) place: (usize, usize, usize),
    pub(super) graphs: Vec<(usize, Reread)>,
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

impl Compiled {
    /// Reads a record and writes its answer: where its line ends. `named` where the call names the program, so that the
    /// record need not.
    pub(super) fn record(&mut self, bytes: &[u8], at: usize, named: bool, out: &mut Vec<u8>) -> Option<usize> {
        self.courses.begin();
        self.waivers.begin();
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
        let turns = self.pieces.get(1..).unwrap_or_default().iter().map(|piece| piece.from);
        self.shaped = self.waivers.is_empty() && self.memo.shape(&self.lines, turns, &self.courses).is_some();
        let summed = |known: &&Known| !self.summed || known.profile != NO_PROFILE;
        let known = self.memo.known().filter(|known| self.shaped && self.texts.has(&known.words));
        match known.filter(summed) {
            Some(known) => {
                self.profile = Some((known.profile, self.memo.turn(known)));
                let name = (bytes, &self.applicant, &mut self.room.text);
                self.texts.write(out, name, &known.words, self.memo.days(known))?;
            }
            None => self.work_out(bytes, out)?,
        }
        Some(end)
    }

    /// Works out the answer and writes it.
    #[inline(never)]
    fn work_out(&mut self, bytes: &[u8], out: &mut Vec<u8>) -> Option<()> {
        self.profile = None;
        self.evaluate();
        let words = self.texts.words(&self.statuses, self.found);
        let (outcome, _) = self.found;
        if self.shaped {
            self.memo.keep(outcome, words);
        }
        let days = [outcome.from, outcome.until.map(Day::next)].map(|day| day.unwrap_or(self.as_of));
        self.texts.write(out, (bytes, &self.applicant, &mut self.room.text), &words, days)
    }

    /// Works out the verdict and the statuses.
    fn evaluate(&mut self) {
        if self.waivers.is_empty() {
            for graph in &mut self.graphs {
                graph.evaluate(&self.lines, &mut self.courses);
            }
            self.found = self.verdict();
        } else {
            for (at, graph) in self.graphs.iter_mut().enumerate() {
                graph.evaluate_waived(&self.lines, self.waivers.granted(at), &mut self.courses);
            }
            self.found = self.verdict_waived();
        }
        if let Some(graph) = self.pieces.first().and_then(|piece| piece.graph) {
            for (status, at) in self.statuses.iter_mut().zip(&self.named) {
                *status = number_of(self.graphs[graph].status(*at, &self.courses));
            }
        }
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
                (cursor.said(span, &mut self.room.text)? == self.program).then_some(())?;
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
            WAIVERS => {
                if cursor.opens(b'[', b']')? {
                    let (room, courses) = (&mut self.room, &mut self.courses);
                    cursor.at = self.waivers.read(cursor, room, &self.requirements, self.as_of, courses)?;
                }
            }
            ESTIMATES => {
                if cursor.opens(b'{', b'}')? {
                    cursor.at = self.estimates.read(cursor, &mut self.room, &self.requirements)?;
                }
            }
            // Annotations are laid onto rows, which are not kept here: what says something is left to the plain path.
            _ => (!cursor.opens(b'{', b'}')?).then_some(())?,
        }
        Some(cursor.at)
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

    /// The verdict, and whether no single other reading changes it.
    fn verdict(&mut self) -> (Outcome, bool) {
        self.swings.clear();
        let start = self.as_of;
        if let [Piece { graph: Some(0), .. }] = self.pieces.as_slice() {
            // One edition for all days: the root's finding says it all.
            let graph = &mut self.graphs[0];
            let verdict = self.courses.outcome(start, graph.root());
            let found = graph.root_outcome(start, &self.courses);
            for (at, swap) in self.swaps.iter().enumerate() {
                let Some((_, reread)) = swap.graphs.first() else { continue };
                if graph.reread(reread, &self.lines, &mut self.courses) {
                    let other = graph.root_outcome(start, &self.courses);
                    if other != found {
                        self.swings.push((at, other));
                    }
                }
                graph.restore();
                if !self.summed && !self.swings.is_empty() {
                    break;
                }
            }
            return (verdict, self.swings.is_empty());
        }
        let whole = compose(start, &self.pieces, &self.graphs, &mut self.courses);
        let verdict = self.courses.outcome(start, whole);
        for (at, swap) in self.swaps.iter().enumerate() {
            let mut changed = false;
            for (graph, reread) in &swap.graphs {
                changed |= self.graphs[*graph].reread(reread, &self.lines, &mut self.courses);
            }
            if changed {
                let whole = compose(start, &self.pieces, &self.graphs, &mut self.courses);
                let other = self.courses.outcome(start, whole);
                if other != verdict {
                    self.swings.push((at, other));
                }
            }
            swap.graphs.iter().for_each(|(graph, _)| self.graphs[*graph].restore());
        }
        (verdict, self.swings.is_empty())
    }
}

/// The root's timeline, over all editions.
fn compose(start: Day, pieces: &[Piece], graphs: &[Graph], courses: &mut Courses) -> Line {
    let line = |piece: &Piece| piece.graph.map_or(Line::constant(Truth::Unknown), |graph| graphs[graph].root());
    courses.compose(start, pieces.iter().map(|piece| (piece.from, line(piece))))
}

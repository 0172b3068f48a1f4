//! Decisions not to insist, as they stand in a record, and the verdict that follows them.
//!
//! In: the requirements of a rulebook, and a place where the first of a list of waivers begins. Out: for each graph, which
//! requirements count as true on which days for the groups above them; the verdict under these. None of whatever is refused.

use indexmap::IndexMap;

use crate::check::Outcome;
use crate::day::Day;
use crate::doc::{FileId, Span as Place};
use crate::facts::Waiver;
use crate::fleet::fast::course::{Courses, Line};
use crate::fleet::fast::cursor::Cursor;
use crate::fleet::fast::evaluate::{Granted, Graph};
use crate::fleet::fast::keys::Keys;
use crate::fleet::fast::record::{Compiled, Piece};
use crate::fleet::fast::value::Room;
use crate::rulebook::{Edition, Logic, Rule, Rulebook};
use crate::truth::Truth;

/// Records with more waivers are left to the plain path: each is looked through for each requirement.
const MANY: usize = 32;

/// The requirements of all editions, by name.
#[derive(Debug)]
pub(super) struct Requirements(IndexMap<Box<str>, Requirement, hashbrown::DefaultHashBuilder>);

#[derive(Debug)]
struct Requirement {
    /// False where some edition has it under a `none`, where nobody may waive it.
    waivable: bool,
    /// In which graphs it is, and where.
    places: Vec<(usize, usize)>,
}

impl Requirements {
    /// The requirements of a rulebook; `graph` says which is an edition's, if that decides on some day.
    pub(super) fn of(rulebook: &Rulebook, graph: impl Fn(&Edition) -> Option<usize>) -> Requirements {
        let mut all: IndexMap<Box<str>, Requirement, _> = IndexMap::default();
        for edition in &rulebook.editions {
            let (graph, refused) = (graph(edition), under_none(edition));
            for (at, requirement) in edition.requirements.iter().enumerate() {
                let known = all.entry(requirement.id.as_str().into()).or_insert(Requirement { waivable: true, places: Vec::new() });
                known.waivable &= !refused[at];
                known.places.extend(graph.map(|graph| (graph, at)));
            }
        }
        Requirements(all)
    }

    /// Which requirement is called so, in whatever edition.
    pub(super) fn find(&self, name: &str) -> Option<usize> {
        self.0.get_index_of(name)
    }
}

/// Which requirements some group `none` holds, directly or through other groups.
fn under_none(edition: &Edition) -> Vec<bool> {
    let mut under = vec![false; edition.requirements.len()];
    // What is made from parts comes after them.
    for at in edition.order.iter().rev().copied() {
        if let Rule::Group(group) = &edition.requirements[at].rule
            && (under[at] || group.logic == Logic::None)
        {
            group.children.iter().for_each(|child| under[*child] = true);
        }
    }
    under
}

/// The waivers of a record.
#[derive(Debug)]
pub(super) struct Waivers {
    keys: Keys,
    /// How many there are.
    count: usize,
    /// For each graph, what is granted.
    granted: Vec<Vec<Granted>>,
    /// The waivers themselves, as far as a summary looks at them; empty where nothing is summed up.
    said: Vec<Waiver>,
    summed: bool,
}

const REQUIREMENT: usize = 0;
const REASON: usize = 1;
const BY: usize = 2;
const FROM: usize = 3;
const UNTIL: usize = 4;

impl Waivers {
    pub(super) fn new(graphs: usize, summed: bool) -> Waivers {
        let keys = Keys::new(["requirement", "reason", "by", "from", "until"]);
        Waivers { keys, count: 0, granted: vec![Vec::new(); graphs], said: Vec::new(), summed }
    }

    /// Forgets those of the last record.
    #[inline(always)]
    pub(super) fn begin(&mut self) {
        if self.count > 0 {
            self.forget();
        }
    }

    #[cold]
    fn forget(&mut self) {
        self.count = 0;
        self.granted.iter_mut().for_each(Vec::clear);
        self.said.clear();
    }

    /// True if there are none. One that bears on no graph is one all the same.
    #[inline(always)]
    pub(super) fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// What is granted in a graph.
    pub(super) fn granted(&self, graph: usize) -> &[Granted] {
        &self.granted[graph]
    }

    /// As far as a summary looks at them.
    pub(super) fn said(&self) -> &[Waiver] {
        &self.said
    }

    /// Reads a list of them from the first on: where it ends.
    #[inline(never)]
    pub(super) fn read(
        &mut self,
        cursor: Cursor<'_>,
        room: &mut Room,
        requirements: &Requirements,
        start: Day,
        courses: &mut Courses,
    ) -> Option<usize> {
        let mut cursor = cursor.anew();
        let mut more = true;
        while more {
            self.count += 1;
            if self.count > MANY {
                return None;
            }
            let (requirement, from, until) = self.one(&mut cursor, room, requirements)?;
            self.take(requirements, requirement, (from, until), start, courses)?;
            more = cursor.more(b']')?;
        }
        Some(cursor.at)
    }

    /// Which requirement is waived, and from which day until which.
    fn one(&mut self, cursor: &mut Cursor<'_>, room: &mut Room, requirements: &Requirements) -> Option<(usize, Day, Day)> {
        let mut walk = self.keys.begin(*cursor)?;
        let (mut requirement, mut from, mut until) = (None, None, None);
        loop {
            let key = self.keys.next(cursor, &mut walk)?;
            if key == self.keys.end() {
                break;
            }
            let span = cursor.text()?;
            let said = cursor.said(span, &mut room.text)?;
            match key {
                REQUIREMENT => requirement = Some(requirements.find(said)?),
                FROM => from = Some(Day::parse(said)?),
                UNTIL => until = Some(Day::parse(said)?),
                // A reason, or whose decision it was.
                _ => (!said.trim().is_empty()).then_some(())?,
            }
        }
        let (from, until) = (from?, until?);
        (walk.had(REASON) && walk.had(BY) && from <= until).then_some((requirement?, from, until))
    }

    /// Takes one in; None where it is refused.
    fn take(
        &mut self,
        requirements: &Requirements,
        which: usize,
        (from, until): (Day, Day),
        start: Day,
        courses: &mut Courses,
    ) -> Option<()> {
        let (name, requirement) = requirements.0.get_index(which).filter(|(_, requirement)| requirement.waivable)?;
        if self.summed {
            // Nobody asks a summary why, or where that stands.
            let at = Place { file: FileId(0), start: 0, end: 0 };
            self.said.push(Waiver { requirement: name.to_string(), reason: String::new(), by: String::new(), from, until, at });
        }
        // One that is over grants nothing.
        if start <= until {
            let mut line = courses.open((from <= start).into());
            if from > start {
                courses.push(&mut line, from, Truth::True);
            }
            courses.push(&mut line, until.next(), Truth::False);
            requirement.places.iter().for_each(|(graph, at)| self.granted[*graph].push(Granted { at: *at, line }));
        }
        Some(())
    }
}

impl Compiled {
    /// The verdict of a record with waivers, and whether no single other reading changes it. It follows what the root is
    /// granted; so even where one edition decides for all days, the root's own finding does not say it.
    pub(super) fn verdict_waived(&mut self) -> (Outcome, bool) {
        self.swings.clear();
        let whole = compose(self.as_of, &self.pieces, &self.graphs, &mut self.courses);
        let verdict = self.courses.outcome(self.as_of, whole);
        for (at, swap) in self.swaps.iter().enumerate() {
            let mut changed = false;
            for (graph, reread) in &swap.graphs {
                let granted = self.waivers.granted(*graph);
                changed |= self.graphs[*graph].reread_waived(reread, &self.lines, granted, &mut self.courses);
            }
            if changed {
                let whole = compose(self.as_of, &self.pieces, &self.graphs, &mut self.courses);
                let other = self.courses.outcome(self.as_of, whole);
                if other != verdict {
                    self.swings.push((at, other));
                }
            }
            swap.graphs.iter().for_each(|(graph, _)| self.graphs[*graph].restore_waived());
            if !self.summed && !self.swings.is_empty() {
                break;
            }
        }
        if self.pieces.len() == 1 {
            // There the root's own readings stand first, as they do in its finding; here they come in the rulebook's order.
            self.swings.sort_by_key(|(at, _)| self.swaps[*at].place);
        }
        (verdict, self.swings.is_empty())
    }
}

/// The root's timeline over all editions, as it is granted.
fn compose(start: Day, pieces: &[Piece], graphs: &[Graph], courses: &mut Courses) -> Line {
    let line = |piece: &Piece| piece.graph.map_or(Line::constant(Truth::Unknown), |graph| graphs[graph].granted_root());
    courses.compose(start, pieces.iter().map(|piece| (piece.from, line(piece))))
}

//! From what the tests come to, to statuses and the verdict.
//!
//! In: an edition's graph, a timeline for each test. Out: one for each requirement; the same again with one test read
//! otherwise, as far up as that changes anything.

use crate::check::{Outcome, Status, combine};
use crate::day::Day;
use crate::fleet::fast::course::{Courses, Line};
use crate::rulebook::{Edition, Group, Logic, Rule};
use crate::truth::Truth;

/// An edition's graph, and what its requirements come to.
#[derive(Debug)]
pub(super) struct Graph {
    nodes: Vec<Node>,
    /// The places that matter, parts before what is made from them.
    order: Vec<usize>,
    root: usize,
    lines: Vec<Line>,
    /// What was replaced while a test is read otherwise.
    replaced: Vec<(usize, Line)>,
    /// Of a record with waivers, the lines as the groups above see them, and what was replaced of those.
    seen: Vec<Line>,
    replaced_seen: Vec<(usize, Line)>,
}

#[derive(Debug)]
struct Node {
    part: Part,
    condition: Option<usize>,
}

#[derive(Debug)]
enum Part {
    /// The place of a test's timeline.
    Test(usize),
    Group(Group),
}

/// A requirement that counts as true for the groups above it on some days.
#[derive(Debug, Clone, Copy)]
pub(super) struct Granted {
    pub(super) at: usize,
    /// True on those days, false on all others.
    pub(super) line: Line,
}

/// A requirement that may be read otherwise.
#[derive(Debug)]
pub(super) struct Reread {
    pub(super) at: usize,
    /// The test's place, as it stands and as it may be read.
    pub(super) main: usize,
    pub(super) other: usize,
    /// What stands on it, parts first, as far as the verdict does on that.
    pub(super) above: Vec<usize>,
}

impl Graph {
    /// The graph of an edition. `place` gives tests their places.
    pub(super) fn new(edition: &Edition, needed: &[bool], mut place: impl FnMut(usize) -> usize) -> Graph {
        let nodes = edition.requirements.iter().enumerate().map(|(at, requirement)| Node {
            part: match &requirement.rule {
                Rule::Test(_) if needed[at] => Part::Test(place(at)),
                Rule::Test(_) => Part::Test(0),
                Rule::Group(group) => Part::Group(group.clone()),
            },
            condition: requirement.applies_when,
        });
        Graph {
            nodes: nodes.collect(),
            order: edition.order.iter().copied().filter(|at| needed[*at]).collect(),
            root: edition.root,
            lines: vec![Line::constant(Truth::Unknown); edition.requirements.len()],
            replaced: Vec::new(),
            seen: Vec::new(),
            replaced_seen: Vec::new(),
        }
    }

    /// Works out every requirement.
    pub(super) fn evaluate(&mut self, tests: &[Line], courses: &mut Courses) {
        for at in &self.order {
            self.lines[*at] = line_of(&self.nodes[*at], &self.lines, &self.lines, |test| tests[test], courses);
        }
    }

    /// The same of a record with waivers.
    pub(super) fn evaluate_waived(&mut self, tests: &[Line], granted: &[Granted], courses: &mut Courses) {
        self.seen.resize(self.lines.len(), Line::constant(Truth::Unknown));
        for at in self.order.iter().copied() {
            let line = line_of(&self.nodes[at], &self.lines, &self.seen, |test| tests[test], courses);
            self.lines[at] = line;
            self.seen[at] = grant(at, line, granted, courses);
        }
    }

    pub(super) fn root(&self) -> Line {
        self.lines[self.root]
    }

    /// What the root comes to with what waives it, of a record with waivers.
    pub(super) fn granted_root(&self) -> Line {
        self.seen[self.root]
    }

    #[inline]
    pub(super) fn status(&self, at: usize, courses: &Courses) -> Status {
        let applies = self.nodes[at].condition.is_none_or(|condition| self.lines[condition].now != Truth::False);
        if applies { courses.status(self.lines[at]) } else { Status::NotApplicable }
    }

    pub(super) fn line(&self, at: usize) -> Line {
        self.lines[at]
    }

    /// What a requirement's own finding comes to.
    pub(super) fn outcome(&self, at: usize, start: Day, courses: &Courses) -> Outcome {
        Outcome { status: self.status(at, courses), ..courses.outcome(start, self.lines[at]) }
    }

    /// What the root's own finding comes to.
    pub(super) fn root_outcome(&self, start: Day, courses: &Courses) -> Outcome {
        self.outcome(self.root, start, courses)
    }

    /// Reads a test otherwise, until [`Graph::restore`]; true if that changes the root.
    pub(super) fn reread(&mut self, reread: &Reread, tests: &[Line], courses: &mut Courses) -> bool {
        if courses.same(tests[reread.main], tests[reread.other]) {
            return false;
        }
        let other = tests[reread.other];
        if !self.replace(reread.at, |node, lines, courses| line_of(node, lines, lines, |_| other, courses), courses) {
            return false;
        }
        let mut changed = reread.at == self.root;
        for at in &reread.above {
            let new = self.replace(*at, |node, lines, courses| line_of(node, lines, lines, |test| tests[test], courses), courses);
            changed |= new && *at == self.root;
        }
        // A condition of the root bears on its status as well.
        changed || self.nodes[self.root].condition.is_some()
    }

    /// Reads a test of a record with waivers otherwise, until [`Graph::restore_waived`]; true if that changes what the root is
    /// granted.
    pub(super) fn reread_waived(&mut self, reread: &Reread, tests: &[Line], granted: &[Granted], courses: &mut Courses) -> bool {
        let other = tests[reread.other];
        if courses.same(tests[reread.main], other) {
            return false;
        }
        let before = self.granted_root();
        for at in std::iter::once(reread.at).chain(reread.above.iter().copied()) {
            let test = |test: usize| if at == reread.at { other } else { tests[test] };
            let line = line_of(&self.nodes[at], &self.lines, &self.seen, test, courses);
            if courses.same(line, self.lines[at]) {
                continue;
            }
            self.replaced.push((at, self.lines[at]));
            self.replaced_seen.push((at, self.seen[at]));
            self.lines[at] = line;
            self.seen[at] = grant(at, line, granted, courses);
        }
        !courses.same(before, self.granted_root())
    }

    fn replace(&mut self, at: usize, line: impl Fn(&Node, &[Line], &mut Courses) -> Line, courses: &mut Courses) -> bool {
        let new = line(&self.nodes[at], &self.lines, courses);
        let differs = !courses.same(new, self.lines[at]);
        if differs {
            self.replaced.push((at, self.lines[at]));
            self.lines[at] = new;
        }
        differs
    }

    /// Takes back what was read otherwise.
    pub(super) fn restore(&mut self) {
        while let Some((at, line)) = self.replaced.pop() {
            self.lines[at] = line;
        }
    }

    /// The same of a record with waivers.
    pub(super) fn restore_waived(&mut self) {
        self.restore();
        while let Some((at, line)) = self.replaced_seen.pop() {
            self.seen[at] = line;
        }
    }
}

/// A requirement's line as the groups above see it.
fn grant(at: usize, line: Line, granted: &[Granted], courses: &mut Courses) -> Line {
    let here = granted.iter().filter(|granted| granted.at == at);
    here.fold(line, |line, granted| courses.merge(line, granted.line, Truth::max))
}

/// What one requirement comes to, given what its parts do: a condition by its own line, children as they are seen.
#[inline]
fn line_of(node: &Node, lines: &[Line], seen: &[Line], test: impl Fn(usize) -> Line, courses: &mut Courses) -> Line {
    let line = match &node.part {
        Part::Test(place) => test(*place),
        Part::Group(group) => group_of(group, seen, courses),
    };
    match node.condition {
        None => line,
        Some(condition) => courses.merge(lines[condition], line, |condition, line| (!condition).max(line)),
    }
}

/// A group's timeline. A part that settles it for good spares the days.
fn group_of(group: &Group, lines: &[Line], courses: &mut Courses) -> Line {
    let settles = |[no, _, yes]: [usize; 3]| match group.logic {
        Logic::All if no > 0 => Some(Truth::False),
        Logic::Any { at_least } if yes >= at_least => Some(Truth::True),
        Logic::None if yes > 0 => Some(Truth::False),
        _ => None,
    };
    courses.count(group.children.iter().map(|child| lines[*child]), settles, |counts| combine(group, counts))
}

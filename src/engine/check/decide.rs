//! From the timelines of tests to the verdict: the one place where groups, conditions, waivers, readings and editions are combined.
//!
//! In: the editions that decide from the day of the check on, each with the timelines of its tests, however these were
//! measured; waivers. Out: a [`Decision`]. `check` asks here with facts that it measured itself, a fleet with records that it
//! measured in passing.

use hashbrown::{HashMap, HashSet};
use smallvec::SmallVec;

use crate::engine::check::checklist::{AlternativeOutcome, Finding, Outcome, Status, Verdict};
use crate::engine::check::checklist::{Caveat, opening_qualifies};
use crate::facts::Waiver;
use crate::rulebook::{Edition, Group, Logic, Program, Reading, Rule};
use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};

/// What the tests of one edition come to, day by day, from the day of the check on.
pub(crate) trait TestTimelines {
    /// The timeline of a requirement's own test; None of a group. A test that was not measured, for nobody asks about its
    /// requirement, has none either, and is unknown on every day.
    fn test(&self, requirement: usize) -> Option<&Timeline>;

    /// The timeline of a requirement's test in one of its other readings; None of one that was not measured.
    fn reading(&self, requirement: usize, reading: usize) -> Option<&Timeline>;
}

/// Days on which one edition decides.
pub(crate) struct EditionSegment<'a, T> {
    /// The first of them.
    pub(crate) from: Date,
    /// The edition and the timelines of its tests; None where no edition is in force.
    pub(crate) edition: Option<(&'a Edition, T)>,
}

/// What follows from the tests.
pub(crate) struct Decision<'a> {
    /// The root's answer, over all editions.
    pub(crate) verdict: Verdict<'a>,
    /// The findings of the first edition, by requirement, with nothing in them of what was tested. Empty where none is in force.
    pub(crate) findings: Vec<Finding<'a>>,
    /// What qualifies the verdict, as far as it follows from the tests.
    pub(crate) conditions: Vec<Caveat>,
}

/// What a verdict comes to, so that it can be compared with what it would be otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Headline {
    /// The applicant already has access.
    Held,
    /// It has not; this is what the root comes to.
    Newcomer(Outcome),
}

/// What a decision comes to, ignoring its reasons and readings.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Outline {
    pub(crate) headline: Headline,
    /// The outcomes of the first edition, by requirement.
    pub(crate) findings: Vec<Outcome>,
}

/// Decides, and says no more than the outcome.
pub(crate) fn outline<T: TestTimelines>(program: &Program, as_of: Date, segments: &[EditionSegment<'_, T>], waivers: &[Waiver]) -> Outline {
    let evaluated = evaluate(as_of, segments, waivers);
    let outcomes = |first: &Evaluated<'_, '_, T>| -> Vec<Outcome> {
        (0..first.edition.requirements.len()).map(|at| outcome(first.edition, at, |part| first.own(part))).collect()
    };
    let first = evaluated.first().and_then(|(_, first)| first.as_ref());
    let findings = first.map_or_else(Vec::new, outcomes);
    let held = program.opening.as_ref().and_then(|opening| opening.held.as_ref());
    let access = first.zip(held).and_then(|(first, held)| first.edition.find(held));
    let headline = match access.map(|at| findings[at].status) {
        Some(Status::Met) => Headline::Held,
        _ => Headline::Newcomer(Outcome::from_timeline(&whole(as_of, &evaluated))),
    };
    Outline { headline, findings }
}

fn evaluate<'a, 's, T: TestTimelines>(as_of: Date, segments: &'s [EditionSegment<'a, T>], waivers: &[Waiver]) -> Vec<Dated<'a, 's, T>> {
    let one = |segment: &'s EditionSegment<'a, T>| {
        let edition = segment.edition.as_ref();
        (segment.from, edition.map(|(edition, tests)| Evaluated::new(edition, tests, as_of, Waived::new(edition, waivers))))
    };
    segments.iter().map(one).collect()
}

/// The root's timeline over all editions.
fn whole<T: TestTimelines>(as_of: Date, evaluated: &[Dated<'_, '_, T>]) -> Timeline {
    compose(as_of, evaluated.iter().map(|(from, evaluated)| (*from, evaluated.as_ref().map(Evaluated::granted_root))))
}

/// Decides. The first segment begins on the day of the check.
pub(crate) fn decide<'a, T: TestTimelines>(
    program: &Program,
    as_of: Date,
    segments: &[EditionSegment<'a, T>],
    waivers: &'a [Waiver],
) -> Decision<'a> {
    let evaluated = evaluate(as_of, segments, waivers);
    let timeline = whole(as_of, &evaluated);
    let findings = evaluated.first().and_then(|(_, first)| first.as_ref()).map_or_else(Vec::new, |first| find(first, waivers));
    let outcome = Outcome::from_timeline(&timeline);
    let hangs_on = match evaluated.as_slice() {
        // One edition for all days and no waiver: the root's finding has weighed all readings.
        [(_, Some(only))] if waivers.is_empty() => {
            findings[only.edition.root].readings.iter().filter(|other| other.differs).cloned().collect()
        }
        _ => weigh_readings(as_of, &evaluated, outcome),
    };
    let editions = segments.iter().map(|segment| (segment.from, segment.edition.as_ref().map(|(edition, _)| *edition))).collect();
    let mut verdict =
        Verdict { outcome, held: false, timeline, editions, firm: hangs_on.is_empty(), sensitive_to: hangs_on, rests_on: Vec::new() };
    if let Some(shows_access) = access(program, &findings) {
        weigh_access(shows_access, &mut verdict);
    }
    let mut conditions = Vec::new();
    if opening_qualifies(program, &findings, &verdict) {
        conditions.push(Caveat::Opening);
    }
    if !verdict.held {
        let without = || Outcome::from_timeline(&whole(as_of, &evaluate(as_of, segments, &[])));
        conditions.extend((!waivers.is_empty() && without() != outcome).then_some(Caveat::Waiver));
        conditions.extend(end_decides(as_of, &evaluated, outcome).then_some(Caveat::EditionEnds));
    }
    Decision { verdict, findings, conditions }
}

/// True if the verdict would differ if the edition before went on where none is in force, and where none was before.
fn end_decides<T: TestTimelines>(as_of: Date, evaluated: &[Dated<'_, '_, T>], outcome: Outcome) -> bool {
    let ends = evaluated.iter().any(|(_, evaluated)| evaluated.is_none());
    let ended = evaluated.first().is_some_and(|(_, evaluated)| evaluated.is_none());
    let lasting = || evaluated.iter().filter_map(|(from, evaluated)| Some((*from, Some(evaluated.as_ref()?.granted_root()))));
    ended || ends && Outcome::from_timeline(&compose(as_of, lasting())) != outcome
}

/// The finding that shows whether the applicant already has access, in a program that says which does.
fn access<'f, 'a>(program: &Program, findings: &'f [Finding<'a>]) -> Option<&'f Finding<'a>> {
    let held = program.opening.as_ref()?.held.as_ref()?;
    findings.iter().find(|finding| finding.requirement.id == *held)
}

/// Whether the applicant already has access, and which readings would change that. A verdict of one that has depends on nothing
/// else; for any other, these come after the readings that change it.
fn weigh_access<'a>(shows_access: &Finding<'a>, verdict: &mut Verdict<'a>) {
    verdict.held = shows_access.holds();
    let otherwise = |other: &&AlternativeOutcome<'a>| (other.outcome.status == Status::Met) != verdict.held;
    let changes: Vec<AlternativeOutcome<'a>> =
        shows_access.readings.iter().filter(otherwise).map(|other| AlternativeOutcome { of_access: true, ..other.clone() }).collect();
    if verdict.held {
        verdict.sensitive_to.clear();
    }
    verdict.sensitive_to.extend(changes);
    verdict.firm = verdict.sensitive_to.is_empty();
}

/// An edition's evaluation, and the day from which it decides. None where no edition is in force.
type Dated<'a, 't, T> = (Date, Option<Evaluated<'a, 't, T>>);

/// One timeline out of those of the roots of editions that follow each other.
fn compose<'t>(as_of: Date, roots: impl Iterator<Item = (Date, Option<&'t Timeline>)>) -> Timeline {
    let unknown = Timeline::constant(as_of, Truth::Unknown);
    roots.fold(unknown.clone(), |whole, (from, root)| whole.splice_at(from, root.unwrap_or(&unknown)))
}

/// On which days something else would come of it if a requirement were waived: a group, or the verdict. One answer for each
/// requirement that waivers name, for all of its waivers: what a waiver does on a day does not depend on the other days.
pub(crate) struct WaiverEffects<'w>(HashMap<&'w str, Vec<Timeline>>);

impl<'w> WaiverEffects<'w> {
    /// Looks at each requirement that is waived, the waivers of all others as they are.
    pub(crate) fn new<T: TestTimelines>(as_of: Date, segments: &[EditionSegment<'_, T>], waivers: &'w [Waiver]) -> WaiverEffects<'w> {
        let mut effects: HashMap<&'w str, Vec<Timeline>> = HashMap::new();
        for waiver in waivers {
            effects.entry(&waiver.requirement).or_insert_with_key(|requirement| {
                let editions = segments.iter().filter_map(|segment| segment.edition.as_ref());
                editions.filter_map(|(edition, tests)| effect(as_of, edition, tests, requirement, waivers)).collect()
            });
        }
        WaiverEffects(effects)
    }

    /// True if on some day a group, or the verdict, would come out differently without this waiver, and others of the same requirement.
    pub(crate) fn changes_something(&self, waiver: &Waiver) -> bool {
        let in_time = |days: &Timeline| days.true_from(waiver.from.max(days.start())).is_some_and(|(first, _)| first <= waiver.until);
        self.0.get(waiver.requirement.as_str()).is_some_and(|editions| editions.iter().any(in_time))
    }
}

/// On which days a waiver of a requirement changes something in one edition; None where that has no such requirement.
fn effect<T: TestTimelines>(as_of: Date, edition: &Edition, tests: &T, requirement: &str, all: &[Waiver]) -> Option<Timeline> {
    let at = edition.find(requirement)?;
    let others = || Waived::new(edition, all.iter().filter(|other| other.requirement != requirement));
    let without = Evaluated::new(edition, tests, as_of, others());
    let with = Evaluated::new(edition, tests, as_of, Waived { always: Some(at), ..others() });
    let differs = |values: &[Truth]| Truth::from(values[0] != values[1]);
    let pairs = without.own.iter().zip(&with.own).chain([(without.granted_root(), with.granted_root())]);
    let changes: Vec<Timeline> =
        pairs.filter(|(without, with)| without != with).map(|(without, with)| Timeline::merge(as_of, &[without, with], differs)).collect();
    Some(Timeline::count(as_of, &changes.iter().collect::<Vec<_>>(), |[_, _, changed]| Truth::from(changed > 0)))
}

/// Kleene's strong logic, by how many children are false, unknown and true.
pub(crate) fn combine(group: &Group, [no, unknown, yes]: [usize; 3]) -> Truth {
    let enough = |at_least: usize| match (yes >= at_least, yes + unknown >= at_least) {
        (true, _) => Truth::True,
        (false, true) => Truth::Unknown,
        (false, false) => Truth::False,
    };
    match group.logic {
        Logic::All => enough(no + unknown + yes),
        Logic::Any { at_least } => enough(at_least),
        Logic::None => !enough(1),
    }
}

/// What one requirement comes to, given what its parts do: a condition by its own value, children as they are granted.
fn line_of<'v>(
    edition: &Edition,
    at: usize,
    as_of: Date,
    test: Option<&Timeline>,
    own: impl Fn(usize) -> &'v Timeline,
    granted: impl Fn(usize) -> &'v Timeline,
) -> Timeline {
    let requirement = &edition.requirements[at];
    let line = match (&requirement.rule, test) {
        (Rule::Group(group), _) => {
            let children: SmallVec<[&Timeline; 8]> = group.children.iter().map(|child| granted(*child)).collect();
            Timeline::count(as_of, &children, |counts| combine(group, counts))
        }
        (Rule::Test(_), Some(line)) => line.clone(),
        (Rule::Test(_), None) => Timeline::constant(as_of, Truth::Unknown),
    };
    match requirement.applies_when {
        None => line,
        Some(condition) => Timeline::merge(as_of, &[own(condition), &line], |values| (!values[0]).max(values[1])),
    }
}

fn outcome<'v>(edition: &Edition, at: usize, own: impl Fn(usize) -> &'v Timeline) -> Outcome {
    let mut outcome = Outcome::from_timeline(own(at));
    if edition.requirements[at].applies_when.is_some_and(|condition| own(condition).now() == Truth::False) {
        outcome.status = Status::NotApplicable;
    }
    outcome
}

/// On which days which requirements are waived: for each requirement of an edition, the first and last days, in order and apart.
#[derive(Debug, Default)]
struct Waived {
    days: Vec<(usize, Days)>,
    /// A requirement that counts as waived on every day.
    always: Option<usize>,
}

/// First and last days.
type Days = SmallVec<[(Date, Date); 2]>;

impl Waived {
    fn new<'w>(edition: &Edition, waivers: impl IntoIterator<Item = &'w Waiver>) -> Waived {
        let mut all: Vec<(usize, Days)> = Vec::new();
        for waiver in waivers {
            let Some(at) = edition.find(&waiver.requirement) else { continue };
            match all.iter_mut().find(|(place, _)| *place == at) {
                Some((_, days)) => days.push((waiver.from, waiver.until)),
                None => all.push((at, Days::from_iter([(waiver.from, waiver.until)]))),
            }
        }
        all.iter_mut().for_each(|(_, days)| join(days));
        Waived { days: all, always: None }
    }

    /// A requirement's timeline as the groups above it see it; None where that is its own.
    fn grant(&self, at: usize, own: &Timeline) -> Option<Timeline> {
        let start = own.start();
        if self.always == Some(at) {
            return Some(Timeline::constant(start, Truth::True));
        }
        let (_, days) = self.days.iter().find(|(place, _)| *place == at)?;
        let mut waived = Timeline::constant(start, Truth::False);
        for (from, until) in days.iter().filter(|(_, until)| *until >= start) {
            waived.push((*from).max(start), Truth::True);
            waived.push(until.next(), Truth::False);
        }
        Some(Timeline::merge(start, &[own, &waived], |values| values[0].max(values[1])))
    }
}

/// Puts stretches of days in order, and makes one of those that meet.
fn join(days: &mut Days) {
    days.sort_unstable();
    let mut joined = Days::new();
    for (from, until) in days.drain(..) {
        match joined.last_mut() {
            Some((_, last)) if from <= last.next() => *last = until.max(*last),
            _ => joined.push((from, until)),
        }
    }
    *days = joined;
}

/// An edition, evaluated: the timelines of its requirements.
struct Evaluated<'a, 't, T> {
    edition: &'a Edition,
    tests: &'t T,
    as_of: Date,
    waived: Waived,
    own: Vec<Timeline>,
    /// Where a waiver makes it differ, what the groups above see.
    granted: Vec<Option<Timeline>>,
}

impl<'a, 't, T: TestTimelines> Evaluated<'a, 't, T> {
    fn new(edition: &'a Edition, tests: &'t T, as_of: Date, waived: Waived) -> Evaluated<'a, 't, T> {
        let blank = Timeline::constant(as_of, Truth::Unknown);
        let count = edition.requirements.len();
        let mut evaluated = Evaluated { edition, tests, as_of, waived, own: vec![blank; count], granted: vec![None; count] };
        for at in edition.order.iter().copied() {
            let line = line_of(edition, at, as_of, tests.test(at), |part| evaluated.own(part), |part| evaluated.granted(part));
            evaluated.granted[at] = evaluated.waived.grant(at, &line);
            evaluated.own[at] = line;
        }
        evaluated
    }

    /// What a requirement comes to, ignoring its own waivers.
    fn own(&self, at: usize) -> &Timeline {
        &self.own[at]
    }

    /// What the groups above it see.
    fn granted(&self, at: usize) -> &Timeline {
        self.granted[at].as_ref().unwrap_or(&self.own[at])
    }

    /// What the verdict sees.
    fn granted_root(&self) -> &Timeline {
        self.granted(self.edition.root)
    }

    /// The same with one test interpreted differently: only what depends on it is looked at again.
    fn reread(&self, at: usize, reading: usize) -> Reread {
        let line = self.tests.reading(at, reading);
        let mut read = Reread { changed: Vec::new() };
        if line.is_none() || self.tests.test(at) == line {
            return read;
        }
        for place in std::iter::once(&at).chain(&self.edition.above[at]) {
            let test = if *place == at { line } else { self.tests.test(*place) };
            let new = line_of(self.edition, *place, self.as_of, test, |part| read.own(self, part), |part| read.granted(self, part));
            if new != *self.own(*place) {
                let granted = self.waived.grant(*place, &new);
                read.changed.push((*place, new, granted));
            } else if *place == at {
                return read;
            }
        }
        read
    }
}

/// What changes when one test is interpreted differently: by requirement, its own timeline and what the groups above see where that differs.
struct Reread {
    changed: Vec<(usize, Timeline, Option<Timeline>)>,
}

impl Reread {
    fn own<'v, T: TestTimelines>(&'v self, main: &'v Evaluated<'_, '_, T>, at: usize) -> &'v Timeline {
        self.changed.iter().find(|(place, ..)| *place == at).map_or_else(|| main.own(at), |(_, own, _)| own)
    }

    fn granted<'v, T: TestTimelines>(&'v self, main: &'v Evaluated<'_, '_, T>, at: usize) -> &'v Timeline {
        match self.changed.iter().find(|(place, ..)| *place == at) {
            None => main.granted(at),
            Some((_, own, granted)) => granted.as_ref().unwrap_or(own),
        }
    }
}

/// The findings of one edition, their readings weighed.
fn find<'a, T: TestTimelines>(evaluated: &Evaluated<'a, '_, T>, waivers: &'a [Waiver]) -> Vec<Finding<'a>> {
    let (edition, as_of) = (evaluated.edition, evaluated.as_of);
    let mut findings: Vec<Finding<'a>> = edition
        .requirements
        .iter()
        .enumerate()
        .map(|(at, requirement)| Finding {
            requirement,
            outcome: outcome(edition, at, |part| evaluated.own(part)),
            timeline: evaluated.own(at).clone(),
            tested: None,
            firm: true,
            readings: Vec::new(),
            rests_on: Vec::new(),
            waived: waivers.iter().find(|waiver| waiver.requirement == requirement.id && waiver.from <= as_of && as_of <= waiver.until),
        })
        .collect();
    for (at, requirement) in edition.requirements.iter().enumerate() {
        for (which, reading) in requirement.readings.iter().enumerate() {
            let read = evaluated.reread(at, which);
            if read.changed.is_empty() {
                let outcome = findings[at].outcome;
                let same = AlternativeOutcome { requirement, reading, outcome, differs: false, of_access: false };
                findings[at].readings.extend((!reading.implied).then_some(same));
                continue;
            }
            let mut weigh = |place: usize| {
                let outcome = outcome(edition, place, |part| read.own(evaluated, part));
                let differs = outcome != findings[place].outcome;
                findings[place].firm &= !differs;
                if differs || (place == at && !reading.implied) {
                    findings[place].readings.push(AlternativeOutcome { requirement, reading, outcome, differs, of_access: false });
                }
            };
            weigh(at);
            edition.above[at].iter().for_each(|above| weigh(*above));
        }
    }
    // Its own readings first, then those of others in the rulebook's order.
    for finding in &mut findings {
        let own = finding.requirement;
        finding.readings.sort_by_key(|other| !std::ptr::eq(other.requirement, own));
    }
    findings
}

/// Which single other readings would change the verdict. A reading that several editions share is changed in all of them.
fn weigh_readings<'a, T: TestTimelines>(as_of: Date, evaluated: &[Dated<'a, '_, T>], verdict: Outcome) -> Vec<AlternativeOutcome<'a>> {
    let mut hangs_on = Vec::new();
    let mut seen = HashSet::new();
    for edition in evaluated.iter().filter_map(|(_, evaluated)| Some(evaluated.as_ref()?.edition)) {
        for requirement in &edition.requirements {
            for reading in requirement.readings.iter().filter(|reading| seen.insert((&requirement.id, &reading.title.en))) {
                let reread = |evaluated: &Evaluated<'a, '_, T>| {
                    let at = evaluated.edition.find(&requirement.id)?;
                    let same = |other: &Reading| other.title == reading.title;
                    Some(evaluated.reread(at, evaluated.edition.requirements[at].readings.iter().position(same)?))
                };
                let roots: Vec<(Date, Option<Timeline>)> = evaluated
                    .iter()
                    .map(|(from, evaluated)| {
                        let root = evaluated.as_ref().map(|evaluated| match reread(evaluated) {
                            Some(read) => read.granted(evaluated, evaluated.edition.root).clone(),
                            None => evaluated.granted_root().clone(),
                        });
                        (*from, root)
                    })
                    .collect();
                let outcome = Outcome::from_timeline(&compose(as_of, roots.iter().map(|(from, root)| (*from, root.as_ref()))));
                if outcome != verdict {
                    hangs_on.push(AlternativeOutcome { requirement, reading, outcome, differs: true, of_access: false });
                }
            }
        }
    }
    hangs_on
}

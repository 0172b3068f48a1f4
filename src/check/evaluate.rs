//! Every requirement of one edition, as a function of the day.
//!
//! In: an edition, facts, the day of the check, waivers. Out: each requirement's own timeline, and the one that its groups
//! see; what was tested; and the same again with one test read otherwise.

use chrono_tz::Tz;
use smallvec::SmallVec;

use crate::check::rows::RowUse;
use crate::check::{Outcome, Status, elapsed, rows};
use crate::day::Day;
use crate::exact::{Exact, Interval};
use crate::facts::{Facts, Known, Waiver};
use crate::kind::Value;
use crate::rulebook::{Condition, Edition, Group, Logic, Reading, Rule, Rulebook, Test};
use crate::truth::{Timeline, Truth};

/// What a test found on the day of the check.
#[derive(Debug, Clone)]
pub struct Tested<'a> {
    /// What was measured.
    pub measured: Measured<'a>,
    /// Which rows counted, which did not, and why; empty of a test of a value.
    pub rows: Vec<RowUse>,
}

/// What was measured.
#[derive(Debug, Clone)]
pub enum Measured<'a> {
    /// A number, or the bounds between which it lies; None where there is no row to measure.
    Number(Option<Interval>),
    /// A fact's own value, or the value of the latest row; None where it isn't known.
    Value(Option<&'a Value>),
    /// The time from one moment to another, in days or minutes; None where it isn't known.
    Elapsed(Option<elapsed::Length>),
}

/// On which days which requirements are waived: for each requirement of an edition, the first and last days.
#[derive(Debug, Default)]
pub(super) struct Waived(Vec<(usize, Days)>);

/// First and last days.
type Days = SmallVec<[(Day, Day); 2]>;

impl Waived {
    pub(super) fn of<'w>(edition: &Edition, waivers: impl IntoIterator<Item = &'w Waiver>) -> Waived {
        let mut all: Vec<(usize, Days)> = Vec::new();
        for waiver in waivers {
            let Some(at) = edition.find(&waiver.requirement) else { continue };
            match all.iter_mut().find(|(place, _)| *place == at) {
                Some((_, days)) => days.push((waiver.from, waiver.until)),
                None => all.push((at, Days::from_iter([(waiver.from, waiver.until)]))),
            }
        }
        Waived(all)
    }

    /// A requirement's timeline as the groups above it see it; None where that is its own.
    fn grant(&self, at: usize, own: &Timeline) -> Option<Timeline> {
        let (_, days) = self.0.iter().find(|(place, _)| *place == at)?;
        let start = own.start();
        let mut granted = own.clone();
        for (from, until) in days {
            let mut waiver = Timeline::constant(start, Truth::False);
            if *until >= start {
                waiver.push((*from).max(start), Truth::True);
                waiver.push(until.next(), Truth::False);
            }
            granted = Timeline::merge(start, &[&granted, &waiver], |values| values[0].max(values[1]));
        }
        Some(granted)
    }
}

/// An edition, evaluated.
pub(super) struct Evaluated<'a> {
    pub(super) edition: &'a Edition,
    as_of: Day,
    /// What each test comes to by itself, whether it applies left aside; None of groups.
    tests: Vec<Option<(Timeline, Tested<'a>)>>,
    values: Values,
    waived: Waived,
}

/// Each requirement's timelines.
#[derive(Debug, Clone)]
struct Values {
    own: Vec<Timeline>,
    /// Where a waiver makes it differ, what the groups above see.
    granted: Vec<Option<Timeline>>,
}

/// Evaluates an edition.
pub(super) fn edition<'a>(rulebook: &'a Rulebook, edition: &'a Edition, facts: &'a Facts, as_of: Day, waived: Waived) -> Evaluated<'a> {
    let zone = rulebook.program.zone;
    let tests: Vec<Option<(Timeline, Tested<'a>)>> = edition
        .requirements
        .iter()
        .map(|requirement| match &requirement.rule {
            Rule::Test(test) => Some(run(test, facts, as_of, zone)),
            Rule::Group(_) => None,
        })
        .collect();
    let values = propagate(edition, &tests, as_of, &waived);
    Evaluated { edition, as_of, tests, values, waived }
}

/// From what the tests came to, to what every requirement comes to.
fn propagate(edition: &Edition, tests: &[Option<(Timeline, Tested<'_>)>], as_of: Day, waived: &Waived) -> Values {
    let blank = Timeline::constant(as_of, Truth::Unknown);
    let mut values = Values { own: vec![blank; edition.requirements.len()], granted: vec![None; edition.requirements.len()] };
    for at in &edition.order {
        let own = |place: usize| &values.own[place];
        let seen = |place: usize| values.granted[place].as_ref().unwrap_or(&values.own[place]);
        let line = line_of(edition, *at, as_of, tests[*at].as_ref().map(|(line, _)| line), own, seen);
        values.granted[*at] = waived.grant(*at, &line);
        values.own[*at] = line;
    }
    values
}

/// What one requirement comes to, given what its parts do: a condition by its own value, children as they are granted.
fn line_of<'v>(
    edition: &Edition,
    at: usize,
    as_of: Day,
    test: Option<&Timeline>,
    own: impl Fn(usize) -> &'v Timeline,
    seen: impl Fn(usize) -> &'v Timeline,
) -> Timeline {
    let requirement = &edition.requirements[at];
    let line = match (&requirement.rule, test) {
        (Rule::Group(group), _) => {
            let children: SmallVec<[&Timeline; 8]> = group.children.iter().map(|child| seen(*child)).collect();
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

impl<'a> Evaluated<'a> {
    /// What a requirement comes to, its own waivers left aside.
    pub(super) fn own(&self, at: usize) -> &Timeline {
        &self.values.own[at]
    }

    /// What the groups above it see.
    pub(super) fn granted(&self, at: usize) -> &Timeline {
        self.values.granted[at].as_ref().unwrap_or(&self.values.own[at])
    }

    pub(super) fn outcome(&self, at: usize) -> Outcome {
        outcome(self.edition, at, |place| self.own(place))
    }

    pub(super) fn into_tested(self) -> impl Iterator<Item = Option<Tested<'a>>> {
        self.tests.into_iter().map(|test| test.map(|(_, tested)| tested))
    }

    /// The same with one test read otherwise: only what stands on it is looked at again.
    pub(super) fn read(&self, rulebook: &Rulebook, facts: &'a Facts, as_of: Day, at: usize, reading: &'a Reading) -> Read {
        let (line, _) = run(&reading.test, facts, as_of, rulebook.program.zone);
        let mut read = Read { changed: Vec::new() };
        let same = self.tests[at].as_ref().is_some_and(|(main, _)| *main == line);
        if same {
            return read;
        }
        for place in std::iter::once(&at).chain(&self.edition.above[at]) {
            let test = if *place == at { Some(&line) } else { self.tests[*place].as_ref().map(|(line, _)| line) };
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

    /// The groups' timelines under other waivers.
    pub(super) fn with_waivers(&self, waived: Waived) -> Regranted<'_> {
        Regranted { edition: self.edition, values: propagate(self.edition, &self.tests, self.as_of, &waived) }
    }
}

/// An edition's timelines under other waivers.
pub(super) struct Regranted<'e> {
    edition: &'e Edition,
    values: Values,
}

impl Regranted<'_> {
    /// True if a group, or the root as the verdict sees it, differs on some day.
    pub(super) fn groups_differ(&self, other: &Regranted<'_>) -> bool {
        let root = self.edition.root;
        let seen = |values: &Values| values.granted[root].as_ref().unwrap_or(&values.own[root]).clone();
        self.values.own != other.values.own || seen(&self.values) != seen(&other.values)
    }
}

/// What changes when one test is read otherwise.
pub(super) struct Read {
    changed: Vec<(usize, Timeline, Option<Timeline>)>,
}

impl Read {
    fn own<'v>(&'v self, main: &'v Evaluated<'_>, at: usize) -> &'v Timeline {
        self.changed.iter().find(|(place, ..)| *place == at).map_or_else(|| main.own(at), |(_, own, _)| own)
    }

    pub(super) fn granted<'v>(&'v self, main: &'v Evaluated<'_>, at: usize) -> &'v Timeline {
        match self.changed.iter().find(|(place, ..)| *place == at) {
            None => main.granted(at),
            Some((_, own, granted)) => granted.as_ref().unwrap_or(own),
        }
    }

    pub(super) fn outcome(&self, main: &Evaluated<'_>, at: usize) -> Outcome {
        outcome(main.edition, at, |place| self.own(main, place))
    }
}

fn outcome<'v>(edition: &Edition, at: usize, own: impl Fn(usize) -> &'v Timeline) -> Outcome {
    let mut outcome = Outcome::of(own(at));
    if edition.requirements[at].applies_when.is_some_and(|condition| own(condition).now() == Truth::False) {
        outcome.status = Status::NotApplicable;
    }
    outcome
}

/// Runs a test. A fact that is known only up to some day divides the timeline there.
pub(crate) fn run<'a>(test: &Test, facts: &'a Facts, as_of: Day, zone: Tz) -> (Timeline, Tested<'a>) {
    let (mut line, tested) = on_stretch(test, facts, as_of, as_of, zone);
    let mut breaks: SmallVec<[Day; 4]> = SmallVec::new();
    let mut of = |fact: usize| {
        let ends = facts.facts[fact].stretches.iter().filter_map(|stretch| stretch.until);
        breaks.extend(ends.map(Day::next).filter(|day| *day > as_of));
    };
    match test {
        Test::Value { of: None, .. } => {}
        Test::Value { of: Some(fact), .. } | Test::Length { of: fact, .. } => of(*fact),
        Test::Rows(rows) => of(rows.of),
        Test::Elapsed { .. } => test.facts().into_iter().for_each(&mut of),
    }
    breaks.sort_unstable();
    for day in breaks {
        let (then, _) = on_stretch(test, facts, as_of, day, zone);
        line = line.until_then(day, &then);
    }
    (line, tested)
}

/// The test's timeline from `as_of` on, if what is known on `day` were known throughout.
fn on_stretch<'a>(test: &Test, facts: &'a Facts, as_of: Day, day: Day, zone: Tz) -> (Timeline, Tested<'a>) {
    let value = |fact: usize| match facts.facts[fact].on(day) {
        Some(Known::Value(value)) => Some(value),
        _ => None,
    };
    let tested = |measured| Tested { measured, rows: Vec::new() };
    match test {
        Test::Value { of: Some(fact), is, .. } => {
            let value = value(*fact);
            let truth = value.map_or(Truth::Unknown, |value| is.admits(value).into());
            (Timeline::constant(as_of, truth), tested(Measured::Value(value)))
        }
        Test::Value { of: None, is, .. } => (today(is, as_of), tested(Measured::Value(None))),
        Test::Length { of, wide, ranges, .. } => {
            let length = value(*of).map(|value| Interval::exactly(Exact::whole(length_of(value.key(), *wide))));
            let interval = length.unwrap_or(Interval::ANY);
            (Timeline::constant(as_of, ranges.admit(&interval)), tested(Measured::Number(Some(interval))))
        }
        Test::Elapsed { of, after, is } => {
            let (line, length) = elapsed::timeline(*of, *after, is, value, as_of, zone);
            (line, tested(Measured::Elapsed(length)))
        }
        Test::Rows(test) => {
            let known = match facts.facts[test.of].on(day) {
                Some(Known::Rows(rows)) => Some(rows),
                _ => None,
            };
            rows::timeline(test, known, as_of, zone)
        }
    }
}

/// A text's length in characters, or in units of which a wide character takes two.
pub(crate) fn length_of(text: &str, wide: bool) -> i128 {
    use unicode_width::UnicodeWidthChar;
    text.chars().map(|c| if wide && c.width() == Some(2) { 2 } else { 1 }).sum()
}

/// A condition on today's date.
fn today(is: &Condition, as_of: Day) -> Timeline {
    let admits = |day: Day| Truth::from(is.admits(&Value::Date(day)));
    let mut line = Timeline::constant(as_of, admits(as_of));
    for day in is.turns().into_iter().filter(|day| *day > as_of && *day < Day::NEVER) {
        line.push(day, admits(day));
    }
    line
}

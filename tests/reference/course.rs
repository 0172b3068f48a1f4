//! How values change with the day, and what that makes of statuses, dates and the verdict.
//!
//! The days on which a test may change are guessed generously from the dates that it looks at; on each of them, and so
//! between them, the answer is asked for afresh.

use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;

use kaibo::facts::{Completeness, FactValue, Row, Rows};
use kaibo::rulebook::{Condition, Instant, RowsTest, Test};
use kaibo::value::timeline::Truth;
use kaibo::value::value_type::Value;

use super::dates::{NaiveDay, date, shift};
use super::knowledge::Supposing;
use super::value::World;
use super::{cells, elapsed, window};

/// What is shown of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    Met,
    Unmet,
    Pending,
    Unknown,
    NotApplicable,
}

/// A status, and since when and until when it is a yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outcome {
    pub status: Status,
    pub from: Option<NaiveDay>,
    pub until: Option<NaiveDay>,
}

/// A value on the day of the check, and on every day on which it may have changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Course(pub Vec<(NaiveDay, Truth)>);

impl Course {
    fn of(as_of: NaiveDay, days: impl IntoIterator<Item = NaiveDay>, value: impl Fn(NaiveDay) -> Truth) -> Course {
        let mut days: Vec<NaiveDay> = days.into_iter().filter(|day| *day > as_of).chain([as_of]).collect();
        days.sort_unstable();
        days.dedup();
        Course(days.into_iter().map(|day| (day, value(day))).collect())
    }

    pub fn on(&self, day: NaiveDay) -> Truth {
        let later = self.0.partition_point(|(from, _)| *from <= day);
        self.0[later - 1].1
    }

    pub fn days(&self) -> impl Iterator<Item = NaiveDay> + '_ {
        self.0.iter().map(|(day, _)| *day)
    }

    /// Status, from and until, day by day.
    pub fn outcome(&self) -> Outcome {
        let now = self.0[0].1;
        let ever = |wanted: Truth| self.0.iter().any(|(_, value)| *value == wanted);
        let status = match now {
            Truth::True => Status::Met,
            Truth::Unknown => Status::Unknown,
            Truth::False if ever(Truth::True) => Status::Pending,
            Truth::False if ever(Truth::Unknown) => Status::Unknown,
            Truth::False => Status::Unmet,
        };
        let first = self.0.iter().position(|(_, value)| *value == Truth::True);
        let from = first.map(|at| self.0[at].0);
        let end = first.and_then(|at| self.0[at..].iter().find(|(_, value)| *value != Truth::True));
        Outcome { status, from, until: end.map(|(day, _)| shift(*day, -1)) }
    }
}

/// One finding: what the requirement comes to, and whether another reading would change that.
#[derive(Debug, Clone)]
pub struct Finding {
    pub course: Rc<Course>,
    pub outcome: Outcome,
    pub firm: bool,
}

/// What a whole check comes to.
#[derive(Debug, Clone)]
pub struct Checked {
    /// The place of the edition whose findings these are.
    pub edition: Option<usize>,
    pub findings: Vec<Finding>,
    pub verdict: Finding,
    /// Whether the applicant already has access, and whether it has been invited.
    pub held: bool,
    pub invited: bool,
}

/// Courses of tests, which groups share.
type Tests = HashMap<(usize, usize, Option<usize>), Rc<Course>>;

/// Everything at once. `pinned` is the place of the edition that `--edition` names.
pub fn check(world: World<'_>, held: Option<usize>) -> Checked {
    let mut tests = Tests::new();
    let editions = world.rulebook.editions.len();
    let edition = held.or_else(|| deciding(world, world.as_of));
    let plain: Vec<Vec<Rc<Course>>> = (0..editions).map(|edition| courses(world, edition, &mut tests)).collect();
    let verdict = verdict_course(world, held, &plain);
    let outcomes = |world: World<'_>, courses: &[Rc<Course>], edition: usize| -> Vec<Outcome> {
        (0..courses.len()).map(|at| outcome_of(world, courses, edition, at)).collect()
    };
    let mut findings: Vec<Finding> = Vec::new();
    if let Some(edition) = edition {
        let plainly = outcomes(world, &plain[edition], edition);
        findings.extend(plain[edition].iter().zip(plainly).map(|(course, outcome)| Finding {
            course: course.clone(),
            outcome,
            firm: true,
        }));
    }
    let mut verdict = Finding { outcome: verdict.outcome(), course: Rc::new(verdict), firm: true };
    let opening = world.rulebook.program.opening.as_ref();
    let shown = |name: Option<&String>, outcomes: &[Outcome]| {
        let at = name.zip(edition).and_then(|(name, edition)| world.edition(edition).find(name));
        at.is_some_and(|at| outcomes[at].status == Status::Met)
    };
    let now: Vec<Outcome> = findings.iter().map(|finding| finding.outcome).collect();
    let held_by = opening.and_then(|opening| opening.held.as_ref());
    let (has_access, invited) = (shown(held_by, &now), shown(opening.and_then(|opening| opening.invited.as_ref()), &now));
    // Who has access already is told that, and no dates, which are those of newcomers.
    let same = |access: bool, outcome: Outcome, verdict: &Finding| access == has_access && (access || outcome == verdict.outcome);
    // A reading that editions share is one reading, and is taken in all of them.
    let requirements = world.rulebook.editions.iter().flat_map(|edition| &edition.requirements);
    let readings: BTreeSet<(&str, &str)> = requirements
        .flat_map(|requirement| requirement.readings.iter().map(|reading| (requirement.id.as_str(), reading.title.en.as_str())))
        .collect();
    for reading in readings {
        let swapped = World { swapped: Some(reading), ..world };
        let all: Vec<Vec<Rc<Course>>> = (0..editions).map(|edition| courses(swapped, edition, &mut tests)).collect();
        let changed = edition.map_or_else(Vec::new, |edition| outcomes(swapped, &all[edition], edition));
        verdict.firm &= same(shown(held_by, &changed), verdict_course(swapped, held, &all).outcome(), &verdict);
        findings.iter_mut().zip(changed).for_each(|(finding, outcome)| finding.firm &= finding.outcome == outcome);
    }
    // What rests on something stale is not firm: it would come out otherwise if lists were complete today, or values unknown.
    for supposing in [Supposing::ListsComplete, Supposing::ValuesUnknown].into_iter().filter(|_| world.ages()) {
        let supposed = World { supposing, ..world };
        let mut tests = Tests::new();
        let all: Vec<Vec<Rc<Course>>> = (0..editions).map(|edition| courses(supposed, edition, &mut tests)).collect();
        let changed = edition.map_or_else(Vec::new, |edition| outcomes(supposed, &all[edition], edition));
        verdict.firm &= same(shown(held_by, &changed), verdict_course(supposed, held, &all).outcome(), &verdict);
        findings.iter_mut().zip(changed).for_each(|(finding, outcome)| finding.firm &= finding.outcome == outcome);
    }
    Checked { edition, findings, verdict, held: has_access, invited }
}

/// The edition that decides on a day: in force, and superseded, directly or through others, by none that is in force.
pub fn deciding(world: World<'_>, day: NaiveDay) -> Option<usize> {
    let editions = &world.rulebook.editions;
    let in_force = |place: usize| date(editions[place].from) <= day && editions[place].until.is_none_or(|until| day <= date(until));
    let place_of = |id: &str| editions.iter().position(|edition| edition.id == id);
    let superseded = |place: usize| {
        (0..editions.len()).filter(|other| in_force(*other)).any(|other| {
            let mut next = editions[other].supersedes.as_deref().and_then(place_of);
            while let Some(earlier) = next {
                if earlier == place {
                    return true;
                }
                next = editions[earlier].supersedes.as_deref().and_then(place_of);
            }
            false
        })
    };
    let left: Vec<usize> = (0..editions.len()).filter(|place| in_force(*place) && !superseded(*place)).collect();
    assert!(left.len() <= 1, "a rulebook with two editions that decide on {day}: {left:?}");
    left.first().copied()
}

/// The program's verdict, from the roots of the editions in force and of the waivers on them.
fn verdict_course(world: World<'_>, held: Option<usize>, courses: &[Vec<Rc<Course>>]) -> Course {
    let roots = || (0..courses.len()).filter(|place| held.is_none_or(|held| held == *place));
    let mut days: BTreeSet<NaiveDay> = BTreeSet::new();
    for place in roots() {
        let edition = world.edition(place);
        days.extend(courses[place][edition.root].days());
        days.insert(date(edition.from));
        days.extend(edition.until.map(|until| shift(date(until), 1)));
    }
    days.extend(waiver_days(world));
    Course::of(world.as_of, days, |day| match held.or_else(|| deciding(world, day)) {
        None => Truth::Unknown,
        Some(place) => {
            let root = world.edition(place).root;
            if world.waived(place, root, day) { Truth::True } else { courses[place][root].on(day) }
        }
    })
}

fn outcome_of(world: World<'_>, courses: &[Rc<Course>], edition: usize, at: usize) -> Outcome {
    let mut outcome = courses[at].outcome();
    if let Some(condition) = world.edition(edition).requirements[at].applies_when
        && courses[condition].on(world.as_of) == Truth::False
    {
        outcome.status = Status::NotApplicable;
    }
    outcome
}

/// The courses of every requirement of an edition.
fn courses(world: World<'_>, edition: usize, tests: &mut Tests) -> Vec<Rc<Course>> {
    let mut done: Vec<Option<Rc<Course>>> = vec![None; world.edition(edition).requirements.len()];
    (0..done.len()).map(|at| course(world, edition, at, tests, &mut done)).collect()
}

fn course(world: World<'_>, edition: usize, at: usize, tests: &mut Tests, done: &mut Vec<Option<Rc<Course>>>) -> Rc<Course> {
    if let Some(course) = &done[at] {
        return course.clone();
    }
    let requirement = &world.edition(edition).requirements[at];
    let mut days: BTreeSet<NaiveDay> = BTreeSet::new();
    let own = world.test_of(edition, at).map(|test| {
        let key = (edition, at, world.reading_of(edition, at));
        let own = tests.entry(key).or_insert_with(|| Rc::new(Course::of(world.as_of, turns(world, test), |day| world.test(test, day))));
        own.clone()
    });
    days.extend(own.iter().flat_map(|own| own.days()));
    if let kaibo::rulebook::Rule::Group(group) = &requirement.rule {
        days.extend(waiver_days(world));
        for child in &group.children {
            days.extend(course(world, edition, *child, tests, done).days());
        }
    }
    if let Some(condition) = requirement.applies_when {
        days.extend(course(world, edition, condition, tests, done).days());
    }
    let of = |day: NaiveDay| {
        let part = |part: usize| done[part].as_ref().expect("parts come first").on(day);
        let test = || own.as_ref().expect("a test").on(day);
        world.put_together(edition, at, day, &part, &test)
    };
    let course = Rc::new(Course::of(world.as_of, days, of));
    done[at] = Some(course.clone());
    course
}

fn waiver_days(world: World<'_>) -> Vec<NaiveDay> {
    world.facts.waivers.iter().flat_map(|waiver| [date(waiver.from), shift(date(waiver.until), 1)]).collect()
}

/// Every day on which a test may change, and some others.
pub fn turns(world: World<'_>, test: &Test) -> Vec<NaiveDay> {
    let mut days = Vec::new();
    for fact in test.facts() {
        let stretches = &world.facts.facts[fact].periods;
        days.extend(stretches.iter().filter_map(|stretch| stretch.until).map(|until| shift(date(until), 1)));
        for stretch in stretches {
            match (test, &stretch.value) {
                (Test::Rows(test), FactValue::Rows(known)) => days.extend(window::turns(test, Some(known))),
                (Test::Elapsed { of, after, is }, FactValue::Value(value)) if *of == Instant::Today || *after == Instant::Today => {
                    days.extend(value_date(value).into_iter().flat_map(|at| elapsed::turns(at, is)));
                }
                _ => {}
            }
        }
    }
    match test {
        Test::Rows(test) => {
            days.extend(window::turns(test, None));
            days.extend(turns_of_knowledge(world, test));
        }
        Test::Value { of: None, is: Condition::Date(comparison), .. } => {
            days.extend(cells::bounds(comparison).into_iter().flat_map(|day| [-1, 0, 1].map(|step| shift(date(*day), step))));
        }
        _ => {}
    }
    days
}

/// Days on which something else may be known of rows, or rows of days after an observation enter or leave.
fn turns_of_knowledge(world: World<'_>, test: &RowsTest) -> Vec<NaiveDay> {
    let stretches = || world.facts.facts.iter().flat_map(|fact| &fact.periods);
    let mut days: Vec<NaiveDay> = stretches().filter_map(|stretch| stretch.until).map(|until| shift(date(until), 1)).collect();
    if let Some(window) = test.window {
        let columns = world.rulebook.program.facts[test.of].kind.table().map_or(0, |table| table.columns.len());
        let rows = world.facts.facts[test.of].periods.iter().filter_map(|stretch| stretch.observed).map(|observed| {
            let mut cells: Box<[Option<Value>]> = vec![None; columns].into();
            cells[window.column] = Some(Value::Date(observed.next()));
            Row { cells }
        });
        let known = Rows { rows: rows.collect(), completeness: Completeness::Complete };
        days.extend(window::turns(test, Some(&known)));
    }
    days
}

fn value_date(value: &Value) -> Option<NaiveDay> {
    match value {
        Value::Date(day) => Some(date(*day)),
        Value::Timestamp(moment) => Some(date(moment.day)),
        _ => None,
    }
}

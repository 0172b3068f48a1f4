//! What the tests of an edition come to, as functions of the day.
//!
//! In: an edition's tests, facts, the day of the check. Out: a [`Timeline`] for each test and each of its readings, with what
//! was measured and which rows counted. What follows from them is [`decide`](crate::engine::check::decide)'s.

use crate::engine::check::result::{Measurement, TestResult};
use smallvec::SmallVec;

use crate::engine::check::decide::TestTimelines;
use crate::engine::check::{Knowledge, elapsed, rows};
use crate::rulebook::{Condition, Edition, Rule, Test};
use crate::value::date::Date;
use crate::value::number::{Interval, Rational};
use crate::value::timeline::{Timeline, Truth};
use crate::value::value_type::Value;

/// The tests of one edition, run on one applicant's facts.
pub(crate) struct EditionTests<'a> {
    /// By requirement, what its own test comes to, ignoring whether it applies; None of groups.
    tests: Vec<Option<(Timeline, TestResult<'a>)>>,
    /// By requirement, what its test comes to in each other reading.
    readings: Vec<Vec<Timeline>>,
}

impl<'a> EditionTests<'a> {
    pub(crate) fn run(edition: &'a Edition, knowledge: &Knowledge<'a>) -> EditionTests<'a> {
        let as_of = knowledge.as_of;
        let own = edition.requirements.iter().map(|requirement| match &requirement.rule {
            Rule::Test(test) => Some(run(test, knowledge, as_of)),
            Rule::Group(_) => None,
        });
        let readings = edition.requirements.iter().map(|requirement| {
            let timelines = requirement.readings.iter().map(|reading| run(&reading.test, knowledge, as_of).0);
            timelines.collect()
        });
        EditionTests { tests: own.collect(), readings: readings.collect() }
    }

    /// What was measured, by requirement.
    pub(super) fn into_tested(self) -> impl Iterator<Item = Option<TestResult<'a>>> {
        self.tests.into_iter().map(|test| test.map(|(_, tested)| tested))
    }
}

impl TestTimelines for EditionTests<'_> {
    fn test(&self, requirement: usize) -> Option<&Timeline> {
        self.tests[requirement].as_ref().map(|(timeline, _)| timeline)
    }

    fn reading(&self, requirement: usize, reading: usize) -> Option<&Timeline> {
        Some(&self.readings[requirement][reading])
    }
}

/// Runs a test from a day on, that of the check or a later one. A fact that is known only up to some day divides the timeline
/// there.
pub(crate) fn run<'a>(test: &Test, knowledge: &Knowledge<'a>, from: Date) -> (Timeline, TestResult<'a>) {
    let (mut line, tested) = run_in_period(test, knowledge, from, from);
    let mut breaks: SmallVec<[Date; 4]> = SmallVec::new();
    let mut of = |fact: usize| {
        breaks.extend(knowledge.turns(fact).filter(|day| *day > from));
    };
    match test {
        Test::Value { of: None, .. } => {}
        Test::Value { of: Some(fact), .. } | Test::Length { of: fact, .. } => of(*fact),
        Test::Rows(rows) => of(rows.of),
        Test::Elapsed { .. } => test.facts().into_iter().for_each(&mut of),
    }
    breaks.sort_unstable();
    for day in breaks {
        let (then, _) = run_in_period(test, knowledge, from, day);
        line = line.splice_at(day, &then);
    }
    (line, tested)
}

/// The test's timeline from `as_of` on, if what is known on `day` were known throughout.
fn run_in_period<'a>(test: &Test, knowledge: &Knowledge<'a>, as_of: Date, day: Date) -> (Timeline, TestResult<'a>) {
    let zone = knowledge.program.zone;
    let value = |fact: usize| knowledge.value(fact, day);
    let tested = |measured| TestResult { measured, rows: Vec::new() };
    match test {
        Test::Value { of: Some(fact), is, .. } => {
            let value = value(*fact);
            let truth = value.map_or(Truth::Unknown, |value| is.admits(value));
            (Timeline::constant(as_of, truth), tested(Measurement::Value(value)))
        }
        Test::Value { of: None, is, .. } => (today(is, as_of), tested(Measurement::Value(None))),
        Test::Length { of, wide, ranges, .. } => {
            let length = value(*of).map(|value| Interval::exactly(Rational::from_units(length_of(value.key(), *wide))));
            let interval = length.unwrap_or(Interval::ANY);
            (Timeline::constant(as_of, ranges.admit(&interval)), tested(Measurement::Number(Some(interval))))
        }
        Test::Elapsed { of, after, is } => {
            let (line, length) = elapsed::timeline(*of, *after, is, value, as_of, zone);
            (line, tested(Measurement::Elapsed(length)))
        }
        Test::Rows(test) => rows::timeline(test, knowledge.rows(test.of, day).as_ref(), as_of, zone),
    }
}

/// A text's length in characters, or in units of which a wide character takes two.
pub(crate) fn length_of(text: &str, wide: bool) -> i128 {
    use unicode_width::UnicodeWidthChar;
    text.chars().map(|c| if wide && c.width() == Some(2) { 2 } else { 1 }).sum()
}

/// A condition on today's date.
fn today(is: &Condition, as_of: Date) -> Timeline {
    let admits = |day: Date| is.admits(&Value::Date(day));
    let mut line = Timeline::constant(as_of, admits(as_of));
    for day in is.turns().into_iter().filter(|day| *day > as_of && *day < Date::NEVER) {
        line.push(day, admits(day));
    }
    line
}

//! What a requirement is worth on one day.

use kaibo::facts::{FactValue, Facts, Waiver};
use kaibo::rulebook::edition::Logic;
use kaibo::rulebook::{Edition, Instant, Rule, Rulebook, Test};
use kaibo::value::timeline::Truth;
use kaibo::value::value_type::Value;

use super::cells::{Cell, compare, passes};
use super::dates::{NaiveDay, date};
use super::elapsed::{self, End};
use super::knowledge::Supposing;
use super::rows;

/// All that an answer depends on, but for the day it is asked for.
#[derive(Clone, Copy)]
pub struct World<'a> {
    pub rulebook: &'a Rulebook,
    pub facts: &'a Facts,
    pub as_of: NaiveDay,
    /// A requirement and the title of another reading of it that is taken, in every edition that has it.
    pub swapped: Option<(&'a str, &'a str)>,
    /// What is supposed to be otherwise.
    pub supposing: Supposing,
}

/// What the requirement in that place of an edition is worth on `day`, a day not before `as_of`.
pub fn value_on(rulebook: &Rulebook, edition: &Edition, facts: &Facts, requirement: usize, as_of: NaiveDay, day: NaiveDay) -> Truth {
    let place = rulebook.editions.iter().position(|other| other.id == edition.id).expect("an edition of the rulebook");
    World { rulebook, facts, as_of, swapped: None, supposing: Supposing::Nothing }.value(place, requirement, day)
}

impl<'a> World<'a> {
    pub fn edition(&self, place: usize) -> &'a Edition {
        &self.rulebook.editions[place]
    }

    /// The requirement's own value, whether it is waived or not.
    pub fn value(&self, edition: usize, at: usize, day: NaiveDay) -> Truth {
        self.put_together(edition, at, day, &|child| self.value(edition, child, day), &|| {
            self.test(self.test_of(edition, at).expect("a test"), day)
        })
    }

    /// Which other reading of a requirement is taken, if one is.
    pub fn reading_of(&self, edition: usize, at: usize) -> Option<usize> {
        let requirement = &self.edition(edition).requirements[at];
        let (_, title) = self.swapped.filter(|(id, _)| *id == requirement.id)?;
        requirement.readings.iter().position(|reading| reading.title.en == title)
    }

    /// The test of a requirement, as it is read here; None of a group.
    pub fn test_of(&self, edition: usize, at: usize) -> Option<&'a Test> {
        let requirement = &self.edition(edition).requirements[at];
        match (&requirement.rule, self.reading_of(edition, at)) {
            (Rule::Group(_), _) => None,
            (Rule::Test(_), Some(reading)) => Some(&requirement.readings[reading].test),
            (Rule::Test(test), None) => Some(test),
        }
    }

    /// A requirement's value from those that it is made of.
    pub fn put_together(&self, edition: usize, at: usize, day: NaiveDay, of: &dyn Fn(usize) -> Truth, test: &dyn Fn() -> Truth) -> Truth {
        let requirement = &self.edition(edition).requirements[at];
        let own = match &requirement.rule {
            Rule::Test(_) => test(),
            Rule::Group(group) => {
                let counted = |child: &usize| if self.waived(edition, *child, day) { Truth::True } else { of(*child) };
                let values: Vec<Truth> = group.children.iter().map(counted).collect();
                kleene(group.logic, &values)
            }
        };
        match requirement.applies_when {
            None => own,
            Some(condition) => either(not(of(condition)), own),
        }
    }

    /// Whether somebody decided not to insist on the requirement on that day.
    pub fn waived(&self, edition: usize, at: usize, day: NaiveDay) -> bool {
        let id = &self.edition(edition).requirements[at].id;
        let counts = |waiver: &Waiver| waiver.requirement == *id && date(waiver.from) <= day && day <= date(waiver.until);
        self.facts.waivers.iter().any(counts)
    }

    /// What is known of a fact on `day`.
    pub fn known(&self, fact: usize, day: NaiveDay) -> Option<&'a FactValue> {
        if self.forgotten(fact, day) {
            return None;
        }
        let facts: &'a Facts = self.facts;
        let valid = |until: Option<kaibo::value::date::Date>| until.is_none_or(|until| day <= date(until));
        facts.facts[fact].periods.iter().find(|stretch| valid(stretch.until)).map(|stretch| &stretch.value)
    }

    fn scalar(&self, fact: usize, day: NaiveDay) -> Option<&'a Value> {
        match self.known(fact, day)? {
            FactValue::Value(value) => Some(value),
            FactValue::Rows(_) => panic!("rows where a value was expected"),
        }
    }

    /// A test's answer on `day`.
    pub fn test(&self, test: &Test, day: NaiveDay) -> Truth {
        match test {
            Test::Value { of: None, is, .. } => truth(passes(&Cell::Date(day), is)),
            // What the loader takes can be passed and can be failed, so a value that isn't known may do either.
            Test::Value { of: Some(fact), is, .. } => {
                self.scalar(*fact, day).map_or(Truth::Unknown, |value| truth(passes(&Cell::of(value), is)))
            }
            Test::Length { of, wide, is, .. } => self.scalar(*of, day).map_or(Truth::Unknown, |value| {
                let Value::Text(text) = value else { panic!("a length of {value:?}") };
                Truth::from(compare(&length(text, *wide), is))
            }),
            Test::Elapsed { of, after, is } => {
                elapsed::answer(self.instant(*of, day), self.instant(*after, day), is, self.rulebook.program.zone)
            }
            Test::Rows(rows) => {
                let known = self.known(rows.of, day).map(|known| match known {
                    FactValue::Rows(rows) => rows,
                    FactValue::Value(value) => panic!("{value:?} where rows were expected"),
                });
                let about = self.about(rows.of, day);
                rows::answer(rows, &self.rulebook.program, (known, &about), self.as_of, day)
            }
        }
    }

    fn instant(&self, instant: Instant, day: NaiveDay) -> End {
        match instant {
            Instant::Today => End::Today(day),
            Instant::Fact { fact, clock } => End::of(self.scalar(fact, day), clock),
        }
    }
}

fn truth(passes: Option<bool>) -> Truth {
    passes.map_or(Truth::Unknown, Truth::from)
}

/// How long a text is. The texts of the random cases hold Latin letters, digits and Chinese characters only.
fn length(text: &str, wide: bool) -> i64 {
    text.chars().map(|c| if wide && c >= '\u{1100}' { 2 } else { 1 }).sum()
}

pub fn not(value: Truth) -> Truth {
    match value {
        Truth::True => Truth::False,
        Truth::False => Truth::True,
        Truth::Unknown => Truth::Unknown,
    }
}

fn either(one: Truth, other: Truth) -> Truth {
    match (one, other) {
        (Truth::True, _) | (_, Truth::True) => Truth::True,
        (Truth::False, Truth::False) => Truth::False,
        _ => Truth::Unknown,
    }
}

/// Kleene's strong logic, as semantics.md puts it.
fn kleene(logic: Logic, values: &[Truth]) -> Truth {
    let how_many = |wanted: Truth| values.iter().filter(|value| **value == wanted).count();
    let (yes, no) = (how_many(Truth::True), how_many(Truth::False));
    match logic {
        Logic::All if no > 0 => Truth::False,
        Logic::All if yes == values.len() => Truth::True,
        Logic::Any { at_least } if yes >= at_least => Truth::True,
        Logic::Any { at_least } if values.len() - no < at_least => Truth::False,
        Logic::None => not(kleene(Logic::Any { at_least: 1 }, values)),
        _ => Truth::Unknown,
    }
}

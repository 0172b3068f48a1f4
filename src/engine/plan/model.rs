//! What a plan is made from: one edition of the requirements, as a function of the day and of what is done.
//!
//! In: an edition, facts, the day of the check. Out: what every requirement comes to on a day ([`Model::values`]), given
//! those that a remedy makes hold on it; and the days on which anything changes by itself.

use smallvec::SmallVec;
use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;

use crate::engine::check::{Knowledge, combine, run};
use crate::engine::plan::remedy_option::RemedyOption;
use crate::facts::Facts;
use crate::rulebook::{Edition, Logic, Rule, Rulebook, Step, Test};
use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};

/// One edition, ready to be planned with.
pub(crate) struct Model<'a> {
    pub(crate) rulebook: &'a Rulebook,
    pub(crate) facts: &'a Facts,
    pub(crate) edition: &'a Edition,
    pub(crate) as_of: Date,
    /// The remedy of each requirement, if it has one.
    pub(super) remedies: Rc<[Option<RemedyOption<'a>>]>,
    /// What each test comes to by itself, ignoring whether it applies; None of groups.
    tests: Vec<Option<Timeline>>,
    /// The requirements that are waived, and the first and last days of that: in order, and apart.
    waived: Rc<[(usize, Date, Date)]>,
    unknown: Unknown,
    /// The days on which anything changes by itself, the day of the check first, with what holds from each on.
    course: OnceCell<Vec<(Date, Vec<NodeValues>)>>,
}

/// How a plan takes what is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Unknown {
    /// As if it were fine.
    Fine,
    /// As if it were not: what is not known to hold on a day does not hold on it.
    Worst,
}

/// What a requirement comes to on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NodeValues {
    /// By itself.
    pub(crate) own: Truth,
    /// As the groups above it see it, its waivers counted.
    pub(crate) effective: Truth,
}

const UNKNOWN: NodeValues = NodeValues { own: Truth::Unknown, effective: Truth::Unknown };

/// Puts the days of waivers in order, and makes one stretch of those of a requirement that meet.
fn joined(mut waived: Vec<(usize, Date, Date)>) -> Rc<[(usize, Date, Date)]> {
    waived.sort_unstable();
    waived.dedup_by(|(place, from, until), (before, _, last)| {
        let meet = place == before && *from <= last.next();
        if meet {
            *last = (*last).max(*until);
        }
        meet
    });
    waived.into()
}

impl<'a> Model<'a> {
    pub(crate) fn new(rulebook: &'a Rulebook, edition: &'a Edition, facts: &'a Facts, as_of: Date) -> Model<'a> {
        let knowledge = Knowledge::new(&rulebook.program, facts, as_of);
        let tests = edition.requirements.iter().map(|requirement| match &requirement.rule {
            Rule::Test(test) => Some(run(test, &knowledge, as_of).0),
            Rule::Group(_) => None,
        });
        let waived = facts.waivers.iter().filter_map(|waiver| Some((edition.find(&waiver.requirement)?, waiver.from, waiver.until)));
        Model {
            rulebook,
            facts,
            edition,
            as_of,
            remedies: edition.requirements.iter().map(|requirement| RemedyOption::new(requirement, facts, as_of)).collect(),
            tests: tests.collect(),
            waived: joined(waived.collect()),
            unknown: Unknown::Fine,
            course: OnceCell::new(),
        }
    }

    /// The same, where some requirements, by name, are set aside: they count as waived from the day of the check on.
    pub(super) fn setting_aside(mut self, aside: &[&str]) -> Model<'a> {
        if !aside.is_empty() {
            let always = aside.iter().filter_map(|id| Some((self.edition.find(id)?, self.as_of, Date::NEVER.add_days(-1))));
            self.waived = joined(self.waived.iter().copied().chain(always).collect());
        }
        self
    }

    /// The same, where what is not known counts as not fulfilled, apart from `good` facts: each test that depends on them alone
    /// comes out well on every day on which it is open.
    pub(super) fn assuming(&self, good: &[usize], wanted: &[Option<Truth>]) -> Model<'a> {
        let settle = |at: usize, line: &Option<Timeline>| {
            let line = line.as_ref()?;
            match (&self.edition.requirements[at].rule, wanted[at]) {
                (Rule::Test(test), Some(value)) if hangs_on(self, test, good) => Some(line.with_unknown_as(value)),
                _ => Some(line.clone()),
            }
        };
        Model {
            rulebook: self.rulebook,
            facts: self.facts,
            edition: self.edition,
            as_of: self.as_of,
            remedies: Rc::clone(&self.remedies),
            tests: self.tests.iter().enumerate().map(|(at, line)| settle(at, line)).collect(),
            waived: Rc::clone(&self.waived),
            unknown: Unknown::Worst,
            course: OnceCell::new(),
        }
    }

    /// The same, where what is not known is taken to be fine: for steps, whose requirements are met when it comes to them.
    pub(super) fn hopeful(&self) -> Model<'a> {
        let (tests, waived) = (self.tests.clone(), Rc::clone(&self.waived));
        let (rulebook, facts, edition, as_of, ways) = (self.rulebook, self.facts, self.edition, self.as_of, Rc::clone(&self.remedies));
        Model { rulebook, facts, edition, as_of, remedies: ways, tests, waived, unknown: Unknown::Fine, course: OnceCell::new() }
    }

    /// True on a day on which a requirement is waived.
    fn is_waived(&self, at: usize, day: Date) -> bool {
        let begun = self.waived.partition_point(|(place, from, _)| (*place, *from) <= (at, day));
        self.waived[..begun].last().is_some_and(|(place, _, until)| *place == at && day <= *until)
    }

    /// True where a plan may rely on a requirement, as the groups above it see it.
    pub(super) fn fine(&self, worth: NodeValues) -> bool {
        self.relies_on(worth.effective)
    }

    /// True where a plan may rely on what came out.
    pub(super) fn relies_on(&self, truth: Truth) -> bool {
        match self.unknown {
            Unknown::Fine => truth != Truth::False,
            Unknown::Worst => truth == Truth::True,
        }
    }

    /// True of a test that is open on some day.
    pub(super) fn is_open(&self, at: usize) -> bool {
        self.tests[at].as_ref().is_some_and(|line| line.segments().iter().any(|segment| segment.value == Truth::Unknown))
    }

    /// What is known by these facts on the day of the check.
    pub(super) fn knowledge<'f>(&'f self, facts: &'f Facts) -> Knowledge<'f> {
        Knowledge::new(&self.rulebook.program, facts, self.as_of)
    }

    /// What every requirement comes to on `day`, if nothing is done.
    pub(crate) fn values(&self, day: Date) -> Vec<NodeValues> {
        self.fold(day, |at| self.test(at, day), |_| false)
    }

    /// The same where remedies make some requirements hold on that day.
    pub(super) fn values_with(&self, day: Date, helped: impl Fn(usize) -> bool) -> Vec<NodeValues> {
        self.fold(day, |at| self.test(at, day), helped)
    }

    /// What a test comes to on `day` by itself.
    pub(crate) fn test(&self, at: usize, day: Date) -> Truth {
        self.tests[at].as_ref().map_or(Truth::Unknown, |line| line.on(day))
    }

    /// What every requirement comes to, given what the tests do and which are helped by a remedy. Under `none` a remedy can do
    /// harm, and never good: a plan does not make something hold so that something else does not.
    pub(crate) fn fold(&self, day: Date, test: impl Fn(usize) -> Truth, helped: impl Fn(usize) -> bool) -> Vec<NodeValues> {
        let count = self.edition.requirements.len();
        let mut plain = vec![UNKNOWN; count];
        let mut worths = vec![UNKNOWN; count];
        for at in self.edition.order.iter().copied() {
            let requirement = &self.edition.requirements[at];
            let waived = self.is_waived(at, day);
            let part = |worths: &[NodeValues]| match &requirement.rule {
                Rule::Test(_) => test(at),
                Rule::Group(group) => {
                    let mut counts = [0; 3];
                    group.children.iter().for_each(|child| counts[worths[*child].effective as usize] += 1);
                    combine(group, counts)
                }
            };
            let whole = |value: Truth, worths: &[NodeValues]| {
                let own = requirement.applies_when.map_or(value, |condition| (!worths[condition].own).max(value));
                NodeValues { own, effective: if waived { Truth::True } else { own } }
            };
            let alone = part(&plain);
            plain[at] = whole(alone, &plain);
            let excludes = matches!(&requirement.rule, Rule::Group(group) if group.logic == Logic::None);
            let value = match helped(at) {
                true => Truth::True,
                false if excludes => part(&worths).min(alone),
                false => part(&worths),
            };
            worths[at] = whole(value, &worths);
        }
        worths
    }

    /// From each day on which anything changes by itself, what every requirement comes to if nothing is done.
    pub(super) fn course(&self) -> &[(Date, Vec<NodeValues>)] {
        self.course.get_or_init(|| {
            let mut days = BTreeSet::from([self.as_of]);
            days.extend(self.tests.iter().flatten().flat_map(|line| line.segments().iter().map(|segment| segment.from)));
            days.extend(self.waived.iter().flat_map(|(_, from, until)| [*from, until.next()]));
            days.range(self.as_of..).map(|day| (*day, self.values(*day))).collect()
        })
    }

    /// What every requirement comes to on `day`, a day not before that of the check, if nothing is done.
    pub(super) fn by_itself(&self, day: Date) -> &[NodeValues] {
        let course = self.course();
        &course[course.partition_point(|(from, _)| *from <= day).saturating_sub(1)].1
    }

    /// True of a step that is known to be done.
    pub(super) fn is_done(&self, step: &Step) -> bool {
        let shown = step.done.as_ref().and_then(|name| self.edition.find(name));
        shown.is_some_and(|at| self.by_itself(self.as_of)[at].own == Truth::True)
    }

    /// The first day on which a requirement is fine by itself.
    pub(super) fn fine_from(&self, at: usize) -> Option<Date> {
        self.course().iter().find(|(_, worths)| self.fine(worths[at])).map(|(day, _)| *day)
    }
}

/// True of a test of which nothing is open but what `good` facts would say.
fn hangs_on(model: &Model<'_>, test: &Test, good: &[usize]) -> bool {
    let open = unknown_facts(model, test, model.as_of);
    let facts = if open.is_empty() { test.facts().into() } else { open };
    !facts.is_empty() && facts.iter().all(|fact| good.contains(fact))
}

/// The facts that an open test waits for, by index. A test of one fact waits for that, which is unknown or known in part; one
/// of several waits for those of which nothing is known. It is settled when all of them are answered.
pub(crate) fn unknown_facts(model: &Model<'_>, test: &Test, day: Date) -> SmallVec<[usize; 2]> {
    let mut facts: SmallVec<[usize; 2]> = test.facts().into_iter().collect();
    if facts.len() > 1 {
        facts.retain(|fact| model.facts.facts[*fact].on(day).is_none());
    }
    facts.dedup();
    facts
}

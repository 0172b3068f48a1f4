//! Which fact to ask for next, so that the verdict is settled with the least expected effort.
//!
//! In: a rulebook, facts and their checklist. Out: a [`Question`]: the fact, why it is asked, what each answer would do, and
//! how many answers are left at most; or None if the verdict is settled.
//!
//! Every open test is as likely true as false, whatever the others are, and is settled once every fact that it waits for is
//! answered: an answer tells whether each test that then waits for nothing more holds. Each fact costs its `effort`. The
//! verdict is looked at on the day of the check or, where it is no on that day for certain, on the first later one on which
//! it is not; it is settled when the groups are, child by child, as in a checklist.

mod sketch;

use hashbrown::HashMap;

use crate::engine::check::{Checklist, Finding, Standing};
use crate::engine::plan::{Model, open};
use crate::facts::Facts;
use crate::rulebook::{OpeningState, Requirement, Role, Rule, Rulebook};
use crate::value::date::Date;
use crate::value::number::Rational;
use crate::value::timeline::Truth;

use sketch::DecisionGraph;

/// The fact to ask for next.
#[derive(Debug)]
pub struct Question<'a> {
    /// Which fact, by index.
    pub fact: usize,
    /// The day whose verdict it is about: the first on which that is not a certain no.
    pub on: Date,
    /// The tests that wait for it and that the verdict depends on.
    pub serves: Vec<&'a Requirement>,
    /// What each answer would do. Empty where it settles nothing by itself, or there are too many kinds of answers.
    pub answers: Vec<Answer<'a>>,
    /// How many answers are left at most, this one included.
    pub at_most: usize,
    /// The effort that settles the verdict, on average; None where no best order was looked for.
    pub expected: Option<Rational>,
    /// False where the order is only a good one, and of questions that no longer change the verdict.
    pub exact: bool,
    /// False if the verdict is settled and the question only completes the checklist.
    pub decides: bool,
    /// Why it comes before all others, if it does.
    pub first: Option<First>,
}

/// Why a fact is asked for before all others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum First {
    /// The verdict rests on what was observed on this day, which is too long ago.
    Stale {
        /// The day.
        observed: Date,
    },
    /// It shows whether the applicant already has access to a program that does not accept everybody.
    Access,
}

/// What an answer would do.
#[derive(Debug)]
pub struct Answer<'a> {
    /// What it would say of each test that it settles.
    pub says: Vec<(&'a Requirement, bool)>,
    /// The verdict that would be settled by it; None if that stays open.
    pub settles: Option<bool>,
    /// How many answers would be left at most.
    pub left: usize,
}

/// With more open tests than this, a good order is given instead of the best.
const MOST_OPEN: usize = 10;
/// More kinds of answers than this are not distinguished.
const MOST_ANSWERS: usize = 3;

/// The next question. With `everything`, facts that can't change the verdict are asked as well, after those that can.
pub fn next<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, everything: bool) -> Option<Question<'a>> {
    next_besides(rulebook, facts, checklist, everything, &[])
}

/// The next question that isn't about one of the facts in `aside`. Those stay as they are: a test that waits for one of them
/// stays open, and what can't be settled for that reason counts as asked out once nothing else is left.
pub fn next_besides<'a>(
    rulebook: &'a Rulebook,
    facts: &'a Facts,
    checklist: &Checklist<'a>,
    everything: bool,
    aside: &[usize],
) -> Option<Question<'a>> {
    if let Some(question) = stale(rulebook, facts, checklist, aside).or_else(|| access(rulebook, facts, checklist, aside)) {
        return Some(question);
    }
    let settled = checklist.verdict.standing() != Standing::Unknown;
    let asked = if settled {
        None
    } else {
        open_part(rulebook, facts, checklist).and_then(|(model, sketch, day)| ask(&model, &sketch, day, aside))
    };
    if asked.is_some() || !everything {
        return asked;
    }
    let model = Model::new(rulebook, checklist.edition?, facts, checklist.as_of);
    complete(&model, aside)
}

/// The facts that something still waits for, by what they are good for.
#[derive(Debug, Default)]
pub struct Open {
    /// The verdict depends on them. The one to ask first comes first, then the cheap ones.
    pub deciding: Vec<usize>,
    /// They complete the checklist: what waits for them is not settled by anything else.
    pub completing: Vec<usize>,
    /// Only steps wait for them.
    pub steps: Vec<usize>,
    /// Some test waits for them, but what it belongs to holds already, whatever they say.
    pub settled: Vec<usize>,
}

/// Every fact that something still waits for. `first` is the one that is asked next.
pub fn open_facts<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, first: Option<usize>) -> Open {
    let mut open = Open::default();
    let Some(edition) = checklist.edition else { return open };
    let mut seen = vec![false; rulebook.program.facts.len()];
    let mut add = |list: &mut Vec<usize>, facts: Vec<usize>| {
        let mut facts: Vec<usize> = facts.into_iter().filter(|fact| !std::mem::replace(&mut seen[*fact], true)).collect();
        facts.sort_by_key(|fact| (Some(*fact) != first, rulebook.program.facts[*fact].effort, *fact));
        *list = facts;
    };
    let access = access(rulebook, facts, checklist, &[]).map(|question| question.fact);
    add(&mut open.deciding, checklist.verdict.rests_on.iter().copied().chain(access).collect());
    let mut deciding = std::mem::take(&mut open.deciding);
    if checklist.verdict.standing() == Standing::Unknown
        && let Some((_, sketch, _)) = open_part(rulebook, facts, checklist)
    {
        add(&mut open.deciding, sketch.facts);
    }
    deciding.append(&mut open.deciding);
    open.deciding = deciding;
    let model = Model::new(rulebook, edition, facts, checklist.as_of);
    let day = model.as_of;
    let worths = model.values(day);
    let (matters, served) = open::unsettled(&model, &worths);
    let waiting = |keep: &dyn Fn(usize, &Requirement) -> bool| {
        let kept = edition.requirements.iter().enumerate().filter(|(at, requirement)| keep(*at, requirement));
        kept.filter(|(at, _)| model.test(*at, day) == Truth::Unknown)
            .filter_map(|(_, requirement)| if let Rule::Test(test) = &requirement.rule { Some(test) } else { None })
            .flat_map(|test| crate::engine::plan::model::unknown_facts(&model, test, day))
            .collect::<Vec<usize>>()
    };
    let is_test = |requirement: &Requirement| matches!(requirement.rule, Rule::Test(_));
    add(&mut open.completing, waiting(&|at, requirement| is_test(requirement) && matters[at]));
    add(&mut open.settled, waiting(&|at, requirement| is_test(requirement) && served[at] && !matters[at]));
    add(&mut open.steps, waiting(&|at, requirement| is_test(requirement) && requirement.role == Role::Step && !served[at]));
    open
}

/// The stale fact that the verdict rests on and that is found out with the least effort.
fn stale<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, aside: &[usize]) -> Option<Question<'a>> {
    let rests_on = checklist.verdict.rests_on.iter().copied().filter(|fact| !aside.contains(fact));
    let fact = rests_on.min_by_key(|fact| (rulebook.program.facts[*fact].effort, *fact))?;
    let observed = checklist.stale.iter().find(|stale| stale.fact == fact)?.observed;
    let looks = |finding: &&Finding<'a>| finding.rests_on.contains(&fact) && reads(finding.requirement, fact);
    let serves = checklist.findings.iter().filter(looks).map(|finding| finding.requirement).collect();
    // How many more are left is what is left once this is fresh; as it is, only the other stale facts and what is unknown are known.
    let mut left: Vec<usize> = checklist.verdict.rests_on.iter().copied().filter(|fact| !aside.contains(fact)).collect();
    if checklist.verdict.standing() == Standing::Unknown
        && let Some((_, sketch, _)) = open_part(rulebook, facts, checklist)
    {
        left.extend(sketch.facts.iter().copied().filter(|fact| !aside.contains(fact)));
    }
    left.sort_unstable();
    left.dedup();
    Some(first(fact, checklist.as_of, serves, left.len(), First::Stale { observed }))
}

/// What shows whether an applicant already has access, while a program does not accept everybody and that is not known.
fn access<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>, aside: &[usize]) -> Option<Question<'a>> {
    let opening = rulebook.program.opening.as_ref()?;
    if checklist.verdict.held || !matches!(opening.state, OpeningState::Closed | OpeningState::Invitation) {
        return None;
    }
    let edition = checklist.edition?;
    let model = Model::new(rulebook, edition, facts, checklist.as_of);
    let worths = model.values(model.as_of);
    let shown = [&opening.held, &opening.invited].into_iter().flatten().filter_map(|name| edition.find(name));
    let unknown = |at: usize| {
        let facts = open::facts_below(&model, &worths, model.as_of, at);
        let asked = facts.into_iter().filter(|fact| !aside.contains(fact));
        asked.min_by_key(|fact| (rulebook.program.facts[*fact].effort, *fact)).map(|fact| (at, fact))
    };
    let (at, fact) = shown.into_iter().find_map(unknown)?;
    let left = match checklist.verdict.standing() {
        Standing::Unknown => open_part(rulebook, facts, checklist).map_or(0, |(_, sketch, _)| sketch.facts.len()),
        _ => 0,
    };
    Some(first(fact, checklist.as_of, vec![&edition.requirements[at]], left + 1, First::Access))
}

/// True if a requirement's own test looks at a fact.
fn reads(requirement: &Requirement, fact: usize) -> bool {
    matches!(&requirement.rule, Rule::Test(test) if test.facts().contains(&fact))
}

fn first<'a>(fact: usize, on: Date, serves: Vec<&'a Requirement>, at_most: usize, first: First) -> Question<'a> {
    Question { fact, on, serves, answers: Vec::new(), at_most, expected: None, exact: true, decides: true, first: Some(first) }
}

/// What of the requirements is open on the first day on which the verdict is not a certain no.
fn open_part<'a>(rulebook: &'a Rulebook, facts: &'a Facts, checklist: &Checklist<'a>) -> Option<(Model<'a>, DecisionGraph, Date)> {
    let day = checklist.verdict.timeline.segments().iter().find(|segment| segment.value != Truth::False)?.from;
    let editions = &checklist.verdict.editions;
    let (_, edition) = editions[..editions.partition_point(|(from, _)| *from <= day)].last()?;
    let model = Model::new(rulebook, (*edition)?, facts, checklist.as_of);
    let worths = model.values(day);
    let sketch = DecisionGraph::new(&model, &worths, day)?;
    Some((model, sketch, day))
}

fn ask<'a>(model: &Model<'a>, sketch: &DecisionGraph, on: Date, aside: &[usize]) -> Option<Question<'a>> {
    let effort = |fact: usize| u64::from(model.rulebook.program.facts[sketch.facts[fact]].effort);
    let requirement = |leaf: usize| &model.edition.requirements[sketch.leaves[leaf].0];
    let asked = by_program(sketch, aside);
    let efforts = (0..sketch.facts.len()).map(effort).collect();
    let mut search = Search { sketch, efforts, order: asked.clone(), known: HashMap::new() };
    let start = State::default();
    let exact = sketch.leaves.len() <= MOST_OPEN;
    let (fact, expected, at_most) = if exact {
        let best = search.best(start);
        (best.fact?, Some(Rational { units: i128::from(best.effort), per: 1 << sketch.leaves.len() }), best.depth)
    } else {
        let can_ask = |leaf: usize| sketch.leaves[leaf].1.iter().copied().filter(|fact| asked.contains(fact));
        let leaf = sketch.first(|leaf| can_ask(leaf).map(effort).reduce(|sum, next| sum + next))?;
        let fact = can_ask(leaf).min_by_key(|fact| (effort(*fact), sketch.facts[*fact]))?;
        (fact, None, asked.len())
    };
    let serves = (0..sketch.leaves.len()).filter(|leaf| sketch.leaves[*leaf].1.contains(&fact)).map(requirement).collect();
    let told: Vec<usize> = (0..sketch.leaves.len()).filter(|leaf| sketch.leaves[*leaf].1.as_slice() == [fact]).collect();
    let mut answers = Vec::new();
    if (1..=MOST_ANSWERS).contains(&told.len()) {
        for bits in (0..1usize << told.len()).rev() {
            let says: Vec<(usize, bool)> = told.iter().enumerate().map(|(at, leaf)| (*leaf, bits >> at & 1 == 1)).collect();
            let of = |leaf: usize| says.iter().find(|(told, _)| *told == leaf).map_or(Truth::Unknown, |(_, value)| Truth::from(*value));
            let root = sketch.root(of);
            let left = match root {
                Truth::Unknown if exact => {
                    let after = says.iter().fold(start.with_fact(fact), |state, (leaf, value)| state.with_leaf(*leaf, *value));
                    search.best(after).depth
                }
                Truth::Unknown => asked.len() - 1,
                _ => 0,
            };
            let settles = (root != Truth::Unknown).then_some(root == Truth::True);
            answers.push(Answer { says: says.into_iter().map(|(leaf, value)| (requirement(leaf), value)).collect(), settles, left });
        }
    }
    Some(Question { fact: sketch.facts[fact], on, serves, answers, at_most, expected, exact, decides: true, first: None })
}

/// The facts that can be asked for in the order of the program, by which ties are settled.
fn by_program(sketch: &DecisionGraph, aside: &[usize]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..sketch.facts.len()).filter(|fact| !aside.contains(&sketch.facts[*fact])).collect();
    order.sort_by_key(|fact| sketch.facts[*fact]);
    order
}

/// What was answered so far.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
struct State {
    asked: u32,
    settled: u16,
    holds: u16,
}

impl State {
    fn with_fact(self, fact: usize) -> State {
        State { asked: self.asked | 1 << fact, ..self }
    }

    fn with_leaf(self, leaf: usize, holds: bool) -> State {
        State { settled: self.settled | 1 << leaf, holds: self.holds | u16::from(holds) << leaf, ..self }
    }

    fn leaf(self, leaf: usize) -> Truth {
        if self.settled >> leaf & 1 == 0 { Truth::Unknown } else { (self.holds >> leaf & 1 == 1).into() }
    }
}

/// The best that can be done from a state.
#[derive(Debug, Clone, Copy)]
struct Best {
    /// The expected effort, times two to the number of leaves.
    effort: u64,
    /// What to ask for; None if the verdict is settled, or nothing is left that could settle it.
    fact: Option<usize>,
    /// How many questions that takes at most.
    depth: usize,
}

struct Search<'s> {
    sketch: &'s DecisionGraph,
    efforts: Vec<u64>,
    order: Vec<usize>,
    known: HashMap<State, Best>,
}

impl Search<'_> {
    fn best(&mut self, state: State) -> Best {
        if self.sketch.root(|leaf| state.leaf(leaf)) != Truth::Unknown {
            return Best { effort: 0, fact: None, depth: 0 };
        }
        if let Some(known) = self.known.get(&state) {
            return *known;
        }
        let hangs_on = self.sketch.sensitive_to(|leaf| state.leaf(leaf));
        let mut best = Best { effort: u64::MAX, fact: None, depth: 0 };
        for at in 0..self.order.len() {
            let fact = self.order[at];
            let serves = |leaf: &usize| hangs_on >> leaf & 1 == 1 && self.sketch.leaves[*leaf].1.contains(&fact);
            if state.asked >> fact & 1 == 1 || !(0..self.sketch.leaves.len()).any(|leaf| serves(&leaf)) {
                continue;
            }
            let (after, told) = self.answered(state, fact);
            let mut effort = self.efforts[fact] << self.sketch.leaves.len();
            let mut depth = 0;
            for bits in 0..1u32 << told.len() {
                if effort >= best.effort {
                    break;
                }
                let said = told.iter().enumerate().fold(after, |state, (at, leaf)| state.with_leaf(*leaf, bits >> at & 1 == 1));
                let then = self.best(said);
                effort += then.effort >> told.len();
                depth = depth.max(then.depth);
            }
            if effort < best.effort {
                best = Best { effort, fact: Some(fact), depth: depth + 1 };
            }
        }
        if best.fact.is_none() {
            best.effort = 0;
        }
        self.known.insert(state, best);
        best
    }

    /// The state after a fact is answered, and the leaves that wait for nothing more.
    fn answered(&self, state: State, fact: usize) -> (State, Vec<usize>) {
        let after = state.with_fact(fact);
        let waits = |leaf: &usize| self.sketch.leaves[*leaf].1.iter().any(|fact| after.asked >> fact & 1 == 0);
        let told = (0..self.sketch.leaves.len()).filter(|leaf| state.settled >> leaf & 1 == 0 && !waits(leaf));
        (after, told.collect())
    }
}

/// The verdict is settled: the cheapest fact that something on the checklist still waits for.
fn complete<'a>(model: &Model<'a>, aside: &[usize]) -> Option<Question<'a>> {
    let day: Date = model.as_of;
    let mut waiting: Vec<(u8, usize, &'a Requirement)> = Vec::new();
    for (at, requirement) in model.edition.requirements.iter().enumerate().filter(|(_, requirement)| requirement.role != Role::Step) {
        if let Rule::Test(test) = &requirement.rule
            && model.test(at, day) == Truth::Unknown
        {
            let facts = crate::engine::plan::model::unknown_facts(model, test, day);
            waiting.extend(
                facts
                    .into_iter()
                    .filter(|fact| !aside.contains(fact))
                    .map(|fact| (model.rulebook.program.facts[fact].effort, fact, requirement)),
            );
        }
    }
    waiting.sort_by_key(|(effort, fact, _)| (*effort, *fact));
    let (_, fact, _) = *waiting.first()?;
    let serves = waiting.iter().filter(|(_, other, _)| *other == fact).map(|(.., requirement)| *requirement).collect();
    let mut facts: Vec<usize> = waiting.iter().map(|(_, fact, _)| *fact).collect();
    facts.dedup();
    let on = model.as_of;
    Some(Question {
        fact,
        on,
        serves,
        answers: Vec::new(),
        at_most: facts.len(),
        expected: None,
        exact: false,
        decides: false,
        first: None,
    })
}

//! The next question: equality of its expected effort with an exhaustive search, and what is asked of real requirements.
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "plan/given.rs"]
mod given;
#[path = "plan/random.rs"]
mod random;

use std::collections::BTreeMap;

use kaibo::engine::check::{Status, check};
use kaibo::engine::question::{First, next, next_besides, open_facts};
use kaibo::facts::{Completeness, FactValue, Facts};
use kaibo::rulebook::{Edition, Logic, Rule, Rulebook, Test};
use kaibo::value::number::Rational;
use kaibo::value::timeline::Truth;
use random::{Random, as_of, case};

/// Every order of every question, by the plainest recursion. Tests that are open are as likely true as false.
struct Search<'a> {
    rulebook: &'a Rulebook,
    edition: &'a Edition,
    facts: &'a Facts,
    /// What the tests come to; an open one is settled when all its unknown facts are asked.
    tests: Vec<Truth>,
    waits: BTreeMap<usize, Vec<usize>>,
}

impl Search<'_> {
    fn own(&self, at: usize, tests: &[Truth]) -> Truth {
        let requirement = &self.edition.requirements[at];
        let value = match &requirement.rule {
            Rule::Test(_) => tests[at],
            Rule::Group(group) => {
                let values: Vec<Truth> = group.children.iter().map(|child| self.seen(*child, tests)).collect();
                let count = |wanted: Truth| values.iter().filter(|value| **value == wanted).count();
                let enough = |need: usize| match (count(Truth::True), count(Truth::Unknown)) {
                    (holding, _) if holding >= need => Truth::True,
                    (holding, open) if holding + open < need => Truth::False,
                    _ => Truth::Unknown,
                };
                match group.logic {
                    Logic::All => enough(values.len()),
                    Logic::Any { at_least } => enough(at_least),
                    Logic::None => !enough(1),
                }
            }
        };
        requirement.applies_when.map_or(value, |condition| (!self.own(condition, tests)).max(value))
    }

    fn seen(&self, at: usize, tests: &[Truth]) -> Truth {
        let id = &self.edition.requirements[at].id;
        let waived = self.facts.waivers.iter().any(|waiver| waiver.requirement == *id && waiver.from <= as_of() && as_of() <= waiver.until);
        if waived { Truth::True } else { self.own(at, tests) }
    }

    /// The least expected effort, as a fraction.
    fn least(&self, asked: &[usize], tests: &[Truth]) -> Rational {
        if self.seen(self.edition.root, tests) != Truth::Unknown {
            return Rational::ZERO;
        }
        let mut open: Vec<usize> = self.waits.values().flatten().copied().filter(|fact| !asked.contains(fact)).collect();
        open.sort_unstable();
        open.dedup();
        let mut best: Option<Rational> = None;
        for fact in open {
            let mut after = asked.to_vec();
            after.push(fact);
            let told: Vec<usize> = self
                .waits
                .iter()
                .filter(|(at, facts)| {
                    tests[**at] == Truth::Unknown && facts.contains(&fact) && facts.iter().all(|fact| after.contains(fact))
                })
                .map(|(at, _)| *at)
                .collect();
            let effort = i128::from(self.rulebook.program.facts[fact].effort);
            let mut sum = Rational::from_units(0);
            for bits in 0..1usize << told.len() {
                let mut then = tests.to_vec();
                told.iter().enumerate().for_each(|(place, at)| then[*at] = Truth::from(bits >> place & 1 == 1));
                let rest = self.least(&after, &then);
                let per = sum.per.max(rest.per);
                sum = Rational { units: sum.units * i128::from(per / sum.per) + rest.units * i128::from(per / rest.per), per };
            }
            let per = sum.per << told.len();
            let total = Rational { units: sum.units + effort * i128::from(per), per };
            if best.is_none_or(|best| total < best) {
                best = Some(total);
            }
        }
        best.unwrap_or(Rational::ZERO)
    }
}

#[test]
fn the_expected_effort_equals_an_exhaustive_search() {
    let cases: u64 = std::env::var("KAIBO_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(300);
    let (mut tried, mut several) = (0, 0);
    for seed in 0.. {
        if tried == cases {
            break;
        }
        let text = case(&mut Random::new(seed), 0, 7);
        let Some(rulebook) = given::small(&text.program, &text.edition) else { continue };
        let bare: String = text.edition.lines().filter(|line| !line.starts_with("applies_when")).map(|line| format!("{line}\n")).collect();
        let Some(bare) = given::small(&text.program, &bare) else { continue };
        let Some(facts) = given::try_facts(&rulebook, &text.facts, &text.waivers) else { continue };
        let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
        // Only where the day of the check is the day that decides: what comes later is the same on another day.
        if checklist.verdict.timeline.now() != Truth::Unknown {
            assert!(checklist.verdict.outcome.status == Status::Unknown || next(&rulebook, &facts, &checklist, false).is_none());
            continue;
        }
        tried += 1;
        let edition = &rulebook.editions[0];
        let plain = check(&bare, &facts, as_of(), None).unwrap();
        let tests: Vec<Truth> = plain.findings.iter().map(|finding| finding.timeline.now()).collect();
        let known = |fact: &usize| match facts.facts[*fact].on(as_of()) {
            None => false,
            Some(FactValue::Rows(rows)) => rows.completeness == Completeness::Complete,
            Some(FactValue::Value(_)) => true,
        };
        let mut waits = BTreeMap::new();
        for (at, requirement) in edition.requirements.iter().enumerate() {
            if let Rule::Test(test) = &requirement.rule
                && tests[at] == Truth::Unknown
            {
                let unknown: Vec<usize> = Test::facts(test).into_iter().filter(|fact| !known(fact)).collect();
                assert!(!unknown.is_empty());
                waits.insert(at, unknown);
            }
        }
        let search = Search { rulebook: &rulebook, edition, facts: &facts, tests, waits };
        let question = next(&rulebook, &facts, &checklist, false).unwrap();
        let least = search.least(&[], &search.tests);
        assert_eq!(question.expected, Some(least), "seed {seed}\n{}\n{}\n{}", text.edition, text.facts, text.waivers);
        assert!(question.exact && question.at_most >= 1 && question.answers.iter().all(|answer| answer.left < question.at_most));
        several += u64::from(question.at_most > 1);
    }
    assert!(several * 4 > tried, "{several} of {tried} needed more than one question");
}

#[test]
fn what_was_set_aside_is_not_asked_and_everything_else_that_decides_is() {
    let (mut tried, mut long) = (0, 0);
    for seed in 0..150 {
        let text = case(&mut Random::new(seed), 0, 7);
        let Some(rulebook) = given::small(&text.program, &text.edition) else { continue };
        let Some(facts) = given::try_facts(&rulebook, &text.facts, &text.waivers) else { continue };
        let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
        let mut aside: Vec<usize> = Vec::new();
        while let Some(question) = next_besides(&rulebook, &facts, &checklist, false, &aside) {
            assert!(question.decides && !aside.contains(&question.fact), "seed {seed}");
            let open = open_facts(&rulebook, &facts, &checklist, Some(question.fact));
            assert_eq!(open.deciding.first(), Some(&question.fact), "seed {seed}");
            aside.push(question.fact);
        }
        let open = open_facts(&rulebook, &facts, &checklist, None);
        assert!(open.deciding.iter().all(|fact| aside.contains(fact)), "seed {seed}");
        let lists = [&open.deciding, &open.completing, &open.steps, &open.settled];
        let mut all: Vec<usize> = lists.into_iter().flatten().copied().collect();
        let count = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), count, "seed {seed}: a fact stands in one list");
        tried += 1;
        long += usize::from(aside.len() > 1);
    }
    assert!(tried > 50 && long > 10, "{tried}, {long}");
}

#[test]
fn the_second_branch_of_a_satisfied_any_is_not_asked_unless_the_whole_checklist_is_wanted() {
    let rulebook = given::builtin("wechat-live");
    let under = "entity_region = 'CN'\nentity_type = 'enterprise'\ncategories = [{ path = '商家自营 > 百货', status = 'approved' }]\nviolations = []\npayments = [2026-11-09]\nofficial_accounts = [{ fans = 130 }]\nlive_open = false";
    let facts = given::try_facts(&rulebook, under, "").unwrap();
    let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
    assert!(checklist.verdict.outcome.status != Status::Unknown);
    assert!(next(&rulebook, &facts, &checklist, false).is_none());
    let more = next(&rulebook, &facts, &checklist, true).unwrap();
    assert_eq!((rulebook.program.facts[more.fact].id.as_str(), more.decides, more.at_most), ("daily_active_users", false, 2));
}

#[test]
fn with_nothing_known_what_is_cheap_and_can_end_it_comes_first() {
    let rulebook = given::builtin("wechat-live");
    // Nobody is let in at present, so whether one is in already comes before everything else.
    let facts = given::try_facts(&rulebook, "", "").unwrap();
    let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
    let question = next(&rulebook, &facts, &checklist, false).unwrap();
    assert_eq!((rulebook.program.facts[question.fact].id.as_str(), question.first), ("live_open", Some(First::Access)));
    let facts = given::try_facts(&rulebook, "live_open = false", "").unwrap();
    let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
    let question = next(&rulebook, &facts, &checklist, false).unwrap();
    assert!(question.exact);
    assert_eq!(rulebook.program.facts[question.fact].id, "entity_region");
    assert_eq!(question.at_most, 8);
    let no = question.answers.iter().find(|answer| !answer.says[0].1).unwrap();
    assert_eq!((no.settles, no.left), (Some(false), 0));
}

#[test]
fn with_very_much_unknown_the_order_is_a_good_one_and_says_so() {
    let title = "title = { zh = '某', en = 'x' }\n";
    let ask = format!("{title}ask = {{ zh = '某', en = 'x' }}\nfind = {{ zh = '某', en = 'x' }}\n");
    let names: Vec<String> = (0..14).map(|at| format!("f{at}")).collect();
    let mut program = format!("[program]\nid = 'p'\n{title}time_zone = 'UTC'\n");
    let mut edition = "edition = 'e'\nin_force = { from = 2020-01-01 }\nsources = [{ title = 'x' }]\n".to_owned();
    for (at, name) in names.iter().enumerate() {
        program += &format!("[facts.{name}]\nkind = 'flag'\neffort = {}\n{ask}", if at == 9 { 1 } else { 2 + at % 3 });
        edition += &format!("[requires.{name}]\n{title}of = '{name}'\nis = true\n");
    }
    let list = names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    edition += &format!("[requires.eligible]\n{title}all = [{list}]\n");
    let rulebook = given::small(&program, &edition).unwrap();
    let facts = given::try_facts(&rulebook, "", "").unwrap();
    let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
    let question = next(&rulebook, &facts, &checklist, false).unwrap();
    assert_eq!((question.fact, question.exact, question.expected, question.at_most), (9, false, None, 14));
}

//! What qualifies the headline: what a reader has to know before relying on the verdict.
//!
//! In: the measured editions, facts, the decision made from them. Out: the [`Caveat`]s that bear on this verdict; and, for each
//! finding and the verdict, the stale facts that it rests on. Whether something bears on a result is found by supposing that it
//! were otherwise and comparing.

use crate::engine::check::checklist::Caveat;

use crate::engine::assume;
use crate::engine::check::Contradiction;
use crate::engine::check::checklist::Verdict;
use crate::engine::check::decide::{Decision, EditionSegment, Outline, TestTimelines, outline};
use crate::engine::check::evaluate::{EditionTests, run};
use crate::engine::check::knowledge::{Contradicted, Knowledge, Scope};
use crate::rulebook::{Edition, Rule, Rulebook};
use crate::value::date::Date;
use crate::value::timeline::Timeline;

/// A decision, and what it was made from.
pub(super) struct Basis<'s, 'a> {
    pub(super) knowledge: &'s Knowledge<'a>,
    pub(super) segments: &'s [EditionSegment<'a, EditionTests<'a>>],
}

/// An edition's tests, some of which come to something else.
struct Supposed<'s, 'a> {
    main: &'s EditionTests<'a>,
    changed: Vec<Option<Timeline>>,
}

impl TestTimelines for Supposed<'_, '_> {
    fn test(&self, requirement: usize) -> Option<&Timeline> {
        self.changed[requirement].as_ref().or_else(|| self.main.test(requirement))
    }

    fn reading(&self, _: usize, _: usize) -> Option<&Timeline> {
        None
    }
}

impl<'a> Basis<'_, 'a> {
    fn editions(&self) -> impl Iterator<Item = &'a Edition> {
        self.segments.iter().filter_map(|segment| segment.edition.as_ref()).map(|(edition, _)| *edition)
    }

    /// What comes out on other knowledge of these facts.
    fn suppose(&self, knowledge: &Knowledge<'a>, facts: impl Fn(usize) -> bool) -> Outline {
        let as_of = knowledge.as_of;
        let changed = |rule: &Rule| match rule {
            Rule::Test(test) if test.facts().into_iter().any(&facts) => Some(run(test, knowledge, as_of).0),
            _ => None,
        };
        let segments: Vec<EditionSegment<'a, Supposed<'_, 'a>>> = self
            .segments
            .iter()
            .map(|segment| EditionSegment {
                from: segment.from,
                edition: segment.edition.as_ref().map(|(edition, main)| {
                    let changed = edition.requirements.iter().map(|requirement| changed(&requirement.rule)).collect();
                    (*edition, Supposed { main, changed })
                }),
            })
            .collect();
        outline(knowledge.program, as_of, &segments, &knowledge.facts.waivers)
    }

    /// What came out, in the same terms.
    fn as_it_is(&self) -> Outline {
        self.suppose(self.knowledge, |_| false)
    }

    /// Adds to a decision what bears on it of the age of facts, of assumptions and of contradictions.
    pub(super) fn qualify(&self, decision: &mut Decision<'a>) {
        self.weigh_age(decision);
        if !decision.verdict.rests_on.is_empty() {
            decision.conditions.push(Caveat::Stale);
        }
        if self.assumed(&decision.verdict) {
            decision.conditions.push(Caveat::Assumed);
        }
        if self.contradictions_decide() {
            decision.conditions.push(Caveat::Contradiction);
        }
        decision.conditions.sort_unstable();
    }

    /// Notes which findings, and whether the verdict, would come out otherwise if stale lists were complete today, or if other
    /// stale facts were unknown. Facts are named that make a difference by themselves; where only several together do, all.
    fn weigh_age(&self, decision: &mut Decision<'a>) {
        let mut aged: Vec<usize> = self.editions().flat_map(read_by).filter(|fact| self.knowledge.ages(*fact)).collect();
        aged.sort_unstable();
        aged.dedup();
        if aged.is_empty() {
            return;
        }
        let base = self.as_it_is();
        let mut together = (vec![false; base.findings.len()], false);
        let single = aged.iter().map(|fact| Scope::Only(*fact));
        for scope in std::iter::once(Scope::All).chain(single) {
            let named = if let Scope::Only(fact) = scope { Some(fact) } else { None };
            let note = |rests_on: &mut Vec<usize>| rests_on.extend(named.filter(|fact| !rests_on.contains(fact)));
            for (complete, unknown) in [(scope, Scope::None), (Scope::None, scope)] {
                let knowledge = self.knowledge.renewed(complete, unknown);
                let other = self.suppose(&knowledge, |fact| scope.has(fact) && aged.contains(&fact));
                for (at, finding) in decision.findings.iter_mut().enumerate().filter(|(at, _)| other.findings[*at] != base.findings[*at]) {
                    together.0[at] = true;
                    note(&mut finding.rests_on);
                }
                if other.headline != base.headline {
                    together.1 = true;
                    note(&mut decision.verdict.rests_on);
                }
            }
        }
        let first = self.editions().next();
        for (at, finding) in decision.findings.iter_mut().enumerate().filter(|(at, _)| together.0[*at]) {
            finding.firm = false;
            if finding.rests_on.is_empty() {
                let below = first.map_or_else(Vec::new, |edition| facts_below(edition, at));
                finding.rests_on = aged.iter().copied().filter(|fact| below.contains(fact)).collect();
            }
        }
        if together.1 {
            decision.verdict.firm = false;
            if decision.verdict.rests_on.is_empty() {
                decision.verdict.rests_on = aged;
            }
        }
    }

    /// True if a fact was assumed that the verdict looks at.
    fn assumed(&self, verdict: &Verdict<'_>) -> bool {
        let facts = &self.knowledge.facts.facts;
        let assumed = |fact: &usize| facts[*fact].sources.iter().any(|source| source.source == assume::SOURCE);
        if !(0..facts.len()).any(|fact| assumed(&fact)) {
            return false;
        }
        let held = self.knowledge.program.opening.as_ref().and_then(|opening| opening.held.as_ref());
        let access = self.editions().next().and_then(|edition| Some(facts_below(edition, edition.find(held?)?)));
        let newcomer = !verdict.held && self.editions().flat_map(|edition| facts_below(edition, edition.root)).any(|fact| assumed(&fact));
        newcomer || access.is_some_and(|facts| facts.iter().any(assumed))
    }

    /// True if the verdict would differ if rows that contradict others were right, or if they were wrong.
    fn contradictions_decide(&self) -> bool {
        let contradictions = &self.knowledge.contradictions;
        let about =
            |found: &Contradiction<'_>, fact: usize| found.rule.of.fact == fact || found.other().is_some_and(|other| other.fact == fact);
        if contradictions.is_empty() {
            return false;
        }
        let concerned = |fact: usize| contradictions.iter().any(|found| about(found, fact));
        let base = self.as_it_is();
        let differs = |contradicted| self.suppose(&self.knowledge.settled(contradicted), concerned).headline != base.headline;
        differs(Contradicted::Right) || differs(Contradicted::Wrong)
    }
}

/// The facts that an edition's tests look at.
fn read_by(edition: &Edition) -> impl Iterator<Item = usize> {
    let facts = |rule: &Rule| if let Rule::Test(test) = rule { test.facts() } else { Vec::new() };
    edition.requirements.iter().flat_map(move |requirement| facts(&requirement.rule))
}

/// The facts that a requirement is made from.
fn facts_below(edition: &Edition, at: usize) -> Vec<usize> {
    let mut facts = Vec::new();
    let mut seen = vec![false; edition.requirements.len()];
    let mut open = vec![at];
    while let Some(at) = open.pop() {
        if std::mem::replace(&mut seen[at], true) {
            continue;
        }
        let requirement = &edition.requirements[at];
        open.extend(requirement.applies_when);
        match &requirement.rule {
            Rule::Group(group) => open.extend(&group.children),
            Rule::Test(test) => facts.extend(test.facts()),
        }
    }
    facts
}

/// The last day on which an edition decides that no other follows: the first such day from that of the check on, or the last
/// before it.
pub(super) fn end(rulebook: &Rulebook, as_of: Date, editions: &[(Date, Option<&Edition>)]) -> Option<Date> {
    let (first, _) = editions.iter().find(|(_, edition)| edition.is_none())?;
    if *first > as_of {
        return Some(first.add_days(-1));
    }
    rulebook.schedule.iter().rev().find(|(from, edition)| *from <= as_of && edition.is_none()).map(|(from, _)| from.add_days(-1))
}

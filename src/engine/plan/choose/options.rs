//! The choices of remedies by which requirements hold.
//!
//! In: a day, and what holds on it by itself. Out: for each requirement the choices that make it hold on that day
//! ([`Chooser::options`]); for what a remedy waits for, those by which it comes true at all ([`Chooser::before`]).

use crate::engine::plan::timing::add;
use std::collections::BTreeSet;
use std::rc::Rc;

use super::Chooser;
use crate::engine::plan::price::Chosen;
use crate::engine::plan::timing::{ChosenRemedies, ChosenRemedy, EarliestStarts, Estimate, Timing};
use crate::rulebook::{Group, Logic, Rule};
use crate::value::date::Date;

/// No more choices than this are kept for one requirement.
const MOST: usize = 512;

impl<'m> Chooser<'m, '_> {
    /// For each requirement, the choices that make it hold on `day`; none where nothing does.
    pub(super) fn options(&self, day: Date) -> Vec<Vec<ChosenRemedies>> {
        let edition = self.model.edition;
        let worths = self.model.by_itself(day);
        let mut wanted = vec![false; edition.requirements.len()];
        wanted[edition.root] = true;
        for at in edition.order.iter().rev().copied() {
            let looked_into = wanted[at] && (!self.model.fine(worths[at]) || self.harmful || self.forced.is_some());
            if let Rule::Group(group) = &edition.requirements[at].rule
                && looked_into
            {
                group.children.iter().for_each(|child| wanted[*child] = true);
            }
        }
        let mut options: Vec<Vec<ChosenRemedies>> = vec![Vec::new(); edition.requirements.len()];
        for at in edition.order.iter().copied().filter(|at| wanted[*at]) {
            let forced = self.forced.filter(|(group, _)| *group == at).map(|(_, part)| part);
            let mut all = Vec::new();
            if self.model.fine(worths[at]) && forced.is_none() {
                all.push(ChosenRemedies::new());
                if !self.harmful && !self.holds_forced(at) {
                    options[at] = all;
                    continue;
                }
            }
            if forced.is_none() {
                all.extend(self.through_remedy(at, day));
            }
            if let Rule::Group(group) = &edition.requirements[at].rule {
                all.extend(self.through_parts(group, forced, Some((at, day)), |child| options[child].clone()));
            }
            options[at] = self.few(all, at, day);
        }
        options
    }

    fn holds_forced(&self, at: usize) -> bool {
        self.forced.is_some_and(|(group, _)| at == group || self.model.edition.above[group].contains(&at))
    }

    /// The choices by which a requirement's own remedy makes it hold on `day`.
    fn through_remedy(&self, at: usize, day: Date) -> Vec<ChosenRemedies> {
        let mut all = self.before_remedy(at);
        all.iter_mut().for_each(|deeds| add(deeds, ChosenRemedy { requirement: at as u32, lasts: true }));
        let floors = EarliestStarts::default();
        all.retain(|deeds| Timing::new(self.model, deeds, Some(day), Estimate::Worst, &floors).works());
        all
    }

    /// The choices by which as many parts of a group hold as it asks for; `on` is the group and the day,
    /// where that is for one day.
    fn through_parts(
        &self,
        group: &Group,
        forced: Option<usize>,
        on: Option<(usize, Date)>,
        of: impl Fn(usize) -> Vec<ChosenRemedies>,
    ) -> Vec<ChosenRemedies> {
        let at_least = match group.logic {
            Logic::All => group.children.len(),
            Logic::Any { at_least } => at_least,
            Logic::None => return Vec::new(),
        };
        // Choices for as many parts as the place says, of those looked at so far.
        let mut counted: Vec<Vec<ChosenRemedies>> = vec![Vec::new(); at_least + 1];
        counted[0].push(ChosenRemedies::new());
        let tree = on.is_some_and(|(at, _)| !self.harmful && at_least > 1 && self.is_tree(at));
        let first = forced.into_iter().chain(group.children.iter().copied().filter(|child| Some(*child) != forced));
        for (rank, child) in first.enumerate() {
            let options = of(child);
            // With fewer than this, the parts that are left would not be enough.
            let fewest = (at_least + rank).saturating_sub(group.children.len());
            for count in (fewest..at_least.min(rank + 1)).rev() {
                let more = self.product(&counted[count], &options);
                let mut all = std::mem::take(&mut counted[count + 1]);
                all.extend(more);
                counted[count + 1] = match on {
                    Some((_, day)) => self.minimal(all, day),
                    None => self.sorted(all, None),
                };
                if tree {
                    counted[count + 1].truncate(1);
                }
            }
            if Some(child) == forced {
                counted[0].clear();
            }
        }
        counted.pop().unwrap_or_default()
    }

    fn product(&self, left: &[ChosenRemedies], right: &[ChosenRemedies]) -> Vec<ChosenRemedies> {
        let mut all = Vec::new();
        for one in left {
            for other in right {
                if all.len() > MOST * 4 {
                    self.dropped.set(true);
                    return all;
                }
                let mut both = one.clone();
                both.extend_from_slice(other);
                both.sort_unstable();
                both.dedup();
                all.push(both);
            }
        }
        all
    }

    /// Choices without repetition, the cheapest first.
    fn sorted(&self, mut all: Vec<ChosenRemedies>, day: Option<Date>) -> Vec<ChosenRemedies> {
        if all.len() > 1 {
            all.sort_by_cached_key(|deeds| {
                self.key(&Chosen { day: self.model.as_of, deeds: deeds.clone(), price: self.price(deeds, day) })
            });
            all.dedup();
        }
        if all.len() > MOST {
            self.dropped.set(true);
            all.truncate(MOST);
        }
        all
    }

    /// The same without those that hold another one and so can't be better, all of them for one day.
    fn minimal(&self, all: Vec<ChosenRemedies>, day: Date) -> Vec<ChosenRemedies> {
        let all = self.sorted(all, Some(day));
        if self.harmful || all.len() < 2 {
            return all;
        }
        let mut kept: Vec<ChosenRemedies> = Vec::new();
        for deeds in all {
            if !kept.iter().any(|other| other.iter().all(|deed| deeds.contains(deed))) {
                kept.push(deeds);
            }
        }
        kept
    }

    /// The same, and only the best where it can't matter to anything else which one it is.
    fn few(&self, all: Vec<ChosenRemedies>, at: usize, day: Date) -> Vec<ChosenRemedies> {
        let mut all = self.minimal(all, day);
        if all.len() > 1 && !self.harmful && self.is_apart(at) {
            let floors = EarliestStarts::default();
            let best = all.iter().position(|deeds| Timing::new(self.model, deeds, Some(day), Estimate::Worst, &floors).works());
            all = Vec::from_iter(best.map(|best| all.swap_remove(best)));
        }
        all
    }

    /// What a requirement is made from, and waits for, down to the last part.
    fn below(&self, at: usize) -> BTreeSet<usize> {
        let mut below = BTreeSet::new();
        let mut open = self.parts[at].clone();
        while let Some(part) = open.pop() {
            if below.insert(part) {
                open.extend(&self.parts[part]);
            }
        }
        below
    }

    /// True if each part serves one thing only.
    fn is_tree(&self, at: usize) -> bool {
        self.below(at).iter().all(|part| self.users[*part].len() == 1)
    }

    /// True if nothing that a requirement is made from, or waits for, serves anything else.
    fn is_apart(&self, at: usize) -> bool {
        let below = self.below(at);
        below.iter().all(|part| self.users[*part].iter().all(|user| *user == at || below.contains(user)))
    }

    /// The choices by which all that comes before a requirement's remedy is done; none where something can't be.
    pub(super) fn before_remedy(&self, at: usize) -> Vec<ChosenRemedies> {
        let Some(way) = &self.model.remedies[at] else { return Vec::new() };
        self.before_all(way.remedy.after.iter())
    }

    fn before_all<'n>(&self, names: impl Iterator<Item = &'n String>) -> Vec<ChosenRemedies>
    where
        'm: 'n,
    {
        let mut all = vec![ChosenRemedies::new()];
        for name in names {
            all = self.sorted(self.product(&all, &self.before(name)), None);
        }
        all
    }

    /// The choices by which a step is done, or a requirement has come true.
    pub(super) fn before(&self, name: &str) -> Rc<Vec<ChosenRemedies>> {
        if let Some(known) = self.befores.borrow().get(name) {
            return Rc::clone(known);
        }
        let model = self.model;
        let (key, found): (&'m str, Vec<ChosenRemedies>) = match model.edition.find(name) {
            Some(at) => (model.edition.requirements[at].id.as_str(), self.comes(at)),
            None => match model.rulebook.program.steps.iter().find(|step| step.id == name) {
                Some(step) if model.is_done(step) => (step.id.as_str(), vec![ChosenRemedies::new()]),
                Some(step) => (step.id.as_str(), self.before_all(step.after.iter().chain(&step.needs))),
                None => return Rc::default(),
            },
        };
        let found = Rc::new(found);
        self.befores.borrow_mut().insert(key, Rc::clone(&found));
        found
    }

    /// The choices by which a requirement comes true, sooner or later.
    fn comes(&self, at: usize) -> Vec<ChosenRemedies> {
        let by_itself = self.model.fine_from(at);
        let mut all = Vec::from_iter(by_itself.map(|_| ChosenRemedies::new()));
        if by_itself == Some(self.model.as_of) {
            return all;
        }
        for mut deeds in self.before_remedy(at) {
            add(&mut deeds, ChosenRemedy { requirement: at as u32, lasts: false });
            all.push(deeds);
        }
        if let Rule::Group(group) = &self.model.edition.requirements[at].rule {
            // Which choice is the soonest depends on the day: all of them are kept.
            let of = |child: usize| self.before(&self.model.edition.requirements[child].id).as_ref().clone();
            all.extend(self.through_parts(group, None, None, of));
        }
        all.sort_unstable();
        all.dedup();
        all
    }
}

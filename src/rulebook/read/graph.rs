//! The requirements of an edition as a graph, and editions in time.
//!
//! In: requirements that were read one by one. Out: an [`Edition`] without cycles in which everything is reached, in an
//! order that puts children first; and which edition decides on which day.

use std::collections::BTreeSet;

use hashbrown::{HashMap, HashSet};

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::{FileId, Span};
use crate::rulebook::edition::{Edition, Logic, Requirement, Role, Rule, Source};
use crate::rulebook::program::{ConsistencyRule, Program, Step};
use crate::value::date::Date;

/// The most levels of groups.
const DEEPEST: usize = 100;

/// The most lines of a tree in which a requirement stands once for each group that lists it.
const MOST_LINES: u64 = 10_000;

/// An edition before its graph has been looked at.
pub(super) struct Parts {
    pub(super) id: String,
    pub(super) from: Date,
    pub(super) until: Option<Date>,
    pub(super) supersedes: Option<String>,
    pub(super) sources: Vec<Source>,
    pub(super) requirements: Vec<Requirement>,
    /// Whether each is in the edition's own file.
    pub(super) own: Vec<bool>,
    pub(super) root: usize,
    pub(super) files: Vec<FileId>,
}

/// What a requirement's value is made from: children of a group, and the condition on which it applies.
fn parts_of(requirement: &Requirement) -> impl Iterator<Item = usize> + '_ {
    let children: &[usize] = match &requirement.rule {
        Rule::Group(group) => &group.children,
        Rule::Test(_) => &[],
    };
    children.iter().copied().chain(requirement.applies_when)
}

pub(super) fn assemble(parts: Parts, program: &Program, diagnostics: &mut Vec<Diagnostic>) -> Option<Edition> {
    let index: HashMap<&str, usize> =
        parts.requirements.iter().enumerate().map(|(at, requirement)| (requirement.id.as_str(), at)).collect();
    let steps: HashMap<&str, &Step> = program.steps.iter().map(|step| (step.id.as_str(), step)).collect();
    let before = diagnostics.len();
    for requirement in &parts.requirements {
        if steps.contains_key(requirement.id.as_str()) {
            diagnostics.push(diagnostic!(requirement.at, "step-and-requirement", name = requirement.id));
        }
        for name in requirement.remedy.iter().flat_map(|remedy| &remedy.after) {
            if !index.contains_key(name.as_str()) && !steps.contains_key(name.as_str()) {
                diagnostics.push(
                    diagnostic!(requirement.at, "unknown-after", name = name).suggest(name, index.keys().chain(steps.keys()).copied()),
                );
            }
        }
    }
    for step in &program.steps {
        let wants = step.needs.iter().chain(&step.done);
        let after = step.after.iter().filter(|name| !steps.contains_key(name.as_str()));
        for name in wants.chain(after).filter(|name| !index.contains_key(name.as_str())) {
            let diagnostic = diagnostic!(step.at, "step-wants-requirement", step = step.id, name = name, edition = parts.id);
            diagnostics.push(diagnostic.suggest(name, index.keys().copied()));
        }
    }
    let named_at = program.opening.iter().flat_map(|opening| &opening.named_at);
    for (name, at) in opening_wants(program).zip(named_at).filter(|(name, _)| !index.contains_key(*name)) {
        let diagnostic = diagnostic!(*at, "opening-wants-requirement", name = name, edition = parts.id);
        diagnostics.push(diagnostic.suggest(name, index.keys().copied()));
    }
    let order = depth_first(&parts.requirements, diagnostics)?;
    check_size(&parts.requirements, &order, diagnostics);
    let (main, condition, step) = reach(&parts, program, &index);
    for (at, requirement) in parts.requirements.iter().enumerate() {
        let reached = main.contains(&at) || condition.contains(&at) || step.contains(&at);
        if !reached && parts.own[at] {
            diagnostics.push(diagnostic!(requirement.at, "unreached-requirement", name = requirement.id));
        }
    }
    check_conditional(&parts, diagnostics);
    check_plan_cycles(&parts, &index, &steps, diagnostics);
    if diagnostics[before..].iter().any(|diagnostic| diagnostic.is_error) {
        return None;
    }
    drop(index);
    let kept: Vec<usize> =
        (0..parts.requirements.len()).filter(|at| main.contains(at) || condition.contains(at) || step.contains(at)).collect();
    let place: HashMap<usize, usize> = kept.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let moved = |old: &usize| place[old];
    let order: Vec<usize> = order.iter().filter(|at| place.contains_key(*at)).map(moved).collect();
    let mut requirements = Vec::with_capacity(kept.len());
    for (at, mut requirement) in parts.requirements.into_iter().enumerate() {
        if !place.contains_key(&at) {
            continue;
        }
        requirement.role = if main.contains(&at) {
            Role::Main
        } else if condition.contains(&at) {
            Role::Condition
        } else {
            Role::Step
        };
        requirement.applies_when = requirement.applies_when.as_ref().map(moved);
        if let Rule::Group(group) = &mut requirement.rule {
            group.children = group.children.iter().map(moved).collect();
        }
        requirements.push(requirement);
    }
    let above = dependents(&requirements, &order);
    Some(Edition {
        id: parts.id,
        from: parts.from,
        until: parts.until,
        supersedes: parts.supersedes,
        sources: parts.sources,
        index: requirements.iter().enumerate().map(|(at, requirement)| (requirement.id.clone(), at)).collect(),
        root: place[&parts.root],
        requirements,
        order,
        above,
        files: parts.files,
    })
}

/// Every requirement after all that it is made from; None, with a fault, if some go round in a circle.
fn depth_first(requirements: &[Requirement], diagnostics: &mut Vec<Diagnostic>) -> Option<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Not,
        Open,
        Done,
    }
    let mut seen = vec![Seen::Not; requirements.len()];
    let mut order = Vec::with_capacity(requirements.len());
    let mut circular = false;
    for start in 0..requirements.len() {
        if seen[start] != Seen::Not {
            continue;
        }
        // A stack of our own: rulebooks may be deeper than the thread's.
        let mut stack = vec![(start, parts_of(&requirements[start]).collect::<Vec<_>>(), 0)];
        seen[start] = Seen::Open;
        while let Some((at, parts, next)) = stack.last_mut() {
            let Some(part) = parts.get(*next).copied() else {
                seen[*at] = Seen::Done;
                order.push(*at);
                stack.pop();
                continue;
            };
            *next += 1;
            match seen[part] {
                Seen::Done => {}
                Seen::Not => {
                    seen[part] = Seen::Open;
                    stack.push((part, parts_of(&requirements[part]).collect(), 0));
                }
                Seen::Open => {
                    circular = true;
                    let begin = stack.iter().position(|(at, ..)| *at == part).unwrap_or(0);
                    let mut names: Vec<&str> = stack[begin..].iter().map(|(at, ..)| requirements[*at].id.as_str()).collect();
                    names.push(&requirements[part].id);
                    diagnostics.push(diagnostic!(requirements[part].at, "cycle", names = names.join(" → ")));
                }
            }
        }
    }
    (!circular).then_some(order)
}

/// Refuses groups that no one could read: nested too deeply, or sharing requirements so often that their tree is far larger than
/// the file. Checklists show the tree, and a plan looks through it.
fn check_size(requirements: &[Requirement], order: &[usize], diagnostics: &mut Vec<Diagnostic>) {
    // For each requirement: the levels below it, and the lines that it takes with everything below.
    let mut sizes = vec![(0_usize, 1_u64); requirements.len()];
    let is_too_large = |(depth, lines): (usize, u64)| depth > DEEPEST || lines > MOST_LINES;
    for &at in order {
        let mut size = (0, 1_u64);
        let mut is_told = false;
        for part in parts_of(&requirements[at]) {
            is_told |= is_too_large(sizes[part]);
            size = (size.0.max(sizes[part].0 + 1), size.1.saturating_add(sizes[part].1));
        }
        sizes[at] = size;
        if is_too_large(size) && !is_told {
            let (depth, lines) = (DEEPEST, MOST_LINES);
            diagnostics.push(diagnostic!(requirements[at].at, "tree-too-large", name = requirements[at].id, depth = depth, lines = lines));
        }
    }
}

/// What the root reaches through groups; what is reached only as a condition of that; what only steps reach.
fn reach(parts: &Parts, program: &Program, index: &HashMap<&str, usize>) -> (HashSet<usize>, HashSet<usize>, HashSet<usize>) {
    let requirements = &parts.requirements;
    let spread = |start: Vec<usize>, into: &mut HashSet<usize>, conditions: bool| {
        let mut open = start;
        while let Some(at) = open.pop() {
            if !into.insert(at) {
                continue;
            }
            if let Rule::Group(group) = &requirements[at].rule {
                open.extend(&group.children);
            }
            if conditions {
                open.extend(requirements[at].applies_when);
            }
        }
    };
    let mut main = HashSet::new();
    spread(vec![parts.root], &mut main, false);
    let mut condition = HashSet::new();
    let conditions_of = (0..requirements.len()).filter(|at| main.contains(at)).filter_map(|at| requirements[at].applies_when);
    spread(conditions_of.collect(), &mut condition, true);
    let wanted = program.steps.iter().flat_map(|step| step.needs.iter().chain(&step.done).chain(&step.after)).map(String::as_str);
    let remedied = requirements.iter().filter_map(|requirement| requirement.remedy.as_ref()).flat_map(|remedy| &remedy.after);
    let mut step = HashSet::new();
    let wanted = wanted.chain(remedied.map(String::as_str)).chain(opening_wants(program));
    spread(wanted.filter_map(|name| index.get(name).copied()).collect(), &mut step, true);
    (main, condition, step)
}

/// The requirements that say how the opening bears on an applicant: whether access is held, and whether there is an invitation.
fn opening_wants(program: &Program) -> impl Iterator<Item = &str> {
    program.opening.iter().flat_map(|opening| [&opening.held, &opening.invited]).flatten().map(String::as_str)
}

/// A conditional requirement is only under `all`, and so does every group that holds it: not applying must never help an `any`.
fn check_conditional(parts: &Parts, diagnostics: &mut Vec<Diagnostic>) {
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); parts.requirements.len()];
    for (at, requirement) in parts.requirements.iter().enumerate() {
        if let Rule::Group(group) = &requirement.rule {
            for child in &group.children {
                parents[*child].push(at);
            }
        }
    }
    for (at, requirement) in parts.requirements.iter().enumerate().filter(|(_, requirement)| requirement.applies_when.is_some()) {
        let mut open = parents[at].clone();
        let mut seen = BTreeSet::new();
        while let Some(parent) = open.pop() {
            if !seen.insert(parent) {
                continue;
            }
            let holder = &parts.requirements[parent];
            if !matches!(&holder.rule, Rule::Group(group) if group.logic == Logic::All) {
                diagnostics.push(
                    diagnostic!(requirement.at, "conditional-not-under-all", name = requirement.id, group = holder.id)
                        .with_label(holder.at, "label-this-group"),
                );
            }
            open.extend(&parents[parent]);
        }
    }
}

/// Steps and remedies say what comes before them; a plan can't wait for itself.
fn check_plan_cycles(parts: &Parts, index: &HashMap<&str, usize>, steps: &HashMap<&str, &Step>, diagnostics: &mut Vec<Diagnostic>) {
    let before = |name: &str| -> Vec<String> {
        match (index.get(name), steps.get(name)) {
            (Some(at), _) => {
                let requirement = &parts.requirements[*at];
                let remedy = requirement.remedy.iter().flat_map(|remedy| remedy.after.iter().cloned());
                let made = parts_of(requirement).map(|part| parts.requirements[part].id.clone());
                remedy.chain(made).collect()
            }
            (None, Some(step)) => step.after.iter().chain(&step.needs).cloned().collect(),
            (None, None) => Vec::new(),
        }
    };
    let mut done: HashSet<String> = HashSet::new();
    let mut names: Vec<&str> = index.keys().chain(steps.keys()).copied().collect();
    names.sort_unstable();
    for name in names {
        let mut stack = vec![(name.to_owned(), before(name), 0)];
        if done.contains(name) {
            continue;
        }
        while let Some((at, befores, next)) = stack.last_mut() {
            let Some(part) = befores.get(*next).cloned() else {
                done.insert(at.clone());
                stack.pop();
                continue;
            };
            *next += 1;
            if let Some(begin) = stack.iter().position(|(open, ..)| *open == part) {
                let mut circle: Vec<&str> = stack[begin..].iter().map(|(name, ..)| name.as_str()).collect();
                circle.push(&part);
                let step = steps.get(part.as_str()).map(|step| step.at);
                let named = index.get(part.as_str()).map(|at| parts.requirements[*at].at).or(step);
                let at = named.unwrap_or(Span { file: parts.files[0], start: 0, end: 0 });
                diagnostics.push(diagnostic!(at, "cycle", names = circle.join(" → ")));
                return;
            }
            if !done.contains(&part) {
                let befores = before(&part);
                stack.push((part, befores, 0));
            }
        }
    }
}

/// For each requirement, what its value bears on, in an order that puts children first.
fn dependents(requirements: &[Requirement], order: &[usize]) -> Vec<Vec<usize>> {
    let mut users: Vec<Vec<usize>> = vec![Vec::new(); requirements.len()];
    for (at, requirement) in requirements.iter().enumerate() {
        for part in parts_of(requirement) {
            users[part].push(at);
        }
    }
    let mut rank = vec![0; requirements.len()];
    for (position, at) in order.iter().enumerate() {
        rank[*at] = position;
    }
    // Only requirements with another reading, or a waiver, are ever asked for theirs; finding them takes a walk each.
    let mut above = Vec::with_capacity(requirements.len());
    for at in 0..requirements.len() {
        let mut seen = BTreeSet::new();
        let mut open = users[at].clone();
        while let Some(user) = open.pop() {
            if seen.insert((rank[user], user)) {
                open.extend(&users[user]);
            }
        }
        above.push(seen.into_iter().map(|(_, user)| user).collect());
    }
    above
}

/// Steps name steps and requirements that exist, and no step is named twice over.
pub(super) fn check_steps(program: &Program, editions: &[Edition], diagnostics: &mut Vec<Diagnostic>) {
    let at = Span { file: program.file, start: 0, end: 0 };
    for step in &program.steps {
        if let Some(deadline) = &step.deadline
            && !program.steps.iter().any(|other| other.id == deadline.after)
        {
            let diagnostic = diagnostic!(at, "unknown-step", name = deadline.after);
            diagnostics.push(diagnostic.suggest(&deadline.after, program.steps.iter().map(|step| step.id.as_str())));
        }
    }
    let mut unread: BTreeSet<usize> = (0..program.facts.len()).collect();
    for requirement in editions.iter().flat_map(|edition| &edition.requirements) {
        if let Rule::Test(test) = &requirement.rule {
            let readings = requirement.readings.iter().flat_map(|reading| reading.test.facts());
            for fact in test.facts().into_iter().chain(readings) {
                unread.remove(&fact);
            }
        }
    }
    for consistency in &program.consistent {
        unread.remove(&consistency.of.fact);
        if let ConsistencyRule::NotBefore(other) = &consistency.rule {
            unread.remove(&other.fact);
        }
    }
    for fact in unread {
        diagnostics.push(diagnostic!(at, "unread-fact", name = program.facts[fact].id).into_warning());
    }
}

/// Which edition decides from which day on: the one in force that no other in force supersedes, directly or through others.
pub(super) fn schedule(editions: &[Edition], diagnostics: &mut Vec<Diagnostic>) -> Vec<(Date, Option<usize>)> {
    let supersedes = |later: usize, earlier: usize| {
        let mut at = later;
        let mut steps = 0;
        while let Some(next) = editions[at].supersedes.as_ref().and_then(|id| editions.iter().position(|edition| edition.id == *id)) {
            if next == earlier {
                return true;
            }
            at = next;
            steps += 1;
            if steps > editions.len() {
                return false;
            }
        }
        false
    };
    for (at, edition) in editions.iter().enumerate() {
        if supersedes(at, at) {
            diagnostics.push(diagnostic!(Span { file: edition.files[0], start: 0, end: 0 }, "supersedes-in-circles", name = edition.id));
            return Vec::new();
        }
    }
    let days: BTreeSet<Date> =
        editions.iter().flat_map(|edition| std::iter::once(edition.from).chain(edition.until.map(Date::next))).collect();
    let mut schedule: Vec<(Date, Option<usize>)> = Vec::new();
    for day in days {
        let in_force: Vec<usize> =
            (0..editions.len()).filter(|at| editions[*at].from <= day && editions[*at].until.is_none_or(|until| day <= until)).collect();
        let deciding: Vec<usize> = in_force.iter().copied().filter(|at| !in_force.iter().any(|other| supersedes(*other, *at))).collect();
        if let [first, second, ..] = deciding.as_slice() {
            let at = |edition: usize| Span { file: editions[edition].files[0], start: 0, end: 0 };
            diagnostics.push(
                diagnostic!(at(*first), "two-editions", first = editions[*first].id, second = editions[*second].id, day = day)
                    .with_label(at(*second), "label-the-other-edition"),
            );
            return Vec::new();
        }
        let decides = deciding.first().copied();
        if schedule.last().is_none_or(|(_, last)| *last != decides) {
            schedule.push((day, decides));
        }
    }
    schedule
}

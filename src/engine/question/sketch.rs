//! The part of the requirements that is still open, and nothing else.
//!
//! In: a [`Model`] and a day. Out: a small graph whose leaves are the open tests: what the root comes to, given what some of
//! them came to ([`DecisionGraph::root`]), and which of the others it still depends on ([`DecisionGraph::sensitive_to`]).

use hashbrown::HashMap;
use smallvec::SmallVec;

use crate::engine::plan::{Model, NodeValues, open};
use crate::rulebook::{Logic, Rule};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// The open part of an edition on one day.
pub(super) struct DecisionGraph {
    /// Parts before what is made from them; the root is the last.
    nodes: Vec<Node>,
    /// The open tests: the requirement, and the facts that settle it, by their indices among `facts`.
    pub(super) leaves: Vec<(usize, SmallVec<[usize; 2]>)>,
    /// The facts that settle any of them, by their indices in the program.
    pub(super) facts: Vec<usize>,
}

struct Node {
    body: Body,
    /// It holds as well where this doesn't.
    unless: Option<usize>,
}

enum Body {
    Leaf(usize),
    /// As many of these have to hold; the other way round if negated.
    Parts {
        need: usize,
        parts: Vec<usize>,
        negated: bool,
    },
    Never,
}

/// What the nodes come to.
type Values = SmallVec<[Truth; 16]>;

impl DecisionGraph {
    /// None if the root is settled.
    pub(super) fn new(model: &Model<'_>, worths: &[NodeValues], day: Date) -> Option<DecisionGraph> {
        let edition = model.edition;
        let tests = open::below(model, worths, day, edition.root);
        if worths[edition.root].effective != Truth::Unknown {
            return None;
        }
        let mut sketch = DecisionGraph { nodes: Vec::new(), leaves: Vec::new(), facts: Vec::new() };
        let mut place: HashMap<usize, usize> = HashMap::new();
        for at in edition.order.iter().copied().filter(|at| worths[*at].own == Truth::Unknown) {
            let requirement = &edition.requirements[at];
            let body = match &requirement.rule {
                Rule::Test(test) if tests.contains(&at) => {
                    let mut facts: SmallVec<[usize; 2]> = SmallVec::new();
                    for fact in crate::engine::plan::model::unknown_facts(model, test, day) {
                        let known = sketch.facts.iter().position(|other| *other == fact);
                        facts.push(known.unwrap_or_else(|| {
                            sketch.facts.push(fact);
                            sketch.facts.len() - 1
                        }));
                    }
                    sketch.leaves.push((at, facts));
                    Body::Leaf(sketch.leaves.len() - 1)
                }
                // Settled, or of no more concern: what makes it unknown is whether it applies.
                Rule::Test(_) if model.test(at, day) != Truth::Unknown => Body::Never,
                Rule::Test(_) => continue,
                Rule::Group(group) => {
                    let value = |child: &usize| worths[*child].effective;
                    let parts: Vec<usize> = group
                        .children
                        .iter()
                        .filter(|child| value(child) == Truth::Unknown)
                        .filter_map(|child| place.get(child).copied())
                        .collect();
                    let certain = group.children.iter().filter(|child| value(child) == Truth::True).count();
                    match group.logic {
                        Logic::All if group.children.iter().any(|child| value(child) == Truth::False) => Body::Never,
                        Logic::All => Body::Parts { need: parts.len(), parts, negated: false },
                        Logic::Any { at_least } => Body::Parts { need: at_least.saturating_sub(certain), parts, negated: false },
                        Logic::None if certain > 0 => Body::Never,
                        Logic::None => Body::Parts { need: 1, parts, negated: true },
                    }
                }
            };
            let unless = requirement.applies_when.filter(|condition| worths[*condition].own == Truth::Unknown);
            place.insert(at, sketch.nodes.len());
            sketch.nodes.push(Node { body, unless: unless.and_then(|condition| place.get(&condition).copied()) });
            if at == edition.root {
                break;
            }
        }
        Some(sketch)
    }

    fn values(&self, leaf: impl Fn(usize) -> Truth) -> Values {
        let mut values = Values::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let value = match &node.body {
                Body::Never => Truth::False,
                Body::Leaf(at) => leaf(*at),
                Body::Parts { need, parts, negated } => {
                    let certain = parts.iter().filter(|part| values[**part] == Truth::True).count();
                    let possible = parts.iter().filter(|part| values[**part] != Truth::False).count();
                    let value = if certain >= *need {
                        Truth::True
                    } else if possible < *need {
                        Truth::False
                    } else {
                        Truth::Unknown
                    };
                    if *negated { !value } else { value }
                }
            };
            values.push(node.unless.map_or(value, |condition| value.max(!values[condition])));
        }
        values
    }

    /// What the root comes to.
    pub(super) fn root(&self, leaf: impl Fn(usize) -> Truth) -> Truth {
        self.values(leaf).last().copied().unwrap_or(Truth::Unknown)
    }

    /// The leaves that an open root still depends on, as bits.
    pub(super) fn sensitive_to(&self, leaf: impl Fn(usize) -> Truth) -> u64 {
        let values = self.values(leaf);
        let mut wanted: SmallVec<[bool; 16]> = SmallVec::from_elem(false, self.nodes.len());
        let mut leaves = 0;
        if let Some(root) = wanted.last_mut() {
            *root = true;
        }
        for (at, node) in self.nodes.iter().enumerate().rev() {
            if !wanted[at] || values[at] != Truth::Unknown {
                continue;
            }
            if let Some(condition) = node.unless {
                wanted[condition] = true;
            }
            match &node.body {
                Body::Leaf(leaf) => leaves |= 1u64.checked_shl(*leaf as u32).unwrap_or(0),
                Body::Parts { parts, .. } => parts.iter().for_each(|part| wanted[*part] = true),
                Body::Never => {}
            }
        }
        leaves
    }

    /// The leaf to look at first by a rule of thumb: among parts all of which have to hold, the one that is cheap and likely
    /// to fail; where one is enough, the one that is cheap and likely to hold. Within one level of groups that is the best.
    /// A leaf without an effort can't be looked at.
    pub(super) fn first(&self, efforts: impl Fn(usize) -> Option<u64>) -> Option<usize> {
        const ONE: u128 = 1 << 20;
        // For each node: the expected effort, times ONE; how likely it holds, times ONE; its first leaf.
        let mut likely: Vec<(u128, u128, Option<usize>)> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            let mut own = match &node.body {
                Body::Never => (0, 0, None),
                Body::Leaf(leaf) => match efforts(*leaf) {
                    Some(effort) => (u128::from(effort) * ONE, ONE / 2, Some(*leaf)),
                    None => (0, ONE / 2, None),
                },
                Body::Parts { need, parts, negated } => {
                    let all = *need == parts.len();
                    let mut order: Vec<(u128, u128, Option<usize>)> = parts.iter().map(|part| likely[*part]).collect();
                    let decides = |chance: u128| if all { ONE - chance } else { chance };
                    order.sort_by_key(|(effort, chance, _)| effort * ONE / decides(*chance).max(1));
                    let (mut effort, mut goes_on) = (0, ONE);
                    for (cost, chance, _) in &order {
                        effort += cost * goes_on / ONE;
                        if all || *need == 1 {
                            goes_on = goes_on * (ONE - decides(*chance)) / ONE;
                        }
                    }
                    let chance = match (all, *need) {
                        (true, _) => goes_on,
                        (false, 1) => ONE - goes_on,
                        _ => ONE / 2,
                    };
                    (effort, if *negated { ONE - chance } else { chance }, order.iter().find_map(|(.., leaf)| *leaf))
                }
            };
            if let Some((cost, chance, leaf)) = node.unless.map(|condition| likely[condition]) {
                own = (cost + own.0 * chance / ONE, ONE - chance * (ONE - own.1) / ONE, leaf.or(own.2));
            }
            likely.push(own);
        }
        likely.last().and_then(|(.., leaf)| *leaf)
    }
}

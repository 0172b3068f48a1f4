//! Categories as a tree.
//!
//! In: paths as rulebooks list them, `商家自营 > 食品`. Out: [`Tree`]: their levels, parents before children.

use std::sync::OnceLock;

use crate::document::values::path::{Membership, PathList, Unclear};
use crate::rulebook::condition::Renamed;
use crate::value::value_type::fold;

use super::search::Name;

/// Categories by levels, parents before their children.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    /// Every level of every path, each followed by what is below it.
    pub nodes: Vec<Node>,
    /// Names that listed paths were renamed to or split into, of which nobody knows whether they are listed.
    pub renamed: Vec<Renamed>,
    /// The listed paths with their nodes, ready for comparing. Made when something is spelled otherwise.
    spelled: OnceLock<(PathList, Vec<usize>)>,
}

/// One level of a path.
#[derive(Debug, Clone)]
pub struct Node {
    /// The level's own name.
    pub name: String,
    /// The whole path down to it, as it is written.
    pub path: String,
    /// How many levels are above it.
    pub depth: usize,
    /// The level above it, by index.
    pub parent: Option<usize>,
    /// True if a list names this path itself, not only others below it.
    pub listed: bool,
    pub(super) sought: Name,
}

impl Tree {
    /// The tree of these paths; paths that only differ in width, blanks or 、 are one.
    pub fn new<'p>(paths: impl Iterator<Item = &'p str>) -> Tree {
        let mut root: Vec<Level> = Vec::new();
        for path in paths {
            let mut below = &mut root;
            let levels: Vec<&str> = path.split(['>', '＞']).map(str::trim).collect();
            for (depth, name) in levels.iter().enumerate() {
                let folded = fold(name).into_owned();
                let at = below.iter().position(|level| level.folded == folded).unwrap_or_else(|| {
                    below.push(Level { folded, name: (*name).to_owned(), listed: false, below: Vec::new() });
                    below.len() - 1
                });
                below[at].listed |= depth + 1 == levels.len();
                below = &mut below[at].below;
            }
        }
        let mut tree = Tree::default();
        tree.append(&root, None);
        tree
    }

    fn append(&mut self, levels: &[Level], parent: Option<usize>) {
        for level in levels {
            let (above, depth) = match parent {
                Some(parent) => (format!("{} > ", self.nodes[parent].path), self.nodes[parent].depth + 1),
                None => (String::new(), 0),
            };
            let path = format!("{above}{}", level.name);
            let sought = Name::new(&level.name);
            self.nodes.push(Node { name: level.name.clone(), path, depth, parent, listed: level.listed, sought });
            self.append(&level.below, Some(self.nodes.len() - 1));
        }
    }

    /// True if there are levels below a node.
    pub fn is_branch(&self, node: usize) -> bool {
        self.nodes.get(node + 1).is_some_and(|next| next.parent == Some(node))
    }

    /// The node of a path, however it is spelled.
    pub fn find(&self, path: &str) -> Option<usize> {
        let folded = fold(path);
        self.nodes.iter().position(|node| fold(&node.path) == folded).or_else(|| {
            let (paths, nodes) = self.spelled();
            match paths.membership(path) {
                Membership::Listed(at) => nodes.get(at).copied(),
                _ => None,
            }
        })
    }

    /// The renamed name that a path is, however it is spelled.
    pub fn renamed(&self, path: &str) -> Option<&Renamed> {
        match self.spelled().0.membership(path) {
            Membership::Unclear(Unclear::Renamed(at)) => self.renamed.get(at),
            _ => None,
        }
    }

    /// The listed nodes that were probably meant by a path, the likeliest first.
    pub fn nearest(&self, path: &str, count: usize) -> Vec<usize> {
        let (paths, nodes) = self.spelled();
        paths.nearest(path, count).into_iter().filter_map(|at| nodes.get(at).copied()).collect()
    }

    fn spelled(&self) -> &(PathList, Vec<usize>) {
        self.spelled.get_or_init(|| {
            let nodes: Vec<usize> = (0..self.nodes.len()).filter(|node| self.nodes[*node].listed).collect();
            let paths = nodes.iter().enumerate().map(|(at, node)| (self.nodes[*node].path.as_str(), at));
            (PathList::new(paths, self.renamed.iter().map(|renamed| &*renamed.name), []), nodes)
        })
    }
}

struct Level {
    folded: String,
    name: String,
    listed: bool,
    below: Vec<Level>,
}

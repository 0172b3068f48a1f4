//! Searching a tree of paths.

use crate::wizard::session::search::{Fit, normalized};
use crate::wizard::session::tree::Tree;

/// The nodes of a tree that are shown for what was typed, in the tree's order, and the one that fits best. A name that
/// fits is shown with what is above it, and with all that is below.
pub fn in_tree(tree: &Tree, typed: &str) -> (Vec<usize>, Option<(usize, Fit)>) {
    if normalized(typed).all(|c| !c.is_alphanumeric()) {
        return ((0..tree.nodes.len()).collect(), None);
    }
    // Typed as a path, `商家自营 > 食`, each level is sought below the one before.
    let levels: Vec<&str> = typed.split(['>', '＞']).filter(|level| !level.trim().is_empty()).collect();
    let fits: Vec<Option<Fit>> = (0..tree.nodes.len()).map(|node| fits_path(tree, node, &levels)).collect();
    let mut shown = vec![false; tree.nodes.len()];
    for node in 0..tree.nodes.len() {
        let parent = tree.nodes[node].parent;
        shown[node] = fits[node].is_some() || parent.is_some_and(|parent| shown[parent] && below_fit(tree, &fits, parent));
    }
    for node in (0..tree.nodes.len()).rev() {
        if let Some(parent) = tree.nodes[node].parent.filter(|_| shown[node]) {
            shown[parent] = true;
        }
    }
    let best = (0..tree.nodes.len()).filter_map(|node| Some((fits[node]?, !tree.nodes[node].listed, node))).min();
    ((0..tree.nodes.len()).filter(|node| shown[*node]).collect(), best.map(|(fit, _, node)| (node, fit)))
}

pub(super) fn below_fit(tree: &Tree, fits: &[Option<Fit>], node: usize) -> bool {
    let mut at = Some(node);
    while let Some(node) = at {
        if fits[node].is_some() {
            return true;
        }
        at = tree.nodes[node].parent;
    }
    false
}

pub(super) fn fits_path(tree: &Tree, node: usize, levels: &[&str]) -> Option<Fit> {
    let (last, above) = levels.split_last()?;
    let fit = tree.nodes[node].sought.fits(last)?;
    let mut at = tree.nodes[node].parent;
    for level in above.iter().rev() {
        let parent = at?;
        tree.nodes[parent].sought.fits(level)?;
        at = tree.nodes[parent].parent;
    }
    Some(fit)
}

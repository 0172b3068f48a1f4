//! Makes a case smaller while it still goes wrong.

use super::generate::Case;
use super::generate::applicant::{Layer, Stated};
use super::generate::book::{Body, Requirement};

/// Drops what can be dropped, again and again, while `fails` says so.
pub fn shrink(mut case: Case, fails: impl Fn(&Case) -> bool) -> Case {
    let mut tries = 3000;
    'again: loop {
        for smaller in smaller(&case) {
            tries -= 1;
            if tries == 0 {
                return case;
            }
            if fails(&smaller) {
                case = smaller;
                continue 'again;
            }
        }
        return case;
    }
}

/// The case with one thing less, in every way.
fn smaller(case: &Case) -> Vec<Case> {
    let mut all = Vec::new();
    let mut but = |change: &dyn Fn(&mut Case)| {
        let mut less = case.clone();
        change(&mut less);
        sweep(&mut less);
        all.push(less);
    };
    for at in (1..case.book.editions.len()).rev() {
        but(&|case| {
            let gone = case.book.editions.remove(at);
            case.held = case.held.take().filter(|held| *held != gone.id);
            case.book
                .editions
                .iter_mut()
                .filter(|edition| edition.supersedes.as_ref() == Some(&gone.id))
                .for_each(|edition| edition.supersedes = None);
        });
    }
    if case.applicant.collected.is_some() {
        but(&|case| case.applicant.collected = None);
    }
    if case.held.is_some() {
        but(&|case| case.held = None);
    }
    if !case.book.steps.is_empty() {
        but(&|case| case.book.steps.clear());
    }
    for fact in 0..case.book.facts.len() {
        but(&|case| {
            case.book.facts.remove(fact);
            for layer in std::iter::once(&mut case.applicant.people).chain(&mut case.applicant.collected) {
                layer.facts.remove(fact);
                layer.provenance.remove(fact);
                layer.annotations.clear();
            }
        });
    }
    for (edition_at, edition) in case.book.editions.iter().enumerate() {
        for (at, requirement) in edition.requires.iter().enumerate() {
            // A requirement with all that names it.
            but(&|case| {
                let id = case.book.editions[edition_at].requires.remove(at).id;
                for edition in &mut case.book.editions {
                    for other in &mut edition.requires {
                        if let Body::Group { children, at_least, .. } = &mut other.body {
                            children.retain(|child| *child != id);
                            *at_least = at_least.map(|count| count.min(children.len()));
                        }
                        if other.applies_when.as_ref() == Some(&id) {
                            other.applies_when = None;
                        }
                    }
                }
            });
            if requirement.applies_when.is_some() {
                but(&|case| case.book.editions[edition_at].requires[at].applies_when = None);
            }
            for reading in 0..requirement.readings.len() {
                but(&|case| {
                    case.book.editions[edition_at].requires[at].readings.remove(reading);
                });
            }
            match &requirement.body {
                Body::Test(keys) => {
                    for key in 0..keys.len() {
                        but(&|case| {
                            if let Body::Test(keys) = &mut case.book.editions[edition_at].requires[at].body {
                                keys.remove(key);
                            }
                        });
                    }
                }
                Body::Group { children, .. } => {
                    for child in 0..children.len() {
                        but(&|case| {
                            if let Body::Group { children, .. } = &mut case.book.editions[edition_at].requires[at].body {
                                children.remove(child);
                            }
                        });
                        // A group of one is that one.
                        but(&|case| {
                            let group = case.book.editions[edition_at].requires[at].clone();
                            if let Body::Group { children, .. } = group.body {
                                for edition in &mut case.book.editions {
                                    for other in &mut edition.requires {
                                        if let Body::Group { children: others, .. } = &mut other.body {
                                            others
                                                .iter_mut()
                                                .filter(|other| **other == group.id)
                                                .for_each(|other| *other = children[child].clone());
                                        }
                                    }
                                }
                            }
                        });
                    }
                }
            }
        }
    }
    layers(case, &mut all);
    all
}

/// Drops requirements that nothing names any more.
fn sweep(case: &mut Case) {
    loop {
        let all: Vec<&Requirement> = case.book.editions.iter().flat_map(|edition| &edition.requires).collect();
        let named = |id: &str| {
            id == "eligible"
                || case.book.steps.iter().any(|(_, text)| text.contains(&format!("\"{id}\"")))
                || all.iter().any(|other| {
                    let child = matches!(&other.body, Body::Group { children, .. } if children.iter().any(|child| child == id));
                    child || other.applies_when.as_deref() == Some(id)
                })
        };
        let Some(gone) = all.iter().find(|requirement| !named(&requirement.id)).map(|requirement| requirement.id.clone()) else { return };
        case.book.editions.iter_mut().for_each(|edition| edition.requires.retain(|requirement| requirement.id != gone));
        case.applicant.people.waivers.retain(|waiver| waiver.requirement != gone);
    }
}

fn layers(case: &Case, all: &mut Vec<Case>) {
    let edit = |collected: bool, change: &dyn Fn(&mut Layer)| {
        let mut less = case.clone();
        match (&mut less.applicant.collected, collected) {
            (Some(layer), true) => change(layer),
            _ => change(&mut less.applicant.people),
        }
        less
    };
    let both = std::iter::once((false, &case.applicant.people)).chain(case.applicant.collected.iter().map(|layer| (true, layer)));
    for (collected, layer) in both {
        for waiver in 0..layer.waivers.len() {
            all.push(edit(collected, &|layer| {
                layer.waivers.remove(waiver);
            }));
        }
        for annotation in 0..layer.annotations.len() {
            all.push(edit(collected, &|layer| {
                layer.annotations.remove(annotation);
            }));
        }
        for (fact, stated) in layer.facts.iter().enumerate() {
            if layer.provenance[fact].is_some() {
                all.push(edit(collected, &|layer| layer.provenance[fact] = None));
            }
            if stated.is_some() {
                all.push(edit(collected, &|layer| layer.facts[fact] = None));
            }
            if let Some(Stated::Rows(_, rows)) = stated {
                for row in 0..rows.len() {
                    all.push(edit(collected, &|layer| {
                        if let Some(Stated::Rows(_, rows)) = &mut layer.facts[fact] {
                            rows.remove(row);
                        }
                    }));
                }
            }
        }
    }
}

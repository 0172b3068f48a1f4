//! What is between an applicant and a yes on some day.
//!
//! In: a checklist and a day. Out: the fewest requirements that say it: `all` is taken apart, for each of its parts is
//! needed; `any` and `none` are named whole.

use smallvec::SmallVec;

use crate::engine::check::{Checklist, WaiverEffect};
use crate::rulebook::{Edition, Logic, Requirement, Rule};
use crate::value::date::Date;
use crate::value::timeline::Truth;

/// Places of requirements, in the rulebook's order.
pub type Blockers = SmallVec<[usize; 4]>;

/// The requirements that do not hold on `day`, or are not known to; without the waived ones.
pub fn blockers(checklist: &Checklist<'_>, day: Date) -> Blockers {
    let mut found = Blockers::new();
    if let Some(edition) = checklist.edition {
        collect_blockers(checklist, edition.root, day, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn collect_blockers(checklist: &Checklist<'_>, at: usize, day: Date, found: &mut Blockers) {
    let finding = &checklist.findings[at];
    if finding.timeline.on(day) == Truth::True || waived(&checklist.waivers, finding.requirement, day) {
        return;
    }
    match &finding.requirement.rule {
        Rule::Group(group) if group.logic == Logic::All => {
            group.children.iter().for_each(|child| collect_blockers(checklist, *child, day, found));
        }
        _ => found.push(at),
    }
}

fn waived(waivers: &[WaiverEffect<'_>], requirement: &Requirement, day: Date) -> bool {
    waivers.iter().any(|used| used.waiver.requirement == requirement.id && used.waiver.from <= day && day <= used.waiver.until)
}

/// The requirements whose remedy would close a gap by itself: its own, or that of any one part of a group that wants one more.
pub fn remedies_for<'e>(edition: &'e Edition, checklist: &Checklist<'_>, gap: usize) -> Vec<&'e Requirement> {
    let requirement = &edition.requirements[gap];
    if requirement.remedy.is_some() {
        return vec![requirement];
    }
    let Rule::Group(group) = &requirement.rule else { return Vec::new() };
    let Logic::Any { at_least } = group.logic else { return Vec::new() };
    let holds = |child: &&usize| checklist.findings[**child].timeline.now() == Truth::True;
    if group.children.iter().filter(holds).count() + 1 != at_least {
        return Vec::new();
    }
    let missing = group.children.iter().filter(|child| !holds(child));
    missing.flat_map(|child| remedies_for(edition, checklist, *child)).collect()
}

/// The names of requirements, as a key that tells one set from another.
pub fn blocker_names(edition: &Edition, gaps: &Blockers) -> String {
    gaps.iter().map(|at| edition.requirements[*at].id.as_str()).collect::<Vec<_>>().join(" ")
}

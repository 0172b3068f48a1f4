//! What stands between an applicant and a yes on some day.
//!
//! In: a checklist and a day. Out: the fewest requirements that say it: `all` is taken apart, for each of its parts is
//! needed; `any` and `none` are named whole.

use smallvec::SmallVec;

use crate::check::{Checklist, WaiverUse};
use crate::day::Day;
use crate::rulebook::{Edition, Logic, Requirement, Rule};
use crate::truth::Truth;

/// Places of requirements, in the rulebook's order.
pub type Gaps = SmallVec<[usize; 4]>;

/// The requirements that do not hold on `day`, or are not known to; waived ones left aside.
pub fn gaps(checklist: &Checklist<'_>, day: Day) -> Gaps {
    let mut found = Gaps::new();
    if let Some(edition) = checklist.edition {
        below(checklist, edition.root, day, &mut found);
    }
    found.sort_unstable();
    found.dedup();
    found
}

fn below(checklist: &Checklist<'_>, at: usize, day: Day, found: &mut Gaps) {
    let finding = &checklist.findings[at];
    if finding.timeline.on(day) == Truth::True || waived(&checklist.waivers, finding.requirement, day) {
        return;
    }
    match &finding.requirement.rule {
        Rule::Group(group) if group.logic == Logic::All => {
            group.children.iter().for_each(|child| below(checklist, *child, day, found));
        }
        _ => found.push(at),
    }
}

fn waived(waivers: &[WaiverUse<'_>], requirement: &Requirement, day: Day) -> bool {
    waivers.iter().any(|used| used.waiver.requirement == requirement.id && used.waiver.from <= day && day <= used.waiver.until)
}

/// The requirements whose remedy would close a gap by itself: its own, or that of any one part of a group that wants one more.
pub fn closes<'e>(edition: &'e Edition, checklist: &Checklist<'_>, gap: usize) -> Vec<&'e Requirement> {
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
    missing.flat_map(|child| closes(edition, checklist, *child)).collect()
}

/// The names of requirements, as a key that tells one set from another.
pub fn named(edition: &Edition, gaps: &Gaps) -> String {
    gaps.iter().map(|at| edition.requirements[*at].id.as_str()).collect::<Vec<_>>().join(" ")
}

//! Plans: cases in data, and equality with exhaustive search.
#![allow(clippy::print_stdout, reason = "how many cases were tried")]
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "plan/agree.rs"]
mod agree;
#[path = "plan/calendar.rs"]
mod calendar;
#[path = "plan/cases.rs"]
mod cases;
#[path = "plan/completions.rs"]
mod completions;
#[path = "plan/exhaustive.rs"]
mod exhaustive;
#[path = "plan/given.rs"]
mod given;
#[path = "plan/random.rs"]
mod random;
#[path = "plan/windows.rs"]
mod windows;

use std::collections::BTreeSet;

use exhaustive::{HORIZON, World};
use kaibo::engine::check::check;
use kaibo::engine::plan::{Plan, Prefer, plan, plan_through};
use random::{Case, Random, as_of, case};

/// How many random cases to try: some in the ordinary run, `KAIBO_CASES` otherwise.
pub(crate) fn count(ordinary: u64) -> u64 {
    std::env::var("KAIBO_CASES").ok().and_then(|count| count.parse().ok()).unwrap_or(ordinary)
}

/// The first seed of the random cases: `KAIBO_SEED`, to try one again that failed.
pub(crate) fn first_seed(ordinary: u64) -> u64 {
    std::env::var("KAIBO_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(ordinary)
}

#[test]
fn plans_equal_an_exhaustive_search_over_days_and_choices() {
    let mut tried = 0;
    let mut planned = 0;
    for seed in first_seed(0).. {
        if tried == count(100) {
            break;
        }
        let text = case(&mut Random::new(seed), 3, 1);
        let Some(rulebook) = given::small(&text.program, &text.edition) else { continue };
        let bare: String = text.edition.lines().filter(|line| !line.starts_with("applies_when")).map(|line| format!("{line}\n")).collect();
        let Some(bare) = given::small(&text.program, &bare) else { continue };
        let Some(facts) = given::try_facts(&rulebook, &text.facts, &text.waivers) else { continue };
        tried += 1;
        let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
        let world = World::new(&rulebook, &bare, &facts, as_of(), &[]);
        for prefer in [Prefer::Soonest, Prefer::Cheapest, Prefer::LeastEffort] {
            let plan = plan(&rulebook, &facts, &checklist, prefer);
            assert!(plan.exact);
            let ours = plan.eligible.worst.map(|day| {
                let names: BTreeSet<usize> =
                    plan.actions.iter().filter_map(|action| rulebook.editions[0].find(&action.requirement.id)).collect();
                let day = day.since(as_of()) as usize;
                (day, plan.cost.first().map_or(0, |cost| cost.units), plan.effort, names.into_iter().collect::<Vec<usize>>())
            });
            let theirs = world.best(prefer);
            let beyond = ours.as_ref().is_some_and(|(day, ..)| *day >= HORIZON);
            assert!(
                ours == theirs || (beyond && theirs.is_none()),
                "seed {seed}, {prefer:?}: {ours:?}, searched {theirs:?}\n{}",
                show(&text)
            );
            planned += usize::from(ours.as_ref().is_some_and(|(.., chosen)| !chosen.is_empty()));
            days(&plan, &world, &format!("seed {seed}, {prefer:?}\n{}", show(&text)));
        }
    }
    assert!(planned as u64 * 4 > tried, "{planned} plans of {tried} did anything");
}

/// The day of each action, and the last that keeps the day of eligibility, tried one by one.
fn days(plan: &Plan<'_>, world: &World<'_>, context: &str) {
    let Some(eligible) = plan.eligible.worst.map(|day| day.since(as_of()) as usize) else { return };
    if eligible + 1 >= HORIZON {
        return;
    }
    let chosen: Vec<usize> = plan.actions.iter().map(|action| world.edition.find(&action.requirement.id).unwrap()).collect();
    let live = plan.live.worst.map_or(eligible, |day| day.since(as_of()) as usize).min(HORIZON - 1);
    for (action, at) in plan.actions.iter().zip(&chosen) {
        let context = format!("{} {context}", action.requirement.id);
        let last = action.no_later_than.since(as_of()) as usize;
        assert_eq!(world.first_day(&chosen, Some((*at, last))), Some(eligible), "too late: {context}");
        assert_ne!(world.first_day(&chosen, Some((*at, last + 1))), Some(eligible), "could be later: {context}");
        // Where nothing waits for anything, each action is alone.
        if world.edition.requirements.iter().any(|other| other.remedy.as_ref().is_some_and(|remedy| !remedy.after.is_empty())) {
            continue;
        }
        let takes = action.remedy.takes.unwrap().worst.count as usize;
        let until = |start: usize| world.holds_until(*at, start + takes, eligible, live);
        let best = (0..=last).filter_map(|start| Some((until(start)?, start))).max_by_key(|(until, start)| (*until, usize::MAX - start));
        assert_eq!(best.map(|(_, start)| start), Some(action.on.since(as_of()) as usize), "day: {context}");
    }
}

pub(crate) fn show(case: &Case) -> String {
    format!("{}\n{}\n{}\n{}", case.program, case.edition, case.facts, case.waivers)
}

#[test]
fn a_plan_can_go_through_another_part_and_is_what_the_alternatives_say() {
    let rulebook = given::builtin("wechat-live");
    let days: Vec<String> = (15..22).map(|day| format!("{{ date = 2026-11-{day}, users = 1 }}")).collect();
    let under = format!(
        "entity_region = 'CN'\nentity_type = 'enterprise'\ncategories = [{{ path = '商家自营 > 百货', status = 'approved' }}]\nviolations = []\npayments = []\nofficial_accounts = []\nad_spend = []\nreleases = [{{ version = '1', date = 2026-10-01 }}]\ndaily_active_users = [{}]",
        days.join(", ")
    );
    let facts = given::try_facts(&rulebook, &under, "").unwrap();
    let day = kaibo::value::date::Date::parse("2026-11-22").unwrap();
    let checklist = check(&rulebook, &facts, day, None).unwrap();
    let soonest = plan(&rulebook, &facts, &checklist, Prefer::Soonest);
    assert_eq!(soonest.alternatives.len(), 2);
    for other in &soonest.alternatives {
        let through = plan_through(&rulebook, &facts, &checklist, Prefer::Soonest, Some((&other.group.id, &other.choose.id)));
        assert_eq!(through.eligible.worst, Some(other.eligible_on), "{:?} {:?}", other.choose.id, through.depends_on);
        assert_eq!((through.effort, &through.cost), (other.effort, &other.cost));
        assert!(through.actions.iter().any(|action| action.requirement.id == other.choose.id));
    }
}

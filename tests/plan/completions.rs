//! What a plan promises, tried on every way in which unknown facts may turn out.
//!
//! Following a sure plan makes every completion eligible on its day; following a shortcut, every completion in which the facts
//! that it names are fine. Which sets of facts make a shortcut is searched for exhaustively.

use std::collections::BTreeSet;

use kaibo::engine::check::check;
use kaibo::engine::plan::{Amount, Plan, Prefer, plan};
use kaibo::facts::{Completeness, FactValue, Facts, Row, Rows, ValidityPeriod};
use kaibo::rulebook::{Changes, FactKind, Rule, Rulebook, Test};
use kaibo::value::timeline::{Timeline, Truth};
use kaibo::value::value_type::Value;

use crate::exhaustive::{HORIZON, World, key, with_rows};
use crate::given;
use crate::random::{Random, as_of, case};

/// All sets of so few facts are tried by the planner, so it finds every shortcut.
const ALL_SETS: usize = 4;

/// No more shortcuts than this are shown.
const MOST_SHOWN: usize = 5;

/// How one test may come out: on the promised day with what was added, and whether it is what the plan wants it to be on that day by itself.
type Outcome = (Truth, bool);

/// Small lists, as rows of a day counted from that of the check and an amount.
fn lists() -> Vec<Vec<(i32, i64)>> {
    let mut lists = vec![Vec::new()];
    lists.extend((-8..=8).flat_map(|day| (0..4).map(move |amount| vec![(day, amount)])));
    let some: Vec<(i32, i64)> = [-5, -1, 0, 3].into_iter().flat_map(|day| [(day, 1), (day, 3)]).collect();
    lists.extend(some.iter().enumerate().flat_map(|(at, one)| some[..=at].iter().map(move |other| vec![*one, *other])));
    lists.push(vec![(-2, 1), (-1, 1), (0, 2), (1, 1)]);
    lists
}

/// Every completion of one fact that is looked at; None if it is known.
fn completions(rulebook: &Rulebook, facts: &Facts, fact: usize) -> Option<Vec<FactValue>> {
    let listed = |known: &[Row]| {
        let row = |(day, amount): (i32, i64)| Row { cells: [Some(Value::Date(as_of().add_days(day))), Some(Value::Number(amount))].into() };
        let lists = lists().into_iter().map(|list| known.iter().cloned().chain(list.into_iter().map(row)).collect());
        lists.map(|rows| FactValue::Rows(Rows { rows, completeness: Completeness::Complete })).collect()
    };
    match (facts.facts[fact].on(as_of()), &rulebook.program.facts[fact].kind) {
        (Some(FactValue::Rows(rows)), _) if rows.completeness != Completeness::Complete => Some(listed(&rows.rows)),
        (Some(_), _) => None,
        (None, FactKind::Value(kaibo::value::value_type::ValueType::Bool)) => {
            Some([true, false].map(|flag| FactValue::Value(Value::Bool(flag))).into())
        }
        (None, FactKind::Value(_)) => Some((-14..=14).map(|day| FactValue::Value(Value::Date(as_of().add_days(day)))).collect()),
        (None, _) => Some(listed(&[])),
    }
}

/// The rows that a plan adds for a test, put into the facts.
fn followed(bare: &Rulebook, known: &Facts, facts: &Facts, plan: &Plan<'_>, at: usize) -> Facts {
    let requirement = &bare.editions[0].requirements[at];
    let adds = plan.actions.iter().find(|action| action.requirement.id == requirement.id && action.remedy.changes == Changes::AddsRows);
    let (Some(action), Rule::Test(Test::Rows(test))) = (adds, &requirement.rule) else { return facts.clone() };
    let (on, day) = (action.done.worst.unwrap(), plan.eligible.worst.unwrap());
    let enough = |amount: &i64| line(bare, &with_rows(known, test, on, *amount), at).on(day) == Truth::True;
    let amount = match action.amount {
        Some(Amount::Rows(amount) | Amount::Units(amount)) => amount,
        // A row that does what the remedy is for: of a greatest amount, one that is great enough.
        None => (0..8).find(enough).unwrap_or(0),
    };
    with_rows(facts, test, on, amount)
}

/// What a test comes to by itself from day to day.
fn line(bare: &Rulebook, facts: &Facts, at: usize) -> Timeline {
    check(bare, facts, as_of(), Some(&bare.editions[0])).unwrap().findings[at].timeline.clone()
}

/// For each test, how it may come out if the plan is followed; `good` facts are fine.
fn outcomes(bare: &Rulebook, facts: &Facts, plan: &Plan<'_>, wanted: &[Option<Truth>], good: &[usize]) -> Vec<Option<BTreeSet<Truth>>> {
    let day = plan.eligible.worst.unwrap();
    let edition = &bare.editions[0];
    let outcome = |at: usize, test: &Test| {
        let fact = test.facts().first().copied()?;
        let Some(all) = completions(bare, facts, fact) else {
            return Some(BTreeSet::from([line(bare, &followed(bare, facts, facts, plan, at), at).on(day)]));
        };
        let before = line(bare, facts, at);
        let tried = all.into_iter().map(|known| {
            let mut complete = facts.clone();
            complete.facts[fact].periods = vec![ValidityPeriod { until: None, value: known, observed: None }];
            let own = line(bare, &complete, at);
            let fine = before.on(day) != Truth::Unknown || Some(own.on(day)) == wanted[at];
            (line(bare, &followed(bare, facts, &complete, plan, at), at).on(day), fine)
        });
        let counts = |(_, fine): &Outcome| *fine || !good.contains(&fact) || wanted[at].is_none();
        Some(tried.filter(counts).map(|(truth, _)| truth).collect())
    };
    let of = |at: usize| match &edition.requirements[at].rule {
        Rule::Test(test) => outcome(at, test),
        Rule::Group(_) => None,
    };
    (0..edition.requirements.len()).map(of).collect()
}

/// Goes through every combination. Gives back how many there are, or what is wrong.
fn always_eligible(world: &mut World<'_>, plan: &Plan<'_>, outcomes: &[Option<BTreeSet<Truth>>]) -> Result<usize, String> {
    let day = plan.eligible.worst.unwrap().since(as_of()) as usize;
    let helping: Vec<usize> = plan
        .actions
        .iter()
        .filter(|action| action.remedy.changes != Changes::AddsRows && action.done.worst <= plan.eligible.worst)
        .map(|action| world.edition.find(&action.requirement.id).unwrap())
        .collect();
    let tests: Vec<(usize, Vec<Truth>)> =
        outcomes.iter().enumerate().filter_map(|(at, all)| Some((at, all.as_ref()?.iter().copied().collect()))).collect();
    let count: usize = tests.iter().map(|(_, all)| all.len()).product();
    for mut number in 0..count {
        for (at, all) in &tests {
            world.set(*at, day, all[number % all.len()]);
            number /= all.len();
        }
        if !world.fine(world.edition.root, day, &|at| helping.contains(&at)) {
            let values: Vec<(&str, Truth)> =
                tests.iter().map(|(at, _)| (world.edition.requirements[*at].id.as_str(), world.value(*at, day))).collect();
            return Err(format!("not eligible on day {day} where {values:?}, actions {:?}", plan.actions));
        }
    }
    Ok(count)
}

/// The minimal sets of facts that make the plan better, each with what it comes to, by exhaustive search.
fn searched(world: &mut World<'_>, facts: &[usize], prefer: Prefer) -> Vec<([i64; 3], BTreeSet<usize>)> {
    let named =
        |set: usize| -> Vec<usize> { facts.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, fact)| *fact).collect() };
    let keys: Vec<Option<[i64; 3]>> = (0..1usize << facts.len())
        .map(|set| {
            world.count_on(&named(set));
            world.best(prefer).map(|found| key(prefer, &found))
        })
        .collect();
    let minimal = |set: usize| {
        let fewer = (0..facts.len()).filter(|at| set >> at & 1 == 1).map(|at| keys[set & !(1 << at)]);
        keys[set].is_some_and(|own| fewer.into_iter().all(|other| other.is_none_or(|other| own < other)))
    };
    let mut found: Vec<_> =
        (1..keys.len()).filter(|set| minimal(*set)).map(|set| (keys[set].unwrap(), named(set).into_iter().collect())).collect();
    found.sort_by_key(|(key, set): &([i64; 3], BTreeSet<usize>)| (*key, set.len()));
    found
}

fn own_key(plan: &Plan<'_>) -> [i64; 3] {
    let day = plan.eligible.worst.unwrap().since(as_of()) as usize;
    key(plan.prefer, &(day, plan.cost.first().map_or(0, |cost| cost.units), plan.effort, Vec::new()))
}

#[test]
fn sure_plans_and_shortcuts_keep_what_they_promise_however_unknown_facts_turn_out() {
    let (mut tried, mut sure, mut shortcuts, mut combinations) = (0, 0, 0, 0);
    for seed in crate::first_seed(1_000_000).. {
        if tried == crate::count(200) {
            break;
        }
        let text = case(&mut Random::new(seed), 2, 4);
        let Some(rulebook) = given::small(&text.program, &text.edition) else { continue };
        let bare: String = text.edition.lines().filter(|line| !line.starts_with("applies_when")).map(|line| format!("{line}\n")).collect();
        let Some(bare) = given::small(&text.program, &bare) else { continue };
        let Some(facts) = given::try_facts(&rulebook, &text.facts, &text.waivers) else { continue };
        tried += 1;
        let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
        let prefer = [Prefer::Soonest, Prefer::Cheapest, Prefer::LeastEffort][seed as usize % 3];
        let plan = plan(&rulebook, &facts, &checklist, prefer);
        let context = format!("seed {seed}, {prefer:?}\n{}", crate::show(&text));
        let far = |plan: &Plan<'_>| plan.eligible.worst.is_some_and(|day| day.since(as_of()) as usize + 1 >= HORIZON);
        if !plan.possible() || far(&plan) || plan.shortcuts.iter().any(|one| far(&one.plan)) {
            continue;
        }
        let mut world = World::new(&rulebook, &bare, &facts, as_of(), &[]);
        let wanted = world.wanted();
        if plan.sure() {
            let outcomes = outcomes(&bare, &facts, &plan, &wanted, &[]);
            combinations += always_eligible(&mut world, &plan, &outcomes).unwrap_or_else(|wrong| panic!("{wrong}\n{context}"));
            sure += 1;
        }
        for shortcut in &plan.shortcuts {
            let outcomes = outcomes(&bare, &facts, &shortcut.plan, &wanted, &shortcut.facts);
            let kept = always_eligible(&mut world, &shortcut.plan, &outcomes);
            combinations += kept.unwrap_or_else(|wrong| panic!("counting on {:?}: {wrong}\n{context}", shortcut.facts));
            shortcuts += 1;
        }
        let candidates: BTreeSet<usize> = world
            .edition
            .requirements
            .iter()
            .zip(&wanted)
            .filter_map(
                |(requirement, wanted)| if let (Rule::Test(test), Some(_)) = (&requirement.rule, wanted) { Some(test) } else { None },
            )
            .flat_map(|test| test.facts())
            .collect();
        if candidates.is_empty() || candidates.len() > ALL_SETS {
            continue;
        }
        let candidates: Vec<usize> = candidates.into_iter().collect();
        let theirs = searched(&mut world, &candidates, prefer);
        let ours: Vec<_> =
            plan.shortcuts.iter().map(|one| (own_key(&one.plan), one.facts.iter().copied().collect::<BTreeSet<usize>>())).collect();
        assert_eq!(ours.len(), theirs.len().min(MOST_SHOWN), "{ours:?}, searched {theirs:?}\n{context}");
        for (one, (best, _)) in ours.iter().zip(&theirs) {
            assert!(theirs.contains(one) && one.0 == *best, "{ours:?}, searched {theirs:?}\n{context}");
        }
    }
    assert!(sure as u64 * 8 > tried && shortcuts as u64 * 4 > tried, "{sure} sure plans, {shortcuts} shortcuts of {tried}");
    assert!(combinations > sure + shortcuts, "{combinations} combinations");
    println!("{tried} cases, {sure} sure plans, {shortcuts} shortcuts, {combinations} combinations of outcomes");
}

//! A plan agrees with the checklist: on the promised day, with its actions done, the applicant is eligible.
//!
//! Made-up applicants of `wechat-live`. The actions are put into the facts as a person would, and checked on that day again.

use kaibo::engine::check::{Status, check};
use kaibo::engine::plan::{Action, Amount, Plan, Prefer, plan};
use kaibo::facts::{Completeness, FactValue, Facts, Row, Rows, ValidityPeriod};
use kaibo::rulebook::Rulebook;
use kaibo::value::date::Date;
use kaibo::value::value_type::{CategoryPath, Value, fold};

use crate::given;
use crate::random::Random;

/// The facts of a made-up applicant of `wechat-live`.
pub(crate) fn text(random: &mut Random) -> String {
    let mut facts = String::new();
    let mut add = |text: String| facts.push_str(&format!("{text}\n"));
    let day = |random: &mut Random, back: u64| Date::parse("2026-11-22").unwrap().add_days(-(random.below(back) as i32)).to_string();
    if !random.one_in(4) {
        add("entity_region = 'CN'".to_owned());
    }
    if !random.one_in(4) {
        add(format!("entity_type = '{}'", ["enterprise", "enterprise", "sole_trader", "individual"][random.below(4) as usize]));
    }
    if !random.one_in(4) {
        let status = ["approved", "approved", "in_review", "rejected"][random.below(4) as usize];
        add(format!("categories = [{{ path = '商家自营 > 百货', status = '{status}' }}]"));
    }
    if !random.one_in(4) {
        let severe = if random.one_in(3) { format!("{{ date = {}, severity = 'severe' }}", day(random, 220)) } else { String::new() };
        add(format!("violations = [{severe}]"));
    }
    let rows = |random: &mut Random, rows: Vec<String>| match random.below(4) {
        0 => format!("{{ partial = true, rows = [{}] }}", rows.join(", ")),
        _ => format!("[{}]", rows.join(", ")),
    };
    if !random.one_in(4) {
        let all = (0..random.below(3)).map(|_| day(random, 100)).collect();
        let all = rows(random, all);
        add(format!("payments = {all}"));
    }
    if !random.one_in(4) {
        let all = (0..random.below(3)).map(|_| format!("{{ fans = {} }}", random.below(90))).collect();
        let all = rows(random, all);
        add(format!("official_accounts = {all}"));
    }
    if !random.one_in(3) {
        let users = random.below(220);
        let all: Vec<String> = (15..22).map(|day| format!("{{ date = 2026-11-{day}, users = {users} }}")).collect();
        add(format!("daily_active_users = [{}]", all.join(", ")));
    }
    if !random.one_in(4) {
        let all =
            (0..random.below(4)).map(|_| format!("{{ date = {}, amount = '{}.50' }}", day(random, 400), random.below(6000))).collect();
        let all = rows(random, all);
        add(format!("ad_spend = {all}"));
    }
    if !random.one_in(3) {
        add(if random.one_in(2) { "releases = [{ version = '1', date = 2026-09-01 }]" } else { "releases = []" }.to_owned());
    }
    if !random.one_in(3) {
        add("code_audit = 'passed'".to_owned());
    }
    facts
}

/// The facts as they are on `day`, once everything is done; daily figures stay what they were.
fn done(rulebook: &Rulebook, facts: &Facts, plan: &Plan<'_>, day: Date) -> Facts {
    let mut facts = facts.clone();
    let visitors = rulebook.program.fact("daily_active_users").unwrap();
    let shift = day.since(plan.as_of) as i32;
    for stretch in &mut facts.facts[visitors].periods {
        let FactValue::Rows(rows) = &mut stretch.value else { continue };
        for row in &mut rows.rows {
            row.cells[0] = row.cells[0].as_ref().and_then(Value::day).map(|date| Value::Date(date.add_days(shift)));
        }
    }
    // A shop in which one pays has been released before.
    let release = plan.steps.iter().find(|step| step.step.id == "release_shop").and_then(|step| step.finish.worst);
    if let Some(on) = release.filter(|_| plan.actions.iter().any(|action| action.remedy.after.iter().any(|step| step == "release_shop"))) {
        let releases = rulebook.program.fact("releases").unwrap();
        let cells = rulebook.program.facts[releases]
            .kind
            .table()
            .unwrap()
            .columns
            .iter()
            .map(|column| (column.id == "date").then_some(Value::Date(on)));
        add(&mut facts, releases, vec![cells.collect()]);
    }
    plan.actions.iter().for_each(|action| act(rulebook, &mut facts, action, day));
    facts
}

fn add(facts: &mut Facts, fact: usize, rows: Vec<Vec<Option<Value>>>) {
    let stretches = &mut facts.facts[fact].periods;
    if stretches.is_empty() {
        stretches.push(ValidityPeriod {
            until: None,
            value: FactValue::Rows(Rows { rows: Vec::new(), completeness: Completeness::AtLeast }),
            observed: None,
        });
    }
    let FactValue::Rows(known) = &mut stretches[0].value else { panic!("rows") };
    known.rows.extend(rows.into_iter().map(|cells| Row { cells: cells.into() }));
}

fn act(rulebook: &Rulebook, facts: &mut Facts, action: &Action<'_>, day: Date) {
    let on = action.done.worst.unwrap();
    let listed = "商家自营 > 百货".to_owned();
    let path = Value::Path(CategoryPath { folded: fold(&listed).into(), text: listed.into() });
    let (fact, cells): (&str, Vec<Vec<Option<Value>>>) = match (action.requirement.id.as_str(), action.amount) {
        ("payment", Some(Amount::Rows(rows))) => ("payments", vec![vec![Some(Value::Date(on))]; rows as usize]),
        // Added, or in review already and approved then.
        ("category", Some(Amount::Rows(1)) | None) => ("categories", vec![vec![Some(path), Some(Value::Enum(0))]]),
        ("ad_spend", Some(Amount::Units(units))) => ("ad_spend", vec![vec![Some(Value::Date(on)), Some(Value::Number(units))]]),
        ("followers", None) => ("official_accounts", vec![vec![None, Some(Value::Number(action.raise.unwrap().units as i64))]]),
        ("daily_active_users", None) => {
            let rows = (1..8).map(|back| vec![Some(Value::Date(day.add_days(-back))), Some(Value::Number(101))]).collect();
            facts.facts[rulebook.program.fact("daily_active_users").unwrap()].periods.clear();
            ("daily_active_users", rows)
        }
        other => panic!("{other:?}"),
    };
    add(facts, rulebook.program.fact(fact).unwrap(), cells);
}

#[test]
fn a_promise_is_kept_by_the_checklist_of_that_day() {
    let rulebook = given::builtin("wechat-live");
    let as_of = Date::parse("2026-11-22").unwrap();
    let (mut sure, mut acted) = (0, 0);
    for seed in (crate::first_seed(0)..).take(crate::count(300) as usize) {
        let text = text(&mut Random::new(seed));
        let facts = given::try_facts(&rulebook, &text, "").unwrap();
        let checklist = check(&rulebook, &facts, as_of, None).unwrap();
        for prefer in [Prefer::Soonest, Prefer::Cheapest, Prefer::LeastEffort] {
            let plan = plan(&rulebook, &facts, &checklist, prefer);
            assert_eq!(plan.sure(), plan.possible() && plan.depends_on.is_empty());
            // What holds already needs nothing, and what is certain is promised no later than the checklist says.
            if let Some(from) = checklist.verdict.outcome.from.filter(|_| prefer == Prefer::Soonest) {
                assert!(plan.eligible.worst.is_some_and(|day| day <= from), "seed {seed}\n{text}");
            }
            let Some(day) = plan.eligible.worst else { continue };
            sure += 1;
            acted += usize::from(!plan.actions.is_empty());
            let then = done(&rulebook, &facts, &plan, day);
            let verdict = check(&rulebook, &then, day, None).unwrap().verdict.outcome;
            assert_eq!(verdict.status, Status::Met, "seed {seed}, {prefer:?}, {day}\n{text}\n{:?}", plan.actions);
        }
    }
    assert!(sure > 100 && acted > 50, "{sure} promises, {acted} with something to do");
}

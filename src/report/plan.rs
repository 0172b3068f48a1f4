//! The plan and the steps in the promised JSON.
//!
//! In: a [`Plan`]. Out: [`PlanReport`] and [`StepReport`]s that serialise to `plan` and `steps` of a report. Nothing is
//! computed anew here.

use schemars::JsonSchema;
use serde::Serialize;

use crate::day::Day;
use crate::plan::{Amount, Plan, Prefer, Promise, StepStatus};
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, Program, Requirement, Rule, Test};
use crate::words::Localized;

/// The way to eligibility.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PlanReport {
    /// What it is best at: `soonest`, `cheapest` or `least-effort`.
    pub prefer: &'static str,
    /// True if there is a day on which everything holds.
    pub possible: bool,
    /// The first day on which everything holds at once, at worst.
    pub eligible_on: Option<String>,
    /// The same if all goes well.
    pub eligible_on_best: Option<String>,
    /// The last day of that stretch, with every action on its day; null where it has no end.
    pub eligible_until: Option<String>,
    /// The day of going live.
    pub live_on: PromiseReport,
    /// What all actions cost, a text for each currency.
    pub cost: Vec<String>,
    /// The effort of all actions together.
    pub effort: u32,
    /// The requirements that stand in the way of any plan.
    pub blocked_by: Vec<String>,
    /// What to do, in the order of the days.
    pub actions: Vec<ActionReport>,
    /// Other ways.
    pub alternatives: Vec<AlternativeReport>,
    /// What has to be found out first: it is taken to be fine.
    pub find_out: Vec<FindOutReport>,
    /// False if there were so many ways that some were not looked at.
    pub exact: bool,
}

/// A day at best and at worst.
#[derive(Debug, Serialize, JsonSchema)]
pub struct PromiseReport {
    /// If all goes well; null where nobody can say.
    pub best: Option<String>,
    /// What is promised; null where nobody can say.
    pub worst: Option<String>,
}

/// One thing to do.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ActionReport {
    /// For which requirement.
    pub requirement: String,
    /// What to do.
    #[serde(rename = "do")]
    pub action: Localized,
    /// The day on which to begin.
    pub on: String,
    /// The day on which it is done.
    pub done: PromiseReport,
    /// The last day to begin that keeps `eligible_on`.
    pub no_later_than: String,
    /// The days on which the requirement holds then.
    pub holds: HoldsReport,
    /// How much has to be added, where that can be said: `"1"` row, or an amount with its unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub add: Option<AddReport>,
    /// What it costs; null where nothing is known of that.
    pub cost: Option<String>,
    /// From 1, a glance, to 5, a project.
    pub effort: u8,
    /// True where the rulebook's figures stand for ones that only the applicant can know.
    pub assumed: bool,
    /// The day on which it could be begun, where it is put later so that it holds longer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub put_later_than: Option<String>,
    /// Who does it.
    pub actor: Actor,
}

/// How much has to be added.
#[derive(Debug, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum AddReport {
    /// As many rows.
    Rows(i64),
    /// As much, in the unit of the measured column.
    Amount(String),
}

/// A stretch of days.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HoldsReport {
    /// The first.
    pub from: String,
    /// The last; null where it has no end.
    pub until: Option<String>,
}

/// Another way through a group.
#[derive(Debug, Serialize, JsonSchema)]
pub struct AlternativeReport {
    /// The group.
    pub group: String,
    /// The part that would be chosen.
    pub choose: String,
    /// The first day on which everything would hold.
    pub eligible_on: String,
    /// What the whole plan would cost; several currencies with commas between; null where it costs nothing.
    pub cost: Option<String>,
    /// The effort of the whole plan.
    pub effort: u32,
}

/// Something to find out.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FindOutReport {
    /// The fact.
    pub fact: String,
    /// From 1, a glance, to 5, a report from someone else.
    pub effort: u8,
}

/// One step.
#[derive(Debug, Serialize, JsonSchema)]
pub struct StepReport {
    /// Its name.
    pub id: String,
    /// What people call it.
    pub title: Localized,
    /// `done`, `ready`, `waiting`, `blocked` or `unknown`.
    pub status: &'static str,
    /// Of a waiting step, the day by which all that it waits for is there.
    pub until: Option<String>,
    /// Of a blocked step, the steps and requirements that it waits for.
    pub blocked_by: Vec<String>,
    /// The first day on which it can begin.
    pub earliest: Option<String>,
    /// The last day on which it can begin without delaying the end.
    pub latest: Option<String>,
    /// When it is done.
    pub finish: PromiseReport,
    /// By when it has to be done.
    pub deadline: Option<String>,
    /// True if any delay of it delays the end.
    pub critical: bool,
    /// Who acts.
    pub actor: Actor,
    /// True if one can go live without it.
    pub optional: bool,
}

/// The objective in a word.
pub fn prefer_word(prefer: Prefer) -> &'static str {
    match prefer {
        Prefer::Soonest => "soonest",
        Prefer::Cheapest => "cheapest",
        Prefer::LeastEffort => "least-effort",
    }
}

/// How much has to be added, with the unit of the measured column.
pub fn add_text(requirement: &Requirement, amount: Amount, program: &Program) -> AddReport {
    match (amount, &requirement.rule) {
        (Amount::Rows(rows), _) => AddReport::Rows(rows),
        (Amount::Units(units), Rule::Test(Test::Rows(test))) => {
            let table = program.facts[test.of].kind.table();
            let kind = test.measure.column().zip(table).map(|(column, table)| &table.columns[column].kind);
            AddReport::Amount(match kind {
                Some(crate::kind::Kind::Money { currency, .. }) => Cost { units, currency: currency.clone() }.text(),
                kind => crate::exact::decimal(units, kind.and_then(|kind| kind.places()).unwrap_or(0)),
            })
        }
        (Amount::Units(units), _) => AddReport::Amount(units.to_string()),
    }
}

fn text(day: Day) -> String {
    day.to_string()
}

fn promise(promise: Promise) -> PromiseReport {
    PromiseReport { best: promise.best.map(text), worst: promise.worst.map(text) }
}

impl PlanReport {
    /// The plan as the report has it.
    pub fn new(plan: &Plan<'_>, program: &Program) -> PlanReport {
        let actions = plan.actions.iter().map(|action| ActionReport {
            requirement: action.requirement.id.clone(),
            action: action.remedy.action.clone(),
            on: text(action.on),
            done: promise(action.done),
            no_later_than: text(action.no_later_than),
            holds: HoldsReport { from: text(action.holds.0), until: action.holds.1.map(text) },
            add: action.amount.map(|amount| add_text(action.requirement, amount, program)),
            cost: action.cost.map(Cost::text),
            effort: action.remedy.effort,
            assumed: action.assumed,
            put_later_than: action.could_begin.map(text),
            actor: action.remedy.actor,
        });
        let alternatives = plan.alternatives.iter().map(|other| AlternativeReport {
            group: other.group.id.clone(),
            choose: other.choose.id.clone(),
            eligible_on: text(other.eligible_on),
            cost: (!other.cost.is_empty()).then(|| other.cost.iter().map(Cost::text).collect::<Vec<_>>().join(", ")),
            effort: other.effort,
        });
        let find_out = plan.find_out.iter().map(|fact| &program.facts[*fact]);
        PlanReport {
            prefer: prefer_word(plan.prefer),
            possible: plan.possible(),
            eligible_on: plan.eligible.worst.map(text),
            eligible_on_best: plan.eligible.best.map(text),
            eligible_until: plan.eligible_until.map(text),
            live_on: promise(plan.live),
            cost: plan.cost.iter().map(Cost::text).collect(),
            effort: plan.effort,
            blocked_by: plan.blocked_by.iter().map(|requirement| requirement.id.clone()).collect(),
            actions: actions.collect(),
            alternatives: alternatives.collect(),
            find_out: find_out.map(|fact| FindOutReport { fact: fact.id.clone(), effort: fact.effort }).collect(),
            exact: plan.exact,
        }
    }
}

impl StepReport {
    /// The steps as the report has them.
    pub fn all(plan: &Plan<'_>) -> Vec<StepReport> {
        let report = |planned: &crate::plan::StepPlan<'_>| {
            let (status, until, blocked_by) = match &planned.status {
                StepStatus::Done => ("done", None, Vec::new()),
                StepStatus::Ready => ("ready", None, Vec::new()),
                StepStatus::Waiting(until) => ("waiting", Some(*until), Vec::new()),
                StepStatus::Blocked(by) => ("blocked", None, by.iter().map(|name| (*name).to_owned()).collect()),
                StepStatus::Unknown => ("unknown", None, Vec::new()),
            };
            StepReport {
                id: planned.step.id.clone(),
                title: planned.step.title.clone(),
                status,
                until: until.map(text),
                blocked_by,
                earliest: planned.earliest.map(text),
                latest: planned.latest.map(text),
                finish: promise(planned.finish),
                deadline: planned.deadline.map(text),
                critical: planned.critical,
                actor: planned.actor(),
                optional: planned.step.optional,
            }
        };
        plan.steps.iter().map(report).collect()
    }
}

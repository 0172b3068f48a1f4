//! The plan and the steps in the promised JSON.
//!
//! In: a [`Plan`]. Out: [`PlanReport`] and [`StepReport`]s that serialise to `plan` and `steps` of a report. Nothing is
//! computed again here.

use serde::Serialize;

use crate::engine::plan::{Action, Amount, DateEstimate, Dependence, Plan, Prefer, Rejected, Shortcut, StepStatus, Wait};
use crate::report::measured::needed;
use crate::rulebook::edition::Cost;
use crate::rulebook::program::Link;
use crate::rulebook::{Actor, FactKind, Program, Requirement, Rule, Test};
use crate::value::date::Date;
use crate::value::localized::Localized;
use crate::value::number::Rational;

/// The way to eligibility.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PlanReport {
    /// What it is best at: `soonest`, `cheapest` or `least-effort`.
    pub prefer: &'static str,
    /// True if there is a way, at least if what is unknown is fine.
    pub possible: bool,
    /// True if a day is promised whatever is unknown: `depends_on` is empty.
    pub sure: bool,
    /// Open requirements that nothing can be done about but find out. While there are any, no day is promised.
    pub depends_on: Vec<DependsOnReport>,
    /// The first day on which everything holds at once, at worst, whatever is unknown.
    pub eligible_on: Option<String>,
    /// The same if all goes well.
    pub eligible_on_best: Option<String>,
    /// The last day of that stretch, with every action on its day; null where it has no end.
    pub eligible_until: Option<String>,
    /// Where `sure` is false, the days on which everything would hold, if some facts were fine.
    pub if_fine: Option<IfFineReport>,
    /// False if the program accepts no applications: then no day of access or of going live can be promised.
    pub reachable: bool,
    /// Why `reachable` is false.
    pub why_not: Option<Localized>,
    /// The day of going live; null where none can be promised.
    pub live_on: Option<PromiseReport>,
    /// What all actions cost, a text for each currency.
    pub cost: Vec<String>,
    /// The effort of all actions together.
    pub effort: u32,
    /// The requirements that are in the way of any plan.
    pub blocked_by: Vec<String>,
    /// What to do, in the order of the days.
    pub actions: Vec<ActionReport>,
    /// What nothing has to be done about but wait, in the order of the days.
    pub waits: Vec<WaitReport>,
    /// Other ways.
    pub alternatives: Vec<AlternativeReport>,
    /// Plans that count on facts that are not known, best first.
    pub shortcuts: Vec<ShortcutReport>,
    /// What is worth finding out: the facts of `depends_on` and of `shortcuts`.
    pub find_out: Vec<FindOutReport>,
    /// False if there were so many ways that some were not looked at.
    pub exact: bool,
    /// Where the requirements of `blocked_by` make access impossible, the plan for the others, if it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anyway: Option<Box<PlanReport>>,
}

/// A requirement that the plan depends on.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct DependsOnReport {
    /// The requirement.
    pub requirement: String,
    /// A fact that would settle it.
    pub fact: String,
    /// The question.
    pub ask: Localized,
    /// Where the answer is found.
    pub find: Option<Localized>,
    /// From 1, a glance, to 5, a report from someone else.
    pub effort: u8,
}

/// What a plan that promises nothing could come to.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct IfFineReport {
    /// The first day on which everything holds with these actions, if the facts of `depends_on` are fine.
    pub eligible_on: Option<String>,
    /// The first day on which everything could hold, if all of `facts` are fine.
    pub earliest: Option<String>,
    /// All facts that are unknown and matter.
    pub facts: Vec<String>,
}

/// A plan that counts on facts that are not known.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ShortcutReport {
    /// The facts that have to be fine. None of them can be left out.
    pub if_fine: Vec<String>,
    /// The requirements that hold then.
    pub requirements: Vec<String>,
    /// The requirements that do not hold then, and must not.
    pub excluded: Vec<String>,
    /// The questions that settle it.
    pub questions: Vec<QuestionReport>,
    /// What it saves, compared to the sure plan; null where there is none.
    pub saves: Option<SavingsReport>,
    /// The plan. It has no shortcuts and no alternatives of its own.
    pub plan: Box<PlanReport>,
}

/// A question about a fact.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct QuestionReport {
    /// The fact.
    pub fact: String,
    /// The question.
    pub ask: Localized,
    /// Where the answer is found.
    pub find: Option<Localized>,
    /// From 1, a glance, to 5, a report from someone else.
    pub effort: u8,
}

/// What a shortcut saves.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SavingsReport {
    /// By how many days everything holds earlier.
    pub days: i64,
    /// By how much it is cheaper, a text for each currency in which it is.
    pub cost: Vec<String>,
    /// By how much effort it is less; negative where it is more.
    pub effort: i64,
}

/// A day at best and at worst.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PromiseReport {
    /// If all goes well; null where it is unknown.
    pub best: Option<String>,
    /// What is promised; null where it is unknown.
    pub worst: Option<String>,
}

/// One thing to do.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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

/// A requirement that comes true by time alone.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaitReport {
    /// The requirement.
    pub requirement: String,
    /// The first day on which it holds.
    pub from: String,
    /// The last; null where it has no end.
    pub until: Option<String>,
}

/// How much has to be added.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum AddReport {
    /// As many rows.
    Rows(i64),
    /// As much, in the unit of the measured column.
    Amount(String),
    /// The measure has to rise by so much, in its unit.
    Raise(String),
}

/// A stretch of days.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct HoldsReport {
    /// The first.
    pub from: String,
    /// The last; null where it has no end.
    pub until: Option<String>,
}

/// Another way through a group.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct AlternativeReport {
    /// The group.
    pub group: String,
    /// The part that would be chosen.
    pub choose: String,
    /// What this way asks for and the plan does not.
    pub actions: Vec<ActionReport>,
    /// The first day on which everything would hold; null where none can be promised.
    pub eligible_on: Option<String>,
    /// Where none can be promised, the same if the facts of `depends_on` are fine.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub eligible_on_if_fine: Option<String>,
    /// What the whole plan would cost; several currencies with commas between; null where it costs nothing.
    pub cost: Option<String>,
    /// The effort of the whole plan.
    pub effort: u32,
}

/// Something to find out.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FindOutReport {
    /// The fact.
    pub fact: String,
    /// From 1, a glance, to 5, a report from someone else.
    pub effort: u8,
}

/// One step.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
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
    /// How it is done.
    pub how: Option<Localized>,
    /// Pages of the platform about it.
    pub links: Vec<Link>,
    /// What was stated and can't be submitted so: the first of them.
    pub value: Option<String>,
    /// What it comes to, where it has a measure.
    pub measured: Option<String>,
    /// What is asked for.
    pub limit: Option<String>,
    /// By how much it is too short; negative where it is too long.
    pub distance: Option<String>,
}

/// The objective in a word.
pub fn prefer_word(prefer: Prefer) -> &'static str {
    match prefer {
        Prefer::Soonest => "soonest",
        Prefer::Cheapest => "cheapest",
        Prefer::LeastEffort => "least-effort",
    }
}

/// A rejected value, as a report writes it.
fn stated(rejected: &Rejected<'_>, program: &Program) -> Option<String> {
    let Rule::Test(test) = &rejected.requirement.rule else { return None };
    let FactKind::Value(kind) = &program.facts[*test.facts().first()?].kind else { return None };
    Some(kind.write(rejected.value, program.zone))
}

/// What a requirement asks for, as a report writes it.
fn limit(requirement: &Requirement, program: &Program) -> Option<String> {
    match &requirement.rule {
        Rule::Test(test) => Some(needed(test, program)),
        Rule::Group(_) => None,
    }
}

/// How much has to be added, or by how much a measure has to be raised.
pub fn added(action: &Action<'_>, program: &Program) -> Option<AddReport> {
    let amount = action.amount.map(|amount| add_text(action.requirement, amount, program));
    amount.or_else(|| action.raise.map(|short| AddReport::Raise(raise_text(action.requirement, short, program))))
}

/// The same for people: by how much a mean has to be raised is rounded up to the smallest unit.
pub fn added_for_people(action: &Action<'_>, program: &Program) -> Option<AddReport> {
    let whole = |short: Rational| Rational { units: (short.units + i128::from(short.per) - 1).div_euclid(i128::from(short.per)), per: 1 };
    let raise = || action.raise.map(|short| AddReport::Raise(raise_text(action.requirement, whole(short), program)));
    action.amount.map(|amount| add_text(action.requirement, amount, program)).or_else(raise)
}

/// By how much a measure has to be raised, with the unit of what is measured.
fn raise_text(requirement: &Requirement, short: Rational, program: &Program) -> String {
    let kind = match &requirement.rule {
        Rule::Test(Test::Rows(test)) => {
            let table = program.facts[test.of].kind.table();
            test.measure.column().zip(table).map(|(column, table)| &table.columns[column].kind)
        }
        Rule::Test(Test::Value { kind, .. }) => Some(kind),
        _ => None,
    };
    let text = short.text(kind.and_then(crate::value::value_type::ValueType::places).unwrap_or(0));
    if let Some(crate::value::value_type::ValueType::Money { currency, .. }) = kind { format!("{text} {currency}") } else { text }
}

/// How much has to be added, with the unit of the measured column.
fn add_text(requirement: &Requirement, amount: Amount, program: &Program) -> AddReport {
    match (amount, &requirement.rule) {
        (Amount::Rows(rows), _) => AddReport::Rows(rows),
        (Amount::Units(units), Rule::Test(Test::Rows(test))) => {
            let table = program.facts[test.of].kind.table();
            let kind = test.measure.column().zip(table).map(|(column, table)| &table.columns[column].kind);
            AddReport::Amount(match kind {
                Some(crate::value::value_type::ValueType::Money { currency, .. }) => Cost { units, currency: currency.clone() }.text(),
                kind => crate::value::number::decimal(units, kind.and_then(|kind| kind.places()).unwrap_or(0)),
            })
        }
        (Amount::Units(units), _) => AddReport::Amount(units.to_string()),
    }
}

fn text(day: Date) -> String {
    day.to_string()
}

fn promise(promise: DateEstimate) -> PromiseReport {
    PromiseReport { best: promise.best.map(text), worst: promise.worst.map(text) }
}

impl PlanReport {
    /// The plan as the report has it.
    pub fn new(plan: &Plan<'_>, program: &Program) -> PlanReport {
        let alternatives = plan.alternatives.iter().map(|other| AlternativeReport {
            group: other.group.id.clone(),
            choose: other.choose.id.clone(),
            actions: other.actions.iter().map(|action| ActionReport::new(action, program)).collect(),
            eligible_on: plan.sure().then(|| text(other.eligible_on)),
            eligible_on_if_fine: (!plan.sure()).then(|| text(other.eligible_on)),
            cost: (!other.cost.is_empty()).then(|| other.cost.iter().map(Cost::text).collect::<Vec<_>>().join(", ")),
            effort: other.effort,
        });
        let find_out = plan.find_out.iter().map(|fact| &program.facts[*fact]);
        PlanReport {
            prefer: prefer_word(plan.prefer),
            possible: plan.possible(),
            sure: plan.sure(),
            depends_on: plan.depends_on.iter().map(|one| DependsOnReport::new(one, program)).collect(),
            eligible_on: plan.eligible.worst.map(text),
            eligible_on_best: plan.eligible.best.map(text),
            eligible_until: plan.eligible_until.map(text),
            if_fine: plan.could_hold.as_ref().map(|(day, facts)| IfFineReport {
                eligible_on: plan.conditional.worst.map(text),
                earliest: Some(text(*day)),
                facts: facts.iter().map(|fact| program.facts[*fact].id.clone()).collect(),
            }),
            reachable: plan.reachable(),
            why_not: plan.closed.map(|opening| opening.note.clone()),
            live_on: plan.live.worst.map(|_| promise(plan.live)),
            cost: plan.cost.iter().map(Cost::text).collect(),
            effort: plan.effort,
            blocked_by: plan.blocked_by.iter().map(|requirement| requirement.id.clone()).collect(),
            actions: plan.actions.iter().map(|action| ActionReport::new(action, program)).collect(),
            waits: plan.waits.iter().map(WaitReport::new).collect(),
            alternatives: alternatives.collect(),
            shortcuts: plan.shortcuts.iter().map(|shortcut| ShortcutReport::new(shortcut, program)).collect(),
            find_out: find_out.map(|fact| FindOutReport { fact: fact.id.clone(), effort: fact.effort }).collect(),
            exact: plan.exact,
            anyway: None,
        }
    }
}

impl ActionReport {
    fn new(action: &Action<'_>, program: &Program) -> ActionReport {
        ActionReport {
            requirement: action.requirement.id.clone(),
            action: action.remedy.action.clone(),
            on: text(action.on),
            done: promise(action.done),
            no_later_than: text(action.no_later_than),
            holds: HoldsReport { from: text(action.holds.0), until: action.holds.1.map(text) },
            add: added(action, program),
            cost: action.cost.as_ref().map(Cost::text),
            effort: action.remedy.effort,
            assumed: action.assumed,
            put_later_than: action.could_begin.map(text),
            actor: action.remedy.actor,
        }
    }
}

impl WaitReport {
    fn new(wait: &Wait<'_>) -> WaitReport {
        WaitReport { requirement: wait.requirement.id.clone(), from: text(wait.from), until: wait.until.map(text) }
    }
}

impl DependsOnReport {
    fn new(one: &Dependence<'_>, program: &Program) -> DependsOnReport {
        let QuestionReport { fact, ask, find, effort } = QuestionReport::new(one.fact, program);
        DependsOnReport { requirement: one.requirement.id.clone(), fact, ask, find, effort }
    }
}

impl QuestionReport {
    fn new(fact: usize, program: &Program) -> QuestionReport {
        let fact = &program.facts[fact];
        let ask = fact.ask.as_ref().unwrap_or(&fact.title).clone();
        QuestionReport { fact: fact.id.clone(), ask, find: fact.find.clone(), effort: fact.effort }
    }
}

impl ShortcutReport {
    fn new(shortcut: &Shortcut<'_>, program: &Program) -> ShortcutReport {
        let saves = shortcut.saves.as_ref().map(|saves| SavingsReport {
            days: saves.days,
            cost: saves.cost.iter().map(Cost::text).collect(),
            effort: saves.effort,
        });
        ShortcutReport {
            if_fine: shortcut.facts.iter().map(|fact| program.facts[*fact].id.clone()).collect(),
            requirements: shortcut.requirements.iter().map(|requirement| requirement.id.clone()).collect(),
            excluded: shortcut.excluded.iter().map(|requirement| requirement.id.clone()).collect(),
            questions: shortcut.facts.iter().map(|fact| QuestionReport::new(*fact, program)).collect(),
            saves,
            plan: Box::new(PlanReport::new(&shortcut.plan, program)),
        }
    }
}

impl StepReport {
    /// The steps as the report has them.
    pub fn all(plan: &Plan<'_>, program: &Program) -> Vec<StepReport> {
        let report = |planned: &crate::engine::plan::StepPlan<'_>| {
            let (status, until, blocked_by) = match &planned.status {
                StepStatus::Done => ("done", None, Vec::new()),
                StepStatus::Ready => ("ready", None, Vec::new()),
                StepStatus::Waiting(until) => ("waiting", Some(*until), Vec::new()),
                StepStatus::Blocked(by) => ("blocked", None, by.iter().map(|name| (*name).to_owned()).collect()),
                StepStatus::Unknown => ("unknown", None, Vec::new()),
            };
            let rejected = planned.rejected.first();
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
                how: planned.step.how.clone(),
                links: planned.step.links.clone(),
                value: rejected.and_then(|rejected| stated(rejected, program)),
                measured: rejected.and_then(|rejected| rejected.length).map(|length| length.to_string()),
                limit: rejected.and_then(|rejected| limit(rejected.requirement, program)),
                distance: rejected.and_then(Rejected::distance).map(|distance| distance.to_string()),
            }
        };
        plan.steps.iter().map(report).collect()
    }
}

//! A plan as its readers see it: actions, alternatives, steps and dates.

use crate::engine::plan::remedy::Amount;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Actor, Edition, Opening, Remedy, Requirement, Step};
use crate::value::date::Date;
use crate::value::number::Rational;
use crate::value::value_type::Value;

/// What a plan is to be best at. Ties are settled by the other two, in this order, then by the rulebook's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Prefer {
    /// The first day.
    #[default]
    Soonest,
    /// The least money.
    Cheapest,
    /// The least effort.
    LeastEffort,
}

/// A day that is promised, and the one on which it can be if all goes well. None where it is unknown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DateEstimate {
    /// If all goes well.
    pub best: Option<Date>,
    /// At worst.
    pub worst: Option<Date>,
}

/// The way to eligibility, and on to going live.
#[derive(Debug)]
pub struct Plan<'a> {
    /// What it is best at.
    pub prefer: Prefer,
    /// The day of the check.
    pub as_of: Date,
    /// The edition under which everything will hold.
    pub edition: Option<&'a Edition>,
    /// True if there is a way, what is unknown being fine.
    pub(super) feasible: bool,
    /// The open tests that nothing can be done about but find out, each with a fact that would settle it. While there are
    /// any, no day is promised.
    pub depends_on: Vec<Dependence<'a>>,
    /// The first day on which everything holds at once, whatever is unknown; None in both if no such day can be promised.
    pub eligible: DateEstimate,
    /// Where the plan depends on facts, the same if they are fine.
    pub conditional: DateEstimate,
    /// Where the plan depends on facts, the first day on which everything could hold, and the facts that have to be fine for
    /// that: all that are unknown and matter.
    pub could_hold: Option<(Date, Vec<usize>)>,
    /// The last day of that stretch, with the actions on their days; None if it has no end.
    pub eligible_until: Option<Date>,
    /// When the last step that isn't optional is done; None in both where no such day can be promised.
    pub live: DateEstimate,
    /// True if the applicant already has access: the plan consists of the steps.
    pub held: bool,
    /// Why no day of access can be promised, whatever the applicant does: the program accepts no applications.
    pub closed: Option<&'a Opening>,
    /// The last day of the last edition, where it is over: no requirement is known for the days since.
    pub edition_ended: Option<Date>,
    /// The requirements that are in the way of any plan.
    pub blocked_by: Vec<&'a Requirement>,
    /// What to do, in the order of the days.
    pub actions: Vec<Action<'a>>,
    /// What nothing has to be done about but wait, in the order of the days.
    pub waits: Vec<Wait<'a>>,
    /// What the actions cost together, in each currency.
    pub cost: Vec<Cost>,
    /// The effort of the actions together.
    pub effort: u32,
    /// Other ways through groups of which not all is needed.
    pub alternatives: Vec<Alternative<'a>>,
    /// Plans that count on facts that are not known, best first.
    pub shortcuts: Vec<Shortcut<'a>>,
    /// Facts that are worth finding out, by index: those that the plan depends on, and those of the shortcuts.
    pub find_out: Vec<usize>,
    /// The program's steps, in its order.
    pub steps: Vec<StepPlan<'a>>,
    /// False if there were so many ways that some were not looked at.
    pub exact: bool,
}

impl<'a> Plan<'a> {
    /// True if there is a way, at least if what is unknown is fine.
    pub fn possible(&self) -> bool {
        self.feasible
    }

    /// True if it promises a day whatever is unknown.
    pub fn sure(&self) -> bool {
        self.feasible && self.depends_on.is_empty()
    }

    /// True unless the program accepts no applications.
    pub fn reachable(&self) -> bool {
        self.closed.is_none()
    }

    /// The worst day of going live and the last day of eligibility, where the first is later: access may be lost on the way.
    pub fn lapses_before_live(&self) -> Option<(Date, Date)> {
        self.live.worst.zip(self.eligible_until).filter(|(live, until)| live > until)
    }

    /// The requirements that make it impossible, because nothing is known that could be done about them.
    pub fn barred_by(&self) -> impl Iterator<Item = &'a Requirement> {
        self.blocked_by.iter().copied().filter(|requirement| requirement.remedy.is_none())
    }

    pub(super) fn nothing(prefer: Prefer, as_of: Date, edition: Option<&'a Edition>) -> Plan<'a> {
        Plan {
            prefer,
            as_of,
            edition,
            feasible: false,
            depends_on: Vec::new(),
            eligible: DateEstimate::default(),
            conditional: DateEstimate::default(),
            could_hold: None,
            eligible_until: None,
            live: DateEstimate::default(),
            held: false,
            closed: None,
            edition_ended: None,
            blocked_by: Vec::new(),
            actions: Vec::new(),
            waits: Vec::new(),
            cost: Vec::new(),
            effort: 0,
            alternatives: Vec::new(),
            shortcuts: Vec::new(),
            find_out: Vec::new(),
            steps: Vec::new(),
            exact: true,
        }
    }
}

/// An open test that the plan depends on.
#[derive(Debug, Clone, Copy)]
pub struct Dependence<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// A fact that would settle it, by index.
    pub fact: usize,
}

/// A plan that counts on facts that are not known.
#[derive(Debug)]
pub struct Shortcut<'a> {
    /// The facts, by index. None of them can be left out.
    pub facts: Vec<usize>,
    /// What holds if they are fine.
    pub requirements: Vec<&'a Requirement>,
    /// What does not hold if they are fine, and must not.
    pub excluded: Vec<&'a Requirement>,
    /// What it saves; None where there is no sure plan.
    pub saves: Option<Savings>,
    /// The plan. It has no shortcuts and no alternatives of its own.
    pub plan: Plan<'a>,
}

/// What a shortcut saves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Savings {
    /// By how many days it is earlier.
    pub days: i64,
    /// By how much it is cheaper, in each currency in which it is.
    pub cost: Vec<Cost>,
    /// By how much effort it is less; negative where it is more.
    pub effort: i64,
}

impl Savings {
    pub(super) fn between(sure: &Plan<'_>, other: &Plan<'_>) -> Savings {
        let days = sure.eligible.worst.zip(other.eligible.worst).map_or(0, |(sure, other)| sure.since(other));
        let cost = sure.cost.iter().filter_map(|cost| {
            let same = other.cost.iter().find(|other| other.currency == cost.currency).map_or(0, |other| other.units);
            let units = cost.units - same;
            (units > 0).then(|| Cost { units, currency: cost.currency.clone() })
        });
        Savings { days, cost: cost.collect(), effort: i64::from(sure.effort) - i64::from(other.effort) }
    }
}

/// One thing to do.
#[derive(Debug)]
pub struct Action<'a> {
    /// For which requirement.
    pub requirement: &'a Requirement,
    /// What to do.
    pub remedy: &'a Remedy,
    /// The day on which to begin.
    pub on: Date,
    /// The days on which it is done.
    pub done: DateEstimate,
    /// The last day to begin that keeps the day of eligibility.
    pub no_later_than: Date,
    /// The first day on which the requirement holds, and the last if it has one.
    pub holds: (Date, Option<Date>),
    /// How much has to be added, where that can be said.
    pub amount: Option<Amount>,
    /// By how much the measure has to be raised, where that can be said, in the measured unit.
    pub raise: Option<Rational>,
    /// What it costs, if anything is known of that; what is there already is taken off.
    pub cost: Option<Cost>,
    /// True where the rulebook's figures stand for ones that only the applicant can know.
    pub assumed: bool,
    /// The first day on which it could be begun, where it is put later; that a later day holds longer is the reason.
    pub could_begin: Option<Date>,
}

/// A requirement that comes true by time alone, before the day on which everything holds.
#[derive(Debug, Clone, Copy)]
pub struct Wait<'a> {
    /// The requirement: a test.
    pub requirement: &'a Requirement,
    /// The first day from which it holds until everything does.
    pub from: Date,
    /// The last day of that; None if it has no end.
    pub until: Option<Date>,
}

/// Another way through a group.
#[derive(Debug)]
pub struct Alternative<'a> {
    /// The group.
    pub group: &'a Requirement,
    /// The part that would be chosen.
    pub choose: &'a Requirement,
    /// What this way asks for and the plan does not.
    pub actions: Vec<Action<'a>>,
    /// The first day on which everything would hold.
    pub eligible_on: Date,
    /// What the whole plan would cost, in each currency.
    pub cost: Vec<Cost>,
    /// Its effort.
    pub effort: u32,
}

/// Where a step depends on the day of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StepStatus<'a> {
    /// The requirement that shows it holds.
    Done,
    /// It can be begun.
    Ready,
    /// Time, or a review that is under way, brings all that it waits for, by this day at worst.
    Waiting(Date),
    /// Somebody has to act first: the steps and requirements that it waits for.
    Blocked(Vec<&'a str>),
    /// What is known does not settle it.
    Unknown,
}

/// A step with its days.
#[derive(Debug)]
pub struct StepPlan<'a> {
    /// The step.
    pub step: &'a Step,
    /// Its status.
    pub status: StepStatus<'a>,
    /// The first day on which it can be begun, by the promised days; None if it is done, or if it is unknown.
    pub earliest: Option<Date>,
    /// The last day on which it can be begun without delaying the end.
    pub latest: Option<Date>,
    /// When it is done.
    pub finish: DateEstimate,
    /// By when it has to be done, if what it follows is done as early as it can be.
    pub deadline: Option<Date>,
    /// True if any delay of it delays the end.
    pub critical: bool,
    /// What was stated and can't be submitted so.
    pub rejected: Vec<Rejected<'a>>,
}

impl StepPlan<'_> {
    /// Who acts.
    pub fn actor(&self) -> Actor {
        self.step.actor
    }
}

/// Something that was stated and can't be submitted so.
#[derive(Debug, Clone)]
pub struct Rejected<'a> {
    /// The requirement that it does not meet.
    pub requirement: &'a Requirement,
    /// What was stated.
    pub value: &'a Value,
    /// Its length, where that is what is limited.
    pub length: Option<i128>,
    /// The least and the greatest length, where all between them do; the greatest number there is means no end.
    pub limits: Option<(i64, i64)>,
}

impl Rejected<'_> {
    /// By how much the length is too small; negative where it is too great.
    pub fn distance(&self) -> Option<i128> {
        let (length, (least, most)) = self.length.zip(self.limits)?;
        Some(length.clamp(least.into(), most.into()) - length)
    }
}

/// A part of a group that a plan has to go through, both by name.
pub(super) type Through<'t> = Option<(&'t str, &'t str)>;

//! A plan, as other programs see it.

use super::{Checklist, Date};
use crate::engine::plan;
use crate::value::localized::Localized;

/// What a plan should be best at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Prefer {
    /// The earliest day.
    #[default]
    Soonest,
    /// The lowest cost.
    Cheapest,
    /// The least effort.
    LeastEffort,
}

/// What to do on which day so that all requirements are met at once.
#[derive(Debug)]
pub struct Plan<'a> {
    model: plan::Plan<'a>,
}

/// One thing to do.
#[derive(Debug, Clone, Copy)]
pub struct Action<'p> {
    model: &'p plan::Action<'p>,
}

/// Plans the way from a checklist to eligibility.
pub fn plan<'a>(checklist: &Checklist<'a>, prefer: Prefer) -> Plan<'a> {
    Plan { model: plan::plan(&checklist.rulebook.model, &checklist.facts.model, &checklist.model, prefer.into()) }
}

impl From<Prefer> for plan::Prefer {
    fn from(prefer: Prefer) -> plan::Prefer {
        match prefer {
            Prefer::Soonest => plan::Prefer::Soonest,
            Prefer::Cheapest => plan::Prefer::Cheapest,
            Prefer::LeastEffort => plan::Prefer::LeastEffort,
        }
    }
}

impl Plan<'_> {
    /// Returns whether there is a way at all, if everything unknown turns out well.
    pub fn is_possible(&self) -> bool {
        self.model.possible()
    }

    /// Returns whether the plan promises a day, whatever the unknown facts turn out to be.
    pub fn is_sure(&self) -> bool {
        self.model.sure()
    }

    /// Returns the first day on which all requirements are met at once, with every action taking as long as it may. None
    /// if no such day can be promised.
    pub fn eligible_on(&self) -> Option<Date> {
        self.model.eligible.worst.map(Date)
    }

    /// Returns whether the program accepts applications; access is out of reach if not.
    pub fn is_reachable(&self) -> bool {
        self.model.reachable()
    }

    /// Returns what to do, in the order of the days.
    pub fn actions(&self) -> impl Iterator<Item = Action<'_>> {
        self.model.actions.iter().map(|model| Action { model })
    }

    /// Returns the names of the requirements that make any plan impossible.
    pub fn blocked_by(&self) -> impl Iterator<Item = &str> {
        self.model.blocked_by.iter().map(|requirement| requirement.id.as_str())
    }
}

impl<'p> Action<'p> {
    /// Returns the name of the requirement that the action is for.
    pub fn requirement(&self) -> &'p str {
        &self.model.requirement.id
    }

    /// Returns what to do, for people.
    pub fn text(&self) -> &'p Localized {
        &self.model.remedy.action
    }

    /// Returns the day on which to begin.
    pub fn on(&self) -> Date {
        Date(self.model.on)
    }

    /// Returns the last day to begin that keeps the day of eligibility.
    pub fn no_later_than(&self) -> Date {
        Date(self.model.no_later_than)
    }
}

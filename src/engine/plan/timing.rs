//! When chosen remedies, and the steps before them, are done.
//!
//! In: the remedies that were chosen, the day on which everything has to hold, and what may not begin before some day.
//! Out: for each the earliest days on which it can be begun and done ([`Timing::place`]), or None where that is not in time.
//! All that waits is done as early as it can be; since nothing ever gets earlier by waiting longer, that is the earliest of all.

use smallvec::SmallVec;

use crate::engine::plan::model::Model;
use crate::engine::plan::remedy::{Amount, Targets};
use crate::rulebook::{Logic, Rule, Step};
use crate::value::date::{Date, Period};

/// A remedy that was chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct ChosenRemedy {
    /// Whose remedy it is.
    pub(super) requirement: u32,
    /// True if the requirement has to hold through it on the day of eligibility; false if something else only waits until
    /// it has come true.
    pub(super) lasts: bool,
}

/// Remedies that were chosen, in order.
pub(crate) type ChosenRemedies = SmallVec<[ChosenRemedy; 4]>;

/// Whether what takes between two and five days takes two, or five.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Estimate {
    Best,
    Worst,
}

/// A remedy, or a step, with its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scheduled {
    /// The day on which it is begun.
    pub(super) start: Date,
    /// The day on which it is done.
    pub(super) done: Date,
    /// The first day on which it shows; of a step, the day on which it is done.
    pub(super) from: Date,
    /// The day after the last on which it shows.
    pub(super) to: Date,
    /// How much a remedy has to add by then.
    pub(super) amount: Option<Amount>,
}

/// What may not be begun before some day: requirements' remedies, and steps.
#[derive(Debug, Clone, Default)]
pub(super) struct EarliestStarts {
    pub(super) deeds: Vec<(usize, Date)>,
    pub(super) steps: Vec<(usize, Date)>,
}

impl EarliestStarts {
    fn earliest(floors: &[(usize, Date)], at: usize, as_of: Date) -> Date {
        floors.iter().filter(|(place, _)| *place == at).map(|(_, day)| *day).fold(as_of, Date::max)
    }
}

/// What the steps that follow eligibility wait for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// The day of eligibility.
    AsPlanned,
    /// Nothing: the applicant has access already.
    Held,
    /// A day that cannot be promised.
    NoDay,
}

#[derive(Clone, Copy)]
enum Memo {
    Open,
    Settled(Option<Scheduled>),
}

/// The days of all that was chosen.
pub(super) struct Timing<'m, 'a> {
    pub(super) model: &'m Model<'a>,
    pub(super) deeds: &'m [ChosenRemedy],
    /// The day of eligibility: what lasts has to hold on it, and what waits for the root waits for it.
    pub(super) day: Option<Date>,
    pub(super) estimate: Estimate,
    pub(super) earliest: &'m EarliestStarts,
    access: Access,
    placed: Vec<Memo>,
    stepped: Vec<Memo>,
}

impl<'m, 'a> Timing<'m, 'a> {
    pub(super) fn new(
        model: &'m Model<'a>,
        deeds: &'m [ChosenRemedy],
        day: Option<Date>,
        pace: Estimate,
        floors: &'m EarliestStarts,
    ) -> Timing<'m, 'a> {
        let placed = vec![Memo::Open; model.edition.requirements.len()];
        let stepped = vec![Memo::Open; model.rulebook.program.steps.len()];
        Timing { model, deeds, day, estimate: pace, earliest: floors, access: Access::AsPlanned, placed, stepped }
    }

    /// The same, where steps after eligibility wait for something else than its day.
    pub(super) fn with_access(mut self, access: Access) -> Self {
        self.access = access;
        self
    }

    /// True if everything that was chosen is in time.
    pub(super) fn works(&mut self) -> bool {
        let deeds = self.deeds;
        deeds.iter().all(|deed| self.place(deed.requirement as usize).is_some())
    }

    /// True if the root is fine on the day of eligibility through what was chosen.
    pub(super) fn reaches_root(&mut self) -> bool {
        let Some(day) = self.day else { return false };
        if !self.works() {
            return false;
        }
        let spans: SmallVec<[(usize, Scheduled); 4]> = self.all().into_iter().collect();
        let helped = |at: usize| spans.iter().any(|(place, placed)| *place == at && placed.from <= day && day < placed.to);
        self.model.fine(self.model.values_with(day, helped)[self.model.edition.root])
    }

    /// Each remedy that was chosen with its days.
    pub(super) fn all(&mut self) -> Vec<(usize, Scheduled)> {
        let mut places: Vec<usize> = self.deeds.iter().map(|deed| deed.requirement as usize).collect();
        places.dedup();
        places.into_iter().filter_map(|at| Some((at, self.place(at)?))).collect()
    }

    /// The days of a requirement's remedy. None if it is not chosen, can't be promised, or is not in time.
    pub(super) fn place(&mut self, at: usize) -> Option<Scheduled> {
        if let Memo::Settled(placed) = self.placed[at] {
            return placed;
        }
        let placed = self.find_place(at);
        self.placed[at] = Memo::Settled(placed);
        placed
    }

    fn find_place(&mut self, at: usize) -> Option<Scheduled> {
        let (mut start, mut done) = self.earliest_days(at)?;
        let model = self.model;
        let way = model.remedies[at].as_ref()?;
        let takes = self.takes(at)?;
        let chosen = |lasts: bool| self.deeds.contains(&ChosenRemedy { requirement: at as u32, lasts });
        let targets = Targets { day: self.day.filter(|_| chosen(true)), at_once: chosen(false) };
        loop {
            let wanted = way.done_for(model, done, targets)?;
            if wanted == done {
                break;
            }
            start = latest_start_for(takes, start, wanted);
            done = takes.reaches(start);
        }
        let fit = way.fit(model, done, targets)?;
        Some(Scheduled { start, done, from: fit.from, to: fit.to, amount: fit.amount })
    }

    /// The first day on which a requirement's remedy can be begun, and the one on which it is done then, whether it helps or
    /// not. None if it is not chosen, or has no promised duration.
    pub(super) fn earliest_days(&mut self, at: usize) -> Option<(Date, Date)> {
        if !self.deeds.iter().any(|deed| deed.requirement as usize == at) {
            return None;
        }
        let model = self.model;
        let takes = self.takes(at)?;
        let mut start = EarliestStarts::earliest(&self.earliest.deeds, at, model.as_of);
        for name in model.remedies[at].as_ref()?.remedy.after.iter() {
            start = start.max(self.ready(name)?);
        }
        Some((start, takes.reaches(start)))
    }

    fn takes(&self, at: usize) -> Option<Period> {
        self.model.remedies[at].as_ref()?.takes.map(|takes| self.pick(takes.best, takes.worst))
    }

    /// The days of a step that isn't done yet; None if it is unknown.
    pub(super) fn step(&mut self, at: usize) -> Option<Scheduled> {
        if let Memo::Settled(placed) = self.stepped[at] {
            return placed;
        }
        let model = self.model;
        let step = &model.rulebook.program.steps[at];
        let start = self.before_step(step).map(|day| day.max(EarliestStarts::earliest(&self.earliest.steps, at, model.as_of)));
        let placed = start.and_then(|start| {
            let done = step.takes.map(|takes| self.pick(takes.best, takes.worst))?.reaches(start);
            Some(Scheduled { start, done, from: done, to: Date::NEVER, amount: None })
        });
        self.stepped[at] = Memo::Settled(placed);
        placed
    }

    /// The first day on which all that comes before a step is there; None if it is unknown.
    pub(super) fn before_step(&mut self, step: &'a Step) -> Option<Date> {
        let mut start = self.model.as_of;
        for name in step.after.iter().chain(&step.needs) {
            start = start.max(self.ready(name)?);
        }
        Some(start)
    }

    /// The first day on which what waits for a step, or for a requirement, need not wait for it any longer.
    pub(super) fn ready(&mut self, name: &str) -> Option<Date> {
        let model = self.model;
        if let Some(at) = model.edition.find(name) {
            return self.comes(at);
        }
        let at = model.rulebook.program.steps.iter().position(|step| step.id == name)?;
        let step = &model.rulebook.program.steps[at];
        if model.is_done(step) {
            return Some(model.as_of);
        }
        // Whatever is optional is not waited for, only what comes before it.
        if step.optional { self.before_step(step) } else { self.step(at).map(|placed| placed.done) }
    }

    /// The first day on which a requirement has come true: by itself, by its remedy, or as many of its parts as it asks for.
    fn comes(&mut self, at: usize) -> Option<Date> {
        let model = self.model;
        if at == model.edition.root && self.access != Access::AsPlanned {
            return Some(model.as_of).filter(|_| self.access == Access::Held);
        }
        if at == model.edition.root && self.day.is_some() {
            return self.day;
        }
        let by_itself = model.fine_from(at);
        if by_itself == Some(model.as_of) {
            return by_itself;
        }
        // A remedy that only has to hold on the day of eligibility may add too little for an earlier one.
        let waited_for = self.deeds.contains(&ChosenRemedy { requirement: at as u32, lasts: false });
        let by_remedy = if waited_for { self.place(at).map(|placed| placed.from) } else { None };
        let by_parts = match &model.edition.requirements[at].rule {
            Rule::Group(group) => {
                let mut parts: Vec<Date> = group.children.iter().filter_map(|child| self.comes(*child)).collect();
                parts.sort_unstable();
                match group.logic {
                    Logic::All => parts.get(group.children.len() - 1).copied(),
                    Logic::Any { at_least } => parts.get(at_least - 1).copied(),
                    Logic::None => None,
                }
            }
            Rule::Test(_) => None,
        };
        [by_itself, by_remedy, by_parts].into_iter().flatten().min()
    }

    fn pick(&self, best: Period, worst: Period) -> Period {
        match self.estimate {
            Estimate::Best => best,
            Estimate::Worst => worst,
        }
    }
}

/// The first day not before `earliest` such that what is begun on it is not done before `done`.
fn latest_start_for(takes: Period, earliest: Date, done: Date) -> Date {
    let mut start = earliest.max(takes.before(done));
    while takes.reaches(start) < done {
        start = start.next();
    }
    start
}

/// The last day such that what is begun on it is done by `done`.
pub(super) fn latest_start(takes: Period, done: Date) -> Date {
    let mut start = takes.before(done).next();
    while takes.reaches(start) > done {
        start = start.add_days(-1);
    }
    start
}

pub(crate) fn add(deeds: &mut ChosenRemedies, deed: ChosenRemedy) {
    if let Err(at) = deeds.binary_search(&deed) {
        deeds.insert(at, deed);
    }
}

//! What interfaces show: checklist, plan and next question at one moment.

use crate::engine::check::Checklist;
use crate::engine::plan::Plan;
use crate::engine::question::Question;
use crate::facts::Facts;
use crate::rulebook::{Program, Rulebook};
use crate::value::value_type::Timestamp;

/// What is to be drawn.
#[derive(Debug)]
pub struct Snapshot<'s> {
    /// The rulebook.
    pub rulebook: &'s Rulebook,
    /// Its program.
    pub program: &'s Program,
    /// What is known, or assumed.
    pub facts: &'s Facts,
    /// The moment of the check.
    pub as_of: Timestamp,
    /// The checklist.
    pub checklist: Checklist<'s>,
    /// The plan.
    pub plan: Plan<'s>,
    /// Where something makes access impossible, the plan for the rest, if it is wanted.
    pub anyway: Option<Plan<'s>>,
    /// What to ask next. Facts that were set aside or left are not asked for, nor those that no longer matter.
    pub question: Option<Question<'s>>,
    /// Facts that are still worth asking for: those that decide first, then the rest of the checklist, then those of the steps.
    pub open: Vec<usize>,
    /// Facts of which the person said that they don't know, and questions left for now.
    pub set_aside: Vec<usize>,
    /// Facts that something waits for, but that no longer matter.
    pub settled: Vec<usize>,
}

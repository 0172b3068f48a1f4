//! The result of a check: verdict, findings, statuses and dates.
//!
//! In: nothing; these are the types that the engine fills and every interface shows.

use crate::engine::check::knowledge::{Contradiction, Stale};
use crate::engine::check::result::TestResult;
use crate::facts::Waiver;
use crate::rulebook::{Edition, OpeningState, Program, Reading, Requirement};
use crate::value::date::Date;
use crate::value::timeline::{Timeline, Truth};
use serde::{Deserialize, Serialize};

/// Everything that is to be said about one applicant on one day.
#[derive(Debug)]
pub struct Checklist<'a> {
    /// The day of the check.
    pub as_of: Date,
    /// The edition in force on that day; None in a gap between editions.
    pub edition: Option<&'a Edition>,
    /// The root's answer, over all editions.
    pub verdict: Verdict<'a>,
    /// One for each requirement of the edition, by its index.
    pub findings: Vec<Finding<'a>>,
    /// Each waiver of the facts file, and its status.
    pub waivers: Vec<WaiverEffect<'a>>,
    /// Facts that were observed too long ago, by index.
    pub stale: Vec<Stale>,
    /// Facts that contradict each other.
    pub contradictions: Vec<Contradiction<'a>>,
    /// What qualifies the verdict, in a fixed order.
    pub conditions: Vec<Caveat>,
    /// The last day of an edition that no other follows: the next such day, or the one before the day of the check.
    pub ends: Option<Date>,
}

/// Whether the applicant gets in.
#[derive(Debug)]
pub struct Verdict<'a> {
    /// The root's status and dates, editions and waivers followed.
    pub outcome: Outcome,
    /// True if the applicant already has access: then the outcome says what is asked of newcomers.
    pub held: bool,
    /// The same, day by day.
    pub timeline: Timeline,
    /// Which edition decides from which day on.
    pub editions: Vec<(Date, Option<&'a Edition>)>,
    /// True if no single other reading changes it, and it rests on no stale fact.
    pub firm: bool,
    /// The readings that would change it.
    pub sensitive_to: Vec<AlternativeOutcome<'a>>,
    /// The stale facts that it rests on, by index.
    pub rests_on: Vec<usize>,
}

impl Verdict<'_> {
    /// The verdict in a word.
    pub fn standing(&self) -> Standing {
        if self.held { Standing::Held } else { self.outcome.status.into() }
    }
}

/// The verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// The applicant meets the requirements.
    Eligible,
    /// It does not, and won't by the passing of time.
    NotEligible,
    /// It will by the passing of time.
    Pending,
    /// What is known does not settle it.
    Unknown,
    /// It already has access.
    Held,
}

impl From<Status> for Standing {
    /// What a root's status comes to, for an applicant that has no access yet.
    fn from(status: Status) -> Standing {
        match status {
            Status::Met | Status::NotApplicable => Standing::Eligible,
            Status::Unmet => Standing::NotEligible,
            Status::Pending => Standing::Pending,
            Status::Unknown => Standing::Unknown,
        }
    }
}

/// What is found of one requirement.
#[derive(Debug)]
pub struct Finding<'a> {
    /// The requirement.
    pub requirement: &'a Requirement,
    /// Its status and dates, ignoring its own waivers.
    pub outcome: Outcome,
    /// The same, day by day.
    pub timeline: Timeline,
    /// What was measured on the day of the check; None of a group.
    pub tested: Option<TestResult<'a>>,
    /// True if no single other reading, its own or one below it, changes the outcome, and it rests on no stale fact.
    pub firm: bool,
    /// Its own other readings with their outcomes, then those below it that would change its own.
    pub readings: Vec<AlternativeOutcome<'a>>,
    /// The stale facts that it rests on, by index.
    pub rests_on: Vec<usize>,
    /// The waiver that counts on the day of the check.
    pub waived: Option<&'a Waiver>,
}

impl Finding<'_> {
    /// True if it holds on the day of the check, ignoring its waivers.
    pub fn holds(&self) -> bool {
        self.outcome.status == Status::Met
    }
}

/// The outcome if one test were read in another way.
#[derive(Debug, Clone)]
pub struct AlternativeOutcome<'a> {
    /// The requirement that would be interpreted differently.
    pub requirement: &'a Requirement,
    /// How.
    pub reading: &'a Reading,
    /// The outcome.
    pub outcome: Outcome,
    /// True if that differs from what came out.
    pub differs: bool,
    /// True if it is about whether the applicant already has access.
    pub of_access: bool,
}

/// A waiver, and its status.
#[derive(Debug, Clone, Copy)]
pub struct WaiverEffect<'a> {
    /// The waiver.
    pub waiver: &'a Waiver,
    /// True if a group, or the verdict, would come out differently on some day without it.
    pub changed_something: bool,
}

/// The status of a requirement. Written as reports write it: `not_applicable`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// It is met.
    Met,
    /// It is not met, and will not be by waiting.
    Unmet,
    /// It will be met on a later day without action.
    Pending,
    /// What is known does not settle it.
    Unknown,
    /// It does not apply.
    NotApplicable,
}

/// A status and its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Outcome {
    /// Where it depends on the day of the check.
    pub status: Status,
    /// The first day on which it holds, if there is one.
    pub from: Option<Date>,
    /// The last day of that stretch, if it has one.
    pub until: Option<Date>,
}

impl Outcome {
    /// What a timeline comes to.
    pub fn from_timeline(timeline: &Timeline) -> Outcome {
        let later = |value| timeline.segments().iter().any(|segment| segment.value == value);
        let status = match timeline.now() {
            Truth::True => Status::Met,
            Truth::Unknown => Status::Unknown,
            Truth::False if later(Truth::True) => Status::Pending,
            Truth::False if later(Truth::Unknown) => Status::Unknown,
            Truth::False => Status::Unmet,
        };
        let (from, until) = timeline.true_from(timeline.start()).map_or((None, None), |(from, until)| (Some(from), until));
        Outcome { status, from, until }
    }
}

/// No edition of the program had begun on the day of the check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BeforeFirstEditionError {
    /// The day of the check.
    pub day: Date,
    /// The first day of the first edition.
    pub begins: Date,
}

impl std::fmt::Display for BeforeFirstEditionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "no edition is in force before {}", self.begins)
    }
}

impl std::error::Error for BeforeFirstEditionError {}

/// Something that qualifies the headline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum Caveat {
    /// The program does not accept everybody who meets the requirements.
    Opening,
    /// Without a waiver the verdict or its dates would differ.
    Waiver,
    /// The verdict rests on a fact that was observed too long ago.
    Stale,
    /// A fact was assumed.
    Assumed,
    /// The verdict depends on facts that contradict each other.
    Contradiction,
    /// The edition ends, and no other follows it.
    EditionEnds,
}

impl Caveat {
    /// The word that reports and fleet lines have for it.
    pub fn word(self) -> &'static str {
        match self {
            Caveat::Opening => "opening",
            Caveat::Waiver => "waiver",
            Caveat::Stale => "stale",
            Caveat::Assumed => "assumed",
            Caveat::Contradiction => "contradiction",
            Caveat::EditionEnds => "edition_ends",
        }
    }
}

/// True if the program does not accept everybody, and that concerns this applicant: who has access already needs no acceptance,
/// and who is invited has it.
pub(crate) fn opening_qualifies(program: &Program, findings: &[Finding<'_>], verdict: &Verdict<'_>) -> bool {
    let Some(opening) = program.opening.as_ref().filter(|opening| opening.state != OpeningState::Open && !verdict.held) else {
        return false;
    };
    let shown = |id: &String| findings.iter().any(|finding| finding.requirement.id == *id && finding.holds());
    !(opening.state == OpeningState::Invitation && opening.invited.as_ref().is_some_and(shown))
}

impl Status {
    /// The name in reports and examples.
    pub fn as_str(self) -> &'static str {
        match self {
            Status::Met => "met",
            Status::Unmet => "unmet",
            Status::Pending => "pending",
            Status::Unknown => "unknown",
            Status::NotApplicable => "not_applicable",
        }
    }
}

impl Standing {
    /// The name in reports and examples.
    pub fn as_str(self) -> &'static str {
        match self {
            Standing::Eligible => "eligible",
            Standing::NotEligible => "not_eligible",
            Standing::Pending => "pending",
            Standing::Unknown => "unknown",
            Standing::Held => "held",
        }
    }
}

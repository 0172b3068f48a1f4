//! The report: a checklist in the shape that scripts and auditors rely on (schema 2).
//!
//! In: a rulebook, facts and the checklist made from them. Out: a [`Report`] that serialises to the promised JSON. Nothing
//! is computed again here; sentences are put together in `explain`.

pub mod make;
pub mod plan;
pub mod requirement;
pub mod risks;
pub mod rules;
mod values;

use crate::report::measured::places_of;
use crate::report::measured::{ShortBy, needed, short_by};
use indexmap::IndexMap;
use serde::Serialize;
use serde_json::Value as Json;

use crate::engine::check::checklist::Caveat;
use crate::engine::check::result::Measurement;
use crate::engine::check::{AlternativeOutcome, Checklist, Finding, Standing, Status};
use crate::engine::plan::remedy_for;
use crate::facts::{Conflict, Facts, Provenance, Waiver};
use crate::i18n::Bilingual;
use crate::report::json::requirement::RowParts;
use crate::rulebook::test::Needed;
use crate::rulebook::{Actor, Edition, Opening, OpeningState, Program, Requirement, Role, RowsTest, Rule, Rulebook, Test};
use crate::value::date::Date;
use crate::value::localized::Localized;
use crate::value::number::Interval;
use crate::value::timeline::{Timeline, Truth};
use crate::value::value_type::{Timestamp, Value, ValueType};

pub use values::{known_json, value_json};

/// A report, schema 2.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Report {
    /// The version of this shape.
    pub report: u8,
    /// What made the report.
    pub tool: Tool,
    /// Which rules were applied.
    pub program: rules::RulesUsed,
    /// The applicant's name in the platform's files.
    pub applicant: String,
    /// Its name for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The moment of the check, RFC 3339 in the program's time zone.
    pub as_of: String,
    /// Whether the applicant gets in.
    pub verdict: VerdictWord,
    /// What qualifies the verdict.
    pub conditions: Vec<Caveat>,
    /// How many of the requirements in this report have each status.
    pub counts: Counts,
    /// True if stale facts counted as unknown and waivers were ignored.
    pub strict: bool,
    /// True if no single other reading of the source changes the verdict or its dates, and it rests on no stale fact.
    pub firm: bool,
    /// The readings on which the verdict hangs.
    pub readings: Vec<ReadingReport>,
    /// Whether the program takes anyone in just now.
    pub opening: Option<OpeningReport>,
    /// The first day on which the applicant meets the requirements.
    pub eligible_from: Option<String>,
    /// The last day of that stretch; null where it has no end.
    pub eligible_until: Option<String>,
    /// The verdict day by day, with the edition that decides.
    pub timeline: Vec<VerdictSegment>,
    /// Every requirement, in the rulebook's order; those that only steps reach come after.
    pub requirements: Vec<RequirementReport>,
    /// What is known, complete enough to compute the verdict again.
    pub facts: IndexMap<String, FactReport>,
    /// Every waiver, and whether it changed anything.
    pub waivers: Vec<WaiverReport>,
    /// The applicant's own figures for the plan, as in a facts file, by requirement.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub estimates: IndexMap<String, EstimateReport>,
    /// What was assumed for this report, as it was given. Such a report is neither signed nor recorded.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub assumed: Vec<String>,
    /// Sources that disagree, and which one was used.
    pub conflicts: Vec<ConflictReport>,
    /// What the reader should know besides.
    pub warnings: Vec<WarningReport>,
    /// What would make this verdict wrong, by the smallest change.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risks: Option<Vec<risks::Risk>>,
    /// What to do on which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub plan: Option<plan::PlanReport>,
    /// The steps to going live, in the rulebook's order.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps: Option<Vec<plan::StepReport>>,
    /// When the report was made, RFC 3339. Absent unless it was asked for: the same input gives the same bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generated_at: Option<String>,
}

/// How many requirements have each status.
#[derive(Debug, Default, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[allow(missing_docs, reason = "the names say all")]
pub struct Counts {
    pub met: usize,
    pub unmet: usize,
    pub pending: usize,
    pub unknown: usize,
    pub not_applicable: usize,
}

impl Counts {
    fn new(requirements: &[RequirementReport]) -> Counts {
        let count = |status: StatusWord| requirements.iter().filter(|requirement| requirement.status == status).count();
        Counts {
            met: count(StatusWord::Met),
            unmet: count(StatusWord::Unmet),
            pending: count(StatusWord::Pending),
            unknown: count(StatusWord::Unknown),
            not_applicable: count(StatusWord::NotApplicable),
        }
    }
}

/// The applicant's own figures for a requirement.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct EstimateReport {
    /// How long it takes, at best and at worst.
    pub takes: Option<String>,
    /// What it costs.
    pub cost: Option<String>,
}

/// A program's name and version.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Tool {
    /// Its name.
    pub name: &'static str,
    /// Its version.
    pub version: &'static str,
}

/// The verdict in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say all")]
pub enum VerdictWord {
    Eligible,
    NotEligible,
    Pending,
    Unknown,
    Held,
}

impl From<Standing> for VerdictWord {
    fn from(standing: Standing) -> VerdictWord {
        match standing {
            Standing::Eligible => VerdictWord::Eligible,
            Standing::NotEligible => VerdictWord::NotEligible,
            Standing::Pending => VerdictWord::Pending,
            Standing::Unknown => VerdictWord::Unknown,
            Standing::Held => VerdictWord::Held,
        }
    }
}

/// A status in a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs, reason = "the names say all")]
pub enum StatusWord {
    Met,
    Unmet,
    Pending,
    Unknown,
    NotApplicable,
}

impl From<Status> for StatusWord {
    fn from(status: Status) -> StatusWord {
        match status {
            Status::Met => StatusWord::Met,
            Status::Unmet => StatusWord::Unmet,
            Status::Pending => StatusWord::Pending,
            Status::Unknown => StatusWord::Unknown,
            Status::NotApplicable => StatusWord::NotApplicable,
        }
    }
}

impl StatusWord {
    /// The word as it is in reports.
    pub fn text(self) -> &'static str {
        match self {
            StatusWord::Met => "met",
            StatusWord::Unmet => "unmet",
            StatusWord::Pending => "pending",
            StatusWord::Unknown => "unknown",
            StatusWord::NotApplicable => "not_applicable",
        }
    }
}

impl VerdictWord {
    /// The word as it is in reports.
    pub fn text(self) -> &'static str {
        match self {
            VerdictWord::Eligible => "eligible",
            VerdictWord::NotEligible => "not_eligible",
            VerdictWord::Pending => "pending",
            VerdictWord::Unknown => "unknown",
            VerdictWord::Held => "held",
        }
    }
}

/// Whether a program takes anyone in.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct OpeningReport {
    /// In a word.
    pub state: OpeningState,
    /// In a sentence.
    pub note: Localized,
    /// Where that is written.
    pub source: String,
    /// The day on which it was looked up.
    pub checked: String,
    /// What could be used meanwhile.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub instead: Option<InsteadReport>,
}

/// What could be used while a program accepts no applications.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct InsteadReport {
    /// What people call it.
    #[serde(flatten)]
    pub title: Localized,
    /// The program's id, where there is a rulebook for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub program: Option<String>,
}

impl From<&Opening> for OpeningReport {
    fn from(opening: &Opening) -> Self {
        OpeningReport {
            state: opening.state,
            note: opening.note.clone(),
            source: opening.source.clone(),
            checked: opening.checked.to_string(),
            instead: opening
                .instead
                .as_ref()
                .map(|instead| InsteadReport { title: instead.title.clone(), program: instead.program.clone() }),
        }
    }
}

/// One requirement.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct RequirementReport {
    /// Its name.
    pub id: String,
    /// `condition` if it only says whether another applies, `step` if only steps ask for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// Where it is in the source.
    pub clause: Option<String>,
    /// The source: the clause, its words, where they stand and when they were read.
    pub source: requirement::ClauseSource,
    /// How open wording was understood, and why.
    pub understood_as: Option<Localized>,
    /// What people call it.
    pub title: Localized,
    /// Its status.
    pub status: StatusWord,
    /// The first day on which it holds.
    pub from: Option<String>,
    /// The last day of that stretch.
    pub until: Option<String>,
    /// Its value day by day.
    pub timeline: Vec<SegmentReport>,
    /// What was measured on the day of the check; null of a group.
    pub measured: Option<MeasuredReport>,
    /// What it has to be; null of a group.
    pub needed: Option<String>,
    /// The days whose rows are counted; null where no date is asked for.
    pub window: Option<requirement::WindowReport>,
    /// How long the platform takes to see a row, as the rulebook writes it.
    pub seen_after: Option<String>,
    /// The smallest change of the measure that passes.
    pub short_by: Option<ShortBy>,
    /// The smallest change of the measure, in its own unit, that makes the requirement fail; null where it does not hold or
    /// cannot fail that way.
    pub buffer: Option<ShortBy>,
    /// The row that stops counting first, and the day.
    pub next_drop: Option<requirement::NextDrop>,
    /// Every row that was looked at, and what became of it.
    pub rows: Vec<requirement::RowReport>,
    /// How this came about.
    pub why: Localized,
    /// Who has to do something.
    pub next_actor: Option<&'static str>,
    /// The facts that it looks at.
    pub facts: Vec<String>,
    /// True if no single other reading changes its status or dates, and it rests on no stale fact.
    pub firm: bool,
    /// Its own other readings, then those of others that would change it.
    pub readings: Vec<ReadingReport>,
    /// The waiver that counts on the day of the check.
    pub waived: Option<WaiverBody>,
    /// The requirements that it consists of.
    pub children: Vec<String>,
}

/// A stretch of days.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SegmentReport {
    /// The first day.
    pub from: String,
    /// True, false, or null: unknown.
    pub value: Option<bool>,
}

/// A stretch of days of the verdict.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct VerdictSegment {
    /// The first day.
    pub from: String,
    /// True, false, or null: unknown.
    pub value: Option<bool>,
    /// The edition that decides; null where none is in force.
    pub edition: Option<String>,
}

/// What was measured.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum MeasuredReport {
    /// A number, exact: a decimal without trailing zeros, or a reduced fraction.
    Number {
        /// The least it can be; null where there is nothing to measure.
        low: Option<String>,
        /// The most it can be; null where there is no bound.
        high: Option<String>,
        /// The unit, where it isn't that of the column.
        #[serde(skip_serializing_if = "Option::is_none")]
        unit: Option<String>,
    },
    /// A value.
    Value {
        /// The value; null where it isn't known.
        value: Json,
    },
}

/// The outcome if a requirement were interpreted differently.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ReadingReport {
    /// The requirement that would be interpreted differently.
    pub requirement: String,
    /// How.
    pub title: Localized,
    /// The outcome.
    pub status: StatusWord,
    /// The first day on which it would hold.
    pub from: Option<String>,
    /// The last day of that stretch.
    pub until: Option<String>,
    /// True if that differs from what came out.
    pub differs: bool,
}

/// A fact.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct FactReport {
    /// What people call it.
    pub title: Localized,
    /// As it would be in a facts file; null where it isn't known.
    pub value: Json,
    /// The day as of which it is known, which decides whether it is stale; absent of what counts as stated now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
    /// What will be known once some source has run out: from which day, and what.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "schema", schemars(default))]
    pub later: Vec<LaterValue>,
    /// Who said so.
    pub sources: Vec<SourceReport>,
    /// True if it was observed longer ago than the program takes for fresh.
    pub stale: bool,
}

/// What will be known of a fact later on.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct LaterValue {
    /// The first day.
    pub from: String,
    /// As it would be in a facts file; null where it isn't known.
    pub value: Json,
    /// The day as of which it is known; absent of what counts as stated now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub observed: Option<String>,
}

/// Where a fact came from.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SourceReport {
    /// `manual`, `file`, or an adapter and its call.
    pub source: String,
    /// When it was observed.
    pub observed_at: Option<String>,
    /// Who said so.
    pub by: Option<String>,
    /// The digest of the evidence.
    pub digest: Option<String>,
    /// The last day on which it is known.
    pub valid_until: Option<String>,
    /// What there is to say about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who confirms it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_off: Option<SignOffReport>,
}

/// What a person puts their name to: that a fact is as it is stated.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct SignOffReport {
    /// Who.
    pub by: String,
    /// When, RFC 3339.
    pub at: String,
    /// By what means it was checked.
    pub note: String,
    /// The name of the file that shows it.
    pub evidence: Option<String>,
    /// The digest of that file.
    pub digest: Option<String>,
}

/// A waiver as it was stated.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaiverBody {
    /// What is waived.
    pub requirement: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
}

/// A waiver, and whether it changed anything.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WaiverReport {
    /// The waiver.
    #[serde(flatten)]
    pub waiver: WaiverBody,
    /// True if a group or the verdict would come out differently without it.
    pub changed_something: bool,
}

/// Two sources that disagree.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct ConflictReport {
    /// The fact.
    pub fact: String,
    /// What was used.
    pub used: Claim,
    /// What was not.
    pub other: Claim,
}

/// What a source says.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Claim {
    /// The source.
    pub source: String,
    /// As it would be in a facts file.
    pub value: Json,
}

/// Something that the reader should know.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct WarningReport {
    /// A name that scripts may rely on.
    pub code: String,
    /// In a sentence.
    pub message: Localized,
}

/// What a report is made from, besides the checklist.
#[derive(Debug)]
pub struct ReportParts<'a> {
    /// The rulebook.
    pub rulebook: &'a Rulebook,
    /// Which rules were applied, with their digests.
    pub rules: rules::RulesUsed,
    /// The facts that were checked.
    pub facts: &'a Facts,
    /// The facts as they were stated; a strict check leaves some of them out.
    pub stated: &'a Facts,
    /// True if stale facts counted as unknown and waivers were ignored.
    pub strict: bool,
    /// The moment of the check.
    pub as_of: Timestamp,
    /// When the report is made, where the report is to say so.
    pub generated_at: Option<Timestamp>,
    /// What was assumed, as it was given.
    pub assumed: &'a [String],
    /// What was noticed while reading.
    pub warnings: Vec<WarningReport>,
}

impl Report {
    /// The report with its plan and steps. Where something makes access impossible, `anyway` is the plan for the rest.
    pub fn with_plan(
        mut self,
        plan: &crate::engine::plan::Plan<'_>,
        anyway: Option<&crate::engine::plan::Plan<'_>>,
        program: &Program,
    ) -> Report {
        let anyway = anyway.map(|anyway| Box::new(plan::PlanReport::new(anyway, program)));
        self.plan = Some(plan::PlanReport { anyway, ..plan::PlanReport::new(plan, program) });
        self.steps = Some(plan::StepReport::all(plan, program));
        self
    }

    /// The report of a checklist.
    pub fn new(checklist: &Checklist<'_>, made: ReportParts<'_>, both: &Bilingual) -> Report {
        let program = &made.rulebook.program;
        let zone = program.zone;
        let mut warnings = made.warnings;
        warnings.extend(crate::report::explain::warnings(checklist, program, made.facts).into_iter().map(|(id, args)| WarningReport {
            code: id.trim_start_matches("warning-").to_owned(),
            message: both.compose(|messages| crate::io::render::message(messages, id, &args)),
        }));
        let requirements: Vec<RequirementReport> = checklist.edition.map_or_else(Vec::new, |edition| {
            edition.listed().map(|at| self::requirement(&checklist.findings[at], edition, checklist, program, made.facts, both)).collect()
        });
        let moment = |moment: Timestamp| moment.instant.with_timezone(&zone).to_rfc3339_opts(chrono::SecondsFormat::Secs, false);
        Report {
            report: 2,
            tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
            program: made.rules,
            applicant: made.facts.applicant.clone(),
            name: made.facts.name.clone(),
            as_of: moment(made.as_of),
            verdict: checklist.verdict.standing().into(),
            conditions: checklist.conditions.clone(),
            counts: Counts::new(&requirements),
            strict: made.strict,
            firm: checklist.verdict.firm,
            readings: checklist.verdict.sensitive_to.iter().map(reading).collect(),
            opening: program.opening.as_ref().map(OpeningReport::from),
            eligible_from: checklist.verdict.outcome.from.map(|day| day.to_string()),
            eligible_until: checklist.verdict.outcome.until.map(|day| day.to_string()),
            timeline: verdict_timeline(checklist),
            requirements,
            facts: facts(made.stated, program, checklist),
            waivers: waivers(checklist, made.stated),
            estimates: made.facts.estimates.iter().map(estimate).collect(),
            assumed: made.assumed.to_vec(),
            conflicts: made.facts.conflicts.iter().map(|conflict| self::conflict(conflict, program)).collect(),
            warnings,
            risks: None,
            plan: None,
            steps: None,
            generated_at: made.generated_at.map(moment),
        }
    }
}

fn estimate(estimate: &crate::facts::Estimate) -> (String, EstimateReport) {
    let takes = estimate.takes.map(|takes| takes.to_string());
    let cost = estimate.cost.as_ref().map(crate::rulebook::edition::Cost::text);
    (estimate.requirement.clone(), EstimateReport { takes, cost })
}

fn truth(value: Truth) -> Option<bool> {
    match value {
        Truth::True => Some(true),
        Truth::False => Some(false),
        Truth::Unknown => None,
    }
}

fn timeline(line: &Timeline) -> Vec<SegmentReport> {
    line.segments().iter().map(|segment| SegmentReport { from: segment.from.to_string(), value: truth(segment.value) }).collect()
}

/// The verdict's segments, divided also where another edition begins to decide.
fn verdict_timeline(checklist: &Checklist<'_>) -> Vec<VerdictSegment> {
    let verdict = &checklist.verdict;
    let mut days: Vec<_> = verdict.timeline.segments().iter().map(|segment| segment.from).collect();
    days.extend(verdict.editions.iter().map(|(from, _)| *from));
    days.sort_unstable();
    days.dedup();
    days.into_iter()
        .map(|day| {
            let edition = verdict.editions.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, edition)| *edition);
            VerdictSegment {
                from: day.to_string(),
                value: truth(verdict.timeline.on(day)),
                edition: edition.map(|edition| edition.id.clone()),
            }
        })
        .collect()
}

fn reading(other: &AlternativeOutcome<'_>) -> ReadingReport {
    ReadingReport {
        requirement: other.requirement.id.clone(),
        title: other.reading.title.clone(),
        status: other.outcome.status.into(),
        from: other.outcome.from.map(|day| day.to_string()),
        until: other.outcome.until.map(|day| day.to_string()),
        differs: other.differs,
    }
}

fn waiver(waiver: &Waiver) -> WaiverBody {
    WaiverBody {
        requirement: waiver.requirement.clone(),
        reason: waiver.reason.clone(),
        by: waiver.by.clone(),
        from: waiver.from.to_string(),
        until: waiver.until.to_string(),
    }
}

/// Every waiver that was stated; a strict check makes nothing of them.
fn waivers(checklist: &Checklist<'_>, stated: &Facts) -> Vec<WaiverReport> {
    let changed = |of: &Waiver| checklist.waivers.iter().any(|used| used.changed_something && used.waiver == of);
    stated.waivers.iter().map(|of| WaiverReport { waiver: waiver(of), changed_something: changed(of) }).collect()
}

fn conflict(conflict: &Conflict, program: &Program) -> ConflictReport {
    let definition = &program.facts[conflict.fact];
    let claim = |(source, known): &(String, crate::facts::FactValue)| Claim {
        source: source.clone(),
        value: known_json(&definition.kind, known, program.zone),
    };
    ConflictReport { fact: definition.id.clone(), used: claim(&conflict.used), other: claim(&conflict.other) }
}

fn facts(facts: &Facts, program: &Program, checklist: &Checklist<'_>) -> IndexMap<String, FactReport> {
    let mut reports = IndexMap::new();
    for (definition, fact) in program.facts.iter().zip(&facts.facts) {
        if fact.periods.is_empty() && fact.sources.is_empty() {
            continue;
        }
        let json =
            |known: Option<&crate::facts::FactValue>| known.map_or(Json::Null, |known| known_json(&definition.kind, known, program.zone));
        let later = fact.periods.iter().filter_map(|stretch| stretch.until).filter(|until| *until >= checklist.as_of);
        let observed = |day| fact.stretch_on(day).and_then(|period| period.observed).map(|day| day.to_string());
        let later = later.map(|until| until.next());
        let later = later.map(|day| LaterValue { from: day.to_string(), value: json(fact.on(day)), observed: observed(day) }).collect();
        let stale = crate::report::rows::stale(definition, fact, checklist.as_of);
        let report = FactReport {
            title: definition.title.clone(),
            value: json(fact.on(checklist.as_of)),
            observed: observed(checklist.as_of),
            later,
            sources: fact.sources.iter().map(|provenance| source(provenance, program)).collect(),
            stale,
        };
        reports.insert(definition.id.clone(), report);
    }
    reports
}

fn source(provenance: &Provenance, program: &Program) -> SourceReport {
    let moment = |moment: Timestamp| ValueType::Timestamp.write(&Value::Timestamp(moment), program.zone);
    SourceReport {
        source: provenance.source.clone(),
        observed_at: provenance.observed_at.map(moment),
        by: provenance.by.clone(),
        digest: provenance.digest.clone(),
        valid_until: provenance.valid_until.map(|day| day.to_string()),
        note: provenance.note.clone(),
        sign_off: provenance.sign_off.as_ref().map(|signed| SignOffReport {
            by: signed.by.clone(),
            at: moment(signed.at),
            note: signed.note.clone(),
            evidence: signed.evidence.clone(),
            digest: signed.digest.clone(),
        }),
    }
}

fn requirement(
    finding: &Finding<'_>,
    edition: &Edition,
    checklist: &Checklist<'_>,
    program: &Program,
    facts: &Facts,
    both: &Bilingual,
) -> RequirementReport {
    let requirement = finding.requirement;
    let RowParts { rows, window, seen_after, next_drop } = RowParts::new(finding, checklist, program, facts, both);
    let test = match &requirement.rule {
        Rule::Test(test) => Some(test),
        Rule::Group(_) => None,
    };
    let children = match &requirement.rule {
        Rule::Group(group) => group.children.iter().map(|child| checklist.findings[*child].requirement.id.clone()).collect(),
        Rule::Test(_) => Vec::new(),
    };
    RequirementReport {
        id: requirement.id.clone(),
        role: match requirement.role {
            Role::Main => None,
            Role::Condition => Some("condition"),
            Role::Step => Some("step"),
        },
        clause: requirement.clause.clone(),
        source: requirement::ClauseSource::new(requirement, edition),
        understood_as: requirement.understood_as.clone(),
        title: requirement.title.clone(),
        status: finding.outcome.status.into(),
        from: finding.outcome.from.map(|day| day.to_string()),
        until: finding.outcome.until.map(|day| day.to_string()),
        timeline: timeline(&finding.timeline),
        measured: test.map(|test| measured(test, finding, program)),
        needed: test.map(|test| needed(test, program)),
        window,
        seen_after,
        short_by: short_by(finding, checklist),
        buffer: requirement::buffer(finding).map(|buffer| buffer.change),
        next_drop,
        rows,
        why: both.compose(|messages| crate::report::explain::why(finding, checklist, program, facts, messages)),
        next_actor: next_actor(requirement, finding.outcome.status, facts, checklist.as_of),
        facts: test.map_or_else(Vec::new, |test| test.facts().into_iter().map(|fact| program.facts[fact].id.clone()).collect()),
        firm: finding.firm,
        readings: finding.readings.iter().map(reading).collect(),
        waived: finding.waived.map(waiver),
        children,
    }
}

fn next_actor(requirement: &Requirement, status: Status, facts: &Facts, day: Date) -> Option<&'static str> {
    match status {
        Status::Pending => Some("time"),
        Status::Unknown => Some("applicant"),
        Status::Unmet => remedy_for(requirement, facts, day).map(|remedy| match remedy.actor {
            Actor::Applicant => "applicant",
            Actor::Platform => "platform",
            Actor::Administrator => "administrator",
            Actor::Host => "host",
        }),
        Status::Met | Status::NotApplicable => None,
    }
}

fn measured(test: &Test, finding: &Finding<'_>, program: &Program) -> MeasuredReport {
    let places = places_of(test);
    let bounds = |interval: &Option<Interval>, unit: Option<String>| MeasuredReport::Number {
        low: interval.map(|interval| interval.low.text(places)),
        high: interval.and_then(|interval| interval.high).map(|high| high.text(places)),
        unit,
    };
    let kind = match test {
        Test::Value { kind, .. } => kind.clone(),
        Test::Rows(RowsTest { is: Needed::Value(kind, _), .. }) => kind.clone(),
        _ => ValueType::Text,
    };
    match finding.tested.as_ref().map(|tested| &tested.measured) {
        Some(Measurement::Number(interval)) => bounds(interval, None),
        Some(Measurement::Value(None)) if matches!(test, Test::Value { of: None, .. }) => {
            MeasuredReport::Value { value: Json::String(finding.timeline.start().to_string()) }
        }
        Some(Measurement::Value(value)) => {
            MeasuredReport::Value { value: value.map_or(Json::Null, |value| value_json(&kind, value, program.zone)) }
        }
        Some(Measurement::Elapsed(length)) => {
            use crate::engine::check::Length;
            let (text, unit) = match length {
                None => (None, None),
                Some(Length::Days(days)) => (Some(days.to_string()), Some("days".to_owned())),
                Some(Length::Minutes(minutes)) => (Some(minutes.to_string()), Some("minutes".to_owned())),
            };
            MeasuredReport::Number { low: text.clone(), high: text, unit }
        }
        None => MeasuredReport::Value { value: Json::Null },
    }
}

//! What would make a verdict wrong, by the smallest change.
//!
//! In: a checklist, and what its verdict depends on. Out: [`Risk`]s in the order of how little it takes: first what needs no
//! change of any figure (another reading, a waiver, facts that are old), then figures by the share of them that may go, then
//! facts that rest on a person's word, then sources that were not read.

use serde::Serialize;

use crate::engine::assume;
use crate::engine::check::{Caveat, Checklist, Standing};
use crate::engine::sensitivity::Sensitivity;
use crate::facts::{Fact, Facts};
use crate::i18n::Bilingual;
use crate::report::json::requirement::{ClauseSource, buffer, shortfall};
use crate::report::measured::ShortBy;
use crate::rulebook::{OpeningState, Program};
use crate::value::localized::Localized;

/// Something that would make the verdict wrong.
#[derive(Debug, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct Risk {
    /// What kind it is.
    pub kind: RiskKind,
    /// The requirement concerned; null where it is about a fact or the program.
    pub requirement: Option<String>,
    /// The fact concerned.
    pub fact: Option<String>,
    /// By how much a figure would have to differ.
    pub change: Option<ShortBy>,
    /// In a sentence.
    pub message: Localized,
}

/// What kind of risk it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
pub enum RiskKind {
    /// Another reading of the source gives another verdict or other dates.
    Reading,
    /// Without a waiver the verdict or its dates would differ.
    Waiver,
    /// The verdict rests on a fact that was observed too long ago.
    Stale,
    /// A figure on which the verdict depends is near its threshold.
    Buffer,
    /// The verdict depends on a fact that rests on a person's word, without evidence.
    SelfReported,
    /// The words of a requirement on which the verdict depends were not read in their source.
    UnverifiedSource,
}

impl Risk {
    /// Every risk of a verdict.
    pub fn all(checklist: &Checklist<'_>, depends: &Sensitivity, program: &Program, facts: &Facts, both: &Bilingual) -> Vec<Risk> {
        let context = Context { checklist, depends, program, both };
        let mut risks = context.readings();
        risks.extend(context.waivers());
        risks.extend(context.stale());
        risks.extend(context.figures());
        risks.extend(context.self_reported(facts));
        risks.extend(context.unverified());
        risks
    }
}

struct Context<'c, 'a> {
    checklist: &'c Checklist<'a>,
    depends: &'c Sensitivity,
    program: &'c Program,
    both: &'c Bilingual,
}

impl Context<'_, '_> {
    fn readings(&self) -> Vec<Risk> {
        let risk = |other: &crate::engine::check::AlternativeOutcome<'_>| Risk {
            kind: RiskKind::Reading,
            requirement: Some(other.requirement.id.clone()),
            fact: None,
            change: None,
            message: self.both.compose(|messages| {
                let args = [("title", other.requirement.title.get(messages.lang)), ("reading", other.reading.title.get(messages.lang))];
                messages.format("risk-reading", &args)
            }),
        };
        self.checklist.verdict.sensitive_to.iter().map(risk).collect()
    }

    fn waivers(&self) -> Vec<Risk> {
        let decides = self.checklist.conditions.contains(&Caveat::Waiver);
        let used = self.checklist.waivers.iter().filter(|used| decides && used.changed_something);
        used.map(|used| Risk {
            kind: RiskKind::Waiver,
            requirement: Some(used.waiver.requirement.clone()),
            fact: None,
            change: None,
            message: self.both.format(
                "risk-waiver",
                &[("requirement", &used.waiver.requirement), ("by", &used.waiver.by), ("until", &used.waiver.until.to_string())],
            ),
        })
        .collect()
    }

    fn stale(&self) -> Vec<Risk> {
        let observed = |fact: usize| self.checklist.stale.iter().find(|stale| stale.fact == fact).map(|stale| stale.observed.to_string());
        let risk = |fact: &usize| {
            let day = observed(*fact).unwrap_or_default();
            self.of_fact(RiskKind::Stale, *fact, "risk-stale", &[("day", &day)])
        };
        self.checklist.verdict.rests_on.iter().map(risk).collect()
    }

    /// The figures on which the verdict depends, the smallest share first.
    fn figures(&self) -> Vec<Risk> {
        let mut figures: Vec<(f64, Risk)> = Vec::new();
        for (_, finding) in self.checklist.findings.iter().enumerate().filter(|(at, _)| self.decides(*at)) {
            let (id, turn) = match (buffer(finding), shortfall(finding)) {
                (Some(buffer), _) => ("risk-buffer", buffer),
                (None, Some(shortfall)) => ("risk-shortfall", shortfall),
                (None, None) => continue,
            };
            let title = &finding.requirement.title;
            let message = self.both.compose(|messages| {
                let unit = turn.change.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
                let amount = format!("{}{unit}", turn.change.for_people(false, messages));
                messages.format(id, &[("title", title.get(messages.lang)), ("amount", &amount)])
            });
            let requirement = Some(finding.requirement.id.clone());
            figures.push((turn.share, Risk { kind: RiskKind::Buffer, requirement, fact: None, change: Some(turn.change), message }));
        }
        figures.sort_by(|(one, _), (other, _)| one.total_cmp(other));
        figures.into_iter().map(|(_, risk)| risk).collect()
    }

    fn self_reported(&self, facts: &Facts) -> Vec<Risk> {
        let word_only = |fact: &Fact| {
            fact.sources.first().is_some_and(|source| {
                source.source != assume::SOURCE
                    && source.digest.is_none()
                    && source.sign_off.as_ref().is_none_or(|signed| signed.digest.is_none())
            })
        };
        let concerned =
            (0..facts.facts.len()).filter(|fact| self.depends.facts.get(*fact) == Some(&true) && word_only(&facts.facts[*fact]));
        concerned
            .map(|fact| {
                let source = facts.facts[fact].sources.first();
                match source.and_then(|source| source.sign_off.as_ref().map(|signed| &signed.by).or(source.by.as_ref())) {
                    Some(by) => self.of_fact(RiskKind::SelfReported, fact, "risk-self-reported-by", &[("by", by)]),
                    None => self.of_fact(RiskKind::SelfReported, fact, "risk-self-reported", &[]),
                }
            })
            .collect()
    }

    fn unverified(&self) -> Vec<Risk> {
        let mut risks = Vec::new();
        if self.program.opening.as_ref().is_some_and(|opening| opening.state == OpeningState::Unverified) {
            let message = self.both.format("risk-opening-unverified", &[]);
            risks.push(Risk { kind: RiskKind::UnverifiedSource, requirement: None, fact: None, change: None, message });
        }
        let Some(edition) = self.checklist.edition else { return risks };
        for (at, finding) in self.checklist.findings.iter().enumerate().filter(|(at, _)| self.decides(*at)) {
            let source = ClauseSource::new(&edition.requirements[at], edition);
            if !source.verified {
                let title = &finding.requirement.title;
                let message =
                    self.both.compose(|messages| messages.format("risk-unverified-source", &[("title", title.get(messages.lang))]));
                let requirement = Some(finding.requirement.id.clone());
                risks.push(Risk { kind: RiskKind::UnverifiedSource, requirement, fact: None, change: None, message });
            }
        }
        risks
    }

    /// True if the verdict would be another if a requirement came out the other way. Of an applicant who already has access
    /// nothing else is asked.
    fn decides(&self, requirement: usize) -> bool {
        let newcomer = self.checklist.verdict.standing() != Standing::Held;
        let depends = self.depends.requirements.get(requirement) == Some(&true);
        let role = self.checklist.findings[requirement].requirement.role;
        depends && newcomer == (role != crate::rulebook::Role::Step)
    }

    fn of_fact(&self, kind: RiskKind, fact: usize, id: &str, args: &[(&str, &str)]) -> Risk {
        let definition = &self.program.facts[fact];
        let message = self.both.compose(|messages| {
            let mut all = vec![("fact", definition.title.get(messages.lang))];
            all.extend(args);
            messages.format(id, &all)
        });
        Risk { kind, requirement: None, fact: Some(definition.id.clone()), change: None, message }
    }
}

//! What every format for people says in the same words: verdict, conditions, statuses, figures.
//!
//! In: a [`Report`] and a language. Out: phrases. Nothing is computed: each phrase repeats what the report states.

use serde_json::Value as Json;

use crate::engine::check::checklist::Caveat;
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::report::json::requirement::RowWord;
use crate::report::json::{MeasuredReport, Report, RequirementReport, SourceReport, StatusWord, VerdictWord};
use crate::report::measured::ShortBy;
use crate::value::localized::Localized;

/// A report in one language.
#[derive(Debug, Clone, Copy)]
pub struct View<'r> {
    /// The report.
    pub report: &'r Report,
    /// The language.
    pub messages: &'r Messages,
}

impl<'r> View<'r> {
    /// A message of this language.
    pub fn say(&self, id: &str, args: &[(&str, &str)]) -> String {
        self.messages.format(id, args)
    }

    /// A text of the report in this language, made harmless.
    pub fn pick(&self, text: &'r Localized) -> String {
        escape_control(text.get(self.messages.lang)).into_owned()
    }

    /// The verdict and its dates.
    pub fn verdict(&self) -> String {
        let report = self.report;
        let id = match report.verdict {
            VerdictWord::Eligible => "report-eligible",
            VerdictWord::NotEligible => "report-not-eligible",
            VerdictWord::Pending => "report-pending",
            VerdictWord::Unknown => "report-unknown",
            VerdictWord::Held => "report-held",
        };
        let dates = match report.verdict {
            VerdictWord::Held => String::new(),
            VerdictWord::Eligible => self.dates(StatusWord::Met, report.eligible_from.as_deref(), report.eligible_until.as_deref()),
            _ => self.dates(StatusWord::Pending, report.eligible_from.as_deref(), report.eligible_until.as_deref()),
        };
        format!("{}{dates}", self.say(id, &[]))
    }

    /// From when until when something holds; of what holds already, until when.
    pub fn dates(&self, status: StatusWord, from: Option<&str>, until: Option<&str>) -> String {
        let already = matches!(status, StatusWord::Met | StatusWord::NotApplicable);
        match (from.filter(|_| !already), until) {
            (None, Some(until)) if already => self.say("report-until", &[("until", until)]),
            (None, _) => String::new(),
            (Some(from), None) => self.say("report-from", &[("from", from)]),
            (Some(from), Some(until)) => self.say("report-from-until", &[("from", from), ("until", until)]),
        }
    }

    /// What qualifies the verdict, a sentence each.
    pub fn conditions(&self) -> Vec<String> {
        let sentence = |caveat: &Caveat| match caveat {
            Caveat::Opening => "report-condition-opening",
            Caveat::Waiver => "report-condition-waiver",
            Caveat::Stale => "report-condition-stale",
            Caveat::Assumed => "report-condition-assumed",
            Caveat::Contradiction => "report-condition-contradiction",
            Caveat::EditionEnds => "report-condition-edition-ends",
        };
        let mut all: Vec<String> = self.report.conditions.iter().map(|caveat| self.say(sentence(caveat), &[])).collect();
        if !self.report.firm {
            all.push(self.say("report-not-firm", &[]));
        }
        if self.report.strict {
            all.push(self.say("report-strict", &[]));
        }
        all
    }

    /// A status in a word.
    pub fn status(&self, status: StatusWord) -> String {
        let id = match status {
            StatusWord::Met => "report-status-met",
            StatusWord::Unmet => "report-status-unmet",
            StatusWord::Pending => "report-status-pending",
            StatusWord::Unknown => "report-status-unknown",
            StatusWord::NotApplicable => "report-status-not-applicable",
        };
        self.say(id, &[])
    }

    /// What became of a row, in a word.
    pub fn row_status(&self, status: RowWord) -> String {
        let id = match status {
            RowWord::Counted => "report-row-counted",
            RowWord::NotYet => "report-row-not-yet",
            RowWord::Lapsed => "report-row-lapsed",
            RowWord::Excluded => "report-row-excluded",
            RowWord::Uncertain => "report-row-uncertain",
        };
        self.say(id, &[])
    }

    /// An amount with its unit.
    pub fn amount(&self, amount: &ShortBy) -> String {
        let unit = amount.unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
        escape_control(&format!("{}{unit}", amount.for_people(true, self.messages))).into_owned()
    }

    /// What was measured.
    pub fn measured(&self, measured: &MeasuredReport) -> String {
        match measured {
            MeasuredReport::Number { low: None, .. } => self.say("report-nothing", &[]),
            MeasuredReport::Number { low: Some(low), high, unit } => {
                let unit = unit.as_deref().map(|unit| format!(" {unit}")).unwrap_or_default();
                match high {
                    Some(high) if high == low => format!("{low}{unit}"),
                    Some(high) => format!("{low}–{high}{unit}"),
                    None => format!("≥ {low}{unit}"),
                }
            }
            MeasuredReport::Value { value } => self.value(value),
        }
    }

    /// A value or a row as it would stand in a facts file, on one line.
    pub fn value(&self, value: &Json) -> String {
        match value {
            Json::Null => self.say("report-not-known", &[]),
            Json::String(text) => escape_control(text).into_owned(),
            Json::Object(row) => {
                let cell = |(key, value): (&String, &Json)| format!("{}: {}", escape_control(key), self.value(value));
                row.iter().map(cell).collect::<Vec<_>>().join(", ")
            }
            Json::Array(rows) if rows.is_empty() => self.say("report-no-rows", &[]),
            Json::Array(rows) => rows.iter().map(|row| self.value(row)).collect::<Vec<_>>().join("; "),
            other => other.to_string(),
        }
    }

    /// Who stated a fact, when and by what means.
    pub fn source(&self, source: &SourceReport) -> String {
        let mut parts = vec![escape_control(&source.source).into_owned()];
        let mut part = |id: &str, value: &Option<String>| {
            parts.extend(value.as_ref().map(|value| self.messages.format(id, &[("value", value)])));
        };
        part("report-source-by", &source.by);
        part("report-source-at", &source.observed_at);
        part("report-source-until", &source.valid_until);
        part("report-source-note", &source.note);
        part("report-source-digest", &source.digest);
        if let Some(signed) = &source.sign_off {
            let args = [("by", &*signed.by), ("at", &*signed.at), ("note", &*signed.note)];
            parts.push(self.say("report-source-signed", &args));
            parts.extend(
                signed
                    .evidence
                    .as_ref()
                    .zip(signed.digest.as_ref())
                    .map(|(name, digest)| self.say("report-source-evidence", &[("name", name), ("digest", digest)])),
            );
        }
        parts.join(&self.say("report-gap", &[]))
    }

    /// The requirements that the root asks for, the root first, each with its depth.
    pub fn tree(&self) -> Vec<(usize, &'r RequirementReport)> {
        let all = &self.report.requirements;
        let find = |id: &str| all.iter().find(|requirement| requirement.id == id);
        let mut ordered: Vec<(usize, &RequirementReport)> = Vec::new();
        let mut open: Vec<(usize, &RequirementReport)> = find("eligible").map(|root| (0, root)).into_iter().collect();
        while let Some((depth, requirement)) = open.pop() {
            // A requirement that several groups share is shown once.
            if ordered.iter().any(|(_, other)| other.id == requirement.id) {
                continue;
            }
            ordered.push((depth, requirement));
            open.extend(requirement.children.iter().rev().filter_map(|id| Some((depth + 1, find(id)?))));
        }
        let rest = all.iter().filter(|requirement| requirement.role != Some("step"));
        let rest: Vec<_> = rest.filter(|one| !ordered.iter().any(|(_, other)| other.id == one.id)).map(|one| (1, one)).collect();
        ordered.extend(rest);
        ordered
    }

    /// The requirements that only steps ask for.
    pub fn of_steps(&self) -> impl Iterator<Item = &'r RequirementReport> {
        self.report.requirements.iter().filter(|requirement| requirement.role == Some("step"))
    }

    /// How a fact that comes first in a list is called: the applicant, with its name where it has one.
    pub fn applicant(&self) -> String {
        let id = escape_control(&self.report.applicant);
        match &self.report.name {
            Some(name) => format!("{} · {id}", escape_control(name)),
            None => id.into_owned(),
        }
    }

    /// The program and its edition.
    pub fn program(&self) -> String {
        let program = &self.report.program;
        let title = self.pick(&program.title);
        match &program.edition {
            Some(edition) => self.say("report-edition", &[("program", &title), ("edition", edition)]),
            None => title,
        }
    }
}

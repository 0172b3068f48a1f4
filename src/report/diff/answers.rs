//! Answers, read back from what a fleet or a check wrote.
//!
//! In: lines, or one report over many lines. Out: [`Answer`]s in order. A line that holds an error instead is passed over
//! and counted; one that is neither is refused with its number.

use std::io::{self, BufRead, Read as _};

use indexmap::IndexMap;
use serde::Deserialize;
use serde_json::Value as Json;

use crate::engine::check::{Checklist, Finding};
use crate::io::read::LARGEST;
use crate::report::json::{StatusWord, VerdictWord};
use crate::rulebook::Role;
use crate::value::date::Date;

/// What was said about one applicant.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The applicant.
    pub applicant: String,
    /// The verdict in a word.
    pub verdict: String,
    /// The first day on which it is eligible.
    pub from: Option<String>,
    /// The last day of that stretch.
    pub until: Option<String>,
    /// Each requirement's status.
    pub requirements: IndexMap<String, String>,
    /// What only a report says.
    pub report: Option<ReportPart>,
    /// What a fleet's line says of its making, where it says it.
    pub digests: Option<Digests>,
}

/// By which facts and rules an answer was made, and for which day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Digests {
    /// The day of the check.
    pub day: Date,
    /// The digest of the facts.
    pub facts: String,
    /// The digest of the rules.
    pub rules: String,
}

/// What a report says besides.
#[derive(Debug, Clone, PartialEq)]
pub struct ReportPart {
    /// The day of the check.
    pub day: Date,
    /// The report as it was written.
    pub whole: Json,
    /// The verdict's timeline: from which day on, and its value.
    pub timeline: Vec<(Date, Json)>,
}

impl Answer {
    /// What a check says about an applicant.
    pub fn new(applicant: &str, checklist: &Checklist<'_>, digests: Digests) -> Answer {
        let verdict = &checklist.verdict;
        let listed = checklist.edition.into_iter().flat_map(|edition| edition.listed()).map(|at| &checklist.findings[at]);
        let named = listed.filter(|finding| finding.requirement.role != Role::Step);
        let status = |finding: &Finding<'_>| (finding.requirement.id.clone(), StatusWord::from(finding.outcome.status).text().to_owned());
        Answer {
            applicant: applicant.to_owned(),
            verdict: VerdictWord::from(verdict.standing()).text().to_owned(),
            from: verdict.outcome.from.map(|day| day.to_string()),
            until: verdict.outcome.until.map(|day| day.to_string()),
            requirements: named.map(status).collect(),
            report: None,
            digests: Some(digests),
        }
    }

    /// True if the applicant is eligible.
    pub fn eligible(&self) -> bool {
        matches!(self.verdict.as_str(), "eligible" | "held")
    }

    /// The day of the check, as far as the answer tells: who is eligible is so from that day.
    pub fn day(&self) -> Option<Date> {
        match &self.report {
            Some(report) => Some(report.day),
            None if self.digests.is_some() => self.digests.as_ref().map(|digests| digests.day),
            None if self.eligible() => self.from.as_deref().and_then(Date::parse),
            None => None,
        }
    }
}

impl ReportPart {
    /// What the timeline says of `day`.
    pub fn timeline_on(&self, day: Date) -> Option<&Json> {
        self.timeline.iter().rev().find(|(from, _)| *from <= day).map(|(_, value)| value)
    }
}

/// What can't be read back.
#[derive(Debug, thiserror::Error)]
pub enum ReadAnswerError {
    /// The file can't be read.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A line is no answer.
    #[error("line {line}: {reason}")]
    Line {
        /// Its number, from 1.
        line: u64,
        /// What is wrong with it.
        reason: String,
    },
}

#[derive(Deserialize)]
struct RawAnswer {
    applicant: Option<String>,
    verdict: Option<String>,
    eligible_from: Option<String>,
    eligible_until: Option<String>,
    requirements: Option<Json>,
    as_of: Option<String>,
    #[serde(default)]
    facts: Json,
    rules: Option<String>,
    #[serde(default)]
    timeline: Json,
    error: Option<String>,
}

impl RawAnswer {
    /// `whole` gives all that was written, which only a report needs.
    fn answer(self, whole: impl FnOnce() -> Json) -> Result<Option<Answer>, String> {
        if self.error.is_some() && self.applicant.is_none() {
            return Ok(None);
        }
        let missing = |what: &str| format!("there is no `{what}`: this is neither an answer of a fleet nor a report");
        let day = self.as_of.as_deref().and_then(|as_of| Date::parse(as_of.get(..10)?));
        let digests = match (day, self.facts.as_str(), self.rules) {
            (Some(day), Some(facts), Some(rules)) => Some(Digests { day, facts: facts.to_owned(), rules }),
            _ => None,
        };
        let (requirements, report) = match (self.requirements, self.as_of) {
            (Some(Json::Object(statuses)), _) => {
                let status = |(id, status): (String, Json)| Some((id, status.as_str()?.to_owned()));
                (statuses.into_iter().filter_map(status).collect(), None)
            }
            (Some(Json::Array(list)), Some(as_of)) => {
                let pair = |one: &Json| Some((one.get("id")?.as_str()?.to_owned(), one.get("status")?.as_str()?.to_owned()));
                let day = day.filter(|_| !as_of.is_empty()).ok_or_else(|| missing("as_of"))?;
                let whole = whole();
                let segments = self.timeline.as_array().into_iter().flatten();
                let segment = |one: &Json| Some((Date::parse(one.get("from")?.as_str()?)?, one.get("value")?.clone()));
                let report = ReportPart { day, whole, timeline: segments.filter_map(segment).collect() };
                (list.iter().filter_map(pair).collect(), Some(report))
            }
            _ => return Err(missing("requirements")),
        };
        Ok(Some(Answer {
            applicant: self.applicant.ok_or_else(|| missing("applicant"))?,
            verdict: self.verdict.ok_or_else(|| missing("verdict"))?,
            from: self.eligible_from,
            until: self.eligible_until,
            requirements,
            report,
            digests,
        }))
    }
}

/// The answers of one output, one after the other.
pub struct Answers<R> {
    from: R,
    line: u64,
    text: String,
    /// How many errors were in the place of answers.
    pub errors: u64,
}

impl<R: BufRead> Answers<R> {
    /// The answers in `from`.
    pub fn new(from: R) -> Answers<R> {
        Answers { from, line: 0, text: String::new(), errors: 0 }
    }

    fn read(&mut self) -> Result<Option<Answer>, ReadAnswerError> {
        loop {
            self.text.clear();
            if (&mut self.from).take(LARGEST + 1).read_line(&mut self.text)? == 0 {
                return Ok(None);
            }
            self.line += 1;
            let first = self.line;
            let too_large = || ReadAnswerError::Line { line: first, reason: io::Error::from(io::ErrorKind::FileTooLarge).to_string() };
            if self.text.len() as u64 > LARGEST {
                return Err(too_large());
            }
            if self.text.trim().is_empty() {
                continue;
            }
            // A report that is alone is written over many lines, the first of which is its brace.
            if first == 1 && self.text.trim() == "{" {
                (&mut self.from).take(LARGEST).read_to_string(&mut self.text)?;
                if self.text.len() as u64 > LARGEST {
                    return Err(too_large());
                }
                self.line += self.text.lines().count() as u64 - 1;
            }
            let refused = |reason: String| ReadAnswerError::Line { line: first, reason };
            let line: RawAnswer = serde_json::from_str(&self.text).map_err(|error| refused(error.to_string()))?;
            let whole = || serde_json::from_str(&self.text).unwrap_or_default();
            match line.answer(whole).map_err(refused)? {
                Some(answer) => return Ok(Some(answer)),
                None => self.errors += 1,
            }
        }
    }
}

impl<R: BufRead> Iterator for Answers<R> {
    type Item = Result<Answer, ReadAnswerError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.read().transpose()
    }
}

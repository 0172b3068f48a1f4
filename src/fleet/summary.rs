//! The summary of a fleet: what was counted, put into order and given its names.
//!
//! In: a fleet and how far its run is. Out: a [`Summary`], which is the JSON summary as it stands, and which the other faces
//! draw. Nothing is counted here, and no face counts or decides anything itself.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Serialize, Serializer};

use crate::fleet::aggregate::{self, Aggregate, Lack, OTHERS, Verdicts};
use crate::fleet::checkpoint::Progress;
use crate::fleet::setup::{Engine, Fleet};
use crate::report::json::OpeningReport;
use crate::rulebook::Edition;
use crate::rulebook::edition::Cost;
use crate::value::date::Date;
use crate::value::localized::Localized;

/// The summary of a run.
#[derive(Debug, Serialize)]
pub struct Summary<'a> {
    /// The version of this shape.
    pub summary: u8,
    /// How many records there were.
    pub read: u64,
    /// How many got an answer.
    pub written: u64,
    /// How many could not be read.
    pub rejected: u64,
    /// How many lines had nothing on them.
    pub blank: u64,
    /// The first that could not be read.
    pub errors: Vec<RejectedRecord<'a>>,
    /// Which ways the records took.
    pub paths: Paths,
    /// The programs that records were for.
    pub programs: Vec<ProgramSummary<'a>>,
}

/// A record that could not be read.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the names say all")]
pub struct RejectedRecord<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<&'a str>,
    pub line: u64,
    pub column: usize,
    pub error: &'a str,
}

/// How many records took which way.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Paths {
    pub fast: u64,
    pub plain: u64,
}

/// What is to be known of a program's applicants.
#[derive(Debug, Serialize)]
pub struct ProgramSummary<'a> {
    /// Its id.
    pub program: &'a str,
    /// What people call it.
    #[serde(skip)]
    pub title: &'a Localized,
    /// The edition in force; None in a gap between editions.
    pub edition: Option<&'a str>,
    /// The day of the check.
    pub as_of: Date,
    /// How far it looks ahead.
    pub ahead_until: Date,
    /// Whether it takes anyone in.
    pub opening: Option<OpeningReport>,
    /// How many applicants.
    pub count: u64,
    /// How many of them have each verdict.
    pub verdicts: Verdicts,
    /// How many verdicts depend on a reading, or rest on a stale fact.
    pub not_firm: u64,
    /// How many verdicts are qualified by what.
    pub conditions: &'a BTreeMap<String, u64>,
    /// What those lack that aren't eligible, the most frequent first.
    pub lacking: Vec<Lacking<'a>>,
    /// Who becomes eligible by itself.
    pub gaining: Upcoming<'a>,
    /// Who loses it.
    pub losing: Upcoming<'a>,
    /// Which action alone would make how many eligible, the one that unlocks most first.
    pub unlocks: Vec<Unlock<'a>>,
    /// Readings that decide, the most weighty first.
    pub readings: Vec<ReadingImpact<'a>>,
    /// The comparison with another edition.
    pub against: Option<Against<'a>>,
    /// By what records say in one column, where that was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<Groups<'a>>,
}

/// Applicants by what their records say in one column.
#[derive(Debug, Serialize)]
pub struct Groups<'a> {
    /// The heading of the column.
    pub column: &'a str,
    /// The largest first.
    pub groups: Vec<Group<'a>>,
}

/// Applicants whose records say the same in one column.
#[derive(Debug, Serialize)]
pub struct Group<'a> {
    /// What they say; None where values were not told apart any more.
    pub value: Option<&'a str>,
    /// How many they are.
    pub count: u64,
    /// How many of them have each verdict.
    pub verdicts: Verdicts,
}

/// Requirements that belong together in some way.
#[derive(Debug)]
pub enum Set<'a> {
    /// These, each with what people call it. None at all where another edition is the cause.
    Of(Vec<(&'a str, Option<&'a Localized>)>),
    /// Sets that were not distinguished any more.
    Others,
}

/// Applicants that lack the same.
#[derive(Debug, Serialize)]
pub struct Lacking<'a> {
    /// What they lack.
    pub requirements: Set<'a>,
    /// How many they are.
    pub count: u64,
    /// Of how many that aren't eligible.
    pub of: u64,
    /// How many of them have each verdict.
    pub verdicts: Verdicts,
    /// How many will be eligible by tomorrow.
    pub eligible_by_tomorrow: u64,
    /// How many within the days that are looked ahead.
    pub eligible_ahead: u64,
}

/// Applicants whose verdict changes by itself.
#[derive(Debug, Serialize)]
pub struct Upcoming<'a> {
    /// How many they are.
    pub count: u64,
    /// How many on each day.
    pub days: &'a BTreeMap<Date, u64>,
    /// How many through what.
    pub through: Vec<Through<'a>>,
    /// The first of them.
    pub first: Vec<First<'a>>,
}

/// How many through the same requirements.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Through<'a> {
    pub requirements: Set<'a>,
    pub count: u64,
}

/// An applicant whose verdict changes by itself.
#[derive(Debug, Serialize)]
#[allow(missing_docs, reason = "the names say all")]
pub struct First<'a> {
    pub applicant: &'a str,
    pub on: Date,
    pub through: Set<'a>,
}

/// What one action would do.
#[derive(Debug, Serialize)]
pub struct Unlock<'a> {
    /// The requirement whose remedy it is.
    pub requirement: &'a str,
    /// What people call that.
    #[serde(skip)]
    pub title: Option<&'a Localized>,
    /// The action.
    #[serde(rename = "do")]
    pub action: Option<&'a Localized>,
    /// How many would be eligible.
    pub count: u64,
    /// Of how many that aren't.
    pub of: u64,
    /// What it costs for one of them, as the rules say; None where they don't.
    pub cost: Option<String>,
    /// What it costs for all of them.
    pub cost_of_all: Option<String>,
    /// For comparing: the cost in the currency's smallest unit, and the currency.
    #[serde(skip)]
    pub price: Option<(i64, &'a str)>,
}

/// A reading on which verdicts hang.
#[derive(Debug, Serialize)]
pub struct ReadingImpact<'a> {
    /// The requirement that can be interpreted differently.
    pub requirement: &'a str,
    /// What people call that.
    #[serde(skip)]
    pub name: Option<&'a Localized>,
    /// How it can be read.
    pub title: Localized,
    /// The outcome.
    pub would: Verdicts,
    /// How many would keep their verdict, and change its dates.
    pub dates_only: u64,
}

/// The comparison with another edition.
#[derive(Debug, Serialize)]
pub struct Against<'a> {
    /// That edition.
    pub edition: &'a str,
    /// How many would gain.
    pub gain: u64,
    /// Through what.
    pub gain_through: Vec<Through<'a>>,
    /// How many would lose.
    pub lose: u64,
    /// Through what.
    pub lose_through: Vec<Through<'a>>,
    /// How many would change otherwise.
    pub otherwise: u64,
    /// How many would stay as they are.
    pub same: u64,
}

impl<'a> Summary<'a> {
    /// What `progress` has counted. A program that no record was for is left out, unless it is the only one.
    pub fn new(fleet: &'a Fleet, progress: &'a Progress) -> Summary<'a> {
        let counts = progress.counts;
        let shown = |tally: &Aggregate| fleet.engines.len() == 1 || tally.verdicts.total() > 0;
        let programs = fleet.engines.iter().zip(&progress.tallies).filter(|(_, tally)| shown(tally));
        let errors = progress.faults.iter().map(|(file, fault)| RejectedRecord {
            file: fleet.files.as_ref().map(|files| files[*file].as_str()),
            line: fault.line,
            column: fault.column,
            error: &fault.error,
        });
        Summary {
            summary: 1,
            read: counts.read(),
            written: counts.written,
            rejected: counts.rejected,
            blank: counts.blank,
            errors: errors.collect(),
            paths: Paths { fast: counts.fast(), plain: counts.plain },
            programs: programs.map(|(engine, tally)| program(engine, tally, fleet)).collect(),
        }
    }
}

fn program<'a>(engine: &'a Engine, tally: &'a Aggregate, fleet: &'a Fleet) -> ProgramSummary<'a> {
    let ahead = fleet.ahead;
    let list = fleet.extras.list.as_ref();
    let by = list.and_then(|list| list.kept.get(list.by?)).map(|column| Groups {
        column,
        groups: most(&tally.groups, |verdicts| verdicts.total())
            .map(|(value, verdicts)| Group { value: (value != OTHERS).then_some(value), count: verdicts.total(), verdicts: *verdicts })
            .collect(),
    });
    let edition = engine.edition();
    let program = &engine.rulebook.program;
    let of = tally.verdicts.total() - tally.verdicts.eligible - tally.verdicts.held;
    let lacking = most(&tally.lacking, |lack| lack.verdicts.total()).map(|(key, lack): (_, &Lack)| Lacking {
        requirements: set(edition, key),
        count: lack.verdicts.total(),
        of,
        verdicts: lack.verdicts,
        eligible_by_tomorrow: lack.tomorrow,
        eligible_ahead: lack.ahead,
    });
    let unlocks = most(&tally.unlocks, |count| *count).map(|(id, count)| {
        let requirement = edition.and_then(|edition| Some(&edition.requirements[edition.find(id)?]));
        let action = requirement.and_then(|requirement| Some(&requirement.remedy.as_ref()?.action));
        let cost = requirement.and_then(|requirement| requirement.remedy.as_ref()?.cost.as_ref());
        let times = |cost: &Cost| Some(Cost { units: cost.units.checked_mul(i64::try_from(*count).ok()?)?, ..cost.clone() }.text());
        Unlock {
            requirement: id,
            title: title(edition, id),
            action,
            count: *count,
            of,
            cost: cost.map(Cost::text),
            cost_of_all: cost.and_then(times),
            price: cost.map(|cost| (cost.units, cost.currency.as_str())),
        }
    });
    let mut readings: Vec<&aggregate::ReadingImpact> = tally.readings.values().collect();
    readings.sort_by_key(|hanging| Reverse((hanging.would.total(), hanging.dates_only)));
    let readings = readings.into_iter().map(|hanging| ReadingImpact {
        requirement: &hanging.requirement,
        name: title(edition, &hanging.requirement),
        title: Localized { zh: hanging.zh.clone(), en: hanging.en.clone() },
        would: hanging.would,
        dates_only: hanging.dates_only,
    });
    let against = engine.against().map(|other| {
        let compared = &tally.against;
        Against {
            edition: &other.id,
            gain: compared.gains.values().sum(),
            gain_through: through(edition, &compared.gains),
            lose: compared.loses.values().sum(),
            lose_through: through(Some(other), &compared.loses),
            otherwise: compared.changes,
            same: compared.same,
        }
    });
    ProgramSummary {
        program: &program.id,
        title: &program.title,
        edition: edition.map(|edition| edition.id.as_str()),
        as_of: engine.as_of.day,
        ahead_until: engine.as_of.day.add_days(ahead),
        opening: program.opening.as_ref().map(OpeningReport::from),
        count: tally.verdicts.total(),
        verdicts: tally.verdicts,
        not_firm: tally.not_firm,
        conditions: &tally.conditions,
        lacking: lacking.collect(),
        gaining: upcoming(edition, &tally.gaining),
        losing: upcoming(edition, &tally.losing),
        unlocks: unlocks.collect(),
        readings: readings.collect(),
        against,
        by,
    }
}

fn upcoming<'a>(edition: Option<&'a Edition>, upcoming: &'a aggregate::Upcoming) -> Upcoming<'a> {
    let first = upcoming.first.iter().map(|(day, applicant, key)| First { applicant, on: *day, through: set(edition, key) });
    Upcoming { count: upcoming.total(), days: &upcoming.days, through: through(edition, &upcoming.through), first: first.collect() }
}

impl Upcoming<'_> {
    /// How many from `first` to `last`.
    pub fn between(&self, first: Date, last: Date) -> u64 {
        self.days.range(first..=last).map(|(_, count)| count).sum()
    }
}

/// Entries with the most first; of equal ones, the first in the input.
fn most<T>(map: &IndexMap<String, T>, count: impl Fn(&T) -> u64) -> impl Iterator<Item = (&str, &T)> {
    let mut entries: Vec<(&str, &T)> = map.iter().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by_key(|(key, value)| (*key == OTHERS, Reverse(count(value))));
    entries.into_iter()
}

fn through<'a>(edition: Option<&'a Edition>, map: &'a IndexMap<String, u64>) -> Vec<Through<'a>> {
    most(map, |count| *count).map(|(key, count)| Through { requirements: set(edition, key), count: *count }).collect()
}

fn set<'a>(edition: Option<&'a Edition>, key: &'a str) -> Set<'a> {
    match key {
        OTHERS => Set::Others,
        _ => Set::Of(key.split_ascii_whitespace().map(|id| (id, title(edition, id))).collect()),
    }
}

fn title<'a>(edition: Option<&'a Edition>, id: &str) -> Option<&'a Localized> {
    let edition = edition?;
    Some(&edition.requirements[edition.find(id)?].title)
}

impl Serialize for Set<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Set::Of(list) => serializer.collect_seq(list.iter().map(|(id, _)| id)),
            Set::Others => serializer.serialize_none(),
        }
    }
}

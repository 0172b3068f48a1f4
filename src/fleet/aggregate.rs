//! What is to be known of a whole fleet.
//!
//! In: checklists, one after the other. Out: a [`Aggregate`]: verdicts, what is missing, who gains and loses soon and through
//! what, which action unlocks most, which readings decide. It can be added to another, and kept in a journal.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::engine::check::Checklist;
use crate::fleet::answer::Shift;
use crate::fleet::profile::{Profile, ReadingSensitivity};
use crate::report::json::VerdictWord;
use crate::value::date::Date;

/// How many different sets are distinguished; what comes later is counted under [`OTHERS`], so that memory stays bounded.
const SETS: usize = 4096;

/// The key of the sets that are not distinguished any more. No requirement can be called so.
pub const OTHERS: &str = "*";

/// How many applicants are named of those that gain or lose soon, unless full lists are wanted.
const NAMED: usize = 20;

fn usual_number() -> usize {
    NAMED
}

/// How many applicants have each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Verdicts {
    pub eligible: u64,
    pub not_eligible: u64,
    pub pending: u64,
    pub unknown: u64,
    #[serde(default)]
    pub held: u64,
}

impl Verdicts {
    fn count(&mut self, verdict: VerdictWord, times: u64) {
        *match verdict {
            VerdictWord::Eligible => &mut self.eligible,
            VerdictWord::NotEligible => &mut self.not_eligible,
            VerdictWord::Pending => &mut self.pending,
            VerdictWord::Unknown => &mut self.unknown,
            VerdictWord::Held => &mut self.held,
        } += times;
    }

    fn add(&mut self, other: Verdicts) {
        self.eligible += other.eligible;
        self.not_eligible += other.not_eligible;
        self.pending += other.pending;
        self.unknown += other.unknown;
        self.held += other.held;
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.eligible + self.not_eligible + self.pending + self.unknown + self.held
    }
}

/// Applicants that lack the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lack {
    /// How many, by verdict.
    pub verdicts: Verdicts,
    /// How many of them will be eligible by tomorrow.
    pub tomorrow: u64,
    /// How many within the days that the summary looks ahead.
    pub ahead: u64,
}

/// Applicants whose verdict changes by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upcoming {
    /// How many on each day.
    pub days: BTreeMap<Date, u64>,
    /// How many through which requirements.
    pub through: IndexMap<String, u64>,
    /// The first of them: the day, the applicant, through what.
    pub first: Vec<(Date, String, String)>,
    /// How many of them are named.
    #[serde(default = "usual_number")]
    pub limit: usize,
}

impl Default for Upcoming {
    fn default() -> Upcoming {
        Upcoming { days: BTreeMap::new(), through: IndexMap::new(), first: Vec::new(), limit: NAMED }
    }
}

/// A reading on which verdicts hang.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingImpact {
    /// The requirement that can be interpreted differently.
    pub requirement: String,
    /// How, in Chinese.
    pub zh: String,
    /// How, in English.
    pub en: String,
    /// The outcome.
    pub would: Verdicts,
    /// How many would keep their verdict, and change its dates.
    pub dates_only: u64,
}

/// How verdicts change under another edition.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Against {
    /// How many gain, and through which requirements.
    pub gains: IndexMap<String, u64>,
    /// How many lose.
    pub loses: IndexMap<String, u64>,
    /// How many see another change.
    pub changes: u64,
    /// How many see none.
    pub same: u64,
}

/// What is to be known of a whole fleet, for one program.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aggregate {
    /// How many have each verdict.
    pub verdicts: Verdicts,
    /// How many verdicts depend on a reading, or rest on a stale fact.
    pub not_firm: u64,
    /// How many verdicts are qualified by what.
    #[serde(default)]
    pub conditions: BTreeMap<String, u64>,
    /// Of those that aren't eligible, what they lack: names of requirements, blanks between.
    pub lacking: IndexMap<String, Lack>,
    /// Who becomes eligible by itself.
    pub gaining: Upcoming,
    /// Who loses it.
    pub losing: Upcoming,
    /// How many would be eligible if just this requirement's remedy were done.
    pub unlocks: IndexMap<String, u64>,
    /// Readings that decide.
    pub readings: IndexMap<String, ReadingImpact>,
    /// The comparison with another edition.
    pub against: Against,
    /// How many have each verdict, by what their records say in one column.
    #[serde(default)]
    pub groups: IndexMap<String, Verdicts>,
}

/// How many applicants of one profile there were, and how many of them become eligible by themselves: by tomorrow, and within
/// the days that the summary looks ahead.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Times {
    all: u64,
    tomorrow: u64,
    ahead: u64,
}

/// How far a summary looks ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    tomorrow: Date,
    last: Date,
}

impl Horizon {
    /// So many days from this one.
    pub fn new(today: Date, ahead: i32) -> Horizon {
        Horizon { tomorrow: today.next(), last: today.add_days(ahead) }
    }
}

impl Times {
    /// One more, whose verdict turns on a day.
    #[inline]
    pub fn count(&mut self, turn: Option<Date>, horizon: Horizon) {
        self.all += 1;
        self.tomorrow += u64::from(turn.is_some_and(|turn| turn <= horizon.tomorrow));
        self.ahead += u64::from(turn.is_some_and(|turn| turn <= horizon.last));
    }
}

impl Aggregate {
    /// Nothing counted yet. With full lists everyone is named who gains or loses soon.
    pub fn new(full_lists: bool) -> Aggregate {
        let mut aggregate = Aggregate::default();
        if full_lists {
            (aggregate.gaining.limit, aggregate.losing.limit) = (usize::MAX, usize::MAX);
        }
        aggregate
    }

    /// Adds one applicant. `ahead` is for how many days to look ahead.
    pub fn add(&mut self, applicant: &str, checklist: &Checklist<'_>, ahead: i32, shift: Option<&Shift>) {
        let horizon = Horizon::new(checklist.as_of, ahead);
        let profile = Profile::new(checklist);
        let turn = profile.turn(checklist.verdict.outcome);
        if let Some(day) = turn {
            self.turn(&profile, day, horizon, || Some(applicant.to_owned()));
        }
        let mut times = Times::default();
        times.count(turn, horizon);
        self.count(&profile, times);
        if let Some(shift) = shift {
            match shift.change {
                Some("gains") => *slot(&mut self.against.gains, &shift.through) += 1,
                Some("loses") => *slot(&mut self.against.loses, &shift.through) += 1,
                Some(_) => self.against.changes += 1,
                None => self.against.same += 1,
            }
        }
    }

    /// Counts an applicant among those whose records say the same in one column.
    pub fn group(&mut self, value: &str, verdict: VerdictWord) {
        slot(&mut self.groups, value).count(verdict, 1);
    }

    /// Counts applicants of one profile.
    pub fn count(&mut self, profile: &Profile, times: Times) {
        let verdict = profile.verdict;
        self.verdicts.count(verdict, times.all);
        for condition in &profile.conditions {
            *self.conditions.entry(condition.word().to_owned()).or_default() += times.all;
        }
        if !profile.firm {
            self.not_firm += times.all;
            profile.sensitive_to.iter().for_each(|hang| self.hang(hang, verdict, times.all));
        }
        if !profile.met {
            let lack = slot(&mut self.lacking, &profile.through);
            lack.verdicts.count(verdict, times.all);
            lack.tomorrow += times.tomorrow;
            lack.ahead += times.ahead;
            profile.unlocks.iter().for_each(|id| *slot(&mut self.unlocks, id) += times.all);
        }
    }

    /// Notes that the verdict of an applicant turns on a day, if that is soon.
    pub fn turn(&mut self, profile: &Profile, day: Date, horizon: Horizon, applicant: impl FnOnce() -> Option<String>) {
        if day <= horizon.last {
            let upcoming = if profile.met { &mut self.losing } else { &mut self.gaining };
            upcoming.add(day, applicant, &profile.through);
        }
    }

    fn hang(&mut self, hang: &ReadingSensitivity, verdict: VerdictWord, times: u64) {
        let hanging = self.readings.entry(hang.key()).or_insert_with(|| ReadingImpact {
            requirement: hang.requirement.clone(),
            zh: hang.title.zh.clone(),
            en: hang.title.en.clone(),
            would: Verdicts::default(),
            dates_only: 0,
        });
        if hang.would == verdict {
            hanging.dates_only += times;
        } else {
            hanging.would.count(hang.would, times);
        }
    }

    /// Adds what was counted of records that come after.
    pub fn merge(&mut self, later: Aggregate) {
        self.verdicts.add(later.verdicts);
        self.not_firm += later.not_firm;
        for (condition, count) in later.conditions {
            *self.conditions.entry(condition).or_default() += count;
        }
        for (key, lack) in later.lacking {
            let mine = slot(&mut self.lacking, &key);
            mine.verdicts.add(lack.verdicts);
            mine.tomorrow += lack.tomorrow;
            mine.ahead += lack.ahead;
        }
        self.gaining.merge(later.gaining);
        self.losing.merge(later.losing);
        sum(&mut self.unlocks, later.unlocks);
        for (key, hanging) in later.readings {
            match self.readings.get_mut(&key) {
                Some(mine) => {
                    mine.would.add(hanging.would);
                    mine.dates_only += hanging.dates_only;
                }
                None => {
                    self.readings.insert(key, hanging);
                }
            }
        }
        sum(&mut self.against.gains, later.against.gains);
        sum(&mut self.against.loses, later.against.loses);
        self.against.changes += later.against.changes;
        self.against.same += later.against.same;
        for (value, verdicts) in later.groups {
            slot(&mut self.groups, &value).add(verdicts);
        }
    }
}

impl Upcoming {
    fn add(&mut self, day: Date, applicant: impl FnOnce() -> Option<String>, through: &str) {
        *self.days.entry(day).or_default() += 1;
        *slot(&mut self.through, through) += 1;
        if let Some(place) = self.place(day)
            && let Some(applicant) = applicant()
        {
            self.name(place, (day, applicant, through.to_owned()));
        }
    }

    /// Where one that comes later in the input is among those that are named: the earliest, and of one day the first.
    fn place(&self, day: Date) -> Option<usize> {
        let place = self.first.partition_point(|(other, ..)| *other <= day);
        (place < self.limit).then_some(place)
    }

    fn name(&mut self, place: usize, one: (Date, String, String)) {
        self.first.insert(place, one);
        self.first.truncate(self.limit);
    }

    fn merge(&mut self, later: Upcoming) {
        for (day, count) in later.days {
            *self.days.entry(day).or_default() += count;
        }
        sum(&mut self.through, later.through);
        for one in later.first {
            if let Some(place) = self.place(one.0) {
                self.name(place, one);
            }
        }
    }

    /// How many in all.
    pub fn total(&self) -> u64 {
        self.days.values().sum()
    }
}

/// The place of a set; that of the others where there are too many already.
fn slot<'m, T: Default>(map: &'m mut IndexMap<String, T>, key: &str) -> &'m mut T {
    if map.contains_key(key) {
        return &mut map[key];
    }
    let key = if map.len() < SETS { key } else { OTHERS };
    map.entry(key.to_owned()).or_default()
}

fn sum(into: &mut IndexMap<String, u64>, later: IndexMap<String, u64>) {
    for (key, count) in later {
        *slot(into, &key) += count;
    }
}

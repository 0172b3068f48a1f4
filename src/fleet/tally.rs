//! What is to be known of a whole fleet.
//!
//! In: checklists, one after the other. Out: a [`Tally`]: verdicts, what is missing, who gains and loses soon and through
//! what, which action unlocks most, which readings decide. It can be added to another, and kept in a journal.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use crate::check::{Checklist, Otherwise, Status};
use crate::day::Day;
use crate::fleet::answer::Shift;
use crate::fleet::gaps::{Gaps, closes, gaps, named};
use crate::report::VerdictWord;
use crate::truth::Truth;

/// How many different sets are told apart; what comes later is counted under [`OTHERS`], so that memory stays bounded.
const SETS: usize = 4096;

/// The key of the sets that are not told apart any more. No requirement can be called so.
pub const OTHERS: &str = "*";

/// How many applicants are named of those that gain or lose soon.
const NAMED: usize = 20;

/// How many applicants have each verdict.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "the names say all")]
pub struct Verdicts {
    pub eligible: u64,
    pub not_eligible: u64,
    pub pending: u64,
    pub unknown: u64,
}

impl Verdicts {
    fn count(&mut self, verdict: VerdictWord) {
        *match verdict {
            VerdictWord::Eligible => &mut self.eligible,
            VerdictWord::NotEligible => &mut self.not_eligible,
            VerdictWord::Pending => &mut self.pending,
            VerdictWord::Unknown => &mut self.unknown,
        } += 1;
    }

    fn add(&mut self, other: Verdicts) {
        self.eligible += other.eligible;
        self.not_eligible += other.not_eligible;
        self.pending += other.pending;
        self.unknown += other.unknown;
    }

    /// All of them.
    pub fn total(&self) -> u64 {
        self.eligible + self.not_eligible + self.pending + self.unknown
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
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Upcoming {
    /// How many on each day.
    pub days: BTreeMap<String, u64>,
    /// How many through which requirements.
    pub through: IndexMap<String, u64>,
    /// The first of them: the day, the applicant, through what.
    pub first: Vec<(String, String, String)>,
}

/// A reading on which verdicts hang.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hanging {
    /// The requirement that can be read otherwise.
    pub requirement: String,
    /// How, in Chinese.
    pub zh: String,
    /// How, in English.
    pub en: String,
    /// What would come out.
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
pub struct Tally {
    /// How many have each verdict.
    pub verdicts: Verdicts,
    /// How many verdicts hang on a reading.
    pub not_firm: u64,
    /// Of those that aren't eligible, what they lack: names of requirements, blanks between.
    pub lacking: IndexMap<String, Lack>,
    /// Who becomes eligible by itself.
    pub gaining: Upcoming,
    /// Who loses it.
    pub losing: Upcoming,
    /// How many would be eligible if just this requirement's remedy were done.
    pub unlocks: IndexMap<String, u64>,
    /// Readings that decide.
    pub readings: IndexMap<String, Hanging>,
    /// The comparison with another edition.
    pub against: Against,
}

impl Tally {
    /// Adds one applicant. `ahead` is for how many days to look ahead.
    pub fn add(&mut self, applicant: &str, checklist: &Checklist<'_>, ahead: i32, shift: Option<&Shift>) {
        let outcome = checklist.verdict.outcome;
        let verdict = VerdictWord::from(outcome.status);
        self.verdicts.count(verdict);
        if !checklist.verdict.firm {
            self.not_firm += 1;
            checklist.verdict.hangs_on.iter().for_each(|other| self.hang(other, verdict));
        }
        let (today, last) = (checklist.as_of, checklist.as_of.plus(ahead));
        if outcome.status == Status::Met {
            if let Some(until) = outcome.until.filter(|until| until.next() <= last) {
                self.losing.add(until.next(), applicant, through(checklist, until.next()));
            }
        } else {
            let found = gaps(checklist, today);
            let key = names(checklist, &found);
            let tomorrow = outcome.from.is_some_and(|from| from <= today.next());
            let soon = outcome.from.is_some_and(|from| from <= last);
            let lack = slot(&mut self.lacking, &key);
            lack.verdicts.count(verdict);
            lack.tomorrow += u64::from(tomorrow);
            lack.ahead += u64::from(soon);
            if let Some(from) = outcome.from.filter(|_| soon) {
                self.gaining.add(from, applicant, key);
            }
            if let ([only], Status::Unmet, Some(edition)) = (found.as_slice(), outcome.status, checklist.edition)
                && checklist.findings[*only].timeline.now() == Truth::False
            {
                for requirement in closes(edition, checklist, *only) {
                    *slot(&mut self.unlocks, &requirement.id) += 1;
                }
            }
        }
        if let Some(shift) = shift {
            match shift.change {
                Some("gains") => *slot(&mut self.against.gains, &shift.through) += 1,
                Some("loses") => *slot(&mut self.against.loses, &shift.through) += 1,
                Some(_) => self.against.changes += 1,
                None => self.against.same += 1,
            }
        }
    }

    fn hang(&mut self, other: &Otherwise<'_>, verdict: VerdictWord) {
        let title = &other.reading.title;
        let key = format!("{} {}", other.requirement.id, title.en);
        let hanging = self.readings.entry(key).or_insert_with(|| Hanging {
            requirement: other.requirement.id.clone(),
            zh: title.zh.clone(),
            en: title.en.clone(),
            would: Verdicts::default(),
            dates_only: 0,
        });
        match VerdictWord::from(other.outcome.status) {
            same if same == verdict => hanging.dates_only += 1,
            would => hanging.would.count(would),
        }
    }

    /// Adds what was counted of records that come after.
    pub fn merge(&mut self, later: Tally) {
        self.verdicts.add(later.verdicts);
        self.not_firm += later.not_firm;
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
    }
}

impl Upcoming {
    fn add(&mut self, day: Day, applicant: &str, through: String) {
        *self.days.entry(day.to_string()).or_default() += 1;
        *slot(&mut self.through, &through) += 1;
        self.name(day.to_string(), applicant.to_owned(), through);
    }

    /// Keeps the earliest, and of one day those that come first in the input.
    fn name(&mut self, day: String, applicant: String, through: String) {
        let place = self.first.partition_point(|(other, ..)| *other <= day);
        if place < NAMED {
            self.first.insert(place, (day, applicant, through));
            self.first.truncate(NAMED);
        }
    }

    fn merge(&mut self, later: Upcoming) {
        for (day, count) in later.days {
            *self.days.entry(day).or_default() += count;
        }
        sum(&mut self.through, later.through);
        for (day, applicant, through) in later.first {
            self.name(day, applicant, through);
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

fn names(checklist: &Checklist<'_>, found: &Gaps) -> String {
    checklist.edition.map_or_else(String::new, |edition| named(edition, found))
}

/// What fails on `day`; nothing where another edition decides then, for that is what it is through.
fn through(checklist: &Checklist<'_>, day: Day) -> String {
    let editions = &checklist.verdict.editions;
    let then = editions.iter().rev().find(|(from, _)| *from <= day).and_then(|(_, edition)| *edition);
    let same = matches!((then, checklist.edition), (Some(then), Some(now)) if std::ptr::eq(then, now));
    if same { names(checklist, &gaps(checklist, day)) } else { String::new() }
}

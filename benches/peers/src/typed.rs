//! A record as typed structs, and the check that most people would write by hand.
//!
//! In: a line. Out: [`Record`], of borrowed text ([`Text`]) for sonic-rs or of owned text for serde_json; and whether each
//! requirement holds. It knows what the sample applicants can look like: facts that are missing, violations of no known
//! severity, accounts of no known size, ad spend that is partly known, days without a figure. Nothing else may be unknown.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;
use std::marker::PhantomData;

use serde::Deserialize;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

/// A line of the data.
#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
#[allow(dead_code, reason = "a typed parse reads what no rule asks for, too")]
pub struct Record<T> {
    program: T,
    applicant: T,
    facts: Facts<T>,
}

#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
struct Facts<T> {
    entity_region: Option<T>,
    entity_type: Option<T>,
    categories: Option<Vec<Category<T>>>,
    violations: Option<Vec<Violation<T>>>,
    payments: Option<Vec<T>>,
    official_accounts: Option<Vec<Account<T>>>,
    daily_active_users: Option<Vec<Visits<T>>>,
    ad_spend: Option<Spending<T>>,
}

#[derive(Debug, Deserialize)]
struct Category<T> {
    path: T,
    status: T,
}

#[derive(Debug, Deserialize)]
#[serde(bound = "T: Deserialize<'de>")]
#[allow(dead_code, reason = "a typed parse reads what no rule asks for, too")]
struct Violation<T> {
    id: T,
    date: T,
    severity: Option<T>,
}

#[derive(Debug, Deserialize)]
#[allow(dead_code, reason = "a typed parse reads what no rule asks for, too")]
struct Account<T> {
    name: T,
    fans: Option<u64>,
}

#[derive(Debug, Deserialize)]
struct Visits<T> {
    date: T,
    users: u64,
}

#[derive(Debug, Deserialize)]
struct Spend<T> {
    date: T,
    amount: T,
}

/// A list, or an object that says there may be more.
#[derive(Debug)]
struct Spending<T> {
    partial: bool,
    rows: Vec<Spend<T>>,
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Spending<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Spending<T>, D::Error> {
        struct Either<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Either<T> {
            type Value = Spending<T>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("rows, or an object with rows")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Spending<T>, A::Error> {
                let mut rows = Vec::new();
                while let Some(row) = seq.next_element()? {
                    rows.push(row);
                }
                Ok(Spending { partial: false, rows })
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Spending<T>, A::Error> {
                let mut found = Spending { partial: false, rows: Vec::new() };
                while let Some(key) = map.next_key::<Text<'_>>()? {
                    match &*key.0 {
                        "partial" => found.partial = map.next_value()?,
                        "rows" => found.rows = map.next_value()?,
                        other => return Err(A::Error::unknown_field(other, &["partial", "rows"])),
                    }
                }
                Ok(found)
            }
        }
        deserializer.deserialize_any(Either(PhantomData))
    }
}

/// A text that is borrowed from the line unless it holds an escape.
#[derive(Debug)]
pub struct Text<'a>(Cow<'a, str>);

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Text<'a>, D::Error> {
        struct Borrow;
        impl<'de> Visitor<'de> for Borrow {
            type Value = Text<'de>;

            fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
                to.write_str("a text")
            }

            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrow)
    }
}

impl AsRef<str> for Text<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl<T: AsRef<str>> Record<T> {
    /// Whose record it is.
    pub fn applicant(&self) -> &str {
        self.applicant.as_ref()
    }

    /// Whether each requirement holds on 2026-11-22, in the rulebook's order; None where that is unknown.
    pub fn check(&self, listed: &HashSet<String>) -> [Option<bool>; 11] {
        let facts = &self.facts;
        let domestic = facts.entity_region.as_ref().map(|region| region.as_ref() == "CN");
        let not_individual = facts.entity_type.as_ref().map(|kind| kind.as_ref() != "individual");
        let entity = all(&[domestic, not_individual]);
        let category = facts.categories.as_ref().map(|categories| {
            categories.iter().any(|category| category.status.as_ref() == "approved" && listed.contains(category.path.as_ref()))
        });
        let violations = facts.violations.as_ref().and_then(|violations| {
            let mut recent = violations.iter().filter(|row| within(row.date.as_ref(), "2026-05-22", "2026-11-22")).peekable();
            if recent.clone().any(|row| row.severity.as_ref().is_some_and(|severity| severity.as_ref() == "severe")) {
                return Some(false);
            }
            if recent.any(|row| row.severity.is_none()) { None } else { Some(true) }
        });
        let payment =
            (facts.payments.as_ref()).map(|payments| payments.iter().any(|date| within(date.as_ref(), "2026-08-24", "2026-11-20")));
        let followers = facts.official_accounts.as_ref().and_then(|accounts| {
            let known: u64 = accounts.iter().filter_map(|account| account.fans).sum();
            above(known, 100, accounts.iter().any(|account| account.fans.is_none()))
        });
        let daily_active_users = facts.daily_active_users.as_ref().and_then(|days| {
            let week = || days.iter().filter(|day| within(day.date.as_ref(), "2026-11-14", "2026-11-21"));
            above(week().map(|day| day.users).sum(), 700, week().count() < 7)
        });
        let ad_spend = facts.ad_spend.as_ref().and_then(|spending| {
            let year = spending.rows.iter().filter(|row| within(row.date.as_ref(), "2025-11-22", "2026-11-22"));
            above(year.map(|row| cents(row.amount.as_ref())).sum(), 1_000_000, spending.partial)
        });
        let reach = any(&[followers, daily_active_users, ad_spend]);
        let eligible = all(&[entity, category, violations, payment, reach]);
        [entity, domestic, not_individual, category, violations, payment, reach, followers, daily_active_users, ad_spend, eligible]
    }
}

/// Whether a date lies after one day and not after another. Dates are written so that they compare as text.
fn within(date: &str, after: &str, until: &str) -> bool {
    date > after && date <= until
}

/// Whether a sum of which `known` is known, and perhaps more to come, is above a threshold.
fn above(known: u64, threshold: u64, more: bool) -> Option<bool> {
    if known > threshold {
        Some(true)
    } else if more {
        None
    } else {
        Some(false)
    }
}

/// An amount of money in its smallest unit.
fn cents(amount: &str) -> u64 {
    let (whole, part) = amount.split_once('.').unwrap_or((amount, ""));
    let number = |text: &str| text.parse::<u64>().expect("an amount");
    number(whole) * 100 + if part.is_empty() { 0 } else { number(&format!("{part:0<2}")) }
}

fn all(of: &[Option<bool>]) -> Option<bool> {
    if of.contains(&Some(false)) {
        Some(false)
    } else if of.contains(&None) {
        None
    } else {
        Some(true)
    }
}

fn any(of: &[Option<bool>]) -> Option<bool> {
    if of.contains(&Some(true)) {
        Some(true)
    } else if of.contains(&None) {
        None
    } else {
        Some(false)
    }
}

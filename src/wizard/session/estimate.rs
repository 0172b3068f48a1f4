//! The applicant's own estimates: how long a remedy takes, and what it costs.
//!
//! In: what is seen, and what people type. Out: the remedies that are worth an estimate, each with the rulebook's figures and
//! the applicant's own; periods and amounts, or refusals in words.

use unicode_normalization::UnicodeNormalization as _;

use crate::facts::Estimate;
use crate::i18n::Messages;
use crate::report::explain::localized_duration;
use crate::rulebook::edition::Cost;
use crate::rulebook::{Edition, FactKind, Remedy, Requirement};
use crate::value::date::{DurationRange, Period, Unit};
use crate::value::value_type::{Value, ValueType};
use crate::wizard::session::entry::{InputError, normalized};
use crate::wizard::session::view::Snapshot;

/// A remedy, and what the applicant reckons with.
#[derive(Debug, Clone, Copy)]
pub struct Estimable<'s> {
    /// What is to hold.
    pub requirement: &'s Requirement,
    /// What is done about it, with the rulebook's figures.
    pub remedy: &'s Remedy,
    /// The applicant's own, where there are any.
    pub own: Option<&'s Estimate>,
}

impl Estimable<'_> {
    /// The applicant's own time.
    pub fn own_takes(&self) -> Option<DurationRange> {
        self.own.and_then(|own| own.takes)
    }

    /// The applicant's own cost.
    pub fn own_cost(&self) -> Option<&Cost> {
        self.own.and_then(|own| own.cost.as_ref())
    }

    /// Time and cost that the plan reckons with.
    pub fn figures(&self, messages: &Messages) -> String {
        let takes = takes_text(self.own_takes().or(self.remedy.takes), messages);
        let cost = cost_text(self.own_cost().or(self.remedy.cost.as_ref()), messages);
        format!("{takes}{}{cost}", messages.format("list-gap", &[]))
    }
}

/// The remedies that the plan has to do with: of its actions, of other ways, of what is in its way; and all that the
/// applicant has estimated.
pub fn estimable<'s>(snapshot: &Snapshot<'s>) -> Vec<Estimable<'s>> {
    let plan = &snapshot.plan;
    let actions = plan.actions.iter().map(|action| action.requirement);
    let ways = plan.alternatives.iter().map(|other| other.choose);
    let own = snapshot.facts.estimates.iter().filter_map(|estimate| {
        let edition = edition(snapshot)?;
        Some(&edition.requirements[edition.find(&estimate.requirement)?])
    });
    let mut all: Vec<Estimable<'s>> = Vec::new();
    for requirement in actions.chain(ways).chain(plan.blocked_by.iter().copied()).chain(own) {
        let known = all.iter().any(|other| other.requirement.id == requirement.id);
        all.extend(of(snapshot, requirement).filter(|_| !known));
    }
    all
}

/// One requirement's remedy, by the requirement's name; None where it has none.
pub fn estimable_of<'s>(snapshot: &Snapshot<'s>, requirement: &str) -> Option<Estimable<'s>> {
    let edition = edition(snapshot)?;
    of(snapshot, &edition.requirements[edition.find(requirement)?])
}

fn of<'s>(snapshot: &Snapshot<'s>, requirement: &'s Requirement) -> Option<Estimable<'s>> {
    let remedy = requirement.remedy.as_ref()?;
    let own = snapshot.facts.estimates.iter().find(|estimate| estimate.requirement == requirement.id);
    Some(Estimable { requirement, remedy, own })
}

/// The edition that the plan is for.
fn edition<'s>(snapshot: &Snapshot<'s>) -> Option<&'s Edition> {
    snapshot.plan.edition.or(snapshot.checklist.edition)
}

/// The currency of an amount without one: the remedy's, else that of another remedy or of a fact.
pub fn currency(snapshot: &Snapshot<'_>, of: &Estimable<'_>) -> Option<String> {
    let own = of.own_cost().or(of.remedy.cost.as_ref());
    let others = edition(snapshot).into_iter().flat_map(|edition| &edition.requirements);
    let costs = own.into_iter().chain(others.filter_map(|requirement| requirement.remedy.as_ref()?.cost.as_ref()));
    let money = |kind: &ValueType| match kind {
        ValueType::Money { currency, .. } => Some(currency.clone()),
        _ => None,
    };
    let facts = snapshot.program.facts.iter().filter_map(|fact| match &fact.kind {
        FactKind::Value(kind) => money(kind),
        FactKind::Rows(table) | FactKind::Daily(table) => table.columns.iter().find_map(|column| money(&column.kind)),
    });
    costs.map(|cost| cost.currency.clone()).chain(facts).next()
}

/// How long, in words that [`takes`] understands.
pub fn takes_text(takes: Option<DurationRange>, messages: &Messages) -> String {
    takes.map_or_else(|| messages.format("takes-unknown", &[]), |takes| localized_duration(takes, messages))
}

/// How dear, in words that [`cost`] understands.
pub fn cost_text(cost: Option<&Cost>, messages: &Messages) -> String {
    cost.filter(|cost| cost.units > 0).map_or_else(|| messages.format("plan-no-cost", &[]), Cost::text)
}

/// What is between the best and the worst.
const BETWEEN: [&str; 9] = ["...", "..", " to ", "~", "-", "–", "—", "至", "到"];

/// How units are called; what another name ends with comes after it.
const UNITS: [(&str, Unit); 30] = [
    ("分钟", Unit::Minutes),
    ("minutes", Unit::Minutes),
    ("minute", Unit::Minutes),
    ("min", Unit::Minutes),
    ("个小时", Unit::Hours),
    ("小时", Unit::Hours),
    ("hours", Unit::Hours),
    ("hour", Unit::Hours),
    ("days", Unit::Days),
    ("day", Unit::Days),
    ("天", Unit::Days),
    ("日", Unit::Days),
    ("个星期", Unit::Weeks),
    ("星期", Unit::Weeks),
    ("个礼拜", Unit::Weeks),
    ("礼拜", Unit::Weeks),
    ("周", Unit::Weeks),
    ("weeks", Unit::Weeks),
    ("week", Unit::Weeks),
    ("个月", Unit::Months),
    ("月", Unit::Months),
    ("months", Unit::Months),
    ("month", Unit::Months),
    ("years", Unit::Years),
    ("year", Unit::Years),
    ("年", Unit::Years),
    ("h", Unit::Hours),
    ("d", Unit::Days),
    ("w", Unit::Weeks),
    ("y", Unit::Years),
];

/// Makes a time of what was typed: `5`, `5天`, `3 to 30 days`, `两周`.
///
/// # Errors
/// It is none, in words.
pub fn takes(typed: &str) -> Result<DurationRange, InputError> {
    let text = validated(typed)?;
    let bad = || InputError::new("estimate-takes").with("text", typed.trim());
    let whole = || InputError::new("estimate-whole").with("text", typed.trim());
    let range = BETWEEN.iter().find_map(|mark| text.split_once(mark));
    let (low, high) = range.map_or((None, text.as_str()), |(low, high)| (Some(low.trim()), high.trim()));
    // A decimal point is not between two numbers.
    let decimal = |part: &str| part.contains('.') || part.contains('半');
    if decimal(high) || low.is_some_and(decimal) {
        return Err(whole());
    }
    let (worst, unit) = counted(high).ok_or_else(bad)?;
    let (best, low_unit) = low.map_or(Some((worst, unit)), counted).ok_or_else(bad)?;
    if let (Some(one), Some(other)) = (unit, low_unit)
        && one != other
    {
        return Err(InputError::new("estimate-units").with("text", typed.trim()));
    }
    if best > worst {
        return Err(InputError::new("estimate-order").with("text", typed.trim()));
    }
    let unit = unit.or(low_unit).unwrap_or(Unit::Days);
    let takes = DurationRange { best: Period { count: best, unit }, worst: Period { count: worst, unit } };
    // What could not be read again is longer than anything may be.
    DurationRange::parse(&takes.to_string()).ok_or_else(|| InputError::new("estimate-long").with("text", typed.trim()))
}

/// A whole number, and the unit behind it.
fn counted(text: &str) -> Option<(u32, Option<Unit>)> {
    let named = UNITS.iter().find_map(|(name, unit)| Some((text.strip_suffix(name)?.trim_end(), Some(*unit))));
    let (count, unit) = named.unwrap_or((text, None));
    let digits = !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit());
    let count = if digits { count.parse() } else { crate::document::values::number::chinese(count)?.parse() };
    Some((count.ok()?, unit))
}

/// What people say of what costs nothing.
const FREE: [&str; 9] = ["不花钱", "无费用", "免费", "不要钱", "没有花费", "free", "no cost", "nothing", "none"];

/// Makes a cost of what was typed: `300`, `1.2万`, `30 USD`, `免费`. `currency` is that of an amount without one.
///
/// # Errors
/// It is none, in words.
pub fn cost(typed: &str, currency: Option<&str>) -> Result<Cost, InputError> {
    let text = validated(typed)?;
    let named = code(&text);
    let Some(currency) = named.or_else(|| currency.map(str::to_owned)) else { return Err(InputError::new("estimate-currency")) };
    if FREE.contains(&text.as_str()) {
        return Ok(Cost { units: 0, currency });
    }
    let places = crate::value::currency::decimals(&currency).unwrap_or(0);
    match crate::document::values::number::parse(typed.trim(), places, Some(&currency))?.value {
        Value::Number(units) => Ok(Cost { units, currency }),
        _ => Err(InputError::new("answer-money").with("text", typed.trim())),
    }
}

/// The code of a currency at either end of a text.
fn code(text: &str) -> Option<String> {
    let letters = |part: &str| part.chars().take_while(char::is_ascii_alphabetic).collect::<String>();
    let last: String = letters(&text.chars().rev().collect::<String>()).chars().rev().collect();
    let codes = [letters(text), last].map(|code| code.to_uppercase());
    codes.into_iter().find(|code| crate::value::currency::decimals(code).is_some())
}

/// What was typed, width and case set aside.
fn validated(typed: &str) -> Result<String, InputError> {
    if typed.contains(char::is_control) {
        return Err(InputError::new("answer-control"));
    }
    let text = normalized(&typed.nfkc().collect::<String>());
    if text.is_empty() { Err(InputError::new("answer-empty")) } else { Ok(text) }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may")]
    use super::*;
    use crate::value::localized::Lang;

    #[test]
    fn times_as_people_type_them() {
        for (typed, read) in [
            ("5", "5 days"),
            ("5天", "5 days"),
            ("1 day", "1 day"),
            ("3..30 days", "3..30 days"),
            ("3 to 30 days", "3..30 days"),
            ("3 天 到 30 天", "3..30 days"),
            ("3～5 天", "3..5 days"),
            ("３－５", "3..5 days"),
            ("两周", "2 weeks"),
            ("十二天", "12 days"),
            ("1-2 Months", "1..2 months"),
            ("2 days - 4", "2..4 days"),
            ("0", "0 days"),
            ("24h", "24 hours"),
        ] {
            assert_eq!(takes(typed).unwrap().to_string(), read, "{typed}");
        }
        for (typed, id) in [
            ("", "answer-empty"),
            ("soon", "estimate-takes"),
            ("-3", "estimate-takes"),
            ("3-", "estimate-takes"),
            ("5 workdays", "estimate-takes"),
            ("1.5 days", "estimate-whole"),
            ("半个月", "estimate-whole"),
            ("5..3 days", "estimate-order"),
            ("1 week to 2 months", "estimate-units"),
            ("4000000000 years", "estimate-long"),
            ("99999999999 days", "estimate-takes"),
            ("3\u{7}", "answer-control"),
        ] {
            assert_eq!(takes(typed).unwrap_err().id, id, "{typed}");
        }
    }

    #[test]
    fn what_is_shown_can_be_typed() {
        for lang in [Lang::Zh, Lang::En] {
            let messages = Messages::for_lang(lang);
            for text in ["1 day", "0..1 days", "3..30 days", "5 minutes", "2..24 hours", "1 week", "2..3 months", "1..2 years"] {
                let shown = takes_text(DurationRange::parse(text), &messages);
                assert_eq!(takes(&shown).unwrap().to_string(), text, "{shown}");
            }
            for (units, currency) in [(30_001, "CNY"), (5, "JPY"), (0, "CNY")] {
                let known = Cost { units, currency: currency.to_owned() };
                assert_eq!(cost(&cost_text(Some(&known), &messages), Some(currency)), Ok(known));
            }
        }
    }

    #[test]
    fn costs_as_people_type_them() {
        for (typed, text) in [
            ("300", "300.00 CNY"),
            ("1.2万", "12000.00 CNY"),
            ("¥300.5", "300.50 CNY"),
            ("300元", "300.00 CNY"),
            ("30 usd", "30.00 USD"),
            ("EUR 7", "7.00 EUR"),
            ("免费", "0.00 CNY"),
            ("0", "0.00 CNY"),
        ] {
            assert_eq!(cost(typed, Some("CNY")).unwrap().text(), text, "{typed}");
        }
        for (typed, currency, id) in [
            ("", Some("CNY"), "answer-empty"),
            ("dear", Some("CNY"), "answer-money"),
            ("-3", Some("CNY"), "answer-negative"),
            ("0.001", Some("CNY"), "answer-too-fine"),
            ("$3", Some("CNY"), "answer-currency"),
            ("300", None, "estimate-currency"),
        ] {
            assert_eq!(cost(typed, currency).unwrap_err().id, id, "{typed}");
        }
    }
}

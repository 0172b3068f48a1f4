//! Findings in sentences.
//!
//! In: a finding and what it was made from. Out: why it came out so, in one language; and warnings in both. Only what the
//! evaluation recorded is told.

use crate::document::values::path::{Membership, Unclear};
use crate::engine::check::checklist::Caveat;
use crate::engine::check::result::{Measurement, RowOutcome, RowStatus};
use crate::engine::check::{Checklist, Contradiction, Finding, Length, Standing, Status};
use crate::facts::{Completeness, FactValue, Facts, Row, Rows};
use crate::i18n::Messages;
use crate::report::measured::needed;
use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, FactKind, Logic, Measure, OpeningState, Program, RowsTest, Rule, Test};
use crate::value::date::{DurationRange, Period, Unit};
use crate::value::number::{Comparison, Interval, Rational};
use crate::value::timeline::Truth;
use crate::value::value_type::{Value, ValueType, fold};

/// Why a requirement came out as it did.
pub fn why(finding: &Finding<'_>, checklist: &Checklist<'_>, program: &Program, facts: &Facts, messages: &Messages) -> String {
    let mut sentences = found(finding, checklist, program, facts, messages);
    if finding.outcome.status == Status::Pending
        && let Some(from) = finding.outcome.from
    {
        sentences.push(messages.format("why-pending", &[("from", &from.to_string())]));
    }
    if let Some(waiver) = finding.waived {
        let until = waiver.until.to_string();
        sentences.push(messages.format("why-waived", &[("by", &waiver.by), ("until", &until), ("reason", &waiver.reason)]));
    }
    sentences.join(&messages.format("sentence-gap", &[]))
}

/// What was found on the day of the check, a sentence each; dates and waivers are added by the caller.
pub fn found(finding: &Finding<'_>, checklist: &Checklist<'_>, program: &Program, facts: &Facts, messages: &Messages) -> Vec<String> {
    let requirement = finding.requirement;
    let mut sentences = Vec::new();
    if finding.outcome.status == Status::NotApplicable
        && let Some(condition) = requirement.applies_when
    {
        let title = checklist.findings[condition].requirement.title.get(messages.lang);
        return vec![messages.format("why-not-applicable", &[("condition", title)])];
    }
    match &requirement.rule {
        Rule::Group(group) => {
            let count =
                |value: Truth| group.children.iter().filter(|child| seen_now(&checklist.findings[**child]) == value).count().to_string();
            let wanted = match group.logic {
                Logic::All => group.children.len(),
                Logic::Any { at_least } => at_least,
                Logic::None => 0,
            };
            let id = if group.logic == Logic::None { "why-none" } else { "why-group" };
            let (total, wanted) = (group.children.len().to_string(), wanted.to_string());
            let args = [("true", count(Truth::True)), ("unknown", count(Truth::Unknown)), ("total", total), ("wanted", wanted)];
            sentences.push(messages.format(id, &args.each_ref().map(|(name, value)| (*name, value.as_str()))));
        }
        Rule::Test(test) => {
            test_sentences(test, finding, checklist, program, facts, messages, &mut sentences);
            sentences.extend(age_of(test, finding, checklist, program, messages));
            sentences.extend(contradictions_of(test, checklist, program, facts, messages));
        }
    }
    sentences
}

/// How old what a test looks at is, where that bears on it: a list is silent about later days, any other fact may have changed.
pub fn age_of(test: &Test, finding: &Finding<'_>, checklist: &Checklist<'_>, program: &Program, messages: &Messages) -> Vec<String> {
    let looked_at = test.facts();
    let stale = checklist.stale.iter().filter(|stale| looked_at.contains(&stale.fact));
    let sentence = |stale: &crate::engine::check::Stale| {
        let day = stale.observed.to_string();
        let id = match stale.list {
            true => "why-nothing-known-after",
            false if !finding.rests_on.contains(&stale.fact) => return None,
            false if is_counted(program, stale.fact) => "why-rests-on-count",
            false => "why-rests-on-answer",
        };
        Some(messages.format(id, &[("day", &day), ("fact", program.facts[stale.fact].title.get(messages.lang))]))
    };
    stale.filter_map(sentence).collect()
}

/// True of a fact that holds numbers.
fn is_counted(program: &Program, fact: usize) -> bool {
    let number = |kind: &ValueType| kind.places().is_some();
    match &program.facts[fact].kind {
        FactKind::Value(kind) => number(kind),
        FactKind::Rows(table) | FactKind::Daily(table) => table.columns.iter().any(|column| number(&column.kind)),
    }
}

/// What contradicts what a test looks at.
fn contradictions_of(test: &Test, checklist: &Checklist<'_>, program: &Program, facts: &Facts, messages: &Messages) -> Vec<String> {
    let looked_at = test.facts();
    let concerns = |found: &&Contradiction<'_>| {
        looked_at.contains(&found.rule.of.fact) || found.other().is_some_and(|other| looked_at.contains(&other.fact))
    };
    checklist.contradictions.iter().filter(concerns).map(|found| contradiction(found, checklist, program, facts, messages)).collect()
}

/// Facts that contradict each other, both sides named.
pub fn contradiction(
    found: &Contradiction<'_>,
    checklist: &Checklist<'_>,
    program: &Program,
    facts: &Facts,
    messages: &Messages,
) -> String {
    let cells = |fact: usize, rows: &[u32], columns: &[usize]| -> Vec<String> {
        let (Some(FactValue::Rows(known)), Some(table)) = (facts.facts[fact].on(checklist.as_of), program.facts[fact].kind.table()) else {
            return Vec::new();
        };
        let row = |at: &u32| {
            let cells = columns.iter().filter_map(|column| {
                let value = known.rows.get(*at as usize)?.cells[*column].as_ref()?;
                Some(localized_value(&table.columns[*column].kind, value, program, messages))
            });
            cells.collect::<Vec<_>>().join(" ")
        };
        let mut texts: Vec<String> = rows.iter().map(row).collect();
        texts.sort();
        texts.dedup();
        texts
    };
    let gap = messages.format("list-gap", &[]);
    let of = &found.rule.of;
    let (say, fact) = (found.rule.say.get(messages.lang), program.facts[of.fact].title.get(messages.lang));
    let values = cells(of.fact, &found.rows, &of.columns);
    let shown = if values.len() > 3 { messages.format("and-others", &[("names", &values[..3].join(&gap))]) } else { values.join(&gap) };
    match found.other() {
        None => {
            let count = found.rows.len().to_string();
            messages.format("why-alike", &[("say", say), ("fact", fact), ("values", &shown), ("count", &count)])
        }
        Some(other) => {
            let other_title = program.facts[other.fact].title.get(messages.lang);
            let first = cells(other.fact, &found.others, &other.columns);
            let first = first.first().cloned().unwrap_or_else(|| messages.format("why-no-row", &[]));
            let args = [("say", say), ("fact", fact), ("values", &shown), ("other", other_title), ("first", &first)];
            messages.format("why-contradiction", &args)
        }
    }
}

/// What qualifies the verdict, in a few words each.
pub fn conditions(checklist: &Checklist<'_>, program: &Program, messages: &Messages) -> Vec<String> {
    let opening = program.opening.as_ref().map(|opening| opening.state);
    let each = checklist.conditions.iter().map(|caveat| match caveat {
        Caveat::Opening => match opening {
            Some(OpeningState::Invitation) => messages.format("condition-invitation", &[]),
            Some(OpeningState::Unverified) => messages.format("condition-unverified", &[]),
            _ => messages.format("condition-closed", &[]),
        },
        Caveat::Waiver => messages.format("condition-waiver", &[]),
        Caveat::Stale => {
            let of = |fact: &usize| {
                let observed = checklist.stale.iter().find(|stale| stale.fact == *fact).map(|stale| stale.observed.to_string());
                let args = [("fact", program.facts[*fact].title.get(messages.lang)), ("day", &observed.unwrap_or_default())];
                messages.format("condition-stale-fact", &args)
            };
            let facts: Vec<String> = checklist.verdict.rests_on.iter().map(of).collect();
            messages.format("condition-stale", &[("facts", &facts.join(&messages.format("list-gap", &[])))])
        }
        Caveat::Assumed => messages.format("condition-assumed", &[]),
        Caveat::Contradiction => messages.format("condition-contradiction", &[]),
        Caveat::EditionEnds => {
            let day = checklist.ends.map(|day| day.to_string()).unwrap_or_default();
            let ended = checklist.ends.is_some_and(|day| day < checklist.as_of);
            messages.format(if ended { "condition-edition-ended" } else { "condition-edition-ends" }, &[("day", &day)])
        }
    });
    each.collect()
}

/// The verdict in words, without its dates. What can't be determined says why: facts may be missing, old, contradict each other, or
/// the edition ends.
pub fn verdict(checklist: &Checklist<'_>, messages: &Messages) -> String {
    let has = |caveat: Caveat| checklist.conditions.contains(&caveat);
    let reasons = [Caveat::EditionEnds, Caveat::Contradiction, Caveat::Stale];
    let id = match checklist.verdict.standing() {
        // The conditions beside it say why.
        Standing::Unknown if reasons.into_iter().any(has) => "verdict-undecided",
        standing => crate::report::text::status::verdict_word(standing),
    };
    messages.format(id, &[])
}

/// What a group sees of its child on the day of the check.
fn seen_now(child: &Finding<'_>) -> Truth {
    if child.waived.is_some() { Truth::True } else { child.timeline.now() }
}

fn test_sentences(
    test: &Test,
    finding: &Finding<'_>,
    checklist: &Checklist<'_>,
    program: &Program,
    facts: &Facts,
    messages: &Messages,
    sentences: &mut Vec<String>,
) {
    let needed = localized_needed(test, program, messages);
    let Some(tested) = &finding.tested else { return };
    let fact_title = |fact: usize| program.facts[fact].title.get(messages.lang);
    match (test, &tested.measured) {
        (Test::Value { of: None, .. }, _) => {
            sentences.push(messages.format("why-today", &[("day", &checklist.as_of.to_string()), ("needed", &needed)]));
        }
        (Test::Value { of: Some(fact), kind, is }, Measurement::Value(Some(value))) => {
            let shown = localized_value(kind, value, program, messages);
            sentences.push(messages.format("why-value", &[("fact", fact_title(*fact)), ("value", &shown), ("needed", &needed)]));
            sentences.extend(alias_of(is, value, messages));
        }
        (Test::Value { of: Some(fact), .. }, _) => {
            sentences.push(messages.format("why-unknown", &[("fact", fact_title(*fact)), ("needed", &needed)]));
        }
        (Test::Length { of, .. }, Measurement::Number(Some(interval))) if interval.is_exact() => {
            let length = interval.low.text(0);
            sentences.push(messages.format("why-length", &[("fact", fact_title(*of)), ("value", &length), ("needed", &needed)]));
        }
        (Test::Length { of, .. }, _) => {
            sentences.push(messages.format("why-unknown", &[("fact", fact_title(*of)), ("needed", &needed)]));
        }
        (Test::Elapsed { .. }, Measurement::Elapsed(Some(length))) => {
            let (id, count) = match length {
                Length::Days(days) => ("why-elapsed-days", days),
                Length::Minutes(minutes) => ("why-elapsed-minutes", minutes),
            };
            sentences.push(messages.format(id, &[("count", &count.to_string()), ("needed", &needed)]));
        }
        (Test::Elapsed { .. }, _) => {
            let unknown = test.facts().into_iter().filter(|fact| facts.facts[*fact].on(checklist.as_of).is_none());
            let names: Vec<&str> = unknown.map(fact_title).collect();
            sentences.push(messages.format("why-unknown", &[("fact", &names.join(" / ")), ("needed", &needed)]));
        }
        (Test::Rows(rows), measured) => {
            let known = match facts.facts[rows.of].on(checklist.as_of) {
                Some(FactValue::Rows(known)) => Some(known),
                _ => None,
            };
            rows_sentences(rows, known, measured, &tested.rows, finding, &needed, program, messages, sentences);
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "one sentence after the other from the same few things")]
fn rows_sentences(
    test: &RowsTest,
    known: Option<&Rows>,
    measured: &Measurement<'_>,
    uses: &[RowOutcome],
    finding: &Finding<'_>,
    needed: &str,
    program: &Program,
    messages: &Messages,
    sentences: &mut Vec<String>,
) {
    let fact = program.facts[test.of].title.get(messages.lang);
    let Some(known) = known else {
        sentences.push(messages.format("why-unknown", &[("fact", fact), ("needed", needed)]));
        return;
    };
    let value = match (measured, &test.is) {
        (Measurement::Number(Some(interval)), Needed::Number { comparison, column_places, currency, .. }) => {
            // Where little is asked for, more is what is unfavorable.
            let up = matches!(comparison, Comparison::Below(_) | Comparison::AtMost(_));
            Some(range(interval, *column_places, up, currency.as_deref(), messages))
        }
        (Measurement::Value(Some(value)), Needed::Value(kind, _)) => Some(localized_value(kind, value, program, messages)),
        _ => None,
    };
    let measure = messages.format(measure_name(test.measure), &[]);
    match value {
        Some(value) => {
            sentences.push(messages.format("why-rows", &[("fact", fact), ("measure", &measure), ("value", &value), ("needed", needed)]))
        }
        None => sentences.push(messages.format("why-no-rows", &[("fact", fact), ("needed", needed)])),
    }
    let count = |matching: fn(&RowStatus) -> bool| uses.iter().filter(|row| matching(&row.status)).count();
    let mut tell = |id: &str, count: usize, day: Option<crate::value::date::Date>| {
        if count > 0 {
            let day = day.map(|day| day.to_string()).unwrap_or_default();
            sentences.push(messages.format(id, &[("count", &count.to_string()), ("day", &day)]));
        }
    };
    let soonest = uses.iter().filter_map(|row| match row.status {
        RowStatus::NotYetDetected { from } | RowStatus::Future { from } => Some(from),
        _ => None,
    });
    let soonest = soonest.min();
    tell("why-not-yet-detected", count(|use_| matches!(use_, RowStatus::NotYetDetected { .. })), soonest);
    tell("why-future", count(|use_| matches!(use_, RowStatus::Future { .. })), soonest);
    tell("why-expired", count(|use_| matches!(use_, RowStatus::Expired { .. })), None);
    tell("why-missing", count(|use_| matches!(use_, RowStatus::MissingValue { .. })), None);
    tell("why-unconfirmed", count(|use_| matches!(use_, RowStatus::Uncertain)), None);
    tell("why-contradicted", count(|use_| matches!(use_, RowStatus::Contradicted)), None);
    tell("why-excluded", count(|use_| matches!(use_, RowStatus::Excluded { .. })), None);
    if known.completeness == Completeness::AtLeast {
        sentences.push(messages.format("why-partial", &[]));
    }
    for (column, condition) in &test.filter {
        let row = |row: &RowOutcome| known.rows.get(row.row as usize);
        let counted = uses.iter().filter(|row| row.status == RowStatus::Counted).filter_map(row);
        for value in counted.filter_map(|row| row.cells[*column].as_ref()) {
            sentences.extend(alias_of(condition, value, messages));
        }
        let unclear = uses.iter().filter(|row| matches!(row.status, RowStatus::Unclear { column: by } if usize::from(by) == *column));
        let unclear = unclear.filter_map(row).filter_map(|row| not_understood(condition, row.cells[*column].as_ref()?, messages));
        sentences.extend(unclear.take(3));
        if finding.outcome.status == Status::Unmet {
            let filtered = uses.iter().filter(|row| matches!(row.status, RowStatus::Excluded { column: by } if usize::from(by) == *column));
            let rows: Vec<&Row> = filtered.filter_map(row).collect();
            sentences.extend(rows.iter().filter_map(|row| all_but(*column, test, row, program, messages)).take(3));
            sentences.extend(rows.into_iter().filter_map(|row| near_misses(condition, row.cells[*column].as_ref()?, messages)).take(3));
        }
    }
}

/// Says of a row that would count but for one choice, such as a review that still runs, what it is and what is awaited.
fn all_but(column: usize, test: &RowsTest, row: &Row, program: &Program, messages: &Messages) -> Option<String> {
    let table = program.facts[test.of].kind.table()?;
    let definition = &table.columns[column];
    let ValueType::Enum(_) = definition.kind else { return None };
    let (_, condition) = test.filter.iter().find(|(filtered, _)| *filtered == column)?;
    let passes = |(filtered, condition): &(usize, Condition)| {
        *filtered == column || row.cells[*filtered].as_ref().is_some_and(|value| condition.admits(value) == Truth::True)
    };
    if !test.filter.iter().all(passes) {
        return None;
    }
    let name = table.columns.iter().zip(&row.cells).enumerate().filter(|(at, _)| *at != column);
    let name = name.filter_map(|(_, (column, cell))| Some(localized_value(&column.kind, cell.as_ref()?, program, messages))).next()?;
    let value = localized_value(&definition.kind, row.cells[column].as_ref()?, program, messages);
    let needed = localized_condition(&definition.kind, condition, program, messages);
    let title = definition.title.get(messages.lang);
    Some(messages.format("why-all-but", &[("name", &name), ("column", title), ("value", &value), ("needed", &needed)]))
}

/// Says under which listed name a value counted, where that is another.
fn alias_of(condition: &Condition, value: &Value, messages: &Messages) -> Option<String> {
    let (Condition::InList(among), Value::Path(path)) = (condition, value) else { return None };
    let Membership::Listed(at) = among.membership(path) else { return None };
    let listed = among.listed.get(at).filter(|listed| fold(listed) != path.folded.as_ref())?;
    Some(messages.format("why-alias", &[("name", &path.text), ("listed", listed)]))
}

/// The listed names that are nearest to one that isn't listed.
fn near_misses(condition: &Condition, value: &Value, messages: &Messages) -> Option<String> {
    let (Condition::InList(among), Value::Path(path)) = (condition, value) else { return None };
    if among.negated {
        return None;
    }
    let level = fold(&path.text).split('>').next().map(str::to_owned);
    let siblings = among.listed.iter().any(|name| fold(name).split('>').next() == level.as_deref());
    let names = among.nearest(&path.text, 3);
    if names.is_empty() {
        return Some(messages.format("why-not-listed-at-all", &[("name", &path.text)]));
    }
    let names = names.join(&messages.format("list-gap", &[]));
    Some(messages.format(if siblings { "why-level-listed" } else { "why-not-listed" }, &[("name", &path.text), ("names", &names)]))
}

/// Why a path is neither listed nor unlisted: it was renamed, or it is not understood and this is what may be meant.
fn not_understood(condition: &Condition, value: &Value, messages: &Messages) -> Option<String> {
    let (Condition::InList(among), Value::Path(path)) = (condition, value) else { return None };
    let Membership::Unclear(reason) = among.membership(path) else { return None };
    if let Unclear::Renamed(at) = reason
        && let Some(renamed) = among.renamed.get(at)
    {
        let args = [("name", &*path.text), ("from", &*renamed.from), ("source", &*renamed.source)];
        return Some(messages.format("why-renamed", &args));
    }
    let several = among.several(&path.text);
    let (id, names) = match among.meant(path, 3) {
        _ if !several.is_empty() => ("why-several", several),
        names if names.is_empty() => ("why-not-understood", names),
        names => ("why-meant", names),
    };
    Some(messages.format(id, &[("name", &path.text), ("names", &names.join(&messages.format("list-gap", &[])))]))
}

/// A value as people read it: a choice by its label.
pub fn localized_value(kind: &ValueType, value: &Value, program: &Program, messages: &Messages) -> String {
    match (kind, value) {
        (ValueType::Enum(choices), Value::Enum(at)) => choices[usize::from(*at)].label.get(messages.lang).to_owned(),
        (ValueType::Bool, Value::Bool(flag)) => messages.format(if *flag { "yes" } else { "no" }, &[]),
        (ValueType::Money { currency, .. }, _) => format!("{} {currency}", kind.write(value, program.zone)),
        _ => crate::i18n::escape::escape_control(&kind.write(value, program.zone)).into_owned(),
    }
}

/// What is needed as people read it: choices by their labels, periods in words.
pub fn localized_needed(test: &Test, program: &Program, messages: &Messages) -> String {
    match test {
        Test::Value { kind, is, .. } => localized_condition(kind, is, program, messages),
        Test::Rows(RowsTest { is: Needed::Value(kind, is), .. }) => localized_condition(kind, is, program, messages),
        Test::Rows(RowsTest { is: Needed::Number { currency: Some(currency), .. }, .. }) => format!("{} {currency}", needed(test, program)),
        Test::Elapsed { is, .. } => is.map(|period| localized_period(*period, messages)).to_string(),
        _ => needed(test, program),
    }
}

/// A condition as people read it.
pub fn localized_condition(kind: &ValueType, condition: &Condition, program: &Program, messages: &Messages) -> String {
    match (kind, condition) {
        (ValueType::Enum(choices), Condition::Choice(allowed)) => {
            let labels = choices.iter().zip(allowed).filter(|(_, allowed)| **allowed).map(|(choice, _)| choice.label.get(messages.lang));
            labels.collect::<Vec<_>>().join(" / ")
        }
        (_, Condition::Bool(wanted)) => messages.format(if *wanted { "yes" } else { "no" }, &[]),
        (_, Condition::InList(among)) => match &among.list {
            Some(list) => messages.format(
                if among.negated { "not-in-list" } else { "in-list" },
                &[("list", list), ("count", &among.listed.len().to_string())],
            ),
            None => condition.needed(kind, program.zone),
        },
        _ => condition.needed(kind, program.zone),
    }
}

/// A period in words.
pub fn localized_period(period: Period, messages: &Messages) -> String {
    messages.format(unit_name(period.unit), &[("count", &period.count.to_string())])
}

/// How long something takes, in words: from the best to the worst.
pub fn localized_duration(takes: DurationRange, messages: &Messages) -> String {
    let worst = localized_period(takes.worst, messages);
    if takes.best == takes.worst { worst } else { messages.format("range", &[("low", &takes.best.count.to_string()), ("high", &worst)]) }
}

fn unit_name(unit: Unit) -> &'static str {
    match unit {
        Unit::Minutes => "unit-minutes",
        Unit::Hours => "unit-hours",
        Unit::Days => "unit-days",
        Unit::Weeks => "unit-weeks",
        Unit::Months => "unit-months",
        Unit::Years => "unit-years",
    }
}

/// A measure's bounds: one number, from one to another, or no less than one.
fn range(interval: &Interval, places: u8, up: bool, currency: Option<&str>, messages: &Messages) -> String {
    let rounded = |exact: Rational, up: bool| match exact.rounded(places, up) {
        Some(value) => messages.format("rounded", &[("value", &value)]),
        None => exact.text(places),
    };
    let same = interval.high == Some(interval.low);
    let low = rounded(interval.low, up && same);
    let text = match interval.high {
        Some(high) if high == interval.low => low,
        Some(high) => messages.format("range", &[("low", &low), ("high", &rounded(high, true))]),
        None => messages.format("range-open", &[("low", &low)]),
    };
    currency.map_or(text.clone(), |currency| format!("{text} {currency}"))
}

/// The message that names a measure.
pub fn measure_name(measure: Measure) -> &'static str {
    match measure {
        Measure::CountRows => "measure-count",
        Measure::CountDays => "measure-days",
        Measure::Streak => "measure-streak",
        Measure::Sum(_) => "measure-sum",
        Measure::Mean(_) => "measure-mean",
        Measure::Min(_) => "measure-min",
        Measure::Max(_) => "measure-max",
        Measure::Latest(_) => "measure-latest",
    }
}

/// True if the verdict, or a requirement that the root asks for, rests on a stale fact.
fn decides(checklist: &Checklist<'_>, fact: usize) -> bool {
    let main = checklist.findings.iter().filter(|finding| finding.requirement.role != crate::rulebook::Role::Step);
    checklist.verdict.rests_on.contains(&fact) || main.into_iter().any(|finding| finding.rests_on.contains(&fact))
}

/// A warning before it is formatted: its message's name and what fills the gaps.
pub type Warning<'a> = (&'static str, Vec<(&'static str, String)>);

/// What the reader should know besides the findings.
pub fn warnings<'a>(checklist: &Checklist<'_>, program: &Program, facts: &Facts) -> Vec<Warning<'a>> {
    let mut warnings: Vec<Warning<'a>> = Vec::new();
    let mut warn = |id: &'static str, args: Vec<(&'static str, String)>| {
        if !warnings.contains(&(id, args.clone())) {
            warnings.push((id, args));
        }
    };
    if checklist.edition.is_none() {
        warn("warning-no-edition", vec![("day", checklist.as_of.to_string())]);
    }
    if let Some(day) = checklist.ends.filter(|_| checklist.conditions.contains(&Caveat::EditionEnds)) {
        let id = if day < checklist.as_of { "warning-edition-ended" } else { "warning-edition-ends" };
        warn(id, vec![("day", day.to_string())]);
    }
    for stale in checklist.stale.iter().filter(|stale| decides(checklist, stale.fact)) {
        let id = if stale.list { "warning-stale-list" } else { "warning-stale" };
        warn(id, vec![("fact", program.facts[stale.fact].id.clone()), ("day", stale.observed.to_string())]);
    }
    for found in &checklist.contradictions {
        let of = program.facts[found.rule.of.fact].id.clone();
        match found.other() {
            None => warn("warning-alike", vec![("fact", of)]),
            Some(other) => warn("warning-contradiction", vec![("fact", of), ("other", program.facts[other.fact].id.clone())]),
        }
    }
    for finding in &checklist.findings {
        let Rule::Test(Test::Rows(test)) = &finding.requirement.rule else { continue };
        let mut uses = finding.tested.iter().flat_map(|tested| &tested.rows);
        if uses.any(|row| matches!(row.status, RowStatus::Future { .. })) {
            warn("warning-future-row", vec![("fact", program.facts[test.of].id.clone())]);
        }
    }
    for (definition, fact) in program.facts.iter().zip(&facts.facts) {
        let expired = fact.sources.iter().filter_map(|source| source.valid_until).filter(|until| *until < checklist.as_of).max();
        if let (Some(until), None) = (expired, fact.on(checklist.as_of)) {
            warn("warning-expired", vec![("fact", definition.id.clone()), ("day", until.to_string())]);
        }
    }
    for used in checklist.waivers.iter().filter(|used| !used.changed_something) {
        warn("warning-idle-waiver", vec![("requirement", used.waiver.requirement.clone())]);
    }
    for conflict in &facts.conflicts {
        let fact = program.facts[conflict.fact].id.clone();
        warn("warning-conflict", vec![("fact", fact), ("used", conflict.used.0.clone()), ("other", conflict.other.0.clone())]);
    }
    warnings
}

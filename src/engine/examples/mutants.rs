//! Small changes of a rule, each of which some example ought to notice.
//!
//! In: a rule. Out: the same with one threshold moved by a unit, one operator made strict or lax, one window or delay a
//! unit longer or shorter, one condition dropped, one group's logic or members changed.

use crate::rulebook::test::Needed;
use crate::rulebook::{Condition, Logic, RowsTest, Rule, Test};
use crate::value::date::Period;
use crate::value::number::{Comparison, Ranges};

pub(super) fn mutants_of(rule: &Rule) -> Vec<(String, Rule)> {
    match rule {
        Rule::Group(group) => {
            let mut mutants = Vec::new();
            let mut push = |change: String, logic, children: Vec<usize>| {
                let mut mutant = group.clone();
                (mutant.logic, mutant.children) = (logic, children);
                mutants.push((change, Rule::Group(mutant)));
            };
            if group.children.len() > 1 {
                for (at, _) in group.children.iter().enumerate() {
                    let mut children = group.children.clone();
                    children.remove(at);
                    let logic = match group.logic {
                        Logic::Any { at_least } => Logic::Any { at_least: at_least.min(children.len()) },
                        other => other,
                    };
                    push(format!("without child {}", at + 1), logic, children);
                }
                match group.logic {
                    Logic::All => push("any instead of all".to_owned(), Logic::Any { at_least: 1 }, group.children.clone()),
                    Logic::Any { at_least } if at_least < group.children.len() => {
                        push(format!("at_least {}", at_least + 1), Logic::Any { at_least: at_least + 1 }, group.children.clone());
                    }
                    Logic::Any { at_least } => {
                        push(format!("at_least {}", at_least - 1), Logic::Any { at_least: at_least - 1 }, group.children.clone())
                    }
                    Logic::None => {}
                }
            }
            mutants
        }
        Rule::Test(test) => test_mutants(test).into_iter().map(|(change, test)| (change, Rule::Test(test))).collect(),
    }
}

fn test_mutants(test: &Test) -> Vec<(String, Test)> {
    match test {
        Test::Rows(rows) => rows_mutants(rows),
        Test::Value { of, kind, is } => {
            condition_mutants(is).into_iter().map(|(change, is)| (change, Test::Value { of: *of, kind: kind.clone(), is })).collect()
        }
        Test::Length { of, wide, is, .. } => {
            let changed = number_mutants(is).into_iter();
            changed
                .map(|(change, is)| {
                    let ranges = Ranges::new(&is, 1, true);
                    (change, Test::Length { of: *of, wide: *wide, is, ranges })
                })
                .collect()
        }
        Test::Elapsed { of, after, is } => {
            let mut mutants = strictness(is);
            for (longer, sign) in [(true, "+1"), (false, "-1")] {
                // Each period by itself, so that neither end of a range goes unnoticed.
                let ends = match is {
                    Comparison::Between(..) => 2,
                    Comparison::OneOf(values) => values.len(),
                    _ => 1,
                };
                for end in 0..ends {
                    let mut at = 0;
                    let moved = is.map(|period| {
                        at += 1;
                        if at - 1 == end { moved(*period, longer).unwrap_or(*period) } else { *period }
                    });
                    if moved != *is {
                        mutants.push((format!("period {} {sign}", end + 1), moved));
                    }
                }
            }
            mutants.into_iter().map(|(change, is)| (change, Test::Elapsed { of: *of, after: *after, is })).collect()
        }
    }
}

fn rows_mutants(rows: &RowsTest) -> Vec<(String, Test)> {
    let mut mutants = Vec::new();
    let mut push = |change: String, mutant: RowsTest| mutants.push((change, Test::Rows(mutant)));
    match &rows.is {
        Needed::Number { comparison, ranges: _, places, column_places, currency } => {
            let stepped = !matches!(rows.measure, crate::rulebook::Measure::Mean(_));
            let finer = 10u64.pow(u32::from(places - column_places));
            for (change, comparison) in number_mutants_by(comparison, finer as i64) {
                let ranges = Ranges::new(&comparison, finer, stepped);
                let is = Needed::Number { comparison, ranges, places: *places, column_places: *column_places, currency: currency.clone() };
                push(change, RowsTest { is, ..rows.clone() });
            }
        }
        Needed::Value(kind, condition) => {
            for (change, condition) in condition_mutants(condition) {
                push(change, RowsTest { is: Needed::Value(kind.clone(), condition), ..rows.clone() });
            }
        }
    }
    for at in 0..rows.filter.len() {
        let mut mutant = rows.clone();
        mutant.filter.remove(at);
        push(format!("without condition {}", at + 1), mutant);
        for (change, condition) in condition_mutants(&rows.filter[at].1) {
            let mut mutant = rows.clone();
            mutant.filter[at].1 = condition;
            push(format!("condition {}: {change}", at + 1), mutant);
        }
    }
    if let Some(window) = rows.window {
        for longer in [true, false] {
            let sign = if longer { "+1" } else { "-1" };
            if let Some(within) = window.within.and_then(|within| moved(within, longer)) {
                let mut mutant = rows.clone();
                mutant.window = Some(crate::rulebook::Window { within: Some(within), ..window });
                push(format!("within {sign}"), mutant);
            }
            if window.ending != Period::NONE
                && let Some(ending) = moved(window.ending, longer)
            {
                let mut mutant = rows.clone();
                mutant.window = Some(crate::rulebook::Window { ending, ..window });
                push(format!("ending {sign}"), mutant);
            }
            if window.seen_after != Period::NONE
                && let Some(seen_after) = moved(window.seen_after, longer)
            {
                let mut mutant = rows.clone();
                mutant.window = Some(crate::rulebook::Window { seen_after, ..window });
                push(format!("seen_after {sign}"), mutant);
            }
        }
    }
    mutants
}

fn moved(period: Period, longer: bool) -> Option<Period> {
    let count = if longer { period.count.checked_add(1)? } else { period.count.checked_sub(1)? };
    Some(Period { count, ..period })
}

fn condition_mutants(condition: &Condition) -> Vec<(String, Condition)> {
    match condition {
        Condition::Bool(wanted) => vec![("the other answer".to_owned(), Condition::Bool(!wanted))],
        Condition::Choice(allowed) => {
            let each = (0..allowed.len()).map(|at| {
                let mut changed = allowed.clone();
                changed[at] = !changed[at];
                (format!("option {} the other way", at + 1), Condition::Choice(changed))
            });
            each.collect()
        }
        Condition::Number { comparison, .. } => number_mutants(comparison)
            .into_iter()
            .map(|(change, comparison)| {
                let ranges = Ranges::new(&comparison, 1, true);
                (change, Condition::Number { comparison, ranges })
            })
            .collect(),
        Condition::Date(comparison) => strictness(comparison).into_iter().map(|(change, is)| (change, Condition::Date(is))).collect(),
        Condition::Timestamp(comparison) => {
            strictness(comparison).into_iter().map(|(change, is)| (change, Condition::Timestamp(is))).collect()
        }
        Condition::InList(among) => {
            let mut turned = among.clone();
            turned.negated = !turned.negated;
            vec![("the other way round".to_owned(), Condition::InList(turned))]
        }
    }
}

fn number_mutants(comparison: &Comparison<i64>) -> Vec<(String, Comparison<i64>)> {
    number_mutants_by(comparison, 1)
}

/// Strictness, and each threshold moved by one of the measure's units.
fn number_mutants_by(comparison: &Comparison<i64>, unit: i64) -> Vec<(String, Comparison<i64>)> {
    let mut mutants = strictness(comparison);
    let ends = match comparison {
        Comparison::Between(..) => 2,
        Comparison::OneOf(values) => values.len(),
        _ => 1,
    };
    for end in 0..ends {
        for by in [unit, -unit] {
            let mut at = 0;
            let changed = comparison.map(|bound| {
                at += 1;
                if at - 1 == end { bound.saturating_add(by) } else { *bound }
            });
            // Below zero there is nothing to tell apart.
            let mut negative = false;
            let _ = changed.map(|bound| negative |= *bound < 0);
            if !negative {
                mutants.push((format!("threshold {} {}", end + 1, if by > 0 { "+1" } else { "-1" }), changed));
            }
        }
    }
    mutants
}

fn strictness<T: Clone>(comparison: &Comparison<T>) -> Vec<(String, Comparison<T>)> {
    let mutant = match comparison {
        Comparison::Above(bound) => ("`>=`", Comparison::AtLeast(bound.clone())),
        Comparison::AtLeast(bound) => ("`>`", Comparison::Above(bound.clone())),
        Comparison::Below(bound) => ("`<=`", Comparison::AtMost(bound.clone())),
        Comparison::AtMost(bound) => ("`<`", Comparison::Below(bound.clone())),
        Comparison::Equal(bound) => ("`!=`", Comparison::Unequal(bound.clone())),
        Comparison::Unequal(bound) => ("`=`", Comparison::Equal(bound.clone())),
        Comparison::Between(..) | Comparison::OneOf(_) => return Vec::new(),
    };
    vec![(mutant.0.to_owned(), mutant.1)]
}

//! Remedies: what can be done about an unmet requirement, and what is left to do where a decision is awaited.
//!
//! In: `remedy` of a requirement, with its test. Out: a [`Remedy`], or what is wrong with it.

use crate::document::Node;
use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::table_reader::{TableReader, as_text};
use crate::rulebook::edition::Awaited;
use crate::rulebook::read::common::{actor, cost, effort, localized, takes};
use crate::rulebook::test::{Context, Needed, read_filter};
use crate::rulebook::{Changes, Measure, Remedy, RowsTest, Rule, Test};

pub(super) fn read(
    node: &Node<'_>,
    rule: Option<&Rule>,
    context: Context<'_, '_, '_>,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Remedy> {
    let program = context.program;
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let action = fields.required("do", diagnostics).and_then(|node| localized(node, diagnostics));
    let after = fields.texts("after", diagnostics).into_iter().map(|(name, _)| name.to_owned()).collect();
    let adds = fields.optional("adds");
    let raises = fields.optional("raises");
    let awaits = fields.optional("awaits");
    let takes = fields.optional("takes").and_then(|node| takes(node, diagnostics));
    let cost = fields.optional("cost").and_then(|node| cost(node, diagnostics));
    let actor = actor(&mut fields, diagnostics);
    let effort = effort(&mut fields, diagnostics);
    fields.finish(diagnostics);
    let changes = match (adds, raises) {
        (None, None) => Changes::Fixes,
        (Some(node), None) => {
            let additive = matches!(rule, None | Some(Rule::Test(Test::Rows(_))));
            if as_text(node, diagnostics)? != "row" {
                diagnostics.push(diagnostic!(node.span, "bad-adds"));
            } else if !additive {
                diagnostics.push(diagnostic!(node.span, "remedy-does-not-fit", key = "adds"));
            }
            Changes::AddsRows
        }
        (None, Some(node)) => {
            let name = as_text(node, diagnostics)?;
            let measured = match rule {
                Some(Rule::Test(Test::Rows(rows))) => {
                    rows.measure.column().zip(program.facts[rows.of].kind.table()).map(|(column, table)| &table.columns[column].id)
                }
                Some(Rule::Test(Test::Value { of: Some(fact), .. } | Test::Length { of: fact, .. })) => Some(&program.facts[*fact].id),
                _ => None,
            };
            if rule.is_some() && measured.is_none_or(|measured| measured != name) {
                let diagnostic = diagnostic!(node.span, "remedy-does-not-fit", key = "raises");
                diagnostics.push(diagnostic.suggest(name, measured.map(String::as_str)));
            }
            Changes::Raises
        }
        (Some(_), Some(node)) => {
            diagnostics.push(diagnostic!(node.span, "adds-and-raises"));
            return None;
        }
    };
    let awaits = awaits.and_then(|node| read_awaited(node, rule, context, diagnostics)).map(Box::new);
    Some(Remedy { action: action?, after, changes, takes, cost, actor, effort, awaits })
}

/// Reads which rows only wait for a decision, and what there is to do meanwhile.
fn read_awaited(node: &Node<'_>, rule: Option<&Rule>, context: Context<'_, '_, '_>, diagnostics: &mut Vec<Diagnostic>) -> Option<Awaited> {
    let mut fields = TableReader::from_entry(node, diagnostics)?;
    let filter = fields.required("where", diagnostics);
    let action = fields.required("do", diagnostics).and_then(|node| localized(node, diagnostics));
    let takes = fields.optional("takes").and_then(|node| takes(node, diagnostics));
    let actor = actor(&mut fields, diagnostics);
    fields.finish(diagnostics);
    let test = match rule? {
        // Rows are counted here as they will be once they are decided on, which no window may take back.
        Rule::Test(Test::Rows(test @ RowsTest { measure: Measure::CountRows, window: None, is: Needed::Number { .. }, .. })) => test,
        _ => {
            diagnostics.push(diagnostic!(node.span, "remedy-does-not-fit", key = "awaits"));
            return None;
        }
    };
    let table = context.program.facts[test.of].kind.table()?;
    let filter = read_filter(filter?, table, context, diagnostics);
    let remedy = Remedy { action: action?, after: Vec::new(), changes: Changes::Fixes, takes, cost: None, actor, effort: 1, awaits: None };
    (!filter.is_empty()).then_some(Awaited { filter, remedy })
}

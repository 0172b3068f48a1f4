//! What a single value is asked: a comparison, a value, a list.
//!
//! In: an `is` or an entry of a `where`, and the kind of what it is about. Out: a [`Condition`] that a value passes or not.

use std::hash::{Hash, Hasher};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use hashbrown::HashMap;
use indexmap::IndexMap;

use crate::document::diagnostics::{Diagnostic, diagnostic};
use crate::document::source::Span;
use crate::document::table_reader::{TableReader, as_text, wrong_type};
use crate::document::values::path::{Membership, PathList, Unclear, first_spellings};
use crate::document::values::read_exact;
use crate::document::{Node, NodeValue};
use crate::value::date::Date;
use crate::value::number::{Comparison, Ranges, decimal};
use crate::value::timeline::Truth;
use crate::value::value_type::{CategoryPath, Value, ValueType, fold};

/// What a value has to be.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs, reason = "the names say all")]
pub enum Condition {
    Bool(bool),
    /// Which of the kind's choices pass.
    Choice(Vec<bool>),
    Number {
        comparison: Comparison<i64>,
        ranges: Ranges,
    },
    Date(Comparison<Date>),
    Timestamp(Comparison<DateTime<Utc>>),
    InList(InList),
}

/// Membership in a list of texts, regions or paths.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InList {
    /// The members by their [`Value::key`]; each with the listed name that it means, if it is an alias. Those that are listed come
    /// first, with the same indices as in `listed`.
    pub members: IndexMap<Box<str>, Option<Box<str>>, hashbrown::DefaultHashBuilder>,
    /// The members as they are listed, in order, aliases left out.
    pub listed: Vec<Box<str>>,
    /// The list's name, if it has one.
    pub list: Option<String>,
    /// True where members fail and all others pass.
    pub negated: bool,
    /// True of a list of paths, which decides how paths are spelled.
    pub of_paths: bool,
    /// Paths that were renamed since, when it is unknown whether the entitlement carried over.
    pub renamed: Vec<Renamed>,
    /// Paths that are known to be other categories, however like a listed one they look.
    pub distinct: Vec<Box<str>>,
    /// Whether the entitlement of renamed paths carried over, where that is supposed to be known.
    pub carried_over: Option<bool>,
    paths: LazyPaths,
}

/// A path that a listed one was renamed to or split into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Renamed {
    /// Its present name.
    pub name: Box<str>,
    /// The listed path that it was.
    pub from: Box<str>,
    /// Where that is written.
    pub source: Box<str>,
}

/// The list ready for comparing. Made on first use: most paths are spelled as they are listed, and are found without it.
/// Copies share it: it is made from the names alone, which no copy changes.
#[derive(Debug, Clone, Default)]
struct LazyPaths(Arc<PathLookup>);

#[derive(Debug, Default)]
struct PathLookup {
    list: OnceLock<PathList>,
    /// What the list said of recent spellings: a path is asked about by its test and by every reading of that.
    recent: Mutex<HashMap<Box<str>, Membership>>,
}

/// How many recent spellings are kept.
const RECENT: usize = 256;

impl PartialEq for LazyPaths {
    fn eq(&self, _: &LazyPaths) -> bool {
        true
    }
}

impl Eq for LazyPaths {}

impl Hash for InList {
    /// What tells most lists apart; the rest is compared where this is the same.
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.listed, &self.list, self.negated, self.carried_over).hash(state);
    }
}

impl InList {
    /// What the list says of a path; a listed one is named by its index in `listed`.
    pub fn membership(&self, path: &CategoryPath) -> Membership {
        // As it is listed: the usual case.
        if let Some((at, _, None)) = self.members.get_full(&path.folded) {
            return Membership::Listed(at);
        }
        match (self.spelled(&path.text), self.carried_over) {
            (Membership::Unclear(Unclear::Renamed(_)), Some(false)) => Membership::NotListed,
            (Membership::Unclear(Unclear::Renamed(renamed)), Some(true)) => {
                let from = self.renamed.get(renamed).map(|renamed| fold(&renamed.from).into_owned());
                let listed = self.listed.iter().position(|name| Some(fold(name).as_ref()) == from.as_deref());
                listed.map_or(Membership::NotListed, Membership::Listed)
            }
            (membership, _) => membership,
        }
    }

    /// What the list says of a text that is not spelled as it is listed, whether renamed paths carried over left aside.
    fn spelled(&self, text: &str) -> Membership {
        let recent = || self.paths.0.recent.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = recent().get(text) {
            return *known;
        }
        let membership = self.paths().membership(text);
        let mut recent = recent();
        if recent.len() == RECENT {
            recent.clear();
        }
        recent.insert(text.into(), membership);
        membership
    }

    /// The listed paths that were probably meant by a text, the likeliest first.
    pub fn nearest(&self, text: &str, count: usize) -> Vec<&str> {
        self.paths().nearest(text, count).into_iter().filter_map(|at| self.listed.get(at)).map(|name| &**name).collect()
    }

    /// The listed paths that stand in a text of several, in its order; empty where fewer than two do.
    pub fn several(&self, text: &str) -> Vec<&str> {
        self.paths().several(text).into_iter().filter_map(|at| self.listed.get(at)).map(|name| &**name).collect()
    }

    /// The names that may be meant by a path that is not understood, the likeliest first.
    pub fn meant(&self, path: &CategoryPath, count: usize) -> Vec<&str> {
        let renamed = match self.membership(path) {
            Membership::Unclear(Unclear::CloseToRenamed(at)) => self.renamed.get(at).map(|renamed| &*renamed.name),
            _ => None,
        };
        // What can be chosen today comes before a name that was given up.
        self.nearest(&path.text, count).into_iter().chain(renamed).take(count).collect()
    }

    fn paths(&self) -> &PathList {
        self.paths.0.list.get_or_init(|| {
            let index: HashMap<String, usize> = self.listed.iter().enumerate().map(|(at, name)| (fold(name).into_owned(), at)).collect();
            // A list may name one path twice, which then is not two that a spelling could mean.
            let first = first_spellings(self.listed.iter().map(|name| &**name));
            let names = self.members.iter().filter_map(|(key, target)| {
                let listed = target.as_ref().map_or_else(|| key.to_string(), |target| fold(target).into_owned());
                Some((&**key, *first.get(*index.get(&listed)?)?))
            });
            PathList::new(names, self.renamed.iter().map(|renamed| &*renamed.name), self.distinct.iter().map(|name| &**name))
        })
    }

    /// The keys of the members, aliases included.
    fn listed_keys(&self) -> impl Iterator<Item = &str> {
        self.members.keys().map(|key| &**key)
    }
}

impl Condition {
    /// Whether `value`, which is of the condition's kind, passes. Unknown of a path that is not understood.
    pub fn admits(&self, value: &Value) -> Truth {
        let passes = match (self, value) {
            (Condition::InList(among), Value::Path(path)) => {
                return match among.membership(path) {
                    Membership::Listed(_) => (!among.negated).into(),
                    Membership::NotListed => among.negated.into(),
                    Membership::Unclear(_) => Truth::Unknown,
                };
            }
            (Condition::Bool(wanted), Value::Bool(flag)) => wanted == flag,
            (Condition::Choice(allowed), Value::Enum(at)) => allowed[usize::from(*at)],
            (Condition::Number { comparison, .. }, Value::Number(units)) => comparison.admits(|bound| units.cmp(bound)),
            (Condition::Date(comparison), value) => value.day().is_some_and(|day| comparison.admits(|bound| day.cmp(bound))),
            (Condition::Timestamp(comparison), Value::Timestamp(moment)) => comparison.admits(|bound| moment.instant.cmp(bound)),
            (Condition::InList(among), value) => among.members.contains_key(value.key()) != among.negated,
            _ => false,
        };
        passes.into()
    }

    /// The same condition once it is known whether the entitlement of renamed paths carried over; None if no path was renamed.
    pub fn with_renamed(&self, carried_over: bool) -> Option<Condition> {
        match self {
            Condition::InList(among) if !among.renamed.is_empty() => {
                Some(Condition::InList(InList { carried_over: Some(carried_over), ..among.clone() }))
            }
            _ => None,
        }
    }

    /// What this condition makes of a value of which only this is known: that it passes `filter`, a condition of the same kind.
    pub fn given(&self, filter: &Condition) -> Truth {
        let over = |values: &mut dyn Iterator<Item = Truth>| {
            let (least, most) = values.fold((Truth::True, Truth::False), |(least, most), value| (least.min(value), most.max(value)));
            match (least, most) {
                (_, Truth::False) => Truth::False,
                (Truth::True, _) => Truth::True,
                _ => Truth::Unknown,
            }
        };
        match (self, filter) {
            (Condition::Bool(wanted), Condition::Bool(stated)) => (wanted == stated).into(),
            (Condition::Choice(allowed), Condition::Choice(left)) => {
                over(&mut allowed.iter().zip(left).filter(|(_, left)| **left).map(|(allowed, _)| Truth::from(*allowed)))
            }
            // A path that is not known may be one that the filter does not understand, and so any at all.
            (Condition::InList(among), Condition::InList(left)) if among.of_paths || left.of_paths => Truth::Unknown,
            (Condition::InList(among), Condition::InList(left)) => {
                let passes = |key: &str| Truth::from(among.members.contains_key(key) != among.negated);
                match (left.negated, among.negated) {
                    (false, _) => over(&mut left.listed_keys().map(passes)),
                    // Anything but these is left: a list within these is out of reach, and all but fewer than these is certain.
                    (true, negated) if among.listed_keys().all(|key| left.members.contains_key(key)) => negated.into(),
                    (true, _) => Truth::Unknown,
                }
            }
            _ => Truth::Unknown,
        }
    }

    /// The days, in order, on which a date may pass that did not on the day before, or the reverse.
    pub fn turns(&self) -> Vec<Date> {
        let mut days = Vec::new();
        if let Condition::Date(comparison) = self {
            let _ = comparison.map(|bound| days.extend([*bound, bound.next()]));
        }
        days.sort_unstable();
        days
    }

    /// The least and greatest number that pass, for numbers and amounts.
    pub fn hull(&self) -> Option<(i64, Option<i64>)> {
        match self {
            Condition::Number { ranges, .. } => ranges.hull(),
            _ => Some((0, None)),
        }
    }

    /// As a report says what is needed: `> 100`, `= CN`, `in live_categories`.
    pub fn needed(&self, kind: &ValueType, zone: Tz) -> String {
        let each = |values: Vec<&str>, negated: bool| match (values.as_slice(), negated) {
            ([one], false) => format!("= {one}"),
            ([one], true) => format!("!= {one}"),
            (several, false) => format!("one of {}", several.join(", ")),
            (several, true) => format!("none of {}", several.join(", ")),
        };
        match self {
            Condition::Bool(wanted) => format!("= {wanted}"),
            Condition::Choice(allowed) => {
                let ValueType::Enum(choices) = kind else { return String::new() };
                let pick = |wanted: bool| {
                    let ids = choices.iter().zip(allowed).filter(move |(_, allowed)| **allowed == wanted);
                    ids.map(|(choice, _)| choice.id.as_str()).collect::<Vec<_>>()
                };
                let refused = pick(false);
                if refused.len() == 1 && choices.len() > 2 { each(refused, true) } else { each(pick(true), false) }
            }
            Condition::Number { comparison, .. } => {
                let places = kind.places().unwrap_or(0);
                comparison.map(|units| short_decimal(*units, places)).to_string()
            }
            Condition::Date(comparison) => comparison.to_string(),
            Condition::Timestamp(comparison) => comparison.map(|at| at.with_timezone(&zone).to_rfc3339()).to_string(),
            Condition::InList(among) => match &among.list {
                Some(list) if among.negated => format!("not in {list}"),
                Some(list) => format!("in {list}"),
                None => each(among.listed.iter().map(|name| &**name).collect(), among.negated),
            },
        }
    }
}

/// An amount without trailing zeros.
pub fn short_decimal(units: i64, places: u8) -> String {
    let text = decimal(units, places);
    if places == 0 { text } else { text.trim_end_matches('0').trim_end_matches('.').to_owned() }
}

/// The lists of an edition, as they are in its files, with their aliases.
#[derive(Debug, Default)]
pub struct Lists<'n, 'i> {
    /// Each list's name, where the name stands, and its value.
    pub lists: Vec<(&'n str, Span, &'n Node<'i>)>,
    /// Each list's aliases, and whether they are in this edition's own file.
    pub aliases: Vec<(&'n str, Span, &'n Node<'i>, bool)>,
    /// Each list's renamed paths, in the same way.
    pub renamed: Vec<(&'n str, Span, &'n Node<'i>, bool)>,
    /// Each list's distinct paths, in the same way.
    pub distinct: Vec<(&'n str, Span, &'n Node<'i>, bool)>,
}

/// An operator and what follows it.
fn operator(text: &str) -> Option<(&'static str, &str)> {
    [">=", "<=", "!=", ">", "<", "="].into_iter().find_map(|sign| Some((sign, text.strip_prefix(sign)?.trim())))
}

/// Reads a comparison: an operator and a value, or two values with `..=` between. None if it is neither.
pub fn comparison<T>(text: &str, mut value: impl FnMut(&str) -> Option<T>) -> Option<Option<Comparison<T>>> {
    if let Some((sign, rest)) = operator(text) {
        return Some(value(rest).map(|bound| match sign {
            ">=" => Comparison::AtLeast(bound),
            "<=" => Comparison::AtMost(bound),
            "!=" => Comparison::Unequal(bound),
            ">" => Comparison::Above(bound),
            "<" => Comparison::Below(bound),
            _ => Comparison::Equal(bound),
        }));
    }
    let (low, high) = text.split_once("..=")?;
    Some(match (value(low.trim()), value(high.trim())) {
        (Some(low), Some(high)) => Some(Comparison::Between(low, high)),
        _ => None,
    })
}

/// Reads a condition on values of `kind`. None, with faults, if it can't be.
pub fn read(kind: &ValueType, node: &Node<'_>, lists: &Lists<'_, '_>, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Option<Condition> {
    let before = diagnostics.len();
    let condition = match kind {
        ValueType::Bool | ValueType::Enum(_) | ValueType::Text | ValueType::Region | ValueType::Path => {
            discrete(kind, node, lists, zone, diagnostics)
        }
        ValueType::Number { .. } | ValueType::Money { .. } => {
            let comparison = ordered(kind, node, zone, diagnostics, |value| value.units())?;
            let ranges = Ranges::new(&comparison, 1, true);
            Some(Condition::Number { comparison, ranges })
        }
        ValueType::Date => ordered(kind, node, zone, diagnostics, |value| value.day()).map(Condition::Date),
        ValueType::Timestamp => {
            let at = |value: &Value| if let Value::Timestamp(moment) = value { Some(moment.instant) } else { None };
            ordered(kind, node, zone, diagnostics, at).map(Condition::Timestamp)
        }
    }?;
    if let Some(diagnostic) = vacuous(&condition, node.span) {
        diagnostics.push(diagnostic);
    }
    (diagnostics.len() == before).then_some(condition)
}

/// A condition that nothing can meet or nothing can fail is a mistake.
fn vacuous(condition: &Condition, at: Span) -> Option<Diagnostic> {
    let (never, always) = match condition {
        Condition::Number { ranges, .. } => (ranges.hull().is_none(), *ranges == Ranges::new(&Comparison::AtLeast(0), 1, true)),
        Condition::Choice(allowed) => (!allowed.contains(&true), !allowed.contains(&false)),
        Condition::Date(Comparison::Between(low, high)) => (low > high, false),
        Condition::Timestamp(Comparison::Between(low, high)) => (low > high, false),
        _ => (false, false),
    };
    if never {
        return Some(diagnostic!(at, "nothing-can-meet"));
    }
    always.then(|| diagnostic!(at, "nothing-can-fail"))
}

/// Reads a comparison of values that have an order.
fn ordered<T: Clone>(
    kind: &ValueType,
    node: &Node<'_>,
    zone: Tz,
    diagnostics: &mut Vec<Diagnostic>,
    pick: impl Fn(&Value) -> Option<T>,
) -> Option<Comparison<T>> {
    let one = |node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>| read_exact(kind, node, zone, diagnostics).as_ref().and_then(&pick);
    match &node.value {
        NodeValue::List(items) => {
            if items.is_empty() {
                diagnostics.push(diagnostic!(node.span, "empty-list"));
                return None;
            }
            let values: Vec<Option<T>> = items.iter().map(|item| one(item, diagnostics)).collect();
            Some(Comparison::OneOf(values.into_iter().collect::<Option<Vec<T>>>()?))
        }
        NodeValue::Text(text) => {
            let parsed = comparison(text, |part| {
                let tree = match kind {
                    ValueType::Number { .. } | ValueType::Money { .. } => NodeValue::Number(part.to_owned().into()),
                    _ => NodeValue::Text(part.to_owned().into()),
                };
                one(&Node { span: node.span, value: tree }, diagnostics)
            });
            match parsed {
                Some(comparison) => comparison,
                None => one(node, diagnostics).map(Comparison::Equal),
            }
        }
        _ => one(node, diagnostics).map(Comparison::Equal),
    }
}

/// Reads a condition on values that have no order: a value, several, not one, or a named list.
fn discrete(kind: &ValueType, node: &Node<'_>, lists: &Lists<'_, '_>, zone: Tz, diagnostics: &mut Vec<Diagnostic>) -> Option<Condition> {
    match &node.value {
        NodeValue::Table(table) => {
            let mut fields = TableReader::new(table, node.span);
            let inside = fields.optional("in");
            let outside = fields.optional("not_in");
            fields.finish(diagnostics);
            let (name, negated) = match (inside, outside) {
                (Some(name), None) => (name, false),
                (None, Some(name)) => (name, true),
                _ => {
                    diagnostics.push(diagnostic!(node.span, "in-or-not-in"));
                    return None;
                }
            };
            named_list(kind, name, negated, lists, zone, diagnostics)
        }
        NodeValue::List(items) => {
            if items.is_empty() {
                diagnostics.push(diagnostic!(node.span, "empty-list"));
            }
            let values: Vec<Option<Value>> = items.iter().map(|item| read_exact(kind, item, zone, diagnostics)).collect();
            Some(membership(kind, values.into_iter().collect::<Option<Vec<_>>>()?, false, zone))
        }
        NodeValue::Text(text) => {
            let (negated, rest) = match operator(text) {
                Some(("!=", rest)) => (true, rest),
                Some(("=", rest)) => (false, rest),
                Some((sign, _)) if !matches!(kind, ValueType::Text) => {
                    diagnostics.push(diagnostic!(node.span, "no-order", sign = sign));
                    return None;
                }
                _ => (false, text.as_ref()),
            };
            let tree = match (kind, rest) {
                (ValueType::Bool, "true") => NodeValue::Bool(true),
                (ValueType::Bool, "false") => NodeValue::Bool(false),
                _ => NodeValue::Text(rest.to_owned().into()),
            };
            let value = read_exact(kind, &Node { span: node.span, value: tree }, zone, diagnostics)?;
            Some(membership(kind, vec![value], negated, zone))
        }
        _ => {
            let value = read_exact(kind, node, zone, diagnostics)?;
            Some(membership(kind, vec![value], false, zone))
        }
    }
}

fn membership(kind: &ValueType, values: Vec<Value>, negated: bool, zone: Tz) -> Condition {
    match (kind, values.first()) {
        (ValueType::Bool, Some(Value::Bool(flag))) => Condition::Bool(*flag != negated),
        (ValueType::Enum(choices), _) => {
            let mut allowed = vec![negated; choices.len()];
            for value in &values {
                if let Value::Enum(at) = value {
                    allowed[usize::from(*at)] = !negated;
                }
            }
            Condition::Choice(allowed)
        }
        _ => {
            let (mut members, mut listed) = (IndexMap::default(), Vec::new());
            for value in &values {
                if members.insert(value.key().into(), None).is_none() {
                    listed.push(kind.write(value, zone).into());
                }
            }
            Condition::InList(InList {
                members,
                listed,
                list: None,
                negated,
                of_paths: matches!(kind, ValueType::Path),
                renamed: Vec::new(),
                distinct: Vec::new(),
                carried_over: None,
                paths: LazyPaths::default(),
            })
        }
    }
}

/// A list of the edition, with the aliases that belong to it.
fn named_list(
    kind: &ValueType,
    name: &Node<'_>,
    negated: bool,
    lists: &Lists<'_, '_>,
    zone: Tz,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let id = as_text(name, diagnostics)?;
    let Some((_, at, list)) = lists.lists.iter().find(|(list, ..)| *list == id) else {
        diagnostics.push(diagnostic!(name.span, "unknown-list", name = id).suggest(id, lists.lists.iter().map(|(list, ..)| *list)));
        return None;
    };
    let mut values = Vec::new();
    let mut sound = true;
    let mut add = |node: &Node<'_>, diagnostics: &mut Vec<Diagnostic>| match read_exact(kind, node, zone, diagnostics) {
        Some(value) => values.push(value),
        None => sound = false,
    };
    match &list.value {
        NodeValue::List(items) => items.iter().for_each(|item| add(item, diagnostics)),
        NodeValue::Table(table) if matches!(kind, ValueType::Path) => {
            for entry in &table.entries {
                let NodeValue::List(items) = &entry.node.value else {
                    diagnostics.push(wrong_type(&entry.node, "type-list"));
                    continue;
                };
                if items.is_empty() {
                    diagnostics.push(diagnostic!(entry.span, "empty-list"));
                }
                for item in items {
                    let Some(last) = as_text(item, diagnostics) else { continue };
                    let path = format!("{} > {last}", entry.key);
                    add(&Node { span: item.span, value: NodeValue::Text(path.into()) }, diagnostics);
                }
            }
        }
        NodeValue::Table(_) => {
            diagnostics.push(diagnostic!(*at, "list-of-paths", name = id));
            return None;
        }
        _ => {
            diagnostics.push(wrong_type(list, "type-list"));
            return None;
        }
    }
    if values.is_empty() {
        diagnostics.push(diagnostic!(*at, "empty-list"));
        return None;
    }
    let mut condition = membership(kind, values, negated, zone);
    if let Condition::InList(among) = &mut condition {
        among.list = Some(id.to_owned());
        if let Some((_, _, aliases, own)) = lists.aliases.iter().find(|(list, ..)| *list == id) {
            add_aliases(among, kind, aliases, *own, zone, diagnostics);
        }
        if let Some((_, _, renamed, own)) = lists.renamed.iter().find(|(list, ..)| *list == id) {
            add_renamed(among, renamed, *own, diagnostics);
        }
        if let Some((_, _, distinct, own)) = lists.distinct.iter().find(|(list, ..)| *list == id) {
            add_distinct(among, distinct, *own, diagnostics);
        }
    }
    sound.then_some(condition)
}

fn add_aliases(among: &mut InList, kind: &ValueType, aliases: &Node<'_>, own: bool, zone: Tz, diagnostics: &mut Vec<Diagnostic>) {
    let NodeValue::Table(table) = &aliases.value else {
        diagnostics.push(wrong_type(aliases, "type-table"));
        return;
    };
    for entry in &table.entries {
        let name = Node { span: entry.span, value: NodeValue::Text(entry.key.clone()) };
        let (Some(name), Some(target)) = (read_exact(kind, &name, zone, diagnostics), read_exact(kind, &entry.node, zone, diagnostics))
        else {
            continue;
        };
        match among.members.get(target.key()) {
            Some(None) => {}
            // Aliases come along with `like`; where the list was replaced, some have nothing to stand for any more.
            _ if !own => continue,
            _ => {
                let listed: Vec<String> = among.listed.iter().map(|name| fold(name).into_owned()).collect();
                let diagnostic = diagnostic!(entry.node.span, "alias-of-nothing", name = kind.write(&target, zone));
                diagnostics.push(diagnostic.suggest(target.key(), listed.iter().map(String::as_str)));
                continue;
            }
        }
        if among.members.get(name.key()).is_some_and(Option::is_none) {
            if own {
                diagnostics.push(diagnostic!(entry.span, "alias-of-itself", name = entry.key));
            }
            continue;
        }
        among.members.insert(name.key().into(), Some(kind.write(&target, zone).into()));
    }
}

/// Paths that were renamed: each with the listed path that it was, and where that is written.
fn add_renamed(among: &mut InList, renamed: &Node<'_>, own: bool, diagnostics: &mut Vec<Diagnostic>) {
    let Some(names) = TableReader::from_entry(renamed, diagnostics) else { return };
    for entry in names.entries() {
        let Some(mut fields) = TableReader::from_entry(&entry.node, diagnostics) else { continue };
        let from = fields.required("from", diagnostics).and_then(|node| Some((as_text(node, diagnostics)?, node.span)));
        let source = fields.required_text("source", diagnostics);
        fields.finish(diagnostics);
        let (Some((from, at)), Some(source)) = (from, source) else { continue };
        if !among.of_paths {
            diagnostics.push(diagnostic!(entry.span, "renamed-no-path"));
        } else if among.members.contains_key(fold(&entry.key).as_ref()) {
            diagnostics.push(diagnostic!(entry.span, "renamed-is-listed", name = entry.key));
        } else if among.members.get(fold(from).as_ref()).is_some_and(Option::is_none) {
            among.renamed.push(Renamed { name: entry.key.as_ref().into(), from: from.into(), source: source.into() });
        } else if own {
            let listed: Vec<&str> = among.listed.iter().map(|name| &**name).collect();
            diagnostics.push(diagnostic!(at, "alias-of-nothing", name = from).suggest(from, listed));
        }
    }
}

/// Paths that are known to be other categories: each with where that is written.
fn add_distinct(among: &mut InList, distinct: &Node<'_>, own: bool, diagnostics: &mut Vec<Diagnostic>) {
    let Some(names) = TableReader::from_entry(distinct, diagnostics) else { return };
    for entry in names.entries() {
        let Some(mut fields) = TableReader::from_entry(&entry.node, diagnostics) else { continue };
        fields.required_text("source", diagnostics);
        fields.finish(diagnostics);
        if !among.members.contains_key(fold(&entry.key).as_ref()) {
            among.distinct.push(entry.key.as_ref().into());
        } else if own {
            diagnostics.push(diagnostic!(entry.span, "renamed-is-listed", name = entry.key));
        }
    }
}

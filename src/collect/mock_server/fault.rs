//! What can go wrong with an interface, on purpose.
//!
//! In: `WHAT[:CALL[:TIMES]]`, such as `slow`, `45009:getliveinfo` or `503:getcategory:2`. Out: what happens to a request.

use serde_json::{Value, json};

/// A misbehaviour, for some requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// What happens.
    pub what: FaultKind,
    /// To requests whose path ends in this; to all if it is empty.
    pub call: String,
    /// How often still; None for ever.
    pub times: Option<u32>,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FaultKind {
    /// The answer takes long.
    Slow,
    /// The connection is closed without an answer.
    Cut,
    /// The connection is closed in the middle of the answer.
    Half,
    /// The answer is no JSON.
    BrokenJson,
    /// The answer is a page, as some networks show before one has signed in.
    Html,
    /// The answer is nine mebibytes of blanks.
    Huge,
    /// Numbers are objects.
    WrongTypes,
    /// Numbers are texts.
    TextNumbers,
    /// `errcode` is left out.
    NoErrcode,
    /// The token is no longer taken.
    ExpireToken,
    /// An HTTP status.
    Status(u16),
    /// An `errcode`.
    Code(i64),
}

/// What the words of the command line mean.
const NAMES: [(&str, FaultKind); 10] = [
    ("slow", FaultKind::Slow),
    ("cut", FaultKind::Cut),
    ("half", FaultKind::Half),
    ("broken-json", FaultKind::BrokenJson),
    ("html", FaultKind::Html),
    ("huge", FaultKind::Huge),
    ("wrong-types", FaultKind::WrongTypes),
    ("text-numbers", FaultKind::TextNumbers),
    ("no-errcode", FaultKind::NoErrcode),
    ("expired-token", FaultKind::ExpireToken),
];

impl Fault {
    /// Reads `WHAT[:CALL[:TIMES]]`. Numbers from 400 to 599 are HTTP statuses, other numbers `errcode`s.
    pub fn parse(text: &str) -> Option<Fault> {
        let mut parts = text.splitn(3, ':');
        let name = parts.next()?;
        let named = NAMES.iter().find(|(known, _)| *known == name).map(|(_, what)| *what);
        let number = || match name.parse::<i64>().ok()? {
            status @ 400..=599 => Some(FaultKind::Status(status as u16)),
            code => Some(FaultKind::Code(code)),
        };
        let what = named.or_else(number)?;
        let call = parts.next().unwrap_or_default().to_owned();
        let times = parts.next().map(str::parse).transpose().ok()?;
        Some(Fault { what, call, times })
    }

    /// The words that may be first.
    pub fn names() -> Vec<&'static str> {
        NAMES.iter().map(|(name, _)| *name).collect()
    }
}

/// What happens to the next request at `path`.
pub(super) fn next(misbehaviours: &mut [Fault], path: &str) -> Option<FaultKind> {
    let due = misbehaviours.iter_mut().find(|one| path.ends_with(&one.call) && one.times != Some(0))?;
    due.times = due.times.map(|times| times - 1);
    Some(due.what)
}

fn each_number(value: Value, change: &dyn Fn(&serde_json::Number) -> Value) -> Value {
    match value {
        Value::Number(number) => change(&number),
        Value::Array(items) => Value::Array(items.into_iter().map(|item| each_number(item, change)).collect()),
        Value::Object(fields) => fields.into_iter().map(|(name, value)| (name, each_number(value, change))).collect(),
        other => other,
    }
}

pub(super) fn text_numbers(answer: Value) -> Value {
    each_number(answer, &|number| Value::String(number.to_string()))
}

pub(super) fn wrong_types(answer: Value) -> Value {
    each_number(answer, &|number| json!({"value": number}))
}

pub(super) fn no_errcode(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.retain(|name, _| name != "errcode" && name != "errmsg");
    }
    answer
}

//! Reading replies that don't keep to their own documentation.
//!
//! In: JSON in which numbers may be texts and `errcode` may be missing. Out: typed fields, or a failure; nothing is guessed.

use chrono::{DateTime, FixedOffset};
use serde::de::{Deserializer, Error};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::collect::error::CallError;

/// The offset of every date and time of the platform: UTC+8, in seconds.
const EAST: i32 = 8 * 3600;

/// What the platform says beyond this many characters isn't passed on. Replies are redacted when they are read, before this cut.
const LONGEST_MESSAGE: usize = 160;

/// The platform's offset from UTC.
pub fn zone() -> FixedOffset {
    FixedOffset::east_opt(EAST).unwrap_or_else(|| unreachable!("eight hours are less than a day"))
}

/// A moment in the platform's time, cut to whole seconds.
pub fn moment<T: chrono::TimeZone>(at: &DateTime<T>) -> DateTime<FixedOffset> {
    let at = at.with_timezone(&zone());
    at - chrono::TimeDelta::nanoseconds(i64::from(at.timestamp_subsec_nanos()))
}

/// The moment of a Unix time in seconds. None of zero, which means no time, and of what no calendar holds.
pub fn seconds(unix: i64) -> Option<DateTime<FixedOffset>> {
    let day_that_has_four_digits = 253_402_300_799;
    (0 < unix && unix < day_that_has_four_digits).then(|| DateTime::from_timestamp(unix, 0))?.map(|at| at.with_timezone(&zone()))
}

/// The `errcode` of a reply: 0 where there is none, since reads that succeed may leave it out.
pub fn errcode(json: &Value) -> Result<i64, CallError> {
    let Value::Object(reply) = json else { return Err(CallError::Malformed("not an object".to_owned())) };
    match reply.get("errcode") {
        None | Some(Value::Null) => Ok(0),
        Some(code) => as_number(code).ok_or_else(|| CallError::Malformed("errcode is not a whole number".to_owned())),
    }
}

/// Fails where the platform said no, passing on its own next step and its number of the request.
pub fn judge(json: &Value) -> Result<(), CallError> {
    match errcode(json)? {
        0 => Ok(()),
        code => {
            let text = |key: &str| json.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
            let message = text("errmsg").unwrap_or_default();
            let (said, rid) = message.rsplit_once("rid:").map_or((message, None), |(said, rid)| (said, Some(rid.trim().to_owned())));
            let said = said.trim().chars().take(LONGEST_MESSAGE).collect::<String>();
            let next = text("qrcode_url").or_else(|| text("codeurl")).map(str::to_owned);
            Err(CallError::Rejected {
                code,
                said: Some(said).filter(|said| !said.is_empty()),
                rid: rid.filter(|rid| !rid.is_empty()),
                next,
            })
        }
    }
}

/// A whole number, written as a number or as a text.
fn as_number(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64().or_else(|| {
            let float = number.as_f64()?;
            // `1600051800.0` is a whole number to some of the platform's writers; beyond 2^53 a float isn't exact.
            (float.fract() == 0.0 && float.abs() <= 9_007_199_254_740_992.0).then_some(float as i64)
        }),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// A whole number that may be missing, null or an empty text. Anything else is an error.
pub fn number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) if text.trim().is_empty() => Ok(None),
        value => as_number(&value).map(Some).ok_or_else(|| D::Error::custom(format!("a whole number was expected, not {}", shape(&value)))),
    }
}

/// A text, or a number taken as its digits. Empty texts count as missing.
pub fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text).filter(|text| !text.trim().is_empty())),
        // Numbers that name things are whole, whichever way they are written.
        Value::Number(number) => {
            Ok(Some(as_number(&Value::Number(number.clone())).map_or_else(|| number.to_string(), |whole| whole.to_string())))
        }
        value => Err(D::Error::custom(format!("a text was expected, not {}", shape(&value)))),
    }
}

/// What a value is, in a word, without saying its content.
fn shape(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The reply of an interface of which only the `errcode` matters.
#[derive(Debug, Serialize, Deserialize)]
pub struct Nothing {}

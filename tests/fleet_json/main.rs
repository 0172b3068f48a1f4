//! A fleet accepts and refuses exactly the JSON that serde_json does, keys that stand twice aside, which it refuses
//! everywhere; and says in which column. Asked through blocks and a worker, so it is the way that records really take.

mod cases;
#[path = "../common/mod.rs"]
mod common;

use std::fmt;

use kaibo::fleet::Fleet;
use kaibo::fleet::chunks::{Chunk, Content, Position};
use kaibo::fleet::worker::Worker;
use proptest::prelude::*;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

use crate::cases::{CASES, Say, TWICE};
use crate::common::fleet::wechat_fleet;

/// What can be wrong with a text as JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wrong {
    Utf8,
    Grammar,
    Twice,
    Deep,
}

/// Everything that is wrong with a text, each with the byte at which it shows, by serde_json's own word.
fn wrongs(bytes: &[u8]) -> Vec<(Wrong, usize)> {
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => return vec![(Wrong::Utf8, error.valid_up_to())],
    };
    let mut found = Vec::new();
    match serde_json::from_slice::<&RawValue>(bytes) {
        Err(error) => found.push((Wrong::Grammar, error.column().saturating_sub(1))),
        Ok(raw) => walk(text, raw.get(), 0, &mut found),
    }
    let sound = !found.iter().any(|(wrong, _)| *wrong != Wrong::Twice);
    match serde_json::from_slice::<Value>(bytes) {
        // Numbers are kept as they are written, so none is too large.
        Err(error) if error.to_string().starts_with("number out of range") => {}
        whole => assert_eq!(whole.is_ok(), sound, "{text:?}: {found:?}"),
    }
    found
}

fn walk(text: &str, part: &str, depth: usize, found: &mut Vec<(Wrong, usize)>) {
    let at = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
    let mut string = |part: &str| match serde_json::from_str::<String>(part) {
        Ok(string) => Some(string),
        Err(error) => {
            found.push((Wrong::Grammar, at(part) + error.column().saturating_sub(1)));
            None
        }
    };
    match part.as_bytes()[0] {
        b'"' => drop(string(part)),
        b'[' | b'{' if depth == 127 => found.push((Wrong::Deep, at(part))),
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(part).expect("well-formed");
            items.into_iter().for_each(|item| walk(text, item.get(), depth + 1, found));
        }
        b'{' => {
            let Pairs(pairs) = serde_json::from_str(part).expect("well-formed");
            let mut keys = Vec::new();
            for (key, _) in &pairs {
                let name = string(key.get());
                keys.push((name, at(key.get())));
            }
            for (place, (name, at)) in keys.iter().enumerate() {
                if name.is_some() && keys[..place].iter().any(|(other, _)| other == name) {
                    found.push((Wrong::Twice, *at));
                }
            }
            pairs.into_iter().for_each(|(_, value)| walk(text, value.get(), depth + 1, found));
        }
        _ => {}
    }
}

/// An object's keys and values, as they are written.
struct Pairs<'i>(Vec<(&'i RawValue, &'i RawValue)>);

impl<'de: 'i, 'i> Deserialize<'de> for Pairs<'i> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Map;
        impl<'de> Visitor<'de> for Map {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Pairs<'de>, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(Map)
    }
}

/// What a fleet makes of a line.
enum Outcome {
    Blank,
    Written,
    Refused(usize, String),
}

fn outcome(worker: &Worker<'_>, line: &[u8]) -> Outcome {
    // Not the first line, so that a mark there is not the file's.
    let bytes = [b"\n", line, b"\n"].concat();
    let next = Position { file: 0, offset: bytes.len() as u64, line: 3 };
    let done = worker.work(Chunk {
        file: 0,
        line: 1,
        content: Content::Lines(bytes.into()),
        records: 2,
        blank: 0,
        notes: Vec::new(),
        next,
        mark: kaibo::fleet::digest::Mark::default(),
    });
    match (done.counts.written, done.counts.rejected, done.counts.blank) {
        (0, 0, 2) => Outcome::Blank,
        (1, 0, 1) => Outcome::Written,
        (0, 1, 1) => {
            let (file, fault) = &done.faults[0];
            assert_eq!((*file, fault.line), (0, 2));
            Outcome::Refused(fault.column, fault.error.clone())
        }
        counts => panic!("{counts:?} of {line:?}"),
    }
}

fn kind(error: &str) -> Option<Wrong> {
    let kinds = [("invalid JSON:", Wrong::Grammar), ("nesting is too deep", Wrong::Deep), ("this is not UTF-8", Wrong::Utf8)];
    let told = kinds.into_iter().find(|(begin, _)| error.starts_with(begin)).map(|(_, kind)| kind);
    told.or_else(|| error.starts_with("duplicate key `").then_some(Wrong::Twice))
}

/// Holds one line against serde_json's verdict. `free` says that nothing but JSON can be wrong in it.
fn hold(worker: &Worker<'_>, line: &[u8], free: bool) {
    let shown = String::from_utf8_lossy(line);
    let outcome = outcome(worker, line);
    // What files that were put together have around a record is no part of it.
    let line = kaibo::fleet::tables::json::trimmed_line(line);
    let wrongs = wrongs(line);
    match outcome {
        Outcome::Blank => assert!(line.iter().all(|byte| b" \t\r".contains(byte)), "{shown:?} is not blank"),
        Outcome::Written => assert_eq!(wrongs, [], "{shown:?} was accepted"),
        Outcome::Refused(column, error) => match kind(&error) {
            None => assert!(wrongs.is_empty() && !free, "{shown:?} was refused for `{error}`, and has {wrongs:?}"),
            Some(kind) => {
                let place = |at: usize| {
                    let before = &line[..at.min(line.len())];
                    // A place within a character is that character's.
                    let whole = String::from_utf8_lossy(before);
                    let cut = if std::str::from_utf8(before).is_ok() { 0 } else { 1 };
                    whole.chars().count() - cut + 1
                };
                let known: Vec<(Wrong, usize)> = wrongs.iter().map(|(wrong, at)| (*wrong, place(*at))).collect();
                assert!(known.contains(&(kind, column)), "{shown:?} was refused for `{error}` in {column}, and has {known:?}");
            }
        },
    }
}

/// Lines with the place of a value in them, and whether any value may be there.
const PLACES: &[(&str, bool)] = &[
    ("@", false),
    (r#"{"applicant":"开","meta":@}"#, true),
    (r#"{"meta":@,"applicant":"a"}"#, true),
    (r#"{"applicant":"a","meta":{"开播":[0,@],"z":"é"},"facts":{}}"#, true),
    (r#"{"applicant":"a","meta":{"x":{"y":@}}}"#, true),
    (r#"{"applicant":@,"facts":{}}"#, false),
    (r#"{"applicant":"a","name":@}"#, false),
    (r#"{"applicant":"a","nothing":@}"#, false),
    (r#"{"applicant":"a","facts":@}"#, false),
    (r#"{"applicant":"a","facts":{"nothing":@}}"#, false),
    (r#"{"applicant":"a","facts":{"host_name":@,"payments":[]}}"#, false),
    (r#"{"applicant":"a","facts":{"entity_type":@,"violations":[]}}"#, false),
    (r#"{"applicant":"a","facts":{"payments":[@]}}"#, false),
    (r#"{"applicant":"a","facts":{"payments":@,"violations":null}}"#, false),
    (r#"{"applicant":"a","facts":{"official_accounts":[{"name":@,"fans":3},{"name":"b"}]}}"#, false),
    (r#"{"applicant":"a","facts":{"official_accounts":[{"name":"b","fans":@}]}}"#, false),
    (r#"{"applicant":"a","facts":{"ad_spend":{"partial":true,"rows":[{"date":"2026-03-01","amount":@}]}}}"#, false),
    (r#"{"applicant":"a","provenance":{"payments":{"source":"manual","note":@}}}"#, false),
    (r#"{"applicant":"a","estimates":{"followers":@}}"#, false),
];

fn placed(place: &str, value: &[u8]) -> Vec<u8> {
    let (before, after) = place.split_once('@').expect("a place");
    [before.as_bytes(), value, after.as_bytes()].concat()
}

fn everywhere(fleet: &Fleet, value: &[u8]) {
    let worker = Worker::new(fleet, false);
    PLACES.iter().for_each(|(place, free)| hold(&worker, &placed(place, value), *free));
}

#[test]
fn every_kind_of_value_is_taken_or_refused_as_serde_json_does() {
    let fleet = wechat_fleet();
    for (say, value) in CASES {
        let shown = String::from_utf8_lossy(value);
        match say {
            Say::Y => assert_eq!(wrongs(value), [], "{shown:?}"),
            Say::N => assert!(!wrongs(value).is_empty(), "{shown:?}"),
            Say::I => {}
        }
        if !value.contains(&b'\n') {
            everywhere(&fleet, value);
        }
        // As a key, where it is a string.
        if value.starts_with(b"\"") {
            everywhere(&fleet, &[b"{", *value, b":1}"].concat());
            everywhere(&fleet, &[b"{\"k\":[],", *value, b" : {}}"].concat());
        }
    }
}

#[test]
fn keys_that_stand_twice_are_refused_everywhere() {
    let fleet = wechat_fleet();
    for value in TWICE {
        assert!(serde_json::from_slice::<Value>(value).is_ok());
        assert!(matches!(wrongs(value)[..], [(Wrong::Twice, _)]));
        everywhere(&fleet, value);
    }
    let worker = Worker::new(&fleet, false);
    for line in [
        r#"{"applicant":"a","applicant":"a"}"#,
        r#"{"applicant":"a","\u0061pplicant":"a"}"#,
        r#"{"applicant":"a","meta":1,"meta":2}"#,
        r#"{"applicant":"a","meta":1,"\u006deta":2}"#,
        r#"{"applicant":"a","facts":{},"facts":{}}"#,
        r#"{"applicant":"a","facts":{"payments":[],"violations":[],"payments":[]}}"#,
        r#"{"applicant":"a","facts":{"payments":[],"p\u0061yments":[]}}"#,
        r#"{"applicant":"a","facts":{"host_name":"x","host_name":"x"}}"#,
        r#"{"applicant":"a","facts":{"official_accounts":[{"fans":1,"fans":2}]}}"#,
        r#"{"applicant":"a","facts":{"official_accounts":[{"fans":1,"name":"b","f\u0061ns":2}]}}"#,
        r#"{"applicant":"a","facts":{"ad_spend":{"partial":true,"partial":true,"rows":[]}}}"#,
        r#"{"applicant":"a","facts":{"categories":[{"path":"x","status":"approved"},{"path":"y","path":"y"}]}}"#,
    ] {
        assert!(matches!(wrongs(line.as_bytes())[..], [(Wrong::Twice, _)]), "{line}");
        hold(&worker, line.as_bytes(), true);
    }
    // Many keys, of which one comes back late.
    let mut keys: Vec<String> = (0..300).map(|at| format!("\"k{at}\":{at}")).collect();
    everywhere(&fleet, format!("{{{}}}", keys.join(",")).as_bytes());
    keys.push("\"k\\u0030\":0".to_owned());
    everywhere(&fleet, format!("{{{}}}", keys.join(",")).as_bytes());
}

#[test]
fn depth_ends_where_serde_json_ends_it() {
    let fleet = wechat_fleet();
    for depth in [1, 32, 33, 62, 63, 64, 65, 122, 123, 124, 125, 126, 127, 128, 129, 300] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
            for leaf in ["1", "{}"] {
                everywhere(&fleet, format!("{}{leaf}{}", open.repeat(depth), close.repeat(depth)).as_bytes());
            }
            everywhere(&fleet, open.repeat(depth).as_bytes());
        }
    }
}

/// A record as agencies write them.
const RECORD: &str = r#"{"applicant":"wx\u00e91","name":"某某 \"服饰\"","meta":{"k":[1.5e3,{"":null}],"\\":"\/\ud83d\ude00"},"facts":{"entity_type":"enterprise","entity_region":"CN","categories":[{"path":"商家自营 > 百货","status":"approved"}],"violations":[{"id":"1","date":"2026-06-01","severity":"minor"}],"payments":["2026-11-20",null],"official_accounts":{"partial":true,"rows":[{"name":"a","fans":130}]},"ad_spend":[{"date":"2026-03-01","amount":"3200.00"},{"amount":12.50}],"live_open":true,"host_name":null},"provenance":{"violations":{"source":"manual","valid_until":"2026-11-30"}}}"#;

/// A change of some bytes: where, what to do, with what.
fn changes() -> impl Strategy<Value = Vec<(usize, u8, Vec<u8>)>> {
    let token = prop::sample::select(vec![
        &b"\""[..],
        b"\\",
        b"{",
        b"}",
        b"[",
        b"]",
        b",",
        b":",
        b" ",
        b"\t",
        b"\r",
        b"0",
        b"-",
        b"e",
        b".",
        b"null",
        b"true",
        b"\\u",
        b"\\ud800",
        b"\\u0061",
        b"\"a\":1,",
        b"\"facts\":{},",
        b"\xef\xbb\xbf",
        b"\xff",
        b"\xe5\xbc",
        b"\x00",
        b"\x1f",
        b"\x7f",
        b"1e999",
        b"/*",
    ]);
    let bytes = prop_oneof![3 => token.prop_map(<[u8]>::to_vec), 1 => any::<u8>().prop_map(|byte| vec![byte])];
    prop::collection::vec((0..RECORD.len(), 0..4u8, bytes), 1..4)
}

fn changed(changes: &[(usize, u8, Vec<u8>)]) -> Vec<u8> {
    let mut line = RECORD.as_bytes().to_vec();
    for (at, what, with) in changes {
        if line.len() < 2 {
            break;
        }
        let at = at % line.len();
        match what {
            0 => drop(line.splice(at..at, with.iter().copied())),
            1 => drop(line.splice(at..=at, with.iter().copied())),
            2 => drop(line.remove(at)),
            _ => line.truncate(at.max(1)),
        }
    }
    line.retain(|byte| *byte != b'\n');
    line
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(16) })]

    #[test]
    fn whatever_becomes_of_a_record_the_verdict_is_the_same(all in prop::collection::vec(changes(), 100)) {
        let fleet = wechat_fleet();
        let worker = Worker::new(&fleet, false);
        hold(&worker, RECORD.as_bytes(), false);
        all.iter().for_each(|one| hold(&worker, &changed(one), false));
    }

    #[test]
    fn anything_at_all_is_taken_or_refused_alike(values in prop::collection::vec(r#"([\[\]{},: \\"0-9a-cunltrefs.+\-eE开]|"a"|"b":|true|null|\\u00e9|\\ud83d|\\ude00){0,14}"#, 40)) {
        let fleet = wechat_fleet();
        values.iter().for_each(|value| everywhere(&fleet, value.as_bytes()));
    }
}

//! Random facts of every kind into files of every style: what is read again is what was said, and the rest is untouched.

use std::fs;
use std::path::Path;

use chrono::TimeZone as _;
use kaibo::facts::{Completeness, FactValue, Row, Rows};
use kaibo::io::library::Library;
use kaibo::rulebook::{FactKind, Table};
use kaibo::value::date::Date;
use kaibo::value::value_type::{Timestamp, Value, ValueType};
use kaibo::wizard::session::{Answer, Options, Session};
use proptest::prelude::*;

use crate::now;

/// The ways in which people write a facts file. Every comment says `keep`.
const STYLES: [&str; 8] = [
    "program = \"kinds\"\napplicant = \"a\"\n",
    "# keep 1\nprogram = \"kinds\" # keep 2\napplicant = \"a\"\n\n\n[facts]   # keep 3\n# keep 4\nlabel = 'x' # keep 5\n\n# keep 6\npieces = 4\n\n# keep 7\n[provenance.label] # keep 8\nsource = \"manual\" # keep 9\n# keep 10\n",
    "program = \"kinds\"\napplicant = \"a\"\nfacts = { label = \"x\", pieces = 7 } # keep 1\nprovenance = { label = { source = \"manual\" } } # keep 2\n",
    "# keep 0\nprogram = \"kinds\"\napplicant = \"a\"\nfacts.label = \"x\" # keep 1\nfacts.pieces = 7 # keep 2\nprovenance.label.source = \"manual\" # keep 3\n",
    "program = \"kinds\"\napplicant = \"a\"\n# keep 1\n[facts.sales] # rows\npartial = true\nrows = [{ date = 2026-01-01 }]\n# keep 2\n[facts]\nlabel = \"x\" # keep 3\n",
    "program = \"kinds\"\napplicant = \"a\"\n[[facts.notices]]\nid = \"n\"\n[[facts.notices]]\nid = \"m\"\n# keep 1\n[estimates] # keep 2\nlabel = { takes = \"3 days\" } # keep 3\n",
    "# keep 1\r\nprogram = \"kinds\"\r\napplicant = \"a\"\r\n\r\n[facts]\r\n# keep 2\r\nlabel = \"x\" # keep 3\r\n",
    "\u{feff}# keep 1\nprogram = \"kinds\"\napplicant = \"a\"\n[provenance]\nlabel = { source = \"manual\" } # keep 2\n[facts]\nlabel = \"\"\"x\ny\"\"\" # keep 3",
];

fn options() -> Options {
    Options { now, ..Options::new(Library::open(Some(Path::new("tests/wizard/kinds"))).unwrap()) }
}

fn day() -> impl Strategy<Value = Date> {
    (1000i32..9999, 1u32..13, 1u32..29).prop_map(|(year, month, day)| Date::from_ymd(year, month, day).unwrap())
}

fn value(kind: &ValueType) -> BoxedStrategy<Value> {
    match kind {
        ValueType::Bool => any::<bool>().prop_map(Value::Bool).boxed(),
        ValueType::Enum(choices) => (0..choices.len() as u16).prop_map(Value::Enum).boxed(),
        ValueType::Text => {
            prop_oneof!["\\PC{0,8}", "[\"'\\\\#\\n\\r\\t =\u{7f}\u{1}]{0,6}"].prop_map(|text| Value::Text(text.into())).boxed()
        }
        ValueType::Number { .. } | ValueType::Money { .. } => {
            prop_oneof![0..1000i64, 0..i64::MAX, Just(i64::MAX)].prop_map(Value::Number).boxed()
        }
        ValueType::Date => day().prop_map(Value::Date).boxed(),
        ValueType::Timestamp => (-10_000_000_000i64..100_000_000_000, prop_oneof![Just(0u32), 0..1_000_000_000u32])
            .prop_map(|(seconds, nanos)| {
                let at = chrono::Utc.timestamp_opt(seconds, nanos).unwrap();
                Value::Timestamp(Timestamp { instant: at, day: Date::from_timestamp(&at, chrono_tz::Asia::Shanghai) })
            })
            .boxed(),
        ValueType::Region => prop_oneof![Just(*b"CN"), Just(*b"DE")].prop_map(Value::Region).boxed(),
        ValueType::Path => prop_oneof!["食品 > 酒", "[a-z\"]{1,4}( > [a-z、]{1,3})?"]
            .prop_map(|text| {
                Value::Path(kaibo::value::value_type::CategoryPath {
                    folded: kaibo::value::value_type::fold(&text).into(),
                    text: text.into(),
                })
            })
            .boxed(),
    }
}

fn rows(table: &Table, daily: bool) -> BoxedStrategy<FactValue> {
    let table = table.clone();
    let named: Vec<usize> = if daily { vec![0] } else { table.key.clone() };
    let cells: Vec<BoxedStrategy<Option<Value>>> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let some = value(&column.kind).prop_map(Some);
            if named.contains(&at) || table.columns.len() == 1 { some.boxed() } else { prop_oneof![3 => some, 1 => Just(None)].boxed() }
        })
        .collect();
    let extent = prop_oneof![Just(Completeness::Complete), Just(Completeness::AtLeast), Just(Completeness::AtMost)];
    (proptest::collection::vec(cells, 0..5), extent)
        .prop_map(move |(rows, extent)| {
            let mut seen: Vec<Vec<Option<Value>>> = Vec::new();
            let rows = rows.into_iter().filter(|cells| {
                let key: Vec<Option<Value>> = named.iter().map(|at| cells[*at].clone()).collect();
                let new = named.is_empty() || !seen.contains(&key);
                seen.push(key);
                new
            });
            FactValue::Rows(Rows { rows: rows.map(|cells| Row { cells: cells.into() }).collect(), completeness: extent })
        })
        .boxed()
}

fn answers() -> impl Strategy<Value = Vec<(usize, Option<FactValue>)>> {
    let mut files = kaibo::document::source::Files::default();
    let options = options();
    let (book, _) = kaibo::rulebook::Rulebook::load(options.library.program("kinds").unwrap(), &mut files).unwrap();
    let facts: Vec<BoxedStrategy<(usize, Option<FactValue>)>> = book
        .program
        .facts
        .iter()
        .enumerate()
        .map(|(at, fact)| {
            let known = match &fact.kind {
                FactKind::Value(kind) => value(kind).prop_map(FactValue::Value).boxed(),
                FactKind::Rows(table) => rows(table, false),
                FactKind::Daily(table) => rows(table, true),
            };
            prop_oneof![4 => known.prop_map(Some), 1 => Just(None)].prop_map(move |known| (at, known)).boxed()
        })
        .collect();
    proptest::collection::vec(proptest::strategy::Union::new(facts), 1..6)
}

/// What is after each comment sign. A comment may move with what it is about, so their order is ignored.
fn comments(text: &str) -> Vec<&str> {
    let mut all: Vec<&str> = text.split('\n').filter_map(|line| line.find("# keep").map(|at| &line[at..])).collect();
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_said_is_what_is_read(style in 0..STYLES.len(), answers in answers()) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.toml");
        fs::write(&path, STYLES[style]).unwrap();
        let options = options();
        let mut session = Session::open(&path, &options).unwrap();
        let all = session.rulebook().program.facts.len();
        let mut expected: Vec<Option<FactValue>> = (0..all).map(|fact| session.known(fact).cloned()).collect();
        for (fact, known) in &answers {
            expected[*fact] = known.clone();
            session.answer(*fact, known.clone().map_or(Answer::Unknown, Answer::Known)).unwrap();
            // Of rows that may not be all, those that are there are kept.
            if known.is_none() { expected[*fact] = session.known(*fact).cloned(); }
        }
        let text = fs::read_to_string(&path).unwrap();
        let again = Session::open(&path, &options).unwrap();
        for (fact, expected) in expected.iter().enumerate() {
            prop_assert_eq!(again.known(fact), expected.as_ref(), "{}", text);
        }
        prop_assert_eq!(comments(&text), comments(STYLES[style]), "{}", text);
        prop_assert_eq!(text.starts_with('\u{feff}'), STYLES[style].starts_with('\u{feff}'));
        prop_assert!(!STYLES[style].contains('\r') || text.matches('\n').count() == text.matches("\r\n").count(), "{:?}", text);
        while session.undo().unwrap().is_some() {}
        prop_assert_eq!(fs::read_to_string(&path).unwrap(), STYLES[style]);
    }
}

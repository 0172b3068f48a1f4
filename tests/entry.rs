//! What people type, and what is taken for it: tables of texts in `tests/cases/entry/`, and the way back and forth of any value.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fs;

use chrono::{DateTime, Utc};
use chrono_tz::Tz;
use indexmap::IndexMap;
use kaibo::i18n::Messages;
use kaibo::value::date::Date;
use kaibo::value::localized::{Lang, Localized};
use kaibo::value::value_type::{CategoryPath, EnumOption, Timestamp, Value, ValueType, fold};
use kaibo::wizard::session::entry::{interpretation, parse, show};
use kaibo::wizard::session::regions;
use proptest::prelude::*;
use serde::Deserialize;

const ZONE: Tz = Tz::Asia__Shanghai;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    kind: String,
    currency: Option<String>,
    #[serde(default)]
    places: u8,
    today: toml::value::Datetime,
    #[serde(default)]
    options: IndexMap<String, Label>,
    /// Texts, and what a facts file says for them.
    accepted: IndexMap<String, String>,
    /// Texts, and the message that refuses them.
    refused: IndexMap<String, String>,
}

#[derive(Debug, Deserialize)]
struct Label {
    zh: String,
    en: String,
}

fn kind(table: &Table) -> ValueType {
    match table.kind.as_str() {
        "flag" => ValueType::Bool,
        "choice" => {
            let choice = |(id, label): (&String, &Label)| EnumOption {
                id: id.clone(),
                label: Localized { zh: label.zh.clone(), en: label.en.clone() },
            };
            ValueType::Enum(table.options.iter().map(choice).collect())
        }
        "text" => ValueType::Text,
        "number" => ValueType::Number { places: table.places },
        "money" => ValueType::Money { currency: table.currency.clone().unwrap(), places: table.places },
        "date" => ValueType::Date,
        "moment" => ValueType::Timestamp,
        "region" => ValueType::Region,
        "path" => ValueType::Path,
        other => panic!("{other}"),
    }
}

#[test]
fn texts_are_taken_for_what_was_meant_or_refused_in_words() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for file in fs::read_dir("tests/cases/entry").unwrap() {
        let path = file.unwrap().path();
        let table: Table =
            toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let kind = kind(&table);
        let today = Date::parse(&table.today.to_string()).unwrap();
        for (text, expected) in &table.accepted {
            count += 1;
            match parse(&kind, text, today, ZONE) {
                Ok(value) if kind.write(&value, ZONE) == *expected => {}
                Ok(value) => wrong.push(format!("{}: `{text}` was taken for {}, not {expected}", table.kind, kind.write(&value, ZONE))),
                Err(refusal) => wrong.push(format!("{}: `{text}` was refused: {}", table.kind, refusal.id)),
            }
        }
        for (text, expected) in &table.refused {
            count += 1;
            match parse(&kind, text, today, ZONE) {
                Err(refusal) if refusal.id == expected => {
                    for lang in Lang::ALL {
                        let said = refusal.format(&Messages::for_lang(lang));
                        assert!(said != refusal.id && !said.contains("{$"), "{said}");
                    }
                }
                Err(refusal) => wrong.push(format!("{}: `{text}` was refused by {}, not {expected}", table.kind, refusal.id)),
                Ok(value) => wrong.push(format!("{}: `{text}` was taken for {}", table.kind, kind.write(&value, ZONE))),
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 250, "{count}");
}

fn choices() -> ValueType {
    // Labels that stand twice, that are another's id or look like a number, and that begin alike.
    let labels = [("a", "甲", "A"), ("b", "甲", "Same"), ("c", "乙", "Same"), ("d", "a", "b"), ("2", "丙", "1"), ("f", "丙丁", "Samey")];
    let choice =
        |(id, zh, en): (&str, &str, &str)| EnumOption { id: id.to_owned(), label: Localized { zh: zh.to_owned(), en: en.to_owned() } };
    ValueType::Enum(labels.into_iter().map(choice).collect())
}

fn zones() -> impl Strategy<Value = Tz> {
    prop_oneof![Just(ZONE), Just(Tz::UTC), Just(Tz::America__New_York), Just(Tz::Australia__Lord_Howe), Just(Tz::Asia__Kolkata)]
}

fn values() -> impl Strategy<Value = (ValueType, Value, Tz)> {
    let codes: Vec<[u8; 2]> = regions::all().map(|region| region.code).collect();
    let day = (1i32..9998, 1u32..=12, 1u32..=28).prop_map(|(year, month, day)| Date::from_ymd(year, month, day).unwrap());
    let moment = (-60_000_000_000i64..250_000_000_000, prop_oneof![Just(0u32), Just(5_000_000)]);
    prop_oneof![
        any::<bool>().prop_map(|flag| (ValueType::Bool, Value::Bool(flag), ZONE)),
        (0u16..6).prop_map(|at| (choices(), Value::Enum(at), ZONE)),
        "[^\\p{Cc}]{1,40}".prop_filter("blank", |text| !text.trim().is_empty()).prop_map(|text| (
            ValueType::Text,
            Value::Text(text.trim().into()),
            ZONE
        )),
        (0i64.., 0u8..5).prop_map(|(units, places)| (ValueType::Number { places }, Value::Number(units), ZONE)),
        (0i64..).prop_map(|units| (ValueType::Money { currency: "CNY".to_owned(), places: 2 }, Value::Number(units), ZONE)),
        day.prop_map(|day| (ValueType::Date, Value::Date(day), ZONE)),
        (moment, zones()).prop_map(|((seconds, nanos), zone)| {
            let at = DateTime::<Utc>::from_timestamp(seconds, nanos).unwrap();
            (ValueType::Timestamp, Value::Timestamp(Timestamp { instant: at, day: Date::from_timestamp(&at, zone) }), zone)
        }),
        // Around the hours that clocks skip, and those that they show twice.
        (1_793_000_000i64..1_794_500_000, zones()).prop_map(|(seconds, zone)| {
            let at = DateTime::<Utc>::from_timestamp(seconds / 900 * 900, 0).unwrap();
            (ValueType::Timestamp, Value::Timestamp(Timestamp { instant: at, day: Date::from_timestamp(&at, zone) }), zone)
        }),
        (0..codes.len()).prop_map(move |at| (ValueType::Region, Value::Region(codes[at]), ZONE)),
        "[a-z服装鞋箱包/()、]{1,8}( > [a-z食品酒/]{1,8}){0,2}".prop_map(|text: String| {
            let folded = fold(&text).into_owned().into();
            (ValueType::Path, Value::Path(CategoryPath { text: text.into(), folded }), ZONE)
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_shown_is_taken_back_for_the_same((kind, value, zone) in values(), today in 0i32..40_000) {
        let today = Date::from_ymd(1970, 1, 1).unwrap().add_days(today);
        for lang in Lang::ALL {
            let text = show(&kind, &value, zone, lang);
            prop_assert_eq!(parse(&kind, &text, today, zone), Ok(value.clone()), "{}", text);
            prop_assert!(!interpretation(&kind, &value, today, zone, &Messages::for_lang(lang)).is_empty());
        }
    }

}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_text_is_too_odd(text in "\\PC{0,60}|[0-9万千,.年月日天前点:半-]{0,20}|[零一二三十百千万亿]{0,12}", today in 0i32..40_000) {
        let today = Date::from_ymd(1970, 1, 1).unwrap().add_days(today);
        for kind in [ValueType::Bool, choices(), ValueType::Text, ValueType::Number { places: 1 }, ValueType::Date, ValueType::Timestamp, ValueType::Region, ValueType::Path] {
            let _ = parse(&kind, &text, today, Tz::America__New_York);
        }
        let _ = parse(&ValueType::Money { currency: "CNY".to_owned(), places: 2 }, &text, today, ZONE);
    }
}

#[test]
fn every_region_has_its_names() {
    let known: Vec<&str> = regions::all().map(|region| std::str::from_utf8(&region.code).unwrap()).collect();
    for country in iso3166::LIST {
        assert!(known.contains(&country.alpha2), "{}", country.alpha2);
    }
    for code in known {
        assert!(iso3166::Country::from_alpha2(code).is_some(), "{code} could be answered, but not read back");
    }
}

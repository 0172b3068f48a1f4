//! What a record may say besides its facts: waivers and estimates, sound ones and such as are refused; and rulebooks in which
//! waivers of the root make a difference.

use serde_json::{Map, Value, json};

use crate::reference::dates::{NaiveDay, shift};
use crate::reference::generate::applicant::{Waiver, some_waivers, under_none};
use crate::reference::generate::book::{Body, Book, Requirement};
use crate::reference::random::Random;

/// A few waivers; none of them is refused.
pub fn waivers(random: &mut Random, book: &Book, as_of: NaiveDay) -> Vec<Value> {
    let mut all = Vec::new();
    for _ in 0..*random.pick(&[1, 1, 2, 3]) {
        let written = some_waivers(random, book, as_of).iter().map(|waiver| write(random, waiver)).collect::<Vec<_>>();
        all.extend(written);
    }
    // The same once more, which changes nothing, or on other days.
    if let Some(last) = all.last().filter(|_| random.chance(20)).cloned() {
        let mut again = last;
        if random.chance(50) {
            again["until"] = json!(shift(as_of, random.between(60, 90)).to_string());
        }
        all.push(again);
    }
    all
}

fn write(random: &mut Random, waiver: &Waiver) -> Value {
    let words = ["r", "试点 \"A\" 🎥\n", "=1", " x", "\u{3000}x", "a longer reason, with a comma: and a colon", "\\"];
    json!({
        "requirement": waiver.requirement,
        "reason": random.pick(&words),
        "by": random.pick(&words),
        "from": waiver.from.to_string(),
        "until": waiver.until.to_string(),
    })
}

/// Changes a waiver so that it is mostly refused.
pub fn spoil(random: &mut Random, book: &Book, waivers: &mut [Value]) {
    if waivers.is_empty() {
        return;
    }
    let at = random.below(waivers.len());
    if random.chance(10) {
        waivers[at] = random.pick(&[json!(null), json!([]), json!({}), json!("x"), json!(1)]).clone();
        return;
    }
    let Some(waiver) = waivers[at].as_object_mut() else { return };
    let key = (*random.pick(&["requirement", "reason", "by", "from", "until"])).to_owned();
    match random.below(4) {
        0 => drop(waiver.remove(&key)),
        1 => drop(waiver.insert((*random.pick(&["note", "From", "", "requirement "])).to_owned(), json!("x"))),
        2 => {
            let other = [json!(null), json!(1), json!(true), json!([]), json!({}), json!(""), json!(" \u{3000}\t"), json!("nothing")];
            waiver.insert(key, random.pick(&other).clone());
        }
        _ => match key.as_str() {
            "from" | "until" => {
                let days = [
                    "2026-02-30",
                    "2026-1-01",
                    "2026-11-22T10:00:00Z",
                    " 2026-11-22",
                    "2026-11-22 ",
                    "9999-12-31",
                    "0000-01-01",
                    "10000-01-01",
                    "today",
                ];
                waiver.insert(key, json!(random.pick(&days)));
            }
            _ => {
                // One that stands under a `none`, if there is one.
                let under = book.editions.iter().flat_map(|edition| {
                    edition.requires.iter().filter(|one| under_none(&edition.requires, &one.id)).map(|one| one.id.as_str())
                });
                let under: Vec<&str> = under.collect();
                if !under.is_empty() {
                    waiver.insert("requirement".to_owned(), json!(random.pick(&under)));
                }
            }
        },
    }
}

/// Makes some roots apply only under a condition, and some of those a test. Both have readings where there are any.
pub fn odd_roots(random: &mut Random, book: &mut Book) {
    for edition in &mut book.editions {
        let tests = edition.requires.iter().filter(|one| matches!(one.body, Body::Test(_)) && one.id != "only_steps");
        let tests: Vec<Requirement> = tests.cloned().collect();
        if tests.is_empty() {
            continue;
        }
        let mut by_readings = tests.clone();
        by_readings.sort_by_key(|test| std::cmp::Reverse(test.readings.len()));
        let Some(root) = edition.requires.iter_mut().find(|one| one.id == "eligible").filter(|_| random.chance(15)) else { continue };
        let condition = if random.chance(50) { by_readings[0].clone() } else { random.pick(&tests).clone() };
        root.applies_when = Some(condition.id.clone());
        if random.chance(50) && by_readings.len() > 1 {
            let like = by_readings.iter().find(|test| test.id != condition.id).unwrap_or(&condition);
            (root.body, root.readings) = (like.body.clone(), like.readings.clone());
            let root = root.clone();
            edition.requires = vec![Requirement { applies_when: None, ..condition }, root];
        }
    }
}

/// Estimates; of a hundred figures so many are no sound ones.
pub fn estimates(random: &mut Random, book: &Book, wrong: usize) -> Value {
    let mut all = Map::new();
    for _ in 0..random.between(0, 2) {
        let edition = random.pick(&book.editions);
        let Some(requirement) = edition.requires.get(random.below(edition.requires.len())) else { continue };
        let mut estimate = Map::new();
        if random.chance(70) {
            estimate.insert("takes".to_owned(), figure(random, wrong, &["3 days", "3..=5 days", "unknown", "1 day"]));
        }
        if random.chance(70) {
            estimate.insert("cost".to_owned(), figure(random, wrong, &["0.01 CNY", "12 CNY", "100 JPY", "007.5 USD"]));
        }
        if random.chance(wrong) {
            estimate.insert("costs".to_owned(), json!("1 CNY"));
        }
        let name = if random.chance(wrong) { "nothing".to_owned() } else { requirement.id.clone() };
        let estimate = if random.chance(wrong) { json!([]) } else { Value::Object(estimate) };
        all.insert(name, estimate);
    }
    Value::Object(all)
}

fn figure(random: &mut Random, wrong: usize, sound: &[&str]) -> Value {
    if random.chance(wrong) {
        let wrong = [json!(null), json!(3), json!("soon"), json!("1 CNY "), json!("1.001 CNY"), json!("1 ABC"), json!("3 Days"), json!("")];
        return random.pick(&wrong).clone();
    }
    json!(random.pick(sound))
}

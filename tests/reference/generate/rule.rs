//! Random tests: one fact, where and in which window, one measure, and what it has to be.

use kaibo::value::date::{Period, Unit};

use super::book::{Fact, Shape, list_name};
use super::words::{OPTIONS, Pool, Scalar, Word, decimal, places_of, quoted, spelled};
use crate::reference::random::Random;
use crate::reference::window::longest_ever;

/// The keys of a test, each with its value in TOML.
pub type Keys = Vec<(String, String)>;

fn key(name: &str, value: impl Into<String>) -> (String, String) {
    (name.to_owned(), value.into())
}

pub fn test(random: &mut Random, facts: &[Fact], pool: &mut Pool) -> Keys {
    if random.chance(4) {
        let bound = pool.date(random, pool.center);
        return vec![key("of", "\"today\""), key("is", quoted(&format!("{} {bound}", random.pick(&[">=", "<", ">", "<=", "=", "!="]))))];
    }
    let fact = if random.chance(50) { &facts[0] } else { random.pick(facts) };
    let mut keys = vec![key("of", quoted(&fact.id))];
    match &fact.shape {
        Shape::Value(kind) => value(random, facts, pool, fact, *kind, &mut keys),
        shape => rows(random, pool, shape, &mut keys),
    }
    keys
}

fn value(random: &mut Random, facts: &[Fact], pool: &mut Pool, fact: &Fact, kind: Scalar, keys: &mut Keys) {
    match kind {
        Scalar::Text if random.chance(50) => {
            keys.push(key("length", *random.pick(&["\"characters\"", "\"units\""])));
            keys.push(key("is", number(random, &Pool { numbers: vec![1, 2, 4, 6], ..pool.clone() }, 0)));
        }
        Scalar::Date | Scalar::Moment if random.chance(75) => elapsed(random, facts, pool, fact, kind, keys),
        kind => keys.push(key("is", condition(random, pool, kind))),
    }
}

/// A time from a date or moment to another, of which one may be today.
fn elapsed(random: &mut Random, facts: &[Fact], pool: &mut Pool, fact: &Fact, kind: Scalar, keys: &mut Keys) {
    let others = |wanted: Scalar| -> Vec<&Fact> {
        facts.iter().filter(|other| other.id != fact.id && matches!(other.shape, Shape::Value(kind) if kind == wanted)).collect()
    };
    let same = others(kind);
    let mixed = others(if kind == Scalar::Date { Scalar::Moment } else { Scalar::Date });
    // Hours and minutes are for moments, and may now and then be asked of dates, which stand for their midnight.
    let mut clock = random.chance(6);
    let other = if !same.is_empty() && random.chance(60) {
        clock |= kind == Scalar::Moment && random.chance(60);
        random.pick(&same).id.clone()
    } else if !mixed.is_empty() && random.chance(20) {
        random.pick(&mixed).id.clone()
    } else {
        "today".to_owned()
    };
    if random.chance(50) {
        keys[0] = key("of", quoted(&fact.id));
        keys.push(key("after", quoted(&other)));
    } else {
        keys[0] = key("of", quoted(&other));
        keys.push(key("after", quoted(&fact.id)));
    }
    let mut period = |random: &mut Random| {
        if clock {
            let unit = *random.pick(&[Unit::Minutes, Unit::Hours]);
            return Period { count: *random.pick(&[0, 1, 12, 23, 24, 25, 30, 48, 90, 1440]), unit };
        }
        period(random, pool)
    };
    let one = period(random);
    // Dates are midnights, so that not every length of hours and minutes can be; what is not known may be longer or shorter.
    let uneven = clock && !(kind == Scalar::Moment && same.iter().any(|fact| fact.id == other));
    let months = other != "today" && matches!(one.unit, Unit::Months | Unit::Years) && !strict(9);
    let is = match if uneven || months { 5 + random.below(5) } else { random.below(10) } {
        0 => {
            let mut two = Period { count: one.count + random.below(40) as u32, unit: one.unit };
            // Now and then two units.
            if matches!(one.unit, Unit::Months) && random.chance(50) {
                two = Period { count: one.count * 31 + random.below(2) as u32, unit: Unit::Days };
            }
            format!("{}..={}", spelled(one), spelled(two))
        }
        1 => format!("= {}", spelled(one)),
        2 => format!("!= {}", spelled(one)),
        3 => return keys.push(key("is", format!("[{}, {}]", quoted(&spelled(one)), quoted(&spelled(period(random)))))),
        4 => spelled(one),
        5 => format!("> {}", spelled(one)),
        6 => format!("<= {}", spelled(one)),
        7 => format!("< {}", spelled(one)),
        _ => format!(">= {}", spelled(one)),
    };
    keys.push(key("is", quoted(&is)));
}

/// A period of days, weeks, months or years, which the dates of facts will then keep to.
fn period(random: &mut Random, pool: &mut Pool) -> Period {
    if !pool.periods.is_empty() && random.chance(30) {
        return *random.pick(&pool.periods);
    }
    let (counts, unit): (&[u32], Unit) = match random.below(10) {
        0..=5 => (&[1, 2, 2, 3, 5, 7, 7, 10, 30, 90], Unit::Days),
        6 => (&[1, 2], Unit::Weeks),
        7 | 8 => (&[1, 1, 2, 3, 6], Unit::Months),
        _ => (&[1, 1, 2, 18], Unit::Years),
    };
    let period = Period { count: *random.pick(counts), unit };
    pool.periods.push(period);
    period
}

/// A short one: what lies between a date and the day on which it is seen.
fn lag(random: &mut Random, pool: &mut Pool) -> Period {
    let (counts, unit): (&[u32], Unit) = match random.below(12) {
        0..=8 => (&[0, 1, 1, 2, 2, 3, 7], Unit::Days),
        9 => (&[1], Unit::Weeks),
        _ => (&[1], Unit::Months),
    };
    let period = Period { count: *random.pick(counts), unit };
    pool.periods.push(period);
    period
}

/// What a value of a kind has to be: `is`, or an entry of `where`.
fn condition(random: &mut Random, pool: &Pool, kind: Scalar) -> String {
    match kind {
        Scalar::Flag => (*random.pick(&["true", "false", "\"!= true\"", "\"= true\""])).to_owned(),
        Scalar::Number(places) => number(random, pool, places),
        Scalar::Money(currency) => number(random, pool, places_of(currency)),
        Scalar::Date => {
            let (one, two) = (pool.date(random, pool.center), pool.date(random, pool.center));
            match random.below(8) {
                0 => one.to_string(),
                1 => quoted(&format!("{}..={}", one.min(two), one.max(two))),
                2 => format!("[{one}, \"{two}\"]"),
                _ => quoted(&format!("{} {one}", random.pick(&[">=", "<=", ">", "<", "=", "!="]))),
            }
        }
        Scalar::Moment => quoted(&format!("{} {}", random.pick(&[">=", "<=", ">", "<", "="]), pool.moment(random, pool.center))),
        Scalar::Choice => match random.below(4) {
            0 => quoted(&format!("!= {}", random.pick(&OPTIONS))),
            1 => format!("[{}, {}]", quoted(OPTIONS[0]), quoted(OPTIONS[1])),
            2 => format!("{{ {} = {} }}", random.pick(&["in", "not_in"]), quoted(list_name(kind))),
            _ => quoted(*random.pick(&OPTIONS)),
        },
        Scalar::Text | Scalar::Region | Scalar::Path => {
            let word = |random: &mut Random| match pool.word(random, kind, pool.center) {
                Word::Text(text) => text,
                other => unreachable!("{other:?}"),
            };
            match random.below(5) {
                0 => quoted(&format!("!= {}", word(random))),
                1 => format!("[{}, {}]", quoted(&word(random)), quoted(&word(random))),
                2 | 3 => format!("{{ {} = {} }}", random.pick(&["in", "in", "not_in"]), quoted(list_name(kind))),
                _ => quoted(&word(random)),
            }
        }
    }
}

/// A comparison of numbers that something can meet and something can fail.
fn number(random: &mut Random, pool: &Pool, places: u8) -> String {
    let text = |units: i64| decimal(units, places, true);
    let one = pool.number(random);
    let some = one.max(1);
    match random.below(12) {
        0 | 1 => quoted(&format!("> {}", text(one))),
        2 | 3 => quoted(&format!(">= {}", text(some))),
        4 => quoted(&format!("< {}", text(some))),
        5 | 6 => quoted(&format!("<= {}", text(one))),
        7 => quoted(&format!("= {}", text(one))),
        8 => quoted(&format!("!= {}", text(one))),
        9 => quoted(&format!("{}..={}", text(one), text(one.saturating_add(random.between(0, 20))))),
        10 => format!("[{}, {}]", text(one), text(pool.number(random))),
        _ => text(one),
    }
}

fn rows(random: &mut Random, pool: &mut Pool, shape: &Shape, keys: &mut Keys) {
    let daily = matches!(shape, Shape::Daily { .. });
    let columns = shape.columns();
    let dates: Vec<&str> =
        columns.iter().filter(|(_, kind)| matches!(kind, Scalar::Date | Scalar::Moment)).map(|(name, _)| name.as_str()).collect();
    if random.chance(45) {
        let mut entries = Vec::new();
        for _ in 0..random.between(1, 2) {
            let (name, kind) = random.pick(&columns);
            // Conditions on the date beside the window are rare.
            let dull = matches!(kind, Scalar::Date | Scalar::Moment) && (!random.chance(25));
            if !dull && !entries.iter().any(|(other, _): &(String, String)| other == name) {
                entries.push((name.clone(), condition(random, pool, *kind)));
            }
        }
        if !entries.is_empty() {
            let inner: Vec<String> = entries.iter().map(|(name, condition)| format!("{name} = {condition}")).collect();
            keys.push(key("where", format!("{{ {} }}", inner.join(", "))));
        }
    }
    let numbers: Vec<&(String, Scalar)> = columns.iter().filter(|(_, kind)| matches!(kind, Scalar::Number(_) | Scalar::Money(_))).collect();
    let measured = if numbers.is_empty() { None } else { Some((*random.pick(&numbers)).clone()) };
    let mut needs_window = daily;
    let (name, value, is) = match (random.below(12), &measured) {
        (0..=2, Some((column, kind))) => ("sum", quoted(column), condition(random, pool, *kind)),
        (3 | 4, Some((column, kind))) => ("mean", quoted(column), mean(random, pool, *kind)),
        (5, Some((column, kind))) => ("min", quoted(column), condition(random, pool, *kind)),
        (6, Some((column, kind))) => ("max", quoted(column), condition(random, pool, *kind)),
        (7, _) if !dates.is_empty() => {
            let of: Vec<&(String, Scalar)> = columns.iter().filter(|(_, kind)| !matches!(kind, Scalar::Date | Scalar::Moment)).collect();
            if of.is_empty() {
                ("count", quoted("rows"), small(random))
            } else {
                let (column, kind) = (*random.pick(&of)).clone();
                ("latest", quoted(&column), condition(random, pool, kind))
            }
        }
        (8, _) if !dates.is_empty() && dateless(keys) => ("count", quoted("days"), small(random)),
        (9, _) if !dates.is_empty() && dateless(keys) => ("streak", quoted("days"), small(random)),
        _ => ("count", quoted("rows"), small(random)),
    };
    if daily && !matches!(name, "mean" | "min" | "max") {
        let asks_for_dates = keys.iter().any(|(name, text)| name == "where" && text.contains("date ="));
        needs_window = random.chance(80) || (asks_for_dates && !strict(2));
    }
    let goes_by_date = value == quoted("days") || name == "latest";
    let mut windowed = false;
    if !dates.is_empty() {
        if needs_window || random.chance(65) {
            // Every day of a daily window is looked at, so a year of them is rare.
            let mut within = period(random, pool);
            if daily && !random.chance(3) {
                within = *random.pick(&[
                    Period { count: 7, unit: Unit::Days },
                    Period { count: 3, unit: Unit::Days },
                    Period { count: 1, unit: Unit::Months },
                ]);
            }
            keys.push(key("within", quoted(&spelled(within))));
            windowed = true;
            if never_open(keys) {
                keys.pop();
                keys.push(key("within", quoted("7 days")));
            }
        }
        if random.chance(30) {
            let ago = lag(random, pool);
            keys.push(key("ending", quoted(&format!("{} ago", spelled(ago)))));
            windowed = true;
        }
        if random.chance(30) {
            let seen = lag(random, pool);
            keys.push(key("seen_after", quoted(&spelled(seen))));
            windowed = true;
            // A window that has closed before anything is seen is no use.
            if never_open(keys) {
                keys.pop();
            }
        }
        if dates.len() > 1 && (windowed || goes_by_date || random.chance(30)) {
            keys.push(key("dated", quoted(*random.pick(&dates))));
        }
    }
    keys.push(key(name, value));
    keys.push(key("is", is));
}

/// Whether the window of a test holds no day at all, ever.
fn never_open(keys: &Keys) -> bool {
    let stated = |name: &str| {
        keys.iter().find(|(key, _)| key == name).and_then(|(_, value)| Period::parse(value.trim_matches('"').trim_end_matches(" ago")))
    };
    let lags = ["ending", "seen_after"].map(|name| stated(name).unwrap_or(Period::NONE));
    stated("within").is_some_and(|within| longest_ever([within, lags[0], lags[1]]) <= 0)
}

fn dateless(keys: &Keys) -> bool {
    strict(7) || !keys.iter().any(|(name, text)| name == "where" && (text.contains("date =") || text.contains("seen =")))
}

fn strict(bug: usize) -> bool {
    std::env::var("KAIBO_STRICT").is_ok_and(|text| text.split(',').any(|part| part == bug.to_string()))
}

/// A small count.
fn small(random: &mut Random) -> String {
    let pool = Pool { numbers: vec![1, 1, 2, 2, 3], center: chrono::NaiveDate::default(), periods: Vec::new() };
    match random.below(4) {
        0 => quoted("= 0"),
        1 => quoted(">= 1"),
        _ => number(random, &pool, 0),
    }
}

/// A mean may have to be something that no single value can be.
fn mean(random: &mut Random, pool: &Pool, kind: Scalar) -> String {
    let places = match kind {
        Scalar::Number(places) => places,
        Scalar::Money(currency) => places_of(currency),
        _ => 0,
    };
    // Thresholds of a mean are kept finer than its column, so they can't be as large.
    let smaller = Pool { numbers: pool.numbers.iter().map(|units| (*units).min(999)).collect(), ..pool.clone() };
    if !random.chance(40) {
        return number(random, &smaller, places);
    }
    let units = pool.number(random).min(1_000_000);
    let extra = *random.pick(&["5", "333333", "333334", "25", "000001", "666667"]);
    let text = decimal(units, places, false);
    let text = if places == 0 { format!("{text}.{extra}") } else { format!("{text}{extra}") };
    quoted(&format!("{} {text}", random.pick(&[">", ">=", "<", "<=", "=", "!="])))
}

/// Other ways in which a test can be read: another window, another threshold, another measure of the same column.
pub fn readings(random: &mut Random, facts: &[Fact], pool: &mut Pool, main: &Keys) -> Vec<Keys> {
    let mut readings = Vec::new();
    if !random.chance(25) {
        return readings;
    }
    let stated = |name: &str| main.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone());
    for _ in 0..random.between(1, 2) {
        let measure = ["sum", "mean", "min", "max"].into_iter().find(|name| stated(name).is_some());
        let mut keys = Keys::new();
        match random.below(4) {
            0 if stated("within").is_some() => keys.push(key("within", quoted(&spelled(period(random, pool))))),
            1 if stated("seen_after").is_some() => keys.push(key("seen_after", quoted(&spelled(lag(random, pool))))),
            2 if measure.is_some_and(|name| name != "mean") => {
                let other = *random.pick(&["min", "max", "sum"]);
                keys.push(key(other, measure.and_then(stated).unwrap_or_default()));
                // A daily minimum wants a window.
                if stated("within").is_none() {
                    keys.clear();
                }
            }
            _ => {}
        }
        if keys.is_empty() {
            // The same with another threshold: what a fresh test of this shape would ask for.
            let of = stated("of").unwrap_or_default();
            let same: Vec<Fact> = facts.iter().filter(|fact| quoted(&fact.id) == of).cloned().collect();
            let shape = |keys: &Keys| -> Vec<(String, String)> {
                keys.iter()
                    .filter(|(name, _)| {
                        ["count", "streak", "sum", "mean", "min", "max", "latest", "length", "after", "of"].contains(&name.as_str())
                    })
                    .cloned()
                    .collect()
            };
            let fresh = (0..6).map(|_| if same.is_empty() { main.clone() } else { test(random, &same, pool) });
            let Some(fresh) = fresh.into_iter().find(|fresh| shape(fresh) == shape(main)) else { continue };
            keys.extend(fresh.into_iter().filter(|(name, _)| name == "is"));
        }
        // As with the test itself: a window that never holds a day is no use.
        let laid_over: Keys = main.iter().filter(|(name, _)| !keys.iter().any(|(other, _)| other == name)).chain(&keys).cloned().collect();
        if !readings.contains(&keys) && !never_open(&laid_over) {
            readings.push(keys);
        }
    }
    readings
}

//! Random small rulebooks and facts, as text.

use std::fmt::Write as _;

/// A small generator: the same seed, the same cases, on every machine.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ 0xD1B5_4A32_D192_ED03)
    }

    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    pub(crate) fn one_in(&mut self, bound: u64) -> bool {
        self.below(bound) == 0
    }
}

/// The text of a case.
#[derive(Debug)]
pub(crate) struct Case {
    pub(crate) program: String,
    pub(crate) edition: String,
    pub(crate) facts: String,
    pub(crate) waivers: String,
}

const AS_OF: i64 = 10;

/// A day of November 2026 or later, counted from its first, `day` >= 0.
pub(crate) fn date(day: i64) -> String {
    kaibo::value::date::Date::from_ymd(2026, 11, 1).unwrap().add_days(day as i32).to_string()
}

pub(crate) fn as_of() -> kaibo::value::date::Date {
    kaibo::value::date::Date::parse(&date(AS_OF)).unwrap()
}

fn title() -> &'static str {
    "title = { zh = '某', en = 'x' }\n"
}

/// A case with at most `remedies` remedies, and `unknown` in ten facts unknown.
pub(crate) fn case(random: &mut Random, remedies: usize, unknown: u64) -> Case {
    let mut program = format!("[program]\nid = 'p'\n{}time_zone = 'UTC'\n", title());
    let mut facts = String::new();
    let mut leaves = String::new();
    let mut left = remedies;
    let leaf_count = 2 + random.below(4) as usize;
    let step = random.one_in(3);
    let mut names: Vec<String> = Vec::new();
    for at in 0..leaf_count {
        let effort = 1 + random.below(5);
        let ask = format!("{}ask = {{ zh = '某', en = 'x' }}\nfind = {{ zh = '某', en = 'x' }}\neffort = {effort}\n", title());
        let known = random.below(10) >= unknown;
        let _ = write!(leaves, "[requires.r{at}]\n{}", title());
        let mut ways: &[&str] = &["fix"];
        match random.below(8) {
            0..=3 => {
                let _ = write!(program, "[facts.f{at}]\nkind = 'rows'\ncolumns = {{ date = 'date', amount = 'number' }}\n{ask}");
                let within = random.below(8) + 1;
                let measure =
                    ["count = 'rows'", "count = 'rows'", "sum = 'amount'", "max = 'amount'", "count = 'days'"][random.below(5) as usize];
                let is = [">= 1", ">= 2", "> 2", "= 0", "<= 1", "1..=2", ">= 1", ">= 3"][random.below(8) as usize];
                let _ = write!(leaves, "of = 'f{at}'\n{measure}\nis = '{is}'\n");
                if !random.one_in(5) {
                    let _ = writeln!(leaves, "within = '{within} day{}'", if within == 1 { "" } else { "s" });
                }
                let seen = random.below(3);
                if seen > 0 {
                    let _ = writeln!(leaves, "seen_after = '{seen} day{}'", if seen == 1 { "" } else { "s" });
                }
                if known {
                    let rows: Vec<String> = (0..random.below(4))
                        .map(|_| format!("{{ date = {}, amount = {} }}", date(random.below(12) as i64 + 2), random.below(4)))
                        .collect();
                    let rows = rows.join(", ");
                    let _ = if random.one_in(8) {
                        writeln!(facts, "f{at} = {{ partial = true, rows = [{rows}] }}")
                    } else {
                        writeln!(facts, "f{at} = [{rows}]")
                    };
                }
                ways = if measure.starts_with("count") { &["adds", "adds", "fix"] } else { &["adds", "adds", "raises"] };
            }
            4 => {
                let _ = write!(program, "[facts.f{at}]\nkind = 'date'\n{ask}");
                let _ = write!(
                    leaves,
                    "of = 'today'\nafter = 'f{at}'\nis = '{}= {} days'\n",
                    if random.one_in(2) { ">" } else { "<" },
                    random.below(6) + 2
                );
                if known {
                    let _ = writeln!(facts, "f{at} = {}", date(random.below(12) as i64));
                }
            }
            _ => {
                let _ = write!(program, "[facts.f{at}]\nkind = 'flag'\n{ask}");
                let _ = write!(leaves, "of = 'f{at}'\nis = true\n");
                if known {
                    let _ = writeln!(facts, "f{at} = {}", random.one_in(2));
                }
            }
        }
        if left > 0 && !random.one_in(3) {
            left -= 1;
            let mut after: Vec<String> = Vec::new();
            if step && random.one_in(3) {
                after.push("'s0'".to_owned());
            }
            if !names.is_empty() && random.one_in(4) {
                after.push(format!("'{}'", names[random.below(names.len() as u64) as usize]));
            }
            let way = match ways[random.below(ways.len() as u64) as usize] {
                "adds" => "adds = 'row', ",
                "raises" => "raises = 'amount', ",
                _ => "",
            };
            let best = random.below(2);
            let takes = best + random.below(3);
            let _ = writeln!(
                leaves,
                "remedy = {{ do = {{ zh = '某', en = 'x' }}, {way}after = [{}], takes = '{best}..{takes} day{}', cost = '{} CNY', effort = {} }}",
                after.join(", "),
                if takes == 1 { "" } else { "s" },
                random.below(3),
                1 + random.below(3)
            );
        }
        names.push(format!("r{at}"));
    }
    // Groups over what is there so far; the root over what nothing holds yet.
    let mut free: Vec<String> = names.clone();
    for at in 0..random.below(4) {
        let size = 2 + random.below(2) as usize;
        let mut children: Vec<String> = Vec::new();
        for _ in 0..size {
            let child = names[random.below(names.len() as u64) as usize].clone();
            if !children.contains(&child) {
                children.push(child);
            }
        }
        let key = ["all", "any", "any", "none"][random.below(4) as usize];
        free.retain(|name| !children.contains(name));
        let list = children.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
        let _ = write!(leaves, "[requires.g{at}]\n{}{key} = [{list}]\n", title());
        if key == "any" && children.len() > 1 && random.one_in(3) {
            leaves.push_str("at_least = 2\n");
        }
        names.push(format!("g{at}"));
        free.push(format!("g{at}"));
    }
    let conditional = random.one_in(6) && free.len() > 1;
    let list = free.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(", ");
    let _ = write!(leaves, "[requires.eligible]\n{}all = [{list}]\n", title());
    if conditional {
        // The last applies only where the first holds.
        let header = format!("[requires.{}]\n", free[free.len() - 1]);
        leaves = leaves.replace(&header, &format!("{header}applies_when = '{}'\n", free[0]));
    }
    if step {
        let _ = write!(program, "[steps.s0]\n{}takes = '1..{} days'\n", title(), 2 + random.below(2));
        if random.one_in(2) {
            let _ = writeln!(program, "done = 'r0'");
        } else if random.one_in(2) {
            let _ = writeln!(program, "after = ['r0']");
        }
        let _ = write!(program, "[steps.s1]\n{}after = ['eligible']\ntakes = '0..{} days'\n", title(), 2 + random.below(4));
    }
    let mut waivers = String::new();
    if random.one_in(5) {
        let name = &names[random.below(names.len() as u64) as usize];
        let from = AS_OF + random.below(8) as i64;
        let _ = write!(
            waivers,
            "[[waivers]]\nrequirement = '{name}'\nreason = 'x'\nby = 'y'\nfrom = {}\nuntil = {}\n",
            date(from),
            date(from + random.below(6) as i64)
        );
    }
    let edition = format!("edition = 'e'\nin_force = {{ from = 2020-01-01 }}\nsources = [{{ title = 'x' }}]\n{leaves}");
    Case { program, edition, facts, waivers }
}

//! Cases in data: `tests/cases/plan/*.toml`.
//!
//! In: a rulebook by name or by text, base facts, and for each case what differs and what must come out. What is expected is
//! a part of the report's `plan` and `steps`: tables may say less, lists say all; `"none"` means null.

use std::fmt::Write as _;
use std::fs;

use kaibo::engine::check::check;
use kaibo::engine::plan::{Prefer, plan};
use kaibo::report::json::plan::{PlanReport, StepReport};
use kaibo::rulebook::Rulebook;
use kaibo::value::date::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::given;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    program: Option<String>,
    program_text: Option<String>,
    edition_text: Option<String>,
    /// A later edition.
    later_text: Option<String>,
    /// What the program's opening is taken to be: `open`, or as the program says.
    opening: Option<String>,
    as_of: toml::Value,
    base: toml::Table,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    as_of: Option<toml::Value>,
    #[serde(default)]
    facts: toml::Table,
    #[serde(default)]
    estimates: toml::Table,
    #[serde(default)]
    waivers: Vec<toml::Table>,
    prefer: Option<String>,
    expect: Value,
}

#[test]
fn cases_in_data() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cases/plan");
    let mut wrong = String::new();
    let mut paths: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    for path in paths {
        let file: File = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut rulebook = match (&file.program, &file.program_text, &file.edition_text) {
            (Some(id), ..) => given::builtin(id),
            (None, Some(program), Some(edition)) => {
                given::editions(program, edition, file.later_text.as_deref()).unwrap_or_else(|faults| panic!("{faults}"))
            }
            _ => panic!("{}: no rulebook", path.display()),
        };
        if let Some(state) = &file.opening {
            assert_eq!(state, "open");
            rulebook.program.opening = None;
        }
        for case in &file.case {
            for difference in run(&file, case, &rulebook) {
                let _ = writeln!(wrong, "{}, {}: {difference}", path.file_name().unwrap().display(), case.name);
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

fn run(file: &File, case: &Case, rulebook: &Rulebook) -> Vec<String> {
    let mut under = file.base.clone();
    for (name, value) in &case.facts {
        if value.as_str() == Some("unknown") {
            under.remove(name);
        } else {
            under.insert(name.clone(), value.clone());
        }
    }
    let mut after = toml::Table::new();
    after.insert("estimates".to_owned(), toml::Value::Table(case.estimates.clone()));
    after.insert("waivers".to_owned(), toml::Value::Array(case.waivers.iter().cloned().map(toml::Value::Table).collect()));
    let facts = given::facts_of(rulebook, under, after);
    let as_of = Date::parse(&case.as_of.as_ref().unwrap_or(&file.as_of).to_string()).unwrap();
    let prefer = match case.prefer.as_deref() {
        None | Some("soonest") => Prefer::Soonest,
        Some("cheapest") => Prefer::Cheapest,
        Some("least-effort") => Prefer::LeastEffort,
        Some(other) => panic!("{other}"),
    };
    let checklist = check(rulebook, &facts, as_of, None).unwrap();
    let plan = plan(rulebook, &facts, &checklist, prefer);
    let steps: serde_json::Map<String, Value> =
        StepReport::all(&plan, &rulebook.program).iter().map(|step| (step.id.clone(), serde_json::to_value(step).unwrap())).collect();
    let found = json!({ "plan": PlanReport::new(&plan, &rulebook.program), "steps": steps });
    let mut differences = Vec::new();
    compare("", &case.expect, &found, &mut differences);
    differences
}

fn compare(at: &str, expected: &Value, found: &Value, differences: &mut Vec<String>) {
    match (expected, found) {
        (Value::Object(wanted), Value::Object(there)) => {
            for (key, value) in wanted {
                compare(&format!("{at}.{key}"), value, there.get(key).unwrap_or(&Value::Null), differences);
            }
        }
        (Value::Array(wanted), Value::Array(there)) if wanted.len() == there.len() => {
            for (place, (value, other)) in wanted.iter().zip(there).enumerate() {
                compare(&format!("{at}[{place}]"), value, other, differences);
            }
        }
        (Value::String(none), Value::Null) if none == "none" => {}
        (wanted, there) if wanted == there => {}
        (wanted, there) => differences.push(format!("{at} should be {wanted} and is {there}")),
    }
}

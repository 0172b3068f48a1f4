//! `docs/report.md` names every field of the report's schema with its meaning, and no other.
#![allow(clippy::unwrap_used, reason = "a test may")]

use std::fmt::Write as _;
use std::fs;

use serde_json::Value as Json;

const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/report.md");
const BEGIN: &str = "<!-- fields: written from the schema -->";
const END: &str = "<!-- end of the fields -->";

/// What a field holds, in a word or two.
fn kind(schema: &Json) -> String {
    let name = |reference: &str| {
        format!("[{0}](#{1})", reference.rsplit('/').next().unwrap(), reference.rsplit('/').next().unwrap().to_lowercase())
    };
    if let Some(reference) = schema["$ref"].as_str() {
        return name(reference);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        return any.iter().map(kind).collect::<Vec<_>>().join(" or ");
    }
    match &schema["type"] {
        Json::String(one) if one == "array" => format!("list of {}", kind(&schema["items"])),
        Json::String(one) if one == "object" && schema["additionalProperties"].is_object() => {
            format!("object of {}", kind(&schema["additionalProperties"]))
        }
        Json::String(one) => one.clone(),
        Json::Array(several) => several.iter().filter_map(Json::as_str).collect::<Vec<_>>().join(" or "),
        _ => "any value".to_owned(),
    }
}

fn table(text: &mut String, schema: &Json) {
    for value in schema["oneOf"].as_array().into_iter().flatten() {
        for word in value["enum"].as_array().into_iter().flatten().chain(value.get("const")) {
            let _ = writeln!(text, "- `{}` {}", word.as_str().unwrap_or_default(), value["description"].as_str().unwrap_or_default());
        }
    }
    for word in schema["enum"].as_array().into_iter().flatten() {
        let _ = writeln!(text, "- `{}`", word.as_str().unwrap_or_default());
    }
    let all = std::iter::once(schema).chain(schema["anyOf"].as_array().into_iter().flatten());
    let fields: Vec<(&String, &Json)> = all.filter_map(|one| one["properties"].as_object()).flatten().collect();
    if fields.is_empty() {
        return;
    }
    let required: Vec<&str> = schema["required"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    text.push_str("| field | holds | meaning |\n| --- | --- | --- |\n");
    for (name, field) in fields {
        let always = if required.contains(&name.as_str()) || schema["anyOf"].is_array() { "" } else { " (may be absent)" };
        let meaning = field["description"].as_str().unwrap_or_default().replace('\n', " ");
        let _ = writeln!(text, "| `{name}` | {}{always} | {meaning} |", kind(field));
    }
}

#[test]
fn every_field_is_documented() {
    let schema: Json = serde_json::from_str(kaibo::report::verify::SCHEMA).unwrap();
    let mut fields = String::new();
    let _ = writeln!(fields, "{BEGIN}\n\n## The report\n");
    table(&mut fields, &schema);
    for (name, part) in schema["$defs"].as_object().unwrap() {
        let _ = writeln!(fields, "\n### {name}\n\n{}\n", part["description"].as_str().unwrap_or_default().replace('\n', " "));
        table(&mut fields, part);
    }
    let _ = write!(fields, "\n{END}");
    let page = fs::read_to_string(PAGE).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    let wanted = format!("{before}{fields}{after}");
    if std::env::var_os("KAIBO_UPDATE").is_some() {
        fs::write(PAGE, &wanted).unwrap();
    }
    assert!(fs::read_to_string(PAGE).unwrap() == wanted, "KAIBO_UPDATE=1 cargo test --test report_docs writes the page anew");
}

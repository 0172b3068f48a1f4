//! `kaibo fleet`, `diff` and `practice-data` through the command line: every answer is the one that `check` gives, in its
//! place, whatever the input's form and however many threads.

mod common;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::fleet::{FINE, fleet, kaibo, practice, run, text};

#[test]
fn every_answer_is_that_of_check() {
    let (folder, input) = practice("12");
    let mut records: Vec<String> = fs::read_to_string(input).expect("text").lines().map(str::to_owned).collect();
    records.push(FINE.to_owned());
    records.push(r#"{"applicant":"w\u001b\"x","facts":{}}"#.to_owned());
    records.push(
        r#"{"applicant":"waived","facts":{"payments":{"partial":true,"rows":[]},"violations":[{"id":"1","date":"2026-06-01"}]},"provenance":{"violations":{"source":"manual","valid_until":"2026-11-30"}},"waivers":[{"requirement":"payment","reason":"r","by":"b","from":"2026-11-01","until":"2026-12-31"}]}"#
            .to_owned(),
    );
    fs::write(folder.path().join("all.jsonl"), records.join("\n")).expect("written");
    let lines = fleet(folder.path(), &["all.jsonl"]);
    let full = fleet(folder.path(), &["all.jsonl", "--full"]);
    assert_eq!(lines.status.code(), Some(0), "{}", text(&lines.stderr));
    let (lines, full) = (text(&lines.stdout).lines(), text(&full.stdout).lines());
    let mut seen = 0;
    for ((record, line), report) in records.iter().zip(lines).zip(full) {
        let one = folder.path().join("one.json");
        fs::write(&one, record).expect("written");
        let checked = run(folder.path(), &["check", "one.json", "--program", "wechat-live", "--as-of", "2026-11-22", "--format", "json"]);
        let mut checked: Value = serde_json::from_slice(&checked.stdout).expect("a report");
        // What would make a verdict wrong takes many checks, which a fleet does not make.
        checked.as_object_mut().expect("an object").shift_remove("risks").expect("risks");
        assert_eq!(report, serde_json::to_string(&checked).expect("text"));
        let line: Value = serde_json::from_str(line).expect("JSON");
        for key in ["applicant", "verdict", "firm", "eligible_from", "eligible_until"] {
            assert_eq!(line[key], checked[key], "{key} of {record}");
        }
        let shown: Vec<(&str, &str)> = checked["requirements"]
            .as_array()
            .expect("a list")
            .iter()
            .filter(|one| one.get("role").is_none_or(|role| role != "step"))
            .map(|one| (one["id"].as_str().expect("an id"), one["status"].as_str().expect("a status")))
            .collect();
        let statuses = line["requirements"].as_object().expect("statuses").iter();
        assert_eq!(statuses.map(|(id, status)| (id.as_str(), status.as_str().expect("a word"))).collect::<Vec<_>>(), shown);
        seen += 1;
    }
    assert_eq!(seen, records.len());
}

#[test]
fn a_line_is_exactly_what_is_promised() {
    let folder = TempDir::new().expect("a folder");
    fs::write(folder.path().join("in.jsonl"), FINE).expect("written");
    let out = fleet(folder.path(), &["in.jsonl"]);
    assert_eq!(
        text(&out.stdout),
        concat!(
            r#"{"applicant":"wx1","verdict":"eligible","firm":true,"eligible_from":"2026-11-22","eligible_until":"2027-02-17","#,
            r#""requirements":{"entity":"met","domestic":"met","not_individual":"met","category":"met","violations":"met","#,
            r#""payment":"met","reach":"met","followers":"met","daily_active_users":"unknown","ad_spend":"unknown","eligible":"met"},"conditions":["opening"]}"#,
            "\n"
        )
    );
    assert_eq!(text(&out.stderr), "1 records: 1 checked, 0 rejected; blank lines: 0\n");
}

#[test]
fn errors_stand_in_their_place_and_the_rest_goes_on() {
    let folder = TempDir::new().expect("a folder");
    let long = format!("{{\"applicant\":\"{}\"}}", "x".repeat(600));
    let mut input: Vec<u8> = b"\xef\xbb\xbf".to_vec();
    for line in [
        FINE.as_bytes(),
        b"  \t\r",
        br#"{"applicant":"wx2","facts":{"paymnets":[]}}"#,
        br#"{"applicant":"wx3","meta":{"a":[{"b":1,"b":2}]}}"#,
        br#"{"applicant":"wx4","facts":{"payments":["2026-02-30"]}}"#,
        b"{\"applicant\":\"\xe5\xbc\x80\xff\"}",
        long.as_bytes(),
        br#"{"facts":{}}"#,
        br#"{"applicant":"wx5","facts":{"entity_type":7}} "#,
        br#"{"applicant":"wx6"} {}"#,
        b"[]\r",
        br#"{"applicant":"wx7","program":"other"}"#,
        b"",
        FINE.as_bytes(),
    ] {
        input.extend_from_slice(line);
        input.push(b'\n');
    }
    fs::write(folder.path().join("in.jsonl"), &input).expect("written");
    let out = fleet(folder.path(), &["in.jsonl", "--max-line", "500"]);
    assert_eq!(out.status.code(), Some(2));
    let lines: Vec<&str> = text(&out.stdout).lines().collect();
    let expected = [
        r#"{"applicant":"wx1","#,
        r#"{"line":3,"column":29,"error":"unknown fact `paymnets`; did you mean `payments`?"}"#,
        r#"{"line":4,"column":40,"error":"duplicate key `b`"}"#,
        r#"{"line":5,"column":41,"error":"“2026-02-30”: 2026 has no 30 February"#,
        r#"{"line":6,"column":16,"error":"this is not UTF-8 text; if it was saved as GBK, save it again as UTF-8"}"#,
        r#"{"line":7,"column":501,"error":"the line is longer than 500 bytes"}"#,
        r#"{"line":8,"column":1,"error":"missing key `applicant`"}"#,
        r#"{"line":9,"column":43,"error":"expected one of the options, as a string, found a number"}"#,
        r#"{"line":10,"column":21,"error":"invalid JSON: trailing characters"}"#,
        r#"{"line":11,"column":1,"error":"expected a table, found a list"}"#,
        r#"{"line":12,"column":30,"error":"this file is for `other`, not for `wechat-live`"}"#,
        r#"{"applicant":"wx1","#,
    ];
    assert_eq!(lines.len(), expected.len(), "{lines:#?}");
    for (line, expected) in lines.iter().zip(expected) {
        assert!(line.starts_with(expected), "{line}\nis not\n{expected}");
    }
    assert_eq!(text(&out.stderr), "12 records: 2 checked, 10 rejected; blank lines: 2\n");
    // With several files each error says in which.
    fs::write(folder.path().join("two.jsonl"), "{}\n").expect("written");
    let out = fleet(folder.path(), &["two.jsonl", "two.jsonl"]);
    let line = r#"{"file":"two.jsonl","line":1,"column":1,"error":"missing key `applicant`"}"#;
    assert_eq!(text(&out.stdout), format!("{line}\n{line}\n"));
}

#[test]
fn compression_threads_and_standard_input_change_nothing() {
    let (folder, input) = practice("900");
    let plain = fleet(folder.path(), &["in.jsonl", "--threads", "1"]);
    assert_eq!(text(&plain.stdout).lines().count(), 900);
    let bytes = fs::read(input).expect("bytes");
    // A gzip file of two members, as logs are put together.
    let mut packed = Vec::new();
    for part in [&bytes[..100_000], &bytes[100_000..]] {
        let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
        encoder.write_all(part).expect("packed");
        encoder.finish().expect("packed");
    }
    fs::write(folder.path().join("in.jsonl.gz"), &packed).expect("written");
    fs::write(folder.path().join("in.zst"), zstd::encode_all(bytes.as_slice(), 1).expect("packed")).expect("written");
    for args in [["in.jsonl", "--threads", "3"], ["in.jsonl.gz", "--threads", "2"], ["in.zst", "--threads", "2"]] {
        assert!(fleet(folder.path(), &args).stdout == plain.stdout, "{args:?}");
    }
    let mut child = kaibo(folder.path(), &["fleet", "-", "--as-of", "2026-11-22"])
        .stdin(fs::File::open(folder.path().join("in.jsonl.gz")).expect("opens"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("runs");
    let mut out = Vec::new();
    std::io::Read::read_to_end(child.stdout.as_mut().expect("piped"), &mut out).expect("read");
    assert!(child.wait().expect("ends").success());
    assert!(out == plain.stdout);
    // A file that breaks off says so where it does, and the next one is read.
    fs::write(folder.path().join("cut.gz"), &packed[..packed.len() - 2000]).expect("written");
    fs::write(folder.path().join("one.jsonl"), FINE).expect("written");
    let out = fleet(folder.path(), &["cut.gz", "one.jsonl"]);
    assert_eq!(out.status.code(), Some(2));
    let lines: Vec<&str> = text(&out.stdout).lines().collect();
    assert!(lines[lines.len() - 2].contains("unexpected end of input"), "{}", lines[lines.len() - 2]);
    assert!(lines[lines.len() - 1].contains("wx1"));
}

#[test]
fn cells_say_the_same_as_json() {
    let folder = TempDir::new().expect("a folder");
    let rows = r#"applicant,entity_type,entity_region,categories,violations,payments,official_accounts,live_open,meta
wx1,enterprise,CN,"[{""path"":""商家自营 > 百货"",""status"":""approved""}]",[],"[""2026-11-20""]","[{""name"":""a"",
""fans"":130}]",FALSE,"not
JSON"

wx2,nobody,CN,,,,,,
wx3,enterprise,CN,[{],,,,,
wx4,enterprise
=1+1,individual,,,,,,,
"#;
    fs::write(folder.path().join("in.csv"), rows.replace('\n', "\r\n")).expect("written");
    let out = fleet(folder.path(), &["in.csv"]);
    let lines: Vec<&str> = text(&out.stdout).lines().collect();
    fs::write(folder.path().join("in.jsonl"), FINE).expect("written");
    assert_eq!(lines[0], text(&fleet(folder.path(), &["in.jsonl"]).stdout).trim_end());
    assert!(lines[1].starts_with(r#"{"line":6,"column":2,"error":"entity_type: `nobody` is not one of the options"#), "{}", lines[1]);
    assert!(lines[2].starts_with(r#"{"line":7,"column":4,"error":"categories: invalid JSON"#), "{}", lines[2]);
    assert!(lines[3].starts_with(r#"{"line":8,"column":3,"error":"entity_region: expected 9 columns, found 2"#), "{}", lines[3]);
    assert!(lines[4].starts_with(r#"{"applicant":"=1+1","verdict":"not_eligible""#), "{}", lines[4]);
    assert_eq!(text(&out.stderr), "5 records: 2 checked, 3 rejected; blank lines: 1\n");
    // As cells, an answer has one for each requirement, and nothing that a spreadsheet would run.
    let out = fleet(folder.path(), &["in.csv", "--format", "csv"]);
    let mut cells = csv::Reader::from_reader(out.stdout.as_slice());
    let header = cells.headers().expect("a header").clone();
    assert_eq!(header.iter().take(6).collect::<Vec<_>>(), ["applicant", "verdict", "firm", "eligible_from", "eligible_until", "entity"]);
    let rows: Vec<csv::StringRecord> = cells.records().map(|row| row.expect("as wide as the header")).collect();
    assert_eq!(rows.len(), 5);
    assert_eq!(&rows[0][1], "eligible");
    assert_eq!(&rows[1][header.len() - 3], "6");
    assert_eq!(&rows[4][0], "'=1+1");
}

#[test]
fn changes_are_told_from_lines_as_far_as_they_go() {
    let folder = TempDir::new().expect("a folder");
    let line = |applicant: &str, verdict: &str, from: &str, until: &str| {
        let day = |text: &str| if text.is_empty() { "null".to_owned() } else { format!("\"{text}\"") };
        let (from, until) = (day(from), day(until));
        format!(
            r#"{{"applicant":"{applicant}","verdict":"{verdict}","firm":true,"eligible_from":{from},"eligible_until":{until},"requirements":{{"r":"met"}}}}"#
        )
    };
    let old = [
        line("same", "eligible", "2026-11-22", ""),
        line("foreseen", "pending", "2026-11-24", "2027-02-19"),
        line("paid", "not_eligible", "", ""),
        line("gone", "unknown", "", ""),
        line("lapsed", "eligible", "2026-11-22", "2026-11-25"),
    ];
    let new = [
        line("lapsed", "not_eligible", "", ""),
        line("same", "eligible", "2026-11-26", ""),
        line("paid", "eligible", "2026-11-26", "2027-01-01"),
        line("foreseen", "eligible", "2026-11-26", "2027-02-19"),
        r#"{"line":5,"column":1,"error":"x"}"#.to_owned(),
        line("new", "unknown", "", ""),
    ];
    fs::write(folder.path().join("old"), old.join("\n")).expect("written");
    fs::write(folder.path().join("new"), new.join("\n")).expect("written");
    let out = run(folder.path(), &["diff", "old", "new", "--format", "json"]);
    let mut told: Vec<(String, String)> = text(&out.stdout)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
        .map(|change| {
            (change["applicant"].as_str().unwrap_or_default().to_owned(), change["through"][0].as_str().unwrap_or_default().to_owned())
        })
        .collect();
    told.sort();
    let expected = [("foreseen", "time"), ("gone", "removed"), ("lapsed", "time"), ("new", "added"), ("paid", "facts_or_rules")];
    assert_eq!(told, expected.map(|(applicant, cause)| (applicant.to_owned(), cause.to_owned())));
    assert_eq!(run(folder.path(), &["diff", "old", "nothing"]).status.code(), Some(2));
}

#[test]
fn made_up_applicants_are_the_same_for_the_same_seed() {
    let folder = TempDir::new().expect("a folder");
    let make = |seed: &str| run(folder.path(), &["practice-data", "50", "--seed", seed, "--as-of", "2026-11-22"]).stdout;
    assert!(make("3") == make("3"));
    assert!(make("3") != make("4"));
    fs::write(folder.path().join("in.jsonl"), make("3")).expect("written");
    let out = fleet(folder.path(), &["in.jsonl"]);
    assert_eq!(out.status.code(), Some(0), "every one of them can be read: {}", text(&out.stdout));
}

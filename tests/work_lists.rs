//! From an agency's spreadsheet of shops to work lists, and from one night to the next: the commands of `docs/fleet.md` on
//! a table of shops, read back by another reader than the one that wrote them.

mod common;

use std::fs;
use std::path::Path;

use calamine::{Data, Reader as _, Xlsx, open_workbook};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};
use serde_json::Value;
use tempfile::TempDir;

use crate::common::fleet::{run, text};

/// How many shops: as many as the page speaks of take a minute without optimisation (`KAIBO_CASES=5000`).
fn shops() -> usize {
    std::env::var("KAIBO_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(200).min(50_000)
}
const HEADINGS: [&str; 9] =
    ["小程序AppID", "店铺名称", "区域", "主体所在地", "主体类型", "服务类目", "违规记录", "最近支付日期", "公众号粉丝"];

/// What stands in a shop's row: every third is a private person, every fifth has too few followers, every seventh paid long ago.
fn shop(at: usize) -> [String; 9] {
    let region = ["华东", "华南", "=西部", ""][at % 4];
    let kind = if at.is_multiple_of(3) { "个人" } else { "企业" };
    let paid = if at.is_multiple_of(7) { "2026-01-05" } else { "2026-11-20" };
    let fans = if at.is_multiple_of(5) { 66 } else { 300 };
    let path = if at.is_multiple_of(2) { "商家自营 > 百货" } else { "商家自营-食品; 商家自营-百货" };
    let name = format!("{at}号店");
    [format!("wx{at:05}"), name, region.into(), "中国大陆".into(), kind.into(), path.into(), "无".into(), paid.into(), fans.to_string()]
}

/// The table as a spreadsheet with a title, its dates stored as dates; and as a CSV file in GB18030.
fn write_tables(folder: &Path) {
    let mut book = Workbook::new();
    let date = Format::new().set_num_format("yyyy/m/d");
    let sheet = book.add_worksheet();
    sheet.write(0, 0, "店铺导出 2026-11-28").expect("written");
    for (column, heading) in HEADINGS.iter().enumerate() {
        sheet.write(1, column as u16, *heading).expect("written");
    }
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(HEADINGS).expect("written");
    for at in 0..shops() {
        let cells = shop(at);
        for (column, cell) in cells.iter().enumerate() {
            let row = at as u32 + 2;
            match column {
                7 => {
                    let parts: Vec<u16> = cell.split('-').map(|part| part.parse().expect("a number")).collect();
                    let day = ExcelDateTime::from_ymd(parts[0], parts[1] as u8, parts[2] as u8).expect("a day");
                    sheet.write_with_format(row, 7, &day, &date).expect("written");
                }
                8 => _ = sheet.write(row, 8, cell.parse::<f64>().expect("a number")).expect("written"),
                _ => _ = sheet.write_string(row, column as u16, cell).expect("written"),
            }
        }
        csv.write_record(&cells).expect("written");
    }
    book.save(folder.join("shops.xlsx")).expect("saved");
    let utf8 = String::from_utf8(csv.into_inner().expect("whole")).expect("text");
    fs::write(folder.join("shops.csv"), encoding_rs::GB18030.encode(&utf8).0).expect("written");
}

/// A command of the page, on its day.
fn command(folder: &Path, line: &str, day: &str) -> std::process::Output {
    let args: Vec<&str> = line.split_whitespace().skip(1).chain(["--as-of", day]).collect();
    run(folder, &args)
}

/// The verdict that a shop's row has to get on 2026-11-28.
fn expected(at: usize) -> &'static str {
    if at.is_multiple_of(3) || at.is_multiple_of(7) {
        "not_eligible"
    } else if at.is_multiple_of(5) {
        "unknown"
    } else {
        "eligible"
    }
}

#[test]
fn the_commands_of_the_page_lead_from_a_spreadsheet_to_work_lists() {
    let page = include_str!("../docs/fleet.md");
    let commands: Vec<&str> = page
        .lines()
        .filter_map(|line| line.strip_prefix("    "))
        .filter(|line| line.starts_with("kaibo ") && line.contains("shops.xlsx"))
        .collect();
    assert_eq!(commands.len(), 6);
    let folder = TempDir::new().expect("a folder");
    write_tables(folder.path());
    let go = |line: &str| {
        let out = command(folder.path(), line, "2026-11-28");
        assert_eq!(out.status.code(), Some(0), "{line}: {}", text(&out.stderr));
        out
    };
    go(commands[0]);
    let mapping = folder.path().join("columns.toml");
    let proposal = fs::read_to_string(&mapping).expect("a mapping");
    let guesses: Vec<&str> = proposal.lines().filter(|line| line.starts_with("#? ")).collect();
    assert_eq!(guesses.len(), 2, "{proposal}");
    fs::write(&mapping, proposal.replace("#? ", "")).expect("written");
    // Before the guesses are activated nothing is promised.
    fs::write(folder.path().join("cautious.toml"), &proposal).expect("written");
    let out = go("kaibo fleet shops.xlsx --program wechat-live --map cautious.toml");
    assert!(!text(&out.stdout).contains("\"verdict\":\"eligible\""));

    let out = go(commands[1]);
    assert!(text(&out.stderr).contains(&format!("{0} records: {0} checked, 0 rejected", shops())), "{}", text(&out.stderr));
    let mut book: Xlsx<_> = open_workbook(folder.path().join("work.xlsx")).expect("a workbook");
    assert_eq!(book.sheet_names(), ["Summary", "Eligible", "Eligible later", "Unknown", "Not eligible"]);
    let mut rows = 0;
    for (name, verdict) in
        [("Eligible", "eligible"), ("Eligible later", "pending"), ("Unknown", "unknown"), ("Not eligible", "not_eligible")]
    {
        let sheet = book.worksheet_range(name).expect("a sheet");
        let headings: Vec<String> = sheet.rows().next().expect("a header").iter().map(ToString::to_string).collect();
        let column = |heading: &str| headings.iter().position(|known| known == heading).expect("a column");
        for row in sheet.rows().skip(1) {
            let at: usize = row[0].to_string().trim_start_matches("wx").parse().expect("a number");
            assert_eq!(verdict, expected(at), "{row:?}");
            assert_eq!(row[column("区域")].to_string(), shop(at)[2]);
            assert!(matches!(&row[column("区域")], Data::String(_) | Data::Empty), "a formula is text");
            if verdict == "not_eligible" {
                assert!(!row[column("Next action")].to_string().is_empty(), "{row:?}");
                assert!(!row[column("What is missing")].to_string().is_empty(), "{row:?}");
            }
            if verdict == "eligible" {
                assert!(matches!(row[column("Eligible until")], Data::DateTime(_)), "{row:?}");
            }
            rows += 1;
        }
    }
    assert_eq!(rows, shops());

    // The CSV file in GB18030 leads to the same list.
    let list = |file: &str| {
        let out = go(&commands[2].replace("shops.xlsx", file));
        assert!(out.stdout.is_empty());
        fs::read(folder.path().join("work.csv")).expect("a list")
    };
    let from_sheet = list("shops.xlsx");
    assert!(from_sheet == list("shops.csv"));
    let lines = text(&from_sheet).strip_prefix('\u{feff}').expect("a mark").to_owned();
    let mut read = csv::Reader::from_reader(lines.as_bytes());
    assert_eq!(read.headers().expect("a header").iter().next(), Some("申请主体"));
    let rows: Vec<csv::StringRecord> = read.records().map(|row| row.expect("as wide as the header")).collect();
    assert_eq!(rows.len(), shops());
    assert_eq!(&rows[2][1], "'=西部");

    go(commands[3]);
    go(commands[4]);
    let out = go(commands[5]);
    for says in ["By 区域", "(nothing stated)", "华东"] {
        assert!(text(&out.stdout).contains(says), "{says}");
    }
}

#[test]
fn a_night_says_who_lost_and_why() {
    let folder = TempDir::new().expect("a folder");
    let row = |name: &str, kind: &str, paid: &str| {
        format!(
            r#"{{"applicant":"{name}","name":"甲","meta":{{"区域":"华东"}},"facts":{{"entity_region":"CN","entity_type":"{kind}","categories":[{{"path":"商家自营 > 百货","status":"approved"}}],"violations":[],"payments":["{paid}"],"official_accounts":[{{"name":"a","fans":300}}]}}}}"#
        )
    };
    let write = |name: &str, rows: &[String]| fs::write(folder.path().join(name), rows.join("\n")).expect("written");
    write("one.jsonl", &[row("a", "enterprise", "2026-11-20"), row("b", "enterprise", "2026-09-01"), row("c", "enterprise", "2026-11-20")]);
    write("two.jsonl", &[row("b", "enterprise", "2026-09-01"), row("c", "enterprise", "2026-11-20"), row("a", "individual", "2026-11-20")]);
    let first = command(folder.path(), "kaibo fleet one.jsonl --program wechat-live --columns name,区域,payment -o one.out", "2026-11-28");
    assert_eq!(first.status.code(), Some(0), "{}", text(&first.stderr));
    let lines = fs::read_to_string(folder.path().join("one.out")).expect("an output");
    let line: Value = serde_json::from_str(lines.lines().next().expect("a line")).expect("JSON");
    assert_eq!(line["columns"], serde_json::json!({"name": "甲", "区域": "华东", "payment": "met"}));
    assert_eq!(line["as_of"], "2026-11-28");
    for (ending, code) in [("--fail-on lost", 1), ("--fail-on error", 0), ("--fail-on never", 0)] {
        let line = format!("kaibo fleet two.jsonl --program wechat-live --previous one.out -o two.out {ending}");
        let out = command(folder.path(), &line, "2026-12-01");
        assert_eq!(out.status.code(), Some(code), "{}", text(&out.stderr));
        let said = text(&out.stdout);
        assert!(said.contains("Eligible before and not now (2):"), "{said}");
        assert!(said.lines().any(|line| line.trim_start().starts_with("b: ") && line.ends_with("(time)")), "{said}");
        assert!(said.lines().any(|line| line.trim_start().starts_with("a: ") && line.contains("(facts")), "{said}");
        assert!(said.contains("1 unchanged, 2 changed: 0 became eligible, 2 lost eligibility"), "{said}");
    }
    // `diff` says the same of the two outputs.
    let out = run(folder.path(), &["diff", "one.out", "two.out"]);
    assert!(text(&out.stdout).lines().any(|line| line.starts_with("b: ") && line.ends_with("(time)")), "{}", text(&out.stdout));
    // Errors count before losses, and a loss can't be found without the night before.
    write("bad.jsonl", &["{}".to_owned()]);
    for (ending, code) in [("--fail-on error", 2), ("--fail-on never", 0), ("--fail-on lost", 2)] {
        let out = command(folder.path(), &format!("kaibo fleet bad.jsonl --program wechat-live {ending}"), "2026-12-01");
        assert_eq!(out.status.code(), Some(code), "{ending}");
    }
}

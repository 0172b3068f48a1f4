//! Tables as agencies keep them: every file of `tests/cases/tables` is read as the cases say, and nothing of it is lost.

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use tempfile::TempDir;

use crate::common::fleet::{run, text};

const AS_OF: [&str; 4] = ["--program", "wechat-live", "--as-of", "2026-11-28"];

fn cases() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases")
}

fn fleet(folder: &Path, args: &[&str]) -> Output {
    run(folder, &[&["fleet"], args, &AS_OF].concat())
}

/// The lines of an output, as JSON.
fn lines(out: &Output) -> Vec<Value> {
    text(&out.stdout).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
}

/// The numbers of the account: read, answered, refused, blank.
fn account(out: &Output) -> [u64; 4] {
    let said = text(&out.stderr);
    let line = said.lines().rev().find(|line| line.contains(" records: ")).unwrap_or_else(|| panic!("no account: {said}"));
    let numbers: Vec<u64> = line.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    numbers.try_into().expect("four numbers")
}

/// A mapping as `fleet columns` proposes it, its uncertain lines activated.
fn proposed(folder: &Path, file: &Path) -> PathBuf {
    let out = fleet(folder, &["columns", file.to_str().expect("a path")]);
    assert_eq!(out.status.code(), Some(0), "{}", text(&out.stderr));
    let place = folder.join("columns.toml");
    fs::write(&place, text(&out.stdout).replace("#? ", "")).expect("written");
    place
}

#[test]
fn every_file_is_read_as_its_case_says() {
    let document: toml::Table = fs::read_to_string(cases().join("tables.toml")).expect("cases").parse().expect("TOML");
    let all = document["case"].as_array().expect("cases");
    assert!(all.len() >= 17);
    for case in all {
        let name = case["file"].as_str().expect("a file");
        let file = cases().join("tables").join(name);
        let folder = TempDir::new().expect("a folder");
        let path = file.to_str().expect("a path");
        let mapping = case.get("why").is_some_and(|why| why.as_str().is_some_and(|why| why.contains("mapping")));
        let mapping = mapping.then(|| proposed(folder.path(), &file));
        let out = match &mapping {
            None => fleet(folder.path(), &[path]),
            Some(map) => fleet(folder.path(), &[path, "--map", map.to_str().expect("a path")]),
        };
        let (said, lines) = (text(&out.stderr), lines(&out));
        let exit = case.get("exit").map_or(0, |exit| exit.as_integer().expect("a number"));
        assert_eq!(out.status.code().map(i64::from), Some(exit), "{name}: {said}");
        let answered = lines.iter().filter(|line| line.get("verdict").is_some()).count() as i64;
        if let Some(expected) = case.get("answered") {
            assert_eq!(Some(answered), expected.as_integer(), "{name}: {said}");
        }
        let [read, written, refused, blank] = account(&out);
        assert_eq!((read, written), (written + refused, answered as u64), "{name}");
        if let Some(expected) = case.get("blank") {
            assert_eq!(Some(blank as i64), expected.as_integer(), "{name}: {said}");
        }
        if let Some(verdicts) = case.get("verdicts") {
            let expected: Vec<&str> = verdicts.as_array().expect("a list").iter().map(|one| one.as_str().expect("a word")).collect();
            let found: Vec<&str> = lines.iter().map(|line| line["verdict"].as_str().expect("a word")).collect();
            assert_eq!(found, expected, "{name}");
        }
        if let Some(says) = case.get("says") {
            let says = says.as_str().expect("a text");
            assert_eq!(said.matches(says).count(), 1, "{name} says {said}");
        }
    }
}

#[test]
fn one_table_is_read_alike_in_every_form() {
    let folder = TempDir::new().expect("a folder");
    let header = "applicant,店铺名称,entity_region,entity_type,categories,violations,payments,official_accounts\n";
    let rows = "wx1,甲店,中国大陆,企业,\"[{\"\"path\"\":\"\"商家自营 > 百货\"\",\"\"status\"\":\"\"approved\"\"}]\",[],2026/11/20,300\n\nwx2,乙店,CN,个人,,[],2026-11-20; 2026-11-22,66\n";
    let utf8 = format!("{header}{rows}");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("written");
    write("utf8.csv", utf8.as_bytes());
    write("bom.csv", format!("\u{feff}{utf8}").as_bytes());
    write("crlf.csv", utf8.replace('\n', "\r\n").as_bytes());
    write("cr.csv", utf8.replace('\n', "\r").as_bytes());
    write("gb.csv", &encoding_rs::GB18030.encode(&utf8).0);
    write("table.txt", utf8.as_bytes());
    for (name, big) in [("le.csv", false), ("be.csv", true)] {
        let units = "\u{feff}".encode_utf16().chain(utf8.encode_utf16());
        let bytes: Vec<u8> = units.flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect();
        write(name, &bytes);
    }
    let expected = fleet(folder.path(), &["utf8.csv"]);
    assert_eq!(account(&expected), [2, 2, 0, 1]);
    assert_eq!(lines(&expected)[0]["verdict"], "eligible");
    for name in ["bom.csv", "crlf.csv", "cr.csv", "gb.csv", "le.csv", "be.csv", "table.txt"] {
        let out = fleet(folder.path(), &[name]);
        assert_eq!(text(&out.stdout), text(&expected.stdout), "{name}: {}", text(&out.stderr));
        assert_eq!(account(&out), [2, 2, 0, 1], "{name}");
    }
    // What the encoding does not have is refused, never read as something else.
    let mut broken = encoding_rs::GB18030.encode(&utf8).0.into_owned();
    let at = broken.windows(3).position(|three| three == b"wx2").expect("there");
    broken.splice(at + 4..at + 5, [0xff]);
    write("broken.csv", &broken);
    assert_eq!(account(&fleet(folder.path(), &["broken.csv"])), [2, 1, 1, 1]);
    // Chinese far behind the beginning decides too.
    let padded = format!("{header}{}{rows}", "wx0,,,,,,,\n".repeat(20_000));
    write("late.csv", &encoding_rs::GB18030.encode(&padded.replace("店铺名称", "name")).0);
    let out = fleet(folder.path(), &["late.csv"]);
    assert_eq!(account(&out), [20_002, 20_002, 0, 1], "{}", text(&out.stderr));
    assert_eq!(text(&out.stderr).matches("read as GB18030").count(), 1);
}

#[test]
fn json_that_is_cut_off_or_odd_loses_no_record_silently() {
    let folder = TempDir::new().expect("a folder");
    let one = |name: &str| format!("{{\"applicant\":\"{name}\",\n \"facts\":{{}}}}");
    for (input, expected, says) in [
        (format!("[{},{}", one("a"), one("b")), [3, 2, 1, 0], "the array does not end"),
        (format!("[{},{{\"applicant\":", one("a")), [3, 1, 2, 0], "the array does not end"),
        (format!("{}{}", one("a"), one("b")), [2, 2, 0, 0], ""),
        (format!("[{},1,{}]", one("a"), one("b")), [2, 1, 1, 0], ""),
        ("[]".to_owned(), [1, 0, 1, 0], "no record was found"),
        ("{\"applicant\":\"a\"},\n{\"applicant\":\"b\"}\n".to_owned(), [2, 2, 0, 0], ""),
        ("{\"applicant\":\"a\"\n{\"applicant\":\"b\"}\n".to_owned(), [2, 1, 1, 0], ""),
    ] {
        fs::write(folder.path().join("in.json"), &input).expect("written");
        let out = fleet(folder.path(), &["in.json"]);
        assert_eq!(account(&out), expected, "{input}");
        assert!(text(&out.stderr).contains(says), "{input}: {}", text(&out.stderr));
    }
    // What is wrong inside a record is said at its own line.
    fs::write(folder.path().join("in.json"), "[\n{\"applicant\":\"a\"},\n{\"applicant\":\"b\",\n \"facts\":{\n  \"paymnets\":[]}}]\n")
        .expect("written");
    let out = fleet(folder.path(), &["in.json"]);
    assert_eq!((&lines(&out)[1]["line"], &lines(&out)[1]["column"]), (&5.into(), &3.into()), "{}", text(&out.stdout));
}

#[test]
fn a_file_that_is_no_table_is_named_once() {
    let folder = TempDir::new().expect("a folder");
    for (name, bytes, says) in [
        ("old.xls", &b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 workbook"[..], "an old Excel workbook"),
        ("shops.csv", b"applicant,applicant\na,b\n", "two columns are `applicant`"),
        ("none.csv", "主体类型,主体所在地\n企业,CN\n".as_bytes(), "no column names the applicant"),
        ("empty.csv", b"", "no record was found"),
    ] {
        fs::write(folder.path().join(name), bytes).expect("written");
        let out = fleet(folder.path(), &[name]);
        assert_eq!(out.status.code(), Some(2), "{name}");
        assert_eq!(account(&out)[..3], [1, 0, 1], "{name}");
        assert_eq!(text(&out.stderr).matches(says).count(), 1, "{name}: {}", text(&out.stderr));
    }
}

#[test]
fn a_spreadsheet_is_read_as_its_table() {
    let folder = TempDir::new().expect("a folder");
    let path = folder.path().join("shops.xlsx");
    let mut book = rust_xlsxwriter::Workbook::new();
    let date = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let sheet = book.add_worksheet();
    sheet.set_name("店铺").expect("a name");
    sheet.write(0, 0, "店铺导出").expect("written");
    for (column, heading) in ["小程序AppID", "主体所在地", "主体类型", "违规记录", "支付日期", "公众号粉丝", "备注"].iter().enumerate()
    {
        sheet.write(1, column as u16, *heading).expect("written");
    }
    for (row, name) in [(2, "wx1"), (4, "wx2")] {
        sheet.write(row, 0, name).expect("written");
        sheet.write(row, 1, "中国大陆").expect("written");
        sheet.write(row, 2, if row == 2 { "企业" } else { "个人" }).expect("written");
        sheet.write(row, 3, "[]").expect("written");
        let day = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 11, 20).expect("a day");
        sheet.write_with_format(row, 4, &day, &date).expect("written");
        sheet.write(row, 5, 130.0).expect("written");
    }
    book.add_worksheet().set_name("说明").expect("a name");
    book.save(&path).expect("saved");
    let out = fleet(folder.path(), &["shops.xlsx", "--full"]);
    let said = text(&out.stderr);
    assert_eq!(account(&out), [2, 2, 0, 1], "{said}");
    for says in ["the first line is not the header: line 2 is", "备注 is not used", "说明"] {
        assert_eq!(said.matches(says).count(), 1, "{said}");
    }
    let reports = lines(&out);
    assert_eq!(reports[0]["facts"]["payments"]["value"], serde_json::json!(["2026-11-20"]));
    assert_eq!(reports[0]["facts"]["official_accounts"]["value"][0]["fans"], 130);
    assert_eq!(reports[1]["facts"]["entity_type"]["value"], "individual");
    let out = fleet(folder.path(), &["shops.xlsx", "--sheet", "店"]);
    assert!(text(&out.stderr).contains("no sheet is called “店”; there are: 店铺, 说明"), "{}", text(&out.stderr));
    // From standard input, and cut off.
    let bytes = fs::read(&path).expect("bytes");
    fs::write(folder.path().join("cut.xlsx"), &bytes[..bytes.len() / 2]).expect("written");
    let out = fleet(folder.path(), &["cut.xlsx"]);
    assert_eq!(account(&out)[..3], [1, 0, 1]);
    assert!(text(&out.stderr).contains("the spreadsheet can't be read: "), "{}", text(&out.stderr));
    let out = std::process::Command::new(assert_cmd::cargo::cargo_bin!("kaibo"))
        .args([&["fleet", "-"][..], &AS_OF].concat())
        .stdin(fs::File::open(&path).expect("opens"))
        .env("LC_ALL", "C")
        .output()
        .expect("runs");
    assert_eq!(account(&out), [2, 2, 0, 1], "{}", text(&out.stderr));
}

#[test]
fn a_folder_of_facts_files_is_a_fleet() {
    let folder = TempDir::new().expect("a folder");
    let shops = folder.path().join("shops");
    fs::create_dir(&shops).expect("a folder");
    let stated = include_str!("shop.toml");
    fs::write(shops.join("a.toml"), stated).expect("written");
    // What was collected beside it counts; a file that is broken is an error in its place.
    fs::write(shops.join("b.toml"), "program = \"wechat-live\"\napplicant = \"wxb\"\n[facts]\nentity_region = \"CN\"\n").expect("written");
    fs::write(shops.join("b.collected.toml"), "program = \"wechat-live\"\napplicant = \"wxb\"\n[facts]\nentity_type = \"individual\"\n")
        .expect("written");
    fs::write(shops.join("c.toml"), "applicant = \"wxc\"\n[facts]\npaymnets = []\n").expect("written");
    fs::write(shops.join("d.json"), "{\"applicant\":\"wxd\",\"facts\":{}}").expect("written");
    let out = fleet(folder.path(), &["shops"]);
    assert_eq!(account(&out), [4, 3, 1, 0], "{}", text(&out.stderr));
    let found = lines(&out);
    assert_eq!(found[1]["verdict"], "not_eligible");
    assert_eq!((found[2]["line"].as_u64(), found[2]["file"].as_str()), (Some(3), Some("shops/c.toml")));
    let one = run(folder.path(), &["check", "shops/b.toml", "--as-of", "2026-11-28", "--format", "json"]);
    assert_eq!(serde_json::from_slice::<Value>(&one.stdout).expect("a report")["verdict"], "not_eligible");
    // One of them alone is checked by `check`, a table or a list of records by `fleet`.
    for name in ["shops.csv", "shops.xlsx", "many.json", "many.jsonl"] {
        fs::write(folder.path().join(name), "[{\"applicant\":\"a\"},{\"applicant\":\"b\"}]").expect("written");
    }
    fs::write(folder.path().join("many.jsonl"), "{\"applicant\":\"a\"}\n{\"applicant\":\"b\"}\n").expect("written");
    for name in ["shops.csv", "shops.xlsx", "many.json", "many.jsonl"] {
        let out = run(folder.path(), &["check", name]);
        assert_eq!(out.status.code(), Some(2), "{name}");
        assert!(text(&out.stderr).contains(&format!("kaibo fleet {name}")), "{name}: {}", text(&out.stderr));
    }
}

#[test]
fn a_mapping_says_what_columns_mean() {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, what: &str| fs::write(folder.path().join(name), what).expect("written");
    write(
        "in.csv",
        "编号,区,类型,类目,审核,粉丝1,粉丝2,昨日,违规\nwx1,华东,有限公司,商家自营 > 食品; 商家自营 > 百货,审核中;审核通过,60,41,120,无\nwx2,华南,个人,N/A,,66,,-,\n",
    );
    write(
        "columns.toml",
        "keep = [\"区\"]\n[columns]\n\"编号\" = \"applicant\"\n\"类型\" = \"entity_type\"\n\"类目\" = \"categories.path\"\n\"审核\" = \"categories.status\"\n\"粉丝1\" = { to = \"official_accounts.fans\", row = 1 }\n\"粉丝2\" = { to = \"official_accounts.fans\", row = 2 }\n\"昨日\" = { to = \"daily_active_users.users\", with = { date = \"2026-11-27\" } }\n\"违规\" = \"violations\"\n[none]\n\"违规\" = [\"无\"]\n[values.\"类型\"]\n\"有限公司\" = \"enterprise\"\n[constants]\nentity_region = \"CN\"\n",
    );
    let out = fleet(folder.path(), &["in.csv", "--map", "columns.toml", "--full"]);
    assert_eq!(account(&out), [2, 2, 0, 0], "{}", text(&out.stderr));
    let reports = lines(&out);
    let facts = |at: usize, name: &str| reports[at]["facts"][name]["value"].clone();
    assert_eq!(facts(0, "entity_type"), "enterprise");
    assert_eq!(facts(0, "entity_region"), "CN");
    assert_eq!(facts(0, "violations"), serde_json::json!([]));
    assert_eq!(facts(0, "categories")[1], serde_json::json!({"path": "商家自营 > 百货", "status": "approved"}));
    assert_eq!(facts(0, "official_accounts"), serde_json::json!([{"fans": 60}, {"fans": 41}]));
    assert_eq!(facts(0, "daily_active_users"), serde_json::json!([{"date": "2026-11-27", "users": 120}]));
    // What is not stated is not known, and one account beside an empty cell may not be the only one.
    for name in ["categories", "violations", "daily_active_users"] {
        assert!(facts(1, name).is_null(), "{name}: {}", facts(1, name));
    }
    assert_eq!(facts(1, "official_accounts"), serde_json::json!({"partial": true, "rows": [{"fans": 66}]}));
    // What is wrong with a mapping is said at its line; what a table lacks, once.
    for (mapping, says) in [
        ("[columns]\n\"编号\" = \"aplicant\"\n", "nothing is called `aplicant`"),
        ("[columns]\n\"编号\" = \"applicant\"\n\"没有\" = \"name\"\n", "没有"),
        ("[columns]\n\"编号\" = \"applicant\"\n[none]\n\"类型\" = [\"x\"]\n", "no column “类型” is mapped"),
    ] {
        write("bad.toml", mapping);
        let out = fleet(folder.path(), &["in.csv", "--map", "bad.toml"]);
        assert_eq!(out.status.code(), Some(2), "{mapping}");
        assert!(text(&out.stderr).contains(says), "{says}: {}", text(&out.stderr));
    }
    // As many values as rows, or one for all.
    write("uneven.csv", "编号,区,类型,类目,审核,粉丝1,粉丝2,昨日,违规\nwx1,,,a;b;c,审核中;审核通过,,,,\n");
    assert_eq!(account(&fleet(folder.path(), &["uneven.csv", "--map", "columns.toml"])), [1, 0, 1, 0]);
}

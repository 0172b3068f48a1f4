//! The HTML report in a real browser: phone, desktop, dark, print; no request, no script, nothing that axe objects to.
//!
//! Needs Chromium, node, and `puppeteer-core` and `axe-core` under `target/browser`; says so where they are not installed.
#![allow(clippy::unwrap_used, clippy::print_stderr, reason = "a test may, and says what it skips")]

mod common;

use std::fs;
use std::path::Path;
use std::process::Command;

use common::{IN_ORDER, run};
use serde_json::Value as Json;
use tempfile::TempDir;

const MODULES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/target/browser/node_modules");

fn chromium() -> Option<String> {
    let named = ["chromium", "chromium-browser", "google-chrome"].into_iter();
    let paths = std::env::var("PATH").ok()?;
    let find = |name: &str| std::env::split_paths(&paths).map(|folder| folder.join(name)).find(|path| path.is_file());
    named.filter_map(find).next().map(|path| path.display().to_string())
}

#[test]
fn the_page_is_sound_on_a_phone_on_a_desktop_in_the_dark_and_on_paper() {
    let Some(chromium) = chromium().filter(|_| Path::new(MODULES).join("axe-core").is_dir()) else {
        eprintln!("skipped: Chromium, or axe-core and puppeteer-core under target/browser, are not installed");
        return;
    };
    let facts = IN_ORDER.replace("2026-11-20", "2026-08-20, 2026-11-21").replace("fans = 130", "fans = 77")
        + "ad_spend = [{ date = 2026-03-01, amount = \"3200.00\" }]\n\n[provenance.payments]\nby = \"张三\"\nnote = \"截图存档\"\n";
    let here = TempDir::new().unwrap();
    fs::write(here.path().join("shop.toml"), facts).unwrap();
    for lang in ["zh", "en"] {
        let kept = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser").join(lang);
        fs::create_dir_all(&kept).unwrap();
        let page = kept.join("page.html");
        let (_, err, _) = run(
            here.path(),
            &["check", "shop.toml", "--as-of", "2026-11-22", "--format", "html", "--lang", lang, "-o", page.to_str().unwrap()],
        );
        assert_eq!(err, "");
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/audit.mjs");
        let mut node = Command::new("node");
        let done = node.arg(script).args([&page, &kept]).arg(MODULES).env("CHROMIUM", &chromium).output().unwrap();
        let found: Json = serde_json::from_slice(&done.stdout).unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr)));
        // The page itself, once for each view, and nothing else.
        let requests = found["requests"].as_array().unwrap();
        assert!(requests.len() == 3 && requests.iter().all(|url| url.as_str().unwrap().ends_with("page.html")), "{requests:?}");
        assert_eq!(found["errors"], serde_json::json!([]));
        for view in ["phone", "desktop", "dark"] {
            assert_eq!(found["overflow"][view], 0, "{lang} {view}: the page is wider than its window");
            assert_eq!(found["violations"][view], serde_json::json!([]), "{lang} {view}");
        }
        assert!(fs::read(kept.join("page.pdf")).unwrap().starts_with(b"%PDF"));
    }
}

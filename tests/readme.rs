//! The README shows what kaibo does: its input is a file of the project, its output is what that file gives.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::path::Path;

fn block<'t>(readme: &'t str, language: &str) -> &'t str {
    readme.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap()
}

#[test]
fn the_readme_shows_what_comes_out() {
    let readme = include_str!("../README.md");
    assert_eq!(block(readme, "toml"), include_str!("shop.toml"));
    let (text, _, code) = common::run(Path::new("."), &["check", "tests/shop.toml", "--as-of", "2026-11-22", "--lang", "en"]);
    assert_eq!(code, 4);
    assert_eq!(block(readme, "text"), text);
    for line in readme.lines().filter(|line| line.starts_with("    cargo ")) {
        assert!(
            line.contains("cargo run --release -- check tests/shop.toml")
                || line.contains("cargo test")
                || line.contains("--features practice-server"),
            "{line}"
        );
    }
}

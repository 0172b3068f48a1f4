//! The READMEs are true: they show files of the project and outputs of the program, name every command, and link to what exists.
//!
//! `KAIBO_UPDATE=1 cargo test --test readme` puts the outputs into them.
#![allow(clippy::unwrap_used, reason = "a test may")]

mod common;

use std::collections::BTreeSet;
use std::path::Path;

const PAGES: [(&str, &str); 2] = [("README.md", "en"), ("README.zh.md", "zh")];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn page(name: &str) -> String {
    std::fs::read_to_string(root().join(name)).unwrap()
}

/// What is between the fences of the first block in a language.
fn block<'t>(page: &'t str, language: &str) -> &'t str {
    page.split(&format!("```{language}\n")).nth(1).unwrap().split("```").next().unwrap()
}

#[test]
fn the_readmes_show_what_comes_out() {
    for (name, lang) in PAGES {
        let (text, _, code) = common::run(root(), &["check", "tests/shop.toml", "--as-of", "2026-11-22", "--lang", lang]);
        assert_eq!(code, 4);
        // The list of requirements ends with an empty line; what to do about them follows.
        let shown = text.match_indices("\n\n").nth(3).map(|(at, _)| &text[..=at]).unwrap();
        let mut page = page(name);
        if std::env::var_os("KAIBO_UPDATE").is_some() {
            page = page.replace(block(&page, "text"), shown).replace(block(&page, "toml"), include_str!("shop.toml"));
            std::fs::write(root().join(name), &page).unwrap();
        }
        assert_eq!(block(&page, "toml"), include_str!("shop.toml"), "{name}");
        assert_eq!(block(&page, "text"), shown, "{name}");
        assert!(page.len() <= 6 << 10, "{name} has {} bytes", page.len());
    }
}

/// The subcommands that a help text lists.
fn subcommands(args: &[&str]) -> BTreeSet<String> {
    let (help, ..) = common::run(root(), &[args, &["--help", "--lang", "en"]].concat());
    let listed = help.split("Commands:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    // Further lines of a description are indented more.
    let names = listed.lines().filter_map(|line| line.strip_prefix("  ").filter(|line| !line.starts_with(' ')));
    names.map(|line| line.split_whitespace().next().unwrap().to_owned()).collect()
}

#[test]
fn the_readmes_name_every_command_and_no_other() {
    // The tests are built with a feature that the README does not speak of.
    let known: BTreeSet<String> = subcommands(&[]).into_iter().filter(|name| name != "practice-server").collect();
    for (name, _) in PAGES {
        let page = page(name);
        let rows = page.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
        let calls = rows.flat_map(|row| row.split("`kaibo ").skip(1).map(|call| call.split([' ', '`']).next().unwrap().to_owned()));
        assert_eq!(calls.collect::<BTreeSet<String>>(), known, "{name}");
    }
    let rules = subcommands(&["rules"]);
    assert!(["list", "show", "lint", "test"].iter().all(|name| rules.contains(*name)), "{rules:?}");
    assert!(["new", "check"].iter().all(|name| subcommands(&["facts"]).contains(*name)));
}

#[test]
fn both_readmes_have_the_same_parts() {
    let parts = PAGES.map(|(name, _)| {
        let page = page(name);
        let heads = page.lines().filter(|line| line.starts_with("## ")).count();
        let rows = page.lines().filter(|line| line.starts_with("| ")).count();
        let points = page.lines().filter(|line| line.starts_with("- ")).count();
        (heads, rows, points, block(&page, "rust").to_owned(), block(&page, "sh").to_owned())
    });
    assert_eq!(parts[0], parts[1]);
}

/// Where the links of a page lead, apart from other sites.
fn links(page: &str) -> Vec<String> {
    let targets = page.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets
        .map(|target| target.split('#').next().unwrap().to_owned())
        .filter(|target| !target.is_empty() && !target.contains("://"))
        .collect()
}

#[test]
fn every_link_leads_somewhere() {
    let mut pages: Vec<String> =
        ["README.md", "README.zh.md", "CONTRIBUTING.md", "STYLE.md", "SECURITY.md", "examples/README.md", "benches/README.md"]
            .map(str::to_owned)
            .to_vec();
    for entry in std::fs::read_dir(root().join("docs")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        pages.extend(name.ends_with(".md").then(|| format!("docs/{name}")));
    }
    let mut checked = 0;
    for name in pages {
        for target in links(&page(&name)) {
            checked += 1;
            let path = root().join(&name).parent().unwrap().join(&target);
            assert!(path.exists(), "{name} links to {target}, which does not exist");
        }
    }
    assert!(checked > 30, "{checked}");
}

//! Forms: what is asked of the facts of the rulebook that comes with kaibo, and how its categories are found.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

use kaibo::document::source::Files;
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::date::Date;
use kaibo::wizard::session::form::{Form, Shape};
use kaibo::wizard::session::tree::Tree;
use kaibo::wizard::session::tree_search::in_tree;

const TODAY: &str = "2026-11-22";

fn rulebook() -> Rulebook {
    let library = Library::open(None).unwrap();
    Rulebook::load(library.program("wechat-live").unwrap(), &mut Files::default()).unwrap().0
}

fn form(rulebook: &Rulebook, fact: &str) -> Form {
    let today = Date::parse(TODAY).unwrap();
    let fact = rulebook.program.fact(fact).unwrap();
    Form::new(&rulebook.program, rulebook.in_force(today), fact, today)
}

fn categories() -> Tree {
    match form(&rulebook(), "categories").shape {
        Shape::Rows { mut columns, .. } => columns.swap_remove(0).tree,
        other => panic!("{other:?}"),
    }
}

#[test]
fn every_fact_of_every_edition_has_a_form() {
    let rulebook = rulebook();
    let today = Date::parse(TODAY).unwrap();
    for edition in rulebook.editions.iter().map(Some).chain([None]) {
        for fact in 0..rulebook.program.facts.len() {
            let form = Form::new(&rulebook.program, edition, fact, today);
            match form.shape {
                Shape::Value(_) => {}
                Shape::Rows { columns, key } => assert!(key.iter().all(|at| *at < columns.len())),
                Shape::Daily { columns, days } => {
                    assert!(columns.len() > 1 && !days.is_empty());
                    assert!(days.windows(2).all(|pair| pair[0].next() == pair[1]));
                }
            }
        }
    }
}

#[test]
fn daily_facts_ask_for_the_window_of_their_tests() {
    let Shape::Daily { days, .. } = form(&rulebook(), "daily_active_users").shape else { panic!() };
    assert_eq!((days.first().unwrap().to_string(), days.last().unwrap().to_string()), ("2026-11-15".to_owned(), "2026-11-21".to_owned()));
}

#[test]
fn categories_are_a_tree_and_found_by_any_part_pinyin_or_initials() {
    let tree = categories();
    assert!(tree.nodes.len() > 50);
    assert_eq!(tree.nodes.iter().filter(|node| node.depth == 0 && node.name == "商家自营").count(), 1);
    let clothes = tree.find("商家自营>服装、鞋、箱包").unwrap();
    for typed in [
        "服装",
        "鞋",
        "箱包",
        "服装鞋",
        "fuzhuang",
        "fuzh",
        "xie",
        "fz",
        "fzx",
        "xb",
        "fuzhuang xiangbao",
        "服 包",
        "服包",
        "商家自营 > 服装",
        "sjzy>fz",
        "ＦＺ",
        "FuZhuang",
        "fzhuang",
    ] {
        let (shown, best) = in_tree(&tree, typed);
        assert!(shown.contains(&clothes), "{typed}");
        if ["服装", "服装鞋", "fuzhuang", "fuzhuang xiangbao", "商家自营 > 服装", "sjzy>fz"].contains(&typed) {
            assert!(best.is_some_and(|(best, _)| tree.nodes[best].path.contains("服装")), "{typed}: {best:?}");
        }
    }
    // What fits is shown with all that is above and below it.
    let (shown, best) = in_tree(&tree, "教育");
    let education = tree.find("教育").unwrap();
    assert_eq!(best.map(|(best, _)| best), Some(education));
    assert!(shown.contains(&tree.find("教育 > 驾校培训").unwrap()));
    let (shown, _) = in_tree(&tree, "驾校");
    assert_eq!(shown.iter().map(|node| tree.nodes[*node].path.as_str()).collect::<Vec<_>>(), ["教育", "教育 > 驾校培训"]);
    assert_eq!(in_tree(&tree, "火箭"), (vec![], None));
    assert_eq!(in_tree(&tree, "").0.len(), tree.nodes.len());
    // A character with several readings is found by each.
    let tree = Tree::new(["音乐", "快乐", "银行", "女装"].into_iter());
    for (typed, found) in [("yinyue", 0), ("kuaile", 1), ("yinhang", 2), ("kuaiyue", 1), ("nvzhuang", 3), ("nz", 3), ("yy", 0), ("kl", 1)] {
        assert!(in_tree(&tree, typed).0.contains(&found), "{typed}");
    }
}

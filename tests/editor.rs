//! Editors with no terminal: keys in, answers out; how they look in small, middling and large areas; and that nothing is
//! ever drawn outside of them.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use kaibo::document::source::Files;
use kaibo::facts::{Completeness, FactValue, Row, Rows};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::rulebook::Rulebook;
use kaibo::value::date::Date;
use kaibo::value::localized::{Lang, Localized};
use kaibo::value::value_type::{EnumOption, Timestamp, Value, ValueType, parse_timestamp};
use kaibo::wizard::session::Answer;
use kaibo::wizard::session::form::{Field, Form, Shape};
use kaibo::wizard::session::tree::Tree;
use kaibo::wizard::tui::editor::{Editor, Input, Outcome};
use kaibo::wizard::tui::theme::{ColorScheme, Theme};
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};

const ZONE: chrono_tz::Tz = chrono_tz::Asia::Shanghai;

fn now() -> Timestamp {
    parse_timestamp("2026-11-25T10:00:00+08:00", ZONE).unwrap()
}

fn day(text: &str) -> Date {
    Date::parse(text).unwrap()
}

/// Looks are made once a thread: reading the messages takes longer than drawing.
fn look(lang: Lang) -> &'static Theme {
    thread_local! {
        static LOOKS: [&'static Theme; 2] =
            [Lang::Zh, Lang::En].map(|lang| &*Box::leak(Box::new(Theme { messages: Messages::for_lang(lang), scheme: ColorScheme::Monochrome, ascii: false })));
    }
    LOOKS.with(|looks| looks[usize::from(lang == Lang::En)])
}

fn label(zh: &str, en: &str) -> Localized {
    Localized { zh: zh.to_owned(), en: en.to_owned() }
}

fn field(kind: ValueType) -> Field {
    Field { title: label("名称", "Name"), kind, tree: Tree::default() }
}

fn form(shape: Shape) -> Form {
    Form { fact: 0, title: label("事实", "Fact"), ask: None, find: None, zone: ZONE, past: false, shape }
}

fn choice() -> ValueType {
    let choice = |id: &str, zh: &str, en: &str| EnumOption { id: id.to_owned(), label: label(zh, en) };
    ValueType::Enum(vec![
        choice("individual", "个人", "Private person"),
        choice("enterprise", "企业", "Company"),
        choice("sole", "个体工商户", "Sole trader"),
    ])
}

fn money() -> ValueType {
    ValueType::Money { currency: "CNY".to_owned(), places: 2 }
}

fn value(kind: ValueType) -> Editor {
    editor(form(Shape::Value(field(kind))), None)
}

fn editor(form: Form, known: Option<&FactValue>) -> Editor {
    Editor::new(form, known, now(), Lang::Zh)
}

/// The form of a fact of the rulebook that comes with kaibo.
fn of_fact(id: &str) -> Form {
    let library = Library::open(None).unwrap();
    let rulebook = Rulebook::load(library.program("wechat-live").unwrap(), &mut Files::default()).unwrap().0;
    let fact = rulebook.program.fact(id).unwrap();
    Form::new(&rulebook.program, rulebook.in_force(now().day), fact, now().day)
}

/// Presses keys: letters as they are, others by their names in angle brackets.
fn press(editor: &mut Editor, keys: &str) -> Outcome {
    let mut outcome = Outcome::Ignored;
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let (code, modifiers, taken) = match rest.strip_prefix('<').and_then(|rest| rest.split_once('>')) {
            Some((name, _)) => {
                let (code, modifiers) = match name {
                    "Enter" => (KeyCode::Enter, KeyModifiers::NONE),
                    "Esc" => (KeyCode::Esc, KeyModifiers::NONE),
                    "Up" => (KeyCode::Up, KeyModifiers::NONE),
                    "Down" => (KeyCode::Down, KeyModifiers::NONE),
                    "Left" => (KeyCode::Left, KeyModifiers::NONE),
                    "Right" => (KeyCode::Right, KeyModifiers::NONE),
                    "PgUp" => (KeyCode::PageUp, KeyModifiers::NONE),
                    "PgDn" => (KeyCode::PageDown, KeyModifiers::NONE),
                    "Home" => (KeyCode::Home, KeyModifiers::NONE),
                    "End" => (KeyCode::End, KeyModifiers::NONE),
                    "Tab" => (KeyCode::Tab, KeyModifiers::NONE),
                    "BackTab" => (KeyCode::BackTab, KeyModifiers::SHIFT),
                    "Backspace" => (KeyCode::Backspace, KeyModifiers::NONE),
                    "Del" => (KeyCode::Delete, KeyModifiers::NONE),
                    "F2" => (KeyCode::F(2), KeyModifiers::NONE),
                    "^Z" => (KeyCode::Char('z'), KeyModifiers::CONTROL),
                    "^Y" => (KeyCode::Char('y'), KeyModifiers::CONTROL),
                    "^_" => (KeyCode::Char('7'), KeyModifiers::CONTROL),
                    "^U" => (KeyCode::Char('u'), KeyModifiers::CONTROL),
                    other => panic!("{other}"),
                };
                (code, modifiers, name.len() + 2)
            }
            None => (KeyCode::Char(c), KeyModifiers::NONE, c.len_utf8()),
        };
        rest = &rest[taken..];
        outcome = editor.input(&Input::Key(KeyEvent::new(code, modifiers)));
    }
    outcome
}

fn paste(editor: &mut Editor, text: &str) -> Outcome {
    editor.input(&Input::Paste(text.to_owned()))
}

fn done(value: Value) -> Outcome {
    Outcome::Done(Answer::Known(FactValue::Value(value)))
}

/// The screen that an editor makes, and where the cursor is.
fn screen(editor: &mut Editor, lang: Lang, (width, height): (u16, u16)) -> (String, Option<Position>) {
    let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
    let mut cursor = None;
    terminal.draw(|frame| cursor = editor.draw(frame.area(), frame.buffer_mut(), look(lang))).unwrap();
    // What the backend remarks on wide characters, and empty rows at the end, say nothing.
    let text = terminal.backend().to_string();
    let lines: Vec<&str> = text
        .lines()
        .map(|line| {
            line.strip_prefix('"')
                .and_then(|line| line.rsplit_once("\" Hidden by").map(|(line, _)| line).or(line.strip_suffix('"')))
                .unwrap_or(line)
        })
        .collect();
    let rows = lines.iter().rposition(|line| !line.trim().is_empty()).map_or(0, |last| last + 1);
    (lines[..rows].iter().map(|line| format!("|{line}|\n")).collect(), cursor)
}

fn said(editor: &mut Editor) -> String {
    screen(editor, Lang::En, (60, 30)).0
}

#[test]
fn one_of_a_few_is_chosen_by_number_letter_or_arrows() {
    assert_eq!(press(&mut value(choice()), "2"), done(Value::Enum(1)));
    assert_eq!(press(&mut value(choice()), "<Down><Down><Enter>"), done(Value::Enum(2)));
    assert_eq!(press(&mut value(choice()), "q<Enter>"), done(Value::Enum(1)));
    assert_eq!(press(&mut value(choice()), "c<Enter>"), done(Value::Enum(1)));
    assert_eq!(press(&mut value(choice()), "9"), Outcome::Ignored);
    assert_eq!(press(&mut value(ValueType::Bool), "y"), done(Value::Bool(true)));
    assert_eq!(press(&mut value(ValueType::Bool), "n"), done(Value::Bool(false)));
    // What was known is chosen already.
    let known = FactValue::Value(Value::Enum(2));
    assert_eq!(press(&mut editor(form(Shape::Value(field(choice()))), Some(&known)), "<Enter>"), done(Value::Enum(2)));
}

#[test]
fn nobody_has_to_know() {
    let kinds = [
        ValueType::Bool,
        choice(),
        ValueType::Text,
        ValueType::Number { places: 0 },
        money(),
        ValueType::Date,
        ValueType::Timestamp,
        ValueType::Region,
        ValueType::Path,
    ];
    for kind in kinds {
        assert_eq!(press(&mut value(kind.clone()), "<F2>"), Outcome::Done(Answer::Unknown), "{kind:?}");
        assert!(said(&mut value(kind.clone())).contains("I don't know"), "{kind:?}");
        assert_eq!(press(&mut value(kind.clone()), "<Esc>"), Outcome::Leave, "{kind:?}");
        assert!(!value(kind).hints().is_empty());
    }
    assert_eq!(press(&mut value(ValueType::Text), "<Down><Enter>"), Outcome::Done(Answer::Unknown));
    assert_eq!(press(&mut value(choice()), "<Down><Down><Down><Enter>"), Outcome::Done(Answer::Unknown));
    assert_eq!(press(&mut value(choice()), "d"), Outcome::Done(Answer::Unknown));
    assert_eq!(press(&mut value(ValueType::Text), "d<Enter>"), done(Value::Text("d".into())));
    assert_eq!(press(&mut editor(of_fact("payments"), None), "<F2>"), Outcome::Done(Answer::Unknown));
    assert_eq!(press(&mut editor(of_fact("daily_active_users"), None), "<F2>"), Outcome::Done(Answer::Unknown));
}

#[test]
fn text_and_numbers_are_typed_corrected_and_refused_in_words() {
    assert_eq!(press(&mut value(ValueType::Text), "某某服饰<Enter>"), done(Value::Text("某某服饰".into())));
    let mut number = value(ValueType::Number { places: 0 });
    assert!(number.is_typing());
    press(&mut number, "1.5");
    assert!(said(&mut number).contains("Please enter a whole number"));
    assert_eq!(press(&mut number, "<Enter>"), Outcome::Stay);
    assert!(said(&mut number).contains("! Please enter a whole number"));
    assert_eq!(press(&mut number, "<^U>1.2万"), Outcome::Stay);
    assert!(said(&mut number).contains("= 12,000"));
    assert_eq!(press(&mut number, "<Enter>"), done(Value::Number(12_000)));
    let mut amount = value(money());
    press(&mut amount, "1.2万");
    assert!(said(&mut amount).contains("= 12,000.00 CNY"));
    assert_eq!(press(&mut amount, "<Enter>"), done(Value::Number(1_200_000)));
    assert_eq!(press(&mut value(ValueType::Text), "<Enter>"), Outcome::Stay);
    // Emptied: as if never asked.
    let known = FactValue::Value(Value::Number(7));
    let mut again = editor(form(Shape::Value(field(ValueType::Number { places: 0 }))), Some(&known));
    assert_eq!(press(&mut again, "0<Enter>"), done(Value::Number(70)));
    assert_eq!(press(&mut again, "<^U><Enter>"), Outcome::Done(Answer::Nothing));
}

#[test]
fn typing_can_be_undone_and_done_again() {
    let mut text = value(ValueType::Text);
    press(&mut text, "ab cd<Backspace><Backspace><^Z>");
    assert_eq!(press(&mut text, "<Enter>"), done(Value::Text("ab cd".into())));
    assert_eq!(press(&mut text, "<^Z><Enter>"), done(Value::Text("ab".into())), "a word at a time");
    assert_eq!(press(&mut text, "<^Y><Enter>"), done(Value::Text("ab cd".into())));
    press(&mut text, "<^U>");
    assert_eq!(press(&mut text, "<^_><Enter>"), done(Value::Text("ab cd".into())));
    let mut empty = value(ValueType::Text);
    assert_eq!(press(&mut empty, "<^Z>"), Outcome::Ignored, "whoever holds the editor may undo more");
}

#[test]
fn what_is_pasted_is_text() {
    let mut text = value(ValueType::Text);
    paste(&mut text, "第一行\n第二行\r\nd\tq\n");
    assert_eq!(press(&mut text, "<Enter>"), done(Value::Text("第一行 第二行 d q".into())));
    let mut text = value(ValueType::Text);
    paste(&mut text, "a\u{1b}[31mb");
    assert_eq!(press(&mut text, "<Enter>"), Outcome::Stay);
    assert!(said(&mut text).contains("invisible control characters"));
    let mut number = value(ValueType::Number { places: 0 });
    press(&mut number, "10<Left>");
    paste(&mut number, "5");
    assert_eq!(press(&mut number, "<Enter>"), done(Value::Number(150)));
}

#[test]
fn days_are_typed_or_picked() {
    let mut date = value(ValueType::Date);
    press(&mut date, "11-20");
    assert!(said(&mut date).contains("= 2026-11-20, Fri (5 days ago)"));
    assert!(said(&mut date).contains("[20]"));
    assert_eq!(press(&mut date, "<Enter>"), done(Value::Date(day("2026-11-20"))));
    assert_eq!(press(&mut date, "<Down><Up><Enter>"), done(Value::Date(day("2026-11-13"))));
    assert_eq!(press(&mut value(ValueType::Date), "<Down><Left><Enter>"), done(Value::Date(day("2026-11-24"))));
    assert_eq!(press(&mut value(ValueType::Date), "<PgUp><Enter>"), done(Value::Date(day("2026-10-25"))));
    assert_eq!(press(&mut value(ValueType::Date), "<Down><Home><Enter>"), done(Value::Date(day("2026-11-01"))));
    assert_eq!(press(&mut value(ValueType::Date), "<Down><End><Enter>"), done(Value::Date(day("2026-11-30"))));
    // Digits end picking.
    let mut date = value(ValueType::Date);
    assert!(date.is_typing());
    press(&mut date, "<Down>");
    assert!(!date.is_typing());
    assert_eq!(press(&mut date, "昨天<Enter>"), done(Value::Date(day("2026-11-24"))));
    assert_eq!(press(&mut value(ValueType::Date), "2-30<Enter>"), Outcome::Stay);
    let mut date = value(ValueType::Date);
    press(&mut date, "<Down>");
    assert_eq!(press(&mut date, "<Tab>"), Outcome::Stay);
    assert_eq!(press(&mut date, "<Enter>"), Outcome::Done(Answer::Unknown));
}

#[test]
fn moments_are_a_day_and_a_time() {
    let moment = |text: &str| Value::Timestamp(parse_timestamp(text, ZONE).unwrap());
    let mut start = value(ValueType::Timestamp);
    press(&mut start, "明天 20:00");
    assert!(said(&mut start).contains("= 2026-11-26 20:00, Thu (tomorrow)"));
    assert_eq!(press(&mut start, "<Enter>"), done(moment("2026-11-26T20:00:00+08:00")));
    // Picking another day keeps the time.
    assert_eq!(press(&mut start, "<Down><Down><Enter>"), done(moment("2026-12-03T20:00:00+08:00")));
    let mut start = value(ValueType::Timestamp);
    assert_eq!(press(&mut start, "<Down><Right><Enter>"), Outcome::Stay);
    assert_eq!(press(&mut start, "8pm<Enter>"), done(moment("2026-11-26T20:00:00+08:00")));
    assert_eq!(press(&mut value(ValueType::Timestamp), "11-28<Enter>"), Outcome::Stay);
}

#[test]
fn regions_are_sought() {
    assert_eq!(press(&mut value(ValueType::Region), "xinjiapo<Enter>"), done(Value::Region(*b"SG")));
    assert_eq!(press(&mut value(ValueType::Region), "中国<Enter>"), done(Value::Region(*b"CN")));
    assert_eq!(press(&mut value(ValueType::Region), "us<Enter>"), done(Value::Region(*b"US")));
    assert_eq!(press(&mut value(ValueType::Region), "德国<Enter>"), done(Value::Region(*b"DE")));
    assert_eq!(press(&mut value(ValueType::Region), "火星<Enter>"), Outcome::Stay);
    // Letters from within a name are no name: what has them is shown, and has to be chosen.
    for typed in ["zz<Enter>", "echtenst<Enter>", "ermany<Enter><Enter>"] {
        assert_eq!(press(&mut value(ValueType::Region), typed), Outcome::Stay, "{typed}");
    }
    assert_eq!(press(&mut value(ValueType::Region), "ermany<Down><Enter>"), done(Value::Region(*b"DE")));
    let known = FactValue::Value(Value::Region(*b"SG"));
    let mut again = editor(form(Shape::Value(field(ValueType::Region))), Some(&known));
    assert_eq!(press(&mut again, "<Enter>"), done(Value::Region(*b"SG")));
}

fn path(text: &str) -> Value {
    kaibo::wizard::session::entry::parse(&ValueType::Path, text, now().day, ZONE).unwrap()
}

fn rows(rows: &[&[Option<Value>]], extent: Completeness) -> FactValue {
    FactValue::Rows(Rows { rows: rows.iter().map(|cells| Row { cells: cells.to_vec().into() }).collect(), completeness: extent })
}

#[test]
fn categories_are_sought_picked_from_the_tree_or_typed() {
    let category = || {
        let Shape::Rows { mut columns, .. } = of_fact("categories").shape else { panic!() };
        editor(form(Shape::Value(columns.swap_remove(0))), None)
    };
    let clothes = done(path("商家自营 > 服装/鞋/箱包"));
    assert_eq!(press(&mut category(), "服装<Enter>"), clothes);
    assert_eq!(press(&mut category(), "fuzhuang<Enter>"), clothes);
    assert_eq!(press(&mut category(), "fzxx<Enter>"), clothes);
    // Opened level by level.
    assert_eq!(press(&mut category(), "<Down><Right><Down><Enter>"), done(path("商家自营 > 百货")));
    assert_eq!(press(&mut category(), "<Down><Enter><Down><Down><Enter>"), done(path("商家自营 > 食品")));
    let mut folded = category();
    press(&mut folded, "<Down><Right><Down><Left>");
    assert!(!said(&mut folded).contains("百货"));
    // What no list has can be an answer too.
    let mut other = category();
    press(&mut other, "工具 > 天气");
    assert!(said(&mut other).contains("Use \"工具 > 天气\" as typed"));
    // It is not in the list of categories: it has to be chosen, and that is said before it is taken.
    assert_eq!(press(&mut other, "<End><Enter><Enter><Enter>"), Outcome::Stay);
    assert!(said(&mut other).contains("No name in the list"));
    assert_eq!(press(&mut other, "<Down><Enter>"), Outcome::Stay);
    assert!(said(&mut other).contains("is not in the list of categories"));
    assert_eq!(press(&mut other, "<Enter>"), done(path("工具 > 天气")));
    assert_eq!(press(&mut category(), "服装<Home><End><Up><Down><Enter>"), clothes);
    // What no name begins with is never taken by itself, however often it is entered.
    for typed in ["food<Enter><Enter>", "天气<Enter>", "商家自营 > 天气<Enter><Enter><Enter>"] {
        assert_eq!(press(&mut category(), typed), Outcome::Stay, "{typed}");
    }
}

#[test]
fn rows_are_saved_column_by_column() {
    let mut categories = editor(of_fact("categories"), None);
    assert!(!categories.is_typing());
    press(&mut categories, "<Enter>");
    assert!(categories.is_typing());
    let clothes = path("商家自营 > 服装/鞋/箱包");
    let first = rows(&[&[Some(clothes.clone()), None]], Completeness::AtLeast);
    assert_eq!(press(&mut categories, "服装<Enter>"), Outcome::Saved(Answer::Known(first)));
    let both: [Option<Value>; 2] = [Some(clothes.clone()), Some(Value::Enum(0))];
    assert_eq!(press(&mut categories, "1"), Outcome::Saved(Answer::Known(rows(&[&both], Completeness::AtLeast))));
    assert!(said(&mut categories).contains("The list is complete"));
    // A second one, of which the review is not known.
    press(&mut categories, "<Enter>食品<Enter>");
    press(&mut categories, "<F2>");
    let second: [Option<Value>; 2] = [Some(path("商家自营 > 食品")), None];
    assert_eq!(press(&mut categories, "<Down><Enter>"), Outcome::Done(Answer::Known(rows(&[&both, &second], Completeness::Complete))));
    assert_eq!(press(&mut categories, "<Down><Enter>"), Outcome::Done(Answer::Known(rows(&[&both, &second], Completeness::AtLeast))));
    // The first one goes, and a row of the other is changed.
    assert_eq!(press(&mut categories, "<Home><Del>"), Outcome::Saved(Answer::Known(rows(&[&second], Completeness::AtLeast))));
    press(&mut categories, "<Enter>");
    assert_eq!(press(&mut categories, "<Enter>"), Outcome::Stay, "nothing changed");
    let changed: [Option<Value>; 2] = [second[0].clone(), Some(Value::Enum(1))];
    assert_eq!(press(&mut categories, "2"), Outcome::Saved(Answer::Known(rows(&[&changed], Completeness::AtLeast))));
    // When none is left, nothing has been said.
    assert_eq!(press(&mut categories, "<Home>x"), Outcome::Saved(Answer::Nothing));
    assert_eq!(press(&mut categories, "<Down><Enter>"), Outcome::Done(Answer::Known(rows(&[], Completeness::Complete))));
}

#[test]
fn rows_of_one_column_are_typed_one_after_the_other() {
    let mut payments = editor(of_fact("payments"), None);
    let a = [Some(Value::Date(day("2026-11-20")))];
    let b = [Some(Value::Date(day("2026-11-24")))];
    assert_eq!(press(&mut payments, "a11-20<Enter>"), Outcome::Saved(Answer::Known(rows(&[&a], Completeness::AtLeast))));
    assert_eq!(press(&mut payments, "昨天<Enter>"), Outcome::Saved(Answer::Known(rows(&[&a, &b], Completeness::AtLeast))));
    press(&mut payments, "<Enter>");
    assert!(!payments.is_typing());
    assert_eq!(press(&mut payments, "<Down><Enter>"), Outcome::Done(Answer::Known(rows(&[&a, &b], Completeness::Complete))));
    // A column of dates fills rows; one that can't be right fills none.
    assert_eq!(paste(&mut payments, "11-01\nfoo\n"), Outcome::Stay);
    assert!(said(&mut payments).contains("Line 2"));
    let c = [Some(Value::Date(day("2026-11-01")))];
    assert_eq!(paste(&mut payments, "11-01\n\n11-20\n"), Outcome::Saved(Answer::Known(rows(&[&a, &b, &c, &a], Completeness::AtLeast))));
}

#[test]
fn rows_with_a_name_stand_once_and_at_most_stays() {
    let one: [Option<Value>; 3] = [Some(Value::Text("8".into())), Some(Value::Date(day("2026-11-01"))), None];
    let known = rows(&[&one], Completeness::AtMost);
    let mut violations = editor(of_fact("violations"), Some(&known));
    press(&mut violations, "a");
    assert_eq!(press(&mut violations, "8<Enter>"), Outcome::Stay);
    assert!(said(&mut violations).contains("! A row \"8\" already exists."));
    let two: [Option<Value>; 3] = [Some(Value::Text("89".into())), None, None];
    assert_eq!(press(&mut violations, "9<Enter>"), Outcome::Saved(Answer::Known(rows(&[&one, &two], Completeness::AtMost))));
    press(&mut violations, "<Esc>");
    assert_eq!(paste(&mut violations, "90\t11-03\tsevere\n89"), Outcome::Stay);
    let three: [Option<Value>; 3] = [Some(Value::Text("90".into())), Some(Value::Date(day("2026-11-03"))), Some(Value::Enum(1))];
    let all = rows(&[&one, &two, &three], Completeness::AtMost);
    assert_eq!(paste(&mut violations, "90\t11-03\tsevere"), Outcome::Saved(Answer::Known(all)));
}

#[test]
fn an_empty_row_is_no_row() {
    let mut releases = editor(of_fact("releases"), None);
    press(&mut releases, "a<Enter><Enter><F2>");
    assert_eq!(press(&mut releases, "<Esc>"), Outcome::Leave);
    assert_eq!(press(&mut releases, "<F2>"), Outcome::Done(Answer::Unknown));
}

#[test]
fn daily_figures_are_typed_day_by_day_or_pasted() {
    let mut users = editor(of_fact("daily_active_users"), None);
    let figures = |from: &str, figures: &[i64]| {
        let row = |(at, figure): (usize, &i64)| Row {
            cells: [Some(Value::Date(day(from).add_days(at as i32))), Some(Value::Number(*figure))].into(),
        };
        Answer::Known(FactValue::Rows(Rows { rows: figures.iter().enumerate().map(row).collect(), completeness: Completeness::Complete }))
    };
    assert!(users.is_typing());
    assert_eq!(press(&mut users, "120<Enter>"), Outcome::Saved(figures("2026-11-18", &[120])));
    assert_eq!(press(&mut users, "1.2千<Enter>"), Outcome::Saved(figures("2026-11-18", &[120, 1200])));
    assert_eq!(press(&mut users, "abc<Enter>"), Outcome::Stay);
    assert_eq!(press(&mut users, "<Up>"), Outcome::Stay, "what can't be right is not left behind");
    press(&mut users, "<^U><Enter>");
    assert_eq!(paste(&mut users, "1\n2\n3\n4\n5\n6"), Outcome::Stay);
    assert!(said(&mut users).contains("There are 6 lines"));
    press(&mut users, "<Up>");
    assert_eq!(
        paste(&mut users, "130\n140\n150\n160\n170\n"),
        Outcome::Saved(figures("2026-11-18", &[120, 1200, 130, 140, 150, 160, 170]))
    );
    assert!(!users.is_typing());
    assert_eq!(press(&mut users, "<Enter>"), Outcome::Done(figures("2026-11-18", &[120, 1200, 130, 140, 150, 160, 170])));
    let mut users = editor(of_fact("daily_active_users"), None);
    assert_eq!(paste(&mut users, "11-24\t7\n2026-11-23\t6"), Outcome::Saved(figures("2026-11-23", &[6, 7])));
    // A figure that was known is blanked.
    let mut users = editor(
        of_fact("daily_active_users"),
        Some(&FactValue::Rows(Rows {
            rows: vec![Row { cells: [Some(Value::Date(day("2026-11-18"))), Some(Value::Number(7))].into() }],
            completeness: Completeness::Complete,
        })),
    );
    assert_eq!(press(&mut users, "<Up><^U><Enter>"), Outcome::Saved(Answer::Nothing));
}

/// Editors in a state that is worth looking at.
fn states() -> Vec<(&'static str, Editor)> {
    let pressed = |mut editor: Editor, keys: &str| {
        press(&mut editor, keys);
        editor
    };
    let category = |text: &str, at: Option<u16>| [Some(path(text)), at.map(Value::Enum)];
    let (a, b) = (category("商家自营 > 服装/鞋/箱包", Some(0)), category("工具 > 信息查询与一个很长很长很长的名字", None));
    let categories = rows(&[&a, &b], Completeness::AtLeast);
    let release = |version: &str, date: &str| [Some(Value::Text(version.into())), Some(Value::Date(day(date))), Some(Value::Bool(true))];
    let (c, d) = (release("1.0.0", "2026-10-01"), release("1.10.0", "2026-11-20"));
    let releases = rows(&[&c, &d], Completeness::Complete);
    let figures = |at: i32, figure: i64| [Some(Value::Date(day("2026-11-18").add_days(at))), Some(Value::Number(figure))];
    let (e, f) = (figures(0, 98), figures(1, 1204));
    let users = rows(&[&e, &f], Completeness::Complete);
    vec![
        ("choice", pressed(editor(of_fact("entity_type"), Some(&FactValue::Value(Value::Enum(1)))), "<Down>")),
        ("flag", editor(of_fact("live_open"), None)),
        ("text", pressed(editor(of_fact("room_name"), None), "双十一直播 day one")),
        ("number", pressed(value(ValueType::Number { places: 0 }), "约100<Enter>")),
        ("money", pressed(value(money()), "1.2万")),
        ("date", pressed(value(ValueType::Date), "11-20")),
        ("date_empty", value(ValueType::Date)),
        ("moment", pressed(editor(of_fact("room_start"), None), "11-28<Enter>")),
        ("region", pressed(editor(of_fact("entity_region"), None), "xg")),
        ("region_empty", editor(of_fact("entity_region"), None)),
        ("path", pressed(editor(of_fact("categories"), None), "a")),
        ("path_open", pressed(editor(of_fact("categories"), None), "a<Down><Right><Down><Down>")),
        ("path_sought", pressed(editor(of_fact("categories"), None), "afz")),
        ("rows_empty", editor(of_fact("categories"), None)),
        ("rows", editor(of_fact("categories"), Some(&categories))),
        ("rows_many_columns", pressed(editor(of_fact("releases"), Some(&releases)), "<Up>")),
        ("rows_cell", pressed(editor(of_fact("releases"), Some(&releases)), "<Home><Enter><Enter>")),
        ("daily", pressed(editor(of_fact("daily_active_users"), Some(&users)), "1.2万")),
    ]
}

#[test]
fn editors_look_as_they_should() {
    for (name, mut editor) in states() {
        let mut shots = String::new();
        for lang in Lang::ALL {
            for size in [(30, 8), (40, 16), (60, 30)] {
                let (text, cursor) = screen(&mut editor, lang, size);
                let cursor = cursor.map_or("none".to_owned(), |at| format!("{},{}", at.x, at.y));
                shots.push_str(&format!("{lang:?} {}x{}, cursor {cursor}\n{text}\n", size.0, size.1));
            }
        }
        insta::with_settings!({ omit_expression => true }, { insta::assert_snapshot!(format!("editor_{name}"), shots) });
    }
}

/// Draws within a larger buffer, and checks that nothing around the area has changed.
fn draw_within(editor: &mut Editor, lang: Lang, width: u16, height: u16) {
    let whole = Rect::new(0, 0, width + 6, height + 4);
    let area = Rect::new(3, 2, width, height);
    let mut buffer = Buffer::filled(whole, Cell::new("#"));
    let cursor = editor.draw(area, &mut buffer, look(lang));
    assert!(cursor.is_none_or(|at| area.contains(at)), "{cursor:?} of {width}x{height}");
    for y in 0..whole.height {
        for x in 0..whole.width {
            let at = Position { x, y };
            if !area.contains(at) {
                assert_eq!(buffer[at].symbol(), "#", "{x},{y} of {width}x{height}");
            }
        }
        // No wide character sticks out.
        let last = buffer[(area.right() - 1, y)].symbol();
        assert!(!area.contains((area.x, y).into()) || unicode_width::UnicodeWidthStr::width(last) < 2, "{last} of {width}x{height}");
    }
    assert_eq!(editor.draw(Rect::new(0, 0, 0, 0), &mut buffer, look(lang)), None);
    editor.draw(Rect::new(0, 0, u16::MAX, u16::MAX), &mut buffer, look(lang));
}

#[test]
fn no_size_is_too_small_or_drawn_beyond() {
    for (_, mut editor) in states() {
        for width in (1..=32).chain([40, 59, 80, 120]) {
            for height in (1..=12).chain([16, 25, 40]) {
                draw_within(&mut editor, Lang::ALL[usize::from(width + height) % 2], width, height);
            }
        }
    }
}

#[test]
fn hostile_text_is_drawn_harmless_and_long_text_is_quick() {
    let hostile = "\u{1b}]0;x\u{7}\u{202e}gnp\u{200d}👨\u{200d}👩\u{200d}👧e\u{301}\u{301}\u{301}\u{fe0f}Ａ中\u{0}";
    let long = format!("{}{}", hostile, "长e\u{301}".repeat(5_000));
    for text in [hostile, &long] {
        let name = || Some(Value::Text(text.into()));
        let cells: [Option<Value>; 3] = [name(), None, None];
        let editors = [
            editor(form(Shape::Value(field(ValueType::Text))), Some(&FactValue::Value(Value::Text(text.into())))),
            editor(of_fact("violations"), Some(&rows(&[&cells], Completeness::AtLeast))),
            {
                let mut open = editor(of_fact("violations"), Some(&rows(&[&cells], Completeness::AtLeast)));
                press(&mut open, "<Home><Enter>");
                open
            },
            {
                let mut pasted = value(ValueType::Path);
                paste(&mut pasted, text);
                pasted
            },
            {
                let mut pasted = value(ValueType::Region);
                paste(&mut pasted, text);
                press(&mut pasted, "<Enter>");
                pasted
            },
        ];
        for mut editor in editors {
            for (width, height) in [(1, 1), (7, 3), (30, 8), (60, 30)] {
                draw_within(&mut editor, Lang::Zh, width, height);
            }
            let (shown, _) = screen(&mut editor, Lang::Zh, (60, 12));
            assert!(!shown.contains(['\u{1b}', '\u{7}', '\u{202e}', '\u{200d}']), "{shown}");
            press(&mut editor, "<Left><Home><Right><End><Backspace>x");
        }
    }
    // A text of ten thousand characters is typed and drawn without delay.
    let begun = std::time::Instant::now();
    let mut text = value(ValueType::Text);
    paste(&mut text, &"中".repeat(10_000));
    for _ in 0..50 {
        press(&mut text, "a<Left>");
        screen(&mut text, Lang::Zh, (60, 12));
    }
    assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
}

#[test]
fn clicks_choose_and_choose_again_takes() {
    let mut kinds = value(choice());
    screen(&mut kinds, Lang::Zh, (30, 8));
    let click = |editor: &mut Editor, column, row| editor.input(&Input::Click { column, row });
    assert_eq!(click(&mut kinds, 4, 2), Outcome::Stay);
    assert_eq!(click(&mut kinds, 4, 2), done(Value::Enum(2)));
    assert_eq!(click(&mut kinds, 4, 3), Outcome::Stay);
    assert_eq!(click(&mut kinds, 4, 3), Outcome::Done(Answer::Unknown));
    let mut date = value(ValueType::Date);
    press(&mut date, "11-20");
    let (text, _) = screen(&mut date, Lang::Zh, (40, 16));
    let row = text.lines().position(|line| line.contains("[20]")).unwrap() as u16;
    assert_eq!(click(&mut date, 14, row - 1), Outcome::Stay);
    assert_eq!(press(&mut date, "<Enter>"), done(Value::Date(day("2026-11-13"))));
}

fn keys() -> impl Strategy<Value = Input> {
    let code = prop_oneof![
        Just(KeyCode::Enter),
        Just(KeyCode::Esc),
        Just(KeyCode::Up),
        Just(KeyCode::Down),
        Just(KeyCode::Left),
        Just(KeyCode::Right),
        Just(KeyCode::PageUp),
        Just(KeyCode::PageDown),
        Just(KeyCode::Home),
        Just(KeyCode::End),
        Just(KeyCode::Tab),
        Just(KeyCode::BackTab),
        Just(KeyCode::Backspace),
        Just(KeyCode::Delete),
        Just(KeyCode::F(2)),
        any::<char>().prop_map(KeyCode::Char),
        "[0-9a-z万中.: -]".prop_map(|text: String| KeyCode::Char(text.chars().next().unwrap())),
    ];
    prop_oneof![
        12 => code.prop_map(|code| Input::Key(KeyEvent::new(code, KeyModifiers::NONE))),
        1 => "[a-z]".prop_map(|text: String| Input::Key(KeyEvent::new(KeyCode::Char(text.chars().next().unwrap()), KeyModifiers::CONTROL))),
        1 => "\\PC{0,12}(\n[0-9]{1,3}){0,3}".prop_map(Input::Paste),
        1 => (0u16..50, 0u16..20).prop_map(|(column, row)| Input::Click { column, row }),
        1 => (-5i16..5).prop_map(Input::Scroll),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 60, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_keys_break_an_editor(inputs in prop::collection::vec(keys(), 1..60), state in 0usize..18) {
        let (_, mut editor) = states().swap_remove(state);
        for (at, input) in inputs.iter().enumerate() {
            editor.input(input);
            let _ = (editor.is_typing(), editor.hints());
            draw_within(&mut editor, Lang::Zh, 1 + (at * 7 % 45) as u16, 1 + (at * 5 % 18) as u16);
        }
    }
}

//! The wizard's screens: every view in both languages and three sizes, any size at all, hostile text, keys without a terminal.
#![cfg(feature = "wizard")]
#![allow(clippy::unwrap_used, reason = "a test may")]

#[path = "tui/stage.rs"]
mod stage;

use crossterm::event::{Event, MouseButton, MouseEvent, MouseEventKind};
use kaibo::engine::check::Status;
use kaibo::value::localized::Lang;
use kaibo::wizard::tui::app::{App, Flow};
use kaibo::wizard::tui::keys::Tab;
use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use unicode_width::UnicodeWidthStr;

use stage::{NEW, applicants, contradicted, frame, press, settled, shop, wizard};

/// Every view, and how one gets there.
fn views(lang: Lang) -> Vec<(&'static str, App)> {
    let name = |view: &str| format!("{view}-{}.toml", if lang == Lang::Zh { "zh" } else { "en" });
    let at = |view: &'static str, text: &str, keys: &str| {
        let mut app = wizard(&name(view), text, lang);
        press(&mut app, keys);
        (view, app)
    };
    let mut views = vec![
        at("question", NEW, ""),
        at("question_choice", NEW, "<Enter>"),
        at("question_rows", NEW, "<Enter><Down><Enter>"),
        at("question_daily", &shop(), ""),
        at("finished", &settled(), ""),
        at("checklist", &settled(), "2<Down><Down><Down><Down><Down>"),
        at("plan", &settled(), "p"),
        at("steps", &settled(), "s<Down>"),
        at("what_if", &settled(), "w<Down>"),
        at("what_if_tried", &settled(), "w<Down><Enter><Up><Enter>"),
        at("export", &settled(), "e<Down>"),
        at("help", &settled(), "2?"),
    ];
    let differing = |view: &'static str, keys: &str| {
        let mut app = contradicted(&name(view), lang);
        press(&mut app, keys);
        (view, app)
    };
    views.extend([
        differing("overruled", "2<Down><Down><Tab>"),
        differing("insist", "2<Down><Down>i<Enter>"),
        differing("override-set", "2<Down><Down>i执照换过了<Enter><Tab>"),
        at("estimate", &settled(), "pd"),
        at("estimate_refused", &settled(), "p<Tab><Down><Down><Down><Down>d5..3 天<Enter>"),
        at("plan_estimated", &settled(), "p<Tab><Down><Down><Down><Down>d5天<Enter>300<Enter><Tab>"),
    ]);
    let broken = "program = \"wechat-live\"\napplicant = \"wx9\"\n[facts]\nentity_type = \"shop\"\n";
    let files = [("a.toml", NEW.to_owned()), ("b.toml", settled()), ("c.toml", broken.to_owned())];
    let files: Vec<(&str, &str)> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
    views.push(("home", applicants(&files, lang)));
    let mut new = applicants(&files, lang);
    press(&mut new, "a<Enter>wx77");
    views.push(("new", new));
    views
}

#[test]
fn every_view_in_both_languages_and_three_sizes() {
    for (lang, code) in [(Lang::Zh, "zh"), (Lang::En, "en")] {
        for (view, mut app) in views(lang) {
            let frames = [(60, 20), (80, 24), (140, 40)].map(|(columns, rows)| frame(&mut app, columns, rows));
            insta::assert_snapshot!(format!("{view}_{code}"), frames.join("\n"));
        }
    }
}

#[test]
fn no_size_draws_outside_or_breaks_a_character() {
    let mut drawn = 0;
    for (view, mut app) in views(Lang::Zh) {
        let small = if view == "checklist" { [1, 2, 3, 20, 59].as_slice() } else { &[] };
        for columns in small.iter().copied().chain([60, 61, 76, 80, 99, 200]) {
            for rows in if columns < 60 { [1, 2, 3, 19].as_slice() } else { &[1, 19, 20, 21, 29, 60] } {
                let rows = *rows;
                let area = Rect { x: 3, y: 2, width: columns, height: rows };
                let mut buffer = Buffer::filled(Rect { x: 0, y: 0, width: columns + 6, height: rows + 4 }, Cell::new("@"));
                app_draw(&mut app, area, &mut buffer);
                for y in 0..rows + 4 {
                    let inside = (2..rows + 2).contains(&y);
                    for x in (0..columns + 6).filter(|x| !inside || *x < 3 || *x >= columns + 3) {
                        assert_eq!(buffer[(x, y)].symbol(), "@", "{view} at {columns}x{rows} drew at {x},{y}");
                    }
                    // A wide character has the cell after it to itself.
                    for x in 3..columns + 2 {
                        if inside && buffer[(x, y)].symbol().width() == 2 {
                            assert_eq!(buffer[(x + 1, y)].symbol(), " ", "{view} at {columns}x{rows}: {x},{y}");
                        }
                    }
                }
                drawn += 1;
            }
        }
    }
    assert!(drawn > 400);
}

/// The area is emptied first, as the terminal's own frame is.
fn app_draw(app: &mut App, area: Rect, buffer: &mut Buffer) {
    for position in area.positions() {
        buffer[position].reset();
    }
    let cursor = app.draw(area, buffer);
    assert!(cursor.is_none_or(|cursor| area.contains(cursor)), "the cursor is outside: {cursor:?}");
}

#[test]
fn hostile_text_is_shown_and_harmless() {
    let long = "长".repeat(5_000) + &"x".repeat(5_000);
    let text = format!(
        "program = \"wechat-live\"\napplicant = \"wx\\u001b[2J\\u0007{long}\"\nname = \"a\\u202eb\\u200dc\\u001b]0;title\\u0007\"\n[facts]\nentity_region = \"CN\"\n\
         entity_type = \"enterprise\"\ncategories = [{{ path = \"\\u001b[31m商家自营 > \\u202e{long}\", status = \"approved\" }}]\n\
         [provenance.categories]\nsource = \"manual\"\nby = \"\\u001b[5m\\u2066\"\nnote = \"{long}\"\nobserved_at = 2026-11-22T10:00:00+08:00\n"
    );
    for keys in ["", "2", "2<Down><Down><Down>", "2<Down><Down><Down><Enter>", "p", "s", "w", "e", "?"] {
        let mut app = wizard("hostile.toml", &text, Lang::Zh);
        press(&mut app, keys);
        for (columns, rows) in [(60, 20), (80, 24), (140, 40)] {
            let drawn = frame(&mut app, columns, rows);
            for c in drawn.chars().filter(|c| *c != '\n') {
                assert!(
                    !c.is_control() && !('\u{200b}'..='\u{200f}').contains(&c) && !('\u{202a}'..='\u{2069}').contains(&c),
                    "{keys}: {c:?}"
                );
            }
        }
    }
}

#[test]
fn answers_come_one_after_the_other_and_are_saved_at_once() {
    let mut app = wizard("answers.toml", NEW, Lang::En);
    let asked = |app: &App| app.state.editing.as_ref().map(|editing| editing.fact);
    let first = asked(&app);
    press(&mut app, "china<Enter>");
    assert!(std::fs::read_to_string("answers.toml").unwrap().contains("entity_region = \"CN\""));
    assert_ne!(asked(&app), first);
    // Back to what was answered, which is not lost by looking at it.
    press(&mut app, "b");
    assert_eq!(asked(&app), first);
    press(&mut app, "<Esc>");
    assert!(std::fs::read_to_string("answers.toml").unwrap().contains("entity_region = \"CN\""));
    // Undone, it is asked for again; done again, it isn't.
    press(&mut app, "<Esc>u");
    assert!(!std::fs::read_to_string("answers.toml").unwrap().contains("entity_region"));
    press(&mut app, "<C-r>");
    assert!(std::fs::read_to_string("answers.toml").unwrap().contains("entity_region = \"CN\""));
}

#[test]
fn i_do_not_know_is_an_answer() {
    let mut app = wizard("unknown.toml", NEW, Lang::En);
    let first = app.state.editing.as_ref().unwrap().fact;
    press(&mut app, "<F2>");
    assert_ne!(app.state.editing.as_ref().unwrap().fact, first);
    let session = app.session.as_ref().unwrap();
    assert_eq!(session.see().set_aside, [first]);
}

#[test]
fn what_is_tried_is_never_saved() {
    let mut app = wizard("tried.toml", &settled(), Lang::En);
    let before = std::fs::read_to_string("tried.toml").unwrap();
    let verdict = |app: &App| app.session.as_ref().unwrap().snapshot_assumed().map(|seen| seen.checklist.verdict.outcome.status);
    press(&mut app, "w<Down><Enter>");
    assert!(app.state.editing.is_some());
    press(&mut app, "1");
    assert_eq!(verdict(&app), Some(Status::Unmet));
    assert!(frame(&mut app, 100, 30).contains("not saved"));
    press(&mut app, "<Esc>");
    assert_eq!((verdict(&app), app.state.tab), (None, Tab::Checklist));
    assert_eq!(std::fs::read_to_string("tried.toml").unwrap(), before);
}

#[test]
fn another_way_and_another_aim_redraw_the_plan() {
    let mut app = wizard("ways.toml", &settled(), Lang::En);
    press(&mut app, "p<Tab>");
    let soonest = frame(&mut app, 100, 30);
    press(&mut app, "v");
    let cheapest = frame(&mut app, 100, 30);
    assert_ne!(soonest, cheapest);
    press(&mut app, "vv<End><Enter>");
    assert!(app.session.as_ref().unwrap().chosen().is_some());
    assert!(frame(&mut app, 100, 30).contains("best plan (automatic)"));
}

#[test]
fn whoever_knows_better_insists_and_may_give_in() {
    let mut app = contradicted("insists.toml", Lang::En);
    let file = || std::fs::read_to_string("insists.toml").unwrap();
    let message = |app: &App| app.state.message.as_ref().map(|(_, text)| text.clone()).unwrap_or_default();
    let before = file();
    // Where nothing differs there is nothing to insist on, and where there is no answer neither.
    for keys in ["2Gi", "pi", "si", "wi", "2g<Down><Down><Down>i"] {
        press(&mut app, keys);
        assert!(
            app.state.overlay.is_none() && message(&app).contains("Nothing to override: your answers here match the collected data"),
            "{keys}: {}",
            message(&app)
        );
        press(&mut app, "<Esc><Esc>");
    }
    press(&mut app, "2g<Down><Down>");
    assert!(frame(&mut app, 140, 40).contains("Your answer (Company) is not used"), "{}", frame(&mut app, 140, 40));
    // Without a reason it stays open, and Esc leaves everything as it was.
    press(&mut app, "i<Enter>");
    assert!(app.state.overlay.is_some() && frame(&mut app, 80, 24).contains("Please enter a reason; it appears in the report"));
    press(&mut app, "no<Esc>");
    assert!(app.state.overlay.is_none() && file() == before);
    press(&mut app, "i");
    app.take(Event::Paste("the licence\nchanged".into()));
    press(&mut app, "<Enter>");
    assert!(file().contains("override = true") && file().contains("note = \"the licence changed\""), "{}", file());
    assert!(frame(&mut app, 140, 40).contains("trader): the licence changed"), "{}", frame(&mut app, 140, 40));
    press(&mut app, "u");
    assert_eq!(file(), before);
    press(&mut app, "<C-r>i");
    assert!(
        !file().contains("override") && message(&app).contains("the collected data is used again; your answer stays in the file"),
        "{}",
        file()
    );
}

#[test]
fn an_answer_that_does_not_count_is_insisted_on_while_the_next_question_is_open() {
    let mut app = contradicted("at-once.toml", Lang::En);
    let kind = app.session.as_ref().unwrap().rulebook().program.fact("entity_type").unwrap();
    press(&mut app, "2g<Down><Down><Enter>1");
    assert!(app.state.message.as_ref().unwrap().1.contains("F4"), "{:?}", app.state.message);
    press(&mut app, "1<F4>it is mine<Enter>");
    assert!(app.session.as_ref().unwrap().is_overridden(kind));
    // Whoever comes back to the question sees it, and may give in there.
    press(&mut app, "2g<Down><Down><Enter>");
    assert!(frame(&mut app, 140, 40).contains("it is mine"), "{}", frame(&mut app, 140, 40));
    press(&mut app, "<F4>");
    assert!(!app.session.as_ref().unwrap().is_overridden(kind) && frame(&mut app, 140, 40).contains("is not used"));
}

#[test]
fn a_collected_row_that_is_deleted_comes_back_and_it_is_said() {
    let mut app = contradicted("back.toml", Lang::En);
    let violations = app.session.as_ref().unwrap().rulebook().program.fact("violations").unwrap();
    press(&mut app, "2g<Down><Down><Down><Down><Enter>");
    assert_eq!(app.state.editing.as_ref().unwrap().fact, violations);
    press(&mut app, "<Up><Del>");
    let drawn = frame(&mut app, 80, 24);
    assert!(drawn.contains("An entry reported by wechat:getillegalrecords") && drawn.contains("4_1"), "{drawn}");
    let counts = |app: &App| app.session.as_ref().unwrap().see().facts.facts[violations].periods.clone();
    let before = counts(&app);
    press(&mut app, "<Up><Del>");
    assert!(app.state.message.is_some() && counts(&app) == before);
    // A reason, and the list is the person's own: none at all.
    press(&mut app, "i");
    app.take(Event::Paste("another shop's".into()));
    press(&mut app, "<Enter><Down><Enter>");
    assert!(counts(&app) != before);
    let file = std::fs::read_to_string("back.toml").unwrap();
    assert!(file.contains("\nviolations = []\n") && file.contains("another shop's"), "{file}");
}

#[test]
fn advice_on_the_rest_is_shown_and_hidden_where_access_is_impossible() {
    let mut app = wizard("anyway.toml", &settled().replace("enterprise", "individual"), Lang::En);
    press(&mut app, "p");
    let drawn = frame(&mut app, 140, 40);
    assert!(drawn.contains("press y") && !drawn.contains("Ask customers"), "{drawn}");
    press(&mut app, "y");
    let drawn = frame(&mut app, 140, 40);
    assert!(!drawn.contains("press y") && drawn.contains("Ask customers"), "{drawn}");
    press(&mut app, "y");
    assert!(frame(&mut app, 140, 40).contains("press y"));
}

#[test]
fn own_estimates_are_typed_refused_saved_and_cleared() {
    let mut app = wizard("estimates.toml", &settled(), Lang::En);
    let file = || std::fs::read_to_string("estimates.toml").unwrap();
    let worst = |app: &App| app.session.as_ref().unwrap().see().plan.eligible.worst;
    let (before, late) = (file(), worst(&app));
    // From the text of the plan to the list; there on the line that is chosen.
    press(&mut app, "pd");
    assert!(app.state.overlay.is_none() && app.state.message.is_some());
    press(&mut app, "d");
    assert!(frame(&mut app, 80, 24).contains("if empty: 3 to 30 days"));
    press(&mut app, "soon<Enter>");
    assert!(frame(&mut app, 80, 24).contains("\"soon\" is not a duration") && file() == before);
    press(&mut app, "<C-u>5 days<Enter>dear<Enter>");
    assert!(frame(&mut app, 80, 24).contains("\"dear\" is not an amount") && file() == before);
    press(&mut app, "<C-u>300<Enter>");
    assert!(file().contains("followers = { takes = \"5 days\", cost = \"300.00 CNY\" }"), "{}", file());
    assert!(worst(&app) < late && frame(&mut app, 80, 24).contains("yours: 5 days"));
    press(&mut app, "u");
    assert!(worst(&app) == late && file() == before);
    press(&mut app, "<C-r>d<C-u><Enter><C-u><Enter>");
    assert!(worst(&app) == late && !file().contains("followers = {"), "{}", file());
    // A requirement of the checklist has the same key; one without a remedy says so.
    press(&mut app, "2gd");
    assert!(app.state.overlay.is_none() && app.state.message.as_ref().unwrap().1.contains("Nothing to estimate"));
    press(&mut app, "/More than 100 f<Enter>gn");
    press(&mut app, "d");
    assert!(app.state.overlay.is_some());
    // Help does not throw away what is typed.
    press(&mut app, "7<Esc>");
    assert!(!file().contains("followers = {"));
}

#[test]
fn a_report_is_written_whole_and_never_over_another_without_asking() {
    let mut app = wizard("report.toml", &settled(), Lang::En);
    press(&mut app, "e<Down><Enter>");
    let report = std::fs::read_to_string("report.plan.txt").unwrap();
    assert!(report.contains("ll requirements"), "{report}");
    std::fs::write("report.plan.txt", "mine").unwrap();
    press(&mut app, "e<Down><Enter>");
    assert_eq!(std::fs::read_to_string("report.plan.txt").unwrap(), "mine");
    press(&mut app, "y");
    assert_eq!(std::fs::read_to_string("report.plan.txt").unwrap(), report);
    // A folder that isn't there is said, and the dialog stays.
    press(&mut app, "e<C-u>/nowhere/at/all<Enter>");
    assert!(app.state.overlay.is_some() && app.state.message.is_some());
}

#[test]
fn pasted_text_is_text_even_if_it_looks_like_keys() {
    let mut app = wizard("pasted.toml", NEW, Lang::En);
    assert_eq!(app.take(Event::Paste("q\u{3}中国\n".into())), Flow::Go);
    assert!(app.state.editing.is_some() && app.state.overlay.is_none());
    press(&mut app, "<Esc>/");
    app.take(Event::Paste("pay\nment".into()));
    assert_eq!(app.state.find.query.value(), "pay ment");
}

#[test]
fn a_new_applicant_is_made_and_answered() {
    let mut app = applicants(&[], Lang::Zh);
    std::fs::remove_file("many-zh/wx-new.toml").ok();
    press(&mut app, "a<Enter>wx-new<Enter>新店<Enter><Enter>");
    let text = std::fs::read_to_string("many-zh/wx-new.toml").unwrap();
    assert!(text.contains("applicant = \"wx-new\"") && text.contains("新店"), "{text}");
    assert!(app.home.is_none() && app.state.editing.is_some());
    std::fs::remove_file("many-zh/wx-new.toml").unwrap();
}

#[test]
fn the_mouse_chooses_views_and_lines() {
    let mut app = wizard("mouse.toml", &settled(), Lang::En);
    frame(&mut app, 100, 30);
    let (_, place) = app.state.places.tabs[1];
    let click = |app: &mut App, column, row| {
        app.take(Event::Mouse(MouseEvent {
            kind: MouseEventKind::Down(MouseButton::Left),
            column,
            row,
            modifiers: crossterm::event::KeyModifiers::NONE,
        }))
    };
    click(&mut app, place.x + 1, place.y);
    assert_eq!(app.state.tab, Tab::Checklist);
    frame(&mut app, 100, 30);
    let list = app.state.places.left;
    click(&mut app, list.x + 2, list.y + 3);
    assert_eq!(app.state.checklist.chosen, 3);
}

#[test]
fn keys_end_the_wizard_only_where_they_are_meant_to() {
    let mut app = wizard("keys.toml", NEW, Lang::En);
    // While something is typed, letters are text.
    assert_eq!(press(&mut app, "q"), Flow::Go);
    assert_eq!(press(&mut app, "<Esc>q"), Flow::Leave);
    assert_eq!(press(&mut app, "<C-c>"), Flow::Stop);
    assert_eq!(press(&mut app, "<C-z>"), Flow::Suspend);
    assert_eq!(press(&mut app, "m"), Flow::Mouse(false));
    let drawn = frame(&mut app, 80, 24);
    press(&mut app, "L");
    assert_ne!(frame(&mut app, 80, 24), drawn);
}

/// What a report says of the facts, the verdict, the plan and the steps: all but who said so and when.
fn told(app: &App) -> serde_json::Value {
    let session = app.session.as_ref().unwrap();
    let json = session.export(kaibo::wizard::session::Export::ReportJson, &app.theme.messages, 80, false).unwrap();
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let values = report["facts"].as_object().unwrap().iter().map(|(id, fact)| (id.clone(), fact["value"].clone()));
    let values: serde_json::Map<String, serde_json::Value> = values.collect();
    serde_json::json!([values, report["verdict"], report["requirements"], report["plan"], report["steps"]])
}

#[test]
fn the_same_answers_typed_or_in_a_file_come_to_the_same() {
    let mut typed = wizard("typed.toml", NEW, Lang::Zh);
    // Region, kind of owner, a category with its review, a payment.
    press(&mut typed, "中国<Enter>2afuzhuang<Enter>1");
    let category = typed.state.editing.as_ref().unwrap().fact;
    for _ in 0..3 {
        if typed.state.editing.as_ref().unwrap().fact == category {
            press(&mut typed, "<Esc>");
        }
    }
    press(&mut typed, "a11-20<Enter><Esc>");
    let mut facts = "entity_region = \"CN\"\nentity_type = \"enterprise\"\n".to_owned();
    facts.push_str("categories = { partial = true, rows = [{ path = \"商家自营 > 服装/鞋/箱包\", status = \"approved\" }] }\npayments = { partial = true, rows = [2026-11-20] }\n");
    let filed = wizard("filed.toml", &format!("{NEW}{facts}"), Lang::Zh);
    let (typed, filed) = (told(&typed), told(&filed));
    assert!(typed == filed, "{}", std::fs::read_to_string("typed.toml").unwrap());
}

//! The wizard without a terminal: a session in a folder of its own, keys pressed, frames drawn into memory.

use std::path::PathBuf;
use std::sync::OnceLock;

use chrono::{DateTime, Utc};
use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::value::localized::Lang;
use kaibo::wizard::session::{Options, Session};
use kaibo::wizard::tui::app::{App, Flow, Start};
use kaibo::wizard::tui::theme::{ColorScheme, Theme};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use unicode_width::UnicodeWidthStr;

/// The folder in which all of a test's files are; names are short, so that what is drawn doesn't depend on the machine.
fn folder() -> &'static PathBuf {
    static FOLDER: OnceLock<PathBuf> = OnceLock::new();
    FOLDER.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap().keep();
        std::env::set_current_dir(&folder).unwrap();
        folder
    })
}

pub(crate) fn now() -> DateTime<Utc> {
    "2026-11-22T02:00:00Z".parse().unwrap()
}

pub(crate) fn options() -> Options {
    Options { as_of: Some("2026-11-22".into()), now, ..Options::new(Library::open(None).unwrap()) }
}

/// An applicant of whom nothing is known but that it has no access yet.
pub(crate) const NEW: &str =
    "program   = \"wechat-live\"\napplicant = \"wx1234567890abcdef\"\nname      = \"某某服饰\"\n\n[facts]\nlive_open = false\n";

/// The one of the README, with provenance.
pub(crate) fn shop() -> String {
    let facts = include_str!("../shop.toml").replace("daily_active_users = []\n", "live_open          = false\n");
    format!("{facts}\n[provenance.payments]\nsource = \"manual\"\nobserved_at = 2026-11-22T10:00:00+08:00\n")
}

/// The same, all answered.
pub(crate) fn settled() -> String {
    let days = (15..=21).map(|day| format!("{{ date = 2026-11-{day}, users = 90 }}")).collect::<Vec<_>>().join(", ");
    shop().replace("[provenance.", &format!("daily_active_users = [{days}]\n\n[provenance."))
}

/// Another kind of owner, and a violation, as a platform might report them.
const COLLECTED: &str = "[facts]\nentity_type = \"sole_trader\"\nviolations = [{ id = \"4_1\", date = 2026-10-01, severity = \"minor\" }]\n\
    [provenance.entity_type]\nsource = \"wechat:getaccountbasicinfo\"\nobserved_at = 2026-11-21T09:00:00+08:00\n\
    [provenance.violations]\nsource = \"wechat:getillegalrecords\"\n";

/// A wizard on the shop, of which something else was collected.
pub(crate) fn contradicted(name: &str, lang: Lang) -> App {
    std::fs::write(folder().join(name.replace(".toml", ".collected.toml")), COLLECTED).unwrap();
    wizard(name, &settled(), lang)
}

/// A wizard on a facts file of that name and text.
pub(crate) fn wizard(name: &str, text: &str, lang: Lang) -> App {
    let folder = folder();
    std::fs::write(folder.join(name), text).unwrap();
    let session =
        Session::open(name.as_ref(), &options()).unwrap_or_else(|error| panic!("{}", error.render(&Messages::for_lang(Lang::En), 80)));
    start(Some(session), lang)
}

/// A wizard that begins with the applicants of a folder.
pub(crate) fn applicants(files: &[(&str, &str)], lang: Lang) -> App {
    let name = if lang == Lang::Zh { "many-zh" } else { "many-en" };
    let many = folder().join(name);
    std::fs::create_dir_all(&many).unwrap();
    for (name, text) in files {
        std::fs::write(many.join(name), text).unwrap();
    }
    let mut app = start(None, lang);
    app.take(Event::FocusGained);
    app
}

fn start(session: Option<Session>, lang: Lang) -> App {
    let folder = PathBuf::from(match (session.is_some(), lang) {
        (true, _) => ".",
        (false, Lang::Zh) => "many-zh",
        (false, Lang::En) => "many-en",
    });
    let look = Theme { messages: Messages::for_lang(lang), scheme: ColorScheme::Dark, ascii: false };
    App::new(Start {
        session,
        options: options(),
        theme: look,
        mouse: true,
        settings: None,
        folder,
        create: None,
        config: None,
        message: None,
    })
}

/// Presses keys: names in angle brackets, everything else letter by letter.
pub(crate) fn press(app: &mut App, keys: &str) -> Flow {
    let mut flow = Flow::Go;
    let mut rest = keys;
    while let Some(c) = rest.chars().next() {
        let (code, modifiers, taken) = match rest.strip_prefix('<').and_then(|named| named.split_once('>')) {
            Some((name, _)) => {
                let (code, modifiers) = named(name);
                (code, modifiers, name.len() + 2)
            }
            None => (KeyCode::Char(c), KeyModifiers::NONE, c.len_utf8()),
        };
        flow = app.take(Event::Key(KeyEvent::new(code, modifiers)));
        rest = &rest[taken..];
    }
    flow
}

fn named(name: &str) -> (KeyCode, KeyModifiers) {
    let code = match name {
        "Enter" => KeyCode::Enter,
        "Esc" => KeyCode::Esc,
        "Tab" => KeyCode::Tab,
        "Up" => KeyCode::Up,
        "Down" => KeyCode::Down,
        "Left" => KeyCode::Left,
        "Right" => KeyCode::Right,
        "End" => KeyCode::End,
        "F2" => KeyCode::F(2),
        "F4" => KeyCode::F(4),
        "Del" => KeyCode::Delete,
        "Backspace" => KeyCode::Backspace,
        other => {
            let c = other.strip_prefix("C-").unwrap_or_else(|| panic!("no key is called {other}")).chars().next().unwrap();
            return (KeyCode::Char(c), KeyModifiers::CONTROL);
        }
    };
    (code, KeyModifiers::NONE)
}

/// A frame of that size, as text.
pub(crate) fn frame(app: &mut App, columns: u16, rows: u16) -> String {
    let mut terminal = Terminal::new(TestBackend::new(columns, rows)).unwrap();
    let drawn = terminal.draw(|frame| {
        let area = frame.area();
        if let Some(cursor) = app.draw(area, frame.buffer_mut()) {
            frame.set_cursor_position(cursor);
        }
    });
    drawn.unwrap();
    let buffer = terminal.backend().buffer();
    let mut text = format!("[{columns}x{rows}]\n");
    for y in 0..rows {
        let mut line = String::new();
        let mut x = 0;
        while x < columns {
            let symbol = buffer[(x, y)].symbol();
            line.push_str(symbol);
            x += UnicodeWidthStr::width(symbol).max(1) as u16;
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}

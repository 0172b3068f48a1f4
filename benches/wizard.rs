//! The full-screen wizard: from a key to a finished frame, from the start to the first frame, processor time while idle, memory.
//!
//! `cargo bench --bench wizard`. Prints medians and the worst of a hundred; the last three through a pseudo-terminal, on Linux.
#![allow(clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark")]

use std::io::Read as _;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use crossterm::event::{Event, KeyCode, KeyEvent, KeyModifiers};
use kaibo::i18n::Messages;
use kaibo::io::library::Library;
use kaibo::value::localized::Lang;
use kaibo::wizard::session::{Options, Session};
use kaibo::wizard::tui::app::{App, Start};
use kaibo::wizard::tui::theme::{ColorScheme, Theme};
use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use ratatui::Terminal;
use ratatui::backend::TestBackend;

const ROUNDS: usize = 200;
const SIZE: (u16, u16) = (140, 40);

fn main() {
    let folder = tempfile::tempdir().unwrap();
    let facts = folder.path().join("shop.toml");
    std::fs::copy(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/shop.toml"), &facts).unwrap();
    frames(&facts);
    through_a_terminal(folder.path());
}

fn tell(what: &str, mut times: Vec<Duration>) {
    times.sort();
    println!("{what}: median {:?}, 99 of 100 within {:?}", times[times.len() / 2], times[times.len() * 99 / 100]);
}

/// A key, what it does, and the whole frame drawn into memory.
fn frames(facts: &Path) {
    let options = Options { as_of: Some("2026-11-22".into()), ..Options::new(Library::open(None).unwrap()) };
    let session = Session::open(facts, &options).unwrap();
    let look = Theme { messages: Messages::for_lang(Lang::Zh), scheme: ColorScheme::Dark, ascii: false };
    let folder = facts.parent().unwrap().to_owned();
    let start = Start {
        session: Some(session),
        options,
        theme: look,
        mouse: true,
        settings: None,
        folder,
        create: None,
        config: None,
        message: None,
    };
    let mut app = App::new(start);
    let mut terminal = Terminal::new(TestBackend::new(SIZE.0, SIZE.1)).unwrap();
    let mut press = |app: &mut App, code: KeyCode| {
        let begin = Instant::now();
        app.take(Event::Key(KeyEvent::new(code, KeyModifiers::NONE)));
        let drawn = terminal.draw(|frame| {
            let area = frame.area();
            app.draw(area, frame.buffer_mut());
        });
        drawn.unwrap();
        begin.elapsed()
    };
    let typed = (0..ROUNDS).map(|at| press(&mut app, if at % 2 == 0 { KeyCode::Char('1') } else { KeyCode::Backspace })).collect();
    tell("a letter typed into a field", typed);
    press(&mut app, KeyCode::Esc);
    for (view, key) in [("checklist", '2'), ("plan", 'p'), ("steps", 's'), ("what if", 'w')] {
        press(&mut app, KeyCode::Char(key));
        let moved = (0..ROUNDS).map(|at| press(&mut app, if at % 10 < 5 { KeyCode::Down } else { KeyCode::Up })).collect();
        tell(&format!("a line further, {view}"), moved);
    }
}

/// The command itself: until its first frame, and what it takes while nobody touches it.
fn through_a_terminal(folder: &Path) {
    let mut begun = Vec::new();
    for round in 0..20 {
        let pair = native_pty_system().openpty(PtySize { rows: SIZE.1, cols: SIZE.0, pixel_width: 0, pixel_height: 0 }).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kaibo"));
        command.args(["wizard", "shop.toml", "--lang", "zh", "--as-of", "2026-11-22"]);
        command.cwd(folder);
        command.env("HOME", folder);
        command.env("XDG_STATE_HOME", folder);
        command.env("TERM", "xterm-256color");
        let begin = Instant::now();
        let mut child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen: Arc<Mutex<Option<Duration>>> = Arc::default();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let into = Arc::clone(&seen);
        std::thread::spawn(move || {
            let (mut all, mut buffer) = (Vec::new(), [0; 1 << 14]);
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                all.extend_from_slice(&buffer[..read]);
                // The last line of the frame.
                if String::from_utf8_lossy(&all).contains("Esc") {
                    into.lock().unwrap().get_or_insert_with(|| begin.elapsed());
                }
            }
        });
        while seen.lock().unwrap().is_none() {
            assert!(begin.elapsed() < Duration::from_secs(10), "no frame came");
            std::thread::sleep(Duration::from_micros(200));
        }
        begun.extend(*seen.lock().unwrap());
        if round == 0 {
            idle(child.process_id().unwrap());
        }
        child.kill().unwrap();
        child.wait().unwrap();
    }
    tell("start to first frame", begun);
}

fn idle(pid: u32) {
    let status = |name: &str| {
        let text = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
        Some(text.lines().find(|line| line.starts_with(name))?.split_whitespace().nth(1)?.to_owned())
    };
    // In hundredths of a second: user and system.
    let used = || {
        let text = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
        let fields: Vec<&str> = text.rsplit(')').next()?.split_whitespace().collect();
        Some(fields[11].parse::<u64>().ok()? + fields[12].parse::<u64>().ok()?)
    };
    std::thread::sleep(Duration::from_millis(300));
    let (Some(before), Some(switches)) = (used(), status("voluntary_ctxt_switches")) else {
        println!("idle: not measured here");
        return;
    };
    std::thread::sleep(Duration::from_secs(5));
    println!(
        "idle for 5 s: {} ms of processor time, woken {} times; peak memory {} KiB",
        (used().unwrap_or(before) - before) * 10,
        status("voluntary_ctxt_switches")
            .and_then(|now| Some(now.parse::<u64>().ok()? - switches.parse::<u64>().ok()?))
            .unwrap_or_default(),
        status("VmHWM").unwrap_or_default()
    );
}

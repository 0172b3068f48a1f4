//! The loop: one channel in, one frame out. It sleeps until something happens; idle, it takes no processor time.
//!
//! In: keys from a thread that waits for them, signals, what works in the background. Out: frames; how it ended.

use crate::wizard::tui::event::Event;
use std::io;
use std::panic::{self, AssertUnwindSafe};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use crossterm::event::{self, Event as Terminal, KeyEventKind};

use crate::wizard::tui::app::{App, Flow, Start};
use crate::wizard::tui::terminal::{Screen, exit_message, install_panic_hook, is_terminal};

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The user left.
    Left,
    /// By Ctrl-C or a signal.
    Interrupted,
}

/// Why it could not go on.
#[derive(Debug, thiserror::Error)]
pub enum TuiError {
    /// There is no terminal to draw on, or to read from.
    #[error("no terminal")]
    NoTerminal,
    /// The terminal does not work.
    #[error(transparent)]
    Terminal(#[from] io::Error),
    /// A fault of kaibo's own.
    #[error("{0}")]
    Fault(String),
}

/// Runs the wizard until it is left. However it ends, it is tried once more to save everything; what is in no file then is
/// handed back in words.
///
/// # Errors
/// There is no terminal, it fails, or a thread panicked.
pub fn run(start: Start) -> (Result<End, TuiError>, Option<String>) {
    if !is_terminal() {
        return (Err(TuiError::NoTerminal), None);
    }
    let mut app = App::new(start);
    let ended = caught(|| on_screen(&mut app)).and_then(|ended| ended);
    // What was answered is in the session, whatever broke what shows it.
    match caught(|| app.finish()) {
        Ok(lost) => (ended, lost),
        Err(fault) => (Err(fault), None),
    }
}

/// Lets `work` panic, and says why it did.
fn caught<T>(work: impl FnOnce() -> T) -> Result<T, TuiError> {
    panic::catch_unwind(AssertUnwindSafe(work)).map_err(|_| TuiError::Fault(exit_message().unwrap_or_default()))
}

fn on_screen(app: &mut App) -> Result<End, TuiError> {
    let (sender, receiver) = channel();
    let broken = sender.clone();
    install_panic_hook(move || drop(broken.send(Event::Broken)));
    watch_signals(&sender)?;
    app.tell(sender.clone());
    let mut screen = Screen::take(app.mouse())?;
    listen(sender);
    let ended = go(app, &mut screen, &receiver);
    drop(screen);
    match exit_message() {
        Some(messages) => Err(TuiError::Fault(messages)),
        None => ended,
    }
}

fn go(app: &mut App, screen: &mut Screen, receiver: &Receiver<Event>) -> Result<End, TuiError> {
    loop {
        screen.canvas.draw(|frame| {
            let area = frame.area();
            if let Some(cursor) = app.draw(area, frame.buffer_mut()) {
                frame.set_cursor_position(cursor);
            }
        })?;
        app.note_unsaved();
        let Ok(first) = receiver.recv() else { return Ok(End::Left) };
        // What came meanwhile is taken in one go: pinyin and a held key are bursts, and only the last frame is worth drawing.
        let mut next = Some(first);
        while let Some(event) = next {
            match one(app, screen, event)? {
                Some(end) => return Ok(end),
                None => next = receiver.try_recv().ok(),
            }
        }
    }
}

fn one(app: &mut App, screen: &mut Screen, event: Event) -> Result<Option<End>, TuiError> {
    let flow = match event {
        // A key that is let go is an event of its own on some terminals.
        Event::Terminal(Terminal::Key(key)) if key.kind == KeyEventKind::Release => Flow::Go,
        Event::Terminal(event) => app.take(event),
        Event::News => app.news(),
        Event::Stop => Flow::Stop,
        Event::Suspend => Flow::Suspend,
        Event::Resumed => Flow::Resumed,
        Event::Lost => return Err(TuiError::Terminal(io::Error::from(io::ErrorKind::UnexpectedEof))),
        Event::Broken => Flow::Leave,
    };
    match flow {
        Flow::Go => {}
        Flow::Mouse(on) => screen.set_mouse(on)?,
        Flow::Redraw => screen.draw_anew()?,
        Flow::Suspend => screen.suspend()?,
        Flow::Resumed => screen.come_back()?,
        Flow::Leave => return Ok(Some(End::Left)),
        Flow::Stop => return Ok(Some(End::Interrupted)),
    }
    Ok(None)
}

/// Waits for keys in a thread of its own. It is left behind, waiting, when the loop ends.
fn listen(sender: Sender<Event>) {
    thread::spawn(move || {
        loop {
            let event = match event::read() {
                Ok(event) => Event::Terminal(event),
                Err(_) => Event::Lost,
            };
            let lost = matches!(event, Event::Lost);
            if sender.send(event).is_err() || lost {
                return;
            }
        }
    });
}

/// Turns signals into events.
fn watch_signals(sender: &Sender<Event>) -> Result<(), TuiError> {
    let sender = sender.clone();
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGTSTP};
        let mut signals = signal_hook::iterator::Signals::new([SIGTSTP, SIGCONT, SIGINT, SIGTERM, SIGHUP])?;
        thread::spawn(move || {
            for signal in signals.forever() {
                let event = match signal {
                    SIGTSTP => Event::Suspend,
                    SIGCONT => Event::Resumed,
                    _ => Event::Stop,
                };
                if sender.send(event).is_err() {
                    return;
                }
            }
        });
    }
    #[cfg(not(unix))]
    ctrlc::set_handler(move || drop(sender.send(Event::Stop))).map_err(|error| TuiError::Terminal(io::Error::other(error)))?;
    Ok(())
}

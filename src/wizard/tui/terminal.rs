//! The terminal, taken and given back.
//!
//! In: standard output, if it is a terminal. Out: a screen to draw on. Whatever ends the wizard, an exit, an error, a panic of
//! any thread, a signal, the terminal is handed back as it was; and while kaibo is suspended too.

use std::io::{self, BufWriter, IsTerminal as _, Stdout, Write as _, stdin, stdout};
use std::panic;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use ratatui::Terminal;
use ratatui::backend::CrosstermBackend;

/// What the screen is drawn with: a frame is written in one piece.
pub type Canvas = Terminal<CrosstermBackend<BufWriter<Stdout>>>;

/// True while the terminal is ours; a panic has to know.
static TAKEN: AtomicBool = AtomicBool::new(false);
/// Why a thread other than the one that draws has panicked. Told once the terminal is given back.
static LAST_WORDS: Mutex<Option<String>> = Mutex::new(None);

/// The terminal while the wizard has it.
pub struct Screen {
    /// What is drawn with.
    pub canvas: Canvas,
    mouse: bool,
}

/// True if there is a terminal to draw on and to read keys from.
pub fn is_terminal() -> bool {
    stdin().is_terminal() && stdout().is_terminal()
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    /// It can't be set up.
    pub fn take(mouse: bool) -> io::Result<Screen> {
        take(mouse).inspect_err(|_| restore())?;
        let canvas = Terminal::new(CrosstermBackend::new(BufWriter::with_capacity(1 << 16, stdout()))).inspect_err(|_| restore())?;
        Ok(Screen { canvas, mouse })
    }

    /// Switches the mouse: without it, the terminal selects text as usual.
    ///
    /// # Errors
    /// The terminal can't be written to.
    pub fn set_mouse(&mut self, on: bool) -> io::Result<()> {
        self.mouse = on;
        let mut out = stdout().lock();
        out.write_all(if on { MOUSE_ON } else { MOUSE_OFF })?;
        out.flush()
    }

    /// Hands the terminal to the shell until the user comes back.
    ///
    /// # Errors
    /// The terminal can't be set up again.
    pub fn suspend(&mut self) -> io::Result<()> {
        restore();
        #[cfg(unix)]
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        self.come_back()
    }

    /// Takes the terminal again and draws everything again.
    ///
    /// # Errors
    /// The terminal can't be set up again.
    pub fn come_back(&mut self) -> io::Result<()> {
        take(self.mouse)?;
        self.draw_anew()
    }

    /// Makes the next frame a whole one.
    ///
    /// # Errors
    /// The terminal can't be written to.
    pub fn draw_anew(&mut self) -> io::Result<()> {
        // `clear` would ask the terminal where its cursor is, and the answer would go to the thread that waits for keys.
        let size = self.canvas.size()?;
        self.canvas.resize(size.into())
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        restore();
    }
}

// Buttons and the wheel only: crossterm would ask for every movement as well, and be woken by it.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1000l";

fn take(mouse: bool) -> io::Result<()> {
    TAKEN.store(true, Ordering::SeqCst);
    enable_raw_mode()?;
    let mut out = stdout().lock();
    queue!(out, EnterAlternateScreen, EnableBracketedPaste)?;
    if mouse {
        out.write_all(MOUSE_ON)?;
    }
    out.flush()
}

/// Gives the terminal back, if it was taken: for whoever ends the process from another thread.
pub fn give_back() {
    restore();
}

/// Undoes all of it, once. What fails is left: there is no one to tell, and the rest still matters.
fn restore() {
    if !TAKEN.swap(false, Ordering::SeqCst) {
        return;
    }
    let mut out = stdout().lock();
    let _ = out.write_all(MOUSE_OFF);
    let _ = execute!(out, DisableBracketedPaste, LeaveAlternateScreen, Show);
    let _ = disable_raw_mode();
}

/// Sees to panics: one of the thread that draws gives the terminal back and is then reported as usual; one of another thread is
/// kept for [`exit_message`], and `broken` is called, which has to end the loop.
pub fn install_panic_hook(broken: impl Fn() + Send + Sync + 'static) {
    let drawing = thread::current().id();
    let usual = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !TAKEN.load(Ordering::SeqCst) {
            usual(info);
            return;
        }
        let mut last = LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner);
        last.get_or_insert_with(|| info.to_string());
        drop(last);
        // The thread that draws can't be notified: it gives the terminal back at once, and its caller tells the rest.
        if thread::current().id() == drawing { restore() } else { broken() }
    }));
}

/// What a thread said that panicked, once.
pub fn exit_message() -> Option<String> {
    LAST_WORDS.lock().unwrap_or_else(PoisonError::into_inner).take()
}

//! A pseudo-terminal with a screen that can be read.

use std::io::{Read as _, Write as _};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Nothing on a busy machine takes longer.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn std::io::Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<Mutex<(vt100::Parser, Vec<u8>)>>,
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

fn whole(count: u16) -> NonZeroU16 {
    NonZeroU16::new(count).unwrap()
}

/// The settings of a user of his own, nothing of the machine's.
fn environment(command: &mut CommandBuilder, folder: &Path) {
    command.cwd(folder);
    for name in ["LC_ALL", "LC_MESSAGES", "NO_COLOR", "CLICOLOR_FORCE", "KAIBO_RULES", "COLORFGBG"] {
        command.env_remove(name);
    }
    let home = folder.join("home");
    std::fs::create_dir_all(&home).unwrap();
    command.env("HOME", &home);
    command.env("XDG_STATE_HOME", home.join("state"));
    command.env("TERM", "xterm-256color");
    command.env("LANG", "C.UTF-8");
    command.env("PS1", "$ ");
}

impl Pty {
    fn run(command: CommandBuilder, columns: u16, rows: u16) -> Pty {
        let pair = native_pty_system().openpty(size(columns, rows)).unwrap();
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let seen = Arc::new(Mutex::new((vt100::Parser::new(whole(rows), whole(columns), 0), Vec::new())));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let into = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 1 << 14];
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                let mut seen = into.lock().unwrap();
                seen.0.process(&buffer[..read]);
                seen.1.extend_from_slice(&buffer[..read]);
            }
        });
        let writer = pair.master.take_writer().unwrap();
        Pty { master: pair.master, writer, child, seen }
    }

    /// kaibo itself.
    pub(crate) fn start(folder: &Path, columns: u16, rows: u16, args: &[&str]) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kaibo"));
        command.args(args);
        environment(&mut command, folder);
        Pty::run(command, columns, rows)
    }

    /// kaibo in a folder of a user whose home is in another.
    pub(crate) fn start_in(home: &Path, folder: &Path, args: &[&str]) -> Pty {
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kaibo"));
        command.args(args);
        environment(&mut command, home);
        command.cwd(folder);
        Pty::run(command, 100, 30)
    }

    /// kaibo in a shell that notes the terminal's settings before and after, and the exit code.
    pub(crate) fn in_shell(folder: &Path, columns: u16, rows: u16, args: &[&str]) -> Pty {
        let mut command = CommandBuilder::new("sh");
        let plain = "stty -g > before; sh -c 'echo $$ > pid; exec \"$0\" \"$@\"' \"$0\" \"$@\"; echo $? > status; stty -g > after";
        command.args(["-c", plain, env!("CARGO_BIN_EXE_kaibo")]);
        command.args(args);
        environment(&mut command, folder);
        for name in ["before", "after", "status", "pid"] {
            let _ = std::fs::remove_file(folder.join(name));
        }
        let mut pty = Pty::run(command, columns, rows);
        pty.folder(folder);
        pty
    }

    /// A shell with job control.
    pub(crate) fn interactive(folder: &Path, columns: u16, rows: u16) -> Pty {
        let mut command = CommandBuilder::new("bash");
        command.args(["--norc", "--noprofile", "-i"]);
        environment(&mut command, folder);
        Pty::run(command, columns, rows)
    }

    fn folder(&mut self, folder: &Path) {
        FOLDER.with(|place| *place.borrow_mut() = folder.to_owned());
    }

    pub(crate) fn screen(&self) -> String {
        self.seen.lock().unwrap().0.screen().contents()
    }

    fn wait(&self, what: &str, holds: impl Fn(&vt100::Screen) -> bool) {
        let begin = Instant::now();
        while !holds(self.seen.lock().unwrap().0.screen()) {
            assert!(begin.elapsed() < PATIENCE, "{what} never came:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits until the screen shows a text; line ends within it don't count.
    pub(crate) fn shows(&mut self, text: &str) {
        let plain = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
        let wanted = plain(text);
        self.wait(text, |screen| {
            let columns = screen.size().1.get();
            // A pane's text goes on below, not beside.
            let halves = [0..columns, 0..columns / 2, columns / 2..columns, 0..columns * 54 / 100 - 1];
            let rows = |part: &std::ops::Range<u16>| screen.rows(part.start, part.end - part.start).collect::<String>();
            halves.iter().any(|part| plain(&rows(part)).contains(&wanted))
        });
    }

    /// Waits until the screen shows one of several texts, each on one line; which one.
    pub(crate) fn one_of(&mut self, texts: &[&str]) -> usize {
        let shown = std::cell::Cell::new(0);
        self.wait(&texts.join(" or "), |screen| {
            let contents = screen.contents();
            texts.iter().position(|text| contents.contains(text)).is_some_and(|at| {
                shown.set(at);
                true
            })
        });
        shown.get()
    }

    /// The same, on the wizard's screen.
    pub(crate) fn shows_inside(&mut self, text: &str) {
        self.wait(text, |screen| screen.alternate_screen());
        self.shows(text);
    }

    /// The same, on the shell's.
    pub(crate) fn shows_outside(&mut self, text: &str) {
        self.wait(text, |screen| !screen.alternate_screen() && screen.contents().contains(text));
    }

    pub(crate) fn send(&mut self, text: &str) {
        self.writer.write_all(text.as_bytes()).unwrap();
        self.writer.flush().unwrap();
        // Escape is a key of its own only if nothing follows at once.
        std::thread::sleep(Duration::from_millis(if text.ends_with('\x1b') { 150 } else { 30 }));
    }

    /// Goes down to the line that says so, and takes it.
    pub(crate) fn choose(&mut self, text: &str) {
        self.shows(text);
        for _ in 0..12 {
            if self.screen().lines().any(|line| line.starts_with('>') && line.contains(text)) {
                return self.send("\r");
            }
            let before = self.screen();
            self.send("\x1b[B");
            let begin = Instant::now();
            // On a busy machine the frame takes a while; where nothing changes, this was the last line.
            while self.screen() == before && begin.elapsed() < Duration::from_secs(3) {
                std::thread::sleep(Duration::from_millis(5));
            }
        }
        panic!("{text} can't be chosen:\n{}", self.screen());
    }

    pub(crate) fn resize(&mut self, columns: u16, rows: u16) {
        self.seen.lock().unwrap().0.screen_mut().set_size(whole(rows), whole(columns));
        self.master.resize(size(columns, rows)).unwrap();
    }

    pub(crate) fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    /// Sends a signal to the kaibo that runs in the shell.
    pub(crate) fn signal(&mut self, name: &str) {
        let pid = FOLDER.with(|folder| facts(&folder.borrow(), "pid"));
        let done = std::process::Command::new("kill").args(["-s", name, pid.trim()]).status().unwrap();
        assert!(done.success());
    }

    /// The exit code.
    pub(crate) fn ends(&mut self) -> u32 {
        let begin = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return status.exit_code();
            }
            assert!(begin.elapsed() < PATIENCE, "it does not end:\n{}", self.screen());
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// The exit code, the settings before and after, and all that was written.
    pub(crate) fn shell_ends(mut self) -> (i32, String, String, Vec<u8>) {
        self.ends();
        std::thread::sleep(Duration::from_millis(50));
        let read = |name: &str| FOLDER.with(|folder| facts(&folder.borrow(), name));
        (read("status").trim().parse().unwrap(), read("before"), read("after"), self.seen.lock().unwrap().1.clone())
    }
}

thread_local! {
    static FOLDER: std::cell::RefCell<std::path::PathBuf> = const { std::cell::RefCell::new(std::path::PathBuf::new()) };
}

pub(crate) fn facts(folder: &Path, name: &str) -> String {
    std::fs::read_to_string(folder.join(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
}

pub(crate) fn new_applicant(folder: &Path, name: &str) {
    std::fs::write(folder.join(name), "program = \"wechat-live\"\napplicant = \"wx1234567890abcdef\"\n\n[facts]\nlive_open = false\n")
        .unwrap();
}

/// The last word on every mode of the terminal is that it is off, and that the cursor is shown.
pub(crate) fn is_sane(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    for (on, off) in [
        ("\x1b[?1049h", "\x1b[?1049l"),
        ("\x1b[?2004h", "\x1b[?2004l"),
        ("\x1b[?1000h", "\x1b[?1000l"),
        ("\x1b[?1006h", "\x1b[?1006l"),
        ("\x1b[?25l", "\x1b[?25h"),
    ] {
        let (on_at, off_at) = (text.rfind(on), text.rfind(off));
        assert!(off_at.is_some() && off_at >= on_at, "{on:?} at {on_at:?}, {off:?} at {off_at:?}");
    }
}

/// Runs one of this file's ignored tests on a terminal, where `use_it` does what a person does. All that it wrote, and the
/// terminal's settings before and after.
pub(crate) fn panicking_child(name: &str, use_it: impl FnOnce(&mut Pty, &Path)) -> (Vec<u8>, String, String) {
    let folder = tempfile::tempdir().unwrap();
    new_applicant(folder.path(), "shop.toml");
    let mut command = CommandBuilder::new("sh");
    let exe = std::env::current_exe().unwrap();
    command.args(["-c", "stty -g > before; \"$0\" \"$@\"; stty -g > after"]);
    command.arg(exe);
    command.args([name, "--exact", "--ignored", "--nocapture", "--test-threads=1"]);
    environment(&mut command, folder.path());
    let mut pty = Pty::run(command, 100, 30);
    use_it(&mut pty, folder.path());
    pty.ends();
    std::thread::sleep(Duration::from_millis(100));
    let bytes = pty.seen.lock().unwrap().1.clone();
    (bytes, facts(folder.path(), "before"), facts(folder.path(), "after"))
}

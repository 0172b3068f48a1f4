//! Ctrl-C and SIGTERM: every command ends within a second.
//!
//! In: signals. Out: the process ends with [`Exit::Interrupted`], and leaves no temporary file. A command that has something
//! to keep asks for a [`flag`] and gets a moment for it; whoever interrupts twice gets no moment.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread;
use std::time::Duration;

use crate::cli::context::Exit;

/// How long a command may take to keep what it has.
const GRACE: Duration = Duration::from_millis(700);

static FLAG: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From now on a signal sets this flag first.
pub(super) fn flag() -> Arc<AtomicBool> {
    Arc::clone(FLAG.get_or_init(Arc::default))
}

/// Watches for signals. Where that is impossible the process just ends by them, as processes do.
pub(super) fn watch() {
    at_signals(interrupted);
}

/// The same for a command that ends by itself when `heed` is called. Where it has not done so after a moment, for it is busy,
/// `last` is called and the process ends with what that gives.
#[cfg(feature = "wizard")]
pub(super) fn watch_with(heed: impl Fn() + Send + 'static, last: fn() -> Exit) {
    let mut heard = false;
    at_signals(move || {
        if std::mem::replace(&mut heard, true) {
            exit(last());
        }
        heed();
        drop(thread::spawn(move || {
            thread::sleep(GRACE);
            exit(last());
        }));
    });
}

fn at_signals(mut call: impl FnMut() + Send + 'static) {
    #[cfg(unix)]
    {
        use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
        let wanted = [SIGINT, SIGTERM, SIGHUP].into_iter().filter(|signal| *signal != SIGHUP || !is_ignored(SIGHUP));
        if let Ok(mut signals) = signal_hook::iterator::Signals::new(wanted) {
            thread::spawn(move || signals.forever().for_each(|_| call()));
        }
    }
    #[cfg(not(unix))]
    let _ = ctrlc::set_handler(call);
}

fn interrupted() {
    match FLAG.get() {
        Some(flag) if !flag.swap(true, Ordering::Relaxed) => drop(thread::spawn(|| {
            thread::sleep(GRACE);
            end();
        })),
        _ => end(),
    }
}

fn end() {
    exit(Exit::Interrupted);
}

fn exit(code: Exit) {
    crate::io::file::abandon();
    std::process::exit(code.code().into());
}

/// True where whoever started the process wants it to outlive a signal, as `nohup` does.
#[cfg(unix)]
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ignored = status.lines().find_map(|line| u64::from_str_radix(line.strip_prefix("SigIgn:")?.trim(), 16).ok());
    ignored.is_some_and(|ignored| ignored >> (signal - 1) & 1 == 1)
}

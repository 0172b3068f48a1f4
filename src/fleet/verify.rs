//! Whether what a run goes on from is what it was.
//!
//! In: the inputs and the output of an earlier run, as far as it was noted. Out: the name of one that was changed. They are
//! read from their beginning while the run goes on already: so a run that is killed again and again comes to its end, and
//! nothing appears that was not verified.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::thread::{self, JoinHandle};

use crate::fleet::checkpoint::Progress;
use crate::fleet::digest::Mark;
use crate::fleet::source::Input;

/// A verification on its way.
#[derive(Debug)]
pub struct Verification {
    thread: JoinHandle<()>,
    changed: Arc<OnceLock<String>>,
}

impl Verification {
    /// Begins to verify what `progress` was noted of. `stop` is set where something differs.
    pub fn start(inputs: &[Input], output: &Path, progress: &Progress, stop: &Arc<AtomicBool>) -> Verification {
        let inputs: Vec<(Input, Mark)> = inputs.iter().cloned().zip(progress.read.iter().copied()).collect();
        let (output, written, stop) = (output.to_owned(), progress.written, Arc::clone(stop));
        let changed = Arc::new(OnceLock::new());
        let found = Arc::clone(&changed);
        let thread = thread::spawn(move || {
            let mut files = inputs.iter().map(|(input, mark)| (input.name.clone(), is_same(input, mark)));
            let other = files.find(|(_, same)| !matches!(same, Ok(true))).map(|(name, _)| name);
            let other = other.or_else(|| {
                let same = File::open(&output).and_then(|file| written.is_of(file));
                (!matches!(same, Ok(true))).then(|| output.display().to_string())
            });
            if let Some(name) = other {
                // In this order: who finds the run stopped finds out why.
                let _ = found.set(name);
                stop.store(true, Ordering::Relaxed);
            }
        });
        Verification { thread, changed }
    }

    /// The name of what was changed. Where it is not to be waited for, only if that is known already.
    pub fn differs(self, wait: bool) -> Option<String> {
        // A thread that failed has verified nothing.
        if wait && self.thread.join().is_err() {
            return Some("?".to_owned());
        }
        self.changed.get().cloned()
    }
}

fn is_same(input: &Input, mark: &Mark) -> io::Result<bool> {
    // One that was not begun need not be there any more.
    if mark.length == 0 {
        return Ok(true);
    }
    mark.is_of(input.open(Arc::default())?)
}

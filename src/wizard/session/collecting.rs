//! Collecting while a person answers.
//!
//! In: a facts file. Out: a [`Job`] in a thread of its own, which tells how far it is and at last what came out; the file
//! beside the facts file is written as `kaibo collect` writes it, and a session's `refresh` takes it over.

use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::mpsc::{Receiver, channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use crate::collect::client::Limits;
use crate::collect::collected::FactSummary;
use crate::collect::pipeline::{CollectRequest, cache_folder, head};
use crate::collect::run::OutputPaths;
use crate::document::diagnostics::Diagnostic;
use crate::i18n::escape::escape_control;
use crate::io::application::LoadError;
use crate::rulebook::Program;
use crate::value::localized::Lang;

pub use crate::collect::collected::State;
pub use crate::collect::pipeline::is_configured;

/// How long whoever leaves waits for collecting to end.
const PATIENCE: Duration = Duration::from_millis(500);

/// What there is to tell.
#[derive(Debug)]
pub enum Event {
    /// An account has answered some of the calls that it gets at least.
    Progress {
        /// What people call the account.
        account: String,
        /// The answers so far.
        done: u64,
        /// The answers at the end, as far as one can say.
        of: u64,
    },
    /// All was asked and written.
    Finished {
        /// Fact by fact. Facts that stay unknown say why.
        lines: Vec<FactSummary>,
        /// What there is to tell that belongs to no fact, such as that a platform gave a new refresh token.
        remarks: Vec<String>,
    },
    /// Nothing was asked, or nothing could be written.
    Failed(LoadError),
    /// It was cancelled; nothing was written.
    Cancelled,
}

/// Collecting that is under way.
#[derive(Debug)]
pub struct Job {
    events: Receiver<Event>,
    cancel: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

impl Job {
    /// Begins. The configuration is the one that `kaibo collect` would use. `wake` is called whenever there is something to
    /// tell, in the thread that works.
    pub fn start(facts: &Path, config: Option<&Path>, program: &Program, lang: Lang, wake: impl Fn() + Send + 'static) -> Job {
        let (send, events) = channel();
        let tell = move |event| {
            // A receiver that is gone needs no answer.
            let _ = send.send(event);
            wake();
        };
        let (cancel, cancelled) = oneshot::channel();
        let (facts, config, program) = (facts.to_owned(), config.map(Path::to_owned), program.clone());
        let thread = std::thread::spawn(move || {
            let tell = Rc::new(tell);
            let hear = Rc::clone(&tell);
            let end = collect(&facts, config, &program, lang, cancelled, move |event| hear(event));
            tell(end);
        });
        Job { events, cancel: Some(cancel), thread: Some(thread) }
    }

    /// What happened since one last asked; None if nothing did.
    pub fn event(&self) -> Option<Event> {
        self.events.try_recv().ok()
    }

    /// Waits so long for the next thing that happens; None if nothing did.
    pub fn wait(&self, patience: Duration) -> Option<Event> {
        self.events.recv_timeout(patience).ok()
    }

    /// True once there is nothing more to come.
    pub fn is_over(&self) -> bool {
        self.thread.as_ref().is_none_or(JoinHandle::is_finished)
    }

    /// Ends it; nothing is written, unless it was being written already.
    pub fn cancel(&mut self) {
        if let Some(cancel) = self.cancel.take() {
            let _ = cancel.send(());
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.cancel();
        // It ends at its next wait for the network, or with the file written whole. What it waits for may be a pipe, though: a
        // person who leaves does not wait for that, and a file that is half written is nobody's.
        let deadline = Instant::now() + PATIENCE;
        while !self.is_over() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }
}

fn collect(
    facts: &Path,
    config: Option<PathBuf>,
    program: &Program,
    lang: Lang,
    cancelled: oneshot::Receiver<()>,
    tell: impl Fn(Event) + 'static,
) -> Event {
    let order = head(facts, Some(&program.id)).and_then(|(head, files)| CollectRequest::new(&head, files, config.as_deref(), lang));
    let order = match order {
        Ok(order) => order,
        Err(refused) => return Event::Failed(refused),
    };
    let runtime = match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return Event::Failed(Diagnostic::without_span("collect-no-runtime", vec![("reason", error.to_string())]).into()),
    };
    let counts: Vec<(String, String, std::cell::Cell<u64>, u64)> = order
        .expected()
        .iter()
        .map(|(member, calls)| (member.app_id.clone(), escape_control(member.title()).into_owned(), std::cell::Cell::new(0), *calls))
        .collect();
    let on_answer = move |account: &str| {
        if let Some((_, title, done, of)) = counts.iter().find(|(id, ..)| id == account) {
            done.set(done.get() + 1);
            tell(Event::Progress { account: title.clone(), done: done.get(), of: (*of).max(done.get()) });
        }
    };
    let places = OutputPaths::beside(facts);
    let run = runtime.block_on(async {
        tokio::select! {
            biased;
            _ = cancelled => None,
            run = order.carry_out(Limits::default(), cache_folder(), program, &places, Box::new(on_answer)) => Some(run),
        }
    });
    // A large reply may still be read; nobody waits for it any more.
    runtime.shutdown_background();
    match run {
        None => Event::Cancelled,
        Some(Err(refused)) => Event::Failed(refused),
        Some(Ok(run)) => match run.write(&places, true) {
            Ok(_) => {
                let remarks = run.remarks.iter().map(|remark| escape_control(remark).into_owned()).collect();
                Event::Finished { lines: run.collected.lines, remarks }
            }
            Err((path, error)) => {
                let args = vec![("path", path.display().to_string()), ("reason", error.to_string())];
                Event::Failed(Diagnostic::without_span("collect-cannot-write", args).into())
            }
        },
    }
}

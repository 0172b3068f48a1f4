//! kaibo: the fleet that is measured, and the plain `check` that everybody's answers are held against.
//!
//! In: a file of records. Out: kaibo's lines as a fleet writes them; or, of each record, the line that kaibo is expected to
//! write and the line that a peer is expected to write.

use std::convert::Infallible;
use std::hint::black_box;
use std::path::Path;
use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use kaibo::engine::check::check;
use kaibo::document::source::Files;
use kaibo::facts::read::parse_as_of;
use kaibo::fleet::answer::{json, named_requirements};
use kaibo::fleet::record::line;
use kaibo::fleet::run::run;
use kaibo::fleet::aggregate::Aggregate;
use kaibo::fleet::worker::ChunkResult;
use kaibo::fleet::{Engine, Fleet, OutputFormat};
use kaibo::io::library::Library;
use kaibo::rulebook::{Rulebook, RulebookText};
use kaibo::value::timeline::Truth;
use kaibo::value::localized::Lang;
use kaibo::i18n::Messages;

use crate::stream::{blocks_of, lines, stream};

/// The day on which everybody answers; the peers' rules hold dates that follow from it.
pub const AS_OF: &str = "2026-11-22";

/// A fleet of one program. `plain` keeps it to the plain engine.
pub fn fleet(text: &RulebookText, plain: bool) -> Fleet {
    let mut files = Files::default();
    let (rulebook, _) = Rulebook::load(text, &mut files).expect("rules");
    let as_of = parse_as_of(AS_OF, rulebook.program.zone).expect("a day");
    Fleet {
        engines: vec![Engine { rulebook, files, as_of, pinned: None, against: None }],
        named: true,
        shape: OutputFormat::Lines,
        lang: Lang::En,
        files: None,
        generated_at: as_of,
        ahead: 30,
        limit: 4 << 20,
        plain,
        strict: false,
        extras: kaibo::fleet::Extras::default(),
    }
}

/// The rules that are built in.
pub fn wechat_live() -> RulebookText {
    Library::open(None).expect("the library").program("wechat-live").expect("the program").clone()
}

/// What a run of kaibo's comes to.
struct Answers<S> {
    sink: Arc<Mutex<S>>,
    take: fn(&mut S, &[u8]),
    plain: u64,
    tally: Aggregate,
}

impl<S> Answers<S> {
    fn put(&mut self, done: ChunkResult) -> Result<(), Infallible> {
        assert_eq!(done.counts.rejected, 0, "a record that kaibo does not read: {:?}", done.faults);
        self.plain += done.counts.plain;
        done.tallies.into_iter().for_each(|later| self.tally.merge(later));
        (self.take)(&mut self.sink.lock().expect("the only one"), &done.output);
        Ok(())
    }
}

/// Answers every record, and gives each stretch of output to the sink; sums up, too, if that is asked for. Tells how many
/// records took the reference path.
pub fn answer<S: Send + 'static>(
    fleet: &Arc<Fleet>,
    data: &Path,
    threads: usize,
    summed: bool,
    sink: &Arc<Mutex<S>>,
    take: fn(&mut S, &[u8]),
) -> u64 {
    let answers = Arc::new(Mutex::new(Answers { sink: Arc::clone(sink), take, plain: 0, tally: Aggregate::default() }));
    let never = AtomicBool::new(false);
    let done = run(fleet, blocks_of(data, fleet.block()), threads, summed, &never, &answers, Answers::put);
    assert!(done.is_ok(), "kaibo stopped");
    let answers = answers.lock().expect("nobody failed");
    black_box(&answers.tally);
    answers.plain
}

/// What everybody is to answer, by the plain `check`: for each block kaibo's own lines, and the peers' lines, which say of
/// each requirement whether it holds on the day itself.
pub fn expected(data: &Path, mut sink: impl FnMut(Vec<u8>, Vec<u8>) + Send) {
    let fleet = fleet(&wechat_live(), true);
    let worker = || {
        |block: &[u8]| {
            let (mut ours, mut theirs) = (Vec::new(), Vec::new());
            let words = Messages::for_lang(Lang::En);
            for text in lines(block) {
                let subject = line(text, &fleet, &words).expect("a record");
                let engine = subject.engine;
                let checklist = check(&engine.rulebook, &subject.facts, engine.as_of.day, None).expect("an edition");
                json(&mut ours, &subject.facts.applicant, &checklist, None);
                let named = checklist.edition.into_iter().flat_map(named_requirements);
                let truths = named.map(|at| match checklist.findings[at].timeline.now() {
                    Truth::True => Some(true),
                    Truth::False => Some(false),
                    Truth::Unknown => None,
                });
                write_line(&mut theirs, &subject.facts.applicant, truths);
            }
            (ours, theirs)
        }
    };
    stream(data, 2, worker, |(ours, theirs)| sink(ours, theirs));
}

/// A peer's line: the applicant, then `true`, `false` or nothing for unknown, for each requirement in the rulebook's order.
pub fn write_line(out: &mut Vec<u8>, applicant: &str, truths: impl IntoIterator<Item = Option<bool>>) {
    out.extend_from_slice(applicant.as_bytes());
    for truth in truths {
        out.extend_from_slice(match truth {
            Some(true) => b",true",
            Some(false) => b",false",
            None => b",",
        });
    }
    out.push(b'\n');
}

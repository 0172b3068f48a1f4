//! One record, from its first byte to its answer.
//!
//! In: a rulebook made ready, and a place where a record begins. Out: its answer, and where it ends. None of whatever is
//! wrong, unusual or rare: the slow path then reads the record again.

use crate::document::diagnostics::Diagnostic;
use crate::document::source::FileId;
use crate::document::{Node, parse_json};
use crate::engine::assume;
use crate::engine::check::elapsed;
use crate::facts::Waiver;
use crate::facts::read::{read_estimates, read_waivers};
use crate::fleet::aggregate::{Aggregate, Horizon};
use crate::fleet::fast::answer::editions::Editions;
use crate::fleet::fast::answer::outcome_cache::{CachedOutcome, NO_PROFILE, OutcomeCache};
use crate::fleet::fast::answer::profiles::{Profiled, Profiles};
use crate::fleet::fast::answer::template::{Template, Templates};
use crate::fleet::fast::json::cursor::{Cursor, Span};
use crate::fleet::fast::json::keys::ObjectKeys;
use crate::fleet::fast::json::separator::Separator;
use crate::fleet::fast::measure::decode::Scratch;
use crate::fleet::fast::measure::rows::RowsFact;
use crate::fleet::fast::measure::scalar::ScalarFact;
use crate::fleet::fast::measure::timeline::{TimelineArena, TimelineRef};
use crate::fleet::fast::measure::together::{Seen, Together};
use crate::fleet::profile::Profile;
use crate::fleet::setup::{Engine, Fleet};
use crate::rulebook::{Instant, Rulebook};
use crate::value::date::{Date, Period};
use crate::value::number::Comparison;
use crate::value::timeline::Timeline;
use crate::value::value_type::{Value, parse_timestamp};

/// A rulebook made ready for one pass over a record, and the buffers it needs.
#[derive(Debug)]
pub(crate) struct Evaluator<'f> {
    pub(crate) fleet: &'f Fleet,
    pub(crate) engine: &'f Engine,
    /// How most records write the program's name.
    pub(crate) spelled: Separator,
    pub(crate) as_of: Date,
    pub(crate) top: ObjectKeys,
    /// The names of facts, where they are stated and where their sources are.
    pub(crate) names: ObjectKeys,
    pub(crate) sources: ObjectKeys,
    pub(crate) source: ObjectKeys,
    pub(crate) facts: Vec<Fact>,
    pub(crate) together: Together,
    /// For each fact, the day before which an observation is stale, if that bears on anything.
    pub(crate) stale_before: Vec<Option<Date>>,
    pub(crate) elapsed: Vec<Elapsed>,
    /// Of each fact that a time is measured from or to, its value.
    pub(crate) instants: Vec<Option<Value>>,
    /// What each test comes to, and what it does where nothing is known.
    pub(crate) timelines: Vec<TimelineRef>,
    pub(crate) blank: Vec<TimelineRef>,
    pub(crate) arena: TimelineArena,
    pub(crate) waivers: Vec<Waiver>,
    pub(crate) editions: Editions<'f>,
    /// True if records are summed up besides.
    pub(crate) summed: bool,
    /// The position of the last record's applicant.
    pub(crate) applicant: Span,
    pub(crate) templates: Templates,
    pub(crate) outcomes: OutcomeCache,
    /// Whether the timelines of the last record have a shape; what is to be summed up of it.
    pub(crate) cacheable: bool,
    pub(crate) profiled: Option<Profiled>,
    pub(crate) profiles: Profiles,
    pub(crate) scratch: Scratch,
}

/// How a fact is read.
#[allow(clippy::large_enum_variant, reason = "a program has few facts")]
#[derive(Debug)]
pub(crate) enum Fact {
    Value(ScalarFact),
    Rows(RowsFact),
}

/// A test of the time between two days or moments.
#[derive(Debug)]
pub(crate) struct Elapsed {
    pub(crate) place: usize,
    pub(crate) of: Instant,
    pub(crate) after: Instant,
    pub(crate) is: Comparison<Period>,
}

/// The keys of a record, in the order of the places below.
pub(crate) fn top() -> ObjectKeys {
    ObjectKeys::new(["program", "applicant", "facts", "name", "entity", "meta", "provenance", "annotate", "estimates", "waivers"])
}

const PROGRAM: usize = 0;
const APPLICANT: usize = 1;
const FACTS: usize = 2;
const NAME: usize = 3;
const ENTITY: usize = 4;
const META: usize = 5;
const PROVENANCE: usize = 6;
const ESTIMATES: usize = 8;
const WAIVERS: usize = 9;

/// The places of these keys in where a fact comes from.
const SOURCE: usize = 0;
const OBSERVED_AT: usize = 1;

impl Evaluator<'_> {
    /// Reads a record and writes its answer: where its line ends. `named` where the call names the program, so that the
    /// record need not.
    pub(crate) fn record(&mut self, bytes: &[u8], at: usize, named: bool, out: &mut Vec<u8>) -> Option<usize> {
        self.arena.reset();
        self.waivers.clear();
        self.together.begin();
        self.timelines.copy_from_slice(&self.blank);
        if !self.elapsed.is_empty() {
            self.instants.fill(None);
        }
        let end = self.read(Cursor { bytes, at }, named)?;
        if self.together.may_break() || self.fleet.strict && !self.waivers.is_empty() {
            return None;
        }
        for test in &self.elapsed {
            let value = |fact: usize| self.instants[fact].as_ref();
            let (line, _) = elapsed::timeline(test.of, test.after, &test.is, value, self.as_of, self.scratch.zone);
            self.timelines[test.place] = self.arena.insert(&line);
        }
        // Waivers have no part in a shape.
        self.cacheable = self.waivers.is_empty() && self.outcomes.set_key(&self.timelines, self.editions.turns(), &self.arena).is_some();
        let summed = |known: &&CachedOutcome| !self.summed || known.profile != NO_PROFILE;
        let known = self.outcomes.get().filter(|known| self.cacheable && self.templates.has(&known.template));
        let (template, days) = match known.filter(summed) {
            Some(known) => {
                self.profiled = Some(Profiled::Known(known.profile, self.outcomes.turn(known)));
                (known.template, self.outcomes.days(known))
            }
            None => self.decide()?,
        };
        self.templates.write(out, (bytes, &self.applicant, &mut self.scratch.text), &template, days)?;
        Some(end)
    }

    /// Asks for a decision about the record that was measured last, and keeps what follows from it: the answer's template, and
    /// its dates.
    #[inline(never)]
    fn decide(&mut self) -> Option<(Template, [Date; 2])> {
        let as_of = self.as_of;
        let timelines: Vec<Timeline> = self.timelines.iter().map(|line| self.arena.timeline(as_of, *line)).collect();
        let mut checklist = self.editions.decide(&self.engine.rulebook.program, as_of, &timelines, &self.waivers);
        let (outcome, pinned) = (checklist.verdict.outcome, checklist.verdict.held);
        self.profiled = self.summed.then(|| {
            let profile = Profile::new(&checklist);
            let turn = profile.turn(outcome);
            Profiled::New(profile, turn)
        });
        let template = self.templates.learn(self.fleet, &mut checklist)?;
        if self.cacheable {
            self.outcomes.insert((outcome, pinned), template);
        }
        Some((template, [outcome.from, outcome.until.map(Date::next)].map(|day| day.unwrap_or(as_of))))
    }

    /// Counts the last record.
    pub(crate) fn sum_up(&mut self, bytes: &[u8], tally: &mut Aggregate) {
        let (number, turn) = match self.profiled.take() {
            Some(Profiled::Known(number, turn)) => (number, turn),
            Some(Profiled::New(profile, turn)) => (self.new_profile(profile, tally), turn),
            None => return,
        };
        let horizon = Horizon::new(self.as_of, self.fleet.ahead);
        if let Some(day) = turn {
            let applicant = || Some(Cursor { bytes, at: 0 }.decoded(self.applicant, &mut self.scratch.text)?.to_owned());
            tally.turn(self.profiles.get(number), day, horizon, applicant);
        }
        self.profiles.count(number, turn, horizon);
    }

    #[inline(never)]
    fn new_profile(&mut self, profile: Profile, tally: &mut Aggregate) -> u16 {
        if self.profiles.is_full() {
            self.profiles.hand_over(tally);
            self.profiles = Profiles::default();
            self.outcomes = OutcomeCache::new(self.as_of);
        }
        let number = self.profiles.number(profile);
        if self.cacheable {
            self.outcomes.set_profile(number);
        }
        number
    }

    /// Where the line of the record ends.
    #[inline(always)]
    fn read(&mut self, mut cursor: Cursor<'_>, named: bool) -> Option<usize> {
        cursor.blanks();
        let mut walk = self.top.begin(cursor)?;
        loop {
            match self.top.next(&mut cursor, &mut walk)? {
                PROGRAM if self.spelled.is_at(cursor) => cursor.at += self.spelled.length,
                APPLICANT => {
                    let span = cursor.text()?;
                    let plain = cursor.raw(span).first().is_some_and(u8::is_ascii_alphanumeric) && span.ascii;
                    if !plain {
                        self.validate_name(cursor.bytes, span)?;
                    }
                    self.applicant = span;
                }
                FACTS => cursor.at = self.facts(cursor.bytes, cursor.at)?,
                key if key == self.top.end() => break,
                key => cursor.at = self.other(key, cursor.bytes, cursor.at)?,
            }
        }
        cursor.blanks();
        let ends = cursor.peek() == b'\n' || cursor.at == cursor.bytes.len();
        (ends && walk.had(APPLICANT) && (named || walk.had(PROGRAM))).then_some(cursor.at)
    }

    /// Whether a name that begins with no letter or digit, or is not ASCII, is one.
    #[inline(never)]
    fn validate_name(&mut self, bytes: &[u8], span: Span) -> Option<()> {
        let said = Cursor { bytes, at: span.start }.decoded(span, &mut self.scratch.text)?;
        (!said.trim().is_empty()).then_some(())
    }

    /// Where what belongs to a key ends that most records don't have, or have otherwise.
    #[inline(never)]
    fn other(&mut self, key: usize, bytes: &[u8], at: usize) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        match key {
            PROGRAM => {
                let span = cursor.text()?;
                (cursor.decoded(span, &mut self.scratch.text)? == self.engine.rulebook.program.id).then_some(())?;
            }
            NAME | ENTITY => {
                let span = cursor.text()?;
                cursor.is_utf8(span).then_some(())?;
            }
            META => {
                // One that broke off has left its keys.
                self.scratch.keys.clear();
                cursor.skip(1, &mut self.scratch.keys)?;
            }
            PROVENANCE => cursor.at = self.provenance(cursor)?,
            WAIVERS => (self.waivers, cursor.at) = self.aside(cursor, read_waivers)?,
            // They bear on plans and on no answer of a fleet.
            ESTIMATES => (_, cursor.at) = self.aside(cursor, read_estimates)?,
            // Annotations are laid onto rows, which are not kept here: what says something is left to the slow path.
            _ => (!cursor.opens(b'{', b'}')?).then_some(())?,
        }
        Some(cursor.at)
    }

    /// What is rare is read as files are: what it says, and where it ends. None of what is refused.
    fn aside<T>(&mut self, cursor: Cursor<'_>, read: fn(&Node<'_>, &Rulebook, &mut Vec<Diagnostic>) -> T) -> Option<(T, usize)> {
        let mut after = cursor.reborrow();
        // A record that broke off has left its keys.
        self.scratch.keys.clear();
        after.skip(1, &mut self.scratch.keys)?;
        let text = std::str::from_utf8(cursor.bytes.get(cursor.at..after.at)?).ok()?;
        let mut faults = Vec::new();
        let said = read(&parse_json(FileId(0), text).ok()?, &self.engine.rulebook, &mut faults);
        (!faults.iter().any(|fault| fault.is_error)).then_some((said, after.at))
    }

    #[inline(never)]
    fn facts(&mut self, bytes: &[u8], at: usize) -> Option<usize> {
        let mut cursor = Cursor { bytes, at };
        let mut walk = self.names.begin(cursor)?;
        loop {
            let which = self.names.next(&mut cursor, &mut walk)?;
            let Some(fact) = self.facts.get_mut(which) else { return Some(cursor.at) };
            match fact {
                Fact::Rows(rows) if cursor.is(b"[]") => {
                    rows.none(&mut self.timelines);
                    if let Some(index) = rows.watched {
                        self.together.note(index, Seen { first: Date::NEVER, complete: true });
                    }
                }
                _ if cursor.null() => {}
                Fact::Rows(rows) => {
                    cursor.at = rows.read(bytes, cursor.at, &mut self.scratch, self.as_of, &mut self.arena, &mut self.timelines)?;
                    if let Some(index) = rows.watched {
                        self.together.note(index, rows.seen());
                    }
                }
                Fact::Value(value) => {
                    cursor.at = value.read(bytes, cursor.at, &mut self.scratch, &mut self.timelines, &mut self.instants[which])?;
                }
            }
        }
    }

    /// Where facts come from, as long as that bears on nothing.
    fn provenance(&mut self, cursor: Cursor<'_>) -> Option<usize> {
        let mut cursor = cursor.reborrow();
        let mut walk = self.sources.begin(cursor)?;
        loop {
            let fact = self.sources.next(&mut cursor, &mut walk)?;
            if fact == self.sources.end() {
                break;
            }
            let mut inner = self.source.begin(cursor)?;
            loop {
                let key = self.source.next(&mut cursor, &mut inner)?;
                if key == self.source.end() {
                    break;
                }
                let span = cursor.text()?;
                if key == OBSERVED_AT {
                    let moment = parse_timestamp(cursor.decoded(span, &mut self.scratch.text)?, self.scratch.zone)?;
                    // What is stale is weighed by the slow path.
                    self.stale_before[fact].is_none_or(|first| moment.day >= first).then_some(())?;
                }
                if key == SOURCE {
                    (cursor.decoded(span, &mut self.scratch.text)? != assume::SOURCE).then_some(())?;
                }
                cursor.is_utf8(span).then_some(())?;
            }
        }
        Some(cursor.at)
    }
}

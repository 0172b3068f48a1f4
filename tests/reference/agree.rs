//! Runs a case through the engine and through the reference, and says where they part.

use chrono::Datelike;
use kaibo::document::diagnostics::Diagnostic;
use kaibo::document::source::{FileId, Files};
use kaibo::document::{parse_json, parse_toml};
use kaibo::engine::check::{self, Caveat, Checklist};
use kaibo::facts::read::{Layer, Origin, read};
use kaibo::facts::{FactValue, Facts};
use kaibo::i18n::Messages;
use kaibo::io::render::render;
use kaibo::rulebook::{OpeningState, Rule, Rulebook, RulebookText};
use kaibo::value::date::Date;
use kaibo::value::localized::Lang;
use kaibo::value::timeline::{Timeline, Truth};

use super::course::{Course, Finding, Outcome, Status, check as check_plainly, deciding};
use super::dates::{NaiveDay, date, shift};
use super::generate::Case;
use super::knowledge::Supposing;
use super::random::Random;
use super::value::{World, value_on};

/// A place where the two answers differ.
#[derive(Debug)]
pub struct Mismatch {
    pub about: String,
    pub engine: String,
    pub reference: String,
}

/// What a mismatch is about when the facts of a case can't be read.
pub const REFUSED: &str = "the facts are refused";

pub fn day_of(date: NaiveDay) -> Date {
    Date::from_ymd(date.year(), date.month(), date.day()).expect("a day of the calendar")
}

/// A rulebook that was refused, and why.
#[derive(Debug)]
pub struct Refused {
    pub problems: Vec<Diagnostic>,
    files: Files,
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&in_words(&self.problems, &self.files))
    }
}

pub fn load(text: &RulebookText) -> Result<Rulebook, Refused> {
    let mut files = Files::default();
    let loaded = Rulebook::load(text, &mut files);
    loaded.map(|(rulebook, _)| rulebook).map_err(|problems| Refused { problems, files })
}

pub fn in_words(problems: &[Diagnostic], files: &Files) -> String {
    render(problems, files, &Messages::for_lang(Lang::En), false, 120)
}

/// Reads a facts file, or two; problems come as text.
pub fn facts(rulebook: &Rulebook, people: &str, collected: Option<&str>, json: bool) -> Result<Facts, String> {
    let mut files = Files::default();
    let mut problems = Vec::new();
    let people = layer(rulebook, people, Origin::Manual, json, &mut files, &mut problems);
    let collected = collected.and_then(|text| layer(rulebook, text, Origin::Collected, json, &mut files, &mut problems));
    match people {
        Some(people) if !problems.iter().any(|problem| problem.is_error) => {
            Ok(Facts::merge(people, collected, &rulebook.program, &mut problems))
        }
        _ => Err(in_words(&problems, &files)),
    }
}

/// One facts file.
pub fn layer(
    rulebook: &Rulebook,
    text: &str,
    from: Origin,
    json: bool,
    files: &mut Files,
    problems: &mut Vec<Diagnostic>,
) -> Option<Layer> {
    let file: FileId = files.add(if json { "facts.json" } else { "facts.toml" }, text);
    let parsed = if json { parse_json(file, text) } else { parse_toml(file, text) };
    match parsed {
        Ok(node) => Some(read(&node, from, rulebook, problems)),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}

/// Both answers to a case, compared. The rulebook is that of the case.
pub fn compare(case: &Case, rulebook: &Rulebook, random: &mut Random) -> Result<Tally, Mismatch> {
    let (people, collected) = case.applicant.texts(&case.book);
    let texts = std::iter::once((people.as_str(), Origin::Manual)).chain(collected.as_deref().map(|text| (text, Origin::Collected)));
    let mut ahead = false;
    for (text, origin) in texts {
        let layer_ahead = future(rulebook, text, origin, case.applicant.json, case.as_of)?;
        ahead |= layer_ahead;
    }
    if ahead {
        return Ok(Tally::default());
    }
    let facts = facts(rulebook, &people, collected.as_deref(), case.applicant.json).map_err(|problems| Mismatch {
        about: REFUSED.to_owned(),
        engine: problems,
        reference: "they should be taken".to_owned(),
    })?;
    compare_facts(rulebook, &facts, case.as_of, case.held.as_deref(), random)
}

pub fn compare_facts(
    rulebook: &Rulebook,
    facts: &Facts,
    as_of: NaiveDay,
    held: Option<&str>,
    random: &mut Random,
) -> Result<Tally, Mismatch> {
    let held_edition = held.map(|id| rulebook.edition(id).expect("the edition that is held"));
    let begins = rulebook.editions.iter().map(|edition| edition.from).min().expect("an edition");
    let checked = check::check(rulebook, facts, day_of(as_of), held_edition);
    let too_early = held.is_none() && as_of < date(begins);
    same(|| "whether the check is refused".to_owned(), checked.as_ref().err().map(|early| early.begins), too_early.then_some(begins))?;
    let Ok(checklist) = checked else { return Ok(Tally::default()) };
    let held = held.map(|id| rulebook.editions.iter().position(|edition| edition.id == id).expect("the edition that is held"));
    let world = World { rulebook, facts, as_of, swapped: None, supposing: Supposing::Nothing };
    let checked = check_plainly(world, held);
    same(
        || "the edition".to_owned(),
        checklist.edition.map(|edition| &edition.id),
        checked.edition.map(|place| &rulebook.editions[place].id),
    )?;
    same(|| "the number of findings".to_owned(), checklist.findings.len(), checked.findings.len())?;
    for (at, (finding, plain)) in checklist.findings.iter().zip(&checked.findings).enumerate() {
        let edition = &rulebook.editions[checked.edition.expect("findings are of an edition")];
        let id = &finding.requirement.id;
        let test = matches!(finding.requirement.rule, Rule::Test(_));
        compare_lines(id, &finding.timeline, &plain.course, as_of, test, random, |day| value_on(rulebook, edition, facts, at, as_of, day))?;
        same(|| format!("{id}: its outcome"), outcome(&finding.outcome), plain.outcome)?;
        same(|| format!("{id}: whether it is firm"), finding.firm, plain.firm)?;
    }
    compare_lines("the verdict", &checklist.verdict.timeline, &checked.verdict.course, as_of, false, random, |day| {
        held.or_else(|| deciding(world, day)).map_or(Truth::Unknown, |edition| {
            let root = rulebook.editions[edition].root;
            if world.waived(edition, root, day) { Truth::True } else { world.value(edition, root, day) }
        })
    })?;
    same(|| "the verdict's outcome".to_owned(), outcome(&checklist.verdict.outcome), checked.verdict.outcome)?;
    same(|| "whether the verdict is firm".to_owned(), checklist.verdict.firm, checked.verdict.firm)?;
    same(|| "whether access is held".to_owned(), checklist.verdict.held, checked.held)?;
    let accepts = rulebook.program.opening.as_ref().is_none_or(|opening| {
        opening.state == OpeningState::Open || checked.held || (opening.state == OpeningState::Invitation && checked.invited)
    });
    same(|| "whether the opening qualifies it".to_owned(), checklist.conditions.contains(&Caveat::Opening), !accepts)?;
    tidy(&checklist)?;
    let mut tally = Tally::default();
    checked.findings.iter().for_each(|finding| tally.add(finding));
    Ok(tally)
}

/// How often each status came out, and how many findings depend on a reading: whether the random cases are worth comparing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tally {
    pub statuses: [usize; 5],
    pub not_firm: usize,
}

impl Tally {
    fn add(&mut self, finding: &Finding) {
        let which = match finding.outcome.status {
            Status::Met => 0,
            Status::Unmet => 1,
            Status::Pending => 2,
            Status::Unknown => 3,
            Status::NotApplicable => 4,
        };
        self.statuses[which] += 1;
        self.not_firm += usize::from(!finding.firm);
    }

    pub fn join(&mut self, other: Tally) {
        self.statuses.iter_mut().zip(other.statuses).for_each(|(count, more)| *count += more);
        self.not_firm += other.not_firm;
    }
}

/// Compares a timeline at every boundary, on the days beside it, where the reference expects a change, and on random days.
fn compare_lines(
    about: &str,
    line: &Timeline,
    course: &Course,
    as_of: NaiveDay,
    whole: bool,
    random: &mut Random,
    value: impl Fn(NaiveDay) -> Truth,
) -> Result<(), Mismatch> {
    let boundaries = line.segments().iter().map(|segment| date(segment.from)).flat_map(|day| [-1, 0, 1].map(|step| shift(day, step)));
    let distance = *random.pick(&[5, 50, 500, 3000]);
    let mut somewhere = vec![shift(as_of, random.between(0, distance)), shift(as_of, random.between(0, distance))];
    if random.below(200) == 0 {
        // Now and then every day for a while.
        somewhere.extend((0..100).map(|step| shift(as_of, step)));
    }
    for day in boundaries.clone().filter(|day| *day >= as_of) {
        same(|| format!("{about} on {day}"), line.on(day_of(day)), course.on(day))?;
    }
    // A test is asked afresh on all of these days; what is put together from tests, on some.
    for day in boundaries.filter(|_| whole).chain(somewhere).filter(|day| *day >= as_of) {
        let plain = value(day);
        same(|| format!("{about} on {day}"), line.on(day_of(day)), plain)?;
        // The reference's own guess of the days on which something changes must not have missed one.
        same(|| format!("{about} on {day}, the reference and its own course"), course.on(day), plain)?;
    }
    for (day, plain) in &course.0 {
        same(|| format!("{about} on {day}"), line.on(day_of(*day)), *plain)?;
    }
    Ok(())
}

/// What every timeline promises: it starts on the day of the check, goes forward, and neighbours differ.
fn tidy(checklist: &Checklist<'_>) -> Result<(), Mismatch> {
    let lines = checklist.findings.iter().map(|finding| &finding.timeline).chain([&checklist.verdict.timeline]);
    for line in lines {
        let segments = line.segments();
        same(|| "the first day of a timeline".to_owned(), segments[0].from, checklist.as_of)?;
        for pair in segments.windows(2) {
            same(|| "that segments go forward".to_owned(), pair[0].from < pair[1].from, true)?;
            same(|| "that neighbours differ".to_owned(), pair[0].value != pair[1].value, true)?;
        }
    }
    Ok(())
}

fn same<T: PartialEq + std::fmt::Debug>(about: impl FnOnce() -> String, engine: T, reference: T) -> Result<(), Mismatch> {
    if engine == reference {
        return Ok(());
    }
    Err(Mismatch { about: about(), engine: format!("{engine:?}"), reference: format!("{reference:?}") })
}

pub fn outcome(outcome: &kaibo::engine::check::Outcome) -> Outcome {
    let status = match outcome.status {
        kaibo::engine::check::Status::Met => Status::Met,
        kaibo::engine::check::Status::Unmet => Status::Unmet,
        kaibo::engine::check::Status::Pending => Status::Pending,
        kaibo::engine::check::Status::Unknown => Status::Unknown,
        kaibo::engine::check::Status::NotApplicable => Status::NotApplicable,
    };
    Outcome { status, from: outcome.from.map(date), until: outcome.until.map(date) }
}

/// Whether a layer holds a row of a fact about the past that had not happened yet when it was observed, the engine and the
/// reference agreeing.
fn future(rulebook: &Rulebook, text: &str, origin: Origin, json: bool, as_of: NaiveDay) -> Result<bool, Mismatch> {
    let mut files = Files::default();
    let mut problems = Vec::new();
    let file: FileId = files.add("facts", text);
    let Ok(node) = (if json { parse_json(file, text) } else { parse_toml(file, text) }) else { return Ok(false) };
    let layer = read(&node, origin, rulebook, &mut problems);
    let past = rulebook.program.facts.iter().enumerate().filter(|(_, fact)| fact.past);
    let plain = past.clone().any(|(at, _)| {
        let observed = layer.provenance[at].as_ref().and_then(|from| from.provenance.observed_at).map(|moment| date(moment.day));
        let Some((FactValue::Rows(rows), _)) = &layer.facts[at] else { return false };
        let days = rows.rows.iter().flat_map(|row| row.cells.iter().flatten()).filter_map(|cell| cell.day()).map(date);
        days.into_iter().any(|day| day > as_of && observed.is_none_or(|observed| observed < day))
    });
    let annotated = layer.annotations.iter().filter(|annotation| rulebook.program.facts[annotation.fact].past);
    let annotated = annotated.flat_map(|annotation| &annotation.cells).any(|(_, value)| value.day().is_some_and(|day| date(day) > as_of));
    let mut refused = Vec::new();
    kaibo::facts::future::refuse(&node, &layer, &rulebook.program, day_of(as_of), &mut refused);
    same(|| "whether the future is refused".to_owned(), !refused.is_empty(), plain || annotated)?;
    Ok(plain || annotated)
}

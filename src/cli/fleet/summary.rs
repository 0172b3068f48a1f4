//! The summary of a fleet, for people and for programs.
//!
//! In: what was counted. Out: text or JSON. Nothing is counted here; lists are put into order and cut.

use std::fmt::Write as _;

use indexmap::IndexMap;
use serde_json::{Value as Json, json};

use crate::cli::Context;
use crate::fleet::journal::Progress;
use crate::fleet::tally::{Hanging, Lack, OTHERS, Tally, Upcoming, Verdicts};
use crate::fleet::{Engine, Fleet};
use crate::layout::wrap;
use crate::rulebook::Edition;
use crate::untrusted::visible;
use crate::words::Localized;

/// How many entries of a list people are shown.
const LINES: usize = 10;

/// Entries with the most first; of equal ones, the first in the input.
fn most<T>(map: &IndexMap<String, T>, count: impl Fn(&T) -> u64) -> Vec<(&str, &T)> {
    let mut entries: Vec<(&str, &T)> = map.iter().map(|(key, value)| (key.as_str(), value)).collect();
    entries.sort_by_key(|(key, value)| (*key == OTHERS, std::cmp::Reverse(count(value))));
    entries
}

/// The action that the remedy of a requirement asks for.
fn action<'e>(edition: Option<&'e Edition>, id: &str) -> Option<&'e Localized> {
    let edition = edition?;
    edition.requirements[edition.find(id)?].remedy.as_ref().map(|remedy| &remedy.action)
}

/// The summary as JSON: one object, its programs in a list.
pub(super) fn json(fleet: &Fleet, progress: &Progress) -> String {
    let counts = progress.counts;
    let programs = fleet.engines.iter().zip(&progress.tallies).filter(|(_, tally)| shown(fleet, tally));
    let errors = progress.faults.iter().map(|(file, fault)| {
        let mut error = json!({ "line": fault.line, "column": fault.column, "error": fault.error });
        if let (Some(files), Json::Object(fields)) = (&fleet.files, &mut error) {
            fields.shift_insert(0, "file".to_owned(), Json::from(files[*file].as_str()));
        }
        error
    });
    let whole = json!({
        "summary": 1,
        "read": counts.read(), "written": counts.written, "rejected": counts.rejected, "blank": counts.blank,
        "errors": errors.collect::<Vec<_>>(),
        "paths": { "fast": counts.fast(), "plain": counts.plain },
        "programs": programs.map(|(engine, tally)| program_json(engine, tally, fleet.ahead)).collect::<Vec<_>>(),
    });
    format!("{whole:#}\n")
}

/// True of a program that has something to say: one that no record was for is left out, unless it is the only one.
fn shown(fleet: &Fleet, tally: &Tally) -> bool {
    fleet.engines.len() == 1 || tally.verdicts.total() > 0
}

fn program_json(engine: &Engine, tally: &Tally, ahead: i32) -> Json {
    let of = tally.verdicts.total();
    let day = engine.as_of.day;
    let set = |key: &str| match key {
        OTHERS => Json::Null,
        _ => key.split_ascii_whitespace().collect(),
    };
    let lacking = most(&tally.lacking, |lack| lack.verdicts.total()).into_iter().map(|(key, lack)| {
        json!({
            "requirements": set(key), "count": lack.verdicts.total(), "of": of - tally.verdicts.eligible,
            "verdicts": lack.verdicts, "eligible_by_tomorrow": lack.tomorrow, "eligible_ahead": lack.ahead,
        })
    });
    let sets = |map: &IndexMap<String, u64>| {
        let entries = most(map, |count| *count).into_iter();
        entries.map(|(key, count)| json!({ "requirements": set(key), "count": count })).collect::<Vec<_>>()
    };
    let upcoming = |upcoming: &Upcoming| {
        let first = upcoming.first.iter().map(|(day, applicant, key)| json!({ "applicant": applicant, "on": day, "through": set(key) }));
        json!({
            "count": upcoming.total(), "days": upcoming.days, "through": sets(&upcoming.through), "first": first.collect::<Vec<_>>(),
        })
    };
    let unlocks = most(&tally.unlocks, |count| *count).into_iter().map(
        |(id, count)| json!({ "requirement": id, "do": action(engine.edition(), id), "count": count, "of": of - tally.verdicts.eligible }),
    );
    let readings = by_weight(tally).into_iter().map(|hanging| {
        json!({
            "requirement": hanging.requirement, "title": { "zh": hanging.zh, "en": hanging.en },
            "would": hanging.would, "dates_only": hanging.dates_only,
        })
    });
    let against = engine.against().map(|edition| {
        let compared = &tally.against;
        json!({
            "edition": edition.id, "gain": compared.gains.values().sum::<u64>(), "gain_through": sets(&compared.gains),
            "lose": compared.loses.values().sum::<u64>(), "lose_through": sets(&compared.loses),
            "otherwise": compared.changes, "same": compared.same,
        })
    });
    json!({
        "program": engine.rulebook.program.id, "edition": engine.edition().map(|edition| edition.id.as_str()),
        "as_of": day.to_string(), "ahead_until": day.plus(ahead).to_string(),
        "count": of, "verdicts": tally.verdicts, "not_firm": tally.not_firm,
        "lacking": lacking.collect::<Vec<_>>(), "gaining": upcoming(&tally.gaining), "losing": upcoming(&tally.losing),
        "unlocks": unlocks.collect::<Vec<_>>(), "readings": readings.collect::<Vec<_>>(), "against": against,
    })
}

fn by_weight(tally: &Tally) -> Vec<&Hanging> {
    let mut hanging: Vec<&Hanging> = tally.readings.values().collect();
    hanging.sort_by_key(|hanging| std::cmp::Reverse(hanging.would.total()));
    hanging
}

/// The summary as text.
pub(super) fn text(context: &Context, fleet: &Fleet, progress: &Progress) -> String {
    let mut page = Page { context, text: String::new() };
    let counts = progress.counts;
    for (engine, tally) in fleet.engines.iter().zip(&progress.tallies).filter(|(_, tally)| shown(fleet, tally)) {
        page.program(engine, tally, fleet);
    }
    if counts.rejected > 0 {
        page.heading("fleet-sum-rejected", &[("count", &counts.rejected.to_string()), ("of", &counts.read().to_string())]);
        for (file, fault) in &progress.faults {
            let file = fleet.files.as_ref().map_or(String::new(), |files| format!("{}:", visible(&files[*file])));
            page.put(2, &format!("{file}{}:{}: {}", fault.line, fault.column, fault.error));
        }
    }
    let (plain, fast) = (counts.plain.to_string(), counts.fast().to_string());
    page.text.push('\n');
    page.say(0, "fleet-sum-paths", &[("fast", &fast), ("plain", &plain)]);
    page.text
}

struct Page<'a> {
    context: &'a Context,
    text: String,
}

impl Page<'_> {
    fn put(&mut self, indent: usize, line: &str) {
        let columns = self.context.width.clamp(40, 110).saturating_sub(indent + 2);
        for (at, part) in wrap(line, columns).iter().enumerate() {
            let _ = writeln!(self.text, "{}{part}", " ".repeat(indent + if at == 0 { 0 } else { 2 }));
        }
    }

    fn say(&mut self, indent: usize, id: &str, args: &[(&str, &str)]) {
        let line = self.context.words.say(id, args);
        self.put(indent, &line);
    }

    fn heading(&mut self, id: &str, args: &[(&str, &str)]) {
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        self.say(0, id, args);
    }

    /// What people call a set of requirements.
    fn titles(&self, edition: Option<&Edition>, key: &str) -> String {
        let words = &self.context.words;
        let title = |id: &str| {
            let requirement = edition.and_then(|edition| Some(&edition.requirements[edition.find(id)?]));
            requirement.map_or_else(|| id.to_owned(), |requirement| requirement.title.get(words.lang).to_owned())
        };
        match key {
            OTHERS => words.say("fleet-sum-others", &[]),
            "" => words.say("fleet-sum-rules", &[]),
            _ => key.split_ascii_whitespace().map(title).collect::<Vec<_>>().join(&words.say("list-gap", &[])),
        }
    }

    fn program(&mut self, engine: &Engine, tally: &Tally, fleet: &Fleet) {
        let edition = engine.edition();
        let title = engine.rulebook.program.title.get(self.context.words.lang);
        let name = edition.map_or("-", |edition| &edition.id);
        let day = engine.as_of.day;
        let until = day.plus(fleet.ahead).to_string();
        self.heading("fleet-sum-head", &[("program", title), ("edition", name), ("day", &day.to_string())]);
        self.verdicts(tally);
        self.lacking(edition, &tally.lacking, &tally.verdicts, &until);
        self.upcoming(edition, &tally.gaining, "fleet-sum-gaining", &until);
        self.upcoming(edition, &tally.losing, "fleet-sum-losing", &until);
        if !tally.unlocks.is_empty() {
            self.heading("fleet-sum-unlocks", &[]);
            for (id, count) in most(&tally.unlocks, |count| *count).into_iter().take(LINES) {
                let action = action(edition, id).map_or(id, |action| action.get(self.context.words.lang)).to_owned();
                self.say(2, "fleet-sum-unlock", &[("action", &action), ("count", &count.to_string())]);
            }
        }
        if tally.not_firm > 0 {
            self.heading("fleet-sum-readings", &[("count", &tally.not_firm.to_string()), ("of", &tally.verdicts.total().to_string())]);
            for hanging in by_weight(tally).into_iter().take(LINES) {
                let title = self.titles(edition, &hanging.requirement);
                let reading = if self.context.words.lang == crate::words::Lang::Zh { &hanging.zh } else { &hanging.en };
                let would = hanging.would;
                let numbers = [would.eligible, would.pending, would.unknown, would.not_eligible, hanging.dates_only];
                let numbers = numbers.map(|count| count.to_string());
                let args = [
                    ("requirement", title.as_str()),
                    ("reading", reading.as_str()),
                    ("eligible", &numbers[0]),
                    ("pending", &numbers[1]),
                    ("unknown", &numbers[2]),
                    ("not_eligible", &numbers[3]),
                    ("dates", &numbers[4]),
                ];
                self.say(2, "fleet-sum-reading", &args);
            }
        }
        if let Some(other) = engine.against() {
            let compared = &tally.against;
            self.heading("fleet-sum-against", &[("edition", &other.id)]);
            for (id, of, map) in [("fleet-sum-gain", edition, &compared.gains), ("fleet-sum-lose", Some(other), &compared.loses)] {
                self.say(2, id, &[("count", &map.values().sum::<u64>().to_string())]);
                self.through(of, map, 4);
            }
            let (otherwise, same) = (compared.changes.to_string(), compared.same.to_string());
            self.say(2, "fleet-sum-otherwise", &[("otherwise", &otherwise), ("same", &same)]);
        }
    }

    fn verdicts(&mut self, tally: &Tally) {
        self.heading("fleet-sum-verdicts", &[]);
        let Verdicts { eligible, not_eligible, pending, unknown } = tally.verdicts;
        let of = tally.verdicts.total().to_string();
        for (id, count) in [
            ("verdict-eligible", eligible),
            ("verdict-pending", pending),
            ("verdict-unknown", unknown),
            ("verdict-not-eligible", not_eligible),
        ] {
            let what = self.context.words.say(id, &[]);
            self.say(2, "fleet-sum-verdict", &[("what", &what), ("n", &count.to_string()), ("of", &of)]);
        }
    }

    fn lacking(&mut self, edition: Option<&Edition>, lacking: &IndexMap<String, Lack>, verdicts: &Verdicts, until: &str) {
        if lacking.is_empty() {
            return;
        }
        let of = (verdicts.total() - verdicts.eligible).to_string();
        self.heading("fleet-sum-lacking", &[("of", &of)]);
        let sets = most(lacking, |lack| lack.verdicts.total());
        for (key, lack) in sets.iter().take(LINES) {
            let titles = self.titles(edition, key);
            let (count, tomorrow, ahead) = (lack.verdicts.total().to_string(), lack.tomorrow.to_string(), lack.ahead.to_string());
            let id = if key.contains(' ') || *key == OTHERS { "fleet-sum-lack" } else { "fleet-sum-lack-only" };
            self.say(2, id, &[("n", &count), ("what", &titles)]);
            if lack.ahead > 0 {
                self.say(4, "fleet-sum-lack-soon", &[("tomorrow", &tomorrow), ("ahead", &ahead), ("until", until)]);
            }
        }
        let rest: u64 = sets.iter().skip(LINES).map(|(_, lack)| lack.verdicts.total()).sum();
        if rest > 0 {
            self.say(2, "fleet-sum-rest", &[("n", &rest.to_string()), ("count", &(sets.len() - LINES).to_string())]);
        }
    }

    fn through(&mut self, edition: Option<&Edition>, map: &IndexMap<String, u64>, indent: usize) {
        for (key, count) in most(map, |count| *count).into_iter().take(LINES) {
            let titles = self.titles(edition, key);
            self.say(indent, "fleet-sum-through", &[("n", &count.to_string()), ("what", &titles)]);
        }
    }

    fn upcoming(&mut self, edition: Option<&Edition>, upcoming: &Upcoming, heading: &str, until: &str) {
        self.heading(heading, &[("n", &upcoming.total().to_string()), ("until", until)]);
        self.through(edition, &upcoming.through, 2);
        for (day, applicant, key) in upcoming.first.iter().take(LINES) {
            let titles = self.titles(edition, key);
            self.put(4, &format!("{day}  {}  {titles}", visible(applicant)));
        }
    }
}

//! The summary of a fleet in words: what every face for people shows, in order.
//!
//! In: a [`Summary`]. Out: headings and entries, each a sentence with the numbers behind it, harmless to look at. How they
//! are drawn, with or without bars, is a face's own business.

use crate::fleet::aggregate::Verdicts;
use crate::fleet::summary::{Against, Groups, Lacking, ProgramSummary, ReadingImpact, RejectedRecord, Set, Summary, Through, Upcoming};
use crate::i18n::Messages;
use crate::i18n::escape::escape_control;
use crate::rulebook::OpeningState;

/// How many entries of a list people are shown.
const LINES: usize = 10;

/// Into how many bars the days ahead go at most.
const BARS: i64 = 61;

/// All of it.
#[derive(Debug)]
pub(super) struct SummaryDocument {
    pub(super) programs: Vec<ProgramPage>,
    /// What could not be read.
    pub(super) refused: Option<Section>,
    /// How many records there were, the outcome of them, and which ways they took.
    pub(super) account: [String; 2],
}

/// One program.
#[derive(Debug)]
pub(super) struct ProgramPage {
    pub(super) title: String,
    /// Whether it takes anyone in, and where that is written.
    pub(super) opening: Option<(String, String)>,
    pub(super) sections: Vec<Section>,
}

/// A heading and what is under it.
#[derive(Debug, Default)]
pub(super) struct Section {
    pub(super) title: String,
    pub(super) days: Vec<Bar>,
    /// The highest of them, in words.
    pub(super) peak: String,
    pub(super) entries: Vec<Entry>,
}

/// A sentence, and what is to be said about it.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) text: String,
    pub(super) share: Option<Share>,
    pub(super) more: Vec<String>,
}

/// Parts of a whole, by verdict.
#[derive(Debug)]
pub(super) struct Share {
    pub(super) parts: Verdicts,
    pub(super) of: u64,
}

/// How many on a day, or on a few days in a row.
#[derive(Debug)]
pub(super) struct Bar {
    pub(super) label: String,
    pub(super) count: u64,
}

/// Puts a summary into words, with full lists or the first entries of each.
pub(super) fn pages(summary: &Summary<'_>, full: bool, messages: &Messages) -> SummaryDocument {
    let say = SummaryText { words: messages, lines: if full { usize::MAX } else { LINES } };
    let [read, written, rejected, blank] = [summary.read, summary.written, summary.rejected, summary.blank].map(|count| count.to_string());
    let (fast, plain) = (summary.paths.fast.to_string(), summary.paths.plain.to_string());
    SummaryDocument {
        programs: summary.programs.iter().map(|program| say.program(program)).collect(),
        refused: (summary.rejected > 0).then(|| say.refused(summary)),
        account: [
            messages.format("fleet-account", &[("read", &read), ("written", &written), ("rejected", &rejected), ("blank", &blank)]),
            messages.format("fleet-sum-paths", &[("fast", &fast), ("plain", &plain)]),
        ],
    }
}

struct SummaryText<'w> {
    words: &'w Messages,
    /// How many entries of a list are shown.
    lines: usize,
}

fn entry(text: String) -> Entry {
    Entry { text, ..Entry::default() }
}

/// A count as a part of another, in hundredths that are zero or all only where the count is.
fn percent(count: u64, of: u64) -> String {
    match (u128::from(count), u128::from(of)) {
        (0, _) => "0%".to_owned(),
        (count, of) if count * 200 < of => "<1%".to_owned(),
        (count, of) if count < of && count * 200 >= of * 199 => ">99%".to_owned(),
        (count, of) => format!("{}%", (count * 200 + of) / (of * 2)),
    }
}

impl SummaryText<'_> {
    /// A message with counts in its gaps.
    fn counts(&self, id: &str, counts: &[(&str, u64)], texts: &[(&str, &str)]) -> String {
        let counts: Vec<(&str, String)> = counts.iter().map(|(name, count)| (*name, count.to_string())).collect();
        let all: Vec<(&str, &str)> =
            counts.iter().map(|(name, count)| (*name, count.as_str())).chain(texts.iter().map(|(name, text)| (*name, *text))).collect();
        self.words.format(id, &all)
    }

    /// What people call a set of requirements.
    fn titles(&self, set: &Set<'_>) -> String {
        match set {
            Set::Others => self.words.format("fleet-sum-others", &[]),
            Set::Of(list) if list.is_empty() => self.words.format("fleet-sum-rules", &[]),
            Set::Of(list) => {
                let titles = list.iter().map(|(id, title)| title.map_or(*id, |title| title.get(self.words.lang)));
                let all = titles.collect::<Vec<_>>().join(&self.words.format("list-gap", &[]));
                escape_control(&all).into_owned()
            }
        }
    }

    fn program(&self, program: &ProgramSummary<'_>) -> ProgramPage {
        let day = program.as_of.to_string();
        let title = escape_control(program.title.get(self.words.lang)).into_owned();
        let edition = program.edition.unwrap_or("-");
        let mut sections = vec![
            self.verdicts(program),
            self.conditions(program),
            self.lacking(program),
            self.upcoming(
                program,
                &program.gaining,
                "fleet-sum-gaining",
                program.count - program.verdicts.eligible - program.verdicts.held,
            ),
            self.upcoming(program, &program.losing, "fleet-sum-losing", program.verdicts.eligible),
            self.unlocks(program),
            self.unlocks_by_cost(program),
        ];
        sections.extend(program.by.as_ref().map(|by| self.groups(by)));
        sections.extend((program.not_firm > 0).then(|| self.readings(program)));
        sections.extend(program.against.as_ref().map(|against| self.against(against)));
        sections.retain(|section| !section.title.is_empty());
        ProgramPage {
            title: self.words.format("fleet-sum-head", &[("program", &title), ("edition", edition), ("day", &day)]),
            opening: self.opening(program),
            sections,
        }
    }

    fn opening(&self, program: &ProgramSummary<'_>) -> Option<(String, String)> {
        let opening = program.opening.as_ref().filter(|opening| opening.state != OpeningState::Open)?;
        let lang = self.words.lang;
        let mut text = self.words.format("text-opening", &[("note", opening.note.get(lang)), ("day", &opening.checked)]);
        if let Some(instead) = &opening.instead {
            text.push_str(&self.words.format("text-instead", &[("instead", instead.title.get(lang))]));
        }
        Some((escape_control(&text).into_owned(), escape_control(&opening.source).into_owned()))
    }

    fn verdicts(&self, program: &ProgramSummary<'_>) -> Section {
        let none = Verdicts::default();
        let Verdicts { eligible, not_eligible, pending, unknown, held: pinned } = program.verdicts;
        // Where nobody has access already, nothing need be said of it.
        let holders = (pinned > 0).then_some(("verdict-held", pinned, Verdicts { held: pinned, ..none }));
        let parts = [
            ("verdict-eligible", eligible, Verdicts { eligible, ..none }),
            ("verdict-pending", pending, Verdicts { pending, ..none }),
            ("verdict-undecided", unknown, Verdicts { unknown, ..none }),
            ("verdict-not-eligible", not_eligible, Verdicts { not_eligible, ..none }),
        ];
        let entries = parts.into_iter().chain(holders).map(|(id, count, parts)| {
            let texts = [("what", self.words.format(id, &[])), ("share", percent(count, program.count))];
            let texts = texts.each_ref().map(|(name, text)| (*name, text.as_str()));
            Entry {
                text: self.counts("fleet-sum-verdict", &[("n", count), ("of", program.count)], &texts),
                share: Some(Share { parts, of: program.count }),
                more: Vec::new(),
            }
        });
        Section { title: self.words.format("fleet-sum-verdicts", &[]), entries: entries.collect(), ..Section::default() }
    }

    /// What qualifies verdicts. The opening is stated above, for all.
    fn conditions(&self, program: &ProgramSummary<'_>) -> Section {
        let stated = program.conditions.iter().filter(|(condition, _)| *condition != "opening");
        let entries = stated.map(|(condition, count)| {
            let id = match condition.as_str() {
                "waiver" => "fleet-sum-condition-waiver",
                "stale" => "fleet-sum-condition-stale",
                "assumed" => "fleet-sum-condition-assumed",
                "contradiction" => "fleet-sum-condition-contradiction",
                _ => "fleet-sum-condition-edition-ends",
            };
            entry(self.counts(id, &[("n", *count)], &[]))
        });
        let entries: Vec<Entry> = entries.collect();
        let title = if entries.is_empty() { String::new() } else { self.words.format("fleet-sum-conditions", &[]) };
        Section { title, entries, ..Section::default() }
    }

    fn lacking(&self, program: &ProgramSummary<'_>) -> Section {
        let Some(of) = program.lacking.first().map(|lack| lack.of) else { return Section::default() };
        let until = program.ahead_until.to_string();
        let mut entries: Vec<Entry> = program.lacking.iter().take(self.lines).map(|lack| self.lack(lack, &until)).collect();
        let rest: u64 = program.lacking.iter().skip(self.lines).map(|lack| lack.count).sum();
        if rest > 0 {
            let sets = (program.lacking.len() - self.lines) as u64;
            entries.push(entry(self.counts("fleet-sum-rest", &[("n", rest), ("count", sets)], &[])));
        }
        Section { title: self.counts("fleet-sum-lacking", &[("of", of)], &[]), entries, ..Section::default() }
    }

    fn lack(&self, lack: &Lacking<'_>, until: &str) -> Entry {
        let only = matches!(&lack.requirements, Set::Of(list) if list.len() == 1);
        let id = if only { "fleet-sum-lack-only" } else { "fleet-sum-lack" };
        let (tomorrow, ahead) = (lack.eligible_by_tomorrow, lack.eligible_ahead);
        let soon = match (tomorrow, ahead) {
            (_, 0) => None,
            (0, _) => Some("fleet-sum-lack-ahead"),
            _ if tomorrow == ahead => Some("fleet-sum-lack-tomorrow"),
            _ => Some("fleet-sum-lack-soon"),
        };
        let soon = soon.map(|id| self.counts(id, &[("tomorrow", tomorrow), ("ahead", ahead)], &[("until", until)]));
        let unknown = lack.verdicts.unknown;
        let open = (unknown > 0).then(|| self.counts("fleet-sum-lack-unknown", &[("count", unknown)], &[]));
        Entry {
            text: self.counts(id, &[("count", lack.count)], &[("what", &self.titles(&lack.requirements))]),
            share: Some(Share { parts: lack.verdicts, of: lack.of }),
            more: soon.into_iter().chain(open).collect(),
        }
    }

    fn through(&self, list: &[Through<'_>]) -> Vec<String> {
        let line = |one: &Through<'_>| self.counts("fleet-sum-through", &[("n", one.count)], &[("what", &self.titles(&one.requirements))]);
        list.iter().take(self.lines).map(line).collect()
    }

    fn upcoming(&self, program: &ProgramSummary<'_>, upcoming: &Upcoming<'_>, heading: &str, of: u64) -> Section {
        let (tomorrow, week, until) = (program.as_of.next(), program.as_of.add_days(7), program.ahead_until);
        let title = self.counts(heading, &[("n", upcoming.count), ("of", of)], &[("until", &until.to_string())]);
        if upcoming.count == 0 {
            return Section { title, ..Section::default() };
        }
        let mut entries = Vec::new();
        if until > week {
            let counts = [("tomorrow", upcoming.between(tomorrow, tomorrow)), ("week", upcoming.between(tomorrow, week))];
            entries.push(entry(self.counts("fleet-sum-soon", &counts, &[])));
        }
        entries.extend(self.through(&upcoming.through).into_iter().map(entry));
        let first = upcoming.first.iter().take(self.lines);
        let first = first.map(|one| format!("{}  {}  {}", one.on, escape_control(one.applicant), self.titles(&one.through)));
        entries.push(Entry { text: self.words.format("fleet-sum-first", &[]), share: None, more: first.collect() });
        let days = self.days(program, upcoming);
        let highest = days.iter().rev().max_by_key(|bar| bar.count);
        let peak = highest.map(|bar| self.words.format("fleet-sum-peak", &[("bar", &bar.label)])).unwrap_or_default();
        Section { title, days, peak, entries }
    }

    /// The days ahead; where they are many, several to a bar.
    fn days(&self, program: &ProgramSummary<'_>, upcoming: &Upcoming<'_>) -> Vec<Bar> {
        let days = program.ahead_until.since(program.as_of).max(0);
        let step = days.div_euclid(BARS) + i64::from(days % BARS > 0);
        let step = i32::try_from(step).unwrap_or(i32::MAX).max(1);
        let mut bars = Vec::new();
        let mut first = program.as_of.next();
        while first <= program.ahead_until {
            let last = first.add_days(step - 1).min(program.ahead_until);
            let count = upcoming.between(first, last);
            let (from, to) = (first.to_string(), last.to_string());
            let id = if first == last { "fleet-sum-day" } else { "fleet-sum-days" };
            bars.push(Bar { label: self.counts(id, &[("n", count)], &[("from", &from), ("to", &to)]), count });
            first = last.next();
        }
        bars
    }

    fn unlocks(&self, program: &ProgramSummary<'_>) -> Section {
        if program.unlocks.is_empty() {
            return Section::default();
        }
        let lang = self.words.lang;
        let entries = program.unlocks.iter().take(self.lines).map(|unlock| {
            let what = escape_control(unlock.title.map_or(unlock.requirement, |title| title.get(lang)));
            Entry {
                text: self.counts("fleet-sum-unlock", &[("n", unlock.count), ("of", unlock.of)], &[("what", &what)]),
                share: Some(Share { parts: Verdicts { eligible: unlock.count, ..Verdicts::default() }, of: unlock.of }),
                more: unlock.action.map(|action| escape_control(action.get(lang)).into_owned()).into_iter().collect(),
            }
        });
        Section { title: self.words.format("fleet-sum-unlocks", &[]), entries: entries.collect(), ..Section::default() }
    }

    /// The same by what one more eligible applicant costs, the cheapest first, of the actions that have a cost.
    fn unlocks_by_cost(&self, program: &ProgramSummary<'_>) -> Section {
        let mut priced: Vec<_> = program.unlocks.iter().filter_map(|unlock| Some((unlock.price?, unlock))).collect();
        // Amounts in different currencies have no order.
        if priced.is_empty() || priced.iter().any(|((_, currency), _)| *currency != priced[0].0.1) {
            return Section::default();
        }
        priced.sort_by_key(|((units, _), _)| *units);
        let lang = self.words.lang;
        let entries = priced.iter().take(self.lines).map(|(_, unlock)| {
            let what = escape_control(unlock.title.map_or(unlock.requirement, |title| title.get(lang)));
            let (cost, all) = (unlock.cost.as_deref().unwrap_or_default(), unlock.cost_of_all.as_deref().unwrap_or("-"));
            entry(self.counts("fleet-sum-unlock-cost", &[("n", unlock.count)], &[("what", &what), ("cost", cost), ("all", all)]))
        });
        Section { title: self.words.format("fleet-sum-unlocks-cost", &[]), entries: entries.collect(), ..Section::default() }
    }

    /// Verdicts by what records say in one column.
    fn groups(&self, by: &Groups<'_>) -> Section {
        let entries = by.groups.iter().take(self.lines).map(|group| {
            let value = match group.value {
                None => self.words.format("fleet-sum-others", &[]),
                Some("") => self.words.format("fleet-sum-no-value", &[]),
                Some(value) => escape_control(value).into_owned(),
            };
            let yes = group.verdicts.eligible + group.verdicts.held;
            let counts = [("n", yes), ("of", group.count), ("pending", group.verdicts.pending), ("unknown", group.verdicts.unknown)];
            Entry {
                text: self.counts("fleet-sum-group", &counts, &[("value", &value), ("share", &percent(yes, group.count))]),
                share: Some(Share { parts: group.verdicts, of: group.count }),
                more: Vec::new(),
            }
        });
        let mut entries: Vec<Entry> = entries.collect();
        let rest = by.groups.len().saturating_sub(self.lines);
        if rest > 0 {
            entries.push(entry(self.counts("fleet-sum-more-groups", &[("n", rest as u64)], &[])));
        }
        let title = self.words.format("fleet-sum-by", &[("column", &escape_control(by.column))]);
        Section { title, entries, ..Section::default() }
    }

    fn readings(&self, program: &ProgramSummary<'_>) -> Section {
        Section {
            title: self.counts("fleet-sum-readings", &[("count", program.not_firm), ("of", program.count)], &[]),
            entries: program.readings.iter().take(self.lines).map(|hanging| entry(self.reading(hanging))).collect(),
            ..Section::default()
        }
    }

    fn reading(&self, hanging: &ReadingImpact<'_>) -> String {
        let lang = self.words.lang;
        let would = hanging.would;
        let parts = [
            ("fleet-sum-would-meet", would.eligible),
            ("fleet-sum-would-later", would.pending),
            ("fleet-sum-would-be-unknown", would.unknown),
            ("fleet-sum-would-not", would.not_eligible),
            ("fleet-sum-would-move", hanging.dates_only),
        ];
        let parts = parts.into_iter().filter(|(_, count)| *count > 0).map(|(id, count)| self.counts(id, &[("n", count)], &[]));
        let parts = parts.collect::<Vec<_>>().join(&self.words.format("list-gap", &[]));
        let requirement = escape_control(hanging.name.map_or(hanging.requirement, |name| name.get(lang)));
        let reading = escape_control(hanging.title.get(lang));
        self.words.format("fleet-sum-reading", &[("requirement", &requirement), ("reading", &reading), ("would", &parts)])
    }

    fn against(&self, against: &Against<'_>) -> Section {
        let change = |id: &str, count: u64, through: &[Through<'_>]| Entry {
            text: self.counts(id, &[("count", count)], &[]),
            share: None,
            more: self.through(through),
        };
        Section {
            title: self.words.format("fleet-sum-against", &[("edition", against.edition)]),
            entries: vec![
                change("fleet-sum-gain", against.gain, &against.gain_through),
                change("fleet-sum-lose", against.lose, &against.lose_through),
                entry(self.counts("fleet-sum-otherwise", &[("otherwise", against.otherwise), ("same", against.same)], &[])),
            ],
            ..Section::default()
        }
    }

    fn refused(&self, summary: &Summary<'_>) -> Section {
        let line = |one: &RejectedRecord<'_>| {
            let file = one.file.map_or(String::new(), |file| format!("{file}:"));
            entry(escape_control(&format!("{file}{}:{}: {}", one.line, one.column, one.error)).into_owned())
        };
        Section {
            title: self.counts("fleet-sum-rejected", &[("count", summary.rejected), ("of", summary.read)], &[]),
            entries: summary.errors.iter().map(line).collect(),
            ..Section::default()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hundredths_are_nought_or_all_only_where_the_count_is() {
        let of = |count| percent(count, 1000);
        assert_eq!(
            [0, 1, 4, 5, 10, 15, 994, 995, 999, 1000].map(of),
            ["0%", "<1%", "<1%", "1%", "1%", "2%", "99%", ">99%", ">99%", "100%"]
        );
        assert_eq!(percent(0, 0), "0%");
    }
}

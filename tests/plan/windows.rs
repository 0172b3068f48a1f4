//! When steps can begin and are done, on random graphs of steps.
//!
//! The days are found once more by trying every day; what is printed for people must say them, in order, and must point out a
//! goal day after the last day of eligibility.

use std::fmt::Write as _;

use kaibo::engine::check::check;
use kaibo::engine::plan::{Plan, Prefer, StepPlan, StepStatus, plan};
use kaibo::i18n::Messages;
use kaibo::report::text::TextWriter;
use kaibo::report::text::plan::{Wanted, show};
use kaibo::rulebook::{Program, Step};
use kaibo::value::date::Date;
use kaibo::value::localized::Lang;

use crate::given;
use crate::random::{Random, as_of, date};

const MOST_STEPS: u64 = 6;

/// A program whose steps wait for each other and for eligibility; a payment may wait for the first of them.
fn case(random: &mut Random) -> (String, String, String) {
    let ask = "ask = { zh = '某', en = 'x' }\nfind = { zh = '某', en = 'x' }\n";
    let title = |name: &str| format!("title = {{ zh = '“{name}”', en = '“{name}”' }}\n");
    let mut program = format!("[program]\nid = 'p'\n{}time_zone = 'UTC'\n", title("p"));
    let mut edition = "edition = 'e'\nin_force = { from = 2020-01-01 }\nsources = [{ title = 'x' }]\n".to_owned();
    let mut facts = String::new();
    let waits = random.one_in(3);
    let _ = write!(program, "[facts.paid]\nkind = 'rows'\ncolumns = {{ date = 'date' }}\n{}{ask}", title("paid"));
    let (within, seen, takes) = (3 + random.below(12), random.below(3), random.below(4));
    let _ = write!(
        edition,
        "[requires.paid]\n{}of = 'paid'\nwithin = '{within} days'\nseen_after = {}\ncount = 'rows'\nis = '>= 1'\nremedy = {{ do = {{ zh = '某', en = 'x' }}, adds = 'row', takes = {}, after = [{}] }}\n",
        title("paid"),
        days(seen),
        range(0, takes),
        if waits { "'s0'" } else { "" }
    );
    let rows = if random.one_in(2) { String::new() } else { date(3 + random.below(9) as i64) };
    let _ = writeln!(facts, "paid = [{rows}]");
    let count = 1 + random.below(MOST_STEPS);
    for at in 0..count {
        let own = format!("s{at}");
        let before: Vec<String> = (0..at).filter(|_| random.one_in(3)).map(|other| format!("s{other}")).collect();
        let mut after: Vec<String> = before.iter().map(|name| format!("'{name}'")).collect();
        if random.one_in(3) && (at > 0 || !waits) {
            after.push("'eligible'".to_owned());
        }
        let best = random.below(3);
        let worst = best + random.below(5);
        let _ = write!(program, "[steps.{own}]\n{}after = [{}]\ntakes = {}\n", title(&own), after.join(", "), range(best, worst));
        if random.one_in(6) && (at > 0 || !waits) {
            program.push_str("optional = true\n");
        }
        if let Some(first) = before.first().filter(|_| random.one_in(4)) {
            let _ = writeln!(program, "deadline = {{ after = '{first}', within = {} }}", days(1 + random.below(6)));
        }
        if random.one_in(2) {
            let _ = writeln!(program, "done = 'd{at}'");
            let _ = write!(edition, "[requires.d{at}]\n{}of = 'd{at}'\nis = true\n", title(&format!("d{at}")));
            match random.below(3) {
                0 => {}
                known => {
                    let _ = writeln!(facts, "d{at} = {}", known == 1);
                }
            }
        }
    }
    for at in (0..count).filter(|at| edition.contains(&format!("[requires.d{at}]"))) {
        let _ = write!(program, "[facts.d{at}]\nkind = 'flag'\n{}{ask}", title(&format!("d{at}")));
    }
    let _ = write!(edition, "[requires.eligible]\n{}all = ['paid']\n", title("eligible"));
    (program, edition, facts)
}

fn days(count: u64) -> String {
    format!("'{count} day{}'", if count == 1 { "" } else { "s" })
}

fn range(best: u64, worst: u64) -> String {
    if best == worst { days(best) } else { format!("'{best}..{worst} day{}'", if worst == 1 { "" } else { "s" }) }
}

/// The steps, tried day by day from the day of the check.
struct Steps<'p> {
    steps: Vec<&'p Step>,
    done: Vec<bool>,
    eligible: i64,
}

impl Steps<'_> {
    fn worst(&self, at: usize) -> i64 {
        i64::from(self.steps[at].takes.unwrap().worst.count)
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.steps.iter().position(|step| step.id == name)
    }

    /// The first day on which each step can begin, where one is not begun before some day.
    fn starts(&self, floor: Option<(usize, i64)>) -> Vec<i64> {
        let (mut starts, mut ready_for): (Vec<i64>, Vec<i64>) = (Vec::new(), Vec::new());
        for (at, step) in self.steps.iter().enumerate() {
            let ready = |name: &String| match self.place(name) {
                None => self.eligible,
                Some(other) if self.done[other] => 0,
                // What is optional is not waited for, only what comes before it.
                Some(other) if self.steps[other].optional => ready_for[other],
                Some(other) => starts[other] + self.worst(other),
            };
            let start = step.after.iter().map(ready).max().unwrap_or(0).max(0);
            ready_for.push(start);
            starts.push(floor.filter(|(place, _)| *place == at).map_or(start, |(_, floor)| start.max(floor)));
        }
        starts
    }

    /// The day on which the last step that has to be done is done.
    fn end(&self, floor: Option<(usize, i64)>) -> i64 {
        let starts = self.starts(floor);
        let needed = (0..starts.len()).filter(|at| !self.done[*at] && !self.steps[*at].optional);
        needed.map(|at| starts[at] + self.worst(at)).fold(self.eligible, i64::max)
    }

    /// The last day on which a step can begin without delaying the end.
    fn latest(&self, at: usize) -> i64 {
        let (end, first) = (self.end(None), self.starts(None)[at]);
        let in_time = |start: &i64| self.end(Some((at, *start))) == end && start + self.worst(at) <= end;
        (first..=end.max(first)).filter(in_time).max().unwrap_or(first)
    }
}

#[test]
fn steps_begin_and_end_on_days_that_agree_with_each_other() {
    let (mut tried, mut waited, mut lapses) = (0, 0, 0);
    for seed in crate::first_seed(0).. {
        if tried == crate::count(150) {
            break;
        }
        let (program, edition, facts) = case(&mut Random::new(seed));
        let context = format!("seed {seed}\n{program}\n{edition}\n{facts}");
        let Some(rulebook) = given::small(&program, &edition) else { continue };
        let Some(facts) = given::try_facts(&rulebook, &facts, "") else { continue };
        tried += 1;
        let checklist = check(&rulebook, &facts, as_of(), None).unwrap();
        let plan = plan(&rulebook, &facts, &checklist, Prefer::Soonest);
        let Some(eligible) = plan.eligible.worst else { panic!("a payment can always be made: {context}") };
        let steps = Steps {
            steps: rulebook.program.steps.iter().collect(),
            done: plan.steps.iter().map(|planned| planned.status == StepStatus::Done).collect(),
            eligible: eligible.since(as_of()),
        };
        assert_eq!(plan.live.worst.map(|day| day.since(as_of())), Some(steps.end(None)), "goal day: {context}");
        assert!(plan.live.best <= plan.live.worst, "{context}");
        for (at, planned) in plan.steps.iter().enumerate().filter(|(_, planned)| planned.status != StepStatus::Done) {
            agrees(planned, at, &steps, &plan, &format!("s{at}: {planned:?}\n{context}"));
            waited += usize::from(planned.earliest > Some(as_of()));
        }
        lapses += usize::from(plan.lapses_before_live().is_some());
        assert_eq!(plan.lapses_before_live().is_some(), plan.eligible_until.is_some_and(|until| plan.live.worst > Some(until)));
        for lang in [Lang::Zh, Lang::En] {
            is_said(&plan, &rulebook.program, &Messages::for_lang(lang), &context);
        }
    }
    assert!(waited as u64 * 4 > tried && lapses as u64 * 20 > tried, "{waited} steps wait, {lapses} plans lapse, of {tried}");
}

fn agrees(planned: &StepPlan<'_>, at: usize, steps: &Steps<'_>, plan: &Plan<'_>, context: &str) {
    let since = |day: Option<Date>| day.map(|day| day.since(as_of()));
    let first = steps.starts(None)[at];
    assert_eq!(since(planned.earliest), Some(first), "earliest, {context}");
    let mut latest = steps.latest(at);
    // A payment that waits for the step begins in time as well.
    for action in plan.actions.iter().filter(|action| action.remedy.after.contains(&planned.step.id)) {
        latest = latest.min(action.no_later_than.since(as_of()) - steps.worst(at)).max(first);
    }
    if let Some(limit) = &planned.step.deadline {
        let before = steps.place(&limit.after).unwrap();
        let by = (!steps.done[before]).then(|| steps.starts(None)[before] + steps.worst(before) + i64::from(limit.within.count));
        assert_eq!(since(planned.deadline), by, "deadline, {context}");
        latest = by.map_or(latest, |by| latest.min(by - steps.worst(at)).max(first));
    }
    assert_eq!(since(planned.latest), Some(latest), "latest, {context}");
    let best = i64::from(planned.step.takes.unwrap().best.count);
    assert_eq!(since(planned.finish.best), Some(first + best), "done at best, {context}");
    assert_eq!(since(planned.finish.worst), Some(latest + steps.worst(at)), "done at worst, {context}");
    assert_eq!(planned.critical, !planned.step.optional && first == latest, "critical, {context}");
    match &planned.status {
        StepStatus::Ready => assert_eq!(first, 0, "it can begin, {context}"),
        StepStatus::Waiting(until) => assert!(since(Some(*until)) >= Some(first), "it waits, {context}"),
        StepStatus::Blocked(by) => {
            let open = |name: &&str| steps.place(name).is_none_or(|other| !steps.done[other] && !steps.steps[other].optional);
            assert!(!by.is_empty() && by.iter().all(open), "blocked by what is done or optional, {context}");
        }
        StepStatus::Unknown | StepStatus::Done => {}
    }
}

/// The text for people says for each step who, when, how long, and what it waits for; and that the goal day is too late.
fn is_said(plan: &Plan<'_>, program: &Program, messages: &Messages, context: &str) {
    let mut page = TextWriter::new(messages, 80, false);
    show(&mut page, plan, program, &Wanted::default());
    let squeezed = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let text = squeezed(&page.text);
    let steps = &text[text.find(&squeezed(&messages.format("step-heading", &[]))).unwrap()..];
    for (planned, next) in plan.steps.iter().zip(plan.steps.iter().skip(1).map(Some).chain([None])) {
        let title = |planned: &StepPlan<'_>| planned.step.title.get(messages.lang).to_owned();
        let actor = messages.format("actor-applicant", &[]);
        let mark = |planned: &StepPlan<'_>| [format!("{}({actor})", title(planned)), format!("{}（{actor}）", title(planned))];
        let begin = |planned: &StepPlan<'_>| mark(planned).iter().find_map(|mark| steps.find(&squeezed(mark)));
        let begins = begin(planned).unwrap_or_else(|| panic!("who does {}:\n{}\n{context}", title(planned), page.text));
        let line = &steps[begins..next.and_then(begin).unwrap_or(steps.len())];
        let mut wanted: Vec<String> = Vec::new();
        if planned.status != StepStatus::Done {
            wanted.extend([planned.earliest, planned.latest].into_iter().flatten().map(|day| day.to_string()));
            wanted.extend(planned.finish.worst.filter(|day| Some(*day) != planned.earliest).map(|day| day.to_string()));
            wanted.extend(planned.deadline.map(|day| day.to_string()));
            let takes = planned.step.takes.unwrap().worst.count;
            wanted.extend(Some(takes).filter(|takes| *takes > 0).map(|takes| takes.to_string()));
        }
        if let StepStatus::Blocked(by) = &planned.status {
            wanted.extend(by.iter().map(|name| format!("“{name}”")));
        }
        for part in wanted {
            assert!(line.contains(&part), "{part} is missing in {line}\n{}\n{context}", page.text);
        }
    }
    if let Some((live, until)) = plan.lapses_before_live() {
        let warning = messages.format("plan-lapses-before-live", &[("live", &live.to_string()), ("until", &until.to_string())]);
        assert!(text.contains(&squeezed(&warning)), "{warning}\n{}\n{context}", page.text);
    }
}

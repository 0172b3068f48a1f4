//! A report as one HTML page that needs nothing else: no script, no network.
//!
//! In: a [`View`]. Out: HTML with its style and its drawings inside; dark where the reader's system is, fit for a phone and for
//! paper. Whatever came from facts or rules stands in it as text.

mod drawing;
mod parts;
mod requirement;

use maud::{DOCTYPE, Markup, PreEscaped, html};

use crate::i18n::escape::escape_control;
use crate::report::html::parts::{class, link, mark};
use crate::report::json::StatusWord;
use crate::report::json::plan::{PlanReport, StepReport};
use crate::report::view::View;
use crate::value::localized::Lang;

const STYLE: &str = include_str!("html/page.css");

/// The report as a page.
pub fn html(view: &View<'_>) -> String {
    let report = view.report;
    let language = match view.messages.lang {
        Lang::Zh => "zh-CN",
        Lang::En => "en",
    };
    let title = format!("{} · {}", view.program(), view.applicant());
    let page = html! {
        (DOCTYPE)
        html lang=(language) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                // Even if something could be smuggled in, nothing would be run or fetched.
                meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";
                title { (title) }
                style { (PreEscaped(STYLE)) }
            }
            body {
                main {
                    (header(view))
                    section {
                        h2 { (view.say("report-requirements", &[])) }
                        (checklist(view))
                    }
                    @if let Some(risks) = report.risks.as_ref().filter(|risks| !risks.is_empty()) {
                        section {
                            h2 { (view.say("report-risks", &[])) }
                            ol { @for risk in risks { li { (view.pick(&risk.message)) } } }
                        }
                    }
                    @if let Some(plan) = &report.plan { (self::plan(view, plan)) }
                    @if let Some(steps) = report.steps.as_ref().filter(|steps| !steps.is_empty()) { (self::steps(view, steps)) }
                    section {
                        h2 { (view.say("report-details", &[])) }
                        @for (_, requirement) in view.tree() { (requirement::details(view, requirement)) }
                    }
                    (facts(view))
                    (waivers(view))
                    (remarks(view))
                    (proof(view))
                }
            }
        }
    };
    let mut text = page.into_string();
    text.push('\n');
    text
}

fn header(view: &View<'_>) -> Markup {
    let report = view.report;
    let status = match report.verdict.text() {
        "eligible" | "held" => StatusWord::Met,
        "pending" => StatusWord::Pending,
        "unknown" => StatusWord::Unknown,
        _ => StatusWord::Unmet,
    };
    let counts = &report.counts;
    let numbers = [counts.met, counts.unmet, counts.pending, counts.unknown].map(|count| count.to_string());
    let args = [("met", &*numbers[0]), ("unmet", &*numbers[1]), ("pending", &*numbers[2]), ("unknown", &*numbers[3])];
    html! {
        header {
            p.program { (view.program()) }
            h1 { (view.applicant()) }
            p.day { (view.say("report-as-of", &[("day", &report.as_of)])) }
            p class=(format!("verdict {}", class(status))) { span.mark aria-hidden="true" { (mark(status)) } " " (view.verdict()) }
            @let conditions = view.conditions();
            @if !conditions.is_empty() { ul.conditions { @for condition in &conditions { li { (condition) } } } }
            @if let Some(opening) = &report.opening {
                p.opening {
                    (view.pick(&opening.note)) " "
                    (view.say("report-looked-up", &[("day", &opening.checked)])) br;
                    (link(&opening.source))
                }
            }
            p.counts { (view.say("report-counts", &args)) }
        }
    }
}

fn checklist(view: &View<'_>) -> Markup {
    html! {
        ul.checklist {
            @for (depth, requirement) in view.tree() {
                li class=(format!("depth{} {}", depth.min(4), class(requirement.status))) {
                    span.mark aria-hidden="true" { (mark(requirement.status)) }
                    span.name { a href=(format!("#r-{}", requirement.id)) { (view.pick(&requirement.title)) } }
                    span.word {
                        (view.status(requirement.status)) (view.dates(requirement.status, requirement.from.as_deref(), requirement.until.as_deref()))
                        @if let Some(short) = &requirement.short_by { (view.say("report-short-by", &[("amount", &view.amount(short))])) }
                        @if requirement.waived.is_some() { " " (view.say("report-waived", &[])) }
                    }
                }
            }
        }
    }
}

fn plan(view: &View<'_>, plan: &PlanReport) -> Markup {
    html! {
        section {
            h2 { (view.say("report-plan", &[])) }
            @if let Some(why) = &plan.why_not { p.opening { (view.pick(why)) } }
            @match (&plan.eligible_on, plan.possible) {
                (Some(day), _) => { p { (view.say("report-plan-eligible", &[("day", day)])) } }
                (None, true) => { p { (view.say("report-plan-no-day", &[])) } }
                (None, false) => { p { (view.say("report-plan-impossible", &[])) } }
            }
            (drawing::plan(view, plan))
            ol {
                @for action in &plan.actions {
                    li {
                        (view.say("report-action", &[("day", &action.on), ("latest", &action.no_later_than), ("what", &view.pick(&action.action))]))
                        @if let Some(cost) = &action.cost { " " (view.say("report-cost", &[("cost", cost)])) }
                    }
                }
            }
            @if !plan.depends_on.is_empty() {
                p { (view.say("report-depends-on", &[])) }
                ul { @for one in &plan.depends_on { li { (view.pick(&one.ask)) @if let Some(find) = &one.find { " " (view.pick(find)) } } } }
            }
        }
    }
}

fn steps(view: &View<'_>, steps: &[StepReport]) -> Markup {
    html! {
        section {
            h2 { (view.say("report-steps", &[])) }
            ol {
                @for step in steps {
                    li {
                        strong { (view.pick(&step.title)) } " "
                        (view.say("report-step", &[("status", &view.say(step_status(step.status), &[]))]))
                        @if let Some(how) = &step.how { br; (view.pick(how)) }
                    }
                }
            }
        }
    }
}

fn step_status(status: &str) -> &'static str {
    match status {
        "done" => "report-step-done",
        "ready" => "report-step-ready",
        "waiting" => "report-step-waiting",
        "blocked" => "report-step-blocked",
        _ => "report-step-unknown",
    }
}

fn facts(view: &View<'_>) -> Markup {
    html! {
        section {
            h2 { (view.say("report-facts", &[])) }
            dl {
                @for (id, fact) in &view.report.facts {
                    dt { (view.pick(&fact.title)) " " code { (escape_control(id)) } @if fact.stale { " " (view.say("report-stale", &[])) } }
                    dd {
                        (view.value(&fact.value))
                        @for source in &fact.sources { br; span.source { (view.source(source)) } }
                    }
                }
            }
        }
    }
}

fn waivers(view: &View<'_>) -> Markup {
    let report = view.report;
    html! {
        @if !report.waivers.is_empty() {
            section {
                h2 { (view.say("report-waivers", &[])) }
                ul {
                    @for waiver in &report.waivers {
                        @let body = &waiver.waiver;
                        @let args = [("requirement", &*body.requirement), ("by", &*body.by), ("from", &*body.from), ("until", &*body.until), ("reason", &*body.reason)];
                        li { (view.say("report-waiver", &args)) @if !waiver.changed_something { " " (view.say("report-waiver-idle", &[])) } }
                    }
                }
            }
        }
    }
}

fn remarks(view: &View<'_>) -> Markup {
    let report = view.report;
    html! {
        @if !report.warnings.is_empty() || !report.conflicts.is_empty() {
            section {
                h2 { (view.say("report-remarks", &[])) }
                ul {
                    @for warning in &report.warnings { li { (view.pick(&warning.message)) } }
                    @for conflict in &report.conflicts {
                        @let (used, other) = (view.value(&conflict.used.value), view.value(&conflict.other.value));
                        @let args = [("fact", &*conflict.fact), ("source", &*conflict.used.source), ("used", &*used), ("other", &*other)];
                        li { (view.say("report-conflict", &args)) }
                    }
                }
            }
        }
    }
}

/// Which rules and which version made the report, and how to check it.
fn proof(view: &View<'_>) -> Markup {
    let report = view.report;
    html! {
        footer {
            h2 { (view.say("report-proof", &[])) }
            p { (view.say("report-proof-how", &[])) }
            pre { code { "kaibo verify report.json --allowed-signers allowed_signers\nssh-keygen -Y verify -f allowed_signers -I WHO -n kaibo-report -s report.json.sig < report.json" } }
            @if let Some(digest) = &report.program.rulebook { p.digest { (view.say("report-rules", &[])) ": " code { (digest) } } }
            ul.digest { @for file in &report.program.files { li { code { (escape_control(&file.name)) } " " code { (escape_control(&file.digest)) } } } }
            p { (report.tool.name) " " (report.tool.version) @if let Some(at) = &report.generated_at { " · " (at) } }
        }
    }
}

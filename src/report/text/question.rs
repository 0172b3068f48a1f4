//! The next question as text.
//!
//! In: a question. Out: where the answer is found, what it would settle, how many are left.

use crate::engine::question::{Answer, First, Question};
use crate::i18n::Messages;
use crate::report::text::TextWriter;
use crate::rulebook::Program;
use crate::value::date::Date;

/// The question, where its answer is found, why it is asked, what each answer would do.
pub fn ask(page: &mut TextWriter<'_>, question: &Question<'_>, today: Date, program: &Program) {
    let messages = page.messages;
    let fact = &program.facts[question.fact];
    let lang = messages.lang;
    page.heading("next-heading");
    page.hang("? ", fact.ask.as_ref().unwrap_or(&fact.title).get(lang));
    if let Some(find) = &fact.find {
        page.hang("  ", find.get(lang));
    }
    page.hang("  ", &messages.format("next-effort", &[("effort", &fact.effort.to_string())]));
    page.line("");
    let names: Vec<&str> = question.serves.iter().map(|requirement| requirement.title.get(lang)).collect();
    let names = names.join(&messages.format("list-gap", &[]));
    let why = match question.first {
        Some(First::Stale { observed }) => messages.format("next-why-stale", &[("names", &names), ("day", &observed.to_string())]),
        Some(First::Access) => messages.format("next-why-access", &[("names", &names)]),
        None if question.decides => messages.format("next-why", &[("names", &names)]),
        None => messages.format("next-why-complete", &[("names", &names)]),
    };
    page.hang("", &why);
    for answer in &question.answers {
        let text = messages.format(
            "next-if",
            &[
                ("says", &answer_text(answer, messages)),
                ("then", &consequence(answer, (question.on > today).then_some(question.on), messages)),
            ],
        );
        page.hang("- ", &text);
    }
    if question.decides {
        page.hang("", &messages.format("next-left", &[("count", &question.at_most.to_string())]));
        if !question.exact {
            page.hang("", &messages.format("next-good-order", &[]));
        }
    }
}

fn answer_text(answer: &Answer<'_>, messages: &Messages) -> String {
    let each = answer.says.iter().map(|(requirement, holds)| {
        messages.format(if *holds { "next-says-true" } else { "next-says-false" }, &[("name", requirement.title.get(messages.lang))])
    });
    each.collect::<Vec<_>>().join(&messages.format("list-gap", &[]))
}

/// What an answer comes to; a yes that lies ahead is not one of today.
fn consequence(answer: &Answer<'_>, later: Option<Date>, messages: &Messages) -> String {
    match answer.settles {
        Some(true) => match later {
            Some(day) => messages.format("next-then-later", &[("day", &day.to_string())]),
            None => messages.format("next-then-yes", &[]),
        },
        Some(false) => messages.format("next-then-no", &[]),
        None => messages.format("next-then-open", &[("count", &answer.left.to_string())]),
    }
}

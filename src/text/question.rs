//! The next question as text.
//!
//! In: a question. Out: where the answer is found, what it would settle, how many are left.

use crate::day::Day;
use crate::question::{Answer, First, Question};
use crate::rulebook::Program;
use crate::text::Page;
use crate::words::Words;

/// The question, where its answer is found, why it is asked, what each answer would do.
pub fn ask(page: &mut Page<'_>, question: &Question<'_>, today: Day, program: &Program) {
    let words = page.words;
    let fact = &program.facts[question.fact];
    let lang = words.lang;
    page.heading("next-heading");
    page.hang("? ", fact.ask.as_ref().unwrap_or(&fact.title).get(lang));
    if let Some(find) = &fact.find {
        page.hang("  ", find.get(lang));
    }
    page.hang("  ", &words.say("next-effort", &[("effort", &fact.effort.to_string())]));
    page.line("");
    let names: Vec<&str> = question.serves.iter().map(|requirement| requirement.title.get(lang)).collect();
    let names = names.join(&words.say("list-gap", &[]));
    let why = match question.first {
        Some(First::Stale { observed }) => words.say("next-why-stale", &[("names", &names), ("day", &observed.to_string())]),
        Some(First::Access) => words.say("next-why-access", &[("names", &names)]),
        None if question.decides => words.say("next-why", &[("names", &names)]),
        None => words.say("next-why-complete", &[("names", &names)]),
    };
    page.hang("", &why);
    for answer in &question.answers {
        let text = words.say(
            "next-if",
            &[("says", &says(answer, words)), ("then", &then(answer, (question.on > today).then_some(question.on), words))],
        );
        page.hang("- ", &text);
    }
    if question.decides {
        page.hang("", &words.say("next-left", &[("count", &question.at_most.to_string())]));
        if !question.exact {
            page.hang("", &words.say("next-good-order", &[]));
        }
    }
}

fn says(answer: &Answer<'_>, words: &Words) -> String {
    let each = answer.says.iter().map(|(requirement, holds)| {
        words.say(if *holds { "next-says-true" } else { "next-says-false" }, &[("name", requirement.title.get(words.lang))])
    });
    each.collect::<Vec<_>>().join(&words.say("list-gap", &[]))
}

/// What an answer comes to; a yes that lies ahead is not one of today.
fn then(answer: &Answer<'_>, later: Option<Day>, words: &Words) -> String {
    match answer.settles {
        Some(true) => match later {
            Some(day) => words.say("next-then-later", &[("day", &day.to_string())]),
            None => words.say("next-then-yes", &[]),
        },
        Some(false) => words.say("next-then-no", &[]),
        None => words.say("next-then-open", &[("count", &answer.left.to_string())]),
    }
}

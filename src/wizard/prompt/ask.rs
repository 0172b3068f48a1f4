//! One question: what is asked, and a value of any kind.
//!
//! In: the form of a fact. Out: what was typed, as a value, handed to the session; refusals are said and the question stays.

use crate::facts::FactValue;
use crate::i18n::escape::escape_control;
use crate::value::value_type::{Value, ValueType};
use crate::wizard::prompt::Prompt;
use crate::wizard::prompt::command::Command;
use crate::wizard::prompt::interrupt::{Interrupt, PromptResult};
use crate::wizard::prompt::line_io::Line;
use crate::wizard::session::form::{Field, Form, Shape};
use crate::wizard::session::tree_search::in_tree;
use crate::wizard::session::{Answer, entry};

/// As many categories are shown for what was typed.
const MOST_FOUND: usize = 9;

impl Prompt<'_, '_> {
    /// Asks for a fact until it is answered or left.
    pub(super) fn ask(&mut self, fact: usize) -> PromptResult<()> {
        let form = self.session.form(fact);
        self.past = form.past;
        let lang = self.io.messages.lang;
        self.head(&form)?;
        let answer = match &form.shape {
            Shape::Value(field) => {
                let known = match self.session.known(fact) {
                    Some(FactValue::Value(value)) => Some(value.clone()),
                    _ => None,
                };
                if let Some(value) = &known {
                    let shown = entry::show(&field.kind, value, form.zone, lang);
                    self.io.say("prompt-so-far", &[("value", &escape_control(&shown))])?;
                }
                match self.value(field, known.is_some())? {
                    Some(value) => Answer::Known(FactValue::Value(value)),
                    None => return self.leave_as_it_is(fact),
                }
            }
            Shape::Rows { columns, key } => return self.rows(&form, columns, key),
            Shape::Daily { columns, days } => return self.days(&form, columns, days),
        };
        self.give(fact, answer)?;
        self.verdict_line()
    }

    /// What is asked, and where the answer is found.
    fn head(&mut self, form: &Form) -> PromptResult<()> {
        let lang = self.io.messages.lang;
        let heading = {
            let snapshot = self.session.see();
            let left = snapshot.question.as_ref().filter(|question| question.fact == form.fact && question.decides);
            let title = form.title.get(lang);
            match left {
                Some(question) => {
                    self.io.messages.format("prompt-question-left", &[("title", title), ("count", &question.at_most.to_string())])
                }
                None => self.io.messages.format("prompt-question", &[("title", title)]),
            }
        };
        self.io.text(&heading)?;
        if self.assuming {
            self.io.say("prompt-assuming", &[])?;
        }
        if let Some(ask) = &form.ask {
            self.io.text(ask.get(lang))?;
        }
        if let Some(find) = &form.find {
            let text = self.io.messages.format("prompt-find", &[("find", find.get(lang))]);
            self.io.text(&text)?;
        }
        Ok(())
    }

    /// A value of a field; None for an empty line, where that is allowed.
    pub(super) fn value(&mut self, field: &Field, may_be_empty: bool) -> PromptResult<Option<Value>> {
        let choices = field.choices();
        let lang = self.io.messages.lang;
        for (at, (_, label)) in choices.iter().enumerate() {
            self.io.hang(&format!("  {}. ", at + 1), label.get(lang))?;
        }
        if choices.is_empty() {
            self.hint(field)?;
        }
        let mut found: Vec<usize> = Vec::new();
        loop {
            match self.line()? {
                Line::Answer(text) if text.is_empty() && may_be_empty => return Ok(None),
                Line::Answer(text) => {
                    if let Some(value) = self.read(field, &text, &mut found)? {
                        return Ok(Some(value));
                    }
                }
                Line::Command(Command::AsTyped, text) if !text.is_empty() => {
                    if let Some(value) = self.as_typed(field, &text)? {
                        return Ok(Some(value));
                    }
                }
                Line::Command(..) => self.io.say("prompt-not-here", &[])?,
            }
        }
    }

    /// How a value of this kind may be typed.
    pub(super) fn hint(&mut self, field: &Field) -> PromptResult<()> {
        let id = match &field.kind {
            ValueType::Date => "prompt-hint-date",
            ValueType::Timestamp => "prompt-hint-moment",
            ValueType::Money { .. } => "prompt-hint-money",
            ValueType::Number { .. } => "prompt-hint-number",
            ValueType::Region => "prompt-hint-region",
            ValueType::Path => "prompt-hint-path",
            ValueType::Text => "prompt-hint-text",
            ValueType::Bool | ValueType::Enum(_) => return Ok(()),
        };
        Ok(self.io.say(id, &[("title", field.title.get(self.io.messages.lang))])?)
    }

    /// A typed text as a value; None if it was refused, or several categories fit. `found` are those shown last.
    pub(super) fn read(&mut self, field: &Field, text: &str, found: &mut Vec<usize>) -> PromptResult<Option<Value>> {
        if field.kind != ValueType::Path || field.tree.nodes.is_empty() {
            return self.parse(field, text);
        }
        let picked = text.parse::<usize>().ok().and_then(|number| found.get(number.checked_sub(1)?).copied());
        if let Some(node) = picked {
            let path = field.tree.nodes[node].path.clone();
            return self.parse(field, &path);
        }
        if let Some(node) = field.tree.find(text).filter(|node| field.tree.nodes[*node].listed) {
            let path = field.tree.nodes[node].path.clone();
            return self.parse(field, &path);
        }
        if let Some(renamed) = field.tree.renamed(text).cloned() {
            let args = [("name", text), ("from", &*renamed.from), ("source", &*renamed.source)];
            self.io.say("why-renamed", &args)?;
            self.io.say("prompt-path-keep", &[("text", text)])?;
            return Ok(None);
        }
        let (shown, best) = in_tree(&field.tree, text);
        let mut listed: Vec<usize> = shown.into_iter().filter(|node| field.tree.nodes[*node].listed).collect();
        if listed.is_empty() {
            // Not understood: what may be meant is offered by number, and nothing is taken by itself.
            listed = field.tree.nearest(text, 3);
        }
        if listed.is_empty() {
            self.io.say("prompt-path-none", &[("text", text)])?;
            return Ok(None);
        }
        *found = listed.clone();
        if let Some(best) = best.map(|(node, _)| node).filter(|best| listed.contains(best)) {
            found.retain(|node| *node != best);
            found.insert(0, best);
        }
        found.truncate(MOST_FOUND);
        for (at, node) in found.iter().enumerate() {
            self.io.hang(&format!("  {}. ", at + 1), &field.tree.nodes[*node].path)?;
        }
        let more = listed.len() - found.len();
        if more > 0 {
            self.io.say("prompt-path-more", &[("count", &more.to_string())])?;
        }
        self.io.say("prompt-path-pick", &[("text", text)])?;
        Ok(None)
    }

    /// A text as a value, as it is typed, which is said of a category that is not listed; None if it was refused.
    pub(super) fn as_typed(&mut self, field: &Field, text: &str) -> PromptResult<Option<Value>> {
        let value = self.parse(field, text)?;
        let listed = || field.tree.find(text).is_some_and(|node| field.tree.nodes[node].listed);
        if value.is_some() && field.kind == ValueType::Path && !field.tree.nodes.is_empty() && !listed() {
            self.io.say("answer-not-listed", &[("text", text)])?;
        }
        Ok(value)
    }

    /// A text as a value; None if it was refused.
    pub(super) fn parse(&mut self, field: &Field, text: &str) -> PromptResult<Option<Value>> {
        let zone = self.session.rulebook().program.zone;
        // What is only assumed may lie in the future.
        let past = self.past && !self.assuming;
        match entry::parse_as(&field.kind, text, self.session.today().day, zone, past) {
            Ok(value) => {
                let understood = entry::interpretation(&field.kind, &value, self.session.today().day, zone, &self.io.messages);
                self.io.say(
                    "prompt-understood",
                    &[("title", field.title.get(self.io.messages.lang)), ("value", &escape_control(&understood))],
                )?;
                Ok(Some(value))
            }
            Err(refusal) => {
                let text = refusal.format(&self.io.messages);
                self.io.text(&text)?;
                Ok(None)
            }
        }
    }

    /// Hands an answer to the session; says where it is not on disk.
    pub(super) fn give(&mut self, fact: usize, answer: Answer) -> PromptResult<()> {
        if self.assuming {
            self.session.assume(fact, answer);
            return Ok(());
        }
        let saved = self.session.answer(fact, answer);
        self.tell_unsaved(saved)?;
        self.tell_overruled(fact)
    }

    /// An empty line where something is known: on to the next question.
    pub(super) fn leave_as_it_is(&mut self, fact: usize) -> PromptResult<()> {
        self.session.leave(fact);
        Err(Interrupt::Next)
    }
}

//! Yes and no, and options of a choice.
//!
//! In: a text. Out: the flag or the option that it names beyond doubt: an option by its id or a title in any language.

use super::fold::unquoted;
use super::{Parsed, Refusal, compare_key, plain};
use crate::kind::{Choice, Value};
use crate::words::Localized;

/// Words that mean yes or no whatever was asked. `有`, `好`, `ok` and the like depend on the question; the wizard, which has
/// asked it, takes them too.
const YES: [&str; 14] = ["true", "yes", "y", "t", "是", "是的", "对", "对的", "真", "1", "√", "✓", "✔", "☑"];
const NO: [&str; 15] = ["false", "no", "n", "f", "否", "不", "不是", "不对", "假", "0", "×", "✗", "✘", "✕", "❌"];

/// Reads yes or no.
pub(super) fn flag(text: &str) -> Result<Value, Refusal> {
    // Marks between words are kept: `-1` is not 1.
    let key: String = plain(unquoted(text.trim())).split(' ').collect();
    match (YES.contains(&key.as_str()), NO.contains(&key.as_str())) {
        (true, _) => Ok(Value::Flag(true)),
        (_, true) => Ok(Value::Flag(false)),
        _ => Err(Refusal::of("answer-flag").with("text", text.trim())),
    }
}

/// Reads an option: its id is an exact spelling; after folding, the id or a title of exactly one option is a loose one.
///
/// # Errors
/// No option is called that, or several are.
pub fn option(choices: &[Choice], text: &str) -> Result<Parsed, Refusal> {
    if let Some(at) = choices.iter().position(|choice| choice.id == text) {
        return Ok(Parsed::exact(Value::Choice(at as u16)));
    }
    let key = compare_key(text);
    let named = |choice: &Choice| [&choice.id, &choice.label.zh, &choice.label.en].into_iter().any(|name| compare_key(name) == key);
    let found: Vec<usize> = (0..choices.len()).filter(|at| named(&choices[*at])).collect();
    match found.as_slice() {
        &[at] if !key.is_empty() => Ok(Parsed::loose(Value::Choice(at as u16))),
        [] | [_] => Err(Refusal::of("answer-choice").with("text", text.trim()).with_localized("names", labels(choices))),
        several => {
            let several: Vec<Choice> = several.iter().map(|at| choices[*at].clone()).collect();
            Err(Refusal::of("answer-several").with("text", text.trim()).with_whole("names", choice_names(&several)))
        }
    }
}

fn labels(choices: &[Choice]) -> Localized {
    let join = |of: fn(&Choice) -> &str, gap: &str| choices.iter().map(of).collect::<Vec<_>>().join(gap);
    Localized { zh: join(|choice| &choice.label.zh, "、"), en: join(|choice| &choice.label.en, ", ") }
}

/// Options as a list of what may be written: each id with its titles.
pub fn choice_names(choices: &[Choice]) -> String {
    choices.iter().map(|choice| format!("{} ({})", choice.id, titles(choice))).collect::<Vec<_>>().join(", ")
}

pub(super) fn titles(choice: &Choice) -> String {
    let Localized { zh, en } = &choice.label;
    if zh == en { zh.clone() } else { format!("{zh} / {en}") }
}

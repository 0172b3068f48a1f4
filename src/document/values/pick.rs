//! Yes and no, and options of a choice.
//!
//! In: a text. Out: the flag or the option that it names beyond doubt: an option by its id or a title in any language.

use super::fold::unquoted;
use super::{InputError, compare_key, normalized};
use crate::document::values::parsed::Parsed;
use crate::value::localized::Localized;
use crate::value::value_type::{EnumOption, Value};

/// Words that mean yes or no whatever was asked. `有`, `好`, `ok` and the like depend on the question; the wizard, which has
/// asked it, takes them too.
const YES: [&str; 14] = ["true", "yes", "y", "t", "是", "是的", "对", "对的", "真", "1", "√", "✓", "✔", "☑"];
const NO: [&str; 15] = ["false", "no", "n", "f", "否", "不", "不是", "不对", "假", "0", "×", "✗", "✘", "✕", "❌"];

/// Reads yes or no.
pub(super) fn flag(text: &str) -> Result<Value, InputError> {
    // Marks between words are kept: `-1` is not 1.
    let key: String = normalized(unquoted(text.trim())).split(' ').collect();
    match (YES.contains(&key.as_str()), NO.contains(&key.as_str())) {
        (true, _) => Ok(Value::Bool(true)),
        (_, true) => Ok(Value::Bool(false)),
        _ => Err(InputError::new("answer-flag").with("text", text.trim())),
    }
}

/// Reads an option: its id is an exact spelling; after folding, the id or a title of exactly one option is a loose one.
///
/// # Errors
/// No option is called that, or several are.
pub fn option(choices: &[EnumOption], text: &str) -> Result<Parsed, InputError> {
    if let Some(at) = choices.iter().position(|choice| choice.id == text) {
        return Ok(Parsed::exact(Value::Enum(at as u16)));
    }
    let key = compare_key(text);
    let named = |choice: &EnumOption| [&choice.id, &choice.label.zh, &choice.label.en].into_iter().any(|name| compare_key(name) == key);
    let found: Vec<usize> = (0..choices.len()).filter(|at| named(&choices[*at])).collect();
    match found.as_slice() {
        &[at] if !key.is_empty() => Ok(Parsed::loose(Value::Enum(at as u16))),
        [] | [_] => Err(InputError::new("answer-choice").with("text", text.trim()).with_localized("names", labels(choices))),
        several => {
            let several: Vec<EnumOption> = several.iter().map(|at| choices[*at].clone()).collect();
            Err(InputError::new("answer-several").with("text", text.trim()).with_whole("names", choice_names(&several)))
        }
    }
}

fn labels(choices: &[EnumOption]) -> Localized {
    let join = |of: fn(&EnumOption) -> &str, gap: &str| choices.iter().map(of).collect::<Vec<_>>().join(gap);
    Localized { zh: join(|choice| &choice.label.zh, "、"), en: join(|choice| &choice.label.en, ", ") }
}

/// Options as a list of what may be written: each id with its titles.
pub fn choice_names(choices: &[EnumOption]) -> String {
    choices.iter().map(|choice| format!("{} ({})", choice.id, titles(choice))).collect::<Vec<_>>().join(", ")
}

pub(super) fn titles(choice: &EnumOption) -> String {
    let Localized { zh, en } = &choice.label;
    if zh == en { zh.clone() } else { format!("{zh} / {en}") }
}

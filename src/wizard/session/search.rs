//! Names found by what people type of them.
//!
//! In: names, and a few characters: any part of a name, its pinyin in full or in part, with gaps, or its initials.
//! Out: which names are meant, the best first; in a tree, with what is above and below them.

use crate::document::values::InputError;
use crate::value::localized::{Lang, Localized};
use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

/// How well a name fits what was typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the name.
    Whole,
    /// The name, or its pinyin, begins with it.
    Begins,
    /// A later word of the name, or a later character, begins with it.
    LaterWord,
    /// It is another part of the name, or of its pinyin.
    Part,
    /// It is initials, or a mixture of initials and syllables, of how the name begins.
    Initials,
    /// The same, of a later part of the name.
    LaterInitials,
    /// Its words, or its characters, are in the name in this order, with others between.
    Gaps,
}

/// A name, ready to be searched for.
#[derive(Debug, Clone, Default)]
pub struct Name {
    characters: Vec<Sounds>,
}

/// A character, and how it may be typed.
#[derive(Debug, Clone)]
struct Sounds {
    written: char,
    /// Every reading; none but of Chinese characters.
    read: Vec<&'static str>,
    /// True where a word begins: Chinese characters, and letters after anything but letters.
    begins: bool,
}

pub(super) fn normalized(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase)
}

impl Fit {
    /// True if a word of the name begins with what was typed, or the name with these initials: then it is probably meant.
    pub fn begins_a_word(self) -> bool {
        matches!(self, Fit::Whole | Fit::Begins | Fit::LaterWord | Fit::Initials)
    }
}

impl Name {
    /// The name, ready to be searched for. Marks and blanks in it need not be typed.
    pub fn new(name: &str) -> Name {
        let mut characters = Vec::new();
        let mut in_word = false;
        for written in normalized(name) {
            if !written.is_alphanumeric() {
                in_word = false;
                continue;
            }
            let read: Vec<&'static str> = written.to_pinyin_multi().into_iter().flatten().map(|pinyin| pinyin.plain()).collect();
            let begins = !read.is_empty() || !in_word;
            in_word = read.is_empty();
            characters.push(Sounds { written, read, begins });
        }
        Name { characters }
    }

    /// How well the name fits, if it does.
    pub fn fits(&self, typed: &str) -> Option<Fit> {
        // No person types more than a name has, each character spelled out.
        if typed.len() > 16 * self.characters.len() {
            return None;
        }
        let messages: Vec<Vec<char>> =
            normalized(typed).collect::<String>().split(|c: char| !c.is_alphanumeric()).map(|word| word.chars().collect()).collect();
        let messages: Vec<Vec<char>> = messages.into_iter().filter(|word| !word.is_empty()).collect();
        let all: Vec<char> = messages.concat();
        if all.is_empty() {
            return None;
        }
        if let Some(end) = self.spelled(0, &all) {
            return Some(if end == self.characters.len() { Fit::Whole } else { Fit::Begins });
        }
        let starts = 1..self.characters.len();
        if starts.clone().any(|at| self.characters[at].begins && self.spelled(at, &all).is_some()) {
            return Some(Fit::LaterWord);
        }
        if starts.clone().any(|at| self.spelled(at, &all).is_some()) {
            return Some(Fit::Part);
        }
        if self.abbreviated(0, &all).is_some() {
            return Some(Fit::Initials);
        }
        if starts.clone().any(|at| self.characters[at].begins && self.abbreviated(at, &all).is_some()) {
            return Some(Fit::LaterInitials);
        }
        self.with_gaps(&messages).then_some(Fit::Gaps)
    }

    /// Where in the name a text ends that is spelled out from `at` on: by its characters, or by whole syllables, the last
    /// of which may be begun only.
    fn spelled(&self, at: usize, typed: &[char]) -> Option<usize> {
        let Some(first) = typed.first() else { return Some(at) };
        let here = self.characters.get(at)?;
        let by_itself = if here.written == *first { self.spelled(at + 1, &typed[1..]) } else { None };
        by_itself.or_else(|| {
            here.read.iter().find_map(|reading| match common(reading, typed) {
                (all, true) => self.spelled(at + 1, &typed[all..]),
                // One letter is an initial, not a syllable that was begun.
                (some, false) if some == typed.len() && some > 1 => Some(at + 1),
                _ => None,
            })
        })
    }

    /// The same where each syllable or word may be given by its first letters.
    fn abbreviated(&self, at: usize, typed: &[char]) -> Option<usize> {
        let Some(first) = typed.first() else { return Some(at) };
        let here = self.characters.get(at)?;
        if here.written == *first
            && let Some(end) = self.abbreviated(at + 1, &typed[1..])
        {
            return Some(end);
        }
        if here.read.is_empty() {
            // The rest of an English word may be left out once its beginning has been typed.
            let next = (at + 1..self.characters.len()).find(|next| self.characters[*next].begins);
            return next.filter(|_| !here.begins).and_then(|next| self.abbreviated(next, typed));
        }
        here.read
            .iter()
            .find_map(|reading| (1..=common(reading, typed).0).rev().find_map(|letters| self.abbreviated(at + 1, &typed[letters..])))
    }

    /// Words that are in the name in this order; a single word, character by character.
    fn with_gaps(&self, messages: &[Vec<char>]) -> bool {
        let single: Vec<Vec<char>>;
        let messages = match messages {
            [one] if one.iter().all(|c| !c.is_ascii()) => {
                single = one.iter().map(|c| vec![*c]).collect();
                &single
            }
            several => several,
        };
        let mut at = 0;
        messages.len() > 1
            && messages.iter().all(|word| {
                let found = (at..self.characters.len()).find_map(|from| {
                    self.spelled(from, word).or_else(|| if self.characters[from].begins { self.abbreviated(from, word) } else { None })
                });
                at = found.unwrap_or(at);
                found.is_some()
            })
    }
}

/// How many letters a reading and what was typed have in common, and whether that is all of the reading.
fn common(reading: &str, typed: &[char]) -> (usize, bool) {
    // Keyboards have no ü.
    let alike = |letter: char, typed: char| letter == typed || (letter == 'ü' && matches!(typed, 'v' | 'u'));
    let same = reading.chars().zip(typed).take_while(|(letter, typed)| alike(*letter, **typed)).count();
    (same, same == reading.chars().count())
}

/// The only one among the best fits. A refusal that names them if there are several; None if there is none.
pub(crate) fn one_of(fits: &[(Fit, usize)], typed: &str, name: impl Fn(usize) -> Localized) -> Result<usize, Option<InputError>> {
    let Some(best) = fits.iter().map(|(fit, _)| *fit).min() else { return Err(None) };
    let several: Vec<usize> = fits.iter().filter(|(fit, _)| *fit == best).map(|(_, at)| *at).collect();
    match several.as_slice() {
        [one] => Ok(*one),
        several => {
            let names = |lang: Lang| several.iter().take(5).map(|at| name(*at).get(lang).to_owned()).collect::<Vec<_>>().join(gap(lang));
            let names = Localized { zh: names(Lang::Zh), en: names(Lang::En) };
            Err(Some(InputError::new("answer-several").with("text", typed).with_localized("names", names)))
        }
    }
}

pub(super) fn gap(lang: Lang) -> &'static str {
    match lang {
        Lang::Zh => "、",
        Lang::En => ", ",
    }
}

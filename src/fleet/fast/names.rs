//! Which of the texts that conditions tell apart a text is.
//!
//! In: the members of lists, or the options of a choice; texts as they are written in records. Out: a number for each member,
//! and one for all others. Spellings that were met are kept for a while, so that folding is done once for each.

use hashbrown::HashMap;

use crate::fleet::fast::cursor::{Cursor, hash as hash_of};
use crate::fleet::fast::joint::{WIDTH, Word};
use crate::kind::{Choice, Path, fold};
use crate::rulebook::Condition;
use crate::rulebook::condition::Among;
use crate::value::path::Membership;

/// How many spellings are kept, and for how many beginnings; and how many words and bytes the longest takes with its quote.
const KEPT: usize = 2048;
const PLACES: usize = 2048;
const WORDS: usize = 8;
const LONGEST: usize = WIDTH * WORDS;

/// What is folded, and what becomes of a text that is no member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Choice,
    Text,
    Path,
}

/// Texts, each with its number: members from 1 on, all others 0; of choices their places.
#[derive(Debug)]
pub(super) struct Names {
    sort: Sort,
    members: HashMap<Box<str>, i64>,
    /// Of paths the lists that say which are certainly no members; None where no path can be.
    others: Option<Vec<Among>>,
    /// For each number a text that has it.
    examples: Vec<Box<str>>,
    /// Spellings side by side, the first of them none; where each is; and which was met last of those with a beginning.
    met: Vec<Met>,
    places: HashMap<Box<[u8]>, u16>,
    begun: Box<[Begun; PLACES]>,
}

/// Of the texts with some beginning the one that was met last, and how long it is.
#[derive(Debug, Clone, Copy)]
struct Begun {
    met: u16,
    length: u16,
}

/// What a text was found to be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named {
    pub(super) value: i64,
    /// What tells it from others where it is part of a key.
    pub(super) key: u64,
    /// How long its spelling is, without quotes, and whether there are escapes in it.
    pub(super) length: usize,
    pub(super) escaped: bool,
}

/// A spelling with the quote after it, and what it is.
#[derive(Debug, Clone)]
#[repr(C)]
struct Met {
    words: [Word; WORDS],
    named: Named,
}

impl Met {
    /// A spelling of less than [`LONGEST`] bytes.
    fn new(text: &[u8], named: Named) -> Met {
        let mut met = Met { words: [Word::default(); WORDS], named };
        for (place, word) in met.words.iter_mut().zip([text, b"\""].concat().chunks(WIDTH)) {
            *place = Word::of(word);
        }
        met
    }

    /// Whether it stands at the beginning of a window. `length` is its own.
    #[inline(always)]
    fn stands(&self, window: &[u8; LONGEST], length: usize) -> bool {
        let (words, _) = window.as_chunks();
        let [first, second, third, fourth, rest @ ..] = &self.words;
        // Of most texts it is not known how many words they are; so some are compared together.
        first.is(&words[0])
            && (length < WIDTH || Word::are([second, third, fourth], [&words[1], &words[2], &words[3]]))
            && (length < 4 * WIDTH || rest.iter().zip(&words[4..]).all(|(word, bytes)| word.is(bytes)))
    }
}

impl Names {
    pub(super) fn of_choices(choices: &[Choice]) -> Names {
        let mut members = HashMap::new();
        for (at, choice) in choices.iter().enumerate() {
            members.entry(fold(&choice.id).into()).or_insert(at as i64);
        }
        Names::new(Sort::Choice, members, choices.iter().map(|choice| choice.id.as_str().into()).collect())
    }

    /// The members of every list that `conditions` ask for.
    pub(super) fn of_members(conditions: &[&Condition], paths: bool) -> Names {
        let lists: Vec<&Among> =
            conditions.iter().filter_map(|condition| if let Condition::Among(among) = condition { Some(among) } else { None }).collect();
        let mut members: HashMap<Box<str>, i64> = HashMap::new();
        // No member: a path has no empty level, and a text as long as this is none.
        let mut examples: Vec<Box<str>> = vec![Box::default()];
        // What is not understood by one of several lists is left to the other way of reading.
        let clear = |key: &str| !paths || lists.iter().all(|among| !matches!(among.membership(&path(key)), Membership::Unclear(_)));
        for among in &lists {
            for key in among.members.keys() {
                if members.contains_key(key) || !clear(key) {
                    continue;
                }
                members.insert(key.clone(), examples.len() as i64);
                examples.push(key.clone());
            }
        }
        while members.contains_key(&examples[0]) {
            examples[0] = format!("{}-", examples[0]).into();
        }
        let mut others = None;
        if paths {
            let unlisted = |key: &str| lists.iter().all(|among| among.membership(&path(key)) == Membership::NotListed);
            let example = (1..=4).map(|levels| vec!["\u{1}"; levels].join(">")).find(|example| unlisted(example));
            if let Some(example) = example {
                examples[0] = example.into();
                others = Some(lists.into_iter().cloned().collect());
            }
        }
        Names { others, ..Names::new(if paths { Sort::Path } else { Sort::Text }, members, examples) }
    }

    fn new(sort: Sort, members: HashMap<Box<str>, i64>, examples: Vec<Box<str>>) -> Names {
        let begun = Box::new([Begun { met: 0, length: 0 }; PLACES]);
        let mut names = Names { sort, members, others: None, examples, met: Vec::new(), places: HashMap::new(), begun };
        names.forget();
        names
    }

    /// Forgets all spellings.
    fn forget(&mut self) {
        let named = Named { value: 0, key: 0, length: 0, escaped: false };
        self.met.clear();
        self.met.push(Met { words: [Word::NOWHERE; WORDS], named });
        self.places.clear();
        self.begun.fill(Begun { met: 0, length: 0 });
    }

    pub(super) fn count(&self) -> usize {
        self.examples.len()
    }

    pub(super) fn example(&self, number: i64) -> &str {
        &self.examples[number as usize]
    }

    pub(super) fn number_of(&self, key: &str) -> Option<i64> {
        self.members.get(key).copied()
    }

    /// What the text is whose quote stands before this place; None if it is none of the options, no path, or no text at all.
    #[inline(always)]
    pub(super) fn find(&mut self, bytes: &[u8], at: usize) -> Option<Named> {
        if let Some(window) = window(bytes, at) {
            let begun = self.begun[beginning(window, self.sort)];
            let (met, length) = (self.met.get(usize::from(begun.met))?, usize::from(begun.length));
            // What was met has been found to be UTF-8, and one of the options.
            if met.stands(window, length) {
                // That what follows stands there need not wait for the spelling.
                return Some(Named { length, ..met.named });
            }
        }
        self.find_any(bytes, at)
    }

    /// The same of a text that begins like another, or is met for the first time.
    #[inline(never)]
    fn find_any(&mut self, bytes: &[u8], at: usize) -> Option<Named> {
        let mut cursor = Cursor { bytes, at };
        let span = cursor.rest_of_text()?;
        let text = cursor.raw(span);
        let read = |names: &Names| {
            let (value, key) = names.read(cursor.said(span, &mut String::new())?)?;
            Some(Named { value, key, length: text.len(), escaped: span.escaped })
        };
        let Some(window) = window(bytes, at).filter(|_| text.len() < LONGEST) else { return read(self) };
        let known = match self.places.get(text) {
            Some(known) => *known,
            None => {
                let met = Met::new(text, read(self)?);
                self.keep(text, met)
            }
        };
        // It is looked for by its beginning the next time.
        self.begun[beginning(window, self.sort)] = Begun { met: known, length: text.len() as u16 };
        Some(self.met[usize::from(known)].named)
    }

    /// Which a text is, and what tells it from others.
    fn read(&self, text: &str) -> Option<(i64, u64)> {
        let of = |value: i64, key: &str| (value, hash_of(key.as_bytes()));
        Some(match self.sort {
            Sort::Choice => {
                let folded = fold(text);
                of(*self.members.get(folded.as_ref())?, &folded)
            }
            Sort::Text => of(self.members.get(text).copied().unwrap_or(0), text),
            Sort::Path => {
                let folded = fold(text);
                if folded.split('>').any(|level| level.trim().is_empty()) {
                    return None;
                }
                match self.members.get(folded.as_ref()) {
                    Some(number) => of(*number, &folded),
                    // Another spelling of a member, or what is not understood: the other way of reading looks closer.
                    None => {
                        let path = Path { text: text.into(), folded: folded.as_ref().into() };
                        let unlisted = |among: &Among| among.membership(&path) == Membership::NotListed;
                        self.others.as_ref().filter(|lists| lists.iter().all(unlisted))?;
                        of(0, &folded)
                    }
                }
            }
        })
    }

    /// Keeps a spelling; all others have to go where there is no more room.
    fn keep(&mut self, text: &[u8], met: Met) -> u16 {
        if self.met.len() == KEPT {
            self.forget();
        }
        let place = self.met.len() as u16;
        self.met.push(met);
        self.places.insert(text.into(), place);
        place
    }
}

fn path(key: &str) -> Path {
    Path { text: key.into(), folded: key.into() }
}

/// The bytes in which spellings are looked for.
#[inline(always)]
fn window(bytes: &[u8], at: usize) -> Option<&[u8; LONGEST]> {
    bytes.get(at..at + LONGEST)?.first_chunk()
}

/// The place of a text by its beginning: any will do, but it should be another for most. Paths have parts in common, so more
/// is looked at than of choices.
#[inline(always)]
fn beginning(window: &[u8; LONGEST], sort: Sort) -> usize {
    let word = |at: usize| window[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let more = if sort == Sort::Choice { 0 } else { word(8).rotate_left(17) ^ word(16).rotate_left(41) };
    ((word(0) ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % PLACES
}

/// The codes of countries and regions.
#[derive(Debug)]
pub(super) struct Regions {
    codes: Vec<bool>,
}

impl Regions {
    pub(super) const COUNT: usize = 26 * 26;

    pub(super) fn new() -> Regions {
        let known = |at: usize| {
            let code = Regions::code(at as i64);
            std::str::from_utf8(&code).is_ok_and(|code| iso3166::Country::from_alpha2(code).is_some())
        };
        Regions { codes: (0..Regions::COUNT).map(known).collect() }
    }

    pub(super) fn number_of(code: &[u8]) -> Option<i64> {
        let letter = |byte: u8| byte.is_ascii_uppercase().then(|| i64::from(byte - b'A'));
        match code {
            [first, second] => Some(letter(*first)? * 26 + letter(*second)?),
            _ => None,
        }
    }

    pub(super) fn code(number: i64) -> [u8; 2] {
        [b'A' + (number / 26) as u8, b'A' + (number % 26) as u8]
    }

    #[inline(always)]
    pub(super) fn find(&self, code: &[u8]) -> Option<i64> {
        Regions::number_of(code).filter(|at| self.codes[*at as usize])
    }
}

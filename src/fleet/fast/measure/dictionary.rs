//! Dictionary encoding of texts: those that conditions name have numbers.
//!
//! In: the members of lists, or the options of a choice; texts as they are written in records. Out: a number for each member,
//! and one for all others. Spellings that were spelling are kept for a while, so that folding is done once for each.

use hashbrown::HashMap;

use crate::fleet::fast::json::cursor::{Cursor, hash as hash_of};
use crate::fleet::fast::json::separator::{MaskedBlock, WIDTH};
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
enum TextKind {
    Choice,
    Text,
    Path,
}

/// Texts, each with its number: members from 1 on, all others 0; of choices their places.
#[derive(Debug)]
pub(crate) struct Dictionary {
    kind: TextKind,
    members: HashMap<Box<str>, i64>,
    /// Of paths the lists that say which are certainly no members; None where no path can be.
    others: Option<Vec<Among>>,
    /// For each number a text that has it.
    examples: Vec<Box<str>>,
    /// Spellings side by side, the first of them none; where each is; and which is the latest of those with a prefix.
    spellings: Vec<Spelling>,
    places: HashMap<Box<[u8]>, u16>,
    prefixes: Box<[PrefixSlot; PLACES]>,
}

/// Of the texts with some beginning the one that is the latest, and how long it is.
#[derive(Debug, Clone, Copy)]
struct PrefixSlot {
    spelling: u16,
    length: u16,
}

/// What a text was found to be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct DictionaryHit {
    pub(crate) value: i64,
    /// What tells it from others where it is part of a key.
    pub(crate) key: u64,
    /// How long its spelling is, without quotes, and whether there are escapes in it.
    pub(crate) length: usize,
    pub(crate) escaped: bool,
}

/// A spelling with the quote after it, and what it is.
#[derive(Debug, Clone)]
#[repr(C)]
struct Spelling {
    words: [MaskedBlock; WORDS],
    named: DictionaryHit,
}

impl Spelling {
    /// A spelling of less than [`LONGEST`] bytes.
    fn new(text: &[u8], named: DictionaryHit) -> Spelling {
        let mut spelling = Spelling { words: [MaskedBlock::default(); WORDS], named };
        for (place, word) in spelling.words.iter_mut().zip([text, b"\""].concat().chunks(WIDTH)) {
            *place = MaskedBlock::of(word);
        }
        spelling
    }

    /// Whether it matches at the beginning of a window. `length` is its own.
    #[inline(always)]
    fn matches(&self, window: &[u8; LONGEST], length: usize) -> bool {
        let (words, _) = window.as_chunks();
        let [first, second, third, fourth, rest @ ..] = &self.words;
        // Of most texts it is not known how many words they are; so some are compared together.
        first.is(&words[0])
            && (length < WIDTH || MaskedBlock::are([second, third, fourth], [&words[1], &words[2], &words[3]]))
            && (length < 4 * WIDTH || rest.iter().zip(&words[4..]).all(|(word, bytes)| word.is(bytes)))
    }
}

impl Dictionary {
    pub(crate) fn of_choices(choices: &[Choice]) -> Dictionary {
        let mut members = HashMap::new();
        for (at, choice) in choices.iter().enumerate() {
            members.entry(fold(&choice.id).into()).or_insert(at as i64);
        }
        Dictionary::new(TextKind::Choice, members, choices.iter().map(|choice| choice.id.as_str().into()).collect())
    }

    /// The members of every list that `conditions` ask for.
    pub(crate) fn of_members(conditions: &[&Condition], paths: bool) -> Dictionary {
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
        Dictionary { others, ..Dictionary::new(if paths { TextKind::Path } else { TextKind::Text }, members, examples) }
    }

    fn new(kind: TextKind, members: HashMap<Box<str>, i64>, examples: Vec<Box<str>>) -> Dictionary {
        let prefixes = Box::new([PrefixSlot { spelling: 0, length: 0 }; PLACES]);
        let mut names = Dictionary { kind, members, others: None, examples, spellings: Vec::new(), places: HashMap::new(), prefixes };
        names.forget();
        names
    }

    /// Forgets all spellings.
    fn forget(&mut self) {
        let named = DictionaryHit { value: 0, key: 0, length: 0, escaped: false };
        self.spellings.clear();
        self.spellings.push(Spelling { words: [MaskedBlock::NEVER; WORDS], named });
        self.places.clear();
        self.prefixes.fill(PrefixSlot { spelling: 0, length: 0 });
    }

    pub(crate) fn count(&self) -> usize {
        self.examples.len()
    }

    pub(crate) fn example(&self, number: i64) -> &str {
        &self.examples[number as usize]
    }

    pub(crate) fn number_of(&self, key: &str) -> Option<i64> {
        self.members.get(key).copied()
    }

    /// What the text is whose quote matches before this place; None if it is none of the options, no path, or no text at all.
    #[inline(always)]
    pub(crate) fn get(&mut self, bytes: &[u8], at: usize) -> Option<DictionaryHit> {
        if let Some(window) = window(bytes, at) {
            let prefixes = self.prefixes[beginning(window, self.kind)];
            let (spelling, length) = (self.spellings.get(usize::from(prefixes.spelling))?, usize::from(prefixes.length));
            // What was spelling has been found to be UTF-8, and one of the options.
            if spelling.matches(window, length) {
                // That what follows matches there need not wait for the spelling.
                return Some(DictionaryHit { length, ..spelling.named });
            }
        }
        self.get_slow(bytes, at)
    }

    /// The same of a text that begins like another, or is spelling for the first time.
    #[inline(never)]
    fn get_slow(&mut self, bytes: &[u8], at: usize) -> Option<DictionaryHit> {
        let mut cursor = Cursor { bytes, at };
        let span = cursor.rest_of_text()?;
        let text = cursor.raw(span);
        let read = |names: &Dictionary| {
            let (value, key) = names.read(cursor.decoded(span, &mut String::new())?)?;
            Some(DictionaryHit { value, key, length: text.len(), escaped: span.escaped })
        };
        let Some(window) = window(bytes, at).filter(|_| text.len() < LONGEST) else { return read(self) };
        let known = match self.places.get(text) {
            Some(known) => *known,
            None => {
                let spelling = Spelling::new(text, read(self)?);
                self.keep(text, spelling)
            }
        };
        // It is looked for by its beginning the next time.
        self.prefixes[beginning(window, self.kind)] = PrefixSlot { spelling: known, length: text.len() as u16 };
        Some(self.spellings[usize::from(known)].named)
    }

    /// Which a text is, and what tells it from others.
    fn read(&self, text: &str) -> Option<(i64, u64)> {
        let of = |value: i64, key: &str| (value, hash_of(key.as_bytes()));
        Some(match self.kind {
            TextKind::Choice => {
                let folded = fold(text);
                of(*self.members.get(folded.as_ref())?, &folded)
            }
            TextKind::Text => of(self.members.get(text).copied().unwrap_or(0), text),
            TextKind::Path => {
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
    fn keep(&mut self, text: &[u8], spelling: Spelling) -> u16 {
        if self.spellings.len() == KEPT {
            self.forget();
        }
        let place = self.spellings.len() as u16;
        self.spellings.push(spelling);
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
fn beginning(window: &[u8; LONGEST], kind: TextKind) -> usize {
    let word = |at: usize| window[at..].first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes));
    let more = if kind == TextKind::Choice { 0 } else { word(8).rotate_left(17) ^ word(16).rotate_left(41) };
    ((word(0) ^ more).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32) as usize % PLACES
}

/// The codes of countries and regions.
#[derive(Debug)]
pub(crate) struct Regions {
    codes: Vec<bool>,
}

impl Regions {
    pub(crate) const COUNT: usize = 26 * 26;

    pub(crate) fn new() -> Regions {
        let known = |at: usize| {
            let code = Regions::code(at as i64);
            std::str::from_utf8(&code).is_ok_and(|code| iso3166::Country::from_alpha2(code).is_some())
        };
        Regions { codes: (0..Regions::COUNT).map(known).collect() }
    }

    pub(crate) fn number_of(code: &[u8]) -> Option<i64> {
        let letter = |byte: u8| byte.is_ascii_uppercase().then(|| i64::from(byte - b'A'));
        match code {
            [first, second] => Some(letter(*first)? * 26 + letter(*second)?),
            _ => None,
        }
    }

    pub(crate) fn code(number: i64) -> [u8; 2] {
        [b'A' + (number / 26) as u8, b'A' + (number % 26) as u8]
    }

    #[inline(always)]
    pub(crate) fn get(&self, code: &[u8]) -> Option<i64> {
        Regions::number_of(code).filter(|at| self.codes[*at as usize])
    }
}

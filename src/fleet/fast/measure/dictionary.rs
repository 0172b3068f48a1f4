//! Dictionary encoding of texts: those that conditions name have numbers.
//!
//! In: the members of lists, or the options of a choice; texts as they are written in records. Out: a number for each member,
//! and one for all others; of a path what each list says of it. Recent spellings are kept, so that each is folded once.

use hashbrown::HashMap;

use crate::document::values::path::{Membership, Unclear};
use crate::document::values::regions;
use crate::fleet::fast::json::cursor::{Cursor, hash as hash_of};
use crate::fleet::fast::json::separator::{MaskedBlock, WIDTH};
use crate::rulebook::Condition;
use crate::rulebook::condition::InList;
use crate::value::value_type::{CategoryPath, EnumOption, fold};

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

/// Lists of paths that may ask about one column: two bits for each have to fit into a number.
const LISTS: usize = 31;

/// Texts, each with its number: members from 1 on, all others 0; of choices their places; of paths two bits for each list, the
/// lower of a path that is certainly listed, the upper of one that may be.
#[derive(Debug)]
pub(crate) struct Dictionary {
    kind: TextKind,
    members: HashMap<Box<str>, i64>,
    /// Of paths the lists, each once, and for each number that was read a path that has it.
    lists: Vec<InList>,
    paths: HashMap<i64, CategoryPath>,
    /// Of others for each number a text that has it.
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
    pub(crate) fn of_choices(choices: &[EnumOption]) -> Dictionary {
        let mut members = HashMap::new();
        for (at, choice) in choices.iter().enumerate() {
            members.entry(fold(&choice.id).into()).or_insert(at as i64);
        }
        Dictionary::new(TextKind::Choice, members, choices.iter().map(|choice| choice.id.as_str().into()).collect())
    }

    /// The members of every list of texts that `conditions` ask for.
    pub(crate) fn of_members(conditions: &[&Condition]) -> Dictionary {
        let mut members: HashMap<Box<str>, i64> = HashMap::new();
        // No member: a text as long as this is none.
        let mut examples: Vec<Box<str>> = vec![Box::default()];
        for key in lists(conditions).flat_map(|among| among.members.keys()) {
            members.entry(key.clone()).or_insert_with(|| {
                examples.push(key.clone());
                examples.len() as i64 - 1
            });
        }
        while members.contains_key(&examples[0]) {
            examples[0] = format!("{}-", examples[0]).into();
        }
        Dictionary::new(TextKind::Text, members, examples)
    }

    /// Paths, and the lists of them that `conditions` ask for.
    pub(crate) fn of_paths(conditions: &[&Condition]) -> Dictionary {
        let mut dictionary = Dictionary::new(TextKind::Path, HashMap::new(), Vec::new());
        for among in lists(conditions) {
            if !dictionary.lists.contains(among) {
                dictionary.lists.push(among.clone());
            }
        }
        dictionary
    }

    fn new(kind: TextKind, members: HashMap<Box<str>, i64>, examples: Vec<Box<str>>) -> Dictionary {
        let prefixes = Box::new([PrefixSlot { spelling: 0, length: 0 }; PLACES]);
        let mut names = Dictionary {
            kind,
            members,
            lists: Vec::new(),
            paths: HashMap::new(),
            examples,
            spellings: Vec::new(),
            places: HashMap::new(),
            prefixes,
        };
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

    /// A path of a number.
    pub(crate) fn path(&self, number: i64) -> Option<&CategoryPath> {
        self.paths.get(&number)
    }

    /// Where a list of paths has its two bits.
    pub(crate) fn bits_of(&self, among: &InList) -> Option<u32> {
        self.lists.iter().position(|list| list == among).map(|at| 2 * at as u32)
    }

    pub(crate) fn number_of(&self, key: &str) -> Option<i64> {
        self.members.get(key).copied()
    }

    /// What the text is whose quote is before this place; None if it is none of the options, no path, or no text at all.
    #[inline(always)]
    pub(crate) fn get(&mut self, bytes: &[u8], at: usize) -> Option<DictionaryHit> {
        if let Some(window) = window(bytes, at) {
            let prefixes = self.prefixes[beginning(window, self.kind)];
            let (spelling, length) = (self.spellings.get(usize::from(prefixes.spelling))?, usize::from(prefixes.length));
            // A known spelling has been found to be UTF-8, and one of the options.
            if spelling.matches(window, length) {
                // That what follows is there need not wait for the spelling.
                return Some(DictionaryHit { length, ..spelling.named });
            }
        }
        self.get_slow(bytes, at)
    }

    /// The same of a text that begins like another, or is new.
    #[inline(never)]
    fn get_slow(&mut self, bytes: &[u8], at: usize) -> Option<DictionaryHit> {
        let mut cursor = Cursor { bytes, at };
        let span = cursor.rest_of_text()?;
        let text = cursor.raw(span);
        let read = |names: &mut Dictionary| {
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
    fn read(&mut self, text: &str) -> Option<(i64, u64)> {
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
                let path = CategoryPath { text: text.into(), folded: folded.as_ref().into() };
                let value = self.membership(&path)?;
                self.paths.entry(value).or_insert(path);
                of(value, &folded)
            }
        })
    }

    /// What each list says of a path; None of one that was renamed, for which there are readings that are not asked here.
    fn membership(&self, path: &CategoryPath) -> Option<i64> {
        let said = |(at, among): (usize, &InList)| match among.membership(path) {
            Membership::Listed(_) => Some(0b11 << (2 * at)),
            Membership::NotListed => Some(0),
            Membership::Unclear(Unclear::Renamed(_)) => None,
            Membership::Unclear(_) => Some(0b10 << (2 * at)),
        };
        (self.lists.len() <= LISTS).then_some(())?;
        self.lists.iter().enumerate().map(said).try_fold(0, |value, bits| Some(value | bits?))
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

fn lists<'c>(conditions: &[&'c Condition]) -> impl Iterator<Item = &'c InList> {
    conditions.iter().filter_map(|condition| if let Condition::InList(among) = condition { Some(among) } else { None })
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
        let known = |at: usize| regions::is_code(Regions::code(at as i64));
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

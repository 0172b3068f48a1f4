//! Names found by what people type of them.
//!
//! In: names, and a few characters: any part of a name, its pinyin in full or in part, with gaps, or its initials.
//! Out: which names are meant, the best first; in a tree, with what is above and below them.

use pinyin::ToPinyinMulti;
use unicode_normalization::UnicodeNormalization;

use super::tree::Tree;

/// How well a name fits what was typed, the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// It is the name.
    Whole,
    /// The name, or its pinyin, begins with it.
    Begins,
    /// It is a part of the name, or of its pinyin.
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

fn normalized(text: &str) -> impl Iterator<Item = char> + '_ {
    text.nfkc().flat_map(char::to_lowercase)
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
        // Nobody types more than a name has, each character spelled out.
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

/// The nodes of a tree that are shown for what was typed, in the tree's order, and the one that fits best. A name that
/// fits is shown with what is above it, and with all that is below.
pub fn in_tree(tree: &Tree, typed: &str) -> (Vec<usize>, Option<usize>) {
    if normalized(typed).all(|c| !c.is_alphanumeric()) {
        return ((0..tree.nodes.len()).collect(), None);
    }
    // Typed as a path, `商家自营 > 食`, each level is sought below the one before.
    let levels: Vec<&str> = typed.split(['>', '＞']).filter(|level| !level.trim().is_empty()).collect();
    let fits: Vec<Option<Fit>> = (0..tree.nodes.len()).map(|node| fits_path(tree, node, &levels)).collect();
    let mut shown = vec![false; tree.nodes.len()];
    for node in 0..tree.nodes.len() {
        let parent = tree.nodes[node].parent;
        shown[node] = fits[node].is_some() || parent.is_some_and(|parent| shown[parent] && below_fit(tree, &fits, parent));
    }
    for node in (0..tree.nodes.len()).rev() {
        if let Some(parent) = tree.nodes[node].parent.filter(|_| shown[node]) {
            shown[parent] = true;
        }
    }
    let best = (0..tree.nodes.len()).filter_map(|node| Some((fits[node]?, !tree.nodes[node].listed, node))).min();
    ((0..tree.nodes.len()).filter(|node| shown[*node]).collect(), best.map(|(.., node)| node))
}

fn below_fit(tree: &Tree, fits: &[Option<Fit>], node: usize) -> bool {
    let mut at = Some(node);
    while let Some(node) = at {
        if fits[node].is_some() {
            return true;
        }
        at = tree.nodes[node].parent;
    }
    false
}

fn fits_path(tree: &Tree, node: usize, levels: &[&str]) -> Option<Fit> {
    let (last, above) = levels.split_last()?;
    let fit = tree.nodes[node].sought.fits(last)?;
    let mut at = tree.nodes[node].parent;
    for level in above.iter().rev() {
        let parent = at?;
        tree.nodes[parent].sought.fits(level)?;
        at = tree.nodes[parent].parent;
    }
    Some(fit)
}

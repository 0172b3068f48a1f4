//! Paths of categories as people spell them, and the list that decides how they are read.
//!
//! In: the names of a list (with their other names, and those that were renamed since), and a path. Out: a [`Membership`]:
//! listed, not listed, or not understood, which is neither; and the listed names that were probably meant.

use hashbrown::HashMap;

use super::fold::{folded, unquoted};

/// What a list says of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Membership {
    /// It is a name of this listed path, by index.
    Listed(usize),
    /// It is well-formed, and is neither listed nor close to a listed path.
    NotListed,
    /// It is not understood.
    Unclear(Unclear),
}

/// Why a path is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unclear {
    /// Another number of levels than the list has, or several paths in one text.
    Form,
    /// One level is that of this listed path, by index, and the other is close to it.
    Close(usize),
    /// It was renamed, and it is unknown whether the entitlement carried over: which of the renamed names.
    Renamed(usize),
    /// It is close to that one of the renamed names in the same sense.
    CloseToRenamed(usize),
    /// It is spelled as several listed paths are.
    Ambiguous,
}

/// A path, folded in the ways in which paths are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Folded {
    /// Each level with `/` between its parts.
    levels: Vec<String>,
    /// All parts in order, whatever separates them.
    parts: String,
    /// The same without whitespace within parts, which then separates nothing.
    tight: String,
    /// True if it looks like several paths in one text.
    several: bool,
}

/// Between parts in a key; no text that is read contains it.
const GAP: char = '\u{1f}';

/// Separates levels wherever it stands.
fn is_arrow(c: char) -> bool {
    matches!(c, '>' | '→' | '›' | '»' | '⟩' | '➜' | '➔' | '➡' | '▶' | '►' | '⇒')
}

/// Separates levels in a text without arrows.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '–' | '—' | '−' | '―' | '_' | ':' | '|' | '‖' | '¦')
}

/// Separates levels only where the parts then form a listed path.
fn is_mark(c: char) -> bool {
    matches!(c, '/' | '、' | ',' | '\\' | '·' | '・' | '•' | '∕' | '⁄')
}

fn is_separator(c: char) -> bool {
    is_arrow(c) || is_dash(c) || is_mark(c)
}

impl Folded {
    fn of(text: &str) -> Folded {
        let plain = folded(unquoted(text.trim())).replace("->", "→").replace("=>", "→");
        let split = |level: fn(char) -> bool| plain.split(level).map(level_of).filter(|level| !level.is_empty()).collect::<Vec<_>>();
        let levels = if plain.contains(is_arrow) { split(is_arrow) } else { split(is_dash) };
        let parts = plain.split(|c: char| is_separator(c) || c.is_whitespace()).filter(|part| !part.is_empty());
        let tight = plain.split(is_separator).map(squeezed).filter(|part| !part.is_empty());
        let gap = GAP.to_string();
        Folded {
            levels,
            parts: parts.collect::<Vec<_>>().join(&gap),
            tight: tight.collect::<Vec<_>>().join(&gap),
            several: plain.contains([';', '\n']),
        }
    }
}

/// One level with `/` between its parts.
fn level_of(text: &str) -> String {
    text.split(is_mark).map(str::trim).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("/")
}

fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The letters and digits of a level, without marks, brackets and whitespace.
fn letters(level: &str) -> String {
    level.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// True if one level is close to another: one contains the other, they share a part, or one character differs.
fn close((one, bare): (&str, &str), (other, other_bare): (&str, &str)) -> bool {
    bare.contains(other_bare)
        || other_bare.contains(bare)
        || one.split('/').any(|part| other.split('/').any(|listed| part == listed))
        || differ_by_one(one, other)
        || differ_by_one(bare, other_bare)
}

/// True if one character was added, left out or replaced, or none.
fn differ_by_one(one: &str, other: &str) -> bool {
    let shared = |pairs: &mut dyn Iterator<Item = (char, char)>| -> usize {
        pairs.take_while(|(one, other)| one == other).map(|(c, _)| c.len_utf8()).sum()
    };
    let begin = shared(&mut one.chars().zip(other.chars()));
    let (one, other) = (&one[begin..], &other[begin..]);
    let end = shared(&mut one.chars().rev().zip(other.chars().rev()));
    let single = |text: &str| text[..text.len() - end].chars().nth(1).is_none();
    single(one) && single(other)
}

/// For each of these paths the index of the first that is the same path, however both are spelled.
pub fn first_spellings<'n>(names: impl IntoIterator<Item = &'n str>) -> Vec<usize> {
    let mut first: HashMap<Vec<String>, usize> = HashMap::new();
    names.into_iter().enumerate().map(|(at, name)| *first.entry(Folded::of(name).levels).or_insert(at)).collect()
}

/// A list of paths, ready for comparing. Most of what is asked is found by hashing: long lists are asked about every applicant.
#[derive(Debug, Clone, Default)]
pub struct PathList {
    /// Every name of a listed path, with the index of that path.
    names: Vec<(Folded, usize)>,
    renamed: Vec<Folded>,
    /// Names that are known to be other categories, however like a listed one they look.
    distinct: Vec<Folded>,
    /// Which listed path has these levels; None where several have.
    written: HashMap<String, Option<usize>>,
    /// Which listed path each spelling is; None of a spelling that several have.
    keys: HashMap<String, Option<usize>>,
    siblings: Siblings,
    renamed_siblings: Siblings,
}

/// By all levels of a name but one, what is there: the index of the name, the level, and its letters.
#[derive(Debug, Clone, Default)]
struct Siblings(HashMap<String, Vec<(usize, String, String)>>);

impl Siblings {
    fn of<'f>(names: impl Iterator<Item = &'f Folded>) -> Siblings {
        let mut siblings: HashMap<String, Vec<(usize, String, String)>> = HashMap::new();
        for (at, name) in names.enumerate() {
            for (which, level) in name.levels.iter().enumerate() {
                siblings.entry(all_but(&name.levels, which)).or_default().push((at, level.clone(), letters(level)));
            }
        }
        Siblings(siblings)
    }

    /// The first name that has all of these levels but one, to which that one is close.
    fn close_to(&self, levels: &[String]) -> Option<usize> {
        if levels.len() < 2 {
            return None;
        }
        let nearest = levels.iter().enumerate().filter_map(|(which, level)| {
            let bare = letters(level);
            let mut siblings = self.0.get(&all_but(levels, which))?.iter();
            siblings.find(|(_, listed, letters)| listed != level && close((level, &bare), (listed, letters))).map(|(name, ..)| *name)
        });
        nearest.min()
    }
}

/// Notes that a key is that of a listed path.
fn note(keys: &mut HashMap<String, Option<usize>>, key: String, of: usize) {
    let known = keys.entry(key).or_insert(Some(of));
    *known = known.filter(|known| *known == of);
}

/// The levels of a path but for one, as a key.
fn all_but(levels: &[String], left_out: usize) -> String {
    let mut key = String::new();
    for (at, level) in levels.iter().enumerate() {
        if at != left_out {
            key.push_str(level);
        }
        key.push(GAP);
    }
    key
}

impl PathList {
    /// A list. `names` are all names of listed paths, each with the index of its path.
    pub fn new<'n>(
        names: impl IntoIterator<Item = (&'n str, usize)>,
        renamed: impl IntoIterator<Item = &'n str>,
        distinct: impl IntoIterator<Item = &'n str>,
    ) -> PathList {
        let names: Vec<(Folded, usize)> = names.into_iter().map(|(name, of)| (Folded::of(name), of)).collect();
        let folded = |names: &mut dyn Iterator<Item = &'n str>| names.map(Folded::of).collect();
        let (renamed, distinct): (Vec<Folded>, Vec<Folded>) = (folded(&mut renamed.into_iter()), folded(&mut distinct.into_iter()));
        let siblings = Siblings::of(names.iter().map(|(name, _)| name));
        let mut list = PathList { renamed_siblings: Siblings::of(renamed.iter()), siblings, renamed, distinct, ..PathList::default() };
        for (name, of) in &names {
            note(&mut list.written, name.levels.join(&GAP.to_string()), *of);
            note(&mut list.keys, name.parts.clone(), *of);
            note(&mut list.keys, name.tight.clone(), *of);
        }
        PathList { names, ..list }
    }

    /// What the list says of a path.
    pub fn membership(&self, text: &str) -> Membership {
        let path = Folded::of(text);
        // Where the same parts make several paths, the levels as they are written tell them apart.
        if let Some(Some(of)) = self.written.get(&path.levels.join(&GAP.to_string())) {
            return Membership::Listed(*of);
        }
        for key in [&path.parts, &path.tight] {
            match self.keys.get(key) {
                Some(Some(of)) => return Membership::Listed(*of),
                Some(None) => return Membership::Unclear(Unclear::Ambiguous),
                None => {}
            }
        }
        let same = |other: &Folded| other.parts == path.parts || other.tight == path.tight;
        if let Some(at) = self.renamed.iter().position(same) {
            return Membership::Unclear(Unclear::Renamed(at));
        }
        if self.distinct.iter().any(same) {
            return Membership::NotListed;
        }
        if path.several || !self.names.iter().any(|(name, _)| name.levels.len() == path.levels.len()) {
            return Membership::Unclear(Unclear::Form);
        }
        if let Some(name) = self.siblings.close_to(&path.levels) {
            return Membership::Unclear(Unclear::Close(self.names[name].1));
        }
        match self.renamed_siblings.close_to(&path.levels) {
            Some(at) => Membership::Unclear(Unclear::CloseToRenamed(at)),
            None => Membership::NotListed,
        }
    }

    /// The listed paths, by index and in the order of the text, that stand whole in a text of several; empty where fewer than
    /// two do.
    pub fn several(&self, text: &str) -> Vec<usize> {
        let marked = |parts: &str| format!("{GAP}{parts}{GAP}");
        let whole = marked(&Folded::of(&text.replace([';', '；', '\n'], " ")).parts);
        let mut found: Vec<(usize, usize, usize)> = Vec::new();
        for (name, of) in self.names.iter().filter(|(name, _)| name.levels.len() > 1) {
            let name = marked(&name.parts);
            found.extend(whole.find(&name).map(|at| (at, at + name.len() - GAP.len_utf8(), *of)));
        }
        // Of names that begin alike only the longest was written.
        found.sort_unstable_by_key(|(at, end, _)| (*at, usize::MAX - end));
        let mut ends = 0;
        found.retain(|(at, end, _)| {
            let apart = *at >= ends;
            ends = ends.max(*end);
            apart
        });
        let mut paths: Vec<usize> = found.into_iter().map(|(.., of)| of).collect();
        paths.dedup();
        if paths.len() > 1 { paths } else { Vec::new() }
    }

    /// The listed paths, by index, that were probably meant, the likeliest first.
    pub fn nearest(&self, text: &str, count: usize) -> Vec<usize> {
        let path = Folded::of(text);
        let mut ranked: Vec<(Rank, usize)> = self.names.iter().map(|(name, of)| (Rank::of(name, &path), *of)).collect();
        ranked.sort();
        let mut nearest: Vec<usize> = Vec::new();
        for (rank, of) in ranked {
            if nearest.len() < count && rank.is_near() && !nearest.contains(&of) {
                nearest.push(of);
            }
        }
        nearest
    }
}

/// How near a listed path is to what was written, the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Rank {
    /// Levels that it lacks of those that were written.
    other_levels: usize,
    other_first_level: bool,
    /// Shared parts, counted downward.
    unshared: usize,
    apart: bool,
    distance: usize,
}

impl Rank {
    fn of(name: &Folded, path: &Folded) -> Rank {
        let shared_levels = path.levels.iter().filter(|level| name.levels.contains(level)).count();
        let parts: Vec<&str> = name.parts.split(GAP).collect();
        let shared = path.parts.split(GAP).filter(|part| parts.contains(part)).count();
        let last = |folded: &Folded| folded.levels.last().map(|level| letters(level)).unwrap_or_default();
        let (listed, written) = (last(name), last(path));
        Rank {
            other_levels: path.levels.len() - shared_levels,
            other_first_level: name.levels.first() != path.levels.first(),
            unshared: usize::MAX - shared,
            apart: written.is_empty() || !(listed.contains(&written) || written.contains(&listed)),
            distance: strsim::osa_distance(&name.tight, &path.tight),
        }
    }

    /// True if anything at all is shared.
    fn is_near(&self) -> bool {
        self.unshared < usize::MAX || !self.apart || self.distance <= 2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LISTED: [&str; 7] = [
        "商家自营 > 百货",
        "商家自营 > 食品",
        "商家自营 > 服装/鞋/箱包",
        "电商平台 > 电商平台",
        "教育 > 学历教育（学校）",
        "旅游 > 出境WiFi",
        "餐饮 > 点餐平台",
    ];

    fn list() -> PathList {
        let names = LISTED.iter().enumerate().map(|(at, name)| (*name, at)).chain([("餐饮服务 > 点餐平台", 6)]);
        PathList::new(names, ["商家自营 > 服饰内衣"], ["商家自营 > 百货商场/购物中心"])
    }

    #[test]
    fn spellings_of_a_listed_path_are_that_path() {
        let list = list();
        for (text, at) in [
            ("商家自营-服装/鞋/箱包", 2),
            ("商家自营--服装、鞋、箱包", 2),
            ("商家自营→服装 / 鞋 / 箱包", 2),
            ("商家自營 » 服裝|鞋|箱包", 2),
            ("商家自营,服装,鞋,箱包", 2),
            ("商家自营->百 货", 0),
            ("教育:学历教育(学校)", 4),
            ("旅游 > 出境wifi", 5),
            ("電商平台 電商平台", 3),
            ("餐饮服务›点餐平台", 6),
        ] {
            assert_eq!(list.membership(text), Membership::Listed(at), "{text}");
        }
    }

    #[test]
    fn what_is_not_understood_is_neither_listed_nor_unlisted() {
        let list = list();
        for text in ["服装/鞋/箱包", "电商平台", "商家自营 > 服装/鞋/箱包 > 女装", "商家自营 > 百货；商家自营 > 食品", "社交/直播"]
        {
            assert_eq!(list.membership(text), Membership::Unclear(Unclear::Form), "{text}");
        }
        for (text, at) in [("商家自营类 > 百货", 0), ("商家自营 > 服装", 2), ("商家自营 > 服装鞋箱包", 2), ("商家自营 > 食吕", 1)]
        {
            assert_eq!(list.membership(text), Membership::Unclear(Unclear::Close(at)), "{text}");
            assert_eq!(list.nearest(text, 3).first(), Some(&at), "{text}");
        }
        assert_eq!(list.membership("商家自营-服饰内衣"), Membership::Unclear(Unclear::Renamed(0)));
        for text in ["商家自营类 > 服饰内衣", "商家自营 > 服饰", "商家自营 > 服饰/内衣", "商家自营-服饰内衣类"]
        {
            assert_eq!(list.membership(text), Membership::Unclear(Unclear::CloseToRenamed(0)), "{text}");
        }
        for text in ["社交 > 直播", "社交-直播", "商家自营 > 海淘", "商家自营 > 百货商场/购物中心"] {
            assert_eq!(list.membership(text), Membership::NotListed, "{text}");
        }
    }

    #[test]
    fn a_path_that_is_listed_in_two_spellings_is_one() {
        assert_eq!(first_spellings(["商家自营»酒／鹽", "餐饮 > 点餐", "商家自营＞酒、盐"]), [0, 1, 0]);
    }

    #[test]
    fn of_several_paths_in_one_text_each_is_named() {
        let list = list();
        for text in [
            "商家自营 > 百货; 商家自营 > 食品",
            "商家自营-百货，商家自营-食品",
            "商家自营 > 百货 商家自营 > 食品",
            "商家自营/百货\n商家自营/食品",
        ] {
            assert_eq!(list.several(text), [0, 1], "{text}");
        }
        for text in ["商家自营 > 百货", "商家自营 > 百货 > 食品", "商家自营 > 百货; 社交 > 直播"] {
            assert_eq!(list.several(text), Vec::<usize>::new(), "{text}");
        }
    }

    #[test]
    fn one_character_may_differ() {
        for (one, other) in [("食品", "食吕"), ("食品", "食"), ("食品", "食用品"), ("食", ""), ("食品", "食品")] {
            assert!(differ_by_one(one, other) && differ_by_one(other, one), "{one} {other}");
        }
        for (one, other) in [("食品", "品食"), ("食品", ""), ("食品店", "食"), ("ab", "ba"), ("aaa", "a")] {
            assert!(!differ_by_one(one, other) && !differ_by_one(other, one), "{one} {other}");
        }
    }

    #[test]
    fn parts_that_make_two_paths_are_told_apart_by_their_levels() {
        let list = PathList::new([("a/b > c", 0), ("a > b/c", 1)], [], []);
        assert_eq!(list.membership("A／B > C"), Membership::Listed(0));
        assert_eq!(list.membership("a-b/c"), Membership::Listed(1));
        assert_eq!(list.membership("a/b/c"), Membership::Unclear(Unclear::Ambiguous));
    }
}

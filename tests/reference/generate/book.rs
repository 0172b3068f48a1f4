//! Random rulebooks.

use std::fmt::Write as _;

use super::rule;
use super::words::{DISTINCT, OPTIONS, PATHS, Pool, RENAMED, Scalar, quoted};
use crate::reference::dates::{NaiveDay, shift};
use crate::reference::random::Random;

/// A rulebook before it is written down.
#[derive(Debug, Clone)]
pub struct Book {
    /// Whether facts must satisfy something together.
    pub together: bool,
    pub zone: &'static str,
    pub center: NaiveDay,
    pub pool: Pool,
    pub facts: Vec<Fact>,
    pub steps: Vec<(String, String)>,
    /// Whether the program accepts anyone, and the requirements that show access and an invitation.
    pub opening: Option<Opening>,
    pub editions: Vec<Edition>,
}

#[derive(Debug, Clone)]
pub struct Opening {
    pub state: &'static str,
    pub held: Option<String>,
    pub invited: Option<String>,
}

#[derive(Debug, Clone)]
pub struct Fact {
    pub id: String,
    pub shape: Shape,
    /// For how many days it stays fresh.
    pub fresh: Option<i64>,
    /// Whether it is about what has happened.
    pub past: bool,
}

#[derive(Debug, Clone)]
pub enum Shape {
    Value(Scalar),
    Rows { columns: Vec<(String, Scalar)>, key: bool },
    Daily { columns: Vec<(String, Scalar)> },
}

impl Shape {
    /// The columns that rows may state, the date of a daily fact included.
    pub fn columns(&self) -> Vec<(String, Scalar)> {
        match self {
            Shape::Value(_) => Vec::new(),
            Shape::Rows { columns, .. } => columns.clone(),
            Shape::Daily { columns } => std::iter::once(("date".to_owned(), Scalar::Date)).chain(columns.clone()).collect(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct Edition {
    pub id: String,
    pub from: NaiveDay,
    pub until: Option<NaiveDay>,
    pub supersedes: Option<String>,
    pub like: Option<String>,
    pub lists: Vec<List>,
    pub requires: Vec<Requirement>,
}

#[derive(Debug, Clone)]
pub struct List {
    pub kind: Scalar,
    pub members: Vec<String>,
    pub aliases: Vec<(String, String)>,
    /// Names that a listed path may have been renamed to, each with that path.
    pub renamed: Vec<(String, String)>,
    pub distinct: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Requirement {
    pub id: String,
    pub body: Body,
    pub applies_when: Option<String>,
    pub readings: Vec<Vec<(String, String)>>,
}

#[derive(Debug, Clone)]
pub enum Body {
    /// The keys of a test, each with its value in TOML.
    Test(Vec<(String, String)>),
    Group {
        logic: &'static str,
        at_least: Option<usize>,
        children: Vec<String>,
    },
}

/// The name of the list of a kind.
pub fn list_name(kind: Scalar) -> &'static str {
    match kind {
        Scalar::Choice => "some_options",
        Scalar::Text => "some_texts",
        Scalar::Region => "some_regions",
        _ => "some_paths",
    }
}

/// For how many days a fact stays fresh, if it ages.
fn fresh(random: &mut Random) -> Option<i64> {
    random.chance(40).then(|| *random.pick(&[1, 2, 7, 30]))
}

pub fn draw(random: &mut Random) -> Book {
    let mut pool = Pool::draw(random);
    let facts: Vec<Fact> = (0..random.between(2, 5)).map(|at| fact(random, at)).collect();
    let center = pool.center;
    let mut first = Edition {
        id: "e0".to_owned(),
        from: shift(center, -random.between(500, 2000)),
        until: None,
        supersedes: None,
        like: None,
        lists: lists(random, &facts),
        requires: requirements(random, &facts, &mut pool, "r"),
    };
    let mut editions = Vec::new();
    let mut steps = Vec::new();
    let later = *random.pick(&[0, 0, 0, 0, 1, 1, 2]);
    for number in 1..=later {
        let turn = shift(first.from, 0).max(shift(center, *random.pick(&[-30, -1, 0, 1, 2, 7, 30, 90])));
        let from = editions.last().map_or(turn, |last: &Edition| shift(last.from, random.between(1, 40)));
        let like = random.chance(60);
        let mut edition = Edition {
            id: format!("e{number}"),
            from,
            until: None,
            supersedes: None,
            like: like.then(|| "e0".to_owned()),
            lists: if like && random.chance(50) { Vec::new() } else { lists(random, &facts) },
            requires: Vec::new(),
        };
        edition.requires = if like { amended(random, &first, &facts, &mut pool) } else { requirements(random, &facts, &mut pool, "q") };
        let before: &mut Edition = editions.last_mut().unwrap_or(&mut first);
        // What supersedes another may not end, or be followed, without the third superseding it too.
        let chained = before.supersedes.is_some();
        match if chained { 2 + random.below(2) } else { random.below(4) } {
            // One after the other, on the next day or after a gap.
            0 => before.until = Some(shift(from, -1)),
            1 if shift(from, -5) > before.from => before.until = Some(shift(from, -5)),
            // The earlier one stays in force and decides again if the later one ends first.
            2 => {
                edition.supersedes = Some(before.id.clone());
                edition.until = Some(shift(from, random.between(0, 60)));
            }
            _ => edition.supersedes = Some(before.id.clone()),
        }
        editions.push(edition);
    }
    if editions.iter().all(|edition| edition.like.is_some()) && random.chance(25) {
        let tests: Vec<&str> = first.requires.iter().filter(|one| matches!(one.body, Body::Test(_))).map(|one| one.id.as_str()).collect();
        let done = *random.pick(&tests);
        let mut text = "after = [\"eligible\"]\ntakes = \"1..7 days\"\nactor = \"platform\"\n".to_owned();
        let _ = writeln!(text, "done = {}", quoted(done));
        steps.push(("s0".to_owned(), text));
        // Only steps ask for this one.
        first.requires.push(Requirement {
            id: "only_steps".to_owned(),
            body: Body::Test(rule::test(random, &facts, &mut pool)),
            applies_when: None,
            readings: Vec::new(),
        });
        steps.push((
            "s1".to_owned(),
            "after = [\"s0\"]\nneeds = [\"only_steps\"]\ndeadline = { after = \"s0\", within = \"24 hours\" }\n".to_owned(),
        ));
    }
    let opening = random.chance(40).then(|| opening(random, &first, editions.iter().all(|edition| edition.like.is_some())));
    editions.insert(0, first);
    Book {
        opening,
        together: random.chance(50),
        zone: *random.pick(&["Asia/Shanghai", "UTC", "America/New_York"]),
        center,
        pool,
        facts,
        steps,
        editions,
    }
}

/// Whom the program accepts. A requirement shows access or an invitation where every edition has it.
fn opening(random: &mut Random, first: &Edition, alike: bool) -> Opening {
    let named = |random: &mut Random| (alike && random.chance(50)).then(|| random.pick(&first.requires).id.clone());
    Opening { state: *random.pick(&["open", "closed", "invitation", "unverified"]), held: named(random), invited: named(random) }
}

fn fact(random: &mut Random, at: i64) -> Fact {
    let shape = shape(random, at);
    let dated = shape.columns().iter().any(|(_, kind)| matches!(kind, Scalar::Date | Scalar::Moment));
    Fact { id: format!("f{at}"), fresh: fresh(random), past: dated && random.chance(30), shape }
}

fn shape(random: &mut Random, at: i64) -> Shape {
    let measured = |random: &mut Random| {
        *random.pick(&[Scalar::Number(0), Scalar::Number(0), Scalar::Number(2), Scalar::Money("CNY"), Scalar::Money("JPY")])
    };
    // The first two are what most tests are about.
    let which = match at {
        0 => 0,
        1 => random.below(7),
        _ => random.below(14),
    };
    match which {
        0..=3 => {
            let mut columns = Vec::new();
            if random.chance(80) {
                columns.push(("date".to_owned(), if random.chance(80) { Scalar::Date } else { Scalar::Moment }));
            }
            if random.chance(10) {
                columns.push(("seen".to_owned(), Scalar::Date));
            }
            if random.chance(75) {
                columns.push(("n".to_owned(), measured(random)));
            }
            if random.chance(50) {
                let kind = *random.pick(&[Scalar::Choice, Scalar::Choice, Scalar::Flag, Scalar::Text, Scalar::Path, Scalar::Region]);
                columns.push(("tag".to_owned(), kind));
            }
            let key = random.chance(30) || columns.is_empty();
            if key {
                columns.insert(random.below(columns.len() + 1), ("id".to_owned(), Scalar::Text));
            }
            Shape::Rows { columns, key }
        }
        4..=6 => {
            let mut columns = vec![("n".to_owned(), measured(random))];
            if random.chance(30) {
                columns.push(("tag".to_owned(), *random.pick(&[Scalar::Choice, Scalar::Flag])));
            }
            Shape::Daily { columns }
        }
        _ => Shape::Value(*random.pick(&[
            Scalar::Flag,
            Scalar::Choice,
            Scalar::Text,
            Scalar::Number(0),
            Scalar::Money("CNY"),
            Scalar::Date,
            Scalar::Date,
            Scalar::Moment,
            Scalar::Moment,
            Scalar::Region,
            Scalar::Path,
        ])),
    }
}

/// One list for every kind that rules may ask for.
fn lists(random: &mut Random, _facts: &[Fact]) -> Vec<List> {
    let of = |kind: Scalar, from: &[&str], random: &mut Random| {
        let mut members = vec![(*random.pick(from)).to_owned()];
        let other = (*random.pick(from)).to_owned();
        if other != members[0] {
            members.push(other);
        }
        List { kind, members, aliases: Vec::new(), renamed: Vec::new(), distinct: Vec::new() }
    };
    let mut paths = of(Scalar::Path, &PATHS, random);
    if random.chance(50) {
        paths.aliases.push(("餐饮服务 > 点餐平台".to_owned(), paths.members[0].clone()));
    }
    if random.chance(50) {
        paths.renamed.push(((*random.pick(&RENAMED)).to_owned(), paths.members[0].clone()));
    }
    if random.chance(40) {
        paths.distinct.push((*random.pick(&DISTINCT)).to_owned());
    }
    vec![
        of(Scalar::Choice, &OPTIONS[..2], random),
        of(Scalar::Text, &["a", "直播", "x1"], random),
        of(Scalar::Region, &["CN", "US"], random),
        paths,
    ]
}

/// Tests, groups over them, and the root; parts always come before what is made from them.
fn requirements(random: &mut Random, facts: &[Fact], pool: &mut Pool, prefix: &str) -> Vec<Requirement> {
    let mut all: Vec<Requirement> = Vec::new();
    let tests = random.between(1, 4);
    for at in 0..tests {
        let body = rule::test(random, facts, pool);
        let readings = rule::readings(random, facts, pool, &body);
        all.push(Requirement { id: format!("{prefix}{at}"), body: Body::Test(body), applies_when: None, readings });
    }
    let mut loose: Vec<usize> = (0..all.len()).collect();
    let mut parents: Vec<Vec<usize>> = vec![Vec::new(); all.len()];
    for at in 0..random.between(0, 2) {
        if loose.is_empty() {
            break;
        }
        let mut children = vec![loose.remove(random.below(loose.len()))];
        while !loose.is_empty() && random.chance(60) {
            children.push(loose.remove(random.below(loose.len())));
        }
        // Some requirements are shared.
        let shared = random.below(all.len());
        if random.chance(20) && !children.contains(&shared) {
            children.push(shared);
        }
        let place = all.len();
        children.iter().for_each(|child| parents[*child].push(place));
        all.push(Requirement {
            id: format!("{prefix}g{at}"),
            body: group(random, &all, &children),
            applies_when: None,
            readings: Vec::new(),
        });
        parents.push(Vec::new());
        loose.push(place);
    }
    let root = all.len();
    loose.iter().for_each(|child| parents[*child].push(root));
    parents.push(Vec::new());
    let body = if random.chance(80) {
        Body::Group { logic: "all", at_least: None, children: loose.iter().map(|at| all[*at].id.clone()).collect() }
    } else {
        group(random, &all, &loose)
    };
    all.push(Requirement { id: "eligible".to_owned(), body, applies_when: None, readings: Vec::new() });
    conditional(random, facts, pool, &mut all, &parents, prefix);
    all
}

fn group(random: &mut Random, all: &[Requirement], children: &[usize]) -> Body {
    let children: Vec<String> = children.iter().map(|at| all[*at].id.clone()).collect();
    let (logic, at_least) = match random.below(8) {
        0..=2 => ("all", None),
        3..=4 => ("any", None),
        5..=6 => ("any", Some(1 + random.below(children.len()))),
        _ => ("none", None),
    };
    Body::Group { logic, at_least, children }
}

/// Makes some requirements conditional that stand only under `all`, up to the root.
fn conditional(random: &mut Random, facts: &[Fact], pool: &mut Pool, all: &mut Vec<Requirement>, parents: &[Vec<usize>], prefix: &str) {
    fn only_under_all(at: usize, all: &[Requirement], parents: &[Vec<usize>]) -> bool {
        parents[at]
            .iter()
            .all(|above| matches!(&all[*above].body, Body::Group { logic: "all", .. }) && only_under_all(*above, all, parents))
    }
    for at in 0..parents.len() {
        if !random.chance(20) || parents[at].is_empty() || !only_under_all(at, all, parents) {
            continue;
        }
        // A condition is a requirement that comes before, or one that serves for nothing else.
        if at > 0 && random.chance(50) {
            all[at].applies_when = Some(all[random.below(at)].id.clone());
        } else {
            let id = format!("{prefix}c{at}");
            let body = rule::test(random, facts, pool);
            let readings = rule::readings(random, facts, pool, &body);
            all[at].applies_when = Some(id.clone());
            all.push(Requirement { id, body: Body::Test(body), applies_when: None, readings });
        }
    }
}

/// What an edition that is like another says otherwise.
fn amended(random: &mut Random, first: &Edition, facts: &[Fact], pool: &mut Pool) -> Vec<Requirement> {
    let mut changed = Vec::new();
    for requirement in &first.requires {
        match &requirement.body {
            Body::Test(_) if random.chance(40) => {
                let body = rule::test(random, facts, pool);
                let readings = rule::readings(random, facts, pool, &body);
                changed.push(Requirement { body: Body::Test(body), readings, ..requirement.clone() });
            }
            Body::Group { logic: "all", at_least, children } if children.len() > 1 && random.chance(30) => {
                // What nothing reaches any more falls away.
                let children = children[1..].to_vec();
                changed.push(Requirement { body: Body::Group { logic: "all", at_least: *at_least, children }, ..requirement.clone() });
            }
            _ => {}
        }
    }
    changed
}

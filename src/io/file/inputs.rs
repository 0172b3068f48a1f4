//! What a command reads, so that it is not written over.
//!
//! In: the paths of inputs, whatever they are called. Out: whether an output would be one of them, by device and inode.

use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};

use crate::io::file::Target;

/// The files that a command reads.
#[derive(Debug, Clone, Default)]
pub struct Inputs(Vec<Input>);

#[derive(Debug, Clone)]
struct Input {
    name: String,
    node: Option<Node>,
    /// Where it is, every link followed: a name may be taken before there is a file.
    place: Option<PathBuf>,
}

/// What tells a file from others: its device and its inode.
type Node = (u64, u64);

impl Inputs {
    /// Adds a file, or the name of one that is not to be written over when it appears.
    pub fn add(&mut self, path: &Path) {
        let node = fs::metadata(path).ok().and_then(|about| node(&about));
        self.0.push(Input { name: path.display().to_string(), node, place: place(path) });
    }

    /// Adds standard input.
    pub fn add_stdin(&mut self) {
        let node = standard(Stream::In);
        self.0.push(Input { name: "-".to_owned(), node, place: None });
    }

    /// The name of the input that `path` is, if it is one.
    pub fn find(&self, path: &Path) -> Option<&str> {
        let wanted = fs::metadata(path).ok().and_then(|about| node(&about));
        let target = place(path);
        let same = |input: &&Input| (wanted.is_some() && input.node == wanted) || (target.is_some() && input.place == target);
        self.0.iter().find(same).map(|input| input.name.as_str())
    }

    /// The name of the input that standard output is, if it is one: what was written would be read again.
    pub fn find_stdout(&self) -> Option<&str> {
        let wanted = standard(Stream::Out)?;
        self.0.iter().find(|input| input.node == Some(wanted)).map(|input| input.name.as_str())
    }
}

/// True if standard output goes into the file at `path`.
pub fn is_stdout(path: &Path) -> bool {
    let there = fs::metadata(path).ok().and_then(|about| node(&about));
    there.is_some() && there == standard(Stream::Out)
}

/// Where a regular file is, or would be.
fn place(path: &Path) -> Option<PathBuf> {
    match Target::of(path) {
        Ok(Target::File(place)) => Some(place),
        _ => None,
    }
}

enum Stream {
    In,
    Out,
}

/// Terminals, `/dev/null` and sockets are read and written at once without harm: they are nobody's input.
#[cfg(unix)]
fn node(about: &Metadata) -> Option<Node> {
    use std::os::unix::fs::{FileTypeExt as _, MetadataExt as _};
    let kind = about.file_type();
    (!kind.is_char_device() && !kind.is_socket()).then(|| (about.dev(), about.ino()))
}

#[cfg(unix)]
fn standard(stream: Stream) -> Option<Node> {
    use std::os::fd::AsFd as _;
    let shared = match stream {
        Stream::In => std::io::stdin().as_fd().try_clone_to_owned(),
        Stream::Out => std::io::stdout().as_fd().try_clone_to_owned(),
    };
    node(&fs::File::from(shared.ok()?).metadata().ok()?)
}

#[cfg(not(unix))]
fn node(_: &Metadata) -> Option<Node> {
    None
}

#[cfg(not(unix))]
fn standard(_: Stream) -> Option<Node> {
    None
}

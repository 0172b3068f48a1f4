//! A digest of a stream that can be put down at any place and taken up again there.
//!
//! In: bytes, in order. Out: a [`Mark`], which tells all bytes up to its place from any others. It is there to notice that a
//! file was changed between two runs, not to keep out somebody who could as well change the mark.

use std::io::{self, Read};

use serde::{Deserialize, Serialize};
use twox_hash::xxhash3_128::Hasher;

/// How long a stretch is. To go on from a mark, the bytes of the stretch that it is in are read again.
const STRETCH: u64 = 1 << 17;

/// A place in a stream, and the digest of everything before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// How many bytes come before.
    pub length: u64,
    /// The digest of all whole stretches.
    stretches: [u64; 2],
    /// The digest of everything.
    digest: [u64; 2],
}

impl Mark {
    /// Where the stretch begins that it is in: from there on the bytes are needed to go on.
    pub fn stretch(&self) -> u64 {
        self.length / STRETCH * STRETCH
    }

    /// True if it was made from what is in `bytes`.
    ///
    /// # Errors
    /// It can't be read. A stream that is shorter is another one.
    pub fn is_of(&self, bytes: impl Read) -> io::Result<bool> {
        if self.length == 0 {
            return Ok(true);
        }
        let mut running = Running::default();
        running.read(bytes, self.length)?;
        Ok(running.mark() == *self)
    }
}

/// A digest that grows.
pub struct Running {
    length: u64,
    stretches: u128,
    hasher: Hasher,
}

impl Default for Running {
    fn default() -> Running {
        Running { length: 0, stretches: 0, hasher: begin(0) }
    }
}

impl std::fmt::Debug for Running {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Running").field("length", &self.length).finish_non_exhaustive()
    }
}

/// The digest of a stretch is also that of all before it.
fn begin(stretches: u128) -> Hasher {
    let mut hasher = Hasher::new();
    hasher.write(&stretches.to_le_bytes());
    hasher
}

impl Running {
    /// At the beginning of the [stretch](Mark::stretch) of a mark.
    pub fn from_stretch(mark: &Mark) -> Running {
        let stretches = joined(mark.stretches);
        Running { length: mark.stretch(), stretches, hasher: begin(stretches) }
    }

    /// Takes the bytes that come next.
    pub fn push(&mut self, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let left = STRETCH - self.length % STRETCH;
            let now = usize::try_from(left).unwrap_or(usize::MAX).min(bytes.len());
            let (these, rest) = bytes.split_at(now);
            self.hasher.write(these);
            self.length += now as u64;
            if self.length.is_multiple_of(STRETCH) {
                self.stretches = self.hasher.finish_128();
                self.hasher = begin(self.stretches);
            }
            bytes = rest;
        }
    }

    /// Takes `count` bytes of a reader, or fewer where it ends.
    ///
    /// # Errors
    /// It can't be read.
    pub fn read(&mut self, bytes: impl Read, count: u64) -> io::Result<()> {
        let mut bytes = bytes.take(count);
        let mut room = vec![0; 1 << 17];
        loop {
            match bytes.read(&mut room) {
                Ok(0) => return Ok(()),
                Ok(read) => self.push(&room[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    /// Where it is.
    pub fn mark(&self) -> Mark {
        Mark { length: self.length, stretches: halves(self.stretches), digest: halves(self.hasher.finish_128()) }
    }
}

/// JSON numbers are safe up to 64 bits.
fn halves(digest: u128) -> [u64; 2] {
    [(digest >> 64) as u64, digest as u64]
}

fn joined([high, low]: [u64; 2]) -> u128 {
    u128::from(high) << 64 | u128::from(low)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(count: usize) -> Vec<u8> {
        let mut random = fastrand::Rng::with_seed(count as u64);
        std::iter::repeat_with(|| random.u8(..)).take(count).collect()
    }

    #[test]
    fn a_digest_goes_on_from_any_mark_and_notices_any_change() {
        let stretch = STRETCH as usize;
        let all = bytes(3 * stretch + 77);
        let mut whole = Running::default();
        whole.push(&all);
        for at in [0, 1, stretch - 1, stretch, stretch + 1, 2 * stretch, 3 * stretch + 76] {
            let mut first = Running::default();
            all[..at].chunks(9973).for_each(|part| first.push(part));
            let mark = first.mark();
            assert_eq!(mark.length, at as u64);
            assert!(mark.is_of(all.as_slice()).expect("read"));
            let mut later = Running::from_stretch(&mark);
            later.push(&all[mark.stretch() as usize..at]);
            assert_eq!(later.mark(), mark);
            later.push(&all[at..]);
            assert_eq!(later.mark(), whole.mark(), "{at}");
            for changed in [0, at / 2, at.saturating_sub(1)].into_iter().filter(|_| at > 0) {
                let mut other = all.clone();
                other[changed] ^= 1;
                assert!(!mark.is_of(other.as_slice()).expect("read"), "{at} {changed}");
            }
            assert!(at == 0 || !mark.is_of(&all[..at - 1]).expect("read"));
        }
    }
}

//! Room for blocks that is used again.
//!
//! In: a buffer whose block is done. Out: the same buffer for the next block. A fresh one costs the system more than what is
//! done with it: it has to be found, mapped and cleared.

use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

/// How many buffers are kept, and how large they may be; one that a long line has blown up is let go.
const KEPT: usize = 64;
const LARGEST: usize = 1 << 23;

/// Buffers that are not in use.
#[derive(Debug, Clone, Default)]
pub(super) struct BufferPool(Arc<Mutex<Vec<Vec<u8>>>>);

/// Bytes that go back to where they came from when nobody needs them any more.
#[derive(Debug, Default)]
pub struct Buffer {
    bytes: Vec<u8>,
    home: BufferPool,
}

impl BufferPool {
    /// A buffer with anything in it.
    pub(super) fn take(&self) -> Vec<u8> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default()
    }

    /// Bytes that come back here.
    pub(super) fn lend(&self, bytes: Vec<u8>) -> Buffer {
        Buffer { bytes, home: self.clone() }
    }
}

impl From<Vec<u8>> for Buffer {
    fn from(bytes: Vec<u8>) -> Buffer {
        Buffer { bytes, home: BufferPool::default() }
    }
}

impl PartialEq for Buffer {
    fn eq(&self, other: &Buffer) -> bool {
        self.bytes == other.bytes
    }
}

impl Deref for Buffer {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let bytes = std::mem::take(&mut self.bytes);
        if bytes.capacity() <= LARGEST {
            let mut spare = self.home.0.lock().unwrap_or_else(PoisonError::into_inner);
            if spare.len() < KEPT {
                spare.push(bytes);
            }
        }
    }
}

//! Compressed bytes, and how many of them were taken.

use std::io::{BufReader, Read};

pub(super) type Source = BufReader<Box<dyn Read + Send>>;

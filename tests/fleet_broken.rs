//! Compressed input that breaks off: every whole record before the fault is answered, and the fault is named in its place.

mod common;

use std::io::{Read, Write};
use std::{fs, iter};

use tempfile::TempDir;

use crate::common::fleet::{FINE, fleet, text};

fn record(at: usize) -> String {
    // Numbers that hardly compress, so that a cut goes through the middle of something.
    let noise: String = iter::repeat_with(fastrand::alphanumeric).take(60).collect();
    FINE.replace("wx1", &format!("wx{at}")).replace("\"name\":\"a\"", &format!("\"name\":\"{noise}\"")) + "\n"
}

fn records(from: usize, to: usize) -> Vec<u8> {
    (from..to).map(record).collect::<String>().into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

/// What was packed well is followed by a block of a kind that does not exist.
fn corrupt(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    packer.write_all(bytes).expect("packed");
    packer.flush().expect("packed");
    let mut packed = packer.get_ref().clone();
    packed.extend([0x07; 64]);
    packed
}

fn zstd(bytes: &[u8]) -> Vec<u8> {
    let mut packed = zstd::Encoder::new(Vec::new(), 1).expect("packs");
    packed.include_checksum(true).expect("packs");
    packed.write_all(bytes).expect("packed");
    packed.finish().expect("packed")
}

/// How many whole lines come before the fault.
fn whole(mut bytes: impl Read) -> usize {
    let (mut byte, mut lines) = ([0], 0);
    while let Ok(1) = bytes.read(&mut byte) {
        lines += usize::from(byte == *b"\n");
    }
    lines
}

#[test]
fn every_record_before_a_fault_is_answered() {
    let bytes = records(0, 3000);
    let unended = &bytes[..bytes.len() - 1];
    let cut = |packed: Vec<u8>| packed[..packed.len() * 4 / 5].to_vec();
    let spoiled = |mut packed: Vec<u8>, from_end: usize| {
        let at = packed.len() - from_end;
        packed[at] ^= 0x55;
        packed
    };
    let two = |first: Vec<u8>, second: Vec<u8>| [first, second].concat();
    let (gz_cut, zst_cut) = (cut(gzip(&bytes)), cut(zstd(&bytes)));
    let cases = [
        ("trailing.gz", two(gzip(&bytes), b"and more".to_vec()), 3000, "bytes after the end of the compressed data"),
        ("trailing-unended.gz", two(gzip(unended), b"and more".to_vec()), 3000, "bytes after the end of the compressed data"),
        (
            "trailing-like-gzip.gz",
            two(gzip(&bytes), b"\x1f\x8bnot a gzip header".to_vec()),
            3000,
            "bytes after the end of the compressed data",
        ),
        ("checksum.gz", spoiled(gzip(&bytes), 6), 3000, "unexpected end of input"),
        ("cut.gz", gz_cut.clone(), whole(flate2::read::GzDecoder::new(gz_cut.as_slice())), "unexpected end of input"),
        ("cut-at-trailer.gz", gzip(&bytes)[..gzip(&bytes).len() - 4].to_vec(), 3000, "unexpected end of input"),
        ("second-checksum.gz", two(gzip(&bytes), spoiled(gzip(&records(0, 200)), 6)), 3200, "unexpected end of input"),
        (
            "second-trailing.gz",
            two(two(gzip(&bytes), gzip(&records(0, 200))), b"!".to_vec()),
            3200,
            "bytes after the end of the compressed data",
        ),
        ("trailing.zst", two(zstd(&bytes), b"and more".to_vec()), 3000, "bytes after the end of the compressed data"),
        ("checksum.zst", spoiled(zstd(&bytes), 1), 3000, "unexpected end of input"),
        ("cut.zst", zst_cut.clone(), whole(zstd::Decoder::new(zst_cut.as_slice()).expect("unpacks")), "unexpected end of input"),
        ("second-checksum.zst", two(zstd(&bytes), spoiled(zstd(&records(0, 400)), 1)), 3400, "unexpected end of input"),
        ("corrupt.gz", corrupt(&bytes), 3000, "unexpected end of input"),
        ("second-corrupt.gz", two(gzip(&bytes), corrupt(&records(0, 5))), 3005, "unexpected end of input"),
        ("second-cut.zst", two(zstd(&bytes), zstd(&records(0, 9))[..20].to_vec()), 3000, "unexpected end of input"),
    ];
    let folder = TempDir::new().expect("a folder");
    for (name, packed, answered, said) in cases {
        assert!(answered > 1500, "{name}: {answered}");
        fs::write(folder.path().join(name), packed).expect("written");
        let out = fleet(folder.path(), &[name]);
        assert_eq!(out.status.code(), Some(2), "{name}");
        let lines: Vec<&str> = text(&out.stdout).lines().collect();
        let good = lines.iter().take_while(|line| line.starts_with("{\"applicant\"")).count();
        assert!(good == lines.len() - 1, "{name}: the last line names the fault");
        assert_eq!(good, answered, "{name}");
        let fault = lines[good];
        assert!(fault.starts_with(&format!("{{\"line\":{},", good + 1)) && fault.contains(said), "{name}: {fault}");
        assert!(text(&out.stderr).contains(&format!("{name}, line {}", good + 1)), "{name}: {}", text(&out.stderr));
    }
}

#[test]
fn parts_one_after_the_other_and_zeros_behind_them_are_no_fault() {
    let folder = TempDir::new().expect("a folder");
    let parts = [gzip(&records(0, 50)), gzip(&records(50, 100)), vec![0; 512]].concat();
    fs::write(folder.path().join("parts.gz"), parts).expect("written");
    fs::write(folder.path().join("parts.zst"), [zstd(&records(0, 50)), zstd(&records(50, 100))].concat()).expect("written");
    let skipped = [b"\x5a\x2a\x4d\x18\x05\0\0\0hello".to_vec(), zstd(&records(0, 50)), zstd(&records(50, 100))].concat();
    fs::write(folder.path().join("skipped-first.zst"), skipped).expect("written");
    for name in ["parts.gz", "parts.zst", "skipped-first.zst"] {
        let out = fleet(folder.path(), &[name]);
        assert_eq!((out.status.code(), text(&out.stdout).lines().count()), (Some(0), 100), "{name}: {}", text(&out.stderr));
    }
}

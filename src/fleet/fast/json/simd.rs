//! Sixteen bytes at a time: where a text may end, and whether they are what is expected.
//!
//! In: sixteen bytes. Out: a bit for each that ends or breaks a text, and one for each that is not ASCII; or whether those that
//! count are the same as others. The one place with `unsafe`: intrinsics need it though every x86-64 has SSE2, and they take a
//! third of the instructions that arithmetic does.

/// Of sixteen bytes a bit for each that ends or breaks a text: a quote, a backslash, a control character; of which the first
/// is to be relied on. And a bit for each that is not ASCII.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
#[allow(unsafe_code, reason = "the condition of compilation is that of the call: the processor has SSE2")]
pub(crate) fn special_byte_mask(bytes: u128) -> (u32, u32) {
    // SAFETY: what is called needs SSE2 and nothing else, and this is compiled only where that is there.
    unsafe { special_byte_mask_by_sse2(bytes) }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline]
#[target_feature(enable = "sse2")]
fn special_byte_mask_by_sse2(bytes: u128) -> (u32, u32) {
    use std::arch::x86_64::{_mm_cmpeq_epi8, _mm_max_epu8, _mm_movemask_epi8, _mm_or_si128, _mm_set_epi64x, _mm_set1_epi8};
    let bytes = _mm_set_epi64x((bytes >> 64) as i64, bytes as i64);
    let quote = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'"' as i8));
    let backslash = _mm_cmpeq_epi8(bytes, _mm_set1_epi8(b'\\' as i8));
    let highest = _mm_set1_epi8(0x1f);
    let control = _mm_cmpeq_epi8(_mm_max_epu8(bytes, highest), highest);
    let special = _mm_or_si128(_mm_or_si128(quote, backslash), control);
    (_mm_movemask_epi8(special) as u32, _mm_movemask_epi8(bytes) as u32)
}

/// Whether sixteen bytes, as far as `mask` has bits, are the same as others, which have no bits elsewhere.
#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline(always)]
#[allow(unsafe_code, reason = "the condition of compilation is that of the call: the processor has SSE2")]
pub(crate) fn masked_eq(bytes: u128, others: u128, mask: u128) -> bool {
    // SAFETY: what is called needs SSE2 and nothing else, and this is compiled only where that is there.
    unsafe { masked_eq_by_sse2(bytes, others, mask) }
}

#[cfg(all(target_arch = "x86_64", target_feature = "sse2"))]
#[inline]
#[target_feature(enable = "sse2")]
fn masked_eq_by_sse2(bytes: u128, others: u128, mask: u128) -> bool {
    use std::arch::x86_64::{_mm_and_si128, _mm_cmpeq_epi8, _mm_movemask_epi8, _mm_set_epi64x};
    let wide = |bytes: u128| _mm_set_epi64x((bytes >> 64) as i64, bytes as i64);
    _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_and_si128(wide(bytes), wide(mask)), wide(others))) == 0xffff
}

/// The same by arithmetic.
#[cfg(any(test, not(all(target_arch = "x86_64", target_feature = "sse2"))))]
mod plain {
    const ONES: u128 = 0x0101_0101_0101_0101_0101_0101_0101_0101;
    const TOPS: u128 = ONES << 7;

    #[inline(always)]
    pub(crate) fn special_byte_mask(bytes: u128) -> (u32, u32) {
        let zero = |bytes: u128| bytes.wrapping_sub(ONES) & !bytes;
        let control = bytes.wrapping_sub(ONES * 0x20) & !bytes;
        let special = zero(bytes ^ (ONES * u128::from(b'"'))) | zero(bytes ^ (ONES * u128::from(b'\\'))) | control;
        (bits(special & TOPS), bits(bytes & TOPS))
    }

    #[inline(always)]
    pub(crate) fn masked_eq(bytes: u128, others: u128, mask: u128) -> bool {
        bytes & mask == others
    }

    /// The top bits of sixteen bytes, side by side.
    fn bits(tops: u128) -> u32 {
        let half = |tops: u64| ((tops >> 7).wrapping_mul(0x0102_0408_1020_4080) >> 56) as u32;
        half(tops as u64) | half((tops >> 64) as u64) << 8
    }
}

#[cfg(not(all(target_arch = "x86_64", target_feature = "sse2")))]
pub(crate) use plain::{masked_eq, special_byte_mask};

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_counts_is_compared_either_way() {
        let others: u128 = 0x0f0e_0d0c_0b0a_0908_0706_0504_0302_0100;
        for count in 0..=16 {
            let mask = if count == 16 { u128::MAX } else { (1 << (8 * count)) - 1 };
            for at in 0..16 {
                let bytes = others ^ 0x80 << (8 * at);
                let found = [masked_eq(bytes, others & mask, mask), plain::masked_eq(bytes, others & mask, mask)];
                assert_eq!(found, [at >= count; 2], "{at} of {count}");
            }
        }
    }

    #[test]
    fn the_first_mark_is_found_either_way() {
        for at in 0..16 {
            for byte in 0..=255u8 {
                for last in [b'a', b'"', 0xe5] {
                    let mut bytes = [b'a'; 16];
                    bytes[15] = last;
                    bytes[at] = byte;
                    let word = u128::from_le_bytes(bytes);
                    let special = bytes.iter().position(|byte| *byte < 0x20 || matches!(byte, b'"' | b'\\')).unwrap_or(32) as u32;
                    let high: u32 = bytes.iter().enumerate().map(|(at, byte)| u32::from(*byte >= 0x80) << at).sum();
                    for (found, wide) in [special_byte_mask(word), plain::special_byte_mask(word)] {
                        assert_eq!((found.trailing_zeros(), wide), (special, high), "{bytes:?}");
                    }
                }
            }
        }
    }
}

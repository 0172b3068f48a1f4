//! What WeChat's codes mean, and which of them another try may cure.
//!
//! In: an `errcode`. Out: words with what to do, from the message files; and whether to wait, to renew the token or to stop.

use crate::i18n::Messages;

/// The account has no permission for this interface.
pub const NO_PERMISSION: i64 = 48001;
/// The third-party platform has no permission for this interface.
pub const PLATFORM_HAS_NO_PERMISSION: i64 = 61007;
/// The data of a day aren't ready yet.
pub const NOT_READY: i64 = 61503;
/// There are no rooms.
pub const NO_ROOMS: i64 = 9_410_000;
/// The same in older texts.
pub const NO_ROOMS_OLD: i64 = 1;
/// The refresh token is no longer valid.
pub const REFRESH_TOKEN_INVALID: i64 = 61023;

/// What helps against a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetryPolicy {
    /// Trying again in a moment.
    Immediate,
    /// Trying again when the minute is over.
    AfterRateLimit,
    /// A new token.
    NewToken,
    /// Nothing that a program can do.
    Never,
}

/// Every code that is explained. Of all others only their number can be told.
pub const CODES: &[(i64, RetryPolicy)] = {
    use RetryPolicy::{AfterRateLimit, Immediate, Never, NewToken};
    &[
        // Everywhere.
        (-1, Immediate),
        (40001, NewToken),
        (40013, Never),
        (40014, NewToken),
        (40125, Never),
        (40164, Never),
        (41001, Never),
        (41002, Never),
        (41004, Never),
        (41033, Never),
        (42001, NewToken),
        (43104, Never),
        (44002, Never),
        (45009, Never),
        (45011, AfterRateLimit),
        (47001, Never),
        (48001, Never),
        (48004, Never),
        (50002, Never),
        (61003, Never),
        (61004, Never),
        (61005, Never),
        (61006, Never),
        (61007, Never),
        (61023, Never),
        (61500, Never),
        (61501, Never),
        (61503, Never),
        (89501, Never),
        (89503, Never),
        (89506, Never),
        (89507, Never),
        (9_400_001, Never),
        // Applying for live.
        (2, Never),
        (268_489_001, Never),
        // The plug-in.
        (89044, Never),
        (89236, Never),
        (89237, Never),
        (89238, Never),
        (89239, Never),
        (89240, Never),
        (89241, Never),
        (89242, Never),
        (89243, Never),
        // Rooms.
        (1, Never),
        (1001, Never),
        (200_001, Immediate),
        (200_002, Never),
        (300_001, Never),
        (300_002, Never),
        (300_006, Never),
        (300_022, Never),
        (300_023, Never),
        (300_028, Never),
        (300_029, Never),
        (300_030, Never),
        (300_031, Never),
        (300_032, Never),
        (300_034, Never),
        (300_035, Never),
        (300_036, Never),
        (300_037, Never),
        (9_410_000, Never),
        // Goods.
        (300_003, Never),
        (300_004, Never),
        (300_005, Never),
        (300_007, Never),
        (300_008, Never),
        (300_009, Never),
        (300_010, Never),
        (300_011, Never),
        (300_012, Never),
        (300_013, Never),
        (300_014, Never),
        (300_017, Never),
        (300_018, Never),
        (300_021, Never),
        (300_024, Never),
        (300_025, Never),
        (300_026, Never),
        (300_027, Never),
        (300_033, Never),
        (300_047, Never),
        (300_052, Never),
        (300_053, Never),
        // Members.
        (400_001, Never),
        (400_002, Never),
        (400_003, Never),
        (400_004, Never),
        // Code.
        (85012, Never),
        (86000, Never),
        (86001, Never),
    ]
};

/// What helps against a code; nothing against one that isn't known.
pub fn retry_policy(code: i64) -> RetryPolicy {
    CODES.iter().find(|(known, _)| *known == code).map_or(RetryPolicy::Never, |(_, patience)| *patience)
}

/// True where a new token may help.
pub fn is_token_error(code: i64) -> bool {
    retry_policy(code) == RetryPolicy::NewToken
}

/// The name of the message that explains a code. `live` is true of live interfaces.
pub fn message(code: i64, live: bool) -> Option<String> {
    if live && code == NO_PERMISSION {
        return Some("errcode-48001-live".to_owned());
    }
    CODES.iter().any(|(known, _)| *known == code).then(|| match code {
        ..0 => format!("errcode-minus-{}", code.unsigned_abs()),
        _ => format!("errcode-{code}"),
    })
}

/// What a code means and what to do about it.
pub fn explain(code: i64, live: bool, messages: &Messages) -> String {
    messages.format(message(code, live).as_deref().unwrap_or("errcode-unknown"), &[])
}

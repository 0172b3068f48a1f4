//! What WeChat's codes mean, and which of them another try may cure.
//!
//! In: an `errcode`. Out: words with what to do, from the message files; and whether to wait, to renew the token or to stop.

use crate::words::Words;

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
pub enum Patience {
    /// Trying again in a moment.
    Soon,
    /// Trying again when the minute is over.
    NextMinute,
    /// A new token.
    NewToken,
    /// Nothing that a program can do.
    No,
}

/// Every code that is explained. Of all others only their number can be told.
pub const CODES: &[(i64, Patience)] = {
    use Patience::{NewToken, NextMinute, No, Soon};
    &[
        // Everywhere.
        (-1, Soon),
        (40001, NewToken),
        (40013, No),
        (40014, NewToken),
        (40125, No),
        (40164, No),
        (41001, No),
        (41002, No),
        (41004, No),
        (41033, No),
        (42001, NewToken),
        (43104, No),
        (44002, No),
        (45009, No),
        (45011, NextMinute),
        (47001, No),
        (48001, No),
        (48004, No),
        (50002, No),
        (61003, No),
        (61004, No),
        (61005, No),
        (61006, No),
        (61007, No),
        (61023, No),
        (61500, No),
        (61501, No),
        (61503, No),
        (89501, No),
        (89503, No),
        (89506, No),
        (89507, No),
        (9_400_001, No),
        // Applying for live.
        (2, No),
        (268_489_001, No),
        // The plug-in.
        (89044, No),
        (89236, No),
        (89237, No),
        (89238, No),
        (89239, No),
        (89240, No),
        (89241, No),
        (89242, No),
        (89243, No),
        // Rooms.
        (1, No),
        (1001, No),
        (200_001, Soon),
        (200_002, No),
        (300_001, No),
        (300_002, No),
        (300_006, No),
        (300_022, No),
        (300_023, No),
        (300_028, No),
        (300_029, No),
        (300_030, No),
        (300_031, No),
        (300_032, No),
        (300_034, No),
        (300_035, No),
        (300_036, No),
        (300_037, No),
        (9_410_000, No),
        // Goods.
        (300_003, No),
        (300_004, No),
        (300_005, No),
        (300_007, No),
        (300_008, No),
        (300_009, No),
        (300_010, No),
        (300_011, No),
        (300_012, No),
        (300_013, No),
        (300_014, No),
        (300_017, No),
        (300_018, No),
        (300_021, No),
        (300_024, No),
        (300_025, No),
        (300_026, No),
        (300_027, No),
        (300_033, No),
        (300_047, No),
        (300_052, No),
        (300_053, No),
        // Members.
        (400_001, No),
        (400_002, No),
        (400_003, No),
        (400_004, No),
        // Code.
        (85012, No),
        (86000, No),
        (86001, No),
    ]
};

/// What helps against a code; nothing against one that isn't known.
pub fn patience(code: i64) -> Patience {
    CODES.iter().find(|(known, _)| *known == code).map_or(Patience::No, |(_, patience)| *patience)
}

/// True where a new token may help.
pub fn is_about_the_token(code: i64) -> bool {
    patience(code) == Patience::NewToken
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
pub fn explain(code: i64, live: bool, words: &Words) -> String {
    words.say(message(code, live).as_deref().unwrap_or("errcode-unknown"), &[])
}

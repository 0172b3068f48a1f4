//! The limits of time and number for calls.

use std::num::NonZeroU32;
use std::time::Duration;

/// How patient and how careful calls are.
#[derive(Debug, Clone)]
pub struct Limits {
    /// For a connection.
    pub connect: Duration,
    /// For a whole call.
    pub total: Duration,
    /// For the whole run. What has not been asked by then stays unknown.
    pub run: Duration,
    /// For a command that prints a secret.
    pub command: Duration,
    /// The longest reply, in bytes.
    pub reply: usize,
    /// How often a call is made at most, where trying again may help.
    pub attempts: usize,
    /// The pause before the second attempt; later ones are longer.
    pub pause: Duration,
    /// The pause after "too frequent", which counts minutes.
    pub breather: Duration,
    /// Calls a second to one account, in the long run.
    pub each_second: NonZeroU32,
    /// Calls at once to one account after a rest. The platform counts minutes, so an ordinary run needn't wait.
    pub at_once: NonZeroU32,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connect: Duration::from_secs(10),
            total: Duration::from_secs(30),
            run: Duration::from_secs(180),
            command: Duration::from_secs(60),
            reply: 8 << 20,
            attempts: 3,
            pause: Duration::from_millis(500),
            breather: Duration::from_secs(20),
            each_second: NonZeroU32::MIN.saturating_add(9),
            at_once: NonZeroU32::MIN.saturating_add(39),
        }
    }
}

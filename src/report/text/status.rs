//! Statuses and verdicts as messages.

use crate::engine::check::{Standing, Status};

/// The message that names a status.
pub fn word(status: Status) -> &'static str {
    match status {
        Status::Met => "status-met",
        Status::Unmet => "status-unmet",
        Status::Pending => "status-pending",
        Status::Unknown => "status-unknown",
        Status::NotApplicable => "status-not-applicable",
    }
}

/// The message that names a verdict.
pub fn verdict_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Eligible => "verdict-eligible",
        Standing::NotEligible => "verdict-not-eligible",
        Standing::Pending => "verdict-pending",
        Standing::Unknown => "verdict-unknown",
        Standing::Held => "verdict-held",
    }
}

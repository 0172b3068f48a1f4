//! What a signature says about some bytes.
//!
//! In: the bytes, a signature file, the allowed signers. Out: a [`Check`].

use std::path::Path;

use crate::io::signature::{SignatureStatus, check};
use crate::report::verify::{Check, Outcome, Subject};
use crate::value::date::Date;

/// Checks the signature of some bytes. Without `recomputed`, nothing else vouches for them.
pub(super) fn signature_check(bytes: &[u8], path: &Path, allowed: Option<&Path>, recomputed: bool, day: Option<Date>) -> Check {
    let made = |outcome, id, args| Check::new(Subject::Signature, outcome, id, args);
    if !path.is_file() {
        let name = vec![("name", path.display().to_string())];
        return match (allowed, recomputed) {
            (Some(_), _) => made(Outcome::Failed, "verify-no-signature", name),
            (None, true) => made(Outcome::Absent, "verify-not-signed", name),
            (None, false) => made(Outcome::NotVerifiable, "verify-not-signed", name),
        };
    }
    match check(bytes, path, allowed, day) {
        SignatureStatus::Good { signer, key } => made(Outcome::Passed, "verify-signed", vec![("signer", signer), ("key", key)]),
        // Anybody can sign: without a list of signers, that says only that nothing was changed since.
        SignatureStatus::Intact { key } => {
            let outcome = if recomputed { Outcome::Absent } else { Outcome::NotVerifiable };
            made(outcome, "verify-signed-by-somebody", vec![("key", key)])
        }
        SignatureStatus::Bad(reason) => made(Outcome::Failed, "verify-signature-failed", vec![("reason", reason)]),
        SignatureStatus::NotAllowed(reason) => made(Outcome::Failed, "verify-signer-not-allowed", vec![("reason", reason)]),
        SignatureStatus::NoProgram(reason) => made(Outcome::NotVerifiable, "verify-no-ssh-keygen", vec![("reason", reason)]),
    }
}

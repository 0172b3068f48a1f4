//! Signatures by SSH keys, made and checked by `ssh-keygen`, so that agents, hardware keys and passphrases work as in git, and
//! anybody can check a signature without kaibo.
//!
//! In: bytes, a key or a signature, and who may sign. Out: a signature, or what became of checking one. No key is read here.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::value::date::Date;

/// What signatures are for: one that was made for something else does not count.
pub const NAMESPACE: &str = "kaibo-report";

const PROGRAM: &str = "ssh-keygen";

/// Why nothing was signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    /// `ssh-keygen` can't be run.
    #[error("ssh-keygen cannot be run: {0}")]
    Program(#[from] io::Error),
    /// `ssh-keygen` refused.
    #[error("{0}")]
    Refused(String),
}

/// What became of checking a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SignatureStatus {
    /// Somebody who may sign has signed exactly these bytes: who, and with which key.
    Good {
        /// The name in the file of allowed signers.
        signer: String,
        /// The key's fingerprint.
        key: String,
    },
    /// The bytes are those that were signed with this key, and nothing says whose it is.
    Intact {
        /// The key's fingerprint.
        key: String,
    },
    /// The bytes, the signature or its purpose are not as they have to be; in the words of `ssh-keygen`.
    Bad(String),
    /// The key belongs to nobody who may sign, or no longer does; in the words of `ssh-keygen`.
    NotAllowed(String),
    /// `ssh-keygen` can't be run here.
    NoProgram(String),
}

/// The place of the signature of a file.
pub fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".sig");
    PathBuf::from(name)
}

/// Signs bytes with a private key, or with the public key of one that an agent holds. `ssh-keygen` asks for a passphrase or a
/// touch on the terminal.
///
/// # Errors
/// `ssh-keygen` is not there or refuses.
pub fn sign(bytes: &[u8], key: &Path) -> Result<Vec<u8>, SignError> {
    let mut command = Command::new(PROGRAM);
    command.args(["-Y", "sign", "-n", NAMESPACE, "-f"]).arg(key);
    let output = run(&mut command, bytes)?;
    if output.status.success() { Ok(output.stdout) } else { Err(SignError::Refused(said(&output))) }
}

/// Checks a signature. `allowed` is a file of allowed signers as `ssh-keygen(1)` describes it; `on` is the day for which
/// keys have to be valid, else now.
pub fn check(bytes: &[u8], signature: &Path, allowed: Option<&Path>, on: Option<Date>) -> SignatureStatus {
    match try_check(bytes, signature, allowed, on) {
        Ok(status) => status,
        Err(error) => SignatureStatus::NoProgram(error.to_string()),
    }
}

fn try_check(bytes: &[u8], signature: &Path, allowed: Option<&Path>, on: Option<Date>) -> io::Result<SignatureStatus> {
    let intact = run(Command::new(PROGRAM).args(["-Y", "check-novalidate", "-n", NAMESPACE, "-s"]).arg(signature), bytes)?;
    if !intact.status.success() {
        return Ok(SignatureStatus::Bad(said(&intact)));
    }
    let key = fingerprint(&intact);
    let Some(allowed) = allowed else { return Ok(SignatureStatus::Intact { key }) };
    let time = on.map(|day| format!("-Overify-time={}", day.to_string().replace('-', "")));
    let found =
        run(Command::new(PROGRAM).args(["-Y", "find-principals"]).args(&time).arg("-s").arg(signature).arg("-f").arg(allowed), b"")?;
    let names = String::from_utf8_lossy(&found.stdout).into_owned();
    let mut refused = said(&found);
    // A line may name several people, separated by commas.
    for signer in names.lines().flat_map(|line| line.split(',')).map(str::trim).filter(|name| !name.is_empty()) {
        let mut verify = Command::new(PROGRAM);
        verify.args(["-Y", "verify"]).args(&time).arg("-f").arg(allowed);
        let checked = run(verify.args(["-I", signer, "-n", NAMESPACE, "-s"]).arg(signature), bytes)?;
        if checked.status.success() {
            return Ok(SignatureStatus::Good { signer: signer.to_owned(), key });
        }
        refused = said(&checked);
    }
    Ok(SignatureStatus::NotAllowed(refused))
}

/// Runs `ssh-keygen`, which reads bytes from its standard input. What it says is in English.
fn run(command: &mut Command, bytes: &[u8]) -> io::Result<Output> {
    let piped = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).env("LC_ALL", "C");
    let mut child = piped.spawn()?;
    if let Some(mut stdin) = child.stdin.take() {
        match stdin.write_all(bytes) {
            // It has refused before reading everything; why is on its standard error.
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {}
            written => written?,
        }
    }
    child.wait_with_output()
}

/// What `ssh-keygen` said, on one line.
fn said(output: &Output) -> String {
    let err = String::from_utf8_lossy(&output.stderr);
    let lines = err.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("Signing data"));
    let text = lines.collect::<Vec<_>>().join("; ");
    if text.is_empty() { String::from_utf8_lossy(&output.stdout).trim().to_owned() } else { text }
}

/// The last word of `Good "kaibo-report" signature with ED25519 key SHA256:…`.
fn fingerprint(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).split_whitespace().last().unwrap_or_default().to_owned()
}

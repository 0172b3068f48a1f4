//! `kaibo bundle`: a report with everything that it takes to check it, in one plain archive.
//!
//! In: a facts file. Out: a tar with the report, the facts, the rules, the evidence that is there, digests, and signatures. The
//! same input gives the same bytes, but for signatures by kinds of keys that sign differently every time.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use clap::Args;
use hashbrown::HashMap;

use crate::cli::check::strictly;
use crate::cli::context::{Context, Exit};
use crate::cli::input::{application, library, pinned_edition, read_bytes, reads};
use crate::cli::output::{Destination, print_diagnostics, print_error};
use crate::cli::report::{ReportOptions, report, report_json, too_early};
use crate::engine::check::check;
use crate::engine::plan::{Prefer, plan};
use crate::io::application::collected_beside;
use crate::io::archive;
use crate::io::file::folder;
use crate::io::signature::sign;
use crate::report::bundle::{BundleFiles, COLLECTED, FACTS, FACTS_JSON, HOW, HOW_TEXT, PAGE, REPORT, SUMS, evidence_digests, sums};
use crate::report::html::html;
use crate::report::json::Report;
use crate::report::view::View;
use crate::rulebook::sha256;

#[derive(Debug, Args)]
pub(super) struct Bundle {
    facts: PathBuf,
    #[arg(long)]
    strict: bool,
    #[arg(long, value_name = "KEY")]
    sign: Option<PathBuf>,
}

impl Bundle {
    pub(super) fn run(&self, context: &Context) -> Exit {
        self.try_run(context).unwrap_or_else(|exit| exit)
    }

    fn try_run(&self, context: &Context) -> Result<Exit, Exit> {
        if self.facts == Path::new("-") {
            return Err(print_error(context, "bundle-needs-file", vec![]));
        }
        let mut case = application(context, &self.facts)?;
        let stated = strictly(&mut case, self.strict);
        let pinned = pinned_edition(context, &case.rulebook)?;
        let day = case.as_of.day;
        let checklist = check(&case.rulebook, &case.facts, day, pinned).map_err(|error| too_early(context, day, error))?;
        let plan = plan(&case.rulebook, &case.facts, &checklist, Prefer::Soonest);
        let asked = ReportOptions { stated: stated.as_ref(), assumed: &[], pinned, stamp: false };
        let report = report(context, &case, &asked, &checklist, (&plan, None))?;
        let mut files = BundleFiles::new();
        files.insert(REPORT.to_owned(), report_json(context, &report)?.into_bytes());
        files.insert(PAGE.to_owned(), html(&View { report: &report, messages: &context.messages }).into_bytes());
        files.insert(HOW.to_owned(), HOW_TEXT.as_bytes().to_vec());
        self.add_facts(context, &mut files)?;
        add_rules(context, &report, &mut files)?;
        self.add_evidence(context, &report, &mut files)?;
        if let Some(key) = &self.sign {
            let signature = signed(context, &files[REPORT], key)?;
            files.insert(format!("{REPORT}.sig"), signature);
        }
        files.insert(SUMS.to_owned(), sums(&files).into_bytes());
        if let Some(key) = &self.sign {
            let signature = signed(context, &files[SUMS], key)?;
            files.insert(format!("{SUMS}.sig"), signature);
        }
        let bytes = archive::write(&files).map_err(|error| {
            print_error(context, "own-fault", vec![("reason", error.to_string())]);
            Exit::Output
        })?;
        print_diagnostics(context, &case.warnings, &case.files);
        let mut to = Destination::open(context)?;
        let written = to.write_all(&bytes);
        Ok(to.finish(context, written, Exit::Ok))
    }

    /// The files as they are, under names that tell nothing of the machine.
    fn add_facts(&self, context: &Context, files: &mut BundleFiles) -> Result<(), Exit> {
        let bytes = read_bytes(context, &self.facts)?;
        let json = match self.facts.extension().and_then(|ending| ending.to_str()) {
            Some("json") => true,
            Some("toml") => false,
            _ => bytes.trim_ascii_start().starts_with(b"{"),
        };
        files.insert(if json { FACTS_JSON } else { FACTS }.to_owned(), bytes);
        if let Some(collected) = collected_beside(&self.facts) {
            files.insert(COLLECTED.to_owned(), read_bytes(context, &collected)?);
        }
        Ok(())
    }

    /// The evidence that the report names, as far as it is beside the facts file.
    fn add_evidence(&self, context: &Context, report: &Report, files: &mut BundleFiles) -> Result<(), Exit> {
        let beside = folder(&self.facts);
        let kept = std::fs::read_dir(self.facts.with_extension("evidence")).into_iter().flatten().flatten().map(|entry| entry.path());
        let signed = report.facts.values().flat_map(|fact| &fact.sources).filter_map(|source| source.sign_off.as_ref()?.evidence.as_ref());
        let mut found: HashMap<String, (String, Vec<u8>)> = HashMap::new();
        for path in kept.chain(signed.map(|name| beside.join(name))).filter(|path| path.is_file()) {
            reads(context, &path);
            let bytes = read_bytes(context, &path)?;
            let ending: String = path.extension().and_then(|ending| ending.to_str()).unwrap_or("bin").to_owned();
            let plain = ending.len() <= 8 && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
            found.insert(sha256(&bytes), (if plain { ending } else { "bin".to_owned() }, bytes));
        }
        let json = serde_json::to_value(report).unwrap_or_default();
        for digest in evidence_digests(&json) {
            match found.remove(&digest) {
                Some((ending, bytes)) => drop(files.insert(format!("evidence/{}.{ending}", digest.trim_start_matches("sha256:")), bytes)),
                None => {
                    let missing =
                        crate::document::diagnostics::Diagnostic::without_span("bundle-evidence-missing", vec![("digest", digest)]);
                    print_diagnostics(context, &[missing.into_warning()], &crate::document::source::Files::default());
                }
            }
        }
        Ok(())
    }
}

/// The files of the rules that the report names.
fn add_rules(context: &Context, report: &Report, files: &mut BundleFiles) -> Result<(), Exit> {
    let library = library(context)?;
    let Some(text) = library.program(&report.program.id) else { return Ok(()) };
    for file in &report.program.files {
        if let Some(content) = text.file(&file.name) {
            files.insert(format!("rules/{}/{}", text.id, file.name), content.as_bytes().to_vec());
        }
    }
    Ok(())
}

fn signed(context: &Context, bytes: &[u8], key: &Path) -> Result<Vec<u8>, Exit> {
    sign(bytes, key).map_err(|error| {
        print_error(context, "sign-failed", vec![("key", key.display().to_string()), ("reason", error.to_string())]);
        Exit::Output
    })
}

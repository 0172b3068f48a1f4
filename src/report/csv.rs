//! A report as CSV: one line for each requirement.
//!
//! In: a [`View`]. Out: CSV with a heading, for spreadsheets. No cell is taken for a formula.

use crate::report::view::View;

/// The columns, in their order.
const COLUMNS: [&str; 16] = [
    "applicant",
    "as_of",
    "verdict",
    "requirement",
    "role",
    "clause",
    "title",
    "status",
    "from",
    "until",
    "measured",
    "needed",
    "short_by",
    "buffer",
    "firm",
    "why",
];

/// The report as CSV.
///
/// # Errors
/// An internal error.
pub fn csv(view: &View<'_>) -> Result<String, csv::Error> {
    let report = view.report;
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(Vec::new());
    writer.write_record(COLUMNS)?;
    for requirement in &report.requirements {
        let amount =
            |amount: &Option<crate::report::measured::ShortBy>| amount.as_ref().map(|amount| view.amount(amount)).unwrap_or_default();
        let record = [
            report.applicant.clone(),
            report.as_of.clone(),
            report.verdict.text().to_owned(),
            requirement.id.clone(),
            requirement.role.unwrap_or_default().to_owned(),
            requirement.clause.clone().unwrap_or_default(),
            view.pick(&requirement.title),
            requirement.status.text().to_owned(),
            requirement.from.clone().unwrap_or_default(),
            requirement.until.clone().unwrap_or_default(),
            requirement.measured.as_ref().map(|measured| view.measured(measured)).unwrap_or_default(),
            requirement.needed.clone().unwrap_or_default(),
            amount(&requirement.short_by),
            amount(&requirement.buffer),
            requirement.firm.to_string(),
            view.pick(&requirement.why),
        ];
        writer.write_record(record.iter().map(|cell| escape(cell)))?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A cell: what could mislead is written out, and what a spreadsheet would take for a formula begins with an apostrophe.
fn escape(cell: &str) -> String {
    let cell = crate::i18n::escape::escape_control(cell);
    if cell.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) { format!("'{cell}") } else { cell.into_owned() }
}
